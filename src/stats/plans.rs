//! Which plan speaks on a day: its goals, and the years that are shown where nobody names others.

use crate::domain::plan::Plan;
use crate::domain::target::Target;
use crate::domain::values::{Date, Period};
use crate::ledger::{Ledger, LedgerError, Snapshot};

/// Whose goals a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanChoice<'a> {
    /// Those of the plans in force on the snapshot's day, and those that belong to no plan.
    OfTheDay,
    /// Those of the plan of this code.
    Named(&'a str),
}

/// Returns the plans that speak on the snapshot's day.
pub fn of_day(ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<Plan>, LedgerError> {
    let all: Vec<Plan> = ledger.plans(snapshot)?.into_iter().map(|card| card.plan).collect();
    Ok(Plan::of_day(&all, snapshot.as_of).into_iter().cloned().collect())
}

/// Returns the targets a question is about, in the order in which they were recorded.
pub fn targets_of(
    ledger: &Ledger,
    snapshot: Snapshot,
    choice: PlanChoice<'_>,
) -> Result<Vec<Target>, LedgerError> {
    let plans = match choice {
        PlanChoice::OfTheDay => of_day(ledger, snapshot)?,
        PlanChoice::Named(_) => Vec::new(),
    };
    let asked = |target: &Target| match (choice, target.plan.as_deref()) {
        (PlanChoice::OfTheDay, None) => true,
        (PlanChoice::OfTheDay, Some(of)) => plans.iter().any(|plan| plan.code == of),
        (PlanChoice::Named(code), of) => of == Some(code),
    };
    Ok(ledger.targets(snapshot)?.into_iter().filter(asked).collect())
}

/// The years somebody asks for.
#[derive(Debug, Clone, Copy, Default)]
pub struct YearsAsked {
    pub from: Option<i32>,
    pub to: Option<i32>,
}

impl YearsAsked {
    /// The years asked for; where only one end is, the other is the plan's own, where none is, both are.
    pub fn or_of_the_plan(
        self,
        ledger: &Ledger,
        snapshot: Snapshot,
    ) -> Result<(i32, i32), LedgerError> {
        let (first, last) = years(ledger, snapshot)?;
        Ok(match (self.from, self.to) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, last.max(from)),
            (None, Some(to)) => (first.min(to), to),
            (None, None) => (first, last),
        })
    }
}

/// Returns the first and the last year that are shown unless others are asked for: those of the plans in force; without a
/// plan those of the targets that run for several years; without these the five years of a five-year plan (五年规划)
/// that hold the last figures up to the day, or the day itself.
pub fn years(ledger: &Ledger, snapshot: Snapshot) -> Result<(i32, i32), LedgerError> {
    let mut of_plans: Vec<Period> =
        of_day(ledger, snapshot)?.iter().map(|plan| plan.period()).collect();
    if of_plans.is_empty() {
        of_plans = spans_of(&ledger.targets(snapshot)?, snapshot.as_of);
    }
    let years = of_plans.iter().map(|period| (period.first().year(), period.last().year()));
    let span = years.reduce(|(a, b), (from, to)| (a.min(from), b.max(to)));
    Ok(match span {
        Some(span) => span,
        None => {
            let last = ledger.last_counted_year(snapshot.as_of.year())?;
            five_years(last.unwrap_or(snapshot.as_of.year()))
        }
    })
}

/// The periods of several years that targets of no plan run for: those that hold the day, else the last that were over.
fn spans_of(targets: &[Target], day: Date) -> Vec<Period> {
    let spans = targets.iter().map(|target| target.period);
    let spans: Vec<Period> =
        spans.filter(|period| period.first().year() < period.last().year()).collect();
    let held: Vec<Period> = spans.iter().copied().filter(|period| period.contains(day)).collect();
    match held.is_empty() {
        false => held,
        true => {
            let over = spans.iter().copied().filter(|period| period.last() < day);
            let last = over.max_by_key(|period| period.last());
            last.or_else(|| spans.iter().copied().min()).into_iter().collect()
        }
    }
}

/// Five-year plans begin in the years that end in 1 and in 6.
fn five_years(year: i32) -> (i32, i32) {
    let first = (year - 1).div_euclid(5) * 5 + 1;
    (first, first + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_year_plans_begin_in_years_that_end_in_one_and_six() {
        for (year, span) in [
            (2015, (2011, 2015)),
            (2016, (2016, 2020)),
            (2020, (2016, 2020)),
            (2021, (2021, 2025)),
            (2026, (2026, 2030)),
        ] {
            assert_eq!(five_years(year), span, "{year}");
        }
    }
}
