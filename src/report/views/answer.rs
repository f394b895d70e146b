//! The answer to the bank: its rows in its order under its headers, and beside each what we found.

use std::borrow::Cow;
use std::collections::HashMap;

use super::reconciliation::ReconciliationFindings;
use crate::domain::reconciliation::MatchStatus;
use crate::exchange::import::statement::Statement;
use crate::exchange::source::Source;
use crate::exchange::{AnnotatedRow, AnnotatedSheet, ExchangeError, OwnedCell, reread};
use crate::i18n::codes::label;
use crate::i18n::reconciliation::proposal;
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::reconcile::{MatchItem, Run};

/// The sheets of the answer: one for each of the bank's, then the loans it does not list.
pub fn sheets(
    source: &mut Source,
    statement: &Statement,
    found: &ReconciliationFindings<'_>,
) -> Result<Vec<AnnotatedSheet>, ExchangeError> {
    let (lang, run) = (found.lang, found.run);
    let all: Vec<Cow<'_, MatchItem>> = run.all().collect();
    let mut item_at: HashMap<(usize, u32), (usize, &MatchItem)> = HashMap::new();
    for item in &all {
        for (n, line) in item.lines.iter().enumerate() {
            let at = statement.places[*line];
            item_at.insert((at.sheet, at.row), (n, item));
        }
    }
    let extra = ["result", "loan_no", "differences", "explanation", "proposal"];
    let titles: Vec<String> = extra.iter().map(|key| say::ours(lang, title(lang, key))).collect();
    let mut sheets = Vec::new();
    for (at, read) in statement.outcome.sheets.iter().enumerate() {
        let Some(header_row) = read.header_row else { continue };
        let mut sheet = AnnotatedSheet {
            extra_titles: titles.clone(),
            sheet_name: read.name.clone().unwrap_or_else(|| say::answer_name(lang)),
            ..AnnotatedSheet::default()
        };
        reread(source, at, header_row, &mut sheet, |row| {
            let item = item_at.get(&(at, row.number));
            let remarks = item.map(|(n, item)| remarks(found, item, *n));
            Some(AnnotatedRow {
                cells: row.to_owned_cells(),
                bad: Vec::new(),
                remarks: remarks.unwrap_or_default(),
            })
        })?;
        sheets.push(sheet);
    }
    sheets.push(unlisted(lang, run));
    Ok(sheets)
}

fn remarks(found: &ReconciliationFindings<'_>, item: &MatchItem, n: usize) -> Vec<OwnedCell> {
    let lang = found.lang;
    let text = |text: String| match text.is_empty() {
        true => OwnedCell::Empty,
        false => OwnedCell::Text(text),
    };
    let what = item.proposal();
    let together = item.lines.len() > 1 && n > 0;
    vec![
        text(label(lang, "reconcile_status", item.status.code()).to_owned()),
        text(found.loan_numbers(item)),
        // What differs of lines taken together stands with the first of them.
        text(if together { String::new() } else { found.differing(item) }),
        text(if together { String::new() } else { found.reasons(item) }),
        text(what.filter(|_| !together).map_or_else(String::new, |what| proposal(lang, what))),
    ]
}

/// The bank's loans that it does not list.
fn unlisted(lang: Lang, run: &Run) -> AnnotatedSheet {
    let keys =
        ["loan_no", "contract_no", "borrower", "principal", "balance", "disbursed_on", "due_on"];
    let rows = run.items.iter().filter(|item| item.status == MatchStatus::OnlyLedger);
    let rows = rows.flat_map(|item| &item.loans).map(|loan| {
        let known = &run.loans[*loan];
        let text = |text: Option<String>| text.map_or(OwnedCell::Empty, OwnedCell::Text);
        let borrower = known.borrower.and_then(|at| run.borrowers.get(at as usize));
        AnnotatedRow {
            cells: vec![
                text(Some(known.loan_no.to_string())),
                text(known.contract_no.as_ref().map(|number| number.to_string())),
                text(
                    borrower
                        .and_then(|borrower| borrower.name.as_ref().map(|name| name.to_string())),
                ),
                text(Some(known.ours.principal.to_string())),
                text(Some(known.ours.balance.to_string())),
                text(known.ours.disbursed.map(|day| day.to_string())),
                text(Some(known.ours.due.to_string())),
            ],
            ..AnnotatedRow::default()
        }
    });
    AnnotatedSheet {
        headers: keys.iter().map(|key| title(lang, key).to_owned()).collect(),
        rows: rows.collect(),
        sheet_name: label(lang, "reconcile_status", "only_ledger").to_owned(),
        ..AnnotatedSheet::default()
    }
}
