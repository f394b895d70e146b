//! `headers [--forget N]`: what was said of headers with `--map`, `--ignore`, `--header` and `--unit`, and is remembered.

use clap::ArgMatches;

use super::{recorded, unknown_word};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::ledger::{LedgerError, Verdict};
use crate::report::{Cell, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = context.open()?;
    if let Some(text) = matches.get_one::<String>("forget") {
        let lines: Vec<String> =
            ledger.all_remembered_headers()?.iter().map(|known| known.line.to_string()).collect();
        if !lines.contains(text) {
            let known: Vec<&str> = lines.iter().map(String::as_str).collect();
            return Err(unknown_word(lang, text, &known));
        }
        let line = text.parse().unwrap_or_default();
        let (_, receipt) = ledger.write(context.act("headers.forget"), |entry| {
            entry.forget_header(line)?;
            Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
        })?;
        return recorded(context, "headers.forget", ledger, receipt);
    }
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
            Cell::text(known.noun),
            Cell::text(known.header),
            Cell::text(known.field),
        ]);
    }
    let snapshot = context.snapshot(ledger)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "headers", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
