//! What came of an import, for people and programs: counts, refused rows, how each sheet was read.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde_json::{Value, json};

use super::reading;
use crate::domain::Problem;
use crate::exchange::import::{ImportOutcome, REFUSED_HEADERS, Reason, Reject, SheetRead};
use crate::exchange::reading::ColumnUse;
use crate::exchange::{
    AnnotatedRow, AnnotatedSheet, ExchangeError, OwnedCell, Place, SheetReading, Source, reread,
};
use crate::i18n::codes::{label, word_of};
use crate::i18n::findings::{evidence, sentence};
use crate::i18n::numbers::grouped_decimal;
use crate::i18n::punctuation::{comma_list, labelled, statements};
use crate::i18n::titles::{refused_headers, title};
use crate::i18n::words::{Words, fault, file_fault, note, party_warning, place_in_file};
use crate::i18n::{Lang, say};
use crate::report::{Cell, Table};

/// Refused rows of one kind shown on the terminal; all of them are in the workbook.
const REJECTS_SHOWN: usize = 5;

fn reason_words(lang: Lang, place: &Place, reason: &Reason) -> Words {
    match reason {
        Reason::Refused(refusal) => {
            fault(lang, place.column.as_deref().unwrap_or_default(), &refusal.problem)
        }
        Reason::Unreadable(fault) => file_fault(lang, fault),
    }
}

/// A refused cell, or row, with the row it stands in and why it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedCell {
    pub sheet: usize,
    pub row: u32,
    /// From 0; none where the row as a whole is refused.
    pub column: Option<usize>,
    /// The column's header, or the field's name.
    pub name: String,
    pub value: String,
    pub why: String,
    pub hint: String,
    /// Whether the ledger knows it otherwise: it can be corrected by the row.
    pub is_correction: bool,
    /// The row's cells with their headers.
    pub cells: Vec<(String, String)>,
}

impl RefusedCell {
    pub fn place(&self) -> (usize, u32, Option<usize>) {
        (self.sheet, self.row, self.column)
    }
}

/// Refused rows that are mended on a screen; more are mended in their workbook.
const MENDED_HERE: usize = 1000;

/// The refused rows cell by cell, as the file has them now.
pub fn refused_cells(
    lang: Lang,
    source: &mut Source,
    outcome: &ImportOutcome,
) -> Result<Vec<RefusedCell>, ExchangeError> {
    let mut found = Vec::new();
    for (sheet, read) in outcome.sheets.iter().enumerate() {
        let rejects = outcome.rejects.iter().filter(|reject| reject.sheet == sheet);
        let rejects: Vec<&Reject> = rejects.take(MENDED_HERE).collect();
        if rejects.is_empty() {
            continue;
        }
        let rows: HashSet<u32> = rejects.iter().map(|reject| reject.row).collect();
        let (mut again, mut cells) = (AnnotatedSheet::default(), HashMap::new());
        reread(source, sheet, read.header_row.unwrap_or_default(), &mut again, |row| {
            if rows.contains(&row.number) {
                let shown = row.cells().map(|cell| cell.display().into_owned());
                cells.insert(row.number, shown.collect::<Vec<_>>());
            }
            None
        })?;
        for reject in rejects {
            let values = cells.remove(&reject.row).unwrap_or_default();
            let headers = again.headers.iter().cloned().chain(std::iter::repeat(String::new()));
            let cells: Vec<(String, String)> = headers.zip(values).collect();
            let mut columns = reject.columns.iter();
            for (place, reason) in &reject.reasons {
                let column = place.cell.as_ref().and_then(|_| columns.next()).copied();
                let words = reason_words(lang, place, reason);
                let value = column.and_then(|at| cells.get(at)).map(|(_, value)| value.clone());
                found.push(RefusedCell {
                    sheet,
                    row: reject.row,
                    column,
                    name: column_name(lang, place),
                    value: value.or_else(|| place.value.clone()).unwrap_or_default(),
                    why: words.message,
                    hint: words.hint,
                    is_correction: matches!(reason, Reason::Refused(refusal)
                        if matches!(refusal.problem, Problem::KnownOtherwise { .. })),
                    cells: cells.clone(),
                });
            }
        }
    }
    Ok(found)
}

/// Reads the sheet again and keeps the refused rows as they stood.
pub fn refused_sheet(
    lang: Lang,
    source: &mut Source,
    sheet: usize,
    read: &SheetRead,
    rejects: &HashMap<u32, &Reject>,
) -> Result<AnnotatedSheet, ExchangeError> {
    let mut refused = AnnotatedSheet {
        extra_titles: refused_headers(lang).map(str::to_owned).to_vec(),
        sheet_name: read.name.clone().unwrap_or_else(|| say::refused_name(lang)),
        ..AnnotatedSheet::default()
    };
    let header_row = read.header_row.unwrap_or_default();
    reread(source, sheet, header_row, &mut refused, |row| {
        let reject = rejects.get(&row.number)?;
        Some(refused_row(lang, reject, row.to_owned_cells()))
    })?;
    // A workbook of refused rows that comes back keeps one set of reasons, not two.
    let old = |at: &usize| REFUSED_HEADERS.contains(&refused.headers[*at].as_str());
    let old: HashSet<usize> = (0..refused.headers.len()).filter(old).collect();
    if !old.is_empty() {
        refused.headers = without(std::mem::take(&mut refused.headers), &old);
        for row in &mut refused.rows {
            row.cells = without(std::mem::take(&mut row.cells), &old);
        }
    }
    Ok(refused)
}

fn without<T>(items: Vec<T>, but: &HashSet<usize>) -> Vec<T> {
    items
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !but.contains(at))
        .map(|(_, item)| item)
        .collect()
}

fn refused_row(lang: Lang, reject: &Reject, cells: Vec<OwnedCell>) -> AnnotatedRow {
    let words: Vec<(String, Words)> = reject
        .reasons
        .iter()
        .map(|(place, reason)| (column_name(lang, place), reason_words(lang, place, reason)))
        .collect();
    AnnotatedRow {
        cells,
        bad: reject.columns.clone(),
        remarks: vec![
            OwnedCell::Number(f64::from(reject.row)),
            OwnedCell::Text(statements(
                lang,
                words.iter().map(|(column, words)| labelled(lang, column, &words.message)),
            )),
            OwnedCell::Text(statements(lang, words.into_iter().map(|(_, words)| words.hint))),
        ],
    }
}

fn column_name(lang: Lang, place: &Place) -> String {
    place.column.as_ref().map_or_else(String::new, |column| title(lang, column).to_owned())
}

/// The data of the JSON envelope (design.md 5).
pub fn data(lang: Lang, outcome: &ImportOutcome, refused: Option<&Path>) -> Value {
    let reason = |(place, reason): &(Place, Reason)| {
        let words = reason_words(lang, place, reason);
        json!({
            "file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column,
            "cell": place.cell, "value": place.value, "code": reason.code(),
            "message": words.message, "hint": words.hint,
        })
    };
    let rejects: Vec<Value> = outcome
        .rejects
        .iter()
        .map(|reject| {
            let mut all = reject.reasons.iter().map(reason);
            let mut first = all.next().unwrap_or_else(|| json!({}));
            first["more"] = Value::Array(all.collect());
            first
        })
        .collect();
    let corrections: Vec<Value> = outcome
        .corrections
        .iter()
        .map(|correction| {
            let changes = correction.changes.iter();
            let changes: Vec<Value> = changes
                .map(|change| json!({"field": change.field, "old": change.old, "new": change.new}))
                .collect();
            json!({"row": correction.row, "id": correction.id, "changes": changes})
        })
        .collect();
    let against: Vec<Value> = outcome
        .against
        .iter()
        .map(|(row, finding)| {
            json!({
                "row": row, "rule": finding.rule.code(), "outcome": finding.outcome.code(),
                "patent": finding.patent.map(|patent| patent.to_string()),
                "evidence": evidence(lang, &finding.evidence),
            })
        })
        .collect();
    json!({
        "entry": outcome.entry, "dry_run": outcome.dry_run, "rows": outcome.rows,
        "accepted": outcome.accepted, "unchanged": outcome.unchanged,
        "corrected": outcome.corrected, "rejected": outcome.rejected(), "skipped": outcome.skipped,
        "completed": outcome.completed, "new_parties": outcome.new_parties,
        "assumed_parties": outcome.assumed_parties, "remembered": outcome.remembered,
        "rejects": rejects, "corrections": corrections,
        "against": against,
        "refused_file": refused.map(|path| path.display().to_string()),
        "reading": readings(lang, outcome),
    })
}

/// How each sheet was read, as JSON.
pub fn readings(lang: Lang, outcome: &ImportOutcome) -> Vec<Value> {
    let of_sheet = |sheet: &SheetRead| {
        let reading = sheet.reading.as_ref()?;
        Some(reading::json(lang, sheet.name.as_deref(), reading))
    };
    outcome.sheets.iter().filter_map(of_sheet).collect()
}

/// What people should know beside the counts, one sentence each.
pub fn warnings(lang: Lang, outcome: &ImportOutcome) -> Vec<String> {
    const PARTIES_SHOWN: usize = 10;
    let mut all = Vec::new();
    if !outcome.same_file.is_empty() {
        let entries: Vec<String> = outcome.same_file.iter().map(i64::to_string).collect();
        all.push(say::same_file(lang, entries.join(", ")));
    }
    all.extend(file_warnings(lang, outcome));
    for sheet in &outcome.sheets {
        let totals = sheet.reading.iter().flat_map(|reading| &reading.totals);
        let agreeing = totals.filter(|total| total.agrees).count();
        if agreeing > 0 {
            all.push(say::totals_agree(lang, sheet_prefix(sheet), agreeing));
        }
    }
    for (kind, (n, first)) in &outcome.notes {
        all.push(say::note_rows(lang, note(lang, *kind), n, first));
    }
    const AGAINST_SHOWN: usize = 10;
    for (row, finding) in outcome.against.iter().take(AGAINST_SHOWN) {
        all.push(say::against_row(lang, row, sentence(lang, finding)));
    }
    if let Some(more) = outcome.against.len().checked_sub(AGAINST_SHOWN).filter(|more| *more > 0) {
        all.push(say::against_more(lang, more));
    }
    for (row, claim, amount) in &outcome.due_back {
        let said = match amount {
            Some(amount) => say::due_back(lang, claim, amount.grouped()),
            None => say::to_settle(lang, claim),
        };
        all.push(say::against_row(lang, row, said));
    }
    let parties = outcome.party_warnings.keys().map(|warning| party_warning(lang, warning));
    all.extend(parties.take(PARTIES_SHOWN));
    let more = outcome.party_warnings.len().saturating_sub(PARTIES_SHOWN);
    if more > 0 {
        all.push(say::parties_more(lang, more));
    }
    all
}

/// What people should know of how a file was read.
pub fn file_warnings(lang: Lang, outcome: &ImportOutcome) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(outcome.hidden_sheets.iter().map(|sheet| say::hidden_sheet(lang, sheet)));
    for sheet in &outcome.sheets {
        all.extend(sheet_words(lang, sheet));
    }
    all
}

/// What stands before a sentence about a sheet.
fn sheet_prefix(sheet: &SheetRead) -> String {
    sheet.name.as_ref().map_or_else(String::new, |name| format!("[{name}] "))
}

fn sheet_words(lang: Lang, sheet: &SheetRead) -> Vec<String> {
    let name = sheet_prefix(sheet);
    if sheet.is_blank {
        return Vec::new();
    }
    if sheet.header_row.is_none() {
        return vec![say::sheet_passed_over(lang, sheet.name.as_deref().unwrap_or_default())];
    }
    let mut words = Vec::new();
    if let Some(reading) = &sheet.reading {
        words.extend(reading_words(lang, &name, reading));
    }
    for (kind, (n, first)) in &sheet.skipped {
        words.push(say::skipped_rows(lang, &name, label(lang, "row_kind", kind), n, first));
    }
    words
}

/// What people should know of how a sheet was read.
fn reading_words(lang: Lang, name: &str, reading: &SheetReading) -> Vec<String> {
    let mut words = Vec::new();
    let titles =
        |fields: &[&'static str]| comma_list(lang, fields.iter().map(|field| title(lang, field)));
    for column in reading.columns.iter().filter(|column| !column.looks_like.is_empty()) {
        let (sample, fields) = (comma_list(lang, &column.samples), titles(&column.looks_like));
        words.push(say::column_passed_over(lang, name, column.header(), sample, fields));
    }
    let strangers = reading
        .columns
        .iter()
        .filter(|column| column.part == ColumnUse::Unknown && column.looks_like.is_empty());
    let strangers: Vec<String> = strangers.map(|column| column.header()).collect();
    if !strangers.is_empty() {
        words.push(say::unknown_columns(lang, name, comma_list(lang, strangers)));
    }
    for column in &reading.columns {
        if let ColumnUse::Unfitting(field) = column.part {
            let field = reading.field_keys.get(field).copied().unwrap_or_default();
            let sample = comma_list(lang, &column.samples);
            words.push(say::column_unfitting(
                lang,
                name,
                column.header(),
                title(lang, field),
                sample,
            ));
        }
    }
    for unit in reading.units_remembered() {
        words.push(say::unit_remembered(lang, name, unit.symbol()));
    }
    let (cells, first) = reading.filled;
    if cells > 0 {
        words.push(say::cells_filled(lang, name, cells, first));
    }
    for (column, amount, row, records) in &reading.shared_amounts {
        let (header, amount) = (reading.header(*column), grouped_decimal(amount));
        words.push(say::amount_shared(lang, name, header, amount, row, *records));
    }
    for (column, amount, row) in &reading.assumed_yuan {
        let amount = grouped_decimal(amount);
        words.push(say::yuan_assumed(lang, name, reading.header(*column), amount, row));
    }
    for small in reading.rates.iter().filter_map(|rates| rates.small()) {
        let header = reading.header(small.column);
        let (figure, rate, row) = (&small.figure, small.rate, small.row);
        words.push(match small.as_fraction {
            true => say::rates_as_fractions(lang, name, header, figure, rate, row),
            false => say::rates_as_percents(lang, name, header, figure, rate, row),
        });
    }
    for total in reading.totals.iter().filter(|total| !total.agrees) {
        let what = match total.column {
            Some(column) => reading.header(column),
            None => say::count_of_records(lang),
        };
        let rows = say::rows_from_to(lang, total.rows.0, total.rows.1);
        let place = say::total_place(lang, name, total.row);
        let (stated, read) = (grouped_decimal(&total.stated), grouped_decimal(&total.read));
        words.push(say::total_off(lang, place, &total.label, what, stated, rows, read));
    }
    words
}

/// How each sheet was read, as tables for people.
pub fn reading_tables(lang: Lang, outcome: &ImportOutcome) -> Vec<Table> {
    let of_sheet = |sheet: &SheetRead| {
        let reading = sheet.reading.as_ref()?;
        Some(reading::table(lang, sheet.name.as_deref(), reading))
    };
    outcome.sheets.iter().filter_map(of_sheet).collect()
}

/// How many records there were, and what became of them.
pub fn counted(lang: Lang, outcome: &ImportOutcome) -> String {
    say::import_counts(
        lang,
        outcome.rows,
        outcome.accepted,
        outcome.unchanged,
        outcome.corrected,
        outcome.rejected(),
    )
}

/// What people read of an outcome, line by line: counts, what they should know, refused rows.
pub fn told(lang: Lang, outcome: &ImportOutcome, refused: Option<&Path>) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(counted(lang, outcome));
    if outcome.remembered > 0 && !outcome.dry_run {
        lines.push(say::headers_remembered(lang, outcome.remembered));
    }
    if outcome.new_parties > 0 {
        lines.push(say::import_parties(lang, outcome.new_parties));
    }
    if outcome.assumed_parties > 0 {
        lines.push(say::import_assumed(lang, outcome.assumed_parties));
    }
    for warning in warnings(lang, outcome) {
        lines.push(format!("  · {warning}"));
    }
    if !outcome.rejects.is_empty() {
        lines.push(String::new());
        lines.extend(refused_list(lang, outcome));
    }
    if let Some(path) = refused {
        lines.push(say::refused_written(lang, path.display()));
    }
    lines
}

/// A value that differs from the known one by the word a person says for its code.
fn spoken(lang: Lang, value: &str, reason: &Reason) -> String {
    let Reason::Refused(refusal) = reason else { return value.to_owned() };
    let Problem::KnownOtherwise { changes } = &refusal.problem else { return value.to_owned() };
    let change = changes.iter().find(|change| change.new == value);
    change.map_or_else(|| value.to_owned(), |change| word_of(lang, change.field, value))
}

/// Refused rows grouped by what mends them, the commonest first: what to do once, then the rows.
fn refused_list(lang: Lang, outcome: &ImportOutcome) -> Vec<String> {
    let mut by_code: BTreeMap<&str, Vec<&Reject>> = BTreeMap::new();
    for reject in &outcome.rejects {
        let code = reject.reasons.first().map_or("", |(_, reason)| reason.code());
        by_code.entry(code).or_default().push(reject);
    }
    let mut groups: Vec<(&str, Vec<&Reject>)> = by_code.into_iter().collect();
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    let mut lines = vec![say::refused_title(lang)];
    for (code, group) in groups {
        let reasons = |reject: &Reject| {
            reject.reasons.first().map(|(place, reason)| reason_words(lang, place, reason))
        };
        let hint = group.first().and_then(|reject| reasons(reject)).map(|words| words.hint);
        lines.push(say::refused_group(lang, group.len(), code, hint.unwrap_or_default()));
        for reject in group.iter().take(REJECTS_SHOWN) {
            let Some((place, reason)) = reject.reasons.first() else { continue };
            let value = place.value.as_ref().map(|value| spoken(lang, value, reason));
            let place = Place { file: String::new(), value, ..place.clone() };
            let message = reason_words(lang, &place, reason).message;
            lines.push(format!("    {}", labelled(lang, place_in_file(lang, &place), message)));
        }
        let more = group.len().saturating_sub(REJECTS_SHOWN);
        if more > 0 {
            lines.push(format!("    {}", say::refused_more(lang, more)));
        }
    }
    lines
}

pub fn corrected_table(lang: Lang, outcome: &ImportOutcome) -> Table {
    let columns = [
        ("row", title(lang, "row")),
        ("id", title(lang, "record")),
        ("field", title(lang, "field")),
        ("old", title(lang, "was")),
        ("new", title(lang, "is_now")),
    ];
    let mut table = Table::new(&columns).titled(say::corrected_title(lang));
    for correction in &outcome.corrections {
        for change in &correction.changes {
            table.row(vec![
                Cell::Ordinal(i64::from(correction.row)),
                Cell::id(&correction.id),
                Cell::text(title(lang, change.field)),
                Cell::text(word_of(lang, change.field, &change.old)),
                Cell::text(word_of(lang, change.field, &change.new)),
            ]);
        }
    }
    table
}
