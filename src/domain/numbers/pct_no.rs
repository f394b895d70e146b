//! The numbers of international applications and their publications (PCT).

use std::fmt;
use std::str::FromStr;

use super::spelling::{digits, squeezed};
use crate::domain::refusal::{Problem, Read, Refusal};

mod offices;

/// The first year of international applications; the last is a bound on typing errors.
const YEARS: std::ops::RangeInclusive<u16> = 1978..=2100;

/// From this year on the year is written with four digits and the serial with six.
/// Administrative Instructions under the PCT, sections 307 and 404.
const LONG_SINCE: u16 = 2004;

/// The number of an international application (国际申请号), such as `PCT/CN2019/079096`.
///
/// Receiving office, year, serial; before 2004 in the short form `PCT/US93/09294`. There is no check
/// character, so a digit lost or added is refused by its length alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PctNo {
    year: u16,
    office: Office,
    serial: u32,
}

/// The two letters of a receiving office (WIPO ST.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Office([u8; 2]);

impl PctNo {
    /// Reads `PCT/CN2014/089443`, `PCTCN2015082600`, and the search services' `CN:2018125926:W`.
    ///
    /// # Errors
    /// [`Problem::PctNoShape`], `PctNoOffice`, `PctNoYear`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        match Self::parse(&squeezed(text)) {
            Ok(value) => Ok(Read::compared(value, text)),
            Err(problem) => Err(Refusal::new(text, problem)),
        }
    }

    /// Returns the year of the international filing date.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// Returns the receiving office (受理局), such as `CN`.
    pub fn office(&self) -> &str {
        // Two ASCII letters since `Office::read`.
        std::str::from_utf8(&self.office.0).unwrap_or_default()
    }

    fn parse(squeezed: &str) -> Result<Self, Problem> {
        let body = match squeezed.strip_prefix("PCT") {
            Some(rest) => rest.strip_prefix('/').unwrap_or(rest),
            None => squeezed.strip_suffix(":W").ok_or(Problem::PctNoShape)?,
        };
        let (office, rest) = Office::read(body).ok_or(Problem::PctNoShape)?;
        let numerals = rest.strip_prefix(':').unwrap_or(rest);
        let (year, serial) = year_and_serial(numerals).ok_or(Problem::PctNoShape)?;
        if !YEARS.contains(&year) {
            return Err(Problem::PctNoYear { year: i32::from(year) });
        }
        if year < LONG_SINCE && serial > 99_999 {
            return Err(Problem::PctNoShape);
        }
        let read = Self { year, office, serial };
        match offices::receives(read.office()) {
            true => Ok(read),
            false => Err(Problem::PctNoOffice { code: read.office().to_owned() }),
        }
    }
}

impl Office {
    fn read(text: &str) -> Option<(Self, &str)> {
        let (letters, rest) = text.split_at_checked(2)?;
        let bytes = letters.as_bytes();
        bytes.iter().all(u8::is_ascii_uppercase).then_some((Self([bytes[0], bytes[1]]), rest))
    }
}

/// The number of an international publication (国际公布号), such as `WO2024/124838`.
///
/// Always written here with four digits for the year and six for the serial. In print the year had two
/// digits until 2003 and the serial five until the middle of 2002. The letter and digit of the document
/// (A1 with search report, A2 without) are not part of the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WoNo {
    year: u16,
    serial: u32,
}

impl WoNo {
    /// Reads `WO2024124838A1`, `WO 2024/124838`, `WO/2024/124838`, `WO93/12345`.
    ///
    /// # Errors
    /// [`Problem::WoNoShape`], `WoNoYear`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        match Self::parse(&squeezed(text)) {
            Ok(value) => Ok(Read::compared(value, text)),
            Err(problem) => Err(Refusal::new(text, problem)),
        }
    }

    /// Returns the year of publication.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    fn parse(squeezed: &str) -> Result<Self, Problem> {
        let body = squeezed.strip_prefix("WO").ok_or(Problem::WoNoShape)?;
        let body = body.strip_prefix('/').unwrap_or(body);
        let numerals = without_document_code(body);
        let (year, serial) = year_and_serial(numerals).ok_or(Problem::WoNoShape)?;
        if !YEARS.contains(&year) {
            return Err(Problem::WoNoYear { year: i32::from(year) });
        }
        Ok(Self { year, serial })
    }
}

/// Cuts off A1 to A9: the kind of document, not of invention.
fn without_document_code(body: &str) -> &str {
    match body.rsplit_once('A') {
        Some((numerals, "" | "1" | "2" | "3" | "4" | "8" | "9")) => numerals,
        Some(_) | None => body,
    }
}

/// Reads year and serial, with or without a stroke between them.
///
/// Years of two digits ended with 2003; since 2004 only the long form is complete. A serial of five
/// digits in a later year has lost one.
fn year_and_serial(numerals: &str) -> Option<(u16, u32)> {
    let (year, serial) = match (numerals.split_once('/'), numerals.len()) {
        (Some(parts), _) => parts,
        (None, 10) => numerals.split_at_checked(4)?,
        (None, 7 | 8) => numerals.split_at_checked(2)?,
        (None, _) => return None,
    };
    let (year_places, serial_places) = (year.len(), serial.len());
    let year = match (year_places, digits(year)?) {
        (4, year) => year,
        (2, year @ 78..=99) => 1900 + year,
        (2, year @ 0..=3) => 2000 + year,
        _ => return None,
    };
    let complete = serial_places == 6 || (serial_places == 5 && year < LONG_SINCE);
    let serial = digits(serial).filter(|serial| *serial > 0)?;
    complete.then_some((year, serial))
}

impl fmt::Display for PctNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (office, serial) = (self.office(), self.serial);
        if self.year < LONG_SINCE {
            write!(f, "PCT/{office}{:02}/{serial:05}", self.year % 100)
        } else {
            write!(f, "PCT/{office}{}/{serial:06}", self.year)
        }
    }
}

impl fmt::Display for WoNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WO{}/{:06}", self.year, self.serial)
    }
}

impl FromStr for PctNo {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

impl FromStr for WoNo {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests;
