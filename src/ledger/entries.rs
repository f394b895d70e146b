//! The log of entries, the snapshots they make, and the anchor that leaves the house.

use std::collections::HashMap;
use std::fmt;

use rusqlite::{OptionalExtension, Row, params};

use super::digest::{Hash, hex, unhex};
use super::error::LedgerError;
use super::open::Ledger;
use super::snapshot::{Snapshot, known};
use super::totals::MonthlyTotals;
use crate::domain::values::Date;

/// An entry with its seal, as the log shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRecord {
    pub entry: i64,
    /// Milliseconds since 1970-01-01 UTC.
    pub recorded_at: i64,
    pub recorded_by: String,
    pub action: String,
    pub reason: Option<String>,
    pub source_name: Option<String>,
    pub source_sha256: Option<String>,
    pub settings: String,
    pub outcome: String,
    pub voids: Option<i64>,
    /// The entry that took this one back.
    pub voided_by: Option<i64>,
    pub lines_brought: i64,
    pub lines_ended: i64,
    pub hash: String,
}

/// What proves later that a ledger was not cut or replaced: name, number of entries, head hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    pub name: String,
    pub entries: i64,
    pub head: Hash,
}

impl fmt::Display for Anchor {
    /// One line, to be printed on reports: `某区知识产权局 12 9f86d0...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.name, self.entries, hex(&self.head))
    }
}

impl Anchor {
    /// Finds an anchor in a text (a report, a page, a CSV): a number of entries before a hash of 64
    /// hexadecimal digits, on one line or on the line above.
    pub fn find(text: &str) -> Option<Self> {
        let tokens: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, '"' | ',' | '<' | '>' | '|' | '│'))
            .filter(|token| !token.is_empty())
            .collect();
        tokens.iter().enumerate().rev().find_map(|(at, token)| {
            let head = unhex(token)?;
            let entries = tokens.get(at.checked_sub(1)?)?.parse().ok()?;
            let name = at.checked_sub(2).and_then(|at| tokens.get(at)).copied().unwrap_or_default();
            Some(Self { name: name.to_owned(), entries, head })
        })
    }
}

/// Up to which entry or day the office's knowledge counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownAt {
    Entry(i64),
    /// The close of a day in China.
    Day(Date),
}

/// China Standard Time has no summer time since 1991: eight hours before UTC.
const CHINA_OFFSET_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// Returns the day in China of a moment in milliseconds since 1970-01-01 UTC.
pub fn day_in_china(moment: i64) -> Option<Date> {
    Date::from_days(i32::try_from((moment + CHINA_OFFSET_MS).div_euclid(DAY_MS)).ok()?)
}

/// Returns the time of day in China of a moment in milliseconds since 1970-01-01 UTC: 09:05.
pub fn time_in_china(moment: i64) -> String {
    let minutes = (moment + CHINA_OFFSET_MS).rem_euclid(DAY_MS) / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Returns a moment in milliseconds since 1970-01-01 UTC as a clock in China shows it: 2021-03-01 09:05.
pub fn moment_in_china(moment: i64) -> String {
    let day = day_in_china(moment).map(|day| format!("{day} ")).unwrap_or_default();
    day + &time_in_china(moment)
}

impl Ledger {
    /// Returns the snapshot for `as_of` (else today) and `known_at` (else the newest entry).
    ///
    /// Errors: `NotFound` for an entry that is not there, `BeforeFirstEntry` for a day before all.
    pub fn snapshot(
        &self,
        as_of: Option<Date>,
        known_at: Option<KnownAt>,
        today: Date,
    ) -> Result<Snapshot, LedgerError> {
        let newest: (i64, i64) = self.conn.query_row(
            "select coalesce(max(entry), 0), coalesce(max(recorded_at), 0) from entry",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let known_at = match known_at {
            None => newest.0,
            Some(KnownAt::Entry(entry)) if (1..=newest.0).contains(&entry) => entry,
            Some(KnownAt::Entry(entry)) => {
                return Err(LedgerError::NotFound { noun: "entry", id: entry.to_string() });
            }
            Some(KnownAt::Day(day)) => self.last_entry_by(day)?,
        };
        let as_of = as_of.unwrap_or(today);
        let recorded = day_in_china(newest.1).unwrap_or(Date::MAX);
        Ok(Snapshot { as_of, known_at, is_now: known_at == newest.0 && as_of >= recorded })
    }

    /// The last entry recorded, together with all before it, by the close of a day.
    fn last_entry_by(&self, day: Date) -> Result<i64, LedgerError> {
        let close = (i64::from(day.days()) + 1) * DAY_MS - CHINA_OFFSET_MS;
        let moments = self.moments_of_entries()?;
        let by = moments.iter().take_while(|moment| **moment < close).count();
        match i64::try_from(by).unwrap_or(i64::MAX) {
            0 => Err(LedgerError::BeforeFirstEntry { text: day.to_string() }),
            last => Ok(last),
        }
    }

    /// When every entry was recorded, in order; entries are numbered from 1 without gaps. An entry stamped later than
    /// one after it that says so (`clock_was_wrong`) was recorded by then, whatever its own stamp.
    pub(super) fn moments_of_entries(&self) -> Result<Vec<i64>, LedgerError> {
        let mut statement = self.conn.prepare_cached(
            "select recorded_at, coalesce(json_extract(settings, '$.clock_was_wrong'), 0)
             from entry order by entry desc",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (mut moments, mut latest) = (Vec::new(), i64::MAX);
        for row in rows {
            let (stamp, clock_was_wrong): (i64, bool) = row?;
            moments.push(stamp.min(latest));
            if clock_was_wrong {
                latest = latest.min(stamp);
            }
        }
        moments.reverse();
        Ok(moments)
    }

    /// Returns the rollup of some years: totals of the lines in force.
    pub fn monthly_totals(
        &self,
        years: std::ops::RangeInclusive<i32>,
    ) -> Result<MonthlyTotals, LedgerError> {
        Ok(MonthlyTotals::read(&self.conn, years)?.0)
    }

    /// Returns the last year, up to one, in which anything of patents is counted as the ledger stands.
    pub fn last_counted_year(&self, until: i32) -> Result<Option<i32>, LedgerError> {
        let sql = "select max(month) / 100 from monthly_total where month < (?1 + 1) * 100";
        Ok(self.conn.query_row(sql, [until], |row| row.get(0))?)
    }

    /// Returns the anchor of the ledger as it stands.
    pub fn anchor(&self) -> Result<Anchor, LedgerError> {
        self.anchor_at(i64::MAX)
    }

    /// Returns the anchor as it was after `entry`.
    pub fn anchor_at(&self, entry: i64) -> Result<Anchor, LedgerError> {
        let name: Option<String> = self
            .conn
            .query_row("select name from office order by line desc limit 1", [], |row| row.get(0))
            .optional()?;
        let head: Option<(i64, Hash)> = self
            .conn
            .query_row(
                "select entry, hash from seal where entry <= ?1 order by entry desc limit 1",
                [entry],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (entries, head) = head.unwrap_or((0, [0; 32]));
        // Spaces would separate the name from the numbers when the anchor is read back.
        let name = name.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join("_");
        Ok(Anchor { name, entries, head })
    }

    /// Returns the entries up to the snapshot, newest first, at most `limit`.
    pub fn log(&self, snapshot: Snapshot, limit: usize) -> Result<Vec<EntryRecord>, LedgerError> {
        let sql = format!("{LOG} where e.entry <= ?1 order by e.entry desc limit ?2");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map([snapshot.known_at, limit], record_from)?;
        let taken_back = self.taken_back()?;
        let entries = rows.map(|entry| {
            let entry = entry?;
            Ok(EntryRecord { voided_by: taken_back.get(&entry.entry).copied(), ..entry })
        });
        entries.collect()
    }

    /// Returns one entry.
    pub fn entry(&self, entry: i64) -> Result<EntryRecord, LedgerError> {
        let found = self
            .conn
            .prepare_cached(&format!("{LOG} where e.entry = ?1"))?
            .query_row([entry], record_from)
            .optional()?;
        let missing = || LedgerError::NotFound { noun: "entry", id: entry.to_string() };
        let voided_by = self.taken_back()?.get(&entry).copied();
        found.map(|found| EntryRecord { voided_by, ..found }).ok_or_else(missing)
    }

    /// Returns who recorded an entry, on which day in China, and why if that was said.
    pub fn recorded(
        &self,
        entry: i64,
    ) -> Result<(String, Option<Date>, Option<String>), LedgerError> {
        let sql = "select recorded_by, recorded_at, reason from entry where entry = ?1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, day_in_china(row.get(1)?), row.get(2)?));
        let found = self.conn.prepare_cached(sql)?.query_row([entry], read).optional()?;
        found.ok_or_else(|| LedgerError::NotFound { noun: "entry", id: entry.to_string() })
    }

    /// Returns the entries in force that recorded this very file.
    pub fn entries_of_file(&self, sha256: &Hash) -> Result<Vec<i64>, LedgerError> {
        let mut statement = self.conn.prepare_cached(
            "select e.entry from entry e where e.source_sha256 = ?1 order by e.entry",
        )?;
        let rows = statement.query_map([sha256], |row| row.get(0))?;
        let mut entries: Vec<i64> = rows.collect::<Result<_, _>>()?;
        if !entries.is_empty() {
            let taken_back = self.taken_back()?;
            entries.retain(|entry| !taken_back.contains_key(entry));
        }
        Ok(entries)
    }

    /// Every entry that is voided, with the entry that voids it and is not voided itself.
    fn taken_back(&self) -> Result<HashMap<i64, i64>, LedgerError> {
        let sql = "select entry, voids from entry where voids is not null order by entry desc";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut taken_back = HashMap::new();
        while let Some(row) = rows.next()? {
            let (void, of): (i64, i64) = (row.get(0)?, row.get(1)?);
            if !taken_back.contains_key(&void) {
                taken_back.insert(of, void);
            }
        }
        Ok(taken_back)
    }

    /// Whether any pledge or loan was ever recorded.
    pub fn holds_finance(&self) -> Result<bool, LedgerError> {
        let sql = "select exists (select 1 from pledge) or exists (select 1 from loan)";
        Ok(self.conn.query_row(sql, [], |row| row.get(0))?)
    }

    /// Counts lines known at the snapshot: parties, patents, PCT filings, targets.
    pub fn counts(&self, snapshot: Snapshot) -> Result<[i64; 4], LedgerError> {
        let mut counts = [0; 4];
        for (count, table) in counts.iter_mut().zip(["party_line", "patent", "pct", "target"]) {
            let sql = format!("select count(*) from {table} t where {}", known("t"));
            *count = self.conn.query_row(&sql, [snapshot.known_at], |row| row.get(0))?;
        }
        Ok(counts)
    }

    /// Counts the parties that are only assumed to sit where they do on the snapshot's day.
    pub fn parties_assumed(&self, snapshot: Snapshot) -> Result<i64, LedgerError> {
        let sql = format!(
            "select count(*) from party_place seat where seat.assumed = 1 and seat.line in (
               select max(p.line) from party_place p
               where {} and ifnull(p.since_day, ?2) <= ?2 and ifnull(p.until_day, ?2) >= ?2
               group by p.party)",
            known("p")
        );
        let day = snapshot.as_of.days();
        Ok(self.conn.query_row(&sql, params![snapshot.known_at, day], |row| row.get(0))?)
    }
}

const LOG: &str = "select e.entry, e.recorded_at, e.recorded_by, e.action, e.reason, e.source_name,
    e.source_sha256, e.settings, s.outcome, e.voids,
    s.lines_brought, s.lines_ended, s.hash
    from entry e join seal s on s.entry = e.entry";

fn record_from(row: &Row<'_>) -> rusqlite::Result<EntryRecord> {
    let sha256: Option<Vec<u8>> = row.get(6)?;
    let hash: Vec<u8> = row.get(12)?;
    Ok(EntryRecord {
        entry: row.get(0)?,
        recorded_at: row.get(1)?,
        recorded_by: row.get(2)?,
        action: row.get(3)?,
        reason: row.get(4)?,
        source_name: row.get(5)?,
        source_sha256: sha256.map(|bytes| hex(&bytes)),
        settings: row.get(7)?,
        outcome: row.get(8)?,
        voids: row.get(9)?,
        voided_by: None,
        lines_brought: row.get(10)?,
        lines_ended: row.get(11)?,
        hash: hex(&hash),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_found_again_in_what_was_printed() {
        let anchor =
            Anchor { name: "静安区知识产权局".into(), entries: 12, head: [0xab; 32] };
        for text in [
            anchor.to_string(),
            format!("# 年度统计\n\n  {anchor}\n"),
            format!("\"{anchor}\",,,"),
            format!("静安区知识产权局\n12\n{}\n", hex(&anchor.head)),
        ] {
            assert_eq!(Anchor::find(&text).unwrap(), anchor, "{text}");
        }
        assert_eq!(Anchor::find("12 abc"), None);
    }

    #[test]
    fn a_day_in_china_begins_eight_hours_before_utc() {
        assert_eq!(day_in_china(1_609_430_399_999).unwrap().to_string(), "2020-12-31");
        assert_eq!(day_in_china(1_609_430_400_000).unwrap().to_string(), "2021-01-01");
        assert_eq!(time_in_china(1_609_430_399_999), "23:59");
        assert_eq!(time_in_china(1_609_430_400_000 + 9 * 3_600_000 + 5 * 60_000), "09:05");
    }
}
