//! `party add NAME --uscc ..`

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::fields;
use crate::cli::ledger::recorded;
use crate::domain::party::{FIELDS, NAME, PartyRecord, Place};
use crate::ledger::{LedgerError, RoleHeld, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let name = matches.get_one::<String>("name").map_or("", String::as_str);
    let record = fields::record(matches, &FIELDS, &[(NAME, name)]);
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("party.add"), |entry| {
        let own = entry.office()?.region;
        let (read, _) =
            PartyRecord::read(&record, own, context.today()).map_err(Failure::Record)?;
        let same_code =
            read.party.code.map(|code| entry.party_by_code(code)).transpose()?.flatten();
        let same_name = match read.party.code {
            Some(_) => false,
            None => !entry.parties_by_name(name)?.is_empty(),
        };
        if same_code.is_some() || same_name {
            let id = read.party.code.map_or_else(|| name.to_owned(), |code| code.to_string());
            return Err(Failure::from(LedgerError::AlreadyThere { noun: "party", id }));
        }
        let id = entry.add_party(&read.party, None)?;
        let place = read.place.unwrap_or_else(|| Place::assumed(own));
        entry.add_first_place(id, &place, None)?;
        for role in read.roles {
            entry.add_role(id, &RoleHeld { role, since: None, until: None }, None)?;
        }
        for mark in &read.marks {
            entry.add_mark(id, mark, None)?;
        }
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "party.add", ledger, receipt)
}
