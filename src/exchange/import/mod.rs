//! Imports: a file of a noun into one entry, every row accounted for.
//!
//! ```text
//! fields    under which headers a field stands      scan      sheets -> records with their place
//! ahead     reads on a thread of its own             sort      a sort of bounded memory
//! parties   which party a name or code means
//! patent party pct target pledge loan payment       one importer per noun
//! overrules what a person says of how a file is to be read
//! outcome   accepted, unchanged, corrected, refused, and why
//! ```

mod ahead;
pub mod fields;
mod loan;
mod outcome;
mod overrules;
mod packed;
mod parties;
mod party;
mod patent;
mod payment;
mod pct;
mod pledge;
mod scan;
mod sort;
pub mod statement;
mod target;

pub use loan::{
    differences as loan_differences, prepare as prepare_loan, record_new as record_loan,
};
pub use outcome::{Correction, Outcome, PartyWarning, Reason, Reject, SheetRead};
pub use overrules::Overrules;
pub use parties::Parties;
pub use party::with_place;
pub use pledge::{card as pledge_card, differences as pledge_differences, merged as pledge_merged};
pub use scan::REFUSED_HEADERS;
use scan::Wanted;

use std::io;

use serde_json::json;

use super::error::ExchangeError;
use super::header::FieldSpec;
use super::source::{ReadOptions, Source};
use crate::domain::numbers::RegionCode;
use crate::domain::values::{Date, Unit};
use crate::ledger::{Act, Entry, Ledger, LedgerError, SourceFile, Verdict};

/// The nouns that come in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Party,
    Patent,
    Pct,
    Target,
    Reported,
    Pledge,
    Loan,
    Payment,
}

impl Noun {
    pub const ALL: [Self; 8] = [
        Self::Party,
        Self::Patent,
        Self::Pct,
        Self::Target,
        Self::Reported,
        Self::Pledge,
        Self::Loan,
        Self::Payment,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Patent => "patent",
            Self::Pct => "pct",
            Self::Target => "target",
            Self::Reported => "reported",
            Self::Pledge => "pledge",
            Self::Loan => "loan",
            Self::Payment => "payment",
        }
    }

    pub fn action(self) -> &'static str {
        match self {
            Self::Party => "party.import",
            Self::Patent => "patent.import",
            Self::Pct => "pct.import",
            Self::Target => "target.import",
            Self::Reported => "target.report",
            Self::Pledge => "pledge.import",
            Self::Loan => "loan.import",
            Self::Payment => "loan.repay",
        }
    }

    /// Returns the headers of columns that lists of the noun carry and the ledger does not keep.
    pub fn unused(self) -> Vec<&'static str> {
        fields::unused(match self {
            Self::Party => fields::PARTY_UNUSED,
            Self::Patent | Self::Pct => fields::PATENT_UNUSED,
            Self::Target | Self::Reported => &[],
            Self::Pledge => fields::PLEDGE_UNUSED,
            Self::Loan => fields::LOAN_UNUSED,
            Self::Payment => fields::PAYMENT_UNUSED,
        })
    }

    pub fn specs(self) -> &'static [FieldSpec] {
        match self {
            Self::Party => &fields::PARTY,
            Self::Patent => &fields::PATENT,
            Self::Pct => &fields::PCT,
            Self::Target => &fields::TARGET,
            Self::Reported => &fields::REPORTED,
            Self::Pledge => &fields::PLEDGE,
            Self::Loan => &fields::LOAN,
            Self::Payment => &fields::PAYMENT,
        }
    }
}

/// What a person says about an import.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub overrules: Overrules,
    pub accept_corrections: bool,
    pub dry_run: bool,
    /// Refuse the whole file when a single row is refused.
    pub all_or_nothing: bool,
    pub read: ReadOptions,
}

/// Is told how far an import is.
pub trait Progress {
    fn read(&self, rows: u32);
    fn settled(&self, rows: u32);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;

impl Progress for Quiet {
    fn read(&self, _rows: u32) {}
    fn settled(&self, _rows: u32) {}
}

/// The rules one import goes by.
struct Rules<'a> {
    request: &'a Request,
    unused: &'a [&'static str],
    explicit: &'a [(String, String)],
    remembered: &'a [(String, String)],
    accept_corrections: bool,
    own: RegionCode,
    today: Date,
    progress: &'a dyn Progress,
}

impl<'a> Rules<'a> {
    /// What is looked for in a file of a noun.
    fn wanted(
        &self,
        fields: &'static [&'static str],
        specs: &'static [FieldSpec],
        keys: &'static [usize],
    ) -> Wanted<'a> {
        Wanted {
            fields,
            specs,
            keys,
            unused: self.unused,
            explicit: self.explicit,
            remembered: self.remembered,
            header_row: self.request.overrules.header_row,
            unit: self.request.overrules.unit,
            // A rehearsal shows the column, and what it looks like.
            pass_over: self.request.overrules.pass_over || self.request.dry_run,
        }
    }
}

/// What keeps a file as a whole from being imported.
#[derive(Debug)]
pub enum ImportError {
    File(ExchangeError),
    Ledger(LedgerError),
    /// The temporary files of the sort failed.
    Temporary(io::Error),
    /// The sort gave back what it was not given: a bug.
    Sort,
}

impl From<ExchangeError> for ImportError {
    fn from(error: ExchangeError) -> Self {
        Self::File(error)
    }
}

impl From<LedgerError> for ImportError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        Self::Temporary(error)
    }
}

/// Imports a file of a noun as one entry, or rehearses it.
///
/// A row is accepted, unchanged, corrected (only when wanted) or refused, with its place and reason;
/// nothing is written when nothing is new. `act` says who records and why; its source and settings
/// are filled in here. `today` is the last day a fact may name.
///
/// Errors: what concerns the file or the ledger as a whole; then nothing was written.
pub fn import(
    ledger: &mut Ledger,
    noun: Noun,
    source: &mut Source,
    request: &Request,
    act: Act,
    today: Date,
    progress: &dyn Progress,
) -> Result<Outcome, ImportError> {
    let explicit = request.overrules.explicit(noun.specs())?;
    let unused = noun.unused();
    let remembered = ledger.remembered_headers(noun.code())?;
    let same_file = ledger.entries_of_file(&source.sha256)?;
    let act = Act {
        action: noun.action(),
        source: Some(SourceFile {
            name: file_name(&source.name),
            sha256: source.sha256,
            bytes: source.bytes,
        }),
        settings: settings(request, source).to_string(),
        ..act
    };
    let (mut outcome, receipt) = ledger.write(act, |entry| {
        let rules = Rules {
            request,
            unused: &unused,
            explicit: &explicit,
            remembered: &remembered,
            accept_corrections: request.accept_corrections,
            own: entry.office()?.region,
            today,
            progress,
        };
        let mut outcome = Outcome { dry_run: request.dry_run, same_file, ..Outcome::default() };
        read_noun(entry, noun, source, &rules, &mut outcome)?;
        outcome.rejects.sort_by_key(|reject| (reject.sheet, reject.row));
        let refused_whole = request.all_or_nothing && !outcome.rejects.is_empty();
        if refused_whole {
            (outcome.accepted, outcome.corrected) = (0, 0);
        }
        if request.dry_run || refused_whole || !outcome.changes_something() {
            return Ok(Verdict::Drop(outcome));
        }
        let readings = outcome.sheets.iter().filter_map(|sheet| sheet.reading.as_ref());
        for (header, field) in request.overrules.to_remember(&explicit, readings) {
            entry.remember_header(noun.code(), &header, &field)?;
        }
        let summary = outcome.for_seal();
        Ok::<_, ImportError>(Verdict::Keep(outcome, summary))
    })?;
    outcome.entry = receipt.map(|receipt| receipt.entry);
    Ok(outcome)
}

fn read_noun(
    entry: &Entry<'_>,
    noun: Noun,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    match noun {
        Noun::Party => party::import(entry, source, rules, outcome),
        Noun::Patent => patent::import(entry, source, rules, outcome),
        Noun::Pct => pct::import(entry, source, rules, outcome),
        Noun::Target => target::import(entry, source, rules, outcome),
        Noun::Reported => target::import_reported(entry, source, rules, outcome),
        Noun::Pledge => pledge::import(entry, source, rules, outcome),
        Noun::Loan => loan::import(entry, source, rules, outcome),
        Noun::Payment => payment::import(entry, source, rules, outcome),
    }
}

/// How the file was read, so that the import can be replayed.
fn settings(request: &Request, source: &Source) -> serde_json::Value {
    json!({
        "format": source.format.code(),
        "encoding": source.encoding,
        "sheet": request.read.sheet,
        "map": request.overrules.map,
        "ignore": request.overrules.ignore,
        "header": request.overrules.header_row,
        "unit": request.overrules.unit.map(Unit::symbol),
        "accept_corrections": request.accept_corrections,
    })
}

/// The name without its folders: paths of a clerk's desktop say nothing a year later.
fn file_name(path: &str) -> String {
    let name = std::path::Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}
