//! `reconcile FILE --bank B --as-of D`: reads, matches, compares, explains, records, shows.

use std::panic::resume_unwind;
use std::thread;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::import::overrules;
use crate::cli::output::{Shown, style};
use crate::cli::requests::Typed;
use crate::exchange::import::statement::{Statement, noun_of_bank, read_statement};
use crate::exchange::source::{ReadOptions, Source};
use crate::exchange::{AnnotatedSheet, ExchangeError, write_annotated};
use crate::i18n::say;
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::operations::Refusal;
use crate::operations::reconciliation::{ListChanges, Reconciled, row_text};
use crate::reconcile::{LoanBook, LoanReader, Tolerance, run as reconcile};
use crate::report::terminal::render;
use crate::report::views::import::reading_tables;
use crate::report::views::reconciliation::ReconciliationFindings;
use crate::report::views::{answer, reconciled};

/// Findings shown on the terminal; all of them are in the answer.
const SHOWN: usize = 40;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let typed = Typed::new(context, matches);
    let ledger = &mut context.open()?;
    let mut snapshot = context.snapshot(ledger)?;
    let bank = context.party(ledger, text("bank").unwrap_or_default(), snapshot)?;
    let mut read = Read::of(context, matches, ledger, bank, snapshot)?;
    // What the list says of its day holds, unless somebody said another; two days of two sheets are none.
    if let [day] = read.statement.as_of[..]
        && day < snapshot.as_of
        && !context.asks_for_a_day()
    {
        snapshot.as_of = day;
        read = Read::of(context, matches, ledger, bank, snapshot)?;
    }
    let Read { mut source, statement, book, beside } = read;
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
    let mut warnings = reconciled::warnings(context.lang, &statement, run.cutoff);
    warnings.extend(found.without_balance());
    let snapshot = Snapshot { as_of: run.cutoff, ..context.snapshot(ledger)? };
    let anchor = ledger.anchor()?;
    let view = Shown { schema: "reconcile", snapshot, anchor: &anchor, warnings };
    let moved = ListChanges::of(&run, &recorded);
    match context.output.as_deref().and_then(|path| path.extension()) {
        Some(extension) if extension.eq_ignore_ascii_case("xlsx") && !context.json => {
            write_answer(context, &answer::sheets(&mut source, &statement, &found)?)?;
            view.warnings.iter().for_each(|warning| context.warn(warning));
            context.tell(found.counts());
        }
        _ if context.json => {
            let data = reconciled::data(context.lang, &statement, &run, &recorded, &moved);
            view.data(context, data)?;
        }
        _ => {
            let bank_name = ledger.party_name(bank, snapshot)?;
            if context.csv || context.output.is_some() {
                view.tables(context, &[reconciled::table(&found, &bank_name)])?;
            } else {
                view.warnings.iter().for_each(|warning| context.warn(warning));
                if context.dry_run {
                    for table in reading_tables(context.lang, &statement.outcome) {
                        context.print(render(&table, &style(context)))?;
                    }
                }
                context.print(say::reconcile_title(context.lang, &bank_name, run.cutoff))?;
                context.print(found.counts())?;
                for line in reconciled::moved(context.lang, &moved) {
                    context.print(line)?;
                }
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

/// A statement, and the loans it is held against.
struct Read {
    source: Source,
    statement: Statement,
    book: LoanBook,
    beside: Option<Ledger>,
}

impl Read {
    /// Reads the file beside the loans; whoever has read it helps with what is left of them.
    fn of(
        context: &Context,
        matches: &ArgMatches,
        ledger: &Ledger,
        bank: PartyId,
        snapshot: Snapshot,
    ) -> Result<Self, Failure> {
        let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
        let file = text("file").unwrap_or_default();
        let options = ReadOptions {
            encoding: context.encoding.clone(),
            sheet: text("sheet").map(str::to_owned),
        };
        let remembered = ledger.remembered_headers(&noun_of_bank(bank))?;
        let overrules = overrules(context, matches)?;
        let loans = LoanReader::of(ledger, bank, snapshot).map_err(Refusal::from)?;
        let beside = ledger.beside()?;
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
        let (source, statement) = read?;
        let parts = (front.map_err(Refusal::from)?, back.map_err(Refusal::from)?);
        let book = loans.bind(ledger, beside.as_mut(), parts).map_err(Refusal::from)?;
        Ok(Self { source, statement, book, beside })
    }
}

/// Writes the answer to the file asked for, whole or not at all.
fn write_answer(context: &Context, sheets: &[AnnotatedSheet]) -> Result<(), Failure> {
    if let Some(path) = context.output.as_ref().filter(|path| context.may_write(path.display())) {
        write_annotated(path, sheets)?;
        context.tell_written(path.display());
    }
    Ok(())
}

fn days(context: &Context, text: Option<&str>) -> Result<i32, Failure> {
    let Some(text) = text else { return Ok(0) };
    let days = text.parse().ok().filter(|days| (0..=31).contains(days));
    days.ok_or_else(|| crate::cli::ledger::unknown_word(context.lang, text, &["0", "…", "31"]))
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
