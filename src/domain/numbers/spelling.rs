//! What all numbers have in common when people write them down.

use crate::domain::refusal::{Read, Repair};

/// Returns `text` in half-width capitals, without blanks and without characters that only look.
///
/// Drops white space, zero-width characters and byte order marks anywhere, since people group digits
/// as they please; folds full-width forms, and the raised and ideographic dots people type for `.`.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).map(half_width).map(|c| c.to_ascii_uppercase()).collect()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from((c as u32 - 0xFEE0) as u8),
        '\u{3002}' | '\u{00B7}' | '\u{2024}' => '.',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c,
    }
}

/// Returns `value`, marked as respelled unless `text` is its canonical form.
pub(super) fn as_written<T: ToString>(value: T, text: &str) -> Read<T> {
    let repair = (value.to_string() != text).then_some(Repair::Respelled);
    Read { value, repair }
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
    [whole, fraction, exponent].iter().all(|part| digits::<u128>(part).is_some()) && whole.len() == 1
}

/// Mends the letters people type for digits: O for 0, I and L for 1. Takes `squeezed` text.
pub(super) fn letters_as_digits(squeezed: &str) -> String {
    squeezed
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' | '|' => '1',
            _ => c,
        })
        .collect()
}
