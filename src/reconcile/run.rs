//! One reconciliation: a statement's lines against all loans of a bank at a cut-off day.

use std::collections::{BTreeSet, HashMap};

use super::bridge::{Bridge, Step, bridge};
use super::compare::{Difference, Ours, Tolerance, compare, lines_together};
use super::evidence::{Borrower, Loan};
use super::explain::{Cause, Explained, Proposal, Replayed, explain};
use super::matching::{Decisions, Match, Method, State, match_lines};
use crate::domain::loan::{Account, Event, LoanProblem};
use crate::domain::statement::StatementLine;
use crate::domain::values::{Date, Money};
use crate::ledger::{Ledger, LedgerError, LoanCard, LoanId, PartyId, Snapshot};

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
    pub lines: Vec<usize>,
    /// Places of the loans in the run.
    pub loans: Vec<usize>,
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

/// A loan of the bank at the cut-off.
#[derive(Debug, Clone)]
pub struct Standing {
    pub id: LoanId,
    pub ours: Ours,
    /// Disbursed and not settled: the bank should list it.
    pub expected: bool,
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
    /// Loans the bank lists, by any line.
    pub fn listed(&self) -> BTreeSet<LoanId> {
        let listed = self.items.iter().filter(|item| !item.lines.is_empty());
        listed.flat_map(|item| &item.loans).map(|loan| self.standings[*loan].id).collect()
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

/// A bank's loans as they stood at the close of a day.
#[derive(Debug)]
pub struct Book {
    bank: PartyId,
    snapshot: Snapshot,
    loans: Vec<Loan>,
    standings: Vec<Standing>,
    borrowers: Vec<Borrower>,
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
    let mut items = Vec::with_capacity(matches.len());
    let mut steps = Vec::new();
    for found in matches {
        if found.state == State::OnlyLedger && !standings[found.loans[0]].expected {
            continue;
        }
        let mut item = item(found);
        if matches!(item.status, Status::Agreed | Status::Suggested) {
            let mine: Vec<&StatementLine> = item.lines.iter().map(|line| &lines[*line]).collect();
            let together: StatementLine;
            let line = match mine[..] {
                [line] => line,
                _ => {
                    together = lines_together(&mine).ok_or(RunError::TooLarge)?;
                    &together
                }
            };
            item.differences = match item.loans[..] {
                [loan] => compare(line, &standings[loan].ours, tolerance),
                _ => {
                    let all: Vec<Ours> =
                        item.loans.iter().map(|loan| standings[*loan].ours.clone()).collect();
                    let ours = Ours::together(&all).ok_or(RunError::TooLarge)?;
                    compare(line, &ours, tolerance)
                }
            };
            if !item.differences.is_empty() {
                item.explained = match item.loans[..] {
                    [loan] => {
                        let card = ledger.loan(&loans[loan].loan_no, snapshot)?;
                        let events: Vec<Event> = card.happenings();
                        let their_lines: Vec<i64> =
                            card.events.iter().map(|event| event.line).collect();
                        let replayed = Replayed {
                            terms: &card.terms,
                            events: &events,
                            lines: &their_lines,
                            lpr: &lpr,
                            registrations: &standings[loan].ours.registrations,
                            as_of: snapshot.as_of,
                        };
                        explain(line, &item.differences, &replayed, tolerance)
                    }
                    _ => vec![Explained {
                        cause: Cause::Unknown,
                        fields: item.differences.iter().map(|d| d.field).collect(),
                        proposal: None,
                    }],
                };
                if item.status == Status::Agreed {
                    item.status = Status::Differs;
                }
            }
        }
        steps.push(step(&item, lines, &standings, by_balance).ok_or(RunError::TooLarge)?);
        items.push(item);
    }
    let bridge = bridge(&steps).ok_or(RunError::TooLarge)?;
    Ok(Run { cutoff: snapshot.as_of, items, loans, standings, borrowers, by_balance, bridge })
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

/// Reads every loan of the bank, replayed to the close of the snapshot's day.
pub fn book_of(ledger: &Ledger, bank: PartyId, snapshot: Snapshot) -> Result<Book, RunError> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let pledged = ledger.registrations_of_loans(snapshot)?;
    let mut place_of: HashMap<PartyId, u32> = HashMap::new();
    let mut borrowers: Vec<Borrower> = Vec::new();
    let (mut loans, mut standings) = (Vec::new(), Vec::new());
    let known: HashMap<PartyId, Borrower> = ledger
        .borrowers_of(bank, snapshot)?
        .into_iter()
        .map(|(id, party)| {
            let names = party.name.into_iter().chain(party.former_names).collect();
            (id, Borrower { uscc: party.code.map(|code| code.to_string()), names })
        })
        .collect();
    ledger.each_loan(snapshot, |card: LoanCard| {
        if card.bank != bank {
            return Ok::<(), RunError>(());
        }
        let happenings = card.happenings();
        let account = Account::replay(&card.terms, &lpr, &happenings, snapshot.as_of)
            .map_err(|problem| RunError::Loan { loan_no: card.loan_no.clone(), problem })?;
        let limit = Money::from_fen(card.terms.limit_fen);
        let registrations = pledged.get(&card.id).cloned().unwrap_or_default();
        let ours = Ours::of(&account, limit, registrations.clone());
        let borrower = card.borrower.and_then(|party| {
            let next = borrowers.len() as u32;
            if let Some(place) = place_of.get(&party) {
                return Some(*place);
            }
            borrowers.push(known.get(&party)?.clone());
            place_of.insert(party, next);
            Some(next)
        });
        loans.push(Loan {
            loan_no: card.loan_no,
            contract_no: card.contract_no,
            borrower,
            registrations,
            principal: ours.principal,
            balance: Some(ours.balance),
            disbursed: ours.disbursed,
            due: ours.due,
        });
        let expected = ours.disbursed.is_some() && !ours.settled;
        standings.push(Standing { id: card.id, ours, expected });
        Ok(())
    })?;
    Ok(Book { bank, snapshot, loans, standings, borrowers })
}
