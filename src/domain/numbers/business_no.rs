//! The number a firm had with the register of companies before the credit code.

use std::fmt;

use super::spelling::squeezed;

/// A business registration number (工商注册号): 15 digits, 13 before 2007. It names a firm in papers of before 2015, in the
/// place where its credit code stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BusinessNo(u64);

impl BusinessNo {
    /// Reads a number of 15 or 13 digits, with blanks, in any width, and with a copy's number in brackets behind it (1-1).
    pub fn read(text: &str) -> Option<Self> {
        let squeezed = squeezed(text);
        let number = squeezed.split(['(', '（']).next().unwrap_or_default();
        let is_number = matches!(number.len(), 13 | 15)
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !number.starts_with('0');
        is_number.then(|| number.parse().ok().map(Self))?
    }

    /// Reads a number of 15 digits where a credit code belongs: one of 13 may be a code that lost some.
    pub fn in_place_of_code(text: &str) -> Option<Self> {
        Self::read(text).filter(|number| number.0 >= 10_u64.pow(14))
    }
}

impl fmt::Display for BusinessNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_and_nothing_else_is_a_number() {
        for (text, number) in [
            ("310106000123456", Some("310106000123456")),
            (" 310106 000123456 ", Some("310106000123456")),
            ("３１０１０６０００１２３４５６", Some("310106000123456")),
            ("310106000123456（1-1）", Some("310106000123456")),
            ("3101061012345", Some("3101061012345")),
            ("31010600012345", None),
            ("91310106082833558G", None),
            ("3.10106E+14", None),
            ("000000000000000", None),
            ("企独沪总字第012345号", None),
        ] {
            assert_eq!(
                BusinessNo::read(text).map(|no| no.to_string()).as_deref(),
                number,
                "{text}"
            );
        }
        assert_eq!(BusinessNo::in_place_of_code("3101061012345"), None);
    }
}
