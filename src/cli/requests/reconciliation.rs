//! `reconcile decide accept sign`

use super::Typed;
use crate::cli::error::Failure;
use crate::operations::reconciliation::Request;

/// The number of a reconciliation.
pub fn number(typed: &Typed<'_>) -> Result<i64, Failure> {
    typed.choice("reconciliation", &["1", "2", "…"], |text| text.parse().ok())
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    Ok(Some(match verb {
        "decide" => Request::Decide {
            number: number(typed)?,
            row: typed.word("row").to_owned(),
            loan_no: typed.word("loan_no").to_owned(),
            same: !typed.flag("not"),
        },
        "accept" => Request::Accept {
            number: number(typed)?,
            row: typed.owned("row"),
            cause: typed.owned("cause"),
        },
        "sign" => Request::Sign {
            number: number(typed)?,
            side: typed.word("side").to_owned(),
            signer: typed.word("signer").to_owned(),
            day: typed.day_or_today("on")?,
        },
        _ => return Ok(None),
    }))
}
