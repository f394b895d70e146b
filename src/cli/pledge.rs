//! `ipledger pledge ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::requests::{Typed, application, registration_number};
use crate::domain::pledge::{GroundFinding, GroundOutcome};
use crate::i18n::findings::sentence;
use crate::operations::import::Noun;
use crate::operations::pledge::{PledgeQuery, checked};
use crate::report::views::{pledge, pledge_check};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    match verb {
        "list" => list(context, args),
        "show" => {
            let number = registration_number(&Typed::new(context, args))?;
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
