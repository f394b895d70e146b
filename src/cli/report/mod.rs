//! `ipledger report ...`: documents that leave the house.

mod bank;
mod extract;
mod fund;
mod heading;
mod parts;
mod party;
mod patent;
mod quarter;

use std::path::Path;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output;
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::report::document::Document;
use crate::report::{Cell, Column, Record, Section, page, shown, terminal};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("quarter", args)) => quarter::run(context, args),
        Some(("year", args)) => quarter::run_year(context, args),
        Some(("patent", args)) => patent::run(context, args),
        Some(("party", args)) => party::run(context, args),
        Some(("bank", args)) => bank::run(context, args),
        Some(("fund", args)) => fund::run(context, args),
        Some(("heading", args)) => heading::run(context, args),
        _ => Ok(Done::Well),
    }
}

/// Shows a document in the form asked for: here, or as a page.
///
/// Errors: `usage` for a form that documents are not drawn in.
fn deliver(context: &Context, document: &Document) -> Result<Done, Failure> {
    let lang = context.lang;
    let path = context.output.as_deref();
    let extension =
        path.and_then(|path| path.extension()).map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        // The other forms of a document are wired here: json, csv, xlsx.
        Some(form @ ("xlsx" | "csv" | "json")) => Err(form_unknown(context, form)),
        _ if context.json => Err(form_unknown(context, "json")),
        _ if context.csv => Err(form_unknown(context, "csv")),
        Some("html" | "htm") => {
            output::deliver(path, page::write(document, lang).as_bytes())?;
            context.tell(say::written(lang, path.unwrap_or(Path::new("-")).display()));
            Ok(Done::Well)
        }
        Some(_) | None => {
            output::deliver(path, on_terminal(context, document).as_bytes())?;
            Ok(Done::Well)
        }
    }
}

fn form_unknown(context: &Context, form: &str) -> Failure {
    let message = say::usage_value(context.lang, form, "-o");
    Failure::Usage(Words { message, hint: say::usage_help(context.lang) })
}

/// Head and headlines as named values, sections one below the other, notes, times and anchor.
fn on_terminal(context: &Context, document: &Document) -> String {
    let lang = context.lang;
    let style = output::style(context);
    let named = |title: &str| Column { key: "", title: title.to_owned() };
    let head = document.head.iter().map(|(label, value)| (named(label), Cell::text(value)));
    let headlines = document.headlines.iter().map(|headline| {
        let figure = [shown(&headline.value, lang), headline.unit.clone()].join(" ");
        let note =
            headline.note.iter().map(|note| lang.pick(format!("（{note}）"), format!(" ({note})")));
        let figure = figure.trim().to_owned() + &note.collect::<String>();
        (named(&headline.label), Cell::text(figure))
    });
    let title = format!("{}  {}", document.title, document.subtitle);
    let fields = Section { title: None, fields: head.chain(headlines).collect() };
    let mut record = Record { title: Some(title), sections: vec![fields], ..Record::default() };
    for section in &document.sections {
        let table = section.table.clone().titled(&section.title);
        record.tables.push((section.key, table));
    }
    record.notes = document.draft.iter().chain(&document.notes).cloned().collect();
    let foot = [&document.times, &document.anchor].map(|line| format!("{line}\n")).concat();
    format!("{}\n{foot}", terminal::render_record(&record, &style))
}
