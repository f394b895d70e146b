//! Why an operation is refused: data, without a sentence.

use crate::domain::Fault;
use crate::domain::claim::ClaimRefusal;
use crate::domain::loan::LoanProblem;
use crate::domain::numbers::ApplicationNo;
use crate::domain::party::Mark;
use crate::domain::plan::PlanFault;
use crate::domain::pledge::{Check, Evidence, GroundFinding, GroundOutcome, Rule};
use crate::domain::program::{CaseGround, ProgramFault};
use crate::domain::reconciliation::ReconciliationProblem;
use crate::domain::scheme::{QuoteProblem, SchemeFault};
use crate::domain::steps::StepProblem;
use crate::domain::stock::MapFault;
use crate::exchange::ExchangeError;
use crate::exchange::bundle::BundleFault;
use crate::exchange::lines::LinesError;
use crate::ledger::{LedgerError, signals};
use crate::stats::publication::PublicationError;

/// Why an operation is refused. Nothing was recorded.
///
/// Each has a stable code and exit code; `i18n` has its sentence and hint, the shell its line on the screen.
#[derive(Debug)]
pub enum Refusal {
    Ledger(LedgerError),
    File(ExchangeError),
    /// Fields of the fact that cannot be taken: every fault in it.
    Fields(Vec<Fault>),
    /// The thing was changed after the entry the edit was made from.
    ChangedSince {
        noun: &'static str,
        id: String,
        entry: i64,
        by: String,
    },
    /// A rule of the loan does not allow it.
    Loan {
        loan_no: String,
        problem: LoanProblem,
    },
    /// A pledge that a ground of refusal stands against.
    Pledge(Check),
    /// A single rule of the field refuses.
    Rule(GroundFinding),
    /// A scheme's file with everything that is wrong with it.
    Scheme {
        file: String,
        faults: Vec<SchemeFault>,
    },
    /// A plan's file with everything that is wrong with it.
    Plan {
        file: String,
        faults: Vec<PlanFault>,
    },
    /// What was asked of a reconciliation does not go.
    Reconciliation {
        number: i64,
        problem: ReconciliationProblem,
    },
    /// A scheme gives nothing for the loss.
    Quote(QuoteProblem),
    /// A rule of compensation does not allow it.
    Claim(ClaimRefusal),
    /// A programme's file with everything that is wrong with it.
    ProgramFile {
        file: String,
        faults: Vec<ProgramFault>,
    },
    /// The file of a table of IPC symbols with everything that is wrong with it.
    MapFile {
        file: String,
        faults: Vec<MapFault>,
    },
    /// No programme answers to it; the codes of those that are known.
    UnknownProgram {
        said: String,
        known: Vec<String>,
    },
    /// The mark is recorded as a case or a certificate.
    RecordedElsewhere {
        mark: Mark,
    },
    /// Grounds that stand against an application.
    Program(Vec<CaseGround>),
    /// A step that is not lawful after those before it.
    Step {
        noun: &'static str,
        id: String,
        problem: StepProblem,
    },
    /// Figures that cannot be published or shown.
    Publication(PublicationError),
    /// A bundle that cannot be taken.
    Bundle(BundleFault),
    /// Temporary files of a bulk import failed.
    Temporary(std::io::Error),
}

impl Refusal {
    /// A single field that cannot be taken.
    pub fn field(fault: Fault) -> Self {
        Self::Fields(vec![fault])
    }

    pub fn not_found(noun: &'static str, id: impl Into<String>) -> Self {
        Self::Ledger(LedgerError::NotFound { noun, id: id.into() })
    }

    pub fn already_there(noun: &'static str, id: impl Into<String>) -> Self {
        Self::Ledger(LedgerError::AlreadyThere { noun, id: id.into() })
    }

    /// A single rule that stands against a patent's pledge.
    pub fn rule(rule: Rule, patent: ApplicationNo, evidence: Evidence) -> Self {
        Self::Rule(GroundFinding {
            rule,
            patent: Some(patent),
            outcome: GroundOutcome::Refuse,
            evidence,
        })
    }

    /// The program's exit code: 1 failure, 2 usage, 3 input refused, 4 not found, 5 a rule refused, 6 busy, 7 integrity,
    /// 130 interrupted.
    pub fn exit_code(&self) -> u8 {
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
                | LedgerError::StoodOn { .. }
                | LedgerError::ClockBehind { .. }
                | LedgerError::NoChange
                | LedgerError::LosesEntries { .. }
                | LedgerError::Ended { .. }
                | LedgerError::LoanBroken { .. }
                | LedgerError::ClaimStandsOnIt { .. }
                | LedgerError::StepsStandOnIt { .. }
                | LedgerError::FundShort { .. }
                | LedgerError::TooManyRevisions { .. } => 5,
                LedgerError::Busy { .. } => 6,
                LedgerError::NotALedger { .. }
                | LedgerError::UpgradeDiffers { .. }
                | LedgerError::CopyDamaged { .. } => 7,
                LedgerError::Interrupted => signals::exit_code(),
                LedgerError::Exists { .. }
                | LedgerError::TooNew { .. }
                | LedgerError::Older { .. }
                | LedgerError::UnsafePlace { .. }
                | LedgerError::LogLeft { .. }
                | LedgerError::CommitUnsure { .. }
                | LedgerError::Io { .. }
                | LedgerError::Sqlite(_) => 1,
            },
            Self::UnknownProgram { .. } | Self::RecordedElsewhere { .. } => 2,
            Self::File(_)
            | Self::Fields(_)
            | Self::Scheme { .. }
            | Self::Plan { .. }
            | Self::ProgramFile { .. }
            | Self::MapFile { .. } => 3,
            Self::Publication(PublicationError::NotPublished { .. }) => 4,
            Self::Publication(PublicationError::LedgerMoved) => 6,
            Self::Bundle(BundleFault::Tampered | BundleFault::OtherKey { .. }) => 7,
            Self::Bundle(_) => 3,
            Self::ChangedSince { .. }
            | Self::Loan { .. }
            | Self::Pledge(_)
            | Self::Rule(_)
            | Self::Reconciliation { .. }
            | Self::Quote(_)
            | Self::Claim(_)
            | Self::Program(_)
            | Self::Step { .. }
            | Self::Publication(_) => 5,
            Self::Temporary(_) => 1,
        }
    }

    /// The stable code, such as `already-there`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Ledger(error) => error.code(),
            Self::File(error) => error.code(),
            Self::Fields(faults) => {
                faults.first().map_or("refused", |fault| fault.refusal.problem.code())
            }
            Self::ChangedSince { .. } => "changed-since",
            Self::Loan { problem, .. } => problem.code(),
            Self::Pledge(_) => "pledge-refused",
            Self::Rule(finding) => finding.rule.code(),
            Self::Scheme { faults, .. } => {
                faults.first().map_or("refused", |fault| fault.problem.code())
            }
            Self::Plan { faults, .. } => {
                faults.first().map_or("refused", |fault| fault.problem.code())
            }
            Self::Reconciliation { problem, .. } => problem.code(),
            Self::Quote(problem) => problem.code(),
            Self::Claim(refusal) => refusal.code(),
            Self::ProgramFile { faults, .. } => {
                faults.first().map_or("refused", |fault| fault.problem.code())
            }
            Self::MapFile { faults, .. } => {
                faults.first().map_or("refused", |fault| fault.problem.code())
            }
            Self::UnknownProgram { .. } => "program-unknown",
            Self::RecordedElsewhere { .. } => "recorded-elsewhere",
            Self::Program(grounds) => {
                let refusing =
                    grounds.iter().find(|ground| ground.outcome == GroundOutcome::Refuse);
                refusing.map_or("refused", |ground| ground.rule.code())
            }
            Self::Step { problem, .. } => problem.code(),
            Self::Publication(error) => error.code(),
            Self::Bundle(fault) => fault.code(),
            Self::Temporary(_) => "output",
        }
    }
}

impl From<Vec<Fault>> for Refusal {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Fields(faults)
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<ExchangeError> for Refusal {
    fn from(error: ExchangeError) -> Self {
        Self::File(error)
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::Temporary(error)
    }
}

impl From<QuoteProblem> for Refusal {
    fn from(problem: QuoteProblem) -> Self {
        Self::Quote(problem)
    }
}

impl From<ClaimRefusal> for Refusal {
    fn from(refusal: ClaimRefusal) -> Self {
        Self::Claim(refusal)
    }
}

impl From<LinesError> for Refusal {
    fn from(error: LinesError) -> Self {
        match error {
            LinesError::File(error) => Self::File(error),
            LinesError::Ledger(error) => Self::Ledger(error),
        }
    }
}

impl From<PublicationError> for Refusal {
    fn from(error: PublicationError) -> Self {
        match error {
            PublicationError::Ledger(error) => error.into(),
            error => Self::Publication(error),
        }
    }
}
