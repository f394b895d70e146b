//! `ipledger target ...`

mod list;
mod status;

pub use status::{named, show as show_status, table as table_of_targets};

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::operations::import::Noun;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("status", _)) => status::show(context),
        Some(("list", _)) => list::run(context),
        Some(("export", args)) => list::export(context, args),
        Some(("import", args)) => super::import::run(context, Noun::Target, args),
        Some(("report", args)) => super::import::run(context, Noun::Reported, args),
        _ => Ok(Done::Well),
    }
}
