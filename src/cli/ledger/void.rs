//! `void ENTRY`, `undo` and `redo`: an entry is taken back whole; nothing is erased.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::style;
use crate::cli::perform::{Question, show};
use crate::i18n::codes::label;
use crate::i18n::publications;
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::ledger::Ledger;
use crate::operations::Office;
use crate::operations::book::{standing, undone};
use crate::report::terminal::render;
use crate::report::views;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = matches.get_one::<String>("entry").map_or("", String::as_str);
    let entry = text.parse::<i64>().map_err(|_| Failure::no_entry(context.lang, text))?;
    let ledger = &mut context.open()?;
    take_back(context, ledger, entry, matches.get_flag("with-dependents"))?;
    Ok(Done::Well)
}

/// Takes back the newest entry that stands; repeated, it walks back.
pub fn undo(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let standing = standing(ledger, context.snapshot(ledger)?.known_at)?;
    let Some(newest) = standing.first() else {
        let message = say::nothing_to_undo(context.lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    };
    let recorded = take_back(context, ledger, *newest, matches.get_flag("with-dependents"))?;
    if let Some(next) = standing.get(1).filter(|_| recorded) {
        context.tell(say::undone(context.lang, newest, next));
    }
    Ok(Done::Well)
}

/// Takes back the newest undoing: what it took back stands again; repeated, it walks forward, until something new is
/// recorded.
pub fn redo(context: &Context) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let until = context.snapshot(ledger)?.known_at;
    let Some(undoing) = undone(ledger, until)? else {
        let message = say::nothing_to_redo(context.lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    };
    if take_back(context, ledger, undoing.entry, false)? {
        let entry = undoing.voids.unwrap_or_default();
        context.tell(say::redone(context.lang, entry, undoing.entry));
    }
    Ok(Done::Well)
}

/// Returns whether it was recorded: not when it is rehearsed, nor when the person asked says no.
fn take_back(
    context: &Context,
    ledger: &mut Ledger,
    entry: i64,
    with_dependents: bool,
) -> Result<bool, Failure> {
    context.gives_no_table()?;
    let record = ledger.entry(entry)?;
    let snapshot = context.snapshot(ledger)?;
    let withdrawn = ledger.publications(snapshot)?.into_iter().find(|p| p.brought_by == entry);
    if let Some(publication) = withdrawn {
        let figures = ledger.published_figures(publication.number, snapshot)?.len();
        let (number, quarter) = (publication.number, publication.quarter);
        context.tell(publications::withdraws(context.lang, number, quarter, figures));
    }
    let work = |office: &mut Office<'_>| office.void_entry(entry, with_dependents);
    let question = Some(Question {
        text: say::ask_void(context.lang, entry),
        explanation: say::ask_void_explained(context.lang, entry),
    });
    let Some(recorded) = context.carry_out(ledger, question, work, |recorded| recorded)? else {
        return Ok(false);
    };
    let is_recorded = recorded.entry.is_some();
    if context.json {
        show(context, "void", ledger, &recorded)?;
        return Ok(is_recorded);
    }
    let (lang, style) = (context.lang, style(context));
    // Whoever was asked has seen it.
    if !context.someone_decides() {
        for table in views::effects(lang, &recorded.effects, true) {
            context.say(render(&table, &style))?;
        }
    }
    context.say(match recorded.entry {
        Some(by) => say::voided(lang, entry, by),
        None => say::rehearsed(lang),
    })?;
    let action = label(lang, "action", &record.action);
    let source = record.source_name.unwrap_or_default();
    context.say(say::void_reverses(lang, entry, format!("{action} {source}").trim_end()))?;
    Ok(is_recorded)
}
