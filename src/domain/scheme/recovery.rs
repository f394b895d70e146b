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
    /// Of what the debtor paid, what was this payer's; the bank's with what it handed on of it.
    pub returned: Money,
    /// What was paid above the settled share, and is still with the bank.
    pub excess: Money,
}

/// Why a part of what came back goes to a payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReturnRule {
    /// The advance was larger than the settled share: the bank hands it on.
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

/// Spreads what the debtor paid, `costs` of it spent on recovering; the parts add up to `amount`.
///
/// What is a payer's goes by what all has come back so far, not by this payment alone. Out of its own part the bank
/// then makes good an advance that was too large. So payments and the bank's own refund may come in any order: in the
/// end each has what it truly bore.
pub fn spread(scheme: &Scheme, amount: Money, costs: Money, borne: &[Borne]) -> Vec<Return> {
    let bank = scheme.payers[scheme.bank()].0.as_str();
    let mut left = amount.fen();
    let cost = if scheme.terms.recovery.costs_first { costs.fen().clamp(0, left) } else { 0 };
    left -= cost;
    let mut parts = parts(scheme, left, borne);
    let mut surplus = left - parts.iter().sum::<i64>();
    let mut returns = Vec::new();
    let mut give = |payer: &str, rule, fen: i64| {
        if fen > 0 {
            returns.push(Return { payer: payer.to_owned(), rule, amount: Money::from_fen(fen) });
        }
    };
    let at_bank = borne.iter().position(|payer| payer.payer == bank);
    for payer in borne {
        let mut owed = payer.excess.fen().max(0);
        let mut from = |have: &mut i64| {
            let fen = owed.min(*have);
            *have -= fen;
            owed -= fen;
            fen
        };
        let handed_on = at_bank.map_or(0, |at| from(&mut parts[at])) + from(&mut surplus);
        give(&payer.payer, ReturnRule::Excess, handed_on);
    }
    give(bank, ReturnRule::Costs, cost);
    for (payer, fen) in borne.iter().zip(parts) {
        give(&payer.payer, ReturnRule::Borne, fen);
    }
    give(bank, ReturnRule::Surplus, surplus);
    returns
}

/// How much of `fen` more is each payer's: all that came back, shared in the scheme's order by what each bore, less
/// what each was given before.
fn parts(scheme: &Scheme, fen: i64, borne: &[Borne]) -> Vec<i64> {
    let bank = scheme.payers[scheme.bank()].0.as_str();
    let is_bank = |at: usize| borne[at].payer == bank;
    let is_public = |at: usize| scheme.is_public(&borne[at].payer);
    let bore: Vec<i64> =
        borne.iter().map(|one| (one.amount.fen() - one.excess.fen()).max(0)).collect();
    let before: i64 = borne.iter().map(|one| one.returned.fen()).sum();
    let fen = fen.min((bore.iter().sum::<i64>() - before).max(0));
    let everyone = 0..borne.len();
    let (first, then): (Vec<usize>, Vec<usize>) = match scheme.terms.recovery.order {
        RecoveryOrder::ProRata => (everyone.collect(), Vec::new()),
        RecoveryOrder::PublicFirst => everyone.partition(|at| is_public(*at)),
        RecoveryOrder::BankFirst => everyone.partition(|at| is_bank(*at)),
    };
    let mut all = before + fen;
    let mut due = vec![0; borne.len()];
    for mut group in [first, then] {
        let total: i64 = group.iter().map(|at| bore[*at]).sum();
        let shared = all.min(total);
        all -= shared;
        for at in &group {
            due[*at] = pro_rata(shared, bore[*at], total);
        }
        let mut odd = shared - group.iter().map(|at| due[*at]).sum::<i64>();
        // The odd fen goes to the bank while it can take it, then to whoever can.
        group.sort_by_key(|at| !is_bank(*at));
        for at in group {
            let more = odd.min(bore[at] - due[at]);
            due[at] += more;
            odd -= more;
        }
    }
    let mut parts: Vec<i64> =
        due.iter().zip(borne).map(|(due, one)| (due - one.returned.fen()).max(0)).collect();
    // Who was given more than is its by now keeps it: the others wait for as much.
    let mut over = parts.iter().sum::<i64>() - fen;
    for part in &mut parts {
        let less = over.min(*part);
        *part -= less;
        over -= less;
    }
    parts
}
