//! Publications: what would be sealed, what was, each quarter as published then and later.

use serde_json::{Value, json};

use super::Detail;
use super::figures::{KEY, key_cells, long, name, overview, value_cell};
use crate::domain::indicator::Indicator;
use crate::domain::values::Quarter;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::publications as say;
use crate::ledger::{Ledger, Publication, Snapshot, day_in_china, digest};
use crate::operations::Refusal;
use crate::report::{Cell, Column, Table, json as report_json};
use crate::stats::publication::{Edition, Reproduced, Restated, triangle};

/// Restated figures a screen shows before the rest is counted.
const SHOWN: usize = 20;

/// Every publication that stands: quarter, as of when, who, when.
pub fn publications(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    detail: Detail,
) -> Result<Table, Refusal> {
    let mut keys =
        vec!["publication", "quarter", "as_of", "known_at", "files", "entry", "recorded_by", "day"];
    // On a screen it would take the room of all the others; `stats show` has it.
    let with_head = detail == Detail::Whole;
    keys.extend(with_head.then_some("head"));
    let mut table = Table::of(lang, &keys);
    for publication in ledger.publications(snapshot)? {
        let entry = ledger.entry(publication.brought_by)?;
        let mut cells = vec![
            Cell::Ordinal(publication.number),
            Cell::id(publication.quarter),
            Cell::date(publication.as_of),
            Cell::Ordinal(publication.known_at),
            Cell::Count(publication.files.files),
            Cell::Ordinal(publication.brought_by),
            Cell::text(entry.recorded_by),
            Cell::opt(day_in_china(entry.recorded_at), Cell::date),
        ];
        cells.extend(with_head.then(|| Cell::id(digest::hex(&publication.head))));
        table.row(cells);
    }
    Ok(table.titled(say::published_title(lang)))
}

/// An indicator's quarters as published then and later (修订三角): on a screen a column for each publication, else a
/// row for each value.
pub fn revisions(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    indicator: Indicator,
    detail: Detail,
) -> Result<Table, Refusal> {
    let triangle = triangle(ledger, snapshot, indicator.code())?;
    let title = say::triangle_title(lang, label(lang, "indicator", indicator.code()));
    if detail == Detail::Whole {
        let keys = ["quarter", "publication", "as_of", "value", "series"];
        let mut table = Table::of(lang, &keys).titled(title);
        for (quarter, values) in &triangle.rows {
            for (publication, value) in triangle.publications.iter().zip(values) {
                if let Some((value, series)) = value {
                    table.row(vec![
                        Cell::id(quarter),
                        Cell::Ordinal(publication.number),
                        Cell::date(publication.as_of),
                        value_cell(indicator.code(), *value),
                        Cell::Ordinal(*series),
                    ]);
                }
            }
        }
        return Ok(table);
    }
    let mut table = Table::of(lang, &["quarter"]).titled(title);
    let mut before = 1;
    for (at, publication) in triangle.publications.iter().enumerate() {
        let values = triangle.rows.values().filter_map(|row| row[at]);
        let series = values.map(|(_, series)| series).max().unwrap_or(before);
        let begins = if series > before { "*" } else { "" };
        before = series;
        let title = say::publication_no(lang, publication.number, publication.quarter);
        table.columns.push(Column { key: "published", title: format!("{title}{begins}") });
    }
    for (quarter, values) in &triangle.rows {
        let mut cells = vec![Cell::id(quarter)];
        cells.extend(
            values
                .iter()
                .map(|value| Cell::opt(*value, |(value, _)| value_cell(indicator.code(), value))),
        );
        table.row(cells);
    }
    table.note(say::triangle_note(lang));
    Ok(table)
}

/// The overview of a quarter under its title.
fn titled_overview(
    lang: Lang,
    ledger: &Ledger,
    at: Snapshot,
    quarter: Quarter,
    figures: &[crate::domain::publication::Figure],
) -> Result<Table, Refusal> {
    let district = ledger.office(at)?.district;
    let title = say::overview_title(lang, district, say::quarter(lang, quarter));
    Ok(overview(lang, quarter, figures).titled(title))
}

/// A publication counted again: its overview, and the figures that are not as they were sealed.
pub fn reproduced(
    lang: Lang,
    ledger: &Ledger,
    found: &Reproduced,
    detail: Detail,
) -> Result<Vec<Table>, Refusal> {
    if detail == Detail::Whole {
        return Ok(vec![long(lang, &found.figures)]);
    }
    let (at, quarter) = (found.publication.snapshot(), found.publication.quarter);
    let mut tables = vec![titled_overview(lang, ledger, at, quarter, &found.figures)?];
    if !found.unequal.is_empty() {
        let keys = [&KEY[..], &["published", "now"]].concat();
        let mut table = Table::of(lang, &keys).titled(say::unequal(lang, found.unequal.len()));
        for (key, sealed, counted) in &found.unequal {
            let mut cells = key_cells(lang, key);
            cells.extend([sealed, counted].map(|value| value_cell(&key.indicator, *value)));
            table.row(cells);
        }
        tables.push(table);
    }
    Ok(tables)
}

/// What is not as it was sealed, a sentence each.
pub fn faults(lang: Lang, found: &Reproduced) -> Vec<String> {
    let figures = (!found.unequal.is_empty()).then(|| say::unequal(lang, found.unequal.len()));
    let files = (!found.files_hold).then(|| say::files_differ(lang));
    let head = (!found.head_holds).then(|| say::head_differs(lang));
    [figures, files, head].into_iter().flatten().collect()
}

/// A publication counted again, for programs.
pub fn reproduced_json(lang: Lang, found: &Reproduced) -> Value {
    let publication = &found.publication;
    json!({
        "quarter": publication.quarter.to_string(), "publication": publication.number,
        "equal": found.holds(), "head": digest::hex(&publication.head),
        "files": publication.files.files, "definitions": definitions(publication),
        "figures": report_json::rows(&long(lang, &found.figures)),
    })
}

/// The definitions sealed with a publication.
fn definitions(publication: &Publication) -> Vec<Value> {
    let part = |parts: &[&str], at: usize| {
        parts.get(at).filter(|part| !part.is_empty()).map(|part| (*part).to_owned())
    };
    let lines = publication.definitions.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    lines
        .map(|parts| {
            json!({
                "indicator": part(&parts, 0), "basis": part(&parts, 1), "valid_from": part(&parts, 2),
                "valid_to": part(&parts, 3), "source": part(&parts, 4),
            })
        })
        .collect()
}

/// What would be sealed, and what has changed since the last time.
pub fn edition(lang: Lang, ledger: &Ledger, edition: &Edition) -> Result<Vec<Table>, Refusal> {
    let quarter = edition.sealed.quarter;
    let mut table =
        titled_overview(lang, ledger, edition.sealed.snapshot(), quarter, &edition.figures)?;
    for indicator in &edition.new_series {
        table.note(say::new_series(lang, label(lang, "indicator", indicator)));
    }
    let Some(last) = &edition.last else {
        table.note(say::first_publication(lang));
        return Ok(vec![table]);
    };
    if edition.restated.is_empty() {
        table.note(say::nothing_restated(lang, last.quarter));
        return Ok(vec![table]);
    }
    let restated = restated(lang, &edition.restated);
    Ok(vec![table, restated.titled(say::restated_title(lang, last.quarter))])
}

/// Figures of the whole that stand otherwise than published; those of groups are counted.
fn restated(lang: Lang, restated: &[Restated]) -> Table {
    let mut table = Table::of(lang, &["figure_of", "published", "now", "change"]);
    let whole: Vec<&Restated> = restated.iter().filter(|one| one.key.group.is_none()).collect();
    for one in whole.iter().take(SHOWN) {
        let value = |value| value_cell(&one.key.indicator, value);
        table.row(vec![
            Cell::text(name(lang, &one.key)),
            value(one.published),
            value(one.now),
            value(one.now - one.published),
        ]);
    }
    if whole.len() > SHOWN {
        table.note(say::diff_more(lang, whole.len() - SHOWN));
    }
    if restated.len() > whole.len() {
        table.note(say::restated_groups(lang, restated.len() - whole.len()));
    }
    table
}

/// An edition for programs; `sealed` is its number and entry, none when nothing was sealed.
pub fn edition_json(lang: Lang, edition: &Edition, sealed: Option<(i64, i64)>) -> Value {
    let mut restated = Table::of(lang, &[&KEY[..], &["published", "now"]].concat());
    for one in &edition.restated {
        let mut cells = key_cells(lang, &one.key);
        cells.extend([one.published, one.now].map(|value| value_cell(&one.key.indicator, value)));
        restated.row(cells);
    }
    json!({
        "quarter": edition.sealed.quarter.to_string(),
        "publication": sealed.map(|(number, _)| number), "entry": sealed.map(|(_, entry)| entry),
        "figures": report_json::rows(&long(lang, &edition.figures)),
        "restated": report_json::rows(&restated), "new_series": edition.new_series,
    })
}
