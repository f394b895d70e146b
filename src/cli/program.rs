//! `ipledger program ...`: recognition programmes and their cases.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::program::{
    APPLIED, BATCH, CaseEvent, CaseState, CaseStep, DETAIL, FIELDS, NAME_THEN, ORGANISATION,
    PROGRAM,
};
use crate::domain::record::Form;
use crate::operations::import::Noun;
use crate::operations::program::{CaseQuery, Request};
use crate::report::views::program;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let typed = Typed::new(context, args);
    match verb {
        "list" if typed.flag("programs") => {
            reading::list(context, args, "program.list", |ledger, snapshot| {
                program::programs(lang, ledger, snapshot)
            })
        }
        "list" => {
            let states = CaseState::ALL.map(CaseState::code);
            let state = typed.choice_if("case-state", &states, CaseState::from_code)?;
            let (batch, text) = (typed.year("batch")?, typed.owned("text"));
            let of = typed.owned("program");
            reading::list(context, args, "program.list", |ledger, snapshot| {
                let party = typed.parties("party", ledger, snapshot)?;
                let query = CaseQuery { program: of, batch, state, party, text };
                Ok::<_, Failure>(program::list(lang, ledger, snapshot, &query)?)
            })
        }
        "show" => {
            let named = typed.word("case").trim();
            reading::card(context, "program.show", |ledger, snapshot| {
                let programs = ledger.programs(snapshot)?.0;
                match programs.iter().rfind(|card| card.program.code == named) {
                    Some(card) => Ok(program::terms(lang, card)),
                    None => program::card(lang, ledger, snapshot, named),
                }
            })
        }
        "export" => reading::export(context, args, "program.export", |ledger, snapshot| {
            program::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Program, args),
        _ => Ok(Done::Well),
    }
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let case = || typed.word("case").trim().to_owned();
    Ok(Some(match verb {
        "add" => Request::of_file(typed.word("file"))?,
        "apply" => {
            let (program, party) = (typed.word("program"), typed.word("party"));
            let day = typed.day_or_today("on")?.to_string();
            let mut form = Form::new(&FIELDS, None)
                .with(PROGRAM, program)
                .with(ORGANISATION, party)
                .with(APPLIED, &day);
            for (field, name) in [(BATCH, "batch"), (NAME_THEN, "name_then"), (DETAIL, "detail")] {
                if let Some(text) = typed.text(name) {
                    form.say(field, text);
                }
            }
            Request::Apply { party: Some(party.trim().to_owned()), form }
        }
        "correct" => {
            let form = typed.form(&FIELDS, &[]);
            Request::Correct { case: case(), form, step: typed.step()?, seen: typed.seen()? }
        }
        "void" => {
            // A case's number ends with its batch and its party; a programme's code does not.
            let case = case();
            let mut parts = case.rsplit('-').map(|part| part.parse::<i64>().is_ok());
            match (parts.next(), parts.next()) {
                (Some(true), Some(true)) => Request::Void { case, step: typed.step()? },
                _ => Request::VoidProgram { code: case, on: typed.day("on")? },
            }
        }
        verb => {
            let Some(step) = CaseStep::from_code(verb) else { return Ok(None) };
            let event = CaseEvent {
                step,
                day: typed.day_or_today("on")?,
                until: typed.day("until")?,
                document: typed.owned("document"),
                score: typed.score()?,
                decided_by: None,
                detail: typed.owned("detail"),
            };
            Request::Step { case: case(), event }
        }
    }))
}
