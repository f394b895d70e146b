//! Patents in the ledger: lines, co-owners, events, and the bulk path of an import.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::digest::CanonicalRow;
use super::error::LedgerError;
use super::office::Office;
use super::open::Ledger;
use super::party::{PartyId, all_places, places_of};
use super::patent_blocks::Column as PatentColumn;
use super::snapshot::{Snapshot, known};
use super::tables::{PATENT, PATENT_CO_OWNER, PATENT_EVENT, REVISIONS};
use super::totals::MonthlyTotals;
use super::write::{Entry, insert_sql, next_revision};
use crate::domain::counting::{Belongs, contributions};
use crate::domain::numbers::{ApplicationNo, Ipc, PatentKind, PctNo, PublicationNo, RegionCode};
use crate::domain::party::{Place, belongs};
use crate::domain::patent::{FilingFee, Patent, StatedStatus, TRANSFER};
use crate::domain::values::Date;

/// A patent as the ledger holds it, with its owners in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatentCard {
    pub patent: Patent,
    pub owners: Vec<PartyId>,
    pub brought_by: i64,
    pub source_row: Option<u32>,
}

/// A dated event in a patent's legal life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatentEvent {
    pub event: String,
    pub day: Date,
    pub party: Option<PartyId>,
    pub detail: Option<String>,
    pub document: Option<String>,
    pub brought_by: i64,
}

impl PatentEvent {
    /// As a patent's status is told from it.
    pub fn dated(&self) -> (&str, Date) {
        (&self.event, self.day)
    }
}

impl PatentCard {
    /// Whose the patent is after these events, in order of time: whoever is named last as the one it was transferred
    /// to, or its owners as registered.
    pub fn owners_after(&self, events: &[PatentEvent]) -> Vec<PartyId> {
        let mut transfers = events.iter().rev().filter(|event| event.event == TRANSFER);
        match transfers.find_map(|event| event.party) {
            Some(party) => vec![party],
            None => self.owners.clone(),
        }
    }
}

const COLUMNS: &str =
    "p.line, p.kind, p.title, p.filing_day, p.received_day, p.entry_day, p.filing_fee,
    p.fee_through_day, p.divisional, p.parent, p.pct_no, p.publication_day, p.publication_no,
    p.grant_day, p.grant_no, p.applicant, p.ipc, p.stated_status, p.brought_by, p.source_row";

/// Granted as stated ([`StatedStatus::implies_grant`]), on a day nobody knows; the words of index `granted_undated`.
const GRANTED_UNDATED: &str =
    "p.grant_day is null and p.stated_status between 3 and 9 and p.stated_status <> 7";

/// What a figure is counted from: no texts, which a million rows would take long to read.
pub(super) const DATED_COLUMNS: &str =
    "p.line, p.kind, p.filing_day, p.received_day, p.entry_day, p.filing_fee,
    p.divisional, p.grant_day, p.applicant, p.stated_status, p.ipc, p.fee_through_day, p.publication_day";

/// Reads a row of [`DATED_COLUMNS`]: the patent and its first applicant.
pub(super) fn dated_from(row: &Row<'_>) -> rusqlite::Result<(Patent, Option<PartyId>)> {
    let patent = Patent {
        number: number_of(row.get(0)?)?,
        kind: PatentKind::from_number(row.get(1)?).ok_or_else(|| damaged(1))?,
        title: None,
        filing: date(row, 2)?,
        received: date(row, 3)?,
        entry: date(row, 4)?,
        filing_fee: filing_fee(row.get(5)?),
        fee_through: date(row, 11)?,
        divisional: row.get(6)?,
        parent: None,
        pct: None,
        publication: date(row, 12)?,
        publication_no: None,
        grant: date(row, 7)?,
        grant_no: None,
        ipc: parsed(row, 10)?,
        stated_status: row.get::<_, Option<i64>>(9)?.and_then(StatedStatus::from_number),
    };
    Ok((patent, row.get(8)?))
}

fn number_of(line: i64) -> rusqlite::Result<ApplicationNo> {
    let key = u64::try_from(line / REVISIONS).ok();
    key.and_then(ApplicationNo::from_key).ok_or_else(|| damaged(0))
}

pub(super) fn filing_fee(stored: Option<i32>) -> FilingFee {
    match stored {
        None => FilingFee::Unknown,
        Some(0) => FilingFee::Unpaid,
        Some(days) => Date::from_days(days).map_or(FilingFee::Unknown, FilingFee::Paid),
    }
}

fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

pub(super) fn parsed<T: std::str::FromStr>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        ValueRef::Text(text) => {
            Ok(std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()))
        }
        _ => Ok(None),
    }
}

/// A stored value that no constructor of this program would have written.
pub(super) fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "patent".to_owned(), rusqlite::types::Type::Integer)
}

/// Reads a row of [`COLUMNS`]: the first applicant is the only owner it knows.
pub(super) fn card_from(row: &Row<'_>) -> rusqlite::Result<PatentCard> {
    let patent = Patent {
        number: number_of(row.get(0)?)?,
        kind: PatentKind::from_number(row.get(1)?).ok_or_else(|| damaged(1))?,
        title: row.get(2)?,
        filing: date(row, 3)?,
        received: date(row, 4)?,
        entry: date(row, 5)?,
        filing_fee: filing_fee(row.get(6)?),
        fee_through: date(row, 7)?,
        divisional: row.get(8)?,
        parent: row
            .get::<_, Option<i64>>(9)?
            .and_then(|key| ApplicationNo::from_key(key.try_into().ok()?)),
        pct: parsed::<PctNo>(row, 10)?,
        publication: date(row, 11)?,
        publication_no: parsed::<PublicationNo>(row, 12)?,
        grant: date(row, 13)?,
        grant_no: parsed::<PublicationNo>(row, 14)?,
        ipc: parsed::<Ipc>(row, 16)?,
        stated_status: row.get::<_, Option<i64>>(17)?.and_then(StatedStatus::from_number),
    };
    Ok(PatentCard {
        patent,
        owners: row.get::<_, Option<i64>>(15)?.into_iter().collect(),
        brought_by: row.get(18)?,
        source_row: row.get(19)?,
    })
}

fn line_in_force(conn: &Connection, key: i64) -> Result<Option<(i64, PatentCard)>, LedgerError> {
    let sql = format!(
        "select {COLUMNS} from patent p where p.line between ?1 and ?2 and p.ended_by is null"
    );
    let first = key * REVISIONS;
    let found = conn
        .prepare_cached(&sql)?
        .query_row([first, first + REVISIONS - 1], |row| Ok((row.get(0)?, card_from(row)?)))
        .optional()?;
    let Some((line, mut card)) = found else { return Ok(None) };
    card.owners.extend(co_owners(conn, key, i64::MAX)?.into_iter().map(|(_, party)| party));
    Ok(Some((line, card)))
}

/// Returns line and party of each co-owner known at an entry, in order.
fn co_owners(conn: &Connection, key: i64, at: i64) -> Result<Vec<(i64, PartyId)>, LedgerError> {
    let sql = format!(
        "select c.line, c.party from patent_co_owner c where {} and c.patent = ?2 order by c.position",
        known("c")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let owners = statement.query_map([at, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(owners.collect::<Result<_, _>>()?)
}

/// Returns a patent as known at an entry, with its owners.
pub(super) fn card_of(
    conn: &Connection,
    number: ApplicationNo,
    at: i64,
) -> Result<Option<PatentCard>, LedgerError> {
    let key = key_of(number);
    let first = key * REVISIONS;
    let sql =
        format!("select {COLUMNS} from patent p where {} and p.line between ?2 and ?3", known("p"));
    let found = conn
        .prepare_cached(&sql)?
        .query_row([at, first, first + REVISIONS - 1], card_from)
        .optional()?;
    let Some(mut card) = found else { return Ok(None) };
    card.owners.extend(co_owners(conn, key, at)?.into_iter().map(|(_, party)| party));
    Ok(Some(card))
}

/// Returns the events of a patent known at an entry, up to a day, in order of time.
pub(super) fn events_of(
    conn: &Connection,
    number: ApplicationNo,
    at: i64,
    until: Date,
) -> Result<Vec<PatentEvent>, LedgerError> {
    let sql = format!(
        "select {EVENT_COLUMNS} from patent_event e
         where {} and e.patent = ?2 and e.day <= ?3 order by e.day, e.line",
        known("e")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(params![at, key_of(number), until.days()], event_from)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

const EVENT_COLUMNS: &str = "e.event, e.day, e.party, e.detail, e.document, e.brought_by, e.patent";

fn event_from(row: &Row<'_>) -> rusqlite::Result<PatentEvent> {
    Ok(PatentEvent {
        event: row.get(0)?,
        day: date(row, 1)?.ok_or_else(|| damaged(1))?,
        party: row.get(2)?,
        detail: row.get(3)?,
        document: row.get(4)?,
        brought_by: row.get(5)?,
    })
}

pub(super) fn key_of(number: ApplicationNo) -> i64 {
    number.key() as i64 // twelve digits at most
}

pub(super) fn filing_fee_value(fee: FilingFee) -> Option<i64> {
    match fee {
        FilingFee::Unknown => None,
        FilingFee::Unpaid => Some(0),
        FilingFee::Paid(day) => Some(i64::from(day.days())),
    }
}

/// Writes many patents in ascending order of number: one prepared statement, one running digest.
#[derive(Debug)]
pub struct PatentWriter<'e, 'c> {
    entry: &'e Entry<'c>,
    insert: rusqlite::Statement<'c>,
    office: Office,
    memberships: Memberships,
    canon: CanonicalRow,
    /// The first line at or after the number last asked for, as it was before this entry wrote there.
    ahead: Option<i64>,
}

/// Whether parties belong to the office's district, looked up once for each. Every row asks, so the usual answer is
/// kept in one byte.
#[derive(Debug, Default)]
struct Memberships {
    /// At the party's number; parties are numbered without gaps.
    known: Vec<Membership>,
    /// Parties that moved.
    moved: HashMap<PartyId, Vec<Place>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    NotAsked,
    /// It never moved.
    Constant(Belongs),
    ByDay,
}

impl Memberships {
    fn of(
        &mut self,
        party: PartyId,
        conn: &Connection,
        region: RegionCode,
    ) -> Result<Membership, LedgerError> {
        let at = usize::try_from(party).map_err(|_| damaged(0))?;
        if self.known.len() <= at {
            self.known.resize(at + 1, Membership::NotAsked);
        }
        if self.known[at] == Membership::NotAsked {
            let places = places_of(conn, party, i64::MAX)?;
            self.known[at] = match &places[..] {
                [only] if only.since.is_none() && only.until.is_none() => {
                    Membership::Constant(belongs(&places, region, Date::MIN))
                }
                _ => {
                    self.moved.insert(party, places);
                    Membership::ByDay
                }
            };
        }
        Ok(self.known[at])
    }
}

/// A value bound and hashed alike.
enum Bound<'a> {
    Int(Option<i64>),
    Text(Option<&'a str>),
}

impl<'e, 'c> PatentWriter<'e, 'c> {
    pub fn new(entry: &'e Entry<'c>) -> Result<Self, LedgerError> {
        Ok(Self {
            entry,
            insert: entry.conn.prepare(insert_sql(PATENT))?,
            office: super::office::in_force(entry.conn)?,
            memberships: Memberships::default(),
            canon: CanonicalRow::default(),
            ahead: None,
        })
    }

    /// Returns what is in force under a number.
    pub fn in_force(&mut self, number: ApplicationNo) -> Result<Option<PatentCard>, LedgerError> {
        if !self.is_known(key_of(number))? {
            return Ok(None);
        }
        Ok(line_in_force(self.entry.conn, key_of(number))?.map(|(_, card)| card))
    }

    /// Whether any line stands under a number. Numbers asked in ascending order cost one look at the
    /// table per line passed, not one per number.
    fn is_known(&mut self, key: i64) -> Result<bool, LedgerError> {
        let first = key * REVISIONS;
        let ahead = match self.ahead.filter(|ahead| *ahead >= first) {
            Some(ahead) => ahead,
            None => {
                let sql = "select line from patent where line >= ?1 order by line limit 1";
                let found: Option<i64> = self
                    .entry
                    .conn
                    .prepare_cached(sql)?
                    .query_row([first], |row| row.get(0))
                    .optional()?;
                *self.ahead.insert(found.unwrap_or(i64::MAX))
            }
        };
        Ok(ahead < first + REVISIONS)
    }

    /// Brings a patent in; numbers must come in ascending order, each once.
    pub fn bring(
        &mut self,
        patent: &Patent,
        owners: &[PartyId],
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let key = key_of(patent.number);
        let known = self.is_known(key)?;
        let line =
            if known { next_revision(self.entry.conn, PATENT, key)? } else { key * REVISIONS };
        let parent = patent.parent.map(key_of);
        let pct = patent.pct.map(|no| no.to_string());
        let publication_no = patent.publication_no.map(|no| no.to_string());
        let grant_no = patent.grant_no.map(|no| no.to_string());
        let day = |date: Option<Date>| Bound::Int(date.map(|date| i64::from(date.days())));
        let values = [
            Bound::Int(Some(line)),
            Bound::Int(Some(patent.kind.number())),
            Bound::Text(patent.title.as_deref()),
            day(patent.filing),
            day(patent.received),
            day(patent.entry),
            Bound::Int(filing_fee_value(patent.filing_fee)),
            day(patent.fee_through),
            Bound::Int(Some(i64::from(patent.divisional))),
            Bound::Int(parent),
            Bound::Text(pct.as_deref()),
            day(patent.publication),
            Bound::Text(publication_no.as_deref()),
            day(patent.grant),
            Bound::Text(grant_no.as_deref()),
            Bound::Int(owners.first().copied()),
            Bound::Text(patent.ipc.as_ref().map(Ipc::as_str)),
            Bound::Int(patent.stated_status.map(StatedStatus::number)),
            Bound::Int(source_row.map(i64::from)),
        ];
        self.canon.clear();
        for (at, value) in values.iter().enumerate() {
            match value {
                Bound::Int(value) => {
                    self.canon.opt_int(*value);
                    self.insert.raw_bind_parameter(at + 1, value)?;
                }
                Bound::Text(value) => {
                    self.canon.opt_text(*value);
                    self.insert.raw_bind_parameter(at + 1, value)?;
                }
            }
        }
        self.insert.raw_bind_parameter(values.len() + 1, self.entry.id)?;
        self.insert.raw_execute()?;
        self.entry.hash_brought(PATENT, line, &self.canon);
        match known {
            true => self.entry.touch_row(key),
            false => self.entry.keep_row(patent, owners.first().copied())?,
        }
        for (position, owner) in (2_i64..).zip(owners.iter().skip(1)) {
            self.entry.bring(PATENT_CO_OWNER, params![key, position, owner], source_row)?;
        }
        self.count(patent, owners.first().copied(), 1)
    }

    /// Supersedes what is in force under the number.
    pub fn correct(
        &mut self,
        patent: &Patent,
        owners: &[PartyId],
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        self.end(patent.number)?;
        self.bring(patent, owners, source_row)
    }

    /// Ends what is in force under the number, its co-owners with it.
    pub fn end(&mut self, number: ApplicationNo) -> Result<(), LedgerError> {
        let key = key_of(number);
        let Some((line, card)) = line_in_force(self.entry.conn, key)? else {
            return Err(LedgerError::NotFound { noun: "patent", id: number.to_string() });
        };
        self.entry.end(PATENT, line)?;
        for (co_owner, _) in co_owners(self.entry.conn, key, i64::MAX)? {
            self.entry.end(PATENT_CO_OWNER, co_owner)?;
        }
        self.count(&card.patent, card.owners.first().copied(), -1)
    }

    /// Adds a patent to the rollup's change, or takes it out.
    fn count(
        &mut self,
        patent: &Patent,
        owner: Option<PartyId>,
        n: i64,
    ) -> Result<(), LedgerError> {
        let region = self.office.region;
        let membership = match owner {
            // Without an applicant nothing speaks against the office's own district.
            None => Membership::Constant(Belongs::Assumed),
            Some(owner) => self.memberships.of(owner, self.entry.conn, region)?,
        };
        let moved = owner.and_then(|owner| match membership {
            Membership::ByDay => self.memberships.moved.get(&owner),
            Membership::Constant(_) | Membership::NotAsked => None,
        });
        let mut delta = self.entry.delta.borrow_mut();
        let member = |day| match (membership, moved) {
            (Membership::Constant(belongs), _) => belongs,
            (_, Some(places)) => belongs(places, region, day),
            (_, None) => Belongs::No,
        };
        contributions(patent, Date::MAX, member, |when, measure| delta.0.add(when, measure, n));
        Ok(())
    }
}

impl Entry<'_> {
    /// Adds to the rollup's change `n` times what the filings of a party contribute, as it now sits.
    pub(super) fn count_filings_of(&self, party: PartyId, n: i64) -> Result<(), LedgerError> {
        let office = super::office::in_force(self.conn)?;
        let places = places_of(self.conn, party, i64::MAX)?;
        let member = |day| belongs(&places, office.region, day);
        let sql =
            format!("select {COLUMNS} from patent p where p.applicant = ?1 and p.ended_by is null");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut delta = self.delta.borrow_mut();
        for card in statement.query_map([party], card_from)? {
            contributions(&card?.patent, Date::MAX, member, |when, measure| {
                delta.0.add(when, measure, n);
            });
        }
        super::pct::count_filings_of(self.conn, party, member, &mut delta.0, n)
    }

    /// Adds to the rollup's change `n` times what single lines contribute, but those of some parties.
    pub(super) fn count_patent_lines(
        &self,
        lines: &[i64],
        but: &HashSet<PartyId>,
        n: i64,
    ) -> Result<(), LedgerError> {
        let region = super::office::in_force(self.conn)?.region;
        let places = all_places(self.conn, i64::MAX)?;
        let sql = format!("select {COLUMNS} from patent p where p.line = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut delta = self.delta.borrow_mut();
        for line in lines {
            let card = statement.query_row([line], card_from)?;
            let owner = card.owners.first();
            if owner.is_some_and(|owner| but.contains(owner)) {
                continue;
            }
            let here = owner.map(|owner| places.get(owner).map_or(&[][..], Vec::as_slice));
            let member = |day| here.map_or(Belongs::Assumed, |places| belongs(places, region, day));
            contributions(&card.patent, Date::MAX, member, |when, measure| {
                delta.0.add(when, measure, n);
            });
        }
        Ok(())
    }

    /// Records an event of a patent.
    pub fn add_patent_event(
        &self,
        number: ApplicationNo,
        event: &PatentEvent,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let key = key_of(number);
        if line_in_force(self.conn, key)?.is_none() {
            return Err(LedgerError::NotFound { noun: "patent", id: number.to_string() });
        }
        self.bring(
            PATENT_EVENT,
            params![key, event.event, event.day.days(), event.party, event.detail, event.document],
            source_row,
        )?;
        Ok(())
    }

    /// Takes in many patents: the index is dropped before and built afterwards, instead of being updated row by row, and
    /// the lines are hashed on a thread of their own.
    pub fn in_bulk<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let sql = "select sql from sqlite_schema where name = 'patent_by_applicant'";
        let definition: String =
            self.conn.query_row(sql, [], |row| row.get(0)).map_err(LedgerError::from)?;
        self.conn.execute_batch("drop index patent_by_applicant").map_err(LedgerError::from)?;
        self.expect_many(PATENT);
        let result = work()?;
        super::open::with_small_cache(self.conn, || Ok(self.conn.execute_batch(&definition)?))?;
        Ok(result)
    }

    /// Roughly how many patent lines the ledger holds: the rows an index has to cover.
    pub fn patent_lines(&self) -> Result<i64, LedgerError> {
        let sql = "select coalesce(sum(lines_brought), 0) from seal
                   join entry using (entry) where action like 'patent.%'";
        Ok(self.conn.query_row(sql, [], |row| row.get(0))?)
    }
}

impl Ledger {
    /// Returns a patent as known at the snapshot.
    pub fn patent(
        &self,
        number: ApplicationNo,
        snapshot: Snapshot,
    ) -> Result<PatentCard, LedgerError> {
        card_of(&self.conn, number, snapshot.known_at)?
            .ok_or_else(|| LedgerError::NotFound { noun: "patent", id: number.to_string() })
    }

    /// Returns the patents published or granted under a number, as known at the snapshot.
    pub fn patents_published_as(
        &self,
        number: PublicationNo,
        snapshot: Snapshot,
    ) -> Result<Vec<ApplicationNo>, LedgerError> {
        let sql = format!(
            "select {COLUMNS} from patent p
             where {} and (p.publication_no = ?2 or p.grant_no = ?2) order by p.line",
            known("p")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows =
            statement.query_map(params![snapshot.known_at, number.to_string()], card_from)?;
        rows.map(|card| Ok(card?.patent.number)).collect()
    }

    /// Returns the numbers, without check character and in order, of the patents in force that these parties applied for,
    /// and those of the patents that were ever transferred to one of them.
    pub fn patents_of_parties(
        &self,
        parties: &[PartyId],
    ) -> Result<(Vec<i64>, Vec<i64>), LedgerError> {
        let applied = [
            format!(
                "select line / {REVISIONS} from patent where applicant = ?1 and ended_by is null"
            ),
            "select patent from patent_co_owner where party = ?1 and ended_by is null".to_owned(),
        ];
        let transferred = [format!(
            "select patent from patent_event
             where party = ?1 and event = '{TRANSFER}' and ended_by is null"
        )];
        let of = |sources: &[String]| {
            let mut numbers: Vec<i64> = Vec::new();
            for sql in sources {
                let mut statement = self.conn.prepare_cached(sql)?;
                for party in parties {
                    for number in statement.query_map([party], |row| row.get(0))? {
                        numbers.push(number?);
                    }
                }
            }
            numbers.sort_unstable();
            numbers.dedup();
            Ok::<_, LedgerError>(numbers)
        };
        Ok((of(&applied)?, of(&transferred)?))
    }

    /// Returns every co-owner in force and everybody a patent was ever transferred to: number, without check character,
    /// and party.
    pub fn other_owners(&self) -> Result<[Vec<(i64, PartyId)>; 2], LedgerError> {
        let all = |sql: &str| {
            let mut statement = self.conn.prepare_cached(sql)?;
            let owners = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok::<_, LedgerError>(owners.collect::<Result<Vec<_>, _>>()?)
        };
        let transfers = format!(
            "select patent, party from patent_event
             where party is not null and event = '{TRANSFER}' and ended_by is null"
        );
        let co_owners = "select patent, party from patent_co_owner where ended_by is null";
        Ok([all(co_owners)?, all(&transfers)?])
    }

    /// Calls `each` with the number (without check character) of every patent in force, in order, and its title.
    pub fn each_patent_title<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(i64, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "select line, title from patent where ended_by is null order by line";
        let mut statement = self.conn.prepare_cached(sql).map_err(LedgerError::from)?;
        let mut rows = statement.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let line: i64 = row.get(0).map_err(LedgerError::from)?;
            let title = row.get_ref(1).and_then(|title| Ok(title.as_str_or_null()?));
            each(line / REVISIONS, title.map_err(LedgerError::from)?.unwrap_or_default())?;
        }
        Ok(())
    }

    /// Returns the events of a patent known at the snapshot, up to its day, in order of time.
    pub fn patent_events(
        &self,
        number: ApplicationNo,
        snapshot: Snapshot,
    ) -> Result<Vec<PatentEvent>, LedgerError> {
        events_of(&self.conn, number, snapshot.known_at, snapshot.as_of)
    }

    /// Calls `each` for every patent known at the snapshot, in order of number, with all its owners as registered and
    /// what happened to it up to the snapshot's day.
    pub fn each_patent_whole<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        mut each: impl FnMut(PatentCard, &[PatentEvent]) -> Result<(), E>,
    ) -> Result<(), E> {
        let co_owners = self.all_co_owners(snapshot)?;
        let happened = self.all_patent_events(snapshot, &(0..i64::MAX))?;
        self.each_patent(snapshot, |mut card| {
            let number = card.patent.number.key();
            card.owners.extend(co_owners.get(&number).into_iter().flatten());
            each(card, happened.get(&number).map_or(&[][..], Vec::as_slice))
        })
    }

    /// Calls `each` for every patent known at the snapshot, in order of number, with its first owner.
    pub fn each_patent<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        mut each: impl FnMut(PatentCard) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!("select {COLUMNS} from patent p where {} order by p.line", known("p"));
        let mut statement = self.conn.prepare_cached(&sql).map_err(LedgerError::from)?;
        let rows =
            statement.query_map([snapshot.known_at], card_from).map_err(LedgerError::from)?;
        for card in rows {
            each(card.map_err(LedgerError::from)?)?;
        }
        Ok(())
    }

    /// Returns the numbers of all patents, as ranges of about a year each: pieces of work for two threads.
    pub fn patent_numbers(&self) -> Result<Vec<Range<i64>>, LedgerError> {
        // Eight digits before October 2003, twelve since: the year is the first four of them.
        const A_YEAR: i64 = 100_000_000;
        let sql = "select max(line) from patent";
        let last: Option<i64> = self.conn.query_row(sql, [], |row| row.get(0))?;
        let Some(last) = last.map(|line| line / REVISIONS) else { return Ok(Vec::new()) };
        let years = 2003..=(last / A_YEAR).max(2003);
        let of_year = |year: i64| year * A_YEAR..(year + 1) * A_YEAR;
        Ok(std::iter::once(0..2003 * A_YEAR).chain(years.map(of_year)).collect())
    }

    /// Calls `each` for every patent of these numbers known at the snapshot, in order, with its first applicant; of
    /// the patent only what figures are counted from: number, kind, days, fees, divisional, stated status and symbol.
    pub fn each_patent_dated<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        numbers: Range<i64>,
        mut each: impl FnMut(&Patent, Option<PartyId>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "select {DATED_COLUMNS} from patent p
             where {} and p.line >= ?2 and p.line < ?3 order by p.line",
            known("p")
        );
        let mut statement = self.conn.prepare_cached(&sql).map_err(LedgerError::from)?;
        let (first, end) = (numbers.start * REVISIONS, numbers.end.saturating_mul(REVISIONS));
        let mut rows =
            statement.query([snapshot.known_at, first, end]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let (patent, applicant) = dated_from(row).map_err(LedgerError::from)?;
            each(&patent, applicant)?;
        }
        Ok(())
    }

    /// Returns the events of all patents of these numbers known at the snapshot, up to its day, by number, in order
    /// of time.
    pub fn all_patent_events(
        &self,
        snapshot: Snapshot,
        numbers: &Range<i64>,
    ) -> Result<HashMap<u64, Vec<PatentEvent>>, LedgerError> {
        let sql = format!(
            "select {EVENT_COLUMNS} from patent_event e
             where {} and e.day <= ?2 and e.patent >= ?3 and e.patent < ?4
             order by e.patent, e.day, e.line",
            known("e")
        );
        let mut events: HashMap<u64, Vec<PatentEvent>> = HashMap::new();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![
            snapshot.known_at,
            snapshot.as_of.days(),
            numbers.start,
            numbers.end
        ])?;
        while let Some(row) = rows.next()? {
            let patent = u64::try_from(row.get::<_, i64>(6)?).map_err(|_| damaged(6))?;
            events.entry(patent).or_default().push(event_from(row)?);
        }
        Ok(events)
    }

    /// Returns the co-owners of all patents known at the snapshot, by number, in order.
    fn all_co_owners(&self, snapshot: Snapshot) -> Result<HashMap<u64, Vec<PartyId>>, LedgerError> {
        let sql = format!(
            "select c.patent, c.party from patent_co_owner c where {} order by c.patent, c.position",
            known("c")
        );
        let mut owners: HashMap<u64, Vec<PartyId>> = HashMap::new();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([snapshot.known_at])?;
        while let Some(row) = rows.next()? {
            let patent = u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
            owners.entry(patent).or_default().push(row.get(1)?);
        }
        Ok(owners)
    }

    /// Counts the patents of the region's parties that are granted as stated, on a day nobody knows: no figure of grants
    /// holds them.
    pub fn grants_undated(
        &self,
        snapshot: Snapshot,
        region: RegionCode,
    ) -> Result<i64, LedgerError> {
        let sql = format!(
            "select p.applicant, count(*) from patent p indexed by granted_undated
             where {} and {GRANTED_UNDATED}
               and ifnull(p.filing_day, ?2) <= ?2 group by p.applicant",
            known("p")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let day = snapshot.as_of;
        let of_parties: Vec<(Option<PartyId>, i64)> = statement
            .query_map(params![snapshot.known_at, day.days()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<Result<_, _>>()?;
        if of_parties.is_empty() {
            return Ok(0);
        }
        let places = all_places(&self.conn, snapshot.known_at)?;
        let is_here = |party: &Option<PartyId>| {
            let places = party.and_then(|party| places.get(&party)).map_or(&[][..], Vec::as_slice);
            party.is_none() || belongs(places, region, day) != Belongs::No
        };
        Ok(of_parties.iter().filter(|(party, _)| is_here(party)).map(|(_, many)| many).sum())
    }

    /// Counts all filings and grants at the snapshot. `totals_of` names the group a case of a party belongs to; none leaves
    /// it out.
    pub fn count_patents(
        &self,
        snapshot: Snapshot,
        region: RegionCode,
        totals_of: impl FnMut(&CountedPatent, Date) -> Option<usize>,
        totals: &mut Vec<MonthlyTotals>,
    ) -> Result<(), LedgerError> {
        let Some(blocks) = self.patent_blocks(snapshot)? else {
            return self.count_patent_lines(snapshot, region, totals_of, totals);
        };
        let mut counting = Counting::new(self, snapshot, region, totals_of, totals)?;
        for at in 0..blocks.blocks.len() {
            for row in blocks.rows(at)? {
                let (patent, applicant) = (row.patent()?, row.get(PatentColumn::Applicant));
                let section = row.section();
                counting.count(&patent, CountedPatent { kind: patent.kind, section, applicant });
            }
        }
        Ok(())
    }

    /// The same from the lines, whatever is derived from them.
    pub(super) fn count_patent_lines(
        &self,
        snapshot: Snapshot,
        region: RegionCode,
        totals_of: impl FnMut(&CountedPatent, Date) -> Option<usize>,
        totals: &mut Vec<MonthlyTotals>,
    ) -> Result<(), LedgerError> {
        let mut counting = Counting::new(self, snapshot, region, totals_of, totals)?;
        self.each_patent_dated(snapshot, 0..i64::MAX, |patent, applicant| {
            let section = section_of(patent);
            counting.count(patent, CountedPatent { kind: patent.kind, section, applicant });
            Ok(())
        })
    }
}

/// What a counted case is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedPatent {
    pub kind: PatentKind,
    /// The letter of the main symbol's section; empty: none.
    pub section: &'static str,
    pub applicant: Option<PartyId>,
}

/// The section of a patent's main symbol; empty where it has none.
pub fn section_of(patent: &Patent) -> &'static str {
    const SECTIONS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let section = patent.ipc.as_ref().map_or("", Ipc::section);
    SECTIONS.into_iter().find(|known| *known == section).unwrap_or_default()
}

/// Filings and grants being counted.
struct Counting<'t, F> {
    as_of: Date,
    region: RegionCode,
    /// Whether a party belongs to the region, at its number; parties are numbered without gaps.
    members: Vec<Membership>,
    places: HashMap<PartyId, Vec<Place>>,
    totals_of: F,
    totals: &'t mut Vec<MonthlyTotals>,
}

impl<'t, F: FnMut(&CountedPatent, Date) -> Option<usize>> Counting<'t, F> {
    fn new(
        ledger: &Ledger,
        snapshot: Snapshot,
        region: RegionCode,
        totals_of: F,
        totals: &'t mut Vec<MonthlyTotals>,
    ) -> Result<Self, LedgerError> {
        let places = all_places(&ledger.conn, snapshot.known_at)?;
        let last = places.keys().max().and_then(|last| usize::try_from(*last).ok());
        let mut members = vec![Membership::Constant(Belongs::No); last.map_or(0, |last| last + 1)];
        for (party, places) in &places {
            if let Some(member) = usize::try_from(*party).ok().and_then(|at| members.get_mut(at)) {
                *member = match &places[..] {
                    [only] if only.since.is_none() && only.until.is_none() => {
                        Membership::Constant(belongs(places, region, Date::MIN))
                    }
                    _ => Membership::ByDay,
                };
            }
        }
        Ok(Self { as_of: snapshot.as_of, region, members, places, totals_of, totals })
    }

    fn count(&mut self, patent: &Patent, counted: CountedPatent) {
        let (region, places) = (self.region, &self.places);
        let membership = match counted.applicant {
            // Without an applicant nothing speaks against the office's own district.
            None => Membership::Constant(Belongs::Assumed),
            Some(owner) => {
                let known = usize::try_from(owner).ok().and_then(|at| self.members.get(at));
                known.copied().unwrap_or(Membership::Constant(Belongs::No))
            }
        };
        let member = |day| match membership {
            Membership::Constant(belongs) => belongs,
            Membership::NotAsked | Membership::ByDay => {
                let places = counted.applicant.and_then(|owner| places.get(&owner));
                belongs(places.map_or(&[][..], Vec::as_slice), region, day)
            }
        };
        let (totals, totals_of) = (&mut *self.totals, &mut self.totals_of);
        contributions(patent, self.as_of, member, |when, measure| {
            let Some(day) = when.day_of_membership() else { return };
            let Some(group) = totals_of(&counted, day) else { return };
            if totals.len() <= group {
                totals.resize_with(group + 1, MonthlyTotals::default);
            }
            totals[group].add(when, measure, 1);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SQL tells the statuses that imply a grant as the domain does, and finds them without reading every patent.
    #[test]
    fn an_undated_grant_is_found_by_its_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(crate::ledger::format::SCHEMA).unwrap();
        for status in StatedStatus::ALL {
            let sql = format!(
                "select {GRANTED_UNDATED} from (select null as grant_day, ?1 as stated_status) p"
            );
            let told: bool = conn.query_row(&sql, [status.number()], |row| row.get(0)).unwrap();
            assert_eq!(told, status.implies_grant(), "{}", status.code());
        }
        let sql =
            format!("explain query plan select count(*) from patent p where {GRANTED_UNDATED}");
        let plan: String = conn.query_row(&sql, [], |row| row.get(3)).unwrap();
        assert!(plan.contains("granted_undated"), "{plan}");
    }
}
