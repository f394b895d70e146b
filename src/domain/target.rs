//! Targets (目标) of a plan, values other offices report, and how far a target is.

use rust_decimal::{Decimal, RoundingStrategy};

use super::fact::Fact;
use super::indicator::{Counter, Indicator};
use super::record::{Reader, Reading, Record, Texts};
use super::refusal::{Problem, Read, Refusal};
use super::values::{Date, Percent, Period, Unit, text};

/// Keys of a target record's fields.
pub const FIELDS: [&str; 14] = [
    "category",
    "indicator",
    "name",
    "goal",
    "unit",
    "period_from",
    "period_to",
    "measure",
    "note",
    "plan",
    "baseline",
    "baseline_year",
    "reported_by",
    "paragraph",
];

pub const CATEGORY: usize = 0;
pub const INDICATOR: usize = 1;
pub const NAME: usize = 2;
pub const GOAL: usize = 3;
pub const UNIT: usize = 4;
pub const PERIOD_FROM: usize = 5;
pub const PERIOD_TO: usize = 6;
pub const MEASURE: usize = 7;
pub const NOTE: usize = 8;
pub const PLAN: usize = 9;
pub const BASELINE: usize = 10;
pub const BASELINE_YEAR: usize = 11;
pub const REPORTED_BY: usize = 12;
pub const PARAGRAPH: usize = 13;

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

/// What an indicator came to before a plan began (基期值).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Baseline {
    pub value: Decimal,
    /// The year it is of: what came in it, or what there was at its end.
    pub year: i32,
}

/// Which target: of one plan, or of none, there is one for an indicator and a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetKey {
    pub plan: Option<String>,
    pub indicator: String,
    pub period: Period,
}

/// A goal that a plan sets for an indicator over a period.
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
    /// The plan (规划) it is a goal of, by its code; none: it stands by itself.
    pub plan: Option<String>,
    pub baseline: Option<Baseline>,
    /// Who answers for the figure.
    pub reported_by: Option<String>,
    /// Where the plan says it.
    pub paragraph: Option<String>,
}

impl Target {
    pub fn key(&self) -> TargetKey {
        TargetKey {
            plan: self.plan.clone(),
            indicator: self.indicator.clone(),
            period: self.period,
        }
    }

    /// Whether it is the goal of a single year of a plan, and the year is over.
    pub fn is_step_over(&self, day: Date) -> bool {
        self.plan.is_some()
            && self.period.last() < day
            && self.period.first().year() == self.period.last().year()
    }

    /// Whether it is what a plan asks of a part of its years, beside the goal for all of them in `all`.
    pub fn is_step_of_a_flow(&self, all: &[Self]) -> bool {
        let is_whole = |whole: &Self| {
            whole.plan == self.plan
                && whole.indicator == self.indicator
                && whole.period.days() > self.period.days()
                && whole.period.contains(self.period.first())
        };
        self.measured == Measured::Cumulative && all.iter().any(is_whole)
    }

    /// Returns a figure of the ledger in the target's unit: an amount, which is counted in fen, in 元, 万元 or 亿元,
    /// anything else as it is. An amount without a unit is in yuan; none where the unit is no money.
    pub fn in_unit(&self, indicator: Indicator, figure: Decimal) -> Option<Decimal> {
        match indicator.counter() {
            Counter::Fen => {
                let unit = self.unit.as_deref().map_or(Some(Unit::Yuan), Unit::from_symbol)?;
                Some((figure / Decimal::ONE_HUNDRED / unit.yuan()).normalize())
            }
            Counter::Patents | Counter::Registrations | Counter::Loans | Counter::Firms => {
                Some(figure)
            }
        }
    }

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
            self.plan.clone(),
            self.baseline.map(|baseline| baseline.value.to_string()),
            self.baseline.map(|baseline| baseline.year.to_string()),
            self.reported_by.clone(),
            self.paragraph.clone(),
        ]
    }

    /// Reads which target a record is about.
    pub fn subject(record: &Record<'_>) -> Reading<TargetKey> {
        let mut reader = Reader::new(record);
        for field in [INDICATOR, PERIOD_FROM, PERIOD_TO] {
            reader.require(field);
        }
        let indicator = reader.value(INDICATOR, read_code);
        let period = read_period(&mut reader);
        let plan = reader.words(PLAN);
        let key = indicator.zip(period);
        reader.finish(key.map(|(indicator, period)| TargetKey { plan, indicator, period }))
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
        check_unit(&mut reader, indicator.as_deref(), unit.as_deref());
        let baseline = read_baseline(&mut reader, period);
        let (plan, reported_by) = (reader.words(PLAN), reader.words(REPORTED_BY));
        let paragraph = reader.words(PARAGRAPH);
        let target = indicator.zip(goal).zip(period).map(|((indicator, goal), period)| Self {
            category,
            indicator,
            name,
            goal,
            unit,
            period,
            measured: measured.unwrap_or(Measured::Cumulative),
            note,
            plan,
            baseline,
            reported_by,
            paragraph,
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

impl Fact for Reported {
    const NOUN: &'static str = "reported";
    const FIELDS: &'static [&'static str] = &["indicator", "value", "day", "source"];
    const KEYS: &'static [usize] = &[0, 2];

    fn read_key(reader: &mut Reader<'_, '_>, field: usize) -> Option<String> {
        reader.require(field);
        match field {
            0 => reader.value(field, read_code),
            _ => reader.date(field).map(|day| day.to_string()),
        }
    }

    fn texts(&self) -> Texts {
        let Self { indicator, value, day, source } = self.clone();
        vec![Some(indicator), Some(value.to_string()), Some(day.to_string()), Some(source)]
    }

    fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        (0..Self::FIELDS.len()).for_each(|field| reader.require(field));
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

/// An amount that the ledger counts itself has a goal in 元, 万元 or 亿元, and nothing else has.
fn check_unit(reader: &mut Reader<'_, '_>, indicator: Option<&str>, unit: Option<&str>) {
    let (Some(indicator), Some(unit)) = (indicator.and_then(Indicator::from_code), unit) else {
        return;
    };
    let money = indicator.counter() == Counter::Fen;
    if Unit::from_symbol(unit).is_some() != money {
        reader.fault(UNIT, unit, Problem::TargetUnit { money });
    }
}

/// Reads what there was before; without its year it is of the last year before the period.
fn read_baseline(reader: &mut Reader<'_, '_>, period: Option<Period>) -> Option<Baseline> {
    let value = reader.value(BASELINE, read_decimal);
    let year = reader.value(BASELINE_YEAR, |text| {
        let year = text.parse::<Period>()?.first().year();
        match Period::year(year) == text.parse().ok() {
            true => Ok(Read { value: year, repair: None }),
            false => Err(Refusal::new(text, Problem::PeriodUnreadable)),
        }
    });
    if year.is_some() {
        reader.require(BASELINE);
    }
    let year = year.or(period.map(|period| period.first().year() - 1))?;
    value.map(|value| Baseline { value, year })
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
    /// A level (stock) has a pace from its baseline; none without one.
    pub expected_by_now: Option<Decimal>,
    /// What is still missing, spread over the years left, rounded up to one place; the whole of it in the last year;
    /// zero when the goal is met; none when nothing is known or the period is over.
    pub needed_per_year: Option<Decimal>,
}

impl Target {
    /// Returns how far the target is at the close of `as_of`, when `actual` is what was counted.
    ///
    /// # Examples
    /// A goal of 6000 over five years with 2400 reached at the end of the second: 40%, even pace 2400,
    /// and 1200 a year needed for the three years left.
    pub fn attainment(&self, actual: Option<Decimal>, as_of: Date) -> Attainment {
        let period = self.period;
        let days_gone = (as_of.min(period.last()).days_since(period.first()) + 1).max(0);
        let days_left = period.last().days_since(as_of).clamp(0, period.days());
        let expected_by_now = match self.measured {
            Measured::Cumulative => pace(Decimal::ZERO, self.goal, days_gone, period.days()),
            Measured::Stock => self.baseline.and_then(|baseline| {
                let base = Date::from_ymd(baseline.year, 12, 31)?;
                let gone = as_of.min(period.last()).days_since(base).max(0);
                pace(baseline.value, self.goal, gone, period.last().days_since(base))
            }),
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

/// Where an even pace from one value to another is after so many days of all.
fn pace(from: Decimal, to: Decimal, gone: i32, days: i32) -> Option<Decimal> {
    let share = (to - from).checked_mul(Decimal::from(gone))?;
    let expected = from + share.checked_div(Decimal::from(days))?;
    Some(expected.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

/// Years from the day to the period's end: whole ones counted as years, the rest by days of 365; the last year is one
/// until it is over, for nobody can reach in a year more than is missing.
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
    Some((Decimal::from(whole) + rest).max(Decimal::ONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Form;

    fn goal(goal: &str, period: &str) -> Target {
        Target {
            category: None,
            indicator: "invention_filings".into(),
            name: None,
            goal: goal.parse().unwrap(),
            unit: None,
            period: period.parse().unwrap(),
            measured: Measured::Cumulative,
            note: None,
            plan: None,
            baseline: None,
            reported_by: None,
            paragraph: None,
        }
    }

    #[test]
    fn the_last_year_needs_what_is_missing_and_no_more() {
        // day, of a goal of 1200 in 2018 with 300 reached -> needed a year
        for (day, needed) in [
            ("2017-06-30", Some("900")),
            ("2018-01-01", Some("900")),
            ("2018-09-30", Some("900")),
            ("2018-12-30", Some("900")),
            ("2018-12-31", None),
        ] {
            let at = goal("1200", "2018").attainment(Some(300.into()), day.parse().unwrap());
            let needed = needed.map(|n| n.parse::<Decimal>().unwrap());
            assert_eq!(at.needed_per_year, needed, "{day}");
        }
        // Of five years a year and a half is left: 900 / 1.5.
        let five = goal("1200", "2016..2020");
        let at = five.attainment(Some(300.into()), "2019-07-02".parse().unwrap());
        assert_eq!(at.needed_per_year, Some("600.6".parse().unwrap()));
    }

    #[test]
    fn a_level_goes_from_its_baseline_to_its_goal() {
        let level = Target {
            measured: Measured::Stock,
            baseline: Some(Baseline { value: "6.3".parse().unwrap(), year: 2020 }),
            ..goal("12", "2021..2025")
        };
        // 5.7 more in 1826 days; two years are 730 of them.
        for (day, expected) in [("2020-12-31", "6.3"), ("2022-12-31", "8.6"), ("2026-05-01", "12")]
        {
            let at = level.attainment(None, day.parse().unwrap());
            assert_eq!(at.expected_by_now, Some(expected.parse().unwrap()), "{day}");
        }
        let bare = Target { baseline: None, ..level };
        assert_eq!(bare.attainment(None, "2022-12-31".parse().unwrap()).expected_by_now, None);
    }

    #[test]
    fn amounts_are_compared_in_the_unit_of_the_goal() {
        let fen = Decimal::from(2_710_000_000_i64);
        for (unit, figure) in [
            (None, Some("27100000")),
            (Some("元"), Some("27100000")),
            (Some("万元"), Some("2710")),
            (Some("亿元"), Some("0.271")),
            (Some("件"), None),
        ] {
            let target = Target { unit: unit.map(str::to_owned), ..goal("3", "2016..2020") };
            let figure = figure.map(|n| n.parse::<Decimal>().unwrap());
            assert_eq!(target.in_unit(Indicator::SecuredAmount, fen), figure, "{unit:?}");
        }
        let filings = Target { unit: Some("件".into()), ..goal("3", "2016..2020") };
        assert_eq!(filings.in_unit(Indicator::InventionFilings, fen), Some(fen));
    }

    #[test]
    fn a_record_is_read_whole() {
        let said = |fields: &[(usize, &str)]| {
            let mut form = Form::new(&FIELDS, None);
            let usual = [
                (INDICATOR, "secured_amount"),
                (GOAL, "3.2"),
                (UNIT, "亿元"),
                (PERIOD_FROM, "2021"),
                (PERIOD_TO, "2025"),
            ];
            usual.iter().chain(fields).for_each(|(field, text)| form.say(*field, text));
            let read = Target::read(&form.record()).map(|(target, _)| target);
            read.map_err(|faults| faults[0].refusal.problem.code())
        };
        let base = |fields: &[(usize, &str)]| said(fields).map(|target| target.baseline);
        let of = |value: &str, year| Some(Baseline { value: value.parse().unwrap(), year });
        assert_eq!(base(&[]), Ok(None));
        assert_eq!(base(&[(BASELINE, "2.18")]), Ok(of("2.18", 2020)));
        assert_eq!(base(&[(BASELINE, "2.18"), (BASELINE_YEAR, "2019年")]), Ok(of("2.18", 2019)));
        assert_eq!(base(&[(BASELINE_YEAR, "2019")]), Err("field-missing"));
        assert_eq!(base(&[(BASELINE, "1"), (BASELINE_YEAR, "2019Q4")]), Err("period-unreadable"));
        assert_eq!(base(&[(UNIT, "件")]), Err("target-unit"));
        let filings = (INDICATOR, "invention_filings");
        assert_eq!(base(&[filings]), Err("target-unit"));
        assert_eq!(base(&[filings, (UNIT, "件")]), Ok(None));
        assert_eq!(
            base(&[(INDICATOR, "rd_investment")]),
            Ok(None),
            "what others report has any unit"
        );
        let whole =
            said(&[(PLAN, "十四五"), (REPORTED_BY, "区科委"), (PARAGRAPH, "专栏1")]).unwrap();
        let texts = whole.texts();
        let mut form = Form::new(&FIELDS, None);
        for (field, text) in texts.iter().enumerate() {
            form.say(field, text.as_deref().unwrap_or_default());
        }
        assert_eq!(Target::read(&form.record()).unwrap().0, whole);
    }

    #[test]
    fn the_plan_of_2016_to_2020() {
        let target = goal("6000", "2016..2020");
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
