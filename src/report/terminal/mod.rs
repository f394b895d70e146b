//! Tables and records on a terminal, aligned by display width.
//!
//! Columns that hold nothing are left out. A table that is still too wide gives way in this order: titles break into
//! lines between their words, bars shrink, the widest cells of words break into lines, the columns that the table can
//! spare go, and a line below names them. No cell is cut off: a table that cannot spare enough stands in parts below
//! each other, and a single row without a total that is too wide as a block of named values.

mod fit;
mod grid;

use unicode_width::UnicodeWidthStr;

use super::document::Document;
use super::shown::shown;
use super::table::{Cell, Column, Details, Section, Table};
use super::width::{padded, wrapped};
use crate::i18n::punctuation::{comma_list, remarked};
use crate::i18n::{Lang, say};

/// How wide and in which manner to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalStyle {
    /// Columns of the terminal.
    pub width: usize,
    pub color: bool,
    pub lang: Lang,
    /// Leaves no column out, however narrow it is.
    pub all_columns: bool,
}

/// The narrowest terminal that is drawn for; what is narrower breaks the lines itself.
const NARROWEST: usize = 20;

impl TerminalStyle {
    fn columns(&self) -> usize {
        self.width.max(NARROWEST)
    }

    fn bold(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Draws a table with its title above and its notes below.
pub fn render(table: &Table, style: &TerminalStyle) -> String {
    let mut lines = headline(table.title.as_deref(), style);
    let mut notes = table.notes.clone();
    match grid::draw(table, style) {
        Some(drawn) => {
            lines.extend(drawn.lines);
            if !drawn.left_out.is_empty() {
                let left_out = comma_list(style.lang, &drawn.left_out);
                notes.push(say::columns_left_out(style.lang, left_out));
            }
        }
        None => {
            let rows = table.rows_and_total().count();
            let parts = (rows > 1).then(|| grid::draw_in_parts(table, style)).flatten();
            lines.extend(parts.unwrap_or_else(|| blocks(table, style)));
        }
    }
    for note in &notes {
        lines.extend(wrapped(note, style.columns()));
    }
    lines.join("\n") + "\n"
}

/// The fewest rows of a page, however low the screen, and those of which it is found how many a page takes.
const FEWEST_ROWS: usize = 5;
const FIRST_ROWS: usize = 50;

/// Returns how many rows a page of a table may have so that each page of its first rows takes at most `lines`.
pub fn rows_that_fit(table: &Table, style: &TerminalStyle, lines: usize) -> usize {
    let first: Vec<_> = table.rows.iter().take(FIRST_ROWS).cloned().collect();
    let page = |rows: &[Vec<Cell>]| Table {
        title: table.title.clone(),
        columns: table.columns.clone(),
        rows: rows.to_vec(),
        total: table.total.clone(),
        notes: table.notes.clone(),
        besides: Vec::new(),
        spare: table.spare,
    };
    let fits = |rows: &[Vec<Cell>]| render(&page(rows), style).lines().count() <= lines;
    let most = first.len().min(lines).max(FEWEST_ROWS);
    let mut sizes = (FEWEST_ROWS..=most).rev();
    sizes.find(|size| first.chunks(*size).all(fits)).unwrap_or(FEWEST_ROWS)
}

/// Draws a record: sections of named values, then the tables of what belongs to it. What is not known
/// is not shown.
pub fn render_record(record: &Details, style: &TerminalStyle) -> String {
    let mut parts = Vec::new();
    let fields = || record.sections.iter().flat_map(|section| &section.fields);
    let names = widest_name(fields().map(|(column, _)| column));
    for (at, section) in record.sections.iter().enumerate() {
        let mut lines = if at == 0 { headline(record.title.as_deref(), style) } else { Vec::new() };
        lines.extend(headline(section.title.as_deref(), style));
        for (column, cell) in &section.fields {
            lines.extend(field(column, cell, names, style));
        }
        parts.push(lines.join("\n") + "\n");
    }
    let tables = record.tables.iter().map(|(_, table)| table);
    parts.extend(tables.filter(|table| !table.rows.is_empty()).map(|table| render(table, style)));
    if !record.notes.is_empty() {
        let notes = record.notes.iter().flat_map(|note| wrapped(note, style.columns()));
        parts.push(notes.collect::<Vec<_>>().join("\n") + "\n");
    }
    parts.join("\n")
}

fn headline(title: Option<&str>, style: &TerminalStyle) -> Vec<String> {
    let lines = title.map(|title| wrapped(title, style.columns())).unwrap_or_default();
    lines.iter().map(|line| style.bold(line)).collect()
}

/// Every row as a block of named values, a rule between them.
fn blocks(table: &Table, style: &TerminalStyle) -> Vec<String> {
    let names = widest_name(table.columns.iter());
    let mut lines = Vec::new();
    for row in table.rows_and_total() {
        lines.push("─".repeat(style.columns()));
        for (column, cell) in table.columns.iter().zip(row) {
            lines.extend(field(column, cell, names, style));
        }
    }
    lines
}

fn widest_name<'a>(columns: impl Iterator<Item = &'a Column>) -> usize {
    columns.map(|column| column.title.width()).max().unwrap_or(0)
}

/// One named value; its further lines stand below its first.
fn field(column: &Column, cell: &Cell, names: usize, style: &TerminalStyle) -> Vec<String> {
    const INDENT: &str = "  ";
    let text = shown(cell, style.lang);
    if text.is_empty() {
        return Vec::new();
    }
    let before = INDENT.len() + names + INDENT.len();
    let room = style.columns().saturating_sub(before).max(NARROWEST / 2);
    let lines = if cell.is_prose() { wrapped(&text, room) } else { vec![text] };
    let name = |at| if at == 0 { padded(&column.title, names) } else { " ".repeat(names) };
    let line = |(at, line)| format!("{INDENT}{}{INDENT}{line}", name(at));
    lines.iter().enumerate().map(line).collect()
}

/// Head and headlines as named values, sections one below the other, notes, times and anchor.
///
/// `anchor`: the anchor's line as it fits.
pub fn render_document(document: &Document, style: &TerminalStyle, anchor: &str) -> String {
    let lang = style.lang;
    let named = |title: &str| Column { key: "", title: title.to_owned() };
    let head = document.head.iter().map(|(label, value)| (named(label), Cell::text(value)));
    let headlines = document.headlines.iter().map(|headline| {
        let figure = [shown(&headline.value, lang), headline.unit.clone()].join(" ");
        let figure = match &headline.note {
            Some(note) => remarked(lang, figure.trim(), note),
            None => figure.trim().to_owned(),
        };
        (named(&headline.label), Cell::text(figure))
    });
    let title = format!("{}  {}", document.title, document.subtitle);
    let fields = Section { title: None, fields: head.chain(headlines).collect() };
    let mut record = Details { title: Some(title), sections: vec![fields], ..Details::default() };
    for section in &document.sections {
        let table = section.table.clone().titled(&section.title);
        record.tables.push((section.key, table));
    }
    record.notes = document.draft.iter().chain(&document.notes).cloned().collect();
    format!("{}\n{}\n{anchor}\n", render_record(&record, style), document.times)
}

#[cfg(test)]
mod tests;
