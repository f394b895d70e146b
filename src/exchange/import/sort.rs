//! A sort whose memory is bounded: sorted runs go to temporary files and are merged.
//!
//! A bulk import inserts in key order (half the time of file order); a file of ten million rows must
//! not need ten times the memory of a file of one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// Bytes of records held in memory before a run goes to disk.
const RUN_BYTES: usize = 48 * 1024 * 1024;

/// Records with a key, given back in order of (key, order of arrival).
#[derive(Debug)]
pub struct Sorter {
    arena: Vec<u8>,
    /// Key, arrival, place in the arena.
    index: Vec<(u64, u32, u32, u32)>,
    arrived: u32,
    runs: Vec<File>,
    limit: usize,
}

impl Default for Sorter {
    fn default() -> Self {
        Self::with_limit(RUN_BYTES)
    }
}

impl Sorter {
    fn with_limit(limit: usize) -> Self {
        Self { arena: Vec::new(), index: Vec::new(), arrived: 0, runs: Vec::new(), limit }
    }

    /// How many records went in.
    pub fn count(&self) -> u32 {
        self.arrived
    }

    /// Takes a record; `write` appends its bytes.
    pub fn push(&mut self, key: u64, write: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let start = self.arena.len();
        write(&mut self.arena);
        let end = self.arena.len();
        self.index.push((key, self.arrived, start as u32, end as u32));
        self.arrived += 1;
        if end + self.index.len() * size_of::<(u64, u32, u32, u32)>() > self.limit {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.index.sort_unstable();
        let mut run = BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        for &(key, arrival, start, end) in &self.index {
            run.write_all(&key.to_le_bytes())?;
            run.write_all(&arrival.to_le_bytes())?;
            run.write_all(&(end - start).to_le_bytes())?;
            run.write_all(&self.arena[start as usize..end as usize])?;
        }
        let mut file = run.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.arena.clear();
        self.index.clear();
        Ok(())
    }

    /// Calls `each` for every record in order of key, then of arrival.
    pub fn drain<E: From<io::Error>>(
        mut self,
        mut each: impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.index.sort_unstable();
        if self.runs.is_empty() {
            for &(key, _, start, end) in &self.index {
                each(key, &self.arena[start as usize..end as usize])?;
            }
            return Ok(());
        }
        self.spill()?;
        // The merge needs neither of them.
        (self.arena, self.index) = (Vec::new(), Vec::new());
        let mut runs: Vec<Run> = Vec::with_capacity(self.runs.len());
        for file in self.runs {
            runs.push(Run { file: BufReader::with_capacity(1 << 18, file), record: Vec::new() });
        }
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (at, run) in runs.iter_mut().enumerate() {
            heads.extend(run.next()?.map(|(key, arrival)| Reverse((key, arrival, at))));
        }
        while let Some(Reverse((key, _, at))) = heads.pop() {
            each(key, &runs[at].record)?;
            heads.extend(runs[at].next()?.map(|(key, arrival)| Reverse((key, arrival, at))));
        }
        Ok(())
    }
}

struct Run {
    file: BufReader<File>,
    record: Vec<u8>,
}

impl Run {
    /// Reads the next record; its key and arrival.
    fn next(&mut self) -> io::Result<Option<(u64, u32)>> {
        let mut head = [0; 16];
        match self.file.read_exact(&mut head) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = head;
        let length = u32::from_le_bytes([m, n, o, p]);
        self.record.resize(length as usize, 0);
        self.file.read_exact(&mut self.record)?;
        let key = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        Ok(Some((key, u32::from_le_bytes([i, j, k, l]))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_on_disk_give_what_memory_gives(keys in prop::collection::vec(0_u64..50, 0..200), limit in 1_usize..2_000) {
            let mut sorter = Sorter::with_limit(limit);
            for (at, key) in keys.iter().enumerate() {
                sorter.push(*key, |bytes| bytes.extend(format!("{key}/{at}").bytes())).unwrap();
            }
            let mut drained = Vec::new();
            sorter.drain(|key, bytes| {
                drained.push((key, String::from_utf8(bytes.to_vec()).unwrap()));
                Ok::<_, io::Error>(())
            }).unwrap();
            let mut expected: Vec<(u64, usize)> = keys.iter().copied().zip(0..).collect();
            expected.sort_unstable();
            let expected: Vec<_> = expected.into_iter().map(|(k, at)| (k, format!("{k}/{at}"))).collect();
            prop_assert_eq!(drained, expected);
        }
    }
}
