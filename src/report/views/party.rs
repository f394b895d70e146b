//! Parties: lists, and all that is recorded of one.

use super::cells::{coded, date, exported, joined, note_search, text, written};
use super::{certificate, program};
use crate::domain::numbers::RegionCode;
use crate::domain::party::{FIELDS, Place};
use crate::i18n::codes::label;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, PartyCard, Snapshot};
use crate::operations::Refusal;
use crate::operations::certificate::CertificateQuery;
use crate::operations::party::{PartyQuery, as_stated, seat, wanted};
use crate::operations::program::CaseQuery;
use crate::report::{Cell, Details, Table};

/// The parties that are wanted.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PartyQuery,
) -> Result<Table, Refusal> {
    let keys = [
        "party",
        "name",
        "uscc",
        "kind",
        "role",
        "district",
        "assumed",
        "park",
        "industry",
        "business_no",
    ];
    let own = ledger.office(snapshot)?.region;
    let mut table = Table::of(lang, &keys).sparing(&[
        "business_no",
        "industry",
        "park",
        "kind",
        "party",
        "role",
    ]);
    let (found, of) = wanted(ledger, snapshot, query)?;
    for card in &found {
        let place = seat(card, snapshot);
        table.row(vec![
            Cell::Ordinal(card.id),
            text(card.party.name.clone()),
            written(card.party.code),
            coded(lang, "party_kind", card.party.kind.code()),
            roles(lang, card),
            district(place.and_then(|place| place.region), own),
            assumed(place),
            text(place.and_then(|place| place.park.clone())),
            text(card.party.industry.clone()),
            written(card.party.business_no),
        ]);
    }
    note_search(
        lang,
        &mut table,
        query.text.as_ref(),
        "party",
        of,
        &["name", "uscc", "business_no"],
    );
    Ok(table)
}

fn roles(lang: Lang, card: &PartyCard) -> Cell {
    let roles = card.roles.iter().map(|held| label(lang, "role", held.role.code()));
    joined(&roles.collect::<Vec<_>>(), lang)
}

/// A district by its name, one of another province in full.
fn district(region: Option<RegionCode>, own: RegionCode) -> Cell {
    text(region.map(|region| region.name_for(own)))
}

/// Says so where nothing tells that a party sits where it is taken to.
fn assumed(place: Option<&Place>) -> Cell {
    if place.is_some_and(|place| place.assumed) { Cell::Bool(true) } else { Cell::Empty }
}

/// A party's card: what is recorded of it, where it sat, which marks it has, what it applied for and its certificates.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    card: &PartyCard,
) -> Result<Details, Refusal> {
    let own = ledger.office(snapshot)?.region;
    let of = &card.party;
    let mut record = Details::new(of.name.clone().unwrap_or_else(|| card.id.to_string()));
    record
        .field(lang, "party", Cell::Ordinal(card.id))
        .field(lang, "name", text(of.name.clone()))
        .field(lang, "uscc", written(of.code))
        .field(lang, "kind", coded(lang, "party_kind", of.kind.code()))
        .field(lang, "role", roles(lang, card))
        .field(lang, "industry", text(of.industry.clone()))
        .field(lang, "size", Cell::opt(of.size, |size| coded(lang, "size", size.code())))
        .field(lang, "former_names", joined(&of.former_names, lang))
        .field(lang, "business_no", written(of.business_no))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut places = Table::of(lang, &["district", "street", "park", "since", "until", "assumed"])
        .titled(say::places_title(lang));
    for place in &card.places {
        places.row(vec![
            district(place.region, own),
            text(place.street.clone()),
            text(place.park.clone()),
            date(place.since),
            date(place.until),
            Cell::Bool(place.assumed),
        ]);
    }
    let mut marks =
        Table::of(lang, &["mark", "state", "day", "document"]).titled(say::marks_title(lang));
    for mark in &card.marks {
        marks.row(vec![
            coded(lang, "mark", mark.mark.code()),
            coded(lang, "state", mark.state.code()),
            Cell::date(mark.day),
            text(mark.document.clone()),
        ]);
    }
    let party = Some(vec![card.id]);
    let query = CaseQuery { party: party.clone(), ..CaseQuery::default() };
    let cases = program::list(lang, ledger, snapshot, &query)?;
    let query = CertificateQuery { party, ..CertificateQuery::default() };
    let certificates = certificate::list(lang, ledger, snapshot, &query)?;
    record
        .table("places", places)
        .table("marks", marks)
        .table("cases", cases.without("organisation").titled(say::cases_title(lang)))
        .table(
            "certificates",
            certificates.without("organisation").titled(say::certificates_title(lang)),
        );
    Ok(record)
}

/// Every party as a file can bring it in again: a row for each stay.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let cards = ledger.parties(snapshot)?;
    let rows = cards.iter().flat_map(as_stated).map(|stay| stay.texts());
    Ok(exported(lang, &FIELDS, rows))
}
