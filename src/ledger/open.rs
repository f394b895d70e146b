//! Opening and founding a ledger file, with SQLite set up to defend it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::LedgerError;
use super::format::{Format, TODAY};
use super::interrupt::{self, Hold};
use super::place::{create_private_folder, left_beside};
use super::write::last_hash;

/// `application_id` of a ledger file: `IPLG`.
const APPLICATION_ID: i64 = 0x4950_4C47;

/// How long a second clerk waits before being told who holds the file.
const PATIENCE: Duration = Duration::from_secs(8);

/// The longest pause between two attempts.
const NAP: Duration = Duration::from_millis(32);

/// Pages copied between checks for an interrupt.
const COPIED_PAGES: i32 = 4096;

/// Steps of a statement between checks for an interrupt.
const STEPS: i32 = 4096;

/// Helper threads while an index is built after a bulk load.
const SORT_THREADS: i64 = 1;

/// Page cache while writing: enough for the inner pages and indexes of some millions of lines. Reading goes through the
/// file in order, for which SQLite's own 2 MB are enough.
pub(super) const CACHE_KIB: i64 = 64 * 1024;

/// Page cache while an index is built.
const SORT_CACHE_KIB: i64 = 4 * 1024;

/// An open ledger file. Reading functions take `&Ledger`; [`Ledger::write`] is the only door to writing.
///
/// What is written goes to a log beside the file first (`-wal`), so that whoever reads keeps nobody from writing. The
/// last handle to be dropped takes the log into the file and removes it: one file is left.
#[derive(Debug)]
pub struct Ledger {
    pub(super) conn: Connection,
    /// Dropped after the connection, when no file is left beside the ledger.
    reading: Option<Hold>,
    path: PathBuf,
    pub(super) format: &'static Format,
    /// The version of an older file, which is read through a copy and not written.
    pub(super) older: Option<i64>,
}

impl Ledger {
    /// Opens the ledger at `path`. One of an older format is read as if it had been brought up; writing is refused
    /// until [`Ledger::upgrade`] has run.
    ///
    /// Errors: `Missing`, `NotALedger`, `TooNew`, `Busy`, `LogLeft`.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        Self::open_as(&TODAY, path)
    }

    pub(super) fn open_as(format: &'static Format, path: &Path) -> Result<Self, LedgerError> {
        let located = |error| locate(error, path);
        let mut ledger = Self::connect(format, path)?;
        // Everything a command reads is one state of the file, locked once.
        ledger.conn.execute_batch("begin").map_err(|e| located(e.into()))?;
        let mut version = ledger.version();
        if version.as_ref().is_err_and(LedgerError::needs_a_log) {
            // In a read-only place nobody else writes either: the file is read without locks.
            ledger.conn = unchanging(path)?;
            ledger.defend()?;
            ledger.conn.execute_batch("begin")?;
            version = ledger.version();
            if let Some(log) = left_beside(path).filter(|_| version.is_err()) {
                return Err(LedgerError::LogLeft { path: path.to_owned(), log });
            }
        }
        match version.map_err(located)? {
            version if version < format.version => ledger.brought_up(version).map_err(located),
            _ => Ok(ledger),
        }
    }

    /// A handle on the file, which may be of any version.
    pub(super) fn connect(format: &'static Format, path: &Path) -> Result<Self, LedgerError> {
        if !path.exists() {
            return Err(LedgerError::Missing { path: path.to_owned() });
        }
        let located = |error| locate(error, path);
        let reading = Some(interrupt::reading());
        let conn = opened(path).map_err(|e| located(e.into()))?;
        let mut ledger = Self { reading, ..Self::with(format, conn, path) };
        ledger.defend().map_err(located)?;
        Ok(ledger)
    }

    pub(super) fn with(format: &'static Format, conn: Connection, path: &Path) -> Self {
        Self { conn, reading: None, path: path.to_owned(), format, older: None }
    }

    /// Founds a ledger file at `path`: the schema, and the first entry, which `found` writes.
    ///
    /// The file appears whole: it is built beside its place and moved there.
    ///
    /// Errors: `Exists`; what `found` refuses.
    pub fn create<E: From<LedgerError>>(
        path: &Path,
        found: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<Self, E> {
        let there = || LedgerError::Exists { path: path.to_owned() };
        if path.exists() {
            return Err(there().into());
        }
        let located = |error| LedgerError::Io { path: path.to_owned(), error };
        let folder = folder_of(path);
        create_private_folder(folder).map_err(located)?;
        let _hold = interrupt::hold();
        let beside = tempfile::Builder::new().prefix(".ipledger-").tempdir_in(folder);
        let beside = beside.map_err(located)?;
        let blank = blank_beside(beside.path()).map_err(located)?;
        let on_the_way = |error: rusqlite::Error| locate(error.into(), path);
        {
            let conn = Connection::open(&blank).map_err(on_the_way)?;
            let schema = TODAY.schema;
            conn.execute_batch(&format!("pragma page_size = 4096; begin; {schema} commit;"))
                .and_then(|()| keep_a_log(&conn))
                .map_err(on_the_way)?;
        }
        let mut ledger = Self::open(&blank)?;
        found(&mut ledger)?;
        drop(ledger);
        Self::settle(&blank)?;
        blank.persist_noclobber(path).map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => there(),
            _ => located(error.error),
        })?;
        Ok(Self::open(path)?)
    }

    /// Brings the whole content of the ledger at `path` into the one file, so that it can be moved. Errors: `Busy`.
    pub fn settle(path: &Path) -> Result<(), LedgerError> {
        // Closing the last handle takes in the log; a file that is not a ledger has none.
        drop(Self::connect(&TODAY, path)?.version());
        match log_of(path).exists() {
            true => Err(LedgerError::Busy { path: path.to_owned(), holder: None }),
            false => Ok(()),
        }
    }

    /// A ledger in memory, for tests and dry thinking.
    pub fn in_memory() -> Result<Self, LedgerError> {
        let mut ledger = Self::with(&TODAY, TODAY.fresh()?, Path::new(":memory:"));
        ledger.defend()?;
        Ok(ledger)
    }

    /// Another ledger in memory that holds the same, for tests that begin from one state many times.
    pub fn copy_in_memory(&self) -> Result<Self, LedgerError> {
        let mut conn = Connection::open_in_memory()?;
        Backup::new(&self.conn, &mut conn)?.step(-1)?;
        let mut ledger = Self::with(self.format, conn, Path::new(":memory:"));
        ledger.defend()?;
        Ok(ledger)
    }

    /// Copies the ledger to a file that must not be there yet; the copy appears whole. Of an older file the copy is
    /// the file as it is.
    pub fn copy_to(&self, path: &Path) -> Result<(), LedgerError> {
        match self.older {
            None => copy(&self.conn, path),
            Some(_) => copy(&Self::connect(self.format, &self.path)?.conn, path),
        }
    }

    /// A second handle on the file, for a thread that reads beside this one, in the same state. None of a ledger in
    /// memory, nor of an older file, nor of an entry being written, nor when somebody recorded an entry meanwhile.
    pub fn beside(&self) -> Result<Option<Self>, LedgerError> {
        let state = self.conn.transaction_state(None::<&str>)?;
        let is_reading = state == rusqlite::TransactionState::Read;
        if !is_reading || self.path == Path::new(":memory:") || self.older.is_some() {
            return Ok(None);
        }
        let other = Self::open(&self.path)?;
        let is_same = last_hash(&self.conn)? == last_hash(&other.conn)?;
        Ok(is_same.then_some(other))
    }

    /// Closes the file while a question waits for an answer, so that no second file is left whatever happens meanwhile.
    pub fn away<T>(&mut self, think: impl FnOnce() -> T) -> Result<T, LedgerError> {
        let path = self.path.clone();
        self.conn = Connection::open_in_memory()?;
        self.reading = None;
        let thought = think();
        let Self { conn, reading, .. } = Self::connect(self.format, &path)?;
        (self.conn, self.reading) = (conn, reading);
        Ok(thought)
    }

    /// Ends the reading transaction: the next read sees the newest state.
    pub(super) fn let_go(&self) -> Result<(), LedgerError> {
        if !self.conn.is_autocommit() {
            self.conn.execute_batch("commit")?;
        }
        Ok(())
    }

    /// Returns the version of the file if it is older than today's: it can then only be read.
    pub fn older(&self) -> Option<i64> {
        self.older
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn defend(&mut self) -> Result<(), LedgerError> {
        let conn = &mut self.conn;
        conn.busy_handler(Some(patience()))?;
        conn.progress_handler(STEPS, Some(interrupt::is_requested))?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        // Without it SQLite plans a range query anew for every value bound: half of a large import.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.set_prepared_statement_cache_capacity(64);
        Ok(())
    }

    /// Returns the version of the format this handle reads: today's, for an older file too.
    ///
    /// Errors: `NotALedger`, `TooNew`.
    pub fn version(&self) -> Result<i64, LedgerError> {
        let pragma = |name| self.conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let (path, known) = (&self.path, self.format.version);
        let (application, version) = (pragma("application_id")?, pragma("user_version")?);
        if application != APPLICATION_ID || version < 1 {
            return Err(LedgerError::NotALedger { path: path.clone() });
        }
        if version > known {
            return Err(LedgerError::TooNew { path: path.clone(), version, known });
        }
        Ok(version)
    }
}

fn opened(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// Opens a file in a place where nothing can be written: a stick, an archive.
///
/// Errors: of SQLite, when a log or a journal stands beside the file, without which it is not what was recorded.
fn unchanging(path: &Path) -> rusqlite::Result<Connection> {
    if left_beside(path).is_some() {
        return opened(path);
    }
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let name = whole.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let name = name.replace('\\', "/");
    let slash = if name.starts_with('/') { "" } else { "/" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{slash}{name}?immutable=1"), flags)
}

/// By what a file is known to be unchanged without being opened: sizes and times of the file and of the log beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStamp([Option<(u64, SystemTime)>; 2]);

impl FileStamp {
    pub fn of(path: &Path) -> Self {
        let of = |path: &Path| {
            let data = fs::metadata(path).ok()?;
            Some((data.len(), data.modified().ok()?))
        };
        // A log that holds nothing says nothing.
        Self([of(path), of(&log_of(path)).filter(|(size, _)| *size > 0)])
    }
}

/// Where the log of a file stands.
fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// A file read that is this long, in bytes, and longer than the ledger is taken in without the log: nearly all of it goes
/// to new pages, which the log would have written twice.
const WITHOUT_LOG: u64 = 16 << 20;

/// While it lives the ledger has no log beside it and keeps what it overwrites instead (`-journal`): whoever begins to
/// read meanwhile waits.
#[derive(Debug)]
pub(super) struct WithoutLog<'a>(&'a Connection);

impl Drop for WithoutLog<'_> {
    fn drop(&mut self) {
        // Where somebody began to read, the next entry sees to it.
        let _ = keep_a_log(self.0);
    }
}

impl Ledger {
    /// Sees to it that an entry made of so many bytes is written with the log, or without it where that is quicker and
    /// nobody else has the file open.
    pub(super) fn log_for(&self, bytes: u64) -> Result<Option<WithoutLog<'_>>, LedgerError> {
        let is_long = || fs::metadata(&self.path).is_ok_and(|file| bytes > file.len());
        let asked = if bytes >= WITHOUT_LOG && is_long() { "delete" } else { "wal" };
        let switched = self
            .conn
            .pragma_update_and_check(None, "journal_mode", asked, |row| row.get::<_, String>(0));
        match switched.map_err(LedgerError::from) {
            Ok(mode) if mode == "delete" => Ok(Some(WithoutLog(&self.conn))),
            // In memory there is neither; while others have the file open it stays as it is.
            Ok(_) | Err(LedgerError::Busy { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Switches the file to a write-ahead log, from now on and for every program.
fn keep_a_log(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "journal_mode", "wal")
}

/// Waits for whoever holds the file, in growing pauses, until the time is up or an interrupt arrives.
fn patience() -> impl FnMut(i32) -> bool {
    let mut since = Instant::now();
    move |tries| {
        if tries == 0 {
            since = Instant::now();
        }
        std::thread::sleep(NAP.min(Duration::from_millis(1 << tries.clamp(0, 5))));
        since.elapsed() < PATIENCE && !interrupt::is_requested()
    }
}

/// Copies an open file to a place that must be free; the copy appears whole.
pub(super) fn copy(conn: &Connection, path: &Path) -> Result<(), LedgerError> {
    if path.exists() {
        return Err(LedgerError::Exists { path: path.to_owned() });
    }
    let located = |error| LedgerError::Io { path: path.to_owned(), error };
    let _hold = interrupt::hold();
    let blank = blank_beside(folder_of(path)).map_err(located)?;
    {
        let mut copy = Connection::open(&blank)?;
        let backup = Backup::new(conn, &mut copy)?;
        while backup.step(COPIED_PAGES)? != StepResult::Done {
            interrupt::check()?;
        }
    }
    fs::File::open(&blank).and_then(|file| file.sync_all()).map_err(located)?;
    blank.persist_noclobber(path).map_err(|error| located(error.error))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Runs `work`, the building of an index, with little cache: SQLite's sorter takes its runs from there, and
/// runs that fit the processor's own caches sort in half the time. Pages still unwritten go to the log first: pushed out
/// by the sort they would be written twice, for the case that building the index fails.
pub(super) fn with_small_cache(
    conn: &Connection,
    work: impl FnOnce() -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    conn.cache_flush()?;
    conn.pragma_update(None, "cache_size", -SORT_CACHE_KIB)?;
    conn.pragma_update(None, "threads", SORT_THREADS)?;
    work()?;
    Ok(conn.pragma_update(None, "cache_size", -CACHE_KIB)?)
}

/// Creates an empty file in `folder` that its owner alone may read.
fn blank_beside(folder: &Path) -> std::io::Result<tempfile::TempPath> {
    Ok(tempfile::Builder::new().prefix(".ipledger-").tempfile_in(folder)?.into_temp_path())
}

/// Names the file in an error that SQLite left without one.
pub(super) fn locate(error: LedgerError, path: &Path) -> LedgerError {
    match error {
        LedgerError::Busy { .. } => {
            LedgerError::Busy { path: path.to_owned(), holder: super::holder::read(path) }
        }
        LedgerError::NotALedger { .. } => LedgerError::NotALedger { path: path.to_owned() },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{EntryHeader, SourceFile, Verdict};

    #[test]
    fn where_nothing_can_be_written_the_file_is_read_as_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("账本 100%?#.db");
        drop(Ledger::create(&path, |_| Ok::<_, LedgerError>(())).unwrap());
        let conn = unchanging(&path).unwrap();
        let entries = |conn: &Connection| {
            conn.query_row("select count(*) from entry", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!(entries(&conn), 0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing beside it");
    }

    /// Records an empty entry from a file of so many bytes, and looks at the ledger meanwhile.
    fn record(ledger: &mut Ledger, bytes: u64, look: impl FnOnce(&Connection)) {
        let header = EntryHeader {
            recorded_at: 0,
            recorded_by: "王芳".to_owned(),
            action: "init".into(),
            reason: None,
            source: Some(SourceFile { name: "名录.csv".to_owned(), sha256: [0; 32], bytes }),
            settings: "{}".to_owned(),
            voids: None,
            clock_was_wrong: false,
            any_place: false,
        };
        let work = |entry: &crate::ledger::Entry<'_>| {
            look(entry.conn);
            Ok::<_, LedgerError>(Verdict::Commit((), "{}".to_owned()))
        };
        ledger.write(header, work, |_, _, ()| Ok(())).unwrap();
    }

    #[test]
    fn a_long_file_is_taken_in_without_the_log_unless_somebody_else_has_the_ledger_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let mut ledger = Ledger::create(&path, |_| Ok::<_, LedgerError>(())).unwrap();
        let mode = |conn: &Connection| {
            conn.query_row("pragma journal_mode", [], |row| row.get::<_, String>(0)).unwrap()
        };
        record(&mut ledger, WITHOUT_LOG, |conn| assert_eq!(mode(conn), "delete"));
        assert_eq!(mode(&ledger.conn), "wal");
        record(&mut ledger, WITHOUT_LOG - 1, |conn| assert_eq!(mode(conn), "wal"));
        let other = Ledger::open(&path).unwrap();
        record(&mut ledger, WITHOUT_LOG, |conn| assert_eq!(mode(conn), "wal"));
        drop(other);
        // A process that was killed before it could switch back.
        ledger.let_go().unwrap();
        ledger.conn.pragma_update(None, "journal_mode", "delete").unwrap();
        record(&mut ledger, 0, |conn| assert_eq!(mode(conn), "wal"));
        drop(ledger);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing beside it");
    }

    #[test]
    fn two_handles_that_count_together_see_one_state() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let mut first = Ledger::create(&path, |_| Ok::<_, LedgerError>(())).unwrap();
        let beside = first.beside().unwrap().expect("nobody wrote meanwhile");
        assert_eq!(last_hash(&beside.conn).unwrap(), last_hash(&first.conn).unwrap());
        drop(beside);
        record(&mut Ledger::open(&path).unwrap(), 0, |_| {});
        assert!(first.beside().unwrap().is_none(), "an entry came between");
        first.away(|| ()).unwrap();
        assert!(first.anchor().is_ok());
    }
}
