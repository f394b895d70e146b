//! Why a loan cannot be what its events say.

use super::lpr::Tenor;
use crate::domain::values::{Date, Money};

/// A rule of the loan that an event breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoanProblem {
    /// Nothing was disbursed by the day of a repayment or a change.
    BeforeDisbursement {
        day: Date,
    },
    /// An event before the contract was signed.
    BeforeContract {
        day: Date,
        signed: Date,
    },
    /// A disbursement on or after the last day.
    DisbursedAfterDue {
        day: Date,
        due: Date,
    },
    /// More disbursed than the contract allows.
    OverLimit {
        limit: Money,
        disbursed: Money,
    },
    AmountNotPositive,
    /// The last day is not after the first disbursement.
    DueNotAfterStart {
        due: Date,
        start: Date,
    },
    /// The new last day does not lie after the one in force.
    ExtensionNotLater {
        due: Date,
        new_due: Date,
    },
    /// Extension is asked for before maturity (贷款通则 art. 12).
    ExtensionAfterDue {
        due: Date,
        day: Date,
    },
    /// More written off than is outstanding.
    WriteOffOverOutstanding {
        outstanding: Money,
    },
    /// More refunded than was overpaid.
    RefundOverOverpaid {
        overpaid: Money,
    },
    /// The LPR of the day is not known: publications end before it, or it lies before the first.
    LprMissing {
        tenor: Tenor,
        day: Date,
    },
    /// A payment of this day and amount is recorded under another reference: it may be that payment.
    PaymentUnderOtherReference {
        day: Date,
        amount: Money,
        reference: String,
    },
    /// A figure outside what can be held.
    TooLarge,
}

impl LoanProblem {
    /// The stable code, such as `loan-before-disbursement`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BeforeDisbursement { .. } => "loan-before-disbursement",
            Self::BeforeContract { .. } => "loan-before-contract",
            Self::DisbursedAfterDue { .. } => "loan-disbursed-after-due",
            Self::OverLimit { .. } => "loan-over-limit",
            Self::AmountNotPositive => "loan-amount-not-positive",
            Self::DueNotAfterStart { .. } => "loan-due-not-after-start",
            Self::ExtensionNotLater { .. } => "loan-extension-not-later",
            Self::ExtensionAfterDue { .. } => "loan-extension-after-due",
            Self::WriteOffOverOutstanding { .. } => "loan-write-off-over-outstanding",
            Self::RefundOverOverpaid { .. } => "loan-refund-over-overpaid",
            Self::LprMissing { .. } => "lpr-missing",
            Self::PaymentUnderOtherReference { .. } => "loan-payment-other-reference",
            Self::TooLarge => "loan-too-large",
        }
    }

    /// One of each, so that tests can ask every problem for its sentence.
    pub fn samples() -> Vec<Self> {
        let (day, amount) = (Date::MIN, Money::ZERO);
        vec![
            Self::BeforeDisbursement { day },
            Self::BeforeContract { day, signed: day },
            Self::DisbursedAfterDue { day, due: day },
            Self::OverLimit { limit: amount, disbursed: amount },
            Self::AmountNotPositive,
            Self::DueNotAfterStart { due: day, start: day },
            Self::ExtensionNotLater { due: day, new_due: day },
            Self::ExtensionAfterDue { due: day, day },
            Self::WriteOffOverOutstanding { outstanding: amount },
            Self::RefundOverOverpaid { overpaid: amount },
            Self::LprMissing { tenor: Tenor::OneYear, day },
            Self::PaymentUnderOtherReference { day, amount, reference: "A1".into() },
            Self::TooLarge,
        ]
    }
}
