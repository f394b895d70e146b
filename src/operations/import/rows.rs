//! Nouns taken row by row, in file order: parties, loans, cases, certificates,
//! facts that stand in a record alone, targets, reported values.

use std::collections::HashMap;

use super::{Noun, Rules};
use crate::domain::loan::record as loan_record;
use crate::domain::pledge::GroundOutcome;
use crate::domain::{Fault, Problem, Record, RowPlace, party as party_record};
use crate::exchange::Source;
use crate::exchange::import::scan::{At, scan};
use crate::exchange::import::{Correction, ImportOutcome};
use crate::ledger::LedgerError;
use crate::operations::fact_noun::REPORTED;
use crate::operations::facts::Facts;
use crate::operations::outcome::{Notice, OnKnown, Stated};
use crate::operations::{
    Refusal, Writing, certificate, evidence, loan, party, population, program, target,
};

/// What a record is known by in its file; none where that cannot be told.
fn key_of(noun: Noun, record: &Record<'_>) -> Option<String> {
    let text = |field| record.text(field);
    match noun {
        Noun::Party => {
            let code = text(party_record::USCC).map(|code| code.trim().to_uppercase());
            code.or_else(|| text(party_record::NAME).map(crate::domain::values::text::name_key))
        }
        Noun::Fact(fact) => fact.key_in_file(record),
        Noun::Loan => Some(loan_record::read_no(text(loan_record::LOAN_NO)?).ok()?.value),
        // A list may have a row for each step of one case, and for each issue of one certificate.
        Noun::Program
        | Noun::Certificate
        | Noun::Target
        | Noun::Evidence
        | Noun::Population
        | Noun::Reported
        | Noun::Patent
        | Noun::Payment
        | Noun::Pledge => None,
    }
}

fn state(
    writing: &mut Writing<'_, '_>,
    noun: Noun,
    record: &Record<'_>,
    on_known: OnKnown,
    again: bool,
) -> Result<Stated, Refusal> {
    match noun {
        Noun::Party => party::state_in_file(writing, record, on_known, again),
        Noun::Fact(fact) => fact.state(writing, record, on_known),
        Noun::Target => target::state(writing, record, on_known),
        Noun::Reported => REPORTED.state(writing, record, on_known),
        Noun::Loan => loan::state(writing, record, on_known),
        Noun::Program => program::state(writing, record, on_known),
        Noun::Certificate => certificate::state(writing, record, on_known),
        Noun::Evidence => evidence::Evidences::state(writing, record, on_known),
        Noun::Population => population::Populations::state(writing, record, on_known),
        Noun::Patent | Noun::Payment | Noun::Pledge => Ok(Stated::Unchanged),
    }
}

pub(super) fn take(
    writing: &mut Writing<'_, '_>,
    noun: Noun,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut ImportOutcome,
) -> Result<(), Refusal> {
    let keys = noun.keys();
    let wanted = rules.wanted(noun.file_fields(), noun.specs(), keys);
    let mut first_rows: HashMap<String, (Option<String>, u32)> = HashMap::new();
    scan(source, &wanted, outcome, |at, record, outcome| {
        rules.progress.read(outcome.rows);
        writing.row = Some(at.row);
        let key = key_of(noun, record);
        let first = key.as_ref().and_then(|key| first_rows.get(key)).cloned();
        // What the file itself says twice in two ways is nobody's correction.
        let on_known = match rules.accepts(at.row) && first.is_none() {
            true => OnKnown::Correct,
            false => OnKnown::Refuse,
        };
        let stated = state(writing, noun, record, on_known, first.is_some());
        let notices = writing.take_notices();
        match stated {
            Ok(stated) => {
                tell(outcome, at, record, keys, stated);
                notices.into_iter().for_each(|notice| note(outcome, at.row, notice));
                if let Some(key) = key.filter(|_| first.is_none()) {
                    first_rows.insert(key, (at.place().sheet.clone(), at.row));
                }
            }
            Err(refusal) => {
                let mut faults = faults_of(refusal)?;
                if let Some((sheet, row)) = first {
                    let sheet = sheet.filter(|sheet| Some(sheet) != at.place().sheet.as_ref());
                    let other = RowPlace { sheet, row };
                    faults.iter_mut().for_each(|fault| said_twice(fault, &other));
                }
                outcome.rejects.push(at.refuse(record, faults));
            }
        }
        Ok(())
    })
}

/// Counts what became of a row.
fn tell(
    outcome: &mut ImportOutcome,
    at: &At<'_>,
    record: &Record<'_>,
    keys: &[usize],
    stated: Stated,
) {
    match stated {
        Stated::Added => outcome.accepted += 1,
        Stated::Unchanged => outcome.unchanged += 1,
        Stated::Corrected(changes) => {
            let id = keys.iter().find_map(|key| record.text(*key)).unwrap_or_default().to_owned();
            outcome.corrected += 1;
            outcome.corrections.push(Correction { row: at.row, id, changes });
        }
    }
}

/// Adds what was noticed at a row.
pub(super) fn note(outcome: &mut ImportOutcome, row: u32, notice: Notice) {
    match notice {
        Notice::Noted(note) => outcome.note(note, row),
        Notice::Party(warning) => *outcome.party_warnings.entry(warning).or_default() += 1,
        Notice::Overpaid { .. } => outcome.note(crate::domain::Note::Overpaid, row),
        Notice::Against(finding) => outcome.against.push((row, finding)),
        Notice::DueBack { claim_no, amount } => {
            outcome.due_back.push((row, claim_no, Some(amount)));
        }
        Notice::ToSettle { claim_no } => outcome.due_back.push((row, claim_no, None)),
        Notice::OverExtended { .. }
        | Notice::PledgeEndsBefore { .. }
        | Notice::TransferToNobody
        | Notice::Ground(_)
        | Notice::CaseGround(_)
        | Notice::NotHere { .. }
        | Notice::OtherKind { .. }
        | Notice::FundNew { .. } => {}
    }
}

/// A row that contradicts an earlier one of its file, which the ledger took.
fn said_twice(fault: &mut Fault, other: &RowPlace) {
    if let Problem::KnownOtherwise { changes } = &mut fault.refusal.problem {
        let changes = std::mem::take(changes);
        fault.refusal.problem = Problem::TwiceInFile { other: other.clone(), changes };
    }
}

/// What of a refusal concerns the fact in the row; what concerns the ledger or the file as a whole is given back.
pub(super) fn faults_of(refusal: Refusal) -> Result<Vec<Fault>, Refusal> {
    let one = |field, value: String, problem| Ok(vec![Fault::new(field, value, problem)]);
    match refusal {
        Refusal::Fields(faults) => Ok(faults),
        Refusal::Loan { loan_no, problem } => one("loan_no", loan_no, Problem::Loan(problem)),
        Refusal::Ledger(LedgerError::LoanBroken { loan_no, problem }) => {
            one("loan_no", loan_no, Problem::Loan(problem))
        }
        Refusal::Rule(finding) => {
            let patent = finding.patent.map(|number| number.to_string()).unwrap_or_default();
            one("patent_nos", patent, Problem::Against(Box::new(finding)))
        }
        Refusal::UnknownProgram { said, .. } => {
            one("program", said, Problem::UnknownReference { noun: "program" })
        }
        Refusal::Program(grounds) => {
            let refusing =
                grounds.into_iter().filter(|ground| ground.outcome == GroundOutcome::Refuse);
            let fault = |ground| {
                let problem = Problem::Applicant(Box::new(ground));
                Fault::new("organisation", "", problem)
            };
            Ok(refusing.map(fault).collect())
        }
        Refusal::Step { problem, .. } => {
            let (field, value) = problem.place();
            one(field, value, Problem::Step(Box::new(problem)))
        }
        Refusal::Ledger(LedgerError::Ended { noun, id, on }) => {
            one("on", id, Problem::NotInForce { noun, on })
        }
        other => Err(other),
    }
}
