//! Amounts as people write them.

use rust_decimal::Decimal;

use super::{Money, Unit, numerals};
use crate::domain::values::text::{fold_width, plain_figures, squeeze};
use crate::domain::{Problem, Read, Repair};

/// Units that may stand behind figures, longest first within each ending, in yuan.
const UNITS: [(&str, i64); 8] = [
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万亿", 1_000_000_000_000),
    ("万", 10_000),
    ("亿", 100_000_000),
    ("千", 1_000),
    ("百", 100),
];

/// Currency marks that may stand before or behind an amount.
const CURRENCIES: [&str; 6] = ["人民币", "RMB", "rmb", "CNY", "cny", "¥"];

pub(super) fn read(text: &str, default: Option<Unit>) -> Result<Read<Money>, Problem> {
    let folded = fold_width(text);
    let folded = squeeze(folded.trim_start_matches('\''));
    let (amount, marked) = strip_currency(&folded);
    // In capitals and in figures: 叁佰伍拾万元（350万元）.
    if let Some((outer, inner)) = amount.strip_suffix(')').and_then(|said| said.rsplit_once('(')) {
        return match (read(outer, default), read(inner, default)) {
            (Ok(outer), Ok(inner)) if outer.value == inner.value => {
                Ok(Read::repaired(outer.value, Repair::Respelled))
            }
            _ => Err(Problem::MoneyUnreadable),
        };
    }
    if let Some(yuan) = numerals::read(amount) {
        return fit(yuan?).map(|money| Read::repaired(money, Repair::FromNumerals));
    }
    let (figures, unit) = strip_unit(amount);
    let figures = parse_figures(figures)?;
    let unit = match (unit, default) {
        (Some(unit), _) => unit,
        (None, Some(default)) => default.yuan(),
        (None, None) if marked => Decimal::ONE,
        (None, None) => return Err(Problem::MoneyUnitUnknown),
    };
    let money = fit(figures.checked_mul(unit).ok_or(Problem::MoneyOutOfRange)?)?;
    Ok(Read { value: money, repair: (*folded != *text).then_some(Repair::Respelled) })
}

/// Reads figures without sign, separators or unit. The hot path of imports; agrees with [`read`].
pub(super) fn plain(text: &str, unit: Unit) -> Option<Money> {
    let (digits, decimals) = plain_figures(text)?;
    let fen = digits.checked_mul(*[100, 10, 1].get(decimals)?)?.checked_mul(unit.worth())?;
    (fen <= Money::READ_LIMIT_YUAN * 100).then(|| Money::from_fen(fen))
}

/// Drops the currency and says whether there was one. A minus may stand before it: `-¥300`.
fn strip_currency(text: &str) -> (&str, bool) {
    for currency in CURRENCIES {
        if let Some(rest) = text.strip_prefix(currency) {
            return (rest.trim_start_matches([' ', ':']), true);
        }
        if let Some(rest) = text.strip_suffix(currency) {
            return (rest.trim_end(), true);
        }
    }
    (text, false)
}

/// Cuts `300.5 万元整` into its figures and what one of them is worth in yuan.
fn strip_unit(text: &str) -> (&str, Option<Decimal>) {
    let bare = text.strip_suffix(['整', '正']).unwrap_or(text);
    let yuan = bare.strip_suffix(['元', '圆']);
    let bare = yuan.unwrap_or(bare).trim_end();
    for (unit, worth) in UNITS {
        if let Some(figures) = bare.strip_suffix(unit) {
            return (figures.trim_end(), Some(Decimal::from(worth)));
        }
    }
    match yuan {
        Some(_) => (bare, Some(Decimal::ONE)),
        None => (text, None),
    }
}

/// Digits with or without well-formed thousand separators, a dot and digits, a minus before them.
fn parse_figures(text: &str) -> Result<Decimal, Problem> {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match bare.split_once('.') {
        None => (bare, None),
        Some((whole, fraction)) => (whole, Some(fraction)),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let whole_fits = digits(whole) || is_grouped(whole);
    if !whole_fits || !fraction.is_none_or(digits) {
        return Err(Problem::MoneyUnreadable);
    }
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    Decimal::from_str_exact(&plain).map_err(|_| Problem::MoneyOutOfRange)
}

/// `1,200` and `12,345,678`, but not `12,00`, `1,2345` or `0,300`.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_digit())
        && !first.starts_with('0')
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
}

fn fit(yuan: Decimal) -> Result<Money, Problem> {
    if yuan.abs() > Decimal::from(Money::READ_LIMIT_YUAN) {
        return Err(Problem::MoneyOutOfRange);
    }
    Money::from_yuan(yuan).ok_or(Problem::MoneyFractionOfFen)
}
