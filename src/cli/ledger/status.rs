//! `status`, and `ipledger` alone: what waits to be done, what the ledger holds, how far the targets are.

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, style};
use crate::i18n::say;
use crate::report::terminal::render;
use crate::report::views::status::{StatusQuery, status};
use crate::report::wrapped;

/// Lines of a screen that stand around what waits: head, foot, command and prompt.
const AROUND: usize = 12;

/// `ipledger` alone.
pub fn welcome(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    if context.db().exists() {
        run(context, false)?;
        context.tell(say::welcome_next(lang));
    } else {
        context.print(say::welcome_none(lang, context.db().display()))?;
        context.print(say::welcome_next_none(lang))?;
    }
    Ok(Done::Well)
}

/// `status [--all]`
pub fn run(context: &Context, all: bool) -> Result<Done, Failure> {
    context.gives_no_table()?;
    let lang = context.lang;
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let query = StatusQuery { path: context.db().display().to_string(), detail: context.detail() };
    let status = status(lang, ledger, snapshot, &query)?;
    let reminder = context.backup_reminder(ledger)?;
    if context.json {
        let shown = Shown::of(context, ledger, "status")?;
        shown.warned(reminder.into_iter().collect()).data(context, status.json())?;
        return Ok(Done::Well);
    }
    for line in status.head(lang) {
        context.print(line)?;
    }
    if !status.todo.rows.is_empty() {
        let room = context.height().map(|lines| lines.saturating_sub(AROUND));
        context.print(format!("\n{}", status.todo_drawn(&style(context), room)))?;
    }
    for line in status.foot(lang) {
        context.print(line)?;
    }
    reminder.iter().for_each(|reminder| context.warn(reminder));
    context.print(context.anchor_said(status.anchor()))?;
    // What waits comes first and fits the screen; the plan's table is there for the asking.
    if all {
        context.print(format!("\n{}", render(&status.targets, &style(context))))?;
    } else if let Some(brief) = &status.targets_in_brief {
        context.print(wrapped(brief, context.width()).join("\n"))?;
    }
    Ok(Done::Well)
}
