//! `ipledger pledge ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::Fault;
use crate::domain::pledge::record::{FIELDS, PATENT_NOS, REGISTERED_ON, REGISTRATION_NO};
use crate::domain::pledge::{Ground, GroundFinding, GroundOutcome, RegistrationNo};
use crate::domain::record::Form;
use crate::domain::values::Date;
use crate::i18n::findings::sentence;
use crate::ledger::DISPOSALS;
use crate::operations::import::Noun;
use crate::operations::pledge::{Change, End, Insisting, PledgeQuery, Request, checked};
use crate::report::views::{pledge, pledge_check};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    match verb {
        "list" => list(context, args),
        "show" => {
            let number = number(&Typed::new(context, args))?;
            reading::card(context, "pledge.show", |ledger, snapshot| {
                pledge::card(lang, ledger, snapshot, number.as_str())
            })
        }
        "check" => check(context, args),
        "export" => reading::export(context, args, "pledge.export", |ledger, snapshot| {
            pledge::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Pledge, args),
        _ => Ok(Done::Well),
    }
}

fn list(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (lang, typed) = (context.lang, Typed::new(context, matches));
    let year = typed.year("year")?;
    reading::list(context, matches, "pledge.list", |ledger, snapshot| {
        let party = typed.parties("party", ledger, snapshot)?;
        let (text, open) = (typed.owned("text"), typed.flag("open"));
        let query = PledgeQuery { party, year, text, open, ..PledgeQuery::default() };
        Ok::<_, Failure>(match typed.flag("alerts") {
            true => pledge::alerts(lang, ledger, snapshot, &query)?,
            false => pledge::list(lang, ledger, snapshot, &query)?,
        })
    })
}

/// `pledge check PATENTS...`: every ground of refusal with its evidence, before anything is registered.
fn check(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (form, insisting, on) = application(&Typed::new(context, matches))?;
    reading::card(context, "pledge.check", |ledger, snapshot| {
        let found = checked(ledger, snapshot, &context.author(), &form, &insisting, on)?;
        let mut record = pledge_check(context.lang, &found);
        // In the table a long piece of evidence may be cut; what stands against the pledge is said whole.
        let against = |finding: &&GroundFinding| {
            matches!(finding.outcome, GroundOutcome::Refuse | GroundOutcome::Waivable)
        };
        for finding in found.findings.iter().filter(against) {
            record.note(sentence(context.lang, finding));
        }
        Ok::<_, Failure>(record)
    })
}

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
