//! Which entries changed what is known of a subject between two entries.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::error::LedgerError;
use super::open::Ledger;
use super::tables::{EVENTS, REVISIONS};
use super::write::Entry;

/// A thing whose lines may have changed. Numbers are those of the ledger's own tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    Patent(i64),
    Pct(&'a str),
    Pledge(i64),
    Loan(i64),
    Claim(i64),
    Fund(&'a str),
    Party(i64),
    /// By indicator, with the targets that ask for it.
    Reported(&'a str),
    /// What figures are counted by: definitions, the office's district, benchmark rates, schemes.
    Rules,
}

/// A table, the condition its lines of a thing fulfil (`?3`, `?4`), and the two values.
type Lines = (&'static str, &'static str, Vec<rusqlite::types::Value>);

impl Subject<'_> {
    fn lines(&self) -> Vec<Lines> {
        let number = |n: i64| vec![n.into(), n.into()];
        let text = |text: &str| vec![text.to_owned().into(), text.to_owned().into()];
        let revisions =
            |n: i64| vec![(n * REVISIONS).into(), (n * REVISIONS + REVISIONS - 1).into()];
        let events = |n: i64| vec![(n * EVENTS).into(), (n * EVENTS + EVENTS - 1).into()];
        const BETWEEN: &str = "line between ?3 and ?4";
        match self {
            Self::Patent(n) => vec![
                ("patent", BETWEEN, revisions(*n)),
                ("patent_event", "patent in (?3, ?4)", number(*n)),
                ("patent_co_owner", "patent in (?3, ?4)", number(*n)),
            ],
            Self::Pct(no) => vec![("pct", "pct_no in (?3, ?4)", text(no))],
            Self::Pledge(n) => vec![
                ("pledge", BETWEEN, revisions(*n)),
                ("pledge_event", "pledge in (?3, ?4)", number(*n)),
                ("pledge_patent", "pledge in (?3, ?4)", number(*n)),
                ("pledge_pledgor", "pledge in (?3, ?4)", number(*n)),
            ],
            Self::Loan(n) => vec![
                ("loan", BETWEEN, revisions(*n)),
                ("loan_event", BETWEEN, events(*n)),
                ("loan_pledge", "loan in (?3, ?4)", number(*n)),
                ("loan_enrolment", "loan in (?3, ?4)", number(*n)),
            ],
            Self::Claim(n) => vec![
                ("claim", BETWEEN, revisions(*n)),
                ("claim_event", BETWEEN, events(*n)),
                ("claim_share", BETWEEN, events(*n)),
            ],
            Self::Fund(fund) => vec![("fund_event", "fund in (?3, ?4)", text(fund))],
            Self::Party(n) => vec![
                ("party_line", BETWEEN, revisions(*n)),
                ("party_place", "party in (?3, ?4)", number(*n)),
                ("party_mark", "party in (?3, ?4)", number(*n)),
            ],
            Self::Reported(indicator) => vec![
                ("reported_value", "indicator in (?3, ?4)", text(indicator)),
                ("target", "indicator in (?3, ?4)", text(indicator)),
            ],
            Self::Rules => vec![
                ("indicator_definition", "?3 = ?4", number(0)),
                ("office", "?3 = ?4", number(0)),
                ("lpr", "?3 = ?4", number(0)),
                ("scheme", "?3 = ?4", number(0)),
            ],
        }
    }
}

/// Returns the entries after `after`, up to `until`, that brought in or ended a line of a subject.
fn touching(
    conn: &Connection,
    subject: &Subject<'_>,
    after: i64,
    until: i64,
) -> Result<BTreeSet<i64>, LedgerError> {
    let mut entries = BTreeSet::new();
    for (table, of_subject, values) in subject.lines() {
        let sql = format!(
            "select brought_by, ended_by from {table} where {of_subject}
             and (brought_by between ?1 + 1 and ?2 or ended_by between ?1 + 1 and ?2)"
        );
        let bound = [after.into(), until.into()].into_iter().chain(values);
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(bound))?;
        while let Some(row) = rows.next()? {
            let pair: [Option<i64>; 2] = [row.get(0)?, row.get(1)?];
            let between = |entry: &i64| after < *entry && *entry <= until;
            entries.extend(pair.into_iter().flatten().filter(between));
        }
    }
    Ok(entries)
}

impl Ledger {
    /// Returns the entries after `after`, up to `until`, that brought in or ended a line of a subject.
    pub fn entries_touching(
        &self,
        subject: &Subject<'_>,
        after: i64,
        until: i64,
    ) -> Result<BTreeSet<i64>, LedgerError> {
        touching(&self.conn, subject, after, until)
    }
}

impl Entry<'_> {
    /// Returns the last entry before this one that changed a subject after the entry `seen`, and who recorded it.
    pub fn last_change_after(
        &self,
        subject: &Subject<'_>,
        seen: i64,
    ) -> Result<Option<(i64, String)>, LedgerError> {
        let entries = touching(self.conn, subject, seen, self.id - 1)?;
        let Some(last) = entries.last() else { return Ok(None) };
        let sql = "select recorded_by from entry where entry = ?1";
        let by = self.conn.query_row(sql, [last], |row| row.get(0)).optional()?;
        Ok(by.map(|by| (*last, by)))
    }
}
