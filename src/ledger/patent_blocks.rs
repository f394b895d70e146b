//! The patents in force by columns: what lists filter and sort by and what figures are counted from, some two thousand
//! patents a block. Derived; kept when an entry is sealed, recounted by `verify`.
//!
//! A column of a block is one blob: every value as its distance from the least, in as many bytes as the greatest needs
//! (0: none). A column that holds one value throughout is told by the block's head alone. The head counts the block's
//! patents by year, kind and status too, and says from which day to which that holds without an entry.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::error::LedgerError;
use super::open::Ledger;
use super::party::PartyId;
use super::patent::{damaged, dated_from, filing_fee, filing_fee_value, key_of};
use super::snapshot::Snapshot;
use super::tables::{PATENT, PATENT_EVENT, REVISIONS};
use super::write::Entry;
use crate::domain::counting::filing_counts;
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::{LegalStatus, Patent, StatedStatus, status_after};
use crate::domain::values::Date;

/// Patents of a block at most: a column of days fills a page of the file.
const BLOCK: usize = 2000;

/// Rows that are kept before they go to their blocks.
const PENDING: usize = 32 * BLOCK;

/// Where in a place the column stands, above the first number of the block.
const COLUMN_SHIFT: u32 = 40;

/// No value.
pub const NONE: i64 = i64::MIN;

/// What is kept of each patent beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Kind,
    Filing,
    Received,
    Entry,
    /// The day of payment; 0: not paid.
    FilingFee,
    Divisional,
    Publication,
    Grant,
    /// The first applicant.
    Applicant,
    Stated,
    /// The section of the main symbol: 0 for A.
    Section,
    /// The year it counts as filed in.
    Year,
    /// The status its events leave it in.
    Told,
    /// The day of the last event.
    LastEvent,
    /// The status, as [`status_code`] has it, on the days the head names.
    Status,
}

impl Column {
    const ALL: [Self; 15] = [
        Self::Kind,
        Self::Filing,
        Self::Received,
        Self::Entry,
        Self::FilingFee,
        Self::Divisional,
        Self::Publication,
        Self::Grant,
        Self::Applicant,
        Self::Stated,
        Self::Section,
        Self::Year,
        Self::Told,
        Self::LastEvent,
        Self::Status,
    ];

    /// Days up to which everything about a patent has happened but the end of its term.
    const DAYS: [Self; 6] = [
        Self::Filing,
        Self::Received,
        Self::Entry,
        Self::Publication,
        Self::Grant,
        Self::LastEvent,
    ];
}

/// The numbers themselves, before the columns.
const KEYS: usize = Column::ALL.len();

/// A legal status as one small number.
pub fn status_code(legal: LegalStatus) -> i64 {
    legal.status.number() * 2 + i64::from(legal.undated)
}

/// The legal status of a [`status_code`].
pub fn status_of(code: i64) -> Option<LegalStatus> {
    let undated = code.rem_euclid(2) == 1;
    StatedStatus::from_number(code.div_euclid(2)).map(|status| LegalStatus { status, undated })
}

/// What is kept of a patent in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatentRow {
    pub key: i64,
    values: [i64; Column::ALL.len()],
}

impl PatentRow {
    /// `events` in order of time.
    pub(super) fn of(
        patent: &Patent,
        applicant: Option<PartyId>,
        events: &[(String, Date)],
    ) -> Self {
        let day = |date: Option<Date>| date.map_or(NONE, |date| i64::from(date.days()));
        let section = patent.ipc.as_ref().and_then(|ipc| ipc.section().bytes().next());
        let told = status_after(events.iter().map(|(event, _)| event.as_str()));
        let mut row = Self { key: key_of(patent.number), values: [NONE; Column::ALL.len()] };
        for (column, value) in [
            (Column::Kind, patent.kind.number()),
            (Column::Filing, day(patent.filing)),
            (Column::Received, day(patent.received)),
            (Column::Entry, day(patent.entry)),
            (Column::FilingFee, filing_fee_value(patent.filing_fee).unwrap_or(NONE)),
            (Column::Divisional, i64::from(patent.divisional)),
            (Column::Publication, day(patent.publication)),
            (Column::Grant, day(patent.grant)),
            (Column::Applicant, applicant.unwrap_or(NONE)),
            (Column::Stated, patent.stated_status.map_or(NONE, StatedStatus::number)),
            (Column::Section, section.map_or(NONE, |letter| i64::from(letter - b'A'))),
            (Column::Year, i64::from(filing_counts(patent).year())),
            (Column::Told, told.map_or(NONE, StatedStatus::number)),
            (Column::LastEvent, day(events.iter().map(|(_, day)| *day).max())),
        ] {
            row.values[column as usize] = value;
        }
        row
    }

    pub fn get(&self, column: Column) -> Option<i64> {
        Some(self.values[column as usize]).filter(|value| *value != NONE)
    }

    fn day(&self, column: Column) -> Option<Date> {
        self.get(column).and_then(|days| Date::from_days(i32::try_from(days).ok()?))
    }

    /// The patent as far as figures and statuses are told from it: without texts, numbers and its symbol.
    ///
    /// Errors: a value that no constructor of this program would have written.
    pub fn patent(&self) -> Result<Patent, LedgerError> {
        let number = u64::try_from(self.key).ok().and_then(ApplicationNo::from_key);
        let kind = self.get(Column::Kind).and_then(PatentKind::from_number);
        let fee = self.get(Column::FilingFee).and_then(|days| i32::try_from(days).ok());
        Ok(Patent {
            number: number.ok_or_else(|| damaged(0))?,
            kind: kind.ok_or_else(|| damaged(1))?,
            title: None,
            filing: self.day(Column::Filing),
            received: self.day(Column::Received),
            entry: self.day(Column::Entry),
            filing_fee: filing_fee(fee),
            fee_through: None,
            divisional: self.get(Column::Divisional) == Some(1),
            parent: None,
            pct: None,
            publication: self.day(Column::Publication),
            publication_no: None,
            grant: self.day(Column::Grant),
            grant_no: None,
            ipc: None,
            stated_status: self.get(Column::Stated).and_then(StatedStatus::from_number),
        })
    }

    /// The letter of the section of the main symbol.
    pub fn section(&self) -> &'static str {
        const SECTIONS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
        let at = self.get(Column::Section).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| SECTIONS.get(at)).copied().unwrap_or_default()
    }

    /// The status at the close of a day no earlier than its last event; the outer none: earlier, its events tell.
    pub fn status_on(&self, day: Date) -> Result<Option<Option<LegalStatus>>, LedgerError> {
        if self.day(Column::LastEvent).is_some_and(|last| last > day) {
            return Ok(None);
        }
        let told = self.get(Column::Told).and_then(StatedStatus::from_number);
        Ok(Some(match told {
            Some(status) => Some(LegalStatus { status, undated: false }),
            None => self.patent()?.status_unless_told(day),
        }))
    }
}

/// How a column of a block is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Coding {
    /// Bytes a value; 0: every value is `least`.
    width: u8,
    least: i64,
}

impl Coding {
    fn of(values: &[i64]) -> Self {
        let known = || values.iter().filter(|value| **value != NONE);
        let (Some(least), Some(most)) = (known().min(), known().max()) else {
            return Self { width: 0, least: NONE };
        };
        let has_none = values.contains(&NONE);
        if least == most && !has_none {
            return Self { width: 0, least: *least };
        }
        let codes = (most - least) as u64 + 1;
        let width = (u64::BITS - codes.leading_zeros()).div_ceil(8);
        Self { width: width as u8, least: *least }
    }

    fn encode(self, values: &[i64]) -> Vec<u8> {
        let width = usize::from(self.width);
        let least = self.least;
        let code = |value: &i64| if *value == NONE { 0 } else { (value - least) as u64 + 1 };
        match width {
            0 => Vec::new(),
            1 => values.iter().map(|value| code(value) as u8).collect(),
            2 => values.iter().flat_map(|value| (code(value) as u16).to_le_bytes()).collect(),
            _ => {
                let mut data = Vec::with_capacity(width * values.len());
                let codes = values.iter().map(code);
                codes.for_each(|code| data.extend_from_slice(&code.to_le_bytes()[..width]));
                data
            }
        }
    }

    fn decode(self, data: &[u8], into: &mut Vec<i64>) {
        let least = self.least;
        let value = |code: u64| if code == 0 { NONE } else { least.wrapping_add(code as i64 - 1) };
        match self.width {
            1 => into.extend(data.iter().map(|byte| value(u64::from(*byte)))),
            2 => into.extend(
                data.chunks_exact(2)
                    .map(|two| value(u64::from(u16::from_le_bytes([two[0], two[1]])))),
            ),
            width => into.extend(data.chunks_exact(usize::from(width)).map(|bytes| {
                let mut code = [0; 8];
                code[..bytes.len()].copy_from_slice(bytes);
                value(u64::from_le_bytes(code))
            })),
        }
    }
}

/// Patents of a block that are alike in what lists are narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub year: i32,
    pub kind: i64,
    /// A [`status_code`].
    pub status: i64,
    pub patents: usize,
}

/// What is known of a block without reading its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    first: i64,
    pub patents: usize,
    codings: [Coding; KEYS + 1],
    /// The days on which the statuses are as kept; from the first on, every patent counts as filed.
    pub since: i32,
    pub until: i32,
    pub groups: Vec<Group>,
}

impl Block {
    /// Makes the head of a block of rows as they stand at the close of a day, and its columns.
    fn of(
        first: i64,
        rows: &mut [PatentRow],
        day: i32,
    ) -> Result<(Self, Vec<Vec<u8>>), LedgerError> {
        let days =
            rows.iter().flat_map(|row| Column::DAYS.map(|column| row.values[column as usize]));
        let since = days.max().map_or(day, |last| i64::from(day).max(last) as i32);
        let on = Date::from_days(since).unwrap_or(Date::MAX);
        let mut until = Date::MAX.days();
        let mut groups: BTreeMap<(i64, i64, i64), usize> = BTreeMap::new();
        for row in rows.iter_mut() {
            let told = row.get(Column::Told).and_then(StatedStatus::from_number);
            let status = match told {
                Some(status) => Some(LegalStatus { status, undated: false }),
                None => {
                    let patent = row.patent()?;
                    let now = patent.status_unless_told(on);
                    let end = patent.term_end().filter(|end| *end >= on);
                    if let Some(end) = end.filter(|end| end.days() < until)
                        && end.add_days(1).is_none_or(|then| patent.status_unless_told(then) != now)
                    {
                        until = end.days();
                    }
                    now
                }
            };
            let status = status.map_or(NONE, status_code);
            row.values[Column::Status as usize] = status;
            let kept = |column: Column| row.values[column as usize];
            *groups.entry((kept(Column::Year), kept(Column::Kind), status)).or_default() += 1;
        }
        let mut codings = [Coding { width: 0, least: NONE }; KEYS + 1];
        let mut columns = Vec::with_capacity(codings.len());
        let mut values = Vec::with_capacity(rows.len());
        for (at, coding) in codings.iter_mut().enumerate() {
            values.clear();
            match at {
                KEYS => values.extend(rows.iter().map(|row| row.key)),
                _ => values.extend(rows.iter().map(|row| row.values[at])),
            }
            *coding = Coding::of(&values);
            columns.push(coding.encode(&values));
        }
        let groups = groups.into_iter().map(|((year, kind, status), patents)| Group {
            year: year as i32,
            kind,
            status,
            patents,
        });
        let groups = groups.collect();
        Ok((Self { first, patents: rows.len(), codings, since, until, groups }, columns))
    }

    fn head(&self) -> Vec<u8> {
        let mut head = Vec::with_capacity(16 * 9 + 8 + 11 * self.groups.len());
        for Coding { width, least } in &self.codings {
            head.push(*width);
            head.extend_from_slice(&least.to_le_bytes());
        }
        head.extend_from_slice(&self.since.to_le_bytes());
        head.extend_from_slice(&self.until.to_le_bytes());
        for group in &self.groups {
            head.extend_from_slice(&(group.year as i16).to_le_bytes());
            head.push(group.kind as u8);
            head.push(if group.status == NONE { u8::MAX } else { group.status as u8 });
            head.extend_from_slice(&(group.patents as u16).to_le_bytes());
        }
        head
    }

    /// None: no program of ours wrote this.
    fn read(first: i64, patents: usize, head: &[u8]) -> Option<Self> {
        let (codings, rest) = head.split_at_checked((KEYS + 1) * 9)?;
        let (days, groups) = rest.split_at_checked(8)?;
        let mut read = [Coding { width: 0, least: NONE }; KEYS + 1];
        for (coding, bytes) in read.iter_mut().zip(codings.chunks_exact(9)) {
            *coding =
                Coding { width: bytes[0], least: i64::from_le_bytes(bytes[1..].try_into().ok()?) };
        }
        let since = i32::from_le_bytes(days[..4].try_into().ok()?);
        let until = i32::from_le_bytes(days[4..].try_into().ok()?);
        let group = |bytes: &[u8]| Group {
            year: i32::from(i16::from_le_bytes([bytes[0], bytes[1]])),
            kind: i64::from(bytes[2]),
            status: if bytes[3] == u8::MAX { NONE } else { i64::from(bytes[3]) },
            patents: usize::from(u16::from_le_bytes([bytes[4], bytes[5]])),
        };
        let groups = groups.chunks_exact(6).map(group).collect();
        Some(Self { first, patents, codings: read, since, until, groups })
    }

    /// The number, without check character, from which on patents are in the block.
    pub fn first(&self) -> i64 {
        self.first
    }

    /// Whether the statuses of the block are kept as they are on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        (self.since..=self.until).contains(&day.days())
    }

    /// Whether every patent of the block counts as filed by a day.
    pub fn is_filed_by(&self, day: Date) -> bool {
        self.since <= day.days() || self.groups.iter().all(|group| group.year < day.year())
    }

    /// Whether no patent of the block counts as filed by a day.
    pub fn is_filed_after(&self, day: Date) -> bool {
        self.groups.iter().all(|group| group.year > day.year())
    }
}

/// Where a column of a block stands.
fn place(column: usize, first: i64) -> i64 {
    ((column as i64) << COLUMN_SHIFT) | first
}

fn block_at(conn: &Connection, first: i64) -> Result<Block, LedgerError> {
    let sql = "select patents, head from patent_block where first = ?1";
    let (patents, head): (usize, Vec<u8>) = conn
        .prepare_cached(sql)?
        .query_row([first], |row| Ok((row.get::<_, i64>(0)? as usize, row.get(1)?)))?;
    Ok(Block::read(first, patents, &head).ok_or_else(|| damaged(1))?)
}

/// Reads a column of a block behind what `into` holds.
fn read_column(
    conn: &Connection,
    block: &Block,
    column: usize,
    into: &mut Vec<i64>,
) -> Result<(), LedgerError> {
    let coding = block.codings[column];
    let before = into.len();
    if coding.width == 0 {
        into.resize(before + block.patents, coding.least);
        return Ok(());
    }
    let sql = "select data from patent_column where place = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([place(column, block.first)])?;
    if let Some(row) = rows.next()? {
        let data = row.get_ref(0)?.as_blob().map_err(|_| damaged(1))?;
        coding.decode(data, into);
    }
    if into.len() != before + block.patents {
        return Err(damaged(column).into());
    }
    Ok(())
}

fn rows_of(conn: &Connection, block: &Block) -> Result<Vec<PatentRow>, LedgerError> {
    let mut values = Vec::with_capacity(block.patents);
    read_column(conn, block, KEYS, &mut values)?;
    let empty = [NONE; Column::ALL.len()];
    let mut rows: Vec<_> =
        values.iter().map(|key| PatentRow { key: *key, values: empty }).collect();
    for at in 0..Column::ALL.len() {
        values.clear();
        read_column(conn, block, at, &mut values)?;
        rows.iter_mut().zip(&values).for_each(|(row, value)| row.values[at] = *value);
    }
    Ok(rows)
}

/// Writes a block; what stands there already stays untouched.
fn write_block(
    conn: &Connection,
    first: i64,
    rows: &mut [PatentRow],
    day: i32,
    was: Option<&Block>,
) -> Result<(), LedgerError> {
    let (block, columns) = Block::of(first, rows, day)?;
    let is_there = |column: usize| was.is_some_and(|was| was.codings[column].width > 0);
    for (at, data) in columns.iter().enumerate() {
        let place = place(at, first);
        match (block.codings[at].width > 0, is_there(at)) {
            (true, true) => conn
                .prepare_cached(
                    "update patent_column set data = ?2 where place = ?1 and data <> ?2",
                )?
                .execute(params![place, data])?,
            (true, false) => conn
                .prepare_cached("insert into patent_column (place, data) values (?1, ?2)")?
                .execute(params![place, data])?,
            (false, true) => conn
                .prepare_cached("delete from patent_column where place = ?1")?
                .execute([place])?,
            (false, false) => 0,
        };
    }
    let sql = "insert into patent_block (first, patents, head) values (?1, ?2, ?3)
               on conflict (first) do update set patents = excluded.patents, head = excluded.head";
    conn.prepare_cached(sql)?.execute(params![first, rows.len() as i64, block.head()])?;
    Ok(())
}

fn remove_block(conn: &Connection, block: &Block) -> Result<(), LedgerError> {
    for (at, coding) in block.codings.iter().enumerate() {
        if coding.width > 0 {
            let sql = "delete from patent_column where place = ?1";
            conn.prepare_cached(sql)?.execute([place(at, block.first)])?;
        }
    }
    let sql = "delete from patent_block where first = ?1";
    conn.prepare_cached(sql)?.execute([block.first])?;
    Ok(())
}

/// Lays changed rows over the blocks they belong to; none: no longer in force. In order of number, each once.
fn lay_over(
    conn: &Connection,
    changes: &[(i64, Option<PatentRow>)],
    day: i32,
) -> Result<(), LedgerError> {
    let mut left = changes;
    while let Some((key, _)) = left.first() {
        let sql = "select max(first) from patent_block where first <= ?1";
        let at: Option<i64> = conn.prepare_cached(sql)?.query_row([key], |row| row.get(0))?;
        let sql = "select min(first) from patent_block where first > ?1";
        let next: Option<i64> = conn.prepare_cached(sql)?.query_row([key], |row| row.get(0))?;
        let end = left.partition_point(|(key, _)| next.is_none_or(|next| *key < next));
        let (mine, others) = left.split_at(end);
        left = others;
        let was = at.map(|first| block_at(conn, first)).transpose()?;
        let before = was.as_ref().map_or(Ok(Vec::new()), |was| rows_of(conn, was))?;
        let is_behind = before.last().is_none_or(|last| last.key < *key);
        let mut rows = Vec::with_capacity(before.len() + mine.len());
        let (mut before, mut mine) = (before.into_iter().peekable(), mine.iter().peekable());
        loop {
            let changed = match (before.peek(), mine.peek()) {
                (None, None) => break,
                (Some(row), Some((key, _))) if row.key < *key => None,
                (Some(_), None) => None,
                (_, Some(_)) => mine.next(),
            };
            match changed {
                None => rows.extend(before.next()),
                Some((key, row)) => {
                    before.next_if(|row| row.key == *key);
                    rows.extend(*row);
                }
            }
        }
        if rows.is_empty() {
            was.as_ref().map_or(Ok(()), |was| remove_block(conn, was))?;
            continue;
        }
        // What comes at the end fills its blocks; what comes in between leaves room for more.
        let size = match is_behind {
            true => BLOCK,
            false => rows.len().div_ceil(rows.len().div_ceil(BLOCK)),
        };
        // The first block of all takes whatever comes before it.
        let mut first = at.unwrap_or(0);
        for (n, rows) in rows.chunks_mut(size).enumerate() {
            if n > 0 {
                first = rows[0].key;
            }
            write_block(conn, first, rows, day, was.as_ref().filter(|_| n == 0))?;
        }
    }
    Ok(())
}

/// Rows of an entry that have yet to go to their blocks.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Of patents nothing was ever recorded of before.
    fresh: Vec<PatentRow>,
    /// Patents to be read again.
    touched: Vec<i64>,
}

impl Entry<'_> {
    /// Keeps the row of a patent nothing was ever recorded of before.
    pub(super) fn keep_row(
        &self,
        patent: &Patent,
        applicant: Option<PartyId>,
    ) -> Result<(), LedgerError> {
        let mut pending = self.pending.borrow_mut();
        pending.fresh.push(PatentRow::of(patent, applicant, &[]));
        if pending.fresh.len() >= PENDING {
            let fresh = std::mem::take(&mut pending.fresh);
            self.lay_fresh(fresh)?;
        }
        Ok(())
    }

    /// Notes that a patent is to be read again when the entry is sealed.
    pub(super) fn touch_row(&self, key: i64) {
        self.pending.borrow_mut().touched.push(key);
    }

    fn lay_fresh(&self, mut fresh: Vec<PatentRow>) -> Result<(), LedgerError> {
        fresh.sort_unstable_by_key(|row| row.key);
        fresh.dedup_by_key(|row| row.key);
        let changes: Vec<_> = fresh.into_iter().map(|row| (row.key, Some(row))).collect();
        lay_over(self.conn, &changes, self.day)
    }

    /// Brings the blocks up to what the entry leaves in force.
    pub(super) fn refresh_rows(
        &self,
        lines: impl Iterator<Item = (usize, i64)>,
    ) -> Result<(), LedgerError> {
        let Pending { fresh, mut touched } = self.pending.take();
        self.lay_fresh(fresh)?;
        let mut of_event =
            self.conn.prepare_cached("select patent from patent_event where line = ?1")?;
        for (table, line) in lines {
            match table {
                PATENT => touched.push(line / REVISIONS),
                PATENT_EVENT => touched.push(of_event.query_row([line], |row| row.get(0))?),
                _ => {}
            }
        }
        touched.sort_unstable();
        touched.dedup();
        for keys in touched.chunks(BLOCK) {
            let changes = rows_in_force(self.conn, keys)?;
            lay_over(self.conn, &changes, self.day)?;
        }
        Ok(())
    }
}

/// The rows of these patents, in order of number, as they are in force; none: not in force.
fn rows_in_force(
    conn: &Connection,
    keys: &[i64],
) -> Result<Vec<(i64, Option<PatentRow>)>, LedgerError> {
    /// Numbers between which it is cheaper to look for the next one than to pass the patents in between.
    const APART: i64 = 64;
    let mut changes: Vec<(i64, Option<PatentRow>)> = Vec::with_capacity(keys.len());
    for near in keys.chunk_by(|a, b| b - a < APART) {
        let (first, last) = (near[0], near[near.len() - 1]);
        let mut rows = Vec::with_capacity(near.len());
        each_row(conn, first, last, |row| {
            rows.push(row);
            Ok(())
        })?;
        let mut rows = rows.into_iter().peekable();
        for key in near {
            while rows.next_if(|row| row.key < *key).is_some() {}
            changes.push((*key, rows.next_if(|row| row.key == *key)));
        }
    }
    Ok(changes)
}

/// Calls `each` with the row of every patent in force between two numbers, in order.
fn each_row(
    conn: &Connection,
    first: i64,
    last: i64,
    mut each: impl FnMut(PatentRow) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let sql = "select e.patent, e.event, e.day from patent_event e
               where e.ended_by is null and e.patent between ?1 and ?2 order by e.patent, e.day, e.line";
    let mut statement = conn.prepare_cached(sql)?;
    let mut events = statement.query([first, last])?;
    let mut next: Option<(i64, String, Date)> = None;
    let mut is_over = false;
    let sql = format!(
        "select {} from patent p where p.ended_by is null and p.line between ?1 and ?2 order by p.line",
        super::patent::DATED_COLUMNS
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let end = last.saturating_mul(REVISIONS).saturating_add(REVISIONS - 1);
    let mut rows = statement.query([first.saturating_mul(REVISIONS), end])?;
    let mut mine: Vec<(String, Date)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (patent, applicant) = dated_from(row)?;
        let key = key_of(patent.number);
        mine.clear();
        while !is_over {
            if next.is_none() {
                next = match events.next()? {
                    Some(row) => {
                        let day = Date::from_days(row.get(2)?).ok_or_else(|| damaged(2))?;
                        Some((row.get(0)?, row.get(1)?, day))
                    }
                    None => None,
                };
                is_over = next.is_none();
            }
            match next.take_if(|(of, ..)| *of <= key) {
                Some((of, event, day)) if of == key => mine.push((event, day)),
                Some(_) => {}
                None => break,
            }
        }
        each(PatentRow::of(&patent, applicant, &mine))?;
    }
    Ok(())
}

/// The day in China on which the last entry was recorded.
fn last_day(conn: &Connection) -> Result<i32, LedgerError> {
    let sql = "select recorded_at from entry order by entry desc limit 1";
    let moment: Option<i64> = conn.query_row(sql, [], |row| row.get(0)).optional()?;
    Ok(moment.and_then(super::entries::day_in_china).unwrap_or(Date::MIN).days())
}

impl Ledger {
    /// Builds the blocks from the lines in force.
    pub(super) fn block_all(&self) -> Result<(), LedgerError> {
        let day = last_day(&self.conn)?;
        let mut changes = Vec::new();
        each_row(&self.conn, 0, i64::MAX, |row| {
            changes.push((row.key, Some(row)));
            if changes.len() >= PENDING {
                lay_over(&self.conn, &changes, day)?;
                changes.clear();
            }
            Ok(())
        })?;
        lay_over(&self.conn, &changes, day)
    }

    /// The blocks, where they answer for a snapshot: what is known today, of whatever day; none inside an entry.
    pub fn patent_blocks(
        &self,
        snapshot: Snapshot,
    ) -> Result<Option<PatentBlocks<'_>>, LedgerError> {
        let sql = "select (select max(entry) from entry), (select max(entry) from seal)";
        let newest: (Option<i64>, Option<i64>) =
            self.conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if newest.0 != newest.1 || newest.1.is_none_or(|newest| snapshot.known_at < newest) {
            return Ok(None);
        }
        let sql = "select first, patents, head from patent_block order by first";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut blocks = Vec::new();
        while let Some(row) = rows.next()? {
            let head = row.get_ref(2)?.as_blob().map_err(|_| damaged(2))?;
            let block = Block::read(row.get(0)?, row.get::<_, i64>(1)? as usize, head);
            blocks.push(block.ok_or_else(|| damaged(2))?);
        }
        Ok(Some(PatentBlocks { conn: &self.conn, blocks }))
    }

    /// Counts the blocks that are not what the lines in force make them.
    pub(super) fn blocks_off(&self) -> Result<usize, LedgerError> {
        let mut off = 0;
        let mut known: Vec<(i64, i64, Vec<u8>)> = Vec::new();
        let mut statement =
            self.conn.prepare("select first, patents, head from patent_block order by first")?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            known.push((row.get(0)?, row.get(1)?, row.get(2)?));
        }
        let mut columns = 0;
        let mut check = |(first, patents, head): &(i64, i64, Vec<u8>), rows: &mut [PatentRow]| {
            let Some(block) = Block::read(*first, *patents as usize, head) else { return Ok(1) };
            let (again, data) = Block::of(*first, rows, block.since)?;
            let mut is_off = again.head() != *head || rows.len() as i64 != *patents;
            let sql = "select data from patent_column where place = ?1";
            let mut statement = self.conn.prepare_cached(sql)?;
            for (at, data) in data.iter().enumerate().filter(|(at, _)| again.codings[*at].width > 0)
            {
                let there: Option<Vec<u8>> =
                    statement.query_row([place(at, *first)], |row| row.get(0)).optional()?;
                is_off |= there.as_ref() != Some(data);
                columns += 1;
            }
            Ok::<_, LedgerError>(usize::from(is_off))
        };
        let (mut at, mut rows) = (0, Vec::with_capacity(BLOCK));
        let mut strays = 0;
        each_row(&self.conn, 0, i64::MAX, |row| {
            while at + 1 < known.len() && row.key >= known[at + 1].0 {
                off += check(&known[at], &mut rows)?;
                rows.clear();
                at += 1;
            }
            match known.get(at) {
                Some((first, ..)) if row.key >= *first => rows.push(row),
                _ => strays += 1,
            }
            Ok(())
        })?;
        for block in known.iter().skip(at) {
            off += check(block, &mut rows)?;
            rows.clear();
        }
        let there: i64 =
            self.conn.query_row("select count(*) from patent_column", [], |row| row.get(0))?;
        Ok(off + usize::from(strays > 0) + usize::from(there != columns))
    }
}

/// The patents in force, block by block, in order of number.
#[derive(Debug)]
pub struct PatentBlocks<'l> {
    conn: &'l Connection,
    pub blocks: Vec<Block>,
}

impl PatentBlocks<'_> {
    /// Reads a column of a block into `into`.
    pub fn column(
        &self,
        block: usize,
        column: Column,
        into: &mut Vec<i64>,
    ) -> Result<(), LedgerError> {
        into.clear();
        read_column(self.conn, &self.blocks[block], column as usize, into)
    }

    /// Reads the numbers of a block into `into`.
    pub fn keys(&self, block: usize, into: &mut Vec<i64>) -> Result<(), LedgerError> {
        into.clear();
        read_column(self.conn, &self.blocks[block], KEYS, into)
    }

    /// Reads the rows of a block.
    pub fn rows(&self, block: usize) -> Result<Vec<PatentRow>, LedgerError> {
        rows_of(self.conn, &self.blocks[block])
    }

    /// The block a number belongs to, if there are any.
    pub fn block_of(&self, key: i64) -> Option<usize> {
        self.blocks.partition_point(|block| block.first <= key).checked_sub(1)
    }
}
