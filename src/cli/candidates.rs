//! What may stand for an argument that is missing: the words it takes, or the newest of its kind in the ledger.

use clap::Command;

use super::context::Context;
use super::error::Failure;
use crate::i18n::punctuation::statements;
use crate::i18n::{Lang, say};
use crate::report::views::candidates::{newest, words};

/// What may stand for the argument `id`; nothing when the ledger cannot be read or knows none.
pub fn of(lang: Lang, grammar: &Command, args: &[String], id: &str) -> String {
    let words = words(lang, id);
    if !words.is_empty() {
        return say::usage_known(lang, statements(lang, words));
    }
    let args = ["ipledger"].into_iter().chain(args.iter().map(String::as_str));
    let matches = grammar.clone().ignore_errors(true).try_get_matches_from(args);
    let found = matches.map(|matches| {
        let context = Context::new(&matches, lang)?;
        let ledger = context.open()?;
        let snapshot = context.snapshot(&ledger)?;
        Ok::<_, Failure>(newest(lang, &ledger, snapshot, id)?)
    });
    // A line that is refused in any case is not refused for another reason.
    let found = found.ok().and_then(Result::ok).unwrap_or_default();
    match found.is_empty() {
        true => String::new(),
        false => say::candidates(lang, statements(lang, found)),
    }
}
