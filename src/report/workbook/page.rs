//! A list as a sheet: title, anchor, header, rows, totals, notes; frozen and set up for print.

use std::ops::Range;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::cells::Formats;
use super::grid::TableBlock;
use super::print::{self, Margins};
use crate::i18n::Lang;
use crate::report::table::Table;
use crate::report::width::wrapped;

/// Notes are at least as wide, in characters.
const NARROWEST_NOTE: usize = 100;

/// Writes some of a table's rows as a sheet; the last of them bring totals and notes along.
pub fn write(
    sheet: &mut Worksheet,
    table: &Table,
    rows: Range<usize>,
    footer: &str,
    formats: &mut Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    let mut row = 0;
    let title = table.title.as_deref().map(|title| (title, title_format()));
    // Whole in one cell, so that it can be found again, and above the header: a list written here ends
    // with its last row, and reading it again meets nothing else.
    let anchor = Some(footer).filter(|footer| !footer.is_empty());
    for (line, format) in title.into_iter().chain(anchor.map(|line| (line, small_format()))) {
        sheet.write_with_format(row, 0, line, &format)?;
        row += 1;
    }
    let grid = TableBlock::new(table, rows, row, lang);
    grid.write(sheet, formats, lang)?;
    let width: usize = grid.widths.iter().sum();
    row = grid.end() + 1;
    let notes = table.notes.iter().filter(|_| grid.is_last());
    for line in notes.flat_map(|note| wrapped(note, width.max(NARROWEST_NOTE))) {
        row += 1;
        sheet.write_with_format(row, 0, line, &note_format())?;
    }
    print::keep_header(sheet, grid.header)?;
    print::set_up(sheet, width, Margins { anchor: footer, draft: None }, lang);
    Ok(())
}

pub fn title_format() -> Format {
    Format::new().set_bold().set_font_size(14)
}

/// The font of the cells, said aloud: without a format the line would take that of its column.
fn note_format() -> Format {
    Format::new().set_align(FormatAlign::VerticalCenter)
}

pub fn small_format() -> Format {
    Format::new().set_font_size(8).set_font_color("7F7F7F")
}
