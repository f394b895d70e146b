//! `ipledger stats ...`

mod annual;
mod backtest;
mod completeness;
mod diff;
mod finance;
pub mod forecast;
mod publish;
mod published;
mod quarterly;
mod trend;

pub use annual::show as show_annual;

/// The years of the plan, shown unless others are asked for.
const FIRST_YEAR: i32 = 2016;
const LAST_YEAR: i32 = 2020;

use std::collections::{BTreeMap, BTreeSet};

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::ledger::unknown_word;
use crate::domain::Fault;
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::values::{Period, Quarter};
use crate::i18n::codes::label;
use crate::i18n::words::Words;
use crate::i18n::{Lang, say};
use crate::report::{Cell, Table};
use crate::stats::{Figures, Finance, Line, SplitBy};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("annual", args)) => annual::run(context, args),
        Some(("quarterly", args)) => quarterly::run(context, args),
        Some(("finance", args)) => finance::run(context, args),
        Some(("trend", args)) => trend::run(context, args),
        Some(("publish", args)) => publish::run(context, args),
        Some(("published", args)) => published::list(context, args),
        Some(("show", args)) => published::show(context, args),
        Some(("diff", args)) => diff::run(context, args),
        Some(("forecast", args)) => forecast::run(context, args),
        Some(("completeness", args)) => completeness::run(context, args),
        _ => Ok(Done::Well),
    }
}

/// Columns of the figures.
const FIGURES: [&str; 14] = [
    "invention_filings",
    "invention_grants",
    "utility_filings",
    "utility_grants",
    "design_filings",
    "design_grants",
    "pct_filings",
    "pledge_registrations",
    "pledged_patents",
    "secured_amount",
    "loans_granted",
    "loan_amount",
    "compensation_paid",
    "compensation_recovered",
];

/// How many of [`FIGURES`] are of filings, and of filings, pledges and loans; a terminal shows the latter, and
/// compensation, when there are any; JSON and CSV have all.
const OF_FILINGS: usize = 7;
const OF_FINANCE: usize = 12;

/// Years of `--from` and `--to`; the plan's own where nothing is said.
fn span(context: &Context, matches: &ArgMatches) -> Result<(i32, i32), Failure> {
    let usage = |message| Failure::Usage(Words { message, hint: String::new() });
    let year = |name: &str, otherwise: i32, last: bool| {
        let Some(text) = matches.get_one::<String>(name) else { return Ok(otherwise) };
        let period: Period =
            text.parse().map_err(|_| unknown_word(context.lang, text, &["2016", "2020"]))?;
        let day = if last { period.last() } else { period.first() };
        let end =
            Period::year(day.year()).map(|year| if last { year.last() } else { year.first() });
        // Figures of part of a year would be taken for the year's.
        match end == Some(day) {
            true => Ok(day.year()),
            false => Err(usage(say::whole_years(context.lang, text))),
        }
    };
    let (from, to) = (year("from", FIRST_YEAR, false)?, year("to", LAST_YEAR, true)?);
    match from <= to {
        true => Ok((from, to)),
        false => Err(usage(say::years_turned(context.lang))),
    }
}

/// The quarter a command names.
pub fn quarter(matches: &ArgMatches) -> Result<Quarter, Failure> {
    let text = matches.get_one::<String>("quarter").map_or("", String::as_str);
    text.parse().map_err(|refusal| Failure::field(Fault { field: "quarter", refusal }))
}

/// What `--by` says to split by; without it nothing is split.
fn split(context: &Context, matches: &ArgMatches) -> Result<Option<SplitBy>, Failure> {
    let Some(word) = matches.get_one::<String>("by") else { return Ok(None) };
    match word.as_str() {
        "industry" => Ok(Some(SplitBy::Industry)),
        "park" => Ok(Some(SplitBy::Park)),
        "street" => Ok(Some(SplitBy::Street)),
        "party" => Ok(Some(SplitBy::Party)),
        "bank" => Ok(Some(SplitBy::Bank)),
        "kind" => Ok(Some(SplitBy::Kind)),
        other => {
            let (message, hint) =
                (say::split_unknown(context.lang, other), say::split_hint(context.lang));
            Err(Failure::Usage(Words { message, hint }))
        }
    }
}

fn split_key(split: SplitBy) -> &'static str {
    match split {
        SplitBy::Industry => "industry",
        SplitBy::Park => "park",
        SplitBy::Street => "street",
        SplitBy::Party => "party",
        SplitBy::Bank => "bank",
        SplitBy::Kind => "kind",
    }
}

/// Pledges and loans of the periods lines are of, by group and place among `periods`.
type Money = BTreeMap<(String, usize), Finance>;

/// Draws lines of figures as a table, `leading` columns in front, with a line of totals and notes.
/// `place` says which of the periods of `money` a line is of.
fn table(
    context: &Context,
    lines: &[Line],
    money: &Money,
    split: Option<SplitBy>,
    leading: &[&'static str],
    (front, place): (impl Fn(&Line) -> Vec<Cell>, impl Fn(&Line) -> usize),
) -> Table {
    let lang = context.lang;
    let for_people = !context.json && !context.csv && context.output.is_none();
    let figures = match for_people {
        true if money.is_empty() => &FIGURES[..OF_FILINGS],
        true if money.values().all(|finance| finance.compensated_fen == 0) => {
            &FIGURES[..OF_FINANCE]
        }
        true => &FIGURES[..],
        false => &FIGURES[..],
    };
    let mut keys: Vec<&'static str> = split.map(split_key).into_iter().collect();
    keys.extend_from_slice(leading);
    keys.extend_from_slice(figures);
    let mut table = Table::of(lang, &keys);
    let (mut all, mut all_money) = (Figures::default(), Finance::default());
    let none = Finance::default();
    for line in lines {
        let mut cells = Vec::new();
        let group = line.group.clone().unwrap_or_default();
        if let Some(split) = split {
            cells.push(group_cell(lang, split, &group));
        }
        let finance = money.get(&(group, place(line))).unwrap_or(&none);
        cells.extend(front(line));
        cells.extend(figure_cells(&line.figures, finance, split, figures.len()));
        table.row(cells);
        all.add(&line.figures);
        all_money.add(finance);
    }
    let mut total = vec![Cell::text(crate::i18n::titles::title(lang, "total"))];
    total.resize(keys.len() - figures.len(), Cell::Empty);
    total.extend(figure_cells(&all, &all_money, split, figures.len()));
    table.total(total);
    for note in notes(lang, lines, &all) {
        table.note(note);
    }
    table
}

/// Lines of groups that have pledges or loans but no filings.
fn with_groups_of(
    money: &Money,
    lines: &mut Vec<Line>,
    line: impl Fn(usize) -> Line,
    place: impl Fn(&Line) -> usize,
) {
    for (group, at) in money.keys() {
        let there = lines
            .iter()
            .any(|line| line.group.as_deref().unwrap_or_default() == group && place(line) == *at);
        if !there {
            lines.push(Line { group: Some(group.clone()), ..line(*at) });
        }
    }
    lines.sort_by(|a, b| (&a.group, a.year, a.quarter).cmp(&(&b.group, b.year, b.quarter)));
}

fn group_cell(lang: Lang, split: SplitBy, group: &str) -> Cell {
    match split {
        _ if group.is_empty() => Cell::code("", say::not_stated(lang)),
        SplitBy::Kind => Cell::code(group, label(lang, "kind", group)),
        SplitBy::Industry | SplitBy::Park | SplitBy::Street | SplitBy::Party | SplitBy::Bank => {
            Cell::text(group)
        }
    }
}

fn figure_cells(
    figures: &Figures,
    finance: &Finance,
    split: Option<SplitBy>,
    many: usize,
) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(many);
    for kind in 0..3 {
        cells.push(Cell::Count(figures.filings[kind]));
        cells.push(Cell::Count(figures.grants[kind]));
    }
    cells.push(Cell::Count(figures.pct));
    if split != Some(SplitBy::Kind) {
        cells.extend([
            Cell::Count(finance.registrations),
            Cell::Count(finance.patents.len() as i64),
            Cell::Yuan(finance.secured_fen),
            Cell::Count(finance.loans),
            Cell::Yuan(finance.lent_fen),
            Cell::Yuan(finance.compensated_fen),
            Cell::Yuan(finance.recovered_fen),
        ]);
    }
    // A terminal shows fewer columns; a split by kind of patent has no money.
    cells.resize(many, Cell::Empty);
    cells
}

/// Years as people write them: 2016、2018–2020.
fn spans(lang: Lang, years: &BTreeSet<i32>) -> String {
    let years: Vec<i32> = years.iter().copied().collect();
    let spans = years.chunk_by(|a, b| a + 1 == *b).map(|span| match span {
        [year] => year.to_string(),
        _ => format!("{}–{}", span[0], span[span.len() - 1]),
    });
    spans.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// What a reader must know to use the figures: basis, unknowns, assumptions.
fn notes(lang: Lang, lines: &[Line], all: &Figures) -> Vec<String> {
    let mut notes = Vec::new();
    for basis in [Basis::Received, Basis::FeePaid] {
        let years = [0, 1, 2].map(|kind| {
            let on = lines.iter().filter(|line| line.bases[kind] == Some(basis));
            on.map(|line| line.year).collect::<BTreeSet<i32>>()
        });
        let basis = label(lang, "basis", basis.code());
        // One sentence where all kinds are counted alike.
        if years.iter().all(|of_kind| *of_kind == years[0]) {
            let years = spans(lang, &years[0]);
            notes.extend((!years.is_empty()).then(|| say::note_basis(lang, years, basis)));
            continue;
        }
        for (filings, years) in Indicator::FILINGS.iter().zip(&years).filter(|(_, y)| !y.is_empty())
        {
            let what = label(lang, "indicator", filings.code());
            notes.push(say::note_basis_of(lang, what, spans(lang, years), &basis));
        }
    }
    let counted = [
        (all.fee_unknown, say::note_fee_unknown(lang, all.fee_unknown)),
        (all.district_assumed, say::note_assumed(lang, all.district_assumed)),
        (all.day_unknown, say::note_day_unknown(lang, all.day_unknown)),
        (all.entry_unknown, say::note_entry_unknown(lang, all.entry_unknown)),
    ];
    notes.extend(counted.into_iter().filter(|(n, _)| *n > 0).map(|(_, note)| note));
    notes
}
