//! How wide each column becomes.

use unicode_width::UnicodeWidthStr;

use crate::i18n::Lang;
use crate::report::shown::{BAR_WIDTH, shown};
use crate::report::table::{BAR, Cell, Table};
use crate::report::width::{widest_piece, widest_word};

/// The narrowest that columns of words become, first and at last, when their cells break into lines; a word is broken
/// only when it is wider than [`WIDEST_WORD`].
const NARROW_WORDS: usize = 16;
const NARROWEST_WORDS: usize = 8;
const WIDEST_WORD: usize = 14;
/// The narrowest a bar becomes.
const NARROWEST_BAR: usize = 8;

/// What a column needs, in columns of the terminal.
struct Need {
    title: usize,
    /// The title's widest piece that stays on one line.
    title_broken: usize,
    /// The widest cell that is never shortened.
    rigid: usize,
    /// The widest cell of words, and the widest piece of one that stays on one line.
    words: usize,
    piece: usize,
    is_bar: bool,
}

/// How far columns of words may shrink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Squeeze {
    /// As long as they read well.
    Fair,
    /// As long as words need not be broken.
    Hard,
}

/// Returns the width of every column so that all of them, with `gap` blanks after each but the last,
/// take at most `width`; none when that cannot be.
pub fn fit(
    table: &Table,
    lang: Lang,
    gap: usize,
    width: usize,
    squeeze: Squeeze,
) -> Option<Vec<usize>> {
    let needs: Vec<Need> = (0..table.columns.len()).map(|at| need(table, at, lang)).collect();
    let room = (width + gap).checked_sub(gap * needs.len())?;
    let mut widths: Vec<usize> = needs.iter().map(|need| need.title.max(need.content())).collect();
    let stages: [fn(&Need) -> usize; 4] = [
        |need| need.title_broken.max(need.content()),
        |need| need.title_broken.max(if need.is_bar { NARROWEST_BAR } else { need.content() }),
        |need| need.broken(NARROW_WORDS),
        |need| need.broken(NARROWEST_WORDS),
    ];
    let stages = match squeeze {
        Squeeze::Fair => &stages[..3],
        Squeeze::Hard => &stages,
    };
    for floor in stages {
        let floors: Vec<usize> = needs.iter().map(floor).collect();
        shrink(&mut widths, &floors, room);
    }
    (widths.iter().sum::<usize>() <= room).then_some(widths)
}

impl Need {
    fn content(&self) -> usize {
        self.rigid.max(self.words)
    }

    /// The least width when words may break into lines `narrowest` wide.
    fn broken(&self, narrowest: usize) -> usize {
        let words = self.words.min(narrowest.max(self.piece.min(WIDEST_WORD)));
        let content = if self.is_bar { NARROWEST_BAR } else { self.rigid.max(words) };
        self.title_broken.max(content)
    }
}

fn need(table: &Table, at: usize, lang: Lang) -> Need {
    let title = &table.columns[at].title;
    let is_bar = table.columns[at].key == BAR;
    let widest = |prose: bool| {
        let cells = table.rows_and_total().map(|row| &row[at]);
        let cells = cells.filter(|cell| cell.is_prose() == prose && !matches!(cell, Cell::Bar(_)));
        cells.map(|cell| shown(cell, lang).width()).max().unwrap_or(0)
    };
    let prose = table.rows_and_total().map(|row| &row[at]).filter(|cell| cell.is_prose());
    let piece = prose.map(|cell| widest_piece(&shown(cell, lang))).max().unwrap_or(0);
    Need {
        title: title.width(),
        title_broken: widest_word(title),
        rigid: if is_bar { BAR_WIDTH } else { widest(false) },
        words: widest(true),
        piece,
        is_bar,
    }
}

/// Takes columns from the widest that may still give until all of them take at most `room`.
fn shrink(widths: &mut [usize], floors: &[usize], room: usize) {
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let giving = (0..widths.len()).filter(|at| widths[*at] > floors[*at]);
        let Some(widest) = giving.max_by_key(|at| widths[*at]) else { break };
        widths[widest] -= 1;
        excess -= 1;
    }
}
