//! Loans in the ledger: contracts, what happened to them, and from when something stays unpaid.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::digest::Canon;
use super::error::LedgerError;
use super::open::Ledger;
use super::party::PartyId;
use super::pledge::PledgeId;
use super::snapshot::{Snapshot, known};
use super::tables::{EVENTS, LOAN, LOAN_EVENT, LOAN_PLEDGE, LPR, REVISIONS};
use super::write::{Entry, insert_sql, next_event};
use crate::domain::loan::{
    Account, Bucket, Class, DayCount, Event, Happening, LprTable, Method, Period, Rate, Terms,
};
use crate::domain::values::{Date, Money, Percent};

/// The number of a loan in this ledger.
pub type LoanId = i64;

/// A loan as the ledger holds it, with what happened to it in order of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanCard {
    pub id: LoanId,
    pub loan_no: String,
    pub contract_no: Option<String>,
    pub bank: PartyId,
    pub borrower: Option<PartyId>,
    pub terms: Terms,
    /// The part secured by intellectual property.
    pub ip_part: Option<Money>,
    pub events: Vec<LoanEvent>,
    pub brought_by: i64,
    pub source_row: Option<u32>,
}

/// Something that happened to a loan, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanEvent {
    pub line: i64,
    pub event: Event,
    pub reference: Option<String>,
    pub brought_by: i64,
    pub source_row: Option<u32>,
}

impl LoanCard {
    /// What happened, for a replay.
    pub fn happenings(&self) -> Vec<Event> {
        self.events.iter().map(|recorded| recorded.event.clone()).collect()
    }

    /// Puts what happened in the order a replay takes it: by day, and on a day money out first.
    pub fn in_order(mut self) -> Self {
        self.events.sort_by_key(|recorded| {
            (recorded.event.day, rank(&recorded.event.happening), recorded.line)
        });
        self
    }
}

fn rank(happening: &Happening) -> u8 {
    match happening {
        Happening::Disburse(_) => 0,
        Happening::Extend { .. } => 1,
        Happening::Repay(_) => 2,
        Happening::WriteOff(_) => 3,
        Happening::Refund(_) => 4,
        Happening::Classify(_) => 5,
    }
}

const COLUMNS: &str = "n.line, n.loan_no, n.contract_no, n.bank, n.borrower, n.limit_fen, n.ip_fen,
    n.signed_day, n.due_day, n.rate, n.method, n.period, n.day_count, n.pay_day, n.grace_days,
    n.penalty_percent, n.compound, n.payment_order, n.brought_by, n.source_row";

const EVENT_COLUMNS: &str = "e.line, e.event, e.day, e.amount_fen, e.new_due_day, e.rate, e.class,
    e.reference, e.brought_by, e.source_row";

/// What a stored line says that no constructor of ours would have written.
fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "loan".to_owned(), rusqlite::types::Type::Text)
}

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

/// Terms as last read from their texts: most loans of a ledger share them.
#[derive(Default)]
struct TermsRead {
    rate: Option<(String, Rate)>,
    penalty: Option<(String, Percent)>,
    order: Option<(String, [Bucket; 4])>,
}

/// Reads a column's text, unless it is the one read last.
fn once<T: Copy>(
    row: &Row<'_>,
    column: usize,
    last: &mut Option<(String, T)>,
    read: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(|_| damaged(column))?;
    match last {
        Some((known, value)) if known == text => Ok(*value),
        _ => {
            let value = read(text).ok_or_else(|| damaged(column))?;
            *last = Some((text.to_owned(), value));
            Ok(value)
        }
    }
}

fn loan_from(row: &Row<'_>) -> rusqlite::Result<LoanCard> {
    loan_after(row, &mut TermsRead::default())
}

fn loan_after(row: &Row<'_>, last: &mut TermsRead) -> rusqlite::Result<LoanCard> {
    let text = |column: usize| row.get::<_, String>(column);
    let terms = Terms {
        signed: day(row, 7)?,
        limit_fen: row.get(5)?,
        due: day(row, 8)?.ok_or_else(|| damaged(8))?,
        rate: once(row, 9, &mut last.rate, Rate::read)?,
        method: Method::from_number(row.get(10)?).ok_or_else(|| damaged(10))?,
        period: Period::from_number(row.get(11)?).ok_or_else(|| damaged(11))?,
        day_count: DayCount::from_number(row.get(12)?).ok_or_else(|| damaged(12))?,
        pay_day: row.get(13)?,
        grace_days: row.get(14)?,
        penalty_markup: once(row, 15, &mut last.penalty, |text| text.parse().ok())?,
        compound: row.get(16)?,
        order: once(row, 17, &mut last.order, Bucket::read_order)?,
    };
    Ok(LoanCard {
        id: row.get::<_, i64>(0)? / REVISIONS,
        loan_no: text(1)?,
        contract_no: row.get(2)?,
        bank: row.get(3)?,
        borrower: row.get(4)?,
        terms,
        ip_part: row.get::<_, Option<i64>>(6)?.map(Money::from_fen),
        events: Vec::new(),
        brought_by: row.get(18)?,
        source_row: row.get(19)?,
    })
}

fn event_from(row: &Row<'_>) -> rusqlite::Result<LoanEvent> {
    let amount = || row.get::<_, Option<i64>>(3)?.map(Money::from_fen).ok_or_else(|| damaged(3));
    let happening = match row.get::<_, i64>(1)? {
        0 => Happening::Disburse(amount()?),
        1 => Happening::Repay(amount()?),
        4 => Happening::WriteOff(amount()?),
        5 => Happening::Refund(amount()?),
        2 => Happening::Extend {
            new_due: day(row, 4)?.ok_or_else(|| damaged(4))?,
            rate: row.get::<_, Option<String>>(5)?.and_then(|text| Rate::read(&text)),
        },
        3 => {
            let class = row.get::<_, Option<i64>>(6)?.and_then(Class::from_number);
            Happening::Classify(class.ok_or_else(|| damaged(6))?)
        }
        _ => return Err(damaged(1)),
    };
    Ok(LoanEvent {
        line: row.get(0)?,
        event: Event { day: day(row, 2)?.ok_or_else(|| damaged(2))?, happening },
        reference: row.get(7)?,
        brought_by: row.get(8)?,
        source_row: row.get(9)?,
    })
}

/// The number of an event; schema.sql says what each means.
fn event_number(happening: &Happening) -> i64 {
    match happening {
        Happening::Disburse(_) => 0,
        Happening::Repay(_) => REPAY,
        Happening::Extend { .. } => 2,
        Happening::Classify(_) => 3,
        Happening::WriteOff(_) => 4,
        Happening::Refund(_) => 5,
    }
}

const REPAY: i64 = 1;

fn amount_of(happening: &Happening) -> Option<Money> {
    match happening {
        Happening::Disburse(amount)
        | Happening::Repay(amount)
        | Happening::WriteOff(amount)
        | Happening::Refund(amount) => Some(*amount),
        Happening::Extend { .. } | Happening::Classify(_) => None,
    }
}

fn events_of(conn: &Connection, loan: LoanId, at: i64) -> Result<Vec<LoanEvent>, LedgerError> {
    let sql = format!(
        "select {EVENT_COLUMNS} from loan_event e where {} and e.line between ?2 and ?3",
        known("e")
    );
    let first = loan * EVENTS;
    let mut statement = conn.prepare_cached(&sql)?;
    let events = statement.query_map([at, first, first + EVENTS - 1], event_from)?;
    Ok(events.collect::<Result<_, _>>()?)
}

fn by_number(conn: &Connection, number: &str, at: i64) -> Result<Option<LoanCard>, LedgerError> {
    let sql = format!("select {COLUMNS} from loan n where {} and n.loan_no = ?2", known("n"));
    let found = conn.prepare_cached(&sql)?.query_row(params![at, number], loan_from).optional()?;
    with_events(conn, found, at)
}

fn by_id(conn: &Connection, loan: LoanId, at: i64) -> Result<Option<LoanCard>, LedgerError> {
    let sql =
        format!("select {COLUMNS} from loan n where {} and n.line between ?2 and ?3", known("n"));
    let first = loan * REVISIONS;
    let found = conn
        .prepare_cached(&sql)?
        .query_row([at, first, first + REVISIONS - 1], loan_from)
        .optional()?;
    with_events(conn, found, at)
}

fn with_events(
    conn: &Connection,
    found: Option<LoanCard>,
    at: i64,
) -> Result<Option<LoanCard>, LedgerError> {
    let Some(mut card) = found else { return Ok(None) };
    card.events = events_of(conn, card.id, at)?;
    Ok(Some(card.in_order()))
}

fn lpr_table(conn: &Connection, at: i64) -> Result<LprTable, LedgerError> {
    let mut table = LprTable::shipped();
    let sql = format!(
        "select l.day, l.one_year, l.five_year from lpr l where {} order by l.line",
        known("l")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([at])?;
    while let Some(row) = rows.next()? {
        let rate = |column| -> rusqlite::Result<Percent> {
            row.get::<_, String>(column)?.parse().map_err(|_| damaged(column))
        };
        if let Some(published) = day(row, 0)? {
            table.add(published, rate(1)?, rate(2)?);
        }
    }
    Ok(table)
}

/// The first day something stays unpaid if nothing more happens than what is recorded, and what was
/// paid too much.
fn standing(card: &LoanCard, lpr: &LprTable) -> (Option<Date>, Money) {
    let events = card.happenings();
    let last = events.last().map(|event| event.day);
    // A loan whose replay fails was refused when it was recorded.
    match last.map(|last| Account::replay(&card.terms, lpr, &events, last)) {
        Some(Ok(account)) => (account.unpaid_from(), account.overpaid()),
        Some(Err(_)) | None => (None, Money::ZERO),
    }
}

/// Writes many payments in ascending order of loan: one prepared statement, one running digest.
#[derive(Debug)]
pub struct PaymentWriter<'e, 'c> {
    entry: &'e Entry<'c>,
    insert: rusqlite::Statement<'c>,
    canon: Canon,
}

impl<'e, 'c> PaymentWriter<'e, 'c> {
    pub fn new(entry: &'e Entry<'c>) -> Result<Self, LedgerError> {
        let insert = entry.conn.prepare(insert_sql(LOAN_EVENT))?;
        Ok(Self { entry, insert, canon: Canon::default() })
    }

    /// Brings in the payments of one loan; loans must come in ascending order.
    pub fn bring<'p>(
        &mut self,
        loan: LoanId,
        payments: impl Iterator<Item = (Date, Money, Option<&'p str>, u32)>,
    ) -> Result<(), LedgerError> {
        let first = next_event(self.entry.conn, LOAN_EVENT, loan)?;
        for (line, (day, amount, reference, row)) in (first..).zip(payments) {
            if line / EVENTS != loan {
                return Err(LedgerError::TooManyRevisions { id: loan.to_string() });
            }
            let (day, fen, row) = (i64::from(day.days()), amount.fen(), i64::from(row));
            self.canon.clear();
            self.canon.opt_int(Some(line));
            self.canon.opt_int(Some(REPAY));
            self.canon.opt_int(Some(day));
            self.canon.opt_int(Some(fen));
            self.canon.opt_int(None);
            self.canon.opt_text(None);
            self.canon.opt_int(None);
            self.canon.opt_text(reference);
            self.canon.opt_int(Some(row));
            // Columns that stay null are never bound.
            self.insert.raw_bind_parameter(1, line)?;
            self.insert.raw_bind_parameter(2, REPAY)?;
            self.insert.raw_bind_parameter(3, day)?;
            self.insert.raw_bind_parameter(4, fen)?;
            self.insert.raw_bind_parameter(8, reference)?;
            self.insert.raw_bind_parameter(9, row)?;
            self.insert.raw_bind_parameter(10, self.entry.id)?;
            self.insert.raw_execute()?;
            self.entry.hash_brought(LOAN_EVENT, line, &self.canon);
        }
        Ok(())
    }
}

impl Entry<'_> {
    pub fn loan_by_no(&self, number: &str) -> Result<Option<LoanCard>, LedgerError> {
        by_number(self.conn, number, i64::MAX)
    }

    pub fn lpr_table(&self) -> Result<LprTable, LedgerError> {
        lpr_table(self.conn, i64::MAX)
    }

    /// Records a new loan by its contract.
    pub fn add_loan(
        &self,
        card: &LoanCard,
        pledges: &[PledgeId],
        source_row: Option<u32>,
    ) -> Result<LoanId, LedgerError> {
        let id = self.new_thing(LOAN)?;
        self.bring_loan(id, card, source_row)?;
        for pledge in pledges {
            self.bring(LOAN_PLEDGE, params![id, pledge], source_row)?;
        }
        Ok(id)
    }

    /// Supersedes the contract of a loan; what happened to it stays.
    pub fn correct_loan(
        &self,
        card: &LoanCard,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        self.end_loan_line(card.id)?;
        self.bring_loan(card.id, card, source_row)?;
        self.restand(card.id)
    }

    fn bring_loan(
        &self,
        id: LoanId,
        card: &LoanCard,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let terms = &card.terms;
        let values = params![
            card.loan_no,
            card.contract_no,
            card.bank,
            card.borrower,
            terms.limit_fen,
            card.ip_part.map(Money::fen),
            terms.signed.map(Date::days),
            terms.due.days(),
            terms.rate.to_string(),
            terms.method.number(),
            terms.period.number(),
            terms.day_count.number(),
            terms.pay_day,
            terms.grace_days,
            terms.penalty_markup.to_string(),
            terms.compound,
            Bucket::order_text(terms.order),
        ];
        self.bring_revision(LOAN, id, values, source_row)?;
        Ok(())
    }

    fn end_loan_line(&self, id: LoanId) -> Result<(), LedgerError> {
        let sql = "select line from loan where line between ?1 and ?2 and ended_by is null";
        let first = id * REVISIONS;
        let line: i64 = self
            .conn
            .prepare_cached(sql)?
            .query_row([first, first + REVISIONS - 1], |row| row.get(0))?;
        self.end(LOAN, line)
    }

    /// Says that a pledge secures a loan.
    pub fn secure_loan(&self, loan: LoanId, pledge: PledgeId) -> Result<(), LedgerError> {
        self.bring(LOAN_PLEDGE, params![loan, pledge], None)?;
        Ok(())
    }

    /// Records something that happened to a loan; [`Entry::restand`] is to follow.
    pub fn bring_loan_event(
        &self,
        loan: LoanId,
        event: &Event,
        reference: Option<&str>,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let (new_due, rate, class) = match &event.happening {
            Happening::Extend { new_due, rate } => {
                (Some(new_due.days()), rate.map(|rate| rate.to_string()), None)
            }
            Happening::Classify(class) => (None, None, Some(class.number())),
            _ => (None, None, None),
        };
        let values = params![
            event_number(&event.happening),
            event.day.days(),
            amount_of(&event.happening).map(Money::fen),
            new_due,
            rate,
            class,
            reference,
        ];
        self.bring_event(LOAN_EVENT, loan, values, source_row)?;
        Ok(())
    }

    /// Ends one thing that happened to a loan: it was recorded wrongly.
    pub fn void_loan_event(&self, loan: LoanId, line: i64) -> Result<(), LedgerError> {
        self.end(LOAN_EVENT, line)?;
        self.restand(loan)
    }

    /// Ends a loan and all that happened to it.
    pub fn void_loan(&self, card: &LoanCard) -> Result<(), LedgerError> {
        for recorded in &card.events {
            self.end(LOAN_EVENT, recorded.line)?;
        }
        let sql = "select line from loan_pledge where loan = ?1 and ended_by is null";
        let lines: Vec<i64> = self
            .conn
            .prepare_cached(sql)?
            .query_map([card.id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for line in lines {
            self.end(LOAN_PLEDGE, line)?;
        }
        self.end_loan_line(card.id)?;
        self.restand(card.id)?;
        self.keep_compensation_whole()
    }

    /// Works out anew from when something of a loan stays unpaid.
    pub fn restand(&self, loan: LoanId) -> Result<(), LedgerError> {
        let lpr = self.lpr_table()?;
        self.restand_by(loan, &lpr)
    }

    /// As [`Entry::restand`], for many loans.
    pub fn restand_by(&self, loan: LoanId, lpr: &LprTable) -> Result<(), LedgerError> {
        match by_id(self.conn, loan, i64::MAX)? {
            Some(card) => self.stand(&card, lpr).map(|_| ()),
            None => {
                self.conn
                    .prepare_cached("delete from loan_standing where loan = ?1")?
                    .execute([loan])?;
                Ok(())
            }
        }
    }

    /// Keeps the standing of a loan whose events are at hand; returns what was paid too much.
    pub fn stand(&self, card: &LoanCard, lpr: &LprTable) -> Result<Money, LedgerError> {
        let sql = "insert into loan_standing (loan, unpaid_from) values (?1, ?2)
                   on conflict (loan) do update set unpaid_from = excluded.unpaid_from";
        let (day, over) = standing(card, lpr);
        self.conn.prepare_cached(sql)?.execute(params![card.id, day.map(Date::days)])?;
        Ok(over)
    }

    /// Works out anew every loan an entry has a line of, and every one when it brought an LPR.
    pub(super) fn restand_loans_of(&self, entry: i64) -> Result<(), LedgerError> {
        let sql = "select distinct line / 1000 from loan where brought_by = ?1 or ended_by = ?1
                   union select distinct line / 100000 from loan_event where brought_by = ?1 or ended_by = ?1
                   union select distinct n.line / 1000 from loan n, lpr l
                         where n.rate like 'LPR%' and (l.brought_by = ?1 or l.ended_by = ?1)";
        let loans: Vec<i64> = self
            .conn
            .prepare(sql)?
            .query_map([entry], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let lpr = self.lpr_table()?;
        loans.into_iter().try_for_each(|loan| self.restand_by(loan, &lpr))
    }

    /// Adds a publication of the loan prime rate.
    pub fn add_lpr(
        &self,
        day: Date,
        one_year: Percent,
        five_year: Percent,
        source: &str,
    ) -> Result<(), LedgerError> {
        let values = params![day.days(), one_year.to_string(), five_year.to_string(), source];
        self.bring(LPR, values, None)?;
        self.restand_loans_of(self.id)
    }
}

impl Ledger {
    /// Returns a loan as known at the snapshot.
    pub fn loan(&self, number: &str, snapshot: Snapshot) -> Result<LoanCard, LedgerError> {
        by_number(&self.conn, number, snapshot.known_at)?
            .ok_or_else(|| LedgerError::NotFound { noun: "loan", id: number.to_owned() })
    }

    /// Returns the number people know a loan by; none when it is not known at the snapshot.
    pub fn loan_no(&self, loan: LoanId, snapshot: Snapshot) -> Result<Option<String>, LedgerError> {
        Ok(by_id(&self.conn, loan, snapshot.known_at)?.map(|card| card.loan_no))
    }

    pub fn loan_prime_rates(&self, snapshot: Snapshot) -> Result<LprTable, LedgerError> {
        lpr_table(&self.conn, snapshot.known_at)
    }

    /// Calls `each` for every loan known at the snapshot, in order of recording, with its events.
    pub fn each_loan<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        mut each: impl FnMut(LoanCard) -> Result<(), E>,
    ) -> Result<(), E> {
        let err = |error: rusqlite::Error| E::from(LedgerError::from(error));
        let sql = format!("select {COLUMNS} from loan n where {} order by n.line", known("n"));
        let mut loans = self.conn.prepare(&sql).map_err(err)?;
        let mut last = TermsRead::default();
        let loans = loans
            .query_map([snapshot.known_at], move |row| loan_after(row, &mut last))
            .map_err(err)?;
        let sql = format!(
            "select {EVENT_COLUMNS} from loan_event e where {} order by e.line",
            known("e")
        );
        let mut events = self.conn.prepare(&sql).map_err(err)?;
        let events = events.query_map([snapshot.known_at], event_from).map_err(err)?;
        let mut events = events.peekable();
        for card in loans {
            let mut card = card.map_err(err)?;
            let mine = |event: &rusqlite::Result<LoanEvent>| match event {
                Ok(event) => event.line / EVENTS <= card.id,
                Err(_) => true,
            };
            while let Some(event) = events.next_if(mine) {
                let event = event.map_err(err)?;
                if event.line / EVENTS == card.id {
                    card.events.push(event);
                }
            }
            each(card.in_order())?;
        }
        Ok(())
    }

    /// Returns loans with something unpaid from before `day` on, longest first, as now known.
    pub fn loans_unpaid_before(
        &self,
        day: Date,
        limit: usize,
    ) -> Result<Vec<LoanCard>, LedgerError> {
        let sql = "select loan from loan_standing where unpaid_from < ?1 order by unpaid_from, loan limit ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let loans: Vec<i64> = statement
            .query_map(params![day.days(), limit], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut cards = Vec::with_capacity(loans.len());
        for loan in loans {
            cards.extend(by_id(&self.conn, loan, i64::MAX)?);
        }
        Ok(cards)
    }

    /// Returns every bank that lends.
    pub fn lenders(&self, snapshot: Snapshot) -> Result<Vec<PartyId>, LedgerError> {
        let sql = format!("select distinct n.bank from loan n where {} order by 1", known("n"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let banks = statement.query_map([snapshot.known_at], |row| row.get(0))?;
        Ok(banks.collect::<Result<_, _>>()?)
    }

    /// Returns who lent how much on which day, for all loans.
    pub fn disbursements(
        &self,
        snapshot: Snapshot,
    ) -> Result<Vec<(PartyId, Date, Money)>, LedgerError> {
        let sql = format!(
            "select n.bank, e.day, e.amount_fen from loan_event e
             join loan n on {} and n.line between e.line / {EVENTS} * {REVISIONS}
                              and e.line / {EVENTS} * {REVISIONS} + {REVISIONS} - 1
             where e.event = 0 and {} and e.day <= ?2",
            known("n"),
            known("e")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found =
            statement.query_map(params![snapshot.known_at, snapshot.as_of.days()], |row| {
                let day = day(row, 1)?.ok_or_else(|| damaged(1))?;
                Ok((row.get(0)?, day, Money::from_fen(row.get(2)?)))
            })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns the pledges that secure a loan.
    pub fn pledges_of_loan(
        &self,
        loan: LoanId,
        snapshot: Snapshot,
    ) -> Result<Vec<PledgeId>, LedgerError> {
        let sql = format!(
            "select s.pledge from loan_pledge s where {} and s.loan = ?2 order by s.line",
            known("s")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let pledges = statement.query_map([snapshot.known_at, loan], |row| row.get(0))?;
        Ok(pledges.collect::<Result<_, _>>()?)
    }

    /// Returns the loans a pledge secures.
    pub fn loans_of_pledge(
        &self,
        pledge: PledgeId,
        snapshot: Snapshot,
    ) -> Result<Vec<LoanCard>, LedgerError> {
        let sql = format!(
            "select s.loan from loan_pledge s where {} and s.pledge = ?2 order by s.line",
            known("s")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let loans: Vec<i64> = statement
            .query_map([snapshot.known_at, pledge], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut cards = Vec::with_capacity(loans.len());
        for loan in loans {
            cards.extend(by_id(&self.conn, loan, snapshot.known_at)?);
        }
        Ok(cards)
    }

    /// Returns which loan each pledge secures, for all.
    pub fn pledged_loans(
        &self,
        snapshot: Snapshot,
    ) -> Result<HashMap<LoanId, Vec<PledgeId>>, LedgerError> {
        let sql = format!(
            "select s.loan, s.pledge from loan_pledge s where {} order by s.line",
            known("s")
        );
        let mut pledges: HashMap<LoanId, Vec<PledgeId>> = HashMap::new();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([snapshot.known_at])?;
        while let Some(row) = rows.next()? {
            pledges.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(pledges)
    }

    /// Recounts the standing of every loan: the loans whose stored day differs.
    pub(super) fn standings_off(&self) -> Result<Vec<LoanId>, LedgerError> {
        let newest = Snapshot { as_of: Date::MAX, known_at: i64::MAX, is_now: false };
        let lpr = self.loan_prime_rates(newest)?;
        let mut stored: HashMap<i64, Option<i32>> = HashMap::new();
        let mut statement = self.conn.prepare("select loan, unpaid_from from loan_standing")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            stored.insert(row.get(0)?, row.get(1)?);
        }
        let mut off = Vec::new();
        self.each_loan(newest, |card| {
            let day = standing(&card, &lpr).0.map(Date::days);
            if stored.remove(&card.id) != Some(day) {
                off.push(card.id);
            }
            Ok::<_, LedgerError>(())
        })?;
        off.extend(stored.into_keys());
        off.sort_unstable();
        Ok(off)
    }
}
