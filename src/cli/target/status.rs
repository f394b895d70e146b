//! `target status`: goal, actual, share, where an even pace would be, what is needed a year.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, text};
use crate::domain::target::Target;
use crate::i18n::codes::label;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, Snapshot};
use crate::report::{Cell, Table, json as report_json};
use crate::stats::targets;

pub fn show(context: &Context) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let table = table(context, ledger, snapshot)?;
    let anchor = ledger.anchor()?;
    let shown =
        Shown { schema: "target.status", snapshot, anchor: &anchor, warnings: table.notes.clone() };
    if context.json {
        shown.data(context, numbers(report_json::rows(&table)))?;
    } else {
        shown.tables(context, &[table])?;
    }
    Ok(Done::Well)
}

/// Whole values of targets are numbers in JSON, as counts are elsewhere.
fn numbers(mut rows: Value) -> Value {
    for row in rows.as_array_mut().into_iter().flatten() {
        for key in ["goal", "actual", "expected_by_now", "needed_per_year"] {
            let number = row[key].as_str().and_then(|text| text.parse::<serde_json::Number>().ok());
            if let Some(number) = number {
                row[key] = json!(number);
            }
        }
    }
    rows
}

/// The words for an indicator: ours where we have them, the plan's own else.
pub fn named(lang: Lang, target: &Target) -> String {
    let ours = label(lang, "indicator", &target.indicator);
    match &target.name {
        Some(name) if ours == target.indicator => name.clone(),
        _ => ours,
    }
}

/// The targets known at the snapshot with how far they are.
pub fn table(context: &Context, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Failure> {
    let lang = context.lang;
    let for_people = !context.json && !context.csv && context.output.is_none();
    let mut keys = vec!["indicator"];
    if !for_people {
        keys.extend(["category", "name", "period_from", "period_to", "measure"]);
    }
    keys.extend([
        "unit",
        "goal",
        "actual",
        "ratio",
        "expected_by_now",
        "needed_per_year",
        "progress",
    ]);
    let mut table = Table::of(lang, &keys).titled(say::targets_title(lang));
    for progress in targets(ledger, snapshot)? {
        let (target, at) = (progress.target, progress.attainment);
        let indicator = named(lang, &target);
        let decimal = |value: Option<Decimal>| {
            value.map_or(Cell::Empty, |value| Cell::Decimal(value.normalize().to_string()))
        };
        if let Some((source, day)) = &progress.reported {
            let value = at.actual.map(|value| value.to_string()).unwrap_or_default();
            table.note(say::note_reported(lang, &indicator, value, source, day));
        }
        let mut cells = vec![Cell::code(&target.indicator, indicator)];
        if !for_people {
            let measure = target.measured.code();
            cells.extend([
                text(target.category),
                text(target.name),
                Cell::date(target.period.first()),
                Cell::date(target.period.last()),
                Cell::code(measure, label(lang, "measure", measure)),
            ]);
        }
        let permille = at.ratio.and_then(|ratio| i64::try_from(ratio.points() * Decimal::TEN).ok());
        cells.extend([
            text(target.unit),
            decimal(Some(target.goal)),
            decimal(at.actual),
            at.ratio.map_or(Cell::Empty, |ratio| Cell::Percent(format!("{:.2}", ratio.points()))),
            decimal(at.expected_by_now),
            decimal(at.needed_per_year),
            permille.map_or(Cell::Empty, Cell::Bar),
        ]);
        table.row(cells);
    }
    Ok(table)
}
