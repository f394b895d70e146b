//! Tables of web pages, which many systems export under the name `.xls`.
//!
//! No browser: enough of HTML to put every cell where one would show it, whatever end tags are left out.

use super::blank_rows::WithBlankRows;
use super::error::ExchangeError;
use super::limits::{MOST_MERGES, MOST_ROWS};
use super::merges::{Merge, WithMerges};
use super::row::{Cell, Row};
use super::source::RowReader;

/// As far as a sheet reaches; a cell beyond it is a mistake or an attack.
pub(super) const WIDEST: usize = 16_384;
/// What a browser believes of a `colspan`.
const WIDEST_SPAN: usize = 1_000;

/// The cells of a row that show anything, with their columns: a page of a few bytes may claim millions of
/// empty ones.
pub(super) type Filled = Vec<(usize, String)>;

/// A `<table>` with its cells where a browser shows them.
pub(super) struct Table {
    /// Tables have no names: the first is `1`. Those of an XML spreadsheet have their sheet's.
    pub name: String,
    pub rows: Vec<Filled>,
    pub merges: Vec<Merge>,
    /// Cells whose formula has no result: row from 1, column from 0, row by row.
    pub uncomputed: Vec<(u32, usize)>,
}

/// Returns the tables of a page that hold anything; a table within another's cell is a table of its own.
pub(super) fn tables(page: &str) -> Vec<Table> {
    let (mut open, mut done) = (Vec::<HtmlGrid>::new(), Vec::new());
    let mut begun = 0;
    for token in tokens(page) {
        match (token, open.last_mut()) {
            (Token::Open("table", _), _) => {
                open.push(HtmlGrid { order: begun, ..HtmlGrid::default() });
                begun += 1;
            }
            (Token::Close("table"), _) => done.extend(open.pop()),
            (token, Some(grid)) => grid.take(token),
            (_, None) => {}
        }
    }
    done.extend(open);
    done.sort_by_key(|grid| grid.order);
    let filled = |(rows, _): &(Vec<Filled>, _)| rows.iter().any(|row| !row.is_empty());
    let tables = done.into_iter().map(HtmlGrid::finished).filter(filled).enumerate();
    let table = |(i, (rows, merges)): (usize, (Vec<Filled>, Vec<Merge>))| Table {
        name: (i + 1).to_string(),
        rows,
        merges,
        uncomputed: Vec::new(),
    };
    tables.map(table).collect()
}

pub(super) fn rows<'a>(tables: &'a [Table], name: &str) -> Box<dyn RowReader + 'a> {
    let table = tables.iter().find(|table| table.name == name);
    let (rows, merges, uncomputed) = table.map_or((&[][..], Vec::new(), &[][..]), |table| {
        (&table.rows, table.merges.clone(), &table.uncomputed)
    });
    Box::new(WithMerges::new(WithBlankRows::new(TableRows { rows, uncomputed, next: 0 }), merges))
}

struct TableRows<'a> {
    rows: &'a [Filled],
    uncomputed: &'a [(u32, usize)],
    next: usize,
}

impl RowReader for TableRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let Some(cells) = self.rows.get(self.next) else { return Ok(false) };
        self.next += 1;
        row.begin(self.next as u32);
        for (column, text) in cells {
            row.set(*column, Cell::Text(text));
        }
        while let Some(((_, column), rest)) =
            self.uncomputed.split_first().filter(|((at, _), _)| *at as usize <= self.next)
        {
            row.set(*column, Cell::Uncomputed);
            self.uncomputed = rest;
        }
        Ok(true)
    }
}

/// A table while it is read.
#[derive(Default)]
struct HtmlGrid {
    /// Which table of the page it is, by where it begins.
    order: usize,
    rows: Vec<Filled>,
    /// How far the last row reaches.
    width: usize,
    /// For each column how many more rows a cell from above reaches into.
    reach: Vec<usize>,
    cell: Option<OpenCell>,
    merges: Vec<Merge>,
}

struct OpenCell {
    column: usize,
    text: String,
    /// The number behind the text, where a spreadsheet program says it.
    number: Option<String>,
}

impl HtmlGrid {
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
        self.width = 0;
        self.reach.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }

    fn begin_cell(&mut self, attributes: &str) {
        self.end_cell();
        if self.rows.is_empty() {
            self.begin_row();
        }
        while self.reach.get(self.width).is_some_and(|rows| *rows > 0) {
            self.width += 1;
        }
        let span = |name| {
            attribute(attributes, name).and_then(|value| value.parse().ok()).unwrap_or(1_usize)
        };
        let (column, end) = (self.width, self.width + span("colspan").clamp(1, WIDEST_SPAN));
        if end > WIDEST {
            return;
        }
        self.width = end;
        self.reach.resize(self.reach.len().max(end), 0);
        let height = span("rowspan").clamp(1, MOST_ROWS as usize);
        self.reach[column..end].fill(height);
        if (height > 1 || end > column + 1) && self.merges.len() < MOST_MERGES {
            let top = u32::try_from(self.rows.len()).unwrap_or(MOST_ROWS);
            let bottom = top.saturating_add(height as u32 - 1);
            self.merges.push(Merge { top, bottom, left: column, right: end - 1 });
        }
        let number = attribute(attributes, "x:num").map(str::to_owned);
        self.cell = Some(OpenCell { column, text: String::new(), number });
    }

    fn write(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }

    fn end_cell(&mut self) {
        if let (Some(cell), Some(row)) = (self.cell.take(), self.rows.last_mut()) {
            let text = match cell.number {
                Some(number) if is_cut_short(&cell.text) => number,
                _ => shown(&cell.text),
            };
            if !text.is_empty() {
                row.push((cell.column, text));
            }
        }
    }

    fn finished(mut self) -> (Vec<Filled>, Vec<Merge>) {
        self.end_cell();
        (self.rows, self.merges)
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
            let at = tag_begin(rest);
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

/// Returns where the next tag or comment begins; a `<` before anything else, as in 温度<5, is text.
fn tag_begin(page: &str) -> usize {
    let begins = |after: Option<&u8>| {
        after.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
    };
    let mut signs = page.match_indices('<').map(|(at, _)| at);
    signs.find(|at| begins(page.as_bytes().get(at + 1))).unwrap_or(page.len())
}

/// Returns where the tag at the front ends: at the first `>` outside quotation marks, or with the page.
/// Only a mark behind `=` opens a quotation: in `title=don't` it is a letter.
pub(super) fn tag_end(page: &str) -> usize {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in page.char_indices() {
        match (c, quote) {
            ('>', None) => return at,
            ('"' | '\'', None) if before == '=' => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
        if !c.is_ascii_whitespace() {
            before = c;
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

/// Returns an attribute's value, with or without quotation marks, whatever blanks stand around its `=`.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, left) = match after.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        // Attributes without a value may stand before this one.
        let key = key.split_whitespace().next_back().unwrap_or("");
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = left;
    }
}

/// Returns whether a spreadsheet program had no room for the number: 2.0161E+12 or ####.
fn is_cut_short(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("##") || text.contains("E+") && text.parse::<f64>().is_ok()
}

/// Returns text as a browser shows it: blanks and line ends of the page's source run together.
fn shown(text: &str) -> String {
    let lines =
        text.split('\u{b}').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Returns text with its character references (`&amp;`, `&#19987;`) replaced; unknown ones stay.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        // The longest reference is `&#x10FFFF;`.
        let end = rest.bytes().take(10).position(|b| b == b';');
        match end.and_then(|end| Some((referred(&rest[..end])?, &rest[end + 1..]))) {
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
        let filled = |row: &&[&str]| -> Filled {
            let cells = row.iter().enumerate().filter(|(_, text)| !text.is_empty());
            cells.map(|(column, text)| (column, (*text).to_owned())).collect()
        };
        let found: Vec<_> = tables(page).into_iter().map(|table| table.rows).collect();
        let expected: Vec<Vec<Filled>> =
            expected.iter().map(|rows| rows.iter().map(filled).collect()).collect();
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
    fn nothing_in_a_cell_is_taken_for_a_tag() {
        check("<table><tr><td>温度<5</td><td>1<2</table>", &[&[&["温度<5", "1<2"]]]);
        check("<table><tr><td title=don't>a</td></tr><tr><td>b", &[&[&["a"], &["b"]]]);
        check("<table><tr><td title='a>b' nowrap colspan = \"2\">a<td>b", &[&[&["a", "", "b"]]]);
        check("<table><tr><td>a && b &amp", &[&[&["a && b &amp"]]]);
    }

    #[test]
    fn a_number_that_was_cut_short_is_read_in_full() {
        check(
            "<table><tr><td x:num=\"2016100000012\">2.0161E+12<td x:num='42734'>2016/12/30<td x:num>5",
            &[&[&["2016100000012", "2016/12/30", "5"]]],
        );
    }

    #[test]
    fn a_span_of_any_size_takes_little_room() {
        let page = "<tr><td colspan=999999999>a<td rowspan=99999999999999999999>b".repeat(1_000);
        let rows = &tables(&format!("<table>{page}"))[0].rows;
        assert_eq!(rows[0], [(0, "a".to_owned()), (WIDEST_SPAN, "b".to_owned())]);
        assert!(rows.iter().all(|row| row.len() <= 2));
    }
}
