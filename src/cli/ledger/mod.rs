//! The verbs of the ledger as a whole: `init status log verify void undo backup restore ...`

mod backup;
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

pub use init::found;
pub use settings::request;
pub use status::welcome;
pub use upgrade::{agreed as agreed_to_upgrade, run as upgrade};

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
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
