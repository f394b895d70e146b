//! `pct list` with filters, and `pct export` of what a file can bring in again.

use std::collections::HashMap;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::export_to;
use crate::cli::output::{Shown, date, text, written};
use crate::cli::pages;
use crate::cli::requests::Typed;
use crate::domain::counting::pct_counts;
use crate::domain::pct::FIELDS;
use crate::ledger::{Ledger, PartyCard, PartyId, Snapshot};
use crate::report::{Cell, Table};

fn parties(ledger: &Ledger, snapshot: Snapshot) -> Result<HashMap<PartyId, PartyCard>, Failure> {
    Ok(ledger.parties(snapshot)?.into_iter().map(|card| (card.id, card)).collect())
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let party = arg("party").map(|party| ledger.find_party(party, snapshot)).transpose()?;
    let year = Typed::new(context, matches).year("year")?;
    let parties = parties(ledger, snapshot)?;
    let mut table =
        Table::of(context.lang, &["pct_no", "filing_date", "title", "applicant", "priority_no"]);
    for card in ledger.pcts(snapshot)? {
        let counted = pct_counts(&card.pct);
        let says = |text: &str| card.pct.title.as_deref().is_some_and(|title| title.contains(text));
        let fits = counted.by(snapshot.as_of)
            && party.is_none_or(|party| card.applicant == Some(party))
            && year.is_none_or(|year| counted.year() == year)
            && arg("text").is_none_or(says);
        if fits {
            let applicant = card.applicant.and_then(|party| parties.get(&party));
            table.row(vec![
                Cell::id(card.pct.number),
                date(card.pct.filing),
                text(card.pct.title),
                text(applicant.and_then(|card| card.party.name.clone())),
                text(card.pct.priority_no),
            ]);
        }
    }
    pages::sort_and_cut(context, matches, &mut table)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "pct.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// `pct export [FILE]`: the fields an importer takes.
pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let parties = parties(ledger, snapshot)?;
    let mut table = Table::of(context.lang, &FIELDS);
    for card in ledger.pcts(snapshot)? {
        let applicant = card.applicant.and_then(|party| parties.get(&party));
        let place = applicant.and_then(|card| card.places.last()).filter(|place| !place.assumed);
        table.row(vec![
            Cell::id(card.pct.number),
            date(card.pct.filing),
            text(card.pct.title),
            text(applicant.and_then(|card| card.party.name.clone())),
            written(applicant.and_then(|card| card.party.code)),
            text(card.pct.priority_no),
            date(card.pct.priority),
            written(card.pct.publication_no),
            Cell::Empty,
            written(place.and_then(|place| place.region)),
        ]);
    }
    export_to(context, matches, "pct.export", ledger, snapshot, table)
}
