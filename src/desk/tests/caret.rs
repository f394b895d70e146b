//! After every key the terminal's own cursor stands at the caret's cell, and beside it what was typed: drawn for a
//! terminal as the desk draws, one change after the other, and read by one that draws character by character.

use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZeroU16;
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::super::backend::Steady;
use super::super::cells::{graphemes, width};
use super::super::field::Field;
use super::super::message::{Key, Message};
use super::super::view;
use super::Bench;
use crate::i18n::Lang;

const SIZE: (u16, u16) = (80, 24);

/// Cells that every field of the desk has.
const SHORT: usize = 24;

/// What was sent to the terminal and not read yet.
#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A desk and the terminal it is drawn on.
struct Drawn {
    bench: Bench,
    sent: Sent,
    terminal: Terminal<Steady<CrosstermBackend<Sent>>>,
    screen: vt100::Parser,
}

impl Drawn {
    fn new(bench: Bench) -> Self {
        let sent = Sent::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
        let backend = Steady(CrosstermBackend::new(sent.clone()));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let cells = |n| NonZeroU16::new(n).unwrap();
        let screen = vt100::Parser::new(cells(SIZE.1), cells(SIZE.0), 0);
        Self { bench, sent, terminal, screen }
    }

    /// Draws what changed; returns the column of the cursor and its row's text up to there.
    fn draw(&mut self) -> (u16, String) {
        let model = &self.bench.model;
        let mut caret = None;
        self.terminal
            .draw(|frame| {
                let area = frame.area();
                caret = view::draw(model, frame.buffer_mut(), area);
                caret.into_iter().for_each(|caret| frame.set_cursor_position(caret));
            })
            .unwrap();
        self.screen.process(&std::mem::take(&mut *self.sent.0.borrow_mut()));
        let screen = self.screen.screen();
        let (line, column) = screen.cursor_position();
        let caret = caret.expect("a field has a caret");
        assert!(!screen.hide_cursor());
        assert_eq!((column, line), (caret.x, caret.y), "the cursor stands elsewhere");
        let mut row = screen.rows(0, column).nth(usize::from(line)).unwrap_or_default();
        // Blank cells that were never drawn end no row there; a space typed over one draws nothing.
        while width(&row) < usize::from(column) {
            row.push(' ');
        }
        (column, row)
    }
}

fn key() -> impl Strategy<Value = Key> {
    let typed = proptest::sample::select(vec![
        'a', 'Z', '7', ' ', '听', '澜', '。', '（', '“', '·', '…', '𠮷', 'é', 'e', '\u{301}', '👩',
        '🔬', '\u{200d}', '✈', '\u{fe0f}',
    ]);
    let moved = proptest::sample::select(vec![
        Key::Left,
        Key::Left,
        Key::Right,
        Key::Home,
        Key::End,
        Key::Backspace,
        Key::Delete,
    ]);
    prop_oneof![3 => typed.prop_map(Key::Char), 2 => moved]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// At both ends and in the middle, in a form and where one searches.
    #[test]
    fn the_cursor_stands_at_the_caret_after_every_key(
        keys in proptest::collection::vec(key(), 1..60),
        opens in proptest::sample::select(vec!["F5 party Space add Enter", "F1 party Space list Enter /", "F1"]),
    ) {
        let mut drawn = Drawn::new(Bench::new(Lang::Zh, SIZE).begin());
        drawn.bench.press(opens);
        let (first, _) = drawn.draw();
        let mut field = Field::default();
        for key in keys {
            field.key(key);
            drawn.bench.take(Message::Key(key));
            let (column, row) = drawn.draw();
            // A long text scrolls, in each screen by its own room; the cursor goes with it (`draw`).
            if width(field.text()) >= SHORT {
                continue;
            }
            let seen = field.visible(SHORT + 1);
            prop_assert_eq!(usize::from(column - first), seen.caret, "{:?} in {:?}", key, field);
            // Signs of several characters are drawn otherwise by a terminal that knows none of them.
            let is_plain = |c: char| !"\u{200d}\u{fe0f}\u{301}".contains(c);
            if field.text().chars().all(is_plain) {
                let (mut used, mut before) = (0, String::new());
                for (grapheme, width) in graphemes(&seen.text) {
                    if used < seen.caret {
                        used += width;
                        before.push_str(grapheme);
                    }
                }
                prop_assert!(row.trim_start().ends_with(before.trim_start()), "{:?} in {:?}", before, row);
            }
        }
    }
}
