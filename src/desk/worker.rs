//! Threads that read and write the ledger beside the screen: each question opens it, sees one state, and closes it.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::effect::{
    Act, Answer, Asked, Card, FieldFault, Found, HomePage, ListQuery, Outcome, Page, Question,
    Reader, ReconciliationPage, Ticket, Times, Told, Unread,
};
use super::lists::{self, Look, Parts, RowsOf};
use super::message::Message;
use crate::domain::values::{Date, Quarter};
use crate::exchange::{Source, unused_name, write_whole};
use crate::i18n::loans::loan_problem;
use crate::i18n::numbers::grouped;
use crate::i18n::operations::{notice as notice_words, refusal as refusal_words};
use crate::i18n::publications;
use crate::i18n::words::{Words, fault as fault_words};
use crate::i18n::{Lang, desk as say, say as said};
use crate::ledger::{KnownAt, Ledger, LedgerError, day_in_china, interrupt};
use crate::operations::book::{standing, taken_back_since, undone};
use crate::operations::import::{self, Noun, Quiet, is_of_another_kind};
use crate::operations::reconciliation::{
    CurrentReconciliation, ListChanges, RowDecision, row_text,
};
use crate::operations::statement::{HeldStatement, StatementRequest};
use crate::operations::{Author, Effect, Mode, Office, Recorded, Refusal};
use crate::report::views::import::{corrected_table, reading_tables, refused_cells};
use crate::report::views::pledge::GroundLine;
use crate::report::views::reconciliation::ReconciliationFindings;
use crate::report::views::sides::{self, ReconciliationLines};
use crate::report::views::status::{StatusQuery, status};
use crate::report::views::{self, Detail, known, log, publication, reconciled};
use crate::report::{Cell, Table, query, rejects, shown, workbook};
use crate::stats::publication::{prepare, published};

/// Entries the first screen shows.
const LAST_ENTRIES: usize = 8;

/// Things a drop-down offers.
const CHOICES: usize = 50;

/// What the worker needs to know.
#[derive(Clone)]
pub struct Desk {
    pub db: PathBuf,
    pub lang: Lang,
    /// Milliseconds since 1970-01-01 UTC.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// The ledger is written even where a database ought not to stand.
    pub any_place: bool,
    pub read: Arc<Reader>,
    /// The folder the desk was started in: files are named from there, exports go there.
    pub folder: PathBuf,
}

/// The threads, and what is still asked of them.
pub struct Workers {
    quick: Sender<Job>,
    long: Sender<Job>,
    threads: Vec<JoinHandle<()>>,
    asked: HashMap<Ticket, Arc<AtomicBool>>,
}

/// How long the desk waits for its threads to close the ledger when it ends.
const GRACE: Duration = Duration::from_secs(2);

struct Job {
    ticket: Ticket,
    question: Question,
    by: String,
    stop: Arc<AtomicBool>,
}

impl Workers {
    /// Starts a thread for what is quick and one for what may take long.
    pub fn start(desk: &Desk, messages: &Sender<Message>) -> std::io::Result<Self> {
        let mut threads = Vec::new();
        let mut start = || {
            let (jobs, waiting) = channel();
            let (desk, messages) = (desk.clone(), messages.clone());
            let work = move || Worker::new(desk).work(&waiting, &messages);
            threads.push(thread::Builder::new().spawn(work)?);
            Ok::<_, std::io::Error>(jobs)
        };
        let (quick, long) = (start()?, start()?);
        Ok(Self { quick, long, threads, asked: HashMap::new() })
    }

    pub fn ask(&mut self, ticket: Ticket, question: Question, by: &str) {
        let stop = Arc::new(AtomicBool::new(false));
        self.asked.insert(ticket, stop.clone());
        let to = if question.is_long() { &self.long } else { &self.quick };
        // A thread that is gone answers nothing: the desk is ending.
        let _ = to.send(Job { ticket, question, by: by.to_owned(), stop });
    }

    /// Stops what is done for a question nobody waits for any more.
    pub fn cancel(&mut self, ticket: Ticket) {
        if let Some(stop) = self.asked.remove(&ticket) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    pub fn answered(&mut self, ticket: Ticket) {
        self.asked.remove(&ticket);
    }

    /// Stops everything, and waits until the ledger is closed.
    pub fn end(self) {
        let Self { quick, long, threads, asked } = self;
        asked.into_values().for_each(|stop| stop.store(true, Ordering::Relaxed));
        drop((quick, long));
        let since = Instant::now();
        while !threads.iter().all(JoinHandle::is_finished) && since.elapsed() < GRACE {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

pub struct Worker {
    desk: Desk,
    /// The list read last, so that turning and narrowing it reads nothing again.
    kept: Option<Kept>,
    /// The reconciliation looked at last, so that going through its lines reads nothing again.
    compared: Option<Compared>,
}

/// A reconciliation: when, at which entry, which, decided how.
struct Compared {
    of: (Times, i64, String, Vec<RowDecision>),
    standing: CurrentReconciliation,
    all: Arc<ReconciliationLines>,
}

struct Kept {
    list: &'static str,
    times: Times,
    text: String,
    head: i64,
    table: Table,
    /// Rows without a search, where they were counted.
    of: Option<usize>,
    /// Of which rows `order` holds the places.
    values: Vec<(&'static str, String)>,
    sort: Option<(&'static str, bool)>,
    order: Vec<usize>,
    sums: Vec<Option<i64>>,
}

impl Kept {
    fn column(&self, key: &str) -> Option<usize> {
        self.table.columns.iter().position(|column| column.key == key)
    }

    /// Narrows and sorts as asked; nothing is done where it was asked before.
    fn arrange(&mut self, lang: Lang, asked: &ListQuery, is_new: bool) {
        if !is_new && (&self.values, self.sort) == (&asked.values, asked.sort) {
            return;
        }
        let values = asked.values.iter();
        let values: Vec<(usize, &str)> =
            values.filter_map(|(key, value)| Some((self.column(key)?, value.as_str()))).collect();
        let sort = asked.sort.and_then(|(key, turned)| Some((self.column(key)?, turned)));
        self.order = query::order(&self.table, lang, &values, sort);
        self.sums = query::sums(self.table.columns.len(), self.rows());
        (self.values, self.sort) = (asked.values.clone(), asked.sort);
    }

    fn rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.order.iter().map(|at| &self.table.rows[*at])
    }

    /// The table with these of its rows.
    fn with<'r>(&self, rows: impl Iterator<Item = &'r Vec<Cell>>) -> Table {
        let Table { title, columns, notes, spare, .. } = &self.table;
        Table {
            title: title.clone(),
            columns: columns.clone(),
            rows: rows.cloned().collect(),
            notes: notes.clone(),
            spare,
            ..Table::default()
        }
    }
}

impl Worker {
    pub fn new(desk: Desk) -> Self {
        Self { desk, kept: None, compared: None }
    }

    fn work(mut self, jobs: &Receiver<Job>, messages: &Sender<Message>) {
        for Job { ticket, question, by, stop } in jobs {
            if stop.load(Ordering::Relaxed) {
                continue;
            }
            let answer = interrupt::stoppable(stop.clone(), || self.answered(&question, &by));
            // What was recorded before it could be stopped is told all the same.
            let is_recorded = matches!(answer.result, Ok(Found::Written(_)));
            if (is_recorded || !stop.load(Ordering::Relaxed))
                && messages.send(Message::Answer(ticket, Box::new(answer))).is_err()
            {
                return;
            }
        }
    }

    #[cfg(test)]
    pub fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// Answers a question, whatever happens inside.
    pub fn answered(&mut self, question: &Question, by: &str) -> Answer {
        catch_unwind(AssertUnwindSafe(|| self.answer(question, by))).unwrap_or_else(|_| {
            let words = say::worker_failed(self.desk.lang);
            let told = Told {
                code: "internal",
                words,
                faults: Vec::new(),
                tables: Vec::new(),
                grounds: Vec::new(),
            };
            Answer { head: 0, result: Err(told) }
        })
    }

    /// Answers a question: opens the ledger, reads or records, closes it.
    fn answer(&mut self, question: &Question, by: &str) -> Answer {
        let lang = self.desk.lang;
        match self.found(question, by) {
            Ok((head, found)) => Answer { head, result: Ok(found) },
            Err(Unread::Refused(refusal)) => Answer { head: 0, result: Err(told(lang, &refusal)) },
            Err(Unread::Words(words)) => {
                let told = Told {
                    code: "usage",
                    words,
                    faults: Vec::new(),
                    tables: Vec::new(),
                    grounds: Vec::new(),
                };
                Answer { head: 0, result: Err(told) }
            }
        }
    }

    fn found(&mut self, question: &Question, by: &str) -> Result<(i64, Found), Unread> {
        let mut ledger = Ledger::open(&self.desk.db)?;
        let now = self.snapshot(&ledger, Times::default())?.known_at;
        let found = match question {
            Question::Home => Found::Home(Box::new(self.home(&ledger)?)),
            Question::Page(times, asked) => Found::Page(self.page(&ledger, *times, asked)?),
            Question::Count(times, asked, column) => {
                Found::Counted(self.counted(&ledger, *times, asked, column)?)
            }
            Question::Export(times, asked) => Found::Exported(self.export(&ledger, *times, asked)?),
            Question::Card(times, words) => {
                let snapshot = self.snapshot(&ledger, *times)?;
                let at = Look { lang: self.desk.lang, ledger: &ledger, snapshot };
                let (details, warnings) = lists::card(at, words)?;
                let next = if times.is_now() { lists::next_step(at, words, by)? } else { None };
                let days = lists::days(at, words)?;
                Found::Card(Box::new(Card { details, warnings, next, days }))
            }
            Question::ExportCard(times, words) => {
                Found::Exported(self.export_card(&ledger, *times, words)?)
            }
            Question::Reconciliation { times, number, decisions, at } => {
                let of = (*times, now, number.clone(), decisions.clone());
                Found::Reconciliation(Box::new(self.reconciliation(&mut ledger, of, *at, by)?))
            }
            Question::Known(noun, id) => {
                let snapshot = self.snapshot(&ledger, Times::default())?;
                Found::Known(known::fields(&ledger, snapshot, noun, id)?.unwrap_or_default())
            }
            Question::Choices { list, column, text } => {
                Found::Choices(self.choices(&ledger, list, column, text)?)
            }
            Question::Files(text) => Found::Choices(self.files(text)),
            Question::Rehearse(act) => {
                Found::Rehearsed(self.record(&mut ledger, act, by, Mode::Rehearse)?)
            }
            Question::Write(act) => {
                Found::Written(self.record(&mut ledger, act, by, Mode::Record)?)
            }
        };
        let head = match &found {
            Found::Written(Outcome { entry: Some(entry), .. }) => *entry,
            _ => now,
        };
        Ok((head, found))
    }

    fn today(&self) -> Date {
        day_in_china((self.desk.clock)()).unwrap_or(Date::MAX)
    }

    fn snapshot(
        &self,
        ledger: &Ledger,
        times: Times,
    ) -> Result<crate::ledger::Snapshot, LedgerError> {
        ledger.snapshot(times.as_of, times.known_at.map(KnownAt::Entry), self.today())
    }

    fn home(&self, ledger: &Ledger) -> Result<HomePage, Refusal> {
        let lang = self.desk.lang;
        let snapshot = self.snapshot(ledger, Times::default())?;
        let path = self.desk.db.display().to_string();
        let query = StatusQuery { path, detail: Detail::Screen };
        let status = status(lang, ledger, snapshot, &query)?;
        let [office, _] = status.head(lang);
        let log = log::entries(lang, ledger, snapshot, LAST_ENTRIES)?;
        Ok(HomePage { office, todo: status.todo, targets: status.targets, log })
    }

    /// The list with the rows that fit, in order; what was read last is not read again.
    fn list(&mut self, ledger: &Ledger, times: Times, asked: &ListQuery) -> Result<&Kept, Refusal> {
        let lang = self.desk.lang;
        let snapshot = self.snapshot(ledger, times)?;
        let before = self.kept.take().filter(|kept| {
            (kept.list, kept.times, kept.head) == (asked.list, times, snapshot.known_at)
        });
        let (mut kept, is_new) = match before {
            Some(kept) if kept.text == asked.text => (kept, false),
            before => {
                let list = lists::list(asked.list);
                let list = list.ok_or_else(|| Refusal::not_found("list", asked.list))?;
                let look = Look { lang, ledger, snapshot };
                let text = Some(asked.text.trim().to_owned()).filter(|text| !text.is_empty());
                let is_whole = text.is_none();
                let table = match list.rows {
                    RowsOf::Searched(rows) => rows(look, text)?,
                    RowsOf::Parts(parts) => (parts.whole)(look, text)?,
                    RowsOf::Whole(rows) => {
                        let mut table = rows(look)?;
                        query::search(&mut table, lang, &asked.text);
                        table
                    }
                };
                let of = if is_whole { Some(table.rows.len()) } else { before.and_then(|b| b.of) };
                let (list, text, head) = (asked.list, asked.text.clone(), snapshot.known_at);
                let (values, sort, order, sums) = Default::default();
                (Kept { list, times, text, head, table, of, values, sort, order, sums }, true)
            }
        };
        kept.arrange(lang, asked, is_new);
        Ok(self.kept.insert(kept))
    }

    /// What a list is asked that can be read part by part.
    fn parts(asked: &ListQuery) -> Option<&'static Parts> {
        match lists::list(asked.list)?.rows {
            RowsOf::Parts(parts) => Some(parts),
            RowsOf::Searched(_) | RowsOf::Whole(_) => None,
        }
    }

    fn page(&mut self, ledger: &Ledger, times: Times, asked: &ListQuery) -> Result<Page, Refusal> {
        if let Some(parts) = Self::parts(asked) {
            let snapshot = self.snapshot(ledger, times)?;
            let look = Look { lang: self.desk.lang, ledger, snapshot };
            if let Some(page) = (parts.part)(look, asked)? {
                return Ok(page);
            }
        }
        let kept = self.list(ledger, times, asked)?;
        let fitting = kept.order.len();
        let first = asked.first.min(fitting);
        Ok(Page {
            table: kept.with(kept.rows().skip(first).take(asked.count)),
            first,
            fitting,
            of: kept.of.unwrap_or(fitting),
            sums: kept.sums.clone(),
        })
    }

    fn counted(
        &mut self,
        ledger: &Ledger,
        times: Times,
        asked: &ListQuery,
        key: &str,
    ) -> Result<Vec<(String, usize)>, Refusal> {
        let lang = self.desk.lang;
        if let Some(parts) = Self::parts(asked) {
            let snapshot = self.snapshot(ledger, times)?;
            if let Some(counts) = (parts.tally)(Look { lang, ledger, snapshot }, asked, key)? {
                return Ok(counts);
            }
        }
        let kept = self.list(ledger, times, asked)?;
        let Some(column) = kept.column(key) else { return Ok(Vec::new()) };
        Ok(query::counted(kept.rows().map(|row| &row[column]), lang))
    }

    fn export(
        &mut self,
        ledger: &Ledger,
        times: Times,
        asked: &ListQuery,
    ) -> Result<PathBuf, Refusal> {
        let kept = self.list(ledger, times, asked)?;
        let table = kept.with(kept.rows());
        self.to_workbook(ledger, &asked.list.replace(" --", "-"), &[table])
    }

    fn export_card(
        &self,
        ledger: &Ledger,
        times: Times,
        words: &[String],
    ) -> Result<PathBuf, Refusal> {
        let lang = self.desk.lang;
        let look = Look { lang, ledger, snapshot: self.snapshot(ledger, times)? };
        let mut tables = lists::card(look, words)?.0.as_tables(lang);
        tables.retain(|table| !table.rows.is_empty());
        let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        let name: String =
            words.join("-").chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
        self.to_workbook(ledger, &name, &tables)
    }

    /// Writes tables to a workbook of this name and day in the folder the desk was started in.
    fn to_workbook(
        &self,
        ledger: &Ledger,
        name: &str,
        tables: &[Table],
    ) -> Result<PathBuf, Refusal> {
        let lang = self.desk.lang;
        let name = format!("{}-{}.xlsx", name.replace(' ', "-"), self.today());
        let path = unused_name(&self.desk.folder.join(name));
        let footer = said::anchor_line(lang, ledger.anchor()?);
        let bytes = workbook::bytes(tables, &footer, lang)
            .map_err(|error| Refusal::Temporary(std::io::Error::other(error.to_string())))?;
        write_whole(&path.to_string_lossy(), |out| out.write_all(&bytes))?;
        Ok(path)
    }

    /// A reconciliation with one of its lines in full; decided as asked, as a rehearsal leaves it.
    fn reconciliation(
        &mut self,
        ledger: &mut Ledger,
        of: (Times, i64, String, Vec<RowDecision>),
        at: usize,
        by: &str,
    ) -> Result<ReconciliationPage, Refusal> {
        let lang = self.desk.lang;
        let compared = match self.compared.take().filter(|known| known.of == of) {
            Some(known) => known,
            None => {
                let (times, _, number, decisions) = &of;
                let number: i64 =
                    number.parse().map_err(|_| Refusal::not_found("reconciliation", number))?;
                let snapshot = self.snapshot(ledger, *times)?;
                let standing = match decisions.is_empty() {
                    true => CurrentReconciliation::of(ledger, number, snapshot)?,
                    false => {
                        let author = self.author(by, None);
                        Office::new(ledger, author, self.today(), Mode::Rehearse)
                            .reconciliation_if(number, decisions)?
                    }
                };
                let all = Arc::new(sides::lines(lang, ledger, snapshot, &standing)?);
                Compared { of, standing, all }
            }
        };
        let line = sides::line(lang, &compared.standing, at);
        let all = self.compared.insert(compared).all.clone();
        Ok(ReconciliationPage { all, at, line })
    }

    fn author(&self, by: &str, reason: Option<String>) -> Author {
        let moment = (self.desk.clock)();
        Author {
            name: by.to_owned(),
            reason,
            moment,
            clock_was_wrong: false,
            any_place: self.desk.any_place,
        }
    }

    /// What a drop-down offers: the text that is taken, and what else a person knows it by.
    fn choices(
        &mut self,
        ledger: &Ledger,
        list: &'static str,
        column: &str,
        text: &str,
    ) -> Result<Vec<(String, String)>, Refusal> {
        let query = ListQuery {
            list,
            text: text.to_owned(),
            values: Vec::new(),
            sort: None,
            first: 0,
            count: CHOICES,
        };
        let page = self.page(ledger, Times::default(), &query)?;
        let lang = self.desk.lang;
        let at = page.table.columns.iter().position(|known| known.key == column);
        let Some(at) = at else { return Ok(Vec::new()) };
        let choice = |row: &Vec<Cell>| {
            let others = row.iter().enumerate().filter(|(other, _)| *other != at);
            let others: Vec<String> =
                others.map(|(_, cell)| shown(cell, lang)).filter(|text| !text.is_empty()).collect();
            (shown(&row[at], lang), others.join("  "))
        };
        Ok(page.table.rows.iter().map(choice).collect())
    }

    fn record(
        &self,
        ledger: &mut Ledger,
        act: &Act,
        by: &str,
        mode: Mode,
    ) -> Result<Outcome, Unread> {
        let told = act.words.iter().find_map(|word| word.strip_prefix("--reason="));
        let author = self.author(by, act.reason.clone().or_else(|| told.map(str::to_owned)));
        let is_watched = ledger.holds_publications()?;
        let today = self.today();
        let (mut words, mut meant) = (act.words.clone(), None);
        let (mut takes_back, mut before) = (None, None);
        if words == ["undo"] || words == ["redo"] {
            let (until, lang) = (self.snapshot(ledger, Times::default())?.known_at, self.desk.lang);
            let (entry, nothing) = match words[0].as_str() {
                "undo" => (standing(ledger, until)?.first().copied(), said::nothing_to_undo(lang)),
                _ => {
                    let undoing = undone(ledger, until)?.map(|undoing| undoing.entry);
                    (undoing, said::nothing_to_redo(lang))
                }
            };
            let nothing = || Unread::Words(Words { message: nothing, hint: String::new() });
            let entry = entry.ok_or_else(nothing)?;
            takes_back = Some(say::takes_back(lang, log::line(lang, &ledger.entry(entry)?)));
            let newer = match words[0].as_str() {
                "undo" => taken_back_since(ledger, entry, until)?,
                _ => Vec::new(),
            };
            let newer: Vec<String> = newer.iter().map(i64::to_string).collect();
            let between = say::between(lang);
            before = (!newer.is_empty()).then(|| say::undone_before(lang, newer.join(between)));
            words = vec!["void".to_owned(), entry.to_string()];
            meant = Some(words.clone());
        }
        if let [noun, verb, quarter] = words.as_slice()
            && (noun.as_str(), verb.as_str()) == ("stats", "publish")
        {
            let office = Office::new(ledger, author, today, mode);
            return self.publish(office, quarter, mode == Mode::Record, is_watched);
        }
        let recorded = match words.split_first() {
            Some((verb, rest)) if verb == "void" => {
                let number = rest.first().map_or("", String::as_str);
                let entry = number.parse().map_err(|_| Refusal::not_found("entry", number))?;
                let with_dependents = rest.iter().any(|word| word == "--with-dependents");
                Office::new(ledger, author, today, mode).void_entry(entry, with_dependents)?
            }
            _ => match (self.desk.read)(&words, by)? {
                Asked::Request(request) => {
                    Office::new(ledger, author, today, mode).perform(request)?
                }
                Asked::Import { noun, file, request } => {
                    let office = Office::new(ledger, author, today, mode);
                    return self.import(office, noun, &file, &request, is_watched);
                }
                Asked::Statement { bank, as_of, request } => {
                    let office = Office::new(ledger, author, today, mode);
                    return self.reconcile(office, &bank, as_of, *request);
                }
            },
        };
        let mut outcome = Outcome { words: meant, ..self.outcome(&recorded, is_watched) };
        outcome.lines.splice(0..0, takes_back);
        outcome.notices.splice(0..0, before);
        Ok(outcome)
    }

    /// A quarter's figures as they would be sealed, with what changed since the last time; seals them.
    fn publish(
        &self,
        mut office: Office<'_>,
        quarter: &str,
        seals: bool,
        is_watched: bool,
    ) -> Result<Outcome, Unread> {
        let lang = self.desk.lang;
        let quarter: Quarter =
            quarter.parse().map_err(|_| Refusal::not_found("quarter", quarter))?;
        let snapshot = self.snapshot(office.ledger(), Times::default())?;
        let edition =
            prepare(office.ledger(), snapshot, quarter, self.today()).map_err(Refusal::from)?;
        if edition.is_known {
            let last = published(office.ledger(), snapshot, quarter).map_err(Refusal::from)?.number;
            let message =
                publications::nothing_to_publish(lang, publications::quarter(lang, quarter), last);
            return Err(Unread::Words(Words { message, hint: String::new() }));
        }
        let tables = publication::edition(lang, office.ledger(), &edition)?;
        let left_out = edition.left_out.iter().map(|(loan, problem)| {
            said::loan_left_out(lang, loan, loan_problem(lang, problem).message)
        });
        let notices = left_out.collect();
        let entry = if seals { office.publish(&edition)?.1.entry } else { None };
        Ok(Outcome { entry, tables, notices, is_watched, ..Outcome::default() })
    }

    /// Imports a file: how its columns are read, what becomes of its rows; recorded, the refused rows as a workbook.
    fn import(
        &self,
        mut office: Office<'_>,
        noun: Noun,
        file: &str,
        request: &import::Request,
        is_watched: bool,
    ) -> Result<Outcome, Unread> {
        let lang = self.desk.lang;
        let path = self.desk.folder.join(file);
        let mut source =
            Source::open(&path.to_string_lossy(), &request.read).map_err(Refusal::from)?;
        let done = match office.import(noun, &mut source, request, &Quiet) {
            Err(first) if is_of_another_kind(&first) && noun.or_else().is_some() => {
                let other = noun.or_else().unwrap_or(noun);
                match office.import(other, &mut source, request, &Quiet) {
                    Err(second) if is_of_another_kind(&second) => Err(first),
                    done => done,
                }
            }
            done => done,
        };
        let (outcome, recorded) = done?;
        let refused = match outcome.dry_run || outcome.rejects.is_empty() {
            true => None,
            false => {
                let beside = path.to_string_lossy();
                let written = rejects::write(lang, None, false, &beside, &mut source, &outcome)
                    .map_err(Refusal::from)?;
                // It is named from the folder the desk was started in.
                let named = |path: PathBuf| match path.strip_prefix(&self.desk.folder) {
                    Ok(path) => path.to_owned(),
                    Err(_) => path,
                };
                written.map(named)
            }
        };
        let mut tables = reading_tables(lang, &outcome);
        if !outcome.corrections.is_empty() {
            tables.push(corrected_table(lang, &outcome));
        }
        let lines = views::import::told(lang, &outcome, refused.as_deref());
        let refused_cells = match outcome.dry_run {
            true => refused_cells(lang, &mut source, &outcome).map_err(Refusal::from)?,
            false => Vec::new(),
        };
        let recorded = self.outcome(&recorded, is_watched);
        Ok(Outcome { lines, tables, refused, refused_cells, ..recorded })
    }

    /// A bank's list held against the ledger: what it came to; recorded, to be decided line by line.
    fn reconcile(
        &self,
        mut office: Office<'_>,
        bank: &str,
        as_of: Option<Date>,
        mut request: StatementRequest,
    ) -> Result<Outcome, Unread> {
        let lang = self.desk.lang;
        let ledger = office.ledger();
        let snapshot = ledger.snapshot(as_of, None, self.today())?;
        let bank = ledger.find_party(bank, snapshot)?;
        let name = ledger.party_name(bank, snapshot)?;
        request.file = self.desk.folder.join(&request.file).to_string_lossy().into_owned();
        let held = HeldStatement::of(ledger, bank, snapshot, &request)?;
        let HeldStatement { source, statement, run, snapshot } = &held;
        let recorded =
            office.reconcile(bank, *snapshot, source, statement, run, &request.tolerance)?;
        let row = |line: usize| row_text(statement, line);
        let found = ReconciliationFindings { lang, lines: &statement.lines, row: &row, run };
        let mut notices = reconciled::warnings(lang, statement, run.cutoff);
        notices.extend(found.without_balance());
        let mut lines = vec![said::reconcile_title(lang, &name, run.cutoff), found.counts()];
        lines.extend(reconciled::moved(lang, &ListChanges::of(run, &recorded)));
        if let (Some(number), true) = (recorded.number, recorded.known) {
            lines.push(said::reconcile_known(lang, number));
        }
        let mut tables =
            vec![found.bridge(), Table { title: None, ..reconciled::table(&found, &name) }];
        tables.extend(reading_tables(lang, &statement.outcome));
        Ok(Outcome { entry: recorded.entry, lines, tables, notices, ..Outcome::default() })
    }

    /// The files and folders that begin as typed, folders first; hidden ones are left alone.
    fn files(&self, text: &str) -> Vec<(String, String)> {
        const FILES: [&str; 7] = ["xlsx", "xls", "ods", "csv", "txt", "xml", "mhtml"];
        let (folder, start) = match text.rfind('/') {
            Some(at) => text.split_at(at + 1),
            None => ("", text),
        };
        let mut found = Vec::new();
        for entry in
            std::fs::read_dir(self.desk.folder.join(folder)).into_iter().flatten().flatten()
        {
            let (Ok(name), Ok(data)) = (entry.file_name().into_string(), entry.metadata()) else {
                continue;
            };
            let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            if name.starts_with('.') || !name.contains(start) {
                continue;
            }
            if data.is_dir() {
                found.push((false, format!("{folder}{name}/"), String::new()));
            } else if FILES.contains(&extension.as_str()) {
                found.push((
                    true,
                    format!("{folder}{name}"),
                    format!("{} KB", grouped(data.len().div_ceil(1024) as i64)),
                ));
            }
        }
        found.sort();
        found.into_iter().map(|(_, name, size)| (name, size)).collect()
    }

    fn outcome(&self, recorded: &Recorded, is_watched: bool) -> Outcome {
        let lang = self.desk.lang;
        Outcome {
            entry: recorded.entry,
            words: None,
            tables: views::effects(lang, &recorded.effects, true),
            lines: views::ended(lang, &recorded.effects),
            notices: recorded.notices.iter().map(|notice| notice_words(lang, notice)).collect(),
            moved: views::moved(lang, &recorded.moved),
            grounds: recorded.effects.iter().flat_map(|effect| self.grounds(effect)).collect(),
            refused_cells: Vec::new(),
            refused: None,
            is_watched,
        }
    }

    fn grounds(&self, effect: &Effect) -> Vec<GroundLine> {
        let Effect::Checked(found) = effect else { return Vec::new() };
        views::pledge::grounds(self.desk.lang, found)
    }
}

impl From<Refusal> for Unread {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<LedgerError> for Unread {
    fn from(error: LedgerError) -> Self {
        Self::Refused(error.into())
    }
}

/// A refusal in words, field by field where fields are at fault.
pub fn told(lang: Lang, refusal: &Refusal) -> Told {
    let (mut faults, mut tables, mut grounds) = (Vec::new(), Vec::new(), Vec::new());
    match refusal {
        Refusal::Fields(of) => {
            faults.extend(of.iter().map(|fault| FieldFault {
                field: fault.field,
                code: fault.refusal.problem.code(),
                words: fault_words(lang, fault.field, &fault.refusal.problem),
            }));
        }
        Refusal::Pledge(found) => {
            tables.push(views::pledge_findings(lang, &found.findings));
            grounds = views::pledge::grounds(lang, found);
        }
        _ => {}
    }
    Told { code: refusal.code(), words: refusal_words(lang, refusal), faults, tables, grounds }
}
