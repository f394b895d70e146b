//! Patents: one application at a time; a file of millions goes by [`super::import`] and the same rules.

use std::collections::HashMap;

use super::facts::{added, corrected, key, known_otherwise, none_stands_on_it};
use super::outcome::{EffectKind, Notice, OnKnown, Stated};
use super::search::{Search, wants};
use super::{Refusal, Writing};
use crate::domain::counting::filing_counts;
use crate::domain::numbers::{ApplicationNo, PatentKind, PublicationNo};
use crate::domain::patent::{
    APPLICANT_NAME, APPLICANT_USCC, APPLICATION_NO, Change, FIELDS, FILING_DATE, GRANT_DATE,
    GRANT_NO, GROUPS, LegalStatus, PUBLICATION_DATE, PUBLICATION_NO, Patent, PatentRecord,
    StatusAsked, TRANSFER,
};
use crate::domain::pledge::{Evidence, Rule};
use crate::domain::record::{Form, Texts, changes};
use crate::domain::values::Date;
use crate::domain::{Fault, Problem, Raw, Record};
use crate::ledger::{
    Ledger, LedgerError, PartyId, PatentCard, PatentEvent, PatentWriter, Snapshot, Subject,
};

/// A dated event in a patent's legal life, as it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    pub event: &'static str,
    pub day: Date,
    /// Of a transfer or a licence: to whom, by number, credit code or name.
    pub to: Option<String>,
    pub detail: Option<String>,
    pub document: Option<String>,
}

/// What can be asked of a patent.
#[derive(Debug, Clone)]
pub enum Request {
    Add {
        form: Form,
    },
    /// What is not said stays. `seen`: the entry the edit was made from.
    Correct {
        number: ApplicationNo,
        form: Form,
        seen: Option<i64>,
    },
    Void {
        number: ApplicationNo,
    },
    Event {
        number: ApplicationNo,
        event: NewEvent,
    },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Add { .. } => "patent.add",
            Self::Correct { .. } => "patent.correct",
            Self::Void { .. } => "patent.void",
            Self::Event { .. } => "patent.event",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Add { form } => {
                let said = form.record();
                let stated = state(writing, &said, OnKnown::Refuse)?;
                added(stated, "patent", || Ok(number_of(&said)?.to_string()))
            }
            Self::Correct { number, form, seen } => {
                let id = number.to_string();
                let known = patent(writing, *number)?;
                let subject = Subject::Patent(number.key() as i64);
                writing.unchanged_since(*seen, &subject, "patent", &id)?;
                let said = form.record();
                match restate(writing, known, &said, OnKnown::Correct)? {
                    Stated::Unchanged if !writing.left_out(&said).is_empty() => {
                        Err(Refusal::Fields(writing.left_out(&said)))
                    }
                    stated => corrected(stated),
                }
            }
            Self::Void { number } => {
                none_stands_on_it(writing.entry.facts_of_patent(*number)?)?;
                PatentWriter::new(writing.entry)?.end(*number)?;
                writing.did("patent", number.to_string(), EffectKind::Ended, Vec::new());
                Ok(())
            }
            Self::Event { number, event } => record_event(writing, *number, event),
        }
    }
}

fn patent(writing: &Writing<'_, '_>, number: ApplicationNo) -> Result<PatentCard, Refusal> {
    let found = PatentWriter::new(writing.entry)?.in_force(number)?;
    found.ok_or_else(|| Refusal::not_found("patent", number.to_string()))
}

fn number_of(said: &Record<'_>) -> Result<ApplicationNo, Refusal> {
    key(said, APPLICATION_NO, ApplicationNo::read)
}

/// Takes a patent as a form states it.
pub(super) fn state(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    match PatentWriter::new(writing.entry)?.in_force(number_of(said)?)? {
        Some(known) => restate(writing, known, said, on_known),
        None => {
            let (read, notes) = PatentRecord::read(said, writing.today)?;
            let sits = writing.place_said(read.district.as_deref(), read.address.as_deref())?;
            let slots = writing.slots(&read.applicants, sits, FIELDS[APPLICANT_NAME])?;
            let owners = writing.parties.accept_all(&slots)?;
            PatentWriter::new(writing.entry)?.bring(&read.patent, &owners, writing.row)?;
            writing.notes(notes);
            let changes = changes(&FIELDS, &vec![None; FIELDS.len()], &read.texts());
            writing.did("patent", read.patent.number.to_string(), EffectKind::Added, changes);
            Ok(Stated::Added)
        }
    }
}

/// The fields of a recorded patent as an export writes them.
fn texts(
    writing: &mut Writing<'_, '_>,
    patent: &Patent,
    owners: &[PartyId],
) -> Result<Texts, Refusal> {
    let applicants = owners.iter().map(|id| writing.named(*id)).collect::<Result<_, _>>()?;
    let (address, district) = (None, None);
    Ok(PatentRecord { patent: patent.clone(), applicants, address, district }.texts())
}

/// Returns the patent that answers to an application number, a publication number or a grant number.
///
/// Errors: `NotFound`, `Ambiguous`, what a number that is none of them is refused for.
pub fn named(ledger: &Ledger, snapshot: Snapshot, text: &str) -> Result<ApplicationNo, Refusal> {
    let application = ApplicationNo::read(text).map(|read| read.value);
    if let Ok(number) = application
        && ledger.patent(number, snapshot).is_ok()
    {
        return Ok(number);
    }
    let missing = || Refusal::not_found("patent", text.trim());
    let Ok(published) = PublicationNo::read(text) else {
        let unread = |refusal| Refusal::field(Fault { field: FIELDS[APPLICATION_NO], refusal });
        return Err(application
            .map_or_else(unread, |number| Refusal::not_found("patent", number.to_string())));
    };
    match ledger.patents_published_as(published.value, snapshot)?[..] {
        [] => Err(missing()),
        [number] => Ok(number),
        ref several => Err(Refusal::Ledger(LedgerError::Ambiguous {
            noun: "patent",
            id: text.trim().to_owned(),
            candidates: several.iter().map(ToString::to_string).collect(),
        })),
    }
}

/// Which patents are wanted.
#[derive(Debug, Clone, Default)]
pub struct PatentQuery {
    /// Whoever applied for it, or whose it is now.
    pub party: Option<Vec<PartyId>>,
    pub kind: Option<PatentKind>,
    /// On the snapshot's day.
    pub status: Option<StatusAsked>,
    /// The year it counts as filed in.
    pub year: Option<i32>,
    /// In its numbers and title and in the names of applicants and owners.
    pub text: Option<String>,
    /// The name of the first applicant, to the letter; empty: none.
    pub first_applicant: Option<String>,
    /// The day of filing, or that none is known.
    pub filed: Option<Option<Date>>,
    /// The day of grant as far as it has come by the snapshot's day, or that there is none.
    pub granted: Option<Option<Date>>,
    /// Whether the status is the word of its source alone.
    pub undated: Option<bool>,
}

/// Calls `each` for every patent filed by the snapshot's day that is wanted, with its status on that day. Returns how
/// many there are, wanted or not.
pub fn each_wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PatentQuery,
    mut each: impl FnMut(PatentCard, Option<LegalStatus>),
) -> Result<usize, Refusal> {
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let first_applicants = query.first_applicant.as_ref().map(|wanted| {
        let parties = ledger.parties(snapshot)?.into_iter();
        let names = parties.map(|card| (card.id, card.party.name.unwrap_or_default()));
        Ok::<_, Refusal>((wanted, names.collect::<HashMap<PartyId, String>>()))
    });
    let first_applicants = first_applicants.transpose()?;
    let mut of = 0;
    ledger.each_patent_whole(snapshot, |card, events| {
        let patent = &card.patent;
        let counted = filing_counts(patent);
        if !counted.by(snapshot.as_of) {
            return Ok::<_, Refusal>(());
        }
        of += 1;
        let everyone = || card.owners.iter().copied().chain(card.owners_after(events));
        let now = patent.status_on(snapshot.as_of, events.iter().map(PatentEvent::dated));
        let says = |search: &Search| {
            let number = patent.number.to_string();
            let published = [patent.publication_no, patent.grant_no];
            let published = published.map(|no| no.map(|no| no.to_string()).unwrap_or_default());
            let bare = number.replace('.', "");
            let title = patent.title.as_deref().unwrap_or_default();
            let texts = [&number, &bare, title, &published[0], &published[1]];
            Search::finds(Some(search), texts, everyone())
        };
        let fits = wants(query.party.as_ref(), everyone())
            && query.kind.is_none_or(|kind| patent.kind == kind)
            && query.status.is_none_or(|asked| now.is_some_and(|now| asked.holds(now.status)))
            && query.year.is_none_or(|year| counted.year() == year)
            && query.filed.is_none_or(|filed| patent.filing == filed)
            && query
                .granted
                .is_none_or(|granted| patent.grant.filter(|day| *day <= snapshot.as_of) == granted)
            && query.undated.is_none_or(|undated| now.is_some_and(|now| now.undated) == undated)
            && first_applicants.as_ref().is_none_or(|(wanted, names)| {
                let name = card.owners.first().and_then(|owner| names.get(owner));
                name.map_or("", String::as_str) == wanted.as_str()
            })
            && search.as_ref().is_none_or(says);
        if fits {
            each(card, now);
        }
        Ok(())
    })?;
    Ok(of)
}

/// Checks a patent as a correction leaves it like a new one.
///
/// Errors: every fault in it.
pub(super) fn whole(patent: &Patent, today: Date) -> Result<(), Vec<Fault>> {
    let (patent, applicants) = (patent.clone(), Vec::new());
    let texts = PatentRecord { patent, applicants, address: None, district: None }.texts();
    // A file without a filing date has no column for it; neither has a patent that came from one.
    let mut columns = u32::MAX;
    let mut record = Record::with_columns(&FIELDS, columns);
    for (field, text) in texts.iter().enumerate() {
        match text {
            Some(text) => record.set(field, Raw::Text(text)),
            None => columns &= !(1 << field),
        }
    }
    let record = record.only_columns(columns);
    PatentRecord::read(&record, today).map(|_| ())
}

/// Lays what is said over what is known of a patent, and checks the whole.
fn restate(
    writing: &mut Writing<'_, '_>,
    known: PatentCard,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let before = texts(writing, &known.patent, &known.owners)?;
    let no_filing_date = known.patent.filing.is_none() && !said.speaks_of(FILING_DATE);
    let whole = |said: &Record<'_>| {
        let over = said.over(&before, &GROUPS);
        let columns = if no_filing_date { !(1 << FILING_DATE) } else { u32::MAX };
        PatentRecord::read(&over.only_columns(columns), writing.today)
    };
    let (mut read, notes) = whole(said)?;
    // What was not understood says nothing against what is known.
    let left_out: Vec<_> = notes.iter().filter_map(|note| note.left_out()).collect();
    if !left_out.is_empty() {
        let heard = left_out.iter().fold(said.clone(), |said, (field, _)| said.without(field));
        (read, _) = whole(&heard)?;
    }
    let sits = writing.place_said(read.district.as_deref(), read.address.as_deref())?;
    // Where an applicant sits is a fact of the party, not of the patent.
    (read.address, read.district) = (None, None);
    let slots = match said.speaks_of(APPLICANT_NAME) || said.speaks_of(APPLICANT_USCC) {
        true => writing.slots(&read.applicants, sits, FIELDS[APPLICANT_NAME])?,
        false => {
            let slots: Result<Vec<_>, _> =
                known.owners.iter().map(|id| writing.parties.slot_of(*id)).collect();
            slots?
        }
    };
    read.applicants = slots.iter().map(|slot| writing.parties.named(*slot)).collect();
    let differences = changes(&FIELDS, &before, &read.texts());
    writing.notes(notes);
    if differences.is_empty() {
        return Ok(Stated::Unchanged);
    }
    let id = known.patent.number.to_string();
    if on_known == OnKnown::Refuse {
        return Err(known_otherwise(differences, &id));
    }
    let owners = writing.parties.accept_all(&slots)?;
    PatentWriter::new(writing.entry)?.correct(&read.patent, &owners, writing.row)?;
    writing.did("patent", id, EffectKind::Corrected, differences.clone());
    Ok(Stated::Corrected(differences))
}

/// The fields of a patent that hold the day of an event, and its number: the day has one home, so that every figure,
/// check and list that asks for it sees the same, whichever way it came.
fn dated_field(event: &str) -> Option<(usize, usize)> {
    match event {
        "publication" => Some((PUBLICATION_DATE, PUBLICATION_NO)),
        "grant" => Some((GRANT_DATE, GRANT_NO)),
        _ => None,
    }
}

/// Records a publication or a grant, with its number where one is stated. A day that is known otherwise is not written
/// over: it is corrected.
fn record_date(
    writing: &mut Writing<'_, '_>,
    known: PatentCard,
    (day, number): (usize, usize),
    new: &NewEvent,
) -> Result<(), Refusal> {
    for (field, said) in [("to", &new.to), ("detail", &new.detail)] {
        if let Some(text) = said {
            return Err(Refusal::field(Fault::new(field, text.clone(), Problem::NotTaken)));
        }
    }
    let id = known.patent.number.to_string();
    let before = texts(writing, &known.patent, &known.owners)?;
    let said = new.day.to_string();
    if let Some(recorded) = before[day].as_ref().filter(|recorded| **recorded != said) {
        let (field, old, new) = (FIELDS[day], recorded.clone(), said);
        return Err(known_otherwise(vec![Change { field, old, new }], &id));
    }
    let form = Form::new(&FIELDS, None).with(day, &said);
    let form = match &new.document {
        Some(text) => form.with(number, text),
        None => form,
    };
    corrected(restate(writing, known, &form.record(), OnKnown::Correct)?)
}

/// Records a dated event. A pledged patent is not disposed of without the pledgee (R13).
fn record_event(
    writing: &mut Writing<'_, '_>,
    number: ApplicationNo,
    new: &NewEvent,
) -> Result<(), Refusal> {
    let day = new.day;
    let refused = |problem| Err(Refusal::field(Fault::new("on", day.to_string(), problem)));
    if day > writing.today {
        return refused(Problem::DateInFuture { today: writing.today });
    }
    let known = patent(writing, number)?;
    if let Some(filed) = known.patent.filing.filter(|filed| day < *filed) {
        return refused(Problem::DateBefore { earlier: "filing_date", than: filed });
    }
    if let Some(field) = dated_field(new.event) {
        return record_date(writing, known, field, new);
    }
    let party = new.to.as_deref().map(|to| writing.entry.find_party(to)).transpose()?;
    if new.event == TRANSFER && party.is_none() {
        writing.notice(Notice::TransferToNobody);
    }
    if writing.entry.unconsented(number, new.event, day)?.is_some() {
        let evidence = Evidence::DisposedWithoutConsent { event: new.event.to_owned(), day };
        return Err(Refusal::rule(Rule::R13, number, evidence));
    }
    let (detail, document) = (new.detail.clone(), new.document.clone());
    let event =
        PatentEvent { event: new.event.to_owned(), day, party, detail, document, brought_by: 0 };
    writing.entry.add_patent_event(number, &event, writing.row)?;
    let change = |field, new: &str| Change { field, old: String::new(), new: new.to_owned() };
    let changes = vec![change("event", new.event), change("on", &day.to_string())];
    writing.did("patent", number.to_string(), EffectKind::Corrected, changes);
    Ok(())
}
