//! Certificates of IP management: recorded, listed by their bodies year after year, surveilled, suspended, reissued.

use super::facts::{added, corrected, known_otherwise};
use super::outcome::{EffectKind, OnKnown, Stated};
use super::parties::SlotNo;
use super::search::{Search, wants};
use super::{Refusal, Writing};
use crate::domain::certificate::{
    CERTIFICATE_NO, CERTIFICATE_STEP, CERTIFIED_DISTRICT, Certificate, CertificateEvent,
    CertificateIssue, CertificateRecord, CertificateState, CertificateStep, DOCUMENT, EXPIRES_ON,
    FIELDS, FIRST_ISSUED_ON, GROUPS, ISSUED_ON, ORGANISATION, ORGANISATION_USCC, STANDARD, STEP_ON,
    Standard, StepsSaid, read_no, steps_said,
};
use crate::domain::patent::{Change, read_named};
use crate::domain::record::{Form, Reader, Texts, changes};
use crate::domain::refusal::Read;
use crate::domain::steps::StepProblem;
use crate::domain::values::Date;
use crate::domain::{Fault, Problem, Record};
use crate::ledger::{CertificateCard, Ledger, LedgerError, PartyId, Snapshot, Subject};

/// What can be asked of a certificate. `number`: its own, or what stands for one without.
#[derive(Debug, Clone)]
pub enum Request {
    Add {
        form: Form,
    },
    /// What is not said stays. `step`: the number of a step that is corrected instead of the certificate itself.
    Correct {
        number: String,
        form: Form,
        step: Option<i64>,
        seen: Option<i64>,
    },
    /// It should never have been recorded; or one step of it should not.
    Void {
        number: String,
        step: Option<i64>,
    },
    Step {
        number: String,
        event: CertificateEvent,
    },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Add { .. } => "certificate.add",
            Self::Correct { .. } => "certificate.correct",
            Self::Void { .. } => "certificate.void",
            Self::Step { event, .. } => match event.step {
                CertificateStep::SurveilPass | CertificateStep::SurveilFail => {
                    "certificate.surveil"
                }
                CertificateStep::Suspend => "certificate.suspend",
                CertificateStep::Resume => "certificate.resume",
                CertificateStep::Withdraw => "certificate.withdraw",
                CertificateStep::Reissue => "certificate.reissue",
            },
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Add { form } => {
                let said = form.record();
                let id = || Ok(said.text(CERTIFICATE_NO).unwrap_or_default().to_owned());
                added(state(writing, &said, OnKnown::Refuse)?, "certificate", id)
            }
            Self::Correct { number, form, step, seen } => {
                let known = named(writing, number)?;
                if let Some(id) = known.id {
                    let subject = Subject::Certificate(id);
                    writing.unchanged_since(*seen, &subject, "certificate", number)?;
                }
                let said = form.record();
                if let Some(step) = step {
                    return correct_step(writing, &known, *step, &said);
                }
                let slot = holder(writing, &said)?;
                corrected(restate(writing, &known, &said, slot, OnKnown::Correct, true)?)
            }
            Self::Void { number, step: None } => {
                let known = named(writing, number)?;
                writing.entry.void_certificate(&known)?;
                writing.did("certificate", known.called(), EffectKind::Ended, Vec::new());
                Ok(())
            }
            Self::Void { number, step: Some(step) } => {
                let known = named(writing, number)?;
                let at = place_of(&known, *step)?;
                let mut history = known.history();
                let gone = history.remove(at);
                check(&known.called(), &known.certificate, &history)?;
                writing.entry.end_certificate_event(known.events[at].line)?;
                let change = Change { old: told(&gone), new: String::new(), ..change_of(&gone) };
                writing.did("certificate", known.called(), EffectKind::Corrected, vec![change]);
                Ok(())
            }
            Self::Step { number, event } => take_step(writing, number, event),
        }
    }
}

/// The certificate a command names.
fn named(writing: &Writing<'_, '_>, number: &str) -> Result<CertificateCard, Refusal> {
    let read = read_no(number).map(|read| read.value).unwrap_or_default();
    if let Some(card) = writing.entry.certificate_by_no(&read)? {
        return Ok(card);
    }
    let mut all = writing.entry.certificates()?.into_iter();
    let found = all.find(|card| card.called() == number.trim());
    found.ok_or_else(|| Refusal::not_found("certificate", number))
}

fn check(
    called: &str,
    certificate: &Certificate,
    history: &[CertificateEvent],
) -> Result<(), Refusal> {
    certificate.check(history).map_err(|(_, problem)| refused(called, problem))
}

fn refused(called: &str, problem: StepProblem) -> Refusal {
    Refusal::Step { noun: "certificate", id: called.to_owned(), problem }
}

fn told(event: &CertificateEvent) -> String {
    format!("{} {}", event.step.code(), event.day)
}

fn change_of(event: &CertificateEvent) -> Change {
    Change { field: FIELDS[CERTIFICATE_STEP], old: String::new(), new: told(event) }
}

fn take_step(
    writing: &mut Writing<'_, '_>,
    number: &str,
    event: &CertificateEvent,
) -> Result<(), Refusal> {
    if event.day > writing.today {
        let problem = Problem::DateInFuture { today: writing.today };
        return Err(Refusal::field(Fault::new("on", event.day.to_string(), problem)));
    }
    if let Some(expires) = event.expires.filter(|expires| *expires < event.day) {
        let problem = Problem::DateBefore { earlier: "on", than: event.day };
        return Err(Refusal::field(Fault::new(FIELDS[EXPIRES_ON], expires.to_string(), problem)));
    }
    let known = named(writing, number)?;
    let mut history = known.history();
    if history.contains(event) {
        return Err(LedgerError::NoChange.into());
    }
    history.push(event.clone());
    check(&known.called(), &known.certificate, &history)?;
    let id = recorded(writing, &known)?;
    writing.entry.bring_certificate_event(id, None, event, writing.row)?;
    writing.did("certificate", known.called(), EffectKind::Corrected, vec![change_of(event)]);
    Ok(())
}

/// The number of a certificate in the ledger; one that was only read from a mark is recorded first.
fn recorded(writing: &Writing<'_, '_>, known: &CertificateCard) -> Result<i64, Refusal> {
    match known.id {
        Some(id) => Ok(id),
        None => {
            let (of, party) = (&known.certificate, known.party);
            Ok(writing.entry.bring_certificate(Some(known), of, party, writing.row)?)
        }
    }
}

fn place_of(known: &CertificateCard, step: i64) -> Result<usize, Refusal> {
    let found = known.events.iter().position(|event| event.n == step && event.line > 0);
    found.ok_or_else(|| Refusal::not_found("step", format!("{} {step}", known.called())))
}

/// Lays what is said over one step; the whole history is checked with it.
fn correct_step(
    writing: &mut Writing<'_, '_>,
    known: &CertificateCard,
    step: i64,
    said: &Record<'_>,
) -> Result<(), Refusal> {
    let at = place_of(known, step)?;
    let line = &known.events[at];
    let before = step_texts(&line.event);
    let whole = said.over(&before, &[]);
    let mut reader = Reader::new(&whole);
    let (day, expires) = (reader.past_date(STEP_ON, writing.today), reader.date(EXPIRES_ON));
    reader.require(STEP_ON);
    let standard = reader.value(STANDARD, Standard::read);
    let kind = reader.value(CERTIFICATE_STEP, |text| match CertificateStep::read(text) {
        Some(step) => Ok(Read::clean(step)),
        None => Err(crate::domain::Refusal::new(text, Problem::WordUnknown)),
    });
    let document = reader.words(DOCUMENT);
    let event = kind.zip(day).map(|(step, day)| CertificateEvent {
        step,
        day,
        expires,
        standard,
        document,
    });
    let (event, _) = reader.finish(event)?;
    let differences = changes(&FIELDS, &before, &step_texts(&event));
    if differences.is_empty() {
        return Err(LedgerError::NoChange.into());
    }
    let mut history = known.history();
    history[at] = event.clone();
    check(&known.called(), &known.certificate, &history)?;
    let id = recorded(writing, known)?;
    writing.entry.end_certificate_event(line.line)?;
    writing.entry.bring_certificate_event(id, Some(line.n), &event, writing.row)?;
    writing.did("certificate", known.called(), EffectKind::Corrected, differences);
    Ok(())
}

fn step_texts(event: &CertificateEvent) -> Texts {
    let mut texts = vec![None; FIELDS.len()];
    texts[CERTIFICATE_STEP] = Some(event.step.code().to_owned());
    texts[STEP_ON] = Some(event.day.to_string());
    texts[EXPIRES_ON] = event.expires.map(|day| day.to_string());
    texts[STANDARD] = event.standard.as_ref().map(Standard::to_string);
    texts[DOCUMENT] = event.document.clone();
    texts
}

/// The slot of the holder a record names; none where it names nobody.
fn holder(writing: &mut Writing<'_, '_>, said: &Record<'_>) -> Result<Option<SlotNo>, Refusal> {
    let mut reader = Reader::new(said);
    let named = read_named(&mut reader, ORGANISATION, ORGANISATION_USCC);
    let district = reader.words(CERTIFIED_DISTRICT);
    if !reader.faults.is_empty() {
        // Told with all that is wrong with the record.
        return Ok(None);
    }
    let sits = writing.place_said(district.as_deref(), None)?;
    Ok(writing.slots(&named, sits, FIELDS[ORGANISATION])?.first().copied())
}

/// Takes a certificate as a form or a row states it: a new one, a later issue of a known one, further steps of it.
pub(super) fn state(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let slot = holder(writing, said)?;
    let number = said.text(CERTIFICATE_NO).and_then(|text| read_no(text).ok());
    let mut known = match &number {
        Some(read) => writing.entry.certificate_by_no(&read.value)?,
        None => None,
    };
    if known.is_none() {
        known = without_number(writing, said, slot)?;
    }
    match known {
        Some(known) => restate(writing, &known, said, slot, on_known, false),
        None => add(writing, said, slot),
    }
}

/// The certificate of the holder that has no number and was issued on the day the record says.
fn without_number(
    writing: &Writing<'_, '_>,
    said: &Record<'_>,
    slot: Option<SlotNo>,
) -> Result<Option<CertificateCard>, Refusal> {
    let Some(party) = slot.and_then(|slot| writing.parties.id(slot)) else { return Ok(None) };
    let mut reader = Reader::new(said);
    let days = [reader.date(ISSUED_ON), reader.date(FIRST_ISSUED_ON)];
    let mut of_party = writing.entry.certificates_of(party)?.into_iter();
    Ok(of_party.find(|card| {
        let of = &card.certificate;
        of.number.is_none() && days.into_iter().flatten().any(|day| day == of.issued)
    }))
}

/// What a record says of a certificate and of its steps, or every fault in either.
fn read(
    record: &Record<'_>,
    steps: &Record<'_>,
    today: Date,
) -> Result<(CertificateRecord, StepsSaid, Vec<crate::domain::Note>), Refusal> {
    match (CertificateRecord::read(record, today), steps_said(steps, today)) {
        (Ok((read, mut notes)), Ok((said, more))) => {
            notes.extend(more);
            Ok((read, said, notes))
        }
        (Err(mut faults), Err(more)) => {
            faults.extend(more);
            Err(faults.into())
        }
        (Err(faults), Ok(_)) | (Ok(_), Err(faults)) => Err(faults.into()),
    }
}

/// The steps a record says that are not known yet, the state it says among them.
fn further(
    certificate: &Certificate,
    history: &[CertificateEvent],
    said: StepsSaid,
    today: Date,
) -> Result<Vec<CertificateEvent>, Refusal> {
    let is_known = |event: &CertificateEvent| {
        history.iter().any(|known| (known.step, known.day) == (event.step, event.day))
    };
    let mut news: Vec<CertificateEvent> =
        said.events.into_iter().filter(|event| !is_known(event)).collect();
    let Some(state) = said.state else { return Ok(news) };
    let so_far: Vec<CertificateEvent> = history.iter().chain(&news).cloned().collect();
    let now = certificate.state(&so_far, today);
    let at =
        |step, day| CertificateEvent { step, day, expires: None, standard: None, document: None };
    let fault =
        |problem| Err(Refusal::field(Fault::new("certificate_status", state.code(), problem)));
    let event = match (state, said.since) {
        (CertificateState::InForce, Some(since)) if now == CertificateState::Suspended => {
            Some(at(CertificateStep::Resume, since))
        }
        (CertificateState::Suspended, Some(since)) => Some(at(CertificateStep::Suspend, since)),
        (CertificateState::Withdrawn, Some(since)) => Some(at(CertificateStep::Withdraw, since)),
        // A list says 有效 of the day it was made, which nobody stated.
        (CertificateState::InForce, None) => None,
        _ if now == state => None,
        (CertificateState::Suspended | CertificateState::Withdrawn, None) => {
            return fault(Problem::StateWithoutDay);
        }
        (
            CertificateState::InForce | CertificateState::Expired | CertificateState::NotIssued,
            _,
        ) => {
            return fault(Problem::StateDisagrees { state: now.code() });
        }
    };
    news.extend(event.filter(|event| !is_known(event)));
    Ok(news)
}

fn add(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    slot: Option<SlotNo>,
) -> Result<Stated, Refusal> {
    let (read, steps, notes) = read(said, said, writing.today)?;
    let Some(slot) = slot else {
        let fault = Fault::new(FIELDS[ORGANISATION], "", Problem::FieldMissing);
        return Err(Refusal::field(fault));
    };
    let of = &read.certificate;
    let mut news = further(of, &[], steps, writing.today)?;
    news.sort_by_key(|event| (event.day, event.step));
    let called = of.number.clone().unwrap_or_else(|| writing.parties.names_of_slots(&[slot]));
    check(&called, of, &news)?;
    let party = writing.parties.accept(slot)?;
    let id = writing.entry.bring_certificate(None, of, party, writing.row)?;
    for event in &news {
        writing.entry.bring_certificate_event(id, None, event, writing.row)?;
    }
    writing.notes(notes);
    let mut told = changes(&FIELDS, &vec![None; FIELDS.len()], &read.texts());
    told.extend(news.iter().map(change_of));
    writing.did("certificate", called, EffectKind::Added, told);
    Ok(Stated::Added)
}

/// The fields an issue is told by.
const OF_AN_ISSUE: [usize; 3] = [STANDARD, ISSUED_ON, EXPIRES_ON];

/// Lays what is said over what is known. A row of a later day of issue is a reissue, one of a known issue is compared with
/// that; `correcting`: a day of issue that is not known corrects the last.
fn restate(
    writing: &mut Writing<'_, '_>,
    known: &CertificateCard,
    said: &Record<'_>,
    slot: Option<SlotNo>,
    on_known: OnKnown,
    correcting: bool,
) -> Result<Stated, Refusal> {
    let (of, mut history, called) = (&known.certificate, known.history(), known.called());
    let holder = writing.named(known.party)?;
    let other = slot.filter(|slot| writing.parties.id(*slot) != Some(known.party));
    if let Some(other) = other.filter(|_| !correcting) {
        let name = writing.parties.names_of_slots(&[other]);
        let holder = holder.name.clone().or(holder.code.map(|code| code.to_string()));
        let problem =
            Problem::HeldByAnother { noun: "certificate", holder: holder.unwrap_or_default() };
        return Err(Refusal::field(Fault::new(FIELDS[ORGANISATION], name, problem)));
    }
    let issues = of.issues(&history, Date::MAX);
    let last = issues.len() - 1;
    let day = Reader::new(said).date(ISSUED_ON);
    let meant = day.and_then(|day| issues.iter().position(|issue| issue.day == day));
    let is_reissue =
        meant.is_none() && !correcting && day.is_some_and(|day| day > issues[last].day);
    let meant = &issues[meant.unwrap_or(last)];
    let mut before =
        CertificateRecord { certificate: as_issued(of, meant), holder: vec![holder] }.texts();
    if is_reissue {
        before[EXPIRES_ON] = None;
    }
    // A standard without its edition is completed by one.
    if said.has(STANDARD) && !meant.standard.has_edition() {
        before[STANDARD] = None;
    }
    let whole = said.over(&before, &GROUPS);
    let (mut read, steps, notes) = read(&whole, said, writing.today)?;
    let slot = match slot {
        Some(slot) => slot,
        None => writing.parties.slot_of(known.party)?,
    };
    read.holder = vec![writing.parties.named(slot)];
    let mut differences = changes(&FIELDS, &before, &read.texts());
    let mut news = further(of, &history, steps, writing.today)?;
    if is_reissue {
        differences
            .retain(|change| !OF_AN_ISSUE.iter().any(|field| FIELDS[*field] == change.field));
        let Certificate { issued, expires, standard, .. } = &read.certificate;
        let standard = Some(standard.clone()).filter(|standard| *standard != meant.standard);
        let document = Reader::new(said).words(DOCUMENT);
        let (step, day, expires) = (CertificateStep::Reissue, *issued, *expires);
        news.push(CertificateEvent { step, day, expires, standard, document });
    }
    if differences.is_empty() && news.is_empty() {
        return Ok(Stated::Unchanged);
    }
    // What was blank so far is completed without a question.
    let contradicts = differences.iter().any(|change| !change.old.is_empty());
    if contradicts && on_known == OnKnown::Refuse {
        return Err(known_otherwise(differences, &called));
    }
    let (itself, reissue) = updated(of, meant, &read.certificate, is_reissue, &mut history);
    news.sort_by_key(|event| (event.day, event.step));
    history.extend(news.iter().cloned());
    check(&called, &itself, &history)?;
    let party = writing.parties.accept(slot)?;
    let mut id = known.id;
    if id.is_none() || itself != *of || party != known.party {
        let row = writing.row;
        id = Some(writing.entry.bring_certificate(Some(known), &itself, party, row)?);
    }
    let id = id.unwrap_or_default();
    if let Some(at) = reissue {
        let line = &known.events[at];
        writing.entry.end_certificate_event(line.line)?;
        writing.entry.bring_certificate_event(id, Some(line.n), &history[at], writing.row)?;
    }
    for event in &news {
        writing.entry.bring_certificate_event(id, None, event, writing.row)?;
    }
    writing.notes(notes);
    let mut told = differences.clone();
    told.extend(news.iter().map(change_of));
    writing.did(
        "certificate",
        itself.number.clone().unwrap_or(called),
        EffectKind::Corrected,
        told,
    );
    Ok(if differences.is_empty() { Stated::Added } else { Stated::Corrected(differences) })
}

/// A certificate as one of its issues states it.
fn as_issued(of: &Certificate, issue: &CertificateIssue) -> Certificate {
    Certificate {
        issued: issue.day,
        expires: issue.expires,
        standard: issue.standard.clone(),
        ..of.clone()
    }
}

/// The certificate with what was read of one of its issues, and the place of the reissue that changes with it.
fn updated(
    of: &Certificate,
    meant: &CertificateIssue,
    read: &Certificate,
    is_reissue: bool,
    history: &mut [CertificateEvent],
) -> (Certificate, Option<usize>) {
    let mut itself = read.clone();
    if !is_reissue && meant.event.is_none() {
        return (itself, None);
    }
    itself.issued = of.issued;
    itself.expires = of.expires;
    itself.standard = of.standard.clone();
    let said = (read.issued, read.expires, &read.standard);
    let differs = said != (meant.day, meant.expires, &meant.standard);
    let place = meant.event.filter(|_| !is_reissue && differs);
    if let Some(at) = place {
        history[at].day = read.issued;
        history[at].expires = read.expires;
        history[at].standard = Some(read.standard.clone());
    }
    (itself, place)
}

/// Which certificates are wanted.
#[derive(Debug, Clone, Default)]
pub struct CertificateQuery {
    /// Whose they are.
    pub party: Option<Vec<PartyId>>,
    pub state: Option<CertificateState>,
    /// Of those in force or suspended: expiry or surveillance due within so many days, or overdue.
    pub due_within: Option<i32>,
    /// In its number, standard and body, and in its holder's names.
    pub text: Option<String>,
}

/// Returns the certificates issued by the snapshot's day that are wanted, and how many there are.
pub fn wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &CertificateQuery,
) -> Result<(Vec<CertificateCard>, usize), Refusal> {
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let today = snapshot.as_of;
    let mut found = ledger.certificates(snapshot)?;
    found.retain(|card| card.certificate.issued <= today);
    let of = found.len();
    found.retain(|card| {
        let (of, history) = (&card.certificate, card.history());
        let texts = [of.number.as_deref(), Some(of.standard.as_str()), of.certified_by.as_deref()];
        wants(query.party.as_ref(), [card.party])
            && query.state.is_none_or(|state| of.state(&history, today) == state)
            && query.due_within.is_none_or(|days| {
                of.due(&history, today).is_some_and(|(_, due)| due.days_since(today) <= days)
            })
            && Search::finds(search.as_ref(), texts.into_iter().flatten(), [card.party])
    });
    if query.due_within.is_some() {
        found.sort_by_key(|card| card.certificate.due(&card.history(), today).map(|(_, day)| day));
    }
    Ok((found, of))
}

/// A recorded certificate as rows state it: one for each issue, then one for each step.
pub fn as_stated(card: &CertificateCard, holder: crate::domain::patent::Named) -> Vec<Texts> {
    let history = card.history();
    let texts = |issue: &CertificateIssue| {
        let certificate = as_issued(&card.certificate, issue);
        CertificateRecord { certificate, holder: vec![holder.clone()] }.texts()
    };
    let issues = card.certificate.issues(&history, Date::MAX);
    let mut rows: Vec<(Date, Texts)> = Vec::new();
    for issue in &issues {
        let mut row = texts(issue);
        row[DOCUMENT] = issue.event.and_then(|at| history[at].document.clone());
        rows.push((issue.day, row));
    }
    for event in history.iter().filter(|event| event.step != CertificateStep::Reissue) {
        let issue = issues.iter().rfind(|issue| issue.day <= event.day).unwrap_or(&issues[0]);
        let mut row = texts(issue);
        row[CERTIFICATE_STEP] = Some(event.step.code().to_owned());
        row[STEP_ON] = Some(event.day.to_string());
        row[DOCUMENT] = event.document.clone();
        rows.push((event.day, row));
    }
    rows.sort_by_key(|(day, _)| *day);
    rows.into_iter().map(|(_, row)| row).collect()
}
