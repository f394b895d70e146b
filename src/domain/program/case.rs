//! The steps of a case and the state they leave.

use crate::domain::steps::{Course, StepProblem};
use crate::domain::values::{Date, text};

/// What a programme says of the course of its cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseRules {
    /// Whether nobody is recognised without the district's recommendation (P4).
    pub recommend: bool,
    pub term_months: Option<i32>,
}

/// A step of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseStep {
    Apply,
    Verify,
    Recommend,
    Return,
    Review,
    Publicise,
    Recognise,
    Reject,
    Midterm,
    Accept,
    Fail,
    Extend,
    Recheck,
    Revoke,
    Withdraw,
}

impl CaseStep {
    pub const ALL: [Self; 15] = [
        Self::Apply,
        Self::Verify,
        Self::Recommend,
        Self::Return,
        Self::Review,
        Self::Publicise,
        Self::Recognise,
        Self::Reject,
        Self::Midterm,
        Self::Accept,
        Self::Fail,
        Self::Extend,
        Self::Recheck,
        Self::Revoke,
        Self::Withdraw,
    ];

    /// The code, which is the verb that records it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Verify => "verify",
            Self::Recommend => "recommend",
            Self::Return => "return",
            Self::Review => "review",
            Self::Publicise => "publicise",
            Self::Recognise => "recognise",
            Self::Reject => "reject",
            Self::Midterm => "midterm",
            Self::Accept => "accept",
            Self::Fail => "fail",
            Self::Extend => "extend",
            Self::Recheck => "recheck",
            Self::Revoke => "revoke",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    pub fn read(from: &str) -> Option<Self> {
        let folded = text::fold_width(from.trim()).to_lowercase();
        Self::from_code(&folded).or_else(|| match &*folded {
            "申报" => Some(Self::Apply),
            "区核验" | "核验" => Some(Self::Verify),
            "推荐" | "区推荐" => Some(Self::Recommend),
            "退回" => Some(Self::Return),
            "评审" => Some(Self::Review),
            "公示" => Some(Self::Publicise),
            "认定" => Some(Self::Recognise),
            "不予认定" => Some(Self::Reject),
            "中期检查" | "中期" => Some(Self::Midterm),
            "验收通过" => Some(Self::Accept),
            "验收不通过" => Some(Self::Fail),
            "延期" => Some(Self::Extend),
            "复核" | "复核通过" => Some(Self::Recheck),
            "撤销" => Some(Self::Revoke),
            "撤回" => Some(Self::Withdraw),
            _ => None,
        })
    }
}

/// A step with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    pub step: CaseStep,
    pub day: Date,
    /// 公示止, the last day of the term of a recognition that states one, or 延期至.
    pub until: Option<Date>,
    pub document: Option<String>,
    /// In hundredths of a point.
    pub score: Option<i32>,
    /// Who decided; none: not known, as of what a list says.
    pub decided_by: Option<String>,
    pub detail: Option<String>,
}

impl CaseEvent {
    pub fn new(step: CaseStep, day: Date) -> Self {
        Self { step, day, until: None, document: None, score: None, decided_by: None, detail: None }
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseState {
    NotApplied,
    Applied,
    Verified,
    Recommended,
    Returned,
    Reviewed,
    Public,
    Recognised,
    /// Its term was made longer and still runs.
    Extended,
    /// Its term is over and nothing was accepted: worked out, never recorded (逾期未验收).
    Overdue,
    Rejected,
    Accepted,
    Failed,
    Rechecked,
    Revoked,
    Withdrawn,
}

impl CaseState {
    pub const ALL: [Self; 16] = [
        Self::NotApplied,
        Self::Applied,
        Self::Verified,
        Self::Recommended,
        Self::Returned,
        Self::Reviewed,
        Self::Public,
        Self::Recognised,
        Self::Extended,
        Self::Overdue,
        Self::Rejected,
        Self::Accepted,
        Self::Failed,
        Self::Rechecked,
        Self::Revoked,
        Self::Withdrawn,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::NotApplied => "not_applied",
            Self::Applied => "applied",
            Self::Verified => "verified",
            Self::Recommended => "recommended",
            Self::Returned => "returned",
            Self::Reviewed => "reviewed",
            Self::Public => "public",
            Self::Recognised => "recognised",
            Self::Extended => "extended",
            Self::Overdue => "overdue",
            Self::Rejected => "rejected",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::Rechecked => "rechecked",
            Self::Revoked => "revoked",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the recognition stands and its term runs (建设期内).
    pub fn is_in_term(self) -> bool {
        matches!(self, Self::Recognised | Self::Extended)
    }

    /// Whether it is recognised, accepted or not, and nobody took that back.
    pub fn is_recognised(self) -> bool {
        match self {
            Self::Recognised
            | Self::Extended
            | Self::Overdue
            | Self::Accepted
            | Self::Failed
            | Self::Rechecked => true,
            Self::NotApplied
            | Self::Applied
            | Self::Verified
            | Self::Recommended
            | Self::Returned
            | Self::Reviewed
            | Self::Public
            | Self::Rejected
            | Self::Revoked
            | Self::Withdrawn => false,
        }
    }

    /// Whether the application came to nothing.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn | Self::Revoked)
    }
}

/// The last day of the term by the close of `day`: as extended, else as the recognition states it, else by the programme's
/// months (24 months from 2021-07-01 end on 2023-06-30).
pub fn term_ends(rules: CaseRules, events: &[CaseEvent], day: Date) -> Option<Date> {
    let by_then = || events.iter().filter(|event| event.day <= day);
    let recognised = by_then().rfind(|event| event.step == CaseStep::Recognise)?;
    let extended = by_then().rfind(|event| event.step == CaseStep::Extend);
    let by_months = || {
        let months = rules.term_months?;
        recognised.day.add_months(months)?.add_days(-1)
    };
    extended.and_then(|event| event.until).or(recognised.until).or_else(by_months)
}

/// Where a case stands at the close of `day`: what the last step up to then left, and whether its term is over.
pub fn state(rules: CaseRules, events: &[CaseEvent], day: Date) -> CaseState {
    let Some(last) = events.iter().rfind(|event| event.day <= day) else {
        return CaseState::NotApplied;
    };
    match last.step {
        CaseStep::Apply => CaseState::Applied,
        CaseStep::Verify => CaseState::Verified,
        CaseStep::Recommend => CaseState::Recommended,
        CaseStep::Return => CaseState::Returned,
        CaseStep::Review => CaseState::Reviewed,
        CaseStep::Publicise => CaseState::Public,
        CaseStep::Reject => CaseState::Rejected,
        CaseStep::Accept => CaseState::Accepted,
        CaseStep::Fail => CaseState::Failed,
        CaseStep::Recheck => CaseState::Rechecked,
        CaseStep::Revoke => CaseState::Revoked,
        CaseStep::Withdraw => CaseState::Withdrawn,
        CaseStep::Recognise | CaseStep::Midterm | CaseStep::Extend => {
            let by_then = |event: &&CaseEvent| event.day <= day;
            let is_extended =
                events.iter().filter(by_then).any(|event| event.step == CaseStep::Extend);
            match term_ends(rules, events, day) {
                Some(last) if last < day => CaseState::Overdue,
                _ if is_extended => CaseState::Extended,
                _ => CaseState::Recognised,
            }
        }
    }
}

/// What may be done with a case in a state.
pub fn allows(rules: CaseRules, state: CaseState) -> Vec<CaseStep> {
    // Where the district need not recommend, who applied may be recognised at once.
    let before_recommending = |first: &[CaseStep]| {
        let mut steps = first.to_vec();
        if !rules.recommend {
            steps.extend([CaseStep::Review, CaseStep::Publicise, CaseStep::Recognise]);
        }
        steps.extend([CaseStep::Return, CaseStep::Reject, CaseStep::Withdraw]);
        steps
    };
    match state {
        CaseState::NotApplied => vec![CaseStep::Apply],
        CaseState::Applied => before_recommending(&[CaseStep::Verify, CaseStep::Recommend]),
        CaseState::Verified => before_recommending(&[CaseStep::Recommend]),
        CaseState::Returned => vec![CaseStep::Apply, CaseStep::Reject, CaseStep::Withdraw],
        CaseState::Recommended => vec![
            CaseStep::Review,
            CaseStep::Publicise,
            CaseStep::Recognise,
            CaseStep::Return,
            CaseStep::Reject,
            CaseStep::Withdraw,
        ],
        CaseState::Reviewed => {
            vec![CaseStep::Publicise, CaseStep::Recognise, CaseStep::Reject, CaseStep::Withdraw]
        }
        CaseState::Public => vec![CaseStep::Recognise, CaseStep::Reject, CaseStep::Withdraw],
        CaseState::Recognised | CaseState::Extended | CaseState::Overdue => {
            let mut steps = vec![
                CaseStep::Midterm,
                CaseStep::Accept,
                CaseStep::Fail,
                CaseStep::Extend,
                CaseStep::Revoke,
            ];
            if rules.term_months.is_none() {
                steps.push(CaseStep::Recheck);
            }
            steps
        }
        CaseState::Failed => vec![CaseStep::Accept, CaseStep::Revoke],
        CaseState::Accepted | CaseState::Rechecked => vec![CaseStep::Recheck, CaseStep::Revoke],
        CaseState::Rejected | CaseState::Revoked | CaseState::Withdrawn => Vec::new(),
    }
}

/// Checks that every step is lawful after those before it. A case read from a mark may begin with its recognition.
///
/// Errors: the place of the first that is not, and why.
pub fn check(rules: CaseRules, events: &[CaseEvent]) -> Result<(), (usize, StepProblem)> {
    for (at, event) in events.iter().enumerate() {
        let before = &events[..at];
        let (day, step) = (event.day, event.step);
        if let Some(last) = before.last().map(|event| event.day).filter(|last| day < *last) {
            return Err((
                at,
                StepProblem::BeforeTheLast { of: Course::Case, step: step.code(), day, last },
            ));
        }
        let now = state(rules, before, day);
        let allowed = allows(rules, now);
        let begins_so = at == 0 && step == CaseStep::Recognise;
        if !begins_so && !allowed.contains(&step) {
            let problem = StepProblem::NotInThisState {
                of: Course::Case,
                step: step.code(),
                day,
                state: now.code(),
                may_do: allowed.into_iter().map(CaseStep::code).collect(),
            };
            return Err((at, problem));
        }
        if step == CaseStep::Extend
            && let Some((until, now)) = event.until.zip(term_ends(rules, before, day))
            && until <= now
        {
            return Err((at, StepProblem::NoLonger { until, now }));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PILOT: CaseRules = CaseRules { recommend: true, term_months: Some(24) };
    const DIRECT: CaseRules = CaseRules { recommend: false, term_months: None };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Steps as `apply 2019-04-01`, with `until` behind them.
    fn events(steps: &str) -> Vec<CaseEvent> {
        let one = |text: &str| {
            let mut words = text.split_whitespace();
            let step = CaseStep::from_code(words.next().unwrap()).unwrap();
            let mut event = CaseEvent::new(step, day(words.next().unwrap()));
            event.until = words.next().map(day);
            event
        };
        steps.split(',').map(str::trim).filter(|text| !text.is_empty()).map(one).collect()
    }

    #[test]
    fn a_step_fits_the_state_before_it() {
        const RECOGNISED: &str = "apply 2020-03-15, recommend 2020-04-01, recognise 2020-07-01";
        // rules, steps so far, step -> ok, or the code of why not with the state it is in
        let cases = [
            (PILOT, "", "apply 2020-03-15", "ok"),
            (PILOT, "", "verify 2020-03-15", "not-in-this-state not_applied"),
            (PILOT, "apply 2020-03-15", "recognise 2020-07-01", "not-in-this-state applied"),
            (PILOT, "apply 2020-03-15", "recommend 2020-04-01", "ok"),
            (PILOT, "apply 2020-03-15, verify 2020-03-20", "recommend 2020-04-01", "ok"),
            (PILOT, "apply 2020-03-15", "recommend 2020-03-14", "before-the-last-step"),
            (PILOT, "apply 2020-03-15, return 2020-03-20", "apply 2020-03-20", "ok"),
            (
                PILOT,
                "apply 2020-03-15, return 2020-03-20",
                "recommend 2020-04-01",
                "not-in-this-state returned",
            ),
            (PILOT, "apply 2020-03-15, recommend 2020-04-01", "recognise 2020-07-01", "ok"),
            (
                PILOT,
                "apply 2020-03-15, withdraw 2020-04-01",
                "verify 2020-04-02",
                "not-in-this-state withdrawn",
            ),
            (DIRECT, "apply 2020-03-15", "recognise 2020-07-01", "ok"),
            (PILOT, RECOGNISED, "accept 2022-06-15", "ok"),
            (PILOT, RECOGNISED, "accept 2023-01-16", "ok"),
            (PILOT, RECOGNISED, "recheck 2022-06-15", "not-in-this-state recognised"),
            (PILOT, RECOGNISED, "extend 2022-06-15 2022-12-31", "ok"),
            (PILOT, RECOGNISED, "extend 2022-06-15 2022-06-30", "no-longer-term"),
            (
                PILOT,
                "apply 2020-03-15, recommend 2020-04-01, recognise 2020-07-01, fail 2022-06-15",
                "accept 2022-11-30",
                "ok",
            ),
            (
                PILOT,
                "apply 2020-03-15, recommend 2020-04-01, recognise 2020-07-01, fail 2022-06-15",
                "extend 2022-11-30 2023-12-31",
                "not-in-this-state failed",
            ),
            (
                PILOT,
                "apply 2020-03-15, recommend 2020-04-01, recognise 2020-07-01, revoke 2021-10-08",
                "accept 2022-11-30",
                "not-in-this-state revoked",
            ),
        ];
        for (rules, before, step, expected) in cases {
            let mut all = events(before);
            all.extend(events(step));
            let said = match check(rules, &all) {
                Ok(()) => "ok".to_owned(),
                Err((_, problem @ StepProblem::NotInThisState { state, .. })) => {
                    format!("{} {state}", problem.code())
                }
                Err((_, problem)) => problem.code().to_owned(),
            };
            assert_eq!(said, expected, "{before} | {step}");
        }
    }

    /// section-nine.md 1, case 3, one case of each kind.
    #[test]
    fn where_a_recognised_case_stands() {
        const BEFORE: &str = "apply 2020-03-15, recommend 2020-04-01, recognise 2020-07-01";
        for (after, on, expected) in [
            ("", "2020-06-30", CaseState::Recommended),
            ("", "2022-06-30", CaseState::Recognised),
            ("", "2022-07-01", CaseState::Overdue),
            ("accept 2022-06-15", "2022-07-01", CaseState::Accepted),
            ("fail 2022-06-15", "2022-07-01", CaseState::Failed),
            ("extend 2022-06-15 2022-12-31", "2022-07-01", CaseState::Extended),
            ("extend 2022-06-15 2022-12-31", "2023-01-01", CaseState::Overdue),
            ("extend 2022-06-15 2022-12-31, midterm 2022-08-01", "2022-09-01", CaseState::Extended),
            ("revoke 2021-10-08", "2022-07-01", CaseState::Revoked),
            ("accept 2022-06-15, recheck 2025-06-15", "2025-07-01", CaseState::Rechecked),
        ] {
            let all = events(&format!("{BEFORE}, {after}"));
            assert_eq!(check(PILOT, &all), Ok(()), "{after}");
            assert_eq!(state(PILOT, &all, day(on)), expected, "{after} on {on}");
        }
        let stated =
            events("apply 2020-03-15, recommend 2020-04-01, recognise 2020-07-01 2021-12-31");
        assert_eq!(state(PILOT, &stated, day("2022-01-01")), CaseState::Overdue);
        assert_eq!(
            state(DIRECT, &events("apply 2020-03-15, recognise 2020-07-01"), day("2030-01-01")),
            CaseState::Recognised
        );
    }
}
