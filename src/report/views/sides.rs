//! A reconciliation line by line, the bank's side beside ours: what a person looks at who decides.

use super::cells::{coded, text};
use super::reconciliation::{ReconciliationFindings, field_title};
use crate::domain::reconciliation::{CauseKind, MatchStatus};
use crate::domain::values::Money;
use crate::i18n::codes::label;
use crate::i18n::punctuation::remarked;
use crate::i18n::reconciliation::{proposal, shown};
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::reconciliation::CurrentReconciliation;
use crate::reconcile::{FieldSides, MatchItem, Value};
use crate::report::{Cell, Table};

/// All lines of a reconciliation, and what lies between the two totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationLines {
    pub title: String,
    pub counts: String,
    /// A row for each line of the bank, then one for each loan it does not list.
    pub lines: Table,
    /// From our total to the bank's, and what nobody can name.
    pub bridge: String,
    pub is_explained: bool,
}

/// A line of the bank beside the loans it could mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSides {
    /// Empty for a loan the bank does not list.
    pub row: String,
    /// Why it differs, and what would settle it.
    pub why: Vec<String>,
    /// The likeliest first; what the line is taken to mean before all.
    pub loans: Vec<LoanSide>,
}

/// What a line means, or could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanSide {
    pub loan_no: String,
    /// The other row that has it.
    pub taken_by: Option<String>,
    /// Whether the line is taken to mean it.
    pub is_taken: bool,
    /// Field, bank, ledger, whether they agree.
    pub fields: Table,
}

/// Fields that are looked at first.
const FIRST: [&str; 2] = ["loan_no", "borrower"];

/// Lines and loans of an item, a place in the table each.
fn places(item: &MatchItem) -> Vec<Option<usize>> {
    match item.lines.is_empty() {
        true => vec![None],
        false => item.lines.iter().map(|line| Some(*line)).collect(),
    }
}

/// Every line of a reconciliation with what it came to.
pub fn lines(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    standing: &CurrentReconciliation,
) -> Result<ReconciliationLines, Refusal> {
    let row_of = |line: usize| standing.rows[line].to_string();
    let found =
        ReconciliationFindings { lang, lines: &standing.lines, row: &row_of, run: &standing.run };
    let keys = ["bank_row", "loan_no", "borrower", "bank_balance", "ledger_balance", "result"];
    let keys = [&keys[..], &["proposal"]].concat();
    let mut table = Table::of(lang, &keys).sparing(&["proposal"]);
    for item in standing.run.all() {
        for line in places(&item) {
            let stated = line.map(|line| &standing.lines[line]);
            let sides = standing.run.sides(stated, &item.loans, Some(&[]), &standing.tolerance);
            let side = |field: &str| sides.iter().find(|side| side.field == field);
            let name = side("borrower").map(|side| match &side.bank {
                Value::Nothing => shown(lang, &side.ledger),
                bank => shown(lang, bank),
            });
            let of = |value: Option<&Value>| match value {
                Some(Value::Money(money)) => Cell::Yuan(money.fen()),
                _ => Cell::Empty,
            };
            table.row(vec![
                Cell::Id(line.map(row_of).unwrap_or_default()),
                Cell::Id(match item.status {
                    MatchStatus::Ambiguous => String::new(),
                    _ => found.loan_numbers(&item),
                }),
                text(name),
                of(side("balance").map(|side| &side.bank)),
                of(side("balance").map(|side| &side.ledger)),
                result(lang, &item),
                text(item.proposal().map(|what| proposal(lang, what))),
            ]);
        }
    }
    let bridge = &standing.run.bridge;
    let named = bridge.named.iter().filter(|(_, amount)| !amount.is_zero());
    let named: Vec<(String, Money)> =
        named.map(|(name, amount)| (label(lang, "bridge", name), *amount)).collect();
    let bank = ledger.party_name(standing.recorded.bank, snapshot)?;
    Ok(ReconciliationLines {
        title: say::reconcile_title(lang, &bank, standing.recorded.cutoff),
        counts: found.counts(),
        lines: table,
        bridge: bridged(lang, bridge.ledger, &named, bridge.bank, bridge.remainder),
        is_explained: bridge.remainder.is_zero(),
    })
}

/// `账本 7,000,000.00 - 单位 2,999,700.00 = 银行 4,000,300.00  未查明 0.00`
fn bridged(
    lang: Lang,
    ledger: Money,
    named: &[(String, Money)],
    bank: Money,
    remainder: Money,
) -> String {
    let mut said = say::bridge_ours(lang, ledger.grouped());
    for (name, amount) in named {
        let sign = if amount.fen() < 0 { '-' } else { '+' };
        let amount = Money::from_fen(amount.fen().saturating_abs()).grouped();
        said.push_str(&format!(" {sign} {name} {amount}"));
    }
    said.push_str(&say::bridge_theirs(lang, bank.grouped()));
    said.push_str(&say::bridge_rest(lang, remainder.grouped()));
    said
}

/// What became of an item, and why in a word.
fn result(lang: Lang, item: &MatchItem) -> Cell {
    let status = label(lang, "reconcile_status", item.status.code());
    let mut causes = item.explained.iter().map(|one| one.cause.kind());
    let cause = causes.find(|kind| *kind != CauseKind::Unknown);
    match cause.filter(|_| item.status == MatchStatus::Differs) {
        Some(kind) => {
            let why = label(lang, "bridge", kind.code());
            Cell::code(item.status.code(), remarked(lang, status, why))
        }
        None => coded(lang, "reconcile_status", item.status.code()),
    }
}

/// The row of the table of lines in full: both sides of what it is taken to mean, then of what it could mean.
pub fn line(lang: Lang, standing: &CurrentReconciliation, at: usize) -> Option<LineSides> {
    let row_of = |line: usize| standing.rows[line].to_string();
    let found =
        ReconciliationFindings { lang, lines: &standing.lines, row: &row_of, run: &standing.run };
    let run = &standing.run;
    let mut all = run.all().flat_map(|item| {
        let places = places(&item).into_iter();
        places.map(move |line| (item.clone(), line)).collect::<Vec<_>>()
    });
    let (item, line) = all.nth(at)?;
    let stated = line.map(|line| &standing.lines[line]);
    let is_taken = matches!(item.status, MatchStatus::Agreed | MatchStatus::Differs);
    let side = |loans: &[usize], known: bool, taken_by: Option<String>| {
        let differences = known.then_some(&item.differences[..]);
        let sides = run.sides(stated, loans, differences, &standing.tolerance);
        let numbers: Vec<&str> = loans.iter().map(|loan| &*run.loans[*loan].loan_no).collect();
        let (loan_no, is_taken) = (numbers.join(";"), known && is_taken);
        LoanSide { loan_no, taken_by, is_taken, fields: fields(lang, sides) }
    };
    let mut loans = Vec::new();
    if !item.loans.is_empty() && (is_taken || line.is_none() || item.loans.len() > 1) {
        loans.push(side(&item.loans, true, None));
    }
    for loan in line.map(|line| standing.candidates(line)).unwrap_or_default() {
        if !(is_taken && item.loans.contains(&loan)) {
            let other =
                standing.row_of(loan).filter(|row| line.map(row_of).as_deref() != Some(row));
            loans.push(side(&[loan], false, other.map(str::to_owned)));
        }
    }
    if loans.is_empty() {
        loans.push(side(&[], false, None));
    }
    let mut why: Vec<String> = Vec::new();
    let reasons = found.reasons(&item);
    if !reasons.is_empty() {
        why.push(reasons);
    }
    why.extend(item.proposal().map(|what| proposal(lang, what)));
    Some(LineSides { row: line.map(row_of).unwrap_or_default(), why, loans })
}

/// The fields of a line and a loan: which loan and whose first, then what differs.
fn fields(lang: Lang, mut sides: Vec<FieldSides>) -> Table {
    sides.sort_by_key(|side| {
        let first = FIRST.iter().position(|field| *field == side.field).unwrap_or(FIRST.len());
        (first, side.agrees != Some(false), side.agrees.is_none())
    });
    let mut table = Table::of(lang, &["field", "bank_says", "ledger_says", "agreement"]);
    for FieldSides { field, bank, ledger, agrees } in sides {
        let value = |value: &Value| match value {
            Value::Nothing => Cell::Empty,
            value => Cell::text(shown(lang, value)),
        };
        let status =
            agrees.map(|agrees| if agrees { MatchStatus::Agreed } else { MatchStatus::Differs });
        table.row(vec![
            Cell::code(field, field_title(lang, field)),
            value(&bank),
            value(&ledger),
            Cell::opt(status, |status| coded(lang, "reconcile_status", status.code())),
        ]);
    }
    table
}
