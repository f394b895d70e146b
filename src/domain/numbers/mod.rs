//! Numbers issued by offices: each with its format, its check and its source.

mod application_no;
mod credit_code;
mod ipc;
mod kind;
mod pct_no;
mod publication_no;
mod region;
mod spelling;

pub use application_no::ApplicationNo;
pub use credit_code::CreditCode;
pub use ipc::Ipc;
pub use kind::PatentKind;
pub use pct_no::{PctNo, WoNo};
pub use publication_no::{PublicationNo, Stage};
pub use region::RegionCode;
