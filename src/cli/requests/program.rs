//! `program add apply verify recommend return review publicise recognise reject midterm accept fail extend recheck revoke
//! withdraw correct void`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::program::{
    APPLIED, BATCH, CaseEvent, CaseStep, DETAIL, FIELDS, NAME_THEN, ORGANISATION, PROGRAM, Program,
};
use crate::domain::record::Form;
use crate::exchange::read_text;
use crate::operations::Refusal;
use crate::operations::program::Request;

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let case = || typed.word("case").trim().to_owned();
    Ok(Some(match verb {
        "add" => {
            let (program, text) = read(typed.word("file"))?;
            Request::Add { program: Box::new(program), text }
        }
        "apply" => {
            let (program, party) = (typed.word("program"), typed.word("party"));
            let day = typed.day_or_today("on")?.to_string();
            let mut form = Form::new(&FIELDS, None)
                .with(PROGRAM, program)
                .with(ORGANISATION, party)
                .with(APPLIED, &day);
            for (field, name) in [(BATCH, "batch"), (NAME_THEN, "name_then"), (DETAIL, "detail")] {
                if let Some(text) = typed.text(name) {
                    form.say(field, text);
                }
            }
            Request::Apply { party: Some(party.trim().to_owned()), form }
        }
        "correct" => {
            let form = typed.form(&FIELDS, &[]);
            Request::Correct { case: case(), form, step: typed.step()?, seen: typed.seen()? }
        }
        "void" => {
            // A case's number ends with its batch and its party; a programme's code does not.
            let case = case();
            let mut parts = case.rsplit('-').map(|part| part.parse::<i64>().is_ok());
            match (parts.next(), parts.next()) {
                (Some(true), Some(true)) => Request::Void { case, step: typed.step()? },
                _ => Request::VoidProgram { code: case, on: typed.day("on")? },
            }
        }
        verb => {
            let Some(step) = CaseStep::from_code(verb) else { return Ok(None) };
            let event = CaseEvent {
                step,
                day: typed.day_or_today("on")?,
                until: typed.day("until")?,
                document: typed.owned("document"),
                score: typed.score()?,
                decided_by: None,
                detail: typed.owned("detail"),
            };
            Request::Step { case: case(), event }
        }
    }))
}

/// Reads and checks a programme's file.
fn read(file: &str) -> Result<(Program, String), Failure> {
    let text = read_text(file)?;
    match Program::read(&text) {
        Ok(program) => Ok((program, text)),
        Err(faults) => Err(Refusal::ProgramFile { file: file.to_owned(), faults }.into()),
    }
}
