//! Counting all that a publication holds in one pass over the ledger.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::domain::counting::Counted;
use crate::domain::indicator::{Grouping, Indicator};
use crate::domain::publication::FigureKey;
use crate::domain::values::{Date, Period, Quarter};
use crate::ledger::{Ledger, LedgerError, LoanId, PartyId, Snapshot};
use crate::stats::bases::Bases;
use crate::stats::contributions::{
    self, Contribution, CountedIn, CountedItem, Honours, PartyRegister, StockDays,
};
use crate::stats::high_value::HighValue;
use crate::stats::{SplitBy, group_of};

/// Which periods are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The first of a run of quarters, and how many.
    first: Quarter,
    quarters: usize,
    /// Years, years to date, plans to date.
    longer: Vec<Period>,
    /// The close of these days is what levels are of.
    levels: Vec<Date>,
    /// Those of the periods that are split by group.
    grouped: Vec<Period>,
}

impl Scope {
    /// Returns what a publication of `quarter` holds: every quarter and year from `since` on, each plan of
    /// `plans` up to the quarter's end, levels at its end, a year before and at the end of the last year.
    pub fn of(quarter: Quarter, since: i32, plans: &[Period]) -> Self {
        let mut scope = Self::without_past_levels(quarter, since, plans);
        let year_end = Quarter::new(quarter.year() - 1, 4);
        for day in [Some(quarter.plus(-4)), year_end].into_iter().flatten().map(Quarter::last) {
            scope.add_level(day);
        }
        scope
    }

    fn add_level(&mut self, day: Date) {
        if !self.levels.contains(&day) {
            self.levels.push(day);
        }
    }

    fn without_past_levels(quarter: Quarter, since: i32, plans: &[Period]) -> Self {
        let first = Quarter::new(since.min(quarter.year()), 1).unwrap_or(quarter);
        let quarters = quarter.since(first) + 1;
        let end = quarter.period().last();
        let mut scope = Self {
            first,
            quarters: usize::try_from(quarters).unwrap_or(1),
            longer: (first.year()..quarter.year()).filter_map(Period::year).collect(),
            levels: vec![end],
            grouped: vec![quarter.period(), quarter.year_to_date()],
        };
        scope.add(quarter.year_to_date());
        let begun = plans.iter().filter(|plan| plan.first() <= end);
        begun
            .filter_map(|plan| Period::between(plan.first(), end.min(plan.last())))
            // A plan of which one day has passed has no progress yet; a period of one day is a level's.
            .filter(|plan| plan.first() < plan.last())
            .for_each(|plan| scope.add(plan));
        scope
    }

    /// Adds a period of more than a quarter, once.
    fn add(&mut self, period: Period) {
        let is_quarter = Quarter::of(period.first()).period() == period;
        if !is_quarter && !self.longer.contains(&period) {
            self.longer.push(period);
        }
    }

    /// Returns the scope whose periods are those of figures already counted.
    pub fn of_figures<'k>(quarter: Quarter, keys: impl Iterator<Item = &'k FigureKey>) -> Self {
        let mut scope = Self::without_past_levels(quarter, quarter.year(), &[]);
        for period in keys.map(|key| key.period) {
            let first = Quarter::of(period.first());
            if first.period() == period {
                let back = scope.first.since(first);
                if back > 0 {
                    scope.first = first;
                    scope.quarters += back as usize;
                }
            } else if period.first() < period.last() {
                scope.add(period);
            } else {
                scope.add_level(period.first());
            }
        }
        scope
    }

    /// Adds the periods of another scope.
    pub fn with(mut self, other: &Self) -> Self {
        let last = |scope: &Self| scope.first.plus(scope.quarters as i32 - 1);
        let (end, first) = (last(&self).max(last(other)), self.first.min(other.first));
        (self.first, self.quarters) = (first, (end.since(first) + 1) as usize);
        let new = |mine: &[Period], theirs: &[Period]| -> Vec<Period> {
            theirs.iter().copied().filter(|period| !mine.contains(period)).collect()
        };
        self.longer.extend(new(&self.longer, &other.longer));
        self.grouped.extend(new(&self.grouped, &other.grouped));
        let levels: Vec<Date> =
            other.levels.iter().copied().filter(|day| !self.levels.contains(day)).collect();
        self.levels.extend(levels);
        self
    }

    fn periods(&self) -> impl Iterator<Item = Period> + '_ {
        let quarters = (0..self.quarters).map(|n| self.first.plus(n as i32));
        quarters.map(Quarter::period).chain(self.longer.iter().copied())
    }

    /// Calls `each` with the place of every period something counts in. Levels have the places after periods.
    fn places(&self, indicator: Indicator, when: Counted, mut each: impl FnMut(usize)) {
        let flows = self.quarters + self.longer.len();
        let day = match when {
            Counted::InYear(year) => {
                let Some(whole) = Period::year(year) else { return };
                for (at, period) in self.longer.iter().enumerate() {
                    if period.contains(whole.first()) && period.contains(whole.last()) {
                        each(self.quarters + at);
                    }
                }
                return;
            }
            Counted::On(day) => day,
        };
        if indicator.is_level() {
            if let Some(at) = self.levels.iter().position(|level| *level == day) {
                each(flows + at);
            }
            return;
        }
        let quarter = Quarter::of(day).since(self.first);
        if let Some(at) = usize::try_from(quarter).ok().filter(|at| *at < self.quarters) {
            each(at);
        }
        for (at, period) in self.longer.iter().enumerate() {
            if period.contains(day) {
                each(self.quarters + at);
            }
        }
    }

    /// The periods at the places: flows first, then levels as periods of one day.
    fn all(&self) -> Vec<Period> {
        self.periods().chain(self.levels.iter().copied().map(Period::alone)).collect()
    }

    /// Whether a figure of the scope may have this key.
    pub fn holds(&self, key: &FigureKey) -> bool {
        let is_level = self.levels.iter().any(|day| key.period == Period::alone(*day));
        let is_flow = self.periods().any(|period| period == key.period);
        (is_level || is_flow) && (key.group.is_none() || self.is_grouped(key.period))
    }

    fn is_grouped(&self, period: Period) -> bool {
        self.grouped.contains(&period)
            || self.levels.contains(&period.first()) && period.days() == 1
    }
}

/// All figures of a scope at a snapshot.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Every indicator for every period of the scope, groups only where something was counted.
    pub values: BTreeMap<FigureKey, i64>,
    /// Those of them that rest in part on an assumption.
    pub assumed: HashSet<FigureKey>,
    /// Loans that cannot be worked out on a day asked for: no part of what is owed then.
    pub left_out: BTreeSet<LoanId>,
}

/// Counts a scope at a snapshot.
pub fn count(ledger: &Ledger, snapshot: Snapshot, scope: &Scope) -> Result<Counts, LedgerError> {
    let reading = CountingContext::of(ledger, snapshot)?;
    let work = reading.work(ledger)?;
    let next = AtomicUsize::new(0);
    // Each thread takes the next piece of work until there is none.
    let share = |ledger: &Ledger| {
        let mut tally = Tally::new(scope, &reading.register);
        while let Some(piece) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
            reading.each_of(ledger, scope, piece, &mut |piece| tally.take(piece))?;
        }
        Ok::<_, LedgerError>(tally)
    };
    let tally = match ledger.beside()? {
        None => share(ledger)?,
        Some(beside) => std::thread::scope(|threads| {
            let other = threads.spawn(|| share(&{ beside }));
            let mut tally = share(ledger)?;
            tally.add(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            Ok::<_, LedgerError>(tally)
        })?,
    };
    Ok(tally.finish())
}

/// A piece of work. Things that count once in a period lie in one piece together.
enum Work {
    Patents(Range<i64>),
    Loans(Range<LoanId>),
    /// PCT filings, pledges, claims, funds, cases and certificates: few of each.
    Rest,
}

/// Pieces the loans are parted into.
const SHARES_OF_LOANS: i64 = 16;

/// What a pass over the ledger needs to know beforehand.
pub struct CountingContext {
    pub snapshot: Snapshot,
    pub register: PartyRegister,
    bases: Bases,
    high_value: HighValue,
}

impl CountingContext {
    pub fn of(ledger: &Ledger, snapshot: Snapshot) -> Result<Self, LedgerError> {
        let register = PartyRegister::read(ledger, snapshot)?;
        let bases = Bases::new(ledger.definitions(snapshot)?);
        let high_value = HighValue::read(ledger, snapshot)?;
        Ok(Self { snapshot, register, bases, high_value })
    }

    /// Calls `each` with every contribution of every figure.
    pub fn each(
        &self,
        ledger: &Ledger,
        scope: &Scope,
        mut each: impl FnMut(&Contribution<'_>),
    ) -> Result<(), LedgerError> {
        self.work(ledger)?.iter().try_for_each(|work| self.each_of(ledger, scope, work, &mut each))
    }

    /// Returns the loans that are no part of what is owed on the days of a scope.
    pub fn loans_left_out(
        &self,
        ledger: &Ledger,
        scope: &Scope,
    ) -> Result<BTreeSet<LoanId>, LedgerError> {
        let mut tally = Tally::new(scope, &self.register);
        let work = self.work(ledger)?;
        for loans in work.iter().filter(|work| matches!(work, Work::Loans(_))) {
            self.each_of(ledger, scope, loans, &mut |contribution| tally.take(contribution))?;
        }
        Ok(tally.left_out)
    }

    fn work(&self, ledger: &Ledger) -> Result<Vec<Work>, LedgerError> {
        let mut work = vec![Work::Rest];
        work.extend(ledger.patent_numbers()?.into_iter().map(Work::Patents));
        work.extend(ledger.loan_numbers(SHARES_OF_LOANS)?.into_iter().map(Work::Loans));
        Ok(work)
    }

    fn each_of(
        &self,
        ledger: &Ledger,
        scope: &Scope,
        work: &Work,
        each: &mut impl FnMut(&Contribution<'_>),
    ) -> Result<(), LedgerError> {
        let Self { snapshot, register, bases, high_value } = self;
        let levels = &scope.levels;
        match work {
            Work::Patents(numbers) => {
                let numbers = numbers.clone();
                let stock = StockDays { days: levels, high_value };
                contributions::of_patents(
                    ledger, *snapshot, register, bases, numbers, stock, each,
                )?;
            }
            Work::Loans(numbers) => {
                contributions::of_loans(
                    ledger,
                    *snapshot,
                    register,
                    numbers.clone(),
                    None,
                    levels,
                    each,
                )?;
            }
            Work::Rest => {
                contributions::of_pcts(ledger, *snapshot, register, &mut *each)?;
                contributions::of_pledges(ledger, *snapshot, register, &mut *each)?;
                if ledger.holds_compensation()? {
                    contributions::of_claims(ledger, *snapshot, register, &mut *each)?;
                }
                contributions::of_funds(ledger, *snapshot, levels, &mut *each)?;
                let honours = Honours::read(ledger, *snapshot)?;
                let left = |_, _, _, _| {};
                contributions::of_honours(*snapshot, register, &honours, levels, each, left);
            }
        }
        Ok(())
    }
}

/// Which figures a contribution is a part of.
pub struct FigureIndex<'a> {
    scope: &'a Scope,
    register: &'a PartyRegister,
    periods: Vec<Period>,
}

impl<'a> FigureIndex<'a> {
    pub fn of(scope: &'a Scope, register: &'a PartyRegister) -> Self {
        Self { scope, register, periods: scope.all() }
    }

    /// Calls `each` with the key of every figure a contribution is a part of.
    pub fn each_key(&self, contribution: &Contribution<'_>, mut each: impl FnMut(FigureKey)) {
        self.each_place(contribution, |indicator, period, group| {
            each(FigureKey { indicator: indicator.code().to_owned(), period, group });
        });
    }

    /// Returns a number that is the same for contributions that say the same of the same figures; 0 for none.
    pub fn fingerprint(&self, contribution: &Contribution<'_>) -> u64 {
        let mut fingerprint = 0_u64;
        self.each_place(contribution, |indicator, period, group| {
            let mut hasher = DefaultHasher::new();
            (indicator, period, group, contribution.n).hash(&mut hasher);
            fingerprint = fingerprint.wrapping_add(hasher.finish());
        });
        fingerprint
    }

    fn each_place(
        &self,
        contribution: &Contribution<'_>,
        mut each: impl FnMut(Indicator, Period, Option<(Grouping, String)>),
    ) {
        let CountedIn::Of(indicator) = contribution.part else { return };
        self.scope.places(indicator, contribution.when, |place| {
            let period = self.periods[place];
            each(indicator, period, None);
            if self.scope.is_grouped(period) {
                for grouping in Grouping::ALL {
                    if let Some(member) = member_of(self.register, contribution, grouping) {
                        each(indicator, period, Some((grouping, member)));
                    }
                }
            }
        });
    }
}

/// Returns which park, bank ... a contribution belongs to; empty: not stated; none: the grouping does not apply.
fn member_of(
    register: &PartyRegister,
    contribution: &Contribution<'_>,
    grouping: Grouping,
) -> Option<String> {
    let day = contribution.when.day_of_membership()?;
    let firm = || register.card(contribution.firm);
    let of_firm = |split| group_of(firm(), split, register.region(), day);
    match grouping {
        Grouping::Fund => contribution.fund.map(str::to_owned),
        _ if contribution.fund.is_some() => None,
        Grouping::Park => Some(of_firm(SplitBy::Park)),
        Grouping::Industry => Some(of_firm(SplitBy::Industry)),
        Grouping::Size => {
            let size = firm().and_then(|card| card.party.size);
            Some(size.map_or_else(String::new, |size| size.code().to_owned()))
        }
        Grouping::Bank => {
            let bank = register.card(Some(contribution.bank?));
            Some(bank.and_then(|card| card.party.name.clone()).unwrap_or_default())
        }
        Grouping::PartyKind => {
            Some(firm().map_or_else(String::new, |card| card.party.kind.code().to_owned()))
        }
        Grouping::IpcSection => contribution.section.map(str::to_owned),
    }
}

/// What a firm is grouped by.
const OF_FIRM: [Grouping; 4] =
    [Grouping::Park, Grouping::Size, Grouping::Industry, Grouping::PartyKind];

/// Sums by place, kept as plain numbers until the pass is over.
struct Tally<'a> {
    scope: &'a Scope,
    register: &'a PartyRegister,
    periods: Vec<Period>,
    grouped: Vec<bool>,
    /// By indicator and place.
    sums: Vec<i64>,
    assumed: Vec<bool>,
    /// Groups and cells that rest in part on an assumption.
    assumed_groups: HashSet<(usize, usize)>,
    /// Of indicators that count a thing once.
    seen: HashSet<(Option<usize>, Indicator, usize, CountedItem)>,
    members: HashMap<(Grouping, String), usize>,
    /// At the number of a firm that never moved: its park, size, industry and kind, once they were asked for.
    classes: Vec<Option<[usize; OF_FIRM.len()]>>,
    banks: HashMap<PartyId, usize>,
    sections: HashMap<&'static str, usize>,
    /// By number of the group, then as `sums`.
    groups: Vec<Vec<i64>>,
    left_out: BTreeSet<LoanId>,
}

impl<'a> Tally<'a> {
    fn new(scope: &'a Scope, register: &'a PartyRegister) -> Self {
        let periods = scope.all();
        let cells = periods.len() * Indicator::ALL.len();
        Self {
            scope,
            register,
            grouped: periods.iter().map(|period| scope.is_grouped(*period)).collect(),
            periods,
            sums: vec![0; cells],
            assumed: vec![false; cells],
            assumed_groups: HashSet::new(),
            seen: HashSet::new(),
            members: HashMap::new(),
            classes: Vec::new(),
            banks: HashMap::new(),
            sections: HashMap::new(),
            groups: Vec::new(),
            left_out: BTreeSet::new(),
        }
    }

    fn take(&mut self, contribution: &Contribution<'_>) {
        let indicator = match (contribution.part, &contribution.item) {
            (CountedIn::Of(indicator), _) => indicator,
            (CountedIn::NotWorkedOut, CountedItem::Loan(loan)) => {
                self.left_out.insert(*loan);
                return;
            }
            (
                CountedIn::NotWorkedOut | CountedIn::ApplicationDays | CountedIn::DisbursementDays,
                _,
            ) => return,
        };
        let scope = self.scope;
        scope.places(indicator, contribution.when, |place| {
            if self.is_new(None, indicator, place, contribution) {
                let cell = indicator as usize * self.periods.len() + place;
                self.sums[cell] += contribution.n;
                self.assumed[cell] |= contribution.assumed;
            }
            if self.grouped[place] {
                self.take_groups(indicator, place, contribution);
            }
        });
    }

    fn take_groups(&mut self, indicator: Indicator, place: usize, contribution: &Contribution<'_>) {
        for member in self.members_of(contribution).into_iter().flatten() {
            if self.is_new(Some(member), indicator, place, contribution) {
                let cell = indicator as usize * self.periods.len() + place;
                self.group(member)[cell] += contribution.n;
                if contribution.assumed {
                    self.assumed_groups.insert((member, cell));
                }
            }
        }
    }

    fn group(&mut self, member: usize) -> &mut [i64] {
        if self.groups.len() <= member {
            let cells = self.sums.len();
            self.groups.resize_with(member + 1, || vec![0; cells]);
        }
        &mut self.groups[member]
    }

    /// Returns the groups a contribution belongs to, by their numbers here.
    fn members_of(&mut self, contribution: &Contribution<'_>) -> [Option<usize>; 6] {
        if contribution.fund.is_some() {
            return [self.member(contribution, Grouping::Fund), None, None, None, None, None];
        }
        let [park, size, industry, kind] = self.classes_of(contribution);
        let bank = contribution.bank.and_then(|bank| match self.banks.get(&bank) {
            Some(known) => Some(*known),
            None => {
                let member = self.member(contribution, Grouping::Bank)?;
                self.banks.insert(bank, member);
                Some(member)
            }
        });
        let section = contribution.section.and_then(|section| match self.sections.get(section) {
            Some(known) => Some(*known),
            None => {
                let member = self.member(contribution, Grouping::IpcSection)?;
                self.sections.insert(section, member);
                Some(member)
            }
        });
        [park, size, industry, kind, bank, section]
    }

    fn classes_of(&mut self, contribution: &Contribution<'_>) -> [Option<usize>; OF_FIRM.len()] {
        let settled = contribution.firm.filter(|firm| self.register.is_settled(*firm));
        let at = settled.and_then(|firm| usize::try_from(firm).ok());
        if let Some(known) = at.and_then(|at| self.classes.get(at).copied().flatten()) {
            return known.map(Some);
        }
        let classes = OF_FIRM.map(|grouping| self.member(contribution, grouping));
        if let (Some(at), [Some(park), Some(size), Some(industry), Some(kind)]) = (at, classes) {
            if self.classes.len() <= at {
                self.classes.resize(at + 1, None);
            }
            self.classes[at] = Some([park, size, industry, kind]);
        }
        classes
    }

    /// The number of the group a contribution belongs to by one grouping.
    fn member(&mut self, contribution: &Contribution<'_>, grouping: Grouping) -> Option<usize> {
        let member = member_of(self.register, contribution, grouping)?;
        let next = self.members.len();
        Some(*self.members.entry((grouping, member)).or_insert(next))
    }

    /// Adds what another thread took.
    fn add(&mut self, other: Self) {
        self.left_out.extend(other.left_out);
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum += more;
        }
        for (assumed, more) in self.assumed.iter_mut().zip(other.assumed) {
            *assumed |= more;
        }
        let theirs: HashMap<usize, (Grouping, String)> =
            other.members.into_iter().map(|(group, n)| (n, group)).collect();
        for (member, cells) in other.groups.into_iter().enumerate() {
            let Some(group) = theirs.get(&member) else { continue };
            let next = self.members.len();
            let new = *self.members.entry(group.clone()).or_insert(next);
            let assumed = other.assumed_groups.iter().filter(|(theirs, _)| *theirs == member);
            self.assumed_groups.extend(assumed.map(|(_, cell)| (new, *cell)));
            for (sum, more) in self.group(new).iter_mut().zip(cells) {
                *sum += more;
            }
        }
    }

    /// Whether a contribution counts where its thing may count only once.
    fn is_new(
        &mut self,
        member: Option<usize>,
        indicator: Indicator,
        place: usize,
        contribution: &Contribution<'_>,
    ) -> bool {
        !indicator.counts_once()
            || self.seen.insert((member, indicator, place, contribution.item.clone()))
    }

    fn finish(self) -> Counts {
        let mut counts = Counts { left_out: self.left_out, ..Counts::default() };
        let flows = self.periods.len() - self.scope.levels.len();
        for indicator in Indicator::ALL {
            for (place, period) in self.periods.iter().enumerate() {
                if indicator.is_level() != (place >= flows) {
                    continue;
                }
                let cell = indicator as usize * self.periods.len() + place;
                let key = FigureKey {
                    indicator: indicator.code().to_owned(),
                    period: *period,
                    group: None,
                };
                if self.assumed[cell] {
                    counts.assumed.insert(key.clone());
                }
                counts.values.insert(key, self.sums[cell]);
            }
        }
        let members: HashMap<usize, (Grouping, String)> =
            self.members.into_iter().map(|(group, n)| (n, group)).collect();
        for (member, cells) in self.groups.iter().enumerate() {
            for (cell, n) in cells.iter().enumerate().filter(|(_, n)| **n != 0) {
                let indicator = Indicator::ALL[cell / self.periods.len()];
                let key = FigureKey {
                    indicator: indicator.code().to_owned(),
                    period: self.periods[cell % self.periods.len()],
                    group: members.get(&member).cloned(),
                };
                if self.assumed_groups.contains(&(member, cell)) {
                    counts.assumed.insert(key.clone());
                }
                counts.values.insert(key, *n);
            }
        }
        counts
    }
}
