//! Tables as CSV (RFC 4180): stable keys as header, so that what is exported can be imported again.
//!
//! Text that begins with `=` is written as it is: a guard against formulas would change what comes
//! back in.

use std::io::{self, Write};

use super::json::yuan;
use super::table::{Cell, Table};

/// Writes a table. A byte order mark makes Excel read it as UTF-8; a pipe is better without.
pub fn write(table: &Table, out: impl Write, bom: bool) -> io::Result<()> {
    let mut out = out;
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::Writer::from_writer(out);
    let kept: Vec<usize> = (0..table.columns.len()).filter(|at| !table.is_bar(*at)).collect();
    writer.write_record(kept.iter().map(|at| table.columns[*at].key))?;
    for row in &table.rows {
        writer.write_record(kept.iter().map(|at| text(&row[*at])))?;
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
