//! Which party a record means: by code first, by the spelling of its name else; never merged silently.
//!
//! A party the ledger does not know waits in a slot until the first record that names it is accepted.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::numbers::{BusinessNo, CreditCode, RegionCode};
use crate::domain::party::{Party, Place, StatedPlace, presumed_kind};
use crate::domain::patent::Named;
use crate::domain::values::text::name_key;
use crate::domain::{Fault, Problem};
use crate::ledger::{Entry, LedgerError, PartyId};

use crate::exchange::import::PartyWarning;

/// The number of a slot.
pub type SlotNo = u32;

#[derive(Debug, Clone)]
struct Slot {
    name: Option<String>,
    code: Option<CreditCode>,
    code_lawful: bool,
    business_no: Option<BusinessNo>,
    /// Where a new party sits, when the record that named it said so.
    said: StatedPlace,
    row: u32,
}

/// A party id in 32 bits. An id that does not fit becomes 0, "not recorded".
fn packed(id: PartyId) -> u32 {
    u32::try_from(id).unwrap_or_default()
}

/// Parties met in a file.
#[derive(Debug)]
pub struct Parties<'e, 'c> {
    entry: &'e Entry<'c>,
    own: OnceCell<RegionCode>,
    slots: Vec<Slot>,
    /// The party of each slot; 0: new, not accepted yet. Beside the slots, for it is looked up per row.
    ids: Vec<u32>,
    by_code: HashMap<CreditCode, SlotNo>,
    by_id: HashMap<PartyId, SlotNo>,
    by_name: HashMap<String, Vec<SlotNo>>,
    /// Names the ledger was asked for.
    asked: HashSet<String>,
    warnings: BTreeMap<PartyWarning, u32>,
    added: u32,
    /// Of those, how many are only assumed to sit in the own district.
    assumed: u32,
}

impl<'e, 'c> Parties<'e, 'c> {
    pub fn new(entry: &'e Entry<'c>) -> Self {
        Self {
            entry,
            own: OnceCell::new(),
            slots: Vec::new(),
            ids: Vec::new(),
            by_code: HashMap::new(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            asked: HashSet::new(),
            warnings: BTreeMap::new(),
            added: 0,
            assumed: 0,
        }
    }

    /// The district of the office.
    pub fn own(&self) -> Result<RegionCode, LedgerError> {
        match self.own.get() {
            Some(own) => Ok(*own),
            None => {
                let own = self.entry.office()?.region;
                Ok(*self.own.get_or_init(|| own))
            }
        }
    }

    /// How many parties were recorded because facts named them.
    pub fn added(&self) -> u32 {
        self.added
    }

    /// Counts a new party when it is only assumed to sit where it does.
    pub fn count_assumed(&mut self, place: &Place) {
        self.assumed += u32::from(place.assumed);
    }

    /// How many of those that were recorded are only assumed to sit in the own district.
    pub fn assumed(&self) -> u32 {
        self.assumed
    }

    /// What the office should look at, with how often it was met.
    pub fn take_warnings(&mut self) -> BTreeMap<PartyWarning, u32> {
        std::mem::take(&mut self.warnings)
    }

    fn warn(&mut self, warning: PartyWarning) {
        *self.warnings.entry(warning).or_default() += 1;
    }

    /// Returns the slot of a party named in `row`, whose place the record says.
    ///
    /// The inner error is a refusal of the record.
    pub fn resolve(
        &mut self,
        named: &Named,
        said: StatedPlace,
        row: u32,
    ) -> Result<Result<SlotNo, Problem>, LedgerError> {
        let slot = match named.code {
            Some(code) => Ok(self.by_code(code, named, row)?),
            None => self.by_name_alone(named, row)?,
        };
        if let Ok(slot) = slot
            && let Some(number) = named.business_no
        {
            self.complete_number(slot, number);
        }
        if let Ok(slot) = slot
            && said != StatedPlace::Nothing
            && self.id(slot).is_none()
        {
            let slot = &mut self.slots[slot as usize];
            if slot.said == StatedPlace::Nothing {
                slot.said = said;
            }
        }
        Ok(slot)
    }

    /// Gives a party that is new the business number its record says; of a known one that lacks it, it is told.
    fn complete_number(&mut self, slot: SlotNo, number: BusinessNo) {
        let is_known = self.id(slot).is_some();
        let of = &mut self.slots[slot as usize];
        match of.business_no {
            None if is_known => {
                let name = of.name.clone().unwrap_or_default();
                self.warn(PartyWarning::CodeNotRecorded { name, code: number.to_string() });
            }
            None => of.business_no = Some(number),
            Some(known) if known != number => {
                let name = of.name.clone().unwrap_or_default();
                let (known, code) = (known.to_string(), number.to_string());
                self.warn(PartyWarning::OtherCode { name, known, code });
            }
            Some(_) => {}
        }
    }

    fn by_code(
        &mut self,
        code: CreditCode,
        named: &Named,
        row: u32,
    ) -> Result<SlotNo, LedgerError> {
        let known = match self.by_code.get(&code) {
            Some(slot) => Some(*slot),
            None => self.entry.party_by_code(code)?.map(|(id, party)| self.known(id, party)),
        };
        if let Some(slot) = known {
            self.compare_spelling(slot, named);
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
            self.warn(warning);
            return Ok(only);
        }
        if let Some(known) = namesakes.iter().find_map(|slot| self.slots[*slot as usize].code) {
            let (known, code) = (known.to_string(), code.to_string());
            let warning = PartyWarning::OtherCode { name, known, code };
            self.warn(warning);
        }
        Ok(self.add(None, Named { code: Some(code), ..named.clone() }, row))
    }

    fn by_name_alone(
        &mut self,
        named: &Named,
        row: u32,
    ) -> Result<Result<SlotNo, Problem>, LedgerError> {
        let Some(name) = &named.name else { return Ok(Err(Problem::FieldMissing)) };
        Ok(match self.slots_of_name(name)?[..] {
            [] => {
                let named = Named { code: None, lawful_exception: false, ..named.clone() };
                Ok(self.add(None, named, row))
            }
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
            None => {
                let Party { name, code, code_lawful: lawful_exception, business_no, .. } = party;
                self.add(Some(id), Named { name, code, lawful_exception, business_no }, 0)
            }
        }
    }

    fn add(&mut self, id: Option<PartyId>, named: Named, row: u32) -> SlotNo {
        let Named { name, code, lawful_exception: code_lawful, business_no } = named;
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
        let said = StatedPlace::Nothing;
        self.slots.push(Slot { name, code, code_lawful, business_no, said, row });
        self.ids.push(id.map_or(0, packed));
        number
    }

    fn compare_spelling(&mut self, slot: SlotNo, named: &Named) {
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
            self.warn(warning);
        }
    }

    /// Returns the party of a slot, recording it first when it is new.
    pub fn accept(&mut self, slot: SlotNo) -> Result<PartyId, LedgerError> {
        if let Some(id) = self.id(slot) {
            return Ok(id);
        }
        let own = self.own()?;
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
            business_no: slot.business_no,
        };
        let row = Some(slot.row).filter(|row| *row > 0);
        let id = self.entry.add_party(&party, row)?;
        let place = Place::of(slot.said, slot.name.as_deref(), own);
        self.entry.add_first_place(id, &place, row)?;
        self.count_assumed(&place);
        self.ids[at] = packed(id);
        // Whoever asks for the party by its id, later in the file, gets this slot.
        self.by_id.insert(id, at as SlotNo);
        self.added += 1;
        Ok(id)
    }

    /// Returns the slots of the parties of a record, in order; the inner error refuses the record and names `field`.
    pub fn resolve_all(
        &mut self,
        named: &[Named],
        said: StatedPlace,
        row: u32,
        field: &'static str,
    ) -> Result<Result<Vec<SlotNo>, Fault>, LedgerError> {
        let mut slots: Vec<SlotNo> = Vec::with_capacity(named.len());
        for (position, named) in named.iter().enumerate() {
            let said = if position == 0 { said } else { StatedPlace::Nothing };
            match self.resolve(named, said, row)? {
                // A person without a name stands once, however often the source writes the word.
                Ok(slot) if slots.contains(&slot) => {}
                Ok(slot) => slots.push(slot),
                Err(problem) => {
                    let name = named.name.clone().unwrap_or_default();
                    return Ok(Err(Fault::new(field, name, problem)));
                }
            }
        }
        Ok(Ok(slots))
    }

    /// Returns the parties of slots, recording those that are new.
    pub fn accept_all(&mut self, slots: &[SlotNo]) -> Result<Vec<PartyId>, LedgerError> {
        slots.iter().map(|slot| self.accept(*slot)).collect()
    }

    /// Returns the slot of a recorded party.
    pub fn slot_of(&mut self, id: PartyId) -> Result<SlotNo, LedgerError> {
        match self.by_id.get(&id) {
            Some(slot) => Ok(*slot),
            None => {
                let party = self.entry.party_by_id(id)?;
                Ok(self.known(id, party))
            }
        }
    }

    /// How the party of a slot is named.
    pub fn named(&self, slot: SlotNo) -> Named {
        let slot = &self.slots[slot as usize];
        let Slot { name, code, code_lawful: lawful_exception, business_no, .. } = slot.clone();
        Named { name, code, lawful_exception, business_no }
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
