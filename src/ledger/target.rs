//! Targets and reported values in the ledger.

use rusqlite::{OptionalExtension, Row, params};
use rust_decimal::Decimal;

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::TARGET;
use super::write::Entry;
use crate::domain::target::{Baseline, Measured, Reported, Target, TargetKey};
use crate::domain::values::{Date, Period};

const COLUMNS: &str = "t.line, t.category, t.indicator, t.name, t.goal, t.unit, t.period_from,
    t.period_to, t.measure, t.note, t.plan, t.baseline, t.baseline_year, t.reported_by, t.paragraph";

fn target_from(row: &Row<'_>) -> rusqlite::Result<(i64, Target)> {
    let damaged = |column| {
        rusqlite::Error::InvalidColumnType(column, "target".into(), rusqlite::types::Type::Text)
    };
    let goal: String = row.get(4)?;
    let days = (row.get(6)?, row.get(7)?);
    let period = Date::from_days(days.0)
        .zip(Date::from_days(days.1))
        .and_then(|(from, to)| Period::between(from, to))
        .ok_or_else(|| damaged(6))?;
    let measure: String = row.get(8)?;
    let baseline: Option<String> = row.get(11)?;
    let baseline = match baseline {
        Some(value) => {
            let value = Decimal::from_str_exact(&value).map_err(|_| damaged(11))?;
            Some(Baseline { value, year: row.get(12)? })
        }
        None => None,
    };
    let target = Target {
        category: row.get(1)?,
        indicator: row.get(2)?,
        name: row.get(3)?,
        goal: Decimal::from_str_exact(&goal).map_err(|_| damaged(4))?,
        unit: row.get(5)?,
        period,
        measured: Measured::read(&measure).ok_or_else(|| damaged(8))?,
        note: row.get(9)?,
        plan: row.get(10)?,
        baseline,
        reported_by: row.get(13)?,
        paragraph: row.get(14)?,
    };
    Ok((row.get(0)?, target))
}

impl Entry<'_> {
    /// Returns line and target in force of an indicator for the same period, in the same plan or in none.
    pub fn target_in_force(&self, key: &TargetKey) -> Result<Option<(i64, Target)>, LedgerError> {
        let sql = format!(
            "select {COLUMNS} from target t where t.indicator = ?1 and t.period_from = ?2
             and t.period_to = ?3 and t.plan is ?4 and t.ended_by is null"
        );
        let (first, last) = (key.period.first().days(), key.period.last().days());
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row(params![key.indicator, first, last, key.plan], target_from)
            .optional()?;
        Ok(found)
    }

    /// Records a target; one in force for the same indicator, period and plan is superseded.
    pub fn bring_target(
        &self,
        target: &Target,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        if let Some((line, _)) = self.target_in_force(&target.key())? {
            self.end(TARGET, line)?;
        }
        self.bring(
            TARGET,
            params![
                target.category,
                target.indicator,
                target.name,
                target.goal.to_string(),
                target.unit,
                target.period.first().days(),
                target.period.last().days(),
                target.measured.code(),
                target.note,
                target.plan,
                target.baseline.map(|baseline| baseline.value.to_string()),
                target.baseline.map(|baseline| baseline.year),
                target.reported_by,
                target.paragraph,
            ],
            source_row,
        )?;
        Ok(())
    }

    /// Ends every target in force of an indicator: of a plan, or of all and none.
    pub fn void_target(&self, indicator: &str, plan: Option<&str>) -> Result<(), LedgerError> {
        let sql = "select line from target where indicator = ?1 and ended_by is null
                   and (?2 is null or plan = ?2)";
        let mut lines = self.conn.prepare(sql)?;
        let lines = lines.query_map(params![indicator, plan], |row| row.get(0))?;
        let lines: Vec<i64> = lines.collect::<Result<_, _>>()?;
        if lines.is_empty() {
            return Err(LedgerError::NotFound { noun: "target", id: indicator.to_owned() });
        }
        lines.into_iter().try_for_each(|line| self.end(TARGET, line))
    }
}

fn reported_from(row: &Row<'_>) -> rusqlite::Result<Option<Reported>> {
    let value: String = row.get(2)?;
    let day = Date::from_days(row.get(3)?);
    let (indicator, source) = (row.get(1)?, row.get(4)?);
    let read = Decimal::from_str_exact(&value).ok().zip(day);
    Ok(read.map(|(value, day)| Reported { indicator, value, day, source }))
}

impl Ledger {
    /// Returns the targets known at the snapshot, in the order in which they were recorded.
    pub fn targets(&self, snapshot: Snapshot) -> Result<Vec<Target>, LedgerError> {
        let sql = format!("select {COLUMNS} from target t where {} order by t.line", known("t"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([snapshot.known_at], |row| Ok(target_from(row)?.1))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the latest value reported for an indicator that holds for a day up to the snapshot's.
    pub fn latest_reported(
        &self,
        indicator: &str,
        snapshot: Snapshot,
    ) -> Result<Option<Reported>, LedgerError> {
        let sql = format!(
            "select v.line, v.indicator, v.value, v.day, v.source from reported_value v
             where {} and v.indicator = ?2 and v.day <= ?3 order by v.day desc, v.line desc limit 1",
            known("v")
        );
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row(params![snapshot.known_at, indicator, snapshot.as_of.days()], reported_from)
            .optional()?;
        Ok(found.flatten())
    }
}
