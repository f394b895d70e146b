//! What all numbers have in common when people write them down.

use std::borrow::Cow;

use crate::domain::values::text::compact;

/// Returns `text` in half-width capitals, without blanks and without characters that cannot be seen.
///
/// People group digits as they please, and type raised and ideographic dots for `.` and dashes of any
/// length for `-`.
pub(super) fn squeezed(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_lowercase()) {
        return Cow::Borrowed(text);
    }
    let likeness = |c: char| match c {
        '\u{3002}' | '\u{00B7}' | '\u{2024}' => '.',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c.to_ascii_uppercase(),
    };
    Cow::Owned(compact(text).chars().map(likeness).collect())
}

/// Returns the value of a string of ASCII digits that fits, and `None` for anything else.
pub(super) fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Returns whether `squeezed` text is a number as spreadsheets show long ones: `2.01610281886E+11`.
pub(super) fn is_scientific(squeezed: &str) -> bool {
    let Some((mantissa, exponent)) = squeezed.split_once('E') else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    [whole, fraction, exponent].iter().all(|part| digits::<u128>(part).is_some())
        && whole.len() == 1
}

/// Mends letters people type for digits, each pair a letter and its digit. Takes `squeezed` text.
pub(super) fn letters_as_digits(squeezed: &str, pairs: &[(char, char)]) -> String {
    let mend = |c| pairs.iter().find(|(letter, _)| *letter == c).map_or(c, |(_, digit)| *digit);
    squeezed.chars().map(mend).collect()
}
