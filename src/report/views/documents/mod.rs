//! Documents that leave the house: each function takes what is known and returns a whole
//! [`Document`](crate::report::document::Document).
//!
//! ```text
//! quarter    a quarter or year, as published or as a draft      sections  what these two are made of
//! extract    what extracts from the register have in common
//! ```

pub mod extract;
mod quarter;
mod sections;

pub use quarter::{quarter, year};
pub use sections::heading_name;
