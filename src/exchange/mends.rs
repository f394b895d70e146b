//! Cells of a file that a person mended: laid over the file wherever it is read, the file itself stays as it is.

use std::fmt;
use std::str::FromStr;

use super::error::{ExchangeError, column_letters, column_of_letters};
use super::row::{Cell, Row};
use super::source::RowReader;

/// A cell with the value a person gives it: `42:C=2018-02-28`, on the second sheet `2/42:C=2018-02-28`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// From 0.
    pub sheet: usize,
    /// As a person sees it, from 1.
    pub row: u32,
    /// From 0.
    pub column: usize,
    pub value: String,
}

impl FromStr for Mend {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (place, value) = text.split_once('=').ok_or(())?;
        let (row, column) = place.trim().split_once(':').ok_or(())?;
        let (sheet, row) = match row.split_once('/') {
            Some((sheet, row)) => (sheet.parse::<usize>().ok().filter(|n| *n > 0).ok_or(())?, row),
            None => (1, row),
        };
        let row = row.parse().ok().filter(|row| *row > 0).ok_or(())?;
        let column = column_of_letters(column).ok_or(())?;
        Ok(Self { sheet: sheet - 1, row, column, value: value.trim().to_owned() })
    }
}

impl fmt::Display for Mend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sheet > 0 {
            write!(f, "{}/", self.sheet + 1)?;
        }
        write!(f, "{}:{}={}", self.row, column_letters(self.column), self.value)
    }
}

/// Rows with the mended cells in place of those that stand there.
pub(super) struct Mended<'a> {
    pub rows: Box<dyn RowReader + 'a>,
    pub mends: Vec<Mend>,
}

impl RowReader for Mended<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let read = self.rows.next(row);
        let number = row.number;
        for mend in self.mends.iter().filter(|mend| mend.row == number) {
            let cell = if mend.value.is_empty() { Cell::Empty } else { Cell::Text(&mend.value) };
            row.set(mend.column, cell);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mend_is_written_as_it_is_read() {
        for (text, sheet, row, column, value) in [
            ("42:C=2018-02-28", 0, 42, 2, "2018-02-28"),
            ("2/42:AA=a=b", 1, 42, 26, "a=b"),
            ("3:A=", 0, 3, 0, ""),
        ] {
            let mend: Mend = text.parse().unwrap();
            assert_eq!(mend, Mend { sheet, row, column, value: value.to_owned() });
            assert_eq!(mend.to_string(), text);
        }
        for text in ["", "42:C", "C42=1", "0:C=1", "42:4=1", "0/42:C=1", "42=C"] {
            assert_eq!(text.parse::<Mend>(), Err(()), "{text}");
        }
    }
}
