//! A table of a page: caption, sticky header, numbers to the right, totals set apart, notes below.

use unicode_width::UnicodeWidthStr;

use super::around;
use super::html::Plain;
use crate::i18n::Lang;
use crate::i18n::page as say;
use crate::report::shown::shown;
use crate::report::table::{Cell, Table};

/// Rows up to which a table stays on one sheet of paper.
const SHORT: usize = 14;

/// Half-width characters in a row, cells and the room between them, up to which a table need not be as
/// wide as the page, fits the page, and fits A4 upright when set smaller; a wider one lies across.
const SLIM: usize = 44;
const FITS: usize = 104;
const FITS_SMALL: usize = 150;

/// Prose beyond this breaks into lines rather than make its column wider.
const WIDEST_PROSE: usize = 24;
const BETWEEN: usize = 3;

/// The prose of one column may break into so narrow lines before a table is laid across for it; two such columns would
/// be a word wide each.
const NARROW_PROSE: usize = 16;

/// What is this short (the years of a plan) stays on one line, even in Chinese, which may break anywhere; the name of a row may
/// be twice as long.
const BRIEF: usize = 9;

/// An identifier from this length on may break: a hash is longer than a telephone is wide.
const LONG_ID: usize = 40;

/// Returns the table under its number and title, the notes below it.
pub fn table(table: &Table, number: &str, title: &str, key: &str, lang: Lang) -> String {
    let columns: String = (0..table.columns.len()).map(|at| column(table, at, lang)).collect();
    let rows: String = table.rows.iter().map(|row| self::row(table, row, lang)).collect();
    let rows = if rows.is_empty() {
        format!(
            "<tr><td class=\"none\" colspan=\"{}\">{}</td></tr>\n",
            table.columns.len(),
            say::no_rows(lang)
        )
    } else {
        rows
    };
    let total = table.total.as_ref().map(|cells| self::row(table, cells, lang)).unwrap_or_default();
    format!(
        "<div class=\"{}\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{key}-table\">\n\
         <table{}><caption id=\"{key}-table\"><span>{number}</span> {}</caption>\n\
         <thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}</tbody>\n{}</table>\n</div>\n{}",
        wrapper(table, lang),
        if table.rows.len() <= SHORT { " class=\"short\"" } else { "" },
        Plain(title),
        around("<tfoot>\n", &total, "</tfoot>\n"),
        notes(table),
    )
}

/// Returns the notes below a table.
pub fn notes(table: &Table) -> String {
    let notes = table.notes.iter().map(|note| format!("<li>{}</li>", Plain(note)));
    around("<ul class=\"table-notes\">", &notes.collect::<String>(), "</ul>\n")
}

/// The head of a column says how its cells behave: words get room, brief ones stay on one line.
fn column(table: &Table, at: usize, lang: Lang) -> String {
    let title = &table.columns[at].title;
    let cells = table.column(at).map(|cell| shown(cell, lang).width()).max().unwrap_or(0);
    let classes = [
        is_numeric(table, at).then_some("number"),
        (title.width() <= BRIEF && cells <= 2 * BRIEF).then_some("brief"),
        (table.column(at).any(Cell::is_prose) && cells > 2 * BRIEF).then_some("words"),
    ];
    format!("<th scope=\"col\"{}>{}</th>", class(&classes), Plain(title))
}

fn class(classes: &[Option<&str>]) -> String {
    let classes = classes.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    around(" class=\"", &classes, "\"")
}

/// A row; its first cell names it.
fn row(table: &Table, cells: &[Cell], lang: Lang) -> String {
    let cells = cells.iter().enumerate().map(|(at, cell)| {
        let brief = if at == 0 { 2 * BRIEF } else { BRIEF };
        let class = class_of(cell, is_numeric(table, at), brief, lang);
        let content = content(cell, lang);
        if at == 0 && *cell != Cell::Empty {
            format!("<th scope=\"row\"{class}>{content}</th>")
        } else {
            format!("<td{class}>{content}</td>")
        }
    });
    format!("<tr>{}</tr>\n", cells.collect::<String>())
}

fn is_numeric(table: &Table, at: usize) -> bool {
    at > 0
        && table
            .column(at)
            .chain(table.total.iter().filter_map(|row| row.get(at)))
            .any(Cell::is_number)
}

fn class_of(cell: &Cell, numeric: bool, brief: usize, lang: Lang) -> String {
    let kind = match cell {
        Cell::Count(n) | Cell::Yuan(n) if *n < 0 => Some("below"),
        Cell::Percent(digits) | Cell::Decimal(digits) if digits.starts_with('-') => Some("below"),
        Cell::Id(id) if id.width() > LONG_ID => Some("hash"),
        Cell::Id(_) | Cell::Date(_) => Some("whole"),
        Cell::Text(_) | Cell::Code { .. } if shown(cell, lang).width() <= brief => Some("brief"),
        Cell::Empty
        | Cell::Text(_)
        | Cell::Code { .. }
        | Cell::Bool(_)
        | Cell::Count(_)
        | Cell::Ordinal(_)
        | Cell::Yuan(_)
        | Cell::Percent(_)
        | Cell::Decimal(_)
        | Cell::Bar(_) => None,
    };
    class(&[numeric.then_some("number"), kind])
}

fn content(cell: &Cell, lang: Lang) -> String {
    let Cell::Bar(permille) = cell else { return Plain(&shown(cell, lang)).to_string() };
    let share = (*permille).clamp(0, 1000);
    format!(
        "<span class=\"bar\" role=\"img\" aria-label=\"{}.{}%\"><i style=\"width:{}.{}%\"></i></span>",
        permille / 10,
        (permille % 10).abs(),
        share / 10,
        share % 10
    )
}

/// How the table is held: as it is when it fits, else in a frame that scrolls.
fn wrapper(table: &Table, lang: Lang) -> &'static str {
    match whole_width(table, lang) {
        width if width <= SLIM => "table slim",
        width if width <= FITS => "table",
        _ => "table wide",
    }
}

/// Returns whether the table is too wide for A4 upright, even when set smaller.
pub fn lies_across(table: &Table, lang: Lang) -> bool {
    let columns = 0..table.columns.len();
    let spared = columns
        .map(|at| width(table, at, WIDEST_PROSE, lang) - width(table, at, NARROW_PROSE, lang));
    whole_width(table, lang) - spared.max().unwrap_or(0) > FITS_SMALL
}

fn whole_width(table: &Table, lang: Lang) -> usize {
    (0..table.columns.len()).map(|at| width(table, at, WIDEST_PROSE, lang) + BETWEEN).sum()
}

/// The width of a column whose prose breaks into lines so wide.
fn width(table: &Table, at: usize, prose: usize, lang: Lang) -> usize {
    let cells = table.rows_and_total().filter_map(|row| row.get(at)).map(|cell| {
        let width = shown(cell, lang).width();
        if cell.is_prose() || width > LONG_ID { width.min(prose) } else { width }
    });
    let title = table.columns[at].title.width().div_ceil(2).min(prose);
    cells.chain([title]).max().unwrap_or(0)
}
