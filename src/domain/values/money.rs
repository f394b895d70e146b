//! Amounts of money: yuan, always whole fen, never a float.

mod capitals;
mod numerals;
mod read;
mod typed;

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::domain::{Read, Refusal};

/// An amount in yuan (金额, 元) that is always a whole number of fen.
///
/// Arithmetic is checked: what does not fit is none, not a wrong number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Decimal);

/// The unit an amount is written in (金额单位). Tables of offices use several, often side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 元
    Yuan,
    /// 千元
    ThousandYuan,
    /// 万元, ten thousand yuan
    WanYuan,
    /// 百万元
    MillionYuan,
    /// 亿元, a hundred million yuan
    YiYuan,
}

impl Unit {
    /// What one of it is in yuan.
    pub fn yuan(self) -> Decimal {
        Decimal::from(self.worth())
    }

    const ALL: [Self; 5] =
        [Self::Yuan, Self::ThousandYuan, Self::WanYuan, Self::MillionYuan, Self::YiYuan];

    /// Returns the word that stands over tables: 万元.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::ThousandYuan => "千元",
            Unit::WanYuan => "万元",
            Unit::MillionYuan => "百万元",
            Unit::YiYuan => "亿元",
        }
    }

    /// Returns the unit of a [`symbol`](Self::symbol).
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.symbol() == symbol)
    }

    fn worth(self) -> i64 {
        match self {
            Unit::Yuan => 1,
            Unit::ThousandYuan => 1_000,
            Unit::WanYuan => 10_000,
            Unit::MillionYuan => 1_000_000,
            Unit::YiYuan => 100_000_000,
        }
    }
}

impl Money {
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// The largest amount that is read from text, either way: 90 000 000 000 000.00 yuan.
    pub const READ_LIMIT_YUAN: i64 = 90_000_000_000_000;

    /// An amount from the ledger, where it is kept in fen.
    pub fn from_fen(fen: i64) -> Self {
        Self(Decimal::new(fen, 2))
    }

    /// The amount in fen, as the ledger keeps it.
    pub fn fen(self) -> i64 {
        // Every amount but zero is made by `from_fen`: two decimals, so the digits are its fen.
        self.0.mantissa() as i64
    }

    /// An amount in yuan that is a whole number of fen and fits the ledger; nothing is rounded.
    pub fn from_yuan(yuan: Decimal) -> Option<Self> {
        let fen = yuan.checked_mul(Decimal::ONE_HUNDRED)?;
        let fen = fen.is_integer().then(|| fen.to_i64())?;
        fen.map(Self::from_fen)
    }

    /// The amount in yuan, with two decimals.
    pub fn yuan(self) -> Decimal {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(self) -> bool {
        self.fen() < 0
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.fen().checked_add(other.fen()).map(Self::from_fen)
    }

    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.fen().checked_sub(other.fen()).map(Self::from_fen)
    }

    pub fn checked_neg(self) -> Option<Self> {
        self.fen().checked_neg().map(Self::from_fen)
    }

    /// The sum, or none if it or a part of it does not fit.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Reads an amount as people write it: `300万元`, `¥3,000,000.00`, `3百万`, `0.03亿`,
    /// `３００．００`, `叁佰万元整`. A unit beside the figures goes before `default`, the unit of the
    /// column; a currency sign alone says yuan only where the column has no unit.
    ///
    /// Errors: `MoneyUnitUnknown` if neither says the unit, `MoneyFractionOfFen`, `MoneyOutOfRange`,
    /// `MoneyUnreadable` (`1.234.56`, `12,00`, `300-`, `3e5`).
    pub fn read(text: &str, default: Option<Unit>) -> Result<Read<Self>, Refusal> {
        if let Some(money) = default.and_then(|unit| read::plain(text, unit)) {
            return Ok(Read::clean(money));
        }
        read::read(text, default).map_err(|problem| Refusal::new(text, problem))
    }

    /// With thousand separators, for people: `3,000,000.00`.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (sign, plain) = plain.split_at(usize::from(plain.starts_with('-')));
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, "00"));
        let mut text = sign.to_owned();
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text + "." + fraction
    }

    /// In capital numerals (大写金额), as papers carry it beside the figures: `叁佰万元整`.
    pub fn capitals(self) -> String {
        capitals::write(self.fen())
    }
}

/// Yuan with two decimals and no separators: `3000000.00`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

/// Reads the canonical form and all that [`Money::read`] takes in a column of yuan.
impl FromStr for Money {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::read(text, Some(Unit::Yuan)).map(|read| read.value)
    }
}

#[cfg(test)]
mod tests;
