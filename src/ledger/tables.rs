//! The tables that hold facts: which columns an entry's digest covers, and how a line gets its key.
//!
//! `schema.sql` says what each column means; a test holds this list against it, so that no column of
//! a line can be left out of the digest.

/// How lines of a table are keyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `line = thing * 1000 + revision`: a thing's history lies together.
    Revised,
    /// `line` counts up.
    Counted,
    /// An identity, written once and never ended (`party`).
    Identity,
}

/// One table of facts.
#[derive(Debug)]
pub struct LineTable {
    pub name: &'static str,
    pub key_column: &'static str,
    pub key: Key,
    /// Columns in canonical order: all but the key, `brought_by` and `ended_by`.
    pub columns: &'static [&'static str],
}

const fn counted(name: &'static str, columns: &'static [&'static str]) -> LineTable {
    LineTable { name, key_column: "line", key: Key::Counted, columns }
}

const fn revised(name: &'static str, columns: &'static [&'static str]) -> LineTable {
    LineTable { name, key_column: "line", key: Key::Revised, columns }
}

/// Revisions one thing can have: the factor between a thing's number and its line keys.
pub const REVISIONS: i64 = 1000;

pub const OFFICE: usize = 0;
pub const HEADER_MAP: usize = 1;
pub const PARTY: usize = 2;
pub const PARTY_LINE: usize = 3;
pub const PARTY_PLACE: usize = 4;
pub const PARTY_ROLE: usize = 5;
pub const PARTY_MARK: usize = 6;
pub const PATENT: usize = 7;
pub const PATENT_CO_OWNER: usize = 8;
pub const PATENT_EVENT: usize = 9;
pub const PCT: usize = 10;
pub const INDICATOR_DEFINITION: usize = 11;
pub const TARGET: usize = 12;
pub const REPORTED_VALUE: usize = 13;

/// All tables of facts, in the order in which a digest takes them.
pub const TABLES: [LineTable; 14] = [
    counted("office", &["name", "region", "district", "source_row"]),
    counted("header_map", &["noun", "header", "field", "source_row"]),
    LineTable { name: "party", key_column: "party", key: Key::Identity, columns: &[] },
    revised(
        "party_line",
        &[
            "name",
            "name_key",
            "uscc",
            "uscc_lawful",
            "kind",
            "industry",
            "size",
            "former_names",
            "source_row",
        ],
    ),
    counted(
        "party_place",
        &["party", "region", "street", "park", "since_day", "until_day", "assumed", "source_row"],
    ),
    counted("party_role", &["party", "role", "since_day", "until_day", "source_row"]),
    counted("party_mark", &["party", "mark", "state", "day", "document", "source_row"]),
    revised(
        "patent",
        &[
            "kind",
            "title",
            "filing_day",
            "received_day",
            "entry_day",
            "filing_fee",
            "fee_through_day",
            "divisional",
            "parent",
            "pct_no",
            "publication_day",
            "publication_no",
            "grant_day",
            "grant_no",
            "applicant",
            "ipc",
            "stated_status",
            "source_row",
        ],
    ),
    counted("patent_co_owner", &["patent", "position", "party", "source_row"]),
    counted(
        "patent_event",
        &["patent", "event", "day", "party", "detail", "document", "source_row"],
    ),
    counted(
        "pct",
        &[
            "pct_no",
            "filing_day",
            "title",
            "applicant",
            "priority_no",
            "priority_day",
            "publication_no",
            "source_row",
        ],
    ),
    counted(
        "indicator_definition",
        &["indicator", "basis", "valid_from", "valid_to", "source", "source_row"],
    ),
    counted(
        "target",
        &[
            "category",
            "indicator",
            "name",
            "goal",
            "unit",
            "period_from",
            "period_to",
            "measure",
            "note",
            "source_row",
        ],
    ),
    counted("reported_value", &["indicator", "value", "day", "source", "source_row"]),
];
