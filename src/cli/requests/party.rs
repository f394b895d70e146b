//! `party add correct void role certify`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::party::{FIELDS, Mark, MarkState, Marked, NAME, Role};
use crate::ledger::RoleHeld;
use crate::operations::party::Request;

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
