//! A line in which text is typed: its characters, the caret between two of them, the part that fits its cells.

use unicode_segmentation::UnicodeSegmentation;

use super::cells::{graphemes, width};
use super::message::Key;

/// A line of text with a caret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// In bytes, at the border of a character.
    caret: usize,
}

/// What of a field stands in its cells, and in which of them the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible {
    pub text: String,
    pub caret: usize,
}

impl Field {
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { caret: text.len(), text }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes a key; whether the text changed. Keys that do not edit are left alone.
    pub fn key(&mut self, key: Key) -> bool {
        match key {
            Key::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Key::Backspace => self.remove(self.before(self.caret), self.caret),
            Key::Delete => self.remove(self.caret, self.after(self.caret)),
            Key::Left => self.go(self.before(self.caret)),
            Key::Right => self.go(self.after(self.caret)),
            Key::Home => self.go(0),
            Key::End => self.go(self.text.len()),
            Key::Ctrl('u') => self.remove(0, self.caret),
            Key::Ctrl('k') => self.remove(self.caret, self.text.len()),
            _ => false,
        }
    }

    /// Takes a paste into the line: of several lines the blanks between them stay.
    pub fn paste(&mut self, text: &str) -> bool {
        let line: Vec<&str> =
            text.split(['\r', '\n', '\t']).filter(|part| !part.is_empty()).collect();
        self.insert(&line.join(" "))
    }

    pub fn set(&mut self, text: impl Into<String>) {
        *self = Self::new(text);
    }

    fn insert(&mut self, text: &str) -> bool {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        self.text.insert_str(self.caret, &text);
        // A mark that joins the character before it is one character with it.
        self.caret = self.border(self.caret + text.len());
        !text.is_empty()
    }

    fn remove(&mut self, from: usize, to: usize) -> bool {
        self.text.drain(from..to);
        self.caret = self.border(from);
        from < to
    }

    fn go(&mut self, to: usize) -> bool {
        self.caret = to;
        false
    }

    fn before(&self, at: usize) -> usize {
        self.text[..at].grapheme_indices(true).next_back().map_or(0, |(start, _)| start)
    }

    fn after(&self, at: usize) -> usize {
        self.text[at..].graphemes(true).next().map_or(at, |grapheme| at + grapheme.len())
    }

    /// The first border of a character from `at` on.
    fn border(&self, at: usize) -> usize {
        let borders = self.text.grapheme_indices(true).map(|(start, _)| start);
        borders.chain([self.text.len()]).find(|border| *border >= at).unwrap_or(self.text.len())
    }

    /// The part around the caret that fits `cells` cells, of which the last is kept for the caret behind the text.
    pub fn visible(&self, cells: usize) -> Visible {
        let room = cells.saturating_sub(1);
        // Characters before the caret as far as they fit, then those behind it.
        let (mut before, mut used) = (Vec::new(), 0);
        for (grapheme, width) in graphemes(&self.text[..self.caret]).rev() {
            if used + width > room {
                break;
            }
            before.push(grapheme);
            used += width;
        }
        let caret = used;
        let mut text: String = before.into_iter().rev().collect();
        for (grapheme, width) in graphemes(&self.text[self.caret..]) {
            if used + width > room {
                break;
            }
            text.push_str(grapheme);
            used += width;
        }
        debug_assert_eq!(width(&text), used);
        Visible { text, caret }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ANY_TEXT;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn characters_are_typed_and_taken_out_whole() {
        let mut field = Field::new("听澜");
        for key in [Key::Left, Key::Char('𠮷'), Key::Char('e'), Key::Char('\u{301}')] {
            field.key(key);
        }
        assert_eq!(field.text(), "听𠮷e\u{301}澜");
        assert_eq!(field.visible(20), Visible { text: "听𠮷e\u{301}澜".into(), caret: 5 });
        field.key(Key::Backspace);
        assert_eq!(field.text(), "听𠮷澜");
        field.key(Key::Delete);
        assert_eq!(field.text(), "听𠮷");
        field.key(Key::Home);
        assert!(field.key(Key::Delete) && !field.key(Key::Backspace));
        assert_eq!(field.text(), "𠮷");
    }

    #[test]
    fn a_long_text_scrolls_by_whole_characters() {
        let mut field = Field::new("上海示例听澜智能科技有限公司");
        // Nine cells: four characters and one for the caret.
        assert_eq!(field.visible(9), Visible { text: "有限公司".into(), caret: 8 });
        field.key(Key::Home);
        assert_eq!(field.visible(9), Visible { text: "上海示例".into(), caret: 0 });
    }

    #[test]
    fn a_paste_is_one_line() {
        let mut field = Field::default();
        assert!(field.paste("201610281886.0\r\n201610824209.9\n"));
        assert_eq!(field.text(), "201610281886.0 201610824209.9");
    }

    #[derive(Debug, Clone)]
    enum Step {
        Key(Key),
        Paste(String),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let any = "[a听。𠮷\u{301}\u{200d}👩🔬（é\u{fe0f}✈]";
        let typed = proptest::string::string_regex(any)
            .expect("a pattern")
            .prop_map(|text| Step::Key(Key::Char(text.chars().next().unwrap_or(' '))));
        let moved = prop_oneof![
            Just(Key::Left),
            Just(Key::Right),
            Just(Key::Home),
            Just(Key::End),
            Just(Key::Backspace),
            Just(Key::Delete),
            Just(Key::Ctrl('k')),
        ];
        let step = prop_oneof![4 => typed, 4 => moved.prop_map(Step::Key), 1 => ANY_TEXT.prop_map(Step::Paste)];
        proptest::collection::vec(step, 0..40)
    }

    proptest! {
        /// Wherever one types, the caret's cell is the width of the text before it, and nothing is cut in half.
        #[test]
        fn the_caret_stands_behind_what_is_before_it(steps in steps(), cells in 4_usize..40) {
            let mut field = Field::default();
            for step in steps {
                match step {
                    Step::Key(key) => drop(field.key(key)),
                    Step::Paste(text) => drop(field.paste(&text)),
                }
                let before = &field.text[..field.caret];
                let all: Vec<&str> = field.text.graphemes(true).collect();
                prop_assert!(all.concat().starts_with(before));
                prop_assert!(field.text.grapheme_indices(true).any(|(at, _)| at == field.caret)
                    || field.caret == field.text.len(), "caret inside a character");
                let seen = field.visible(cells);
                prop_assert!(width(&seen.text) < cells, "{:?}", seen);
                prop_assert!(seen.caret < cells);
                if width(&field.text) < cells {
                    prop_assert_eq!(seen.caret, width(before));
                }
                // What stands before the caret is the end of the text before it.
                let shown: String = graphemes(before).map(|(g, _)| g).collect();
                let left: String = {
                    let (mut used, mut left) = (0, String::new());
                    for (g, w) in graphemes(&seen.text) {
                        if used >= seen.caret { break; }
                        used += w;
                        left.push_str(g);
                    }
                    left
                };
                prop_assert!(shown.ends_with(&left), "{:?} {:?}", shown, left);
            }
        }
    }
}
