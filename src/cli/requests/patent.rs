//! `patent add correct void event`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::{APPLICATION_NO, EVENTS, FIELDS};
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::operations::patent::{NewEvent, Request};

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
                event: typed.choice("event", &EVENTS, meant)?,
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

/// The code of an event, or how it is called in either language; what stands in brackets is left out.
fn meant(word: &str) -> Option<&'static str> {
    let called =
        |lang: Lang, code: &str| label(lang, "event", code).split('（').next().map(str::to_owned);
    let is_meant = |code: &&str| {
        *code == word
            || [Lang::Zh, Lang::En].iter().any(|lang| called(*lang, code).as_deref() == Some(word))
    };
    EVENTS.into_iter().find(is_meant)
}
