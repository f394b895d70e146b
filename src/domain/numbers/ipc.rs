//! The class of a patent: an IPC symbol, or a Locarno class for designs.

use std::fmt;
use std::str::FromStr;

use super::spelling::{digits, squeezed};
use crate::domain::refusal::{Problem, Read, Refusal, Repair};

/// A main class (主分类号): `G06F 17/30`, or `14-02` for a design.
///
/// Ordered by section, class, subclass and main group as numbers, by subgroup as the decimals they are:
/// 17/30 stands before 17/301, and both before 17/31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ipc {
    text: [u8; LONGEST],
    len: u8,
}

/// `A61B 2034/101234`: subclass, blank, four digits of group, stroke, six of subgroup.
const LONGEST: usize = 16;

impl Ipc {
    /// Reads one symbol: `G06F17/30`, `Int.Cl.8 G06F 17/30(2006.01)I`, `LOC(12)Cl.14-02`.
    ///
    /// # Errors
    /// [`Problem::IpcShape`].
    pub fn read(text: &str) -> Result<Read<Self>, Refusal> {
        let split = text.split_once(' ').or_else(|| text.split_at_checked(4));
        let plain = split.and_then(|(subclass, groups)| Self::patent(subclass, groups));
        let value = plain.or_else(|| Self::respelled(&squeezed(text)));
        let value = value.ok_or_else(|| Refusal::new(text, Problem::IpcShape))?;
        let repair = (value.as_str() != text).then_some(Repair::Respelled);
        Ok(Read { value, repair })
    }

    /// Reads the first symbol of a list: `G06F17/30(2006.01)I; G06N3/08`.
    ///
    /// # Errors
    /// [`Problem::IpcShape`]; what stands behind the first symbol is not looked at.
    pub fn read_first(text: &str) -> Result<Read<Self>, Refusal> {
        let alone = |b: u8| b.is_ascii_alphanumeric() || b == b'/' || b == b'-';
        if text.bytes().all(alone) {
            return Self::read(text);
        }
        let mut symbols = text.split([';', '；', ',', '，', '、', '|', '\n']).map(str::trim);
        let first = symbols.find(|symbol| !symbol.is_empty()).unwrap_or_default();
        Self::read(first).map_err(|refusal| Refusal::new(text, refusal.problem))
    }

    /// Returns the section, A to H; blank for a class of designs (Locarno), which has none.
    pub fn section(&self) -> &str {
        self.as_str().get(..1).filter(|section| ("A"..="H").contains(section)).unwrap_or_default()
    }

    pub fn as_str(&self) -> &str {
        // Put together from ASCII characters.
        std::str::from_utf8(&self.text[..usize::from(self.len)]).unwrap_or_default()
    }

    fn respelled(squeezed: &str) -> Option<Self> {
        let symbol = without_edition(squeezed);
        let split = symbol.split_at_checked(4);
        let patent = split.and_then(|(subclass, groups)| Self::patent(subclass, groups));
        patent.or_else(|| Self::locarno(symbol))
    }

    fn patent(subclass: &str, groups: &str) -> Option<Self> {
        let known = matches!(subclass.as_bytes(), [b'A'..=b'H', a, b, b'A'..=b'Z']
            if a.is_ascii_digit() && b.is_ascii_digit());
        let (main, sub) = groups.split_once('/')?;
        let main = digits::<u16>(main).filter(|main| (1..=9999).contains(main))?;
        digits::<u32>(sub).filter(|_| (2..=6).contains(&sub.len()))?;
        known.then(|| Self::of(&[subclass, " ", &main.to_string(), "/", sub]))?
    }

    fn locarno(symbol: &str) -> Option<Self> {
        let (class, sub) = symbol.split_once('-')?;
        let two_digits = |part: &str| digits::<u8>(part).filter(|_| part.len() == 2);
        // Classes 1 to 32; 99 is for what fits none.
        let class = two_digits(class).filter(|class| matches!(class, 1..=32 | 99))?;
        Self::of(&[&format!("{class:02}-{:02}", two_digits(sub)?)])
    }

    fn of(parts: &[&str]) -> Option<Self> {
        let (mut text, mut len) = ([0; LONGEST], 0);
        for part in parts {
            text.get_mut(len..len + part.len())?.copy_from_slice(part.as_bytes());
            len += part.len();
        }
        Some(Self { text, len: len as u8 })
    }

    /// Section to subclass (or Locarno class), main group, subgroup.
    fn parts(&self) -> (&str, u16, &str) {
        let text = self.as_str();
        let split = text.split_once(' ').and_then(|(head, groups)| {
            let (main, sub) = groups.split_once('/')?;
            Some((head, digits(main)?, sub))
        });
        split.unwrap_or((text, 0, ""))
    }
}

/// Cuts off what tells of the edition: `INT.CL.8` or `LOC(12)CL.` in front, `(2006.01)I` behind.
fn without_edition(squeezed: &str) -> &str {
    let headed = squeezed.starts_with("INT") || squeezed.starts_with("LOC");
    let symbol = match squeezed.split_once("CL") {
        Some((_, rest)) if headed => {
            let symbol = rest.strip_prefix('.').unwrap_or(rest);
            let patent = symbol.trim_start_matches(|c: char| c.is_ascii_digit());
            if patent.starts_with(|c: char| c.is_ascii_uppercase()) { patent } else { symbol }
        }
        Some(_) | None => squeezed,
    };
    symbol.find(['(', '[']).map_or(symbol, |at| &symbol[..at])
}

impl Ord for Ipc {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for Ipc {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ipc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Ipc {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read(text)?.value)
    }
}

#[cfg(test)]
mod tests;
