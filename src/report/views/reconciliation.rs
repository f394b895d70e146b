//! Reconciliations: what was reconciled, and what each found, as recorded. Nothing of a reason is cut off.

use super::cells::{coded, text};
use crate::domain::reconciliation::{Method, Status};
use crate::i18n::codes::label;
use crate::i18n::reconciliation::proposal;
use crate::i18n::titles::{TITLES, title};
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, ReconciliationItem, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table};

/// Every reconciliation with its totals and who agreed to it.
pub fn list(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let keys = [
        "reconciliation",
        "bank",
        "cutoff",
        "statement_lines",
        "agreed_lines",
        "bank_total",
        "ledger_total",
        "remainder",
        "signed_by",
        "entry",
    ];
    let mut table = Table::of(lang, &keys);
    for one in ledger.reconciliations(None, snapshot)? {
        let signed: Vec<String> = ledger
            .reconciliation_signatures(one.number, snapshot)?
            .into_iter()
            .map(|signature| {
                format!("{} {}", label(lang, "side", &signature.side), signature.signer)
            })
            .collect();
        table.row(vec![
            Cell::Ordinal(one.number),
            Cell::text(ledger.party_name(one.bank, snapshot)?),
            Cell::date(one.cutoff),
            Cell::Count(i64::from(one.lines)),
            Cell::Count(i64::from(one.agreed)),
            Cell::Yuan(one.bank_total.fen()),
            Cell::Yuan(one.ledger_total.fen()),
            Cell::Yuan(one.remainder.fen()),
            Cell::text(signed.join(lang.pick("、", ", "))),
            Cell::Ordinal(one.brought_by),
        ]);
    }
    Ok(table)
}

/// A line, or a loan the bank does not list, that did not agree.
#[derive(Debug, Clone)]
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

/// A finding in a few lines; `number` is the reconciliation's, once recorded.
pub fn lines(lang: Lang, number: Option<i64>, finding: &Finding) -> Vec<String> {
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
    let mut said = vec![match how {
        Some(how) => say::finding_how(lang, place, status, how),
        None => format!("{place}  {status}"),
    }];
    for (field, bank, ledger) in &finding.differences {
        said.push(say::finding_difference(lang, field, bank, ledger));
    }
    said.extend(finding.alone.as_ref().map(|alone| format!("    {alone}")));
    if !finding.reasons.is_empty() {
        said.push(say::finding_reason(lang, &finding.reasons));
    }
    said.extend(finding.proposal.as_ref().map(|what| say::finding_proposal(lang, what)));
    if let (Some(number), Status::Ambiguous | Status::Suggested) = (number, finding.status) {
        said.push(say::finding_decide(lang, number, &finding.rows));
    }
    said
}

/// The title of a field as a reconciliation names it.
pub fn field_title(lang: Lang, field: &'static str) -> &'static str {
    title(lang, if field == "status" { "loan_status" } else { field })
}

fn finding(lang: Lang, item: &ReconciliationItem) -> Finding {
    let mut causes = Vec::new();
    let mut differences = Vec::new();
    for one in &item.differences {
        let known = TITLES.iter().find(|(key, ..)| *key == one.field);
        let name = known.map_or(one.field.as_str(), |(key, ..)| field_title(lang, key));
        differences.push((name.to_owned(), one.bank.clone(), one.ledger.clone()));
        let why = label(lang, "bridge", one.cause.code());
        if !causes.contains(&why) {
            causes.push(why);
        }
    }
    Finding {
        rows: item.row.clone().unwrap_or_default(),
        loans: item.loan_nos(),
        status: item.status,
        method: item.method,
        runner_up: item.runner_up.as_ref().map(|loan| loan.loan_no.clone()),
        differences,
        reasons: causes.join(lang.pick("；", "; ")),
        proposal: item.proposal.as_ref().map(|what| proposal(lang, what)),
        alone: None,
    }
}

/// A reconciliation for people, line by line: every finding, then totals and signatures.
pub fn told(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: i64,
) -> Result<Vec<String>, Refusal> {
    let one = ledger.reconciliation(number, snapshot)?;
    let bank = ledger.party_name(one.bank, snapshot)?;
    let mut said = vec![say::reconcile_title(lang, &bank, one.cutoff)];
    for item in ledger.reconciliation_items(number, snapshot)? {
        said.extend(lines(lang, Some(number), &finding(lang, &item)));
    }
    said.extend(notes(lang, ledger, snapshot, number)?);
    Ok(said)
}

/// A reconciliation as a table: a row for each finding.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: i64,
) -> Result<Table, Refusal> {
    let keys = [
        "bank_row",
        "loan_no",
        "result",
        "matched_by",
        "points",
        "runner_up",
        "margin",
        "differences",
        "proposal",
        "since_reconciliation",
    ];
    let mut table = Table::of(lang, &keys);
    for item in ledger.reconciliation_items(number, snapshot)? {
        let found = finding(lang, &item);
        let differing = found.differences.iter();
        let differing = differing.map(|(field, bank, ledger)| format!("{field} {bank} ≠ {ledger}"));
        let reasons = Some(found.reasons.clone()).filter(|reasons| !reasons.is_empty());
        let said: Vec<String> = differing.chain(reasons).collect();
        table.row(vec![
            Cell::Id(found.rows),
            Cell::Id(found.loans),
            coded(lang, "reconcile_status", item.status.code()),
            Cell::opt(item.method, |method| coded(lang, "reconcile_method", method.code())),
            Cell::Ordinal(item.points),
            Cell::opt(found.runner_up, Cell::id),
            Cell::Ordinal(item.margin),
            Cell::text(said.join(lang.pick("；", "; "))),
            text(found.proposal),
            Cell::opt(item.since, Cell::Ordinal),
        ]);
    }
    for note in notes(lang, ledger, snapshot, number)? {
        table.note(note);
    }
    Ok(table)
}

/// The totals, and who agreed to them.
fn notes(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: i64,
) -> Result<Vec<String>, Refusal> {
    let one = ledger.reconciliation(number, snapshot)?;
    let mut notes = vec![say::reconcile_totals(
        lang,
        one.lines,
        one.agreed,
        one.bank_total,
        one.ledger_total,
        one.remainder,
    )];
    for signature in ledger.reconciliation_signatures(number, snapshot)? {
        let side = label(lang, "side", &signature.side);
        let (signer, day, balance) = (signature.signer, signature.day, signature.balance);
        notes.push(say::signed(lang, side, signer, day, balance));
    }
    Ok(notes)
}
