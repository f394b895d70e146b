//! What comes of an operation: data, without a sentence.

use rust_decimal::Decimal;

use crate::domain::Note;
use crate::domain::claim::{ClaimState, Ground};
use crate::domain::loan::Balance;
use crate::domain::party::PartyKind;
use crate::domain::patent::Change;
use crate::domain::pledge::{Check, GroundFinding};
use crate::domain::program::CaseGround;
use crate::domain::publication::FigureKey;
use crate::domain::scheme::{Loss, Quote};
use crate::domain::values::{Date, Money};
use crate::exchange::import::PartyWarning;
use crate::ledger::VoidEffect;

/// What an operation recorded, or would record.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// None: a rehearsal, or nothing was new.
    pub entry: Option<i64>,
    pub effects: Vec<Effect>,
    /// What the person who records should know; it was taken all the same.
    pub notices: Vec<Notice>,
    /// Published figures that have another value with this entry.
    pub moved: Vec<FigureChange>,
}

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectKind {
    Added,
    Corrected,
    Ended,
}

impl EffectKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Corrected => "corrected",
            Self::Ended => "ended",
        }
    }
}

/// One thing an operation did.
#[derive(Debug, Clone)]
pub enum Effect {
    /// A thing with the fields that changed; of a new one every field that says something.
    Thing { noun: &'static str, id: String, act: EffectKind, changes: Vec<Change> },
    /// What a loan owes at the close of `day`, before and after.
    Balance { loan_no: String, day: Date, before: Option<Box<Balance>>, after: Box<Balance> },
    /// The grounds a registration was looked at by.
    Checked(Check),
    /// An entry was taken back.
    TakenBack { entry: i64, taken: VoidEffect },
    /// What a loss of an example comes to under a new scheme.
    Example { loss: Loss, quote: Quote },
    /// The grounds of a claim that somebody decides on.
    Grounds(Vec<Ground>),
    /// Where a claim stands: what each payer bears, where something was quoted, and what the fund holds.
    Claim {
        claim_no: String,
        state: ClaimState,
        quote: Option<Quote>,
        /// Of the quote, what public payers bear.
        public: Option<Money>,
        fund: String,
        balance: Money,
    },
}

/// What a person should know beside what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    Noted(Note),
    Party(PartyWarning),
    /// More was paid than is owed; the rest is kept.
    Overpaid {
        loan_no: String,
        amount: Money,
    },
    /// The extension is longer than the rules allow (贷款通则 art. 12).
    OverExtended {
        loan_no: String,
    },
    /// A pledge ends before the debt it secures.
    PledgeEndsBefore {
        registration_no: String,
        debt_to: Date,
    },
    /// A ground that speaks against it without forbidding it.
    Against(GroundFinding),
    /// A transfer that does not say to whom.
    TransferToNobody,
    /// A ground of a claim that is not simply met.
    Ground(Ground),
    /// Of a payment on a loan whose claim was paid: what others than the bank are to have of it.
    DueBack {
        claim_no: String,
        amount: Money,
    },
    /// A payment on a loan whose claim was paid ahead: what is still lost is to be settled anew.
    ToSettle {
        claim_no: String,
    },
    /// A ground of an application that nobody can judge.
    CaseGround(CaseGround),
    /// Who applies does not sit in the district on that day: recorded, and not counted.
    NotHere {
        name: String,
    },
    /// Who applies is of a kind the programme does not count.
    OtherKind {
        name: String,
        kind: PartyKind,
    },
    /// A fund nobody spoke of before: another one misspelled, perhaps.
    FundNew {
        fund: String,
    },
}

/// A published figure that has another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    pub key: FigureKey,
    pub before: Decimal,
    pub after: Decimal,
}

/// What a stated fact turned out to be beside what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    Added,
    /// The ledger says so already.
    Unchanged,
    Corrected(Vec<Change>),
}

/// What to do with a fact that the ledger knows otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnKnown {
    Refuse,
    Correct,
}
