//! The tables of facts as a person reads them: whose lines these are, what tells one thing from others, what each
//! column means. The log, an edit from an old state, taking an
//! entry back and refusing a number that stands twice all read this one list.

use std::mem::discriminant;

use super::tables::{self, EVENTS, Key, REVISIONS, TABLES};
use crate::domain::loan::{Class, DayCount, DueDays, Period, RepaymentMethod};
use crate::domain::numbers::PatentKind;
use crate::domain::party::{PartyKind, Size};
use crate::domain::patent::StatedStatus;
use crate::domain::pledge::DebtKind;

/// What a stored value means.
#[derive(Clone, Copy)]
pub(super) enum Sense {
    /// As it is stored.
    Plain,
    Day,
    Fen,
    Flag,
    Party,
    Patent,
    Pledge,
    Loan,
    Claim,
    Certificate,
    Case,
    Code(fn(i64) -> Option<&'static str>),
}

/// Where a thing that others point at is called by a name or a number.
pub(super) struct NamedThing {
    pub noun: &'static str,
    pub table: &'static str,
    /// The SQL of its name; a patent's number is its key.
    pub name: Option<&'static str>,
}

impl Sense {
    /// The things that a value of this sense points at.
    pub fn thing(self) -> Option<NamedThing> {
        let (noun, table, name) = match self {
            Plain | Day | Fen | Flag | Code(_) => return None,
            Patent => ("patent", "patent", None),
            Party => ("party", "party_line", Some("coalesce(name, uscc)")),
            Pledge => ("pledge", "pledge", Some("registration_no")),
            Loan => ("loan", "loan", Some("loan_no")),
            Claim => ("claim", "claim", Some("claim_no")),
            Certificate => ("certificate", "certificate", Some("certificate_no")),
            Case => {
                let name = "program || '-' || batch_year || '-' || party";
                ("program_case", "program_case", Some(name))
            }
        };
        Some(NamedThing { noun, table, name })
    }
}

/// Which thing a line is of.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// The thing whose number is in the line's key.
    Key(Sense),
    Columns(&'static [(&'static str, Sense)]),
}

/// A table as a person reads it: whose lines these are, and which columns say something.
pub(super) struct Described {
    pub table: usize,
    pub noun: &'static str,
    /// Whether a line is what the thing itself is, and not one of what belongs to it.
    pub is_primary: bool,
    pub of: Of,
    /// Column, field, sense.
    pub fields: &'static [(&'static str, &'static str, Sense)],
    /// Columns that tell one thing from others beside its number in the key: of two lines in force that agree in one
    /// of these, one is too many. A number people know it by comes first.
    pub told_by: &'static [&'static str],
    /// What its lines are counted as when an entry is taken back.
    pub counted_as: Option<&'static str>,
}

impl Described {
    const fn told_by(self, told_by: &'static [&'static str]) -> Self {
        Self { told_by, ..self }
    }

    const fn counted_as(self, noun: &'static str) -> Self {
        Self { counted_as: Some(noun), ..self }
    }

    pub fn name(&self) -> &'static str {
        TABLES[self.table].name
    }

    /// Returns the table of facts at a place in `TABLES` as a person reads it; none: its lines are not told.
    pub fn of(table: usize) -> Option<&'static Self> {
        DESCRIBED.iter().find(|described| described.table == table)
    }

    /// The SQL of what a line's thing is known by, a column for each part.
    pub fn thing(&self) -> Vec<String> {
        match self.of {
            Of::Columns(columns) => {
                columns.iter().map(|(column, _)| (*column).to_owned()).collect()
            }
            Of::Key(_) => vec![format!("line / {}", self.factor())],
        }
    }

    /// The SQL that finds the lines of the thing whose parts are the parameters from `first` on, by their key where
    /// that tells.
    pub fn of_thing(&self, first: usize) -> String {
        let factor = self.factor();
        match self.of {
            Of::Columns(columns) => {
                let parts = columns.iter().zip(first..);
                let parts = parts.map(|((column, _), at)| format!("{column} = ?{at}"));
                parts.collect::<Vec<_>>().join(" and ")
            }
            Of::Key(_) => {
                format!("line between ?{first} * {factor} and ?{first} * {factor} + {}", factor - 1)
            }
        }
    }

    /// What each part a thing is known by means.
    pub fn senses(&self) -> Vec<Sense> {
        match self.of {
            Of::Key(sense) => vec![sense],
            Of::Columns(columns) => columns.iter().map(|(_, sense)| *sense).collect(),
        }
    }

    /// The place of the number or name that only one line in force may bear, among the values of a line.
    pub fn number(&self) -> Option<usize> {
        let column = self.told_by.first().filter(|_| self.is_primary)?.rsplit(", ").next()?;
        TABLES[self.table].all_columns().position(|known| known == column)
    }

    /// The columns that point at a party.
    pub fn parties(&self) -> impl Iterator<Item = &'static str> {
        self.pointing_at(Sense::Party)
    }

    /// The columns that point at a thing of a sense.
    pub fn pointing_at(&self, sense: Sense) -> impl Iterator<Item = &'static str> {
        let of: &'static [(&'static str, Sense)] = match self.of {
            Of::Key(_) => &[],
            Of::Columns(columns) => columns,
        };
        let fields = self.fields.iter().map(|(column, _, sense)| (*column, *sense));
        let columns = of.iter().copied().chain(fields);
        let is_of_it = move |of: &Sense| discriminant(of) == discriminant(&sense);
        columns.filter(move |(_, of)| is_of_it(of)).map(|(column, _)| column)
    }

    fn factor(&self) -> i64 {
        match TABLES[self.table].key {
            Key::Clustered => EVENTS,
            Key::Revised | Key::Ordered | Key::Counted | Key::Identity => REVISIONS,
        }
    }
}

use Sense::{Case, Certificate, Claim, Code, Day, Fen, Flag, Loan, Party, Patent, Plain, Pledge};

const fn main(
    table: usize,
    noun: &'static str,
    of: Of,
    fields: &'static [(&'static str, &'static str, Sense)],
) -> Described {
    Described { table, noun, is_primary: true, of, fields, told_by: &[], counted_as: Some(noun) }
}

const fn part(
    table: usize,
    noun: &'static str,
    of: Of,
    fields: &'static [(&'static str, &'static str, Sense)],
) -> Described {
    Described { table, noun, is_primary: false, of, fields, told_by: &[], counted_as: None }
}

/// The tables whose lines are told, a noun's own table before those of its parts. Figures of a publication and rows
/// of a reconciliation have views of their own.
pub(super) const DESCRIBED: &[Described] = &[
    main(
        tables::OFFICE,
        "office",
        Of::Columns(&[("name", Plain)]),
        &[("name", "name", Plain), ("region", "region", Plain), ("district", "district", Plain)],
    ),
    main(
        tables::INDICATOR_DEFINITION,
        "definition",
        Of::Columns(&[("indicator", Plain), ("valid_from", Day)]),
        &[
            ("basis", "basis", Plain),
            ("valid_from", "valid_from", Day),
            ("valid_to", "valid_to", Day),
            ("source", "source", Plain),
        ],
    ),
    main(
        tables::PARTY_LINE,
        "party",
        Of::Key(Party),
        &[
            ("name", "name", Plain),
            ("uscc", "uscc", Plain),
            ("kind", "kind", Code(|n| PartyKind::from_number(n).map(PartyKind::code))),
            ("industry", "industry", Plain),
            ("size", "size", Code(|n| Size::from_number(n).map(Size::code))),
            ("former_names", "former_names", Plain),
            ("business_no", "business_no", Plain),
        ],
    )
    .told_by(&["uscc", "ifnull(uscc, ''), name_key"]),
    part(
        tables::PARTY_PLACE,
        "party",
        Of::Columns(&[("party", Party)]),
        &[
            ("region", "region", Plain),
            ("street", "street", Plain),
            ("park", "park", Plain),
            ("since_day", "since", Day),
            ("until_day", "until", Day),
            ("assumed", "assumed", Flag),
        ],
    ),
    part(
        tables::PARTY_ROLE,
        "party",
        Of::Columns(&[("party", Party)]),
        &[("role", "role", Plain), ("since_day", "since", Day), ("until_day", "until", Day)],
    ),
    part(
        tables::PARTY_MARK,
        "party",
        Of::Columns(&[("party", Party)]),
        &[
            ("mark", "mark", Plain),
            ("state", "mark_state", Plain),
            ("day", "day", Day),
            ("document", "document", Plain),
        ],
    ),
    main(
        tables::PATENT,
        "patent",
        Of::Key(Patent),
        &[
            ("kind", "type", Code(|n| PatentKind::from_number(n).map(PatentKind::code))),
            ("title", "title", Plain),
            ("filing_day", "filing_date", Day),
            ("received_day", "received_date", Day),
            ("entry_day", "entry_date", Day),
            ("filing_fee", "filing_fee_paid", Day),
            ("fee_through_day", "fee_paid_through", Day),
            ("divisional", "divisional", Flag),
            ("parent", "parent_no", Patent),
            ("pct_no", "pct_no", Plain),
            ("publication_day", "publication_date", Day),
            ("publication_no", "publication_no", Plain),
            ("grant_day", "grant_date", Day),
            ("grant_no", "grant_no", Plain),
            ("applicant", "applicant", Party),
            ("ipc", "ipc", Plain),
            (
                "stated_status",
                "status",
                Code(|n| StatedStatus::from_number(n).map(StatedStatus::code)),
            ),
        ],
    ),
    part(
        tables::PATENT_CO_OWNER,
        "patent",
        Of::Columns(&[("patent", Patent)]),
        &[("party", "co_owners", Party)],
    ),
    part(
        tables::PATENT_EVENT,
        "patent",
        Of::Columns(&[("patent", Patent)]),
        &[
            ("event", "event", Plain),
            ("day", "day", Day),
            ("party", "party", Party),
            ("detail", "detail", Plain),
            ("document", "document", Plain),
        ],
    ),
    main(
        tables::PCT,
        "pct",
        Of::Columns(&[("pct_no", Plain)]),
        &[
            ("filing_day", "filing_date", Day),
            ("title", "title", Plain),
            ("applicant", "applicant", Party),
            ("priority_no", "priority_no", Plain),
            ("priority_day", "priority_date", Day),
            ("publication_no", "wo_no", Plain),
        ],
    )
    .told_by(&["pct_no"]),
    main(
        tables::TARGET,
        "target",
        Of::Columns(&[("indicator", Plain), ("period_from", Day), ("period_to", Day)]),
        &[
            ("category", "category", Plain),
            ("name", "name", Plain),
            ("goal", "goal", Plain),
            ("unit", "unit", Plain),
            ("period_from", "period_from", Day),
            ("period_to", "period_to", Day),
            ("measure", "measure", Plain),
            ("note", "note", Plain),
            ("plan", "plan", Plain),
            ("baseline", "baseline", Plain),
            ("baseline_year", "baseline_year", Plain),
            ("reported_by", "reported_by", Plain),
            ("paragraph", "paragraph", Plain),
        ],
    )
    .told_by(&["ifnull(plan, ''), indicator, period_from, period_to"]),
    main(
        tables::PLAN,
        "plan",
        Of::Columns(&[("plan", Plain)]),
        &[
            ("title", "plan_title", Plain),
            ("title_en", "title_en", Plain),
            ("source", "source", Plain),
            ("year_from", "year_from", Plain),
            ("year_to", "year_to", Plain),
        ],
    )
    .told_by(&["plan"]),
    main(
        tables::REPORTED_VALUE,
        "reported",
        Of::Columns(&[("indicator", Plain), ("day", Day)]),
        &[("value", "value", Plain), ("day", "day", Day), ("source", "source", Plain)],
    ),
    main(
        tables::PLEDGE,
        "pledge",
        Of::Key(Pledge),
        &[
            ("registration_no", "registration_no", Plain),
            ("registered_day", "registered_on", Day),
            ("applied_day", "applied_on", Day),
            ("pledgee", "pledgee", Party),
            ("contract_no", "contract_no", Plain),
            ("contract_day", "contract_date", Day),
            ("debt_kind", "debt_kind", Code(|n| DebtKind::from_number(n).map(DebtKind::code))),
            ("secured_fen", "secured_amount", Fen),
            ("debt_from_day", "debt_from", Day),
            ("debt_to_day", "debt_to", Day),
            ("scope", "scope", Plain),
            ("patents_stated", "patents_stated", Plain),
            ("forfeiture", "forfeiture", Flag),
            ("appraiser", "appraiser", Plain),
            ("appraised_fen", "appraised_value", Fen),
            ("appraisal_method", "appraisal_method", Plain),
            ("appraisal_day", "appraisal_date", Day),
        ],
    )
    .told_by(&["registration_no"]),
    part(
        tables::PLEDGE_PLEDGOR,
        "pledge",
        Of::Columns(&[("pledge", Pledge)]),
        &[("party", "pledgor", Party)],
    ),
    part(
        tables::PLEDGE_PATENT,
        "pledge",
        Of::Columns(&[("pledge", Pledge)]),
        &[("patent", "patent", Patent)],
    ),
    part(
        tables::PLEDGE_EVENT,
        "pledge",
        Of::Columns(&[("pledge", Pledge)]),
        &[
            ("event", "event", Plain),
            ("day", "on", Day),
            ("registered_day", "registered_on", Day),
            ("patent", "patent", Patent),
            ("party", "party", Party),
            ("release_ground", "release_ground", Plain),
            ("waived_rule", "rule", Plain),
            ("consented_event", "consent", Plain),
            ("secured_fen", "secured_amount", Fen),
            ("debt_to_day", "debt_to", Day),
            ("detail", "detail", Plain),
        ],
    ),
    main(
        tables::LOAN,
        "loan",
        Of::Key(Loan),
        &[
            ("loan_no", "loan_no", Plain),
            ("contract_no", "contract_no", Plain),
            ("bank", "bank", Party),
            ("borrower", "borrower", Party),
            ("limit_fen", "principal", Fen),
            ("ip_fen", "ip_part", Fen),
            ("signed_day", "signed_on", Day),
            ("due_day", "due_on", Day),
            ("rate", "rate_percent", Plain),
            (
                "method",
                "method",
                Code(|n| RepaymentMethod::from_number(n).map(RepaymentMethod::code)),
            ),
            ("period", "period", Code(|n| Period::from_number(n).map(Period::code))),
            ("day_count", "day_count", Code(|n| DayCount::from_number(n).map(DayCount::code))),
            ("pay_day", "pay_day", Plain),
            ("due_days", "due_days", Code(|n| DueDays::from_number(n).map(DueDays::code))),
            ("grace_days", "grace_days", Plain),
            ("penalty_percent", "penalty_percent", Plain),
            ("compound", "compound", Flag),
            ("payment_order", "order", Plain),
        ],
    )
    .told_by(&["loan_no"]),
    part(
        tables::LOAN_PLEDGE,
        "loan",
        Of::Columns(&[("loan", Loan)]),
        &[("pledge", "registration_no", Pledge)],
    ),
    part(
        tables::LOAN_ENROLMENT,
        "loan",
        Of::Columns(&[("loan", Loan)]),
        &[
            ("scheme", "scheme", Plain),
            ("enrolled_day", "enrolled_on", Day),
            ("until_day", "enrolled_until", Day),
        ],
    )
    .told_by(&["loan, scheme"]),
    part(
        tables::LOAN_EVENT,
        "loan",
        Of::Key(Loan),
        &[
            ("event", "event", Code(loan_event)),
            ("day", "on", Day),
            ("amount_fen", "amount", Fen),
            ("new_due_day", "new_due", Day),
            ("rate", "rate", Plain),
            ("class", "class", Code(|n| Class::from_number(n).map(Class::code))),
            ("reference", "reference", Plain),
        ],
    )
    .counted_as("loan_event"),
    main(
        tables::LPR,
        "lpr",
        Of::Columns(&[("day", Day)]),
        &[
            ("one_year", "lpr_one_year", Plain),
            ("five_year", "lpr_five_year", Plain),
            ("source", "source", Plain),
        ],
    ),
    main(
        tables::SCHEME,
        "scheme",
        Of::Columns(&[("scheme", Plain), ("valid_from", Day)]),
        &[("valid_from", "valid_from", Day), ("valid_to", "valid_to", Day)],
    )
    .told_by(&["scheme, valid_from"]),
    main(
        tables::FUND_EVENT,
        "fund",
        Of::Columns(&[("fund", Plain)]),
        &[
            ("event", "event", Plain),
            ("day", "on", Day),
            ("amount_fen", "amount", Fen),
            ("funder", "funder", Plain),
            ("reference", "reference", Plain),
        ],
    )
    .counted_as("fund_event"),
    main(
        tables::APPROVER,
        "approver",
        Of::Columns(&[("name", Plain)]),
        &[("name", "name", Plain), ("limit_fen", "limit", Fen)],
    )
    .told_by(&["name"]),
    main(
        tables::CLAIM,
        "claim",
        Of::Key(Claim),
        &[
            ("claim_no", "claim_no", Plain),
            ("loan", "loan", Loan),
            ("filed_day", "filed_on", Day),
            ("bad_day", "bad_since", Day),
            ("principal_fen", "principal", Fen),
            ("interest_fen", "interest", Fen),
            ("costs_fen", "costs", Fen),
            ("recovered_fen", "recovered", Fen),
            ("portfolio_fen", "portfolio", Fen),
            ("enrolled_day", "enrolled_on", Day),
            ("suit_day", "suit_on", Day),
            ("judgment_day", "judgment_on", Day),
            ("decision_day", "decision_on", Day),
            ("tags", "tags", Plain),
            ("filed_by", "filed_by", Plain),
        ],
    )
    .told_by(&["claim_no"]),
    part(
        tables::CLAIM_DOCUMENT,
        "claim",
        Of::Columns(&[("claim", Claim)]),
        &[("name", "document", Plain), ("sha256", "sha256", Plain)],
    ),
    part(
        tables::CLAIM_EVENT,
        "claim",
        Of::Key(Claim),
        &[
            ("event", "event", Plain),
            ("day", "on", Day),
            ("payer", "payer", Plain),
            ("amount_fen", "amount", Fen),
            ("costs_fen", "costs", Fen),
            ("decided_by", "decided_by", Plain),
        ],
    ),
    part(
        tables::CLAIM_SHARE,
        "claim",
        Of::Key(Claim),
        &[("payer", "payer", Plain), ("rule", "claim_step", Plain), ("amount_fen", "share", Fen)],
    ),
    main(
        tables::PROGRAM,
        "program",
        Of::Columns(&[("program", Plain), ("valid_from", Day)]),
        &[("valid_from", "valid_from", Day), ("valid_to", "valid_to", Day)],
    )
    .told_by(&["program, valid_from"]),
    main(
        tables::PROGRAM_CASE,
        "program_case",
        Of::Key(Case),
        &[
            ("program", "program", Plain),
            ("party", "organisation", Party),
            ("batch_year", "batch", Plain),
            ("name_then", "name_then", Plain),
            ("filed_by", "filed_by", Plain),
        ],
    )
    .told_by(&["program, party, batch_year"]),
    part(
        tables::PROGRAM_EVENT,
        "program_case",
        Of::Key(Case),
        &[
            ("event", "case_step", Plain),
            ("day", "step_on", Day),
            ("until_day", "step_until", Day),
            ("document", "document", Plain),
            ("score", "score", Plain),
            ("decided_by", "step_by", Plain),
            ("detail", "detail", Plain),
        ],
    ),
    main(
        tables::CERTIFICATE,
        "certificate",
        Of::Key(Certificate),
        &[
            ("certificate_no", "certificate_no", Plain),
            ("standard", "standard", Plain),
            ("party", "organisation", Party),
            ("certified_by", "certified_by", Plain),
            ("scope", "certified_scope", Plain),
            ("district", "certified_district", Plain),
            ("first_issue_day", "first_issued_on", Day),
            ("issue_day", "issued_on", Day),
            ("expiry_day", "expires_on", Day),
        ],
    )
    .told_by(&["certificate_no"]),
    part(
        tables::CERTIFICATE_EVENT,
        "certificate",
        Of::Key(Certificate),
        &[
            ("event", "certificate_step", Plain),
            ("day", "step_on", Day),
            ("expiry_day", "expires_on", Day),
            ("standard", "standard", Plain),
            ("document", "document", Plain),
        ],
    ),
    main(
        tables::RECONCILIATION,
        "reconciliation",
        Of::Key(Plain),
        &[
            ("bank", "bank", Party),
            ("cutoff_day", "cutoff", Day),
            ("statement_lines", "statement_lines", Plain),
            ("agreed_lines", "agreed_lines", Plain),
            ("bank_fen", "bank_total", Fen),
            ("ledger_fen", "ledger_total", Fen),
            ("remainder_fen", "remainder", Fen),
        ],
    ),
    main(
        tables::RECONCILIATION_DECISION,
        "reconciliation_row",
        Of::Columns(&[("identity", Plain)]),
        &[("bank", "bank", Party), ("loan_no", "loan_no", Plain), ("same", "same", Flag)],
    ),
    main(
        tables::RECONCILIATION_SIGNATURE,
        "signature",
        Of::Columns(&[("signer", Plain)]),
        &[("side", "side", Plain), ("balance_fen", "balance", Fen), ("day", "day", Day)],
    ),
    main(
        tables::HEADER_MAP,
        "header",
        Of::Columns(&[("header", Plain)]),
        &[("field", "column", Plain)],
    )
    .told_by(&["noun, header"]),
    main(
        tables::LOCALITY,
        "locality",
        Of::Columns(&[("name", Plain)]),
        &[("region", "district", Plain)],
    )
    .told_by(&["name"]),
    main(
        tables::PATENT_EVIDENCE,
        "evidence",
        Of::Columns(&[("patent", Patent), ("class", Plain), ("name", Plain), ("number", Plain)]),
        &[
            ("since_day", "holds_since", Day),
            ("year", "award_year", Plain),
            ("document", "evidence_document", Plain),
        ],
    )
    .told_by(&["patent, class, name, number"]),
    main(
        tables::POPULATION,
        "population",
        Of::Columns(&[("region", Plain), ("day", Day), ("kind", Plain)]),
        &[("persons", "persons", Plain), ("source", "source", Plain)],
    )
    .told_by(&["region, day, kind"]),
    main(
        tables::STOCK_RULE,
        "stock_rule",
        Of::Columns(&[("valid_from", Day)]),
        &[
            ("valid_to", "valid_to", Day),
            ("over_years", "over_years", Plain),
            ("pledge_least_fen", "pledge_least", Fen),
            ("population_rule", "population_rule", Plain),
            ("decimals", "decimals", Plain),
            ("source", "source", Plain),
        ],
    ),
    main(
        tables::IPC_MAP,
        "ipc_map",
        Of::Columns(&[("map", Plain)]),
        &[("valid_from", "valid_from", Day), ("valid_to", "valid_to", Day)],
    )
    .told_by(&["map"]),
    main(
        tables::REPORT_HEADING,
        "heading",
        Of::Columns(&[("field", Plain)]),
        &[("value", "content", Plain)],
    ),
    main(
        tables::PUBLICATION,
        "publication",
        Of::Columns(&[("number", Plain)]),
        &[
            ("year", "year", Plain),
            ("quarter", "quarter", Plain),
            ("as_of_day", "as_of", Day),
            ("known_at", "known_at", Plain),
        ],
    ),
];

/// The code of a loan's event; schema.sql says what each number means.
fn loan_event(number: i64) -> Option<&'static str> {
    let codes = ["disburse", "repay", "extend", "classify", "writeoff", "refund"];
    usize::try_from(number).ok().and_then(|at| codes.get(at).copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::format::TODAY;

    /// Tables whose lines nobody is told of one by one: they have views of their own.
    const NOT_TOLD: [&str; 7] = [
        "reconciliation_line",
        "reconciliation_unread",
        "reconciliation_listed",
        "reconciliation_item",
        "reconciliation_item_loan",
        "reconciliation_difference",
        "published_figure",
    ];

    #[test]
    fn every_table_of_facts_is_told_or_known_not_to_be() {
        for (at, table) in TABLES.iter().enumerate() {
            let is_told = DESCRIBED.iter().filter(|described| described.table == at).count();
            let is_not = NOT_TOLD.contains(&table.name) || table.key == Key::Identity;
            assert_eq!(is_told, usize::from(!is_not), "DESCRIBED or NOT_TOLD: {}", table.name);
        }
    }

    #[test]
    fn a_noun_has_its_tables_together_and_one_way_to_name_a_thing() {
        let nouns: Vec<&str> =
            DESCRIBED.chunk_by(|a, b| a.noun == b.noun).map(|tables| tables[0].noun).collect();
        let mut once = nouns.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), nouns.len(), "{nouns:?}");
        for tables in DESCRIBED.chunk_by(|a, b| a.noun == b.noun) {
            assert!(tables[0].is_primary, "{}", tables[0].noun);
            let parts = tables[0].senses().len();
            assert!(tables.iter().all(|table| table.senses().len() == parts), "{}", tables[0].noun);
        }
    }

    #[test]
    fn every_column_that_points_at_a_party_is_known() {
        let conn = TODAY.fresh().unwrap();
        for (at, table) in TABLES.iter().enumerate().filter(|(_, table)| table.name != "party_line")
        {
            let sql = format!(
                "select \"from\" from pragma_foreign_key_list('{}') where \"table\" = 'party' order by 1",
                table.name
            );
            let mut statement = conn.prepare(&sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            let mut pointing: Vec<String> = rows.map(Result::unwrap).collect();
            // The one table without foreign keys.
            pointing.extend((table.name == "patent").then(|| "applicant".to_owned()));
            let mut known: Vec<&str> =
                Described::of(at).into_iter().flat_map(Described::parties).collect();
            known.sort_unstable();
            assert_eq!(known, pointing, "{}", table.name);
        }
    }
}
