//! Why nothing is done with a claim.

use super::grounds::Ground;
use super::standing::{ClaimAction, ClaimState};
use crate::domain::values::{Date, Money};

/// A rule that stands against what was asked. The words are in `i18n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimRefusal {
    /// The state does not allow it.
    NotAllowed {
        act: ClaimAction,
        state: ClaimState,
    },
    /// Who files a claim does not decide on it (四眼原则).
    SamePerson {
        name: String,
    },
    /// Others were named to decide.
    NotApprover {
        name: String,
    },
    OverLimit {
        name: String,
        limit: Money,
        amount: Money,
    },
    /// Nobody names himself.
    NamesHimself {
        name: String,
    },
    /// More than the payer still owes.
    OverDue {
        payer: String,
        due: Money,
    },
    /// Every ground that refuses.
    Grounds(Vec<Ground>),
    NoScheme {
        day: Date,
    },
    SchemeAmbiguous {
        day: Date,
        schemes: Vec<String>,
    },
    /// Filed or claimed already.
    LoanClaimed {
        claim: String,
    },
    BeforeLast {
        last: Date,
    },
    CostsOverAmount {
        amount: Money,
    },
    /// The loan owes less than is claimed: it was repaid.
    OwesLess {
        /// `principal` or `interest`.
        part: &'static str,
        claimed: Money,
        owed: Money,
        day: Date,
        state: ClaimState,
    },
    /// More than is above the settled shares.
    OverExcess {
        due: Money,
    },
}

impl ClaimRefusal {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => "claim-not-allowed",
            Self::SamePerson { .. } => "claim-same-person",
            Self::NotApprover { .. } => "claim-not-approver",
            Self::OverLimit { .. } => "claim-over-limit",
            Self::NamesHimself { .. } => "claim-names-himself",
            Self::OverDue { .. } => "claim-over-due",
            Self::Grounds(_) => "claim-grounds",
            Self::NoScheme { .. } => "claim-no-scheme",
            Self::SchemeAmbiguous { .. } => "claim-scheme-ambiguous",
            Self::LoanClaimed { .. } => "claim-loan-claimed",
            Self::BeforeLast { .. } => "claim-before-filing",
            Self::CostsOverAmount { .. } => "claim-costs-over-amount",
            Self::OwesLess { .. } => "claim-owes-less",
            Self::OverExcess { .. } => "claim-over-excess",
        }
    }
}
