//! `reconcile FILE --bank B --as-of D`: reads, matches, compares, explains, records, shows.

use std::panic::resume_unwind;
use std::thread;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::answer;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::import::{overrules, reading_tables, readings};
use crate::cli::output::Shown;
use crate::cli::requests::Typed;
use crate::domain::reconciliation::MatchStatus;
use crate::exchange::ExchangeError;
use crate::exchange::import::statement::{Statement, noun_of_bank, read_statement};
use crate::exchange::import::{Reason, Reject};
use crate::exchange::source::{ReadOptions, Source};
use crate::i18n::codes::label;
use crate::i18n::punctuation::comma_list;
use crate::i18n::reconciliation::{cause, proposal};
use crate::i18n::{Lang, say};
use crate::ledger::LoanId;
use crate::operations::Refusal;
use crate::operations::reconciliation::{Reconciled, row_text};
use crate::reconcile::{LoanReader, MatchItem, Run, Tolerance, run as reconcile};
use crate::report::views::reconciliation::ReconciliationFindings;
use crate::report::{Cell, Table};

/// Findings shown on the terminal; all of them are in the answer.
const SHOWN: usize = 40;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let typed = Typed::new(context, matches);
    let file = text("file").unwrap_or_default();
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let bank = context.party(ledger, text("bank").unwrap_or_default(), snapshot)?;
    let options =
        ReadOptions { encoding: context.encoding.clone(), sheet: text("sheet").map(str::to_owned) };
    let remembered = ledger.remembered_headers(&noun_of_bank(bank))?;
    let overrules = overrules(context, matches)?;
    let loans = LoanReader::of(ledger, bank, snapshot).map_err(Refusal::from)?;
    let beside = ledger.beside()?;
    // The file is read beside the loans; whoever has read it helps with what is left of them.
    let (front, (read, back, mut beside)) = thread::scope(|scope| {
        let other = scope.spawn(|| {
            let read = || {
                let mut source = Source::open(file, &options)?;
                let read = read_statement(&mut source, &overrules, &remembered)?;
                Ok::<_, ExchangeError>((source, read))
            };
            let read = read();
            let back = beside.as_ref().map(|beside| loans.from_back(beside));
            (read, back.unwrap_or_else(|| Ok(Vec::new())), beside)
        });
        let front = loans.from_front(ledger);
        (front, other.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let (mut source, statement) = read?;
    let book = loans
        .bind(
            ledger,
            beside.as_mut(),
            (front.map_err(Refusal::from)?, back.map_err(Refusal::from)?),
        )
        .map_err(Refusal::from)?;
    let tolerance = Tolerance {
        balance: typed.sum("tolerance")?.unwrap_or_default(),
        interest: typed.sum("tolerance-interest")?.unwrap_or_default(),
        days_overdue: days(context, text("tolerance-days"))?,
    };
    let run =
        reconcile(ledger, beside, book, &statement.lines, &tolerance).map_err(Refusal::from)?;
    let recorded = context
        .observer(ledger)
        .reconcile(bank, snapshot, &source, &statement, &run, &tolerance)?;
    let all_agreed = run.items.is_empty() && !statement.outcome.differs();
    let row = |line: usize| row_text(&statement, line);
    let found = ReconciliationFindings {
        lang: context.lang,
        lines: &statement.lines,
        row: &row,
        run: &run,
    };
    let mut warnings = warnings(context.lang, &statement);
    warnings.extend(found.without_balance());
    let snapshot = context.snapshot(ledger)?;
    let anchor = ledger.anchor()?;
    let view = Shown { schema: "reconcile", snapshot, anchor: &anchor, warnings };
    let moved = ListChanges::of(&run, &recorded);
    match context.output.as_deref().and_then(|path| path.extension()) {
        Some(extension) if extension.eq_ignore_ascii_case("xlsx") && !context.json => {
            answer::write(context, &mut source, &statement, &found)?;
            view.warnings.iter().for_each(|warning| context.warn(warning));
            context.tell(found.counts());
        }
        _ if context.json => {
            let data = data(context.lang, &statement, &run, &recorded, &moved);
            view.data(context, data)?;
        }
        _ => {
            let bank_name = ledger.party_name(bank, snapshot)?;
            if context.csv || context.output.is_some() {
                view.tables(context, &[table(&found, &bank_name)])?;
            } else {
                view.warnings.iter().for_each(|warning| context.warn(warning));
                if context.dry_run {
                    for table in reading_tables(context, &statement.outcome) {
                        context.print(table)?;
                    }
                }
                context.print(say::reconcile_title(context.lang, &bank_name, run.cutoff))?;
                context.print(found.counts())?;
                moved.tell(context)?;
                tell_findings(context, &found, &recorded)?;
                context.print("")?;
                view.tables(context, &[found.bridge()])?;
                context.tell(match (recorded.number, recorded.known) {
                    (Some(number), true) => say::reconcile_known(context.lang, number),
                    (Some(number), false) => say::reconcile_recorded(context.lang, number),
                    (None, _) => say::rehearsed(context.lang),
                });
            }
        }
    }
    // The process ends here: giving back line by line what it holds would take a tenth of its time.
    std::mem::forget((run, statement, recorded));
    Ok(if all_agreed { Done::Well } else { Done::WithDifferences })
}

fn days(context: &Context, text: Option<&str>) -> Result<i32, Failure> {
    let Some(text) = text else { return Ok(0) };
    let days = text.parse().ok().filter(|days| (0..=31).contains(days));
    days.ok_or_else(|| crate::cli::ledger::unknown_word(context.lang, text, &["0", "…", "31"]))
}

/// What people should know of the file.
fn warnings(lang: Lang, statement: &Statement) -> Vec<String> {
    let mut all: Vec<String> = crate::cli::import::file_warnings(lang, &statement.outcome);
    all.extend(statement.outcome.rejects.iter().map(|reject| match is_a_line(reject) {
        true => say::row_not_read(lang, reject.row),
        false => say::row_names_no_loan(lang, reject.row),
    }));
    all
}

/// Whether a row that could not be read is one of the bank's lines all the same.
fn is_a_line(reject: &Reject) -> bool {
    reject.reasons.iter().any(|(_, reason)| matches!(reason, Reason::Unreadable(_)))
}

/// How many rows nobody could read: neither whose they are, nor what of ours they could mean.
fn unreadable(statement: &Statement, run: &Run) -> usize {
    let rejects = statement.outcome.rejects.iter().filter(|reject| !is_a_line(reject)).count();
    let alone = run.items.iter().filter(|item| item.status == MatchStatus::OnlyBank);
    let lines = alone.flat_map(|item| &item.lines);
    rejects + lines.filter(|line| statement.lines[**line].names_nobody()).count()
}

/// Loans that came to the bank's list or left it since the last time, without the ledger knowing why.
pub struct ListChanges {
    pub vanished: Vec<String>,
    pub appeared: Vec<String>,
}

impl ListChanges {
    fn of(run: &Run, recorded: &Reconciled) -> Self {
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

    fn tell(&self, context: &Context) -> Result<(), Failure> {
        if !self.vanished.is_empty() {
            let loans = comma_list(context.lang, &self.vanished);
            context.print(say::loans_vanished(context.lang, loans))?;
        }
        if !self.appeared.is_empty() {
            let loans = comma_list(context.lang, &self.appeared);
            context.print(say::loans_appeared(context.lang, loans))?;
        }
        Ok(())
    }
}

/// Tells what did not agree and is new; what the last reconciliation found as well is counted.
fn tell_findings(
    context: &Context,
    found: &ReconciliationFindings<'_>,
    recorded: &Reconciled,
) -> Result<(), Failure> {
    let lang = context.lang;
    // What is recorded of an item begins where that of the items before it ends.
    let mut at = 0;
    let (mut told, mut hidden, mut more, mut plain) = (0, 0, 0, 0);
    for item in &found.run.items {
        let first = recorded.items.get(at);
        at += item.lines.len().max(1);
        if !recorded.known && first.is_some_and(|item| item.since.is_some()) {
            hidden += 1;
        } else if found.lacks_balance_alone(item) {
            plain += 1;
        } else if told == SHOWN {
            more += 1;
        } else {
            told += 1;
            context.print(found.told(recorded.number, item).join("\n"))?;
        }
    }
    if plain > 0 {
        context.print(say::reconcile_without_balance(lang, plain))?;
    }
    if hidden > 0 {
        context.print(say::reconcile_hidden(lang, hidden))?;
    }
    if more > 0 {
        context.print(say::reconcile_more(lang, more))?;
    }
    Ok(())
}

/// What did not agree, as a table for files.
fn table(found: &ReconciliationFindings<'_>, bank: &str) -> Table {
    let keys = [
        "bank_row",
        "loan_no",
        "result",
        "matched_by",
        "runner_up",
        "differences",
        "explanation",
        "proposal",
    ];
    let (lang, run) = (found.lang, found.run);
    let mut table = Table::of(lang, &keys).titled(say::reconcile_title(lang, bank, run.cutoff));
    for item in &run.items {
        let what = item.proposal();
        table.row(vec![
            Cell::Id(found.rows(item)),
            Cell::Id(found.loan_numbers(item)),
            Cell::code(item.status.code(), label(lang, "reconcile_status", item.status.code())),
            Cell::opt(item.method, |method| {
                Cell::code(method.code(), label(lang, "reconcile_method", method.code()))
            }),
            Cell::opt(item.runner_up, |(loan, _)| Cell::id(&run.loans[loan].loan_no)),
            Cell::text(found.differing(item)),
            Cell::text(found.reasons(item)),
            Cell::opt(what, |what| Cell::text(proposal(lang, what))),
        ]);
    }
    table
}

fn item_json(
    lang: Lang,
    statement: &Statement,
    run: &Run,
    item: &MatchItem,
    line: Option<usize>,
) -> Value {
    let differences: Vec<Value> = item
        .differences
        .iter()
        .map(|one| {
            let why = item.explained.iter().find(|known| known.fields.contains(&one.field));
            json!({
                "field": one.field, "bank": one.bank.to_string(),
                "ledger": one.ledger.to_string(),
                "cause": why.map(|why| why.cause.code()),
                "explanation": why.map(|why| cause(lang, &why.cause)),
            })
        })
        .collect();
    let loans: Vec<&str> = item.loans.iter().map(|loan| &*run.loans[*loan].loan_no).collect();
    let what = item.proposal();
    json!({
        "status": item.status.code(),
        "status_label": label(lang, "reconcile_status", item.status.code()),
        "bank_row": line.map(|line| statement.places[line].row),
        "sheet": line.map(|line| {
            statement.outcome.sheets.get(statement.places[line].sheet).and_then(|s| s.name.clone())
        }),
        // An ambiguous line means none of its loans until a person says which.
        "loan": loans.first().filter(|_| item.status != MatchStatus::Ambiguous),
        "loans": loans,
        "bank_rows": item.lines.iter().map(|line| statement.places[*line].row).collect::<Vec<_>>(),
        "method": item.method.map(|method| method.code()),
        "points": item.points, "margin": item.margin,
        "runner_up": item.runner_up.map(|(loan, _)| &*run.loans[loan].loan_no),
        "repeats": item.repeats,
        "differences": differences,
        "proposal": what.map(ToString::to_string),
        "proposal_label": what.map(|what| proposal(lang, what)),
    })
}

fn data(
    lang: Lang,
    statement: &Statement,
    run: &Run,
    recorded: &Reconciled,
    moved: &ListChanges,
) -> Value {
    let mut items = Vec::new();
    for item in run.all() {
        match item.lines[..] {
            [] => items.push(item_json(lang, statement, run, &item, None)),
            _ => items.extend(
                item.lines.iter().map(|line| item_json(lang, statement, run, &item, Some(*line))),
            ),
        }
    }
    let named: Vec<Value> = run
        .bridge
        .named
        .iter()
        .map(|(name, amount)| json!({"name": name, "amount": amount.to_string()}))
        .collect();
    json!({
        "reconciliation": recorded.number, "entry": recorded.entry, "known": recorded.known,
        "lines": statement.lines.len(), "unreadable": unreadable(statement, run),
        "agreed": run.lines(MatchStatus::Agreed), "differing": run.lines(MatchStatus::Differs),
        "suggested": run.lines(MatchStatus::Suggested), "ambiguous": run.lines(MatchStatus::Ambiguous),
        "only_bank": run.lines(MatchStatus::OnlyBank), "only_ledger": run.only_ledger(),
        "bank_total": run.bridge.bank.to_string(), "ledger_total": run.bridge.ledger.to_string(),
        "bridge": named, "remainder": run.bridge.remainder.to_string(),
        "vanished": moved.vanished, "appeared": moved.appeared,
        "reading": readings(lang, &statement.outcome),
        "items": items,
    })
}
