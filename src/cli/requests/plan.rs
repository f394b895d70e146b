//! `plan add void`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::plan::PlanFile;
use crate::exchange::read_text;
use crate::operations::{Refusal, plan};

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<plan::Request>, Failure> {
    Ok(Some(match verb {
        "add" | "import" => plan::Request::Add { file: Box::new(read(typed.word("file"))?) },
        "void" => plan::Request::Void { code: typed.word("plan").trim().to_owned() },
        _ => return Ok(None),
    }))
}

/// Reads and checks a plan's file.
fn read(file: &str) -> Result<PlanFile, Failure> {
    let faults = |faults| Refusal::Plan { file: file.to_owned(), faults };
    Ok(PlanFile::read(&read_text(file)?).map_err(faults)?)
}
