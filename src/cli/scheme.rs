//! `ipledger scheme ...`: published schemes, each version a file.

use std::path::PathBuf;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::ledger::day;
use super::output::deliver;
use super::reading;
use crate::ledger::{Ledger, SchemeCard, Snapshot};
use crate::operations::scheme::version;
use crate::report::views::scheme;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("list", args)) => {
            reading::searched(context, args, "scheme.list", "scheme", |ledger, snapshot| {
                scheme::list(lang, ledger, snapshot)
            })
        }
        Some(("show", args)) => reading::card(context, "scheme.show", |ledger, snapshot| {
            Ok::<_, Failure>(scheme::card(lang, &named(args, ledger, snapshot)?)?)
        }),
        Some(("export", args)) => export(context, args),
        _ => Ok(Done::Well),
    }
}

fn named(matches: &ArgMatches, ledger: &Ledger, snapshot: Snapshot) -> Result<SchemeCard, Failure> {
    let id = matches.get_one::<String>("scheme").map_or("", String::as_str);
    Ok(version(ledger.schemes(snapshot)?, id, day(matches, "on")?)?)
}

/// The file as it was read, byte for byte.
fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let card = named(matches, ledger, context.snapshot(ledger)?)?;
    let file = matches.get_one::<String>("file").map(PathBuf::from);
    let output = file.as_deref().or(context.output.as_deref());
    deliver(context, output, card.text.as_bytes())?;
    Ok(Done::Well)
}
