//! Import of pledges: the registry's list, row by row, in file order.

use std::collections::HashMap;

use crate::domain::party::Said;
use crate::domain::patent::{Change, Named};
use crate::domain::pledge::record::{self, FIELDS, PledgeRecord};
use crate::domain::pledge::{EventKind, Pledge};
use crate::domain::{Fault, Note, Problem};
use crate::exchange::source::Source;
use crate::ledger::{Entry, PartyId, PledgeCard, PledgeEvent};

use super::outcome::{Correction, Outcome};
use super::parties::Parties;
use super::patent::known_otherwise;
use super::scan::{At, scan};
use super::{ImportError, Rules, fields};

const WANTED_KEYS: [usize; 1] = [record::REGISTRATION_NO];

pub(super) fn import(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let mut parties = Parties::new(entry)?;
    let mut rows_of: HashMap<String, (u32, PledgeRecord)> = HashMap::new();
    let wanted = rules.wanted(&FIELDS, &fields::PLEDGE, &WANTED_KEYS);
    scan(source, &wanted, outcome, |at, record, outcome| {
        rules.progress.read(outcome.rows);
        match PledgeRecord::read(record, rules.today) {
            Ok((read, notes)) => {
                outcome.note_all(&notes, at.row);
                let number = read.pledge.number.to_string();
                match rows_of.get(&number) {
                    Some((_, first)) if *first == read => outcome.unchanged += 1,
                    Some((first_row, _)) => {
                        let problem = Problem::TwiceInFile { first_row: *first_row };
                        let fault = Fault::new("registration_no", number, problem);
                        outcome.rejects.push(at.reject(vec![fault]));
                    }
                    None => {
                        take(entry, at, &read, rules, &mut parties, outcome)?;
                        rows_of.insert(number, (at.row, read));
                    }
                }
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        }
        Ok(())
    })
}

fn take(
    entry: &Entry<'_>,
    at: &At<'_>,
    read: &PledgeRecord,
    rules: &Rules<'_>,
    parties: &mut Parties<'_, '_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let known = entry.pledge_by_no(read.pledge.number.as_str())?;
    if known.is_none()
        && let Some(fault) = already_pledged(entry, read)?
    {
        outcome.rejects.push(at.reject(vec![fault]));
        return Ok(());
    }
    let named: Vec<Named> = read.pledgors.iter().chain([&read.pledgee]).cloned().collect();
    let mut ids: Vec<PartyId> = match parties.accept_all(&named, Said::Nothing, outcome)? {
        Ok(ids) => ids,
        Err(fault) => {
            let fault = Fault { field: "pledgor", ..fault };
            outcome.rejects.push(at.reject(vec![fault]));
            return Ok(());
        }
    };
    let pledgee = ids.pop().unwrap_or_default();
    let Some(card) = known else {
        for number in &read.patents {
            if !entry.knows_patent(*number)? {
                outcome.note(Note::PatentNotRecorded, at.row);
            }
        }
        let card = card(read.pledge.clone(), pledgee, ids, read);
        let id = entry.add_pledge(&card, Some(at.row))?;
        if let Some(release) = release(read) {
            entry.bring_pledge_event(id, &release, Some(at.row))?;
        }
        outcome.accepted += 1;
        return Ok(());
    };
    let mut changes = differences(&card.pledge, &read.pledge);
    if card.patents != read.patents {
        let list = |patents: &[crate::domain::numbers::ApplicationNo]| {
            patents.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
        };
        changes.push(Change {
            field: "patent_nos",
            old: list(&card.patents),
            new: list(&read.patents),
        });
    }
    let news =
        release(read).filter(|_| card.state(crate::domain::values::Date::MAX).ended.is_none());
    if let Some(release) = &news {
        changes.push(Change {
            field: "released_on",
            old: String::new(),
            new: release.day.to_string(),
        });
    }
    let id = read.pledge.number.to_string();
    if changes.is_empty() {
        outcome.unchanged += 1;
    } else if rules.accept_corrections && card.patents == read.patents {
        let merged = PledgeCard { pledge: merged(&card.pledge, &read.pledge), ..card.clone() };
        if merged.pledge != card.pledge {
            entry.correct_pledge(&merged, Some(at.row))?;
        }
        if let Some(release) = &news {
            entry.bring_pledge_event(card.id, release, Some(at.row))?;
        }
        outcome.corrected += 1;
        outcome.corrections.push(Correction { row: at.row, id, changes });
    } else {
        outcome.rejects.push(at.reject(vec![known_otherwise(changes, id)]));
    }
    Ok(())
}

/// A patent that was under another pledge on the day of registration (R9).
fn already_pledged(entry: &Entry<'_>, read: &PledgeRecord) -> Result<Option<Fault>, ImportError> {
    for number in &read.patents {
        for other in entry.pledges_of_patent(*number)? {
            let state = other.state(read.pledge.registered);
            if state.in_force && state.patents.contains(number) {
                let problem = Problem::AlreadyPledged {
                    registration_no: other.pledge.number.to_string(),
                    since: other.pledge.registered,
                };
                return Ok(Some(Fault::new("patent_nos", number.to_string(), problem)));
            }
        }
    }
    Ok(None)
}

/// A pledge on its way into the ledger.
pub fn card(
    pledge: Pledge,
    pledgee: PartyId,
    pledgors: Vec<PartyId>,
    read: &PledgeRecord,
) -> PledgeCard {
    PledgeCard {
        id: 0,
        pledge,
        pledgee,
        pledgors,
        patents: read.patents.clone(),
        events: Vec::new(),
        brought_by: 0,
        source_row: None,
    }
}

/// The release a record states.
fn release(read: &PledgeRecord) -> Option<PledgeEvent> {
    let (day, ground) = read.released?;
    Some(PledgeEvent {
        kind: EventKind::Release,
        day,
        registered: None,
        patent: None,
        party: None,
        ground: ground.map(|ground| ground.code().to_owned()),
        secured: None,
        debt_to: None,
        detail: None,
        brought_by: 0,
    })
}

/// What `news` says and `known` does not.
pub fn merged(known: &Pledge, news: &Pledge) -> Pledge {
    Pledge {
        number: known.number.clone(),
        registered: news.registered,
        applied: news.applied.or(known.applied),
        contract_no: news.contract_no.clone().or_else(|| known.contract_no.clone()),
        contract_day: news.contract_day.or(known.contract_day),
        debt_kind: news.debt_kind,
        secured: news.secured.or(known.secured),
        debt_from: news.debt_from.or(known.debt_from),
        debt_to: news.debt_to.or(known.debt_to),
        scope: news.scope.clone().or_else(|| known.scope.clone()),
        patents_stated: news.patents_stated.or(known.patents_stated),
        forfeiture: news.forfeiture.or(known.forfeiture),
        appraiser: news.appraiser.clone().or_else(|| known.appraiser.clone()),
        appraised: news.appraised.or(known.appraised),
        appraisal_method: news.appraisal_method.clone().or_else(|| known.appraisal_method.clone()),
        appraisal_day: news.appraisal_day.or(known.appraisal_day),
    }
}

/// The fields that `news` would change.
pub fn differences(known: &Pledge, news: &Pledge) -> Vec<Change> {
    let news = merged(known, news);
    let changes = [
        Change::of(
            "registered_on",
            Some(known.registered.to_string()),
            Some(news.registered.to_string()),
        ),
        Change::of(
            "applied_on",
            known.applied.map(|d| d.to_string()),
            news.applied.map(|d| d.to_string()),
        ),
        Change::of("contract_no", known.contract_no.clone(), news.contract_no),
        Change::of(
            "contract_date",
            known.contract_day.map(|d| d.to_string()),
            news.contract_day.map(|d| d.to_string()),
        ),
        Change::of(
            "debt_kind",
            Some(known.debt_kind.code().to_owned()),
            Some(news.debt_kind.code().to_owned()),
        ),
        Change::of(
            "secured_amount",
            known.secured.map(|m| m.to_string()),
            news.secured.map(|m| m.to_string()),
        ),
        Change::of(
            "debt_from",
            known.debt_from.map(|d| d.to_string()),
            news.debt_from.map(|d| d.to_string()),
        ),
        Change::of(
            "debt_to",
            known.debt_to.map(|d| d.to_string()),
            news.debt_to.map(|d| d.to_string()),
        ),
        Change::of("scope", known.scope.clone(), news.scope),
        Change::of("appraiser", known.appraiser.clone(), news.appraiser),
        Change::of(
            "appraised_value",
            known.appraised.map(|m| m.to_string()),
            news.appraised.map(|m| m.to_string()),
        ),
        Change::of("appraisal_method", known.appraisal_method.clone(), news.appraisal_method),
    ];
    changes.into_iter().flatten().collect()
}
