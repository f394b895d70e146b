//! `ipledger certificate ...`: certificates to GB/T 29490 and its relatives.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::certificate::{
    CERTIFICATE_NO, CertificateEvent, CertificateState, CertificateStep, FIELDS, Standard,
};
use crate::operations::certificate::{CertificateQuery, Request};
use crate::operations::import::Noun;
use crate::report::views::certificate;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let typed = Typed::new(context, args);
    match verb {
        "list" => {
            let states = CertificateState::ALL.map(CertificateState::code);
            let state = typed.choice_if("certificate-state", &states, CertificateState::read)?;
            let due_within = typed.days("due")?;
            let text = typed.owned("text");
            reading::list(context, args, "certificate.list", |ledger, snapshot| {
                let party = typed.parties("party", ledger, snapshot)?;
                let query = CertificateQuery { party, state, due_within, text };
                Ok::<_, Failure>(certificate::list(lang, ledger, snapshot, &query)?)
            })
        }
        "show" => {
            let number = typed.word("certificate_no").trim();
            reading::card(context, "certificate.show", |ledger, snapshot| {
                certificate::card(lang, ledger, snapshot, number)
            })
        }
        "export" => reading::export(context, args, "certificate.export", |ledger, snapshot| {
            certificate::export(lang, ledger, snapshot)
        }),
        "import" => super::import::run(context, Noun::Certificate, args),
        _ => Ok(Done::Well),
    }
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let number = || typed.word("certificate_no").trim().to_owned();
    let step = match verb {
        "add" => {
            let form = typed.form(&FIELDS, &[(CERTIFICATE_NO, typed.word("certificate_no"))]);
            return Ok(Some(Request::Add { form }));
        }
        "correct" => {
            let form = typed.form(&FIELDS, &[]);
            let (step, seen) = (typed.step()?, typed.seen()?);
            let form = form.without(CERTIFICATE_NO);
            return Ok(Some(Request::Correct { number: number(), form, step, seen }));
        }
        "void" => return Ok(Some(Request::Void { number: number(), step: typed.step()? })),
        "surveil" if typed.flag("failed") => CertificateStep::SurveilFail,
        "surveil" => CertificateStep::SurveilPass,
        "suspend" => CertificateStep::Suspend,
        "resume" => CertificateStep::Resume,
        "withdraw" => CertificateStep::Withdraw,
        "reissue" => CertificateStep::Reissue,
        _ => return Ok(None),
    };
    let standard = match typed.text("standard") {
        Some(_) => Some(typed.read("standard", "standard", Standard::read)?),
        None => None,
    };
    let event = CertificateEvent {
        step,
        day: typed.day_or_today("on")?,
        expires: typed.day("expires_on")?,
        standard,
        document: typed.owned("document"),
    };
    Ok(Some(Request::Step { number: number(), event }))
}
