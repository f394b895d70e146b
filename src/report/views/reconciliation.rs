//! Reconciliations: what was reconciled, and what each found, as it stands now. Nothing of a reason is cut off.

use std::collections::HashMap;

use super::cells::{coded, text};
use crate::domain::reconciliation::MatchStatus;
use crate::domain::statement::{StatementLine, UNREAD_ROW};
use crate::domain::values::{Date, Money};
use crate::i18n::codes::label;
use crate::i18n::punctuation::{comma_list, either, statements};
use crate::i18n::reconciliation::{cause, proposal, shown};
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::reconciliation::CurrentReconciliation;
use crate::reconcile::{Difference, Explanation, MatchItem, Run};
use crate::report::{Cell, Table};

/// Every reconciliation with its totals and who agreed to it.
pub fn list(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let keys = [
        "reconciliation",
        "bank",
        "cutoff",
        "statement_lines",
        "agreed_lines",
        "bank_total",
        "ledger_total",
        "remainder",
        "signed_by",
        "entry",
    ];
    let spare = &["entry", "statement_lines", "agreed_lines", "ledger_total", "bank_total"];
    let mut table = Table::of(lang, &keys).sparing(spare);
    for one in ledger.reconciliations(None, snapshot)? {
        let signed: Vec<String> = ledger
            .reconciliation_signatures(one.number, snapshot)?
            .into_iter()
            .map(|signature| {
                format!("{} {}", label(lang, "side", &signature.side), signature.signer)
            })
            .collect();
        table.row(vec![
            Cell::Ordinal(one.number),
            Cell::text(ledger.party_name(one.bank, snapshot)?),
            Cell::date(one.cutoff),
            Cell::Count(i64::from(one.lines)),
            Cell::Count(i64::from(one.agreed)),
            Cell::Yuan(one.bank_total.fen()),
            Cell::Yuan(one.ledger_total.fen()),
            Cell::Yuan(one.remainder.fen()),
            Cell::text(comma_list(lang, signed)),
            Cell::Ordinal(one.brought_by),
        ]);
    }
    Ok(table)
}

/// What a reconciliation found: the bank's lines beside the ledger.
#[derive(Clone, Copy)]
pub struct ReconciliationFindings<'a> {
    pub lang: Lang,
    pub lines: &'a [StatementLine],
    /// In which row a line stands.
    pub row: &'a dyn Fn(usize) -> String,
    pub run: &'a Run,
}

impl<'a> ReconciliationFindings<'a> {
    /// How many lines there are of each kind.
    pub fn counts(&self) -> String {
        let lines = |status| self.run.lines(status);
        say::reconcile_counts(
            self.lang,
            self.lines.len(),
            lines(MatchStatus::Agreed),
            lines(MatchStatus::Differs),
            lines(MatchStatus::Suggested) + lines(MatchStatus::Ambiguous),
            lines(MatchStatus::OnlyBank),
            self.run.only_ledger(),
        )
    }

    /// That lines state no balance, where there are such.
    pub fn without_balance(&self) -> Option<String> {
        let mut unknown = self.lines.iter().enumerate().filter(|(_, line)| line.owed().is_none());
        let (first, _) = unknown.next()?;
        Some(match self.run.by_balance {
            false => say::balance_missing(self.lang),
            true => say::balance_missing_in(self.lang, unknown.count() + 1, (self.row)(first)),
        })
    }

    /// Whether an item agrees in all that a list without balances states: such lists are not told line by line.
    pub fn lacks_balance_alone(&self, item: &MatchItem) -> bool {
        !self.run.by_balance
            && item.status == MatchStatus::Differs
            && item.explained.iter().all(|one| one.cause == Explanation::NotStated)
    }

    /// The rows of an item.
    pub fn rows(&self, item: &MatchItem) -> String {
        item.lines.iter().map(|line| (self.row)(*line)).collect::<Vec<_>>().join(";")
    }

    /// The loans of an item, by number.
    pub fn loan_numbers(&self, item: &MatchItem) -> String {
        let numbers: Vec<&str> =
            item.loans.iter().map(|loan| &*self.run.loans[*loan].loan_no).collect();
        numbers.join(";")
    }

    /// What differs: `余额 100.00 ≠ 200.00`.
    pub fn differing(&self, item: &MatchItem) -> String {
        let lang = self.lang;
        let one = |d: &Difference| {
            let field = field_title(lang, d.field);
            format!("{field} {} ≠ {}", shown(lang, &d.bank), shown(lang, &d.ledger))
        };
        statements(lang, item.differences.iter().map(one))
    }

    /// Explanations of an item, one sentence each.
    pub fn reasons(&self, item: &MatchItem) -> String {
        let lang = self.lang;
        let mut said: Vec<String> =
            item.explained.iter().map(|one| cause(lang, &one.cause)).collect();
        if item.repeats {
            said.push(say::line_repeats(lang));
        }
        let alone = item.lines.iter().filter(|_| item.status == MatchStatus::OnlyBank);
        for line in alone.map(|line| &self.lines[*line]) {
            if line.names_nobody() {
                said.push(say::line_names_nobody(lang));
            }
            let cells = line.unread.iter().filter(|cell| cell.field != UNREAD_ROW);
            said.extend(
                cells.map(|cell| {
                    say::cell_not_read(lang, field_title(lang, cell.field), &cell.value)
                }),
            );
        }
        statements(lang, said)
    }

    /// Whose it is and how much, for what stands on one side only.
    fn alone(&self, item: &MatchItem) -> Option<String> {
        let run = self.run;
        let (name, amount) = match (item.status, item.lines.first(), item.loans.first()) {
            (MatchStatus::OnlyBank, Some(line), _) => {
                let line = &self.lines[*line];
                let name = line.borrower.clone().or_else(|| line.uscc.clone());
                (name, line.balance.or(line.principal))
            }
            (MatchStatus::OnlyLedger, _, Some(loan)) => {
                let loan = &run.loans[*loan];
                let borrower = loan.borrower.and_then(|at| run.borrowers.get(at as usize));
                (borrower.and_then(|borrower| borrower.name.clone()), Some(loan.ours.balance))
            }
            _ => return None,
        };
        let name = name.map(|name| name.to_string());
        let amount = amount.map(|amount| amount.grouped());
        let parts: Vec<String> = name.into_iter().chain(amount).collect();
        (!parts.is_empty()).then(|| parts.join("  "))
    }

    /// An item in a few lines; `number` is the reconciliation's, once recorded.
    pub fn told(&self, number: Option<i64>, item: &MatchItem) -> Vec<String> {
        let lang = self.lang;
        let status = label(lang, "reconcile_status", item.status.code());
        let how = item.method.map(|method| label(lang, "reconcile_method", method.code()));
        let (rows, mut loans) = (self.rows(item), self.loan_numbers(item));
        if let (Some((other, _)), MatchStatus::Ambiguous) = (item.runner_up, item.status) {
            let other = &self.run.loans[other].loan_no;
            loans = match loans.is_empty() {
                true => other.to_string(),
                false => either(lang, loans, other),
            };
        }
        let place = match (rows.is_empty(), loans.is_empty()) {
            (true, _) => loans,
            (false, true) => say::statement_row(lang, &rows),
            (false, false) => format!("{} → {loans}", say::statement_row(lang, &rows)),
        };
        let mut said = vec![match how {
            Some(how) => say::finding_how(lang, place, status, how),
            None => format!("{place}  {status}"),
        }];
        for one in &item.differences {
            let (bank, ledger) = (shown(lang, &one.bank), shown(lang, &one.ledger));
            said.push(say::finding_difference(lang, field_title(lang, one.field), bank, ledger));
        }
        said.extend(self.alone(item).map(|alone| format!("    {alone}")));
        let reasons = self.reasons(item);
        if !reasons.is_empty() {
            said.push(say::finding_reason(lang, reasons));
        }
        said.extend(item.proposal().map(|what| say::finding_proposal(lang, proposal(lang, what))));
        if let (Some(number), MatchStatus::Ambiguous | MatchStatus::Suggested) =
            (number, item.status)
        {
            said.push(say::finding_decide(lang, number, rows));
        }
        said
    }

    /// From our total to the bank's; the last line is the remainder nobody can name.
    pub fn bridge(&self) -> Table {
        let (lang, run) = (self.lang, self.run);
        let by = title(lang, if run.by_balance { "balance" } else { "principal" });
        let mut table = Table::of(lang, &["bridge", "amount"]).titled(say::bridge_title(lang, by));
        let mut line = |name: String, amount: Money| {
            table.row(vec![Cell::text(name), Cell::Yuan(amount.fen())]);
        };
        line(say::bridge_ledger(lang), run.bridge.ledger);
        for (name, amount) in &run.bridge.named {
            line(label(lang, "bridge", name).to_owned(), *amount);
        }
        line(say::bridge_bank(lang), run.bridge.bank);
        line(say::bridge_remainder(lang), run.bridge.remainder);
        table
    }
}

/// The title of a field as a reconciliation names it.
pub fn field_title(lang: Lang, field: &'static str) -> &'static str {
    title(lang, if field == "status" { "loan_status" } else { field })
}

/// Which rows of a recorded reconciliation are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// What does not agree.
    Open,
    All,
    One(String),
}

/// A reconciliation for people, as it stands now: findings, from our total to the bank's, who agreed to it.
#[derive(Debug)]
pub struct ReconciliationSheet {
    pub cutoff: Date,
    pub lines: Vec<String>,
    pub bridge: Table,
}

/// Tells a recorded reconciliation as its run told it, with all that was decided and recorded since.
pub fn told(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: i64,
    rows: &Rows,
) -> Result<ReconciliationSheet, Refusal> {
    let standing = CurrentReconciliation::of(ledger, number, snapshot)?;
    let row = |line: usize| standing.rows[line].to_string();
    let found =
        ReconciliationFindings { lang, lines: &standing.lines, row: &row, run: &standing.run };
    let bank = ledger.party_name(standing.recorded.bank, snapshot)?;
    let mut said = vec![say::reconcile_title(lang, &bank, standing.recorded.cutoff)];
    said.push(found.counts());
    said.extend(found.without_balance());
    match rows {
        Rows::One(row) => {
            let item = standing.run.item_of(standing.line_in(row)?);
            said.extend(item.iter().flat_map(|item| found.told(Some(number), item)));
        }
        Rows::All => {
            said.extend(standing.run.all().flat_map(|item| found.told(Some(number), &item)));
        }
        Rows::Open => {
            let (plain, open): (Vec<&MatchItem>, Vec<&MatchItem>) =
                standing.run.items.iter().partition(|item| found.lacks_balance_alone(item));
            said.extend(open.into_iter().flat_map(|item| found.told(Some(number), item)));
            if !plain.is_empty() {
                said.push(say::reconcile_without_balance(lang, plain.len()));
            }
            let agreed = standing.run.lines(MatchStatus::Agreed);
            if agreed > 0 {
                said.push(say::agreed_not_listed(lang, agreed, number));
            }
        }
    }
    let mut bridge = found.bridge();
    for note in signatures(lang, ledger, snapshot, number)? {
        bridge.note(note);
    }
    Ok(ReconciliationSheet { cutoff: standing.recorded.cutoff, lines: said, bridge })
}

/// A reconciliation as it stands now, as a table: a row for each line of the bank, and each loan it does not list.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: i64,
    rows: &Rows,
) -> Result<Table, Refusal> {
    let keys = [
        "bank_row",
        "loan_no",
        "result",
        "matched_by",
        "points",
        "runner_up",
        "margin",
        "differences",
        "explanation",
        "proposal",
        "since_reconciliation",
    ];
    let standing = CurrentReconciliation::of(ledger, number, snapshot)?;
    let row_of = |line: usize| standing.rows[line].to_string();
    let found =
        ReconciliationFindings { lang, lines: &standing.lines, row: &row_of, run: &standing.run };
    let wanted = match rows {
        Rows::One(row) => Some(standing.line_in(row)?),
        Rows::Open | Rows::All => None,
    };
    // Where an earlier reconciliation found the same, it says so.
    let recorded = ledger.reconciliation_items(number, snapshot)?;
    let since: HashMap<String, i64> = recorded
        .into_iter()
        .filter_map(|item| Some((item.row.clone().unwrap_or_else(|| item.loan_nos()), item.since?)))
        .collect();
    let mut table = Table::of(lang, &keys);
    for item in standing.run.all() {
        let lines: Vec<Option<usize>> = match item.lines[..] {
            [] => vec![None],
            _ => item.lines.iter().copied().map(Some).collect(),
        };
        for (at, line) in lines.into_iter().enumerate() {
            if wanted.is_some() && wanted != line {
                continue;
            }
            let row = line.map(row_of).unwrap_or_default();
            let loans = found.loan_numbers(&item);
            let since = since.get(if line.is_some() { &row } else { &loans }).copied();
            // What differs of lines taken together stands with the first of them.
            let first = at == 0;
            table.row(vec![
                Cell::Id(row),
                Cell::Id(loans),
                coded(lang, "reconcile_status", item.status.code()),
                Cell::opt(item.method, |method| coded(lang, "reconcile_method", method.code())),
                Cell::Ordinal(item.points),
                Cell::opt(item.runner_up, |(loan, _)| Cell::id(&standing.run.loans[loan].loan_no)),
                Cell::Ordinal(item.margin),
                Cell::text(if first { found.differing(&item) } else { String::new() }),
                Cell::text(if first { found.reasons(&item) } else { String::new() }),
                text(item.proposal().filter(|_| first).map(|what| proposal(lang, what))),
                Cell::opt(since, Cell::Ordinal),
            ]);
        }
    }
    table.note(found.counts());
    if let Some(note) = found.without_balance() {
        table.note(note);
    }
    for note in signatures(lang, ledger, snapshot, number)? {
        table.note(note);
    }
    Ok(table)
}

/// Who agreed to the balance.
fn signatures(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: i64,
) -> Result<Vec<String>, Refusal> {
    let signed = ledger.reconciliation_signatures(number, snapshot)?.into_iter().map(|signature| {
        let side = label(lang, "side", &signature.side);
        let (signer, day, balance) = (signature.signer, signature.day, signature.balance);
        say::signed(lang, side, signer, day, balance.grouped())
    });
    Ok(signed.collect())
}
