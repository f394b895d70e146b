//! `claim file LOAN`: puts a claim before a second person, with its documents.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use sha2::{Digest, Sha256};

use super::quote::{Asked, ask, case};
use super::text;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::recorded;
use crate::domain::claim::{ClaimRefusal, State};
use crate::domain::pledge::Outcome;
use crate::domain::scheme::quote;
use crate::i18n::claims::ground_in_words;
use crate::i18n::say;
use crate::ledger::{ClaimDocument, LedgerError, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = text(matches, "loan_no").unwrap_or_default();
    let documents: Vec<ClaimDocument> = matches
        .get_many::<String>("document")
        .unwrap_or_default()
        .map(|file| fingerprint(file))
        .collect::<Result<_, _>>()?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let Asked { loan, scheme, claim, grounds, stage } = {
        let compensation = ledger.compensation(snapshot)?;
        ask(context, matches, ledger, snapshot, &compensation, number)?
    };
    if grounds.iter().any(|ground| ground.outcome == Outcome::Refuse) {
        return Err(ClaimRefusal::Grounds(grounds).into());
    }
    let (public, receipt) = ledger.write(context.act("claim.file"), |entry| {
        let compensation = entry.compensation()?;
        if compensation.claim(&claim.claim_no).is_ok() {
            let id = claim.claim_no.clone();
            return Err(Failure::from(LedgerError::AlreadyThere { noun: "claim", id }));
        }
        for other in compensation.claims.iter().filter(|other| other.loan == loan.id) {
            if compensation.standing(other)?.state != State::Rejected {
                let claim = other.claim.claim_no.clone();
                return Err(ClaimRefusal::LoanClaimed { claim }.into());
            }
        }
        entry.file_claim(&claim, loan.id, scheme.line, &documents)?;
        // Scheme and loan were read before this entry began: they must still be there.
        entry.keep_compensation_whole()?;
        // What cannot be quoted cannot be decided either.
        let compensation = entry.compensation()?;
        let card = compensation.claim(&claim.claim_no)?;
        let case = case(&compensation, &scheme.scheme, card, &loan, claim.loss, claim.filed)?;
        let public = quote(&scheme.scheme, &case, stage)?.public(&scheme.scheme);
        Ok(Verdict::when(!context.dry_run, public, "{}"))
    })?;
    for ground in grounds.iter().filter(|ground| ground.outcome != Outcome::Pass) {
        context.warn(ground_in_words(context.lang, ground));
    }
    context.tell(say::claim_filed(context.lang, &claim.claim_no, public.grouped()));
    recorded(context, "claim.file", ledger, receipt)
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
