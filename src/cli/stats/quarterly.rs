//! `stats quarterly --year 2016 [--by park]`

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::cli::requests::Typed;
use crate::domain::values::Period;
use crate::i18n::say;
use crate::report::Cell;
use crate::stats::{Line, SplitBy, Totals, finance};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let year = Typed::new(context, matches).year("year")?.unwrap_or(snapshot.as_of.year());
    let split = super::split(context, matches)?;
    let district = ledger.office(snapshot)?.district;
    let totals = Totals::count(ledger, snapshot, split, year..=year)?;
    let mut lines = totals.quarterly(year);
    let quarters: Vec<Period> =
        (1..=4).filter_map(|quarter| Period::quarter(year, quarter)).collect();
    let money = finance(ledger, snapshot, quarters, split, false)?;
    let place = |line: &Line| line.quarter.map_or(0, |quarter| quarter as usize - 1);
    if split.is_some_and(|split| split != SplitBy::Kind) {
        let quarter = |at: usize| Line::of(year, Some(at as u32 + 1));
        super::with_groups_of(&money, &mut lines, quarter, place);
    }
    let front = |line: &Line| {
        let quarter = line.quarter.map_or(Cell::Empty, |quarter| Cell::Ordinal(i64::from(quarter)));
        vec![Cell::Ordinal(i64::from(line.year)), quarter]
    };
    let mut table =
        super::table(context, &lines, &money, split, &["year", "quarter"], (front, place));
    if totals.in_no_quarter(year) > 0 {
        table.note(say::note_in_no_quarter(context.lang, totals.in_no_quarter(year)));
    }
    let warnings = table.notes.clone();
    let anchor = ledger.anchor()?;
    let table = table.titled(say::quarterly_title(context.lang, district, year));
    Shown { schema: "stats.quarterly", snapshot, anchor: &anchor, warnings }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
