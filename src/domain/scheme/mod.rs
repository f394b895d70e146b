//! Risk compensation (风险补偿): a published scheme as data, and what a loss under it comes to.
//!
//! ```text
//! terms      the parameter set of domain.md 4, as a scheme's TOML file states it
//! check      whether the terms fit together: no gap, no unreachable layer, no contradiction
//! quote      who bears what of a loss, step by step       recovery   what comes back, and to whom
//! ```

mod check;
mod quote;
pub(in crate::domain) mod read;
mod recovery;
mod terms;

pub use check::{Bounded, Bounds, SchemeFault, SchemeProblem};
pub use quote::{
    Loss, LossCase, LossStage, Quote, QuoteProblem, Step, StepRule, Used, decided, quote,
    settlement,
};
pub use recovery::{Borne, Return, ReturnRule, spread};
pub use terms::{
    Advance, AdvanceKind, AdvanceOf, Breaker, Cap, CapOf, ClaimFrom, Component, Metric,
    RecoveryOrder, Role, Scope, SelectedBy, Share, Terms, Trigger,
};

use crate::domain::values::Date;

/// A version of a scheme whose terms fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    pub terms: Terms,
    pub layers: Vec<Bounded>,
    /// Payers and what they are, in the order of the file; exactly one is the bank.
    pub payers: Vec<(String, Role)>,
}

impl Scheme {
    /// Reads a scheme's file (TOML).
    ///
    /// Errors: everything that is wrong with it, each with its place.
    pub fn read(text: &str) -> Result<Self, Vec<SchemeFault>> {
        let terms: Terms = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            vec![SchemeFault {
                at: format!("{line}"),
                problem: SchemeProblem::Unreadable(error.message().to_owned()),
            }]
        })?;
        let (layers, payers) = check::check(&terms)?;
        Ok(Self { terms, layers, payers })
    }

    /// The fund its public shares are paid from.
    pub fn fund(&self) -> &str {
        self.terms.fund.as_deref().unwrap_or(&self.terms.id)
    }

    pub fn in_force(&self, day: Date) -> bool {
        self.terms.valid_from <= day && self.terms.valid_to.is_none_or(|to| day <= to)
    }

    pub fn place(&self, payer: &str) -> Option<usize> {
        self.payers.iter().position(|(name, _)| name == payer)
    }

    /// The place of the bank, which bears whatever nobody else does.
    pub fn bank(&self) -> usize {
        // `check` saw to it that there is one.
        self.payers.iter().position(|(_, role)| *role == Role::Bank).unwrap_or_default()
    }

    pub fn is_public(&self, payer: &str) -> bool {
        self.place(payer).is_some_and(|at| self.payers[at].1.is_public())
    }

    fn public(&self) -> Vec<usize> {
        (0..self.payers.len()).filter(|at| self.payers[*at].1.is_public()).collect()
    }

    fn odd_fen(&self) -> usize {
        self.terms.odd_fen.as_ref().and_then(|payer| self.place(payer)).unwrap_or(self.bank())
    }
}

#[cfg(test)]
mod tests;
