//! A list: searched as one types, narrowed, sorted, counted by a column, with the row under the cursor in full below.

use std::collections::BTreeMap;

use crate::desk::effect::{Answer, Found, ListQuery, Page, Question, Ticket, cell, name};
use crate::desk::field::Field;
use crate::desk::lists::{self, List};
use crate::desk::message::Key;
use crate::desk::model::{Base, Out, Screen};
use crate::desk::pen::{Line, Pen, Tone, piece, plain, scrolled};
use crate::desk::table::{Fit, fit, heads, row};
use crate::i18n::desk as say;
use crate::i18n::numbers::grouped;
use crate::report::query::sums;
use crate::report::{Cell, shown};

/// Rows kept around those that are seen.
const AROUND: usize = 100;

/// Lines below the rows: what stands in the row under the cursor.
const DETAILS: usize = 5;

/// A list of things.
pub struct ListScreen {
    list: &'static List,
    search: Field,
    is_typing: bool,
    values: Vec<(&'static str, String)>,
    sort: Option<(&'static str, bool)>,
    /// The column that keys act on.
    column: &'static str,
    page: Option<Page>,
    cursor: usize,
    top: usize,
    /// Rows marked, by what names them.
    marked: BTreeMap<String, Vec<Cell>>,
    counts: Option<Counts>,
    waits: Option<Ticket>,
    /// Whether it waits for a file.
    exports: bool,
    /// What was pressed before the rows it is meant for were there.
    early: Vec<Key>,
    is_old: bool,
}

/// How many rows hold each value of a column.
struct Counts {
    column: &'static str,
    values: Vec<(String, usize)>,
    cursor: usize,
    waits: Option<Ticket>,
}

impl ListScreen {
    /// The list that a command gives; the first of all where none does.
    pub fn new(command: &str) -> Self {
        let list = lists::list(command).unwrap_or(&lists::LISTS[0]);
        Self {
            list,
            search: Field::default(),
            is_typing: false,
            values: Vec::new(),
            sort: None,
            column: list.key,
            page: None,
            cursor: 0,
            top: 0,
            marked: BTreeMap::new(),
            counts: None,
            waits: None,
            exports: false,
            early: Vec::new(),
            is_old: true,
        }
    }

    fn query(&self) -> ListQuery {
        ListQuery {
            list: self.list.command,
            text: self.search.text().to_owned(),
            values: self.values.clone(),
            sort: self.sort,
            first: self.cursor.saturating_sub(AROUND),
            count: AROUND * 3,
        }
    }

    fn ask(&mut self, base: &Base, out: &mut Out) {
        self.is_old = false;
        if std::mem::take(&mut self.exports) {
            out.said = Some(say::stopped(base.lang));
        }
        let question = Question::Page(base.times, self.query());
        out.ask(&mut self.waits, question);
    }

    /// Other rows fit now: from the first on.
    fn ask_anew(&mut self, base: &Base, out: &mut Out) {
        (self.cursor, self.top) = (0, 0);
        self.ask(base, out);
    }

    /// The row under the cursor.
    fn row(&self) -> Option<&Vec<Cell>> {
        let page = self.page.as_ref()?;
        page.table.rows.get(self.cursor.checked_sub(page.first)?)
    }

    /// What names the row under the cursor.
    fn id(&self, base: &Base) -> Option<String> {
        let page = self.page.as_ref()?;
        cell(&page.table, self.row()?, self.list.key).map(|cell| name(cell, base.lang))
    }

    fn fits(&self, base: &Base) -> Vec<Fit> {
        let Some(page) = &self.page else { return Vec::new() };
        fit(&page.table, base.lang, self.list.key, base.width().saturating_sub(4))
    }

    /// Lines of rows on the screen.
    fn height(&self, base: &Base) -> usize {
        let details = if has_details(base) { DETAILS } else { 0 };
        base.height().saturating_sub(3 + details).max(1)
    }

    fn go(&mut self, to: usize, base: &Base, out: &mut Out) {
        let fitting = self.page.as_ref().map_or(0, |page| page.fitting);
        self.cursor = to.min(fitting.saturating_sub(1));
        self.top = scrolled(self.top, self.cursor, fitting, self.height(base));
        let (height, page) = (self.height(base), self.page.as_ref());
        let is_there = page.is_some_and(|page| {
            let end = page.first + page.table.rows.len();
            self.top >= page.first && (self.top + height).min(fitting) <= end
        });
        if !is_there && fitting > 0 {
            self.ask(base, out);
        }
    }

    fn choose_column(&mut self, step: isize, base: &Base) {
        let Some(page) = &self.page else { return };
        let keys: Vec<&'static str> =
            self.fits(base).iter().map(|fit| page.table.columns[fit.at].key).collect();
        let at = keys.iter().position(|key| *key == self.column).unwrap_or(0);
        let at = at.saturating_add_signed(step).min(keys.len().saturating_sub(1));
        self.column = keys.get(at).copied().unwrap_or(self.list.key);
    }

    fn type_key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        match key {
            Key::Enter | Key::Down | Key::Tab => self.is_typing = false,
            Key::Esc if self.search.is_empty() => self.is_typing = false,
            Key::Esc => {
                self.search = Field::default();
                self.is_typing = false;
                self.ask_anew(base, out);
            }
            Key::Ctrl('x') => {
                self.search = Field::default();
                self.ask_anew(base, out);
            }
            key @ (Key::Char(_)
            | Key::Backspace
            | Key::Delete
            | Key::Left
            | Key::Right
            | Key::Home
            | Key::End) => {
                if self.search.key(key) {
                    self.ask_anew(base, out);
                }
            }
            _ => return false,
        }
        true
    }

    /// Whether a key acts on rows that were asked for and are not there yet, or comes behind one that does.
    fn is_early(&self, key: Key) -> bool {
        let acts = matches!(key, Key::Enter | Key::Char(' ' | '=') | Key::Ctrl('a'));
        let moves =
            matches!(key, Key::Up | Key::Down | Key::PageUp | Key::PageDown | Key::Home | Key::End);
        self.waits.is_some() && !self.exports && (acts || moves && !self.early.is_empty())
    }

    fn mark(&mut self, base: &Base) {
        let (Some(id), Some(row)) = (self.id(base), self.row().cloned()) else { return };
        if self.marked.remove(&id).is_none() {
            self.marked.insert(id, row);
        }
    }

    /// The value of the chosen column in the row under the cursor becomes a condition.
    fn narrow(&mut self, base: &Base, out: &mut Out) {
        let Some(page) = &self.page else { return };
        let value = self.row().and_then(|row| cell(&page.table, row, self.column));
        let Some(value) = value.map(|cell| shown(cell, base.lang)) else { return };
        self.add_value(self.column, value, base, out);
    }

    fn add_value(&mut self, column: &'static str, value: String, base: &Base, out: &mut Out) {
        self.values.retain(|(known, _)| *known != column);
        self.values.push((column, value));
        self.ask_anew(base, out);
    }

    fn drop_condition(&mut self, base: &Base, out: &mut Out) {
        if self.values.pop().is_none() {
            if self.search.is_empty() {
                return;
            }
            self.search = Field::default();
        }
        self.ask_anew(base, out);
    }

    fn counts_key(&mut self, key: Key, base: &Base, out: &mut Out) {
        let Some(counts) = &mut self.counts else { return };
        let last = counts.values.len().saturating_sub(1);
        let page = base.height().saturating_sub(4);
        match key {
            Key::Up => counts.cursor = counts.cursor.saturating_sub(1),
            Key::Down => counts.cursor = (counts.cursor + 1).min(last),
            Key::PageUp => counts.cursor = counts.cursor.saturating_sub(page),
            Key::PageDown => counts.cursor = (counts.cursor + page).min(last),
            Key::Home => counts.cursor = 0,
            Key::End => counts.cursor = last,
            Key::Enter => {
                let value = counts.values.get(counts.cursor).map(|(value, _)| value.clone());
                let column = counts.column;
                self.counts = None;
                if let Some(value) = value {
                    self.add_value(column, value, base, out);
                }
            }
            _ => self.counts = None,
        }
    }

    /// The line that says what is looked for and which conditions hold.
    fn conditions(&self, base: &Base) -> (Line, usize) {
        let lang = base.lang;
        let label = format!(" {} ", say::find(lang));
        let room = (base.width() / 3).max(16);
        let seen = self.search.visible(room);
        let caret = crate::desk::cells::width(&label) + seen.caret;
        let tone = if self.is_typing { Tone::Strong } else { Tone::Plain };
        let mut line = vec![piece(label, Tone::Faint), piece(seen.text, tone)];
        if self.is_typing {
            // Nothing but blanks stands to the right of what is being typed.
            return (line, caret);
        }
        for (key, value) in &self.values {
            let title = self
                .page
                .as_ref()
                .and_then(|page| page.table.columns.iter().find(|column| column.key == *key));
            let title = title.map_or(*key, |column| &column.title);
            line.push(plain("  "));
            line.push(piece(format!("{title}={value} {}", base.glyphs.drop), Tone::Strong));
        }
        (line, caret)
    }

    /// How many rows fit, of how many; what is marked, and the sums.
    fn count_line(&self, base: &Base) -> String {
        let lang = base.lang;
        let Some(page) = &self.page else { return say::reading(lang) };
        let mut parts = vec![match page.fitting == page.of {
            true => say::rows_in_all(lang, grouped(page.of as i64)),
            false => say::rows_of(lang, grouped(page.fitting as i64), grouped(page.of as i64)),
        }];
        let summed = |sums: &[Option<i64>]| {
            let sums = page.table.columns.iter().zip(sums);
            let sums = sums.filter_map(|(column, sum)| {
                let sum = shown(&Cell::Yuan((*sum)?), lang);
                Some(format!("{} {sum}", column.title))
            });
            sums.collect::<Vec<_>>()
        };
        if self.marked.is_empty() {
            parts.extend(summed(&page.sums));
        } else {
            parts.push(say::marked(lang, self.marked.len()));
            parts.extend(summed(&sums(page.table.columns.len(), self.marked.values())));
        }
        if self.waits.is_some() {
            parts.push(say::reading(lang));
        }
        parts.join(" · ")
    }

    fn draw_rows(&self, base: &Base, page: &Page, pen: &mut Pen<'_>) {
        let (fits, glyphs) = (self.fits(base), base.glyphs);
        let chosen = (!self.is_typing).then_some(self.column);
        let mut head = vec![plain("    ")];
        head.extend(heads(&page.table, &fits, chosen, self.sort, &glyphs));
        pen.line(0, &head);
        let height = pen.height().saturating_sub(1);
        for y in 0..height {
            let at = self.top + y;
            let Some(cells) = at.checked_sub(page.first).and_then(|at| page.table.rows.get(at))
            else {
                pen.line(y + 1, &[]);
                continue;
            };
            let is_picked = at == self.cursor;
            let tone = if is_picked && !self.is_typing { Tone::Picked } else { Tone::Plain };
            let id = cell(&page.table, cells, self.list.key).map(|cell| name(cell, base.lang));
            let is_marked = id.is_some_and(|id| self.marked.contains_key(&id));
            let cursor = if is_picked { glyphs.cursor } else { " " };
            let mark = if is_marked { glyphs.mark } else { " " };
            let mut line = vec![piece(format!(" {cursor}{mark} "), tone)];
            line.extend(row(&page.table, &fits, cells, base.lang, tone, &glyphs));
            pen.line(y + 1, &line);
            if is_picked && !self.is_typing {
                pen.caret_at(1, y + 1);
            }
        }
    }

    /// What a row holds beside what its columns show.
    fn details(&self, base: &Base, room: usize) -> Vec<Line> {
        let (Some(page), Some(cells)) = (&self.page, self.row()) else { return Vec::new() };
        let mut lines: Vec<Line> = Vec::new();
        let mut used = room;
        for (column, cell) in page.table.columns.iter().zip(cells) {
            let text = shown(cell, base.lang);
            if text.is_empty() || column.key == crate::report::table::BAR {
                continue;
            }
            let (title, text) = (format!("{} ", column.title), format!("{text}   "));
            let both = crate::desk::cells::width(&title) + crate::desk::cells::width(&text);
            if used + both > room {
                lines.push(vec![plain("   ")]);
                used = 3;
            }
            used += both;
            if let Some(line) = lines.last_mut() {
                line.extend([piece(title, Tone::Faint), plain(text)]);
            }
        }
        lines
    }

    fn draw_counts(&self, base: &Base, counts: &Counts, pen: &mut Pen<'_>) {
        let title = self
            .page
            .as_ref()
            .and_then(|page| page.table.columns.iter().find(|column| column.key == counts.column));
        let title = title.map_or(counts.column, |column| &column.title);
        pen.line(0, &[piece(format!(" {}", say::counted_by(base.lang, title)), Tone::Strong)]);
        let height = pen.height().saturating_sub(1);
        let top = scrolled(0, counts.cursor, counts.values.len(), height);
        for y in 0..height {
            let Some((value, count)) = counts.values.get(top + y) else {
                pen.line(y + 1, &[]);
                continue;
            };
            let is_picked = top + y == counts.cursor;
            let tone = if is_picked { Tone::Picked } else { Tone::Plain };
            let cursor = if is_picked { base.glyphs.cursor } else { " " };
            let value =
                if value.is_empty() { say::nothing_there(base.lang) } else { value.clone() };
            let count = grouped(*count as i64);
            pen.line(y + 1, &[piece(format!(" {cursor} {count:>9}  {value}"), tone)]);
            if is_picked {
                pen.caret_at(1, y + 1);
            }
        }
    }
}

fn has_details(base: &Base) -> bool {
    base.height() >= 17
}

impl Screen for ListScreen {
    fn show(&mut self, base: &Base, out: &mut Out) {
        if self.is_old {
            self.ask(base, out);
        }
    }

    fn outdate(&mut self) {
        self.is_old = true;
    }

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        if self.counts.is_some() {
            self.counts_key(key, base, out);
            return true;
        }
        if self.is_typing && self.type_key(key, base, out) {
            return true;
        }
        if self.is_early(key) {
            self.early.push(key);
            return true;
        }
        self.early.clear();
        let page = self.height(base).saturating_sub(1).max(1);
        match key {
            Key::Up => self.go(self.cursor.saturating_sub(1), base, out),
            Key::Down => self.go(self.cursor + 1, base, out),
            Key::PageUp => self.go(self.cursor.saturating_sub(page), base, out),
            Key::PageDown => self.go(self.cursor + page, base, out),
            Key::Home => self.go(0, base, out),
            Key::End => self.go(usize::MAX, base, out),
            Key::Left | Key::Char('<') => self.choose_column(-1, base),
            Key::Right | Key::Char('>') => self.choose_column(1, base),
            Key::Enter => {
                if let (Some(card), Some(id)) = (self.list.card, self.id(base)) {
                    out.open_card(card.split(' ').map(str::to_owned).chain([id]).collect());
                }
            }
            Key::Char(' ') | Key::Ctrl('a') => {
                self.mark(base);
                self.go(self.cursor + 1, base, out);
            }
            Key::Char('=') => self.narrow(base, out),
            Key::Delete | Key::Ctrl('x') => self.drop_condition(base, out),
            Key::Ctrl('s') => {
                self.sort = match self.sort {
                    Some((key, false)) if key == self.column => Some((key, true)),
                    Some((key, true)) if key == self.column => None,
                    _ => Some((self.column, false)),
                };
                self.ask_anew(base, out);
            }
            Key::Ctrl('t') => {
                let mut counts =
                    Counts { column: self.column, values: Vec::new(), cursor: 0, waits: None };
                out.ask(&mut counts.waits, Question::Count(base.times, self.query(), self.column));
                self.counts = Some(counts);
            }
            Key::F(9) | Key::Ctrl('e') => {
                // The answer comes where the page's would.
                let question = Question::Export(base.times, self.query());
                out.ask(&mut self.waits, question);
                self.exports = true;
            }
            Key::Char('/') | Key::Ctrl('f') => self.is_typing = true,
            Key::Char('?') => return false,
            Key::Char(c) if c.is_alphanumeric() => {
                self.is_typing = true;
                self.search.key(Key::End);
                return self.type_key(key, base, out);
            }
            Key::Esc if !self.marked.is_empty() => self.marked.clear(),
            _ => return false,
        }
        true
    }

    fn paste(&mut self, text: &str, base: &Base, out: &mut Out) {
        if self.counts.is_none() {
            self.is_typing = true;
            // What is looked for is a line.
            if self.search.paste(text.trim_start().lines().next().unwrap_or_default()) {
                self.ask_anew(base, out);
            }
        }
    }

    fn waits_for(&self, ticket: Ticket) -> bool {
        self.waits == Some(ticket)
            || self.counts.as_ref().is_some_and(|counts| counts.waits == Some(ticket))
    }

    fn answer(&mut self, answer: Answer, base: &Base, out: &mut Out) {
        match answer.result {
            Ok(Found::Page(page)) => {
                self.waits = None;
                // What names the row stays under the cursor where it still is.
                let id = self.id(base);
                self.cursor = self.cursor.min(page.fitting.saturating_sub(1));
                let place = |row: &Vec<Cell>| {
                    id.is_some()
                        && cell(&page.table, row, self.list.key).map(|c| name(c, base.lang)) == id
                };
                let is_moved = self.cursor > 0 || self.top > 0;
                if let Some(at) = page.table.rows.iter().position(place).filter(|_| is_moved) {
                    self.cursor = page.first + at;
                }
                self.top = scrolled(self.top, self.cursor, page.fitting, self.height(base));
                self.page = Some(page);
                for early in std::mem::take(&mut self.early) {
                    self.key(early, base, out);
                }
            }
            Ok(Found::Counted(values)) => {
                if let Some(counts) = &mut self.counts {
                    (counts.values, counts.waits) = (values, None);
                }
            }
            Ok(Found::Exported(path)) => {
                (self.waits, self.exports) = (None, false);
                out.said = Some(crate::i18n::say::written(base.lang, path.display()));
            }
            Ok(_) => {}
            Err(told) => {
                (self.waits, self.exports, self.counts) = (None, false, None);
                self.early.clear();
                out.said = Some(told.words.message);
            }
        }
    }

    fn stop_waiting(&mut self, out: &mut Out) -> bool {
        let counts = self.counts.as_mut().and_then(|counts| counts.waits.take());
        let waited = [self.waits.take(), counts].into_iter().flatten();
        let cancelled: Vec<_> = waited.map(crate::desk::effect::Effect::Cancel).collect();
        out.effects.extend(cancelled);
        std::mem::take(&mut self.exports)
    }

    fn title(&self, base: &Base) -> String {
        say::list_title(base.lang, self.list.command)
    }

    fn command(&self, base: &Base) -> Option<Vec<String>> {
        let mut words: Vec<String> = self.list.command.split(' ').map(str::to_owned).collect();
        let searches = matches!(self.list.rows, lists::RowsOf::Searched(_));
        if !self.search.is_empty() && searches {
            words.extend(["--text".to_owned(), self.search.text().to_owned()]);
        }
        if let Some((key, turned)) = self.sort.filter(|_| searches) {
            words.push(format!("--sort={}{key}", if turned { "-" } else { "" }));
        }
        words.extend(base.times_words());
        Some(words)
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        if self.counts.is_some() {
            return vec![("Enter", say::key_narrow(lang)), ("Esc", say::key_back(lang))];
        }
        if self.is_typing {
            return vec![("Enter", say::key_to_rows(lang)), ("Esc", say::key_clear(lang))];
        }
        let mut keys = vec![("/", say::key_find(lang))];
        if self.list.card.is_some() {
            keys.push(("Enter", say::key_open(lang)));
        }
        keys.extend([
            ("=", say::key_narrow(lang)),
            ("Space", say::key_mark(lang)),
            ("Ctrl-S", say::key_sort(lang)),
            ("Ctrl-T", say::key_count(lang)),
            ("F9", say::key_export(lang)),
            ("F1", say::key_help(lang)),
            ("Esc", say::key_back(lang)),
        ]);
        keys
    }

    fn acts_on(&self, base: &Base) -> Option<(String, Option<String>)> {
        Some((self.list.noun.to_owned(), self.id(base)))
    }

    fn types(&self) -> bool {
        self.is_typing
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        let (conditions, caret) = self.conditions(base);
        pen.line(0, &conditions);
        if self.is_typing {
            pen.caret_at(caret, 0);
        }
        let details = if has_details(base) { DETAILS } else { 0 };
        let height = pen.height().saturating_sub(2 + details);
        let mut part = pen.part(1, height);
        match (&self.counts, &self.page) {
            (Some(counts), _) => self.draw_counts(base, counts, &mut part),
            (None, Some(page)) if page.fitting == 0 => {
                let notes = page.table.notes.iter();
                let none = [say::nothing_fits(base.lang)];
                let lines =
                    if page.table.notes.is_empty() { none.iter() } else { notes.as_slice().iter() };
                let lines: Vec<&String> = lines.collect();
                for y in 0..height {
                    let text = lines.get(y).map_or(String::new(), |line| format!("   {line}"));
                    part.line(y, &[plain(text)]);
                }
            }
            (None, Some(page)) => self.draw_rows(base, page, &mut part),
            (None, None) => (0..height).for_each(|y| part.line(y, &[])),
        }
        let caret = part.caret.or(pen.caret);
        pen.caret = caret;
        if details > 0 {
            pen.rule(1 + height);
            let lines = self.details(base, pen.width());
            for n in 0..details - 1 {
                pen.line(2 + height + n, lines.get(n).map_or(&[][..], |line| line));
            }
        }
        pen.line(pen.height().saturating_sub(1), &[plain(format!(" {}", self.count_line(base)))]);
    }
}
