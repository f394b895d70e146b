//! Numbers issued by offices: each with its format, its check and its source.
//!
//! Each type has one `read`, which takes what people write (prefixes, blanks, full-width digits), says
//! what it mended, and refuses the rest; written out again, a number has its one canonical form. Nothing
//! is guessed: a digit too few or too many, or a check character that does not fit, is refused, at most
//! with a suggestion.
//!
//! ```text
//! ApplicationNo  202410281886.5  02222944.2      PublicationNo, Stage  CN105123456B
//! PctNo          PCT/CN2019/079096               WoNo                  WO2024/124838
//! CreditCode     91110105MA00000X36              RegionCode            310115, and what addresses say
//! BusinessNo     110105000123456
//! Ipc            G06F 17/30  14-02               PatentKind            发明 实用新型 外观设计
//! ```

mod application_no;
mod business_no;
mod credit_code;
mod ipc;
mod kind;
mod pct_no;
mod publication_no;
mod region;
mod spelling;

pub use application_no::ApplicationNo;
pub use business_no::BusinessNo;
pub use credit_code::CreditCode;
pub use ipc::Ipc;
pub use kind::PatentKind;
pub use pct_no::{PctNo, WoNo};
pub use publication_no::{PublicationNo, Stage};
pub use region::{Localities, RegionCode, Whereabouts};
