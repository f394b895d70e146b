//! Why a value or a fact is refused, and what had to be repaired to read it.
//!
//! A refusal knows the value and the problem. Where it stood (file, sheet, row, column) is added by
//! `exchange`, the sentence and the hint by `i18n`, the exit code by `cli`.

use std::fmt;

/// A value that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The text as it stood.
    pub value: String,
    pub problem: Problem,
}

impl Refusal {
    pub fn new(value: impl Into<String>, problem: Problem) -> Self {
        Self { value: value.into(), problem }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.problem.code(), self.value)
    }
}

impl std::error::Error for Refusal {}

/// A value with what had to be repaired to read it (logged with the row it came from).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read<T> {
    pub value: T,
    pub repair: Option<Repair>,
}

/// What is wrong with a value. Each variant has a stable code that users and tests rely on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {}

impl Problem {
    /// The stable code, such as `application-no-check`.
    pub fn code(&self) -> &'static str {
        match *self {}
    }
}

/// What was mended while reading a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {}
