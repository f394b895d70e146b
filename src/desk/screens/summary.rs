//! What something would do, before it is done: the only screen that records.

use crate::desk::cells::width;
use crate::desk::effect::{Act, Answer, FieldFault, Found, Outcome, Question, Ticket, Told};
use crate::desk::field::Field;
use crate::desk::message::Key;
use crate::desk::model::{Base, Go, Out, Screen};
use crate::desk::pen::{Line, Pen, Tone, piece, plain};
use crate::desk::table::{fit, heads, whole_row};
use crate::domain::values::text::fold_width;
use crate::i18n::desk as say;
use crate::i18n::publications;
use crate::i18n::punctuation::labelled;
use crate::i18n::titles::title;
use crate::i18n::words::Words;
use crate::report::wrapped;

/// What would be recorded, rehearsed; recorded when the person says so.
pub struct Summary {
    title: String,
    act: Act,
    rehearsed: Option<Result<Outcome, Told>>,
    /// What a person types before what cannot be taken back is recorded; what is typed of it.
    seals: Option<String>,
    typed: Field,
    top: usize,
    is_writing: bool,
    waits: Option<Ticket>,
    is_old: bool,
}

impl Summary {
    pub fn new(title: String, words: Vec<String>) -> Self {
        // Figures that go out are sealed for good: their quarter is typed.
        let seals = match words.as_slice() {
            [noun, verb, quarter] if noun == "stats" && verb == "publish" => Some(quarter.clone()),
            _ => None,
        };
        Self {
            title,
            act: Act { words, reason: None },
            rehearsed: None,
            seals,
            typed: Field::default(),
            top: 0,
            is_writing: false,
            waits: None,
            is_old: true,
        }
    }

    fn may_write(&self) -> bool {
        matches!(self.rehearsed, Some(Ok(_))) && self.waits.is_none()
    }

    /// What must be typed still, in this moment.
    fn asks(&self) -> Option<&String> {
        self.seals.as_ref().filter(|_| self.may_write())
    }

    /// Lines for what would be recorded.
    fn room(&self, base: &Base) -> usize {
        base.height().saturating_sub(usize::from(self.asks().is_some()))
    }

    fn lines(&self, base: &Base) -> Vec<Line> {
        let room = base.width().saturating_sub(4);
        let mut lines: Vec<Line> = Vec::new();
        match &self.rehearsed {
            None => lines.push(vec![plain(say::rehearsing(base.lang))]),
            Some(Ok(outcome)) => outcome_lines(base, outcome, room, &mut lines),
            Some(Err(told)) => told_lines(base, told, room, &mut lines),
        }
        if self.is_writing {
            lines.push(vec![piece(say::recording(base.lang), Tone::Strong)]);
        }
        lines
    }
}

/// What an outcome says: what is done to each thing, what ends, what to know, which published figures move.
pub fn outcome_lines(base: &Base, outcome: &Outcome, room: usize, lines: &mut Vec<Line>) {
    let lang = base.lang;
    for text in &outcome.lines {
        lines.extend(wrapped(text, room).into_iter().map(|text| vec![plain(text)]));
    }
    for table in &outcome.tables {
        if let Some(title) = &table.title {
            lines.extend(
                wrapped(title, room).into_iter().map(|text| vec![piece(text, Tone::Strong)]),
            );
        }
        let key = table.columns.first().map_or("", |column| column.key);
        let fits = fit(table, lang, key, room);
        lines.push(heads(table, &fits, None, None, &base.glyphs));
        for cells in table.rows_and_total() {
            lines.extend(whole_row(table, &fits, cells, lang, &base.glyphs));
        }
        for note in &table.notes {
            lines.extend(wrapped(note, room).into_iter().map(|text| vec![plain(text)]));
        }
        lines.push(Line::new());
    }
    for notice in &outcome.notices {
        let text = format!("! {notice}");
        lines.extend(wrapped(&text, room).into_iter().map(|text| vec![piece(text, Tone::Warn)]));
    }
    if !outcome.moved.is_empty() {
        lines.push(vec![piece(publications::moves_title(lang), Tone::Warn)]);
        lines.extend(outcome.moved.iter().map(|text| vec![plain(format!("  {text}"))]));
    } else if outcome.is_watched {
        lines.push(vec![plain(publications::moves_none(lang))]);
    }
}

/// Why something is refused, and what to do.
pub fn told_lines(base: &Base, told: &Told, room: usize, lines: &mut Vec<Line>) {
    // What is not filled in yet is one line, not one for each field.
    let (missing, faults): (Vec<_>, Vec<_>) =
        told.faults.iter().partition(|fault| fault.code == "field-missing");
    let named = |fault: &&FieldFault| title(base.lang, fault.field).to_owned();
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(named).collect();
        let text = say::missing(base.lang, names.join(say::between(base.lang)));
        lines.extend(wrapped(&text, room).into_iter().map(|text| vec![plain(text)]));
    }
    let sentences: Vec<(String, &Words)> = match told.faults.is_empty() {
        true => vec![(told.words.message.clone(), &told.words)],
        // Where no line of the form says it, the field is named.
        false => faults
            .iter()
            .map(|fault| (labelled(base.lang, named(fault), &fault.words.message), &fault.words))
            .collect(),
    };
    for (message, words) in sentences {
        let text = format!("{} {message}", base.glyphs.bad);
        lines.extend(wrapped(&text, room).into_iter().map(|text| vec![piece(text, Tone::Warn)]));
        if !words.hint.is_empty() {
            lines.extend(wrapped(&words.hint, room).into_iter().map(|text| vec![plain(text)]));
        }
    }
    for table in &told.tables {
        let fits = fit(table, base.lang, "rule", room);
        lines.push(Line::new());
        lines.push(heads(table, &fits, None, None, &base.glyphs));
        for cells in &table.rows {
            lines.extend(whole_row(table, &fits, cells, base.lang, &base.glyphs));
        }
    }
}

impl Screen for Summary {
    fn show(&mut self, _base: &Base, out: &mut Out) {
        if self.is_old && !self.is_writing {
            self.is_old = false;
            out.ask(&mut self.waits, Question::Rehearse(self.act.clone()));
        }
    }

    fn outdate(&mut self) {
        self.is_old = true;
    }

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        let last = self.lines(base).len().saturating_sub(self.room(base));
        // The last line of a page says how many are below, and is the first of the next.
        let page = self.room(base).saturating_sub(1);
        let asks = self.asks().cloned();
        match key {
            Key::Up => self.top = self.top.saturating_sub(1),
            Key::Down => self.top = (self.top + 1).min(last),
            Key::PageUp => self.top = self.top.saturating_sub(page),
            Key::PageDown => self.top = (self.top + page).min(last),
            Key::F(2) if asks.as_ref().is_some_and(|asks| !is_same(self.typed.text(), asks)) => {
                out.said = Some(say::type_to_seal(base.lang, asks.unwrap_or_default()));
            }
            Key::F(2) if self.may_write() => {
                self.is_writing = true;
                out.ask(&mut self.waits, Question::Write(self.act.clone()));
            }
            Key::F(2) => {}
            key => return asks.is_some() && self.typed.key(key),
        }
        true
    }

    fn paste(&mut self, text: &str, _base: &Base, _out: &mut Out) {
        if self.asks().is_some() {
            self.typed.paste(text);
        }
    }

    fn waits_for(&self, ticket: Ticket) -> bool {
        self.waits == Some(ticket)
    }

    fn answer(&mut self, answer: Answer, base: &Base, out: &mut Out) {
        (self.waits, self.is_writing) = (None, false);
        match answer.result {
            Ok(Found::Rehearsed(outcome)) => {
                // What is taken back is what was shown, whatever others record meanwhile.
                if let Some(words) = &outcome.words {
                    self.act.words = words.clone();
                }
                self.rehearsed = Some(Ok(outcome));
            }
            Ok(Found::Written(Outcome { entry: Some(entry), refused, .. })) => {
                let recorded = crate::i18n::say::recorded(base.lang, entry);
                let refused = refused
                    .map(|path| crate::i18n::say::refused_written(base.lang, path.display()));
                let said: Vec<String> = [Some(recorded), refused].into_iter().flatten().collect();
                out.go = Some(Go::Recorded(said.join(" ")));
            }
            Ok(Found::Written(outcome)) => {
                out.said = Some(crate::i18n::say::nothing_new(base.lang));
                self.rehearsed = Some(Ok(outcome));
            }
            Ok(_) => {}
            Err(told) => self.rehearsed = Some(Err(told)),
        }
    }

    fn stop_waiting(&mut self, out: &mut Out) -> bool {
        out.effects.extend(self.waits.take().map(crate::desk::effect::Effect::Cancel));
        std::mem::take(&mut self.is_writing)
    }

    fn title(&self, _base: &Base) -> String {
        self.title.clone()
    }

    fn command(&self, _base: &Base) -> Option<Vec<String>> {
        Some(self.act.words.clone())
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        let mut keys = Vec::new();
        if self.may_write() {
            keys.push(("F2", say::key_record(lang)));
        }
        keys.extend([("F3", say::key_command(lang)), ("Esc", say::key_back(lang))]);
        keys
    }

    fn types(&self) -> bool {
        self.asks().is_some()
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        let lines = self.lines(base);
        let height = pen.height().min(self.room(base));
        for y in 0..height {
            let mut line = vec![plain("   ")];
            let below = lines.len().saturating_sub(self.top + height);
            if below > 0 && y + 1 == height {
                line.push(piece(say::lines_below(base.lang, below + 1), Tone::Faint));
            } else {
                line.extend(lines.get(self.top + y).cloned().unwrap_or_default());
            }
            line.push(plain(""));
            pen.line(y, &line);
        }
        match self.asks() {
            Some(asks) => {
                let label = format!(" {} ", say::type_to_seal(base.lang, asks));
                let seen = self.typed.visible(pen.width().saturating_sub(width(&label) + 1));
                let at = width(&label) + seen.caret;
                pen.line(height, &[piece(label, Tone::Strong), plain(seen.text)]);
                pen.caret_at(at, height);
            }
            None => pen.caret_at(1, 0),
        }
    }
}

/// Whether what is typed is what was asked for, in any width and case.
fn is_same(typed: &str, asked: &str) -> bool {
    fold_width(typed).trim().eq_ignore_ascii_case(asked)
}
