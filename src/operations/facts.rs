//! What every fact that stands in a row has in common: it is new, known, known otherwise, or corrected.

use super::Refusal;
use super::outcome::Stated;
use crate::domain::patent::Change;
use crate::domain::refusal::Read;
use crate::domain::{Fault, Problem, Raw, Record, Refusal as ValueRefusal};
use crate::ledger::LedgerError;

/// The refusal of a fact that the ledger knows otherwise, standing in the first field that differs.
pub(super) fn known_otherwise(changes: Vec<Change>, id: &str) -> Refusal {
    let (field, value) = match changes.first() {
        Some(change) => (change.field, change.new.clone()),
        None => ("id", id.to_owned()),
    };
    Refusal::field(Fault::new(field, value, Problem::KnownOtherwise { changes }))
}

/// Reads the field a fact is known by.
///
/// Errors: what `read` refuses, and `FieldMissing`.
pub(super) fn key<T>(
    said: &Record<'_>,
    field: usize,
    read: impl FnOnce(&str) -> Result<Read<T>, ValueRefusal>,
) -> Result<T, Refusal> {
    let name = said.name(field);
    match said.get(field) {
        Raw::Text(text) => {
            let read =
                read(text).map_err(|refusal| Refusal::field(Fault { field: name, refusal }))?;
            Ok(read.value)
        }
        Raw::Serial(serial) => {
            Err(Refusal::field(Fault::new(name, serial.to_string(), Problem::DateNotExpected)))
        }
        Raw::Blank | Raw::Cleared => {
            Err(Refusal::field(Fault::new(name, "", Problem::FieldMissing)))
        }
    }
}

/// What `add` of a fact comes to: one that is known is not added, though it may complete what is known.
pub(super) fn added(
    stated: Stated,
    noun: &'static str,
    id: impl FnOnce() -> Result<String, Refusal>,
) -> Result<(), Refusal> {
    match stated {
        Stated::Added | Stated::Corrected(_) => Ok(()),
        Stated::Unchanged => Err(Refusal::already_there(noun, id()?)),
    }
}

/// What `correct` of a fact comes to.
pub(super) fn corrected(stated: Stated) -> Result<(), Refusal> {
    match stated {
        Stated::Corrected(_) => Ok(()),
        Stated::Added | Stated::Unchanged => Err(LedgerError::NoChange.into()),
    }
}
