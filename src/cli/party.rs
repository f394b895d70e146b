//! `ipledger party ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::party::{FIELDS, Mark, MarkState, Marked, NAME, Role};
use crate::ledger::{Ledger, PartyId, RoleHeld, Snapshot};
use crate::operations::import::Noun;
use crate::operations::party::{PartyQuery, Request};
use crate::report::views::party;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    match verb {
        "list" => list(context, args),
        "show" => reading::card(context, "party.show", |ledger, snapshot| {
            let card = ledger.party(named(context, args, ledger, snapshot)?, snapshot)?;
            Ok::<_, Failure>(party::card(lang, ledger, snapshot, &card)?)
        }),
        "export" => reading::export(context, args, "party.export", |ledger, snapshot| {
            party::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Party, args),
        _ => Ok(Done::Well),
    }
}

fn list(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let typed = Typed::new(context, matches);
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    let marks: Vec<&str> = Mark::ALL.iter().map(|mark| mark.code()).collect();
    let query = PartyQuery {
        role: typed.choice_if("role", &roles, Role::read)?,
        mark: typed.choice_if("mark", &marks, Mark::read)?,
        district: typed.owned("district"),
        assumed: typed.flag("assumed"),
        text: typed.owned("text"),
    };
    reading::list(context, matches, "party.list", |ledger, snapshot| {
        party::list(context.lang, ledger, snapshot, &query)
    })
}

/// Finds the party a verb is about.
pub fn named(
    context: &Context,
    matches: &ArgMatches,
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<PartyId, Failure> {
    let text = matches.get_one::<String>("party").map_or("", String::as_str);
    context.party(ledger, text, snapshot)
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let party = || typed.word("party").to_owned();
    Ok(Some(match verb {
        "add" => Request::Add { form: typed.form(&FIELDS, &[(NAME, typed.word("name"))]) },
        "correct" => {
            let form = typed.form(&FIELDS, &[]);
            Request::Correct { party: party(), form, seen: typed.seen()? }
        }
        "void" => Request::Void { party: party() },
        "role" => {
            let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
            let role = typed.choice("role", &codes, Role::read)?;
            let held = RoleHeld { role, since: typed.day("since")?, until: typed.day("until")? };
            Request::GrantRole { party: party(), held }
        }
        "certify" => {
            let marks: Vec<&str> = Mark::ALL.iter().map(|mark| mark.code()).collect();
            let states: Vec<&str> = MarkState::ALL.iter().map(|state| state.code()).collect();
            let mark = typed.choice("mark", &marks, Mark::read)?;
            let state = match typed.text("state") {
                None => MarkState::Applied,
                Some(_) => typed.choice("state", &states, MarkState::read)?,
            };
            let (day, document) = (typed.day_or_today("on")?, typed.owned("document"));
            Request::Certify { party: party(), marked: Marked { mark, state, day, document } }
        }
        _ => return Ok(None),
    }))
}
