//! Part of a list of patents: those that are wanted, in an order, from one place to another.
//!
//! What is known today is answered from the blocks of patents by columns: a block is passed by what its head counts, and
//! only the patents of the part asked for are read. A past state of knowledge is read patent by patent; both give the
//! same rows in the same order, to which a test holds them.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::Refusal;
use super::number_search::InNumbers;
use super::patent::{PatentQuery, each_wanted};
use super::search::Search;
use crate::domain::counting::filing_counts;
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::{LegalStatus, StatedStatus};
use crate::domain::values::Date;
use crate::domain::values::text::search_key;
use crate::ledger::{
    Ledger, LedgerError, NONE, PartyId, PatentBlock, PatentBlocks, PatentCard, PatentColumn,
    PatentEvent, RowSet, Snapshot, status_code, status_of,
};

/// What patents are sorted by; what is alike stays in the order of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// By the digits as they are written: 2003 and later, of twelve digits, stand before 85.
    Number,
    /// By the ranks of the kinds.
    Kind([u32; PatentKind::ALL.len()]),
    Title,
    /// By the name of the first applicant.
    Applicant,
    Filing,
    Grant,
    /// By the ranks of the statuses; none is 0.
    Status([u32; StatedStatus::ALL.len()]),
    /// Those whose status is the word of its source alone come last.
    Basis,
}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub rows: Vec<(PatentCard, Option<LegalStatus>)>,
    /// How many there are in the list.
    pub fitting: usize,
    /// How many patents were filed by the day, wanted or not.
    pub of: usize,
}

/// Returns those of the patents that are wanted, sorted (`true`: the last first), that stand in these places.
pub fn part(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
    order: Option<(&Order, bool)>,
    places: Range<usize>,
) -> Result<Part, Refusal> {
    if let Some(scan) = Scan::new(ledger, snapshot, query)? {
        return match order {
            None => scan.in_order(places),
            Some((Order::Title, turned)) => scan.by_title(turned, places),
            Some((order, turned)) => scan.sorted(order, turned, places),
        };
    }
    read_whole(ledger, snapshot, query, order, places)
}

/// Whether a part of this list is found without reading it whole.
pub fn is_quick(
    ledger: &Ledger,
    snapshot: Snapshot,
    order: Option<&Order>,
) -> Result<bool, Refusal> {
    let by_title = order.is_some_and(|order| *order == Order::Title);
    Ok(!by_title && ledger.patent_blocks(snapshot)?.is_some())
}

/// Values of an order, and how many patents have each; `None`: no value.
pub type Tally = Vec<(Option<i64>, usize)>;

/// Returns how many of the wanted patents have which value of what lists are sorted by: for kinds and statuses their
/// ranks, for days their days since 1970-01-01, for applicants their numbers; `None`: no value. None where only reading
/// them all tells.
pub fn tally(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
    order: &Order,
) -> Result<Option<Tally>, Refusal> {
    if matches!(order, Order::Title | Order::Number) {
        return Ok(None);
    }
    let Some(scan) = Scan::new(ledger, snapshot, query)? else { return Ok(None) };
    let told = |value: u32| match (order, value) {
        (_, 0) => None,
        (Order::Filing | Order::Grant, days) => Some(i64::from(days) - 1 + i64::from(FIRST_DAY)),
        (_, value) => Some(i64::from(value)),
    };
    let counts = (0..).zip(scan.values(order)?.counts()).filter(|(_, n)| *n > 0);
    Ok(Some(counts.map(|(value, n)| (told(value), n)).collect()))
}

/// The day before every other.
const FIRST_DAY: i32 = Date::MIN.days();

/// Calls `each` for every patent that a party applied for, alone or with others, or that was ever transferred to it, with
/// all its owners as registered and what happened to it up to the snapshot's day; a past state of knowledge gives every
/// other patent too.
pub fn each_of_party(
    ledger: &Ledger,
    snapshot: Snapshot,
    party: PartyId,
    mut each: impl FnMut(PatentCard, &[PatentEvent]),
) -> Result<(), Refusal> {
    if ledger.patent_blocks(snapshot)?.is_none() {
        return ledger.each_patent_whole(snapshot, |card, events| {
            each(card, events);
            Ok(())
        });
    }
    let (applied, transferred) = ledger.patents_of_parties(&[party])?;
    let numbers: BTreeSet<i64> = applied.into_iter().chain(transferred).collect();
    for key in numbers {
        let number = u64::try_from(key).ok().and_then(ApplicationNo::from_key);
        let Some(number) = number else { continue };
        match ledger.patent(number, snapshot) {
            Ok(card) => each(card, &ledger.patent_events(number, snapshot)?),
            // An event may stay of a patent that is taken back.
            Err(LedgerError::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Fetches patents with their statuses.
fn fetched(
    ledger: &Ledger,
    snapshot: Snapshot,
    keys: impl IntoIterator<Item = i64>,
) -> Result<Vec<(PatentCard, Option<LegalStatus>)>, Refusal> {
    let row = |key: i64| {
        let number = u64::try_from(key).ok().and_then(ApplicationNo::from_key);
        let missing = || Refusal::not_found("patent", key.to_string());
        let number = number.ok_or_else(missing)?;
        let card = ledger.patent(number, snapshot)?;
        let events = ledger.patent_events(number, snapshot)?;
        let status = card.patent.status_on(snapshot.as_of, events.iter().map(PatentEvent::dated));
        Ok((card, status))
    };
    keys.into_iter().map(row).collect()
}

/// What a patent is sorted by where all are read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sorted {
    Number(i64),
    Words(String),
}

fn read_whole(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
    order: Option<(&Order, bool)>,
    places: Range<usize>,
) -> Result<Part, Refusal> {
    let mut names: HashMap<PartyId, String> = HashMap::new();
    if order.is_some_and(|(order, _)| *order == Order::Applicant) {
        for card in ledger.parties(snapshot)? {
            names.insert(card.id, card.party.name.unwrap_or_default());
        }
    }
    let (mut rows, mut sorted, mut fitting) = (Vec::new(), Vec::new(), 0);
    let of = each_wanted(ledger, snapshot, query, |card, status| {
        fitting += 1;
        let Some((order, _)) = order else {
            if places.contains(&(fitting - 1)) {
                rows.push((card, status));
            }
            return;
        };
        let patent = &card.patent;
        let key = patent.number.key() as i64;
        let day = |date: Option<Date>| Sorted::Number(date.map_or(0, value_of_day).into());
        let by = match order {
            Order::Number => Sorted::Words(patent.number.to_string()),
            Order::Kind(ranks) => Sorted::Number(ranks[patent.kind.index()].into()),
            Order::Title => Sorted::Words(patent.title.clone().unwrap_or_default()),
            Order::Applicant => {
                let name = card.owners.first().and_then(|owner| names.get(owner));
                Sorted::Words(name.cloned().unwrap_or_default())
            }
            Order::Filing => day(patent.filing),
            Order::Grant => day(patent.grant.filter(|day| *day <= snapshot.as_of)),
            Order::Status(ranks) => Sorted::Number(
                status.map_or(0, |legal| ranks[legal.status.number() as usize]).into(),
            ),
            Order::Basis => Sorted::Number(status.is_some_and(|legal| legal.undated).into()),
        };
        sorted.push((by, key));
    })?;
    if let Some((_, turned)) = order {
        // What is alike stays in its order, whichever way the others are turned.
        sorted.sort_by(|(a, _), (b, _)| if turned { b.cmp(a) } else { a.cmp(b) });
        let part = sorted.into_iter().skip(places.start).take(places.len());
        rows = fetched(ledger, snapshot, part.map(|(_, key)| key))?;
    }
    Ok(Part { rows, fitting, of })
}

/// A day as a small number above 0, for sorting and counting.
fn value_of_day(day: Date) -> u32 {
    (day.days() - FIRST_DAY + 1).unsigned_abs()
}

/// The wanted patents of a block.
enum Rows {
    All(usize),
    /// Their places, in order.
    Some(Vec<usize>),
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Self::All(patents) => *patents,
            Self::Some(rows) => rows.len(),
        }
    }

    /// Where the one stands that so many wanted ones come before.
    fn at(&self, n: usize) -> usize {
        match self {
            Self::All(_) => n,
            Self::Some(rows) => rows[n],
        }
    }
}

/// What each wanted patent is sorted by, as a small number (0: nothing), in order of number.
struct Values {
    /// Blocks that hold wanted patents.
    blocks: Vec<(usize, Rows)>,
    values: Vec<u32>,
}

impl Values {
    /// How many have each value.
    fn counts(&self) -> Vec<usize> {
        let most = self.values.iter().max().copied().unwrap_or(0);
        let mut counts = vec![0; most as usize + 1];
        self.values.iter().for_each(|value| counts[*value as usize] += 1);
        counts
    }

    /// The ranks of the values that stand in these places.
    fn ranks(&self, turned: bool, places: &Range<usize>) -> Ranks {
        let counts = self.counts();
        let mut ranks = Ranks { ranks: vec![0; counts.len()], before: 0 };
        let (mut passed, mut rank) = (0, 0);
        let mut pass = |value: usize| {
            let size = counts[value];
            if passed + size > places.start && passed < places.end && size > 0 {
                if rank == 0 {
                    ranks.before = passed;
                }
                rank += 1;
                ranks.ranks[value] = rank;
            }
            passed += size;
        };
        match turned {
            false => (0..counts.len()).for_each(&mut pass),
            true => (0..counts.len()).rev().for_each(&mut pass),
        }
        ranks
    }

    /// The patents in these places, by block and place there.
    fn picked(&self, ranks: &Ranks, places: &Range<usize>) -> Vec<(usize, usize)> {
        let mut ranked: Vec<(u32, usize, usize)> = Vec::new();
        let mut from = 0;
        for (block, rows) in &self.blocks {
            let values = &self.values[from..from + rows.len()];
            from += rows.len();
            for (n, value) in values.iter().enumerate() {
                let rank = ranks.ranks[*value as usize];
                if rank > 0 {
                    ranked.push((rank, *block, rows.at(n)));
                }
            }
        }
        ranked.sort_by_key(|(rank, ..)| *rank);
        let skip = places.start.saturating_sub(ranks.before);
        let part = ranked.into_iter().skip(skip).take(places.len());
        part.map(|(_, block, row)| (block, row)).collect()
    }
}

/// One look through the blocks.
struct Scan<'l> {
    ledger: &'l Ledger,
    snapshot: Snapshot,
    blocks: PatentBlocks<'l>,
    query: &'l PatentQuery,
    /// The patents among which the wanted ones are, block by block, where the query names parties or a text.
    among: Option<Vec<RowSet>>,
    /// The parties that are wanted as first applicant, where a name is asked for; `NONE`: no party.
    first_applicants: Option<Vec<i64>>,
    /// Events up to the day, by number; read where a day before a patent's last event is asked for.
    events: OnceCell<HashMap<u64, Vec<PatentEvent>>>,
}

impl<'l> Scan<'l> {
    /// None where the blocks don't answer.
    fn new(
        ledger: &'l Ledger,
        snapshot: Snapshot,
        query: &'l PatentQuery,
    ) -> Result<Option<Self>, Refusal> {
        let Some(blocks) = ledger.patent_blocks(snapshot)? else { return Ok(None) };
        let among = match &query.party {
            None => None,
            Some(parties) => Some(of_parties(ledger, snapshot, &blocks, parties)?),
        };
        let among = match (&query.text, among) {
            (None, among) => among,
            (Some(text), None) => Some(saying(ledger, snapshot, &blocks, text)?),
            (Some(text), Some(mut among)) => {
                intersect(&mut among, &saying(ledger, snapshot, &blocks, text)?);
                Some(among)
            }
        };
        let first_applicants = match &query.first_applicant {
            None => None,
            Some(name) if name.is_empty() => {
                let mut nameless = ledger.nameless_parties()?;
                nameless.extend(ledger.parties_spelled("")?);
                nameless.push(NONE);
                Some(nameless)
            }
            Some(name) => Some(ledger.parties_spelled(name)?),
        };
        let events = OnceCell::new();
        Ok(Some(Self { ledger, snapshot, blocks, query, among, first_applicants, events }))
    }

    /// How many patents of a block are wanted, where its head tells.
    fn counted(&self, at: usize) -> Option<usize> {
        let block = &self.blocks.blocks[at];
        let PatentQuery { kind, status, year, filed, granted, undated, .. } = self.query;
        let is_open = self.first_applicants.is_none() && filed.is_none() && granted.is_none();
        let tells = if status.is_some() || undated.is_some() {
            block.holds_on(self.snapshot.as_of)
        } else {
            block.is_filed_by(self.snapshot.as_of)
        };
        if !is_open || !tells {
            return None;
        }
        if let Some(among) = &self.among {
            let is_narrowed =
                kind.is_some() || status.is_some() || year.is_some() || undated.is_some();
            return (!is_narrowed).then(|| among[at].len());
        }
        let fits = block.groups.iter().filter(|group| {
            let legal = || status_of(group.status);
            kind.is_none_or(|kind| kind.number() == group.kind)
                && year.is_none_or(|year| year == group.year)
                && status
                    .is_none_or(|status| legal().is_some_and(|legal| status.holds(legal.status)))
                && undated
                    .is_none_or(|undated| legal().is_some_and(|legal| legal.undated) == undated)
        });
        Some(fits.map(|group| group.patents).sum())
    }

    /// Whether a block holds no wanted patent, as far as can be told without reading it.
    fn holds_none(&self, at: usize) -> bool {
        let block = &self.blocks.blocks[at];
        let fits = |kind: i64, year: i32| {
            self.query.kind.is_none_or(|wanted| wanted.number() == kind)
                && self.query.year.is_none_or(|wanted| wanted == year)
        };
        block.is_filed_after(self.snapshot.as_of)
            || !block.groups.iter().any(|group| fits(group.kind, group.year))
            || self.among.as_ref().is_some_and(|among| among[at].is_empty())
    }

    /// The places in a block of the wanted patents, in order.
    fn rows(&self, at: usize) -> Result<Rows, Refusal> {
        let block = &self.blocks.blocks[at];
        match self.counted(at) {
            Some(0) => return Ok(Rows::Some(Vec::new())),
            Some(all) if all == block.patents => return Ok(Rows::All(all)),
            _ => {}
        }
        let mut rows: Vec<usize> = match &self.among {
            Some(among) => among[at].iter().collect(),
            None => (0..block.patents).collect(),
        };
        let mut values = Vec::with_capacity(block.patents);
        let mut keep = |column: PatentColumn, fits: &dyn Fn(i64) -> bool, rows: &mut Vec<usize>| {
            if !rows.is_empty() {
                self.blocks.column(at, column, &mut values)?;
                rows.retain(|row| fits(values[*row]));
            }
            Ok::<_, Refusal>(())
        };
        let query = self.query;
        if let Some(kind) = query.kind {
            keep(PatentColumn::Kind, &|value| value == kind.number(), &mut rows)?;
        }
        if let Some(year) = query.year {
            keep(PatentColumn::Year, &|value| value == i64::from(year), &mut rows)?;
        }
        let days = |day: Option<Date>| day.map_or(NONE, |day| i64::from(day.days()));
        if let Some(filed) = query.filed {
            keep(PatentColumn::Filing, &|value| value == days(filed), &mut rows)?;
        }
        if let Some(granted) = query.granted {
            let by = i64::from(self.snapshot.as_of.days());
            let told = |value: i64| if value > by { NONE } else { value };
            keep(PatentColumn::Grant, &|value| told(value) == days(granted), &mut rows)?;
        }
        if let Some(wanted) = &self.first_applicants {
            keep(PatentColumn::Applicant, &|value| wanted.contains(&value), &mut rows)?;
        }
        if (query.status.is_some() || query.undated.is_some()) && !rows.is_empty() {
            let statuses = self.statuses(at)?;
            rows.retain(|row| {
                let legal = status_of(statuses[*row]);
                query
                    .status
                    .is_none_or(|status| legal.is_some_and(|legal| status.holds(legal.status)))
                    && query
                        .undated
                        .is_none_or(|undated| legal.is_some_and(|legal| legal.undated) == undated)
            });
        }
        if !block.is_filed_by(self.snapshot.as_of) && !rows.is_empty() {
            let patents = self.blocks.rows(at)?;
            let mut filed = Vec::with_capacity(rows.len());
            for row in rows {
                if filing_counts(&patents[row].patent()?).by(self.snapshot.as_of) {
                    filed.push(row);
                }
            }
            return Ok(Rows::Some(filed));
        }
        Ok(Rows::Some(rows))
    }

    /// The statuses of a block's patents on the day.
    fn statuses(&self, at: usize) -> Result<Vec<i64>, Refusal> {
        let day = self.snapshot.as_of;
        if self.blocks.blocks[at].holds_on(day) {
            let mut statuses = Vec::new();
            self.blocks.column(at, PatentColumn::Status, &mut statuses)?;
            return Ok(statuses);
        }
        let status = |row: &crate::ledger::PatentRow| {
            let legal = match row.status_on(day)? {
                Some(legal) => legal,
                None => {
                    let events = self.events_of(row.key)?;
                    row.patent()?.status_on(day, events.iter().map(PatentEvent::dated))
                }
            };
            Ok::<_, Refusal>(legal.map_or(NONE, status_code))
        };
        self.blocks.rows(at)?.iter().map(status).collect()
    }

    fn events_of(&self, key: i64) -> Result<&[PatentEvent], Refusal> {
        let events = match self.events.get() {
            Some(events) => events,
            None => {
                let events = self.ledger.all_patent_events(self.snapshot, &(0..i64::MAX))?;
                self.events.get_or_init(|| events)
            }
        };
        Ok(events.get(&key.unsigned_abs()).map_or(&[][..], Vec::as_slice))
    }

    /// How many patents were filed by the day.
    fn of(&self) -> Result<usize, Refusal> {
        let (mut of, day) = (0, self.snapshot.as_of);
        for (at, block) in self.blocks.blocks.iter().enumerate() {
            if block.is_filed_by(day) {
                of += block.patents;
                continue;
            }
            if block.is_filed_after(day) {
                continue;
            }
            for row in self.blocks.rows(at)? {
                of += usize::from(filing_counts(&row.patent()?).by(day));
            }
        }
        Ok(of)
    }

    /// The part in the order of numbers.
    fn in_order(&self, places: Range<usize>) -> Result<Part, Refusal> {
        let (mut keys, mut values, mut fitting) = (Vec::new(), Vec::new(), 0);
        for at in 0..self.blocks.blocks.len() {
            if self.holds_none(at) {
                continue;
            }
            let (from, counted) = (fitting, self.counted(at));
            let is_wanted = |until: usize| from < places.end && until > places.start;
            if let Some(counted) = counted.filter(|counted| !is_wanted(from + counted)) {
                fitting += counted;
                continue;
            }
            let rows = self.rows(at)?;
            fitting += rows.len();
            if is_wanted(fitting) {
                self.blocks.keys(at, &mut values)?;
                let skip = places.start.saturating_sub(from);
                let until = rows.len().min(places.end - from);
                keys.extend((skip..until).map(|n| values[rows.at(n)]));
            }
        }
        let rows = fetched(self.ledger, self.snapshot, keys)?;
        Ok(Part { rows, fitting, of: self.of()? })
    }

    fn values(&self, order: &Order) -> Result<Values, Refusal> {
        /// Turns what stands in a column into small numbers.
        fn take(found: &mut Values, rows: &Rows, values: &[i64], small: impl Fn(i64) -> u32) {
            match rows {
                Rows::All(_) => found.values.extend(values.iter().map(|value| small(*value))),
                Rows::Some(rows) => found.values.extend(rows.iter().map(|row| small(values[*row]))),
            }
        }
        let mut found = Values { blocks: Vec::new(), values: Vec::new() };
        let mut values = Vec::new();
        let day = i64::from(self.snapshot.as_of.days());
        let small = |value: i64| u32::try_from(value).unwrap_or(0);
        let first = i64::from(FIRST_DAY);
        let of_day = |days: i64| if days < first { 0 } else { (days - first + 1) as u32 };
        for at in 0..self.blocks.blocks.len() {
            if self.holds_none(at) {
                continue;
            }
            let rows = self.rows(at)?;
            if rows.len() == 0 {
                continue;
            }
            let mut read = |column| self.blocks.column(at, column, &mut values);
            match order {
                Order::Number | Order::Title => self.blocks.keys(at, &mut values)?,
                Order::Kind(_) => read(PatentColumn::Kind)?,
                Order::Applicant => read(PatentColumn::Applicant)?,
                Order::Filing => read(PatentColumn::Filing)?,
                Order::Grant => read(PatentColumn::Grant)?,
                Order::Status(_) | Order::Basis => values = self.statuses(at)?,
            }
            match order {
                Order::Number | Order::Title => take(&mut found, &rows, &values, written_before),
                Order::Kind(ranks) => take(&mut found, &rows, &values, |kind| {
                    PatentKind::from_number(kind).map_or(0, |kind| ranks[kind.index()])
                }),
                Order::Applicant => take(&mut found, &rows, &values, small),
                Order::Filing => take(&mut found, &rows, &values, of_day),
                Order::Grant => {
                    let come = |days: i64| if days > day { 0 } else { of_day(days) };
                    take(&mut found, &rows, &values, come);
                }
                Order::Status(ranks) => take(&mut found, &rows, &values, |code| {
                    status_of(code).map_or(0, |legal| ranks[legal.status.number() as usize])
                }),
                Order::Basis => take(&mut found, &rows, &values, |code| {
                    status_of(code).is_some_and(|legal| legal.undated).into()
                }),
            }
            found.blocks.push((at, rows));
        }
        Ok(found)
    }

    /// The part in the order of titles. All are read, but no more are kept than stand up to the part's end.
    fn by_title(&self, turned: bool, places: Range<usize>) -> Result<Part, Refusal> {
        /// So many are kept before they are sorted and those behind the part are let go.
        const SPARE: usize = 4096;
        let sort = |kept: &mut Vec<(String, i64)>| {
            // What is alike stays in its order, whichever way the others are turned.
            kept.sort_by(|(a, _), (b, _)| if turned { b.cmp(a) } else { a.cmp(b) });
            kept.truncate(places.end);
        };
        let mut wanted = Vec::with_capacity(self.blocks.blocks.len());
        let mut fitting = 0;
        for at in 0..self.blocks.blocks.len() {
            let rows = match self.holds_none(at) {
                true => Rows::Some(Vec::new()),
                false => self.rows(at)?,
            };
            fitting += rows.len();
            wanted.push(rows);
        }
        let (mut block, mut row, mut next) = (0, 0, 0);
        let mut kept: Vec<(String, i64)> = Vec::new();
        let mut last: Option<String> = None;
        self.ledger.each_patent_title(|key, title| {
            while self.blocks.blocks.get(block + 1).is_some_and(|after| after.first() <= key) {
                (block, row, next) = (block + 1, 0, 0);
            }
            let is_wanted =
                wanted.get(block).is_some_and(|rows| next < rows.len() && rows.at(next) == row);
            row += 1;
            if !is_wanted {
                return Ok::<_, Refusal>(());
            }
            next += 1;
            let is_behind = last.as_deref().is_some_and(|last| match turned {
                false => title >= last,
                true => title <= last,
            });
            if is_behind {
                return Ok(());
            }
            kept.push((title.to_owned(), key));
            if kept.len() >= places.end.saturating_mul(2).saturating_add(SPARE) {
                sort(&mut kept);
                last = kept.last().map(|(title, _)| title.clone());
            }
            Ok(())
        })?;
        sort(&mut kept);
        let keys = kept.into_iter().skip(places.start).map(|(_, key)| key);
        let rows = fetched(self.ledger, self.snapshot, keys)?;
        Ok(Part { rows, fitting, of: self.of()? })
    }

    /// The part in an order of its own.
    fn sorted(&self, order: &Order, turned: bool, places: Range<usize>) -> Result<Part, Refusal> {
        let values = self.values(order)?;
        let fitting = values.values.len();
        let places = places.start.min(fitting)..places.end.min(fitting);
        if *order == Order::Number {
            // No two are alike: turned, the last part of the list is read from its end.
            let places = if turned { fitting - places.end..fitting - places.start } else { places };
            let mut picked = values.picked(&values.ranks(false, &places), &places);
            if turned {
                picked.reverse();
            }
            let rows = fetched(self.ledger, self.snapshot, self.keys_of(picked)?)?;
            return Ok(Part { rows, fitting, of: self.of()? });
        }
        let ranks = match order {
            Order::Applicant => self.ranks_of_applicants(&values, turned, &places)?,
            Order::Number
            | Order::Kind(_)
            | Order::Title
            | Order::Filing
            | Order::Grant
            | Order::Status(_)
            | Order::Basis => values.ranks(turned, &places),
        };
        let keys = self.keys_of(values.picked(&ranks, &places))?;
        let rows = fetched(self.ledger, self.snapshot, keys)?;
        Ok(Part { rows, fitting, of: self.of()? })
    }

    fn keys_of(&self, places: Vec<(usize, usize)>) -> Result<Vec<i64>, Refusal> {
        let mut keys = Vec::new();
        let mut last = None;
        let key = |(at, row): (usize, usize)| {
            if last != Some(at) {
                self.blocks.keys(at, &mut keys)?;
                last = Some(at);
            }
            Ok(keys[row])
        };
        places.into_iter().map(key).collect()
    }

    /// The ranks of the parties whose patents stand in these places when sorted by name.
    fn ranks_of_applicants(
        &self,
        values: &Values,
        turned: bool,
        places: &Range<usize>,
    ) -> Result<Ranks, Refusal> {
        let counts = values.counts();
        let many = |party: PartyId| usize::try_from(party).ok().and_then(|at| counts.get(at));
        let mut ranks = Ranks { ranks: vec![0; counts.len()], before: 0 };
        let (mut passed, mut rank) = (0, 0);
        // Parties of one name stand together.
        let mut group = |parties: &[PartyId]| {
            let size: usize = parties.iter().filter_map(|party| many(*party)).sum();
            if passed + size > places.start && passed < places.end {
                if rank == 0 {
                    ranks.before = passed;
                }
                rank += 1;
                for party in parties.iter().filter(|party| many(**party).is_some()) {
                    ranks.ranks[*party as usize] = rank;
                }
            }
            passed += size;
            passed < places.end
        };
        let mut nameless = self.ledger.nameless_parties()?;
        nameless.extend(self.ledger.parties_spelled("")?);
        nameless.push(0);
        if !turned && !group(&nameless) {
            return Ok(ranks);
        }
        let (mut name, mut alike) = (String::new(), Vec::new());
        let mut is_over = false;
        self.ledger.each_party_by_name(turned, |party, called| {
            if called.is_empty() {
                return true;
            }
            if called != name {
                is_over = !group(&alike);
                alike.clear();
                called.clone_into(&mut name);
            }
            alike.push(party);
            !is_over
        })?;
        if !is_over && group(&alike) && turned {
            group(&nameless);
        }
        Ok(ranks)
    }
}

/// Where values stand, as far as they reach into the part asked for; 0: they don't.
struct Ranks {
    ranks: Vec<u32>,
    /// How many stand before the first of them.
    before: usize,
}

/// Which numbers are written before which, whatever follows: by their first digit, of the century or of the year.
fn written_before(key: i64) -> u32 {
    // 00 to 03 of eight digits, then 2003 and later, then 85 to 99.
    match key {
        ..50_000_000 => 0,
        50_000_000..100_000_000 => 2,
        _ => 1,
    }
}

/// Keeps what stands in both.
fn intersect(these: &mut [RowSet], others: &[RowSet]) {
    these.iter_mut().zip(others).for_each(|(set, other)| set.intersect(other));
}

/// Marks the patents of these numbers, which come in order; numbers not in force are passed.
fn mark(blocks: &PatentBlocks<'_>, numbers: &[i64], marked: &mut [RowSet]) -> Result<(), Refusal> {
    let mut keys = Vec::new();
    let mut left = numbers;
    while let Some(number) = left.first() {
        let Some(at) = blocks.block_of(*number) else { break };
        let next = blocks.blocks.get(at + 1).map_or(i64::MAX, |next| next.first());
        let (mine, others) = left.split_at(left.partition_point(|number| *number < next));
        left = others;
        blocks.keys(at, &mut keys)?;
        for row in mine.iter().filter_map(|number| keys.binary_search(number).ok()) {
            marked[at].insert(row);
        }
    }
    Ok(())
}

/// The patents that one of these parties applied for or owns.
fn of_parties(
    ledger: &Ledger,
    snapshot: Snapshot,
    blocks: &PatentBlocks<'_>,
    parties: &[PartyId],
) -> Result<Vec<RowSet>, Refusal> {
    let mut found = blocks.no_rows();
    let transferred = match parties.len() <= FEW {
        true => {
            let (numbers, transferred) = ledger.patents_of_parties(parties)?;
            mark(blocks, &numbers, &mut found)?;
            transferred
        }
        false => of_many_parties(ledger, blocks, parties, &mut found)?,
    };
    let is_asked: HashSet<PartyId> = parties.iter().copied().collect();
    let mut owned = Vec::new();
    for key in transferred {
        let number = u64::try_from(key).ok().and_then(ApplicationNo::from_key);
        let Some(number) = number else { continue };
        let card = match ledger.patent(number, snapshot) {
            Ok(card) => card,
            // A pledge or an event may name a patent that the office has not recorded.
            Err(LedgerError::NotFound { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let owners = card.owners_after(&ledger.patent_events(number, snapshot)?);
        if owners.iter().any(|owner| is_asked.contains(owner)) {
            owned.push(key);
        }
    }
    mark(blocks, &owned, &mut found)?;
    Ok(found)
}

/// Parties whose patents are looked up one party at a time.
const FEW: usize = 64;

/// Marks the patents that one of many parties applied for; returns the numbers of those ever transferred to one, in order.
fn of_many_parties(
    ledger: &Ledger,
    blocks: &PatentBlocks<'_>,
    parties: &[PartyId],
    found: &mut [RowSet],
) -> Result<Vec<i64>, Refusal> {
    let most = parties.iter().max().and_then(|most| usize::try_from(*most).ok()).unwrap_or(0);
    let mut asked = vec![false; most + 1];
    for party in parties.iter().filter_map(|party| usize::try_from(*party).ok()) {
        asked[party] = true;
    }
    let is_asked = |party: i64| {
        // No party is a number below 0, which is none here either.
        asked.get(party as usize).copied().unwrap_or(false)
    };
    for (at, found) in found.iter_mut().enumerate() {
        blocks.mark(at, Some(PatentColumn::Applicant), found, is_asked)?;
    }
    let [co_owners, transfers] = ledger.other_owners()?.map(|owners| {
        let of = owners.into_iter().filter(|(_, party)| is_asked(*party));
        let mut numbers: Vec<i64> = of.map(|(patent, _)| patent).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    });
    mark(blocks, &co_owners, found)?;
    Ok(transfers)
}

/// The patents in whose numbers, title or names every word of a text stands.
fn saying(
    ledger: &Ledger,
    snapshot: Snapshot,
    blocks: &PatentBlocks<'_>,
    text: &str,
) -> Result<Vec<RowSet>, Refusal> {
    let search = Search::new(ledger, snapshot, text)?;
    let mut found: Option<Vec<RowSet>> = None;
    for (key, parties) in search.words() {
        let mut of_word = match blocks.in_titles(key)? {
            Some(in_titles) => in_titles,
            None => in_all_titles(ledger, blocks, key)?,
        };
        if let Some(numbers) = InNumbers::of(key) {
            in_numbers(blocks, numbers, &mut of_word)?;
        }
        if !parties.is_empty() {
            let parties: Vec<PartyId> = parties.iter().copied().collect();
            let of_names = of_parties(ledger, snapshot, blocks, &parties)?;
            of_word.iter_mut().zip(&of_names).for_each(|(set, other)| set.unite(other));
        }
        match &mut found {
            None => found = Some(of_word),
            Some(found) => intersect(found, &of_word),
        }
    }
    // Without a word there is nothing to look for, and all are wanted.
    Ok(found.unwrap_or_else(|| {
        let all = |block: &PatentBlock| RowSet::first(block.patents);
        blocks.blocks.iter().map(all).collect()
    }))
}

/// The patents in whose titles a single character stands: they are read.
fn in_all_titles(
    ledger: &Ledger,
    blocks: &PatentBlocks<'_>,
    key: &str,
) -> Result<Vec<RowSet>, Refusal> {
    let (mut found, mut numbers) = (blocks.no_rows(), Vec::new());
    ledger.each_patent_title(|number, title| {
        if search_key(title).contains(key) {
            numbers.push(number);
        }
        Ok::<_, Refusal>(())
    })?;
    mark(blocks, &numbers, &mut found)?;
    Ok(found)
}

/// Adds the patents in whose numbers a text stands.
fn in_numbers(
    blocks: &PatentBlocks<'_>,
    mut text: InNumbers,
    found: &mut [RowSet],
) -> Result<(), Refusal> {
    for (at, found) in found.iter_mut().enumerate() {
        blocks.mark(at, None, found, |key| text.is_in_application(key))?;
        for column in [PatentColumn::PublicationNo, PatentColumn::GrantNo] {
            if !blocks.are_none(at, column) {
                text.turn();
                blocks.mark(at, Some(column), found, |key| {
                    key != NONE && text.is_in_publication(key)
                })?;
                text.turn();
            }
        }
    }
    Ok(())
}
