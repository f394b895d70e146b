//! `ipledger pct ...`

mod list;
mod show;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::domain::numbers::PctNo;
use crate::domain::{Fault, pct};
use crate::operations::import::Noun;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("show", args)) => show::run(context, args),
        Some(("list", args)) => list::run(context, args),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => super::import::run(context, Noun::Pct, args),
        _ => Ok(Done::Well),
    }
}

/// Reads the number a verb is about.
fn number(matches: &ArgMatches) -> Result<PctNo, Failure> {
    let text = matches.get_one::<String>("pct_no").map_or("", String::as_str);
    let field = pct::FIELDS[pct::PCT_NO];
    match PctNo::read(text) {
        Ok(read) => Ok(read.value),
        Err(refusal) => Err(Failure::field(Fault { field, refusal })),
    }
}
