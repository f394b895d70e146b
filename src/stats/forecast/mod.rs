//! How far each target that the ledger counts will be at the plan's end, with an interval.
//!
//! Filings to come follow from the past quarters (`trend`). Grants follow on filings after a lag that the
//! ledger's own cases show (`lag`): those pending are granted as they age, those still to be filed likewise.
//! Quarters of which not all has been heard yet are scaled up by what is usually known by then
//! (`completeness`). The interval holds 80 of 100 futures drawn from one seed (`paths`); it knows the scatter of
//! quarters, of the level and of the speed of examination, but no new law, fee or subsidy.
//!
//! Nothing is told when too little is known; `backtest` says how good all this was.

mod backtest;
mod lag;
mod paths;
#[cfg(test)]
mod tests;
mod trend;
mod view;

pub use backtest::{Ahead, Backtest, Score, backtest};
pub use lag::{ENOUGH_GRANTS, LagFacts};
pub use paths::{Estimate, LEVEL_PERCENT};
pub use trend::ENOUGH_QUARTERS;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use self::paths::{Grants, Late, Plan};
use self::view::{ForecastCut, Prospect, View, count, month_of};
use super::completeness::filing;
use super::plans::PlanChoice;
use super::{Totals, targets};
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::numbers::PatentKind;
use crate::domain::target::Target;
use crate::domain::values::{Date, Period, Quarter};
use crate::ledger::{Arrival, Ledger, LedgerError, Snapshot};

/// No forecast goes further than seven years.
const FARTHEST: i32 = 28;

/// What a target comes to by the plan's end.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub target: Target,
    /// What is counted so far.
    pub actual: i64,
    pub outcome: Result<Projection, Shortage>,
    /// The last quarter with any case in it, when whole quarters without any have passed since: they are
    /// foretold, not taken for nothing.
    pub data_end: Option<Quarter>,
}

/// The value at the plan's end, and the way there.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    pub at_end: Estimate,
    pub reaches: Reaches,
    /// Every quarter of the plan; those known are certain.
    pub path: Vec<Step>,
    /// How grants follow on filings, where they were foretold.
    pub lag: Option<LagFacts>,
    /// Whether quarters that are over were scaled up by what is usually known of them.
    pub is_scaled_up: bool,
}

/// One quarter on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub quarter: Quarter,
    /// What is counted of it so far; none: it has not begun.
    pub actual: Option<i64>,
    pub estimate: Estimate,
}

impl Step {
    /// Whether nothing more is to come of it.
    pub fn is_known(&self) -> bool {
        self.actual.is_some_and(|actual| self.estimate == Estimate::certain(actual))
    }
}

/// Whether the goal will be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaches {
    /// It is, or even the low end of the interval reaches it.
    Yes,
    /// Not even the high end does.
    No,
    /// The goal lies within the interval.
    Open,
}

impl Reaches {
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Open => "open",
        }
    }
}

/// Why there is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortage {
    /// Fewer whole quarters of filings than [`ENOUGH_QUARTERS`].
    TooFewQuarters(usize),
    /// Fewer observed grants than [`ENOUGH_GRANTS`]: the lag is not known.
    TooFewGrants(usize),
    /// The plan ends more than seven years after what is known.
    TooFarAhead,
}

impl Shortage {
    pub fn code(self) -> &'static str {
        match self {
            Self::TooFewQuarters(_) => "too_few_quarters",
            Self::TooFewGrants(_) => "too_few_grants",
            Self::TooFarAhead => "too_far_ahead",
        }
    }
}

/// What an indicator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Filings(PatentKind),
    Grants(PatentKind),
    Pct,
}

impl Flow {
    fn of(indicator: &str) -> Option<Self> {
        let flow = match indicator {
            "invention_filings" => Self::Filings(PatentKind::Invention),
            "invention_grants" => Self::Grants(PatentKind::Invention),
            "utility_filings" => Self::Filings(PatentKind::Utility),
            "utility_grants" => Self::Grants(PatentKind::Utility),
            "design_filings" => Self::Filings(PatentKind::Design),
            "design_grants" => Self::Grants(PatentKind::Design),
            "pct_filings" => Self::Pct,
            _ => return None,
        };
        Some(flow)
    }
}

/// Returns a forecast for every target of the plan in force that the ledger counts itself; the steps of years that are
/// over need none.
pub fn forecast(ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<Forecast>, LedgerError> {
    let mut wanted = Vec::new();
    for progress in targets(ledger, snapshot, PlanChoice::OfTheDay)? {
        if progress.target.is_step_over(snapshot.as_of) {
            continue;
        }
        let actual = progress.attainment.actual.and_then(|n| n.to_i64());
        if let (Some(flow), Some(actual)) = (Flow::of(&progress.target.indicator), actual) {
            wanted.push((flow, progress.target, actual));
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let known = ForecastData::read(ledger, snapshot)?;
    let data_end = known.data_end(snapshot.as_of);
    let as_of = data_end.map_or(snapshot.as_of, Quarter::last);
    let cut = ForecastCut { as_of, heard_by: None };
    let told = wanted.into_iter().map(|(flow, target, actual)| {
        let view = known.view(flow, cut);
        let outcome = outcome(&view, flow, &target, actual, cut);
        Forecast { target, actual, outcome, data_end }
    });
    Ok(told.collect())
}

fn outcome(
    view: &View,
    flow: Flow,
    target: &Target,
    actual: i64,
    cut: ForecastCut,
) -> Result<Projection, Shortage> {
    let (from, to) = (Quarter::of(target.period.first()), Quarter::of(target.period.last()));
    if to.since(cut.last_whole()) > FARTHEST {
        return Err(Shortage::TooFarAhead);
    }
    let counts = match flow {
        Flow::Grants(_) => &view.grants,
        Flow::Filings(_) | Flow::Pct => &view.filings,
    };
    let steps = (0..=to.since(from)).map(|n| from.plus(n)).map(|quarter| {
        let counted = count(counts, quarter);
        let actual = (quarter.first() <= cut.as_of).then_some(counted);
        Step { quarter, actual, estimate: Estimate::certain(counted) }
    });
    let mut path: Vec<Step> = steps.collect();
    let (mut at_end, mut lag, mut is_scaled_up) = (Estimate::certain(actual), None, false);
    match told(view, flow, to) {
        Ok(mut told) => {
            told.late.retain(|(quarter, _)| (from..=to).contains(quarter));
            if !told.is_over() {
                at_end = at_end.plus(told.follow(&mut path, target.period));
                lag = told.lag;
                is_scaled_up = told.late.iter().any(|(_, late)| late.share < 1.0);
            }
        }
        // A plan that is over needs no forecast.
        Err(shortage) if to > cut.last_whole() => return Err(shortage),
        Err(_) => {}
    }
    let reaches = if target.goal <= Decimal::from(at_end.low) {
        Reaches::Yes
    } else if target.goal > Decimal::from(at_end.high) {
        Reaches::No
    } else {
        Reaches::Open
    };
    Ok(Projection { at_end, reaches, path, lag, is_scaled_up })
}

/// What is to come of a flow up to a quarter.
struct ExpectedFlow {
    prospect: Prospect,
    grants: Option<Grants>,
    late: Vec<(Quarter, Late)>,
    lag: Option<LagFacts>,
}

impl ExpectedFlow {
    /// Whether nothing is to come.
    fn is_over(&self) -> bool {
        self.late.is_empty() && self.prospect.rest.is_empty()
    }

    /// Adds to each step what is to come of it, and returns what is to come of the period as a whole.
    fn follow(&self, path: &mut [Step], period: Period) -> Estimate {
        let first = self.prospect.first;
        let quarters = (0..).map(|n| first.plus(n));
        let weights: Vec<f64> = quarters
            .clone()
            .map(|quarter| share_within(quarter, period))
            .take(self.prospect.rest.len())
            .collect();
        let late: Vec<Late> = self.late.iter().map(|(_, late)| *late).collect();
        let plan = Plan {
            filings: &self.prospect.trend,
            rest: &self.prospect.rest,
            grants: self.grants.as_ref(),
            late: &late,
            weights: &weights,
        };
        let outlook = plan.outlook();
        let late = self.late.iter().map(|(quarter, _)| *quarter).zip(outlook.late);
        for (quarter, more) in quarters.zip(outlook.ahead).chain(late) {
            if let Some(step) = path.iter_mut().find(|step| step.quarter == quarter) {
                step.estimate = step.estimate.plus(more);
            }
        }
        outlook.total
    }
}

fn told(view: &View, flow: Flow, to: Quarter) -> Result<ExpectedFlow, Shortage> {
    let prospect = view.prospect(to).map_err(Shortage::TooFewQuarters)?;
    match flow {
        Flow::Filings(_) | Flow::Pct => {
            let late = prospect.late_filings.clone();
            Ok(ExpectedFlow { prospect, grants: None, late, lag: None })
        }
        Flow::Grants(_) => {
            let grants = view.grants(&prospect).map_err(Shortage::TooFewGrants)?;
            let (flow, late, lag) = (Some(grants.flow), grants.late, Some(grants.lag));
            Ok(ExpectedFlow { prospect, grants: flow, late, lag })
        }
    }
}

/// The share of a quarter's months that begin within a period.
fn share_within(quarter: Quarter, period: Period) -> f64 {
    let first = month_of(quarter.first());
    let (from, to) = (month_of(period.first()), month_of(period.last()));
    (first..first + 3).filter(|month| (from..=to).contains(month)).count() as f64 / 3.0
}

/// Everything a forecast is made from, read in one pass.
struct ForecastData {
    by_kind: [Vec<Arrival>; 3],
    /// PCT filings, and the definitions figures are read by.
    totals: Totals,
    pct: BTreeMap<Quarter, i64>,
    /// The day patents first came in, and the day knowledge reaches to.
    since: Option<Date>,
    until: Date,
}

impl ForecastData {
    fn read(ledger: &Ledger, snapshot: Snapshot) -> Result<Self, LedgerError> {
        let region = ledger.office(snapshot)?.region;
        let mut by_kind: [Vec<Arrival>; 3] = Default::default();
        let mut since: Option<Date> = None;
        ledger.each_arrival(snapshot, region, |arrival| {
            since = Some(since.map_or(arrival.filing_heard, |day| day.min(arrival.filing_heard)));
            if arrival.filed.is_some() || arrival.granted.is_some() {
                by_kind[arrival.kind.index()].push(arrival);
            }
        })?;
        let years = Date::MIN.year()..=snapshot.as_of.year();
        let totals = Totals::count(ledger, snapshot, None, years.clone())?;
        let pct = years
            .flat_map(|year| totals.quarterly(year))
            .filter(|line| line.figures.pct > 0)
            .filter_map(|line| {
                let quarter = Period::quarter(line.year, line.quarter?)?;
                Some((Quarter::of(quarter.first()), line.figures.pct))
            })
            .collect();
        Ok(Self { by_kind, totals, pct, since, until: ledger.known_until(snapshot)? })
    }

    fn view(&self, flow: Flow, cut: ForecastCut) -> View {
        match flow {
            Flow::Pct => {
                let seen = self.pct.iter().filter(|(quarter, _)| quarter.first() <= cut.as_of);
                View::of_counts(cut, seen.map(|(quarter, n)| (*quarter, *n)).collect())
            }
            Flow::Filings(kind) | Flow::Grants(kind) => {
                let until = cut.heard_by.unwrap_or(self.until);
                let late = self.since.map(|since| (since, until));
                View::of_cases(&self.by_kind[kind.index()], cut, late, |quarter| {
                    self.basis(kind, quarter)
                })
            }
        }
    }

    fn basis(&self, kind: PatentKind, quarter: Quarter) -> Option<Basis> {
        let filings = Indicator::FILINGS[kind.index()].code();
        self.totals.bases.of(filings, quarter.year(), quarter.number() * 3 - 2)
    }

    /// The last quarter with a case of any kind, when whole quarters without any follow it.
    fn data_end(&self, as_of: Date) -> Option<Quarter> {
        let days = self.by_kind.iter().flatten().flat_map(|arrival| {
            let filed = filing(arrival).map(|(day, _)| day);
            [filed, arrival.granted].into_iter().flatten()
        });
        let last = days.map(Quarter::of).chain(self.pct.keys().copied()).max()?;
        (last < ForecastCut { as_of, heard_by: None }.last_whole()).then_some(last)
    }
}
