//! Which lines mean which loans: a person's word, the same number, split and merged loans, then the best
//! assignment of what is left.
//!
//! A matched loan is not considered again. If two answers are equally good, neither is taken.
//!
//! ```text
//! weigh  pairs of a free line and a free loan that share a key, and what speaks for each
//! parts  a loan listed in parts, loans listed as one
//! rest   the best assignment of what is left
//! ```

mod parts;
mod rest;
mod weigh;

use std::collections::{HashMap, HashSet};

use super::evidence::{Borrower, Like, Loan, MatchEvidence};
use super::parallel::parallel_map;
use super::places::Places;
use super::spelling::FirmNames;
use crate::domain::reconciliation::MatchMethod;
use crate::domain::statement::{StatementLine, identities};

/// What became of lines and loans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchState {
    /// Taken without a person.
    Matched,
    /// The best there is, not good enough to be taken without a person.
    Suggested,
    /// Two or more are as good.
    Ambiguous,
    OnlyBank,
    /// The line repeats an earlier one.
    Repeated,
    OnlyLedger,
}

/// Lines and loans that belong together, by their places in what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub state: MatchState,
    pub lines: Places,
    pub loans: Places,
    pub method: Option<MatchMethod>,
    /// What speaks for it, in points.
    pub points: i64,
    /// The next best loan for the line, with its points.
    pub runner_up: Option<(usize, i64)>,
    /// How many points it is ahead of any other answer.
    pub margin: i64,
}

impl Match {
    /// Whether lines and loans stand beside each other, to be compared.
    pub(super) fn is_pair(&self) -> bool {
        matches!(self.state, MatchState::Matched | MatchState::Suggested)
    }
}

/// What people decided, by a line's identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The line means this loan.
    pub same: HashMap<String, String>,
    /// The line does not mean this loan.
    pub other: HashSet<(String, String)>,
}

impl Decisions {
    pub fn is_empty(&self) -> bool {
        self.same.is_empty() && self.other.is_empty()
    }
}

struct Matcher<'a> {
    lines: &'a [StatementLine],
    loans: &'a [Loan],
    borrowers: &'a [Borrower],
    decisions: &'a Decisions,
    spelled: &'a FirmNames,
    /// Of all lines, where anything was decided.
    identities: HashMap<usize, String>,
    line_taken: Vec<bool>,
    loan_taken: Vec<bool>,
    matches: Vec<Match>,
}

/// Matches the lines of a statement with a bank's loans; every line and every loan is in exactly one match.
pub fn match_lines(
    lines: &[StatementLine],
    loans: &[Loan],
    borrowers: &[Borrower],
    decisions: &Decisions,
    spelled: &FirmNames,
) -> Vec<Match> {
    let all: Vec<usize> =
        if decisions.is_empty() { Vec::new() } else { (0..lines.len()).collect() };
    let mut matcher = Matcher {
        lines,
        loans,
        borrowers,
        decisions,
        spelled,
        identities: identities(lines, &all),
        line_taken: vec![false; lines.len()],
        loan_taken: vec![false; loans.len()],
        matches: Vec::with_capacity(lines.len()),
    };
    matcher.decided();
    matcher.same_number();
    matcher.rest();
    matcher.left_over();
    // What each step took is in order already.
    matcher.matches.sort_by_key(|found| in_order(&found.lines, &found.loans));
    matcher.matches
}

/// By what matches are put in order: the first line, and after all lines the first loan.
pub(super) fn in_order(lines: &[usize], loans: &[usize]) -> (usize, usize) {
    let first = |places: &[usize]| places.first().copied().unwrap_or(usize::MAX);
    (first(lines), first(loans))
}

impl Matcher<'_> {
    fn take(&mut self, found: Match) {
        for line in &found.lines {
            self.line_taken[*line] = true;
        }
        for loan in &found.loans {
            self.loan_taken[*loan] = true;
        }
        self.matches.push(found);
    }

    fn sure(&mut self, line: usize, loan: usize, method: MatchMethod, points: i64) {
        self.take(Match {
            state: MatchState::Matched,
            lines: Places::One(line),
            loans: Places::One(loan),
            method: Some(method),
            points,
            runner_up: None,
            margin: points,
        });
    }

    fn evidence(&self, line: usize, loan: usize) -> MatchEvidence {
        let (line, loan) = (&self.lines[line], &self.loans[loan]);
        MatchEvidence::between(line, loan, self.borrowers, self.spelled)
    }

    fn decided(&mut self) {
        if self.decisions.same.is_empty() {
            return;
        }
        let numbers = self.loans.iter().enumerate();
        let by_no: HashMap<&str, usize> = numbers.map(|(at, loan)| (&*loan.loan_no, at)).collect();
        for line in 0..self.lines.len() {
            let said = self.identities.get(&line).and_then(|one| self.decisions.same.get(one));
            let loan = said.and_then(|loan| by_no.get(loan.as_str()).copied());
            if let Some(loan) = loan.filter(|loan| !self.loan_taken[*loan]) {
                let points = self.evidence(line, loan).points();
                self.sure(line, loan, MatchMethod::Decided, points);
            }
        }
    }

    /// Lines with the very number of a loan, once on either side, that nothing else contradicts.
    fn same_number(&mut self) {
        let found = self.by_number();
        let agreeing = parallel_map(&found, |(loan, line)| self.agrees_plainly(*line, *loan));
        let mut at = 0;
        for of_loan in found.chunk_by(|a, b| a.0 == b.0) {
            let agrees = agreeing[at];
            at += of_loan.len();
            let loan = of_loan[0].0;
            let (first, others) = (of_loan[0].1, of_loan[1..].iter().map(|(_, line)| *line));
            let repeats = others.clone().all(|line| self.lines[line] == self.lines[first]);
            if !repeats || self.is_refused(first, loan) {
                continue;
            }
            if agrees {
                self.sure(first, loan, MatchMethod::LoanNo, 100);
            } else {
                let evidence = self.evidence(first, loan);
                // Another amount may be one part of a split loan, another day another loan's.
                if evidence.disbursed == Like::Other
                    || !(evidence.convinces()
                        && (evidence.amount_fits() || evidence.principal == Like::Blank))
                {
                    continue;
                }
                self.sure(first, loan, MatchMethod::LoanNo, evidence.points());
            }
            for line in others {
                self.take(Match {
                    state: MatchState::Repeated,
                    lines: Places::One(line),
                    loans: Places::none(),
                    method: Some(MatchMethod::LoanNo),
                    points: 0,
                    runner_up: None,
                    margin: 0,
                });
            }
        }
    }

    /// Pairs (loan, line) of the same number, in order. Most lines follow the order in which the loans were
    /// recorded and are found by stepping on; the rest are kept under their numbers and the loans ask for them.
    fn by_number(&self) -> Vec<(usize, usize)> {
        const STEPS: usize = 4;
        let mut found: Vec<(usize, usize)> = Vec::with_capacity(self.lines.len());
        let mut elsewhere: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut next = 0;
        for (at, line) in self.lines.iter().enumerate().filter(|(at, _)| !self.line_taken[*at]) {
            let Some(number) = line.loan_no.as_deref() else { continue };
            let ahead = self.loans[next..].iter().take(STEPS);
            match ahead.map(|loan| &*loan.loan_no).position(|ours| ours == number) {
                Some(steps) => {
                    found.push((next + steps, at));
                    next += steps + 1;
                }
                None => elsewhere.entry(number).or_default().push(at),
            }
        }
        if !elsewhere.is_empty() {
            for (at, loan) in self.loans.iter().enumerate() {
                let lines = elsewhere.get(&*loan.loan_no);
                found.extend(lines.into_iter().flatten().map(|line| (at, *line)));
            }
            found.sort_unstable();
        }
        found.retain(|(loan, _)| !self.loan_taken[*loan]);
        found
    }

    /// The usual case, decided without normalising anything: amount and borrower stand as in the ledger.
    fn agrees_plainly(&self, line: usize, loan: usize) -> bool {
        let (line, loan) = (&self.lines[line], &self.loans[loan]);
        let borrower = loan.borrower.and_then(|at| self.borrowers.get(at as usize));
        let same_firm = match (borrower, &line.uscc, &line.borrower) {
            (Some(ours), Some(code), _) if ours.uscc.is_some() => ours.uscc.as_ref() == Some(code),
            (Some(ours), _, Some(name)) => ours.name.as_ref() == Some(name),
            _ => false,
        };
        same_firm
            && line.principal.is_none_or(|amount| amount == loan.ours.principal)
            && (line.disbursed.is_none() || line.disbursed == loan.ours.disbursed)
    }

    fn is_refused(&self, line: usize, loan: usize) -> bool {
        !self.decisions.other.is_empty() && {
            let pair = (self.identities[&line].clone(), self.loans[loan].loan_no.to_string());
            self.decisions.other.contains(&pair)
        }
    }

    fn left_over(&mut self) {
        let alone = |state, lines, loans| Match {
            state,
            lines,
            loans,
            method: None,
            points: 0,
            runner_up: None,
            margin: 0,
        };
        for line in 0..self.lines.len() {
            if !self.line_taken[line] {
                self.take(alone(MatchState::OnlyBank, Places::One(line), Places::none()));
            }
        }
        for loan in 0..self.loans.len() {
            if !self.loan_taken[loan] {
                self.take(alone(MatchState::OnlyLedger, Places::none(), Places::One(loan)));
            }
        }
    }
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
