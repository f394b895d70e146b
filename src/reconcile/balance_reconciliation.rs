//! From the bank's total to ours: every yuan between them has a name, and what has none is the remainder.

use std::collections::BTreeMap;

use crate::domain::values::Money;

/// The identity: bank = ledger + every named difference + the remainder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BalanceReconciliation {
    pub bank: Money,
    pub ledger: Money,
    /// What each name adds to our total on the way to the bank's.
    pub named: BTreeMap<&'static str, Money>,
    /// Differences nobody can name.
    pub remainder: Money,
}

impl BalanceReconciliation {
    /// Adds what one item states of either side. `name` says what it is: a cause, `only_bank`, `only_ledger`,
    /// `suggested`, `ambiguous`, `repeated`; what is `unknown` is the remainder.
    ///
    /// Errors: none when a sum is beyond what money can hold.
    pub fn add(
        &mut self,
        name: impl FnOnce() -> &'static str,
        bank: Money,
        ledger: Money,
    ) -> Option<()> {
        self.bank = self.bank.checked_add(bank)?;
        self.ledger = self.ledger.checked_add(ledger)?;
        let off = bank.checked_sub(ledger)?;
        if off.is_zero() {
            return Some(());
        }
        let sum = match name() {
            "unknown" => &mut self.remainder,
            name => self.named.entry(name).or_default(),
        };
        *sum = sum.checked_add(off)?;
        Some(())
    }
}
