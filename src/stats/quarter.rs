//! A quarter of a year, counted on.

use std::fmt;

use crate::domain::values::{Date, Period};

/// A calendar quarter (季度). Quarters follow one another, so that one can be counted on from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

impl Quarter {
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
        Period::quarter(self.year(), self.number()).map_or(Date::MAX, Period::first)
    }

    pub fn last(self) -> Date {
        Period::quarter(self.year(), self.number()).map_or(Date::MAX, Period::last)
    }
}

/// `2016Q4`.
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year(), self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_one_another_over_the_years() {
        let quarter = |text: &str| Quarter::of(text.parse::<Period>().unwrap().first());
        let last = quarter("2016-12-31");
        assert_eq!((last.to_string(), last.number()), ("2016Q4".to_owned(), 4));
        assert_eq!(last.plus(1), quarter("2017Q1"));
        assert_eq!(quarter("2018Q2").since(last), 6);
        assert_eq!(last.first().to_string(), "2016-10-01");
        assert_eq!(last.last().to_string(), "2016-12-31");
    }
}
