//! The verbs of the ledger as a whole: `init status log verify void undo backup restore demo ...`

mod backup;
mod demo;
mod doctor;
mod export;
mod init;
mod lines;
mod log;
mod settings;
mod shell;
mod status;
mod template;
mod upgrade;
mod verify;
mod void;

pub use settings::request;
pub use status::welcome;
pub use upgrade::{agreed as agreed_to_upgrade, run as upgrade};

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use crate::i18n::words::Words;
use crate::i18n::{Lang, say};
use crate::report::views;

pub fn run(context: &Context, verb: &str, args: &ArgMatches) -> Result<Done, Failure> {
    match verb {
        "init" => init::run(context, args),
        "status" => status::run(context, args.get_flag("all")),
        "log" => log::run(context, args),
        "headers" => reading::table(context, verb, |ledger, snapshot| {
            views::settings::headers(context.lang, ledger, snapshot)
        }),
        "localities" => reading::table(context, verb, |ledger, snapshot| {
            views::settings::localities(context.lang, ledger, snapshot)
        }),
        "verify" => verify::run(context, args),
        "doctor" => doctor::run(context),
        "void" => void::run(context, args),
        "undo" => void::undo(context, args),
        "redo" => void::redo(context),
        "backup" => backup::run(context, args),
        "restore" => backup::restore(context, args),
        "upgrade" => upgrade(context),
        "demo" => demo::run(context),
        "template" => template::run(context, args),
        "completions" => shell::completions(context, args),
        "man" => shell::man(context, args),
        _ => Ok(Done::Well),
    }
}

/// `export journal`, `export bank`, `export lines`
pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("bank", args)) => crate::cli::bundle::export(context, args),
        Some(("lines", args)) => lines::run(context, args),
        Some((_, args)) => export::run(context, args),
        None => Ok(Done::Well),
    }
}

/// A word none of those known; with `…` between two, a number outside of them.
pub fn unknown_word(lang: Lang, word: &str, known: &[&str]) -> Failure {
    Failure::Usage(match known {
        [first, "…", last] => Words {
            message: say::not_in_range(lang, word, first, last),
            hint: say::not_in_range_hint(lang, first),
        },
        known => Words {
            message: say::word_unknown(lang, word),
            hint: say::usage_known(lang, known.join(" ")),
        },
    })
}

/// What is not the number of an entry.
pub fn no_entry(lang: Lang, word: &str) -> Failure {
    let message = say::entry_unreadable(lang, word);
    Failure::Usage(Words { message, hint: say::entry_hint(lang) })
}
