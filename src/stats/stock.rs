//! What there is at the close of a day (存量): patents in force, inventions of high value and by which class, how old they
//! are, and how many there are for each 10,000 people.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::contributions::{PartyRegister, held_on};
use super::high_value::{HighValue, OnDay};
use super::{SplitBy, group_of};
use crate::domain::indicator::Indicator;
use crate::domain::numbers::{Ipc, PatentKind, RegionCode};
use crate::domain::patent::Patent;
use crate::domain::population::Population;
use crate::domain::publication::FigureKey;
use crate::domain::stock::{Answer, StockRule, Terms, ValueClass, is_high_value};
use crate::domain::values::{Date, Percent};
use crate::ledger::{Ledger, LedgerError, PartyId, Snapshot};

/// Figures for each 10,000 people: of what, and the code they are known by.
pub const PER_10K: [(Indicator, &str); 2] = [
    (Indicator::InventionInForce, "invention_per_10k"),
    (Indicator::HighValueValid, "high_value_per_10k"),
];

/// Whether a code is that of a figure for each 10,000 people.
pub fn is_per_10k(code: &str) -> bool {
    PER_10K.iter().any(|(_, known)| *known == code)
}

/// What figures for each 10,000 people are divided by, as known at a snapshot.
pub struct People {
    region: RegionCode,
    rules: Vec<StockRule>,
    counts: Vec<Population>,
}

impl People {
    pub fn read(ledger: &Ledger, snapshot: Snapshot) -> Result<Self, LedgerError> {
        let counts = ledger.populations(snapshot)?.into_iter().map(|card| card.population);
        Ok(Self {
            region: ledger.office(snapshot)?.region,
            rules: ledger.stock_rules(snapshot)?,
            counts: counts.collect(),
        })
    }

    /// How many there are on a day for each 10,000 people; none where nobody counted them.
    pub fn per_10k(&self, n: i64, day: Date) -> Option<Decimal> {
        let terms = Terms::on(&self.rules, day);
        terms.per_10k(n, terms.divisor(self.region, day, &self.counts)?.persons)
    }

    /// The figures for each 10,000 people, of levels that were counted.
    pub fn figures(&self, values: &BTreeMap<FigureKey, i64>) -> BTreeMap<FigureKey, Decimal> {
        let divided =
            values.iter().filter(|(key, _)| key.group.is_none()).filter_map(|(key, n)| {
                let (_, code) = PER_10K.iter().find(|(of, _)| of.code() == key.indicator)?;
                let each = self.per_10k(*n, key.period.last())?;
                Some((FigureKey { indicator: (*code).to_owned(), ..key.clone() }, each))
            });
        divided.collect()
    }
}

/// What there is at the close of a day, of one group when split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StockFigures {
    /// In force, by kind: invention, utility model, design.
    pub in_force: [i64; 3],
    /// Inventions of high value, each once.
    pub high_value: i64,
    /// Inventions of no class that is known, of which a class is not.
    pub unknown: i64,
    /// By class, in the order of [`ValueClass::ALL`]; the classes overlap.
    pub classes: [i64; ValueClass::ALL.len()],
    /// By class: of how many inventions nobody can tell.
    pub classes_unknown: [i64; ValueClass::ALL.len()],
    /// Days since filing, over all inventions whose filing day is known, and how many these are.
    age: (i64, i64),
    /// Inventions of which nobody said that their annual fees are paid up to the day.
    pub fees_unknown: i64,
    /// Patents in force by nothing but an undated word of their source, or whose owner is only assumed to sit here.
    pub assumed: i64,
}

impl StockFigures {
    /// Inventions of high value as a share of those in force.
    pub fn share(&self) -> Option<Percent> {
        Percent::ratio(self.high_value, self.in_force[0])
    }

    /// Of how many inventions nobody can tell whether an indicator counts them.
    pub fn unknown_of(&self, indicator: Indicator) -> i64 {
        let class = ValueClass::ALL.iter().position(|of| Indicator::of_class(*of) == indicator);
        match class {
            Some(class) => self.classes_unknown[class],
            None if indicator == Indicator::HighValueValid => self.unknown,
            None => 0,
        }
    }

    /// How old inventions in force are on the average: years since filing, to two places.
    pub fn mean_age(&self) -> Option<Decimal> {
        let (days, n) = self.age;
        // A year of the calendar has 365.2425 days.
        let years =
            Decimal::from(days).checked_div(Decimal::from(n) * Decimal::new(3_652_425, 4))?;
        let mut years = years.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        years.rescale(2);
        Some(years)
    }

    /// Adds another group's figures.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.in_force[..], &other.in_force[..]),
            (&mut self.classes[..], &other.classes[..]),
            (&mut self.classes_unknown[..], &other.classes_unknown[..]),
        ] {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        self.high_value += other.high_value;
        self.unknown += other.unknown;
        self.age = (self.age.0 + other.age.0, self.age.1 + other.age.1);
        self.fees_unknown += other.fees_unknown;
        self.assumed += other.assumed;
    }

    fn count(&mut self, patent: &Patent, judged: &OnDay<'_>, assumed: bool) {
        self.in_force[patent.kind.index()] += 1;
        self.assumed += i64::from(assumed);
        if patent.kind != PatentKind::Invention {
            return;
        }
        let day = judged.day;
        if let Some(filing) = patent.filing {
            self.age.0 += i64::from(day.days_since(filing));
            self.age.1 += 1;
        }
        self.fees_unknown += i64::from(patent.fee_through.is_none_or(|through| through < day));
        let findings = judged.findings(patent);
        for (at, finding) in findings.iter().enumerate() {
            self.classes[at] += i64::from(finding.answer == Answer::Yes);
            self.classes_unknown[at] += i64::from(finding.answer == Answer::Unknown);
        }
        match is_high_value(&findings) {
            Answer::Yes => self.high_value += 1,
            Answer::Unknown => self.unknown += 1,
            Answer::No => {}
        }
    }
}

/// The stock on several days, whole or by group.
#[derive(Debug)]
pub struct Stock {
    pub days: Vec<Date>,
    /// By group, in order of name, those that state nothing first; one of no name when not split.
    pub groups: BTreeMap<String, Vec<StockFigures>>,
    pub terms: Terms,
    /// What figures of the first day are divided by, by the rule of its year; none: nobody counted.
    pub people: Option<Population>,
    /// The same of each district of a city, when split by them.
    districts: BTreeMap<String, Population>,
}

impl Stock {
    /// The people a group's figures of the first day are divided by; of groups of another kind nobody lives there.
    pub fn people_of(&self, split: Option<SplitBy>, group: &str) -> Option<&Population> {
        match split {
            None => self.people.as_ref(),
            Some(SplitBy::District) => self.districts.get(group),
            Some(_) => None,
        }
    }
}

/// Counts the stock at the close of each of `days`, as known at the snapshot. The first is the day asked for.
pub fn stock(
    ledger: &Ledger,
    snapshot: Snapshot,
    split: Option<SplitBy>,
    days: &[Date],
) -> Result<Stock, LedgerError> {
    let last = days.iter().copied().max().unwrap_or(snapshot.as_of);
    let snapshot = Snapshot { as_of: last, ..snapshot };
    let high_value = HighValue::read(ledger, snapshot)?;
    let judged: Vec<OnDay<'_>> = days.iter().map(|day| high_value.on(*day)).collect();
    let register = PartyRegister::read(ledger, snapshot)?;
    let mut groups: BTreeMap<String, Vec<StockFigures>> = BTreeMap::new();
    if split.is_none() {
        groups.insert(String::new(), vec![StockFigures::default(); days.len()]);
    }
    each_held(ledger, snapshot, &register, days, |patent, owner, at, assumed| {
        let group = match split {
            None => String::new(),
            Some(split) => group_on(&register, patent, owner, split, days[at]),
        };
        let figures =
            groups.entry(group).or_insert_with(|| vec![StockFigures::default(); days.len()]);
        figures[at].count(patent, &judged[at], assumed);
    })?;
    let day = days.first().copied().unwrap_or(last);
    let terms = Terms::on(&high_value.rules, day);
    let counts: Vec<Population> =
        ledger.populations(snapshot)?.into_iter().map(|card| card.population).collect();
    let region = register.region();
    let people = terms.divisor(region, day, &counts).cloned();
    let mut districts = BTreeMap::new();
    for part in counts.iter().filter_map(|count| region.part_of(count.region)) {
        if let Some(people) = terms.divisor(part, day, &counts) {
            districts.insert(part.name_for(region), people.clone());
        }
    }
    Ok(Stock { days: days.to_vec(), groups, terms, people, districts })
}

/// Calls `each` with every patent counted for the district at the close of each of `days`: its owner then, the place of
/// the day, and whether it rests on an assumption.
fn each_held(
    ledger: &Ledger,
    snapshot: Snapshot,
    register: &PartyRegister,
    days: &[Date],
    mut each: impl FnMut(&Patent, Option<PartyId>, usize, bool),
) -> Result<(), LedgerError> {
    let all = 0..i64::MAX;
    let events = ledger.all_patent_events(snapshot, &all)?;
    ledger.each_patent_dated(snapshot, all, |patent, applicant| {
        let mine = events.get(&patent.number.key()).map_or(&[][..], Vec::as_slice);
        for (at, day) in days.iter().enumerate() {
            if let Some((owner, assumed)) = held_on(register, patent, applicant, mine, *day) {
                each(patent, owner, at, assumed);
            }
        }
        Ok(())
    })
}

/// The group a patent is in on a day.
fn group_on(
    register: &PartyRegister,
    patent: &Patent,
    owner: Option<PartyId>,
    split: SplitBy,
    day: Date,
) -> String {
    match split {
        SplitBy::Ipc => patent.ipc.as_ref().map_or("", Ipc::section).to_owned(),
        SplitBy::Kind => patent.kind.code().to_owned(),
        SplitBy::District
        | SplitBy::Industry
        | SplitBy::Park
        | SplitBy::Street
        | SplitBy::Party
        | SplitBy::Bank
        | SplitBy::ApplicantKind
        | SplitBy::Size => group_of(register.card(owner), split, register.region(), day),
    }
}

/// An invention of high value, or one of which nobody can tell.
#[derive(Debug, Clone)]
pub struct HighValueCase {
    pub patent: Patent,
    pub owner: Option<PartyId>,
    pub answer: Answer,
    /// By class, in the order of [`ValueClass::ALL`].
    pub answers: [Answer; ValueClass::ALL.len()],
}

/// Returns the district's inventions in force at the snapshot's day that are of high value or may be, by number.
pub fn high_value_cases(
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<Vec<HighValueCase>, LedgerError> {
    let high_value = HighValue::read(ledger, snapshot)?;
    let judged = high_value.on(snapshot.as_of);
    let register = PartyRegister::read(ledger, snapshot)?;
    let mut cases = Vec::new();
    each_held(ledger, snapshot, &register, &[snapshot.as_of], |patent, owner, _, _| {
        if patent.kind != PatentKind::Invention {
            return;
        }
        let findings = judged.findings(patent);
        let answer = is_high_value(&findings);
        if answer != Answer::No {
            let answers = findings.map(|finding| finding.answer);
            cases.push(HighValueCase { patent: patent.clone(), owner, answer, answers });
        }
    })?;
    Ok(cases)
}
