//! Under which schemes a loan counts: its enrolment (备案入库) in each.

use crate::domain::record::{Raw, Reader};
use crate::domain::refusal::Problem;
use crate::domain::values::{Date, date, text};

/// A loan's enrolment in a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The scheme's stable name, whatever the version.
    pub scheme: String,
    /// None: not known.
    pub since: Option<Date>,
    /// The last day; none: still enrolled.
    pub until: Option<Date>,
}

impl Enrolment {
    /// Whether the loan had come in by `day`; what it was lent before still counts when it has left.
    pub fn begun_by(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day)
    }

    pub fn covers(&self, day: Date) -> bool {
        self.begun_by(day) && self.until.is_none_or(|until| day <= until)
    }
}

/// What joins several in one field.
const JOIN: [char; 4] = [';', '；', '、', '\n'];

/// Reads the fields `[scheme, enrolled_on, enrolled_until]` of a record: several schemes, and their days in the same
/// order, are joined; a single day is every scheme's. `today` is the last day an enrolment may begin.
pub(super) fn read(
    reader: &mut Reader<'_, '_>,
    [scheme, since, until]: [usize; 3],
    today: Date,
) -> Vec<Enrolment> {
    let mut schemes: Vec<String> = Vec::new();
    for part in reader.raw(scheme).unwrap_or_default().split(JOIN) {
        let name = text::squeeze(part).to_lowercase();
        if !name.is_empty() && !schemes.contains(&name) {
            schemes.push(name);
        }
    }
    let begun = days(reader, since, &schemes, scheme);
    let ended = days(reader, until, &schemes, scheme);
    for day in begun.iter().flatten().filter(|day| **day > today) {
        reader.fault(since, day.to_string(), Problem::DateInFuture { today });
    }
    let mut enrolments = Vec::with_capacity(schemes.len());
    for ((scheme, since), until_day) in schemes.into_iter().zip(begun).zip(ended) {
        if let Some((until_day, since)) =
            until_day.zip(since).filter(|(until, since)| until < since)
        {
            let problem = Problem::DateBefore { earlier: "enrolled_on", than: since };
            reader.fault(until, until_day.to_string(), problem);
        }
        enrolments.push(Enrolment { scheme, since, until: until_day });
    }
    enrolments
}

/// The day of each scheme that a field states.
fn days(
    reader: &mut Reader<'_, '_>,
    field: usize,
    schemes: &[String],
    scheme: usize,
) -> Vec<Option<Date>> {
    let joined = match reader.raw_value(field) {
        Raw::Text(text) if text.contains(JOIN) => text,
        Raw::Text(_) | Raw::Serial(_) => {
            let day = reader.date(field);
            if day.is_some() && schemes.is_empty() {
                reader.fault(scheme, "", Problem::FieldMissing);
            }
            return vec![day; schemes.len()];
        }
        Raw::Blank | Raw::Cleared => return vec![None; schemes.len()],
    };
    let mut days = Vec::with_capacity(schemes.len());
    for part in joined.split(JOIN).map(str::trim) {
        match Date::read(part) {
            _ if date::is_blank_date(part) => days.push(None),
            Ok(read) => days.push(Some(read.value)),
            Err(refusal) => reader.fault(field, part, refusal.problem),
        }
    }
    if days.len() != schemes.len() {
        reader.fault(field, joined, Problem::MoreThanOne { found: days.len() });
        days.resize(schemes.len(), None);
    }
    days
}

/// The texts that [`read`] takes back.
pub fn texts(enrolments: &[Enrolment]) -> [Option<String>; 3] {
    let joined = |of: fn(&Enrolment) -> String| {
        let texts: Vec<String> = enrolments.iter().map(of).collect();
        let said = texts.iter().any(|text| !text.is_empty());
        // A day that is every scheme's is said once.
        let same = texts.iter().all(|text| *text == texts[0]);
        said.then(|| if same { texts[0].clone() } else { texts.join(";") })
    };
    let names: Vec<&str> = enrolments.iter().map(|one| one.scheme.as_str()).collect();
    let since = joined(|one| one.since.map(|day| day.to_string()).unwrap_or_default());
    let until = joined(|one| one.until.map(|day| day.to_string()).unwrap_or_default());
    [Some(names.join(";")).filter(|names| !names.is_empty()), since, until]
}
