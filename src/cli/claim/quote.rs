//! `claim quote LOAN|CLAIM`: what a loss comes to under its scheme, step by step; nothing is written.

use clap::ArgMatches;

use super::text;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, style};
use crate::cli::requests::{Typed, new_claim};
use crate::domain::pledge::Outcome;
use crate::i18n::claims::ground_in_words;
use crate::i18n::codes::label;
use crate::operations::claim::{draft, quoted};
use crate::report::terminal::render;
use crate::report::views::{quote_json, quote_steps};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = text(matches, "loan_or_claim").unwrap_or_default();
    let typed = Typed::new(context, matches);
    let ledger = context.open()?;
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
        .filter(|ground| ground.outcome != Outcome::Pass)
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
