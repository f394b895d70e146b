//! The outcome of an import: every row accounted for, every refusal with its place and reason.

use std::collections::BTreeMap;

use serde_json::json;

use crate::domain::patent::Change;
use crate::domain::pledge::GroundFinding;
use crate::domain::values::Money;
use crate::domain::{Note, Refusal};
use crate::exchange::error::FileFault;
use crate::exchange::totals::ControlTotal;
use crate::exchange::{Place, SheetReading};

/// Why a row was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A value or a fact the field does not allow.
    Refused(Refusal),
    /// The row itself could not be read.
    Unreadable(FileFault),
}

impl Reason {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.problem.code(),
            Self::Unreadable(fault) => fault.code(),
        }
    }
}

/// A refused row: where, and every reason found, the first one foremost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The sheet's position in the source.
    pub sheet: usize,
    pub row: u32,
    pub reasons: Vec<(Place, Reason)>,
    /// Columns (from 0) the reasons stand in.
    pub columns: Vec<usize>,
}

/// A known record the file would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub row: u32,
    pub id: String,
    pub changes: Vec<Change>,
}

/// Something about parties the office should look at; nothing was merged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyWarning {
    /// One code, another spelling of the name: the party known by the code was taken.
    OtherSpelling { code: String, known: String, spelled: String },
    /// One name under another code: two parties.
    OtherCode { name: String, known: String, code: String },
    /// The ledger's party of this name has no code; the file's was not recorded.
    CodeNotRecorded { name: String, code: String },
}

impl PartyWarning {
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherSpelling { .. } => "party-other-spelling",
            Self::OtherCode { .. } => "party-other-code",
            Self::CodeNotRecorded { .. } => "party-code-not-recorded",
        }
    }
}

/// How one sheet was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRead {
    pub name: Option<String>,
    /// The sheet is empty.
    pub is_blank: bool,
    /// None if no header was found and the sheet was skipped.
    pub header_row: Option<u32>,
    /// How it was read; none for a sheet that was skipped.
    pub reading: Option<SheetReading>,
    /// Rows that are not records, by kind: how many, and the first of them.
    pub skipped: BTreeMap<&'static str, (u32, u32)>,
    pub records: u32,
}

/// The outcome of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// None when nothing was written: a rehearsal, or nothing new.
    pub entry: Option<i64>,
    pub dry_run: bool,
    /// Records found: accepted + unchanged + corrected + rejected.
    pub rows: u32,
    pub accepted: u32,
    pub unchanged: u32,
    /// Of the unchanged, those that completed what is known: a reference number it lacked.
    pub completed: u32,
    pub corrected: u32,
    /// Rows below a header that are not records: blank rows, notes, totals, repeated headers.
    pub skipped: u32,
    pub rejects: Vec<Reject>,
    pub corrections: Vec<Correction>,
    /// Notes, with how many rows and the first of them.
    pub notes: BTreeMap<Note, (u32, u32)>,
    pub party_warnings: BTreeMap<PartyWarning, u32>,
    /// Grounds that speak against a fact that was taken, with the row.
    pub against: Vec<(u32, GroundFinding)>,
    /// Claims that were paid, on loans of which payments came, with the row: what is due back, or none where an advance
    /// is to be settled.
    pub due_back: Vec<(u32, String, Option<Money>)>,
    pub sheets: Vec<SheetRead>,
    pub hidden_sheets: Vec<String>,
    /// Entries in force that recorded this very file before.
    pub same_file: Vec<i64>,
    /// What a person said of headers that is remembered from now on.
    pub remembered: u32,
    /// New parties recorded because records name them.
    pub new_parties: u32,
    /// New parties that are only assumed to sit in the office's own district.
    pub assumed_parties: u32,
}

impl ImportOutcome {
    pub fn rejected(&self) -> u32 {
        u32::try_from(self.rejects.len()).unwrap_or(u32::MAX)
    }

    /// Returns the control totals that differ from the sum of the rows, each with its sheet.
    pub fn totals_off(&self) -> impl Iterator<Item = (&SheetRead, &ControlTotal)> {
        self.sheets.iter().flat_map(|sheet| {
            let totals = sheet.reading.iter().flat_map(|reading| &reading.totals);
            totals.filter(|total| !total.agrees).map(move |total| (sheet, total))
        })
    }

    /// Returns whether a figure of the file differs from what was read: refused rows, totals that do not add up,
    /// columns that were passed over though they look like a field that is missing.
    pub fn differs(&self) -> bool {
        let unexplained = |sheet: &SheetRead| {
            sheet.reading.as_ref().is_some_and(|reading| reading.unexplained().is_some())
        };
        !self.rejects.is_empty()
            || self.totals_off().next().is_some()
            || self.dry_run && self.sheets.iter().any(unexplained)
    }

    /// Whether there is anything to write.
    pub fn changes_something(&self) -> bool {
        self.accepted + self.corrected + self.completed + self.remembered > 0
    }

    /// Adds a note of a row.
    pub fn note(&mut self, note: Note, row: u32) {
        self.notes.entry(note).or_insert((0, row)).0 += 1;
    }

    /// Adds the notes of a row.
    pub fn note_all(&mut self, notes: &[Note], row: u32) {
        for note in notes {
            self.note(*note, row);
        }
    }

    /// Adds what was found while reading: records, refusals, notes, how each sheet was read.
    pub fn absorb(&mut self, read: Self) {
        self.rows += read.rows;
        self.skipped += read.skipped;
        self.rejects.extend(read.rejects);
        self.sheets.extend(read.sheets);
        self.hidden_sheets.extend(read.hidden_sheets);
    }

    /// What the entry's seal keeps of it: counts, and how each sheet was read.
    pub fn for_seal(&self) -> String {
        let sheets: Vec<_> = self
            .sheets
            .iter()
            .map(|sheet| {
                let unknown = sheet.reading.as_ref().map(SheetReading::unknown).unwrap_or_default();
                json!({
                    "sheet": sheet.name, "header_row": sheet.header_row, "records": sheet.records,
                    "unknown": unknown,
                })
            })
            .collect();
        json!({
            "rows": self.rows, "accepted": self.accepted, "unchanged": self.unchanged,
            "corrected": self.corrected, "rejected": self.rejected(), "skipped": self.skipped,
            "sheets": sheets,
        })
        .to_string()
    }
}
