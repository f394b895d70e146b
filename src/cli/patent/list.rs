//! `patent list` with filters, and `patent export` of what a file can bring in again.

use std::collections::HashMap;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{export_to, unknown_word};
use crate::cli::output::{Shown, date, text, written};
use crate::cli::pages;
use crate::cli::requests::Typed;
use crate::domain::numbers::PatentKind;
use crate::domain::patent::{FIELDS, FilingFee, Status};
use crate::i18n::codes::label;
use crate::ledger::{Ledger, PartyCard, PartyId, PatentCard, PatentEvent, Snapshot};
use crate::report::{Cell, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let lang = context.lang;
    let party = arg("party").map(|party| ledger.find_party(party, snapshot)).transpose()?;
    let kind = match arg("kind") {
        Some(word) => Some(
            PatentKind::read(word)
                .map_err(|_| unknown_word(lang, word, &PatentKind::ALL.map(PatentKind::code)))?,
        ),
        None => None,
    };
    let status = match arg("status") {
        Some(word) => Some(
            Status::read(word)
                .ok_or_else(|| unknown_word(lang, word, &Status::ALL.map(Status::code)))?,
        ),
        None => None,
    };
    let year = Typed::new(context, matches).year("year")?;
    let parties = cards(ledger, snapshot)?;
    let wanted_text = arg("text");
    let mut table = Table::of(
        lang,
        &["application_no", "type", "title", "applicant", "filing_date", "grant_date", "status"],
    );
    ledger.each_patent_whole(snapshot, |card, events| {
        let patent = &card.patent;
        // Whoever applied for it, and whose it is now.
        let owned = |party: PartyId| {
            card.owners.contains(&party) || card.owners_after(events).contains(&party)
        };
        let counted = crate::domain::counting::filing_counts(patent);
        let now = patent.status_on(snapshot.as_of, events.iter().map(PatentEvent::dated));
        let says = |text: &str| patent.title.as_deref().is_some_and(|title| title.contains(text));
        let fits = party.is_none_or(owned)
            && kind.is_none_or(|kind| patent.kind == kind)
            && status.is_none_or(|status| now == Some(status))
            && year.is_none_or(|year| counted.year() == year)
            && wanted_text.is_none_or(says)
            && counted.by(snapshot.as_of);
        if fits {
            let owner = card.owners.first().and_then(|owner| parties.get(owner));
            table.row(vec![
                Cell::id(patent.number),
                Cell::code(patent.kind.code(), label(lang, "kind", patent.kind.code())),
                text(patent.title.clone()),
                text(owner.and_then(|owner| owner.party.name.clone())),
                date(patent.filing),
                date(patent.grant.filter(|day| *day <= snapshot.as_of)),
                now.map_or(Cell::Empty, |s| Cell::code(s.code(), label(lang, "status", s.code()))),
            ]);
        }
        Ok::<_, Failure>(())
    })?;
    pages::sort_and_cut(context, matches, &mut table)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "patent.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

fn cards(ledger: &Ledger, snapshot: Snapshot) -> Result<HashMap<PartyId, PartyCard>, Failure> {
    Ok(ledger.parties(snapshot)?.into_iter().map(|card| (card.id, card)).collect())
}

/// `patent export [FILE]`: the fields an importer takes, so that importing it again changes nothing.
pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let parties = cards(ledger, snapshot)?;
    let mut table = Table::of(context.lang, &FIELDS);
    ledger.each_patent_whole(snapshot, |card, _| {
        table.row(exported(&card, &parties));
        Ok::<_, Failure>(())
    })?;
    export_to(context, matches, "patent.export", ledger, snapshot, table)
}

fn exported(card: &PatentCard, parties: &HashMap<PartyId, PartyCard>) -> Vec<Cell> {
    let patent = &card.patent;
    let owners = || card.owners.iter().filter_map(|owner| parties.get(owner));
    let codes: Vec<String> =
        owners().map_while(|owner| owner.party.code).map(|c| c.to_string()).collect();
    let names: Vec<String> = owners().filter_map(|owner| owner.party.name.clone()).collect();
    let join = |parts: Vec<String>| text(Some(parts.join(";")).filter(|joined| !joined.is_empty()));
    let region =
        owners().next().and_then(|owner| owner.places.last()).filter(|place| !place.assumed);
    let fee = match patent.filing_fee {
        FilingFee::Unknown => Cell::Empty,
        FilingFee::Unpaid => Cell::text("unpaid"),
        FilingFee::Paid(day) => Cell::date(day),
    };
    vec![
        Cell::id(patent.number),
        Cell::text(patent.kind.code()),
        text(patent.title.clone()),
        date(patent.filing),
        date(patent.received),
        date(patent.entry),
        date(patent.publication),
        written(patent.publication_no),
        date(patent.grant),
        written(patent.grant_no),
        join(codes),
        join(names),
        Cell::Empty,
        written(region.and_then(|place| place.region)),
        written(patent.ipc),
        text(patent.stated_status.map(Status::code)),
        if patent.divisional { Cell::text("divisional") } else { Cell::Empty },
        written(patent.parent),
        written(patent.pct),
        fee,
        date(patent.fee_through),
    ]
}
