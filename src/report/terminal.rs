//! Tables and records on a terminal, aligned by display width (a Chinese character is two columns).

use tabled::builder::Builder;
use tabled::settings::object::{Columns, Rows};
use tabled::settings::style::{HorizontalLine, Style};
use tabled::settings::{Alignment, Modify};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::table::{Cell, Record, Table};
use crate::i18n::Lang;
use crate::i18n::numbers::{bar, grouped};

/// How wide and in which manner to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalStyle {
    /// Columns of the terminal.
    pub width: usize,
    pub color: bool,
    pub lang: Lang,
}

/// Columns a bar takes.
const BAR: usize = 12;

/// The narrowest a shortened column becomes.
const NARROWEST: usize = 16;

/// Returns the cell as a person reads it.
pub fn shown(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.replace(['\n', '\t'], " "),
        Cell::Id(id) => id.clone(),
        Cell::Count(n) => grouped(*n),
        Cell::Ordinal(n) => n.to_string(),
        Cell::Yuan(fen) => {
            let whole = grouped(fen / 100);
            let sign = if *fen < 0 && *fen > -100 { "-" } else { "" };
            format!("{sign}{whole}.{:02}", fen.unsigned_abs() % 100)
        }
        Cell::Date(iso) => iso.clone(),
        Cell::Percent(points) => format!("{points}%"),
        Cell::Decimal(decimal) => match decimal.split_once('.') {
            Some((whole, fraction)) => match whole.parse() {
                Ok(whole) => format!("{}.{fraction}", grouped(whole)),
                Err(_) => decimal.clone(),
            },
            None => decimal.parse().map_or_else(|_| decimal.clone(), grouped),
        },
        Cell::Code { label, .. } => label.clone(),
        Cell::Bool(true) => lang.pick("是", "yes").to_owned(),
        Cell::Bool(false) => lang.pick("否", "no").to_owned(),
        Cell::Bar(permille) => bar(*permille, BAR),
    }
}

/// Shortens `text` to at most `width` columns, an ellipsis at its end; no character is cut in half.
pub fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1; // the ellipsis
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width {
            break;
        }
        used += wide;
        kept.push(c);
    }
    kept + "…"
}

/// Draws a table.
pub fn render(table: &Table, style: &TerminalStyle) -> String {
    let mut lines = Vec::new();
    if let Some(title) = &table.title {
        lines.push(bold(title, style));
    }
    lines.push(grid(table, style));
    for note in &table.notes {
        lines.extend(wrapped(note, style.width));
    }
    lines.join("\n") + "\n"
}

/// The table without columns in which nothing stands.
fn without_blank_columns(table: &Table) -> Table {
    let says = |at: &usize| {
        table.rows.is_empty() || table.rows_and_total().any(|row| row[*at] != Cell::Empty)
    };
    let kept: Vec<usize> = (0..table.columns.len()).filter(says).collect();
    let keep = |row: &Vec<Cell>| kept.iter().map(|at| row[*at].clone()).collect();
    Table {
        columns: kept.iter().map(|at| table.columns[*at].clone()).collect(),
        rows: table.rows.iter().map(keep).collect(),
        total: table.total.as_ref().map(keep),
        ..table.clone()
    }
}

fn grid(table: &Table, style: &TerminalStyle) -> String {
    let table = &without_blank_columns(table);
    let titles: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
    let mut cells: Vec<Vec<String>> = table
        .rows_and_total()
        .map(|row| row.iter().map(|cell| shown(cell, style.lang)).collect())
        .collect();
    fit(&titles, &mut cells, table, style.width);
    let mut builder = Builder::default();
    builder.push_record(titles);
    for row in cells {
        builder.push_record(row);
    }
    let mut drawn = builder.build();
    let rule = HorizontalLine::new('─').intersection('─');
    let plain = Style::empty().vertical(' ').horizontals([(1, rule)]);
    match table.total {
        Some(_) => drawn.with(plain.horizontals([(1, rule), (table.rows.len() + 1, rule)])),
        None => drawn.with(plain),
    };
    for column in 0..table.columns.len() {
        if is_numeric(table, column) {
            drawn.with(Modify::new(Columns::one(column)).with(Alignment::right()));
        }
    }
    drawn.with(Modify::new(Rows::first()).with(Alignment::left()));
    let text = drawn.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn is_numeric(table: &Table, column: usize) -> bool {
    let mut cells = table.rows.iter().filter_map(|row| row.get(column));
    cells.any(Cell::is_number)
}

/// Shortens the widest columns of prose until the table fits; numbers are never shortened.
fn fit(titles: &[String], cells: &mut [Vec<String>], table: &Table, width: usize) {
    let mut widths: Vec<usize> = titles.iter().map(|title| title.width()).collect();
    for row in cells.iter() {
        for (at, cell) in row.iter().enumerate() {
            widths[at] = widths[at].max(cell.width());
        }
    }
    // One blank either side of a cell, and one between columns.
    let frame = widths.len() * 3;
    let prose = |column: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(column));
        cells.all(|cell| cell.is_prose() || *cell == Cell::Empty)
    };
    let shrinkable: Vec<usize> = (0..widths.len()).filter(|at| prose(*at)).collect();
    loop {
        let total: usize = widths.iter().sum::<usize>() + frame;
        let floor = |at: usize| NARROWEST.max(titles[at].width());
        let widest = shrinkable
            .iter()
            .copied()
            .filter(|at| widths[*at] > floor(*at))
            .max_by_key(|at| widths[*at]);
        let Some(widest) = widest.filter(|_| total > width) else { break };
        widths[widest] =
            floor(widest).max(widths[widest] - (total - width).min(widths[widest]).max(1));
    }
    for row in cells {
        for (at, cell) in row.iter_mut().enumerate() {
            if shrinkable.contains(&at) {
                *cell = shortened(cell, widths[at]);
            }
        }
    }
}

/// Draws a record: sections of named values, then its tables.
pub fn render_record(record: &Record, style: &TerminalStyle) -> String {
    let mut text = String::new();
    if let Some(title) = &record.title {
        text += &format!("{}\n", bold(title, style));
    }
    let fields = record.sections.iter().flat_map(|section| &section.fields);
    let name_width = fields.map(|(column, _)| column.title.width()).max().unwrap_or(0);
    for section in &record.sections {
        if let Some(title) = &section.title {
            text += &format!("\n{}\n", bold(title, style));
        }
        for (column, cell) in section.fields.iter().filter(|(_, cell)| *cell != Cell::Empty) {
            let pad = " ".repeat(name_width - column.title.width());
            text += &format!("  {}{pad}  {}\n", column.title, shown(cell, style.lang));
        }
    }
    for (_, table) in record.tables.iter().filter(|(_, table)| !table.rows.is_empty()) {
        text += &format!("\n{}", render(table, style));
    }
    for note in &record.notes {
        text += &format!("\n{}\n", wrapped(note, style.width).join("\n"));
    }
    text
}

/// Breaks a note into lines of at most `width` columns; a wide character is never split.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in pieces(text) {
        let wide = word.width();
        if used > 0 && used + wide > width.max(20) {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if used == 0 { word.trim_start() } else { word });
        }
        used += wide;
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Where a line may break: before a blank, and around a wide character.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if first.width() == Some(2) {
            first.len_utf8()
        } else {
            let breaks = |(_, c): &(usize, char)| *c == ' ' || c.width() == Some(2);
            rest.char_indices().skip(1).find(breaks).map_or(rest.len(), |(at, _)| at)
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

fn bold(text: &str, style: &TerminalStyle) -> String {
    if style.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Table {
        let mut table = Table::new(&[("year", "年度"), ("name", "企业名称"), ("n", "件数")]);
        table.row(vec![
            Cell::Ordinal(2016),
            Cell::text("上海示例（静安）科技有限公司"),
            Cell::Count(1234),
        ]);
        table.row(vec![Cell::Ordinal(2017), Cell::text("ABC"), Cell::Count(5)]);
        table.total(vec![Cell::text("合计"), Cell::Empty, Cell::Count(1239)]);
        table
    }

    #[test]
    fn wide_characters_stand_in_line() {
        let style = TerminalStyle { width: 80, color: false, lang: Lang::Zh };
        let text = render(&sample(), &style);
        // The last digit of every number stands in the same column.
        let ends: Vec<usize> = text
            .lines()
            .filter(|line| line.ends_with(|c: char| c.is_ascii_digit()))
            .map(UnicodeWidthStr::width)
            .collect();
        assert_eq!(ends.len(), 3, "{text}");
        assert!(ends.iter().all(|end| *end == ends[0]), "{text}");
    }

    #[test]
    fn a_narrow_terminal_shortens_words_and_never_numbers() {
        let style = TerminalStyle { width: 40, color: false, lang: Lang::Zh };
        let text = render(&sample(), &style);
        assert!(text.contains('…') && text.contains("1,239"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
    }

    proptest! {
        #[test]
        fn shortening_keeps_within_the_width(text in "[a-z静安区（）0-9]{0,40}", width in 2_usize..30) {
            let short = shortened(&text, width);
            prop_assert!(short.width() <= width);
            prop_assert!(text.starts_with(short.trim_end_matches('…')));
        }

        #[test]
        fn wrapping_loses_no_word(text in "[a-z ，静安]{0,120}") {
            let joined: String = wrapped(&text, 24).concat();
            let bare = |s: &str| s.replace(' ', "");
            prop_assert_eq!(bare(&joined), bare(&text));
        }
    }
}
