//! A run as the ledger keeps it: one entry, its items line by line, nothing when nothing is new.

use std::collections::HashMap;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::statement::StatementLine;
use crate::exchange::import::statement::{Statement, noun_of_bank};
use crate::exchange::source::Source;
use crate::ledger::{
    Act, Ledger, LedgerError, PartyId, Reconciliation, ReconciliationItem, Snapshot, SourceFile,
    Verdict,
};
use crate::reconcile::{Item, Run, Status, Tolerance};

/// A run with what the last one knew already.
pub struct Recorded {
    pub number: Option<i64>,
    pub entry: Option<i64>,
    /// The very result is recorded already.
    pub known: bool,
    pub items: Vec<ReconciliationItem>,
    pub before: Option<Reconciliation>,
}

/// What tells a line, or a loan the bank does not list, month after month.
pub fn identity(run: &Run, lines: &[StatementLine], item: &Item, line: Option<usize>) -> String {
    match (line, item.loans.first()) {
        (Some(line), _) => lines[line].identity(),
        (None, Some(loan)) => run.loans[*loan].loan_no.to_string(),
        (None, None) => String::new(),
    }
}

/// The differences of an item as JSON, in no language.
fn differences(item: &Item) -> String {
    let cause = |field: &str| {
        let explained = item.explained.iter().find(|one| one.fields.contains(&field));
        explained.map_or("unknown", |one| one.cause.code())
    };
    let all: Vec<_> = item
        .differences
        .iter()
        .map(|one| {
            json!({
                "field": one.field, "bank": one.bank.to_string(),
                "ledger": one.ledger.to_string(), "cause": cause(one.field),
            })
        })
        .collect();
    json!(all).to_string()
}

/// Items as recorded: a line of the statement each, and each loan it does not list.
fn items(run: &Run, statement: &Statement) -> Vec<ReconciliationItem> {
    let mut all = Vec::new();
    for item in &run.items {
        let loans: Vec<&str> = item.loans.iter().map(|loan| &*run.loans[*loan].loan_no).collect();
        let lines: Vec<Option<usize>> = match item.lines[..] {
            [] => vec![None],
            _ => item.lines.iter().map(|line| Some(*line)).collect(),
        };
        let proposal = item.proposal();
        for (at, line) in lines.into_iter().enumerate() {
            all.push(ReconciliationItem {
                line: 0,
                reconciliation: 0,
                status: item.status.code().to_owned(),
                rows: line.map_or_else(String::new, |line| row_text(statement, line)),
                loans: loans.join(";"),
                identity: identity(run, &statement.lines, item, line),
                method: item.method.map(|method| method.code().to_owned()),
                points: item.points,
                margin: item.margin,
                runner_up: item.runner_up.map(|(loan, _)| run.loans[loan].loan_no.to_string()),
                // What differs of lines taken together stands with the first of them.
                differences: if at == 0 { differences(item) } else { "[]".to_owned() },
                proposal: proposal.filter(|_| at == 0).map(|proposal| proposal.to_text()),
                since: None,
            });
        }
    }
    all
}

/// `12`, or `2/12` when the statement has several sheets.
pub fn row_text(statement: &Statement, line: usize) -> String {
    let at = statement.places[line];
    let several = statement.outcome.sheets.iter().filter(|sheet| sheet.header_row.is_some());
    match several.count() {
        0 | 1 => at.row.to_string(),
        _ => format!("{}/{}", at.sheet + 1, at.row),
    }
}

/// What makes two findings the same from one month to the next: not the amounts, which move.
fn kind_of(item: &ReconciliationItem) -> (String, String, String) {
    let found: serde_json::Value = serde_json::from_str(&item.differences).unwrap_or_default();
    let causes: Vec<String> = found
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| format!("{}{}", one["field"], one["cause"]))
        .collect();
    (item.status.clone(), item.identity.clone(), causes.join(","))
}

/// Records the run, unless it is a rehearsal, of a past knowledge, or found before.
#[allow(clippy::too_many_arguments)]
pub fn record(
    context: &Context,
    ledger: &mut Ledger,
    bank: PartyId,
    snapshot: Snapshot,
    source: &Source,
    statement: &Statement,
    run: &Run,
    tolerance: &Tolerance,
) -> Result<Recorded, Failure> {
    let newest = Snapshot { known_at: i64::MAX, ..snapshot };
    let past = ledger.reconciliations(Some(bank), newest)?;
    let mut items = items(run, statement);
    let mut digest = Sha256::new();
    digest.update(source.sha256);
    digest.update(run.cutoff.to_string());
    for item in &items {
        let parts = [&item.status, &item.rows, &item.loans, &item.differences];
        for part in parts {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
    }
    let fingerprint: [u8; 32] = digest.finalize().into();
    let same = past.iter().rev().find(|one| one.fingerprint == fingerprint);
    // The same statement once more stands beside what came before it, not beside itself.
    let before = past.iter().rev().find(|one| match same {
        Some(same) => one.number < same.number,
        None => true,
    });
    if let Some(before) = before {
        let mut known: HashMap<(String, String, String), i64> = HashMap::new();
        for item in ledger.reconciliation_items(before.number, newest)? {
            known.insert(kind_of(&item), item.since.unwrap_or(before.number));
        }
        for item in &mut items {
            item.since = known.get(&kind_of(item)).copied();
        }
    }
    let before = before.cloned();
    if let Some(same) = same {
        return Ok(Recorded { number: Some(same.number), entry: None, known: true, items, before });
    }
    let counts = |status| u32::try_from(run.lines(status)).unwrap_or(u32::MAX);
    let found = Reconciliation {
        number: 0,
        bank,
        cutoff: run.cutoff,
        lines: u32::try_from(statement.lines.len()).unwrap_or(u32::MAX),
        agreed: counts(Status::Agreed),
        bank_total: run.bridge.bank,
        ledger_total: run.bridge.ledger,
        remainder: run.bridge.remainder,
        listed: run.listed(),
        fingerprint,
        brought_by: 0,
    };
    let act = Act {
        source: Some(SourceFile {
            name: std::path::Path::new(&source.name)
                .file_name()
                .map_or_else(|| source.name.clone(), |name| name.to_string_lossy().into_owned()),
            sha256: source.sha256,
            bytes: source.bytes,
        }),
        settings: json!({
            "format": source.format.code(), "encoding": source.encoding, "map": statement.to_remember,
            "tolerance": [
                tolerance.balance.to_string(), tolerance.interest.to_string(),
                tolerance.days_overdue.to_string(),
            ],
        })
        .to_string(),
        ..context.act("reconcile")
    };
    // What the office once knew is asked for, not recorded as what it finds today.
    let is_past = snapshot.known_at < ledger.anchor()?.entries;
    let (number, receipt) = ledger.write(act, |entry| {
        let number = entry.add_reconciliation(&found, &items)?;
        for (header, field) in &statement.to_remember {
            entry.remember_header(&noun_of_bank(bank), header, field)?;
        }
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run && !is_past, number, "{}"))
    })?;
    let entry = receipt.map(|receipt| receipt.entry);
    Ok(Recorded { number: entry.map(|_| number), entry, known: false, items, before })
}
