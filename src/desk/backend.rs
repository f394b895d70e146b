//! A backend for terminals that draw some signs wider than they are: behind each sign of doubtful width the next cell is
//! addressed anew, so that what follows stands where it belongs.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Draws on `B` in parts that end behind a sign of doubtful width.
#[derive(Debug)]
pub struct Steady<B>(pub B);

/// Whether terminals differ on how wide a cell's sign is: `“ ” · … ─` in an East Asian code page, and signs of several
/// characters that some terminals draw one by one (`👩‍🔬`).
fn is_doubtful(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    if symbol.is_ascii() {
        return false;
    }
    let one_by_one: usize = symbol.chars().filter_map(UnicodeWidthChar::width).sum();
    symbol.width() != symbol.width_cjk() || symbol.width() != one_by_one
}

impl<B: Backend> Backend for Steady<B> {
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), B::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut part = Vec::new();
        for at in content {
            part.push(at);
            if is_doubtful(at.2) {
                self.0.draw(part.drain(..))?;
            }
        }
        self.0.draw(part.into_iter())
    }

    fn hide_cursor(&mut self) -> Result<(), B::Error> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), B::Error> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, B::Error> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), B::Error> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), B::Error> {
        self.0.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), B::Error> {
        self.0.clear_region(clear_type)
    }

    /// The size of the terminal; of one that does not say, the usual one.
    fn size(&self) -> Result<Size, B::Error> {
        let size = self.0.size()?;
        Ok(if size.area() == 0 { Size::new(80, 24) } else { size })
    }

    fn window_size(&mut self) -> Result<WindowSize, B::Error> {
        self.0.window_size()
    }

    fn flush(&mut self) -> Result<(), B::Error> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::CrosstermBackend;
    use ratatui::widgets::Paragraph;

    use super::*;

    /// What is sent to a terminal for a line of text.
    fn sent(text: &str) -> String {
        let mut bytes = Vec::new();
        let backend = Steady(CrosstermBackend::new(&mut bytes));
        let area = ratatui::layout::Rect::new(0, 0, 20, 1);
        let options = ratatui::TerminalOptions { viewport: ratatui::Viewport::Fixed(area) };
        let mut terminal = Terminal::with_options(backend, options).unwrap();
        terminal.draw(|frame| frame.render_widget(Paragraph::new(text), area)).unwrap();
        drop(terminal);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn behind_a_doubtful_sign_the_next_cell_is_addressed() {
        // The fourth cell of the first line: ESC [ 1 ; 4 H.
        assert!(
            sent("ab·cd").contains("·\u{1b}[39m\u{1b}[49m\u{1b}[0m\u{1b}[1;4Hcd")
                || sent("ab·cd").contains("\u{1b}[1;4Hc")
        );
        assert!(!sent("abcd").contains("\u{1b}[1;4H"));
        // The fifth cell: a picture of two that is drawn as two elsewhere takes two cells here.
        assert!(sent("ab👩\u{200d}🔬cd").contains("\u{1b}[1;5H"));
    }
}
