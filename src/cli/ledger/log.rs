//! `log [ENTRY]`: who recorded what, when, why, from which file; of one entry, what it changed.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, show_table};
use crate::cli::typed::Typed;
use crate::report::views::{Detail, log};

/// Entries shown when nobody says how many.
const ENTRIES: usize = 20;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (lang, detail) = (context.lang, context.detail());
    let number = |name: &str| match matches.get_one::<String>(name) {
        Some(text) => text.parse::<i64>().map(Some).map_err(|_| Failure::no_entry(lang, text)),
        None => Ok(None),
    };
    if let Some(entry) = number("entry")? {
        let ledger = &mut context.open()?;
        let record = log::entry(lang, ledger, entry, detail)?;
        Shown::of(context, ledger, "log.entry")?.record(context, &record)?;
        return Ok(Done::Well);
    }
    let limit = match (Typed::new(context, matches).count("limit")?, detail) {
        (Some(limit), _) => limit,
        (None, Detail::Whole) => usize::MAX,
        (None, Detail::Screen) => ENTRIES,
    };
    show_table(context, "log", |ledger, snapshot| Ok(log::entries(lang, ledger, snapshot, limit)?))
}
