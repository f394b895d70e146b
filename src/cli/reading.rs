//! A reading verb: open the ledger, have a view of it made, show that.

use std::path::PathBuf;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::Shown;
use super::pages;
use super::typed::Typed;
use crate::ledger::{Ledger, Snapshot};
use crate::report::views::cells::keep_found;
use crate::report::{Details, Table};

/// Shows a table, sorted and cut as asked.
pub fn list<E: Into<Failure>>(
    context: &Context,
    matches: &ArgMatches,
    schema: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<Table, E>,
) -> Result<Done, Failure> {
    table(context, schema, |ledger, snapshot| {
        let mut table = view(ledger, snapshot).map_err(Into::into)?;
        pages::sort_and_cut(context, matches, &mut table)?;
        Ok::<_, Failure>(table)
    })
}

/// Shows a table of things nobody counts by the thousand: the rows in whose cells a text stands, sorted and cut as asked.
pub fn searched<E: Into<Failure>>(
    context: &Context,
    matches: &ArgMatches,
    schema: &str,
    noun: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<Table, E>,
) -> Result<Done, Failure> {
    let text = Typed::new(context, matches).owned("text");
    list(context, matches, schema, |ledger, snapshot| {
        let mut table = view(ledger, snapshot)?;
        keep_found(context.lang, &mut table, text.as_ref(), noun);
        Ok::<_, E>(table)
    })
}

/// Shows a table as it is.
pub fn table<E: Into<Failure>>(
    context: &Context,
    schema: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<Table, E>,
) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let table = view(ledger, snapshot).map_err(Into::into)?;
    Shown::of(context, ledger, schema)?.tables(context, &[table])?;
    Ok(Done::Well)
}

/// Shows a card.
pub fn card<E: Into<Failure>>(
    context: &Context,
    schema: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<Details, E>,
) -> Result<Done, Failure> {
    warned(context, schema, |ledger, snapshot| {
        view(ledger, snapshot).map(|record| (record, Vec::new()))
    })
}

/// Shows a card after what is worth warning of.
pub fn warned<E: Into<Failure>>(
    context: &Context,
    schema: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<(Details, Vec<String>), E>,
) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let (record, warnings) = view(ledger, snapshot).map_err(Into::into)?;
    warnings.iter().for_each(|warning| context.warn(warning));
    Shown::of(context, ledger, schema)?.warned(warnings).record(context, &record)?;
    Ok(Done::Well)
}

/// Writes an export: to the file named, in the form of its extension, CSV to standard output else.
pub fn export<E: Into<Failure>>(
    context: &Context,
    matches: &ArgMatches,
    schema: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<Table, E>,
) -> Result<Done, Failure> {
    let file = matches.get_one::<String>("file").map(PathBuf::from);
    let output = file.or_else(|| context.output.clone()).filter(|path| path.as_os_str() != "-");
    table(&context.exporting(output), schema, view)
}
