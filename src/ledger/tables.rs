//! The tables that hold facts: which columns an entry's digest covers, and how a line gets its key.
//!
//! `schema.sql` says what each column means; a test holds this list against it, so that no column of
//! a line can be left out of the digest.
//!
//! The lists are versioned, and each seal names the version it was made under. What a version covers never
//! changes: a column that comes later is named in [`LineTable::later`] with the first version that covers it, a
//! table that comes later says so in [`LineTable::since`], and no column or table is ever taken out.

/// How lines of a table are keyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `line = thing * 1000 + revision`: a thing's history lies together.
    Revised,
    /// `line = thing * 100000 + number * 10`: what happened to a thing lies together, in order.
    Clustered,
    /// `line` counts up by ten: of two lines about one day the later one holds.
    Ordered,
    /// `line` counts up; nothing goes by the order.
    Counted,
    /// An identity, written once and never ended (`party`).
    Identity,
}

/// One table of facts.
#[derive(Debug, Clone)]
pub struct LineTable {
    pub name: &'static str,
    pub key_column: &'static str,
    pub key: Key,
    /// The first hash version that covers the table.
    pub since: i64,
    /// Columns in canonical order, as they were when the table came: all but the key, `brought_by` and `ended_by`.
    pub columns: &'static [&'static str],
    /// Columns that came later, in order of the hash version that first covers them.
    pub later: &'static [(&'static str, i64)],
}

impl LineTable {
    /// The same table, covered from a hash version on.
    const fn since(self, since: i64) -> Self {
        Self { since, ..self }
    }

    /// Returns every column an entry's digest covers today, in canonical order, without the key.
    pub fn all_columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().copied().chain(self.later.iter().map(|(column, _)| *column))
    }

    /// Returns how many values of a row, the key and then [`LineTable::all_columns`], a hash version covers.
    pub fn covered(&self, hash_version: i64) -> usize {
        let later = self.later.iter().take_while(|(_, since)| *since <= hash_version);
        1 + self.columns.len() + later.count()
    }
}

const fn table(
    name: &'static str,
    key_column: &'static str,
    key: Key,
    columns: &'static [&'static str],
) -> LineTable {
    LineTable { name, key_column, key, since: 1, columns, later: &[] }
}

const fn counted(name: &'static str, columns: &'static [&'static str]) -> LineTable {
    table(name, "line", Key::Counted, columns)
}

const fn ordered(name: &'static str, columns: &'static [&'static str]) -> LineTable {
    table(name, "line", Key::Ordered, columns)
}

const fn revised(name: &'static str, columns: &'static [&'static str]) -> LineTable {
    table(name, "line", Key::Revised, columns)
}

const fn clustered(name: &'static str, columns: &'static [&'static str]) -> LineTable {
    table(name, "line", Key::Clustered, columns)
}

const fn identity(name: &'static str, key_column: &'static str) -> LineTable {
    table(name, key_column, Key::Identity, &[])
}

/// Revisions one thing can have: the factor between a thing's number and its line keys.
pub const REVISIONS: i64 = 1000;

/// Events one thing can have in a clustered table.
pub const EVENTS: i64 = 100_000;

/// The places from one line to the next where the order counts: a line brought back stands right behind where it
/// first stood, not behind all that was recorded since.
pub const COPIES: i64 = 10;

// Places in TABLES.
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
pub const PLEDGE_IDENTITY: usize = 14;
pub const PLEDGE: usize = 15;
pub const PLEDGE_PATENT: usize = 16;
pub const PLEDGE_PLEDGOR: usize = 17;
pub const PLEDGE_EVENT: usize = 18;
pub const LOAN_IDENTITY: usize = 19;
pub const LOAN: usize = 20;
pub const LOAN_PLEDGE: usize = 21;
pub const LOAN_EVENT: usize = 22;
pub const LPR: usize = 23;
pub const SCHEME: usize = 24;
pub const FUND_EVENT: usize = 25;
pub const APPROVER: usize = 26;
pub const CLAIM_IDENTITY: usize = 27;
pub const CLAIM: usize = 28;
pub const CLAIM_DOCUMENT: usize = 29;
pub const CLAIM_EVENT: usize = 30;
pub const CLAIM_SHARE: usize = 31;
pub const RECONCILIATION_IDENTITY: usize = 32;
pub const RECONCILIATION: usize = 33;
pub const RECONCILIATION_LISTED: usize = 34;
pub const RECONCILIATION_ITEM: usize = 35;
pub const RECONCILIATION_ITEM_LOAN: usize = 36;
pub const RECONCILIATION_DIFFERENCE: usize = 37;
pub const RECONCILIATION_DECISION: usize = 38;
pub const RECONCILIATION_SIGNATURE: usize = 39;
pub const PUBLICATION_IDENTITY: usize = 40;
pub const PUBLICATION: usize = 41;
pub const PUBLISHED_FIGURE: usize = 42;
pub const REPORT_HEADING: usize = 43;
pub const LOAN_ENROLMENT: usize = 44;
pub const RECONCILIATION_LINE: usize = 45;
pub const RECONCILIATION_UNREAD: usize = 46;
pub const PLAN: usize = 47;
pub const CERTIFICATE_IDENTITY: usize = 48;
pub const CERTIFICATE: usize = 49;
pub const CERTIFICATE_EVENT: usize = 50;
pub const PROGRAM: usize = 51;
pub const PROGRAM_CASE_IDENTITY: usize = 52;
pub const PROGRAM_CASE: usize = 53;
pub const PROGRAM_EVENT: usize = 54;
pub const LOCALITY: usize = 55;
pub const PATENT_EVIDENCE: usize = 56;
pub const POPULATION: usize = 57;
pub const STOCK_RULE: usize = 58;
pub const IPC_MAP: usize = 59;

/// All tables of facts, in the order in which a digest takes them.
pub const TABLES: [LineTable; 60] = [
    counted("office", &["name", "region", "district", "source_row"]),
    counted("header_map", &["noun", "header", "field", "source_row"]),
    identity("party", "party"),
    LineTable {
        later: &[("business_no", 4)],
        ..revised(
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
        )
    },
    ordered(
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
    ordered(
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
    ordered(
        "indicator_definition",
        &["indicator", "basis", "valid_from", "valid_to", "source", "source_row"],
    ),
    LineTable {
        later: &[
            ("plan", 2),
            ("baseline", 2),
            ("baseline_year", 2),
            ("reported_by", 2),
            ("paragraph", 2),
        ],
        ..counted(
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
        )
    },
    ordered("reported_value", &["indicator", "value", "day", "source", "source_row"]),
    identity("pledge_identity", "pledge"),
    revised(
        "pledge",
        &[
            "registration_no",
            "registered_day",
            "applied_day",
            "pledgee",
            "contract_no",
            "contract_day",
            "debt_kind",
            "secured_fen",
            "debt_from_day",
            "debt_to_day",
            "scope",
            "patents_stated",
            "forfeiture",
            "appraiser",
            "appraised_fen",
            "appraisal_method",
            "appraisal_day",
            "source_row",
        ],
    ),
    counted("pledge_patent", &["pledge", "patent", "source_row"]),
    counted("pledge_pledgor", &["pledge", "position", "party", "source_row"]),
    ordered(
        "pledge_event",
        &[
            "pledge",
            "event",
            "day",
            "registered_day",
            "patent",
            "party",
            "release_ground",
            "waived_rule",
            "consented_event",
            "secured_fen",
            "debt_to_day",
            "detail",
            "source_row",
        ],
    ),
    identity("loan_identity", "loan"),
    revised(
        "loan",
        &[
            "loan_no",
            "contract_no",
            "bank",
            "borrower",
            "limit_fen",
            "ip_fen",
            "signed_day",
            "due_day",
            "rate",
            "method",
            "period",
            "day_count",
            "pay_day",
            "due_days",
            "grace_days",
            "penalty_percent",
            "compound",
            "payment_order",
            "source_row",
        ],
    ),
    counted("loan_pledge", &["loan", "pledge", "source_row"]),
    clustered(
        "loan_event",
        &["event", "day", "amount_fen", "new_due_day", "rate", "class", "reference", "source_row"],
    ),
    ordered("lpr", &["day", "one_year", "five_year", "source", "source_row"]),
    counted("scheme", &["scheme", "valid_from", "valid_to", "terms", "source_row"]),
    ordered(
        "fund_event",
        &["fund", "event", "day", "amount_fen", "funder", "reference", "source_row"],
    ),
    counted("approver", &["name", "limit_fen", "source_row"]),
    identity("claim_identity", "claim"),
    revised(
        "claim",
        &[
            "claim_no",
            "loan",
            "scheme",
            "filed_day",
            "bad_day",
            "principal_fen",
            "interest_fen",
            "costs_fen",
            "recovered_fen",
            "portfolio_fen",
            "enrolled_day",
            "suit_day",
            "judgment_day",
            "decision_day",
            "tags",
            "filed_by",
            "source_row",
        ],
    ),
    counted("claim_document", &["claim", "name", "sha256", "bytes", "source_row"]),
    clustered(
        "claim_event",
        &[
            "n",
            "event",
            "day",
            "payer",
            "amount_fen",
            "costs_fen",
            "facts",
            "decided_by",
            "source_row",
        ],
    ),
    clustered("claim_share", &["n", "payer", "rule", "amount_fen", "source_row"]),
    identity("reconciliation_identity", "reconciliation"),
    revised(
        "reconciliation",
        &[
            "bank",
            "cutoff_day",
            "statement_lines",
            "agreed_lines",
            "bank_fen",
            "ledger_fen",
            "remainder_fen",
            "balance_tolerance_fen",
            "interest_tolerance_fen",
            "days_tolerance",
            "fingerprint",
            "source_row",
        ],
    ),
    counted("reconciliation_listed", &["reconciliation", "first_loan", "last_loan", "source_row"]),
    counted(
        "reconciliation_item",
        &[
            "reconciliation",
            "item",
            "status",
            "statement_row",
            "identity",
            "method",
            "points",
            "margin",
            "runner_up",
            "proposal",
            "proposal_day",
            "proposal_fen",
            "proposal_due_day",
            "proposal_class",
            "proposal_line",
            "since",
            "source_row",
        ],
    ),
    counted(
        "reconciliation_item_loan",
        &["reconciliation", "item", "position", "loan", "source_row"],
    ),
    counted(
        "reconciliation_difference",
        &["reconciliation", "item", "field", "bank", "ledger", "cause", "source_row"],
    ),
    ordered("reconciliation_decision", &["bank", "identity", "loan_no", "same", "source_row"]),
    counted(
        "reconciliation_signature",
        &["reconciliation", "side", "signer", "balance_fen", "day", "source_row"],
    ),
    identity("publication_identity", "publication"),
    counted(
        "publication",
        &[
            "number",
            "year",
            "quarter",
            "as_of_day",
            "known_at",
            "head",
            "files",
            "files_digest",
            "definitions",
            "source_row",
        ],
    ),
    counted(
        "published_figure",
        &[
            "publication",
            "indicator",
            "period_from",
            "period_to",
            "grouping",
            "member",
            "value",
            "series",
            "flags",
            "source_row",
        ],
    ),
    counted("report_heading", &["field", "value", "source_row"]),
    counted("loan_enrolment", &["loan", "scheme", "enrolled_day", "until_day", "source_row"]),
    counted(
        "reconciliation_line",
        &[
            "reconciliation",
            "statement_row",
            "loan_no",
            "contract_no",
            "borrower",
            "uscc",
            "principal_fen",
            "balance_fen",
            "interest_fen",
            "disbursed_day",
            "due_day",
            "rate",
            "class",
            "days_overdue",
            "settled",
            "registration_nos",
            "source_row",
        ],
    ),
    counted(
        "reconciliation_unread",
        &["reconciliation", "statement_row", "field", "value", "source_row"],
    ),
    LineTable {
        since: 2,
        ..counted(
            "plan",
            &["plan", "title", "title_en", "source", "year_from", "year_to", "source_row"],
        )
    },
    identity("certificate_identity", "certificate").since(2),
    revised(
        "certificate",
        &[
            "certificate_no",
            "standard",
            "party",
            "certified_by",
            "scope",
            "district",
            "first_issue_day",
            "issue_day",
            "expiry_day",
            "source_row",
        ],
    )
    .since(2),
    clustered(
        "certificate_event",
        &["n", "event", "day", "expiry_day", "standard", "document", "source_row"],
    )
    .since(2),
    counted("program", &["program", "valid_from", "valid_to", "terms", "source_row"]).since(2),
    identity("program_case_identity", "program_case").since(2),
    revised(
        "program_case",
        &["program", "party", "batch_year", "name_then", "filed_by", "source_row"],
    )
    .since(2),
    clustered(
        "program_event",
        &[
            "n",
            "event",
            "day",
            "until_day",
            "document",
            "score",
            "decided_by",
            "detail",
            "source_row",
        ],
    )
    .since(2),
    counted("locality", &["name", "region", "source_row"]).since(2),
    counted(
        "patent_evidence",
        &["patent", "class", "name", "number", "since_day", "year", "document", "source_row"],
    )
    .since(3),
    counted("population", &["region", "day", "kind", "persons", "source", "source_row"]).since(3),
    ordered(
        "stock_rule",
        &[
            "valid_from",
            "valid_to",
            "over_years",
            "pledge_least_fen",
            "population_rule",
            "decimals",
            "source",
            "source_row",
        ],
    )
    .since(3),
    counted("ipc_map", &["map", "valid_from", "valid_to", "terms", "source_row"]).since(3),
];
