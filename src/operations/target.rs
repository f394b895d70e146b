//! Targets of a plan, and values other offices report.

use super::facts::{Statement, corrected};
use super::outcome::{EffectKind, OnKnown, Stated};
use super::{Refusal, Writing};
use crate::domain::Record;
use crate::domain::record::Form;
use crate::domain::target::{FIELDS, REPORTED_FIELDS, Reported, Target};

/// What can be asked of a target.
#[derive(Debug, Clone)]
pub enum Request {
    /// A goal for an indicator and a period; one that is known gives way.
    Set { form: Form },
    /// All targets of an indicator end.
    Void { indicator: String },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Set { .. } => "target.set",
            Self::Void { .. } => "target.void",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Set { form } => match state(writing, &form.record(), OnKnown::Correct)? {
                Stated::Added => Ok(()),
                known => corrected(known),
            },
            Self::Void { indicator } => {
                writing.entry.void_target(indicator)?;
                writing.did("target", indicator, EffectKind::Ended, Vec::new());
                Ok(())
            }
        }
    }
}

/// Takes a target as a form or a row states it.
pub(super) fn state(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let ((indicator, period), _) = Target::subject(said)?;
    let known = writing.entry.target_in_force(&indicator, period)?.map(|(_, known)| known.texts());
    let before = known.clone().unwrap_or_else(|| vec![None; FIELDS.len()]);
    let (read, notes) = Target::read(&said.over(&before, &[]))?;
    let stated =
        Statement { noun: "target", id: &indicator, fields: &FIELDS, known, now: read.texts() }
            .decide(writing, on_known)?;
    if stated != Stated::Unchanged {
        writing.entry.bring_target(&read, writing.row)?;
    }
    writing.notes(notes);
    Ok(stated)
}

/// Takes a reported value as a row states it.
pub(super) fn state_reported(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let (read, notes) = Reported::read(said, writing.today)?;
    let known = writing.entry.reported_in_force(&read.indicator, read.day)?;
    let known = known.map(|(_, known)| known.texts());
    let (id, now) = (&read.indicator, read.texts());
    let stated = Statement { noun: "reported", id, fields: &REPORTED_FIELDS, known, now }
        .decide(writing, on_known)?;
    if stated != Stated::Unchanged {
        writing.entry.bring_reported(&read, writing.row)?;
    }
    writing.notes(notes);
    Ok(stated)
}
