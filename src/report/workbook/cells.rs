//! One cell of a sheet: what a spreadsheet reckons with as numbers and dates, all else as text.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::names::cut;
use crate::i18n::Lang;
use crate::report::exact::{float, yuan};
use crate::report::shown::shown;
use crate::report::table::Cell;

/// The longest text a cell takes, in UTF-16 units.
const LONGEST: usize = 32_767;

/// How any cell looks; totals stand out.
pub fn cell_format(is_total: bool) -> Format {
    let format =
        Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    if is_total { format.set_bold() } else { format }
}

/// Writes a cell at (row, column). A number with more digits than a spreadsheet keeps (15) is text.
pub fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
    lang: Lang,
) -> Result<(), XlsxError> {
    let format = format.clone();
    let held = match cell {
        Cell::Count(n) => number(&n.to_string(), true),
        Cell::Ordinal(n) => number(&n.to_string(), false),
        Cell::Yuan(fen) => number(&yuan(*fen), true),
        Cell::Decimal(decimal) => number(decimal, true),
        Cell::Percent(points) => share(points),
        Cell::Date(iso) => {
            if let Ok(day) = ExcelDateTime::parse_from_str(iso) {
                let format = format.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center);
                sheet.write_with_format(row, column, &day, &format)?;
                return Ok(());
            }
            None
        }
        Cell::Empty | Cell::Bar(_) => {
            sheet.write_blank(row, column, &format)?;
            return Ok(());
        }
        Cell::Text(_) | Cell::Id(_) | Cell::Code { .. } | Cell::Bool(_) => None,
    };
    match held {
        Some((number, pattern)) => {
            sheet.write_with_format(row, column, number, &format.set_num_format(pattern))?;
        }
        None => {
            let format = format.set_num_format("@").set_text_wrap();
            sheet.write_string_with_format(row, column, text(cell, lang), &format)?;
        }
    }
    Ok(())
}

/// The number with the pattern that shows as many decimals as were written, what is negative in red.
fn number(decimal: &str, is_grouped: bool) -> Option<(f64, String)> {
    let places = decimal.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let whole = if is_grouped { "#,##0" } else { "0" };
    let pattern = if places == 0 { whole.to_owned() } else { format!("{whole}.{:0<places$}", "") };
    Some((float(decimal)?, format!("{pattern};[Red]-{pattern}")))
}

/// A share in percent; a spreadsheet holds it as a part of one.
fn share(points: &str) -> Option<(f64, String)> {
    let (_, pattern) = number(points, false)?;
    let part = format!("{points}e-2").parse().ok()?;
    Some((part, pattern.replace(';', "%;") + "%"))
}

/// Text as it is, except that words stand for codes.
fn text(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(text) | Cell::Id(text) => cut(text, LONGEST),
        cell => cut(&shown(cell, lang), LONGEST),
    }
}
