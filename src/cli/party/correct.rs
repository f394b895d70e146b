//! `party correct PARTY --name ..`: supersedes what is recorded; a former name is kept.

use clap::ArgMatches;

use super::party;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::fields;
use crate::cli::ledger::recorded;
use crate::domain::party::{FIELDS, KIND, NAME, PartyRecord, Place};
use crate::exchange::import::with_place;
use crate::ledger::{LedgerError, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let id = party(matches, ledger, snapshot)?;
    let card = ledger.party(id, snapshot)?;
    let name = card.party.name.clone().unwrap_or_default();
    let mut given = Vec::new();
    if !fields::any(matches, &[FIELDS[NAME]]) {
        given.push((NAME, name.as_str()));
    }
    if !fields::any(matches, &[FIELDS[KIND]]) {
        given.push((KIND, card.party.kind.code()));
    }
    let record = fields::record(matches, &FIELDS, &given);
    let ((), receipt) = ledger.write(context.act("party.correct"), |entry| {
        let own = entry.office()?.region;
        let (mut read, _) =
            PartyRecord::read(&record, own, context.today()).map_err(Failure::Record)?;
        if read.party.name != card.party.name {
            read.party.former_names.extend(card.party.name.clone());
        }
        let (updated, changes) = card.party.updated(&read.party);
        let places = entry.places_of(id)?;
        let said = read.place.map(|place| as_said(place, places.last(), matches));
        let moved = said.and_then(|place| with_place(&places, &place));
        if changes.is_empty() && moved.is_none() {
            return Err(Failure::from(LedgerError::NoChange));
        }
        if !changes.is_empty() {
            entry.correct_party(id, &updated, None)?;
        }
        if let Some(places) = moved {
            entry.replace_places(id, &places, None)?;
        }
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "party.correct", ledger, receipt)
}

/// A place as it is said now: what nobody speaks of stays as it was, unless the firm is said to have moved to
/// another district.
fn as_said(said: Place, known: Option<&Place>, matches: &ArgMatches) -> Place {
    let Some(known) = known else { return said };
    let speaks_of = |field| fields::any(matches, &[field]);
    let moves = speaks_of("district") && said.region != known.region;
    let kept = |said: Option<String>, field, known: &Option<String>| match said {
        None if !moves && !speaks_of(field) => known.clone(),
        said => said,
    };
    let region = if speaks_of("district") { said.region } else { known.region };
    Place {
        region,
        street: kept(said.street, "street", &known.street),
        park: kept(said.park, "park", &known.park),
        since: said.since.or(if speaks_of("since") { None } else { known.since }),
        until: said.until,
        assumed: said.assumed && known.assumed,
    }
}
