//! `ipledger claim ...`: a bad loan's claim on a scheme, from the quote to what came back.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::{Shown, style};
use super::reading;
use super::requests::{Typed, new_claim};
use crate::domain::pledge::GroundOutcome;
use crate::i18n::claims::ground_in_words;
use crate::i18n::codes::label;
use crate::operations::claim::{draft, quoted};
use crate::report::terminal::render;
use crate::report::views::{claim, quote_json, quote_steps};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("list", args)) => reading::list(context, args, "claim.list", |ledger, snapshot| {
            let text = Typed::new(context, args).owned("text");
            claim::searched(lang, ledger, snapshot, text.as_ref())
        }),
        Some(("show", args)) => {
            let number = Typed::new(context, args).word("claim_no").to_owned();
            reading::warned(context, "claim.show", |ledger, snapshot| {
                claim::card(lang, ledger, snapshot, &number)
            })
        }
        Some(("quote", args)) => quote(context, args),
        _ => Ok(Done::Well),
    }
}

/// `claim quote LOAN|CLAIM`: what a loss comes to under its scheme, step by step; nothing is written.
fn quote(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let typed = Typed::new(context, matches);
    let number = typed.word("loan_or_claim");
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let register = (&*ledger, snapshot);
    let (quote, grounds) = match ledger.compensation(snapshot)?.claim(number) {
        Ok(_) => (quoted(&register, number, typed.flag("final"))?, Vec::new()),
        Err(_) => {
            let new = new_claim(&typed, "loan_or_claim")?;
            let draft = draft(&register, &new, &context.by)?;
            (draft.quote, draft.grounds)
        }
    };
    let warnings: Vec<String> = grounds
        .iter()
        .filter(|ground| ground.outcome != GroundOutcome::Pass)
        .map(|ground| {
            let outcome = label(context.lang, "claim_outcome", ground.outcome.code());
            format!("{outcome} {}", ground_in_words(context.lang, ground))
        })
        .collect();
    let anchor = ledger.anchor()?;
    if context.json {
        let shown = Shown { schema: "claim.quote", snapshot, anchor: &anchor, warnings };
        shown.data(context, quote_json(context.lang, &quote))?;
        return Ok(Done::Well);
    }
    let table = quote_steps(context.lang, &quote).titled(number.to_owned());
    if context.csv || context.output.is_some() {
        Shown { schema: "claim.quote", snapshot, anchor: &anchor, warnings }
            .tables(context, &[table])?;
        return Ok(Done::Well);
    }
    context.print(render(&table, &style(context)).trim_end())?;
    warnings.iter().for_each(|warning| context.warn(warning));
    Ok(Done::Well)
}
