//! Administrative divisions by their code, and what an address says of them.

use std::fmt;
use std::str::FromStr;

use super::spelling::squeezed;
use crate::domain::refusal::{Problem, Read, Refusal};

mod address;
mod divisions;

pub use address::Whereabouts;
pub use divisions::Localities;
use divisions::divisions;

/// Six digits of an administrative division (行政区划代码, GB/T 2260), such as 310115 for 浦东新区.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode([u8; 6]);

/// The first two digits of every province, municipality, autonomous and special region.
const PROVINCES: [[u8; 2]; 34] = [
    *b"11", *b"12", *b"13", *b"14", *b"15", *b"21", *b"22", *b"23", *b"31", *b"32", *b"33", *b"34",
    *b"35", *b"36", *b"37", *b"41", *b"42", *b"43", *b"44", *b"45", *b"46", *b"50", *b"51", *b"52",
    *b"53", *b"54", *b"61", *b"62", *b"63", *b"64", *b"65", *b"71", *b"81", *b"82",
];

impl RegionCode {
    /// Reads six digits that begin with a province's two, or 100000 for the whole country.
    ///
    /// # Errors
    /// [`Problem::RegionShape`].
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let refusal = || Refusal::new(text, Problem::RegionShape);
        let squeezed = squeezed(text);
        let code: [u8; 6] = squeezed.as_bytes().try_into().map_err(|_| refusal())?;
        let known = code == *b"100000" || PROVINCES.contains(&[code[0], code[1]]);
        if !known || !code.iter().all(u8::is_ascii_digit) {
            return Err(refusal());
        }
        Ok(Read::compared(Self(code), text))
    }

    /// Returns the name of the division alone, 朝阳区, also of one that has been merged.
    pub fn name(self) -> Option<&'static str> {
        divisions().of_code(self.whole()).map(|division| division.name)
    }

    /// A municipality's districts together (市辖区, 310100) are the municipality: nothing lies beside them.
    fn whole(self) -> Self {
        let together = matches!(self.0, [_, _, b'0', b'1' | b'2', b'0', b'0']);
        if self.is_municipality() && together { self.province() } else { self }
    }

    fn is_municipality(self) -> bool {
        [*b"11", *b"12", *b"31", *b"50"].contains(&[self.0[0], self.0[1]])
    }

    /// Returns the name with those of the divisions it lies in, 山东省潍坊市安丘市; the code where nobody knows it.
    pub fn full_name(self) -> String {
        let parents = [self.province(), self.prefecture().whole(), self.whole()];
        let mut full = String::new();
        for (at, code) in parents.into_iter().enumerate() {
            if parents[..at].contains(&code) {
                continue;
            }
            full.push_str(code.name().unwrap_or_default());
        }
        if full.is_empty() { self.to_string() } else { full }
    }

    /// Returns the name as an office of `own` calls it: alone in its own province, in full elsewhere.
    pub fn name_for(self, own: Self) -> String {
        match self.name() {
            Some(name) if self.province() == own.province() => name.to_owned(),
            _ => self.full_name(),
        }
    }

    /// Returns the code of the division this one belongs to today: 310119 (南汇) is 310115 since 2009.
    pub fn current(self) -> Self {
        divisions().of_code(self).and_then(|division| division.now).unwrap_or(self)
    }

    /// Whether `other` is this division or lies in it.
    pub fn covers(self, other: Self) -> bool {
        let digits = match self.whole().0 {
            [b'1', b'0', ..] => 0,
            [_, _, b'0', b'0', b'0', b'0'] => 2,
            [_, _, _, _, b'0', b'0'] => 4,
            _ => 6,
        };
        self.0[..digits] == other.0[..digits]
    }

    /// Returns what firms of the region have in front of their names, longest first: 浙江省杭州市桐庐县, 杭州市桐庐县, 浙江省,
    /// 杭州市, 浙江, 杭州; the county alone only with its unit.
    pub fn names_in_front(self) -> Vec<String> {
        let own = self.whole();
        let mut chain: Vec<Self> = Vec::new();
        for code in [own.province(), own.prefecture().whole(), own] {
            if code.name().is_some() && !chain.contains(&code) {
                chain.push(code);
            }
        }
        let names: Vec<&str> = chain.iter().filter_map(|code| code.name()).collect();
        let mut front: Vec<String> = (0..names.len()).map(|at| names[at..].concat()).collect();
        front.extend((1..names.len()).map(|end| names[..end].concat()));
        let larger = chain.iter().filter(|code| **code == code.prefecture());
        for division in larger.filter_map(|code| divisions().of_code(*code)) {
            front.extend([division.name.to_owned(), division.stem().to_owned()]);
        }
        front.sort_by_key(|name| std::cmp::Reverse(name.len()));
        front.dedup();
        front
    }

    /// Returns which of its parts a place lies in: of a province its prefectures, of a municipality or a prefecture its
    /// counties and districts, of a county itself. None for a place outside, and where only the whole is known.
    pub fn part_of(self, place: Self) -> Option<Self> {
        let (whole, place) = (self.whole(), place.current().whole());
        if !whole.covers(place) {
            return None;
        }
        let part = if whole == Self(*b"100000") {
            place.province()
        } else if whole == whole.province() && !whole.is_municipality() {
            place.prefecture()
        } else {
            place
        };
        (part != whole || whole != whole.prefecture()).then_some(part)
    }

    fn province(self) -> Self {
        Self([self.0[0], self.0[1], b'0', b'0', b'0', b'0'])
    }

    fn prefecture(self) -> Self {
        Self([self.0[0], self.0[1], self.0[2], self.0[3], b'0', b'0'])
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(std::str::from_utf8(&self.0).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for RegionCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests;
