//! `export lines FOLDER`: every table of facts as CSV, so that anybody can count again.

use std::path::Path;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::exchange::lines::write_lines;
use crate::i18n::publications::lines_written;
use crate::i18n::say;
use crate::i18n::words::Words;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let folder = matches.get_one::<String>("folder").map_or("", String::as_str);
    // Lines are what was recorded, whatever day it is about; what was known on a day is asked for by --known-at.
    if context.as_of().is_some() {
        let message = say::flag_not_here(context.lang, "--as-of");
        return Err(Failure::Usage(Words { message, hint: say::lines_by_entry(context.lang) }));
    }
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    if !context.may_write(folder) {
        return Ok(Done::Well);
    }
    let (lines, files) = write_lines(ledger, snapshot, Path::new(folder))?;
    if context.json {
        let anchor = ledger.anchor_at(snapshot.known_at)?;
        let data = serde_json::json!({"lines": lines, "files": files, "folder": folder});
        let shown = Shown { anchor, ..Shown::of(context, ledger, "export.lines")? };
        shown.data(context, data)?;
        return Ok(Done::Well);
    }
    context.say(lines_written(context.lang, lines, files, folder))?;
    Ok(Done::Well)
}
