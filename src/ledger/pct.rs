//! PCT filings in the ledger.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::party::{PartyId, all_places, places_of};
use super::snapshot::{Snapshot, known};
use super::totals::MonthlyTotals;
use super::write::Entry;
use crate::domain::counting::{Belongs, pct_contribution};
use crate::domain::numbers::{PctNo, RegionCode, WoNo};
use crate::domain::party::belongs;
use crate::domain::pct::Pct;
use crate::domain::values::Date;

/// A PCT filing as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PctCard {
    pub pct: Pct,
    pub applicant: Option<PartyId>,
    pub brought_by: i64,
}

const COLUMNS: &str = "p.line, p.pct_no, p.filing_day, p.title, p.applicant, p.priority_no,
    p.priority_day, p.publication_no, p.brought_by";

fn card_from(row: &Row<'_>) -> rusqlite::Result<(i64, PctCard)> {
    let number: String = row.get(1)?;
    let damaged = || rusqlite::Error::InvalidColumnName(number.clone());
    let publication_no: Option<String> = row.get(7)?;
    let day = |days: Option<i32>| days.and_then(Date::from_days);
    let pct = Pct {
        number: number.parse::<PctNo>().map_err(|_| damaged())?,
        filing: day(row.get(2)?),
        title: row.get(3)?,
        priority_no: row.get(5)?,
        priority: day(row.get(6)?),
        publication_no: publication_no.and_then(|no| no.parse::<WoNo>().ok()),
    };
    Ok((row.get(0)?, PctCard { pct, applicant: row.get(4)?, brought_by: row.get(8)? }))
}

/// Adds `n` times what the PCT filings of a party contribute to the totals.
pub(super) fn count_filings_of(
    conn: &Connection,
    party: PartyId,
    member: impl Fn(Date) -> Belongs + Copy,
    totals: &mut MonthlyTotals,
    n: i64,
) -> Result<(), LedgerError> {
    let sql = format!("select {COLUMNS} from pct p where p.applicant = ?1 and p.ended_by is null");
    let mut statement = conn.prepare_cached(&sql)?;
    for card in statement.query_map([party], card_from)? {
        pct_contribution(&card?.1.pct, Date::MAX, member, |when, measure| {
            totals.add(when, measure, n)
        });
    }
    Ok(())
}

impl Entry<'_> {
    /// Adds to the rollup's change `n` times what single lines contribute, but those of some parties.
    pub(super) fn count_pct_lines(
        &self,
        lines: &[i64],
        but: &HashSet<PartyId>,
        n: i64,
    ) -> Result<(), LedgerError> {
        let sql = format!("select {COLUMNS} from pct p where p.line = ?1");
        for line in lines {
            let (_, card) = self.conn.prepare_cached(&sql)?.query_row([line], card_from)?;
            if !card.applicant.is_some_and(|party| but.contains(&party)) {
                self.count_pct(&card.pct, card.applicant, n)?;
            }
        }
        Ok(())
    }

    fn count_pct(&self, pct: &Pct, applicant: Option<PartyId>, n: i64) -> Result<(), LedgerError> {
        let region = self.office()?.region;
        let places = applicant.map(|party| places_of(self.conn, party, i64::MAX)).transpose()?;
        let member =
            |day| places.as_ref().map_or(Belongs::Assumed, |places| belongs(places, region, day));
        let mut delta = self.delta.borrow_mut();
        pct_contribution(pct, Date::MAX, member, |when, measure| delta.0.add(when, measure, n));
        Ok(())
    }
}

impl Ledger {
    /// Returns every PCT filing known at the snapshot, in order of number.
    pub fn pcts(&self, snapshot: Snapshot) -> Result<Vec<PctCard>, LedgerError> {
        let sql = format!("select {COLUMNS} from pct p where {} order by p.pct_no", known("p"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([snapshot.known_at], |row| Ok(card_from(row)?.1))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns a PCT filing as known at the snapshot.
    pub fn pct(&self, number: PctNo, snapshot: Snapshot) -> Result<PctCard, LedgerError> {
        let sql = format!("select {COLUMNS} from pct p where {} and p.pct_no = ?2", known("p"));
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row(params![snapshot.known_at, number.to_string()], |row| Ok(card_from(row)?.1))
            .optional()?;
        found.ok_or_else(|| LedgerError::NotFound { noun: "pct", id: number.to_string() })
    }

    /// Counts PCT filings at the snapshot; `group_of` as for patents.
    pub fn count_pcts(
        &self,
        snapshot: Snapshot,
        region: RegionCode,
        mut group_of: impl FnMut(Option<PartyId>, Date) -> Option<usize>,
        totals: &mut Vec<MonthlyTotals>,
    ) -> Result<(), LedgerError> {
        let places = all_places(&self.conn, snapshot.known_at)?;
        for card in self.pcts(snapshot)? {
            let here =
                card.applicant.map(|party| places.get(&party).map_or(&[][..], Vec::as_slice));
            let member = |day| here.map_or(Belongs::Assumed, |places| belongs(places, region, day));
            let mut counted = None;
            pct_contribution(&card.pct, snapshot.as_of, member, |when, measure| {
                counted = Some((when, measure));
            });
            let Some((when, measure)) = counted else { continue };
            let Some(day) = when.day_of_membership() else { continue };
            let Some(group) = group_of(card.applicant, day) else { continue };
            if totals.len() <= group {
                totals.resize_with(group + 1, MonthlyTotals::default);
            }
            totals[group].add(when, measure, 1);
        }
        Ok(())
    }
}
