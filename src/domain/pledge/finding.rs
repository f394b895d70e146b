//! What a check finds: a rule, an outcome, and the evidence as data; the words are in `i18n`.

use super::regime::Regime;
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::StatedStatus;
use crate::domain::values::{Date, Money};

/// A rule by its code in domain.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    R14,
    R15,
    R16,
    R17,
    R18,
    /// Secured amount against the appraised value (domain.md 9).
    Value,
    /// Ground 12: otherwise unfit.
    Other,
    /// Afterwards: the right ended or was invalidated.
    Ended,
    /// Afterwards: the annual fee is not paid.
    Fee,
    /// Afterwards: the term ends inside the debt period.
    Term,
}

impl Rule {
    pub const ALL: [Self; 23] = [
        Self::R1,
        Self::R2,
        Self::R3,
        Self::R4,
        Self::R5,
        Self::R6,
        Self::R7,
        Self::R8,
        Self::R9,
        Self::R10,
        Self::R11,
        Self::R12,
        Self::R13,
        Self::R14,
        Self::R15,
        Self::R16,
        Self::R17,
        Self::R18,
        Self::Value,
        Self::Other,
        Self::Ended,
        Self::Fee,
        Self::Term,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
            Self::R5 => "R5",
            Self::R6 => "R6",
            Self::R7 => "R7",
            Self::R8 => "R8",
            Self::R9 => "R9",
            Self::R10 => "R10",
            Self::R11 => "R11",
            Self::R12 => "R12",
            Self::R13 => "R13",
            Self::R14 => "R14",
            Self::R15 => "R15",
            Self::R16 => "R16",
            Self::R17 => "R17",
            Self::R18 => "R18",
            Self::Value => "value",
            Self::Other => "other",
            Self::Ended => "ended",
            Self::Fee => "fee",
            Self::Term => "term",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroundOutcome {
    Pass,
    Refuse,
    /// Refused unless the parties, told of it, still want it.
    Waivable,
    /// Worth knowing; no ground of refusal.
    Flag,
    /// The ledger lacks the fact.
    Unknown,
}

impl GroundOutcome {
    pub fn code(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Refuse => "refuse",
            Self::Waivable => "waivable",
            Self::Flag => "flag",
            Self::Unknown => "unknown",
        }
    }
}

/// What a finding rests on: data, to be put into words by `i18n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    PledgorsArePatentees {
        names: String,
    },
    PledgorNotPatentee {
        pledgors: String,
        patentees: String,
    },
    PatenteesUnknown,
    StatusStands {
        status: StatedStatus,
    },
    StatusEnded {
        status: StatedStatus,
        since: Option<Date>,
    },
    /// It ended, nobody knows when, and was heard of on a later day than the one asked about.
    EndedByThen {
        status: StatedStatus,
        heard: Date,
    },
    StatusUnknown,
    GrantedOn {
        day: Date,
    },
    NotGranted,
    /// The ledger does not hold the patent.
    PatentNotRecorded,
    /// The status implies a grant, its day is not recorded.
    GrantDayUnknown {
        status: StatedStatus,
    },
    GrantedLater {
        day: Date,
    },
    FeePaidThrough {
        through: Date,
    },
    /// Due, and in time until `last`, a working day.
    FeeDue {
        due: Date,
        last: Date,
    },
    FeeInGrace {
        due: Date,
        until: Date,
    },
    FeeInArrears {
        due: Date,
    },
    FeeUnknown,
    NothingHeld,
    Held {
        event: &'static str,
        since: Date,
    },
    WithinTerm {
        debt_to: Date,
        term_end: Date,
    },
    PastTerm {
        debt_to: Date,
        term_end: Date,
    },
    /// The term ends within twelve months after the debt period.
    TermEndsSoonAfter {
        debt_to: Date,
        term_end: Date,
    },
    DebtTermUnknown,
    TermUnknown,
    ContractComplete {
        patents: usize,
    },
    ContractLacks {
        fields: Vec<&'static str>,
    },
    ContractNotRecorded {
        fields: Vec<&'static str>,
    },
    PatentsDiffer {
        stated: u32,
        linked: usize,
    },
    SoleOwner,
    CoOwnersAgree {
        names: String,
    },
    CoOwnersByAgreement,
    CoOwnersSilent {
        names: String,
    },
    /// 1996: consent is not enough.
    CoOwnersMustPledge {
        names: String,
    },
    NotPledged,
    AlreadyPledged {
        registration_no: String,
        since: Date,
        pledgee: String,
    },
    NotUtility,
    NoSameDayInvention {
        filed: Date,
    },
    SameDayInvention {
        number: ApplicationNo,
    },
    SameDayDeclared {
        number: ApplicationNo,
    },
    FilingDateUnknown,
    NotAGround {
        regime: Regime,
    },
    RuleNotRead {
        regime: Regime,
    },
    NoInvalidation,
    InvalidationPending {
        since: Date,
    },
    InvalidationDeclared {
        since: Date,
    },
    NoForfeiture,
    Forfeiture,
    /// The clause stands in the contract, and does not take effect as written.
    ForfeitureVoid,
    ForfeitureNotRecorded,
    Waived {
        by: String,
        why: String,
    },
    Unfit {
        by: String,
        why: String,
    },
    SecuredOverAppraised {
        secured: Money,
        appraised: Money,
    },
    SecuredWithinAppraised {
        secured: Money,
        appraised: Money,
    },
    DisposedWithoutConsent {
        event: String,
        day: Date,
    },
    DisposedWithConsent {
        event: String,
        day: Date,
        consent: Date,
    },
    ChangeLate {
        changed: Date,
        registered: Date,
        limit: i32,
    },
    SettledNotReleased {
        settled: Date,
        days: i32,
    },
    NoLoan,
    DrawnBefore {
        drawn: Date,
        registered: Date,
        loan: String,
    },
    ExaminationLate {
        received: Date,
        decided: Date,
        last: Date,
    },
    NoCalendar {
        year: i32,
    },
    NumberStrange,
    NumberOtherYear {
        year: i32,
        registered: i32,
    },
    PartlyInvalidated {
        since: Option<Date>,
    },
}

impl Evidence {
    /// The field, of the pledge or of its patent, that would tell what the ledger lacks here.
    pub fn lacks(&self) -> Option<&'static str> {
        if let Self::ContractNotRecorded { fields } = self {
            return fields.first().copied();
        }
        let lacking = [
            (matches!(self, Self::PatenteesUnknown), "applicant_name"),
            (matches!(self, Self::StatusUnknown), "status"),
            (matches!(self, Self::GrantDayUnknown { .. }), "grant_date"),
            (matches!(self, Self::FeeUnknown), "fee_paid_through"),
            (matches!(self, Self::DebtTermUnknown), "debt_to"),
            (matches!(self, Self::TermUnknown | Self::FilingDateUnknown), "filing_date"),
            (matches!(self, Self::ForfeitureNotRecorded), "forfeiture"),
        ];
        lacking.into_iter().find(|(is_it, _)| *is_it).map(|(_, field)| field)
    }
}

/// One ground looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundFinding {
    pub rule: Rule,
    /// None: it concerns the pledge as a whole.
    pub patent: Option<ApplicationNo>,
    pub outcome: GroundOutcome,
    pub evidence: Evidence,
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub regime: Regime,
    pub findings: Vec<GroundFinding>,
}

impl Check {
    /// Nothing refuses it, and nothing that could be waived is left unwaived.
    pub fn eligible(&self) -> bool {
        !self.any(GroundOutcome::Refuse) && !self.any(GroundOutcome::Waivable)
    }

    pub fn any(&self, outcome: GroundOutcome) -> bool {
        self.findings.iter().any(|finding| finding.outcome == outcome)
    }
}
