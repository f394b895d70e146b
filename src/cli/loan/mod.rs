//! `ipledger loan ...`

mod event;
mod figures;
pub mod list;
mod open;
mod show;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::domain::loan::record::read_no;
use crate::domain::loan::{Account, LprTable};
use crate::domain::pledge::alerts::SecuredLoan;
use crate::domain::values::Date;
use crate::domain::{Fault, Problem};
use crate::exchange::import::Noun;
use crate::ledger::{Ledger, LoanCard, PledgeId, Snapshot};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("open", args)) => open::open(context, args),
        Some(("correct", args)) => open::correct(context, args),
        Some(("void", args)) => open::void(context, args),
        Some(("lpr", args)) => open::lpr(context, args),
        Some(("show", args)) => show::run(context, args),
        Some(("list", args)) => list::run(context, args),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => import(context, args),
        Some(("disburse", args)) => event::disburse(context, args),
        Some(("repay", args)) => event::repay(context, args),
        Some(("extend", args)) => event::extend(context, args),
        Some(("classify", args)) => event::classify(context, args),
        Some(("writeoff", args)) => event::write_off(context, args),
        Some(("refund", args)) => event::refund(context, args),
        Some(("unpay", args)) => event::unpay(context, args),
        Some(("schedule", args)) => figures::schedule(context, args),
        Some(("balance", args)) => figures::balance(context, args),
        _ => Ok(Done::Well),
    }
}

/// A bank sends its loans and its payments in files alike: what the header names decides.
fn import(context: &Context, args: &ArgMatches) -> Result<Done, Failure> {
    let of_another_kind = |failure: &Failure| {
        use crate::exchange::Fault::{HeaderFieldMissing, HeaderNotFound};
        let Failure::File(error) = failure else { return false };
        matches!(error.fault, HeaderFieldMissing { .. } | HeaderNotFound { .. })
    };
    match super::import::run(context, Noun::Loan, args) {
        Err(first) if of_another_kind(&first) => {
            match super::import::run(context, Noun::Payment, args) {
                Err(second) if of_another_kind(&second) => Err(first),
                done => done,
            }
        }
        done => done,
    }
}

/// Reads the number a verb is about.
fn number(matches: &ArgMatches) -> Result<String, Failure> {
    let text = matches.get_one::<String>("loan_no").map_or("", String::as_str);
    match read_no(text) {
        Ok(read) if read.value.is_empty() => {
            Err(Failure::Record(vec![Fault::new("loan_no", "", Problem::FieldMissing)]))
        }
        Ok(read) => Ok(read.value),
        Err(refusal) => Err(Failure::Record(vec![Fault { field: "loan_no", refusal }])),
    }
}

/// Replays a loan up to a day.
pub fn account<'a>(
    card: &'a LoanCard,
    lpr: &'a LprTable,
    as_of: Date,
) -> Result<Account<'a>, Failure> {
    Account::replay(&card.terms, lpr, &card.happenings(), as_of).map_err(Failure::Loan)
}

/// The loans a pledge secures, with the day they were first drawn and the day nothing was owed any more.
pub fn secured_loans(
    ledger: &Ledger,
    pledge: PledgeId,
    lpr: &LprTable,
    snapshot: Snapshot,
) -> Result<Vec<SecuredLoan>, Failure> {
    let mut loans = Vec::new();
    for card in ledger.loans_of_pledge(pledge, snapshot)? {
        let account = account(&card, lpr, snapshot.as_of)?;
        let balance = account.balance();
        let last =
            card.events.iter().map(|e| e.event.day).filter(|day| *day <= snapshot.as_of).max();
        let nothing_owed = balance.total.is_zero()
            && balance.written_off.is_zero()
            && !balance.disbursed.is_zero();
        loans.push(SecuredLoan {
            loan_no: card.loan_no.clone(),
            drawn: account.start(),
            settled: last.filter(|_| nothing_owed),
        });
    }
    Ok(loans)
}
