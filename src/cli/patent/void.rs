//! `patent void NUMBER`: ends what is recorded of a patent; nothing is erased.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::recorded;
use crate::ledger::{PatentWriter, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("patent.void"), |entry| {
        PatentWriter::new(entry)?.end(number)?;
        Ok::<_, Failure>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "patent.void", ledger, receipt)
}
