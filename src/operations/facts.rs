//! What every fact that stands in a row has in common: it is new, known, known otherwise, or corrected.

use super::outcome::{EffectKind, OnKnown, Stated};
use super::{Refusal, Writing};
use crate::domain::patent::Change;
use crate::domain::record::{Texts, changes};
use crate::domain::refusal::Read;
use crate::domain::{Fault, Problem, Raw, Record, Refusal as ValueRefusal};
use crate::ledger::LedgerError;

/// The refusal of a fact that the ledger knows otherwise, standing in the first field that contradicts it.
pub(super) fn known_otherwise(changes: Vec<Change>, id: &str) -> Refusal {
    let contradicting = changes.iter().find(|change| !change.old.is_empty());
    let (field, value) = match contradicting.or(changes.first()) {
        Some(change) => (change.field, change.new.clone()),
        None => ("id", id.to_owned()),
    };
    Refusal::field(Fault::new(field, value, Problem::KnownOtherwise { changes }))
}

/// A fact as it would stand, beside what is known of it.
pub(super) struct Statement<'a> {
    pub noun: &'static str,
    /// What it is known by.
    pub id: &'a str,
    pub fields: &'static [&'static str],
    /// The texts of what is in force; none: the fact is new.
    pub known: Option<Texts>,
    /// The texts of the whole as it would stand.
    pub now: Texts,
}

impl Statement<'_> {
    /// Decides what the fact is: new, the same again, or a correction, and tells it. What is not `Unchanged` is for
    /// the caller to write.
    ///
    /// Errors: a correction that waits for a person's decision.
    pub fn decide(
        self,
        writing: &mut Writing<'_, '_>,
        on_known: OnKnown,
    ) -> Result<Stated, Refusal> {
        let Self { noun, id, fields, known, now } = self;
        let is_new = known.is_none();
        let before = known.unwrap_or_else(|| vec![None; fields.len()]);
        let differences = changes(fields, &before, &now);
        if differences.is_empty() {
            return Ok(Stated::Unchanged);
        }
        if is_new {
            writing.did(noun, id, EffectKind::Added, differences);
            return Ok(Stated::Added);
        }
        if on_known == OnKnown::Refuse {
            return Err(known_otherwise(differences, id));
        }
        writing.did(noun, id, EffectKind::Corrected, differences.clone());
        Ok(Stated::Corrected(differences))
    }
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
