//! Findings as a person reads them at the terminal: nothing of a reason is cut off.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::reconciliation::{Method, Status};
use crate::i18n::codes::label;
use crate::i18n::say;

/// A line, or a loan the bank does not list, that did not agree.
pub struct Finding {
    pub rows: String,
    pub loans: String,
    pub status: Status,
    pub method: Option<Method>,
    pub runner_up: Option<String>,
    /// Field, the bank's value, ours.
    pub differences: Vec<(String, String, String)>,
    pub reasons: String,
    pub proposal: Option<String>,
    /// Who and how much, where there is no other side to compare with.
    pub alone: Option<String>,
}

/// Prints a finding in a few lines; `number` is the reconciliation's, once recorded.
pub fn tell(context: &Context, number: Option<i64>, finding: &Finding) -> Result<(), Failure> {
    let lang = context.lang;
    let status = label(lang, "reconcile_status", finding.status.code());
    let how = finding.method.map(|method| label(lang, "reconcile_method", method.code()));
    let or = lang.pick(" 或 ", " or ");
    let loans = match (&finding.runner_up, finding.status) {
        (Some(other), Status::Ambiguous) if finding.loans.is_empty() => other.clone(),
        (Some(other), Status::Ambiguous) => format!("{}{or}{other}", finding.loans),
        _ => finding.loans.clone(),
    };
    let place = match (finding.rows.is_empty(), loans.is_empty()) {
        (true, _) => loans,
        (false, true) => say::statement_row(lang, &finding.rows),
        (false, false) => format!("{} → {loans}", say::statement_row(lang, &finding.rows)),
    };
    context.print(match how {
        Some(how) => say::finding_how(lang, place, status, how),
        None => format!("{place}  {status}"),
    })?;
    for (field, bank, ledger) in &finding.differences {
        context.print(say::finding_difference(lang, field, bank, ledger))?;
    }
    if let Some(alone) = &finding.alone {
        context.print(format!("    {alone}"))?;
    }
    if !finding.reasons.is_empty() {
        context.print(say::finding_reason(lang, &finding.reasons))?;
    }
    if let Some(what) = &finding.proposal {
        context.print(say::finding_proposal(lang, what))?;
    }
    if let (Some(number), Status::Ambiguous | Status::Suggested) = (number, finding.status) {
        context.print(say::finding_decide(lang, number, &finding.rows))?;
    }
    Ok(())
}
