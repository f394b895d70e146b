//! Localities an office added: towns, streets and parks with the district they lie in.

use rusqlite::{Connection, Row, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::LOCALITY;
use super::write::Entry;
use crate::domain::numbers::{Localities, RegionCode};

/// A locality an office added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locality {
    pub line: i64,
    pub name: String,
    pub region: RegionCode,
}

/// Returns the localities known at an entry, in the order in which they were added.
fn known_at(conn: &Connection, at: i64) -> Result<Vec<Locality>, LedgerError> {
    let sql = format!(
        "select l.line, l.name, l.region from locality l where {} order by l.line",
        known("l")
    );
    let of_row = |row: &Row<'_>| -> rusqlite::Result<(i64, String, String)> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    let mut found = Vec::new();
    for row in conn.prepare_cached(&sql)?.query_map([at], of_row)? {
        let (line, name, region) = row?;
        // A code that is none is found by verify; it says nothing of a place.
        if let Ok(region) = region.parse() {
            found.push(Locality { line, name, region });
        }
    }
    Ok(found)
}

fn table_of(found: Vec<Locality>) -> Localities {
    Localities::of(found.into_iter().map(|locality| (locality.name, locality.region)))
}

impl Entry<'_> {
    pub fn localities(&self) -> Result<Localities, LedgerError> {
        Ok(table_of(known_at(self.conn, i64::MAX)?))
    }

    /// Returns the locality of a name.
    pub fn locality(&self, name: &str) -> Result<Option<Locality>, LedgerError> {
        Ok(known_at(self.conn, i64::MAX)?.into_iter().find(|known| known.name == name))
    }

    /// Returns the locality in a line of its table.
    pub fn locality_in(&self, line: i64) -> Result<Option<Locality>, LedgerError> {
        Ok(known_at(self.conn, i64::MAX)?.into_iter().find(|known| known.line == line))
    }

    /// Says in which district a locality lies; what was said of it before no longer holds.
    pub fn bring_locality(&self, name: &str, region: RegionCode) -> Result<(), LedgerError> {
        if let Some(known) = self.locality(name)? {
            self.end(LOCALITY, known.line)?;
        }
        self.bring(LOCALITY, params![name, region.to_string()], None)?;
        Ok(())
    }

    pub fn end_locality(&self, line: i64) -> Result<(), LedgerError> {
        self.end(LOCALITY, line)
    }
}

impl Ledger {
    /// Returns the localities the office added, as the reading of an address takes them.
    pub fn localities(&self, snapshot: Snapshot) -> Result<Localities, LedgerError> {
        Ok(table_of(known_at(&self.conn, snapshot.known_at)?))
    }

    /// Returns the localities the office added, in the order in which it did.
    pub fn added_localities(&self, snapshot: Snapshot) -> Result<Vec<Locality>, LedgerError> {
        known_at(&self.conn, snapshot.known_at)
    }
}
