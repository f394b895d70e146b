//! `ipledger evidence ...`: what speaks for inventions being of high value.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::requests::Typed;
use crate::domain::stock::ValueClass;
use crate::operations::evidence::EvidenceQuery;
use crate::operations::import::Noun;
use crate::report::views::evidence;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let typed = Typed::new(context, args);
    match verb {
        "list" => {
            let classes = ValueClass::ALL.map(ValueClass::code);
            let class = typed.choice_if("value-class", &classes, ValueClass::read)?;
            let query = EvidenceQuery { class, text: typed.owned("text") };
            reading::list(context, args, "evidence.list", |ledger, snapshot| {
                evidence::list(lang, ledger, snapshot, &query)
            })
        }
        "show" => reading::card(context, "evidence.show", |ledger, snapshot| {
            let number = super::patent::named(args, ledger, snapshot)?;
            Ok::<_, Failure>(evidence::card(lang, ledger, snapshot, number)?)
        }),
        "export" => reading::export(context, args, "evidence.export", |ledger, snapshot| {
            evidence::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Evidence, args),
        _ => Ok(Done::Well),
    }
}
