//! The office that keeps the ledger, the indicator definitions it counts by, and the header
//! mappings it was once told.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::{HEADER_MAP, INDICATOR_DEFINITION, OFFICE};
use super::write::Entry;
use crate::domain::counting::Basis;
use crate::domain::numbers::RegionCode;
use crate::domain::values::Date;

/// The office (主管机关) and the district it counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    pub name: String,
    pub region: RegionCode,
    pub district: String,
}

/// What an indicator counts, and for which days that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub indicator: String,
    pub basis: Basis,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub source: String,
}

impl Definition {
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// The definitions a ledger is founded with: the rows of `definitions.csv`, in their order.
pub fn standard_definitions() -> Vec<Definition> {
    let rows = include_str!("definitions.csv").lines();
    let rows = rows.filter(|row| !row.starts_with('#')).skip(1);
    rows.filter_map(|row| definition(&row.split(',').collect::<Vec<_>>())).collect()
}

fn definition(row: &[&str]) -> Option<Definition> {
    let [indicator, basis, from, to, source] = *row else { return None };
    Some(Definition {
        indicator: indicator.to_owned(),
        basis: Basis::from_code(basis)?,
        from: from.parse().ok(),
        to: to.parse().ok(),
        source: source.to_owned(),
    })
}

/// Returns the office in force.
pub(super) fn in_force(conn: &Connection) -> Result<Office, LedgerError> {
    at(conn, i64::MAX)
}

fn at(conn: &Connection, entry: i64) -> Result<Office, LedgerError> {
    let sql = format!(
        "select o.name, o.region, o.district from office o where {} order by o.line desc limit 1",
        known("o")
    );
    let found = conn
        .prepare_cached(&sql)?
        .query_row([entry], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))
        .optional()?;
    let missing = || LedgerError::NotFound { noun: "office", id: entry.to_string() };
    let (name, region, district) = found.ok_or_else(missing)?;
    Ok(Office { name, region: region.parse().map_err(|_| missing())?, district })
}

fn definitions_at(conn: &Connection, at: i64) -> Result<Vec<Definition>, LedgerError> {
    let sql = format!(
        "select d.indicator, d.basis, d.valid_from, d.valid_to, d.source
         from indicator_definition d where {} order by d.line",
        known("d")
    );
    let day = |days: Option<i32>| days.and_then(Date::from_days);
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([at], |row| {
        let basis: String = row.get(1)?;
        Ok(Basis::from_code(&basis)
            .map(|basis| (basis, row.get(0), row.get(2), row.get(3), row.get(4))))
    })?;
    let mut definitions = Vec::new();
    for row in rows {
        if let Some((basis, indicator, from, to, source)) = row? {
            definitions.push(Definition {
                indicator: indicator?,
                basis,
                from: day(from?),
                to: day(to?),
                source: source?,
            });
        }
    }
    Ok(definitions)
}

impl Entry<'_> {
    /// Returns the indicator definitions in force.
    pub fn definitions(&self) -> Result<Vec<Definition>, LedgerError> {
        definitions_at(self.conn, i64::MAX)
    }

    /// Records the office; the first line of every ledger.
    pub fn found_office(&self, office: &Office) -> Result<(), LedgerError> {
        let region = office.region.to_string();
        self.bring(OFFICE, params![office.name, region, office.district], None)?;
        Ok(())
    }

    pub fn office(&self) -> Result<Office, LedgerError> {
        in_force(self.conn)
    }

    pub fn define_indicator(&self, definition: &Definition) -> Result<(), LedgerError> {
        self.bring(
            INDICATOR_DEFINITION,
            params![
                definition.indicator,
                definition.basis.code(),
                definition.from.map(Date::days),
                definition.to.map(Date::days),
                definition.source,
            ],
            None,
        )?;
        Ok(())
    }

    /// Remembers that `header` (folded) means `field` in files of a noun; returns whether that is new.
    pub fn remember_header(
        &self,
        noun: &str,
        header: &str,
        field: &str,
    ) -> Result<bool, LedgerError> {
        let sql = "select line, field from header_map
                   where noun = ?1 and header = ?2 and ended_by is null";
        let known: Option<(i64, String)> = self
            .conn
            .query_row(sql, [noun, header], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match known {
            Some((_, before)) if before == field => return Ok(false),
            Some((line, _)) => self.end(HEADER_MAP, line)?,
            None => {}
        }
        self.bring(HEADER_MAP, params![noun, header, field], None)?;
        Ok(true)
    }

    /// Returns what is remembered of a header in a line of its table.
    pub fn remembered_header(&self, line: i64) -> Result<Option<RememberedHeader>, LedgerError> {
        let sql = format!("{REMEMBERED} and line = ?1");
        Ok(self.conn.query_row(&sql, [line], RememberedHeader::of_row).optional()?)
    }

    /// Forgets what was remembered in a line of its table.
    pub fn forget_header(&self, line: i64) -> Result<(), LedgerError> {
        self.end(HEADER_MAP, line)
    }
}

/// What a person once said of a header in files of a noun: the folded header and its field; a field alone behind `!`,
/// nothing for a column left out, or, behind `#`, a whole header's fingerprint with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RememberedHeader {
    pub line: i64,
    pub noun: String,
    pub header: String,
    pub field: String,
}

/// The remembered headers in force.
const REMEMBERED: &str = "select line, noun, header, field from header_map where ended_by is null";

impl RememberedHeader {
    fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { line: row.get(0)?, noun: row.get(1)?, header: row.get(2)?, field: row.get(3)? })
    }
}

impl Ledger {
    pub fn office(&self, snapshot: Snapshot) -> Result<Office, LedgerError> {
        at(&self.conn, snapshot.known_at)
    }

    /// Returns the header mappings remembered for a noun: header, field.
    pub fn remembered_headers(&self, noun: &str) -> Result<Vec<(String, String)>, LedgerError> {
        let sql = "select header, field from header_map where noun = ?1 and ended_by is null";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([noun], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns all that is remembered of headers, in the order in which it was said.
    pub fn all_remembered_headers(&self) -> Result<Vec<RememberedHeader>, LedgerError> {
        let mut statement = self.conn.prepare_cached(&format!("{REMEMBERED} order by line"))?;
        let rows = statement.query_map([], RememberedHeader::of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the indicator definitions known at the snapshot.
    pub fn definitions(&self, snapshot: Snapshot) -> Result<Vec<Definition>, LedgerError> {
        definitions_at(&self.conn, snapshot.known_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::indicator::Indicator;

    #[test]
    fn every_row_of_the_definitions_is_one() {
        let rows = include_str!("definitions.csv").lines().filter(|row| !row.starts_with('#'));
        let definitions = standard_definitions();
        assert_eq!(definitions.len(), rows.skip(1).count());
        for Definition { indicator, from, to, .. } in &definitions {
            assert!(Indicator::from_code(indicator).is_some(), "{indicator}");
            assert!(from.is_none_or(|from| from.day() == 1), "{indicator}");
            assert!(to.and_then(|to| to.add_days(1)).is_none_or(|next| next.day() == 1));
        }
        // On any day every indicator counts on one basis.
        for day in ["1985-04-01", "2016-12-31", "2017-01-01", "2030-01-01"] {
            let covering = definitions.iter().filter(|one| one.covers(day.parse().unwrap()));
            assert_eq!(covering.count(), 9, "{day}");
        }
    }
}
