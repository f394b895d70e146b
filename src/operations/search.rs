//! A text looked for in lists: in numbers and titles, and in the names of everyone on a thing.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Refusal;
use super::pinyin::{may_be_sounds, sounds_like};
use crate::domain::values::text::name_key;
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
    /// The letters it may be the sound of.
    sound: Option<String>,
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
        ledger.each_name(snapshot, |party, name| {
            interrupt::check()?;
            let folded = folded(name);
            let called = words.iter_mut().filter(|word| word.names(name, &folded));
            called.for_each(|word| {
                word.parties.insert(party);
            });
            Ok::<_, Refusal>(())
        })?;
        Ok(Self { words })
    }

    /// The parties in whose names each word stands, word by word.
    pub fn parties(&self) -> impl Iterator<Item = &HashSet<PartyId>> {
        self.words.iter().map(|word| &word.parties)
    }

    /// Whether a number can hold one of the words.
    pub fn may_be_in_numbers(&self) -> bool {
        self.words.iter().any(|word| word.key.is_ascii())
    }

    /// Whether every word stands in one of these texts, or is found otherwise: `others` says so, word by word.
    pub fn stands_in<'t>(
        &self,
        texts: impl Iterator<Item = &'t str> + Clone,
        mut others: impl FnMut(usize) -> bool,
    ) -> bool {
        let keys: Vec<Cow<'_, str>> = texts.map(folded).collect();
        let mut words = self.words.iter().enumerate();
        words.all(|(at, word)| keys.iter().any(|key| key.contains(&word.key)) || others(at))
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
            let key = name_key(text);
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

/// The [`name_key`] of a text; most are their own.
fn folded(text: &str) -> Cow<'_, str> {
    // Characters from U+5000 to U+9FFF, digits and capitals are left as they are.
    let is_kept = |byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | 0x80..=0xBF | 0xE5..=0xE9);
    // U+4E00 to U+4FFF begin with E4 too, as characters before them do.
    let is_plain = !text.is_empty()
        && text.bytes().all(|byte| is_kept(byte) || byte == 0xE4)
        && text.as_bytes().windows(2).all(|two| two[0] != 0xE4 || two[1] >= 0xB8);
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(name_key(text)) }
}

impl Word {
    fn of(word: &str) -> Self {
        let key = name_key(word);
        let sound = Some(key.to_lowercase()).filter(|sound| may_be_sounds(sound));
        Self { key, sound, parties: HashSet::new() }
    }

    /// Whether it stands in a name, whose key this is, or sounds like part of it.
    fn names(&self, name: &str, key: &str) -> bool {
        key.contains(&self.key) || self.sound.as_ref().is_some_and(|sound| sounds_like(name, sound))
    }
}
