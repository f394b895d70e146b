//! The one door to writing: one command, one transaction, one entry.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::LazyLock;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, TransactionBehavior, params_from_iter};

use super::described::Described;
use super::digest::{CanonicalRow, Hash, LinesDigest, SealedEntry};
use super::error::{DatabaseFault, LedgerError};
use super::format::Format;
use super::holder;
use super::interrupt;
use super::open::{CACHE_KIB, Ledger, locate};
use super::patent_blocks::Pending;
use super::place::safe_to_write;
use super::snapshot::Snapshot;
use super::tables::{COPIES, EVENTS, Key, LineTable, REVISIONS, TABLES};
use super::totals::Delta;
use crate::domain::values::Date;

/// Who records what, when, why and from which source.
#[derive(Debug, Clone)]
pub struct EntryHeader {
    /// Milliseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    pub recorded_by: String,
    /// `noun.verb`.
    pub action: Cow<'static, str>,
    pub reason: Option<String>,
    pub source: Option<SourceFile>,
    /// JSON: how an import read its file, so that it can be replayed.
    pub settings: String,
    /// The entry this one takes back.
    pub voids: Option<i64>,
    /// Entries stamped later than this one were recorded with a wrong clock.
    pub clock_was_wrong: bool,
    /// The entry is written even where a database ought not to stand.
    pub any_place: bool,
}

impl EntryHeader {
    /// The header as it is recorded: after the last entry, or saying that the clock was wrong until then.
    ///
    /// Errors: `ClockBehind`.
    fn after_the_last(mut self, conn: &Connection) -> Result<Self, LedgerError> {
        let sql = "select entry, recorded_at from entry order by entry desc limit 1";
        let last = conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let behind = last.filter(|(_, recorded_at): &(i64, i64)| self.recorded_at < *recorded_at);
        if let Some((entry, recorded_at)) = behind {
            if !self.clock_was_wrong {
                let now = self.recorded_at;
                return Err(LedgerError::ClockBehind { entry, recorded_at, now });
            }
            self.settings = with_member(&self.settings, "\"clock_was_wrong\":true");
        }
        self.settings = versioned(&self.settings);
        Ok(self)
    }
}

/// The file an entry was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    pub name: String,
    pub sha256: Hash,
    pub bytes: u64,
}

/// The place of a committed entry in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub entry: i64,
    pub hash: Hash,
    pub lines_brought: i64,
    pub lines_ended: i64,
}

/// How writing an entry ends.
#[derive(Debug)]
pub enum Verdict<T> {
    /// Seal the entry and commit; the text is the outcome kept in the seal (JSON).
    Commit(T, String),
    /// A rehearsal, or nothing has changed.
    Rollback(T),
}

/// An entry being written. Lines go in and are ended only through it.
#[derive(Debug)]
pub struct Entry<'a> {
    pub(super) conn: &'a Connection,
    pub(super) ledger: &'a Ledger,
    pub(super) id: i64,
    format: &'static Format,
    digest: RefCell<LinesDigest>,
    /// Keys written line by line, hashed in key order when the entry closes.
    written: RefCell<Vec<(usize, i64)>>,
    ended: RefCell<Vec<(usize, i64)>>,
    pub(super) delta: RefCell<Delta>,
    pub(super) pending: RefCell<Pending>,
    /// The day in China on which it is recorded, since 1970-01-01.
    pub(super) day: i32,
}

impl Ledger {
    /// Runs `work` in one immediate transaction under a new entry, and seals it; `look` sees the ledger as the entry
    /// leaves it, before it is kept or rolled back.
    ///
    /// Returns what both returned, with a receipt when the entry was kept. Nothing is written when either fails;
    /// success is told only after the commit reached the disk.
    pub fn write<T, L, E: From<LedgerError>>(
        &mut self,
        header: EntryHeader,
        work: impl FnOnce(&Entry<'_>) -> Result<Verdict<T>, E>,
        look: impl FnOnce(&Ledger, i64, &T) -> Result<L, E>,
    ) -> Result<(T, L, Option<Receipt>), E> {
        let _hold = interrupt::entry_begins();
        let path = self.path().to_owned();
        if let Some(version) = self.older {
            return Err(LedgerError::Older { path, version, known: self.format.version }.into());
        }
        safe_to_write(&path, header.any_place).map_err(E::from)?;
        let located = |error: rusqlite::Error| E::from(locate(error.into(), &path));
        // Writing builds on the newest state.
        self.let_go().map_err(E::from)?;
        self.conn.pragma_update(None, "synchronous", "full").map_err(located)?;
        self.conn.pragma_update(None, "cache_size", -CACHE_KIB).map_err(located)?;
        let read = header.source.as_ref().map_or(0, |source| source.bytes);
        let _log = self.log_for(read).map_err(E::from)?;
        let ledger: &Self = self;
        let tx = rusqlite::Transaction::new_unchecked(&ledger.conn, TransactionBehavior::Immediate)
            .map_err(located)?;
        let _note = holder::Note::leave(&path, &header.recorded_by);
        let header = header.after_the_last(&tx).map_err(E::from)?;
        let entry = Entry::open(&tx, ledger, &header).map_err(E::from)?;
        let id = entry.id;
        match work(&entry)? {
            Verdict::Rollback(value) => {
                let looked = look(ledger, id, &value)?;
                drop(entry);
                tx.rollback().map_err(located)?;
                Ok((value, looked, None))
            }
            Verdict::Commit(value, outcome) => {
                let looked = look(ledger, id, &value)?;
                let receipt = entry.seal(header, versioned(&outcome)).map_err(E::from)?;
                interrupt::check().map_err(E::from)?;
                tx.commit().map_err(|error| E::from(unsure(locate(error.into(), &path), id)))?;
                interrupt::entry_recorded(id, receipt.hash);
                // Moved into the file at once, as far as nobody reads an older state, so that a copy has the entry.
                let _ = self.conn.execute_batch("pragma wal_checkpoint(passive)");
                Ok((value, looked, Some(receipt)))
            }
        }
    }
}

/// What a commit met: when the system could not flush what was written, a later reader may find the entry or not.
fn unsure(error: LedgerError, entry: i64) -> LedgerError {
    match error {
        LedgerError::Sqlite(error) if DatabaseFault::of(&error).0 == DatabaseFault::ReadWrite => {
            LedgerError::CommitUnsure { entry, error }
        }
        error => error,
    }
}

impl<'a> Entry<'a> {
    fn open(
        conn: &'a Connection,
        ledger: &'a Ledger,
        header: &EntryHeader,
    ) -> Result<Self, LedgerError> {
        let id =
            conn.query_row("select coalesce(max(entry), 0) + 1 from entry", [], |r| r.get(0))?;
        conn.execute(
            "insert into entry (entry, recorded_at, recorded_by, action, reason,
                                source_name, source_sha256, source_bytes, settings, voids)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            rusqlite::params![
                id,
                header.recorded_at,
                header.recorded_by,
                header.action,
                header.reason,
                header.source.as_ref().map(|s| &s.name),
                header.source.as_ref().map(|s| s.sha256.as_slice()),
                header.source.as_ref().map(|s| i64::try_from(s.bytes).unwrap_or(i64::MAX)),
                header.settings,
                header.voids,
            ],
        )?;
        Ok(Self {
            conn,
            ledger,
            id,
            format: ledger.format,
            digest: RefCell::default(),
            written: RefCell::default(),
            ended: RefCell::default(),
            delta: RefCell::default(),
            pending: RefCell::default(),
            day: super::entries::day_in_china(header.recorded_at).unwrap_or(Date::MIN).days(),
        })
    }

    /// The entry's number.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The ledger as this entry leaves it, with a snapshot of the close of a day.
    pub fn leaves(&self, as_of: Date) -> (&'a Ledger, Snapshot) {
        (self.ledger, Snapshot { as_of, known_at: self.id, is_now: false })
    }

    /// Brings in a line of a table that counts up; `values` follow the table's columns without `source_row`, the
    /// later ones last.
    pub(super) fn bring(
        &self,
        table: usize,
        values: &[&dyn ToSql],
        source_row: Option<u32>,
    ) -> Result<i64, LedgerError> {
        let last = last_line(self.conn, table, 0, i64::MAX)?.unwrap_or(0);
        let line = match TABLES[table].key {
            Key::Ordered => behind(last),
            key => {
                debug_assert_eq!(key, Key::Counted);
                last + 1
            }
        };
        self.bring_at(table, line, values, source_row)?;
        Ok(line)
    }

    /// Brings in the next revision of `thing`.
    pub(super) fn bring_revision(
        &self,
        table: usize,
        thing: i64,
        values: &[&dyn ToSql],
        source_row: Option<u32>,
    ) -> Result<i64, LedgerError> {
        debug_assert_eq!(TABLES[table].key, Key::Revised);
        let line = next_revision(self.conn, table, thing)?;
        self.bring_at(table, line, values, source_row)?;
        Ok(line)
    }

    /// Brings in the next event of `thing`.
    pub(super) fn bring_event(
        &self,
        table: usize,
        thing: i64,
        values: &[&dyn ToSql],
        source_row: Option<u32>,
    ) -> Result<i64, LedgerError> {
        debug_assert_eq!(TABLES[table].key, Key::Clustered);
        let line = next_event(self.conn, table, thing)?;
        self.bring_at(table, line, values, source_row)?;
        Ok(line)
    }

    /// Records that a new thing exists (`loan_identity`); returns its number.
    pub(super) fn new_thing(&self, identities: usize) -> Result<i64, LedgerError> {
        let id = last_line(self.conn, identities, 0, i64::MAX)?.map_or(1, |last| last + 1);
        self.bring_identity(identities, id)?;
        Ok(id)
    }

    pub(super) fn bring_at(
        &self,
        table: usize,
        line: i64,
        values: &[&dyn ToSql],
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let mut all: Vec<&dyn ToSql> = Vec::with_capacity(values.len() + 3);
        let (first, later) = values.split_at(values.len() - TABLES[table].later.len());
        all.push(&line);
        all.extend_from_slice(first);
        all.push(&source_row);
        all.extend_from_slice(later);
        all.push(&self.id);
        let inserted = self.conn.prepare_cached(insert_sql(table))?.execute(params_from_iter(all));
        inserted.map_err(|error| taken(table, values, error))?;
        self.written.borrow_mut().push((table, line));
        Ok(())
    }

    fn bring_identity(&self, table: usize, id: i64) -> Result<(), LedgerError> {
        let t = &TABLES[table];
        debug_assert_eq!(t.key, Key::Identity);
        let sql = format!("insert into {} ({}, brought_by) values (?1, ?2)", t.name, t.key_column);
        self.conn.prepare_cached(&sql)?.execute([id, self.id])?;
        self.written.borrow_mut().push((table, id));
        Ok(())
    }

    /// A table is about to get many lines through `hash_brought`.
    pub(super) fn expect_many(&self, table: usize) {
        self.digest.borrow_mut().expect_many(table);
    }

    /// Hashes a line the caller inserted itself, in ascending key order: the hot path of a bulk import.
    pub(super) fn hash_brought(&self, table: usize, line: i64, row: &CanonicalRow) {
        self.digest.borrow_mut().brought(table, line, row.bytes());
    }

    /// Ends a line in force.
    pub(super) fn end(&self, table: usize, line: i64) -> Result<(), LedgerError> {
        let sql = format!("update {} set ended_by = ?1 where line = ?2", TABLES[table].name);
        self.conn.prepare_cached(&sql)?.execute([self.id, line])?;
        self.ended.borrow_mut().push((table, line));
        Ok(())
    }

    /// Ends every line in force between a key and `keys` keys on.
    pub(super) fn end_lines(&self, table: usize, first: i64, keys: i64) -> Result<(), LedgerError> {
        let name = TABLES[table].name;
        let sql =
            format!("select line from {name} where line between ?1 and ?2 and ended_by is null");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let lines = statement.query_map([first, first + keys - 1], |row| row.get(0))?;
        let lines: Vec<i64> = lines.collect::<Result<_, _>>()?;
        lines.into_iter().try_for_each(|line| self.end(table, line))
    }

    /// Marks a line inserted by other means to be hashed when the entry closes.
    pub(super) fn note_written(&self, table: usize, line: i64) {
        self.written.borrow_mut().push((table, line));
    }

    fn seal(self, header: EntryHeader, outcome: String) -> Result<Receipt, LedgerError> {
        self.delta.borrow_mut().apply(self.conn)?;
        {
            let (written, ended) = (self.written.borrow(), self.ended.borrow());
            self.refresh_rows(written.iter().chain(ended.iter()).copied())?;
        }
        let (conn, id, format) = (self.conn, self.id, self.format);
        let digest = self.digest_lines()?;
        let previous = last_hash(conn)?;
        let sealed = SealedEntry {
            entry: id,
            recorded_at: header.recorded_at,
            recorded_by: header.recorded_by,
            action: header.action.into_owned(),
            reason: header.reason,
            source_name: header.source.as_ref().map(|s| s.name.clone()),
            source_sha256: header.source.as_ref().map(|s| s.sha256.to_vec()),
            source_bytes: header
                .source
                .as_ref()
                .map(|s| i64::try_from(s.bytes).unwrap_or(i64::MAX)),
            settings: header.settings,
            voids: header.voids,
            outcome,
            lines_brought: digest.lines_brought(),
            lines_ended: digest.lines_ended(),
            lines_digest: digest.finish(format.tables),
            hash_version: format.hash_version,
        };
        let hash = sealed.hash(&previous);
        conn.execute(
            "insert into seal (entry, outcome, lines_brought, lines_ended, lines_digest,
                               hash_version, previous_hash, hash)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            rusqlite::params![
                sealed.entry,
                sealed.outcome,
                sealed.lines_brought,
                sealed.lines_ended,
                sealed.lines_digest,
                sealed.hash_version,
                previous,
                hash,
            ],
        )?;
        let SealedEntry { entry, lines_brought, lines_ended, .. } = sealed;
        Ok(Receipt { entry, hash, lines_brought, lines_ended })
    }

    /// Hashes what was written line by line, as the database now holds it, on top of the bulk stream.
    fn digest_lines(self) -> Result<LinesDigest, LedgerError> {
        let mut digest = self.digest.into_inner();
        let mut written = self.written.into_inner();
        written.sort_unstable();
        let mut canon = CanonicalRow::default();
        for lines in written.chunk_by(|(table, _), (other, _)| table == other) {
            let at = lines[0].0;
            let table = &self.format.tables[at];
            let sql = format!("{} where {} = ?1", select_row_sql(table), table.key_column);
            let mut row = self.conn.prepare_cached(&sql)?;
            let values = table.covered(self.format.hash_version);
            for (_, line) in lines {
                row.query_row([line], |row| canon_row(row, values, &mut canon))?;
                digest.brought(at, *line, canon.bytes());
            }
        }
        let mut ended = self.ended.into_inner();
        ended.sort_unstable();
        for (table, line) in ended {
            digest.ended(table, line);
        }
        Ok(digest)
    }
}

/// Names the number that would have been in force twice, where SQLite refused for that reason.
fn taken(table: usize, values: &[&dyn ToSql], error: rusqlite::Error) -> LedgerError {
    let unique = rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE;
    let is_taken = error.sqlite_error().is_some_and(|error| error.extended_code == unique);
    let told = Described::of(table).and_then(|told| Some((told.noun, told.number()?)));
    let Some((noun, at)) = told else { return error.into() };
    let number = values.get(at).filter(|_| is_taken).and_then(|value| value.to_sql().ok());
    let id = match number {
        Some(ToSqlOutput::Borrowed(ValueRef::Text(text))) => String::from_utf8_lossy(text).into(),
        Some(ToSqlOutput::Owned(Value::Text(text))) => text,
        _ => return error.into(),
    };
    LedgerError::AlreadyThere { noun, id }
}

/// The version of the JSON that entries and seals carry.
const JSON_VERSION: i64 = 1;

/// A JSON object with its version in front.
fn versioned(object: &str) -> String {
    with_member(object, &format!("\"v\":{JSON_VERSION}"))
}

/// A JSON object with one more member in front.
fn with_member(object: &str, member: &str) -> String {
    match object.strip_prefix('{').map(str::trim_start) {
        Some("}") => format!("{{{member}}}"),
        Some(members) => format!("{{{member},{members}"),
        None => object.to_owned(),
    }
}

/// Returns the key the next event of `thing` takes.
pub(super) fn next_event(conn: &Connection, table: usize, thing: i64) -> Result<i64, LedgerError> {
    let first = thing * EVENTS;
    let next = last_line(conn, table, first, first + EVENTS - 1)?.map_or(first, behind);
    match next < first + EVENTS {
        true => Ok(next),
        false => Err(LedgerError::TooManyRevisions { id: thing.to_string() }),
    }
}

/// The key of the next line where the order counts.
fn behind(line: i64) -> i64 {
    (line / COPIES + 1) * COPIES
}

/// Returns the key a copy of a line takes where the order counts: right behind the line and its copies so far.
pub(super) fn next_copy(conn: &Connection, table: usize, line: i64) -> Result<i64, LedgerError> {
    let first = line / COPIES * COPIES;
    let last = last_line(conn, table, first, first + COPIES - 1)?.unwrap_or(line);
    match last + 1 < first + COPIES {
        true => Ok(last + 1),
        false => Err(LedgerError::TooManyRevisions { id: line.to_string() }),
    }
}

/// Returns the key the next revision of `thing` takes.
pub(super) fn next_revision(
    conn: &Connection,
    table: usize,
    thing: i64,
) -> Result<i64, LedgerError> {
    let first = thing * REVISIONS;
    match last_line(conn, table, first, first + REVISIONS - 1)? {
        None => Ok(first),
        Some(last) if last % REVISIONS == REVISIONS - 1 => {
            Err(LedgerError::TooManyRevisions { id: thing.to_string() })
        }
        Some(last) => Ok(last + 1),
    }
}

/// `insert into T (line, columns .., source_row, brought_by) values (..)`.
pub(super) fn insert_sql(table: usize) -> &'static str {
    static SQL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let insert = |t: &LineTable| {
            let columns: Vec<&str> = t.all_columns().collect();
            let marks = vec!["?"; columns.len() + 2].join(", ");
            let (name, columns) = (t.name, columns.join(", "));
            format!("insert into {name} (line, {columns}, brought_by) values ({marks})")
        };
        TABLES.iter().map(insert).collect()
    });
    &SQL[table]
}

/// The last line between two keys.
fn last_line_sql(table: usize) -> &'static str {
    static SQL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let last = |t: &LineTable| {
            format!("select max({0}) from {1} where {0} between ?1 and ?2", t.key_column, t.name)
        };
        TABLES.iter().map(last).collect()
    });
    &SQL[table]
}

/// The last line of a table between two keys.
fn last_line(
    conn: &Connection,
    table: usize,
    first: i64,
    last: i64,
) -> Result<Option<i64>, LedgerError> {
    let mut statement = conn.prepare_cached(last_line_sql(table))?;
    Ok(statement.query_row([first, last], |row| row.get(0))?)
}

/// `select key, columns ..`, in canonical order.
pub(super) fn select_row_sql(table: &LineTable) -> String {
    let columns: Vec<&str> = table.all_columns().collect();
    let columns = [&[table.key_column], &columns[..]].concat();
    format!("select {} from {}", columns.join(", "), table.name)
}

/// Fills `canon` with the canonical bytes of a row as the database holds it: its first `values` values.
pub(super) fn canon_row(
    row: &rusqlite::Row<'_>,
    values: usize,
    canon: &mut CanonicalRow,
) -> rusqlite::Result<()> {
    canon.clear();
    for at in 0..values {
        canon.value(row.get_ref(at)?);
    }
    Ok(())
}

/// Returns the head of the chain; zeros when there is no entry yet.
pub(super) fn last_hash(conn: &Connection) -> Result<Hash, LedgerError> {
    let hash: Option<Hash> = conn
        .query_row("select hash from seal order by entry desc limit 1", [], |r| r.get(0))
        .optional()?;
    Ok(hash.unwrap_or([0; 32]))
}
