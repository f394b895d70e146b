//! Plans in the ledger. Their goals are targets that name them.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::{PLAN, TARGET};
use super::write::Entry;
use crate::domain::plan::Plan;

/// A plan as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCard {
    pub line: i64,
    pub plan: Plan,
    pub brought_by: i64,
}

const COLUMNS: &str =
    "p.line, p.plan, p.title, p.title_en, p.source, p.year_from, p.year_to, p.brought_by";

fn card_from(row: &Row<'_>) -> rusqlite::Result<PlanCard> {
    let damaged =
        || rusqlite::Error::InvalidColumnType(5, "plan".into(), rusqlite::types::Type::Integer);
    let plan = Plan::new(row.get(1)?, row.get(2)?, row.get(5)?, row.get(6)?);
    let mut plan = plan.ok_or_else(damaged)?;
    (plan.title_en, plan.source) = (row.get(3)?, row.get(4)?);
    Ok(PlanCard { line: row.get(0)?, plan, brought_by: row.get(7)? })
}

fn plans_at(conn: &Connection, at: i64) -> Result<Vec<PlanCard>, LedgerError> {
    let sql = format!(
        "select {COLUMNS} from plan p where {} order by p.year_from, p.year_to, p.line",
        known("p")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([at], card_from)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Entry<'_> {
    /// Returns the plan of a code, if one is in force in the ledger.
    pub fn plan_in_force(&self, code: &str) -> Result<Option<PlanCard>, LedgerError> {
        let sql = format!("select {COLUMNS} from plan p where p.plan = ?1 and p.ended_by is null");
        Ok(self.conn.prepare_cached(&sql)?.query_row([code], card_from).optional()?)
    }

    /// Records a plan; its goals are recorded one by one.
    pub fn bring_plan(&self, plan: &Plan) -> Result<(), LedgerError> {
        let Plan { code, title, title_en, source, from, to, .. } = plan;
        self.bring(PLAN, params![code, title, title_en, source, from, to], None)?;
        Ok(())
    }

    /// Ends a plan and all its goals.
    pub fn void_plan(&self, card: &PlanCard) -> Result<(), LedgerError> {
        let mut goals =
            self.conn.prepare("select line from target where plan = ?1 and ended_by is null")?;
        let goals = goals.query_map([&card.plan.code], |row| row.get(0))?;
        for line in goals.collect::<Result<Vec<i64>, _>>()? {
            self.end(TARGET, line)?;
        }
        self.end(PLAN, card.line)
    }
}

impl Ledger {
    /// Returns the plans known at the snapshot, by their years.
    pub fn plans(&self, snapshot: Snapshot) -> Result<Vec<PlanCard>, LedgerError> {
        plans_at(&self.conn, snapshot.known_at)
    }
}
