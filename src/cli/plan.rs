//! `ipledger plan ...`: plans with their goals.

use std::path::PathBuf;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::deliver;
use super::reading;
use super::typed::Typed;
use crate::operations::plan::{Request, file, named};
use crate::report::views::plan;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("list", args)) => {
            reading::searched(context, args, "plan.list", "plan", |ledger, snapshot| {
                plan::list(lang, ledger, snapshot)
            })
        }
        Some(("show", args)) => reading::card(context, "plan.show", |ledger, snapshot| {
            plan::card(lang, ledger, snapshot, &named(ledger, snapshot, code(args))?)
        }),
        Some(("export", args)) => export(context, args),
        _ => Ok(Done::Well),
    }
}

fn code(matches: &ArgMatches) -> &str {
    matches.get_one::<String>("plan").map_or("", String::as_str)
}

/// The plan's file as its goals stand today: it can be added to another ledger.
fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let card = named(ledger, snapshot, code(matches))?;
    let text = file(ledger, snapshot, card.plan)?.write();
    let file = matches.get_one::<String>("file").map(PathBuf::from);
    let output = file.as_deref().or(context.output.as_deref());
    deliver(context, output, text.as_bytes())?;
    Ok(Done::Well)
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    Ok(Some(match verb {
        "add" | "import" => Request::of_file(typed.word("file"))?,
        "void" => Request::Void { code: typed.word("plan").trim().to_owned() },
        _ => return Ok(None),
    }))
}
