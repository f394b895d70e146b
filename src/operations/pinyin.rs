//! Names by the sound of their characters: initials, whole syllables, or both mixed (`tinglzn` for 听澜智能).

use std::collections::HashMap;

use pinyin::ToPinyinMulti;

/// Whether a run of characters of `name` sounds as `letters` say: each character by the first letter of one of its
/// readings or by the whole of one; a Latin letter or a digit stands for itself. `letters` are lower case.
pub fn sounds_like(name: &str, letters: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    !letters.is_empty() && (0..characters.len()).any(|at| begins(&characters[at..], letters))
}

/// Letters to be found as the sound of many names; [`sounds_like`], worked out once for each character there is.
#[derive(Debug, Clone)]
pub struct Sound {
    letters: String,
    rare: HashMap<char, Steps>,
    /// Of most characters, by their number, where their steps stand; 0: not known yet.
    frequent: Vec<u16>,
    steps: Vec<Steps>,
    /// Of as many characters, whether the letters may begin with them.
    begins: Vec<Begins>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    Unknown,
    Never,
    Maybe,
}

/// How many letters a character may take, each with the places in the letters where it may: a bit for each.
type Steps = Vec<(u32, u64)>;

impl Sound {
    /// `letters` are lower case.
    pub fn of(letters: String) -> Self {
        let steps = vec![Vec::new()];
        Self {
            letters,
            rare: HashMap::new(),
            frequent: vec![0; 1 << 16],
            steps,
            begins: vec![Begins::Unknown; 1 << 16],
        }
    }

    /// Where in `text`, from one place on, a run of characters that sounds like it ends first; a line end ends every run.
    pub fn end_in(&mut self, text: &str, from: usize) -> Option<usize> {
        let end = self.letters.len() as u32;
        if end >= u64::BITS {
            let mut at = from;
            return text[from..].split_inclusive('\n').find_map(|line| {
                at += line.len();
                sounds_like(line, &self.letters).then(|| at - 1)
            });
        }
        // A bit is set where so many letters were sounded by the characters just before.
        let mut sounded = 0_u64;
        for (at, c) in text[from..].char_indices() {
            // Most characters neither begin it nor go on with what was begun.
            if sounded == 0 && self.begins.get(c as usize) == Some(&Begins::Never) {
                continue;
            }
            let before = sounded | 1;
            sounded = 0;
            for (letters, places) in self.steps_of(c) {
                sounded |= (before & places) << letters;
            }
            if sounded >> end & 1 == 1 {
                return Some(from + at);
            }
        }
        None
    }

    fn steps_of(&mut self, c: char) -> &Steps {
        let at = c as usize;
        if at >= self.frequent.len() {
            let letters = &self.letters;
            return self.rare.entry(c).or_insert_with(|| steps_of(c, letters));
        }
        if self.frequent[at] == 0 {
            self.steps.push(steps_of(c, &self.letters));
            self.frequent[at] = (self.steps.len() - 1) as u16;
            let begins = self
                .steps
                .last()
                .is_some_and(|steps| steps.iter().any(|(_, places)| places & 1 == 1));
            self.begins[at] = if begins { Begins::Maybe } else { Begins::Never };
        }
        &self.steps[usize::from(self.frequent[at])]
    }
}

fn steps_of(c: char, letters: &str) -> Steps {
    let mut steps: Steps = Vec::new();
    let mut sounds: Vec<String> = Vec::new();
    match c.to_pinyin_multi() {
        Some(readings) => {
            for reading in readings {
                sounds.extend([reading.first_letter().to_owned(), plain(reading.plain())]);
            }
        }
        None => sounds.push(c.to_lowercase().to_string()),
    }
    sounds.sort_unstable();
    sounds.dedup();
    for sound in sounds.into_iter().filter(|sound| !sound.is_empty()) {
        let places = (0..letters.len()).filter(|at| letters[*at..].starts_with(&sound));
        let places = places.fold(0, |bits, at| bits | 1 << at);
        if places != 0 {
            steps.push((sound.len() as u32, places));
        }
    }
    steps
}

/// Whether a text can be meant as sounds: Latin letters, at least two.
pub fn may_be_sounds(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn begins(characters: &[char], letters: &str) -> bool {
    let Some((first, rest)) = characters.split_first() else { return letters.is_empty() };
    if letters.is_empty() {
        return true;
    }
    let after = |sound: &str| letters.strip_prefix(sound).is_some_and(|left| begins(rest, left));
    match first.to_pinyin_multi() {
        Some(readings) => readings
            .into_iter()
            .any(|reading| after(reading.first_letter()) || after(&plain(reading.plain()))),
        None => after(&first.to_lowercase().to_string()),
    }
}

/// A syllable as it is typed: `lv` for lü.
fn plain(syllable: &str) -> String {
    syllable.replace('ü', "v")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_how_it_sounds() {
        for (name, letters, is_found) in [
            ("上海示例听澜智能科技有限公司", "tlzn", true),
            ("上海示例听澜智能科技有限公司", "tinglan", true),
            ("上海示例听澜智能科技有限公司", "tinglzn", true),
            ("上海示例听澜智能科技有限公司", "tlx", false),
            // 重 is read zhong and chong, 行 xing and hang.
            ("重庆银行", "cqyh", true),
            ("重庆银行", "zqyx", true),
            ("AI绿能", "ailvneng", true),
            ("示例银行", "", false),
        ] {
            assert_eq!(sounds_like(name, letters), is_found, "{name} {letters}");
            let sound = (!letters.is_empty()).then(|| Sound::of(letters.to_owned()));
            assert_eq!(
                sound.is_some_and(|mut sound| sound.end_in(name, 0).is_some()),
                is_found,
                "{name} {letters}"
            );
        }
        assert!(may_be_sounds("tlzn") && !may_be_sounds("t") && !may_be_sounds("HT2017"));
    }
}
