//! Loans the bank lists in parts, and parts it lists as one loan.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::weigh::{Free, Pair};
use super::{Match, MatchMethod, MatchState, Matcher, Places};
use crate::domain::values::Money;
use crate::reconcile::evidence::{Like, MatchEvidence, Number};

/// Parts of a split or merged loan.
const MOST_PARTS: usize = 6;
const MOST_CANDIDATES: usize = 14;

impl Matcher<'_> {
    /// Loans listed in parts, and parts listed as one loan: a set of two to six whose amounts add up to the fen,
    /// and no other set does.
    pub(super) fn parts(&mut self, free: &Free, pairs: &[Pair]) {
        // A line or loan that has a match of its own amount is not part of a split.
        let whole = |pair: &&Pair| pair.evidence.amount_fits() && pair.evidence.convinces();
        let whole_lines: HashSet<usize> = pairs.iter().filter(whole).map(|p| p.line).collect();
        let whole_loans: HashSet<usize> = pairs.iter().filter(whole).map(|p| p.loan).collect();
        let mut by_loan: BTreeMap<usize, Vec<&Pair>> = BTreeMap::new();
        let mut by_line: BTreeMap<usize, Vec<&Pair>> = BTreeMap::new();
        for pair in pairs {
            if !whole_lines.contains(&pair.line) && !whole_loans.contains(&pair.loan) {
                by_loan.entry(pair.loan).or_default().push(pair);
                by_line.entry(pair.line).or_default().push(pair);
            }
        }
        for (loan, pairs) in by_loan {
            let sum = self.loans[free.loans[loan]].ours.principal;
            let line = |pair: &Pair| &self.lines[free.lines[pair.line]];
            let found = covering(
                &pairs,
                &Whole {
                    sum,
                    balance: Some(self.loans[free.loans[loan]].ours.balance),
                    amount: &|pair| line(pair).principal,
                    part_balance: &|pair| line(pair).balance,
                    is_taken: &|pair| self.line_taken[free.lines[pair.line]],
                },
            );
            self.take_parts(free, found, MatchMethod::Split);
        }
        for (line, pairs) in by_line {
            if self.line_taken[free.lines[line]] {
                continue;
            }
            let Some(sum) = self.lines[free.lines[line]].principal else { continue };
            let loan = |pair: &Pair| &self.loans[free.loans[pair.loan]];
            let found = covering(
                &pairs,
                &Whole {
                    sum,
                    balance: self.lines[free.lines[line]].balance,
                    amount: &|pair| Some(loan(pair).ours.principal),
                    part_balance: &|pair| Some(loan(pair).ours.balance),
                    is_taken: &|pair| self.loan_taken[free.loans[pair.loan]],
                },
            );
            self.take_parts(free, found, MatchMethod::Merged);
        }
    }

    fn take_parts(
        &mut self,
        free: &Free,
        found: Option<(Vec<Pair>, MatchState)>,
        method: MatchMethod,
    ) {
        let Some((pairs, state)) = found else { return };
        let places = |of: fn(&Pair) -> usize, free: &[usize]| {
            let set: BTreeSet<usize> = pairs.iter().map(|pair| free[of(pair)]).collect();
            set.into_iter().collect::<Places>()
        };
        let lines = places(|pair| pair.line, &free.lines);
        let loans = places(|pair| pair.loan, &free.loans);
        let taken = lines.iter().any(|line| self.line_taken[*line])
            || loans.iter().any(|loan| self.loan_taken[*loan]);
        if taken {
            return;
        }
        let points = pairs.iter().map(|pair| pair.points).min().unwrap_or_default();
        self.take(Match {
            state,
            lines,
            loans,
            method: Some(method),
            points,
            runner_up: None,
            margin: if state == MatchState::Ambiguous { 0 } else { points },
        });
    }
}

/// The whole whose parts are looked for.
struct Whole<'a> {
    sum: Money,
    balance: Option<Money>,
    amount: &'a dyn Fn(&Pair) -> Option<Money>,
    part_balance: &'a dyn Fn(&Pair) -> Option<Money>,
    is_taken: &'a dyn Fn(&Pair) -> bool,
}

/// Finds the parts whose amounts add up to the whole, looking first among those with its number, then its contract,
/// then its borrower and day, at last among all of the borrower's. Returns them with what may be made of them: no
/// other set may add up as well, and parts that share the borrower alone must have the balance too.
fn covering(pairs: &[&Pair], whole: &Whole<'_>) -> Option<(Vec<Pair>, MatchState)> {
    let families: [fn(&MatchEvidence) -> bool; 4] = [
        |e| matches!(e.number, Number::Base | Number::Same | Number::SameKey),
        |e| e.contract == Like::Same,
        |e| {
            e.borrower == Like::Same
                && (matches!(e.disbursed, Like::Same | Like::Blank) && e.due == Like::Same
                    || e.disbursed == Like::Same)
        },
        |e| e.borrower == Like::Same,
    ];
    for (at, fits) in families.into_iter().enumerate() {
        let parts: Vec<(&Pair, i64)> = pairs
            .iter()
            .filter(|pair| fits(&pair.evidence) && pair.evidence.borrower != Like::Other)
            .filter(|pair| !(whole.is_taken)(pair))
            .filter_map(|pair| Some((*pair, (whole.amount)(pair)?.fen())))
            .filter(|(_, fen)| *fen > 0 && *fen < whole.sum.fen())
            .collect();
        if parts.len() < 2 || parts.len() > MOST_CANDIDATES {
            continue;
        }
        let mut sets: Vec<u32> = Vec::new();
        for set in 1_u32..1 << parts.len() {
            if (2..=MOST_PARTS as u32).contains(&set.count_ones()) {
                let of = (0..parts.len()).filter(|at| set & (1 << at) != 0);
                let total: i128 = of.map(|at| i128::from(parts[at].1)).sum();
                if total == i128::from(whole.sum.fen()) {
                    sets.push(set);
                }
            }
        }
        let Some((first, others)) = sets.split_first() else { continue };
        // Ambiguous parts are told together: which of them belong is for a person to say.
        let all = others.iter().fold(*first, |all, set| all | set);
        let chosen = (0..parts.len()).filter(|at| all & (1 << at) != 0);
        let chosen: Vec<Pair> = chosen.map(|at| *parts[at].0).collect();
        let balances = chosen.iter().map(|pair| (whole.part_balance)(pair));
        let balance = balances.collect::<Option<Vec<_>>>().and_then(Money::checked_sum);
        let state = if !others.is_empty() {
            MatchState::Ambiguous
        } else if at + 1 < families.len() || balance.is_some() && balance == whole.balance {
            MatchState::Matched
        } else {
            MatchState::Suggested
        };
        return Some((chosen, state));
    }
    None
}
