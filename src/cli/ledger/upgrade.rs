//! `upgrade`: brings a ledger of an older format up to today's; a copy of the file stays beside it.

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::i18n::say;
use crate::ledger::{Ledger, Upgraded};

pub fn run(context: &Context) -> Result<Done, Failure> {
    context.gives_no_table()?;
    let lang = context.lang;
    let upgraded = match context.dry_run {
        true => None,
        false => Ledger::upgrade(context.db(), &context.by, context.any_place)?,
    };
    let ledger = &mut context.open()?;
    if context.json {
        let version = ledger.version()?;
        let from = upgraded.as_ref().map_or(ledger.older().unwrap_or(version), |done| done.from);
        let copy = upgraded.map(|done| done.copy.display().to_string());
        let data = serde_json::json!({"from": from, "to": version, "copy": copy, "dry_run": context.dry_run});
        Shown::of(context, ledger, "upgrade")?.data(context, data)?;
        return Ok(Done::Well);
    }
    context.say(match (upgraded, ledger.older()) {
        (Some(Upgraded { from, to, copy }), _) => say::upgraded(lang, from, to, copy.display()),
        (None, Some(from)) => say::would_upgrade(lang, from, ledger.version()?),
        (None, None) => say::nothing_to_upgrade(lang, ledger.version()?),
    })?;
    Ok(Done::Well)
}

/// Asks at a terminal whether the older ledger that was to be written shall be upgraded first.
pub fn agreed(context: &Context) -> bool {
    // Whoever cannot be asked is told what to do by the refusal itself.
    context.can_ask()
        && context
            .asks(
                &say::ask_upgrade(context.lang, context.db().display()),
                &say::ask_upgrade_explained(context.lang),
            )
            .unwrap_or(false)
}
