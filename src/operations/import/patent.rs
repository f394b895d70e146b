//! Import of patents: read in file order, inserted in order of number, one entry for the file.

use std::borrow::Cow;
use std::io;

use super::Rules;
use super::rows::faults_of;
use crate::domain::numbers::ApplicationNo;
use crate::domain::party::{StatedPlace, region_said};
use crate::domain::patent::{self, Change, Named, PatentRecord};
use crate::domain::{Fault, Note, Problem, RowPlace};
use crate::exchange::Source;
use crate::exchange::import::patent_codec::{Packed, write_patent};
use crate::exchange::import::pipeline::{
    BATCH, Batch, Disconnected, Producer, Sheets, scan_ahead, work_ahead,
};
use crate::exchange::import::scan::At;
use crate::exchange::import::sort::Sorter;
use crate::exchange::import::{Correction, ImportOutcome, fields};
use crate::ledger::{PartyId, PatentCard, PatentWriter};
use crate::operations::facts::known_otherwise;
use crate::operations::parties::{Parties, SlotNo};
use crate::operations::patent::whole;
use crate::operations::{Refusal, Writing};

/// From this many records on, and if they are many beside those already there, the index is built anew.
const BULK: u32 = 50_000;

pub(super) const WANTED_KEYS: [usize; 1] = [patent::APPLICATION_NO];

/// Records read but not yet in the queue: their parties are still to be found in the ledger.
#[derive(Default)]
struct Read {
    records: Vec<Waiting>,
    /// The patents as bytes, one after the other.
    patents: Vec<u8>,
}

struct Waiting {
    sheet: u32,
    row: u32,
    number: ApplicationNo,
    /// Where the patent's bytes end.
    end: usize,
    applicants: Vec<Named>,
    said: StatedPlace,
    notes: Vec<Note>,
}

pub(super) fn take(
    writing: &mut Writing<'_, '_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut ImportOutcome,
) -> Result<(), Refusal> {
    let mut sorter = Sorter::default();
    let wanted = rules.wanted(&patent::FILE_FIELDS, &fields::PATENT, &WANTED_KEYS);
    let (today, own, added) = (writing.today, writing.own()?, writing.localities()?);
    let said = |read: &PatentRecord| {
        region_said(own, &added, read.district.as_deref(), read.address.as_deref())
    };
    let mut seen = 0;
    let mut without_party = Vec::new();
    let sheets = scan_ahead(
        source,
        &wanted,
        outcome,
        |at, record, outcome, batch: &mut Read| match PatentRecord::read(record, today) {
            Ok((read, notes)) => {
                let said = said(&read);
                batch.push(at, read, said, notes);
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        },
        |batch: &Read, outcome| {
            seen += batch.records.len() as u32;
            rules.progress.read(seen);
            let mut start = 0;
            for record in &batch.records {
                let bytes = &batch.patents[start..record.end];
                start = record.end;
                match owners_of(record, writing)? {
                    Ok(owners) => {
                        outcome.note_all(&record.notes, record.row);
                        sorter.push(record.number.key(), |sorted| {
                            Packed::write_head(record.sheet, record.row, &owners, sorted);
                            sorted.extend_from_slice(bytes);
                        })?;
                    }
                    Err(fault) => without_party.push((record.sheet, record.row, fault)),
                }
            }
            Ok::<_, Refusal>(())
        },
    )?;
    for (sheet, row, fault) in without_party {
        outcome.rejects.push(sheets.reject(sheet, row, vec![fault]));
    }
    let bulk =
        sorter.count() >= BULK && i64::from(sorter.count()) * 4 > writing.entry.patent_lines()?;
    let entry = writing.entry;
    let settle = || settle(writing, sorter, &sheets, rules, outcome);
    if bulk { entry.in_bulk(settle) } else { settle() }
}

impl Batch for Read {
    fn clear(&mut self) {
        self.records.clear();
        self.patents.clear();
    }
}

impl Read {
    fn push(&mut self, at: &At<'_>, read: PatentRecord, said: StatedPlace, notes: Vec<Note>) {
        write_patent(&read.patent, &mut self.patents);
        self.records.push(Waiting {
            sheet: at.sheet as u32,
            row: at.row,
            number: read.patent.number,
            end: self.patents.len(),
            said,
            applicants: read.applicants,
            notes,
        });
    }
}

/// Returns whose a record is, in order; the inner error refuses the record.
fn owners_of(
    record: &Waiting,
    writing: &mut Writing<'_, '_>,
) -> Result<Result<Vec<SlotNo>, Fault>, Refusal> {
    let Waiting { applicants, said, row, .. } = record;
    Ok(writing.parties.resolve_all(applicants, *said, *row, "applicant_name")?)
}

/// Takes the records in order of number and decides about each.
fn settle(
    writing: &mut Writing<'_, '_>,
    sorter: Sorter,
    sheets: &Sheets,
    rules: &Rules<'_>,
    outcome: &mut ImportOutcome,
) -> Result<(), Refusal> {
    let writer = PatentWriter::new(writing.entry)?;
    let mut settling =
        Settling { writer, writing, sheets, rules, outcome, carried: None, settled: 0 };
    let fill = |outlet: &mut Producer<Vec<Packed>>| {
        sorter.drain(|key, bytes| {
            let packed = ApplicationNo::from_key(key).and_then(|no| Packed::read(no, bytes));
            outlet.batch.push(packed.ok_or(Unsorted::Foreign)?);
            if outlet.batch.len() < BATCH {
                return Ok(());
            }
            outlet.send().map_err(|Disconnected| Unsorted::Disconnected)
        })
    };
    let sorted = work_ahead(fill, |batch| settling.take(batch))?;
    if let Some(last) = settling.carried.take() {
        settling.decide(&last)?;
    }
    match sorted {
        Ok(()) | Err(Unsorted::Disconnected) => Ok(()),
        Err(Unsorted::Foreign) => Err(io::Error::from(io::ErrorKind::InvalidData).into()),
        Err(Unsorted::Io(error)) => Err(error.into()),
    }
}

/// Why the sorted records ended early.
enum Unsorted {
    Disconnected,
    /// Bytes that are not our own came back.
    Foreign,
    Io(io::Error),
}

impl From<io::Error> for Unsorted {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Batch for Vec<Packed> {
    fn clear(&mut self) {
        self.clear();
    }
}

/// The fault of a record that contradicts an earlier one of its number.
fn twice(parties: &Parties<'_, '_>, sheets: &Sheets, first: &Packed, packed: &Packed) -> Fault {
    let mut changes = first.patent.updated(&packed.patent).1;
    if first.owners != packed.owners {
        let [old, new] = [first, packed].map(|packed| parties.names_of_slots(&packed.owners));
        changes.push(Change { field: APPLICANTS, old, new });
    }
    // What the first does not say is no contradiction, unless nothing else is.
    if changes.iter().any(|change| !change.old.is_empty()) {
        changes.retain(|change| !change.old.is_empty());
    }
    let other = RowPlace { sheet: sheets.name_beside(first.sheet, packed.sheet), row: first.row };
    let (field, value) = match changes.first() {
        Some(change) => (column(change.field), change.new.clone()),
        None => ("application_no", packed.patent.number.to_string()),
    };
    Fault::new(field, value, Problem::TwiceInFile { other, changes })
}

/// What applicants are called together, where they differ.
const APPLICANTS: &str = "applicants";

/// The column that a field which differs stands in.
fn column(field: &'static str) -> &'static str {
    if field == APPLICANTS { "applicant_name" } else { field }
}

struct Settling<'s, 'e, 'c, 'r> {
    writer: PatentWriter<'e, 'c>,
    writing: &'s mut Writing<'e, 'c>,
    sheets: &'s Sheets,
    rules: &'s Rules<'r>,
    outcome: &'s mut ImportOutcome,
    /// The number at hand, not decided yet.
    carried: Option<Packed>,
    settled: u32,
}

impl Settling<'_, '_, '_, '_> {
    /// Decides about records in order of number, each number once: the records of one that complete each other are one.
    fn take(&mut self, batch: &[Packed]) -> Result<(), Refusal> {
        let mut left = batch.len();
        for of_one in batch.chunk_by(|one, next| one.patent.number == next.patent.number) {
            left -= of_one.len();
            self.settled += of_one.len() as u32;
            self.rules.progress.settled(self.settled);
            let Some((head, after)) = of_one.split_first() else { continue };
            let (first, further) = match self.carried.take() {
                Some(carried) if carried.patent.number == head.patent.number => {
                    (Cow::Owned(carried), of_one)
                }
                carried => {
                    carried.map_or(Ok(()), |carried| self.decide(&carried))?;
                    (Cow::Borrowed(head), after)
                }
            };
            let whole = self.completed(first, further);
            // The next batch may begin with the same number.
            match left {
                0 => self.carried = Some(whole.into_owned()),
                _ => self.decide(&whole)?,
            }
        }
        Ok(())
    }

    /// What the records of one number say together; who contradicts the first is refused.
    fn completed<'p>(&mut self, mut first: Cow<'p, Packed>, further: &[Packed]) -> Cow<'p, Packed> {
        for packed in further {
            let same_owners = first.owners == packed.owners;
            match first.patent.completed_by(&packed.patent).filter(|_| same_owners) {
                Some(completed) => {
                    first.to_mut().patent = completed;
                    self.outcome.unchanged += 1;
                }
                None => {
                    let fault = twice(&self.writing.parties, self.sheets, &first, packed);
                    let reject = self.sheets.reject(packed.sheet, packed.row, vec![fault]);
                    self.outcome.rejects.push(reject);
                }
            }
        }
        first
    }

    /// Decides about a number, all of whose records have been seen.
    fn decide(&mut self, packed: &Packed) -> Result<(), Refusal> {
        match self.writer.in_force(packed.patent.number)? {
            None => self.bring(packed),
            Some(card) => self.compare(packed, &card),
        }
    }

    fn bring(&mut self, packed: &Packed) -> Result<(), Refusal> {
        let owners = self.accept(&packed.owners)?;
        self.writer.bring(&packed.patent, &owners, Some(packed.row))?;
        self.outcome.accepted += 1;
        Ok(())
    }

    fn accept(&mut self, slots: &[SlotNo]) -> Result<Vec<PartyId>, Refusal> {
        Ok(self.writing.parties.accept_all(slots)?)
    }

    /// A known number: the same again, or a correction that someone must want.
    fn compare(&mut self, packed: &Packed, card: &PatentCard) -> Result<(), Refusal> {
        let (updated, mut changes) = card.patent.updated(&packed.patent);
        let slots = &packed.owners;
        let known: Vec<Option<PartyId>> =
            slots.iter().map(|slot| self.writing.parties.id(*slot)).collect();
        let same_owners = slots.is_empty()
            || (known.len() == card.owners.len()
                && known.iter().zip(&card.owners).all(|(a, b)| *a == Some(*b)));
        if !same_owners {
            changes.push(Change {
                field: APPLICANTS,
                old: self.writing.parties.names_of_ids(&card.owners)?,
                new: self.writing.parties.names_of_slots(slots),
            });
        }
        if changes.is_empty() {
            self.outcome.unchanged += 1;
        } else if let Err(faults) = whole(&updated, self.writing.today) {
            self.outcome.rejects.push(self.sheets.reject(packed.sheet, packed.row, faults));
        } else if self.rules.accepts(packed.row) {
            let owners =
                if same_owners { card.owners.clone() } else { self.accept(&packed.owners)? };
            self.writer.correct(&updated, &owners, Some(packed.row))?;
            self.outcome.corrected += 1;
            let id = updated.number.to_string();
            self.outcome.corrections.push(Correction { row: packed.row, id, changes });
        } else {
            let mut faults =
                faults_of(known_otherwise(changes, &packed.patent.number.to_string()))?;
            faults.iter_mut().for_each(|fault| fault.field = column(fault.field));
            self.outcome.rejects.push(self.sheets.reject(packed.sheet, packed.row, faults));
        }
        Ok(())
    }
}
