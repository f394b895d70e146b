//! Forecasts on generated districts: better than simple ones, as wide as they say, and never absurd.

use proptest::prelude::*;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

use super::lag::{Cohorts, Lag};
use super::paths::{Estimate, Late, Plan};
use super::trend::{Trend, same_as_last_year, straight_line, trend};
use super::view::{ForecastCut, View, month_of};
use crate::domain::counting::{Basis, Counted};
use crate::domain::numbers::PatentKind;
use crate::domain::patent::FilingFee;
use crate::domain::values::Date;
use crate::domain::values::Quarter;
use crate::ledger::Arrival;

/// A source of the districts' chances.
struct Chance(Pcg64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(Pcg64::new(u128::from(seed), 7))
    }

    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[(self.unit() * from.len() as f64) as usize % from.len()]
    }

    fn poisson(&mut self, mean: f64) -> f64 {
        if mean > 60.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0);
        }
        let (mut product, mut n) = (self.unit(), 0.0);
        while product > (-mean).exp() {
            product *= self.unit();
            n += 1.0;
        }
        n
    }
}

/// Filings by quarter of a district that grows or shrinks, with seasons, scatter, drift, and sometimes a step.
fn district(chance: &mut Chance) -> Vec<f64> {
    let quarters = chance.pick(&[20, 24, 28, 32]);
    let (size, growth) = (
        chance.pick(&[4.0, 10.0, 30.0, 100.0, 300.0]),
        chance.pick(&[-0.05, 0.0, 0.03, 0.06, 0.1, 0.2]),
    );
    let (season, scatter) =
        (chance.pick(&[0.0, 0.0, 0.1, 0.25]), chance.pick(&[0.0, 0.0, 0.05, 0.1, 0.2]));
    let (drift, step) =
        (chance.pick(&[0.0, 0.0, 0.03, 0.08]), chance.pick(&[0.0, 0.0, 0.0, -0.3, 0.3]));
    let at = 6 + (chance.unit() * (quarters as f64 - 6.0)) as usize;
    let mut level = f64::ln(size);
    (0..quarters)
        .map(|n| {
            level += growth / 4.0 + drift * chance.normal() + if n == at { step } else { 0.0 };
            let off = season * [-0.6, -0.1, -0.2, 0.9][n % 4] + scatter * chance.normal();
            chance.poisson((level + off).exp())
        })
        .collect()
}

fn plan(trend: &Trend) -> Estimate {
    let (rest, weights) = (vec![1.0; trend.expected.len()], vec![1.0; trend.expected.len()]);
    Plan { filings: trend, rest: &rest, grants: None, late: &[], weights: &weights }.outlook().total
}

#[test]
fn filings_of_most_districts_are_told_better_than_by_simple_ways() {
    let mut chance = Chance::new(1);
    let (mut against_line, mut against_year, mut districts) = (0.0, 0.0, 0.0);
    for _ in 0..150 {
        let counts = district(&mut chance);
        let mut misses = [0.0; 3];
        for at in 8..counts.len() - 4 {
            let past = &counts[..at];
            let told =
                [trend(past, 4).expected, straight_line(past, 4), same_as_last_year(past, 4)];
            for (miss, told) in misses.iter_mut().zip(told) {
                *miss += told
                    .iter()
                    .zip(&counts[at..])
                    .map(|(told, came)| (told - came).abs())
                    .sum::<f64>();
            }
        }
        against_line += (misses[0] / misses[1]).ln();
        against_year += (misses[0] / misses[2]).ln();
        districts += 1.0;
    }
    let (line, year) = ((against_line / districts).exp(), (against_year / districts).exp());
    println!("our error is {line:.3} of a line's, {year:.3} of last year's");
    assert!(line < 0.98 && year < 0.90, "{line} {year}");
}

#[test]
fn intervals_are_about_as_wide_as_they_say() {
    for (ahead, from, to) in [(1, 0.72, 0.93), (4, 0.70, 0.90), (8, 0.66, 0.90)] {
        let mut chance = Chance::new(2);
        let (mut held, mut all) = (0.0, 0.0);
        for _ in 0..80 {
            let counts = district(&mut chance);
            for at in (8..=counts.len() - ahead).step_by(4) {
                let total = plan(&trend(&counts[..at], ahead));
                let came: f64 = counts[at..at + ahead].iter().sum();
                all += 1.0;
                held += f64::from(total.low as f64 <= came && came <= total.high as f64);
            }
        }
        println!("{ahead} quarters: {:.3} of {all} held", held / all);
        assert!((from..=to).contains(&(held / all)), "{ahead}: {}", held / all);
    }
}

/// Filings month by month, 60 of 100 of them granted after 20 to 40 months.
fn cohorts(chance: &mut Chance, months: i32, a_month: f64) -> (Cohorts, Vec<(i32, Option<i32>)>) {
    let mut cases = Vec::new();
    for month in 0..months {
        for _ in 0..chance.poisson(a_month) as usize {
            let lag = 20 + (chance.unit() * 21.0) as i32;
            cases.push((month, (chance.unit() < 0.6).then_some(month + lag)));
        }
    }
    let mut cohorts = Cohorts::default();
    for (filed, granted) in &cases {
        cohorts.add(*filed, granted.filter(|month| *month < months));
    }
    (cohorts, cases)
}

#[test]
fn young_cohorts_do_not_bias_the_lag() {
    // Of six years' filings less than a third could be granted at all so far.
    let (cohorts, cases) = cohorts(&mut Chance::new(3), 72, 40.0);
    let naive = cases.iter().filter(|(_, granted)| granted.is_some_and(|month| month < 72)).count();
    assert!(naive * 100 < cases.len() * 45);
    let facts = Lag::estimate(&cohorts, 71).unwrap().facts();
    assert!((560..=640).contains(&facts.granted_permille), "{facts:?}");
    assert!((28..=32).contains(&facts.median_months), "{facts:?}");
    assert_eq!(facts.observed, naive);
}

#[test]
fn too_few_grants_give_no_lag() {
    let (cohorts, _) = cohorts(&mut Chance::new(4), 30, 2.0);
    assert!(Lag::estimate(&cohorts, 29).is_err_and(|observed| observed < 20));
}

fn day(month: i32, of_month: u32) -> Date {
    Date::from_ymd(2010 + month.div_euclid(12), month.rem_euclid(12) as u32 + 1, of_month).unwrap()
}

/// The cases as a ledger founded at the end holds them.
fn arrivals(cases: &[(i32, Option<i32>)], heard: Date) -> Vec<Arrival> {
    let arrival = |(at, (filed, granted)): (usize, &(i32, Option<i32>))| Arrival {
        kind: PatentKind::Invention,
        filed: Some(Counted::On(day(*filed, 1 + at as u32 % 28))),
        fee: FilingFee::Unknown,
        granted: granted.map(|month| day(month, 5)),
        filing_heard: heard,
        grant_heard: granted.map(|_| heard),
    };
    cases.iter().enumerate().map(arrival).collect()
}

fn view(cases: &[Arrival], as_of: Date) -> View {
    View::of_cases(cases, ForecastCut { as_of, heard_by: None }, None, |_| Some(Basis::Received))
}

#[test]
fn grants_follow_on_filings_and_are_told_better_than_by_simple_ways() {
    let (mut misses, mut held, mut all) = ([0.0; 3], 0.0, 0.0);
    for seed in 0..12 {
        let (_, cases) = cohorts(&mut Chance::new(100 + seed), 96, 10.0);
        let cases = arrivals(&cases, day(200, 1));
        let came = view(&cases, day(95, 31)).grants;
        for year in 4..7 {
            let end = day(year * 12 - 1, 31);
            let view = view(&cases, end);
            let prospect = view.prospect(Quarter::of(end).plus(4)).unwrap();
            let Ok(grants) = view.grants(&prospect) else { continue };
            let weights = [1.0; 4];
            let plan = Plan {
                filings: &prospect.trend,
                rest: &prospect.rest,
                grants: Some(&grants.flow),
                late: &[],
                weights: &weights,
            };
            let total = plan.outlook().total;
            let next = (1..=4)
                .map(|n| came.get(&Quarter::of(end).plus(n)).copied().unwrap_or(0))
                .sum::<i64>();
            let (_, _, past) = view.past().unwrap();
            let simple = [straight_line(&past, 4), same_as_last_year(&past, 4)];
            misses[0] += (total.expected - next).abs() as f64;
            for (miss, told) in misses[1..].iter_mut().zip(simple) {
                *miss += (told.iter().sum::<f64>() - next as f64).abs();
            }
            all += 1.0;
            held += f64::from((total.low..=total.high).contains(&next));
        }
    }
    println!("grants: off by {misses:?} over {all}, {:.2} held", held / all);
    assert!(misses[0] < 0.5 * misses[1] && misses[0] < 0.9 * misses[2], "{misses:?}");
    assert!((0.65..=1.0).contains(&(held / all)), "{}", held / all);
}

#[test]
fn a_running_quarter_keeps_what_is_counted_and_adds_the_days_to_come() {
    let cases: Vec<(i32, Option<i32>)> =
        (0..36).flat_map(|month| vec![(month, None); 28]).collect();
    let cases = arrivals(&cases, day(40, 1));
    let at_end = view(&cases, day(32, 30)).prospect(Quarter::of(day(35, 1))).unwrap();
    assert_eq!((at_end.first, &at_end.rest[..]), (Quarter::of(day(33, 1)), &[1.0][..]));
    assert!((at_end.trend.expected[0] - 84.0).abs() < 1.5, "{:?}", at_end.trend.expected);
    // Half of the quarter's 92 days are over.
    let within = view(&cases, day(34, 15)).prospect(Quarter::of(day(35, 1))).unwrap();
    assert_eq!(within.rest, [0.5]);
}

#[test]
fn young_quarters_are_scaled_by_what_is_usually_known_of_them() {
    // Half of each quarter is recorded by its end, the other half 80 days later.
    let since = day(0, 1);
    let mut cases = Vec::new();
    for month in 0..36 {
        for at in 0..20u32 {
            let filed = day(month, 1 + at);
            let end = Quarter::of(filed).last();
            let heard = if at % 2 == 0 { end } else { end.add_days(80).unwrap() };
            cases.push(Arrival { filing_heard: heard, ..arrivals(&[(month, None)], heard)[0] });
            let last = cases.last_mut().unwrap();
            last.filed = Some(Counted::On(filed));
        }
    }
    let as_of = day(35, 31);
    let cut = ForecastCut { as_of, heard_by: Some(as_of) };
    let view = View::of_cases(&cases, cut, Some((since, as_of)), |_| Some(Basis::Received));
    let last = Quarter::of(as_of);
    assert_eq!(view.filings[&last], 30);
    let prospect = view.prospect(last.plus(1)).unwrap();
    assert_eq!(prospect.late_filings, [(last, Late { missing: 30.0, share: 0.5 })]);
    assert!((prospect.trend.expected[0] - 60.0).abs() < 2.0, "{:?}", prospect.trend);
    // Who does not know of it takes the quarter for a slump.
    let blind = View::of_cases(&cases, cut, None, |_| Some(Basis::Received));
    assert!(blind.prospect(last.plus(1)).unwrap().trend.expected[0] < 55.0);
}

#[test]
fn stray_cases_before_the_lists_began_are_no_slump() {
    let mut cases: Vec<(i32, Option<i32>)> =
        (24..60).flat_map(|month| vec![(month, None); 10]).collect();
    cases.extend([(2, Some(30)), (9, Some(40)), (14, Some(41))]);
    let view = view(&arrivals(&cases, day(70, 1)), day(59, 31));
    let (begun, filings, grants) = view.past().unwrap();
    assert_eq!(begun, Quarter::of(day(24, 1)));
    assert!(filings.iter().all(|n| *n == 30.0));
    assert_eq!(grants.iter().sum::<f64>(), 3.0, "their grants count all the same");
}

#[test]
fn a_filing_whose_fee_may_still_be_paid_counts_for_what_is_to_come() {
    let as_of = day(35, 31);
    let unpaid = |month| Arrival { fee: FilingFee::Unpaid, ..arrivals(&[(month, None)], as_of)[0] };
    let mut cases: Vec<Arrival> = (0..36).map(unpaid).collect();
    cases.extend(arrivals(&(0..36).map(|month| (month, None)).collect::<Vec<_>>(), as_of));
    let view = View::of_cases(&cases, ForecastCut { as_of, heard_by: None }, None, |_| {
        Some(Basis::FeePaid)
    });
    let (_, series, _) = view.past().unwrap();
    assert_eq!(view.filings.values().copied().collect::<Vec<_>>(), [3; 12]);
    assert_eq!(series.last(), Some(&5.0), "of November and December the term still runs");
}

#[test]
fn every_thread_draws_the_same_futures() {
    let told = trend(&district(&mut Chance::new(5)), 12);
    let one = plan(&told);
    let many: Vec<Estimate> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| plan(&told))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(many.iter().all(|estimate| *estimate == one));
}

#[test]
fn months_are_counted_on_over_the_years() {
    assert_eq!(month_of(day(12, 1)) - month_of(day(11, 1)), 1);
}

proptest! {
    #[test]
    fn estimates_are_never_negative_and_hold_their_mean(
        counts in prop::collection::vec(0u32..400, 8..40), ahead in 1usize..20,
    ) {
        let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
        let told = trend(&counts, ahead);
        prop_assert!(told.expected.iter().all(|n| n.is_finite() && *n >= 0.0), "{:?}", told);
        prop_assert!(told.scatter > 0.0 && told.level >= 0.0 && told.wander >= 0.0);
        let total = plan(&told);
        prop_assert!(0 <= total.low && total.low <= total.expected && total.expected <= total.high);
    }

    #[test]
    fn ten_times_the_filings_are_about_ten_times_the_forecast(
        counts in prop::collection::vec(50u32..150, 12..30),
    ) {
        let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
        let tenfold: Vec<f64> = counts.iter().map(|n| n * 10.0).collect();
        let (one, ten) = (trend(&counts, 4), trend(&tenfold, 4));
        for (one, ten) in one.expected.iter().zip(&ten.expected) {
            prop_assert!((ten / one / 10.0 - 1.0).abs() < 0.05, "{} {}", one, ten);
        }
    }

    #[test]
    fn more_pending_filings_never_give_fewer_grants(months in 60i32..90, more in 1usize..50) {
        let (cohorts, _) = cohorts(&mut Chance::new(6), months, 15.0);
        let lag = Lag::estimate(&cohorts, months - 1).unwrap();
        let grants = |n: f64| {
            let mut sum = 0.0;
            lag.grants(months - 25, n, (months, months + 11), 1.0, |_, n| sum += n);
            sum
        };
        let (few, many) = (grants(100.0), grants(100.0 + more as f64));
        prop_assert!(0.0 < few && few < many && many <= 100.0 + more as f64);
    }
}
