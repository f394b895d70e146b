//! `report patent`: an extract from the register of patents, as of the day.

use super::extract::{count, frame, headline, register, table};
use crate::domain::numbers::ApplicationNo;
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::reports as words;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::report::document::{Document, Section};
use crate::report::views::cells::{BASIS, written};
use crate::report::views::patent as views;
use crate::report::{Cell, Details, Table};

/// Fields that a day not yet come would give away, with the number issued on it.
const LATER: [(&str, &str); 2] =
    [("publication_date", "publication_no"), ("grant_date", "grant_no")];

/// An extract from the register of patents, as of the snapshot's day.
pub fn document(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    today: Date,
    number: ApplicationNo,
) -> Result<Document, Refusal> {
    let mut record = views::card(lang, ledger, snapshot, number)?;
    let mut events = table(&mut record, "events");
    let mut pledges = table(&mut record, "pledges");
    until(&mut events, 0, snapshot);
    until(&mut pledges, 1, snapshot);
    forget_later(&mut record, snapshot);
    let value = |key: &str| {
        let mut fields = record.sections.iter().flat_map(|section| &section.fields);
        fields.find(|(column, _)| column.key == key).map_or(Cell::Empty, |(_, cell)| cell.clone())
    };
    let basis = match value(BASIS) {
        Cell::Code { label, .. } => Some(label),
        _ => None,
    };
    let unit = label(lang, "counter", "registrations");
    let in_force = Cell::Count(count(&pledges, "state", "in_force"));
    let plain =
        |key: &'static str| headline(title(lang, key).to_owned(), value(key), String::new(), None);
    Ok(Document {
        schema: "report.patent",
        title: words::patent_title(lang),
        headlines: vec![
            headline(title(lang, "status").to_owned(), value("status"), String::new(), basis),
            plain("term_end"),
            headline(words::pledges_in_force(lang), in_force, unit, None),
        ],
        sections: vec![
            register(lang, &record),
            owners(lang, ledger, snapshot, number)?,
            Section::new("events", words::events(lang), events),
            Section::new("pledges", words::pledges(lang), pledges),
        ],
        ..frame(lang, ledger, snapshot, today, record.title.clone().unwrap_or_default())?
    })
}

fn owners(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: ApplicationNo,
) -> Result<Section, Refusal> {
    let mut table = Table::of(lang, &["position", "owner", "uscc"]);
    let events = ledger.patent_events(number, snapshot)?;
    let card = ledger.patent(number, snapshot)?;
    let owners = card.owners_after(&events);
    for (at, owner) in owners.iter().copied().enumerate() {
        let party = ledger.party(owner, snapshot)?.party;
        let name = ledger.party_name(owner, snapshot)?;
        table.row(vec![Cell::Ordinal(at as i64 + 1), Cell::text(name), written(party.code)]);
    }
    let lead = match owners == card.owners {
        true => words::owners_lead(lang),
        false => words::owners_transferred(lang),
    };
    Ok(Section::new("owners", words::owners(lang), table).led(lead))
}

/// Leaves out rows whose day has not come.
fn until(table: &mut Table, column: usize, snapshot: Snapshot) {
    table.rows.retain(|row| !row.get(column).is_some_and(|cell| is_later(cell, snapshot)));
}

fn forget_later(record: &mut Details, snapshot: Snapshot) {
    let fields = || record.sections.iter().flat_map(|section| &section.fields);
    let later = LATER.into_iter().filter(|(day, _)| {
        fields().any(|(column, cell)| column.key == *day && is_later(cell, snapshot))
    });
    let later: Vec<&str> = later.flat_map(|(day, number)| [day, number]).collect();
    for section in &mut record.sections {
        section.fields.retain(|(column, _)| !later.contains(&column.key));
    }
}

/// Days in ISO form are in the order of their text.
fn is_later(cell: &Cell, snapshot: Snapshot) -> bool {
    matches!(cell, Cell::Date(day) if *day > snapshot.as_of.to_string())
}
