//! Patents: lists, and all that is recorded of one and what happened to it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cells::{
    BASIS, cards, coded, date, entries, exported, joined, note_search, status_basis, text, written,
};
use super::pledge::state_cell;
use crate::domain::counting::filing_counts;
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::{FIELDS, LegalStatus, Patent, PatentRecord, StatedStatus, StatusAsked};
use crate::domain::values::Date;
use crate::i18n::codes::label;
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, PartyCard, PartyId, PatentEvent, Snapshot};
use crate::operations::Refusal;
use crate::operations::party::named;
use crate::operations::patent::{PatentQuery, each_wanted};
use crate::operations::patent_list::{self, Order};
use crate::report::{Cell, Details, Table, shown};
use crate::stats::HighValue;

/// The columns of a list of patents.
const LISTED: [&str; 8] =
    ["application_no", "type", "title", "applicant", "filing_date", "grant_date", "status", BASIS];

/// A list of patents without any.
pub fn head(lang: Lang) -> Table {
    Table::of(lang, &LISTED).sparing(&[BASIS, "type", "grant_date", "filing_date"])
}

fn listed(
    lang: Lang,
    snapshot: Snapshot,
    patent: Patent,
    applicant: Option<String>,
    status: Option<LegalStatus>,
) -> Vec<Cell> {
    vec![
        Cell::id(patent.number),
        coded(lang, "kind", patent.kind.code()),
        text(patent.title),
        text(applicant),
        date(patent.filing),
        date(patent.grant.filter(|day| *day <= snapshot.as_of)),
        Cell::opt(status, |legal| coded(lang, "status", legal.status.code())),
        status_basis(lang, status.is_some_and(|legal| legal.undated)),
    ]
}

/// Fields in which a text is looked for.
const SEARCHED: [&str; 6] =
    ["application_no", "publication_no", "grant_no", "title", "applicants", "owners"];

/// Part of the list of patents that are wanted, sorted by a column (`true`: the last first) or in order of number; with
/// how many there are in the list and, wanted or not, in all.
pub fn part(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
    sort: Option<(&str, bool)>,
    places: Range<usize>,
) -> Result<(Table, usize, usize), Refusal> {
    let order = sort.and_then(|(key, turned)| Some((order_of(lang, key)?, turned)));
    let order = order.as_ref().map(|(order, turned)| (order, *turned));
    let part = patent_list::part(ledger, snapshot, query, order, places)?;
    let mut table = head(lang);
    for (card, status) in part.rows {
        let owner = card.owners.first();
        let applicant = owner.map(|owner| ledger.party_spelling(*owner, snapshot)).transpose()?;
        table.row(listed(lang, snapshot, card.patent, applicant.flatten(), status));
    }
    if part.fitting == 0 {
        note_search(lang, &mut table, query.text.as_ref(), "patent", part.of, &SEARCHED);
    }
    Ok((table, part.fitting, part.of))
}

/// Whether a part of the list is found without reading it whole.
pub fn is_quick(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    sort: Option<(&str, bool)>,
) -> Result<bool, Refusal> {
    let order = sort.and_then(|(key, _)| order_of(lang, key));
    patent_list::is_quick(ledger, snapshot, order.as_ref())
}

/// The order in which a column sorts.
fn order_of(lang: Lang, key: &str) -> Option<Order> {
    Some(match key {
        "application_no" => Order::Number,
        "type" => Order::Kind(ranks(PatentKind::ALL.map(|kind| label(lang, "kind", kind.code())))),
        "title" => Order::Title,
        "applicant" => Order::Applicant,
        "filing_date" => Order::Filing,
        "grant_date" => Order::Grant,
        "status" => Order::Status(ranks(
            StatedStatus::ALL.map(|status| label(lang, "status", status.code())),
        )),
        BASIS => Order::Basis,
        _ => return None,
    })
}

/// Where each of these words stands among them when they are sorted, from 1 on; words alike stand together.
fn ranks<const N: usize>(words: [String; N]) -> [u32; N] {
    let sorted: BTreeSet<&String> = words.iter().collect();
    let rank = |word: &String| sorted.iter().position(|known| *known == word).unwrap_or(0);
    std::array::from_fn(|at| rank(&words[at]) as u32 + 1)
}

/// Narrows a query to the patents that show a value in a column; false: only looking at the rows tells which do.
pub fn narrow(lang: Lang, query: &mut PatentQuery, key: &str, value: &str) -> bool {
    let day = |value: &str| match value {
        "" => Some(None),
        day => day.parse::<Date>().ok().map(Some),
    };
    match key {
        "type" if query.kind.is_none() => {
            let shows = |kind: &PatentKind| label(lang, "kind", kind.code()) == value;
            query.kind = PatentKind::ALL.into_iter().find(shows);
            query.kind.is_some()
        }
        "status" if query.status.is_none() => {
            let shows = |status: &StatedStatus| label(lang, "status", status.code()) == value;
            let status = StatedStatus::ALL.into_iter().find(shows);
            query.status = status.map(StatusAsked::Is);
            query.status.is_some()
        }
        "applicant" => {
            query.first_applicant = Some(value.to_owned());
            true
        }
        "filing_date" => {
            query.filed = day(value);
            query.filed.is_some()
        }
        "grant_date" => {
            query.granted = day(value);
            query.granted.is_some()
        }
        BASIS => {
            query.undated = Some(!value.is_empty());
            value.is_empty() || shown(&status_basis(lang, true), lang) == value
        }
        _ => false,
    }
}

/// How many of the patents that are wanted show which value in a column, the most frequent first; none where only
/// looking at the rows tells.
pub fn tally(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
    key: &str,
) -> Result<Option<Vec<(String, usize)>>, Refusal> {
    let Some(order) = order_of(lang, key) else { return Ok(None) };
    let Some(found) = patent_list::tally(ledger, snapshot, query, &order)? else { return Ok(None) };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (value, n) in found {
        let words = match (&order, value) {
            (_, None) => String::new(),
            (Order::Kind(ranks), Some(value)) => {
                let at = ranks.iter().position(|rank| i64::from(*rank) == value);
                at.map_or_else(String::new, |at| label(lang, "kind", PatentKind::ALL[at].code()))
            }
            (Order::Status(ranks), Some(value)) => {
                let at = ranks.iter().position(|rank| i64::from(*rank) == value);
                at.map_or_else(String::new, |at| {
                    label(lang, "status", StatedStatus::ALL[at].code())
                })
            }
            (Order::Basis, Some(_)) => shown(&status_basis(lang, true), lang),
            (Order::Filing | Order::Grant, Some(days)) => {
                let day = i32::try_from(days).ok().and_then(Date::from_days);
                day.map_or_else(String::new, |day| day.to_string())
            }
            (Order::Applicant, Some(party)) => {
                shown(&text(ledger.party_spelling(party, snapshot)?), lang)
            }
            (Order::Number | Order::Title, Some(_)) => return Ok(None),
        };
        *counts.entry(words).or_default() += n;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    Ok(Some(counts))
}

/// The patents that are wanted, in order of number.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
) -> Result<Table, Refusal> {
    let mut table = head(lang);
    let parties = cards(ledger, snapshot)?;
    let of = each_wanted(ledger, snapshot, query, |card, status| {
        let applicant = card.owners.first().and_then(|owner| parties.get(owner));
        let applicant = applicant.and_then(|card| card.party.name.clone());
        table.row(listed(lang, snapshot, card.patent, applicant, status));
    })?;
    note_search(lang, &mut table, query.text.as_ref(), "patent", of, &SEARCHED);
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
