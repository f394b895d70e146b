//! Plans (规划): each comes in whole from its file, and its goals stand as targets that name it.

use super::outcome::EffectKind;
use super::{Refusal, Writing};
use crate::domain::patent::Change;
use crate::domain::plan::{Plan, PlanFile};
use crate::domain::target::Target;
use crate::exchange::read_text;
use crate::ledger::{Ledger, LedgerError, PlanCard, Snapshot};

/// What can be asked of a plan.
#[derive(Debug, Clone)]
pub enum Request {
    /// A plan as its file has it, whole and checked.
    Add { file: Box<PlanFile> },
    /// It should never have been recorded; its goals end with it.
    Void { code: String },
}

impl Request {
    /// What a plan's file asks for, read and checked.
    ///
    /// Errors: the file cannot be read; `Plan` with everything that is wrong with it.
    pub fn of_file(file: &str) -> Result<Self, Refusal> {
        let faults = |faults| Refusal::Plan { file: file.to_owned(), faults };
        let plan = PlanFile::read(&read_text(file)?).map_err(faults)?;
        Ok(Self::Add { file: Box::new(plan) })
    }

    pub fn action(&self) -> &'static str {
        match self {
            Self::Add { .. } => "plan.add",
            Self::Void { .. } => "plan.void",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Add { file } => {
                let code = &file.plan.code;
                if writing.entry.plan_in_force(code)?.is_some() {
                    return Err(Refusal::already_there("plan", code));
                }
                writing.entry.bring_plan(&file.plan)?;
                for target in &file.targets {
                    writing.entry.bring_target(target, None)?;
                }
                writing.did("plan", code, EffectKind::Added, said(file));
                Ok(())
            }
            Self::Void { code } => {
                let found = writing.entry.plan_in_force(code)?;
                let card = found.ok_or_else(|| Refusal::not_found("plan", code))?;
                writing.entry.void_plan(&card)?;
                writing.did("plan", code, EffectKind::Ended, Vec::new());
                Ok(())
            }
        }
    }
}

/// What a new plan says, for whoever adds it to see.
fn said(file: &PlanFile) -> Vec<Change> {
    let Plan { title, from, to, source, .. } = &file.plan;
    let said = [
        ("plan_title", Some(title.clone())),
        ("year_from", Some(from.to_string())),
        ("year_to", Some(to.to_string())),
        ("issued_with", source.clone()),
        ("goals", Some(file.targets.len().to_string())),
    ];
    let said = said.into_iter().filter_map(|(field, new)| Some((field, new?)));
    said.map(|(field, new)| Change { field, old: String::new(), new }).collect()
}

/// Returns the plan of a code.
pub fn named(ledger: &Ledger, snapshot: Snapshot, code: &str) -> Result<PlanCard, Refusal> {
    let code = code.trim();
    let found = ledger.plans(snapshot)?.into_iter().find(|card| card.plan.code == code);
    found.ok_or_else(|| Refusal::not_found("plan", code))
}

/// Returns a plan with its goals, as its file would state them.
pub fn file(ledger: &Ledger, snapshot: Snapshot, plan: Plan) -> Result<PlanFile, LedgerError> {
    let is_of = |target: &Target| target.plan.as_deref() == Some(&*plan.code);
    let targets = ledger.targets(snapshot)?.into_iter().filter(is_of).collect();
    Ok(PlanFile { plan, targets })
}
