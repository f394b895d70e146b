//! `headers`: what was said of headers with `--map`, `--ignore`, `--header` and `--unit`, and is remembered.

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::exchange::import::statement::bank_of_noun;
use crate::exchange::reading::Remembered;
use crate::i18n::codes::label;
use crate::i18n::punctuation::clauses;
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::report::{Cell, Table};

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let columns = [
        ("line", title(lang, "line")),
        ("noun", title(lang, "used_for")),
        ("header", title(lang, "header")),
        ("field", title(lang, "header_field")),
    ];
    let mut table = Table::new(&columns);
    for known in ledger.all_remembered_headers()? {
        let noun = match bank_of_noun(&known.noun) {
            Some(bank) => say::statement_of(lang, ledger.party_name(bank, snapshot)?),
            None => label(lang, "noun", &known.noun).to_owned(),
        };
        let (header, field) = words(lang, &known.header, &known.field);
        table.row(vec![
            Cell::Ordinal(known.line),
            Cell::code(&known.noun, noun),
            Cell::code(&known.header, header),
            Cell::code(&known.field, field),
        ]);
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "headers", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// What is remembered, as people read it: the header, and what it is.
fn words(lang: Lang, header: &str, field: &str) -> (String, String) {
    match Remembered::of(header, field) {
        Remembered::Column(field) => (header.to_owned(), title(lang, field).to_owned()),
        Remembered::LeftOut => (header.to_owned(), say::header_left_out(lang)),
        Remembered::NoColumn(field) => (say::header_no_column(lang), title(lang, field).to_owned()),
        Remembered::Whole { fingerprint, unit, is_line } => {
            let unit = unit.map(|unit| say::header_unit(lang, unit.symbol()));
            let line = is_line.then(|| say::header_line(lang));
            (say::header_whole(lang, fingerprint), clauses(lang, unit.into_iter().chain(line)))
        }
    }
}
