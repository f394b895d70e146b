//! How much of a foreign file is read: every bound in one place.

/// Which bound a file met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Bytes of a page, a single-file web archive or an XML spreadsheet, which are read whole.
    PageBytes,
    /// Bytes that the parts of a workbook come to when they are unpacked.
    Unpacked,
    /// How many times its packed size a large part of a workbook comes to.
    Ratio,
    Sheets,
    Merges,
    /// Memory that reading the workbook takes.
    Memory,
}

impl Bound {
    const ALL: [Self; 6] =
        [Self::PageBytes, Self::Unpacked, Self::Ratio, Self::Sheets, Self::Merges, Self::Memory];

    /// Returns the bound of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bound| bound.code() == code)
    }

    /// Returns the stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::PageBytes => "page-bytes",
            Self::Unpacked => "unpacked-bytes",
            Self::Ratio => "packing-ratio",
            Self::Sheets => "sheets",
            Self::Merges => "merged-cells",
            Self::Memory => "memory",
        }
    }
}

/// Rows and columns of a sheet: those of Excel since 2007.
pub const MOST_ROWS: u32 = 1_048_576;
pub const MOST_COLUMNS: u32 = 16_384;
pub const MOST_SHEETS: usize = 1_000;
pub const MOST_MERGES: usize = 1_000_000;
/// Bytes of a file that is read whole into memory.
pub const MOST_PAGE_BYTES: u64 = 64 << 20;
/// Bytes of an `.xls` that are looked through for what its numbers look like: 65,536 rows take far less.
pub const MOST_XLS_BYTES: u64 = 256 << 20;
/// Bytes of all parts of a workbook unpacked: a full sheet of a million rows with twenty columns has about one GiB.
pub const MOST_UNPACKED: u64 = 4 << 30;
/// A part beyond this many bytes must not be packed more than [`MOST_RATIO`] times: tables pack ten to fifty times.
pub const LARGE_PART: u64 = 64 << 20;
pub const MOST_RATIO: u64 = 200;
/// Address space of the process that reads a workbook: so much in any case, and so many times the file's size.
pub const LEAST_MEMORY: u64 = 384 << 20;
pub const MEMORY_PER_BYTE: u64 = 8;
pub const MOST_MEMORY: u64 = 4 << 30;
/// Seconds of processor time for one workbook: so many in any case, and one more for each MiB.
pub const LEAST_SECONDS: u64 = 20;
/// A file up to this size that asks for more memory than it may is damaged; a larger one is too large.
pub const SMALL_FILE: u64 = 4 << 20;
