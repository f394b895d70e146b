//! Which party a record means: by code first, by the spelling of its name else; never merged silently.
//!
//! A party the ledger does not know waits in a slot until the first record that names it is accepted.

use std::collections::{HashMap, HashSet};

use crate::domain::numbers::{CreditCode, RegionCode};
use crate::domain::party::{Party, Place, Said, presumed_kind};
use crate::domain::patent::Named;
use crate::domain::values::text::name_key;
use crate::domain::{Fault, Problem};
use crate::ledger::{Entry, LedgerError, PartyId};

use super::outcome::{Outcome, PartyWarning};

/// The number of a slot.
pub type SlotNo = u32;

#[derive(Debug)]
struct Slot {
    name: Option<String>,
    code: Option<CreditCode>,
    code_lawful: bool,
    /// Where a new party sits, when the record that named it said so.
    said: Said,
    row: u32,
}

/// A party's number in a slot's room; a ledger of four billion parties is none of an office's.
fn packed(id: PartyId) -> u32 {
    u32::try_from(id).unwrap_or_default()
}

/// Parties met in a file.
#[derive(Debug)]
pub struct Parties<'e, 'c> {
    entry: &'e Entry<'c>,
    own: RegionCode,
    slots: Vec<Slot>,
    /// The party of each slot; 0: new, not accepted yet. Beside the slots, for it is looked up per row.
    ids: Vec<u32>,
    by_code: HashMap<CreditCode, SlotNo>,
    by_id: HashMap<PartyId, SlotNo>,
    by_name: HashMap<String, Vec<SlotNo>>,
    /// Names the ledger was asked for.
    asked: HashSet<String>,
}

impl<'e, 'c> Parties<'e, 'c> {
    pub fn new(entry: &'e Entry<'c>) -> Result<Self, LedgerError> {
        let own = entry.office()?.region;
        Ok(Self {
            entry,
            own,
            slots: Vec::new(),
            ids: Vec::new(),
            by_code: HashMap::new(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            asked: HashSet::new(),
        })
    }

    /// Returns the slot of a party named in `row`, whose place the record says.
    ///
    /// The inner error is a refusal of the record.
    pub fn resolve(
        &mut self,
        named: &Named,
        said: Said,
        row: u32,
        outcome: &mut Outcome,
    ) -> Result<Result<SlotNo, Problem>, LedgerError> {
        let slot = match named.code {
            Some(code) => Ok(self.by_code(code, named, row, outcome)?),
            None => self.by_name_alone(named, row)?,
        };
        if let Ok(slot) = slot
            && said != Said::Nothing
            && self.id(slot).is_none()
        {
            let slot = &mut self.slots[slot as usize];
            if slot.said == Said::Nothing {
                slot.said = said;
            }
        }
        Ok(slot)
    }

    fn by_code(
        &mut self,
        code: CreditCode,
        named: &Named,
        row: u32,
        outcome: &mut Outcome,
    ) -> Result<SlotNo, LedgerError> {
        let known = match self.by_code.get(&code) {
            Some(slot) => Some(*slot),
            None => self.entry.party_by_code(code)?.map(|(id, party)| self.known(id, party)),
        };
        if let Some(slot) = known {
            self.compare_spelling(slot, named, outcome);
            return Ok(slot);
        }
        let namesakes = match &named.name {
            Some(name) => self.slots_of_name(name)?,
            None => Vec::new(),
        };
        let name = named.name.clone().unwrap_or_default();
        if let [only] = namesakes[..]
            && self.slots[only as usize].code.is_none()
        {
            let warning = PartyWarning::CodeNotRecorded { name, code: code.to_string() };
            *outcome.party_warnings.entry(warning).or_default() += 1;
            return Ok(only);
        }
        if let Some(known) = namesakes.iter().find_map(|slot| self.slots[*slot as usize].code) {
            let (known, code) = (known.to_string(), code.to_string());
            let warning = PartyWarning::OtherCode { name, known, code };
            *outcome.party_warnings.entry(warning).or_default() += 1;
        }
        Ok(self.add(None, named.name.clone(), Some(code), named.lawful_exception, row))
    }

    fn by_name_alone(
        &mut self,
        named: &Named,
        row: u32,
    ) -> Result<Result<SlotNo, Problem>, LedgerError> {
        let Some(name) = &named.name else { return Ok(Err(Problem::FieldMissing)) };
        Ok(match self.slots_of_name(name)?[..] {
            [] => Ok(self.add(None, Some(name.clone()), None, false, row)),
            [only] => Ok(only),
            ref several => Err(Problem::PartyAmbiguous { candidates: several.len() }),
        })
    }

    fn slots_of_name(&mut self, name: &str) -> Result<Vec<SlotNo>, LedgerError> {
        let key = name_key(name);
        if self.asked.insert(key.clone()) {
            for (id, party) in self.entry.parties_by_name(name)? {
                self.known(id, party);
            }
        }
        Ok(self.by_name.get(&key).cloned().unwrap_or_default())
    }

    /// Returns the slot of a party of the ledger.
    fn known(&mut self, id: PartyId, party: Party) -> SlotNo {
        match self.by_id.get(&id) {
            Some(slot) => *slot,
            None => self.add(Some(id), party.name, party.code, party.code_lawful, 0),
        }
    }

    fn add(
        &mut self,
        id: Option<PartyId>,
        name: Option<String>,
        code: Option<CreditCode>,
        code_lawful: bool,
        row: u32,
    ) -> SlotNo {
        let number = self.slots.len() as SlotNo;
        if let Some(code) = code {
            self.by_code.insert(code, number);
        }
        if let Some(id) = id {
            self.by_id.insert(id, number);
        }
        if let Some(name) = &name {
            self.by_name.entry(name_key(name)).or_default().push(number);
        }
        self.slots.push(Slot { name, code, code_lawful, said: Said::Nothing, row });
        self.ids.push(id.map_or(0, packed));
        number
    }

    fn compare_spelling(&self, slot: SlotNo, named: &Named, outcome: &mut Outcome) {
        let slot = &self.slots[slot as usize];
        if let (Some(known), Some(spelled)) = (&slot.name, &named.name)
            && known != spelled
            && name_key(known) != name_key(spelled)
        {
            let warning = PartyWarning::OtherSpelling {
                code: slot.code.map(|code| code.to_string()).unwrap_or_default(),
                known: known.clone(),
                spelled: spelled.clone(),
            };
            *outcome.party_warnings.entry(warning).or_default() += 1;
        }
    }

    /// Returns the party of a slot, recording it first when it is new.
    pub fn accept(&mut self, slot: SlotNo, outcome: &mut Outcome) -> Result<PartyId, LedgerError> {
        if let Some(id) = self.id(slot) {
            return Ok(id);
        }
        let own = self.own;
        let at = slot as usize;
        let slot = &self.slots[at];
        let party = Party {
            name: slot.name.clone(),
            code: slot.code,
            code_lawful: slot.code_lawful,
            kind: presumed_kind(slot.name.as_deref(), &[]),
            industry: None,
            size: None,
            former_names: Vec::new(),
        };
        let row = Some(slot.row).filter(|row| *row > 0);
        let id = self.entry.add_party(&party, row)?;
        let place = match slot.said {
            Said::Nothing => Place::assumed(own),
            Said::District(region) => {
                Place { region: Some(region), assumed: false, ..Place::assumed(own) }
            }
            Said::Elsewhere => Place { region: None, assumed: false, ..Place::assumed(own) },
        };
        self.entry.add_first_place(id, &place, row)?;
        self.ids[at] = packed(id);
        outcome.new_parties += 1;
        Ok(id)
    }

    /// Returns the parties of a typed record, recording new ones; the inner error refuses the record.
    pub fn accept_all(
        &mut self,
        named: &[Named],
        said: Said,
        outcome: &mut Outcome,
    ) -> Result<Result<Vec<PartyId>, Fault>, LedgerError> {
        let mut parties = Vec::with_capacity(named.len());
        for (position, named) in named.iter().enumerate() {
            let said = if position == 0 { said } else { Said::Nothing };
            match self.resolve(named, said, 0, outcome)? {
                Ok(slot) => parties.push(self.accept(slot, outcome)?),
                Err(problem) => {
                    let name = named.name.clone().unwrap_or_default();
                    return Ok(Err(Fault::new("applicant_name", name, problem)));
                }
            }
        }
        Ok(Ok(parties))
    }

    /// Returns the party of a slot, if it is recorded.
    pub fn id(&self, slot: SlotNo) -> Option<PartyId> {
        Some(PartyId::from(self.ids[slot as usize])).filter(|id| *id > 0)
    }

    /// The names behind slots, for a sentence.
    pub fn names_of_slots(&self, slots: &[SlotNo]) -> String {
        let names = slots.iter().map(|slot| {
            let slot = &self.slots[*slot as usize];
            let code = || slot.code.map(|code| code.to_string());
            slot.name.clone().or_else(code).unwrap_or_default()
        });
        names.collect::<Vec<_>>().join(";")
    }

    /// The names of recorded parties, for a sentence.
    pub fn names_of_ids(&self, ids: &[PartyId]) -> Result<String, LedgerError> {
        let names: Result<Vec<String>, _> =
            ids.iter().map(|id| self.entry.party_name(*id)).collect();
        Ok(names?.join(";"))
    }
}
