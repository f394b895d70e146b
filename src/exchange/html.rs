//! Tables of web pages, which many systems export under the name `.xls`.
//!
//! No browser: enough of HTML to put every cell where one would show it, whatever end tags are left out.

use super::error::ExchangeError;
use super::gaps::WithBlankRows;
use super::row::{Cell, Row};
use super::source::RowReader;

/// As far as a table is believed to reach; a span beyond it is a mistake or an attack.
const WIDEST: usize = 1024;

/// A `<table>` with its cells where a browser shows them.
pub(super) struct Table {
    /// Tables have no names: the first is `1`.
    pub name: String,
    rows: Vec<Vec<String>>,
}

/// Returns the tables of a page that hold anything; a table within another's cell is a table of its own.
pub(super) fn tables(page: &str) -> Vec<Table> {
    let (mut open, mut done) = (Vec::<Grid>::new(), Vec::new());
    let mut begun = 0;
    for token in tokens(page) {
        match (token, open.last_mut()) {
            (Token::Open("table", _), _) => {
                open.push(Grid { order: begun, ..Grid::default() });
                begun += 1;
            }
            (Token::Close("table"), _) => done.extend(open.pop()),
            (token, Some(grid)) => grid.take(token),
            (_, None) => {}
        }
    }
    done.extend(open);
    done.sort_by_key(|grid| grid.order);
    let filled = |rows: &Vec<Vec<String>>| rows.iter().flatten().any(|text| !text.is_empty());
    let rows = done.into_iter().map(Grid::finished).filter(filled);
    rows.enumerate().map(|(i, rows)| Table { name: (i + 1).to_string(), rows }).collect()
}

pub(super) fn rows<'a>(tables: &'a [Table], name: &str) -> Box<dyn RowReader + 'a> {
    let rows = tables.iter().find(|table| table.name == name).map_or(&[][..], |table| &table.rows);
    Box::new(WithBlankRows::new(TableRows { rows, next: 0 }))
}

struct TableRows<'a> {
    rows: &'a [Vec<String>],
    next: usize,
}

impl RowReader for TableRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let Some(cells) = self.rows.get(self.next) else { return Ok(false) };
        self.next += 1;
        row.begin(self.next as u32);
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            row.set(column, Cell::Text(text));
        }
        Ok(true)
    }
}

/// A table while it is read.
#[derive(Default)]
struct Grid {
    /// Which table of the page it is, by where it begins.
    order: usize,
    rows: Vec<Vec<String>>,
    /// For each column how many more rows a cell from above reaches into.
    reach: Vec<usize>,
    cell: Option<OpenCell>,
}

struct OpenCell {
    column: usize,
    text: String,
}

impl Grid {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Open("tr", _) => self.begin_row(),
            Token::Open("td" | "th", attributes) => self.begin_cell(attributes),
            Token::Open("br", _) => self.write("\u{b}"),
            Token::Close("td" | "th" | "tr") => self.end_cell(),
            Token::Text(text) => self.write(&unescaped(text)),
            Token::Open(..) | Token::Close(_) => {}
        }
    }

    fn begin_row(&mut self) {
        self.end_cell();
        self.rows.push(Vec::new());
        self.reach.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }

    fn begin_cell(&mut self, attributes: &str) {
        self.end_cell();
        if self.rows.is_empty() {
            self.begin_row();
        }
        let Some(row) = self.rows.last_mut() else { return };
        while self.reach.get(row.len()).is_some_and(|rows| *rows > 0) {
            row.push(String::new());
        }
        let span = |name| {
            attribute(attributes, name).and_then(|value| value.parse().ok()).unwrap_or(1_usize)
        };
        let (column, width) = (row.len(), span("colspan").clamp(1, WIDEST));
        if column + width > WIDEST {
            return;
        }
        row.resize(column + width, String::new());
        self.reach.resize(self.reach.len().max(column + width), 0);
        self.reach[column..column + width].fill(span("rowspan").max(1));
        self.cell = Some(OpenCell { column, text: String::new() });
    }

    fn write(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }

    fn end_cell(&mut self) {
        if let (Some(cell), Some(row)) = (self.cell.take(), self.rows.last_mut()) {
            row[cell.column] = shown(&cell.text);
        }
    }

    fn finished(mut self) -> Vec<Vec<String>> {
        self.end_cell();
        self.rows
    }
}

/// A piece of a page; names are in small letters, attributes as they stand.
enum Token<'a> {
    Text(&'a str),
    Open(&'static str, &'a str),
    Close(&'static str),
}

/// Cuts a page into text and the tags that matter to tables.
fn tokens(page: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('<').unwrap_or(rest.len());
            if at > 0 {
                let (text, after) = rest.split_at(at);
                rest = after;
                return Some(Token::Text(text));
            }
            if rest.is_empty() {
                return None;
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let tag_end = tag_end(rest);
            let tag = rest[1..tag_end].trim_end_matches('/');
            rest = rest.get(tag_end + 1..).unwrap_or("");
            let (name, attributes) =
                tag.split_at(tag.find(|c: char| c.is_ascii_whitespace()).unwrap_or(tag.len()));
            for script in ["script", "style"] {
                if name.eq_ignore_ascii_case(script) {
                    rest = past_end_tag(rest, script);
                }
            }
            let known = |name: &str| {
                ["table", "tr", "td", "th", "br"]
                    .into_iter()
                    .find(|tag| name.eq_ignore_ascii_case(tag))
            };
            match name.strip_prefix('/') {
                Some(name) => {
                    if let Some(name) = known(name) {
                        return Some(Token::Close(name));
                    }
                }
                None => {
                    if let Some(name) = known(name) {
                        return Some(Token::Open(name, attributes));
                    }
                }
            }
        }
    })
}

/// Returns where the tag at the front ends: at the first `>` outside quotation marks, or with the page.
fn tag_end(page: &str) -> usize {
    let mut quote = None;
    for (at, c) in page.char_indices() {
        match (c, quote) {
            ('>', None) => return at,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    page.len()
}

fn past_end_tag<'a>(page: &'a str, name: &str) -> &'a str {
    let ends = |at: &usize| {
        page[at + 2..].get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name))
    };
    page.match_indices("</").map(|(at, _)| at).find(ends).map_or("", |at| &page[at..])
}

/// Returns an attribute's value, with or without quotation marks.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut words = attributes.split_ascii_whitespace();
    let value = words.find_map(|word| {
        let (key, value) = word.split_once('=')?;
        key.eq_ignore_ascii_case(name).then_some(value)
    })?;
    Some(value.trim_matches(['"', '\'']))
}

/// Returns text as a browser shows it: blanks and line ends of the page's source run together.
fn shown(text: &str) -> String {
    let lines =
        text.split('\u{b}').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Returns text with its character references (`&amp;`, `&#19987;`) replaced; unknown ones stay.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.split_once(';').and_then(|(name, after)| Some((referred(name)?, after))) {
            Some((c, after)) => {
                plain.push(c);
                rest = after;
            }
            None => plain.push('&'),
        }
    }
    plain + rest
}

fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "middot" => Some('·'),
        "times" => Some('×'),
        "yen" => Some('¥'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &[&[&[&str]]]) {
        let found: Vec<_> = tables(page).into_iter().map(|table| table.rows).collect();
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn cells_stand_where_a_browser_shows_them() {
        check(
            "<table><tr><td>申&#35831;号<td>A&amp;B&nbsp;<tr><th>1<th>2&x;</table>",
            &[&[&["申请号", "A&B"], &["1", "2&x;"]]],
        );
        check(
            "<TABLE border='1>'><TR><TD ColSpan=\"2\">标题</TD><TD rowspan=2>丙</TD></TR><TR><TD>甲</TD><TD>乙<br/>丁 \n 戊</TD></TR></TABLE>",
            &[&[&["标题", "", "丙"], &["甲", "乙\n丁 戊"]]],
        );
        check("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", &[&[&["a", "b"], &["", "c"]]]);
        check(
            "<style>td{}</style><!-- <table> --><table><tr><td><table><tr><td>in</table>out</table>",
            &[&[&["out"]], &[&["in"]]],
        );
        check("<p>no table</p><table></table>", &[]);
    }

    #[test]
    fn a_span_of_any_size_takes_little_room() {
        let found =
            tables("<table><tr><td colspan=999999999>a<td rowspan=99999999999999999999>b<tr><td>c");
        assert_eq!(found[0].rows[0].len(), WIDEST);
    }
}
