//! Which lines mean which loans: a person's word, the same number, split and merged loans, then the best
//! assignment of what is left.
//!
//! A loan once taken is out of the pool. Two answers as good as each other are no answer.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::assign::{Edge, LARGEST, best, components};
use super::evidence::{Borrower, BorrowerKeys, Evidence, Like, LineKeys, Loan, LoanKeys, Number};
use super::spelling::with_one_dropped;
use crate::domain::statement::StatementLine;
use crate::domain::values::Money;

/// How a match was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// A person said so.
    Decided,
    /// The same number.
    LoanNo,
    /// The same number but for punctuation, width, zeros in front.
    LoanNoKey,
    /// The number of the contract, the pledge or a tranche, or a number one slip away, with amount or borrower.
    NearNumber,
    Contract,
    Registration,
    /// Borrower with amount and dates.
    Borrower,
    /// The bank lists a loan in parts.
    Split,
    /// The bank lists loans as one.
    Merged,
}

impl Method {
    pub const ALL: [Self; 9] = [
        Self::Decided,
        Self::LoanNo,
        Self::LoanNoKey,
        Self::NearNumber,
        Self::Contract,
        Self::Registration,
        Self::Borrower,
        Self::Split,
        Self::Merged,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::LoanNo => "loan_no",
            Self::LoanNoKey => "loan_no_key",
            Self::NearNumber => "near_number",
            Self::Contract => "contract_no",
            Self::Registration => "registration_no",
            Self::Borrower => "borrower",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }
}

/// What became of lines and loans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
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
    pub state: State,
    pub lines: Vec<usize>,
    pub loans: Vec<usize>,
    pub method: Option<Method>,
    /// What speaks for it, in points.
    pub points: i64,
    /// The next best loan for the line, with its points.
    pub runner_up: Option<(usize, i64)>,
    /// How many points it is ahead of any other answer.
    pub margin: i64,
}

/// What people decided, by a line's identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The line means this loan.
    pub same: HashMap<String, String>,
    /// The line does not mean this loan.
    pub other: HashSet<(String, String)>,
}

/// Less than this speaks for nothing.
const FEWEST_POINTS: i64 = 20;
/// Any other answer must be this much worse.
const LEAST_MARGIN: i64 = 6;
/// Parts of a split or merged loan.
const MOST_PARTS: usize = 6;
const MOST_CANDIDATES: usize = 14;
/// Pairs that share a borrower or an amount and are weighed; more would be no evidence.
const MOST_IN_A_BUCKET: usize = 40_000;
/// When both sides are longer than this, slips in numbers are not looked for: their forms would fill the memory.
const MANY: usize = 10_000;

struct Matcher<'a> {
    lines: &'a [StatementLine],
    loans: &'a [Loan],
    borrowers: &'a [Borrower],
    decisions: &'a Decisions,
    by_no: HashMap<&'a str, usize>,
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
) -> Vec<Match> {
    let mut matcher = Matcher {
        lines,
        loans,
        borrowers,
        decisions,
        by_no: loans.iter().enumerate().map(|(at, loan)| (loan.loan_no.as_str(), at)).collect(),
        line_taken: vec![false; lines.len()],
        loan_taken: vec![false; loans.len()],
        matches: Vec::with_capacity(lines.len()),
    };
    matcher.decided();
    matcher.same_number();
    matcher.rest();
    matcher.left_over();
    matcher.matches.sort_by_key(|found| {
        (found.lines.first().copied().unwrap_or(usize::MAX), found.loans.first().copied())
    });
    matcher.matches
}

/// The lines and loans still free, with their folded fields.
struct Free {
    lines: Vec<usize>,
    loans: Vec<usize>,
    line_keys: Vec<LineKeys>,
    loan_keys: Vec<LoanKeys>,
    borrower_keys: HashMap<u32, BorrowerKeys>,
}

/// A pair that was weighed, by places in [`Free`].
#[derive(Debug, Clone, Copy)]
struct Pair {
    line: usize,
    loan: usize,
    evidence: Evidence,
    points: i64,
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

    fn sure(&mut self, line: usize, loan: usize, method: Method, points: i64) {
        self.take(Match {
            state: State::Matched,
            lines: vec![line],
            loans: vec![loan],
            method: Some(method),
            points,
            runner_up: None,
            margin: points,
        });
    }

    fn evidence(&self, line: usize, loan: usize) -> Evidence {
        let (line, loan) = (&self.lines[line], &self.loans[loan]);
        let borrower = loan.borrower.and_then(|at| self.borrowers.get(at as usize));
        let keys = borrower.map(BorrowerKeys::of);
        Evidence::of(
            (line, &LineKeys::of(line)),
            (loan, &LoanKeys::of(loan)),
            borrower.zip(keys.as_ref()),
        )
    }

    fn decided(&mut self) {
        if self.decisions.same.is_empty() {
            return;
        }
        for line in 0..self.lines.len() {
            let Some(loan) = self.decisions.same.get(&self.lines[line].identity()) else {
                continue;
            };
            let loan = self.by_no.get(loan.as_str()).copied();
            if let Some(loan) = loan.filter(|loan| !self.loan_taken[*loan]) {
                let points = self.evidence(line, loan).points();
                self.sure(line, loan, Method::Decided, points);
            }
        }
    }

    /// Lines with the very number of a loan, once on either side, that nothing else contradicts.
    fn same_number(&mut self) {
        let mut found: Vec<(usize, usize)> = Vec::with_capacity(self.lines.len());
        for (at, line) in self.lines.iter().enumerate().filter(|(at, _)| !self.line_taken[*at]) {
            let loan = line.loan_no.as_deref().and_then(|number| self.by_no.get(number));
            if let Some(&loan) = loan.filter(|loan| !self.loan_taken[**loan]) {
                found.push((loan, at));
            }
        }
        found.sort_unstable();
        for of_loan in found.chunk_by(|a, b| a.0 == b.0) {
            let loan = of_loan[0].0;
            let lines: Vec<usize> = of_loan.iter().map(|(_, line)| *line).collect();
            let first = lines[0];
            let repeats = lines.iter().all(|line| self.lines[*line] == self.lines[first]);
            if !repeats || self.is_refused(first, loan) {
                continue;
            }
            if self.agrees_plainly(first, loan) {
                self.sure(first, loan, Method::LoanNo, 100);
            } else {
                let evidence = self.evidence(first, loan);
                // Another amount may be one part of a split loan, another day another loan's.
                if evidence.disbursed == Like::Other
                    || !(evidence.convinces()
                        && (evidence.amount_fits() || evidence.principal == Like::Blank))
                {
                    continue;
                }
                self.sure(first, loan, Method::LoanNo, evidence.points());
            }
            for line in &lines[1..] {
                self.take(Match {
                    state: State::Repeated,
                    lines: vec![*line],
                    loans: Vec::new(),
                    method: Some(Method::LoanNo),
                    points: 0,
                    runner_up: None,
                    margin: 0,
                });
            }
        }
    }

    /// The usual case, told without folding anything: amount and borrower stand as in the ledger.
    fn agrees_plainly(&self, line: usize, loan: usize) -> bool {
        let (line, loan) = (&self.lines[line], &self.loans[loan]);
        let borrower = loan.borrower.and_then(|at| self.borrowers.get(at as usize));
        let same_firm = match (borrower, &line.uscc, &line.borrower) {
            (Some(ours), Some(code), _) if ours.uscc.is_some() => ours.uscc.as_ref() == Some(code),
            (Some(ours), _, Some(name)) => ours.names.first() == Some(name),
            _ => false,
        };
        same_firm
            && line.principal.is_none_or(|amount| amount == loan.principal)
            && (line.disbursed.is_none() || line.disbursed == loan.disbursed)
    }

    fn is_refused(&self, line: usize, loan: usize) -> bool {
        !self.decisions.other.is_empty() && {
            let pair = (self.lines[line].identity(), self.loans[loan].loan_no.clone());
            self.decisions.other.contains(&pair)
        }
    }

    fn rest(&mut self) {
        let free = self.free();
        if free.lines.is_empty() || free.loans.is_empty() {
            return;
        }
        let pairs = self.weigh(&free);
        self.parts(&free, &pairs);
        self.assign(&free, &pairs);
    }

    fn free(&self) -> Free {
        let lines: Vec<usize> =
            (0..self.lines.len()).filter(|line| !self.line_taken[*line]).collect();
        let loans: Vec<usize> = if lines.is_empty() {
            Vec::new()
        } else {
            (0..self.loans.len()).filter(|loan| !self.loan_taken[*loan]).collect()
        };
        let mut borrower_keys = HashMap::new();
        for loan in &loans {
            let Some(at) = self.loans[*loan].borrower else { continue };
            if let Some(borrower) = self.borrowers.get(at as usize) {
                borrower_keys.entry(at).or_insert_with(|| BorrowerKeys::of(borrower));
            }
        }
        let line_keys = lines.iter().map(|line| LineKeys::of(&self.lines[*line])).collect();
        let loan_keys = loans.iter().map(|loan| LoanKeys::of(&self.loans[*loan])).collect();
        Free { lines, loans, line_keys, loan_keys, borrower_keys }
    }

    /// The keys under which a line may meet a loan.
    fn line_meets(&self, free: &Free, at: usize, slips: bool, meet: &mut dyn FnMut(u64)) {
        let (line, keys) = (&self.lines[free.lines[at]], &free.line_keys[at]);
        numbers(keys.bare.as_deref(), slips, 'n', meet);
        numbers(keys.loan_no.as_deref(), false, 'n', meet);
        numbers(keys.base.as_deref(), false, 'n', meet);
        numbers(keys.loan_no.as_deref(), false, 'b', meet);
        numbers(keys.contract_no.as_deref(), slips, 'c', meet);
        for number in &line.registrations {
            meet(key('r', number));
        }
        let firm = keys.firm.as_deref();
        numbers(line.uscc.as_deref(), slips, 'u', meet);
        numbers(firm, slips, 'f', meet);
        if let Some((day, amount)) = line.disbursed.zip(line.principal) {
            meet(key('d', &(day.days(), amount.fen())));
        }
    }

    fn loan_meets(&self, free: &Free, at: usize, slips: bool, meet: &mut dyn FnMut(u64)) {
        let (loan, keys) = (&self.loans[free.loans[at]], &free.loan_keys[at]);
        numbers(Some(&keys.bare), slips, 'n', meet);
        numbers(Some(&keys.loan_no), false, 'n', meet);
        numbers(keys.base.as_deref(), false, 'b', meet);
        numbers(keys.contract_no.as_deref(), slips, 'c', meet);
        for number in &loan.registrations {
            meet(key('r', number));
        }
        let borrower = loan.borrower.and_then(|at| self.borrowers.get(at as usize));
        numbers(borrower.and_then(|borrower| borrower.uscc.as_deref()), slips, 'u', meet);
        let firms = loan.borrower.and_then(|at| free.borrower_keys.get(&at));
        for firm in firms.iter().flat_map(|keys| &keys.firms) {
            numbers(Some(firm), slips, 'f', meet);
        }
        if let Some(day) = loan.disbursed {
            meet(key('d', &(day.days(), loan.principal.fen())));
        }
    }

    /// Weighs every pair that shares a key; those with enough points, and possible parts, in order.
    fn weigh(&self, free: &Free) -> Vec<Pair> {
        let slips = free.lines.len().min(free.loans.len()) <= MANY;
        // The shorter side is kept under its keys, the longer one asks.
        let lines_kept = free.lines.len() <= free.loans.len();
        let (kept, asking) = match lines_kept {
            true => (free.lines.len(), free.loans.len()),
            false => (free.loans.len(), free.lines.len()),
        };
        let meets = |of_lines: bool, at: usize, meet: &mut dyn FnMut(u64)| match of_lines {
            true => self.line_meets(free, at, slips, meet),
            false => self.loan_meets(free, at, slips, meet),
        };
        let mut under: HashMap<u64, Vec<u32>> = HashMap::new();
        for at in 0..kept {
            meets(lines_kept, at, &mut |key| under.entry(key).or_default().push(at as u32));
        }
        let mut asked: HashMap<u64, usize> = HashMap::new();
        let mut pairs = Vec::new();
        let mut seen: HashSet<u32> = HashSet::new();
        for at in 0..asking {
            seen.clear();
            meets(!lines_kept, at, &mut |key| {
                let Some(others) = under.get(&key) else { return };
                let asked = asked.entry(key).or_default();
                *asked += others.len();
                if *asked <= MOST_IN_A_BUCKET {
                    seen.extend(others);
                }
            });
            for other in &seen {
                let other = *other as usize;
                let (line, loan) = if lines_kept { (other, at) } else { (at, other) };
                pairs.extend(self.pair(free, line, loan));
            }
        }
        pairs.sort_unstable_by_key(|pair| (pair.line, pair.loan));
        pairs
    }

    fn pair(&self, free: &Free, line: usize, loan: usize) -> Option<Pair> {
        let the_loan = &self.loans[free.loans[loan]];
        let borrower = the_loan
            .borrower
            .and_then(|at| Some((self.borrowers.get(at as usize)?, free.borrower_keys.get(&at)?)));
        let evidence = Evidence::of(
            (&self.lines[free.lines[line]], &free.line_keys[line]),
            (the_loan, &free.loan_keys[loan]),
            borrower,
        );
        let points = evidence.points();
        // What is too little for a pair may still be a part: the same borrower's.
        let may_be_part = evidence.borrower == Like::Same && !evidence.amount_fits();
        let refused = || self.is_refused(free.lines[line], free.loans[loan]);
        ((points >= FEWEST_POINTS || may_be_part) && !refused()).then_some(Pair {
            line,
            loan,
            evidence,
            points,
        })
    }

    /// Loans listed in parts, and parts listed as one loan: a set of two to six whose amounts add up to the fen,
    /// and no other set does.
    fn parts(&mut self, free: &Free, pairs: &[Pair]) {
        // Who has a pair of its own amount is no part of anything.
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
            let sum = self.loans[free.loans[loan]].principal;
            let line = |pair: &Pair| &self.lines[free.lines[pair.line]];
            let found = covering(
                &pairs,
                &Whole {
                    sum,
                    balance: self.loans[free.loans[loan]].balance,
                    amount: &|pair| line(pair).principal,
                    part_balance: &|pair| line(pair).balance,
                    is_taken: &|pair| self.line_taken[free.lines[pair.line]],
                },
            );
            self.take_parts(free, found, Method::Split);
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
                    amount: &|pair| Some(loan(pair).principal),
                    part_balance: &|pair| loan(pair).balance,
                    is_taken: &|pair| self.loan_taken[free.loans[pair.loan]],
                },
            );
            self.take_parts(free, found, Method::Merged);
        }
    }

    fn take_parts(&mut self, free: &Free, found: Option<(Vec<Pair>, State)>, method: Method) {
        let Some((pairs, state)) = found else { return };
        let places = |of: fn(&Pair) -> usize, free: &[usize]| {
            let set: BTreeSet<usize> = pairs.iter().map(|pair| free[of(pair)]).collect();
            set.into_iter().collect::<Vec<_>>()
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
            margin: if state == State::Ambiguous { 0 } else { points },
        });
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
                    state: State::Ambiguous,
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
                    0 => State::Ambiguous,
                    LEAST_MARGIN.. if evidence.convinces() => State::Matched,
                    _ => State::Suggested,
                };
                told.insert(pair.line);
                self.take(Match {
                    state,
                    lines: vec![free.lines[pair.line]],
                    loans: vec![free.loans[pair.loan]],
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
                    state: State::Ambiguous,
                    lines: vec![free.lines[*line]],
                    loans: Vec::new(),
                    method: next.map(|e| method(&by_place[&(e.line, e.loan)].evidence)),
                    points: next.map_or(0, |edge| edge.points),
                    runner_up: next.map(|edge| (free.loans[edge.loan], edge.points)),
                    margin: 0,
                });
            }
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
                self.take(alone(State::OnlyBank, vec![line], Vec::new()));
            }
        }
        for loan in 0..self.loans.len() {
            if !self.loan_taken[loan] {
                self.take(alone(State::OnlyLedger, Vec::new(), vec![loan]));
            }
        }
    }
}

fn method(evidence: &Evidence) -> Method {
    match evidence.number {
        Number::Same => Method::LoanNo,
        Number::SameKey => Method::LoanNoKey,
        Number::Base | Number::Near => Method::NearNumber,
        Number::Blank | Number::Other if evidence.contract == Like::Same => Method::Contract,
        Number::Blank | Number::Other if evidence.registration == Like::Same => {
            Method::Registration
        }
        Number::Blank | Number::Other => Method::Borrower,
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
fn covering(pairs: &[&Pair], whole: &Whole<'_>) -> Option<(Vec<Pair>, State)> {
    let families: [fn(&Evidence) -> bool; 4] = [
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
            State::Ambiguous
        } else if at + 1 < families.len() || balance.is_some() && balance == whole.balance {
            State::Matched
        } else {
            State::Suggested
        };
        return Some((chosen, state));
    }
    None
}

/// A number, or all it may be after one slip, as keys of one kind.
fn numbers(number: Option<&str>, slips: bool, kind: char, meet: &mut dyn FnMut(u64)) {
    let Some(number) = number.filter(|number| !number.is_empty()) else { return };
    if slips {
        with_one_dropped(number).for_each(|form| meet(key(kind, form.as_str())));
    } else {
        meet(key(kind, number));
    }
}

fn key<T: std::hash::Hash + ?Sized>(kind: char, of: &T) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
