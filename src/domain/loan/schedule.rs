//! Instalments (还款计划): those that fell due, and those to come if all goes by the contract.

use rust_decimal::{Decimal, RoundingStrategy};

use super::problem::LoanProblem;
use crate::domain::values::{Date, Money, Percent};

/// One instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    pub n: u32,
    pub due: Date,
    pub principal: Money,
    pub interest: Money,
    pub payment: Money,
    /// Principal not yet due after it.
    pub balance: Money,
}

/// The equal instalment (等额本息) that repays `fen` in `n` periods of `months` at a yearly rate:
/// `P r / (1 - (1 + r)^-n)`, half away from zero to the fen.
pub(super) fn level_payment(
    fen: i64,
    rate: Percent,
    months: i32,
    n: u32,
) -> Result<i64, LoanProblem> {
    let principal = Decimal::from(fen);
    let periods = Decimal::from(n.max(1));
    let r = rate.fraction() * Decimal::from(months) / Decimal::from(12);
    let payment = if r.is_zero() {
        principal / periods
    } else {
        let growth = power(Decimal::ONE + r, n).ok_or(LoanProblem::TooLarge)?;
        let per_yuan = r.checked_mul(growth).and_then(|top| top.checked_div(growth - Decimal::ONE));
        per_yuan.and_then(|share| share.checked_mul(principal)).ok_or(LoanProblem::TooLarge)?
    };
    rounded(payment)
}

/// `base` to the `n`th, by squaring: 28 digits, of which a schedule needs half.
fn power(base: Decimal, n: u32) -> Option<Decimal> {
    let (mut result, mut square, mut left) = (Decimal::ONE, base, n);
    while left > 0 {
        if left % 2 == 1 {
            result = result.checked_mul(square)?;
        }
        left /= 2;
        if left > 0 {
            square = square.checked_mul(square)?;
        }
    }
    Some(result)
}

/// The equal share of principal (等额本金).
pub(super) fn level_principal(fen: i64, n: u32) -> Result<i64, LoanProblem> {
    rounded(Decimal::from(fen) / Decimal::from(n.max(1)))
}

fn rounded(fen: Decimal) -> Result<i64, LoanProblem> {
    let whole = fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(whole).map_err(|_| LoanProblem::TooLarge)
}
