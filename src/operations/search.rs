//! A text looked for in lists: in numbers and titles, and in the names of everyone on a thing.

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
        for card in ledger.parties(snapshot)? {
            interrupt::check()?;
            for name in card.party.name.iter().chain(&card.party.former_names) {
                let key = name_key(name);
                let called = words.iter_mut().filter(|word| word.names(name, &key));
                called.for_each(|word| {
                    word.parties.insert(card.id);
                });
            }
        }
        Ok(Self { words })
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
