//! A stretch of days: a year, a quarter, a month, or from one day to another.

use std::fmt;
use std::str::FromStr;

use super::Date;
use super::text::compact;
use crate::domain::{Problem, Refusal};

/// A reporting period (统计期间): first and last day, both within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Date,
    last: Date,
}

impl Period {
    /// None if the year lies outside the calendar of this program.
    pub fn year(year: i32) -> Option<Self> {
        Self::months(year, 1, 12)
    }

    /// `quarter` is 1 to 4.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        (1..=4).contains(&quarter).then_some(())?;
        Self::months(year, quarter * 3 - 2, 3)
    }

    /// `month` is 1 to 12.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Self::months(year, month, 1)
    }

    fn months(year: i32, month: u32, count: u32) -> Option<Self> {
        let first = Date::from_ymd(year, month, 1)?;
        let last_month = Date::from_ymd(year, month + count - 1, 1)?;
        let last = super::date::days_in_month(year, last_month.month());
        Some(Self { first, last: last_month.add_days(last as i32 - 1)? })
    }

    /// None if `last` comes before `first`.
    pub fn between(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// Returns the period of one day.
    pub fn alone(day: Date) -> Self {
        Self { first: day, last: day }
    }

    pub fn first(self) -> Date {
        self.first
    }

    pub fn last(self) -> Date {
        self.last
    }

    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// How many days, at least 1.
    pub fn days(self) -> i32 {
        self.last.days_since(self.first) + 1
    }

    /// Reads `2024`, `2024年`, `2024Q4`, `2024年四季度`, `2024年第4季度`, `2024年上半年`, `2024-11`,
    /// `2024年11月`, one day, and any two of these with `..`, `至` or `~` between: from the first day
    /// of the one to the last of the other.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let refuse = |problem| Refusal::new(text, problem);
        let compact = compact(text).to_uppercase();
        let ends = ["..", "至", "~"].iter().find_map(|separator| compact.split_once(separator));
        let Some((from, to)) = ends else {
            return single(&compact).ok_or_else(|| refuse(Problem::PeriodUnreadable));
        };
        let (Some(from), Some(to)) = (single(from), single(to)) else {
            return Err(refuse(Problem::PeriodUnreadable));
        };
        Self::between(from.first, to.last).ok_or_else(|| refuse(Problem::PeriodReversed))
    }
}

/// A period that one word names; `text` is without blanks and in capitals.
fn single(text: &str) -> Option<Period> {
    let year =
        text.get(..4)?.bytes().all(|b| b.is_ascii_digit()).then(|| text[..4].parse().ok())??;
    let rest = text[4..].strip_prefix('年').unwrap_or(&text[4..]);
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    if rest.is_empty() || rest == "全年" || rest == "年度" || rest == "度" {
        return Period::year(year);
    }
    let quarter = rest.strip_prefix(['Q', 'q']).or_else(|| rest.strip_suffix("季度"));
    if let Some(quarter) = quarter {
        return Period::quarter(year, one_to_four(quarter)?);
    }
    match rest {
        "H1" | "上半年" => return Period::months(year, 1, 6),
        "H2" | "下半年" => return Period::months(year, 7, 6),
        _ => {}
    }
    let month = rest.strip_suffix('月').or_else(|| rest.strip_prefix(['-', '/', '.']));
    if let Some(month @ ([_] | [_, _])) = month.map(str::as_bytes)
        && month.iter().all(u8::is_ascii_digit)
    {
        return Period::month(year, month.iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0')));
    }
    let day = Date::read(text).ok()?.value;
    Period::between(day, day)
}

fn one_to_four(text: &str) -> Option<u32> {
    match text {
        "1" | "一" => Some(1),
        "2" | "二" => Some(2),
        "3" | "三" => Some(3),
        "4" | "四" => Some(4),
        _ => None,
    }
}

impl FromStr for Period {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::read(text)
    }
}

/// The shortest name: `2024`, `2024Q4`, `2024-11`, `2021..2025`, else both days.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.first.ymd();
        let last = self.last.year();
        if Self::year(year) == Some(*self) {
            write!(f, "{year:04}")
        } else if Self::quarter(year, self.first.quarter()) == Some(*self) {
            write!(f, "{year:04}Q{}", self.first.quarter())
        } else if Self::month(year, month) == Some(*self) {
            write!(f, "{year:04}-{month:02}")
        } else if Self::year(year).is_some_and(|whole| whole.first == self.first)
            && Self::year(last).is_some_and(|whole| whole.last == self.last)
        {
            write!(f, "{year:04}..{last:04}")
        } else {
            write!(f, "{}..{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests;
