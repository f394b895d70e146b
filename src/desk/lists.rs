//! The lists and cards of the desk, each known by the command that shows the same.

use super::effect::{Counts, ListQuery, NextStep, Page};
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::operations::refusal;
use crate::ledger::{Ledger, Snapshot};
use crate::operations::certificate::CertificateQuery;
use crate::operations::evidence::EvidenceQuery;
use crate::operations::loan::LoanQuery;
use crate::operations::party::PartyQuery;
use crate::operations::patent::PatentQuery;
use crate::operations::pct::PctQuery;
use crate::operations::pledge::PledgeQuery;
use crate::operations::program::CaseQuery;
use crate::operations::{self, Refusal};
use crate::report::views::reconciliation::Rows;
use crate::report::views::{
    Detail, certificate, claim, evidence, fund, loan, log, party, patent, pct, plan, pledge,
    population, program, publication, reconciliation, scheme, target,
};
use crate::report::{Details, Table};
use crate::stats::plans::PlanChoice;

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Look<'l> {
    pub lang: Lang,
    pub ledger: &'l Ledger,
    pub snapshot: Snapshot,
}

/// A list: which rows it has, what names a row, which card a row opens.
pub struct List {
    /// The command that gives it.
    pub command: &'static str,
    /// The noun whose verbs act on a row.
    pub noun: &'static str,
    /// The column that names a row.
    pub key: &'static str,
    /// The command that shows a row's card; none: a row has none.
    pub card: Option<&'static str>,
    /// Returns its rows; of those that it can look for itself, those where the text stands.
    pub rows: RowsOf,
}

/// How a list comes to its rows.
pub enum RowsOf {
    /// It looks for a text itself, in names that no column shows too.
    Searched(fn(Look<'_>, Option<String>) -> Result<Table, Refusal>),
    /// A text is looked for in what it shows.
    Whole(fn(Look<'_>) -> Result<Table, Refusal>),
    /// It may be large, and is read part by part where that tells all that is asked.
    Parts(&'static Parts),
}

/// A list that can be read part by part.
pub struct Parts {
    /// The rows that fit, from a place to another; none: only the whole list tells.
    pub part: fn(Look<'_>, &ListQuery) -> Result<Option<Page>, Refusal>,
    /// How many rows that fit show which value in a column; none: only the whole list tells.
    pub tally: fn(Look<'_>, &ListQuery, &str) -> Result<Option<Counts>, Refusal>,
    /// All rows where a text stands.
    pub whole: fn(Look<'_>, Option<String>) -> Result<Table, Refusal>,
}

use RowsOf::{Searched, Whole};

/// The query of patents that a list asks for; none: the rows themselves must be looked at.
fn patents_asked(at: Look<'_>, asked: &ListQuery) -> Option<PatentQuery> {
    let text = Some(asked.text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut query = PatentQuery { text, ..PatentQuery::default() };
    let mut narrows =
        |(key, value): &(&str, String)| patent::narrow(at.lang, &mut query, key, value);
    asked.values.iter().all(&mut narrows).then_some(query)
}

static PATENTS: Parts = Parts {
    part: |at, asked| {
        let Some(query) = patents_asked(at, asked) else { return Ok(None) };
        if !patent::is_quick(at.lang, at.ledger, at.snapshot, asked.sort)? {
            return Ok(None);
        }
        let (first, places) = (asked.first, asked.first..asked.first.saturating_add(asked.count));
        let part =
            |places| patent::part(at.lang, at.ledger, at.snapshot, &query, asked.sort, places);
        let (table, fitting, of) = part(places)?;
        let sums = vec![None; table.columns.len()];
        Ok(Some(Page { table, first: first.min(fitting), fitting, of, sums }))
    },
    tally: |at, asked, key| match patents_asked(at, asked) {
        Some(query) => patent::tally(at.lang, at.ledger, at.snapshot, &query, key),
        None => Ok(None),
    },
    whole: |at, text| {
        let query = PatentQuery { text, ..PatentQuery::default() };
        patent::list(at.lang, at.ledger, at.snapshot, &query)
    },
};

/// Every list, in the order in which the first screen names them.
pub static LISTS: &[List] = &[
    List {
        command: "patent list",
        noun: "patent",
        key: "application_no",
        card: Some("patent show"),
        rows: RowsOf::Parts(&PATENTS),
    },
    List {
        command: "party list",
        noun: "party",
        key: "party",
        card: Some("party show"),
        rows: Searched(|at, text| parties(at, text, false)),
    },
    List {
        command: "pledge list",
        noun: "pledge",
        key: "registration_no",
        card: Some("pledge show"),
        rows: Searched(|at, text| {
            let query = PledgeQuery { text, ..PledgeQuery::default() };
            pledge::list(at.lang, at.ledger, at.snapshot, &query)
        }),
    },
    List {
        command: "pledge list --alerts",
        noun: "pledge",
        key: "registration_no",
        card: Some("pledge show"),
        rows: Searched(|at, text| {
            let query = PledgeQuery { text, ..PledgeQuery::default() };
            pledge::alerts(at.lang, at.ledger, at.snapshot, &query)
        }),
    },
    List {
        command: "loan list",
        noun: "loan",
        key: "loan_no",
        card: Some("loan show"),
        rows: Searched(|at, text| loans(at, text, false)),
    },
    List {
        command: "loan list --overdue",
        noun: "loan",
        key: "loan_no",
        card: Some("loan show"),
        rows: Searched(|at, text| loans(at, text, true)),
    },
    List {
        command: "claim list",
        noun: "claim",
        key: "claim_no",
        card: Some("claim show"),
        rows: Searched(|at, text| claim::searched(at.lang, at.ledger, at.snapshot, text.as_ref())),
    },
    List {
        command: "pct list",
        noun: "pct",
        key: "pct_no",
        card: Some("pct show"),
        rows: Searched(|at, text| {
            let query = PctQuery { text, ..PctQuery::default() };
            pct::list(at.lang, at.ledger, at.snapshot, &query)
        }),
    },
    List {
        command: "program list",
        noun: "program",
        key: "case",
        card: Some("program show"),
        rows: Searched(|at, text| {
            let query = CaseQuery { text, ..CaseQuery::default() };
            program::list(at.lang, at.ledger, at.snapshot, &query)
        }),
    },
    List {
        command: "program list --programs",
        // Its verbs act on cases.
        noun: "",
        key: "program",
        card: Some("program show"),
        rows: Whole(|at| program::programs(at.lang, at.ledger, at.snapshot)),
    },
    List {
        command: "certificate list",
        noun: "certificate",
        key: "certificate_no",
        card: Some("certificate show"),
        rows: Searched(|at, text| {
            let query = CertificateQuery { text, ..CertificateQuery::default() };
            certificate::list(at.lang, at.ledger, at.snapshot, &query)
        }),
    },
    List {
        command: "evidence list",
        noun: "evidence",
        key: "application_no",
        card: Some("evidence show"),
        rows: Searched(|at, text| {
            let query = EvidenceQuery { text, ..EvidenceQuery::default() };
            evidence::list(at.lang, at.ledger, at.snapshot, &query)
        }),
    },
    List {
        command: "population list",
        noun: "population",
        key: "region",
        card: Some("population show"),
        rows: Searched(|at, text| population::list(at.lang, at.ledger, at.snapshot, text.as_ref())),
    },
    List {
        command: "target status",
        noun: "target",
        key: "indicator",
        card: None,
        rows: Whole(|at| {
            let (detail, plan) = (Detail::Screen, PlanChoice::OfTheDay);
            target::progress(at.lang, at.ledger, at.snapshot, detail, plan)
        }),
    },
    List {
        command: "fund balance",
        noun: "fund",
        key: "fund",
        card: None,
        rows: Whole(|at| fund::balances(at.lang, at.ledger, at.snapshot, None)),
    },
    List {
        command: "fund oversight",
        noun: "fund",
        key: "scheme",
        card: None,
        rows: Whole(|at| fund::by_scheme(at.lang, at.ledger, at.snapshot)),
    },
    List {
        command: "scheme list",
        noun: "scheme",
        key: "scheme",
        card: Some("scheme show"),
        rows: Whole(|at| scheme::list(at.lang, at.ledger, at.snapshot)),
    },
    List {
        command: "plan list",
        noun: "plan",
        key: "plan",
        card: Some("plan show"),
        rows: Whole(|at| plan::list(at.lang, at.ledger, at.snapshot)),
    },
    List {
        command: "reconcile list",
        noun: "reconcile",
        key: "reconciliation",
        card: Some("reconcile show"),
        rows: Whole(|at| reconciliation::list(at.lang, at.ledger, at.snapshot)),
    },
    List {
        command: "stats published",
        noun: "stats",
        key: "publication",
        card: None,
        rows: Whole(|at| {
            publication::publications(at.lang, at.ledger, at.snapshot, Detail::Screen)
        }),
    },
    List {
        command: "party list --assumed",
        noun: "party",
        key: "party",
        card: Some("party show"),
        rows: Searched(|at, text| parties(at, text, true)),
    },
    List {
        command: "log",
        noun: "log",
        key: "entry",
        card: Some("log"),
        rows: Whole(|at| log::entries(at.lang, at.ledger, at.snapshot, usize::MAX)),
    },
];

fn parties(at: Look<'_>, text: Option<String>, assumed: bool) -> Result<Table, Refusal> {
    let query = PartyQuery { text, assumed, ..PartyQuery::default() };
    party::list(at.lang, at.ledger, at.snapshot, &query)
}

fn loans(at: Look<'_>, text: Option<String>, overdue: bool) -> Result<Table, Refusal> {
    let query = LoanQuery { bank: None, party: None, text, overdue, open: false };
    loan::list(at.lang, at.ledger, at.snapshot, &query)
}

/// The list that a command gives.
pub fn list(command: &str) -> Option<&'static List> {
    LISTS.iter().find(|list| list.command == command)
}

/// The command that shows what a value of a column names; none where it names nothing with a card.
pub fn card_of(column: &str) -> Option<&'static str> {
    Some(match column {
        "application_no" | "patent" | "parent_no" => "patent show",
        "registration_no" => "pledge show",
        "loan_no" => "loan show",
        "claim_no" | "claim" => "claim show",
        "pct_no" => "pct show",
        "certificate_no" => "certificate show",
        "case" => "program show",
        "party" | "applicant" | "borrower" | "bank" | "pledgee" | "holder" => "party show",
        "entry" | "brought_by" | "voids" | "ended_by" => "log",
        _ => return None,
    })
}

/// The noun a card's command is of.
pub fn noun_of(command: &str) -> &str {
    command.split(' ').next().unwrap_or(command)
}

/// Makes the card that a command shows, with what is worth warning of.
///
/// Errors: `NotFound`; what the views refuse.
pub fn card(at: Look<'_>, words: &[String]) -> Result<(Details, Vec<String>), Refusal> {
    let Look { lang, ledger, snapshot } = at;
    let (id, command) = match words.split_last() {
        Some((id, command)) => (id.as_str(), command.join(" ")),
        None => ("", String::new()),
    };
    let plain = |details: Details| Ok((details, Vec::new()));
    let number = |id: &str| id.parse::<i64>().map_err(|_| Refusal::not_found("entry", id));
    match command.as_str() {
        "party show" => {
            let card = ledger.party(ledger.find_party(id, snapshot)?, snapshot)?;
            plain(party::card(lang, ledger, snapshot, &card)?)
        }
        "patent show" => {
            let number = operations::patent::named(ledger, snapshot, id)?;
            plain(patent::card(lang, ledger, snapshot, number)?)
        }
        "pct show" => {
            let number = operations::pct::number(id)?;
            plain(pct::card(lang, ledger, snapshot, number)?)
        }
        "pledge show" => plain(pledge::card(lang, ledger, snapshot, id)?),
        "loan show" => loan::card(lang, ledger, snapshot, id),
        "loan balance" => loan::balance(lang, ledger, snapshot, id, true),
        "loan schedule" => plain(of_table(loan::schedule(lang, ledger, snapshot, id)?)),
        "claim show" => {
            let (mut details, mut warnings) = claim::card(lang, ledger, snapshot, id)?;
            // Who decides looks first at what changed since it was filed.
            if claim::is_to_decide(ledger, snapshot, id)? {
                match claim::review(lang, ledger, snapshot, id) {
                    Ok(review) => details.tables.insert(0, ("review", review)),
                    Err(refused) => warnings.push(refusal(lang, &refused).message),
                }
            }
            Ok((details, warnings))
        }
        "certificate show" => plain(certificate::card(lang, ledger, snapshot, id)?),
        "program show" => {
            let programs = ledger.programs(snapshot)?.0;
            match programs.iter().rfind(|card| card.program.code == id) {
                Some(card) => plain(program::terms(lang, card)),
                None => plain(program::card(lang, ledger, snapshot, id)?),
            }
        }
        "evidence show" => {
            let number = operations::patent::named(ledger, snapshot, id)?;
            plain(evidence::card(lang, ledger, snapshot, number)?)
        }
        "population show" => plain(population::card(lang, ledger, snapshot, id, None)?),
        "scheme show" => {
            let card = operations::scheme::version(ledger.schemes(snapshot)?, id, None)?;
            plain(scheme::card(lang, &card)?)
        }
        "plan show" => {
            let named = operations::plan::named(ledger, snapshot, id)?;
            plain(plan::card(lang, ledger, snapshot, &named)?)
        }
        "reconcile show" => {
            let (number, rows) = (number(id)?, Rows::All);
            let mut details =
                of_table(reconciliation::card(lang, ledger, snapshot, number, &rows)?);
            let told = reconciliation::told(lang, ledger, snapshot, number, &rows)?;
            details.table("bridge", told.bridge);
            plain(details)
        }
        _ => plain(log::entry(lang, ledger, number(id)?, Detail::Screen)?),
    }
}

/// What is to be done next with what a card shows.
pub fn next_step(at: Look<'_>, words: &[String], by: &str) -> Result<Option<NextStep>, Refusal> {
    let [noun, verb, id] = words else { return Ok(None) };
    if (noun.as_str(), verb.as_str()) != ("claim", "show") {
        return Ok(None);
    }
    let decider = claim::decider(at.lang, at.ledger, at.snapshot, id, by)?;
    Ok(decider.map(|may| NextStep {
        // The day whose figures were looked at.
        words: ["claim", "approve", id, &format!("--on={}", at.snapshot.as_of)]
            .map(str::to_owned)
            .to_vec(),
        barred: may.err(),
    }))
}

/// The days on which something of what a card shows falls due.
pub fn days(at: Look<'_>, words: &[String]) -> Result<Vec<Date>, Refusal> {
    match words {
        [noun, verb, id] if noun == "loan" && verb == "balance" => {
            loan::due_days(at.ledger, at.snapshot, id)
        }
        _ => Ok(Vec::new()),
    }
}

/// A card of a single table.
fn of_table(table: Table) -> Details {
    let mut details = Details::new(table.title.clone().unwrap_or_default());
    details.table("rows", Table { title: None, ..table });
    details
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_known_by_one_command() {
        for list in LISTS {
            assert_eq!(LISTS.iter().filter(|other| other.command == list.command).count(), 1);
            assert!(std::ptr::eq(super::list(list.command).unwrap(), list));
        }
    }
}
