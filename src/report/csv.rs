//! Tables as CSV (RFC 4180, lines ending in a bare line feed): stable keys as header, so that what is
//! exported can be imported again.
//!
//! In a file with a byte order mark, which is for Excel, text that Excel would take for a formula gets an apostrophe
//! before it, and so does text that begins with one: our importers take exactly that one off again.

use std::io::{self, Write};

use super::document::{Document, Headline};
use super::exact::yuan;
use super::table::{Cell, Table};
use crate::domain::values::text::FORMULA_SIGNS;
use crate::i18n::{Lang, documents, say, titles};

/// Writes a table. A byte order mark makes Excel read it as UTF-8; a pipe is better without. Bars,
/// totals and notes are for people and are left out.
pub fn write(table: &Table, mut out: impl Write, bom: bool) -> io::Result<()> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let columns = table.data_columns();
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(|at| table.columns[*at].key))?;
    for row in &table.rows {
        writer.write_record(columns.iter().map(|at| match (&row[*at], bom) {
            (cell @ Cell::Text(_), true) => guarded(text(cell)),
            (cell, _) => text(cell),
        }))?;
    }
    writer.flush()
}

/// Puts an apostrophe before text that a spreadsheet would work out.
fn guarded(text: String) -> String {
    if text.starts_with(FORMULA_SIGNS) { format!("'{text}") } else { text }
}

/// Writes a document for who opens it in a spreadsheet, in blocks with an empty line between: a block begins
/// with its key and title, then come the titles of its columns, rows and totals, notes. Words stand for
/// codes. Times and anchor come last.
pub fn write_document(
    document: &Document,
    lang: Lang,
    mut out: impl Write,
    bom: bool,
) -> io::Result<()> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let plain = |text: &String| if bom { guarded(text.clone()) } else { text.clone() };
    let single = |text: &String| vec![plain(text)];
    let pair = |(label, value): &(String, String)| vec![label.clone(), plain(value)];
    let shown = |cell: &Cell| match cell {
        Cell::Text(text) => plain(text),
        cell => words(cell),
    };
    let titles = [&document.title, &document.subtitle].into_iter().chain(&document.draft);
    block(&mut out, titles.map(single).chain(document.head.iter().map(pair)))?;
    let named = |key: &str, title: &str| vec![key.to_owned(), title.to_owned()];
    let lines = std::iter::once(named("headlines", &documents::headlines(lang)))
        .chain([HEADLINE_KEYS.map(|key| titles::title(lang, key).to_owned()).to_vec()])
        .chain(document.headlines.iter().map(|line| headline(line).to_vec()));
    block(&mut out, lines)?;
    for section in &document.sections {
        let table = &section.table;
        let columns = table.data_columns();
        let titles = columns.iter().map(|at| table.columns[*at].title.clone()).collect();
        let lines = [named(section.key, &section.title), titles].into_iter();
        let rows = table.rows_and_total();
        let rows = rows.map(|row| columns.iter().map(|at| shown(&row[*at])).collect());
        block(&mut out, lines.chain(rows).chain(table.notes.iter().map(single)))?;
    }
    block(&mut out, document.notes.iter().chain([&document.times]).map(single))?;
    out.write_all(say::anchor_line(lang, &document.anchor).as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

/// What stands of a headline, in the order of [`headline`].
const HEADLINE_KEYS: [&str; 7] =
    ["indicator", "value", "unit", "goal", "ratio", "expected_by_now", "note"];

fn headline(line: &Headline) -> [String; 7] {
    let goal = line.goal.as_ref();
    let share = |permille: i64| text(&Cell::permille(permille));
    [
        line.label.clone(),
        words(&line.value),
        line.unit.clone(),
        goal.map(|goal| goal.label.clone()).unwrap_or_default(),
        goal.map(|goal| share(goal.permille)).unwrap_or_default(),
        goal.and_then(|goal| goal.expected_permille).map(share).unwrap_or_default(),
        line.note.clone().unwrap_or_default(),
    ]
}

/// Writes lines of any length with an empty one below; nothing if there are none.
fn block(out: &mut impl Write, lines: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for line in lines.filter(|line| !line.is_empty()) {
        writer.write_record(&line)?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    if bytes.is_empty() {
        return Ok(());
    }
    out.write_all(&bytes)?;
    out.write_all(b"\n")
}

/// As [`text`], with words for codes.
fn words(cell: &Cell) -> String {
    match cell {
        Cell::Code { label, .. } => label.clone(),
        cell => text(cell),
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Bar(_) => String::new(),
        Cell::Text(text) | Cell::Id(text) | Cell::Date(text) | Cell::Decimal(text) => text.clone(),
        Cell::Count(n) | Cell::Ordinal(n) => n.to_string(),
        Cell::Yuan(fen) => yuan(*fen),
        Cell::Percent(points) => format!("{points}%"),
        Cell::Code { code, .. } => code.clone(),
        Cell::Bool(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Goal, Section};
    use crate::report::table::BAR;
    use proptest::prelude::*;

    fn written(table: &Table, bom: bool) -> String {
        let mut bytes = Vec::new();
        write(table, &mut bytes, bom).expect("a vector takes everything");
        String::from_utf8(bytes).expect("CSV is UTF-8")
    }

    #[test]
    fn keys_first_then_plain_values() {
        let mut table =
            Table::new(&[("name", "名称"), ("amount", "金额"), ("kind", "类别"), (BAR, "进度")]);
        table.row(vec![
            Cell::text("甲,\"乙\""),
            Cell::Yuan(123_456_789),
            Cell::code("invention", "发明"),
            Cell::Bar(500),
        ]);
        table.row(vec![Cell::text("=1+1"), Cell::Empty]);
        table.total(vec![Cell::text("合计"), Cell::Yuan(123_456_789)]).note("口径");
        let expected = "name,amount,kind\n\"甲,\"\"乙\"\"\",1234567.89,invention\n=1+1,,\n";
        assert_eq!(written(&table, false), expected);
        let guarded = expected.replace("=1+1", "'=1+1");
        assert_eq!(written(&table, true), format!("\u{feff}{guarded}"));
    }

    #[test]
    fn a_document_is_blocks_with_its_anchor_last() {
        let mut table = Table::new(&[("kind", "类别"), ("n", "件数"), (BAR, "")]);
        table.row(vec![Cell::code("invention", "发明"), Cell::Count(3)]);
        table.total(vec![Cell::text("合计"), Cell::Count(3)]).note("以受理日计");
        let goal = Goal { label: "目标 30".into(), permille: 100, expected_permille: None };
        let document = Document {
            title: "季报".into(),
            subtitle: "2016年第四季度".into(),
            head: vec![("表号".into(), "1".into())],
            headlines: vec![Headline {
                label: "申请量".into(),
                value: Cell::Count(3),
                unit: "件".into(),
                note: None,
                goal: Some(goal),
            }],
            sections: vec![Section::new("kinds", "按类别", table)],
            times: "截至2016-12-31".into(),
            anchor: "局 7 ab".into(),
            ..Document::default()
        };
        let mut bytes = Vec::new();
        write_document(&document, Lang::Zh, &mut bytes, true).expect("a vector takes everything");
        let expected = "\u{feff}季报\n2016年第四季度\n表号,1\n\n\
            headlines,主要指标\n指标,值,单位,目标值,完成率,时序应达,备注\n申请量,3,件,目标 30,10.0%,,\n\n\
            kinds,按类别\n类别,件数\n发明,3\n合计,3\n以受理日计\n\n\
            截至2016-12-31\n\n锚点：局 7 ab\n";
        assert_eq!(String::from_utf8(bytes).expect("CSV is UTF-8"), expected);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(rows in prop::collection::vec([any::<String>(), any::<String>()], 0..8)) {
            let mut table = Table::new(&[("name", ""), ("note", "")]);
            for row in &rows {
                table.row(row.iter().map(Cell::text).collect());
            }
            let text = written(&table, false);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let back = reader.deserialize().collect::<Result<Vec<[String; 2]>, _>>();
            prop_assert_eq!(back.expect("what was written can be read"), rows);
        }
    }
}
