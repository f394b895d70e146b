//! Workbooks as the reading library gives them: `.xlsx` cell by cell as it unpacks, `.xls` and `.ods` sheet by
//! sheet. It trusts what a file says of itself, so it runs in a process of its own, see [`worker`](super::worker).

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::iter::Peekable;
use std::vec::IntoIter;

use calamine::{
    CellErrorType, Data, DataRef, DataType, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsx,
    XlsxCellReader, XlsxFormulaMetadata,
};
use chrono::NaiveDate;
use memchr::memmem;
use zip::ZipArchive;

use super::biff;
use super::error::FileFault;
use super::limits::{
    Bound, LARGE_PART, MOST_COLUMNS, MOST_MERGES, MOST_RATIO, MOST_ROWS, MOST_SHEETS,
    MOST_UNPACKED, MOST_XLS_BYTES,
};
use super::markup::{Tag, tags};
use super::merges::Merge;
use super::number_format::Look;
use super::row::{Cell, Row, serial_of_date};
use super::source::Format;

/// Days between the two epochs in which workbooks count, 1900 and 1904 (old Macintosh).
const DAYS_1904: f64 = 1462.0;

type Input = BufReader<File>;

/// An open workbook.
pub(super) struct Workbook {
    book: OpenBook,
    survey: Survey,
    /// What each sheet of an `.ods` marks, which the reading library passes over.
    ods_marks: Vec<(String, Marks)>,
    /// The numbers of each sheet of an `.xls` whose look says something.
    xls_looks: Vec<Vec<Looked>>,
}

/// A cell's row and column, from 0.
pub(super) type Position = (u32, u32);
/// Numbers of rows or columns.
type Numbers = std::ops::Range<u32>;
/// A cell whose look says what its number is.
pub(super) type Looked = (Position, Look);

/// What cells of a sheet are marked with besides their values.
#[derive(Debug, Clone, Default)]
struct Marks {
    merges: Vec<Merge>,
    /// Numbers whose look says something, row by row.
    looks: Vec<Looked>,
    /// Formulas whose results are not stored, row by row.
    uncomputed: Vec<Position>,
}

enum OpenBook {
    Xlsx(Box<Xlsx<Input>>),
    Xls(Box<Xls<Input>>),
    Ods(Box<Ods<Input>>),
}

/// What a look through the parts of a packed workbook tells.
#[derive(Default)]
struct Survey {
    /// A sheet has merged cells.
    has_merges: bool,
    /// A sheet has formulas, whose results may not be stored.
    has_formulas: bool,
    /// A table of an `.ods` shows numbers as percents or with a unit of money.
    has_looks: bool,
}

/// Rows of a sheet, from its first that holds something.
pub(super) trait SheetRows {
    /// Fills `row` with the next row; false at the end.
    fn next(&mut self, row: &mut Row) -> Result<bool, FileFault>;
}

impl Workbook {
    /// Opens what [`sniff`](super::sniff) took for a workbook of this format.
    ///
    /// Errors: `workbook-encrypted`, `file-damaged`, `file-too-large`.
    pub fn open(mut file: File, format: Format) -> Result<Self, FileFault> {
        let input = |file| BufReader::with_capacity(64 * 1024, file);
        let (mut ods_marks, mut xls_looks) = (Vec::new(), Vec::new());
        let survey = match format {
            Format::Xls => Survey::default(),
            _ => {
                let copy = file.try_clone().map_err(damaged)?;
                let survey = survey(input(copy))?;
                file.rewind().map_err(damaged)?;
                let has_marks = survey.has_merges || survey.has_looks || survey.has_formulas;
                if format == Format::Ods && has_marks {
                    ods_marks = marks_of_ods(input(file.try_clone().map_err(damaged)?))?;
                    file.rewind().map_err(damaged)?;
                }
                survey
            }
        };
        let book = match format {
            Format::Ods => {
                OpenBook::Ods(Box::new(Ods::new(input(file)).map_err(|error| match error {
                    calamine::OdsError::Password => FileFault::WorkbookEncrypted,
                    _ => FileFault::FileDamaged,
                })?))
            }
            Format::Xls => {
                // An encrypted .xlsx comes in the same wrapping as an .xls; only its reader knows it.
                let wrapped = file.try_clone().map_err(damaged)?;
                if let Err(calamine::XlsxError::Password) = Xlsx::new(input(wrapped)) {
                    return Err(FileFault::WorkbookEncrypted);
                }
                file.rewind().map_err(damaged)?;
                let mut bytes = Vec::new();
                (&file).take(MOST_XLS_BYTES).read_to_end(&mut bytes).map_err(damaged)?;
                xls_looks = biff::looks(&bytes);
                drop(bytes);
                file.rewind().map_err(damaged)?;
                OpenBook::Xls(Box::new(Xls::new(input(file)).map_err(|error| match error {
                    calamine::XlsError::Password => FileFault::WorkbookEncrypted,
                    _ => FileFault::FileDamaged,
                })?))
            }
            Format::Xlsx | Format::Delimited { .. } | Format::Html | Format::Xml => {
                OpenBook::Xlsx(Box::new(Xlsx::new(input(file)).map_err(|error| match error {
                    calamine::XlsxError::Password => FileFault::WorkbookEncrypted,
                    _ => FileFault::FileDamaged,
                })?))
            }
        };
        let book = Self { book, survey, ods_marks, xls_looks };
        let (shown, hidden) = book.sheets();
        if shown.len() + hidden.len() > MOST_SHEETS {
            return Err(FileFault::FileTooLarge { what: Bound::Sheets, most: MOST_SHEETS as u64 });
        }
        Ok(book)
    }

    /// Returns the names of the worksheets a person sees, and of the hidden ones. Chart sheets are neither.
    pub fn sheets(&self) -> (Vec<String>, Vec<String>) {
        let sheets = match &self.book {
            OpenBook::Xlsx(book) => book.sheets_metadata(),
            OpenBook::Xls(book) => book.sheets_metadata(),
            OpenBook::Ods(book) => book.sheets_metadata(),
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

    /// Returns the rows of a sheet as they are stored: blank ones may be missing.
    pub fn rows(&mut self, sheet: &str) -> Result<Box<dyn SheetRows + '_>, FileFault> {
        let epoch_shift = self.epoch_shift();
        let with_formulas = self.survey.has_formulas;
        let (mut looks, mut uncomputed) = (Vec::new(), Vec::new());
        let range = match &mut self.book {
            OpenBook::Xlsx(book) => {
                let looks = looks_of_xlsx(book, sheet)?;
                let cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
                let (last_row, at_end) = (0, false);
                let rows = StreamedRows {
                    cells,
                    with_formulas,
                    ahead: None,
                    last_row,
                    at_end,
                    epoch_shift,
                    looks: looks.into_iter().peekable(),
                };
                return Ok(Box::new(rows));
            }
            OpenBook::Xls(book) => {
                let at = book.sheets_metadata().iter().position(|known| known.name == sheet);
                let of_sheet = at.and_then(|at| self.xls_looks.get(at));
                looks = of_sheet.cloned().unwrap_or_default();
                book.worksheet_range(sheet).map_err(damaged)?
            }
            OpenBook::Ods(book) => {
                if let Some((_, marks)) = self.ods_marks.iter().find(|(name, _)| name == sheet) {
                    (looks, uncomputed) = (marks.looks.clone(), marks.uncomputed.clone());
                }
                book.worksheet_range(sheet).map_err(damaged)?
            }
        };
        let looks = looks.into_iter().peekable();
        let uncomputed = uncomputed.into_iter().peekable();
        Ok(Box::new(RangeRows { range, next: 0, epoch_shift, looks, uncomputed }))
    }

    /// Returns the merged cells of a sheet.
    pub fn merges(&mut self, sheet: &str) -> Result<Vec<Merge>, FileFault> {
        let found = match &mut self.book {
            OpenBook::Xlsx(book) if self.survey.has_merges => {
                book.merge_cells_by_sheet_name(sheet).map_err(damaged)?
            }
            OpenBook::Xls(book) => book.merge_cells_by_sheet_name(sheet).map_err(damaged)?,
            OpenBook::Xlsx(_) => Vec::new(),
            OpenBook::Ods(_) => {
                let of_sheet = self.ods_marks.iter().find(|(name, _)| name == sheet);
                return Ok(of_sheet.map(|(_, marks)| marks.merges.clone()).unwrap_or_default());
            }
        };
        if found.len() > MOST_MERGES {
            return Err(FileFault::FileTooLarge { what: Bound::Merges, most: MOST_MERGES as u64 });
        }
        let merge = |at: calamine::Dimensions| Merge {
            top: at.start.0.saturating_add(1),
            bottom: at.end.0.saturating_add(1),
            left: at.start.1 as usize,
            right: at.end.1 as usize,
        };
        Ok(found.into_iter().map(merge).filter(Merge::is_sound).collect())
    }

    /// Days to add to this workbook's serials.
    pub fn epoch_shift(&self) -> f64 {
        let is_1904 = match &self.book {
            OpenBook::Xlsx(book) => book.has_1904_epoch(),
            OpenBook::Xls(book) => book.has_1904_epoch(),
            OpenBook::Ods(_) => false,
        };
        if is_1904 { DAYS_1904 } else { 0.0 }
    }
}

/// Unpacks every part once, keeping nothing: how large they are in truth, whatever the list of parts says, and whether
/// merged cells and formulas stand in them.
fn survey(input: Input) -> Result<Survey, FileFault> {
    let mut archive = ZipArchive::new(input).map_err(damaged)?;
    let mut survey = Survey::default();
    let mut unpacked = 0_u64;
    let mut chunk = vec![0; 256 * 1024];
    for at in 0..archive.len() {
        let mut part = match archive.by_index(at) {
            Ok(part) => part,
            // A part under a password of its own: what it holds is the reader's to say.
            Err(_) => continue,
        };
        let name = part.name().map_err(damaged)?.into_owned();
        let is_table = name.contains("worksheets/") || name == "content.xml";
        let (packed, mut size, mut carried) = (part.compressed_size().max(1), 0_u64, 0);
        bounded(part.size(), packed)?;
        loop {
            let read = part.read(&mut chunk[carried..]).map_err(damaged)?;
            if read == 0 {
                break;
            }
            (size, unpacked) = (size + read as u64, unpacked + read as u64);
            if unpacked > MOST_UNPACKED {
                return Err(FileFault::FileTooLarge { what: Bound::Unpacked, most: MOST_UNPACKED });
            }
            bounded(size, packed)?;
            let filled = carried + read;
            if is_table && !(survey.has_merges && survey.has_formulas && survey.has_looks) {
                survey.look(&chunk[..filled]);
                // A word cut in two is looked at again.
                carried = filled.min(LONGEST_SIGN);
                chunk.copy_within(filled - carried..filled, 0);
            }
        }
    }
    Ok(survey)
}

/// Refuses a part that comes to far more than tables do, by what it says or by what was unpacked of it.
fn bounded(size: u64, packed: u64) -> Result<(), FileFault> {
    match size > LARGE_PART && size / packed > MOST_RATIO {
        true => Err(FileFault::FileTooLarge { what: Bound::Ratio, most: MOST_RATIO }),
        false => Ok(()),
    }
}

/// The longest of the words looked for, less one letter.
const LONGEST_SIGN: usize = 26;

/// Finds the cells of a sheet whose style says what their number is; most workbooks have no such style.
fn looks_of_xlsx(book: &mut Xlsx<Input>, sheet: &str) -> Result<Vec<Looked>, FileFault> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let looks: Vec<Option<Look>> = cells
        .styles()
        .iter()
        .map(|style| Look::of(&style.number_format.as_ref()?.format_code))
        .collect();
    let mut looked = Vec::new();
    if looks.iter().all(Option::is_none) {
        return Ok(looked);
    }
    while let Some((row, column, style)) = cells.next_style_id().map_err(damaged)? {
        if let Some(look) = looks.get(style).copied().flatten() {
            looked.push(((row, column), look));
        }
    }
    Ok(looked)
}

/// Returns the look of a cell, if it is the next that has one; those that were passed are dropped.
fn look_at(looks: &mut Peekable<IntoIter<Looked>>, at: Position) -> Option<Look> {
    while looks.peek().is_some_and(|(place, _)| *place < at) {
        looks.next();
    }
    looks.peek().filter(|(place, _)| *place == at).map(|(_, look)| *look)
}

/// Sets a cell of a row; a number whose look says what it is is read as it is shown.
fn set(row: &mut Row, column: usize, cell: Cell<'_>, look: Option<Look>) {
    if let Cell::Number(number) = cell
        && let Some(shown) = look.and_then(|look| look.shown(number))
    {
        row.set(column, Cell::Text(&shown));
    } else {
        row.set(column, cell);
    }
}

impl Survey {
    fn look(&mut self, text: &[u8]) {
        let has = |word: &str| memmem::find(text, word.as_bytes()).is_some();
        self.has_merges |=
            has("mergeCell ") || has("number-rows-spanned=") || has("number-columns-spanned=");
        self.has_looks |= has("value-type=\"percentage\"") || has(Look::SHOWN_IN_MONEY);
        self.has_formulas |=
            has("<f>") || has("<f ") || has(":f>") || has(":f ") || has("table:formula=");
    }
}

/// Reads the merged cells, unfinished formulas, and numbers shown as percents or with a unit of an `.ods`, sheet by sheet: rows and cells that are repeated
/// count as often.
fn marks_of_ods(input: Input) -> Result<Vec<(String, Marks)>, FileFault> {
    let mut archive = ZipArchive::new(input).map_err(damaged)?;
    let mut text = Vec::new();
    archive.by_name("content.xml").map_err(damaged)?.read_to_end(&mut text).map_err(damaged)?;
    let text = String::from_utf8_lossy(&text);
    let mut sheets: Vec<(String, Marks)> = Vec::new();
    let (mut row, mut next_row, mut column) = (0_u32, 1_u32, 0_usize);
    // The number of the cell just opened and where it stands, until the text it shows comes.
    let mut number_of_cell: Option<(f64, Numbers, Numbers)> = None;
    let positions = |rows: Numbers, columns: Numbers| {
        let cells = rows.flat_map(move |row| columns.clone().map(move |at| (row - 1, at)));
        cells.take(MOST_MERGES)
    };
    for tag in tags(&text) {
        let (name, attributes) = match tag {
            Tag::Open(name, attributes) => (name, attributes),
            Tag::Text(shown) => {
                if let Some((number, rows, columns)) = number_of_cell.take()
                    && let Some(look) = Look::of_shown(number, &super::html::unescaped(shown))
                    && let Some((_, marks)) = sheets.last_mut()
                {
                    marks.looks.extend(positions(rows, columns).map(|at| (at, look)));
                }
                continue;
            }
            Tag::Close(_) => continue,
        };
        let number =
            |name: &str| attributes.get(name).and_then(|text| text.parse().ok()).unwrap_or(1_u32);
        match name {
            "table:table" => {
                let name = attributes.get("table:name").unwrap_or_default();
                sheets.push((name, Marks::default()));
                (row, next_row) = (0, 1);
            }
            "table:table-row" => {
                (row, column) = (next_row, 0);
                next_row = next_row.saturating_add(number("table:number-rows-repeated"));
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let (height, width) =
                    (number("table:number-rows-spanned"), number("table:number-columns-spanned"));
                let merge = Merge {
                    top: row,
                    bottom: row.saturating_add(height.saturating_sub(1)),
                    left: column,
                    right: column.saturating_add((width as usize).saturating_sub(1)),
                };
                let repeated = number("table:number-columns-repeated");
                let kind = attributes.get("office:value-type");
                let is_percent = kind.as_deref() == Some("percentage");
                let is_uncomputed = kind.is_none() && attributes.get("table:formula").is_some();
                let is_number = matches!(kind.as_deref(), Some("float" | "currency"));
                // A row that is repeated stands there once with its values and then below.
                let rows = row..next_row.min(row.saturating_add(MOST_ROWS));
                let first = column as u32;
                let columns = first..first.saturating_add(repeated.min(MOST_COLUMNS));
                let number = attributes.get("office:value").filter(|_| is_number);
                let number = number.and_then(|text| text.parse().ok());
                number_of_cell = number.map(|number| (number, rows.clone(), columns.clone()));
                if let Some((_, marks)) = sheets.last_mut() {
                    if is_percent {
                        let percents = positions(rows, columns).map(|at| (at, Look::Percent));
                        marks.looks.extend(percents);
                    } else if is_uncomputed {
                        marks.uncomputed.extend(positions(rows, columns));
                    }
                }
                column = column.saturating_add(repeated as usize);
                let merges = sheets.last_mut().map(|(_, marks)| &mut marks.merges);
                if let Some(merges) =
                    merges.filter(|_| (height > 1 || width > 1) && merge.is_sound())
                {
                    if merges.len() == MOST_MERGES {
                        return Err(FileFault::FileTooLarge {
                            what: Bound::Merges,
                            most: MOST_MERGES as u64,
                        });
                    }
                    merges.push(merge);
                }
            }
            _ => {}
        }
    }
    for (_, marks) in &mut sheets {
        marks.looks.sort_unstable_by_key(|(at, _)| *at);
        marks.uncomputed.sort_unstable();
    }
    Ok(sheets)
}

/// Rows of an `.xlsx` sheet, put together from its cells as they come.
struct StreamedRows<'a> {
    cells: XlsxCellReader<'a, Input>,
    with_formulas: bool,
    /// The first cell of the next row, which ended the last one.
    ahead: Option<FilledCell<'a>>,
    /// The row of the cell last read, from 0: rows only go down.
    last_row: u32,
    /// The library's reader takes a second look beyond the end for a damaged file.
    at_end: bool,
    epoch_shift: f64,
    looks: Peekable<IntoIter<Looked>>,
}

/// A cell that holds something: its row and column from 0, and its value; none for a formula without a result.
struct FilledCell<'a> {
    row: u32,
    column: u32,
    value: Option<DataRef<'a>>,
}

impl<'a> StreamedRows<'a> {
    /// Returns the next cell with something in it.
    ///
    /// Errors: `file-damaged`, also for a cell beyond what a sheet holds or in a row above the last one's.
    fn next_cell(&mut self) -> Result<Option<FilledCell<'a>>, FileFault> {
        while !self.at_end {
            let found = match self.with_formulas {
                false => self.cells.next_cell().map(|cell| {
                    cell.map(|cell| (cell.get_position(), cell.get_value().clone(), false))
                }),
                true => self.cells.next_cell_with_formula_metadata().map(|cell| {
                    let is_formula = |formula: &XlsxFormulaMetadata| match formula {
                        XlsxFormulaMetadata::Normal { formula } => !formula.is_empty(),
                        _ => true,
                    };
                    cell.map(|cell| {
                        (cell.pos, cell.value, cell.formula.as_ref().is_some_and(is_formula))
                    })
                }),
            };
            let ((row, column), value) = match found.map_err(damaged)? {
                None => {
                    self.at_end = true;
                    break;
                }
                Some((_, DataRef::Empty, false)) => continue,
                Some((at, DataRef::Empty, true)) => (at, None),
                Some((at, value, _)) => (at, Some(value)),
            };
            if !(self.last_row..MOST_ROWS).contains(&row) || column >= MOST_COLUMNS {
                return Err(FileFault::FileDamaged);
            }
            self.last_row = row;
            return Ok(Some(FilledCell { row, column, value }));
        }
        Ok(None)
    }
}

impl SheetRows for StreamedRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, FileFault> {
        let first = match self.ahead.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        };
        let Some(mut cell) = first else { return Ok(false) };
        let at = cell.row;
        row.begin(at + 1);
        loop {
            let value = cell.value.as_ref();
            let read = value.map_or(Cell::Uncomputed, |value| cell_of(value, self.epoch_shift));
            let look = look_at(&mut self.looks, (at, cell.column));
            set(row, cell.column as usize, read, look);
            match self.next_cell()? {
                None => return Ok(true),
                Some(next) if next.row == at => cell = next,
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
    looks: Peekable<IntoIter<Looked>>,
    uncomputed: Peekable<IntoIter<Position>>,
}

impl SheetRows for RangeRows {
    fn next(&mut self, row: &mut Row) -> Result<bool, FileFault> {
        let Some((top, left)) = self.range.start() else { return Ok(false) };
        if self.next == self.range.height() {
            return Ok(false);
        }
        row.begin(top + self.next as u32 + 1);
        for column in 0..self.range.width() {
            if let Some(value) = self.range.get((self.next, column)) {
                let at = (top + self.next as u32, left + column as u32);
                let look = look_at(&mut self.looks, at);
                set(row, at.1 as usize, cell_of(value, self.epoch_shift), look);
            }
        }
        let here = top + self.next as u32;
        while let Some((at, column)) = self.uncomputed.next_if(|(at, _)| *at <= here) {
            if at == here {
                row.set(column as usize, Cell::Uncomputed);
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

/// Returns the day of `2024-12-30` or `2024-12-30T00:00:00`.
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

/// The reader's own account of what is wrong with a file is none a clerk can use.
fn damaged<E>(_: E) -> FileFault {
    FileFault::FileDamaged
}
