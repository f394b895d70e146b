//! What neither a person nor a number settles: parts of loans, then the best assignment of what is left.

use std::collections::{BTreeSet, HashMap};

use super::weigh::{FEWEST_POINTS, Free, Pair};
use super::{Match, MatchMethod, MatchState, Matcher, Places};
use crate::reconcile::assign::{Edge, LARGEST, best, components};
use crate::reconcile::evidence::{Like, MatchEvidence, Number};

/// Any other answer must be this much worse.
const LEAST_MARGIN: i64 = 6;

impl Matcher<'_> {
    pub(super) fn rest(&mut self) {
        let free = self.free();
        if free.lines.is_empty() || free.loans.is_empty() {
            return;
        }
        let pairs = self.weigh(&free);
        self.parts(&free, &pairs);
        self.assign(&free, &pairs);
    }

    fn assign(&mut self, free: &Free, pairs: &[Pair]) {
        let open = |pair: &&Pair| {
            !self.line_taken[free.lines[pair.line]] && !self.loan_taken[free.loans[pair.loan]]
        };
        let pairs: Vec<Pair> = pairs.iter().filter(open).copied().collect();
        let by_place: HashMap<(usize, usize), &Pair> =
            pairs.iter().map(|pair| ((pair.line, pair.loan), pair)).collect();
        let edges: Vec<Edge> = pairs
            .iter()
            .filter(|pair| pair.points >= FEWEST_POINTS)
            .map(|pair| Edge { line: pair.line, loan: pair.loan, points: pair.points })
            .collect();
        for part in components(&edges) {
            let sides = |of: fn(&Edge) -> usize| part.iter().map(of).collect::<BTreeSet<_>>();
            let (lines, loans) = (sides(|edge| edge.line), sides(|edge| edge.loan));
            if lines.len().max(loans.len()) > LARGEST {
                self.take(Match {
                    state: MatchState::Ambiguous,
                    lines: lines.iter().map(|line| free.lines[*line]).collect(),
                    loans: loans.iter().map(|loan| free.loans[*loan]).collect(),
                    method: None,
                    points: 0,
                    runner_up: None,
                    margin: 0,
                });
                continue;
            }
            let assigned = best(&part);
            // A line left out though it fits as well as the one that was taken is as ambiguous as that one.
            let mut even: BTreeSet<usize> = BTreeSet::new();
            for pair in assigned.iter().filter(|pair| pair.margin == 0) {
                even.extend(
                    part.iter()
                        .filter(|edge| edge.loan == pair.loan && edge.points >= pair.points)
                        .map(|edge| edge.line),
                );
            }
            let mut told: BTreeSet<usize> = BTreeSet::new();
            for pair in &assigned {
                let mut others: Vec<&Edge> = part
                    .iter()
                    .filter(|edge| edge.line == pair.line && edge.loan != pair.loan)
                    .collect();
                others.sort_by_key(|edge| (-edge.points, edge.loan));
                let evidence = by_place[&(pair.line, pair.loan)].evidence;
                let state = match pair.margin {
                    0 => MatchState::Ambiguous,
                    LEAST_MARGIN.. if evidence.convinces() => MatchState::Matched,
                    _ => MatchState::Suggested,
                };
                told.insert(pair.line);
                self.take(Match {
                    state,
                    lines: Places::One(free.lines[pair.line]),
                    loans: Places::One(free.loans[pair.loan]),
                    method: Some(method(&evidence)),
                    points: pair.points,
                    runner_up: others.first().map(|edge| (free.loans[edge.loan], edge.points)),
                    margin: pair.margin,
                });
            }
            for line in even.difference(&told) {
                let next = part.iter().filter(|edge| edge.line == *line);
                let next = next.max_by_key(|edge| edge.points);
                self.take(Match {
                    state: MatchState::Ambiguous,
                    lines: Places::One(free.lines[*line]),
                    loans: Places::none(),
                    method: next.map(|e| method(&by_place[&(e.line, e.loan)].evidence)),
                    points: next.map_or(0, |edge| edge.points),
                    runner_up: next.map(|edge| (free.loans[edge.loan], edge.points)),
                    margin: 0,
                });
            }
        }
    }
}

fn method(evidence: &MatchEvidence) -> MatchMethod {
    match evidence.number {
        Number::Same => MatchMethod::LoanNo,
        Number::SameKey => MatchMethod::LoanNoKey,
        Number::Base | Number::Near => MatchMethod::NearNumber,
        Number::Blank | Number::Other if evidence.contract == Like::Same => MatchMethod::Contract,
        Number::Blank | Number::Other if evidence.registration == Like::Same => {
            MatchMethod::Registration
        }
        Number::Blank if evidence.names_nobody() => MatchMethod::Terms,
        Number::Blank | Number::Other => MatchMethod::Borrower,
    }
}
