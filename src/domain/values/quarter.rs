//! A quarter of a year: a period that can be counted on from.

use std::fmt;
use std::str::FromStr;

use super::{Date, Period};
use crate::domain::{Problem, Refusal};

/// A calendar quarter (季度), written `2024Q4`. Quarters follow one another, so that one can be counted on from
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

impl Quarter {
    /// None outside 1 to 4, or outside the calendar of this program.
    pub fn new(year: i32, number: u32) -> Option<Self> {
        Period::quarter(year, number).map(|period| Self::of(period.first()))
    }

    /// Returns the quarter a day lies in.
    pub fn of(day: Date) -> Self {
        Self(day.year() * 4 + day.quarter() as i32 - 1)
    }

    pub fn year(self) -> i32 {
        self.0.div_euclid(4)
    }

    /// 1 to 4.
    pub fn number(self) -> u32 {
        self.0.rem_euclid(4) as u32 + 1
    }

    /// Returns the quarter that many later, or earlier.
    pub fn plus(self, quarters: i32) -> Self {
        Self(self.0 + quarters)
    }

    /// How many quarters after `other` it is.
    pub fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    pub fn first(self) -> Date {
        self.period().first()
    }

    pub fn last(self) -> Date {
        self.period().last()
    }

    /// Returns its days; of a quarter counted on beyond the calendar, the calendar's last day.
    pub fn period(self) -> Period {
        Period::quarter(self.year(), self.number()).unwrap_or(Period::alone(Date::MAX))
    }

    /// Returns the year up to the quarter's end (本年累计).
    pub fn year_to_date(self) -> Period {
        let first = Self(self.year() * 4).first();
        Period::between(first, self.last()).unwrap_or(self.period())
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year(), self.number())
    }
}

impl FromStr for Quarter {
    type Err = Refusal;

    /// Reads what [`Period`] reads, if it is a quarter.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let period = text.parse::<Period>().ok();
        period
            .map(|period| (Self::of(period.first()), period))
            .filter(|(quarter, period)| quarter.period() == *period)
            .map(|(quarter, _)| quarter)
            .ok_or_else(|| Refusal::new(text, Problem::QuarterUnreadable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter(text: &str) -> Quarter {
        text.parse().unwrap()
    }

    #[test]
    fn quarters_follow_one_another_over_the_years() {
        let last = Quarter::of("2016-12-31".parse().unwrap());
        assert_eq!((last.to_string(), last.number()), ("2016Q4".to_owned(), 4));
        assert_eq!(last.plus(1), quarter("2017Q1"));
        assert_eq!(last.plus(-4), quarter("2015Q4"));
        assert_eq!(quarter("2018Q2").since(last), 6);
        assert_eq!(last.first().to_string(), "2016-10-01");
        assert_eq!(last.last().to_string(), "2016-12-31");
        assert_eq!(last.year_to_date().days(), 366);
    }

    #[test]
    fn quarters_are_read_as_people_write_them() {
        for (text, written) in
            [("2016Q4", "2016Q4"), ("2016年第四季度", "2016Q4"), ("2017年1季度", "2017Q1")]
        {
            assert_eq!(quarter(text).to_string(), written);
        }
        for text in ["2016", "2016-11", "2016Q5", "Q4", "2016Q1..2016Q2"] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
        assert_eq!(Quarter::new(2016, 5), None);
    }
}
