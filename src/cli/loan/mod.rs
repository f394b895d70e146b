//! `ipledger loan ...`

mod figures;
pub mod list;
mod show;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::requests::Typed;
use crate::domain::loan::{Account, LprTable};
use crate::domain::pledge::alerts::SecuredLoan;
use crate::domain::values::Date;
use crate::ledger::{Ledger, LoanCard, PledgeId, Snapshot};
use crate::operations::Refusal;
use crate::operations::import::Noun;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("show", args)) => show::run(context, args),
        Some(("list", args)) => list::run(context, args),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => import(context, args),
        Some(("repay", args)) => payments(context, args),
        Some(("schedule", args)) => figures::schedule(context, args),
        Some(("balance", args)) => figures::balance(context, args),
        _ => Ok(Done::Well),
    }
}

/// A bank sends its loans and its payments in files alike: what the header names decides.
fn import(context: &Context, args: &ArgMatches) -> Result<Done, Failure> {
    let of_another_kind = |failure: &Failure| {
        use crate::exchange::Fault::{HeaderFieldMissing, HeaderNotFound};
        let Failure::Refused(Refusal::File(error)) = failure else { return false };
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

/// `loan repay --file FILE`: a bank's file of payments.
fn payments(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let named = ["file", "loan_no"].into_iter().find_map(|name| matches.get_one::<String>(name));
    let file = named.map_or("", String::as_str);
    super::import::of_file(context, Noun::Payment, file, matches)
}

/// Reads the number a verb is about.
fn number(context: &Context, matches: &ArgMatches) -> Result<String, Failure> {
    super::requests::loan_number(&Typed::new(context, matches))
}

/// Replays a loan up to a day.
pub fn account<'a>(
    card: &'a LoanCard,
    lpr: &'a LprTable,
    as_of: Date,
) -> Result<Account<'a>, Failure> {
    card.replay(lpr, as_of).map_err(|problem| Failure::loan(&card.loan_no, problem))
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
