//! Monthly totals: the rollup kept with every entry, and the recount that must agree with it.

use std::ops::RangeInclusive;

use rusqlite::{Connection, params_from_iter};

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::Snapshot;
use crate::domain::counting::{Counted, MEASURES, Measure};
use crate::domain::values::Date;

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2199;
const MONTHS: usize = 13;

/// What each measure counts in a month.
type Month = [i64; MEASURES.len()];

/// Counts by year, month (0 = the year alone is known) and measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthlyTotals {
    /// The months of a year, from 1900; allocated when the year is first counted.
    years: Vec<Option<Box<[Month; MONTHS]>>>,
}

impl MonthlyTotals {
    pub fn add(&mut self, when: Counted, measure: Measure, n: i64) {
        if let Some(month) = self.month(when.year(), when.month()) {
            month[measure.column()] += n;
        }
    }

    /// None when the month lies outside what the ledger can hold.
    fn month(&mut self, year: i32, month: u32) -> Option<&mut Month> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return None;
        }
        let at = usize::try_from(year - FIRST_YEAR).ok()?;
        if self.years.len() <= at {
            self.years.resize(at + 1, None);
        }
        let months = self.years[at].get_or_insert_with(|| Box::new([[0; MEASURES.len()]; MONTHS]));
        months.get_mut(month as usize)
    }

    /// Returns how many `measure` counts in a month (0: those of the year whose day is not known).
    pub fn get(&self, year: i32, month: u32, measure: Measure) -> i64 {
        let at = usize::try_from(year - FIRST_YEAR).unwrap_or(usize::MAX);
        let months = self.years.get(at).and_then(Option::as_ref);
        months.map_or(0, |months| months[month as usize][measure.column()])
    }

    /// The months in which anything counts, in order.
    fn months(&self) -> impl Iterator<Item = ((i32, u32), &Month)> {
        let years = (FIRST_YEAR..).zip(&self.years);
        let months = years.filter_map(|(year, months)| Some((year, months.as_deref()?)));
        let months = months.flat_map(|(year, months)| {
            (0..).zip(months).map(move |(month, counts)| ((year, month), counts))
        });
        months.filter(|(_, counts)| **counts != [0; MEASURES.len()])
    }

    /// Every count that is not zero: year, month, the name of what is counted, how many.
    pub(super) fn counts(&self) -> impl Iterator<Item = ((i32, u32, &'static str), i64)> {
        self.months().flat_map(|((year, month), counts)| {
            let named = MEASURES.into_iter().zip(*counts).filter(|(_, n)| *n != 0);
            named.map(move |(measure, n)| ((year, month, measure), n))
        })
    }

    /// Reads the rollup of some years as it stands in the file. The second value counts rows in which nothing
    /// counts, or of no month.
    pub(super) fn read(
        conn: &Connection,
        years: RangeInclusive<i32>,
    ) -> Result<(Self, usize), LedgerError> {
        let mut totals = Self::default();
        let mut strange = 0;
        let mut statement =
            conn.prepare_cached("select * from monthly_total where month between ?1 and ?2")?;
        let mut rows = statement.query([key(*years.start(), 0), key(*years.end(), 12)])?;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            let mut counts = [0; MEASURES.len()];
            for (column, n) in counts.iter_mut().enumerate() {
                *n = row.get(1 + column)?;
            }
            let year = i32::try_from(key.div_euclid(100)).unwrap_or(i32::MAX);
            match totals.month(year, key.rem_euclid(100) as u32) {
                Some(month) if counts != [0; MEASURES.len()] => *month = counts,
                _ => strange += 1,
            }
        }
        Ok((totals, strange))
    }
}

impl Ledger {
    /// Counts the lines in force anew, or the blocks where they are known to be what the lines make them; none when the
    /// ledger has no office yet.
    pub(super) fn recounted_totals(
        &self,
        from_blocks: bool,
    ) -> Result<Option<MonthlyTotals>, LedgerError> {
        let newest = Snapshot { as_of: Date::MAX, known_at: i64::MAX, is_now: false };
        let office = match self.office(newest) {
            Ok(office) => office,
            Err(LedgerError::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut groups = vec![MonthlyTotals::default()];
        match from_blocks {
            true => self.count_patents(newest, office.region, |_, _| Some(0), &mut groups)?,
            false => self.count_patent_lines(newest, office.region, |_, _| Some(0), &mut groups)?,
        }
        self.count_pcts(newest, office.region, |_, _| Some(0), &mut groups)?;
        Ok(groups.into_iter().next())
    }
}

/// What an entry changes in the rollup.
#[derive(Debug, Default)]
pub(super) struct Delta(pub(super) MonthlyTotals);

impl Delta {
    /// Writes the change in the entry's own transaction.
    pub(super) fn apply(&self, conn: &Connection) -> Result<(), LedgerError> {
        let joined = |part: fn(usize, &str) -> String| {
            let parts: Vec<String> = (2..).zip(MEASURES).map(|(n, name)| part(n, name)).collect();
            parts.join(", ")
        };
        let update = format!(
            "update monthly_total set {} where month = ?1",
            joined(|n, name| format!("{name} = {name} + ?{n}"))
        );
        let insert =
            format!("insert into monthly_total values (?1, {})", joined(|n, _| format!("?{n}")));
        let remove = format!(
            "delete from monthly_total where month = ?1 and max({}) = 0",
            joined(|_, name| name.to_owned())
        );
        for ((year, month), change) in self.0.months() {
            let key = key(year, month);
            let values = || params_from_iter(std::iter::once(key).chain(*change));
            if conn.prepare_cached(&update)?.execute(values())? == 0 {
                conn.prepare_cached(&insert)?.execute(values())?;
            } else if change.iter().any(|n| *n < 0) {
                conn.prepare_cached(&remove)?.execute([key])?;
            }
        }
        Ok(())
    }
}

/// The key of a month's row.
fn key(year: i32, month: u32) -> i64 {
    i64::from(year) * 100 + i64::from(month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::numbers::PatentKind;

    fn empty() -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(crate::ledger::SCHEMA).unwrap();
        conn
    }

    #[test]
    fn every_measure_is_the_column_of_its_name() {
        let conn = empty();
        let mut columns =
            conn.prepare("select name from pragma_table_info('monthly_total')").unwrap();
        let names =
            columns.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
        assert_eq!(names.skip(1).collect::<Vec<_>>(), MEASURES);
        let of = |measure: Measure| MEASURES[measure.column()];
        assert_eq!(of(Measure::Received(PatentKind::Invention)), "invention_received");
        assert_eq!(of(Measure::Granted(PatentKind::Utility)), "utility_granted");
        assert_eq!(of(Measure::EntryDayUnknown(PatentKind::Design)), "design_entry_day_unknown");
        assert_eq!(of(Measure::Pct), "pct");
    }

    #[test]
    fn a_change_and_its_opposite_leave_nothing_behind() {
        let conn = empty();
        let when = Counted::On(Date::from_ymd(2016, 12, 30).unwrap());
        let granted = Measure::Granted(PatentKind::Invention);
        let years = 1900..=2199;
        for (n, stands) in [(3, 3), (-1, 2), (-2, 0)] {
            let mut delta = Delta::default();
            delta.0.add(when, granted, n);
            delta.apply(&conn).unwrap();
            let (totals, strange) = MonthlyTotals::read(&conn, years.clone()).unwrap();
            assert_eq!((totals.get(2016, 12, granted), strange), (stands, 0));
        }
        let rows: i64 =
            conn.query_row("select count(*) from monthly_total", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0);
        let mut below = Delta::default();
        below.0.add(when, granted, -1);
        assert!(below.apply(&conn).is_err(), "a count below zero is refused");
    }
}
