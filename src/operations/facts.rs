//! What every fact that stands in a row has in common: it is new, known, known otherwise, or corrected.

use super::outcome::{EffectKind, OnKnown, Stated};
use super::{Refusal, Writing};
use crate::domain::patent::Change;
use crate::domain::record::{Texts, changes};
use crate::domain::refusal::Read;
use crate::domain::{Fault, Problem, Raw, Record, Refusal as ValueRefusal};
use crate::ledger::{Dependent, LedgerError, Subject};

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

/// Refuses to void what facts of other things stand on.
pub(super) fn none_stands_on_it(by: Vec<Dependent>) -> Result<(), Refusal> {
    match by.is_empty() {
        true => Ok(()),
        false => Err(LedgerError::StoodOn { by, is_entry: false }.into()),
    }
}

/// What `correct` of a fact comes to.
pub(super) fn corrected(stated: Stated) -> Result<(), Refusal> {
    match stated {
        Stated::Corrected(_) => Ok(()),
        Stated::Added | Stated::Unchanged => Err(LedgerError::NoChange.into()),
    }
}

/// Facts of a noun that stand in a record alone: one is added, corrected and voided by a form that says what it is
/// known by.
pub(super) trait Facts {
    const NOUN: &'static str;
    /// What the ledger holds of one.
    type Known;

    /// What a record calls the fact it is about, and what is in force of it.
    fn find(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
    ) -> Result<(String, Option<Self::Known>), Refusal>;

    /// How its lines are found again, for an edit that was made from an earlier state.
    fn subject<'a>(id: &'a str, known: &'a Self::Known) -> Subject<'a>;

    /// Takes a fact as a form or a row states it.
    fn state(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
        on_known: OnKnown,
    ) -> Result<Stated, Refusal>;

    /// Ends what is in force of one.
    fn end(writing: &mut Writing<'_, '_>, known: &Self::Known) -> Result<(), Refusal>;
}

/// Adds a fact. One that is known is not added, though the form may complete what is known.
pub(super) fn add<F: Facts>(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
) -> Result<(), Refusal> {
    let stated = F::state(writing, said, OnKnown::Refuse)?;
    added(stated, F::NOUN, || Ok(F::find(writing, said)?.0))
}

/// Corrects a fact in force. `seen`: the entry the edit was made from.
pub(super) fn correct<F: Facts>(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    seen: Option<i64>,
) -> Result<(), Refusal> {
    let (id, known) = in_force::<F>(writing, said)?;
    writing.unchanged_since(seen, &F::subject(&id, &known), F::NOUN, &id)?;
    corrected(F::state(writing, said, OnKnown::Correct)?)
}

/// Voids a fact in force.
pub(super) fn void<F: Facts>(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
) -> Result<(), Refusal> {
    let (id, known) = in_force::<F>(writing, said)?;
    F::end(writing, &known)?;
    writing.did(F::NOUN, id, EffectKind::Ended, Vec::new());
    Ok(())
}

fn in_force<F: Facts>(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
) -> Result<(String, F::Known), Refusal> {
    let (id, known) = F::find(writing, said)?;
    let known = known.ok_or_else(|| Refusal::not_found(F::NOUN, &id))?;
    Ok((id, known))
}

/// Declares what can be asked of facts that stand in a record alone.
macro_rules! fact_requests {
    ($facts:ty, $noun:literal) => {
        /// What can be asked of one. Each form says what it is known by; of a correction, what is not said stays.
        #[derive(Debug, Clone)]
        pub enum Request {
            Add {
                form: $crate::domain::record::Form,
            },
            /// `seen`: the entry the edit was made from.
            Correct {
                form: $crate::domain::record::Form,
                seen: Option<i64>,
            },
            Void {
                form: $crate::domain::record::Form,
            },
        }

        impl Request {
            pub fn action(&self) -> &'static str {
                match self {
                    Self::Add { .. } => concat!($noun, ".add"),
                    Self::Correct { .. } => concat!($noun, ".correct"),
                    Self::Void { .. } => concat!($noun, ".void"),
                }
            }

            pub(super) fn carry_out(
                &self,
                writing: &mut $crate::operations::Writing<'_, '_>,
            ) -> Result<(), $crate::operations::Refusal> {
                use $crate::operations::facts;
                match self {
                    Self::Add { form } => facts::add::<$facts>(writing, &form.record()),
                    Self::Correct { form, seen } => {
                        facts::correct::<$facts>(writing, &form.record(), *seen)
                    }
                    Self::Void { form } => facts::void::<$facts>(writing, &form.record()),
                }
            }
        }
    };
}
pub(super) use fact_requests;
