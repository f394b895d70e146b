//! What people see of the ledger, as data with typed cells: terminal, page, workbook, JSON and screens draw the same.
//!
//! A view takes the ledger, a snapshot and a plain query, and returns tables, a record or a document. It reads no
//! flags, asks nobody and prints nothing.
//!
//! ```text
//! recorded     what an operation did, or would do     pledge       a check, ground by ground
//! claim        a quote, step by step                   counts       figures counted now, by year or quarter
//! figures      published figures                       publication  editions sealed, revisions, counted again
//! difference   today against a publication             forecast     targets ahead, backtests, completeness
//! target       the plan's targets                      log          entries, and what one of them did
//! status       what waits to be done                   verification the ledger against itself
//! documents    reports that leave the house
//! ```

mod claim;
pub mod counts;
pub mod difference;
pub mod documents;
pub mod figures;
pub mod forecast;
pub mod log;
mod pledge;
pub mod publication;
mod recorded;
pub mod status;
pub mod target;
pub mod verification;

pub use claim::{example_steps, payer_name, quote_json, quote_steps};
pub use pledge::{findings as pledge_findings, pledge_check};
pub use recorded::{effects, effects_json, moved, moved_json};

/// How much of a view is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What a person takes in on a screen.
    Screen,
    /// Every column and row, for programs and files.
    Whole,
}
