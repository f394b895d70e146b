//! From the sheets of a file to records of a noun: finds headers, passes over what is no record,
//! and gives every record on with its place.

use crate::domain::values::Unit;
use crate::domain::{Fault, Raw, Record};
use crate::exchange::error::{ExchangeError, Fault as FileFault};
use crate::exchange::header::{FieldSpec, HeaderMap, find_header};
use crate::exchange::row::{Cell, Row};
use crate::exchange::rows_kind::{RowKind, classify};
use crate::exchange::source::Source;
use crate::exchange::{Place, RowReader};

use super::outcome::{Outcome, Reason, Reject, SheetRead};

/// How many rows at the top of a sheet the header is looked for in.
const HEADER_WITHIN: usize = 40;

/// Headers of our own workbook of refused rows, passed over when it comes back.
pub const REFUSED_HEADERS: [&str; 6] =
    ["原行号", "拒收原因", "修改建议", "Original row", "Why refused", "What to do"];

/// What is looked for in a file.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    pub fields: &'static [&'static str],
    pub specs: &'a [FieldSpec],
    /// Fields that tell one record from another.
    pub keys: &'a [usize],
    /// Pairs (header, field) said now, and said before.
    pub explicit: &'a [(String, String)],
    pub remembered: &'a [(String, String)],
    /// The unit of amounts whose column says none (`--unit`).
    pub unit: Option<Unit>,
}

/// Where a record stands.
#[derive(Debug)]
pub struct At<'a> {
    pub sheet: usize,
    pub row: u32,
    pub header: &'a HeaderMap,
    place: &'a Place,
}

impl<'a> At<'a> {
    pub fn new(sheet: usize, row: u32, header: &'a HeaderMap, place: &'a Place) -> Self {
        Self { sheet, row, header, place }
    }

    pub fn place(&self) -> &'a Place {
        self.place
    }

    /// Turns faults of a record into a refusal that shows each cell as it stood.
    pub fn refuse(&self, record: &Record<'_>, mut faults: Vec<Fault>) -> Reject {
        for fault in &mut faults {
            let field = self.header.field_keys.iter().position(|key| *key == fault.field);
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
                    let header = self.header.headers.get(column).cloned().unwrap_or_default();
                    row.cell(column, header, fault.refusal.value.clone())
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
        let specs = self.header.field_keys.iter().position(|key| *key == field)?;
        self.header.column_of(specs)
    }
}

/// Reads every sheet and calls `each` for every record.
///
/// Errors: what keeps the file as a whole from being read; a single bad row is a refusal.
pub fn scan<E: From<ExchangeError>>(
    source: &mut Source,
    wanted: &Wanted<'_>,
    outcome: &mut Outcome,
    mut each: impl FnMut(&At<'_>, &Record<'_>, &mut Outcome) -> Result<(), E>,
) -> Result<(), E> {
    outcome.hidden_sheets = source.hidden().to_vec();
    let mut no_header = None;
    for sheet in 0..source.sheets().len().max(1) {
        let place = source.place(sheet);
        let mut reader = source.rows(sheet)?;
        match top_of_sheet(&mut *reader, wanted, &place) {
            Ok(None) => {
                let name = place.sheet.clone();
                outcome.sheets.push(SheetRead { name, is_blank: true, ..SheetRead::default() });
            }
            Ok(Some(top)) => {
                scan_sheet(&mut *reader, sheet, &place, top, wanted, outcome, &mut each)?;
            }
            Err(error) if matches!(error.fault, FileFault::HeaderNotFound { .. }) => {
                let name = place.sheet.clone();
                outcome.sheets.push(SheetRead { name, ..SheetRead::default() });
                no_header.get_or_insert(error);
            }
            Err(error) => return Err(error.within(&place.file, place.sheet.as_deref()).into()),
        }
    }
    let found_any = outcome.sheets.iter().any(|sheet| sheet.header_row.is_some());
    match no_header {
        Some(error) if !found_any => Err(error.into()),
        _ => Ok(()),
    }
}

/// The top of a sheet: its header, the rows read to find it, and those that could not be read.
struct Top {
    header: HeaderMap,
    rows: Vec<Row>,
    bad: Vec<ExchangeError>,
}

/// Reads the top rows and finds the header among them; none for a blank sheet.
fn top_of_sheet(
    reader: &mut dyn RowReader,
    wanted: &Wanted<'_>,
    place: &Place,
) -> Result<Option<Top>, ExchangeError> {
    let (mut top, mut bad) = (Vec::new(), Vec::new());
    let mut row = Row::default();
    while top.len() < HEADER_WITHIN {
        match reader.next(&mut row) {
            Ok(true) => top.push(row.clone()),
            Ok(false) => break,
            // The row is refused when its turn comes; here only the header is looked for.
            Err(error) if error.fault.loses_one_row() => bad.push(error),
            Err(error) => return Err(error),
        }
    }
    if top.iter().all(Row::is_blank) {
        return Ok(None);
    }
    let header =
        find_header(&top, wanted.specs, wanted.explicit, wanted.remembered, &REFUSED_HEADERS)
            .map_err(|error| error.within(&place.file, place.sheet.as_deref()))?;
    bad.retain(|error| error.place.row.is_some_and(|row| row > header.row));
    Ok(Some(Top { header, rows: top, bad }))
}

fn scan_sheet<E: From<ExchangeError>>(
    reader: &mut dyn RowReader,
    sheet: usize,
    place: &Place,
    top: Top,
    wanted: &Wanted<'_>,
    outcome: &mut Outcome,
    each: &mut impl FnMut(&At<'_>, &Record<'_>, &mut Outcome) -> Result<(), E>,
) -> Result<(), E> {
    let header = &top.header;
    let mut read = SheetRead {
        name: place.sheet.clone(),
        header_row: Some(header.row),
        unknown: header.unknown.iter().map(|(_, name)| name.clone()).collect(),
        ..SheetRead::default()
    };
    let columns: Vec<(usize, usize)> = (0..wanted.specs.len())
        .filter_map(|field| Some((field, header.column_of(field)?)))
        .collect();
    let default_unit = wanted.unit;
    let units: Vec<(usize, Unit)> = columns
        .iter()
        .filter(|(field, _)| wanted.specs[*field].amount)
        .filter_map(|(field, column)| {
            let stated = header.units.get(*column).copied().flatten();
            Some((*field, stated.or(default_unit)?))
        })
        .collect();
    let present = columns.iter().fold(0, |bits, (field, _)| bits | 1 << field);
    let keys: Vec<usize> = wanted.keys.iter().filter_map(|key| header.column_of(*key)).collect();
    let mut visit = |row: &Row, outcome: &mut Outcome| -> Result<(), E> {
        match classify(row, header, &keys) {
            RowKind::Data => {}
            kind => {
                if kind == RowKind::Totals {
                    check_totals(row, &columns, wanted.specs, &mut read);
                }
                read.skipped.entry(kind.code()).or_insert((0, row.number)).0 += 1;
                outcome.skipped += 1;
                return Ok(());
            }
        }
        read.records += 1;
        outcome.rows += 1;
        // Numbers and the like are read as the text a person sees.
        let seen: Vec<(usize, String)> = columns
            .iter()
            .filter_map(|(field, column)| Some((*field, seen_text(row.cell(*column))?)))
            .collect();
        let mut record = Record::with_columns(wanted.fields, present);
        for (field, column) in &columns {
            match row.cell(*column) {
                Cell::Text(text) => record.set(*field, Raw::text(text)),
                Cell::Serial(serial) => record.set(*field, Raw::Serial(serial)),
                Cell::Empty | Cell::Number(_) | Cell::Bool(_) | Cell::Error(_) => {}
            }
        }
        for (field, unit) in &units {
            record.set_unit(*field, *unit);
        }
        for (field, text) in &seen {
            record.set(*field, Raw::text(text));
        }
        each(&At { sheet, row: row.number, header, place }, &record, outcome)
    };
    for row in top.rows.iter().filter(|row| row.number > header.row) {
        visit(row, outcome)?;
    }
    for error in top.bad {
        refuse_unread(error, sheet, place, outcome);
    }
    let mut row = Row::default();
    loop {
        match reader.next(&mut row) {
            Ok(true) => visit(&row, outcome)?,
            Ok(false) => break,
            Err(error) if error.fault.loses_one_row() => {
                refuse_unread(error, sheet, place, outcome)
            }
            Err(error) => return Err(error.into()),
        }
    }
    outcome.sheets.push(read);
    Ok(())
}

/// Refuses a row that could not be read, alone.
fn refuse_unread(error: ExchangeError, sheet: usize, place: &Place, outcome: &mut Outcome) {
    outcome.rows += 1;
    let error = error.within(&place.file, place.sheet.as_deref());
    let row = error.place.row.unwrap_or_default();
    let reasons = vec![(*error.place, Reason::Unreadable(error.fault))];
    outcome.rejects.push(Reject { sheet, row, reasons, columns: Vec::new() });
}

/// The text of a cell that is not text already.
fn seen_text(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Empty | Cell::Text(_) | Cell::Serial(_) => None,
        Cell::Number(_) | Cell::Bool(_) | Cell::Error(_) => Some(cell.display().into_owned()),
    }
}

/// Holds what a totals row counts against the records counted above it, and keeps the amounts it states.
///
/// Beside amounts a bare number may be one of them: only what says what it counts (12笔) is a count then.
fn check_totals(row: &Row, columns: &[(usize, usize)], specs: &[FieldSpec], read: &mut SheetRead) {
    let amounts: Vec<(usize, String)> = columns
        .iter()
        .filter(|(field, _)| specs[*field].amount)
        .filter_map(|(field, column)| {
            let cell = row.cell(*column);
            (!cell.is_blank()).then(|| (*field, cell.display().into_owned()))
        })
        .collect();
    let holds_amounts = columns.iter().any(|(field, _)| specs[*field].amount);
    let numbers: Vec<i64> = row
        .cells()
        .filter_map(|cell| {
            let shown = cell.display();
            let says_count = shown.contains(['件', '项', '条', '个', '笔', '户', '家']);
            let digits: String =
                shown.chars().filter(|c| !"合计件项条个笔户家共：: ".contains(*c)).collect();
            digits.parse().ok().filter(|_| says_count || !holds_amounts)
        })
        .collect();
    if numbers.contains(&i64::from(read.records)) {
        read.totals_agree = Some(row.number);
    } else if !numbers.is_empty() {
        read.totals_off = Some((row.number, numbers));
    }
    if !amounts.is_empty() {
        read.total_amounts.push((row.number, amounts));
    }
}
