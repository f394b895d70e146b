//! `ipledger patent ...`

mod list;
pub mod show;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::APPLICATION_NO;
use crate::domain::{Fault, patent};
use crate::operations::import::Noun;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("show", args)) => show::run(context, args),
        Some(("list", args)) => list::run(context, args),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => super::import::run(context, Noun::Patent, args),
        _ => Ok(Done::Well),
    }
}

/// Reads the number a verb is about.
pub fn number(matches: &ArgMatches) -> Result<ApplicationNo, Failure> {
    let text = matches.get_one::<String>("application_no").map_or("", String::as_str);
    let field = patent::FIELDS[APPLICATION_NO];
    match ApplicationNo::read(text) {
        Ok(read) => Ok(read.value),
        Err(refusal) => Err(Failure::field(Fault { field, refusal })),
    }
}
