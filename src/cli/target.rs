//! `ipledger target ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::show_table;
use super::reading;
use crate::operations::import::Noun;
use crate::report::views::target;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("status", _)) => status(context),
        Some(("list", _)) => show_table(context, "target.list", |ledger, snapshot| {
            Ok(target::targets(lang, ledger, snapshot)?)
        }),
        Some(("export", args)) => reading::export(context, args, "target.export", |ledger, at| {
            target::export(lang, ledger, at)
        }),
        Some(("import", args)) => super::import::run(context, Noun::Target, args),
        Some(("report", args)) => super::import::run(context, Noun::Reported, args),
        _ => Ok(Done::Well),
    }
}

/// `target status`
pub fn status(context: &Context) -> Result<Done, Failure> {
    show_table(context, "target.status", |ledger, snapshot| {
        Ok(target::progress(context.lang, ledger, snapshot, context.detail())?)
    })
}
