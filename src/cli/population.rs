//! `ipledger population ...`: how many people regions had.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::population::{DAY, FIELDS, REGION};
use crate::operations::import::Noun;
use crate::operations::population::Request;
use crate::report::views::population;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    match verb {
        "list" => {
            let text = Typed::new(context, args).owned("text");
            reading::list(context, args, "population.list", |ledger, snapshot| {
                population::list(lang, ledger, snapshot, text.as_ref())
            })
        }
        "show" => {
            let (region, day) = (Typed::new(context, args).word("region"), args);
            let day = Typed::new(context, day).day("counted_on")?;
            reading::card(context, "population.show", |ledger, snapshot| {
                population::card(lang, ledger, snapshot, region, day)
            })
        }
        "export" => reading::export(context, args, "population.export", |ledger, snapshot| {
            population::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Population, args),
        _ => Ok(Done::Well),
    }
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let form = || {
        let known_by = [(REGION, typed.word(FIELDS[REGION])), (DAY, typed.word(FIELDS[DAY]))];
        typed.form(&FIELDS, &known_by)
    };
    Ok(Some(match verb {
        "add" => Request::Add { form: form() },
        "correct" => Request::Correct { form: form(), seen: typed.seen()? },
        "void" => Request::Void { form: form() },
        _ => return Ok(None),
    }))
}
