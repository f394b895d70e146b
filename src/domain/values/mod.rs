//! Values that cannot be wrong: text becomes a type at the edge, once.
//!
//! Each type has a private field, one fallible constructor, a `read` that takes what people write
//! and says what it mended, and a `Display` that gives the one canonical form. Nothing here guesses:
//! what can be read two ways is refused.
//!
//! ```text
//! text     folding of widths and blanks, the key by which firm names are compared
//! Date     a calendar day of China, 1900 to 2199      Period   first to last day, both in
//! Quarter  of a year, to be counted on from
//! Money    yuan, always whole fen                     Percent  exact decimal of percent points
//! ```

pub mod date;
pub mod money;
pub mod percent;
pub mod period;
pub mod quarter;
pub mod text;

pub use date::Date;
pub use money::{Money, Unit};
pub use percent::Percent;
pub use period::Period;
pub use quarter::Quarter;
