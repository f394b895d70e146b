//! What an operation has at hand while its entry is open.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use super::Author;
use super::outcome::{Effect, EffectKind, Notice};
use super::parties::{Parties, SlotNo};
use super::refusal::Refusal;
use crate::domain::loan::LprTable;
use crate::domain::numbers::{Localities, RegionCode};
use crate::domain::party::{StatedPlace, region_said};
use crate::domain::patent::{Change, Named};
use crate::domain::record::Reader;
use crate::domain::values::Date;
use crate::domain::{Fault, Note, Record};
use crate::ledger::{Entry, LedgerError, PartyId, Subject};

/// An open entry with what every operation needs beside it.
#[derive(Debug)]
pub struct Writing<'e, 'c> {
    pub entry: &'e Entry<'c>,
    pub parties: Parties<'e, 'c>,
    /// The last day a fact may name.
    pub today: Date,
    pub author: &'e Author,
    /// The row of the file at hand, where facts come from one.
    pub row: Option<u32>,
    lpr: OnceCell<Rc<LprTable>>,
    localities: OnceCell<Arc<Localities>>,
    effects: Vec<Effect>,
    notices: Vec<Notice>,
}

impl<'e, 'c> Writing<'e, 'c> {
    pub(super) fn new(entry: &'e Entry<'c>, author: &'e Author, today: Date) -> Self {
        let parties = Parties::new(entry);
        let (effects, notices) = (Vec::new(), Vec::new());
        let (lpr, localities) = (OnceCell::new(), OnceCell::new());
        Self { entry, parties, today, author, row: None, lpr, localities, effects, notices }
    }

    /// The district of the office.
    pub fn own(&self) -> Result<RegionCode, LedgerError> {
        self.parties.own()
    }

    /// The localities the office added to those of the tables.
    pub fn localities(&self) -> Result<Arc<Localities>, LedgerError> {
        if let Some(localities) = self.localities.get() {
            return Ok(localities.clone());
        }
        let localities = Arc::new(self.entry.localities()?);
        Ok(self.localities.get_or_init(|| localities).clone())
    }

    /// What a district column and an address say to this office.
    pub fn place_said(
        &self,
        district: Option<&str>,
        address: Option<&str>,
    ) -> Result<StatedPlace, LedgerError> {
        Ok(region_said(self.own()?, &*self.localities()?, district, address))
    }

    /// Where a record of a file says that a party of its sits, in fields of the file alone.
    pub fn sits(
        &self,
        said: &Record<'_>,
        district: usize,
        address: usize,
    ) -> Result<StatedPlace, Refusal> {
        let mut reader = Reader::new(said);
        let (district, address) = (reader.district(district), reader.words(address));
        match reader.faults.is_empty() {
            true => Ok(self.place_said(district.as_deref(), address.as_deref())?),
            false => Err(Refusal::Fields(reader.faults)),
        }
    }

    /// The loan prime rates known now.
    pub fn lpr(&self) -> Result<Rc<LprTable>, LedgerError> {
        if let Some(lpr) = self.lpr.get() {
            return Ok(lpr.clone());
        }
        let lpr = Rc::new(self.entry.lpr_table()?);
        Ok(self.lpr.get_or_init(|| lpr).clone())
    }

    /// Refuses an edit of a thing that another entry changed after `seen`, the entry the edit was made from.
    pub fn unchanged_since(
        &self,
        seen: Option<i64>,
        subject: &Subject<'_>,
        noun: &'static str,
        id: &str,
    ) -> Result<(), Refusal> {
        let Some(seen) = seen else { return Ok(()) };
        match self.entry.last_change_after(subject, seen)? {
            None => Ok(()),
            Some((entry, by)) => Err(Refusal::ChangedSince { noun, id: id.to_owned(), entry, by }),
        }
    }

    /// Returns the slots of the parties of a record, in order; a new one sits where the record says.
    pub fn slots(
        &mut self,
        named: &[Named],
        sits: StatedPlace,
        field: &'static str,
    ) -> Result<Vec<SlotNo>, Refusal> {
        let row = self.row.unwrap_or_default();
        self.parties.resolve_all(named, sits, row, field)?.map_err(Refusal::field)
    }

    /// How a recorded party is named.
    pub fn named(&mut self, id: PartyId) -> Result<Named, LedgerError> {
        let slot = self.parties.slot_of(id)?;
        Ok(self.parties.named(slot))
    }

    /// Tells what became of a thing; rows of a file are counted instead.
    pub fn did(
        &mut self,
        noun: &'static str,
        id: impl Into<String>,
        act: EffectKind,
        changes: Vec<Change>,
    ) {
        self.effect(Effect::Thing { noun, id: id.into(), act, changes });
    }

    pub fn effect(&mut self, effect: Effect) {
        if self.row.is_none() {
            self.effects.push(effect);
        }
    }

    pub fn notice(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    pub fn notes(&mut self, notes: impl IntoIterator<Item = Note>) {
        self.notices.extend(notes.into_iter().map(Notice::Noted));
    }

    /// What is said of a thing and was left out because nobody understood it, as faults of the fields it stands in.
    pub(super) fn left_out(&self, said: &Record<'_>) -> Vec<Fault> {
        let left_out = self.notices.iter().filter_map(|notice| {
            let Notice::Noted(note) = notice else { return None };
            note.left_out()
        });
        left_out.map(|(field, problem)| Fault::new(field, said.text_of(field), problem)).collect()
    }

    /// What was noticed since the last time, for a row of a file.
    pub(super) fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    pub(super) fn end(mut self) -> (Vec<Effect>, Vec<Notice>) {
        let warnings = self.parties.take_warnings();
        self.notices.extend(warnings.into_keys().map(Notice::Party));
        (self.effects, self.notices)
    }
}
