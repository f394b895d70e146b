//! What earlier claims leave under each ceiling, and what a fund can still promise.

use super::standing::{ClaimState, Position, Standing};
use crate::domain::scheme::{CapOf, Scheme, Used};
use crate::domain::values::{Date, Money};

/// A decided claim, as the ceilings of others count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedClaim {
    pub claim_no: String,
    pub loan: i64,
    /// The scheme's name, whatever the version.
    pub scheme: String,
    pub fund: String,
    pub bank: i64,
    pub borrower: Option<i64>,
    /// The day of the decision: it says which year's ceiling counts it.
    pub day: Date,
    pub base: Money,
    pub standing: Standing,
}

impl DecidedClaim {
    fn counts(&self) -> bool {
        !matches!(self.standing.state, ClaimState::Filed | ClaimState::Rejected)
    }

    /// Public money promised and not paid yet.
    fn promised(&self, public: impl Fn(&Position) -> bool) -> i64 {
        let owed = self.standing.positions.iter().filter(|position| public(position));
        owed.map(|position| position.due().fen()).sum()
    }
}

/// A claim as a quote looks at what others have taken.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    pub claim_no: &'a str,
    pub bank: i64,
    pub borrower: Option<i64>,
    pub day: Date,
    pub portfolio: Option<Money>,
}

/// Counts what earlier claims have taken: of the same scheme under its ceilings, of the same fund from its cash.
pub fn used(scheme: &Scheme, asking: Asking<'_>, earlier: &[DecidedClaim], cash: Money) -> Used {
    let mut under: Vec<(CapOf, String, Money)> = Vec::new();
    let mut bad_before = 0;
    for taken in earlier.iter().filter(|taken| taken.counts()) {
        if taken.claim_no == asking.claim_no || taken.scheme != scheme.terms.id {
            continue;
        }
        let same_bank = taken.bank == asking.bank;
        let same_year = taken.day.year() == asking.day.year();
        if same_bank {
            bad_before += taken.base.fen();
        }
        for (of, counts) in [
            (CapOf::Borrower, taken.borrower.is_some() && taken.borrower == asking.borrower),
            (CapOf::BankYear, same_bank && same_year),
            (CapOf::Year, same_year),
        ] {
            if counts {
                for position in taken.standing.positions.iter().filter(|p| !p.is_bank) {
                    count(&mut under, of, &position.payer, position.share);
                }
            }
        }
    }
    Used {
        under,
        pool: Some(available(scheme.fund(), asking.claim_no, earlier, cash)),
        portfolio: asking.portfolio,
        bad_before: Money::from_fen(bad_before),
    }
}

fn count(under: &mut Vec<(CapOf, String, Money)>, of: CapOf, payer: &str, amount: Money) {
    match under.iter_mut().find(|(kind, name, _)| *kind == of && name == payer) {
        Some((.., sum)) => *sum = Money::from_fen(sum.fen() + amount.fen()),
        None => under.push((of, payer.to_owned(), amount)),
    }
}

/// What a fund holds and has not promised to another claim.
pub fn available(fund: &str, but: &str, earlier: &[DecidedClaim], cash: Money) -> Money {
    let others = earlier.iter().filter(|taken| taken.fund == fund && taken.claim_no != but);
    Money::from_fen(cash.fen() - others.map(|taken| taken.promised(|p| p.is_public)).sum::<i64>())
}
