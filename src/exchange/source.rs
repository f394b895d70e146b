//! A file to be read: what it is, by its content and never by its name, and the rows of its sheets.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use encoding_rs::{Encoding, UTF_8};
use sha2::{Digest, Sha256};

use super::delimited::TextFile;
use super::error::{ExchangeError, FileFault, Place};
use super::html;
use super::limits::{Bound, MOST_PAGE_BYTES};
use super::mends::{Mend, Mended};
use super::mhtml;
use super::row::Row;
use super::sniff::{Kind, sniff};
use super::text::{Utf8Judge, encoding_named, encoding_of_head};
use super::worker::RemoteWorkbook;
use super::xml2003;

const CHUNK: usize = 1024 * 1024;

/// How a person says a file is to be read, where she knows better than its bytes do.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The text's encoding (编码): a label of the WHATWG Encoding Standard, or `cp936`.
    pub encoding: Option<String>,
    /// The one sheet to read, by its name or its number from 1; it may be a hidden one.
    pub sheet: Option<String>,
}

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with this delimiter between its fields.
    Delimited {
        delimiter: char,
    },
    Xlsx,
    Xls,
    Ods,
    /// A web page, whatever its name ends in; many systems export these as `.xls`. So is a web archive in one file.
    Html,
    /// An XML spreadsheet of 2003, mostly named `.xls` too.
    Xml,
}

impl Format {
    /// Returns the stable code, such as `xlsx`.
    pub fn code(self) -> &'static str {
        match self {
            Format::Delimited { .. } => "csv",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Ods => "ods",
            Format::Html => "html",
            Format::Xml => "xml",
        }
    }

    /// Returns the format of a workbook by its code.
    pub(super) fn of_workbook(code: &str) -> Option<Self> {
        [Self::Xlsx, Self::Xls, Self::Ods].into_iter().find(|format| format.code() == code)
    }
}

/// A file opened for reading (来源文件), with its fingerprint.
pub struct Source {
    /// The path as it was given; `-` is standard input.
    pub name: String,
    /// The file's length in bytes.
    pub bytes: u64,
    pub sha256: [u8; 32],
    pub format: Format,
    /// The name of the text's encoding; none for workbooks.
    pub encoding: Option<&'static str>,
    sheets: Vec<String>,
    hidden: Vec<String>,
    contents: Contents,
    /// What a person mended in it.
    mends: Vec<Mend>,
}

enum Contents {
    Text(TextFile),
    Workbook(RemoteWorkbook),
    Tables(Vec<html::Table>),
}

/// Rows from top to bottom. Every row up to the last that shows anything is given, blank ones in between too.
pub trait RowReader {
    /// Fills `row` with the next row; false at the end.
    ///
    /// Errors: after one of which [`Fault::loses_one_row`] holds, `row` has what can be read of the row, to be
    /// shown and not to be believed, and reading can go on with the row that follows.
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError>;
}

impl Source {
    /// Opens `path`, or standard input for `-`, and reads it through once for its fingerprint and encoding.
    ///
    /// Errors: the `file-`, `format-`, `encoding-`, `workbook-` codes and `sheet-not-found`.
    pub fn open(path: &str, options: &ReadOptions) -> Result<Source, ExchangeError> {
        let fault = |fault: FileFault| fault.at(Place::file(path));
        let reading = |error: io::Error| ExchangeError::reading(path, &error);
        let named = match &options.encoding {
            None => None,
            Some(name) => match encoding_named(name) {
                None => return Err(fault(FileFault::EncodingUnknown { name: name.clone() })),
                found => found,
            },
        };
        let mut file = open_file(path).map_err(reading)?;
        let (head, tail) = ends(&mut file).map_err(reading)?;
        let kind = sniff(&head, &tail, named).map_err(fault)?;
        let survey = survey(&mut file, &head, named).map_err(reading)?;
        let (format, contents) = match kind {
            Kind::Workbook(format) => {
                (format, Contents::Workbook(RemoteWorkbook::open(file, format).map_err(fault)?))
            }
            Kind::Html | Kind::Mhtml | Kind::Xml => {
                if survey.bytes > MOST_PAGE_BYTES {
                    let (what, most) = (Bound::PageBytes, MOST_PAGE_BYTES);
                    return Err(fault(FileFault::FileTooLarge { what, most }));
                }
                let text = survey.text_of(file).map_err(reading)?;
                let (format, tables, seen) = match kind {
                    Kind::Xml => (Format::Xml, xml2003::tables(&text), "xml-spreadsheet-2003"),
                    Kind::Mhtml => (Format::Html, mhtml::tables(&text), "mhtml"),
                    _ => (Format::Html, html::tables(&text), "html"),
                };
                if tables.is_empty() {
                    return Err(fault(FileFault::FormatUnknown { seen }));
                }
                (format, Contents::Tables(tables))
            }
            Kind::Text => {
                if survey.bytes == survey.mark as u64 {
                    return Err(fault(FileFault::FileEmpty));
                }
                let text = TextFile::new(file, survey.encoding, survey.mark).map_err(reading)?;
                (Format::Delimited { delimiter: text.delimiter() }, Contents::Text(text))
            }
        };
        let (shown, hidden) = contents.sheets();
        let encoding = (!matches!(contents, Contents::Workbook(_))).then(|| survey.encoding.name());
        let sheets = match &options.sheet {
            None => shown,
            Some(wanted) => vec![choose_sheet(wanted, &shown, &hidden).map_err(fault)?],
        };
        let Survey { bytes, sha256, .. } = survey;
        Ok(Source {
            name: path.to_owned(),
            bytes,
            sha256,
            format,
            encoding,
            sheets,
            hidden,
            contents,
            mends: Vec::new(),
        })
    }

    /// Returns the names of the sheets to be read, in order: the one asked for, else all that are not hidden.
    /// Text has one, without a name.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// Returns the names of hidden sheets, which are not read unless asked for.
    pub fn hidden(&self) -> &[String] {
        &self.hidden
    }

    /// Returns the place "in this sheet"; `sheet` counts from 0 in [`Source::sheets`].
    pub fn place(&self, sheet: usize) -> Place {
        let name = self.sheets.get(sheet).filter(|name| !name.is_empty());
        Place { sheet: name.cloned(), ..Place::file(&self.name) }
    }

    /// Returns the days to add to a bare number of the file to make it a date's serial: 1,462 in workbooks that count
    /// from 1904.
    pub fn epoch_shift(&self) -> f64 {
        match &self.contents {
            Contents::Workbook(workbook) => workbook.epoch_shift(),
            Contents::Text(_) | Contents::Tables(_) => 0.0,
        }
    }

    /// Returns a reader from the top of a sheet, which counts from 0 in [`Source::sheets`].
    pub fn rows(&mut self, sheet: usize) -> Result<Box<dyn RowReader + '_>, ExchangeError> {
        let place = self.place(sheet);
        let Some(name) = self.sheets.get(sheet) else {
            let (name, sheets) = ((sheet + 1).to_string(), self.sheets.clone());
            return Err(FileFault::SheetNotFound { name, sheets }.at(place));
        };
        let rows = match &mut self.contents {
            Contents::Text(text) => text.rows(place),
            Contents::Workbook(workbook) => workbook.rows(name, place),
            Contents::Tables(tables) => Ok(html::rows(tables, name)),
        }?;
        let mends: Vec<Mend> =
            self.mends.iter().filter(|mend| mend.sheet == sheet).cloned().collect();
        Ok(if mends.is_empty() { rows } else { Box::new(Mended { rows, mends }) })
    }

    /// Lays mended cells over the file from now on; returns what stood in each of them.
    pub fn mend(&mut self, mends: &[Mend]) -> Result<Vec<String>, ExchangeError> {
        let mut before = vec![String::new(); mends.len()];
        self.mends.clear();
        for sheet in 0..self.sheets.len() {
            let here = || mends.iter().enumerate().filter(|(_, mend)| mend.sheet == sheet);
            let Some(last) = here().map(|(_, mend)| mend.row).max() else { continue };
            let (mut rows, mut row) = (self.rows(sheet)?, Row::default());
            loop {
                match rows.next(&mut row) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) if error.fault.loses_one_row() => {}
                    Err(error) => return Err(error),
                }
                for (at, mend) in here().filter(|(_, mend)| mend.row == row.number) {
                    before[at] = row.cell(mend.column).display().into_owned();
                }
                if row.number >= last {
                    break;
                }
            }
        }
        self.mends = mends.to_vec();
        Ok(before)
    }
}

/// The words of every cell of every sheet of a file, a line each.
pub fn words_of(path: &str) -> Result<String, ExchangeError> {
    let mut source = Source::open(path, &ReadOptions::default())?;
    let (mut words, mut row) = (String::new(), Row::default());
    for sheet in 0..source.sheets().len().max(1) {
        let mut rows = source.rows(sheet)?;
        while rows.next(&mut row)? {
            row.cells().for_each(|cell| words += &format!("{}\n", cell.display()));
        }
    }
    Ok(words)
}

impl Contents {
    /// Returns the names of the sheets a person sees, and of the hidden ones.
    fn sheets(&self) -> (Vec<String>, Vec<String>) {
        match self {
            Contents::Text(_) => (vec![String::new()], Vec::new()),
            Contents::Workbook(workbook) => workbook.sheets(),
            Contents::Tables(tables) => {
                (tables.iter().map(|table| table.name.clone()).collect(), Vec::new())
            }
        }
    }
}

/// Finds the sheet a person asks for: a name as it stands, else in any case, else a number from 1.
fn choose_sheet(wanted: &str, shown: &[String], hidden: &[String]) -> Result<String, FileFault> {
    let wanted = wanted.trim();
    let all = || shown.iter().chain(hidden);
    let by_number = || wanted.parse::<usize>().ok()?.checked_sub(1).and_then(|i| shown.get(i));
    all()
        .find(|name| name.as_str() == wanted)
        .or_else(|| all().find(|name| name.trim().to_lowercase() == wanted.to_lowercase()))
        .or_else(by_number)
        .cloned()
        .ok_or_else(|| FileFault::SheetNotFound {
            name: wanted.to_owned(),
            sheets: all().cloned().collect(),
        })
}

/// Opens a path; standard input is first put by in a nameless file, since it is read more than once.
fn open_file(path: &str) -> io::Result<File> {
    if path == "-" {
        let mut file = tempfile::tempfile()?;
        io::copy(&mut io::stdin().lock(), &mut file)?;
        file.flush()?;
        return Ok(file);
    }
    let file = File::open(path)?;
    match file.metadata()?.is_dir() {
        true => Err(io::Error::from(io::ErrorKind::IsADirectory)),
        false => Ok(file),
    }
}

/// Reads the file's first and last bytes and goes back to its start.
fn ends(file: &mut File) -> io::Result<(Vec<u8>, Vec<u8>)> {
    const SAMPLE: u64 = 64 * 1024;
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let length = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    (&mut *file).take(SAMPLE).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(length.saturating_sub(SAMPLE)))?;
    (&mut *file).take(SAMPLE).read_to_end(&mut tail)?;
    file.rewind()?;
    Ok((head, tail))
}

/// What one pass over a file tells.
struct Survey {
    bytes: u64,
    sha256: [u8; 32],
    encoding: &'static Encoding,
    /// The length of the byte order mark.
    mark: usize,
}

/// Reads the file through: length, fingerprint, and the encoding should it be text.
fn survey(file: &mut File, head: &[u8], named: Option<&'static Encoding>) -> io::Result<Survey> {
    let given_away = encoding_of_head(head);
    let mut judge = (named.is_none() && given_away.is_none()).then(Utf8Judge::default);
    let mut digest = Sha256::new();
    let (mut bytes, mut carried) = (0_u64, 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = file.read(&mut chunk[carried..])?;
        let (read, last) = (&chunk[carried..carried + count], count == 0);
        digest.update(read);
        bytes += count as u64;
        let at_hand = carried + count;
        let taken = judge.as_mut().map_or(at_hand, |judge| judge.take(&chunk[..at_hand], last));
        chunk.copy_within(taken..at_hand, 0);
        carried = at_hand - taken;
        if last {
            break;
        }
    }
    file.rewind()?;
    let (encoding, mark) = match (named, given_away) {
        // A mark that says otherwise than the person is not hers to overrule: the bytes cannot be both.
        (_, Some((encoding, mark))) if mark > 0 => (encoding, mark),
        (Some(named), _) => (named, 0),
        (None, Some((encoding, mark))) => (encoding, mark),
        (None, None) => (judge.map_or(UTF_8, |judge| judge.verdict()), 0),
    };
    Ok(Survey { bytes, sha256: digest.finalize().into(), encoding, mark })
}

impl Survey {
    /// Reads the whole text; what cannot be decoded becomes U+FFFD.
    fn text_of(&self, mut file: File) -> io::Result<String> {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(self.mark as u64))?;
        file.read_to_end(&mut bytes)?;
        Ok(self.encoding.decode_without_bom_handling(&bytes).0.into_owned())
    }
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
