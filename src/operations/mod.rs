//! What the office does: one typed request, one typed outcome. The only door to writing.
//!
//! A command, a row of a file, an accepted proposal and a form on a screen are shells: they turn what a person said
//! into a request, call the operation, and show what came of it. No shell decides anything; nothing here parses
//! arguments, prints, or speaks a language.
//!
//! Laws, kept by tests:
//! - Only [`Office`] opens an entry of the ledger, so every door gives the same verdict.
//! - An operation reads inside its entry, never from an older snapshot; an edit may say which entry it was made from,
//!   and is refused when the thing changed since.
//! - A correction is laid over what is known and the whole is checked like a new fact: what is not said stays.
//! - What is refused leaves nothing behind: an operation checks first and writes last.
//!
//! ```text
//! request   what can be asked, noun by noun          outcome   what was recorded, and what it moved
//! refusal   why not                                  writing   what an operation has at hand while it writes
//! parties   which party a name or a code means       import    a file's rows, each through its noun's operation
//! log       what an entry did, read back
//! party patent pledge loan ...                       one room per noun
//! patent_list  part of a list of patents, sorted
//! fact_noun nouns whose facts stand in a record alone
//! search    a text looked for in lists                  bundle    what a bank may have
//! upkeep    what keeps the ledger safe: proved backups, and what wants looking after
//! remembered  what is remembered of a ledger between runs
//! simulation  what a fund may come to in years ahead    statement  a bank's list held against the ledger
//! ```

pub mod book;
pub mod bundle;
pub mod certificate;
pub mod claim;
pub mod evidence;
pub mod fact_noun;
mod facts;
pub mod figures;
pub mod fund;
pub mod header;
pub mod import;
pub mod loan;
pub mod locality;
pub mod log;
mod number_search;
mod outcome;
mod parties;
pub mod party;
pub mod patent;
pub mod patent_list;
pub mod pct;
pub mod pinyin;
pub mod plan;
pub mod pledge;
pub mod population;
pub mod program;
pub mod reconciliation;
mod refusal;
pub mod remembered;
mod request;
pub mod scheme;
pub mod search;
pub mod simulation;
pub mod statement;
pub mod target;
pub mod upkeep;
mod writing;

pub use outcome::{Effect, EffectKind, FigureChange, Notice, OnKnown, Recorded, Stated};
pub use parties::Parties;
pub use refusal::Refusal;
pub use request::Request;
pub use writing::Writing;

use std::borrow::Cow;

use crate::domain::values::Date;
use crate::ledger::{EntryHeader, Ledger, Snapshot, SourceFile, Verdict};
use crate::stats::publication::PublishedFigures;

/// Who records, when and why.
#[derive(Debug, Clone)]
pub struct Author {
    pub name: String,
    pub reason: Option<String>,
    /// Milliseconds since 1970-01-01 UTC.
    pub moment: i64,
    /// Entries stamped later than `moment` were recorded by a wrong clock.
    pub clock_was_wrong: bool,
    /// The ledger is written even where a database ought not to stand.
    pub any_place: bool,
}

/// Whether what is done stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Record,
    /// All is done and shown, and nothing stays.
    Rehearse,
}

/// The office at work on its ledger.
#[derive(Debug)]
pub struct Office<'l> {
    ledger: &'l mut Ledger,
    author: Author,
    /// The last day a fact may name.
    today: Date,
    mode: Mode,
}

/// What an entry says of itself beside who recorded it.
pub(crate) struct Header {
    action: Cow<'static, str>,
    source: Option<SourceFile>,
    /// JSON: how an import read its file.
    settings: String,
    voids: Option<i64>,
}

impl Header {
    pub(crate) fn of(action: impl Into<Cow<'static, str>>) -> Self {
        Self { action: action.into(), source: None, settings: "{}".to_owned(), voids: None }
    }
}

impl<'l> Office<'l> {
    pub fn new(ledger: &'l mut Ledger, author: Author, today: Date, mode: Mode) -> Self {
        Self { ledger, author, today, mode }
    }

    pub fn ledger(&self) -> &Ledger {
        self.ledger
    }

    /// Does what is asked, as one entry.
    ///
    /// Errors: every reason against it; then nothing was recorded.
    pub fn perform(&mut self, request: Request) -> Result<Recorded, Refusal> {
        let header = Header::of(request.action());
        let ((), recorded) = self.entry(header, |writing| {
            request.carry_out(writing)?;
            Ok(((), Some("{}".to_owned())))
        })?;
        Ok(recorded)
    }

    /// Opens an entry, has `work` write in it, and closes it: kept when `work` says what its seal should hold of the
    /// outcome (JSON), rolled back when it says nothing or when all is a rehearsal.
    fn entry<T>(
        &mut self,
        header: Header,
        work: impl FnOnce(&mut Writing<'_, '_>) -> Result<(T, Option<String>), Refusal>,
    ) -> Result<(T, Recorded), Refusal> {
        let Header { action, source, settings, voids } = header;
        let (author, today, mode) = (self.author.clone(), self.today, self.mode);
        let watched = self.ledger.holds_publications()?;
        let header = EntryHeader {
            recorded_at: author.moment,
            recorded_by: author.name.clone(),
            action,
            reason: author.reason.clone(),
            source,
            settings,
            voids,
            clock_was_wrong: author.clock_was_wrong,
            any_place: author.any_place,
        };
        let write = |entry: &crate::ledger::Entry<'_>| {
            let mut writing = Writing::new(entry, &author, today);
            let (value, outcome) = work(&mut writing)?;
            let (effects, notices) = writing.end();
            let something = outcome.is_some();
            let done = (value, effects, notices, something);
            Ok::<_, Refusal>(match outcome.filter(|_| mode == Mode::Record) {
                Some(outcome) => Verdict::Commit(done, outcome),
                None => Verdict::Rollback(done),
            })
        };
        let ((value, effects, notices, _), moved, receipt) =
            self.ledger.write(header, write, |ledger, entry, (_, _, _, something)| {
                match watched && *something {
                    true => moved_figures(ledger, entry, today),
                    false => Ok(Vec::new()),
                }
            })?;
        let entry = receipt.map(|receipt| receipt.entry);
        Ok((value, Recorded { entry, effects, notices, moved }))
    }
}

/// Returns the published figures that have another value with `entry` than without it; wholes before their groups.
fn moved_figures(ledger: &Ledger, entry: i64, as_of: Date) -> Result<Vec<FigureChange>, Refusal> {
    let at = |known_at| Snapshot { as_of, known_at, is_now: false };
    let published = PublishedFigures::read(ledger, at(entry - 1))?;
    let before = published.values(ledger, at(entry - 1))?;
    let after = published.values(ledger, at(entry))?;
    let mut moved: Vec<FigureChange> = before
        .into_iter()
        .filter_map(|(key, before)| {
            let after = after.get(&key).copied().unwrap_or_default();
            (after != before).then_some(FigureChange { key, before, after })
        })
        .collect();
    moved.sort_by_key(|change| change.key.group.is_some());
    Ok(moved)
}
