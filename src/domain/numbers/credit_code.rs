//! The unified social credit code (GB 32100-2015), around an organisation code (GB 11714).

use std::fmt;
use std::str::FromStr;

use super::spelling::{is_scientific, letters_as_digits, squeezed};
use crate::domain::refusal::{Problem, Read, Refusal, Repair};

/// A unified social credit code (统一社会信用代码): 18 characters, the last of them a check.
///
/// Authority, class of the registered, six digits of region, nine characters of organisation code with
/// a check of their own, check. The outer check catches every single wrong character and every swap of
/// two unequal characters but the first and the last, since weights are powers of 3 that differ modulo
/// the prime 31 except theirs. A pilot code is the other gap: there the organisation code alone is checked.
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
    /// organisation code that does not is marked [`Repair::OrganisationCheckOff`].
    ///
    /// # Errors
    /// [`Problem::CreditCodeLength`], `CreditCodeAlphabet`, `CreditCodeCheck`, `CreditCodeDigitsLost`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let squeezed = squeezed(text);
        let found = squeezed.chars().count();
        let problem = match Self::parse(squeezed.as_bytes()) {
            Ok((value, Some(repair))) => return Ok(Read::repaired(value, repair)),
            Ok((value, None)) => return Ok(Read::compared(value, text)),
            Err(_) if is_scientific(&squeezed) => Problem::CreditCodeDigitsLost,
            Err(_) if found != 18 => Problem::CreditCodeLength { found },
            Err(Problem::CreditCodeCheck { expected }) => Problem::CreditCodeCheck { expected },
            Err(_) => stranger(&squeezed),
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
        if let Some(at) = (0..18).find(|at| !may_stand(*at, code[*at])) {
            let found = char::from(code[at]);
            return Err(Problem::CreditCodeAlphabet { place: at + 1, found, suggestion: None });
        }
        let value = Self(code);
        let (expected, organisation_fits) = (value.check(), code[16] == value.organisation_check());
        match (code[17] == expected, organisation_fits) {
            (true, true) => Ok((value, None)),
            (true, false) => Ok((value, Some(Repair::OrganisationCheckOff))),
            (false, true) if &code[8..12] == b"M000" => {
                Ok((value, Some(Repair::LawfulCheckException)))
            }
            (false, _) => Err(Problem::CreditCodeCheck { expected: char::from(expected) }),
        }
    }

    /// The last character, as the seventeen before it demand. GB 32100-2015.
    fn check(&self) -> u8 {
        let value = |byte: &u8| u32::from(VALUES[usize::from(*byte)]);
        let sum: u32 = self.0.iter().zip(WEIGHTS).map(|(byte, weight)| value(byte) * weight).sum();
        ALPHABET[((31 - sum % 31) % 31) as usize]
    }

    /// The seventeenth character, as the eight before it demand. GB 11714.
    fn organisation_check(&self) -> u8 {
        let value = |byte: &u8| match byte {
            b'0'..=b'9' => u32::from(byte - b'0'),
            _ => u32::from(byte - b'A') + 10,
        };
        let weighted = self.0[8..16].iter().zip(ORGANISATION_WEIGHTS);
        match 11 - weighted.map(|(byte, weight)| value(byte) * weight).sum::<u32>() % 11 {
            10 => b'X',
            11 => b'0',
            check => b'0' + check as u8,
        }
    }
}

/// The value of each byte that can stand in a code; `NONE` for the others.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut at = 0;
    while at < ALPHABET.len() {
        values[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    values
};

const NONE: u8 = 255;

/// Letters that are not in the alphabet because they look like these digits.
const LETTERS: [(char, char); 2] = [('O', '0'), ('I', '1')];

/// Says whether `byte` may stand `at` this index: the region, places 3 to 8, has digits only.
fn may_stand(at: usize, byte: u8) -> bool {
    if (2..8).contains(&at) { byte.is_ascii_digit() } else { VALUES[byte as usize] != NONE }
}

/// Names the first character of an 18-character text that cannot stand where it does.
fn stranger(squeezed: &str) -> Problem {
    let fits = |(at, c): &(usize, char)| u8::try_from(*c).is_ok_and(|b| may_stand(*at, b));
    let (at, found) = squeezed.chars().enumerate().find(|there| !fits(there)).unwrap_or_default();
    let mended = letters_as_digits(squeezed, &LETTERS);
    let suggestion = CreditCode::parse(mended.as_bytes()).is_ok().then_some(mended);
    Problem::CreditCodeAlphabet { place: at + 1, found, suggestion }
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
mod tests;
