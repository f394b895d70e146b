//! `ipledger party ...`

mod add;
mod certify;
mod correct;
mod list;
pub mod show;
mod void;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::exchange::import::Noun;
use crate::ledger::{Ledger, PartyId, Snapshot};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("add", args)) => add::run(context, args),
        Some(("show", args)) => show::run(context, args),
        Some(("list", args)) => list::run(context, args),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => super::import::run(context, Noun::Party, args),
        Some(("correct", args)) => correct::run(context, args),
        Some(("void", args)) => void::run(context, args),
        Some(("role", args)) => certify::role(context, args),
        Some(("certify", args)) => certify::run(context, args),
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
