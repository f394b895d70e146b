//! A document (公文、报表): what leaves the house under the office's name, before anyone draws it.
//!
//! One document, drawn as a workbook for reckoning on, as a page for reading and print, or as JSON and CSV.
//! A chart holds no figures of its own: it names columns of the table it stands beside, so that what is
//! drawn and what is listed cannot differ.

use super::table::{Cell, Table};

/// A report to be published or handed out, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// `report.quarter` and the like, for JSON.
    pub schema: &'static str,
    /// 某区专利统计季报
    pub title: String,
    /// What it speaks of: 2024年第四季度.
    pub subtitle: String,
    /// The head an official table carries (表号, 制定机关, 备案机关, 批准文号, 有效期): label, value. Domain.md 0, S18.
    pub head: Vec<(String, String)>,
    /// What a reader sees first.
    pub headlines: Vec<Headline>,
    pub sections: Vec<Section>,
    /// What must be known to use the figures: restatements, unknowns, assumptions.
    pub notes: Vec<String>,
    /// A word across the top when the figures are not published (草稿); none for sealed ones.
    pub draft: Option<String>,
    /// Lines people fill in or are named in: label (制表人, 审核人, 日期), value or empty.
    pub signatures: Vec<(String, String)>,
    /// As of which day, as known when.
    pub times: String,
    /// The ledger's anchor: name, entries, head. Must come out in one piece.
    pub anchor: String,
}

/// One figure a reader sees first, perhaps against a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    pub label: String,
    pub value: Cell,
    /// 件, 项, 元 ...
    pub unit: String,
    /// A sentence below it: against last year, since when.
    pub note: Option<String>,
    pub goal: Option<Goal>,
}

/// How far a headline is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// 目标 6,000
    pub label: String,
    /// Actual as a share of the goal, in thousandths; may pass 1000.
    pub permille: i64,
    /// Where an even pace would be by now, in thousandths; none for a level.
    pub expected_permille: Option<i64>,
}

/// A table under a heading, with what is drawn of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Stable key: of JSON, of a link, of a CSV's first column.
    pub key: &'static str,
    pub title: String,
    /// A sentence or two before the table.
    pub lead: Option<String>,
    /// Its own title stays empty: the section has one. Notes stand below it.
    pub table: Table,
    pub charts: Vec<Chart>,
}

/// A drawing of some columns of its section's table, row by row (the line of totals is not drawn).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// What it shows in one or two sentences, for who cannot see it.
    pub summary: String,
    pub form: Form,
    /// The column whose cells name the places along the axis.
    pub category: usize,
    pub series: Vec<Series>,
    /// What the value axis counts: 件, 万元.
    pub unit: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Upright columns side by side.
    Columns,
    /// Upright columns on top of each other.
    Stacked,
    /// Lying bars, for long names: parks, banks.
    Bars,
    /// Lines through time.
    Lines,
}

/// One column of the table as drawn; its name is the column's title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    pub column: usize,
    pub style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// What was counted.
    Actual,
    /// Where a target's even pace would be: dashed, always a line.
    Path,
    /// Expected, not counted: hatched or dotted.
    Estimate,
}

impl Section {
    pub fn new(key: &'static str, title: impl Into<String>, table: Table) -> Self {
        Self { key, title: title.into(), lead: None, table, charts: Vec::new() }
    }

    pub fn led(mut self, lead: impl Into<String>) -> Self {
        self.lead = Some(lead.into());
        self
    }

    pub fn drawn(mut self, chart: Chart) -> Self {
        self.charts.push(chart);
        self
    }
}

impl Chart {
    /// Returns a series' value in a row as a plain decimal (yuan for money); none where the cell is empty.
    pub fn value(table: &Table, row: usize, series: Series) -> Option<String> {
        match table.rows.get(row)?.get(series.column)? {
            Cell::Count(n) | Cell::Ordinal(n) => Some(n.to_string()),
            Cell::Yuan(fen) => Some(super::exact::yuan(*fen)),
            Cell::Percent(decimal) | Cell::Decimal(decimal) => Some(decimal.clone()),
            Cell::Empty
            | Cell::Text(_)
            | Cell::Id(_)
            | Cell::Date(_)
            | Cell::Code { .. }
            | Cell::Bool(_)
            | Cell::Bar(_) => None,
        }
    }
}
