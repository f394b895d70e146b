//! Which numbers of an `.xls` have a look that says what they are: the reading library gives their values alone.
//!
//! An `.xls` is a file of sectors with chains (a compound file) that holds a stream of records (BIFF): number formats and
//! the looks that use them first, then sheet by sheet the cells, each with its look. Sources: \[MS-CFB\] 2, \[MS-XLS\] 2.4.

use std::ops::Range;

use super::number_format::Look;
use super::workbook::Looked;

/// Returns the cells of each sheet that show a percent or a unit, row by row, in the order in which the file lists its sheets.
/// What cannot be followed ends the search: whether the file is sound is the reading library's to say.
pub(super) fn looks(file: &[u8]) -> Vec<Vec<Looked>> {
    stream(file).map(|stream| looks_of_stream(&stream)).unwrap_or_default()
}

/// The records of a workbook.
const BOUND_SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041e;
const XF: u16 = 0x00e0;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027e;
const MUL_RK: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;

/// Number formats every workbook has without stating them: 0% and 0.00%.
const OWN_PERCENTS: Range<u16> = 9..11;

fn looks_of_stream(stream: &[u8]) -> Vec<Vec<Looked>> {
    let (mut sheets, mut formats, mut looks) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_wide = true;
    for (kind, data) in records(stream, 0) {
        match kind {
            // Texts are of two bytes a character since BIFF8 (0x0600).
            BEGIN => is_wide = u16_at(data, 0) == Some(0x0600),
            BOUND_SHEET => sheets.push(u32_at(data, 0).unwrap_or(u32::MAX) as usize),
            FORMAT => formats.extend(u16_at(data, 0).zip(format_text(data, is_wide))),
            XF => looks.extend(u16_at(data, 2)),
            END => break,
            _ => {}
        }
    }
    let of_format = |format: &u16| match formats.iter().find(|(number, _)| number == format) {
        Some((_, text)) => Look::of(text),
        None => OWN_PERCENTS.contains(format).then_some(Look::Percent),
    };
    let looks: Vec<Option<Look>> = looks.iter().map(of_format).collect();
    if looks.iter().all(Option::is_none) {
        return Vec::new();
    }
    sheets.into_iter().map(|at| looks_of_sheet(stream, at, &looks)).collect()
}

fn looks_of_sheet(stream: &[u8], at: usize, looks: &[Option<Look>]) -> Vec<Looked> {
    let mut found = Vec::new();
    let mut depth = 0;
    for (kind, data) in records(stream, at) {
        match kind {
            // A chart in the sheet has records of its own.
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            NUMBER | RK | MUL_RK | FORMULA if depth == 1 => {
                let cell = |at: usize| u16_at(data, at).map(u32::from);
                let Some((row, first)) = cell(0).zip(cell(2)) else { continue };
                // Several numbers beside one another have six bytes each, with the look before the number.
                let many = if kind == MUL_RK { data.len().saturating_sub(6) / 6 } else { 1 };
                let look = |n: usize| *looks.get(usize::from(u16_at(data, 4 + 6 * n)?))?;
                let at = |n: usize| Some(((row, first + n as u32), look(n)?));
                found.extend((0..many).filter_map(at));
            }
            _ => {}
        }
    }
    found.sort_unstable_by_key(|(at, _)| *at);
    found
}

/// The records of a stream from `at` on: their kinds and what they hold.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = u16_at(stream, at).zip(u16_at(stream, at.checked_add(2)?))?;
        let begin = at + 4;
        at = begin + usize::from(length);
        Some((kind, stream.get(begin..at)?))
    })
}

/// The text of a number format; in files of before Excel 97 its Latin letters and signs alone.
fn format_text(data: &[u8], is_wide: bool) -> Option<String> {
    let latin = |text: &[u8]| text.iter().copied().map(char::from).collect();
    Some(match is_wide {
        false => latin(data.get(3..)?),
        true if data.get(4)? & 1 == 0 => latin(data.get(5..)?),
        true => {
            let (letters, _) = data.get(5..)?.as_chunks::<2>();
            let letters: Vec<u16> = letters.iter().map(|two| u16::from_le_bytes(*two)).collect();
            String::from_utf16_lossy(&letters)
        }
    })
}

/// Ends of chains and free sectors are numbered from here on.
const NO_SECTOR: u32 = 0xffff_fffa;
/// The length of an entry of the directory.
const ENTRY: usize = 128;

/// Returns the stream that a workbook is in.
fn stream(file: &[u8]) -> Option<Vec<u8>> {
    let shift = u16_at(file, 30).filter(|shift| (7..=16).contains(shift))?;
    let size = 1_usize << shift;
    let sector = |number: u32| {
        let begin = (number as usize).checked_add(1)?.checked_mul(size)?;
        // The last one may be cut short.
        file.get(begin..begin.checked_add(size)?.min(file.len()))
    };
    // The table of chains stands in sectors, the first 109 of which the file's head names, the others chained ones.
    let mut tables: Vec<u32> = (0..109).filter_map(|n| u32_at(file, 76 + 4 * n)).collect();
    let most = file.len() / size + 1;
    let mut more = u32_at(file, 68)?;
    while more < NO_SECTOR && tables.len() <= most + 109 {
        let names = sector(more)?;
        tables.extend((0..size / 4 - 1).filter_map(|n| u32_at(names, 4 * n)));
        more = u32_at(names, size - 4)?;
    }
    let tables: Vec<u32> = tables.into_iter().filter(|table| *table < NO_SECTOR).collect();
    let next = |number: u32, tables: &[u32]| {
        let at = number as usize;
        u32_at(sector(*tables.get(at / (size / 4))?)?, at % (size / 4) * 4)
    };
    let chain = |first: u32| {
        let (mut bytes, mut number, mut many) = (Vec::new(), first, 0);
        while number < NO_SECTOR && many <= most {
            bytes.extend_from_slice(sector(number)?);
            (number, many) = (next(number, &tables)?, many + 1);
        }
        Some(bytes)
    };
    let directory = chain(u32_at(file, 48)?)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
    let named = |name: &str| {
        let mut spelled: Vec<u8> = name.bytes().flat_map(|letter| [letter, 0]).collect();
        spelled.extend([0, 0]);
        let is_it = |entry: &&&[u8]| entry.starts_with(&spelled);
        entries
            .iter()
            .find(is_it)
            .and_then(|entry| Some((u32_at(entry, 116)?, u32_at(entry, 120)? as usize)))
    };
    let (first, length) = named("Workbook").or_else(|| named("Book"))?;
    if length >= u32_at(file, 56)? as usize {
        let mut bytes = chain(first)?;
        bytes.truncate(length);
        return Some(bytes);
    }
    // A short stream lies in small sectors within the first entry's stream, with a table of their own.
    let small = 1_usize << u16_at(file, 32).filter(|shift| (4..=12).contains(shift))?;
    let (room, table) = (chain(u32_at(entries.first()?, 116)?)?, chain(u32_at(file, 60)?)?);
    let (mut bytes, mut number) = (Vec::new(), first);
    while number < NO_SECTOR && bytes.len() < length {
        let begin = (number as usize).checked_mul(small)?;
        bytes.extend_from_slice(room.get(begin..begin + small)?);
        number = u32_at(&table, number as usize * 4)?;
    }
    bytes.truncate(length);
    Some(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}
