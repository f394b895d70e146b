//! The class of a patent: an IPC symbol, or a Locarno class for designs.

use std::fmt;
use std::str::FromStr;

use super::spelling::{as_written, squeezed};
use crate::domain::refusal::{Problem, Read, Refusal};

/// A main class (主分类号): `G06F 17/30`, or `14-02` for a design. Longest: `H01M 2004/021234`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ipc {
    text: [u8; 16],
    len: u8,
}

impl Ipc {
    /// Reads the first symbol of a list, `G06F17/30(2006.01)I; G06N3/08`.
    ///
    /// # Errors
    /// [`Problem::IpcShape`].
    pub fn read_first(text: &str) -> Result<Read<Self>, Refusal> {
        let first = text.split([';', '；', ',', '，', '、', '|']).next().unwrap_or(text);
        let squeezed = squeezed(first);
        let symbol = squeezed.split('(').next().unwrap_or(&squeezed);
        let value = Self::symbol(symbol)
            .or_else(|| Self::locarno(symbol.strip_prefix("LOC").unwrap_or(symbol)))
            .ok_or_else(|| Refusal::new(text, Problem::IpcShape))?;
        Ok(as_written(value, text))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..usize::from(self.len)]).unwrap_or_default() // always ASCII
    }

    fn symbol(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (head, groups) = bytes.split_at_checked(4)?;
        let class = matches!(head, [b'A'..=b'H', b'0'..=b'9', b'0'..=b'9', b'A'..=b'Z']);
        let groups = std::str::from_utf8(groups).ok()?;
        let (main, sub) = groups.split_once('/')?;
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let fits = (1..=4).contains(&main.len()) && (2..=6).contains(&sub.len());
        (class && fits && all_digits(main) && all_digits(sub))
            .then(|| Self::of(&format!("{} {main}/{sub}", &text[..4])))?
    }

    fn locarno(text: &str) -> Option<Self> {
        let (class, sub) = text.split_once('-')?;
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        (two_digits(class) && two_digits(sub)).then(|| Self::of(text))?
    }

    fn of(symbol: &str) -> Option<Self> {
        let mut text = [0; 16];
        text.get_mut(..symbol.len())?.copy_from_slice(symbol.as_bytes());
        Some(Self { text, len: symbol.len() as u8 })
    }
}

impl fmt::Display for Ipc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Ipc {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Ok(Self::read_first(text)?.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_as_exports_write_them() {
        let cases = [
            ("G06F 17/30", "G06F 17/30"),
            ("G06F17/30", "G06F 17/30"),
            ("G06F  17/30(2006.01)I", "G06F 17/30"),
            ("h04l 29/06；H04L 12/24", "H04L 29/06"),
            ("A61B 2034/101234", "A61B 2034/101234"),
            ("14-02", "14-02"),
            ("LOC 14-02", "14-02"),
            ("Z06F 17/30", "ipc-shape"),
            ("G06F", "ipc-shape"),
        ];
        for (text, expected) in cases {
            let shown = Ipc::read_first(text)
                .map_or_else(|e| e.problem.code().to_owned(), |read| read.value.to_string());
            assert_eq!(shown, expected, "{text}");
        }
    }
}
