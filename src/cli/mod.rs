//! The thin shell: parse, call, show. A file or a folder per noun; no rule, no figure and no table here.
//!
//! ```text
//! grammar   every command and flag, as commands.txt says           context   ledger, clock, who, how to show
//! output    tables and records in the form asked for               error     kinds of failure -> exit codes
//! nouns     a row per noun: its requests, its readings              typed     words as values, each with its place
//! perform   a request carried out and shown
//! reading   a view made and shown
//! streams   the data, and what people are told beside it
//! desk      the full-screen desk, told of the grammar             demo     a story of command lines, told
//! import    what every noun's import has in common                 bundle party patent pct pledge loan scheme fund claim
//!                                                           program certificate target stats reconcile ledger
//! ```

mod bundle;
mod candidates;
mod certificate;
mod claim;
mod context;
mod demo;
pub(crate) mod desk;
mod error;
mod evidence;
mod fact;
mod fund;
mod grammar;
mod import;
mod ledger;
mod loan;
mod nouns;
mod output;
mod pages;
mod party;
mod patent;
mod pct;
mod perform;
mod plan;
mod pledge;
mod population;
mod program;
mod progress;
mod reading;
mod reconcile;
mod report;
mod scheme;
mod screen;
mod stats;
mod streams;
mod target;
mod typed;
mod usage;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::ArgMatches;

use crate::exchange::worker::is_worker;
use crate::i18n::Lang;
use crate::ledger::{Ledger, LedgerError, interrupt, signals};
use crate::operations::{Refusal, Request};
use crate::report::terminal::TerminalStyle;
use context::Context;
use error::{Done, Failure};

pub use grammar::command;

/// Runs the program on the process's own arguments.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if is_worker(&args) {
        return ExitCode::SUCCESS;
    }
    let lang = language(&args);
    let matches = match grammar::read(lang, &args) {
        Ok(matches) => matches,
        Err(error) => return usage::report(&error, lang, &args),
    };
    let context = match Context::new(&matches, lang) {
        Ok(context) => context,
        Err(failure) => {
            return error::report(&failure, &plain(lang), matches.get_flag("json"), None);
        }
    };
    signals::prepare();
    let ended = match dispatch(&context, &matches) {
        // Nothing was written: once the ledger is upgraded, the same command runs again.
        Err(Failure::Refused(Refusal::Ledger(LedgerError::Older { .. })))
            if ledger::agreed_to_upgrade(&context) =>
        {
            ledger::upgrade(&context).and_then(|_| dispatch(&context, &matches))
        }
        ended => ended,
    };
    match ended {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithDifferences) => ExitCode::from(3),
        Ok(Done::Tampered) => ExitCode::from(7),
        // Whatever went wrong after somebody asked to stop went wrong because of it.
        Err(_) if interrupt::is_requested() => {
            let failure = LedgerError::Interrupted.into();
            error::report(&failure, &output::style(&context), context.json, recorded(&context))
        }
        Err(failure) => {
            error::report(&failure, &output::style(&context), context.json, recorded(&context))
        }
    }
}

/// Returns the entry this run recorded, if the ledger has it: what failed came after.
fn recorded(context: &Context) -> Option<i64> {
    let (entry, hash) = interrupt::recorded()?;
    let ledger = Ledger::open(context.db()).ok()?;
    (ledger.anchor_at(entry).ok()?.head == hash).then_some(entry)
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

/// How text is laid out before the flags are understood.
fn plain(lang: Lang) -> TerminalStyle {
    TerminalStyle { width: 80, color: false, lang, all_columns: false }
}

/// Returns the request that a command line makes at a moment (milliseconds since 1970-01-01 UTC), without carrying it
/// out; none when it asks for nothing to be written, or for a file to be read.
///
/// Errors: the code of what the grammar or a reader of a value refuses.
pub fn request_of(args: &[OsString], moment: i64) -> Result<Option<Request>, &'static str> {
    let lang = language(args);
    let matches = grammar::read(lang, args).map_err(|_| "usage")?;
    let context = Context::new(&matches, lang).map_err(|failure| failure.code())?.at_moment(moment);
    nouns::request(&context, &matches).map_err(|failure| failure.code())
}

/// The files that a command line says results go to.
fn outputs(matches: &ArgMatches) -> Vec<&Path> {
    let mut names = Vec::new();
    let mut args = matches;
    while let Some((name, of)) = args.subcommand() {
        names.push(name);
        args = of;
    }
    let of = |name: &str| args.try_get_one::<String>(name).ok().flatten();
    let exports = match names[..] {
        ["template"] | ["export", "journal" | "bank"] | [.., "export"] => of("file"),
        _ => None,
    };
    let files = [of("output"), exports].into_iter().flatten();
    files.filter(|file| *file != "-").map(Path::new).collect()
}

fn dispatch(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand_name() {
        Some("desk") => return desk::run(context, matches),
        Some("demo") => return demo::run(context),
        // Alone at a terminal, where there is a ledger, the program is the desk.
        None if context.db().exists() && desk::has_terminal(context, matches) => {
            return desk::run(context, matches);
        }
        Some(_) | None => {}
    }
    // Before anything is recorded or counted: whether the result may go where it is to go.
    for path in outputs(matches) {
        context.clear(path)?;
    }
    match nouns::request(context, matches)? {
        Some(request) => perform::perform(context, &request),
        None => nouns::run(context, matches),
    }
}
