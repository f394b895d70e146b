//! Reconciliations: what one found, what people decide about a line, proposals that become facts, signatures.

use std::collections::{HashMap, HashSet};

use compact_str::CompactString;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::outcome::EffectKind;
use super::{Header, Office, Recorded, Refusal, Writing, loan};
use crate::domain::loan::{Event, LoanEventKind, Payment};
use crate::domain::numbers::RegionCode;
use crate::domain::patent::Change;
use crate::domain::reconciliation::{
    Accepted, CauseKind, MatchMethod, MatchStatus, Proposal, ReconciliationProblem,
};
use crate::domain::statement::{StatementLine, identities};
use crate::domain::values::Date;
use crate::domain::{Fault, Problem};
use crate::exchange::Source;
use crate::exchange::import::statement::{Statement, noun_of_bank};
use crate::ledger::{
    Ledger, LedgerError, LoanId, NumberedLoan, PartyId, Reconciliation, ReconciliationDecision,
    ReconciliationItem, RecordedDifference, Signature, Snapshot, SourceFile,
};
use crate::reconcile::{
    BalanceReconciliation, LoanReader, MatchItem, Run, RunError, Tolerance, run,
};

/// What can be asked of a reconciliation that is recorded.
#[derive(Debug, Clone)]
pub enum Request {
    /// Says which loans rows mean, or do not mean, all in one entry; remembered for the lines, month after month.
    Decide { number: i64, decisions: Vec<RowDecision> },
    /// Proposed corrections become facts, all in one entry. No rows: those of every row; no cause: of every cause.
    Accept { number: i64, rows: Vec<String>, cause: Option<String> },
    /// One side agrees to the balance.
    Sign { number: i64, side: String, signer: String, day: Date },
}

/// What a person says of a row: that it means a loan, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDecision {
    pub row: String,
    pub loan_no: String,
    pub same: bool,
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Decide { .. } => "reconcile.decide",
            Self::Accept { .. } => "reconcile.accept",
            Self::Sign { .. } => "reconcile.sign",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Decide { number, decisions } => decide_all(writing, *number, decisions),
            Self::Accept { number, rows, cause } => {
                accept(writing, *number, rows, cause.as_deref())
            }
            Self::Sign { number, side, signer, day } => sign(writing, *number, side, signer, *day),
        }
    }
}

impl From<RunError> for Refusal {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Ledger(error) => Self::Ledger(error),
            RunError::Loan { loan_no, problem } => Self::Loan { loan_no, problem },
            RunError::TooLarge => Self::Loan {
                loan_no: String::new(),
                problem: crate::domain::loan::LoanProblem::TooLarge,
            },
        }
    }
}

fn no_such_row(number: i64, row: &str) -> Refusal {
    Refusal::not_found("reconciliation_row", format!("{number}/{row}"))
}

/// A reconciliation as it stands: the lines the bank stated then, against what is known now.
#[derive(Debug)]
pub struct CurrentReconciliation {
    pub recorded: Reconciliation,
    /// The bank's lines, and in which rows they stand.
    pub lines: Vec<StatementLine>,
    pub rows: Vec<CompactString>,
    pub run: Run,
    pub tolerance: Tolerance,
    region: RegionCode,
}

impl CurrentReconciliation {
    /// Holds the lines of a reconciliation against the ledger as the snapshot knows it, at the close of its own day.
    pub fn of(ledger: &Ledger, number: i64, snapshot: Snapshot) -> Result<Self, Refusal> {
        let recorded = ledger.reconciliation(number, snapshot)?;
        let stated = ledger.reconciliation_lines(number, snapshot)?;
        let (rows, lines): (Vec<_>, Vec<_>) =
            stated.into_iter().map(|stated| (stated.row, stated.line)).unzip();
        let at = Snapshot { as_of: recorded.cutoff, ..snapshot };
        let reading = LoanReader::of(ledger, recorded.bank, at)?;
        let loans = reading.from_front(ledger)?;
        let book = reading.bind(ledger, None, (loans, Vec::new()))?;
        let tolerance = Tolerance {
            balance: recorded.balance_tolerance,
            interest: recorded.interest_tolerance,
            days_overdue: recorded.days_tolerance,
        };
        let run = run(ledger, None, book, &lines, &tolerance)?;
        let region = ledger.office(snapshot)?.region;
        Ok(Self { recorded, lines, rows, run, tolerance, region })
    }

    /// Loans a line could mean, the likeliest first; what lies further behind than that is no help.
    pub fn candidates(&self, line: usize) -> Vec<usize> {
        const OFFERED: usize = 9;
        let own = self.run.item_of(line).map(|item| item.loans.to_vec()).unwrap_or_default();
        let others = self.run.candidates(&self.lines[line], self.region);
        let others = others.into_iter().filter(|loan| !own.contains(loan));
        own.iter().copied().chain(others).take(OFFERED).collect()
    }

    /// The row that has a loan, where one has.
    pub fn row_of(&self, loan: usize) -> Option<&str> {
        let line = self.run.lines_of(self.run.loans[loan].id).first()?;
        Some(&self.rows[*line])
    }

    /// The line that stands in a row.
    pub fn line_in(&self, row: &str) -> Result<usize, Refusal> {
        let found = self.rows.iter().position(|known| known == row);
        found.ok_or_else(|| no_such_row(self.recorded.number, row))
    }

    /// The loans a line is taken to mean.
    fn held_by(&self, line: usize) -> Vec<&str> {
        let item = self.run.item_of(line);
        let taken =
            item.filter(|item| matches!(item.status, MatchStatus::Agreed | MatchStatus::Differs));
        let loans = taken.map(|item| item.loans.clone());
        let loans = loans.iter().flat_map(|loans| loans.iter());
        loans.map(|loan| &*self.run.loans[*loan].loan_no).collect()
    }
}

/// Refuses what was asked of a reconciliation.
fn refused(number: i64, problem: ReconciliationProblem) -> Refusal {
    Refusal::Reconciliation { number, problem }
}

/// What rows are said not to mean comes first: it is free for the others then.
fn decide_all(
    writing: &mut Writing<'_, '_>,
    number: i64,
    decisions: &[RowDecision],
) -> Result<(), Refusal> {
    let (same, other): (Vec<_>, Vec<_>) = decisions.iter().partition(|decision| decision.same);
    let mut is_new = false;
    for decision in other.into_iter().chain(same) {
        is_new |= decide(writing, number, decision)?;
    }
    if is_new { Ok(()) } else { Err(LedgerError::NoChange.into()) }
}

/// Records a decision; returns whether it is a new one. A loan that another row has is refused rather than taken away in
/// silence, and so is one for a row that carries another's number; what another line, no longer listed, once meant gives
/// way and is told.
fn decide(
    writing: &mut Writing<'_, '_>,
    number: i64,
    RowDecision { row, loan_no, same }: &RowDecision,
) -> Result<bool, Refusal> {
    let same = *same;
    let (ledger, snapshot) = writing.entry.leaves(writing.today);
    let standing = CurrentReconciliation::of(ledger, number, snapshot)?;
    let bank = standing.recorded.bank;
    let line = standing.line_in(row)?;
    let loan = writing.entry.loan_by_no(loan_no)?;
    let loan =
        loan.filter(|loan| loan.bank == bank).ok_or_else(|| Refusal::not_found("loan", loan_no))?;
    let all: Vec<usize> = (0..standing.lines.len()).collect();
    let mut identities = identities(&standing.lines, &all);
    let identity = identities.remove(&line).unwrap_or_default();
    let decision = ReconciliationDecision { bank, identity, loan_no: loan.loan_no, same };
    let mut gives_way = Vec::new();
    if same {
        let taken = standing.run.lines_of(loan.id);
        if let Some(other) = taken.first().filter(|_| !taken.contains(&line)) {
            let (loan_no, row) = (decision.loan_no, standing.rows[*other].to_string());
            return Err(refused(number, ReconciliationProblem::TakenByRow { loan_no, row }));
        }
        let decided = writing.entry.reconciliation_decisions(bank)?;
        let is_denied = |loan_no: &str| {
            decided.iter().any(|said| {
                !said.same && said.loan_no == loan_no && said.identity == decision.identity
            })
        };
        let own = standing.run.loan_numbered_by(&standing.lines[line]);
        if let Some(own) = own.filter(|own| own.id != loan.id && !is_denied(&own.loan_no)) {
            let (row, loan_no) = (row.clone(), own.loan_no.to_string());
            return Err(refused(number, ReconciliationProblem::NumberOfOther { row, loan_no }));
        }
        let listed: HashSet<&str> = identities.values().map(String::as_str).collect();
        gives_way.extend(decided.into_iter().filter(|other| {
            other.same
                && other.loan_no == decision.loan_no
                && other.identity != decision.identity
                && !listed.contains(other.identity.as_str())
        }));
    }
    if !writing.entry.decide_reconciliation(&decision)? {
        return Ok(false);
    }
    for other in gives_way {
        writing.entry.drop_decision(bank, &other.identity, &other.loan_no)?;
        let change = Change { field: "loan_no", old: other.loan_no, new: String::new() };
        writing.did("reconciliation_row", other.identity, EffectKind::Ended, vec![change]);
    }
    let held = standing.held_by(line).join(";");
    let changes = match same {
        // The loan may have been found before: then it is how it is known that changes.
        true => {
            let found = standing.run.item_of(line).and_then(|item| item.method);
            let old = found.map_or("", MatchMethod::code).to_owned();
            let new = MatchMethod::Decided.code().to_owned();
            vec![
                Change { field: "loan_no", old: held, new: decision.loan_no },
                Change { field: "matched_by", old, new },
            ]
        }
        false => vec![Change { field: "not_loan", old: String::new(), new: decision.loan_no }],
    };
    writing.did("reconciliation_row", format!("{number}/{row}"), EffectKind::Corrected, changes);
    Ok(true)
}

/// Records what is proposed for lines that differ as things stand, each through the operation of its noun.
fn accept(
    writing: &mut Writing<'_, '_>,
    number: i64,
    rows: &[String],
    cause: Option<&str>,
) -> Result<(), Refusal> {
    let (ledger, snapshot) = writing.entry.leaves(writing.today);
    let standing = CurrentReconciliation::of(ledger, number, snapshot)?;
    let lines = rows.iter().map(|row| standing.line_in(row)).collect::<Result<Vec<_>, _>>()?;
    let wanted = |item: &&MatchItem| {
        (lines.is_empty() || item.lines.iter().any(|line| lines.contains(line)))
            && cause.is_none_or(|cause| item.explained.iter().any(|one| one.cause.code() == cause))
            // What is only suggested to be this loan is for a person to say first.
            && item.status == MatchStatus::Differs
    };
    let mut taken = 0;
    for item in standing.run.items.iter().filter(wanted) {
        let (Some(proposal), [loan]) = (item.proposal(), &item.loans[..]) else { continue };
        take(writing, &standing.run.loans[*loan].loan_no, proposal)?;
        taken += 1;
    }
    if taken > 0 {
        return Ok(());
    }
    let done = accepted_before(writing, number, |item| {
        (rows.is_empty() || item.row.as_ref().is_some_and(|row| rows.contains(row)))
            && cause
                .is_none_or(|cause| item.differences.iter().any(|one| one.cause.code() == cause))
    })?;
    match done.is_empty() {
        true => Err(LedgerError::NoChange.into()),
        false => Err(refused(number, ReconciliationProblem::AcceptedBefore { done })),
    }
}

/// Returns which proposals of a reconciliation stand in the ledger, and which entry brought each.
fn accepted_before(
    writing: &Writing<'_, '_>,
    number: i64,
    wanted: impl Fn(&ReconciliationItem) -> bool,
) -> Result<Vec<Accepted>, Refusal> {
    let mut done = Vec::new();
    let items = writing.entry.reconciliation_items(number)?;
    for item in items.iter().filter(|item| item.status == MatchStatus::Differs && wanted(item)) {
        let (Some(proposal), Some(row)) = (item.proposal, &item.row) else { continue };
        let Some(card) = writing.entry.loan_by_no(&item.loan_nos())? else { continue };
        let says = |happening: &LoanEventKind| match proposal {
            Proposal::Repay { amount, .. } | Proposal::Move { amount, .. } => {
                matches!(happening, LoanEventKind::Repay(paid) if *paid == amount)
            }
            Proposal::Extend { to, .. } => {
                matches!(happening, LoanEventKind::Extend { new_due, .. } if *new_due == to)
            }
            Proposal::Classify { class, .. } => {
                matches!(happening, LoanEventKind::Classify(stated) if *stated == class)
            }
        };
        let event = card.events.iter().find(|recorded| {
            recorded.event.day == proposal.day() && says(&recorded.event.happening)
        });
        done.extend(event.map(|recorded| Accepted {
            row: row.clone(),
            loan_no: card.loan_no.clone(),
            proposal,
            entry: recorded.brought_by,
        }));
    }
    Ok(done)
}

/// Records what is proposed.
fn take(writing: &mut Writing<'_, '_>, loan_no: &str, proposal: &Proposal) -> Result<(), Refusal> {
    let loan_no = loan_no.to_owned();
    let request = match proposal {
        Proposal::Repay { day, amount } => {
            let payment = Payment { day: *day, amount: *amount, reference: None };
            loan::Request::Repay { loan_no, payment, again: false }
        }
        Proposal::Move { day, amount, line } => {
            let found = writing.entry.loan_by_no(&loan_no)?;
            let card = found.ok_or_else(|| Refusal::not_found("loan", &loan_no))?;
            let wrong = card.payment_at(*line);
            let wrong = wrong.ok_or_else(|| Refusal::not_found("payment", loan_no.clone()))?;
            let right = Some(Payment { day: *day, amount: *amount, reference: None });
            loan::Request::Replace { loan_no, wrong, right }
        }
        Proposal::Extend { day, to } => {
            let happening = LoanEventKind::Extend { new_due: *to, rate: None };
            loan::Request::Record { loan_no, event: Event { day: *day, happening } }
        }
        Proposal::Classify { class, day } => {
            let happening = LoanEventKind::Classify(*class);
            loan::Request::Record { loan_no, event: Event { day: *day, happening } }
        }
    };
    request.carry_out(writing)
}

/// One side agrees to our total and to every named yuan between it and the bank's, as things stand.
fn sign(
    writing: &mut Writing<'_, '_>,
    number: i64,
    side: &str,
    signer: &str,
    day: Date,
) -> Result<(), Refusal> {
    let signed = writing.entry.reconciliation_signatures(number)?;
    if signed.iter().any(|signature| signature.side == side) {
        return Err(Refusal::already_there("signature", number.to_string()));
    }
    let (ledger, snapshot) = writing.entry.leaves(writing.today);
    let CurrentReconciliation { lines, rows, run, .. } =
        CurrentReconciliation::of(ledger, number, snapshot)?;
    let unknown = lines.iter().zip(rows).filter(|(line, _)| line.owed().is_none());
    let rows: Vec<String> = unknown.map(|(_, row)| row.into()).collect();
    if !rows.is_empty() {
        return Err(refused(number, ReconciliationProblem::BalanceUnknown { rows }));
    }
    let BalanceReconciliation { ledger: balance, remainder, .. } = run.bridge;
    if !remainder.is_zero() {
        return Err(refused(number, ReconciliationProblem::Unexplained { remainder }));
    }
    if day > writing.today {
        let problem = Problem::DateInFuture { today: writing.today };
        return Err(Refusal::field(Fault::new("on", day.to_string(), problem)));
    }
    let (side, signer) = (side.to_owned(), signer.to_owned());
    let signature = Signature { side, signer, balance, day };
    writing.entry.sign_reconciliation(number, &signature)?;
    writing.did("signature", number.to_string(), EffectKind::Added, Vec::new());
    Ok(())
}

/// A run with what the last one knew already.
#[derive(Debug)]
pub struct Reconciled {
    pub number: Option<i64>,
    pub entry: Option<i64>,
    /// The very result is recorded already.
    pub known: bool,
    pub items: Vec<ReconciliationItem>,
    pub before: Option<PreviousReconciliation>,
}

/// Loans that came to the bank's list or left it since the last time, without the ledger knowing why.
#[derive(Debug)]
pub struct ListChanges {
    pub vanished: Vec<String>,
    pub appeared: Vec<String>,
}

impl ListChanges {
    /// Compares the loans a run found on the bank's list with those on the list before.
    pub fn of(run: &Run, recorded: &Reconciled) -> Self {
        let Some(before) = &recorded.before else {
            return Self { vanished: Vec::new(), appeared: Vec::new() };
        };
        let listed = run.listed();
        let was = |loan: LoanId| before.listed.binary_search(&loan).is_ok();
        let (mut vanished, mut appeared) = (Vec::new(), Vec::new());
        for loan in &run.loans {
            let is = listed.binary_search(&loan.id).is_ok();
            // Settled loans may leave the list, and what was lent since may come to it.
            let lent_before = loan.ours.disbursed.is_some_and(|day| day <= before.cutoff);
            if was(loan.id) && !is && loan.is_expected() {
                vanished.push(loan.loan_no.to_string());
            } else if is && !was(loan.id) && lent_before {
                appeared.push(loan.loan_no.to_string());
            }
        }
        Self { vanished, appeared }
    }
}

/// The reconciliation before this one.
#[derive(Debug, Clone)]
pub struct PreviousReconciliation {
    pub cutoff: Date,
    /// The loans the bank listed then, in order.
    pub listed: Vec<LoanId>,
}

/// What tells a line, or a loan the bank does not list, month after month.
struct Identities {
    lines: HashMap<usize, String>,
}

impl Identities {
    fn of(run: &Run, lines: &[StatementLine]) -> Self {
        let of: Vec<usize> = run.items.iter().flat_map(|item| item.lines.iter().copied()).collect();
        Self { lines: identities(lines, &of) }
    }

    fn identity(&self, run: &Run, item: &MatchItem, line: Option<usize>) -> String {
        let of_line = line.and_then(|line| self.lines.get(&line).cloned());
        let of_loan = || item.loans.first().map(|loan| run.loans[*loan].loan_no.to_string());
        of_line.or_else(of_loan).unwrap_or_default()
    }
}

/// The differences of an item, in no language.
fn differences(item: &MatchItem) -> Vec<RecordedDifference> {
    let cause = |field: &str| {
        let explained = item.explained.iter().find(|one| one.fields.contains(&field));
        explained.map_or(CauseKind::Unknown, |one| one.cause.kind())
    };
    let recorded = item.differences.iter().map(|one| RecordedDifference {
        field: one.field.to_owned(),
        bank: one.bank.to_string(),
        ledger: one.ledger.to_string(),
        cause: cause(one.field),
    });
    recorded.collect()
}

/// Items as recorded: a line of the statement each, and each loan it does not list.
fn items(run: &Run, statement: &Statement) -> Vec<ReconciliationItem> {
    let numbered = |loan: usize| {
        let loan = &run.loans[loan];
        NumberedLoan { id: loan.id, loan_no: loan.loan_no.to_string() }
    };
    let identities = Identities::of(run, &statement.lines);
    let mut all = Vec::new();
    for item in &run.items {
        let lines: Vec<Option<usize>> = match item.lines[..] {
            [] => vec![None],
            _ => item.lines.iter().map(|line| Some(*line)).collect(),
        };
        for (at, line) in lines.into_iter().enumerate() {
            all.push(ReconciliationItem {
                status: item.status,
                row: line.map(|line| row_text(statement, line)),
                loans: item.loans.iter().map(|loan| numbered(*loan)).collect(),
                identity: identities.identity(run, item, line),
                method: item.method,
                points: item.points,
                margin: item.margin,
                runner_up: item.runner_up.map(|(loan, _)| numbered(loan)),
                // What differs of lines taken together stands with the first of them.
                differences: if at == 0 { differences(item) } else { Vec::new() },
                proposal: item.proposal().filter(|_| at == 0).copied(),
                since: None,
            });
        }
    }
    all
}

/// `12`, or `2/12` when the statement has several sheets.
pub fn row_text(statement: &Statement, line: usize) -> String {
    let at = statement.places[line];
    let several = statement.outcome.sheets.iter().filter(|sheet| sheet.header_row.is_some());
    match several.count() {
        0 | 1 => at.row.to_string(),
        _ => format!("{}/{}", at.sheet + 1, at.row),
    }
}

/// What makes two findings the same from one month to the next: not the amounts, which move.
type Kind = (MatchStatus, String, Vec<(String, CauseKind)>);

fn kind_of(item: &ReconciliationItem) -> Kind {
    let causes = item.differences.iter().map(|one| (one.field.clone(), one.cause));
    (item.status, item.identity.clone(), causes.collect())
}

/// One hash over what was found, in the statement with this hash at the close of a day.
fn fingerprint(statement: [u8; 32], cutoff: Date, items: &[ReconciliationItem]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(statement);
    digest.update(cutoff.to_string());
    let mut part = |text: &str| {
        digest.update(text.as_bytes());
        digest.update([0]);
    };
    for item in items {
        part(item.status.code());
        part(item.row.as_deref().unwrap_or_default());
        item.loans.iter().for_each(|loan| part(&loan.loan_no));
        for one in &item.differences {
            [&*one.field, &one.bank, &one.ledger, one.cause.code()].into_iter().for_each(&mut part);
        }
        part("");
    }
    digest.finalize().into()
}

impl Office<'_> {
    /// Returns a reconciliation as it would stand were its rows decided so; nothing is recorded.
    ///
    /// Errors: what deciding so refuses; `NoChange` when all of it is decided already.
    pub fn reconciliation_if(
        &mut self,
        number: i64,
        decisions: &[RowDecision],
    ) -> Result<CurrentReconciliation, Refusal> {
        let (standing, _) = self.entry(Header::of("reconcile.decide"), |writing| {
            decide_all(writing, number, decisions)?;
            let (ledger, snapshot) = writing.entry.leaves(writing.today);
            Ok((CurrentReconciliation::of(ledger, number, snapshot)?, None))
        })?;
        Ok(standing)
    }

    /// Records what a bank's statement came to; nothing when the very result is recorded, or when `snapshot` asks what
    /// the office once knew.
    pub fn reconcile(
        &mut self,
        bank: PartyId,
        snapshot: Snapshot,
        source: &Source,
        statement: &Statement,
        run: &Run,
        tolerance: &Tolerance,
    ) -> Result<Reconciled, Refusal> {
        let header = Header {
            source: Some(SourceFile {
                name: super::import::file_name(&source.name),
                sha256: source.sha256,
                bytes: source.bytes,
            }),
            settings: json!({
                "format": source.format.code(), "encoding": source.encoding,
                "map": statement.to_remember,
                "tolerance": [
                    tolerance.balance.to_string(), tolerance.interest.to_string(),
                    tolerance.days_overdue.to_string(),
                ],
            })
            .to_string(),
            ..Header::of("reconcile")
        };
        let mut items = items(run, statement);
        let fingerprint = fingerprint(source.sha256, run.cutoff, &items);
        let (found, recorded): (RecordedRun, Recorded) = self.entry(header, |writing| {
            let past = writing.entry.reconciliations_of(bank)?;
            let same = past.iter().rev().find(|one| one.fingerprint == fingerprint);
            // The same statement once more stands beside what came before it, not beside itself.
            let before =
                past.iter().rev().find(|one| same.is_none_or(|same| one.number < same.number));
            if let Some(before) = before {
                let mut known: HashMap<Kind, i64> = HashMap::new();
                for item in writing.entry.reconciliation_items(before.number)? {
                    known.insert(kind_of(&item), item.since.unwrap_or(before.number));
                }
                for item in &mut items {
                    item.since = known.get(&kind_of(item)).copied();
                }
            }
            let before = match before {
                None => None,
                Some(before) => {
                    let listed = writing.entry.reconciliation_listed(before.number)?;
                    Some(PreviousReconciliation { cutoff: before.cutoff, listed })
                }
            };
            if let Some(same) = same {
                let found = RecordedRun { number: same.number, known: true, before };
                return Ok((found, None));
            }
            let counts = |status| u32::try_from(run.lines(status)).unwrap_or(u32::MAX);
            let new = Reconciliation {
                number: 0,
                bank,
                cutoff: run.cutoff,
                lines: u32::try_from(statement.lines.len()).unwrap_or(u32::MAX),
                agreed: counts(MatchStatus::Agreed),
                bank_total: run.bridge.bank,
                ledger_total: run.bridge.ledger,
                remainder: run.bridge.remainder,
                balance_tolerance: tolerance.balance,
                interest_tolerance: tolerance.interest,
                days_tolerance: tolerance.days_overdue,
                fingerprint,
                brought_by: 0,
            };
            let lines = statement.lines.iter().enumerate();
            let lines = lines.map(|(at, line)| (row_text(statement, at).into(), line));
            let number = writing.entry.add_reconciliation(&new, lines, &run.listed(), &items)?;
            for (header, field) in &statement.to_remember {
                writing.entry.remember_header(&noun_of_bank(bank), header, field)?;
            }
            // What the office once knew is asked for, not recorded as what it finds today.
            let is_past = snapshot.known_at + 1 < writing.entry.id();
            let outcome = (!is_past).then(|| "{}".to_owned());
            Ok((RecordedRun { number, known: false, before }, outcome))
        })?;
        let RecordedRun { number, known, before } = found;
        let entry = recorded.entry;
        let number = Some(number).filter(|_| known || entry.is_some());
        Ok(Reconciled { number, entry, known, items, before })
    }
}

/// What was found of a run among those recorded.
struct RecordedRun {
    number: i64,
    known: bool,
    before: Option<PreviousReconciliation>,
}
