//! Amounts as people type them: an amount, or a sum of several behind `=`.

use super::{Money, Unit};
use crate::domain::refusal::{Problem, Refusal};

impl Money {
    /// Reads an amount as it is typed: in any spelling of a list, or behind `=` several with `+` and `-` between them:
    /// `=300万-1017400` is 1,982,600.00.
    ///
    /// Errors: as [`Money::read`]; `MoneyOutOfRange` beyond what an amount can be.
    pub fn read_typed(text: &str, unit: Unit) -> Result<Self, Refusal> {
        let said = text.trim();
        let Some(sum) = said.strip_prefix(['=', '＝']) else {
            return Self::read(said, Some(unit)).map(|read| read.value);
        };
        let mut total = Self::ZERO;
        let mut rest = sum;
        let mut is_taken_off = false;
        loop {
            let end = rest.find(['+', '-', '＋', '－']).unwrap_or(rest.len());
            let part = Self::read(&rest[..end], Some(unit))?.value;
            let added = match is_taken_off {
                true => total.checked_sub(part),
                false => total.checked_add(part),
            };
            total = added.ok_or_else(|| Refusal::new(said, Problem::MoneyOutOfRange))?;
            let Some(sign) = rest[end..].chars().next() else { return Ok(total) };
            is_taken_off = matches!(sign, '-' | '－');
            rest = &rest[end + sign.len_utf8()..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_exact() {
        for (typed, yuan) in [
            ("300万", Some("3000000.00")),
            ("=300万-1017400", Some("1982600.00")),
            ("＝0.10+0.20", Some("0.30")),
            ("=1,000.50 + 2", Some("1002.50")),
            ("=", None),
            ("=5-", None),
            ("=甲", None),
        ] {
            let read = Money::read_typed(typed, Unit::Yuan).ok().map(|money| money.to_string());
            assert_eq!(read.as_deref(), yuan, "{typed}");
        }
    }
}
