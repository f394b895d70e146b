//! `void ENTRY` and `undo`: an entry is taken back whole; nothing is erased.

use clap::ArgMatches;

use super::unknown_word;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::i18n::codes::label;
use crate::i18n::publications;
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::ledger::{Act, Ledger, LedgerError, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = matches.get_one::<String>("entry").map_or("", String::as_str);
    let entry = text.parse::<i64>().map_err(|_| unknown_word(context.lang, text, &["2"]))?;
    let ledger = context.open()?;
    take_back(context, ledger, entry)?;
    Ok(Done::Well)
}

/// Takes back the newest entry that stands; repeated, it walks back.
pub fn undo(context: &Context) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let standing: Vec<i64> = ledger
        .log(snapshot, usize::MAX)?
        .into_iter()
        .filter(|entry| entry.entry > 1 && entry.voids.is_none() && entry.voided_by.is_none())
        .map(|entry| entry.entry)
        .take(2)
        .collect();
    let Some(newest) = standing.first() else {
        let message = say::nothing_to_undo(context.lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    };
    take_back(context, ledger, *newest)?;
    if let Some(next) = standing.get(1).filter(|_| !context.dry_run) {
        context.tell(say::undone(context.lang, newest, next));
    }
    Ok(Done::Well)
}

fn take_back(context: &Context, ledger: &mut Ledger, entry: i64) -> Result<(), Failure> {
    let record = ledger.entry(entry)?;
    let snapshot = context.snapshot(ledger)?;
    let withdrawn = ledger.publications(snapshot)?.into_iter().find(|p| p.brought_by == entry);
    if let Some(publication) = withdrawn {
        let figures = ledger.published_figures(publication.number, snapshot)?.len();
        let (number, quarter) = (publication.number, publication.quarter);
        context.tell(publications::withdraws(context.lang, number, quarter, figures));
    }
    let act = Act { voids: Some(entry), ..context.act("entry.void") };
    let ((), receipt) = ledger.write(act, |writing| {
        writing.void_entry(entry)?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    if context.json {
        super::recorded(context, "void", ledger, receipt)?;
        return Ok(());
    }
    let lang = context.lang;
    context.print(match receipt {
        Some(receipt) => say::voided(lang, entry, receipt.entry),
        None => say::rehearsed(lang),
    })?;
    let action = label(lang, "action", &record.action);
    let source = record.source_name.unwrap_or_default();
    context.print(say::void_reverses(lang, format!("{action} {source}").trim_end()))?;
    Ok(())
}
