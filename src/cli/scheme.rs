//! `ipledger scheme ...`: published schemes, each version a file.

use std::path::PathBuf;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::deliver;
use super::reading;
use super::typed::Typed;
use crate::ledger::{Ledger, SchemeCard, Snapshot};
use crate::operations::scheme::{Request, version};
use crate::report::views::scheme;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("list", args)) => {
            reading::searched(context, args, "scheme.list", "scheme", |ledger, snapshot| {
                scheme::list(lang, ledger, snapshot)
            })
        }
        Some(("show", args)) => reading::card(context, "scheme.show", |ledger, snapshot| {
            Ok::<_, Failure>(scheme::card(
                lang,
                &named(&Typed::new(context, args), ledger, snapshot)?,
            )?)
        }),
        Some(("export", args)) => export(context, args),
        _ => Ok(Done::Well),
    }
}

fn named(typed: &Typed<'_>, ledger: &Ledger, snapshot: Snapshot) -> Result<SchemeCard, Failure> {
    Ok(version(ledger.schemes(snapshot)?, typed.word("scheme"), typed.day("on")?)?)
}

/// The file as it was read, byte for byte.
fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let card = named(&Typed::new(context, matches), ledger, context.snapshot(ledger)?)?;
    let file = matches.get_one::<String>("file").map(PathBuf::from);
    let output = file.as_deref().or(context.output.as_deref());
    deliver(context, output, card.text.as_bytes())?;
    Ok(Done::Well)
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    Ok(Some(match verb {
        "add" | "import" => Request::of_file(typed.word("file"))?,
        "void" => Request::Void { id: typed.word("scheme").to_owned(), on: typed.day("on")? },
        _ => return Ok(None),
    }))
}
