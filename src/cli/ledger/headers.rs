//! `headers`: what was said of headers with `--map`, `--ignore`, `--header` and `--unit`, and is remembered.

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::i18n::codes::label;
use crate::i18n::titles::title;
use crate::report::{Cell, Table};

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = &mut context.open()?;
    let columns = [
        ("line", lang.pick("编号", "Number")),
        ("noun", lang.pick("用于", "For")),
        ("header", lang.pick("表头", "Header")),
        ("field", lang.pick("字段", "Field")),
    ];
    let mut table = Table::new(&columns);
    for known in ledger.all_remembered_headers()? {
        table.row(vec![
            Cell::Ordinal(known.line),
            Cell::code(&known.noun, label(lang, "noun", &known.noun)),
            Cell::text(known.header),
            Cell::code(&known.field, title(lang, &known.field)),
        ]);
    }
    let snapshot = context.snapshot(ledger)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "headers", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
