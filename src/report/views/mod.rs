//! What people see of the ledger, as data with typed cells: terminal, page, workbook, JSON and screens draw the same.
//!
//! ```text
//! party patent pct pledge loan scheme fund claim reconciliation
//!            a noun's lists, cards and exports
//! recorded   what an operation did, or would do     figures  published figures
//! reading    how a sheet of an import is read
//! cells      what several views fill alike
//! ```
//!
//! A list takes a query (a plain struct of `operations`) and gives a [`Table`](super::Table); a card takes what names
//! the thing and gives a [`Record`](super::Record). Nothing here knows how it is drawn, sorted or paged.

pub mod cells;
pub mod claim;
pub mod figures;
pub mod fund;
pub mod loan;
pub mod party;
pub mod patent;
pub mod pct;
pub mod pledge;
pub mod reading;
pub mod reconciliation;
mod recorded;
pub mod scheme;

pub use claim::{example_steps, payer_name, quote_json, quote_steps};
pub use pledge::{findings as pledge_findings, pledge_check};
pub use recorded::{effects, effects_json, moved, moved_json};
