//! Schemes, funds without their claims, and who may decide.

use rusqlite::{Connection, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::{APPROVER, FUND_EVENT, SCHEME};
use super::write::Entry;
use crate::domain::claim::{FundEvent, FundMove};
use crate::domain::scheme::Scheme;
use crate::domain::values::{Date, Money};

/// A version of a scheme as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeCard {
    pub line: i64,
    pub scheme: Scheme,
    /// The file as it was read.
    pub text: String,
    pub brought_by: i64,
}

/// A movement of a fund that does not belong to a claim, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLine {
    pub line: i64,
    pub event: FundEvent,
    pub brought_by: i64,
}

/// Who may decide on claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    pub line: i64,
    pub name: String,
    /// The most public money; none: any amount.
    pub limit: Option<Money>,
    /// Who said so.
    pub named_by: String,
}

/// A stored value that no constructor of this program would have written.
pub(super) fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "claim".to_owned(), rusqlite::types::Type::Text)
}

pub(super) fn schemes(conn: &Connection, at: i64) -> Result<Vec<SchemeCard>, LedgerError> {
    let sql = format!(
        "select s.line, s.terms, s.brought_by from scheme s where {} order by s.scheme, s.valid_from",
        known("s")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let cards = statement.query_map([at], |row| {
        let text: String = row.get(1)?;
        let scheme = Scheme::read(&text).map_err(|_| damaged(1))?;
        Ok(SchemeCard { line: row.get(0)?, scheme, text, brought_by: row.get(2)? })
    })?;
    Ok(cards.collect::<Result<_, _>>()?)
}

pub(super) fn fund_lines(conn: &Connection, at: i64) -> Result<Vec<FundLine>, LedgerError> {
    let sql = format!(
        "select f.line, f.fund, f.event, f.day, f.amount_fen, f.funder, f.reference, f.brought_by
         from fund_event f where {} order by f.day, f.line",
        known("f")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let lines = statement.query_map([at], |row| {
        let kind = FundMove::from_code(&row.get::<_, String>(2)?).ok_or_else(|| damaged(2))?;
        Ok(FundLine {
            line: row.get(0)?,
            event: FundEvent {
                fund: row.get(1)?,
                kind,
                day: Date::from_days(row.get(3)?).ok_or_else(|| damaged(3))?,
                amount: Money::from_fen(row.get(4)?),
                funder: row.get(5)?,
                reference: row.get(6)?,
            },
            brought_by: row.get(7)?,
        })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

pub(super) fn approvers(conn: &Connection, at: i64) -> Result<Vec<Approver>, LedgerError> {
    let sql = format!(
        "select a.line, a.name, a.limit_fen, e.recorded_by
         from approver a join entry e on e.entry = a.brought_by where {} order by a.line",
        known("a")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map([at], |row| {
        Ok(Approver {
            line: row.get(0)?,
            name: row.get(1)?,
            limit: row.get::<_, Option<i64>>(2)?.map(Money::from_fen),
            named_by: row.get(3)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

impl Entry<'_> {
    /// Records a version of a scheme.
    pub fn add_scheme(&self, scheme: &Scheme, text: &str) -> Result<(), LedgerError> {
        let terms = &scheme.terms;
        let values =
            params![terms.id, terms.valid_from.days(), terms.valid_to.map(Date::days), text];
        self.bring(SCHEME, values, None)?;
        Ok(())
    }

    /// Whether a version of a scheme is in force in the ledger.
    pub fn knows_scheme(&self, id: &str) -> Result<bool, LedgerError> {
        let sql = "select exists (select 1 from scheme where scheme = ?1 and ended_by is null)";
        Ok(self.conn.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
    }

    pub fn void_scheme(&self, line: i64) -> Result<(), LedgerError> {
        self.end(SCHEME, line)?;
        self.keep_compensation_whole()
    }

    pub fn add_fund_event(&self, event: &FundEvent) -> Result<(), LedgerError> {
        let values = params![
            event.fund,
            event.kind.code(),
            event.day.days(),
            event.amount.fen(),
            event.funder,
            event.reference,
        ];
        self.bring(FUND_EVENT, values, None)?;
        self.keep_compensation_whole()
    }

    /// Records who may decide, up to how much; an earlier limit of the same person is superseded.
    pub fn name_approver(
        &self,
        name: &str,
        limit: Option<Money>,
        earlier: Option<i64>,
    ) -> Result<(), LedgerError> {
        if let Some(line) = earlier {
            self.end(APPROVER, line)?;
        }
        self.bring(APPROVER, params![name, limit.map(Money::fen)], None)?;
        Ok(())
    }
}

impl Ledger {
    /// Returns every version of every scheme, by name and first day.
    pub fn schemes(&self, snapshot: Snapshot) -> Result<Vec<SchemeCard>, LedgerError> {
        schemes(&self.conn, snapshot.known_at)
    }

    pub fn approvers(&self, snapshot: Snapshot) -> Result<Vec<Approver>, LedgerError> {
        approvers(&self.conn, snapshot.known_at)
    }
}
