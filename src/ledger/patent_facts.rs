//! What the ledger knows of a patent on a day, for the checks of a pledge.

use rusqlite::{Connection, OptionalExtension, params};

use super::entries::day_in_china;
use super::error::LedgerError;
use super::open::Ledger;
use super::party::{PartyId, name_of};
use super::patent::{PatentCard, PatentEvent, card_of, events_of};
use super::pledge::{PledgeCard, PledgeId, PledgeState, of_patent};
use super::snapshot::{Snapshot, known};
use super::tables::REVISIONS;
use super::write::Entry;
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::{StatedStatus, TRANSFER};
use crate::domain::pledge::alerts::{Disposal, PledgeFacts, SecuredLoan};
use crate::domain::pledge::{EventKind, OpenPledge, PartyRef, PatentFacts};
use crate::domain::values::Date;

/// What is done with a pledged patent only if the pledgee agrees (S4).
pub const DISPOSALS: [&str; 3] = [TRANSFER, "license", "abandonment"];

fn who(conn: &Connection, party: PartyId, at: i64) -> Result<PartyRef, LedgerError> {
    Ok(PartyRef { id: Some(party), name: name_of(conn, party, at)? })
}

/// Gathers what is known of a patent on `day` at an entry; pledges but `except` count as others.
fn facts(
    conn: &Connection,
    number: ApplicationNo,
    day: Date,
    at: i64,
    except: Option<PledgeId>,
) -> Result<PatentFacts, LedgerError> {
    let card = card_of(conn, number, at)?;
    let events = events_of(conn, number, at, day)?;
    let mut facts = PatentFacts {
        number,
        kind: number.kind(),
        is_recorded: card.is_some(),
        patentees: Vec::new(),
        filing: None,
        grant: None,
        term_end: None,
        fee_through: None,
        status: None,
        status_undated: false,
        status_heard: None,
        status_day: None,
        held: None,
        invalidation_since: None,
        open_pledges: Vec::new(),
        same_day_invention: None,
        consents: Vec::new(),
    };
    if let Some(card) = &card {
        let patent = &card.patent;
        (facts.filing, facts.grant) = (patent.filing, patent.grant);
        (facts.term_end, facts.fee_through) = (patent.term_end(), patent.fee_through);
        for owner in card.owners_after(&events) {
            facts.patentees.push(who(conn, owner, at)?);
        }
        facts.same_day_invention = same_day_invention(conn, card, at)?;
    }
    read_events(&mut facts, card.as_ref(), &events, day);
    if facts.status_undated
        && let Some(status) = facts.status
    {
        facts.status_heard = heard(conn, number, status, at)?;
    }
    facts.open_pledges = open_pledges(conn, number, at, except, |_| day)?;
    Ok(facts)
}

/// The day of the entry that first said a status of a patent.
fn heard(
    conn: &Connection,
    number: ApplicationNo,
    status: StatedStatus,
    at: i64,
) -> Result<Option<Date>, LedgerError> {
    let sql = "select e.recorded_at from patent p join entry e on e.entry = p.brought_by
               where p.line between ?1 and ?2 and p.stated_status = ?3 and p.brought_by <= ?4
               order by p.brought_by limit 1";
    let first = number.key() as i64 * REVISIONS;
    let moment: Option<i64> = conn
        .prepare_cached(sql)?
        .query_row(params![first, first + REVISIONS - 1, status.number(), at], |row| row.get(0))
        .optional()?;
    Ok(moment.and_then(day_in_china))
}

/// Pledges of a patent, but `except`, that are in force on the day `on` says for each.
fn open_pledges(
    conn: &Connection,
    number: ApplicationNo,
    at: i64,
    except: Option<PledgeId>,
    on: impl Fn(&PledgeCard) -> Date,
) -> Result<Vec<OpenPledge>, LedgerError> {
    let mut open = Vec::new();
    for pledge in of_patent(conn, number, at)? {
        let state = pledge.state(on(&pledge));
        if Some(pledge.id) != except && state.in_force && state.patents.contains(&number) {
            open.push(open_pledge(conn, &pledge, &state, at)?);
        }
    }
    Ok(open)
}

fn open_pledge(
    conn: &Connection,
    pledge: &PledgeCard,
    state: &PledgeState,
    at: i64,
) -> Result<OpenPledge, LedgerError> {
    Ok(OpenPledge {
        registration_no: pledge.pledge.number.to_string(),
        since: pledge.pledge.registered,
        pledgee: name_of(conn, state.pledgee, at)?,
    })
}

/// Status, suspension, preservation and invalidation proceedings, from dated events and as stated.
fn read_events(
    facts: &mut PatentFacts,
    card: Option<&PatentCard>,
    events: &[PatentEvent],
    day: Date,
) {
    let dated = || events.iter().map(PatentEvent::dated);
    let stated = card.and_then(|card| card.patent.stated_status);
    let (mut suspended, mut preserved, mut requested) = (None, None, None);
    for event in events {
        match event.event.as_str() {
            "suspension" => suspended = Some(("suspension", event.day)),
            "preservation" => preserved = Some(("preservation", event.day)),
            "suspension_end" => suspended = None,
            "preservation_end" => preserved = None,
            "invalidation_request" => requested = Some(event.day),
            "invalidation" | "partial_invalidation" | "invalidation_dismissed" => requested = None,
            _ => {}
        }
    }
    (facts.held, facts.invalidation_since) = (preserved.or(suspended), requested);
    let legal = card.and_then(|card| card.patent.status_on(day, dated()));
    let status = legal.map(|legal| legal.status);
    facts.status_undated = legal.is_some_and(|legal| legal.undated);
    let known = !events.is_empty() || stated.is_some() || status == Some(StatedStatus::Expired);
    facts.status = status.filter(|_| known);
    facts.status_day = match status {
        Some(StatedStatus::Expired) => {
            facts.term_end.and_then(|end| end.add_days(1)).filter(|first| *first <= day)
        }
        Some(status) => dated().rev().find(|(event, _)| says(event, status)).map(|(_, on)| on),
        None => None,
    };
}

fn says(event: &str, status: StatedStatus) -> bool {
    matches!(
        (event, status),
        ("lapse", StatedStatus::Lapsed)
            | ("abandonment", StatedStatus::Abandoned)
            | ("invalidation", StatedStatus::Invalidated)
            | ("partial_invalidation", StatedStatus::PartlyInvalidated)
            | ("withdrawal", StatedStatus::Withdrawn)
            | ("deemed_withdrawal", StatedStatus::DeemedWithdrawn)
            | ("rejection", StatedStatus::Rejected)
            | ("restoration", StatedStatus::InForce)
    )
}

/// An invention the first applicant filed on the very day of this utility model (R10).
fn same_day_invention(
    conn: &Connection,
    card: &PatentCard,
    at: i64,
) -> Result<Option<ApplicationNo>, LedgerError> {
    let (Some(owner), Some(filing)) = (card.owners.first(), card.patent.filing) else {
        return Ok(None);
    };
    if card.patent.kind != PatentKind::Utility {
        return Ok(None);
    }
    let sql = format!(
        "select p.line from patent p where {} and p.applicant = ?2 and p.filing_day = ?3 and p.kind = 1 limit 1",
        known("p")
    );
    let line: Option<i64> = conn
        .prepare_cached(&sql)?
        .query_row(params![at, owner, filing.days()], |row| row.get(0))
        .optional()?;
    Ok(line.and_then(|line| ApplicationNo::from_key((line / REVISIONS).try_into().ok()?)))
}

impl Entry<'_> {
    /// What is known of a patent on `day`, in the transaction that is to pledge it.
    pub fn patent_facts(
        &self,
        number: ApplicationNo,
        day: Date,
    ) -> Result<PatentFacts, LedgerError> {
        facts(self.conn, number, day, i64::MAX, None)
    }

    /// Pledges of a patent, but `except`, in force on `day` or registered later: one applied for on `day` overlaps them
    /// all, though the check of its other grounds looks at `day` alone (R9).
    pub fn pledges_since(
        &self,
        number: ApplicationNo,
        day: Date,
        except: Option<PledgeId>,
    ) -> Result<Vec<OpenPledge>, LedgerError> {
        open_pledges(self.conn, number, i64::MAX, except, |card| day.max(card.pledge.registered))
    }

    /// The pledge in force on `day` whose pledgee has not agreed to `event`, if there is one.
    pub fn unconsented(
        &self,
        number: ApplicationNo,
        event: &str,
        day: Date,
    ) -> Result<Option<PledgeCard>, LedgerError> {
        if !DISPOSALS.contains(&event) {
            return Ok(None);
        }
        let pledges = of_patent(self.conn, number, i64::MAX)?;
        Ok(pledges.into_iter().find(|pledge| {
            let state = pledge.state(day);
            state.in_force
                && state.patents.contains(&number)
                && consent(pledge, number, event, day).is_none()
        }))
    }
}

/// The day of the pledgee's consent to `event`, on or before `day`.
fn consent(pledge: &PledgeCard, number: ApplicationNo, event: &str, day: Date) -> Option<Date> {
    let fits = pledge.events.iter().filter(|e| {
        e.kind == EventKind::PledgeeConsent
            && e.day <= day
            && e.patent.is_none_or(|patent| patent == number)
            && e.ground.as_deref().is_none_or(|what| what == event)
    });
    fits.map(|e| e.day).next()
}

impl Ledger {
    /// What is known of a patent on `day`.
    pub fn patent_facts(
        &self,
        number: ApplicationNo,
        day: Date,
        snapshot: Snapshot,
    ) -> Result<PatentFacts, LedgerError> {
        facts(&self.conn, number, day, snapshot.known_at, None)
    }

    /// Pledges of a patent that were registered before `card` and in force on its day of registration (R9).
    pub fn pledged_before(
        &self,
        card: &PledgeCard,
        number: ApplicationNo,
        snapshot: Snapshot,
    ) -> Result<Vec<OpenPledge>, LedgerError> {
        let registered = card.pledge.registered;
        let order = |card: &PledgeCard| (card.pledge.registered, card.id);
        let mut open = Vec::new();
        for pledge in of_patent(&self.conn, number, snapshot.known_at)? {
            let state = pledge.state(registered);
            let stands = state.in_force && state.patents.contains(&number);
            if order(&pledge) < order(card) && stands {
                open.push(open_pledge(&self.conn, &pledge, &state, snapshot.known_at)?);
            }
        }
        Ok(open)
    }

    /// What is known of a registered pledge on the snapshot's day: for R13-R18 and the pledgee's alerts.
    /// `loans` are those it secures, with the day nothing was owed any more.
    pub fn pledge_facts(
        &self,
        card: &PledgeCard,
        loans: Vec<SecuredLoan>,
        snapshot: Snapshot,
    ) -> Result<PledgeFacts, LedgerError> {
        let state = card.state(snapshot.as_of);
        let ended = state.ended.map_or(snapshot.as_of, |(_, day)| day);
        let mut patents = Vec::with_capacity(card.patents.len());
        for number in &card.patents {
            let facts =
                facts(&self.conn, *number, snapshot.as_of, snapshot.known_at, Some(card.id))?;
            let events = events_of(&self.conn, *number, snapshot.known_at, snapshot.as_of)?;
            let while_pledged = events.into_iter().filter(|event| {
                DISPOSALS.contains(&event.event.as_str())
                    && card.pledge.registered <= event.day
                    && event.day <= ended
            });
            let disposals = while_pledged.map(|event| Disposal {
                consent: consent(card, *number, &event.event, event.day),
                day: event.day,
                event: event.event,
            });
            patents.push((facts, disposals.collect()));
        }
        let changes = card.events.iter().filter(|event| event.kind == EventKind::Change);
        Ok(PledgeFacts {
            number: card.pledge.number.clone(),
            registered: card.pledge.registered,
            applied: card.pledge.applied,
            in_force: state.in_force,
            debt_to: state.debt_to,
            changes: changes.map(|e| (e.day, e.registered.unwrap_or(e.day))).collect(),
            loans,
            patents,
        })
    }
}
