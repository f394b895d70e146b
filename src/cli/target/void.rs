//! `target void INDICATOR`: ends the targets of an indicator.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::recorded;
use crate::ledger::{LedgerError, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let indicator = matches.get_one::<String>("indicator").map_or("", String::as_str);
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("target.void"), |entry| {
        entry.void_target(indicator)?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "target.void", ledger, receipt)
}
