//! Workbooks are read in a process of their own, with bounded memory and time: the reading library may panic, or ask for
//! all the memory there is, on a file that was damaged or made to do so.
//!
//! ```text
//! this process                          the worker: the same program, the file as its standard input
//! Workbook::open ───── starts ────────> opens it, writes the sheets' names
//! Workbook::rows <──── frames ───────── merges, rows ... of one sheet after the other, until nobody reads on
//! ```
//! The pipe holds it back, so a worker is never far ahead. A sheet read once more is a worker started once more.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, PipeReader, Read, Seek, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::thread::{self, JoinHandle};

use super::blank_rows::WithBlankRows;
use super::error::{ExchangeError, FileFault, Place};
use super::limits::{Bound, LEAST_MEMORY, LEAST_SECONDS, MEMORY_PER_BYTE, MOST_MEMORY, SMALL_FILE};
use super::merges::{Merge, WithMerges};
use super::row::{Cell, Row};
use super::source::{Format, RowReader};
use super::workbook::Workbook as Opened;

/// The first argument of a worker.
const ARGUMENT: &str = "--read-workbook-from-stdin";

/// The program to start as a worker; without one, as in the tests of this library, a thread does the work.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Does a worker's work if the program was started as one; else remembers the program to be started.
///
/// Returns whether the work is done and the process is to end.
pub fn is_worker(args: &[std::ffi::OsString]) -> bool {
    let text = |at: usize| args.get(at).and_then(|arg| arg.to_str());
    if text(1) != Some(ARGUMENT) {
        if let Ok(program) = std::env::current_exe() {
            PROGRAM.get_or_init(|| program);
        }
        return false;
    }
    let format = text(2).and_then(Format::of_workbook);
    if let (Some(format), Some(input)) = (format, standard_input()) {
        bound(&input);
        // Whoever reads no further wants no more: there is nobody to tell.
        let _ = serve(input, format, text(3), io::stdout().lock());
    }
    true
}

#[cfg(unix)]
fn standard_input() -> Option<File> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().ok().map(File::from)
}

#[cfg(windows)]
fn standard_input() -> Option<File> {
    use std::os::windows::io::AsHandle;
    io::stdin().as_handle().try_clone_to_owned().ok().map(File::from)
}

/// Bounds the memory and the processor time of this process by the size of the file it reads.
#[cfg(unix)]
fn bound(input: &File) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let bytes = input.metadata().map_or(0, |data| data.len());
    let memory = (LEAST_MEMORY + bytes.saturating_mul(MEMORY_PER_BYTE)).min(MOST_MEMORY);
    let seconds = LEAST_SECONDS + bytes / (1 << 20);
    for (resource, most) in [(Resource::As, memory), (Resource::Cpu, seconds), (Resource::Core, 0)]
    {
        // Where the system knows no such bound the file is read without it.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn bound(_input: &File) {}

/// Writes what a workbook holds: its sheets, then the rows of each from `first` on.
fn serve(input: File, format: Format, first: Option<&str>, output: impl Write) -> io::Result<()> {
    let mut frames = Frames(BufWriter::with_capacity(128 * 1024, output));
    let mut book = match Opened::open(input, format) {
        Ok(book) => book,
        Err(fault) => return frames.fault(&fault),
    };
    let (shown, hidden) = book.sheets();
    frames.tag(b'S')?;
    frames.number(book.epoch_shift())?;
    for names in [&shown, &hidden] {
        frames.count(names.len())?;
        names.iter().try_for_each(|name| frames.text(name))?;
    }
    // The names are wanted now; the rows may never be.
    frames.0.flush()?;
    let all = shown.iter().chain(&hidden);
    for sheet in all.skip_while(|name| first.is_some_and(|first| name.as_str() != first)) {
        let merges = match book.merges(sheet) {
            Ok(merges) => merges,
            Err(fault) => return frames.fault(&fault),
        };
        frames.tag(b'M')?;
        frames.count(merges.len())?;
        for merge in merges {
            for number in [merge.top, merge.bottom, merge.left as u32, merge.right as u32] {
                frames.0.write_all(&number.to_le_bytes())?;
            }
        }
        let mut rows = match book.rows(sheet) {
            Ok(rows) => rows,
            Err(fault) => return frames.fault(&fault),
        };
        let mut row = Row::default();
        loop {
            match rows.next(&mut row) {
                Ok(true) => frames.row(&row)?,
                Ok(false) => break,
                Err(fault) => return frames.fault(&fault),
            }
        }
        frames.tag(b'E')?;
    }
    frames.0.flush()
}

/// Writes frames: a letter, then numbers in little endian and texts with their length before them.
struct Frames<W: Write>(BufWriter<W>);

impl<W: Write> Frames<W> {
    fn tag(&mut self, tag: u8) -> io::Result<()> {
        self.0.write_all(&[tag])
    }

    fn count(&mut self, count: usize) -> io::Result<()> {
        self.0.write_all(&(count as u32).to_le_bytes())
    }

    fn number(&mut self, number: f64) -> io::Result<()> {
        self.0.write_all(&number.to_le_bytes())
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.count(text.len())?;
        self.0.write_all(text.as_bytes())
    }

    fn row(&mut self, row: &Row) -> io::Result<()> {
        let filled = || (0..row.len()).filter(|i| row.cell(*i) != Cell::Empty);
        self.tag(b'R')?;
        self.0.write_all(&row.number.to_le_bytes())?;
        self.count(filled().count())?;
        for column in filled() {
            self.count(column)?;
            match row.cell(column) {
                Cell::Empty => self.tag(b'0')?,
                Cell::Text(text) => {
                    self.tag(b't')?;
                    self.text(text)?;
                }
                Cell::Number(number) => {
                    self.tag(b'n')?;
                    self.number(number)?;
                }
                Cell::Serial(days) => {
                    self.tag(b'd')?;
                    self.number(days)?;
                }
                Cell::Bool(value) => self.tag(if value { b'y' } else { b'z' })?,
                Cell::Error(text) => {
                    self.tag(b'e')?;
                    self.text(text)?;
                }
                Cell::Uncomputed => self.tag(b'u')?,
            }
        }
        Ok(())
    }

    fn fault(&mut self, fault: &FileFault) -> io::Result<()> {
        let (kind, number, text) = match fault {
            FileFault::WorkbookEncrypted => (b'p', 0, String::new()),
            FileFault::FileTooLarge { what, most } => (b'l', *most, what.code().to_owned()),
            _ => (b'd', 0, String::new()),
        };
        self.tag(b'X')?;
        self.tag(kind)?;
        self.0.write_all(&number.to_le_bytes())?;
        self.text(&text)?;
        self.0.flush()
    }
}

/// A workbook that a worker reads.
pub(super) struct RemoteWorkbook {
    file: File,
    format: Format,
    shown: Vec<String>,
    hidden: Vec<String>,
    epoch_shift: f64,
    /// A worker about to write this sheet, by its place among all of them.
    waiting: Option<(usize, Stream)>,
}

impl RemoteWorkbook {
    /// Opens what [`sniff`](super::sniff) took for a workbook of this format.
    ///
    /// Errors: `workbook-encrypted`, `file-damaged`, `file-too-large`.
    pub fn open(file: File, format: Format) -> Result<Self, FileFault> {
        let mut book = Self {
            file,
            format,
            shown: Vec::new(),
            hidden: Vec::new(),
            epoch_shift: 0.0,
            waiting: None,
        };
        let mut stream = book.start(None)?;
        (book.epoch_shift, book.shown, book.hidden) = stream.sheets()?;
        book.waiting = Some((0, stream));
        Ok(book)
    }

    /// Returns the names of the worksheets a person sees, and of the hidden ones. Chart sheets are neither.
    pub fn sheets(&self) -> (Vec<String>, Vec<String>) {
        (self.shown.clone(), self.hidden.clone())
    }

    /// Days to add to this workbook's serials.
    pub fn epoch_shift(&self) -> f64 {
        self.epoch_shift
    }

    /// Returns the rows of a sheet from its first.
    pub fn rows(
        &mut self,
        sheet: &str,
        place: Place,
    ) -> Result<Box<dyn RowReader + '_>, ExchangeError> {
        let fault = |fault: FileFault| fault.at(place.clone());
        let names = self.shown.iter().chain(&self.hidden);
        let at = names.into_iter().position(|name| name == sheet).unwrap_or_default();
        let mut stream = match self.waiting.take().filter(|(next, _)| *next == at) {
            Some((_, stream)) => stream,
            None => {
                let mut stream = self.start(Some(sheet)).map_err(fault)?;
                stream.sheets().map_err(fault)?;
                stream
            }
        };
        let merges = stream.merges().map_err(fault)?;
        let rows = Rows { stream: Some(stream), give_back: (at + 1, &mut self.waiting), place };
        Ok(Box::new(WithMerges::new(WithBlankRows::new(rows), merges)))
    }

    /// Starts a worker that writes the sheets from `first` on.
    fn start(&mut self, first: Option<&str>) -> Result<Stream, FileFault> {
        let failed = |error: io::Error| FileFault::FileUnreadable(error.kind());
        // Both hands on one file share its place in it: the worker before must be gone.
        self.waiting = None;
        self.file.rewind().map_err(failed)?;
        let bytes = self.file.metadata().map_err(failed)?.len();
        let file = self.file.try_clone().map_err(failed)?;
        let source = match PROGRAM.get() {
            Some(program) => {
                let mut command = Command::new(program);
                command.args([ARGUMENT, self.format.code()]).args(first).stdin(file);
                let mut child =
                    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(failed)?;
                let output =
                    child.stdout.take().ok_or(FileFault::FileUnreadable(io::ErrorKind::Other))?;
                Worker::Process(child, output)
            }
            None => {
                let (reader, writer) = io::pipe().map_err(failed)?;
                let (format, first) = (self.format, first.map(str::to_owned));
                let work = move || drop(serve(file, format, first.as_deref(), writer));
                Worker::Thread(Some(reader), Some(thread::spawn(work)))
            }
        };
        Ok(Stream { input: BufReader::with_capacity(128 * 1024, source), bytes })
    }
}

/// Who writes the frames.
enum Worker {
    Process(Child, ChildStdout),
    Thread(Option<PipeReader>, Option<JoinHandle<()>>),
}

impl Read for Worker {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Worker::Process(_, output) => output.read(into),
            Worker::Thread(output, _) => output.as_mut().map_or(Ok(0), |output| output.read(into)),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        match self {
            Worker::Process(child, _) => {
                // It may have ended by itself; what it did no longer matters.
                let _ = child.kill();
                let _ = child.wait();
            }
            Worker::Thread(output, thread) => {
                // With nobody to write to it ends; what it did no longer matters either.
                drop(output.take());
                let _ = thread.take().map(JoinHandle::join);
            }
        }
    }
}

/// Reads the frames of a worker.
struct Stream {
    input: BufReader<Worker>,
    /// The size of the file it reads.
    bytes: u64,
}

/// A text or a list longer than this is none that a worker writes.
const LONGEST: usize = 1 << 28;

impl Stream {
    fn sheets(&mut self) -> Result<(f64, Vec<String>, Vec<String>), FileFault> {
        self.expect(b'S')?;
        let shift = self.number()?;
        let mut names = || -> Result<Vec<String>, FileFault> {
            (0..self.count()?).map(|_| self.text()).collect()
        };
        let shown = names()?;
        let hidden = names()?;
        Ok((shift, shown, hidden))
    }

    fn merges(&mut self) -> Result<Vec<Merge>, FileFault> {
        self.expect(b'M')?;
        let count = self.count()?;
        let merge = |stream: &mut Self| {
            let [top, bottom, left, right] =
                [stream.count()?, stream.count()?, stream.count()?, stream.count()?];
            Ok(Merge { top: top as u32, bottom: bottom as u32, left, right })
        };
        (0..count).map(|_| merge(self)).collect()
    }

    /// Fills the row; false at the end of the sheet.
    fn row(&mut self, row: &mut Row, text: &mut Vec<u8>) -> Result<bool, FileFault> {
        match self.tag()? {
            b'E' => return Ok(false),
            b'R' => {}
            other => return Err(self.stray(other)),
        }
        row.begin(self.count()? as u32);
        for _ in 0..self.count()? {
            let column = self.count()?;
            match self.tag()? {
                kind @ (b't' | b'e') => {
                    self.bytes_into(text)?;
                    let text = String::from_utf8_lossy(text);
                    row.set(
                        column,
                        if kind == b't' { Cell::Text(&text) } else { Cell::Error(&text) },
                    );
                }
                b'n' => row.set(column, Cell::Number(self.number()?)),
                b'd' => row.set(column, Cell::Serial(self.number()?)),
                b'y' => row.set(column, Cell::Bool(true)),
                b'z' => row.set(column, Cell::Bool(false)),
                b'u' => row.set(column, Cell::Uncomputed),
                _ => row.set(column, Cell::Empty),
            }
        }
        Ok(true)
    }

    fn expect(&mut self, tag: u8) -> Result<(), FileFault> {
        match self.tag()? {
            found if found == tag => Ok(()),
            other => Err(self.stray(other)),
        }
    }

    /// Returns the fault that a worker tells, or that it told none.
    fn stray(&mut self, tag: u8) -> FileFault {
        if tag != b'X' {
            return self.ended();
        }
        let mut read = || -> Result<FileFault, FileFault> {
            let kind = self.tag()?;
            let mut most = [0; 8];
            self.fill(&mut most)?;
            let text = self.text()?;
            Ok(match kind {
                b'p' => FileFault::WorkbookEncrypted,
                b'l' => FileFault::FileTooLarge {
                    what: Bound::from_code(&text).unwrap_or(Bound::Memory),
                    most: u64::from_le_bytes(most),
                },
                _ => FileFault::FileDamaged,
            })
        };
        read().unwrap_or_else(|fault| fault)
    }

    /// The worker ended before it was done: it panicked, or asked for more memory or time than it may.
    fn ended(&self) -> FileFault {
        match self.bytes > SMALL_FILE {
            true => FileFault::FileTooLarge { what: Bound::Memory, most: MOST_MEMORY },
            false => FileFault::FileDamaged,
        }
    }

    fn fill(&mut self, into: &mut [u8]) -> Result<(), FileFault> {
        self.input.read_exact(into).map_err(|_| self.ended())
    }

    fn tag(&mut self) -> Result<u8, FileFault> {
        let mut tag = [0];
        self.fill(&mut tag)?;
        Ok(tag[0])
    }

    fn count(&mut self) -> Result<usize, FileFault> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    fn number(&mut self) -> Result<f64, FileFault> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes)?;
        Ok(f64::from_le_bytes(bytes))
    }

    fn bytes_into(&mut self, into: &mut Vec<u8>) -> Result<(), FileFault> {
        let length = self.count()?;
        if length > LONGEST {
            return Err(self.ended());
        }
        into.resize(length, 0);
        self.input.read_exact(into).map_err(|_| self.ended())
    }

    fn text(&mut self) -> Result<String, FileFault> {
        let mut bytes = Vec::new();
        self.bytes_into(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Rows of one sheet as a worker writes them.
struct Rows<'a> {
    stream: Option<Stream>,
    /// Where a worker that is done with the sheet waits for the next one.
    give_back: (usize, &'a mut Option<(usize, Stream)>),
    place: Place,
}

impl RowReader for Rows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let Some(stream) = &mut self.stream else { return Ok(false) };
        let mut text = Vec::new();
        match stream.row(row, &mut text) {
            Ok(true) => Ok(true),
            Ok(false) => {
                let (next, waiting) = &mut self.give_back;
                **waiting = self.stream.take().map(|stream| (*next, stream));
                Ok(false)
            }
            Err(fault) => {
                self.stream = None;
                Err(fault.at(self.place.clone()))
            }
        }
    }
}
