//! Periods of whole days: years, quarters, months, and from one day to another.

use std::fmt;
use std::str::FromStr;

use super::date::Date;
use super::text::{fold_width, trim};
use crate::domain::refusal::{Problem, Refusal};

/// From the first day to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    first: Date,
    last: Date,
}

impl Period {
    pub fn between(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    pub fn year(year: i32) -> Option<Self> {
        Self::between(Date::first_of_year(year)?, Date::last_of_year(year)?)
    }

    /// Returns quarter 1 to 4 of a year.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        let first = Date::from_ymd(year, quarter.checked_sub(1)? * 3 + 1, 1)?;
        Self::between(first, first.add_months(3).add_days(-1))
    }

    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first = Date::from_ymd(year, month, 1)?;
        Self::between(first, first.add_months(1).add_days(-1))
    }

    pub fn first(self) -> Date {
        self.first
    }

    pub fn last(self) -> Date {
        self.last
    }

    pub fn contains(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Days in the period, first and last included.
    pub fn days(self) -> i32 {
        self.last.days_since(self.first) + 1
    }
}

impl FromStr for Period {
    type Err = Refusal;

    /// Reads `2016`, `2016Q4`, `2016年四季度`, `2016-11`, a day, `2016..2020`, `2016-01-01..2020-12-31`.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let folded = fold_width(trim(text)).to_ascii_uppercase();
        let unreadable = || Refusal::new(text, Problem::PeriodUnreadable);
        if let Some((from, to)) = folded.split_once("..") {
            let (from, to) = (single(from), single(to));
            let (from, to) = from.zip(to).ok_or_else(unreadable)?;
            return Self::between(from.first, to.last).ok_or_else(unreadable);
        }
        single(&folded).ok_or_else(unreadable)
    }
}

fn single(text: &str) -> Option<Period> {
    let text = text.trim().trim_end_matches('年');
    if text.len() == 4 {
        return Period::year(text.parse().ok()?);
    }
    let chinese = [("一季度", 1), ("二季度", 2), ("三季度", 3), ("四季度", 4)];
    for (word, quarter) in chinese {
        if let Some(year) = text.strip_suffix(word) {
            let year = year.trim_end_matches('第').trim_end_matches('年');
            return Period::quarter(year.parse().ok()?, quarter);
        }
    }
    if let Some((year, quarter)) = text.split_once('Q') {
        return Period::quarter(year.trim_end_matches('-').parse().ok()?, quarter.parse().ok()?);
    }
    if let Ok(day) = text.parse::<Date>() {
        return Period::between(day, day);
    }
    let (year, month) = text.split_once(['-', '年', '/'])?;
    Period::month(year.parse().ok()?, month.trim_end_matches('月').parse().ok()?)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_as_people_write_them() {
        let cases = [
            ("2016", "2016-01-01..2016-12-31"),
            ("2016年", "2016-01-01..2016-12-31"),
            ("2016Q4", "2016-10-01..2016-12-31"),
            ("2016q1", "2016-01-01..2016-03-31"),
            ("2016年第四季度", "2016-10-01..2016-12-31"),
            ("2016-02", "2016-02-01..2016-02-29"),
            ("2016年2月", "2016-02-01..2016-02-29"),
            ("2016-02-03", "2016-02-03..2016-02-03"),
            ("2016..2020", "2016-01-01..2020-12-31"),
            ("2016-01-01..2020-12-31", "2016-01-01..2020-12-31"),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), expected, "{text}");
        }
        for text in ["2020..2016", "2016Q5", "2016-13", "", "Q4"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
