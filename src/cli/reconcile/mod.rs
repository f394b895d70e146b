//! `ipledger reconcile ...`: a bank's statement against the ledger, what people decide about it, and the answer.

mod answer;
mod findings;
mod show;
mod statement;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::requests::Typed;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("list", args)) => show::list(context, args),
        Some(("show", args)) => show::run(context, args),
        _ => statement::run(context, matches),
    }
}

/// The number of a reconciliation, as typed.
fn number(context: &Context, matches: &ArgMatches) -> Result<i64, Failure> {
    super::requests::reconciliation_number(&Typed::new(context, matches))
}
