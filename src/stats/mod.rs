//! Figures: filings, grants and targets by period, from the rollup or recounted from the lines.
//!
//! One function turns monthly totals into a figure, whichever way they were counted. Nothing here
//! writes, and nothing here says a sentence.
//!
//! ```text
//! Figures   what is counted in a period      Query    which periods, split by what
//! contributions    each thing's part in a figure, from which a figure is summed and a difference explained
//! publication  a quarter's figures sealed, reproduced, compared
//! finance   pledges and loans by period          forecast  where targets will be at the plan's end
//! plans     which plan speaks on a day, its years and goals
//! stock     what there is on a day: patents in force, inventions of high value, for each 10,000 people
//! high_value  what inventions are judged by
//! programs  what each recognition programme comes to
//! targets   how far each goal of a plan is      completeness  how much of a quarter is usually known by now
//! ```

mod bases;
mod compensation;
mod completeness;
mod contributions;
mod finance;
pub mod forecast;
mod high_value;
pub mod plans;
mod programs;
pub mod publication;
pub mod simulate;
mod stock;
mod targets;

pub use compensation::{
    FundBalance, Oversight, StatementLine, funds, journal, oversight, statement,
};
pub use completeness::{AGES, Completeness, Lateness, completeness};
pub use contributions::{CountedItem, NotCounted};
pub use finance::{
    AMOUNT_BANDS, Finance, LeftOut, amount_bands, finance, first_loans_by_bank, not_worked_out,
};
pub use high_value::{HighValue, OnDay};
pub use programs::{ProgramFigures, program_figures};
pub use stock::{
    HighValueCase, PER_10K, People, Stock, StockFigures, high_value_cases, is_per_10k, stock,
};
pub use targets::{Progress, targets};

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::domain::counting::Measure;
use crate::domain::indicator::Indicator;
use crate::domain::numbers::{PatentKind, RegionCode};
use crate::domain::party::ApplicantKind;
use crate::domain::values::{Date, Period};
use crate::ledger::{Ledger, LedgerError, MonthlyTotals, PartyCard, PartyId, Snapshot};
use bases::Bases;
pub use bases::BasisRun;

/// What is counted in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// By kind: invention, utility model, design.
    pub filings: [i64; 3],
    pub grants: [i64; 3],
    pub pct: i64,
    /// Filings whose fee-paid date nobody stated, where the basis asks for it.
    pub fee_unknown: i64,
    /// Filings of parties that are only assumed to sit in the district.
    pub district_assumed: i64,
    /// National-phase entries counted by filing date.
    pub entry_unknown: i64,
    /// Filings known by year only: in the year, in no quarter.
    pub day_unknown: i64,
}

impl Figures {
    /// Whether there is nothing to show.
    pub fn is_zero(&self) -> bool {
        self.filings == [0; 3] && self.grants == [0; 3] && self.pct == 0
    }

    /// Adds another period's figures.
    pub fn add(&mut self, other: &Self) {
        for kind in 0..3 {
            self.filings[kind] += other.filings[kind];
            self.grants[kind] += other.grants[kind];
        }
        self.pct += other.pct;
        self.fee_unknown += other.fee_unknown;
        self.district_assumed += other.district_assumed;
        self.entry_unknown += other.entry_unknown;
        self.day_unknown += other.day_unknown;
    }

    pub fn invention_filings(&self) -> i64 {
        self.filings[0]
    }

    pub fn invention_grants(&self) -> i64 {
        self.grants[0]
    }
}

/// What totals are split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitBy {
    /// Of a city its districts and counties.
    District,
    Industry,
    Park,
    Street,
    Party,
    Bank,
    Kind,
    /// What the first applicant is by the kinds of patent statistics: [`ApplicantKind`].
    ApplicantKind,
    /// The section of the main IPC symbol.
    Ipc,
    /// How large the first applicant is.
    Size,
}

impl SplitBy {
    pub const ALL: [Self; 10] = [
        Self::District,
        Self::Industry,
        Self::Park,
        Self::Street,
        Self::Party,
        Self::Bank,
        Self::Kind,
        Self::ApplicantKind,
        Self::Ipc,
        Self::Size,
    ];

    /// The code, which is the key of the column too.
    pub fn code(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Industry => "industry",
            Self::Park => "park",
            Self::Street => "street",
            Self::Party => "party",
            Self::Bank => "bank",
            Self::Kind => "kind",
            Self::ApplicantKind => "applicant_kind",
            Self::Ipc => "ipc_section",
            Self::Size => "size",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let code = if code == "ipc" { Self::Ipc.code() } else { code };
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// Figures of one period, of one group when split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// None: not split; empty: the parties say nothing of it.
    pub group: Option<String>,
    pub year: i32,
    /// 1 to 4; none for a whole year.
    pub quarter: Option<u32>,
    pub figures: Figures,
    /// The bases filings are counted on in the period's months, by kind.
    pub bases: [Vec<BasisRun>; 3],
    /// Whether filings of a kind are counted on several, or on another than a year before (flag B).
    pub broken: bool,
}

impl FigureRow {
    /// A line of a period with nothing counted yet.
    pub fn of(year: i32, quarter: Option<u32>) -> Self {
        Self {
            group: None,
            year,
            quarter,
            figures: Figures::default(),
            bases: Default::default(),
            broken: false,
        }
    }
}

/// Monthly totals of a snapshot with the definitions they are read by.
#[derive(Debug)]
pub struct Totals {
    bases: Bases,
    /// Group and its totals; one group without a name when not split.
    groups: Vec<(Option<String>, MonthlyTotals)>,
}

impl Totals {
    /// Counts `years` at a snapshot (a recount that splits nothing counts all). The rollup answers when no fact is cut off and nothing is split.
    pub fn count(
        ledger: &Ledger,
        snapshot: Snapshot,
        split: Option<SplitBy>,
        years: RangeInclusive<i32>,
    ) -> Result<Self, LedgerError> {
        let bases = Bases::new(ledger.definitions(snapshot)?);
        let groups = match split {
            None if snapshot.is_now => vec![(None, ledger.monthly_totals(years)?)],
            None => vec![(None, recount(ledger, snapshot)?)],
            Some(split) => split_count(ledger, snapshot, split, years)?,
        };
        Ok(Self { bases, groups })
    }

    /// Returns the figures of years, whole.
    pub fn annual(&self, from: i32, to: i32) -> Vec<FigureRow> {
        self.lines((from..=to).map(|year| (year, None)))
    }

    /// Returns how many cases of a year are in no quarter, since only their year is known.
    pub fn in_no_quarter(&self, year: i32) -> i64 {
        self.groups.iter().map(|(_, totals)| self.of_month(totals, year, 0).day_unknown).sum()
    }

    /// Returns the figures of the four quarters of a year.
    pub fn quarterly(&self, year: i32) -> Vec<FigureRow> {
        self.lines((1..=4).map(|quarter| (year, Some(quarter))))
    }

    fn lines(&self, periods: impl Iterator<Item = (i32, Option<u32>)> + Clone) -> Vec<FigureRow> {
        let mut lines = Vec::new();
        for (group, totals) in &self.groups {
            for (year, quarter) in periods.clone() {
                let months = match quarter {
                    None => 0..=12,
                    Some(quarter) => (quarter * 3 - 2)..=(quarter * 3),
                };
                let mut figures = Figures::default();
                for month in months {
                    figures.add(&self.of_month(totals, year, month));
                }
                if group.is_some() && figures.is_zero() {
                    continue;
                }
                let months = quarter.map_or((1, 12), |q| (q * 3 - 2, q * 3));
                let bases = Indicator::FILINGS.map(|of| self.bases.runs(of.code(), year, months));
                let period =
                    quarter.map_or_else(|| Period::year(year), |q| Period::quarter(year, q));
                let is_broken =
                    |of: &Indicator| period.is_some_and(|p| self.bases.is_broken(of.code(), p));
                let broken = Indicator::FILINGS.iter().any(is_broken);
                lines.push(FigureRow {
                    group: group.clone(),
                    year,
                    quarter,
                    figures,
                    bases,
                    broken,
                });
            }
        }
        lines
    }

    /// Returns the figures of whole months of a period that begins and ends with months.
    pub fn of_period(&self, period: Period) -> Figures {
        let mut figures = Figures::default();
        let (first, last) = (period.first(), period.last());
        for (_, totals) in &self.groups {
            for year in first.year()..=last.year() {
                // Those known by year only belong to a period that holds the whole year.
                let whole = Period::year(year).is_some_and(|whole| {
                    period.contains(whole.first()) && period.contains(whole.last())
                });
                for month in u32::from(!whole)..=12 {
                    let day = Date::from_ymd(year, month.max(1), 1);
                    if month == 0 || day.is_some_and(|day| period.contains(day)) {
                        figures.add(&self.of_month(totals, year, month));
                    }
                }
            }
        }
        figures
    }

    /// The one place where totals become figures. Month 0: the year is known, the day is not.
    fn of_month(&self, totals: &MonthlyTotals, year: i32, month: u32) -> Figures {
        let mut figures =
            Figures { pct: totals.get(year, month, Measure::Pct), ..Figures::default() };
        for (at, kind) in PatentKind::ALL.into_iter().enumerate() {
            let get = |measure| totals.get(year, month, measure);
            let fee_paid = self.bases.fee_paid(kind, year, month);
            figures.filings[at] =
                if fee_paid { get(Measure::FeePaid(kind)) } else { get(Measure::Received(kind)) };
            figures.grants[at] = get(Measure::Granted(kind));
            if fee_paid {
                figures.fee_unknown += get(Measure::FeeUnknown(kind));
            }
            figures.district_assumed += get(Measure::DistrictAssumed(kind));
            figures.entry_unknown += get(Measure::EntryDayUnknown(kind));
            if month == 0 {
                figures.day_unknown += figures.filings[at];
            }
        }
        if month == 0 {
            figures.day_unknown += figures.pct;
        }
        figures
    }
}

fn recount(ledger: &Ledger, snapshot: Snapshot) -> Result<MonthlyTotals, LedgerError> {
    let region = ledger.office(snapshot)?.region;
    let mut groups = vec![MonthlyTotals::default()];
    ledger.count_patents(snapshot, region, |_, _| Some(0), &mut groups)?;
    ledger.count_pcts(snapshot, region, |_, _| Some(0), &mut groups)?;
    Ok(groups.swap_remove(0))
}

fn split_count(
    ledger: &Ledger,
    snapshot: Snapshot,
    split: SplitBy,
    years: RangeInclusive<i32>,
) -> Result<Vec<(Option<String>, MonthlyTotals)>, LedgerError> {
    if split == SplitBy::Bank {
        // Filings have no bank.
        return Ok(Vec::new());
    }
    let region = ledger.office(snapshot)?.region;
    let cards: HashMap<PartyId, PartyCard> =
        ledger.parties(snapshot)?.into_iter().map(|card| (card.id, card)).collect();
    let mut names: Vec<String> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut group = |name: &str| match numbers.get(name) {
        Some(number) => *number,
        None => {
            names.push(name.to_owned());
            numbers.insert(name.to_owned(), names.len() - 1);
            names.len() - 1
        }
    };
    let mut of_party: HashMap<Option<PartyId>, usize> = HashMap::new();
    let mut totals = Vec::new();
    ledger.count_patents(
        snapshot,
        region,
        |patent, day| {
            if !years.contains(&day.year()) {
                return None;
            }
            let owner = patent.applicant.and_then(|owner| cards.get(&owner));
            match split {
                SplitBy::Kind => return Some(group(patent.kind.code())),
                SplitBy::Ipc => return Some(group(patent.section)),
                SplitBy::District | SplitBy::Park | SplitBy::Street => {}
                // What a party is does not change with the day.
                SplitBy::Industry
                | SplitBy::Party
                | SplitBy::Bank
                | SplitBy::ApplicantKind
                | SplitBy::Size => {
                    let known = of_party.get(&patent.applicant).copied();
                    return known.or_else(|| {
                        let of = group(&group_of(owner, split, region, day));
                        of_party.insert(patent.applicant, of);
                        Some(of)
                    });
                }
            }
            Some(group(&group_of(owner, split, region, day)))
        },
        &mut totals,
    )?;
    ledger.count_pcts(
        snapshot,
        region,
        |applicant, day| {
            let owner = applicant.and_then(|owner| cards.get(&owner));
            Some(group(&match split {
                SplitBy::Kind => "pct".to_owned(),
                SplitBy::Ipc => String::new(),
                split => group_of(owner, split, region, day),
            }))
        },
        &mut totals,
    )?;
    totals.resize_with(names.len(), MonthlyTotals::default);
    let mut groups: Vec<_> = names.into_iter().map(Some).zip(totals).collect();
    groups.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(groups)
}

/// The group of a party on a day, to an office of a region; empty when nothing says so.
fn group_of(card: Option<&PartyCard>, split: SplitBy, region: RegionCode, day: Date) -> String {
    let place = card.and_then(|card| card.places.iter().rev().find(|place| place.covers(day)));
    let group = match split {
        SplitBy::District => {
            place.and_then(|place| region.part_of(place.region?)).map(|part| part.name_for(region))
        }
        SplitBy::ApplicantKind => card.map(|card| ApplicantKind::of(&card.party).code().to_owned()),
        SplitBy::Industry => card.and_then(|card| card.party.industry.clone()),
        SplitBy::Size => card.and_then(|card| card.party.size).map(|size| size.code().to_owned()),
        SplitBy::Park => place.and_then(|place| place.park.clone()),
        SplitBy::Street => place.and_then(|place| place.street.clone()),
        SplitBy::Party | SplitBy::Bank | SplitBy::Kind | SplitBy::Ipc => {
            card.and_then(|card| card.party.name.clone())
        }
    };
    group.unwrap_or_default()
}
