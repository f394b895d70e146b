//! How much of a quarter is usually known by now: filings reach the ledger late, and how late is
//! learnt from its own entries.
//!
//! A filing is late by the days from its quarter's end to the entry that first brought it in. A quarter
//! that had ended before any patent came in says nothing: all of it came with the founding import. The
//! usual share is pooled over quarters old enough (a year, and the age asked for), so that what is
//! known of them now may stand for all there is; fewer than four such quarters say nothing either.

use std::collections::BTreeMap;

use crate::domain::counting::Counted;
use crate::domain::numbers::PatentKind;
use crate::domain::values::{Date, Quarter};
use crate::ledger::{Arrival, Ledger, LedgerError, Snapshot};

/// Ages in days after a quarter's end at which its completeness is told.
pub const AGES: [i32; 6] = [0, 30, 60, 90, 180, 365];

/// From this age on a quarter is taken to be all there.
const OLD_ENOUGH: i32 = 365;

/// How many quarters must speak before there is a usual share.
const ENOUGH_QUARTERS: usize = 4;

/// What is usually known of a quarter at an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completeness {
    pub share_permille: u32,
    /// How many quarters it rests on.
    pub quarters: usize,
}

impl Completeness {
    /// What `known` cases usually come to in the end; none when next to nothing is known by then.
    pub fn estimate(self, known: i64) -> Option<i64> {
        let permille = i64::from(self.share_permille);
        (permille > 0).then(|| (known * 1000 + permille / 2) / permille)
    }
}

/// How late cases of each quarter came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lateness {
    /// The day patents first came in; none: none ever did.
    pub since: Option<Date>,
    /// The day up to which knowledge reaches.
    pub known_until: Date,
    /// Days from the quarter's end to the recording of each case, ascending; 0: by the end.
    delays: BTreeMap<Quarter, Vec<i32>>,
}

impl Lateness {
    /// Returns the lateness of the filings of a kind known at the snapshot.
    pub fn of_filings(
        ledger: &Ledger,
        snapshot: Snapshot,
        kind: PatentKind,
    ) -> Result<Self, LedgerError> {
        let region = ledger.office(snapshot)?.region;
        let mut since = None;
        let mut cases = Vec::new();
        ledger.each_arrival(snapshot, region, |arrival| {
            since = Some(since.map_or(arrival.filing_heard, |day| arrival.filing_heard.min(day)));
            if arrival.kind == kind {
                cases.extend(filing(&arrival));
            }
        })?;
        Ok(Self::new(since, ledger.known_until(snapshot)?, cases))
    }

    /// `cases` name each case's day and the day it was recorded.
    pub fn new(
        since: Option<Date>,
        known_until: Date,
        cases: impl IntoIterator<Item = (Date, Date)>,
    ) -> Self {
        let mut delays: BTreeMap<Quarter, Vec<i32>> = BTreeMap::new();
        for (day, heard) in cases {
            let quarter = Quarter::of(day);
            delays.entry(quarter).or_default().push(heard.days_since(quarter.last()).max(0));
        }
        delays.retain(|quarter, delays| {
            delays.sort_unstable();
            since.is_some_and(|since| quarter.last() >= since) && quarter.last() <= known_until
        });
        Self { since, known_until, delays }
    }

    /// Returns the quarters that speak of lateness with what is known of each: those that ended since
    /// patents first came in.
    pub fn quarters(&self) -> impl Iterator<Item = (Quarter, i64)> {
        self.delays.iter().map(|(quarter, delays)| (*quarter, delays.len() as i64))
    }

    /// How many quarters are old enough to be taken as all there.
    pub fn grown_up(&self) -> usize {
        self.delays.keys().filter(|quarter| self.age(**quarter) >= OLD_ENOUGH).count()
    }

    /// Whether a quarter may still grow: it ended less than a year ago.
    pub fn is_young(&self, quarter: Quarter) -> bool {
        self.age(quarter) < OLD_ENOUGH
    }

    /// How many days ago a quarter ended, as far as knowledge reaches; negative while it runs.
    pub fn age(&self, quarter: Quarter) -> i32 {
        self.known_until.days_since(quarter.last())
    }

    /// Returns how many of a quarter's cases had been recorded `age` days after its end, and how many
    /// are known now; none when it is not that old yet.
    pub fn recorded_by(&self, quarter: Quarter, age: i32) -> Option<(i64, i64)> {
        let delays = self.delays.get(&quarter).filter(|_| self.age(quarter) >= age)?;
        Some((delays.partition_point(|delay| *delay <= age) as i64, delays.len() as i64))
    }

    /// Returns what is usually known of a quarter of the age of this one; none while it runs, for one
    /// that ended before patents came in, and when fewer than four quarters speak.
    pub fn usual(&self, quarter: Quarter) -> Option<Completeness> {
        let age = self.age(quarter);
        let speaks = self.since.is_some_and(|since| quarter.last() >= since);
        (age >= 0 && speaks).then(|| self.usual_at(age, Some(quarter)))?
    }

    /// Returns the usual share at an age, from all quarters old enough but one.
    pub fn usual_at(&self, age: i32, but: Option<Quarter>) -> Option<Completeness> {
        let old = |quarter: &Quarter| self.age(*quarter) >= age.max(OLD_ENOUGH);
        let spoken: Vec<(i64, i64)> = self
            .delays
            .keys()
            .filter(|quarter| old(quarter) && but != Some(**quarter))
            .filter_map(|quarter| self.recorded_by(*quarter, age))
            .collect();
        let (recorded, all) = spoken.iter().fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
        (spoken.len() >= ENOUGH_QUARTERS).then(|| Completeness {
            share_permille: u32::try_from((recorded * 1000 + all / 2) / all).unwrap_or(1000),
            quarters: spoken.len(),
        })
    }
}

/// The day a filing counts and the day it was recorded, when both are known.
pub(super) fn filing(arrival: &Arrival) -> Option<(Date, Date)> {
    match arrival.filed? {
        Counted::On(day) => Some((day, arrival.filing_heard)),
        Counted::InYear(_) => None,
    }
}

/// Returns how much of a quarter's invention filings is usually known by now, from the ledger's own
/// received and recorded dates; none when nothing can be said of it.
pub fn completeness(
    ledger: &Ledger,
    snapshot: Snapshot,
    quarter: Quarter,
) -> Result<Option<Completeness>, LedgerError> {
    Ok(Lateness::of_filings(ledger, snapshot, PatentKind::Invention)?.usual(quarter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn quarter(text: &str) -> Quarter {
        Quarter::of(day(text))
    }

    /// Ten filings a quarter from 2016 to 2018: six by the quarter's end, three within 40 days, one after 100.
    fn ten_a_quarter() -> Vec<(Date, Date)> {
        let mut cases = Vec::new();
        for n in 0..12 {
            let quarter = quarter("2016-01-01").plus(n);
            let heard = |days| quarter.last().add_days(days).unwrap();
            for delay in [-20, -9, -5, -3, -1, 0, 10, 30, 40, 100] {
                cases.push((quarter.first(), heard(delay)));
            }
        }
        cases
    }

    fn lateness(since: &str, until: &str) -> Lateness {
        let until = day(until);
        let known = ten_a_quarter().into_iter().filter(|(_, heard)| *heard <= until);
        Lateness::new(Some(day(since)), until, known)
    }

    #[test]
    fn shares_grow_with_age_up_to_what_is_known_now() {
        let lateness = lateness("2016-01-20", "2019-02-09");
        let at = |age| lateness.recorded_by(quarter("2017-01-01"), age);
        let shares: Vec<_> = AGES.map(at).into_iter().flatten().collect();
        assert_eq!(shares, [(6, 10), (8, 10), (9, 10), (9, 10), (10, 10), (10, 10)]);
        // The last quarter is 40 days old: what it will be at 60 nobody knows.
        assert_eq!(lateness.recorded_by(quarter("2018-10-01"), 30), Some((8, 9)));
        assert_eq!(lateness.recorded_by(quarter("2018-10-01"), 60), None);
    }

    #[test]
    fn a_young_quarter_is_told_by_the_old_ones() {
        let lateness = lateness("2016-01-20", "2019-02-09");
        let usual = lateness.usual(quarter("2018-10-01"));
        // 2016Q1 to 2017Q4 are a year old.
        assert_eq!(usual, Some(Completeness { share_permille: 900, quarters: 8 }));
        assert_eq!(usual.and_then(|usual| usual.estimate(9)), Some(10));
        assert_eq!(lateness.usual(quarter("2019-01-01")), None, "it still runs");
    }

    #[test]
    fn quarters_before_the_first_import_say_nothing() {
        // Patents came in first on 2017-02-20: four quarters have ended since and are a year old.
        let late = lateness("2017-02-20", "2019-02-09");
        assert_eq!(late.quarters().next(), Some((quarter("2017-01-01"), 10)));
        assert_eq!(late.usual(quarter("2016-10-01")), None);
        assert_eq!(late.usual(quarter("2018-10-01")).map(|usual| usual.quarters), Some(4));
        assert_eq!(lateness("2017-04-01", "2019-02-09").usual(quarter("2018-10-01")), None);
    }
}
