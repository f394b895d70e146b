//! Recognition programmes in the ledger, and the cases of those who applied.
//!
//! A ledger of version 1 of the format knew days of application and recognition alone, as marks of the firm. Such marks
//! are read as cases; one that takes its next step is recorded in full, and takes the marks' place.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::error::LedgerError;
use super::fund::damaged;
use super::open::Ledger;
use super::party::{PartyId, mark_lines};
use super::snapshot::{Snapshot, events_of, known};
use super::tables::{
    COPIES, EVENTS, PROGRAM, PROGRAM_CASE, PROGRAM_CASE_IDENTITY, PROGRAM_EVENT, REVISIONS,
};
use super::write::{Entry, next_event};
use crate::domain::party::{Mark, MarkState, Marked};
use crate::domain::program::{CaseEvent, CaseRules, CaseStep, Program, check};
use crate::domain::values::Date;

/// A version of a programme as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramCard {
    pub line: i64,
    pub program: Program,
    /// The file as it was read.
    pub text: String,
    pub brought_by: i64,
}

/// All versions of all programmes, by code and first day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programs(pub Vec<ProgramCard>);

impl Programs {
    /// The version of a programme in force on a day, else the newest; by its code or its title.
    pub fn find(&self, named: &str, day: Date) -> Option<&Program> {
        let named = named.trim();
        let is_meant =
            |card: &&ProgramCard| card.program.code == named || card.program.title == named;
        let code = &self.0.iter().find(is_meant)?.program.code;
        let mut versions = self.0.iter().map(|card| &card.program);
        let of_code = |program: &&Program| program.code == *code;
        let in_force = versions.clone().rfind(|program| of_code(program) && program.in_force(day));
        in_force.or_else(|| versions.rfind(of_code))
    }

    /// The version that holds for a case; of a mark's programme without a file what a mark says.
    pub fn of_case(&self, card: &CaseCard) -> Program {
        let day = card.events.first().map_or(Date::MIN, |event| event.event.day);
        self.find(&card.program, day).cloned().unwrap_or_else(|| Program::of_mark(&card.program))
    }

    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.0.iter().map(|card| card.program.code.clone()).collect();
        codes.dedup();
        codes
    }
}

impl Program {
    /// What it says of the course of its cases.
    pub fn rules(&self) -> CaseRules {
        CaseRules { recommend: self.recommend, term_months: self.term_months }
    }
}

/// A case as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseCard {
    /// None: read from marks.
    pub id: Option<i64>,
    /// The programme's code.
    pub program: String,
    pub party: PartyId,
    /// The year of the batch.
    pub batch: i32,
    pub name_then: Option<String>,
    /// Who took the application in; none: a list brought the case with its decisions.
    pub filed_by: Option<String>,
    /// In order.
    pub events: Vec<CaseEventLine>,
    /// The lines of the marks it is read from.
    marks: Vec<i64>,
    pub brought_by: i64,
}

/// A step of a case, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEventLine {
    pub line: i64,
    pub n: i64,
    pub event: CaseEvent,
    pub brought_by: i64,
}

/// What a case is said to be, as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase<'a> {
    pub program: &'a str,
    pub party: PartyId,
    pub batch: i32,
    pub name_then: Option<&'a str>,
    pub filed_by: Option<&'a str>,
}

impl CaseCard {
    pub fn history(&self) -> Vec<CaseEvent> {
        self.events.iter().map(|event| event.event.clone()).collect()
    }

    /// The number people know it by: programme, batch and the party's number.
    pub fn called(&self) -> String {
        case_no(&self.program, self.batch, self.party)
    }

    /// The day of the application; of a case a list named by its recognition alone, that.
    pub fn applied(&self) -> Option<Date> {
        self.events.iter().find(|event| event.event.step == CaseStep::Apply).map(|e| e.event.day)
    }
}

/// The number people know a case by.
pub fn case_no(program: &str, batch: i32, party: PartyId) -> String {
    format!("{program}-{batch}-{party}")
}

/// The newest entry that may be asked about from inside an entry: all.
const ALL: i64 = i64::MAX;

fn programs(conn: &Connection, at: i64) -> Result<Programs, LedgerError> {
    let sql = format!(
        "select p.line, p.terms, p.brought_by from program p where {} order by p.program, p.valid_from, p.line",
        known("p")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let cards = statement.query_map([at], |row| {
        let text: String = row.get(1)?;
        let program = Program::read(&text).map_err(|_| damaged(1))?;
        Ok(ProgramCard { line: row.get(0)?, program, text, brought_by: row.get(2)? })
    })?;
    Ok(Programs(cards.collect::<Result<_, _>>()?))
}

/// Which cases are read.
enum Wanted {
    All,
    Of(PartyId),
}

fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
}

fn card_from(row: &Row<'_>) -> rusqlite::Result<CaseCard> {
    Ok(CaseCard {
        id: Some(row.get::<_, i64>(0)? / REVISIONS),
        program: row.get(1)?,
        party: row.get(2)?,
        batch: row.get(3)?,
        name_then: row.get(4)?,
        filed_by: row.get(5)?,
        events: Vec::new(),
        marks: Vec::new(),
        brought_by: row.get(6)?,
    })
}

fn event_from(row: &Row<'_>) -> rusqlite::Result<CaseEventLine> {
    let step = CaseStep::from_code(&row.get::<_, String>(2)?).ok_or_else(|| damaged(2))?;
    Ok(CaseEventLine {
        line: row.get(0)?,
        n: row.get(1)?,
        event: CaseEvent {
            step,
            day: day(row, 3)?.ok_or_else(|| damaged(3))?,
            until: day(row, 4)?,
            document: row.get(5)?,
            score: row.get(6)?,
            decided_by: row.get(7)?,
            detail: row.get(8)?,
        },
        brought_by: row.get(9)?,
    })
}

fn recorded(conn: &Connection, wanted: &Wanted, at: i64) -> Result<Vec<CaseCard>, LedgerError> {
    let (only, value): (&str, Vec<Value>) = match wanted {
        Wanted::All => ("", Vec::new()),
        Wanted::Of(party) => (" and c.party = ?2", vec![(*party).into()]),
    };
    let sql = format!(
        "select c.line, c.program, c.party, c.batch_year, c.name_then, c.filed_by, c.brought_by
         from program_case c where {}{only} order by c.line",
        known("c")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let bound = [Value::from(at)].into_iter().chain(value);
    let cards = statement.query_map(params_from_iter(bound), card_from)?;
    let mut cards: Vec<CaseCard> = cards.collect::<Result<_, _>>()?;
    let sql = format!(
        "select e.line, e.n, e.event, e.day, e.until_day, e.document, e.score, e.decided_by, e.detail, e.brought_by
         from program_event e where {} and e.line between ?2 and ?3 order by e.line / {EVENTS}, e.n",
        known("e")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    // Of few things only their own events are read.
    let few: Option<Vec<i64>> = match wanted {
        Wanted::All => None,
        Wanted::Of(_) => Some(cards.iter().filter_map(|card| card.id).collect()),
    };
    let mut events = events_of(&mut statement, at, few.as_deref(), event_from, |event| event.line)?;
    for card in &mut cards {
        card.events = card.id.and_then(|id| events.remove(&id)).unwrap_or_default();
    }
    Ok(cards)
}

/// The marks of one firm as cases: each day of application is one, a later recognition belongs to the last of them that
/// has none, and what ended a mark revokes it.
fn of_marks(party: PartyId, marks: &[(i64, Marked, i64)]) -> Vec<CaseCard> {
    let mut cards: Vec<CaseCard> = Vec::new();
    for (line, marked, brought_by) in marks {
        let program = match marked.mark {
            Mark::Pilot => "pilot",
            Mark::Demonstration => "demonstration",
            Mark::HighTech | Mark::Gb29490 | Mark::LittleGiant | Mark::AbnormalFiling => continue,
        };
        // A second application in one year is the same case of that batch.
        let batch = marked.day.year();
        let same = |card: &&mut CaseCard| (card.program.as_str(), card.batch) == (program, batch);
        if marked.state == MarkState::Applied
            && let Some(card) = cards.iter_mut().find(same)
        {
            card.marks.push(*line);
            continue;
        }
        let has = |card: &CaseCard, step| card.events.iter().any(|e| e.event.step == step);
        let open = cards.iter_mut().rfind(|card| {
            card.program == program
                && !has(card, CaseStep::Revoke)
                && (marked.state != MarkState::Recognised || !has(card, CaseStep::Recognise))
        });
        let (step, open) = match marked.state {
            MarkState::Applied => (CaseStep::Apply, None),
            MarkState::Recognised => (CaseStep::Recognise, open),
            MarkState::Expired | MarkState::Revoked => match open {
                Some(open) => (CaseStep::Revoke, Some(open)),
                None => continue,
            },
        };
        let document = marked.document.clone();
        let event = CaseEvent { document, ..CaseEvent::new(step, marked.day) };
        match open {
            Some(card) => {
                let n = card.events.len() as i64 + 1;
                card.events.push(CaseEventLine { line: 0, n, event, brought_by: *brought_by });
                card.marks.push(*line);
            }
            None => cards.push(CaseCard {
                id: None,
                program: program.to_owned(),
                party,
                batch,
                name_then: None,
                filed_by: None,
                events: vec![CaseEventLine { line: 0, n: 1, event, brought_by: *brought_by }],
                marks: vec![*line],
                brought_by: *brought_by,
            }),
        }
    }
    cards
}

fn cases(conn: &Connection, wanted: &Wanted, at: i64) -> Result<Vec<CaseCard>, LedgerError> {
    let mut cards = recorded(conn, wanted, at)?;
    let party = match wanted {
        Wanted::All => None,
        Wanted::Of(party) => Some(*party),
    };
    for (party, marks) in mark_lines(conn, party, at)? {
        for card in of_marks(party, &marks) {
            // What is recorded in full speaks for the mark too.
            let is_recorded = cards.iter().any(|known| {
                (&known.program, known.party, known.batch)
                    == (&card.program, card.party, card.batch)
            });
            if !is_recorded {
                cards.push(card);
            }
        }
    }
    Ok(cards)
}

impl Entry<'_> {
    pub fn programs(&self) -> Result<Programs, LedgerError> {
        programs(self.conn, ALL)
    }

    /// Records a version of a programme.
    pub fn add_program(&self, program: &Program, text: &str) -> Result<(), LedgerError> {
        let values = params![
            program.code,
            program.valid_from.days(),
            program.valid_to.map(Date::days),
            text
        ];
        self.bring(PROGRAM, values, None)?;
        Ok(())
    }

    pub fn void_program(&self, line: i64) -> Result<(), LedgerError> {
        self.end(PROGRAM, line)
    }

    /// Returns the cases of a party, those read from marks too.
    pub fn cases_of(&self, party: PartyId) -> Result<Vec<CaseCard>, LedgerError> {
        cases(self.conn, &Wanted::Of(party), ALL)
    }

    /// Returns all cases, those read from marks too.
    pub fn cases(&self) -> Result<Vec<CaseCard>, LedgerError> {
        cases(self.conn, &Wanted::All, ALL)
    }

    /// Records what a case is. `known`: what it takes the place of; the marks it was read from end with what they said
    /// of it, which is recorded as its own steps.
    ///
    /// Returns its number in the ledger.
    pub fn bring_case(
        &self,
        known: Option<&CaseCard>,
        case: &NewCase<'_>,
        source_row: Option<u32>,
    ) -> Result<i64, LedgerError> {
        let id = match known.and_then(|card| card.id) {
            Some(id) => {
                self.end_lines(PROGRAM_CASE, id * REVISIONS, REVISIONS)?;
                id
            }
            None => self.new_thing(PROGRAM_CASE_IDENTITY)?,
        };
        let values = params![case.program, case.party, case.batch, case.name_then, case.filed_by];
        self.bring_revision(PROGRAM_CASE, id, values, source_row)?;
        if let Some(card) = known.filter(|card| card.id.is_none()) {
            self.end_marks(&card.marks)?;
            for event in &card.events {
                self.bring_case_event(id, None, &event.event, source_row)?;
            }
        }
        Ok(id)
    }

    /// Records a step of a case; `n`: its number, of one that is corrected.
    pub fn bring_case_event(
        &self,
        case: i64,
        n: Option<i64>,
        event: &CaseEvent,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let next = next_event(self.conn, PROGRAM_EVENT, case)? % EVENTS / COPIES + 1;
        let values = params![
            n.unwrap_or(next),
            event.step.code(),
            event.day.days(),
            event.until.map(Date::days),
            event.document,
            event.score,
            event.decided_by,
            event.detail,
        ];
        self.bring_event(PROGRAM_EVENT, case, values, source_row)?;
        Ok(())
    }

    pub fn end_case_event(&self, line: i64) -> Result<(), LedgerError> {
        self.end(PROGRAM_EVENT, line)
    }

    /// Ends a case and its steps.
    pub fn void_case(&self, card: &CaseCard) -> Result<(), LedgerError> {
        let Some(id) = card.id else { return self.end_marks(&card.marks) };
        self.end_lines(PROGRAM_CASE, id * REVISIONS, REVISIONS)?;
        self.end_lines(PROGRAM_EVENT, id * EVENTS, EVENTS)
    }

    /// Refuses an entry after which a step would stand without what it rests on.
    ///
    /// Errors: `StepsStandOnIt`.
    pub fn keep_cases_whole(&self) -> Result<(), LedgerError> {
        let sql = format!(
            "select e.line / {EVENTS} from program_event e where e.ended_by is null and not exists (
               select 1 from program_case c where c.ended_by is null and c.line / {REVISIONS} = e.line / {EVENTS})
             limit 1"
        );
        let orphan: Option<i64> = {
            let mut statement = self.conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            rows.next()?.map(|row| row.get(0)).transpose()?
        };
        let stands = |id: String| LedgerError::StepsStandOnIt { noun: "program_case", id };
        if let Some(id) = orphan {
            return Err(stands(id.to_string()));
        }
        let programs = self.programs()?;
        for card in recorded(self.conn, &Wanted::All, ALL)? {
            let is_known = programs.0.iter().any(|known| known.program.code == card.program);
            // Cases read from marks need no file; one that held for cases is not taken from under them.
            let gone = "select exists (select 1 from program where program = ?1 and ended_by = ?2)";
            let is_gone: bool = self
                .conn
                .prepare_cached(gone)?
                .query_row(params![card.program, self.id()], |row| row.get(0))?;
            let is_mark = Mark::read(&card.program).is_some() && !is_gone;
            let rules = programs.of_case(&card).rules();
            if (!is_known && !is_mark) || check(rules, &card.history()).is_err() {
                return Err(stands(card.called()));
            }
        }
        Ok(())
    }
}

impl Ledger {
    /// Returns every version of every programme known at the snapshot, by code and first day.
    pub fn programs(&self, snapshot: Snapshot) -> Result<Programs, LedgerError> {
        programs(&self.conn, snapshot.known_at)
    }

    /// Returns every case known at the snapshot with all its steps; first those recorded as such, then those read from
    /// marks.
    pub fn cases(&self, snapshot: Snapshot) -> Result<Vec<CaseCard>, LedgerError> {
        cases(&self.conn, &Wanted::All, snapshot.known_at)
    }
}
