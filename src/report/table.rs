//! One table of typed cells, which every form of output draws in its own way.

use crate::i18n::punctuation::comma_list;
use crate::i18n::{Lang, titles};

/// What stands in one place of a table, before anyone decides how it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    /// A number that was issued to something (an application number, a credit code, a hash): text in every
    /// form of output, and never shortened, because half a number names nothing.
    Id(String),
    /// How many there are; grouped in threes for people.
    Count(i64),
    /// A number that places something rather than counting it: a year, a quarter, an entry, a row.
    Ordinal(i64),
    /// An amount in fen, shown in yuan with two decimals.
    Yuan(i64),
    /// A day in ISO form, `2024-12-30`.
    Date(String),
    /// A share in percent as exact decimal digits without the sign, `85.30`.
    Percent(String),
    /// Any other exact decimal.
    Decimal(String),
    /// A stable code with the words for it: people see the label, programs the code.
    Code {
        code: String,
        label: String,
    },
    Bool(bool),
    /// A share in thousandths as a bar; stands under [`BAR`] only.
    Bar(i64),
}

/// The key of the one column that is for eyes only: bars. Files and programs don't get it.
pub const BAR: &str = "progress";

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn id(number: impl ToString) -> Self {
        Self::Id(number.to_string())
    }

    pub fn date(iso: impl ToString) -> Self {
        Self::Date(iso.to_string())
    }

    pub fn code(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self::Code { code: code.into(), label: label.into() }
    }

    /// Returns a share in thousandths as a percentage with one decimal.
    pub fn permille(permille: i64) -> Self {
        let sign = if permille < 0 { "-" } else { "" };
        let part = permille.unsigned_abs();
        Self::Percent(format!("{sign}{}.{}", part / 10, part % 10))
    }

    /// Returns the cell of a value that may be absent.
    pub fn opt<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    /// Returns whether the cell is read from its last digit, and so stands to the right.
    pub fn is_number(&self) -> bool {
        match self {
            Self::Count(_)
            | Self::Ordinal(_)
            | Self::Yuan(_)
            | Self::Percent(_)
            | Self::Decimal(_) => true,
            Self::Empty
            | Self::Text(_)
            | Self::Id(_)
            | Self::Date(_)
            | Self::Code { .. }
            | Self::Bool(_)
            | Self::Bar(_) => false,
        }
    }

    /// Returns whether the cell may be broken into lines.
    pub fn is_prose(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Code { .. })
    }
}

/// A column: its stable key for programs, its title for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub key: &'static str,
    pub title: String,
}

/// A table (表): rows of cells, perhaps a line of totals, notes below.
///
/// Every row has as many cells as there are columns: a shorter one is filled up with empty cells, a
/// longer one is a mistake of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub title: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub total: Option<Vec<Cell>>,
    pub notes: Vec<String>,
    /// What belongs to a row, by its place, as programs get it: a table under a key.
    pub besides: Vec<(usize, &'static str, Table)>,
    /// The keys of columns that a narrow terminal leaves out, the first to go first.
    pub spare: &'static [&'static str],
}

impl Table {
    /// Returns an empty table with these columns: `(key, title)`.
    pub fn new<T: AsRef<str>>(columns: &[(&'static str, T)]) -> Self {
        let columns = columns
            .iter()
            .map(|(key, title)| Column { key, title: title.as_ref().to_owned() })
            .collect();
        Self { columns, ..Self::default() }
    }

    /// Returns an empty table whose columns have the titles that belong to their keys.
    pub fn of(lang: Lang, keys: &[&'static str]) -> Self {
        let columns: Vec<_> = keys.iter().map(|key| (*key, titles::title(lang, key))).collect();
        Self::new(&columns)
    }

    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Says which columns a narrow terminal may leave out, the first to go first.
    pub fn sparing(mut self, keys: &'static [&'static str]) -> Self {
        self.spare = keys;
        self
    }

    /// Returns the table with these of its columns, in this order.
    pub fn with_columns(&self, kept: &[usize]) -> Self {
        let of = |row: &Vec<Cell>| kept.iter().map(|at| row[*at].clone()).collect();
        Self {
            title: self.title.clone(),
            columns: kept.iter().map(|at| self.columns[*at].clone()).collect(),
            rows: self.rows.iter().map(of).collect(),
            total: self.total.as_ref().map(of),
            notes: self.notes.clone(),
            besides: self.besides.clone(),
            spare: self.spare,
        }
    }

    /// Returns the table without a column, one that would say the same in every row.
    pub fn without(self, key: &str) -> Self {
        let is_kept = |at: &usize| self.columns[*at].key != key;
        let kept: Vec<usize> = (0..self.columns.len()).filter(is_kept).collect();
        self.with_columns(&kept)
    }

    /// Puts a column before the one at a place: a cell for each row, and that of the line of totals.
    pub fn insert(
        &mut self,
        at: usize,
        lang: Lang,
        key: &'static str,
        cells: Vec<Cell>,
        total: Cell,
    ) {
        self.columns.insert(at, Column { key, title: titles::title(lang, key).to_owned() });
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.insert(at, cell);
        }
        if let Some(of) = &mut self.total {
            of.insert(at, total);
        }
    }

    /// Says what belongs to the row that is added next.
    pub fn beside(&mut self, key: &'static str, table: Table) -> &mut Self {
        self.besides.push((self.rows.len(), key, table));
        self
    }

    /// Adds a row below the others.
    pub fn row(&mut self, cells: Vec<Cell>) -> &mut Self {
        let cells = self.filled(cells);
        self.rows.push(cells);
        self
    }

    /// Sets the line of totals.
    pub fn total(&mut self, cells: Vec<Cell>) -> &mut Self {
        self.total = Some(self.filled(cells));
        self
    }

    /// Adds a note below the table.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }

    /// Returns the rows with the line of totals last.
    pub fn rows_and_total(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.rows.iter().chain(self.total.as_ref())
    }

    /// Returns the positions of the columns that leave the terminal: all but the bars.
    pub fn data_columns(&self) -> Vec<usize> {
        (0..self.columns.len()).filter(|at| self.columns[*at].key != BAR).collect()
    }

    /// Returns what stands in a column, top to bottom, without the line of totals.
    pub fn column(&self, at: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.get(at))
    }

    fn filled(&self, mut cells: Vec<Cell>) -> Vec<Cell> {
        debug_assert!(cells.len() <= self.columns.len(), "more cells than columns: {cells:?}");
        let strays = cells
            .iter()
            .zip(&self.columns)
            .filter(|(cell, column)| matches!(cell, Cell::Bar(_)) && column.key != BAR);
        debug_assert_eq!(strays.count(), 0, "a bar outside its column: {cells:?}");
        cells.resize(self.columns.len(), Cell::Empty);
        cells
    }
}

/// One thing shown in full (for `show`): named values in sections, tables of what belongs to it below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    pub title: Option<String>,
    pub sections: Vec<Section>,
    /// Tables under the key that JSON gives them.
    pub tables: Vec<(&'static str, Table)>,
    /// Codes of a field that programs get as a list, under its key.
    pub lists: Vec<(&'static str, Vec<String>)>,
    pub notes: Vec<String>,
}

/// Values that belong together, under a heading or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    pub title: Option<String>,
    pub fields: Vec<(Column, Cell)>,
}

impl Details {
    /// Returns an empty record under this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..Self::default() }
    }

    /// Begins a section: fields that follow stand under this heading.
    pub fn section(&mut self, title: impl Into<String>) -> &mut Self {
        self.sections.push(Section { title: Some(title.into()), fields: Vec::new() });
        self
    }

    /// Adds a field under the title that belongs to its key.
    pub fn field(&mut self, lang: Lang, key: &'static str, cell: Cell) -> &mut Self {
        self.named(key, titles::title(lang, key), cell)
    }

    /// Adds a field of several codes: their words in one cell, for programs a list of them.
    pub fn codes(
        &mut self,
        lang: Lang,
        key: &'static str,
        codes: &[(&'static str, String)],
    ) -> &mut Self {
        let all: Vec<&str> = codes.iter().map(|(code, _)| *code).collect();
        let cell = match codes {
            [] => Cell::Empty,
            _ => {
                let words = comma_list(lang, codes.iter().map(|(_, words)| words));
                Cell::code(all.join(" "), words)
            }
        };
        self.lists.push((key, all.into_iter().map(str::to_owned).collect()));
        self.field(lang, key, cell)
    }

    /// Adds a field under a title of its own.
    pub fn named(&mut self, key: &'static str, title: impl Into<String>, cell: Cell) -> &mut Self {
        let field = (Column { key, title: title.into() }, cell);
        match self.sections.last_mut() {
            Some(section) => section.fields.push(field),
            None => self.sections.push(Section { title: None, fields: vec![field] }),
        }
        self
    }

    /// Returns the record as tables: its named values, then what belongs to it.
    pub fn as_tables(&self, lang: Lang) -> Vec<Table> {
        let mut named = Table::of(lang, &["section", "field", "value"]);
        for section in &self.sections {
            let heading = section.title.as_ref().map_or(Cell::Empty, Cell::text);
            for (column, cell) in &section.fields {
                let field = Cell::code(column.key, column.title.clone());
                named.row(vec![heading.clone(), field, cell.clone()]);
            }
        }
        named.title.clone_from(&self.title);
        named.notes.clone_from(&self.notes);
        let others = self.tables.iter().map(|(_, table)| table);
        [named].into_iter().chain(others.filter(|table| !table.rows.is_empty()).cloned()).collect()
    }

    /// Returns the record as one table, a row for each value: of the thing itself, then of each row of each table that
    /// belongs to it, under the table's key.
    pub fn as_values(&self, lang: Lang) -> Table {
        let mut values = Table::of(lang, &["table", "n", "field", "value"]);
        for (column, cell) in self.sections.iter().flat_map(|section| &section.fields) {
            values.row(vec![Cell::Empty, Cell::Empty, Cell::text(column.key), cell.clone()]);
        }
        for (key, table) in &self.tables {
            for (n, row) in (1..).zip(&table.rows) {
                for at in table.data_columns() {
                    let (place, field) = (Cell::Ordinal(n), Cell::text(table.columns[at].key));
                    values.row(vec![Cell::text(*key), place, field, row[at].clone()]);
                }
            }
        }
        values
    }

    /// Adds a table of what belongs to the thing.
    pub fn table(&mut self, key: &'static str, table: Table) -> &mut Self {
        self.tables.push((key, table));
        self
    }

    /// Adds a note below everything.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }
}
