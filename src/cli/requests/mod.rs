//! From the words of a command line to a request: the grammar knows the words, operations decide. A file per noun.

pub mod certificate;
pub mod claim;
pub mod evidence;
pub mod header;
pub mod loan;
pub mod locality;
pub mod party;
pub mod patent;
pub mod plan;
pub mod pledge;
pub mod population;
pub mod program;
pub mod reconciliation;
pub mod scheme;
pub mod stock;
pub mod target;
mod typed;

pub use claim::new_claim;
pub use loan::number as loan_number;
pub use pledge::{application, number as registration_number};
pub use reconciliation::number as reconciliation_number;
pub use typed::Typed;
