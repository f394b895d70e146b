//! `claim file approve reject pay settle recover refund void authorise`

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Typed;
use crate::cli::error::Failure;
use crate::ledger::{ClaimDocument, LedgerError};
use crate::operations::claim::{NewClaim, Request, Step};

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let step = |step: Step| {
        let (claim_no, day) = (typed.word("claim_no").to_owned(), typed.day_or_today("on")?);
        Ok::<_, Failure>(Request::Step { claim_no, day, step })
    };
    Ok(Some(match verb {
        "file" => {
            let documents = typed.list("document");
            let documents = documents.iter().map(|file| fingerprint(file));
            let documents = documents.collect::<Result<_, _>>()?;
            Request::File { claim: Box::new(new_claim(typed, "loan_no")?), documents }
        }
        "approve" => step(Step::Approve { is_final: typed.flag("final") })?,
        "reject" => step(Step::Reject)?,
        "pay" => step(Step::Pay { payer: typed.owned("payer"), amount: typed.sum("amount")? })?,
        "settle" => step(Step::Settle {
            principal: typed.sum("principal")?,
            interest: typed.sum("interest")?,
            costs: typed.sum("costs")?,
            recovered: typed.sum("recovered")?,
        })?,
        "recover" => step(Step::Recover {
            amount: typed.sum("amount")?.unwrap_or_default(),
            costs: typed.sum("costs")?.unwrap_or_default(),
        })?,
        "refund" => step(Step::Refund { amount: typed.sum("amount")? })?,
        "void" => step(Step::Void)?,
        "authorise" => Request::Authorise {
            name: typed.word("approver").trim().to_owned(),
            limit: typed.sum("limit-amount")?,
        },
        _ => return Ok(None),
    }))
}

/// What the flags say of a claim on the loan whose number stands in `loan`.
pub fn new_claim(typed: &Typed<'_>, loan: &str) -> Result<NewClaim, Failure> {
    Ok(NewClaim {
        loan_no: typed.word(loan).to_owned(),
        claim_no: typed.owned("claim-no"),
        scheme: typed.owned("scheme"),
        filed: typed.day_or_today("on")?,
        bad: typed.day("bad")?,
        principal: typed.sum("principal")?,
        interest: typed.sum("interest")?,
        costs: typed.sum("costs")?,
        recovered: typed.sum("recovered")?,
        portfolio: typed.sum("portfolio")?,
        enrolled: typed.day("enrolled")?,
        suit: typed.day("suit")?,
        judgment: typed.day("judgment")?,
        decision: typed.day("decision")?,
        tags: typed.list("tag").into_iter().collect(),
        is_final: typed.flag("final"),
    })
}

/// A document's name and SHA-256; the document itself stays where it is.
fn fingerprint(file: &str) -> Result<ClaimDocument, Failure> {
    let bytes = std::fs::read(file)
        .map_err(|error| LedgerError::Io { path: PathBuf::from(file), error })?;
    let name = Path::new(file).file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(ClaimDocument {
        name: name.unwrap_or_else(|| file.to_owned()),
        sha256: Sha256::digest(&bytes).into(),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    })
}
