//! `stats trend`: inventions year by year, with the change on the year before.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::domain::values::Percent;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::report::{Cell, Table};
use crate::stats::Totals;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (from, to) = super::span(context, matches)?;
    let lang = context.lang;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let district = ledger.office(snapshot)?.district;
    let growth = title(lang, "growth");
    let mut table = Table::new(&[
        ("year", title(lang, "year")),
        ("invention_filings", title(lang, "invention_filings")),
        ("filings_growth", growth),
        ("invention_grants", title(lang, "invention_grants")),
        ("grants_growth", growth),
        ("pct_filings", title(lang, "pct_filings")),
        ("pct_growth", growth),
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
            Cell::Bar(n.filings[0] * 1000 / most),
        ]);
    }
    for note in super::notes(lang, &lines[1..], &Default::default()) {
        table.note(note);
    }
    let table = table.titled(say::trend_title(lang, district));
    let anchor = ledger.anchor()?;
    let warnings = table.notes.clone();
    Shown { schema: "stats.trend", snapshot, anchor: &anchor, warnings }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// The change on the year before in percent; none when there was nothing before.
fn change(now: i64, before: i64) -> Cell {
    match Percent::ratio(now - before, before) {
        Some(percent) => Cell::Percent(format!("{:.2}", percent.points())),
        None => Cell::Empty,
    }
}
