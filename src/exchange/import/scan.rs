//! From the sheets of a file to records of a noun: makes the reading of each sheet, passes over what is no record,
//! and gives every record on with its place.

use std::collections::BTreeSet;

use crate::domain::values::text::{FORMULA_SIGNS, is_blank};
use crate::domain::values::{Date, Money, Unit};
use crate::domain::{Fault, Problem, Raw, Record};
use crate::exchange::error::{ExchangeError, FileFault};
use crate::exchange::header::{FieldSpec, is_header_text};
use crate::exchange::header_key::unit_of_cell;
use crate::exchange::lengths::{as_length, unit_of_time};
use crate::exchange::mapping::{By, Names};
use crate::exchange::rates::as_percent;
use crate::exchange::reading::SheetReading;
use crate::exchange::row::{Cell, Row};
use crate::exchange::rows_kind::{RowKind, classify};
use crate::exchange::shape::{Shape, is_foreign, is_unit_or_currency};
use crate::exchange::source::Source;
use crate::exchange::totals::Totals;
use crate::exchange::{Place, RowReader};

pub use crate::exchange::reading::Wanted;

use super::outcome::{ImportOutcome, Reason, Reject, SheetRead};

/// How many rows at the top of a sheet are looked at before any is handed on: the header is looked for in the first of
/// them, the rest show what the columns hold.
const TOP: usize = 240;
/// How many of them the header may stand in.
const HEADER_WITHIN: usize = 40;
/// From this size on a number of a workbook has lost digits: it keeps 15.
const DIGITS_LOST: f64 = 1e15;

/// What a spreadsheet program has before a text that it must not work out.
const TEXT_MARK: char = '\'';

/// Headers of our own workbook of refused rows, in Chinese and in English; passed over when it comes back.
pub const REFUSED_HEADERS: [&str; 6] =
    ["原行号", "拒收原因", "修改建议", "Original row", "Why refused", "What to do"];

/// Where a record stands.
#[derive(Debug)]
pub struct At<'a> {
    pub sheet: usize,
    pub row: u32,
    pub reading: &'a SheetReading,
    place: &'a Place,
    /// Cells of the row that cannot be a value; the record has them blank.
    pub faults: Vec<Fault>,
}

impl<'a> At<'a> {
    pub fn new(sheet: usize, row: u32, reading: &'a SheetReading, place: &'a Place) -> Self {
        Self { sheet, row, reading, place, faults: Vec::new() }
    }

    pub fn place(&self) -> &'a Place {
        self.place
    }

    /// Turns faults of a record into a refusal that shows each cell as it stood.
    pub fn refuse(&self, record: &Record<'_>, mut faults: Vec<Fault>) -> Reject {
        for fault in &mut faults {
            let field = self.reading.field_keys.iter().position(|key| *key == fault.field);
            if let Some(Raw::Text(text)) = field.map(|field| record.get(field)) {
                fault.refusal.value = text.to_owned();
            }
        }
        self.reject(faults)
    }

    /// Turns faults of fields into a refusal with places.
    pub fn reject(&self, faults: Vec<Fault>) -> Reject {
        let row = self.place.row(self.row);
        let mut columns = Vec::new();
        let mut reasons = Vec::new();
        for fault in faults {
            let place = match self.column_of(fault.field) {
                Some(column) => {
                    columns.push(column);
                    row.cell(column, self.reading.header(column), fault.refusal.value.clone())
                }
                None => Place {
                    column: Some(fault.field.to_owned()),
                    value: Some(fault.refusal.value.clone()),
                    ..row.clone()
                },
            };
            reasons.push((place, Reason::Refused(fault.refusal)));
        }
        Reject { sheet: self.sheet, row: self.row, reasons, columns }
    }

    fn column_of(&self, field: &str) -> Option<usize> {
        let field = self.reading.field_keys.iter().position(|key| *key == field)?;
        self.reading.column_of(field)
    }
}

/// Reads every sheet and calls `each` for every record.
///
/// Errors: what keeps the file as a whole from being read; a single bad row is a refusal.
pub fn scan<E: From<ExchangeError>>(
    source: &mut Source,
    wanted: &Wanted<'_>,
    outcome: &mut ImportOutcome,
    mut each: impl FnMut(&At<'_>, &Record<'_>, &mut ImportOutcome) -> Result<(), E>,
) -> Result<(), E> {
    outcome.hidden_sheets = source.hidden().to_vec();
    let mut no_header = None;
    let shift = source.epoch_shift();
    for sheet in 0..source.sheets().len().max(1) {
        let place = source.place(sheet);
        let First { mut reading, rows, at_end } = match first_look(source, sheet, wanted) {
            Ok(Some(first)) => first,
            Ok(None) => {
                let name = place.sheet.clone();
                outcome.sheets.push(SheetRead { name, is_blank: true, ..SheetRead::default() });
                continue;
            }
            Err(error) if matches!(error.fault, FileFault::HeaderNotFound { .. }) => {
                let name = place.sheet.clone();
                outcome.sheets.push(SheetRead { name, ..SheetRead::default() });
                no_header.get_or_insert(error);
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        // A sheet with amounts or rates is read to its end before: the unit may stand in a note below the table, and
        // what the rates are all of them tell.
        let is_whole = !reading.has_amounts(wanted.specs) && reading.rates.is_empty();
        let rows: Box<dyn RowReader + '_> = if !is_whole && !at_end {
            take_notes(rows, &mut reading, wanted)?;
            source.rows(sheet)?
        } else {
            Box::new(rows)
        };
        let wanted = &wanted.remembering(&reading);
        settle(&mut reading, wanted, &place)?;
        let sheet = Sheet { at: sheet, place: &place, wanted, shift };
        scan_sheet(rows, &sheet, reading, outcome, &mut each)?;
    }
    let found_any = outcome.sheets.iter().any(|sheet| sheet.header_row.is_some());
    match no_header {
        Some(error) if !found_any => Err(error.into()),
        _ => Ok(()),
    }
}

/// The rows of a sheet from its first, some of which were read ahead.
struct FromTop<'a> {
    top: std::vec::IntoIter<Result<Row, ExchangeError>>,
    rest: Box<dyn RowReader + 'a>,
}

impl RowReader for FromTop<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        match self.top.next() {
            Some(Ok(read)) => {
                *row = read;
                Ok(true)
            }
            Some(Err(error)) => Err(error),
            None => self.rest.next(row),
        }
    }
}

/// What the first look at a sheet gives.
struct First<'a> {
    reading: SheetReading,
    /// The sheet's rows from the first.
    rows: FromTop<'a>,
    /// All rows are at hand.
    at_end: bool,
}

/// Makes the reading of a sheet from its first rows; none for a blank one.
fn first_look<'a>(
    source: &'a mut Source,
    sheet: usize,
    wanted: &Wanted<'_>,
) -> Result<Option<First<'a>>, ExchangeError> {
    let place = source.place(sheet);
    let mut rest = source.rows(sheet)?;
    let mut top: Vec<Result<Row, ExchangeError>> = Vec::new();
    let (mut row, mut at_end) = (Row::default(), false);
    while top.len() < TOP && !at_end {
        match rest.next(&mut row) {
            Ok(true) => top.push(Ok(row.clone())),
            Ok(false) => at_end = true,
            // The row is refused when its turn comes; here only the header is looked for.
            Err(error) if error.fault.loses_one_row() => top.push(Err(error)),
            Err(error) => return Err(error),
        }
    }
    let rows: Vec<Row> = top.iter().filter_map(|row| row.as_ref().ok()).cloned().collect();
    if rows.iter().all(Row::is_blank) {
        return Ok(None);
    }
    let mut reading = SheetReading::of(&rows, HEADER_WITHIN, wanted, &REFUSED_HEADERS)
        .map_err(|(fault, row)| fault.at(Place { row, ..place }))?;
    if at_end {
        let keys = keys_of(&reading, wanted);
        rows.iter().for_each(|row| take_note(row, &mut reading, wanted, &keys));
    }
    Ok(Some(First { reading, rows: FromTop { top: top.into_iter(), rest }, at_end }))
}

/// Reads a sheet to its end for what its notes state.
fn take_notes(
    mut rows: FromTop<'_>,
    reading: &mut SheetReading,
    wanted: &Wanted<'_>,
) -> Result<(), ExchangeError> {
    let keys = keys_of(reading, wanted);
    let mut row = Row::default();
    loop {
        match rows.next(&mut row) {
            Ok(true) => take_note(&row, reading, wanted, &keys),
            Ok(false) => return Ok(()),
            Err(error) if error.fault.loses_one_row() => {}
            Err(error) => return Err(error),
        }
    }
}

fn take_note(row: &Row, reading: &mut SheetReading, wanted: &Wanted<'_>, keys: &[usize]) {
    if row.number <= reading.last_header_row() {
        return;
    }
    match classify(row, reading, wanted.specs, keys) {
        RowKind::Note => reading.take_note(row),
        RowKind::Data => reading.take_data(row),
        RowKind::Blank | RowKind::RepeatedHeader | RowKind::Totals => {}
    }
}

/// Settles the units, and stops at a column that may be a field which figures rest on.
fn settle(
    reading: &mut SheetReading,
    wanted: &Wanted<'_>,
    place: &Place,
) -> Result<(), ExchangeError> {
    let at = place.row(reading.last_header_row());
    reading.settle_units(wanted).map_err(|fault| fault.at(at.clone()))?;
    let Some((column, unexplained)) = reading.unexplained().filter(|_| !wanted.pass_over) else {
        return Ok(());
    };
    let header = unexplained.header();
    let fault = FileFault::ColumnUnexplained {
        header: header.clone(),
        samples: unexplained.samples.clone(),
        fields: unexplained.looks_like.clone(),
    };
    let value = unexplained.samples.first().cloned().unwrap_or_default();
    Err(fault.at(at.cell(column, header, value)))
}

fn keys_of(reading: &SheetReading, wanted: &Wanted<'_>) -> Vec<usize> {
    wanted.keys.iter().flat_map(|key| reading.columns_of(*key)).collect()
}

/// A sheet on its way through [`scan_sheet`].
struct Sheet<'a> {
    at: usize,
    place: &'a Place,
    wanted: &'a Wanted<'a>,
    /// Days to add to a bare number that is a date.
    shift: f64,
}

/// The columns of one field, and how their cells are read.
struct FieldColumns {
    field: usize,
    shape: Shape,
    column: usize,
    /// Further columns of the same field, if any.
    others: Vec<usize>,
}

fn scan_sheet<E: From<ExchangeError>>(
    mut reader: Box<dyn RowReader + '_>,
    sheet: &Sheet<'_>,
    mut reading: SheetReading,
    outcome: &mut ImportOutcome,
    each: &mut impl FnMut(&At<'_>, &Record<'_>, &mut ImportOutcome) -> Result<(), E>,
) -> Result<(), E> {
    let specs = sheet.wanted.specs;
    let header_row = reading.last_header_row();
    let mut read = SheetRead {
        name: sheet.place.sheet.clone(),
        header_row: Some(header_row),
        ..SheetRead::default()
    };
    let columns: Vec<FieldColumns> = (0..specs.len())
        .filter_map(|field| {
            let mut all = reading.columns_of(field);
            let column = (!all.is_empty()).then(|| all.remove(0))?;
            Some(FieldColumns { field, shape: specs[field].shape, column, others: all })
        })
        .collect();
    let units: Vec<(usize, Option<Unit>)> = columns
        .iter()
        .filter(|of| specs[of.field].is_amount())
        .map(|of| (of.field, reading.columns[of.column].unit))
        .collect();
    let fractions =
        reading.rates.iter().filter(|rates| rates.holds_fractions()).filter_map(|rates| {
            Some((reading.columns[rates.column].field()?, rates.column, Bare::Fraction))
        });
    let lengths = columns.iter().filter(|of| of.shape == Shape::Term).filter_map(|of| {
        let lines = reading.columns[of.column].lines.iter().map(String::as_str);
        Some((of.field, of.column, Bare::Length(unit_of_time(lines)?)))
    });
    let bare: Vec<(usize, usize, Bare)> = fractions.chain(lengths).collect();
    let unit_columns = reading.unit_columns();
    let present = columns.iter().fold(0, |bits, of| bits | 1 << of.field);
    let keys = keys_of(&reading, sheet.wanted);
    let (explicit, remembered) = (sheet.wanted.explicit, sheet.wanted.remembered);
    let names = Names::new(specs, explicit, remembered, reading.columns.len())
        .map_err(|fault| fault.at(sheet.place.clone()))?;
    let mut totals = Totals::new(&reading, specs, &keys, header_row + 1);
    let mut found = Vec::new();
    let mut stated: Vec<(u32, String)> = Vec::new();
    for (at, texts) in reading.title_rows.iter().enumerate() {
        stated.push((at as u32 + 1, texts.join(" ")));
    }
    let mut largest = Largest::new(&reading, specs);
    let mut filled = (0, 0);
    let mut shared: Vec<(usize, String, u32, u32)> = Vec::new();
    let (mut row, mut above) = (Row::default(), Row::default());
    let mut is_record = false;
    loop {
        // The record above is what ditto marks stand for.
        if std::mem::take(&mut is_record) {
            std::mem::swap(&mut row, &mut above);
        }
        match reader.next(&mut row) {
            Ok(true) if row.number <= header_row => continue,
            Ok(true) => row.fill_dittos(&above),
            Ok(false) => break,
            Err(error) if error.fault.loses_one_row() => {
                if error.place.row.is_none_or(|row| row > header_row) {
                    refuse_unread(error, sheet.at, sheet.place, outcome);
                }
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        // Beside a column of currencies there may be one of units.
        let own_unit = unit_columns.iter().find_map(|column| row_unit(row.cell(*column)));
        match classify(&row, &reading, specs, &keys) {
            RowKind::Data if is_header(&row, &names) => {
                let headers = row.cells().map(|cell| cell.display().into_owned());
                let headers = headers.filter(|text| !text.is_empty()).collect();
                let fault = FileFault::HeaderAgainOtherwise { headers };
                return Err(fault.at(sheet.place.row(row.number)).into());
            }
            RowKind::Data => {}
            kind => {
                match kind {
                    RowKind::Totals => totals.check(&row, own_unit, &mut found),
                    RowKind::Note => {
                        let shown = row.cells().map(|cell| cell.display().into_owned());
                        stated.push((row.number, shown.collect::<Vec<_>>().join(" ")));
                    }
                    RowKind::Data | RowKind::Blank | RowKind::RepeatedHeader => {}
                }
                read.skipped.entry(kind.code()).or_insert((0, row.number)).0 += 1;
                outcome.skipped += 1;
                continue;
            }
        }
        is_record = true;
        read.records += 1;
        outcome.rows += 1;
        if let Some(column) = totals.add(&row, own_unit) {
            let known = shared.iter_mut().find(|(shared, ..)| *shared == column);
            match known {
                Some((.., rows)) => *rows += 1,
                None => {
                    let amount = row.cell(column).display().into_owned();
                    shared.push((column, amount, row.number, 1));
                }
            }
        }
        if own_unit.is_none() {
            largest.take(&row);
        }
        let cells = row.given_columns().count() as u32;
        if cells > 0 {
            filled = (filled.0 + cells, if filled.0 == 0 { row.number } else { filled.1 });
        }
        let mut at = At::new(sheet.at, row.number, &reading, sheet.place);
        let mut faults: Vec<Fault> = unit_columns
            .iter()
            .flat_map(|column| unit_faults(row.cell(*column), own_unit, &units, specs))
            .collect();
        if row.has_control_characters() {
            faults.extend(
                columns.iter().filter_map(|of| control_fault(row.cell(of.column), specs, of)),
            );
        }
        let mut record = Record::with_columns(sheet.wanted.fields, present);
        // Numbers and the like are read as the text a person sees.
        let mut seen = Vec::new();
        for of in &columns {
            match row.cell(of.column) {
                // Nearly every cell of a long file is text to be taken as it stands.
                Cell::Text(text) if of.others.is_empty() && !text.starts_with(TEXT_MARK) => {
                    record.set(of.field, Raw::text(text));
                }
                Cell::Empty if of.others.is_empty() => {}
                cell => {
                    match cell {
                        Cell::Text(text) => record.set(of.field, Raw::text(text)),
                        Cell::Serial(serial) => record.set(of.field, Raw::Serial(serial)),
                        Cell::Empty
                        | Cell::Number(_)
                        | Cell::Bool(_)
                        | Cell::Error(_)
                        | Cell::Uncomputed => {}
                    }
                    seen.extend(seen_text(&row, of, sheet.shift, specs, &reading, &mut faults));
                }
            }
        }
        if !faults.is_empty() && !sheet.wanted.keeps_faulty {
            outcome.rejects.push(at.reject(faults));
            continue;
        }
        for (field, column, bare) in &bare {
            let whole = bare.whole(&row.cell(*column).display());
            let taken = seen.iter().position(|seen: &Seen| seen.field == *field);
            match (whole, taken) {
                (Some(text), Some(at)) if seen[at].column == *column => seen[at].text = text,
                (Some(text), None) => seen.push(Seen { field: *field, column: *column, text }),
                (Some(_) | None, _) => {}
            }
        }
        for (field, unit) in &units {
            if let Some(unit) = own_unit.or(*unit) {
                record.set_unit(*field, unit);
            }
        }
        for Seen { field, column, text } in &seen {
            record.set(*field, Raw::text(text));
            if let Some(unit) = reading.columns[*column].unit.filter(|_| own_unit.is_none()) {
                record.set_unit(*field, unit);
            }
        }
        for fault in &faults {
            if let Some(field) = specs.iter().position(|spec| spec.key == fault.field) {
                record.set(field, Raw::Blank);
            }
        }
        at.faults = faults;
        each(&at, &record, outcome)?;
    }
    totals.check_ahead(&mut found);
    for (row, text) in stated {
        totals.check_whole(row, &text, &mut found);
    }
    reading.totals = found;
    reading.filled = filled;
    reading.shared_amounts = shared;
    reading.assumed_yuan = largest.found();
    read.reading = Some(reading);
    outcome.sheets.push(read);
    Ok(())
}

/// Returns whether a row is a header: a second table begins, whose columns stand in another order.
fn is_header(row: &Row, names: &Names) -> bool {
    const FEWEST: usize = 3;
    let own = || (0..row.len()).map(|i| row.own(i)).filter(|cell| !cell.is_blank());
    // Nearly every row has a number, a day or a code, which no header has.
    if !own().all(|cell| is_header_text(&cell)) {
        return false;
    }
    let claims = own().filter_map(|cell| names.claim(cell.text()?));
    let claims = claims.filter(|claim| claim.by != By::StandIn);
    let fields: BTreeSet<usize> = claims.map(|claim| claim.field).collect();
    fields.len() >= FEWEST && fields.len() * 2 >= own().count()
}

/// Refuses a row that could not be read, alone.
fn refuse_unread(error: ExchangeError, sheet: usize, place: &Place, outcome: &mut ImportOutcome) {
    outcome.rows += 1;
    let error = error.within(&place.file, place.sheet.as_deref());
    let row = error.place.row.unwrap_or_default();
    let reasons = vec![(*error.place, Reason::Unreadable(error.fault))];
    outcome.rejects.push(Reject { sheet, row, reasons, columns: Vec::new() });
}

/// The unit that a row states in a column of its own; a currency alone says none.
fn row_unit(cell: Cell<'_>) -> Option<Unit> {
    unit_of_cell(cell.text()?)
}

/// What is wrong with the unit a row states: money that is not ours, another unit than its column's, or no unit at all.
fn unit_faults(
    cell: Cell<'_>,
    own: Option<Unit>,
    units: &[(usize, Option<Unit>)],
    specs: &[FieldSpec],
) -> Vec<Fault> {
    let foreign = cell.text().is_some_and(is_foreign);
    let strange = cell.text().is_some_and(|text| !is_blank(text) && !is_unit_or_currency(text));
    let fault = |(field, of_column): &(usize, Option<Unit>)| {
        let problem = if foreign {
            Problem::CurrencyNotCny
        } else if own.zip(*of_column).is_some_and(|(own, of_column)| own != of_column) {
            Problem::UnitsDisagree
        } else if strange {
            Problem::MoneyUnitUnknown
        } else {
            return None;
        };
        Some(Fault::new(specs[*field].key, cell.display(), problem))
    };
    units.iter().filter_map(fault).collect()
}

fn control_fault(cell: Cell<'_>, specs: &[FieldSpec], of: &FieldColumns) -> Option<Fault> {
    let text = cell.text()?;
    let found = text.chars().find(|c| Row::is_control(*c))?;
    let shown: String = text.chars().filter(|c| !Row::is_control(*c)).collect();
    let problem = Problem::ControlCharacter { code: u32::from(found) };
    Some(Fault::new(specs[of.field].key, shown, problem))
}

/// What the bare figures of a column are, as the whole column or its header tells.
#[derive(Debug, Clone, Copy)]
enum Bare {
    /// Of one: 0.0435 is 4.35 %.
    Fraction,
    /// Lengths of time in this unit.
    Length(&'static str),
}

impl Bare {
    /// A bare figure as it is written where nothing else tells what it is.
    fn whole(self, text: &str) -> Option<String> {
        match self {
            Self::Fraction => as_percent(text),
            Self::Length(unit) => as_length(text, unit),
        }
    }
}

/// The text that is read of a field, and the column it stands in.
struct Seen {
    field: usize,
    column: usize,
    text: String,
}

/// The text of a cell that is not to be taken as it stands: of a number, of several columns of one field joined, without
/// the mark before a text that looks like a number.
///
/// What cannot be a value at all is a fault.
fn seen_text(
    row: &Row,
    of: &FieldColumns,
    shift: f64,
    specs: &[FieldSpec],
    reading: &SheetReading,
    faults: &mut Vec<Fault>,
) -> Option<Seen> {
    let seen = |column: usize, text: String| Seen { field: of.field, column, text };
    let key = specs[of.field].key;
    let cell = row.cell(of.column);
    let first = text_of(cell, of.shape, shift);
    if let Err(problem) = first {
        faults.push(Fault::new(key, cell.display(), problem));
        return None;
    }
    let first = first.unwrap_or_default();
    if of.others.is_empty() {
        return first.map(|text| seen(of.column, text));
    }
    let mut joined = (of.column, first.unwrap_or_else(|| cell.display().into_owned()));
    for other in &of.others {
        let cell = row.cell(*other);
        let text = match text_of(cell, of.shape, shift) {
            Ok(text) => text.unwrap_or_else(|| cell.display().into_owned()),
            Err(problem) => {
                faults.push(Fault::new(key, cell.display(), problem));
                return None;
            }
        };
        if Raw::text(&text).is_blank() {
            continue;
        }
        if Raw::text(&joined.1).is_blank() {
            joined = (*other, text);
            continue;
        }
        // 贷款金额（元） and 贷款金额（万元） beside each other say one thing.
        let unit = |column: usize| reading.columns[column].unit.unwrap_or(Unit::Yuan);
        let agree = match (unit(joined.0), unit(*other)) {
            (first, second) if of.shape == Shape::Amount && first != second => {
                let yuan = |text: &str, unit| Money::read(text, Some(unit)).ok().map(|m| m.value);
                let amount = yuan(&joined.1, first);
                (amount.is_some() && amount == yuan(&text, second)).then_some(joined.1.as_str())
            }
            _ => of.shape.joined(&joined.1, &text),
        };
        match agree {
            Some(fuller) if fuller == text => joined = (*other, text),
            Some(_) => {}
            None => {
                let other = reading.header(*other);
                let problem = Problem::ColumnsDisagree { other, value: text };
                faults.push(Fault::new(key, joined.1, problem));
                return None;
            }
        }
    }
    let (column, text) = joined;
    Some(seen(column, text))
}

/// The text to be read of a cell that is not text already; none for one that is taken as it stands.
fn text_of(cell: Cell<'_>, shape: Shape, shift: f64) -> Result<Option<String>, Problem> {
    Ok(match cell {
        Cell::Empty | Cell::Serial(_) => None,
        Cell::Text(text) => match text.strip_prefix(TEXT_MARK) {
            // It keeps a spreadsheet from working the text out, or from taking it for a number.
            Some(rest) if rest.starts_with(FORMULA_SIGNS) || !shape.is_words() => {
                Some(rest.to_owned())
            }
            _ => None,
        },
        // A date kept as a bare number counts from the workbook's own first day.
        Cell::Number(days) if shift != 0.0 && matches!(shape, Shape::Date | Shape::Term) => {
            let date = Date::from_excel_serial(days + shift).ok();
            Some(date.map_or_else(|| cell.display().into_owned(), |date| date.value.to_string()))
        }
        Cell::Number(number) if number.abs() >= DIGITS_LOST && shape != Shape::Amount => {
            Some(format!("{number:E}").replace('E', "E+"))
        }
        Cell::Number(_) | Cell::Bool(_) => Some(cell.display().into_owned()),
        Cell::Error(_) => return Err(Problem::CellError),
        Cell::Uncomputed => return Err(Problem::FormulaUncomputed),
    })
}

/// An amount, as it stood and in which row.
type Stood = (Money, String, u32);

/// The largest amount of each column that states no unit.
struct Largest(Vec<(usize, Option<Stood>)>);

impl Largest {
    fn new(reading: &SheetReading, specs: &[FieldSpec]) -> Self {
        let is_bare = |(at, column): (usize, &crate::exchange::reading::Column)| {
            let spec = &specs[column.field()?];
            // Under its own key an amount is in yuan: so it is written down, and so we write it.
            let is_key = column.header() == spec.key;
            (spec.is_amount() && column.unit.is_none() && !is_key).then_some((at, None))
        };
        Self(reading.columns.iter().enumerate().filter_map(is_bare).collect())
    }

    fn take(&mut self, row: &Row) {
        for (column, largest) in &mut self.0 {
            let cell = row.cell(*column);
            let shown = cell.display();
            // An amount that says its own unit needs none from the column.
            let is_bare = !shown.contains(['元', '万', '亿', '圆']);
            let Ok(read) = Money::read(&shown, Some(Unit::Yuan)) else { continue };
            if is_bare && largest.as_ref().is_none_or(|(money, ..)| *money < read.value) {
                *largest = Some((read.value, shown.into_owned(), row.number));
            }
        }
    }

    /// Returns column, amount and row of each.
    fn found(self) -> Vec<(usize, String, u32)> {
        let found = self.0.into_iter().filter_map(|(column, largest)| {
            let (_, shown, row) = largest?;
            Some((column, shown, row))
        });
        found.collect()
    }
}
