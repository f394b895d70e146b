//! The loan prime rate (贷款市场报价利率) as published.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::problem::LoanProblem;
use crate::domain::values::{Date, Percent};

/// Published by the National Interbank Funding Center on the 20th of each month, or the next working
/// day. Columns: day of publication, 1-year, over-5-year, percent.
const PUBLISHED: &str = include_str!("lpr.csv");

/// A publication holds until the next, which comes after five weeks at the latest (holidays put the
/// 20th off by a few days); one older than this says nothing about a day any more.
const HOLDS_DAYS: i32 = 40;

/// For which loans a rate is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tenor {
    OneYear,
    FiveYear,
}

impl Tenor {
    pub fn code(self) -> &'static str {
        match self {
            Self::OneYear => "1Y",
            Self::FiveYear => "5Y",
        }
    }
}

/// Publications by day: those shipped, and those the office added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LprTable(BTreeMap<Date, [Percent; 2]>);

impl LprTable {
    /// The publications shipped with the program.
    pub fn shipped() -> Self {
        let rows = PUBLISHED.lines().skip(1).filter_map(|line| {
            let mut cells = line.split(',');
            let day = Date::parse_iso_bytes(cells.next()?.as_bytes())?;
            // Written by us, it needs no repair: every command that looks at a loan waits for it.
            let rate =
                |cell: Option<&str>| Percent::from_points(Decimal::from_str_exact(cell?).ok()?);
            Some((day, [rate(cells.next())?, rate(cells.next())?]))
        });
        Self(rows.collect())
    }

    /// Adds a publication.
    pub fn add(&mut self, day: Date, one_year: Percent, five_year: Percent) {
        self.0.insert(day, [one_year, five_year]);
    }

    /// The rate in force on `day`: that of the last publication.
    ///
    /// Errors: `LprMissing` before the first publication and when the last is too old.
    pub fn on(&self, tenor: Tenor, day: Date) -> Result<Percent, LoanProblem> {
        match self.0.range(..=day).next_back() {
            Some((published, rates)) if day.days_since(*published) <= HOLDS_DAYS => {
                Ok(rates[tenor as usize])
            }
            _ => Err(LoanProblem::LprMissing { tenor, day }),
        }
    }

    pub fn publications(&self) -> impl Iterator<Item = (Date, Percent, Percent)> {
        self.0.iter().map(|(day, [one, five])| (*day, *one, *five))
    }
}
