//! Reconciliations: what one found, what people decide about a line, proposals that become facts, signatures.

use std::collections::HashMap;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::outcome::{Act, Stated};
use super::{Header, Office, Recorded, Refusal, Writing, loan};
use crate::domain::loan::{Event, Happening, Payment};
use crate::domain::patent::Change;
use crate::domain::reconciliation::{CauseKind, Proposal, Status};
use crate::domain::statement::StatementLine;
use crate::domain::values::Date;
use crate::domain::{Fault, Problem};
use crate::exchange::Source;
use crate::exchange::import::statement::{Statement, noun_of_bank};
use crate::ledger::{
    LedgerError, LoanId, NumberedLoan, PartyId, Reconciliation, ReconciliationDecision,
    ReconciliationItem, RecordedDifference, Signature, Snapshot, SourceFile,
};
use crate::reconcile::{Item, Run, RunError, Tolerance};

/// What can be asked of a reconciliation that is recorded.
#[derive(Debug, Clone)]
pub enum Request {
    /// Says which loan a row means, or does not mean; remembered for the line, month after month.
    Decide { number: i64, row: String, loan_no: String, same: bool },
    /// Proposed corrections become facts, all in one entry. None: those of every row, of every cause.
    Accept { number: i64, row: Option<String>, cause: Option<String> },
    /// One side agrees to the balance.
    Sign { number: i64, side: String, signer: String, day: Date },
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
            Self::Decide { number, row, loan_no, same } => {
                decide(writing, *number, row, loan_no, *same)
            }
            Self::Accept { number, row, cause } => {
                accept(writing, *number, row.as_deref(), cause.as_deref())
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

/// A row is decided once; a loan that another row has, or whose own number another row carries, is refused rather than
/// taken away in silence.
fn decide(
    writing: &mut Writing<'_, '_>,
    number: i64,
    row: &str,
    loan_no: &str,
    same: bool,
) -> Result<(), Refusal> {
    let run = writing.entry.reconciliation(number)?;
    let items = writing.entry.reconciliation_items(number)?;
    let item = items.iter().find(|item| item.row.as_deref() == Some(row));
    let item = item.ok_or_else(|| no_such_row(number, row))?;
    let loan = writing.entry.loan_by_no(loan_no)?;
    let loan = loan
        .filter(|loan| loan.bank == run.bank)
        .ok_or_else(|| Refusal::not_found("loan", loan_no))?;
    let decision = ReconciliationDecision {
        bank: run.bank,
        identity: item.identity.clone(),
        loan_no: loan.loan_no,
        same,
    };
    if same {
        let decided = writing.entry.reconciliation_decisions(run.bank)?;
        let taken = decided.iter().find(|other| {
            other.same && other.loan_no == decision.loan_no && other.identity != decision.identity
        });
        if let Some(taken) = taken {
            let of = items.iter().find(|item| item.identity == taken.identity);
            let row = of.and_then(|item| item.row.clone());
            let row = row.unwrap_or_else(|| taken.identity.clone());
            let problem = Problem::TakenByRow { row };
            return Err(Refusal::field(Fault::new("loan_no", decision.loan_no, problem)));
        }
    }
    let alike = items.iter().filter(|other| other.identity == decision.identity).count();
    if !writing.entry.decide_reconciliation(&decision, alike)? {
        return Err(LedgerError::NoChange.into());
    }
    let change = Change { field: "loan_no", old: String::new(), new: decision.loan_no };
    writing.did("reconciliation_row", format!("{number}/{row}"), Act::Corrected, vec![change]);
    Ok(())
}

/// Records what is proposed for lines that differ, each through the operation of its noun.
fn accept(
    writing: &mut Writing<'_, '_>,
    number: i64,
    row: Option<&str>,
    cause: Option<&str>,
) -> Result<(), Refusal> {
    writing.entry.reconciliation(number)?;
    let items = writing.entry.reconciliation_items(number)?;
    let stands_in = |item: &ReconciliationItem, row: &str| item.row.as_deref() == Some(row);
    if let Some(row) = row.filter(|row| !items.iter().any(|item| stands_in(item, row))) {
        return Err(no_such_row(number, row));
    }
    let wanted = |item: &&ReconciliationItem| {
        row.is_none_or(|row| stands_in(item, row))
            && cause.is_none_or(|cause| item.differences.iter().any(|one| one.cause.code() == cause))
            // What is only suggested to be this loan is for a person to say first.
            && item.status == Status::Differs
    };
    let mut taken = 0;
    for item in items.iter().filter(wanted) {
        let Some(proposal) = item.proposal else { continue };
        if take(writing, item, &proposal)? != Stated::Unchanged {
            taken += 1;
        }
    }
    match taken {
        0 => Err(LedgerError::NoChange.into()),
        _ => Ok(()),
    }
}

/// Records what is proposed; unchanged when it is recorded already.
fn take(
    writing: &mut Writing<'_, '_>,
    item: &ReconciliationItem,
    proposal: &Proposal,
) -> Result<Stated, Refusal> {
    let loan_no = item.loan_nos();
    let request = match proposal {
        Proposal::Repay { day, amount } => {
            let payment = Payment { day: *day, amount: *amount, reference: None };
            loan::Request::Repay { loan_no, payment, again: false }
        }
        Proposal::Move { day, amount, line } => {
            let found = writing.entry.loan_by_no(&loan_no)?;
            let card = found.ok_or_else(|| Refusal::not_found("loan", &loan_no))?;
            let Some(wrong) = card.payment_at(*line) else { return Ok(Stated::Unchanged) };
            let right = Some(Payment { day: *day, amount: *amount, reference: None });
            loan::Request::Replace { loan_no, wrong, right }
        }
        Proposal::Extend { day, to } => {
            let happening = Happening::Extend { new_due: *to, rate: None };
            loan::Request::Record { loan_no, event: Event { day: *day, happening } }
        }
        Proposal::Classify { class, day } => {
            let happening = Happening::Classify(*class);
            loan::Request::Record { loan_no, event: Event { day: *day, happening } }
        }
    };
    match request.carry_out(writing) {
        Ok(()) => Ok(Stated::Added),
        Err(Refusal::Ledger(LedgerError::AlreadyThere { .. })) => Ok(Stated::Unchanged),
        Err(refusal) => Err(refusal),
    }
}

/// One side agrees to our total and to every named yuan between it and the bank's.
fn sign(
    writing: &mut Writing<'_, '_>,
    number: i64,
    side: &str,
    signer: &str,
    day: Date,
) -> Result<(), Refusal> {
    let run = writing.entry.reconciliation(number)?;
    let signed = writing.entry.reconciliation_signatures(number)?;
    if signed.iter().any(|signature| signature.side == side) {
        return Err(Refusal::already_there("signature", number.to_string()));
    }
    if !run.remainder.is_zero() {
        return Err(Refusal::Unexplained { number, remainder: run.remainder });
    }
    if day > writing.today {
        let problem = Problem::DateInFuture { today: writing.today };
        return Err(Refusal::field(Fault::new("on", day.to_string(), problem)));
    }
    let (side, signer) = (side.to_owned(), signer.to_owned());
    let signature = Signature { side, signer, balance: run.ledger_total, day };
    writing.entry.sign_reconciliation(number, &signature)?;
    writing.did("signature", number.to_string(), Act::Added, Vec::new());
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
    pub before: Option<Before>,
}

/// The reconciliation before this one.
#[derive(Debug, Clone)]
pub struct Before {
    pub cutoff: Date,
    /// The loans the bank listed then, in order.
    pub listed: Vec<LoanId>,
}

/// What tells a line, or a loan the bank does not list, month after month.
pub fn identity(run: &Run, lines: &[StatementLine], item: &Item, line: Option<usize>) -> String {
    match (line, item.loans.first()) {
        (Some(line), _) => lines[line].identity(),
        (None, Some(loan)) => run.loans[*loan].loan_no.to_string(),
        (None, None) => String::new(),
    }
}

/// The differences of an item, in no language.
fn differences(item: &Item) -> Vec<RecordedDifference> {
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
                identity: identity(run, &statement.lines, item, line),
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
type Kind = (Status, String, Vec<(String, CauseKind)>);

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
        let (found, recorded): (Found, Recorded) = self.entry(header, |writing| {
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
                    Some(Before { cutoff: before.cutoff, listed })
                }
            };
            if let Some(same) = same {
                let found = Found { number: same.number, known: true, before };
                return Ok((found, None));
            }
            let counts = |status| u32::try_from(run.lines(status)).unwrap_or(u32::MAX);
            let new = Reconciliation {
                number: 0,
                bank,
                cutoff: run.cutoff,
                lines: u32::try_from(statement.lines.len()).unwrap_or(u32::MAX),
                agreed: counts(Status::Agreed),
                bank_total: run.bridge.bank,
                ledger_total: run.bridge.ledger,
                remainder: run.bridge.remainder,
                fingerprint,
                brought_by: 0,
            };
            let number = writing.entry.add_reconciliation(&new, &run.listed(), &items)?;
            for (header, field) in &statement.to_remember {
                writing.entry.remember_header(&noun_of_bank(bank), header, field)?;
            }
            // What the office once knew is asked for, not recorded as what it finds today.
            let is_past = snapshot.known_at + 1 < writing.entry.id();
            let outcome = (!is_past).then(|| "{}".to_owned());
            Ok((Found { number, known: false, before }, outcome))
        })?;
        let Found { number, known, before } = found;
        let entry = recorded.entry;
        let number = Some(number).filter(|_| known || entry.is_some());
        Ok(Reconciled { number, entry, known, items, before })
    }
}

/// What was found of a run among those recorded.
struct Found {
    number: i64,
    known: bool,
    before: Option<Before>,
}
