//! Targets (目标) of a plan, values other offices report, and how far a target is.

use rust_decimal::{Decimal, RoundingStrategy};

use super::record::{Reader, Reading, Record, Texts};
use super::refusal::{Problem, Read, Refusal};
use super::values::{Date, Percent, Period, text};

/// Keys of a target record's fields.
pub const FIELDS: [&str; 9] = [
    "category",
    "indicator",
    "name",
    "goal",
    "unit",
    "period_from",
    "period_to",
    "measure",
    "note",
];

const CATEGORY: usize = 0;
pub const INDICATOR: usize = 1;
const NAME: usize = 2;
const GOAL: usize = 3;
const UNIT: usize = 4;
const PERIOD_FROM: usize = 5;
const PERIOD_TO: usize = 6;
const MEASURE: usize = 7;
const NOTE: usize = 8;

/// Keys of a reported value's fields.
pub const REPORTED_FIELDS: [&str; 4] = ["indicator", "value", "day", "source"];

/// Whether a goal is a flow over the period or a level at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    Cumulative,
    Stock,
}

impl Measured {
    pub fn code(self) -> &'static str {
        match self {
            Self::Cumulative => "cumulative",
            Self::Stock => "stock",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        match &*text::fold_width(text.trim()).to_lowercase() {
            "cumulative" | "累计" | "累积" | "flow" => Some(Self::Cumulative),
            "stock" | "总量" | "存量" | "拥有" | "达到" => Some(Self::Stock),
            _ => None,
        }
    }
}

/// A goal the plan sets for an indicator over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub category: Option<String>,
    /// Stable code, such as `invention_filings`.
    pub indicator: String,
    /// The plan's own words.
    pub name: Option<String>,
    pub goal: Decimal,
    pub unit: Option<String>,
    pub period: Period,
    pub measured: Measured,
    pub note: Option<String>,
}

impl Target {
    /// The text of every field; [`Target::read`] takes it back.
    pub fn texts(&self) -> Texts {
        vec![
            self.category.clone(),
            Some(self.indicator.clone()),
            self.name.clone(),
            Some(self.goal.to_string()),
            self.unit.clone(),
            Some(self.period.first().to_string()),
            Some(self.period.last().to_string()),
            Some(self.measured.code().to_owned()),
            self.note.clone(),
        ]
    }

    /// Reads the indicator and the period a record is about.
    pub fn subject(record: &Record<'_>) -> Reading<(String, Period)> {
        let mut reader = Reader::new(record);
        for field in [INDICATOR, PERIOD_FROM, PERIOD_TO] {
            reader.require(field);
        }
        let indicator = reader.value(INDICATOR, read_code);
        let period = read_period(&mut reader);
        reader.finish(indicator.zip(period))
    }

    /// Reads a target record. A period given as years means whole years.
    ///
    /// Errors: a fault for each field that cannot be taken.
    pub fn read(record: &Record<'_>) -> Reading<Self> {
        let mut reader = Reader::new(record);
        for field in [INDICATOR, GOAL, PERIOD_FROM, PERIOD_TO] {
            reader.require(field);
        }
        let indicator = reader.value(INDICATOR, read_code);
        let goal = reader.value(GOAL, read_decimal);
        let period = read_period(&mut reader);
        let measured = reader.value(MEASURE, |text| match Measured::read(text) {
            Some(value) => Ok(Read { value, repair: None }),
            None => Err(Refusal::new(text, Problem::WordUnknown)),
        });
        let (category, name) = (reader.words(CATEGORY), reader.words(NAME));
        let (unit, note) = (reader.words(UNIT), reader.words(NOTE));
        let target = indicator.zip(goal).zip(period).map(|((indicator, goal), period)| Self {
            category,
            indicator,
            name,
            goal,
            unit,
            period,
            measured: measured.unwrap_or(Measured::Cumulative),
            note,
        });
        reader.finish(target)
    }
}

/// A value another office reports for an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    pub indicator: String,
    pub value: Decimal,
    /// The day it holds for.
    pub day: Date,
    pub source: String,
}

impl Reported {
    /// The text of every field; [`Reported::read`] takes it back.
    pub fn texts(&self) -> Texts {
        vec![
            Some(self.indicator.clone()),
            Some(self.value.to_string()),
            Some(self.day.to_string()),
            Some(self.source.clone()),
        ]
    }

    /// Reads a reported value; `today` is the last day it may hold for.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        (0..REPORTED_FIELDS.len()).for_each(|field| reader.require(field));
        let indicator = reader.value(0, read_code);
        let value = reader.value(1, read_decimal);
        let day = reader.past_date(2, today);
        let source = reader.words(3);
        let reported = indicator
            .zip(value)
            .zip(day.zip(source))
            .map(|((indicator, value), (day, source))| Self { indicator, value, day, source });
        reader.finish(reported)
    }
}

fn read_period(reader: &mut Reader<'_, '_>) -> Option<Period> {
    let from = read_end(reader, PERIOD_FROM)?.first();
    let to = read_end(reader, PERIOD_TO)?.last();
    let period = Period::between(from, to);
    if period.is_none() {
        let problem = Problem::DateBefore { earlier: "period_from", than: from };
        reader.fault(PERIOD_TO, to.to_string(), problem);
    }
    period
}

/// Reads one end of a period: a day, or a year that stands for its first or last day.
fn read_end(reader: &mut Reader<'_, '_>, field: usize) -> Option<Period> {
    if let super::Raw::Serial(_) = reader.raw_value(field) {
        let day = reader.date(field)?;
        return Period::between(day, day);
    }
    reader.value(field, |text| text.parse().map(|value| Read { value, repair: None }))
}

/// A stable code: lower-case Latin letters, digits and underscores.
fn read_code(text: &str) -> Result<Read<String>, Refusal> {
    let value = text.trim().to_ascii_lowercase();
    let well_formed =
        value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if value.is_empty() || !well_formed {
        return Err(Refusal::new(text, Problem::IndicatorShape));
    }
    Ok(Read { value, repair: None })
}

fn read_decimal(text: &str) -> Result<Read<Decimal>, Refusal> {
    let folded = text::fold_width(text.trim()).replace(',', "");
    match Decimal::from_str_exact(&folded) {
        Ok(value) => Ok(Read { value: value.normalize(), repair: None }),
        Err(_) => Err(Refusal::new(text, Problem::NumberUnreadable)),
    }
}

/// How far a target is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attainment {
    /// None: no figure and no reported value is known.
    pub actual: Option<Decimal>,
    /// Actual as a share of the goal.
    pub ratio: Option<Percent>,
    /// Where an even pace over the period's days would be at the close of the day, to one place.
    /// None for a level (stock), which has no pace.
    pub expected_by_now: Option<Decimal>,
    /// What is still missing, spread over the years left, rounded up to one place; zero when the goal
    /// is met; none when nothing is known or the period is over.
    pub needed_per_year: Option<Decimal>,
}

impl Target {
    /// Returns how far the target is at the close of `as_of`, when `actual` is what was counted.
    ///
    /// # Examples
    /// A goal of 6000 over 2016 to 2020 with 2400 reached at the end of 2017: 40%, even pace 2400,
    /// and 1200 a year needed for the three years left.
    pub fn attainment(&self, actual: Option<Decimal>, as_of: Date) -> Attainment {
        let period = self.period;
        let days_gone = (as_of.min(period.last()).days_since(period.first()) + 1).max(0);
        let days_left = period.last().days_since(as_of).clamp(0, period.days());
        let days = Decimal::from(period.days());
        let expected_by_now = match self.measured {
            Measured::Cumulative => self.goal.checked_mul(Decimal::from(days_gone)).map(|n| {
                (n / days).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
            }),
            Measured::Stock => None,
        };
        let missing = actual.map(|actual| (self.goal - actual).max(Decimal::ZERO));
        let needed_per_year = missing.and_then(|missing| {
            if missing.is_zero() {
                return Some(Decimal::ZERO);
            }
            let years = years_left(period, days_left)?;
            Some((missing / years).round_dp_with_strategy(1, RoundingStrategy::AwayFromZero))
        });
        Attainment {
            actual,
            ratio: actual.and_then(|actual| Percent::ratio(actual, self.goal)),
            expected_by_now,
            needed_per_year,
        }
    }
}

/// Years from the day to the period's end: whole ones counted as years, the rest by days of 365.
fn years_left(period: Period, days_left: i32) -> Option<Decimal> {
    if days_left == 0 {
        return None;
    }
    let (mut whole, mut from) = (0, period.last().add_days(-days_left)?);
    while let Some(later) = from.add_years(1).filter(|later| *later <= period.last()) {
        from = later;
        whole += 1;
    }
    let rest = Decimal::from(period.last().days_since(from)) / Decimal::from(365);
    Some(Decimal::from(whole) + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_of_2016_to_2020() {
        let target = Target {
            category: None,
            indicator: "invention_filings".into(),
            name: None,
            goal: Decimal::from(6000),
            unit: None,
            period: "2016..2020".parse().unwrap(),
            measured: Measured::Cumulative,
            note: None,
        };
        // day, actual -> ratio, expected by now, needed a year
        let cases = [
            ("2015-12-31", 0, "0.00%", "0.0", "1200"),
            ("2016-12-31", 1200, "20.00%", "1202.0", "1200"),
            ("2017-12-31", 2400, "40.00%", "2400.7", "1200"),
            ("2019-12-31", 5999, "99.98%", "4798.0", "1"),
            ("2018-06-30", 6000, "100.00%", "2995.1", "0"),
        ];
        for (day, actual, ratio, expected, needed) in cases {
            let at = target.attainment(Some(Decimal::from(actual)), day.parse().unwrap());
            assert_eq!(at.ratio.map(|r| format!("{r:.2}")).as_deref(), Some(ratio), "{day}");
            assert_eq!(
                at.expected_by_now.unwrap(),
                Decimal::from_str_exact(expected).unwrap(),
                "{day}"
            );
            assert_eq!(
                at.needed_per_year.unwrap(),
                Decimal::from_str_exact(needed).unwrap(),
                "{day}"
            );
        }
        let over = target.attainment(Some(Decimal::from(5000)), "2021-03-01".parse().unwrap());
        assert_eq!(over.needed_per_year, None);
        assert_eq!(target.attainment(None, "2018-01-01".parse().unwrap()).ratio, None);
    }
}
