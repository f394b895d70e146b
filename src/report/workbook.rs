//! Tables as a workbook: real numbers and dates, long digit strings as text, ready for A4.

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::table::{Cell, Table};
use super::terminal::shown;
use crate::i18n::Lang;

/// Writes tables as sheets. `footer` stands at the foot of every page: the anchor of the ledger. The
/// same tables give the same bytes.
pub fn write(tables: &[Table], footer: &str, lang: Lang, path: &Path) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed moment: the file's content, not the time of its making, is what it is known by.
    let fixed = ExcelDateTime::from_ymd(2016, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    for table in tables {
        write_sheet(add_sheet(&mut workbook, table)?, table, footer, lang)?;
    }
    workbook.save(path)
}

/// Names the sheet after its table, as far as a sheet's name may go.
fn add_sheet<'w>(
    workbook: &'w mut Workbook,
    table: &Table,
) -> Result<&'w mut Worksheet, XlsxError> {
    const LONGEST: usize = 31;
    let sheet = workbook.add_worksheet();
    if let Some(title) = &table.title {
        let fits = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
        let name: String = title.chars().filter(fits).take(LONGEST).collect();
        sheet.set_name(name)?;
    }
    Ok(sheet)
}

fn write_sheet(
    sheet: &mut Worksheet,
    table: &Table,
    footer: &str,
    lang: Lang,
) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    let header = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color("EDEDED")
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let kept: Vec<usize> = (0..table.columns.len()).filter(|at| !table.is_bar(*at)).collect();
    let mut row = 0;
    if let Some(text) = &table.title {
        sheet.write_with_format(row, 0, text, &title)?;
        row += 2;
    }
    let header_row = row;
    for (column, at) in (0_u16..).zip(&kept) {
        sheet.write_with_format(row, column, &table.columns[*at].title, &header)?;
        sheet.set_column_width(column, width_of(table, *at, lang))?;
    }
    for (at_row, cells) in table.rows_and_total().enumerate() {
        row += 1;
        let is_total = at_row == table.rows.len();
        for (column, at) in (0_u16..).zip(&kept) {
            write_cell(sheet, row, column, &cells[*at], is_total, lang)?;
        }
    }
    row += 1;
    for note in table.notes.iter().map(String::as_str).chain([footer]) {
        row += 1;
        sheet.write(row, 0, note)?;
    }
    sheet.set_freeze_panes(header_row + 1, 0)?;
    sheet.set_repeat_rows(header_row, header_row)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_footer(format!("&L{}&R&P / &N", footer.replace('&', "&&")));
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    is_total: bool,
    lang: Lang,
) -> Result<(), XlsxError> {
    let base = Format::new().set_border(FormatBorder::Thin);
    let base = if is_total { base.set_bold() } else { base };
    match cell {
        Cell::Empty | Cell::Bar(_) => sheet.write_blank(row, column, &base)?,
        Cell::Count(n) => {
            sheet.write_with_format(row, column, *n, &base.set_num_format("#,##0"))?
        }
        Cell::Ordinal(n) => sheet.write_with_format(row, column, *n, &base.set_num_format("0"))?,
        // Both are exact: a spreadsheet's number holds 15 digits, an amount of ours has fewer.
        Cell::Yuan(fen) => sheet.write_with_format(
            row,
            column,
            *fen as f64 / 100.0,
            &base.set_num_format("#,##0.00"),
        )?,
        Cell::Decimal(text) => match text.parse::<f64>() {
            Ok(number) => {
                sheet.write_with_format(row, column, number, &base.set_num_format("#,##0.##"))?
            }
            Err(_) => sheet.write_with_format(row, column, text, &base)?,
        },
        Cell::Percent(points) => match points.parse::<f64>() {
            Ok(number) => sheet.write_with_format(
                row,
                column,
                number / 100.0,
                &base.set_num_format("0.00%"),
            )?,
            Err(_) => sheet.write_with_format(row, column, points, &base)?,
        },
        Cell::Date(iso) => match ExcelDateTime::parse_from_str(iso) {
            Ok(date) => {
                sheet.write_with_format(row, column, &date, &base.set_num_format("yyyy-mm-dd"))?
            }
            Err(_) => sheet.write_with_format(row, column, iso, &base)?,
        },
        Cell::Text(_) | Cell::Id(_) | Cell::Code { .. } | Cell::Bool(_) => {
            sheet.write_with_format(row, column, shown(cell, lang), &base.set_num_format("@"))?
        }
    };
    Ok(())
}

/// Wide enough for the header and most cells; a wide character counts two.
fn width_of(table: &Table, column: usize, lang: Lang) -> f64 {
    let cells = table.rows_and_total().map(|row| shown(&row[column], lang).width());
    let widest = cells.chain([table.columns[column].title.width()]).max().unwrap_or(0);
    (widest.clamp(8, 48) + 2) as f64
}
