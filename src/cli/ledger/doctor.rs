//! `doctor`: what of the ledger and its surroundings wants looking after.

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::operations::remembered;
use crate::operations::upkeep::{BACKUP_DAYS, Surroundings, examine};
use crate::report::views::doctor::findings;

pub fn run(context: &Context) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let memory = remembered::memory(ledger);
    // Whoever asks is told, also where nobody is reminded.
    let backup_days = match context.backup_days() {
        0 => BACKUP_DAYS,
        days => days,
    };
    let around = Surroundings { memory, now: context.moment(), backup_days };
    let found = examine(ledger, snapshot, &around)?;
    let table = findings(context.lang, ledger, &found);
    Shown::of(context, ledger, "doctor")?.tables(context, &[table])?;
    Ok(if found.is_empty() { Done::Well } else { Done::WithDifferences })
}
