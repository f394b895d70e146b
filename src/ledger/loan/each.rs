//! All loans in order, each with its events: two scans in step instead of one query per loan.

use std::ops::Range;

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{Row, Rows, params};

use super::row::{
    BRIEF, EVENT_BRIEF, EVENT_REST, REST, TermsRead, event_from, loan_from, recorded_from,
};
use super::{LoanCard, LoanId, rank};
use crate::domain::loan::{Account, Event, LoanProblem, LprTable, Terms};
use crate::domain::values::Date;
use crate::ledger::error::LedgerError;
use crate::ledger::open::Ledger;
use crate::ledger::party::PartyId;
use crate::ledger::snapshot::{Snapshot, known};
use crate::ledger::tables::{EVENTS, REVISIONS};

/// A loan as far as matching and replaying it needs; its texts are the row's own.
#[derive(Debug)]
pub struct LoanInBrief<'a> {
    pub id: LoanId,
    pub loan_no: &'a str,
    pub contract_no: Option<&'a str>,
    pub bank: PartyId,
    pub borrower: Option<PartyId>,
    pub terms: Terms,
    /// In the order a replay takes them.
    pub events: &'a [Event],
}

impl LoanInBrief<'_> {
    /// Replays what happened up to and including `as_of`.
    pub fn replay<'a>(
        &'a self,
        lpr: &'a LprTable,
        as_of: Date,
    ) -> Result<Account<'a>, LoanProblem> {
        Account::replay(&self.terms, lpr, self.events, as_of)
    }
}

/// Rows of events, read in step with the loans they are of: both come in order of their lines.
struct EventRows<'s> {
    rows: Rows<'s>,
    /// Whose event the current row is.
    loan: LoanId,
}

impl EventRows<'_> {
    /// Calls `each` for every event of `loan`, skipping those of loans before it.
    fn of(
        &mut self,
        loan: LoanId,
        mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        while self.loan <= loan {
            if let Some(row) = self.rows.get().filter(|_| self.loan == loan) {
                each(row)?;
            }
            self.loan = match self.rows.next()? {
                Some(row) => row.get::<_, i64>(0)? / EVENTS,
                None => LoanId::MAX,
            };
        }
        Ok(())
    }
}

/// The numbers of all loans.
const ALL: Range<LoanId> = 0..LoanId::MAX;

impl Ledger {
    /// Divides the ids of all loans into this many ranges of equal length, as work for two threads.
    pub fn loan_numbers(&self, pieces: i64) -> Result<Vec<Range<LoanId>>, LedgerError> {
        let sql = "select coalesce(max(line), 0) from loan";
        let last: i64 = self.conn.query_row(sql, [], |row| row.get(0))?;
        let step = last / REVISIONS / pieces + 1;
        Ok((0..pieces).map(|at| at * step..(at + 1) * step).collect())
    }

    /// Calls `each` for every loan known at the snapshot, in order of recording, with its events.
    pub fn each_loan<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        mut each: impl FnMut(LoanCard) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut terms = TermsRead::default();
        let loan = format!("{BRIEF}, {REST}");
        let event = format!("{EVENT_BRIEF}, {EVENT_REST}");
        self.in_step(snapshot, None, ALL, [&loan, &event], |row, events| {
            each(whole(row, events, &mut terms).map_err(LedgerError::from)?)
        })
    }

    /// As [`Ledger::each_loan`], of one bank or of all and of the loans with these numbers, with no more than
    /// matching and replaying needs: half the time. `benches/reconcile.sh` measures it.
    pub fn each_loan_in_brief<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        bank: Option<PartyId>,
        numbers: Range<LoanId>,
        mut each: impl FnMut(LoanInBrief<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut terms = TermsRead::default();
        let mut happened = Vec::new();
        self.in_step(snapshot, bank, numbers, [BRIEF, EVENT_BRIEF], |row, events| {
            each(brief(row, events, &mut terms, &mut happened).map_err(LedgerError::from)?)
        })
    }

    /// Reads loans and events side by side; `each` takes a loan's row and reads its events.
    fn in_step<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        bank: Option<PartyId>,
        numbers: Range<LoanId>,
        [loan, event]: [&str; 2],
        mut each: impl FnMut(&Row<'_>, &mut EventRows<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (of_loan, of_event) = (known("n"), known("e"));
        let loans = format!(
            "select {loan} from loan n where {of_loan} and n.line >= ?2 and n.line < ?3
             and (?4 is null or n.bank = ?4) order by n.line"
        );
        let events = format!(
            "select {event} from loan_event e where {of_event} and e.line >= ?2 and e.line < ?3
             order by e.line"
        );
        let lines = |factor| (numbers.start * factor, numbers.end.saturating_mul(factor));
        let err = LedgerError::from;
        let mut loans = self.conn.prepare_cached(&loans).map_err(err)?;
        let mut events = self.conn.prepare_cached(&events).map_err(err)?;
        let (first, end) = lines(REVISIONS);
        let mut loans = loans.query(params![snapshot.known_at, first, end, bank]).map_err(err)?;
        let (first, end) = lines(EVENTS);
        let rows = events.query([snapshot.known_at, first, end]).map_err(err)?;
        let mut events = EventRows { rows, loan: LoanId::MIN };
        while let Some(row) = loans.next().map_err(err)? {
            each(row, &mut events)?;
        }
        Ok(())
    }
}

fn whole(
    row: &Row<'_>,
    events: &mut EventRows<'_>,
    terms: &mut TermsRead,
) -> rusqlite::Result<LoanCard> {
    let mut card = loan_from(row, terms)?;
    events.of(card.id, |row| {
        card.events.push(recorded_from(row)?);
        Ok(())
    })?;
    Ok(card.in_order())
}

fn brief<'a>(
    row: &'a Row<'_>,
    events: &mut EventRows<'_>,
    terms: &mut TermsRead,
    happened: &'a mut Vec<Event>,
) -> rusqlite::Result<LoanInBrief<'a>> {
    let id = row.get::<_, i64>(0)? / REVISIONS;
    happened.clear();
    events.of(id, |row| {
        happened.push(event_from(row)?);
        Ok(())
    })?;
    happened.sort_by_key(|event| (event.day, rank(&event.happening)));
    Ok(LoanInBrief {
        id,
        loan_no: row.get_ref(1)?.as_str()?,
        contract_no: row.get_ref(2)?.as_str_or_null()?,
        bank: row.get(3)?,
        borrower: row.get(4)?,
        terms: terms.read(row)?,
        events: happened,
    })
}
