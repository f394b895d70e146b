//! A fund's money as double entries: every posting of an entry has its other side, and the fund's cash is what
//! its postings add up to.

use std::collections::BTreeMap;

use crate::domain::values::{Date, Money};

/// Money into or out of a fund that no claim moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundEvent {
    pub fund: String,
    pub kind: FundMove,
    pub day: Date,
    pub amount: Money,
    /// Who gave it, or gets it back.
    pub funder: Option<String>,
    pub reference: Option<String>,
}

/// Ways money moves without a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FundMove {
    /// 出资
    Contribute,
    /// Bank interest on the account, which stays in the pool.
    Interest,
    Fee,
    /// Back to a funder, as when the fund is wound up (清算).
    Withdraw,
}

impl FundMove {
    pub const ALL: [Self; 4] = [Self::Contribute, Self::Interest, Self::Fee, Self::Withdraw];

    pub fn code(self) -> &'static str {
        match self {
            Self::Contribute => "contribute",
            Self::Interest => "interest",
            Self::Fee => "fee",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An account of the books. Names within are the ledger's own; how they are spelled in a file is its writer's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BookAccount {
    /// The fund's money at the bank (asset).
    Cash {
        fund: String,
    },
    /// What a funder gave (equity).
    Contribution {
        fund: String,
        funder: String,
    },
    Interest {
        fund: String,
    },
    Fee {
        fund: String,
    },
    /// What was paid to a bank for a payer (expense).
    Compensation {
        fund: String,
        payer: String,
        bank: String,
    },
    /// What came back of it.
    Recovery {
        fund: String,
        payer: String,
        bank: String,
    },
    /// A bank's pledge loans, for the record only (备查).
    Loans {
        bank: String,
    },
    LoansContra,
}

/// One side of an entry; debit is positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    pub account: BookAccount,
    pub amount: Money,
}

/// An entry of the journal: its postings add up to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    pub day: Date,
    /// The ledger's entry it comes from.
    pub entry: i64,
    /// What moved: a code of [`FundMove`], `pay`, `recover`, `disburse`, `repay`, `write_off`.
    pub kind: &'static str,
    /// Claim, loan or reference.
    pub about: String,
    pub postings: Vec<Posting>,
}

impl JournalEntry {
    /// Moves `amount` from one account to another.
    pub fn between(
        (day, entry): (Date, i64),
        kind: &'static str,
        about: impl Into<String>,
        amount: Money,
        to: BookAccount,
        from: BookAccount,
    ) -> Self {
        let other = Money::from_fen(-amount.fen());
        let postings =
            vec![Posting { account: to, amount }, Posting { account: from, amount: other }];
        Self { day, entry, kind, about: about.into(), postings }
    }
}

/// The entry of a move without a claim.
pub fn journal(event: &FundEvent, entry: i64) -> JournalEntry {
    let fund = || event.fund.clone();
    let cash = BookAccount::Cash { fund: fund() };
    let funder = || BookAccount::Contribution {
        fund: fund(),
        funder: event.funder.clone().unwrap_or_default(),
    };
    let (to, from) = match event.kind {
        FundMove::Contribute => (cash, funder()),
        FundMove::Interest => (cash, BookAccount::Interest { fund: fund() }),
        FundMove::Fee => (BookAccount::Fee { fund: fund() }, cash),
        FundMove::Withdraw => (funder(), cash),
    };
    let about = event.reference.clone().unwrap_or_default();
    JournalEntry::between((event.day, entry), event.kind.code(), about, event.amount, to, from)
}

/// What every account holds after `entries`.
pub fn balance<'e>(
    entries: impl IntoIterator<Item = &'e JournalEntry>,
) -> BTreeMap<BookAccount, Money> {
    let mut held: BTreeMap<BookAccount, Money> = BTreeMap::new();
    for posting in entries.into_iter().flat_map(|entry| &entry.postings) {
        let sum = held.entry(posting.account.clone()).or_default();
        *sum = Money::from_fen(sum.fen() + posting.amount.fen());
    }
    held
}

/// What funders have given a fund and not had back.
pub fn contributed(fund: &str, held: &BTreeMap<BookAccount, Money>) -> Money {
    let of_fund = held.iter().filter(
        |(account, _)| matches!(account, BookAccount::Contribution { fund: of, .. } if of == fund),
    );
    Money::from_fen(-of_fund.map(|(_, amount)| amount.fen()).sum::<i64>())
}
