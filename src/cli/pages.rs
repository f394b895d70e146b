//! Sorting and paging of lists.

use std::cmp::Ordering;

use clap::ArgMatches;

use super::context::Context;
use super::error::Failure;
use super::ledger::unknown_word;
use super::requests::Typed;
use crate::i18n::say;
use crate::report::{Cell, Table};

/// Rows a page has on a terminal when nobody says.
const PAGE: usize = 50;

/// Sorts by `--sort` and cuts to the page asked for. JSON, CSV and files get everything unless a
/// limit is said.
pub fn sort_and_cut(
    context: &Context,
    matches: &ArgMatches,
    table: &mut Table,
) -> Result<(), Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    if let Some(by) = arg("sort") {
        let (key, turned) = by.strip_prefix('-').map_or((by, false), |key| (key, true));
        let keys: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
        let Some(at) = keys.iter().position(|known| *known == key) else {
            return Err(unknown_word(context.lang, key, &keys));
        };
        table.rows.sort_by(|a, b| {
            let order = compare(&a[at], &b[at]);
            if turned { order.reverse() } else { order }
        });
    }
    let typed = Typed::new(context, matches);
    let whole = context.json || context.csv || context.output.is_some();
    let limit = match typed.count("limit")? {
        Some(limit) => limit,
        None if whole => return Ok(()),
        None => PAGE,
    };
    let page = typed.count("page")?.unwrap_or(1);
    let all = table.rows.len();
    let pages = all.div_ceil(limit).max(1);
    let before = (page - 1).saturating_mul(limit);
    table.rows = std::mem::take(&mut table.rows).into_iter().skip(before).take(limit).collect();
    if pages > 1 {
        table.note(say::page_of(context.lang, page, pages, all));
    }
    Ok(())
}

/// How many rows the first page has.
pub fn limit(context: &Context, matches: &ArgMatches) -> Result<usize, Failure> {
    Ok(Typed::new(context, matches).count("limit")?.unwrap_or(PAGE))
}

fn compare(a: &Cell, b: &Cell) -> Ordering {
    match (a, b) {
        (
            Cell::Count(a) | Cell::Ordinal(a) | Cell::Yuan(a),
            Cell::Count(b) | Cell::Ordinal(b) | Cell::Yuan(b),
        ) => a.cmp(b),
        (a, b) => words(a).cmp(words(b)),
    }
}

fn words(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text)
        | Cell::Id(text)
        | Cell::Date(text)
        | Cell::Percent(text)
        | Cell::Decimal(text) => text,
        Cell::Code { label, .. } => label,
        Cell::Empty
        | Cell::Count(_)
        | Cell::Ordinal(_)
        | Cell::Yuan(_)
        | Cell::Bool(_)
        | Cell::Bar(_) => "",
    }
}
