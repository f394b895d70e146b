//! `ipledger claim ...`: a bad loan's claim on a scheme, from the quote to what came back.

mod quote;
mod show;

pub use show::listed;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("quote", args)) => quote::run(context, args),
        Some(("show", args)) => show::run(context, args),
        Some(("list", _)) => show::list(context),
        _ => Ok(Done::Well),
    }
}

fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}
