//! Steps a case or a certificate takes, one after the other: which are lawful after which, and why one is not.
//!
//! The state on a day is what the last step up to that day left. A step the state before does not allow is refused, and
//! so is one dated before the step it follows.

use super::values::Date;

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepProblem {
    /// The state before does not allow it.
    NotInThisState {
        of: Course,
        step: &'static str,
        day: Date,
        state: &'static str,
        /// What may be done instead, by code.
        may_do: Vec<&'static str>,
    },
    /// It is dated before the step it follows.
    BeforeTheLast { of: Course, step: &'static str, day: Date, last: Date },
    /// Who put an application in does not decide on it (四眼原则).
    SamePerson { name: String },
    /// A longer term that ends no later than the one before.
    NoLonger { until: Date, now: Date },
}

/// What takes the steps; `i18n` has the words for those of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    Case,
    Certificate,
}

impl Course {
    /// The groups of codes its steps and its states have their words in.
    pub fn groups(self) -> (&'static str, &'static str) {
        match self {
            Self::Case => ("case_step", "case_state"),
            Self::Certificate => ("certificate_step", "certificate_state"),
        }
    }

    /// The field lists state a step in.
    fn field_of(self, step: &str) -> &'static str {
        let known = LISTED.iter().find(|(course, code, _)| (*course, *code) == (self, step));
        known.map_or("step_on", |(.., field)| field)
    }
}

/// Steps that lists have a column for.
const LISTED: [(Course, &str, &str); 11] = [
    (Course::Case, "apply", "case_applied"),
    (Course::Case, "verify", "case_verified"),
    (Course::Case, "recommend", "case_recommended"),
    (Course::Case, "recognise", "case_recognised"),
    (Course::Case, "accept", "case_accepted"),
    (Course::Case, "fail", "case_accepted"),
    (Course::Certificate, "surveil_pass", "surveilled_on"),
    (Course::Certificate, "reissue", "issued_on"),
    (Course::Certificate, "suspend", "status_since"),
    (Course::Certificate, "resume", "status_since"),
    (Course::Certificate, "withdraw", "status_since"),
];

impl StepProblem {
    /// The field a list says it in, and what stands there.
    pub fn place(&self) -> (&'static str, String) {
        match self {
            Self::NotInThisState { of, step, day, .. } => (of.field_of(step), day.to_string()),
            Self::BeforeTheLast { of, step, day, .. } => (of.field_of(step), day.to_string()),
            Self::SamePerson { name } => ("step_by", name.clone()),
            Self::NoLonger { until, .. } => ("step_until", until.to_string()),
        }
    }

    /// The stable code, such as `not-in-this-state`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotInThisState { .. } => "not-in-this-state",
            Self::BeforeTheLast { .. } => "before-the-last-step",
            Self::SamePerson { .. } => "same-person",
            Self::NoLonger { .. } => "no-longer-term",
        }
    }
}
