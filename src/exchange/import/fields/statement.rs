//! A bank's statement of its loans: the words of their headers. Sources: domain.md 7; loan lists of city and rural banks.

use super::loan::{
    BALANCE_WORDS, BANK_UNUSED, BANK_WORDS, BORROWER_USCC_WORDS, BORROWER_WORDS, CLASS_WORDS,
    CONTRACT_NO_WORDS, DAY_COUNT_WORDS, DAYS_OVERDUE_WORDS, DISBURSED_ON_WORDS, DUE_ON_WORDS,
    INTEREST_WORDS, LOAN_NO_WORDS, METHOD_WORDS, PRINCIPAL_WORDS, RATE_PERCENT_WORDS,
    REGISTRATION_NO_WORDS, STATUS_WORDS,
};
use super::{field, sought};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::statement::FIELDS`.
pub const STATEMENT: [FieldSpec; 14] = [
    field("loan_no", Reference, LOAN_NO_WORDS),
    field("contract_no", Reference, CONTRACT_NO_WORDS),
    sought("borrower", Firm, BORROWER_WORDS),
    field("borrower_uscc", CreditCode, BORROWER_USCC_WORDS),
    field("principal", Amount, PRINCIPAL_WORDS),
    sought("balance", Amount, BALANCE_WORDS),
    field("interest", Amount, INTEREST_WORDS),
    field("disbursed_on", Date, DISBURSED_ON_WORDS),
    sought("due_on", Date, DUE_ON_WORDS),
    field("rate_percent", Percent, RATE_PERCENT_WORDS),
    field("class", Free, CLASS_WORDS),
    field("days_overdue", Free, DAYS_OVERDUE_WORDS),
    field("status", Free, STATUS_WORDS),
    field("registration_no", Reference, REGISTRATION_NO_WORDS),
];

/// What else such lists carry.
pub const STATEMENT_UNUSED: &[&[&str]] =
    &[BANK_UNUSED, BANK_WORDS, METHOD_WORDS, DAY_COUNT_WORDS, &["欠本", "欠本金额", "逾期本金"]];
