//! Circuit breakers (熔断): ratios at which new lending under a scheme is warned of or stopped.

use crate::domain::scheme::{Metric, Scheme, Scope};
use crate::domain::values::{Money, Percent};

/// Whether new lending under a scheme goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreakerState {
    Clear,
    Warned,
    Stopped,
}

impl BreakerState {
    pub const ALL: [Self; 3] = [Self::Clear, Self::Warned, Self::Stopped];

    pub fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Warned => "warned",
            Self::Stopped => "stopped",
        }
    }
}

/// Sums from the scheme's start on, that the ratios are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    pub granted: Money,
    /// The base of decided claims.
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
