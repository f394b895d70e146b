//! `reconcile decide accept sign`

use crate::cli::error::Failure;
use crate::cli::typed::Typed;
use crate::operations::reconciliation::{Request, RowDecision};

/// The number of a reconciliation.
pub fn number(typed: &Typed<'_>) -> Result<i64, Failure> {
    typed.choice("reconciliation", &["1", "2", "…"], |text| text.parse().ok())
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    Ok(Some(match verb {
        "decide" => {
            let (row, loan_no) = (typed.word("row").to_owned(), typed.word("loan_no").to_owned());
            let mut decisions = vec![RowDecision { row, loan_no, same: !typed.flag("not") }];
            decisions.extend(pairs(typed, "also", true)?);
            decisions.extend(pairs(typed, "also-not", false)?);
            Request::Decide { number: number(typed)?, decisions }
        }
        "accept" => Request::Accept {
            number: number(typed)?,
            rows: typed.list("row"),
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

/// Further rows with their loans: `7=JD0005`.
fn pairs(typed: &Typed<'_>, name: &str, same: bool) -> Result<Vec<RowDecision>, Failure> {
    let pair = |text: String| match text.split_once('=') {
        Some((row, loan_no)) => {
            let (row, loan_no) = (row.trim().to_owned(), loan_no.trim().to_owned());
            Ok(RowDecision { row, loan_no, same })
        }
        None => Err(Failure::unknown_word(typed.lang(), &text, &["7=JD0005"])),
    };
    typed.list(name).into_iter().map(pair).collect()
}
