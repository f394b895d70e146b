//! Texts in cells of a terminal: how wide they are, cut and filled up so that a cell is never half a character.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands for what a terminal would obey or not show: data cannot steer it.
const UNSHOWN: &str = "·";

/// The characters of a text as people count them, each with its cells. What is invisible or would steer the terminal
/// is a dot: were it dropped, its neighbours could join and take fewer cells than each alone.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (&str, usize)> {
    text.graphemes(true).map(|grapheme| {
        let steers = grapheme.chars().any(|c| c.is_control() || is_bidi(c));
        let shown = if steers || grapheme.width() == 0 { UNSHOWN } else { grapheme };
        (shown, shown.width())
    })
}

/// Characters that turn the direction of what follows.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}')
}

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    graphemes(text).map(|(_, width)| width).sum()
}

/// The text as it can be shown on one line.
pub fn clean(text: &str) -> String {
    graphemes(text).map(|(grapheme, _)| grapheme).collect()
}

/// The text in exactly `cells` cells: shortened with `mark` at its end, filled up with blanks.
pub fn fitted(text: &str, cells: usize, mark: &str) -> String {
    let mut shown = shortened(text, cells, mark);
    let used = width(&shown);
    shown.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    shown
}

/// As [`fitted`], standing to the right.
pub fn fitted_right(text: &str, cells: usize, mark: &str) -> String {
    let shown = shortened(text, cells, mark);
    format!("{}{shown}", " ".repeat(cells.saturating_sub(width(&shown))))
}

/// The text in at most `cells` cells, with `mark` at its end where something is cut off.
pub fn shortened(text: &str, cells: usize, mark: &str) -> String {
    if width(text) <= cells {
        return clean(text);
    }
    let room = cells.saturating_sub(width(mark));
    let (mut shown, mut used) = (String::new(), 0);
    for (grapheme, width) in graphemes(text) {
        if used + width > room {
            break;
        }
        shown.push_str(grapheme);
        used += width;
    }
    if width(mark) <= cells {
        shown.push_str(mark);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::super::tests::ANY_TEXT;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_cells() {
        for (text, cells) in [
            ("", 0),
            ("abc", 3),
            ("听澜", 4),
            ("𠮷", 2),
            ("e\u{301}", 1),
            ("👩\u{200d}🔬", 2),
            ("\u{1b}[2J", 4),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
        }
        assert_eq!(fitted("听澜智能科技", 8, "…"), "听澜智… ");
        assert_eq!(fitted_right("1.50", 6, "…"), "  1.50");
        assert_eq!(shortened("听澜", 1, "…"), "…");
    }

    proptest! {
        #[test]
        fn a_text_is_fitted_to_the_cell(text in ANY_TEXT, cells in 0_usize..30) {
            let shown = fitted(&text, cells, "…");
            prop_assert_eq!(width(&shown), cells);
            prop_assert!(!shown.contains(char::is_control));
            let kept = shown.trim_end().trim_end_matches('…');
            let whole: Vec<&str> = graphemes(&text).map(|(grapheme, _)| grapheme).collect();
            prop_assert!(whole.concat().starts_with(kept.trim_end()), "{:?} of {:?}", kept, text);
        }
    }
}
