//! Pledges: lists, what is worth knowing of them, a pledge's card like a register extract, a check ground by ground.

use super::cells::{
    BASIS, cards, coded, date, entries, exported, money, note_search, status_basis, text, written,
    yuan,
};
use crate::domain::pledge::record::FIELDS;
use crate::domain::pledge::{Check, EventKind, GroundFinding, GroundOutcome, Rule};
use crate::i18n::codes::label;
use crate::i18n::loans::loan_problem;
use crate::i18n::titles::title;
use crate::i18n::{Lang, findings as words, say};
use crate::ledger::{Ledger, PartyId, PledgeCard, PledgeState, Snapshot};
use crate::operations::Refusal;
use crate::operations::party::named;
use crate::operations::pledge::{PledgeQuery, alerts_of, as_stated, wanted};
use crate::report::{Cell, Details, Table};

const COLUMNS: [&str; 8] = [
    "registration_no",
    "registered_on",
    "pledgor",
    "pledgee",
    "patents",
    "secured_amount",
    "debt_to",
    "state",
];

/// What a narrow screen can do without, the first to go first.
const SPARE: [&str; 4] = ["registered_on", "patents", "pledgee", "debt_to"];

const SEARCHED: [&str; 5] = ["registration_no", "contract_no", "patent_nos", "pledgor", "pledgee"];

fn names(ledger: &Ledger, parties: &[PartyId], snapshot: Snapshot) -> Result<String, Refusal> {
    let names: Result<Vec<String>, _> =
        parties.iter().map(|party| ledger.party_name(*party, snapshot)).collect();
    Ok(names?.join(";"))
}

/// The pledges that are wanted.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PledgeQuery,
) -> Result<Table, Refusal> {
    let (found, of) = wanted(ledger, snapshot, query)?;
    let mut table = Table::of(lang, &COLUMNS).sparing(&SPARE);
    for (card, state) in &found {
        let patents = if state.in_force { state.patents.len() } else { card.patents.len() };
        table.row(vec![
            Cell::id(&card.pledge.number),
            date(Some(card.pledge.registered)),
            Cell::text(names(ledger, &card.pledgors, snapshot)?),
            Cell::text(ledger.party_name(state.pledgee, snapshot)?),
            Cell::Count(patents as i64),
            money(state.secured),
            date(state.debt_to),
            state_cell(lang, state),
        ]);
    }
    note_search(lang, &mut table, query.text.as_ref(), "pledge", of, &SEARCHED);
    Ok(table)
}

/// What is worth knowing of the pledges that are wanted.
pub fn alerts(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PledgeQuery,
) -> Result<Table, Refusal> {
    let keys = ["registration_no", "pledgee", "rule", "patent", "outcome", "evidence"];
    let mut table = Table::of(lang, &keys);
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let (found, of) = wanted(ledger, snapshot, query)?;
    for (card, state) in &found {
        let pledgee = Cell::text(ledger.party_name(state.pledgee, snapshot)?);
        for finding in alerts_of(ledger, card, &lpr, snapshot)? {
            let mut cells = vec![Cell::id(&card.pledge.number), pledgee.clone()];
            cells.extend(finding_cells(lang, &finding));
            table.row(cells);
        }
    }
    if found.is_empty() {
        note_search(lang, &mut table, query.text.as_ref(), "pledge", of, &SEARCHED);
    }
    Ok(table)
}

/// What a pledge is on a day.
pub fn state_cell(lang: Lang, state: &PledgeState) -> Cell {
    let code = match state.ended {
        _ if state.in_force => "in_force",
        Some((EventKind::Realise, _)) => "realised",
        Some((EventKind::Revoke, _)) => "revoked",
        Some(_) => "released",
        None => "not_yet",
    };
    coded(lang, "pledge_state", code)
}

/// A pledge's card: the terms, what happened since, what is worth knowing.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
) -> Result<Details, Refusal> {
    let card = ledger.pledge(number, snapshot)?;
    let (pledge, state) = (&card.pledge, card.state(snapshot.as_of));
    let mut record = Details::new(pledge.number.to_string());
    record
        .field(lang, "registration_no", Cell::id(&pledge.number))
        .field(lang, "state", state_cell(lang, &state))
        .field(lang, "registered_on", date(Some(pledge.registered)))
        .field(lang, "applied_on", date(pledge.applied))
        .field(lang, "pledgor", Cell::text(names(ledger, &card.pledgors, snapshot)?))
        .field(lang, "pledgee", Cell::text(ledger.party_name(state.pledgee, snapshot)?))
        .field(lang, "contract_no", written(pledge.contract_no.clone()))
        .field(lang, "contract_date", date(pledge.contract_day))
        .field(lang, "debt_kind", coded(lang, "debt_kind", pledge.debt_kind.code()))
        .field(lang, "secured_amount", money(state.secured))
        .field(lang, "debt_from", date(pledge.debt_from))
        .field(lang, "debt_to", date(state.debt_to))
        .field(lang, "scope", text(pledge.scope.clone()))
        .field(lang, "appraiser", text(pledge.appraiser.clone()))
        .field(lang, "appraised_value", money(pledge.appraised))
        .field(lang, "appraisal_method", text(pledge.appraisal_method.clone()))
        .field(lang, "appraisal_date", date(pledge.appraisal_day))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut patents = Table::of(lang, &["application_no", "title", "status", BASIS, "term_end"])
        .titled(title(lang, "patents"));
    for patent in &card.patents {
        let facts = ledger.patent_facts(*patent, snapshot.as_of, snapshot)?;
        let name = ledger.patent(*patent, snapshot).ok().and_then(|card| card.patent.title);
        patents.row(vec![
            Cell::id(patent),
            text(name),
            Cell::opt(facts.status, |status| coded(lang, "status", status.code())),
            status_basis(lang, facts.status.is_some() && facts.status_undated),
            date(facts.term_end),
        ]);
    }
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut loans = Table::of(lang, &["loan_no", "disbursed_on", "due_on", "outstanding"])
        .titled(title(lang, "loans"));
    for loan in ledger.loans_of_pledge(card.id, snapshot)? {
        let number = Cell::id(&loan.loan_no);
        match loan.replay(&lpr, snapshot.as_of) {
            Ok(account) => {
                let balance = account.balance();
                let due = date(Some(balance.due));
                loans.row(vec![number, date(account.start()), due, yuan(balance.principal)]);
            }
            Err(problem) => {
                loans.row(vec![number, Cell::Empty, date(Some(loan.terms.due))]);
                let why = loan_problem(lang, &problem).message;
                loans.note(say::loan_left_out(lang, &loan.loan_no, why));
            }
        }
    }
    let alerts = findings(lang, &alerts_of(ledger, &card, &lpr, snapshot)?);
    let lines = card.events.iter().filter(|event| event.day <= snapshot.as_of);
    let brought_by = lines.map(|event| event.brought_by).chain([card.brought_by]);
    let entries = entries(lang, ledger, brought_by)?;
    record
        .table("patents", patents)
        .table("loans", loans)
        .table("timeline", timeline(lang, ledger, snapshot, &card)?)
        .table("alerts", alerts.titled(title(lang, "alerts")))
        .table("entries", entries);
    Ok(record)
}

/// What happened to a pledge.
fn timeline(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    card: &PledgeCard,
) -> Result<Table, Refusal> {
    let keys = [
        "on",
        "event",
        "patent",
        "ground",
        "secured_amount",
        "debt_to",
        "party",
        "detail",
        "entry",
    ];
    let mut table = Table::of(lang, &keys).titled(title(lang, "timeline"));
    for event in card.events.iter().filter(|event| event.day <= snapshot.as_of) {
        let party = event.party.map(|party| ledger.party_name(party, snapshot)).transpose()?;
        table.row(vec![
            date(Some(event.day)),
            coded(lang, "pledge_event", event.kind.code()),
            Cell::opt(event.patent, Cell::id),
            Cell::opt(event.ground.as_deref(), |code| Cell::code(code, ground(lang, code))),
            money(event.secured),
            date(event.debt_to),
            text(party),
            text(event.detail.clone()),
            Cell::Ordinal(event.brought_by),
        ]);
    }
    Ok(table)
}

/// Of a release its ground, of a consent what was agreed to, of a waiver the rule.
fn ground(lang: Lang, code: &str) -> String {
    let said = ["ground", "event"].map(|group| label(lang, group, code));
    let rule = Rule::ALL.into_iter().find(|rule| rule.code() == code);
    let said = said.into_iter().find(|words| words != code);
    said.or_else(|| rule.map(|rule| rule_words(lang, rule))).unwrap_or_else(|| code.to_owned())
}

/// A rule by its words, with its number where it has one.
fn rule_words(lang: Lang, rule: Rule) -> String {
    let (code, said) = (rule.code(), words::rule(lang, rule));
    match code.starts_with('R') {
        true => format!("{code} {said}"),
        false => said.to_string(),
    }
}

/// Eligible or not, then each ground with its evidence.
pub fn pledge_check(lang: Lang, found: &Check) -> Details {
    let mut record = Details::new(say::checked_under(lang, words::regime(lang, found.regime)));
    let regime = Cell::code(found.regime.code(), words::regime(lang, found.regime));
    record.field(lang, "eligible", Cell::Bool(found.eligible())).field(lang, "regime", regime);
    record.table("findings", findings(lang, &found.findings));
    record
}

/// A ground as a form of a pledge shows it, with nothing of its evidence cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundLine {
    pub rule: String,
    pub patent: Option<String>,
    pub outcome: String,
    pub evidence: String,
    /// Whether it passes.
    pub is_met: bool,
    /// The field that would tell what is not known, or say that the parties want it all the same.
    pub fills: Option<&'static str>,
}

/// Every ground of a check, for a form.
pub fn grounds(lang: Lang, found: &Check) -> Vec<GroundLine> {
    let line = |finding: &GroundFinding| GroundLine {
        rule: rule_words(lang, finding.rule),
        patent: finding.patent.map(|number| number.to_string()),
        outcome: label(lang, "outcome", finding.outcome.code()),
        evidence: words::evidence(lang, &finding.evidence),
        is_met: matches!(finding.outcome, GroundOutcome::Pass | GroundOutcome::Flag),
        fills: match finding.outcome {
            GroundOutcome::Unknown => finding.evidence.lacks(),
            GroundOutcome::Waivable => Some("waive"),
            GroundOutcome::Pass | GroundOutcome::Flag | GroundOutcome::Refuse => None,
        },
    };
    found.findings.iter().map(line).collect()
}

/// Rule, patent, outcome, evidence: a line each.
pub fn findings(lang: Lang, found: &[GroundFinding]) -> Table {
    let mut table = Table::of(lang, &["rule", "patent", "outcome", "evidence"]);
    for finding in found {
        table.row(finding_cells(lang, finding).into());
    }
    table
}

fn finding_cells(lang: Lang, finding: &GroundFinding) -> [Cell; 4] {
    [
        Cell::code(finding.rule.code(), rule_words(lang, finding.rule)),
        Cell::opt(finding.patent, Cell::id),
        coded(lang, "outcome", finding.outcome.code()),
        Cell::text(words::evidence(lang, &finding.evidence)),
    ]
}

/// Every pledge as a file can bring it in again.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let named = |party: &PartyId| named(parties.get(party));
    let rows = ledger.pledges(snapshot)?.into_iter().map(|card| {
        let pledgors = card.pledgors.iter().map(named).collect();
        as_stated(&card, pledgors, named(&card.pledgee), snapshot.as_of).texts()
    });
    Ok(exported(lang, &FIELDS, rows))
}
