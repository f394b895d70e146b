//! `pledge list` with filters, `pledge list --alerts`, and `pledge export` of what a file can bring in again.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::export_to;
use crate::cli::loan::secured_loans;
use crate::cli::output::{Shown, date, text};
use crate::cli::pages;
use crate::cli::requests::Typed;
use crate::domain::loan::LprTable;
use crate::domain::pledge::alerts::alerts;
use crate::domain::pledge::record::FIELDS;
use crate::domain::pledge::{EventKind, Finding, Outcome};
use crate::domain::values::Money;
use crate::i18n::codes::label;
use crate::i18n::findings;
use crate::ledger::{Ledger, PartyId, PledgeCard, PledgeState, Snapshot};
use crate::report::{Cell, Table};

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

pub fn money(amount: Option<Money>) -> Cell {
    Cell::opt(amount, |amount| Cell::Yuan(amount.fen()))
}

pub fn names(ledger: &Ledger, parties: &[PartyId], snapshot: Snapshot) -> Result<String, Failure> {
    let names: Result<Vec<String>, _> =
        parties.iter().map(|party| ledger.party_name(*party, snapshot)).collect();
    Ok(names?.join(";"))
}

/// What is worth knowing of a pledge: passes are left out.
pub fn alerts_of(
    ledger: &Ledger,
    card: &PledgeCard,
    lpr: &LprTable,
    snapshot: Snapshot,
) -> Result<Vec<Finding>, Failure> {
    let loans = secured_loans(ledger, card.id, lpr, snapshot)?;
    let facts = ledger.pledge_facts(card, loans, snapshot)?;
    let mut found = alerts(&facts, snapshot.as_of);
    found.retain(|finding| finding.outcome != Outcome::Pass);
    Ok(found)
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let party = arg("party").map(|party| ledger.find_party(party, snapshot)).transpose()?;
    let year = Typed::new(context, matches).year("year")?;
    let (only_open, only_alerts) = (matches.get_flag("open"), matches.get_flag("alerts"));
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let lang = context.lang;
    let mut table = if only_alerts {
        Table::of(lang, &["registration_no", "pledgee", "rule", "patent", "outcome", "evidence"])
    } else {
        Table::of(lang, &COLUMNS)
    };
    for card in ledger.pledges(snapshot)? {
        let state = card.state(snapshot.as_of);
        let says = |words: &str| {
            card.pledge.number.as_str().contains(words)
                || card.pledge.contract_no.as_deref().is_some_and(|no| no.contains(words))
        };
        let fits = card.pledge.registered <= snapshot.as_of
            && party.is_none_or(|party| state.pledgee == party || card.pledgors.contains(&party))
            && year.is_none_or(|year| card.pledge.registered.year() == year)
            && (!only_open || state.in_force)
            && arg("text").is_none_or(says);
        if !fits {
            continue;
        }
        if only_alerts {
            let number = Cell::id(&card.pledge.number);
            let pledgee = Cell::text(ledger.party_name(state.pledgee, snapshot)?);
            for finding in alerts_of(ledger, &card, &lpr, snapshot)? {
                let (rule, outcome) = (finding.rule, finding.outcome.code());
                table.row(vec![
                    number.clone(),
                    pledgee.clone(),
                    Cell::code(
                        rule.code(),
                        format!("{} {}", rule.code(), findings::rule(lang, rule)),
                    ),
                    Cell::opt(finding.patent, Cell::id),
                    Cell::code(outcome, label(lang, "outcome", outcome)),
                    Cell::text(findings::evidence(lang, &finding.evidence)),
                ]);
            }
            continue;
        }
        table.row(row(context, ledger, snapshot, &card, &state)?);
    }
    pages::sort_and_cut(context, matches, &mut table)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "pledge.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// Lists the pledges a party gives or holds.
pub fn of_party(
    context: &Context,
    ledger: &Ledger,
    snapshot: Snapshot,
    fits: impl Fn(&PledgeCard, &PledgeState) -> bool,
) -> Result<Table, Failure> {
    let mut table = Table::of(context.lang, &COLUMNS);
    for card in ledger.pledges(snapshot)? {
        let state = card.state(snapshot.as_of);
        if card.pledge.registered <= snapshot.as_of && fits(&card, &state) {
            table.row(row(context, ledger, snapshot, &card, &state)?);
        }
    }
    Ok(table)
}

fn row(
    context: &Context,
    ledger: &Ledger,
    snapshot: Snapshot,
    card: &PledgeCard,
    state: &PledgeState,
) -> Result<Vec<Cell>, Failure> {
    let patents = if state.in_force { state.patents.len() } else { card.patents.len() };
    Ok(vec![
        Cell::id(&card.pledge.number),
        date(Some(card.pledge.registered)),
        Cell::text(names(ledger, &card.pledgors, snapshot)?),
        Cell::text(ledger.party_name(state.pledgee, snapshot)?),
        Cell::Count(patents as i64),
        money(state.secured),
        date(state.debt_to),
        state_cell(context, state),
    ])
}

pub fn state_cell(context: &Context, state: &PledgeState) -> Cell {
    let code = match state.ended {
        _ if state.in_force => "in_force",
        Some((EventKind::Realise, _)) => "realised",
        Some((EventKind::Revoke, _)) => "revoked",
        Some(_) => "released",
        None => "not_yet",
    };
    Cell::code(code, label(context.lang, "pledge_state", code))
}

/// `pledge export [FILE]`: the fields an importer takes.
pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let mut table = Table::of(context.lang, &FIELDS);
    for card in ledger.pledges(snapshot)? {
        let pledge = &card.pledge;
        let state = card.state(snapshot.as_of);
        let code_of = |parties: &[PartyId]| -> Result<String, Failure> {
            let mut codes = Vec::new();
            for party in parties {
                codes.extend(
                    ledger.party(*party, snapshot)?.party.code.map(|code| code.to_string()),
                );
            }
            // A code stands for the party at its place; a gap would shift the others.
            Ok(if codes.len() == parties.len() { codes.join(";") } else { String::new() })
        };
        let list = card.patents.iter().map(ToString::to_string).collect::<Vec<_>>().join(";");
        let released = state.ended.map(|(_, day)| day);
        let ground = card
            .events
            .iter()
            .find(|e| e.kind == EventKind::Release)
            .and_then(|e| e.ground.clone());
        let yes_no = |value: bool| {
            Cell::text(
                context
                    .lang
                    .pick(if value { "是" } else { "否" }, if value { "yes" } else { "no" }),
            )
        };
        table.row(vec![
            Cell::id(&pledge.number),
            date(Some(pledge.registered)),
            Cell::text(names(ledger, &card.pledgors, snapshot)?),
            Cell::Id(code_of(&card.pledgors)?),
            Cell::text(ledger.party_name(card.pledgee, snapshot)?),
            Cell::Id(list),
            Cell::opt(pledge.contract_no.clone(), Cell::Id),
            money(pledge.secured),
            date(pledge.debt_from),
            date(pledge.debt_to),
            Cell::Id(code_of(&[card.pledgee])?),
            date(pledge.applied),
            date(pledge.contract_day),
            Cell::text(pledge.debt_kind.code()),
            text(pledge.scope.clone()),
            Cell::opt(pledge.patents_stated, |n| Cell::Count(i64::from(n))),
            Cell::opt(pledge.forfeiture, yes_no),
            text(pledge.appraiser.clone()),
            money(pledge.appraised),
            text(pledge.appraisal_method.clone()),
            date(pledge.appraisal_day),
            date(released),
            text(ground.filter(|_| released.is_some())),
        ]);
    }
    export_to(context, matches, "pledge.export", ledger, snapshot, table)
}
