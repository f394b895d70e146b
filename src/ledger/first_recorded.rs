//! When the ledger first heard of a filing, and of its grant: what figures are late by.

use super::entries::day_in_china;
use super::error::LedgerError;
use super::open::Ledger;
use super::party::all_places;
use super::patent::{PatentCard, card_from};
use super::snapshot::Snapshot;
use super::tables::REVISIONS;
use crate::domain::counting::{Belongs, Counted, Measure, contributions};
use crate::domain::numbers::{PatentKind, RegionCode};
use crate::domain::party::belongs;
use crate::domain::patent::FilingFee;
use crate::domain::values::Date;

/// A patent known at a snapshot, as far as counting it goes, with the days the ledger heard of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    pub kind: PatentKind,
    /// When its filing counts, all applications received; none: not in the district, or not yet.
    pub filed: Option<Counted>,
    pub fee: FilingFee,
    /// The day its grant counts; none: not in the district, or not yet.
    pub granted: Option<Date>,
    /// The day of the entry that first brought the application in, whatever corrected it later.
    pub filing_heard: Date,
    /// The day of the entry that first brought a grant of it in.
    pub grant_heard: Option<Date>,
}

/// The columns of a card that counting needs, in their places, and whether the line is known at `?1`.
/// A patent's lines lie together, the first one first.
const LINES: &str = "select p.line, p.kind, null, p.filing_day, p.received_day, p.entry_day,
    p.filing_fee, null, p.divisional, null, null, null, null, p.grant_day, null, p.applicant, null,
    null, p.brought_by, null, p.ended_by is null or p.ended_by > ?1
    from patent p where p.brought_by <= ?1 order by p.line";

/// What is gathered over the lines of one number.
#[derive(Debug, Default)]
struct Gathered {
    number: i64,
    filing_entry: i64,
    grant_entry: Option<i64>,
    known: Option<PatentCard>,
}

impl Ledger {
    /// Calls `each` for every patent known at the snapshot, in order of number, in one pass over all lines.
    pub fn each_arrival(
        &self,
        snapshot: Snapshot,
        region: RegionCode,
        mut each: impl FnMut(Arrival),
    ) -> Result<(), LedgerError> {
        let places = all_places(&self.conn, snapshot.known_at)?;
        let days = self.days_of_entries()?;
        let day_of = |entry: i64| {
            let at = usize::try_from(entry - 1).ok();
            at.and_then(|at| days.get(at)).copied().unwrap_or(Date::MAX)
        };
        let mut arrive = |gathered: &Gathered| {
            let Some(card) = &gathered.known else { return };
            let here =
                card.owners.first().map(|owner| places.get(owner).map_or(&[][..], Vec::as_slice));
            let member = |day| here.map_or(Belongs::Assumed, |places| belongs(places, region, day));
            let mut arrival = Arrival {
                kind: card.patent.kind,
                filed: None,
                fee: card.patent.filing_fee,
                granted: None,
                filing_heard: day_of(gathered.filing_entry),
                grant_heard: gathered.grant_entry.map(day_of),
            };
            contributions(&card.patent, snapshot.as_of, member, |when, measure| match measure {
                Measure::Received(_) => arrival.filed = Some(when),
                Measure::Granted(_) => arrival.granted = when.day_of_membership(),
                Measure::FeePaid(_)
                | Measure::FeeUnknown(_)
                | Measure::DistrictAssumed(_)
                | Measure::EntryDayUnknown(_)
                | Measure::Pct => {}
            });
            each(arrival);
        };
        let mut statement = self.conn.prepare_cached(LINES)?;
        let mut rows = statement.query([snapshot.known_at])?;
        let mut gathered = Gathered::default();
        while let Some(row) = rows.next()? {
            let card = card_from(row)?;
            let number = row.get::<_, i64>(0)? / REVISIONS;
            if number != gathered.number {
                arrive(&gathered);
                gathered =
                    Gathered { number, filing_entry: card.brought_by, ..Gathered::default() };
            }
            if card.patent.grant.is_some() {
                gathered.grant_entry.get_or_insert(card.brought_by);
            }
            if row.get(20)? {
                gathered.known = Some(card);
            }
        }
        arrive(&gathered);
        Ok(())
    }

    /// Returns the day up to which the knowledge of a snapshot reaches: from its last entry on nothing
    /// more was known until the next one, or until its own day.
    pub fn known_until(&self, snapshot: Snapshot) -> Result<Date, LedgerError> {
        let days = self.days_of_entries()?;
        let at = usize::try_from(snapshot.known_at).unwrap_or(0);
        let last = at.checked_sub(1).and_then(|at| days.get(at)).copied().unwrap_or(Date::MIN);
        let reached = days.get(at).map_or(snapshot.as_of, |next| snapshot.as_of.min(*next));
        Ok(last.max(reached))
    }

    /// The day in China of every entry, in order.
    fn days_of_entries(&self) -> Result<Vec<Date>, LedgerError> {
        let moments = self.moments_of_entries()?.into_iter();
        Ok(moments.map(|moment| day_in_china(moment).unwrap_or(Date::MAX)).collect())
    }
}
