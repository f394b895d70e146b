//! A calendar day, and the many ways an office writes one.

mod read;
mod typed;

use std::fmt;
use std::str::FromStr;

use crate::domain::{Problem, Read, Refusal, Repair};

pub use read::is_blank_date;

/// A calendar day of China (日期), 1900-01-01 to 2199-12-31.
///
/// Kept as days since 1970-01-01, which is also how the ledger stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// 1900-01-01.
    pub const MIN: Date = Date(days_from_civil(1900, 1, 1));
    /// 2199-12-31.
    pub const MAX: Date = Date(days_from_civil(2199, 12, 31));

    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let real = (1900..=2199).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        real.then(|| Self(days_from_civil(year, month, day)))
    }

    /// The day so many days after 1970-01-01.
    pub fn from_days(days: i32) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&days).then_some(Self(days))
    }

    /// Days since 1970-01-01; negative before.
    pub const fn days(self) -> i32 {
        self.0
    }

    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    pub fn year(self) -> i32 {
        self.ymd().0
    }

    pub fn month(self) -> u32 {
        self.ymd().1
    }

    pub fn day(self) -> u32 {
        self.ymd().2
    }

    /// 1 to 4.
    pub fn quarter(self) -> u32 {
        (self.month() - 1) / 3 + 1
    }

    /// None where the calendar of this program ends.
    pub fn add_days(self, days: i32) -> Option<Self> {
        self.0.checked_add(days).and_then(Self::from_days)
    }

    /// The same day so many months on or back; where that month lacks the day, its last day.
    ///
    /// # Examples
    /// ```
    /// use ipledger::domain::values::Date;
    /// let priority = Date::from_ymd(2015, 8, 31).unwrap();
    /// assert_eq!(priority.add_months(30), Date::from_ymd(2018, 2, 28));
    /// ```
    pub fn add_months(self, months: i32) -> Option<Self> {
        let (year, month, day) = self.ymd();
        let count = (year * 12 + month as i32 - 1).checked_add(months)?;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u32 + 1);
        Self::from_ymd(year, month, day.min(days_in_month(year, month)))
    }

    /// The same day so many years on or back; 29 February becomes the 28th.
    pub fn add_years(self, years: i32) -> Option<Self> {
        self.add_months(years.checked_mul(12)?)
    }

    /// Days from `other` to this day; negative if this day is the earlier.
    pub fn days_since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// Reads exactly `YYYY-MM-DD`. The hot path of imports; agrees with [`Date::read`].
    pub fn parse_iso_bytes(text: &[u8]) -> Option<Self> {
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else { return None };
        let mut digits = [a, b, c, d, e, f, g, h];
        for digit in &mut digits {
            *digit = digit.wrapping_sub(b'0');
            if *digit > 9 {
                return None;
            }
        }
        let [a, b, c, d, e, f, g, h] = digits.map(u32::from);
        Self::from_ymd((a * 1000 + b * 100 + c * 10 + d) as i32, e * 10 + f, g * 10 + h)
    }

    /// Reads a day as people write it: `2024-01-05`, `2024/1/5`, `2024.01.05`, `20240105`,
    /// `2024年1月5日`, `二〇一六年一月五日`, `5-Jan-24`, `5-1月-24`, full-width digits, a spreadsheet's day number of the years
    /// 1985 to 2100, each with or without a time of day behind it.
    ///
    /// Errors: `DateTwoDigitYear`, `DateOrderAmbiguous` (`5/1/2024`), `DateIncomplete`,
    /// `DateImpossible`, `DateOutOfRange`, `DateUnreadable`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        if let Some(date) = Self::parse_iso_bytes(text.as_bytes()) {
            return Ok(Read::clean(date));
        }
        read::read(text).map_err(|problem| Refusal::new(text, problem))
    }

    /// Turns the day number of a spreadsheet's date cell into a day. The fraction is the time of day.
    ///
    /// The 1900 system: day 1 is 1900-01-01, and day 60 the 29 February 1900 that never was, so that
    /// later numbers are one too high.
    pub fn from_excel_serial(serial: f64) -> Result<Read<Self>, Refusal> {
        let refuse = |problem| Err(Refusal::new(serial.to_string(), problem));
        if !serial.is_finite() {
            return refuse(Problem::DateUnreadable);
        }
        let whole = serial.floor();
        if !(1.0..200_000.0).contains(&whole) {
            return refuse(Problem::DateOutOfRange);
        }
        // Between 1 and 200 000, so the cast is exact.
        let days = match whole as i32 {
            60 => return refuse(Problem::DateImpossible),
            number @ ..60 => number - 25_568,
            number => number - 25_569,
        };
        let repair = if serial > whole { Repair::TimeDropped } else { Repair::FromSerial };
        match Self::from_days(days) {
            Some(date) => Ok(Read::repaired(date, repair)),
            None => refuse(Problem::DateOutOfRange),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::read(text).map(|read| read.value)
    }
}

/// How many days a month has, in the Gregorian calendar.
pub(crate) fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// Years are counted from March, so that the leap day is the last of its year, and days from
// 0000-03-01, which is 719 468 days before 1970-01-01. Valid for years after that day only.

const MARCH_OF_YEAR_ZERO: i32 = 719_468;
const DAYS_OF_400_YEARS: i32 = 146_097;

const fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let (year, month) =
        if month > 2 { (year, month as i32 - 3) } else { (year - 1, month as i32 + 9) };
    let before_month = (153 * month + 2) / 5;
    year * 365 + year / 4 - year / 100 + year / 400 + before_month + day as i32
        - 1
        - MARCH_OF_YEAR_ZERO
}

const fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = days + MARCH_OF_YEAR_ZERO;
    let (era, of_era) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = year + era * 400;
    if month < 10 {
        (year, month as u32 + 3, day as u32)
    } else {
        (year + 1, month as u32 - 9, day as u32)
    }
}

#[cfg(test)]
mod tests;
