//! Filings of the quarters to come, from those of the past.
//!
//! Counts are foretold on the scale of square roots, where their scatter does not grow with them and a
//! nought is nothing special. Three simple ways are reckoned and averaged, the better one has been the more
//! (Bates and Granger 1969): weighted by the inverse square of the squared errors one quarter ahead over the
//! last eight quarters:
//!
//! - a line: half its own end (older quarters count half for every ten quarters back), half the mean of the
//!   last four quarters brought up to date; its slope shrunk by how far it stands out from its error, and
//!   damped by a twentieth each quarter ahead; quarter factors shrunk by how far they stand out from theirs;
//! - the mean of the last four quarters;
//! - the same quarter of last year.
//!
//! The first does best on districts that grow, shrink or turn; the second where there is only noise; the third
//! where the seasons are strong. Tried and left: Theta, damped Holt, a Bayesian average of smoothers; none was
//! better over generated districts, and all were harder to explain. The scatter ahead has three parts: of a
//! quarter, of where the level stands now, and of the way the level goes, learnt from the errors one to four
//! quarters ahead.

/// How many whole quarters of filings there must be.
pub const ENOUGH_QUARTERS: usize = 8;

/// From so many quarters on a forecast is tried for the weights.
const FIRST_TRIAL: usize = 6;
const TRIALS: usize = 8;
const AHEAD: usize = 4;
/// 2^(-1/10): a quarter ten quarters ago counts half. Written out, since powers differ between machines.
const FADE: f64 = 0.933_032_991_536_807_4;
const DAMPING: f64 = 0.95;
/// How much a slope's squared t, and the variance between quarters over its error, must exceed.
const SLOPE_PRIOR: f64 = 2.0;
const SEASON_PRIOR: f64 = 3.0;
/// How far the level of a district is taken to move in a quarter, as a share of its square root.
const WANDER: f64 = 0.045;
/// The weight of what is assumed of errors against what was seen of them, in trials.
const ASSUMED_TRIALS: f64 = 4.0;
const ASSUMED_STEPS: f64 = 8.0;

/// Anscombe's constant: counts of Poisson's kind scatter by a quarter on this scale.
pub const OFFSET: f64 = 0.375;
pub const POISSON: f64 = 0.25;

/// What is to be expected of the quarters after the last one, and how far they scatter.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Cases to expect, by quarter ahead.
    pub expected: Vec<f64>,
    /// Variances on the scale of roots: of one quarter, of the level now, of its way each quarter.
    pub scatter: f64,
    pub level: f64,
    pub wander: f64,
}

/// Returns the forecast from whole quarters without a gap, at least [`ENOUGH_QUARTERS`].
pub fn trend(counts: &[f64], ahead: usize) -> Trend {
    let n = counts.len();
    let trials: Vec<(usize, [Vec<f64>; 3])> =
        (FIRST_TRIAL.max(n.saturating_sub(TRIALS + AHEAD - 1))..n)
            .map(|at| (at, ways(&counts[..at], AHEAD)))
            .collect();
    let mut errors = [1e-9; 3];
    for (at, told) in trials.iter().filter(|(at, _)| at + TRIALS >= n) {
        for (error, told) in errors.iter_mut().zip(told) {
            *error += square(root(told[0]) - root(counts[*at]));
        }
    }
    let weights = errors.map(|error| square(error.recip()));
    let all: f64 = weights.iter().sum();
    let weights = weights.map(|weight| weight / all);
    let mixed = |told: &[Vec<f64>; 3], step: usize| -> f64 {
        told.iter().zip(weights).map(|(told, weight)| told[step] * weight).sum()
    };
    let now = ways(counts, ahead);
    let expected: Vec<f64> = (0..ahead).map(|step| mixed(&now, step)).collect();
    // What the trials missed by, one quarter ahead and further.
    let (mut near, mut far) = ((0.0, 0.0), (0.0, 0.0));
    for (at, told) in &trials {
        for step in 0..AHEAD.min(n - at) {
            let error = square(root(mixed(told, step)) - root(counts[at + step]));
            let sum = if step == 0 { &mut near } else { &mut far };
            *sum = (sum.0 + error, sum.1 + 1.0);
        }
    }
    let scatter = TrendLine::fit(counts).scatter.max(POISSON);
    let one = (near.0 + scatter * 1.25 * ASSUMED_TRIALS) / (near.1 + ASSUMED_TRIALS);
    let later = if far.1 > 0.0 { far.0 / far.1 } else { one };
    let mean_root = expected.iter().map(|n| root(*n)).sum::<f64>() / expected.len().max(1) as f64;
    let steps = far.1 / 3.0;
    let seen = ((later - one) / 2.0).max(0.0) * steps;
    let assumed = square(WANDER * mean_root) * ASSUMED_STEPS;
    Trend {
        expected,
        scatter,
        level: (one - scatter).max(scatter / 4.0),
        wander: (seen + assumed) / (steps + ASSUMED_STEPS),
    }
}

/// Returns a straight line through all past quarters, continued: what the forecast is held against.
pub fn straight_line(counts: &[f64], ahead: usize) -> Vec<f64> {
    let n = counts.len();
    let (middle, mean) = ((n as f64 - 1.0) / 2.0, mean(counts));
    let (mut along, mut both) = (0.0, 0.0);
    for (at, count) in counts.iter().enumerate() {
        let x = at as f64 - middle;
        along += x * x;
        both += x * (count - mean);
    }
    let slope = if along > 0.0 { both / along } else { 0.0 };
    (0..ahead).map(|step| (mean + slope * ((n + step) as f64 - middle)).max(0.0)).collect()
}

/// Returns last year's quarters again and again: the other simple one.
pub fn same_as_last_year(counts: &[f64], ahead: usize) -> Vec<f64> {
    let n = counts.len();
    (0..ahead)
        .map(|step| counts.get(n.wrapping_sub(4) + step % 4).copied().unwrap_or(0.0))
        .collect()
}

fn ways(counts: &[f64], ahead: usize) -> [Vec<f64>; 3] {
    let last_year = vec![mean(&counts[counts.len().saturating_sub(4)..]); ahead];
    [TrendLine::fit(counts).continued(ahead), last_year, same_as_last_year(counts, ahead)]
}

/// A damped line with quarter factors, on the scale of roots.
struct TrendLine {
    level: f64,
    slope: f64,
    /// By place in the series, modulo four.
    factors: [f64; 4],
    scatter: f64,
    n: usize,
}

impl TrendLine {
    fn fit(counts: &[f64]) -> Self {
        let n = counts.len();
        let roots: Vec<f64> = counts.iter().map(|count| root(*count)).collect();
        let factors = quarter_factors(&roots);
        let plain: Vec<f64> =
            roots.iter().enumerate().map(|(at, root)| root - factors[at % 4]).collect();
        let mut weights = vec![1.0; n];
        for at in (0..n.saturating_sub(1)).rev() {
            weights[at] = weights[at + 1] * FADE;
        }
        let all: f64 = weights.iter().sum();
        let weighted =
            |of: &dyn Fn(usize) -> f64| (0..n).map(|at| weights[at] * of(at)).sum::<f64>();
        let middle = weighted(&|at| at as f64) / all;
        let mean_of = weighted(&|at| plain[at]) / all;
        let along = weighted(&|at| square(at as f64 - middle));
        let slope = weighted(&|at| (at as f64 - middle) * (plain[at] - mean_of)) / along;
        let rest = |at: usize| plain[at] - mean_of - slope * (at as f64 - middle);
        let freedom = n as f64 / (n as f64 - 2.0);
        let scatter = weighted(&|at| square(rest(at))) / all * freedom;
        let spread: f64 = (0..n).map(|at| square(weights[at] * (at as f64 - middle))).sum();
        let error = scatter * spread / square(along);
        let slope = slope * shrunk(SLOPE_PRIOR * error, square(slope));
        let end = mean_of + slope * (n as f64 - 1.0 - middle);
        // The middle of the last four quarters lies one and a half quarters back.
        let recent = mean(&plain[n.saturating_sub(4)..]) + 1.5 * slope;
        Self { level: (end + recent) / 2.0, slope, factors, scatter, n }
    }

    fn continued(&self, ahead: usize) -> Vec<f64> {
        let (mut gone, mut step) = (0.0, 1.0);
        (0..ahead)
            .map(|at| {
                step *= DAMPING;
                gone += step;
                let root = self.level + self.slope * gone + self.factors[(self.n + at) % 4];
                // The mean of a square is the square of the mean and the scatter.
                (square(root.max(0.0)) - OFFSET + self.scatter).max(0.0)
            })
            .collect()
    }
}

/// How far each quarter lies from the year around it, shrunk; nothing below two years.
fn quarter_factors(roots: &[f64]) -> [f64; 4] {
    let n = roots.len();
    if n < 8 {
        return [0.0; 4];
    }
    let mut off: [Vec<f64>; 4] = Default::default();
    for at in 2..n - 2 {
        let around =
            roots[at - 2] / 2.0 + roots[at - 1] + roots[at] + roots[at + 1] + roots[at + 2] / 2.0;
        off[at % 4].push(roots[at] - around / 4.0);
    }
    let means: [f64; 4] = std::array::from_fn(|quarter| mean(&off[quarter]));
    let centre = mean(&means);
    let factors = means.map(|mean| mean - centre);
    let seen: usize = off.iter().map(Vec::len).sum();
    let within: f64 = off
        .iter()
        .zip(factors)
        .flat_map(|(off, factor)| off.iter().map(move |off| square(off - factor)))
        .sum();
    let within = within / (seen as f64 - 3.0).max(1.0);
    let between = factors.iter().map(|factor| square(*factor)).sum::<f64>() / 3.0;
    let keep = shrunk(SEASON_PRIOR * within * 4.0 / seen as f64, between);
    factors.map(|factor| factor * keep)
}

/// The share of a value that is kept when `noise` of its `square` is taken to be noise.
fn shrunk(noise: f64, square: f64) -> f64 {
    if square > 0.0 { (1.0 - noise / square).max(0.0) } else { 0.0 }
}

pub fn root(count: f64) -> f64 {
    (count + OFFSET).sqrt()
}

pub fn square(x: f64) -> f64 {
    x * x
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
