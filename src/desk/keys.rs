//! From the terminal's events to what the desk knows: one key whatever sends it.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::message::{Key, Message};
use crate::domain::values::text::fold_width;

/// What an event of the terminal means; none when the desk does not care.
pub fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(event) => key(event).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(columns, lines) => Some(Message::Resize(columns, lines)),
        Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    // Windows tells of a key let go too.
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let has_ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        // What many terminals send for Backspace.
        KeyCode::Char('h') if has_ctrl => Key::Backspace,
        KeyCode::Char(c) if has_ctrl => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(_) if event.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::F(n) => Key::F(n),
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        _ => return None,
    })
}

/// The character a key means outside text fields: full-width letters and Chinese punctuation are what an input method
/// makes of the keys that act.
pub fn acting(c: char) -> char {
    match c {
        '、' => '/',
        '《' => '<',
        '》' => '>',
        '\u{3000}' => ' ',
        c => fold_width(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_methods_characters_act_as_their_keys() {
        for (typed, means) in [
            ('／', '/'),
            ('、', '/'),
            ('？', '?'),
            ('＝', '='),
            ('\u{3000}', ' '),
            ('Ａ', 'A'),
            ('９', '9'),
            ('听', '听'),
        ] {
            assert_eq!(acting(typed), means);
        }
    }

    #[test]
    fn a_key_is_one_key() {
        let pressed = |code, modifiers| key(KeyEvent::new(code, modifiers));
        assert_eq!(pressed(KeyCode::Char('Z'), KeyModifiers::CONTROL), Some(Key::Ctrl('z')));
        assert_eq!(pressed(KeyCode::Char('x'), KeyModifiers::ALT), None);
        let mut released = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        released.kind = KeyEventKind::Release;
        assert_eq!(key(released), None);
    }
}
