//! What a person says about how a file is to be read, now and once before.

use crate::domain::values::Unit;
use crate::exchange::error::ExchangeError;
use crate::exchange::fold_header;
use crate::exchange::header::FieldSpec;
use crate::exchange::mapping::{NO_COLUMN, parse_map};
use crate::exchange::reading::{OF_HEADER, SheetReading, said_of_header};

/// How a person overrides the reading of a file.
#[derive(Debug, Clone, Default)]
pub struct Overrules {
    /// `--map`, unread.
    pub map: Option<String>,
    /// Headers of columns to be left out (`--ignore`).
    pub ignore: Vec<String>,
    /// The row of the header's last line (`--header`).
    pub header_row: Option<u32>,
    /// The unit of amounts whose column says none (`--unit`).
    pub unit: Option<Unit>,
    /// Columns that look like a field which is missing are passed over with a note (`--yes`).
    pub pass_over: bool,
}

impl Overrules {
    /// Returns the pairs (header, field) said: without a header no column is the field, without a field the column is
    /// left out.
    ///
    /// Errors: `map-unreadable`, `map-unknown-field`.
    pub fn explicit(&self, specs: &[FieldSpec]) -> Result<Vec<(String, String)>, ExchangeError> {
        let mut pairs = match &self.map {
            Some(map) => parse_map(map, specs)?,
            None => Vec::new(),
        };
        pairs.extend(self.ignore.iter().map(|header| (header.clone(), String::new())));
        Ok(pairs)
    }

    /// Returns what is to be remembered of what was said: header, field. Row and unit belong to the header's fingerprint.
    pub fn to_remember<'a>(
        &self,
        explicit: &[(String, String)],
        readings: impl Iterator<Item = &'a SheetReading>,
    ) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = explicit
            .iter()
            .map(|(header, field)| match header.is_empty() {
                true => (format!("{NO_COLUMN}{field}"), field.clone()),
                false => (fold_header(header), field.clone()),
            })
            .collect();
        if self.header_row.is_some() || self.unit.is_some() {
            let said = said_of_header(self.unit, self.header_row.is_some());
            all.extend(
                readings
                    .map(|reading| (format!("{OF_HEADER}{}", reading.fingerprint), said.clone())),
            );
        }
        all
    }
}
