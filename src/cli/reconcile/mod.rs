//! `ipledger reconcile ...`: a bank's statement against the ledger, what people decide about it, and the answer.

mod accept;
mod answer;
mod decide;
mod findings;
mod record;
mod show;
mod statement;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::ledger::unknown_word;
use crate::ledger::LedgerError;
use crate::reconcile::RunError;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("list", args)) => show::list(context, args),
        Some(("show", args)) => show::run(context, args),
        Some(("decide", args)) => decide::run(context, args),
        Some(("accept", args)) => accept::run(context, args),
        Some(("sign", args)) => decide::sign(context, args),
        _ => statement::run(context, matches),
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Ledger(error) => Self::Ledger(error),
            RunError::Loan { loan_no, problem } => Self::LoanOf { loan_no, problem },
            RunError::TooLarge => Self::Loan(crate::domain::loan::LoanProblem::TooLarge),
        }
    }
}

/// The number of a reconciliation, as typed.
fn number(context: &Context, matches: &ArgMatches) -> Result<i64, Failure> {
    let text = matches.get_one::<String>("reconciliation").map_or("", String::as_str);
    text.parse().map_err(|_| unknown_word(context.lang, text, &["1", "2", "…"]))
}

/// A row number in an item that is not there.
fn no_such_row(number: i64, row: &str) -> Failure {
    LedgerError::NotFound { noun: "reconciliation_row", id: format!("{number}/{row}") }.into()
}
