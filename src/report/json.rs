//! The stable JSON outsiders rely on (design.md 5).

use serde_json::{Map, Value, json};

use super::document::{Document, Headline};
use super::exact::{float, yuan};
use super::table::{Cell, Details, Table};

/// Returns the rows as objects by column key: counts as numbers, money and rates as strings, codes with
/// a `*_label` beside them, absent values as null. Every object has the same keys; bars are left out,
/// totals and notes are not rows.
pub fn rows(table: &Table) -> Value {
    let columns: Vec<(usize, &str, bool)> = table
        .data_columns()
        .into_iter()
        .map(|at| (at, table.columns[at].key, table.column(at).any(is_code)))
        .collect();
    let rows = table.rows.iter().enumerate().map(|(place, row)| {
        let mut object = Map::new();
        for (at, key, is_coded) in &columns {
            put(&mut object, key, &row[*at], *is_coded);
        }
        for (_, key, beside) in table.besides.iter().filter(|(of, ..)| *of == place) {
            object.insert((*key).to_owned(), self::rows(beside));
        }
        Value::Object(object)
    });
    Value::Array(rows.collect())
}

/// Returns a record as one object; its tables under their keys.
pub fn record(record: &Details) -> Value {
    let mut object = Map::new();
    for (column, cell) in record.sections.iter().flat_map(|section| &section.fields) {
        put(&mut object, column.key, cell, is_code(cell));
    }
    for (key, codes) in &record.lists {
        object.insert((*key).to_owned(), json!(codes));
    }
    for (key, table) in &record.tables {
        object.insert((*key).to_owned(), rows(table));
    }
    Value::Object(object)
}

/// Returns a document as one object: headlines, the rows of each section under its key, notes, anchor.
pub fn document(document: &Document) -> Value {
    let head = document.head.iter().chain(&document.signatures);
    let head: Vec<_> = head.map(|(label, value)| json!({"label": label, "value": value})).collect();
    let (head, signatures) = head.split_at(document.head.len());
    let sections = document.sections.iter().map(|part| (part.key.to_owned(), rows(&part.table)));
    json!({
        "title": document.title,
        "subtitle": document.subtitle,
        "draft": document.draft,
        "head": head,
        "headlines": document.headlines.iter().map(headline).collect::<Vec<_>>(),
        "sections": sections.collect::<Map<_, _>>(),
        "notes": document.notes,
        "signatures": signatures,
        "times": document.times,
        "anchor": document.anchor,
    })
}

fn headline(line: &Headline) -> Value {
    let mut object = Map::new();
    object.insert("label".to_owned(), json!(line.label));
    put(&mut object, "value", &line.value, is_code(&line.value));
    object.insert("unit".to_owned(), json!(line.unit));
    object.insert("goal".to_owned(), json!(line.goal.as_ref().map(|goal| &goal.label)));
    let share = |permille: Option<i64>| permille.map_or(Cell::Empty, Cell::permille);
    let goal = line.goal.as_ref();
    put(&mut object, "ratio", &share(goal.map(|goal| goal.permille)), false);
    let expected = goal.and_then(|goal| goal.expected_permille);
    put(&mut object, "expected_by_now", &share(expected), false);
    object.insert("note".to_owned(), json!(line.note));
    Value::Object(object)
}

fn is_code(cell: &Cell) -> bool {
    matches!(cell, Cell::Code { .. })
}

fn put(object: &mut Map<String, Value>, key: &str, cell: &Cell, is_coded: bool) {
    let value = match cell {
        Cell::Empty | Cell::Bar(_) => Value::Null,
        Cell::Text(text) | Cell::Id(text) | Cell::Date(text) | Cell::Code { code: text, .. } => {
            json!(text)
        }
        Cell::Count(n) | Cell::Ordinal(n) => json!(n),
        Cell::Decimal(text) => number(text),
        Cell::Yuan(fen) => json!(yuan(*fen)),
        Cell::Percent(points) => json!(format!("{points}%")),
        Cell::Bool(value) => json!(value),
    };
    object.insert(key.to_owned(), value);
    if is_coded {
        let label = match cell {
            Cell::Code { label, .. } => json!(label),
            _ => Value::Null,
        };
        object.insert(format!("{key}_label"), label);
    }
}

/// A goal or a value as a number, like the counts it is compared with; as a string when it has more
/// digits than every reader of JSON keeps.
fn number(decimal: &str) -> Value {
    match (float(decimal), decimal.parse::<i64>()) {
        (Some(_), Ok(whole)) => json!(whole),
        (Some(number), Err(_)) => json!(number),
        (None, _) => json!(decimal),
    }
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
    use crate::report::document::{Goal, Section};
    use crate::report::table::BAR;

    const KEYS: [&str; 8] = ["n", "amount", "ratio", "kind", "day", "goal", "none", BAR];

    #[test]
    fn each_kind_of_cell_has_its_json() {
        let mut table = Table::new(&KEYS.map(|key| (key, "")));
        table.row(vec![
            Cell::Count(3),
            Cell::Yuan(-5),
            Cell::Percent("85.30".into()),
            Cell::code("invention", "发明"),
            Cell::date("2016-01-05"),
            Cell::Decimal("30.5".into()),
            Cell::Empty,
            Cell::Bar(500),
        ]);
        table.row(vec![]).total(vec![Cell::Count(3)]).note("not data");
        let expected = json!([
            {
                "n": 3, "amount": "-0.05", "ratio": "85.30%", "kind": "invention", "kind_label": "发明",
                "day": "2016-01-05", "goal": 30.5, "none": null,
            },
            {
                "n": null, "amount": null, "ratio": null, "kind": null, "kind_label": null,
                "day": null, "goal": null, "none": null,
            },
        ]);
        assert_eq!(rows(&table), expected);
    }

    #[test]
    fn a_record_is_one_object_with_its_tables() {
        let mut show = Details::new("title");
        show.named("application_no", "", Cell::id("201510123456.X"));
        show.section("more").named("status", "", Cell::code("in_force", "有效"));
        let mut events = Table::new(&[("day", "")]);
        events.row(vec![Cell::date("2016-01-05")]);
        show.table("events", events);
        let expected = json!({
            "application_no": "201510123456.X", "status": "in_force", "status_label": "有效",
            "events": [{"day": "2016-01-05"}],
        });
        assert_eq!(record(&show), expected);
    }

    #[test]
    fn a_document_is_one_object_with_its_sections_under_their_keys() {
        let mut table = Table::new(&[("n", "")]);
        table.row(vec![Cell::Count(3)]).total(vec![Cell::Count(3)]);
        let goal = Goal { label: "目标 30".into(), permille: 100, expected_permille: Some(250) };
        let report = Document {
            title: "季报".into(),
            headlines: vec![Headline {
                label: "申请量".into(),
                value: Cell::Yuan(5),
                unit: "元".into(),
                note: None,
                goal: Some(goal),
            }],
            sections: vec![Section::new("kinds", "", table)],
            signatures: vec![("日期".into(), String::new())],
            anchor: "局 7 ab".into(),
            ..Document::default()
        };
        let expected = json!({
            "title": "季报", "subtitle": "", "draft": null, "head": [],
            "headlines": [{
                "label": "申请量", "value": "0.05", "unit": "元", "goal": "目标 30", "ratio": "10.0%",
                "expected_by_now": "25.0%", "note": null,
            }],
            "sections": {"kinds": [{"n": 3}]},
            "notes": [], "signatures": [{"label": "日期", "value": ""}], "times": "", "anchor": "局 7 ab",
        });
        assert_eq!(document(&report), expected);
    }

    #[test]
    fn the_envelope_keeps_its_order() {
        let envelope = envelope("stats.annual", "2020-12-31", 7, json!([]), &["careful".into()]);
        let expected = r#"{"schema":"ipledger/stats.annual/v1","as_of":"2020-12-31","known_at":7,"data":[],"warnings":["careful"]}"#;
        assert_eq!(envelope.to_string(), expected);
    }

    #[test]
    fn values_are_numbers_as_long_as_every_reader_keeps_them() {
        assert_eq!(number("6000"), json!(6000));
        assert_eq!(number("-0.5").to_string(), "-0.5");
        assert_eq!(number("1202.1").to_string(), "1202.1");
        assert_eq!(number("9007199254740993"), json!("9007199254740993"));
    }
}
