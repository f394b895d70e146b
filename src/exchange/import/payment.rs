//! Import of payments from a bank's file: read in file order, recorded loan by loan.

use std::collections::HashMap;

use crate::domain::loan::record::{self, PAYMENT_FIELDS, PaymentRecord};
use crate::domain::loan::{Event, Happening, LoanProblem, LprTable};
use crate::domain::values::{Date, Money};
use crate::domain::{Fault, Note, Problem};
use crate::exchange::source::Source;
use crate::ledger::{Entry, LoanCard, LoanEvent, PaymentWriter};

use super::ahead::{Batch, scan_ahead};
use super::outcome::Outcome;
use super::{ImportError, Rules, fields};

const WANTED_KEYS: [usize; 2] = [record::PAYMENT_LOAN_NO, record::PAID_ON];

/// A payment with its place in the file.
#[derive(Debug)]
struct Waiting {
    sheet: u32,
    row: u32,
    day: Date,
    fen: i64,
    reference: Option<Box<str>>,
}

#[derive(Default)]
struct Read(Vec<(u32, u32, PaymentRecord)>);

impl Batch for Read {
    fn clear(&mut self) {
        self.0.clear();
    }
}

pub(super) fn import(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let wanted = rules.wanted(&PAYMENT_FIELDS, &fields::PAYMENT, &WANTED_KEYS);
    let today = rules.today;
    let mut seen = 0;
    let mut by_loan: HashMap<String, Vec<Waiting>> = HashMap::new();
    let sheets = scan_ahead(
        source,
        &wanted,
        outcome,
        |at, record, outcome, batch: &mut Read| match PaymentRecord::read(record, today) {
            Ok((read, notes)) => {
                outcome.note_all(&notes, at.row);
                batch.0.push((at.sheet as u32, at.row, read));
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        },
        |batch, _| {
            seen += batch.0.len() as u32;
            rules.progress.read(seen);
            for (sheet, row, read) in &batch.0 {
                let waiting = Waiting {
                    sheet: *sheet,
                    row: *row,
                    day: read.day,
                    fen: read.amount.fen(),
                    reference: read.reference.as_deref().map(Into::into),
                };
                match by_loan.get_mut(&read.loan_no) {
                    Some(payments) => payments.push(waiting),
                    None => {
                        by_loan.insert(read.loan_no.clone(), vec![waiting]);
                    }
                }
            }
            Ok(())
        },
    )?;
    let mut loans: Vec<(LoanCard, Vec<Waiting>)> = Vec::with_capacity(by_loan.len());
    for (number, payments) in by_loan {
        match entry.loan_by_no(&number)? {
            Some(card) => loans.push((card, payments)),
            None => {
                for waiting in payments {
                    let problem = Problem::UnknownReference { noun: "loan" };
                    let fault = Fault::new("loan_no", number.clone(), problem);
                    outcome.rejects.push(sheets.reject(waiting.sheet, waiting.row, vec![fault]));
                }
            }
        }
    }
    loans.sort_by_key(|(card, _)| card.id);
    let lpr = entry.lpr_table()?;
    let mut writer = PaymentWriter::new(entry)?;
    let mut settled = 0;
    for (card, payments) in loans {
        settled += payments.len() as u32;
        rules.progress.settled(settled);
        for (waiting, problem) in settle(entry, &mut writer, card, payments, &lpr, outcome)? {
            let fault = Fault::new("paid_on", waiting.day.to_string(), Problem::Loan(problem));
            outcome.rejects.push(sheets.reject(waiting.sheet, waiting.row, vec![fault]));
        }
    }
    Ok(())
}

/// Records the payments of one loan that are new; returns those its rules refuse.
fn settle(
    entry: &Entry<'_>,
    writer: &mut PaymentWriter<'_, '_>,
    mut card: LoanCard,
    mut payments: Vec<Waiting>,
    lpr: &LprTable,
    outcome: &mut Outcome,
) -> Result<Vec<(Waiting, LoanProblem)>, ImportError> {
    payments.sort_by_key(|waiting| (waiting.day, waiting.sheet, waiting.row));
    let first = card.events.iter().find(|e| matches!(e.event.happening, Happening::Disburse(_)));
    let first = first.map(|e| e.event.day);
    let mut refused = Vec::new();
    let mut fresh: Vec<Waiting> = Vec::with_capacity(payments.len());
    for waiting in payments {
        if first.is_none_or(|first| waiting.day < first) {
            let day = waiting.day;
            refused.push((waiting, LoanProblem::BeforeDisbursement { day }));
        } else if is_known(&card, &waiting)
            || fresh.iter().rev().take_while(|f| f.day == waiting.day).any(|f| same(f, &waiting))
        {
            outcome.unchanged += 1;
        } else {
            fresh.push(waiting);
        }
    }
    if fresh.is_empty() {
        return Ok(refused);
    }
    let lines =
        fresh.iter().map(|w| (w.day, Money::from_fen(w.fen), w.reference.as_deref(), w.row));
    writer.bring(card.id, lines)?;
    outcome.accepted += fresh.len() as u32;
    card.events.extend(fresh.iter().map(|w| LoanEvent {
        line: i64::MAX,
        event: Event { day: w.day, happening: Happening::Repay(Money::from_fen(w.fen)) },
        reference: None,
        brought_by: entry.id(),
        source_row: Some(w.row),
    }));
    let card = card.in_order();
    // What is more than owed is kept, and said.
    if !entry.stand(&card, lpr)?.is_zero() {
        outcome.note(Note::Overpaid, fresh.last().map_or(0, |waiting| waiting.row));
    }
    Ok(refused)
}

/// The bank's number tells two payments of one day apart; without one, day and amount are the payment.
fn same(a: &Waiting, b: &Waiting) -> bool {
    a.day == b.day && a.fen == b.fen && a.reference == b.reference
}

fn is_known(card: &LoanCard, waiting: &Waiting) -> bool {
    card.events.iter().any(|recorded| {
        recorded.event.day == waiting.day
            && recorded.event.happening == Happening::Repay(Money::from_fen(waiting.fen))
            && recorded.reference.as_deref() == waiting.reference.as_deref()
    })
}
