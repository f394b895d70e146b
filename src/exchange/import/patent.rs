//! Import of patents: read in file order, inserted in order of number, one entry for the file.

use crate::domain::numbers::ApplicationNo;
use crate::domain::party::{Said, region_said};
use crate::domain::patent::{self, Change, PatentRecord};
use crate::domain::values::Date;
use crate::domain::{Fault, Problem, Record};
use crate::ledger::{Entry, PartyId, PatentCard, PatentWriter};

use super::outcome::{Correction, Outcome, Reject};
use super::packed::Packed;
use super::parties::{Parties, SlotNo};
use super::scan::{At, Wanted, scan};
use super::sort::Sorter;
use super::{ImportError, Rules, fields};
use crate::exchange::source::Source;
use crate::exchange::{HeaderMap, Place};

/// From this many records on, and if they are many beside those already there, indexes are built anew.
const BULK: u32 = 50_000;

pub(super) const WANTED_KEYS: [usize; 1] = [patent::APPLICATION_NO];

/// Where each sheet's records stand, for refusals found only when the numbers are in order.
struct Sheets(Vec<(HeaderMap, Place)>);

pub(super) fn import(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let mut parties = Parties::new(entry)?;
    let mut sorter = Sorter::new();
    let mut sheets = Sheets(Vec::new());
    let wanted = Wanted {
        fields: &patent::FIELDS,
        specs: &fields::PATENT,
        keys: &WANTED_KEYS,
        explicit: rules.explicit,
        remembered: rules.remembered,
    };
    scan(source, &wanted, outcome, |at, record, outcome| {
        rules.progress.read(outcome.rows);
        sheets.keep(at);
        read_record(at, record, rules.today, &mut parties, &mut sorter, outcome)
    })?;
    let bulk = sorter.len() >= BULK && i64::from(sorter.len()) * 4 > entry.patent_lines()?;
    let settle = || settle(entry, sorter, parties, &sheets, rules, outcome);
    if bulk { entry.with_indexes_rebuilt(settle) } else { settle() }
}

impl Sheets {
    fn keep(&mut self, at: &At<'_>) {
        if self.0.len() <= at.sheet {
            self.0.resize_with(at.sheet + 1, Default::default);
            self.0[at.sheet] = (at.header.clone(), at.place().clone());
        }
    }

    fn reject(&self, packed: &Packed, faults: Vec<Fault>) -> Reject {
        let (header, place) = &self.0[packed.sheet as usize];
        At::new(packed.sheet as usize, packed.row, header, place).reject(faults)
    }
}

/// Reads one record and puts it in the queue.
fn read_record(
    at: &At<'_>,
    record: &Record<'_>,
    today: Date,
    parties: &mut Parties<'_, '_>,
    sorter: &mut Sorter,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let (read, notes) = match PatentRecord::read(record, today) {
        Ok(read) => read,
        Err(faults) => {
            outcome.rejects.push(at.refuse(record, faults));
            return Ok(());
        }
    };
    let mut owners: Vec<SlotNo> = Vec::with_capacity(read.applicants.len());
    for (position, named) in read.applicants.iter().enumerate() {
        let said = if position == 0 {
            region_said(read.district.as_deref(), read.address.as_deref())
        } else {
            Said::Nothing
        };
        match parties.resolve(named, said, at.row, outcome)? {
            // A person without a name stands once, however often the source writes the word.
            Ok(slot) if owners.contains(&slot) => {}
            Ok(slot) => owners.push(slot),
            Err(problem) => {
                let name = named.name.clone().unwrap_or_default();
                outcome.rejects.push(at.reject(vec![Fault::new("applicant_name", name, problem)]));
                return Ok(());
            }
        }
    }
    outcome.note_all(&notes, at.row);
    let number = read.patent.number;
    let packed = Packed { sheet: at.sheet as u32, row: at.row, patent: read.patent, owners };
    sorter.push(number.key(), |bytes| packed.write(bytes))?;
    Ok(())
}

/// Takes the records in order of number and decides about each.
fn settle(
    entry: &Entry<'_>,
    sorter: Sorter,
    parties: Parties<'_, '_>,
    sheets: &Sheets,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let writer = PatentWriter::new(entry)?;
    let mut settling =
        Settling { writer, parties, sheets, rules, outcome, first: None, settled: 0 };
    sorter.drain(|key, bytes| {
        let packed = ApplicationNo::from_key(key).and_then(|number| Packed::read(number, bytes));
        match packed {
            Some(packed) => settling.take(packed),
            None => Err(ImportError::Sort),
        }
    })
}

struct Settling<'s, 'e, 'c, 'r> {
    writer: PatentWriter<'e, 'c>,
    parties: Parties<'e, 'c>,
    sheets: &'s Sheets,
    rules: &'s Rules<'r>,
    outcome: &'s mut Outcome,
    /// The first record of the number at hand.
    first: Option<Packed>,
    settled: u32,
}

impl Settling<'_, '_, '_, '_> {
    fn take(&mut self, packed: Packed) -> Result<(), ImportError> {
        self.settled += 1;
        self.rules.progress.settled(self.settled);
        let number = packed.patent.number;
        if let Some(first) = self.first.as_ref().filter(|first| first.patent.number == number) {
            if first.patent == packed.patent && first.owners == packed.owners {
                self.outcome.unchanged += 1;
            } else {
                let problem = Problem::TwiceInFile { first_row: first.row };
                let fault = Fault::new("application_no", number.to_string(), problem);
                self.outcome.rejects.push(self.sheets.reject(&packed, vec![fault]));
            }
            return Ok(());
        }
        match self.writer.in_force(number)? {
            None => self.bring(&packed)?,
            Some(card) => self.compare(&packed, &card)?,
        }
        self.first = Some(packed);
        Ok(())
    }

    fn bring(&mut self, packed: &Packed) -> Result<(), ImportError> {
        let owners = self.accept(&packed.owners)?;
        self.writer.bring(&packed.patent, &owners, Some(packed.row))?;
        self.outcome.accepted += 1;
        Ok(())
    }

    fn accept(&mut self, slots: &[SlotNo]) -> Result<Vec<PartyId>, ImportError> {
        let mut owners = Vec::with_capacity(slots.len());
        for slot in slots {
            owners.push(self.parties.accept(*slot, self.outcome)?);
        }
        Ok(owners)
    }

    /// A known number: the same again, or a correction that someone must want.
    fn compare(&mut self, packed: &Packed, card: &PatentCard) -> Result<(), ImportError> {
        let (updated, mut changes) = card.patent.updated(&packed.patent);
        let slots = &packed.owners;
        let known: Vec<Option<PartyId>> = slots.iter().map(|slot| self.parties.id(*slot)).collect();
        let same_owners = slots.is_empty()
            || (known.len() == card.owners.len()
                && known.iter().zip(&card.owners).all(|(a, b)| *a == Some(*b)));
        if !same_owners {
            changes.push(Change {
                field: "applicants",
                old: self.parties.names_of_ids(&card.owners)?,
                new: self.parties.names_of_slots(slots),
            });
        }
        if changes.is_empty() {
            self.outcome.unchanged += 1;
        } else if self.rules.accept_corrections {
            let owners =
                if same_owners { card.owners.clone() } else { self.accept(&packed.owners)? };
            self.writer.correct(&updated, &owners, Some(packed.row))?;
            self.outcome.corrected += 1;
            let id = updated.number.to_string();
            self.outcome.corrections.push(Correction { row: packed.row, id, changes });
        } else {
            let fault = known_otherwise(changes, packed.patent.number.to_string());
            self.outcome.rejects.push(self.sheets.reject(packed, vec![fault]));
        }
        Ok(())
    }
}

/// The fault of a record that would change what is known, standing in the first field that differs.
pub(super) fn known_otherwise(changes: Vec<Change>, id: String) -> Fault {
    let field = match changes.first().map(|change| change.field) {
        Some("applicants") => "applicant_name",
        Some(field) => field,
        None => "application_no",
    };
    let value = changes.first().map_or(id, |change| change.new.clone());
    Fault::new(field, value, Problem::KnownOtherwise { changes })
}
