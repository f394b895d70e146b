//! Percentages.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::text::{fold_width, trim};
use crate::domain::refusal::{Problem, Refusal};

/// A rate in percent points: 4.35 stands for 4.35%.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(Decimal);

impl Percent {
    pub fn new(points: Decimal) -> Self {
        Self(points)
    }

    pub fn points(self) -> Decimal {
        self.0
    }

    /// Returns `part` as a share of `whole`, to two places, half away from zero; none of nothing.
    pub fn share(part: Decimal, whole: Decimal) -> Option<Self> {
        let ratio = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
        Some(Self(ratio.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}%", self.0)
    }
}

impl FromStr for Percent {
    type Err = Refusal;

    /// Reads `4.35%`, `4.35`, `４．３５％`.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let folded = fold_width(trim(text));
        let number = folded.strip_suffix('%').unwrap_or(&folded).trim();
        let points = Decimal::from_str_exact(number);
        points.map(Self).map_err(|_| Refusal::new(text, Problem::PercentUnreadable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_as_people_write_them() {
        for text in ["4.35%", "4.35", "４．３５％", " 4.35 %"] {
            assert_eq!(text.parse::<Percent>().unwrap().to_string(), "4.35%", "{text}");
        }
        assert!("4,35".parse::<Percent>().is_err());
        let third = Percent::share(Decimal::from(2), Decimal::from(3)).unwrap();
        assert_eq!(third.to_string(), "66.67%");
        assert_eq!(Percent::share(Decimal::ONE, Decimal::ZERO), None);
    }
}
