//! A run as the ledger keeps it: one entry, its items line by line, nothing when nothing is new.

use std::collections::HashMap;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::reconciliation::{CauseKind, Status};
use crate::domain::statement::StatementLine;
use crate::domain::values::Date;
use crate::exchange::fold_header;
use crate::exchange::import::statement::{Statement, noun_of_bank};
use crate::exchange::source::Source;
use crate::ledger::{
    Act, Ledger, LedgerError, LoanId, NumberedLoan, PartyId, Reconciliation, ReconciliationItem,
    RecordedDifference, Snapshot, SourceFile, Verdict,
};
use crate::reconcile::{Item, Run, Tolerance};

/// A run with what the last one knew already.
pub struct Recorded {
    pub number: Option<i64>,
    pub entry: Option<i64>,
    /// The very result is recorded already.
    pub known: bool,
    pub items: Vec<ReconciliationItem>,
    pub before: Option<Before>,
}

/// The reconciliation before this one.
pub struct Before {
    pub cutoff: Date,
    /// The loans the bank listed then, in order.
    pub listed: Vec<LoanId>,
}

/// What tells a line, or a loan the bank does not list, month after month.
pub fn identity(run: &Run, lines: &[StatementLine], item: &Item, line: Option<usize>) -> String {
    match (line, item.loans.first()) {
        (Some(line), _) => lines[line].identity(),
        (None, Some(loan)) => run.loans[*loan].loan_no.to_string(),
        (None, None) => String::new(),
    }
}

/// The differences of an item, in no language.
fn differences(item: &Item) -> Vec<RecordedDifference> {
    let cause = |field: &str| {
        let explained = item.explained.iter().find(|one| one.fields.contains(&field));
        explained.map_or(CauseKind::Unknown, |one| one.cause.kind())
    };
    let recorded = item.differences.iter().map(|one| RecordedDifference {
        field: one.field.to_owned(),
        bank: one.bank.to_string(),
        ledger: one.ledger.to_string(),
        cause: cause(one.field),
    });
    recorded.collect()
}

/// Items as recorded: a line of the statement each, and each loan it does not list.
fn items(run: &Run, statement: &Statement) -> Vec<ReconciliationItem> {
    let numbered = |loan: usize| {
        let loan = &run.loans[loan];
        NumberedLoan { id: loan.id, loan_no: loan.loan_no.to_string() }
    };
    let mut all = Vec::new();
    for item in &run.items {
        let lines: Vec<Option<usize>> = match item.lines[..] {
            [] => vec![None],
            _ => item.lines.iter().map(|line| Some(*line)).collect(),
        };
        for (at, line) in lines.into_iter().enumerate() {
            all.push(ReconciliationItem {
                status: item.status,
                row: line.map(|line| row_text(statement, line)),
                loans: item.loans.iter().map(|loan| numbered(*loan)).collect(),
                identity: identity(run, &statement.lines, item, line),
                method: item.method,
                points: item.points,
                margin: item.margin,
                runner_up: item.runner_up.map(|(loan, _)| numbered(loan)),
                // What differs of lines taken together stands with the first of them.
                differences: if at == 0 { differences(item) } else { Vec::new() },
                proposal: item.proposal().filter(|_| at == 0).copied(),
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
type Kind = (Status, String, Vec<(String, CauseKind)>);

fn kind_of(item: &ReconciliationItem) -> Kind {
    let causes = item.differences.iter().map(|one| (one.field.clone(), one.cause));
    (item.status, item.identity.clone(), causes.collect())
}

/// One hash over what was found, in the statement with this hash at the close of a day.
fn fingerprint(statement: [u8; 32], cutoff: Date, items: &[ReconciliationItem]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(statement);
    digest.update(cutoff.to_string());
    let mut part = |text: &str| {
        digest.update(text.as_bytes());
        digest.update([0]);
    };
    for item in items {
        part(item.status.code());
        part(item.row.as_deref().unwrap_or_default());
        item.loans.iter().for_each(|loan| part(&loan.loan_no));
        for one in &item.differences {
            [&*one.field, &one.bank, &one.ledger, one.cause.code()].into_iter().for_each(&mut part);
        }
        part("");
    }
    digest.finalize().into()
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
    let fingerprint = fingerprint(source.sha256, run.cutoff, &items);
    let same = past.iter().rev().find(|one| one.fingerprint == fingerprint);
    // The same statement once more stands beside what came before it, not beside itself.
    let before = past.iter().rev().find(|one| match same {
        Some(same) => one.number < same.number,
        None => true,
    });
    if let Some(before) = before {
        let mut known: HashMap<Kind, i64> = HashMap::new();
        for item in ledger.reconciliation_items(before.number, newest)? {
            known.insert(kind_of(&item), item.since.unwrap_or(before.number));
        }
        for item in &mut items {
            item.since = known.get(&kind_of(item)).copied();
        }
    }
    let before = match before {
        None => None,
        Some(before) => {
            let listed = ledger.reconciliation_listed(before.number, newest)?;
            Some(Before { cutoff: before.cutoff, listed })
        }
    };
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
            "format": source.format.code(), "encoding": source.encoding, "map": statement.mapped,
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
        let number = entry.add_reconciliation(&found, &run.listed(), &items)?;
        for (header, field) in &statement.mapped {
            entry.remember_header(&noun_of_bank(bank), &fold_header(header), field)?;
        }
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run && !is_past, number, "{}"))
    })?;
    let entry = receipt.map(|receipt| receipt.entry);
    Ok(Recorded { number: entry.map(|_| number), entry, known: false, items, before })
}
