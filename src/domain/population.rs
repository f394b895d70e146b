//! How many people a region had on a day (人口): what figures for each 10,000 people are divided by.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::numbers::RegionCode;
use super::record::{Reader, Reading, Record, Texts, fields};
use super::refusal::{Problem, Read, Refusal};
use super::values::{Date, text};

fields! {
    /// Keys of a record; also the headers an importer always takes.
    REGION "region",
    DAY "counted_on",
    PERSONS "persons",
    PERSONS_WAN "persons_wan",
    KIND "population_kind",
    SOURCE "source",
}

/// Fields that are said together: people are counted in one unit.
pub const GROUPS: [&[usize]; 1] = [&[PERSONS, PERSONS_WAN]];

/// Whose residence is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PopulationKind {
    /// 常住人口
    Resident,
    /// 户籍人口
    Registered,
}

impl PopulationKind {
    pub const ALL: [Self; 2] = [Self::Resident, Self::Registered];

    pub fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Registered => "registered",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn read(text: &str) -> Option<Self> {
        Self::from_code(&text.trim().to_ascii_lowercase()).or(match text.trim() {
            "常住" | "常住人口" => Some(Self::Resident),
            "户籍" | "户籍人口" => Some(Self::Registered),
            _ => None,
        })
    }

    pub fn is_resident(self) -> bool {
        self == Self::Resident
    }
}

/// How many people a region had on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    pub region: RegionCode,
    pub day: Date,
    pub kind: PopulationKind,
    pub persons: i64,
    pub source: String,
}

/// The fewest people a count of a region can be of: less is a number of 万人 whose unit was lost.
pub const FEWEST: i64 = 1000;

/// The most: more than the world has is no region's.
const MOST: i64 = 10_000_000_000;

/// Which count a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PopulationKey {
    pub region: RegionCode,
    pub day: Date,
    pub kind: PopulationKind,
}

impl std::fmt::Display for PopulationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.region, self.day, self.kind.code())
    }
}

impl Population {
    pub fn key(&self) -> PopulationKey {
        PopulationKey { region: self.region, day: self.day, kind: self.kind }
    }

    /// The text of every field; [`Population::read`] takes it back.
    pub fn texts(&self) -> Texts {
        vec![
            Some(self.region.to_string()),
            Some(self.day.to_string()),
            Some(self.persons.to_string()),
            None,
            Some(self.kind.code().to_owned()),
            Some(self.source.clone()),
        ]
    }

    /// Reads which count a record is about; residents where it does not say.
    pub fn subject(record: &Record<'_>, today: Date) -> Reading<PopulationKey> {
        let mut reader = Reader::new(record);
        let key = read_key(&mut reader, today);
        reader.finish(key)
    }

    /// Reads a whole record; `today` is the last day it may be of.
    ///
    /// Errors: a fault for each field that cannot be taken.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        let key = read_key(&mut reader, today);
        if !record.has(PERSONS_WAN) {
            reader.require(PERSONS);
        }
        reader.require(SOURCE);
        let persons = reader.value(PERSONS, |text| read_persons(text, 1));
        let in_wan = reader.value(PERSONS_WAN, |text| read_persons(text, 10_000));
        if let (Some(persons), Some(wan)) = (persons, in_wan)
            && persons != wan
        {
            let (other, value) = (FIELDS[PERSONS].to_owned(), persons.to_string());
            reader.fault(PERSONS_WAN, wan.to_string(), Problem::ColumnsDisagree { other, value });
        }
        let source = reader.words(SOURCE);
        let read = key.zip(persons.or(in_wan)).zip(source);
        reader.finish(read.map(|((key, persons), source)| Self {
            region: key.region,
            day: key.day,
            kind: key.kind,
            persons,
            source,
        }))
    }
}

fn read_key(reader: &mut Reader<'_, '_>, today: Date) -> Option<PopulationKey> {
    for field in [REGION, DAY] {
        reader.require(field);
    }
    let region = reader.value(REGION, read_region);
    let day = reader.past_date(DAY, today);
    let kind = reader.value(KIND, |text| match PopulationKind::read(text) {
        Some(value) => Ok(Read { value, repair: None }),
        None => Err(Refusal::new(text, Problem::WordUnknown)),
    });
    let kind_said = reader.raw_value(KIND).is_blank();
    let kind = kind.or(kind_said.then_some(PopulationKind::Resident));
    let ((region, day), kind) = region.zip(day).zip(kind)?;
    Some(PopulationKey { region, day, kind })
}

/// Reads the code or the name of a region.
fn read_region(text: &str) -> Result<Read<RegionCode>, Refusal> {
    RegionCode::read(text).or_else(|refusal| {
        let named = RegionCode::of_name(text.trim());
        named.map(Read::clean).ok_or(match text.trim().bytes().all(|b| b.is_ascii_digit()) {
            true => refusal,
            false => Refusal::new(text, Problem::DistrictUnknown),
        })
    })
}

/// Reads a number of people: `24183300`, `24,183,300人`, `2418.33万`; `worth` is what one of the column is.
///
/// Errors: what is no whole number of people, or fewer than any region has: 106.28 without its 万.
fn read_persons(text: &str, worth: i64) -> Result<Read<i64>, Refusal> {
    let refused = || Refusal::new(text, Problem::PersonsUnreadable);
    let folded = text::fold_width(text.trim()).replace([',', ' '], "");
    let bare = folded.strip_suffix('人').unwrap_or(&folded);
    let (figures, unit) = match (bare.strip_suffix('万'), bare.strip_suffix('亿')) {
        (Some(figures), _) => (figures, 10_000),
        (_, Some(figures)) => (figures, 100_000_000),
        (None, None) => (bare, worth),
    };
    let number = Decimal::from_str_exact(figures).map_err(|_| refused())?;
    let persons = number.checked_mul(Decimal::from(unit)).ok_or_else(refused)?.normalize();
    let whole = persons.to_i64().filter(|whole| Decimal::from(*whole) == persons);
    let value = whole.filter(|whole| (FEWEST..=MOST).contains(whole)).ok_or_else(refused)?;
    Ok(Read { value, repair: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_in_persons_or_in_wan_that_says_so() {
        for (text, worth, expected) in [
            ("24183300", 1, Some(24_183_300)),
            ("24,183,300人", 1, Some(24_183_300)),
            ("2418.33万", 1, Some(24_183_300)),
            ("２４１８．３３万人", 1, Some(24_183_300)),
            ("14.1178亿", 1, Some(1_411_780_000)),
            ("2418.33", 10_000, Some(24_183_300)),
            ("1000", 1, Some(1000)),
            ("999", 1, None),
            ("106.28", 1, None),
            ("2418.33", 1, None),
            ("2418.33333", 10_000, None),
            ("-5000", 1, None),
            ("很多", 1, None),
            ("99999999999", 1, None),
        ] {
            assert_eq!(read_persons(text, worth).ok().map(|read| read.value), expected, "{text}");
        }
    }
}
