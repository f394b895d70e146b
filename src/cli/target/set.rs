//! `target set INDICATOR --goal 6000 --from 2016 --to 2020`

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::recorded;
use crate::domain::target::{FIELDS, Target};
use crate::domain::{Raw, Record};
use crate::ledger::{LedgerError, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    // Flags in the order of a record's fields: category indicator name goal unit from to measure note.
    let flags = ["category", "indicator", "title", "goal", "unit-of", "from", "to", "measure"];
    let mut record = Record::new(&FIELDS);
    for (at, flag) in flags.into_iter().enumerate() {
        if let Some(text) = matches.get_one::<String>(flag) {
            record.set(at, Raw::text(text));
        }
    }
    let (target, _) = Target::read(&record).map_err(Failure::Record)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("target.set"), |entry| {
        let known = entry.target_in_force(&target.indicator, target.period)?;
        if known.is_some_and(|(_, known)| known == target) {
            return Err(LedgerError::NoChange);
        }
        entry.bring_target(&target, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "target.set", ledger, receipt)
}
