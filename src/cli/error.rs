//! Kinds of failure and their exit codes; how a failure is told.

use std::process::ExitCode;

use serde_json::json;

use crate::domain::Fault;
use crate::domain::claim::ClaimRefusal;
use crate::domain::loan::LoanProblem;
use crate::domain::pledge::{Check, Finding, Outcome};
use crate::domain::scheme::{QuoteProblem, SchemeFault};
use crate::exchange::bundle::BundleFault;
use crate::exchange::import::ImportError;
use crate::exchange::lines::LinesError;
use crate::exchange::{ExchangeError, Place};
use crate::i18n::claims::{claim_refusal, quote_problem, scheme_fault};
use crate::i18n::loans::{loan_problem, pledge_refused};
use crate::i18n::publications::{ledger_moved, quarter_not_over, quarter_not_published};
use crate::i18n::reconciliation::bundle_fault;
use crate::i18n::words::{Words, file_fault, ledger_error, problem};
use crate::i18n::{Lang, findings, say, titles::title};
use crate::ledger::LedgerError;
use crate::stats::FinanceError;
use crate::stats::publication::PublicationError;

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Well,
    /// Rows were refused, or differences found.
    WithDifferences,
    /// `verify` found the ledger changed.
    Tampered,
}

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    Ledger(LedgerError),
    File(ExchangeError),
    /// A typed record was refused: every fault in it.
    Record(Vec<Fault>),
    /// The arguments fit the grammar, but not each other.
    Usage(Words),
    /// A rule of the loan does not allow it.
    Loan(LoanProblem),
    /// A loan of many cannot be replayed.
    LoanOf {
        loan_no: String,
        problem: LoanProblem,
    },
    /// A pledge that a ground of refusal stands against.
    PledgeRefused(Check),
    /// A single rule of the field refuses.
    Rule(Finding),
    /// A scheme's file with everything that is wrong with it.
    Scheme {
        file: String,
        faults: Vec<SchemeFault>,
    },
    /// A scheme gives nothing for the loss.
    Quote(QuoteProblem),
    /// A rule of compensation does not allow it.
    Claim(ClaimRefusal),
    /// Figures that cannot be published or shown.
    Publication(PublicationError),
    /// A bundle that cannot be taken.
    Bundle(BundleFault),
    /// What was to be written could not be.
    Output(std::io::Error),
    /// A workbook could not be written.
    Workbook(String),
}

impl From<QuoteProblem> for Failure {
    fn from(problem: QuoteProblem) -> Self {
        Self::Quote(problem)
    }
}

impl From<ClaimRefusal> for Failure {
    fn from(refusal: ClaimRefusal) -> Self {
        Self::Claim(refusal)
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<ExchangeError> for Failure {
    fn from(error: ExchangeError) -> Self {
        Self::File(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<FinanceError> for Failure {
    fn from(error: FinanceError) -> Self {
        match error {
            FinanceError::Ledger(error) => Self::Ledger(error),
            FinanceError::Loan(problem) => Self::Loan(problem),
        }
    }
}

impl From<LinesError> for Failure {
    fn from(error: LinesError) -> Self {
        match error {
            LinesError::File(error) => Self::File(error),
            LinesError::Ledger(error) => Self::Ledger(error),
        }
    }
}

impl From<PublicationError> for Failure {
    fn from(error: PublicationError) -> Self {
        match error {
            PublicationError::Finance(error) => error.into(),
            error => Self::Publication(error),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::File(error) => Self::File(error),
            ImportError::Ledger(error) => Self::Ledger(error),
            ImportError::Temporary(error) => Self::Output(error),
            ImportError::Sort => Self::Output(std::io::ErrorKind::InvalidData.into()),
        }
    }
}

impl Failure {
    /// 1 failure, 2 usage, 3 input refused, 4 not found, 5 a rule refused, 6 busy, 7 integrity, 130
    /// interrupted (design.md 5).
    fn exit_code(&self) -> u8 {
        match self {
            Self::Ledger(error) => match error {
                LedgerError::Missing { .. }
                | LedgerError::NotFound { .. }
                | LedgerError::BeforeFirstEntry { .. } => 4,
                LedgerError::Ambiguous { .. }
                | LedgerError::AlreadyThere { .. }
                | LedgerError::SupersededSince { .. }
                | LedgerError::NothingToVoid { .. }
                | LedgerError::Founding { .. }
                | LedgerError::NoChange
                | LedgerError::Ended { .. }
                | LedgerError::ClaimStandsOnIt { .. }
                | LedgerError::FundShort { .. }
                | LedgerError::TooManyRevisions { .. } => 5,
                LedgerError::Busy { .. } => 6,
                LedgerError::NotALedger { .. } | LedgerError::UpgradeDiffers { .. } => 7,
                LedgerError::Interrupted => 130,
                LedgerError::Exists { .. }
                | LedgerError::TooNew { .. }
                | LedgerError::Older { .. }
                | LedgerError::Io { .. }
                | LedgerError::Sqlite(_) => 1,
            },
            Self::File(_) | Self::Record(_) | Self::Scheme { .. } => 3,
            Self::Usage(_) => 2,
            Self::Publication(PublicationError::NotPublished { .. }) => 4,
            Self::Publication(PublicationError::LedgerMoved) => 6,
            Self::Publication(_) => 5,
            Self::Bundle(BundleFault::Tampered | BundleFault::OtherKey { .. }) => 7,
            Self::Bundle(_) => 3,
            Self::Loan(_)
            | Self::LoanOf { .. }
            | Self::PledgeRefused(_)
            | Self::Rule(_)
            | Self::Quote(_)
            | Self::Claim(_) => 5,
            Self::Output(_) | Self::Workbook(_) => 1,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Ledger(error) => error.code(),
            Self::File(error) => error.code(),
            Self::Record(faults) => {
                faults.first().map_or("refused", |fault| fault.refusal.problem.code())
            }
            Self::Loan(problem) | Self::LoanOf { problem, .. } => problem.code(),
            Self::PledgeRefused(_) => "pledge-refused",
            Self::Rule(finding) => finding.rule.code(),
            Self::Scheme { faults, .. } => {
                faults.first().map_or("refused", |fault| fault.problem.code())
            }
            Self::Quote(problem) => problem.code(),
            Self::Claim(refusal) => refusal.code(),
            Self::Bundle(fault) => fault.code(),
            Self::Usage(_) => "usage",
            Self::Publication(error) => error.code(),
            Self::Output(_) => "output",
            Self::Workbook(_) => "workbook",
        }
    }

    /// The failure in one sentence.
    pub fn said(&self, lang: Lang) -> String {
        self.words(lang).message
    }

    fn words(&self, lang: Lang) -> Words {
        match self {
            Self::Ledger(error) => ledger_error(lang, error),
            Self::File(error) => file_fault(lang, &error.fault),
            Self::Record(faults) => match faults.first() {
                Some(fault) => problem(lang, &fault.refusal.problem),
                None => Words { message: String::new(), hint: String::new() },
            },
            Self::Loan(problem) => loan_problem(lang, problem),
            Self::LoanOf { loan_no, problem } => {
                let Words { message, hint } = loan_problem(lang, problem);
                Words { message: say::of_loan(lang, loan_no, message), hint }
            }
            Self::PledgeRefused(found) => {
                let against = |finding: &&Finding| {
                    matches!(finding.outcome, Outcome::Refuse | Outcome::Waivable)
                };
                let said: Vec<String> = found
                    .findings
                    .iter()
                    .filter(against)
                    .map(|finding| sentence(lang, finding))
                    .collect();
                pledge_refused(lang, &said.join(lang.pick("；", "; ")))
            }
            Self::Rule(finding) => {
                Words { message: sentence(lang, finding), hint: say::rule_hint(lang).to_owned() }
            }
            Self::Scheme { faults, .. } => match faults.first() {
                Some(fault) => scheme_fault(lang, &fault.problem),
                None => Words { message: String::new(), hint: String::new() },
            },
            Self::Quote(problem) => quote_problem(lang, problem),
            Self::Claim(refusal) => claim_refusal(lang, refusal),
            Self::Bundle(fault) => bundle_fault(lang, fault),
            Self::Usage(words) => words.clone(),
            Self::Publication(error) => publication_error(lang, error),
            Self::Output(error) => {
                Words { message: say::output_failed(lang, error), hint: String::new() }
            }
            Self::Workbook(error) => {
                Words { message: say::output_failed(lang, error), hint: String::new() }
            }
        }
    }
}

fn publication_error(lang: Lang, error: &PublicationError) -> Words {
    match error {
        PublicationError::NotOver { quarter, as_of } => quarter_not_over(lang, *quarter, *as_of),
        PublicationError::LedgerMoved => Words { message: ledger_moved(lang), hint: String::new() },
        PublicationError::NotPublished { quarter } => quarter_not_published(lang, *quarter),
        PublicationError::Finance(FinanceError::Ledger(error)) => ledger_error(lang, error),
        PublicationError::Finance(FinanceError::Loan(problem)) => loan_problem(lang, problem),
    }
}

/// A finding in one sentence: the rule, the patent, what it rests on.
pub fn sentence(lang: Lang, finding: &Finding) -> String {
    let patent = finding.patent.map(|number| format!(" {number}")).unwrap_or_default();
    let colon = lang.pick("：", ": ");
    format!("{}{patent}{colon}{}", finding.rule.code(), findings::evidence(lang, &finding.evidence))
}

/// Tells a failure on standard error, and returns its exit code.
pub fn report(failure: &Failure, lang: Lang, as_json: bool) -> ExitCode {
    let words = failure.words(lang);
    let place = match failure {
        Failure::File(error) => (*error.place).clone(),
        Failure::Record(faults) => faults.first().map_or_else(Place::default, |fault| Place {
            column: Some(fault.field.to_owned()),
            value: Some(fault.refusal.value.clone()),
            ..Place::default()
        }),
        Failure::Scheme { file, faults } => {
            // What is no TOML stands on a line; what does not fit stands under a key.
            let at = faults.first().map(|fault| fault.at.clone());
            let row = at.as_ref().and_then(|at| at.parse().ok());
            let column = at.filter(|at| row.is_none() && !at.is_empty());
            Place { file: file.clone(), row, column, ..Place::default() }
        }
        _ => Place::default(),
    };
    if as_json {
        let error = json!({
            "code": failure.code(), "message": words.message, "hint": words.hint,
            "file": Some(&place.file).filter(|file| !file.is_empty()), "sheet": place.sheet,
            "row": place.row, "column": place.column, "value": place.value,
        });
        eprintln!("{error}");
        return ExitCode::from(failure.exit_code());
    }
    let place = at(lang, &place);
    let separator = if place.is_empty() { "" } else { lang.pick("：", ": ") };
    eprintln!("{place}{separator}{} [{}]", words.message, failure.code());
    if !words.hint.is_empty() {
        eprintln!("{}{}", lang.pick("提示：", "hint: "), words.hint);
    }
    if let Failure::Record(faults) = failure {
        for fault in faults.iter().skip(1) {
            let also = problem(lang, &fault.refusal.problem).message;
            eprintln!("{}: {also} [{}]", title(lang, fault.field), fault.refusal.problem.code());
        }
    }
    if let Failure::Scheme { faults, .. } = failure {
        for fault in faults.iter().skip(1) {
            let also = scheme_fault(lang, &fault.problem).message;
            eprintln!("{}: {also} [{}]", fault.at, fault.problem.code());
        }
    }
    ExitCode::from(failure.exit_code())
}

/// Place first, as a reader looks for it: file, sheet, row, column, what stands there.
pub fn at(lang: Lang, place: &Place) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(Some(place.file.clone()).filter(|file| !file.is_empty()));
    parts.extend(place.sheet.as_ref().map(|sheet| format!("[{sheet}]")));
    parts.extend(place.row.map(|row| say::row_no(lang, row)));
    parts.extend(place.column.as_ref().map(|column| {
        // A field typed at the terminal has a title of its own.
        let known = crate::i18n::titles::TITLES.iter().find(|(key, ..)| key == column);
        known.map_or_else(|| column.clone(), |(_, zh, en)| lang.pick(*zh, *en).to_owned())
    }));
    parts.extend(
        place.value.as_ref().filter(|v| !v.is_empty()).map(|value| format!("“{}”", value.trim())),
    );
    parts.join(" ")
}
