//! Nouns whose facts stand in a record alone: one row each, and all that is asked of them follows.

use std::collections::HashMap;
use std::fmt;

use super::facts::{Statement, added, corrected};
use super::outcome::{EffectKind, OnKnown, Stated};
use super::party::named;
use super::search::{Search, wants};
use super::{Refusal, Writing};
use crate::domain::fact::Fact;
use crate::domain::numbers::{BusinessNo, CreditCode};
use crate::domain::party::StatedPlace;
use crate::domain::patent::Named;
use crate::domain::pct::PctRecord;
use crate::domain::record::{Form, Reader, Reading, Texts};
use crate::domain::target::Reported;
use crate::domain::values::Date;
use crate::domain::values::text::name_key;
use crate::domain::{Fault, Problem, Record, Repair};
use crate::exchange::FieldSpec;
use crate::exchange::import::fields;
use crate::ledger::{FactCard, FactTable, Ledger, PartyCard, PartyId, Snapshot, Subject};

/// A noun whose facts stand in a record alone: each is added, corrected and voided by a form, or a row of a file, that
/// says what it is known by, and one line of the ledger holds it.
#[derive(Clone, Copy)]
pub struct FactNoun {
    pub noun: &'static str,
    /// The keys of its fields.
    pub fields: &'static [&'static str],
    /// The fields that tell one from another.
    pub keys: &'static [usize],
    /// Fields that are only said together.
    groups: &'static [&'static [usize]],
    read_key: fn(&mut Reader<'_, '_>, usize) -> Option<String>,
    read: fn(&Record<'_>, Date) -> Reading<Texts>,
    /// The headers its fields are looked for under.
    pub specs: &'static [FieldSpec],
    /// The headers lists of it carry and the ledger does not keep.
    pub unused: &'static [&'static [&'static str]],
}

/// The nouns whose facts stand in a record alone. The form, the file, the commands and the views of one follow from
/// its row here.
pub static FACTS: [&FactNoun; 1] = [&PCT];

pub static PCT: FactNoun = FactNoun::of::<PctRecord>(&fields::PCT, fields::PATENT_UNUSED);

/// Values other offices report: files bring them, `target report`.
pub static REPORTED: FactNoun = FactNoun::of::<Reported>(&fields::REPORTED, &[]);

impl PartialEq for FactNoun {
    fn eq(&self, other: &Self) -> bool {
        self.noun == other.noun
    }
}

impl Eq for FactNoun {}

impl fmt::Debug for FactNoun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.noun)
    }
}

/// A field that names a party, and the one beside it that says the party's code.
#[derive(Debug, Clone, Copy)]
pub struct PartyField {
    pub name: usize,
    pub code: Option<usize>,
}

/// What is known of the fact that a record is about.
struct Found {
    /// What people call it.
    id: String,
    known: Option<FactCard>,
}

impl FactNoun {
    const fn of<F: Fact>(
        specs: &'static [FieldSpec],
        unused: &'static [&'static [&'static str]],
    ) -> Self {
        Self {
            noun: F::NOUN,
            fields: F::FIELDS,
            keys: F::KEYS,
            groups: F::GROUPS,
            read_key: F::read_key,
            read: |record, today| F::read(record, today).map(|(fact, notes)| (fact.texts(), notes)),
            specs,
            unused,
        }
    }

    pub fn named(noun: &str) -> Option<&'static Self> {
        FACTS.into_iter().find(|fact| fact.noun == noun)
    }

    /// The ledger's table of it.
    pub fn table(&self) -> FactTable {
        FactTable::of(self.noun, self.fields).expect("a test holds that each has a table")
    }

    /// The fields that name a party. Its code stands beside it, in the field of its name with `_uscc`.
    pub fn parties(&self) -> Vec<PartyField> {
        let beside = |name: usize| {
            let code = format!("{}_uscc", self.fields[name]);
            self.fields.iter().position(|field| *field == code)
        };
        let names = self.table().party_fields().into_iter();
        names.map(|name| PartyField { name, code: beside(name) }).collect()
    }

    /// The texts of the key fields of a record, as the ledger has them.
    ///
    /// Errors: what the record leaves out, or says so that nobody can read it.
    pub fn key(&self, said: &Record<'_>) -> Result<Texts, Refusal> {
        let mut reader = Reader::new(said);
        let mut key = vec![None; self.fields.len()];
        for field in self.keys {
            key[*field] = (self.read_key)(&mut reader, *field);
        }
        match reader.faults.is_empty() {
            true => Ok(key),
            false => Err(Refusal::Fields(reader.faults)),
        }
    }

    /// What people call the fact of a key, where its parties are named so.
    pub fn id(&self, texts: &Texts) -> String {
        let parts = self.keys.iter().filter_map(|field| texts[*field].as_deref());
        parts.collect::<Vec<_>>().join(" ")
    }

    fn find(&self, writing: &mut Writing<'_, '_>, said: &Record<'_>) -> Result<Found, Refusal> {
        let mut key = self.key(said)?;
        let mut parties = Vec::new();
        for party in self.parties().into_iter().filter(|party| self.keys.contains(&party.name)) {
            if let Some(code) = party.code {
                key[code] = said.text(code).map(str::to_owned);
            }
            let Some(named) = self.named_in(&key, party)? else { continue };
            let slot = writing.slots(&[named], StatedPlace::Nothing, self.fields[party.name])?[0];
            key[party.name] = writing.parties.named(slot).name;
            match writing.parties.id(slot) {
                Some(id) => parties.push((party.name, id)),
                // Nobody knows anything of a party that is new.
                None => return Ok(Found { id: self.id(&key), known: None }),
            }
        }
        let known = writing.entry.fact_in_force(self.table(), &key, &parties)?;
        Ok(Found { id: self.id(&key), known })
    }

    /// The party that texts name.
    fn named_in(&self, texts: &Texts, party: PartyField) -> Result<Option<Named>, Refusal> {
        let mut named = Named { name: texts[party.name].clone(), ..Named::default() };
        let Some((field, text)) = party.code.and_then(|at| Some((at, texts[at].as_deref()?)))
        else {
            return Ok(named.name.is_some().then_some(named));
        };
        named.business_no = BusinessNo::in_place_of_code(text).filter(|_| named.name.is_some());
        if named.business_no.is_none() {
            let read = CreditCode::read_bytes(text.as_bytes())
                .map_err(|refusal| Refusal::field(Fault { field: self.fields[field], refusal }))?;
            named.code = Some(read.value);
            named.lawful_exception = read.repair == Some(Repair::LawfulCheckException);
        }
        Ok(Some(named))
    }

    /// Says in the texts of a fact how a party is named.
    fn name_in(texts: &mut Texts, party: PartyField, named: Option<Named>) {
        texts[party.name] = named.as_ref().and_then(|named| named.name.clone());
        if let Some(code) = party.code {
            texts[code] = named.and_then(|named| named.code).map(|code| code.to_string());
        }
    }

    /// Where a party that a record names sits, when fields that no column holds say so: it is a fact of the party.
    fn sits(&self, writing: &Writing<'_, '_>, texts: &mut Texts) -> Result<StatedPlace, Refusal> {
        let mut take = |key: &str| {
            let field = self.fields.iter().position(|field| *field == key)?;
            texts[field].take_if(|_| !self.table().holds(field))
        };
        let (district, address) = (take("district"), take("address"));
        Ok(writing.place_said(district.as_deref(), address.as_deref())?)
    }

    /// Takes a fact as a form or a row states it: what is said is laid over what is known, the whole is checked like
    /// a new fact, and recorded unless nothing is new.
    pub(super) fn state(
        &self,
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
        on_known: OnKnown,
    ) -> Result<Stated, Refusal> {
        let Found { mut id, known } = self.find(writing, said)?;
        let known_party = |party: PartyField| {
            let parties = known.iter().flat_map(|card| &card.parties);
            parties.into_iter().find(|(field, _)| *field == party.name).map(|(_, id)| *id)
        };
        let mut before = known.as_ref().map(|card| card.texts.clone());
        for party in self.parties() {
            if let (Some(texts), Some(id)) = (&mut before, known_party(party)) {
                Self::name_in(texts, party, Some(writing.named(id)?));
            }
        }
        let blank = vec![None; self.fields.len()];
        let whole = said.over(before.as_ref().unwrap_or(&blank), self.groups);
        let (mut now, notes) = (self.read)(&whole, writing.today)?;
        let sits = self.sits(writing, &mut now)?;
        let mut slots = Vec::new();
        for party in self.parties() {
            let is_said =
                said.speaks_of(party.name) || party.code.is_some_and(|code| said.speaks_of(code));
            let slot = match known_party(party).filter(|_| !is_said) {
                Some(id) => Some(writing.parties.slot_of(id)?),
                None => match self.named_in(&now, party)? {
                    Some(named) => Some(writing.slots(&[named], sits, self.fields[party.name])?[0]),
                    None => None,
                },
            };
            // However the record spells a party, it is the one the ledger knows.
            Self::name_in(&mut now, party, slot.map(|slot| writing.parties.named(slot)));
            slots.extend(slot.map(|slot| (party.name, slot)));
        }
        if let Some((field, noun)) = writing.entry.unknown_reference(self.table(), &now)? {
            let value = now[field].clone().unwrap_or_default();
            let problem = Problem::UnknownReference { noun };
            return Err(Refusal::field(Fault::new(self.fields[field], value, problem)));
        }
        if known.is_none() {
            id = self.id(&now);
        }
        let statement = Statement {
            noun: self.noun,
            id: &id,
            fields: self.fields,
            known: before,
            now: now.clone(),
        };
        let stated = statement.decide(writing, on_known)?;
        if stated != Stated::Unchanged {
            let parties =
                slots.into_iter().map(|(field, slot)| Ok((field, writing.parties.accept(slot)?)));
            let parties = parties.collect::<Result<Vec<_>, Refusal>>()?;
            let row = writing.row;
            writing.entry.bring_fact(self.table(), known.as_ref(), &now, &parties, row)?;
            writing.notes(notes);
        }
        Ok(stated)
    }

    fn in_force(
        &self,
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
    ) -> Result<(String, FactCard), Refusal> {
        let Found { id, known } = self.find(writing, said)?;
        let known = known.ok_or_else(|| Refusal::not_found(self.noun, &id))?;
        Ok((id, known))
    }

    /// What tells two rows of one file that are about one fact; none where that cannot be read.
    pub(super) fn key_in_file(&self, record: &Record<'_>) -> Option<String> {
        let key = self.key(record).ok()?;
        Some(name_key(&self.id(&key)))
    }
}

/// What can be asked of a fact that stands in a record alone. The form says what it is known by; of a correction, what
/// is not said stays.
#[derive(Debug, Clone)]
pub struct Request {
    pub noun: &'static FactNoun,
    pub verb: Verb,
    pub form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Add,
    /// `seen`: the entry the edit was made from.
    Correct {
        seen: Option<i64>,
    },
    Void,
}

impl Request {
    pub fn action(&self) -> String {
        let verb = match self.verb {
            Verb::Add => "add",
            Verb::Correct { .. } => "correct",
            Verb::Void => "void",
        };
        format!("{}.{verb}", self.noun.noun)
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        let Self { noun, form, .. } = self;
        let said = &form.record();
        match self.verb {
            Verb::Add => {
                let stated = noun.state(writing, said, OnKnown::Refuse)?;
                added(stated, noun.noun, || Ok(noun.find(writing, said)?.id))
            }
            Verb::Correct { seen } => {
                let (id, known) = noun.in_force(writing, said)?;
                let subject = Subject::Fact(noun.noun, known.line);
                writing.unchanged_since(seen, &subject, noun.noun, &id)?;
                corrected(noun.state(writing, said, OnKnown::Correct)?)
            }
            Verb::Void => {
                let (id, known) = noun.in_force(writing, said)?;
                writing.entry.end_fact(noun.table(), &known)?;
                writing.did(noun.noun, id, EffectKind::Ended, Vec::new());
                Ok(())
            }
        }
    }
}

/// Which facts of a noun are wanted.
#[derive(Debug, Clone, Default)]
pub struct FactQuery {
    /// Whom they name.
    pub party: Option<Vec<PartyId>>,
    /// In any of their fields, and in the names of the parties they name.
    pub text: Option<String>,
}

impl FactNoun {
    /// Returns the facts that are wanted, each with its parties named, in the order of what they are known by, and how
    /// many there are.
    pub fn wanted(
        &self,
        ledger: &Ledger,
        snapshot: Snapshot,
        query: &FactQuery,
    ) -> Result<(Vec<FactCard>, usize), Refusal> {
        let search =
            query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
        let mut found = self.all(ledger, snapshot)?;
        let of = found.len();
        found.retain(|card| {
            let parties = || card.parties.iter().map(|(_, party)| *party);
            let texts = card.texts.iter().flatten().map(String::as_str);
            wants(query.party.as_ref(), parties())
                && Search::finds(search.as_ref(), texts, parties())
        });
        Ok((found, of))
    }

    /// Returns every fact of the noun, its parties named.
    pub fn all(&self, ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<FactCard>, Refusal> {
        let mut found = ledger.facts(self.table(), snapshot)?;
        let parties = self.parties();
        if found.is_empty() || parties.is_empty() {
            return Ok(found);
        }
        let cards: HashMap<PartyId, PartyCard> =
            ledger.parties(snapshot)?.into_iter().map(|card| (card.id, card)).collect();
        let sits = self.fields.iter().position(|field| *field == "district");
        let sits = sits.filter(|field| !self.table().holds(*field));
        for card in &mut found {
            for (field, id) in &card.parties {
                let known = cards.get(id);
                if let Some(party) = parties.iter().find(|party| party.name == *field) {
                    Self::name_in(&mut card.texts, *party, Some(named(known)));
                }
                if let Some(sits) = sits {
                    card.texts[sits] = known.and_then(PartyCard::stated_district);
                }
            }
        }
        Ok(found)
    }

    /// Returns the fact that lists call so.
    ///
    /// Errors: `NotFound`.
    pub fn called(
        &self,
        ledger: &Ledger,
        snapshot: Snapshot,
        id: &str,
    ) -> Result<FactCard, Refusal> {
        let found = self.all(ledger, snapshot)?.into_iter().find(|card| self.id(&card.texts) == id);
        found.ok_or_else(|| Refusal::not_found(self.noun, id))
    }

    /// Returns the fact that a form speaks of, its parties named; `party` finds out whom a name means.
    ///
    /// Errors: `NotFound`, and what `party` says.
    pub fn one<E: From<Refusal>>(
        &self,
        ledger: &Ledger,
        snapshot: Snapshot,
        form: &Form,
        mut party: impl FnMut(&str) -> Result<PartyId, E>,
    ) -> Result<FactCard, E> {
        let key = self.key(&form.record())?;
        let names: Vec<usize> = self.table().party_fields();
        let mut known = self.all(ledger, snapshot)?;
        for field in self.keys {
            let text = key[*field].as_deref();
            match text.filter(|_| names.contains(field)) {
                Some(name) => {
                    let id = party(name)?;
                    known.retain(|card| card.parties.contains(&(*field, id)));
                }
                None => known.retain(|card| card.texts[*field].as_deref() == text),
            }
        }
        let found = known.pop();
        found.ok_or_else(|| Refusal::not_found(self.noun, self.id(&key)).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The record, the headers of its files and the ledger's table speak of the same fields.
    #[test]
    fn a_noun_of_facts_is_one_in_the_record_the_file_and_the_table() {
        for fact in FACTS.into_iter().chain([&REPORTED]) {
            let table = FactTable::of(fact.noun, fact.fields).expect(fact.noun);
            assert_eq!(table.key_fields(), fact.keys, "{}: what tells one from another", fact.noun);
            assert_eq!(table.without_field(), Vec::<&str>::new(), "{}: columns", fact.noun);
            let headers: Vec<&str> = fact.specs.iter().map(|spec| spec.key).collect();
            assert_eq!(headers, fact.fields, "{}: headers", fact.noun);
        }
    }
}
