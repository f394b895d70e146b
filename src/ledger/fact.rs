//! Facts of which one line of one table says all. Which column holds which field, and what its values mean, stands in
//! [`described`](super::described); nothing else is needed to record one, to end it and to read it back.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Row, ToSql, params_from_iter};

use super::described::{DESCRIBED, Described, Of, Sense};
use super::error::LedgerError;
use super::open::Ledger;
use super::party::PartyId;
use super::snapshot::{Snapshot, known};
use super::tables::{PCT, TABLES};
use super::write::Entry;
use crate::domain::record::Texts;

/// A fact as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactCard {
    pub line: i64,
    /// The text of each field that has a column. Whoever reads it names the parties.
    pub texts: Texts,
    /// The parties it names, each with the field that does.
    pub parties: Vec<(usize, PartyId)>,
    pub brought_by: i64,
}

/// A noun's table and the fields of its records.
#[derive(Clone, Copy)]
pub struct FactTable {
    described: &'static Described,
    columns_of: &'static [&'static str],
}

/// A column with the field it holds.
#[derive(Clone, Copy)]
struct Column {
    name: &'static str,
    field: Option<usize>,
    sense: Sense,
}

impl FactTable {
    /// The table of a noun whose records have these fields; none: the ledger has no table of that noun.
    pub fn of(noun: &str, fields: &'static [&'static str]) -> Option<Self> {
        let described = DESCRIBED.iter().find(|table| table.noun == noun && table.is_primary)?;
        Some(Self { described, columns_of: fields })
    }

    /// The columns in the order in which a line takes its values. A column holds the field that the description
    /// names, else the one of its own name.
    fn columns(self) -> impl Iterator<Item = Column> {
        let columns = TABLES[self.described.table].all_columns();
        columns.filter(|name| *name != "source_row").map(move |name| self.column(name))
    }

    fn column(self, name: &'static str) -> Column {
        let described = self.described.fields.iter().find(|(column, ..)| *column == name);
        let place = |key: &str| self.columns_of.iter().position(|field| *field == key);
        let field = described.and_then(|(_, field, _)| place(field)).or_else(|| place(name));
        let as_key = || self.key_columns().iter().find(|(column, _)| *column == name);
        let sense =
            described.map(|(.., sense)| *sense).or_else(|| as_key().map(|(_, sense)| *sense));
        Column { name, field, sense: sense.unwrap_or(Sense::Plain) }
    }

    fn key_columns(self) -> &'static [(&'static str, Sense)] {
        match self.described.of {
            Of::Columns(columns) => columns,
            Of::Key(_) => &[],
        }
    }

    /// The columns that tell one thing from others, in the order of the description.
    fn keys(self) -> Vec<Column> {
        self.key_columns().iter().map(|(column, _)| self.column(column)).collect()
    }

    /// The fields that tell one thing from others.
    pub fn key_fields(self) -> Vec<usize> {
        self.keys().into_iter().filter_map(|column| column.field).collect()
    }

    /// The fields that name a party.
    pub fn party_fields(self) -> Vec<usize> {
        let parties = self.columns().filter(|column| matches!(column.sense, Sense::Party));
        parties.filter_map(|column| column.field).collect()
    }

    /// The columns that hold no field of a record.
    pub fn without_field(self) -> Vec<&'static str> {
        let columns = self.columns().filter(|column| column.field.is_none());
        columns.map(|column| column.name).collect()
    }

    /// Whether a column holds a field.
    pub fn holds(self, field: usize) -> bool {
        self.columns().any(|column| column.field == Some(field))
    }

    fn read(
        self,
        ledger: &Ledger,
        condition: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<FactCard>, LedgerError> {
        let columns: Vec<Column> = self.columns().collect();
        let names = |columns: &[Column]| -> String {
            columns.iter().map(|column| format!("{}, ", column.name)).collect()
        };
        let sql = format!(
            "select {}brought_by, line from {} where {condition} order by {}line",
            names(&columns),
            self.described.name(),
            names(&self.keys())
        );
        let mut statement = ledger.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(self.card(ledger, &columns, row)?);
        }
        Ok(found)
    }

    fn card(
        self,
        ledger: &Ledger,
        columns: &[Column],
        row: &Row<'_>,
    ) -> Result<FactCard, LedgerError> {
        let (brought_by, line) = (row.get(columns.len())?, row.get(columns.len() + 1)?);
        let (mut texts, mut parties) = (vec![None; self.columns_of.len()], Vec::new());
        for (at, column) in columns.iter().enumerate() {
            let Some(field) = column.field else { continue };
            match column.sense {
                Sense::Party => {
                    parties.extend(row.get::<_, Option<PartyId>>(at)?.map(|party| (field, party)));
                }
                sense => {
                    let text = ledger.spelled(row.get_ref(at)?, column.name, sense)?;
                    texts[field] = Some(text).filter(|text| !text.is_empty());
                }
            }
        }
        Ok(FactCard { line, texts, parties, brought_by })
    }

    /// The value of a field as its column stores it; none: it refers to a thing nobody recorded.
    fn stored(
        self,
        ledger: &Ledger,
        column: Column,
        texts: &Texts,
        parties: &[(usize, PartyId)],
    ) -> Result<Option<Value>, LedgerError> {
        let Some(field) = column.field else { return Ok(Some(Value::Null)) };
        if matches!(column.sense, Sense::Party) {
            let party = parties.iter().find(|(of, _)| *of == field);
            return Ok(Some(party.map_or(Value::Null, |(_, party)| (*party).into())));
        }
        match texts.get(field).and_then(Option::as_deref) {
            None => Ok(Some(Value::Null)),
            Some(text) => ledger.stored(text, column.sense),
        }
    }
}

impl Entry<'_> {
    /// Returns what is in force of the thing that these texts and parties tell from others.
    pub fn fact_in_force(
        &self,
        table: FactTable,
        texts: &Texts,
        parties: &[(usize, PartyId)],
    ) -> Result<Option<FactCard>, LedgerError> {
        let (mut condition, mut values) = ("ended_by is null".to_owned(), Vec::new());
        for column in table.keys() {
            let Some(value) = table.stored(self.ledger, column, texts, parties)? else {
                return Ok(None);
            };
            values.push(value);
            condition += &format!(" and {} is ?{}", column.name, values.len());
        }
        Ok(table.read(self.ledger, &condition, values)?.pop())
    }

    /// Returns the first field that refers to a thing nobody recorded, and the noun of the thing.
    pub fn unknown_reference(
        &self,
        table: FactTable,
        texts: &Texts,
    ) -> Result<Option<(usize, &'static str)>, LedgerError> {
        for column in table.columns() {
            if table.stored(self.ledger, column, texts, &[])?.is_none() {
                return Ok(column.field.zip(column.sense.thing().map(|thing| thing.noun)));
            }
        }
        Ok(None)
    }

    /// Records a fact in the place of `known`, where one is in force.
    pub fn bring_fact(
        &self,
        table: FactTable,
        known: Option<&FactCard>,
        texts: &Texts,
        parties: &[(usize, PartyId)],
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        if let Some(known) = known {
            self.end_fact(table, known)?;
        }
        let values = table.columns().map(|column| {
            Ok(table.stored(self.ledger, column, texts, parties)?.unwrap_or(Value::Null))
        });
        let values: Vec<Value> = values.collect::<Result<_, LedgerError>>()?;
        let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        let line = self.bring(table.described.table, &values, source_row)?;
        self.count_fact(table, line, 1)
    }

    /// Ends a fact in force.
    pub fn end_fact(&self, table: FactTable, known: &FactCard) -> Result<(), LedgerError> {
        self.count_fact(table, known.line, -1)?;
        self.end(table.described.table, known.line)
    }

    /// Adds to the totals `n` times what a line counts, where lines of the table count.
    fn count_fact(&self, table: FactTable, line: i64, n: i64) -> Result<(), LedgerError> {
        match table.described.table {
            PCT => self.count_pct_lines(&[line], &HashSet::new(), n),
            _ => Ok(()),
        }
    }
}

impl Ledger {
    /// Returns every fact of a noun known at the snapshot, by what it is known by.
    pub fn facts(
        &self,
        table: FactTable,
        snapshot: Snapshot,
    ) -> Result<Vec<FactCard>, LedgerError> {
        let name = table.described.name();
        table.read(self, &known(name), [snapshot.known_at.into()])
    }
}
