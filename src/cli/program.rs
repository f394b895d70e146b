//! `ipledger program ...`: recognition programmes and their cases.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::requests::Typed;
use crate::domain::program::CaseState;
use crate::operations::import::Noun;
use crate::operations::program::CaseQuery;
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
