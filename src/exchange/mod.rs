//! Files in and out: spreadsheets and text to rows of cells that know their place, rows to imports,
//! rows with remarks back to a workbook.
//!
//! Nothing here says a sentence, and nothing here decides what a value means; a file is told by its
//! bytes, never by its name.
//!
//! ```text
//! source    Source: what a file is, its fingerprint      row        Row of Cells
//! header    which rows are the header                    rows_kind  data, totals, notes ...
//! shape     what the values of a field look like         reading    how a sheet is read, and why
//! totals    what a file states of its own rows           merges     merged cells filled in
//! worker    workbooks are read in a process of their own limits     how much of a foreign file is read
//! import    one importer per noun                        annotated  rows as they stood, with remarks
//! lines     every table of facts, to be counted again elsewhere
//! ```

mod age_format;
pub mod annotated;
mod biff;
mod blank_rows;
pub mod bundle;
mod delimited;
pub mod error;
pub mod header;
mod header_key;
mod html;
pub mod import;
pub mod lengths;
mod limits;
pub mod lines;
mod mapping;
mod markup;
mod mends;
mod merges;
mod mhtml;
mod number_format;
pub mod rates;
pub mod reading;
pub mod row;
pub mod rows_kind;
pub mod shape;
mod sniff;
pub mod source;
mod split;
mod stated_day;
mod text;
pub mod totals;
mod workbook;
pub mod worker;
pub mod write;
mod xml2003;

pub use annotated::{AnnotatedRow, AnnotatedSheet, add_annotated, reread, write_annotated};
pub use error::{ExchangeError, FileFault, Place};
pub use header::FieldSpec;
pub use header_key::fold_header;
pub use mapping::{By, parse_map};
pub use mends::Mend;
pub use reading::SheetReading;
pub use row::{Cell, OwnedCell, Row};
pub use source::{Format, ReadOptions, RowReader, Source};
pub use text::read_text;
pub use write::{unused_name, write_private, write_whole};
