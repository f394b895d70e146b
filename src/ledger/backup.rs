//! Copies in a folder that are proved before they count, and put back without losing what was recorded since.
//!
//! ```text
//! copied beside its name ──> copied back from there ──> verified, its head the ledger's ──> named by day and head
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use super::digest::hex;
use super::entries::{Anchor, EntryRecord};
use super::error::{DatabaseFault, LedgerError};
use super::interrupt;
use super::open::Ledger;
use super::place::{create_private_folder, safe_to_write};
use super::snapshot::Snapshot;
use crate::domain::keep::Keep;
use crate::domain::values::Date;

/// Digits of the head hash in a backup's name.
const DIGITS: usize = 12;

/// A backup that was copied back, verified and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub anchor: Anchor,
    /// Not made now: it was there with all the ledger holds, and was proved again.
    pub was_there: bool,
}

/// What became of the older backups in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thinned {
    pub kept: usize,
    pub removed: Vec<PathBuf>,
    /// Would have been removed, but are not known to be of this ledger.
    pub strangers: Vec<PathBuf>,
}

impl Ledger {
    /// Puts a proved backup into a folder, under a name of the day and the head: `ledger-2021-01-15-9f86d081884c.db`.
    ///
    /// Errors: `CopyDamaged` when the copy does not give back what the ledger holds; nothing is left then.
    pub fn back_up(&self, folder: &Path, today: Date) -> Result<Backup, LedgerError> {
        let located = |error| LedgerError::Io { path: folder.to_owned(), error };
        create_private_folder(folder).map_err(located)?;
        let anchor = self.anchor()?;
        let name = format!("{}{today}-{}.db", self.backup_stem(), &hex(&anchor.head)[..DIGITS]);
        let path = folder.join(name);
        let _hold = interrupt::hold();
        if path.exists() {
            prove(&path, &anchor, self.room())?;
            return Ok(Backup { path, anchor, was_there: true });
        }
        let beside = tempfile::Builder::new().prefix(".ipledger-").tempdir_in(folder);
        let beside = beside.map_err(located)?;
        let copy = beside.path().join("copy.db");
        self.copy_to(&copy)?;
        prove(&copy, &anchor, self.room()).map_err(|error| match error {
            LedgerError::CopyDamaged { findings, .. } => {
                LedgerError::CopyDamaged { path: path.clone(), findings }
            }
            error => error,
        })?;
        fs::rename(&copy, &path).map_err(located)?;
        // The name too is on the disk before the backup counts.
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(located)?;
        Ok(Backup { path, anchor, was_there: false })
    }

    /// The folder a backup is copied back to when it is proved: where the ledger is there is room for it.
    fn room(&self) -> &Path {
        self.path().parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
    }

    /// Removes the backups of this ledger in a folder that `keep` does not keep. `newest` stays whatever is kept, and
    /// so does a file that is not known to be a past state of this ledger.
    pub fn thin_backups(
        &self,
        folder: &Path,
        keep: &Keep,
        newest: &Path,
    ) -> Result<Thinned, LedgerError> {
        let located = |error| LedgerError::Io { path: folder.to_owned(), error };
        let mut there = Vec::new();
        for entry in fs::read_dir(folder).map_err(located)? {
            let path = entry.map_err(located)?.path();
            if let Some(day) = self.day_of_backup(&path) {
                let made = fs::metadata(&path).and_then(|of| of.modified()).map_err(located)?;
                there.push((day, path == newest, made, path));
            }
        }
        // The newest first; of one day the one made now, else the one made last.
        there.sort_by(|one, other| other.cmp(one));
        let days: Vec<Date> = there.iter().map(|(day, ..)| *day).collect();
        let kept = keep.kept(&days);
        let mut thinned = Thinned::default();
        for ((_, _, _, path), is_kept) in there.into_iter().zip(kept) {
            if is_kept || path == newest {
                thinned.kept += 1;
            } else if self.was_once(&path) {
                fs::remove_file(&path)
                    .map_err(|error| LedgerError::Io { path: path.clone(), error })?;
                thinned.removed.push(path);
            } else {
                thinned.strangers.push(path);
            }
        }
        Ok(thinned)
    }

    /// Whether a file is this ledger as it once was.
    fn was_once(&self, path: &Path) -> bool {
        let anchor = Self::open(path).and_then(|copy| copy.anchor());
        let same = |anchor: Anchor| Ok(self.anchor_at(anchor.entries)?.head == anchor.head);
        anchor.and_then(same).unwrap_or(false)
    }

    /// How the names of this ledger's backups begin.
    fn backup_stem(&self) -> String {
        let stem = self.path().file_stem().unwrap_or_default().to_string_lossy();
        format!("{stem}-")
    }

    /// The day in the name of a backup of this ledger.
    fn day_of_backup(&self, path: &Path) -> Option<Date> {
        let name = path.file_name()?.to_str()?;
        let rest = name.strip_prefix(&self.backup_stem())?.strip_suffix(".db")?;
        let (day, head) = (rest.get(..10)?, rest.get(10..)?.strip_prefix('-')?);
        let is_head = head.len() == DIGITS && head.bytes().all(|byte| byte.is_ascii_hexdigit());
        day.parse().ok().filter(|_| is_head)
    }

    /// Returns the entries that another ledger does not have: those after the last that both have alike. Newest first.
    pub fn entries_unknown_to(&self, other: &Self) -> Result<Vec<EntryRecord>, LedgerError> {
        let (mut same, mut beyond) = (0, self.anchor()?.entries.min(other.anchor()?.entries) + 1);
        // What is alike at an entry is alike before it: a hash covers the one before.
        while same + 1 < beyond {
            let middle = (same + beyond) / 2;
            match self.anchor_at(middle)?.head == other.anchor_at(middle)?.head {
                true => same = middle,
                false => beyond = middle,
            }
        }
        let all = Snapshot { as_of: Date::MAX, known_at: i64::MAX, is_now: false };
        let mut log = self.log(all, usize::MAX)?;
        log.retain(|entry| entry.entry > same);
        Ok(log)
    }

    /// Puts a copy of the backup `from` in the place of the ledger at `path`; what stood there is kept as `kept`, which
    /// must be free. `give_up`: entries that the backup lacks are given up, and one that does not verify is taken.
    ///
    /// Errors: `LosesEntries`, `CopyDamaged`, `UnsafePlace`, `Busy`; then nothing has changed.
    pub fn restore(
        path: &Path,
        from: &Path,
        kept: &Path,
        give_up: bool,
        any_place: bool,
    ) -> Result<Self, LedgerError> {
        safe_to_write(path, any_place)?;
        let backup = Self::open(from).map_err(|error| unreadable(from, error))?;
        if !give_up {
            let verified = backup.verify(&[]).map_err(|error| unreadable(from, error));
            let findings = verified?.findings.len();
            if findings > 0 {
                return Err(LedgerError::CopyDamaged { path: from.to_owned(), findings });
            }
            // What cannot be read any more is what a backup is for.
            if let Ok(present) = Self::open(path) {
                let lost = present.entries_unknown_to(&backup)?;
                if !lost.is_empty() {
                    return Err(LedgerError::LosesEntries { path: from.to_owned(), lost });
                }
            }
        }
        let io = |path: &Path, error| LedgerError::Io { path: path.to_owned(), error };
        let _hold = interrupt::hold();
        // A link is followed: what it leads to is replaced.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = place.parent().unwrap_or(Path::new("."));
        create_private_folder(folder).map_err(|error| io(folder, error))?;
        let beside = tempfile::Builder::new().prefix(".ipledger-").tempdir_in(folder);
        let new = beside.map_err(|error| io(folder, error))?;
        let copy = new.path().join("restored.db");
        backup.copy_to(&copy)?;
        // At no moment is there no ledger: the one that is there gets a second name, then its first one goes over.
        if let Ok(there) = fs::metadata(&place) {
            Self::settle(&place)?;
            fs::set_permissions(&copy, there.permissions()).map_err(|error| io(&copy, error))?;
            let named = fs::hard_link(&place, kept);
            let named = named.or_else(|_| fs::copy(&place, kept).map(drop));
            named.map_err(|error| io(kept, error))?;
        }
        fs::rename(&copy, &place).map_err(|error| io(&place, error))?;
        Self::open(path)
    }
}

/// Calls a backup damaged that the database cannot read.
fn unreadable(path: &Path, error: LedgerError) -> LedgerError {
    match error {
        LedgerError::Sqlite(error) if DatabaseFault::of(&error).0 == DatabaseFault::Damaged => {
            LedgerError::CopyDamaged { path: path.to_owned(), findings: 1 }
        }
        error => error,
    }
}

/// Copies a backup back to a file of its own in `room`, as restoring would, and compares: every line verifies, and the head is
/// the ledger's.
///
/// Errors: `CopyDamaged`.
fn prove(path: &Path, anchor: &Anchor, room: &Path) -> Result<(), LedgerError> {
    let located = |error| LedgerError::Io { path: room.to_owned(), error };
    let beside = tempfile::Builder::new().prefix(".ipledger-").tempdir_in(room);
    let beside = beside.map_err(located)?;
    let back = beside.path().join("back.db");
    let damaged = |findings| LedgerError::CopyDamaged { path: path.to_owned(), findings };
    let unreadable = |error| unreadable(path, error);
    Ledger::open(path).and_then(|copy| copy.copy_to(&back)).map_err(unreadable)?;
    let restored = Ledger::open(&back).map_err(unreadable)?;
    let verification = restored.verify(std::slice::from_ref(anchor)).map_err(unreadable)?;
    let findings = verification.findings.len();
    match findings == 0 && verification.anchor == *anchor {
        true => Ok(()),
        false => Err(damaged(findings.max(1))),
    }
}
