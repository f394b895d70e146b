//! How good the forecasts would have been: at the end of every past quarter, from what was known then.
//!
//! Where the ledger was already kept at a quarter's end, only what it had heard of by that day counts, each
//! case as it is recorded now; before that, where everything was recorded later, cases are cut by their own
//! dates alone, and the score says how many of its quarters that concerns.

use super::paths::Plan;
use super::trend::{same_as_last_year, straight_line};
use super::view::ForecastCut;
use super::{Flow, ForecastData, told};
use crate::domain::numbers::PatentKind;
use crate::domain::values::Quarter;
use crate::ledger::{Ledger, LedgerError, Snapshot};

/// How far ahead is looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ahead {
    /// One quarter, so many ahead.
    Quarters(usize),
    /// Any quarter of the next four.
    AnyOfFour,
    /// All of what is left of the year.
    YearEnd,
}

impl Ahead {
    pub fn code(self) -> &'static str {
        match self {
            Self::Quarters(1) => "1",
            Self::Quarters(2) => "2",
            Self::Quarters(3) => "3",
            Self::Quarters(_) => "4",
            Self::AnyOfFour => "1-4",
            Self::YearEnd => "year_end",
        }
    }
}

/// What one way missed by.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Misses {
    sum: f64,
    shares: f64,
    with_share: usize,
    n: usize,
}

impl Misses {
    fn add(&mut self, told: f64, came: f64) {
        let miss = (told - came).abs();
        self.sum += miss;
        self.n += 1;
        // A quarter without a case has no percentage.
        if came > 0.0 {
            self.shares += miss / came;
            self.with_share += 1;
        }
    }

    /// The mean absolute error in hundredths of a case.
    pub fn mean_hundredths(self) -> i64 {
        (self.sum * 100.0 / self.n.max(1) as f64).round() as i64
    }

    /// The mean absolute percentage error in thousandths.
    pub fn mean_permille(self) -> i64 {
        (self.shares * 1000.0 / self.with_share.max(1) as f64).round() as i64
    }
}

/// How the three ways did at one distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    pub ahead: Ahead,
    pub forecasts: usize,
    pub ours: Misses,
    pub straight_line: Misses,
    pub last_year: Misses,
    /// How often our interval held what came, in thousandths.
    pub covered_permille: i64,
}

impl Score {
    fn new(ahead: Ahead) -> Self {
        let none = Misses::default();
        let (ours, straight_line, last_year) = (none, none, none);
        Self { ahead, forecasts: 0, ours, straight_line, last_year, covered_permille: 0 }
    }

    /// Which way missed by least: `ours`, `straight_line`, `last_year`.
    pub fn best(&self) -> &'static str {
        let ways = [
            ("ours", self.ours),
            ("straight_line", self.straight_line),
            ("last_year", self.last_year),
        ];
        let best = ways.into_iter().min_by_key(|(_, misses)| misses.mean_hundredths());
        best.map_or("ours", |(way, _)| way)
    }
}

/// The scores of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    pub indicator: &'static str,
    /// Quarters at whose end a forecast was made, and those of them cut by event dates alone.
    pub origins: usize,
    pub by_events: usize,
    /// Empty when no quarter had enough before it.
    pub scores: Vec<Score>,
}

/// Returns how well invention filings and grants would have been foretold at the end of each past quarter.
pub fn backtest(ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<Backtest>, LedgerError> {
    let known = ForecastData::read(ledger, snapshot)?;
    let kind = PatentKind::Invention;
    Ok(vec![
        of_flow(&known, snapshot, Flow::Filings(kind), "invention_filings"),
        of_flow(&known, snapshot, Flow::Grants(kind), "invention_grants"),
    ])
}

fn of_flow(
    known: &ForecastData,
    snapshot: Snapshot,
    flow: Flow,
    indicator: &'static str,
) -> Backtest {
    let mut result = Backtest { indicator, origins: 0, by_events: 0, scores: Vec::new() };
    let now = ForecastCut { as_of: snapshot.as_of, heard_by: None };
    let view = known.view(flow, now);
    // Quarters of which not all has been heard yet are no truth to measure against.
    let last = match known.data_end(snapshot.as_of) {
        Some(end) => end,
        None => view.last_known_well(),
    };
    let Some((begun, filings, grants)) = view.past() else { return result };
    let came = if matches!(flow, Flow::Grants(_)) { grants } else { filings };
    let truth = |quarter: Quarter| {
        let at = usize::try_from(quarter.since(begun)).ok().filter(|_| quarter <= last);
        at.and_then(|at| came.get(at)).copied()
    };
    let distances = [
        Ahead::Quarters(1),
        Ahead::Quarters(2),
        Ahead::Quarters(3),
        Ahead::Quarters(4),
        Ahead::AnyOfFour,
        Ahead::YearEnd,
    ];
    let mut scores = distances.map(Score::new);
    let mut covered = [0usize; 6];
    for n in 0..last.since(begun).max(0) {
        let origin = begun.plus(n);
        let kept = known.since.is_some_and(|since| since <= origin.last());
        let cut = ForecastCut { as_of: origin.last(), heard_by: kept.then(|| origin.last()) };
        let view = known.view(flow, cut);
        let Ok(told) = told(&view, flow, origin.plus(4)) else { continue };
        let Some((_, filings, grants)) = view.past() else { continue };
        let past = if matches!(flow, Flow::Grants(_)) { grants } else { filings };
        result.origins += 1;
        result.by_events += usize::from(!kept);
        let first = told.prospect.first;
        // What is left of the year, or all of the next one.
        let left = match origin.number() {
            4 => 4,
            number => 4 - number as usize,
        };
        let weights: Vec<f64> = (0..told.prospect.rest.len())
            .map(|n| {
                let ahead = first.plus(n as i32).since(origin);
                if (1..=left as i32).contains(&ahead) { 1.0 } else { 0.0 }
            })
            .collect();
        let plan = Plan {
            filings: &told.prospect.trend,
            rest: &told.prospect.rest,
            grants: told.grants.as_ref(),
            late: &[],
            weights: &weights,
        };
        let (expected, outlook) = (plan.expected(), plan.outlook());
        let (line, last_year) = (straight_line(&past, 4), same_as_last_year(&past, 4));
        let within = |low: i64, high: i64, came: f64| low as f64 <= came && came <= high as f64;
        let mut score = |at: usize, told: [f64; 3], came: f64, held: bool| {
            let score = &mut scores[at];
            score.forecasts += 1;
            score.ours.add(told[0], came);
            score.straight_line.add(told[1], came);
            score.last_year.add(told[2], came);
            covered[at] += usize::from(held);
        };
        let mut all = ([0.0; 3], Some(0.0));
        for step in 0..4 {
            let quarter = origin.plus(step as i32 + 1);
            let place = usize::try_from(quarter.since(first)).ok();
            let Some(place) = place.filter(|place| *place < expected.len()) else { continue };
            let told = [expected[place], line[step], last_year[step]];
            if let Some(came) = truth(quarter) {
                let estimate = outlook.ahead[place];
                let held = within(estimate.low, estimate.high, came);
                score(step, told, came, held);
                score(4, told, came, held);
            }
            if step < left {
                (0..3).for_each(|way| all.0[way] += told[way]);
                all.1 = all.1.zip(truth(quarter)).map(|(sum, came)| sum + came);
            }
        }
        if let Some(came) = all.1 {
            score(5, all.0, came, within(outlook.total.low, outlook.total.high, came));
        }
    }
    for (score, covered) in scores.iter_mut().zip(covered) {
        let n = score.forecasts.max(1);
        score.covered_permille = ((covered * 1000 + n / 2) / n) as i64;
    }
    result.scores = scores.into_iter().filter(|score| score.forecasts > 0).collect();
    result
}
