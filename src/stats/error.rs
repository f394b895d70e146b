//! Why figures of loans cannot be given.

use crate::domain::loan::LoanProblem;
use crate::ledger::LedgerError;

/// Why figures of loans cannot be given.
#[derive(Debug)]
pub enum FinanceError {
    Ledger(LedgerError),
    /// A loan that cannot be worked out.
    Loan {
        loan_no: String,
        problem: LoanProblem,
    },
}

impl FinanceError {
    /// Of a loan that cannot be worked out.
    pub fn of(loan_no: &str, problem: LoanProblem) -> Self {
        Self::Loan { loan_no: loan_no.to_owned(), problem }
    }
}

impl From<LedgerError> for FinanceError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}
