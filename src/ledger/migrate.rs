//! Bringing an older file up to today's format, whole or not at all.
//!
//! ```text
//! older file --- open     ---> read through a private copy that is brought up; nothing can be written
//!            --- upgrade  ---> copied beside itself, then brought up in one transaction
//! ```
//!
//! The transaction drops what is derived, runs `migrations/N.sql` in order, builds part 2 of the schema anew and
//! fills it from the facts. `user_version` changes inside it: a process killed at any moment leaves the older file.
//! No fact and no seal is touched, so hashes, anchors and published figures stay as they are.

use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::LedgerError;
use super::format::{Format, TODAY};
use super::holder;
use super::interrupt;
use super::open::{Ledger, locate};
use super::place::safe_to_write;
use super::shape::{differences, shape};
use super::totals::Delta;

/// What an upgrade did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgraded {
    pub from: i64,
    pub to: i64,
    /// The file as it was, beside the ledger.
    pub copy: PathBuf,
}

impl Ledger {
    /// Brings the file at `path` up to the format this program writes, after a copy of it was put beside it. None
    /// when there is nothing to do.
    ///
    /// Errors: `Missing`, `NotALedger`, `TooNew`, `Busy`, `UnsafePlace`, `UpgradeDiffers` (the file was changed by other
    /// means).
    pub fn upgrade(
        path: &Path,
        who: &str,
        any_place: bool,
    ) -> Result<Option<Upgraded>, LedgerError> {
        safe_to_write(path, any_place)?;
        Self::upgrade_to(&TODAY, path, who)
    }

    pub(super) fn upgrade_to(
        format: &'static Format,
        path: &Path,
        who: &str,
    ) -> Result<Option<Upgraded>, LedgerError> {
        let _hold = interrupt::hold();
        let ledger = Self::connect(format, path)?;
        let conn = &ledger.conn;
        let located = |error: rusqlite::Error| locate(error.into(), path);
        conn.pragma_update(None, "synchronous", "full").map_err(located)?;
        references_unchecked(conn).map_err(located)?;
        let tx =
            Transaction::new_unchecked(conn, TransactionBehavior::Immediate).map_err(located)?;
        let _note = holder::Note::leave(path, who);
        let from = ledger.version()?;
        if from == format.version {
            return Ok(None);
        }
        let copy = keep_copy(path, from)?;
        ledger.migrate(from)?;
        let off = differences(&shape(&format.fresh()?)?, &shape(conn)?);
        if let Some(object) = off.into_iter().next() {
            return Err(LedgerError::UpgradeDiffers { object });
        }
        interrupt::check()?;
        tx.commit().map_err(located)?;
        Ok(Some(Upgraded { from, to: format.version, copy }))
    }

    /// A private copy of this older file, brought up: what reading functions ask. It lives as long as its handle.
    pub(super) fn brought_up(self, from: i64) -> Result<Self, LedgerError> {
        let mut copy = Connection::open("")?;
        if Backup::new(&self.conn, &mut copy)?.step(-1)? != StepResult::Done {
            return Err(LedgerError::Busy { path: PathBuf::new(), holder: None });
        }
        let mut ledger = Self::with(self.format, copy, self.path());
        ledger.older = Some(from);
        ledger.defend()?;
        references_unchecked(&ledger.conn)?;
        ledger.conn.execute_batch("begin")?;
        ledger.migrate(from)?;
        ledger.conn.execute_batch("commit")?;
        Ok(ledger)
    }

    /// Brings the file up from a version, in the transaction that is open.
    fn migrate(&self, from: i64) -> Result<(), LedgerError> {
        self.drop_derived()?;
        for migration in self.format.migrations.iter().filter(|migration| migration.to > from) {
            self.conn.execute_batch(migration.sql)?;
            self.conn.pragma_update(None, "user_version", migration.to)?;
        }
        self.conn.execute_batch(self.format.derived())?;
        self.block_all()?;
        self.name_all()?;
        if let Some(totals) = self.recounted_totals(true)? {
            Delta(totals).apply(&self.conn)?;
        }
        self.stand_all()
    }

    fn drop_derived(&self) -> Result<(), LedgerError> {
        // Triggers and indices are dropped before the tables they belong to.
        for kind in ["trigger", "index", "view", "table"] {
            let sql = "select name from sqlite_schema
                       where type = ?1 and sql is not null and name not like 'sqlite_%'";
            let mut statement = self.conn.prepare(sql)?;
            let names = statement.query_map([kind], |row| row.get::<_, String>(0))?;
            for name in names.collect::<Result<Vec<_>, _>>()? {
                if kind != "table" || !self.format.holds_facts(&name) {
                    let name = name.replace('"', "\"\"");
                    self.conn.execute_batch(&format!("drop {kind} \"{name}\""))?;
                }
            }
        }
        Ok(())
    }
}

/// A migration may rebuild a table others point at.
fn references_unchecked(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false).map(|_| ())
}

/// Puts a copy of the file beside it, `ledger.v1.db` for `ledger.db`, unless an interrupted upgrade has left one.
/// Nothing is ever overwritten.
fn keep_copy(path: &Path, version: i64) -> Result<PathBuf, LedgerError> {
    // A connection of its own: the upgrade's holds the lock that keeps others from writing.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    let ours = state(&conn)?;
    for n in 1.. {
        let extension =
            if n == 1 { format!("v{version}.db") } else { format!("v{version}-{n}.db") };
        let place = path.with_extension(extension);
        if !place.exists() {
            super::open::copy(&conn, &place)?;
            return Ok(place);
        }
        let there = Connection::open_with_flags(&place, flags).map_err(LedgerError::from);
        if there.and_then(|there| state(&there)).is_ok_and(|there| there == ours) {
            return Ok(place);
        }
    }
    unreachable!("some number is free")
}

/// Identifies a state of a ledger: its version, its number of pages and the head of its chain.
fn state(conn: &Connection) -> Result<(i64, i64, Vec<u8>), LedgerError> {
    let pragma = |name| conn.pragma_query_value(None, name, |row| row.get(0));
    Ok((pragma("user_version")?, pragma("page_count")?, super::write::last_hash(conn)?.to_vec()))
}

#[cfg(test)]
#[path = "migrate_tests.rs"]
mod tests;
