//! `pledge register correct void change consent release realize revoke`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::Fault;
use crate::domain::pledge::record::{FIELDS, PATENT_NOS, REGISTERED_ON, REGISTRATION_NO};
use crate::domain::pledge::{Ground, RegistrationNo};
use crate::domain::record::Form;
use crate::domain::values::Date;
use crate::ledger::DISPOSALS;
use crate::operations::pledge::{Change, End, Insisting, Request};

/// Reads the number a verb is about.
pub fn number(typed: &Typed<'_>) -> Result<RegistrationNo, Failure> {
    typed.read("registration_no", FIELDS[REGISTRATION_NO], RegistrationNo::read)
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let number = || number(typed);
    let day = || typed.day_or_today("on");
    let end = |end: End| {
        let (number, day, patent) = (number()?, day()?, typed.patent("patent")?);
        Ok::<_, Failure>(Request::End { number, end, day, patent, detail: typed.owned("detail") })
    };
    Ok(Some(match verb {
        "register" => {
            let today = typed.context.today().to_string();
            let mut given = vec![(REGISTRATION_NO, typed.word("registration_no"))];
            if typed.text(FIELDS[REGISTERED_ON]).is_none() {
                given.push((REGISTERED_ON, &today));
            }
            let form = typed.form(&FIELDS, &given);
            Request::Register { form, insisting: insisting(typed)? }
        }
        "correct" => {
            let number = number()?;
            let form = typed.form(&FIELDS, &[(REGISTRATION_NO, number.as_str())]);
            Request::Correct { number, form, seen: typed.seen()? }
        }
        "void" => Request::Void { number: number()? },
        "change" => {
            let secured = typed.text("secured_amount");
            let secured =
                secured.map(|_| typed.amount("secured_amount", "secured_amount")).transpose()?;
            let change = Change {
                day: day()?,
                registered: typed.day("registered_on")?,
                secured,
                debt_to: typed.day("debt_to")?,
                pledgee: typed.owned("pledgee"),
                detail: typed.owned("detail"),
            };
            Request::Change { number: number()?, change }
        }
        "consent" => {
            let known = |word: &str| DISPOSALS.into_iter().find(|known| *known == word);
            let to = typed.choice("event", &DISPOSALS, known)?.to_owned();
            let (number, day, patent) = (number()?, day()?, typed.patent("patent")?);
            Request::Consent { number, to, day, patent, detail: typed.owned("detail") }
        }
        "release" => end(End::Release(typed.read("ground", "release_ground", Ground::read)?))?,
        "realize" => end(End::Realise)?,
        "revoke" => end(End::Revoke)?,
        _ => return Ok(None),
    }))
}

/// What `pledge check` is asked about, and the day it is asked for.
pub fn application(typed: &Typed<'_>) -> Result<(Form, Insisting, Option<Date>), Failure> {
    let patents = typed.list(FIELDS[PATENT_NOS]).join(";");
    let form = typed.form(&FIELDS, &[(PATENT_NOS, &patents)]);
    let on = match typed.day("on")? {
        None => typed.day(FIELDS[REGISTERED_ON])?,
        on => on,
    };
    Ok((form, insisting(typed)?, on))
}

fn insisting(typed: &Typed<'_>) -> Result<Insisting, Failure> {
    let mut consents = Vec::new();
    for consent in typed.list("consent") {
        // `NAME`, or `NAME@DAY`.
        let (name, since) =
            consent.split_once('@').map_or((consent.as_str(), None), |(n, d)| (n, Some(d)));
        let refused = |refusal| Failure::field(Fault { field: "consent", refusal });
        let since = since.map(str::parse::<Date>).transpose().map_err(refused)?;
        consents.push((name.trim().to_owned(), since));
    }
    Ok(Insisting {
        consents,
        co_owner_agreement: typed.flag("co-owner-agreement"),
        declared: typed.flag("declared"),
        waived: typed.list("waive"),
        unfit: typed.owned("unfit"),
    })
}
