//! A form: a line for each argument of a verb. What is typed is checked by the operation itself, rehearsed, as one
//! leaves a line or pauses; what it would do stands below. It records nothing: the summary does.

use super::import::ImportScreen;
use super::summary::{Summary, outcome_lines, told_lines};
use crate::desk::cells::{fitted, fitted_right, shortened, width};
use crate::desk::effect::{Act, Answer, Effect, Found, Outcome, Question, Ticket, Told};
use crate::desk::field::Field;
use crate::desk::message::Key;
use crate::desk::model::{Base, Out, Screen};
use crate::desk::pen::{Line, Pen, Tone, piece, plain, scrolled};
use crate::desk::table::{fit, heads, row};
use crate::desk::verbs::{Kind, Shape, Slot, Verb};
use crate::domain::values::{Date, Money, Unit};
use crate::i18n::codes::{word_of, words_of};
use crate::i18n::desk as say;
use crate::i18n::titles::title as title_of;
use crate::report::views::pledge::GroundLine;
use crate::report::{Cell, Table, wrapped};

/// Milliseconds without a key before what is typed is checked, and before it is kept.
const PAUSE: u64 = 300;
const KEEP: u64 = 1000;

/// The widest the names of the lines stand.
const NAMES: usize = 24;

/// Separates values of a line that takes several.
const BETWEEN: [char; 2] = [';', '；'];

/// A form for one verb.
pub struct FormScreen {
    verb: Verb,
    /// What it acts on; none where something begins.
    id: Option<String>,
    lines: Vec<FormLine>,
    cursor: usize,
    top: usize,
    /// The entry the known texts were read at.
    seen: Option<i64>,
    /// The texts as others changed them meanwhile.
    theirs: Option<Vec<(&'static str, String)>>,
    /// What was typed before and not recorded, to be laid over the known texts.
    draft: Vec<(String, String)>,
    /// What came before the known texts were there: it is for them.
    early: Vec<Early>,
    changed: Option<u64>,
    is_unkept: bool,
    rehearsed: Option<Result<Outcome, Told>>,
    /// The summary is wanted as soon as the rehearsal is there.
    wants_summary: bool,
    picker: Option<Picker>,
    waits: Option<Ticket>,
    waits_known: Option<Ticket>,
    is_old: bool,
}

/// A key or a paste that waits.
enum Early {
    Key(Key),
    Paste(String),
}

/// Where the caret stands: the cell of its line, the line.
type Caret = (usize, usize);

/// A line: its argument, what is typed, what that means or why it cannot be.
struct FormLine {
    slot: Slot,
    kind: Kind,
    field: Field,
    /// What was known when the form was opened.
    known: String,
    is_visited: bool,
}

/// Values to choose from: the text that is taken, and what else is known of it.
struct Picker {
    choices: Vec<(String, String)>,
    cursor: usize,
    /// A day to be chosen from its month.
    day: Option<Date>,
    waits: Option<Ticket>,
}

impl FormScreen {
    /// Opens a form, or where nothing is to be said the summary.
    pub fn begin(base: &Base, verb: &Verb, id: Option<&str>, out: &mut Out) {
        let form = Self::new(base, verb, id);
        match form.lines.is_empty() {
            true => out.open(Summary::new(form.title(base), form.words(base))),
            false => out.open(form),
        }
    }

    fn new(base: &Base, verb: &Verb, id: Option<&str>) -> Self {
        // What it acts on is the first argument and stands fast.
        let fixed = usize::from(id.is_some());
        let lines = verb.slots.iter().skip(fixed).filter(|slot| slot.name != "seen").map(|slot| {
            let kind = slot.kind(verb);
            FormLine {
                slot: slot.clone(),
                kind,
                field: Field::default(),
                known: String::new(),
                is_visited: false,
            }
        });
        let mut form = Self {
            verb: verb.clone(),
            id: id.map(str::to_owned),
            lines: lines.collect(),
            cursor: 0,
            top: 0,
            seen: None,
            theirs: None,
            draft: Vec::new(),
            early: Vec::new(),
            changed: None,
            is_unkept: false,
            rehearsed: None,
            wants_summary: false,
            picker: None,
            waits: None,
            waits_known: None,
            is_old: true,
        };
        if let Some(text) = base.drafts.get(&form.key_of_draft()) {
            let pairs = text.lines().filter_map(|line| line.split_once('\t'));
            form.draft = pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
            form.lay_draft();
        }
        form
    }

    /// A form in which something is filled in already.
    pub fn filled(base: &Base, verb: &Verb, id: &str, texts: &[(&str, String)]) -> Self {
        let mut form = Self::new(base, verb, Some(id));
        for (name, text) in texts {
            if let Some(line) = form.lines.iter_mut().find(|line| line.slot.name == *name) {
                line.field.set(text.clone());
            }
        }
        form
    }

    /// The form that a draft was typed in.
    pub fn of_draft(base: &Base, key: &str) -> Option<Self> {
        // `loan repay JD1`: two words of the verb, then what it acts on.
        let mut parts = key.splitn(3, ' ');
        let path = format!("{} {}", parts.next()?, parts.next()?);
        Some(Self::new(base, base.verb(&path)?, parts.next()))
    }

    fn key_of_draft(&self) -> String {
        match &self.id {
            Some(id) => format!("{} {id}", self.verb.path),
            None => self.verb.path.clone(),
        }
    }

    fn lay_draft(&mut self) {
        for (name, text) in &self.draft {
            if let Some(line) = self.lines.iter_mut().find(|line| line.slot.name == *name) {
                line.field.set(text.clone());
                line.is_visited = true;
            }
        }
    }

    /// The command that does what is typed.
    fn words(&self, base: &Base) -> Vec<String> {
        let mut words: Vec<String> = self.verb.path.split(' ').map(str::to_owned).collect();
        words.extend(self.id.clone());
        let plain = |at: usize| self.lines[at].plain(base.today, self.day_before(at));
        let places =
            self.lines.iter().enumerate().filter(|(_, line)| line.slot.shape == Shape::Place);
        words.extend(places.map(|(at, _)| plain(at)).take_while(|text| !text.is_empty()));
        let corrects = self.verb.corrects();
        for (at, line) in self.lines.iter().enumerate().filter(|(_, line)| line.is_said(corrects)) {
            match &line.slot.shape {
                Shape::Place => {}
                Shape::Flag(long) => words.push(format!("--{long}={}", plain(at))),
                Shape::Switch(long) => words.push(format!("--{long}")),
            }
        }
        let takes_seen = self.verb.slots.iter().any(|slot| slot.name == "seen");
        words.extend(self.seen.filter(|_| takes_seen).map(|seen| format!("--seen={seen}")));
        words
    }

    /// The names of lines that must be filled and are not.
    fn missing(&self) -> Vec<&str> {
        let missing =
            self.lines.iter().filter(|line| line.slot.is_required && line.text().is_empty());
        missing.map(|line| line.slot.label.as_str()).collect()
    }

    /// Whether anything is typed that could be recorded.
    fn says_something(&self) -> bool {
        self.lines.iter().any(|line| line.is_said(self.verb.corrects()))
    }

    /// Whether the known texts are still to come.
    fn is_filling(&self) -> bool {
        self.waits_known.is_some() && self.seen.is_none()
    }

    /// Whether the verb means something with nothing typed: a claim approved today.
    fn says_enough(&self) -> bool {
        self.says_something() || (self.id.is_some() && !self.verb.corrects())
    }

    /// The grounds that were looked at, below the lines.
    fn grounds(&self) -> &[GroundLine] {
        match &self.rehearsed {
            Some(Ok(outcome)) => &outcome.grounds,
            Some(Err(told)) => &told.grounds,
            None => &[],
        }
    }

    /// Takes a key on a ground: what it lacks is gone to, in this form or the patent's own.
    fn ground_key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        match key {
            Key::Tab | Key::Down => self.go(self.cursor + 1, base, out),
            Key::BackTab | Key::Up => self.go(self.cursor.saturating_sub(1), base, out),
            Key::PageDown => self.go(self.cursor + base.height() / 2, base, out),
            Key::PageUp => self.go(self.cursor.saturating_sub(base.height() / 2), base, out),
            Key::Home => self.go(0, base, out),
            Key::End => self.go(usize::MAX, base, out),
            Key::F(2) => self.summarise(base, out),
            Key::Enter => {
                let ground = self.grounds().get(self.cursor - self.lines.len());
                let (Some(field), patent) =
                    ground.map_or((None, None), |ground| (ground.fills, ground.patent.clone()))
                else {
                    return true;
                };
                let place = |form: &Self| form.lines.iter().position(|l| l.slot.name == field);
                if let Some(at) = place(self) {
                    self.cursor = at;
                } else if let (Some(verb), Some(patent)) = (base.verb("patent correct"), patent) {
                    let mut form = Self::new(base, verb, Some(&patent));
                    form.cursor = place(&form).unwrap_or(0);
                    out.open(form);
                }
            }
            _ => return false,
        }
        true
    }

    /// The grounds as lines: how many of each outcome, then each with its evidence, in full under the cursor.
    fn ground_lines(&self, base: &Base, room: usize, drawn: &mut Vec<(Line, usize)>) {
        let (lang, cut) = (base.lang, base.glyphs.cut);
        let grounds = self.grounds();
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for ground in grounds {
            match counts.iter_mut().find(|(outcome, _)| *outcome == ground.outcome) {
                Some((_, count)) => *count += 1,
                None => counts.push((&ground.outcome, 1)),
            }
        }
        if grounds.is_empty() {
            return;
        }
        let counts: Vec<String> = counts.iter().map(|(word, n)| format!("{word} {n}")).collect();
        let title = say::grounds(lang, counts.join("  "));
        drawn.push((Line::new(), usize::MAX));
        drawn.push((vec![piece(format!(" {title}"), Tone::Strong)], usize::MAX));
        let widest = |of: fn(&GroundLine) -> &str| grounds.iter().map(move |g| width(of(g)));
        let rules = widest(|ground| &ground.rule).max().unwrap_or(0).min(room / 3);
        let outcomes = widest(|ground| &ground.outcome).max().unwrap_or(0);
        for (n, ground) in grounds.iter().enumerate() {
            let at = self.lines.len() + n;
            let is_here = at == self.cursor;
            let cursor = if is_here { base.glyphs.cursor } else { " " };
            let tone = match (is_here, ground.is_met) {
                (true, _) => Tone::Strong,
                (false, true) => Tone::Plain,
                (false, false) => Tone::Warn,
            };
            let rule = fitted(&ground.rule, rules, cut);
            let outcome = fitted(&ground.outcome, outcomes, cut);
            let fill = ground.fills.map_or_else(String::new, |field| {
                let line = self.lines.iter().find(|line| line.slot.name == field);
                let named = || title_of(lang, field).to_owned();
                say::fill_in(lang, line.map_or_else(named, |line| line.slot.label.clone()))
            });
            let before = format!(" {cursor} {rule}  {outcome}  ");
            let rest = room.saturating_sub(width(&before) + width(&fill) + 3);
            let patent = ground.patent.as_deref().map(|number| format!("{number} "));
            let evidence = format!("{}{}", patent.unwrap_or_default(), ground.evidence);
            let shown = fitted(&evidence, rest, cut);
            drawn.push((
                vec![
                    piece(format!("{before}{shown}"), tone),
                    piece(format!("  {fill}"), Tone::Faint),
                ],
                at,
            ));
            if is_here && width(&evidence) > rest {
                for text in wrapped(&evidence, room.saturating_sub(8)) {
                    drawn.push((vec![plain(format!("      {text}"))], at));
                }
            }
        }
    }

    fn rehearse(&mut self, base: &Base, out: &mut Out) {
        self.changed = None;
        if self.missing().is_empty() && (self.says_something() || self.wants_summary) {
            let act = Act { words: self.words(base), reason: None };
            out.ask(&mut self.waits, Question::Rehearse(act));
        } else {
            self.stop_rehearsal(out);
            self.rehearsed = None;
        }
    }

    fn stop_rehearsal(&mut self, out: &mut Out) {
        out.effects.extend(self.waits.take().map(Effect::Cancel));
    }

    fn has_changed(&mut self, base: &Base) {
        self.changed = Some(base.now);
        self.is_unkept = true;
        self.wants_summary = false;
    }

    /// Leaves the line under the cursor: what is typed loosely is shown plainly, and checked.
    fn go(&mut self, to: usize, base: &Base, out: &mut Out) {
        self.picker = None;
        let beside = self.day_before(self.cursor);
        if let Some(line) = self.lines.get_mut(self.cursor) {
            line.is_visited = true;
            let plain = line.plain(base.today, beside);
            if plain != line.text() {
                line.field.set(plain);
            }
        }
        let all = self.lines.len() + self.grounds().len();
        self.cursor = to.min(all.saturating_sub(1));
        if self.changed.is_some() {
            self.rehearse(base, out);
        }
    }

    /// The first day above a line: a day of the month without its year is of that year.
    fn day_before(&self, at: usize) -> Option<Date> {
        let days = self.lines.iter().take(at).filter(|line| line.kind == Kind::Day);
        days.filter_map(|line| line.text().parse().ok()).next()
    }

    fn summarise(&mut self, base: &Base, out: &mut Out) {
        let (at, missing) = (self.cursor, self.missing().join(say::between(base.lang)));
        if !missing.is_empty() {
            out.said = Some(say::missing(base.lang, missing));
            return;
        }
        self.go(at, base, out);
        if !self.says_enough() {
            out.said = Some(crate::i18n::say::nothing_new(base.lang));
        } else if self.waits.is_some() || self.rehearsed.is_none() {
            self.wants_summary = true;
            if self.waits.is_none() {
                self.rehearse(base, out);
            }
        } else {
            self.open_summary(base, out);
        }
    }

    fn open_summary(&mut self, base: &Base, out: &mut Out) {
        self.wants_summary = false;
        // What refuses the whole is read there in full; only what passes can be recorded.
        let is_of_a_line = |told: &Told| {
            told.code == "changed-since" || self.lines.iter().any(|line| self.fault(line).is_some())
        };
        if !matches!(&self.rehearsed, Some(Err(told)) if is_of_a_line(told)) {
            let (title, words) = (self.title(base), self.words(base));
            match self.verb.word() {
                "import" => out.open(ImportScreen::new(title, words)),
                _ => out.open(Summary::new(title, words)),
            }
        } else {
            // The first line at fault is gone to.
            let at = self.lines.iter().position(|line| self.fault(line).is_some());
            self.cursor = at.unwrap_or(self.cursor);
        }
    }

    /// Why the operation cannot take a line.
    fn fault(&self, line: &FormLine) -> Option<String> {
        let Some(Err(told)) = &self.rehearsed else { return None };
        let fault = told.faults.iter().find(|fault| fault.field == line.slot.name)?;
        let (message, hint) = (&fault.words.message, &fault.words.hint);
        Some(if hint.is_empty() { message.clone() } else { format!("{message} {hint}") })
    }

    fn pick(&mut self, base: &Base, out: &mut Out) {
        let Some(line) = self.lines.get(self.cursor) else { return };
        let typed = line.last_value();
        let mut picker = Picker { choices: Vec::new(), cursor: 0, day: None, waits: None };
        match line.kind {
            Kind::Listed(list, column) => {
                let text = typed.to_owned();
                out.ask(&mut picker.waits, Question::Choices { list, column, text });
            }
            Kind::Words => {
                let words = words_of(base.lang, &line.slot.name);
                let fits = |(word, _): &(String, String)| word.contains(typed);
                let all: Vec<(String, String)> =
                    words.into_iter().map(|word| (word, String::new())).collect();
                let fitting: Vec<_> = all.iter().filter(|word| fits(word)).cloned().collect();
                picker.choices = if fitting.is_empty() { all } else { fitting };
            }
            Kind::File => out.ask(&mut picker.waits, Question::Files(typed.to_owned())),
            Kind::Day => {
                let beside = self.day_before(self.cursor);
                let day = Date::read_typed(typed, base.today, beside);
                picker.day = Some(day.unwrap_or(beside.unwrap_or(base.today)));
            }
            Kind::Text | Kind::Amount | Kind::Switch => {}
        }
        let is_some = picker.waits.is_some() || picker.day.is_some() || !picker.choices.is_empty();
        if let Some(before) = self.picker.take() {
            out.effects.extend(before.waits.map(Effect::Cancel));
        }
        self.picker = is_some.then_some(picker);
        if !is_some {
            out.said = Some(say::nothing_to_choose(base.lang));
        }
    }

    /// Takes a key while values are offered; whether it was for them.
    fn picker_key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        let Some(picker) = &mut self.picker else { return false };
        if let Some(day) = picker.day {
            if let Some(other) = day_by(day, key) {
                picker.day = Some(other);
                return true;
            }
            if let (Key::Enter, Some(line)) = (key, self.lines.get_mut(self.cursor)) {
                line.field.set(day.to_string());
                self.picker = None;
                self.has_changed(base);
                return true;
            }
        }
        match key {
            Key::Up => picker.cursor = picker.cursor.saturating_sub(1),
            Key::Down => {
                picker.cursor = (picker.cursor + 1).min(picker.choices.len().saturating_sub(1))
            }
            Key::Esc => self.picker = None,
            Key::Enter => {
                let chosen = picker.choices.get(picker.cursor).map(|(text, _)| text.clone());
                self.picker = None;
                if let (Some(text), Some(line)) = (chosen, self.lines.get_mut(self.cursor)) {
                    line.take(&text);
                    // A folder is gone into.
                    if line.kind == Kind::File && text.ends_with('/') {
                        self.pick(base, out);
                    }
                    self.has_changed(base);
                }
            }
            _ => return false,
        }
        true
    }

    /// The lines of the form, each with the field it belongs to; where the caret stands.
    fn drawn(&self, base: &Base, room: usize) -> (Vec<(Line, usize)>, Option<Caret>) {
        let names =
            self.lines.iter().map(|line| width(&line.slot.label)).max().unwrap_or(0).min(NAMES);
        let glyphs = base.glyphs;
        let values = room.saturating_sub(names + 5);
        let (mut drawn, mut caret) = (Vec::new(), None);
        for (at, line) in self.lines.iter().enumerate() {
            let is_here = at == self.cursor;
            let name = fitted(&line.slot.label, names, glyphs.cut);
            let cursor = if is_here { glyphs.cursor } else { " " };
            let is_needed = line.slot.is_required && line.text().is_empty();
            let sign = if is_needed { "*" } else { " " };
            let tone = if is_here { Tone::Strong } else { Tone::Faint };
            let mut shown = vec![piece(format!(" {cursor} {name}{sign} "), tone)];
            let fault = line.is_visited.then(|| self.fault(line)).flatten();
            if is_here {
                let seen = match line.kind {
                    Kind::Switch => {
                        crate::desk::field::Visible { text: switch(line, base), caret: 0 }
                    }
                    _ => line.field.visible(values),
                };
                caret = Some((names + 5 + seen.caret, drawn.len()));
                shown.push(plain(seen.text));
            } else {
                let text = match line.kind {
                    Kind::Switch => switch(line, base),
                    _ => line.text().to_owned(),
                };
                let meant = line.meant(base).filter(|_| fault.is_none());
                let sign = match (&fault, line.text().is_empty()) {
                    (Some(_), _) => format!("  {}", glyphs.bad),
                    // Only a whole that passes says that each part does.
                    (None, false) if line.is_visited && matches!(self.rehearsed, Some(Ok(_))) => {
                        format!("  {}", glyphs.good)
                    }
                    (None, _) => String::new(),
                };
                let meant = meant.map_or_else(String::new, |meant| format!("  {meant}"));
                let behind = shortened(&format!("{sign}{meant}"), values / 2, glyphs.cut);
                let text = shortened(&text, values.saturating_sub(width(&behind)), glyphs.cut);
                shown.push(plain(text));
                shown.push(piece(behind, if fault.is_some() { Tone::Warn } else { Tone::Faint }));
            }
            drawn.push((shown, at));
            let below = |text: String, tone| {
                let indent = " ".repeat(names + 5);
                let lines = wrapped(&text, values).into_iter();
                lines
                    .map(move |text| (vec![plain(indent.clone()), piece(text, tone)], at))
                    .collect::<Vec<_>>()
            };
            if let Some(fault) = fault {
                drawn.extend(below(format!("{} {fault}", glyphs.bad), Tone::Warn));
            } else if is_here {
                let help =
                    if line.slot.help == line.slot.label { "" } else { line.slot.help.as_str() };
                let meant = line.meant(base).unwrap_or_else(|| help.to_owned());
                if !meant.is_empty() {
                    drawn.extend(below(meant, Tone::Faint));
                }
            }
            if let Some(picker) = self.picker.as_ref().filter(|_| is_here) {
                drawn.extend(
                    picker.lines(base, names + 5, values).into_iter().map(|line| (line, at)),
                );
            }
        }
        self.ground_lines(base, room, &mut drawn);
        let here = drawn.iter().position(|(_, at)| *at == self.cursor);
        if let (None, Some(y)) = (caret, here) {
            caret = Some((1, y));
        }
        (drawn, caret)
    }

    /// What stood in each line when the form was opened, what stands there now, and what is typed: where they differ.
    fn three_ways(&self, base: &Base, room: usize) -> Vec<Line> {
        let Some(theirs) = &self.theirs else { return Vec::new() };
        let (lang, glyphs) = (base.lang, &base.glyphs);
        let mut table = Table::new(&[
            ("field", say::column_field(lang)),
            ("opened", say::column_opened(lang)),
            ("now", say::column_now(lang)),
            ("mine", say::column_mine(lang)),
        ]);
        for line in self.lines.iter().filter(|line| line.slot.name != "step") {
            let now = theirs.iter().find(|(name, _)| *name == line.slot.name);
            let now = now.map_or(line.known.as_str(), |(_, text)| text.as_str());
            if now != line.known || line.text() != line.known {
                let texts = [line.slot.label.as_str(), line.known.as_str(), now, line.text()];
                table.row(texts.into_iter().map(Cell::text).collect());
            }
        }
        let fits = fit(&table, lang, "field", room);
        let mut lines = vec![vec![piece(say::changed_meanwhile(lang), Tone::Warn)]];
        lines.push(heads(&table, &fits, None, None, glyphs));
        lines.extend(
            table.rows.iter().map(|cells| row(&table, &fits, cells, lang, Tone::Plain, glyphs)),
        );
        lines
    }

    fn take_answer(&mut self, answer: Answer, base: &Base, out: &mut Out) {
        match answer.result {
            Ok(Found::Known(texts)) => {
                self.waits_known = None;
                if self.seen.is_some() {
                    let worded = texts
                        .into_iter()
                        .map(|(name, text)| (name, word_of(base.lang, name, &text)));
                    self.theirs = Some(worded.collect());
                    return;
                }
                self.seen = Some(answer.head);
                for (name, text) in texts {
                    if let Some(line) = self.lines.iter_mut().find(|line| line.slot.name == name) {
                        let text = word_of(base.lang, name, &text);
                        line.field.set(text.clone());
                        line.known = text;
                    }
                }
                self.lay_draft();
                for early in std::mem::take(&mut self.early) {
                    match early {
                        Early::Key(key) => drop(self.key(key, base, out)),
                        Early::Paste(text) => self.paste(&text, base, out),
                    }
                }
            }
            Ok(Found::Choices(choices)) => {
                if let Some(picker) = &mut self.picker {
                    (picker.choices, picker.waits) = (choices, None);
                    picker.cursor = 0;
                }
            }
            Ok(Found::Rehearsed(outcome)) => {
                self.waits = None;
                self.rehearsed = Some(Ok(outcome));
                if self.wants_summary {
                    self.open_summary(base, out);
                }
            }
            Ok(_) => {}
            Err(told) => {
                if self.waits_known.take().is_some() {
                    self.early.clear();
                    out.said = Some(told.words.message);
                    return;
                }
                self.waits = None;
                if told.code == "changed-since"
                    && let Some(id) = &self.id
                {
                    let (noun, id) = (self.verb.noun().to_owned(), id.clone());
                    out.ask(&mut self.waits_known, Question::Known(noun, id));
                }
                self.rehearsed = Some(Err(told));
                if self.wants_summary {
                    self.lines.iter_mut().for_each(|line| line.is_visited = true);
                    self.open_summary(base, out);
                }
            }
        }
    }

    /// What others changed becomes what the edit starts from; what is typed stays.
    fn take_theirs(&mut self, base: &Base) {
        let Some(theirs) = self.theirs.take() else { return };
        for (name, text) in theirs {
            if let Some(line) = self.lines.iter_mut().find(|line| line.slot.name == name) {
                if line.field.text() == line.known {
                    line.field.set(text.clone());
                }
                line.known = text;
            }
        }
        self.seen = Some(base.head);
        self.rehearsed = None;
        self.has_changed(base);
    }
}

/// The day of a month's grid that a key leads to.
fn day_by(day: Date, key: Key) -> Option<Date> {
    let (year, month, _) = day.ymd();
    let first = Date::from_ymd(year, month, 1);
    match key {
        Key::Left => day.add_days(-1),
        Key::Right => day.add_days(1),
        Key::Up => day.add_days(-7),
        Key::Down => day.add_days(7),
        Key::PageUp => day.add_months(-1),
        Key::PageDown => day.add_months(1),
        Key::Home => first,
        Key::End => first?.add_months(1)?.add_days(-1),
        _ => None,
    }
}

/// The weeks of a day's month, Monday first, with the day picked.
fn month(base: &Base, day: Date, indent: usize) -> Vec<Line> {
    let (year, month, _) = day.ymd();
    let Some(first) = Date::from_ymd(year, month, 1) else { return Vec::new() };
    let indent = || plain(" ".repeat(indent));
    let heads =
        say::weekdays(base.lang).map(|name| format!(" {} ", fitted_right(name, 2, ""))).concat();
    let title = say::month_of(base.lang, year, month);
    let mut lines =
        vec![vec![indent(), piece(title, Tone::Strong)], vec![indent(), piece(heads, Tone::Faint)]];
    let monday = first.add_days(-(first.days() + 3).rem_euclid(7));
    let days = (0..42).map_while(|n| monday?.add_days(n)).collect::<Vec<_>>();
    for week in days.chunks(7).filter(|week| week.iter().any(|day| day.month() == month)) {
        let mut line = vec![indent()];
        for of_week in week {
            let text = match of_week.month() == month {
                true => format!(" {:>2} ", of_week.day()),
                false => "    ".to_owned(),
            };
            let is_picked = *of_week == day;
            // Which day is picked is told by a sign too.
            let text = if is_picked { text.replacen(' ', base.glyphs.cursor, 1) } else { text };
            line.push(piece(text, if is_picked { Tone::Picked } else { Tone::Plain }));
        }
        line.push(plain(""));
        lines.push(line);
    }
    lines
}

/// A switch that is on or off.
fn switch(line: &FormLine, base: &Base) -> String {
    let is_on = !line.text().is_empty();
    format!("[{}]", if is_on { base.glyphs.mark } else { " " })
}

impl Picker {
    fn lines(&self, base: &Base, indent: usize, room: usize) -> Vec<Line> {
        const SEEN: usize = 6;
        if let Some(day) = self.day {
            return month(base, day, indent);
        }
        let top = scrolled(0, self.cursor, self.choices.len(), SEEN);
        let shown =
            self.choices.iter().enumerate().skip(top).take(SEEN).map(|(at, (text, more))| {
                let is_picked = at == self.cursor;
                let (tone, cursor) =
                    if is_picked { (Tone::Picked, base.glyphs.cursor) } else { (Tone::Plain, " ") };
                let text = fitted(&format!("{cursor} {text}  {more}"), room, base.glyphs.cut);
                vec![plain(" ".repeat(indent)), piece(text, tone), plain("")]
            });
        let mut lines: Vec<Line> = shown.collect();
        if lines.is_empty() {
            let text = if self.waits.is_some() {
                say::reading(base.lang)
            } else {
                say::none_fits(base.lang)
            };
            lines.push(vec![plain(" ".repeat(indent)), plain(text)]);
        }
        lines
    }
}

impl FormLine {
    fn text(&self) -> &str {
        self.field.text().trim()
    }

    /// Whether it says something: of a correction, something else than is known.
    fn is_said(&self, corrects: bool) -> bool {
        if corrects && self.slot.name != "step" {
            self.text() != self.known
        } else {
            !self.text().is_empty()
        }
    }

    /// The value being typed, behind the last sign between two.
    fn last_value(&self) -> &str {
        self.text().rsplit(BETWEEN).next().unwrap_or_default().trim()
    }

    /// Takes a chosen value in place of the one being typed.
    fn take(&mut self, value: &str) {
        let before =
            self.text().len() - self.text().rsplit(BETWEEN).next().unwrap_or_default().len();
        let text = format!("{}{value}", &self.text()[..before]);
        self.field.set(text);
    }

    /// What was typed loosely, plainly: `2.28` is a day, `=300万-5000` an amount.
    fn plain(&self, today: Date, beside: Option<Date>) -> String {
        let plain = match self.kind {
            Kind::Day => {
                Date::read_typed(self.text(), today, beside).ok().map(|day| day.to_string())
            }
            Kind::Amount if self.text().starts_with(['=', '＝']) => {
                Money::read_typed(self.text(), Unit::Yuan).ok().map(|money| money.to_string())
            }
            Kind::Amount
            | Kind::Text
            | Kind::Words
            | Kind::Listed(..)
            | Kind::Switch
            | Kind::File => None,
        };
        plain.unwrap_or_else(|| self.text().to_owned())
    }

    /// What the text means, where that can be said in other words.
    fn meant(&self, base: &Base) -> Option<String> {
        match self.kind {
            Kind::Day => {
                let day = Date::read_typed(self.text(), base.today, None).ok()?;
                let weekday = say::weekday(base.lang, day);
                let is_plain = self.text() == day.to_string();
                Some(if is_plain { weekday } else { format!("{day} {weekday}") })
            }
            Kind::Amount => {
                let money = Money::read_typed(self.text(), Unit::Yuan).ok()?;
                Some(say::amount(base.lang, money.grouped(), money.capitals()))
            }
            Kind::Text | Kind::Words | Kind::Listed(..) | Kind::Switch | Kind::File => None,
        }
    }
}

impl Screen for FormScreen {
    fn show(&mut self, base: &Base, out: &mut Out) {
        if !self.is_old {
            return;
        }
        self.is_old = false;
        match &self.id {
            // The first time only: what is being edited stays as it was seen.
            Some(id) if self.verb.corrects() && self.seen.is_none() => {
                let (noun, id) = (self.verb.noun().to_owned(), id.clone());
                out.ask(&mut self.waits_known, Question::Known(noun, id));
            }
            _ => self.changed = Some(base.now),
        }
        if !self.draft.is_empty() {
            out.said = Some(say::draft_restored(base.lang));
        }
    }

    fn outdate(&mut self) {
        self.is_old = true;
    }

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        if self.is_filling() {
            let is_for_elsewhere = matches!(key, Key::Esc | Key::F(1 | 10) | Key::Ctrl('q' | 'l'));
            if !is_for_elsewhere {
                self.early.push(Early::Key(key));
            }
            return !is_for_elsewhere;
        }
        if self.picker_key(key, base, out) {
            return true;
        }
        let Some(line) = self.lines.get_mut(self.cursor) else {
            return self.ground_key(key, base, out);
        };
        match key {
            Key::Tab | Key::Enter | Key::Down => self.go(self.cursor + 1, base, out),
            Key::BackTab | Key::Up => self.go(self.cursor.saturating_sub(1), base, out),
            Key::PageDown => self.go(self.cursor + base.height() / 2, base, out),
            Key::PageUp => self.go(self.cursor.saturating_sub(base.height() / 2), base, out),
            Key::Ctrl('p') => self.pick(base, out),
            Key::F(2) => self.summarise(base, out),
            Key::F(5) | Key::Ctrl('n') if self.theirs.is_some() => self.take_theirs(base),
            Key::Esc => {
                if self.is_unkept && self.says_something() {
                    out.said = Some(say::draft_kept(base.lang));
                }
                return false;
            }
            Key::Char(' ') if line.kind == Kind::Switch => {
                let text = if line.text().is_empty() { "x" } else { "" };
                line.field.set(text);
                self.has_changed(base);
            }
            Key::F(_) | Key::Ctrl('q' | 'l' | 'n') => return false,
            // A form is about now.
            Key::Ctrl('d' | 'z' | 'y') => {}
            _ if line.kind == Kind::Switch => return true,
            key => {
                if line.field.key(key) {
                    self.has_changed(base);
                    if self.picker.is_some() {
                        self.pick(base, out);
                    }
                }
            }
        }
        true
    }

    fn paste(&mut self, text: &str, base: &Base, out: &mut Out) {
        if self.is_filling() {
            self.early.push(Early::Paste(text.to_owned()));
            return;
        }
        let Some(line) = self.lines.get_mut(self.cursor) else { return };
        if line.kind == Kind::Switch {
            return;
        }
        // Lines pasted where several values may stand are values.
        let takes_several = matches!(line.kind, Kind::Listed(_, "application_no"));
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let text = if takes_several { lines.join("；") } else { lines.join(" ") };
        if line.field.paste(&text) {
            self.has_changed(base);
            if self.picker.is_some() {
                self.pick(base, out);
            }
        }
    }

    fn tick(&mut self, base: &Base, out: &mut Out) {
        let since = self.changed.map(|changed| base.now.saturating_sub(changed));
        // A file is read when its line is left, not at every pause.
        if !self.verb.imports() && since.is_some_and(|since| since >= PAUSE) {
            self.rehearse(base, out);
        }
        if self.is_unkept
            && self.changed.is_none_or(|changed| base.now.saturating_sub(changed) >= KEEP)
        {
            self.keep(out);
        }
    }

    fn keep(&mut self, out: &mut Out) {
        if !std::mem::take(&mut self.is_unkept) {
            return;
        }
        let said = self.lines.iter().filter(|line| line.is_said(self.verb.corrects()));
        let text: String =
            said.map(|line| format!("{}\t{}\n", line.slot.name, line.field.text())).collect();
        let key = self.key_of_draft();
        out.effects.push(match text.is_empty() {
            true => Effect::DropDraft { key },
            false => Effect::SaveDraft { key, text },
        });
    }

    fn waits_for(&self, ticket: Ticket) -> bool {
        let picker = self.picker.as_ref().and_then(|picker| picker.waits);
        [self.waits, self.waits_known, picker].contains(&Some(ticket))
    }

    fn answer(&mut self, answer: Answer, base: &Base, out: &mut Out) {
        self.take_answer(answer, base, out);
        let all = self.lines.len() + self.grounds().len();
        self.cursor = self.cursor.min(all.saturating_sub(1));
    }

    fn stop_waiting(&mut self, out: &mut Out) -> bool {
        let picker = self.picker.as_mut().and_then(|picker| picker.waits.take());
        let waited = [self.waits.take(), self.waits_known.take(), picker];
        let cancelled: Vec<Effect> = waited.into_iter().flatten().map(Effect::Cancel).collect();
        out.effects.extend(cancelled);
        // What is typed is left at once: a check that runs meanwhile holds nobody.
        false
    }

    fn title(&self, _base: &Base) -> String {
        match &self.id {
            Some(id) => format!("{} {id}", self.verb.about),
            None => self.verb.about.clone(),
        }
    }

    fn command(&self, base: &Base) -> Option<Vec<String>> {
        Some(self.words(base))
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        if let Some(ground) = self.cursor.checked_sub(self.lines.len()) {
            let mut keys = vec![("Tab", say::key_next(lang))];
            if self.grounds().get(ground).is_some_and(|ground| ground.fills.is_some()) {
                keys.push(("Enter", say::key_fill(lang)));
            }
            keys.extend([("F2", say::key_summary(lang)), ("Esc", say::key_draft(lang))]);
            return keys;
        }
        if self.picker.is_some() {
            return vec![("Enter", say::key_take(lang)), ("Esc", say::key_close(lang))];
        }
        let mut keys = vec![("Tab", say::key_next(lang))];
        if self.theirs.is_some() {
            keys.push(("F5", say::key_theirs(lang)));
        }
        let offers = self.lines.get(self.cursor).is_some_and(|line| {
            matches!(line.kind, Kind::Listed(..) | Kind::File | Kind::Day)
                || !words_of(lang, &line.slot.name).is_empty()
        });
        if offers {
            keys.push(("Ctrl-P", say::key_choose(lang)));
        }
        keys.extend([
            ("F2", say::key_summary(lang)),
            ("F3", say::key_command(lang)),
            ("Esc", say::key_draft(lang)),
            ("F1", say::key_help(lang)),
        ]);
        keys
    }

    fn ends_when_recorded(&self) -> bool {
        true
    }

    fn draft(&self) -> Option<String> {
        Some(self.key_of_draft())
    }

    fn types(&self) -> bool {
        self.lines.get(self.cursor).is_some_and(|line| line.kind != Kind::Switch)
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        // Three columns side by side want more lines than a sentence.
        let below = match self.theirs {
            Some(_) => pen.height() / 2,
            None => (pen.height() / 3).clamp(4, 8),
        };
        let height = pen.height().saturating_sub(below + 1);
        let (drawn, caret) = self.drawn(base, pen.width());
        let first = drawn.iter().position(|(_, at)| *at == self.cursor).unwrap_or(0);
        let last = drawn.iter().rposition(|(_, at)| *at == self.cursor).unwrap_or(0);
        // All that belongs to the line under the cursor is seen, its first line above all.
        let top = scrolled(self.top, last, drawn.len(), height).min(first);
        for y in 0..height {
            let line = drawn.get(top + y).map_or(&[][..], |(line, _)| line);
            pen.line(y, line);
        }
        if let Some((x, y)) = caret.filter(|(_, y)| (top..top + height).contains(y)) {
            pen.caret_at(x, y - top);
        }
        pen.rule(height);
        let room = pen.width().saturating_sub(4);
        let mut lines: Vec<Line> = Vec::new();
        match &self.rehearsed {
            _ if self.waits_known.is_some() => lines.push(vec![plain(say::reading(base.lang))]),
            _ if !self.missing().is_empty() => {
                let missing = self.missing().join(say::between(base.lang));
                let text = say::missing(base.lang, missing);
                lines.extend(wrapped(&text, room).into_iter().map(|text| vec![plain(text)]));
            }
            None if self.waits.is_some() => lines.push(vec![plain(say::rehearsing(base.lang))]),
            None => {}
            Some(Ok(outcome)) => {
                lines.push(vec![piece(
                    format!("{} {}", base.glyphs.good, say::would_do(base.lang)),
                    Tone::Strong,
                )]);
                outcome_lines(base, outcome, room, &mut lines);
            }
            Some(Err(_)) if self.theirs.is_some() => lines = self.three_ways(base, room),
            Some(Err(told)) => {
                // What a line says under itself is not said again.
                let is_said = |field: &str| {
                    self.lines.iter().any(|line| line.slot.name == field && line.is_visited)
                };
                if told.faults.is_empty() || told.faults.iter().any(|fault| !is_said(fault.field)) {
                    told_lines(base, told, room, &mut lines);
                }
            }
        }
        let more = lines.len() > below;
        for n in 0..below {
            let mut line = vec![plain("   ")];
            if more && n + 1 == below {
                line.push(piece(say::more_lines(base.lang, lines.len() + 1 - below), Tone::Faint));
            } else {
                line.extend(lines.get(n).cloned().unwrap_or_default());
            }
            line.push(plain(""));
            pen.line(height + 1 + n, &line);
        }
    }
}
