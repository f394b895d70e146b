//! What may stand for an argument that is missing: the newest of its kind, read from the ledger.

use crate::domain::indicator::Indicator;
use crate::domain::loan::Class;
use crate::domain::party::{Mark, Role};
use crate::domain::values::Quarter;
use crate::i18n::Lang;
use crate::i18n::codes::{label, words_of};
use crate::ledger::{Ledger, PartyId, Snapshot, day_in_china};
use crate::operations::Refusal;
use crate::operations::fact_noun::FACTS;
use crate::operations::import::Noun;
use crate::operations::patent::{PatentQuery, each_wanted};
use crate::stats::funds;

/// Candidates named.
const NAMED: usize = 10;

/// Patents a ledger may hold for the newest of them to be looked for: it must not take longer than typing.
const MOST_PATENTS: i64 = 50_000;

/// The words that may stand for the argument `id`, where they are few and the same in every ledger.
pub fn words(lang: Lang, id: &str) -> Vec<String> {
    let coded = |group: &str, codes: &[&str]| -> Vec<String> {
        codes.iter().map(|code| format!("{code} {}", label(lang, group, code))).collect()
    };
    match id {
        "indicator" => coded(id, &Indicator::ALL.map(Indicator::code)),
        "role" => coded(id, &Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>()),
        "mark" => coded(id, &Mark::ALL.iter().map(|mark| mark.code()).collect::<Vec<_>>()),
        "class" => coded(id, &Class::ALL.map(Class::code)),
        "noun" => Noun::all().map(|noun| noun.code().to_owned()).collect(),
        field => words_of(lang, field),
    }
}

/// What may stand for the argument `id`, the newest first.
pub fn newest(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    id: &str,
) -> Result<Vec<String>, Refusal> {
    let name = |party: Option<PartyId>| {
        party.map_or(Ok(String::new()), |party| ledger.party_name(party, snapshot))
    };
    let mut found: Vec<(i64, String)> = Vec::new();
    match id {
        "registration_no" => {
            for card in ledger.pledges(snapshot)? {
                let pledgor = name(card.pledgors.first().copied())?;
                found.push((card.brought_by, format!("{} {pledgor}", card.pledge.number)));
            }
        }
        "loan_no" | "loan_or_claim" => ledger.each_loan(snapshot, |card| {
            found.push((card.brought_by, format!("{} {}", card.loan_no, name(card.borrower)?)));
            Ok::<_, Refusal>(())
        })?,
        "claim_no" => {
            for card in ledger.compensation(snapshot)?.claims {
                let borrower = name(card.borrower)?;
                found.push((card.brought_by, format!("{} {borrower}", card.claim.claim_no)));
            }
        }
        "application_no" | "patent_nos" if ledger.counts(snapshot)?[1] <= MOST_PATENTS => {
            each_wanted(ledger, snapshot, &PatentQuery::default(), |card, _| {
                let title = card.patent.title.unwrap_or_default();
                found.push((card.brought_by, format!("{} {title}", card.patent.number)));
            })?;
        }
        "party" | "bank" => {
            for card in ledger.parties(snapshot)? {
                let is_bank = card.roles.iter().any(|held| held.role == Role::Bank);
                if let Some(name) = card.party.name.filter(|_| id == "party" || is_bank) {
                    found.push((card.brought_by, name));
                }
            }
        }
        "fund" => {
            for fund in funds(&ledger.compensation(snapshot)?, snapshot.as_of)? {
                found.push((0, fund.fund));
            }
        }
        "plan" => {
            for card in ledger.plans(snapshot)? {
                found.push((card.brought_by, card.plan.code));
            }
        }
        "scheme" => {
            for card in ledger.schemes(snapshot)? {
                found.push((card.brought_by, card.scheme.terms.id.clone()));
            }
        }
        "entry" => {
            for entry in ledger.log(snapshot, NAMED)? {
                let day = day_in_china(entry.recorded_at).map(|day| day.to_string());
                let (day, action) = (day.unwrap_or_default(), label(lang, "action", &entry.action));
                found.push((entry.entry, format!("{} {action} {day}", entry.entry)));
            }
        }
        "reconciliation" => {
            for run in ledger.reconciliations(None, snapshot)? {
                let bank = name(Some(run.bank))?;
                found.push((run.brought_by, format!("{} {bank} {}", run.number, run.cutoff)));
            }
        }
        "quarter" => {
            let current = Quarter::of(snapshot.as_of);
            return Ok((1..=4).map(|before| current.plus(-before).to_string()).collect());
        }
        id => {
            if let Some(noun) = FACTS.iter().find(|noun| noun.fields[noun.keys[0]] == id) {
                let all = noun.all(ledger, snapshot)?.into_iter();
                found.extend(all.map(|card| (card.brought_by, noun.id(&card.texts))));
            }
        }
    }
    // The newest entry first; within one the order in which it was asked.
    found.sort_by_key(|(entry, _)| std::cmp::Reverse(*entry));
    let named = found.into_iter().take(NAMED);
    Ok(named.map(|(_, text)| text.trim_end().to_owned()).collect())
}
