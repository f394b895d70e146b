//! What the desk wants done outside of itself, and what comes back: data, carried out by the worker.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::words::Words;
use crate::operations::import::{self, Noun};
use crate::operations::reconciliation::RowDecision;
use crate::operations::statement::StatementRequest;
use crate::operations::{Refusal, Request};
use crate::report::views::import::RefusedCell;
use crate::report::views::pledge::GroundLine;
use crate::report::views::sides::{LineSides, ReconciliationLines};
use crate::report::{Cell, Details, Table, shown};

/// Which question an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// For when, and as known after which entry; none: today, as known now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    pub as_of: Option<Date>,
    pub known_at: Option<i64>,
}

impl Times {
    pub fn is_now(self) -> bool {
        self == Self::default()
    }
}

/// What is done outside of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Ask(Ticket, Question),
    /// The answer is not wanted any more.
    Cancel(Ticket),
    SaveDraft {
        key: String,
        text: String,
    },
    DropDraft {
        key: String,
    },
    Copy(String),
    Redraw,
    Leave,
}

/// What is asked of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    Home,
    Page(Times, ListQuery),
    /// How many rows hold each value of a column.
    Count(Times, ListQuery, &'static str),
    /// What is seen of a list, to a file.
    Export(Times, ListQuery),
    /// The card that a command shows: `loan show JD1`.
    Card(Times, Vec<String>),
    /// A card, to a file.
    ExportCard(Times, Vec<String>),
    /// A reconciliation as it stands, or would were its rows decided so; with one of its lines in full.
    Reconciliation {
        times: Times,
        number: String,
        decisions: Vec<RowDecision>,
        at: usize,
    },
    /// The texts of a known thing, for an edit: noun and what it is called.
    Known(String, String),
    /// Things that fit what is typed, for a drop-down: the list, the column taken.
    Choices {
        list: &'static str,
        column: &'static str,
        text: String,
    },
    /// Files and folders that begin as typed.
    Files(String),
    Rehearse(Act),
    Write(Act),
}

impl Question {
    /// Whether it may take long, so that what is typed meanwhile is not to wait behind it.
    pub fn is_long(&self) -> bool {
        match self {
            Self::Home
            | Self::Page(..)
            | Self::Count(..)
            | Self::Export(..)
            | Self::Reconciliation { .. } => true,
            Self::Files(_)
            | Self::Card(..)
            | Self::ExportCard(..)
            | Self::Known(..)
            | Self::Choices { .. }
            | Self::Rehearse(_)
            | Self::Write(_) => false,
        }
    }
}

/// What is to be recorded, by the words of the command that does the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub words: Vec<String>,
    pub reason: Option<String>,
}

/// Which rows of a list, in which order, and which part of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// The command that gives the list: `loan list --overdue`.
    pub list: &'static str,
    pub text: String,
    /// Columns that must hold a value, by their keys.
    pub values: Vec<(&'static str, String)>,
    pub sort: Option<(&'static str, bool)>,
    pub first: usize,
    pub count: usize,
}

/// What the worker gives back, with the newest entry it saw.
#[derive(Debug)]
pub struct Answer {
    pub head: i64,
    pub result: Result<Found, Told>,
}

#[derive(Debug)]
pub enum Found {
    Home(Box<HomePage>),
    Page(Page),
    Counted(Counts),
    Exported(PathBuf),
    Card(Box<Card>),
    Reconciliation(Box<ReconciliationPage>),
    Known(Vec<(&'static str, String)>),
    Choices(Vec<(String, String)>),
    Rehearsed(Outcome),
    Written(Outcome),
}

/// The first screen's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomePage {
    pub office: String,
    pub todo: Table,
    pub targets: Table,
    pub log: Table,
}

/// A card: what is recorded of a thing, what is worth warning of, and what is to be done with it next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub details: Details,
    pub warnings: Vec<String>,
    pub next: Option<NextStep>,
    /// Days of which its balance is asked most.
    pub days: Vec<Date>,
}

/// What is to be done with a thing next, in the words of the command that does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    pub words: Vec<String>,
    /// Why this person may not.
    pub barred: Option<String>,
}

/// A reconciliation with one of its lines in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationPage {
    pub all: Arc<ReconciliationLines>,
    pub at: usize,
    pub line: Option<LineSides>,
}

/// Part of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Columns and the rows from `first` on.
    pub table: Table,
    pub first: usize,
    /// Rows that fit, of so many.
    pub fitting: usize,
    pub of: usize,
    /// The sum of each column of amounts over all rows that fit.
    pub sums: Vec<Option<i64>>,
}

/// What a writing did, or would do, as a person reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub entry: Option<i64>,
    /// The words that mean just this, where those it was asked by could come to mean something else.
    pub words: Option<Vec<String>>,
    /// What is said of it in sentences.
    pub lines: Vec<String>,
    pub tables: Vec<Table>,
    pub notices: Vec<String>,
    pub moved: Vec<String>,
    /// The grounds of a check.
    pub grounds: Vec<GroundLine>,
    /// The refused rows of a file, cell by cell, to be mended.
    pub refused_cells: Vec<RefusedCell>,
    /// Where the refused rows of a file were written.
    pub refused: Option<PathBuf>,
    /// Whether figures were published that could have moved.
    pub is_watched: bool,
}

/// Why something was not done, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub code: &'static str,
    pub words: Words,
    /// The fields that cannot be taken.
    pub faults: Vec<FieldFault>,
    /// The grounds of a check, as a table and for a form.
    pub tables: Vec<Table>,
    pub grounds: Vec<GroundLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    pub field: &'static str,
    pub code: &'static str,
    pub words: Words,
}

/// Why words make no request.
#[derive(Debug)]
pub enum Unread {
    Refused(Refusal),
    /// They do not fit the grammar.
    Words(Words),
}

/// What the words of a command ask for.
#[derive(Debug)]
pub enum Asked {
    Request(Request),
    /// A file of a noun to be imported.
    Import {
        noun: Noun,
        file: String,
        request: Box<import::Request>,
    },
    /// A bank's list to be held against the ledger.
    Statement {
        bank: String,
        as_of: Option<Date>,
        request: Box<StatementRequest>,
    },
}

/// How many rows show which value of a column.
pub type Counts = Vec<(String, usize)>;

/// Reads the words of a command, recorded by whom.
pub type Reader = dyn Fn(&[String], &str) -> Result<Asked, Unread> + Send + Sync;

/// What a cell that names something calls it: of a code the code itself.
pub fn name(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Code { code, .. } => code.clone(),
        cell => shown(cell, lang),
    }
}

/// One cell of a row, by the key of its column.
pub fn cell<'t>(table: &'t Table, row: &'t [Cell], key: &str) -> Option<&'t Cell> {
    table.columns.iter().position(|column| column.key == key).and_then(|at| row.get(at))
}
