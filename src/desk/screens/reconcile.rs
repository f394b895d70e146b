//! A reconciliation: a bank's line beside the loans it could mean, decided line by line. What is decided shows at once
//! what it comes to, and is recorded together.

use std::collections::BTreeSet;

use super::summary::Summary;
use crate::desk::cells::{fitted, shortened, width};
use crate::desk::effect::{Answer, Effect, Found, Question, ReconciliationPage, Ticket, cell};
use crate::desk::message::Key;
use crate::desk::model::{Base, Out, Screen};
use crate::desk::pen::{Line, Pen, Tone, piece, plain, scrolled};
use crate::desk::table::{fit, heads, row};
use crate::i18n::desk as say;
use crate::operations::reconciliation::RowDecision;
use crate::report::views::sides::{LineSides, LoanSide};
use crate::report::{shown, wrapped};

/// One reconciliation.
pub struct ReconcileScreen {
    number: String,
    page: Option<ReconciliationPage>,
    told: Option<String>,
    cursor: usize,
    top: usize,
    /// Which of the loans a line could mean stands beside it.
    loan: usize,
    /// Whether the line takes the whole screen.
    is_whole: bool,
    /// Decided and not recorded yet.
    decisions: Vec<RowDecision>,
    /// What was decided before each step, at which line and loan.
    before: Vec<(Vec<RowDecision>, usize, usize)>,
    /// Rows whose proposals are taken and not recorded yet.
    accepted: BTreeSet<String>,
    /// Decisions that take a loan from another row, if the person says so.
    asked: Option<Vec<RowDecision>>,
    is_leaving: bool,
    waits: Option<Ticket>,
    /// Whether it waits for a file.
    exports: bool,
    is_old: bool,
}

impl ReconcileScreen {
    pub fn new(number: &str) -> Self {
        Self {
            number: number.to_owned(),
            page: None,
            told: None,
            cursor: 0,
            top: 0,
            loan: 0,
            is_whole: false,
            decisions: Vec::new(),
            before: Vec::new(),
            accepted: BTreeSet::new(),
            asked: None,
            is_leaving: false,
            waits: None,
            exports: false,
            is_old: true,
        }
    }

    fn ask(&mut self, base: &Base, out: &mut Out) {
        self.is_old = false;
        if std::mem::take(&mut self.exports) {
            out.said = Some(say::stopped(base.lang));
        }
        let (times, number) = (base.times, self.number.clone());
        let (decisions, at) = (self.decisions.clone(), self.cursor);
        out.ask(&mut self.waits, Question::Reconciliation { times, number, decisions, at });
    }

    /// The line under the cursor, once it is there.
    fn line(&self) -> Option<&LineSides> {
        let page = self.page.as_ref().filter(|page| page.at == self.cursor)?;
        page.line.as_ref()
    }

    fn side(&self) -> Option<&LoanSide> {
        let line = self.line()?;
        line.loans.get(self.loan.min(line.loans.len().saturating_sub(1)))
    }

    fn count(&self) -> usize {
        self.page.as_ref().map_or(0, |page| page.all.lines.rows.len())
    }

    fn go(&mut self, to: usize, base: &Base, out: &mut Out) {
        let to = to.min(self.count().saturating_sub(1));
        if to != self.cursor {
            (self.cursor, self.loan) = (to, 0);
            self.ask(base, out);
        }
    }

    /// What a row is taken to mean, or not, from now on; what was said of it before gives way.
    fn decide(&mut self, new: Vec<RowDecision>, base: &Base, out: &mut Out) {
        self.before.push((self.decisions.clone(), self.cursor, self.loan));
        let stands = |old: &RowDecision| {
            !new.iter().any(|new| {
                let both = new.same && old.same;
                let (row, loan) = (new.row == old.row, new.loan_no == old.loan_no);
                row && loan || both && (row || loan)
            })
        };
        self.decisions.retain(stands);
        self.decisions.extend(new);
        self.loan = 0;
        self.ask(base, out);
    }

    /// The line means the loan beside it; one that another row has is asked about first.
    fn take(&mut self, base: &Base, out: &mut Out) {
        let (Some(line), Some(side)) = (self.line(), self.side()) else { return };
        let (row, loan_no) = (line.row.clone(), side.loan_no.clone());
        if side.is_taken {
            self.accept(row, base, out);
            return;
        }
        if row.is_empty() || loan_no.is_empty() {
            out.said = Some(say::nothing_to_take(base.lang));
            return;
        }
        let means = RowDecision { row, loan_no: loan_no.clone(), same: true };
        match &side.taken_by {
            Some(other) => {
                out.said = Some(say::loses(base.lang, &loan_no, other));
                // What was only chosen for the other row is not chosen any more: nothing need be said against it.
                let is_chosen = |one: &RowDecision| one.same && one.loan_no == loan_no;
                let loses =
                    RowDecision { row: other.clone(), loan_no: loan_no.clone(), same: false };
                let loses = (!self.decisions.iter().any(is_chosen)).then_some(loses);
                self.asked = Some(loses.into_iter().chain([means]).collect());
            }
            None => self.decide(vec![means], base, out),
        }
    }

    /// Takes the proposal of a row, or no more.
    fn accept(&mut self, row: String, base: &Base, out: &mut Out) {
        if !self.proposed(base).contains(&row) {
            out.said = Some(say::nothing_to_take(base.lang));
        } else if !self.accepted.remove(&row) {
            self.accepted.insert(row);
        }
    }

    /// Rows for which something is proposed.
    fn proposed(&self, base: &Base) -> BTreeSet<String> {
        let Some(page) = &self.page else { return BTreeSet::new() };
        let table = &page.all.lines;
        let of = |cells: &Vec<_>, key| cell(table, cells, key).map(|cell| shown(cell, base.lang));
        let with = table
            .rows
            .iter()
            .filter(|cells| of(cells, "proposal").is_some_and(|proposal| !proposal.is_empty()));
        with.filter_map(|cells| of(cells, "bank_row")).filter(|row| !row.is_empty()).collect()
    }

    fn refuse(&mut self, base: &Base, out: &mut Out) {
        let (Some(line), Some(side)) = (self.line(), self.side()) else { return };
        let (row, loan_no) = (line.row.clone(), side.loan_no.clone());
        if self.accepted.remove(&row) {
            return;
        }
        if row.is_empty() || loan_no.is_empty() || loan_no.contains(';') {
            out.said = Some(say::nothing_to_take(base.lang));
            return;
        }
        self.decide(vec![RowDecision { row, loan_no, same: false }], base, out);
    }

    fn step_back(&mut self, base: &Base, out: &mut Out) {
        if let Some((decisions, cursor, loan)) = self.before.pop() {
            (self.decisions, self.cursor, self.loan) = (decisions, cursor, loan);
            self.ask(base, out);
        }
    }

    /// The command that records what was chosen: decisions first, then proposals.
    fn words(&self) -> Option<Vec<String>> {
        let of = |verb: &str| {
            ["reconcile", verb, &self.number].into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        if let Some((first, others)) = self.decisions.split_first() {
            let mut words = of("decide");
            words.extend([first.row.clone(), first.loan_no.clone()]);
            words.extend((!first.same).then(|| "--not".to_owned()));
            words.extend(others.iter().map(|RowDecision { row, loan_no, same }| {
                format!("--also{}={row}={loan_no}", if *same { "" } else { "-not" })
            }));
            return Some(words);
        }
        let rows = self.accepted.iter().map(|row| format!("--row={row}"));
        (!self.accepted.is_empty()).then(|| of("accept").into_iter().chain(rows).collect())
    }

    fn has_chosen(&self) -> bool {
        !self.decisions.is_empty() || !self.accepted.is_empty()
    }

    /// What was chosen, in words.
    fn chosen(&self, base: &Base) -> String {
        let lang = base.lang;
        let decided = self.decisions.iter().map(|one| match one.same {
            true => say::row_means(lang, &one.row, &one.loan_no),
            false => say::row_means_not(lang, &one.row, &one.loan_no),
        });
        let accepted = self.accepted.iter().map(|row| say::row_accepted(lang, row));
        let all: Vec<String> = decided.chain(accepted).collect();
        match all.is_empty() {
            true => String::new(),
            false => base.glyphs.own(&say::decided_so(lang, all.join(say::between(lang)))),
        }
    }

    /// Over the two sides: the bank's row, and the loans it could mean with the one that is shown marked.
    fn heads(&self, base: &Base, line: &LineSides, left: usize, right: usize) -> Line {
        let lang = base.lang;
        let mut bank = match line.row.is_empty() {
            true => say::not_listed(lang),
            false => say::bank_row(lang, &line.row),
        };
        // Where the list below has no room for what a line came to.
        let result = self.page.as_ref().and_then(|page| {
            let cells = page.all.lines.rows.get(self.cursor)?;
            cell(&page.all.lines, cells, "result")
        });
        if let Some(result) = result.filter(|_| base.width() < 80 && !self.is_whole) {
            bank = format!("{bank} {}", shown(result, lang));
        }
        let mut line_of = vec![
            piece(fitted(&format!(" {bank}"), left, base.glyphs.cut), Tone::Strong),
            piece(base.glyphs.between, Tone::Faint),
        ];
        let ours = say::ours(lang);
        let mut used = width(&ours) + 1;
        line_of.push(piece(format!(" {ours}"), Tone::Strong));
        let here = self.loan.min(line.loans.len().saturating_sub(1));
        for (at, side) in line.loans.iter().enumerate().skip(here.saturating_sub(1)) {
            let name = match (&side.taken_by, side.loan_no.is_empty()) {
                (_, true) => say::no_loan(lang),
                (Some(row), _) => say::taken_by(lang, &side.loan_no, row),
                (None, _) => side.loan_no.clone(),
            };
            let (cursor, tone) = match (at == here, &side.taken_by) {
                (true, _) => (base.glyphs.cursor, Tone::Strong),
                (false, Some(_)) => (" ", Tone::Faint),
                (false, None) => (" ", Tone::Plain),
            };
            let text = format!(" {cursor}{name}");
            let room = right.saturating_sub(used);
            if room == 0 {
                break;
            }
            let text = shortened(&text, room, base.glyphs.cut);
            used += width(&text);
            line_of.push(piece(text, tone));
        }
        line_of
    }

    /// The fields of both sides, a line each; of a line that takes the whole screen all words.
    fn fields(&self, base: &Base, side: &LoanSide, left: usize, right: usize) -> Vec<Line> {
        let (lang, cut) = (base.lang, base.glyphs.cut);
        let texts = |cells: &[crate::report::Cell]| -> Vec<String> {
            cells.iter().map(|cell| shown(cell, lang)).collect()
        };
        let rows: Vec<Vec<String>> = side.fields.rows.iter().map(|cells| texts(cells)).collect();
        let widest = |at: usize| rows.iter().map(|row| width(&row[at])).max().unwrap_or(0);
        // An amount of the bank's is never cut.
        let names = widest(0).min(left / 2).min(left.saturating_sub(19));
        let ends = widest(3).min(right / 3);
        // Where our side is narrow the names at the bank's side do for both.
        let is_named = names + widest(2) + ends + 6 <= right;
        let indent = if is_named { names + 4 } else { 2 };
        let lines = |row: &Vec<String>| {
            let differs = !row[3].is_empty()
                && side.fields.rows.iter().any(|cells| {
                    matches!(cells.get(3), Some(crate::report::Cell::Code { code, label })
                    if code == "differs" && *label == row[3])
                });
            let tone = if differs { Tone::Warn } else { Tone::Plain };
            let bank = left.saturating_sub(names + 5);
            let ours = right.saturating_sub(indent + ends + 2);
            let texts = |text: &String, room: usize| match self.is_whole {
                true => wrapped(text, room),
                false => vec![text.clone()],
            };
            let (bank_texts, our_texts) = (texts(&row[1], bank), texts(&row[2], ours));
            let count = bank_texts.len().max(our_texts.len()).max(1);
            let line = move |n: usize| {
                let text = |texts: &[String], room| {
                    fitted(texts.get(n).map_or("", String::as_str), room, cut)
                };
                let first = |text: &str| if n == 0 { text.to_owned() } else { String::new() };
                let name = format!("  {}  ", fitted(&first(&row[0]), names, cut));
                let ours_name = if is_named { name.clone() } else { " ".repeat(indent) };
                vec![
                    piece(name, Tone::Faint),
                    piece(format!("{} ", text(&bank_texts, bank)), tone),
                    piece(base.glyphs.between, Tone::Faint),
                    piece(ours_name, Tone::Faint),
                    piece(text(&our_texts, ours), tone),
                    piece(format!("  {}", shortened(&first(&row[3]), ends, cut)), tone),
                    plain(""),
                ]
            };
            (0..count).map(line).collect::<Vec<Line>>()
        };
        rows.iter().flat_map(lines).collect()
    }

    fn draw_lines(&self, base: &Base, page: &ReconciliationPage, pen: &mut Pen<'_>) {
        let (table, lang, glyphs) = (&page.all.lines, base.lang, &base.glyphs);
        let fits = fit(table, lang, "bank_row", pen.width().saturating_sub(4));
        let mut head = vec![plain("    ")];
        head.extend(heads(table, &fits, None, None, glyphs));
        pen.line(0, &head);
        let height = pen.height().saturating_sub(1);
        let top = scrolled(self.top, self.cursor, table.rows.len(), height);
        for y in 0..height {
            let Some(cells) = table.rows.get(top + y) else {
                pen.line(y + 1, &[]);
                continue;
            };
            let is_here = top + y == self.cursor;
            let tone = if is_here { Tone::Picked } else { Tone::Plain };
            let name = cell(table, cells, "bank_row").map(|cell| shown(cell, lang));
            let is_chosen = name.is_some_and(|name| {
                self.accepted.contains(&name) || self.decisions.iter().any(|one| one.row == name)
            });
            let cursor = if is_here { glyphs.cursor } else { " " };
            let mark = if is_chosen { glyphs.mark } else { " " };
            let mut line = vec![piece(format!(" {cursor}{mark} "), tone)];
            line.extend(row(table, &fits, cells, lang, tone, glyphs));
            pen.line(y + 1, &line);
            if is_here {
                pen.caret_at(1, y + 1);
            }
        }
    }
}

impl Screen for ReconcileScreen {
    fn show(&mut self, base: &Base, out: &mut Out) {
        if self.is_old {
            self.ask(base, out);
        }
    }

    fn outdate(&mut self) {
        self.is_old = true;
    }

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        let is_leaving = std::mem::take(&mut self.is_leaving);
        if let Some(asked) = self.asked.take() {
            if matches!(key, Key::Enter) {
                self.decide(asked, base, out);
            }
            return true;
        }
        let chooses = matches!(key, Key::Char(' ') | Key::Ctrl('a' | 'x') | Key::Delete);
        if chooses && !base.times.is_now() {
            out.said = Some(say::not_now(base.lang));
            return true;
        }
        let page = (base.height() / 3).max(1);
        let loans = self.line().map_or(0, |line| line.loans.len()).max(1);
        match key {
            Key::Up => self.go(self.cursor.saturating_sub(1), base, out),
            Key::Down => self.go(self.cursor + 1, base, out),
            Key::PageUp => self.go(self.cursor.saturating_sub(page), base, out),
            Key::PageDown => self.go(self.cursor + page, base, out),
            Key::Home => self.go(0, base, out),
            Key::End => self.go(usize::MAX, base, out),
            Key::Tab => self.loan = (self.loan + 1) % loans,
            Key::BackTab => self.loan = (self.loan + loans - 1) % loans,
            Key::Enter => self.is_whole = !self.is_whole,
            Key::Char(' ') | Key::Ctrl('a') => self.take(base, out),
            Key::Delete | Key::Ctrl('x') => self.refuse(base, out),
            Key::Ctrl('z') if !self.before.is_empty() => self.step_back(base, out),
            Key::F(2) => {
                let Some(words) = self.words() else { return false };
                let title = match self.decisions.is_empty() {
                    true => say::accept_title(base.lang, &self.number),
                    false => say::decide_title(base.lang, &self.number),
                };
                out.open(Summary::new(title, words));
            }
            // The answer comes where the reconciliation's would.
            Key::F(9) | Key::Ctrl('e') => {
                let words = ["reconcile", "show", &self.number].map(str::to_owned).to_vec();
                out.ask(&mut self.waits, Question::ExportCard(base.times, words));
                self.exports = true;
            }
            Key::Esc if self.is_whole => self.is_whole = false,
            Key::Esc if self.has_chosen() && !is_leaving => {
                self.is_leaving = true;
                out.said = Some(say::undecided_leave(base.lang));
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
            Ok(Found::Reconciliation(page)) => {
                (self.page, self.told) = (Some(*page), None);
                let proposed = self.proposed(base);
                self.accepted.retain(|row| proposed.contains(row));
                if self.cursor >= self.count() && self.cursor > 0 {
                    self.go(usize::MAX, base, out);
                }
            }
            Ok(Found::Exported(path)) => {
                out.said = Some(crate::i18n::say::written(base.lang, path.display()));
            }
            Ok(_) => {}
            // What was chosen is recorded.
            Err(told) if told.code == "no-change" && !self.decisions.is_empty() => {
                (self.decisions, self.before) = (Vec::new(), Vec::new());
                self.ask(base, out);
            }
            // What cannot be decided so is not.
            Err(told) if !self.before.is_empty() => {
                out.said = Some(format!("{} {}", told.words.message, told.words.hint));
                self.step_back(base, out);
            }
            Err(told) => self.told = Some(told.words.message),
        }
    }

    fn stop_waiting(&mut self, out: &mut Out) -> bool {
        let waited = self.waits.take();
        out.effects.extend(waited.map(Effect::Cancel));
        std::mem::take(&mut self.exports) && waited.is_some()
    }

    fn title(&self, base: &Base) -> String {
        let title = self.page.as_ref().map(|page| page.all.title.clone());
        title.unwrap_or_else(|| say::list_title(base.lang, "reconcile list"))
    }

    fn command(&self, base: &Base) -> Option<Vec<String>> {
        let shows = || ["reconcile", "show", &self.number].map(str::to_owned).to_vec();
        Some(self.words().unwrap_or_else(|| [shows(), base.times_words()].concat()))
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        let mut keys = vec![("Tab", say::key_candidate(lang))];
        keys.push(("Space", say::key_accept(lang)));
        keys.push(("Del", say::key_not(lang)));
        keys.push((
            "F2",
            if self.has_chosen() { say::key_record(lang) } else { say::key_do(lang) },
        ));
        keys.extend([
            ("Enter", say::key_whole(lang)),
            ("F9", say::key_answer(lang)),
            ("F3", say::key_command(lang)),
            ("F1", say::key_help(lang)),
            ("Esc", say::key_back(lang)),
        ]);
        keys
    }

    fn acts_on(&self, _base: &Base) -> Option<(String, Option<String>)> {
        Some(("reconcile".to_owned(), Some(self.number.clone())))
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        let (height, room) = (pen.height(), pen.width().saturating_sub(2));
        let Some(page) = &self.page else {
            (0..height).for_each(|y| pen.line(y, &[]));
            let text = self.told.clone().unwrap_or_else(|| say::reading(base.lang));
            pen.line(0, &[plain(format!("   {text}"))]);
            return;
        };
        // Below: from total to total, what was chosen. They are always seen.
        let tone = if page.all.is_explained { Tone::Strong } else { Tone::Warn };
        let mut below: Vec<Line> = Vec::new();
        for text in wrapped(&page.all.bridge, room) {
            below.push(vec![piece(format!(" {text}"), tone)]);
        }
        let chosen = self.chosen(base);
        for text in wrapped(&chosen, room).into_iter().take(2).filter(|text| !text.is_empty()) {
            below.push(vec![piece(format!(" {text}"), Tone::Strong)]);
        }
        let left = pen.width() / 2;
        let right = pen.width().saturating_sub(left + 1);
        let (mut above, mut fields, mut why) = (Vec::new(), Vec::new(), Vec::new());
        match (self.line(), self.side()) {
            (Some(line), Some(side)) => {
                above.push(self.heads(base, line, left, right));
                fields = self.fields(base, side, left, right);
                let texts = line.why.iter().flat_map(|text| wrapped(text, room));
                why.extend(texts.map(|text| vec![plain(format!(" {text}"))]));
            }
            _ => above.push(vec![plain(format!(" {}", say::reading(base.lang)))]),
        }
        // Counts take a second line where there is room for one.
        let counts = wrapped(&page.all.counts, room);
        let counts = counts.iter().take(if height > 15 { 2 } else { 1 });
        let top = counts.len() + 1;
        let rest = height.saturating_sub(3 + top + below.len());
        let (most_fields, most_why) = match self.is_whole {
            true => (rest.saturating_sub(why.len()).max(3), rest),
            // On a small screen the rows come first: why one differs is read whole with Enter.
            false => ((rest * 2 / 5).max(3), if rest < 8 { 0 } else { 2 }),
        };
        let count = fields.len().min(most_fields);
        above.extend(fields.into_iter().take(count));
        let mut y = 0;
        for (n, text) in counts.enumerate() {
            pen.line(n, &[plain(format!(" {text}"))]);
        }
        pen.rule(top - 1);
        for line in &above {
            pen.line(top + y, line);
            y += 1;
        }
        pen.rule(top + y);
        for line in why.iter().take(most_why) {
            y += 1;
            pen.line(top + y, line);
        }
        let first = top + 1 + y;
        let foot = height.saturating_sub(below.len() + 1);
        if self.is_whole {
            (first..foot).for_each(|y| pen.line(y, &[]));
            pen.caret_at(1, top);
        } else {
            // One rule is enough where nothing is said between the two.
            let first = if why.is_empty() || most_why == 0 { first - 1 } else { first };
            pen.rule(first);
            let mut part = pen.part(first + 1, foot.saturating_sub(first + 1));
            self.draw_lines(base, page, &mut part);
            let caret = part.caret;
            pen.caret = caret;
        }
        pen.rule(foot);
        for (n, line) in below.iter().enumerate() {
            pen.line(foot + 1 + n, line);
        }
    }
}
