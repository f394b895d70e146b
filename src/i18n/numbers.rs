//! How numbers and shares are drawn for people.

/// Groups the digits of a whole number in threes: `1,234`.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
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
    fn digits_in_threes_and_bars_of_one_width() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (-1234567, "-1,234,567")] {
            assert_eq!(grouped(n), text);
        }
        for permille in [-5, 0, 1, 333, 500, 999, 1000, 2000] {
            assert_eq!(bar(permille, 10).chars().count(), 10, "{permille}");
        }
        assert_eq!(bar(500, 4), "██░░");
    }
}
