//! `pledge check PATENTS...`: every ground of refusal with its evidence, before anything is registered.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::cli::requests::{Typed, application};
use crate::domain::pledge::{Finding, Outcome};
use crate::i18n::findings::sentence;
use crate::operations::pledge::checked;
use crate::report::views::pledge_check;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (form, insisting, on) = application(&Typed::new(context, matches))?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let author = context.author();
    let found = checked(ledger, snapshot, &author, &form, &insisting, on)?;
    let mut record = pledge_check(context.lang, &found);
    // In the table a long piece of evidence may be cut; what stands against the pledge is said whole.
    let against =
        |finding: &&Finding| matches!(finding.outcome, Outcome::Refuse | Outcome::Waivable);
    for finding in found.findings.iter().filter(against) {
        record.note(sentence(context.lang, finding));
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "pledge.check", snapshot, anchor: &anchor, warnings: Vec::new() }
        .record(context, &record)?;
    Ok(Done::Well)
}
