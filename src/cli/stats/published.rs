//! `stats published`: what was published, when and on what; with `--indicator`, each quarter as published then
//! and later. `stats show 2016Q4`: a publication counted again from the lines.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::unknown_word;
use crate::cli::output::Shown;
use crate::domain::indicator::Indicator;
use crate::i18n::codes::label;
use crate::i18n::publications as say;
use crate::ledger::{day_in_china, digest};
use crate::report::views::figures::{KEY, key_cells, long, overview, value_cell};
use crate::report::{Cell, Column, Table};
use crate::stats::publication::{Reproduced, published, reproduce, triangle};

pub fn list(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let anchor = ledger.anchor()?;
    let table = match matches.get_one::<String>("indicator") {
        Some(code) => {
            let known: Vec<&str> = Indicator::ALL.iter().map(|known| known.code()).collect();
            let indicator = Indicator::from_code(code)
                .ok_or_else(|| unknown_word(context.lang, code, &known))?;
            triangle_table(context, &triangle(ledger, snapshot, indicator.code())?, indicator)
        }
        None => {
            let mut keys = vec![
                "publication",
                "quarter",
                "as_of",
                "known_at",
                "files",
                "entry",
                "recorded_by",
                "day",
            ];
            // On a terminal it would take the room of all the others; `stats show` has it.
            let with_head = context.json || context.csv || context.output.is_some();
            keys.extend(with_head.then_some("head"));
            let mut table = Table::of(context.lang, &keys);
            for publication in ledger.publications(snapshot)? {
                let entry = ledger.entry(publication.brought_by)?;
                let mut cells = vec![
                    Cell::Ordinal(publication.number),
                    Cell::id(publication.quarter),
                    Cell::date(publication.as_of),
                    Cell::Ordinal(publication.known_at),
                    Cell::Count(publication.files.files),
                    Cell::Ordinal(publication.brought_by),
                    Cell::text(entry.recorded_by),
                    crate::cli::output::date(day_in_china(entry.recorded_at)),
                ];
                cells.extend(with_head.then(|| Cell::id(digest::hex(&publication.head))));
                table.row(cells);
            }
            table.titled(say::published_title(context.lang))
        }
    };
    Shown { schema: "stats.published", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// For people a column for each publication; for programs a row for each value.
fn triangle_table(
    context: &Context,
    triangle: &crate::stats::publication::Triangle,
    indicator: Indicator,
) -> Table {
    let lang = context.lang;
    let title = say::triangle_title(lang, label(lang, "indicator", indicator.code()));
    if context.json || context.csv || context.output.is_some() {
        let keys = ["quarter", "publication", "as_of", "value", "series"];
        let mut table = Table::of(lang, &keys).titled(title);
        for (quarter, values) in &triangle.rows {
            for (publication, value) in triangle.publications.iter().zip(values) {
                if let Some((value, series)) = value {
                    table.row(vec![
                        Cell::id(quarter),
                        Cell::Ordinal(publication.number),
                        Cell::date(publication.as_of),
                        value_cell(indicator.code(), *value),
                        Cell::Ordinal(*series),
                    ]);
                }
            }
        }
        return table;
    }
    let mut table = Table::of(lang, &["quarter"]).titled(title);
    let mut before = 1;
    for (at, publication) in triangle.publications.iter().enumerate() {
        let values = triangle.rows.values().filter_map(|row| row[at]);
        let series = values.map(|(_, series)| series).max().unwrap_or(before);
        let begins = if series > before { "*" } else { "" };
        before = series;
        let title = say::publication_no(lang, publication.number, publication.quarter);
        table.columns.push(Column { key: "published", title: format!("{title}{begins}") });
    }
    for (quarter, values) in &triangle.rows {
        let mut cells = vec![Cell::id(quarter)];
        cells.extend(values.iter().map(|value| match value {
            None => Cell::Empty,
            Some((value, _)) => value_cell(indicator.code(), *value),
        }));
        table.row(cells);
    }
    table.note(say::triangle_note(lang));
    table
}

pub fn show(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let quarter = super::quarter(matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let publication = published(ledger, snapshot, quarter)?;
    let at = publication.snapshot();
    let reproduced = reproduce(ledger, snapshot, publication)?;
    let anchor = ledger.anchor_at(at.known_at)?;
    let lang = context.lang;
    let faults = faults(context, &reproduced);
    let shown =
        Shown { schema: "stats.show", snapshot: at, anchor: &anchor, warnings: faults.clone() };
    if context.json {
        let publication = &reproduced.publication;
        let mut data = serde_json::Map::new();
        data.insert("quarter".into(), quarter.to_string().into());
        data.insert("publication".into(), publication.number.into());
        data.insert("equal".into(), reproduced.holds().into());
        data.insert("head".into(), digest::hex(&publication.head).into());
        data.insert("files".into(), publication.files.files.into());
        data.insert("definitions".into(), definitions(publication).into());
        let figures = crate::report::json::rows(&long(lang, &reproduced.figures));
        data.insert("figures".into(), figures);
        shown.data(context, data.into())?;
    } else if context.csv || context.output.is_some() {
        shown.tables(context, &[long(lang, &reproduced.figures)])?;
    } else {
        let district = ledger.office(at)?.district;
        let title = say::overview_title(lang, district, say::quarter(lang, quarter));
        let table = overview(lang, quarter, &reproduced.figures).titled(title);
        let mut tables = vec![table];
        if !reproduced.unequal.is_empty() {
            tables.push(unequal(context, &reproduced));
        }
        shown.tables(context, &tables)?;
        let publication = &reproduced.publication;
        context.print(say::sealed_at(
            lang,
            publication.number,
            publication.as_of,
            publication.known_at,
            digest::hex(&publication.head),
        ))?;
        match reproduced.holds() {
            true => context.print(say::reproduced(lang, reproduced.figures.len()))?,
            false => faults.iter().for_each(|fault| context.warn(fault)),
        }
    }
    Ok(if reproduced.holds() { Done::Well } else { Done::Tampered })
}

fn faults(context: &Context, reproduced: &Reproduced) -> Vec<String> {
    let lang = context.lang;
    let figures =
        (!reproduced.unequal.is_empty()).then(|| say::unequal(lang, reproduced.unequal.len()));
    let files = (!reproduced.files_hold).then(|| say::files_differ(lang));
    let head = (!reproduced.head_holds).then(|| say::head_differs(lang));
    [figures, files, head].into_iter().flatten().collect()
}

fn unequal(context: &Context, reproduced: &Reproduced) -> Table {
    let keys = [&KEY[..], &["published", "now"]].concat();
    let mut table =
        Table::of(context.lang, &keys).titled(say::unequal(context.lang, reproduced.unequal.len()));
    for (key, sealed, counted) in &reproduced.unequal {
        let mut cells = key_cells(context.lang, key);
        cells.push(value_cell(&key.indicator, *sealed));
        cells.push(value_cell(&key.indicator, *counted));
        table.row(cells);
    }
    table
}

/// The definitions sealed with a publication, for JSON.
fn definitions(publication: &crate::ledger::Publication) -> Vec<serde_json::Value> {
    let part = |parts: &[&str], at: usize| {
        parts.get(at).filter(|part| !part.is_empty()).map(|part| (*part).to_owned())
    };
    let lines = publication.definitions.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    lines
        .map(|parts| {
            serde_json::json!({
                "indicator": part(&parts, 0), "basis": part(&parts, 1), "valid_from": part(&parts, 2),
                "valid_to": part(&parts, 3), "source": part(&parts, 4),
            })
        })
        .collect()
}
