//! Parties: firms, banks and other institutions, persons; where they sit, what they are marked as.

use std::collections::HashSet;

use super::facts::{added, corrected, known_otherwise, none_stands_on_it};
use super::outcome::{EffectKind, Notice, OnKnown, Stated};
use super::search::Search;
use super::{Refusal, Writing};
use crate::domain::numbers::{BusinessNo, CreditCode, Localities, RegionCode, Whereabouts};
use crate::domain::party::{
    self as party_record, ADDRESS, BUSINESS_NO, DISTRICT, FIELDS, FIRST_MARK, FORMER_NAMES, GROUPS,
    MARK_COLUMNS, Mark, MarkState, Marked, NAME, PARK, Party, PartyRecord, Place, Role, SINCE,
    STREET, StatedPlace, UNTIL, USCC, region_said,
};
use crate::domain::patent::{Change, Named};
use crate::domain::program::CaseStep;
use crate::domain::record::{Form, Reader, Texts, changes};
use crate::domain::values::Date;
use crate::domain::{Fault, Note, Problem, Record};
use crate::exchange::import::PartyWarning;
use crate::ledger::{Ledger, LedgerError, PartyCard, PartyId, RoleHeld, Snapshot, Subject};

/// Fields that say where a party sits, and when.
const PLACE_FIELDS: [usize; 6] = [DISTRICT, ADDRESS, STREET, PARK, SINCE, UNTIL];

/// What can be asked of a party.
#[derive(Debug, Clone)]
pub enum Request {
    Add {
        form: Form,
    },
    /// What is not said stays. `party`: a number, a credit code or a name. `seen`: the entry the edit was made from.
    Correct {
        party: String,
        form: Form,
        seen: Option<i64>,
    },
    /// The party should never have been recorded.
    Void {
        party: String,
    },
    GrantRole {
        party: String,
        held: RoleHeld,
    },
    /// A mark it applied for or was given (资质).
    Certify {
        party: String,
        marked: Marked,
    },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Add { .. } => "party.add",
            Self::Correct { .. } => "party.correct",
            Self::Void { .. } => "party.void",
            Self::GrantRole { .. } => "party.role",
            Self::Certify { .. } => "party.certify",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Add { form } => {
                let said = form.record();
                let name = [NAME, USCC].into_iter().find_map(|field| said.text(field));
                let name = name.unwrap_or_default().to_owned();
                added(state(writing, &said, OnKnown::Refuse)?, "party", || Ok(name))
            }
            Self::Correct { party, form, seen } => {
                let id = writing.entry.find_party(party)?;
                writing.unchanged_since(*seen, &Subject::Party(id), "party", party)?;
                let known = writing.entry.party_by_id(id)?;
                corrected(restate(writing, (id, known), &form.record(), OnKnown::Correct, false)?)
            }
            Self::Void { party } => {
                let id = writing.entry.find_party(party)?;
                none_stands_on_it(writing.entry.facts_of_party(id)?)?;
                writing.entry.void_party(id)?;
                writing.did("party", party, EffectKind::Ended, Vec::new());
                Ok(())
            }
            Self::GrantRole { party, held } => {
                let id = writing.entry.find_party(party)?;
                if writing.entry.roles_of(id)?.contains(held) {
                    return Err(LedgerError::NoChange.into());
                }
                in_order("since", held.since, "until", held.until)?;
                writing.entry.add_role(id, held, writing.row)?;
                let new =
                    Change { field: "role", old: String::new(), new: held.role.code().to_owned() };
                writing.did("party", party, EffectKind::Corrected, vec![new]);
                Ok(())
            }
            Self::Certify { party, marked } => {
                if is_of_a_case(marked.mark) {
                    return Err(Refusal::RecordedElsewhere { mark: marked.mark });
                }
                let id = writing.entry.find_party(party)?;
                if writing.entry.marks_of(id)?.contains(marked) {
                    return Err(LedgerError::NoChange.into());
                }
                if marked.day > writing.today {
                    let problem = Problem::DateInFuture { today: writing.today };
                    let fault = Fault::new("on", marked.day.to_string(), problem);
                    return Err(Refusal::field(fault));
                }
                writing.entry.add_mark(id, marked, writing.row)?;
                writing.did("party", party, EffectKind::Corrected, vec![mark_change(marked)]);
                Ok(())
            }
        }
    }
}

fn in_order(
    earlier: &'static str,
    first: Option<Date>,
    field: &'static str,
    second: Option<Date>,
) -> Result<(), Refusal> {
    match first.zip(second).filter(|(first, second)| second < first) {
        None => Ok(()),
        Some((first, second)) => {
            let problem = Problem::DateBefore { earlier, than: first };
            Err(Refusal::field(Fault::new(field, second.to_string(), problem)))
        }
    }
}

fn called(party: &Party) -> String {
    let code = || party.code.map(|code| code.to_string());
    party.name.clone().or_else(code).unwrap_or_default()
}

fn mark_change(marked: &Marked) -> Change {
    let at = MARK_COLUMNS.iter().position(|column| *column == (marked.mark, marked.state));
    let field = at.map_or("mark", |at| FIELDS[FIRST_MARK + at]);
    Change { field, old: String::new(), new: marked.day.to_string() }
}

/// Takes a party as a form or a row states it.
pub(super) fn state(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    state_in_file(writing, said, on_known, false)
}

/// As [`state`]; `again`: the file had the party before, so that another stay of it is no contradiction.
pub(super) fn state_in_file(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
    again: bool,
) -> Result<Stated, Refusal> {
    let (name, code) = party_record::named(said);
    if let Some(known) = find(writing, name.as_deref(), code)? {
        return restate(writing, known, said, on_known, again);
    }
    let added = writing.localities()?;
    let (read, notes) = PartyRecord::read(said, writing.own()?, &added, writing.today)?;
    let id = writing.entry.add_party(&read.party, writing.row)?;
    let own = writing.own()?;
    let by_name = || Place::of(StatedPlace::Nothing, read.party.name.as_deref(), own);
    let place = read.place.clone().unwrap_or_else(by_name);
    writing.entry.add_first_place(id, &place, writing.row)?;
    writing.parties.count_assumed(&place);
    add_roles_and_marks(writing, id, &read.roles, &read.marks)?;
    writing.notes(notes);
    let changes = changes(&FIELDS, &vec![None; FIELDS.len()], &read.texts());
    writing.did("party", called(&read.party), EffectKind::Added, changes);
    Ok(Stated::Added)
}

/// Finds the party a record is about: by code, else by name where one party alone bears it. A name that is recorded
/// without a code is that party; one recorded under another code is another.
fn find(
    writing: &mut Writing<'_, '_>,
    name: Option<&str>,
    code: Option<CreditCode>,
) -> Result<Option<(PartyId, Party)>, Refusal> {
    if let Some(code) = code
        && let Some(found) = writing.entry.party_by_code(code)?
    {
        return Ok(Some(found));
    }
    let Some(name) = name else { return Ok(None) };
    let mut namesakes = writing.entry.parties_by_name(name)?;
    if let Some(code) = code {
        if let Some(known) = namesakes.iter().find_map(|(_, party)| party.code) {
            let (known, code) = (known.to_string(), code.to_string());
            let warning = PartyWarning::OtherCode { name: name.to_owned(), known, code };
            writing.notice(Notice::Party(warning));
        }
        namesakes.retain(|(_, party)| party.code.is_none());
    }
    match namesakes.len() {
        0 => Ok(None),
        1 => Ok(namesakes.pop()),
        candidates => {
            let problem = Problem::PartyAmbiguous { candidates };
            Err(Refusal::field(Fault::new(FIELDS[NAME], name, problem)))
        }
    }
}

/// Lays what is said over what is known of a party. A further role or mark contradicts nothing.
fn restate(
    writing: &mut Writing<'_, '_>,
    (id, known): (PartyId, Party),
    said: &Record<'_>,
    on_known: OnKnown,
    again: bool,
) -> Result<Stated, Refusal> {
    let places = writing.entry.places_of(id)?;
    let own = writing.own()?;
    let added = writing.localities()?;
    let stay = stay_meant(said, &places, own, &added);
    let mut before = texts(&known, stay.as_ref());
    if said.text(USCC).and_then(BusinessNo::in_place_of_code).is_some() && !said.has(BUSINESS_NO) {
        before[BUSINESS_NO] = None;
    }
    let (read, notes) =
        PartyRecord::read(&said.over(&before, &GROUPS), own, &added, writing.today)?;
    let mut news = read.party.clone();
    if notes.contains(&Note::BusinessNumber(FIELDS[USCC])) {
        // A business number says nothing against the code that is known.
        (news.code, news.code_lawful) = (known.code, known.code_lawful);
    }
    if !said.speaks_of(FORMER_NAMES) || said.has(FORMER_NAMES) {
        news.former_names = with_former_names(&known, &read.party);
    }
    if let Some(code) = news.code
        && news.code != known.code
        && let Some((other, _)) = writing.entry.party_by_code(code)?
        && other != id
    {
        return Err(Refusal::already_there("party", code.to_string()));
    }
    let mut contradictions = known.changes(&news);
    // A number nobody had recorded contradicts nothing.
    let completes = known.business_no.is_none();
    let further =
        contradictions.extract_if(.., |change| completes && change.field == FIELDS[BUSINESS_NO]);
    let further: Vec<Change> = further.collect();
    let speaks_of_place = PLACE_FIELDS.into_iter().any(|field| said.speaks_of(field));
    let place = read.place.filter(|_| speaks_of_place);
    // What decides nothing contradicts nothing: who is known to sit somewhere still does.
    let place = match (place, stay.as_ref()) {
        (Some(place), Some(stay)) if place.assumed => {
            Some(Place { region: stay.region, assumed: false, ..place })
        }
        (place, _) => place,
    };
    let moved = place.as_ref().and_then(|place| with_place(&places, place, stay.as_ref()));
    let further_stay = again && contradictions.is_empty() && further.is_empty() && moved.is_some();
    let roles = missing_roles(writing, id, &read.roles)?;
    let marks = beside_known_marks(writing, id, &read.marks)?;
    let mut differences = contradictions.clone();
    differences.extend(further.iter().cloned());
    if let Some(place) = place.as_ref().filter(|_| moved.is_some()) {
        differences.push(place_change(said, &places, place));
    }
    differences.extend(role_change(&roles));
    differences.extend(marks.new.iter().map(mark_change));
    differences.extend(
        marks
            .other_day
            .iter()
            .map(|(old, new)| Change { old: old.day.to_string(), ..mark_change(new) }),
    );
    if differences.is_empty() {
        return Ok(Stated::Unchanged);
    }
    let contradicts = !contradictions.is_empty()
        || !marks.other_day.is_empty()
        || (moved.is_some()
            && !further_stay
            && !places.iter().all(|known| gives_way(known, &place)));
    let name = called(&known);
    if contradicts && on_known == OnKnown::Refuse {
        return Err(known_otherwise(differences, &name));
    }
    if !contradictions.is_empty() || !further.is_empty() {
        writing.entry.correct_party(id, &news, writing.row)?;
    }
    if let Some(places) = moved {
        writing.entry.replace_places(id, &places, writing.row)?;
    }
    for (old, _) in &marks.other_day {
        writing.entry.void_mark(id, old)?;
    }
    let other_day = marks.other_day.into_iter().map(|(_, new)| new);
    let marks: Vec<Marked> = marks.new.into_iter().chain(other_day).collect();
    add_roles_and_marks(writing, id, &roles, &marks)?;
    writing.notes(notes);
    writing.did("party", name, EffectKind::Corrected, differences.clone());
    Ok(if further_stay { Stated::Added } else { Stated::Corrected(differences) })
}

/// The recorded stay a record speaks of: the one that began, or ended, on the day it names, else the last, if that has no
/// day of its own, did not end before and was at the same place. A new day of arrival elsewhere is a new stay, and keeps
/// nothing of another. A list with a column for the day of arrival that leaves it blank means the stay from the start.
fn stay_meant(
    said: &Record<'_>,
    places: &[Place],
    own: RegionCode,
    added: &Localities,
) -> Option<Place> {
    let last = || places.last().filter(|place| !place.assumed).cloned();
    if !said.has(SINCE) {
        let until = date_said(said, UNTIL);
        let ended = places.iter().find(|place| until.is_some() && place.until == until);
        let from_the_start = || {
            let first = places.first().filter(|place| !place.assumed && place.since.is_none());
            first.filter(|place| {
                said.has_column(SINCE) && !said.has(UNTIL) && is_there(said, place, own, added)
            })
        };
        return ended.or_else(from_the_start).cloned().or_else(last);
    }
    let since = date_said(said, SINCE);
    let same = places.iter().find(|place| place.since == since).cloned();
    let reaches = |place: &Place| place.until.zip(since).is_none_or(|(until, day)| day <= until);
    let undated = || {
        last().filter(|place| {
            place.since.is_none() && reaches(place) && is_there(said, place, own, added)
        })
    };
    same.or_else(undated)
}

/// Whether what a record says of a place, if anything, is this one.
fn is_there(said: &Record<'_>, place: &Place, own: RegionCode, added: &Localities) -> bool {
    let mut reader = Reader::new(said);
    let (district, address) = (reader.words(DISTRICT), reader.words(ADDRESS));
    match region_said(own, added, district.as_deref(), address.as_deref()) {
        StatedPlace::Nothing | StatedPlace::Unclear => true,
        StatedPlace::District(region) => place.region == Some(region),
        StatedPlace::Elsewhere => place.region.is_none(),
    }
}

/// The day a field says; one that cannot be read is refused with the whole record.
fn date_said(said: &Record<'_>, field: usize) -> Option<Date> {
    Reader::new(said).date(field)
}

/// The fields of a recorded party and one of its stays, as an export writes them; roles and marks are said beside.
fn texts(party: &Party, stay: Option<&Place>) -> Texts {
    let record = PartyRecord {
        party: party.clone(),
        roles: Vec::new(),
        place: stay.cloned(),
        marks: Vec::new(),
    };
    record.texts()
}

/// What it was called before, a name that gives way among it.
fn with_former_names(known: &Party, news: &Party) -> Vec<String> {
    let mut names = known.former_names.clone();
    let replaced = known.name.clone().filter(|name| news.name.as_ref() != Some(name));
    for name in news.former_names.iter().cloned().chain(replaced) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the places with one said anew among them; none when it says nothing new.
///
/// Whether a recorded place is only assumed, and what is stated now names no other street or park.
fn gives_way(known: &Place, stated: &Option<Place>) -> bool {
    let other = |known: &Option<String>, stated: Option<&String>| {
        known.as_ref().zip(stated).is_some_and(|(known, stated)| known != stated)
    };
    let (street, park) = (
        stated.as_ref().and_then(|place| place.street.as_ref()),
        stated.as_ref().and_then(|place| place.park.as_ref()),
    );
    known.assumed && !other(&known.street, street) && !other(&known.park, park)
}

/// What was only assumed gives way, and so does the stay that was meant; an open stay ends the day before a new one
/// begins; a place without a day holds for all time.
fn with_place(places: &[Place], new: &Place, meant: Option<&Place>) -> Option<Vec<Place>> {
    if places.contains(new) {
        return None;
    }
    let stays = |place: &&Place| !place.assumed && Some(*place) != meant;
    let mut all: Vec<Place> = places.iter().filter(stays).cloned().collect();
    match new.since {
        None if new.until.is_none() => all.clear(),
        None => {}
        Some(since) => {
            for place in all.iter_mut().filter(|place| place.covers(since)) {
                place.until = since.add_days(-1);
            }
        }
    }
    all.push(new.clone());
    all.sort_by_key(|place| place.since);
    Some(all)
}

/// The change of a place, under the field by which a record says it.
fn place_change(said: &Record<'_>, places: &[Place], new: &Place) -> Change {
    let field = PLACE_FIELDS.into_iter().find(|field| said.has(*field)).unwrap_or(DISTRICT);
    let words = |place: &Place| {
        let region = place.region.map(|region| region.to_string());
        let days = [place.since, place.until].map(|day| day.map(|day| day.to_string()));
        let [since, until] = days;
        let parts = [region, place.street.clone(), place.park.clone(), since, until];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    Change {
        field: FIELDS[field],
        old: places.last().map(words).unwrap_or_default(),
        new: words(new),
    }
}

fn role_change(roles: &[Role]) -> Option<Change> {
    let words = roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(";");
    Change::of("role", None, (!roles.is_empty()).then_some(words))
}

fn missing_roles(
    writing: &Writing<'_, '_>,
    id: PartyId,
    roles: &[Role],
) -> Result<Vec<Role>, Refusal> {
    let held = writing.entry.roles_of(id)?;
    Ok(roles.iter().copied().filter(|role| held.iter().all(|held| held.role != *role)).collect())
}

/// Marks beside those on record.
struct AddedMarks {
    new: Vec<Marked>,
    /// Recorded with another day: as recorded, as said.
    other_day: Vec<(Marked, Marked)>,
}

/// Whether a mark is what cases and certificates record step by step; a list of firms may still state its day.
fn is_of_a_case(mark: Mark) -> bool {
    match mark {
        Mark::Pilot | Mark::Demonstration | Mark::Gb29490 => true,
        Mark::HighTech | Mark::LittleGiant | Mark::AbnormalFiling => false,
    }
}

/// What the recorded cases and certificates of a party say, as marks.
fn marks_of_cases(writing: &Writing<'_, '_>, id: PartyId) -> Result<Vec<Marked>, Refusal> {
    let mut marks = Vec::new();
    let mut add = |mark, state, day| marks.push(Marked { mark, state, day, document: None });
    for case in writing.entry.cases_of(id)?.into_iter().filter(|case| case.id.is_some()) {
        let Some(mark) = Mark::from_code(&case.program) else { continue };
        let history = case.history();
        let days = |step| history.iter().filter(move |event| event.step == step);
        days(CaseStep::Apply).for_each(|event| add(mark, MarkState::Applied, event.day));
        days(CaseStep::Recognise).for_each(|event| add(mark, MarkState::Recognised, event.day));
    }
    for card in writing.entry.certificates_of(id)?.into_iter().filter(|card| card.id.is_some()) {
        let of = &card.certificate;
        let days = [of.first_issued, Some(of.issued)].into_iter().flatten();
        let days = days.filter(|_| of.standard.is_gb29490());
        days.for_each(|day| add(Mark::Gb29490, MarkState::Recognised, day));
    }
    Ok(marks)
}

/// Marks a list of firms states beside what is known. What a case or a certificate says otherwise is corrected there.
fn beside_known_marks(
    writing: &Writing<'_, '_>,
    id: PartyId,
    said: &[Marked],
) -> Result<AddedMarks, Refusal> {
    let known = writing.entry.marks_of(id)?;
    let of_cases = match said.iter().any(|marked| is_of_a_case(marked.mark)) {
        true => marks_of_cases(writing, id)?,
        false => Vec::new(),
    };
    let mut beside = AddedMarks { new: Vec::new(), other_day: Vec::new() };
    for marked in said {
        let in_case =
            || of_cases.iter().filter(|k| (k.mark, k.state) == (marked.mark, marked.state));
        if in_case().any(|known| known.day == marked.day) {
            continue;
        }
        if let Some(old) = in_case().next_back() {
            let change = Change { old: old.day.to_string(), ..mark_change(marked) };
            return Err(known_otherwise(vec![change], ""));
        }
        let same = || known.iter().filter(|k| (k.mark, k.state) == (marked.mark, marked.state));
        if same().any(|known| known.day == marked.day) {
            continue;
        }
        match same().next_back() {
            None => beside.new.push(marked.clone()),
            Some(old) => {
                let document = old.document.clone();
                beside.other_day.push((old.clone(), Marked { document, ..marked.clone() }));
            }
        }
    }
    Ok(beside)
}

fn add_roles_and_marks(
    writing: &Writing<'_, '_>,
    id: PartyId,
    roles: &[Role],
    marks: &[Marked],
) -> Result<(), Refusal> {
    for role in roles {
        let held = RoleHeld { role: *role, since: None, until: None };
        writing.entry.add_role(id, &held, writing.row)?;
    }
    for mark in marks {
        writing.entry.add_mark(id, mark, writing.row)?;
    }
    Ok(())
}

/// How a party is named in a record; one that is not on record any more has neither name nor code.
pub fn named(card: Option<&PartyCard>) -> Named {
    let party = card.map(|card| &card.party);
    Named {
        name: party.and_then(|party| party.name.clone()),
        code: party.and_then(|party| party.code),
        lawful_exception: party.is_some_and(|party| party.code_lawful),
        business_no: party.and_then(|party| party.business_no),
    }
}

/// Refuses a party that is no bank: who has that role, lends, or holds a pledge is one.
///
/// Errors: `NotFound`, of the `words` it was named by.
pub fn lends_or_holds(
    ledger: &Ledger,
    snapshot: Snapshot,
    id: PartyId,
    words: &str,
) -> Result<(), Refusal> {
    let has_role = ledger.party(id, snapshot)?.roles.iter().any(|held| held.role == Role::Bank);
    let is_bank = has_role
        || ledger.lenders(snapshot)?.contains(&id)
        || ledger.pledges(snapshot)?.iter().any(|pledge| pledge.pledgee == id);
    if is_bank { Ok(()) } else { Err(Refusal::not_found("bank", words)) }
}

/// A recorded party as rows state it: one for each stay, each with its roles and marks.
pub fn as_stated(card: &PartyCard) -> Vec<PartyRecord> {
    let stays = card.places.iter().filter(|place| !place.assumed).cloned().map(Some);
    let mut stays: Vec<Option<Place>> = stays.collect();
    if stays.is_empty() {
        stays.push(None);
    }
    let row = |place| PartyRecord {
        party: card.party.clone(),
        roles: card.roles.iter().map(|held| held.role).collect(),
        place,
        marks: card.marks.clone(),
    };
    stays.into_iter().map(row).collect()
}

/// Which parties are wanted.
#[derive(Debug, Clone, Default)]
pub struct PartyQuery {
    pub role: Option<Role>,
    pub mark: Option<Mark>,
    /// The name or the code of the district it sits in on the snapshot's day.
    pub district: Option<String>,
    /// Those that are only assumed to sit in the office's own district.
    pub assumed: bool,
    /// In its code and in its names now and before.
    pub text: Option<String>,
}

/// Returns the parties that are wanted, in order of number, and how many there are.
pub fn wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PartyQuery,
) -> Result<(Vec<PartyCard>, usize), Refusal> {
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let own = ledger.office(snapshot)?.region;
    let added = ledger.localities(snapshot)?;
    let district = query.district.as_ref().map(|text| match own.district_said(text, &added) {
        Some(Whereabouts::In(region)) => Some(region),
        Some(Whereabouts::Unclear | Whereabouts::Elsewhere) | None => RegionCode::of_name(text),
    });
    let with_case = match query.mark.filter(|mark| is_of_a_case(*mark)) {
        Some(mark) => Some(with_case_of(ledger, snapshot, mark)?),
        None => None,
    };
    let has_mark = |card: &PartyCard, mark: Mark| match &with_case {
        Some(parties) => parties.contains(&card.id),
        None => card.marks.iter().any(|marked| marked.mark == mark),
    };
    let mut found = ledger.parties(snapshot)?;
    let of = found.len();
    found.retain(|card| {
        let code = card.party.code.map(|code| code.to_string());
        let seat = seat(card, snapshot);
        let sits = |wanted: &Option<RegionCode>| {
            let region = seat.and_then(|place| place.region);
            wanted.zip(region).is_some_and(|(wanted, region)| wanted.covers(region))
        };
        query.role.is_none_or(|role| card.roles.iter().any(|held| held.role == role))
            && query.mark.is_none_or(|mark| has_mark(card, mark))
            && district.as_ref().is_none_or(sits)
            && (!query.assumed || seat.is_some_and(|place| place.assumed))
            && Search::finds(search.as_ref(), code.as_deref(), [card.id])
    });
    Ok((found, of))
}

/// The parties with a case of a mark's programme, or a certificate.
fn with_case_of(
    ledger: &Ledger,
    snapshot: Snapshot,
    mark: Mark,
) -> Result<HashSet<PartyId>, Refusal> {
    if mark == Mark::Gb29490 {
        let all = ledger.certificates(snapshot)?.into_iter();
        let certified = all.filter(|card| card.certificate.standard.is_gb29490());
        return Ok(certified.map(|card| card.party).collect());
    }
    let cases = ledger.cases(snapshot)?.into_iter();
    Ok(cases.filter(|card| card.program == mark.code()).map(|card| card.party).collect())
}

/// Where a party sits on the snapshot's day.
pub fn seat(card: &PartyCard, snapshot: Snapshot) -> Option<&Place> {
    card.places.iter().rev().find(|place| place.covers(snapshot.as_of))
}
