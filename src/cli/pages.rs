//! Sorting and paging of lists.

use clap::ArgMatches;

use super::context::Context;
use super::error::Failure;
use super::ledger::unknown_word;
use super::output::style;
use super::requests::Typed;
use crate::i18n::say;
use crate::report::terminal::render;
use crate::report::{Table, query};

/// Rows a page has when nobody says and no screen bounds it.
const PAGE: usize = 50;

/// The fewest rows of a page, however low the screen.
const FEWEST: usize = 5;

/// Lines of a screen that a page leaves free: the command and the next prompt.
const AROUND: usize = 2;

/// Sorts by `--sort`, picks the `--columns` and cuts to the page asked for. On a terminal a page is as long as the
/// screen, so no pager is needed and its head stays in view. JSON, CSV and files get everything unless a limit is said.
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
        query::sort(&mut table.rows, at, turned);
    }
    if let Some(asked) = arg("columns") {
        *table = picked(context, table, asked)?;
    }
    let typed = Typed::new(context, matches);
    let whole = context.json || context.csv || context.output.is_some();
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

/// How many rows the first page has at most.
pub fn limit(context: &Context, matches: &ArgMatches) -> Result<usize, Failure> {
    Ok(Typed::new(context, matches).count("limit")?.unwrap_or(PAGE))
}

/// The columns named by their keys or titles, in that order.
fn picked(context: &Context, table: &Table, asked: &str) -> Result<Table, Failure> {
    let mut kept = Vec::new();
    for name in asked.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()) {
        let at = table.columns.iter().position(|column| column.key == name || column.title == name);
        let keys: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
        kept.push(at.ok_or_else(|| unknown_word(context.lang, name, &keys))?);
    }
    // What was asked for by name is not left out.
    Ok(if kept.is_empty() { table.clone() } else { table.with_columns(&kept).sparing(&[]) })
}

/// How many rows fill the screen, by how many lines they take on average.
fn rows_a_page(context: &Context, table: &Table) -> usize {
    let Some(screen) = context.height() else { return PAGE };
    let style = style(context);
    let drawn = |table: &Table| render(table, &style).lines().count();
    let none = Table { rows: Vec::new(), ..table.clone() };
    let sample = Table { rows: table.rows.iter().take(PAGE).cloned().collect(), ..table.clone() };
    let (rows, bare) = (sample.rows.len(), drawn(&none));
    let lines = drawn(&sample).saturating_sub(bare);
    if rows == 0 || lines == 0 {
        return PAGE;
    }
    let around = bare + AROUND + FOOT;
    (screen.saturating_sub(around) * rows / lines).max(FEWEST)
}

/// Lines below a table: a blank one, the times, the anchor (which may take two), the page.
const FOOT: usize = 5;
