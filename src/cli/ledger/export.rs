//! `export journal --format hledger|beancount`: the books for accounting programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::deliver;
use crate::i18n::loans::loan_problem;
use crate::i18n::say;
use crate::report::journal::{Manner, write};
use crate::stats::journal;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let manner = match matches.get_one::<String>("format").map(String::as_str) {
        Some("beancount") => Manner::Beancount,
        _ => Manner::Hledger,
    };
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let compensation = ledger.compensation(snapshot)?;
    let (entries, left_out) = journal(ledger, &compensation, snapshot)?;
    let mut banks = BTreeMap::new();
    for bank in ledger.lenders(snapshot)? {
        banks.insert(bank.to_string(), ledger.party_name(bank, snapshot)?);
    }
    let anchor = ledger.anchor()?;
    let title = say::anchor_line(context.lang, &anchor);
    let text = write(manner, &title, &entries, snapshot.as_of, &banks);
    for (loan, problem) in left_out {
        let why = loan_problem(context.lang, &problem).message;
        context.warn(say::loan_left_out(context.lang, loan, why));
    }
    let file = matches.get_one::<String>("file").map(PathBuf::from);
    deliver(context, file.as_deref().or(context.output.as_deref()), text.as_bytes())?;
    Ok(Done::Well)
}
