//! The terms of a published risk-compensation scheme (风险补偿办法): its parameter set, domain.md 4.

use serde::Deserialize;

use super::read;
use crate::domain::loan::Class;
use crate::domain::values::{Date, Money, Percent};

/// A version of a scheme, as its file states it and [`Scheme::read`](super::Scheme::read) checked it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Stable name, the same in all versions: `zhongshan`.
    pub id: String,
    pub title: String,
    pub title_en: Option<String>,
    /// Where it was published.
    pub source: Option<String>,
    #[serde(deserialize_with = "read::date")]
    pub valid_from: Date,
    /// Last day; none: open.
    #[serde(default, deserialize_with = "read::some_date")]
    pub valid_to: Option<Date>,
    /// Which day picks the version of a loan.
    #[serde(default)]
    pub selected_by: SelectedBy,
    /// The fund its public shares are paid from; its own name unless said.
    pub fund: Option<String>,
    #[serde(default)]
    pub base: Base,
    /// Who bears how much of the whole base; or `layer`s, each with shares of its own.
    #[serde(default, rename = "share")]
    pub shares: Vec<Share>,
    #[serde(default, rename = "layer")]
    pub layers: Vec<Layer>,
    #[serde(default, rename = "adjust")]
    pub adjustments: Vec<Adjustment>,
    #[serde(default, rename = "cap")]
    pub caps: Vec<Cap>,
    #[serde(default)]
    pub trigger: Trigger,
    #[serde(default)]
    pub deadline: Deadline,
    pub advance: Option<Advance>,
    #[serde(default)]
    pub pool: Pool,
    #[serde(default)]
    pub eligibility: Eligibility,
    #[serde(default)]
    pub recovery: Recovery,
    #[serde(default, rename = "breaker")]
    pub breakers: Vec<Breaker>,
    pub ex_ante: Option<ExAnte>,
    /// Who gets the fen that truncation leaves over; the bank unless said.
    pub odd_fen: Option<String>,
}

/// Which day picks the version of the scheme a loan falls under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectedBy {
    #[default]
    Drawdown,
    Claim,
}

/// What of a bad loan is shared.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Base {
    pub components: Vec<Component>,
    /// At most this many days' interest, counted back from the day of measuring.
    pub interest_days: Option<u32>,
    /// What was recovered before the claim comes off first.
    pub net_of_recovery: bool,
    /// Of a combination loan only the stated part secured by intellectual property counts.
    pub ip_part_only: bool,
    /// The least such part of the loan, or there is no claim.
    #[serde(deserialize_with = "read::some_percent")]
    pub ip_part_least: Option<Percent>,
}

impl Default for Base {
    fn default() -> Self {
        Self {
            components: vec![Component::Principal],
            interest_days: None,
            net_of_recovery: true,
            ip_part_only: false,
            ip_part_least: None,
        }
    }
}

/// A part of what a bad loan owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    Principal,
    Interest,
    /// Costs of pursuing the debtor.
    Costs,
}

/// Who bears how much.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    pub payer: String,
    pub role: Role,
    #[serde(deserialize_with = "read::percent")]
    pub percent: Percent,
}

/// What a payer is. Public money stands under the fund's caps and the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A fund without a level of its own.
    Fund,
    Central,
    Province,
    City,
    District,
    Bank,
    Insurer,
    Guarantor,
    ReGuarantor,
    Appraiser,
}

impl Role {
    pub fn is_public(self) -> bool {
        matches!(self, Self::Fund | Self::Central | Self::Province | Self::City | Self::District)
    }
}

/// A slice of losses with shares of its own; what lies in no layer stays with the bank.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub of: Slice,
    /// Where it begins and ends: percent of the bank's portfolio, or yuan of the case.
    pub from: String,
    /// None: open.
    pub to: Option<String>,
    #[serde(rename = "share")]
    pub shares: Vec<Share>,
}

/// What a layer slices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slice {
    /// The bank's bad loans, in percent of its portfolio (Shanghai 2012).
    Portfolio,
    /// The base of the case, in yuan.
    Case,
}

/// Points moved between two payers when a loan has a tag: first loan, pure credit, a sector.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    pub tag: String,
    #[serde(deserialize_with = "read::percent")]
    pub percent: Percent,
    pub from: String,
    pub to: String,
}

/// A ceiling on what public money, or one payer, pays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    pub of: CapOf,
    /// None: all public payers together.
    pub payer: Option<String>,
    #[serde(default, deserialize_with = "read::some_money")]
    pub amount: Option<Money>,
    /// Of the base; with `of = "share"` alone.
    #[serde(default, deserialize_with = "read::some_percent")]
    pub percent: Option<Percent>,
    /// Takes the place of the cap without a tag when the loan has it.
    pub tag: Option<String>,
}

/// What a cap counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapOf {
    Case,
    /// All claims on one borrower.
    Borrower,
    /// All claims of one bank in a calendar year.
    BankYear,
    /// All claims of a calendar year.
    Year,
    /// Percent of the base.
    Share,
    /// What is in the fund and not promised: stated with `pool.up_to_balance`.
    Pool,
}

/// When a loan counts as bad. Nothing stated: as soon as it is claimed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Trigger {
    /// All that is stated must hold, or any one of it.
    pub any: bool,
    pub days_overdue: Option<u32>,
    #[serde(deserialize_with = "read::some_class")]
    pub class: Option<Class>,
    /// Days since the loan was first classed as bad.
    pub days_bad: Option<u32>,
    pub suit_filed: bool,
    pub judgment: bool,
    pub written_off: bool,
}

/// Days within which something must have been done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Deadline {
    /// The loan is filed with the scheme within so many calendar days of drawdown.
    pub filing_days: Option<u32>,
    /// The claim is filed within so many working days of the day `claim_from` names.
    pub claim_working_days: Option<u32>,
    pub claim_from: ClaimFrom,
    /// The pledge is registered no later than the day the loan went bad.
    pub pledge_before_bad: bool,
}

/// The day a claim's deadline runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimFrom {
    /// The day the loan went bad.
    #[default]
    Bad,
    /// The day another level decided (Weihai: the province).
    Decision,
}

/// Money moved before the loss is final (前补偿, 保证金), trued up at settlement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advance {
    pub kind: AdvanceKind,
    #[serde(deserialize_with = "read::percent")]
    pub percent: Percent,
    /// Of the base, or of what the public payers' shares come to.
    pub of: AdvanceOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdvanceKind {
    /// Lies on a margin account until settlement.
    Deposit,
    /// Is paid to the bank.
    PayAhead,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdvanceOf {
    Base,
    Share,
}

/// The money behind a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pool {
    /// Liable only up to what is in it and not promised.
    pub up_to_balance: bool,
    /// Banks undertake to lend so many times its contributions; warned of, never refused.
    pub leverage: Option<u32>,
}

/// Who and what may be lent to under the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Eligibility {
    /// Sizes of firm: `small`, `micro` ...
    pub sizes: Vec<String>,
    #[serde(deserialize_with = "read::some_money")]
    pub loan_most: Option<Money>,
    pub term_months_most: Option<u32>,
    #[serde(deserialize_with = "read::some_percent")]
    pub rate_most: Option<Percent>,
    /// Tags that rule a loan out: already guaranteed, otherwise compensated.
    pub excluded_tags: Vec<String>,
    /// Tags a loan must have: on the park's list, a key sector.
    pub required_tags: Vec<String>,
}

/// Who gets back first what is recovered after payment, and in how many days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recovery {
    pub order: RecoveryOrder,
    /// The bank's costs of recovering come off first.
    pub costs_first: bool,
    pub refund_working_days: Option<u32>,
}

impl Default for Recovery {
    fn default() -> Self {
        Self { order: RecoveryOrder::default(), costs_first: true, refund_working_days: None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryOrder {
    /// By what each has borne.
    #[default]
    ProRata,
    PublicFirst,
    BankFirst,
}

/// A ratio at which new lending under the scheme is warned of or stopped (熔断).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breaker {
    pub metric: Metric,
    pub scope: Scope,
    #[serde(default, deserialize_with = "read::some_percent")]
    pub warn: Option<Percent>,
    #[serde(deserialize_with = "read::percent")]
    pub stop: Percent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Loss claimed of principal granted.
    BadToGranted,
    /// Compensation of what was contributed.
    PaidToPool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Bank,
    Scheme,
}

/// Paid for lending, not for loss (Pudong 2011): a part of the volume, and more with each step of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExAnte {
    #[serde(deserialize_with = "read::percent")]
    pub percent: Percent,
    #[serde(default, deserialize_with = "read::some_money")]
    pub step: Option<Money>,
    #[serde(default, deserialize_with = "read::some_percent")]
    pub step_percent: Option<Percent>,
}

/// Gives an enum without data its stable words.
macro_rules! codes {
    ($type:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $type {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),*
                }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

codes!(CapOf {
    Case = "case",
    Borrower = "borrower",
    BankYear = "bank_year",
    Year = "year",
    Share = "share",
    Pool = "pool",
});

codes!(Role {
    Fund = "fund",
    Central = "central",
    Province = "province",
    City = "city",
    District = "district",
    Bank = "bank",
    Insurer = "insurer",
    Guarantor = "guarantor",
    ReGuarantor = "re_guarantor",
    Appraiser = "appraiser",
});

codes!(Metric { BadToGranted = "bad_to_granted", PaidToPool = "paid_to_pool" });
