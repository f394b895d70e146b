//! Exact interest: amounts of fen times rates times days, divided once.

use rust_decimal::Decimal;

use super::problem::LoanProblem;
use crate::domain::values::{Date, Money, Percent};

/// A yearly rate as a whole number of 10^-14: 4.35 % is 4_350_000_000_000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearlyRate(i128);

const RATE_SCALE: i128 = 100_000_000_000_000;
const RATE_DECIMALS: u32 = 14;
/// Days of the year interest is counted in.
const YEAR: i128 = 360;

impl YearlyRate {
    pub fn of(percent: Percent) -> Self {
        Self(scaled(percent) * 10_i128.pow(RATE_DECIMALS - POINT_DECIMALS - 2))
    }

    /// The rate `markup` percent above this one, half away from zero: 4.35 % and 50 % give 6.525 %.
    pub fn marked_up(percent: Percent, markup: Percent) -> Self {
        // At most 10^14 by 10^14 + 10^10: far inside i128.
        let product = scaled(percent) * (scaled(Percent::HUNDRED) + scaled(markup));
        const OVER: i128 = 10_i128.pow(2 * (POINT_DECIMALS + 2) - RATE_DECIMALS);
        let up = i128::from((product % OVER).abs() * 2 >= OVER) * product.signum();
        Self(product / OVER + up)
    }

    /// For people: percent with the decimals it needs.
    pub fn percent(self) -> Decimal {
        Decimal::try_from_i128_with_scale(self.0, RATE_DECIMALS - 2).unwrap_or_default().normalize()
    }
}

/// The most decimals of percent points.
const POINT_DECIMALS: u32 = 8;

/// Percent points as a whole number of 10^-8.
fn scaled(percent: Percent) -> i128 {
    let points = percent.points();
    points.mantissa() * 10_i128.pow(POINT_DECIMALS - points.scale())
}

/// Interest not rounded yet: fen x rate x days, to be divided by 360 x 10^14.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accrued(i128);

const DIVISOR: i128 = YEAR * RATE_SCALE;

/// Interest on an amount for `days` 360ths of a year, in whole fen.
pub fn interest_on(amount: Money, rate: Percent, days: i32) -> Result<Money, LoanProblem> {
    let exact = Accrued::on(amount.fen(), YearlyRate::of(rate), days)?;
    Ok(Money::from_fen(exact.fen()))
}

impl Accrued {
    pub const NONE: Self = Self(0);

    /// Interest on `fen` at `rate` for `days` 360ths of a year.
    pub fn on(fen: i64, rate: YearlyRate, days: i32) -> Result<Self, LoanProblem> {
        let exact = i128::from(fen).checked_mul(rate.0).and_then(|n| n.checked_mul(days.into()));
        exact.map(Self).ok_or(LoanProblem::TooLarge)
    }

    pub fn plus(self, other: Self) -> Result<Self, LoanProblem> {
        self.0.checked_add(other.0).map(Self).ok_or(LoanProblem::TooLarge)
    }

    pub fn minus(self, other: Self) -> Result<Self, LoanProblem> {
        self.0.checked_sub(other.0).map(Self).ok_or(LoanProblem::TooLarge)
    }

    /// Whole fen, half away from zero.
    pub fn fen(self) -> i64 {
        let (quotient, rest) = (self.0 / DIVISOR, self.0 % DIVISOR);
        let up = i128::from(rest.abs() * 2 >= DIVISOR) * self.0.signum();
        // A product of fen and a fraction of years: far inside i64 for any amount that can be read.
        i64::try_from(quotient + up).unwrap_or(i64::MAX)
    }

    /// For people: yuan with the decimals that show what was rounded.
    pub fn yuan(self) -> Decimal {
        let (whole, rest) = (self.0 / DIVISOR, self.0 % DIVISOR);
        let hundredths = whole * 10_000 + rest * 10_000 / DIVISOR;
        Decimal::try_from_i128_with_scale(hundredths, 6).unwrap_or_default()
    }
}

/// What a stretch of days was charged as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Charge {
    Interest,
    Penalty,
    Compound,
}

impl Charge {
    pub fn code(self) -> &'static str {
        match self {
            Self::Interest => "interest",
            Self::Penalty => "penalty",
            Self::Compound => "compound",
        }
    }
}

/// One stretch of days with one base and one rate, for `--explain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub charge: Charge,
    /// The instalment it belongs to.
    pub n: u32,
    /// First day counted.
    pub from: Date,
    /// The day after the last counted: first in, last out.
    pub to: Date,
    /// 360ths of a year: actual days, or thirty for each whole month.
    pub days: i32,
    pub base: Money,
    pub rate: YearlyRate,
    pub exact: Accrued,
}
