//! A text looked for in lists: in numbers and titles, and in the names of everyone on a thing.

use std::collections::HashSet;

use memchr::{memchr, memmem::Finder, memrchr};

use super::Refusal;
use super::pinyin::{Sound, may_be_sounds};
use crate::domain::values::text::{name_key, search_key};
use crate::ledger::{Ledger, PartyId, Snapshot, interrupt};

/// Words to look for, each of them; a part of a number, a title or a name is enough, and former names count. A name is
/// found by how it sounds too.
#[derive(Debug, Clone)]
pub struct Search {
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    key: String,
    key_in_names: Finder<'static>,
    /// The letters it may be the sound of.
    sound: Option<Sound>,
    /// The parties whose name now or before holds the word.
    parties: HashSet<PartyId>,
}

/// The parties in whose names now or before a text stands, in order of number.
pub fn parties_called(
    ledger: &Ledger,
    snapshot: Snapshot,
    text: &str,
) -> Result<Vec<PartyId>, Refusal> {
    let search = Search::new(ledger, snapshot, text)?;
    let Some((first, others)) = search.words.split_first() else { return Ok(Vec::new()) };
    let all = |party: &&PartyId| others.iter().all(|word| word.parties.contains(party));
    let mut found: Vec<PartyId> = first.parties.iter().filter(all).copied().collect();
    found.sort_unstable();
    Ok(found)
}

/// Whether a list is asked for no party in particular, or for one of these.
pub fn wants(asked: Option<&Vec<PartyId>>, parties: impl IntoIterator<Item = PartyId>) -> bool {
    asked.is_none_or(|asked| parties.into_iter().any(|party| asked.contains(&party)))
}

impl Search {
    pub fn new(ledger: &Ledger, snapshot: Snapshot, text: &str) -> Result<Self, Refusal> {
        let mut words: Vec<Word> = text.split_whitespace().map(Word::of).collect();
        ledger.each_names(snapshot, |names| {
            interrupt::check()?;
            words.iter_mut().for_each(|word| word.look_into(names));
            Ok::<_, Refusal>(())
        })?;
        Ok(Self { words })
    }

    /// The words, folded as what they are looked for in, each with the parties in whose names it stands.
    pub fn words(&self) -> impl Iterator<Item = (&str, &HashSet<PartyId>)> {
        self.words.iter().map(|word| (word.key.as_str(), &word.parties))
    }

    /// Whether every word is found, in a number or title or in the name of one of the parties; no search finds all.
    pub fn finds<'t>(
        search: Option<&Self>,
        texts: impl IntoIterator<Item = &'t str>,
        parties: impl IntoIterator<Item = PartyId>,
    ) -> bool {
        let Some(search) = search else { return true };
        let mut left: Vec<&Word> = search.words.iter().collect();
        for text in texts {
            let key = search_key(text);
            left.retain(|word| !key.contains(&word.key));
            if left.is_empty() {
                return true;
            }
        }
        for party in parties {
            left.retain(|word| !word.parties.contains(&party));
        }
        left.is_empty()
    }
}

impl Word {
    fn of(word: &str) -> Self {
        let key = name_key(word);
        let sound = Some(key.to_lowercase()).filter(|sound| may_be_sounds(sound)).map(Sound::of);
        let key_in_names = Finder::new(&key).into_owned();
        Self { key, key_in_names, sound, parties: HashSet::new() }
    }

    /// Notes the parties in whose names it stands or which it sounds like; a line for each name: number, blank, key.
    fn look_into(&mut self, names: &[u8]) {
        let mut from = 0;
        while let Some(at) = self.key_in_names.find(&names[from..]) {
            from = self.note(names, from + at);
        }
        let Some(mut sound) = self.sound.take() else { return };
        if let Ok(text) = std::str::from_utf8(names) {
            from = 0;
            while let Some(at) = sound.end_in(text, from) {
                from = self.note(names, at);
            }
        }
        self.sound = Some(sound);
    }

    /// Notes the party in whose line a place is, where it is in the name; returns where to look on.
    fn note(&mut self, names: &[u8], at: usize) -> usize {
        let start = memrchr(b'\n', &names[..at]).map_or(0, |before| before + 1);
        let end = memchr(b'\n', &names[at..]).map_or(names.len(), |behind| at + behind);
        let line = &names[start..end];
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number =
            std::str::from_utf8(&line[..digits]).ok().and_then(|number| number.parse().ok());
        // What no program of ours wrote is passed; verify tells.
        let Some(party) = number.filter(|_: &PartyId| line.get(digits) == Some(&b' ')) else {
            return end;
        };
        if at <= start + digits {
            return start + digits + 1;
        }
        self.parties.insert(party);
        end
    }
}
