//! Tables as CSV (RFC 4180, lines ending in a bare line feed): stable keys as header, so that what is
//! exported can be imported again.
//!
//! Text that begins with `=`, `+`, `-` or `@` is written as it is. Guards against formulas put a sign
//! before it, and the value that came back would be another one.

use std::io::{self, Write};

use super::exact::yuan;
use super::table::{Cell, Table};

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
        writer.write_record(columns.iter().map(|at| text(&row[*at])))?;
    }
    writer.flush()
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
        assert_eq!(written(&table, true), format!("\u{feff}{expected}"));
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
