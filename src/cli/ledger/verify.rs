//! `verify [--against ANCHOR|FILE]`: recomputes everything from the values.

use std::path::Path;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::exchange::source::words_of;
use crate::i18n::publications;
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::ledger::Anchor;
use crate::operations::remembered;
use crate::report::views::verification as view;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let texts = || matches.get_many::<String>("against").into_iter().flatten();
    let anchors = texts().map(|text| anchor(context, text)).collect::<Result<Vec<_>, _>>()?;
    let ledger = &mut context.open()?;
    let verification = ledger.verify(&anchors)?;
    let ok = verification.findings.is_empty();
    if ok {
        remembered::note(ledger, "verify", context.moment_now(), "");
    }
    if context.json {
        let shown = Shown::of(context, ledger, "verify")?;
        shown.data(context, view::data(lang, &verification))?;
        return Ok(if ok { Done::Well } else { Done::Tampered });
    }
    for line in view::lines(lang, &verification) {
        context.say(line)?;
    }
    if ok {
        context.say(context.anchor_said(&verification.anchor))?;
    }
    if ok && anchors.is_empty() {
        context.tell(say::verify_anchor_hint(lang));
    }
    if ok && texts().any(|text| Path::new(text).exists()) {
        context.tell(publications::anchor_only(lang));
    }
    Ok(if ok { Done::Well } else { Done::Tampered })
}

/// Reads an anchor as it was printed, or finds it in a file: a report, a page, a workbook.
fn anchor(context: &Context, text: &str) -> Result<Anchor, Failure> {
    if let Some(anchor) = Anchor::find(text) {
        return Ok(anchor);
    }
    let unreadable = || {
        let (message, hint) =
            (say::anchor_unreadable(context.lang, text), say::anchor_hint(context.lang));
        Failure::Usage(Words { message, hint })
    };
    if !Path::new(text).exists() {
        return Err(unreadable());
    }
    Anchor::find(&words_of(text)?).ok_or_else(unreadable)
}
