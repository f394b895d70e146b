//! `ipledger claim ...`: a bad loan's claim on a scheme, from the quote to what came back.

mod decide;
mod file;
mod quote;
mod show;

pub use quote::{payer_name, steps_table};
pub use show::listed;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::domain::values::{Money, Unit};
use crate::domain::{Fault, Problem};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("quote", args)) => quote::run(context, args),
        Some(("file", args)) => file::run(context, args),
        Some(("approve", args)) => decide::approve(context, args),
        Some(("reject", args)) => decide::reject(context, args),
        Some(("pay", args)) => decide::pay(context, args),
        Some(("settle", args)) => decide::settle(context, args),
        Some(("recover", args)) => decide::recover(context, args),
        Some(("void", args)) => decide::void(context, args),
        Some(("authorise", args)) => decide::authorise(context, args),
        Some(("show", args)) => show::run(context, args),
        Some(("list", _)) => show::list(context),
        _ => Ok(Done::Well),
    }
}

/// The amount of a flag or argument; never negative.
pub fn amount(
    context: &Context,
    matches: &ArgMatches,
    name: &'static str,
) -> Result<Option<Money>, Failure> {
    let Some(text) = matches.get_one::<String>(name) else { return Ok(None) };
    let refused = |refusal| Failure::Record(vec![Fault { field: name, refusal }]);
    let amount =
        Money::read(text, Some(context.unit.unwrap_or(Unit::Yuan))).map_err(refused)?.value;
    if amount.is_negative() {
        return Err(Failure::Record(vec![Fault::new(
            name,
            text.clone(),
            Problem::AmountNotPositive,
        )]));
    }
    Ok(Some(amount))
}

fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}
