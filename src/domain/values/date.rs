//! Calendar days of China.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

use super::text::{fold_width, trim};
use crate::domain::refusal::{Problem, Read, Refusal, Repair};

/// A calendar day (日期), counted in days since 1970-01-01; from 1900-01-01 to 2199-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

const EPOCH_FROM_CE: i32 = 719_163; // 1970-01-01 in days of the common era
const FIRST: i32 = -25_567; // 1900-01-01
const LAST: i32 = 84_005; // 2199-12-31

impl Date {
    pub fn from_days(days: i32) -> Option<Self> {
        (FIRST..=LAST).contains(&days).then_some(Self(days))
    }

    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        Self::from_days(date.num_days_from_ce() - EPOCH_FROM_CE)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.0
    }

    fn naive(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + EPOCH_FROM_CE)
            .expect("a Date lies within 1900 to 2199, which chrono covers")
    }

    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.naive();
        (date.year(), date.month(), date.day())
    }

    pub fn year(self) -> i32 {
        self.naive().year()
    }

    pub fn month(self) -> u32 {
        self.naive().month()
    }

    pub fn quarter(self) -> u32 {
        (self.month() - 1) / 3 + 1
    }

    /// Returns the day `days` later (earlier when negative), within the calendar's range.
    pub fn add_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(FIRST, LAST))
    }

    /// Returns the same day `months` later; where there is no such day, the month's last one.
    pub fn add_months(self, months: i32) -> Self {
        let months_abs = Months::new(months.unsigned_abs());
        let date = self.naive();
        let moved = if months < 0 {
            date.checked_sub_months(months_abs)
        } else {
            date.checked_add_months(months_abs)
        };
        moved.map_or(Self(if months < 0 { FIRST } else { LAST }), |date| {
            Self((date.num_days_from_ce() - EPOCH_FROM_CE).clamp(FIRST, LAST))
        })
    }

    pub fn add_years(self, years: i32) -> Self {
        self.add_months(years * 12)
    }

    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Date) -> i32 {
        self.0 - earlier.0
    }

    pub fn first_of_year(year: i32) -> Option<Self> {
        Self::from_ymd(year, 1, 1)
    }

    pub fn last_of_year(year: i32) -> Option<Self> {
        Self::from_ymd(year, 12, 31)
    }

    /// Reads exactly `YYYY-MM-DD`: the hot path of a bulk import. Agrees with [`Date::read`] (tested).
    pub fn parse_iso_bytes(text: &[u8]) -> Option<Self> {
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else { return None };
        let digit = |b: u8| b.is_ascii_digit().then(|| u32::from(b - b'0'));
        let year = digit(y0)? * 1000 + digit(y1)? * 100 + digit(y2)? * 10 + digit(y3)?;
        let month = digit(m0)? * 10 + digit(m1)?;
        let day = digit(d0)? * 10 + digit(d1)?;
        Self::from_ymd(i32::try_from(year).ok()?, month, day)
    }

    /// Reads a day as people write it: 2016-01-05, 2016/1/5, 2016.01.05, 20160105, 2016年1月5日,
    /// full-width digits, a time behind it, or the serial number a spreadsheet left (42374).
    ///
    /// Errors: `DateUnreadable`, `DateImpossible`, `DateTwoDigitYear`, `DateOrderUnclear`.
    /// Source: domain.md 8.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let trimmed = trim(text);
        if let Some(value) = Self::parse_iso_bytes(trimmed.as_bytes()) {
            return Ok(Read { value, repair: None });
        }
        let folded = fold_width(trimmed);
        let refuse = |problem| Err(Refusal::new(trimmed, problem));
        let (day_part, time_part) = split_time(&folded);
        if day_part.len() <= 6 && day_part.bytes().all(|b| b.is_ascii_digit()) {
            return match day_part.parse::<u32>() {
                Ok(serial) => Self::from_serial_number(serial, trimmed),
                Err(_) => refuse(Problem::DateUnreadable),
            };
        }
        let Some(numbers) = parts(day_part) else { return refuse(Problem::DateUnreadable) };
        let [first, second, third] = &numbers[..] else { return refuse(Problem::DateUnreadable) };
        if first.len() != 4 {
            let problem = if third.len() == 4 { Problem::DateOrderUnclear } else { Problem::DateTwoDigitYear };
            return refuse(problem);
        }
        if second.len() > 2 || third.len() > 2 {
            return refuse(Problem::DateUnreadable);
        }
        let number = |digits: &str| digits.parse::<u32>().unwrap_or(u32::MAX);
        let year = i32::try_from(number(first)).unwrap_or(i32::MAX);
        match Self::from_ymd(year, number(second), number(third)) {
            Some(value) => {
                let repair = if time_part.is_empty() { Repair::Respelled } else { Repair::TimeDropped };
                Ok(Read { value, repair: Some(repair) })
            }
            None => refuse(Problem::DateImpossible),
        }
    }

    /// Reads a spreadsheet's date cell: days since 1899-12-30 in the 1900 system, whose 1900-02-29
    /// never was.
    pub fn from_excel_serial(serial: f64) -> Result<Read<Self>, Refusal> {
        let whole = serial.trunc();
        if !(whole >= 1.0 && whole <= 200_000.0) {
            return Err(Refusal::new(serial.to_string(), Problem::DateUnreadable));
        }
        Self::from_serial_number(whole as u32, &serial.to_string())
    }

    fn from_serial_number(serial: u32, text: &str) -> Result<Read<Self>, Refusal> {
        // 31048 is 1985-01-01, when the first Chinese patents were filed; 73415 is 2100-12-31.
        if !(31_048..=73_415).contains(&serial) {
            return Err(Refusal::new(text, Problem::DateUnreadable));
        }
        let days = i32::try_from(serial).unwrap_or(i32::MAX) - 25_569;
        match Self::from_days(days) {
            Some(value) => Ok(Read { value, repair: Some(Repair::FromSerial) }),
            None => Err(Refusal::new(text, Problem::DateUnreadable)),
        }
    }

    /// Says whether a cell means "no date": empty, dashes, `0000-00-00`.
    pub fn is_blank(text: &str) -> bool {
        super::text::is_blank(text) || {
            let digits = fold_width(trim(text));
            digits.bytes().any(|b| b == b'0')
                && digits.bytes().all(|b| matches!(b, b'0' | b'-' | b'/' | b'.' | b' ' | b':'))
        }
    }
}

/// Splits `2016-01-05 08:30:00` and `2016-01-05T08:30:00` before the time.
fn split_time(text: &str) -> (&str, &str) {
    let time_at = text.char_indices().find(|&(at, c)| {
        (c == 'T' || c == ' ') && text[at + 1..].contains(':') && text[..at].chars().any(|c| c.is_ascii_digit())
    });
    match time_at {
        Some((at, _)) => (text[..at].trim(), &text[at + 1..]),
        None => (text, ""),
    }
}

/// Returns year, month and day as digits.
fn parts(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(vec![text[..4].to_owned(), text[4..6].to_owned(), text[6..].to_owned()]);
    }
    let mut numbers = vec![String::new()];
    for c in text.chars() {
        match c {
            '0'..='9' => numbers.last_mut()?.push(c),
            '〇' | '零' => numbers.last_mut()?.push('0'),
            '-' | '/' | '.' | '年' | '月' => numbers.push(String::new()),
            '日' | '号' | ' ' => {}
            _ => return None,
        }
    }
    let complete = numbers.iter().all(|digits| !digits.is_empty() && digits.len() <= 4);
    complete.then_some(numbers)
}

impl FromStr for Date {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::read(text).map(|read| read.value)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        match Date::read(text) {
            Ok(read) => read.value.to_string(),
            Err(refusal) => refusal.problem.code().to_owned(),
        }
    }

    #[test]
    fn days_as_people_write_them() {
        let cases = [
            ("2016-01-05", "2016-01-05"),
            ("2016/1/5", "2016-01-05"),
            ("2016.01.05", "2016-01-05"),
            ("20160105", "2016-01-05"),
            ("2016年1月5日", "2016-01-05"),
            ("２０１６年１月５日", "2016-01-05"),
            ("２０１６．０１．０５", "2016-01-05"),
            ("2016-01-05 08:30:00", "2016-01-05"),
            ("2016-01-05T08:30:00", "2016-01-05"),
            ("42374", "2016-01-05"),
            ("2016-02-29", "2016-02-29"),
            ("2015-02-29", "date-impossible"),
            ("2016-13-01", "date-impossible"),
            ("16-01-05", "date-two-digit-year"),
            ("16.1.5", "date-two-digit-year"),
            ("5/1/2016", "date-order-unclear"),
            ("2016-01", "date-unreadable"),
            ("去年", "date-unreadable"),
            ("2016", "date-unreadable"),
            ("99999", "date-unreadable"),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text), expected, "{text}");
        }
    }

    #[test]
    fn months_end_where_they_end() {
        // domain.md 2.3: the deadlines of the national phase.
        let cases = [
            ("2016-01-31", 30, "2018-07-31"),
            ("2016-01-31", 32, "2018-09-30"),
            ("2015-08-31", 30, "2018-02-28"),
            ("2015-08-31", 32, "2018-04-30"),
            ("2016-02-29", 12, "2017-02-28"),
            ("2016-03-31", -1, "2016-02-29"),
        ];
        for (day, months, expected) in cases {
            let day: Date = day.parse().unwrap();
            assert_eq!(day.add_months(months).to_string(), expected);
        }
    }

    #[test]
    fn every_day_is_written_and_read_back_alike() {
        for days in FIRST..=LAST {
            let date = Date::from_days(days).unwrap();
            let text = date.to_string();
            assert_eq!(Date::parse_iso_bytes(text.as_bytes()), Some(date));
            assert_eq!(Date::read(&text).unwrap().value, date);
        }
    }

    #[test]
    fn blanks_of_many_kinds() {
        for text in ["", " ", "--", "0000-00-00", "/", "无", "0000/00/00 00:00:00"] {
            assert!(Date::is_blank(text), "{text:?}");
        }
        assert!(!Date::is_blank("2016-01-05"));
    }
}
