//! Recognition programmes, and the cases of those who apply: step by step, or as a list states several at once.

use super::facts::{added, corrected, known_otherwise};
use super::outcome::{EffectKind, Notice, OnKnown, Stated};
use super::parties::SlotNo;
use super::search::{Search, wants};
use super::{Refusal, Writing};
use crate::domain::claim::same_person;
use crate::domain::counting::Belongs;
use crate::domain::party::{Mark, MarkState, belongs};
use crate::domain::patent::{Change, Named};
use crate::domain::pledge::GroundOutcome;
use crate::domain::program::{
    APPLIED, Applicant, BATCH, CASE_STEP, CaseEvent, CaseRecord, CaseRules, CaseState, CaseStep,
    FIELDS, Held, Level, NAME_THEN, ORGANISATION, ORGANISATION_USCC, PROGRAM, Program, STEP_ON,
    check, event_of, event_texts, grounds, state as state_of,
};
use crate::domain::record::{Form, Texts, changes};
use crate::domain::steps::StepProblem;
use crate::domain::values::Date;
use crate::domain::{Fault, Problem, Record};
use crate::exchange::read_text;
use crate::ledger::{
    CaseCard, Ledger, LedgerError, NewCase, PartyId, Programs, Snapshot, Subject, case_no,
};

/// What can be asked of programmes and their cases. `case`: its number, `pilot-2019-47`.
#[derive(Debug, Clone)]
pub enum Request {
    /// A version of a programme as its file has it, whole and checked.
    Add {
        program: Box<Program>,
        text: String,
    },
    /// The version of a programme in force on a day, else the newest, should never have been recorded.
    VoidProgram {
        code: String,
        on: Option<Date>,
    },
    /// Somebody applies. `party`: a number, a credit code or a name, before what the form says of it.
    Apply {
        party: Option<String>,
        form: Form,
    },
    Step {
        case: String,
        event: CaseEvent,
    },
    /// What is not said stays. `step`: the number of a step that is corrected instead of what a list would state.
    Correct {
        case: String,
        form: Form,
        step: Option<i64>,
        seen: Option<i64>,
    },
    /// It should never have been recorded; or one step of it should not.
    Void {
        case: String,
        step: Option<i64>,
    },
}

impl Request {
    /// What a programme's file asks for, read and checked.
    ///
    /// Errors: the file cannot be read; `ProgramFile` with everything that is wrong with it.
    pub fn of_file(file: &str) -> Result<Self, Refusal> {
        let faults = |faults| Refusal::ProgramFile { file: file.to_owned(), faults };
        let text = read_text(file)?;
        Ok(Self::Add { program: Box::new(Program::read(&text).map_err(faults)?), text })
    }

    pub fn action(&self) -> &'static str {
        match self {
            Self::Add { .. } => "program.add",
            Self::VoidProgram { .. } | Self::Void { .. } => "program.void",
            Self::Apply { .. } => "program.apply",
            Self::Correct { .. } => "program.correct",
            Self::Step { event, .. } => match event.step {
                CaseStep::Apply => "program.apply",
                CaseStep::Verify => "program.verify",
                CaseStep::Recommend => "program.recommend",
                CaseStep::Return => "program.return",
                CaseStep::Review => "program.review",
                CaseStep::Publicise => "program.publicise",
                CaseStep::Recognise => "program.recognise",
                CaseStep::Reject => "program.reject",
                CaseStep::Midterm => "program.midterm",
                CaseStep::Accept => "program.accept",
                CaseStep::Fail => "program.fail",
                CaseStep::Extend => "program.extend",
                CaseStep::Recheck => "program.recheck",
                CaseStep::Revoke => "program.revoke",
                CaseStep::Withdraw => "program.withdraw",
            },
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Add { program, text } => add_program(writing, program, text),
            Self::VoidProgram { code, on } => void_program(writing, code, *on),
            Self::Apply { party, form } => {
                let slot = party.as_deref().map(|party| called(writing, party)).transpose()?;
                let said = form.record();
                let id = || Ok(said.text(ORGANISATION).unwrap_or_default().to_owned());
                added(stated(writing, &said, slot.flatten(), OnKnown::Refuse)?, "program_case", id)
            }
            Self::Step { case, event } => take_step(writing, case, event),
            Self::Correct { case, form, step, seen } => {
                let known = named(writing, case)?;
                if let Some(id) = known.id {
                    writing.unchanged_since(*seen, &Subject::Case(id), "program_case", case)?;
                }
                match step {
                    Some(step) => correct_step(writing, &known, *step, &form.record()),
                    None => corrected(correct(writing, &known, form)?),
                }
            }
            Self::Void { case, step: None } => {
                let known = named(writing, case)?;
                writing.entry.void_case(&known)?;
                writing.did("program_case", case, EffectKind::Ended, Vec::new());
                Ok(())
            }
            Self::Void { case, step: Some(step) } => {
                let known = named(writing, case)?;
                let at = place_of(&known, *step)?;
                let mut history = known.history();
                let gone = history.remove(at);
                if history.is_empty() {
                    // Without its application there is no case.
                    return Err(LedgerError::StepsStandOnIt {
                        noun: "program_case",
                        id: case.clone(),
                    }
                    .into());
                }
                lawful(&known.called(), rules(writing, &known)?, &history)?;
                writing.entry.end_case_event(known.events[at].line)?;
                let change = Change { old: told(&gone), new: String::new(), ..change_of(&gone) };
                writing.did("program_case", case, EffectKind::Corrected, vec![change]);
                Ok(())
            }
        }
    }
}

fn add_program(
    writing: &mut Writing<'_, '_>,
    program: &Program,
    text: &str,
) -> Result<(), Refusal> {
    let id = format!("{} {}", program.code, program.valid_from);
    let programs = writing.entry.programs()?.0;
    // A later version takes over from its first day; two cannot begin on one day.
    let same =
        |known: &Program| (&known.code, known.valid_from) == (&program.code, program.valid_from);
    if programs.iter().any(|card| same(&card.program)) {
        return Err(Refusal::already_there("program", id));
    }
    writing.entry.add_program(program, text)?;
    writing.did("program", id, EffectKind::Added, Vec::new());
    Ok(())
}

fn void_program(
    writing: &mut Writing<'_, '_>,
    code: &str,
    on: Option<Date>,
) -> Result<(), Refusal> {
    let programs = writing.entry.programs()?;
    let mut fits = programs.0.iter().filter(|card| {
        card.program.code == code && on.is_none_or(|day| card.program.in_force(day))
    });
    let Some(card) = fits.next_back() else { return Err(Refusal::not_found("program", code)) };
    writing.entry.void_program(card.line)?;
    writing.entry.keep_cases_whole()?;
    writing.did("program", code, EffectKind::Ended, Vec::new());
    Ok(())
}

/// The slot of a party that answers to a number, a credit code or a name; none: nobody does, the form names a new one.
fn called(writing: &mut Writing<'_, '_>, party: &str) -> Result<Option<SlotNo>, Refusal> {
    match writing.entry.find_party(party) {
        Ok(id) => Ok(Some(writing.parties.slot_of(id)?)),
        Err(LedgerError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The case a command names.
fn named(writing: &Writing<'_, '_>, case: &str) -> Result<CaseCard, Refusal> {
    let missing = || Refusal::not_found("program_case", case);
    let party: PartyId =
        case.trim().rsplit('-').next().and_then(|party| party.parse().ok()).ok_or_else(missing)?;
    let mut cases = writing.entry.cases_of(party)?.into_iter();
    cases.find(|card| card.called() == case.trim()).ok_or_else(missing)
}

fn rules(writing: &Writing<'_, '_>, case: &CaseCard) -> Result<CaseRules, Refusal> {
    Ok(writing.entry.programs()?.of_case(case).rules())
}

fn lawful(called: &str, rules: CaseRules, history: &[CaseEvent]) -> Result<(), Refusal> {
    check(rules, history).map_err(|(_, problem)| refused(called, problem))
}

fn refused(called: &str, problem: StepProblem) -> Refusal {
    Refusal::Step { noun: "program_case", id: called.to_owned(), problem }
}

fn told(event: &CaseEvent) -> String {
    format!("{} {}", event.step.code(), event.day)
}

fn change_of(event: &CaseEvent) -> Change {
    Change { field: FIELDS[CASE_STEP], old: String::new(), new: told(event) }
}

/// Whether a step is a decision of this office: whom the district recommends, and all of its own programmes.
fn is_decision(level: Level, step: CaseStep) -> bool {
    match step {
        CaseStep::Recommend => true,
        CaseStep::Recognise
        | CaseStep::Reject
        | CaseStep::Accept
        | CaseStep::Fail
        | CaseStep::Extend
        | CaseStep::Recheck
        | CaseStep::Revoke => level == Level::District,
        CaseStep::Apply
        | CaseStep::Verify
        | CaseStep::Return
        | CaseStep::Review
        | CaseStep::Publicise
        | CaseStep::Midterm
        | CaseStep::Withdraw => false,
    }
}

/// Refuses a decision of whoever took the application in (G3).
fn second_person(
    called: &str,
    filed_by: Option<&str>,
    decided: &[CaseEvent],
    level: Level,
) -> Result<(), Refusal> {
    let Some(filed_by) = filed_by else { return Ok(()) };
    for event in decided.iter().filter(|event| is_decision(level, event.step)) {
        if let Some(name) = event.decided_by.as_ref().filter(|name| same_person(filed_by, name)) {
            return Err(refused(called, StepProblem::SamePerson { name: name.clone() }));
        }
    }
    Ok(())
}

fn take_step(writing: &mut Writing<'_, '_>, case: &str, event: &CaseEvent) -> Result<(), Refusal> {
    if event.day > writing.today {
        let problem = Problem::DateInFuture { today: writing.today };
        return Err(Refusal::field(Fault::new("on", event.day.to_string(), problem)));
    }
    if let Some(until) = event.until.filter(|until| *until < event.day) {
        let problem = Problem::DateBefore { earlier: "on", than: event.day };
        return Err(Refusal::field(Fault::new("until", until.to_string(), problem)));
    }
    if event.step == CaseStep::Extend && event.until.is_none() {
        return Err(Refusal::field(Fault::new("until", "", Problem::FieldMissing)));
    }
    let known = named(writing, case)?;
    let program = writing.entry.programs()?.of_case(&known);
    let event = CaseEvent { decided_by: Some(writing.author.name.clone()), ..event.clone() };
    let mut history = known.history();
    history.push(event.clone());
    lawful(case, program.rules(), &history)?;
    let decided = std::slice::from_ref(&event);
    second_person(case, known.filed_by.as_deref(), decided, program.level)?;
    let id = recorded(writing, &known)?;
    writing.entry.bring_case_event(id, None, &event, writing.row)?;
    writing.did("program_case", case, EffectKind::Corrected, vec![change_of(&event)]);
    Ok(())
}

/// The number of a case in the ledger; one that was only read from marks is recorded first.
fn recorded(writing: &Writing<'_, '_>, known: &CaseCard) -> Result<i64, Refusal> {
    match known.id {
        Some(id) => Ok(id),
        None => Ok(writing.entry.bring_case(Some(known), &as_known(known), writing.row)?),
    }
}

fn as_known(known: &CaseCard) -> NewCase<'_> {
    NewCase {
        program: &known.program,
        party: known.party,
        batch: known.batch,
        name_then: known.name_then.as_deref(),
        filed_by: known.filed_by.as_deref(),
    }
}

fn place_of(known: &CaseCard, step: i64) -> Result<usize, Refusal> {
    let found = known.events.iter().position(|event| event.n == step && event.line > 0);
    found.ok_or_else(|| Refusal::not_found("step", format!("{} {step}", known.called())))
}

/// Lays what is said over one step; the whole history is checked with it.
fn correct_step(
    writing: &mut Writing<'_, '_>,
    known: &CaseCard,
    step: i64,
    said: &Record<'_>,
) -> Result<(), Refusal> {
    let at = place_of(known, step)?;
    let line = &known.events[at];
    let before = event_texts(&line.event);
    let whole = said.over(&before, &[]);
    let (event, _) = event_of(&whole, writing.today)?;
    let Some(event) = event else {
        let fault = Fault::new(FIELDS[STEP_ON], "", Problem::FieldMissing);
        return Err(Refusal::field(fault));
    };
    let differences = changes(&FIELDS, &before, &event_texts(&event));
    if differences.is_empty() {
        return Err(LedgerError::NoChange.into());
    }
    let program = writing.entry.programs()?.of_case(known);
    let mut history = known.history();
    history[at] = event.clone();
    let called = known.called();
    lawful(&called, program.rules(), &history)?;
    second_person(&called, known.filed_by.as_deref(), &history[at..=at], program.level)?;
    let id = recorded(writing, known)?;
    writing.entry.end_case_event(line.line)?;
    writing.entry.bring_case_event(id, Some(line.n), &event, writing.row)?;
    writing.did("program_case", called, EffectKind::Corrected, differences);
    Ok(())
}

/// Takes a case as a form or a row states it: a new one, or further steps of a known one.
pub(super) fn state(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    stated(writing, said, None, on_known)
}

/// As [`state`]; `slot`: whose case it is, before what the record says.
fn stated(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    slot: Option<SlotNo>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let (read, notes) = CaseRecord::read(said, writing.today)?;
    let programs = writing.entry.programs()?;
    let first = read.events.first().map_or(writing.today, |event| event.day);
    let Some(program) = programs.find(&read.program, first) else {
        return Err(unknown(&programs, &read.program));
    };
    let slot = match slot {
        Some(slot) => slot,
        None => {
            let sits = writing.place_said(read.district.as_deref(), None)?;
            let slots = writing.slots(&read.holder, sits, FIELDS[ORGANISATION])?;
            let missing = || Fault::new(FIELDS[ORGANISATION], "", Problem::FieldMissing);
            slots.first().copied().ok_or_else(|| Refusal::field(missing()))?
        }
    };
    let party = writing.parties.id(slot);
    let cases = party.map(|party| writing.entry.cases_of(party)).transpose()?.unwrap_or_default();
    let batch = batch_meant(&read, program, &cases)?;
    let known = cases.iter().find(|card| (&card.program, card.batch) == (&program.code, batch));
    let stated = match known {
        Some(known) => restate(writing, known, read, program, on_known, None)?,
        None => file(writing, slot, &cases, read, program, batch)?,
    };
    if stated != Stated::Unchanged {
        writing.notes(notes);
    }
    Ok(stated)
}

fn unknown(programs: &Programs, said: &str) -> Refusal {
    Refusal::UnknownProgram { said: said.to_owned(), known: programs.codes() }
}

/// The batch a record means: as said, else the year of the application, else that of the only case there is.
fn batch_meant(read: &CaseRecord, program: &Program, cases: &[CaseCard]) -> Result<i32, Refusal> {
    let applied = read.events.iter().find(|event| event.step == CaseStep::Apply);
    let mut of_program = cases.iter().filter(|card| card.program == program.code);
    let only = || match (of_program.next(), of_program.next()) {
        (Some(only), None) => Some(only.batch),
        _ => None,
    };
    let batch = read.batch.or(applied.map(|event| event.day.year())).or_else(only);
    batch.ok_or_else(|| Refusal::field(Fault::new(FIELDS[BATCH], "", Problem::FieldMissing)))
}

/// Records a new case: its grounds are judged on the day of the application.
fn file(
    writing: &mut Writing<'_, '_>,
    slot: SlotNo,
    cases: &[CaseCard],
    mut read: CaseRecord,
    program: &Program,
    batch: i32,
) -> Result<Stated, Refusal> {
    let Some(applied) = read.events.iter().position(|event| event.step == CaseStep::Apply) else {
        let fault = Fault::new(FIELDS[APPLIED], "", Problem::FieldMissing);
        return Err(Refusal::field(fault));
    };
    let day = read.events[applied].day;
    let known = writing.parties.id(slot);
    let places = match known {
        Some(party) => writing.entry.places_of(party)?,
        None => Vec::new(),
    };
    let kind = match known {
        Some(party) => writing.entry.party_by_id(party)?.kind,
        None => {
            let named = writing.parties.named(slot);
            crate::domain::party::presumed_kind(named.name.as_deref(), &[])
        }
    };
    let programs = writing.entry.programs()?;
    let applicant = Applicant {
        kind,
        places: &places,
        own: writing.own()?,
        held: held(&programs, cases, day),
        abnormal: known.map(|party| abnormal(writing, party, day)).transpose()?.flatten(),
    };
    let found = grounds(program, &applicant, day);
    if found.iter().any(|ground| ground.outcome == GroundOutcome::Refuse) {
        return Err(Refusal::Program(found));
    }
    // Who stated the application took it in; a list that brings the decisions too was taken from elsewhere.
    let said_by = read.events[applied].decided_by.take();
    let with_decisions = read.events.iter().any(|event| is_decision(program.level, event.step));
    let author = || Some(writing.author.name.clone()).filter(|_| !with_decisions);
    let filed_by = said_by.or_else(author);
    let name = writing.parties.names_of_slots(&[slot]);
    lawful(&name, program.rules(), &read.events)?;
    second_person(&name, filed_by.as_deref(), &read.events, program.level)?;
    let party = writing.parties.accept(slot)?;
    let name_then = read.name_then.clone().or(Some(name.clone()).filter(|name| !name.is_empty()));
    let case = NewCase {
        program: &program.code,
        party,
        batch,
        name_then: name_then.as_deref(),
        filed_by: filed_by.as_deref(),
    };
    let id = writing.entry.bring_case(None, &case, writing.row)?;
    for event in &read.events {
        writing.entry.bring_case_event(id, None, event, writing.row)?;
    }
    for ground in found {
        writing.notice(Notice::CaseGround(ground));
    }
    let places = writing.entry.places_of(party)?;
    if belongs(&places, writing.own()?, day) == Belongs::No {
        writing.notice(Notice::NotHere { name: name.clone() });
    } else if !program.kinds.contains(&kind) {
        writing.notice(Notice::OtherKind { name: name.clone(), kind });
    }
    let mut told = changes(&FIELDS, &vec![None; FIELDS.len()], &itself(program, batch, &name));
    told.extend(read.events.iter().map(change_of));
    writing.did("program_case", case_no(&program.code, batch, party), EffectKind::Added, told);
    Ok(Stated::Added)
}

fn itself(program: &Program, batch: i32, name: &str) -> Texts {
    let mut texts = vec![None; FIELDS.len()];
    texts[PROGRAM] = Some(program.code.clone());
    texts[BATCH] = Some(batch.to_string());
    texts[ORGANISATION] = Some(name.to_owned());
    texts
}

/// The recognitions a party holds on a day.
fn held(programs: &Programs, cases: &[CaseCard], day: Date) -> Vec<Held> {
    let mut held = Vec::new();
    for card in cases {
        let history = card.history();
        let recognised = history.iter().rfind(|event| event.step == CaseStep::Recognise);
        let stands = state_of(programs.of_case(card).rules(), &history, day).is_recognised();
        if let Some(event) = recognised.filter(|event| stands && event.day <= day) {
            held.push(Held { program: card.program.clone(), recognised: event.day });
        }
    }
    held
}

/// Since when a party is marked for abnormal filings, if it is so on the day.
fn abnormal(writing: &Writing<'_, '_>, party: PartyId, day: Date) -> Result<Option<Date>, Refusal> {
    let marks = writing.entry.marks_of(party)?;
    let last = marks.iter().rfind(|m| m.mark == Mark::AbnormalFiling && m.day <= day);
    let stands = |state| matches!(state, MarkState::Applied | MarkState::Recognised);
    Ok(last.filter(|marked| stands(marked.state)).map(|marked| marked.day))
}

/// The field a list states a step in.
fn field_of(step: CaseStep) -> &'static str {
    match step {
        CaseStep::Apply => "case_applied",
        CaseStep::Verify => "case_verified",
        CaseStep::Recommend => "case_recommended",
        CaseStep::Recognise => "case_recognised",
        CaseStep::Accept | CaseStep::Fail => "case_accepted",
        CaseStep::Return
        | CaseStep::Review
        | CaseStep::Publicise
        | CaseStep::Reject
        | CaseStep::Midterm
        | CaseStep::Extend
        | CaseStep::Recheck
        | CaseStep::Revoke
        | CaseStep::Withdraw => FIELDS[STEP_ON],
    }
}

/// Lays what is said beside the steps that are known: those that are new follow, one of another day is a correction.
/// `to_batch`: the batch a correction puts the case in.
fn restate(
    writing: &mut Writing<'_, '_>,
    known: &CaseCard,
    mut read: CaseRecord,
    program: &Program,
    on_known: OnKnown,
    to_batch: Option<i32>,
) -> Result<Stated, Refusal> {
    let (called, rules) = (known.called(), program.rules());
    let mut history = known.history();
    let mut differences = itself_changes(known, &read, to_batch);
    let mut touched = Vec::new();
    let mut news: Vec<CaseEvent> = Vec::new();
    for mut event in std::mem::take(&mut read.events) {
        if event.step == CaseStep::Apply {
            // Who took it in is said once, with the case.
            event.decided_by = None;
        }
        let same = |other: &CaseEvent| (other.step, other.day) == (event.step, event.day);
        match history.iter().position(same) {
            Some(at) => {
                let whole = completed(&history[at], &event);
                let changed = changes(&FIELDS, &event_texts(&history[at]), &event_texts(&whole));
                if !changed.is_empty() {
                    differences.extend(changed);
                    history[at] = whole;
                    touched.push(at);
                }
            }
            None => news.push(event),
        }
    }
    // Whoever decides on a case that is on record already is the one who records it, where nobody else is named.
    if known.brought_by < writing.entry.id() {
        for event in news.iter_mut().filter(|event| is_decision(program.level, event.step)) {
            let author = || writing.author.name.clone();
            event.decided_by = Some(event.decided_by.take().unwrap_or_else(author));
        }
    }
    while let Err((at, problem)) = check(rules, &[&history[..], &news[..]].concat()) {
        // A step that cannot follow, and is known of another day, is that step stated otherwise.
        let Some(new) = at.checked_sub(history.len()) else {
            return Err(refused(&called, problem));
        };
        let event = news.remove(new);
        let Some(place) = history.iter().rposition(|other| other.step == event.step) else {
            return Err(refused(&called, problem));
        };
        if touched.contains(&place) {
            return Err(refused(&called, problem));
        }
        let (old, new) = (history[place].day.to_string(), event.day.to_string());
        differences.push(Change { field: field_of(event.step), old, new });
        history[place] = CaseEvent { day: event.day, ..completed(&history[place], &event) };
        touched.push(place);
    }
    if differences.is_empty() && news.is_empty() {
        return Ok(Stated::Unchanged);
    }
    // What was blank so far is completed without a question.
    let contradicts = differences.iter().any(|change| !change.old.is_empty());
    if contradicts && on_known == OnKnown::Refuse {
        return Err(known_otherwise(differences, &called));
    }
    second_person(&called, known.filed_by.as_deref(), &news, program.level)?;
    let mut id = known.id;
    if id.is_none() || to_batch.is_some() || read.name_then.is_some() {
        let case = NewCase {
            batch: to_batch.unwrap_or(known.batch),
            name_then: read.name_then.as_deref().or(known.name_then.as_deref()),
            ..as_known(known)
        };
        if id.is_none() || case != as_known(known) {
            id = Some(writing.entry.bring_case(Some(known), &case, writing.row)?);
        }
    }
    let id = id.unwrap_or_default();
    let lines = touched_lines(writing, known, id)?;
    for at in touched {
        let (line, n) = lines[at];
        writing.entry.end_case_event(line)?;
        writing.entry.bring_case_event(id, Some(n), &history[at], writing.row)?;
    }
    for event in &news {
        writing.entry.bring_case_event(id, None, event, writing.row)?;
    }
    let mut told = differences.clone();
    told.extend(news.iter().map(change_of));
    writing.did("program_case", called, EffectKind::Corrected, told);
    Ok(if differences.is_empty() { Stated::Added } else { Stated::Corrected(differences) })
}

/// The line and the number of every step; of a case that was only read from marks those just recorded.
fn touched_lines(
    writing: &Writing<'_, '_>,
    known: &CaseCard,
    id: i64,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let of = |card: &CaseCard| card.events.iter().map(|event| (event.line, event.n)).collect();
    if known.id.is_some() {
        return Ok(of(known));
    }
    let cases = writing.entry.cases_of(known.party)?;
    Ok(cases.iter().find(|card| card.id == Some(id)).map(of).unwrap_or_default())
}

/// A known step with what another statement of it adds.
fn completed(known: &CaseEvent, said: &CaseEvent) -> CaseEvent {
    CaseEvent {
        step: known.step,
        day: known.day,
        until: said.until.or(known.until),
        document: said.document.clone().or(known.document.clone()),
        score: said.score.or(known.score),
        decided_by: said.decided_by.clone().or(known.decided_by.clone()),
        detail: said.detail.clone().or(known.detail.clone()),
    }
}

fn itself_changes(known: &CaseCard, read: &CaseRecord, to_batch: Option<i32>) -> Vec<Change> {
    let batch = to_batch.map(|batch| batch.to_string());
    let (old, new) = (known.batch.to_string(), batch.unwrap_or(known.batch.to_string()));
    let mut differences: Vec<Change> = Vec::new();
    differences.extend(Change::of(FIELDS[BATCH], Some(old), Some(new)));
    if read.name_then.is_some() {
        let (old, new) = (known.name_then.clone(), read.name_then.clone());
        differences.extend(Change::of(FIELDS[NAME_THEN], old, new));
    }
    differences
}

/// Corrects what a list would state of a case; whose it is and of which programme is its number.
fn correct(
    writing: &mut Writing<'_, '_>,
    known: &CaseCard,
    form: &Form,
) -> Result<Stated, Refusal> {
    let said = form.record();
    for field in [PROGRAM, ORGANISATION, ORGANISATION_USCC] {
        if said.speaks_of(field) {
            let value = said.text(field).unwrap_or_default();
            return Err(Refusal::field(Fault::new(FIELDS[field], value, Problem::NotTaken)));
        }
    }
    let name = writing.named(known.party)?;
    let name = name.name.or(name.code.map(|code| code.to_string())).unwrap_or_default();
    let form = form.clone().with(PROGRAM, &known.program).with(ORGANISATION, &name);
    let (read, _) = CaseRecord::read(&form.record(), writing.today)?;
    let to_batch = read.batch.filter(|batch| *batch != known.batch);
    let taken = |card: &CaseCard| card.program == known.program && Some(card.batch) == to_batch;
    let cases = writing.entry.cases_of(known.party)?;
    if let Some(other) = cases.iter().find(|card| taken(card)) {
        return Err(Refusal::already_there("program_case", other.called()));
    }
    let program = writing.entry.programs()?.of_case(known);
    restate(writing, known, read, &program, OnKnown::Correct, to_batch)
}

/// Which cases are wanted.
#[derive(Debug, Clone, Default)]
pub struct CaseQuery {
    /// Code or title of the programme.
    pub program: Option<String>,
    pub batch: Option<i32>,
    pub state: Option<CaseState>,
    /// Whose they are.
    pub party: Option<Vec<PartyId>>,
    /// In its number, and in the names of who applied, now and then.
    pub text: Option<String>,
}

/// A case with its programme and where it stands.
#[derive(Debug, Clone)]
pub struct CaseRow {
    pub card: CaseCard,
    pub program: Program,
    pub state: CaseState,
}

/// Returns the cases begun by the snapshot's day that are wanted, and how many there are.
pub fn wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &CaseQuery,
) -> Result<(Vec<CaseRow>, usize), Refusal> {
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let programs = ledger.programs(snapshot)?;
    let (mut found, mut of) = (Vec::new(), 0);
    for card in ledger.cases(snapshot)? {
        let program = programs.of_case(&card);
        let state = state_of(program.rules(), &card.history(), snapshot.as_of);
        if state == CaseState::NotApplied {
            continue;
        }
        of += 1;
        let called = card.called();
        let texts = [Some(called.as_str()), card.name_then.as_deref()];
        let fits = wants(query.party.as_ref(), [card.party])
            && query.program.as_ref().is_none_or(|p| *p == program.code || *p == program.title)
            && query.batch.is_none_or(|batch| batch == card.batch)
            && query.state.is_none_or(|wanted| wanted == state)
            && Search::finds(search.as_ref(), texts.into_iter().flatten(), [card.party]);
        if fits {
            found.push(CaseRow { card, program, state });
        }
    }
    Ok((found, of))
}

/// Returns a case by its number.
///
/// Errors: `NotFound`.
pub fn find(ledger: &Ledger, snapshot: Snapshot, case: &str) -> Result<CaseRow, Refusal> {
    let programs = ledger.programs(snapshot)?;
    let mut cases = ledger.cases(snapshot)?.into_iter();
    let card = cases.find(|card| card.called() == case.trim());
    let card = card.ok_or_else(|| Refusal::not_found("program_case", case))?;
    let program = programs.of_case(&card);
    let state = state_of(program.rules(), &card.history(), snapshot.as_of);
    Ok(CaseRow { card, program, state })
}

/// A recorded case as rows state it: one for each step.
pub fn as_stated(card: &CaseCard, holder: &Named) -> Vec<Texts> {
    let row = |event: &CaseEvent| {
        let mut texts = event_texts(event);
        texts[PROGRAM] = Some(card.program.clone());
        texts[BATCH] = Some(card.batch.to_string());
        texts[ORGANISATION] = holder.name.clone();
        texts[ORGANISATION_USCC] = holder.code.map(|code| code.to_string());
        texts[NAME_THEN] = card.name_then.clone();
        if event.step == CaseStep::Apply {
            texts[crate::domain::program::STEP_BY] = card.filed_by.clone();
        }
        texts
    };
    card.events.iter().map(|event| row(&event.event)).collect()
}
