//! Taking an entry back: what it brought in is ended, what it superseded stands again.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::described::{DESCRIBED, Described, Sense};
use super::error::LedgerError;
use super::party::PartyId;
use super::pledge::PledgeId;
use super::tables::{
    COPIES, EVENTS, Key, LOAN_ENROLMENT, PARTY_LINE, PARTY_PLACE, PARTY_ROLE, PATENT,
    PATENT_EVIDENCE, PCT, REVISIONS, TABLES, TARGET,
};
use super::write::{Entry, insert_sql};
use crate::domain::numbers::ApplicationNo;

/// What became of a line.
enum LineState {
    /// This one stands in its place: itself, or the copy that came back.
    InForce(i64),
    Ended {
        by: i64,
    },
}

/// What of a table tells one thing from others, as columns: of two lines in force that agree in one of these, one is
/// too many. Where nothing is said of a table, a line is told by all it says.
fn same_thing(table: usize) -> Vec<String> {
    let t = &TABLES[table];
    let told_by = Described::of(table).map_or(&[][..], |described| described.told_by);
    let content = || {
        let columns = t.all_columns().filter(|column| *column != "source_row");
        let blank_is_blank = columns.map(|column| format!("ifnull({column}, '')"));
        blank_is_blank.collect::<Vec<_>>().join(", ")
    };
    let told_by = told_by.iter().map(|columns| (*columns).to_owned());
    match t.key {
        Key::Revised => told_by.chain([format!("line / {REVISIONS}")]).collect(),
        Key::Ordered => vec![format!("line / {COPIES}"), content()],
        Key::Clustered => {
            vec![format!("line / {COPIES}"), format!("line / {EVENTS}, {}", content())]
        }
        Key::Counted if told_by.len() > 0 => told_by.collect(),
        Key::Counted | Key::Identity => vec![content()],
    }
}

/// Something that stands on what an entry recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    pub noun: &'static str,
    /// The numbers people know them by, in order.
    pub ids: Vec<String>,
}

/// What taking an entry back did: how many of each noun end, and how many stand again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VoidEffect {
    pub ended: Vec<(&'static str, usize)>,
    pub returned: Vec<(&'static str, usize)>,
    /// Parties the entry introduced whose name, place and roles stay, because other entries name them.
    pub parties_kept: usize,
}

/// Enrolments that entries other than ?1 recorded, of its loans or in its schemes, where nothing would bring these
/// back.
const ENROLLED_SINCE: &str = "ended_by is null and brought_by <> ?1 and (
   loan in (select loan from loan where brought_by = ?1 and ended_by is null
            except select loan from loan where ended_by = ?1)
   or scheme in (select scheme from scheme where brought_by = ?1 and ended_by is null
                 except select scheme from scheme where brought_by <> ?1 and ended_by is null
                 except select scheme from scheme where ended_by = ?1))";

/// Evidence of its patents that entries other than ?1 recorded, where nothing would bring these back.
const EVIDENCE_SINCE: &str = "ended_by is null and brought_by <> ?1 and patent in (
   select line / 1000 from patent where brought_by = ?1 and ended_by is null
   except select line / 1000 from patent where ended_by = ?1)";

/// Goals that entries other than ?1 set in its plans, where nothing would bring these back.
const GOALS_SINCE: &str = "ended_by is null and brought_by <> ?1 and plan in (
   select plan from plan where brought_by = ?1 and ended_by is null
   except select plan from plan where ended_by = ?1)";

impl Entry<'_> {
    /// Returns what other entries recorded that stands on things `entry` brought in and nothing would bring back:
    /// pledges of its patents, loans its pledges secure, payments on its loans, enrolments in its schemes, goals of its
    /// plans, evidence of its patents. A claim forbids it (`ClaimStandsOnIt`).
    fn stood_on(&self, entry: i64) -> Result<Vec<Dependent>, LedgerError> {
        let gone = |table: &str| {
            format!(
                "(select line / {REVISIONS} from {table} where brought_by = ?1 and ended_by is null
                  except select line / {REVISIONS} from {table} where ended_by = ?1)"
            )
        };
        let asked = [
            (
                "pledge",
                format!(
                    "select distinct p.registration_no from pledge_patent t join pledge p
                       on p.line between t.pledge * {REVISIONS} and t.pledge * {REVISIONS} + {REVISIONS} - 1
                      and p.ended_by is null
                     where t.ended_by is null and t.brought_by <> ?1 and t.patent in {} order by 1",
                    gone("patent")
                ),
            ),
            (
                "loan",
                format!(
                    "select distinct n.loan_no from loan_pledge s join loan n
                       on n.line between s.loan * {REVISIONS} and s.loan * {REVISIONS} + {REVISIONS} - 1
                      and n.ended_by is null
                     where s.ended_by is null and s.brought_by <> ?1 and s.pledge in {} order by 1",
                    gone("pledge")
                ),
            ),
            (
                "payment",
                format!(
                    "select distinct n.loan_no from loan_event e join loan n
                       on n.line between e.line / {EVENTS} * {REVISIONS}
                                     and e.line / {EVENTS} * {REVISIONS} + {REVISIONS} - 1
                      and n.brought_by = ?1
                     where e.ended_by is null and e.brought_by <> ?1 and e.line / {EVENTS} in {} order by 1",
                    gone("loan")
                ),
            ),
            (
                "enrolment",
                format!(
                    "select distinct n.loan_no from (
                       select loan as enrolled from loan_enrolment where {ENROLLED_SINCE})
                     join loan n on n.ended_by is null
                       and n.line between enrolled * {REVISIONS} and enrolled * {REVISIONS} + {REVISIONS} - 1
                     order by 1",
                ),
            ),
            (
                "target",
                format!("select distinct indicator from target where {GOALS_SINCE} order by 1"),
            ),
            (
                "evidence",
                format!(
                    "select distinct class || ' ' || name || ' ' || number from patent_evidence
                     where {EVIDENCE_SINCE} order by 1"
                ),
            ),
        ];
        let mut found = Vec::new();
        for (noun, sql) in asked {
            let mut statement = self.conn.prepare(&sql)?;
            let ids = statement.query_map([entry], |row| row.get(0))?;
            let ids: Vec<String> = ids.collect::<Result<_, _>>()?;
            if !ids.is_empty() {
                found.push(Dependent { noun, ids });
            }
        }
        Ok(found)
    }

    /// Returns what facts in force of other things name a party, by noun.
    pub fn facts_of_party(&self, id: PartyId) -> Result<Vec<Dependent>, LedgerError> {
        self.facts_of(Sense::Party, "party", id)
    }

    /// Returns what facts in force of other things name a patent, by noun.
    pub fn facts_of_patent(&self, number: ApplicationNo) -> Result<Vec<Dependent>, LedgerError> {
        let key = i64::try_from(number.key()).unwrap_or(i64::MAX);
        self.facts_of(Sense::Patent, "patent", key)
    }

    /// Returns what facts in force of other things name a pledge, by noun.
    pub fn facts_of_pledge(&self, id: PledgeId) -> Result<Vec<Dependent>, LedgerError> {
        self.facts_of(Sense::Pledge, "pledge", id)
    }

    fn facts_of(&self, sense: Sense, own: &str, id: i64) -> Result<Vec<Dependent>, LedgerError> {
        let mut found: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for told in DESCRIBED.iter().filter(|told| told.noun != own) {
            for column in told.pointing_at(sense) {
                let thing = told.thing();
                let sql = format!(
                    "select distinct {} from {} where {column} = ?1 and ended_by is null",
                    thing.join(", "),
                    told.name()
                );
                let mut statement = self.conn.prepare_cached(&sql)?;
                let mut rows = statement.query([id])?;
                while let Some(row) = rows.next()? {
                    let parts = told.senses().into_iter().enumerate();
                    let parts =
                        parts.map(|(at, sense)| self.ledger.spelled(row.get_ref(at)?, "", sense));
                    let parts = parts.collect::<Result<Vec<_>, LedgerError>>()?;
                    found.entry(told.noun).or_default().insert(parts.join(" "));
                }
            }
        }
        let by_noun = found.into_iter();
        Ok(by_noun.map(|(noun, ids)| Dependent { noun, ids: ids.into_iter().collect() }).collect())
    }

    /// Takes along what stands on the things `entry` brought in.
    fn end_dependents(&self, entry: i64, dependents: &[Dependent]) -> Result<(), LedgerError> {
        for line in self.lines(LOAN_ENROLMENT, ENROLLED_SINCE, entry)? {
            self.end(LOAN_ENROLMENT, line)?;
        }
        for line in self.lines(TARGET, GOALS_SINCE, entry)? {
            self.end(TARGET, line)?;
        }
        for line in self.lines(PATENT_EVIDENCE, EVIDENCE_SINCE, entry)? {
            self.end(PATENT_EVIDENCE, line)?;
        }
        for Dependent { noun, ids } in dependents {
            for id in ids {
                match *noun {
                    "pledge" => {
                        if let Some(card) = self.pledge_by_no(id)? {
                            self.void_pledge(card.id)?;
                        }
                    }
                    "loan" => {
                        if let Some(card) = self.loan_by_no(id)? {
                            self.secure_loan(card.id, &[], None)?;
                        }
                    }
                    // Ended together above.
                    "enrolment" | "target" | "evidence" => {}
                    _ => {
                        if let Some(card) = self.loan_by_no(id)? {
                            self.void_loan(&card)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Ends every line that stands of what `entry` brought in, and brings back a copy of every line it had ended.
    /// Nothing is erased: the past keeps both. A party that later facts point at stays.
    ///
    /// `with_dependents`: what others recorded that stands on its things is taken along.
    ///
    /// Errors: `Founding` (entry 1 holds the office), `NotFound`, `NothingToVoid`, `StoodOn`, `SupersededSince`
    /// (a later entry stands on its lines, or has recorded again what would come back: void that one first).
    pub fn void_entry(&self, entry: i64, with_dependents: bool) -> Result<VoidEffect, LedgerError> {
        if entry == 1 {
            return Err(LedgerError::Founding { entry });
        }
        let there: Option<i64> = self
            .conn
            .query_row("select entry from seal where entry = ?1", [entry], |row| row.get(0))
            .optional()?;
        if there.is_none() {
            return Err(LedgerError::NotFound { noun: "entry", id: entry.to_string() });
        }
        let dependents = self.stood_on(entry)?;
        match with_dependents {
            true => self.end_dependents(entry, &dependents)?,
            false if dependents.is_empty() => {}
            false => return Err(LedgerError::StoodOn { by: dependents, is_entry: true }),
        }
        let staying = self.parties_relied_on(entry)?;
        let tables = || (0..TABLES.len()).filter(|table| TABLES[*table].key != Key::Identity);
        let mut changes = Vec::new();
        for table in tables() {
            let standing = self.standing_lines(table, entry)?;
            let ending = self.but_of_parties(table, standing, &staying)?;
            changes.push((table, ending, self.lines(table, "ended_by = ?1", entry)?));
        }
        let ends_nothing =
            changes.iter().all(|(_, ending, returning)| ending.is_empty() && returning.is_empty());
        if ends_nothing && dependents.is_empty() {
            return Err(LedgerError::NothingToVoid { entry });
        }
        // The rollup is recounted for every party whose place changes, around the change.
        let places = changes.iter().filter(|(table, ..)| *table == PARTY_PLACE);
        let moved = self
            .parties_of(places.flat_map(|(_, ending, returning)| ending.iter().chain(returning)))?;
        self.count_parties(&moved, -1)?;
        for (table, ending, _) in &changes {
            if [PATENT, PCT].contains(table) {
                self.count_lines(*table, ending, &moved, -1)?;
            }
            ending.iter().try_for_each(|line| self.end(*table, *line))?;
        }
        for (table, _, returning) in changes {
            if returning.is_empty() {
                continue;
            }
            if let Some(by) = self.recorded_again(table, entry)? {
                return Err(LedgerError::SupersededSince { entry, by });
            }
            let copies = returning.into_iter().map(|line| self.bring_copy(table, line));
            let copies = copies.collect::<Result<Vec<_>, _>>()?;
            if [PATENT, PCT].contains(&table) {
                self.count_lines(table, &copies, &moved, 1)?;
            }
        }
        self.count_parties(&moved, 1)?;
        self.restand_loans_of(entry)?;
        self.keep_compensation_whole()?;
        self.keep_certificates_whole()?;
        self.keep_cases_whole()?;
        Ok(VoidEffect { parties_kept: staying.len(), ..self.taken()? })
    }

    /// Counts what this entry ended and brought back, with all that was taken along.
    fn taken(&self) -> Result<VoidEffect, LedgerError> {
        let mut taken = VoidEffect::default();
        let counted = DESCRIBED.iter().filter_map(|told| Some((told.table, told.counted_as?)));
        for (table, noun) in counted {
            let ended = self.lines(table, "ended_by = ?1", self.id())?.len();
            let returned = self.lines(table, "brought_by = ?1", self.id())?.len();
            taken.ended.extend((ended > 0).then_some((noun, ended)));
            taken.returned.extend((returned > 0).then_some((noun, returned)));
        }
        Ok(taken)
    }

    /// The lines in force of what an entry brought in: its own, and copies of those that a later entry ended and
    /// that came back when that one was taken back.
    fn standing_lines(&self, table: usize, entry: i64) -> Result<Vec<i64>, LedgerError> {
        let mut standing = self.lines(table, "brought_by = ?1 and ended_by is null", entry)?;
        for line in self.lines(table, "brought_by = ?1 and ended_by is not null", entry)? {
            match self.standing(table, line)? {
                LineState::InForce(line) => standing.push(line),
                // Taken along just now, with what stood on it.
                LineState::Ended { by } if by == self.id() => {}
                LineState::Ended { by } if self.voids(by)? == Some(entry) => {
                    return Err(LedgerError::NothingToVoid { entry });
                }
                LineState::Ended { by } => return Err(LedgerError::SupersededSince { entry, by }),
            }
        }
        standing.sort_unstable();
        Ok(standing)
    }

    /// Follows a line to the copy that stands in its place.
    fn standing(&self, table: usize, mut line: i64) -> Result<LineState, LedgerError> {
        let sql = format!("select ended_by from {} where line = ?1", TABLES[table].name);
        loop {
            let ended: Option<i64> =
                self.conn.prepare_cached(&sql)?.query_row([line], |row| row.get(0))?;
            let Some(by) = ended else { return Ok(LineState::InForce(line)) };
            match self.copy_of(table, line, by)? {
                Some(copy) => line = copy,
                None => return Ok(LineState::Ended { by }),
            }
        }
    }

    /// The copy of a line that came when the entry that had ended it was taken back.
    fn copy_of(&self, table: usize, line: i64, ended_by: i64) -> Result<Option<i64>, LedgerError> {
        let t = &TABLES[table];
        let together = |places: i64| {
            format!(
                "c.line between o.line - o.line % {places} and o.line - o.line % {places} + {places} - 1"
            )
        };
        let same = match t.key {
            Key::Revised => together(REVISIONS),
            Key::Clustered | Key::Ordered => together(COPIES),
            Key::Counted | Key::Identity => {
                let same = t.all_columns().map(|column| format!("c.{column} is o.{column}"));
                same.collect::<Vec<_>>().join(" and ")
            }
        };
        let sql = format!(
            "select max(c.line) from {0} o join {0} c on {same} and c.line > o.line
             where o.line = ?1 and c.brought_by in (select entry from entry where voids = ?2)",
            t.name
        );
        Ok(self.conn.prepare_cached(&sql)?.query_row([line, ended_by], |row| row.get(0))?)
    }

    /// The entry an entry takes back.
    fn voids(&self, entry: i64) -> Result<Option<i64>, LedgerError> {
        let sql = "select voids from entry where entry = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([entry], |row| row.get(0))?)
    }

    /// The entry that brought in a line which is the same as one that `entry` ended, and in force: what came back
    /// beside it would stand twice.
    fn recorded_again(&self, table: usize, entry: i64) -> Result<Option<i64>, LedgerError> {
        let t = &TABLES[table];
        for same in same_thing(table) {
            let sql = format!(
                "select min(brought_by) from {0} where ended_by is null
                 and ({same}) in (select {same} from {0} where ended_by = ?1)",
                t.name
            );
            let by: Option<i64> = self.conn.query_row(&sql, [entry], |row| row.get(0))?;
            if by.is_some() {
                return Ok(by);
            }
        }
        Ok(None)
    }

    /// Parties this entry introduced that facts of other entries point at: they stay.
    fn parties_relied_on(&self, entry: i64) -> Result<HashSet<PartyId>, LedgerError> {
        // Where a party sits is its own.
        let pointing = DESCRIBED.iter().filter(|told| told.table != PARTY_PLACE);
        let pointing = pointing.flat_map(|told| told.parties().map(|column| (told.name(), column)));
        let lines = pointing.map(|(table, column)| {
            format!("select {column} as party, brought_by from {table} where ended_by is null")
        });
        let sql = format!(
            "select distinct p.party from party p join ({}) t on t.party = p.party
             where p.brought_by = ?1 and t.brought_by <> ?1",
            lines.collect::<Vec<_>>().join(" union all ")
        );
        let mut statement = self.conn.prepare(&sql)?;
        let parties = statement.query_map([entry], |row| row.get(0))?;
        Ok(parties.collect::<Result<_, _>>()?)
    }

    /// Takes lines of parties that stay out of those to be ended.
    fn but_of_parties(
        &self,
        table: usize,
        lines: Vec<i64>,
        staying: &HashSet<PartyId>,
    ) -> Result<Vec<i64>, LedgerError> {
        let mut ending = Vec::with_capacity(lines.len());
        for line in lines {
            let party = match table {
                PARTY_LINE => line / REVISIONS,
                // Who lends as a bank stays one.
                PARTY_PLACE | PARTY_ROLE => {
                    let sql = format!("select party from {} where line = ?1", TABLES[table].name);
                    self.conn.prepare_cached(&sql)?.query_row([line], |row| row.get(0))?
                }
                _ => 0,
            };
            if !staying.contains(&party) {
                ending.push(line);
            }
        }
        Ok(ending)
    }

    fn lines(&self, table: usize, condition: &str, entry: i64) -> Result<Vec<i64>, LedgerError> {
        let sql =
            format!("select line from {} where {condition} order by line", TABLES[table].name);
        let mut statement = self.conn.prepare(&sql)?;
        let lines = statement.query_map([entry], |row| row.get(0))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// Brings a copy of a line in, under this entry.
    fn bring_copy(&self, table: usize, line: i64) -> Result<i64, LedgerError> {
        let t = &TABLES[table];
        let columns: Vec<&str> = t.all_columns().collect();
        let sql = format!("select {} from {} where line = ?1", columns.join(", "), t.name);
        let mut values: Vec<Value> = self
            .conn
            .prepare_cached(&sql)?
            .query_row([line], |row| (0..columns.len()).map(|column| row.get(column)).collect())?;
        let copy = match t.key {
            Key::Revised => super::write::next_revision(self.conn, table, line / REVISIONS)?,
            Key::Clustered | Key::Ordered => super::write::next_copy(self.conn, table, line)?,
            Key::Counted | Key::Identity => {
                let sql = format!("select max(line) + 1 from {}", t.name);
                self.conn.prepare_cached(&sql)?.query_row([], |row| row.get(0))?
            }
        };
        values.insert(0, Value::Integer(copy));
        values.push(Value::Integer(self.id));
        self.conn.prepare_cached(insert_sql(table))?.execute(params_from_iter(values))?;
        self.note_written(table, copy);
        Ok(copy)
    }

    /// Whose places these are.
    fn parties_of<'l>(
        &self,
        places: impl Iterator<Item = &'l i64>,
    ) -> Result<HashSet<PartyId>, LedgerError> {
        let mut party =
            self.conn.prepare_cached("select party from party_place where line = ?1")?;
        places.map(|line| Ok(party.query_row([line], |row| row.get(0))?)).collect()
    }

    fn count_parties(&self, parties: &HashSet<PartyId>, n: i64) -> Result<(), LedgerError> {
        parties.iter().try_for_each(|party| self.count_filings_of(*party, n))
    }

    /// Counts single lines of patents or PCT filings, but those of parties that are counted whole.
    fn count_lines(
        &self,
        table: usize,
        lines: &[i64],
        but: &HashSet<PartyId>,
        n: i64,
    ) -> Result<(), LedgerError> {
        if table == PATENT {
            self.count_patent_lines(lines, but, n)
        } else {
            self.count_pct_lines(lines, but, n)
        }
    }
}
