//! A table in the cells at hand: which columns fit, how wide each is, its rows as lines.

use super::cells::{fitted, fitted_right, width};
use super::glyphs::Glyphs;
use super::pen::{Line, Piece, Tone, piece, plain};
use crate::i18n::Lang;
use crate::report::table::BAR;
use crate::report::{Cell, Table, shown, wrapped};

/// Between two columns.
const GAP: usize = 2;

/// The widest a column of words is at first, and the narrowest it becomes.
const WIDEST: usize = 40;
const NARROWEST: usize = 8;

/// A column that fits, and its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    pub at: usize,
    pub width: usize,
    right: bool,
}

/// Chooses columns for a width: empty ones go first, then those the table can spare, then words are cut, then columns
/// go from the right. The `key` always stays.
pub fn fit(table: &Table, lang: Lang, key: &str, room: usize) -> Vec<Fit> {
    let mut fits: Vec<Fit> = (0..table.columns.len())
        .filter_map(|at| {
            let cells = || table.rows.iter().filter_map(move |row| row.get(at));
            let is_key = table.columns[at].key == key;
            let is_empty = cells().all(|cell| *cell == Cell::Empty) && !table.rows.is_empty();
            if is_empty && !is_key {
                return None;
            }
            let widest = cells().map(|cell| width(&shown(cell, lang))).max().unwrap_or(0);
            let is_prose = cells().any(Cell::is_prose);
            let right = cells().any(Cell::is_number) && !is_prose;
            let natural = widest.max(width(&table.columns[at].title));
            let width = if is_prose { natural.min(WIDEST) } else { natural };
            Some(Fit { at, width, right })
        })
        .collect();
    let taken =
        |fits: &[Fit]| fits.iter().map(|fit| fit.width + GAP).sum::<usize>().saturating_sub(GAP);
    let mut spare = table.spare.iter();
    while taken(&fits) > room {
        let Some(next) = spare.next() else { break };
        fits.retain(|fit| table.columns[fit.at].key != *next || *next == key);
    }
    while taken(&fits) > room {
        let is_prose =
            |fit: &Fit| table.column(fit.at).any(Cell::is_prose) && fit.width > NARROWEST;
        let over = taken(&fits) - room;
        let widest = fits.iter_mut().filter(|fit| is_prose(fit)).max_by_key(|fit| fit.width);
        match widest {
            Some(fit) => fit.width = fit.width.saturating_sub(over.min(4)).max(NARROWEST),
            None => break,
        }
    }
    while taken(&fits) > room && fits.len() > 1 {
        let last = fits.iter().rposition(|fit| table.columns[fit.at].key != key);
        match last {
            Some(last) => drop(fits.remove(last)),
            None => break,
        }
    }
    if let [only] = fits.as_mut_slice() {
        only.width = only.width.min(room);
    }
    // What is left over lets the words cut most breathe.
    let left = room.saturating_sub(taken(&fits));
    let cut = |fit: &Fit| {
        let widest = table.column(fit.at).map(|cell| width(&shown(cell, lang))).max().unwrap_or(0);
        widest.saturating_sub(fit.width)
    };
    if let Some(fit) = fits.iter_mut().max_by_key(|fit| cut(fit)) {
        fit.width += left.min(cut(fit));
    }
    fits
}

/// The heads of the columns; the one chosen stands out, the sorted one has its sign.
pub fn heads(
    table: &Table,
    fits: &[Fit],
    chosen: Option<&str>,
    sort: Option<(&str, bool)>,
    glyphs: &Glyphs,
) -> Line {
    let mut line = Line::new();
    for (n, fit) in fits.iter().enumerate() {
        let column = &table.columns[fit.at];
        let sign = match sort {
            Some((key, turned)) if key == column.key => {
                if turned {
                    glyphs.down
                } else {
                    glyphs.up
                }
            }
            _ => "",
        };
        let room = fit.width.saturating_sub(width(sign));
        let title = match fit.right {
            true => fitted_right(&column.title, room, glyphs.cut),
            false => fitted(&column.title, room, glyphs.cut),
        };
        let tone = if chosen == Some(column.key) { Tone::Picked } else { Tone::Strong };
        line.extend(gap(n));
        line.push(piece(format!("{title}{sign}"), tone));
    }
    line
}

/// A row's cells in a tone.
pub fn row(
    table: &Table,
    fits: &[Fit],
    cells: &[Cell],
    lang: Lang,
    tone: Tone,
    glyphs: &Glyphs,
) -> Line {
    let mut line = Line::new();
    for (n, fit) in fits.iter().enumerate() {
        let cell = cells.get(fit.at).unwrap_or(&Cell::Empty);
        let is_bar = table.columns[fit.at].key == BAR;
        let text = shown(cell, lang);
        let text = if is_bar { glyphs.bar(&text) } else { text };
        let text = match fit.right {
            true => fitted_right(&text, fit.width, glyphs.cut),
            false => fitted(&text, fit.width, glyphs.cut),
        };
        if n > 0 {
            line.push(piece(" ".repeat(GAP), tone));
        }
        line.push(piece(text, tone));
    }
    line
}

/// A row with all its words, on as many lines as the longest of them takes.
pub fn whole_row(
    table: &Table,
    fits: &[Fit],
    cells: &[Cell],
    lang: Lang,
    glyphs: &Glyphs,
) -> Vec<Line> {
    let texts = |fit: &Fit| {
        let cell = cells.get(fit.at).unwrap_or(&Cell::Empty);
        if cell.is_prose() { wrapped(&shown(cell, lang), fit.width) } else { Vec::new() }
    };
    let texts: Vec<Vec<String>> = fits.iter().map(texts).collect();
    let first = row(table, fits, cells, lang, Tone::Plain, glyphs);
    let count = texts.iter().map(Vec::len).max().unwrap_or(0).max(1);
    if count == 1 {
        return vec![first];
    }
    let line = |n: usize| {
        let mut line = Line::new();
        for (at, (fit, texts)) in fits.iter().zip(&texts).enumerate() {
            line.extend(gap(at));
            match texts.get(n) {
                Some(text) => line.push(plain(fitted(text, fit.width, glyphs.cut))),
                // What is no prose stands in the first line.
                None if n == 0 => line.extend(first.get(2 * at).cloned()),
                None => line.push(plain(" ".repeat(fit.width))),
            }
        }
        line
    };
    (0..count).map(line).collect()
}

/// Whether something of a row's cells does not show.
pub fn is_cut(fits: &[Fit], cells: &[Cell], lang: Lang) -> bool {
    cells.iter().enumerate().any(|(at, cell)| {
        let room = fits.iter().find(|fit| fit.at == at).map_or(0, |fit| fit.width);
        width(&shown(cell, lang)) > room
    })
}

fn gap(n: usize) -> Option<Piece> {
    (n > 0).then(|| plain(" ".repeat(GAP)))
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::FINE;
    use super::super::pen::text;
    use super::*;

    fn patents() -> Table {
        let mut table = Table::new(&[
            ("application_no", "申请号"),
            ("title", "名称"),
            ("applicant", "申请人"),
            ("day", "申请日"),
        ])
        .sparing(&["day"]);
        table.row(vec![
            Cell::id("202010233871.4"),
            Cell::text("一种基于模型的小样本分类方法及其装置"),
            Cell::text("上海示例听澜智能科技有限公司"),
            Cell::date("2020-03-30"),
        ]);
        table
    }

    #[test]
    fn a_whole_row_says_all_its_words() {
        let table = patents();
        let fits = fit(&table, Lang::Zh, "application_no", 40);
        let lines = whole_row(&table, &fits, &table.rows[0], Lang::Zh, &FINE);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(&text(line)) <= 40));
        let said: String = lines.iter().map(|line| text(line)).collect();
        for word in ["202010233871.4", "一种", "装置"] {
            assert!(said.contains(word), "{word}: {said}");
        }
    }

    #[test]
    fn the_key_stays_and_words_give_way() {
        for room in [20, 40, 60, 120] {
            let table = patents();
            let fits = fit(&table, Lang::Zh, "application_no", room);
            let line = text(&row(&table, &fits, &table.rows[0], Lang::Zh, Tone::Plain, &FINE));
            assert!(width(&line) <= room, "{room}: {line}");
            assert!(line.starts_with("202010233871.4"), "{line}");
            assert_eq!(is_cut(&fits, &table.rows[0], Lang::Zh), room < 120);
        }
    }
}
