//! Monthly totals: the rollup kept with every entry, and the recount that must agree with it.

use rusqlite::Connection;

use super::error::LedgerError;
use crate::domain::counting::{Counted, MEASURES, Measure};

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2199;
const MONTHS: usize = 13;
const CELLS_A_YEAR: usize = MONTHS * MEASURES;

/// Counts by year, month (0 = the year alone is known) and measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthlyTotals {
    /// One block of cells per year from 1900, allocated when the year is first counted.
    years: Vec<Option<Box<[i64]>>>,
}

impl MonthlyTotals {
    pub fn add(&mut self, when: Counted, measure: Measure, n: i64) {
        self.add_cell(when.year(), when.month(), measure.number(), n);
    }

    fn add_cell(&mut self, year: i32, month: u32, measure: i64, n: i64) {
        if let Some(cell) = self.cell(year, month, measure) {
            *cell += n;
        }
    }

    /// None when the triple lies outside what the ledger can hold.
    fn cell(&mut self, year: i32, month: u32, measure: i64) -> Option<&mut i64> {
        let (month, measure) = (usize::try_from(month).ok()?, usize::try_from(measure).ok()?);
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) || month >= MONTHS || measure >= MEASURES {
            return None;
        }
        let at = usize::try_from(year - FIRST_YEAR).ok()?;
        if self.years.len() <= at {
            self.years.resize(at + 1, None);
        }
        let cells = self.years[at].get_or_insert_with(|| vec![0; CELLS_A_YEAR].into());
        cells.get_mut(month * MEASURES + measure)
    }

    /// Returns how many `measure` counts in a month (0: those of the year whose day is not known).
    pub fn get(&self, year: i32, month: u32, measure: Measure) -> i64 {
        let at = usize::try_from(year - FIRST_YEAR).unwrap_or(usize::MAX);
        let cell = month as usize * MEASURES + measure.number() as usize;
        self.years.get(at).and_then(Option::as_ref).map_or(0, |cells| cells[cell])
    }

    /// Calls `each` for every cell that is not zero, in order.
    pub fn for_each<E>(
        &self,
        mut each: impl FnMut(i32, u32, i64, i64) -> Result<(), E>,
    ) -> Result<(), E> {
        for (year, cells) in (FIRST_YEAR..).zip(&self.years) {
            for (at, &n) in cells.iter().flat_map(|cells| cells.iter().enumerate()) {
                if n != 0 {
                    each(year, (at / MEASURES) as u32, (at % MEASURES) as i64, n)?;
                }
            }
        }
        Ok(())
    }

    /// Reads the rollup of some years as it stands in the file. The second value counts rows that no measure owns.
    pub(super) fn read(
        conn: &Connection,
        years: std::ops::RangeInclusive<i32>,
    ) -> Result<(Self, usize), LedgerError> {
        let mut totals = Self::default();
        let mut strange = 0;
        let mut statement = conn.prepare_cached(
            "select year, month, measure, n from monthly_total where year between ?1 and ?2",
        )?;
        let mut rows = statement.query([years.start(), years.end()])?;
        while let Some(row) = rows.next()? {
            let n: i64 = row.get(3)?;
            let (year, month, measure) = (row.get(0)?, row.get(1)?, row.get(2)?);
            match totals.cell(year, month, measure) {
                Some(cell) => *cell += n,
                None => strange += 1,
            }
        }
        Ok((totals, strange))
    }
}

/// What an entry changes in the rollup.
#[derive(Debug, Default)]
pub(super) struct Delta(pub(super) MonthlyTotals);

impl Delta {
    /// Writes the change in the entry's own transaction.
    pub(super) fn apply(&self, conn: &Connection) -> Result<(), LedgerError> {
        let mut add = conn.prepare_cached(
            "insert into monthly_total (year, month, measure, n) values (?1, ?2, ?3, ?4)
             on conflict (year, month, measure) do update set n = n + excluded.n",
        )?;
        let mut subtract = conn.prepare_cached(
            "update monthly_total set n = n + ?4
             where year = ?1 and month = ?2 and measure = ?3 and n + ?4 > 0",
        )?;
        let mut remove = conn.prepare_cached(
            "delete from monthly_total where year = ?1 and month = ?2 and measure = ?3",
        )?;
        self.0.for_each(|year, month, measure, n| {
            if n > 0 {
                add.execute((year, month, measure, n))?;
            } else if subtract.execute((year, month, measure, n))? == 0 {
                remove.execute((year, month, measure))?;
            }
            Ok(())
        })
    }
}
