//! Import of parties: row by row, in file order.

use std::collections::HashMap;

use crate::domain::party::{self, Marked, PartyRecord, Place, Role};
use crate::domain::patent::Change;
use crate::domain::{Fault, Problem};
use crate::exchange::source::Source;
use crate::ledger::{Entry, PartyId, RoleHeld};

use super::outcome::{Correction, Outcome, PartyWarning};
use super::patent::known_otherwise;
use super::scan::{At, scan};
use super::{ImportError, Rules, fields};

pub(super) const WANTED_KEYS: [usize; 2] = [party::NAME, party::USCC];

pub(super) fn import(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let own = entry.office()?.region;
    // A firm that came and went stands in several rows; the first of them is kept here.
    let mut rows_of: HashMap<PartyId, u32> = HashMap::new();
    let wanted = rules.wanted(&party::FIELDS, &fields::PARTY, &WANTED_KEYS);
    scan(source, &wanted, outcome, |at, record, outcome| {
        rules.progress.read(outcome.rows);
        match PartyRecord::read(record, own, rules.today) {
            Ok((read, notes)) => {
                outcome.note_all(&notes, at.row);
                take(entry, at, &read, rules, &mut rows_of, outcome)
            }
            Err(faults) => {
                outcome.rejects.push(at.refuse(record, faults));
                Ok(())
            }
        }
    })
}

fn take(
    entry: &Entry<'_>,
    at: &At<'_>,
    read: &PartyRecord,
    rules: &Rules<'_>,
    rows_of: &mut HashMap<PartyId, u32>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let found = match find(entry, read, outcome)? {
        Ok(found) => found,
        Err(problem) => {
            let name = read.party.name.clone().unwrap_or_default();
            outcome.rejects.push(at.reject(vec![Fault::new("name", name, problem)]));
            return Ok(());
        }
    };
    let Some((id, known)) = found else {
        let id = entry.add_party(&read.party, Some(at.row))?;
        let place = read.place.clone().unwrap_or_else(|| Place::assumed(rules.own));
        entry.add_first_place(id, &place, Some(at.row))?;
        add_roles_and_marks(entry, id, &read.roles, &read.marks, at.row)?;
        rows_of.insert(id, at.row);
        outcome.accepted += 1;
        return Ok(());
    };
    let (updated, mut changes) = known.updated(&read.party);
    let itself_changed = !changes.is_empty();
    let places = entry.places_of(id)?;
    let moved = read.place.as_ref().and_then(|place| with_place(&places, place));
    let roles: Vec<Role> = missing_roles(entry, id, &read.roles)?;
    let marks: Vec<Marked> = missing_marks(entry, id, &read.marks)?;
    let further_stay = rows_of.contains_key(&id) && !itself_changed && moved.is_some();
    if moved.is_some() {
        changes.push(place_change(&places, read));
    }
    let words = |roles: &[Role]| roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(";");
    changes.extend(Change::of("role", None, (!roles.is_empty()).then(|| words(&roles))));
    if let Some(mark) = marks.first() {
        let new = Some(format!("{} {} {}", mark.mark.code(), mark.state.code(), mark.day));
        changes.extend(Change::of("high_tech", None, new));
    }
    if changes.is_empty() {
        outcome.unchanged += 1;
        return Ok(());
    }
    if let Some(first_row) = rows_of.get(&id).filter(|_| !further_stay) {
        let problem = Problem::TwiceInFile { first_row: *first_row };
        let value = read.party.name.clone().unwrap_or_default();
        outcome.rejects.push(at.reject(vec![Fault::new("name", value, problem)]));
        return Ok(());
    }
    if !rules.accept_corrections && !further_stay {
        let name = read.party.name.clone().unwrap_or_default();
        outcome.rejects.push(at.reject(vec![known_otherwise(changes, name)]));
        return Ok(());
    }
    if itself_changed {
        entry.correct_party(id, &updated, Some(at.row))?;
    }
    if let Some(places) = moved {
        entry.replace_places(id, &places, Some(at.row))?;
    }
    add_roles_and_marks(entry, id, &roles, &marks, at.row)?;
    rows_of.insert(id, at.row);
    if further_stay {
        outcome.accepted += 1;
    } else {
        outcome.corrected += 1;
        let id = updated.name.unwrap_or_else(|| id.to_string());
        outcome.corrections.push(Correction { row: at.row, id, changes });
    }
    Ok(())
}

type Found = Option<(PartyId, crate::domain::party::Party)>;

/// Finds the party a record is about: by code, else by name where one party alone bears it.
fn find(
    entry: &Entry<'_>,
    read: &PartyRecord,
    outcome: &mut Outcome,
) -> Result<Result<Found, Problem>, ImportError> {
    if let Some(code) = read.party.code
        && let Some(found) = entry.party_by_code(code)?
    {
        return Ok(Ok(Some(found)));
    }
    let Some(name) = &read.party.name else { return Ok(Ok(None)) };
    let mut namesakes = entry.parties_by_name(name)?;
    if let Some(code) = read.party.code {
        if let Some(known) = namesakes.iter().find_map(|(_, party)| party.code) {
            let (known, code) = (known.to_string(), code.to_string());
            let warning = PartyWarning::OtherCode { name: name.clone(), known, code };
            *outcome.party_warnings.entry(warning).or_default() += 1;
        }
        namesakes.retain(|(_, party)| party.code.is_none());
    }
    Ok(match namesakes.len() {
        0 => Ok(None),
        1 => Ok(namesakes.pop()),
        candidates => Err(Problem::PartyAmbiguous { candidates }),
    })
}

/// Returns the places with a new one among them; none when it says nothing new.
///
/// What was only assumed gives way; an open stay ends the day before the new one begins.
pub fn with_place(places: &[Place], new: &Place) -> Option<Vec<Place>> {
    if places.contains(new) {
        return None;
    }
    let mut all: Vec<Place> = places.iter().filter(|place| !place.assumed).cloned().collect();
    match new.since {
        None => all.clear(),
        Some(since) => {
            for place in all.iter_mut().filter(|place| place.covers(since)) {
                place.until = since.add_days(-1);
            }
        }
    }
    all.push(new.clone());
    all.sort_by_key(|place| place.since);
    Some(all)
}

fn place_change(places: &[Place], read: &PartyRecord) -> Change {
    let said = |place: &Place| {
        let region = place.region.map(|region| region.to_string());
        let parts = [region, place.street.clone(), place.park.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let new = read.place.as_ref().map(said).unwrap_or_default();
    Change { field: "district", old: places.last().map(said).unwrap_or_default(), new }
}

fn missing_roles(entry: &Entry<'_>, id: PartyId, roles: &[Role]) -> Result<Vec<Role>, ImportError> {
    let held = entry.roles_of(id)?;
    Ok(roles.iter().copied().filter(|role| held.iter().all(|held| held.role != *role)).collect())
}

fn missing_marks(
    entry: &Entry<'_>,
    id: PartyId,
    marks: &[Marked],
) -> Result<Vec<Marked>, ImportError> {
    let known = entry.marks_of(id)?;
    let same = |a: &Marked, b: &Marked| a.mark == b.mark && a.state == b.state && a.day == b.day;
    Ok(marks.iter().filter(|mark| !known.iter().any(|known| same(known, mark))).cloned().collect())
}

fn add_roles_and_marks(
    entry: &Entry<'_>,
    id: PartyId,
    roles: &[Role],
    marks: &[Marked],
    row: u32,
) -> Result<(), ImportError> {
    for role in roles {
        let held = RoleHeld { role: *role, since: None, until: None };
        entry.add_role(id, &held, Some(row))?;
    }
    for mark in marks {
        entry.add_mark(id, mark, Some(row))?;
    }
    Ok(())
}
