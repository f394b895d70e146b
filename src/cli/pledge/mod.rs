//! `ipledger pledge ...`

mod check;
mod list;
mod show;

pub use list::{alerts_of, of_party, state_cell};

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::domain::Fault;
use crate::domain::pledge::RegistrationNo;
use crate::operations::import::Noun;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("check", args)) => check::run(context, args),
        Some(("show", args)) => show::run(context, args),
        Some(("list", args)) => list::run(context, args),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => super::import::run(context, Noun::Pledge, args),
        _ => Ok(Done::Well),
    }
}

/// Reads the number a verb is about.
fn number(matches: &ArgMatches) -> Result<RegistrationNo, Failure> {
    let text = matches.get_one::<String>("registration_no").map_or("", String::as_str);
    match RegistrationNo::read(text) {
        Ok(read) => Ok(read.value),
        Err(refusal) => Err(Failure::field(Fault { field: "registration_no", refusal })),
    }
}
