//! Files in and out.
mod delimited;
pub mod error;
mod fold;
mod gaps;
pub mod header;
mod html;
pub mod import;
mod mapping;
pub mod row;
pub mod rows_kind;
mod sniff;
pub mod source;
mod split;
mod text;
mod workbook;

pub use error::{ExchangeError, Fault, Place};
pub use fold::{Unit, fold_header};
pub use header::{FieldSpec, HeaderMap, find_header};
pub use mapping::parse_map;
pub use row::{Cell, OwnedCell, Row};
pub use source::{Format, ReadOptions, RowReader, Source};
