//! The field: values, numbers, nouns and their rules.
//!
//! Nothing here reads a file, a clock, a terminal or the database; "today" comes in as an argument.
//!
//! ```text
//! values    Date Period Money Percent, spelling
//! numbers   ApplicationNo PublicationNo PctNo CreditCode Ipc RegionCode PatentKind
//! record    Raw fields of a row or a form -> Fault (which field, why) and Note
//! fact      what a noun whose facts stand in a record alone says of itself
//! nouns     Party, Patent, Pct, Target: each with one constructor that reads a whole record
//! pledge    the law of registering a patent pledge: R1-R18, each with its evidence
//! loan      what a loan contract says, and what it comes to day by day
//! claim     a claim on a scheme: grounds, states, and the fund's books
//! plan      a plan's years and its file, which says all its goals; target: a goal and how far it is
//! certificate certificates of IP management (GB/T 29490), and what becomes of them
//! stated_term  the term of a debt or a loan as contracts write it in one cell
//! steps     which step is lawful after which: what is refused
//! scheme    published risk-compensation schemes as data: who bears what of a loss
//! statement lines of a bank's statement, as the bank wrote them
//! indicator what the office counts itself; publication: the figures of a quarter as they leave the house
//! stock     what makes an invention one of high value, and how many there are for each 10,000 people;
//!           evidence: what is recorded of it; population: how many people a region had
//! keep      which backups stay as they grow old
//! counting  which month a filing or a grant counts in, and for whom
//! ```

pub mod certificate;
pub mod claim;
pub mod counting;
pub mod evidence;
pub mod fact;
pub mod indicator;
pub mod keep;
pub mod loan;
pub mod numbers;
pub mod party;
pub mod patent;
pub mod pct;
pub mod plan;
pub mod pledge;
pub mod population;
pub mod program;
pub mod publication;
pub mod reconciliation;
pub mod record;
pub mod refusal;
pub mod scheme;
pub(crate) mod stated_term;
pub mod statement;
pub mod steps;
pub mod stock;
pub mod target;
pub mod values;
pub mod working_days;

pub use record::{Fault, Note, Raw, Record};
pub use refusal::{Problem, Read, Refusal, Repair, RowPlace};
