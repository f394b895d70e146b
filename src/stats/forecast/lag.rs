//! From filing to grant: how long it takes and how many arrive, from what was seen so far.
//!
//! A discrete estimate by month of age (Kaplan and Meier 1958): of the filings that had reached an age
//! without a grant, so many were granted at it. Filings not granted stay in the count as long as they were
//! watched and no longer, so young cohorts bias nothing; those refused or withdrawn stay too, so what the
//! estimate comes to is the share ever granted. Neighbouring months are pooled; ages that fewer than ten
//! filings reached fade out; and the last two years say whether examination is now quicker or slower.

use std::collections::BTreeMap;

use super::trend::square;

/// How many grants must have been observed.
pub const ENOUGH_GRANTS: usize = 20;

/// An age that fewer filings reached says nothing by itself.
const ENOUGH_AT_RISK: f64 = 10.0;
/// Months over which the last supported hazard is taken, and in which it halves beyond.
const TAIL: usize = 6;
/// 2^(-1/6).
const FADE: f64 = 0.890_898_718_140_339_3;
/// Months that say whether examination is quicker now, and the grants they are weighed against.
const RECENT: i32 = 24;
const RECENT_PRIOR: f64 = 30.0;
/// Months of which the scatter is taken.
const WATCHED: i32 = 36;

/// Filings of one month and their grants by age in months.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cohort {
    pub filed: f64,
    granted: Vec<f64>,
}

/// Filings by the month they count in; months are counted on from year 0.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cohorts(BTreeMap<i32, Cohort>);

impl Cohorts {
    pub fn file(&mut self, month: i32) -> &mut Cohort {
        self.0.entry(month).or_default()
    }

    /// Adds a filing, and its grant if it has one.
    pub fn add(&mut self, filed: i32, granted: Option<i32>) {
        let cohort = self.file(filed);
        cohort.filed += 1.0;
        if let Some(granted) = granted {
            let age = usize::try_from(granted - filed).unwrap_or(0);
            if cohort.granted.len() <= age {
                cohort.granted.resize(age + 1, 0.0);
            }
            cohort.granted[age] += 1.0;
        }
    }

    /// Calls `each` with every month, age, number still at risk and number granted, up to a month.
    fn watch(&self, until: i32, mut each: impl FnMut(i32, usize, f64, f64)) {
        for (filed, cohort) in &self.0 {
            let mut at_risk = cohort.filed;
            for (age, month) in (*filed..=until).enumerate() {
                let granted = cohort.granted.get(age).copied().unwrap_or(0.0);
                each(month, age, at_risk, granted);
                at_risk -= granted;
            }
        }
    }

    /// Returns what is still ungranted of each month's filings.
    pub fn pending(&self) -> impl Iterator<Item = (i32, f64)> {
        self.0.iter().map(|(filed, cohort)| {
            (*filed, (cohort.filed - cohort.granted.iter().sum::<f64>()).max(0.0))
        })
    }
}

/// The lag in four figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LagFacts {
    /// Grants it rests on.
    pub observed: usize,
    /// The age up to which enough filings were watched, and the share granted by then.
    pub months: usize,
    pub granted_permille: i64,
    /// The age by which half of those were granted.
    pub median_months: usize,
}

/// The chance of a grant at each age, with what is known of its error.
#[derive(Debug, Clone, PartialEq)]
pub struct Lag {
    hazards: Vec<f64>,
    /// The chance at the oldest supported age, from which it fades.
    last: f64,
    /// Grants it rests on.
    pub observed: usize,
    /// How much quicker examination is of late.
    ratio: f64,
    /// Variance of the chances as a whole, and how much more than by pure chance a quarter scatters.
    pub variance: f64,
    pub dispersion: f64,
}

impl Lag {
    /// Estimates the lag from whole months up to `until`; none when too few grants were seen.
    pub fn estimate(cohorts: &Cohorts, until: i32) -> Result<Self, usize> {
        let (mut at_risk, mut granted) = (Vec::new(), Vec::new());
        cohorts.watch(until, |_, age, n, grants| {
            if at_risk.len() <= age {
                at_risk.resize(age + 1, 0.0);
                granted.resize(age + 1, 0.0);
            }
            at_risk[age] += n;
            granted[age] += grants;
        });
        let observed = granted.iter().sum::<f64>() as usize;
        if observed < ENOUGH_GRANTS {
            return Err(observed);
        }
        let supported =
            at_risk.iter().rposition(|n| *n >= ENOUGH_AT_RISK).map_or(0, |last| last + 1);
        let pooled = |from: usize, to: usize| {
            let n: f64 = at_risk[from..to].iter().sum();
            if n > 0.0 { granted[from..to].iter().sum::<f64>() / n } else { 0.0 }
        };
        let hazards: Vec<f64> = (0..supported)
            .map(|age| pooled(age.saturating_sub(1), (age + 2).min(at_risk.len())))
            .collect();
        let last = pooled(supported.saturating_sub(TAIL), supported);
        let mut lag = Self { hazards, last, observed, ratio: 1.0, variance: 0.0, dispersion: 1.0 };
        lag.watch_recent(cohorts, until);
        Ok(lag)
    }

    /// Compares what was granted of late with what the chances by age would have made of it.
    fn watch_recent(&mut self, cohorts: &Cohorts, until: i32) {
        let (mut seen, mut told) = (RECENT_PRIOR, RECENT_PRIOR);
        let mut quarters: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
        cohorts.watch(until, |month, age, at_risk, granted| {
            let expected = at_risk * self.chance(age);
            if month > until - RECENT {
                seen += granted;
                told += expected;
            }
            if month > until - WATCHED {
                let quarter = quarters.entry((until - month) / 3).or_default();
                *quarter = (quarter.0 + granted, quarter.1 + expected);
            }
        });
        self.ratio = seen / told;
        self.variance = 1.0 / self.observed as f64 + 0.5 / seen;
        let scatter: Vec<f64> = quarters
            .values()
            .filter(|(_, expected)| *expected > 0.5)
            .map(|(granted, expected)| square(granted - expected) / expected)
            .collect();
        self.dispersion = super::trend::mean(&scatter).clamp(1.0, 25.0);
    }

    fn chance(&self, age: usize) -> f64 {
        match self.hazards.get(age) {
            Some(hazard) => (hazard * self.ratio).min(1.0),
            None => {
                let fade = (self.hazards.len()..=age).fold(1.0, |fade, _| fade * FADE);
                (self.last * self.ratio * fade).min(1.0)
            }
        }
    }

    /// Calls `each` with the grants to expect of `n` filings of a month, still ungranted at the end of
    /// month `from - 1`, in each month from there to `to`; of the first month only the `rest` is to come.
    pub fn grants(
        &self,
        filed: i32,
        n: f64,
        (from, to): (i32, i32),
        rest: f64,
        mut each: impl FnMut(i32, f64),
    ) {
        let mut at_risk = n;
        for month in from.max(filed)..=to {
            let age = usize::try_from(month - filed).unwrap_or(0);
            let part = if month == from { rest } else { 1.0 };
            let granted = at_risk * self.chance(age) * part;
            each(month, granted);
            at_risk -= granted;
        }
    }

    /// Returns what the lag comes to, as far as it was seen.
    pub fn facts(&self) -> LagFacts {
        let mut left = 1.0;
        let granted: Vec<f64> = (0..self.hazards.len())
            .map(|age| {
                left *= 1.0 - self.chance(age);
                1.0 - left
            })
            .collect();
        let all = granted.last().copied().unwrap_or(0.0);
        LagFacts {
            observed: self.observed,
            months: self.hazards.len(),
            granted_permille: (all * 1000.0).round() as i64,
            median_months: granted.partition_point(|granted| *granted < all / 2.0),
        }
    }
}
