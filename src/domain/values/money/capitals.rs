//! Amounts written in capital numerals (大写), as papers that move money carry them beside the figures.
//!
//! 支付结算办法 and 正确填写票据和结算凭证的基本规定 of the People's Bank set the form: 元 after the yuan, 整
//! where an amount ends with yuan or jiao, and a 零 for zeros between digits, however many there are. Where
//! the rules leave it open whether a 零 stands (万位 or 元位 is 0, the digit after it isn't), it does: nothing
//! can then be put in.

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

/// Numerals as they grow.
#[derive(Default)]
struct Numerals {
    text: String,
    /// Zeros were met since the last digit written.
    zeros: bool,
}

/// Returns an amount in fen in capital numerals: 壹仟肆佰零玖元伍角整.
pub(super) fn write(fen: i64) -> String {
    let (sign, fen) = (if fen < 0 { "负" } else { "" }, fen.unsigned_abs());
    let mut numerals = Numerals::default();
    if fen >= 100 {
        numerals.whole(fen / 100);
        numerals.text.push('元');
    }
    numerals.digit(fen / 10 % 10, "角");
    numerals.digit(fen % 10, "分");
    let end = match (fen, fen % 10) {
        (0, _) => "零元整",
        (_, 0) => "整",
        _ => "",
    };
    format!("{sign}{}{end}", numerals.text)
}

impl Numerals {
    /// Parts of a hundred million each: 亿, and 亿 of 亿.
    fn whole(&mut self, n: u64) {
        const YI: u64 = 100_000_000;
        if n >= YI {
            self.whole(n / YI);
            self.text.push('亿');
        }
        self.below_ten_thousand(n % YI / 10_000, "万");
        self.below_ten_thousand(n % 10_000, "");
    }

    fn below_ten_thousand(&mut self, n: u64, unit: &str) {
        for (worth, name) in [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
            self.digit(n / worth % 10, name);
        }
        if n > 0 {
            self.text += unit;
        }
    }

    fn digit(&mut self, digit: u64, unit: &str) {
        if digit == 0 {
            // Zeros before the first digit say nothing.
            self.zeros = !self.text.is_empty();
            return;
        }
        if std::mem::take(&mut self.zeros) {
            self.text.push(DIGITS[0]);
        }
        self.text.push(DIGITS[digit as usize]);
        self.text += unit;
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::values::Money;
    use proptest::prelude::*;

    #[test]
    fn amounts_as_papers_carry_them() {
        for (fen, capitals) in [
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角整"),
            (55, "伍角伍分"),
            (100, "壹元整"),
            (105, "壹元零伍分"),
            (1_000, "壹拾元整"),
            (1_005, "壹拾元零伍分"),
            (1_050, "壹拾元零伍角整"),
            (10_500, "壹佰零伍元整"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (168_032, "壹仟陆佰捌拾元零叁角贰分"),
            (600_714, "陆仟零柒元壹角肆分"),
            (1_005_000, "壹万零伍拾元整"),
            (1_000_000, "壹万元整"),
            (10_700_053, "壹拾万零柒仟元零伍角叁分"),
            (300_000_000, "叁佰万元整"),
            (10_000_000_500, "壹亿零伍元整"),
            (10_500_000_000, "壹亿零伍佰万元整"),
            (12_000_000_000, "壹亿贰仟万元整"),
            (100_000_000_000_050, "壹万亿元零伍角整"),
            (-140_950, "负壹仟肆佰零玖元伍角整"),
        ] {
            assert_eq!(Money::from_fen(fen).capitals(), capitals, "{fen}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            fen in prop_oneof![0_i64..100_000_000, -9_000_000_000_000_000_i64..=9_000_000_000_000_000],
        ) {
            let money = Money::from_fen(fen);
            prop_assert_eq!(Money::read(&money.capitals(), None).unwrap().value, money);
        }

        #[test]
        fn any_amount_is_written_without_two_zeros_together(fen in any::<i64>()) {
            let capitals = Money::from_fen(fen).capitals();
            prop_assert!(!capitals.contains("零零") && !capitals.contains("零万"), "{}", capitals);
        }
    }
}
