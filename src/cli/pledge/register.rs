//! `pledge register NO`: checked in the transaction that writes it, so that of two clerks one wins;
//! `pledge correct`, `pledge void`.

use clap::ArgMatches;

use super::check::{Asked, table};
use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::fields;
use crate::cli::ledger::{day_or_today, recorded};
use crate::cli::output::style;
use crate::domain::party::Said;
use crate::domain::pledge::record::{FIELDS, PledgeRecord, REGISTRATION_NO};
use crate::domain::pledge::{Consent, EventKind, Rule, Who, check};
use crate::domain::values::Date;
use crate::exchange::import::{Outcome, Parties, pledge_card, pledge_differences};
use crate::ledger::{Entry, LedgerError, PartyId, PledgeCard, PledgeEvent, Verdict};
use crate::report::terminal::render_record;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let asked = Asked::read(context, matches)?;
    let on = day_or_today(context, matches, "registered_on")?;
    let (text, on_text) = (number.to_string(), on.to_string());
    let mut record = fields::record(matches, &FIELDS, &[(REGISTRATION_NO, &text), (1, &on_text)]);
    if let Some(unit) = context.unit {
        FIELDS.iter().enumerate().for_each(|(field, _)| record.set_unit(field, unit));
    }
    let (read, _) = PledgeRecord::read(&record, context.today()).map_err(Failure::Record)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("pledge.register"), |entry| {
        if entry.pledge_by_no(number.as_str())?.is_some() {
            let id = number.to_string();
            return Err(Failure::from(LedgerError::AlreadyThere { noun: "pledge", id }));
        }
        register(context, entry, &asked, &read, on)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "pledge.register", ledger, receipt)
}

fn register(
    context: &Context,
    entry: &Entry<'_>,
    asked: &Asked,
    read: &PledgeRecord,
    on: Date,
) -> Result<(), Failure> {
    let day = read.pledge.applied.unwrap_or(on);
    let mut parties = Parties::new(entry)?;
    let mut resolve = |names: &[crate::domain::patent::Named]| -> Result<Vec<PartyId>, Failure> {
        parties
            .accept_all(names, Said::Nothing, &mut Outcome::default())?
            .map_err(|fault| Failure::Record(vec![fault]))
    };
    let pledgors = resolve(&read.pledgors)?;
    let pledgee = resolve(std::slice::from_ref(&read.pledgee))?[0];
    let mut consents = Vec::with_capacity(asked.consents.len());
    for (name, consented) in &asked.consents {
        let by = resolve(&[Asked::named(name)])?[0];
        consents.push((by, consented.unwrap_or(day)));
    }
    let who = |id: PartyId| -> Result<Who, Failure> {
        Ok(Who { id: Some(id), name: entry.party_name(id)? })
    };
    let mut patents = Vec::with_capacity(read.patents.len());
    for number in &read.patents {
        let mut facts = entry.patent_facts(*number, day)?;
        facts.open_pledges = entry.pledges_since(*number, day)?;
        patents.push(facts);
    }
    let case = asked.case(
        day,
        pledgors.iter().map(|id| who(*id)).collect::<Result<_, _>>()?,
        Some(who(pledgee)?),
        consents
            .iter()
            .map(|(by, day)| Ok::<_, Failure>(Consent { by: who(*by)?, day: *day }))
            .collect::<Result<_, _>>()?,
        patents,
    );
    let found = check(&case);
    if !found.eligible() {
        if !context.json {
            eprint!("{}", render_record(&table(context.lang, &found), &style(context)));
        }
        return Err(Failure::PledgeRefused(found));
    }
    let card = pledge_card(read.pledge.clone(), pledgee, pledgors, read);
    let id = entry.add_pledge(&card, None)?;
    for (by, day) in consents {
        let event = PledgeEvent { party: Some(by), ..event(EventKind::CoOwnerConsent, day) };
        entry.bring_pledge_event(id, &event, None)?;
    }
    let waived = found.findings.iter().filter(|finding| {
        use crate::domain::pledge::Evidence::{InvalidationDeclared, SameDayDeclared, Waived};
        matches!(
            finding.evidence,
            Waived { .. } | SameDayDeclared { .. } | InvalidationDeclared { .. }
        )
    });
    for finding in waived {
        let event = PledgeEvent {
            patent: finding.patent,
            ground: Some(Rule::code(finding.rule).to_owned()),
            detail: context.reason.clone(),
            ..event(EventKind::Waiver, day)
        };
        entry.bring_pledge_event(id, &event, None)?;
    }
    Ok(())
}

/// An event with nothing but its kind and day.
pub fn event(kind: EventKind, day: Date) -> PledgeEvent {
    PledgeEvent {
        kind,
        day,
        registered: None,
        patent: None,
        party: None,
        ground: None,
        secured: None,
        debt_to: None,
        detail: None,
        brought_by: 0,
    }
}

pub fn correct(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let known = ledger.pledge(number.as_str(), snapshot)?;
    let names = |ids: &[PartyId]| -> Result<String, Failure> {
        let names: Result<Vec<_>, _> =
            ids.iter().map(|id| ledger.party_name(*id, snapshot)).collect();
        Ok(names?.join(";"))
    };
    // What is not said stays: the record is read over what is known.
    let (registered, pledgors, pledgee) =
        (known.pledge.registered.to_string(), names(&known.pledgors)?, names(&[known.pledgee])?);
    let patents = known.patents.iter().map(ToString::to_string).collect::<Vec<_>>().join(";");
    let typed = |field: usize| matches!(matches.try_get_one::<String>(FIELDS[field]), Ok(Some(_)));
    let mut given: Vec<(usize, &str)> = vec![
        (REGISTRATION_NO, known.pledge.number.as_str()),
        (2, &pledgors),
        (4, &pledgee),
        (5, &patents),
    ];
    if !typed(1) {
        given.push((1, &registered));
    }
    let kind = known.pledge.debt_kind.code();
    if !typed(13) {
        given.push((13, kind));
    }
    let record = fields::record(matches, &FIELDS, &given);
    let (read, _) = PledgeRecord::read(&record, context.today()).map_err(Failure::Record)?;
    let ((), receipt) = ledger.write(context.act("pledge.correct"), |entry| {
        let changes = pledge_differences(&known.pledge, &read.pledge);
        if changes.is_empty() {
            return Err(Failure::from(LedgerError::NoChange));
        }
        let pledge = crate::exchange::import::pledge_merged(&known.pledge, &read.pledge);
        entry.correct_pledge(&PledgeCard { pledge, ..known.clone() }, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "pledge.correct", ledger, receipt)
}

pub fn void(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("pledge.void"), |entry| {
        let Some(card) = entry.pledge_by_no(number.as_str())? else {
            return Err(LedgerError::NotFound { noun: "pledge", id: number.to_string() });
        };
        entry.void_pledge(card.id)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "pledge.void", ledger, receipt)
}
