//! `ipledger claim ...`: a bad loan's claim on a scheme, from the quote to what came back.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::output::{Shown, style};
use super::reading;
use super::typed::Typed;
use crate::domain::pledge::GroundOutcome;
use crate::i18n::claims::ground_in_words;
use crate::i18n::codes::label;
use crate::ledger::ClaimDocument;
use crate::operations::claim::{NewClaim, Request, Step, draft, quoted};
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
    let shown = Shown::of(context, ledger, "claim.quote")?.warned(warnings);
    if context.json {
        shown.data(context, quote_json(context.lang, &quote))?;
        return Ok(Done::Well);
    }
    let table = quote_steps(context.lang, &quote).titled(number.to_owned());
    if context.csv || context.output.is_some() {
        shown.tables(context, &[table])?;
        return Ok(Done::Well);
    }
    context.print(render(&table, &style(context)).trim_end())?;
    shown.warnings.iter().for_each(|warning| context.warn(warning));
    Ok(Done::Well)
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let step = |step: Step| {
        let (claim_no, day) = (typed.word("claim_no").to_owned(), typed.day_or_today("on")?);
        Ok::<_, Failure>(Request::Step { claim_no, day, step })
    };
    Ok(Some(match verb {
        "file" => {
            let documents = typed.list("document");
            let documents = documents.iter().map(|file| ClaimDocument::of_file(file));
            let documents = documents.collect::<Result<_, _>>()?;
            Request::File { claim: Box::new(new_claim(typed, "loan_no")?), documents }
        }
        "approve" => step(Step::Approve { is_final: typed.flag("final") })?,
        "reject" => step(Step::Reject)?,
        "pay" => step(Step::Pay { payer: typed.owned("payer"), amount: typed.sum("amount")? })?,
        "settle" => step(Step::Settle {
            principal: typed.sum("principal")?,
            interest: typed.sum("interest")?,
            costs: typed.sum("costs")?,
            recovered: typed.sum("recovered")?,
        })?,
        "recover" => step(Step::Recover {
            amount: typed.sum("amount")?.unwrap_or_default(),
            costs: typed.sum("costs")?.unwrap_or_default(),
        })?,
        "refund" => step(Step::Refund { amount: typed.sum("amount")? })?,
        "void" => step(Step::Void)?,
        "authorise" => Request::Authorise {
            name: typed.word("approver").trim().to_owned(),
            limit: typed.sum("limit-amount")?,
        },
        _ => return Ok(None),
    }))
}

/// What the flags say of a claim on the loan whose number stands in `loan`.
pub fn new_claim(typed: &Typed<'_>, loan: &str) -> Result<NewClaim, Failure> {
    Ok(NewClaim {
        loan_no: typed.word(loan).to_owned(),
        claim_no: typed.owned("claim-no"),
        scheme: typed.owned("scheme"),
        filed: typed.day_or_today("on")?,
        bad: typed.day("bad")?,
        principal: typed.sum("principal")?,
        interest: typed.sum("interest")?,
        costs: typed.sum("costs")?,
        recovered: typed.sum("recovered")?,
        portfolio: typed.sum("portfolio")?,
        enrolled: typed.day("enrolled")?,
        suit: typed.day("suit")?,
        judgment: typed.day("judgment")?,
        decision: typed.day("decision")?,
        tags: typed.list("tag").into_iter().collect(),
        is_final: typed.flag("final"),
    })
}
