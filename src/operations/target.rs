//! Targets of a plan.

use super::facts::{Statement, corrected};
use super::outcome::{EffectKind, OnKnown, Stated};
use super::{Refusal, Writing};
use crate::domain::plan::Plan;
use crate::domain::record::Form;
use crate::domain::target::{FIELDS, PERIOD_TO, PLAN, Target};
use crate::domain::values::Period;
use crate::domain::{Fault, Problem, Record};

/// What can be asked of a target.
#[derive(Debug, Clone)]
pub enum Request {
    /// A goal for an indicator and a period; one that is known gives way.
    Set { form: Form },
    /// All targets of an indicator end, or those that belong to a plan.
    Void { indicator: String, plan: Option<String> },
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
            Self::Void { indicator, plan } => {
                writing.entry.void_target(indicator, plan.as_deref())?;
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
    let (key, _) = Target::subject(said)?;
    if let Some(plan) = &key.plan {
        within(writing, plan, key.period)?;
    }
    let known = writing.entry.target_in_force(&key)?.map(|(_, known)| known.texts());
    let before = known.clone().unwrap_or_else(|| vec![None; FIELDS.len()]);
    let (read, notes) = Target::read(&said.over(&before, &[]))?;
    let stated =
        Statement { noun: "target", id: &key.indicator, fields: &FIELDS, known, now: read.texts() }
            .decide(writing, on_known)?;
    if stated != Stated::Unchanged {
        writing.entry.bring_target(&read, writing.row)?;
    }
    writing.notes(notes);
    Ok(stated)
}

/// Refuses a goal of a plan that nobody recorded, or for other years than the plan's.
fn within(writing: &Writing<'_, '_>, plan: &str, period: Period) -> Result<(), Refusal> {
    let fault = |field: usize, value: &dyn ToString, problem| {
        Refusal::field(Fault::new(FIELDS[field], value.to_string(), problem))
    };
    let Some(card) = writing.entry.plan_in_force(plan)? else {
        return Err(fault(PLAN, &plan, Problem::UnknownReference { noun: "plan" }));
    };
    let Plan { from, to, .. } = card.plan;
    match card.plan.covers(period) {
        true => Ok(()),
        false => Err(fault(PERIOD_TO, &period, Problem::OutsidePlan { from, to })),
    }
}
