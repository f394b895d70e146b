//! How far a long import is, on one line of a terminal that is gone afterwards.

use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use unicode_width::UnicodeWidthStr;

use super::context::Context;
use crate::i18n::{Lang, say};
use crate::operations::import::Progress;
use crate::report::shortened;

/// A line is not drawn more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// A line on standard error, if that is a terminal and somebody wants to hear of it.
pub struct ProgressLine {
    lang: Lang,
    /// Columns the line may take: the last one stays free, or the terminal would begin a new line.
    room: usize,
    is_wanted: bool,
    /// Columns that the line takes now.
    taken: Cell<usize>,
    drawn: Cell<Option<Instant>>,
}

impl ProgressLine {
    pub fn new(context: &Context) -> Self {
        Self {
            lang: context.lang,
            room: context.width().saturating_sub(1),
            is_wanted: std::io::stderr().is_terminal() && !context.quiet && !context.json,
            taken: Cell::new(0),
            drawn: Cell::new(None),
        }
    }

    fn draw(&self, text: &str) {
        let is_soon = self.drawn.get().is_some_and(|drawn| drawn.elapsed() < PAUSE);
        if self.is_wanted && !is_soon {
            let line = over(self.taken.get(), &shortened(text, self.room));
            self.put(&line);
            self.taken.set(shortened(text, self.room).width());
            self.drawn.set(Some(Instant::now()));
        }
    }

    /// Leaves the line as it was before.
    pub fn clear(&self) {
        if self.taken.get() > 0 {
            self.put(&format!("{}\r", over(self.taken.get(), "")));
            self.taken.set(0);
        }
    }

    fn put(&self, text: &str) {
        let mut out = std::io::stderr().lock();
        // Who cannot be told how far it is has the result all the same.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
}

impl Progress for ProgressLine {
    fn read(&self, rows: u32) {
        self.draw(&say::reading(self.lang, rows));
    }

    fn settled(&self, rows: u32) {
        self.draw(&say::recording(self.lang, rows));
    }
}

/// Writes `text` over a line that takes `taken` columns.
fn over(taken: usize, text: &str) -> String {
    format!("\r{text}{}", " ".repeat(taken.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_covers_the_one_before_and_leaves_the_last_column_free() {
        assert_eq!(over(0, "已读取 1 行"), "\r已读取 1 行");
        assert_eq!(over(13, "已登记"), format!("\r已登记{}", " ".repeat(7)));
        assert_eq!(over(11, ""), format!("\r{}", " ".repeat(11)));
        assert!(shortened("已读取 1000000 行，正在登记", 19).width() <= 19);
    }
}
