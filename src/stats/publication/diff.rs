//! What moved published figures: each figure, each thing that moved it, and the entries behind it.
//!
//! The things are found without any list of what may have changed: every contribution of every figure is taken in
//! both states of the ledger, and what does not cancel out moved. The entries are found by counting these things
//! again after each entry that touched them: what changes from one state to the next is that entry's doing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::count::{CountingContext, FigureIndex, Scope};
use super::{PublicationError, changes, is_reported, reported, values_at};
use crate::domain::indicator::Indicator;
use crate::domain::publication::{Figure, FigureKey};
use crate::domain::values::Date;
use crate::ledger::{Ledger, LedgerError, PartyId, PledgeId, Publication, Snapshot, Subject};
use crate::stats::contributions::{Contribution, CountedItem};
use crate::stats::stock::{PER_10K, People};

/// A figure that is no longer what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedFigure {
    pub key: FigureKey,
    pub published: Decimal,
    pub now: Decimal,
    pub lines: Vec<MovedLine>,
}

impl MovedFigure {
    /// What no line explains; always nothing, and shown so that everyone sees it.
    pub fn remainder(&self) -> Decimal {
        let explained: Decimal = self.lines.iter().map(|line| line.by).sum();
        self.now - self.published - explained
    }
}

/// A thing that moved a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedLine {
    pub item: CountedItem,
    pub by: Decimal,
    pub causes: Vec<EntryEffect>,
}

/// What moved a thing, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryEffect {
    /// None: nothing was recorded, only time passed.
    pub entry: Option<i64>,
    pub by: Decimal,
}

/// All that is different from what was published.
#[derive(Debug, Clone)]
pub struct Difference {
    pub publication: Publication,
    pub figures: usize,
    pub moved: Vec<MovedFigure>,
}

/// Holds a publication against the snapshot.
pub fn difference(
    ledger: &Ledger,
    snapshot: Snapshot,
    publication: Publication,
) -> Result<Difference, PublicationError> {
    let sealed = ledger.published_figures(publication.number, snapshot)?;
    let now = values_at(ledger, snapshot, publication.quarter, &sealed)?;
    let mut moved: Vec<MovedFigure> = changes(&sealed, &now)
        .into_iter()
        .map(|(key, published, now)| MovedFigure { key, published, now, lines: Vec::new() })
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
    moved: &mut [MovedFigure],
) -> Result<(), PublicationError> {
    let scope = Scope::of_figures(publication.quarter, sealed.iter().map(|f| &f.key));
    let (then, now) = (publication.snapshot(), snapshot);
    let [first, last] = [CountingContext::of(ledger, then)?, CountingContext::of(ledger, now)?];
    let changed = changed_items(ledger, &scope, &first, &last)?;
    let state = |reading: &CountingContext| -> Result<TotalsAt, PublicationError> {
        let ours = parts(ledger, &scope, reading, &changed)?;
        Ok(TotalsAt {
            ours,
            reported: reported(ledger, reading.snapshot, publication.quarter.last())?,
            people: People::read(ledger, reading.snapshot)?,
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
        history.push((cause, state(&CountingContext::of(ledger, known_at(at))?)?));
    }
    divide(sealed, &mut history);
    for moved in moved {
        let items: BTreeSet<CountedItem> = match is_reported(&moved.key) {
            true => [CountedItem::Reported(moved.key.indicator.clone())].into(),
            false => changed.clone(),
        };
        for item in items {
            let mut causes: Vec<EntryEffect> = Vec::new();
            for pair in history.windows(2) {
                let by = pair[1].1.amount(&item, &moved.key) - pair[0].1.amount(&item, &moved.key);
                if !by.is_zero() {
                    causes.push(EntryEffect { entry: pair[1].0, by });
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
struct TotalsAt {
    ours: HashMap<CountedItem, Parts>,
    /// What others reported, and what is worked out of our figures and theirs.
    reported: BTreeMap<FigureKey, Decimal>,
    people: People,
}

/// Works out in each state what there was for each 10,000 people: what was sealed, with all that changed since.
fn divide(sealed: &[Figure], history: &mut [(Option<i64>, TotalsAt)]) {
    let levels = sealed.iter().filter(|figure| {
        let of = |(indicator, _): &(Indicator, &str)| indicator.code() == figure.key.indicator;
        PER_10K.iter().any(of) && figure.key.group.is_none()
    });
    let levels: Vec<(&FigureKey, i64)> =
        levels.filter_map(|figure| Some((&figure.key, figure.value.to_i64()?))).collect();
    let total = |state: &TotalsAt, key: &FigureKey| -> i64 {
        state.ours.values().filter_map(|parts| parts.amounts.get(key)).sum()
    };
    let before: Vec<i64> = match history.first() {
        Some((_, state)) => levels.iter().map(|(key, _)| total(state, key)).collect(),
        None => return,
    };
    for (_, state) in history {
        let values = levels
            .iter()
            .zip(&before)
            .map(|((key, sealed), before)| ((*key).clone(), sealed - before + total(state, key)));
        let divided = state.people.figures(&values.collect());
        state.reported.extend(divided);
    }
}

impl TotalsAt {
    fn amount(&self, item: &CountedItem, key: &FigureKey) -> Decimal {
        match item {
            CountedItem::Reported(_) => self.reported.get(key).copied().unwrap_or_default(),
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
    states: &[(Option<i64>, TotalsAt)],
    moved: &[MovedFigure],
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
            CountedItem::Patent(number) => {
                touch(Subject::Patent(i64::try_from(*number).unwrap_or(i64::MAX)))?
            }
            CountedItem::Pct(number) => touch(Subject::Pct(&number.to_string()))?,
            CountedItem::Pledge(id) => touch(Subject::Pledge(*id))?,
            CountedItem::Loan(id) => touch(Subject::Loan(*id))?,
            CountedItem::Claim(id) => touch(Subject::Claim(*id))?,
            CountedItem::Fund(fund) => touch(Subject::Fund(fund))?,
            CountedItem::Firm(party) => {
                touch(Subject::Party(*party))?;
                touch(Subject::HonoursOf(*party))?;
            }
            CountedItem::Reported(indicator) => touch(Subject::Reported(indicator))?,
        }
    }
    parties.into_iter().try_for_each(|party| touch(Subject::Party(party)))?;
    // What was lent on a pledge is told by its loans, those that secured it at either end.
    for known_at in [after, until] {
        let at = Snapshot { as_of: Date::MAX, known_at, is_now: false };
        for (loan, secured) in ledger.pledged_loans(at)? {
            if secured.iter().any(|pledge| pledges.contains(pledge)) {
                touch(Subject::Loan(loan))?;
            }
        }
    }
    pledges.into_iter().try_for_each(|pledge| touch(Subject::Pledge(pledge)))?;
    for moved in moved.iter().filter(|moved| is_reported(&moved.key)) {
        touch(Subject::Reported(&moved.key.indicator))?;
    }
    Ok(entries)
}

/// The things whose contributions are not the same in both readings.
fn changed_items(
    ledger: &Ledger,
    scope: &Scope,
    then: &CountingContext,
    now: &CountingContext,
) -> Result<BTreeSet<CountedItem>, LedgerError> {
    let mut sums: HashMap<CountedItem, u64> = HashMap::new();
    let mut take = |reading: &CountingContext, sign: bool| {
        let figures = FigureIndex::of(scope, &reading.register);
        reading.each(ledger, scope, |contribution| {
            let hash = figures.fingerprint(contribution);
            if hash != 0 {
                let sum = sums.entry(contribution.item.clone()).or_default();
                *sum = if sign { sum.wrapping_add(hash) } else { sum.wrapping_sub(hash) };
            }
        })
    };
    take(now, true)?;
    take(then, false)?;
    Ok(sums.into_iter().filter(|(_, sum)| *sum != 0).map(|(item, _)| item).collect())
}

/// A thing's part in every figure, and what else its contributions rest on.
#[derive(Debug, Default)]
struct Parts {
    amounts: BTreeMap<FigureKey, i64>,
    parties: BTreeSet<PartyId>,
    pledges: BTreeSet<PledgeId>,
}

fn parts(
    ledger: &Ledger,
    scope: &Scope,
    reading: &CountingContext,
    wanted: &BTreeSet<CountedItem>,
) -> Result<HashMap<CountedItem, Parts>, LedgerError> {
    let wanted: HashSet<&CountedItem> = wanted.iter().collect();
    let mut found: HashMap<CountedItem, Parts> = HashMap::new();
    let figures = FigureIndex::of(scope, &reading.register);
    reading.each(ledger, scope, |contribution: &Contribution| {
        if !wanted.contains(&contribution.item) {
            return;
        }
        let once = match contribution.part {
            crate::stats::contributions::CountedIn::Of(indicator) => indicator.counts_once(),
            _ => false,
        };
        let parts = found.entry(contribution.item.clone()).or_default();
        parts.parties.extend(contribution.firm.into_iter().chain(contribution.bank));
        parts.pledges.extend(contribution.pledge);
        figures.each_key(contribution, |key| {
            let amount = parts.amounts.entry(key).or_default();
            *amount = if once { contribution.n } else { *amount + contribution.n };
        });
    })?;
    Ok(found)
}
