//! The thin shell: parse, call, show. A folder per noun, a file per verb; no rule and no figure here.
//!
//! ```text
//! grammar   every command and flag, in the language asked for      context   ledger, clock, who, how to show
//! output    tables and records in the form asked for               error     kinds of failure -> exit codes
//! moves     which published figures a rehearsed entry would move
//! reading   how a sheet of an import is read
//! import    what every noun's import has in common                 bundle party patent pct pledge loan scheme fund claim
//!                                                           target stats reconcile ledger
//! ```

mod bundle;
mod claim;
mod context;
mod error;
mod fields;
mod fund;
mod grammar;
mod import;
mod ledger;
mod loan;
mod moves;
mod output;
mod pages;
mod party;
mod patent;
mod pct;
mod pledge;
mod reading;
mod reconcile;
mod report;
mod scheme;
mod stats;
mod target;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::ArgMatches;

use crate::exchange::worker::is_worker;
use crate::i18n::Lang;
use context::Context;
use error::{Done, Failure};

pub use grammar::command;
use grammar::command_for;

/// Runs the program on the process's own arguments.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if is_worker(&args) {
        return ExitCode::SUCCESS;
    }
    let lang = language(&args);
    let narrow = command_for(lang, &args).try_get_matches_from(&args);
    let matches = match narrow.or_else(|_| command(lang).try_get_matches_from(&args)) {
        Ok(matches) => matches,
        Err(error) => return usage::report(&error, lang),
    };
    let context = match Context::new(&matches, lang) {
        Ok(context) => context,
        Err(failure) => return error::report(&failure, lang, matches.get_flag("json")),
    };
    match dispatch(&context, &matches) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithDifferences) => ExitCode::from(3),
        Ok(Done::Tampered) => ExitCode::from(7),
        Err(failure) => error::report(&failure, lang, context.json),
    }
}

/// The language must be known before the grammar, whose help is written in it.
fn language(args: &[OsString]) -> Lang {
    let args: Vec<String> = args.iter().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let after = args.iter().position(|arg| arg == "--lang").and_then(|at| args.get(at + 1));
    let joined = args.iter().find_map(|arg| arg.strip_prefix("--lang="));
    let var = |name| std::env::var(name).ok();
    let (own, all, messages, lang) =
        (var("IPLEDGER_LANG"), var("LC_ALL"), var("LC_MESSAGES"), var("LANG"));
    Lang::choose(
        joined.or(after.map(String::as_str)),
        own.as_deref(),
        all.as_deref(),
        messages.as_deref(),
        lang.as_deref(),
    )
}

fn dispatch(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let Some((noun, args)) = matches.subcommand() else { return ledger::welcome(context) };
    match noun {
        "export" => match args.subcommand() {
            Some(("bank", args)) => bundle::export(context, args),
            Some(("lines", args)) => ledger::export_lines(context, args),
            Some((_, args)) => ledger::export_journal(context, args),
            None => Ok(Done::Well),
        },
        "bundle" => bundle::run(context, args),
        "party" => party::run(context, args),
        "patent" => patent::run(context, args),
        "pct" => pct::run(context, args),
        "pledge" => pledge::run(context, args),
        "loan" => loan::run(context, args),
        "scheme" => scheme::run(context, args),
        "fund" => fund::run(context, args),
        "claim" => claim::run(context, args),
        "target" => target::run(context, args),
        "reconcile" => reconcile::run(context, args),
        "stats" => stats::run(context, args),
        "report" => report::run(context, args),
        top => ledger::run(context, top, args),
    }
}
