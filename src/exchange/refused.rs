//! The workbook of refused rows: like the file they came from, to be mended and imported as it is.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::error::ExchangeError;
use super::row::{Cell, OwnedCell, date_of_serial};
use super::write::{add, replace};

/// What a sheet holds at most.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const LONGEST_TEXT: usize = 32_767;
/// From this size on Excel shows a whole number with an exponent, and an application number would be lost.
const TOO_LONG_TO_SHOW: f64 = 1e11;

/// The rows of one sheet that were refused (退回行), with all that surrounded them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RefusedSheet {
    /// The rows above the header.
    pub title_rows: Vec<Vec<String>>,
    pub headers: Vec<String>,
    pub rows: Vec<RefusedRow>,
    /// The headers of the three columns at the end: row number, reason, suggestion.
    pub extra_titles: [String; 3],
    pub sheet_name: String,
}

/// A refused row as it stood, and why it was refused.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RefusedRow {
    /// The row number in the file it came from.
    pub row: u32,
    pub cells: Vec<OwnedCell>,
    /// The columns of the cells at fault.
    pub bad: Vec<usize>,
    pub reason: String,
    pub suggestion: String,
}

/// Writes the workbook whole or not at all, over what was there. The same sheet gives the same bytes.
///
/// Rows beyond what a sheet holds go on in further sheets, with titles and header again.
///
/// Errors: `file-not-found` (no such folder), `file-is-directory`, `file-unwritable`.
pub fn write_refused(path: &Path, sheet: &RefusedSheet) -> Result<(), ExchangeError> {
    replace(path, |file| save(sheet, file))
}

/// Writes the workbook as [`write_refused`] does, but over no other content: under the first of `path`,
/// `x-2.xlsx`, `x-3.xlsx`, ... that is free or holds these very rows. Returns where it is.
pub fn add_refused(path: &Path, sheet: &RefusedSheet) -> Result<PathBuf, ExchangeError> {
    add(path, |file| save(sheet, file))
}

fn save(sheet: &RefusedSheet, file: &mut File) -> io::Result<()> {
    let mut book = workbook(sheet).map_err(io_error)?;
    book.save_to_writer(file).map_err(io_error)
}

/// Returns the system's error where there is one: a full disk is to be called a full disk.
fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

fn workbook(sheet: &RefusedSheet) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // A clock in the file would make two runs over the same rows differ.
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let room = MOST_ROWS.saturating_sub(sheet.title_rows.len() + 1).max(1);
    let looks = Looks::new();
    let mut part = 1;
    let mut rest = sheet.rows.as_slice();
    loop {
        let (rows, after) = rest.split_at(rest.len().min(room));
        let page = book.add_worksheet_with_constant_memory()?;
        page.set_name(sheet_name(&sheet.sheet_name, part))?;
        write_part(page, sheet, rows, &looks)?;
        if after.is_empty() {
            return Ok(book);
        }
        (rest, part) = (after, part + 1);
    }
}

/// Writes titles, header and `rows`, in this order: a row once left is out of memory.
fn write_part(
    page: &mut Worksheet,
    sheet: &RefusedSheet,
    rows: &[RefusedRow],
    looks: &Looks,
) -> Result<(), XlsxError> {
    let widest =
        rows.iter().map(|row| row.cells.len()).chain([sheet.headers.len()]).max().unwrap_or(0);
    let extra = widest.min(MOST_COLUMNS - sheet.extra_titles.len());
    for (column, width) in widths(sheet, rows, extra).into_iter().enumerate() {
        page.set_column_width(column as u16, width as f64)?;
    }
    let mut at = 0;
    for title in &sheet.title_rows {
        for (column, text) in
            title.iter().enumerate().take(extra).filter(|(_, text)| !text.is_empty())
        {
            page.write_string(at, column as u16, within(text))?;
        }
        at += 1;
    }
    for (column, text) in
        sheet.headers.iter().take(extra).enumerate().chain((extra..).zip(&sheet.extra_titles))
    {
        page.write_string_with_format(at, column as u16, within(text), &looks.header)?;
    }
    page.set_freeze_panes(at + 1, 0)?;
    let last = at + rows.len() as u32;
    page.autofilter(at, 0, last, (extra + sheet.extra_titles.len() - 1) as u16)?;
    for row in rows {
        at += 1;
        write_row(page, at, row, extra, looks)?;
    }
    Ok(())
}

fn write_row(
    page: &mut Worksheet,
    at: u32,
    row: &RefusedRow,
    extra: usize,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let past_end =
        row.bad.iter().copied().filter(|column| (row.cells.len()..extra).contains(column));
    let blanks = past_end.map(|column| (column, &OwnedCell::Empty));
    for (column, cell) in row.cells.iter().enumerate().take(extra).chain(blanks) {
        write_cell(page, at, column as u16, cell, looks.of(row.bad.contains(&column)))?;
    }
    page.write_number(at, extra as u16, row.row)?;
    page.write_string_with_format(at, extra as u16 + 1, within(&row.reason), &looks.remark)?;
    page.write_string_with_format(at, extra as u16 + 2, within(&row.suggestion), &looks.remark)?;
    Ok(())
}

/// Writes a cell as it stood. Text stays text, also once it is mended; so do numbers that Excel would not
/// show in full.
fn write_cell(
    page: &mut Worksheet,
    at: u32,
    column: u16,
    cell: &OwnedCell,
    look: &Look,
) -> Result<(), XlsxError> {
    match cell.as_cell() {
        Cell::Empty => page.write_blank(at, column, &look.text),
        Cell::Serial(days) if date_of_serial(days).is_some() => {
            page.write_number_with_format(at, column, days.floor(), &look.date)
        }
        Cell::Number(number) | Cell::Serial(number) if number.abs() < TOO_LONG_TO_SHOW => {
            page.write_number_with_format(at, column, number, &look.number)
        }
        Cell::Bool(value) => page.write_boolean_with_format(at, column, value, &look.number),
        shown @ (Cell::Text(_) | Cell::Number(_) | Cell::Serial(_) | Cell::Error(_)) => {
            page.write_string_with_format(at, column, within(&shown.display()), &look.text)
        }
    }?;
    Ok(())
}

/// How cells of one kind look, by what they hold.
struct Look {
    text: Format,
    number: Format,
    date: Format,
}

struct Looks {
    sound: Look,
    bad: Look,
    header: Format,
    remark: Format,
}

impl Looks {
    fn new() -> Self {
        let look = |base: Format| Look {
            text: base.clone().set_num_format("@"),
            date: base.clone().set_num_format("yyyy-mm-dd"),
            number: base,
        };
        Self {
            sound: look(Format::new()),
            bad: look(Format::new().set_background_color(Color::RGB(0xFF_C7_CE)).set_bold()),
            header: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter),
            remark: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }

    fn of(&self, bad: bool) -> &Look {
        if bad { &self.bad } else { &self.sound }
    }
}

/// Returns the columns' widths in characters, wide ones counted as two.
fn widths(sheet: &RefusedSheet, rows: &[RefusedRow], extra: usize) -> Vec<usize> {
    /// Rows that are measured: the rest will not look much different.
    const ENOUGH: usize = 1_000;
    let mut widths = vec![0; extra + sheet.extra_titles.len()];
    let mut fit = |column: usize, text: &str| {
        let longest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        widths[column] = widths[column].max(longest);
    };
    for (column, text) in
        sheet.headers.iter().take(extra).enumerate().chain((extra..).zip(&sheet.extra_titles))
    {
        fit(column, text);
    }
    for row in rows.iter().take(ENOUGH) {
        for (column, cell) in row.cells.iter().take(extra).enumerate() {
            fit(column, &cell.as_cell().display());
        }
        fit(extra + 1, &row.reason);
        fit(extra + 2, &row.suggestion);
    }
    // Two more for the filter's button; the remarks may be wider, they are what is read here.
    let widest = |column: usize| if column > extra { 60 } else { 40 };
    widths.iter().enumerate().map(|(column, width)| (width + 2).clamp(6, widest(column))).collect()
}

/// Returns a name that Excel takes: none of `[]:*?/\`, no `'` at an end, 31 characters at most.
fn sheet_name(name: &str, part: usize) -> String {
    const LONGEST: usize = 31;
    let end = if part == 1 { String::new() } else { format!("-{part}") };
    let allowed = name.chars().filter(|c| !c.is_control() && !"[]:*?/\\".contains(*c));
    let kept: String = allowed.take(LONGEST - end.len()).collect();
    let kept = kept.trim_matches('\'').trim();
    if kept.is_empty() { part.to_string() } else { format!("{kept}{end}") }
}

/// Returns as much of a text as a cell holds.
fn within(text: &str) -> &str {
    text.char_indices().nth(LONGEST_TEXT).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
#[path = "refused_tests.rs"]
mod tests;
