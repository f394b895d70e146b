//! A statement just reconciled, for files and programs: its table, its JSON, what people should know of the file.

use serde_json::{Value, json};

use super::import::{file_warnings, readings};
use super::reconciliation::ReconciliationFindings;
use crate::domain::reconciliation::MatchStatus;
use crate::domain::values::Date;
use crate::exchange::import::statement::Statement;
use crate::exchange::import::{Reason, Reject};
use crate::i18n::codes::label;
use crate::i18n::punctuation::comma_list;
use crate::i18n::reconciliation::{cause, proposal};
use crate::i18n::{Lang, say};
use crate::operations::reconciliation::{ListChanges, Reconciled};
use crate::reconcile::{MatchItem, Run};
use crate::report::{Cell, Table};

/// What people should know of the file: of its day too, where it states one.
pub fn warnings(lang: Lang, statement: &Statement, cutoff: Date) -> Vec<String> {
    let mut all: Vec<String> = file_warnings(lang, &statement.outcome);
    all.extend(match statement.as_of[..] {
        [] => None,
        [day] if day == cutoff => Some(say::statement_day(lang, day)),
        _ => {
            let days = comma_list(lang, statement.as_of.iter().map(Date::to_string));
            Some(say::statement_of_another_day(lang, days, cutoff))
        }
    });
    all.extend(statement.outcome.rejects.iter().map(|reject| match is_a_line(reject) {
        true => say::row_not_read(lang, reject.row),
        false => say::row_names_no_loan(lang, reject.row),
    }));
    all
}

/// Whether a row that could not be read is one of the bank's lines all the same.
fn is_a_line(reject: &Reject) -> bool {
    reject.reasons.iter().any(|(_, reason)| matches!(reason, Reason::Unreadable(_)))
}

/// How many rows nobody could read: neither whose they are, nor what of ours they could mean.
fn unreadable(statement: &Statement, run: &Run) -> usize {
    let rejects = statement.outcome.rejects.iter().filter(|reject| !is_a_line(reject)).count();
    let alone = run.items.iter().filter(|item| item.status == MatchStatus::OnlyBank);
    let lines = alone.flat_map(|item| &item.lines);
    rejects + lines.filter(|line| statement.lines[**line].names_nobody()).count()
}

/// The loans that came to the bank's list or left it, in words.
pub fn moved(lang: Lang, changes: &ListChanges) -> Vec<String> {
    let mut lines = Vec::new();
    if !changes.vanished.is_empty() {
        lines.push(say::loans_vanished(lang, comma_list(lang, &changes.vanished)));
    }
    if !changes.appeared.is_empty() {
        lines.push(say::loans_appeared(lang, comma_list(lang, &changes.appeared)));
    }
    lines
}

/// Findings told one by one; all of them are in the answer.
const TOLD: usize = 40;

/// What did not agree and is new; what the last reconciliation found as well is counted.
pub fn told(found: &ReconciliationFindings<'_>, recorded: &Reconciled) -> Vec<String> {
    let lang = found.lang;
    // What is recorded of an item begins where that of the items before it ends.
    let mut at = 0;
    let (mut lines, mut told, mut hidden, mut more, mut plain) = (Vec::new(), 0, 0, 0, 0);
    for item in &found.run.items {
        let first = recorded.items.get(at);
        at += item.lines.len().max(1);
        if !recorded.known && first.is_some_and(|item| item.since.is_some()) {
            hidden += 1;
        } else if found.lacks_balance_alone(item) {
            plain += 1;
        } else if told == TOLD {
            more += 1;
        } else {
            told += 1;
            lines.push(found.told(recorded.number, item).join("\n"));
        }
    }
    lines.extend((plain > 0).then(|| say::reconcile_without_balance(lang, plain)));
    lines.extend((hidden > 0).then(|| say::reconcile_hidden(lang, hidden)));
    lines.extend((more > 0).then(|| say::reconcile_more(lang, more)));
    lines
}

/// What did not agree, as a table for files.
pub fn table(found: &ReconciliationFindings<'_>, bank: &str) -> Table {
    let keys = [
        "bank_row",
        "loan_no",
        "result",
        "matched_by",
        "runner_up",
        "differences",
        "explanation",
        "proposal",
    ];
    let (lang, run) = (found.lang, found.run);
    let mut table = Table::of(lang, &keys).titled(say::reconcile_title(lang, bank, run.cutoff));
    for item in &run.items {
        let what = item.proposal();
        table.row(vec![
            Cell::Id(found.rows(item)),
            Cell::Id(found.loan_numbers(item)),
            Cell::code(item.status.code(), label(lang, "reconcile_status", item.status.code())),
            Cell::opt(item.method, |method| {
                Cell::code(method.code(), label(lang, "reconcile_method", method.code()))
            }),
            Cell::opt(item.runner_up, |(loan, _)| Cell::id(&run.loans[loan].loan_no)),
            Cell::text(found.differing(item)),
            Cell::text(found.reasons(item)),
            Cell::opt(what, |what| Cell::text(proposal(lang, what))),
        ]);
    }
    table
}

fn item_json(
    lang: Lang,
    statement: &Statement,
    run: &Run,
    item: &MatchItem,
    line: Option<usize>,
) -> Value {
    let differences: Vec<Value> = item
        .differences
        .iter()
        .map(|one| {
            let why = item.explained.iter().find(|known| known.fields.contains(&one.field));
            json!({
                "field": one.field, "bank": one.bank.to_string(),
                "ledger": one.ledger.to_string(),
                "cause": why.map(|why| why.cause.code()),
                "explanation": why.map(|why| cause(lang, &why.cause)),
            })
        })
        .collect();
    let loans: Vec<&str> = item.loans.iter().map(|loan| &*run.loans[*loan].loan_no).collect();
    let what = item.proposal();
    json!({
        "status": item.status.code(),
        "status_label": label(lang, "reconcile_status", item.status.code()),
        "bank_row": line.map(|line| statement.places[line].row),
        "sheet": line.map(|line| {
            statement.outcome.sheets.get(statement.places[line].sheet).and_then(|s| s.name.clone())
        }),
        // An ambiguous line means none of its loans until a person says which.
        "loan": loans.first().filter(|_| item.status != MatchStatus::Ambiguous),
        "loans": loans,
        "bank_rows": item.lines.iter().map(|line| statement.places[*line].row).collect::<Vec<_>>(),
        "method": item.method.map(|method| method.code()),
        "points": item.points, "margin": item.margin,
        "runner_up": item.runner_up.map(|(loan, _)| &*run.loans[loan].loan_no),
        "repeats": item.repeats,
        "differences": differences,
        "proposal": what.map(ToString::to_string),
        "proposal_label": what.map(|what| proposal(lang, what)),
    })
}

/// The data of the JSON envelope (design.md 5).
pub fn data(
    lang: Lang,
    statement: &Statement,
    run: &Run,
    recorded: &Reconciled,
    moved: &ListChanges,
) -> Value {
    let mut items = Vec::new();
    for item in run.all() {
        match item.lines[..] {
            [] => items.push(item_json(lang, statement, run, &item, None)),
            _ => items.extend(
                item.lines.iter().map(|line| item_json(lang, statement, run, &item, Some(*line))),
            ),
        }
    }
    let named: Vec<Value> = run
        .bridge
        .named
        .iter()
        .map(|(name, amount)| json!({"name": name, "amount": amount.to_string()}))
        .collect();
    json!({
        "reconciliation": recorded.number, "entry": recorded.entry, "known": recorded.known,
        "lines": statement.lines.len(), "unreadable": unreadable(statement, run),
        "agreed": run.lines(MatchStatus::Agreed), "differing": run.lines(MatchStatus::Differs),
        "suggested": run.lines(MatchStatus::Suggested), "ambiguous": run.lines(MatchStatus::Ambiguous),
        "only_bank": run.lines(MatchStatus::OnlyBank), "only_ledger": run.only_ledger(),
        "bank_total": run.bridge.bank.to_string(), "ledger_total": run.bridge.ledger.to_string(),
        "bridge": named, "remainder": run.bridge.remainder.to_string(),
        "vanished": moved.vanished, "appeared": moved.appeared,
        "reading": readings(lang, &statement.outcome),
        "items": items,
    })
}
