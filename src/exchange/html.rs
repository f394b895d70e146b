//! Tables of web pages, which many systems export under the name `.xls`.

use super::error::ExchangeError;
use super::gaps::WithBlankRows;
use super::row::{Cell, Row};
use super::source::RowReader;

/// A `<table>` with its cells where a browser shows them.
pub(super) struct Table {
    /// Tables have no names: the first is `1`.
    pub name: String,
    rows: Vec<Vec<String>>,
}

pub(super) fn tables(_page: &str) -> Vec<Table> {
    Vec::new()
}

pub(super) fn rows<'a>(tables: &'a [Table], name: &str) -> Box<dyn RowReader + 'a> {
    let rows = tables.iter().find(|table| table.name == name).map_or(&[][..], |table| &table.rows);
    Box::new(WithBlankRows::new(TableRows { rows, next: 0 }))
}

struct TableRows<'a> {
    rows: &'a [Vec<String>],
    next: usize,
}

impl RowReader for TableRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let Some(cells) = self.rows.get(self.next) else { return Ok(false) };
        self.next += 1;
        row.begin(self.next as u32);
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            row.set(column, Cell::Text(text));
        }
        Ok(true)
    }
}
