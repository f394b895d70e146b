//! A file's rows as they stood with remarks beside them: refused rows to be mended and imported as they are, a
//! bank's statement answered line by line.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::error::ExchangeError;
use super::row::{Cell, OwnedCell, Row, date_of_serial};
use super::source::Source;
use super::write::{add, write_whole};

/// What a sheet holds at most.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const LONGEST_TEXT: usize = 32_767;
/// From this size on Excel shows a whole number with an exponent unless told to show all of it, and an application
/// number would be lost to the eye.
const TOO_LONG_TO_SHOW: f64 = 1e11;
/// From this size on it keeps no more than 15 digits.
const TOO_LONG_TO_KEEP: f64 = 1e15;

/// Rows of one sheet with remarks (退回行, 对账结果), and all that surrounded them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnnotatedSheet {
    /// The rows above the header.
    pub title_rows: Vec<Vec<String>>,
    pub headers: Vec<String>,
    pub rows: Vec<AnnotatedRow>,
    /// The headers of the columns of remarks at the end.
    pub extra_titles: Vec<String>,
    pub sheet_name: String,
}

/// A row as it stood, and what is remarked on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnnotatedRow {
    pub cells: Vec<OwnedCell>,
    /// The columns of the cells to be marked.
    pub bad: Vec<usize>,
    pub remarks: Vec<OwnedCell>,
}

/// Reads a sheet once more into `into`: what stands above the header and the header itself as they stood, and those
/// rows below it that `remark` gives back.
///
/// Errors: what keeps the sheet as a whole from being read.
pub fn reread(
    source: &mut Source,
    sheet: usize,
    header_row: u32,
    into: &mut AnnotatedSheet,
    mut remark: impl FnMut(&Row) -> Option<AnnotatedRow>,
) -> Result<(), ExchangeError> {
    let mut reader = source.rows(sheet)?;
    let mut row = Row::default();
    loop {
        match reader.next(&mut row) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // What can be read of such a row is in it.
            Err(error) if error.fault.loses_one_row() => {}
            Err(error) => return Err(error),
        }
        // What a merged cell gives is given below the header alone: there each row stands for itself.
        let shown = || {
            let own = |i: usize| match row.given(i) {
                None => row.cell(i).display().into_owned(),
                Some(_) => String::new(),
            };
            (0..row.len()).map(own).collect::<Vec<_>>()
        };
        match row.number.cmp(&header_row) {
            Ordering::Less => into.title_rows.push(shown()),
            Ordering::Equal => into.headers = shown(),
            Ordering::Greater => into.rows.extend(remark(&row)),
        }
    }
}

/// Writes the workbook whole or not at all, over what was there. The same sheet gives the same bytes.
///
/// Rows beyond what a sheet holds go on in further sheets, with titles and header again.
///
/// Errors: `file-not-found` (no such folder), `file-is-directory`, `file-unwritable`.
pub fn write_annotated(path: &Path, sheets: &[AnnotatedSheet]) -> Result<(), ExchangeError> {
    let name = path.to_string_lossy();
    let bytes = workbook(sheets).and_then(|mut book| book.save_to_buffer());
    let bytes = bytes.map_err(|error| ExchangeError::writing(&name, &io_error(error)))?;
    write_whole(&name, |out| out.write_all(&bytes))
}

/// Writes the workbook as [`write_annotated`] does, but over no other content: under the first of `path`,
/// `x-2.xlsx`, `x-3.xlsx`, ... that is free or holds these very rows. Returns where it is.
pub fn add_annotated(path: &Path, sheet: &AnnotatedSheet) -> Result<PathBuf, ExchangeError> {
    add(path, |file| save(std::slice::from_ref(sheet), file))
}

fn save(sheets: &[AnnotatedSheet], file: &mut File) -> io::Result<()> {
    let mut book = workbook(sheets).map_err(io_error)?;
    book.save_to_writer(file).map_err(io_error)
}

/// Returns the system's error where there is one: a full disk is to be called a full disk.
fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

fn workbook(sheets: &[AnnotatedSheet]) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // A clock in the file would make two runs over the same rows differ.
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let looks = Looks::new();
    for sheet in sheets {
        let room = MOST_ROWS.saturating_sub(sheet.title_rows.len() + 1).max(1);
        let mut part = 1;
        let mut rest = sheet.rows.as_slice();
        loop {
            let (rows, after) = rest.split_at(rest.len().min(room));
            let page = book.add_worksheet_with_constant_memory()?;
            page.set_name(sheet_name(&sheet.sheet_name, part))?;
            write_part(page, sheet, rows, &looks)?;
            if after.is_empty() {
                break;
            }
            (rest, part) = (after, part + 1);
        }
    }
    Ok(book)
}

/// Writes titles, header and `rows`, in this order: a row once left is out of memory.
fn write_part(
    page: &mut Worksheet,
    sheet: &AnnotatedSheet,
    rows: &[AnnotatedRow],
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
    page.autofilter(at, 0, last, (extra + sheet.extra_titles.len()).saturating_sub(1) as u16)?;
    for row in rows {
        at += 1;
        write_row(page, at, row, extra, looks)?;
    }
    Ok(())
}

fn write_row(
    page: &mut Worksheet,
    at: u32,
    row: &AnnotatedRow,
    extra: usize,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let past_end =
        row.bad.iter().copied().filter(|column| (row.cells.len()..extra).contains(column));
    let blanks = past_end.map(|column| (column, &OwnedCell::Empty));
    for (column, cell) in row.cells.iter().enumerate().take(extra).chain(blanks) {
        write_cell(page, at, column as u16, cell, looks.of(row.bad.contains(&column)))?;
    }
    for (column, remark) in (extra..).zip(&row.remarks) {
        match remark {
            OwnedCell::Empty => {}
            OwnedCell::Text(text) => {
                let column = column as u16;
                page.write_string_with_format(at, column, within(text), &looks.remark)?;
            }
            remark => write_cell(page, at, column as u16, remark, &looks.sound)?,
        }
    }
    Ok(())
}

/// Writes a cell as it stood. Text stays text, also once it is mended; numbers that Excel would not keep in full
/// become text.
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
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < TOO_LONG_TO_KEEP => {
            page.write_number_with_format(at, column, number, &look.whole)
        }
        Cell::Bool(value) => page.write_boolean_with_format(at, column, value, &look.number),
        shown @ (Cell::Text(_)
        | Cell::Number(_)
        | Cell::Serial(_)
        | Cell::Error(_)
        | Cell::Uncomputed) => {
            page.write_string_with_format(at, column, within(&shown.display()), &look.text)
        }
    }?;
    Ok(())
}

/// How cells of one kind look, by what they hold.
struct Look {
    text: Format,
    number: Format,
    whole: Format,
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
            whole: base.clone().set_num_format("0"),
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
fn widths(sheet: &AnnotatedSheet, rows: &[AnnotatedRow], extra: usize) -> Vec<usize> {
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
        for (column, remark) in (extra..).zip(&row.remarks) {
            fit(column, &remark.as_cell().display());
        }
    }
    // Two more for the filter's button; the remarks may be wider, they are what is read here.
    let widest = |column: usize| if column >= extra { 60 } else { 40 };
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
#[path = "annotated_tests.rs"]
mod tests;
