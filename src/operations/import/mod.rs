//! Imports: a file of a noun as one entry, every row through the operation a typed command takes.
//!
//! ```text
//! rows      nouns taken row by row, in file order     patent    in order of number, for files of millions
//! payment   loan by loan                              pledge    registration by registration
//! ```

mod patent;
mod payment;
mod pledge;
mod rows;

use std::borrow::Cow;

use serde_json::json;

use super::fact_noun::{FACTS, FactNoun, REPORTED};
use super::outcome::Recorded;
use super::{Header, Mode, Office, Refusal, Writing};
use crate::domain::loan::record as loan;
use crate::domain::pledge::record as pledge_record;
use crate::domain::values::Unit;
use crate::domain::{
    certificate, evidence, party, patent as patent_record, population, program, target,
};
use crate::exchange::header::FieldSpec;
use crate::exchange::import::scan::Wanted;
use crate::exchange::import::{ImportOutcome, Overrules, fields};
use crate::exchange::{Mend, ReadOptions, Source};
use crate::ledger::SourceFile;

/// The nouns that come in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Party,
    Patent,
    Target,
    Reported,
    Pledge,
    Loan,
    Program,
    Certificate,
    Evidence,
    Population,
    Payment,
    /// One whose facts stand in a record alone.
    Fact(&'static FactNoun),
}

/// How a noun's records stand in files: its code, the headers of its fields, the headers lists of it carry and the ledger
/// does not keep, the keys of its fields, and which of them tell one record from another.
type InFiles = (
    &'static str,
    &'static [FieldSpec],
    &'static [&'static [&'static str]],
    &'static [&'static str],
    &'static [usize],
);

impl Noun {
    /// Those with rules of their own.
    const OWN: [Self; 11] = [
        Self::Party,
        Self::Patent,
        Self::Target,
        Self::Reported,
        Self::Pledge,
        Self::Loan,
        Self::Program,
        Self::Certificate,
        Self::Evidence,
        Self::Population,
        Self::Payment,
    ];

    pub fn all() -> impl Iterator<Item = Self> {
        Self::OWN.into_iter().chain(FACTS.into_iter().map(Self::Fact))
    }

    fn in_files(self) -> InFiles {
        use fields as f;
        match self {
            Self::Party => {
                let keys = &[party::NAME, party::USCC];
                ("party", &f::PARTY, f::PARTY_UNUSED, &party::FIELDS, keys)
            }
            Self::Patent => ("patent", &f::PATENT, f::PATENT_UNUSED, &patent_record::FIELDS, &[0]),
            Self::Target => ("target", &f::TARGET, &[], &target::FIELDS, &[target::INDICATOR]),
            Self::Pledge => {
                let keys = &[pledge_record::REGISTRATION_NO];
                ("pledge", &f::PLEDGE, f::PLEDGE_UNUSED, &pledge_record::FIELDS, keys)
            }
            Self::Loan => ("loan", &f::LOAN, f::LOAN_UNUSED, &loan::FIELDS, &[loan::LOAN_NO]),
            Self::Program => {
                let keys = &[program::PROGRAM, program::ORGANISATION];
                ("program", &f::PROGRAM, f::PROGRAM_UNUSED, &program::FIELDS, keys)
            }
            Self::Certificate => {
                let keys = &[certificate::CERTIFICATE_NO, certificate::ORGANISATION];
                ("certificate", &f::CERTIFICATE, f::CERTIFICATE_UNUSED, &certificate::FIELDS, keys)
            }
            Self::Evidence => {
                let keys = &[evidence::APPLICATION_NO];
                ("evidence", &f::EVIDENCE, f::EVIDENCE_UNUSED, &evidence::FIELDS, keys)
            }
            Self::Population => {
                let keys = &[population::REGION, population::DAY];
                ("population", &f::POPULATION, &[], &population::FIELDS, keys)
            }
            Self::Payment => {
                ("payment", &f::PAYMENT, f::PAYMENT_UNUSED, &loan::PAYMENT_FIELDS, &[0])
            }
            Self::Reported => Self::Fact(&REPORTED).in_files(),
            Self::Fact(fact) => (fact.noun, fact.specs, fact.unused, fact.fields, fact.keys),
        }
    }

    pub fn code(self) -> &'static str {
        self.in_files().0
    }

    /// The action of an entry that takes a file of it.
    pub fn action(self) -> Cow<'static, str> {
        match self {
            Self::Reported => "target.report".into(),
            Self::Payment => "loan.repay".into(),
            noun => format!("{}.import", noun.code()).into(),
        }
    }

    /// The headers its fields are looked for under.
    pub fn specs(self) -> &'static [FieldSpec] {
        self.in_files().1
    }

    /// Returns the headers of columns that lists of the noun carry and the ledger does not keep.
    pub fn unused(self) -> Vec<&'static str> {
        fields::unused(self.in_files().2)
    }

    /// The keys of the fields of a form of it.
    pub fn fields(self) -> &'static [&'static str] {
        self.in_files().3
    }

    /// The keys of the fields of a row of a file of it.
    pub fn file_fields(self) -> &'static [&'static str] {
        if self == Self::Loan { &loan::FILE_FIELDS } else { self.fields() }
    }

    /// The fields that tell one record from another.
    pub fn keys(self) -> &'static [usize] {
        self.in_files().4
    }
}

/// What a person says about an import.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub overrules: Overrules,
    pub accept_corrections: bool,
    /// Payments that may be recorded under another reference are further ones.
    pub again: bool,
    /// Refuse the whole file when a single row is refused.
    pub all_or_nothing: bool,
    pub read: ReadOptions,
    /// Cells a person mended.
    pub mends: Vec<Mend>,
    /// Rows whose corrections are wanted, beside all of them or none.
    pub accept_rows: Vec<u32>,
}

impl Noun {
    /// The noun of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::all().find(|noun| noun.code() == code)
    }

    /// What a file may be in its place: a bank sends its loans and its payments in files alike, and the header decides.
    pub fn or_else(self) -> Option<Self> {
        (self == Self::Loan).then_some(Self::Payment)
    }
}

/// Whether a file was refused as one of another kind: its header is not the noun's.
pub fn is_of_another_kind(refusal: &Refusal) -> bool {
    use crate::exchange::FileFault::{HeaderFieldMissing, HeaderNotFound};
    let Refusal::File(error) = refusal else { return false };
    matches!(error.fault, HeaderFieldMissing { .. } | HeaderNotFound { .. })
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
    dry_run: bool,
    progress: &'a dyn Progress,
}

impl<'a> Rules<'a> {
    /// Whether what a row corrects is wanted.
    fn accepts(&self, row: u32) -> bool {
        self.accept_corrections || self.request.accept_rows.contains(&row)
    }

    /// What is looked for in a file of a noun.
    fn wanted(
        &self,
        fields: &'static [&'static str],
        specs: &'static [FieldSpec],
        keys: &'static [usize],
    ) -> Wanted<'a> {
        let Self { unused, explicit, remembered, .. } = *self;
        let Overrules { header_row, unit, pass_over, .. } = self.request.overrules;
        // A rehearsal shows the column, and what it looks like.
        let pass_over = pass_over || self.dry_run;
        let (unit_before, keeps_faulty) = (None, false);
        Wanted {
            fields,
            specs,
            keys,
            unused,
            explicit,
            remembered,
            header_row,
            unit,
            unit_before,
            pass_over,
            keeps_faulty,
        }
    }
}

impl Office<'_> {
    /// Imports a file of a noun as one entry, or rehearses it.
    ///
    /// A row is accepted, unchanged, corrected (only when wanted) or refused, with its place and reason; nothing is
    /// written when nothing is new.
    ///
    /// Errors: what concerns the file or the ledger as a whole; then nothing was written.
    pub fn import(
        &mut self,
        noun: Noun,
        source: &mut Source,
        request: &Request,
        progress: &dyn Progress,
    ) -> Result<(ImportOutcome, Recorded), Refusal> {
        let explicit = request.overrules.explicit(noun.specs())?;
        let unused = noun.unused();
        let remembered = self.ledger.remembered_headers(noun.code())?;
        let before = source.mend(&request.mends)?;
        let same_file = self.ledger.entries_of_file(&source.sha256)?;
        let dry_run = self.mode == Mode::Rehearse;
        let header = Header {
            action: noun.action(),
            source: Some(SourceFile {
                name: file_name(&source.name),
                sha256: source.sha256,
                bytes: source.bytes,
            }),
            settings: settings(request, source, &before).to_string(),
            voids: None,
        };
        let (mut outcome, recorded) = self.entry(header, |writing| {
            let rules = Rules {
                request,
                unused: &unused,
                explicit: &explicit,
                remembered: &remembered,
                accept_corrections: request.accept_corrections,
                dry_run,
                progress,
            };
            let mut outcome = ImportOutcome { dry_run, same_file, ..ImportOutcome::default() };
            take_noun(writing, noun, source, &rules, &mut outcome)?;
            writing.row = None;
            outcome.new_parties = writing.parties.added();
            outcome.assumed_parties = writing.parties.assumed();
            outcome.party_warnings = writing.parties.take_warnings();
            outcome.rejects.sort_by_key(|reject| (reject.sheet, reject.row));
            let refused_whole = request.all_or_nothing && !outcome.rejects.is_empty();
            if refused_whole {
                (outcome.accepted, outcome.corrected, outcome.completed) = (0, 0, 0);
            }
            if !refused_whole {
                // What a person says of a header holds for the mended file, also when no row of this one is taken.
                let readings = outcome.sheets.iter().filter_map(|sheet| sheet.reading.as_ref());
                for (header, field) in request.overrules.to_remember(&explicit, readings) {
                    let is_new = writing.entry.remember_header(noun.code(), &header, &field)?;
                    outcome.remembered += u32::from(is_new);
                }
            }
            if refused_whole || !outcome.changes_something() {
                return Ok((outcome, None));
            }
            let summary = outcome.for_seal();
            Ok((outcome, Some(summary)))
        })?;
        outcome.entry = recorded.entry;
        Ok((outcome, recorded))
    }
}

fn take_noun(
    writing: &mut Writing<'_, '_>,
    noun: Noun,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut ImportOutcome,
) -> Result<(), Refusal> {
    match noun {
        Noun::Patent => patent::take(writing, source, rules, outcome),
        Noun::Payment => payment::take(writing, source, rules, outcome),
        Noun::Pledge => pledge::take(writing, source, rules, outcome),
        noun => rows::take(writing, noun, source, rules, outcome),
    }
}

/// How the file was read, so that the import can be replayed.
fn settings(request: &Request, source: &Source, before: &[String]) -> serde_json::Value {
    let mut settings = json!({
        "format": source.format.code(),
        "encoding": source.encoding,
        "sheet": request.read.sheet,
        "map": request.overrules.map,
        "ignore": request.overrules.ignore,
        "header": request.overrules.header_row,
        "unit": request.overrules.unit.map(Unit::symbol),
        "accept_corrections": request.accept_corrections,
        "again": request.again,
    });
    // What was mended is told with what stood there before.
    if !request.mends.is_empty() {
        let mended = request.mends.iter().zip(before);
        let mended = mended.map(|(mend, before)| json!({"cell": mend.to_string(), "was": before}));
        settings["mended"] = mended.collect();
    }
    if !request.accept_rows.is_empty() {
        settings["accept_rows"] = json!(request.accept_rows);
    }
    settings
}

/// The name without its folders: paths of a clerk's desktop say nothing a year later.
pub(super) fn file_name(path: &str) -> String {
    let name = std::path::Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}
