//! What keeps a statement from being reconciled.

use crate::domain::loan::LoanProblem;
use crate::ledger::LedgerError;

/// What keeps a statement from being reconciled.
#[derive(Debug)]
pub enum RunError {
    Ledger(LedgerError),
    /// A loan cannot be replayed to the cut-off.
    Loan {
        loan_no: String,
        problem: LoanProblem,
    },
    /// Sums beyond what money can hold.
    TooLarge,
}

impl From<LedgerError> for RunError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}
