//! The number under which an application or a patent was published (ZC 0007).

use std::fmt;
use std::str::FromStr;

use super::spelling::{digits, squeezed};
use super::{ApplicationNo, PatentKind};
use crate::domain::refusal::{Problem, Read, Refusal};

/// A Chinese publication or grant number (公开号、授权公告号), such as `CN105123456B`.
///
/// `CN`, digits, kind letter, and since 2010 a digit after the letter for corrected documents and
/// partial invalidation. Seven digits to about 2007, nine since, the first being the kind of patent;
/// from 1985 to 1988 the eight digits of the application number. Some services drop the letter: then
/// the stage is unknown and the number is kept without. Ordered by digits, so that a publication and
/// its grant, which share them since 2010, are neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicationNo {
    digits: u32,
    letter: Option<Letter>,
    /// 1 to 9, or 0 for none.
    suffix: u8,
}

/// What a publication tells about the life of the patent (公布级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 公布: an application open to inspection, not granted.
    Published,
    /// 审定公告、公告: announced for opposition, before 1993.
    Announced,
    /// 授权公告.
    Granted,
    /// 宣告部分无效: published again with what is left of it.
    PartlyInvalidated,
    /// The number was given without its kind letter.
    Unstated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
enum Letter {
    A = b'A',
    B = b'B',
    C = b'C',
    D = b'D',
    S = b'S',
    U = b'U',
    Y = b'Y',
}

impl Letter {
    const ALL: [Self; 7] = [Self::A, Self::B, Self::C, Self::D, Self::S, Self::U, Self::Y];

    fn character(self) -> char {
        char::from(self as u8)
    }

    fn of_character(character: char) -> Option<Self> {
        Self::ALL.into_iter().find(|letter| letter.character() == character)
    }

    fn kind(self) -> PatentKind {
        match self {
            Self::A | Self::B | Self::C => PatentKind::Invention,
            Self::U | Self::Y => PatentKind::Utility,
            Self::D | Self::S => PatentKind::Design,
        }
    }
}

impl PublicationNo {
    /// The number as one number: its digits, and below them two decimal places for letter and suffix.
    pub fn key(self) -> i64 {
        let letter = Letter::ALL.iter().position(|letter| Some(*letter) == self.letter);
        let tail = letter.map_or(0, |at| at + 1) * 10 + usize::from(self.suffix);
        i64::from(self.digits) * 100 + tail as i64
    }

    /// What stands behind the digits of a number of this key.
    pub fn tail_of_key(key: i64) -> String {
        let (letter, suffix) = (key % 100 / 10, key % 10);
        let letter = usize::try_from(letter - 1).ok().and_then(|at| Letter::ALL.get(at));
        let mut tail: String = letter.map(|letter| letter.character()).into_iter().collect();
        if suffix > 0 {
            tail.push_str(&suffix.to_string());
        }
        tail
    }

    /// Reads a number with or without `CN`, with `ZL` for `CN`, with blanks, in any width and case.
    ///
    /// # Errors
    /// [`Problem::PublicationNoShape`], `PublicationNoKind` where letter and first digit disagree,
    /// `PublicationNoIsApplicationNo`.
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let squeezed = squeezed(text);
        match Self::parse(&squeezed) {
            Ok(value) => Ok(Read::compared(value, text)),
            Err(Problem::PublicationNoShape) if ApplicationNo::read(&squeezed).is_ok() => {
                Err(Refusal::new(text, Problem::PublicationNoIsApplicationNo))
            }
            Err(problem) => Err(Refusal::new(text, problem)),
        }
    }

    /// Returns whether squeezed text is such a number with its letter, and so can be nothing else.
    pub(super) fn is_one(squeezed: &str) -> bool {
        Self::parse(squeezed).is_ok_and(|read| read.letter.is_some())
    }

    pub fn kind(self) -> PatentKind {
        match self.kind_digit() {
            1 => PatentKind::Invention,
            2 => PatentKind::Utility,
            _ => PatentKind::Design,
        }
    }

    pub fn stage(self) -> Stage {
        let Some(letter) = self.letter else { return Stage::Unstated };
        match letter {
            Letter::A => Stage::Published,
            // Seven and eight digits went out before B, U and S came to mean a grant in 2010.
            Letter::B | Letter::U | Letter::S if self.digits < 100_000_000 => Stage::Announced,
            Letter::C | Letter::Y | Letter::S if matches!(self.suffix, 1..=7) => {
                Stage::PartlyInvalidated
            }
            Letter::B | Letter::C | Letter::D | Letter::S | Letter::U | Letter::Y => Stage::Granted,
        }
    }

    fn kind_digit(self) -> u32 {
        match self.digits {
            ..10_000_000 => self.digits / 1_000_000,
            10_000_000..100_000_000 => self.digits / 100_000 % 10,
            _ => self.digits / 100_000_000,
        }
    }

    fn parse(squeezed: &str) -> Result<Self, Problem> {
        let bare = squeezed.strip_prefix("CN").or_else(|| squeezed.strip_prefix("ZL"));
        let body = bare.unwrap_or(squeezed);
        let end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
        let (number, tail) = body.split_at(end);
        let (letter, suffix) = kind_code(tail).ok_or(Problem::PublicationNoShape)?;
        if letter.is_none() && (bare.is_none() || number.len() == 8) {
            return Err(Problem::PublicationNoShape);
        }
        let digits = digits(number).ok_or(Problem::PublicationNoShape)?;
        let value = Self { digits, letter, suffix };
        value.fits(number.len())?;
        Ok(value)
    }

    fn fits(self, places: usize) -> Result<(), Problem> {
        let laid_out = match places {
            7 | 9 => true,
            8 => matches!(self.digits / 1_000_000, 85..=88),
            _ => false,
        };
        let kind_digit = self.kind_digit();
        if !laid_out || !matches!(kind_digit, 1..=3) {
            return Err(Problem::PublicationNoShape);
        }
        match self.letter {
            Some(letter) if letter.kind() != self.kind() => {
                let digit = char::from(b'0' + kind_digit as u8);
                Err(Problem::PublicationNoKind { digit, letter: letter.character() })
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Reads what stands behind the digits: nothing, a letter, or a letter and a digit.
///
/// 8 and 9 mark corrected documents; 1 to 7 after C, Y and S partial invalidation.
fn kind_code(tail: &str) -> Option<(Option<Letter>, u8)> {
    let mut chars = tail.chars();
    let Some(character) = chars.next() else { return Some((None, 0)) };
    let letter = Letter::of_character(character)?;
    let suffix = match chars.as_str() {
        "" => 0,
        text => digits(text)?,
    };
    let known = match letter {
        Letter::C | Letter::S | Letter::Y => matches!(suffix, 0..=9),
        Letter::A | Letter::B | Letter::D | Letter::U => matches!(suffix, 0 | 8 | 9),
    };
    (known && tail.len() <= 2).then_some((Some(letter), suffix))
}

impl fmt::Display for PublicationNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CN{}", self.digits)?;
        if let Some(letter) = self.letter {
            write!(f, "{}", letter.character())?;
        }
        if self.suffix > 0 {
            write!(f, "{}", self.suffix)?;
        }
        Ok(())
    }
}

impl FromStr for PublicationNo {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests;
