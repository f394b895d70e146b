//! The stable JSON outsiders rely on (design.md 5).

use serde_json::{Map, Value, json};

use super::table::{Cell, Record, Table};

/// Returns the rows as objects by column key: counts as numbers, money and rates as strings, codes with
/// a `*_label` beside them, absent values as null.
pub fn rows(table: &Table) -> Value {
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().map(|column| column.key).zip(row);
        object(cells)
    });
    Value::Array(rows.collect())
}

/// Returns a record as one object; its tables under their keys.
pub fn record(record: &Record) -> Value {
    let fields = record.sections.iter().flat_map(|section| &section.fields);
    let mut value = object(fields.map(|(column, cell)| (column.key, cell)));
    if let Some(object) = value.as_object_mut() {
        for (key, table) in &record.tables {
            object.insert((*key).to_owned(), rows(table));
        }
    }
    value
}

fn object<'a>(cells: impl Iterator<Item = (&'static str, &'a Cell)>) -> Value {
    let mut object = Map::new();
    for (key, cell) in cells {
        let value = match cell {
            Cell::Bar(_) => continue,
            Cell::Empty => Value::Null,
            Cell::Text(text) | Cell::Id(text) | Cell::Date(text) | Cell::Decimal(text) => {
                json!(text)
            }
            Cell::Count(n) | Cell::Ordinal(n) => json!(n),
            Cell::Yuan(fen) => json!(yuan(*fen)),
            Cell::Percent(points) => json!(format!("{points}%")),
            Cell::Bool(value) => json!(value),
            Cell::Code { code, label } => {
                object.insert(key.to_owned(), json!(code));
                object.insert(format!("{key}_label"), json!(label));
                continue;
            }
        };
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}

/// Fen as yuan with two decimals.
pub(super) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Returns the envelope: `{"schema","as_of","known_at","data","warnings"}`.
pub fn envelope(
    schema: &str,
    as_of: &str,
    known_at: i64,
    data: Value,
    warnings: &[String],
) -> Value {
    json!({
        "schema": format!("ipledger/{schema}/v1"),
        "as_of": as_of,
        "known_at": known_at,
        "data": data,
        "warnings": warnings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_cell_has_its_json() {
        let mut table = Table::new(&[
            ("n", ""),
            ("amount", ""),
            ("ratio", ""),
            ("kind", ""),
            ("day", ""),
            ("none", ""),
            ("bar", ""),
        ]);
        table.row(vec![
            Cell::Count(3),
            Cell::Yuan(-5),
            Cell::Percent("85.30".into()),
            Cell::code("invention", "发明"),
            Cell::date("2016-01-05"),
            Cell::Empty,
            Cell::Bar(500),
        ]);
        let expected = json!([{
            "n": 3, "amount": "-0.05", "ratio": "85.30%", "kind": "invention", "kind_label": "发明",
            "day": "2016-01-05", "none": null,
        }]);
        assert_eq!(rows(&table), expected);
        let envelope = envelope("stats.annual", "2020-12-31", 7, expected, &[]);
        assert_eq!(envelope["schema"], "ipledger/stats.annual/v1");
    }
}
