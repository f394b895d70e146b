//! What keeps a ledger safe over the years: backups that are proved, and what of the ledger itself wants looking after.

use std::collections::HashSet;

use serde_json::Value;

use crate::domain::claim::ClaimState;
use crate::domain::values::{Date, Quarter};
use crate::domain::working_days::LAST_YEAR;
use crate::ledger::{
    EntryRecord, Ledger, LedgerError, Snapshot, UnsafePlace, free_space, open_to_others,
    unsafe_place,
};

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// After how many days a backup is old, where the office says nothing else.
pub const BACKUP_DAYS: i64 = 7;

/// What a person's program remembers of a ledger; moments in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// When a backup was last proved, and of how many entries.
    pub backup: Option<(i64, i64)>,
    pub verified: Option<i64>,
    /// When the anchor last left the house in a report or a bundle.
    pub anchored: Option<i64>,
}

/// How old the last proved backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupAge {
    /// None was ever proved, as far as this account of the computer knows, in so many days since the ledger began.
    Never { days: i64 },
    /// It was proved so many days ago and lacks so many entries.
    Old { days: i64, entries: i64 },
}

/// Returns how old the last proved backup is, if it is older than `days` days and entries were recorded since.
pub fn backup_age(
    ledger: &Ledger,
    memory: &Memory,
    now: i64,
    days: i64,
) -> Result<Option<BackupAge>, LedgerError> {
    let entries = ledger.anchor()?.entries;
    let since = |moment: i64| (now - moment).div_euclid(DAY_MS);
    Ok(match memory.backup {
        Some((moment, known)) => {
            let (age, lacking) = (since(moment), entries - known);
            (age >= days && lacking != 0).then_some(BackupAge::Old { days: age, entries: lacking })
        }
        // The founding alone can be typed again.
        None if entries > 1 => {
            let age = since(ledger.entry(1)?.recorded_at);
            (age >= days).then_some(BackupAge::Never { days: age })
        }
        None => None,
    })
}

/// Something about a ledger that wants looking after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// An older program wrote the file.
    Older {
        from: i64,
        to: i64,
    },
    Place(UnsafePlace),
    /// Others may read or write the file; its rights.
    Rights(u32),
    /// The last entry is stamped later than now; moments.
    Clock {
        entry: i64,
        recorded_at: i64,
        now: i64,
    },
    /// Bytes free where the ledger stands, and how many a backup or an upgrade may take.
    Space {
        free: u64,
        needed: u64,
    },
    Backup(BackupAge),
    /// Days since the ledger was last verified, from its beginning if it never was.
    Verification {
        days: i64,
        was: bool,
    },
    /// Days since an anchor last left the house, from the beginning if none has.
    Anchor {
        days: i64,
        was: bool,
    },
    /// The last year whose working days are known, near its end.
    Calendar {
        last_year: i32,
    },
    /// The last publication of the loan prime rate that is known, which will soon hold no longer.
    LoanPrimeRate {
        last: Date,
    },
    /// Parties that are only assumed to sit in the district.
    Assumed {
        parties: i64,
    },
    /// Rows of a file that were refused and have not come in since.
    Refused {
        entry: i64,
        file: String,
        rows: i64,
    },
    /// Claims that wait for a second person.
    Claims(Vec<String>),
    /// Quarters that are over and not published.
    Quarters(Vec<Quarter>),
}

impl Finding {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Older { .. } => "older",
            Self::Place(_) => "place",
            Self::Rights(_) => "rights",
            Self::Clock { .. } => "clock",
            Self::Space { .. } => "space",
            Self::Backup(_) => "backup",
            Self::Verification { .. } => "verification",
            Self::Anchor { .. } => "anchor",
            Self::Calendar { .. } => "calendar",
            Self::LoanPrimeRate { .. } => "lpr",
            Self::Assumed { .. } => "assumed",
            Self::Refused { .. } => "refused",
            Self::Claims(_) => "claims",
            Self::Quarters(_) => "quarters",
        }
    }
}

/// Days without a check of the whole ledger that are too many.
const VERIFY_DAYS: i64 = 31;

/// Days without an anchor outside the house that are too many: a quarter, and a week to publish it.
const ANCHOR_DAYS: i64 = 99;

/// Days ahead in which what the program knows by year must not end.
const AHEAD_DAYS: i32 = 60;

/// Days since a publication of the loan prime rate after which the next is due: it comes out once a month.
const LPR_DAYS: i32 = 32;

/// Bytes beside twice the ledger that a disk ought to have free.
const SPARE_BYTES: u64 = 64 * 1024 * 1024;

/// What an examination starts from beside the ledger.
#[derive(Debug, Clone)]
pub struct Surroundings {
    pub memory: Memory,
    /// Milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// After how many days a backup is old.
    pub backup_days: i64,
}

/// Looks at the ledger and where it stands, and returns what wants looking after; what may lose something first.
pub fn examine(
    ledger: &Ledger,
    snapshot: Snapshot,
    around: &Surroundings,
) -> Result<Vec<Finding>, LedgerError> {
    let mut found = Vec::new();
    let (path, now) = (ledger.path(), around.now);
    if let Some(from) = ledger.older() {
        found.push(Finding::Older { from, to: ledger.version()? });
    }
    found.extend(unsafe_place(path).map(Finding::Place));
    found.extend(open_to_others(path).map(Finding::Rights));
    let log = ledger.log(snapshot, usize::MAX)?;
    let latest = log.iter().max_by_key(|entry| entry.recorded_at);
    if let Some(last) = latest.filter(|last| last.recorded_at > now) {
        let (entry, recorded_at) = (last.entry, last.recorded_at);
        found.push(Finding::Clock { entry, recorded_at, now });
    }
    let size = std::fs::metadata(path).map_or(0, |of| of.len());
    let needed = size.saturating_mul(2).saturating_add(SPARE_BYTES);
    let free = free_space(path).filter(|free| *free < needed);
    found.extend(free.map(|free| Finding::Space { free, needed }));
    let age = backup_age(ledger, &around.memory, now, around.backup_days)?;
    found.extend(age.map(Finding::Backup));
    let began = log.last().map_or(now, |first| first.recorded_at);
    let since = |moment: Option<i64>| {
        let days = (now - moment.unwrap_or(began)).div_euclid(DAY_MS);
        (days, moment.is_some())
    };
    let (days, was) = since(around.memory.verified);
    if days > VERIFY_DAYS {
        found.push(Finding::Verification { days, was });
    }
    let publications = ledger.publications(snapshot)?;
    let published = publications.last().map(|last| last.brought_by);
    let published = log.iter().find(|entry| Some(entry.entry) == published);
    let published = published.map(|entry| entry.recorded_at);
    let (days, was) = since(published.max(around.memory.anchored));
    if days > ANCHOR_DAYS {
        found.push(Finding::Anchor { days, was });
    }
    let today = snapshot.as_of;
    if today.add_days(AHEAD_DAYS).is_none_or(|day| day.year() > LAST_YEAR) {
        found.push(Finding::Calendar { last_year: LAST_YEAR });
    }
    if ledger.holds_finance()? {
        let last = ledger.loan_prime_rates(snapshot)?.publications().map(|(day, ..)| day).max();
        let old = last.filter(|last| today.days_since(*last) > LPR_DAYS);
        found.extend(old.map(|last| Finding::LoanPrimeRate { last }));
    }
    let parties = ledger.parties_assumed(snapshot)?;
    found.extend((parties > 0).then_some(Finding::Assumed { parties }));
    found.extend(refused(&log));
    let claims = claims_waiting(ledger, snapshot)?;
    found.extend((!claims.is_empty()).then_some(Finding::Claims(claims)));
    let quarters = unpublished(ledger, snapshot)?;
    found.extend((!quarters.is_empty()).then_some(Finding::Quarters(quarters)));
    Ok(found)
}

/// The files of which rows were refused and have not come in since, by the newest import of each.
fn refused(log: &[EntryRecord]) -> Vec<Finding> {
    let imports = log.iter().filter(|entry| entry.voids.is_none() && entry.voided_by.is_none());
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for entry in imports {
        let Some(file) = &entry.source_name else { continue };
        let outcome: Value = serde_json::from_str(&entry.outcome).unwrap_or_default();
        let Some(rows) = outcome["rejected"].as_i64() else { continue };
        // The workbook of refused rows, mended, speaks for the file it came from.
        if seen.insert((entry.action.as_str(), original(file))) && rows > 0 {
            found.push(Finding::Refused { entry: entry.entry, file: file.clone(), rows });
        }
    }
    found.reverse();
    found
}

/// The name of the file whose refused rows a workbook holds: `专利` of `专利.拒收-2.xlsx`; of another its own.
pub fn original(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut origin = stem;
    for mark in [".拒收", ".refused"] {
        let before = origin.trim_end_matches(|c: char| c.is_ascii_digit());
        let unnumbered = before.strip_suffix('-').unwrap_or(origin);
        origin = unnumbered.strip_suffix(mark).or(origin.strip_suffix(mark)).unwrap_or(origin);
    }
    origin
}

/// The numbers of the claims that wait for a second person.
fn claims_waiting(ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<String>, LedgerError> {
    if !ledger.holds_compensation()? {
        return Ok(Vec::new());
    }
    let compensation = ledger.compensation(snapshot)?;
    let mut waiting = Vec::new();
    for card in &compensation.claims {
        if compensation.standing(card)?.state == ClaimState::Filed {
            waiting.push(card.claim.claim_no.clone());
        }
    }
    Ok(waiting)
}

/// The quarters that are over and follow the last published one, oldest first; the newest alone where none was.
pub fn unpublished(ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<Quarter>, LedgerError> {
    let current = Quarter::of(snapshot.as_of);
    let over = match current.period().last() <= snapshot.as_of {
        true => current,
        false => current.plus(-1),
    };
    let [_, patents, ..] = ledger.counts(snapshot)?;
    let last = ledger.publications(snapshot)?.into_iter().map(|known| known.quarter).max();
    let mut quarter = match last {
        Some(last) => last.plus(1),
        None if patents > 0 => over,
        None => return Ok(Vec::new()),
    };
    let mut quarters = Vec::new();
    while quarter <= over {
        quarters.push(quarter);
        quarter = quarter.plus(1);
    }
    Ok(quarters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_of_refused_rows_speaks_for_its_file() {
        for (file, origin) in [
            ("专利.xlsx", "专利"),
            ("专利.拒收.xlsx", "专利"),
            ("专利.拒收-2.xlsx", "专利"),
            ("报送/patents.refused-12.xlsx", "patents"),
            ("清单2014-2016.xls", "清单2014-2016"),
            ("stdin", "stdin"),
        ] {
            assert_eq!(original(file), origin, "{file}");
        }
    }
}
