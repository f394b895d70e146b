//! `localities`: the towns, streets and parks the office added to those the program knows.

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::i18n::titles::title;
use crate::report::{Cell, Table};

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let own = ledger.office(snapshot)?.region;
    let columns = [
        ("line", title(lang, "line")),
        ("name", title(lang, "name")),
        ("district", title(lang, "district")),
    ];
    let mut table = Table::new(&columns);
    for locality in ledger.added_localities(snapshot)? {
        let region = locality.region;
        table.row(vec![
            Cell::Ordinal(locality.line),
            Cell::text(locality.name),
            Cell::code(region.to_string(), region.name_for(own)),
        ]);
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "localities", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
