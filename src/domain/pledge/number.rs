//! Registration numbers (登记号) of pledges.

use std::fmt;

use crate::domain::refusal::{Problem, Read, Refusal};
use crate::domain::values::text;

/// A registration number as recorded: `2015310000012`, later `Y2022980003454`. One number covers every
/// patent of one contract. There is no check digit, and a strange form is flagged (R18), not refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegistrationNo(String);

impl RegistrationNo {
    /// Reads a number: width folded, blanks dropped, Latin letters in capitals.
    ///
    /// Errors: `DigitsLost` for scientific notation, `FieldMissing` for nothing.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let folded = text::compact(text).to_uppercase();
        let number = folded.trim_start_matches('\'');
        if number.is_empty() {
            return Err(Refusal::new(text, Problem::FieldMissing));
        }
        let digits_lost = number.contains("E+")
            && number.replace("E+", "").bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if digits_lost {
            return Err(Refusal::new(text, Problem::DigitsLost));
        }
        Ok(Read::compared(Self(number.to_owned()), text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The year in the number, if it has the usual form `Y?(19|20)` and eleven digits (M).
    pub fn year(&self) -> Option<i32> {
        let digits = self.0.strip_prefix('Y').unwrap_or(&self.0);
        let usual = digits.len() == 13
            && digits.bytes().all(|b| b.is_ascii_digit())
            && (digits.starts_with("19") || digits.starts_with("20"));
        if usual { digits[..4].parse().ok() } else { None }
    }
}

impl fmt::Display for RegistrationNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
