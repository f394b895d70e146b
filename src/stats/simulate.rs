//! What a compensation pool may come to over the next years: many futures drawn from one seed, and what can be
//! reckoned without drawing.
//!
//! Each loan fails in a year with that year's rate, independently and at most once. Every future has a stream of
//! random numbers of its own, so that the result depends on the seed and not on how many cores drew it. Amounts
//! are whole fen; only probabilities are floats.

use std::thread;

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

/// A loan as the pool sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposure {
    /// What the pool pays if it fails, in fen.
    pub payout_fen: i64,
    /// The first and the last year in which it can fail; the coming year is 0.
    pub first: usize,
    pub last: usize,
}

/// One of the years to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// Rates in parts per million.
    pub default_ppm: u32,
    /// Of a payout, what comes back in the year after.
    pub recovery_ppm: u32,
    pub interest_ppm: u32,
    pub contribution_fen: i64,
    /// What may be paid in the year at most.
    pub cap_fen: Option<i64>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub opening_fen: i64,
    pub loans: Vec<Exposure>,
    pub years: Vec<Year>,
    /// What is not in the pool is not paid; else the pool may go below nothing.
    pub up_to_balance: bool,
    pub paths: usize,
    pub seed: u64,
}

/// What the futures come to at the end of a year, in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulationResult {
    pub mean: i64,
    /// Balances that 5, 25, 50, 75 and 95 of a hundred futures do not exceed.
    pub percentiles: [i64; 5],
    pub mean_payout: i64,
    /// Futures in which the pool, or a ceiling, could not pay in full by then, in parts per million.
    pub short_ppm: u32,
    /// The expectation by formula, which holds while no ceiling binds and the pool pays in full.
    pub expected: i64,
}

const MILLION: f64 = 1_000_000.0;
const PERCENTILES: [usize; 5] = [5, 25, 50, 75, 95];

fn ppm(fen: i64, ppm: u32) -> i64 {
    let part = i128::from(fen) * i128::from(ppm) / 1_000_000;
    i64::try_from(part).unwrap_or(i64::MAX)
}

/// Draws the futures on as many threads as there are cores.
pub fn simulate(plan: &Plan) -> Vec<SimulationResult> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    on_threads(plan, threads)
}

/// A future: by year the balance at its end, what was paid, and whether it was ever short.
type Future = Vec<(i64, i64, bool)>;

fn on_threads(plan: &Plan, threads: usize) -> Vec<SimulationResult> {
    let size = plan.paths.div_ceil(threads.max(1)).max(1);
    let futures: Vec<Future> = thread::scope(|scope| {
        let starts: Vec<usize> = (0..plan.paths).step_by(size).collect();
        let parts: Vec<_> = starts
            .into_iter()
            .map(|start| {
                scope.spawn(move || {
                    let mut drawing = Drawing::new(plan);
                    let end = (start + size).min(plan.paths);
                    (start..end).map(|path| drawing.future(path)).collect::<Vec<_>>()
                })
            })
            .collect();
        let join = |part: thread::ScopedJoinHandle<'_, Vec<Future>>| {
            part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().flat_map(join).collect()
    });
    let expected = expectation(plan);
    (0..plan.years.len()).map(|year| outlook(&futures, year, expected[year])).collect()
}

fn outlook(futures: &[Future], year: usize, expected: i64) -> SimulationResult {
    let mut balances: Vec<i64> = futures.iter().map(|future| future[year].0).collect();
    balances.sort_unstable();
    let n = balances.len().max(1);
    let mean = |sum: i128| i64::try_from(sum / n as i128).unwrap_or(i64::MAX);
    let at = |percent: usize| {
        balances.get((n * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default()
    };
    let short = futures.iter().filter(|future| future[year].2).count();
    SimulationResult {
        mean: mean(balances.iter().map(|fen| i128::from(*fen)).sum()),
        percentiles: PERCENTILES.map(at),
        mean_payout: mean(futures.iter().map(|future| i128::from(future[year].1)).sum()),
        short_ppm: u32::try_from(short * 1_000_000 / n).unwrap_or(1_000_000),
        expected,
    }
}

/// What one thread keeps between its futures.
struct Drawing<'a> {
    plan: &'a Plan,
    failed: Vec<bool>,
    /// Loans that failed in the future being drawn, to be mended for the next.
    touched: Vec<usize>,
}

impl<'a> Drawing<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self { plan, failed: vec![false; plan.loans.len()], touched: Vec::new() }
    }

    fn future(&mut self, path: usize) -> Future {
        let mut random = Pcg64::new(u128::from(self.plan.seed), path as u128);
        for loan in self.touched.drain(..) {
            self.failed[loan] = false;
        }
        let (mut balance, mut back, mut short) = (self.plan.opening_fen, 0, false);
        let mut future = Vec::with_capacity(self.plan.years.len());
        for (at, year) in self.plan.years.iter().enumerate() {
            balance += year.contribution_fen + ppm(balance.max(0), year.interest_ppm) + back;
            let asked = self.fail(&mut random, at, year.default_ppm);
            let mut paid = year.cap_fen.map_or(asked, |cap| asked.min(cap));
            if self.plan.up_to_balance {
                paid = paid.min(balance.max(0));
            }
            short |= paid < asked;
            balance -= paid;
            back = ppm(paid, year.recovery_ppm);
            future.push((balance, paid, short));
        }
        future
    }

    /// Lets loans fail, skipping from one to the next; returns what they ask of the pool.
    fn fail(&mut self, random: &mut Pcg64, year: usize, default_ppm: u32) -> i64 {
        let rate = f64::from(default_ppm) / MILLION;
        let mut asked = 0;
        let mut at = gap(random, rate);
        while let Some(loan) = self.plan.loans.get(at) {
            if (loan.first..=loan.last).contains(&year) && !self.failed[at] {
                self.failed[at] = true;
                self.touched.push(at);
                asked += loan.payout_fen;
            }
            at = at.saturating_add(1).saturating_add(gap(random, rate));
        }
        asked
    }
}

/// How many loans are passed over before the next one fails: geometric, as so many single draws would be.
fn gap(random: &mut Pcg64, rate: f64) -> usize {
    if rate >= 1.0 {
        return 0;
    }
    if rate <= 0.0 {
        return usize::MAX;
    }
    // A number in (0, 1], from the 53 bits a float holds.
    let unit = ((random.next_u64() >> 11) + 1) as f64 / (1u64 << 53) as f64;
    let passed = (unit.ln() / (-rate).ln_1p()).floor();
    if passed < 9e15 { passed as usize } else { usize::MAX }
}

/// The balance to expect at each year's end, if everything asked is paid.
fn expectation(plan: &Plan) -> Vec<i64> {
    let rate = |ppm: u32| f64::from(ppm) / MILLION;
    let mut survives = vec![1.0; plan.loans.len()];
    let (mut balance, mut back) = (plan.opening_fen as f64, 0.0);
    let mut expected = Vec::with_capacity(plan.years.len());
    for (at, year) in plan.years.iter().enumerate() {
        balance += year.contribution_fen as f64 + balance.max(0.0) * rate(year.interest_ppm) + back;
        let mut paid = 0.0;
        for (loan, alive) in plan.loans.iter().zip(&mut survives) {
            if (loan.first..=loan.last).contains(&at) {
                paid += loan.payout_fen as f64 * *alive * rate(year.default_ppm);
                *alive *= 1.0 - rate(year.default_ppm);
            }
        }
        balance -= paid;
        back = paid * rate(year.recovery_ppm);
        expected.push(balance.round() as i64);
    }
    expected
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: Year = Year {
        default_ppm: 30_000,
        recovery_ppm: 200_000,
        interest_ppm: 15_000,
        contribution_fen: 500_000_000,
        cap_fen: None,
    };

    /// Three hundred loans of different sizes and terms, some of them still to be lent.
    fn plan() -> Plan {
        let loan = |n: usize| Exposure {
            payout_fen: 10_000_000 + 123_457 * n as i64,
            first: n % 3,
            last: n % 3 + n % 4,
        };
        Plan {
            opening_fen: 2_000_000_000,
            loans: (0..300).map(loan).collect(),
            years: vec![YEAR; 5],
            up_to_balance: false,
            paths: 4_000,
            seed: 7,
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_futures_however_many_cores_draw_them() {
        let one = on_threads(&plan(), 1);
        assert_eq!(one, on_threads(&plan(), 2));
        assert_eq!(one, on_threads(&plan(), 7));
        assert_ne!(one, on_threads(&Plan { seed: 8, ..plan() }, 2));
    }

    #[test]
    fn the_mean_is_what_the_formula_expects() {
        for outlook in simulate(&Plan { paths: 20_000, ..plan() }) {
            let [low, .., high] = outlook.percentiles;
            // Between the 5th and the 95th percentile lie 3.29 standard deviations of a bell.
            let deviation = (high - low) as f64 / 3.29;
            let error = deviation / (20_000f64).sqrt();
            let off = (outlook.mean - outlook.expected) as f64;
            assert!(off.abs() < 4.0 * error + 1.0, "{outlook:?}: off by {off}, error {error}");
            assert!(outlook.short_ppm == 0 && low < outlook.percentiles[2]);
        }
    }

    #[test]
    fn nothing_fails_and_everything_fails() {
        let certain = |default_ppm| Plan {
            loans: vec![Exposure { payout_fen: 1_000, first: 1, last: 3 }; 10],
            years: vec![
                Year {
                    default_ppm,
                    recovery_ppm: 100_000,
                    interest_ppm: 0,
                    contribution_fen: 0,
                    cap_fen: None
                };
                4
            ],
            opening_fen: 50_000,
            paths: 10,
            ..plan()
        };
        let balances = |default_ppm| -> Vec<i64> {
            simulate(&certain(default_ppm)).iter().map(|outlook| outlook.mean).collect()
        };
        assert_eq!(balances(0), [50_000; 4]);
        // All ten fail in the first year they can, once, and a tenth comes back the year after.
        assert_eq!(balances(1_000_000), [50_000, 40_000, 41_000, 41_000]);
    }

    #[test]
    fn neither_the_pool_nor_a_ceiling_is_overdrawn() {
        let mut short = plan();
        short.opening_fen = 20_000_000;
        short.up_to_balance = true;
        for year in &mut short.years {
            year.contribution_fen = 0;
            year.default_ppm = 100_000;
        }
        let drained = simulate(&short);
        assert!(drained.iter().all(|outlook| outlook.percentiles[0] >= 0));
        assert!(drained[4].short_ppm > 990_000 && drained[0].short_ppm <= drained[4].short_ppm);
        let mut capped = plan();
        for year in &mut capped.years {
            year.cap_fen = Some(30_000_000);
            year.recovery_ppm = 0;
            year.interest_ppm = 0;
        }
        let capped_futures = simulate(&capped);
        for (at, outlook) in (1i64..).zip(&capped_futures) {
            assert!(outlook.mean_payout <= 30_000_000);
            assert!(outlook.percentiles[0] >= 2_000_000_000 + at * 470_000_000);
        }
    }
}
