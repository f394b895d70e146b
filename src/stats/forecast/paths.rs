//! Futures drawn from one seed: what the quarters to come, and their sum, lie between.
//!
//! Every future has a stream of random numbers of its own. A normal number is the sum of twelve even
//! ones, less six: only additions, the same on every machine.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

use super::trend::{OFFSET, POISSON, Trend, root, square};

/// Of a hundred futures so many lie in the interval told.
pub const LEVEL_PERCENT: usize = 80;

const FUTURES: u64 = 2_000;
const SEED: u128 = 0x7e0;
/// How far the speed of examination is taken to move in a quarter.
const WANDER_OF_SPEED: f64 = 0.04;

/// A stretch of whole cases that holds the value expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Estimate {
    pub low: i64,
    pub expected: i64,
    pub high: i64,
}

impl Estimate {
    /// A value that is known.
    pub fn certain(n: i64) -> Self {
        Self { low: n, expected: n, high: n }
    }

    pub fn plus(self, more: Self) -> Self {
        Self {
            low: self.low + more.low,
            expected: self.expected + more.expected,
            high: self.high + more.high,
        }
    }

    /// The interval of drawn values around what is expected.
    fn of(expected: f64, drawn: &mut [f64]) -> Self {
        drawn.sort_unstable_by(f64::total_cmp);
        let beside = FUTURES as usize * (100 - LEVEL_PERCENT) / 200;
        let expected = expected.round() as i64;
        let low = drawn.get(beside).map_or(expected, |n| n.floor() as i64);
        let high = drawn.get(drawn.len() - 1 - beside).map_or(expected, |n| n.ceil() as i64);
        Self { low: low.clamp(0, expected), expected, high: high.max(expected) }
    }
}

/// What adds to one quarter beyond what is counted already.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Late {
    /// Cases still to be heard of, and the share of their quarter that is known.
    pub missing: f64,
    pub share: f64,
}

/// Grants to come: of filings known, and of each filing of the quarters ahead.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grants {
    /// By quarter ahead.
    pub of_known: Vec<f64>,
    /// By quarter of filing and quarter of grant, per filing.
    pub of_coming: Vec<Vec<f64>>,
    pub variance: f64,
    pub dispersion: f64,
}

/// What is drawn: filings by quarter ahead, or grants that follow on them.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<'a> {
    pub filings: &'a Trend,
    /// Of each quarter ahead, the share of its filings still to come.
    pub rest: &'a [f64],
    pub grants: Option<&'a Grants>,
    /// Late cases of quarters that are over.
    pub late: &'a [Late],
    /// The share of each quarter ahead that lies in the period asked for.
    pub weights: &'a [f64],
}

/// What the futures come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    pub late: Vec<Estimate>,
    /// What each quarter ahead adds.
    pub ahead: Vec<Estimate>,
    /// What all of it adds to the period.
    pub total: Estimate,
}

impl Plan<'_> {
    /// What each quarter ahead adds if all goes as expected.
    pub fn expected(&self) -> Vec<f64> {
        self.flow(&self.filings.expected)
    }

    /// What filings by quarter make of the flow asked for.
    fn flow(&self, filings: &[f64]) -> Vec<f64> {
        match self.grants {
            None => filings.iter().zip(self.rest).map(|(n, rest)| n * rest).collect(),
            Some(grants) => (0..filings.len())
                .map(|at| {
                    let coming = filings.iter().zip(&grants.of_coming).map(|(n, of)| n * of[at]);
                    grants.of_known[at] + coming.sum::<f64>()
                })
                .collect(),
        }
    }

    /// Draws the futures.
    pub fn outlook(&self) -> Outlook {
        let ahead = self.filings.expected.len();
        let mut by_quarter = vec![Vec::with_capacity(FUTURES as usize); ahead];
        let mut by_late = vec![Vec::with_capacity(FUTURES as usize); self.late.len()];
        let mut totals = Vec::with_capacity(FUTURES as usize);
        for future in 0..FUTURES {
            let mut random = Pcg64::new(SEED, u128::from(future));
            let mut total = 0.0;
            for (late, drawn) in self.late.iter().zip(&mut by_late) {
                let scatter = POISSON / late.share.max(0.1);
                let n =
                    positive(late.missing.sqrt() + scatter.sqrt() * normal(&mut random), scatter);
                drawn.push(n);
                total += n;
            }
            for (at, n) in self.future(&mut random).into_iter().enumerate() {
                by_quarter[at].push(n);
                total += n * self.weights[at];
            }
            totals.push(total);
        }
        let expected = self.expected();
        let late: f64 = self.late.iter().map(|late| late.missing).sum();
        let all =
            late + expected.iter().zip(self.weights).map(|(n, weight)| n * weight).sum::<f64>();
        let told = |expected: f64, drawn: &mut Vec<f64>| Estimate::of(expected, drawn);
        Outlook {
            late: self
                .late
                .iter()
                .zip(&mut by_late)
                .map(|(late, n)| told(late.missing, n))
                .collect(),
            ahead: expected.iter().zip(&mut by_quarter).map(|(n, drawn)| told(*n, drawn)).collect(),
            total: told(all, &mut totals),
        }
    }

    /// One future of the flow, by quarter.
    fn future(&self, random: &mut Pcg64) -> Vec<f64> {
        let Trend { expected, scatter, level, wander } = self.filings;
        let mut off = level.sqrt() * normal(random);
        let mut spread = *level;
        let mut filings = Vec::with_capacity(expected.len());
        for (at, n) in expected.iter().enumerate() {
            if at > 0 {
                off += wander.sqrt() * normal(random);
                spread += wander;
            }
            let drawn = root(*n) + off + scatter.sqrt() * normal(random);
            filings.push(positive(drawn, scatter + spread + OFFSET));
        }
        let flow = self.flow(&filings);
        let Some(grants) = self.grants else { return flow };
        let mut speed = 1.0 + grants.variance.sqrt() * normal(random);
        let scatter = POISSON * grants.dispersion;
        flow.into_iter()
            .map(|n| {
                speed += WANDER_OF_SPEED * normal(random);
                let drawn = (n * speed.max(0.0)).sqrt() + scatter.sqrt() * normal(random);
                positive(drawn, scatter)
            })
            .collect()
    }
}

/// The count a drawn root stands for, less what scatter adds to its mean.
fn positive(root: f64, scatter: f64) -> f64 {
    (square(root.max(0.0)) - scatter).max(0.0)
}

fn normal(random: &mut Pcg64) -> f64 {
    let unit = |random: &mut Pcg64| (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
    (0..12).map(|_| unit(random)).sum::<f64>() - 6.0
}
