//! Certificates of IP management: lists, what falls due, and one with all that became of it.

use super::cells::{cards, coded, date, exported, joined, note_search, text, written};
use crate::domain::certificate::FIELDS;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::ledger::{CertificateCard, Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::certificate::{CertificateQuery, as_stated, wanted};
use crate::operations::party::named;
use crate::report::{Cell, Details, Table};

/// What should be looked at, in words.
fn flags(lang: Lang, card: &CertificateCard, snapshot: Snapshot) -> Vec<String> {
    let flags = card.certificate.flags(&card.history(), snapshot.as_of);
    flags.into_iter().map(|flag| label(lang, "certificate_flag", flag.code())).collect()
}

/// The certificates that are wanted, in order of number in the ledger, or of what falls due.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &CertificateQuery,
) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let (found, of) = wanted(ledger, snapshot, query)?;
    let keys = [
        "certificate_no",
        "standard",
        "organisation",
        "issued_on",
        "expires_on",
        "certificate_state",
        "falls_due",
        "falls_due_on",
        "to_look_at",
    ];
    let mut table = Table::of(lang, &keys).sparing(&["to_look_at", "standard", "issued_on"]);
    let mut unnumbered = 0;
    for card in found {
        let history = card.history();
        let issues = card.certificate.issues(&history, snapshot.as_of);
        let Some(issue) = issues.last() else { continue };
        let due = card.certificate.due(&history, snapshot.as_of);
        unnumbered += i64::from(card.certificate.number.is_none());
        let organisation = parties.get(&card.party).and_then(|party| party.party.name.clone());
        table.row(vec![
            Cell::id(card.called()),
            Cell::text(issue.standard.as_str()),
            text(organisation),
            date(Some(issue.day)),
            date(issue.expires),
            state(lang, &card, snapshot),
            due.map_or(Cell::Empty, |(due, _)| coded(lang, "falls_due", due.code())),
            date(due.map(|(_, day)| day)),
            joined(&flags(lang, &card, snapshot), lang),
        ]);
    }
    if unnumbered > 0 {
        table.note(say::certificates_unnumbered(lang, unnumbered));
    }
    let searched = ["certificate_no", "standard", "certified_by", "organisation"];
    note_search(lang, &mut table, query.text.as_ref(), "certificate", of, &searched);
    Ok(table)
}

fn state(lang: Lang, card: &CertificateCard, snapshot: Snapshot) -> Cell {
    let state = card.certificate.state(&card.history(), snapshot.as_of);
    coded(lang, "certificate_state", state.code())
}

/// A certificate's card: what it says, where it stands, what became of it and what may be done.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
) -> Result<Details, Refusal> {
    let card = ledger.certificate(number, snapshot)?;
    let (of, history) = (&card.certificate, card.history());
    let issues = of.issues(&history, snapshot.as_of);
    let issue = issues.last();
    let due = of.due(&history, snapshot.as_of);
    let state_now = of.state(&history, snapshot.as_of);
    let word = |code: &'static str| (code, label(lang, "certificate_step", code));
    let may_do: Vec<_> = state_now.allows().iter().map(|step| word(step.code())).collect();
    let mut record = Details::new(card.called());
    record
        .field(lang, "certificate_no", written(of.number.as_ref()))
        .field(lang, "standard", text(issue.map(|issue| issue.standard.to_string())))
        .field(lang, "organisation", text(Some(ledger.party_name(card.party, snapshot)?)))
        .field(lang, "certified_by", text(of.certified_by.clone()))
        .field(lang, "certified_scope", text(of.scope.clone()))
        .field(lang, "certified_district", text(of.district.clone()))
        .field(lang, "first_issued_on", date(of.first_issued))
        .field(lang, "issued_on", date(issue.map(|issue| issue.day)))
        .field(lang, "expires_on", date(issue.and_then(|issue| issue.expires)))
        .field(lang, "state", coded(lang, "certificate_state", state_now.code()))
        .field(
            lang,
            "falls_due",
            due.map_or(Cell::Empty, |(due, _)| coded(lang, "falls_due", due.code())),
        )
        .field(lang, "falls_due_on", date(due.map(|(_, day)| day)))
        .field(lang, "to_look_at", joined(&flags(lang, &card, snapshot), lang))
        .codes(lang, "may_do", &may_do)
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let keys = ["step", "event", "day", "expires_on", "standard", "document", "brought_by"];
    let mut steps = Table::of(lang, &keys).titled(title(lang, "timeline"));
    for event in card.events.iter().filter(|event| event.event.day <= snapshot.as_of) {
        let of = &event.event;
        steps.row(vec![
            Cell::Ordinal(event.n),
            coded(lang, "certificate_step", of.step.code()),
            date(Some(of.day)),
            date(of.expires),
            text(of.standard.as_ref().map(ToString::to_string)),
            text(of.document.clone()),
            Cell::Ordinal(event.brought_by),
        ]);
    }
    record.table("events", steps);
    if card.id.is_none() {
        record.note(say::certificate_of_mark(lang));
    }
    Ok(record)
}

/// Every certificate as a file can bring it in again: a row for each issue and each step.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let all = ledger.certificates(snapshot)?;
    let rows = all.iter().flat_map(|card| as_stated(card, named(parties.get(&card.party))));
    Ok(exported(lang, &FIELDS, rows))
}
