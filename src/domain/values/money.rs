//! Money: yuan, exact to the fen.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::text::{fold_width, trim};
use crate::domain::refusal::{Problem, Read, Refusal, Repair};

/// An amount in yuan that is always whole fen (金额). At most 90 trillion yuan either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// The unit a number stands in when it does not say so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 元
    Yuan,
    /// 万元
    WanYuan,
}

impl Unit {
    /// Yuan in one of this unit.
    pub fn yuan(self) -> Decimal {
        match self {
            Self::Yuan => Decimal::ONE,
            Self::WanYuan => Decimal::from(10_000),
        }
    }
}

const LIMIT_YUAN: i64 = 90_000_000_000_000;

impl Money {
    pub const ZERO: Self = Self(Decimal::ZERO);

    pub fn from_fen(fen: i64) -> Self {
        Self(Decimal::new(fen, 2))
    }

    /// The amount in fen; exact, because an amount is whole fen within the limit.
    pub fn fen(self) -> i64 {
        i64::try_from(self.0.mantissa() * 10_i128.pow(2 - self.0.scale().min(2))).unwrap_or(i64::MAX)
    }

    pub fn yuan(self) -> Decimal {
        self.0
    }

    /// Takes an amount that must already be whole fen.
    ///
    /// Errors: `MoneyFractionOfFen`, `MoneyTooLarge`.
    pub fn from_yuan(yuan: Decimal) -> Result<Self, Problem> {
        if yuan.abs() > Decimal::from(LIMIT_YUAN) {
            return Err(Problem::MoneyTooLarge);
        }
        let normal = yuan.normalize();
        if normal.scale() > 2 { Err(Problem::MoneyFractionOfFen) } else { Ok(Self(normal)) }
    }

    /// Rounds half away from zero to whole fen: for the one place where a contract says to round.
    pub fn rounded(yuan: Decimal) -> Result<Self, Problem> {
        Self::from_yuan(yuan.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_yuan(self.0.checked_add(other.0)?).ok()
    }

    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_yuan(self.0.checked_sub(other.0)?).ok()
    }

    /// `3,000,000.00`
    pub fn grouped(self) -> String {
        let text = self.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits.split_at(digits.len() - 3);
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}{fraction}")
    }

    /// Reads an amount as people write it: 300, 300万元, 1,200.50 万元, ¥3,000,000.00, 0.03亿,
    /// 3百万, full-width digits, 叁佰万元整. A bare number stands in `unit`.
    ///
    /// Errors: `MoneyUnreadable`, `MoneyUnitUnknown` (a bare number and no unit), `MoneyFractionOfFen`,
    /// `MoneyTooLarge`. Source: domain.md 8.
    pub fn read(text: &str, unit: Option<Unit>) -> Result<Read<Self>, Refusal> {
        let trimmed = trim(text);
        let refuse = |problem| Refusal::new(trimmed, problem);
        let folded = fold_width(trimmed);
        let compact: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let bare = compact.trim_start_matches(['¥', '￥']).trim_start_matches("RMB").trim_start_matches("CNY");
        let had_sign_of_yuan = bare.len() != compact.len();
        if let Some(yuan) = capitals(bare) {
            let value = Self::from_yuan(yuan).map_err(refuse)?;
            return Ok(Read { value, repair: Some(Repair::Respelled) });
        }
        let (number, said) = split_unit(bare);
        let factor = match (said, unit) {
            (Some(factor), _) => factor,
            (None, _) if had_sign_of_yuan => Decimal::ONE,
            (None, Some(unit)) => unit.yuan(),
            (None, None) => return Err(refuse(Problem::MoneyUnitUnknown)),
        };
        let number = plain_number(number).ok_or_else(|| refuse(Problem::MoneyUnreadable))?;
        let yuan = number.checked_mul(factor).ok_or_else(|| refuse(Problem::MoneyTooLarge))?;
        let value = Self::from_yuan(yuan).map_err(refuse)?;
        let repair = (folded != text || compact.len() != bare.len()).then_some(Repair::Respelled);
        Ok(Read { value, repair })
    }
}

/// Splits a trailing unit off: 元, 万元, 百万, 亿 ...
fn split_unit(text: &str) -> (&str, Option<Decimal>) {
    let rest = text.strip_suffix('整').unwrap_or(text);
    let (rest, yuan) = match rest.strip_suffix('元').or_else(|| rest.strip_suffix('圆')) {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let scales: [(&str, i64); 6] =
        [("百万", 1_000_000), ("千万", 10_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1_000), ("百", 100)];
    for (word, scale) in scales {
        if let Some(number) = rest.strip_suffix(word) {
            return (number, Some(Decimal::from(scale)));
        }
    }
    (rest, yuan.then_some(Decimal::ONE))
}

/// Reads `-1,200.50`: commas only between groups of three, one point, at most one leading sign.
fn plain_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(fraction) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped_well = all_digits(first)
        && (rest.is_empty() || first.len() <= 3)
        && rest.iter().all(|group| group.len() == 3 && all_digits(group));
    if !grouped_well {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    Decimal::from_str_exact(&format!("{sign}{first}{}.{fraction}", rest.concat())).ok()
}

/// Reads an amount in capital numerals (大写): 叁佰万元整, 壹仟贰佰叁拾肆元伍角陆分.
fn capitals(text: &str) -> Option<Decimal> {
    if !text.chars().any(|c| "壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)) {
        return None;
    }
    let digit = |c: char| "零壹贰叁肆伍陆柒捌玖".chars().position(|d| d == c).map(|n| n as i64);
    let (mut total, mut section, mut number) = (0_i64, 0_i64, 0_i64);
    let mut fen = 0_i64;
    let mut after_yuan = false;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            number = value;
            continue;
        }
        match c {
            '拾' => section += number.max(1) * 10,
            '佰' => section += number * 100,
            '仟' => section += number * 1_000,
            '万' | '萬' => {
                total += (section + number) * 10_000;
                section = 0;
            }
            '亿' => {
                total = (total + section + number) * 100_000_000;
                section = 0;
            }
            '元' | '圆' => {
                total += section + number;
                section = 0;
                after_yuan = true;
            }
            '角' if after_yuan => fen += number * 10,
            '分' if after_yuan => fen += number,
            '整' | '正' => {}
            _ => return None,
        }
        number = 0;
    }
    let yuan = if after_yuan { total } else { total + section + number };
    Some(Decimal::from(yuan) + Decimal::new(fen, 2))
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl FromStr for Money {
    type Err = Refusal;

    /// Reads yuan.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::read(text, Some(Unit::Yuan)).map(|read| read.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, unit: Option<Unit>) -> String {
        match Money::read(text, unit) {
            Ok(read) => read.value.to_string(),
            Err(refusal) => refusal.problem.code().to_owned(),
        }
    }

    #[test]
    fn amounts_as_people_write_them() {
        let (yuan, wan) = (Some(Unit::Yuan), Some(Unit::WanYuan));
        let cases = [
            ("300", wan, "3000000.00"),
            ("300", yuan, "300.00"),
            ("300", None, "money-unit-unknown"),
            ("300万元", None, "3000000.00"),
            ("300万元", yuan, "3000000.00"),
            ("1,200.50 万元", None, "12005000.00"),
            ("3,000,000.00", yuan, "3000000.00"),
            ("¥3,000,000.00", None, "3000000.00"),
            ("３００．５", wan, "3005000.00"),
            ("3百万", None, "3000000.00"),
            ("0.03亿", None, "3000000.00"),
            ("叁佰万元整", None, "3000000.00"),
            ("壹仟贰佰叁拾肆元伍角陆分", None, "1234.56"),
            ("-66,962.00", yuan, "-66962.00"),
            ("1.234.56", yuan, "money-unreadable"),
            ("-0.0.66962", yuan, "money-unreadable"),
            ("300-", yuan, "money-unreadable"),
            ("12,00", yuan, "money-unreadable"),
            ("1e6", yuan, "money-unreadable"),
            ("0.001", yuan, "money-fraction-of-fen"),
            ("90000000000001", yuan, "money-too-large"),
        ];
        for (text, unit, expected) in cases {
            assert_eq!(check(text, unit), expected, "{text}");
        }
        assert_eq!(Money::from_fen(300_000_000).grouped(), "3,000,000.00");
        assert_eq!(Money::from_fen(-5).grouped(), "-0.05");
    }

    proptest! {
        #[test]
        fn fen_are_written_and_read_back(fen in -9_000_000_000_000_000_i64..=9_000_000_000_000_000) {
            let money = Money::from_fen(fen);
            prop_assert_eq!(money.fen(), fen);
            prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
            prop_assert_eq!(money.grouped().parse::<Money>().unwrap(), money);
        }
    }
}
