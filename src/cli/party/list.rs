//! `party list` with filters, and `party export` of what a file can bring in again.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{export_to, unknown_word};
use crate::cli::output::{Shown, date, text, written};
use crate::cli::pages;
use crate::domain::party::{FIELDS, MARK_COLUMNS, Mark, Role, Size};
use crate::i18n::codes::label;
use crate::ledger::PartyCard;
use crate::report::{Cell, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let lang = context.lang;
    let role = match arg("role") {
        Some(word) => Some(Role::read(word).ok_or_else(|| {
            unknown_word(lang, word, &Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>())
        })?),
        None => None,
    };
    let mark = match arg("mark") {
        Some(word) => Some(Mark::read(word).ok_or_else(|| {
            unknown_word(lang, word, &Mark::ALL.iter().map(|mark| mark.code()).collect::<Vec<_>>())
        })?),
        None => None,
    };
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let mut table =
        Table::of(lang, &["party", "name", "uscc", "kind", "role", "district", "park", "industry"]);
    for card in ledger.parties(snapshot)? {
        let place = card.places.iter().rev().find(|place| place.covers(snapshot.as_of));
        let region = place.and_then(|place| place.region);
        let district = region.map(|region| {
            region.district_name().map_or_else(|| region.to_string(), |name| name.to_string())
        });
        let named = |text: &str| card.party.name.as_deref().is_some_and(|name| name.contains(text));
        let fits = role.is_none_or(|role| card.roles.iter().any(|held| held.role == role))
            && mark.is_none_or(|mark| card.marks.iter().any(|marked| marked.mark == mark))
            && arg("text").is_none_or(named)
            && arg("district").is_none_or(|wanted| {
                district.as_deref() == Some(wanted)
                    || region.is_some_and(|r| r.to_string() == wanted)
            });
        if !fits {
            continue;
        }
        let roles: Vec<String> =
            card.roles.iter().map(|held| label(lang, "role", held.role.code())).collect();
        let kind = card.party.kind.code();
        table.row(vec![
            Cell::Ordinal(card.id),
            text(card.party.name.clone()),
            written(card.party.code),
            Cell::code(kind, label(lang, "party_kind", kind)),
            text(Some(roles.join("；")).filter(|roles| !roles.is_empty())),
            text(district),
            text(place.and_then(|place| place.park.clone())),
            text(card.party.industry.clone()),
        ]);
    }
    pages::sort_and_cut(context, matches, &mut table)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "party.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// `party export [FILE]`: one row a stay; importing it again changes nothing.
pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let mut table = Table::of(context.lang, &FIELDS);
    for card in ledger.parties(snapshot)? {
        exported(&card).into_iter().for_each(|row| {
            table.row(row);
        });
    }
    export_to(context, matches, "party.export", ledger, snapshot, table)
}

fn exported(card: &PartyCard) -> Vec<Vec<Cell>> {
    let of = &card.party;
    let join = |parts: Vec<&str>| text(Some(parts.join(";")).filter(|joined| !joined.is_empty()));
    let mut stays: Vec<_> = card.places.iter().filter(|place| !place.assumed).map(Some).collect();
    if stays.is_empty() {
        stays.push(None);
    }
    let row = |place: Option<&crate::domain::party::Place>| {
        let outside = place.is_some_and(|place| place.region.is_none());
        let region = place.and_then(|place| place.region);
        let mut cells = vec![
            text(of.name.clone()),
            written(of.code),
            Cell::text(of.kind.code()),
            join(card.roles.iter().map(|held| held.role.code()).collect()),
            if outside { Cell::text("外") } else { written(region) },
            Cell::Empty,
            text(place.and_then(|place| place.street.clone())),
            text(place.and_then(|place| place.park.clone())),
            text(of.industry.clone()),
            text(of.size.map(Size::code)),
            date(place.and_then(|place| place.since)),
            date(place.and_then(|place| place.until)),
            join(of.former_names.iter().map(String::as_str).collect()),
        ];
        for (mark, state) in MARK_COLUMNS {
            let marked =
                card.marks.iter().find(|marked| marked.mark == mark && marked.state == state);
            cells.push(date(marked.map(|marked| marked.day)));
        }
        cells
    };
    stays.into_iter().map(row).collect()
}
