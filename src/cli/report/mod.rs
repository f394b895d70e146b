//! `ipledger report ...`: documents that leave the house.

mod heading;
mod parts;
mod quarter;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::report::document::Document;
use crate::report::terminal;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("quarter", args)) => quarter::run(context, args),
        Some(("year", args)) => quarter::run_year(context, args),
        Some(("heading", args)) => heading::run(context, args),
        _ => Ok(Done::Well),
    }
}

/// Shows a document in the form asked for.
fn deliver(context: &Context, document: &Document) -> Result<Done, Failure> {
    let style = super::output::style(context);
    context.print(format!("{}  {}", document.title, document.subtitle))?;
    for section in &document.sections {
        let table = section.table.clone().titled(&section.title);
        context.print(terminal::render(&table, &style))?;
    }
    context.print(format!("{}\n{}", document.times, document.anchor))?;
    Ok(Done::Well)
}
