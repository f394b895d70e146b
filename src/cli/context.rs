//! What every command needs to know: which ledger, when, who, and how to show what it finds.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use clap::ArgMatches;
use unicode_width::UnicodeWidthStr;

use super::error::Failure;
use super::screen::{fitting, told, width};
use super::streams::to_stdout;
use crate::domain::values::text::name_key;
use crate::domain::values::{Date, Unit};
use crate::i18n::words::Words;
use crate::i18n::{Lang, UNNAMED, say};
use crate::ledger::{KnownAt, Ledger, PartyId, Snapshot, open_to_others};
use crate::operations::upkeep::{BACKUP_DAYS, BackupAge, backup_age};
use crate::operations::{Author, remembered};
use crate::report::views::Detail;

/// The settings of one run.
#[derive(Debug, Clone)]
pub struct Context {
    pub lang: Lang,
    pub json: bool,
    pub csv: bool,
    pub output: Option<PathBuf>,
    pub dry_run: bool,
    /// Asks nothing.
    pub yes: bool,
    /// Reads nothing from the terminal.
    pub no_input: bool,
    pub quiet: bool,
    /// Shows every column, however narrow the terminal is.
    pub verbose: bool,
    pub color: bool,
    pub by: String,
    pub reason: Option<String>,
    /// Entries stamped after now were recorded by a wrong clock.
    clock_was_wrong: bool,
    /// The ledger is written even where a database ought not to stand.
    pub any_place: bool,
    /// What stands where a result goes is written over.
    force: bool,
    /// Files that a person agreed to have written over.
    given_up: Arc<Mutex<Vec<PathBuf>>>,
    /// The founding of the ledger that was opened last.
    founding: Arc<Mutex<Option<String>>>,
    pub encoding: Option<String>,
    /// The unit of amounts that name none.
    pub unit: Option<Unit>,
    db: PathBuf,
    /// Whether somebody said where the ledger is.
    db_named: bool,
    /// Milliseconds since 1970-01-01 UTC.
    now: i64,
    as_of: Option<Date>,
    known_at: Option<KnownAt>,
    /// What turned up beside the data and belongs among the warnings of JSON.
    aside: Arc<Mutex<Vec<String>>>,
}

/// The units `--unit` takes.
fn unit(text: &str, lang: Lang) -> Result<Unit, Failure> {
    match text {
        "元" | "yuan" => Ok(Unit::Yuan),
        "万元" | "wan" => Ok(Unit::WanYuan),
        _ => Err(Failure::unknown_word(lang, text, &["元", "万元"])),
    }
}

/// Refuses flags of which one says the opposite of another.
fn contradictions(matches: &ArgMatches, lang: Lang) -> Result<(), Failure> {
    let flag = |name: &str| matches.get_flag(name).then(|| format!("--{name}"));
    let path = matches.get_one::<String>("output").filter(|path| *path != "-");
    let extension = path
        .and_then(|path| Path::new(path).extension())
        .map(|extension| extension.to_string_lossy().to_lowercase());
    let other_form = |form: &str| {
        let other = extension.as_deref().filter(|other| FORMS.contains(other) && *other != form);
        other.map(|_| format!("-o {}", path.map_or("", String::as_str)))
    };
    let pairs = [
        (flag("json"), flag("csv")),
        (flag("json"), other_form("json")),
        (flag("csv"), other_form("csv")),
        (flag("quiet"), flag("verbose")),
    ];
    match pairs.into_iter().find_map(|(one, other)| one.zip(other)) {
        None => Ok(()),
        Some((one, other)) => {
            let message = say::usage_conflict(lang, one, other);
            Err(Failure::Usage(Words { message, hint: say::choose_one(lang) }))
        }
    }
}

/// Extensions that say in which form a file is written.
const FORMS: [&str; 5] = ["csv", "json", "xlsx", "html", "htm"];

impl Context {
    /// Refuses a form of output that a command without a table cannot give.
    pub fn gives_no_table(&self) -> Result<(), Failure> {
        let asked = match (&self.output, self.csv) {
            (_, true) => "--csv",
            (Some(_), false) if !self.json => "-o",
            _ => return Ok(()),
        };
        let message = say::no_table_here(self.lang, asked);
        Err(Failure::Usage(Words { message, hint: say::no_table_hint(self.lang) }))
    }

    pub fn new(matches: &ArgMatches, lang: Lang) -> Result<Self, Failure> {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let as_of =
            text("as-of").map(|text| text.parse::<Date>()).transpose().map_err(|refusal| {
                Failure::Usage(Words {
                    message: say::flag_date(lang, "--as-of", refusal.value),
                    hint: String::new(),
                })
            })?;
        contradictions(matches, lang)?;
        let known_at = text("known-at").map(|text| known_at(&text, lang)).transpose()?;
        let var = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
        Ok(Self {
            lang,
            json: matches.get_flag("json"),
            csv: matches.get_flag("csv"),
            output: text("output").map(PathBuf::from),
            dry_run: matches.get_flag("dry-run"),
            yes: matches.get_flag("yes"),
            no_input: matches.get_flag("no-input"),
            quiet: matches.get_flag("quiet"),
            verbose: matches.get_flag("verbose"),
            color: wants_color(text("color").as_deref()),
            by: text("by")
                .or_else(|| var("IPLEDGER_BY"))
                .or_else(|| var("USER"))
                .or_else(|| var("USERNAME"))
                .or_else(|| var("LOGNAME"))
                .unwrap_or_else(|| UNNAMED.to_owned()),
            reason: text("reason"),
            clock_was_wrong: matches.get_flag("clock-was-wrong"),
            any_place: matches.get_flag("any-place") || var("IPLEDGER_ANY_PLACE").is_some(),
            force: matches.get_flag("force"),
            given_up: Arc::default(),
            founding: Arc::default(),
            encoding: text("encoding"),
            unit: text("unit").map(|text| unit(&text, lang)).transpose()?,
            db: text("db").or_else(|| var("IPLEDGER_DB")).map_or_else(default_db, PathBuf::from),
            db_named: text("db").or_else(|| var("IPLEDGER_DB")).is_some(),
            now: now(var("IPLEDGER_NOW"), lang)?,
            as_of,
            known_at,
            aside: Arc::default(),
        })
    }

    /// The same run at another moment, in milliseconds since 1970-01-01 UTC.
    pub fn at_moment(self, now: i64) -> Self {
        Self { now, ..self }
    }

    /// The moment it is while a run goes on.
    pub fn moment_now(&self) -> i64 {
        let fixed = std::env::var("IPLEDGER_NOW").ok().filter(|value| !value.is_empty());
        now(fixed, self.lang).unwrap_or(self.now)
    }

    pub fn db(&self) -> &Path {
        &self.db
    }

    /// Whether `--db` or the environment says where the ledger is.
    pub fn names_a_db(&self) -> bool {
        self.db_named
    }

    /// The same run on another ledger.
    pub fn at(&self, db: PathBuf) -> Self {
        Self { db, ..self.clone() }
    }

    /// The same run writing an export: to a file in the form of its extension, else as CSV.
    pub fn exporting(&self, output: Option<PathBuf>) -> Self {
        let to_stdout = output.is_none() && !self.json;
        Self { output, csv: self.csv || to_stdout, ..self.clone() }
    }

    /// Opens the ledger. Whoever drops it leaves one file.
    pub fn open(&self) -> Result<Ledger, Failure> {
        let ledger = Ledger::open(&self.db)?;
        let founding = remembered::founding(&ledger).ok();
        *self.founding.lock().unwrap_or_else(PoisonError::into_inner) = founding;
        self.tell_rights(&ledger);
        Ok(ledger)
    }

    /// Tells once that others may read the ledger.
    fn tell_rights(&self, ledger: &Ledger) {
        let Some(rights) = open_to_others(&self.db) else { return };
        let told = format!("{rights:o}");
        if remembered::noted(ledger, "rights").is_some_and(|(_, known)| known == told) {
            return;
        }
        self.warn(say::open_to_others(self.lang, self.db.display(), &told));
        self.note_aside(say::open_to_others(self.lang, self.db.display(), &told));
        remembered::note(ledger, "rights", self.now, &told);
    }

    /// After how many days a backup is old, as the office says (`IPLEDGER_BACKUP_DAYS`); 0 for never.
    pub fn backup_days(&self) -> i64 {
        let said = std::env::var("IPLEDGER_BACKUP_DAYS").ok().and_then(|days| days.parse().ok());
        said.unwrap_or(BACKUP_DAYS)
    }

    /// The moment the run began.
    pub fn moment(&self) -> i64 {
        self.now
    }

    /// Remembers that the anchor left the house in a file.
    pub fn note_anchor_left(&self) {
        let founding = self.founding.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(founding) = founding.as_deref().filter(|_| !self.dry_run) {
            remembered::note_of(founding, "anchor", self.now, "");
        }
    }

    /// Says that the last proved backup is old, if it is.
    pub fn backup_reminder(&self, ledger: &Ledger) -> Result<Option<String>, Failure> {
        let days = self.backup_days();
        if days == 0 {
            return Ok(None);
        }
        let age = backup_age(ledger, &remembered::memory(ledger), self.now, days)?;
        Ok(age.map(|age| match age {
            BackupAge::Never { days } => say::backup_never(self.lang, days),
            BackupAge::Old { days, entries } => say::backup_old(self.lang, days, entries),
        }))
    }

    /// How much of a view is asked for: files and programs get all of it.
    pub fn detail(&self) -> Detail {
        match self.json || self.csv || self.output.is_some() {
            true => Detail::Whole,
            false => Detail::Screen,
        }
    }

    /// Today in China.
    pub fn today(&self) -> Date {
        crate::ledger::day_in_china(self.now).unwrap_or(Date::MAX)
    }

    /// The day given with `--as-of`.
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// What was true at `--as-of`, as known at `--known-at`.
    pub fn snapshot(&self, ledger: &Ledger) -> Result<Snapshot, Failure> {
        Ok(ledger.snapshot(self.as_of, self.known_at, self.today())?)
    }

    /// Whether `--known-at` asks for what was known once.
    pub fn looks_back(&self) -> bool {
        self.known_at.is_some()
    }

    /// Who records, when and why.
    pub fn author(&self) -> Author {
        Author {
            name: self.by.clone(),
            reason: self.reason.clone(),
            moment: self.now,
            clock_was_wrong: self.clock_was_wrong,
            any_place: self.any_place,
        }
    }

    /// Columns of the terminal; a pipe gets a generous page.
    pub fn width(&self) -> usize {
        width()
    }

    /// Lines of the terminal that the result goes to; none where it goes elsewhere.
    pub fn height(&self) -> Option<usize> {
        let lines = std::env::var("LINES").ok().and_then(|lines| lines.parse().ok());
        let here = || {
            let on_terminal = std::io::stdout().is_terminal();
            let size = on_terminal.then(terminal_size::terminal_size).flatten();
            size.map(|(_, height)| usize::from(height.0))
        };
        lines.or_else(here)
    }

    /// Keeps something for the warnings of JSON.
    pub fn note_aside(&self, text: String) {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    /// What was kept with [`Context::note_aside`].
    pub fn asides(&self) -> Vec<String> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether somebody sits at the terminal who may be asked.
    pub fn can_ask(&self) -> bool {
        !self.no_input && !self.json && std::io::stdin().is_terminal()
    }

    /// Asks a question that is answered with yes or no; nothing is a no. Who answers anything else, such as `?`, has it
    /// explained.
    pub fn asks(&self, question: &str, explanation: &str) -> std::io::Result<bool> {
        use std::io::Write;
        crate::ledger::signals::catch();
        loop {
            write!(std::io::stderr(), "{question}")?;
            std::io::stderr().flush()?;
            let mut answer = String::new();
            std::io::stdin().read_line(&mut answer)?;
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" | "是" => return Ok(true),
                "" | "n" | "no" | "否" => return Ok(false),
                _ => {
                    told(explanation);
                    told(&say::answer_yes_or_no(self.lang));
                }
            }
        }
    }

    /// Prints a line of the result.
    pub fn print(&self, text: impl std::fmt::Display) -> Result<(), Failure> {
        let is_screen = std::io::stdout().is_terminal();
        Ok(to_stdout((fitting(&text.to_string(), is_screen) + "\n").as_bytes())?)
    }

    /// Prints a line of the result unless nothing is to be said.
    pub fn say(&self, text: impl std::fmt::Display) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { self.print(text) }
    }

    /// The anchor as it is told on a screen: its hash is never broken.
    pub fn anchor_said(&self, anchor: impl std::fmt::Display) -> String {
        let line = say::anchor_line(self.lang, anchor);
        match line.rsplit_once(' ') {
            Some((ahead, hash)) if line.width() > self.width() => format!("{ahead}\n{hash}"),
            _ => line,
        }
    }

    /// Whether a file may be written; in a rehearsal it is only told which one would be.
    pub fn may_write(&self, path: impl std::fmt::Display) -> bool {
        if self.dry_run {
            self.tell(say::would_write(self.lang, path));
        }
        !self.dry_run
    }

    /// Makes sure that a result may go to a path: nothing is there, or nothing of weight; or `--force` says so, or a
    /// person at the terminal. The ledger itself is never written over. A rehearsal only tells.
    ///
    /// Errors: `output-exists`.
    pub fn clear(&self, path: &Path) -> Result<(), Failure> {
        let Ok(there) = std::fs::metadata(path) else { return Ok(()) };
        let is_ledger = same_file(path, &self.db);
        let refused = || Failure::OutputExists { path: path.to_owned(), is_ledger };
        if is_ledger {
            return Err(refused());
        }
        // A device or a pipe is written to; an empty file has nothing to lose.
        let mut given_up = self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        if self.force
            || !there.is_file()
            || there.len() == 0
            || given_up.iter().any(|of| of == path)
        {
            return Ok(());
        }
        if self.dry_run {
            self.tell(say::would_be_in_the_way(self.lang, path.display()));
            given_up.push(path.to_owned());
            return Ok(());
        }
        let question = say::ask_overwrite(self.lang, path.display());
        let is_given_up = !self.yes
            && self.can_ask()
            && self.asks(&question, &say::ask_overwrite_explained(self.lang))?;
        if !is_given_up {
            return Err(refused());
        }
        given_up.push(path.to_owned());
        Ok(())
    }

    /// Whether `--force` was given.
    pub fn forces(&self) -> bool {
        self.force
    }

    /// The party that answers to a number, a code or a name; of a former name it is said that it is one.
    pub fn party(
        &self,
        ledger: &Ledger,
        words: &str,
        snapshot: Snapshot,
    ) -> Result<PartyId, Failure> {
        let party = ledger.find_party(words, snapshot)?;
        let of = ledger.party(party, snapshot)?.party;
        if of.former_names.iter().any(|name| name_key(name) == name_key(words)) {
            self.warn(say::former_name(self.lang, words, of.name.unwrap_or_default()));
        }
        Ok(party)
    }

    /// Tells which file was written.
    pub fn tell_written(&self, path: impl std::fmt::Display) {
        if !self.dry_run {
            self.tell(say::written(self.lang, path));
        }
    }

    /// Tells people something, beside the data.
    pub fn tell(&self, text: impl AsRef<str>) {
        if !self.quiet && !self.json {
            told(text.as_ref());
        }
    }
}

impl Context {
    /// Warns people, on standard error.
    pub fn warn(&self, text: impl AsRef<str>) {
        if !self.json && !self.quiet {
            told(&say::warning(self.lang, text.as_ref()));
        }
    }
}

/// Whether two paths lead to one file that is there.
fn same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(one).is_some_and(|one| Some(one) == real(other))
}

fn wants_color(flag: Option<&str>) -> bool {
    match flag {
        Some("always") => true,
        Some("never") => false,
        _ => {
            std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

fn default_db() -> PathBuf {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    home.map(PathBuf::from).unwrap_or_default().join("ipledger").join("ledger.db")
}

/// The clock; `IPLEDGER_NOW` stands in for it in tests and transcripts.
fn now(fixed: Option<String>, lang: Lang) -> Result<i64, Failure> {
    match fixed {
        None => Ok(Utc::now().timestamp_millis()),
        Some(text) => match DateTime::parse_from_rfc3339(&text) {
            Ok(moment) => Ok(moment.timestamp_millis()),
            Err(_) => {
                let message = say::flag_date(lang, "IPLEDGER_NOW", text);
                Err(Failure::Usage(Words { message, hint: String::new() }))
            }
        },
    }
}

fn known_at(text: &str, lang: Lang) -> Result<KnownAt, Failure> {
    // An entry's number is short; eight digits are a day.
    if let Some(entry) = text.parse::<i64>().ok().filter(|_| text.len() < 8) {
        return Ok(KnownAt::Entry(entry));
    }
    text.parse::<Date>().map(KnownAt::Day).map_err(|_| {
        let message = say::flag_date(lang, "--known-at", text);
        Failure::Usage(Words { message, hint: String::new() })
    })
}
