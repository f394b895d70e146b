//! The Chinese patent application number, old and new (ZC 0006-2003).

use std::fmt;
use std::str::FromStr;

use super::PatentKind;
use super::publication_no::PublicationNo;
use super::spelling::{digits, is_scientific, letters_as_digits, squeezed};
use crate::domain::refusal::{Problem, Read, Refusal, Repair};
use crate::domain::values::text::without_exponent;

/// The number of a Chinese patent application (申请号), such as `202410281886.5`.
///
/// Since 2003-10-01 `YYYYTSSSSSSS.C`, before that `YYTSSSSS.C`: year, type digit, serial, check
/// character. Held as its digits without the check character, which follows from them; an old number
/// stays below 10^8. The order is that of the stored key, not of time: 02... stands before 95....
///
/// # What the check character catches
/// Every single wrong character and every swap of two unequal characters, neighbours or not, the check
/// character among them, because no weight is 0 or -1 modulo 11 and no two differ by 11. The standard is
/// blind to one thing: the swap of two digits eight places apart, which have the same weight (1-9, 2-10,
/// 3-11 and 4-12, new format only). Where the check character is not given nothing is caught, and an
/// undotted number that lost a digit can be a well-formed one without check character; hence the repair
/// is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationNo(u64);

/// Below this key a number is of the old format, with two digits for the year.
const OLD_END: u64 = 100_000_000;

/// Weights by place; the old format uses the first eight. ZC 0006-2003.
const WEIGHTS: [u64; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/// Check characters by the weighted sum of digits modulo 11.
const CHECKS: [char; 11] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'];

impl ApplicationNo {
    /// Returns the digits without the check character as one integer, the key in tables.
    pub fn key(self) -> u64 {
        self.0
    }

    /// Returns the number of a `key`, unless no number has it.
    pub fn from_key(key: u64) -> Option<Self> {
        if key < OLD_END { Self::old(key).ok() } else { Self::new(key).ok() }
    }

    /// Reads a number as people write it: `ZL`, `CN`, blanks, full-width digits, `x`, no dot.
    ///
    /// A check character that is not given is computed ([`Repair::CheckCharacterRestored`]).
    ///
    /// # Errors
    /// [`Problem::ApplicationNoShape`], with a suggestion where letters stand for digits or a
    /// spreadsheet's traces explain it; `ApplicationNoIsPublicationNo`, `ApplicationNoDigitsLost`,
    /// `ApplicationNoYear`, `ApplicationNoKind`, `ApplicationNoCheck`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let squeezed = squeezed(text);
        let problem = match Self::parse(without_prefix(&squeezed)) {
            Ok((value, CheckCharacter::Given)) => return Ok(Read::compared(value, text)),
            Ok((value, CheckCharacter::Missing)) => {
                return Ok(Read { value, repair: Some(Repair::CheckCharacterRestored) });
            }
            Err(Problem::ApplicationNoShape { .. }) if is_scientific(&squeezed) => {
                // All digits are there only where the check character, being the last of them, proves it.
                let whole = without_exponent(&squeezed);
                match whole.map(|number| Self::parse(&number)) {
                    Some(Ok((value, CheckCharacter::Given))) => {
                        return Ok(Read::compared(value, text));
                    }
                    Some(Err(problem)) => problem,
                    Some(Ok((_, CheckCharacter::Missing))) | None => {
                        Problem::ApplicationNoDigitsLost
                    }
                }
            }
            Err(Problem::ApplicationNoShape { .. }) if PublicationNo::is_one(&squeezed) => {
                Problem::ApplicationNoIsPublicationNo
            }
            Err(Problem::ApplicationNoShape { .. }) => {
                Problem::ApplicationNoShape { suggestion: suggestion(&squeezed) }
            }
            Err(problem) => problem,
        };
        Err(Refusal::new(text, problem))
    }

    /// Reads like [`read`](Self::read); the canonical form without allocating, for long imports.
    pub fn read_bytes(text: &[u8]) -> Result<Read<Self>, Refusal> {
        match Self::canonical(text) {
            Some(value) => Ok(Read { value, repair: None }),
            None => Self::read(&String::from_utf8_lossy(text)),
        }
    }

    /// Returns the check character (校验位), `0` to `9` or `X`.
    pub fn check_char(self) -> char {
        let places = if self.is_old() { 8 } else { 12 };
        let mut rest = self.0;
        let mut sum = 0;
        for weight in WEIGHTS[..places].iter().rev() {
            sum += weight * (rest % 10);
            rest /= 10;
        }
        CHECKS[(sum % 11) as usize]
    }

    pub fn kind(self) -> PatentKind {
        match self.type_digit() {
            2 | 9 => PatentKind::Utility,
            3 => PatentKind::Design,
            _ => PatentKind::Invention,
        }
    }

    /// Returns whether the number is of an international application that entered China (进入国家阶段).
    ///
    /// Type digits 8 and 9 say so; from 1994 to 1997 it was a serial in the nineties of thousands.
    pub fn is_national_phase(self) -> bool {
        let by_serial = self.is_old()
            && (1994..=1997).contains(&self.year())
            && matches!(self.type_digit(), 1 | 2)
            && self.0 % 100_000 >= 90_000;
        matches!(self.type_digit(), 8 | 9) || by_serial
    }

    /// Returns the year in the number: of receipt, or of the international filing (national phase).
    pub fn year(self) -> i32 {
        if self.is_old() { old_year(self.0 / 1_000_000) } else { (self.0 / 100_000_000) as i32 }
    }

    fn is_old(self) -> bool {
        self.0 < OLD_END
    }

    fn type_digit(self) -> u64 {
        if self.is_old() { self.0 / 100_000 % 10 } else { self.0 / 10_000_000 % 10 }
    }

    fn canonical(text: &[u8]) -> Option<Self> {
        let [body @ .., b'.', check] = text else { return None };
        if body.len() > WEIGHTS.len() {
            return None;
        }
        let mut number = 0;
        for byte in body {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            number = number * 10 + u64::from(digit);
        }
        let value = Self::of_places(body.len(), number).ok()?;
        (value.check_char() as u32 == u32::from(*check)).then_some(value)
    }

    /// Takes squeezed text without prefix.
    fn parse(text: &str) -> Result<(Self, CheckCharacter), Problem> {
        let (body, check) = match text.rsplit_once('.') {
            Some((body, check)) => (body, Some(check)),
            None if matches!(text.len(), 9 | 13) && text.is_ascii() => {
                let (body, check) = text.split_at(text.len() - 1);
                (body, Some(check))
            }
            None => (text, None),
        };
        let number = digits(body).ok_or_else(no_shape)?;
        let check = check.map(check_character).transpose()?;
        let value = Self::of_places(body.len(), number)?;
        let expected = value.check_char();
        match check {
            None => Ok((value, CheckCharacter::Missing)),
            Some(given) if given == expected => Ok((value, CheckCharacter::Given)),
            Some(_) => Err(Problem::ApplicationNoCheck { expected }),
        }
    }

    /// The number of digits alone tells the formats apart: a new number that lost a digit is no old one.
    fn of_places(places: usize, number: u64) -> Result<Self, Problem> {
        match places {
            8 => Self::old(number),
            12 => Self::new(number),
            _ => Err(no_shape()),
        }
    }

    fn old(number: u64) -> Result<Self, Problem> {
        let year = number / 1_000_000;
        if !matches!(year, 85..=99 | 0..=3) {
            return Err(Problem::ApplicationNoYear { year: year as i32 });
        }
        Self(number).of_known_type(number % 100_000)
    }

    fn new(number: u64) -> Result<Self, Problem> {
        let year = number / 100_000_000;
        if !matches!(year, 2003..=2100) {
            return Err(Problem::ApplicationNoYear { year: year as i32 });
        }
        Self(number).of_known_type(number % 10_000_000)
    }

    fn of_known_type(self, serial: u64) -> Result<Self, Problem> {
        match self.type_digit() {
            1 | 2 | 3 | 8 | 9 if serial > 0 => Ok(self),
            1 | 2 | 3 | 8 | 9 => Err(no_shape()),
            other => Err(Problem::ApplicationNoKind { digit: char::from(b'0' + other as u8) }),
        }
    }
}

/// What people type for 0 and 1.
const LETTERS: [(char, char); 4] = [('O', '0'), ('I', '1'), ('L', '1'), ('|', '1')];

enum CheckCharacter {
    Given,
    Missing,
}

fn no_shape() -> Problem {
    Problem::ApplicationNoShape { suggestion: None }
}

fn old_year(two_digits: u64) -> i32 {
    if two_digits >= 85 { 1900 + two_digits as i32 } else { 2000 + two_digits as i32 }
}

fn check_character(text: &str) -> Result<char, Problem> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(check), None) if CHECKS.contains(&check) => Ok(check),
        _ => Err(no_shape()),
    }
}

/// Cuts off `ZL` (the mark of granted patents) and `CN`, which say nothing the number does not.
fn without_prefix(squeezed: &str) -> &str {
    let rest = squeezed.strip_prefix("CN").unwrap_or(squeezed);
    rest.strip_prefix("ZL").unwrap_or(rest)
}

/// Returns the number that one known slip has turned into `squeezed`.
///
/// Letters for digits explain themselves; the other slips must be confirmed by the check character.
fn suggestion(squeezed: &str) -> Option<String> {
    let body = without_prefix(squeezed);
    if let Ok((value, _)) = ApplicationNo::parse(&letters_as_digits(body, &LETTERS)) {
        return Some(value.to_string());
    }
    let slips = [
        // An old number of 2000 to 2003 that a spreadsheet took for a number: 2222944.2
        format!("0{body}"),
        // A number with check character but no dot, exported as a decimal: 2024102818865.0
        body.strip_suffix(".0").unwrap_or_default().to_string(),
    ];
    slips.iter().find_map(|slip| match ApplicationNo::parse(slip) {
        Ok((value, CheckCharacter::Given)) => Some(value.to_string()),
        _ => None,
    })
}

impl fmt::Display for ApplicationNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = if self.is_old() { 8 } else { 12 };
        write!(f, "{:0places$}.{}", self.0, self.check_char())
    }
}

impl FromStr for ApplicationNo {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests;
