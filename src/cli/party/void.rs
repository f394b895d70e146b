//! `party void PARTY`: ends what is recorded of a party; nothing is erased.

use clap::ArgMatches;

use super::party;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::recorded;
use crate::ledger::{LedgerError, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let id = party(matches, ledger, snapshot)?;
    let ((), receipt) = ledger.write(context.act("party.void"), |entry| {
        entry.void_party(id)?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "party.void", ledger, receipt)
}
