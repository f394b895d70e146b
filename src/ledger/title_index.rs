//! Where in the titles of patents in force which two characters stand side by side: an inverted index of pairs, so that a
//! word is found without reading titles. Derived, block by block as `patent_blocks` has them; recounted by `verify`.
//!
//! A pair is two neighbouring UTF-16 units of a title's [`search_key`]. Of a word, each pair must stand in the title; and
//! if the characters inside the word come but once in the title, the pairs can only stand behind one another as in the
//! word. Where a pair's second character comes again in its title, the pair is kept apart by the unit behind it; where
//! the whole pair does, by the unit before it too. What then is still open is told by the title itself: where inside the
//! word three characters stand that come again.
//!
//! Pairs are spread over [`BUCKETS`] buckets; a row of the table is one bucket of one block, a stream of bits: how many
//! lists of patents, and of each how far its pair is from the one before, the units around it as far as they are kept
//! apart, how many patents, and their distances, or a bit for every patent of the block. Distances are Rice codes, counts
//! Elias gamma codes.

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, OptionalExtension, params};

use super::error::LedgerError;
use super::patent::damaged;
use super::patent_blocks::{BLOCK, COLUMN_SHIFT, PatentBlocks};
use super::tables::REVISIONS;
use crate::domain::values::text::search_key;

/// Into how many rows the pairs of a block are spread.
pub(super) const BUCKETS: i64 = 1 << BUCKET_BITS;
const BUCKET_BITS: u32 = 6;

/// Bits that tell the pairs of a bucket apart.
const REST_BITS: u32 = u32::BITS - BUCKET_BITS;

/// Units around a pair by which its lists are kept apart: the one behind it, and above it the one before it.
const AROUND_BITS: u32 = 32;
/// The pair's second unit comes again: the unit behind is told.
const AGAIN: u64 = 1 << (AROUND_BITS + 2);
/// The whole pair comes again: the unit before is told too.
const WHOLE: u64 = 1 << (AROUND_BITS + 1);
/// The unit before and the pair come again.
const THREE: u64 = 1 << AROUND_BITS;

/// Bits below those that tell a list, for the patent's place in its block.
const ROW_BITS: u32 = 16;
const _: () = assert!(BLOCK <= 1 << ROW_BITS);

/// A list of more than one in so many of a block's patents is a bit for each of them.
const DENSE: usize = 6;

/// From so many patents on, the length of their list stands before it, so that it can be passed.
const LONG: usize = 16;

/// Some patents of a block, by their places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSet([u64; WORDS]);

const WORDS: usize = BLOCK.div_ceil(64);

impl RowSet {
    pub const EMPTY: Self = Self([0; WORDS]);

    /// The places whose bits are set, 64 a number; no more than a block has.
    pub fn of_words(words: impl Iterator<Item = u64>) -> Self {
        let mut set = Self::EMPTY;
        set.0.iter_mut().zip(words).for_each(|(word, bits)| *word = bits);
        set
    }

    /// The first so many of a block.
    pub fn first(patents: usize) -> Self {
        let mut first = Self::EMPTY;
        (0..patents).for_each(|row| first.insert(row));
        first
    }

    pub fn insert(&mut self, row: usize) {
        self.0[row / 64] |= 1 << (row % 64);
    }

    pub fn remove(&mut self, row: usize) {
        self.0[row / 64] &= !(1 << (row % 64));
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps what stands in both.
    pub fn intersect(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Takes in what stands in the other.
    pub fn unite(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// The places, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

/// Two neighbouring units as a number whose upper bits are the bucket's.
fn pair(first: u16, second: u16) -> u32 {
    // Multiplied by an odd number no two become alike.
    (u32::from(first) << 16 | u32::from(second)).wrapping_mul(0x9E37_79B1)
}

fn bucket_of(pair: u32) -> i64 {
    i64::from(pair >> REST_BITS)
}

/// The bits of a Rice code's rest, for values that lie `mean` apart.
fn rice(mean: usize) -> u32 {
    mean.checked_ilog2().unwrap_or(0)
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    pending: u64,
    filled: u32,
}

impl Writer {
    /// Writes up to 32 bits, the lowest first.
    #[inline]
    fn bits(&mut self, value: u32, count: u32) {
        self.pending |= u64::from(value) << self.filled;
        self.filled += count;
        if self.filled >= 32 {
            self.bytes.extend_from_slice(&(self.pending as u32).to_le_bytes());
            self.pending >>= 32;
            self.filled -= 32;
        }
    }

    fn unary(&mut self, zeros: u32) {
        for _ in 0..zeros / 24 {
            self.bits(0, 24);
        }
        self.bits(1 << (zeros % 24), zeros % 24 + 1);
    }

    #[inline]
    fn rice(&mut self, value: u32, bits: u32) {
        let (upper, lower) = (value >> bits, value & ((1 << bits) - 1));
        if upper + bits < 32 {
            let both = (u64::from(lower) << 1 | 1) << upper;
            self.bits(both as u32, upper + 1 + bits);
        } else {
            self.unary(upper);
            self.bits(lower, bits);
        }
    }

    /// A number above 0.
    fn gamma(&mut self, value: u32) {
        let bits = value.ilog2();
        self.unary(bits);
        self.bits(value & ((1 << bits) - 1), bits);
    }

    fn finish(mut self) -> Vec<u8> {
        let left = self.filled.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&self.pending.to_le_bytes()[..left]);
        self.bytes
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    /// At least 57 bits from where it stands; behind the end, zeros.
    fn peek(&self) -> u64 {
        let from = self.at / 8;
        let word = match self.bytes.get(from..from + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
            None => {
                let mut word = [0; 8];
                let left = self.bytes.get(from..).unwrap_or_default();
                word[..left.len()].copy_from_slice(left);
                u64::from_le_bytes(word)
            }
        };
        word >> (self.at % 8)
    }

    fn is_over(&self) -> bool {
        self.at > self.bytes.len() * 8
    }

    fn bits(&mut self, count: u32) -> u32 {
        let value = self.peek() & ((1 << count) - 1);
        self.at += count as usize;
        value as u32
    }

    fn unary(&mut self) -> Option<u32> {
        let mut zeros = 0;
        loop {
            let ahead = self.peek().trailing_zeros();
            if ahead < 57 {
                self.at += ahead as usize + 1;
                return Some(zeros + ahead);
            }
            zeros += 56;
            self.at += 56;
            if self.is_over() {
                return None;
            }
        }
    }

    #[inline]
    fn rice(&mut self, bits: u32) -> Option<u32> {
        let ahead = self.peek();
        let zeros = ahead.trailing_zeros();
        if zeros + bits < 56 {
            self.at += (zeros + 1 + bits) as usize;
            let lower = (ahead >> (zeros + 1)) as u32 & ((1 << bits) - 1);
            return Some(zeros.checked_shl(bits)? | lower);
        }
        let upper = self.unary()?;
        Some(upper.checked_shl(bits)? | self.bits(bits))
    }

    fn gamma(&mut self) -> Option<u32> {
        let bits = self.unary().filter(|bits| *bits < u32::BITS)?;
        Some(1 << bits | self.bits(bits))
    }
}

/// Calls `each` with every pair of a title and what is kept of the units around it.
fn each_pair(units: &[u16], mut each: impl FnMut(u32, u64)) {
    // Most titles tell at once that a unit does not come again: no other falls on its bit.
    let bit = |unit: u16| 1_u64 << ((unit ^ unit >> 6) & 63);
    let (mut once, mut again) = (0, 0);
    for unit in units {
        again |= once & bit(*unit);
        once |= bit(*unit);
    }
    for (at, two) in units.windows(2).enumerate() {
        let comes_again = again & bit(two[1]) != 0
            && units.iter().filter(|unit| **unit == two[1]).nth(1).is_some();
        let mut around = 0;
        if comes_again {
            around = AGAIN | units.get(at + 2).map_or(0, |unit| u64::from(*unit));
            if units.windows(2).filter(|other| *other == two).nth(1).is_some() {
                let before = at.checked_sub(1).map(|before| &units[before..at + 2]);
                let are_three = before.is_some_and(|three| {
                    units.windows(3).filter(|other| *other == three).nth(1).is_some()
                });
                let unit = before.map_or(0, |three| u64::from(three[0]));
                around |= WHOLE | if are_three { THREE } else { 0 } | unit << 16;
            }
        }
        each(pair(two[0], two[1]), around);
    }
}

/// Makes the rows of a block's titles, bucket by bucket; empty: no row.
pub(super) fn rows_of<'t>(titles: impl ExactSizeIterator<Item = &'t str>) -> Vec<Vec<u8>> {
    let patents = titles.len();
    let mut buckets: Vec<Vec<u128>> = vec![Vec::new(); BUCKETS as usize];
    let mut units: Vec<u16> = Vec::new();
    for (row, title) in titles.enumerate() {
        units.clear();
        units.extend(search_key(title).encode_utf16());
        each_pair(&units, |pair, around| {
            let rest = u64::from(pair) & ((1 << REST_BITS) - 1);
            let list = rest << (AROUND_BITS + 3) | around;
            buckets[bucket_of(pair) as usize].push(u128::from(list) << ROW_BITS | row as u128);
        });
    }
    buckets.into_iter().map(|found| row_of(found, patents)).collect()
}

/// Makes a row of lists and places, each pair of which is one number.
fn row_of(mut found: Vec<u128>, patents: usize) -> Vec<u8> {
    found.sort_unstable();
    found.dedup();
    let lists = || found.chunk_by(|a, b| a >> ROW_BITS == b >> ROW_BITS);
    let count = lists().count();
    if count == 0 {
        return Vec::new();
    }
    let mut out = Writer::default();
    out.gamma(count as u32);
    let apart = rice((1 << REST_BITS) / count);
    let mut before = 0;
    for list in lists() {
        let told = (list[0] >> ROW_BITS) as u64;
        let rest = (told >> (AROUND_BITS + 3)) as u32;
        out.rice(rest - before, apart);
        before = rest;
        out.bits(u32::from(told & AGAIN != 0), 1);
        if told & AGAIN != 0 {
            out.bits(u32::from(told & WHOLE != 0), 1);
            out.bits(told as u32 & 0xFFFF, 16);
        }
        if told & WHOLE != 0 {
            out.bits(u32::from(told & THREE != 0), 1);
            out.bits(told as u32 >> 16, 16);
        }
        out.gamma(list.len() as u32);
        let rows = || list.iter().map(|found| *found as u16 as usize);
        if list.len() * DENSE >= patents {
            let mut set = RowSet::EMPTY;
            rows().for_each(|row| set.insert(row));
            for from in (0..patents).step_by(32) {
                let half = (set.0[from / 64] >> (from % 64)) as u32;
                out.bits(half, 32.min(patents - from) as u32);
            }
            continue;
        }
        let apart = rice(patents / list.len());
        let gaps = || {
            let mut next = 0;
            rows().map(move |row| (row - std::mem::replace(&mut next, row + 1)) as u32)
        };
        if list.len() >= LONG {
            out.bits(gaps().map(|gap| (gap >> apart) + 1 + apart).sum(), 16);
        }
        gaps().for_each(|gap| out.rice(gap, apart));
    }
    out.finish()
}

/// The patents of a block in whose titles a pair stands.
struct Found {
    /// Those in which the second character comes but once, or nothing is asked of what stands behind it.
    once: RowSet,
    /// Those in which it comes again, with what was asked for behind one of them.
    again: RowSet,
    /// Of these, those in which the whole pair comes again and the unit before it too.
    three: RowSet,
}

/// Finds a pair in a row: of those whose second unit comes again, the ones with these units before and behind, where the
/// word has any. None: no program of ours wrote this.
fn find(
    bytes: &[u8],
    patents: usize,
    wanted: u32,
    before: Option<u16>,
    behind: Option<u16>,
) -> Option<Found> {
    let mut found = Found { once: RowSet::EMPTY, again: RowSet::EMPTY, three: RowSet::EMPTY };
    let mut from = Reader { bytes, at: 0 };
    let wanted = wanted & ((1 << REST_BITS) - 1);
    let count = from.gamma()?;
    let apart = rice((1_usize << REST_BITS).checked_div(count as usize)?);
    let mut rest = 0_u32;
    for _ in 0..count {
        rest = rest.checked_add(from.rice(apart)?)?;
        if rest > wanted {
            break;
        }
        let comes_again = from.bits(1) == 1;
        let (mut is_wanted, mut are_three) = (rest == wanted, false);
        if comes_again {
            let is_whole = from.bits(1) == 1;
            let unit = from.bits(16);
            is_wanted &= behind.is_none_or(|behind| u32::from(behind) == unit);
            if is_whole {
                are_three = from.bits(1) == 1;
                let unit = from.bits(16);
                let is_before = || before.is_none_or(|before| u32::from(before) == unit);
                is_wanted &= behind.is_none() || is_before();
            }
        }
        let size = from.gamma().map(|size| size as usize).filter(|size| *size <= patents)?;
        let rows = from.list(size, patents, is_wanted)?;
        if let Some(rows) = rows {
            match comes_again && behind.is_some() {
                false => found.once.unite(&rows),
                true => {
                    found.again.unite(&rows);
                    if are_three {
                        found.three.unite(&rows);
                    }
                }
            }
        }
    }
    Some(found)
}

impl Reader<'_> {
    /// Reads a list of patents, or passes it.
    fn list(&mut self, size: usize, patents: usize, is_wanted: bool) -> Option<Option<RowSet>> {
        let mut rows = is_wanted.then_some(RowSet::EMPTY);
        if size * DENSE >= patents {
            match &mut rows {
                None => self.at += patents,
                Some(rows) => {
                    for from in (0..patents).step_by(32) {
                        let half = self.bits(32.min(patents - from) as u32);
                        rows.0[from / 64] |= u64::from(half) << (from % 64);
                    }
                }
            }
            return (!self.is_over()).then_some(rows);
        }
        let length = if size >= LONG { Some(self.bits(16) as usize) } else { None };
        if let (Some(length), None) = (length, &rows) {
            self.at += length;
            return (!self.is_over()).then_some(rows);
        }
        let apart = rice(patents / size);
        let mut next = 0;
        for _ in 0..size {
            let row =
                self.rice(apart)?.checked_add(next).filter(|row| (*row as usize) < patents)?;
            if let Some(rows) = &mut rows {
                rows.insert(row as usize);
            }
            next = row + 1;
        }
        (!self.is_over()).then_some(rows)
    }
}

/// The titles of a block, in order of number.
#[derive(Debug)]
pub(super) struct Titles {
    pub first: i64,
    /// No row of the block stands yet.
    pub is_new: bool,
    text: String,
    ends: Vec<usize>,
}

impl Titles {
    pub fn of(first: i64, is_new: bool) -> Self {
        Self { first, is_new, text: String::new(), ends: Vec::with_capacity(BLOCK) }
    }

    pub fn push(&mut self, title: &str) {
        self.text.push_str(title);
        self.ends.push(self.text.len());
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut from = 0;
        self.ends.iter().map(move |end| &self.text[std::mem::replace(&mut from, *end)..*end])
    }
}

/// A block's first number, whether it is new, and its rows.
type Indexed = (i64, bool, Vec<Vec<u8>>);

fn index(blocks: &[Titles]) -> Vec<Indexed> {
    blocks.iter().map(|block| (block.first, block.is_new, rows_of(block.iter()))).collect()
}

/// Blocks handed over to be indexed; many of them meanwhile, on a thread of their own.
#[derive(Debug, Default)]
pub(super) struct Indexing {
    running: Option<JoinHandle<Vec<Indexed>>>,
}

impl Indexing {
    /// Indexes blocks; what was handed over before is written down.
    pub fn hand_over(&mut self, conn: &Connection, blocks: Vec<Titles>) -> Result<(), LedgerError> {
        /// So few that a thread isn't worth it.
        const FEW: usize = 2;
        self.finish(conn)?;
        if blocks.len() <= FEW {
            return write(conn, &index(&blocks));
        }
        let blocks = Arc::new(blocks);
        let theirs = Arc::clone(&blocks);
        match thread::Builder::new().spawn(move || index(&theirs)) {
            Ok(running) => self.running = Some(running),
            Err(_) => write(conn, &index(&blocks))?,
        }
        Ok(())
    }

    /// Writes down what is still being indexed.
    pub fn finish(&mut self, conn: &Connection) -> Result<(), LedgerError> {
        let Some(running) = self.running.take() else { return Ok(()) };
        match running.join() {
            Ok(indexed) => write(conn, &indexed),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// Blocks whose rows are made again and held against what stands, on a thread of its own.
pub(super) struct Checks {
    sender: Option<SyncSender<(Titles, Vec<Vec<u8>>)>>,
    /// None: the system gave no thread.
    running: Option<JoinHandle<usize>>,
    off: usize,
}

fn is_off(titles: &Titles, stored: &[Vec<u8>]) -> usize {
    usize::from(rows_of(titles.iter()) != *stored)
}

impl Checks {
    pub fn start() -> Self {
        /// Blocks that wait for the thread.
        const WAITING: usize = 4;
        let (sender, receiver) = sync_channel::<(Titles, Vec<Vec<u8>>)>(WAITING);
        let check = move || receiver.iter().map(|(titles, stored)| is_off(&titles, &stored)).sum();
        let running = thread::Builder::new().spawn(check).ok();
        Self { sender: running.is_some().then_some(sender), running, off: 0 }
    }

    pub fn hand_over(&mut self, titles: Titles, stored: Vec<Vec<u8>>) {
        match &self.sender {
            // Where the thread has ended in a panic, the end tells.
            Some(sender) => drop(sender.send((titles, stored))),
            None => self.off += is_off(&titles, &stored),
        }
    }

    /// How many blocks are off.
    pub fn finish(mut self) -> usize {
        self.sender = None;
        match self.running.take().map(JoinHandle::join) {
            None => self.off,
            Some(Ok(off)) => off,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
        }
    }
}

fn place(bucket: i64, first: i64) -> i64 {
    (bucket << COLUMN_SHIFT) | first
}

fn write(conn: &Connection, blocks: &[Indexed]) -> Result<(), LedgerError> {
    let mut insert =
        conn.prepare_cached("insert into title_index (place, data) values (?1, ?2)")?;
    let mut upsert = conn.prepare_cached(
        "insert into title_index (place, data) values (?1, ?2)
         on conflict (place) do update set data = excluded.data where data <> excluded.data",
    )?;
    let mut delete = conn.prepare_cached("delete from title_index where place = ?1")?;
    for bucket in 0..BUCKETS {
        for (first, is_new, rows) in blocks {
            let (place, data) = (place(bucket, *first), &rows[bucket as usize]);
            match (data.is_empty(), is_new) {
                (true, true) => 0,
                (true, false) => delete.execute([place])?,
                (false, true) => insert.execute(params![place, data])?,
                (false, false) => upsert.execute(params![place, data])?,
            };
        }
    }
    Ok(())
}

/// Removes the rows of a block.
pub(super) fn remove(conn: &Connection, first: i64) -> Result<(), LedgerError> {
    write(conn, &[(first, false, vec![Vec::new(); BUCKETS as usize])])
}

/// The rows of a block as they stand.
pub(super) fn stored(conn: &Connection, first: i64) -> Result<Vec<Vec<u8>>, LedgerError> {
    let mut statement = conn.prepare_cached("select data from title_index where place = ?1")?;
    let mut row = |bucket| {
        let data = statement.query_row([place(bucket, first)], |row| row.get(0)).optional()?;
        Ok(data.unwrap_or_default())
    };
    (0..BUCKETS).map(&mut row).collect()
}

impl PatentBlocks<'_> {
    /// No patent, block by block.
    pub fn no_rows(&self) -> Vec<RowSet> {
        vec![RowSet::EMPTY; self.blocks.len()]
    }

    /// The patents in whose titles a word stands, block by block. `key` is the word's [`search_key`]; none where it is a
    /// single unit, which no pair tells of.
    pub fn in_titles(&self, key: &str) -> Result<Option<Vec<RowSet>>, LedgerError> {
        let units: Vec<u16> = key.encode_utf16().collect();
        if units.len() < 2 {
            return Ok(None);
        }
        let mut sets: Option<Vec<RowSet>> = None;
        // Where three units inside the word come again: what is before them may stand before others than what is behind.
        let mut open = self.no_rows();
        let mut again_before = self.no_rows();
        for (at, two) in units.windows(2).enumerate() {
            let wanted = pair(two[0], two[1]);
            let before = at.checked_sub(1).map(|before| units[before]);
            let behind = units.get(at + 2).copied();
            let mut now = self.no_rows();
            let mut again = self.no_rows();
            let mut take = |block: usize, data: &[u8]| {
                let patents = self.blocks[block].patents;
                let found =
                    find(data, patents, wanted, before, behind).ok_or_else(|| damaged(1))?;
                let mut both = found.three;
                both.intersect(&again_before[block]);
                open[block].unite(&both);
                now[block] = found.once;
                now[block].unite(&found.again);
                again[block] = found.again;
                Ok::<_, LedgerError>(())
            };
            let may_hold = |block: usize| {
                sets.as_ref().is_none_or(|sets: &Vec<RowSet>| !sets[block].is_empty())
            };
            self.each_of_bucket(bucket_of(wanted), may_hold, &mut take)?;
            sets = Some(match sets {
                None => now,
                Some(mut sets) => {
                    sets.iter_mut().zip(&now).for_each(|(set, now)| set.intersect(now));
                    sets
                }
            });
            again_before = again;
        }
        let mut sets = sets.unwrap_or_default();
        let mut keys = Vec::new();
        for (block, (set, open)) in sets.iter_mut().zip(&mut open).enumerate() {
            open.intersect(set);
            if open.is_empty() {
                continue;
            }
            self.keys(block, &mut keys)?;
            for row in open.iter() {
                if !self.title_of(keys[row])?.is_some_and(|title| search_key(&title).contains(key))
                {
                    set.remove(row);
                }
            }
        }
        Ok(Some(sets))
    }

    fn title_of(&self, key: i64) -> Result<Option<String>, LedgerError> {
        let sql = "select title from patent where line between ?1 and ?2 and ended_by is null";
        let mut statement = self.conn.prepare_cached(sql)?;
        let first = key * REVISIONS;
        let title = statement.query_row([first, first + REVISIONS - 1], |row| row.get(0));
        Ok(title.optional()?.flatten())
    }

    /// Calls `each` with the row of a bucket of every block that may hold what is wanted.
    fn each_of_bucket(
        &self,
        bucket: i64,
        may_hold: impl Fn(usize) -> bool,
        each: &mut impl FnMut(usize, &[u8]) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        /// Of so many blocks it is cheaper to pass one than to look for the next.
        const APART: usize = 8;
        let wanted: Vec<usize> = (0..self.blocks.len()).filter(|block| may_hold(*block)).collect();
        let sql =
            "select place, data from title_index where place between ?1 and ?2 order by place";
        let mut statement = self.conn.prepare_cached(sql)?;
        for near in wanted.chunk_by(|a, b| b - a < APART) {
            let firsts = [near[0], near[near.len() - 1]].map(|block| self.blocks[block].first());
            let mut rows = statement.query(firsts.map(|first| place(bucket, first)))?;
            let mut near = near.iter().copied().peekable();
            while let Some(row) = rows.next()? {
                let first = row.get::<_, i64>(0)? - place(bucket, 0);
                while near.next_if(|block| self.blocks[*block].first() < first).is_some() {}
                if let Some(block) = near.next_if(|block| self.blocks[*block].first() == first) {
                    each(block, row.get_ref(1)?.as_blob().map_err(|_| damaged(1))?)?;
                }
            }
        }
        Ok(())
    }
}
