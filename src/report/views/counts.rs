//! Figures counted now, period by period: filings and grants, pledges and loans, the change from year to year.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Detail;
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::publication::Flags;
use crate::domain::values::{Percent, Period};
use crate::i18n::codes::label;
use crate::i18n::loans::loan_problem;
use crate::i18n::punctuation::comma_list;
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, LoanId, Office, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table};
use crate::stats::{
    BasisRun, FigureRow, Figures, Finance, SplitBy, Totals, finance as count_finance,
    not_worked_out,
};

/// Which figures are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiguresQuery {
    pub periods: Periods,
    pub split: Option<SplitBy>,
    pub detail: Detail,
}

/// The periods of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periods {
    /// Both years included.
    Years { from: i32, to: i32 },
    /// These years, and later ones in which anything was pledged or lent.
    YearsOn { from: i32, to: i32 },
    /// The four quarters of a year.
    QuartersOf(i32),
}

impl Periods {
    /// First and last year.
    fn years(self) -> (i32, i32) {
        match self {
            Self::Years { from, to } | Self::YearsOn { from, to } => (from, to),
            Self::QuartersOf(year) => (year, year),
        }
    }

    fn all(self) -> Vec<Period> {
        match self {
            Self::Years { from, to } | Self::YearsOn { from, to } => {
                (from..=to).filter_map(Period::year).collect()
            }
            Self::QuartersOf(year) => {
                (1..=4).filter_map(|quarter| Period::quarter(year, quarter)).collect()
            }
        }
    }

    /// The columns that name a period.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Years { .. } | Self::YearsOn { .. } => &["year"],
            Self::QuartersOf(_) => &["year", "quarter"],
        }
    }

    /// The period at a place, as [`Periods::keys`] names it.
    fn name(self, at: usize) -> Vec<Cell> {
        match self {
            Self::Years { from, .. } | Self::YearsOn { from, .. } => {
                vec![Cell::Ordinal(i64::from(from) + at as i64)]
            }
            Self::QuartersOf(year) => {
                vec![Cell::Ordinal(i64::from(year)), Cell::Ordinal(at as i64 + 1)]
            }
        }
    }

    /// A line of nothing at a place.
    fn line(self, at: usize) -> FigureRow {
        match self {
            Self::Years { from, .. } | Self::YearsOn { from, .. } => {
                FigureRow::of(from + at as i32, None)
            }
            Self::QuartersOf(year) => FigureRow::of(year, Some(at as u32 + 1)),
        }
    }

    /// The place of a line among the periods.
    fn place(self, line: &FigureRow) -> usize {
        match self {
            Self::Years { from, .. } | Self::YearsOn { from, .. } => {
                usize::try_from(line.year - from).unwrap_or_default()
            }
            Self::QuartersOf(_) => line.quarter.map_or(0, |quarter| quarter as usize - 1),
        }
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

/// How many of [`FIGURES`] are of filings, and of filings, pledges and loans; a screen shows the latter, and
/// compensation, when there are any.
const OF_FILINGS: usize = 7;
const OF_FINANCE: usize = 12;

/// Pledges and loans, by group and place among the periods.
type FinanceByGroup = BTreeMap<(String, usize), Finance>;

/// The figures of each year or quarter, with a line of totals.
pub fn figures(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &FiguresQuery,
) -> Result<Table, Refusal> {
    let FiguresQuery { periods, split, .. } = *query;
    let (from, to) = periods.years();
    let totals = Totals::count(ledger, snapshot, split, from..=to)?;
    let mut lines = match periods {
        Periods::QuartersOf(year) => totals.quarterly(year),
        Periods::Years { .. } | Periods::YearsOn { .. } => totals.annual(from, to),
    };
    let money = count_finance(ledger, snapshot, periods.all(), split, false)?;
    if split.is_some_and(|split| ![SplitBy::Kind, SplitBy::Ipc].contains(&split)) {
        add_groups(&money, &mut lines, periods);
    }
    let mut table = table(lang, &lines, &money, query);
    let Office { district, region, .. } = ledger.office(snapshot)?;
    let undated = ledger.grants_undated(snapshot, region)?;
    if undated > 0 {
        table.note(say::note_grants_undated(lang, undated));
    }
    let Periods::QuartersOf(year) = periods else {
        return Ok(table.titled(say::annual_title(lang, district)));
    };
    if totals.in_no_quarter(year) > 0 {
        table.note(say::note_in_no_quarter(lang, totals.in_no_quarter(year)));
    }
    Ok(table.titled(say::quarterly_title(lang, district, year)))
}

fn table(lang: Lang, lines: &[FigureRow], money: &FinanceByGroup, query: &FiguresQuery) -> Table {
    let FiguresQuery { periods, split, detail } = *query;
    let figures = match detail {
        Detail::Screen if money.is_empty() => &FIGURES[..OF_FILINGS],
        Detail::Screen if money.values().all(|finance| finance.compensated_fen == 0) => {
            &FIGURES[..OF_FINANCE]
        }
        Detail::Screen | Detail::Whole => &FIGURES[..],
    };
    let mut keys: Vec<&'static str> = split.map(SplitBy::code).into_iter().collect();
    keys.extend_from_slice(periods.keys());
    keys.extend_from_slice(figures);
    let is_broken = lines.iter().any(|line| line.broken);
    keys.extend(is_broken.then_some("flags"));
    let mut table = Table::of(lang, &keys);
    let (mut all, mut all_money) = (Figures::default(), Finance::default());
    let none = Finance::default();
    for line in lines {
        let group = line.group.clone().unwrap_or_default();
        let mut cells: Vec<Cell> =
            split.map(|split| group_cell(lang, split, &group)).into_iter().collect();
        let place = periods.place(line);
        let finance = money.get(&(group, place)).unwrap_or(&none);
        cells.extend(periods.name(place));
        cells.extend(figure_cells(&line.figures, finance, split, figures.len()));
        cells.extend(is_broken.then(|| break_cell(line.broken)));
        table.row(cells);
        all.add(&line.figures);
        all_money.add(finance);
    }
    let mut total = vec![Cell::text(title(lang, "total"))];
    total.resize(keys.len() - figures.len() - usize::from(is_broken), Cell::Empty);
    total.extend(figure_cells(&all, &all_money, split, figures.len()));
    total.resize(keys.len(), Cell::Empty);
    table.total(total);
    if is_broken && detail == Detail::Screen {
        table.note(say::note_broken(lang));
    }
    for note in notes(lang, lines, &all) {
        table.note(note);
    }
    table
}

/// Adds lines of groups that have pledges or loans but no filings.
fn add_groups(money: &FinanceByGroup, lines: &mut Vec<FigureRow>, periods: Periods) {
    for (group, at) in money.keys() {
        let there = lines.iter().any(|line| {
            line.group.as_deref().unwrap_or_default() == group && periods.place(line) == *at
        });
        if !there {
            lines.push(FigureRow { group: Some(group.clone()), ..periods.line(*at) });
        }
    }
    lines.sort_by(|a, b| (&a.group, a.year, a.quarter).cmp(&(&b.group, b.year, b.quarter)));
}

pub fn group_cell(lang: Lang, split: SplitBy, group: &str) -> Cell {
    match split {
        _ if group.is_empty() => Cell::code("", say::not_stated(lang)),
        SplitBy::Kind => Cell::code(group, label(lang, "kind", group)),
        SplitBy::ApplicantKind => Cell::code(group, label(lang, "applicant_kind", group)),
        SplitBy::Ipc => Cell::code(group, label(lang, "ipc_section", group)),
        SplitBy::Size => Cell::code(group, label(lang, "size", group)),
        SplitBy::District
        | SplitBy::Industry
        | SplitBy::Park
        | SplitBy::Street
        | SplitBy::Party
        | SplitBy::Bank => Cell::text(group),
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
    if split != Some(SplitBy::Kind) && split != Some(SplitBy::Ipc) {
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
    // A screen shows fewer columns; a split by kind of patent has no money.
    cells.resize(many, Cell::Empty);
    cells
}

/// Months of years, from 1 to 12.
type Months = BTreeMap<i32, BTreeSet<u32>>;

/// Years as people write them, with the months of a year that is there in part: 2015、2017–2019、2024年1–6月.
fn spans(lang: Lang, months: &Months, of: &Months) -> String {
    let whole = |year: &&i32| months.get(*year) == of.get(*year);
    let years: Vec<i32> = months.keys().filter(whole).copied().collect();
    let spans = years.chunk_by(|a, b| a + 1 == *b).map(|span| match span {
        [year] => year.to_string(),
        _ => format!("{}–{}", span[0], span[span.len() - 1]),
    });
    let mut spans: Vec<String> = spans.collect();
    for (year, months) in months.iter().filter(|(year, _)| !whole(year)) {
        let months: Vec<u32> = months.iter().copied().collect();
        let runs = months.chunk_by(|a, b| a + 1 == *b);
        spans.extend(runs.map(|run| match run {
            [month] => say::month_of(lang, year, month),
            _ => say::months_of(lang, year, run[0], run[run.len() - 1]),
        }));
    }
    comma_list(lang, spans)
}

/// Whether a row stands on another basis than what it is held against.
fn break_cell(broken: bool) -> Cell {
    if broken { Cell::text(Flags { broken, ..Flags::default() }.letters()) } else { Cell::Empty }
}

/// What a reader must know to use the figures: basis, unknowns, assumptions.
fn notes(lang: Lang, lines: &[FigureRow], all: &Figures) -> Vec<String> {
    let mut notes = Vec::new();
    let months = |wanted: &dyn Fn(&BasisRun) -> bool, kind: usize| {
        let mut months = Months::new();
        for line in lines {
            for run in line.bases[kind].iter().filter(|run| wanted(run)) {
                months.entry(line.year).or_default().extend(run.first..=run.last);
            }
        }
        months
    };
    for basis in [Basis::Received, Basis::FeePaid] {
        let years = [0, 1, 2].map(|kind| {
            let of_basis = months(&|run| run.basis == basis, kind);
            spans(lang, &of_basis, &months(&|_| true, kind))
        });
        let basis = label(lang, "basis", basis.code());
        // One sentence where all kinds are counted alike.
        if years.iter().all(|of_kind| *of_kind == years[0]) {
            let said = (!years[0].is_empty()).then(|| say::note_basis(lang, &years[0], basis));
            notes.extend(said);
            continue;
        }
        for (filings, years) in Indicator::FILINGS.iter().zip(&years).filter(|(_, y)| !y.is_empty())
        {
            let what = label(lang, "indicator", filings.code());
            notes.push(say::note_basis_of(lang, what, years, &basis));
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

const OF_PLEDGES_AND_LOANS: [&str; 11] = [
    "pledge_registrations",
    "pledged_patents",
    "secured_amount",
    "loans_granted",
    "first_loans",
    "loan_amount",
    "outstanding",
    "since_year_end",
    "overdue_principal",
    "application_days",
    "disbursement_days",
];

/// Pledges and loans of each period, with what was owed at its end and how long the procedure took.
pub fn finance(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &FiguresQuery,
) -> Result<Table, Refusal> {
    let FiguresQuery { mut periods, split, .. } = *query;
    let asked = periods.all().len();
    if let Periods::YearsOn { from, to } = periods {
        periods = Periods::Years { from, to: to.max(snapshot.as_of.year()) };
    }
    // What was owed at the end of the year before comes after the periods asked for.
    let mut all = periods.all();
    let mut many = all.len();
    all.extend(Period::year(periods.years().0 - 1));
    let mut found = count_finance(ledger, snapshot, all, split, true)?;
    let mut year_ends = BTreeMap::new();
    found.retain(|(group, at), finance| {
        let is_asked = *at < many;
        if !is_asked {
            year_ends.insert(group.clone(), finance.outstanding_fen);
        }
        is_asked
    });
    if many > asked {
        let moved =
            found.iter().filter(|(_, finance)| finance.loans > 0 || finance.registrations > 0);
        many = moved.map(|((_, at), _)| at + 1).max().unwrap_or_default().max(asked);
        found.retain(|(_, at), _| *at < many);
    }
    // Of years each ends with what the next is held against; of quarters all are held against the year before.
    let since_year_end = |group: &str, at: usize, owed: i64| {
        let before = match (periods, at.checked_sub(1)) {
            (Periods::Years { .. } | Periods::YearsOn { .. }, Some(last)) => {
                found.get(&(group.to_owned(), last)).map(|finance| finance.outstanding_fen)
            }
            (Periods::QuartersOf(_), _) | (_, None) => year_ends.get(group).copied(),
        };
        let has_begun = periods.all().get(at).is_some_and(|of| of.first() <= snapshot.as_of);
        if has_begun { Cell::Yuan(owed - before.unwrap_or_default()) } else { Cell::Empty }
    };
    let mut keys: Vec<&'static str> = split.map(SplitBy::code).into_iter().collect();
    keys.extend_from_slice(periods.keys());
    let leading = keys.len();
    keys.extend(OF_PLEDGES_AND_LOANS);
    let mut table = Table::of(lang, &keys).sparing(&["since_year_end", "disbursement_days"]);
    let mut flows = Finance::default();
    let none = Finance::default();
    let rows: Vec<(String, usize)> = match split {
        None => (0..many).map(|at| (String::new(), at)).collect(),
        Some(_) => found.keys().cloned().collect(),
    };
    for (group, at) in rows {
        let mut cells: Vec<Cell> =
            split.map(|split| group_cell(lang, split, &group)).into_iter().collect();
        let finance = found.get(&(group.clone(), at)).unwrap_or(&none);
        cells.extend(periods.name(at));
        let since = since_year_end(&group, at, finance.outstanding_fen);
        cells.extend(finance_cells(finance, Some(since)));
        table.row(cells);
        flows.add(finance);
    }
    let mut total = vec![Cell::text(title(lang, "total"))];
    total.resize(leading, Cell::Empty);
    total.extend(finance_cells(&flows, None));
    table.total(total);
    table.note(say::finance_note(lang));
    let left_out = found.values().flat_map(|finance| finance.left_out.iter().copied());
    let left_out: BTreeSet<LoanId> = left_out.collect();
    for (loan, problem) in not_worked_out(ledger, snapshot, left_out)? {
        table.note(say::loan_left_out(lang, loan, loan_problem(lang, &problem).message));
    }
    Ok(table.titled(say::finance_title(lang, ledger.office(snapshot)?.district)))
}

/// Levels at a period's end, with the change since the end of the last year, are not summed over periods.
fn finance_cells(finance: &Finance, since_year_end: Option<Cell>) -> Vec<Cell> {
    let level = |fen: i64| if since_year_end.is_some() { Cell::Yuan(fen) } else { Cell::Empty };
    let mean = |(days, n): (i64, i64)| match n {
        0 => Cell::Empty,
        n => {
            let mean = Decimal::from(days) / Decimal::from(n);
            Cell::Decimal(format!("{:.1}", mean.round_dp(1)))
        }
    };
    vec![
        Cell::Count(finance.registrations),
        Cell::Count(finance.patents.len() as i64),
        Cell::Yuan(finance.secured_fen),
        Cell::Count(finance.loans),
        Cell::Count(finance.first_loans),
        Cell::Yuan(finance.lent_fen),
        level(finance.outstanding_fen),
        since_year_end.clone().unwrap_or(Cell::Empty),
        level(finance.overdue_fen),
        mean(finance.examined),
        mean(finance.drawn),
    ]
}

/// Inventions and filings abroad year by year, with the change on the year before.
pub fn trend(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    (from, to): (i32, i32),
) -> Result<Table, Refusal> {
    let growth = title(lang, "growth");
    let mut table = Table::new(&[
        ("year", title(lang, "year")),
        ("invention_filings", title(lang, "invention_filings")),
        ("filings_growth", growth),
        ("invention_grants", title(lang, "invention_grants")),
        ("grants_growth", growth),
        ("pct_filings", title(lang, "pct_filings")),
        ("pct_growth", growth),
        ("flags", title(lang, "flags")),
        ("progress", ""),
    ]);
    let lines = Totals::count(ledger, snapshot, None, from - 1..=to)?.annual(from - 1, to);
    let most = lines.iter().skip(1).map(|line| line.figures.filings[0]).max().unwrap_or(0).max(1);
    for pair in lines.windows(2) {
        let [before, now] = pair else { continue };
        let (b, n) = (&before.figures, &now.figures);
        table.row(vec![
            Cell::Ordinal(i64::from(now.year)),
            Cell::Count(n.filings[0]),
            change(n.filings[0], b.filings[0]),
            Cell::Count(n.grants[0]),
            change(n.grants[0], b.grants[0]),
            Cell::Count(n.pct),
            change(n.pct, b.pct),
            break_cell(now.broken),
            Cell::Bar(n.filings[0] * 1000 / most),
        ]);
    }
    for note in notes(lang, &lines[1..], &Figures::default()) {
        table.note(note);
    }
    Ok(table.titled(say::trend_title(lang, ledger.office(snapshot)?.district)))
}

/// The change on the year before in percent; none when there was nothing before.
pub fn change(now: i64, before: i64) -> Cell {
    match Percent::ratio(now - before, before) {
        Some(percent) => Cell::Percent(format!("{:.2}", percent.points())),
        None => Cell::Empty,
    }
}
