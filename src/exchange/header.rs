//! Which row is the header, and which field each column holds.

use super::error::{ExchangeError, Fault, Place};
use super::fold::{Folded, fold_header, is_unit, unit_for_all};
use super::mapping::Names;
use super::row::{Row, is_space};
use crate::domain::values::Unit;

/// A field an importer looks for, and the headers (表头) under which offices keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// The key in files of our own, and on the left of `--map`.
    pub key: &'static str,
    /// Other spellings; they are compared folded, see [`fold_header`].
    pub names: &'static [&'static str],
    pub required: bool,
    /// Whether it holds money, whose unit the header may state.
    pub amount: bool,
}

/// The header of a sheet, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderMap {
    /// The header's row number, from 1.
    pub row: u32,
    /// The keys of all fields looked for, in order.
    pub field_keys: Vec<&'static str>,
    /// For each column of the file the index of its field, if it has one.
    pub columns: Vec<Option<usize>>,
    /// The headers as the file spells them.
    pub headers: Vec<String>,
    /// The units that the headers of money columns state.
    pub units: Vec<Option<Unit>>,
    /// Columns with a header that nobody knows.
    pub unknown: Vec<(usize, String)>,
    /// The rows above the header, blank ones too.
    pub title_rows: Vec<Vec<String>>,
}

impl HeaderMap {
    /// Returns the column that holds a field.
    pub fn column_of(&self, field: usize) -> Option<usize> {
        self.columns.iter().position(|column| *column == Some(field))
    }

    /// Returns whether a row repeats the header, as it stands at the top of every printed page.
    pub fn repeated_by(&self, row: &Row) -> bool {
        let same = |i: usize| {
            row.cell(i).display().trim_matches(is_space) == self.header(i).trim_matches(is_space)
        };
        (0..self.headers.len().max(row.len())).all(same)
    }

    /// Returns a column's header as the file spells it; empty beyond the last.
    pub fn header(&self, column: usize) -> &str {
        self.headers.get(column).map_or("", String::as_str)
    }
}

/// Columns that count rows and say nothing about what stands in them; folded.
const COUNTING: [&str; 7] = ["序号", "行号", "顺序号", "编号", "#", "no", "rowno"];
/// The fewest filled cells of a row that can be a header when nothing in it is known.
const FEWEST_HEADERS: usize = 2;

/// Finds the header among a sheet's first rows: the row with the most headers known. A header spread over
/// two rows (日期 above 申请日, 授权日) is read as one.
///
/// `explicit` and `remembered` are pairs (header, field key), see [`parse_map`]; what they say wins over the
/// names of `fields`, `explicit` over `remembered`. Headers in `ignored` are passed over without a word.
///
/// Errors, without file and sheet (see [`ExchangeError::within`]): `header-not-found`,
/// `header-field-missing`, `header-field-twice`, `map-unknown-field`, `map-unknown-header`.
pub fn find_header(
    rows: &[Row],
    fields: &[FieldSpec],
    explicit: &[(String, String)],
    remembered: &[(String, String)],
    ignored: &[&str],
) -> Result<HeaderMap, ExchangeError> {
    let widest = rows.iter().map(Row::len).max().unwrap_or(0);
    let names = Names::new(fields, explicit, remembered, widest)
        .map_err(|fault| fault.at(Place::default()))?;
    let known =
        |row: &Row| row.cells().filter(|cell| names.claim(&cell.display()).is_some()).count();
    let by_names =
        rows.iter().enumerate().map(|(at, row)| (at, known(row))).filter(|(_, known)| *known > 0);
    let best =
        by_names.min_by_key(|(at, known)| (std::cmp::Reverse(*known), *at)).map(|(at, _)| at);
    let filled = |row: &Row| row.cells().filter(|cell| !cell.is_blank()).count();
    let by_letters = || match names.by_letter.is_empty() {
        true => None,
        false => rows.iter().position(|row| filled(row) >= FEWEST_HEADERS),
    };
    let Some(best) = best.or_else(by_letters) else {
        return Err(Fault::HeaderNotFound { seen: texts(rows) }.at(Place::default()));
    };
    let (at, headers) = spread_header(rows, best, &names);
    let place = Place::default().row(rows[at].number);
    let claims = settle(&headers, &names, fields).map_err(|fault| fault.at(place.clone()))?;
    complete(&claims, &headers, &names, fields).map_err(|fault| fault.at(place))?;

    let folded_ignored: Vec<String> = ignored.iter().map(|header| fold_header(header)).collect();
    let quiet = |header: &str| {
        let folded = fold_header(header);
        folded.is_empty() || COUNTING.contains(&folded.as_str()) || folded_ignored.contains(&folded)
    };
    let strangers =
        headers.iter().enumerate().filter(|(i, header)| claims[*i].is_none() && !quiet(header));
    let title_rows: Vec<Vec<String>> = rows[..at].iter().map(shown).collect();
    let common = title_rows.iter().flatten().find_map(|text| unit_for_all(text));
    let units = claims.iter().enumerate().map(|(i, claim)| {
        let amount = claim.is_some_and(|field| fields[field].amount);
        let own = headers.get(i).and_then(|header| Folded::new(header).unit.unit());
        if amount { own.or(common) } else { None }
    });
    Ok(HeaderMap {
        row: rows[at].number,
        field_keys: fields.iter().map(|field| field.key).collect(),
        units: units.collect(),
        unknown: strangers.map(|(i, header)| (i, header.clone())).collect(),
        columns: claims,
        headers,
        title_rows,
    })
}

/// Returns the header's last row and its texts, having looked for fields that the best row lacks in the rows
/// right above and below it, and below it for the units of its money columns.
fn spread_header(rows: &[Row], best: usize, names: &Names) -> (usize, Vec<String>) {
    let mut headers = shown(&rows[best]);
    let known = |headers: &[String]| -> Vec<usize> {
        headers.iter().filter_map(|header| names.claim(header)).map(|claim| claim.field).collect()
    };
    let mut last = best;
    for beside in [best.checked_sub(1), Some(best + 1)].into_iter().flatten() {
        let Some(row) = rows.get(beside) else { continue };
        let had = known(&headers);
        for (column, text) in shown(row).into_iter().enumerate() {
            let adds = names.claim(&text).is_some_and(|claim| !had.contains(&claim.field));
            let above = headers.get(column).map_or("", String::as_str);
            let is_free = names.claim(above).is_none();
            if adds && is_free {
                headers.resize(headers.len().max(column + 1), String::new());
                headers[column] = text;
                last = last.max(beside);
            } else if beside > best && names.lacks_unit(above) && is_unit(&text) {
                headers[column].push_str(&text);
                last = beside;
            }
        }
    }
    (last, headers)
}

/// Gives each field its column. Of several columns that could hold a field, the one named with most
/// authority does; two of equal authority are an error.
fn settle(
    headers: &[String],
    names: &Names,
    fields: &[FieldSpec],
) -> Result<Vec<Option<usize>>, Fault> {
    let width = names
        .by_letter
        .iter()
        .map(|(column, _)| column + 1)
        .chain([headers.len()])
        .max()
        .unwrap_or(0);
    let header = |column: usize| headers.get(column).map_or("", String::as_str);
    let claims: Vec<_> =
        (0..width).map(|column| names.claim_of_column(column, header(column))).collect();
    let mut columns = vec![None; width];
    for (field, spec) in fields.iter().enumerate() {
        let mut claimants: Vec<_> = (0..width)
            .filter_map(|i| {
                claims[i].filter(|claim| claim.field == field).map(|claim| (claim.by, i))
            })
            .collect();
        claimants.sort_unstable();
        match claimants[..] {
            [(first, a), (second, b), ..] if first == second => {
                let headers = [header(a).to_owned(), header(b).to_owned()];
                return Err(Fault::HeaderFieldTwice { field: spec.key, headers });
            }
            [(_, column), ..] => columns[column] = Some(field),
            [] => {}
        }
    }
    Ok(columns)
}

/// Checks that every header of the mapping is there, and every required field.
fn complete(
    columns: &[Option<usize>],
    headers: &[String],
    names: &Names,
    fields: &[FieldSpec],
) -> Result<(), Fault> {
    if let Some(name) = names
        .explicit_headers
        .iter()
        .find(|name| !headers.iter().any(|header| is_called(header, name)))
    {
        let headers = headers.iter().filter(|header| !header.trim().is_empty()).cloned().collect();
        return Err(Fault::MapUnknownHeader { name: name.clone(), headers });
    }
    let missing: Vec<_> =
        (0..fields.len()).filter(|i| fields[*i].required && !columns.contains(&Some(*i))).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let left = headers
        .iter()
        .enumerate()
        .filter(|(i, header)| columns[*i].is_none() && !header.trim().is_empty());
    Err(Fault::HeaderFieldMissing {
        fields: missing.into_iter().map(|i| fields[i].key).collect(),
        headers: left.map(|(_, header)| header.clone()).collect(),
    })
}

/// Returns whether a header answers to the name that a mapping gives it.
fn is_called(header: &str, name: &str) -> bool {
    let (header, name) = (Folded::new(header), Folded::new(name));
    header.full == name.full || header.bare == name.full
}

fn shown(row: &Row) -> Vec<String> {
    row.cells().map(|cell| cell.display().into_owned()).collect()
}

/// Returns the texts that stand in the rows, each once, as many as a message can bear.
fn texts(rows: &[Row]) -> Vec<String> {
    const BEARABLE: usize = 30;
    let mut seen = Vec::new();
    for text in rows.iter().flat_map(Row::cells).filter_map(|cell| cell.text()) {
        let text = text.trim_matches(is_space);
        if !text.is_empty() && !seen.iter().any(|known| known == text) && seen.len() < BEARABLE {
            seen.push(text.to_owned());
        }
    }
    seen
}

#[cfg(test)]
#[path = "header_tests.rs"]
mod tests;
