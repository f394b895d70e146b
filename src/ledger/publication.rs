//! Publications in the ledger: sealed figures, the files they rest on, and the head of official tables.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{OptionalExtension, Row, params};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::digest::Hash;
use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::{PUBLICATION, PUBLICATION_IDENTITY, PUBLISHED_FIGURE, REPORT_HEADING};
use super::write::Entry;
use crate::domain::indicator::Grouping;
use crate::domain::publication::{Figure, FigureKey, Flags};
use crate::domain::values::{Date, Period, Quarter};

/// A publication (发布) as the ledger holds it, without its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub number: i64,
    pub quarter: Quarter,
    pub as_of: Date,
    /// The last entry taken into account, and its hash.
    pub known_at: i64,
    pub head: Hash,
    pub files: FilesSeal,
    /// What was counted, one definition a line: indicator, basis, first and last day, source, tabs between.
    pub definitions: String,
    /// The entry that sealed it.
    pub brought_by: i64,
}

impl Publication {
    /// Returns what its figures were counted at.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { as_of: self.as_of, known_at: self.known_at, is_now: false }
    }
}

/// The source files in force at an entry: how many, and one hash over theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilesSeal {
    pub files: i64,
    pub digest: Hash,
}

const COLUMNS: &str = "p.number, p.year, p.quarter, p.as_of_day, p.known_at, p.head, p.files,
    p.files_digest, p.definitions, p.brought_by";

/// A stored value that no constructor of this program would have written.
fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "publication".into(), rusqlite::types::Type::Text)
}

fn publication_from(row: &Row<'_>) -> rusqlite::Result<Publication> {
    Ok(Publication {
        number: row.get(0)?,
        quarter: Quarter::new(row.get(1)?, row.get(2)?).ok_or_else(|| damaged(1))?,
        as_of: Date::from_days(row.get(3)?).ok_or_else(|| damaged(3))?,
        known_at: row.get(4)?,
        head: row.get(5)?,
        files: FilesSeal { files: row.get(6)?, digest: row.get(7)? },
        definitions: row.get(8)?,
        brought_by: row.get(9)?,
    })
}

fn figure_from(row: &Row<'_>) -> rusqlite::Result<Figure> {
    let day = |column| {
        row.get(column).map(Date::from_days).and_then(|day| day.ok_or_else(|| damaged(column)))
    };
    let period = Period::between(day(1)?, day(2)?).ok_or_else(|| damaged(1))?;
    let grouping: Option<String> = row.get(3)?;
    let member: Option<String> = row.get(4)?;
    let group = match grouping.zip(member) {
        None => None,
        Some((grouping, member)) => {
            Some((Grouping::from_code(&grouping).ok_or_else(|| damaged(3))?, member))
        }
    };
    let value: String = row.get(5)?;
    let flags: String = row.get(7)?;
    Ok(Figure {
        key: FigureKey { indicator: row.get(0)?, period, group },
        value: Decimal::from_str_exact(&value).map_err(|_| damaged(5))?,
        series: row.get(6)?,
        flags: Flags::read(&flags),
    })
}

impl Entry<'_> {
    /// Seals figures as a publication; its `number` and `brought_by` are given here. Returns the number.
    pub fn publish(&self, sealed: &Publication, figures: &[Figure]) -> Result<i64, LedgerError> {
        let number = self.new_thing(PUBLICATION_IDENTITY)?;
        self.bring(
            PUBLICATION,
            params![
                number,
                sealed.quarter.year(),
                sealed.quarter.number(),
                sealed.as_of.days(),
                sealed.known_at,
                sealed.head,
                sealed.files.files,
                sealed.files.digest,
                sealed.definitions,
            ],
            None,
        )?;
        for Figure { key, value, series, flags } in figures {
            let group = key.group.as_ref();
            self.bring(
                PUBLISHED_FIGURE,
                params![
                    number,
                    key.indicator,
                    key.period.first().days(),
                    key.period.last().days(),
                    group.map(|(grouping, _)| grouping.code()),
                    group.map(|(_, member)| member),
                    value.to_string(),
                    series,
                    flags.letters(),
                ],
                None,
            )?;
        }
        Ok(number)
    }

    /// Sets a line of the head of official tables; an empty value takes it away.
    pub fn set_heading(&self, field: &str, value: &str) -> Result<(), LedgerError> {
        let sql = "select line from report_heading where field = ?1 and ended_by is null";
        let line = self.conn.query_row(sql, [field], |row| row.get(0)).optional()?;
        if let Some(line) = line {
            self.end(REPORT_HEADING, line)?;
        }
        self.bring(REPORT_HEADING, params![field, value], None)?;
        Ok(())
    }
}

impl Ledger {
    /// Returns the publications known at the snapshot, oldest first.
    pub fn publications(&self, snapshot: Snapshot) -> Result<Vec<Publication>, LedgerError> {
        let sql =
            format!("select {COLUMNS} from publication p where {} order by p.number", known("p"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([snapshot.known_at], publication_from)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether any figures were ever published.
    pub fn holds_publications(&self) -> Result<bool, LedgerError> {
        let sql = "select exists (select 1 from publication where ended_by is null)";
        Ok(self.conn.query_row(sql, [], |row| row.get(0))?)
    }

    /// Returns the figures of a publication, as sealed.
    pub fn published_figures(
        &self,
        number: i64,
        snapshot: Snapshot,
    ) -> Result<Vec<Figure>, LedgerError> {
        let sql = format!(
            "select f.indicator, f.period_from, f.period_to, f.grouping, f.member, f.value, f.series, f.flags
             from published_figure f where {} and f.publication = ?2 order by f.line",
            known("f")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([snapshot.known_at, number], figure_from)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the seal over the source files in force after an entry, in order of entry.
    pub fn files_seal(&self, known_at: i64) -> Result<FilesSeal, LedgerError> {
        let voided = self.voided_entries(known_at)?;
        let mut statement = self.conn.prepare_cached(
            "select e.entry, e.source_sha256 from entry e
             where e.entry <= ?1 and e.source_sha256 is not null order by e.entry",
        )?;
        let (mut files, mut hasher) = (0, Sha256::new());
        let mut rows = statement.query([known_at])?;
        while let Some(row) = rows.next()? {
            if !voided.contains(&row.get(0)?) {
                hasher.update(row.get_ref(1)?.as_blob().map_err(|_| damaged(1))?);
                files += 1;
            }
        }
        Ok(FilesSeal { files, digest: hasher.finalize().into() })
    }

    /// The entries that do not stand after an entry: a void that was itself taken back voids nothing.
    fn voided_entries(&self, known_at: i64) -> Result<HashSet<i64>, LedgerError> {
        let sql = "select entry, voids from entry where voids is not null and entry <= ?1
                   order by entry desc";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([known_at])?;
        let mut voided = HashSet::new();
        while let Some(row) = rows.next()? {
            if !voided.contains(&row.get(0)?) {
                voided.insert(row.get(1)?);
            }
        }
        Ok(voided)
    }

    /// Returns the lines of the head of official tables known at the snapshot.
    pub fn report_heading(
        &self,
        snapshot: Snapshot,
    ) -> Result<BTreeMap<String, String>, LedgerError> {
        let sql = format!(
            "select h.field, h.value from report_heading h where {} and h.value <> ''",
            known("h")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows =
            statement.query_map([snapshot.known_at], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
