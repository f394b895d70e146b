//! Publications (发布): the figures of a quarter as they leave the house, each with what a reader must know of it.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::indicator::Grouping;
use super::refusal::{Problem, Refusal};
use super::values::{Date, Period};

/// A calendar quarter, written `2016Q4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    quarter: u32,
}

impl Quarter {
    /// None outside 1 to 4, or outside the calendar of this program.
    pub fn new(year: i32, quarter: u32) -> Option<Self> {
        Period::quarter(year, quarter).map(|_| Self { year, quarter })
    }

    /// Returns the quarter a day lies in.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), quarter: day.month().div_ceil(3) }
    }

    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    pub fn number(self) -> u32 {
        self.quarter
    }

    pub fn period(self) -> Period {
        Period::quarter(self.year, self.quarter).expect("checked when it was made")
    }

    /// Returns the year up to the quarter's end (本年累计).
    pub fn year_to_date(self) -> Period {
        let first = Date::from_ymd(self.year, 1, 1).expect("of a year that has quarters");
        Period::between(first, self.period().last()).expect("a year begins before its quarters end")
    }

    /// Returns the quarter `n` later, earlier when negative; none outside the calendar.
    pub fn later(self, n: i32) -> Option<Self> {
        let at = self.year.checked_mul(4)?.checked_add(self.quarter as i32 - 1 + n)?;
        Self::new(at.div_euclid(4), at.rem_euclid(4) as u32 + 1)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year, self.quarter)
    }
}

impl FromStr for Quarter {
    type Err = Refusal;

    /// Reads what [`Period`] reads, if it is a quarter.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let period: Period = text.parse()?;
        let quarter = Self::of(period.first());
        if quarter.period() == period {
            Ok(quarter)
        } else {
            Err(Refusal::new(text, Problem::PeriodUnreadable))
        }
    }
}

/// Names a figure: what, when, of whom. A level is of one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey {
    /// Of a figure other offices report, their own code.
    pub indicator: String,
    pub period: Period,
    pub group: Option<(Grouping, String)>,
}

/// A figure as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub key: FigureKey,
    /// A count, fen, or what another office reported in the target's unit.
    pub value: Decimal,
    /// Which series it belongs to: a changed definition begins the next.
    pub series: i64,
    pub flags: Flags,
}

/// What must be known of a figure (SDMX observation status).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags {
    /// P: late filings and fees may still come in.
    pub provisional: bool,
    /// R: published otherwise before.
    pub revised: bool,
    /// B: the definition changed within the period or just before it.
    pub broken: bool,
    /// E: some of it rests on an assumption.
    pub estimated: bool,
}

impl Flags {
    /// The flags as letters, in the order P R B E.
    pub fn letters(self) -> String {
        let flags = [
            (self.provisional, 'P'),
            (self.revised, 'R'),
            (self.broken, 'B'),
            (self.estimated, 'E'),
        ];
        flags.into_iter().filter(|(set, _)| *set).map(|(_, letter)| letter).collect()
    }

    /// Returns what must be known of either of two figures.
    pub fn or(self, other: Self) -> Self {
        Self {
            provisional: self.provisional | other.provisional,
            revised: self.revised | other.revised,
            broken: self.broken | other.broken,
            estimated: self.estimated | other.estimated,
        }
    }

    /// Reads [`Flags::letters`].
    pub fn read(letters: &str) -> Self {
        Self {
            provisional: letters.contains('P'),
            revised: letters.contains('R'),
            broken: letters.contains('B'),
            estimated: letters.contains('E'),
        }
    }
}

/// Days after its end in which a period stays provisional. The filing fee falls due two months after the filing
/// date, or 15 days after the notice of acceptance (专利法实施细则, 2010, art. 95); a month more for the papers.
const CLOSING_DAYS: i32 = 90;

/// Whether filings of a period may still come in, or their fees, at the close of `as_of`.
pub fn is_provisional(period: Period, as_of: Date) -> bool {
    as_of.days_since(period.last()) < CLOSING_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_read_written_and_counted() {
        for (text, written) in
            [("2016Q4", "2016Q4"), ("2016年第四季度", "2016Q4"), ("2017年1季度", "2017Q1")]
        {
            assert_eq!(text.parse::<Quarter>().map(|q| q.to_string()).as_deref(), Ok(written));
        }
        for text in ["2016", "2016-11", "2016Q5", "Q4", "2016Q1..2016Q2"] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
        let fourth: Quarter = "2016Q4".parse().unwrap();
        assert_eq!(fourth.later(1).unwrap().to_string(), "2017Q1");
        assert_eq!(fourth.later(-4).unwrap().to_string(), "2015Q4");
        assert_eq!(fourth.year_to_date().days(), 366);
    }

    #[test]
    fn a_quarter_is_provisional_for_ninety_days() {
        let quarter: Quarter = "2016Q4".parse().unwrap();
        for (day, provisional) in
            [("2016-12-31", true), ("2017-03-30", true), ("2017-03-31", false)]
        {
            assert_eq!(
                is_provisional(quarter.period(), day.parse().unwrap()),
                provisional,
                "{day}"
            );
        }
    }

    #[test]
    fn flags_are_letters() {
        for letters in ["", "P", "RB", "PRBE", "E"] {
            assert_eq!(Flags::read(letters).letters(), letters);
        }
    }
}
