//! Cells and notes that several views have alike.

use std::collections::{BTreeSet, HashMap};

use crate::domain::record::Texts;
use crate::domain::values::{Date, Money};
use crate::i18n::codes::label;
use crate::i18n::punctuation::{comma_list, statements};
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, PartyCard, PartyId, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table, query};

/// A text that may be absent.
pub fn text(value: Option<impl Into<String>>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(value.into()))
}

/// Texts in one cell; none: empty.
pub fn joined(parts: &[impl AsRef<str>], lang: Lang) -> Cell {
    text(Some(statements(lang, parts)).filter(|joined| !joined.is_empty()))
}

/// An issued number or a day that may be absent, as it is written.
pub fn written(value: Option<impl ToString>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Id(value.to_string()))
}

/// A day that may be absent.
pub fn date(value: Option<Date>) -> Cell {
    value.map_or(Cell::Empty, Cell::date)
}

pub fn yuan(amount: Money) -> Cell {
    Cell::Yuan(amount.fen())
}

/// An amount that may be absent.
pub fn money(amount: Option<Money>) -> Cell {
    Cell::opt(amount, yuan)
}

/// A code with its words.
pub fn coded(lang: Lang, group: &str, code: &str) -> Cell {
    Cell::code(code, label(lang, group, code))
}

/// The key of [`status_basis`].
pub const BASIS: &str = "status_basis";

/// What a legal status rests on, where that is nothing but the word of its source: no day is known since when.
pub fn status_basis(lang: Lang, undated: bool) -> Cell {
    if undated { coded(lang, BASIS, "stated_undated") } else { Cell::Empty }
}

/// All parties by their number.
pub fn cards(ledger: &Ledger, snapshot: Snapshot) -> Result<HashMap<PartyId, PartyCard>, Refusal> {
    Ok(ledger.parties(snapshot)?.into_iter().map(|card| (card.id, card)).collect())
}

/// Who recorded what stands on a card, when and why: a line for each entry that brought any of it.
pub fn entries(
    lang: Lang,
    ledger: &Ledger,
    brought_by: impl IntoIterator<Item = i64>,
) -> Result<Table, Refusal> {
    let keys = ["entry", "recorded_by", "recorded_on", "reason"];
    let mut table = Table::of(lang, &keys).titled(title(lang, "entries"));
    for entry in brought_by.into_iter().collect::<BTreeSet<_>>() {
        let (name, day, reason) = ledger.recorded(entry)?;
        table.row(vec![Cell::Ordinal(entry), Cell::text(name), date(day), text(reason)]);
    }
    Ok(table)
}

/// Keeps the rows in whose cells each word of a text stands, adds their amounts up anew where the table has totals, and
/// says where it was looked for when none is left.
pub fn keep_found(lang: Lang, table: &mut Table, words: Option<&String>, noun: &str) {
    let Some(text) = words else { return };
    let of = table.rows.len();
    query::search(table, lang, text);
    let sums = query::sums(table.columns.len(), &table.rows);
    for (cell, sum) in table.total.iter_mut().flatten().zip(sums) {
        if let Cell::Yuan(total) = cell {
            *total = sum.unwrap_or_default();
        }
    }
    if table.rows.is_empty() {
        let titles = comma_list(lang, table.columns.iter().map(|column| column.title.as_str()));
        table.note(say::nothing_found(lang, label(lang, "noun", noun), of, text, titles));
    }
}

/// Where a text was looked for, when nothing holds it: in these fields of `of` things.
pub fn note_search(
    lang: Lang,
    table: &mut Table,
    words: Option<&String>,
    noun: &str,
    of: usize,
    fields: &[&'static str],
) {
    let Some(words) = words.filter(|_| table.rows.is_empty()) else { return };
    let titles = comma_list(lang, fields.iter().map(|field| title(lang, field)));
    let places = say::and_former_names(lang, titles);
    table.note(say::nothing_found(lang, label(lang, "noun", noun), of, words, places));
}

/// A table of facts as a file can bring them in again: the texts of every field, in typed cells.
pub fn exported(
    lang: Lang,
    fields: &[&'static str],
    rows: impl IntoIterator<Item = Texts>,
) -> Table {
    let mut table = Table::of(lang, fields);
    for row in rows {
        table.row(
            row.into_iter().zip(fields).map(|(text, field)| field_cell(field, text)).collect(),
        );
    }
    table
}

/// A field's text, which may be absent, as the kind of cell that the field is.
pub fn field_cell(field: &str, text: Option<String>) -> Cell {
    text.map_or(Cell::Empty, |text| typed(field, text))
}

fn typed(field: &str, text: String) -> Cell {
    match field {
        "principal" | "ip_part" | "secured_amount" | "appraised_value" => {
            text.parse().map_or(Cell::Empty, yuan)
        }
        "pay_day" | "grace_days" | "patents_stated" => {
            text.parse().map_or(Cell::Empty, Cell::Ordinal)
        }
        "uscc" | "district" | "application_no" | "publication_no" | "grant_no" | "parent_no"
        | "pct_no" | "applicant_uscc" | "ipc" | "priority_no" | "registration_no"
        | "pledgor_uscc" | "pledgee_uscc" | "patent_nos" | "contract_no" | "loan_no"
        | "borrower_uscc" => Cell::Id(text),
        "filing_date" | "received_date" | "entry_date" | "publication_date" | "grant_date"
        | "fee_paid_through" | "priority_date" | "registered_on" | "debt_from" | "debt_to"
        | "applied_on" | "contract_date" | "appraisal_date" | "released_on" | "disbursed_on"
        | "due_on" | "signed_on" | "enrolled_on" | "enrolled_until" | "since" | "until" => {
            Cell::Date(text)
        }
        // A day, or a word that says it is none.
        _ if text.parse::<Date>().is_ok_and(|day| day.to_string() == text) => Cell::Date(text),
        _ => Cell::Text(text),
    }
}
