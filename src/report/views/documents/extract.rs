//! What extracts from the register have in common: who issues them, on whose knowledge, in which form.

use crate::domain::values::Date;
use crate::i18n::{Lang, reports as words, say};
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::report::document::{Document, Headline, Section};
use crate::report::{Cell, Details, Table, shown};

/// Returns a document about one thing, issued `today`, without its sections yet.
pub fn frame(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    today: Date,
    subtitle: String,
) -> Result<Document, Refusal> {
    let office = ledger.office(snapshot)?.name;
    let certificate = words::certificate(lang, &office, snapshot.as_of, snapshot.known_at);
    let blank = |label: String| (label, String::new());
    Ok(Document {
        subtitle,
        head: vec![(words::issued_by(lang), office), (words::issued_on(lang), today.to_string())],
        notes: vec![certificate],
        signatures: vec![
            blank(words::handled_by(lang)),
            blank(words::checked_by(lang)),
            blank(words::sealed(lang)),
        ],
        times: say::as_of_line(lang, snapshot.as_of, snapshot.known_at),
        anchor: ledger.anchor_at(snapshot.known_at)?.to_string(),
        ..Document::default()
    })
}

/// The fields of a record as a section: what is recorded, as it is recorded. What is not known is left out.
pub fn register(lang: Lang, record: &Details) -> Section {
    let mut table = Table::of(lang, &["field", "content"]);
    let fields = record.sections.iter().flat_map(|section| &section.fields);
    for (column, cell) in fields.filter(|(_, cell)| *cell != Cell::Empty) {
        // Beside words a number stands as words do.
        let content = if cell.is_number() { Cell::Id(shown(cell, lang)) } else { cell.clone() };
        table.row(vec![Cell::code(column.key, &column.title), content]);
    }
    Section::new("register", words::register(lang), table)
}

/// Takes a table out of a record, without its title: the section has one.
pub fn table(record: &mut Details, key: &str) -> Table {
    let at = record.tables.iter().position(|(known, _)| *known == key);
    let table = at.map(|at| record.tables.remove(at).1).unwrap_or_default();
    Table { title: None, ..table }
}

/// A figure to be read first.
pub fn headline(label: String, value: Cell, unit: String, note: Option<String>) -> Headline {
    Headline { label, value, unit, note, goal: None }
}

/// The sum of a table's column of amounts, in fen.
pub fn sum(table: &Table, key: &str) -> i64 {
    let at = table.columns.iter().position(|column| column.key == key);
    let cells = at.into_iter().flat_map(|at| table.column(at));
    cells.map(|cell| if let Cell::Yuan(fen) = cell { *fen } else { 0 }).sum()
}

/// How many rows of a table have this code in a column.
pub fn count(table: &Table, key: &str, wanted: &str) -> i64 {
    let at = table.columns.iter().position(|column| column.key == key);
    let cells = at.into_iter().flat_map(|at| table.column(at));
    let found = cells.filter(|cell| matches!(cell, Cell::Code { code, .. } if code == wanted));
    found.count() as i64
}
