//! What happens to the desk: keys, pastes, sizes, answers, the passing of time.

use super::effect::{Answer, Ticket};

/// A key as the desk knows it, whatever terminal it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Char(char),
    /// A letter with Ctrl.
    Ctrl(char),
    F(u8),
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
}

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    /// Time has passed: milliseconds since the desk began.
    Tick(u64),
    Answer(Ticket, Box<Answer>),
    /// Another program has written in the ledger.
    Foreign,
    /// The system asks the program to end.
    Signal,
}
