//! `ipledger report ...`: documents that leave the house.

mod deliver;
mod heading;
mod parts;
mod quarter;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use deliver::deliver;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("quarter", args)) => quarter::run(context, args),
        Some(("year", args)) => quarter::run_year(context, args),
        Some(("heading", args)) => heading::run(context, args),
        _ => Ok(Done::Well),
    }
}
