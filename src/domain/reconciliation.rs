//! What a reconciliation (对账) finds, as it is recorded: what became of a line, how it was matched, why it differs,
//! what would settle it.

use std::fmt;

use super::loan::Class;
use super::values::{Date, Money};

/// What became of a line or a loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchStatus {
    Agreed,
    Differs,
    /// The best there is, not good enough to be taken without a person.
    Suggested,
    /// Two or more are as good.
    Ambiguous,
    OnlyBank,
    OnlyLedger,
}

impl MatchStatus {
    pub const ALL: [Self; 6] = [
        Self::Agreed,
        Self::Differs,
        Self::Suggested,
        Self::Ambiguous,
        Self::OnlyBank,
        Self::OnlyLedger,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Differs => "differs",
            Self::Suggested => "suggested",
            Self::Ambiguous => "ambiguous",
            Self::OnlyBank => "only_bank",
            Self::OnlyLedger => "only_ledger",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// How a match was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchMethod {
    /// A person said so.
    Decided,
    /// The same number.
    LoanNo,
    /// The same number but for punctuation, width, zeros in front.
    LoanNoKey,
    /// The number of the contract, the pledge or a tranche, or a number one slip away, with amount or borrower.
    NearNumber,
    Contract,
    Registration,
    /// Borrower with amount and dates.
    Borrower,
    /// Amount, day and due day of a line that names nobody.
    Terms,
    /// The bank lists a loan in parts.
    Split,
    /// The bank lists loans as one.
    Merged,
}

impl MatchMethod {
    pub const ALL: [Self; 10] = [
        Self::Decided,
        Self::LoanNo,
        Self::LoanNoKey,
        Self::NearNumber,
        Self::Contract,
        Self::Registration,
        Self::Borrower,
        Self::Terms,
        Self::Split,
        Self::Merged,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::LoanNo => "loan_no",
            Self::LoanNoKey => "loan_no_key",
            Self::NearNumber => "near_number",
            Self::Contract => "contract_no",
            Self::Registration => "registration_no",
            Self::Borrower => "borrower",
            Self::Terms => "terms",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// Why a field differs, without the particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    Unit,
    Rounding,
    SwappedDigits,
    DayCountEnd,
    ClassChanged,
    ExtensionNotRecorded,
    RepricedLate,
    RepricedEarly,
    PaymentMissingAtBank,
    PaymentMissingHere,
    PaymentOnOtherDay,
    OtherPledge,
    /// The firm the line names is another.
    OtherBorrower,
    /// The number the line carries is another loan's or contract's.
    OtherNumber,
    /// A number or a name one slip of the pen away.
    Misspelt,
    /// A figure with a nought too many, or too few.
    Noughts,
    Unreadable,
    /// The line states no balance: nothing can be agreed to.
    NotStated,
    Unknown,
}

impl CauseKind {
    pub const ALL: [Self; 19] = [
        Self::Unit,
        Self::Rounding,
        Self::SwappedDigits,
        Self::DayCountEnd,
        Self::ClassChanged,
        Self::ExtensionNotRecorded,
        Self::RepricedLate,
        Self::RepricedEarly,
        Self::PaymentMissingAtBank,
        Self::PaymentMissingHere,
        Self::PaymentOnOtherDay,
        Self::OtherPledge,
        Self::OtherBorrower,
        Self::OtherNumber,
        Self::Misspelt,
        Self::Noughts,
        Self::Unreadable,
        Self::NotStated,
        Self::Unknown,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Rounding => "rounding",
            Self::SwappedDigits => "swapped_digits",
            Self::DayCountEnd => "day_count_end",
            Self::ClassChanged => "class_changed",
            Self::ExtensionNotRecorded => "extension_not_recorded",
            Self::RepricedLate => "repriced_late",
            Self::RepricedEarly => "repriced_early",
            Self::PaymentMissingAtBank => "payment_missing_at_bank",
            Self::PaymentMissingHere => "payment_missing_here",
            Self::PaymentOnOtherDay => "payment_on_other_day",
            Self::OtherPledge => "other_pledge",
            Self::OtherBorrower => "other_borrower",
            Self::OtherNumber => "other_number",
            Self::Misspelt => "misspelt",
            Self::Noughts => "noughts",
            Self::Unreadable => "unreadable",
            Self::NotStated => "not_stated",
            Self::Unknown => "unknown",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What would settle a difference in our books, if the bank is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposal {
    Repay {
        day: Date,
        amount: Money,
    },
    Extend {
        day: Date,
        to: Date,
    },
    Classify {
        class: Class,
        day: Date,
    },
    /// Takes the payment's line back and records it on the bank's day.
    Move {
        line: i64,
        day: Date,
        amount: Money,
    },
}

impl Proposal {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Repay { .. } => "repay",
            Self::Extend { .. } => "extend",
            Self::Classify { .. } => "classify",
            Self::Move { .. } => "move",
        }
    }

    pub fn day(&self) -> Date {
        match self {
            Self::Repay { day, .. }
            | Self::Extend { day, .. }
            | Self::Classify { day, .. }
            | Self::Move { day, .. } => *day,
        }
    }
}

/// In no language: `repay 2024-12-01 1000.00`.
impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.code(), self.day())?;
        match self {
            Self::Repay { amount, .. } => amount.fmt(f),
            Self::Extend { to, .. } => to.fmt(f),
            Self::Classify { class, .. } => f.write_str(class.code()),
            Self::Move { line, amount, .. } => write!(f, "{amount} {line}"),
        }
    }
}

/// Why something asked of a reconciliation does not go.
#[derive(Debug)]
pub enum ReconciliationProblem {
    /// The loan is another row's.
    TakenByRow { loan_no: String, row: String },
    /// The row carries the number of another loan.
    NumberOfOther { row: String, loan_no: String },
    /// A difference between both totals that nobody can name yet: nobody can agree to it.
    Unexplained { remainder: Money },
    /// Rows without a balance that can be read: nobody knows what would be agreed to.
    BalanceUnknown { rows: Vec<String> },
    /// What was proposed was recorded before, by these entries.
    AcceptedBefore { done: Vec<Accepted> },
}

/// A proposal that was recorded, and by which entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub row: String,
    pub loan_no: String,
    pub proposal: Proposal,
    pub entry: i64,
}

impl ReconciliationProblem {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TakenByRow { .. } => "taken-by-row",
            Self::NumberOfOther { .. } => "number-of-other-loan",
            Self::Unexplained { .. } => "remainder-unexplained",
            Self::BalanceUnknown { .. } => "balance-unknown",
            Self::AcceptedBefore { .. } => "accepted-before",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        assert!(
            MatchStatus::ALL.iter().all(|one| MatchStatus::from_code(one.code()) == Some(*one))
        );
        assert!(
            MatchMethod::ALL.iter().all(|one| MatchMethod::from_code(one.code()) == Some(*one))
        );
        assert!(CauseKind::ALL.iter().all(|one| CauseKind::from_code(one.code()) == Some(*one)));
    }
}
