//! `pct add correct void`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::numbers::PctNo;
use crate::domain::pct::{FIELDS, PCT_NO};
use crate::operations::pct::Request;

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let number = || typed.read("pct_no", FIELDS[PCT_NO], PctNo::read);
    Ok(Some(match verb {
        "add" => Request::Add { form: typed.form(&FIELDS, &[(PCT_NO, typed.word("pct_no"))]) },
        "correct" => {
            let number = number()?;
            let form = typed.form(&FIELDS, &[(PCT_NO, &number.to_string())]);
            Request::Correct { number, form, seen: typed.seen()? }
        }
        "void" => Request::Void { number: number()? },
        _ => return Ok(None),
    }))
}
