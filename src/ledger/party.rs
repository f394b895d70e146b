//! Parties in the ledger: their lines, places, roles and marks.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::tables::{PARTY, PARTY_LINE, PARTY_MARK, PARTY_PLACE, PARTY_ROLE, REVISIONS};
use super::write::{Entry, next_revision};
use crate::domain::numbers::{BusinessNo, CreditCode, RegionCode};
use crate::domain::party::{Mark, MarkState, Marked, Party, PartyKind, Place, Role, Size};
use crate::domain::values::{Date, text};

/// The id of a party in this ledger.
pub type PartyId = i64;

/// A role a party plays, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHeld {
    pub role: Role,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// All that is known of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyCard {
    pub id: PartyId,
    pub party: Party,
    pub places: Vec<Place>,
    pub roles: Vec<RoleHeld>,
    pub marks: Vec<Marked>,
    pub brought_by: i64,
}

impl PartyCard {
    /// The code of the district it sits in, where somebody said so.
    pub fn stated_district(&self) -> Option<String> {
        let place = self.places.last().filter(|place| !place.assumed)?;
        place.region.map(|region| region.to_string())
    }
}

pub(super) const LINE_COLUMNS: &str = "p.line, p.name, p.uscc, p.uscc_lawful, p.kind, p.industry, p.size, p.former_names, p.brought_by, p.business_no";

pub(super) fn party_from(row: &Row<'_>) -> rusqlite::Result<(PartyId, Party, i64)> {
    let former: Option<String> = row.get(7)?;
    let number: Option<String> = row.get(9)?;
    let code: Option<String> = row.get(2)?;
    let party = Party {
        name: row.get(1)?,
        code: code.and_then(|code| CreditCode::read(&code).ok()).map(|read| read.value),
        code_lawful: row.get(3)?,
        kind: PartyKind::from_number(row.get(4)?).unwrap_or(PartyKind::Other),
        industry: row.get(5)?,
        size: row.get::<_, Option<i64>>(6)?.and_then(Size::from_number),
        former_names: former
            .map_or_else(Vec::new, |names| names.split(';').map(str::to_owned).collect()),
        business_no: number.as_deref().and_then(BusinessNo::read),
    };
    Ok((row.get::<_, i64>(0)? / REVISIONS, party, row.get(8)?))
}

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

fn place_from(row: &Row<'_>) -> rusqlite::Result<(PartyId, Place)> {
    let region: Option<String> = row.get(1)?;
    let place = Place {
        region: region.and_then(|region| region.parse::<RegionCode>().ok()),
        street: row.get(2)?,
        park: row.get(3)?,
        since: day(row, 4)?,
        until: day(row, 5)?,
        assumed: row.get(6)?,
    };
    Ok((row.get(0)?, place))
}

/// The snapshot of an open entry: every entry counts as known.
const ALL: i64 = i64::MAX;

/// Returns the places of one party known at an entry, in the order in which they were recorded.
pub(super) fn places_of(
    conn: &Connection,
    party: PartyId,
    at: i64,
) -> Result<Vec<Place>, LedgerError> {
    let sql = format!(
        "select p.party, p.region, p.street, p.park, p.since_day, p.until_day, p.assumed
         from party_place p where {} and p.party = ?2 order by p.line",
        known("p")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let places = statement.query_map([at, party], |row| Ok(place_from(row)?.1))?;
    Ok(places.collect::<Result<_, _>>()?)
}

/// Returns the places of all parties known at an entry.
pub(super) fn all_places(
    conn: &Connection,
    at: i64,
) -> Result<HashMap<PartyId, Vec<Place>>, LedgerError> {
    let sql = format!(
        "select p.party, p.region, p.street, p.park, p.since_day, p.until_day, p.assumed
         from party_place p where {} order by p.line",
        known("p")
    );
    let mut places: HashMap<PartyId, Vec<Place>> = HashMap::new();
    let mut statement = conn.prepare_cached(&sql)?;
    for place in statement.query_map([at], place_from)? {
        let (party, place) = place?;
        places.entry(party).or_default().push(place);
    }
    Ok(places)
}

fn line_in_force(conn: &Connection, id: PartyId) -> Result<Option<(i64, Party)>, LedgerError> {
    let sql = format!(
        "select {LINE_COLUMNS} from party_line p
         where p.line between ?1 and ?2 and p.ended_by is null"
    );
    let first = id * REVISIONS;
    let found = conn
        .prepare_cached(&sql)?
        .query_row([first, first + REVISIONS - 1], |row| Ok((row.get(0)?, party_from(row)?.1)))
        .optional()?;
    Ok(found)
}

/// Returns the party in force with this code.
pub(super) fn by_code(
    conn: &Connection,
    code: CreditCode,
) -> Result<Option<(PartyId, Party)>, LedgerError> {
    let sql = format!(
        "select {LINE_COLUMNS} from party_line p where p.uscc = ?1 and p.ended_by is null order by p.line"
    );
    let found = conn
        .prepare_cached(&sql)?
        .query_row([code.to_string()], |row| party_from(row).map(|(id, party, _)| (id, party)))
        .optional()?;
    Ok(found)
}

/// Returns the parties in force whose name is spelled alike (see [`text::name_key`]).
pub(super) fn by_name(conn: &Connection, name: &str) -> Result<Vec<(PartyId, Party)>, LedgerError> {
    let sql = format!(
        "select {LINE_COLUMNS} from party_line p where p.name_key = ?1 and p.ended_by is null order by p.line"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map([text::name_key(name)], |row| {
        party_from(row).map(|(id, party, _)| (id, party))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns the name (else the code) of a party known at an entry.
pub(super) fn name_of(conn: &Connection, party: PartyId, at: i64) -> Result<String, LedgerError> {
    let sql = format!(
        "select coalesce(p.name, p.uscc, '') from party_line p where {} and p.line between ?2 and ?3",
        known("p")
    );
    let first = party * REVISIONS;
    let name = conn
        .prepare_cached(&sql)?
        .query_row([at, first, first + REVISIONS - 1], |row| row.get(0))
        .optional()?;
    Ok(name.unwrap_or_default())
}

impl Entry<'_> {
    /// Returns the party in force with this code.
    pub fn party_by_code(&self, code: CreditCode) -> Result<Option<(PartyId, Party)>, LedgerError> {
        by_code(self.conn, code)
    }

    /// Returns the parties in force whose name is spelled alike.
    pub fn parties_by_name(&self, name: &str) -> Result<Vec<(PartyId, Party)>, LedgerError> {
        by_name(self.conn, name)
    }

    /// Returns the name (else the code) of a party in force.
    pub fn party_name(&self, id: PartyId) -> Result<String, LedgerError> {
        let party = line_in_force(self.conn, id)?.map(|(_, party)| party);
        let code = |party: &Party| party.code.map(|code| code.to_string());
        Ok(party.and_then(|party| party.name.clone().or_else(|| code(&party))).unwrap_or_default())
    }

    /// Returns a party in force.
    ///
    /// Errors: `NotFound`.
    pub fn party_by_id(&self, id: PartyId) -> Result<Party, LedgerError> {
        let found = line_in_force(self.conn, id)?.map(|(_, party)| party);
        found.ok_or_else(|| LedgerError::NotFound { noun: "party", id: id.to_string() })
    }

    /// Returns the party in force that answers to a number, a credit code, a business number or a name.
    ///
    /// Errors: `NotFound`, `Ambiguous` (several of that name).
    pub fn find_party(&self, text: &str) -> Result<PartyId, LedgerError> {
        find(self.conn, text, ALL)
    }

    pub fn places_of(&self, id: PartyId) -> Result<Vec<Place>, LedgerError> {
        places_of(self.conn, id, ALL)
    }

    pub fn roles_of(&self, id: PartyId) -> Result<Vec<RoleHeld>, LedgerError> {
        roles_of(self.conn, id, ALL)
    }

    pub fn marks_of(&self, id: PartyId) -> Result<Vec<Marked>, LedgerError> {
        marks_of(self.conn, id, ALL)
    }

    /// Records a new party.
    pub fn add_party(
        &self,
        party: &Party,
        source_row: Option<u32>,
    ) -> Result<PartyId, LedgerError> {
        let id = self.new_thing(PARTY)?;
        self.bring_party_line(id * REVISIONS, party, source_row)?;
        Ok(id)
    }

    /// Supersedes what is recorded of a party itself.
    pub fn correct_party(
        &self,
        id: PartyId,
        party: &Party,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        if let Some((line, _)) = line_in_force(self.conn, id)? {
            self.end(PARTY_LINE, line)?;
        }
        let line = next_revision(self.conn, PARTY_LINE, id)?;
        self.bring_party_line(line, party, source_row)
    }

    fn bring_party_line(
        &self,
        line: i64,
        party: &Party,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let name_key = party.name.as_deref().map(text::name_key);
        let code = party.code.map(|code| code.to_string());
        let former = (!party.former_names.is_empty()).then(|| party.former_names.join(";"));
        self.bring_at(
            PARTY_LINE,
            line,
            params![
                party.name,
                name_key,
                code,
                party.code_lawful,
                party.kind.number(),
                party.industry,
                party.size.map(Size::number),
                former,
                party.business_no.map(|number| number.to_string()),
            ],
            source_row,
        )
    }

    /// Records where a new party sits; its patents are still to come.
    pub fn add_first_place(
        &self,
        id: PartyId,
        place: &Place,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let region = place.region.map(|region| region.to_string());
        self.bring(
            PARTY_PLACE,
            params![
                id,
                region,
                place.street,
                place.park,
                place.since.map(Date::days),
                place.until.map(Date::days),
                place.assumed,
            ],
            source_row,
        )?;
        Ok(())
    }

    /// Replaces all places of a party, and recounts the totals its filings are part of.
    pub fn replace_places(
        &self,
        id: PartyId,
        places: &[Place],
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        self.count_filings_of(id, -1)?;
        let mut lines: Vec<i64> = self
            .conn
            .prepare_cached("select line from party_place where party = ?1 and ended_by is null")?
            .query_map([id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for line in lines.drain(..) {
            self.end(PARTY_PLACE, line)?;
        }
        for place in places {
            self.add_first_place(id, place, source_row)?;
        }
        self.count_filings_of(id, 1)
    }

    pub fn add_role(
        &self,
        id: PartyId,
        held: &RoleHeld,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        self.bring(
            PARTY_ROLE,
            params![id, held.role.code(), held.since.map(Date::days), held.until.map(Date::days)],
            source_row,
        )?;
        Ok(())
    }

    pub fn add_mark(
        &self,
        id: PartyId,
        mark: &Marked,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        self.bring(
            PARTY_MARK,
            params![id, mark.mark.code(), mark.state.code(), mark.day.days(), mark.document],
            source_row,
        )?;
        Ok(())
    }

    /// Ends a mark that was recorded wrongly.
    pub fn void_mark(&self, id: PartyId, mark: &Marked) -> Result<(), LedgerError> {
        let sql =
            "select line from party_mark where party = ?1 and mark = ?2 and state = ?3 and day = ?4
                   and ended_by is null";
        let lines: Vec<i64> = self
            .conn
            .prepare_cached(sql)?
            .query_map(params![id, mark.mark.code(), mark.state.code(), mark.day.days()], |row| {
                row.get(0)
            })?
            .collect::<Result<_, _>>()?;
        lines.into_iter().try_for_each(|line| self.end(PARTY_MARK, line))
    }

    /// Ends all that is in force of a party. Its filings stay, without a party in force behind them.
    pub fn void_party(&self, id: PartyId) -> Result<(), LedgerError> {
        let Some((line, _)) = line_in_force(self.conn, id)? else {
            return Err(LedgerError::NotFound { noun: "party", id: id.to_string() });
        };
        self.end(PARTY_LINE, line)?;
        self.replace_places(id, &[], None)?;
        for (table, name) in [(PARTY_ROLE, "party_role"), (PARTY_MARK, "party_mark")] {
            let sql = format!("select line from {name} where party = ?1 and ended_by is null");
            let lines: Vec<i64> = self
                .conn
                .prepare(&sql)?
                .query_map([id], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for line in lines {
                self.end(table, line)?;
            }
        }
        Ok(())
    }
}

fn roles_of(conn: &Connection, id: PartyId, at: i64) -> Result<Vec<RoleHeld>, LedgerError> {
    let sql = format!(
        "select r.role, r.since_day, r.until_day from party_role r
         where {} and r.party = ?2 order by r.line",
        known("r")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([at, id], |row| {
        let role: String = row.get(0)?;
        Ok(Role::from_code(&role).map(|role| (role, day(row, 1), day(row, 2))))
    })?;
    let mut roles = Vec::new();
    for row in rows {
        if let Some((role, since, until)) = row? {
            roles.push(RoleHeld { role, since: since?, until: until? });
        }
    }
    Ok(roles)
}

fn marked_from(row: &Row<'_>) -> rusqlite::Result<Option<Marked>> {
    let (mark, state): (String, String) = (row.get(0)?, row.get(1)?);
    let (mark, state) = (Mark::from_code(&mark), MarkState::from_code(&state));
    let document = row.get(3)?;
    Ok(mark.zip(state).zip(day(row, 2)?).map(|((mark, state), day)| Marked {
        mark,
        state,
        day,
        document,
    }))
}

fn marks_of(conn: &Connection, id: PartyId, at: i64) -> Result<Vec<Marked>, LedgerError> {
    let sql = format!(
        "select m.mark, m.state, m.day, m.document from party_mark m
         where {} and m.party = ?2 order by m.day, m.line",
        known("m")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([at, id], marked_from)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The marks of each firm: line, mark, the entry that brought it.
pub(super) type MarkLines = BTreeMap<PartyId, Vec<(i64, Marked, i64)>>;

/// The lines of marks known at an entry, by firm in order of number: each with its line and the entry that brought it.
pub(super) fn mark_lines(
    conn: &Connection,
    party: Option<PartyId>,
    at: i64,
) -> Result<MarkLines, LedgerError> {
    let sql = format!(
        "select m.mark, m.state, m.day, m.document, m.line, m.party, m.brought_by from party_mark m
         where {} and (?2 is null or m.party = ?2) order by m.day, m.line",
        known("m")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![at, party])?;
    let mut marks: BTreeMap<PartyId, Vec<(i64, Marked, i64)>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if let Some(marked) = marked_from(row)? {
            marks.entry(row.get(5)?).or_default().push((row.get(4)?, marked, row.get(6)?));
        }
    }
    Ok(marks)
}

/// Returns the parties that bore a name before, with the names they bear now.
fn formerly(
    conn: &Connection,
    key: &str,
    at: i64,
) -> Result<Vec<(PartyId, Option<String>)>, LedgerError> {
    let sql = format!(
        "select p.line / {REVISIONS}, p.name, p.former_names from party_line p
             where {} and p.former_names is not null order by p.line",
        known("p")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([at], |row| {
        let former: String = row.get(2)?;
        let bore_it = former.split(';').any(|name| text::name_key(name) == key);
        Ok(bore_it.then_some((row.get(0)?, row.get(1)?)))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Returns the party that answers to a number, a credit code, a business number or a name, now or before, as known at an entry.
fn find(conn: &Connection, text: &str, at: i64) -> Result<PartyId, LedgerError> {
    let code = CreditCode::read(text).ok().map(|read| read.value.to_string());
    let business_no = BusinessNo::read(text).map(|number| number.to_string());
    let lines = text.parse().ok().and_then(|party: PartyId| party.checked_mul(REVISIONS));
    let last = lines.and_then(|first| first.checked_add(REVISIONS - 1));
    let sql = format!(
        "select p.line / {REVISIONS}, p.name from party_line p
             where {} and (p.line between ?2 and ?3 or p.uscc = ?4 or p.name_key = ?5 or p.business_no = ?6)
             order by p.line",
        known("p")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let key = text::name_key(text);
    let mut found: Vec<(PartyId, Option<String>)> = statement
        .query_map(params![at, lines, last, code, key, business_no], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    if found.is_empty() {
        found = formerly(conn, &key, at)?;
    }
    match &found[..] {
        [] => Err(LedgerError::NotFound { noun: "party", id: text.to_owned() }),
        [(id, _)] => Ok(*id),
        several => {
            let candidates = several
                .iter()
                .map(|(id, name)| format!("{id} {}", name.as_deref().unwrap_or_default()))
                .collect();
            Err(LedgerError::Ambiguous { noun: "party", id: text.to_owned(), candidates })
        }
    }
}

impl Ledger {
    /// Returns the name (else the code) of a party known at the snapshot.
    pub fn party_name(&self, party: PartyId, snapshot: Snapshot) -> Result<String, LedgerError> {
        name_of(&self.conn, party, snapshot.known_at)
    }

    /// Returns how a party is called as known at the snapshot; none where nothing says so.
    pub fn party_spelling(
        &self,
        party: PartyId,
        snapshot: Snapshot,
    ) -> Result<Option<String>, LedgerError> {
        let sql = format!(
            "select p.name from party_line p where {} and p.line between ?2 and ?3",
            known("p")
        );
        let first = party * REVISIONS;
        let name = self
            .conn
            .prepare_cached(&sql)?
            .query_row([snapshot.known_at, first, first + REVISIONS - 1], |row| row.get(0))
            .optional()?;
        Ok(name.flatten())
    }

    /// Calls `each` with every name a party has or had, and its business number, as known at the snapshot.
    pub fn each_name<E: From<LedgerError>>(
        &self,
        snapshot: Snapshot,
        mut each: impl FnMut(PartyId, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "select p.line, p.name, p.former_names, p.business_no from party_line p where {}",
            known("p")
        );
        let mut statement = self.conn.prepare_cached(&sql).map_err(LedgerError::from)?;
        let mut rows = statement.query([snapshot.known_at]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let party = row.get::<_, i64>(0).map_err(LedgerError::from)? / REVISIONS;
            for column in [1, 2, 3] {
                let names = row.get_ref(column).and_then(|names| Ok(names.as_str_or_null()?));
                let names = names.map_err(LedgerError::from)?;
                // Former names stand together.
                match (column, names) {
                    (_, None) => {}
                    (1, Some(name)) => each(party, name)?,
                    (_, Some(names)) => {
                        names.split(';').try_for_each(|name| each(party, name))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Calls `each` with the parties in force that have a name, in the order of their names or the reverse, until it
    /// has enough.
    pub fn each_party_by_name(
        &self,
        turned: bool,
        mut each: impl FnMut(PartyId, &str) -> bool,
    ) -> Result<(), LedgerError> {
        let order = if turned { "desc" } else { "asc" };
        let sql = format!(
            "select name, line from party_line
             where ended_by is null and name is not null order by name {order}"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().unwrap_or_default();
            if !each(row.get::<_, i64>(1)? / REVISIONS, name) {
                break;
            }
        }
        Ok(())
    }

    /// Returns the parties of which no name is in force.
    pub fn nameless_parties(&self) -> Result<Vec<PartyId>, LedgerError> {
        let sql = "select (select count(*) from party), (select count(*) from party_line where ended_by is null and name is not null)";
        let (all, named): (i64, i64) =
            self.conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if all == named {
            return Ok(Vec::new());
        }
        let sql = format!(
            "select party from party where not exists (
               select 1 from party_line p where p.ended_by is null and p.name is not null
                 and p.line between party.party * {REVISIONS} and party.party * {REVISIONS} + {REVISIONS} - 1)"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let parties = statement.query_map([], |row| row.get(0))?;
        Ok(parties.collect::<Result<_, _>>()?)
    }

    /// Returns the parties in force of exactly this name.
    pub fn parties_spelled(&self, name: &str) -> Result<Vec<PartyId>, LedgerError> {
        let sql = "select line from party_line where name = ?1 and ended_by is null";
        let mut statement = self.conn.prepare_cached(sql)?;
        let parties = statement.query_map([name], |row| Ok(row.get::<_, i64>(0)? / REVISIONS))?;
        Ok(parties.collect::<Result<_, _>>()?)
    }

    /// Returns the party that answers to a number, a credit code, a business number or a name, as known at the snapshot.
    ///
    /// Errors: `NotFound`, `Ambiguous` (several of that name).
    pub fn find_party(&self, text: &str, snapshot: Snapshot) -> Result<PartyId, LedgerError> {
        find(&self.conn, text, snapshot.known_at)
    }

    /// Returns all that was known of a party at the snapshot.
    pub fn party(&self, id: PartyId, snapshot: Snapshot) -> Result<PartyCard, LedgerError> {
        let sql = format!(
            "select {LINE_COLUMNS} from party_line p
             where {} and p.line between ?2 and ?3",
            known("p")
        );
        let first = id * REVISIONS;
        let found = self
            .conn
            .prepare_cached(&sql)?
            .query_row([snapshot.known_at, first, first + REVISIONS - 1], party_from)
            .optional()?;
        let Some((id, party, brought_by)) = found else {
            return Err(LedgerError::NotFound { noun: "party", id: id.to_string() });
        };
        Ok(PartyCard {
            id,
            party,
            places: places_of(&self.conn, id, snapshot.known_at)?,
            roles: roles_of(&self.conn, id, snapshot.known_at)?,
            marks: marks_of(&self.conn, id, snapshot.known_at)?,
            brought_by,
        })
    }

    /// Returns every party known at the snapshot, with places, roles and marks, in order of number.
    pub fn parties(&self, snapshot: Snapshot) -> Result<Vec<PartyCard>, LedgerError> {
        let at = snapshot.known_at;
        let sql =
            format!("select {LINE_COLUMNS} from party_line p where {} order by p.line", known("p"));
        let mut statement = self.conn.prepare_cached(&sql)?;
        let lines: Vec<(PartyId, Party, i64)> =
            statement.query_map([at], party_from)?.collect::<Result<_, _>>()?;
        let mut places = all_places(&self.conn, at)?;
        let mut roles =
            self.grouped("party_role", "t.role, t.since_day, t.until_day", at, |row| {
                let role: String = row.get(0)?;
                let (since, until) = (day(row, 1)?, day(row, 2)?);
                Ok(Role::from_code(&role).map(|role| RoleHeld { role, since, until }))
            })?;
        let mut marks =
            self.grouped("party_mark", "t.mark, t.state, t.day, t.document", at, marked_from)?;
        let cards = lines.into_iter().map(|(id, party, brought_by)| PartyCard {
            id,
            party,
            places: places.remove(&id).unwrap_or_default(),
            roles: roles.remove(&id).unwrap_or_default(),
            marks: marks.remove(&id).unwrap_or_default(),
            brought_by,
        });
        Ok(cards.collect())
    }

    /// Reads the lines of a table that belong to parties, by party.
    fn grouped<T>(
        &self,
        table: &str,
        columns: &str,
        at: i64,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<Option<T>>,
    ) -> Result<HashMap<PartyId, Vec<T>>, LedgerError> {
        let sql = format!(
            "select {columns}, t.party as owner from {table} t where {} order by t.line",
            known("t")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([at])?;
        let mut grouped: HashMap<PartyId, Vec<T>> = HashMap::new();
        while let Some(row) = rows.next()? {
            if let Some(item) = read(row)? {
                grouped.entry(row.get("owner")?).or_default().push(item);
            }
        }
        Ok(grouped)
    }
}
