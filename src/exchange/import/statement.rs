//! A bank's statement read: its lines with their places. Nothing is recorded.

use std::collections::BTreeSet;

use crate::domain::statement::{self, FIELDS, StatementLine};
use crate::domain::values::Date;
use crate::exchange::error::ExchangeError;
use crate::exchange::source::Source;
use crate::exchange::stated_day::stated_day;

use super::fields::{self, STATEMENT, STATEMENT_UNUSED};
use super::outcome::{ImportOutcome, Reason};
use super::overrules::Overrules;
use super::scan::{Wanted, scan};

const WANTED_KEYS: [usize; 4] =
    [statement::LOAN_NO, statement::CONTRACT_NO, statement::BORROWER, statement::BORROWER_USCC];

/// Under which noun headers of a bank's statements are remembered.
pub fn noun_of_bank(bank: i64) -> String {
    format!("statement/{bank}")
}

/// Returns the bank whose statements' headers are remembered under a noun; none of any other noun.
pub fn bank_of_noun(noun: &str) -> Option<i64> {
    noun.strip_prefix("statement/")?.parse().ok()
}

/// Where a line stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineAt {
    pub sheet: usize,
    pub row: u32,
}

/// A statement that has been read.
#[derive(Debug, Default)]
pub struct Statement {
    pub lines: Vec<StatementLine>,
    /// The places of the lines, in their order.
    pub places: Vec<LineAt>,
    /// The days its sheets say they stand as of, each once.
    pub as_of: Vec<Date>,
    /// Sheets, skipped rows, and rows that are no line.
    pub outcome: ImportOutcome,
    /// What a person said just now of how it is to be read: header, field.
    pub to_remember: Vec<(String, String)>,
}

/// Reads all lines of a statement. A row that cannot be read becomes a line without values, because the bank's total is
/// not known without it.
///
/// Errors: what keeps the file as a whole from being read.
pub fn read_statement(
    source: &mut Source,
    overrules: &Overrules,
    remembered: &[(String, String)],
) -> Result<Statement, ExchangeError> {
    let explicit = overrules.explicit(&STATEMENT)?;
    let unused = fields::unused(STATEMENT_UNUSED);
    let wanted = Wanted {
        fields: &FIELDS,
        specs: &STATEMENT,
        keys: &WANTED_KEYS,
        unused: &unused,
        explicit: &explicit,
        remembered,
        unit: overrules.unit,
        unit_before: None,
        header_row: overrules.header_row,
        pass_over: overrules.pass_over,
        keeps_faulty: true,
    };
    let mut outcome = ImportOutcome::default();
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    scan(source, &wanted, &mut outcome, |at, record, outcome| {
        match StatementLine::read(record, &at.faults) {
            Ok(line) => {
                lines.push(line);
                places.push(LineAt { sheet: at.sheet, row: at.row });
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        }
        Ok::<_, ExchangeError>(())
    })?;
    let is_unreadable = |(_, reason): &(_, Reason)| matches!(reason, Reason::Unreadable(_));
    let unread = outcome.rejects.iter().filter(|reject| reject.reasons.iter().any(is_unreadable));
    let unread: Vec<LineAt> =
        unread.map(|reject| LineAt { sheet: reject.sheet, row: reject.row }).collect();
    if !unread.is_empty() {
        let mut all: Vec<(LineAt, StatementLine)> = places.into_iter().zip(lines).collect();
        all.extend(unread.into_iter().map(|at| (at, StatementLine::unreadable())));
        all.sort_by_key(|(at, _)| *at);
        (places, lines) = all.into_iter().unzip();
    }
    let readings = || outcome.sheets.iter().filter_map(|sheet| sheet.reading.as_ref());
    let stated = readings().filter_map(|reading| stated_day(&reading.title_rows));
    let as_of: Vec<Date> = stated.collect::<BTreeSet<_>>().into_iter().collect();
    let to_remember = overrules.to_remember(&explicit, readings());
    Ok(Statement { lines, places, as_of, outcome, to_remember })
}
