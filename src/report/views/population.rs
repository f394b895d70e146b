//! How many people regions had: lists, and one count.

use super::cells::{coded, date, exported, note_search};
use crate::domain::numbers::RegionCode;
use crate::domain::population::{FIELDS, Population};
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::ledger::{Ledger, PopulationCard, Snapshot};
use crate::operations::Refusal;
use crate::operations::population::wanted;
use crate::report::{Cell, Details, Table};

/// The counts that are wanted, by region and day.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    text: Option<&String>,
) -> Result<Table, Refusal> {
    let own = ledger.office(snapshot)?.region;
    let (found, of) = wanted(ledger, snapshot, text)?;
    let keys = ["region", "counted_on", "population_kind", "persons", "source"];
    let mut table = Table::of(lang, &keys);
    for PopulationCard { population, .. } in found {
        table.row(vec![
            region_cell(population.region, own),
            date(Some(population.day)),
            coded(lang, "population_kind", population.kind.code()),
            Cell::Count(population.persons),
            Cell::text(population.source),
        ]);
    }
    note_search(lang, &mut table, text, "population", of, &["region", "counted_on", "source"]);
    Ok(table)
}

fn region_cell(region: RegionCode, own: RegionCode) -> Cell {
    Cell::code(region.to_string(), region.name_for(own))
}

/// A region's counts of a day, or the last one.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    region: &str,
    day: Option<Date>,
) -> Result<Details, Refusal> {
    let meant = |of: &Population| {
        (of.region.to_string() == region.trim() || of.region.name() == Some(region.trim()))
            && day.is_none_or(|day| day == of.day)
    };
    let mut cards = ledger.populations(snapshot)?;
    cards.retain(|card| meant(&card.population));
    let id = day.map_or(region.to_owned(), |day| format!("{region} {day}"));
    let found = cards
        .into_iter()
        .max_by_key(|card| (card.population.day, card.population.kind.is_resident()));
    let card = found.ok_or_else(|| Refusal::not_found("population", id))?;
    let of = card.population;
    let own = ledger.office(snapshot)?.region;
    let mut record = Details::new(of.key().to_string());
    record
        .field(lang, "region", region_cell(of.region, own))
        .field(lang, "counted_on", date(Some(of.day)))
        .field(lang, "population_kind", coded(lang, "population_kind", of.kind.code()))
        .field(lang, "persons", Cell::Count(of.persons))
        .field(lang, "source", Cell::text(of.source))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    Ok(record)
}

/// Every count as a file can bring it in again.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let rows = ledger.populations(snapshot)?.into_iter().map(|card| card.population.texts());
    Ok(exported(lang, &FIELDS, rows))
}
