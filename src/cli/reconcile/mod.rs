//! `ipledger reconcile ...`: a bank's statement against the ledger, what people decide about it, and the answer.

mod decision;
mod statement;

pub use decision::request;
pub use statement::request as of_file;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::Shown;
use super::reading;
use super::typed::Typed;
use crate::ledger::Snapshot;
use crate::report::views::reconciliation::{self, Rows};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("list", args)) => {
            let noun = "reconciliation";
            reading::searched(context, args, "reconcile.list", noun, |ledger, snapshot| {
                reconciliation::list(context.lang, ledger, snapshot)
            })
        }
        Some(("show", args)) => show(context, &Typed::new(context, args)),
        _ => statement::run(context, matches),
    }
}

fn show(context: &Context, typed: &Typed<'_>) -> Result<Done, Failure> {
    let (lang, number) = (context.lang, decision::number(typed)?);
    let rows = match (typed.owned("row"), typed.flag("all")) {
        (Some(row), _) => Rows::One(row),
        (None, true) => Rows::All,
        (None, false) => Rows::Open,
    };
    let for_people = !context.json && !context.csv && context.output.is_none();
    if !for_people {
        return reading::table(context, "reconcile.show", |ledger, snapshot| {
            reconciliation::card(lang, ledger, snapshot, number, &rows)
        });
    }
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let told = reconciliation::told(lang, ledger, snapshot, number, &rows)?;
    context.print(told.lines.join("\n"))?;
    context.print("")?;
    let (anchor, snapshot) = (ledger.anchor()?, Snapshot { as_of: told.cutoff, ..snapshot });
    let view = Shown { schema: "reconcile.show", snapshot, anchor, warnings: Vec::new() };
    view.tables(context, &[told.bridge])?;
    Ok(Done::Well)
}
