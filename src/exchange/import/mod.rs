//! From a file to records of a noun, every row accounted for. Nothing here decides what a record means for the ledger.
//!
//! ```text
//! fields    under which headers a field stands      scan      sheets -> records with their place
//! ahead     reads on a thread of its own             sort      a sort of bounded memory
//! packed    a patent as bytes, between reading and recording
//! overrules what a person says of how a file is to be read
//! outcome   accepted, unchanged, corrected, refused, and why
//! statement a bank's statement
//! ```

pub mod fields;
mod outcome;
mod overrules;
pub mod patent_codec;
pub mod pipeline;
pub mod scan;
pub mod sort;
pub mod statement;

pub use outcome::{Correction, ImportOutcome, PartyWarning, Reason, Reject, SheetRead};
pub use overrules::Overrules;
pub use scan::REFUSED_HEADERS;
