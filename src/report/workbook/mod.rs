//! Tables and documents as a workbook (.xlsx): real numbers and dates for further reckoning, long digit
//! strings as text, every sheet ready for A4.
//!
//! ```text
//! bytes           lists: a sheet each            page
//! document_bytes  a document: cover, sections    cover, section ── charts
//!   ├─ sheet   lines of text across a page being filled
//!   ├─ grid    a table's rows under its header
//!   │    ├─ cells  one cell, and the formats made once
//!   │    └─ sums   totals as formulas, where that is certain
//!   ├─ print   paper, footer, repeated header
//!   └─ names   of sheets
//! ```

mod cells;
mod charts;
mod cover;
mod grid;
mod names;
mod page;
mod print;
mod section;
mod sheet;
mod sums;

use std::ops::Range;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::document::Document;
use super::table::Table;
use crate::i18n::punctuation::comma_list;
use crate::i18n::{Lang, documents, say};
use cells::Formats;
use names::Names;
use print::Margins;

/// Rows of data on one sheet; what is more goes on to the next. A sheet holds 1,048,576, title,
/// header, totals and notes among them.
const ROWS_PER_SHEET: usize = 1_000_000;

/// How hard a file is pressed, from 1 to 9. Level 3 takes half the time of the usual 6 and leaves a sixth more.
const COMPRESSION: u8 = 3;

/// Returns tables as sheets of a workbook. `footer` stands over every table and at the foot
/// of every page: the ledger's anchor. The same tables give the same bytes.
pub fn bytes(tables: &[Table], footer: &str, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = empty(DocProperties::new())?;
    let mut formats = Formats::default();
    let mut names = Names::default();
    for table in tables {
        for rows in parts(table) {
            let sheet = added(&mut workbook, &rows)?;
            sheet.set_name(names.next(table.title.as_deref(), lang))?;
            page::write(sheet, table, rows, footer, &mut formats, lang)?;
        }
    }
    workbook.save_to_buffer()
}

/// Returns a document as a workbook: a cover, then its sections with their tables and charts, short ones together on a sheet. The same
/// document gives the same bytes.
pub fn document_bytes(document: &Document, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let properties =
        DocProperties::new().set_title(&document.title).set_subject(&document.subtitle);
    let mut workbook = empty(properties)?;
    let mut formats = Formats::default();
    let mut names = Names::default();
    let anchor = say::anchor_line(lang, &document.anchor);
    let margins = Margins { anchor: &anchor, draft: document.draft.as_deref() };
    let sheet = workbook.add_worksheet();
    sheet.set_name(names.next(Some(&documents::overview(lang)), lang))?;
    cover::write(sheet, document, margins, &mut formats, lang)?;
    let sections = document.sections.iter();
    let all = sections.flat_map(|part| parts(&part.table).map(move |rows| (part, rows))).collect();
    for shared in section::shared(all, lang) {
        let sheet = added(&mut workbook, &shared[0].1)?;
        let titles: Vec<&str> = shared.iter().map(|(part, _)| part.title.as_str()).collect();
        let name = names.next(Some(&comma_list(lang, &titles)), lang);
        sheet.set_name(&name)?;
        section::write(sheet, &name, &shared, margins, &mut formats, lang)?;
    }
    workbook.save_to_buffer()
}

fn empty(properties: DocProperties) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed moment: a workbook is known by what it says, not by when it was made.
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&properties.set_creation_datetime(&fixed));
    workbook.set_zip_compression_level(COMPRESSION);
    Ok(workbook)
}

/// The rows of a table, sheet by sheet.
fn parts(table: &Table) -> impl Iterator<Item = Range<usize>> {
    let all = table.rows.len();
    let sheets = all.div_ceil(ROWS_PER_SHEET).max(1);
    (0..sheets).map(move |sheet| {
        let first = sheet * ROWS_PER_SHEET;
        first..all.min(first + ROWS_PER_SHEET)
    })
}

fn added<'a>(
    workbook: &'a mut Workbook,
    rows: &Range<usize>,
) -> Result<&'a mut Worksheet, XlsxError> {
    if grid::is_long(rows) {
        workbook.add_worksheet_with_constant_memory()
    } else {
        Ok(workbook.add_worksheet())
    }
}

#[cfg(test)]
mod document_tests;
#[cfg(test)]
mod tests;
