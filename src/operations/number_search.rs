//! Numbers of patents in which a text stands, told from the numbers themselves: a million are not written out for that.

use crate::domain::numbers::{ApplicationNo, PublicationNo};

/// The last four digits change from number to number.
const LAST: u64 = 10_000;

/// Digits taken in one step.
const STEP: usize = 1000;

/// A text as an automaton: a state is how much of it stands at the end of what was read; the last is that it was found.
pub struct InNumbers {
    found: u8,
    is_dotted: bool,
    /// From each state, after each character.
    next: Vec<[u8; 128]>,
    /// From each state, after each three digits.
    after_three: Vec<[u8; STEP]>,
    /// What stood before the serial digits last, and the state after it.
    head: Option<(u64, u8)>,
}

impl InNumbers {
    /// None where no number holds such a text. `key` is folded as what it is looked for in.
    pub fn of(key: &str) -> Option<Self> {
        const LONGEST: usize = "123456789012.3".len();
        let is_of_numbers = |byte| matches!(byte, b'0'..=b'9' | b'.' | b'A'..=b'D' | b'N' | b'S' | b'U' | b'X' | b'Y');
        if key.is_empty() || key.len() > LONGEST || !key.bytes().all(is_of_numbers) {
            return None;
        }
        let text = key.as_bytes();
        let mut next = vec![[0; 128]; text.len() + 1];
        for (state, after) in next.iter_mut().enumerate() {
            for (character, after) in (0_u8..).zip(after.iter_mut()) {
                let read = [&text[..state], &[character]].concat();
                let longest = (0..=text.len().min(read.len())).rev();
                let fits = longest.into_iter().find(|length| read.ends_with(&text[..*length]));
                *after = if state == text.len() { state } else { fits.unwrap_or(0) } as u8;
            }
        }
        let digit = |state: u8, digit: usize| next[usize::from(state)][usize::from(b'0') + digit];
        let after = |state: u8| {
            let mut after = [0; STEP];
            for (three, after) in after.iter_mut().enumerate() {
                *after = digit(digit(digit(state, three / 100), three / 10 % 10), three % 10);
            }
            after
        };
        let after_three = (0..=text.len() as u8).map(after).collect();
        let is_dotted = key.contains('.');
        Some(Self { found: text.len() as u8, is_dotted, next, after_three, head: None })
    }

    fn after(&self, state: u8, text: &str) -> u8 {
        text.bytes()
            .fold(state, |state, byte| self.next[usize::from(state)][usize::from(byte & 127)])
    }

    /// The state after all digits of a number.
    #[inline]
    fn after_digits(&mut self, digits: i64, head_of: impl Fn(u64) -> String) -> u8 {
        let digits = digits.unsigned_abs();
        let (head, last) = (digits / LAST, (digits % LAST) as u32 as usize);
        let state = match self.head {
            Some((known, state)) if known == head => state,
            _ => {
                let state = self.after(0, &head_of(head));
                self.head = Some((head, state));
                state
            }
        };
        /// Characters from the last four digits on: these, a dot and a check character, or a letter and a digit.
        const LEFT: u8 = 6;
        if state + LEFT < self.found {
            return 0;
        }
        let state = self.after_three[usize::from(state)][last / 10];
        self.next[usize::from(state)][usize::from(b'0') + last % 10]
    }

    /// Whether it stands in an application number, with or without its dot.
    #[inline]
    pub fn is_in_application(&mut self, key: i64) -> bool {
        // Eight digits, of the numbers before 2003, or twelve.
        let state = self.after_digits(key, |head| match head {
            0..10_000 => format!("{head:04}"),
            _ => format!("{head:08}"),
        });
        let state = if self.is_dotted { self.after(state, ".") } else { state };
        if state == self.found || state + 1 != self.found {
            return state == self.found;
        }
        let number = u64::try_from(key).ok().and_then(ApplicationNo::from_key);
        let check = number.map(|number| number.check_char().to_string());
        self.after(state, &check.unwrap_or_default()) == self.found
    }

    /// Whether it stands in the publication number of a [`PublicationNo::key`].
    pub fn is_in_publication(&mut self, key: i64) -> bool {
        let state = self.after_digits(key / 100, |head| format!("CN{head}"));
        state == self.found || self.after(state, &PublicationNo::tail_of_key(key)) == self.found
    }

    /// Forgets what was read last: numbers of another sort follow.
    pub fn turn(&mut self) {
        self.head = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_a_number_as_it_is_in_what_is_written() {
        let applications =
            ["201610281886.0", "200532147489.X", "85100001.2", "00371234.1", "201080012345.3"];
        let applications = applications.map(|text| {
            ApplicationNo::read(text).map_or_else(
                |_| ApplicationNo::read(text.split('.').next().unwrap()).unwrap().value,
                |read| read.value,
            )
        });
        let publications = [
            "CN101234567A",
            "CN1234567C",
            "CN204567890U",
            "CN301234567S",
            "CN105895869B8",
            "CN85100001A",
            "CN101234567",
        ];
        let publications = publications.map(|text| PublicationNo::read(text).unwrap().value);
        let mut texts: Vec<String> =
            ["2016", "CN", "00", "7", "0.", "X", "U", "CN1", "B8", "9.9", "..", "NC"]
                .map(str::to_owned)
                .to_vec();
        let written =
            |number: ApplicationNo| [number.to_string(), number.to_string().replace('.', "")];
        let all = applications.iter().flat_map(|number| written(*number));
        for text in all.chain(publications.iter().map(ToString::to_string)) {
            for from in 0..text.len() {
                texts.extend((from + 1..=text.len()).map(|to| text[from..to].to_owned()));
            }
        }
        for text in &texts {
            let mut automaton = InNumbers::of(text);
            for number in applications {
                let found = automaton
                    .as_mut()
                    .is_some_and(|text| text.is_in_application(number.key() as i64));
                assert_eq!(
                    found,
                    written(number).iter().any(|number| number.contains(text)),
                    "{text} {number}"
                );
            }
            automaton.as_mut().map(InNumbers::turn);
            for number in publications {
                let found =
                    automaton.as_mut().is_some_and(|text| text.is_in_publication(number.key()));
                assert_eq!(found, number.to_string().contains(text), "{text} {number}");
            }
        }
    }
}
