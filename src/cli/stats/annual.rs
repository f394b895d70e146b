//! `stats annual --from 2016 --to 2020 [--by industry]`

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::domain::values::Period;
use crate::i18n::say;
use crate::report::Cell;
use crate::stats::{Line, SplitBy, Totals, finance};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (from, to) = super::span(context, matches)?;
    show(context, from, to, super::split(context, matches)?)
}

/// Shows the figures of years.
pub fn show(
    context: &Context,
    from: i32,
    to: i32,
    split: Option<SplitBy>,
) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let district = ledger.office(snapshot)?.district;
    let mut lines = Totals::count(ledger, snapshot, split, from..=to)?.annual(from, to);
    let years: Vec<Period> = (from..=to).filter_map(Period::year).collect();
    let money = finance(ledger, snapshot, years, split, false)?;
    let place = |line: &Line| usize::try_from(line.year - from).unwrap_or_default();
    if split.is_some_and(|split| split != SplitBy::Kind) {
        let year = |at: usize| Line::of(from + at as i32, None);
        super::with_groups_of(&money, &mut lines, year, place);
    }
    let front = |line: &Line| vec![Cell::Ordinal(i64::from(line.year))];
    let table = super::table(context, &lines, &money, split, &["year"], (front, place));
    let warnings = table.notes.clone();
    let anchor = ledger.anchor()?;
    let table = table.titled(say::annual_title(context.lang, district));
    Shown { schema: "stats.annual", snapshot, anchor: &anchor, warnings }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
