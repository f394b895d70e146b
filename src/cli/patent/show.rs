//! `patent show NUMBER`: all that is recorded of a patent, and what happened to it.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, date, text, written};
use crate::cli::pledge::state_cell;
use crate::domain::counting::filing_counts;
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::Status;
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, PartyId, PatentEvent, Snapshot};
use crate::report::{Cell, Record, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let record = record(context, ledger, snapshot, number)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "patent.show", snapshot, anchor: &anchor, warnings: Vec::new() }
        .record(context, &record)?;
    Ok(Done::Well)
}

/// What is recorded of a patent, what happened to it, and the pledges it is under.
pub fn record(
    context: &Context,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: ApplicationNo,
) -> Result<Record, Failure> {
    let card = ledger.patent(number, snapshot)?;
    let events = ledger.patent_events(number, snapshot)?;
    let (lang, patent) = (context.lang, &card.patent);
    let code = |group: &str, code: &str| Cell::code(code, label(lang, group, code));
    let names = |owners: &[PartyId]| {
        let names = owners.iter().map(|id| ledger.party_name(*id, snapshot));
        Ok::<_, Failure>(names.collect::<Result<Vec<_>, _>>()?.join("；"))
    };
    // Said only where it is not those who applied.
    let owners = Some(card.owners_after(&events)).filter(|owners| *owners != card.owners);
    let owners = owners.map(|owners| names(&owners)).transpose()?;
    let status = patent.status_on(snapshot.as_of, events.iter().map(PatentEvent::dated));
    let mut record =
        Record::new(format!("{} {}", patent.number, patent.title.as_deref().unwrap_or_default()));
    record
        .field(lang, "application_no", Cell::id(patent.number))
        .field(lang, "type", code("kind", patent.kind.code()))
        .field(lang, "title", text(patent.title.clone()))
        .field(lang, "applicants", text(Some(names(&card.owners)?)))
        .field(lang, "owners", text(owners))
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
            status.map_or(Cell::Empty, |status: Status| code("status", status.code())),
        )
        .field(lang, "parent_no", written(patent.parent))
        .field(lang, "pct_no", written(patent.pct))
        .field(lang, "fee_paid_through", date(patent.fee_through))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut history = Table::of(lang, &["day", "event", "party", "detail", "document", "entry"])
        .titled(say::history_title(lang));
    for event in events {
        let party = event.party.map(|party| ledger.party_name(party, snapshot)).transpose()?;
        history.row(vec![
            Cell::date(event.day),
            code("event", &event.event),
            text(party),
            text(event.detail),
            text(event.document),
            Cell::Ordinal(event.brought_by),
        ]);
    }
    record.table("events", history);
    let mut pledges = Table::of(lang, &["registration_no", "registered_on", "pledgee", "state"])
        .titled(title(lang, "pledges"));
    for pledge in ledger.pledges_of_patent(patent.number, snapshot)? {
        let state = pledge.state(snapshot.as_of);
        pledges.row(vec![
            Cell::id(&pledge.pledge.number),
            date(Some(pledge.pledge.registered)),
            Cell::text(ledger.party_name(state.pledgee, snapshot)?),
            state_cell(context, &state),
        ]);
    }
    record.table("pledges", pledges);
    Ok(record)
}
