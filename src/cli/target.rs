//! `ipledger target ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::show_table;
use super::reading;
use super::typed::Typed;
use crate::domain::record::Form;
use crate::domain::target::FIELDS;
use crate::operations::import::Noun;
use crate::operations::plan::named;
use crate::operations::target::Request;
use crate::report::views::target;
use crate::stats::plans::PlanChoice;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("status", args)) => {
            status(context, args.get_one::<String>("plan").map(String::as_str))
        }
        Some(("list", args)) => {
            reading::searched(context, args, "target.list", "target", |ledger, snapshot| {
                target::targets(lang, ledger, snapshot)
            })
        }
        Some(("export", args)) => reading::export(context, args, "target.export", |ledger, at| {
            target::export(lang, ledger, at)
        }),
        Some(("import", args)) => super::import::run(context, Noun::Target, args),
        Some(("report", args)) => super::import::run(context, Noun::Reported, args),
        _ => Ok(Done::Well),
    }
}

/// `target status [--plan CODE]`: of the plan in force unless another is named.
pub fn status(context: &Context, plan: Option<&str>) -> Result<Done, Failure> {
    show_table(context, "target.status", |ledger, snapshot| {
        let code = plan.map(|code| named(ledger, snapshot, code)).transpose()?;
        let choice =
            code.as_ref().map_or(PlanChoice::OfTheDay, |card| PlanChoice::Named(&card.plan.code));
        Ok(target::progress(context.lang, ledger, snapshot, context.detail(), choice)?)
    })
}

/// The flags of `target set`, in the order of a record's fields.
const FLAGS: [&str; FIELDS.len()] = [
    "category",
    "indicator",
    "title",
    "goal",
    "unit-of",
    "from",
    "to",
    "measure",
    "note",
    "plan",
    "baseline",
    "baseline-year",
    "reported-by",
    "paragraph",
];

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    Ok(Some(match verb {
        "set" => {
            let mut form = Form::new(&FIELDS, None);
            for (field, flag) in FLAGS.into_iter().enumerate() {
                if let Some(text) = typed.text(flag) {
                    form.say(field, text);
                }
            }
            Request::Set { form }
        }
        "void" => Request::Void {
            indicator: typed.word("indicator").to_owned(),
            plan: typed.owned("plan"),
        },
        _ => return Ok(None),
    }))
}
