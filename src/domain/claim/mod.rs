//! A claim on a compensation scheme (补偿申请): what it rests on, what may be done next, and what each payer
//! still owes or gets back.
//!
//! ```text
//! standing   decisions, payments, recoveries and refunds -> a state, and what each payer has borne
//! grounds    eligibility, trigger and deadlines of the scheme, each with its evidence
//! room       what earlier claims leave under each ceiling
//! refusal    why nothing is done
//! oversight  circuit breakers
//! books      a fund's money as double entries
//! ```

mod books;
mod grounds;
mod oversight;
mod refusal;
mod room;
mod standing;

pub use books::{
    BookAccount, FundEvent, FundMove, JournalEntry, Posting, balance, contributed, journal,
};
pub use grounds::{ClaimRule, Ground, LoanFacts, Membership, grounds};
pub use oversight::{BreakerState, Volume, breaker};
pub use refusal::ClaimRefusal;
pub use room::{Asking, DecidedClaim, available, used};
pub use standing::{ClaimAction, ClaimEventKind, ClaimState, Decided, Position, Standing};

use std::collections::BTreeSet;

use crate::domain::scheme::Loss;
use crate::domain::values::{Date, Money, text};

/// What a claim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub claim_no: String,
    pub filed: Date,
    /// Since when the loan is bad (不良).
    pub bad: Date,
    pub loss: Loss,
    /// The bank's portfolio under the scheme, as it states it.
    pub portfolio: Option<Money>,
    /// When the loan was filed with the scheme (备案).
    pub enrolled: Option<Date>,
    pub suit: Option<Date>,
    pub judgment: Option<Date>,
    /// When another level decided.
    pub decision: Option<Date>,
    pub tags: BTreeSet<String>,
    pub filed_by: String,
}

/// Whether two signatures are one person's: width, case and blanks do not tell people apart.
pub fn same_person(one: &str, other: &str) -> bool {
    let key = |name: &str| -> String {
        text::fold_width(name).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
    };
    key(one) == key(other)
}

#[cfg(test)]
mod tests;
