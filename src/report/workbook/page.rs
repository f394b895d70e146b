//! One sheet: title, anchor, header, rows, totals, notes; frozen and set up for print.

use std::ops::Range;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, IgnoreError, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::cells::{cell_format, write_cell};
use super::names::cut;
use crate::i18n::Lang;
use crate::report::shown::shown;
use crate::report::table::Table;
use crate::report::width::wrapped;

/// Widths of columns and notes, in characters of the sheet's font; a wide character takes two.
const NARROWEST: usize = 8;
const WIDEST: usize = 48;
const WIDEST_TITLE: usize = 14;
const NARROWEST_NOTE: usize = 100;

/// A4 in the numbering of printers.
const A4: u8 = 9;

/// The longest footer, in UTF-16 units; a spreadsheet drops one of more than 255 with its codes.
const LONGEST_FOOTER: usize = 220;

/// Writes some of a table's rows as a sheet; the last of them bring totals and notes along.
pub fn write(
    sheet: &mut Worksheet,
    table: &Table,
    rows: Range<usize>,
    footer: &str,
    lang: Lang,
) -> Result<(), XlsxError> {
    let columns: Vec<(u16, usize)> = (0_u16..).zip(table.data_columns()).collect();
    let mut row = 0;
    let title = table.title.as_deref().map(|title| (title, title_format()));
    // Whole in one cell, so that it can be found again, and above the header: a list written here ends
    // with its last row, and reading it again meets nothing else.
    let anchor = Some(footer).filter(|footer| !footer.is_empty());
    for (line, format) in title.into_iter().chain(anchor.map(|line| (line, anchor_format()))) {
        sheet.write_with_format(row, 0, line, &format)?;
        row += 1;
    }
    let header = row;
    let mut total_width = 0;
    for (column, at) in &columns {
        let width = width_of(table, *at, lang);
        total_width += width;
        sheet.set_column_width(*column, width as f64)?;
        sheet.write_with_format(header, *column, &table.columns[*at].title, &header_format())?;
    }
    let is_last = rows.end == table.rows.len();
    let total = table.total.iter().filter(|_| is_last).map(|cells| (cells, true));
    let data = table.rows[rows].iter().map(|cells| (cells, false));
    for (cells, is_total) in data.chain(total) {
        row += 1;
        for (column, at) in &columns {
            write_cell(sheet, (row, *column), &cells[*at], &cell_format(is_total), lang)?;
        }
    }
    let last_column = columns.len().saturating_sub(1) as u16;
    sheet.ignore_error_range(header, 0, row, last_column, IgnoreError::NumberStoredAsText)?;
    row += 1;
    let notes = table.notes.iter().filter(|_| is_last);
    for line in notes.flat_map(|note| wrapped(note, total_width.max(NARROWEST_NOTE))) {
        row += 1;
        sheet.write(row, 0, line)?;
    }
    set_up_print(sheet, header, footer)
}

fn set_up_print(sheet: &mut Worksheet, header: u32, footer: &str) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(header + 1, 0)?;
    sheet.set_repeat_rows(header, header)?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    // A sign that begins a code of the footer stands doubled.
    let footer = cut(footer, LONGEST_FOOTER).replace('&', "&&");
    sheet.set_footer(format!("&L{footer}&R&P / &N"));
    Ok(())
}

fn title_format() -> Format {
    Format::new().set_bold().set_font_size(14)
}

fn anchor_format() -> Format {
    Format::new().set_font_size(8).set_font_color("7F7F7F")
}

fn header_format() -> Format {
    cell_format(true)
        .set_background_color("E7EBF0")
        .set_align(FormatAlign::Center)
        .set_border_bottom(FormatBorder::Medium)
        .set_text_wrap()
}

/// Wide enough for every number and most words; titles and longer words break into lines.
fn width_of(table: &Table, at: usize, lang: Lang) -> usize {
    let cells = table.rows_and_total().map(|row| shown(&row[at], lang).width());
    let title = table.columns[at].title.width().min(WIDEST_TITLE);
    cells.chain([title]).max().unwrap_or(0).clamp(NARROWEST, WIDEST) + 2
}
