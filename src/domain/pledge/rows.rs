//! The rows of one registration: a list may have a row per patent. (registration, patent) is the key; all else is said
//! of the registration, once or in every row.

use super::record::{FIELDS, GROUPS, PATENT_NOS, PLEDGEE, PLEDGOR, PledgeRecord};
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::Change;
use crate::domain::record::{Fault, Note, Record, Texts, changes};
use crate::domain::refusal::{Problem, RowPlace};
use crate::domain::values::Date;
use crate::domain::values::text::name_key;

/// One row of a registration.
#[derive(Debug)]
pub struct PledgeRow<'a> {
    pub record: Record<'a>,
    pub place: RowPlace,
}

impl PledgeRow<'_> {
    /// The row as a sentence about `other` names it.
    pub fn beside(&self, other: &Self) -> RowPlace {
        let sheet = self.place.sheet.clone().filter(|_| self.place.sheet != other.place.sheet);
        RowPlace { sheet, row: self.place.row }
    }
}

/// The rows of a registration joined.
#[derive(Debug)]
pub struct JoinedRows<'a> {
    /// What the rows say together, but for the patents of several rows.
    pub whole: Record<'a>,
    /// Every patent of several rows once, as the field is written.
    pub patent_nos: Option<String>,
    /// The patents of each of several rows.
    pub patents: Vec<Vec<ApplicationNo>>,
    /// What was mended in the patent numbers of each row.
    pub notes: Vec<Vec<Note>>,
}

/// Joins the rows of one registration: a row may leave blank what another says, all may leave blank what is `known`.
///
/// Errors: the faults of each row; where rows contradict each other, both name the other and the field.
pub fn join<'a>(
    rows: &[PledgeRow<'a>],
    known: Option<&Texts>,
    today: Date,
) -> Result<JoinedRows<'a>, Vec<Vec<Fault>>> {
    let mut faults: Vec<Vec<Fault>> = rows.iter().map(|_| Vec::new()).collect();
    let Some(first) = rows.first() else { return Err(faults) };
    let mut whole = first.record.clone();
    if rows.len() == 1 {
        let (patents, notes) = (vec![Vec::new()], vec![Vec::new()]);
        return Ok(JoinedRows { whole, patent_nos: None, patents, notes });
    }
    rows.iter().skip(1).for_each(|row| whole.complete(&row.record));
    let unknown = vec![None; FIELDS.len()];
    let together = whole.over(known.unwrap_or(&unknown), &GROUPS);
    let base = match PledgeRecord::read(&together, today) {
        Ok((base, _)) => base.texts(),
        Err(of_whole) => {
            for fault in of_whole {
                faults[first_saying(rows, fault.field)].push(fault);
            }
            return Err(faults);
        }
    };
    let (mut patents, mut notes) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        match PledgeRecord::read(&row.record.over(&base, &[]), today) {
            Err(of_row) => faults[at].extend(of_row),
            // With a row per patent, each row is about its own: a blank one was forgotten.
            Ok(_) if row.record.has_column(PATENT_NOS) && row.record.text(PATENT_NOS).is_none() => {
                faults[at].push(Fault::new(FIELDS[PATENT_NOS], "", Problem::FieldMissing));
            }
            Ok((read, of_row)) => {
                let differences = contradictions(&changes(&FIELDS, &base, &read.texts()));
                if let Some(field) = differences.first().map(|change| change.field) {
                    let other = first_saying(rows, field);
                    let back = differences.iter().map(Change::reversed).collect();
                    faults[at].push(differs(rows[other].beside(row), differences));
                    faults[other].push(differs(row.beside(&rows[other]), back));
                }
                patents.push(read.patents);
                notes.push(
                    of_row.into_iter().filter(|note| note.is_of(FIELDS[PATENT_NOS])).collect(),
                );
            }
        }
    }
    if faults.iter().any(|faults| !faults.is_empty()) {
        return Err(faults);
    }
    let mut all: Vec<ApplicationNo> = Vec::new();
    for patent in patents.iter().flatten() {
        if !all.contains(patent) {
            all.push(*patent);
        }
    }
    let patent_nos = Some(all.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"));
    Ok(JoinedRows { whole, patent_nos, patents, notes })
}

/// The first row that says something of a field, else the first.
fn first_saying(rows: &[PledgeRow<'_>], field: &str) -> usize {
    let at = FIELDS.iter().position(|key| *key == field);
    let says = |row: &PledgeRow<'_>| at.is_some_and(|at| row.record.speaks_of(at));
    rows.iter().position(says).unwrap_or_default()
}

/// Differences but those of the patents, and of names that are spelled in other widths or brackets.
fn contradictions(changes: &[Change]) -> Vec<Change> {
    let named = [FIELDS[PLEDGOR], FIELDS[PLEDGEE]];
    let same_name = |change: &Change| {
        named.contains(&change.field) && name_key(&change.old) == name_key(&change.new)
    };
    let kept = changes.iter().filter(|c| c.field != FIELDS[PATENT_NOS] && !same_name(c));
    kept.cloned().collect()
}

fn differs(other: RowPlace, changes: Vec<Change>) -> Fault {
    let (field, value) = match changes.first() {
        Some(change) => (change.field, change.new.clone()),
        None => (FIELDS[PATENT_NOS], String::new()),
    };
    Fault::new(field, value, Problem::TwiceInFile { other, changes })
}
