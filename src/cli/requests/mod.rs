//! Requests of reconciliation.

pub mod reconciliation;

pub use super::typed::Typed;
pub use reconciliation::number as reconciliation_number;
