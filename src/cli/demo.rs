//! `demo`: the ledger of a made-up district, from the samples as its office worked; the main result; what to try next.
//!
//! The story is a text of command lines (`samples/demo.txt`), each carried out as if somebody had typed it on its day:
//!
//! ```text
//! # 建账 | The ledger begins             a chapter, in both languages
//! @ 2019-10-09 09:05 王芳               from here on, when and by whom
//! party import 企业名录.xlsx             a command; files of the samples stand under their names
//! > stats diff 2019Q3 | 中文 | English   what one may try, and what it shows
//! ```

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::{grammar, import, nouns, stats, target};
use crate::domain::Fault;
use crate::domain::numbers::RegionCode;
use crate::exchange::source::Source;
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::ledger::{Ledger, LedgerError, create_private_folder, interrupt, safe_to_write};
use crate::operations::import::{Noun, Quiet};
use crate::report::views::import::counted;
use crate::stats::plans::YearsAsked;

/// The ledger of the demonstration.
struct Demo {
    /// Its office; a ledger of another name is never touched.
    office: &'static str,
    region: &'static str,
    /// The sample files its commands name.
    files: &'static [(&'static str, &'static [u8])],
    story: &'static str,
}

const DEMO: Demo = include!("../../samples/demo.rs");

/// Where the ledger lies when nobody says.
const DB: &str = "ipledger-demo.db";

/// A minute between one command and the next.
const MINUTE: i64 = 60_000;

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let is_named = context.names_a_db();
    let context = &context.at(match is_named {
        true => context.db().to_owned(),
        false => PathBuf::from(DB),
    });
    match context.db().exists() {
        true => refuse_another(context)?,
        false if !context.may_write(context.db().display()) => return Ok(Done::Well),
        false => tell_the_story(context)?,
    }
    context.tell("");
    stats::annual(context, YearsAsked::default(), None)?;
    if !context.json {
        context.print("")?;
        target::status(context, None)?;
    }
    context.tell(format!("\n{}", say::demo_next(lang)));
    if !is_named {
        let set = if cfg!(windows) { "set" } else { "export" };
        context.tell(format!("      {set} IPLEDGER_DB={DB}"));
    }
    for (command, what) in suggestions() {
        context.tell(format!("  {}\n      ipledger {command}", lang.of_sample(what)));
    }
    Ok(Done::Well)
}

/// Refuses a ledger that is not the demonstration's; its own is shown as it is.
fn refuse_another(context: &Context) -> Result<(), Failure> {
    let ledger = Ledger::open(context.db())?;
    let snapshot = context.snapshot(&ledger)?;
    if ledger.office(snapshot)?.name != DEMO.office {
        return Err(LedgerError::Exists { path: context.db().to_owned() }.into());
    }
    context.tell(say::demo_there(context.lang, context.db().display()));
    Ok(())
}

/// Makes the ledger in a folder beside its place and moves it there when the story is told to its end: a ledger of half
/// a story never stands there.
fn tell_the_story(context: &Context) -> Result<(), Failure> {
    let lang = context.lang;
    context.tell(say::demo_title(lang, context.db().display()));
    safe_to_write(context.db(), context.any_place)?;
    let _hold = interrupt::hold();
    let place = context.db().parent().filter(|place| !place.as_os_str().is_empty());
    let place = place.unwrap_or(Path::new("."));
    create_private_folder(place)?;
    let folder = tempfile::tempdir_in(place)?;
    let mut teller = Teller::new(context, folder.path())?;
    for line in DEMO.story.lines() {
        if let Err(failure) = teller.tell(line) {
            context.tell(say::demo_stopped(lang, line));
            return Err(failure);
        }
    }
    let built = teller.end();
    Ok(std::fs::rename(built, context.db())?)
}

/// The commands worth trying, each with what it shows in Chinese and English.
fn suggestions() -> impl Iterator<Item = (&'static str, (&'static str, &'static str))> {
    DEMO.story.lines().filter_map(|line| {
        let (command, what) = line.strip_prefix("> ")?.split_once(" | ")?;
        Some((command, what.split_once(" | ")?))
    })
}

/// Carries out the story's lines one after another.
struct Teller<'a> {
    context: &'a Context,
    folder: &'a Path,
    db: PathBuf,
    /// None before the first command, and while a command opens it itself.
    ledger: Option<Ledger>,
    moment: i64,
    by: &'static str,
    /// Commands of this chapter that brought no file in.
    typed: usize,
}

impl<'a> Teller<'a> {
    fn new(context: &'a Context, folder: &'a Path) -> Result<Self, Failure> {
        for (name, bytes) in DEMO.files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::write(path, bytes)?;
        }
        let db = folder.join("ledger.db");
        Ok(Self { context, folder, db, ledger: None, moment: 0, by: "", typed: 0 })
    }

    /// The ledger's file, closed.
    fn end(mut self) -> PathBuf {
        self.tell_typed();
        self.ledger = None;
        self.db
    }

    fn tell(&mut self, line: &'static str) -> Result<(), Failure> {
        if let Some(chapter) = line.strip_prefix("# ") {
            self.tell_typed();
            let chapter = chapter.split_once(" | ");
            self.context.tell(chapter.map_or("", |both| self.context.lang.of_sample(both)));
            return Ok(());
        }
        if let Some(when) = line.strip_prefix("@ ") {
            let mut words = when.splitn(3, ' ');
            let mut word = || words.next().unwrap_or_default();
            let (day, time, by) = (word(), word(), word());
            let moment = DateTime::parse_from_rfc3339(&format!("{day}T{time}:00+08:00"));
            self.moment = moment.map_or(self.moment, |moment| moment.timestamp_millis());
            self.by = by;
            return Ok(());
        }
        if line.starts_with("> ") {
            return Ok(());
        }
        self.carry_out(line)?;
        self.moment += MINUTE;
        Ok(())
    }

    fn carry_out(&mut self, line: &str) -> Result<(), Failure> {
        let (lang, folder) = (self.context.lang, self.folder);
        let word = |word: &str| match folder.join(word) {
            file if file.is_file() => file.into_os_string(),
            _ => OsString::from(word),
        };
        let args: Vec<OsString> =
            [OsString::from("ipledger")].into_iter().chain(line.split(' ').map(word)).collect();
        let usage = |error: clap::Error| Words { message: error.to_string(), hint: String::new() };
        let matches = grammar::read(lang, &args).map_err(|error| Failure::Usage(usage(error)))?;
        let mut context = Context::new(&matches, lang)?.at(self.db.clone()).at_moment(self.moment);
        (context.quiet, context.yes, context.json) = (true, true, false);
        context.any_place = true;
        context.output = context.output.map(|file| folder.join(file));
        if !line.contains(" --by ") {
            context.by = self.by.to_owned();
        }
        let request = nouns::request(&context, &matches)?;
        let import = import_of(&matches);
        if request.is_none() && import.is_none() {
            // It opens the ledger itself.
            self.ledger = None;
            nouns::run(&context, &matches)?;
            self.typed += 1;
            return Ok(());
        }
        let ledger = match &mut self.ledger {
            Some(ledger) => ledger,
            none if self.db.exists() => none.insert(context.open()?),
            none => none.insert(found(&context)?),
        };
        if let Some(request) = request {
            context.office(ledger)?.perform(request)?;
            self.typed += 1;
        } else if let Some((noun, args)) = import {
            let file = args.get_one::<String>("file").map_or("", String::as_str);
            let request = import::request(&context, args)?;
            let mut source = Source::open(file, &request.read)?;
            let (outcome, _) =
                context.office(ledger)?.import(noun, &mut source, &request, &Quiet)?;
            let counts = counted(lang, &outcome);
            let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
            self.context.tell(format!("  {name}\n    {counts}"));
        }
        Ok(())
    }

    fn tell_typed(&mut self) {
        let typed = std::mem::take(&mut self.typed);
        if typed > 0 {
            self.context.tell(format!("  {}", say::demo_typed(self.context.lang, typed)));
        }
    }
}

/// What brings a file in: `patent import FILE`, `loan repay --file FILE`.
fn import_of(matches: &ArgMatches) -> Option<(Noun, &ArgMatches)> {
    let (noun, verbs) = matches.subcommand()?;
    let (verb, args) = verbs.subcommand()?;
    let action = format!("{noun}.{verb}");
    Some((Noun::all().find(|noun| noun.action() == action)?, args))
}

fn found(context: &Context) -> Result<Ledger, Failure> {
    let region = DEMO.region.parse::<RegionCode>();
    let region = region.map_err(|refusal| Failure::field(Fault { field: "region", refusal }))?;
    super::ledger::found(context, context.db(), DEMO.office, region)
}
