//! Blank rows, given back to readers of files that leave them out.

use super::error::ExchangeError;
use super::row::Row;
use super::source::RowReader;

/// Gives every row up to the last that shows anything. What a format stores for blank rows (nothing, empty
/// cells, a million formatted ones at the end) makes no difference.
pub(super) struct WithBlankRows<R> {
    rows: R,
    given: u32,
    /// The row that shows something, while the blank ones before it are given.
    held: Option<Row>,
}

impl<R: RowReader> WithBlankRows<R> {
    pub fn new(rows: R) -> Self {
        Self { rows, given: 0, held: None }
    }
}

impl<R: RowReader> RowReader for WithBlankRows<R> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        if self.held.is_none() {
            loop {
                match self.rows.next(row) {
                    Ok(true) if row.is_blank() => {}
                    Ok(true) => break,
                    Ok(false) => return Ok(false),
                    Err(error) => {
                        self.given = error.place.row.unwrap_or(self.given);
                        return Err(error);
                    }
                }
            }
            if row.number > self.given + 1 {
                self.held = Some(std::mem::take(row));
            }
        }
        match self.held.take_if(|held| held.number == self.given + 1) {
            Some(held) => *row = held,
            None if self.held.is_some() => row.begin(self.given + 1),
            None => {}
        }
        self.given = row.number;
        Ok(true)
    }
}
