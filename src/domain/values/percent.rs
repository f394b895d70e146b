//! Percentages, exact.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::text::{self, fold_width, squeeze};
use crate::domain::{Problem, Read, Refusal};

/// A percentage (百分比) as a decimal of percent points: 4.35 is 4.35 %.
///
/// Up to a million percent either way, at most 8 decimals. A spreadsheet's percent cell holds the
/// fraction 0.0435: that is the reader's to know, not this type's to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(Decimal);

impl Percent {
    pub const ZERO: Percent = Percent(Decimal::ZERO);
    pub const HUNDRED: Percent = Percent(Decimal::ONE_HUNDRED);

    pub fn from_points(points: Decimal) -> Option<Self> {
        let points = points.normalize();
        let fits = points.abs() <= Decimal::from(1_000_000) && points.scale() <= 8;
        fits.then_some(Self(points))
    }

    /// Percent points: 4.35 for 4.35 %.
    pub fn points(self) -> Decimal {
        self.0
    }

    /// The number to multiply with: 0.0435 for 4.35 %.
    pub fn fraction(self) -> Decimal {
        self.0 / Decimal::ONE_HUNDRED
    }

    /// How much of `whole` the `part` is, to two decimals, half away from zero.
    /// None if there is no whole, or more than a million percent of it.
    pub fn ratio(part: impl Into<Decimal>, whole: impl Into<Decimal>) -> Option<Self> {
        let points = part.into().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.into())?;
        let half_away = RoundingStrategy::MidpointAwayFromZero;
        Self::from_points(points.round_dp_with_strategy(2, half_away))
    }

    /// Reads a percentage as it is shown (`4.35%`). The hot path of imports; agrees with [`Percent::read`].
    fn plain(text: &str) -> Option<Self> {
        let figures = text.strip_suffix('%')?;
        let (digits, decimals) = text::plain_figures(figures)?;
        let zero_before =
            figures.starts_with('0') && figures.len() > 1 && !figures.starts_with("0.");
        let zero_behind = decimals > 0 && figures.ends_with('0');
        let fits = !zero_before && !zero_behind && decimals <= 8;
        fits.then(|| Self::from_points(Decimal::new(digits, decimals as u32)))?
    }

    /// Reads `4.35%`, `4.35`, `４．３５％`, `-1.2%`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        if let Some(percent) = Self::plain(text) {
            return Ok(Read::clean(percent));
        }
        Self::read_any(text)
    }

    fn read_any(text: &str) -> Result<Read<Self>, Refusal> {
        let folded = fold_width(text);
        let folded = squeeze(&folded);
        let figures = folded.strip_suffix('%').unwrap_or(&folded).trim_end();
        if !is_plain(figures.strip_prefix('-').unwrap_or(figures)) {
            return Err(Refusal::new(text, Problem::PercentUnreadable));
        }
        let points = Decimal::from_str_exact(figures).ok().and_then(Self::from_points);
        match points {
            Some(percent) => Ok(Read::compared(percent, text)),
            None => Err(Refusal::new(text, Problem::PercentOutOfRange)),
        }
    }
}

/// Digits, or digits, a dot and digits.
fn is_plain(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        None => digits(text),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
    }
}

/// `4.35%`; with a precision (`{:.2}`) that many decimals, for columns.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.precision() {
            None => write!(f, "{}%", self.0),
            Some(places) => {
                let half_away = RoundingStrategy::MidpointAwayFromZero;
                let rounded = self.0.round_dp_with_strategy(places as u32, half_away);
                write!(f, "{rounded:.places$}%")
            }
        }
    }
}

impl FromStr for Percent {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::read(text).map(|read| read.value)
    }
}

#[cfg(test)]
mod tests;
