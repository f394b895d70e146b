//! How numbers and shares are drawn for people.

/// Groups the amounts in a text of numbers and signs, such as `≤ 3000000.00`.
pub fn amounts_grouped(text: &str) -> String {
    let is_amount = |word: &&str| {
        let (yuan, fen) = word.trim_start_matches('-').split_once('.').unwrap_or_default();
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        digits(yuan) && digits(fen) && fen.len() == 2
    };
    let words = text.split(' ').map(|word| match Some(word).filter(is_amount) {
        Some(amount) => grouped_decimal(amount),
        None => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Groups the digits of a whole number in threes: `1,234`.
pub fn grouped(n: i64) -> String {
    grouped_decimal(&n.to_string())
}

/// Groups the digits before the point in threes: `-1,234.50`. What is no plain decimal stays as it is.
pub fn grouped_decimal(decimal: &str) -> String {
    let unsigned = decimal.strip_prefix('-').unwrap_or(decimal);
    let (whole, fraction) = unsigned.split_at(unsigned.find('.').unwrap_or(unsigned.len()));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return decimal.to_owned();
    }
    let mut text = decimal[..decimal.len() - unsigned.len()].to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

/// Draws a share in thousandths as a bar `width` columns wide; more than the whole fills it.
pub fn bar(permille: i64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = usize::try_from(permille.clamp(0, 1000)).unwrap_or(0) * width * 8 / 1000;
    let (full, rest) = (eighths / 8, eighths % 8);
    let drawn = full + usize::from(rest > 0);
    format!("{}{}{}", "█".repeat(full), EIGHTHS[rest], "░".repeat(width - drawn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")] {
            assert_eq!(grouped(n), text);
        }
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
        for (decimal, text) in [
            ("-0.5", "-0.5"),
            ("1234.5678", "1,234.5678"),
            ("123456789012345678901.00", "123,456,789,012,345,678,901.00"),
            ("n/a", "n/a"),
            ("", ""),
        ] {
            assert_eq!(grouped_decimal(decimal), text);
        }
    }

    #[test]
    fn a_bar_is_as_wide_as_asked() {
        for permille in [-5, 0, 1, 333, 500, 999, 1000, 2000] {
            assert_eq!(bar(permille, 10).chars().count(), 10, "{permille}");
        }
        assert_eq!(bar(500, 4), "██░░");
        assert_eq!(bar(0, 3), "░░░");
        assert_eq!(bar(1000, 3), "███");
    }
}
