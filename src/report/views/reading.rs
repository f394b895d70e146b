//! The reading of a sheet as people and programs see it: one line a column.

use serde_json::{Value, json};

use crate::exchange::error::column_letters;
use crate::exchange::reading::{Column, ColumnUse, SheetReading, UnitPlace};
use crate::i18n::codes::label;
use crate::i18n::punctuation::{comma_list, labelled};
use crate::i18n::titles::title;
use crate::i18n::words::unit_place;
use crate::i18n::{Lang, say};
use crate::report::{Cell, Table};

/// Returns how a sheet is read, one line a column: its field, how many values fit, samples, and why.
pub fn table(lang: Lang, sheet: Option<&str>, reading: &SheetReading) -> Table {
    let columns = [
        ("column", title(lang, "column")),
        ("header", title(lang, "header")),
        ("field", title(lang, "header_field")),
        ("fits", title(lang, "fits")),
        ("samples", title(lang, "samples")),
        ("reason", title(lang, "read_because")),
    ];
    let rows: Vec<String> = reading.header_rows.iter().map(u32::to_string).collect();
    let name = sheet.map_or_else(String::new, |name| format!("[{name}] "));
    let mut table = Table::new(&columns).titled(say::reading_title(lang, name, rows.join("-")));
    for (at, column) in reading.columns.iter().enumerate() {
        if column.part == ColumnUse::Nameless && column.of == 0 {
            continue;
        }
        table.row(vec![
            Cell::text(column_letters(at)),
            Cell::text(column.header()),
            field_of(reading, column).map_or(Cell::Empty, |field| Cell::text(title(lang, field))),
            match column.part {
                ColumnUse::Field(_) | ColumnUse::Unfitting(_) => {
                    Cell::text(format!("{}/{}", column.fits, column.of))
                }
                _ => Cell::Empty,
            },
            Cell::text(comma_list(lang, &column.samples)),
            Cell::text(reason(lang, column)),
        ]);
    }
    for stated in &reading.units {
        let place = unit_place(lang, stated.place);
        table.notes.push(say::unit_stated(lang, stated.unit.symbol(), place));
    }
    table
}

/// Returns the reading as JSON (design.md 5).
pub fn json(lang: Lang, sheet: Option<&str>, reading: &SheetReading) -> Value {
    let columns: Vec<Value> = (reading.columns.iter().enumerate())
        .map(|(at, column)| {
            json!({
                "column": column_letters(at), "header": column.header(),
                "field": field_of(reading, column), "used": column.field().is_some(),
                "fits": column.fits, "of": column.of, "samples": column.samples,
                "part": column.part.code(), "by": column.by.map(|by| by.code()),
                "looks_like": column.looks_like, "reason": reason(lang, column),
            })
        })
        .collect();
    let row_of = |place: UnitPlace| match place {
        UnitPlace::Above(row) | UnitPlace::Below(row) => Some(row),
        UnitPlace::Header | UnitPlace::Said | UnitPlace::Remembered => None,
    };
    let units: Vec<Value> = (reading.units.iter())
        .map(|stated| {
            json!({
                "column": stated.column.map(column_letters), "unit": stated.unit.symbol(),
                "where": stated.place.code(), "row": row_of(stated.place),
            })
        })
        .collect();
    let totals: Vec<Value> = (reading.totals.iter())
        .map(|total| {
            json!({
                "row": total.row, "label": total.label,
                "column": total.column.map(|column| reading.header(column)),
                "stated": total.stated, "read": total.read, "agrees": total.agrees,
                "rows": [total.rows.0, total.rows.1],
            })
        })
        .collect();
    json!({
        "sheet": sheet, "header_rows": reading.header_rows, "columns": columns, "units": units,
        "totals": totals, "filled_cells": reading.filled.0,
    })
}

/// The field a column holds, or would by its header.
fn field_of(reading: &SheetReading, column: &Column) -> Option<&'static str> {
    match column.part {
        ColumnUse::Field(field) | ColumnUse::Weaker(field) | ColumnUse::Unfitting(field) => {
            reading.field_keys.get(field).copied()
        }
        ColumnUse::Nameless
        | ColumnUse::Unit
        | ColumnUse::Unused
        | ColumnUse::Ignored
        | ColumnUse::Unknown => None,
    }
}

fn reason(lang: Lang, column: &Column) -> String {
    let by = column.by.filter(|_| column.field().is_some());
    let part = match by {
        Some(by) => label(lang, "column_by", by.code()),
        None => label(lang, "column_part", column.part.code()),
    };
    if column.looks_like.is_empty() {
        return part.to_owned();
    }
    let fields = column.looks_like.iter().map(|field| title(lang, field));
    labelled(lang, part, say::looks_like(lang, comma_list(lang, fields)))
}
