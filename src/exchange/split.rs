//! Text with delimiters, cut into records as Excel cuts it, in a buffer that stays small.
//!
//! Why not the `csv` crate: it passes over blank lines uncounted, and a quotation mark that is never closed
//! swallows the rest of the file without a word. A person needs the row number she sees in the file, and the
//! row where the mark opens. The tests hold this cutter against that crate on sound input.

use std::io::{self, Read};
use std::ops::Range;

const QUOTE: u8 = b'"';
const CHUNK: usize = 256 * 1024;
/// No cell of a spreadsheet holds more than 32,767 characters, of at most 4 bytes each.
const LONGEST_QUOTED: usize = 32_767 * 4;
const LONGEST_RECORD: usize = 16 * 1024 * 1024;

/// Cuts `input`, ASCII-compatible text, into records.
pub(super) struct Splitter<R> {
    input: R,
    cutter: Cutter,
    buffer: Vec<u8>,
    /// The record last found is `buffer[start..start + length]`; the buffer is read up to `filled`.
    start: usize,
    length: usize,
    filled: usize,
    at_end: bool,
    row: u32,
    fields: Vec<Range<usize>>,
    /// The record once more, without its marks; used if a mark was doubled or text follows a closed one.
    rewritten: Option<Vec<u8>>,
}

/// What the splitter came upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Record,
    /// A quotation mark opens in this row and is never closed; the next record is the line below. The fields
    /// are those of the line as it stands.
    OpenQuote,
    /// A line too long to be a row of anything; it is passed over.
    Endless,
    End,
}

impl<R: Read> Splitter<R> {
    pub fn new(input: R, delimiter: u8) -> Self {
        Self {
            input,
            cutter: Cutter::new(delimiter),
            buffer: vec![0; CHUNK],
            start: 0,
            length: 0,
            filled: 0,
            at_end: false,
            row: 0,
            fields: Vec::new(),
            rewritten: None,
        }
    }

    /// Reads on to the next record.
    pub fn next(&mut self) -> io::Result<Found> {
        self.start += self.length;
        self.length = 0;
        self.row += 1;
        loop {
            let rest = &self.buffer[self.start..self.filled];
            if rest.is_empty() && self.at_end {
                return Ok(Found::End);
            }
            self.fields.clear();
            match self.cutter.cut(rest, self.at_end, &mut self.fields) {
                Cut::Record { length, marked } => {
                    self.length = length;
                    self.rewritten = marked.then(|| unmark(rest, &mut self.fields));
                    return Ok(Found::Record);
                }
                Cut::OpenQuote => return self.pass_line(Found::OpenQuote),
                Cut::Short if rest.len() > LONGEST_RECORD => return self.pass_line(Found::Endless),
                Cut::Short => self.refill()?,
            }
        }
    }

    /// The number of the row last found, from 1; blank lines are rows.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// The text the fields are ranges of. The delimiters are left in, so that the broken characters of two
    /// neighbours never join into a sound one.
    pub fn text(&self) -> &[u8] {
        self.rewritten.as_deref().unwrap_or(&self.buffer[self.start..self.start + self.length])
    }

    /// The fields of the record last found, as ranges of [`Splitter::text`].
    pub fn fields(&self) -> &[Range<usize>] {
        &self.fields
    }

    /// Passes over the line at `start`, for want of a record there. If all of it is at hand, its fields are
    /// what stands between delimiters, quotation marks being letters.
    fn pass_line(&mut self, found: Found) -> io::Result<Found> {
        let mut whole = true;
        self.rewritten = None;
        loop {
            let rest = &self.buffer[self.start..self.filled];
            match line_length(rest, self.at_end) {
                Some(length) => {
                    self.length = length;
                    self.fields.clear();
                    if whole {
                        self.cutter.cut_plainly(&rest[..length], &mut self.fields);
                    }
                    return Ok(found);
                }
                None => {
                    whole = false;
                    // All but the last byte, which may be the first half of a line end, can go.
                    self.start = self.filled.saturating_sub(1).max(self.start);
                    self.refill()?;
                }
            }
        }
    }

    /// Reads more behind what is there, first making room.
    fn refill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.start = 0;
        if self.buffer.len() - self.filled < CHUNK / 2 {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        match self.input.read(&mut self.buffer[self.filled..]) {
            Ok(0) => self.at_end = true,
            Ok(count) => self.filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// Finds where fields end.
struct Cutter {
    delimiter: u8,
    /// Whether a byte ends a field outside quotation marks.
    ends_field: [bool; 256],
}

enum Cut {
    /// `length` includes the line end; if `marked`, some field stands with its quotation marks.
    Record {
        length: usize,
        marked: bool,
    },
    OpenQuote,
    /// The record goes on beyond the bytes at hand.
    Short,
}

impl Cutter {
    fn new(delimiter: u8) -> Self {
        let mut ends_field = [false; 256];
        for byte in [delimiter, b'\n', b'\r'] {
            ends_field[usize::from(byte)] = true;
        }
        Self { delimiter, ends_field }
    }

    /// Cuts one record off the front of `bytes`, which are all there is if `last`.
    fn cut(&self, bytes: &[u8], last: bool, fields: &mut Vec<Range<usize>>) -> Cut {
        let (mut at, mut marked) = (0, false);
        loop {
            let begin = at;
            let mut field = None;
            if bytes.get(at) == Some(&QUOTE) {
                let Some(mark) = closing_mark(bytes, at) else {
                    return if last || bytes.len() - at > LONGEST_QUOTED {
                        Cut::OpenQuote
                    } else {
                        Cut::Short
                    };
                };
                at = self.field_end(bytes, mark.at + 1);
                let tail = &bytes[mark.at + 1..at];
                if swallows_lines(&bytes[begin..mark.at], tail) {
                    return Cut::OpenQuote;
                }
                field = (tail.is_empty() && !mark.doubled_before).then_some(begin + 1..mark.at);
                marked |= field.is_none();
            } else {
                at = self.field_end(bytes, at);
            }
            if at == bytes.len() && !last {
                return Cut::Short;
            }
            fields.push(field.unwrap_or(begin..at));
            match bytes.get(at) {
                Some(byte) if *byte == self.delimiter => at += 1,
                _ => {
                    return match line_length(&bytes[at..], last) {
                        Some(line_end) => Cut::Record { length: at + line_end, marked },
                        None => Cut::Short,
                    };
                }
            }
        }
    }

    /// Cuts a line at its delimiters alone.
    fn cut_plainly(&self, line: &[u8], fields: &mut Vec<Range<usize>>) {
        let mut begin = 0;
        loop {
            let end = self.field_end(line, begin);
            fields.push(begin..end);
            if line.get(end) != Some(&self.delimiter) {
                return;
            }
            begin = end + 1;
        }
    }

    fn field_end(&self, bytes: &[u8], mut at: usize) -> usize {
        while at < bytes.len() && !self.ends_field[usize::from(bytes[at])] {
            at += 1;
        }
        at
    }
}

struct ClosingMark {
    at: usize,
    /// Whether a doubled mark, standing for one in the text, came before it.
    doubled_before: bool,
}

/// Finds the mark that closes the one at `open`.
fn closing_mark(bytes: &[u8], open: usize) -> Option<ClosingMark> {
    let (mut at, mut doubled_before) = (open + 1, false);
    loop {
        at += bytes[at..].iter().position(|b| *b == QUOTE)?;
        if bytes.get(at + 1) != Some(&QUOTE) {
            return Some(ClosingMark { at, doubled_before });
        }
        doubled_before = true;
        at += 2;
    }
}

/// Judges whether a mark was meant to stand for itself: what lies between it and the next mark is too long
/// for a cell, or runs over line ends right up to the opening mark of some other field.
fn swallows_lines(inside: &[u8], tail: &[u8]) -> bool {
    let suspicious = inside.len() > LONGEST_QUOTED || !tail.trim_ascii().is_empty();
    suspicious && inside.iter().any(|b| matches!(b, b'\n' | b'\r'))
}

/// Returns the length of the line at the front with its end (LF, CR LF or CR), if all of it is there.
fn line_length(bytes: &[u8], last: bool) -> Option<usize> {
    match bytes.iter().position(|b| matches!(b, b'\n' | b'\r')) {
        None => last.then_some(bytes.len()),
        Some(at) if bytes[at] == b'\n' => Some(at + 1),
        Some(at) => match bytes.get(at + 1) {
            Some(b'\n') => Some(at + 2),
            Some(_) => Some(at + 1),
            None => last.then_some(at + 1),
        },
    }
}

/// Writes the record anew without its quotation marks, and moves the fields accordingly. A field that
/// begins with a mark is one that stands with its marks; no other can.
fn unmark(bytes: &[u8], fields: &mut [Range<usize>]) -> Vec<u8> {
    let mut text = Vec::with_capacity(fields.last().map_or(0, |field| field.end));
    for field in fields {
        let begin = text.len();
        match &bytes[field.clone()] {
            [QUOTE, inside @ ..] => unmark_field(inside, &mut text),
            plain => text.extend_from_slice(plain),
        }
        *field = begin..text.len();
        text.push(b'\n');
    }
    text
}

/// Appends `inside`, which follows an opening mark: doubled marks become one, the closing one goes, and
/// what follows it stays.
fn unmark_field(inside: &[u8], text: &mut Vec<u8>) {
    let mut at = 0;
    while at < inside.len() {
        match &inside[at..] {
            [QUOTE, QUOTE, ..] => {
                text.push(QUOTE);
                at += 2;
            }
            [QUOTE, tail @ ..] => return text.extend_from_slice(tail),
            [byte, ..] => {
                text.push(*byte);
                at += 1;
            }
            [] => return,
        }
    }
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
