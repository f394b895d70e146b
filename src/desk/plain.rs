//! The screen as numbered lines, for who has it read aloud: what changes is printed below what was printed before, and
//! nothing is drawn over.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::cells::width;
use super::glyphs::Glyphs;

/// The lines of a screen as they were printed last.
#[derive(Debug, Default)]
pub struct Printed {
    lines: Vec<String>,
    caret: Option<usize>,
}

impl Printed {
    /// What is to be printed now that the screen is another: all of it where one stands elsewhere, else what changed,
    /// and the line one is on.
    pub fn next(
        &mut self,
        buffer: &Buffer,
        caret: Option<Position>,
        glyphs: &Glyphs,
    ) -> Vec<String> {
        let lines = lines(buffer, glyphs);
        let caret = caret.map(|at| usize::from(at.y));
        let is_elsewhere = lines.first() != self.lines.first();
        let mut printed = Vec::new();
        for (y, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let is_new = is_elsewhere || self.lines.get(y) != Some(line);
            let is_here = caret == Some(y);
            if is_new || (is_here && self.caret != caret) {
                let sign = if is_here { ">" } else { " " };
                printed.push(format!("{:>2}{sign} {line}", y + 1));
            }
        }
        *self = Self { lines, caret };
        printed
    }
}

/// The lines of a buffer as text, a rule as nothing; where the cursor stands is told by its line alone.
fn lines(buffer: &Buffer, glyphs: &Glyphs) -> Vec<String> {
    let line = |y: u16| {
        let (mut x, mut text) = (0, String::new());
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(width(symbol)).unwrap_or(1).max(1);
        }
        let text = text.replace(glyphs.cursor, " ");
        let is_rule = text.trim().replace(glyphs.rule, "").is_empty();
        if is_rule { String::new() } else { text.trim().to_owned() }
    };
    (0..buffer.area.height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::super::glyphs::FINE;
    use super::*;

    fn screen(lines: [&str; 4]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 4));
        for (y, line) in (0..).zip(lines) {
            buffer.set_string(0, y, line, ratatui::style::Style::default());
        }
        buffer
    }

    #[test]
    fn a_move_prints_the_line_one_comes_to_and_a_new_screen_all() {
        let mut printed = Printed::default();
        let mut next = |lines, y| printed.next(&screen(lines), Some(Position::new(1, y)), &FINE);
        let first = next([" 贷款", "────", " ▸ JD1  300", "   JD2  100"], 2);
        assert_eq!(first, [" 1  贷款", " 3> JD1  300", " 4  JD2  100"]);
        assert_eq!(next([" 贷款", "────", "   JD1  300", " ▸ JD2  100"], 3), [" 4> JD2  100"]);
        assert_eq!(next([" 贷款", "────", "   JD1  250", " ▸ JD2  100"], 3), [" 3  JD1  250"]);
        assert!(next([" 贷款", "────", "   JD1  250", " ▸ JD2  100"], 3).is_empty());
        assert_eq!(next([" 专利", "", "", ""], 0), [" 1> 专利"]);
    }
}
