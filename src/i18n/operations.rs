//! What operations refuse and notice, in words.

use super::claims::{claim_refusal, ground_in_words, quote_problem, scheme_fault};
use super::loans::{loan_problem, pledge_refused};
use super::plans::plan_fault;
use super::programs::{
    case_ground, not_eligible, program_fault, recorded_elsewhere, unknown_program,
};
use super::publications::{ledger_moved, quarter_not_over, quarter_not_published};
use super::reconciliation::{bundle_fault, reconciliation_problem};
use super::stock::map_fault;
use super::words::{
    Words, fault, file_fault, io_error, ledger_error, note, party_warning, problem, step_problem,
};
use super::{Lang, codes::label, findings, say, titles::title};
use crate::domain::Fault;
use crate::domain::plan::PlanProblem;
use crate::domain::pledge::{GroundFinding, GroundOutcome};
use crate::exchange::Place;
use crate::operations::{Notice, Refusal};
use crate::stats::publication::PublicationError;

fn silent() -> Words {
    Words { message: String::new(), hint: String::new() }
}

/// Where in what was read the first fault of a refusal lies.
pub fn place_of(refusal: &Refusal) -> Place {
    // Of TOML, what is none stands on a line, what does not fit stands under a key.
    let in_toml = |file: &str, at: Option<&str>| {
        let row = at.and_then(|at| at.parse().ok());
        let column = at.filter(|at| row.is_none() && !at.is_empty()).map(str::to_owned);
        Place { file: file.to_owned(), row, column, ..Place::default() }
    };
    match refusal {
        Refusal::File(error) => (*error.place).clone(),
        Refusal::Fields(faults) => faults.first().map_or_else(Place::default, |fault| Place {
            column: Some(fault.field.to_owned()),
            value: Some(fault.refusal.value.clone()),
            ..Place::default()
        }),
        Refusal::Plan { file, faults } => {
            let value = faults.first().and_then(|fault| match &fault.problem {
                PlanProblem::Value(refusal) => Some(refusal.value.clone()),
                _ => None,
            });
            Place { value, ..in_toml(file, faults.first().map(|fault| &*fault.at)) }
        }
        Refusal::Scheme { file, faults } => in_toml(file, faults.first().map(|fault| &*fault.at)),
        Refusal::ProgramFile { file, faults } => {
            in_toml(file, faults.first().map(|fault| &*fault.at))
        }
        Refusal::MapFile { file, faults } => in_toml(file, faults.first().map(|fault| &*fault.at)),
        _ => Place::default(),
    }
}

/// What else is wrong with what was refused, behind the first fault: of which part, why, the code.
pub fn further_faults(lang: Lang, refusal: &Refusal) -> Vec<(String, Words, &'static str)> {
    macro_rules! of_file {
        ($faults:expr, $words:path) => {{
            let further = $faults.iter().skip(1).map(|fault| (&fault.at, &fault.problem));
            further
                .map(|(at, problem)| (at.clone(), $words(lang, problem), problem.code()))
                .collect()
        }};
    }
    match refusal {
        Refusal::Fields(faults) => {
            let told = |fault: &Fault| {
                let of = &fault.refusal.problem;
                (title(lang, fault.field).to_owned(), problem(lang, of), of.code())
            };
            faults.iter().skip(1).map(told).collect()
        }
        Refusal::Scheme { faults, .. } => of_file!(faults, scheme_fault),
        Refusal::Plan { faults, .. } => of_file!(faults, plan_fault),
        Refusal::ProgramFile { faults, .. } => of_file!(faults, program_fault),
        Refusal::MapFile { faults, .. } => of_file!(faults, map_fault),
        _ => Vec::new(),
    }
}

/// Why an operation was refused, and what to do next.
pub fn refusal(lang: Lang, refusal: &Refusal) -> Words {
    match refusal {
        Refusal::Ledger(error) => ledger_error(lang, error),
        Refusal::File(error) => file_fault(lang, &error.fault),
        Refusal::Fields(faults) => {
            faults.first().map_or_else(silent, |of| fault(lang, of.field, &of.refusal.problem))
        }
        Refusal::ChangedSince { noun, id, entry, by } => {
            let noun = label(lang, "noun", noun);
            words!(
                lang,
                "{noun} {id} 此后已被更改：条目{entry}，{by}登记" / "重新查看后再改。",
                "{noun} {id} has been changed since, by {by} in entry {entry}"
                    / "View it again, then edit."
            )
        }
        Refusal::Loan { loan_no, problem } => {
            let Words { message, hint } = loan_problem(lang, problem);
            Words { message: say::of_loan(lang, loan_no, message), hint }
        }
        Refusal::Pledge(found) => {
            let against = |finding: &&GroundFinding| {
                matches!(finding.outcome, GroundOutcome::Refuse | GroundOutcome::Waivable)
            };
            let said: Vec<String> = found
                .findings
                .iter()
                .filter(against)
                .map(|finding| findings::sentence(lang, finding))
                .collect();
            pledge_refused(lang, &said.join(lang.pick("；", "; ")))
        }
        Refusal::Rule(finding) => Words {
            message: findings::sentence(lang, finding),
            hint: say::rule_hint(lang).to_owned(),
        },
        Refusal::Scheme { faults, .. } => {
            faults.first().map_or_else(silent, |fault| scheme_fault(lang, &fault.problem))
        }
        Refusal::Plan { faults, .. } => {
            faults.first().map_or_else(silent, |fault| plan_fault(lang, &fault.problem))
        }
        Refusal::Reconciliation { number, problem } => {
            reconciliation_problem(lang, *number, problem)
        }
        Refusal::Quote(problem) => quote_problem(lang, problem),
        Refusal::Claim(refusal) => claim_refusal(lang, refusal),
        Refusal::ProgramFile { faults, .. } => {
            faults.first().map_or_else(silent, |fault| program_fault(lang, &fault.problem))
        }
        Refusal::MapFile { faults, .. } => {
            faults.first().map_or_else(silent, |fault| map_fault(lang, &fault.problem))
        }
        Refusal::UnknownProgram { said, known } => unknown_program(lang, said, known),
        Refusal::RecordedElsewhere { mark } => recorded_elsewhere(lang, *mark),
        Refusal::Program(grounds) => not_eligible(lang, grounds),
        Refusal::Step { noun, id, problem } => {
            let Words { message, hint } = step_problem(lang, problem);
            let noun = label(lang, "noun", noun);
            let message = match lang {
                Lang::Zh => format!("{noun}{id}：{message}"),
                Lang::En => format!("{noun} {id}: {message}"),
            };
            Words { message, hint }
        }
        Refusal::Publication(error) => publication(lang, error),
        Refusal::Bundle(fault) => bundle_fault(lang, fault),
        Refusal::Temporary(error) => {
            let why = io_error(lang, error.kind());
            Words { message: say::output_failed(lang, why), hint: String::new() }
        }
    }
}

fn publication(lang: Lang, error: &PublicationError) -> Words {
    match error {
        PublicationError::NotOver { quarter, as_of } => quarter_not_over(lang, *quarter, *as_of),
        PublicationError::LedgerMoved => Words { message: ledger_moved(lang), hint: String::new() },
        PublicationError::NotPublished { quarter } => quarter_not_published(lang, *quarter),
        PublicationError::Ledger(error) => ledger_error(lang, error),
    }
}

/// What the person who records should know.
pub fn notice(lang: Lang, notice: &Notice) -> String {
    match notice {
        Notice::Noted(noted) => note(lang, *noted),
        Notice::Party(warning) => party_warning(lang, warning),
        Notice::Overpaid { amount, .. } => say::overpaid(lang, amount.grouped()),
        Notice::OverExtended { .. } => say::over_extended(lang).to_owned(),
        Notice::PledgeEndsBefore { registration_no, debt_to } => {
            say::pledge_needs_change(lang, registration_no, debt_to)
        }
        Notice::Against(finding) => findings::sentence(lang, finding),
        Notice::TransferToNobody => say::transfer_to_nobody(lang).to_owned(),
        Notice::Ground(ground) => ground_in_words(lang, ground),
        Notice::DueBack { claim_no, amount } => say::due_back(lang, claim_no, amount.grouped()),
        Notice::ToSettle { claim_no } => say::to_settle(lang, claim_no),
        Notice::CaseGround(ground) => case_ground(lang, ground).message,
        Notice::NotHere { name } => say::not_here(lang, name),
        Notice::OtherKind { name, kind } => {
            say::other_kind(lang, name, label(lang, "party_kind", kind.code()))
        }
        Notice::FundNew { fund } => say::fund_new(lang, fund),
    }
}
