//! Values that cannot be wrong: text becomes a type at the edge, once.

pub mod date;
pub mod money;
pub mod percent;
pub mod period;
pub mod text;

pub use date::Date;
pub use money::{Money, Unit};
pub use percent::Percent;
pub use period::Period;
