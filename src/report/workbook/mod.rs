//! Tables as a workbook (.xlsx): real numbers and dates for further reckoning, long digit strings as
//! text, every sheet ready for A4.

mod cells;
mod names;
mod page;

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::table::Table;
use crate::i18n::Lang;
use names::Names;

/// Rows of data on one sheet; what is more goes on to the next. A sheet holds 1,048,576, title,
/// header, totals and notes among them.
const ROWS_PER_SHEET: usize = 1_000_000;

/// Writes tables as sheets of a file. `footer` stands over every table and at the foot
/// of every page: the ledger's anchor.
pub fn write(tables: &[Table], footer: &str, lang: Lang, path: &Path) -> Result<(), XlsxError> {
    drawn(tables, footer, lang)?.save(path)
}

/// Returns the bytes [`write`] puts into a file. The same tables give the same bytes.
pub fn bytes(tables: &[Table], footer: &str, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    drawn(tables, footer, lang)?.save_to_buffer()
}

fn drawn(tables: &[Table], footer: &str, lang: Lang) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed moment: a workbook is known by what it says, not by when it was made.
    let fixed = ExcelDateTime::from_ymd(2016, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let mut names = Names::default();
    for table in tables {
        let sheets = table.rows.len().div_ceil(ROWS_PER_SHEET).max(1);
        for part in 0..sheets {
            let sheet = workbook.add_worksheet();
            sheet.set_name(names.next(table.title.as_deref(), lang))?;
            let first = part * ROWS_PER_SHEET;
            let rows = first..table.rows.len().min(first + ROWS_PER_SHEET);
            page::write(sheet, table, rows, footer, lang)?;
        }
    }
    Ok(workbook)
}

#[cfg(test)]
mod tests;
