//! What people see of the ledger, as data with typed cells: terminal, page, workbook, JSON and screens draw the same.
//!
//! ```text
//! recorded   what an operation did, or would do     pledge   a check, ground by ground
//! claim      a quote, step by step                   figures  published figures
//! ```

mod claim;
pub mod figures;
mod pledge;
mod recorded;

pub use claim::{example_steps, payer_name, quote_json, quote_steps};
pub use pledge::{findings as pledge_findings, pledge_check};
pub use recorded::{effects, effects_json, moved, moved_json};
