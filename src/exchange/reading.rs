//! The reading of a sheet (表的读法): where its header is, what each column is taken for and why, which unit holds where.
//!
//! It is made from the first rows before any row is handed on, and is shown, overruled and kept with the import. The
//! header suggests what a column is; the values decide.
//!
//! ```text
//! header lines -> a field for each column -> held against its values -> units -> Reading
//! ```

use super::error::FileFault;
use super::header::{FieldSpec, Header, find_lines, is_called, numbers_columns};
use super::header_key::{Folded, HeaderUnit, fold_header, is_unit, narrow, units_for_all};
use super::mapping::{By, NO_COLUMN, Names};
use super::rates::RateColumn;
use super::row::{Cell, Row, is_space};
use super::rows_kind::begins_totals;
use super::shape::{Shape, is_unit_or_currency};
use super::totals::ControlTotal;
use crate::domain::stated_term::Term;
use crate::domain::values::{Date, Unit};

/// What is looked for in a sheet, and what a person says about it.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    pub fields: &'static [&'static str],
    pub specs: &'static [FieldSpec],
    /// Fields that tell one record from another.
    pub keys: &'a [usize],
    /// Headers of columns that lists of the noun carry and the ledger does not keep.
    pub unused: &'a [&'static str],
    /// Pairs (header, field) said now, and said before. Without a header: no column is the field; without a field: the
    /// column is left out.
    pub explicit: &'a [(String, String)],
    pub remembered: &'a [(String, String)],
    /// The row of the header's last line (`--header`).
    pub header_row: Option<u32>,
    /// The unit of amounts whose column says none (`--unit`); it settles units that contradict.
    pub unit: Option<Unit>,
    /// The unit that was once said of this header; what is said now goes before it.
    pub unit_before: Option<Unit>,
    /// Columns that might be a field nobody else fills are passed over with a note (`--yes`).
    pub pass_over: bool,
    /// A record with cells that cannot be a value is given on without them ([`At::faults`]), not refused.
    ///
    /// [`At::faults`]: super::import::scan::At
    pub keeps_faulty: bool,
}

/// Stands before a header's fingerprint in what is remembered of it.
pub(super) const OF_HEADER: &str = "#";

/// Writes what was said of a whole header, to be remembered.
pub(super) fn said_of_header(unit: Option<Unit>, header_row: bool) -> String {
    let unit = unit.map(|unit| format!("unit={}", unit.symbol()));
    let header_row = header_row.then(|| "header".to_owned());
    unit.into_iter().chain(header_row).collect::<Vec<_>>().join(";")
}

/// What a person once said of a header, as it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remembered<'a> {
    /// The column holds this field.
    Column(&'a str),
    /// The column is left out.
    LeftOut,
    /// No column holds this field.
    NoColumn(&'a str),
    /// Of a whole header: the unit of its amounts, and that its last line is this one.
    Whole { fingerprint: &'a str, unit: Option<Unit>, is_line: bool },
}

impl<'a> Remembered<'a> {
    /// Returns what a line of the ledger says: header, field.
    pub fn of(header: &'a str, field: &'a str) -> Self {
        if let Some(fingerprint) = header.strip_prefix(OF_HEADER) {
            let unit = |part: &str| Unit::from_symbol(part.strip_prefix("unit=")?);
            let unit = field.split(';').find_map(unit);
            let is_line = field.split(';').any(|part| part == "header");
            return Self::Whole { fingerprint, unit, is_line };
        }
        match (header.strip_prefix(NO_COLUMN), field) {
            (Some(_), field) => Self::NoColumn(field),
            (None, "") => Self::LeftOut,
            (None, field) => Self::Column(field),
        }
    }
}

impl<'a> Wanted<'a> {
    /// Adds the unit that was once said of this header.
    pub(super) fn remembering(&self, reading: &SheetReading) -> Self {
        let unit = match self.said_of_whole(&reading.fingerprint) {
            Some(Remembered::Whole { unit, .. }) => unit,
            _ => None,
        };
        Self { unit_before: unit, ..self.clone() }
    }

    /// Returns the row of the header's last line that a person says, now or once of the same texts.
    fn header_line(&self, rows: &[Row]) -> Option<u32> {
        let is_said = |row: &&Row| {
            let said = self.said_of_whole(&fingerprint(row));
            matches!(said, Some(Remembered::Whole { is_line: true, .. }))
        };
        let any = || self.remembered.iter().any(|(header, _)| header.starts_with(OF_HEADER));
        let before = || rows.iter().find(is_said).map(|row| row.number);
        self.header_row.or_else(|| any().then(before)?)
    }

    fn said_of_whole(&self, fingerprint: &str) -> Option<Remembered<'_>> {
        let is_of = |header: &str| header.strip_prefix(OF_HEADER) == Some(fingerprint);
        let (header, said) = self.remembered.iter().find(|(header, _)| is_of(header))?;
        Some(Remembered::of(header, said))
    }
}

/// How a sheet is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetReading {
    /// The rows of the header's lines, from 1.
    pub header_rows: Vec<u32>,
    /// The keys of all fields looked for, in order.
    pub field_keys: Vec<&'static str>,
    /// A fingerprint of its last line, by which what is said of it is remembered.
    pub fingerprint: String,
    pub columns: Vec<Column>,
    /// The rows above the header, blank ones too, as each stood.
    pub title_rows: Vec<Vec<String>>,
    /// Where the units of its amounts are stated.
    pub units: Vec<UnitStated>,
    pub totals: Vec<ControlTotal>,
    /// How many cells merged cells filled in below the header, and the first row with one.
    pub filled: (u32, u32),
    /// Columns in which one merged cell gives its amount to several records: the column, the first such amount, its row,
    /// and how many records got one so.
    pub shared_amounts: Vec<(usize, String, u32, u32)>,
    /// The largest amount of each column that states no unit and was read as yuan: column, amount as it stood, row.
    pub assumed_yuan: Vec<(usize, String, u32)>,
    /// The columns of rates, and whether their bare figures are fractions.
    pub rates: Vec<RateColumn>,
}

/// One column of a sheet, and what it is taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its header's lines from top to bottom, none of them twice.
    pub lines: Vec<String>,
    pub part: ColumnUse,
    /// Who says what it is.
    pub by: Option<By>,
    /// How many of the `of` values looked at are values of its field.
    pub fits: u32,
    pub of: u32,
    /// Up to three of its values, each once.
    pub samples: Vec<String>,
    /// The unit stated for its amounts.
    pub unit: Option<Unit>,
    /// Fields that its values look like, where it is unknown and no other column is that field.
    pub looks_like: Vec<&'static str>,
}

/// What a column does in a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnUse {
    /// Nothing stands in its header.
    #[default]
    Nameless,
    /// It holds this field.
    Field(usize),
    /// It holds the unit of each row's amounts.
    Unit,
    /// Lists carry it; the ledger does not keep it.
    Unused,
    /// Its header names this field, a better column holds it.
    Weaker(usize),
    /// Its header names this field, its values are none of it.
    Unfitting(usize),
    /// A person wants it left out.
    Ignored,
    Unknown,
}

/// A unit, and where it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitStated {
    pub unit: Unit,
    /// The column it holds for; none for every amount.
    pub column: Option<usize>,
    pub place: UnitPlace,
}

/// Where a unit is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPlace {
    Header,
    /// A title or caption above the table.
    Above(u32),
    /// A note below it.
    Below(u32),
    /// A person says so.
    Said,
    /// A person once said so of this header.
    Remembered,
}

impl UnitPlace {
    /// Returns the stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Above(_) => "above",
            Self::Below(_) => "below",
            Self::Said => "said",
            Self::Remembered => "remembered",
        }
    }
}

impl ColumnUse {
    /// Returns the stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nameless => "nameless",
            Self::Field(_) => "field",
            Self::Unit => "unit",
            Self::Unused => "known-unused",
            Self::Weaker(_) => "weaker",
            Self::Unfitting(_) => "unfitting",
            Self::Ignored => "ignored",
            Self::Unknown => "unknown",
        }
    }
}

impl Column {
    /// Returns the field it holds.
    pub fn field(&self) -> Option<usize> {
        match self.part {
            ColumnUse::Field(field) => Some(field),
            _ => None,
        }
    }

    /// Returns its header as people are shown it.
    pub fn header(&self) -> String {
        self.lines.join(" ")
    }
}

/// Rows looked at to tell what a column holds.
const ENOUGH: usize = 200;
/// Values that must all fail before a column with a plain header is taken for something else.
const FEWEST_UNFITTING: u32 = 3;
/// A header of so few letters (代码, 类型) says little.
const SHORT_HEADER: usize = 2;
const SAMPLES: usize = 3;
/// What words for money end in or speak of: 额, 款, 余额, 资金, 债权.
const MONEY_WORDS: [char; 4] = ['额', '款', '金', '债'];
const LONGEST_SAMPLE: usize = 40;

impl SheetReading {
    /// Reads the header among the first rows and tells what each column is.
    ///
    /// Errors: `header-not-found`, `header-field-missing`, `map-unknown-field`, `map-unknown-header`,
    /// `header-row-missing`.
    ///
    /// The header stands within the first `within` of `rows`; `ignored` are headers passed over without a word.
    pub fn of(
        rows: &[Row],
        within: usize,
        wanted: &Wanted<'_>,
        ignored: &[&str],
    ) -> Result<Self, (FileFault, Option<u32>)> {
        let nowhere = |fault| (fault, None);
        let widest = rows.iter().map(Row::len).max().unwrap_or(0);
        let names = Names::new(wanted.specs, wanted.explicit, wanted.remembered, widest)
            .map_err(nowhere)?;
        let top = &rows[..rows.len().min(within)];
        let line = wanted.header_line(top);
        let Some(header) = find_lines(top, &names, line) else {
            return Err(nowhere(match line {
                Some(row) => FileFault::HeaderRowMissing { row },
                None => FileFault::HeaderNotFound { seen: texts(top) },
            }));
        };
        let at = rows[header.lines.end - 1].number;
        let here = |fault| (fault, Some(at));
        let sample: Vec<&Row> = rows[header.lines.end..]
            .iter()
            .filter(|row| !row.is_blank() && !numbers_columns(row) && !starts_a_total(row))
            .filter(|row| !rows[..header.lines.end].iter().any(|above| says_again(above, row)))
            .take(ENOUGH)
            .collect();
        let width = header
            .columns
            .len()
            .max(names.by_letter.iter().map(|(at, _)| at + 1).max().unwrap_or(0));
        let mut columns: Vec<Column> =
            (0..width).map(|at| column(at, &header, &names, wanted, ignored, &sample)).collect();
        settle(&mut columns, wanted.specs);
        if is_card(&columns, &names) {
            return Err(nowhere(FileFault::HeaderNotFound { seen: texts(top) }));
        }
        let mut reading = Self {
            header_rows: rows[header.lines.clone()].iter().map(|row| row.number).collect(),
            field_keys: wanted.specs.iter().map(|spec| spec.key).collect(),
            fingerprint: fingerprint(&rows[header.lines.end - 1]),
            title_rows: rows[..header.lines.start].iter().map(shown).collect(),
            columns,
            ..Self::default()
        };
        reading.find_units(&rows[..header.lines.start], &header, wanted);
        reading.find_rates(wanted.specs);
        reading.complete(&names, wanted.specs).map_err(here)?;
        reading.suspect(wanted.specs, &names.without_column, &sample);
        Ok(reading)
    }

    /// Returns the row of the header's last line; 0 without one.
    pub fn last_header_row(&self) -> u32 {
        self.header_rows.last().copied().unwrap_or_default()
    }

    /// Returns the first column that holds a field.
    pub fn column_of(&self, field: usize) -> Option<usize> {
        self.columns.iter().position(|column| column.part == ColumnUse::Field(field))
    }

    /// Returns all columns that hold a field, those said with most authority first.
    pub fn columns_of(&self, field: usize) -> Vec<usize> {
        let holds = |at: &usize| self.columns[*at].part == ColumnUse::Field(field);
        (0..self.columns.len()).filter(holds).collect()
    }

    /// Returns a column's header as people are shown it; empty beyond the last.
    pub fn header(&self, column: usize) -> String {
        self.columns.get(column).map_or_else(String::new, Column::header)
    }

    /// Returns whether a row repeats a line of the header or a title above it, as at the top of every printed page.
    pub fn repeated_by(&self, row: &Row) -> bool {
        let cells = 0..self.columns.len().max(row.len());
        let text = |i: usize| row.cell(i).display().trim_matches(is_space).to_owned();
        let repeats = |i: usize| {
            let lines = self.columns.get(i).map_or(&[][..], |column| &column.lines);
            let text = text(i);
            text.is_empty() || lines.contains(&text)
        };
        let whole = |i: usize| {
            let lines = self.columns.get(i).map_or(&[][..], |column| &column.lines);
            lines.is_empty() == text(i).is_empty()
        };
        if self.title_rows.iter().any(|title| texts_again(title, row)) {
            return true;
        }
        cells.clone().all(repeats)
            && (self.header_rows.len() > 1 && cells.clone().any(|i| !text(i).is_empty())
                || cells.clone().all(whole))
    }

    /// Returns the headers of columns nobody knows.
    pub fn unknown(&self) -> Vec<String> {
        let unknown = self.columns.iter().filter(|column| column.part == ColumnUse::Unknown);
        unknown.map(Column::header).collect()
    }

    /// Returns the first unknown column that looks like a field which figures rest on and no column is.
    pub fn unexplained(&self) -> Option<(usize, &Column)> {
        self.columns.iter().enumerate().find(|(_, column)| !column.looks_like.is_empty())
    }

    /// Returns the columns that hold the unit or the currency of each row's amounts.
    pub fn unit_columns(&self) -> Vec<usize> {
        let holds = |at: &usize| self.columns[*at].part == ColumnUse::Unit;
        (0..self.columns.len()).filter(holds).collect()
    }

    /// Returns the units that hold because a person once said so of this header, each once.
    pub fn units_remembered(&self) -> Vec<Unit> {
        let mut units = Vec::new();
        for stated in self.units.iter().filter(|stated| stated.place == UnitPlace::Remembered) {
            if !units.contains(&stated.unit) {
                units.push(stated.unit);
            }
        }
        units
    }

    /// Returns whether any amount is read.
    pub fn has_amounts(&self, specs: &[FieldSpec]) -> bool {
        self.columns
            .iter()
            .any(|column| column.field().is_some_and(|field| specs[field].is_amount()))
    }

    /// Checks that every header a person names is there, and every required field.
    fn complete(&self, names: &Names, specs: &[FieldSpec]) -> Result<(), FileFault> {
        let lines = |name: &str| self.columns.iter().any(|column| is_called(&column.lines, name));
        let all: Vec<Vec<String>> =
            self.columns.iter().map(|column| column.lines.clone()).collect();
        let said = names.explicit_headers.iter().find(|name| !lines(name)).map(String::as_str);
        if let Some(name) = said.or_else(|| names.ignored_in_vain(&all)) {
            let headers =
                self.columns.iter().map(Column::header).filter(|header| !header.is_empty());
            return Err(FileFault::MapUnknownHeader {
                name: name.to_owned(),
                headers: headers.collect(),
            });
        }
        let missing = (0..specs.len())
            .filter(|field| specs[*field].required && self.column_of(*field).is_none());
        let missing: Vec<&'static str> = missing.map(|field| specs[field].key).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let left = self.columns.iter().filter(|column| column.field().is_none());
        let left = left.map(Column::header).filter(|header| !header.is_empty());
        Err(FileFault::HeaderFieldMissing { fields: missing, headers: left.collect() })
    }

    /// Marks unknown columns whose values look like a field that figures rest on and no column is.
    ///
    /// `said_missing` are fields that a person says no column holds.
    fn suspect(&mut self, specs: &[FieldSpec], said_missing: &[usize], sample: &[&Row]) {
        let is_filled = |spec: &FieldSpec| {
            let of = |key: &&str| specs.iter().position(|spec| spec.key == *key);
            let mut fields = spec.or.iter().chain([&spec.key]).filter_map(of);
            fields.any(|field| self.column_of(field).is_some())
        };
        let asked = specs.iter().enumerate().filter(|(field, _)| !said_missing.contains(field));
        let asked = asked.map(|(_, spec)| spec);
        let missing: Vec<&FieldSpec> =
            asked.filter(|spec| spec.sought && !is_filled(spec)).collect();
        let states_unit = self.units.iter().any(|stated| stated.column.is_none());
        for (at, column) in self.columns.iter_mut().enumerate() {
            if column.part != ColumnUse::Unknown {
                continue;
            }
            let cells: Vec<Cell<'_>> =
                sample.iter().map(|row| row.cell(at)).filter(|cell| !cell.is_blank()).collect();
            let is_like = |spec: &&&FieldSpec| {
                let fits = cells
                    .iter()
                    .filter(|cell| is_telling(spec.shape, **cell, &column.lines, states_unit))
                    .count();
                fits > 0 && fits * 10 >= cells.len() * 6
            };
            let alike = missing.iter().filter(is_like).map(|spec| spec.key);
            column.looks_like = alike.collect();
        }
    }

    /// Finds the units that headers and the rows above them state.
    fn find_units(&mut self, above: &[Row], header: &Header, wanted: &Wanted<'_>) {
        let specs = wanted.specs;
        let is_amount =
            |at: &usize| self.columns[*at].field().is_some_and(|field| specs[field].is_amount());
        let amounts: Vec<usize> = (0..self.columns.len()).filter(is_amount).collect();
        for at in amounts {
            let lines = header.columns.get(at).map_or(&[][..], Vec::as_slice);
            let whole = lines.concat();
            for text in lines.iter().chain([&whole]) {
                let said = match is_unit(text) {
                    true => units_for_all(&format!("单位:{text}")),
                    false => Folded::new(text).unit.unit().into_iter().collect(),
                };
                for unit in said {
                    self.state_unit(unit, Some(at), UnitPlace::Header);
                }
            }
        }
        for row in above {
            let place = UnitPlace::Above(row.number);
            units_in(row).into_iter().for_each(|unit| self.state_unit(unit, None, place));
        }
    }

    /// Finds the columns of rates. A caption that states units may state theirs: 单位：万元、%.
    fn find_rates(&mut self, specs: &[FieldSpec]) {
        let is_rate = |column: &Column| {
            column.field().is_some_and(|field| specs[field].shape == Shape::Percent)
        };
        let stated: Vec<&str> = self
            .title_rows
            .iter()
            .flatten()
            .map(String::as_str)
            .filter(|text| text.contains("单位"))
            .collect();
        let columns = self.columns.iter().enumerate().filter(|(_, column)| is_rate(column));
        self.rates = columns
            .map(|(at, column)| {
                let lines = column.lines.iter().map(String::as_str);
                RateColumn::new(at, lines.chain(stated.iter().copied()))
            })
            .collect();
    }

    /// Takes a row of data for what only all of them together tell.
    pub(super) fn take_data(&mut self, row: &Row) {
        self.rates.iter_mut().for_each(|rates| rates.take(row));
    }

    fn state_unit(&mut self, unit: Unit, column: Option<usize>, place: UnitPlace) {
        let stated = UnitStated { unit, column, place };
        if !self.units.contains(&stated) {
            self.units.push(stated);
        }
    }

    fn own_units(&self, column: usize) -> impl Iterator<Item = &UnitStated> {
        self.units.iter().filter(move |stated| stated.column.is_none_or(|at| at == column))
    }

    /// Takes a row below the table that is no record: a note may state the unit.
    pub(super) fn take_note(&mut self, row: &Row) {
        for unit in units_in(row) {
            self.state_unit(unit, None, UnitPlace::Below(row.number));
        }
    }

    /// Settles the unit of each amount column once the whole sheet was looked at.
    ///
    /// Errors: `unit-contradiction`, unless a person says the unit.
    pub(super) fn settle_units(&mut self, wanted: &Wanted<'_>) -> Result<(), FileFault> {
        for at in 0..self.columns.len() {
            let column = &self.columns[at];
            if !column.field().is_some_and(|field| wanted.specs[field].is_amount()) {
                continue;
            }
            let mut stated: Vec<UnitStated> = Vec::new();
            for unit in self.own_units(at) {
                if stated.iter().all(|before| before.unit != unit.unit) {
                    stated.push(unit.clone());
                }
            }
            let (said, place) = match wanted.unit {
                Some(unit) => (Some(unit), UnitPlace::Said),
                None => (wanted.unit_before, UnitPlace::Remembered),
            };
            let unit = match (&stated[..], said) {
                ([], said) => said,
                ([one], _) => Some(one.unit),
                (_, Some(said)) => Some(said),
                ([first, second, ..], None) => {
                    return Err(FileFault::UnitContradiction {
                        header: column.header(),
                        units: [(first.unit, first.place), (second.unit, second.place)],
                    });
                }
            };
            if stated.len() != 1
                && let Some(unit) = unit
            {
                self.state_unit(unit, Some(at), place);
            }
            self.columns[at].unit = unit;
        }
        Ok(())
    }
}

/// Returns a fingerprint of a header's last line: 16 hexadecimal digits, the same for the same texts in the same order.
pub(super) fn fingerprint(row: &Row) -> String {
    use sha2::{Digest, Sha256};
    let folded: Vec<String> = shown(row).iter().map(|header| fold_header(header)).collect();
    let digest = Sha256::digest(folded.join("\n").trim_end().as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Tells what one column may be, by its header and its values.
fn column(
    at: usize,
    header: &Header,
    names: &Names,
    wanted: &Wanted<'_>,
    ignored: &[&str],
    sample: &[&Row],
) -> Column {
    let lines = header.columns.get(at).cloned().unwrap_or_default();
    let cells: Vec<Cell<'_>> =
        sample.iter().map(|row| row.cell(at)).filter(|cell| !cell.is_blank()).collect();
    let mut samples: Vec<String> = Vec::new();
    for shown in cells.iter().map(|cell| cell.display()) {
        let short: String = shown.trim_matches(is_space).chars().take(LONGEST_SAMPLE).collect();
        if samples.len() < SAMPLES && !samples.contains(&short) {
            samples.push(short);
        }
    }
    let of = u32::try_from(cells.len()).unwrap_or(u32::MAX);
    let mut column = Column { samples, of, ..Column::default() };
    let known = |list: &[&str]| {
        let whole = Folded::new(&lines.concat());
        let last = lines.last().map(|last| Folded::new(last).full).unwrap_or_default();
        list.iter()
            .map(|known| Folded::new(known).full)
            .any(|known| !known.is_empty() && [&whole.full, &whole.bare, &last].contains(&&known))
    };
    if names.is_ignored(at, &lines) {
        column.part = ColumnUse::Ignored;
    } else if let Some(claim) = names.claim_of_column(at, &lines) {
        let shape = wanted.specs[claim.field].shape;
        column.by = Some(claim.by);
        column.fits = cells.iter().filter(|cell| shape.fits(**cell)).count() as u32;
        let is_key = fold_header(wanted.specs[claim.field].key) == fold_header(&lines.concat());
        let is_short = fold_header(&lines.concat()).chars().count() <= SHORT_HEADER;
        let enough = if is_short { 1 } else { FEWEST_UNFITTING };
        let unfitting =
            shape.decides() && !claim.by.is_said() && !is_key && column.fits == 0 && of >= enough;
        column.part = if unfitting {
            ColumnUse::Unfitting(claim.field)
        } else {
            ColumnUse::Field(claim.field)
        };
    } else if lines.is_empty() && cells.is_empty() {
        column.part = ColumnUse::Nameless;
    } else if has_amount(wanted) && holds_units(&lines, &cells) {
        column.part = ColumnUse::Unit;
    } else if known(wanted.unused) || known(ignored) {
        column.part = ColumnUse::Unused;
    } else if !lines.is_empty() {
        column.part = ColumnUse::Unknown;
    }
    column.lines = lines;
    column
}

/// Whether what was taken for a header is the first line of a card, whose fields stand below each other: the one field it
/// names has names of other fields for values.
fn is_card(columns: &[Column], names: &Names) -> bool {
    let mut known = columns.iter().filter(|column| column.field().is_some());
    let (Some(only), None) = (known.next(), known.next()) else { return false };
    let names_another =
        |value: &String| names.claim(value).is_some_and(|claim| Some(claim.field) != only.field());
    !only.by.is_some_and(By::is_said) && only.samples.iter().any(names_another)
}

fn has_amount(wanted: &Wanted<'_>) -> bool {
    wanted.specs.iter().any(FieldSpec::is_amount)
}

/// Whether a column holds units of money and nothing else; under a header that says so, remarks below the rows may stand
/// in it.
fn holds_units(lines: &[String], cells: &[Cell<'_>]) -> bool {
    let units = cells.iter().filter(|cell| is_unit_cell(cell)).count();
    let others = cells.len() - units;
    let is_named = fold_header(&lines.concat()).ends_with(&fold_header("单位"));
    units > 0 && (others == 0 || is_named && units > others)
}

fn is_unit_cell(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if is_unit_or_currency(text))
}

/// Gives each field its columns: of several that name it those named with most authority, and all of these.
fn settle(columns: &mut [Column], specs: &[FieldSpec]) {
    for (field, spec) in specs.iter().enumerate() {
        let claims = || columns.iter().filter(|column| column.part == ColumnUse::Field(field));
        let Some(best) = claims().filter_map(|column| column.by).min() else { continue };
        // Of columns named alike, one without any fitting value gives way to one with some.
        let any_fits = claims().any(|column| column.by == Some(best) && column.fits > 0);
        let decides = spec.shape.decides();
        for column in columns.iter_mut().filter(|column| column.part == ColumnUse::Field(field)) {
            let empty = column.fits == 0 && any_fits && (decides || column.of == 0);
            if column.by != Some(best) || empty && !best.is_said() {
                column.part = ColumnUse::Weaker(field);
            }
        }
    }
}

/// Returns whether a cell shows by itself that its column may be a field of this shape; `states_unit`: the sheet states
/// a unit for all its amounts.
fn is_telling(shape: Shape, cell: Cell<'_>, lines: &[String], states_unit: bool) -> bool {
    if !shape.tells() || !shape.fits(cell) {
        return false;
    }
    let shown: String = cell.display().chars().map(narrow).collect();
    let has_digits = |least: usize| shown.chars().filter(char::is_ascii_digit).count() >= least;
    match shape {
        // Figures are amounts where a unit, decimals or their size say so, and under a word for money in a table of it.
        Shape::Amount => {
            let header = lines.concat();
            Folded::new(&header).unit != HeaderUnit::Nothing
                || states_unit && header.contains(MONEY_WORDS)
                || shown.contains([',', '元', '¥'])
                || shown.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 2)
                || has_digits(5) && !has_digits(12)
        }
        Shape::Date => {
            let header = lines.concat();
            let names_a_day = header.contains(['日', '期', '截']) || header.contains("时间");
            matches!(cell, Cell::Serial(_))
                || shown.contains(['-', '/', '年', '.']) && has_digits(6)
                // A day as spreadsheets count them: 43186 is 2018-03-27.
                || names_a_day && matches!(cell, Cell::Number(_) | Cell::Text(_)) && is_day_number(&shown)
        }
        Shape::Term => {
            matches!(cell, Cell::Serial(_))
                || shown.contains(['-', '/', '年', '.'])
                    && has_digits(6)
                    && (Date::read(&shown).is_ok() || Term::read(&shown).is_ok())
        }
        _ => true,
    }
}

/// Whether a bare number would be a day of 1982 to 2064.
fn is_day_number(shown: &str) -> bool {
    shown.parse::<u32>().is_ok_and(|number| (30_000..60_000).contains(&number))
}

fn starts_a_total(row: &Row) -> bool {
    let first = (0..row.len()).map(|i| row.own(i)).find(|cell| !cell.is_blank());
    matches!(first, Some(Cell::Text(text)) if begins_totals(text))
}

/// Returns whether a row shows what one above it shows, and more than nothing.
fn says_again(above: &Row, row: &Row) -> bool {
    texts_again(&shown(above), row)
}

fn texts_again(above: &[String], row: &Row) -> bool {
    let widest = above.len().max(row.len());
    let text = |at: usize| above.get(at).map_or("", |text| text.trim_matches(is_space));
    (0..widest).any(|at| !text(at).is_empty())
        && (0..widest).all(|at| text(at) == row.own(at).display().trim_matches(is_space))
}

/// Returns the units that a title, a caption or a note states for every amount, also where it is split over cells.
fn units_in(row: &Row) -> Vec<Unit> {
    let cells: Vec<String> = (0..row.len())
        .map(|i| row.own(i))
        .filter(|cell| !cell.is_blank())
        .filter_map(|cell| cell.text().map(|text| text.trim_matches(is_space).to_owned()))
        .collect();
    let mut units: Vec<Unit> = Vec::new();
    let alone = cells.iter().filter(|text| is_unit(text)).map(|text| format!("单位:{text}"));
    let texts = cells.iter().cloned().chain(alone).chain([cells.join(" ")]);
    for unit in texts.flat_map(|text| units_for_all(&text)) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

fn shown(row: &Row) -> Vec<String> {
    (0..row.len()).map(|i| row.own(i).display().into_owned()).collect()
}

/// Returns the texts that stand in the rows, each once, as many as a message can bear.
fn texts(rows: &[Row]) -> Vec<String> {
    const BEARABLE: usize = 30;
    let mut seen = Vec::new();
    for text in rows.iter().flat_map(Row::cells).filter_map(|cell| cell.text()) {
        let text = text.trim_matches(is_space);
        if !text.is_empty() && !seen.iter().any(|known| known == text) && seen.len() < BEARABLE {
            seen.push(text.to_owned());
        }
    }
    seen
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
