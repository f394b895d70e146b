//! What each recognition programme comes to: how many applied, were recognised and accepted, and where they stand.

use std::collections::BTreeSet;

use super::contributions::{Honours, PartyRegister};
use crate::domain::program::{CaseState, CaseStep, CountBy, Program, state};
use crate::domain::values::{Date, Percent};
use crate::ledger::{CaseCard, Ledger, LedgerError, PartyId, Snapshot};

/// A programme's cases at the close of a day: each firm once, or each case, as the programme counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramFigures {
    pub program: Program,
    /// Each on the day of its step, of those who sat in the district then.
    pub applied: i64,
    pub recommended: i64,
    pub recognised: i64,
    /// By the latest result.
    pub accepted: i64,
    pub failed: i64,
    /// By the state on the day, of those who sit in the district then.
    pub in_term: i64,
    pub overdue: i64,
    pub revoked: i64,
    /// Every time somebody was put to acceptance, and passed.
    pub attempts: i64,
    pub attempts_passed: i64,
    /// Cases of the district of kinds the programme does not count (单位).
    pub other_kinds: i64,
    /// Cases of who did not sit in the district on the day of the application.
    pub outside: i64,
}

impl ProgramFigures {
    /// Accepted of those with a result, by the latest of each; none without results.
    pub fn acceptance_rate(&self) -> Option<Percent> {
        Percent::ratio(self.accepted, self.accepted + self.failed)
    }

    /// Passed of all times somebody was put to acceptance.
    pub fn attempts_rate(&self) -> Option<Percent> {
        Percent::ratio(self.attempts_passed, self.attempts)
    }
}

/// Returns the figures of every programme with a file or a case, by code.
pub fn program_figures(
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<Vec<ProgramFigures>, LedgerError> {
    let register = PartyRegister::read(ledger, snapshot)?;
    let honours = Honours::read(ledger, snapshot)?;
    let mut codes: BTreeSet<String> = honours.programs.codes().into_iter().collect();
    codes.extend(honours.cases.iter().map(|card| card.program.clone()));
    let of_program = |code: &String| {
        let cases = honours.cases.iter().filter(|card| card.program == *code);
        let cases: Vec<&CaseCard> = cases.collect();
        let known = honours.programs.find(code, snapshot.as_of).cloned();
        let program = known.unwrap_or_else(|| Program::of_mark(code));
        figures(&register, &honours, program, &cases, snapshot.as_of)
    };
    Ok(codes.iter().map(of_program).collect())
}

/// What is counted: a party, or one of its cases.
type Counted = BTreeSet<(PartyId, i32)>;

fn figures(
    register: &PartyRegister,
    honours: &Honours,
    program: Program,
    cases: &[&CaseCard],
    day: Date,
) -> ProgramFigures {
    let mut counted: [Counted; 8] = Default::default();
    let [applied, recommended, recognised, accepted, failed, in_term, overdue, revoked] =
        &mut counted;
    let (mut attempts, mut attempts_passed) = (0, 0);
    let (mut other_kinds, mut outside) = (Counted::new(), Counted::new());
    for card in cases {
        let batch = if program.count == CountBy::Party { 0 } else { card.batch };
        let thing = (card.party, batch);
        let here = |on: Date| register.is_here(Some(card.party), on);
        let kind = register.card(Some(card.party)).map(|party| party.party.kind);
        let events: Vec<_> = card.history().into_iter().filter(|event| event.day <= day).collect();
        let Some(first) = events.first() else { continue };
        if !here(first.day) {
            outside.insert(thing);
        } else if !kind.is_some_and(|kind| program.kinds.contains(&kind)) {
            other_kinds.insert(thing);
        }
        if !kind.is_some_and(|kind| program.kinds.contains(&kind)) {
            continue;
        }
        let mut result = None;
        for event in events.iter().filter(|event| here(event.day)) {
            match event.step {
                CaseStep::Apply => drop(applied.insert(thing)),
                CaseStep::Recommend => drop(recommended.insert(thing)),
                CaseStep::Recognise => drop(recognised.insert(thing)),
                CaseStep::Accept | CaseStep::Fail => {
                    let passed = event.step == CaseStep::Accept;
                    attempts += 1;
                    attempts_passed += i64::from(passed);
                    result = Some(passed);
                }
                CaseStep::Verify
                | CaseStep::Return
                | CaseStep::Review
                | CaseStep::Publicise
                | CaseStep::Reject
                | CaseStep::Midterm
                | CaseStep::Extend
                | CaseStep::Recheck
                | CaseStep::Revoke
                | CaseStep::Withdraw => {}
            }
        }
        match result {
            Some(true) => drop(accepted.insert(thing)),
            Some(false) => drop(failed.insert(thing)),
            None => {}
        }
        if !here(day) {
            continue;
        }
        let rules = honours.programs.of_case(card).rules();
        match state(rules, &events, day) {
            CaseState::Recognised | CaseState::Extended => drop(in_term.insert(thing)),
            CaseState::Overdue => drop(overdue.insert(thing)),
            CaseState::Revoked => drop(revoked.insert(thing)),
            CaseState::NotApplied
            | CaseState::Applied
            | CaseState::Verified
            | CaseState::Recommended
            | CaseState::Returned
            | CaseState::Reviewed
            | CaseState::Public
            | CaseState::Rejected
            | CaseState::Accepted
            | CaseState::Failed
            | CaseState::Rechecked
            | CaseState::Withdrawn => {}
        }
    }
    let n = |of: &Counted| of.len() as i64;
    let [applied, recommended, recognised, accepted, failed, in_term, overdue, revoked] = &counted;
    ProgramFigures {
        program,
        applied: n(applied),
        recommended: n(recommended),
        recognised: n(recognised),
        accepted: n(accepted),
        failed: n(failed),
        in_term: n(in_term),
        overdue: n(overdue),
        revoked: n(revoked),
        attempts,
        attempts_passed,
        other_kinds: n(&other_kinds),
        outside: n(&outside),
    }
}
