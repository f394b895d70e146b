//! A bank's statement read: its lines with their places, the totals rows held against them. Nothing is recorded.

use crate::domain::statement::{self, FIELDS, StatementLine};
use crate::domain::values::{Money, Unit};
use crate::exchange::error::ExchangeError;
use crate::exchange::mapping::parse_map;
use crate::exchange::source::Source;

use super::fields::STATEMENT;
use super::outcome::Outcome;
use super::scan::{Wanted, scan};

const WANTED_KEYS: [usize; 4] =
    [statement::LOAN_NO, statement::CONTRACT_NO, statement::BORROWER, statement::BORROWER_USCC];

/// Under which noun headers of a bank's statements are remembered.
pub fn noun_of_bank(bank: i64) -> String {
    format!("statement/{bank}")
}

/// Where a line stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineAt {
    pub sheet: usize,
    pub row: u32,
}

/// A totals row that does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalOff {
    pub row: u32,
    pub field: &'static str,
    pub stated: Money,
    pub counted: Money,
}

/// A statement as read.
#[derive(Debug, Default)]
pub struct Statement {
    pub lines: Vec<StatementLine>,
    /// The places of the lines, in their order.
    pub places: Vec<LineAt>,
    pub totals_off: Vec<TotalOff>,
    /// Sheets, skipped rows, and rows that name no loan.
    pub outcome: Outcome,
    /// Headers a person mapped just now.
    pub mapped: Vec<(String, String)>,
}

/// Reads all lines of a statement.
///
/// Errors: what keeps the file as a whole from being read.
pub fn read_statement(
    source: &mut Source,
    map: Option<&str>,
    remembered: &[(String, String)],
    unit: Option<Unit>,
) -> Result<Statement, ExchangeError> {
    let mapped = match map {
        Some(map) => parse_map(map, &STATEMENT)?,
        None => Vec::new(),
    };
    let wanted = Wanted {
        fields: &FIELDS,
        specs: &STATEMENT,
        keys: &WANTED_KEYS,
        explicit: &mapped,
        remembered,
        unit,
    };
    let mut outcome = Outcome::default();
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    let mut units: Vec<[Unit; FIELDS.len()]> = Vec::new();
    scan(source, &wanted, &mut outcome, |at, record, outcome| {
        if units.len() <= at.sheet {
            let unit_of = |field: usize| {
                let column = at.header.column_of(field);
                let stated =
                    column.and_then(|column| at.header.units.get(column).copied().flatten());
                stated.or(unit).unwrap_or(Unit::Yuan)
            };
            units.resize(at.sheet + 1, std::array::from_fn(unit_of));
        }
        match StatementLine::read(record) {
            Ok(line) => {
                lines.push(line);
                places.push(LineAt { sheet: at.sheet, row: at.row });
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        }
        Ok::<_, ExchangeError>(())
    })?;
    let totals_off = totals_off(&lines, &places, &units, &outcome);
    Ok(Statement { lines, places, totals_off, outcome, mapped })
}

/// Holds every amount of a totals row against the lines between it and the totals row before.
fn totals_off(
    lines: &[StatementLine],
    places: &[LineAt],
    units: &[[Unit; FIELDS.len()]],
    outcome: &Outcome,
) -> Vec<TotalOff> {
    let mut off = Vec::new();
    for (sheet, read) in outcome.sheets.iter().enumerate() {
        for (row, amounts) in &read.total_amounts {
            for (field, text) in amounts {
                let unit = units.get(sheet).map_or(Unit::Yuan, |units| units[*field]);
                let Ok(stated) = Money::read(text, Some(unit)) else { continue };
                let sum_from = |from: u32| {
                    let mine = places
                        .iter()
                        .zip(lines)
                        .filter(|(at, _)| at.sheet == sheet && at.row < *row && at.row > from);
                    Money::checked_sum(mine.filter_map(|(_, line)| match *field {
                        statement::PRINCIPAL => line.principal,
                        statement::BALANCE => line.balance,
                        _ => line.interest,
                    }))
                };
                // A total counts all above it, a subtotal what stands since the one before.
                let before = read.total_amounts.iter().map(|(at, _)| *at).filter(|at| at < row);
                let sums = [Some(0), before.max()].into_iter().flatten().map(sum_from);
                let sums: Vec<Money> = sums.flatten().collect();
                if !sums.contains(&stated.value)
                    && let Some(counted) = sums.first()
                {
                    let field = FIELDS[*field];
                    off.push(TotalOff {
                        row: *row,
                        field,
                        stated: stated.value,
                        counted: *counted,
                    });
                }
            }
        }
    }
    off
}
