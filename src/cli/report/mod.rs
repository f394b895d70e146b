//! `ipledger report ...`: documents that leave the house.

mod bank;
mod deliver;
mod extract;
mod fund;
mod parts;
mod party;
mod patent;
mod quarter;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use deliver::deliver;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("quarter", args)) => quarter::run(context, args),
        Some(("year", args)) => quarter::run_year(context, args),
        Some(("patent", args)) => patent::run(context, args),
        Some(("party", args)) => party::run(context, args),
        Some(("bank", args)) => bank::run(context, args),
        Some(("fund", args)) => fund::run(context, args),
        _ => Ok(Done::Well),
    }
}
