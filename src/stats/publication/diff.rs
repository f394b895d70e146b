//! What moved published figures: each figure, each thing that moved it, and the entries behind it.
//!
//! The things are found without any list of what may have changed: every piece of every figure is taken in
//! both states of the ledger, and what does not cancel out moved. Facts and surroundings (who sits where, what
//! counts) are told apart by counting new facts in old surroundings.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use rust_decimal::Decimal;

use super::count::{Reading, Scope, keys_of};
use super::{FinanceError, PublicationError, is_reported, values_at};
use crate::domain::publication::{Figure, FigureKey};
use crate::ledger::{Ledger, LedgerError, PartyId, PledgeId, Publication, Snapshot, Thing};
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
    /// The entries that changed what is known; none: only time passed.
    pub entries: BTreeSet<i64>,
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
    let before: HashMap<&FigureKey, &Figure> = sealed.iter().map(|f| (&f.key, f)).collect();
    let now = values_at(ledger, snapshot, publication.quarter, &sealed)?;
    let keys: BTreeSet<&FigureKey> = before.keys().copied().chain(now.keys()).collect();
    let mut moved = Vec::new();
    for key in keys {
        let published = before.get(key).map_or(Decimal::ZERO, |figure| figure.value);
        let now = now.get(key).copied().unwrap_or_default();
        if now != published {
            moved.push(Moved { key: key.clone(), published, now, lines: Vec::new() });
        }
    }
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
    let then = Reading::of(ledger, publication.snapshot())?;
    let now = Reading::of(ledger, snapshot)?;
    let changed = changed_items(ledger, &scope, &then, &now)?;
    let was = parts(ledger, &scope, &then, &changed)?;
    let is = parts(ledger, &scope, &now, &changed)?;
    // New facts, old surroundings.
    let facts_only = parts(ledger, &scope, &then.with_facts_of(&now), &changed)?;
    let between = (publication.known_at, snapshot.known_at);
    let mut entries = HashMap::new();
    for item in &changed {
        let (was, is) = (was.get(item), is.get(item));
        let by_itself = amounts(was) != amounts(facts_only.get(item));
        entries.insert(item, behind(ledger, item, [was, is], by_itself, between)?);
    }
    let none = BTreeMap::new();
    for moved in moved {
        if is_reported(&moved.key) {
            let item = Item::Reported(moved.key.indicator.clone());
            let thing = Thing::Reported(&moved.key.indicator);
            let entries = ledger.entries_touching(&thing, between.0, between.1)?;
            moved.lines.push(MovedLine { item, by: moved.now - moved.published, entries });
            continue;
        }
        for item in &changed {
            let amount = |parts: &HashMap<Item, Parts>| {
                let amounts = parts.get(item).map_or(&none, |parts| &parts.amounts);
                amounts.get(&moved.key).copied().unwrap_or_default()
            };
            let by = amount(&is) - amount(&was);
            if by != 0 {
                let entries = entries.get(item).cloned().unwrap_or_default();
                moved.lines.push(MovedLine { item: item.clone(), by: by.into(), entries });
            }
        }
    }
    Ok(())
}

/// The things whose pieces are not the same in both readings.
fn changed_items(
    ledger: &Ledger,
    scope: &Scope,
    then: &Reading,
    now: &Reading,
) -> Result<BTreeSet<Item>, FinanceError> {
    let mut sums: HashMap<Item, u64> = HashMap::new();
    let mut take = |reading: &Reading, sign: bool| {
        reading.each(ledger, scope, |piece| {
            let mut hash = 0_u64;
            keys_of(scope, &reading.register, piece, |key| {
                let mut hasher = DefaultHasher::new();
                (key, piece.n).hash(&mut hasher);
                hash = hash.wrapping_add(hasher.finish());
            });
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
    firms: BTreeSet<PartyId>,
    pledges: BTreeSet<PledgeId>,
}

fn amounts(parts: Option<&Parts>) -> BTreeMap<FigureKey, i64> {
    parts.map(|parts| parts.amounts.clone()).unwrap_or_default()
}

fn parts(
    ledger: &Ledger,
    scope: &Scope,
    reading: &Reading,
    wanted: &BTreeSet<Item>,
) -> Result<HashMap<Item, Parts>, FinanceError> {
    let wanted: HashSet<&Item> = wanted.iter().collect();
    let mut found: HashMap<Item, Parts> = HashMap::new();
    reading.each(ledger, scope, |piece: &Piece| {
        if !wanted.contains(&piece.item) {
            return;
        }
        let once = match piece.part {
            crate::stats::pieces::Part::Of(indicator) => indicator.counts_once(),
            _ => false,
        };
        let parts = found.entry(piece.item.clone()).or_default();
        parts.firms.extend(piece.firm);
        parts.pledges.extend(piece.pledge);
        keys_of(scope, &reading.register, piece, |key| {
            let amount = parts.amounts.entry(key).or_default();
            *amount = if once { piece.n } else { *amount + piece.n };
        });
    })?;
    Ok(found)
}

/// The entries between two that changed what is known of a thing: its own lines, else its firm's, else what
/// figures are counted by. None: only time passed.
fn behind(
    ledger: &Ledger,
    item: &Item,
    parts: [Option<&Parts>; 2],
    by_itself: bool,
    (after, until): (i64, i64),
) -> Result<BTreeSet<i64>, LedgerError> {
    let touching = |things: &[Thing<'_>]| -> Result<BTreeSet<i64>, LedgerError> {
        let mut entries = BTreeSet::new();
        for thing in things {
            entries.extend(ledger.entries_touching(thing, after, until)?);
        }
        Ok(entries)
    };
    let parts = || parts.into_iter().flatten();
    let pct;
    let mut own = match item {
        Item::Patent(number) => vec![Thing::Patent(i64::try_from(*number).unwrap_or(i64::MAX))],
        Item::Pct(number) => {
            pct = number.to_string();
            vec![Thing::Pct(&pct)]
        }
        Item::Pledge(id) => vec![Thing::Pledge(*id)],
        Item::Loan(id) => vec![Thing::Loan(*id)],
        Item::Claim(id) => vec![Thing::Claim(*id)],
        Item::Fund(fund) => vec![Thing::Fund(fund)],
        Item::Firm(party) => vec![Thing::Party(*party)],
        Item::Reported(indicator) => vec![Thing::Reported(indicator)],
    };
    own.extend(parts().flat_map(|parts| &parts.pledges).map(|id| Thing::Pledge(*id)));
    let firms: Vec<Thing<'_>> =
        parts().flat_map(|parts| &parts.firms).map(|firm| Thing::Party(*firm)).collect();
    let mut entries = touching(if by_itself { &own } else { &firms })?;
    if entries.is_empty() {
        entries = touching(&[Thing::Rules])?;
    }
    Ok(entries)
}
