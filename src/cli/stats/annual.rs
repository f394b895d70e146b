//! `stats annual --from 2016 --to 2020 [--by industry]`

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::i18n::say;
use crate::report::Cell;
use crate::stats::{SplitBy, Totals};

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
    let snapshot = context.snapshot(&ledger)?;
    let district = ledger.office(snapshot)?.district;
    let lines = Totals::count(&ledger, snapshot, split, from..=to)?.annual(from, to);
    let table = super::table(context, &lines, split, &["year"], |line| {
        vec![Cell::Ordinal(i64::from(line.year))]
    });
    let warnings = table.notes.clone();
    let anchor = ledger.anchor()?;
    let table = table.titled(say::annual_title(context.lang, district));
    Shown { schema: "stats.annual", snapshot, anchor: &anchor, warnings }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
