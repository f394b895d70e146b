//! A file before it is imported: how it is read, the refused rows to be mended in place, the corrections to be taken one by
//! one. What is mended is checked at once by the rows' own operation, and goes in with all else as one entry.

use super::summary::{Summary, outcome_lines, told_lines};
use crate::desk::cells::{fitted, width};
use crate::desk::effect::{Act, Answer, Effect, Found, Outcome, Question, Ticket, Told};
use crate::desk::field::Field;
use crate::desk::message::Key;
use crate::desk::model::{Base, Out, Screen};
use crate::desk::pen::{Line, Pen, Tone, piece, plain, scrolled};
use crate::exchange::Mend;
use crate::i18n::desk as say;
use crate::report::views::import::RefusedCell;
use crate::report::wrapped;

/// A file's import, to be looked at and mended.
pub struct ImportScreen {
    title: String,
    /// The command without what is mended and taken here.
    words: Vec<String>,
    part: Part,
    mends: Vec<Mended>,
    /// Rows whose corrections are taken.
    taken: Vec<RefusedCell>,
    rehearsed: Option<Result<Outcome, Told>>,
    cursor: usize,
    top: usize,
    /// The value being typed for the cell under the cursor.
    typed: Option<Field>,
    is_leaving: bool,
    /// Whether the summary was asked for before the rehearsal had ended.
    wants_summary: bool,
    waits: Option<Ticket>,
    is_old: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Refused,
    Reading,
}

/// A mended cell, with what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mended {
    mend: Mend,
    cell: RefusedCell,
}

/// A line of the refused rows: mended or taken already, or still to be.
struct Item<'a> {
    cell: &'a RefusedCell,
    was: &'a str,
    mended: Option<&'a str>,
}

impl Item<'_> {
    /// What stands there, and what is to stand there.
    fn text(&self, base: &Base) -> String {
        match self.mended {
            Some(mended) => format!("{} {} {mended}", self.was, base.glyphs.into),
            None => self.was.to_owned(),
        }
    }
}

impl ImportScreen {
    pub fn new(title: String, words: Vec<String>) -> Self {
        Self {
            title,
            words,
            part: Part::Refused,
            mends: Vec::new(),
            taken: Vec::new(),
            rehearsed: None,
            cursor: 0,
            top: 0,
            typed: None,
            is_leaving: false,
            wants_summary: false,
            waits: None,
            is_old: true,
        }
    }

    fn words(&self) -> Vec<String> {
        let mends = self.mends.iter().map(|mended| format!("--mend={}", mended.mend));
        let taken = self.taken.iter().map(|cell| format!("--accept-row={}", cell.row));
        self.words.iter().cloned().chain(mends).chain(taken).collect()
    }

    fn rehearse(&mut self, out: &mut Out) {
        self.is_old = false;
        let act = Act { words: self.words(), reason: None };
        out.ask(&mut self.waits, Question::Rehearse(act));
    }

    /// Opens the summary that was asked for, once it is known what the import comes to.
    fn open_summary(&mut self, out: &mut Out) {
        if self.waits.is_none()
            && std::mem::take(&mut self.wants_summary)
            && let Some(Ok(_)) = self.rehearsed
        {
            out.open(Summary::new(self.title.clone(), self.words()));
        }
    }

    fn refused(&self) -> &[RefusedCell] {
        match &self.rehearsed {
            Some(Ok(outcome)) => &outcome.refused_cells,
            Some(Err(_)) | None => &[],
        }
    }

    /// What was mended or taken, and what is still refused, in the order of the file.
    fn items(&self) -> Vec<Item<'_>> {
        let refused = self.refused();
        let is_open = |cell: &RefusedCell| refused.iter().any(|open| open.place() == cell.place());
        let open = refused.iter().map(|cell| {
            match self.mends.iter().find(|one| one.cell.place() == cell.place()) {
                Some(one) => Item { cell, was: &one.cell.value, mended: Some(&one.mend.value) },
                None => Item { cell, was: &cell.value, mended: None },
            }
        });
        let done = self.mends.iter().filter(|one| !is_open(&one.cell)).map(|one| Item {
            cell: &one.cell,
            was: &one.cell.value,
            mended: Some(&one.mend.value),
        });
        let taken = self.taken.iter().filter(|cell| !is_open(cell));
        let taken = taken.map(|cell| Item { cell, was: &cell.value, mended: None });
        let mut items: Vec<Item<'_>> = open.chain(done).chain(taken).collect();
        items.sort_by_key(|item| item.cell.place());
        items
    }

    fn here(&self) -> Option<RefusedCell> {
        self.items().get(self.cursor).map(|item| item.cell.clone())
    }

    fn go(&mut self, to: usize) {
        self.cursor = to.min(self.items().len().saturating_sub(1));
    }

    /// A cell has this value from now on; the same as it was: it is not mended.
    fn mend(&mut self, cell: &RefusedCell, column: usize, value: &str) {
        let place = (cell.sheet, cell.row, Some(column));
        let known = self.mends.iter().position(|one| one.cell.place() == place);
        let known = known.map(|at| self.mends.remove(at).cell.value);
        let stands = cell.cells.get(column).map_or("", |(_, value)| value.as_str());
        let was = known.unwrap_or_else(|| stands.to_owned());
        if value != was {
            let mend = Mend { sheet: cell.sheet, row: cell.row, column, value: value.to_owned() };
            let header = cell.cells.get(column).map(|(header, _)| header.clone());
            let cell = RefusedCell {
                column: Some(column),
                name: header.unwrap_or_else(|| cell.name.clone()),
                value: was,
                ..cell.clone()
            };
            self.mends.push(Mended { mend, cell });
        }
    }

    fn leave_cell(&mut self, out: &mut Out) {
        let (Some(typed), Some(cell)) = (self.typed.take(), self.here()) else { return };
        if let Some(column) = cell.column {
            self.mend(&cell, column, typed.text().trim());
            self.rehearse(out);
        }
    }

    /// Corrections are taken by the row; anything else is mended.
    fn begin(&mut self, base: &Base, out: &mut Out) {
        let Some(cell) = self.here() else { return };
        match (cell.is_correction, cell.column) {
            (true, _) => self.take(base, out),
            (false, Some(_)) => {
                let value = self.items().get(self.cursor).and_then(|item| item.mended);
                self.typed = Some(Field::new(value.unwrap_or(&cell.value)));
            }
            (false, None) => out.said = Some(say::whole_row(base.lang)),
        }
    }

    fn take(&mut self, base: &Base, out: &mut Out) {
        let Some(cell) = self.here() else { return };
        let before = self.taken.len();
        self.taken.retain(|taken| taken.place() != cell.place());
        if self.taken.len() == before {
            if !cell.is_correction {
                out.said = Some(say::no_correction(base.lang));
                return;
            }
            self.taken.push(cell);
        }
        self.rehearse(out);
    }

    fn take_all(&mut self, out: &mut Out) {
        let open = self.refused().iter().filter(|cell| cell.is_correction).cloned();
        let open: Vec<RefusedCell> = open.collect();
        self.taken.extend(open);
        self.rehearse(out);
    }

    fn drop_mend(&mut self, out: &mut Out) {
        let Some(cell) = self.here() else { return };
        let before = self.mends.len();
        self.mends.retain(|one| one.cell.place() != cell.place());
        if self.mends.len() < before {
            self.rehearse(out);
        }
    }

    /// A line of the refused rows.
    fn item_line(&self, base: &Base, item: &Item<'_>, is_here: bool, values: usize) -> Line {
        let cut = base.glyphs.cut;
        let cell = item.cell;
        let cursor = if is_here { base.glyphs.cursor } else { " " };
        let (good, bad) = (base.glyphs.good, base.glyphs.bad);
        let is_open = self.refused().iter().any(|open| open.place() == cell.place());
        let sign = if is_open { bad } else { good };
        let tone = if is_here { Tone::Strong } else { Tone::Plain };
        let row = format!("{:>5}", cell.row);
        let name = fitted(&cell.name, 14, cut);
        let text = fitted(&item.text(base), values, cut);
        vec![piece(format!(" {cursor} {row} {sign} {name} {text} {}", cell.why), tone), plain("")]
    }

    /// The whole row that the cell under the cursor stands in, and why it is refused.
    fn row_lines(&self, base: &Base, cell: &RefusedCell, room: usize) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let why = [&cell.why, &cell.hint].into_iter().flat_map(|text| wrapped(text, room));
        for text in why.filter(|text| !text.is_empty()) {
            lines.push(vec![piece(format!(" {text}"), Tone::Warn)]);
        }
        let cells: Vec<String> = cell
            .cells
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(header, value)| crate::i18n::punctuation::labelled(base.lang, header, value))
            .collect();
        for text in wrapped(&cells.join("  "), room) {
            lines.push(vec![plain(format!(" {text}"))]);
        }
        lines
    }
}

impl Screen for ImportScreen {
    fn show(&mut self, _base: &Base, out: &mut Out) {
        if self.is_old {
            self.rehearse(out);
        }
    }

    fn outdate(&mut self) {
        self.is_old = true;
    }

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        let is_leaving = std::mem::take(&mut self.is_leaving);
        self.wants_summary = false;
        if let Some(typed) = &mut self.typed {
            match key {
                Key::Esc => self.typed = None,
                Key::Enter | Key::Tab => {
                    self.leave_cell(out);
                    self.go(self.cursor + 1);
                }
                Key::Down => {
                    self.leave_cell(out);
                    self.go(self.cursor + 1);
                }
                Key::Up | Key::BackTab => {
                    self.leave_cell(out);
                    self.go(self.cursor.saturating_sub(1));
                }
                Key::F(2) => self.leave_cell(out),
                key => drop(typed.key(key)),
            }
            return true;
        }
        let page = (base.height() / 2).max(1);
        match (self.part, key) {
            (_, Key::Tab | Key::BackTab) => {
                self.part = if self.part == Part::Refused { Part::Reading } else { Part::Refused };
                self.top = 0;
            }
            (Part::Reading, Key::Up) => self.top = self.top.saturating_sub(1),
            (Part::Reading, Key::Down) => self.top += 1,
            (Part::Reading, Key::PageUp) => self.top = self.top.saturating_sub(page),
            (Part::Reading, Key::PageDown) => self.top += page,
            (Part::Refused, Key::Up) => self.go(self.cursor.saturating_sub(1)),
            (Part::Refused, Key::Down) => self.go(self.cursor + 1),
            (Part::Refused, Key::PageUp) => self.go(self.cursor.saturating_sub(page)),
            (Part::Refused, Key::PageDown) => self.go(self.cursor + page),
            (Part::Refused, Key::Home) => self.go(0),
            (Part::Refused, Key::End) => self.go(usize::MAX),
            (Part::Refused, Key::Enter) => self.begin(base, out),
            (Part::Refused, Key::Char(' ') | Key::Ctrl('a')) => self.take(base, out),
            (Part::Refused, Key::Char('*')) => self.take_all(out),
            (Part::Refused, Key::Delete | Key::Ctrl('x')) => self.drop_mend(out),
            (_, Key::F(2)) => {
                self.wants_summary = true;
                self.open_summary(out);
            }
            (_, Key::Esc) if !(is_leaving || self.mends.is_empty() && self.taken.is_empty()) => {
                self.is_leaving = true;
                out.said = Some(say::undecided_leave(base.lang));
            }
            _ => return false,
        }
        true
    }

    /// Lines and tabs are cells, from the one under the cursor on.
    fn paste(&mut self, text: &str, _base: &Base, out: &mut Out) {
        if let Some(typed) = &mut self.typed
            && !text.trim_end().contains(['\n', '\t'])
        {
            typed.paste(text.trim_end());
            return;
        }
        self.typed = None;
        let cells: Vec<RefusedCell> =
            self.items().iter().skip(self.cursor).map(|item| item.cell.clone()).collect();
        for (cell, line) in cells.iter().zip(text.lines()) {
            let Some(first) = cell.column else { continue };
            for (column, value) in (first..).zip(line.split('\t')) {
                self.mend(cell, column, value.trim());
            }
        }
        self.rehearse(out);
    }

    fn waits_for(&self, ticket: Ticket) -> bool {
        self.waits == Some(ticket)
    }

    fn answer(&mut self, answer: Answer, _base: &Base, out: &mut Out) {
        self.waits = None;
        match answer.result {
            Ok(Found::Rehearsed(outcome)) => self.rehearsed = Some(Ok(outcome)),
            Ok(_) => {}
            Err(told) => self.rehearsed = Some(Err(told)),
        }
        self.go(self.cursor);
        self.open_summary(out);
    }

    fn stop_waiting(&mut self, out: &mut Out) -> bool {
        out.effects.extend(self.waits.take().map(Effect::Cancel));
        false
    }

    fn title(&self, _base: &Base) -> String {
        self.title.clone()
    }

    fn command(&self, _base: &Base) -> Option<Vec<String>> {
        Some(self.words())
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        if self.typed.is_some() {
            return vec![("Enter", say::key_next(lang)), ("Esc", say::key_close(lang))];
        }
        let mut keys = vec![("F2", say::key_summary(lang)), ("Tab", say::key_part(lang))];
        if self.part == Part::Refused && !self.items().is_empty() {
            keys.extend([
                ("Enter", say::key_mend(lang)),
                ("Space", say::key_accept(lang)),
                ("*", say::key_accept_all(lang)),
                ("Del", say::key_not(lang)),
            ]);
        }
        keys.extend([("F3", say::key_command(lang)), ("Esc", say::key_back(lang))]);
        keys
    }

    fn ends_when_recorded(&self) -> bool {
        true
    }

    fn is_a_step(&self) -> bool {
        true
    }

    fn types(&self) -> bool {
        self.typed.is_some()
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        let (height, room) = (pen.height(), pen.width().saturating_sub(2));
        let mut head: Vec<Line> = Vec::new();
        match &self.rehearsed {
            Some(Ok(outcome)) => {
                let first = outcome.lines.first().cloned().unwrap_or_default();
                head.push(vec![piece(format!(" {first}"), Tone::Strong)]);
            }
            Some(Err(told)) => told_lines(base, told, room, &mut head),
            None => head.push(vec![plain(format!(" {}", say::rehearsing(base.lang)))]),
        }
        if self.part == Part::Reading {
            if let Some(Ok(outcome)) = &self.rehearsed {
                outcome_lines(base, outcome, room, &mut head);
            }
            let top = self.top.min(head.len().saturating_sub(height));
            for y in 0..height {
                let mut line = vec![plain(" ")];
                line.extend(head.get(top + y).cloned().unwrap_or_default());
                line.push(plain(""));
                pen.line(y, &line);
            }
            pen.caret_at(1, 0);
            return;
        }
        let items = self.items();
        // Why is told in full below: what stands there comes first.
        let widest = items.iter().map(|item| width(&item.text(base))).max().unwrap_or(0);
        let values = widest.clamp(12, room.saturating_sub(26).max(12));
        let (open, mended) = (self.refused().len(), self.mends.len());
        head.truncate(height / 3);
        head.push(vec![plain(format!(
            " {}",
            say::refused_here(base.lang, open, mended, self.taken.len())
        ))]);
        let above = head.len();
        for (y, line) in head.iter().enumerate() {
            pen.line(y, line);
        }
        pen.rule(above);
        let below = match self.here() {
            Some(cell) => self.row_lines(base, &cell, room),
            None => Vec::new(),
        };
        let below_height = below.len().min(height / 3);
        let list = height.saturating_sub(above + below_height + 2);
        let top = scrolled(self.top, self.cursor, items.len(), list);
        for y in 0..list {
            let Some(item) = items.get(top + y) else {
                let text = if items.is_empty() && y == 0 {
                    say::none_refused(base.lang)
                } else {
                    String::new()
                };
                pen.line(above + 1 + y, &[plain(format!("   {text}"))]);
                continue;
            };
            let is_here = top + y == self.cursor;
            match self.typed.as_ref().filter(|_| is_here) {
                Some(typed) => {
                    let before = format!(
                        " {} {:>5}   {} ",
                        base.glyphs.cursor,
                        item.cell.row,
                        fitted(&item.cell.name, 14, base.glyphs.cut)
                    );
                    let seen = typed.visible(room.saturating_sub(width(&before)));
                    let at = width(&before) + seen.caret;
                    let line = [piece(before, Tone::Strong), plain(seen.text), plain("")];
                    pen.line(above + 1 + y, &line);
                    pen.caret_at(at, above + 1 + y);
                }
                None => {
                    let line = self.item_line(base, item, is_here, values);
                    pen.line(above + 1 + y, &line);
                    if is_here {
                        pen.caret_at(1, above + 1 + y);
                    }
                }
            }
        }
        pen.rule(above + 1 + list);
        for n in 0..below_height {
            pen.line(above + 2 + list + n, below.get(n).map_or(&[][..], |line| line));
        }
    }
}
