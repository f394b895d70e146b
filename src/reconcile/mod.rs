//! A bank's statement against the ledger: which lines mean which loans, where they differ, and why.
//!
//! Nothing here reads a file, writes the ledger or says a sentence. Nothing here picks between equals: where two
//! answers are as good, the line is ambiguous and a person decides.
//!
//! ```text
//! spelling  keys under which numbers and firms' names meet, and when two are nearly the same
//! evidence  what speaks for a line meaning a loan, and against
//! matching  Match: person's word -> same number -> split and merged -> the best assignment of the rest
//! assign    the best assignment, and by how much it is the best
//! compare   Difference: figures of a match that do not agree
//! identity  whose a line is: numbers, names and codes that contradict
//! explain   Cause: the cheapest thing that makes the differences go away
//! book      Book: a bank's loans at the close of a day
//! run       Run: all of it for one bank and one day
//! sides     a line beside loans it could mean, field by field
//! halves    work on many items, half of it on a thread of its own
//! bridge    from the bank's total to ours, down to a remainder that is nothing or named
//! ```

mod assign;
pub mod balance_reconciliation;
mod book;
pub mod compare;
mod error;
mod evidence;
pub mod explain;
mod identity;
pub mod matching;
mod parallel;
mod places;
pub mod run;
mod sides;
mod spelling;

pub use balance_reconciliation::BalanceReconciliation;
pub use book::{LoanBook, LoanReader};
pub use compare::{Difference, Ours, Tolerance, Value, compare, lines_together};
pub use error::RunError;
pub use evidence::{Borrower, Loan};
pub use explain::{Explained, Explanation, Replayed, explain};
pub use matching::{Decisions, Match, MatchState, match_lines};
pub use places::Places;
pub use run::{MatchItem, Run, run};
pub use sides::FieldSides;
