//! `party certify PARTY MARK --state applied --on DAY`, and `party role PARTY ROLE`.

use clap::ArgMatches;

use super::party;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{day, day_or_today, recorded, unknown_word};
use crate::domain::party::{Mark, MarkState, Marked, Role};
use crate::ledger::{LedgerError, RoleHeld, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let lang = context.lang;
    let mark = word("mark").unwrap_or_default();
    let mark = Mark::read(mark).ok_or_else(|| {
        unknown_word(lang, mark, &Mark::ALL.iter().map(|mark| mark.code()).collect::<Vec<_>>())
    })?;
    let state = word("state").unwrap_or("applied");
    let state = MarkState::read(state).ok_or_else(|| {
        unknown_word(
            lang,
            state,
            &MarkState::ALL.iter().map(|state| state.code()).collect::<Vec<_>>(),
        )
    })?;
    let day = day_or_today(context, matches, "on")?;
    let marked = Marked { mark, state, day, document: word("document").map(str::to_owned) };
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let id = party(matches, ledger, snapshot)?;
    let ((), receipt) = ledger.write(context.act("party.certify"), |entry| {
        if entry.marks_of(id)?.contains(&marked) {
            return Err(LedgerError::NoChange);
        }
        entry.add_mark(id, &marked, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "party.certify", ledger, receipt)
}

pub fn role(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let word = matches.get_one::<String>("role").map_or("", String::as_str);
    let role = Role::read(word).ok_or_else(|| {
        unknown_word(
            context.lang,
            word,
            &Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>(),
        )
    })?;
    let held = RoleHeld { role, since: day(matches, "since")?, until: day(matches, "until")? };
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let id = party(matches, ledger, snapshot)?;
    let ((), receipt) = ledger.write(context.act("party.role"), |entry| {
        if entry.roles_of(id)?.contains(&held) {
            return Err(LedgerError::NoChange);
        }
        entry.add_role(id, &held, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "party.role", ledger, receipt)
}
