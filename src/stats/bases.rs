//! On which basis (统计口径) filings count in a month, by the definitions known.

use crate::domain::counting::{Basis, Counted, Measure};
use crate::domain::indicator::Indicator;
use crate::domain::numbers::PatentKind;
use crate::domain::values::{Date, Period};
use crate::ledger::Definition;

/// Years looked up in advance: every filing counted asks.
const FIRST_YEAR: i32 = 1985;
const LAST_YEAR: i32 = 2099;

const GRANTS: [Indicator; 3] =
    [Indicator::InventionGrants, Indicator::UtilityGrants, Indicator::DesignGrants];

/// The definitions of a snapshot, asked by month.
#[derive(Debug)]
pub struct Bases {
    definitions: Vec<Definition>,
    /// By year, month and kind: whether filings count once their fee is paid.
    fee_paid: Vec<[bool; 3]>,
}

/// Consecutive months of a year that are counted on one basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasisRun {
    pub basis: Basis,
    /// 1 to 12, both included.
    pub first: u32,
    pub last: u32,
}

/// Months counted on from year 0.
fn month_of(day: Date) -> i32 {
    day.year() * 12 + day.month() as i32 - 1
}

/// What a monthly measure is to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureRole {
    /// It counts.
    Counts(Indicator),
    /// Some of what counts rests on an assumption.
    Assumes(Indicator),
    /// Counts on the other basis only.
    No,
}

impl Bases {
    pub fn new(definitions: Vec<Definition>) -> Self {
        let months = (LAST_YEAR - FIRST_YEAR + 1) as usize * 12;
        let mut fee_paid = vec![[false; 3]; months];
        // The first of the months whose first day is `day` or later.
        let month = |day: Date| {
            let at = (day.year() - FIRST_YEAR) * 12 + day.month() as i32 - 1;
            usize::try_from(at + i32::from(day.day() > 1)).unwrap_or(0).min(months)
        };
        for (kind, filings) in Indicator::FILINGS.iter().enumerate() {
            for definition in definitions.iter().filter(|d| d.indicator == filings.code()) {
                let first = definition.from.map_or(0, month);
                let end = definition.to.and_then(|to| to.add_days(1)).map_or(months, month);
                for kinds in fee_paid.iter_mut().take(end).skip(first) {
                    kinds[kind] = definition.basis == Basis::FeePaid;
                }
            }
        }
        Self { definitions, fee_paid }
    }

    /// Returns the basis an indicator is counted on in a month, by the definition valid then.
    pub fn of(&self, indicator: &str, year: i32, month: u32) -> Option<Basis> {
        let day = Date::from_ymd(year, month, 1)?;
        let mut valid =
            self.definitions.iter().filter(|d| d.indicator == indicator && d.covers(day));
        valid.next_back().map(|definition| definition.basis)
    }

    /// Whether filings of a kind count in a month once their fee is paid; month 0 (the year alone is known)
    /// goes by the year's first.
    pub fn fee_paid(&self, kind: PatentKind, year: i32, month: u32) -> bool {
        let month = month.max(1);
        let at = usize::try_from((year - FIRST_YEAR) * 12 + month as i32 - 1);
        match at.ok().and_then(|at| self.fee_paid.get(at)) {
            Some(kinds) => kinds[kind.index()],
            None => self.is_fee_paid(Indicator::FILINGS[kind.index()], year, month),
        }
    }

    fn is_fee_paid(&self, filings: Indicator, year: i32, month: u32) -> bool {
        self.of(filings.code(), year, month) == Some(Basis::FeePaid)
    }

    /// Returns what a measure of a patent is to a figure when it happened at `when`.
    pub fn part(&self, measure: Measure, when: Counted) -> MeasureRole {
        let by_fee = |kind| self.fee_paid(kind, when.year(), when.month());
        let filings = |kind: PatentKind| Indicator::FILINGS[kind.index()];
        match measure {
            Measure::Received(kind) if !by_fee(kind) => MeasureRole::Counts(filings(kind)),
            Measure::FeePaid(kind) if by_fee(kind) => MeasureRole::Counts(filings(kind)),
            Measure::FeeUnknown(kind) if by_fee(kind) => MeasureRole::Assumes(filings(kind)),
            Measure::Received(_) | Measure::FeePaid(_) | Measure::FeeUnknown(_) => MeasureRole::No,
            Measure::Granted(kind) => MeasureRole::Counts(GRANTS[kind.index()]),
            Measure::DistrictAssumed(kind) | Measure::EntryDayUnknown(kind) => {
                MeasureRole::Assumes(filings(kind))
            }
            Measure::Pct => MeasureRole::Counts(Indicator::PctFilings),
        }
    }

    /// Returns the months of a year, from one to another, in runs on one basis.
    pub fn runs(&self, indicator: &str, year: i32, (first, last): (u32, u32)) -> Vec<BasisRun> {
        let mut runs: Vec<BasisRun> = Vec::new();
        for month in first..=last {
            let Some(basis) = self.of(indicator, year, month) else { continue };
            match runs.last_mut() {
                Some(run) if run.basis == basis && run.last + 1 == month => run.last = month,
                _ => runs.push(BasisRun { basis, first: month, last: month }),
            }
        }
        runs
    }

    /// Whether a figure is not comparable: its basis changes within its period or at the first month of it, or is another
    /// than a year before, which it is held against. A period of more than a year is held against none.
    pub fn is_broken(&self, indicator: &str, period: Period) -> bool {
        self.breaks_in(indicator, period) || self.differs_from_year_before(indicator, period)
    }

    fn differs_from_year_before(&self, indicator: &str, period: Period) -> bool {
        if period.days() > 366 || self.of_indicator(indicator) < 2 {
            return false;
        }
        let (first, last) = (month_of(period.first()), month_of(period.last()));
        (first..=last)
            .any(|month| self.of_month(indicator, month) != self.of_month(indicator, month - 12))
    }

    /// Whether the basis of an indicator changes within a period, or at its first month.
    fn breaks_in(&self, indicator: &str, period: Period) -> bool {
        if self.of_indicator(indicator) < 2 {
            return false;
        }
        let (first, last) = (month_of(period.first()), month_of(period.last()));
        (first..=last).any(|m| self.of_month(indicator, m - 1) != self.of_month(indicator, m))
    }

    /// How many definitions an indicator has: with one its basis cannot change.
    fn of_indicator(&self, indicator: &str) -> usize {
        self.definitions.iter().filter(|d| d.indicator == indicator).count()
    }

    /// The basis in a month counted on from year 0.
    fn of_month(&self, indicator: &str, month: i32) -> Option<Basis> {
        self.of(indicator, month.div_euclid(12), month.rem_euclid(12) as u32 + 1)
    }

    /// Returns all definitions, in the order in which they were recorded.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn definition(basis: Basis, from: Option<i32>, to: Option<i32>) -> Definition {
        let day = |days: Option<i32>| days.and_then(Date::from_days);
        let indicator = Indicator::FILINGS[0].code().to_owned();
        Definition { indicator, basis, from: day(from), to: day(to), source: String::new() }
    }

    #[test]
    fn a_period_is_broken_when_it_or_what_it_is_held_against_is_on_another_basis() {
        let day = |text: &str| text.parse::<Date>().unwrap().days();
        let bases = Bases::new(vec![
            definition(Basis::Received, None, Some(day("2018-06-30"))),
            definition(Basis::FeePaid, Some(day("2018-07-01")), None),
        ]);
        let filings = Indicator::FILINGS[0].code();
        for (period, broken) in [
            ("2017", false),
            ("2018Q1", false),
            ("2018Q2", false),
            ("2018Q3", true),
            ("2018Q4", true),
            ("2018", true),
            ("2019Q1", true),
            ("2019Q2", true),
            ("2019-06", true),
            ("2019Q3", false),
            ("2019", true),
            ("2020Q1", false),
            ("2020", false),
            ("2016..2017", false),
            ("2016..2020", true),
            ("2019..2020", false),
        ] {
            assert_eq!(bases.is_broken(filings, period.parse().unwrap()), broken, "{period}");
        }
        assert!(!bases.is_broken("invention_grants", "2018".parse().unwrap()));
        let run = |basis, first, last| BasisRun { basis, first, last };
        let (all, paid) = (Basis::Received, Basis::FeePaid);
        assert_eq!(bases.runs(filings, 2018, (1, 12)), [run(all, 1, 6), run(paid, 7, 12)]);
        assert_eq!(bases.runs(filings, 2018, (4, 6)), [run(all, 4, 6)]);
        assert_eq!(bases.runs(filings, 2019, (1, 12)), [run(paid, 1, 12)]);
    }

    proptest! {
        #[test]
        fn the_table_says_what_the_definitions_say(
            spans in prop::collection::vec(
                (any::<bool>(), prop::option::of(3_000_i32..48_000), prop::option::of(3_000_i32..48_000)), 0..5),
            year in 1980_i32..2105, month in 1_u32..=12,
        ) {
            let definitions = spans.into_iter().map(|(paid, from, to)| {
                definition(if paid { Basis::FeePaid } else { Basis::Received }, from, to)
            });
            let bases = Bases::new(definitions.collect());
            let plainly = bases.is_fee_paid(Indicator::FILINGS[0], year, month);
            prop_assert_eq!(bases.fee_paid(PatentKind::Invention, year, month), plainly);
        }
    }
}
