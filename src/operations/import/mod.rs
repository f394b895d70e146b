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

use serde_json::json;

use super::outcome::Recorded;
use super::{Header, Mode, Office, Refusal, Writing};
use crate::domain::loan::record as loan;
use crate::domain::pledge::record as pledge_record;
use crate::domain::values::Unit;
use crate::domain::{
    certificate, evidence, party, patent as patent_record, pct, population, program, target,
};
use crate::exchange::header::FieldSpec;
use crate::exchange::import::scan::Wanted;
use crate::exchange::import::{ImportOutcome, Overrules, fields};
use crate::exchange::{ReadOptions, Source};
use crate::ledger::SourceFile;

/// Declares the nouns that come in files, a row each: its code, the action its entry is recorded under, the headers of
/// its fields, the headers lists of it carry and the ledger does not keep, its fields, and those of them that tell one
/// record from another.
macro_rules! nouns {
    ($($noun:ident($code:literal, $action:literal, $specs:path, $unused:expr, $fields:path, $keys:expr),)*) => {
        /// The nouns that come in files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Noun {
            $($noun,)*
        }

        impl Noun {
            const COUNT: usize = [$(stringify!($noun)),*].len();
            pub const ALL: [Self; Self::COUNT] = [$(Self::$noun),*];

            pub fn code(self) -> &'static str {
                match self { $(Self::$noun => $code,)* }
            }

            /// The action of an entry that takes a file of it.
            pub fn action(self) -> &'static str {
                match self { $(Self::$noun => $action,)* }
            }

            /// The headers its fields are looked for under.
            pub fn specs(self) -> &'static [FieldSpec] {
                match self { $(Self::$noun => &$specs,)* }
            }

            /// Returns the headers of columns that lists of the noun carry and the ledger does not keep.
            pub fn unused(self) -> Vec<&'static str> {
                fields::unused(match self { $(Self::$noun => $unused,)* })
            }

            /// The keys of the fields of a form of it.
            pub fn fields(self) -> &'static [&'static str] {
                match self { $(Self::$noun => &$fields,)* }
            }

            /// The fields that tell one record from another.
            pub fn keys(self) -> &'static [usize] {
                match self { $(Self::$noun => &$keys,)* }
            }
        }
    };
}

nouns! {
    Party("party", "party.import", fields::PARTY, fields::PARTY_UNUSED, party::FIELDS, [party::NAME, party::USCC]),
    Patent("patent", "patent.import", fields::PATENT, fields::PATENT_UNUSED, patent_record::FIELDS, [0]),
    Pct("pct", "pct.import", fields::PCT, fields::PATENT_UNUSED, pct::FIELDS, [pct::PCT_NO]),
    Target("target", "target.import", fields::TARGET, &[], target::FIELDS, [target::INDICATOR]),
    Reported("reported", "target.report", fields::REPORTED, &[], target::REPORTED_FIELDS, [0]),
    Pledge("pledge", "pledge.import", fields::PLEDGE, fields::PLEDGE_UNUSED, pledge_record::FIELDS, [pledge_record::REGISTRATION_NO]),
    Loan("loan", "loan.import", fields::LOAN, fields::LOAN_UNUSED, loan::FIELDS, [loan::LOAN_NO]),
    Program("program", "program.import", fields::PROGRAM, fields::PROGRAM_UNUSED, program::FIELDS, [program::PROGRAM, program::ORGANISATION]),
    Certificate("certificate", "certificate.import", fields::CERTIFICATE, fields::CERTIFICATE_UNUSED, certificate::FIELDS, [certificate::CERTIFICATE_NO, certificate::ORGANISATION]),
    Evidence("evidence", "evidence.import", fields::EVIDENCE, fields::EVIDENCE_UNUSED, evidence::FIELDS, [evidence::APPLICATION_NO]),
    Population("population", "population.import", fields::POPULATION, &[], population::FIELDS, [population::REGION, population::DAY]),
    Payment("payment", "loan.repay", fields::PAYMENT, fields::PAYMENT_UNUSED, loan::PAYMENT_FIELDS, [0]),
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
}

impl Noun {
    /// The noun of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.code() == code)
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
        let same_file = self.ledger.entries_of_file(&source.sha256)?;
        let dry_run = self.mode == Mode::Rehearse;
        let header = Header {
            action: noun.action(),
            source: Some(SourceFile {
                name: file_name(&source.name),
                sha256: source.sha256,
                bytes: source.bytes,
            }),
            settings: settings(request, source).to_string(),
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
        "again": request.again,
    })
}

/// The name without its folders: paths of a clerk's desktop say nothing a year later.
pub(super) fn file_name(path: &str) -> String {
    let name = std::path::Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}
