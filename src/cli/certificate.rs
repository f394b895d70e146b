//! `ipledger certificate ...`: certificates to GB/T 29490 and its relatives.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::requests::Typed;
use crate::domain::certificate::CertificateState;
use crate::operations::certificate::CertificateQuery;
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
