//! `ipledger patent ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::typed::Typed;
use super::{pages, reading};
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::patent::{
    APPLICATION_NO, EVENTS, FIELDS, StatedStatus, StatusAsked, read_event,
};
use crate::ledger::{Ledger, Snapshot};
use crate::operations::import::Noun;
use crate::operations::patent::{NewEvent, PatentQuery, Request};
use crate::report::views::patent;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    match verb {
        "list" => list(context, args),
        "show" => reading::card(context, "patent.show", |ledger, snapshot| {
            let number = named(args, ledger, snapshot)?;
            Ok::<_, Failure>(patent::card(lang, ledger, snapshot, number)?)
        }),
        "export" => reading::export(context, args, "patent.export", |ledger, snapshot| {
            patent::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Patent, args),
        _ => Ok(Done::Well),
    }
}

fn list(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (lang, typed) = (context.lang, Typed::new(context, matches));
    let kinds = PatentKind::ALL.map(PatentKind::code);
    let kind = typed.choice_if("kind", &kinds, |word| PatentKind::read(word).ok())?;
    let status = typed.choice_if(
        "status",
        &StatedStatus::ALL.map(StatedStatus::code),
        StatedStatus::read,
    )?;
    let (year, text) = (typed.year("year")?, typed.owned("text"));
    reading::table(context, "patent.list", |ledger, snapshot| {
        let party = typed.parties("party", ledger, snapshot)?;
        let status = status.map(StatusAsked::by_word);
        let query = PatentQuery { party, kind, status, year, text, ..PatentQuery::default() };
        let page = pages::page(context, matches, &patent::head(lang), |sort, places| {
            let (table, all, _) = patent::part(lang, ledger, snapshot, &query, sort, places)?;
            Ok((table, all))
        })?;
        match page {
            Some(page) => Ok::<_, Failure>(page),
            None => {
                let mut table = patent::list(lang, ledger, snapshot, &query)?;
                pages::sort_and_cut(context, matches, &mut table)?;
                Ok(table)
            }
        }
    })
}

/// Finds the patent a verb is about, by its application, publication or grant number.
pub fn named(
    matches: &ArgMatches,
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<ApplicationNo, Failure> {
    let text = matches.get_one::<String>("application_no").map_or("", String::as_str);
    Ok(crate::operations::patent::named(ledger, snapshot, text)?)
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let number = || typed.read("application_no", FIELDS[APPLICATION_NO], ApplicationNo::read);
    Ok(Some(match verb {
        "add" => {
            let number = (APPLICATION_NO, typed.word("application_no"));
            Request::Add { form: typed.form(&FIELDS, &[number]) }
        }
        "correct" => {
            let number = number()?;
            let form = typed.form(&FIELDS, &[(APPLICATION_NO, &number.to_string())]);
            Request::Correct { number, form, seen: typed.seen()? }
        }
        "void" => Request::Void { number: number()? },
        "event" => {
            let event = NewEvent {
                event: typed.choice("event", &EVENTS, read_event)?,
                day: typed.day_or_today("on")?,
                to: typed.owned("to"),
                detail: typed.owned("detail"),
                document: typed.owned("document"),
            };
            Request::Event { number: number()?, event }
        }
        _ => return Ok(None),
    }))
}
