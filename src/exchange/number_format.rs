//! What a number format says of a number beyond its digits: that it is shown as a percent, or with its unit of money.

use rust_decimal::Decimal;

use super::header_key::unit_named;
use crate::domain::values::Unit;

/// How a number is shown, where that says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// 0.0435 is 4.35%.
    Percent,
    /// 300 is 300万元.
    Money(Unit),
}

impl Look {
    /// Returns what a format says: `0.00%`, `#,##0.00"万元"`. A format that shows a number in another size than it has (`0.00,"千元"`)
    /// says nothing of its unit.
    pub fn of(format: &str) -> Option<Self> {
        let (mut words, mut is_percent, mut has_digits, mut is_scaled) =
            (String::new(), false, false, false);
        let mut letters = format.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => words.extend(letters.by_ref().take_while(|c| *c != '"')),
                '\\' | '!' => words.extend(letters.next()),
                // A blank as wide as the next letter, or filled with it.
                '_' | '*' => {
                    letters.next();
                }
                // A colour, a condition, a currency with its language.
                '[' => letters.by_ref().take_while(|c| *c != ']').for_each(drop),
                // What follows is for negative numbers.
                ';' => break,
                '%' => is_percent = true,
                '0' | '#' | '?' => (has_digits, is_scaled) = (true, false),
                ',' => is_scaled |= has_digits,
                '.' | ' ' | '(' | ')' | '+' | '-' => {}
                _ => words.push(letter),
            }
        }
        if is_percent {
            return Some(Self::Percent);
        }
        let words = words.trim().trim_start_matches("General").trim_start_matches("G/通用格式");
        unit_named(words).filter(|_| !is_scaled).map(Self::Money)
    }

    /// How a number shown with a unit of money ends in an `.ods`.
    pub const SHOWN_IN_MONEY: &str = "元</text:p>";

    /// Returns what the text says that a cell shows for its number: 300万元 for 300, rounded or not. What shows a number in
    /// another size than it has says nothing of its unit.
    pub fn of_shown(number: f64, shown: &str) -> Option<Self> {
        let end = shown.rfind(|c: char| c.is_ascii_digit())? + 1;
        let unit = unit_named(shown[end..].trim())?;
        let begin = shown.find(|c: char| c.is_ascii_digit() || c == '-')?;
        let figures = shown.get(begin..end)?.replace(',', "");
        let decimals = figures.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let said: f64 = figures.parse().ok()?;
        let nearest = 0.5 / 10_f64.powi(i32::try_from(decimals).ok()?);
        ((said - number).abs() <= nearest * 1.000_001).then_some(Self::Money(unit))
    }

    /// Returns a number as it is shown, with all its digits.
    pub fn shown(self, number: f64) -> Option<String> {
        let exact = Decimal::from_scientific(&format!("{number:.14e}")).ok()?;
        Some(match self {
            Self::Percent => format!("{}%", exact.checked_mul(Decimal::ONE_HUNDRED)?.normalize()),
            Self::Money(unit) => format!("{}{}", exact.normalize(), unit.symbol()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_percent_or_unit_or_nothing() {
        for (format, number, shown) in [
            ("0.00%", 0.0435, Some("4.35%")),
            ("0%", 0.05, Some("5%")),
            ("0.00\"%\"", 4.35, None),
            ("0.00\\%", 4.35, None),
            ("#,##0.00\"万元\"", 300.5, Some("300.5万元")),
            ("0.00万元", 300.0, Some("300万元")),
            ("0\" 万元\"", 300.0, Some("300万元")),
            ("¥#,##0.00\"元\";[Red]-¥#,##0.00\"元\"", 300.0, Some("300元")),
            ("General\"万元\"", 300.0, Some("300万元")),
            ("G/通用格式\"万元\"", 300.0, Some("300万元")),
            ("[DBNum1]0\"亿元\"", 3.0, Some("3亿元")),
            // The number is in yuan, and shown in thousands or in ten thousands.
            ("0.00,\"千元\"", 300_000.0, None),
            ("0!.0,\"万元\"", 300_000.0, None),
            ("_ * #,##0.00_ ", 300.0, None),
            ("[$¥-804]#,##0.00", 300.0, None),
            ("0\"件\"", 3.0, None),
            ("General", 3.0, None),
            ("yyyy\"年\"m\"月\"", 3.0, None),
        ] {
            let found = Look::of(format).and_then(|look| look.shown(number));
            assert_eq!(found.as_deref(), shown, "{format}");
        }
    }

    #[test]
    fn a_shown_text_says_the_unit_of_its_number() {
        for (number, shown, unit) in [
            (300.0, "300万元", Some(Unit::WanYuan)),
            (1250.5, "1,250.50 万元", Some(Unit::WanYuan)),
            (80.55, "80.6万元", Some(Unit::WanYuan)),
            (3_000_000.0, "¥3,000,000.00元", Some(Unit::Yuan)),
            (-3.0, "-3亿元", Some(Unit::YiYuan)),
            // In yuan, shown in ten thousands.
            (3_000_000.0, "300万元", None),
            (3.0, "3件", None),
            (3.0, "3", None),
            (3.0, "万元", None),
        ] {
            assert_eq!(Look::of_shown(number, shown), unit.map(Look::Money), "{number} {shown}");
        }
    }
}
