//! What there is at the close of a day: patents in force, inventions of high value, for each 10,000 people.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Detail;
use super::cells::{cards, coded, date, joined, text};
use super::counts::{change, group_cell};
use crate::domain::indicator::Indicator;
use crate::domain::population::Population;
use crate::domain::stock::{Answer, ValueClass};
use crate::domain::values::{Date, Percent};
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::punctuation::remarked;
use crate::i18n::stock as say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table};
use crate::stats::{PER_10K, SplitBy, Stock, StockFigures, high_value_cases, stock as count};

/// What is asked of the stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockQuery {
    pub split: Option<SplitBy>,
    pub detail: Detail,
}

/// A figure of the stock: its code, and how it is found.
#[derive(Debug, Clone, Copy)]
pub enum Row {
    InForce(usize),
    HighValue,
    Class(ValueClass),
    Share,
    Age,
}

const ROWS: [Row; 11] = [
    Row::InForce(0),
    Row::HighValue,
    Row::Class(ValueClass::Emerging),
    Row::Class(ValueClass::Abroad),
    Row::Class(ValueClass::Maintained),
    Row::Class(ValueClass::Financed),
    Row::Class(ValueClass::Awarded),
    Row::Share,
    Row::Age,
    Row::InForce(1),
    Row::InForce(2),
];

impl Row {
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce(0) => "invention_valid",
            Self::InForce(1) => "utility_valid",
            Self::InForce(_) => "design_valid",
            Self::HighValue => Indicator::HighValueValid.code(),
            Self::Class(class) => Indicator::of_class(class).code(),
            Self::Share => "high_value_share",
            Self::Age => "invention_age",
        }
    }

    fn counter(self) -> &'static str {
        match self {
            Self::InForce(_) | Self::HighValue | Self::Class(_) => "patents",
            Self::Share => "percent",
            Self::Age => "years",
        }
    }

    /// Its name, with what it is told in where that is not the number of patents.
    pub fn name(self, lang: Lang) -> String {
        let name = label(lang, "indicator", self.code());
        match self {
            Self::InForce(_) | Self::HighValue | Self::Class(_) | Self::Share => name,
            Self::Age => remarked(lang, name, label(lang, "counter", self.counter())),
        }
    }

    /// How many there are; none for what is no number of patents.
    fn n(self, of: &StockFigures) -> Option<i64> {
        match self {
            Self::InForce(kind) => Some(of.in_force[kind]),
            Self::HighValue => Some(of.high_value),
            Self::Class(class) => Some(of.classes[class as usize]),
            Self::Share | Self::Age => None,
        }
    }

    /// Of how many patents nobody can tell.
    fn unknown(self, of: &StockFigures) -> i64 {
        match self {
            Self::HighValue | Self::Share => of.unknown,
            Self::Class(class) => of.classes_unknown[class as usize],
            Self::InForce(_) | Self::Age => 0,
        }
    }

    fn cell(self, of: &StockFigures) -> Cell {
        match self {
            Self::Share => percent(of.share()),
            Self::Age => Cell::opt(of.mean_age(), |age: Decimal| Cell::Decimal(age.to_string())),
            Self::InForce(_) | Self::HighValue | Self::Class(_) => {
                self.n(of).map_or(Cell::Empty, Cell::Count)
            }
        }
    }

    fn is_divided(self) -> bool {
        matches!(self, Self::InForce(0) | Self::HighValue)
    }
}

/// A figure that is worked out of the stock: which, what it is, and of how many inventions nobody can tell.
pub type WorkedOut = (Row, Cell, i64);

/// The share of high-value inventions, and how old inventions are on the average.
pub fn worked_out(of: &StockFigures) -> [WorkedOut; 2] {
    [Row::Share, Row::Age].map(|row| (row, row.cell(of), row.unknown(of)))
}

fn percent(share: Option<Percent>) -> Cell {
    Cell::opt(share, |share: Percent| Cell::Percent(format!("{:.2}", share.points())))
}

/// The day asked for, the same day a year before, and the end of the year before.
pub fn days(day: Date) -> Vec<Date> {
    let others = [day.add_years(-1), Date::from_ymd(day.year() - 1, 12, 31)];
    let mut days = vec![day];
    days.extend(others.into_iter().flatten());
    days
}

/// The stock at the close of the snapshot's day.
pub fn figures(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &StockQuery,
) -> Result<Table, Refusal> {
    let found = count(ledger, snapshot, query.split, &days(snapshot.as_of))?;
    let district = ledger.office(snapshot)?.district;
    let mut table = match (query.split, query.detail) {
        (Some(split), Detail::Screen) => by_group(lang, &found, split),
        (split, detail) => long(lang, &found, split, detail),
    };
    notes(lang, &found, query.split, &mut table);
    Ok(table.titled(say::title(lang, district, snapshot.as_of)))
}

/// A figure a row, of each group when split.
fn long(lang: Lang, found: &Stock, split: Option<SplitBy>, detail: Detail) -> Table {
    let mut keys: Vec<&'static str> = split.map(SplitBy::code).into_iter().collect();
    keys.extend(["indicator", "unit", "value"]);
    let whole = detail == Detail::Whole;
    keys.extend(whole.then_some(["at_least", "unknown"]).into_iter().flatten());
    keys.extend(["per_10k", "year_before", "change", "year_end", "since_year_end"]);
    if whole {
        keys.extend(["persons", "population_day", "population_rule", "source"]);
    }
    let mut table = Table::of(lang, &keys).sparing(&["year_end", "year_before", "change"]);
    for (group, figures) in &found.groups {
        for row in ROWS {
            let [now, others @ ..] = &figures[..] else { continue };
            let mut cells: Vec<Cell> =
                split.map(|split| group_cell(lang, split, group)).into_iter().collect();
            cells.push(Cell::code(row.code(), label(lang, "indicator", row.code())));
            cells.push(Cell::text(label(lang, "counter", row.counter())));
            let unknown = row.unknown(now);
            match detail {
                Detail::Whole => {
                    cells.extend([row.cell(now), Cell::Bool(unknown > 0), Cell::Count(unknown)]);
                }
                Detail::Screen => cells.push(at_least(lang, &row.cell(now), unknown)),
            }
            let people = found.people_of(split, group).filter(|_| row.is_divided());
            cells.push(per_10k(found, people, row.n(now)));
            let [year_before, year_end] = [others.first(), others.get(1)];
            let of =
                |figures: Option<&StockFigures>| figures.map_or(Cell::Empty, |of| row.cell(of));
            let was = |figures: Option<&StockFigures>| figures.and_then(|of| row.n(of));
            let n = row.n(now);
            cells.push(of(year_before));
            cells.push(n.zip(was(year_before)).map_or(Cell::Empty, |(now, was)| change(now, was)));
            cells.push(of(year_end));
            cells.push(
                n.zip(was(year_end)).map_or(Cell::Empty, |(now, was)| Cell::Count(now - was)),
            );
            if whole {
                let rule = people.map(|_| found.terms.population.code());
                cells.push(people.map_or(Cell::Empty, |people| Cell::Count(people.persons)));
                cells.push(date(people.map(|people| people.day)));
                cells.push(Cell::opt(rule, |rule| coded(lang, "population_rule", rule)));
                cells.push(text(people.map(|people| people.source.clone())));
            }
            table.row(cells);
        }
    }
    table
}

/// How many there are for each 10,000 people; empty where nobody counted them.
fn per_10k(found: &Stock, people: Option<&Population>, n: Option<i64>) -> Cell {
    let each = people.zip(n).and_then(|(people, n)| found.terms.per_10k(n, people.persons));
    Cell::opt(each, |each: Decimal| Cell::Decimal(each.to_string()))
}

/// A figure that is at least so much, where some could not be judged.
pub fn at_least(lang: Lang, cell: &Cell, unknown: i64) -> Cell {
    match unknown {
        0 => cell.clone(),
        _ => Cell::text(format!("≥ {}", crate::report::shown(cell, lang))),
    }
}

/// A row for each group, the largest stock first; those that state nothing last. Of districts also how many there are for
/// each 10,000 of their people.
pub fn by_group(lang: Lang, found: &Stock, split: SplitBy) -> Table {
    let mut keys = vec![split.code()];
    keys.extend(ROWS.iter().filter(|row| !matches!(row, Row::Class(_))).map(|row| row.code()));
    let divided = if split == SplitBy::District { &PER_10K[..] } else { &[] };
    keys.extend(divided.iter().map(|(_, code)| *code));
    keys.push("since_year_end");
    let mut table = Table::of(lang, &keys).sparing(&["design_valid", "invention_age"]);
    let first = |figures: &Vec<StockFigures>| figures.first().copied().unwrap_or_default();
    let mut groups: Vec<_> = found.groups.iter().collect();
    groups.sort_by_key(|(group, figures)| (group.is_empty(), -first(figures).in_force[0]));
    let cells = |now: &StockFigures, year_end: Option<&StockFigures>, people| {
        let rows = ROWS.iter().filter(|row| !matches!(row, Row::Class(_)));
        let mut cells: Vec<Cell> =
            rows.map(|row| at_least(lang, &row.cell(now), row.unknown(now))).collect();
        for row in [Row::InForce(0), Row::HighValue].iter().take(divided.len()) {
            cells.push(per_10k(found, people, row.n(now)));
        }
        let since = year_end.map(|was| now.in_force[0] - was.in_force[0]);
        cells.push(since.map_or(Cell::Empty, Cell::Count));
        cells
    };
    let mut all = vec![StockFigures::default(); found.days.len()];
    for (group, figures) in groups {
        let mut row = vec![group_cell(lang, split, group)];
        row.extend(cells(&first(figures), figures.get(2), found.people_of(Some(split), group)));
        table.row(row);
        all.iter_mut().zip(figures).for_each(|(all, figures)| all.add(figures));
    }
    let mut total = vec![Cell::text(title(lang, "total"))];
    total.extend(cells(&first(&all), all.get(2), found.people.as_ref()));
    table.total(total);
    table
}

/// What a reader must know: what the figures are divided by, what is not known, what rests on an assumption.
pub fn notes(lang: Lang, found: &Stock, split: Option<SplitBy>, table: &mut Table) {
    let day = found.days.first().copied().unwrap_or(Date::MIN);
    let mut all = BTreeMap::new();
    for figures in found.groups.values().filter_map(|figures| figures.first()) {
        for (key, n) in [
            ("unknown", figures.unknown),
            ("fees", figures.fees_unknown),
            ("assumed", figures.assumed),
        ] {
            *all.entry(key).or_insert(0) += n;
        }
    }
    let n = |key: &str| all.get(key).copied().unwrap_or_default();
    table.note(say::overlap(lang, found.terms.over_years));
    let rule = label(lang, "population_rule", found.terms.population.code());
    match &found.people {
        _ if split == Some(SplitBy::District) => {
            table.note(say::divided_by_district(lang, rule));
        }
        _ if split.is_some() => {}
        Some(people) => {
            let kind = label(lang, "population_kind", people.kind.code());
            table.note(say::divided(lang, rule, people.day, kind, people.persons, &people.source));
        }
        None => {
            table.note(say::not_divided(lang, rule, day.year()));
        }
    }
    if n("unknown") > 0 {
        table.note(say::unknown(lang, n("unknown")));
    }
    if n("fees") > 0 {
        table.note(say::fees_unknown(lang, n("fees")));
    }
    if n("assumed") > 0 {
        table.note(say::assumed(lang, n("assumed")));
    }
}

/// The inventions of high value, and those of which nobody can tell, by number.
pub fn cases(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let keys = [
        "application_no",
        "patentee",
        "filing_date",
        "grant_date",
        "ipc",
        "high_value",
        "classes",
        "classes_unknown",
    ];
    let mut table = Table::of(lang, &keys).sparing(&["grant_date", "ipc", "classes_unknown"]);
    for case in high_value_cases(ledger, snapshot)? {
        let owner = case.owner.and_then(|owner| parties.get(&owner));
        let of = |wanted: Answer| {
            let classes = ValueClass::ALL.into_iter().zip(case.answers);
            let classes = classes.filter(|(_, answer)| *answer == wanted);
            let words: Vec<String> =
                classes.map(|(class, _)| label(lang, "value_class", class.code())).collect();
            joined(&words, lang)
        };
        table.row(vec![
            Cell::id(case.patent.number),
            text(owner.and_then(|card| card.party.name.clone())),
            date(case.patent.filing),
            date(case.patent.grant),
            Cell::opt(case.patent.ipc, Cell::id),
            coded(lang, "answer", case.answer.code()),
            of(Answer::Yes),
            of(Answer::Unknown),
        ]);
    }
    let district = ledger.office(snapshot)?.district;
    Ok(table.titled(say::cases_title(lang, district, snapshot.as_of)))
}

/// The tables of IPC symbols that are recorded, and what the stock is judged and divided by.
pub fn maps(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let keys = ["ipc_map", "industries", "symbols", "valid_from", "valid_to", "source"];
    let mut table = Table::of(lang, &keys);
    for card in ledger.industry_maps(snapshot)? {
        let map = card.map;
        let symbols: usize = map.industries.iter().map(|industry| industry.ipc.len()).sum();
        table.row(vec![
            Cell::code(&map.code, map.title.clone().unwrap_or_else(|| map.code.clone())),
            Cell::Count(map.industries.len() as i64),
            Cell::Count(symbols as i64),
            date(map.valid_from),
            date(map.valid_to),
            Cell::text(map.source),
        ]);
    }
    Ok(table.titled(say::maps_title(lang)))
}
