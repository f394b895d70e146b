//! What a check looks at. Each fact is one the ledger may lack, and then says so.

use super::record::DebtKind;
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::StatedStatus;
use crate::domain::values::text::name_key;
use crate::domain::values::{Date, Money};

/// A party in a check.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartyRef {
    /// The party's number in the ledger; none: not recorded there.
    pub id: Option<i64>,
    pub name: String,
}

impl PartyRef {
    /// Whether both are one party: by number, else by name, widths and brackets apart.
    pub fn is(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (Some(a), Some(b)) => a == b,
            _ => name_key(&self.name) == name_key(&other.name),
        }
    }
}

/// A co-owner's consent (共有人同意), and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub by: PartyRef,
    pub day: Date,
}

/// What a person decided though a rule speaks against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's code, such as `R11`.
    pub rule: String,
    pub by: String,
    pub why: String,
}

/// Another pledge of a patent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPledge {
    pub registration_no: String,
    pub since: Date,
    pub pledgee: String,
}

/// What the ledger knows of one patent on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatentFacts {
    pub number: ApplicationNo,
    pub kind: PatentKind,
    /// Whether the ledger holds the patent itself.
    pub is_recorded: bool,
    /// Patentees in order; empty: not known.
    pub patentees: Vec<PartyRef>,
    pub filing: Option<Date>,
    pub grant: Option<Date>,
    /// Last day of the term, by law.
    pub term_end: Option<Date>,
    /// Annual fees are paid up to and including this day.
    pub fee_through: Option<Date>,
    /// The status on the day, from dated events or as stated; none: neither is recorded.
    pub status: Option<StatedStatus>,
    /// The source states the status, and no day is known since when.
    pub status_undated: bool,
    /// The day the ledger first held a status without a day: by then it had begun.
    pub status_heard: Option<Date>,
    /// The day of the event the status comes from.
    pub status_day: Option<Date>,
    /// Suspension or preservation in force on the day: the event and its day.
    pub held: Option<(&'static str, Date)>,
    /// An invalidation request pending on the day, and its day.
    pub invalidation_since: Option<Date>,
    pub open_pledges: Vec<OpenPledge>,
    /// Of a utility model: an invention the same applicant filed on the same day.
    pub same_day_invention: Option<ApplicationNo>,
    pub consents: Vec<Consent>,
}

/// A pledge about to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedPledge {
    /// The day of application, else of registration: it decides which Measures apply.
    pub day: Date,
    pub pledgors: Vec<PartyRef>,
    pub pledgee: Option<PartyRef>,
    pub contract_no: Option<String>,
    pub debt_kind: DebtKind,
    pub secured: Option<Money>,
    pub debt_from: Option<Date>,
    /// The last day for performing the debt, extensions counted.
    pub debt_to: Option<Date>,
    /// The scope of security (担保范围), as the contract has it.
    pub scope: Option<String>,
    /// How many patents the contract states.
    pub patents_stated: Option<u32>,
    /// Whether the contract gives the patent to the pledgee on default (流质).
    pub forfeiture: Option<bool>,
    pub appraised: Option<Money>,
    /// The co-owners have agreed among themselves that each may pledge.
    pub co_owner_agreement: bool,
    /// The parties, told of a same-day invention or of invalidation proceedings, still want it.
    pub declared: bool,
    pub waivers: Vec<Waiver>,
    /// Ground 12: a person finds it otherwise unfit; who, and why.
    pub unfit: Option<(String, String)>,
    pub patents: Vec<PatentFacts>,
}
