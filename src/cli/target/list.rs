//! `target list`, and `target export` of what a file can bring in again.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::export_to;
use crate::cli::output::{Shown, text};
use crate::domain::target::FIELDS;
use crate::i18n::codes::label;
use crate::ledger::{Ledger, Snapshot};
use crate::report::{Cell, Table};

pub fn run(context: &Context) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let table = table(context, ledger, snapshot)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "target.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let table = table(context, ledger, snapshot)?;
    export_to(context, matches, "target.export", ledger, snapshot, table)
}

fn table(context: &Context, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Failure> {
    let lang = context.lang;
    let mut table = Table::of(lang, &FIELDS);
    for target in ledger.targets(snapshot)? {
        let indicator = label(lang, "indicator", &target.indicator);
        let measure = target.measured.code();
        table.row(vec![
            text(target.category),
            Cell::code(target.indicator, indicator),
            text(target.name),
            Cell::Decimal(target.goal.to_string()),
            text(target.unit),
            Cell::date(target.period.first()),
            Cell::date(target.period.last()),
            Cell::code(measure, label(lang, "measure", measure)),
            text(target.note),
        ]);
    }
    Ok(table)
}
