//! Which free lines may mean which free loans: whoever shares a key is weighed, nobody else.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::Matcher;
use crate::domain::values::{Date, Money};
use crate::reconcile::evidence::{BorrowerKeys, Like, LineKeys, LoanKeys, MatchEvidence, Number};
use crate::reconcile::parallel::parallel_map;
use crate::reconcile::spelling::with_one_dropped;

/// Pairs with fewer points are not considered.
pub(super) const FEWEST_POINTS: i64 = 20;
/// Most pairs weighed for one borrower or one amount; a key shared by more is no evidence.
const MOST_IN_A_BUCKET: usize = 40_000;
/// Pairs gathered before they are weighed.
const AT_ONCE: usize = 50_000;
/// When both sides are longer than this, slips in numbers are not looked for: their forms would fill the memory.
const MANY: usize = 10_000;

/// The lines and loans still free, with their folded fields.
pub(super) struct Free {
    pub lines: Vec<usize>,
    pub loans: Vec<usize>,
    line_keys: Vec<LineKeys>,
    loan_keys: Vec<LoanKeys>,
    borrower_keys: HashMap<u32, BorrowerKeys>,
}

/// A pair that was weighed, by places in [`Free`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub line: usize,
    pub loan: usize,
    pub evidence: MatchEvidence,
    pub points: i64,
}

impl Matcher<'_> {
    pub(super) fn free(&self) -> Free {
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
                borrower_keys.entry(at).or_insert_with(|| BorrowerKeys::of(borrower, self.spelled));
            }
        }
        let mut line_keys =
            parallel_map(&lines, |line| LineKeys::of(&self.lines[*line], self.spelled));
        self.mark_contracts_that_stand(&lines, &mut line_keys);
        let loan_keys = parallel_map(&loans, |loan| LoanKeys::of(&self.loans[*loan]));
        Free { lines, loans, line_keys, loan_keys, borrower_keys }
    }

    /// Says of which lines the contract is a loan's as it stands.
    fn mark_contracts_that_stand(&self, lines: &[usize], keys: &mut [LineKeys]) {
        let contract = |line: &usize| self.lines[*line].contract_no.as_deref();
        let stated: HashSet<&str> = lines.iter().filter_map(contract).collect();
        if stated.is_empty() {
            return;
        }
        let ours = self.loans.iter().filter_map(|loan| loan.contract_no.as_deref());
        let standing: HashSet<&str> = ours.filter(|number| stated.contains(number)).collect();
        for (line, keys) in lines.iter().zip(keys) {
            keys.contract_stands = contract(line).is_some_and(|number| standing.contains(number));
        }
    }

    /// The keys under which a line may meet a loan.
    fn line_meets(&self, free: &Free, at: usize, slips: bool, meet: &mut dyn FnMut(u64)) {
        let (line, keys) = (&self.lines[free.lines[at]], &free.line_keys[at]);
        numbers(keys.bare.as_deref(), slips, b'n', meet);
        numbers(keys.loan_no.as_deref(), false, b'n', meet);
        numbers(keys.base.as_deref(), false, b'n', meet);
        numbers(keys.loan_no.as_deref(), false, b'b', meet);
        numbers(keys.contract_no.as_deref(), slips, b'c', meet);
        for number in &line.registrations {
            numbers(Some(number), false, b'r', meet);
        }
        let firm = keys.firm.as_deref();
        numbers(keys.uscc.as_deref(), slips, b'u', meet);
        numbers(firm, slips, b'f', meet);
        if let Some((day, amount)) = line.disbursed.zip(line.principal) {
            meet(drawn(day, amount));
        }
    }

    fn loan_meets(&self, free: &Free, at: usize, slips: bool, meet: &mut dyn FnMut(u64)) {
        let (loan, keys) = (&self.loans[free.loans[at]], &free.loan_keys[at]);
        numbers(Some(&keys.bare), slips, b'n', meet);
        numbers(Some(&keys.loan_no), false, b'n', meet);
        numbers(keys.base.as_deref(), false, b'b', meet);
        numbers(keys.contract_no.as_deref(), slips, b'c', meet);
        for number in &loan.registrations {
            numbers(Some(number), false, b'r', meet);
        }
        let borrower = loan.borrower.and_then(|at| self.borrowers.get(at as usize));
        numbers(borrower.and_then(|borrower| borrower.uscc.as_deref()), slips, b'u', meet);
        let firms = loan.borrower.and_then(|at| free.borrower_keys.get(&at));
        for firm in firms.iter().flat_map(|keys| &keys.firms) {
            numbers(Some(firm), slips, b'f', meet);
        }
        if let Some(day) = loan.ours.disbursed {
            meet(drawn(day, loan.ours.principal));
        }
    }

    /// Weighs every pair that shares a key; those with enough points, and possible parts, in order.
    pub(super) fn weigh(&self, free: &Free) -> Vec<Pair> {
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
        let mut under = Buckets::default();
        for at in 0..kept {
            meets(lines_kept, at, &mut |key| under.put(key, at as u32));
        }
        let mut pairs = Vec::new();
        let (mut seen, mut meeting): (Vec<u32>, Vec<(usize, usize)>) = Default::default();
        let mut weigh = |meeting: &mut Vec<(usize, usize)>| {
            let weighed = parallel_map(meeting, |(line, loan)| self.pair(free, *line, *loan));
            pairs.extend(weighed.into_iter().flatten());
            meeting.clear();
        };
        for at in 0..asking {
            seen.clear();
            meets(!lines_kept, at, &mut |key| under.ask(key, &mut seen));
            seen.sort_unstable();
            seen.dedup();
            for other in &seen {
                let other = *other as usize;
                meeting.push(if lines_kept { (other, at) } else { (at, other) });
            }
            if meeting.len() >= AT_ONCE {
                weigh(&mut meeting);
            }
        }
        weigh(&mut meeting);
        without_double_slips(&mut pairs);
        pairs.sort_unstable_by_key(|pair| (pair.line, pair.loan));
        pairs
    }

    fn pair(&self, free: &Free, line: usize, loan: usize) -> Option<Pair> {
        let the_loan = &self.loans[free.loans[loan]];
        let borrower = the_loan
            .borrower
            .and_then(|at| Some((self.borrowers.get(at as usize)?, free.borrower_keys.get(&at)?)));
        let evidence = MatchEvidence::of(
            (&self.lines[free.lines[line]], &free.line_keys[line]),
            (the_loan, &free.loan_keys[loan]),
            borrower,
        );
        let points = evidence.points();
        // A pair with too few points may still be part of a split loan of the same borrower.
        let may_be_part = evidence.borrower == Like::Same && !evidence.amount_fits();
        let refused = || self.is_refused(free.lines[line], free.loans[loan]);
        ((points >= FEWEST_POINTS || may_be_part) && !refused()).then_some(Pair {
            line,
            loan,
            evidence,
            points,
        })
    }
}

/// Leaves out pairs that take both number and borrower for slips where both, as they stand, are another loan's.
fn without_double_slips(pairs: &mut Vec<Pair>) {
    let stands = |evidence: &MatchEvidence| {
        matches!(evidence.number, Number::Same | Number::SameKey) && evidence.borrower == Like::Same
    };
    let standing: HashSet<usize> =
        pairs.iter().filter(|pair| stands(&pair.evidence)).map(|pair| pair.line).collect();
    let slips = |evidence: &MatchEvidence| {
        matches!(evidence.number, Number::Near | Number::Other) && evidence.borrower == Like::Near
    };
    pairs.retain(|pair| !(slips(&pair.evidence) && standing.contains(&pair.line)));
}

/// What is kept under each key, each thing linked to the one put there before it.
#[derive(Default)]
struct Buckets {
    under: HashMap<u64, Bucket, AsItIs>,
    /// Things, with where the one before in the bucket stands.
    kept: Vec<(u32, Option<u32>)>,
}

#[derive(Default)]
struct Bucket {
    last: Option<u32>,
    length: usize,
    /// How many pairs asking has made.
    asked: usize,
}

impl Buckets {
    fn put(&mut self, key: u64, thing: u32) {
        let bucket = self.under.entry(key).or_default();
        bucket.length += 1;
        let before = bucket.last.replace(self.kept.len() as u32);
        self.kept.push((thing, before));
    }

    /// Adds what is kept under a key, unless too many have asked.
    fn ask(&mut self, key: u64, found: &mut Vec<u32>) {
        let Some(bucket) = self.under.get_mut(&key) else { return };
        bucket.asked += bucket.length;
        if bucket.asked > MOST_IN_A_BUCKET {
            return;
        }
        let mut next = bucket.last;
        while let Some((thing, before)) = next.map(|at| self.kept[at as usize]) {
            found.push(thing);
            next = before;
        }
    }
}

/// A number, or all it may be after one slip, as keys of one kind.
fn numbers(number: Option<&str>, slips: bool, kind: u8, meet: &mut dyn FnMut(u64)) {
    let Some(number) = number.filter(|number| !number.is_empty()) else { return };
    meet(key(kind, [number.as_bytes(), &[]]));
    if slips {
        with_one_dropped(number).for_each(|parts| meet(key(kind, parts.map(str::as_bytes))));
    }
}

/// The FNV-1a hash of what stands in the parts together. Two texts of one hash are weighed for nothing, no more.
fn key(kind: u8, [head, tail]: [&[u8]; 2]) -> u64 {
    let bytes = [kind].into_iter().chain(head.iter().copied()).chain(tail.iter().copied());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The key of a day and an amount.
fn drawn(day: Date, amount: Money) -> u64 {
    key(b'd', [&day.days().to_be_bytes(), &amount.fen().to_be_bytes()])
}

/// For maps whose keys are hashes already.
type AsItIs = BuildHasherDefault<Hashed>;

#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u64");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
