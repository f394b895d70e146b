//! The log: who recorded what and when, and what an entry did, thing by thing.

use serde_json::Value;

use super::Detail;
use super::documents::heading_name;
use super::recorded::{field_name, field_text};
use crate::i18n::codes::label;
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{EntryRecord, Ledger, Snapshot, day_in_china, time_in_china};
use crate::operations::log::{EntryDetail, ThingChange, entry_detail};
use crate::operations::{EffectKind, Refusal};
use crate::report::{Cell, Details, Table, shown};

/// Things of an entry that a screen shows before the rest is counted.
const SHOWN: usize = 20;

/// The entries up to the snapshot, newest first, at most `limit`.
pub fn entries(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    limit: usize,
) -> Result<Table, Refusal> {
    let mut table = Table::of(lang, &OF_ENTRIES).sparing(&SPARE);
    for entry in ledger.log(snapshot, limit)? {
        table.row(cells(lang, &entry).into());
    }
    Ok(table)
}

/// An entry in a line: its number, when, by whom, what and from which file.
pub fn line(lang: Lang, entry: &EntryRecord) -> String {
    let [number, day, time, by, action, source, ..] = cells(lang, entry);
    let parts = [number, day, time, by, action, source].map(|cell| shown(&cell, lang));
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// What a narrow screen can do without, the first to go first.
const SPARE: [&str; 4] = ["lines_ended", "lines_brought", "source", "reason"];

const OF_ENTRIES: [&str; 11] = [
    "entry",
    "recorded_at",
    "time",
    "recorded_by",
    "action",
    "source",
    "lines_brought",
    "lines_ended",
    "voids",
    "ended_by",
    "reason",
];

/// The cells of [`OF_ENTRIES`].
fn cells(lang: Lang, entry: &EntryRecord) -> [Cell; 11] {
    [
        Cell::Ordinal(entry.entry),
        Cell::opt(day_in_china(entry.recorded_at), Cell::date),
        Cell::Id(time_in_china(entry.recorded_at)),
        Cell::text(&entry.recorded_by),
        Cell::code(&entry.action, label(lang, "action", &entry.action)),
        Cell::opt(entry.source_name.clone(), Cell::Text),
        Cell::Count(entry.lines_brought),
        Cell::Count(entry.lines_ended),
        Cell::opt(entry.voids, Cell::Ordinal),
        Cell::opt(entry.voided_by, Cell::Ordinal),
        Cell::opt(entry.reason.clone(), Cell::Text),
    ]
}

/// An entry with each thing it changed: field, before, after, row of the file.
pub fn entry(lang: Lang, ledger: &Ledger, entry: i64, detail: Detail) -> Result<Details, Refusal> {
    let most = if detail == Detail::Screen { SHOWN } else { usize::MAX };
    let found = entry_detail(ledger, entry, most)?;
    let entry = &found.entry;
    let mut record = Details::new(format!("{} {}", title(lang, "entry"), entry.entry));
    for (key, cell) in OF_ENTRIES.into_iter().zip(cells(lang, entry)) {
        record.field(lang, key, cell);
    }
    match detail {
        Detail::Screen => how(lang, entry, &mut record),
        Detail::Whole => {
            record.named("settings", say::settings_title(lang), Cell::text(&entry.settings)).named(
                "outcome",
                say::outcome_title(lang),
                Cell::text(&entry.outcome),
            );
        }
    }
    record
        .named("source_sha256", "SHA-256", Cell::opt(entry.source_sha256.clone(), Cell::Text))
        .field(lang, "hash", Cell::id(&entry.hash));
    if found.changed() > 1 {
        record.table("counts", counts(lang, &found));
    }
    record.table("changes", changes(lang, &found));
    Ok(record)
}

/// How the entry's file was read and what became of its rows, as an import seals it.
fn how(lang: Lang, entry: &EntryRecord, record: &mut Details) {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let (settings, outcome) = (read(&entry.settings), read(&entry.outcome));
    for key in ["format", "encoding", "sheet", "map", "accept_corrections", "clock_was_wrong"] {
        record.field(lang, key, said(&settings[key]));
    }
    for (key, field) in [
        ("rows", "rows"),
        ("accepted", "rows_accepted"),
        ("unchanged", "rows_unchanged"),
        ("corrected", "rows_corrected"),
        ("rejected", "rows_rejected"),
    ] {
        record.field(lang, field, said(&outcome[key]));
    }
}

/// A value of an entry's JSON; what says nothing is empty.
fn said(value: &Value) -> Cell {
    match value {
        Value::Number(number) => number.as_i64().map_or(Cell::Empty, Cell::Count),
        Value::String(text) => Cell::text(text),
        Value::Bool(true) => Cell::Bool(true),
        Value::Object(map) => {
            let pairs = map.iter().map(|(header, field)| {
                format!("{header} = {}", field.as_str().unwrap_or_default())
            });
            let pairs: Vec<String> = pairs.collect();
            if pairs.is_empty() { Cell::Empty } else { Cell::text(pairs.join("; ")) }
        }
        Value::Null | Value::Bool(false) | Value::Array(_) => Cell::Empty,
    }
}

fn counts(lang: Lang, found: &EntryDetail) -> Table {
    let mut table = Table::of(lang, &["thing", "added", "corrected", "ended"]);
    for count in &found.counts {
        table.row(vec![
            Cell::code(count.noun, label(lang, "noun", count.noun)),
            Cell::Count(count.added),
            Cell::Count(count.corrected),
            Cell::Count(count.ended),
        ]);
    }
    table
}

/// A row for each field that changed. Of a file's many new things the row alone says where they come from.
fn changes(lang: Lang, found: &EntryDetail) -> Table {
    let mut table = Table::of(lang, &["thing", "act", "field", "was", "is_now", "source_row"]);
    let in_brief = found.changed() > found.things.len() as i64;
    for thing in &found.things {
        let ThingChange { noun, id, act, changes, row } = thing;
        let id = match *noun {
            // An indicator's code, then the days it is about.
            "target" | "reported" | "definition" => {
                let (indicator, days) = id.split_once(' ').unwrap_or((id, ""));
                format!("{} {days}", label(lang, "indicator", indicator)).trim_end().to_owned()
            }
            "heading" => heading_name(lang, id),
            _ => id.clone(),
        };
        let front = [
            Cell::code(*noun, format!("{} {id}", label(lang, "noun", noun))),
            Cell::code(act.code(), label(lang, "act", act.code())),
        ];
        let row = Cell::opt(*row, Cell::Ordinal);
        if changes.is_empty() || (in_brief && *act == EffectKind::Added) {
            let rest = [Cell::Empty, Cell::Empty, Cell::Empty, row];
            table.row(front.into_iter().chain(rest).collect());
            continue;
        }
        for change in changes {
            let text = |text: &str| match text {
                "" => Cell::Empty,
                text if change.field == "sha256" => Cell::id(text),
                text => Cell::text(field_text(lang, noun, change.field, text)),
            };
            let field = Cell::code(change.field, field_name(lang, noun, change.field));
            let rest = [field, text(&change.old), text(&change.new), row.clone()];
            table.row(front.iter().cloned().chain(rest).collect());
        }
    }
    if in_brief {
        table.note(say::log_more(lang, found.changed() - found.things.len() as i64));
    }
    table
}
