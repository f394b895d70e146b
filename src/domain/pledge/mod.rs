//! Patent pledges (专利权质押): the law of their registration, and what a record holds.
//!
//! ```text
//! regime   which Measures are in force on a day, and their time limits
//! number   registration numbers
//! record   a pledge as a file, a form or the ledger states it
//! facts    what a check looks at; each of it the ledger may lack
//! finding  rule, outcome, evidence: what a check gives
//! term     annual fees: paid, due, in the surcharge period, in arrears
//! rules    R1-R12: one function per ground of refusal
//! alerts   R13-R18 and what befalls a pledged patent afterwards
//! ```
//! Source: domain.md 1; 专利权质押登记办法 of 2010 (局令第56号) and 2021 (公告第461号).

pub mod alerts;
pub mod facts;
pub mod finding;
pub mod number;
pub mod record;
pub mod regime;
pub mod rows;
pub mod rules;
pub mod term;

pub use facts::{Consent, OpenPledge, PartyRef, PatentFacts, ProposedPledge, Waiver};
pub use finding::{Check, Evidence, GroundFinding, GroundOutcome, Rule};
pub use number::RegistrationNo;
pub use record::{DebtKind, EventKind, Ground, Pledge, PledgeRecord};
pub use regime::Regime;
pub use rules::{against, check};

#[cfg(test)]
mod tests;
