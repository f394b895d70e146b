//! `party show PARTY`: all that is recorded of a party.

use clap::ArgMatches;

use super::party;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, date, text, written};
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::ledger::PartyCard;
use crate::report::{Cell, Record, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let card = ledger.party(party(matches, ledger, snapshot)?, snapshot)?;
    let record = record(context, card);
    let anchor = ledger.anchor()?;
    Shown { schema: "party.show", snapshot, anchor: &anchor, warnings: Vec::new() }
        .record(context, &record)?;
    Ok(Done::Well)
}

/// What is recorded of a party, where it sat and which marks it has.
pub fn record(context: &Context, card: PartyCard) -> Record {
    let lang = context.lang;
    let code = |group: &str, code: &str| Cell::code(code, label(lang, group, code));
    let of = &card.party;
    let roles =
        card.roles.iter().map(|held| label(lang, "role", held.role.code())).collect::<Vec<_>>();
    let mut record = Record::new(of.name.clone().unwrap_or_else(|| card.id.to_string()));
    record
        .field(lang, "party", Cell::Ordinal(card.id))
        .field(lang, "name", text(of.name.clone()))
        .field(lang, "uscc", written(of.code))
        .field(lang, "kind", code("party_kind", of.kind.code()))
        .field(lang, "role", text(Some(roles.join("；")).filter(|roles| !roles.is_empty())))
        .field(lang, "industry", text(of.industry.clone()))
        .field(lang, "size", of.size.map_or(Cell::Empty, |size| code("size", size.code())))
        .field(
            lang,
            "former_names",
            text(Some(of.former_names.join("；")).filter(|n| !n.is_empty())),
        )
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut places = Table::of(lang, &["district", "street", "park", "since", "until", "assumed"])
        .titled(say::places_title(lang));
    for place in card.places {
        let region = place.region.map(|region| {
            region.district_name().map_or_else(|| region.to_string(), |name| name.to_string())
        });
        places.row(vec![
            text(region),
            text(place.street),
            text(place.park),
            date(place.since),
            date(place.until),
            Cell::Bool(place.assumed),
        ]);
    }
    let mut marks =
        Table::of(lang, &["mark", "state", "day", "document"]).titled(say::marks_title(lang));
    for mark in card.marks {
        marks.row(vec![
            code("mark", mark.mark.code()),
            code("state", mark.state.code()),
            Cell::date(mark.day),
            text(mark.document),
        ]);
    }
    record.table("places", places).table("marks", marks);
    record
}
