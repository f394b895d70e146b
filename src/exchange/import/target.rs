//! Import of targets, and of values other offices report.

use crate::domain::patent::Change;
use crate::domain::target::{self, Reported, Target};
use crate::exchange::source::Source;
use crate::ledger::Entry;

use super::outcome::{Correction, Outcome};
use super::patent::known_otherwise;
use super::scan::{At, scan};
use super::{ImportError, Rules, fields};

pub(super) const WANTED_KEYS: [usize; 1] = [1];
pub(super) const REPORTED_KEYS: [usize; 1] = [0];

pub(super) fn import(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let wanted = rules.wanted(&target::FIELDS, &fields::TARGET, &WANTED_KEYS);
    scan(source, &wanted, outcome, |at, record, outcome| {
        match Target::read(record) {
            Ok((read, notes)) => {
                outcome.note_all(&notes, at.row);
                let known = entry.target_in_force(&read.indicator, read.period)?;
                let changes = match known {
                    None => {
                        entry.bring_target(&read, Some(at.row))?;
                        outcome.accepted += 1;
                        return Ok(());
                    }
                    Some((_, known)) => differences(&known, &read),
                };
                let id = read.indicator.clone();
                decide(at, changes, id, rules, outcome, || {
                    entry.bring_target(&read, Some(at.row))
                })?;
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        }
        Ok(())
    })
}

fn differences(known: &Target, read: &Target) -> Vec<Change> {
    let changes = [
        Change::of("goal", Some(known.goal.to_string()), Some(read.goal.to_string())),
        Change::of("name", known.name.clone(), read.name.clone()),
        Change::of("category", known.category.clone(), read.category.clone()),
        Change::of("unit", known.unit.clone(), read.unit.clone()),
        Change::of(
            "measure",
            Some(known.measured.code().into()),
            Some(read.measured.code().into()),
        ),
        Change::of("note", known.note.clone(), read.note.clone()),
    ];
    changes.into_iter().flatten().collect()
}

pub(super) fn import_reported(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let wanted = rules.wanted(&target::REPORTED_FIELDS, &fields::REPORTED, &REPORTED_KEYS);
    scan(source, &wanted, outcome, |at, record, outcome| {
        match Reported::read(record, rules.today) {
            Ok((read, notes)) => {
                outcome.note_all(&notes, at.row);
                let changes: Vec<Change> =
                    match entry.reported_in_force(&read.indicator, read.day)? {
                        None => {
                            entry.bring_reported(&read, Some(at.row))?;
                            outcome.accepted += 1;
                            return Ok(());
                        }
                        Some((_, known)) => {
                            let value = Change::of(
                                "value",
                                Some(known.value.to_string()),
                                Some(read.value.to_string()),
                            );
                            let source =
                                Change::of("source", Some(known.source), Some(read.source.clone()));
                            [value, source].into_iter().flatten().collect()
                        }
                    };
                let id = read.indicator.clone();
                decide(at, changes, id, rules, outcome, || {
                    entry.bring_reported(&read, Some(at.row))
                })?;
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        }
        Ok(())
    })
}

/// The same again, a correction that is wanted, or one that waits for a decision.
fn decide(
    at: &At<'_>,
    changes: Vec<Change>,
    id: String,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
    correct: impl FnOnce() -> Result<(), crate::ledger::LedgerError>,
) -> Result<(), ImportError> {
    if changes.is_empty() {
        outcome.unchanged += 1;
    } else if rules.accept_corrections {
        correct()?;
        outcome.corrected += 1;
        outcome.corrections.push(Correction { row: at.row, id, changes });
    } else {
        outcome.rejects.push(at.reject(vec![known_otherwise(changes, id)]));
    }
    Ok(())
}
