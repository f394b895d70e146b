//! What the office told the program: what headers mean, and which places lie where.

use crate::exchange::import::statement::bank_of_noun;
use crate::exchange::reading::Remembered;
use crate::i18n::codes::label;
use crate::i18n::punctuation::clauses;
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, LedgerError, Snapshot};
use crate::report::{Cell, Table};

/// What was said of headers with `--map`, `--ignore`, `--header` and `--unit`, and is remembered.
pub fn headers(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, LedgerError> {
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
    Ok(table)
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

/// The towns, streets and parks the office added to those the program knows.
pub fn localities(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, LedgerError> {
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
    Ok(table)
}
