//! Taking an entry back: what it brought in is ended, what it superseded stands again.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::error::LedgerError;
use super::party::PartyId;
use super::tables::{Key, PARTY_LINE, PARTY_PLACE, PATENT, PCT, REVISIONS, TABLES};
use super::write::{Entry, insert_sql};

impl Entry<'_> {
    /// Ends every line in force that `entry` brought in, and brings back a copy of every line it had
    /// ended. Nothing is erased: the past keeps both. A party that later facts point at stays.
    ///
    /// Errors: `Founding` (entry 1 holds the office), `NotFound`, `NothingToVoid`, `SupersededSince`
    /// (a later entry stands on its lines: void that one first).
    pub fn void_entry(&self, entry: i64) -> Result<(), LedgerError> {
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
        self.refuse_if_superseded(entry)?;
        let staying = self.parties_relied_on(entry)?;
        // The rollup is recounted for every party whose place changes, around the change.
        let moved = self.parties_moved(entry)?;
        self.count_parties(&moved, -1)?;
        let mut touched = 0;
        for (at, table) in TABLES.iter().enumerate() {
            if table.key == Key::Identity {
                continue;
            }
            let brought = self.lines(at, "brought_by = ?1 and ended_by is null", entry)?;
            let brought = self.but_of_parties(at, brought, &staying)?;
            let ended = self.lines(at, "ended_by = ?1", entry)?;
            touched += brought.len() + ended.len();
            if at == PATENT || at == PCT {
                self.count_lines(at, &brought, &moved, -1)?;
            }
            for line in brought {
                self.end(at, line)?;
            }
            let mut copies = Vec::with_capacity(ended.len());
            for line in ended {
                copies.push(self.bring_copy(at, line)?);
            }
            if at == PATENT || at == PCT {
                self.count_lines(at, &copies, &moved, 1)?;
            }
        }
        if touched == 0 {
            return Err(LedgerError::NothingToVoid { entry });
        }
        self.count_parties(&moved, 1)?;
        self.restand_loans_of(entry)?;
        self.keep_compensation_whole()
    }

    fn refuse_if_superseded(&self, entry: i64) -> Result<(), LedgerError> {
        for table in TABLES.iter().filter(|table| table.key != Key::Identity) {
            let sql = format!(
                "select ended_by from {} where brought_by = ?1 and ended_by is not null limit 1",
                table.name
            );
            let by: Option<i64> =
                self.conn.query_row(&sql, [entry], |row| row.get(0)).optional()?;
            if let Some(by) = by {
                let voided: bool = self.conn.query_row(
                    "select exists (select 1 from entry where voids = ?1 and entry <> ?2)",
                    [entry, self.id],
                    |row| row.get(0),
                )?;
                return Err(if voided {
                    LedgerError::NothingToVoid { entry }
                } else {
                    LedgerError::SupersededSince { entry, by }
                });
            }
        }
        Ok(())
    }

    /// Parties this entry introduced that facts of other entries point at: they stay.
    fn parties_relied_on(&self, entry: i64) -> Result<HashSet<PartyId>, LedgerError> {
        let sql = "select distinct p.party from party p join (
                     select applicant as party, brought_by from patent where ended_by is null
                     union all select party, brought_by from patent_co_owner where ended_by is null
                     union all select party, brought_by from patent_event where ended_by is null
                     union all select applicant, brought_by from pct where ended_by is null
                     union all select party, brought_by from party_mark where ended_by is null
                     union all select party, brought_by from party_role where ended_by is null
                     union all select pledgee, brought_by from pledge where ended_by is null
                     union all select party, brought_by from pledge_pledgor where ended_by is null
                     union all select party, brought_by from pledge_event where ended_by is null
                     union all select bank, brought_by from loan where ended_by is null
                     union all select borrower, brought_by from loan where ended_by is null
                     union all select bank, brought_by from reconciliation where ended_by is null
                     union all select bank, brought_by from reconciliation_decision where ended_by is null
                   ) t on t.party = p.party
                   where p.brought_by = ?1 and t.brought_by <> ?1";
        let mut statement = self.conn.prepare(sql)?;
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
                PARTY_PLACE => {
                    let sql = "select party from party_place where line = ?1";
                    self.conn.prepare_cached(sql)?.query_row([line], |row| row.get(0))?
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
        let sql = format!("select {} from {} where line = ?1", t.columns.join(", "), t.name);
        let mut values: Vec<Value> = self.conn.prepare_cached(&sql)?.query_row([line], |row| {
            (0..t.columns.len()).map(|column| row.get(column)).collect()
        })?;
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

    /// Parties whose places this voiding changes.
    fn parties_moved(&self, entry: i64) -> Result<HashSet<PartyId>, LedgerError> {
        let sql = format!(
            "select party from {} where (brought_by = ?1 and ended_by is null) or ended_by = ?1",
            TABLES[PARTY_PLACE].name
        );
        let mut statement = self.conn.prepare(&sql)?;
        let parties = statement.query_map([entry], |row| row.get(0))?;
        Ok(parties.collect::<Result<_, _>>()?)
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
