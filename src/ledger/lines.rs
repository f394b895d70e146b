//! The lines themselves, table by table, for who wants to count again with other tools.

use rusqlite::types::ValueRef;

use super::digest::hex;
use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::{Key, LineTable, TABLES};
use crate::domain::values::Date;

impl Ledger {
    /// Returns the names of the tables of facts with their columns, as [`Ledger::each_line`] gives them.
    pub fn line_tables() -> Vec<(&'static str, Vec<&'static str>)> {
        let columns = |table: &LineTable| {
            let mut columns = vec![table.key_column];
            columns.extend(table.all_columns());
            columns.push("brought_by");
            columns
        };
        TABLES.iter().map(|table| (table.name, columns(table))).collect()
    }

    /// Calls `each` with every line of a table known at the snapshot, in order of key: days as dates, bytes as
    /// hexadecimal digits, all else as it is stored; what is absent as an empty text.
    ///
    /// Errors: `NotFound` (no such table).
    pub fn each_line<E: From<LedgerError>>(
        &self,
        table: &str,
        snapshot: Snapshot,
        mut each: impl FnMut(&[String]) -> Result<(), E>,
    ) -> Result<(), E> {
        let err = |error: rusqlite::Error| E::from(LedgerError::from(error));
        let found = TABLES.iter().find(|known| known.name == table);
        let table =
            found.ok_or_else(|| LedgerError::NotFound { noun: "table", id: table.to_owned() })?;
        let mut columns = vec![table.key_column];
        columns.extend(table.all_columns());
        columns.push("brought_by");
        let in_force = match table.key {
            Key::Identity => "t.brought_by <= ?1".to_owned(),
            Key::Revised | Key::Clustered | Key::Ordered | Key::Counted => known("t"),
        };
        let sql = format!(
            "select {} from {} t where {in_force} order by {}",
            columns.join(", "),
            table.name,
            table.key_column
        );
        let mut statement = self.conn.prepare(&sql).map_err(err)?;
        let mut rows = statement.query([snapshot.known_at]).map_err(err)?;
        let mut cells = vec![String::new(); columns.len()];
        while let Some(row) = rows.next().map_err(err)? {
            for (at, cell) in cells.iter_mut().enumerate() {
                *cell = written(row.get_ref(at).map_err(err)?, columns[at]);
            }
            each(&cells)?;
        }
        Ok(())
    }
}

fn written(value: ValueRef<'_>, column: &str) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(0) if column == "filing_fee" => "unpaid".to_owned(),
        ValueRef::Integer(days) if is_day(column) => {
            let day = i32::try_from(days).ok().and_then(Date::from_days);
            day.map_or_else(|| days.to_string(), |day| day.to_string())
        }
        ValueRef::Integer(n) => n.to_string(),
        // STRICT tables without a real column hold none.
        ValueRef::Real(n) => n.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => hex(bytes),
    }
}

fn is_day(column: &str) -> bool {
    // The day a loan is to be paid on is a number of the month.
    let is_named = column == "day" || column.ends_with("_day") && column != "pay_day";
    is_named
        || matches!(column, "filing_fee" | "period_from" | "period_to" | "valid_from" | "valid_to")
}
