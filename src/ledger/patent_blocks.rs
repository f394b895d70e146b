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
use super::party_names;
use super::patent::{
    DATED_COLUMNS, damaged, dated_from, filing_fee, filing_fee_value, key_of, parsed,
};
use super::snapshot::Snapshot;
use super::tables::{PARTY_LINE, PATENT, PATENT_EVENT, REVISIONS};
use super::title_index::{self, Indexing, RowSet, Titles};
use super::write::Entry;
use crate::domain::counting::filing_counts;
use crate::domain::numbers::{ApplicationNo, PatentKind, PublicationNo};
use crate::domain::patent::{LegalStatus, Patent, StatedStatus, status_after};
use crate::domain::values::Date;

/// Patents of a block at most: a column of days fills a page of the file.
pub(super) const BLOCK: usize = 2000;

/// Rows that are kept before they go to their blocks.
const PENDING: usize = 32 * BLOCK;

/// Where in a place the column stands, above the first number of the block.
pub(super) const COLUMN_SHIFT: u32 = 40;

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
    /// A [`PublicationNo::key`].
    PublicationNo,
    GrantNo,
}

impl Column {
    const ALL: [Self; 17] = [
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
        Self::PublicationNo,
        Self::GrantNo,
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
            (Column::PublicationNo, patent.publication_no.map_or(NONE, PublicationNo::key)),
            (Column::GrantNo, patent.grant_no.map_or(NONE, PublicationNo::key)),
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

    /// The value a code stands for.
    #[inline]
    fn value(self, code: u64) -> i64 {
        match code {
            0 => NONE,
            code => self.least.wrapping_add(code.wrapping_sub(1) as i64),
        }
    }

    fn decode(self, data: &[u8], into: &mut Vec<i64>) {
        let value = |code| self.value(code);
        match self.width {
            1 => into.extend(codes::<1>(data).map(value)),
            2 => into.extend(codes::<2>(data).map(value)),
            3 => into.extend(codes::<3>(data).map(value)),
            4 => into.extend(codes::<4>(data).map(value)),
            5 => into.extend(codes::<5>(data).map(value)),
            6 => into.extend(codes::<6>(data).map(value)),
            7 => into.extend(codes::<7>(data).map(value)),
            _ => into.extend(codes::<8>(data).map(value)),
        }
    }
}

/// The codes of a column, so many bytes each.
#[inline]
fn codes<const WIDTH: usize>(data: &[u8]) -> impl Iterator<Item = u64> {
    // Put together in registers: a copy into eight zeros is waited for when it is read again.
    data.chunks_exact(WIDTH).map(|bytes| match WIDTH {
        1 => u64::from(bytes[0]),
        2 => u64::from(u16::from_le_bytes([bytes[0], bytes[1]])),
        3 => u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0])),
        4 => u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])),
        _ => bytes.iter().rev().fold(0, |code, byte| code << 8 | u64::from(*byte)),
    })
}

/// The places of the codes that fit, so many bytes each.
#[inline]
fn fitting<const WIDTH: usize>(data: &[u8], mut fits: impl FnMut(u64) -> bool) -> RowSet {
    RowSet::of_words(data.chunks(64 * WIDTH).map(|some| {
        let mut word = 0;
        for (bit, code) in (0..).zip(codes::<WIDTH>(some)) {
            word |= u64::from(fits(code)).wrapping_shl(bit);
        }
        word
    }))
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
        if patents > BLOCK {
            return None;
        }
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
    title_index::remove(conn, block.first)
}

/// A block whose titles are others than before.
struct Retitled {
    first: i64,
    is_new: bool,
    keys: Vec<i64>,
}

/// Lays changed rows over the blocks they belong to; none: no longer in force. In order of number, each once. Returns the
/// blocks whose titles are to be indexed: what patents they hold has changed, or one of them has a new title.
fn lay_over(
    conn: &Connection,
    changes: &[(i64, Option<PatentRow>)],
    day: i32,
    has_new_title: impl Fn(i64) -> bool,
) -> Result<Vec<Retitled>, LedgerError> {
    let mut retitled = Vec::new();
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
        let keys_before: Vec<i64> = before.iter().map(|row| row.key).collect();
        let is_retitled = mine.iter().any(|(key, _)| has_new_title(*key));
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
            let keys: Vec<i64> = rows.iter().map(|row| row.key).collect();
            let is_new = n > 0 || was.is_none();
            if is_new || is_retitled || keys != keys_before {
                retitled.push(Retitled { first, is_new, keys });
            }
        }
    }
    Ok(retitled)
}

/// Rows of patents with their titles, which stand behind one another in one text.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<(PatentRow, std::ops::Range<usize>)>,
    titles: String,
}

impl Rows {
    fn push(&mut self, row: PatentRow, title: Option<&str>) {
        let from = self.titles.len();
        self.titles.push_str(title.unwrap_or_default());
        self.rows.push((row, from..self.titles.len()));
    }

    /// Lays the rows over the blocks they belong to, and has the titles of these indexed.
    fn lay_over(
        mut self,
        conn: &Connection,
        day: i32,
        indexing: &mut Indexing,
    ) -> Result<(), LedgerError> {
        self.rows.sort_unstable_by_key(|(row, _)| row.key);
        self.rows.dedup_by_key(|(row, _)| row.key);
        let changes: Vec<_> = self.rows.iter().map(|(row, _)| (row.key, Some(*row))).collect();
        let retitled = lay_over(conn, &changes, day, |_| true)?;
        let titles = retitled.into_iter().map(|block| {
            let from = self.rows.partition_point(|(row, _)| row.key < block.keys[0]);
            let rows = self.rows[from..].iter().take(block.keys.len());
            if !rows.clone().map(|(row, _)| &row.key).eq(&block.keys) {
                return titles_of(conn, &block);
            }
            let mut titles = Titles::of(block.first, block.is_new);
            rows.for_each(|(_, title)| titles.push(&self.titles[title.clone()]));
            Ok(titles)
        });
        indexing.hand_over(conn, titles.collect::<Result<_, LedgerError>>()?)
    }
}

/// Reads the titles of a block as they are in force. What is yet to be laid over it, by then gone or another one, has the
/// block indexed again.
fn titles_of(conn: &Connection, block: &Retitled) -> Result<Titles, LedgerError> {
    let sql = "select line, title from patent
               where line between ?1 and ?2 and ended_by is null order by line";
    let mut statement = conn.prepare_cached(sql)?;
    let mut titles = Titles::of(block.first, block.is_new);
    let (Some(first), Some(last)) = (block.keys.first(), block.keys.last()) else {
        return Ok(titles);
    };
    let mut rows = statement.query([first * REVISIONS, last * REVISIONS + REVISIONS - 1])?;
    let mut left = block.keys.iter().copied().peekable();
    while let Some(row) = rows.next()? {
        let key = row.get::<_, i64>(0)? / REVISIONS;
        while left.next_if(|ended| *ended < key).is_some() {
            titles.push("");
        }
        if left.next_if_eq(&key).is_some() {
            let title = row.get_ref(1)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            titles.push(title.unwrap_or_default());
        }
    }
    left.for_each(|_| titles.push(""));
    Ok(titles)
}

/// Rows of an entry that have yet to go to their blocks.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Of patents nothing was ever recorded of before.
    fresh: Rows,
    indexing: Indexing,
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
        pending.fresh.push(PatentRow::of(patent, applicant, &[]), patent.title.as_deref());
        if pending.fresh.rows.len() >= PENDING {
            let fresh = std::mem::take(&mut pending.fresh);
            fresh.lay_over(self.conn, self.day, &mut pending.indexing)?;
        }
        Ok(())
    }

    /// Notes that a patent is to be read again when the entry is sealed.
    pub(super) fn touch_row(&self, key: i64) {
        self.pending.borrow_mut().touched.push(key);
    }

    /// Brings the blocks up to what the entry leaves in force.
    pub(super) fn refresh_rows(
        &self,
        lines: impl Iterator<Item = (usize, i64)>,
    ) -> Result<(), LedgerError> {
        let Pending { fresh, mut indexing, mut touched } = self.pending.take();
        fresh.lay_over(self.conn, self.day, &mut indexing)?;
        let mut parties = Vec::new();
        let mut of_event =
            self.conn.prepare_cached("select patent from patent_event where line = ?1")?;
        for (table, line) in lines {
            match table {
                PATENT => touched.push(line / REVISIONS),
                PARTY_LINE => parties.push(line / REVISIONS),
                PATENT_EVENT => touched.push(of_event.query_row([line], |row| row.get(0))?),
                _ => {}
            }
        }
        touched.sort_unstable();
        touched.dedup();
        for keys in touched.chunks(BLOCK) {
            let changes = rows_in_force(self.conn, keys)?;
            let mut with_new_title = Vec::new();
            for key in keys {
                if self.has_new_title(*key)? {
                    with_new_title.push(*key);
                }
            }
            let is_new = |key: i64| with_new_title.binary_search(&key).is_ok();
            let retitled = lay_over(self.conn, &changes, self.day, is_new)?;
            let titles = retitled.iter().map(|block| titles_of(self.conn, block));
            indexing.hand_over(self.conn, titles.collect::<Result<_, LedgerError>>()?)?;
        }
        indexing.finish(self.conn)?;
        party_names::refresh(self.conn, parties.into_iter())
    }

    /// Whether what the entry leaves in force of a patent may have another title than what it ended.
    fn has_new_title(&self, key: i64) -> Result<bool, LedgerError> {
        let sql = "select title from patent
                   where line between ?1 and ?2 and (ended_by is null or ended_by = ?3)";
        let mut statement = self.conn.prepare_cached(sql)?;
        let first = key * REVISIONS;
        let mut rows = statement.query([first, first + REVISIONS - 1, self.id])?;
        let mut title: Option<Option<String>> = None;
        while let Some(row) = rows.next()? {
            let found: Option<String> = row.get(0)?;
            if title.get_or_insert_with(|| found.clone()) != &found {
                return Ok(true);
            }
        }
        Ok(false)
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
        each_row(conn, first, last, |row, _| {
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

/// Calls `each` with the row and title of every patent in force between two numbers, in order.
fn each_row(
    conn: &Connection,
    first: i64,
    last: i64,
    mut each: impl FnMut(PatentRow, Option<&str>) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let sql = "select e.patent, e.event, e.day from patent_event e
               where e.ended_by is null and e.patent between ?1 and ?2 order by e.patent, e.day, e.line";
    let mut statement = conn.prepare_cached(sql)?;
    let mut events = statement.query([first, last])?;
    let mut next: Option<(i64, String, Date)> = None;
    let mut is_over = false;
    let sql = format!(
        "select {DATED_COLUMNS}, p.publication_no, p.grant_no, p.title from patent p
         where p.ended_by is null and p.line between ?1 and ?2 order by p.line"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let end = last.saturating_mul(REVISIONS).saturating_add(REVISIONS - 1);
    let mut rows = statement.query([first.saturating_mul(REVISIONS), end])?;
    let mut mine: Vec<(String, Date)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (mut patent, applicant) = dated_from(row)?;
        patent.publication_no = parsed(row, 13)?;
        patent.grant_no = parsed(row, 14)?;
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
        let title = row.get_ref(15)?.as_str_or_null().map_err(rusqlite::Error::from)?;
        each(PatentRow::of(&patent, applicant, &mine), title)?;
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
        let (mut found, mut indexing) = (Rows::default(), Indexing::default());
        each_row(&self.conn, 0, i64::MAX, |row, title| {
            found.push(row, title);
            if found.rows.len() >= PENDING {
                std::mem::take(&mut found).lay_over(&self.conn, day, &mut indexing)?;
            }
            Ok(())
        })?;
        found.lay_over(&self.conn, day, &mut indexing)?;
        indexing.finish(&self.conn)
    }

    /// Whether a snapshot shows all that is known today, of whatever day; not so inside an entry.
    pub(super) fn is_of_today(&self, snapshot: Snapshot) -> Result<bool, LedgerError> {
        let sql = "select (select max(entry) from entry), (select max(entry) from seal)";
        let newest: (Option<i64>, Option<i64>) =
            self.conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(newest.0 == newest.1 && newest.1.is_some_and(|newest| snapshot.known_at >= newest))
    }

    /// The blocks, where they answer for a snapshot: what is known today, of whatever day; none inside an entry.
    pub fn patent_blocks(
        &self,
        snapshot: Snapshot,
    ) -> Result<Option<PatentBlocks<'_>>, LedgerError> {
        if !self.is_of_today(snapshot)? {
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
        let (mut columns, mut indexed) = (0, 0);
        let mut checks = title_index::Checks::start();
        let mut check = |(first, patents, head): &(i64, i64, Vec<u8>),
                         rows: &mut [PatentRow],
                         titles: Titles| {
            let stored = title_index::stored(&self.conn, *first)?;
            indexed += stored.iter().filter(|row| !row.is_empty()).count() as i64;
            checks.hand_over(titles, stored);
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
        let mut titles = Titles::of(0, true);
        let mut strays = 0;
        each_row(&self.conn, 0, i64::MAX, |row, title| {
            while at + 1 < known.len() && row.key >= known[at + 1].0 {
                let titles = std::mem::replace(&mut titles, Titles::of(0, true));
                off += check(&known[at], &mut rows, titles)?;
                rows.clear();
                at += 1;
            }
            match known.get(at) {
                Some((first, ..)) if row.key >= *first && rows.len() < BLOCK => {
                    rows.push(row);
                    titles.push(title.unwrap_or_default());
                }
                _ => strays += 1,
            }
            Ok(())
        })?;
        for block in known.iter().skip(at) {
            let titles = std::mem::replace(&mut titles, Titles::of(0, true));
            off += check(block, &mut rows, titles)?;
            rows.clear();
        }
        let count = |sql| self.conn.query_row(sql, [], |row| row.get::<_, i64>(0));
        let is_more = count("select count(*) from patent_column")? != columns
            || count("select count(*) from title_index")? != indexed;
        Ok(off + checks.finish() + usize::from(strays > 0) + usize::from(is_more))
    }
}

/// The patents in force, block by block, in order of number.
#[derive(Debug)]
pub struct PatentBlocks<'l> {
    pub(super) conn: &'l Connection,
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

    /// Marks the patents of a block whose value in a column fits; without a column, whose number fits.
    pub fn mark(
        &self,
        block: usize,
        column: Option<Column>,
        marked: &mut RowSet,
        mut fits: impl FnMut(i64) -> bool,
    ) -> Result<(), LedgerError> {
        let at = column.map_or(KEYS, |column| column as usize);
        let coding = self.blocks[block].codings[at];
        if coding.width == 0 {
            if fits(coding.least) {
                marked.unite(&RowSet::first(self.blocks[block].patents));
            }
            return Ok(());
        }
        let sql = "select data from patent_column where place = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([place(at, self.blocks[block].first)])?;
        let row = rows.next()?.ok_or_else(|| damaged(at))?;
        let data = row.get_ref(0)?.as_blob().map_err(|_| damaged(at))?;
        if data.len() != self.blocks[block].patents * usize::from(coding.width) {
            return Err(damaged(at).into());
        }
        let fits = |code| fits(coding.value(code));
        marked.unite(&match coding.width {
            1 => fitting::<1>(data, fits),
            2 => fitting::<2>(data, fits),
            3 => fitting::<3>(data, fits),
            4 => fitting::<4>(data, fits),
            5 => fitting::<5>(data, fits),
            6 => fitting::<6>(data, fits),
            7 => fitting::<7>(data, fits),
            _ => fitting::<8>(data, fits),
        });
        Ok(())
    }

    /// Whether no patent of a block has a value in a column.
    pub fn are_none(&self, block: usize, column: Column) -> bool {
        self.blocks[block].codings[column as usize] == Coding { width: 0, least: NONE }
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
