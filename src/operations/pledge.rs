//! Pledges: checked in the entry that registers them, so that of two clerks one wins; changed, ended, corrected.

use super::facts::{corrected, key, known_otherwise, none_stands_on_it};
use super::loan::secured_loans;
use super::outcome::{Effect, EffectKind, Notice, OnKnown, Stated};
use super::parties::SlotNo;
use super::search::{Search, wants};
use super::{Author, Refusal, Writing};
use crate::domain::loan::LprTable;
use crate::domain::numbers::ApplicationNo;
use crate::domain::party::StatedPlace;
use crate::domain::patent::Named;
use crate::domain::pledge::alerts::alerts;
use crate::domain::pledge::record::{
    FIELDS, GROUPS, PLEDGEE, PLEDGEE_USCC, PLEDGOR, PLEDGOR_ADDRESS, PLEDGOR_DISTRICT,
    PLEDGOR_USCC, PledgeApplication, REGISTERED_ON, REGISTRATION_NO, RELEASE_GROUND, RELEASED_ON,
};
use crate::domain::pledge::{
    Check, Consent, EventKind, Evidence, Ground, GroundFinding, GroundOutcome, PartyRef,
    PatentFacts, PledgeRecord, ProposedPledge, RegistrationNo, Rule, Waiver, against, check,
};
use crate::domain::record::{Form, Texts, changes};
use crate::domain::values::{Date, Money};
use crate::domain::{Fault, Note, Problem, Record};
use crate::ledger::{
    Ledger, LedgerError, PartyId, PledgeCard, PledgeEvent, PledgeState, Snapshot, Subject,
};

/// What the parties bring to a registration beside the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insisting {
    /// A co-owner who agrees, and since when; none: on the day of application.
    pub consents: Vec<(String, Option<Date>)>,
    /// The co-owners have agreed among themselves that each may pledge.
    pub co_owner_agreement: bool,
    /// The parties, told of a same-day invention or of invalidation proceedings, still want it.
    pub declared: bool,
    /// Codes of rules that are waived.
    pub waived: Vec<String>,
    /// Ground 12: why a person finds it otherwise unfit.
    pub unfit: Option<String>,
}

/// Other terms from a day on; what is not said stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub day: Date,
    /// The day the change was registered.
    pub registered: Option<Date>,
    pub secured: Option<Money>,
    pub debt_to: Option<Date>,
    pub pledgee: Option<String>,
    pub detail: Option<String>,
}

/// How a registration ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// 注销
    Release(Ground),
    /// 质权实现: the pledgee is paid from the patent.
    Realise,
    /// 撤销: void from the start.
    Revoke,
}

impl End {
    fn event(self) -> (EventKind, Option<Ground>) {
        match self {
            Self::Release(ground) => (EventKind::Release, Some(ground)),
            Self::Realise => (EventKind::Realise, Some(Ground::Realised)),
            Self::Revoke => (EventKind::Revoke, None),
        }
    }
}

/// What can be asked of a pledge.
#[derive(Debug, Clone)]
pub enum Request {
    Register {
        form: Form,
        insisting: Insisting,
    },
    /// What is not said stays. `seen`: the entry the edit was made from.
    Correct {
        number: RegistrationNo,
        form: Form,
        seen: Option<i64>,
    },
    /// The pledge should never have been recorded.
    Void {
        number: RegistrationNo,
    },
    Change {
        number: RegistrationNo,
        change: Change,
    },
    /// The pledgee agrees to a transfer, a licence or an abandonment.
    Consent {
        number: RegistrationNo,
        to: String,
        day: Date,
        patent: Option<ApplicationNo>,
        detail: Option<String>,
    },
    End {
        number: RegistrationNo,
        end: End,
        day: Date,
        patent: Option<ApplicationNo>,
        detail: Option<String>,
    },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Register { .. } => "pledge.register",
            Self::Correct { .. } => "pledge.correct",
            Self::Void { .. } => "pledge.void",
            Self::Change { .. } => "pledge.change",
            Self::Consent { .. } => "pledge.consent",
            Self::End { end: End::Release(_), .. } => "pledge.release",
            Self::End { end: End::Realise, .. } => "pledge.realize",
            Self::End { end: End::Revoke, .. } => "pledge.revoke",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Register { form, insisting } => register(writing, form, insisting),
            Self::Correct { number, form, seen } => correct(writing, number, form, *seen),
            Self::Void { number } => void(writing, number),
            Self::Change { number, change } => change_terms(writing, number, change),
            Self::Consent { number, to, day, patent, detail } => {
                let event = PledgeEvent {
                    patent: *patent,
                    ground: Some(to.clone()),
                    detail: detail.clone(),
                    ..PledgeEvent::new(EventKind::PledgeeConsent, *day)
                };
                let card = in_force(writing, number, *day, *patent)?;
                happened(writing, &card, event)
            }
            Self::End { number, end, day, patent, detail } => {
                let (kind, ground) = end.event();
                let event = PledgeEvent {
                    patent: *patent,
                    ground: ground.map(|ground| ground.code().to_owned()),
                    detail: detail.clone(),
                    ..PledgeEvent::new(kind, *day)
                };
                let card = in_force(writing, number, *day, *patent)?;
                happened(writing, &card, event)
            }
        }
    }
}

/// Looks at every ground of refusal of an application, before anything is registered.
///
/// Errors: fields that cannot be taken; a name that several parties bear.
pub fn checked(
    ledger: &Ledger,
    snapshot: Snapshot,
    author: &Author,
    form: &Form,
    insisting: &Insisting,
    on: Option<Date>,
) -> Result<Check, Refusal> {
    let (said, _) = PledgeApplication::read(&form.record(), snapshot.as_of)?;
    let day = on.or(said.applied).or(said.registered).unwrap_or(snapshot.as_of);
    let find = |text: &str| match ledger.find_party(text, snapshot) {
        Ok(id) => Ok(PartyRef { id: Some(id), name: ledger.party_name(id, snapshot)? }),
        Err(LedgerError::NotFound { .. }) => Ok(PartyRef { id: None, name: text.to_owned() }),
        Err(error) => Err(error),
    };
    let who = |named: &Named| match (named.code, &named.name) {
        (Some(code), _) => find(&code.to_string()),
        (None, name) => find(name.as_deref().unwrap_or_default()),
    };
    let pledgors = said.pledgors.iter().map(who).collect::<Result<_, _>>()?;
    let pledgee = said.pledgee.as_ref().map(who).transpose()?;
    let mut consents = Vec::with_capacity(insisting.consents.len());
    for (name, since) in &insisting.consents {
        consents.push(Consent { by: find(name)?, day: since.unwrap_or(day) });
    }
    let mut patents = Vec::with_capacity(said.patents.len());
    for number in &said.patents {
        patents.push(ledger.patent_facts(*number, day, snapshot)?);
    }
    let parties = Parties { pledgors, pledgee, consents };
    Ok(check(&insisted(case(&said, day, parties, patents), insisting, author)))
}

struct Parties {
    pledgors: Vec<PartyRef>,
    pledgee: Option<PartyRef>,
    consents: Vec<Consent>,
}

/// What a check looks at: what is said, with what the ledger knows of the patents.
fn case(
    said: &PledgeApplication,
    day: Date,
    parties: Parties,
    patents: Vec<PatentFacts>,
) -> ProposedPledge {
    let Parties { pledgors, pledgee, consents } = parties;
    let patents =
        patents.into_iter().map(|facts| PatentFacts { consents: consents.clone(), ..facts });
    ProposedPledge {
        day,
        pledgors,
        pledgee,
        contract_no: said.contract_no.clone(),
        debt_kind: said.debt_kind,
        secured: said.secured,
        debt_from: said.debt_from,
        debt_to: said.debt_to,
        scope: said.scope.clone(),
        patents_stated: said.patents_stated,
        forfeiture: said.forfeiture,
        appraised: said.appraised,
        co_owner_agreement: false,
        declared: false,
        waivers: Vec::new(),
        unfit: None,
        patents: patents.collect(),
    }
}

/// The case with what the parties bring beside the contract.
fn insisted(case: ProposedPledge, insisting: &Insisting, author: &Author) -> ProposedPledge {
    let waivers = insisting.waived.iter().map(|rule| Waiver {
        rule: rule.to_uppercase(),
        by: author.name.clone(),
        why: author.reason.clone().unwrap_or_default(),
    });
    ProposedPledge {
        co_owner_agreement: insisting.co_owner_agreement,
        declared: insisting.declared,
        waivers: waivers.collect(),
        unfit: insisting.unfit.clone().map(|why| (author.name.clone(), why)),
        ..case
    }
}

fn pledge(writing: &Writing<'_, '_>, number: &RegistrationNo) -> Result<PledgeCard, Refusal> {
    let found = writing.entry.pledge_by_no(number.as_str())?;
    found.ok_or_else(|| Refusal::not_found("pledge", number.as_str()))
}

/// Who gives and who takes the pledge, found but not yet recorded.
struct Sides {
    pledgors: Vec<SlotNo>,
    pledgee: SlotNo,
}

impl Sides {
    /// The first pledgor, when it is new, sits where what is said says.
    fn of(
        writing: &mut Writing<'_, '_>,
        read: &PledgeRecord,
        said: &Record<'_>,
    ) -> Result<Self, Refusal> {
        let sits = writing.sits(said, PLEDGOR_DISTRICT, PLEDGOR_ADDRESS)?;
        let pledgors = writing.slots(&read.pledgors, sits, FIELDS[PLEDGOR])?;
        let pledgee = std::slice::from_ref(&read.pledgee);
        let pledgee = writing.slots(pledgee, StatedPlace::Nothing, FIELDS[PLEDGEE])?[0];
        Ok(Self { pledgors, pledgee })
    }

    fn parties(&self, writing: &Writing<'_, '_>) -> Parties {
        Parties {
            pledgors: self.pledgors.iter().map(|slot| who(writing, *slot)).collect(),
            pledgee: Some(who(writing, self.pledgee)),
            consents: Vec::new(),
        }
    }
}

fn who(writing: &Writing<'_, '_>, slot: SlotNo) -> PartyRef {
    let named = writing.parties.named(slot);
    let code = || named.code.map(|code| code.to_string());
    let name = named.name.clone().or_else(code).unwrap_or_default();
    PartyRef { id: writing.parties.id(slot), name }
}

/// Looks at every ground as of the day of application, at patents as the entry finds them.
fn grounds(
    writing: &mut Writing<'_, '_>,
    read: &PledgeRecord,
    sides: &Sides,
    consents: &[(SlotNo, Date)],
    insisting: &Insisting,
) -> Result<Check, Refusal> {
    let day = read.pledge.day();
    let mut patents = Vec::with_capacity(read.patents.len());
    for number in &read.patents {
        let open_pledges = writing.entry.pledges_since(*number, day, None)?;
        patents.push(PatentFacts { open_pledges, ..writing.entry.patent_facts(*number, day)? });
    }
    let consents =
        consents.iter().map(|(slot, day)| Consent { by: who(writing, *slot), day: *day });
    let parties = Parties { consents: consents.collect(), ..sides.parties(writing) };
    let case = case(&read.as_application(), day, parties, patents);
    Ok(check(&insisted(case, insisting, writing.author)))
}

/// What speaks against a registration that is a fact, as of its day; `known`: as it is recorded so far.
fn against_fact(
    writing: &Writing<'_, '_>,
    read: &PledgeRecord,
    sides: &Sides,
    known: Option<&PledgeCard>,
) -> Result<Vec<GroundFinding>, Refusal> {
    let day = read.pledge.day();
    let except = known.map(|card| card.id);
    let mut patents = Vec::with_capacity(read.patents.len());
    for number in &read.patents {
        let registered = read.pledge.registered;
        let open_pledges = writing.entry.pledges_since(*number, registered, except)?;
        patents.push(PatentFacts { open_pledges, ..writing.entry.patent_facts(*number, day)? });
    }
    let case = case(&read.as_application(), day, sides.parties(writing), patents);
    Ok(against(&match known {
        Some(card) => as_agreed(case, card),
        None => case,
    }))
}

/// A recorded pledge's case with what was agreed and waived when it was registered.
fn as_agreed(mut case: ProposedPledge, card: &PledgeCard) -> ProposedPledge {
    let of = |kind| card.events.iter().filter(move |event| event.kind == kind);
    let waivers = of(EventKind::Waiver).filter_map(|event| {
        let (rule, why) = (event.ground.clone()?, event.detail.clone().unwrap_or_default());
        Some(Waiver { rule, by: String::new(), why })
    });
    case.waivers = waivers.collect();
    case.co_owner_agreement = case.waivers.iter().any(|waiver| waiver.rule == Rule::R8.code());
    let consents: Vec<Consent> = of(EventKind::CoOwnerConsent)
        .map(|event| Consent {
            by: PartyRef { id: event.party, name: String::new() },
            day: event.day,
        })
        .collect();
    for patent in &mut case.patents {
        patent.consents.clone_from(&consents);
    }
    case
}

fn register(
    writing: &mut Writing<'_, '_>,
    form: &Form,
    insisting: &Insisting,
) -> Result<(), Refusal> {
    let said = form.record();
    let number = key(&said, REGISTRATION_NO, RegistrationNo::read)?;
    if writing.entry.pledge_by_no(number.as_str())?.is_some() {
        return Err(Refusal::already_there("pledge", number.as_str()));
    }
    let (read, notes) = PledgeRecord::read(&said, writing.today)?;
    let day = read.pledge.day();
    let sides = Sides::of(writing, &read, &said)?;
    let mut consents = Vec::with_capacity(insisting.consents.len());
    for (name, since) in &insisting.consents {
        let named = Named::called(name.clone());
        let slot = writing.slots(&[named], StatedPlace::Nothing, "consent")?[0];
        consents.push((slot, since.unwrap_or(day)));
    }
    let found = grounds(writing, &read, &sides, &consents, insisting)?;
    if !found.eligible() {
        return Err(Refusal::Pledge(found));
    }
    let card = add(writing, &read, &sides, notes)?;
    for (slot, day) in consents {
        let party = Some(writing.parties.accept(slot)?);
        let event = PledgeEvent { party, ..PledgeEvent::new(EventKind::CoOwnerConsent, day) };
        writing.entry.bring_pledge_event(card, &event, None)?;
    }
    let waived = found.findings.iter().filter(|finding| {
        matches!(
            finding.evidence,
            Evidence::Waived { .. }
                | Evidence::SameDayDeclared { .. }
                | Evidence::InvalidationDeclared { .. }
                | Evidence::CoOwnersByAgreement
        )
    });
    for finding in waived {
        let event = PledgeEvent {
            patent: finding.patent,
            ground: Some(Rule::code(finding.rule).to_owned()),
            detail: writing.author.reason.clone(),
            ..PledgeEvent::new(EventKind::Waiver, day)
        };
        writing.entry.bring_pledge_event(card, &event, None)?;
    }
    writing.effect(Effect::Checked(found));
    Ok(())
}

/// Records a pledge with its release, where one is stated.
fn add(
    writing: &mut Writing<'_, '_>,
    read: &PledgeRecord,
    sides: &Sides,
    notes: Vec<Note>,
) -> Result<i64, Refusal> {
    let card = PledgeCard {
        id: 0,
        pledge: read.pledge.clone(),
        pledgee: writing.parties.accept(sides.pledgee)?,
        pledgors: writing.parties.accept_all(&sides.pledgors)?,
        patents: read.patents.clone(),
        events: Vec::new(),
        brought_by: 0,
        source_row: None,
    };
    let id = writing.entry.add_pledge(&card, writing.row)?;
    if let Some(release) = release_stated(read) {
        writing.entry.bring_pledge_event(id, &release, writing.row)?;
    }
    writing.notes(notes);
    let changes = changes(&FIELDS, &vec![None; FIELDS.len()], &read.texts());
    writing.did("pledge", read.pledge.number.as_str(), EffectKind::Added, changes);
    Ok(id)
}

/// The release a record states.
fn release_stated(read: &PledgeRecord) -> Option<PledgeEvent> {
    let (day, ground) = read.released?;
    let ground = ground.map(|ground| ground.code().to_owned());
    Some(PledgeEvent { ground, ..PledgeEvent::new(EventKind::Release, day) })
}

/// Takes a registration as the registry's list states it. It is a fact: the office did not decide on it, yet every
/// ground is looked at as of its day, and what `register` would refuse is told.
pub(super) fn state(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let number = key(said, REGISTRATION_NO, RegistrationNo::read)?;
    if let Some(known) = writing.entry.pledge_by_no(number.as_str())? {
        return restate(writing, known, said, on_known);
    }
    let (read, notes) = PledgeRecord::read(said, writing.today)?;
    let sides = Sides::of(writing, &read, said)?;
    let against = against_fact(writing, &read, &sides, None)?;
    add(writing, &read, &sides, notes)?;
    against.into_iter().for_each(|finding| writing.notice(Notice::Against(finding)));
    Ok(Stated::Added)
}

fn correct(
    writing: &mut Writing<'_, '_>,
    number: &RegistrationNo,
    form: &Form,
    seen: Option<i64>,
) -> Result<(), Refusal> {
    let known = pledge(writing, number)?;
    writing.unchanged_since(seen, &Subject::Pledge(known.id), "pledge", number.as_str())?;
    corrected(restate(writing, known, &form.record(), OnKnown::Correct)?)
}

/// The fields of a recorded pledge as an export writes them.
pub(super) fn texts(writing: &mut Writing<'_, '_>, card: &PledgeCard) -> Result<Texts, Refusal> {
    let pledgors = card.pledgors.iter().map(|id| writing.named(*id)).collect::<Result<_, _>>()?;
    let pledgee = writing.named(card.pledgee)?;
    Ok(as_stated(card, pledgors, pledgee, Date::MAX).texts())
}

/// A recorded pledge as a form or a row states it: its terms on the day of registration, and its release by `day`.
pub fn as_stated(
    card: &PledgeCard,
    pledgors: Vec<Named>,
    pledgee: Named,
    day: Date,
) -> PledgeRecord {
    let released = card.release().filter(|release| release.day <= day).map(|release| {
        let ground = release.ground.as_deref().and_then(|ground| Ground::read(ground).ok());
        (release.day, ground.map(|read| read.value))
    });
    let (pledge, patents) = (card.pledge.clone(), card.patents.clone());
    PledgeRecord { pledge, pledgors, pledgee, patents, released }
}

/// Which pledges are wanted.
#[derive(Debug, Clone, Default)]
pub struct PledgeQuery {
    /// As pledgee or as pledgor.
    pub party: Option<Vec<PartyId>>,
    /// Who holds it on the snapshot's day.
    pub pledgee: Option<PartyId>,
    /// Of registration.
    pub year: Option<i32>,
    /// In its numbers, those of its patents and the names of pledgors and pledgee.
    pub text: Option<String>,
    /// In force.
    pub open: bool,
}

/// Returns the pledges registered by the snapshot's day that are wanted, with what each is on that day, in order of
/// recording, and how many there are.
pub fn wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PledgeQuery,
) -> Result<(Vec<(PledgeCard, PledgeState)>, usize), Refusal> {
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let (mut found, mut of) = (Vec::new(), 0);
    for card in ledger.pledges(snapshot)? {
        let (pledge, state) = (&card.pledge, card.state(snapshot.as_of));
        if pledge.registered > snapshot.as_of {
            continue;
        }
        of += 1;
        let patents: Vec<String> = match search {
            Some(_) => card.patents.iter().map(ToString::to_string).collect(),
            None => Vec::new(),
        };
        let numbers = [Some(pledge.number.as_str()), pledge.contract_no.as_deref()].into_iter();
        let numbers = numbers.flatten().chain(patents.iter().map(String::as_str));
        let numbers: Vec<&str> = numbers.collect();
        let parties = card.pledgors.iter().copied().chain([card.pledgee, state.pledgee]);
        let fits = wants(query.party.as_ref(), parties.clone())
            && query.pledgee.is_none_or(|pledgee| state.pledgee == pledgee)
            && query.year.is_none_or(|year| pledge.registered.year() == year)
            && (!query.open || state.in_force)
            && Search::finds(search.as_ref(), numbers, parties);
        if fits {
            found.push((card, state));
        }
    }
    Ok((found, of))
}

/// How much of the pledges the pledgees ought to hear of.
pub fn count_alerts(ledger: &Ledger, snapshot: Snapshot) -> Result<usize, Refusal> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut count = 0;
    for card in ledger.pledges(snapshot)? {
        count += alerts_of(ledger, &card, &lpr, snapshot)?.len();
    }
    Ok(count)
}

/// Returns what is worth knowing of a pledge: what stood against its registration, then what came since. Passes are left
/// out.
pub fn alerts_of(
    ledger: &Ledger,
    card: &PledgeCard,
    lpr: &LprTable,
    snapshot: Snapshot,
) -> Result<Vec<GroundFinding>, Refusal> {
    let loans = secured_loans(ledger, card.id, lpr, snapshot)?;
    let facts = ledger.pledge_facts(card, loans, snapshot)?;
    let mut found = match facts.in_force {
        true => against_registration(ledger, card, snapshot)?,
        false => Vec::new(),
    };
    let since = alerts(&facts, snapshot.as_of);
    // A term that ends too soon is said once.
    let said = |finding: &GroundFinding| {
        found.iter().any(|f| (f.patent, &f.evidence) == (finding.patent, &finding.evidence))
    };
    let mut since: Vec<GroundFinding> =
        since.into_iter().filter(|finding| !said(finding)).collect();
    since.retain(|finding| finding.outcome != GroundOutcome::Pass);
    found.extend(since);
    Ok(found)
}

/// What `register` would have refused on the day of a recorded registration, by what is known today.
fn against_registration(
    ledger: &Ledger,
    card: &PledgeCard,
    snapshot: Snapshot,
) -> Result<Vec<GroundFinding>, Refusal> {
    let day = card.pledge.day();
    let who = |id: PartyId| -> Result<PartyRef, LedgerError> {
        Ok(PartyRef { id: Some(id), name: ledger.party_name(id, snapshot)? })
    };
    let parties = Parties {
        pledgors: card.pledgors.iter().map(|id| who(*id)).collect::<Result<_, _>>()?,
        pledgee: Some(who(card.pledgee)?),
        consents: Vec::new(),
    };
    let mut patents = Vec::with_capacity(card.patents.len());
    for number in &card.patents {
        let open_pledges = ledger.pledged_before(card, *number, snapshot)?;
        let facts = ledger.patent_facts(*number, day, snapshot)?;
        patents.push(PatentFacts { open_pledges, ..facts });
    }
    let nobody = Named::default();
    let said = as_stated(card, Vec::new(), nobody, snapshot.as_of).as_application();
    Ok(against(&as_agreed(case(&said, day, parties, patents), card)))
}

/// Lays what is said over what is known of a pledge, and checks the whole with all that happened to it.
fn restate(
    writing: &mut Writing<'_, '_>,
    known: PledgeCard,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let before = texts(writing, &known)?;
    let (read, notes) = PledgeRecord::read(&said.over(&before, &GROUPS), writing.today)?;
    let speaks_of = |fields: &[usize]| fields.iter().any(|field| said.speaks_of(*field));
    let sits = writing.sits(said, PLEDGOR_DISTRICT, PLEDGOR_ADDRESS)?;
    let pledgors = match speaks_of(&[PLEDGOR, PLEDGOR_USCC]) {
        true => writing.slots(&read.pledgors, sits, FIELDS[PLEDGOR])?,
        false => slots_of(writing, &known.pledgors)?,
    };
    let pledgee = match speaks_of(&[PLEDGEE, PLEDGEE_USCC]) {
        true => {
            let named = std::slice::from_ref(&read.pledgee);
            writing.slots(named, StatedPlace::Nothing, FIELDS[PLEDGEE])?[0]
        }
        false => writing.parties.slot_of(known.pledgee)?,
    };
    let mut news = read.clone();
    news.pledgors = pledgors.iter().map(|slot| writing.parties.named(*slot)).collect();
    news.pledgee = writing.parties.named(pledgee);
    let further = news.patents.iter().any(|patent| !known.patents.contains(patent));
    let fewer = known.patents.iter().any(|patent| !news.patents.contains(patent));
    // A registration and a patent are the key: a list that has some of its patents says nothing of the others.
    if !further && (!fewer || on_known == OnKnown::Refuse) {
        news.patents.clone_from(&known.patents);
    }
    let differences = changes(&FIELDS, &before, &news.texts());
    if differences.is_empty() {
        return Ok(Stated::Unchanged);
    }
    let id = known.pledge.number.to_string();
    let extends = further && !fewer && differences.len() == 1;
    if on_known == OnKnown::Refuse && !extends {
        return Err(known_otherwise(differences, &id));
    }
    let (pledge, patents) = (news.pledge.clone(), news.patents.clone());
    let mut card = PledgeCard { pledge, patents, ..known.clone() };
    let release = match speaks_of(&[RELEASED_ON, RELEASE_GROUND]) {
        true => Some((known.release().cloned(), release_stated(&news))),
        false => None,
    };
    fits_what_happened(&card)?;
    if let Some((old, Some(new))) = &release {
        let without = card.events.iter().filter(|event| Some(*event) != old.as_ref()).cloned();
        let without = PledgeCard { events: without.collect(), ..card.clone() };
        stands(&without, new.day, None)?;
    }
    let was = as_stated(&known, Vec::new(), news.pledgee.clone(), Date::MAX);
    let sides_known = Sides {
        pledgors: slots_of(writing, &known.pledgors)?,
        pledgee: writing.parties.slot_of(known.pledgee)?,
    };
    let sides = Sides { pledgors, pledgee };
    let against_so_far = against_fact(writing, &was, &sides_known, Some(&known))?;
    let mut against = against_fact(writing, &news, &sides, Some(&known))?;
    against.retain(|finding| !against_so_far.contains(finding));
    card.pledgors = writing.parties.accept_all(&sides.pledgors)?;
    card.pledgee = writing.parties.accept(sides.pledgee)?;
    writing.entry.correct_pledge(&known, &card, writing.row)?;
    if let Some((old, new)) = release {
        old.map(|event| writing.entry.void_pledge_event(event.line)).transpose()?;
        new.map(|event| writing.entry.bring_pledge_event(known.id, &event, writing.row))
            .transpose()?;
    }
    writing.notes(notes);
    against.into_iter().for_each(|finding| writing.notice(Notice::Against(finding)));
    writing.did("pledge", id, EffectKind::Corrected, differences.clone());
    Ok(if extends { Stated::Added } else { Stated::Corrected(differences) })
}

fn slots_of(writing: &mut Writing<'_, '_>, ids: &[PartyId]) -> Result<Vec<SlotNo>, Refusal> {
    Ok(ids.iter().map(|id| writing.parties.slot_of(*id)).collect::<Result<_, _>>()?)
}

/// Nothing happens to a pledge before it is registered, nor to a patent that is not under it; a debt does not end
/// before it begins.
fn fits_what_happened(card: &PledgeCard) -> Result<(), Refusal> {
    let registered = card.pledge.registered;
    for event in &card.events {
        if event.day < registered && event.kind != EventKind::CoOwnerConsent {
            let problem = Problem::DateBefore { earlier: FIELDS[REGISTERED_ON], than: registered };
            return Err(Refusal::field(Fault::new("on", event.day.to_string(), problem)));
        }
        if let Some(patent) = event.patent.filter(|patent| !card.patents.contains(patent)) {
            let problem = Problem::UnknownReference { noun: "patent" };
            return Err(Refusal::field(Fault::new("patent", patent.to_string(), problem)));
        }
        debt_in_order(card, event.debt_to)?;
    }
    Ok(())
}

fn debt_in_order(card: &PledgeCard, debt_to: Option<Date>) -> Result<(), Refusal> {
    match card.pledge.debt_from.zip(debt_to).filter(|(from, to)| to < from) {
        None => Ok(()),
        Some((from, to)) => {
            let problem = Problem::DateBefore { earlier: "debt_from", than: from };
            Err(Refusal::field(Fault::new("debt_to", to.to_string(), problem)))
        }
    }
}

fn void(writing: &mut Writing<'_, '_>, number: &RegistrationNo) -> Result<(), Refusal> {
    let known = pledge(writing, number)?;
    none_stands_on_it(writing.entry.facts_of_pledge(known.id)?)?;
    writing.entry.void_pledge(known.id)?;
    writing.did("pledge", number.as_str(), EffectKind::Ended, Vec::new());
    Ok(())
}

/// Returns a pledge that is in force on `day`, with the patent still under it.
fn in_force(
    writing: &Writing<'_, '_>,
    number: &RegistrationNo,
    day: Date,
    patent: Option<ApplicationNo>,
) -> Result<PledgeCard, Refusal> {
    let card = pledge(writing, number)?;
    if day > writing.today {
        let problem = Problem::DateInFuture { today: writing.today };
        return Err(Refusal::field(Fault::new("on", day.to_string(), problem)));
    }
    stands(&card, day, patent)?;
    Ok(card)
}

fn stands(card: &PledgeCard, day: Date, patent: Option<ApplicationNo>) -> Result<(), Refusal> {
    if day < card.pledge.registered {
        let problem =
            Problem::DateBefore { earlier: FIELDS[REGISTERED_ON], than: card.pledge.registered };
        return Err(Refusal::field(Fault::new("on", day.to_string(), problem)));
    }
    let state = card.state(day);
    if !state.in_force {
        let (noun, id) = ("pledge", card.pledge.number.to_string());
        let on = state.ended.map(|(_, day)| day);
        return Err(LedgerError::Ended { noun, id, on }.into());
    }
    if let Some(patent) = patent.filter(|patent| !state.patents.contains(patent)) {
        let problem = Problem::UnknownReference { noun: "patent" };
        return Err(Refusal::field(Fault::new("patent", patent.to_string(), problem)));
    }
    Ok(())
}

fn happened(
    writing: &mut Writing<'_, '_>,
    card: &PledgeCard,
    event: PledgeEvent,
) -> Result<(), Refusal> {
    writing.entry.bring_pledge_event(card.id, &event, writing.row)?;
    let change = |field, old: String, new: String| {
        crate::domain::patent::Change::of(field, Some(old), Some(new))
    };
    let amount = |amount: Option<Money>| amount.map(|money| money.to_string()).unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let before = card.state(event.day);
    let mut after = card.clone();
    after.events.push(event.clone());
    after.events.sort_by_key(|event| event.day);
    let after = after.state(event.day);
    let patents = |patents: &[ApplicationNo]| {
        patents.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
    };
    let mut changes = vec![
        change("event", String::new(), event.kind.code().to_owned()),
        change("on", String::new(), event.day.to_string()),
        change("secured_amount", amount(before.secured), amount(after.secured)),
        change("debt_to", day(before.debt_to), day(after.debt_to)),
        change("patent_nos", patents(&before.patents), patents(&after.patents)),
    ];
    if before.pledgee != after.pledgee {
        let (old, new) = (writing.named(before.pledgee)?, writing.named(after.pledgee)?);
        changes.push(change("pledgee", old.name.unwrap_or_default(), new.name.unwrap_or_default()));
    }
    let changes = changes.into_iter().flatten().collect();
    writing.did("pledge", card.pledge.number.as_str(), EffectKind::Corrected, changes);
    Ok(())
}

/// Other terms from a day on. A debt that outlives a patent is refused as at registration (R6).
fn change_terms(
    writing: &mut Writing<'_, '_>,
    number: &RegistrationNo,
    change: &Change,
) -> Result<(), Refusal> {
    let card = in_force(writing, number, change.day, None)?;
    if change.registered.is_some_and(|day| day < change.day) {
        let day = change.registered.unwrap_or(change.day);
        let problem = Problem::DateBefore { earlier: "on", than: change.day };
        return Err(Refusal::field(Fault::new(FIELDS[REGISTERED_ON], day.to_string(), problem)));
    }
    debt_in_order(&card, change.debt_to)?;
    if let Some(debt_to) = change.debt_to {
        for number in card.state(change.day).patents {
            let facts = writing.entry.patent_facts(number, change.day)?;
            if let Some(term_end) = facts.term_end.filter(|end| debt_to > *end) {
                let evidence = Evidence::PastTerm { debt_to, term_end };
                return Err(Refusal::rule(Rule::R6, number, evidence));
            }
        }
    }
    let state = card.state(change.day);
    let pledgee = match &change.pledgee {
        None => None,
        Some(name) => {
            let named = Named::called(name.clone());
            Some(writing.slots(&[named], StatedPlace::Nothing, FIELDS[PLEDGEE])?[0])
        }
    };
    let same_pledgee = pledgee.is_none_or(|slot| writing.parties.id(slot) == Some(state.pledgee));
    let same_amount = change.secured.is_none_or(|amount| state.secured == Some(amount));
    let same_term = change.debt_to.is_none_or(|day| state.debt_to == Some(day));
    if same_pledgee && same_amount && same_term && change.detail.is_none() {
        return Err(LedgerError::NoChange.into());
    }
    let party = pledgee.map(|slot| writing.parties.accept(slot)).transpose()?;
    let event = PledgeEvent {
        registered: change.registered,
        secured: change.secured,
        debt_to: change.debt_to,
        party,
        detail: change.detail.clone(),
        ..PledgeEvent::new(EventKind::Change, change.day)
    };
    happened(writing, &card, event)
}
