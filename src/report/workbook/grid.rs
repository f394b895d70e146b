//! A table on a sheet: which of its columns stand where, how wide they are, and in which rows.

use std::ops::{Range, RangeInclusive};

use rust_xlsxwriter::{
    Format, FormatAlign, FormatBorder, Formula, IgnoreError, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::cells::{CellGroup, Formats, GROUND, INK, look_of, number, write_cell, write_long_cell};
use super::sums;
use crate::i18n::Lang;
use crate::report::shown::shown;
use crate::report::table::{Cell, Table};
use crate::report::width::{widest_word, wrapped};

/// Widths of columns, in characters of the sheet's font; a wide character takes two.
const NARROWEST: usize = 6;
const WIDEST: usize = 48;
/// A longer title breaks into lines, a word of one only where it is longer still; a short one with its unit stays whole, since
/// spreadsheets break within the brackets.
const WIDEST_TITLE: usize = 8;
const WIDEST_WORD: usize = 14;

/// A list longer than this is written row by row as it comes, its texts in their cells, with the lines of
/// the page instead of some around each cell: in a fraction of the time and memory. The heights of its
/// rows are left to who opens it.
const LONG: usize = 5_000;

/// Words break into lines, so a long list is as wide as its beginning and some of the rest ask for.
const ROWS_READ: usize = 1_000;
const EVERY: usize = 64;

/// Points of a line in a row, and what a row has besides.
const LINE: f64 = 15.0;
const BETWEEN_ROWS: f64 = 3.0;

/// Some rows of a table, under its header.
pub struct TableBlock<'a> {
    pub table: &'a Table,
    /// Row of the header on the sheet.
    pub header: u32,
    rows: Range<usize>,
    /// The table's columns from left to right: all but the bars.
    columns: Vec<usize>,
    pub widths: Vec<usize>,
}

impl<'a> TableBlock<'a> {
    /// Lays out rows of a table below a header in this row of a sheet.
    pub fn new(table: &'a Table, rows: Range<usize>, header: u32, lang: Lang) -> Self {
        let columns = table.data_columns();
        let widths = widths_of(table, &columns, lang);
        Self { table, header, rows, columns, widths }
    }

    /// Makes the last column at most so wide.
    pub fn last_within(mut self, width: usize) -> Self {
        if let Some(last) = self.widths.last_mut() {
            *last = width.min(*last);
        }
        self
    }

    /// Takes the widths of a sheet whose columns other tables use as well.
    pub fn within(mut self, widths: &[usize]) -> Self {
        for (own, shared) in self.widths.iter_mut().zip(widths) {
            *own = *shared;
        }
        self
    }

    fn is_long(&self) -> bool {
        is_long(&self.rows)
    }

    /// Returns whether these rows are the end of the table, where totals and notes stand.
    pub fn is_last(&self) -> bool {
        self.rows.end == self.table.rows.len()
    }

    /// Returns the rows of data on the sheet; none if there are none, or not all of the table's.
    pub fn whole_data(&self) -> Option<RangeInclusive<u32>> {
        let is_whole = self.rows.start == 0 && self.is_last() && !self.rows.is_empty();
        is_whole.then(|| self.header + 1..=self.header + self.rows.len() as u32)
    }

    /// Returns where a column of the table stands on the sheet.
    pub fn place_of(&self, column: usize) -> Option<u16> {
        self.columns.iter().position(|at| *at == column).map(|at| at as u16)
    }

    /// Returns the last row written.
    pub fn end(&self) -> u32 {
        let has_total = self.is_last() && self.table.total.is_some();
        self.header + self.rows.len() as u32 + u32::from(has_total)
    }

    /// Returns the points all rows take together.
    pub fn height(&self) -> f64 {
        let rows = self.table.rows[self.rows.clone()].iter();
        let total = self.table.total.iter().filter(|_| self.is_last());
        self.header_height() + rows.chain(total).map(|cells| self.height_of(cells)).sum::<f64>()
    }

    pub fn write(
        &self,
        sheet: &mut Worksheet,
        formats: &mut Formats,
        lang: Lang,
    ) -> Result<(), XlsxError> {
        self.write_header(sheet)?;
        // Fine rules below the rows stand instead.
        sheet.set_screen_gridlines(self.is_long());
        if self.is_long() {
            self.write_long_rows(sheet, formats, lang)?;
        } else {
            self.write_rows(sheet, formats, lang)?;
        }
        for cells in self.table.total.iter().filter(|_| self.is_last()) {
            sheet.set_row_height(self.end(), self.height_of(cells))?;
            for (column, at) in self.placed() {
                self.write_total(sheet, column, (at, &cells[at]), formats, lang)?;
            }
        }
        let last_column = self.columns.len().saturating_sub(1) as u16;
        let as_text = IgnoreError::NumberStoredAsText;
        sheet.ignore_error_range(self.header, 0, self.end(), last_column, as_text)?;
        Ok(())
    }

    fn write_rows(
        &self,
        sheet: &mut Worksheet,
        formats: &mut Formats,
        lang: Lang,
    ) -> Result<(), XlsxError> {
        for (row, cells) in (self.header + 1..).zip(&self.table.rows[self.rows.clone()]) {
            sheet.set_row_height(row, self.height_of(cells))?;
            let group = if row == self.end() { CellGroup::Last } else { CellGroup::Row };
            for (column, at) in self.placed() {
                write_cell(sheet, (row, column), &cells[at], (formats, group), lang)?;
            }
        }
        Ok(())
    }

    /// The quick way: benches/workbook.sh.
    fn write_long_rows(
        &self,
        sheet: &mut Worksheet,
        formats: &mut Formats,
        lang: Lang,
    ) -> Result<(), XlsxError> {
        let mut looks = Vec::new();
        for (column, at) in self.placed() {
            let look = look_of(self.table.column(at).take(ROWS_READ), lang);
            sheet.set_column_format(column, formats.of(look, CellGroup::Long))?;
            looks.push((column, at, look));
        }
        sheet.set_print_gridlines(true);
        for (row, cells) in (self.header + 1..).zip(&self.table.rows[self.rows.clone()]) {
            for (column, at, look) in &looks {
                write_long_cell(sheet, (row, *column), &cells[*at], (formats, *look), lang)?;
            }
        }
        Ok(())
    }

    fn write_header(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let format = header_format();
        sheet.set_row_height(self.header, self.header_height())?;
        for ((column, at), width) in self.placed().zip(&self.widths) {
            sheet.set_column_width(column, *width as f64)?;
            let title = &self.table.columns[at].title;
            sheet.write_string_with_format(self.header, column, title, &format)?;
        }
        Ok(())
    }

    fn placed(&self) -> impl Iterator<Item = (u16, usize)> {
        (0_u16..).zip(self.columns.iter().copied())
    }

    fn header_height(&self) -> f64 {
        let titles = self.columns.iter().map(|at| self.table.columns[*at].title.as_str());
        height(titles.zip(self.widths.iter().copied()))
    }

    fn height_of(&self, cells: &[Cell]) -> f64 {
        let texts = self.columns.iter().map(|at| match &cells[*at] {
            Cell::Text(text) | Cell::Id(text) | Cell::Code { label: text, .. } => text.as_str(),
            _ => "",
        });
        height(texts.zip(self.widths.iter().copied()))
    }

    fn write_total(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        (at, total): (usize, &Cell),
        formats: &mut Formats,
        lang: Lang,
    ) -> Result<(), XlsxError> {
        let sum = self
            .whole_data()
            .and_then(|rows| sums::formula(total, self.table.column(at), rows, column));
        match (sum, number(total)) {
            (Some(sum), Some((_, look))) => {
                let sum = Formula::new(sum).set_result(sums::result(total));
                let format = formats.of(look, CellGroup::Total);
                sheet.write_formula_with_format(self.end(), column, sum, format)?;
                Ok(())
            }
            _ => write_cell(sheet, (self.end(), column), total, (formats, CellGroup::Total), lang),
        }
    }
}

/// Returns whether so many rows are a long list, which a sheet takes only from top to bottom.
pub fn is_long(rows: &Range<usize>) -> bool {
    rows.len() > LONG
}

/// Points of a row with these texts in columns so wide.
fn height<'a>(texts: impl Iterator<Item = (&'a str, usize)>) -> f64 {
    texts.map(|(text, width)| lines(text, width)).max().unwrap_or(1) as f64 * LINE + BETWEEN_ROWS
}

/// Lines a text takes in a column so wide; letters are not all as narrow as the figures widths are said in.
fn lines(text: &str, width: usize) -> usize {
    let parts = text.split('\n').map(|part| match part.width() < width {
        true => 1,
        false => wrapped(part, width.saturating_sub(1)).len(),
    });
    parts.sum()
}

fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(GROUND)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border_top(FormatBorder::Medium)
        .set_border_top_color(INK)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(INK)
        .set_text_wrap()
}

/// Wide enough for every number and most words; titles and longer words break into lines.
fn widths_of(table: &Table, columns: &[usize], lang: Lang) -> Vec<usize> {
    let title = |at: &usize| {
        let title = &table.columns[*at].title;
        match title.width() {
            width if width <= WIDEST_WORD && title.contains(['（', '(']) => width,
            width => width.min(WIDEST_TITLE).max(widest_word(title).min(WIDEST_WORD)),
        }
    };
    let mut widths: Vec<usize> = columns.iter().map(title).collect();
    // Row by row, as they lie in memory.
    for (row, cells) in table.rows_and_total().enumerate() {
        let is_read = row < ROWS_READ || row.is_multiple_of(EVERY);
        for (widest, at) in widths.iter_mut().zip(columns) {
            let cell = &cells[*at];
            if is_read || !cell.is_prose() {
                *widest = width(cell, lang).max(*widest);
            }
        }
    }
    widths.into_iter().map(|width| width.clamp(NARROWEST, WIDEST) + 2).collect()
}

fn width(cell: &Cell, lang: Lang) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Id(text) | Cell::Date(text) | Cell::Text(text) if text.is_ascii() => text.len(),
        cell => shown(cell, lang).width(),
    }
}
