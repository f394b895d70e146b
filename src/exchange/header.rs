//! Which rows are the header, and the text of each column's header.

use std::collections::BTreeSet;
use std::ops::Range;

use super::header_key::{Folded, is_unit, states_unit};
use super::mapping::Names;
use super::row::{Cell, Given, Row, is_space};
use super::shape::Shape;

/// A field an importer looks for, and the headers (表头) under which offices keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// The key in files of our own, and on the left of `--map`.
    pub key: &'static str,
    /// Other spellings; they are compared folded, see [`fold_header`](super::fold_header). With `~` before it a word is
    /// a stand-in, taken where no column bears a proper name.
    pub names: &'static [&'static str],
    pub required: bool,
    /// Whether figures rest on it: a column nobody knows that might be it stops the import.
    pub sought: bool,
    /// Fields that fill this one too: the day of a grant may stand as that of a document of either kind.
    pub or: &'static [&'static str],
    pub shape: Shape,
}

impl FieldSpec {
    /// The same field, filled by columns of other fields too.
    pub(super) const fn or(self, or: &'static [&'static str]) -> Self {
        Self { or, ..self }
    }

    /// Whether it holds money, whose unit the header may state.
    pub fn is_amount(&self) -> bool {
        self.shape == Shape::Amount
    }
}

/// The most lines a header has.
const MOST_LINES: usize = 3;
/// The longest text of a header's cell, in characters: what is longer is a remark.
const LONGEST: usize = 40;
/// The fewest filled cells of a row that can be a header when nothing in it is known.
const FEWEST_HEADERS: usize = 2;

/// The header's lines, joined column by column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Where its lines stand among the rows read.
    pub lines: Range<usize>,
    /// For each column its texts from the top line to the bottom one, none of them twice.
    pub columns: Vec<Vec<String>>,
}

/// Finds the header: the row with the most headers known, and the lines above and below it that belong to it.
///
/// `line` is the row number a person says the header's last line has.
pub(super) fn find_lines(rows: &[Row], names: &Names, line: Option<u32>) -> Option<Header> {
    let known = |row: &Row| {
        (0..row.len()).filter(|i| names.claim(&row.own(*i).display()).is_some()).count()
    };
    let best = match line {
        Some(line) => rows.iter().position(|row| row.number == line),
        None => {
            let counts = rows.iter().enumerate().map(|(at, row)| (at, known(row)));
            counts
                .filter(|(_, known)| *known > 0)
                .min_by_key(|(at, known)| (std::cmp::Reverse(*known), *at))
                .map(|(at, _)| at)
        }
    };
    let by_letters = || match names.by_letter.is_empty() {
        true => None,
        false => rows.iter().position(|row| filled(row) >= FEWEST_HEADERS),
    };
    let best = best.or_else(by_letters)?;
    let mut lines = best..best + 1;
    while lines.len() < MOST_LINES && lines.start > 0 && is_line_above(rows, &lines, names) {
        lines.start -= 1;
    }
    if line.is_none() {
        while lines.len() < MOST_LINES && is_line_below(rows, &lines, names) {
            lines.end += 1;
        }
    }
    Some(Header { columns: joined(&rows[lines.clone()]), lines })
}

/// Returns how many cells of a row hold something of their own.
fn filled(row: &Row) -> usize {
    (0..row.len()).filter(|i| !row.own(*i).is_blank()).count()
}

/// Returns whether a row may be a line of a header: texts alone, short ones, none with the figures of a value.
fn is_text_line(row: &Row) -> bool {
    let mut own = (0..row.len()).map(|i| row.own(i)).filter(|cell| !cell.is_blank());
    filled(row) > 0 && own.all(|cell| is_header_text(&cell))
}

/// Returns whether a cell may be a header's: a short text without the figures of a value.
pub(super) fn is_header_text(cell: &Cell<'_>) -> bool {
    cell.text().is_some_and(|text| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        digits < 4 && text.chars().count() <= LONGEST
    })
}

/// Returns whether the row above the lines is one of the header: it groups the columns below.
fn is_line_above(rows: &[Row], lines: &Range<usize>, names: &Names) -> bool {
    let (above, top) = (&rows[lines.start - 1], &rows[lines.start]);
    let width = (0..top.len()).filter(|i| !top.cell(*i).is_blank()).count();
    let captions = (0..above.len()).any(|i| {
        let text = above.own(i).display();
        let is_caption = text.contains([':', '：']) || states_unit(&text) || is_unit(&text);
        // 质押金额（万元） states its own unit.
        is_caption && names.claim(&text).is_none()
    });
    if captions || !is_text_line(above) || numbers_columns(above) {
        return false;
    }
    let reaches_down = |i: usize| top.given(i) == Some(Given::Above) && !above.own(i).is_blank();
    if (0..top.len()).any(reaches_down)
        || names_more(rows, lines, lines.start - 1..lines.end, names)
    {
        return true;
    }
    let grouped = (0..above.len()).filter(|i| above.given(*i) == Some(Given::Left)).count();
    let heads = filled(above);
    // A title alone above the table, merged over all of it or not, groups nothing.
    (heads >= 2 || grouped > 0 && heads + grouped < width) && fills_a_gap(above, top, heads)
}

/// Returns whether more fields are known once the lines are read with one more: 担保债权 over 金额, 起始日, or 申请人
/// over 名称.
fn names_more(rows: &[Row], lines: &Range<usize>, more: Range<usize>, names: &Names) -> bool {
    let known = |lines: Range<usize>| {
        let columns = joined(&rows[lines]);
        let claims = columns.iter().filter_map(|texts| names.claim_lines(texts));
        claims.map(|claim| claim.field).collect::<BTreeSet<usize>>().len()
    };
    known(more) > known(lines.clone())
}

/// Returns whether the two rows complete each other: each has a text where the other has none, or one cell of the upper
/// stands over several of the lower.
fn fills_a_gap(above: &Row, below: &Row, heads: usize) -> bool {
    let width = above.len().max(below.len());
    let (upper, lower) = (|i: usize| above.own(i), |i: usize| below.own(i));
    let lower_count = (0..width).filter(|i| !lower(*i).is_blank()).count();
    (0..width).any(|i| upper(i).is_blank() != lower(i).is_blank())
        && (lower_count != heads || (0..width).any(|i| upper(i).is_blank() && !lower(i).is_blank()))
}

/// Returns whether the row below the lines goes on with the header.
fn is_line_below(rows: &[Row], lines: &Range<usize>, names: &Names) -> bool {
    let Some(row) = rows.get(lines.end) else { return false };
    if !is_text_line(row) || numbers_columns(row) {
        return false;
    }
    if names_more(rows, lines, lines.start..lines.end + 1, names) {
        return true;
    }
    let above = joined(&rows[lines.clone()]);
    let last = &rows[lines.end - 1];
    let text_above = |i: usize| above.get(i).map(|texts| texts.concat()).unwrap_or_default();
    let had: Vec<usize> = above
        .iter()
        .filter_map(|texts| names.claim_lines(texts))
        .map(|claim| claim.field)
        .collect();
    let (mut adds, mut under_nothing) = (false, true);
    for i in (0..row.len()).filter(|i| !row.own(*i).is_blank()) {
        // A cell merged from above says nothing new.
        if row.given(i) == Some(Given::Above) {
            continue;
        }
        let text = row.own(i).display();
        let upper = text_above(i);
        let is_new = names.claim(&text).is_some_and(|claim| !had.contains(&claim.field));
        let is_free = names.claim(&upper).is_none();
        let of_unit = is_unit(&text) && names.lacks_unit(&upper);
        let is_grouped = last.given(i) == Some(Given::Left)
            || last.given(i + 1) == Some(Given::Left) && !last.own(i).is_blank();
        let is_head = !last.own(i).is_blank() && last.own(i + 1).is_blank();
        let is_under_blank = last.own(i).is_blank();
        adds |= (is_new && is_free) || of_unit || is_grouped;
        under_nothing &= is_under_blank || is_head || of_unit;
    }
    let groups = (0..row.len()).any(|i| {
        !row.own(i).is_blank() && last.own(i).is_blank() && row.given(i) != Some(Given::Above)
    });
    adds || under_nothing && groups && filled(row) >= FEWEST_HEADERS
}

/// Joins the lines: a cell of an upper line that stands over several columns, by a merge or by blanks to its right,
/// goes before the text of each.
fn joined(lines: &[Row]) -> Vec<Vec<String>> {
    let width = lines.iter().map(Row::len).max().unwrap_or(0);
    let by_merges = lines.iter().any(|row| row.given_columns().next().is_some());
    let mut columns = vec![Vec::<String>::new(); width];
    for (at, row) in lines.iter().enumerate() {
        let below = &lines[at + 1..];
        let mut head: Option<String> = None;
        for (i, texts) in columns.iter_mut().enumerate() {
            let text = row.cell(i).display().trim_matches(is_space).to_owned();
            let goes_on = below.iter().any(|line| !line.own(i).is_blank());
            let text = match text.is_empty() {
                false => {
                    // Only what stands over something is a group's name.
                    head = goes_on.then(|| text.clone());
                    text
                }
                true if by_merges || !goes_on => {
                    head = None;
                    continue;
                }
                true => match &head {
                    Some(head) => head.clone(),
                    None => continue,
                },
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    columns
}

/// Returns whether a header answers to the name that a mapping gives it.
pub(super) fn is_called(texts: &[String], name: &str) -> bool {
    let name = Folded::new(name);
    let called = |text: &str| {
        let header = Folded::new(text);
        !header.full.is_empty() && (header.full == name.full || header.bare == name.full)
    };
    called(&texts.concat()) || texts.last().is_some_and(|last| called(last))
}

/// Returns whether every filled cell of a row numbers its column: 1, 2, 3 or 甲, 乙, 1, 2.
pub(super) fn numbers_columns(row: &Row) -> bool {
    const STEMS: [&str; 5] = ["甲", "乙", "丙", "丁", "戊"];
    let (mut next, mut seen) = (1.0, 0);
    for cell in row.cells().filter(|cell| !cell.is_blank()) {
        let shown = cell.display();
        let text = shown.trim_matches(is_space).trim_matches(['(', ')', '（', '）', '[', ']']);
        if next == 1.0 && STEMS.contains(&text) {
            seen += 1;
            continue;
        }
        if text.parse::<f64>().ok() != Some(next) {
            return false;
        }
        next += 1.0;
        seen += 1;
    }
    seen >= 3 && next > 1.0
}
