//! `population add correct void`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::population::{DAY, FIELDS, REGION};
use crate::operations::population::Request;

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let form = || {
        let known_by = [(REGION, typed.word(FIELDS[REGION])), (DAY, typed.word(FIELDS[DAY]))];
        typed.form(&FIELDS, &known_by)
    };
    Ok(Some(match verb {
        "add" => Request::Add { form: form() },
        "correct" => Request::Correct { form: form(), seen: typed.seen()? },
        "void" => Request::Void { form: form() },
        _ => return Ok(None),
    }))
}
