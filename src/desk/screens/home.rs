//! The first screen: how far the targets are, what waits to be done, the lists, what was recorded last.

use super::form::FormScreen;
use super::list::ListScreen;
use super::summary::Summary;
use crate::desk::cells::width;
use crate::desk::effect::{Answer, Found, HomePage, Question, Ticket, cell};
use crate::desk::lists::{self, LISTS};
use crate::desk::message::Key;
use crate::desk::model::{Base, Out, Screen};
use crate::desk::pen::{Line, Pen, Piece, Tone, piece, plain, scrolled};
use crate::desk::table::{fit, row};
use crate::i18n::desk as say;
use crate::report::shown;

/// Targets shown before the rest is a line.
const TARGETS: usize = 3;

/// The first screen.
#[derive(Default)]
pub struct Home {
    page: Option<HomePage>,
    told: Option<String>,
    /// Which of the things that lead somewhere is picked.
    cursor: usize,
    waits: Option<Ticket>,
    is_read: bool,
}

/// Where something leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Leads {
    List(&'static str),
    Card(Vec<String>),
    /// A command the desk has no screen for.
    Command(Vec<String>),
    /// A quarter's figures before they are sealed.
    Publish(Vec<String>),
    Draft(String),
}

/// A line in which some pieces lead somewhere.
#[derive(Default)]
struct HomeLine(Vec<(Piece, Option<Leads>)>);

impl HomeLine {
    fn said(line: Line) -> Self {
        Self(line.into_iter().map(|piece| (piece, None)).collect())
    }

    fn leading(line: Line, leads: Leads) -> Self {
        Self(line.into_iter().map(|piece| (piece, Some(leads.clone()))).collect())
    }
}

impl Home {
    fn lines(&self, base: &Base) -> Vec<HomeLine> {
        let lang = base.lang;
        let room = base.width().saturating_sub(4);
        let mut lines = Vec::new();
        let heading = |text: String| HomeLine::said(vec![piece(text, Tone::Strong)]);
        if let Some(page) = &self.page {
            if !page.targets.rows.is_empty() {
                lines.push(heading(page.targets.title.clone().unwrap_or_default()));
                let table = &page.targets;
                let fits = fit(table, lang, "indicator", room);
                for cells in table.rows.iter().take(TARGETS) {
                    let line = row(table, &fits, cells, lang, Tone::Plain, &base.glyphs);
                    lines.push(HomeLine::leading(line, Leads::List("target status")));
                }
                lines.push(HomeLine::default());
            }
            let count = page.todo.rows.len();
            lines.push(heading(if count == 0 {
                say::nothing_waits(lang)
            } else {
                say::today(lang)
            }));
            for cells in &page.todo.rows {
                let of = |key: &str| {
                    cell(&page.todo, cells, key).map(|c| shown(c, lang)).unwrap_or_default()
                };
                let words: Vec<String> = of("next").split(' ').map(str::to_owned).collect();
                let amount = match of("amount") {
                    amount if amount.is_empty() => amount,
                    amount => format!(" {} ", say::yuan(lang, amount)),
                };
                let text = format!("{} {} {amount}{}", of("todo"), of("count"), of("about"));
                lines.push(HomeLine::leading(vec![plain(text)], leads(words)));
            }
        } else {
            lines.push(heading(self.told.clone().unwrap_or_else(|| say::reading(lang))));
        }
        if !base.drafts.is_empty() {
            lines.push(HomeLine::default());
            lines.push(heading(say::drafts(lang)));
            for key in base.drafts.keys() {
                let form = FormScreen::of_draft(base, key);
                let title = form.map_or_else(|| key.clone(), |form| form.title(base));
                lines.push(HomeLine::leading(vec![plain(title)], Leads::Draft(key.clone())));
            }
        }
        lines.push(HomeLine::default());
        lines.push(heading(say::lists(lang)));
        lines.extend(list_lines(base, room));
        if let Some(page) = &self.page {
            lines.push(HomeLine::default());
            lines.push(heading(say::last_entries(lang)));
            let fits = fit(&page.log, lang, "entry", room);
            for cells in &page.log.rows {
                let line = row(&page.log, &fits, cells, lang, Tone::Plain, &base.glyphs);
                let entry = cells.first().map(|cell| shown(cell, lang)).unwrap_or_default();
                lines.push(HomeLine::leading(line, Leads::Card(vec!["log".to_owned(), entry])));
            }
        }
        lines
    }

    /// What leads somewhere, in order, each with its line.
    fn leading(lines: &[HomeLine]) -> Vec<(usize, usize, Leads)> {
        let mut found: Vec<(usize, usize, Leads)> = Vec::new();
        for (y, HomeLine(pieces)) in lines.iter().enumerate() {
            for (at, (_, leads)) in pieces.iter().enumerate() {
                let Some(leads) = leads else { continue };
                // The pieces of a row of a table lead to one place.
                if !found.last().is_some_and(|(line, _, last)| *line == y && last == leads) {
                    found.push((y, at, leads.clone()));
                }
            }
        }
        found
    }

    /// Goes up or down by lines; within a line of several by pieces.
    fn step(&mut self, base: &Base, down: bool) {
        let found = Self::leading(&self.lines(base));
        let Some((line, ..)) = found.get(self.cursor) else { return };
        let other = match down {
            true => found.iter().position(|(y, ..)| y > line),
            false => {
                let above = found.iter().rev().find(|(y, ..)| y < line).map(|(y, ..)| *y);
                found.iter().position(|(y, ..)| Some(*y) == above)
            }
        };
        self.cursor = other.unwrap_or(self.cursor);
    }
}

/// The lists side by side, as many to a line as fit.
fn list_lines(base: &Base, room: usize) -> Vec<HomeLine> {
    let mut lines = vec![HomeLine::default()];
    let mut used = 0;
    for list in LISTS {
        let title = say::list_title(base.lang, list.command);
        let cells = width(&title) + 3;
        if used + cells > room {
            lines.push(HomeLine::default());
            used = 0;
        }
        used += cells;
        if let Some(HomeLine(pieces)) = lines.last_mut() {
            pieces.push((plain(title), Some(Leads::List(list.command))));
            pieces.push((plain("   "), None));
        }
    }
    lines
}

/// Where the command that shows more of something leads.
fn leads(words: Vec<String>) -> Leads {
    if let Some(list) = lists::list(&words.join(" ")) {
        return Leads::List(list.command);
    }
    match words.get(1).map(String::as_str) {
        Some("show") if words.len() == 3 => Leads::Card(words),
        Some("publish") if words.len() == 3 => Leads::Publish(words),
        _ => Leads::Command(words),
    }
}

impl Screen for Home {
    fn show(&mut self, _base: &Base, out: &mut Out) {
        if !self.is_read {
            self.is_read = true;
            out.ask(&mut self.waits, Question::Home);
        }
    }

    fn outdate(&mut self) {
        self.is_read = false;
    }

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        let found = Self::leading(&self.lines(base));
        match key {
            Key::Up => self.step(base, false),
            Key::Down => self.step(base, true),
            Key::Left => self.cursor = self.cursor.saturating_sub(1),
            Key::Right | Key::Tab => {
                self.cursor = (self.cursor + 1).min(found.len().saturating_sub(1))
            }
            Key::Home | Key::PageUp => self.cursor = 0,
            Key::End | Key::PageDown => self.cursor = found.len().saturating_sub(1),
            Key::Enter => match found.into_iter().nth(self.cursor) {
                Some((.., Leads::List(command))) => out.open(ListScreen::new(command)),
                Some((.., Leads::Card(words))) => out.open_card(words),
                Some((.., Leads::Publish(words))) => {
                    let title = say::publish_title(base.lang, &words[2]);
                    out.open(Summary::new(title, words));
                }
                Some((.., Leads::Command(words))) => {
                    let line = crate::desk::verbs::typed(&words);
                    out.said = Some(say::command_is(base.lang, line));
                }
                Some((.., Leads::Draft(key))) => {
                    if let Some(form) = FormScreen::of_draft(base, &key) {
                        out.open(form);
                    }
                }
                None => {}
            },
            Key::Delete | Key::Ctrl('x') => {
                if let Some((.., Leads::Draft(key))) = found.into_iter().nth(self.cursor) {
                    out.effects.push(crate::desk::effect::Effect::DropDraft { key });
                }
            }
            Key::Char('/') | Key::Ctrl('f') => {
                out.open(ListScreen::new("patent list"));
            }
            _ => return false,
        }
        true
    }

    fn waits_for(&self, ticket: Ticket) -> bool {
        self.waits == Some(ticket)
    }

    fn answer(&mut self, answer: Answer, base: &Base, _out: &mut Out) {
        self.waits = None;
        match answer.result {
            Ok(Found::Home(page)) => (self.page, self.told) = (Some(*page), None),
            Ok(_) => {}
            Err(told) => self.told = Some(told.words.message),
        }
        let found = Self::leading(&self.lines(base)).len();
        self.cursor = self.cursor.min(found.saturating_sub(1));
    }

    fn stop_waiting(&mut self, out: &mut Out) -> bool {
        out.effects.extend(self.waits.take().map(crate::desk::effect::Effect::Cancel));
        false
    }

    fn title(&self, base: &Base) -> String {
        let office = self.page.as_ref().map(|page| page.office.clone());
        office.unwrap_or_else(|| say::desk(base.lang))
    }

    fn command(&self, _base: &Base) -> Option<Vec<String>> {
        Some(vec!["status".to_owned()])
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        vec![
            ("Enter", say::key_open(lang)),
            ("/", say::key_find(lang)),
            ("F1", say::key_help(lang)),
            ("F5", say::key_new(lang)),
            ("F6", say::key_import(lang)),
            ("F7", say::key_quarter(lang)),
            ("F8", say::key_history(lang)),
            ("Ctrl-Z", say::key_undo(lang)),
            ("F10", say::key_leave(lang)),
        ]
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        let lines = self.lines(base);
        let picked = Self::leading(&lines).into_iter().nth(self.cursor);
        let line = picked.as_ref().map_or(0, |(y, ..)| *y);
        // The heading above the first thing is seen with it.
        let top = if self.cursor == 0 { 0 } else { scrolled(0, line, lines.len(), pen.height()) };
        for y in 0..pen.height() {
            let Some(HomeLine(pieces)) = lines.get(top + y) else {
                pen.line(y, &[]);
                continue;
            };
            let is_picked = |leads: &Option<Leads>| {
                top + y == line
                    && leads.is_some()
                    && leads.as_ref() == picked.as_ref().map(|(.., l)| l)
            };
            let cursor = if pieces.iter().any(|(_, leads)| is_picked(leads)) {
                base.glyphs.cursor
            } else {
                " "
            };
            let mut shown = vec![plain(format!(" {cursor} "))];
            for (piece, leads) in pieces {
                let tone = if is_picked(leads) { Tone::Picked } else { piece.tone };
                shown.push(Piece { text: piece.text.clone(), tone });
            }
            shown.push(plain(""));
            pen.line(y, &shown);
            if cursor != " " {
                pen.caret_at(1, y);
            }
        }
    }
}
