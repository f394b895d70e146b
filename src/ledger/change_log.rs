//! Which entries changed what is known of a subject between two entries.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::described::{DESCRIBED, Described};
use super::error::LedgerError;
use super::open::Ledger;
use super::tables::{EVENTS, REVISIONS};
use super::write::Entry;
use crate::domain::evidence::Evidence;
use crate::domain::population::PopulationKey;

/// A thing whose lines may have changed. Numbers are those of the ledger's own tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    Patent(i64),
    Pct(&'a str),
    /// A fact that stands in a line alone: its noun, and a line of it.
    Fact(&'static str, i64),
    Pledge(i64),
    Loan(i64),
    Claim(i64),
    Certificate(i64),
    Case(i64),
    /// The cases and certificates of a party.
    HonoursOf(i64),
    Fund(&'a str),
    Party(i64),
    /// By indicator, with the targets that ask for it.
    Reported(&'a str),
    Evidence(&'a Evidence),
    Population(PopulationKey),
    /// What figures are counted by: definitions, the office's district, benchmark rates, schemes, programmes, what the
    /// stock is judged by. Evidence of one patent tells of others that they have none.
    Rules,
}

/// A table, the condition its lines of a thing fulfil (from `?3` on), and the values.
type Lines = (&'static str, String, Vec<Value>);

/// The lines of a thing in every table of its noun.
fn of(noun: &str, known_by: Vec<Value>) -> Vec<Lines> {
    let tables = DESCRIBED.iter().filter(|table| table.noun == noun);
    tables.map(|table| (table.name(), table.of_thing(3), known_by.clone())).collect()
}

impl Subject<'_> {
    fn lines(&self) -> Vec<Lines> {
        let text = |text: &str| vec![text.to_owned().into()];
        match self {
            Self::Patent(n) => of("patent", vec![(*n).into()]),
            Self::Pct(no) => of("pct", text(no)),
            Self::Fact(noun, line) => {
                let told = DESCRIBED.iter().filter(|table| table.noun == *noun && table.is_primary);
                let known_by = |table: &Described| {
                    let (key, name) = (table.thing().join(", "), table.name());
                    format!("({key}) is (select {key} from {name} where line = ?3)")
                };
                told.map(|table| (table.name(), known_by(table), vec![(*line).into()])).collect()
            }
            Self::Pledge(n) => of("pledge", vec![(*n).into()]),
            Self::Loan(n) => of("loan", vec![(*n).into()]),
            Self::Claim(n) => of("claim", vec![(*n).into()]),
            Self::Case(n) => of("program_case", vec![(*n).into()]),
            Self::HonoursOf(party) => {
                let of_party = |table: &str, things: &str, factor: i64| {
                    format!(
                        "{table} in (select line / {REVISIONS} * {factor} from {things} where party = ?3)"
                    )
                };
                let steps = format!("line / {EVENTS} * {EVENTS}");
                [
                    ("program_case", "party = ?3".to_owned()),
                    ("program_event", of_party(&steps, "program_case", EVENTS)),
                    ("certificate", "party = ?3".to_owned()),
                    ("certificate_event", of_party(&steps, "certificate", EVENTS)),
                ]
                .map(|(table, condition)| (table, condition, vec![(*party).into()]))
                .into()
            }
            Self::Certificate(n) => of("certificate", vec![(*n).into()]),
            Self::Fund(fund) => of("fund", text(fund)),
            Self::Party(n) => of("party", vec![(*n).into()]),
            Self::Reported(indicator) => ["reported_value", "target"]
                .map(|table| (table, "indicator = ?3".to_owned(), text(indicator)))
                .into(),
            Self::Evidence(of) => {
                let patent = i64::try_from(of.patent.key()).unwrap_or(i64::MAX);
                let [class, name, number] = [of.class.code(), &of.name, &of.number];
                let known_by = [class, name, number].map(|text| Value::from(text.to_owned()));
                self::of("evidence", std::iter::once(patent.into()).chain(known_by).collect())
            }
            Self::Population(key) => {
                let kind = key.kind.code().to_owned();
                let known_by =
                    vec![key.region.to_string().into(), key.day.days().into(), kind.into()];
                of("population", known_by)
            }
            Self::Rules => [
                "indicator_definition",
                "office",
                "lpr",
                "scheme",
                "program",
                "stock_rule",
                "ipc_map",
                "patent_evidence",
                "population",
            ]
            .map(|table| (table, "true".to_owned(), Vec::new()))
            .into(),
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
