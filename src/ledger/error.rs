//! What can go wrong between the program and its ledger file.

use std::fmt;
use std::path::PathBuf;

use super::entries::EntryRecord;
use super::interrupt;
use super::place::UnsafePlace;
use super::void::Dependent;
use crate::domain::loan::LoanProblem;
use crate::domain::values::{Date, Money};

/// Each variant has a stable code; `i18n` has its sentence and hint, `cli` its exit code.
#[derive(Debug)]
pub enum LedgerError {
    /// No file stands where the ledger should be.
    Missing { path: PathBuf },
    /// `init` where a file already stands.
    Exists { path: PathBuf },
    /// The file is no ledger of ours.
    NotALedger { path: PathBuf },
    /// A newer program wrote it.
    TooNew { path: PathBuf, version: i64, known: i64 },
    /// An older program wrote it; it can be read, and upgraded to be written.
    Older { path: PathBuf, version: i64, known: i64 },
    /// The older file was changed by other means: brought up, this is not what it should be. Nothing was changed.
    UpgradeDiffers { object: String },
    /// Another writer holds it; what its note beside the file says of it.
    Busy { path: PathBuf, holder: Option<String> },
    /// Nothing known to the ledger under this name or number.
    NotFound { noun: &'static str, id: String },
    /// More than one thing answers to it.
    Ambiguous { noun: &'static str, id: String, candidates: Vec<String> },
    /// `add` of what is already there.
    AlreadyThere { noun: &'static str, id: String },
    /// It was over by the day asked for, or had not begun.
    Ended { noun: &'static str, id: String, on: Option<Date> },
    /// Lines of the entry to be voided were superseded since, by this entry.
    SupersededSince { entry: i64, by: i64 },
    /// The entry, or all it brought, is ended already.
    NothingToVoid { entry: i64 },
    /// Things that other entries recorded stand on what was to be taken back.
    StoodOn {
        by: Vec<Dependent>,
        /// A whole entry was to be taken back, which may take along what stands on it.
        is_entry: bool,
    },
    /// The entry founds the ledger and cannot be voided.
    Founding { entry: i64 },
    /// A number ran out of revisions.
    TooManyRevisions { id: String },
    /// What would be recorded of a loan cannot be worked out: it would make every reading of it fail.
    LoanBroken { loan_no: String, problem: LoanProblem },
    /// A claim stands on what was to be ended.
    ClaimStandsOnIt { claim: String },
    /// A later step rests on what was to be ended.
    StepsStandOnIt { noun: &'static str, id: String },
    /// A fund would hold less than nothing.
    FundShort { fund: String, day: Date, short: Money },
    /// A folder of another computer, or one that a program copies to others: nothing is written there unless told to.
    UnsafePlace { path: PathBuf, place: UnsafePlace },
    /// An interrupted writer left a log or journal beside the file, in a place where it cannot be taken in.
    LogLeft { path: PathBuf, log: PathBuf },
    /// The backup lacks entries of the ledger it would replace.
    LosesEntries { path: PathBuf, lost: Vec<EntryRecord> },
    /// A copy that does not verify.
    CopyDamaged { path: PathBuf, findings: usize },
    /// The system could not flush an entry that was written: it may be recorded or not.
    CommitUnsure { entry: i64, error: rusqlite::Error },
    /// The change changes nothing.
    NoChange,
    /// The clock stands before the moment the last entry was recorded; moments in ms since 1970-01-01 UTC.
    ClockBehind { entry: i64, recorded_at: i64, now: i64 },
    /// A day no entry had been recorded by.
    BeforeFirstEntry { text: String },
    /// Someone asked to stop (Ctrl-C); what was begun is undone.
    Interrupted,
    /// The file system refused.
    Io { path: PathBuf, error: std::io::Error },
    /// SQLite refused.
    Sqlite(rusqlite::Error),
}

impl LedgerError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "ledger-missing",
            Self::Exists { .. } => "ledger-exists",
            Self::NotALedger { .. } => "ledger-not-ours",
            Self::TooNew { .. } => "ledger-too-new",
            Self::Older { .. } => "ledger-older",
            Self::UpgradeDiffers { .. } => "upgrade-differs",
            Self::Busy { .. } => "ledger-busy",
            Self::NotFound { .. } => "not-found",
            Self::Ambiguous { .. } => "ambiguous",
            Self::AlreadyThere { .. } => "already-there",
            Self::Ended { .. } => "not-in-force",
            Self::SupersededSince { .. } => "void-superseded",
            Self::NothingToVoid { .. } => "void-nothing",
            Self::StoodOn { .. } => "void-stood-on",
            Self::Founding { .. } => "void-founding",
            Self::TooManyRevisions { .. } => "too-many-revisions",
            Self::LoanBroken { problem, .. } => problem.code(),
            Self::ClaimStandsOnIt { .. } => "claim-stands-on-it",
            Self::StepsStandOnIt { .. } => "steps-stand-on-it",
            Self::FundShort { .. } => "fund-short",
            Self::UnsafePlace { .. } => "place-unsafe",
            Self::LogLeft { .. } => "log-left",
            Self::LosesEntries { .. } => "restore-loses-entries",
            Self::CopyDamaged { .. } => "copy-damaged",
            Self::CommitUnsure { .. } => "commit-unsure",
            Self::NoChange => "no-change",
            Self::ClockBehind { .. } => "clock-behind",
            Self::BeforeFirstEntry { .. } => "known-at-too-early",
            Self::Interrupted => "interrupted",
            Self::Io { .. } => "file-system",
            Self::Sqlite(_) => "database",
        }
    }
}

impl LedgerError {
    /// Whether SQLite could not put its log beside the file.
    pub(super) fn needs_a_log(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, ReadOnly};
        let Self::Sqlite(error) = self else { return false };
        matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly))
    }
}

/// What the database met, as far as something can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseFault {
    DiskFull,
    /// The system refused to read, write or flush.
    ReadWrite,
    ReadOnly,
    CannotOpen,
    /// The bytes of the file are not those of a database.
    Damaged,
    NoLocks,
    NoMemory,
    Other,
}

impl DatabaseFault {
    /// Returns what SQLite met, and its own number for it.
    pub fn of(error: &rusqlite::Error) -> (Self, i32) {
        use rusqlite::ErrorCode;
        let code = error.sqlite_error().map_or(0, |error| error.extended_code);
        let fault = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::SystemIoFailure) => Self::ReadWrite,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::CannotOpen) => Self::CannotOpen,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::FileLockingProtocolFailed) => Self::NoLocks,
            Some(ErrorCode::OutOfMemory) => Self::NoMemory,
            _ => Self::Other,
        };
        (fault, code)
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(error) => write!(f, "{}: {error}", self.code()),
            Self::Io { path, error } => write!(f, "{}: {}: {error}", self.code(), path.display()),
            other => write!(f, "{}", other.code()),
        }
    }
}

impl std::error::Error for LedgerError {}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, NotADatabase, OperationInterrupted};
        match error.sqlite_error_code() {
            // Whoever waits for another is told by the same code to wait no longer.
            Some(DatabaseBusy) if interrupt::is_requested() => Self::Interrupted,
            Some(DatabaseBusy) => Self::Busy { path: PathBuf::new(), holder: None },
            Some(NotADatabase) => Self::NotALedger { path: PathBuf::new() },
            Some(OperationInterrupted) => Self::Interrupted,
            _ => Self::Sqlite(error),
        }
    }
}
