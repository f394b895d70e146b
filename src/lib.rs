//! `ipledger`: a ledger for patent pledge financing in one SQLite file.
//!
//! The rooms, in reading order; arrows run one way, downwards:
//!
//! ```text
//! cli -> desk -> report -> operations -> exchange, reconcile, stats -> ledger -> domain
//!        i18n knows the codes of all below; only report, desk and cli speak it
//! ```
#![forbid(unsafe_code)]

pub mod cli;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod i18n;
pub mod ledger;
pub mod operations;
pub mod reconcile;
pub mod report;
pub mod stats;
