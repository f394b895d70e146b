//! R1-R12: the grounds for refusing registration (不予登记), each with its evidence.
//!
//! A fact the ledger lacks gives `Unknown`, never a silent pass. Source: domain.md 1. Under the Measures
//! of 1996 the grounds are those the office listed as common in 2009, while they were in force (S1, V),
//! and article 4, by which all patentees pledge together (S6, V).

use super::facts::{Case, OpenPledge, PatentFacts, Who};
use super::finding::{Check, Evidence, Finding, Outcome, Rule};
use super::regime::Regime;
use super::term::Fees;
use crate::domain::numbers::PatentKind;
use crate::domain::patent::Status;
use crate::domain::values::Date;
use crate::domain::working_days::NoCalendar;

type Found = (Outcome, Evidence);

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
        add(Rule::Other, None, (Outcome::Refuse, evidence));
    }
    findings.sort_by_key(|finding| finding.rule);
    Check { regime, findings }
}

/// What speaks against a registration that was made all the same. A right that ended on a day nobody knows may have ended
/// since.
pub fn against(case: &Case) -> Vec<Finding> {
    let speaks = |finding: &Finding| match (finding.outcome, &finding.evidence) {
        (_, Evidence::StatusEnded { since: None, .. }) => false,
        (Outcome::Refuse | Outcome::Waivable, _) => true,
        (Outcome::Pass | Outcome::Flag | Outcome::Unknown, _) => false,
    };
    check(case).findings.into_iter().filter(speaks).collect()
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

/// Whether a co-owner may stay out of the pledge by agreeing to it. 1996: all patentees are pledgors.
fn consent_suffices(regime: Regime) -> bool {
    match regime {
        Regime::Measures1996 => false,
        Regime::Measures2010 | Regime::Measures2021 => true,
    }
}

/// R1: the pledgors are the registered patentees; a co-owner who agreed need not be one of them.
fn pledgor_is_patentee(case: &Case, patent: &PatentFacts, regime: Regime) -> Found {
    if patent.patentees.is_empty() {
        return (Outcome::Unknown, Evidence::PatenteesUnknown);
    }
    let all_owners = case.pledgors.iter().all(|pledgor| has(&patent.patentees, pledgor));
    let all_pledge = patent.patentees.iter().all(|owner| {
        has(&case.pledgors, owner) || (consent_suffices(regime) && consented(case, patent, owner))
    });
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
fn right_stands(case: &Case, patent: &PatentFacts) -> Found {
    if let Some((status, since)) = end_of_right(patent, case.day) {
        return (Outcome::Refuse, Evidence::StatusEnded { status, since });
    }
    match patent.status {
        None => (Outcome::Unknown, Evidence::StatusUnknown),
        Some(Status::PartlyInvalidated) => {
            // Needs the pledgee's written informed consent (S4).
            (Outcome::Flag, Evidence::PartlyInvalidated { since: patent.status_day })
        }
        Some(status) => (Outcome::Pass, Evidence::StatusStands { status }),
    }
}

/// How and when the right ended by `day`, if it did; a term that is over needs no event to say so.
pub(super) fn end_of_right(patent: &PatentFacts, day: Date) -> Option<(Status, Option<Date>)> {
    if let Some(status) = patent.status.filter(|status| ended(*status)) {
        return Some((status, patent.status_day));
    }
    let end = patent.term_end.filter(|end| *end < day)?;
    patent.grant.map(|_| (Status::Expired, end.add_days(1)))
}

/// Whether a status says that there is no right any more.
fn ended(status: Status) -> bool {
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
        None if !patent.is_recorded => (Outcome::Refuse, Evidence::PatentNotRecorded),
        Some(day) if day <= case.day => (Outcome::Pass, Evidence::GrantedOn { day }),
        Some(day) => (Outcome::Refuse, Evidence::GrantedLater { day }),
        None => match patent.status.filter(|status| status.implies_grant()) {
            Some(status) => (Outcome::Unknown, Evidence::GrantDayUnknown { status }),
            None => (Outcome::Refuse, Evidence::NotGranted),
        },
    }
}

/// R4: annual fees. 1996 (S1) and 2010: refused within the six months of late payment; 2021: refused in
/// any arrears. Later than six months no text lets a pledge pass: the right is about to be found ended.
fn fee_paid(case: &Case, patent: &PatentFacts) -> Found {
    let Some(through) = patent.fee_through else { return (Outcome::Unknown, Evidence::FeeUnknown) };
    match Fees::on(through, case.day) {
        Ok(Fees::Paid { through }) => (Outcome::Pass, Evidence::FeePaidThrough { through }),
        Ok(Fees::Due { due, last }) => (Outcome::Pass, Evidence::FeeDue { due, last }),
        Ok(Fees::InGrace { due, until }) => (Outcome::Refuse, Evidence::FeeInGrace { due, until }),
        Ok(Fees::InArrears { due }) => (Outcome::Refuse, Evidence::FeeInArrears { due }),
        Err(NoCalendar { year }) => (Outcome::Unknown, Evidence::NoCalendar { year }),
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

/// R8: every co-owner agreed, unless they agreed otherwise; 1996: every one pledges (art. 4).
fn co_owners_agree(case: &Case, patent: &PatentFacts, regime: Regime) -> Found {
    if patent.patentees.is_empty() {
        return (Outcome::Unknown, Evidence::PatenteesUnknown);
    }
    // Whether the one owner is who pledges, R1 says.
    if patent.patentees.len() == 1 {
        return (Outcome::Pass, Evidence::SoleOwner);
    }
    let others: Vec<Who> =
        patent.patentees.iter().filter(|owner| !has(&case.pledgors, owner)).cloned().collect();
    if others.is_empty() {
        return (Outcome::Pass, Evidence::SoleOwner);
    }
    if !consent_suffices(regime) {
        return (Outcome::Refuse, Evidence::CoOwnersMustPledge { names: names(&others) });
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

/// R11: invalidation proceedings. 1996 (S1) and 2010: an absolute bar; 2021: unless the parties still
/// want it.
fn no_invalidation(case: &Case, patent: &PatentFacts, regime: Regime) -> Found {
    let Some(since) = patent.invalidation_since else {
        return match patent.status {
            None => (Outcome::Unknown, Evidence::StatusUnknown),
            Some(_) => (Outcome::Pass, Evidence::NoInvalidation),
        };
    };
    match regime {
        Regime::Measures1996 | Regime::Measures2010 => {
            (Outcome::Refuse, Evidence::InvalidationPending { since })
        }
        Regime::Measures2021 if case.declared => {
            (Outcome::Pass, Evidence::InvalidationDeclared { since })
        }
        Regime::Measures2021 => (Outcome::Waivable, Evidence::InvalidationPending { since }),
    }
}

/// R12: a clause that gives the patent to the pledgee on default. 1996 (S1) and 2010: a ground of its
/// own; later it does not take effect as written under the Civil Code (M).
fn no_forfeiture(case: &Case, regime: Regime) -> Found {
    match (case.forfeiture, regime) {
        (None, _) => (Outcome::Unknown, Evidence::ForfeitureNotRecorded),
        (Some(false), _) => (Outcome::Pass, Evidence::NoForfeiture),
        (Some(true), Regime::Measures1996 | Regime::Measures2010) => {
            (Outcome::Refuse, Evidence::Forfeiture)
        }
        (Some(true), Regime::Measures2021) => (Outcome::Flag, Evidence::ForfeitureVoid),
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
