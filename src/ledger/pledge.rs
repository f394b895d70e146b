//! Pledges in the ledger, and the facts a check looks at.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::party::PartyId;
use super::snapshot::{Snapshot, known};
use super::tables::{
    PLEDGE, PLEDGE_EVENT, PLEDGE_IDENTITY, PLEDGE_PATENT, PLEDGE_PLEDGOR, REVISIONS,
};
use super::write::Entry;
use crate::domain::numbers::ApplicationNo;
use crate::domain::pledge::{DebtKind, EventKind, Pledge, RegistrationNo};
use crate::domain::values::{Date, Money};

/// The number of a pledge in this ledger.
pub type PledgeId = i64;

/// A pledge as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeCard {
    pub id: PledgeId,
    /// By its terms on the day of registration.
    pub pledge: Pledge,
    pub pledgee: PartyId,
    pub pledgors: Vec<PartyId>,
    pub patents: Vec<ApplicationNo>,
    /// In order of day.
    pub events: Vec<PledgeEvent>,
    pub brought_by: i64,
    pub source_row: Option<u32>,
}

/// Something that happened to a pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeEvent {
    /// Where it stands; 0: not yet.
    pub line: i64,
    pub kind: EventKind,
    pub day: Date,
    /// The day a change was registered.
    pub registered: Option<Date>,
    /// The one patent it concerns; none: all.
    pub patent: Option<ApplicationNo>,
    pub party: Option<PartyId>,
    /// Of a release its ground, of a waiver the rule, of a consent what was agreed to.
    pub ground: Option<String>,
    pub secured: Option<Money>,
    pub debt_to: Option<Date>,
    pub detail: Option<String>,
    pub brought_by: i64,
}

/// What a pledge is on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeState {
    pub in_force: bool,
    /// How and when it ended.
    pub ended: Option<(EventKind, Date)>,
    pub secured: Option<Money>,
    pub debt_to: Option<Date>,
    pub pledgee: PartyId,
    /// Patents still under it.
    pub patents: Vec<ApplicationNo>,
}

impl PledgeEvent {
    /// An event with nothing but its kind and day.
    pub fn new(kind: EventKind, day: Date) -> Self {
        Self {
            line: 0,
            kind,
            day,
            registered: None,
            patent: None,
            party: None,
            ground: None,
            secured: None,
            debt_to: None,
            detail: None,
            brought_by: 0,
        }
    }
}

impl PledgeCard {
    /// The release of all patents, where one is recorded.
    pub fn release(&self) -> Option<&PledgeEvent> {
        self.events.iter().find(|e| e.kind == EventKind::Release && e.patent.is_none())
    }

    /// Returns what the pledge is at the close of `day`: changes up to it counted, a revocation (撤销)
    /// counted from the start.
    pub fn state(&self, day: Date) -> PledgeState {
        let mut state = PledgeState {
            in_force: self.pledge.registered <= day,
            ended: None,
            secured: self.pledge.secured,
            debt_to: self.pledge.debt_to,
            pledgee: self.pledgee,
            patents: self.patents.clone(),
        };
        for event in self.events.iter().filter(|e| e.day <= day || e.kind == EventKind::Revoke) {
            match event.kind {
                EventKind::Change => {
                    state.secured = event.secured.or(state.secured);
                    state.debt_to = event.debt_to.or(state.debt_to);
                    state.pledgee = event.party.unwrap_or(state.pledgee);
                }
                EventKind::Release | EventKind::Realise | EventKind::Revoke => {
                    match event.patent {
                        Some(patent) => state.patents.retain(|pledged| *pledged != patent),
                        None => state.patents.clear(),
                    }
                    if state.patents.is_empty() && state.ended.is_none() {
                        state.ended = Some((event.kind, event.day));
                        state.in_force = false;
                    }
                }
                EventKind::PledgeeConsent | EventKind::CoOwnerConsent | EventKind::Waiver => {}
            }
        }
        state
    }
}

const COLUMNS: &str = "p.line, p.registration_no, p.registered_day, p.applied_day, p.pledgee,
    p.contract_no, p.contract_day, p.debt_kind, p.secured_fen, p.debt_from_day, p.debt_to_day, p.scope,
    p.patents_stated, p.forfeiture, p.appraiser, p.appraised_fen, p.appraisal_method, p.appraisal_day,
    p.brought_by, p.source_row";

const EVENT_COLUMNS: &str =
    "e.pledge, e.event, e.day, e.registered_day, e.patent, e.party,
    coalesce(e.release_ground, e.waived_rule, e.consented_event), e.secured_fen, e.debt_to_day, e.detail,
    e.brought_by, e.line";

fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "pledge".to_owned(), rusqlite::types::Type::Text)
}

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

fn money(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Money>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Money::from_fen))
}

fn patent(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<ApplicationNo>> {
    let key: Option<i64> = row.get(column)?;
    Ok(key.and_then(|key| ApplicationNo::from_key(key.try_into().ok()?)))
}

fn pledge_from(row: &Row<'_>) -> rusqlite::Result<PledgeCard> {
    let number: String = row.get(1)?;
    let pledge = Pledge {
        number: RegistrationNo::read(&number).map_err(|_| damaged(1))?.value,
        registered: day(row, 2)?.ok_or_else(|| damaged(2))?,
        applied: day(row, 3)?,
        contract_no: row.get(5)?,
        contract_day: day(row, 6)?,
        debt_kind: DebtKind::from_number(row.get(7)?).ok_or_else(|| damaged(7))?,
        secured: money(row, 8)?,
        debt_from: day(row, 9)?,
        debt_to: day(row, 10)?,
        scope: row.get(11)?,
        patents_stated: row.get(12)?,
        forfeiture: row.get(13)?,
        appraiser: row.get(14)?,
        appraised: money(row, 15)?,
        appraisal_method: row.get(16)?,
        appraisal_day: day(row, 17)?,
    };
    Ok(PledgeCard {
        id: row.get::<_, i64>(0)? / REVISIONS,
        pledge,
        pledgee: row.get(4)?,
        pledgors: Vec::new(),
        patents: Vec::new(),
        events: Vec::new(),
        brought_by: row.get(18)?,
        source_row: row.get(19)?,
    })
}

fn event_from(row: &Row<'_>) -> rusqlite::Result<(PledgeId, PledgeEvent)> {
    let kind = EventKind::from_code(row.get_ref(1)?.as_str()?).ok_or_else(|| damaged(1))?;
    let event = PledgeEvent {
        line: row.get(11)?,
        kind,
        day: day(row, 2)?.ok_or_else(|| damaged(2))?,
        registered: day(row, 3)?,
        patent: patent(row, 4)?,
        party: row.get(5)?,
        ground: row.get(6)?,
        secured: money(row, 7)?,
        debt_to: day(row, 8)?,
        detail: row.get(9)?,
        brought_by: row.get(10)?,
    };
    Ok((row.get(0)?, event))
}

/// Fills in patents, pledgors and events; `one` limits the reading to one pledge.
fn complete(
    conn: &Connection,
    at: i64,
    mut cards: Vec<PledgeCard>,
    one: Option<PledgeId>,
) -> Result<Vec<PledgeCard>, LedgerError> {
    let place: HashMap<PledgeId, usize> =
        cards.iter().enumerate().map(|(i, card)| (card.id, i)).collect();
    let of = |alias: &str| match one {
        Some(_) => format!("{} and {alias}.pledge = ?2", known(alias)),
        // The same number of parameters either way.
        None => format!("{} and ?2 is null", known(alias)),
    };
    let sql =
        format!("select t.pledge, t.patent from pledge_patent t where {} order by t.line", of("t"));
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![at, one])?;
    while let Some(row) = rows.next()? {
        if let Some(card) = place.get(&row.get(0)?) {
            cards[*card].patents.extend(patent(row, 1)?);
        }
    }
    let sql = format!(
        "select g.pledge, g.party from pledge_pledgor g where {} order by g.pledge, g.position",
        of("g")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![at, one])?;
    while let Some(row) = rows.next()? {
        if let Some(card) = place.get(&row.get(0)?) {
            cards[*card].pledgors.push(row.get(1)?);
        }
    }
    let sql = format!(
        "select {EVENT_COLUMNS} from pledge_event e where {} order by e.day, e.line",
        of("e")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![at, one])?;
    while let Some(row) = rows.next()? {
        let (pledge, event) = event_from(row)?;
        if let Some(card) = place.get(&pledge) {
            cards[*card].events.push(event);
        }
    }
    Ok(cards)
}

fn one(
    conn: &Connection,
    at: i64,
    condition: &str,
    value: &dyn rusqlite::ToSql,
) -> Result<Vec<PledgeCard>, LedgerError> {
    let sql = format!(
        "select {COLUMNS} from pledge p where {} and {condition} order by p.line",
        known("p")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found: Vec<PledgeCard> =
        statement.query_map(params![at, value], pledge_from)?.collect::<Result<_, _>>()?;
    let mut cards = Vec::with_capacity(found.len());
    for card in found {
        let id = card.id;
        cards.extend(complete(conn, at, vec![card], Some(id))?);
    }
    Ok(cards)
}

fn by_number(conn: &Connection, number: &str, at: i64) -> Result<Option<PledgeCard>, LedgerError> {
    Ok(one(conn, at, "p.registration_no = ?2", &number)?.into_iter().next())
}

fn by_id(conn: &Connection, pledge: PledgeId, at: i64) -> Result<Option<PledgeCard>, LedgerError> {
    let condition =
        format!("p.line between ?2 * {REVISIONS} and ?2 * {REVISIONS} + {}", REVISIONS - 1);
    Ok(one(conn, at, &condition, &pledge)?.into_iter().next())
}

/// Returns every pledge that covers or covered a patent.
pub(super) fn of_patent(
    conn: &Connection,
    number: ApplicationNo,
    at: i64,
) -> Result<Vec<PledgeCard>, LedgerError> {
    let sql = format!(
        "select distinct t.pledge from pledge_patent t where {} and t.patent = ?2",
        known("t")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let key = number.key() as i64;
    let pledges: Vec<i64> =
        statement.query_map([at, key], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut cards = Vec::with_capacity(pledges.len());
    for pledge in pledges {
        cards.extend(by_id(conn, pledge, at)?);
    }
    Ok(cards)
}

impl Entry<'_> {
    pub fn pledge_by_no(&self, number: &str) -> Result<Option<PledgeCard>, LedgerError> {
        by_number(self.conn, number, i64::MAX)
    }

    /// Returns every pledge that covers or covered a patent.
    pub fn pledges_of_patent(&self, number: ApplicationNo) -> Result<Vec<PledgeCard>, LedgerError> {
        of_patent(self.conn, number, i64::MAX)
    }

    /// Records a new pledge with its patents and pledgors.
    pub fn add_pledge(
        &self,
        card: &PledgeCard,
        source_row: Option<u32>,
    ) -> Result<PledgeId, LedgerError> {
        let id = self.new_thing(PLEDGE_IDENTITY)?;
        self.bring_pledge(id, card, source_row)?;
        self.bring_pledged_patents(id, card.patents.iter(), source_row)?;
        self.bring_pledgors(id, card, source_row)?;
        Ok(id)
    }

    /// Supersedes what was recorded wrongly of a pledge: its terms, its patents, its pledgors. What happened to it
    /// stays.
    pub fn correct_pledge(
        &self,
        known: &PledgeCard,
        card: &PledgeCard,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        if (&card.pledge, card.pledgee) != (&known.pledge, known.pledgee) {
            self.end_pledge_lines(PLEDGE, card.id)?;
            self.bring_pledge(card.id, card, source_row)?;
        }
        for patent in known.patents.iter().filter(|patent| !card.patents.contains(patent)) {
            self.end_pledged_patent(card.id, *patent)?;
        }
        let further = card.patents.iter().filter(|patent| !known.patents.contains(patent));
        self.bring_pledged_patents(card.id, further, source_row)?;
        if card.pledgors != known.pledgors {
            self.end_pledge_lines(PLEDGE_PLEDGOR, card.id)?;
            self.bring_pledgors(card.id, card, source_row)?;
        }
        Ok(())
    }

    fn end_pledged_patent(&self, id: PledgeId, patent: ApplicationNo) -> Result<(), LedgerError> {
        let sql =
            "select line from pledge_patent where pledge = ?1 and patent = ?2 and ended_by is null";
        let line = self
            .conn
            .prepare_cached(sql)?
            .query_row(params![id, patent.key() as i64], |row| row.get(0))?;
        self.end(PLEDGE_PATENT, line)
    }

    fn bring_pledged_patents<'p>(
        &self,
        id: PledgeId,
        patents: impl Iterator<Item = &'p ApplicationNo>,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        for patent in patents {
            self.bring(PLEDGE_PATENT, params![id, patent.key() as i64], source_row)?;
        }
        Ok(())
    }

    fn bring_pledgors(
        &self,
        id: PledgeId,
        card: &PledgeCard,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        for (position, party) in (1_i64..).zip(&card.pledgors) {
            self.bring(PLEDGE_PLEDGOR, params![id, position, party], source_row)?;
        }
        Ok(())
    }

    /// Ends one thing that happened to a pledge: it was recorded wrongly.
    pub fn void_pledge_event(&self, line: i64) -> Result<(), LedgerError> {
        self.end(PLEDGE_EVENT, line)
    }

    /// Returns a pledge in force in the book.
    pub fn pledge_by_id(&self, pledge: PledgeId) -> Result<Option<PledgeCard>, LedgerError> {
        by_id(self.conn, pledge, i64::MAX)
    }

    /// Returns the registration number of a pledge in force in the book.
    pub fn pledge_no(&self, pledge: PledgeId) -> Result<Option<String>, LedgerError> {
        let sql =
            "select registration_no from pledge where line between ?1 and ?2 and ended_by is null";
        let first = pledge * REVISIONS;
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row([first, first + REVISIONS - 1], |row| row.get(0)).optional()?)
    }

    fn bring_pledge(
        &self,
        id: PledgeId,
        card: &PledgeCard,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let pledge = &card.pledge;
        let values = params![
            pledge.number.as_str(),
            pledge.registered.days(),
            pledge.applied.map(Date::days),
            card.pledgee,
            pledge.contract_no,
            pledge.contract_day.map(Date::days),
            pledge.debt_kind.number(),
            pledge.secured.map(Money::fen),
            pledge.debt_from.map(Date::days),
            pledge.debt_to.map(Date::days),
            pledge.scope,
            pledge.patents_stated,
            pledge.forfeiture,
            pledge.appraiser,
            pledge.appraised.map(Money::fen),
            pledge.appraisal_method,
            pledge.appraisal_day.map(Date::days),
        ];
        self.bring_revision(PLEDGE, id, values, source_row)?;
        Ok(())
    }

    /// Records something that happened to a pledge.
    pub fn bring_pledge_event(
        &self,
        pledge: PledgeId,
        event: &PledgeEvent,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let of =
            |kinds: &[EventKind]| event.ground.as_ref().filter(|_| kinds.contains(&event.kind));
        let values = params![
            pledge,
            event.kind.code(),
            event.day.days(),
            event.registered.map(Date::days),
            event.patent.map(|number| number.key() as i64),
            event.party,
            of(&[EventKind::Release, EventKind::Realise]),
            of(&[EventKind::Waiver]),
            of(&[EventKind::PledgeeConsent]),
            event.secured.map(Money::fen),
            event.debt_to.map(Date::days),
            event.detail,
        ];
        self.bring(PLEDGE_EVENT, values, source_row)?;
        Ok(())
    }

    /// Ends a pledge that should never have been recorded, with all that happened to it.
    pub fn void_pledge(&self, pledge: PledgeId) -> Result<(), LedgerError> {
        for table in [PLEDGE, PLEDGE_PATENT, PLEDGE_PLEDGOR, PLEDGE_EVENT] {
            self.end_pledge_lines(table, pledge)?;
        }
        Ok(())
    }

    fn end_pledge_lines(&self, table: usize, pledge: PledgeId) -> Result<(), LedgerError> {
        let condition = match table {
            PLEDGE => {
                format!("line between ?1 * {REVISIONS} and ?1 * {REVISIONS} + {}", REVISIONS - 1)
            }
            _ => "pledge = ?1".to_owned(),
        };
        let name = super::tables::TABLES[table].name;
        let sql = format!("select line from {name} where {condition} and ended_by is null");
        let lines: Vec<i64> = self
            .conn
            .prepare(&sql)?
            .query_map([pledge], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        lines.into_iter().try_for_each(|line| self.end(table, line))
    }
}

impl Ledger {
    /// Returns a pledge by its registration number, as known at the snapshot.
    pub fn pledge(&self, number: &str, snapshot: Snapshot) -> Result<PledgeCard, LedgerError> {
        by_number(&self.conn, number, snapshot.known_at)?
            .ok_or_else(|| LedgerError::NotFound { noun: "pledge", id: number.to_owned() })
    }

    pub fn pledge_by_id(
        &self,
        id: PledgeId,
        snapshot: Snapshot,
    ) -> Result<PledgeCard, LedgerError> {
        by_id(&self.conn, id, snapshot.known_at)?
            .ok_or_else(|| LedgerError::NotFound { noun: "pledge", id: id.to_string() })
    }

    /// Returns every pledge known at the snapshot, in order of recording.
    pub fn pledges(&self, snapshot: Snapshot) -> Result<Vec<PledgeCard>, LedgerError> {
        let sql = format!("select {COLUMNS} from pledge p where {} order by p.line", known("p"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let cards: Vec<PledgeCard> =
            statement.query_map([snapshot.known_at], pledge_from)?.collect::<Result<_, _>>()?;
        complete(&self.conn, snapshot.known_at, cards, None)
    }

    /// Returns every pledge that covers or covered a patent, as known at the snapshot.
    pub fn pledges_of_patent(
        &self,
        number: ApplicationNo,
        snapshot: Snapshot,
    ) -> Result<Vec<PledgeCard>, LedgerError> {
        of_patent(&self.conn, number, snapshot.known_at)
    }
}
