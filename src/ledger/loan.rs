//! Loans in the ledger: contracts, what happened to them, and from when something stays unpaid.
//!
//! ```text
//! row    a row of either table as values      each   all loans in one pass, whole or in brief
//! write  loans and events brought in and ended, the standing kept with each
//! ```

mod each;
mod row;
mod write;

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::party::PartyId;
use super::pledge::PledgeId;
use super::snapshot::{Snapshot, known};
use super::tables::{EVENTS, REVISIONS};
use crate::domain::loan::{
    Account, Enrolment, Event, LoanEventKind, LoanProblem, LprTable, Payment, Terms,
};
use crate::domain::values::{Date, Money, Percent};

pub use each::LoanInBrief;
use row::{
    BRIEF, EVENT_BRIEF, EVENT_REST, REST, TermsRead, damaged, day, loan_from, recorded_from,
};
pub use write::PaymentWriter;
use write::standing;

/// The number of a loan in this ledger.
pub type LoanId = i64;

/// What was drawn of a loan on a day, and how much of the loan rests on intellectual property.
pub type Drawn = (LoanId, Date, Money, Option<Money>);

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

    /// Replays what happened up to and including `as_of`.
    pub fn replay<'a>(
        &'a self,
        lpr: &'a LprTable,
        as_of: Date,
    ) -> Result<Account<'a>, LoanProblem> {
        Account::replay(&self.terms, lpr, self.events.iter().map(|one| &one.event), as_of)
    }

    /// The payment on a line.
    pub fn payment_at(&self, line: i64) -> Option<Payment> {
        let recorded = self.events.iter().find(|recorded| recorded.line == line)?;
        let LoanEventKind::Repay(amount) = recorded.event.happening else { return None };
        Some(Payment { day: recorded.event.day, amount, reference: recorded.reference.clone() })
    }

    /// The payments in force, with their places among what happened.
    pub fn payments(&self) -> (Vec<usize>, Vec<Payment>) {
        let paid = self.events.iter().enumerate().filter_map(|(at, recorded)| {
            let LoanEventKind::Repay(amount) = recorded.event.happening else { return None };
            let reference = recorded.reference.clone();
            Some((at, Payment { day: recorded.event.day, amount, reference }))
        });
        paid.unzip()
    }

    /// Puts what happened in the order a replay takes it: by day, and on a day money out first.
    pub fn in_order(mut self) -> Self {
        self.events.sort_by_key(|recorded| {
            (recorded.event.day, rank(&recorded.event.happening), recorded.line)
        });
        self
    }
}

fn rank(happening: &LoanEventKind) -> u8 {
    match happening {
        LoanEventKind::Disburse(_) => 0,
        LoanEventKind::Extend { .. } => 1,
        LoanEventKind::Repay(_) => 2,
        LoanEventKind::WriteOff(_) => 3,
        LoanEventKind::Refund(_) => 4,
        LoanEventKind::Classify(_) => 5,
    }
}

fn events_of(conn: &Connection, loan: LoanId, at: i64) -> Result<Vec<LoanEvent>, LedgerError> {
    let sql = format!(
        "select {EVENT_BRIEF}, {EVENT_REST} from loan_event e where {} and e.line between ?2 and ?3",
        known("e")
    );
    let first = loan * EVENTS;
    let mut statement = conn.prepare_cached(&sql)?;
    let events = statement.query_map([at, first, first + EVENTS - 1], recorded_from)?;
    Ok(events.collect::<Result<_, _>>()?)
}

fn by_number(conn: &Connection, number: &str, at: i64) -> Result<Option<LoanCard>, LedgerError> {
    let sql = format!("select {BRIEF}, {REST} from loan n where {} and n.loan_no = ?2", known("n"));
    one(conn, &sql, params![at, number], at)
}

fn by_id(conn: &Connection, loan: LoanId, at: i64) -> Result<Option<LoanCard>, LedgerError> {
    let sql = format!(
        "select {BRIEF}, {REST} from loan n where {} and n.line between ?2 and ?3",
        known("n")
    );
    let first = loan * REVISIONS;
    one(conn, &sql, params![at, first, first + REVISIONS - 1], at)
}

/// The one loan a query finds, with its events.
fn one(
    conn: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
    at: i64,
) -> Result<Option<LoanCard>, LedgerError> {
    let read = |row: &Row<'_>| loan_from(row, &mut TermsRead::default());
    let found = conn.prepare_cached(sql)?.query_row(params, read).optional()?;
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

    /// Returns which bank lent how much on which day, for all loans.
    pub fn disbursements(
        &self,
        snapshot: Snapshot,
    ) -> Result<Vec<(LoanId, PartyId, Date, Money)>, LedgerError> {
        let sql = format!(
            "select n.loan, n.bank, e.day, e.amount_fen from loan_event e
             join loan n on {} and n.line between e.line / {EVENTS} * {REVISIONS}
                              and e.line / {EVENTS} * {REVISIONS} + {REVISIONS} - 1
             where e.event = 0 and {} and e.day <= ?2",
            known("n"),
            known("e")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found =
            statement.query_map(params![snapshot.known_at, snapshot.as_of.days()], |row| {
                let day = day(row, 2)?.ok_or_else(|| damaged(2))?;
                Ok((row.get(0)?, row.get(1)?, day, Money::from_fen(row.get(3)?)))
            })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns what was drawn of loans that pledges secure: how much on which day, and how much of the loan rests on
    /// intellectual property where that is stated. By loan, in the order of days.
    pub fn drawn_on_pledges(&self, snapshot: Snapshot) -> Result<Vec<Drawn>, LedgerError> {
        let sql = format!(
            "select n.loan, e.day, e.amount_fen, n.ip_fen from loan_event e
             join loan n on {} and n.line between e.line / {EVENTS} * {REVISIONS}
                              and e.line / {EVENTS} * {REVISIONS} + {REVISIONS} - 1
             where e.event = 0 and {} and e.day <= ?2
               and exists (select 1 from loan_pledge s where {} and s.loan = n.loan)
             order by n.loan, e.day, e.line",
            known("n"),
            known("e"),
            known("s")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found =
            statement.query_map(params![snapshot.known_at, snapshot.as_of.days()], |row| {
                let day = day(row, 1)?.ok_or_else(|| damaged(1))?;
                let part = row.get::<_, Option<i64>>(3)?.map(Money::from_fen);
                Ok((row.get(0)?, day, Money::from_fen(row.get(2)?), part))
            })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns the pledges that secure a loan; one void from the start secures nothing.
    pub fn pledges_of_loan(
        &self,
        loan: LoanId,
        snapshot: Snapshot,
    ) -> Result<Vec<PledgeId>, LedgerError> {
        let sql = format!(
            "select s.pledge from loan_pledge s where {} and s.loan = ?2 and exists (
               select 1 from pledge p where {}
               and p.line between s.pledge * {REVISIONS} and s.pledge * {REVISIONS} + {REVISIONS} - 1)
             order by s.line",
            known("s"),
            known("p")
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

    /// Returns how every loan that is enrolled in a scheme is.
    pub fn enrolments(
        &self,
        snapshot: Snapshot,
    ) -> Result<HashMap<LoanId, Vec<Enrolment>>, LedgerError> {
        let sql = format!(
            "select s.loan, s.scheme, s.enrolled_day, s.until_day from loan_enrolment s
             where {} order by s.line",
            known("s")
        );
        let mut found: HashMap<LoanId, Vec<Enrolment>> = HashMap::new();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([snapshot.known_at])?;
        while let Some(row) = rows.next()? {
            let (scheme, since, until) = (row.get(1)?, day(row, 2)?, day(row, 3)?);
            found.entry(row.get(0)?).or_default().push(Enrolment { scheme, since, until });
        }
        Ok(found)
    }

    /// Recounts the standing of every loan: the loans whose stored day differs, or that cannot be worked out.
    pub(super) fn standings_off(&self) -> Result<Vec<LoanId>, LedgerError> {
        let mut stored: HashMap<i64, Option<i32>> = HashMap::new();
        let mut statement = self.conn.prepare("select loan, unpaid_from from loan_standing")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            stored.insert(row.get(0)?, row.get(1)?);
        }
        let mut off = Vec::new();
        self.each_standing(|loan, day| {
            if stored.remove(&loan) != day {
                off.push(loan);
            }
            Ok(())
        })?;
        off.extend(stored.into_keys());
        off.sort_unstable();
        Ok(off)
    }

    /// Keeps the standing of every loan, where none is kept.
    pub(super) fn stand_all(&self) -> Result<(), LedgerError> {
        let sql = "insert into loan_standing (loan, unpaid_from) values (?1, ?2)";
        let mut insert = self.conn.prepare(sql)?;
        self.each_standing(|loan, day| {
            if let Some(day) = day {
                insert.execute(params![loan, day])?;
            }
            Ok(())
        })
    }

    /// Calls `each` with every loan and the day from which something of it is unpaid, if any; the outer none: it
    /// cannot be worked out.
    fn each_standing(
        &self,
        mut each: impl FnMut(LoanId, Option<Option<i32>>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let newest = Snapshot { as_of: Date::MAX, known_at: i64::MAX, is_now: false };
        let lpr = self.loan_prime_rates(newest)?;
        self.each_loan_in_brief(newest, None, 0..LoanId::MAX, |loan| {
            let standing = standing(&loan.terms, loan.events, &lpr).ok();
            each(loan.id, standing.map(|(day, _)| day.map(Date::days)))
        })
    }
}
