//! `patent add correct void event`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::{APPLICATION_NO, EVENTS, FIELDS, read_event};
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
