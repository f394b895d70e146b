//! Drawing: whole lines of a screen, each cell of them set, so that nothing is left over and no character cut in half.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use super::cells::{fitted, width};
use super::glyphs::Glyphs;

/// In which manner a text stands. None says anything that its words or signs do not say too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    Strong,
    Faint,
    Warn,
    /// What the keys act on.
    Picked,
}

/// A text with its tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    pub text: String,
    pub tone: Tone,
}

pub fn piece(text: impl Into<String>, tone: Tone) -> Piece {
    Piece { text: text.into(), tone }
}

pub fn plain(text: impl Into<String>) -> Piece {
    piece(text, Tone::Plain)
}

/// A line of pieces.
pub type Line = Vec<Piece>;

/// Draws lines within an area.
pub struct Pen<'b> {
    buffer: &'b mut Buffer,
    pub area: Rect,
    pub glyphs: Glyphs,
    has_color: bool,
    /// Where the terminal's own cursor belongs.
    pub caret: Option<Position>,
}

impl<'b> Pen<'b> {
    pub fn new(buffer: &'b mut Buffer, area: Rect, glyphs: Glyphs, has_color: bool) -> Self {
        Self { buffer, area, glyphs, has_color, caret: None }
    }

    pub fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    pub fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// Draws a whole line of the area; what does not fit is cut between two characters.
    pub fn line(&mut self, y: usize, pieces: &[Piece]) {
        let Some(row) = self.row(y) else { return };
        let (mut x, mut left) = (self.area.x, self.width());
        for Piece { text, tone } in pieces {
            let text = fitted(text, width(text).min(left), self.glyphs.cut);
            let style = self.style(*tone);
            self.buffer.set_stringn(x, row, &text, left, style);
            let used = width(&text).min(left);
            x += u16::try_from(used).unwrap_or(u16::MAX);
            left -= used;
        }
        let last = pieces.last().map_or(Tone::Plain, |piece| piece.tone);
        // A picked line is picked to its end.
        let style = self.style(if last == Tone::Picked { Tone::Picked } else { Tone::Plain });
        self.buffer.set_stringn(x, row, " ".repeat(left), left, style);
    }

    /// Draws a line with something at its right end.
    pub fn ends(&mut self, y: usize, left: Piece, right: Piece) {
        let room = self.width().saturating_sub(width(&right.text) + 1);
        let text = fitted(&left.text, room, self.glyphs.cut);
        self.line(y, &[piece(text, left.tone), plain(" "), right]);
    }

    /// Draws a rule over the whole width.
    pub fn rule(&mut self, y: usize) {
        let rule = self.glyphs.rule.repeat(self.width());
        self.line(y, &[piece(rule, Tone::Faint)]);
    }

    /// Puts the terminal's cursor on a cell of the area.
    pub fn caret_at(&mut self, x: usize, y: usize) {
        let last = self.width().saturating_sub(1);
        let (Some(row), Ok(x)) = (self.row(y), u16::try_from(x.min(last))) else { return };
        self.caret = Some(Position::new(self.area.x + x, row));
    }

    /// A pen for part of the lines.
    pub fn part(&mut self, first: usize, lines: usize) -> Pen<'_> {
        let first = first.min(self.height());
        let lines = lines.min(self.height() - first);
        let as_cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let area = Rect { y: self.area.y + as_cells(first), height: as_cells(lines), ..self.area };
        Pen {
            buffer: &mut *self.buffer,
            area,
            glyphs: self.glyphs,
            has_color: self.has_color,
            caret: None,
        }
    }

    fn row(&self, y: usize) -> Option<u16> {
        (y < self.height()).then(|| u16::try_from(y).ok().map(|y| self.area.y + y)).flatten()
    }

    fn style(&self, tone: Tone) -> Style {
        let style = Style::default();
        match tone {
            Tone::Plain => style,
            Tone::Strong => style.add_modifier(Modifier::BOLD),
            Tone::Faint if self.has_color => style.fg(Color::DarkGray),
            Tone::Faint => style,
            Tone::Warn if self.has_color => style.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            Tone::Warn => style.add_modifier(Modifier::BOLD),
            Tone::Picked => style.add_modifier(Modifier::REVERSED),
        }
    }
}

/// The lines around a picked one that fit a height: the first of them.
pub fn scrolled(top: usize, picked: usize, lines: usize, height: usize) -> usize {
    let least = (picked + 1).saturating_sub(height);
    top.max(least).min(picked).min(lines.saturating_sub(height))
}

/// Pieces as one text.
#[cfg(test)]
pub fn text(line: &[Piece]) -> String {
    line.iter().map(|piece| super::cells::clean(&piece.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_picked_stays_in_view() {
        for (top, picked, lines, height, first) in [
            (0, 3, 10, 5, 0),
            (0, 7, 10, 5, 3),
            (6, 2, 10, 5, 2),
            (9, 9, 10, 5, 5),
            (0, 0, 0, 5, 0),
        ] {
            assert_eq!(scrolled(top, picked, lines, height), first);
        }
    }

    #[test]
    fn a_line_fills_its_cells() {
        let area = Rect::new(0, 0, 9, 1);
        let mut buffer = Buffer::empty(area);
        Pen::new(&mut buffer, area, super::super::glyphs::FINE, false)
            .line(0, &[plain("听澜智能科技有限")]);
        let shown: Vec<&str> = (0..9).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(shown, ["听", " ", "澜", " ", "智", " ", "能", " ", "…"]);
    }
}
