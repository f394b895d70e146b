//! The book as a whole: founded, an entry taken back.

use std::collections::HashMap;
use std::path::Path;

use super::{Author, Effect, Header, Mode, Office, Recorded, Refusal};
use crate::domain::values::Date;
use crate::ledger::{
    EntryRecord, Ledger, LedgerError, Office as OfficeCard, Snapshot, interrupt, safe_to_write,
    standard_definitions,
};

/// Founds a ledger: the file, the office and its indicator definitions.
///
/// Errors: `Exists`, `UnsafePlace`, what the file system refuses.
pub fn found(
    path: &Path,
    office: &OfficeCard,
    author: Author,
    today: Date,
) -> Result<Ledger, Refusal> {
    safe_to_write(path, author.any_place)?;
    let _hold = interrupt::hold();
    // A file without its first entry is no ledger: it gets its name when it has one.
    Ledger::create(path, |ledger| Office::new(ledger, author, today, Mode::Record).found(office))
}

/// Founds a ledger in memory, for thinking aloud and for tests.
pub fn found_in_memory(
    office: &OfficeCard,
    author: Author,
    today: Date,
) -> Result<Ledger, Refusal> {
    let mut ledger = Ledger::in_memory()?;
    Office::new(&mut ledger, author, today, Mode::Record).found(office)?;
    Ok(ledger)
}

impl Office<'_> {
    fn found(&mut self, office: &OfficeCard) -> Result<(), Refusal> {
        self.entry(Header::of("init"), |writing| {
            writing.entry.found_office(office)?;
            for definition in standard_definitions() {
                writing.entry.define_indicator(&definition)?;
            }
            Ok(((), Some("{}".to_owned())))
        })?;
        Ok(())
    }

    /// Takes an entry back whole: what it brought ends, what it superseded stands again. Nothing is erased.
    ///
    /// Errors: `Founding`, `NotFound`, `NothingToVoid`, `StoodOn`, `SupersededSince`, what would break a loan or a fund.
    /// `with_dependents`: what others recorded that stands on its things is taken along.
    pub fn void_entry(&mut self, entry: i64, with_dependents: bool) -> Result<Recorded, Refusal> {
        let header = Header { voids: Some(entry), ..Header::of("entry.void") };
        let ((), recorded) = self.entry(header, |writing| {
            let taken = writing.entry.void_entry(entry, with_dependents)?;
            writing.effect(Effect::TakenBack { entry, taken });
            Ok(((), Some("{}".to_owned())))
        })?;
        Ok(recorded)
    }
}

/// Returns the entry that took another back and that `redo` would take back in turn: the newest undone, unless something
/// new was recorded since.
pub fn undone(ledger: &Ledger, until: i64) -> Result<Option<EntryRecord>, LedgerError> {
    let log = ledger.log(all_until(until), usize::MAX)?;
    let depths = depths(&log);
    let since_new = log.into_iter().take_while(|entry| depths[&entry.entry] > 0);
    let undone = |entry: &EntryRecord| depths[&entry.entry] % 2 == 1 && entry.voided_by.is_none();
    Ok(since_new.into_iter().find(undone))
}

/// How often the act of an entry was turned round: 0 for one that records something, 1 for one that takes it back, 2
/// for one that takes that back.
fn depths(log: &[EntryRecord]) -> HashMap<i64, usize> {
    let mut depths = HashMap::new();
    for entry in log.iter().rev() {
        let of = entry.voids.map_or(0, |of| depths.get(&of).map_or(1, |depth| depth + 1));
        depths.insert(entry.entry, of);
    }
    depths
}

/// Returns the entries newer than this one that recorded something and were taken back, newest first.
pub fn taken_back_since(ledger: &Ledger, entry: i64, until: i64) -> Result<Vec<i64>, LedgerError> {
    let log = ledger.log(all_until(until), usize::MAX)?;
    let newer = log.into_iter().take_while(|newer| newer.entry > entry);
    let taken = newer.filter(|newer| newer.voids.is_none() && newer.voided_by.is_some());
    Ok(taken.map(|newer| newer.entry).collect())
}

fn all_until(known_at: i64) -> Snapshot {
    Snapshot { as_of: Date::MAX, known_at, is_now: false }
}

/// Returns the newest entries that stand and can be taken back, newest first; the founding is none of them.
pub fn standing(ledger: &Ledger, until: i64) -> Result<Vec<i64>, LedgerError> {
    let stands =
        |entry: &EntryRecord| entry.entry > 1 && entry.voids.is_none() && entry.voided_by.is_none();
    let log = ledger.log(all_until(until), usize::MAX)?;
    Ok(log.into_iter().filter(stands).map(|entry| entry.entry).collect())
}
