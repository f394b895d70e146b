//! `scheme add void`, `fund contribute interest fee withdraw`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::claim::{FundEvent, FundMove};
use crate::domain::scheme::Scheme;
use crate::exchange::read_text;
use crate::operations::{Refusal, fund, scheme};

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<scheme::Request>, Failure> {
    Ok(Some(match verb {
        "add" | "import" => {
            let (scheme, text) = read(typed.word("file"))?;
            scheme::Request::Add { scheme: Box::new(scheme), text }
        }
        "void" => {
            scheme::Request::Void { id: typed.word("scheme").to_owned(), on: typed.day("on")? }
        }
        _ => return Ok(None),
    }))
}

/// Reads and checks a scheme's file.
fn read(file: &str) -> Result<(Scheme, String), Failure> {
    let text = read_text(file)?;
    match Scheme::read(&text) {
        Ok(scheme) => Ok((scheme, text)),
        Err(faults) => Err(Refusal::Scheme { file: file.to_owned(), faults }.into()),
    }
}

pub fn fund_request(typed: &Typed<'_>, verb: &str) -> Result<Option<fund::Request>, Failure> {
    let kind = match verb {
        "contribute" => FundMove::Contribute,
        "interest" => FundMove::Interest,
        "fee" => FundMove::Fee,
        "withdraw" => FundMove::Withdraw,
        _ => return Ok(None),
    };
    Ok(Some(fund::Request::Move(FundEvent {
        fund: typed.word("fund").trim().to_owned(),
        kind,
        day: typed.day_or_today("on")?,
        amount: typed.amount("amount", "amount")?,
        funder: typed.owned("funder"),
        reference: typed.owned("reference"),
    })))
}
