//! Circuit breakers (熔断): ratios at which new lending under a scheme is warned of or stopped.

use crate::domain::scheme::{Metric, Scheme, Scope};
use crate::domain::values::{Money, Percent};

/// Whether new lending under a scheme goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreakerState {
    Clear,
    /// A decided claim is on a loan that is not enrolled: nobody can say what it is a part of.
    Unknown,
    Warned,
    Stopped,
}

impl BreakerState {
    pub const ALL: [Self; 4] = [Self::Clear, Self::Unknown, Self::Warned, Self::Stopped];

    pub fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Unknown => "unknown",
            Self::Warned => "warned",
            Self::Stopped => "stopped",
        }
    }
}

/// Sums from the scheme's start on, that the ratios are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    /// Lent on loans enrolled in the scheme.
    pub granted: Money,
    /// The base of decided claims on them.
    pub bad: Money,
}

/// Judges every breaker of a scheme; the worst counts.
pub fn breaker(
    scheme: &Scheme,
    bank: Volume,
    all: Volume,
    paid: Money,
    contributed: Money,
) -> BreakerState {
    let state = |breaker: &crate::domain::scheme::Breaker| {
        let volume = match breaker.scope {
            Scope::Bank => bank,
            Scope::Scheme => all,
        };
        let (part, whole) = match breaker.metric {
            Metric::BadToGranted => (volume.bad, volume.granted),
            Metric::PaidToPool => (paid, contributed),
        };
        let reaches =
            |line: Percent| !whole.is_zero() && part.yuan() >= whole.yuan() * line.fraction();
        if reaches(breaker.stop) {
            BreakerState::Stopped
        } else if breaker.warn.is_some_and(reaches) {
            BreakerState::Warned
        } else {
            BreakerState::Clear
        }
    };
    scheme.terms.breakers.iter().map(state).max().unwrap_or(BreakerState::Clear)
}
