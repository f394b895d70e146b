//! From the bank's total to ours: every yuan between them has a name, and what has none is the remainder.

use std::collections::BTreeMap;

use crate::domain::values::Money;

/// One matched, open or lonely item as it enters the bridge, in fen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What names it: a cause, `only_bank`, `only_ledger`, `suggested`, `ambiguous`, `repeated`.
    pub name: &'static str,
    pub bank: Money,
    pub ledger: Money,
}

/// The identity: bank = ledger + every named difference + the remainder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bridge {
    pub bank: Money,
    pub ledger: Money,
    /// What each name adds to our total on the way to the bank's.
    pub named: Vec<(&'static str, Money)>,
    /// Differences nobody can name.
    pub remainder: Money,
}

/// Adds the steps up; those named `unknown` are the remainder.
///
/// Errors: none when a sum is beyond what money can hold.
pub fn bridge(steps: &[Step]) -> Option<Bridge> {
    let mut bridge = Bridge::default();
    let mut named: BTreeMap<&'static str, Money> = BTreeMap::new();
    for step in steps {
        bridge.bank = bridge.bank.checked_add(step.bank)?;
        bridge.ledger = bridge.ledger.checked_add(step.ledger)?;
        let off = step.bank.checked_sub(step.ledger)?;
        if step.name == "unknown" {
            bridge.remainder = bridge.remainder.checked_add(off)?;
        } else if !off.is_zero() {
            let sum = named.entry(step.name).or_default();
            *sum = sum.checked_add(off)?;
        }
    }
    bridge.named = named.into_iter().collect();
    Some(bridge)
}
