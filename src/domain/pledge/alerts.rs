//! R13-R18, and what the pledgee must hear of: looked at after registration. Nothing here refuses.

use super::facts::PatentFacts;
use super::finding::{Evidence, GroundFinding, GroundOutcome, Rule};
use super::number::RegistrationNo;
use super::regime::Regime;
use super::rules::end_of_right;
use super::term::Fees;
use crate::domain::patent::StatedStatus;
use crate::domain::values::Date;
use crate::domain::working_days::{NoCalendar, add_working_days};

/// Days after a loan is settled within which nobody need ask why the pledge is still registered (M).
const SETTLED_DAYS: i32 = 30;

/// Something done with a pledged patent that needs the pledgee's consent (S4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposal {
    pub event: String,
    pub day: Date,
    /// The pledgee's consent, on or before the day.
    pub consent: Option<Date>,
}

/// A loan the pledge secures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecuredLoan {
    pub loan_no: String,
    pub drawn: Option<Date>,
    /// The day nothing was owed any more.
    pub settled: Option<Date>,
}

/// A registered pledge on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeFacts {
    pub number: RegistrationNo,
    pub registered: Date,
    pub applied: Option<Date>,
    pub in_force: bool,
    /// The last day of the debt, changes counted.
    pub debt_to: Option<Date>,
    /// Changes: the day of the change, and of its registration.
    pub changes: Vec<(Date, Date)>,
    pub loans: Vec<SecuredLoan>,
    pub patents: Vec<(PatentFacts, Vec<Disposal>)>,
}

/// Returns what is worth knowing of a pledge on `day`.
pub fn alerts(pledge: &PledgeFacts, day: Date) -> Vec<GroundFinding> {
    let mut found = Vec::new();
    let mut add = |rule, patent: Option<&PatentFacts>, outcome, evidence| {
        found.push(GroundFinding { rule, patent: patent.map(|p| p.number), outcome, evidence });
    };
    for (patent, disposals) in &pledge.patents {
        for disposal in disposals {
            let Disposal { event, day, consent } = disposal.clone();
            match consent {
                None => {
                    let evidence = Evidence::DisposedWithoutConsent { event, day };
                    add(Rule::R13, Some(patent), GroundOutcome::Refuse, evidence);
                }
                Some(consent) => {
                    let evidence = Evidence::DisposedWithConsent { event, day, consent };
                    add(Rule::R13, Some(patent), GroundOutcome::Pass, evidence);
                }
            }
        }
        if pledge.in_force {
            for (rule, evidence) in afterwards(pledge, patent, day) {
                add(rule, Some(patent), GroundOutcome::Flag, evidence);
            }
        }
    }
    for (changed, registered) in pledge.changes.iter().copied() {
        // The text in force when the change was made, not when the pledge was registered.
        let limit = Regime::on(changed).change_days();
        if let Some(limit) = limit.filter(|limit| registered.days_since(changed) > *limit) {
            add(
                Rule::R14,
                None,
                GroundOutcome::Flag,
                Evidence::ChangeLate { changed, registered, limit },
            );
        }
    }
    if let Some(settled) = settled_long_ago(pledge, day).filter(|_| pledge.in_force) {
        add(Rule::R15, None, GroundOutcome::Flag, settled);
    }
    match &pledge.loans[..] {
        [] if pledge.in_force => add(Rule::R16, None, GroundOutcome::Flag, Evidence::NoLoan),
        loans => {
            for loan in loans {
                if let Some(drawn) = loan.drawn.filter(|drawn| *drawn < pledge.registered) {
                    let (registered, loan) = (pledge.registered, loan.loan_no.clone());
                    add(
                        Rule::R16,
                        None,
                        GroundOutcome::Flag,
                        Evidence::DrawnBefore { drawn, registered, loan },
                    );
                }
            }
        }
    }
    if let Some((outcome, evidence)) = examined_in_time(pledge) {
        add(Rule::R17, None, outcome, evidence);
    }
    match pledge.number.year() {
        None => add(Rule::R18, None, GroundOutcome::Flag, Evidence::NumberStrange),
        Some(year) if year != pledge.registered.year() => {
            let registered = pledge.registered.year();
            add(
                Rule::R18,
                None,
                GroundOutcome::Flag,
                Evidence::NumberOtherYear { year, registered },
            );
        }
        Some(_) => {}
    }
    found
}

/// What befell a pledged patent.
fn afterwards(pledge: &PledgeFacts, patent: &PatentFacts, day: Date) -> Vec<(Rule, Evidence)> {
    let mut found = Vec::new();
    // What is heard of later without a day may have happened later too.
    let is_known = patent.status_heard.is_none_or(|heard| heard <= day);
    if let Some((status, since)) = end_of_right(patent, day).filter(|_| is_known) {
        return vec![(Rule::Ended, Evidence::StatusEnded { status, since })];
    }
    if patent.status == Some(StatedStatus::PartlyInvalidated) {
        found.push((Rule::Ended, Evidence::PartlyInvalidated { since: patent.status_day }));
    }
    match patent.fee_through.map(|through| Fees::on(through, day)) {
        None | Some(Ok(Fees::Paid { .. } | Fees::Due { .. })) => {}
        Some(Ok(Fees::InGrace { due, until })) => {
            found.push((Rule::Fee, Evidence::FeeInGrace { due, until }));
        }
        Some(Ok(Fees::InArrears { due })) => {
            found.push((Rule::Fee, Evidence::FeeInArrears { due }))
        }
        Some(Err(NoCalendar { year })) => found.push((Rule::Fee, Evidence::NoCalendar { year })),
    }
    if let Some((debt_to, term_end)) = pledge.debt_to.zip(patent.term_end)
        && term_end < debt_to
    {
        found.push((Rule::Term, Evidence::PastTerm { debt_to, term_end }));
    }
    found
}

/// R15: all secured loans have long been repaid but the pledge has not been released.
fn settled_long_ago(pledge: &PledgeFacts, day: Date) -> Option<Evidence> {
    let all: Option<Vec<Date>> = pledge.loans.iter().map(|loan| loan.settled).collect();
    let settled = all?.into_iter().max()?;
    let days = day.days_since(settled);
    (days > SETTLED_DAYS).then_some(Evidence::SettledNotReleased { settled, days })
}

/// R17: the application was decided within the working days of the Measures.
fn examined_in_time(pledge: &PledgeFacts) -> Option<(GroundOutcome, Evidence)> {
    let received = pledge.applied?;
    let regime = Regime::on(received);
    let Some(limit) = regime.examination_days() else {
        return Some((GroundOutcome::Unknown, Evidence::RuleNotRead { regime }));
    };
    match add_working_days(received, limit) {
        Ok(last) if pledge.registered > last => {
            let evidence = Evidence::ExaminationLate { received, decided: pledge.registered, last };
            Some((GroundOutcome::Flag, evidence))
        }
        Ok(_) => None,
        Err(NoCalendar { year }) => Some((GroundOutcome::Unknown, Evidence::NoCalendar { year })),
    }
}
