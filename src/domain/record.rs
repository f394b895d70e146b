//! A record as it comes in, from a row of a file or from the command line, before it is a fact.

use super::numbers::RegionCode;
use super::patent::Change;
use super::refusal::{Problem, Read, Refusal, Repair};
use super::values::{Date, Unit, date, text};

/// One field as it stood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Raw<'a> {
    /// Nothing is said: a correction keeps what is known.
    Blank,
    /// It is said that there is nothing: a correction clears what is known.
    Cleared,
    Text(&'a str),
    /// A spreadsheet's date cell: days since 1899-12-30.
    Serial(f64),
}

impl<'a> Raw<'a> {
    /// Takes text; what people write for "nothing" is blank.
    pub fn text(text: &'a str) -> Self {
        if text::is_blank(text) { Self::Blank } else { Self::Text(text) }
    }

    /// Whether no value stands there.
    pub fn is_blank(self) -> bool {
        matches!(self, Self::Blank | Self::Cleared)
    }
}

/// Declares the fields of a record in order: `FIELDS`, their keys in files, flags and JSON, and the place of each.
macro_rules! fields {
    ($(#[$doc:meta])* $($place:ident $key:literal,)*) => {
        $(#[$doc])*
        pub const FIELDS: [&str; [$($key),*].len()] = [$($key),*];

        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Field { $($place,)* }

        $(pub const $place: usize = Field::$place as usize;)*
    };
}
pub(in crate::domain) use fields;

/// The longest name of a firm or a person, in characters.
pub const LONGEST_NAME: usize = 200;

/// Whether a name is longer than any firm's or person's.
pub(super) fn is_too_long(name: &str) -> bool {
    name.len() > LONGEST_NAME && name.chars().count() > LONGEST_NAME
}

/// The most fields a noun may have.
const MOST_FIELDS: usize = 26;

/// The text of every field of a known fact, in the order of the noun's field list: what an export writes, an import
/// reads again, and a correction starts from. Amounts in yuan, dates ISO, words by their codes.
pub type Texts = Vec<Option<String>>;

/// Returns the fields in which two states of a fact differ; `fields` are the noun's.
pub fn changes(fields: &'static [&'static str], before: &Texts, after: &Texts) -> Vec<Change> {
    let pairs = fields.iter().zip(before.iter().zip(after)).filter(|(_, (old, new))| old != new);
    pairs
        .map(|(field, (old, new))| Change {
            field,
            old: old.clone().unwrap_or_default(),
            new: new.clone().unwrap_or_default(),
        })
        .collect()
}

/// One field of a form: what a person says of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Edit {
    /// Nothing: what is known stays.
    #[default]
    Keep,
    Set(String),
    /// That there is nothing.
    Clear,
}

/// A record typed field by field, at a prompt or on a screen. For a new fact what is kept is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    fields: &'static [&'static str],
    edits: Vec<Edit>,
    /// The unit of the amounts in it.
    unit: Option<Unit>,
}

impl Form {
    pub fn new(fields: &'static [&'static str], unit: Option<Unit>) -> Self {
        Self { fields, edits: vec![Edit::Keep; fields.len()], unit }
    }

    /// Says something of a field; text that means nothing clears it.
    pub fn say(&mut self, field: usize, text: &str) {
        self.edits[field] =
            if text::is_blank(text) { Edit::Clear } else { Edit::Set(text.to_owned()) };
    }

    /// As [`Form::say`], for a form that is built in one expression.
    pub fn with(mut self, field: usize, text: &str) -> Self {
        self.say(field, text);
        self
    }

    /// The same without what is said of a field.
    pub fn without(mut self, field: usize) -> Self {
        self.edits[field] = Edit::Keep;
        self
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.edits.iter().all(|edit| *edit == Edit::Keep)
    }

    /// The record it makes; what is kept is as a column the source does not have.
    pub fn record(&self) -> Record<'_> {
        let said = self.edits.iter().enumerate().filter(|(_, edit)| **edit != Edit::Keep);
        let columns = said.fold(0, |bits, (field, _)| bits | 1 << field);
        let mut record = Record::with_columns(self.fields, columns);
        for (field, edit) in self.edits.iter().enumerate() {
            record.values[field] = match edit {
                Edit::Keep => Raw::Blank,
                Edit::Set(text) => Raw::Text(text),
                Edit::Clear => Raw::Cleared,
            };
            record.units[field] = self.unit;
        }
        record
    }
}

/// The fields of one record, in the order of the noun's field list.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    fields: &'static [&'static str],
    values: [Raw<'a>; MOST_FIELDS],
    /// The units of amounts, where the source states them.
    units: [Option<Unit>; MOST_FIELDS],
    /// One bit per field the source has a place for.
    columns: u32,
}

/// A record kept beyond the row it stood in.
#[derive(Debug, Clone)]
pub struct KeptRecord {
    fields: &'static [&'static str],
    values: Vec<KeptValue>,
    units: [Option<Unit>; MOST_FIELDS],
    columns: u32,
}

#[derive(Debug, Clone)]
enum KeptValue {
    Blank,
    Cleared,
    Text(String),
    Serial(f64),
}

impl KeptRecord {
    pub fn record(&self) -> Record<'_> {
        let mut record = Record::with_columns(self.fields, self.columns);
        record.units = self.units;
        for (raw, value) in record.values.iter_mut().zip(&self.values) {
            *raw = match value {
                KeptValue::Blank => Raw::Blank,
                KeptValue::Cleared => Raw::Cleared,
                KeptValue::Text(text) => Raw::Text(text),
                KeptValue::Serial(serial) => Raw::Serial(*serial),
            };
        }
        record
    }
}

/// Why one field of a record cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub field: &'static str,
    pub refusal: Refusal,
}

impl Fault {
    pub fn new(field: &'static str, value: impl Into<String>, problem: Problem) -> Self {
        Self { field, refusal: Refusal::new(value, problem) }
    }
}

/// Something a reader of the record should know, though it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A field was mended while reading.
    Repaired(&'static str, Repair),
    /// The number's year is later than the filing date's: taken for a divisional (分案).
    PresumedDivisional,
    /// The number's year is earlier than the filing date's: the filing date was fixed anew (重新确定申请日), as for
    /// drawings that came late.
    FilingDateFixedAnew,
    /// The status word is not one we know; the record was taken without it.
    StatusNotUnderstood,
    /// The status says granted, the grant date is missing: not counted as a grant.
    GrantDateMissing,
    /// A national-phase entry without its entry date counts by its filing date.
    EntryDateMissing,
    /// No applicant stands in the record.
    ApplicantMissing,
    /// No filing date is known; the year counted is the number's.
    FilingDateMissing,
    /// An application number stood where a publication number belongs, and was left out of this field.
    PublicationNoLeftOut(&'static str),
    /// The IPC symbol could not be read and was left out.
    IpcNotUnderstood,
    /// The number's year differs from the received date's.
    YearDiffersFromReceived,
    /// Nothing stood in the field; what is usual was taken.
    UsualTaken(&'static str),
    /// More was paid than is owed; the rest is kept and can be refunded.
    Overpaid,
    /// The registration number of a pledge has not the usual form (R18).
    RegistrationNoStrange,
    /// A day of publication or grant, and nothing says which of the two: left out.
    DocumentUnknown,
    /// A business number (工商注册号) of before 2015 where the credit code belongs: the party goes by its name.
    BusinessNumber(&'static str),
}

impl Note {
    /// Whether a value of the field was mended.
    pub fn is_of(self, field: &str) -> bool {
        matches!(self, Self::Repaired(of, _) if of == field)
    }

    /// The field whose value was not understood and left out, and what is wrong with the value.
    pub fn left_out(self) -> Option<(&'static str, Problem)> {
        match self {
            Self::StatusNotUnderstood => Some(("status", Problem::WordUnknown)),
            Self::IpcNotUnderstood => Some(("ipc", Problem::IpcShape)),
            Self::PublicationNoLeftOut(field) => {
                Some((field, Problem::PublicationNoIsApplicationNo))
            }
            Self::Repaired(..)
            | Self::PresumedDivisional
            | Self::FilingDateFixedAnew
            | Self::GrantDateMissing
            | Self::EntryDateMissing
            | Self::ApplicantMissing
            | Self::FilingDateMissing
            | Self::YearDiffersFromReceived
            | Self::UsualTaken(_)
            | Self::Overpaid
            | Self::RegistrationNoStrange
            | Self::BusinessNumber(_)
            | Self::DocumentUnknown => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Repaired(_, repair) => repair.code(),
            Self::PresumedDivisional => "presumed-divisional",
            Self::FilingDateFixedAnew => "filing-date-fixed-anew",
            Self::StatusNotUnderstood => "status-not-understood",
            Self::GrantDateMissing => "grant-date-missing",
            Self::EntryDateMissing => "entry-date-missing",
            Self::ApplicantMissing => "applicant-missing",
            Self::FilingDateMissing => "filing-date-missing",
            Self::PublicationNoLeftOut(_) => "publication-no-left-out",
            Self::IpcNotUnderstood => "ipc-not-understood",
            Self::YearDiffersFromReceived => "year-differs-from-received",
            Self::UsualTaken(_) => "usual-taken",
            Self::Overpaid => "overpaid",
            Self::RegistrationNoStrange => "registration-no-strange",
            Self::BusinessNumber(_) => "business-number",
            Self::DocumentUnknown => "document-unknown",
        }
    }
}

/// What reading a record gives: the fact with its notes, or every fault found.
pub type Reading<T> = Result<(T, Vec<Note>), Vec<Fault>>;

impl<'a> Record<'a> {
    /// A record with a place for every field, as typed at the terminal.
    pub fn new(fields: &'static [&'static str]) -> Self {
        Self::with_columns(fields, u32::MAX)
    }

    /// A record from a file that has columns for some fields only: one bit per field.
    pub fn with_columns(fields: &'static [&'static str], columns: u32) -> Self {
        assert!(fields.len() <= MOST_FIELDS, "a noun has at most {MOST_FIELDS} fields");
        Self { fields, values: [Raw::Blank; MOST_FIELDS], units: [None; MOST_FIELDS], columns }
    }

    /// Whether the source has a place for the field.
    pub fn has_column(&self, field: usize) -> bool {
        self.columns & (1 << field) != 0
    }

    /// The same record from a source that has these columns only: one bit per field.
    pub fn only_columns(mut self, columns: u32) -> Self {
        self.columns = columns;
        self
    }

    pub fn set(&mut self, field: usize, value: Raw<'a>) {
        self.values[field] = value;
    }

    /// Says in which unit a field's amounts are written.
    pub fn set_unit(&mut self, field: usize, unit: Unit) {
        self.units[field] = Some(unit);
    }

    pub fn get(&self, field: usize) -> Raw<'a> {
        self.values[field]
    }

    pub fn has(&self, field: usize) -> bool {
        !self.values[field].is_blank()
    }

    /// The text of a field.
    pub fn text(&self, field: usize) -> Option<&'a str> {
        match self.values[field] {
            Raw::Text(text) => Some(text),
            Raw::Blank | Raw::Cleared | Raw::Serial(_) => None,
        }
    }

    /// The text of the field of this name; blank where there is none.
    pub fn text_of(&self, name: &str) -> &'a str {
        let field = self.fields.iter().position(|field| *field == name);
        field.and_then(|field| self.text(field)).unwrap_or_default()
    }

    /// The same record without what it says of the field of this name.
    pub fn without(mut self, name: &str) -> Self {
        if let Some(field) = self.fields.iter().position(|field| *field == name) {
            self.values[field] = Raw::Blank;
        }
        self
    }

    /// Whether anything is said of a field, be it that there is nothing.
    pub fn speaks_of(&self, field: usize) -> bool {
        self.values[field] != Raw::Blank
    }

    /// Returns the record of a correction: what is said here laid over what is `known`, field by field.
    ///
    /// Fields of a `group` are said together: a new name does not keep the old name's code. An amount that is known
    /// stands in yuan, whatever unit the new ones are written in.
    pub fn over<'k>(&self, known: &'k Texts, groups: &[&[usize]]) -> Record<'k>
    where
        'a: 'k,
    {
        let mut whole = Record::new(self.fields);
        for (field, text) in known.iter().enumerate() {
            let of_group = |group: &&&[usize]| group.contains(&field);
            let said_with = groups
                .iter()
                .find(of_group)
                .is_some_and(|group| group.iter().any(|other| self.speaks_of(*other)));
            match self.values[field] {
                Raw::Blank if said_with => {}
                Raw::Blank => whole.values[field] = text.as_deref().map_or(Raw::Blank, Raw::Text),
                said => {
                    whole.values[field] = said;
                    whole.units[field] = self.units[field];
                }
            }
        }
        whole
    }

    pub fn name(&self, field: usize) -> &'static str {
        self.fields[field]
    }

    /// Returns the record as a value of its own.
    pub fn keep(&self) -> KeptRecord {
        let values = self.values.iter().map(|raw| match *raw {
            Raw::Blank => KeptValue::Blank,
            Raw::Cleared => KeptValue::Cleared,
            Raw::Text(text) => KeptValue::Text(text.to_owned()),
            Raw::Serial(serial) => KeptValue::Serial(serial),
        });
        let values = values.take(self.fields.len()).collect();
        KeptRecord { fields: self.fields, values, units: self.units, columns: self.columns }
    }

    /// Takes from another record of the same thing what this one says nothing of.
    pub fn complete(&mut self, other: &Self) {
        for field in 0..self.fields.len() {
            if !self.speaks_of(field) {
                self.values[field] = other.values[field];
                self.units[field] = other.units[field];
            }
        }
        self.columns |= other.columns;
    }
}

/// Reads fields of a record one after the other, gathering faults and notes.
#[derive(Debug)]
pub struct Reader<'r, 'a> {
    record: &'r Record<'a>,
    pub faults: Vec<Fault>,
    pub notes: Vec<Note>,
}

impl<'r, 'a> Reader<'r, 'a> {
    pub fn new(record: &'r Record<'a>) -> Self {
        Self { record, faults: Vec::new(), notes: Vec::new() }
    }

    /// Returns the field as it stood, as text.
    pub fn raw(&self, field: usize) -> Option<&'a str> {
        self.record.text(field)
    }

    /// The unit of a field's amounts: yuan unless the source says otherwise.
    pub fn unit(&self, field: usize) -> Unit {
        self.record.units[field].unwrap_or(Unit::Yuan)
    }

    pub fn name(&self, field: usize) -> &'static str {
        self.record.name(field)
    }

    pub fn raw_value(&self, field: usize) -> Raw<'a> {
        self.record.get(field)
    }

    pub fn fault(&mut self, field: usize, value: impl Into<String>, problem: Problem) {
        self.faults.push(Fault::new(self.record.name(field), value, problem));
    }

    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Reads a field with `read`; blank gives none, a refusal is kept as a fault.
    pub fn value<T>(
        &mut self,
        field: usize,
        read: impl FnOnce(&'a str) -> Result<Read<T>, Refusal>,
    ) -> Option<T> {
        let text = match self.record.get(field) {
            Raw::Blank | Raw::Cleared => return None,
            Raw::Text(text) => text,
            Raw::Serial(serial) => {
                self.fault(field, serial.to_string(), Problem::DateNotExpected);
                return None;
            }
        };
        let result = read(text);
        self.keep(field, result)
    }

    /// Reads a date that must not lie after `today`.
    pub fn past_date(&mut self, field: usize, today: Date) -> Option<Date> {
        let date = self.date(field)?;
        if date > today {
            self.fault(field, date.to_string(), Problem::DateInFuture { today });
            return None;
        }
        Some(date)
    }

    pub fn date(&mut self, field: usize) -> Option<Date> {
        let result = match self.record.get(field) {
            Raw::Blank | Raw::Cleared => return None,
            Raw::Text(text) => match Date::parse_iso_bytes(text.as_bytes()) {
                Some(date) => return Some(date),
                None if date::is_blank_date(text) => return None,
                None => Date::read(text),
            },
            Raw::Serial(serial) => Date::from_excel_serial(serial),
        };
        // A date cell is how a spreadsheet writes a date: nothing was repaired.
        let is_cell = matches!(self.record.get(field), Raw::Serial(_));
        match result {
            Ok(read) if is_cell => Some(read.value),
            result => self.keep(field, result),
        }
    }

    /// Reads the name of somebody or something, blanks squeezed.
    ///
    /// Errors: `TextTooLong` beyond [`LONGEST_NAME`].
    pub fn name_of(&mut self, field: usize) -> Option<String> {
        let name = self.words(field)?;
        if is_too_long(&name) {
            self.fault(field, name, Problem::TextTooLong { most: LONGEST_NAME });
            return None;
        }
        Some(name)
    }

    /// Reads the name or the code of a district.
    ///
    /// Errors: `DistrictUnknown` where nobody knows it (火星区).
    pub fn district(&mut self, field: usize) -> Option<String> {
        let district = self.words(field)?;
        if !RegionCode::knows_district(&district) {
            self.fault(field, district, Problem::DistrictUnknown);
            return None;
        }
        Some(district)
    }

    /// Reads free text, blanks squeezed.
    pub fn words(&mut self, field: usize) -> Option<String> {
        self.raw(field).map(|text| text::squeeze(text).into_owned())
    }

    /// Whether the source has a place for the field.
    pub fn has_column(&self, field: usize) -> bool {
        self.record.has_column(field)
    }

    /// Says that a field which must be there is not.
    pub fn require(&mut self, field: usize) {
        if !self.record.has(field) {
            self.fault(field, "", Problem::FieldMissing);
        }
    }

    fn keep<T>(&mut self, field: usize, result: Result<Read<T>, Refusal>) -> Option<T> {
        match result {
            Ok(Read { value, repair }) => {
                if let Some(repair) = repair {
                    self.notes.push(Note::Repaired(self.record.name(field), repair));
                }
                Some(value)
            }
            Err(refusal) => {
                self.faults.push(Fault { field: self.record.name(field), refusal });
                None
            }
        }
    }

    /// Ends the reading: the fact when nothing was wrong.
    pub fn finish<T>(self, fact: Option<T>) -> Reading<T> {
        match fact {
            Some(fact) if self.faults.is_empty() => Ok((fact, self.notes)),
            _ => Err(self.faults),
        }
    }
}
