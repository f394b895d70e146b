//! The names of parties as they are looked for, some at a time: what a search reads instead of every party's line.
//! Derived; kept when an entry is sealed, recounted by `verify`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::party::PartyId;
use super::snapshot::Snapshot;
use super::tables::REVISIONS;
use crate::domain::values::text::search_key;

/// Parties whose names stand in one row.
const TOGETHER: i64 = 128;

/// The names of parties in force from a number on, a line each: the number, a blank, the name's [`search_key`].
fn made(conn: &Connection, first: PartyId) -> Result<String, LedgerError> {
    let sql = "select line, name, former_names, business_no from party_line
               where line >= ?1 and line < ?2 and ended_by is null order by line";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([first * REVISIONS, (first + TOGETHER) * REVISIONS])?;
    let mut names = String::new();
    while let Some(row) = rows.next()? {
        let party = row.get::<_, i64>(0)? / REVISIONS;
        for (column, parted) in [(1, false), (2, true), (3, true)] {
            let Some(told) =
                row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?
            else {
                continue;
            };
            let mut take = |name: &str| push(&mut names, party, name);
            match parted {
                false => take(told),
                true => told.split(';').for_each(take),
            }
        }
    }
    Ok(names)
}

/// Writes the names of these parties anew.
pub(super) fn refresh(
    conn: &Connection,
    parties: impl Iterator<Item = PartyId>,
) -> Result<(), LedgerError> {
    let firsts: BTreeSet<i64> = parties.map(|party| party - party % TOGETHER).collect();
    for first in firsts {
        let names = made(conn, first)?;
        match names.is_empty() {
            true => {
                conn.prepare_cached("delete from party_names where first = ?1")?.execute([first])?
            }
            false => conn
                .prepare_cached(
                    "insert into party_names (first, names) values (?1, ?2)
                     on conflict (first) do update set names = excluded.names
                     where names <> excluded.names",
                )?
                .execute(params![first, names])?,
        };
    }
    Ok(())
}

impl Ledger {
    /// Writes the names of all parties.
    pub(super) fn name_all(&self) -> Result<(), LedgerError> {
        let last: Option<i64> =
            self.conn.query_row("select max(party) from party", [], |row| row.get(0))?;
        refresh(&self.conn, (0..=last.unwrap_or(0)).step_by(TOGETHER as usize))
    }

    /// Counts the rows that are not what the lines in force make them.
    pub(super) fn names_off(&self) -> Result<usize, LedgerError> {
        let last: Option<i64> =
            self.conn.query_row("select max(party) from party", [], |row| row.get(0))?;
        let (mut off, mut there) = (0, 0_i64);
        let mut statement = self.conn.prepare("select names from party_names where first = ?1")?;
        for first in (0..=last.unwrap_or(0)).step_by(TOGETHER as usize) {
            let stored: Option<String> =
                statement.query_row([first], |row| row.get(0)).optional()?;
            there += i64::from(stored.is_some());
            let made = made(&self.conn, first)?;
            off += usize::from(
                stored.is_some() == made.is_empty() || stored.unwrap_or_default() != made,
            );
        }
        let all: i64 =
            self.conn.query_row("select count(*) from party_names", [], |row| row.get(0))?;
        Ok(off + usize::from(all != there))
    }

    /// Calls `each` with the names every party has or had, and its business number, as known at the snapshot, some
    /// parties at a time: a line for each, of the party's number, a blank and the name's [`search_key`].
    pub fn each_names<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.is_of_today(snapshot)? {
            let mut names = String::new();
            return self.each_name(snapshot, |party, name| {
                names.clear();
                push(&mut names, party, name);
                each(names.as_bytes())
            });
        }
        let sql = "select names from party_names order by first";
        let mut statement = self.conn.prepare_cached(sql).map_err(LedgerError::from)?;
        let mut rows = statement.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let names = row.get_ref(0).and_then(|names| Ok(names.as_bytes()?));
            each(names.map_err(LedgerError::from)?)?;
        }
        Ok(())
    }
}

fn push(names: &mut String, party: PartyId, name: &str) {
    // A name that cannot be seen is its own key, line ends and all.
    let key = search_key(name);
    let key = match key.contains('\n') {
        true => Cow::Owned(key.replace('\n', " ")),
        false => key,
    };
    names.push_str(&party.to_string());
    names.push(' ');
    names.push_str(&key);
    names.push('\n');
}
