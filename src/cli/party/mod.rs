//! `ipledger party ...`

mod list;
pub mod show;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};

use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::operations::import::Noun;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("show", args)) => show::run(context, args),
        Some(("list", args)) => list::run(context, args),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => super::import::run(context, Noun::Party, args),
        _ => Ok(Done::Well),
    }
}

/// Finds the party a verb is about.
pub fn party(
    matches: &ArgMatches,
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<PartyId, Failure> {
    let text = matches.get_one::<String>("party").map_or("", String::as_str);
    Ok(ledger.find_party(text, snapshot)?)
}
