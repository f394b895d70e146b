//! `reconcile accept N [--row R] [--cause C]`: proposed corrections become facts, all of them in one entry.

use clap::ArgMatches;

use super::{no_such_row, number};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::recorded;
use crate::domain::loan::{Account, Event, Happening};
use crate::domain::reconciliation::{Proposal, Status};
use crate::i18n::reconciliation::proposal as in_words;
use crate::i18n::say;
use crate::ledger::{Entry, LedgerError, ReconciliationItem, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let number = number(context, matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    ledger.reconciliation(number, snapshot)?;
    let items = ledger.reconciliation_items(number, snapshot)?;
    if let Some(row) = text("row")
        && !items.iter().any(|item| item.row.as_deref() == Some(row))
    {
        return Err(no_such_row(number, row));
    }
    let wanted = |item: &&ReconciliationItem| {
        text("row").is_none_or(|row| item.row.as_deref() == Some(row))
            && text("cause").is_none_or(|cause| {
                item.differences.iter().any(|one| one.cause.code() == cause)
            })
            // What is only suggested to be this loan is for a person to say first.
            && item.status == Status::Differs
    };
    let chosen: Vec<(&ReconciliationItem, Proposal)> =
        items.iter().filter(wanted).filter_map(|item| Some((item, item.proposal?))).collect();
    if chosen.is_empty() {
        context.tell(say::nothing_proposed(context.lang));
        return Ok(Done::Well);
    }
    let (taken, receipt) = ledger.write(context.act("reconcile.accept"), |entry| {
        let mut taken = 0;
        for (item, proposal) in &chosen {
            if take(entry, item, proposal)? {
                taken += 1;
            }
        }
        Ok::<_, Failure>(Verdict::when(taken > 0 && !context.dry_run, taken, "{}"))
    })?;
    for (item, proposal) in &chosen {
        context.tell(format!("{}  {}", item.loan_nos(), in_words(context.lang, proposal)));
    }
    context.tell(say::proposals_taken(context.lang, taken, chosen.len() - taken));
    recorded(context, "reconcile.accept", ledger, receipt)
}

/// Records what is proposed; false when it is recorded already.
fn take(
    entry: &Entry<'_>,
    item: &ReconciliationItem,
    proposal: &Proposal,
) -> Result<bool, Failure> {
    let loan_no = item.loan_nos();
    let card = entry.loan_by_no(&loan_no)?;
    let card = card.ok_or_else(|| LedgerError::NotFound { noun: "loan", id: loan_no.clone() })?;
    let (day, happening) = match proposal {
        Proposal::Repay { day, amount } | Proposal::Move { day, amount, .. } => {
            (*day, Happening::Repay(*amount))
        }
        Proposal::Extend { day, to } => (*day, Happening::Extend { new_due: *to, rate: None }),
        Proposal::Classify { class, day } => (*day, Happening::Classify(*class)),
    };
    let event = Event { day, happening };
    if card.events.iter().any(|recorded| recorded.event == event) {
        return Ok(false);
    }
    if let Proposal::Move { line, .. } = proposal {
        if !card.events.iter().any(|recorded| recorded.line == *line) {
            return Ok(false);
        }
        entry.void_loan_event(card.id, *line)?;
    }
    entry.bring_loan_event(card.id, &event, None, None)?;
    // The loan must be able to stand so: its rules are asked before anything is kept.
    let lpr = entry.lpr_table()?;
    if let Some(after) = entry.loan_by_no(&loan_no)? {
        let last = after.events.last().map_or(day, |recorded| recorded.event.day);
        Account::replay(&after.terms, &lpr, &after.happenings(), last).map_err(Failure::Loan)?;
        entry.stand(&after, &lpr)?;
    }
    Ok(true)
}
