//! Patents: lists, and all that is recorded of one and what happened to it.

use super::cells::{
    BASIS, coded, date, entries, exported, joined, note_search, status_basis, text, written,
};
use super::party::cards;
use super::pledge::state_cell;
use crate::domain::counting::filing_counts;
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::{FIELDS, PatentRecord};
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, PartyCard, PartyId, PatentEvent, Snapshot};
use crate::operations::Refusal;
use crate::operations::party::named;
use crate::operations::patent::{PatentQuery, each_wanted};
use crate::report::{Cell, Details, Table};
use crate::stats::HighValue;

/// The patents that are wanted, in order of number.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
) -> Result<Table, Refusal> {
    let keys = [
        "application_no",
        "type",
        "title",
        "applicant",
        "filing_date",
        "grant_date",
        "status",
        BASIS,
    ];
    let mut table = Table::of(lang, &keys).sparing(&["type", "grant_date", "filing_date"]);
    let parties = cards(ledger, snapshot)?;
    let of = each_wanted(ledger, snapshot, query, |card, status| {
        let patent = card.patent;
        let applicant = card.owners.first().and_then(|owner| parties.get(owner));
        table.row(vec![
            Cell::id(patent.number),
            coded(lang, "kind", patent.kind.code()),
            text(patent.title),
            text(applicant.and_then(|card| card.party.name.clone())),
            date(patent.filing),
            date(patent.grant.filter(|day| *day <= snapshot.as_of)),
            Cell::opt(status, |legal| coded(lang, "status", legal.status.code())),
            status_basis(lang, status.is_some_and(|legal| legal.undated)),
        ]);
    })?;
    let searched =
        ["application_no", "publication_no", "grant_no", "title", "applicants", "owners"];
    note_search(lang, &mut table, query.text.as_ref(), "patent", of, &searched);
    Ok(table)
}

/// A patent's card: what is recorded of it, what happened to it, and the pledges it is under.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: ApplicationNo,
) -> Result<Details, Refusal> {
    let card = ledger.patent(number, snapshot)?;
    let events = ledger.patent_events(number, snapshot)?;
    let patent = &card.patent;
    let names = |owners: &[PartyId]| {
        let names = owners.iter().map(|id| ledger.party_name(*id, snapshot));
        Ok::<_, Refusal>(joined(&names.collect::<Result<Vec<_>, _>>()?, lang))
    };
    // Said only where it is not those who applied.
    let owners = Some(card.owners_after(&events)).filter(|owners| *owners != card.owners);
    let owners = owners.map_or(Ok(Cell::Empty), |owners| names(&owners))?;
    let status = patent.status_on(snapshot.as_of, events.iter().map(PatentEvent::dated));
    let mut record =
        Details::new(format!("{} {}", patent.number, patent.title.as_deref().unwrap_or_default()));
    record
        .field(lang, "application_no", Cell::id(patent.number))
        .field(lang, "type", coded(lang, "kind", patent.kind.code()))
        .field(lang, "title", text(patent.title.clone()))
        .field(lang, "applicants", names(&card.owners)?)
        .field(lang, "owners", owners)
        .field(lang, "filing_date", date(patent.filing))
        .field(lang, "received_date", date(patent.received))
        .field(lang, "entry_date", date(patent.entry))
        .field(lang, "counting_date", Cell::id(filing_counts(patent)))
        .field(lang, "publication_date", date(patent.publication))
        .field(lang, "publication_no", written(patent.publication_no))
        .field(lang, "grant_date", date(patent.grant))
        .field(lang, "grant_no", written(patent.grant_no))
        .field(lang, "term_end", date(patent.term_end()))
        .field(lang, "ipc", written(patent.ipc))
        .field(
            lang,
            "status",
            Cell::opt(status, |legal| coded(lang, "status", legal.status.code())),
        )
        .field(lang, BASIS, status_basis(lang, status.is_some_and(|legal| legal.undated)))
        .field(lang, "parent_no", written(patent.parent))
        .field(lang, "pct_no", written(patent.pct))
        .field(lang, "fee_paid_through", date(patent.fee_through))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let keys = ["day", "event", "party", "detail", "document", "entry"];
    let mut history = Table::of(lang, &keys).titled(say::history_title(lang));
    let brought_by = events.iter().map(|event| event.brought_by).chain([card.brought_by]);
    let entries = entries(lang, ledger, brought_by)?;
    for event in events {
        let party = event.party.map(|party| ledger.party_name(party, snapshot)).transpose()?;
        history.row(vec![
            Cell::date(event.day),
            coded(lang, "event", &event.event),
            text(party),
            text(event.detail),
            text(event.document),
            Cell::Ordinal(event.brought_by),
        ]);
    }
    let mut pledges = Table::of(lang, &["registration_no", "registered_on", "pledgee", "state"])
        .titled(title(lang, "pledges"));
    for pledge in ledger.pledges_of_patent(patent.number, snapshot)? {
        let state = pledge.state(snapshot.as_of);
        pledges.row(vec![
            Cell::id(&pledge.pledge.number),
            date(Some(pledge.pledge.registered)),
            Cell::text(ledger.party_name(state.pledgee, snapshot)?),
            state_cell(lang, &state),
        ]);
    }
    record.table("events", history).table("pledges", pledges);
    let is_granted = patent.grant.is_some_and(|grant| grant <= snapshot.as_of);
    if patent.kind == PatentKind::Invention && is_granted {
        let high_value = HighValue::of_patent(ledger, snapshot, number)?;
        let judged = high_value.on(snapshot.as_of);
        let classes = super::evidence::classes(lang, ledger, snapshot, &judged.findings(patent))?;
        record.table("high_value_classes", classes);
    }
    record.table("entries", entries);
    Ok(record)
}

/// Every patent as a file can bring it in again.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let mut rows = Vec::new();
    ledger.each_patent_whole(snapshot, |card, _| {
        let owners = || card.owners.iter().filter_map(|owner| parties.get(owner));
        let applicants = owners().map(|card| named(Some(card))).collect();
        let district = owners().next().and_then(PartyCard::stated_district);
        rows.push(
            PatentRecord { patent: card.patent, applicants, address: None, district }.texts(),
        );
        Ok::<_, Refusal>(())
    })?;
    Ok(exported(lang, &FIELDS, rows))
}
