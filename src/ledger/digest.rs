//! The canonical bytes an entry's hash covers, and nothing else.
//!
//! ```text
//! value   null  = 00
//!         int   = 01 zigzag LEB128
//!         text  = 02 LEB128(length in bytes) bytes (UTF-8)
//!         blob  = 03 LEB128(length) bytes
//! row     = key as int, then each column of tables::TABLES that the entry's hash version covers as a value, in
//!           that order
//! stream  = rows (or the keys of ended lines) of one table for one entry, in ascending key order
//! lines   = for each table that has any: text(name) int(brought) SHA-256(rows brought)
//!                                        int(ended) SHA-256(keys ended)
//! digest  = SHA-256(lines)
//! hash    = SHA-256(previous_hash, then as values: hash_version entry recorded_at recorded_by action
//!                   reason source_name source_sha256 source_bytes settings voids
//!                   outcome lines_brought lines_ended digest)
//! ```
//!
//! Key order is the order in which a bulk import inserts and in which `verify` meets the lines, so
//! either is one pass. `brought_by` and `ended_by` are covered by the entry a line is hashed under.
//!
//! The hash version names the lists of columns; these rules are the same for all of them. A line is hashed by the
//! version of the entry that brought it in: columns that came later are no part of it and stay null or at their
//! default. Versions: 1, the first release; 2, plans, and the plan, baseline, reporter and paragraph of a target;
//! also programmes with their cases, certificates, and localities; 3, evidence of high value, population, rules of the
//! stock and tables of IPC symbols; 4, the business number of a party.

use std::collections::BTreeMap;
use std::mem;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::tables::LineTable;

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The version new entries are sealed under.
pub const HASH_VERSION: i64 = 4;

/// Bytes of one row, reused from row to row.
#[derive(Debug, Default, Clone)]
pub struct CanonicalRow(Vec<u8>);

impl CanonicalRow {
    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    #[inline]
    pub fn null(&mut self) {
        self.0.push(0);
    }

    #[inline]
    pub fn int(&mut self, value: i64) {
        self.0.push(1);
        self.varint(((value << 1) ^ (value >> 63)) as u64);
    }

    #[inline]
    pub fn text(&mut self, value: &str) {
        self.0.push(2);
        self.varint(value.len() as u64);
        self.0.extend_from_slice(value.as_bytes());
    }

    pub fn blob(&mut self, value: &[u8]) {
        self.0.push(3);
        self.varint(value.len() as u64);
        self.0.extend_from_slice(value);
    }

    #[inline]
    pub fn opt_int(&mut self, value: Option<i64>) {
        match value {
            Some(value) => self.int(value),
            None => self.null(),
        }
    }

    #[inline]
    pub fn opt_text(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    pub fn opt_blob(&mut self, value: Option<&[u8]>) {
        match value {
            Some(value) => self.blob(value),
            None => self.null(),
        }
    }

    /// Takes a value as the database holds it. A real number has no place in the ledger: it is
    /// hashed under a tag no valid row uses, so that it is found.
    pub fn value(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.null(),
            ValueRef::Integer(i) => self.int(i),
            ValueRef::Real(r) => {
                self.0.push(4);
                self.0.extend_from_slice(&r.to_bits().to_be_bytes());
            }
            ValueRef::Text(t) => {
                self.0.push(2);
                self.varint(t.len() as u64);
                self.0.extend_from_slice(t);
            }
            ValueRef::Blob(b) => self.blob(b),
        }
    }

    #[inline]
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value as u8) | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

/// Bytes handed to the thread that hashes a long stream.
const PIECE: usize = 1 << 16;

/// Pieces that may wait for it.
const WAITING: usize = 4;

/// How a stream is hashed.
#[derive(Debug)]
enum Hashing {
    Here(Sha256),
    /// On a thread of its own, while the next rows are made.
    Beside {
        piece: Vec<u8>,
        filled: SyncSender<Vec<u8>>,
        emptied: Receiver<Vec<u8>>,
        hash: JoinHandle<Sha256>,
    },
}

impl Default for Hashing {
    fn default() -> Self {
        Self::Here(Sha256::new())
    }
}

impl Hashing {
    /// Here, where the system gives no thread.
    fn beside() -> Self {
        let (filled, pieces) = sync_channel::<Vec<u8>>(WAITING);
        let (giver_back, emptied) = channel();
        let hashing = move || {
            let mut hasher = Sha256::new();
            for piece in pieces {
                hasher.update(&piece);
                // After the last piece nobody fills another.
                let _ = giver_back.send(piece);
            }
            hasher
        };
        match thread::Builder::new().spawn(hashing) {
            Ok(hash) => Self::Beside { piece: Vec::with_capacity(PIECE), filled, emptied, hash },
            Err(_) => Self::default(),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Here(hasher) => hasher.update(bytes),
            Self::Beside { piece, filled, emptied, .. } => {
                piece.extend_from_slice(bytes);
                if piece.len() >= PIECE {
                    let mut next = emptied.try_recv().unwrap_or_default();
                    next.clear();
                    // A thread that is gone has panicked, and says so when it is joined.
                    let _ = filled.send(mem::replace(piece, next));
                }
            }
        }
    }

    fn finish(self) -> Hash {
        let hasher = match self {
            Self::Here(hasher) => hasher,
            Self::Beside { piece, filled, hash, .. } => {
                let _ = filled.send(piece);
                drop(filled);
                hash.join().unwrap_or_else(|panic| resume_unwind(panic))
            }
        };
        hasher.finalize().into()
    }
}

/// One stream of rows or keys in ascending key order.
#[derive(Debug, Default)]
struct Stream {
    hashing: Hashing,
    count: i64,
    last_key: Option<i64>,
}

impl Stream {
    fn push(&mut self, key: i64, bytes: &[u8]) {
        assert!(self.last_key.is_none_or(|last| last < key), "rows are hashed in key order");
        self.last_key = Some(key);
        self.count += 1;
        self.hashing.update(bytes);
    }
}

/// What one entry brought in and ended, table by table, on its way to a digest.
#[derive(Debug, Default)]
pub struct LinesDigest {
    tables: BTreeMap<usize, (Stream, Stream)>,
}

impl LinesDigest {
    /// The lines a table is about to get are many: they are hashed beside what makes them.
    pub fn expect_many(&mut self, table: usize) {
        let brought = &mut self.tables.entry(table).or_default().0;
        if brought.count == 0 {
            brought.hashing = Hashing::beside();
        }
    }

    /// Takes a line brought in: its key and the canonical bytes of its row.
    pub fn brought(&mut self, table: usize, key: i64, row: &[u8]) {
        self.tables.entry(table).or_default().0.push(key, row);
    }

    /// Takes the key of a line ended.
    pub fn ended(&mut self, table: usize, key: i64) {
        let mut canon = CanonicalRow::default();
        canon.int(key);
        self.tables.entry(table).or_default().1.push(key, canon.bytes());
    }

    pub fn lines_brought(&self) -> i64 {
        self.tables.values().map(|(brought, _)| brought.count).sum()
    }

    pub fn lines_ended(&self) -> i64 {
        self.tables.values().map(|(_, ended)| ended.count).sum()
    }

    /// Closes the streams of `all`, the tables they were numbered by.
    pub fn finish(self, all: &[LineTable]) -> Hash {
        let mut canon = CanonicalRow::default();
        let any =
            |(_, (brought, ended)): &(usize, (Stream, Stream))| brought.count + ended.count > 0;
        for (table, (brought, ended)) in self.tables.into_iter().filter(any) {
            canon.text(all[table].name);
            canon.int(brought.count);
            canon.blob(&brought.hashing.finish());
            canon.int(ended.count);
            canon.blob(&ended.hashing.finish());
        }
        Sha256::digest(canon.bytes()).into()
    }
}

/// The fields of an entry and its seal that the hash covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEntry {
    pub entry: i64,
    pub recorded_at: i64,
    pub recorded_by: String,
    pub action: String,
    pub reason: Option<String>,
    pub source_name: Option<String>,
    pub source_sha256: Option<Vec<u8>>,
    pub source_bytes: Option<i64>,
    pub settings: String,
    pub voids: Option<i64>,
    pub outcome: String,
    pub lines_brought: i64,
    pub lines_ended: i64,
    pub lines_digest: Hash,
    pub hash_version: i64,
}

impl SealedEntry {
    /// Returns the entry's hash on top of the one before it.
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut canon = CanonicalRow::default();
        canon.int(self.hash_version);
        canon.int(self.entry);
        canon.int(self.recorded_at);
        canon.text(&self.recorded_by);
        canon.text(&self.action);
        canon.opt_text(self.reason.as_deref());
        canon.opt_text(self.source_name.as_deref());
        canon.opt_blob(self.source_sha256.as_deref());
        canon.opt_int(self.source_bytes);
        canon.text(&self.settings);
        canon.opt_int(self.voids);
        canon.text(&self.outcome);
        canon.int(self.lines_brought);
        canon.int(self.lines_ended);
        canon.blob(&self.lines_digest);
        let mut hasher = Sha256::new();
        hasher.update(previous);
        hasher.update(canon.bytes());
        hasher.finalize().into()
    }
}

/// Writes a hash as 64 lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}

/// Reads 64 hexadecimal digits.
pub fn unhex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tables::TABLES;

    #[test]
    fn a_stream_hashed_beside_what_makes_it_has_the_same_digest() {
        let row = |key: i64| {
            let mut canon = CanonicalRow::default();
            canon.int(key);
            canon.text(&"一种示例装置".repeat(key as usize % 40));
            canon
        };
        for rows in [0, 1, 3_000] {
            let (mut here, mut beside) = (LinesDigest::default(), LinesDigest::default());
            beside.expect_many(0);
            for digest in [&mut here, &mut beside] {
                (0..rows).for_each(|key| digest.brought(0, key, row(key).bytes()));
            }
            assert_eq!(here.finish(&TABLES), beside.finish(&TABLES), "{rows}");
        }
    }
}
