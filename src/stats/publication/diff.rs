//! What moved published figures: each figure, each thing that moved it, and the entries behind it.
//!
//! The things are found without any list of what may have changed: every piece of every figure is taken in
//! both states of the ledger, and what does not cancel out moved. The entries are found by counting these things
//! again after each entry that touched them: what changes from one state to the next is that entry's doing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::count::{Figures, Reading, Scope};
use super::{PublicationError, changes, is_reported, reported, values_at};
use crate::domain::publication::{Figure, FigureKey};
use crate::ledger::{Ledger, LedgerError, PartyId, PledgeId, Publication, Snapshot, Subject};
use crate::stats::pieces::{Item, Piece};

/// A figure that is no longer what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub key: FigureKey,
    pub published: Decimal,
    pub now: Decimal,
    pub lines: Vec<MovedLine>,
}

impl Moved {
    /// What no line explains; always nothing, and shown so that everyone sees it.
    pub fn remainder(&self) -> Decimal {
        let explained: Decimal = self.lines.iter().map(|line| line.by).sum();
        self.now - self.published - explained
    }
}

/// A thing that moved a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedLine {
    pub item: Item,
    pub by: Decimal,
    pub causes: Vec<Cause>,
}

/// What moved a thing, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// None: nothing was recorded, only time passed.
    pub entry: Option<i64>,
    pub by: Decimal,
}

/// All that is different from what was published.
#[derive(Debug, Clone)]
pub struct Difference {
    pub publication: Publication,
    pub figures: usize,
    pub moved: Vec<Moved>,
}

/// Holds a publication against the snapshot.
pub fn difference(
    ledger: &Ledger,
    snapshot: Snapshot,
    publication: Publication,
) -> Result<Difference, PublicationError> {
    let sealed = ledger.published_figures(publication.number, snapshot)?;
    let now = values_at(ledger, snapshot, publication.quarter, &sealed)?;
    let mut moved: Vec<Moved> = changes(&sealed, &now)
        .into_iter()
        .map(|(key, published, now)| Moved { key, published, now, lines: Vec::new() })
        .collect();
    if !moved.is_empty() {
        explain(ledger, snapshot, &publication, &sealed, &mut moved)?;
    }
    Ok(Difference { publication, figures: sealed.len(), moved })
}

/// Finds for every moved figure the things that moved it.
fn explain(
    ledger: &Ledger,
    snapshot: Snapshot,
    publication: &Publication,
    sealed: &[Figure],
    moved: &mut [Moved],
) -> Result<(), PublicationError> {
    let scope = Scope::of_figures(publication.quarter, sealed.iter().map(|f| &f.key));
    let (then, now) = (publication.snapshot(), snapshot);
    let [first, last] = [Reading::of(ledger, then)?, Reading::of(ledger, now)?];
    let changed = changed_items(ledger, &scope, &first, &last)?;
    let state = |reading: &Reading| -> Result<State, PublicationError> {
        let ours = parts(ledger, &scope, reading, &changed)?;
        Ok(State {
            ours,
            reported: reported(ledger, reading.snapshot, publication.quarter.last())?,
        })
    };
    let mut states = vec![(None, state(&first)?), (None, state(&last)?)];
    let entries = touching(ledger, &states, moved, (then.known_at, now.known_at))?;
    // As it was; as it was, seen from today; after each entry.
    let mut history = vec![states.swap_remove(0)];
    let known_at = |known_at| Snapshot { known_at, is_now: false, ..now };
    for (cause, at) in
        [(None, then.known_at)].into_iter().chain(entries.iter().map(|e| (Some(*e), *e)))
    {
        history.push((cause, state(&Reading::of(ledger, known_at(at))?)?));
    }
    for moved in moved {
        let items: BTreeSet<Item> = match is_reported(&moved.key) {
            true => [Item::Reported(moved.key.indicator.clone())].into(),
            false => changed.clone(),
        };
        for item in items {
            let mut causes: Vec<Cause> = Vec::new();
            for pair in history.windows(2) {
                let by = pair[1].1.amount(&item, &moved.key) - pair[0].1.amount(&item, &moved.key);
                if !by.is_zero() {
                    causes.push(Cause { entry: pair[1].0, by });
                }
            }
            let by: Decimal = causes.iter().map(|cause| cause.by).sum();
            if !by.is_zero() {
                moved.lines.push(MovedLine { item, by, causes });
            }
        }
    }
    Ok(())
}

/// What the changed things come to in one state of the ledger.
struct State {
    ours: HashMap<Item, Parts>,
    reported: BTreeMap<FigureKey, Decimal>,
}

impl State {
    fn amount(&self, item: &Item, key: &FigureKey) -> Decimal {
        match item {
            Item::Reported(_) => self.reported.get(key).copied().unwrap_or_default(),
            _ => {
                let parts = self.ours.get(item);
                parts
                    .and_then(|parts| parts.amounts.get(key))
                    .map_or(Decimal::ZERO, |n| (*n).into())
            }
        }
    }
}

/// The entries between two that touched any of the things, what they rest on, or what figures are counted by.
fn touching(
    ledger: &Ledger,
    states: &[(Option<i64>, State)],
    moved: &[Moved],
    (after, until): (i64, i64),
) -> Result<BTreeSet<i64>, LedgerError> {
    let mut entries = ledger.entries_touching(&Subject::Rules, after, until)?;
    let mut touch = |thing: Subject<'_>| -> Result<(), LedgerError> {
        entries.extend(ledger.entries_touching(&thing, after, until)?);
        Ok(())
    };
    let (mut parties, mut pledges) = (BTreeSet::new(), BTreeSet::new());
    for (item, parts) in states.iter().flat_map(|(_, state)| &state.ours) {
        parties.extend(&parts.parties);
        pledges.extend(&parts.pledges);
        match item {
            Item::Patent(number) => {
                touch(Subject::Patent(i64::try_from(*number).unwrap_or(i64::MAX)))?
            }
            Item::Pct(number) => touch(Subject::Pct(&number.to_string()))?,
            Item::Pledge(id) => touch(Subject::Pledge(*id))?,
            Item::Loan(id) => touch(Subject::Loan(*id))?,
            Item::Claim(id) => touch(Subject::Claim(*id))?,
            Item::Fund(fund) => touch(Subject::Fund(fund))?,
            Item::Firm(party) => touch(Subject::Party(*party))?,
            Item::Reported(indicator) => touch(Subject::Reported(indicator))?,
        }
    }
    parties.into_iter().try_for_each(|party| touch(Subject::Party(party)))?;
    pledges.into_iter().try_for_each(|pledge| touch(Subject::Pledge(pledge)))?;
    for moved in moved.iter().filter(|moved| is_reported(&moved.key)) {
        touch(Subject::Reported(&moved.key.indicator))?;
    }
    Ok(entries)
}

/// The things whose pieces are not the same in both readings.
fn changed_items(
    ledger: &Ledger,
    scope: &Scope,
    then: &Reading,
    now: &Reading,
) -> Result<BTreeSet<Item>, LedgerError> {
    let mut sums: HashMap<Item, u64> = HashMap::new();
    let mut take = |reading: &Reading, sign: bool| {
        let figures = Figures::of(scope, &reading.register);
        reading.each(ledger, scope, |piece| {
            let hash = figures.fingerprint(piece);
            if hash != 0 {
                let sum = sums.entry(piece.item.clone()).or_default();
                *sum = if sign { sum.wrapping_add(hash) } else { sum.wrapping_sub(hash) };
            }
        })
    };
    take(now, true)?;
    take(then, false)?;
    Ok(sums.into_iter().filter(|(_, sum)| *sum != 0).map(|(item, _)| item).collect())
}

/// A thing's part in every figure, and what else its pieces rest on.
#[derive(Debug, Default)]
struct Parts {
    amounts: BTreeMap<FigureKey, i64>,
    parties: BTreeSet<PartyId>,
    pledges: BTreeSet<PledgeId>,
}

fn parts(
    ledger: &Ledger,
    scope: &Scope,
    reading: &Reading,
    wanted: &BTreeSet<Item>,
) -> Result<HashMap<Item, Parts>, LedgerError> {
    let wanted: HashSet<&Item> = wanted.iter().collect();
    let mut found: HashMap<Item, Parts> = HashMap::new();
    let figures = Figures::of(scope, &reading.register);
    reading.each(ledger, scope, |piece: &Piece| {
        if !wanted.contains(&piece.item) {
            return;
        }
        let once = match piece.part {
            crate::stats::pieces::Part::Of(indicator) => indicator.counts_once(),
            _ => false,
        };
        let parts = found.entry(piece.item.clone()).or_default();
        parts.parties.extend(piece.firm.into_iter().chain(piece.bank));
        parts.pledges.extend(piece.pledge);
        figures.each_key(piece, |key| {
            let amount = parts.amounts.entry(key).or_default();
            *amount = if once { piece.n } else { *amount + piece.n };
        });
    })?;
    Ok(found)
}
