//! What is seen of one kind of patent at a cut: counts by quarter, cohorts, and how late they are heard of.

use std::collections::BTreeMap;

use super::lag::{Cohorts, Lag, LagFacts};
use super::paths::{Grants, Late};
use super::trend::{ENOUGH_QUARTERS, Trend, trend};
use crate::domain::counting::{Basis, Counted};
use crate::domain::patent::FilingFee;
use crate::domain::values::Quarter;
use crate::domain::values::{Date, Period};
use crate::ledger::Arrival;
use crate::stats::Lateness;

/// Days in which a filing fee may still be paid (两个月; 专利法实施细则 art. 95 of 2010, art. 112 of 2023):
/// until then a filing whose fee is not paid counts for what is to come.
const FEE_TERM_DAYS: i32 = 61;
/// A quarter of which less is known, in thousandths, is foretold rather than scaled up.
const ENOUGH_SHARE: u32 = 250;
/// The lag is learnt from quarters of which so much is known, in thousandths.
const WHOLE_SHARE: u32 = 950;
/// A beginning so far below the two years after it is taken to lie before the ledger's lists began.
const BEGUN: f64 = 0.25;

/// At which day, and as heard of by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastCut {
    pub as_of: Date,
    /// None: what was recorded later counts too.
    pub heard_by: Option<Date>,
}

impl ForecastCut {
    fn knows(self, heard: Date) -> bool {
        self.heard_by.is_none_or(|by| heard <= by)
    }

    /// The last quarter that is over.
    pub fn last_whole(self) -> Quarter {
        let quarter = Quarter::of(self.as_of);
        if quarter.last() <= self.as_of { quarter } else { quarter.plus(-1) }
    }
}

/// Counts of one kind of case at a cut.
#[derive(Debug, Clone)]
pub struct View {
    cut: ForecastCut,
    /// By the basis of each quarter, as every table counts them.
    pub filings: BTreeMap<Quarter, i64>,
    pub grants: BTreeMap<Quarter, i64>,
    /// By the basis of the quarters to come.
    series: BTreeMap<Quarter, i64>,
    cohorts: Cohorts,
    /// Grants of filings that no cohort holds: filed elsewhere, before the lists began, or on no known day.
    strays: BTreeMap<Quarter, i64>,
    filings_late: Option<Lateness>,
    grants_late: Option<Lateness>,
}

/// Months counted on from year 0.
pub fn month_of(day: Date) -> i32 {
    day.year() * 12 + day.month() as i32 - 1
}

fn last_month(quarter: Quarter) -> i32 {
    month_of(quarter.last())
}

impl View {
    /// Counts by quarter of which nothing more is known: PCT filings.
    pub fn of_counts(cut: ForecastCut, filings: BTreeMap<Quarter, i64>) -> Self {
        Self {
            cut,
            series: filings.clone(),
            filings,
            grants: BTreeMap::new(),
            cohorts: Cohorts::default(),
            strays: BTreeMap::new(),
            filings_late: None,
            grants_late: None,
        }
    }

    /// Looks at the cases of one kind. `late` names the day patents first came in and the day knowledge
    /// reaches to, when lateness is to be learnt; `basis` the basis of a quarter.
    pub fn of_cases(
        cases: &[Arrival],
        cut: ForecastCut,
        late: Option<(Date, Date)>,
        basis: impl Fn(Quarter) -> Option<Basis>,
    ) -> Self {
        let to_come = basis(Quarter::of(cut.as_of));
        let mut view = Self::of_counts(cut, BTreeMap::new());
        let filed_on = |case: &Arrival| match case.filed {
            Some(Counted::On(day)) if day <= cut.as_of && cut.knows(case.filing_heard) => Some(day),
            Some(Counted::On(_) | Counted::InYear(_)) | None => None,
        };
        let granted_on = |case: &Arrival| {
            let heard = case.grant_heard.is_some_and(|heard| cut.knows(heard));
            case.granted.filter(|day| *day <= cut.as_of && heard)
        };
        let (mut heard_filings, mut heard_grants) = (Vec::new(), Vec::new());
        // By quarter: received; fee paid; fee paid or still to be paid in time.
        let mut filed: BTreeMap<Quarter, [i64; 3]> = BTreeMap::new();
        for case in cases {
            if let Some(day) = filed_on(case) {
                let quarter = Quarter::of(day);
                let paid = |open: bool| match case.fee {
                    FilingFee::Unknown => true,
                    FilingFee::Unpaid => open,
                    FilingFee::Paid(paid) => paid <= cut.as_of || open,
                };
                let open = cut.as_of.days_since(day) <= FEE_TERM_DAYS;
                let counts = filed.entry(quarter).or_default();
                counts[0] += 1;
                counts[1] += i64::from(paid(false));
                counts[2] += i64::from(paid(open));
                heard_filings.push((day, case.filing_heard));
            }
            if let Some(day) = granted_on(case) {
                *view.grants.entry(Quarter::of(day)).or_default() += 1;
                heard_grants.extend(case.grant_heard.map(|heard| (day, heard)));
            }
        }
        for (quarter, [received, paid, to_be_paid]) in filed {
            let counted = if basis(quarter) == Some(Basis::FeePaid) { paid } else { received };
            view.filings.insert(quarter, counted);
            let counted = if to_come == Some(Basis::FeePaid) { to_be_paid } else { received };
            view.series.insert(quarter, counted);
        }
        let begun = view.begun();
        for case in cases {
            let filed =
                filed_on(case).filter(|day| begun.is_some_and(|begun| *day >= begun.first()));
            match (filed, granted_on(case)) {
                (Some(filed), granted) => {
                    view.cohorts.add(month_of(filed), granted.map(month_of));
                }
                (None, Some(day)) => *view.strays.entry(Quarter::of(day)).or_default() += 1,
                (None, None) => {}
            }
        }
        if let Some((since, until)) = late {
            view.filings_late = Some(Lateness::new(Some(since), until, heard_filings));
            view.grants_late = Some(Lateness::new(Some(since), until, heard_grants));
        }
        view
    }

    /// The quarter from which on filings are listed: going back, the last one before which both a quarter
    /// and the year before it lie far below the two years after it.
    fn begun(&self) -> Option<Quarter> {
        let first = *self.series.keys().next()?;
        let last = self.cut.last_whole().max(first);
        let median = |from: Quarter, quarters: i32| {
            let quarters = (0..quarters).map(|n| from.plus(n)).filter(|quarter| *quarter <= last);
            let mut counts: Vec<i64> =
                quarters.map(|quarter| count(&self.series, quarter)).collect();
            counts.sort_unstable();
            counts.get(counts.len() / 2).copied().unwrap_or(0)
        };
        let mut begun = last;
        while begun > first {
            let before = begun.plus(-1);
            let kept = count(&self.series, before).max(median(before.plus(-4), 4));
            if (kept as f64) < BEGUN * median(begun, 8) as f64 {
                break;
            }
            begun = before;
        }
        Some(begun)
    }

    /// The last whole quarter of which all, or nearly, is known.
    pub fn last_known_well(&self) -> Quarter {
        let last = self.cut.last_whole();
        let well = |quarter: &Quarter| {
            let known = |late| self.known(late, *quarter) >= WHOLE_SHARE;
            known(&self.filings_late) && known(&self.grants_late)
        };
        (0..4).map(|n| last.plus(-n)).find(well).unwrap_or(last.plus(-4))
    }

    /// The share of a quarter's filings that is known, in thousandths; all when nobody can say.
    fn known(&self, late: &Option<Lateness>, quarter: Quarter) -> u32 {
        let usual = late.as_ref().and_then(|late| match late.age(quarter) {
            // What is heard of a quarter that still runs is what is heard of one on its last day.
            age if age < 0 => late.usual_at(0, None),
            _ if late.is_young(quarter) => late.usual(quarter),
            _ => None,
        });
        usual.map_or(1000, |usual| usual.share_permille)
    }

    /// Returns what is to come up to a quarter, or how many whole quarters there are when too few.
    pub fn prospect(&self, to: Quarter) -> Result<Prospect, usize> {
        let begun = self.begun().ok_or(0usize)?;
        let mut last = self.cut.last_whole();
        while last > begun && self.known(&self.filings_late, last) < ENOUGH_SHARE {
            last = last.plus(-1);
        }
        let share = |quarter| f64::from(self.known(&self.filings_late, quarter)) / 1000.0;
        let quarters = usize::try_from(last.since(begun) + 1).unwrap_or(0);
        let counts: Vec<f64> = (0..quarters)
            .map(|n| begun.plus(n as i32))
            .map(|quarter| count(&self.series, quarter) as f64 / share(quarter))
            .collect();
        if quarters < ENOUGH_QUARTERS || counts.iter().all(|n| *n == 0.0) {
            return Err(quarters);
        }
        let ahead = usize::try_from(to.since(last)).unwrap_or(0);
        let first = last.plus(1);
        let quarters_ahead = (0..ahead).map(|n| first.plus(n as i32));
        let rest =
            quarters_ahead.map(|quarter| 1.0 - self.gone(quarter) * share(quarter)).collect();
        let late_filings =
            (0..quarters).rev().map(|n| begun.plus(n as i32)).filter_map(|quarter| {
                let (counted, all) =
                    (count(&self.filings, quarter) as f64, count(&self.series, quarter) as f64);
                let missing = all / share(quarter) - counted;
                let young = last.since(quarter) < 4;
                (young && missing > 0.0).then(|| (quarter, Late { missing, share: share(quarter) }))
            });
        Ok(Prospect {
            first,
            late_filings: late_filings.collect(),
            trend: trend(&counts, ahead),
            rest,
        })
    }

    /// The share of a quarter's days that are over.
    fn gone(&self, quarter: Quarter) -> f64 {
        let days = quarter.last().days_since(quarter.first()) + 1;
        let gone = (self.cut.as_of.days_since(quarter.first()) + 1).clamp(0, days);
        f64::from(gone) / f64::from(days)
    }

    /// Returns the grants to come in the quarters ahead of a prospect and the late ones of quarters that are
    /// over, or how many were observed when too few.
    pub fn grants(&self, prospect: &Prospect) -> Result<GrantsToCome, usize> {
        let ahead = prospect.rest.len();
        let share = |quarter| f64::from(self.known(&self.grants_late, quarter)) / 1000.0;
        let as_of = self.cut.as_of;
        let month = Period::month(as_of.year(), as_of.month()).map_or(as_of, Period::last);
        // Months up to here are over; of the next one a rest may be to come.
        let over = month_of(as_of) - i32::from(month > as_of);
        let rest = match month > as_of {
            true => 1.0 - f64::from(as_of.day()) / f64::from(month.day()),
            false => 1.0,
        };
        let mut whole = self.cut.last_whole();
        let oldest = whole.plus(-8);
        while whole > oldest && self.known(&self.grants_late, whole) < WHOLE_SHARE {
            whole = whole.plus(-1);
        }
        let until = if whole == self.cut.last_whole() { over } else { last_month(whole) };
        let lag = Lag::estimate(&self.cohorts, until)?;
        let first_month = month_of(prospect.first.first());
        let end = first_month + 3 * ahead as i32 - 1;
        let place = |month: i32| usize::try_from((month - first_month).div_euclid(3)).ok();
        let mut of_known = vec![0.0; ahead];
        let mut add = |month: i32, n: f64| {
            if let Some(sum) = place(month).and_then(|at| of_known.get_mut(at)) {
                *sum += n;
            }
        };
        for (filed, pending) in self.cohorts.pending() {
            let late = self.known(&self.filings_late, quarter_of(filed)).max(ENOUGH_SHARE);
            let pending = pending * 1000.0 / f64::from(late);
            lag.grants(filed, pending, (over + 1, end), rest, &mut add);
        }
        for (at, strays) in self.strays_ahead(prospect).into_iter().enumerate() {
            of_known[at] += strays;
        }
        let of_coming = (0..ahead)
            .map(|filed| {
                let mut granted = vec![0.0; ahead];
                let quarter = prospect.first.plus(filed as i32);
                for (month, part) in self.months_to_come(quarter, prospect.rest[filed]) {
                    lag.grants(month, part, (over + 1, end), rest, |month, n| {
                        if let Some(sum) = place(month).and_then(|at| granted.get_mut(at)) {
                            *sum += n;
                        }
                    });
                }
                granted
            })
            .collect();
        let last = self.cut.last_whole();
        let late = (0..4).map(|n| last.plus(-n)).filter_map(|quarter| {
            let share = share(quarter).max(f64::from(ENOUGH_SHARE) / 1000.0);
            let missing = count(&self.grants, quarter) as f64 * (1.0 / share - 1.0);
            (missing > 0.0).then_some((quarter, Late { missing, share }))
        });
        let late = late.collect();
        let (variance, dispersion) = (lag.variance, lag.dispersion);
        let flow = Grants { of_known, of_coming, variance, dispersion };
        Ok(GrantsToCome { flow, late, lag: lag.facts() })
    }

    /// Grants of no cohort, by quarter ahead: the last year's, fading as they faded from the year before.
    fn strays_ahead(&self, prospect: &Prospect) -> Vec<f64> {
        let last = self.cut.last_whole();
        let year = |back: i32| -> f64 {
            (0..4).map(|n| count(&self.strays, last.plus(-back - n)) as f64).sum()
        };
        let (recent, before) = (year(0), year(4));
        let ratio = if before > 0.0 { (recent / before).clamp(0.3, 1.0) } else { 1.0 };
        let fade = ratio.sqrt().sqrt();
        let mut n = recent / 4.0;
        (0..prospect.rest.len())
            .map(|at| {
                let quarter = prospect.first.plus(at as i32);
                let to_come = 1.0 - self.gone(quarter);
                n *= if to_come > 0.0 { fade } else { 1.0 };
                n * to_come
            })
            .collect()
    }

    /// How what is to come of a quarter's filings spreads over its months: evenly over the days to come, or
    /// over all of them when they are over.
    fn months_to_come(&self, quarter: Quarter, rest: f64) -> Vec<(i32, f64)> {
        let first = month_of(quarter.first());
        let days: Vec<(i32, f64)> = (first..first + 3)
            .filter_map(|month| {
                let period = Period::month(month.div_euclid(12), month.rem_euclid(12) as u32 + 1)?;
                let from = match quarter.last() <= self.cut.as_of {
                    true => period.first(),
                    false => period.first().max(self.cut.as_of.add_days(1)?),
                };
                Some((month, f64::from((period.last().days_since(from) + 1).max(0))))
            })
            .collect();
        let all: f64 = days.iter().map(|(_, days)| days).sum();
        days.into_iter().map(|(month, days)| (month, rest * days / all.max(1.0))).collect()
    }

    /// The counts of past whole quarters, filings and grants, from where the lists begin.
    pub fn past(&self) -> Option<(Quarter, Vec<f64>, Vec<f64>)> {
        let begun = self.begun()?;
        let quarters = (0..=self.cut.last_whole().since(begun)).map(|n| begun.plus(n));
        let series = |of: &BTreeMap<Quarter, i64>| {
            quarters.clone().map(|quarter| count(of, quarter) as f64).collect()
        };
        Some((begun, series(&self.series), series(&self.grants)))
    }
}

/// Filings to come from the first quarter that is not known well enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// The first quarter ahead.
    pub first: Quarter,
    pub trend: Trend,
    /// Of each quarter ahead, the share still to come.
    pub rest: Vec<f64>,
    /// What is still to be heard of quarters that are over.
    pub late_filings: Vec<(Quarter, Late)>,
}

/// Grants to come, the late ones of quarters that are over, and the lag they follow from.
#[derive(Debug, Clone, PartialEq)]
pub struct GrantsToCome {
    pub flow: Grants,
    pub late: Vec<(Quarter, Late)>,
    pub lag: LagFacts,
}

pub fn count(of: &BTreeMap<Quarter, i64>, quarter: Quarter) -> i64 {
    of.get(&quarter).copied().unwrap_or(0)
}

fn quarter_of(month: i32) -> Quarter {
    let day = Date::from_ymd(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1);
    Quarter::of(day.unwrap_or(Date::MAX))
}
