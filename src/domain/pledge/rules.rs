//! R1-R12: the grounds for refusing registration (不予登记), each with its evidence.
//!
//! A fact the ledger lacks gives `Unknown`, never a silent pass. Source: domain.md 1. Under the Measures
//! of 1996 the grounds are those the office listed as common in 2009, while they were in force (S1, V),
//! and article 4, by which all patentees pledge together (S6, V).

use super::facts::{OpenPledge, PartyRef, PatentFacts, ProposedPledge};
use super::finding::{Check, Evidence, GroundFinding, GroundOutcome, Rule};
use super::regime::Regime;
use super::term::Fees;
use crate::domain::numbers::PatentKind;
use crate::domain::patent::StatedStatus;
use crate::domain::values::Date;
use crate::domain::working_days::NoCalendar;

type Found = (GroundOutcome, Evidence);

/// A term that ends within so many months after the debt period is worth a flag (domain.md 9).
const SOON_MONTHS: i32 = 12;

/// Looks at every ground, under the Measures in force on the case's day.
pub fn check(case: &ProposedPledge) -> Check {
    let regime = Regime::on(case.day);
    let mut findings = Vec::new();
    let mut add = |rule, patent: Option<&PatentFacts>, (outcome, evidence): Found| {
        findings.push(waived(case, rule, patent, outcome, evidence));
    };
    for patent in &case.patents {
        let each: [(Rule, Found); 10] = [
            (Rule::R1, pledgor_is_patentee(case, patent, regime)),
            (Rule::R2, right_stands(case, patent)),
            (Rule::R3, granted(case, patent)),
            (Rule::R4, fee_paid(case, patent)),
            (Rule::R5, not_held(patent)),
            (Rule::R6, debt_within_term(case, patent)),
            (Rule::R8, co_owners_agree(case, patent, regime)),
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
        add(Rule::Other, None, (GroundOutcome::Refuse, evidence));
    }
    findings.sort_by_key(|finding| finding.rule);
    Check { regime, findings }
}

/// What speaks against a registration that was made all the same.
pub fn against(case: &ProposedPledge) -> Vec<GroundFinding> {
    let speaks = |finding: &GroundFinding| match finding.outcome {
        GroundOutcome::Refuse | GroundOutcome::Waivable => true,
        GroundOutcome::Pass | GroundOutcome::Flag | GroundOutcome::Unknown => false,
    };
    check(case).findings.into_iter().filter(speaks).collect()
}

/// A waiver turns what can be waived into a pass that says who decided.
fn waived(
    case: &ProposedPledge,
    rule: Rule,
    patent: Option<&PatentFacts>,
    outcome: GroundOutcome,
    evidence: Evidence,
) -> GroundFinding {
    let patent = patent.map(|patent| patent.number);
    let waiver = case.waivers.iter().find(|waiver| waiver.rule == rule.code());
    match waiver.filter(|_| outcome == GroundOutcome::Waivable) {
        Some(waiver) => GroundFinding {
            rule,
            patent,
            outcome: GroundOutcome::Pass,
            evidence: Evidence::Waived { by: waiver.by.clone(), why: waiver.why.clone() },
        },
        None => GroundFinding { rule, patent, outcome, evidence },
    }
}

fn names(parties: &[PartyRef]) -> String {
    parties.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("、")
}

fn has(parties: &[PartyRef], who: &PartyRef) -> bool {
    parties.iter().any(|party| party.is(who))
}

fn consented(case: &ProposedPledge, patent: &PatentFacts, who: &PartyRef) -> bool {
    case.co_owner_agreement
        || patent.consents.iter().any(|consent| consent.by.is(who) && consent.day <= case.day)
}

/// Whether a co-owner may stay out of the pledge by agreeing to it. 1996: all patentees are pledgors.
fn consent_suffices(regime: Regime) -> bool {
    match regime {
        Regime::Measures1996 => false,
        Regime::Measures2010 | Regime::Measures2021 => true,
    }
}

/// R1: the pledgors are the registered patentees; a co-owner who agreed need not be one of them.
fn pledgor_is_patentee(case: &ProposedPledge, patent: &PatentFacts, regime: Regime) -> Found {
    if patent.patentees.is_empty() {
        return (GroundOutcome::Unknown, Evidence::PatenteesUnknown);
    }
    let all_owners = case.pledgors.iter().all(|pledgor| has(&patent.patentees, pledgor));
    let all_pledge = patent.patentees.iter().all(|owner| {
        has(&case.pledgors, owner) || (consent_suffices(regime) && consented(case, patent, owner))
    });
    if all_owners && all_pledge && !case.pledgors.is_empty() {
        return (
            GroundOutcome::Pass,
            Evidence::PledgorsArePatentees { names: names(&patent.patentees) },
        );
    }
    let evidence = Evidence::PledgorNotPatentee {
        pledgors: names(&case.pledgors),
        patentees: names(&patent.patentees),
    };
    (GroundOutcome::Refuse, evidence)
}

/// R2: the right has not ended. One whose end is known without a day had ended by the day it was heard of; whether it had
/// on an earlier day nobody knows.
fn right_stands(case: &ProposedPledge, patent: &PatentFacts) -> Found {
    if let Some((status, since)) = end_of_right(patent, case.day) {
        if let Some(heard) = patent.status_heard.filter(|heard| *heard > case.day) {
            return (GroundOutcome::Unknown, Evidence::EndedByThen { status, heard });
        }
        return (GroundOutcome::Refuse, Evidence::StatusEnded { status, since });
    }
    match patent.status {
        None => (GroundOutcome::Unknown, Evidence::StatusUnknown),
        Some(StatedStatus::PartlyInvalidated) => {
            // Needs the pledgee's written informed consent (S4).
            (GroundOutcome::Flag, Evidence::PartlyInvalidated { since: patent.status_day })
        }
        Some(status) => (GroundOutcome::Pass, Evidence::StatusStands { status }),
    }
}

/// How and when the right ended by `day`, if it did; a term that is over needs no event to say so.
pub(super) fn end_of_right(
    patent: &PatentFacts,
    day: Date,
) -> Option<(StatedStatus, Option<Date>)> {
    if let Some(status) = patent.status.filter(|status| ended(*status)) {
        return Some((status, patent.status_day));
    }
    let end = patent.term_end.filter(|end| *end < day)?;
    patent.grant.map(|_| (StatedStatus::Expired, end.add_days(1)))
}

/// Whether a status says that there is no right any more.
fn ended(status: StatedStatus) -> bool {
    matches!(
        status,
        StatedStatus::Lapsed
            | StatedStatus::Expired
            | StatedStatus::Abandoned
            | StatedStatus::Invalidated
            | StatedStatus::Withdrawn
            | StatedStatus::DeemedWithdrawn
            | StatedStatus::Rejected
            | StatedStatus::Ended
    )
}

/// R3: the right was granted by the day.
fn granted(case: &ProposedPledge, patent: &PatentFacts) -> Found {
    match patent.grant {
        None if !patent.is_recorded => (GroundOutcome::Refuse, Evidence::PatentNotRecorded),
        Some(day) if day <= case.day => (GroundOutcome::Pass, Evidence::GrantedOn { day }),
        Some(day) => (GroundOutcome::Refuse, Evidence::GrantedLater { day }),
        None => match patent.status.filter(|status| status.implies_grant()) {
            Some(status) => (GroundOutcome::Unknown, Evidence::GrantDayUnknown { status }),
            None => (GroundOutcome::Refuse, Evidence::NotGranted),
        },
    }
}

/// R4: annual fees. 1996 (S1) and 2010: refused within the six months of late payment; 2021: refused in
/// any arrears. Later than six months no text lets a pledge pass: the right is about to be found ended.
fn fee_paid(case: &ProposedPledge, patent: &PatentFacts) -> Found {
    let Some(through) = patent.fee_through else {
        return (GroundOutcome::Unknown, Evidence::FeeUnknown);
    };
    match Fees::on(through, case.day) {
        Ok(Fees::Paid { through }) => (GroundOutcome::Pass, Evidence::FeePaidThrough { through }),
        Ok(Fees::Due { due, last }) => (GroundOutcome::Pass, Evidence::FeeDue { due, last }),
        Ok(Fees::InGrace { due, until }) => {
            (GroundOutcome::Refuse, Evidence::FeeInGrace { due, until })
        }
        Ok(Fees::InArrears { due }) => (GroundOutcome::Refuse, Evidence::FeeInArrears { due }),
        Err(NoCalendar { year }) => (GroundOutcome::Unknown, Evidence::NoCalendar { year }),
    }
}

/// R5: no suspension (中止) or preservation (保全).
fn not_held(patent: &PatentFacts) -> Found {
    match patent.held {
        Some((event, since)) => (GroundOutcome::Refuse, Evidence::Held { event, since }),
        None if patent.status.is_none() => (GroundOutcome::Unknown, Evidence::StatusUnknown),
        None => (GroundOutcome::Pass, Evidence::NothingHeld),
    }
}

/// R6: the debt's last day does not lie past the patent's own last day.
fn debt_within_term(case: &ProposedPledge, patent: &PatentFacts) -> Found {
    let Some(debt_to) = case.debt_to else {
        return (GroundOutcome::Unknown, Evidence::DebtTermUnknown);
    };
    let Some(term_end) = patent.term_end else {
        return (GroundOutcome::Unknown, Evidence::TermUnknown);
    };
    if debt_to > term_end {
        return (GroundOutcome::Refuse, Evidence::PastTerm { debt_to, term_end });
    }
    match debt_to.add_months(SOON_MONTHS) {
        Some(soon) if term_end <= soon => {
            (GroundOutcome::Flag, Evidence::TermEndsSoonAfter { debt_to, term_end })
        }
        _ => (GroundOutcome::Pass, Evidence::WithinTerm { debt_to, term_end }),
    }
}

/// R7: the contract states what it must (2010 art. 8, V(S4); 2021 art. 8).
fn contract_complete(case: &ProposedPledge) -> Found {
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
        return (GroundOutcome::Refuse, Evidence::ContractLacks { fields: lacking });
    }
    if let Some(stated) =
        case.patents_stated.filter(|stated| *stated as usize != case.patents.len())
    {
        return (
            GroundOutcome::Refuse,
            Evidence::PatentsDiffer { stated, linked: case.patents.len() },
        );
    }
    match case.scope.as_deref() {
        None => (GroundOutcome::Unknown, Evidence::ContractNotRecorded { fields: vec!["scope"] }),
        Some(_) => {
            (GroundOutcome::Pass, Evidence::ContractComplete { patents: case.patents.len() })
        }
    }
}

/// R8: every co-owner agreed, unless they agreed otherwise; 1996: every one pledges (art. 4).
fn co_owners_agree(case: &ProposedPledge, patent: &PatentFacts, regime: Regime) -> Found {
    if patent.patentees.is_empty() {
        return (GroundOutcome::Unknown, Evidence::PatenteesUnknown);
    }
    // Whether the one owner is who pledges, R1 says.
    if patent.patentees.len() == 1 {
        return (GroundOutcome::Pass, Evidence::SoleOwner);
    }
    let others: Vec<PartyRef> =
        patent.patentees.iter().filter(|owner| !has(&case.pledgors, owner)).cloned().collect();
    if others.is_empty() {
        return (GroundOutcome::Pass, Evidence::SoleOwner);
    }
    if !consent_suffices(regime) {
        return (GroundOutcome::Refuse, Evidence::CoOwnersMustPledge { names: names(&others) });
    }
    if case.co_owner_agreement {
        return (GroundOutcome::Pass, Evidence::CoOwnersByAgreement);
    }
    let silent: Vec<PartyRef> =
        others.iter().filter(|owner| !consented(case, patent, owner)).cloned().collect();
    match silent.is_empty() {
        true => (GroundOutcome::Pass, Evidence::CoOwnersAgree { names: names(&others) }),
        false => (GroundOutcome::Refuse, Evidence::CoOwnersSilent { names: names(&silent) }),
    }
}

/// R9: not under another pledge.
fn not_pledged(patent: &PatentFacts) -> Found {
    match patent.open_pledges.first() {
        None => (GroundOutcome::Pass, Evidence::NotPledged),
        Some(open) => {
            let OpenPledge { registration_no, since, pledgee } = open.clone();
            (GroundOutcome::Refuse, Evidence::AlreadyPledged { registration_no, since, pledgee })
        }
    }
}

/// R10: a utility model whose invention was filed the same day (2021 on).
fn no_same_day_invention(case: &ProposedPledge, patent: &PatentFacts, regime: Regime) -> Found {
    if patent.kind != PatentKind::Utility {
        return (GroundOutcome::Pass, Evidence::NotUtility);
    }
    match (regime, patent.same_day_invention, patent.filing) {
        (Regime::Measures1996, ..) => (GroundOutcome::Unknown, Evidence::RuleNotRead { regime }),
        (Regime::Measures2010, ..) => (GroundOutcome::Pass, Evidence::NotAGround { regime }),
        (_, Some(number), _) if case.declared => {
            (GroundOutcome::Pass, Evidence::SameDayDeclared { number })
        }
        (_, Some(number), _) => (GroundOutcome::Waivable, Evidence::SameDayInvention { number }),
        (_, None, Some(filed)) => (GroundOutcome::Pass, Evidence::NoSameDayInvention { filed }),
        (_, None, None) => (GroundOutcome::Unknown, Evidence::FilingDateUnknown),
    }
}

/// R11: invalidation proceedings. 1996 (S1) and 2010: an absolute bar; 2021: unless the parties still
/// want it.
fn no_invalidation(case: &ProposedPledge, patent: &PatentFacts, regime: Regime) -> Found {
    let Some(since) = patent.invalidation_since else {
        return match patent.status {
            None => (GroundOutcome::Unknown, Evidence::StatusUnknown),
            Some(_) => (GroundOutcome::Pass, Evidence::NoInvalidation),
        };
    };
    match regime {
        Regime::Measures1996 | Regime::Measures2010 => {
            (GroundOutcome::Refuse, Evidence::InvalidationPending { since })
        }
        Regime::Measures2021 if case.declared => {
            (GroundOutcome::Pass, Evidence::InvalidationDeclared { since })
        }
        Regime::Measures2021 => (GroundOutcome::Waivable, Evidence::InvalidationPending { since }),
    }
}

/// R12: a clause that gives the patent to the pledgee on default. 1996 (S1) and 2010: a ground of its
/// own; later it does not take effect as written under the Civil Code (M).
fn no_forfeiture(case: &ProposedPledge, regime: Regime) -> Found {
    match (case.forfeiture, regime) {
        (None, _) => (GroundOutcome::Unknown, Evidence::ForfeitureNotRecorded),
        (Some(false), _) => (GroundOutcome::Pass, Evidence::NoForfeiture),
        (Some(true), Regime::Measures1996 | Regime::Measures2010) => {
            (GroundOutcome::Refuse, Evidence::Forfeiture)
        }
        (Some(true), Regime::Measures2021) => (GroundOutcome::Flag, Evidence::ForfeitureVoid),
    }
}

/// The secured amount beside the appraised value: worth a flag (domain.md 9).
fn value_covers(case: &ProposedPledge) -> Option<Found> {
    let (secured, appraised) = case.secured.zip(case.appraised)?;
    Some(if secured > appraised {
        (GroundOutcome::Flag, Evidence::SecuredOverAppraised { secured, appraised })
    } else {
        (GroundOutcome::Pass, Evidence::SecuredWithinAppraised { secured, appraised })
    })
}
