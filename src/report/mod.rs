//! Figures and facts as people and programs read them.
//!
//! A command fills one [`Table`] or [`Details`] of typed cells; the rooms below draw it. Nothing here
//! computes a figure, queries the ledger or decides what is shown, and no form of output knows
//! another: what is rounded or shortened for one reader reaches the next one whole.
//!
//! ```text
//! Table ── Column (key, title), Cell (typed), total, notes
//! Record ── Section (named cells), tables
//!   ├─ terminal   aligned by display width, broken into lines to fit
//!   ├─ csv        stable keys as header, values that import again unchanged
//!   ├─ json       the envelope outsiders rely on
//!   └─ workbook   .xlsx for print and for further reckoning
//! document        a report that leaves the house: headlines, sections of tables and charts; drawn by
//!                 workbook, csv and json, and as a
//! page            one file of HTML, for screen and A4
//! journal         the books for hledger and beancount
//! views           what people see of the ledger, built once for every shell
//! query           the rows of a table that are wanted, sorted, counted, summed
//! shown           a cell as a person reads it
//! width           texts broken and shortened by display width
//! exact           figures written out, and when a float may hold them
//! ```

pub mod csv;
pub mod document;
mod exact;
pub mod journal;
pub mod json;
pub mod page;
pub mod query;
pub mod rejects;
mod shown;
pub mod table;
pub mod terminal;
pub mod views;
mod width;
pub mod workbook;

pub use shown::shown;
pub use table::{Cell, Column, Details, Section, Table};
pub use width::{lines_within, shortened, wrapped};
