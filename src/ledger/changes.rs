//! What an entry did: the lines it brought in and ended, thing by thing, spelled out.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{OptionalExtension, params_from_iter};

use super::digest::hex;
use super::error::LedgerError;
use super::open::Ledger;
use super::tables::{self, EVENTS, Key, REVISIONS, TABLES};
use crate::domain::loan::{Class, DayCount, DueDays, Method, Period};
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::party::{PartyKind, Size};
use crate::domain::patent::Status;
use crate::domain::pledge::DebtKind;
use crate::domain::values::{Date, Money};

/// A thing that an entry changed, with every line of it that the entry brought in or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedThing {
    pub noun: &'static str,
    /// The number or name people know it by.
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
    /// Field and text: days as 2016-12-31, amounts in yuan, parties by name, codes in English; what is absent is empty.
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

/// What a stored value means.
#[derive(Clone, Copy)]
enum Sense {
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
    Code(fn(i64) -> Option<&'static str>),
}

/// Which thing a line is of.
#[derive(Clone, Copy)]
enum Of {
    /// The thing whose number is in the line's key.
    Key(Sense),
    Column(&'static str, Sense),
}

/// A table as a person reads it: whose lines these are, and which columns say something.
struct Described {
    table: usize,
    noun: &'static str,
    is_primary: bool,
    of: Of,
    /// Column, field, sense.
    fields: &'static [(&'static str, &'static str, Sense)],
}

use Sense::{Claim, Code, Day, Fen, Flag, Loan, Party, Patent, Plain, Pledge};

const fn main(
    table: usize,
    noun: &'static str,
    of: Of,
    fields: &'static [(&'static str, &'static str, Sense)],
) -> Described {
    Described { table, noun, is_primary: true, of, fields }
}

const fn part(
    table: usize,
    noun: &'static str,
    of: Of,
    fields: &'static [(&'static str, &'static str, Sense)],
) -> Described {
    Described { table, noun, is_primary: false, of, fields }
}

/// The tables whose lines are told, a noun's own table before those of its parts. Figures of a publication and rows
/// of a reconciliation have views of their own.
const DESCRIBED: [Described; 34] = [
    main(
        tables::OFFICE,
        "office",
        Of::Column("name", Plain),
        &[("name", "name", Plain), ("region", "region", Plain), ("district", "district", Plain)],
    ),
    main(
        tables::INDICATOR_DEFINITION,
        "definition",
        Of::Column("indicator", Plain),
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
        ],
    ),
    part(
        tables::PARTY_PLACE,
        "party",
        Of::Column("party", Party),
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
        Of::Column("party", Party),
        &[("role", "role", Plain), ("since_day", "since", Day), ("until_day", "until", Day)],
    ),
    part(
        tables::PARTY_MARK,
        "party",
        Of::Column("party", Party),
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
            ("stated_status", "status", Code(|n| Status::from_number(n).map(Status::code))),
        ],
    ),
    part(
        tables::PATENT_CO_OWNER,
        "patent",
        Of::Column("patent", Patent),
        &[("party", "co_owners", Party)],
    ),
    part(
        tables::PATENT_EVENT,
        "patent",
        Of::Column("patent", Patent),
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
        Of::Column("pct_no", Plain),
        &[
            ("filing_day", "filing_date", Day),
            ("title", "title", Plain),
            ("applicant", "applicant", Party),
            ("priority_no", "priority_no", Plain),
            ("priority_day", "priority_date", Day),
            ("publication_no", "wo_no", Plain),
        ],
    ),
    main(
        tables::TARGET,
        "target",
        Of::Column("indicator", Plain),
        &[
            ("category", "category", Plain),
            ("name", "name", Plain),
            ("goal", "goal", Plain),
            ("unit", "unit", Plain),
            ("period_from", "period_from", Day),
            ("period_to", "period_to", Day),
            ("measure", "measure", Plain),
            ("note", "note", Plain),
        ],
    ),
    main(
        tables::REPORTED_VALUE,
        "reported",
        Of::Column("indicator", Plain),
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
    ),
    part(
        tables::PLEDGE_PLEDGOR,
        "pledge",
        Of::Column("pledge", Pledge),
        &[("party", "pledgor", Party)],
    ),
    part(
        tables::PLEDGE_PATENT,
        "pledge",
        Of::Column("pledge", Pledge),
        &[("patent", "patent", Patent)],
    ),
    part(
        tables::PLEDGE_EVENT,
        "pledge",
        Of::Column("pledge", Pledge),
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
            ("method", "method", Code(|n| Method::from_number(n).map(Method::code))),
            ("period", "period", Code(|n| Period::from_number(n).map(Period::code))),
            ("day_count", "day_count", Code(|n| DayCount::from_number(n).map(DayCount::code))),
            ("pay_day", "pay_day", Plain),
            ("due_days", "due_days", Code(|n| DueDays::from_number(n).map(DueDays::code))),
            ("grace_days", "grace_days", Plain),
            ("penalty_percent", "penalty_percent", Plain),
            ("compound", "compound", Flag),
            ("payment_order", "order", Plain),
        ],
    ),
    part(
        tables::LOAN_PLEDGE,
        "loan",
        Of::Column("loan", Loan),
        &[("pledge", "registration_no", Pledge)],
    ),
    part(
        tables::LOAN_ENROLMENT,
        "loan",
        Of::Column("loan", Loan),
        &[
            ("scheme", "scheme", Plain),
            ("enrolled_day", "enrolled_on", Day),
            ("until_day", "enrolled_until", Day),
        ],
    ),
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
    ),
    main(
        tables::LPR,
        "lpr",
        Of::Column("day", Day),
        &[
            ("one_year", "lpr_one_year", Plain),
            ("five_year", "lpr_five_year", Plain),
            ("source", "source", Plain),
        ],
    ),
    main(
        tables::SCHEME,
        "scheme",
        Of::Column("scheme", Plain),
        &[("valid_from", "valid_from", Day), ("valid_to", "valid_to", Day)],
    ),
    main(
        tables::FUND_EVENT,
        "fund",
        Of::Column("fund", Plain),
        &[
            ("event", "event", Plain),
            ("day", "on", Day),
            ("amount_fen", "amount", Fen),
            ("funder", "funder", Plain),
            ("reference", "reference", Plain),
        ],
    ),
    main(
        tables::APPROVER,
        "approver",
        Of::Column("name", Plain),
        &[("name", "name", Plain), ("limit_fen", "limit", Fen)],
    ),
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
    ),
    part(
        tables::CLAIM_DOCUMENT,
        "claim",
        Of::Column("claim", Claim),
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
        Of::Column("identity", Plain),
        &[("bank", "bank", Party), ("loan_no", "loan_no", Plain), ("same", "same", Flag)],
    ),
    main(
        tables::RECONCILIATION_SIGNATURE,
        "signature",
        Of::Column("signer", Plain),
        &[("side", "side", Plain), ("balance_fen", "balance", Fen), ("day", "day", Day)],
    ),
    main(tables::HEADER_MAP, "header", Of::Column("header", Plain), &[("field", "column", Plain)]),
    main(
        tables::REPORT_HEADING,
        "heading",
        Of::Column("field", Plain),
        &[("value", "content", Plain)],
    ),
    main(
        tables::PUBLICATION,
        "publication",
        Of::Column("number", Plain),
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

impl Described {
    fn name(&self) -> &'static str {
        TABLES[self.table].name
    }

    /// The SQL of a line's thing.
    fn thing(&self) -> String {
        match self.of {
            Of::Column(column, _) => column.to_owned(),
            Of::Key(_) => format!("line / {}", self.factor()),
        }
    }

    /// The SQL that finds the lines of thing `?2`, by their key where that tells.
    fn of_thing(&self) -> String {
        let factor = self.factor();
        match self.of {
            Of::Column(column, _) => format!("{column} = ?2"),
            Of::Key(_) => format!("line between ?2 * {factor} and ?2 * {factor} + {}", factor - 1),
        }
    }

    fn factor(&self) -> i64 {
        match TABLES[self.table].key {
            Key::Clustered => EVENTS,
            Key::Revised | Key::Ordered | Key::Counted | Key::Identity => REVISIONS,
        }
    }

    fn sense(&self) -> Sense {
        match self.of {
            Of::Key(sense) | Of::Column(_, sense) => sense,
        }
    }
}

/// The lines an entry touched.
const TOUCHED: &str = "(brought_by = ?1 or ended_by = ?1)";

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
                "select {} as thing, {own} * (brought_by = ?1) as came, {own} * (ended_by is ?1) as went
                 from {} where {TOUCHED}",
                table.thing(),
                table.name()
            )
        });
        let sql = format!(
            "select coalesce(sum(came > went), 0), coalesce(sum(came = went), 0), coalesce(sum(came < went), 0)
             from (select max(came) as came, max(went) as went from ({}) group by thing)",
            lines.collect::<Vec<_>>().join(" union all ")
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
    ) -> Result<Vec<Value>, LedgerError> {
        let lines = of.iter().map(|table| {
            format!(
                "select {} as thing, source_row, line from {} where {TOUCHED}",
                table.thing(),
                table.name()
            )
        });
        let sql = format!(
            "select thing from ({}) group by thing order by min(source_row), min(line) limit ?2",
            lines.collect::<Vec<_>>().join(" union all ")
        );
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let mut statement = self.conn.prepare(&sql)?;
        let keys = statement.query_map([entry, limit], |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    fn changed_thing(
        &self,
        of: &[Described],
        entry: i64,
        key: &Value,
    ) -> Result<ChangedThing, LedgerError> {
        let mut lines = Vec::new();
        for table in of {
            let columns: String =
                table.fields.iter().map(|(column, ..)| format!(", {column}")).collect();
            let sql = format!(
                "select brought_by = ?1, source_row{columns} from {} where {} and {TOUCHED} order by line",
                table.name(),
                table.of_thing()
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            let bound = [Value::from(entry), key.clone()];
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
        let id = self.spelled(ValueRef::from(key), "", of[0].sense())?;
        Ok(ChangedThing { noun: of[0].noun, id, lines })
    }

    /// A stored value as people know it.
    fn spelled(
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
            Party => self.last_named("party_line", "coalesce(name, uscc)", number)?,
            Pledge => self.last_named("pledge", "registration_no", number)?,
            Loan => self.last_named("loan", "loan_no", number)?,
            Claim => self.last_named("claim", "claim_no", number)?,
        };
        Ok(known.unwrap_or_else(|| number.to_string()))
    }

    /// What a thing was last called, even when it is no more.
    fn last_named(
        &self,
        table: &str,
        name: &str,
        thing: i64,
    ) -> Result<Option<String>, LedgerError> {
        let sql = format!(
            "select {name} from {table} where line between ?1 * {REVISIONS} and ?1 * {REVISIONS} + {}
             order by line desc limit 1",
            REVISIONS - 1
        );
        let name: Option<Option<String>> =
            self.conn.prepare_cached(&sql)?.query_row([thing], |row| row.get(0)).optional()?;
        Ok(name.flatten())
    }
}
