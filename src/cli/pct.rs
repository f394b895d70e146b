//! `ipledger pct ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::numbers::PctNo;
use crate::domain::pct::{FIELDS, PCT_NO};
use crate::operations::fact_noun::PCT;
use crate::operations::pct::PctQuery;
use crate::report::views::pct;

/// Carries out what PCT filings have of their own: lists by year, cards with deadlines.
pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let typed = Typed::new(context, args);
    match verb {
        "list" => {
            let (year, text) = (typed.year("year")?, typed.owned("text"));
            reading::list(context, args, "pct.list", |ledger, snapshot| {
                let party = typed.parties("party", ledger, snapshot)?;
                let query = PctQuery { party, year, text };
                Ok::<_, Failure>(pct::list(lang, ledger, snapshot, &query)?)
            })
        }
        "show" => {
            let number = typed.read("pct_no", FIELDS[PCT_NO], PctNo::read)?;
            reading::card(context, "pct.show", |ledger, snapshot| {
                pct::card(lang, ledger, snapshot, number)
            })
        }
        _ => super::fact::run(context, &PCT, matches),
    }
}
