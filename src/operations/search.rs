//! A text looked for in lists: in numbers and titles, and in the names of everyone on a thing.

use std::collections::HashSet;

use super::Refusal;
use crate::domain::values::text::name_key;
use crate::ledger::{Ledger, PartyId, Snapshot};

/// A text to look for; a part of a number, a title or a name is enough, and former names count.
#[derive(Debug, Clone)]
pub struct Search {
    key: String,
    /// The parties whose name now or before holds the text.
    parties: HashSet<PartyId>,
}

/// The parties in whose names now or before a text stands, in order of number.
pub fn parties_called(
    ledger: &Ledger,
    snapshot: Snapshot,
    text: &str,
) -> Result<Vec<PartyId>, Refusal> {
    let mut found: Vec<PartyId> =
        Search::new(ledger, snapshot, text)?.parties.into_iter().collect();
    found.sort_unstable();
    Ok(found)
}

/// Whether a list is asked for no party in particular, or for one of these.
pub fn wants(asked: Option<&Vec<PartyId>>, parties: impl IntoIterator<Item = PartyId>) -> bool {
    asked.is_none_or(|asked| parties.into_iter().any(|party| asked.contains(&party)))
}

impl Search {
    pub fn new(ledger: &Ledger, snapshot: Snapshot, words: &str) -> Result<Self, Refusal> {
        let mut search = Self { key: name_key(words), parties: HashSet::new() };
        for card in ledger.parties(snapshot)? {
            let names = card.party.name.iter().chain(&card.party.former_names);
            if names.into_iter().any(|name| search.holds(name)) {
                search.parties.insert(card.id);
            }
        }
        Ok(search)
    }

    /// Whether the text is looked for at all and found, in a number or title or in the name of one of the parties.
    pub fn finds<'t>(
        search: Option<&Self>,
        texts: impl IntoIterator<Item = &'t str>,
        parties: impl IntoIterator<Item = PartyId>,
    ) -> bool {
        search.is_none_or(|search| {
            texts.into_iter().any(|text| search.holds(text))
                || parties.into_iter().any(|party| search.parties.contains(&party))
        })
    }

    fn holds(&self, text: &str) -> bool {
        name_key(text).contains(&self.key)
    }
}
