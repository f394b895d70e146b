//! The book as a whole: founded, an entry taken back.

use std::path::Path;

use super::{Author, Effect, Header, Mode, Office, Recorded, Refusal};
use crate::domain::values::Date;
use crate::ledger::{Ledger, LedgerError, Office as OfficeCard, interrupt, standard_definitions};

/// Founds a ledger: the file, the office and its indicator definitions.
///
/// Errors: `Exists`, what the file system refuses.
pub fn found(
    path: &Path,
    office: &OfficeCard,
    author: Author,
    today: Date,
) -> Result<Ledger, Refusal> {
    let _hold = interrupt::hold();
    let mut ledger = Ledger::create(path)?;
    if let Err(refusal) = Office::new(&mut ledger, author, today, Mode::Record).found(office) {
        // A file without its first entry is no ledger.
        drop(ledger);
        std::fs::remove_file(path)?;
        return Err(refusal);
    }
    Ok(ledger)
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

/// Returns the newest entries that stand and can be taken back, newest first; the founding is none of them.
pub fn standing(ledger: &Ledger, until: i64) -> Result<Vec<i64>, LedgerError> {
    let at = crate::ledger::Snapshot { as_of: Date::MAX, known_at: until, is_now: false };
    let stands = |entry: &crate::ledger::EntryRecord| {
        entry.entry > 1 && entry.voids.is_none() && entry.voided_by.is_none()
    };
    Ok(ledger.log(at, usize::MAX)?.into_iter().filter(stands).map(|entry| entry.entry).collect())
}
