//! What comes back after payment, and to whom: costs first, then as the scheme says, and to nobody more than
//! was borne.

use super::Scheme;
use super::quote::pro_rata;
use super::terms::RecoveryOrder;
use crate::domain::values::Money;

/// What a payer has borne of a loss, and has had back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borne {
    pub payer: String,
    /// The bank's is its share; the others' is what they paid.
    pub amount: Money,
    pub returned: Money,
    /// What was paid above the settled share: it goes back before anything else.
    pub excess: Money,
}

/// Why a part of what came back goes to a payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReturnRule {
    /// The advance was larger than the settled share.
    Excess,
    /// The bank's costs of recovering.
    Costs,
    /// By what each bore.
    Borne,
    /// More than the base came back: it makes good what the bank lost outside the scheme.
    Surplus,
}

impl ReturnRule {
    pub const ALL: [Self; 4] = [Self::Excess, Self::Costs, Self::Borne, Self::Surplus];

    pub fn code(self) -> &'static str {
        match self {
            Self::Excess => "excess",
            Self::Costs => "costs",
            Self::Borne => "borne",
            Self::Surplus => "surplus",
        }
    }
}

/// A part of what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    pub payer: String,
    pub rule: ReturnRule,
    pub amount: Money,
}

/// Spreads what came back, `costs` of it spent on recovering; the parts add up to `amount`.
pub fn spread(scheme: &Scheme, amount: Money, costs: Money, borne: &[Borne]) -> Vec<Return> {
    let bank = scheme.payers[scheme.bank()].0.as_str();
    let mut left = amount.fen();
    let mut returns = Vec::new();
    let give = |payer: &str, rule, fen: i64, left: &mut i64, returns: &mut Vec<Return>| {
        if fen > 0 {
            *left -= fen;
            let amount = Money::from_fen(fen);
            returns.push(Return { payer: payer.to_owned(), rule, amount });
        }
    };
    let mut open: Vec<i64> = Vec::with_capacity(borne.len());
    for payer in borne {
        let excess = payer.excess.fen().max(0).min(left);
        give(&payer.payer, ReturnRule::Excess, excess, &mut left, &mut returns);
        open.push((payer.amount.fen() - payer.excess.fen() - payer.returned.fen()).max(0));
    }
    if scheme.terms.recovery.costs_first {
        let fen = costs.fen().max(0).min(left);
        give(bank, ReturnRule::Costs, fen, &mut left, &mut returns);
    }
    let public = |payer: &Borne| scheme.is_public(&payer.payer);
    let everyone: Vec<usize> = (0..borne.len()).collect();
    let (first, then): (Vec<usize>, Vec<usize>) = match scheme.terms.recovery.order {
        RecoveryOrder::ProRata => (everyone, Vec::new()),
        RecoveryOrder::PublicFirst => everyone.iter().partition(|at| public(&borne[**at])),
        RecoveryOrder::BankFirst => everyone.iter().partition(|at| borne[**at].payer == bank),
    };
    for group in [first, then] {
        let total: i64 = group.iter().map(|at| open[*at]).sum();
        let fen = left.min(total);
        let mut parts: Vec<i64> = group.iter().map(|at| pro_rata(fen, open[*at], total)).collect();
        let mut odd = fen - parts.iter().sum::<i64>();
        // The odd fen goes to the bank while it can take it, then to whoever can.
        let mut order: Vec<usize> = (0..group.len()).collect();
        order.sort_by_key(|n| borne[group[*n]].payer != bank);
        for n in order {
            let more = odd.min(open[group[n]] - parts[n]);
            parts[n] += more;
            odd -= more;
        }
        for (at, part) in group.iter().zip(parts) {
            give(&borne[*at].payer, ReturnRule::Borne, part, &mut left, &mut returns);
        }
    }
    let rest = left;
    give(bank, ReturnRule::Surplus, rest, &mut left, &mut returns);
    returns
}
