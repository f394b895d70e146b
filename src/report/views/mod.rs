//! What people see of the ledger, as data with typed cells: terminal, page, workbook, JSON and screens draw the same.
//!
//! A view takes the ledger, a snapshot and a plain query, and returns tables, a record or a document. It reads no
//! flags, asks nobody and prints nothing.
//!
//! ```text
//! party patent pct pledge loan scheme fund claim reconciliation
//!              a noun's lists, cards and exports
//! recorded     what an operation did, or would do     reading      how a sheet of an import is read
//! figures      published figures                       counts       figures counted now, by year or quarter
//! difference   today against a publication             publication  editions sealed, revisions, counted again
//! target       the plan's targets                      forecast     targets ahead, backtests, completeness
//! stock        what there is on a day               evidence     what makes an invention one of high value
//! status       what waits to be done                   log          entries, and what one of them did
//! doctor       what wants looking after
//! documents    reports that leave the house            verification the ledger against itself
//! sides        a bank's line beside the loans it could mean
//! known        a known fact as the form of its correction starts from it
//! cells        what several views fill alike
//! ```
//!
//! A list takes a query (a plain struct of `operations`) and gives a [`Table`](super::Table); a card takes what names
//! the thing and gives a [`Details`](super::Details). Nothing here knows how it is drawn, sorted or paged.

pub mod answer;
pub mod candidates;
pub mod cells;
pub mod certificate;
pub mod claim;
pub mod counts;
pub mod difference;
pub mod doctor;
pub mod documents;
pub mod evidence;
pub mod fact;
pub mod figures;
pub mod forecast;
pub mod fund;
pub mod import;
pub mod known;
pub mod loan;
pub mod log;
pub mod party;
pub mod patent;
pub mod pct;
pub mod plan;
pub mod pledge;
pub mod population;
pub mod program;
pub mod publication;
pub mod reading;
pub mod reconciled;
pub mod reconciliation;
mod recorded;
pub mod scheme;
pub mod settings;
pub mod sides;
pub mod status;
pub mod stock;
pub mod target;
pub mod verification;

pub use claim::{claim_grounds, example_steps, payer_name, quote_json, quote_steps};
pub use pledge::{findings as pledge_findings, pledge_check};
pub use recorded::{effects, effects_json, ended, moved, moved_json};

/// How much of a view is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What a person takes in on a screen.
    Screen,
    /// Every column and row, for programs and files.
    Whole,
}
