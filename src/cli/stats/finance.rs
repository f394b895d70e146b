//! `stats finance --from 2016 --to 2020 [--year 2018] [--by bank|park|industry|street|party]`: pledges and
//! loans by year, or by quarter of one year, with what was owed at each period's end and how long the
//! procedure took.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::cli::requests::Typed;
use crate::domain::values::Period;
use crate::i18n::say;
use crate::report::{Cell, Table};
use crate::stats::{Finance, finance};

const FIGURES: [&str; 9] = [
    "pledge_registrations",
    "pledged_patents",
    "secured_amount",
    "loans_granted",
    "loan_amount",
    "outstanding",
    "overdue_principal",
    "application_days",
    "disbursement_days",
];

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let split = super::split(context, matches)?;
    let year = Typed::new(context, matches).year("year")?;
    let (from, to) = super::span(context, matches)?;
    // What was pledged or lent after the plan's years is not left out unasked.
    let open = year.is_none() && matches.get_one::<String>("to").is_none();
    let last = if open { to.max(snapshot.as_of.year()) } else { to };
    let mut periods: Vec<Period> = match year {
        Some(year) => (1..=4).filter_map(|quarter| Period::quarter(year, quarter)).collect(),
        None => (from..=last).filter_map(Period::year).collect(),
    };
    let mut found = finance(ledger, snapshot, periods.clone(), split, true)?;
    if open {
        let moved =
            found.iter().filter(|(_, finance)| finance.loans > 0 || finance.registrations > 0);
        let asked = usize::try_from(to - from + 1).unwrap_or_default();
        let many = moved.map(|((_, at), _)| at + 1).max().unwrap_or_default().max(asked);
        periods.truncate(many);
        found.retain(|(_, at), _| *at < many);
    }
    let mut keys: Vec<&'static str> = split.map(super::split_key).into_iter().collect();
    keys.push("year");
    keys.extend(year.map(|_| "quarter"));
    let leading = keys.len();
    keys.extend(FIGURES);
    let mut table = Table::of(context.lang, &keys);
    let mut flows = Finance::default();
    let none = Finance::default();
    let rows: Vec<(String, usize)> = match split {
        None => (0..periods.len()).map(|at| (String::new(), at)).collect(),
        Some(_) => found.keys().cloned().collect(),
    };
    for (group, at) in rows {
        let finance = found.get(&(group.clone(), at)).unwrap_or(&none);
        let mut cells: Vec<Cell> =
            split.map(|split| super::group_cell(context.lang, split, &group)).into_iter().collect();
        let first = periods[at].first();
        cells.push(Cell::Ordinal(i64::from(first.year())));
        cells.extend(year.map(|_| Cell::Ordinal(i64::from(first.quarter()))));
        cells.extend(figures(finance, true));
        table.row(cells);
        flows.add(finance);
    }
    let mut total = vec![Cell::text(crate::i18n::titles::title(context.lang, "total"))];
    total.resize(leading, Cell::Empty);
    total.extend(figures(&flows, false));
    table.total(total);
    table.note(say::finance_note(context.lang));
    let district = ledger.office(snapshot)?.district;
    let table = table.titled(say::finance_title(context.lang, district));
    let anchor = ledger.anchor()?;
    Shown { schema: "stats.finance", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// Levels at a period's end are not summed over periods.
fn figures(finance: &Finance, with_levels: bool) -> Vec<Cell> {
    let level = |fen: i64| if with_levels { Cell::Yuan(fen) } else { Cell::Empty };
    let mean = |(days, n): (i64, i64)| match n {
        0 => Cell::Empty,
        n => {
            let mean = rust_decimal::Decimal::from(days) / rust_decimal::Decimal::from(n);
            Cell::Decimal(format!("{:.1}", mean.round_dp(1)))
        }
    };
    vec![
        Cell::Count(finance.registrations),
        Cell::Count(finance.patents.len() as i64),
        Cell::Yuan(finance.secured_fen),
        Cell::Count(finance.loans),
        Cell::Yuan(finance.lent_fen),
        level(finance.outstanding_fen),
        level(finance.overdue_fen),
        mean(finance.examined),
        mean(finance.drawn),
    ]
}
