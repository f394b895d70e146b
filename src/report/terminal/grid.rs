//! A table side by side: titles, a rule, rows, a rule, totals.

use std::borrow::Cow;

use tabled::builder::Builder;
use tabled::settings::formatting::AlignmentStrategy;
use tabled::settings::object::{Cell as At, Columns, Rows};
use tabled::settings::style::HorizontalLine;
use tabled::settings::{Alignment, Color, Padding, Theme};

use super::TerminalStyle;
use super::fit::{Squeeze, fit};
use crate::i18n::numbers::bar;
use crate::report::shown::shown;
use crate::report::table::{Cell, Table};
use crate::report::width::balanced;

/// Blanks between two columns.
const GAP: usize = 2;

/// A table side by side, and the titles of the columns that had to be left out.
pub struct Drawn {
    pub lines: Vec<String>,
    pub left_out: Vec<String>,
}

/// Draws a table side by side, without the columns it can spare where they do not fit; none when that is not enough.
pub fn draw(table: &Table, style: &TerminalStyle) -> Option<Drawn> {
    let mut left_out = Vec::new();
    if table.columns.is_empty() {
        return Some(Drawn { lines: Vec::new(), left_out });
    }
    let mut table = without_empty(table);
    let mut spare = if style.all_columns { [].iter() } else { table.spare.iter() };
    loop {
        let next = spare.find_map(|key| table.columns.iter().position(|column| column.key == *key));
        let squeeze = if next.is_some() { Squeeze::Fair } else { Squeeze::Hard };
        if let Some(widths) = fit(&table, style.lang, GAP, style.columns(), squeeze) {
            return Some(Drawn { lines: trimmed(&drawn(&table, &widths, style)), left_out });
        }
        let gone = next?;
        left_out.push(table.columns[gone].title.clone());
        let kept: Vec<usize> = (0..table.columns.len()).filter(|at| *at != gone).collect();
        table = Cow::Owned(table.with_columns(&kept));
    }
}

/// Draws a table that is too wide in parts one below the other, each with the first column and as many others as fit;
/// none when some column does not fit beside the first.
pub fn draw_in_parts(table: &Table, style: &TerminalStyle) -> Option<Vec<String>> {
    let table = without_empty(table);
    let fitted = |columns: &[usize]| {
        let part = table.with_columns(columns);
        let widths = fit(&part, style.lang, GAP, style.columns(), Squeeze::Fair)?;
        Some(trimmed(&drawn(&part, &widths, style)))
    };
    let mut lines = Vec::new();
    let mut at = 1;
    while at < table.columns.len() {
        let fits = |last: &usize| {
            let columns: Vec<usize> = [0].into_iter().chain(at..=*last).collect();
            fitted(&columns).map(|part| (part, last + 1))
        };
        let (part, next) = (at..table.columns.len()).map_while(|last| fits(&last)).last()?;
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(part);
        at = next;
    }
    Some(lines)
}

fn trimmed(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// The table without the columns in which no row holds anything; a table without rows keeps them all.
fn without_empty(table: &Table) -> Cow<'_, Table> {
    if table.rows.is_empty() {
        return Cow::Borrowed(table);
    }
    let holds = |at: &usize| table.rows_and_total().any(|row| row[*at] != Cell::Empty);
    let kept: Vec<usize> = (0..table.columns.len()).filter(holds).collect();
    Cow::Owned(table.with_columns(&kept))
}

/// The drawing with every line filled up to the same width.
pub(super) fn drawn(table: &Table, widths: &[usize], style: &TerminalStyle) -> String {
    let mut builder = Builder::default();
    builder.push_record(titles(table, widths));
    for row in table.rows_and_total() {
        let cells = row.iter().zip(widths);
        builder.push_record(cells.map(|(cell, width)| fitted(cell, *width, style)));
    }
    let mut grid = builder.build();
    let mut theme = Theme::new();
    theme.insert_horizontal_line(1, HorizontalLine::new('─'));
    if table.total.is_some() {
        theme.insert_horizontal_line(table.rows.len() + 1, HorizontalLine::new('─'));
    }
    grid.with(theme).with(Padding::zero()).with(AlignmentStrategy::PerLine);
    for at in 0..table.columns.len() {
        if at > 0 {
            grid.modify(Columns::one(at), Padding::new(GAP, 0, 0, 0));
        }
        if table.column(at).any(Cell::is_number) {
            grid.modify(Columns::one(at), Alignment::right());
        }
    }
    grid.modify(Rows::first(), Alignment::bottom());
    if style.color {
        grid.modify(Rows::first(), Color::BOLD);
        for (row, column) in negative(table) {
            grid.modify(At::new(row + 1, column), Color::FG_RED);
        }
    }
    grid.to_string()
}

/// Titles broken to the width of their columns; those over numbers end where the numbers end.
fn titles(table: &Table, widths: &[usize]) -> Vec<String> {
    let titles = table.columns.iter().zip(widths);
    titles.map(|(column, width)| balanced(&column.title, *width).join("\n")).collect()
}

fn fitted(cell: &Cell, width: usize, style: &TerminalStyle) -> String {
    match cell {
        Cell::Bar(permille) => bar(*permille, width),
        cell if cell.is_prose() => balanced(&shown(cell, style.lang), width).join("\n"),
        cell => shown(cell, style.lang),
    }
}

/// Row and column of every amount or count below zero, the line of totals among them.
fn negative(table: &Table) -> impl Iterator<Item = (usize, usize)> {
    table.rows_and_total().enumerate().flat_map(|(row, cells)| {
        let below = |cell: &Cell| matches!(cell, Cell::Count(n) | Cell::Yuan(n) if *n < 0);
        cells.iter().enumerate().filter(move |(_, cell)| below(cell)).map(move |(at, _)| (row, at))
    })
}
