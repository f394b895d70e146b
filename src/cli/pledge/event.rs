//! What happens to a registered pledge: `pledge change consent release realize revoke`.

use clap::ArgMatches;

use super::number;
use super::register::event;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{day, day_or_today, recorded, unknown_word};
use crate::domain::loan::record::positive_amount;
use crate::domain::numbers::ApplicationNo;
use crate::domain::party::Said;
use crate::domain::pledge::{EventKind, Evidence, Finding, Ground, Outcome as Found, Rule};
use crate::domain::values::Unit;
use crate::domain::{Fault, Problem};
use crate::exchange::import::{Outcome, Parties};
use crate::ledger::{DISPOSALS, Entry, LedgerError, PledgeCard, PledgeEvent, Verdict};

/// Records one event of a pledge that is in force on its day.
fn record(
    context: &Context,
    matches: &ArgMatches,
    schema: &'static str,
    make: impl FnOnce(&Entry<'_>, &PledgeCard) -> Result<PledgeEvent, Failure>,
) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act(schema), |entry| {
        let Some(card) = entry.pledge_by_no(number.as_str())? else {
            let id = number.to_string();
            return Err(Failure::from(LedgerError::NotFound { noun: "pledge", id }));
        };
        let event = make(entry, &card)?;
        if event.day < card.pledge.registered {
            let problem =
                Problem::DateBefore { earlier: "registered_on", than: card.pledge.registered };
            return Err(Failure::Record(vec![Fault::new("on", event.day.to_string(), problem)]));
        }
        let state = card.state(event.day);
        if !state.in_force {
            let id = number.to_string();
            return Err(Failure::from(LedgerError::Ended {
                noun: "pledge",
                id,
                on: state.ended.map(|(_, day)| day),
            }));
        }
        if let Some(patent) = event.patent.filter(|patent| !state.patents.contains(patent)) {
            let problem = Problem::UnknownReference { noun: "patent" };
            return Err(Failure::Record(vec![Fault::new("patent", patent.to_string(), problem)]));
        }
        entry.bring_pledge_event(card.id, &event, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, schema, ledger, receipt)
}

fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

fn patent(matches: &ArgMatches) -> Result<Option<ApplicationNo>, Failure> {
    let Some(text) = text(matches, "patent") else { return Ok(None) };
    match ApplicationNo::read(&text) {
        Ok(read) => Ok(Some(read.value)),
        Err(refusal) => Err(Failure::Record(vec![Fault { field: "patent", refusal }])),
    }
}

/// `pledge change NO --on DAY [--secured_amount ..] [--debt-to ..] [--pledgee ..]`: other terms from
/// the day on. A term beyond a patent's last day is refused as at registration (R6).
pub fn change(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let on = day_or_today(context, matches, "on")?;
    let registered = day(matches, "registered_on")?;
    let unit = context.unit.unwrap_or(Unit::Yuan);
    let secured =
        text(matches, "secured_amount").map(|text| positive_amount(&text, unit)).transpose();
    let secured = secured
        .map_err(|refusal| Failure::Record(vec![Fault { field: "secured_amount", refusal }]))?
        .map(|read| read.value);
    let debt_to = day(matches, "debt_to")?;
    let pledgee = text(matches, "pledgee");
    let detail = text(matches, "detail");
    if secured.is_none() && debt_to.is_none() && pledgee.is_none() && detail.is_none() {
        return Err(LedgerError::NoChange.into());
    }
    record(context, matches, "pledge.change", |entry, card| {
        if let Some(debt_to) = debt_to {
            for number in card.state(on).patents {
                let facts = entry.patent_facts(number, on)?;
                if let Some(term_end) = facts.term_end.filter(|end| debt_to > *end) {
                    return Err(Failure::rule(
                        Rule::R6,
                        number,
                        Evidence::PastTerm { debt_to, term_end },
                    ));
                }
            }
        }
        let party = match &pledgee {
            None => None,
            Some(name) => {
                let named = super::check::Asked::named(name);
                let found = Parties::new(entry)?.accept_all(
                    &[named],
                    Said::Nothing,
                    &mut Outcome::default(),
                )?;
                Some(found.map_err(|fault| Failure::Record(vec![fault]))?[0])
            }
        };
        Ok(PledgeEvent {
            registered,
            secured,
            debt_to,
            party,
            detail,
            ..event(EventKind::Change, on)
        })
    })
}

/// `pledge consent NO EVENT --on DAY`: the pledgee agrees to a transfer, a licence or an abandonment.
pub fn consent(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let what = text(matches, "event").unwrap_or_default();
    if !DISPOSALS.contains(&what.as_str()) {
        return Err(unknown_word(context.lang, &what, &DISPOSALS));
    }
    let on = day_or_today(context, matches, "on")?;
    let (patent, detail) = (patent(matches)?, text(matches, "detail"));
    record(context, matches, "pledge.consent", |_, _| {
        Ok(PledgeEvent {
            patent,
            ground: Some(what),
            detail,
            ..event(EventKind::PledgeeConsent, on)
        })
    })
}

/// `pledge release NO --ground GROUND --on DAY [--patent NO]`.
pub fn release(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ground = text(matches, "ground").unwrap_or_default();
    let ground = Ground::read(&ground)
        .map_err(|refusal| Failure::Record(vec![Fault { field: "release_ground", refusal }]))?
        .value;
    end(context, matches, "pledge.release", EventKind::Release, Some(ground))
}

/// `pledge realize NO --on DAY`: the pledgee is paid from the patent.
pub fn realize(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    end(context, matches, "pledge.realize", EventKind::Realise, Some(Ground::Realised))
}

/// `pledge revoke NO`: the registration is void from the start.
pub fn revoke(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    end(context, matches, "pledge.revoke", EventKind::Revoke, None)
}

fn end(
    context: &Context,
    matches: &ArgMatches,
    schema: &'static str,
    kind: EventKind,
    ground: Option<Ground>,
) -> Result<Done, Failure> {
    let on = day_or_today(context, matches, "on")?;
    let patent = match matches.try_contains_id("patent") {
        Ok(_) => patent(matches)?,
        Err(_) => None,
    };
    let detail = text(matches, "detail");
    let ground = ground.map(|ground| ground.code().to_owned());
    record(context, matches, schema, |_, _| {
        Ok(PledgeEvent { patent, ground, detail, ..event(kind, on) })
    })
}

impl Failure {
    /// A single rule that refuses.
    pub fn rule(rule: Rule, patent: ApplicationNo, evidence: Evidence) -> Self {
        Self::Rule(Finding { rule, patent: Some(patent), outcome: Found::Refuse, evidence })
    }
}
