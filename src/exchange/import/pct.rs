//! Import of PCT filings: row by row, in file order.

use std::collections::HashMap;

use crate::domain::numbers::PctNo;
use crate::domain::party::region_said;
use crate::domain::patent::Change;
use crate::domain::pct::{self, PctRecord};
use crate::domain::{Fault, Problem};
use crate::exchange::source::Source;
use crate::ledger::Entry;

use super::outcome::{Correction, Outcome};
use super::parties::Parties;
use super::patent::known_otherwise;
use super::scan::{At, scan};
use super::{ImportError, Rules, fields};

pub(super) const WANTED_KEYS: [usize; 1] = [pct::PCT_NO];

pub(super) fn import(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let mut parties = Parties::new(entry)?;
    let mut rows_of: HashMap<PctNo, (u32, PctRecord)> = HashMap::new();
    let wanted = rules.wanted(&pct::FIELDS, &fields::PCT, &WANTED_KEYS);
    scan(source, &wanted, outcome, |at, record, outcome| {
        rules.progress.read(outcome.rows);
        match PctRecord::read(record, rules.today) {
            Ok((read, notes)) => {
                outcome.note_all(&notes, at.row);
                let number = read.pct.number;
                match rows_of.get(&number) {
                    Some((_, first)) if *first == read => outcome.unchanged += 1,
                    Some((first_row, _)) => {
                        let problem = Problem::TwiceInFile { first_row: *first_row };
                        let fault = Fault::new("pct_no", number.to_string(), problem);
                        outcome.rejects.push(at.reject(vec![fault]));
                    }
                    None => {
                        take(entry, at, &read, rules, &mut parties, outcome)?;
                        rows_of.insert(number, (at.row, read));
                    }
                }
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        }
        Ok(())
    })
}

fn take(
    entry: &Entry<'_>,
    at: &At<'_>,
    read: &PctRecord,
    rules: &Rules<'_>,
    parties: &mut Parties<'_, '_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let slot = match read.applicants.first() {
        None => None,
        Some(named) => {
            let said = region_said(read.district.as_deref(), read.address.as_deref());
            match parties.resolve(named, said, at.row, outcome)? {
                Ok(slot) => Some(slot),
                Err(problem) => {
                    let name = named.name.clone().unwrap_or_default();
                    outcome.rejects.push(at.reject(vec![Fault::new("applicant", name, problem)]));
                    return Ok(());
                }
            }
        }
    };
    let Some(card) = entry.pct_in_force(read.pct.number)? else {
        let applicant = slot.map(|slot| parties.accept(slot, outcome)).transpose()?;
        entry.bring_pct(&read.pct, applicant, Some(at.row))?;
        outcome.accepted += 1;
        return Ok(());
    };
    let (updated, mut changes) = card.pct.updated(&read.pct);
    let same_applicant =
        slot.is_none_or(|slot| parties.id(slot).is_some_and(|id| card.applicant == Some(id)));
    if let Some(slot) = slot.filter(|_| !same_applicant) {
        let known: Vec<_> = card.applicant.into_iter().collect();
        changes.push(Change {
            field: "applicant",
            old: parties.names_of_ids(&known)?,
            new: parties.names_of_slots(&[slot]),
        });
    }
    let number = read.pct.number.to_string();
    if changes.is_empty() {
        outcome.unchanged += 1;
    } else if rules.accept_corrections {
        let applicant = match slot.filter(|_| !same_applicant) {
            Some(slot) => Some(parties.accept(slot, outcome)?),
            None => card.applicant,
        };
        entry.bring_pct(&updated, applicant, Some(at.row))?;
        outcome.corrected += 1;
        outcome.corrections.push(Correction { row: at.row, id: number, changes });
    } else {
        outcome.rejects.push(at.reject(vec![known_otherwise(changes, number)]));
    }
    Ok(())
}
