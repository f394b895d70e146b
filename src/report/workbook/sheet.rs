//! What the sheets of a document share: lines of text across the page, above and below a grid of cells.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::report::width::wrapped;

/// Points a line of text takes, and the height of a row nobody set.
pub const LINE: f64 = 15.0;

/// Sheets are at least as wide, in characters: a page upright, at full size.
const NARROWEST: usize = 92;

/// Width of the columns right of a narrow table.
const FILLER: usize = 10;

/// Returns columns so wide, and more of them until the page is filled.
pub fn filled(widths: &[usize]) -> Vec<usize> {
    let mut widths = widths.to_vec();
    while widths.iter().sum::<usize>() + FILLER <= NARROWEST || widths.len() < 2 {
        widths.push(FILLER);
    }
    widths
}

/// Returns the width of columns in pixels: seven a character, five a column.
pub fn pixels(widths: &[usize]) -> u32 {
    (widths.iter().sum::<usize>() * 7 + widths.len() * 5) as u32
}

/// Returns the points a text takes across a page so many characters wide, its lines being so high.
pub fn height_of_line(text: &str, width: usize, line: f64) -> f64 {
    // A wide character takes a little more than two narrow ones, and letters grow with the line.
    let width = width as f64 * 0.9 * LINE.min(line) / line;
    let lines = text.split('\n').map(|part| {
        if part.width() < width as usize { 1 } else { wrapped(part, width as usize).len() }
    });
    lines.sum::<usize>() as f64 * line
}

/// A sheet being filled from top to bottom.
pub struct Sheet<'a> {
    pub sheet: &'a mut Worksheet,
    /// Widths of all columns, those that only carry text across the page among them.
    widths: Vec<usize>,
    pub row: u32,
    /// Points used so far.
    pub height: f64,
}

impl<'a> Sheet<'a> {
    /// Begins a sheet with columns so wide, and more of them until the page is filled.
    pub fn new(sheet: &'a mut Worksheet, widths: &[usize]) -> Result<Self, XlsxError> {
        let filled = filled(widths);
        for column in widths.len()..filled.len() {
            sheet.set_column_width(column as u16, FILLER as f64)?;
        }
        Ok(Self { sheet, widths: filled, row: 0, height: 0.0 })
    }

    pub fn width(&self) -> usize {
        self.widths.iter().sum()
    }

    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    pub fn pixels(&self) -> u32 {
        pixels(&self.widths)
    }

    pub fn last_column(&self) -> u16 {
        (self.widths.len() - 1) as u16
    }

    /// Returns the first of the rightmost columns that together are at least so wide.
    pub fn rightmost(&self, width: usize) -> u16 {
        let mut wide = 0;
        let narrower = self.widths.iter().rev().take_while(|column| {
            wide += **column;
            wide < width
        });
        self.last_column().saturating_sub(narrower.count() as u16)
    }

    /// Writes a text across the page, in as many lines as it needs.
    pub fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sized_line(text, format, LINE)
    }

    /// Writes a text across the page whose lines are so high.
    pub fn sized_line(&mut self, text: &str, format: &Format, line: f64) -> Result<(), XlsxError> {
        let height = height_of_line(text, self.width(), line);
        let format = format.clone().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        self.across(0, self.last_column(), text, &format)?;
        self.next(height)
    }

    /// Writes a text over the cells from one column to another, in the row at hand.
    pub fn across(
        &mut self,
        from: u16,
        to: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if from < to {
            self.sheet.merge_range(self.row, from, self.row, to, text, format)?;
        } else {
            self.sheet.write_string_with_format(self.row, from, text, format)?;
        }
        Ok(())
    }

    /// Goes on to the next row, this one being so high.
    pub fn next(&mut self, height: f64) -> Result<(), XlsxError> {
        if height > LINE {
            self.sheet.set_row_height(self.row, height)?;
        }
        self.height += height.max(LINE);
        self.row += 1;
        Ok(())
    }

    /// Goes on below so many rows somebody else filled.
    pub fn skip(&mut self, rows: u32, height: f64) {
        self.height += height;
        self.row += rows;
    }
}
