//! What an entry did: the lines it brought in and ended, thing by thing, spelled out.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{OptionalExtension, params_from_iter};

use super::described::{DESCRIBED, Described, Sense};
use super::digest::hex;
use super::error::LedgerError;
use super::open::Ledger;
use super::tables::REVISIONS;
use crate::domain::numbers::ApplicationNo;
use crate::domain::values::{Date, Money};

/// A thing that an entry changed, with every line of it that the entry brought in or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedThing {
    pub noun: &'static str,
    /// The number or name people know it by; where that takes several fields, all of them.
    pub id: String,
    pub lines: Vec<ChangedLine>,
}

/// A line that an entry brought in or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedLine {
    pub table: &'static str,
    /// Whether the line is what the thing itself is, and not one of what belongs to it.
    pub is_primary: bool,
    pub is_brought: bool,
    /// The row of the entry's file; none for a line that was typed, or was ended.
    pub row: Option<i64>,
    /// Field and text: days as 2024-12-31, amounts in yuan, parties by name, codes in English; what is absent is empty.
    pub values: Vec<(&'static str, String)>,
}

/// How many things of a noun an entry changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NounCount {
    pub noun: &'static str,
    pub added: i64,
    pub corrected: i64,
    pub ended: i64,
}

use Sense::{Case, Certificate, Claim, Code, Day, Fen, Flag, Loan, Party, Patent, Plain, Pledge};

/// The highest number that stands for a code.
const CODES: i64 = 255;

/// The lines an entry touched.
const TOUCHED: &str = "(brought_by = ?1 or ended_by = ?1)";

/// Columns for the parts a thing is known by: `a as part_0, b as part_1`.
fn parts_as(columns: &[String]) -> String {
    let named = columns.iter().enumerate().map(|(at, column)| format!("{column} as part_{at}"));
    named.collect::<Vec<_>>().join(", ")
}

fn parts(n: usize) -> String {
    (0..n).map(|at| format!("part_{at}")).collect::<Vec<_>>().join(", ")
}

impl Ledger {
    /// Returns how many things of each noun an entry changed, and the first of them, at most `most`, in the order of
    /// their rows in its file.
    pub fn changed_things(
        &self,
        entry: i64,
        most: usize,
    ) -> Result<(Vec<NounCount>, Vec<ChangedThing>), LedgerError> {
        let (mut counts, mut things) = (Vec::new(), Vec::new());
        for nouns in DESCRIBED.chunk_by(|a, b| a.noun == b.noun) {
            let counted = self.count_changed(nouns, entry)?;
            if counted.added + counted.corrected + counted.ended == 0 {
                continue;
            }
            counts.push(counted);
            for key in self.keys_changed(nouns, entry, most.saturating_sub(things.len()))? {
                things.push(self.changed_thing(nouns, entry, &key)?);
            }
        }
        Ok((counts, things))
    }

    fn count_changed(&self, of: &[Described], entry: i64) -> Result<NounCount, LedgerError> {
        let lines = of.iter().map(|table| {
            let own = i64::from(table.is_primary);
            format!(
                "select {}, {own} * (brought_by = ?1) as came, {own} * (ended_by is ?1) as went
                 from {} where {TOUCHED}",
                parts_as(&table.thing()),
                table.name()
            )
        });
        let sql = format!(
            "select coalesce(sum(came > went), 0), coalesce(sum(came = went), 0), coalesce(sum(came < went), 0)
             from (select max(came) as came, max(went) as went from ({}) group by {})",
            lines.collect::<Vec<_>>().join(" union all "),
            parts(of[0].thing().len())
        );
        let noun = of[0].noun;
        Ok(self.conn.query_row(&sql, [entry], |row| {
            let (added, corrected, ended) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(NounCount { noun, added, corrected, ended })
        })?)
    }

    fn keys_changed(
        &self,
        of: &[Described],
        entry: i64,
        most: usize,
    ) -> Result<Vec<Vec<Value>>, LedgerError> {
        let lines = of.iter().map(|table| {
            format!(
                "select {}, source_row, line from {} where {TOUCHED}",
                parts_as(&table.thing()),
                table.name()
            )
        });
        let n = of[0].thing().len();
        let sql = format!(
            "select {0} from ({1}) group by {0} order by min(source_row), min(line) limit ?2",
            parts(n),
            lines.collect::<Vec<_>>().join(" union all ")
        );
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let mut statement = self.conn.prepare(&sql)?;
        let keys = statement
            .query_map([entry, limit], |row| (0..n).map(|part| row.get(part)).collect())?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    fn changed_thing(
        &self,
        of: &[Described],
        entry: i64,
        key: &[Value],
    ) -> Result<ChangedThing, LedgerError> {
        let mut lines = Vec::new();
        for table in of {
            let columns: String =
                table.fields.iter().map(|(column, ..)| format!(", {column}")).collect();
            let sql = format!(
                "select brought_by = ?1, source_row{columns} from {} where {} and {TOUCHED} order by line",
                table.name(),
                table.of_thing(2)
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            let bound = [Value::from(entry)].into_iter().chain(key.iter().cloned());
            let mut rows = statement.query(params_from_iter(bound))?;
            while let Some(row) = rows.next()? {
                let is_brought: bool = row.get(0)?;
                let mut values = Vec::with_capacity(table.fields.len());
                for (at, (column, field, sense)) in table.fields.iter().enumerate() {
                    values.push((*field, self.spelled(row.get_ref(at + 2)?, column, *sense)?));
                }
                lines.push(ChangedLine {
                    table: table.name(),
                    is_primary: table.is_primary,
                    is_brought,
                    row: if is_brought { row.get(1)? } else { None },
                    values,
                });
            }
        }
        let known_by = key.iter().zip(of[0].senses());
        let id: Vec<String> = known_by
            .map(|(part, sense)| self.spelled(ValueRef::from(part), "", sense))
            .collect::<Result<_, _>>()?;
        Ok(ChangedThing { noun: of[0].noun, id: id.join(" "), lines })
    }

    /// A stored value as people know it.
    pub(super) fn spelled(
        &self,
        value: ValueRef<'_>,
        column: &str,
        sense: Sense,
    ) -> Result<String, LedgerError> {
        let number = match value {
            ValueRef::Null => return Ok(String::new()),
            ValueRef::Text(text) => return Ok(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => return Ok(hex(bytes)),
            // STRICT tables without a real column hold none.
            ValueRef::Real(number) => return Ok(number.to_string()),
            ValueRef::Integer(number) => number,
        };
        let known = match sense {
            Plain => None,
            Day if number == 0 && column == "filing_fee" => Some("unpaid".to_owned()),
            Day => i32::try_from(number).ok().and_then(Date::from_days).map(|day| day.to_string()),
            Fen => Some(Money::from_fen(number).to_string()),
            Flag => Some(if number == 0 { "no" } else { "yes" }.to_owned()),
            Code(code) => code(number).map(str::to_owned),
            Patent => {
                let key = u64::try_from(number).ok();
                key.and_then(ApplicationNo::from_key).map(|number| number.to_string())
            }
            Party | Pledge | Loan | Claim | Case | Certificate => self.last_named(sense, number)?,
        };
        Ok(known.unwrap_or_else(|| number.to_string()))
    }

    /// What a thing was last called, even when it is no more.
    fn last_named(&self, sense: Sense, thing: i64) -> Result<Option<String>, LedgerError> {
        let Some((table, name)) = sense.thing().and_then(|thing| Some((thing.table, thing.name?)))
        else {
            return Ok(None);
        };
        let sql = format!(
            "select {name} from {table} where line between ?1 * {REVISIONS} and ?1 * {REVISIONS} + {}
             order by line desc limit 1",
            REVISIONS - 1
        );
        let name: Option<Option<String>> =
            self.conn.prepare_cached(&sql)?.query_row([thing], |row| row.get(0)).optional()?;
        Ok(name.flatten())
    }

    /// What people wrote, as it is stored: the way back from [`Ledger::spelled`]. None: no thing in force is called so.
    pub(super) fn stored(&self, text: &str, sense: Sense) -> Result<Option<Value>, LedgerError> {
        let unreadable = || rusqlite::Error::InvalidParameterName(text.to_owned());
        let number = match sense {
            // A column of whole numbers takes their digits.
            Plain => return Ok(Some(text.to_owned().into())),
            Day => text.parse::<Date>().map(|day| i64::from(day.days())).ok(),
            Fen => text.parse::<Money>().map(Money::fen).ok(),
            Flag => ["no", "yes"].iter().position(|word| *word == text).map(|at| at as i64),
            Code(code) => (0..=CODES).find(|number| code(*number) == Some(text)),
            Patent | Party | Pledge | Loan | Claim | Case | Certificate => {
                return Ok(self.thing_called(text, sense)?.map(Value::from));
            }
        };
        Ok(Some(number.ok_or_else(unreadable)?.into()))
    }

    /// The number of the thing in force that is called so.
    fn thing_called(&self, text: &str, sense: Sense) -> Result<Option<i64>, LedgerError> {
        let Some(thing) = sense.thing() else { return Ok(None) };
        let (is_it, called): (String, Value) = match thing.name {
            Some(name) => (format!("{name} = ?1"), text.to_owned().into()),
            None => {
                let Ok(number) = text.parse::<ApplicationNo>() else { return Ok(None) };
                let last = REVISIONS - 1;
                let is_it = format!("line between ?1 * {REVISIONS} and ?1 * {REVISIONS} + {last}");
                (is_it, (number.key() as i64).into())
            }
        };
        let sql = format!(
            "select line / {REVISIONS} from {} where {is_it} and ended_by is null",
            thing.table
        );
        Ok(self.conn.prepare_cached(&sql)?.query_row([called], |row| row.get(0)).optional()?)
    }
}
