//! Pledges: registration by registration, whose rows may stand anywhere in the file. They go in together or not at all:
//! a pledge that lacks one of its patents would let that patent be pledged again.

use std::collections::HashMap;

use super::Rules;
use super::rows::{faults_of, note};
use crate::domain::pledge::RegistrationNo;
use crate::domain::pledge::record::{
    FIELDS, FILE_FIELDS, PATENT_NOS, REGISTRATION_NO, REGISTRATION_STATUS, RELEASED_ON, is_over,
};
use crate::domain::pledge::rows::{JoinedRows, PledgeRow, join};
use crate::domain::record::KeptRecord;
use crate::domain::{Fault, Problem, Raw, RowPlace};
use crate::exchange::Source;
use crate::exchange::import::pipeline::Sheets;
use crate::exchange::import::scan::scan;
use crate::exchange::import::{Correction, ImportOutcome, fields};
use crate::operations::outcome::{Notice, OnKnown, Stated};
use crate::operations::{Refusal, Writing, pledge};

/// A row with its place in the file.
struct Row {
    sheet: u32,
    place: RowPlace,
    record: KeptRecord,
}

pub(super) fn take(
    writing: &mut Writing<'_, '_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut ImportOutcome,
) -> Result<(), Refusal> {
    let wanted = rules.wanted(&FILE_FIELDS, &fields::PLEDGE, &[REGISTRATION_NO]);
    let mut sheets = Sheets::default();
    let mut registrations: Vec<Vec<Row>> = Vec::new();
    let mut by_number: HashMap<String, usize> = HashMap::new();
    scan(source, &wanted, outcome, |at, record, outcome| {
        rules.progress.read(outcome.rows);
        sheets.keep(at);
        let place = RowPlace { sheet: at.place().sheet.clone(), row: at.row };
        let row = Row { sheet: at.sheet as u32, place, record: record.keep() };
        let number = record.text(REGISTRATION_NO).and_then(|text| RegistrationNo::read(text).ok());
        let of = number
            .map(|read| *by_number.entry(read.value.to_string()).or_insert(registrations.len()));
        match of.and_then(|of| registrations.get_mut(of)) {
            Some(rows) => rows.push(row),
            None => registrations.push(vec![row]),
        }
        Ok::<_, Refusal>(())
    })?;
    let mut settled = 0;
    for rows in registrations {
        settled += rows.len() as u32;
        rules.progress.settled(settled);
        settle(writing, rules, &sheets, &rows, outcome)?;
    }
    Ok(())
}

/// Takes the rows of one registration.
fn settle(
    writing: &mut Writing<'_, '_>,
    rules: &Rules<'_>,
    sheets: &Sheets,
    rows: &[Row],
    outcome: &mut ImportOutcome,
) -> Result<(), Refusal> {
    let said: Vec<PledgeRow<'_>> = rows
        .iter()
        .map(|row| PledgeRow { record: row.record.record(), place: row.place.clone() })
        .collect();
    let n = rows.len() as u32;
    // A pledge that is over and has no day of its end would be held for one in force.
    if said.iter().all(|row| !row.record.has(RELEASED_ON)) {
        let fault = |row: &PledgeRow<'_>| {
            let state = row.record.text(REGISTRATION_STATUS).filter(|state| is_over(state));
            let of = FILE_FIELDS[REGISTRATION_STATUS];
            state.map(|state| Fault::new(of, state, Problem::EndWithoutDay)).into_iter().collect()
        };
        let faults: Vec<Vec<Fault>> = said.iter().map(fault).collect();
        if faults.iter().any(|faults| !faults.is_empty()) {
            refuse(sheets, rows, &said, faults, outcome);
            return Ok(());
        }
    }
    let number = RegistrationNo::read(said[0].record.text(REGISTRATION_NO).unwrap_or_default());
    let known = match number {
        Ok(number) => writing.entry.pledge_by_no(number.value.as_str())?,
        Err(_) => None,
    };
    let texts = known.as_ref().map(|card| pledge::texts(writing, card)).transpose()?;
    let joined = match join(&said, texts.as_ref(), writing.today) {
        Ok(joined) => joined,
        Err(faults) => {
            refuse(sheets, rows, &said, faults, outcome);
            return Ok(());
        }
    };
    let mut whole = joined.whole.clone();
    if let Some(patent_nos) = &joined.patent_nos {
        whole.set(PATENT_NOS, Raw::text(patent_nos));
    }
    let mut recorded = known.map(|card| card.patents).unwrap_or_default();
    writing.row = Some(rows[0].place.row);
    let on_known =
        if rules.accepts(rows[0].place.row) { OnKnown::Correct } else { OnKnown::Refuse };
    let stated = pledge::state(writing, &whole, on_known);
    let notices = writing.take_notices();
    match stated {
        Ok(Stated::Added) => {
            for patents in &joined.patents {
                let adds = n == 1 || patents.iter().any(|patent| !recorded.contains(patent));
                *(if adds { &mut outcome.accepted } else { &mut outcome.unchanged }) += 1;
                recorded.extend(patents);
            }
        }
        Ok(Stated::Unchanged) => outcome.unchanged += n,
        Ok(Stated::Corrected(changes)) => {
            let id = said[0].record.text(REGISTRATION_NO).unwrap_or_default().to_owned();
            outcome.corrected += n;
            outcome.corrections.push(Correction { row: rows[0].place.row, id, changes });
        }
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            refuse(sheets, rows, &said, by_row(&said, &joined, faults), outcome);
            return Ok(());
        }
    }
    for (row, notes) in rows.iter().zip(&joined.notes) {
        outcome.note_all(notes, row.place.row);
    }
    for notice in notices {
        let of = match &notice {
            Notice::Against(finding) => finding.patent,
            _ => None,
        };
        let row = of.and_then(|of| joined.patents.iter().position(|row| row.contains(&of)));
        note(outcome, rows[row.unwrap_or_default()].place.row, notice);
    }
    Ok(())
}

/// Gives each fault of the whole to the rows that say what it is about.
fn by_row(said: &[PledgeRow<'_>], joined: &JoinedRows<'_>, faults: Vec<Fault>) -> Vec<Vec<Fault>> {
    let mut of_rows: Vec<Vec<Fault>> = said.iter().map(|_| Vec::new()).collect();
    for fault in faults {
        let field = FIELDS.iter().position(|key| *key == fault.field);
        let concerns = |at: usize| match field {
            Some(PATENT_NOS) => {
                let named = |row: &[_]| {
                    row.iter().any(|patent: &crate::domain::numbers::ApplicationNo| {
                        patent.to_string() == fault.refusal.value
                    })
                };
                let nobody = !joined.patents.iter().any(|row| named(row));
                nobody || named(&joined.patents[at])
            }
            Some(field) => said[at].record.speaks_of(field),
            None => true,
        };
        let rows: Vec<usize> = (0..said.len()).filter(|at| concerns(*at)).collect();
        let rows = if rows.is_empty() { vec![0] } else { rows };
        rows.into_iter().for_each(|at| of_rows[at].push(fault.clone()));
    }
    of_rows
}

/// Refuses every row of a registration: those that are at fault, and those that belong to them.
fn refuse(
    sheets: &Sheets,
    rows: &[Row],
    said: &[PledgeRow<'_>],
    faults: Vec<Vec<Fault>>,
    outcome: &mut ImportOutcome,
) {
    let guilty = faults.iter().position(|faults| !faults.is_empty()).unwrap_or_default();
    for ((row, of), mut faults) in rows.iter().zip(said).zip(faults) {
        if faults.is_empty() {
            let other = said[guilty].beside(of);
            let number = of.record.text(REGISTRATION_NO).unwrap_or_default();
            let problem = Problem::RefusedWithRow { other };
            faults.push(Fault::new(FIELDS[REGISTRATION_NO], number, problem));
        }
        let reject = sheets.refuse(row.sheet, row.place.row, &of.record, faults);
        outcome.rejects.push(reject);
    }
}
