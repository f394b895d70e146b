//! The two times every figure is asked for.

use std::collections::HashMap;

use rusqlite::{Row, Statement};

use super::error::LedgerError;
use super::tables::EVENTS;
use crate::domain::values::Date;

/// What was true at the close of `as_of`, as the office knew it after entry `known_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    pub as_of: Date,
    /// The last entry taken into account.
    pub known_at: i64,
    /// Whether `known_at` is the newest entry and `as_of` no earlier than the day it was recorded:
    /// then no fact is cut off, and the rollup answers.
    pub is_now: bool,
}

/// The condition for a line to be known at `?1`, for the table or alias `t`.
pub fn known(t: &str) -> String {
    format!("{t}.brought_by <= ?1 and ({t}.ended_by is null or {t}.ended_by > ?1)")
}

/// Reads the events of things by a statement that takes an entry and the first and the last line; of `things` alone, where
/// they are few. Returns them by thing, in the statement's order.
pub(super) fn events_of<E>(
    statement: &mut Statement<'_>,
    at: i64,
    things: Option<&[i64]>,
    read: fn(&Row<'_>) -> rusqlite::Result<E>,
    line: impl Fn(&E) -> i64,
) -> Result<HashMap<i64, Vec<E>>, LedgerError> {
    let lines = |thing: &i64| (thing * EVENTS, thing * EVENTS + EVENTS - 1);
    let ranges = things.map_or(vec![(0, i64::MAX)], |things| things.iter().map(lines).collect());
    let mut found: HashMap<i64, Vec<E>> = HashMap::new();
    for (first, last) in ranges {
        for event in statement.query_map([at, first, last], read)? {
            let event = event?;
            found.entry(line(&event) / EVENTS).or_default().push(event);
        }
    }
    Ok(found)
}
