//! The two times every figure is asked for.

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
