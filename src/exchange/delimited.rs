//! Rows of text files: `.csv`, `.txt`, whatever stands between their fields.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use super::blank_rows::WithBlankRows;
use super::error::{ExchangeError, FileFault, Place};
use super::row::{Cell, Row};
use super::source::RowReader;
use super::split::{Found, Splitter};
use super::text::Transcoder;

/// In the order in which a tie between them is decided.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How much of a file is looked at to tell its delimiter: bytes, and rows.
const SAMPLE: (u64, usize) = (256 * 1024, 40);

/// A text file whose encoding and delimiter are known.
pub(super) struct TextFile {
    file: File,
    encoding: &'static Encoding,
    /// The length of the byte order mark.
    mark: usize,
    delimiter: u8,
}

impl TextFile {
    pub fn new(file: File, encoding: &'static Encoding, mark: usize) -> io::Result<Self> {
        let mut text = Self { file, encoding, mark, delimiter: b',' };
        let mut sample = Vec::new();
        text.decoded()?.take(SAMPLE.0).read_to_end(&mut sample)?;
        text.delimiter = delimiter_of(&sample);
        Ok(text)
    }

    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    pub fn rows(&mut self, place: Place) -> Result<Box<dyn RowReader + '_>, ExchangeError> {
        let (encoding, delimiter) = (self.encoding.name(), self.delimiter);
        let input = self.decoded().map_err(|error| ExchangeError::reading(&place.file, &error))?;
        let splitter = Splitter::new(input, delimiter);
        Ok(Box::new(WithBlankRows::new(DelimitedRows { splitter, encoding, place })))
    }

    /// Returns the text as UTF-8 from its start.
    fn decoded(&mut self) -> io::Result<Box<dyn Read + '_>> {
        self.file.seek(SeekFrom::Start(self.mark as u64))?;
        Ok(match self.encoding == UTF_8 {
            true => Box::new(&mut self.file),
            false => Box::new(Transcoder::new(&mut self.file, self.encoding)),
        })
    }
}

struct DelimitedRows<R> {
    splitter: Splitter<R>,
    encoding: &'static str,
    place: Place,
}

impl<R: Read> RowReader for DelimitedRows<R> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let found = self
            .splitter
            .next()
            .map_err(|error| ExchangeError::reading(&self.place.file, &error))?;
        let (fault, byte) = match found {
            Found::End => return Ok(false),
            Found::OpenQuote => (FileFault::QuoteNeverClosed, None),
            Found::Endless => (FileFault::RowEndless, None),
            Found::Record => match simdutf8::compat::from_utf8(self.splitter.text()) {
                Err(error) => {
                    let fault = FileFault::TextUndecodable { encoding: self.encoding };
                    (fault, Some(error.valid_up_to()))
                }
                Ok(text) => {
                    row.begin(self.splitter.row());
                    row.fill(
                        text,
                        self.splitter.fields().iter().map(|field| without_formula(text, field)),
                    );
                    return Ok(true);
                }
            },
        };
        row.begin(self.splitter.row());
        for (column, field) in self.splitter.fields().iter().enumerate() {
            let text = String::from_utf8_lossy(&self.splitter.text()[field.clone()]);
            row.set(column, if text.is_empty() { Cell::Empty } else { Cell::Text(&text) });
        }
        Err(fault.at(self.place_of(byte, row)))
    }
}

impl<R: Read> DelimitedRows<R> {
    /// Returns the place of the row last found, or of the cell in which a `byte` of it stands.
    fn place_of(&self, byte: Option<usize>, row: &Row) -> Place {
        let place = self.place.row(row.number);
        let fields = self.splitter.fields();
        match byte.and_then(|byte| fields.iter().position(|field| byte < field.end)) {
            None => place,
            Some(column) => {
                Place { column: None, ..place.cell(column, "", row.cell(column).display()) }
            }
        }
    }
}

/// Looks through `="0123"`, which keeps Excel from taking a number for one.
fn without_formula(text: &str, field: &Range<usize>) -> Range<usize> {
    let bytes = &text.as_bytes()[field.clone()];
    match bytes {
        [b'=', b'"', .., b'"'] if bytes.len() > 2 => field.start + 2..field.end - 1,
        _ => field.clone(),
    }
}

/// Returns the delimiter that cuts the sample most evenly into most fields. A first line `sep=;`, which
/// Excel understands, settles it.
fn delimiter_of(sample: &[u8]) -> u8 {
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', said, b'\r' | b'\n', ..] = sample
        && DELIMITERS.contains(said)
    {
        return *said;
    }
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| evenness(sample, *delimiter));
    best.unwrap_or(b',')
}

/// Returns how many delimiters stand in the rows that have as many as most of the rows with any.
fn evenness(sample: &[u8], delimiter: u8) -> usize {
    let mut splitter = Splitter::new(sample, delimiter);
    let mut rows_with = std::collections::BTreeMap::<usize, usize>::new();
    for _ in 0..SAMPLE.1 {
        match splitter.next() {
            Ok(Found::End) | Err(_) => break,
            Ok(Found::Record) => *rows_with.entry(splitter.fields().len() - 1).or_default() += 1,
            Ok(Found::OpenQuote | Found::Endless) => {}
        }
    }
    rows_with.into_iter().map(|(delimiters, rows)| delimiters * rows * rows).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_delimiter(sample: &str, delimiter: char) {
        assert_eq!(char::from(delimiter_of(sample.as_bytes())), delimiter, "{sample}");
    }

    #[test]
    fn the_delimiter_is_the_one_that_cuts_evenly() {
        check_delimiter("只有一列\n甲\n乙\n", ',');
        check_delimiter("a,b\n1,2\n", ',');
        check_delimiter("专利清单\n\na\tb\n1,200.50\t2,5\n3\t4,000\n", '\t');
        check_delimiter("a;b;c\n\"1,2\";\"3,4\";5\n", ';');
        check_delimiter("a|b\n1|2\n", '|');
        check_delimiter("sep=;\na,b;c\n", ';');
        check_delimiter("公司名称,说明\n甲,有;有;有;有\n乙,无\n", ',');
    }
}
