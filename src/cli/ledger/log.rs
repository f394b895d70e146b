//! `log [ENTRY]`: who recorded what, when, why, from which file.

use clap::ArgMatches;

use super::unknown_word;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, text};
use crate::i18n::codes::label;
use crate::i18n::titles::title;
use crate::ledger::{EntryRecord, day_in_china};
use crate::report::{Cell, Record, Table};

/// Entries shown when nobody says how many.
const ENTRIES: usize = 20;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let anchor = ledger.anchor()?;
    let shown = |schema| Shown { schema, snapshot, anchor: &anchor, warnings: Vec::new() };
    let number = |name: &str| match matches.get_one::<String>(name) {
        Some(text) => text.parse::<i64>().map(Some).map_err(|_| unknown_word(lang, text, &["1"])),
        None => Ok(None),
    };
    if let Some(entry) = number("entry")? {
        let entry = ledger.entry(entry)?;
        let mut record = Record::new(format!("{} {}", title(lang, "entry"), entry.entry));
        for (key, cell) in cells(context, &entry) {
            record.field(lang, key, cell);
        }
        record
            .named("settings", lang.pick("读取方式", "How read"), Cell::text(&entry.settings))
            .named("outcome", lang.pick("结果", "Outcome"), Cell::text(&entry.outcome))
            .named("source_sha256", "SHA-256", text(entry.source_sha256.clone()))
            .field(lang, "hash", Cell::id(&entry.hash));
        shown("log.entry").record(context, &record)?;
        return Ok(Done::Well);
    }
    let limit = match number("limit")? {
        Some(limit) => usize::try_from(limit).unwrap_or(ENTRIES),
        None if context.json || context.csv || context.output.is_some() => usize::MAX,
        None => ENTRIES,
    };
    let keys: Vec<&'static str> = vec![
        "entry",
        "recorded_at",
        "recorded_by",
        "action",
        "source",
        "lines_brought",
        "lines_ended",
        "voids",
        "ended_by",
        "reason",
    ];
    let mut table = Table::of(lang, &keys);
    for entry in ledger.log(snapshot, limit)? {
        table.row(cells(context, &entry).into_iter().map(|(_, cell)| cell).collect());
    }
    shown("log").tables(context, &[table])?;
    Ok(Done::Well)
}

fn cells(context: &Context, entry: &EntryRecord) -> Vec<(&'static str, Cell)> {
    let number = |n: Option<i64>| n.map_or(Cell::Empty, Cell::Ordinal);
    let day = day_in_china(entry.recorded_at).map_or(Cell::Empty, Cell::date);
    vec![
        ("entry", Cell::Ordinal(entry.entry)),
        ("recorded_at", day),
        ("recorded_by", Cell::text(&entry.recorded_by)),
        ("action", Cell::code(&entry.action, label(context.lang, "action", &entry.action))),
        ("source", text(entry.source_name.clone())),
        ("lines_brought", Cell::Count(entry.lines_brought)),
        ("lines_ended", Cell::Count(entry.lines_ended)),
        ("voids", number(entry.voids)),
        ("ended_by", number(entry.voided_by)),
        ("reason", text(entry.reason.clone())),
    ]
}
