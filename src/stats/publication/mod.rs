//! Publications: the figures of a quarter sealed, reproduced, and held against what is known today.
//!
//! ```text
//! count      a scope of periods -> every figure, in one pass
//! prepare    what would be published: figures, flags, series, what has moved since last time
//! reproduce  the sealed figures again, from the lines
//! diff       each figure that moved, each thing that moved it, the entries behind it
//! triangle   each quarter as published then and later
//! ```

mod count;
mod diff;
mod triangle;

pub use count::{Counts, Scope};
pub use diff::{Difference, EntryEffect, MovedFigure, MovedLine, difference};
pub use triangle::{Triangle, triangle};

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::bases::Bases;
use super::finance::{LeftOut, not_worked_out};
use super::plans::{PlanChoice, targets_of};
use super::stock::{PER_10K, People, is_per_10k};
use crate::domain::indicator::Indicator;
use crate::domain::publication::{Figure, FigureKey, Flags, is_provisional};
use crate::domain::values::{Date, Period, Quarter};
use crate::ledger::{Ledger, LedgerError, Publication, Snapshot};
use count::{CountingContext, count};

/// Why figures cannot be published.
#[derive(Debug)]
pub enum PublicationError {
    /// The quarter ends after the day figures are asked for.
    NotOver {
        quarter: Quarter,
        as_of: Date,
    },
    /// The ledger was written to while figures were counted.
    LedgerMoved,
    /// Nobody published this quarter.
    NotPublished {
        quarter: Quarter,
    },
    Ledger(LedgerError),
}

impl PublicationError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotOver { .. } => "quarter-not-over",
            Self::LedgerMoved => "ledger-moved",
            Self::NotPublished { .. } => "not-published",
            Self::Ledger(error) => error.code(),
        }
    }
}

impl From<LedgerError> for PublicationError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// What would be published of a quarter.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Without number and entry, which it gets when it is sealed.
    pub sealed: Publication,
    pub figures: Vec<Figure>,
    /// Figures of it that have another value today.
    pub restated: Vec<Restated>,
    /// The publication it is held against.
    pub last: Option<Publication>,
    /// Indicators that count something else than when they were last published.
    pub new_series: Vec<String>,
    /// The quarter is published already, with these very figures.
    pub is_known: bool,
    /// Loans that are no part of what is owed, and why.
    pub left_out: LeftOut,
}

/// A figure that was published otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    pub key: FigureKey,
    pub published: Decimal,
    pub now: Decimal,
}

/// Works out what a publication of `quarter` would hold at the snapshot.
///
/// Errors: `NotOver`; what the ledger or a loan's replay refuses.
pub fn prepare(
    ledger: &Ledger,
    snapshot: Snapshot,
    quarter: Quarter,
    today: Date,
) -> Result<Edition, PublicationError> {
    let (end, as_of) = (quarter.last(), snapshot.as_of.min(today));
    if end > as_of {
        return Err(PublicationError::NotOver { quarter, as_of });
    }
    let mine = scope_of(ledger, snapshot, quarter)?;
    let published = ledger.publications(snapshot)?;
    let last = reference(&published, quarter).cloned();
    let before = match &last {
        Some(last) => ledger.published_figures(last.number, snapshot)?,
        None => Vec::new(),
    };
    let known = Scope::of_figures(last.as_ref().map_or(quarter, |l| l.quarter), keys(&before));
    let scope = match &last {
        Some(_) => mine.clone().with(&known),
        None => mine.clone(),
    };
    let counts = count(ledger, snapshot, &scope)?;
    let bases = Bases::new(ledger.definitions(snapshot)?);
    let is_said = |key: &FigureKey| {
        !Indicator::from_code(&key.indicator).is_some_and(Indicator::is_superseded)
    };
    let mut values = as_decimals(&counts, |key| mine.holds(key) && is_said(key));
    values.extend(reported(ledger, snapshot, end)?);
    let people = People::read(ledger, snapshot)?;
    let per_10k = people.figures(&counts.values);
    values.extend(per_10k.iter().filter(|(key, _)| mine.holds(key)).map(|(k, v)| (k.clone(), *v)));
    let definitions = written(&bases);
    let series = Series::after(&published, ledger, snapshot, &definitions)?;
    let mut again = as_decimals(&counts, |key| known.holds(key));
    if let Some(last) = &last {
        again.extend(reported(ledger, snapshot, last.quarter.last())?);
        again.extend(per_10k);
    }
    let restated: Vec<Restated> = changes(&before, &again)
        .into_iter()
        .filter(|_| last.is_some())
        .map(|(key, published, now)| Restated { key, published, now })
        .collect();
    let revised: HashSet<&FigureKey> = restated.iter().map(|restated| &restated.key).collect();
    let figures: Vec<Figure> = values
        .iter()
        .map(|(key, value)| Figure {
            flags: Flags {
                provisional: is_of_filings(&key.indicator)
                    && is_provisional(key.period, snapshot.as_of),
                revised: revised.contains(key),
                broken: bases.is_broken(&key.indicator, key.period),
                estimated: counts.assumed.contains(&counted_from(key)),
            },
            series: series.of(&key.indicator),
            key: key.clone(),
            value: *value,
        })
        .collect();
    let is_known = match published.iter().rev().find(|known| known.quarter == quarter) {
        None => false,
        Some(known) => {
            let sealed = ledger.published_figures(known.number, snapshot)?;
            known.definitions == definitions
                && sealed.len() == figures.len()
                && sealed.iter().all(|figure| values.get(&figure.key) == Some(&figure.value))
        }
    };
    let sealed = Publication {
        number: 0,
        quarter,
        as_of: snapshot.as_of,
        known_at: snapshot.known_at,
        head: ledger.anchor_at(snapshot.known_at)?.head,
        files: ledger.files_seal(snapshot.known_at)?,
        definitions,
        brought_by: 0,
    };
    let left_out = not_worked_out(ledger, snapshot, counts.left_out)?;
    Ok(Edition { sealed, figures, restated, last, new_series: series.begun, is_known, left_out })
}

/// What a publication of a quarter at a snapshot holds: the quarter, its years, the plans it lies in.
fn scope_of(ledger: &Ledger, snapshot: Snapshot, quarter: Quarter) -> Result<Scope, LedgerError> {
    let end = quarter.last();
    let of_the_day = targets_of(ledger, Snapshot { as_of: end, ..snapshot }, PlanChoice::OfTheDay)?;
    let plans: Vec<Period> = of_the_day.iter().map(|target| target.period).collect();
    let begun = plans.iter().map(|plan| plan.first()).filter(|first| *first <= end);
    let since = begun.map(Date::year).chain([quarter.year() - 1]).min().unwrap_or(quarter.year());
    Ok(Scope::of(quarter, since, &plans))
}

/// Returns the loans that were no part of what a published quarter says is owed, and why.
pub fn left_out_of(ledger: &Ledger, published: &Publication) -> Result<LeftOut, LedgerError> {
    let snapshot = published.snapshot();
    if !ledger.holds_finance()? {
        return Ok(LeftOut::new());
    }
    let scope = scope_of(ledger, snapshot, published.quarter)?;
    let loans = CountingContext::of(ledger, snapshot)?.loans_left_out(ledger, &scope)?;
    not_worked_out(ledger, snapshot, loans)
}

fn keys(figures: &[Figure]) -> impl Iterator<Item = &FigureKey> {
    figures.iter().map(|figure| &figure.key)
}

fn is_of_filings(indicator: &str) -> bool {
    Indicator::from_code(indicator).is_some_and(Indicator::is_of_filings)
}

/// Whether other offices report the figure, or it is worked out of others and of what others report.
pub fn is_reported(key: &FigureKey) -> bool {
    Indicator::from_code(&key.indicator).is_none()
}

fn as_decimals(
    counts: &Counts,
    wanted: impl Fn(&FigureKey) -> bool,
) -> BTreeMap<FigureKey, Decimal> {
    let wanted = counts.values.iter().filter(|(key, _)| wanted(key));
    wanted.map(|(key, n)| (key.clone(), Decimal::from(*n))).collect()
}

/// The figure another is worked out of: of one for each 10,000 people, how many there are.
fn counted_from(key: &FigureKey) -> FigureKey {
    let of = PER_10K.iter().find(|(_, code)| *code == key.indicator);
    match of {
        Some((of, _)) => FigureKey { indicator: of.code().to_owned(), ..key.clone() },
        None => key.clone(),
    }
}

/// What other offices reported for targets the ledger cannot count, for a day up to `end`.
fn reported(
    ledger: &Ledger,
    snapshot: Snapshot,
    end: Date,
) -> Result<BTreeMap<FigureKey, Decimal>, LedgerError> {
    let by_then = Snapshot { as_of: end.min(snapshot.as_of), ..snapshot };
    let mut values = BTreeMap::new();
    for target in targets_of(ledger, by_then, PlanChoice::OfTheDay)? {
        if Indicator::from_code(&target.indicator).is_none()
            && let Some(reported) = ledger.latest_reported(&target.indicator, by_then)?
        {
            let key =
                FigureKey { indicator: target.indicator, period: Period::alone(end), group: None };
            values.insert(key, reported.value);
        }
    }
    Ok(values)
}

/// The definitions as a publication keeps them: one a line, its parts between tabs.
fn written(bases: &Bases) -> String {
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let lines = bases.definitions().iter().map(|d| {
        format!("{}\t{}\t{}\t{}\t{}", d.indicator, d.basis.code(), day(d.from), day(d.to), d.source)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of kept definitions that speak of an indicator.
fn lines_of<'d>(definitions: &'d str, indicator: &str) -> Vec<&'d str> {
    let of = |line: &&str| line.split('\t').next() == Some(indicator);
    definitions.lines().filter(of).collect()
}

/// Which series each indicator is in.
struct Series {
    numbers: HashMap<String, i64>,
    begun: Vec<String>,
}

impl Series {
    fn after(
        published: &[Publication],
        ledger: &Ledger,
        snapshot: Snapshot,
        definitions: &str,
    ) -> Result<Self, LedgerError> {
        let mut series = Self { numbers: HashMap::new(), begun: Vec::new() };
        let Some(last) = published.last() else { return Ok(series) };
        for figure in ledger.published_figures(last.number, snapshot)? {
            series.numbers.insert(figure.key.indicator, figure.series);
        }
        for (indicator, number) in &mut series.numbers {
            if lines_of(&last.definitions, indicator) != lines_of(definitions, indicator) {
                *number += 1;
                series.begun.push(indicator.clone());
            }
        }
        series.begun.sort();
        Ok(series)
    }

    fn of(&self, indicator: &str) -> i64 {
        self.numbers.get(indicator).copied().unwrap_or(1)
    }
}

/// Returns every figure that is not what it was: key, before, now. A group that was not there, or is no longer, is
/// nothing.
pub fn changes(
    before: &[Figure],
    now: &BTreeMap<FigureKey, Decimal>,
) -> Vec<(FigureKey, Decimal, Decimal)> {
    let was: BTreeMap<&FigureKey, Decimal> = before.iter().map(|f| (&f.key, f.value)).collect();
    // What an older program did not publish yet says nothing of what changed since.
    let published: HashSet<&str> = was.keys().map(|key| key.indicator.as_str()).collect();
    let is_published = |key: &&FigureKey| {
        is_reported(key) && !is_per_10k(&key.indicator) || is_held(&published, key)
    };
    let also = now.keys().filter(is_published);
    let keys: BTreeSet<&FigureKey> = was.keys().copied().chain(also).collect();
    let both = keys.into_iter().map(|key| {
        let was = was.get(key).copied().unwrap_or_default();
        (key.clone(), was, now.get(key).copied().unwrap_or_default())
    });
    both.filter(|(_, was, is)| was != is).collect()
}

/// Whether a publication of these indicators may hold a figure: of an indicator it does not hold at all nothing was
/// published, nor by a grouping its program did not know.
fn is_held(published: &HashSet<&str>, key: &FigureKey) -> bool {
    let grouping = key.group.as_ref().and_then(|(grouping, _)| grouping.came_with());
    published.contains(&*key.indicator)
        && grouping.is_none_or(|with| published.contains(with.code()))
}

/// Returns the publication one of `quarter` is held against: its own last edition, else the last of an earlier
/// quarter. What was published of later quarters says nothing of this one.
pub fn reference(published: &[Publication], quarter: Quarter) -> Option<&Publication> {
    let mut editions = published.iter().rev();
    editions
        .find(|edition| edition.quarter == quarter)
        .or_else(|| published.iter().rev().find(|edition| edition.quarter < quarter))
}

/// A publication with its figures counted again from the lines, at what was known when it was sealed.
#[derive(Debug, Clone)]
pub struct Reproduced {
    pub publication: Publication,
    pub figures: Vec<Figure>,
    /// Figures that do not come out as sealed: key, sealed, counted.
    pub unequal: Vec<(FigureKey, Decimal, Decimal)>,
    /// Whether the files and the head hash are those that were sealed.
    pub files_hold: bool,
    pub head_holds: bool,
}

impl Reproduced {
    pub fn holds(&self) -> bool {
        self.unequal.is_empty() && self.files_hold && self.head_holds
    }
}

/// Returns the last publication of a quarter known at the snapshot.
///
/// Errors: `NotPublished`.
pub fn published(
    ledger: &Ledger,
    snapshot: Snapshot,
    quarter: Quarter,
) -> Result<Publication, PublicationError> {
    let mut publications = ledger.publications(snapshot)?;
    publications.retain(|publication| publication.quarter == quarter);
    publications.pop().ok_or(PublicationError::NotPublished { quarter })
}

/// Counts the figures of a publication again, and holds them against those that were sealed.
pub fn reproduce(
    ledger: &Ledger,
    snapshot: Snapshot,
    publication: Publication,
) -> Result<Reproduced, PublicationError> {
    let figures = ledger.published_figures(publication.number, snapshot)?;
    let now = values_at(ledger, publication.snapshot(), publication.quarter, &figures)?;
    let mut unequal = Vec::new();
    for figure in &figures {
        let counted = now.get(&figure.key).copied().unwrap_or_default();
        if counted != figure.value {
            unequal.push((figure.key.clone(), figure.value, counted));
        }
    }
    // A group that was not sealed but is counted now would be missed by looking at the sealed ones alone.
    let sealed: HashSet<&FigureKey> = figures.iter().map(|f| &f.key).collect();
    let extra = now.iter().filter(|(key, value)| !sealed.contains(key) && !value.is_zero());
    unequal.extend(extra.map(|(key, value)| (key.clone(), Decimal::ZERO, *value)));
    let files_hold = ledger.files_seal(publication.known_at)? == publication.files;
    let head_holds = ledger.anchor_at(publication.known_at)?.head == publication.head;
    Ok(Reproduced { publication, figures, unequal, files_hold, head_holds })
}

/// Returns the values of published figures, and of groups beside them, at a snapshot.
fn values_at(
    ledger: &Ledger,
    snapshot: Snapshot,
    quarter: Quarter,
    figures: &[Figure],
) -> Result<BTreeMap<FigureKey, Decimal>, PublicationError> {
    let scope = Scope::of_figures(quarter, figures.iter().map(|figure| &figure.key));
    let counts = count(ledger, snapshot, &scope)?;
    let held: HashSet<&str> = figures.iter().map(|figure| &*figure.key.indicator).collect();
    let mut values = as_decimals(&counts, |key| is_held(&held, key) && scope.holds(key));
    values.extend(reported(ledger, snapshot, quarter.period().last())?);
    let per_10k = People::read(ledger, snapshot)?.figures(&counts.values);
    values.extend(per_10k.into_iter().filter(|(key, _)| is_held(&held, key) && scope.holds(key)));
    Ok(values)
}

/// All that stands published, so that it can be counted at any snapshot.
#[derive(Debug, Clone)]
pub struct PublishedFigures {
    publications: Vec<(Publication, Vec<Figure>)>,
}

impl PublishedFigures {
    pub fn read(ledger: &Ledger, snapshot: Snapshot) -> Result<Self, LedgerError> {
        let mut publications = Vec::new();
        for publication in ledger.publications(snapshot)? {
            let figures = ledger.published_figures(publication.number, snapshot)?;
            publications.push((publication, figures));
        }
        Ok(Self { publications })
    }

    /// Returns what each published figure would be at a snapshot.
    pub fn values(
        &self,
        ledger: &Ledger,
        snapshot: Snapshot,
    ) -> Result<BTreeMap<FigureKey, Decimal>, PublicationError> {
        let scopes = self.publications.iter().map(|(publication, figures)| {
            Scope::of_figures(publication.quarter, figures.iter().map(|f| &f.key))
        });
        let Some(scope) = scopes.reduce(|all, scope| all.with(&scope)) else {
            return Ok(BTreeMap::new());
        };
        let counts = count(ledger, snapshot, &scope)?;
        let mut now = as_decimals(&counts, |_| true);
        for (publication, _) in &self.publications {
            now.extend(reported(ledger, snapshot, publication.quarter.last())?);
        }
        now.extend(People::read(ledger, snapshot)?.figures(&counts.values));
        let keys = self.publications.iter().flat_map(|(_, figures)| figures).map(|f| &f.key);
        let value = |key: &FigureKey| now.get(key).copied().unwrap_or_default();
        Ok(keys.map(|key| (key.clone(), value(key))).collect())
    }
}
