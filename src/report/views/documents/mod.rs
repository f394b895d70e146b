//! Documents that leave the house: each function takes what is known and returns a whole
//! [`Document`](crate::report::document::Document).
//!
//! ```text
//! quarter    a quarter or year, as published or as a draft      sections  what these two are made of
//! patent party bank fund
//!            extracts from the register              extract   what these have in common
//!                                                    growth    groups against the year before, and ranks
//! ```

mod bank;
mod extract;
mod fund;
mod growth;
mod party;
mod patent;
mod quarter;
mod sections;
mod tables;

pub use bank::document as bank;
pub use fund::document as fund;
pub use party::document as party;
pub use patent::document as patent;
pub use quarter::{quarter, year};
pub use sections::heading_name;
