//! Kinds of failure and their exit codes; how a failure is told.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::screen::told;
use super::streams::to_stderr;
use crate::domain::Fault;
use crate::domain::claim::ClaimRefusal;
use crate::domain::scheme::QuoteProblem;
use crate::exchange::lines::LinesError;
use crate::exchange::{ExchangeError, Place};
use crate::i18n::operations::{further_faults, place_of, refusal};
use crate::i18n::punctuation::labelled;
use crate::i18n::words::{Words, io_error, place_in_file};
use crate::i18n::{Lang, say};
use crate::ledger::LedgerError;
use crate::operations::Refusal;
use crate::report::terminal::{TerminalStyle, render_record};
use crate::report::views;
use crate::stats::publication::PublicationError;

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Well,
    /// Rows were refused, or differences found.
    WithDifferences,
    /// `verify` found the ledger changed.
    Tampered,
}

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// An operation or a reading refuses.
    Refused(Refusal),
    /// The arguments fit the grammar, but not each other.
    Usage(Words),
    /// A file stands where the result was to go; or the ledger itself.
    OutputExists { path: PathBuf, is_ledger: bool },
    /// What was to be written could not be.
    Output(std::io::Error),
    /// A workbook could not be written.
    Workbook(String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

/// What is refused below operations is refused alike.
macro_rules! refused {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Refused(error.into())
            }
        })*
    };
}

refused!(
    LedgerError,
    ExchangeError,
    QuoteProblem,
    ClaimRefusal,
    LinesError,
    PublicationError,
    Vec<Fault>
);

impl Failure {
    /// A single field that cannot be taken.
    pub fn field(fault: Fault) -> Self {
        Self::Refused(Refusal::field(fault))
    }

    /// A word none of those known; with `…` between two, a number outside of them.
    pub fn unknown_word(lang: Lang, word: &str, known: &[&str]) -> Self {
        Self::Usage(match known {
            [first, "…", last] => Words {
                message: say::not_in_range(lang, word, first, last),
                hint: say::not_in_range_hint(lang, first),
            },
            known => Words {
                message: say::word_unknown(lang, word),
                hint: say::usage_known(lang, known.join(" ")),
            },
        })
    }

    /// What is not the number of an entry.
    pub fn no_entry(lang: Lang, word: &str) -> Self {
        let message = say::entry_unreadable(lang, word);
        Self::Usage(Words { message, hint: say::entry_hint(lang) })
    }

    /// 1 failure, 2 usage, 3 input refused, 4 not found, 5 a rule refused, 6 busy, 7 integrity, 130
    /// interrupted (design.md 5).
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(refusal) => refusal.exit_code(),
            Self::Usage(_) => 2,
            Self::OutputExists { .. } | Self::Output(_) | Self::Workbook(_) => 1,
        }
    }

    /// The stable code, such as `not-found`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Usage(_) => "usage",
            Self::OutputExists { .. } => "output-exists",
            Self::Output(_) => "output",
            Self::Workbook(_) => "workbook",
        }
    }

    pub fn words(&self, lang: Lang) -> Words {
        match self {
            Self::Refused(error) => refusal(lang, error),
            Self::Usage(words) => words.clone(),
            Self::OutputExists { path, is_ledger } => Words {
                message: say::output_exists(lang, path.display()),
                hint: match is_ledger {
                    true => say::output_is_ledger_hint(lang),
                    false => say::output_exists_hint(lang),
                },
            },
            Self::Output(error) => {
                let why = io_error(lang, error.kind());
                Words { message: say::output_failed(lang, why), hint: String::new() }
            }
            Self::Workbook(error) => {
                Words { message: say::output_failed(lang, error), hint: String::new() }
            }
        }
    }
}

/// Tells a failure on standard error, and returns its exit code.
///
/// `recorded`: the entry that is recorded all the same, such as where its result could not be printed.
pub fn report(
    failure: &Failure,
    style: &TerminalStyle,
    as_json: bool,
    recorded: Option<i64>,
) -> ExitCode {
    let lang = style.lang;
    let words = failure.words(lang);
    let place = match failure {
        Failure::Refused(refusal) => place_of(refusal),
        Failure::Usage(_)
        | Failure::OutputExists { .. }
        | Failure::Output(_)
        | Failure::Workbook(_) => Place::default(),
    };
    if as_json {
        let mut error = json!({
            "code": failure.code(), "message": words.message, "hint": words.hint,
            "file": Some(&place.file).filter(|file| !file.is_empty()), "sheet": place.sheet,
            "row": place.row, "column": place.column, "value": place.value,
        });
        if let Some(entry) = recorded {
            error["entry"] = entry.into();
        }
        to_stderr(error);
        return ExitCode::from(failure.exit_code());
    }
    if let Failure::Refused(Refusal::Pledge(found)) = failure {
        to_stderr(render_record(&views::pledge_check(lang, found), style).trim_end_matches('\n'));
    }
    let place = place_in_file(lang, &place);
    let message = match place.is_empty() {
        true => words.message,
        false => labelled(lang, place, words.message),
    };
    told(&format!("{message} [{}]", failure.code()));
    if !words.hint.is_empty() {
        told(&say::hint(lang, words.hint));
    }
    if let Failure::Refused(refusal) = failure {
        for (of, words, code) in further_faults(lang, refusal) {
            told(&format!("{} [{code}]", labelled(lang, of, words.message)));
        }
    }
    if let Some(entry) = recorded {
        to_stderr(say::recorded_all_the_same(lang, entry));
    }
    ExitCode::from(failure.exit_code())
}
