//! The field: values, numbers, nouns and their rules.
//!
//! Nothing here reads a file, a clock, a terminal or the database; "today" comes in as an argument.

pub mod numbers;
pub mod refusal;
pub mod values;

pub use refusal::{Problem, Read, Refusal, Repair};
