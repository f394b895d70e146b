//! One cell of a sheet: what a spreadsheet reckons with as numbers and dates, all else as text.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::names::cut;
use crate::i18n::Lang;
use crate::report::exact::{FLOAT_DIGITS, float};
use crate::report::shown::shown;
use crate::report::table::Cell;

/// The longest text a cell takes, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Whole numbers below it have no more digits than a spreadsheet keeps.
const TOO_LONG: u64 = 10_u64.pow(FLOAT_DIGITS as u32);

/// The colours of a page (`report/page/style.css`): text, fine rules, the ground of headers and totals, the office's red.
pub const INK: &str = "1D2026";
pub const RULE: &str = "D9D5CB";
pub const GROUND: &str = "F5F2EA";
pub const RED: &str = "A3191E";

/// How the value of a cell is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellLook {
    Text,
    Date,
    /// A number of things, in groups of three, with so many decimals.
    Grouped(usize),
    /// A year or another number that counts nothing.
    Plain,
    /// A share with so many decimals of a percent.
    Share(usize),
}

/// Which cells of a table a format is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellGroup {
    /// A row with a fine rule below it.
    Row,
    /// The last row of a table without totals, which it closes.
    Last,
    /// The line of totals stands out, and closes the table.
    Total,
    /// A row of a long list: its lines are those of the page.
    Long,
}

/// The formats of a workbook's cells. Each is made once: to make one takes longer than to write a cell.
#[derive(Default)]
pub struct Formats {
    made: Vec<((CellLook, CellGroup), Format)>,
}

impl Formats {
    pub fn of(&mut self, look: CellLook, part: CellGroup) -> &Format {
        let wanted = (look, part);
        let at = self.made.iter().position(|(made, _)| *made == wanted).unwrap_or_else(|| {
            self.made.push((wanted, made(look, part)));
            self.made.len() - 1
        });
        &self.made[at].1
    }
}

/// How any cell of a part looks.
pub fn cell_format(part: CellGroup) -> Format {
    let format = Format::new().set_align(FormatAlign::VerticalCenter);
    match part {
        CellGroup::Row => {
            format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(RULE)
        }
        CellGroup::Last => closed(format),
        CellGroup::Total => {
            let ruled = format.set_border_top(FormatBorder::Thin).set_border_top_color(INK);
            closed(ruled).set_bold().set_background_color(GROUND)
        }
        CellGroup::Long => format,
    }
}

/// With the line that ends a table.
fn closed(format: Format) -> Format {
    format.set_border_bottom(FormatBorder::Medium).set_border_bottom_color(INK)
}

fn made(look: CellLook, part: CellGroup) -> Format {
    let format = cell_format(part);
    match look {
        CellLook::Text => format.set_num_format("@").set_text_wrap(),
        CellLook::Date => format.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        CellLook::Grouped(places) => format.set_num_format(pattern("#,##0", places, "")),
        CellLook::Plain => format.set_num_format(pattern("0", 0, "")),
        CellLook::Share(places) => format.set_num_format(pattern("0", places, "%")),
    }
}

/// As many decimals as were written, a little room at the right, what is negative in red.
fn pattern(whole: &str, places: usize, sign: &str) -> String {
    let decimals = if places == 0 { String::new() } else { format!(".{:0<places$}", "") };
    let number = format!("{whole}{decimals}{sign}_ ");
    format!("{number};[Red]-{number}")
}

/// What a spreadsheet holds in a cell.
enum Value {
    Blank,
    Number(f64),
    Day(ExcelDateTime),
    Text(String),
}

/// Writes a cell at (row, column). A number with more digits than a spreadsheet keeps (15) is text.
pub fn write_cell(
    sheet: &mut Worksheet,
    place: (u32, u16),
    cell: &Cell,
    format: (&mut Formats, CellGroup),
    lang: Lang,
) -> Result<(), XlsxError> {
    let (value, look) = value(cell, lang);
    put(sheet, place, value, Some(format.0.of(look, format.1)))
}

/// Writes a cell of a long list, whose column has a format of its own: cells that look like it need none,
/// and empty ones needn't be there.
pub fn write_long_cell(
    sheet: &mut Worksheet,
    place: (u32, u16),
    cell: &Cell,
    (formats, column): (&mut Formats, CellLook),
    lang: Lang,
) -> Result<(), XlsxError> {
    match value(cell, lang) {
        (Value::Blank, _) => Ok(()),
        (value, look) if look == column => put(sheet, place, value, None),
        (value, look) => put(sheet, place, value, Some(formats.of(look, CellGroup::Long))),
    }
}

/// Returns how a column looks: like its first cell that is not empty.
pub fn look_of<'a>(mut cells: impl Iterator<Item = &'a Cell>, lang: Lang) -> CellLook {
    cells.find(|cell| **cell != Cell::Empty).map_or(CellLook::Text, |cell| value(cell, lang).1)
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Value,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match (value, format) {
        (Value::Number(n), Some(format)) => {
            sheet.write_number_with_format(row, column, n, format)?
        }
        (Value::Number(n), None) => sheet.write_number(row, column, n)?,
        (Value::Text(text), Some(format)) => {
            sheet.write_string_with_format(row, column, text, format)?
        }
        (Value::Text(text), None) => sheet.write_string(row, column, text)?,
        (Value::Day(day), Some(format)) => {
            sheet.write_datetime_with_format(row, column, day, format)?
        }
        (Value::Day(day), None) => sheet.write_datetime(row, column, day)?,
        (Value::Blank, Some(format)) => sheet.write_blank(row, column, format)?,
        (Value::Blank, None) => sheet,
    };
    Ok(())
}

fn value(cell: &Cell, lang: Lang) -> (Value, CellLook) {
    if let Some((number, look)) = number(cell) {
        return (Value::Number(number), look);
    }
    match cell {
        Cell::Empty | Cell::Bar(_) => (Value::Blank, CellLook::Text),
        Cell::Date(iso) => match ExcelDateTime::parse_from_str(iso) {
            Ok(day) => (Value::Day(day), CellLook::Date),
            Err(_) => (Value::Text(text(cell, lang)), CellLook::Text),
        },
        cell => (Value::Text(text(cell, lang)), CellLook::Text),
    }
}

/// Returns the number a spreadsheet holds for a cell, and how it is drawn; none for what it holds as text.
pub fn number(cell: &Cell) -> Option<(f64, CellLook)> {
    match cell {
        Cell::Count(n) => Some((whole(*n)?, CellLook::Grouped(0))),
        Cell::Ordinal(n) => Some((whole(*n)?, CellLook::Plain)),
        // Both are exact, so the quotient is the float nearest to the amount, the one its digits read as.
        Cell::Yuan(fen) => Some((whole(*fen)? / 100.0, CellLook::Grouped(2))),
        Cell::Decimal(decimal) => Some((float(decimal)?, CellLook::Grouped(places(decimal)))),
        // A spreadsheet holds a share as a part of one.
        Cell::Percent(points) => {
            float(points)?;
            Some((format!("{points}e-2").parse().ok()?, CellLook::Share(places(points))))
        }
        Cell::Empty
        | Cell::Text(_)
        | Cell::Id(_)
        | Cell::Date(_)
        | Cell::Code { .. }
        | Cell::Bool(_)
        | Cell::Bar(_) => None,
    }
}

fn whole(n: i64) -> Option<f64> {
    (n.unsigned_abs() < TOO_LONG).then_some(n as f64)
}

/// How many digits stand after the point.
pub fn places(decimal: &str) -> usize {
    decimal.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// Text as it is, except that words stand for codes.
fn text(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(text) | Cell::Id(text) | Cell::Code { label: text, .. } => cut(text, LONGEST),
        cell => cut(&shown(cell, lang), LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::exact::yuan;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_amount_is_the_number_its_digits_read_as(fen in any::<i64>().prop_map(|n| n >> (n & 31))) {
            let held = number(&Cell::Yuan(fen)).map(|(number, _)| number);
            prop_assert_eq!(held, float(&yuan(fen)));
        }
    }
}
