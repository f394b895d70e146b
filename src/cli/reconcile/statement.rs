//! `reconcile FILE --bank B --as-of D`: reads, matches, compares, explains, records, shows.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::import::overrules;
use crate::cli::output::{Shown, style};
use crate::cli::typed::Typed;
use crate::exchange::source::ReadOptions;
use crate::exchange::{AnnotatedSheet, write_annotated};
use crate::i18n::say;
use crate::ledger::Snapshot;
use crate::operations::reconciliation::{ListChanges, row_text};
use crate::operations::statement::{HeldStatement, StatementRequest};
use crate::reconcile::Tolerance;
use crate::report::terminal::render;
use crate::report::views::import::reading_tables;
use crate::report::views::reconciliation::ReconciliationFindings;
use crate::report::views::{answer, reconciled};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let bank = context.party(ledger, text("bank").unwrap_or_default(), snapshot)?;
    let request = request(context, matches)?;
    let held = HeldStatement::of(ledger, bank, snapshot, &request)?;
    let HeldStatement { mut source, statement, run, snapshot } = held;
    let recorded = context.observer(ledger).reconcile(
        bank,
        snapshot,
        &source,
        &statement,
        &run,
        &request.tolerance,
    )?;
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
    let view = Shown { schema: "reconcile", snapshot, anchor, warnings };
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
                for line in reconciled::told(&found, &recorded) {
                    context.print(line)?;
                }
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

/// The file, and how it is to be read.
pub fn request(context: &Context, matches: &ArgMatches) -> Result<StatementRequest, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let typed = Typed::new(context, matches);
    Ok(StatementRequest {
        file: text("file").unwrap_or_default().to_owned(),
        read: ReadOptions {
            encoding: context.encoding.clone(),
            sheet: text("sheet").map(str::to_owned),
        },
        overrules: overrules(context, matches)?,
        tolerance: Tolerance {
            balance: typed.sum("tolerance")?.unwrap_or_default(),
            interest: typed.sum("tolerance-interest")?.unwrap_or_default(),
            days_overdue: days(context, text("tolerance-days"))?,
        },
        day_is_asked: context.as_of().is_some(),
    })
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
    days.ok_or_else(|| Failure::unknown_word(context.lang, text, &["0", "…", "31"]))
}
