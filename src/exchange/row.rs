//! A row of a file as it stood: cells that know whether they were text, number or date.

use std::borrow::Cow;
use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::rows_kind::is_ditto;

/// A row (行), filled again and again by a [`RowReader`](super::RowReader): one text buffer, one list of cells.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The row number a person sees, from 1; titles, header and blank rows are counted. A CSV record
    /// with line breaks inside quotes is one row.
    pub number: u32,
    text: String,
    slots: Vec<Slot>,
    /// The columns whose value a merged cell gives, in ascending order.
    given: Vec<(usize, Given)>,
}

/// How a merged cell (合并单元格) gives its value to a cell that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The value stands in a row above.
    Above,
    /// The value stands further left in the same row.
    Left,
}

/// What a cell holds, with its text in the row's buffer.
#[derive(Debug, Clone)]
enum Slot {
    Empty,
    Text(Range<u32>),
    Number(f64),
    Serial(f64),
    Bool(bool),
    Error(Range<u32>),
    Uncomputed,
}

/// What spreadsheet programs show for a formula that failed (ECMA-376 part 1, 18.17.3).
const ERRORS: [&str; 8] =
    ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];

/// One cell (单元格) of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    /// A number the workbook shows as a date: days since 1899-12-30, as Excel counts them.
    Serial(f64),
    Bool(bool),
    /// What a formula came to when it failed, such as `#N/A`.
    Error(&'a str),
    /// A formula whose result was never stored: only a spreadsheet program can work it out.
    Uncomputed,
}

/// A [`Cell`] that outlives its row, kept for the workbook of refused rows.
#[derive(Debug, Clone, PartialEq)]
pub enum OwnedCell {
    Empty,
    Text(String),
    Number(f64),
    Serial(f64),
    Bool(bool),
    Error(String),
    Uncomputed,
}

impl Row {
    /// Returns how many columns the row reaches to.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Returns whether the row has no columns at all; see [`Row::is_blank`] for a row with nothing in them.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Returns the cell in column `i`, from 0; beyond the row's end it is empty.
    #[inline]
    pub fn cell(&self, i: usize) -> Cell<'_> {
        match self.slots.get(i) {
            None | Some(Slot::Empty) => Cell::Empty,
            Some(Slot::Text(span)) => match self.slice(span) {
                // Saved as text, in a CSV or a table of a page, a formula's failure still is one.
                text if text.starts_with('#') && ERRORS.contains(&text.trim_end()) => {
                    Cell::Error(text)
                }
                text => Cell::Text(text),
            },
            Some(Slot::Number(number)) => Cell::Number(*number),
            Some(Slot::Serial(days)) => Cell::Serial(*days),
            Some(Slot::Bool(value)) => Cell::Bool(*value),
            Some(Slot::Error(span)) => Cell::Error(self.slice(span)),
            Some(Slot::Uncomputed) => Cell::Uncomputed,
        }
    }

    /// Returns the cells from the first column to the row's end.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(|i| self.cell(i))
    }

    /// Returns how a merged cell gave column `i` its value; none for a cell that holds its own.
    #[inline]
    pub fn given(&self, i: usize) -> Option<Given> {
        if self.given.is_empty() {
            return None;
        }
        self.given.iter().find(|(column, _)| *column == i).map(|(_, given)| *given)
    }

    /// Returns column `i` as this line of the sheet has it: empty where its value stands further left, in the first
    /// cell of a merge across columns.
    #[inline]
    pub fn own(&self, i: usize) -> Cell<'_> {
        if self.given(i) == Some(Given::Left) { Cell::Empty } else { self.cell(i) }
    }

    /// Returns whether a control character stands anywhere in the row's text.
    #[inline]
    pub fn has_control_characters(&self) -> bool {
        self.text.bytes().fold(false, |found, b| {
            found | (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0x7f)
        })
    }

    /// Returns whether a character is one that nobody sees and no text needs.
    pub fn is_control(c: char) -> bool {
        (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || c == '\u{7f}'
    }

    /// Returns the columns that got their value from a merged cell.
    pub fn given_columns(&self) -> impl Iterator<Item = usize> {
        self.given.iter().map(|(column, _)| *column)
    }

    /// Returns whether no cell shows anything: blanks of any width count as nothing.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.is_blank())
    }

    /// Returns the cells in owned form.
    pub fn to_owned_cells(&self) -> Vec<OwnedCell> {
        self.cells().map(OwnedCell::from).collect()
    }

    /// Empties the row and gives it its number.
    pub(super) fn begin(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.slots.clear();
        self.given.clear();
    }

    /// Sets column `i` to the value of the merged cell that covers it.
    pub(super) fn give(&mut self, i: usize, cell: Cell<'_>, given: Given) {
        self.set(i, cell);
        let at = self.given.partition_point(|(column, _)| *column < i);
        self.given.insert(at, (i, given));
    }

    /// Gives each cell that says 同上 or holds a ditto mark the value of the record above, nothing where that has none.
    #[inline]
    pub(super) fn fill_dittos(&mut self, above: &Row) {
        for i in 0..self.len() {
            if self.cell(i).text().is_some_and(is_ditto) {
                self.give(i, above.cell(i), Given::Above);
            }
        }
    }

    /// Takes a whole record of text: `spans` are byte ranges of `text`, cut at ASCII delimiters.
    pub(super) fn fill(&mut self, text: &str, spans: impl Iterator<Item = Range<usize>>) {
        self.text.push_str(text);
        self.slots.extend(spans.map(|span| match span.is_empty() {
            true => Slot::Empty,
            false => Slot::Text(span.start as u32..span.end as u32),
        }));
    }

    /// Sets column `i`; columns passed over become empty cells.
    pub(super) fn set(&mut self, i: usize, cell: Cell<'_>) {
        let slot = match cell {
            Cell::Empty => Slot::Empty,
            Cell::Text(text) => Slot::Text(self.keep(text)),
            Cell::Number(number) => Slot::Number(number),
            Cell::Serial(days) => Slot::Serial(days),
            Cell::Bool(value) => Slot::Bool(value),
            Cell::Error(text) => Slot::Error(self.keep(text)),
            Cell::Uncomputed => Slot::Uncomputed,
        };
        if i >= self.slots.len() {
            self.slots.resize(i + 1, Slot::Empty);
        }
        self.slots[i] = slot;
    }

    fn keep(&mut self, text: &str) -> Range<u32> {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        start..self.text.len() as u32
    }

    fn slice(&self, span: &Range<u32>) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }
}

impl<'a> Cell<'a> {
    /// Returns what a person would read in the cell: whole numbers without `.0`, all digits and never an
    /// exponent, at most the 15 significant digits Excel keeps; dates as `yyyy-mm-dd`.
    pub fn display(&self) -> Cow<'a, str> {
        match *self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) | Cell::Error(text) => Cow::Borrowed(text),
            Cell::Number(number) => Cow::Owned(plain_number(number)),
            Cell::Serial(days) => Cow::Owned(match date_of_serial(days) {
                Some(date) => date.to_string(),
                None => plain_number(days),
            }),
            Cell::Bool(value) => Cow::Borrowed(if value { "TRUE" } else { "FALSE" }),
            Cell::Uncomputed => Cow::Borrowed("="),
        }
    }

    /// Returns the text, if the cell holds text.
    pub fn text(&self) -> Option<&'a str> {
        match *self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns whether the cell shows nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(is_space),
            Cell::Number(_)
            | Cell::Serial(_)
            | Cell::Bool(_)
            | Cell::Error(_)
            | Cell::Uncomputed => false,
        }
    }
}

impl OwnedCell {
    /// Returns the cell as a [`Cell`] over this one's text.
    pub fn as_cell(&self) -> Cell<'_> {
        match self {
            OwnedCell::Empty => Cell::Empty,
            OwnedCell::Text(text) => Cell::Text(text),
            OwnedCell::Number(number) => Cell::Number(*number),
            OwnedCell::Serial(days) => Cell::Serial(*days),
            OwnedCell::Bool(value) => Cell::Bool(*value),
            OwnedCell::Error(text) => Cell::Error(text),
            OwnedCell::Uncomputed => Cell::Uncomputed,
        }
    }
}

impl From<Cell<'_>> for OwnedCell {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Empty => OwnedCell::Empty,
            Cell::Text(text) => OwnedCell::Text(text.to_owned()),
            Cell::Number(number) => OwnedCell::Number(number),
            Cell::Serial(days) => OwnedCell::Serial(days),
            Cell::Bool(value) => OwnedCell::Bool(value),
            Cell::Error(text) => OwnedCell::Error(text.to_owned()),
            Cell::Uncomputed => OwnedCell::Uncomputed,
        }
    }
}

/// Returns the civil day of an Excel serial, without its time of day.
///
/// Units: days since 1899-12-30. Excel takes 1900 for a leap year, so serials below 60 lie one day off
/// and 60 itself, its 29 February 1900, is no day at all.
pub fn date_of_serial(serial: f64) -> Option<NaiveDate> {
    /// 9999-12-31, the last day Excel knows.
    const LAST: f64 = 2_958_465.0;
    if !(1.0..LAST + 1.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as u64;
    let days = match days {
        60 => return None,
        1..60 => days + 1,
        _ => days,
    };
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// Returns the Excel serial of a civil day; `None` before 1900-01-01.
pub fn serial_of_date(date: NaiveDate) -> Option<f64> {
    let days = date.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    let days = if days <= 60 { days - 1 } else { days };
    (days >= 1).then_some(days as f64)
}

/// Blanks of any kind: Unicode white space, no-break and zero-width ones, the byte order mark.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn plain_number(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.fract() == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let kept = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    kept.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_display(cell: Cell<'_>, shown: &str) {
        assert_eq!(cell.display(), shown, "{cell:?}");
    }

    #[test]
    fn cells_show_what_a_person_reads() {
        check_display(Cell::Empty, "");
        check_display(Cell::Number(300.0), "300");
        check_display(Cell::Number(-0.0), "0");
        check_display(Cell::Number(201610012345.6), "201610012345.6");
        check_display(Cell::Number(0.1 + 0.2), "0.3");
        check_display(Cell::Number(1e18), "1000000000000000000");
        check_display(Cell::Number(0.000_000_1), "0.0000001");
        check_display(Cell::Serial(42734.0), "2016-12-30");
        check_display(Cell::Serial(42734.75), "2016-12-30");
        check_display(Cell::Serial(1.0), "1900-01-01");
        check_display(Cell::Serial(60.0), "60");
        check_display(Cell::Serial(61.0), "1900-03-01");
        check_display(Cell::Serial(-3.0), "-3");
        check_display(Cell::Bool(true), "TRUE");
    }

    #[test]
    fn a_failed_formula_saved_as_text_is_still_one() {
        let mut row = Row::default();
        row.begin(2);
        row.fill("#REF!#N/A #1", [0..5, 5..10, 10..12].into_iter());
        let cells: Vec<Cell<'_>> = row.cells().collect();
        assert_eq!(cells, [Cell::Error("#REF!"), Cell::Error("#N/A "), Cell::Text("#1")]);
    }

    #[test]
    fn serials_and_dates_agree_both_ways() {
        for serial in [1.0, 59.0, 61.0, 42734.0, 2_958_465.0] {
            let date = date_of_serial(serial).unwrap();
            assert_eq!(serial_of_date(date), Some(serial));
        }
    }

    #[test]
    fn a_row_is_empty_beyond_its_end_and_blank_without_ink() {
        let mut row = Row::default();
        row.begin(7);
        row.set(2, Cell::Text("\u{3000} \u{a0}"));
        assert!(row.is_blank());
        assert_eq!((row.len(), row.cell(0), row.cell(9)), (3, Cell::Empty, Cell::Empty));
        row.set(1, Cell::Number(0.0));
        assert!(!row.is_blank());
    }
}
