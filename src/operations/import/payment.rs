//! Payments from a bank's file: read in file order, recorded loan by loan.

use std::collections::HashMap;

use super::Rules;
use super::rows::note;
use crate::domain::loan::payments::PaymentMatch;
use crate::domain::loan::record::{self, PAYMENT_FILE_FIELDS, PaymentRecord, not_a_repayment};
use crate::domain::loan::{Event, LoanEventKind, LoanProblem, LprTable, Payment};
use crate::domain::values::Money;
use crate::domain::{Fault, Problem};
use crate::exchange::Source;
use crate::exchange::import::pipeline::{Batch, scan_ahead};
use crate::exchange::import::{ImportOutcome, fields};
use crate::ledger::{LoanCard, LoanEvent, PaymentWriter};
use crate::operations::outcome::Notice;
use crate::operations::{Refusal, Writing, claim, loan};

const WANTED_KEYS: [usize; 2] = [record::PAYMENT_LOAN_NO, record::PAID_ON];

/// A payment with its place in the file.
#[derive(Debug)]
struct PlacedPayment {
    sheet: u32,
    row: u32,
    payment: Payment,
}

#[derive(Default)]
struct Read(Vec<(u32, u32, PaymentRecord)>);

impl Batch for Read {
    fn clear(&mut self) {
        self.0.clear();
    }
}

pub(super) fn take(
    writing: &mut Writing<'_, '_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut ImportOutcome,
) -> Result<(), Refusal> {
    let wanted = rules.wanted(&PAYMENT_FILE_FIELDS, &fields::PAYMENT, &WANTED_KEYS);
    let today = writing.today;
    let mut seen = 0;
    let mut by_loan: HashMap<String, Vec<PlacedPayment>> = HashMap::new();
    let sheets = scan_ahead(
        source,
        &wanted,
        outcome,
        |at, record, outcome, batch: &mut Read| {
            let read = match not_a_repayment(record) {
                Some(fault) => Err(vec![fault]),
                None => PaymentRecord::read(record, today),
            };
            match read {
                Ok((read, notes)) => {
                    outcome.note_all(&notes, at.row);
                    batch.0.push((at.sheet as u32, at.row, read));
                }
                Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
            }
        },
        |batch, _| {
            seen += batch.0.len() as u32;
            rules.progress.read(seen);
            for (sheet, row, read) in &batch.0 {
                let PaymentRecord { loan_no, day, amount, reference } = read;
                let payment = Payment { day: *day, amount: *amount, reference: reference.clone() };
                let stated = PlacedPayment { sheet: *sheet, row: *row, payment };
                match by_loan.get_mut(loan_no) {
                    Some(payments) => payments.push(stated),
                    None => {
                        by_loan.insert(loan_no.clone(), vec![stated]);
                    }
                }
            }
            Ok::<_, Refusal>(())
        },
    )?;
    let mut loans: Vec<(LoanCard, Vec<PlacedPayment>)> = Vec::with_capacity(by_loan.len());
    for (number, payments) in by_loan {
        match writing.entry.loan_by_no(&number)? {
            Some(card) => loans.push((card, payments)),
            None => {
                for stated in payments {
                    let problem = Problem::UnknownReference { noun: "loan" };
                    let fault = Fault::new("loan_no", number.clone(), problem);
                    outcome.rejects.push(sheets.reject(stated.sheet, stated.row, vec![fault]));
                }
            }
        }
    }
    loans.sort_by_key(|(card, _)| card.id);
    let lpr = writing.lpr()?;
    let mut writer = PaymentWriter::new(writing.entry)?;
    let mut settled = 0;
    for (card, payments) in loans {
        settled += payments.len() as u32;
        rules.progress.settled(settled);
        for (stated, problem) in
            settle(writing, &mut writer, card, payments, rules.request.again, &lpr, outcome)?
        {
            let Payment { day, reference, .. } = &stated.payment;
            let (field, value) = match (&problem, reference) {
                (LoanProblem::PaymentUnderOtherReference { .. }, Some(reference)) => {
                    ("reference", reference.clone())
                }
                _ => ("paid_on", day.to_string()),
            };
            let fault = Fault::new(field, value, Problem::Loan(problem));
            outcome.rejects.push(sheets.reject(stated.sheet, stated.row, vec![fault]));
        }
    }
    Ok(())
}

/// Records the payments of one loan that are new; returns those its rules refuse.
fn settle(
    writing: &mut Writing<'_, '_>,
    writer: &mut PaymentWriter<'_, '_>,
    mut card: LoanCard,
    mut stated: Vec<PlacedPayment>,
    again: bool,
    lpr: &LprTable,
    outcome: &mut ImportOutcome,
) -> Result<Vec<(PlacedPayment, LoanProblem)>, Refusal> {
    stated.sort_by_key(|stated| (stated.payment.day, stated.sheet, stated.row));
    let payments: Vec<Payment> = stated.iter().map(|stated| stated.payment.clone()).collect();
    let (mut refused, mut fresh, mut completed) = (Vec::new(), Vec::new(), Vec::new());
    for (stated, met) in stated.into_iter().zip(loan::settle(&card, &payments, again, lpr)) {
        match met {
            Err(problem) => refused.push((stated, problem)),
            Ok(PaymentMatch::New) => fresh.push(stated),
            Ok(
                PaymentMatch::Known(_)
                | PaymentMatch::Repeated(_)
                | PaymentMatch::OtherReference(_),
            ) => {
                outcome.unchanged += 1;
            }
            Ok(PaymentMatch::Completes(at)) => {
                writing.entry.void_loan_event(card.events[at].line)?;
                completed.push(stated);
            }
        }
    }
    outcome.unchanged += completed.len() as u32;
    outcome.completed += completed.len() as u32;
    let lines = completed.iter().chain(&fresh).map(|PlacedPayment { payment, row, .. }| {
        (payment.day, payment.amount, payment.reference.as_deref(), *row)
    });
    writer.bring(card.id, lines)?;
    if fresh.is_empty() {
        return Ok(refused);
    }
    outcome.accepted += fresh.len() as u32;
    card.events.extend(fresh.iter().map(|PlacedPayment { payment, row, .. }| LoanEvent {
        line: i64::MAX,
        event: Event { day: payment.day, happening: LoanEventKind::Repay(payment.amount) },
        reference: None,
        brought_by: writing.entry.id(),
        source_row: Some(*row),
    }));
    let card = card.in_order();
    // What is more than owed is kept, and said.
    let amount = writing.entry.stand(&card, lpr)?;
    let paid = Money::checked_sum(fresh.iter().map(|stated| stated.payment.amount));
    if let Some((paid, last)) = paid.zip(fresh.last())
        && let Some(notice) = claim::due_back(writing, &card, paid)?
    {
        note(outcome, last.row, notice);
    }
    if !amount.is_zero() {
        let loan_no = card.loan_no;
        let last = fresh.last().map_or(0, |stated| stated.row);
        note(outcome, last, Notice::Overpaid { loan_no, amount });
    }
    Ok(refused)
}
