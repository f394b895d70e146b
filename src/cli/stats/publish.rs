//! `stats publish 2016Q4`: a quarter's figures counted, held against what was published, and sealed.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::domain::values::Quarter;
use crate::i18n::codes::label;
use crate::i18n::publications as say;
use crate::i18n::words::Words;
use crate::ledger::Ledger;
use crate::report::views::figures::{KEY, key_cells, long, name, overview, value_cell};
use crate::report::{Cell, Table};
use crate::stats::publication::{Edition, Restated, prepare};

/// Restated figures a terminal shows before it counts the rest.
const SHOWN: usize = 20;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let quarter = super::quarter(matches)?;
    if context.looks_back() {
        let message = say::not_at_past(lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    }
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let edition = prepare(ledger, snapshot, quarter, context.today())?;
    let for_people = !context.json && !context.csv;
    if for_people {
        show(context, ledger, quarter, &edition)?;
    }
    if edition.is_known && !context.json {
        let last = crate::stats::publication::published(ledger, snapshot, quarter)?;
        context.print(say::nothing_to_publish(lang, say::quarter(lang, quarter), last.number))?;
        return Ok(Done::Well);
    }
    let keep = !context.dry_run && !edition.is_known;
    // Nobody else waits while somebody reads and thinks.
    ledger.let_go()?;
    if keep && !agreed(context, quarter, edition.figures.len())? {
        context.print(say::not_sealed(lang))?;
        return Ok(Done::Well);
    }
    let (number, entry) = match keep {
        true => {
            let (number, recorded) = context.office(ledger)?.publish(&edition)?;
            (number, recorded.entry)
        }
        false => (0, None),
    };
    if context.json {
        let anchor = ledger.anchor()?;
        let mut data = serde_json::Map::new();
        data.insert("quarter".into(), quarter.to_string().into());
        data.insert("publication".into(), entry.map(|_| number).into());
        data.insert("entry".into(), entry.into());
        let rows = crate::report::json::rows;
        data.insert("figures".into(), rows(&long(lang, &edition.figures)));
        data.insert("restated".into(), rows(&restated(context, &edition.restated, usize::MAX)));
        data.insert("new_series".into(), edition.new_series.clone().into());
        Shown { schema: "stats.publish", snapshot, anchor: &anchor, warnings: Vec::new() }
            .data(context, data.into())?;
        return Ok(Done::Well);
    }
    if context.csv || context.output.is_some() {
        let anchor = ledger.anchor()?;
        Shown { schema: "stats.publish", snapshot, anchor: &anchor, warnings: Vec::new() }
            .tables(context, &[long(lang, &edition.figures)])?;
    }
    match entry {
        Some(entry) => {
            let (quarter, figures) = (say::quarter(lang, quarter), edition.figures.len());
            context.print(say::sealed(lang, quarter, number, figures, entry))?;
            context.print(crate::i18n::say::anchor_line(lang, ledger.anchor()?))?;
        }
        None => context.print(crate::i18n::say::rehearsed(lang))?,
    }
    Ok(Done::Well)
}

/// Shows what would be sealed, and what has changed since the last time.
fn show(
    context: &Context,
    ledger: &Ledger,
    quarter: Quarter,
    edition: &Edition,
) -> Result<(), Failure> {
    let lang = context.lang;
    let snapshot = edition.sealed.snapshot();
    let district = ledger.office(snapshot)?.district;
    let title = say::overview_title(lang, district, say::quarter(lang, quarter));
    let mut table = overview(lang, quarter, &edition.figures).titled(title);
    for indicator in &edition.new_series {
        table.note(say::new_series(lang, label(lang, "indicator", indicator)));
    }
    let mut tables = vec![table];
    match &edition.last {
        None => {
            tables[0].note(say::first_publication(lang));
        }
        Some(last) if edition.restated.is_empty() => {
            tables[0].note(say::nothing_restated(lang, last.quarter));
        }
        Some(last) => {
            let table = restated(context, &edition.restated, SHOWN);
            tables.push(table.titled(say::restated_title(lang, last.quarter)));
        }
    }
    let style = crate::cli::output::style(context);
    for table in &tables {
        context.print(crate::report::terminal::render(table, &style))?;
    }
    Ok(())
}

/// Figures that stand otherwise than published.
fn restated(context: &Context, restated: &[Restated], shown: usize) -> Table {
    let lang = context.lang;
    if context.json {
        let mut table = Table::of(lang, &[&KEY[..], &["published", "now"]].concat());
        for one in restated {
            let mut cells = key_cells(lang, &one.key);
            cells.push(value_cell(&one.key.indicator, one.published));
            cells.push(value_cell(&one.key.indicator, one.now));
            table.row(cells);
        }
        return table;
    }
    let mut table = Table::of(lang, &["figure_of", "published", "now", "change"]);
    let whole: Vec<&Restated> = restated.iter().filter(|one| one.key.group.is_none()).collect();
    for one in whole.iter().take(shown) {
        let value = |value| value_cell(&one.key.indicator, value);
        table.row(vec![
            Cell::text(name(lang, &one.key)),
            value(one.published),
            value(one.now),
            value(one.now - one.published),
        ]);
    }
    if whole.len() > shown {
        table.note(say::diff_more(lang, whole.len() - shown));
    }
    if restated.len() > whole.len() {
        table.note(say::restated_groups(lang, restated.len() - whole.len()));
    }
    table
}

/// Asks, unless `--yes` was given; without a terminal there is nobody to ask.
fn agreed(context: &Context, quarter: Quarter, figures: usize) -> Result<bool, Failure> {
    let lang = context.lang;
    if context.yes {
        return Ok(true);
    }
    if !context.can_ask() {
        let (message, hint) = (say::not_asked(lang), say::not_asked_hint(lang));
        return Err(Failure::Usage(Words { message, hint }));
    }
    Ok(context.answers_yes(say::ask(lang, figures, say::quarter(lang, quarter)))?)
}
