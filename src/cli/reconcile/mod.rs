//! `ipledger reconcile ...`: a bank's statement against the ledger, what people decide about it, and the answer.

mod answer;
mod statement;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::requests::{Typed, reconciliation_number};
use crate::report::views::reconciliation;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("list", _)) => reading::table(context, "reconcile.list", |ledger, snapshot| {
            reconciliation::list(context.lang, ledger, snapshot)
        }),
        Some(("show", args)) => show(context, reconciliation_number(&Typed::new(context, args))?),
        _ => statement::run(context, matches),
    }
}

fn show(context: &Context, number: i64) -> Result<Done, Failure> {
    let lang = context.lang;
    let for_people = !context.json && !context.csv && context.output.is_none();
    if !for_people {
        return reading::table(context, "reconcile.show", |ledger, snapshot| {
            reconciliation::card(lang, ledger, snapshot, number)
        });
    }
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let said = reconciliation::told(lang, ledger, snapshot, number)?;
    context.print(said.join("\n"))?;
    Ok(Done::Well)
}
