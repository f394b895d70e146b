//! Sorting and paging of lists.

use std::ops::Range;

use clap::ArgMatches;

use super::context::Context;
use super::error::Failure;
use super::output::style;
use super::typed::Typed;
use crate::i18n::say;
use crate::i18n::titles::asked_as;
use crate::report::terminal::rows_that_fit;
use crate::report::{Table, query};

/// Rows a page has when nobody says and no screen bounds it.
const PAGE: usize = 50;

/// Lines of a screen that a page leaves free: the command and the next prompt.
const AROUND: usize = 2;

/// Sorts by `--sort`, picks the `--columns` and cuts to the page asked for. On a terminal a page is as long as the
/// screen, so no pager is needed and its head stays in view. JSON, CSV and files get everything unless a limit is said.
pub fn sort_and_cut(
    context: &Context,
    matches: &ArgMatches,
    table: &mut Table,
) -> Result<(), Failure> {
    if let Some((at, turned)) = sort_asked(context, matches, table)? {
        query::sort(&mut table.rows, at, turned);
    }
    if let Some(asked) = matches.get_one::<String>("columns") {
        *table = picked(context, table, asked)?;
    }
    let typed = Typed::new(context, matches);
    let whole = is_whole(context);
    let limit = match typed.count("limit")? {
        Some(limit) => limit,
        None if whole => return Ok(()),
        None => rows_a_page(context, table),
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

/// Whether everything is shown unless a limit is said.
fn is_whole(context: &Context) -> bool {
    context.json || context.csv || context.output.is_some()
}

/// The column `--sort` names, and whether its last value comes first.
fn sort_asked(
    context: &Context,
    matches: &ArgMatches,
    table: &Table,
) -> Result<Option<(usize, bool)>, Failure> {
    let Some(by) = matches.get_one::<String>("sort") else { return Ok(None) };
    let (key, turned) = by.strip_prefix('-').map_or((by.as_str(), false), |key| (key, true));
    Ok(Some((column(context, table, key)?, turned)))
}

/// The page asked for of a list that can be read part by part: `part` gives the rows between two places, sorted by a column,
/// and how many there are. None where the whole list is wanted.
pub fn page(
    context: &Context,
    matches: &ArgMatches,
    head: &Table,
    part: impl Fn(Option<(&'static str, bool)>, Range<usize>) -> Result<(Table, usize), Failure>,
) -> Result<Option<Table>, Failure> {
    let typed = Typed::new(context, matches);
    let said = typed.count("limit")?;
    if said.is_none() && is_whole(context) {
        return Ok(None);
    }
    let sort = sort_asked(context, matches, head)?;
    let sort = sort.map(|(at, turned)| (head.columns[at].key, turned));
    let columns = |table: Table| match matches.get_one::<String>("columns") {
        Some(asked) => picked(context, &table, asked),
        None => Ok(table),
    };
    columns(head.clone())?;
    let page = typed.count("page")?.unwrap_or(1);
    let places = |limit: usize| {
        let before = (page - 1).saturating_mul(limit);
        before..before.saturating_add(limit)
    };
    let (mut table, all, limit) = match said {
        Some(limit) => {
            let (table, all) = part(sort, places(limit))?;
            (columns(table)?, all, limit)
        }
        // The first rows tell how many fill the screen.
        None => {
            let (first, all) = part(sort, 0..PAGE)?;
            let mut first = columns(first)?;
            let limit = rows_a_page(context, &first);
            let table = if page == 1 && (limit <= PAGE || all <= PAGE) {
                first.rows.truncate(limit);
                first
            } else {
                columns(part(sort, places(limit))?.0)?
            };
            (table, all, limit)
        }
    };
    let pages = all.div_ceil(limit).max(1);
    if pages > 1 {
        table.note(say::page_of(context.lang, page, pages, all));
    }
    Ok(Some(table))
}

/// How many rows the first page has at most.
pub fn limit(context: &Context, matches: &ArgMatches) -> Result<usize, Failure> {
    Ok(Typed::new(context, matches).count("limit")?.unwrap_or(PAGE))
}

/// The columns named by their keys or titles, in that order.
fn picked(context: &Context, table: &Table, asked: &str) -> Result<Table, Failure> {
    let mut kept = Vec::new();
    for name in asked.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()) {
        kept.push(column(context, table, name)?);
    }
    // What was asked for by name is not left out.
    Ok(if kept.is_empty() { table.clone() } else { table.with_columns(&kept).sparing(&[]) })
}

/// How many rows fill the screen.
fn rows_a_page(context: &Context, table: &Table) -> usize {
    context.height().map_or(PAGE, |lines| {
        rows_that_fit(table, &style(context), lines.saturating_sub(AROUND + FOOT))
    })
}

/// The place of the column of a key or a title.
fn column(context: &Context, table: &Table, name: &str) -> Result<usize, Failure> {
    let at = table.columns.iter().position(|column| column.key == name || column.title == name);
    at.ok_or_else(|| {
        let words = table.columns.iter().map(|column| asked_as(context.lang, column.key));
        Failure::unknown_word(context.lang, name, &words.collect::<Vec<_>>())
    })
}

/// Lines below a table: a blank one, the times, the anchor (which may take two), the page.
const FOOT: usize = 5;
