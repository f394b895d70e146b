//! The unified social credit code (GB 32100-2015), around an organisation code (GB 11714).

use std::fmt;
use std::str::FromStr;

use super::spelling::{is_scientific, letters_as_digits, squeezed};
use crate::domain::refusal::{Problem, Read, Refusal, Repair};

/// A unified social credit code (统一社会信用代码): 18 characters, the last of them a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; 18]);

/// Values 0 to 30; I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 3^i mod 31. GB 32100-2015.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Weights of the organisation code, places 9 to 16. GB 11714.
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

impl CreditCode {
    /// Reads a code in any width and case, with blanks.
    ///
    /// Early pilot codes (`M000` in places 9 to 12) are lawful though their last character does not
    /// fit; they are taken and marked [`Repair::LawfulCheckException`]. A code that fits around an
    /// organisation code that does not is marked [`Repair::OrganisationCheckOff`]. domain.md 2.4.
    ///
    /// # Errors
    /// [`Problem::CreditCodeLength`], `CreditCodeAlphabet`, `CreditCodeCheck`, `CreditCodeDigitsLost`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let squeezed = squeezed(text);
        let problem = match Self::parse(squeezed.as_bytes()) {
            Ok((value, None)) if squeezed == text => return Ok(Read { value, repair: None }),
            Ok((value, None)) => return Ok(Read { value, repair: Some(Repair::Respelled) }),
            Ok((value, repair)) => return Ok(Read { value, repair }),
            Err(_) if is_scientific(&squeezed) => Problem::CreditCodeDigitsLost,
            Err(Problem::CreditCodeAlphabet { place, found, .. }) => {
                let mended = letters_as_digits(&squeezed);
                let suggestion = Self::parse(mended.as_bytes()).is_ok().then_some(mended);
                // A character of several bytes is shown as it stands.
                let found = squeezed.chars().nth(place - 1).unwrap_or(found);
                Problem::CreditCodeAlphabet { place, found, suggestion }
            }
            Err(Problem::CreditCodeLength { .. }) => {
                Problem::CreditCodeLength { found: squeezed.chars().count() }
            }
            Err(problem) => problem,
        };
        Err(Refusal::new(text, problem))
    }

    /// Reads like [`read`](Self::read); the canonical form without allocating, for long imports.
    pub fn read_bytes(text: &[u8]) -> Result<Read<Self>, Refusal> {
        match Self::parse(text) {
            Ok((value, repair)) => Ok(Read { value, repair }),
            Err(_) => Self::read(&String::from_utf8_lossy(text)),
        }
    }

    /// The region of registration, places 3 to 8. Not a test of district: codes are kept for life.
    pub fn region(&self) -> &str {
        &self.as_str()[2..8]
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default() // always ASCII
    }

    fn parse(text: &[u8]) -> Result<(Self, Option<Repair>), Problem> {
        let code: [u8; 18] =
            text.try_into().map_err(|_| Problem::CreditCodeLength { found: text.len() })?;
        let mut sum = 0;
        for (at, (byte, weight)) in code.iter().zip(WEIGHTS).enumerate() {
            sum += value_of(*byte).ok_or_else(|| unknown(at, *byte))? * weight;
        }
        value_of(code[17]).ok_or_else(|| unknown(17, code[17]))?;
        if let Some(at) = code[2..8].iter().position(|byte| !byte.is_ascii_digit()) {
            return Err(unknown(at + 2, code[at + 2]));
        }
        let expected = ALPHABET[((31 - sum % 31) % 31) as usize];
        let value = Self(code);
        let organisation_fits = value.organisation_check_fits();
        match (code[17] == expected, organisation_fits) {
            (true, true) => Ok((value, None)),
            (true, false) => Ok((value, Some(Repair::OrganisationCheckOff))),
            (false, true) if &code[8..12] == b"M000" => {
                Ok((value, Some(Repair::LawfulCheckException)))
            }
            (false, _) => Err(Problem::CreditCodeCheck { expected: char::from(expected) }),
        }
    }

    fn organisation_check_fits(&self) -> bool {
        let value = |byte: u8| match byte {
            b'0'..=b'9' => u32::from(byte - b'0'),
            _ => u32::from(byte - b'A') + 10,
        };
        let sum: u32 =
            self.0[8..16].iter().zip(ORGANISATION_WEIGHTS).map(|(b, w)| value(*b) * w).sum();
        let expected = match 11 - sum % 11 {
            10 => b'X',
            11 => b'0',
            check => b'0' + check as u8,
        };
        self.0[16] == expected
    }
}

fn unknown(at: usize, byte: u8) -> Problem {
    Problem::CreditCodeAlphabet { place: at + 1, found: char::from(byte), suggestion: None }
}

/// The value of each byte that can stand in a code; 255 for the others.
const VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut at = 0;
    while at < ALPHABET.len() {
        values[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    values
};

fn value_of(byte: u8) -> Option<u32> {
    match VALUES[byte as usize] {
        255 => None,
        value => Some(u32::from(value)),
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CreditCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_public_registers() {
        // domain.md 2.4: printed codes, lawful exceptions, invented ones.
        let cases = [
            ("91310106798925642J", "ok"),
            ("91310106MAE9L4AQ28", "ok"),
            ("9131 0106 5758 5545 6u", "respelled"),
            ("123502001549897397", "ok"),
            ("9135021359498494XQ", "ok"),
            ("91310115591693856A", "ok"),
            ("91350203M0001QAY9B", "lawful-check-exception"),
            ("91350211M0000XUF46", "lawful-check-exception"),
            ("91350100M000100Y43", "ok"),
            ("91310106MA1FY2M33H", "credit-code-check"),
            ("91310106MA1FL2X78K", "credit-code-check"),
            ("9131010679892564", "credit-code-length"),
            ("9131O106798925642J", "credit-code-alphabet"),
            ("9.1310106798926E+17", "credit-code-digits-lost"),
        ];
        for (text, expected) in cases {
            let verdict = match CreditCode::read(text) {
                Ok(read) => read.repair.map_or("ok", Repair::code),
                Err(refusal) => refusal.problem.code(),
            };
            assert_eq!(verdict, expected, "{text}");
        }
        let refusal = CreditCode::read("9131O106798925642J").unwrap_err();
        assert_eq!(refusal.problem.suggestion(), Some("91310106798925642J"));
    }
}
