//! Rows of loans and of what happened to them, as values.

use rusqlite::Row;

use super::{LoanCard, LoanEvent};
use crate::domain::loan::{
    Bucket, Class, DayCount, DueDays, Event, LoanEventKind, Period, Rate, RepaymentMethod, Terms,
};
use crate::domain::values::{Date, Money, Percent};
use crate::ledger::tables::REVISIONS;

/// What [`super::LoanInBrief`] needs, and the rest of a [`LoanCard`].
pub const BRIEF: &str = "n.line, n.loan_no, n.contract_no, n.bank, n.borrower, n.limit_fen,
    n.signed_day, n.due_day, n.rate, n.method, n.period, n.day_count, n.pay_day, n.grace_days,
    n.penalty_percent, n.compound, n.payment_order, n.due_days";
pub const REST: &str = "n.ip_fen, n.brought_by, n.source_row";

/// What a replay needs of an event, and the rest of a [`LoanEvent`].
pub const EVENT_BRIEF: &str =
    "e.line, e.event, e.day, e.amount_fen, e.new_due_day, e.rate, e.class";
pub const EVENT_REST: &str = "e.reference, e.brought_by, e.source_row";

/// A stored value that no constructor of this program would have written.
pub fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "loan".to_owned(), rusqlite::types::Type::Text)
}

pub fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

/// Terms as last read from their texts: most loans of a ledger share them.
#[derive(Default)]
pub struct TermsRead {
    rate: Option<(String, Rate)>,
    penalty: Option<(String, Percent)>,
    order: Option<(String, [Bucket; 4])>,
}

impl TermsRead {
    pub fn read(&mut self, row: &Row<'_>) -> rusqlite::Result<Terms> {
        Ok(Terms {
            limit_fen: row.get(5)?,
            signed: day(row, 6)?,
            due: day(row, 7)?.ok_or_else(|| damaged(7))?,
            rate: once(row, 8, &mut self.rate, Rate::read)?,
            method: RepaymentMethod::from_number(row.get(9)?).ok_or_else(|| damaged(9))?,
            period: Period::from_number(row.get(10)?).ok_or_else(|| damaged(10))?,
            day_count: DayCount::from_number(row.get(11)?).ok_or_else(|| damaged(11))?,
            pay_day: row.get(12)?,
            due_days: DueDays::from_number(row.get(17)?).ok_or_else(|| damaged(17))?,
            grace_days: row.get(13)?,
            penalty_markup: once(row, 14, &mut self.penalty, |text| text.parse().ok())?,
            compound: row.get(15)?,
            order: once(row, 16, &mut self.order, Bucket::read_order)?,
        })
    }
}

/// Reads a column's text, unless it is the one read last.
fn once<T: Copy>(
    row: &Row<'_>,
    column: usize,
    last: &mut Option<(String, T)>,
    read: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let cell = row.get_ref(column)?;
    match last {
        Some((known, value)) if cell.as_bytes() == Ok(known.as_bytes()) => Ok(*value),
        _ => {
            let text = cell.as_str().map_err(|_| damaged(column))?;
            let value = read(text).ok_or_else(|| damaged(column))?;
            *last = Some((text.to_owned(), value));
            Ok(value)
        }
    }
}

/// A card from a row of [`BRIEF`] and [`REST`], without its events.
pub fn loan_from(row: &Row<'_>, terms: &mut TermsRead) -> rusqlite::Result<LoanCard> {
    Ok(LoanCard {
        id: row.get::<_, i64>(0)? / REVISIONS,
        loan_no: row.get(1)?,
        contract_no: row.get(2)?,
        bank: row.get(3)?,
        borrower: row.get(4)?,
        terms: terms.read(row)?,
        ip_part: row.get::<_, Option<i64>>(18)?.map(Money::from_fen),
        events: Vec::new(),
        brought_by: row.get(19)?,
        source_row: row.get(20)?,
    })
}

/// What happened, from a row of [`EVENT_BRIEF`].
pub fn event_from(row: &Row<'_>) -> rusqlite::Result<Event> {
    let amount = || row.get::<_, Option<i64>>(3)?.map(Money::from_fen).ok_or_else(|| damaged(3));
    let happening = match row.get::<_, i64>(1)? {
        0 => LoanEventKind::Disburse(amount()?),
        REPAY => LoanEventKind::Repay(amount()?),
        4 => LoanEventKind::WriteOff(amount()?),
        5 => LoanEventKind::Refund(amount()?),
        2 => LoanEventKind::Extend {
            new_due: day(row, 4)?.ok_or_else(|| damaged(4))?,
            rate: row.get::<_, Option<String>>(5)?.and_then(|text| Rate::read(&text)),
        },
        3 => {
            let class = row.get::<_, Option<i64>>(6)?.and_then(Class::from_number);
            LoanEventKind::Classify(class.ok_or_else(|| damaged(6))?)
        }
        _ => return Err(damaged(1)),
    };
    Ok(Event { day: day(row, 2)?.ok_or_else(|| damaged(2))?, happening })
}

/// An event with its line, from a row of [`EVENT_BRIEF`] and [`EVENT_REST`].
pub fn recorded_from(row: &Row<'_>) -> rusqlite::Result<LoanEvent> {
    Ok(LoanEvent {
        line: row.get(0)?,
        event: event_from(row)?,
        reference: row.get(7)?,
        brought_by: row.get(8)?,
        source_row: row.get(9)?,
    })
}

/// The number of an event; schema.sql says what each means.
pub fn event_number(happening: &LoanEventKind) -> i64 {
    match happening {
        LoanEventKind::Disburse(_) => 0,
        LoanEventKind::Repay(_) => REPAY,
        LoanEventKind::Extend { .. } => 2,
        LoanEventKind::Classify(_) => 3,
        LoanEventKind::WriteOff(_) => 4,
        LoanEventKind::Refund(_) => 5,
    }
}

pub const REPAY: i64 = 1;

pub fn amount_of(happening: &LoanEventKind) -> Option<Money> {
    match happening {
        LoanEventKind::Disburse(amount)
        | LoanEventKind::Repay(amount)
        | LoanEventKind::WriteOff(amount)
        | LoanEventKind::Refund(amount) => Some(*amount),
        LoanEventKind::Extend { .. } | LoanEventKind::Classify(_) => None,
    }
}
