//! A card: what is recorded of a thing, and what belongs to it, a line each. A line that names something leads there;
//! one that is cut unfolds.

use std::collections::BTreeSet;

use super::form::FormScreen;
use super::summary::Summary;
use crate::desk::cells::{fitted, width};
use crate::desk::effect::{Answer, Card, Found, NextStep, Question, Ticket, Times};
use crate::desk::lists::{card_of, noun_of};
use crate::desk::message::Key;
use crate::desk::model::{Base, Out, Screen};
use crate::desk::pen::{Line, Pen, Tone, piece, plain, scrolled};
use crate::desk::table::{fit, heads, is_cut, row};
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::desk as say;
use crate::report::{Cell, Column, Table, shown, wrapped};

/// The card of one thing.
pub struct CardScreen {
    /// The command that shows it: `loan show JD1`.
    words: Vec<String>,
    card: Option<Card>,
    /// The day a balance is looked at for, where it is another than everything is.
    day: Option<Date>,
    told: Option<String>,
    cursor: usize,
    top: usize,
    /// Rows shown in full: the table and the row.
    unfolded: BTreeSet<(usize, usize)>,
    waits: Option<Ticket>,
    /// Whether it waits for a file.
    exports: bool,
    is_old: bool,
}

/// A line of a card: where it leads, and which row it is.
struct CardLine {
    line: Line,
    leads: Option<Vec<String>>,
    row: Option<(usize, usize)>,
}

impl CardScreen {
    pub fn new(command: &str, id: &str) -> Self {
        let words = command.split(' ').map(str::to_owned).chain([id.to_owned()]);
        Self::of(words.collect())
    }

    pub fn of(words: Vec<String>) -> Self {
        Self {
            words,
            card: None,
            day: None,
            told: None,
            cursor: 0,
            top: 0,
            unfolded: BTreeSet::new(),
            waits: None,
            exports: false,
            is_old: true,
        }
    }

    fn id(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// The next, or the one before, of the cards a thing has: a loan's card, balance and schedule.
    fn turned(&self, step: usize) -> Option<Self> {
        const OF_A_LOAN: [&str; 3] = ["loan show", "loan balance", "loan schedule"];
        let command = self.words[..self.words.len() - 1].join(" ");
        let at = OF_A_LOAN.iter().position(|known| *known == command)?;
        Some(Self::new(OF_A_LOAN[(at + step) % OF_A_LOAN.len()], self.id()))
    }

    fn is_balance(&self) -> bool {
        self.words[..self.words.len() - 1].join(" ") == "loan balance"
    }

    /// The day the balance stands for.
    fn day(&self, base: &Base) -> Date {
        self.day.or(base.times.as_of).unwrap_or(base.today)
    }

    fn times(&self, base: &Base) -> Times {
        Times { as_of: self.day.or(base.times.as_of), ..base.times }
    }

    /// The day a key leads to from the one a balance stands for: a day, a month, a due day before or after.
    fn day_by(&self, key: Key, base: &Base) -> Option<Date> {
        let day = self.day(base);
        let due = || self.card.iter().flat_map(|card| &card.days);
        match key {
            Key::Left => day.add_days(-1),
            Key::Right => day.add_days(1),
            Key::PageUp => day.add_months(-1),
            Key::PageDown => day.add_months(1),
            Key::Home => due().filter(|due| **due < day).max().copied(),
            Key::End => due().find(|due| **due > day).copied(),
            _ => None,
        }
    }

    fn next(&self) -> Option<&NextStep> {
        self.card.as_ref()?.next.as_ref()
    }

    fn ask(&mut self, base: &Base, out: &mut Out) {
        self.is_old = false;
        if std::mem::take(&mut self.exports) {
            out.said = Some(say::stopped(base.lang));
        }
        let question = Question::Card(self.times(base), self.words.clone());
        out.ask(&mut self.waits, question);
    }

    fn lines(&self, base: &Base) -> Vec<CardLine> {
        let Some(Card { details, warnings, .. }) = &self.card else { return Vec::new() };
        let (lang, room) = (base.lang, base.width().saturating_sub(4));
        let mut lines = Vec::new();
        for warning in warnings {
            let text = wrapped(&format!("! {warning}"), room);
            lines.extend(text.into_iter().map(|text| said(vec![piece(text, Tone::Warn)])));
        }
        for section in &details.sections {
            if let Some(title) = &section.title {
                lines.push(said(vec![piece(title.clone(), Tone::Strong)]));
            }
            let says = |cell: &Cell| !shown(cell, lang).is_empty();
            let fields: Vec<_> = section.fields.iter().filter(|(_, cell)| says(cell)).collect();
            let names = fields.iter().map(|(column, _)| width(&column.title)).max().unwrap_or(0);
            for (column, cell) in fields {
                lines.extend(field(column, cell, names, room, self.id(), lang));
            }
        }
        for (at, (_, table)) in details.tables.iter().enumerate() {
            if !table.rows.is_empty() {
                self.table(base, at, table, room, &mut lines);
            }
        }
        for note in &details.notes {
            lines.extend(wrapped(note, room).into_iter().map(|text| said(vec![plain(text)])));
        }
        lines
    }

    fn table(&self, base: &Base, at: usize, table: &Table, room: usize, lines: &mut Vec<CardLine>) {
        let (lang, glyphs) = (base.lang, &base.glyphs);
        let key = table.columns.first().map_or("", |column| column.key);
        let fits = fit(table, lang, key, room);
        lines.push(said(Vec::new()));
        if let Some(title) = &table.title {
            lines.push(said(vec![piece(title.clone(), Tone::Strong)]));
        }
        lines.push(said(heads(table, &fits, None, None, glyphs)));
        for (n, cells) in table.rows_and_total().enumerate() {
            let pairs = || table.columns.iter().zip(cells);
            let leads = pairs().find_map(|(column, cell)| leads(column, cell, self.id(), lang));
            let line = row(table, &fits, cells, lang, Tone::Plain, glyphs);
            let is_cut = is_cut(&fits, cells, lang);
            lines.push(CardLine { line, leads, row: is_cut.then_some((at, n)) });
            if self.unfolded.contains(&(at, n)) {
                let names = pairs().map(|(column, _)| width(&column.title)).max().unwrap_or(0);
                for (column, cell) in pairs().filter(|(_, cell)| **cell != Cell::Empty) {
                    for mut line in
                        field(column, cell, names, room.saturating_sub(4), self.id(), lang)
                    {
                        line.line.insert(0, plain("    "));
                        lines.push(line);
                    }
                }
            }
        }
        for note in &table.notes {
            lines.extend(wrapped(note, room).into_iter().map(|text| said(vec![plain(text)])));
        }
    }

    fn go(&mut self, to: usize, base: &Base) {
        let lines = self.lines(base).len();
        self.cursor = to.min(lines.saturating_sub(1));
        self.top = scrolled(self.top, self.cursor, lines, base.height());
    }
}

/// A line that leads nowhere.
fn said(line: Line) -> CardLine {
    CardLine { line, leads: None, row: None }
}

/// A named value; what is long goes on below.
fn field(
    column: &Column,
    cell: &Cell,
    names: usize,
    room: usize,
    own: &str,
    lang: Lang,
) -> Vec<CardLine> {
    let text = shown(cell, lang);
    let name = fitted(&column.title, names, "");
    let lines = wrapped(&text, room.saturating_sub(names + 2).max(10));
    let leads = leads(column, cell, own, lang);
    let line = |(n, text): (usize, String)| {
        let name = if n == 0 { name.clone() } else { " ".repeat(names) };
        CardLine {
            line: vec![piece(format!("{name}  "), Tone::Faint), plain(text)],
            leads: leads.clone(),
            row: None,
        }
    };
    lines.into_iter().enumerate().map(line).collect()
}

/// The card of what a cell names; none of the thing itself.
fn leads(column: &Column, cell: &Cell, own: &str, lang: Lang) -> Option<Vec<String>> {
    let command = card_of(column.key)?;
    let is_name = matches!(cell, Cell::Id(_) | Cell::Text(_) | Cell::Ordinal(_));
    let id = shown(cell, lang);
    let is_other = is_name && !id.is_empty() && id != own;
    is_other.then(|| command.split(' ').map(str::to_owned).chain([id]).collect())
}

impl Screen for CardScreen {
    fn show(&mut self, base: &Base, out: &mut Out) {
        if self.is_old {
            self.ask(base, out);
        }
    }

    fn outdate(&mut self) {
        self.is_old = true;
    }

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        let page = base.height().saturating_sub(1).max(1);
        if self.is_balance() {
            if let Some(day) = self.day_by(key, base) {
                self.day = Some(day);
                self.ask(base, out);
                return true;
            }
            // What is paid on the day that is looked at.
            if let (Key::F(2), Some(verb)) = (key, base.verb("loan repay"))
                && base.times.is_now()
            {
                let on = self.day(base).to_string();
                out.open(FormScreen::filled(base, verb, self.id(), &[("on", on)]));
                return true;
            }
        }
        match (key, self.next()) {
            (Key::F(2), Some(NextStep { barred: Some(why), .. })) => {
                out.said = Some(why.clone());
                return true;
            }
            (Key::F(2), Some(NextStep { words, barred: None })) => {
                out.open(Summary::new(say::approve_title(base.lang, self.id()), words.clone()));
                return true;
            }
            _ => {}
        }
        match key {
            Key::Up => self.go(self.cursor.saturating_sub(1), base),
            Key::Down => self.go(self.cursor + 1, base),
            Key::PageUp => self.go(self.cursor.saturating_sub(page), base),
            Key::PageDown => self.go(self.cursor + page, base),
            Key::Home => self.go(0, base),
            Key::End => self.go(usize::MAX, base),
            Key::Enter => {
                let lines = self.lines(base);
                let Some(line) = lines.get(self.cursor) else { return true };
                if let Some(row) = line.row.filter(|row| !self.unfolded.contains(row)) {
                    self.unfolded.insert(row);
                } else if let Some(words) = &line.leads {
                    out.open_card(words.clone());
                } else if let Some(row) = line.row {
                    self.unfolded.remove(&row);
                }
            }
            Key::Tab | Key::BackTab => {
                let turned = self.turned(if key == Key::Tab { 1 } else { 2 });
                let Some(turned) = turned else { return false };
                self.stop_waiting(out);
                *self = turned;
                self.show(base, out);
            }
            // The answer comes where the card's would.
            Key::F(9) | Key::Ctrl('e') => {
                let question = Question::ExportCard(self.times(base), self.words.clone());
                out.ask(&mut self.waits, question);
                self.exports = true;
            }
            _ => return false,
        }
        true
    }

    fn waits_for(&self, ticket: Ticket) -> bool {
        self.waits == Some(ticket)
    }

    fn answer(&mut self, answer: Answer, base: &Base, out: &mut Out) {
        (self.waits, self.exports) = (None, false);
        match answer.result {
            Ok(Found::Card(card)) => {
                (self.card, self.told) = (Some(*card), None);
                self.go(self.cursor, base);
            }
            Ok(Found::Exported(path)) => {
                out.said = Some(crate::i18n::say::written(base.lang, path.display()));
            }
            Ok(_) => {}
            Err(told) => (self.card, self.told) = (None, Some(told.words.message)),
        }
    }

    fn stop_waiting(&mut self, out: &mut Out) -> bool {
        let waited = self.waits.take();
        out.effects.extend(waited.map(crate::desk::effect::Effect::Cancel));
        std::mem::take(&mut self.exports) && waited.is_some()
    }

    fn title(&self, base: &Base) -> String {
        let title = self.card.as_ref().and_then(|card| card.details.title.clone());
        say::card_title(base.lang, &self.words[0], title.unwrap_or_else(|| self.id().to_owned()))
    }

    fn command(&self, base: &Base) -> Option<Vec<String>> {
        let day = self.day.map(|day| format!("--as-of={day}"));
        let has_day = day.is_some();
        let times = base.times_words().into_iter();
        let times = times.filter(|word| !has_day || !word.starts_with("--as-of"));
        Some(self.words.iter().cloned().chain(times).chain(day).collect())
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        let mut keys = vec![("Enter", say::key_open(lang))];
        if self.turned(1).is_some() {
            keys.push(("Tab", say::key_turn(lang)));
        }
        if self.is_balance() {
            keys.extend([("← →", say::key_by_day(lang)), ("PgUp/PgDn", say::key_by_month(lang))]);
        }
        match self.next() {
            Some(NextStep { barred: Some(why), .. }) => keys.insert(0, ("F2", say::off(lang, why))),
            Some(NextStep { barred: None, .. }) => {
                keys.insert(0, ("F2", say::key_approve(lang)));
            }
            None if base.times.is_now() && self.is_balance() => {
                keys.insert(3, ("F2", say::key_repay(lang)));
            }
            None if base.times.is_now() => keys.push(("F2", say::key_do(lang))),
            None => {}
        }
        if self.is_balance() {
            keys.push(("Home/End", say::key_by_due(lang)));
        }
        keys.extend([
            ("Ctrl-D", say::key_day(lang)),
            ("Ctrl-K", say::key_entry(lang)),
            ("F3", say::key_command(lang)),
            ("F9", say::key_export(lang)),
            ("F1", say::key_help(lang)),
            ("Esc", say::key_back(lang)),
        ]);
        keys
    }

    fn acts_on(&self, _base: &Base) -> Option<(String, Option<String>)> {
        Some((noun_of(&self.words[0]).to_owned(), Some(self.id().to_owned())))
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        let lines = self.lines(base);
        let top = scrolled(self.top, self.cursor, lines.len(), pen.height());
        for y in 0..pen.height() {
            let Some(CardLine { line, leads, .. }) = lines.get(top + y) else {
                let text = match (&self.told, self.waits, y) {
                    (Some(told), _, 0) => format!("   {told}"),
                    (None, Some(_), 0) => format!("   {}", say::reading(base.lang)),
                    _ => String::new(),
                };
                pen.line(y, &[plain(text)]);
                continue;
            };
            let is_picked = top + y == self.cursor;
            let cursor = if is_picked { base.glyphs.cursor } else { " " };
            let mut shown = vec![plain(format!(" {cursor} "))];
            shown.extend(line.iter().cloned().map(|mut piece| {
                if is_picked {
                    piece.tone = if leads.is_some() { Tone::Picked } else { Tone::Strong };
                }
                piece
            }));
            // The line ends where its words do.
            shown.push(plain(""));
            pen.line(y, &shown);
            if is_picked {
                pen.caret_at(1, y);
            }
        }
    }
}
