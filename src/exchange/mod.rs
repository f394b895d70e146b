//! Files in and out: spreadsheets and text to rows of cells that know their place, rows to imports,
//! rows with remarks back to a workbook.
//!
//! Nothing here says a sentence, and nothing here decides what a value means; a file is told by its
//! bytes, never by its name.
//!
//! ```text
//! source    Source: what a file is, its fingerprint      row        Row of Cells
//! header    which field a column holds                   rows_kind  data, totals, notes ...
//! import    one importer per noun                        annotated  rows as they stood, with remarks
//! lines     every table of facts, to be counted again elsewhere
//! ```

mod age_format;
pub mod annotated;
pub mod bundle;
mod delimited;
pub mod error;
mod fold;
mod gaps;
pub mod header;
mod html;
pub mod import;
pub mod lines;
mod mapping;
pub mod row;
pub mod rows_kind;
mod sniff;
pub mod source;
mod split;
mod text;
mod workbook;
pub mod write;

pub use annotated::{AnnotatedRow, AnnotatedSheet, add_annotated, reread, write_annotated};
pub use error::{ExchangeError, Fault, Place};
pub use fold::fold_header;
pub use header::{FieldSpec, HeaderMap, find_header};
pub use mapping::parse_map;
pub use row::{Cell, OwnedCell, Row};
pub use source::{Format, ReadOptions, RowReader, Source};
pub use write::{unused_name, write_whole};
