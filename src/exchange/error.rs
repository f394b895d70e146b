//! What can be wrong with a file itself, before a single value in it is judged.

use std::{fmt, io};

use super::limits::Bound;
use super::reading::UnitPlace;
use crate::domain::values::Unit;

/// Where something stands (位置): as much as is known, from the file down to the cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file's path as it was given; `-` is standard input.
    pub file: String,
    /// The sheet's name; none in text files, which have no sheets.
    pub sheet: Option<String>,
    /// The row a person sees, from 1.
    pub row: Option<u32>,
    /// The column's header as the file spells it.
    pub column: Option<String>,
    /// The cell as a spreadsheet names it, such as `C12`.
    pub cell: Option<String>,
    /// What stands there.
    pub value: Option<String>,
}

impl Place {
    /// Returns the place "somewhere in this file".
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// Returns the place "this row" of the same file and sheet.
    pub fn row(&self, row: u32) -> Self {
        Self {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row: Some(row),
            ..Self::default()
        }
    }

    /// Returns the place "this cell" of the same file, sheet and row; `column` counts from 0.
    pub fn cell(&self, column: usize, header: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            column: Some(header.into()),
            cell: self.row.map(|row| format!("{}{row}", column_letters(column))),
            value: Some(value.into()),
            ..self.clone()
        }
    }
}

/// A file that cannot be read, or written, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeError {
    pub fault: FileFault,
    pub place: Box<Place>,
}

/// What is wrong with a file. Each variant has a stable code that users and tests rely on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// `file-not-found`: or, when writing, no such folder.
    FileNotFound,
    /// `file-is-directory`
    FileIsDirectory,
    /// `file-empty`: no bytes, or nothing but a byte order mark.
    FileEmpty,
    /// `file-unreadable`: the system's reason.
    FileUnreadable(io::ErrorKind),
    /// `file-unwritable`: the system's reason.
    FileUnwritable(io::ErrorKind),
    /// `format-unknown`: neither text nor a workbook; `seen` names what it looks like, such as `pdf`.
    FormatUnknown { seen: &'static str },
    /// `encoding-unknown`: `--encoding` names none that exists.
    EncodingUnknown { name: String },
    /// `text-undecodable`: bytes that are no characters in `encoding`. The reader can go on with the next row.
    TextUndecodable { encoding: &'static str },
    /// `quote-never-closed`: a quotation mark opens in this row and swallows the rows below. The reader can
    /// go on with the next row.
    QuoteNeverClosed,
    /// `row-endless`: a line too long to be a row of a table. The reader can go on with the next row.
    RowEndless,
    /// `workbook-encrypted`: it opens only with a password.
    WorkbookEncrypted,
    /// `sheet-not-found`: with the names of the sheets there are.
    SheetNotFound { name: String, sheets: Vec<String> },
    /// `header-not-found`: no row among the first names any field; `seen` are the texts that stand there.
    HeaderNotFound { seen: Vec<String> },
    /// `header-field-missing`: the header lacks required fields; `headers` are the ones nobody recognised.
    HeaderFieldMissing { fields: Vec<&'static str>, headers: Vec<String> },
    /// `header-row-missing`: the row said to be the header is not there.
    HeaderRowMissing { row: u32 },
    /// `header-again-otherwise`: below the rows a second header stands, with other columns.
    HeaderAgainOtherwise { headers: Vec<String> },
    /// `column-unexplained`: a column nobody knows looks like a field that figures rest on and no column is.
    ColumnUnexplained { header: String, samples: Vec<String>, fields: Vec<&'static str> },
    /// `unit-contradiction`: two units are stated for the amounts of one column.
    UnitContradiction { header: String, units: [(Unit, UnitPlace); 2] },
    /// `file-damaged`: its inside is not what its kind of file has.
    FileDamaged,
    /// `file-too-large`: more than the program reads of one file; `what` is the bound that was met.
    FileTooLarge { what: Bound, most: u64 },
    /// `map-unreadable`: a piece of `--map` that is not `field=header`.
    MapUnreadable { piece: String },
    /// `map-unknown-field`: with the fields there are.
    MapUnknownField { name: String, fields: Vec<&'static str> },
    /// `map-unknown-header`: with the headers there are.
    MapUnknownHeader { name: String, headers: Vec<String> },
}

impl FileFault {
    /// Returns the stable code.
    pub fn code(&self) -> &'static str {
        match self {
            FileFault::FileNotFound => "file-not-found",
            FileFault::FileIsDirectory => "file-is-directory",
            FileFault::FileEmpty => "file-empty",
            FileFault::FileUnreadable(_) => "file-unreadable",
            FileFault::FileUnwritable(_) => "file-unwritable",
            FileFault::FormatUnknown { .. } => "format-unknown",
            FileFault::EncodingUnknown { .. } => "encoding-unknown",
            FileFault::TextUndecodable { .. } => "text-undecodable",
            FileFault::QuoteNeverClosed => "quote-never-closed",
            FileFault::RowEndless => "row-endless",
            FileFault::WorkbookEncrypted => "workbook-encrypted",
            FileFault::SheetNotFound { .. } => "sheet-not-found",
            FileFault::HeaderNotFound { .. } => "header-not-found",
            FileFault::HeaderFieldMissing { .. } => "header-field-missing",
            FileFault::HeaderRowMissing { .. } => "header-row-missing",
            FileFault::HeaderAgainOtherwise { .. } => "header-again-otherwise",
            FileFault::ColumnUnexplained { .. } => "column-unexplained",
            FileFault::UnitContradiction { .. } => "unit-contradiction",
            FileFault::FileDamaged => "file-damaged",
            FileFault::FileTooLarge { .. } => "file-too-large",
            FileFault::MapUnreadable { .. } => "map-unreadable",
            FileFault::MapUnknownField { .. } => "map-unknown-field",
            FileFault::MapUnknownHeader { .. } => "map-unknown-header",
        }
    }

    /// Returns whether only one row is lost: the reader goes on with the row after it.
    pub fn loses_one_row(&self) -> bool {
        matches!(
            self,
            FileFault::TextUndecodable { .. } | FileFault::QuoteNeverClosed | FileFault::RowEndless
        )
    }

    /// Returns the error "this, at that place".
    pub fn at(self, place: Place) -> ExchangeError {
        ExchangeError { fault: self, place: Box::new(place) }
    }
}

impl ExchangeError {
    /// Returns the stable code, such as `workbook-encrypted`.
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// Adds file and sheet to an error that was found without knowing them.
    pub fn within(mut self, file: &str, sheet: Option<&str>) -> Self {
        self.place.file = file.to_owned();
        self.place.sheet = sheet.map(str::to_owned);
        self
    }

    /// Returns what a failed read of `file` means.
    pub fn reading(file: &str, error: &io::Error) -> Self {
        let fault = match error.kind() {
            io::ErrorKind::NotFound => FileFault::FileNotFound,
            io::ErrorKind::IsADirectory => FileFault::FileIsDirectory,
            kind => FileFault::FileUnreadable(kind),
        };
        fault.at(Place::file(file))
    }

    /// Returns what a failed write of `file` means.
    pub(super) fn writing(file: &str, error: &io::Error) -> Self {
        let fault = match error.kind() {
            io::ErrorKind::NotFound => FileFault::FileNotFound,
            io::ErrorKind::IsADirectory => FileFault::FileIsDirectory,
            kind => FileFault::FileUnwritable(kind),
        };
        fault.at(Place::file(file))
    }
}

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.place.file)?;
        match self.place.row {
            Some(row) => write!(f, ":{row}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ExchangeError {}

/// Returns a column's letters as a spreadsheet shows them: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: usize) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        left => column_letters(left - 1) + &letter.to_string(),
    }
}

/// Returns the column that letters name: `C` is 2; `None` unless they are one to three Latin letters.
pub fn column_of_letters(letters: &str) -> Option<usize> {
    let plain =
        (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphabetic());
    plain.then(|| {
        let value = |b: u8| usize::from(b.to_ascii_uppercase() - b'A') + 1;
        letters.bytes().fold(0, |column, b| column * 26 + value(b)) - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        for (column, letters) in
            [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(column_letters(column), letters);
            assert_eq!(column_of_letters(letters), Some(column));
        }
        assert_eq!(column_of_letters("c"), Some(2));
        for no in ["", "C1", "表", "ABCD"] {
            assert_eq!(column_of_letters(no), None, "{no}");
        }
    }

    #[test]
    fn a_place_is_narrowed_step_by_step() {
        let place = Place::file("a.xlsx").row(12).cell(2, "申请号", "x");
        assert_eq!((place.cell.as_deref(), place.column.as_deref()), (Some("C12"), Some("申请号")));
    }
}
