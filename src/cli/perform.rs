//! A request carried out, and what came of it shown; alike for every noun.

use super::context::Context;
use super::error::{Done, Failure};
use super::output::{Shown, style};
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::i18n::{operations, publications};
use crate::ledger::Ledger;
use crate::operations::{FigureChange, Mode, Office, Recorded, Refusal, Request};
use crate::report::terminal::render;
use crate::report::views;

/// Figures told before the rest is counted.
const FIGURES_TOLD: usize = 12;

/// What a person is asked before something is recorded.
pub struct Question {
    pub text: String,
    /// What yes and no would do.
    pub explanation: String,
}

impl Context {
    /// The office at work on a ledger, as the flags say.
    ///
    /// Errors: `usage` with `--known-at`: what is recorded builds on the newest state.
    pub fn office<'l>(&self, ledger: &'l mut Ledger) -> Result<Office<'l>, Failure> {
        if self.looks_back() {
            let message = say::not_at_known_at(self.lang);
            return Err(Failure::Usage(Words { message, hint: String::new() }));
        }
        Ok(self.observer(ledger))
    }

    /// The office at a look at the past too: what it finds of what it once knew is not recorded.
    pub fn observer<'l>(&self, ledger: &'l mut Ledger) -> Office<'l> {
        let mode = if self.dry_run { Mode::Rehearse } else { Mode::Record };
        Office::new(ledger, self.author(), self.today(), mode)
    }

    /// Whether a person is at hand to be asked before something is recorded.
    pub fn someone_decides(&self) -> bool {
        !self.dry_run && !self.yes && self.can_ask()
    }

    /// Carries out what is asked. Where published figures move, they are told first, and a person at a terminal is
    /// asked: all is rehearsed before it is recorded. With a `question` of its own the person is always asked, with
    /// the effects in view.
    pub fn carry_out<T>(
        &self,
        ledger: &mut Ledger,
        question: Option<Question>,
        mut work: impl FnMut(&mut Office<'_>) -> Result<T, Refusal>,
        recorded: impl Fn(&T) -> &Recorded,
    ) -> Result<Option<T>, Failure> {
        if self.someone_decides() && (question.is_some() || ledger.holds_publications()?) {
            let mut rehearsal = self.clone();
            rehearsal.dry_run = true;
            let rehearsed = work(&mut rehearsal.office(ledger)?)?;
            let moved = &recorded(&rehearsed).moved;
            if question.is_some() || !moved.is_empty() {
                if question.is_some() {
                    let tables = views::effects(self.lang, &recorded(&rehearsed).effects, true);
                    tables.iter().for_each(|table| self.tell(render(table, &style(self))));
                }
                if !moved.is_empty() {
                    tell_moved(self, moved);
                }
                let Question { text, explanation } = question.unwrap_or_else(|| Question {
                    text: say::ask_record(self.lang),
                    explanation: say::ask_record_explained(self.lang),
                });
                if !ledger.away(|| self.asks(&text, &explanation))?? {
                    self.print(say::not_recorded(self.lang))?;
                    return Ok(None);
                }
                let done = work(&mut self.office(ledger)?)?;
                self.remind_of_backup(ledger, recorded(&done));
                return Ok(Some(done));
            }
        }
        let watches = ledger.holds_publications()?;
        let done = work(&mut self.office(ledger)?)?;
        let moved = &recorded(&done).moved;
        if !moved.is_empty() || (self.dry_run && watches) {
            tell_moved(self, moved);
        }
        self.remind_of_backup(ledger, recorded(&done));
        Ok(Some(done))
    }

    /// Tells whoever records something that the last proved backup is old.
    fn remind_of_backup(&self, ledger: &Ledger, recorded: &Recorded) {
        // A reminder that cannot be worked out is no reason to call what is recorded a failure.
        let reminder = recorded.entry.and_then(|_| self.backup_reminder(ledger).ok().flatten());
        if let Some(reminder) = reminder {
            self.warn(&reminder);
            self.note_aside(reminder);
        }
    }
}

/// Carries out a request as one entry, and shows what it did.
pub fn perform(context: &Context, request: &Request) -> Result<Done, Failure> {
    context.gives_no_table()?;
    let ledger = &mut context.open()?;
    let work = |office: &mut Office<'_>| office.perform(request.clone());
    match context.carry_out(ledger, None, work, |recorded| recorded)? {
        Some(recorded) => show(context, &request.action(), ledger, &recorded),
        None => Ok(Done::Well),
    }
}

/// Shows what was recorded, or would be.
pub fn show(
    context: &Context,
    schema: &str,
    ledger: &Ledger,
    recorded: &Recorded,
) -> Result<Done, Failure> {
    let lang = context.lang;
    let notices: Vec<String> =
        recorded.notices.iter().map(|notice| operations::notice(lang, notice)).collect();
    if context.json {
        let data = serde_json::json!({
            "entry": recorded.entry, "dry_run": context.dry_run,
            "effects": views::effects_json(lang, &recorded.effects),
            "moved": views::moved_json(&recorded.moved),
        });
        Shown::of(context, ledger, schema)?.warned(notices).data(context, data)?;
        return Ok(Done::Well);
    }
    if !context.quiet {
        let style = style(context);
        for line in views::ended(lang, &recorded.effects) {
            context.print(line)?;
        }
        for table in views::effects(lang, &recorded.effects, context.dry_run) {
            context.print(render(&table, &style))?;
        }
    }
    notices.iter().for_each(|notice| context.warn(notice));
    context.say(match recorded.entry {
        Some(entry) => say::recorded(lang, entry),
        None if context.dry_run => say::rehearsed(lang),
        None => say::nothing_new(lang),
    })?;
    Ok(Done::Well)
}

/// Tells which published figures move, and by how much.
pub fn tell_moved(context: &Context, moved: &[FigureChange]) {
    let lang = context.lang;
    let lines = views::moved(lang, moved);
    lines.iter().for_each(|line| context.note_aside(line.clone()));
    if lines.is_empty() {
        context.tell(publications::moves_none(lang));
        return;
    }
    context.tell(publications::moves_title(lang));
    lines.iter().take(FIGURES_TOLD).for_each(|line| context.tell(format!("  {line}")));
    if lines.len() > FIGURES_TOLD {
        context.tell(format!("  {}", publications::moves_more(lang, lines.len() - FIGURES_TOLD)));
    }
}
