//! One reconciliation: a statement's lines against all loans of a bank at a cut-off day.

use super::book::{Book, Standing};
use super::bridge::{Bridge, Step, bridge};
use super::compare::{Difference, Ours, Tolerance, compare, lines_together};
use super::evidence::{Borrower, Loan};
use super::explain::{Cause, Explained, Proposal, Replayed, explain};
use super::matching::{Decisions, Match, Method, State, match_lines};
use super::places::Places;
use crate::domain::loan::{Event, LoanProblem, LprTable};
use crate::domain::statement::StatementLine;
use crate::domain::values::{Date, Money};
use crate::ledger::{Ledger, LedgerError, LoanId, Snapshot};

/// What became of a line or a loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Agreed,
    Differs,
    Suggested,
    Ambiguous,
    OnlyBank,
    OnlyLedger,
}

impl Status {
    pub const ALL: [Self; 6] = [
        Self::Agreed,
        Self::Differs,
        Self::Suggested,
        Self::Ambiguous,
        Self::OnlyBank,
        Self::OnlyLedger,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Differs => "differs",
            Self::Suggested => "suggested",
            Self::Ambiguous => "ambiguous",
            Self::OnlyBank => "only_bank",
            Self::OnlyLedger => "only_ledger",
        }
    }
}

/// Lines and loans that belong together, with what differs and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub status: Status,
    /// Places of the lines in the statement.
    pub lines: Places,
    /// Places of the loans in the run.
    pub loans: Places,
    pub method: Option<Method>,
    pub points: i64,
    pub margin: i64,
    pub runner_up: Option<(usize, i64)>,
    /// The line repeats an earlier one.
    pub repeats: bool,
    pub differences: Vec<Difference>,
    pub explained: Vec<Explained>,
}

impl Item {
    /// What would settle it in our books.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.explained.iter().find_map(|one| one.proposal.as_ref())
    }
}

/// A statement reconciled.
#[derive(Debug, Clone)]
pub struct Run {
    pub cutoff: Date,
    pub items: Vec<Item>,
    pub loans: Vec<Loan>,
    pub standings: Vec<Standing>,
    pub borrowers: Vec<Borrower>,
    /// Whether outstanding principal was compared; else the principal lent.
    pub by_balance: bool,
    pub bridge: Bridge,
}

/// What keeps a statement from being reconciled.
#[derive(Debug)]
pub enum RunError {
    Ledger(LedgerError),
    /// A loan cannot be replayed to the cut-off.
    Loan {
        loan_no: String,
        problem: LoanProblem,
    },
    /// Sums beyond what money can hold.
    TooLarge,
}

impl From<LedgerError> for RunError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl Run {
    /// Loans the bank lists, by any line, in order.
    pub fn listed(&self) -> Vec<LoanId> {
        let listed = self.items.iter().filter(|item| !item.lines.is_empty());
        let loans = listed.flat_map(|item| &item.loans).map(|loan| self.standings[*loan].id);
        let mut loans: Vec<LoanId> = loans.collect();
        loans.sort_unstable();
        loans.dedup();
        loans
    }

    /// How many lines have a status.
    pub fn lines(&self, status: Status) -> usize {
        let with = self.items.iter().filter(|item| item.status == status);
        with.map(|item| item.lines.len()).sum()
    }

    /// How many loans the bank should list and does not.
    pub fn only_ledger(&self) -> usize {
        self.items.iter().filter(|item| item.status == Status::OnlyLedger).count()
    }
}

/// Reconciles the lines with the loans of a bank.
pub fn run(
    ledger: &Ledger,
    book: Book,
    lines: &[StatementLine],
    tolerance: &Tolerance,
) -> Result<Run, RunError> {
    let Book { bank, snapshot, loans, standings, borrowers } = book;
    let decisions = ledger.reconciliation_decisions(bank, snapshot)?;
    let mut said = Decisions::default();
    for decision in decisions {
        match decision.same {
            true => drop(said.same.insert(decision.identity, decision.loan_no)),
            false => drop(said.other.insert((decision.identity, decision.loan_no))),
        }
    }
    let matches = match_lines(lines, &loans, &borrowers, &said);
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let by_balance = lines.iter().any(|line| line.balance.is_some());
    let bound =
        Bound { ledger, snapshot, lines, loans: &loans, standings: &standings, tolerance, lpr };
    let mut items = Vec::with_capacity(matches.len());
    let mut steps = Vec::with_capacity(matches.len());
    for found in matches {
        if found.state == State::OnlyLedger && !standings[found.loans[0]].is_expected() {
            continue;
        }
        let mut item = item(found);
        if matches!(item.status, Status::Agreed | Status::Suggested) {
            bound.compare(&mut item)?;
        }
        steps.push(step(&item, lines, &standings, by_balance).ok_or(RunError::TooLarge)?);
        items.push(item);
    }
    let bridge = bridge(&steps).ok_or(RunError::TooLarge)?;
    Ok(Run { cutoff: snapshot.as_of, items, loans, standings, borrowers, by_balance, bridge })
}

/// Both sides, where a match is held against them.
struct Bound<'a> {
    ledger: &'a Ledger,
    snapshot: Snapshot,
    lines: &'a [StatementLine],
    loans: &'a [Loan],
    standings: &'a [Standing],
    tolerance: &'a Tolerance,
    lpr: LprTable,
}

impl Bound<'_> {
    /// Finds what differs of an item, and why.
    fn compare(&self, item: &mut Item) -> Result<(), RunError> {
        let together: StatementLine;
        let line = match item.lines[..] {
            [line] => &self.lines[line],
            _ => {
                let mine: Vec<&StatementLine> =
                    item.lines.iter().map(|line| &self.lines[*line]).collect();
                together = lines_together(&mine).ok_or(RunError::TooLarge)?;
                &together
            }
        };
        if let [loan] = item.loans[..] {
            let (ours, registrations) =
                (&self.standings[loan].ours, &self.loans[loan].registrations);
            item.differences = compare(line, ours, registrations, self.tolerance);
            if !item.differences.is_empty() {
                item.explained = self.explain(line, loan, &item.differences)?;
            }
        } else {
            let ours = item.loans.iter().map(|loan| self.standings[*loan].ours);
            let ours = Ours::together(ours).ok_or(RunError::TooLarge)?;
            let registrations = item.loans.iter().flat_map(|loan| &self.loans[*loan].registrations);
            let registrations: Vec<String> = registrations.cloned().collect();
            item.differences = compare(line, &ours, &registrations, self.tolerance);
            if !item.differences.is_empty() {
                let fields = item.differences.iter().map(|d| d.field).collect();
                item.explained = vec![Explained { cause: Cause::Unknown, fields, proposal: None }];
            }
        }
        if item.status == Status::Agreed && !item.differences.is_empty() {
            item.status = Status::Differs;
        }
        Ok(())
    }

    fn explain(
        &self,
        line: &StatementLine,
        loan: usize,
        differences: &[Difference],
    ) -> Result<Vec<Explained>, RunError> {
        let loan = &self.loans[loan];
        let card = self.ledger.loan(&loan.loan_no, self.snapshot)?;
        let events: Vec<Event> = card.happenings();
        let their_lines: Vec<i64> = card.events.iter().map(|event| event.line).collect();
        let replayed = Replayed {
            terms: &card.terms,
            events: &events,
            lines: &their_lines,
            lpr: &self.lpr,
            registrations: &loan.registrations,
            as_of: self.snapshot.as_of,
        };
        Ok(explain(line, differences, &replayed, self.tolerance))
    }
}

fn item(found: Match) -> Item {
    let Match { state, lines, loans, method, points, runner_up, margin } = found;
    let status = match state {
        State::Matched => Status::Agreed,
        State::Suggested => Status::Suggested,
        State::Ambiguous => Status::Ambiguous,
        State::OnlyBank | State::Repeated => Status::OnlyBank,
        State::OnlyLedger => Status::OnlyLedger,
    };
    Item {
        status,
        lines,
        loans,
        method,
        points,
        margin,
        runner_up,
        repeats: state == State::Repeated,
        differences: Vec::new(),
        explained: Vec::new(),
    }
}

/// What an item adds to both totals, and under which name it stands between them.
fn step(
    item: &Item,
    lines: &[StatementLine],
    standings: &[Standing],
    by_balance: bool,
) -> Option<Step> {
    let stated = |line: &usize| match by_balance {
        true => lines[*line].balance,
        false => lines[*line].principal,
    };
    let ours = |loan: &usize| match by_balance {
        true => standings[*loan].ours.balance,
        false => standings[*loan].ours.principal,
    };
    let bank = Money::checked_sum(item.lines.iter().filter_map(stated))?;
    let ledger = Money::checked_sum(item.loans.iter().map(ours))?;
    let field = if by_balance { "balance" } else { "principal" };
    let not_stated = item.lines.iter().any(|line| stated(line).is_none());
    let name = match item.status {
        Status::Agreed | Status::Differs => {
            let cause = item.explained.iter().find(|one| one.fields.contains(&field));
            match cause {
                Some(one) => one.cause.code(),
                None if not_stated => "not_stated",
                None => "tolerance",
            }
        }
        Status::OnlyBank if item.repeats => "repeated",
        status => status.code(),
    };
    Some(Step { name, bank, ledger })
}
