//! Whether a claim meets its scheme: eligibility, trigger and deadlines (domain.md 4, parameters 7 and 11),
//! each with the evidence. What the ledger does not know is `unknown`, never a pass.

use super::Claim;
use crate::domain::loan::{Class, Enrolment};
use crate::domain::pledge::GroundOutcome;
use crate::domain::scheme::{ClaimFrom, Scheme};
use crate::domain::values::{Date, Money, Percent};
use crate::domain::working_days::working_days_between;

/// What a scheme asks of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimRule {
    /// Days overdue.
    DaysOverdue,
    Class,
    /// Days since the loan went bad.
    DaysBad,
    SuitFiled,
    Judgment,
    WrittenOff,
    /// Filed with the scheme soon enough after drawdown.
    FilingDays,
    /// Claimed soon enough.
    ClaimDays,
    /// The pledge is no later than the day the loan went bad.
    PledgeBeforeBad,
    Size,
    LoanMost,
    TermMost,
    RateMost,
    ExcludedTag,
    RequiredTag,
    /// The loan was enrolled in the scheme when it went bad.
    Enrolled,
    /// The claimed principal is no more than the loan owes.
    PrincipalOwed,
}

impl ClaimRule {
    pub const ALL: [Self; 17] = [
        Self::DaysOverdue,
        Self::Class,
        Self::DaysBad,
        Self::SuitFiled,
        Self::Judgment,
        Self::WrittenOff,
        Self::FilingDays,
        Self::ClaimDays,
        Self::PledgeBeforeBad,
        Self::Size,
        Self::LoanMost,
        Self::TermMost,
        Self::RateMost,
        Self::ExcludedTag,
        Self::RequiredTag,
        Self::Enrolled,
        Self::PrincipalOwed,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::DaysOverdue => "days_overdue",
            Self::Class => "class",
            Self::DaysBad => "days_bad",
            Self::SuitFiled => "suit_filed",
            Self::Judgment => "judgment",
            Self::WrittenOff => "written_off",
            Self::FilingDays => "filing_days",
            Self::ClaimDays => "claim_days",
            Self::PledgeBeforeBad => "pledge_before_bad",
            Self::Size => "size",
            Self::LoanMost => "loan_most",
            Self::TermMost => "term_most",
            Self::RateMost => "rate_most",
            Self::ExcludedTag => "excluded_tag",
            Self::RequiredTag => "required_tag",
            Self::Enrolled => "enrolled",
            Self::PrincipalOwed => "principal_owed",
        }
    }

    /// Rules that make a loan bad, of which a scheme may ask any one.
    fn is_trigger(self) -> bool {
        matches!(
            self,
            Self::DaysOverdue
                | Self::Class
                | Self::DaysBad
                | Self::SuitFiled
                | Self::Judgment
                | Self::WrittenOff
        )
    }
}

/// One rule, its outcome, and what was found against what is asked; dates, amounts and codes as text. Of an enrolment
/// it is asked that it is in this scheme and covers this day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    pub rule: ClaimRule,
    pub outcome: GroundOutcome,
    /// None: the ledger does not know.
    pub found: Option<String>,
    pub asked: String,
}

/// What the ledger knows of the claimed loan on the day of filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanFacts {
    pub days_overdue: u32,
    /// As the bank states it, else the least the days overdue allow.
    pub class: Class,
    pub principal: Money,
    pub written_off: Money,
    pub limit: Money,
    pub drawn: Option<Date>,
    pub due: Date,
    /// The yearly rate, if it is fixed.
    pub rate: Option<Percent>,
    /// The first registration day of its pledges.
    pub pledged: Option<Date>,
    /// The borrower's size by code.
    pub size: Option<String>,
    pub membership: Membership,
}

/// What the ledger knows of a loan's enrolment in the scheme it is claimed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    Enrolled(Enrolment),
    /// Other loans are enrolled in the scheme, or this one in another.
    Not,
    /// Nothing is recorded of who is.
    Unknown,
}

/// Judges a claim by its scheme.
pub fn grounds(scheme: &Scheme, claim: &Claim, loan: &LoanFacts) -> Vec<Ground> {
    let mut found = Vec::new();
    triggers(scheme, claim, loan, &mut found);
    deadlines(scheme, claim, loan, &mut found);
    eligibility(scheme, claim, loan, &mut found);
    found.push(judge(
        ClaimRule::Enrolled,
        match &loan.membership {
            Membership::Enrolled(enrolment) => {
                let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                let days = format!("{}–{}", day(enrolment.since), day(enrolment.until));
                Some((days, enrolment.covers(claim.bad)))
            }
            Membership::Not => Some(("–".to_owned(), false)),
            Membership::Unknown => None,
        },
        format!("{} {}", scheme.terms.id, claim.bad),
    ));
    let asked = loan.principal.checked_add(loan.written_off).unwrap_or(loan.principal);
    found.push(judge(
        ClaimRule::PrincipalOwed,
        Some((claim.loss.principal.to_string(), claim.loss.principal <= asked)),
        format!("≤ {asked}"),
    ));
    found
}

fn judge(rule: ClaimRule, found: Option<(String, bool)>, asked: impl Into<String>) -> Ground {
    let outcome = match found {
        None => GroundOutcome::Unknown,
        Some((_, true)) => GroundOutcome::Pass,
        Some((_, false)) => GroundOutcome::Refuse,
    };
    Ground { rule, outcome, found: found.map(|(text, _)| text), asked: asked.into() }
}

fn triggers(scheme: &Scheme, claim: &Claim, loan: &LoanFacts, grounds: &mut Vec<Ground>) {
    let trigger = &scheme.terms.trigger;
    let first = grounds.len();
    if let Some(days) = trigger.days_overdue {
        let found = (loan.days_overdue.to_string(), loan.days_overdue >= days);
        grounds.push(judge(ClaimRule::DaysOverdue, Some(found), format!("≥ {days}")));
    }
    if let Some(class) = trigger.class {
        let found = (loan.class.code().to_owned(), loan.class >= class);
        grounds.push(judge(ClaimRule::Class, Some(found), format!("≥ {}", class.code())));
    }
    if let Some(days) = trigger.days_bad {
        let bad = claim.filed.days_since(claim.bad);
        let found = (bad.to_string(), i64::from(bad) >= i64::from(days));
        grounds.push(judge(ClaimRule::DaysBad, Some(found), format!("≥ {days}")));
    }
    // A suit that nobody stated may still have been filed.
    let by = |day: Option<Date>| day.map(|day| (day.to_string(), day <= claim.filed));
    let asked = format!("≤ {}", claim.filed);
    if trigger.suit_filed {
        grounds.push(judge(ClaimRule::SuitFiled, by(claim.suit), asked.clone()));
    }
    if trigger.judgment {
        grounds.push(judge(ClaimRule::Judgment, by(claim.judgment), asked));
    }
    if trigger.written_off {
        let found = (loan.written_off.to_string(), loan.written_off > Money::ZERO);
        grounds.push(judge(ClaimRule::WrittenOff, Some(found), "> 0.00"));
    }
    if trigger.any {
        // One that holds is enough: the others are told, and do not refuse.
        let triggers = &mut grounds[first..];
        if triggers.iter().any(|ground| ground.outcome == GroundOutcome::Pass) {
            for ground in triggers.iter_mut().filter(|ground| ground.rule.is_trigger()) {
                if ground.outcome != GroundOutcome::Pass {
                    ground.outcome = GroundOutcome::Flag;
                }
            }
        }
    }
}

fn deadlines(scheme: &Scheme, claim: &Claim, loan: &LoanFacts, grounds: &mut Vec<Ground>) {
    let deadline = &scheme.terms.deadline;
    if let Some(days) = deadline.filing_days {
        let found = claim.enrolled.zip(loan.drawn).map(|(enrolled, drawn)| {
            let took = enrolled.days_since(drawn);
            (took.to_string(), i64::from(took) <= i64::from(days))
        });
        grounds.push(judge(ClaimRule::FilingDays, found, format!("≤ {days}")));
    }
    if let Some(days) = deadline.claim_working_days {
        let from = match deadline.claim_from {
            ClaimFrom::Bad => Some(claim.bad),
            ClaimFrom::Decision => claim.decision,
        };
        // Beyond the shipped calendar of working days nobody can say.
        let found = from.and_then(|from| working_days_between(from, claim.filed).ok());
        let found = found.map(|took| (took.to_string(), took <= days));
        grounds.push(judge(ClaimRule::ClaimDays, found, format!("≤ {days}")));
    }
    if deadline.pledge_before_bad {
        let found = loan.pledged.map(|day| (day.to_string(), day <= claim.bad));
        grounds.push(judge(ClaimRule::PledgeBeforeBad, found, format!("≤ {}", claim.bad)));
    }
}

fn eligibility(scheme: &Scheme, claim: &Claim, loan: &LoanFacts, grounds: &mut Vec<Ground>) {
    let asked = &scheme.terms.eligibility;
    if !asked.sizes.is_empty() {
        let found = loan.size.clone().map(|size| {
            let fits = asked.sizes.contains(&size);
            (size, fits)
        });
        grounds.push(judge(ClaimRule::Size, found, asked.sizes.join("/")));
    }
    if let Some(most) = asked.loan_most {
        let found = (loan.limit.to_string(), loan.limit <= most);
        grounds.push(judge(ClaimRule::LoanMost, Some(found), format!("≤ {most}")));
    }
    if let Some(months) = asked.term_months_most {
        let found = loan.drawn.map(|drawn| {
            let latest = i32::try_from(months).ok().and_then(|months| drawn.add_months(months));
            (format!("{drawn}–{}", loan.due), latest.is_none_or(|latest| loan.due <= latest))
        });
        grounds.push(judge(ClaimRule::TermMost, found, format!("≤ {months}")));
    }
    if let Some(most) = asked.rate_most {
        let found = loan.rate.map(|rate| (rate.to_string(), rate <= most));
        grounds.push(judge(ClaimRule::RateMost, found, format!("≤ {most}")));
    }
    for tag in asked.excluded_tags.iter().filter(|tag| claim.tags.contains(*tag)) {
        let found = (tag.clone(), false);
        grounds.push(judge(ClaimRule::ExcludedTag, Some(found), format!("≠ {tag}")));
    }
    for tag in &asked.required_tags {
        let tags: Vec<&str> = claim.tags.iter().map(String::as_str).collect();
        let found = (tags.join(";"), claim.tags.contains(tag));
        grounds.push(judge(ClaimRule::RequiredTag, Some(found), tag.clone()));
    }
}
