//! Figures written out, and where a floating-point number still holds them.

/// Decimal digits that survive a way through a 64-bit float unchanged.
pub const FLOAT_DIGITS: usize = 15;

/// Returns an amount in fen as yuan with two decimals: `-0.05`.
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Returns the number as spreadsheets and JSON readers hold one; none when it has more digits than
/// come back unchanged, or is no number.
pub fn float(decimal: &str) -> Option<f64> {
    let digits = decimal.bytes().filter(u8::is_ascii_digit).count();
    let plain = decimal.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    if plain && digits <= FLOAT_DIGITS { decimal.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_and_what_a_float_holds() {
        for (fen, text) in
            [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (-150, "-1.50"), (123_456, "1234.56")]
        {
            assert_eq!(yuan(fen), text);
        }
        assert_eq!(yuan(i64::MIN), "-92233720368547758.08");
        assert_eq!(float("30.5"), Some(30.5));
        assert_eq!(float("2016"), Some(2016.0));
        for text in ["9007199254740993", "", "-", "1e5", "inf", "３"] {
            assert_eq!(float(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_a_float_takes_comes_back_to_the_fen(fen in -99_999_999_999_999_i64..=99_999_999_999_999) {
            let text = yuan(fen);
            let held = float(&text).map(|held| format!("{held:.2}"));
            prop_assert_eq!(held, Some(text));
        }
    }
}
