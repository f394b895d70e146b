//! `certificate add correct void surveil suspend resume withdraw reissue`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::certificate::{
    CERTIFICATE_NO, CertificateEvent, CertificateStep, FIELDS, Standard,
};
use crate::operations::certificate::Request;

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
