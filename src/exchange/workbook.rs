//! Rows of workbooks: `.xlsx` cell by cell as it unpacks, `.xlsb`, `.xls` and `.ods` sheet by sheet.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use calamine::{
    CellErrorType, Data, DataRef, DataType, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb,
    Xlsx, XlsxCellReader,
};
use chrono::NaiveDate;

use super::error::{ExchangeError, Fault, Place};
use super::gaps::WithBlankRows;
use super::row::{Cell, Row, serial_of_date};
use super::source::{Format, RowReader};

/// What a sheet holds at most. An `.xlsx` may say anything; Excel calls more than this damaged, and a row made
/// to reach further would ask for all the memory there is.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;
/// Days between the two epochs in which workbooks count, 1900 and 1904 (old Macintosh).
const DAYS_1904: f64 = 1462.0;

type Input = BufReader<File>;

/// An open workbook.
pub(super) enum Workbook {
    Xlsx(Box<Xlsx<Input>>),
    Xlsb(Box<Xlsb<Input>>),
    Xls(Box<Xls<Input>>),
    Ods(Box<Ods<Input>>),
}

impl Workbook {
    /// Opens what [`sniff`](super::sniff) took for a workbook of this format.
    ///
    /// Errors: `workbook-encrypted`, `workbook-damaged`.
    pub fn open(file: File, format: Format) -> Result<Self, Fault> {
        guarded(|| Self::open_as(file, format))
    }

    fn open_as(mut file: File, format: Format) -> Result<Self, Fault> {
        let input = |file| BufReader::with_capacity(64 * 1024, file);
        match format {
            Format::Ods => {
                Ods::new(input(file)).map(|book| Workbook::Ods(Box::new(book))).map_err(|e| match e
                {
                    calamine::OdsError::Password => Fault::WorkbookEncrypted,
                    other => damaged(other),
                })
            }
            Format::Xlsb => Xlsb::new(input(file))
                .map(|book| Workbook::Xlsb(Box::new(book)))
                .map_err(|e| match e {
                    calamine::XlsbError::Password => Fault::WorkbookEncrypted,
                    other => damaged(other),
                }),
            Format::Xls => {
                // An encrypted .xlsx comes in the same wrapping as an .xls; only its reader knows it.
                let wrapped = file.try_clone().map_err(damaged)?;
                if let Err(calamine::XlsxError::Password) = Xlsx::new(input(wrapped)) {
                    return Err(Fault::WorkbookEncrypted);
                }
                file.rewind().map_err(damaged)?;
                Xls::new(input(file)).map(|book| Workbook::Xls(Box::new(book))).map_err(|e| match e
                {
                    calamine::XlsError::Password => Fault::WorkbookEncrypted,
                    other => damaged(other),
                })
            }
            Format::Xlsx | Format::Delimited { .. } | Format::Html => Xlsx::new(input(file))
                .map(|book| Workbook::Xlsx(Box::new(book)))
                .map_err(|e| match e {
                    calamine::XlsxError::Password => Fault::WorkbookEncrypted,
                    other => damaged(other),
                }),
        }
    }

    /// Returns the names of the worksheets a person sees, and of the hidden ones. Chart sheets are neither.
    pub fn sheets(&self) -> (Vec<String>, Vec<String>) {
        let sheets = match self {
            Workbook::Xlsx(book) => book.sheets_metadata(),
            Workbook::Xlsb(book) => book.sheets_metadata(),
            Workbook::Xls(book) => book.sheets_metadata(),
            Workbook::Ods(book) => book.sheets_metadata(),
        };
        let of = |shown: bool| {
            let wanted = sheets.iter().filter(|sheet| {
                sheet.typ == SheetType::WorkSheet
                    && (sheet.visible == SheetVisible::Visible) == shown
            });
            wanted.map(|sheet| sheet.name.clone()).collect()
        };
        (of(true), of(false))
    }

    pub fn rows(
        &mut self,
        sheet: &str,
        place: Place,
    ) -> Result<Box<dyn RowReader + '_>, ExchangeError> {
        let epoch_shift = self.epoch_shift();
        let read = match self {
            Workbook::Xlsx(book) => {
                let cells =
                    book.worksheet_cells_reader(sheet).map_err(|e| damaged(e).at(place.clone()))?;
                return Ok(Box::new(WithBlankRows::new(StreamedRows {
                    cells,
                    ahead: None,
                    last_row: 0,
                    at_end: false,
                    epoch_shift,
                    place,
                })));
            }
            Workbook::Xlsb(book) => guarded(|| book.worksheet_range(sheet).map_err(damaged)),
            Workbook::Xls(book) => guarded(|| book.worksheet_range(sheet).map_err(damaged)),
            Workbook::Ods(book) => guarded(|| book.worksheet_range(sheet).map_err(damaged)),
        };
        let range = read.map_err(|fault| fault.at(place))?;
        Ok(Box::new(WithBlankRows::new(RangeRows { range, next: 0, epoch_shift })))
    }

    /// Days to add to this workbook's serials.
    fn epoch_shift(&self) -> f64 {
        let is_1904 = match self {
            Workbook::Xlsx(book) => book.has_1904_epoch(),
            Workbook::Xlsb(book) => book.has_1904_epoch(),
            Workbook::Xls(book) => book.has_1904_epoch(),
            Workbook::Ods(_) => false,
        };
        if is_1904 { DAYS_1904 } else { 0.0 }
    }
}

fn damaged(error: impl std::fmt::Display) -> Fault {
    Fault::WorkbookDamaged { detail: error.to_string() }
}

/// Runs the reading library where a damaged file, such as an `.xls` cut short, makes it panic: to a person
/// that is a damaged file like any other. The panic is not printed.
fn guarded<T>(read: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    /// The hook belongs to the whole process: one at a time.
    static QUIET: Mutex<()> = Mutex::new(());
    let _quiet = QUIET.lock().unwrap_or_else(PoisonError::into_inner);
    let loud = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    panic::set_hook(loud);
    read.unwrap_or_else(|_| {
        Err(Fault::WorkbookDamaged { detail: "the reading library panicked".to_owned() })
    })
}

/// Rows of an `.xlsx` sheet, put together from its cells as they come.
struct StreamedRows<'a> {
    cells: XlsxCellReader<'a, Input>,
    /// The first cell of the next row, which ended the last one.
    ahead: Option<calamine::Cell<DataRef<'a>>>,
    /// The row of the cell last read, from 0: rows only go down.
    last_row: u32,
    /// The library's reader takes a second look beyond the end for a damaged file.
    at_end: bool,
    epoch_shift: f64,
    place: Place,
}

impl<'a> StreamedRows<'a> {
    /// Returns the next cell with something in it.
    ///
    /// Errors: `workbook-damaged`, also for a cell beyond what a sheet holds or in a row above the last one's.
    fn next_cell(&mut self) -> Result<Option<calamine::Cell<DataRef<'a>>>, ExchangeError> {
        while !self.at_end {
            match self.cells.next_cell() {
                Ok(Some(cell)) if *cell.get_value() == DataRef::Empty => {}
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    if !(self.last_row..MOST_ROWS).contains(&row) || column >= MOST_COLUMNS {
                        let fault = damaged(format_args!("a cell at row {row}, column {column}"));
                        return Err(fault.at(self.place.clone()));
                    }
                    self.last_row = row;
                    return Ok(Some(cell));
                }
                Ok(None) => self.at_end = true,
                Err(error) => return Err(damaged(error).at(self.place.clone())),
            }
        }
        Ok(None)
    }
}

impl RowReader for StreamedRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let first = match self.ahead.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        };
        let Some(mut cell) = first else { return Ok(false) };
        let (at, _) = cell.get_position();
        row.begin(at + 1);
        loop {
            let (_, column) = cell.get_position();
            row.set(column as usize, cell_of(cell.get_value(), self.epoch_shift));
            match self.next_cell()? {
                None => return Ok(true),
                Some(next) if next.get_position().0 == at => cell = next,
                other => {
                    self.ahead = other;
                    return Ok(true);
                }
            }
        }
    }
}

/// Rows of a sheet that was read whole.
struct RangeRows {
    range: Range<Data>,
    /// Counts from the first row that holds something.
    next: usize,
    epoch_shift: f64,
}

impl RowReader for RangeRows {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let Some((top, left)) = self.range.start() else { return Ok(false) };
        if self.next == self.range.height() {
            return Ok(false);
        }
        row.begin(top + self.next as u32 + 1);
        for column in 0..self.range.width() {
            if let Some(value) = self.range.get((self.next, column)) {
                row.set(left as usize + column, cell_of(value, self.epoch_shift));
            }
        }
        self.next += 1;
        Ok(true)
    }
}

/// Returns a value of the reading library as a cell.
fn cell_of(value: &impl DataType, epoch_shift: f64) -> Cell<'_> {
    if let Some(text) = value.get_string() {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    } else if let Some(number) = value.get_float() {
        Cell::Number(number)
    } else if let Some(number) = value.get_int() {
        Cell::Number(number as f64)
    } else if let Some(time) = value.get_datetime() {
        match time.is_duration() {
            true => Cell::Number(time.as_f64()),
            false => Cell::Serial(time.as_f64() + epoch_shift),
        }
    } else if let Some(text) = value.get_datetime_iso() {
        iso_serial(text).map_or(Cell::Text(text), Cell::Serial)
    } else if let Some(text) = value.get_duration_iso() {
        Cell::Text(text)
    } else if let Some(truth) = value.get_bool() {
        Cell::Bool(truth)
    } else if let Some(error) = value.get_error() {
        Cell::Error(error_text(error))
    } else {
        Cell::Empty
    }
}

/// Returns the day of `2016-12-30` or `2016-12-30T00:00:00`.
fn iso_serial(text: &str) -> Option<f64> {
    serial_of_date(text.get(..10)?.parse::<NaiveDate>().ok()?)
}

fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}
