//! Numbers of international applications and publications (PCT Administrative Instructions, 307 and 404).

use std::fmt;
use std::str::FromStr;

use super::spelling::{as_written, digits, squeezed};
use crate::domain::refusal::{Problem, Read, Refusal};

/// The number of an international application (国际申请号), such as `PCT/CN2019/079096`.
///
/// Until 2003 the year has two digits and the serial five: `PCT/US93/09294`. No check character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PctNo {
    office: [u8; 2],
    year: u16,
    serial: u32,
}

impl PctNo {
    /// Reads `PCT/CN2014/089443`, `pct/cn2016/096304`, `PCTCN2015082600`, `CN:2018125926:W`.
    ///
    /// # Errors
    /// [`Problem::PctNoShape`], `PctNoYear`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let squeezed: String =
            squeezed(text).chars().filter(|c| !matches!(c, '/' | ':' | '-' | '.')).collect();
        let body = squeezed
            .strip_prefix("PCT")
            .or_else(|| squeezed.strip_suffix('W'))
            .ok_or_else(|| Refusal::new(text, Problem::PctNoShape))?;
        let value = Self::parse(body).map_err(|problem| Refusal::new(text, problem))?;
        Ok(as_written(value, text))
    }

    fn parse(body: &str) -> Result<Self, Problem> {
        let &[a, b, ref number @ ..] = body.as_bytes() else { return Err(Problem::PctNoShape) };
        if !a.is_ascii_uppercase() || !b.is_ascii_uppercase() {
            return Err(Problem::PctNoShape);
        }
        let number = std::str::from_utf8(number).map_err(|_| Problem::PctNoShape)?;
        let (year, serial) = match number.len() {
            // Four digits of year and six of serial since 2004; two and five before.
            10 => (digits::<u16>(&number[..4]), digits(&number[4..])),
            7 => (digits::<u16>(&number[..2]).map(century), digits(&number[2..])),
            8 => (digits::<u16>(&number[..2]).map(century), digits(&number[2..])),
            _ => return Err(Problem::PctNoShape),
        };
        let year = year.ok_or(Problem::PctNoShape)?;
        let serial = serial.filter(|serial| *serial > 0).ok_or(Problem::PctNoShape)?;
        // The Treaty began on 1978-06-01.
        if !(1978..=2100).contains(&year) {
            return Err(Problem::PctNoYear { year: i32::from(year) });
        }
        Ok(Self { office: [a, b], year, serial })
    }

    /// The year of the international filing.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// The receiving office, such as `CN`.
    pub fn office(self) -> String {
        self.office.iter().map(|letter| char::from(*letter)).collect()
    }
}

fn century(two_digits: u16) -> u16 {
    if two_digits >= 78 { 1900 + two_digits } else { 2000 + two_digits }
}

impl fmt::Display for PctNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let office = self.office();
        if self.year >= 2004 {
            write!(f, "PCT/{office}{}/{:06}", self.year, self.serial)
        } else {
            write!(f, "PCT/{office}{:02}/{:05}", self.year % 100, self.serial)
        }
    }
}

impl FromStr for PctNo {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

/// The number of an international publication (国际公布号), such as `WO2020/124838`.
///
/// Five digits of serial until June 2002, six since; two digits of year until 2003.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WoNo {
    year: u16,
    serial: u32,
}

impl WoNo {
    /// Reads `WO2020124838A1`, `WO 2020/124838`, `WO93/12345`.
    ///
    /// # Errors
    /// [`Problem::WoNoShape`], `WoNoYear`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let squeezed: String =
            squeezed(text).chars().filter(|c| !matches!(c, '/' | ':' | '-' | '.')).collect();
        let value = Self::parse(&squeezed).map_err(|problem| Refusal::new(text, problem))?;
        Ok(as_written(value, text))
    }

    fn parse(squeezed: &str) -> Result<Self, Problem> {
        let body = squeezed.strip_prefix("WO").ok_or(Problem::WoNoShape)?;
        let end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
        let (number, kind) = body.split_at(end);
        let known_kind = matches!(kind, "" | "A" | "A1" | "A2" | "A3" | "A4" | "A8" | "A9");
        let (year, serial) = match number.len() {
            10 => (digits::<u16>(&number[..4]), digits(&number[4..])),
            7 | 8 => (digits::<u16>(&number[..2]).map(century), digits(&number[2..])),
            _ => return Err(Problem::WoNoShape),
        };
        let year = year.filter(|_| known_kind).ok_or(Problem::WoNoShape)?;
        let serial = serial.filter(|serial| *serial > 0).ok_or(Problem::WoNoShape)?;
        if !(1978..=2100).contains(&year) {
            return Err(Problem::WoNoYear { year: i32::from(year) });
        }
        Ok(Self { year, serial })
    }
}

impl fmt::Display for WoNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year >= 2004 {
            write!(f, "WO{}/{:06}", self.year, self.serial)
        } else {
            write!(f, "WO{:02}/{:05}", self.year % 100, self.serial)
        }
    }
}

impl FromStr for WoNo {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let cases = [
            ("PCT/CN2014/089443", "PCT/CN2014/089443"),
            ("pct/cn2016/096304", "PCT/CN2016/096304"),
            ("PCTCN2015082600", "PCT/CN2015/082600"),
            ("CN:2018125926:W", "PCT/CN2018/125926"),
            ("ＰＣＴ／ＣＮ２０１９／０７９０９６", "PCT/CN2019/079096"),
            ("PCT/US93/09294", "PCT/US93/09294"),
            ("PCT/GB2004/002203", "PCT/GB2004/002203"),
            ("PCT/CN2014/89443", "pct-no-shape"),
            ("PCT/CN1970/000001", "pct-no-year"),
            ("CN2014089443", "pct-no-shape"),
            ("201610281886.0", "pct-no-shape"),
        ];
        for (text, expected) in cases {
            let read = PctNo::read(text);
            let shown =
                read.map_or_else(|e| e.problem.code().to_owned(), |read| read.value.to_string());
            assert_eq!(shown, expected, "{text}");
        }
        let published = [
            ("WO2020124838A1", "WO2020/124838"),
            ("WO 2020/124838", "WO2020/124838"),
            ("WO93/12345", "WO93/12345"),
            ("WO2020124838B7", "wo-no-shape"),
        ];
        for (text, expected) in published {
            let read = WoNo::read(text);
            let shown =
                read.map_or_else(|e| e.problem.code().to_owned(), |read| read.value.to_string());
            assert_eq!(shown, expected, "{text}");
        }
    }
}
