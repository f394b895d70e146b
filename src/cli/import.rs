//! What every noun's import has in common: read, tell, write the refused rows out.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::{Shown, style};
use super::progress::ProgressLine;
use crate::exchange::import::{ImportOutcome, Overrules};
use crate::exchange::source::{ReadOptions, Source};
use crate::i18n::say;
use crate::operations::import::{Noun, Request};
use crate::report::terminal::render;
use crate::report::views;
use crate::report::views::import::{corrected_table, data, reading_tables, told, warnings};
use crate::report::{Table, rejects};

/// Runs `NOUN import FILE`.
pub fn run(context: &Context, noun: Noun, matches: &ArgMatches) -> Result<Done, Failure> {
    let file = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    of_file(context, noun, file, matches)
}

/// Imports a file of a noun, with the flags every import takes.
pub fn of_file(
    context: &Context,
    noun: Noun,
    file: &str,
    matches: &ArgMatches,
) -> Result<Done, Failure> {
    context.gives_no_table()?;
    let request = request(context, matches)?;
    // The file first: who types it in is not to have the ledger open meanwhile.
    let mut source = Source::open(file, &request.read)?;
    let ledger = &mut context.open()?;
    let progress = ProgressLine::new(context);
    let done = context.carry_out(
        ledger,
        None,
        |office| {
            let done = office.import(noun, &mut source, &request, &progress);
            // Before anything is told or asked.
            progress.clear();
            done
        },
        |(_, recorded)| recorded,
    );
    let Some((outcome, recorded)) = done? else { return Ok(Done::Well) };
    // What was recorded is told also when the refused rows cannot be written.
    let written = match outcome.rejects.is_empty() {
        true => Ok(None),
        false => {
            let asked = matches.get_one::<String>("rejects").map(PathBuf::from);
            match asked.is_none() && context.dry_run {
                true => Ok(None),
                false => rejects::write(
                    context.lang,
                    asked.as_deref(),
                    context.forces(),
                    file,
                    &mut source,
                    &outcome,
                ),
            }
        }
    };
    let refused = written.as_ref().ok().and_then(Option::as_deref);
    if context.json {
        let (warnings, action) = (warnings(context.lang, &outcome), noun.action());
        let mut data = data(context.lang, &outcome, refused);
        data["moved"] = views::moved_json(&recorded.moved);
        Shown::of(context, ledger, &action)?.warned(warnings).data(context, data)?;
    } else if !context.quiet {
        context.print(tell(context, &outcome, refused))?;
    }
    written?;
    Ok(if outcome.differs() { Done::WithDifferences } else { Done::Well })
}

/// What a person says about an import.
pub fn request(context: &Context, matches: &ArgMatches) -> Result<Request, Failure> {
    Ok(Request {
        overrules: overrules(context, matches)?,
        accept_corrections: matches.get_flag("accept-corrections"),
        mends: all(context, matches, "mend", "42:C=2018-02-28")?,
        accept_rows: all(context, matches, "accept-row", "42")?,
        again: matches.try_get_one("again").ok().flatten() == Some(&true),
        all_or_nothing: matches.get_flag("all-or-nothing"),
        read: ReadOptions {
            encoding: context.encoding.clone(),
            sheet: matches.get_one::<String>("sheet").cloned(),
        },
    })
}

/// Every value of an argument that may be given several times; `like`: what one looks like.
fn all<T: FromStr>(
    context: &Context,
    matches: &ArgMatches,
    name: &str,
    like: &str,
) -> Result<Vec<T>, Failure> {
    let values = matches.get_many::<String>(name).into_iter().flatten();
    let read = |text: &String| {
        text.parse().map_err(|_| Failure::unknown_word(context.lang, text, &[like]))
    };
    values.map(read).collect()
}

/// What a person says of how the file is to be read.
pub fn overrules(context: &Context, matches: &ArgMatches) -> Result<Overrules, Failure> {
    let all = |name: &str| -> Vec<String> {
        matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
    };
    let header_row = match matches.get_one::<String>("header") {
        None => None,
        Some(text) => match text.parse().ok().filter(|row| *row > 0) {
            Some(row) => Some(row),
            None => return Err(Failure::unknown_word(context.lang, text, &["1", "…", "1048576"])),
        },
    };
    let maps = all("map");
    Ok(Overrules {
        map: (!maps.is_empty()).then(|| maps.join(",")),
        ignore: all("ignore"),
        header_row,
        unit: context.unit,
        pass_over: context.yes,
    })
}

/// The outcome for people.
fn tell(context: &Context, outcome: &ImportOutcome, refused: Option<&Path>) -> String {
    let lang = context.lang;
    let drawn = |table: &Table| render(table, &style(context));
    let mut lines = Vec::new();
    if outcome.dry_run {
        lines.extend(reading_tables(lang, outcome).iter().map(drawn));
    }
    lines.extend(told(lang, outcome, refused));
    if !outcome.corrections.is_empty() {
        lines.push(drawn(&corrected_table(lang, outcome)));
    }
    lines.push(match (outcome.entry, outcome.dry_run) {
        (Some(entry), _) => say::recorded(lang, entry),
        (None, true) => say::rehearsed(lang),
        (None, false) => say::nothing_new(lang),
    });
    lines.join("\n")
}
