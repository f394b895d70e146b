//! R1-R12: the grounds for refusing registration (不予登记), each with its evidence.
//!
//! A fact the ledger lacks gives `Unknown`, never a silent pass. Source: domain.md 1.

use super::facts::{Case, OpenPledge, PatentFacts, Who};
use super::regime::Regime;
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::Status;
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
pub enum Outcome {
    Pass,
    Refuse,
    /// Refused unless the parties, told of it, still want it.
    Waivable,
    /// Worth knowing; no ground of refusal.
    Flag,
    /// The ledger lacks the fact.
    Unknown,
}

impl Outcome {
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
        status: Status,
    },
    StatusEnded {
        status: Status,
        since: Option<Date>,
    },
    StatusUnknown,
    GrantedOn {
        day: Date,
    },
    NotGranted,
    GrantedLater {
        day: Date,
    },
    FeePaidThrough {
        through: Date,
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

/// One ground looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    /// None: it concerns the pledge as a whole.
    pub patent: Option<ApplicationNo>,
    pub outcome: Outcome,
    pub evidence: Evidence,
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub regime: Regime,
    pub findings: Vec<Finding>,
}

impl Check {
    /// Nothing refuses it, and nothing that could be waived is left unwaived.
    pub fn eligible(&self) -> bool {
        !self.any(Outcome::Refuse) && !self.any(Outcome::Waivable)
    }

    pub fn any(&self, outcome: Outcome) -> bool {
        self.findings.iter().any(|finding| finding.outcome == outcome)
    }
}

type Found = (Outcome, Evidence);

/// Months after the due day within which a fee can be paid with a surcharge (滞纳期).
const GRACE_MONTHS: i32 = 6;
/// A term that ends within so many months after the debt period is worth a flag (domain.md 9).
const SOON_MONTHS: i32 = 12;

/// Looks at every ground, under the Measures in force on the case's day.
pub fn check(case: &Case) -> Check {
    let regime = Regime::on(case.day);
    let mut findings = Vec::new();
    let mut add = |rule, patent: Option<&PatentFacts>, (outcome, evidence): Found| {
        findings.push(waived(case, rule, patent, outcome, evidence));
    };
    for patent in &case.patents {
        let each: [(Rule, Found); 10] = [
            (Rule::R1, pledgor_is_patentee(case, patent)),
            (Rule::R2, right_stands(patent)),
            (Rule::R3, granted(case, patent)),
            (Rule::R4, fee_paid(case, patent, regime)),
            (Rule::R5, not_held(patent)),
            (Rule::R6, debt_within_term(case, patent)),
            (Rule::R8, co_owners_agree(case, patent)),
            (Rule::R9, not_pledged(patent)),
            (Rule::R10, no_same_day_invention(case, patent, regime)),
            (Rule::R11, no_invalidation(case, patent, regime)),
        ];
        for (rule, found) in each {
            add(rule, Some(patent), found);
        }
    }
    add(Rule::R7, None, contract_complete(case));
    add(Rule::R12, None, no_forfeiture(case, regime));
    if let Some(found) = value_covers(case) {
        add(Rule::Value, None, found);
    }
    if let Some((by, why)) = &case.unfit {
        let evidence = Evidence::Unfit { by: by.clone(), why: why.clone() };
        add(Rule::Other, None, (Outcome::Refuse, evidence));
    }
    findings.sort_by_key(|finding| finding.rule);
    Check { regime, findings }
}

/// A waiver turns what can be waived into a pass that says who decided.
fn waived(
    case: &Case,
    rule: Rule,
    patent: Option<&PatentFacts>,
    outcome: Outcome,
    evidence: Evidence,
) -> Finding {
    let patent = patent.map(|patent| patent.number);
    let waiver = case.waivers.iter().find(|waiver| waiver.rule == rule.code());
    match waiver.filter(|_| outcome == Outcome::Waivable) {
        Some(waiver) => Finding {
            rule,
            patent,
            outcome: Outcome::Pass,
            evidence: Evidence::Waived { by: waiver.by.clone(), why: waiver.why.clone() },
        },
        None => Finding { rule, patent, outcome, evidence },
    }
}

fn names(parties: &[Who]) -> String {
    parties.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("、")
}

fn has(parties: &[Who], who: &Who) -> bool {
    parties.iter().any(|party| party.is(who))
}

fn consented(case: &Case, patent: &PatentFacts, who: &Who) -> bool {
    case.co_owner_agreement
        || patent.consents.iter().any(|consent| consent.by.is(who) && consent.day <= case.day)
}

/// R1: the pledgors are the registered patentees; a co-owner who agreed need not be one of them.
fn pledgor_is_patentee(case: &Case, patent: &PatentFacts) -> Found {
    if patent.patentees.is_empty() {
        return (Outcome::Unknown, Evidence::PatenteesUnknown);
    }
    let all_owners = case.pledgors.iter().all(|pledgor| has(&patent.patentees, pledgor));
    let all_pledge = patent
        .patentees
        .iter()
        .all(|owner| has(&case.pledgors, owner) || consented(case, patent, owner));
    if all_owners && all_pledge && !case.pledgors.is_empty() {
        return (Outcome::Pass, Evidence::PledgorsArePatentees { names: names(&patent.patentees) });
    }
    let evidence = Evidence::PledgorNotPatentee {
        pledgors: names(&case.pledgors),
        patentees: names(&patent.patentees),
    };
    (Outcome::Refuse, evidence)
}

/// R2: the right has not ended.
fn right_stands(patent: &PatentFacts) -> Found {
    match patent.status {
        None => (Outcome::Unknown, Evidence::StatusUnknown),
        Some(Status::PartlyInvalidated) => {
            // Needs the pledgee's written informed consent (S4).
            (Outcome::Flag, Evidence::PartlyInvalidated { since: patent.status_day })
        }
        Some(status) if ended(status) => {
            (Outcome::Refuse, Evidence::StatusEnded { status, since: patent.status_day })
        }
        Some(status) => (Outcome::Pass, Evidence::StatusStands { status }),
    }
}

/// Whether a status says that there is no right any more.
pub(super) fn ended(status: Status) -> bool {
    matches!(
        status,
        Status::Lapsed
            | Status::Expired
            | Status::Abandoned
            | Status::Invalidated
            | Status::Withdrawn
            | Status::DeemedWithdrawn
            | Status::Rejected
    )
}

/// R3: the right was granted by the day.
fn granted(case: &Case, patent: &PatentFacts) -> Found {
    match patent.grant {
        Some(day) if day <= case.day => (Outcome::Pass, Evidence::GrantedOn { day }),
        Some(day) => (Outcome::Refuse, Evidence::GrantedLater { day }),
        None if patent.status.is_some_and(Status::implies_grant) => {
            (Outcome::Unknown, Evidence::StatusUnknown)
        }
        None => (Outcome::Refuse, Evidence::NotGranted),
    }
}

/// R4: annual fees. 2010: refused within the six months of late payment; 2021: refused in any arrears.
fn fee_paid(case: &Case, patent: &PatentFacts, regime: Regime) -> Found {
    let Some(through) = patent.fee_through else { return (Outcome::Unknown, Evidence::FeeUnknown) };
    if through >= case.day {
        return (Outcome::Pass, Evidence::FeePaidThrough { through });
    }
    let due = through.add_days(1).unwrap_or(through);
    let until = due.add_months(GRACE_MONTHS).unwrap_or(due);
    match regime {
        Regime::Measures1996 => (Outcome::Unknown, Evidence::RuleNotRead { regime }),
        Regime::Measures2010 | Regime::Measures2021 if case.day <= until => {
            (Outcome::Refuse, Evidence::FeeInGrace { due, until })
        }
        Regime::Measures2010 | Regime::Measures2021 => {
            (Outcome::Refuse, Evidence::FeeInArrears { due })
        }
    }
}

/// R5: no suspension (中止) or preservation (保全).
fn not_held(patent: &PatentFacts) -> Found {
    match patent.held {
        Some((event, since)) => (Outcome::Refuse, Evidence::Held { event, since }),
        None if patent.status.is_none() => (Outcome::Unknown, Evidence::StatusUnknown),
        None => (Outcome::Pass, Evidence::NothingHeld),
    }
}

/// R6: the debt's last day does not lie past the patent's own last day.
fn debt_within_term(case: &Case, patent: &PatentFacts) -> Found {
    let Some(debt_to) = case.debt_to else { return (Outcome::Unknown, Evidence::DebtTermUnknown) };
    let Some(term_end) = patent.term_end else { return (Outcome::Unknown, Evidence::TermUnknown) };
    if debt_to > term_end {
        return (Outcome::Refuse, Evidence::PastTerm { debt_to, term_end });
    }
    match debt_to.add_months(SOON_MONTHS) {
        Some(soon) if term_end <= soon => {
            (Outcome::Flag, Evidence::TermEndsSoonAfter { debt_to, term_end })
        }
        _ => (Outcome::Pass, Evidence::WithinTerm { debt_to, term_end }),
    }
}

/// R7: the contract states what it must (2010 art. 8, V(S4); 2021 art. 8).
fn contract_complete(case: &Case) -> Found {
    let mut lacking = Vec::new();
    let groups = [
        ("pledgor", case.pledgors.is_empty()),
        ("pledgee", case.pledgee.is_none()),
        ("secured_amount", case.secured.is_none()),
        ("debt_to", case.debt_to.is_none()),
        ("patent_nos", case.patents.is_empty()),
    ];
    lacking.extend(groups.iter().filter(|(_, lacks)| *lacks).map(|(field, _)| *field));
    if !lacking.is_empty() {
        return (Outcome::Refuse, Evidence::ContractLacks { fields: lacking });
    }
    if let Some(stated) =
        case.patents_stated.filter(|stated| *stated as usize != case.patents.len())
    {
        return (Outcome::Refuse, Evidence::PatentsDiffer { stated, linked: case.patents.len() });
    }
    match case.scope.as_deref() {
        None => (Outcome::Unknown, Evidence::ContractNotRecorded { fields: vec!["scope"] }),
        Some(_) => (Outcome::Pass, Evidence::ContractComplete { patents: case.patents.len() }),
    }
}

/// R8: every co-owner agreed, unless they agreed otherwise.
fn co_owners_agree(case: &Case, patent: &PatentFacts) -> Found {
    if patent.patentees.is_empty() {
        return (Outcome::Unknown, Evidence::PatenteesUnknown);
    }
    let others: Vec<Who> =
        patent.patentees.iter().filter(|owner| !has(&case.pledgors, owner)).cloned().collect();
    if others.is_empty() {
        return (Outcome::Pass, Evidence::SoleOwner);
    }
    if case.co_owner_agreement {
        return (Outcome::Pass, Evidence::CoOwnersByAgreement);
    }
    let silent: Vec<Who> =
        others.iter().filter(|owner| !consented(case, patent, owner)).cloned().collect();
    match silent.is_empty() {
        true => (Outcome::Pass, Evidence::CoOwnersAgree { names: names(&others) }),
        false => (Outcome::Refuse, Evidence::CoOwnersSilent { names: names(&silent) }),
    }
}

/// R9: not under another pledge.
fn not_pledged(patent: &PatentFacts) -> Found {
    match patent.open_pledges.first() {
        None => (Outcome::Pass, Evidence::NotPledged),
        Some(open) => {
            let OpenPledge { registration_no, since, pledgee } = open.clone();
            (Outcome::Refuse, Evidence::AlreadyPledged { registration_no, since, pledgee })
        }
    }
}

/// R10: a utility model whose invention was filed the same day (2021 on).
fn no_same_day_invention(case: &Case, patent: &PatentFacts, regime: Regime) -> Found {
    if patent.kind != PatentKind::Utility {
        return (Outcome::Pass, Evidence::NotUtility);
    }
    match (regime, patent.same_day_invention, patent.filing) {
        (Regime::Measures1996, ..) => (Outcome::Unknown, Evidence::RuleNotRead { regime }),
        (Regime::Measures2010, ..) => (Outcome::Pass, Evidence::NotAGround { regime }),
        (_, Some(number), _) if case.declared => {
            (Outcome::Pass, Evidence::SameDayDeclared { number })
        }
        (_, Some(number), _) => (Outcome::Waivable, Evidence::SameDayInvention { number }),
        (_, None, Some(filed)) => (Outcome::Pass, Evidence::NoSameDayInvention { filed }),
        (_, None, None) => (Outcome::Unknown, Evidence::FilingDateUnknown),
    }
}

/// R11: invalidation proceedings. 2010: an absolute bar; 2021: unless the parties still want it.
fn no_invalidation(case: &Case, patent: &PatentFacts, regime: Regime) -> Found {
    let Some(since) = patent.invalidation_since else {
        return match patent.status {
            None => (Outcome::Unknown, Evidence::StatusUnknown),
            Some(_) => (Outcome::Pass, Evidence::NoInvalidation),
        };
    };
    match regime {
        Regime::Measures1996 => (Outcome::Unknown, Evidence::RuleNotRead { regime }),
        Regime::Measures2010 => (Outcome::Refuse, Evidence::InvalidationPending { since }),
        Regime::Measures2021 if case.declared => {
            (Outcome::Pass, Evidence::InvalidationDeclared { since })
        }
        Regime::Measures2021 => (Outcome::Waivable, Evidence::InvalidationPending { since }),
    }
}

/// R12: a clause that gives the patent to the pledgee on default. 2010: a ground of its own; later it
/// does not take effect as written under the Civil Code (M).
fn no_forfeiture(case: &Case, regime: Regime) -> Found {
    match (case.forfeiture, regime) {
        (None, _) => (Outcome::Unknown, Evidence::ForfeitureNotRecorded),
        (Some(false), _) => (Outcome::Pass, Evidence::NoForfeiture),
        (Some(true), Regime::Measures2010) => (Outcome::Refuse, Evidence::Forfeiture),
        (Some(true), Regime::Measures1996) => (Outcome::Unknown, Evidence::RuleNotRead { regime }),
        (Some(true), Regime::Measures2021) => (Outcome::Flag, Evidence::Forfeiture),
    }
}

/// The secured amount beside the appraised value: worth a flag (domain.md 9).
fn value_covers(case: &Case) -> Option<Found> {
    let (secured, appraised) = case.secured.zip(case.appraised)?;
    Some(if secured > appraised {
        (Outcome::Flag, Evidence::SecuredOverAppraised { secured, appraised })
    } else {
        (Outcome::Pass, Evidence::SecuredWithinAppraised { secured, appraised })
    })
}
