//! `init --office NAME --region 310106`: founds the ledger, its office and its indicator definitions.

use std::path::Path;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::domain::Fault;
use crate::domain::numbers::RegionCode;
use crate::i18n::say;
use crate::ledger::{Ledger, LedgerError, Office, Verdict, interrupt, standard_definitions};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str).trim();
    let region = text("region")
        .parse::<RegionCode>()
        .map_err(|refusal| Failure::Record(vec![Fault { field: "region", refusal }]))?;
    if context.dry_run {
        context.tell(say::rehearsed(context.lang));
        return Ok(Done::Well);
    }
    let ledger = found(context, context.db(), text("office"), region)?;
    if context.json {
        return super::recorded(context, "init", &ledger, None);
    }
    context.print(say::founded(context.lang, context.db().display()))?;
    context.print(say::anchor_line(context.lang, ledger.anchor()?))?;
    context.tell(say::founded_next(context.lang));
    Ok(Done::Well)
}

/// Creates the file and writes entry 1.
pub fn found(
    context: &Context,
    path: &Path,
    name: &str,
    region: RegionCode,
) -> Result<Ledger, Failure> {
    let _hold = interrupt::hold();
    let mut ledger = Ledger::create(path)?;
    let district =
        region.district_name().map_or_else(|| region.to_string(), |name| name.to_string());
    let office = Office { name: name.to_owned(), region, district };
    let written = ledger.write(context.act("init"), |entry| {
        entry.found_office(&office)?;
        for definition in standard_definitions() {
            entry.define_indicator(&definition)?;
        }
        Ok::<_, LedgerError>(Verdict::when(true, (), "{}"))
    });
    if let Err(error) = written {
        // A file without its first entry is no ledger.
        drop(ledger);
        std::fs::remove_file(path)?;
        return Err(error.into());
    }
    Ok(ledger)
}
