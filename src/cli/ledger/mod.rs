//! The verbs of the ledger as a whole: `init status log verify void undo backup restore demo ...`

mod backup;
mod demo;
mod export;
mod headers;
mod init;
mod lines;
mod log;
mod shell;
mod status;
mod template;
mod verify;
mod void;

pub use status::welcome;

pub use export::run as export_journal;
pub use lines::run as export_lines;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::Shown;
use crate::domain::Fault;
use crate::domain::values::Date;
use crate::i18n::words::Words;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, Receipt, Snapshot};
use crate::report::Table;

pub fn run(context: &Context, verb: &str, args: &ArgMatches) -> Result<Done, Failure> {
    match verb {
        "init" => init::run(context, args),
        "status" => status::run(context),
        "log" => log::run(context, args),
        "headers" => headers::run(context, args),
        "verify" => verify::run(context, args),
        "void" => void::run(context, args),
        "undo" => void::undo(context),
        "backup" => backup::run(context, args),
        "restore" => backup::restore(context, args),
        "demo" => demo::run(context),
        "template" => template::run(context, args),
        "completions" => shell::completions(context, args),
        _ => shell::man(context, args),
    }
}

/// Tells that an entry was recorded, or rehearsed.
pub fn recorded(
    context: &Context,
    schema: &'static str,
    ledger: &Ledger,
    receipt: Option<Receipt>,
) -> Result<Done, Failure> {
    let lang = context.lang;
    if context.json {
        let (snapshot, anchor) = (context.snapshot(ledger)?, ledger.anchor()?);
        let data =
            serde_json::json!({"entry": receipt.map(|r| r.entry), "dry_run": context.dry_run});
        Shown { schema, snapshot, anchor: &anchor, warnings: Vec::new() }.data(context, data)?;
        return Ok(Done::Well);
    }
    context.print(match receipt {
        Some(receipt) => say::recorded(lang, receipt.entry),
        None if context.dry_run => say::rehearsed(lang),
        None => say::nothing_new(lang),
    })?;
    Ok(Done::Well)
}

/// A word none of those known.
pub fn unknown_word(lang: Lang, word: &str, known: &[&str]) -> Failure {
    Failure::Usage(Words { message: say::word_unknown(lang, word), hint: known.join(" ") })
}

/// The day of a flag, today when it is not given.
pub fn day_or_today(
    context: &Context,
    matches: &ArgMatches,
    name: &'static str,
) -> Result<Date, Failure> {
    match day(matches, name)? {
        Some(day) if day > context.today() => {
            let problem = crate::domain::Problem::DateInFuture { today: context.today() };
            Err(Failure::Record(vec![Fault::new(name, day.to_string(), problem)]))
        }
        Some(day) => Ok(day),
        None => Ok(context.today()),
    }
}

/// The day of a flag.
pub fn day(matches: &ArgMatches, name: &'static str) -> Result<Option<Date>, Failure> {
    let Some(text) = matches.get_one::<String>(name) else { return Ok(None) };
    match text.parse() {
        Ok(day) => Ok(Some(day)),
        Err(refusal) => Err(Failure::Record(vec![Fault { field: name, refusal }])),
    }
}

/// Writes an export: to the file named, in the form of its extension, CSV to standard output else.
pub fn export_to(
    context: &Context,
    matches: &ArgMatches,
    schema: &'static str,
    ledger: &Ledger,
    snapshot: Snapshot,
    table: Table,
) -> Result<Done, Failure> {
    let file = matches.get_one::<String>("file").map(std::path::PathBuf::from);
    let output = file.or_else(|| context.output.clone()).filter(|path| path.as_os_str() != "-");
    let context = context.exporting(output);
    let anchor = ledger.anchor()?;
    Shown { schema, snapshot, anchor: &anchor, warnings: Vec::new() }.tables(&context, &[table])?;
    Ok(Done::Well)
}
