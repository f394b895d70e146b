//! `claim quote LOAN|CLAIM`: what a loss comes to under its scheme, step by step; nothing is written.

use std::collections::BTreeSet;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::{amount, text};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{day, day_or_today};
use crate::cli::loan::account;
use crate::cli::output::{Shown, style};
use crate::domain::claim::{Asking, Claim, ClaimRefusal, Ground, LoanFacts, grounds, used};
use crate::domain::loan::{Account, Class, Happening, LprTable, Rate};
use crate::domain::pledge::Outcome;
use crate::domain::scheme::{Case, Loss, Quote, Scheme, SelectedBy, Stage, quote};
use crate::domain::values::{Date, Money};
use crate::i18n::claims::{ground_in_words, step_in_words};
use crate::i18n::codes::label;
use crate::i18n::{Lang, say, titles::title};
use crate::ledger::{ClaimCard, Compensation, Ledger, LedgerError, LoanCard, SchemeCard, Snapshot};
use crate::report::terminal::render;
use crate::report::{Cell, Table};

/// A claim about to be filed: all that the flags and the ledger say of it.
pub struct Asked {
    pub loan: LoanCard,
    pub scheme: SchemeCard,
    pub claim: Claim,
    pub grounds: Vec<Ground>,
    pub stage: Stage,
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = text(matches, "loan_or_claim").unwrap_or_default();
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let compensation = ledger.compensation(snapshot)?;
    let filed = compensation.claim(number).ok();
    let (quote, grounds) = match filed {
        Some(card) => {
            let scheme = &compensation.scheme_of(card)?.scheme;
            let loan = ledger.loan(&card.loan_no, snapshot)?;
            let stage = stage(matches, scheme);
            let loss = card.claim.loss;
            let case = case(&compensation, scheme, card, &loan, loss, card.claim.filed)?;
            (quote(scheme, &case, stage)?, Vec::new())
        }
        None => {
            let asked = ask(context, matches, ledger, snapshot, &compensation, number)?;
            let card = card_of(&asked);
            let day = asked.claim.filed;
            let scheme = &asked.scheme.scheme;
            let case = case(&compensation, scheme, &card, &asked.loan, asked.claim.loss, day)?;
            (quote(scheme, &case, asked.stage)?, asked.grounds)
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
        shown.data(context, json(context.lang, &quote))?;
        return Ok(Done::Well);
    }
    let table = steps_table(context.lang, &quote).titled(number.to_owned());
    if context.csv || context.output.is_some() {
        Shown { schema: "claim.quote", snapshot, anchor: &anchor, warnings }
            .tables(context, &[table])?;
        return Ok(Done::Well);
    }
    context.print(render(&table, &style(context)).trim_end())?;
    warnings.iter().for_each(|warning| context.warn(warning));
    Ok(Done::Well)
}

/// The shape outsiders rely on (design.md 5).
pub fn json(lang: Lang, quote: &Quote) -> Value {
    let steps: Vec<Value> = quote
        .steps
        .iter()
        .map(|step| {
            let rule = step.rule.code();
            let capped_by = step.capped_by.map(|of| of.code());
            json!({
                "payer": step.payer, "rule": rule, "rule_label": label(lang, "claim_step", rule),
                "amount": step.amount.to_string(), "capped_by": capped_by,
                "of": step.of.map(|of| of.to_string()),
                "percent": step.percent.map(|percent| percent.points().to_string()),
                "limit": step.limit.map(|(limit, _)| limit.to_string()),
                "used": step.limit.map(|(_, used)| used.to_string()),
            })
        })
        .collect();
    let shares: serde_json::Map<String, Value> = quote
        .shares
        .iter()
        .map(|(payer, amount)| (payer.clone(), Value::String(amount.to_string())))
        .collect();
    json!({
        "loss": quote.loss.to_string(), "base": quote.base.to_string(),
        "steps": steps, "shares": shares,
    })
}

/// Every step on a line, and below what each payer bears.
pub fn steps_table(lang: Lang, quote: &Quote) -> Table {
    let mut table = Table::of(lang, &["payer", "claim_step", "amount", "because"]);
    for step in &quote.steps {
        let rule = step.rule.code();
        let mut words = label(lang, "claim_step", rule);
        if let Some(of) = step.capped_by {
            words += &format!("{}{}", lang.pick("：", ": "), label(lang, "cap", of.code()));
        }
        let payer = step.payer.as_deref().map(|payer| payer_name(lang, payer));
        table.row(vec![
            Cell::text(payer.unwrap_or_else(|| title(lang, "claim_base").to_owned())),
            Cell::code(rule, words),
            Cell::Yuan(step.amount.fen()),
            Cell::text(step_in_words(lang, step)),
        ]);
    }
    for (payer, amount) in &quote.shares {
        table.note(say::bears(lang, payer_name(lang, payer), amount.grouped()));
    }
    table.note(say::loss_in_all(lang, quote.loss.grouped(), quote.base.grouped()));
    table
}

/// A payer named by its role alone is told in the reader's language.
pub fn payer_name(lang: Lang, payer: &str) -> String {
    label(lang, "role", payer)
}

fn stage(matches: &ArgMatches, scheme: &Scheme) -> Stage {
    let is_final = matches.try_get_one::<bool>("final").ok().flatten().copied().unwrap_or(false);
    if scheme.terms.advance.is_some() && !is_final { Stage::Advance } else { Stage::Final }
}

/// Gathers a claim on a loan from the flags, and from the ledger what they leave out.
pub fn ask(
    context: &Context,
    matches: &ArgMatches,
    ledger: &Ledger,
    snapshot: Snapshot,
    compensation: &Compensation,
    number: &str,
) -> Result<Asked, Failure> {
    let loan = ledger.loan(number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let filed = day_or_today(context, matches, "on")?;
    let account = account(&loan, &lpr, filed)?;
    let drawn = account.start();
    let scheme = choose(compensation, text(matches, "scheme"), drawn, filed)?.clone();
    let balance = account.balance();
    let classed = loan.events.iter().find_map(|recorded| match recorded.event.happening {
        Happening::Classify(class) if class >= Class::Substandard => Some(recorded.event.day),
        _ => None,
    });
    let bad = match day(matches, "bad")? {
        Some(day) => day,
        None => classed.or(account.unpaid_from()).unwrap_or(filed),
    };
    let owed = balance.principal.checked_add(balance.written_off).unwrap_or(balance.principal);
    let interest = match amount(context, matches, "interest")? {
        Some(interest) => interest,
        None => interest_of(&loan, &lpr, &scheme.scheme, filed)?,
    };
    let loss = Loss {
        principal: amount(context, matches, "principal")?.unwrap_or(owed),
        interest,
        costs: amount(context, matches, "costs")?.unwrap_or_default(),
        recovered: amount(context, matches, "recovered")?.unwrap_or_default(),
    };
    let tags: BTreeSet<String> =
        matches.get_many::<String>("tag").unwrap_or_default().cloned().collect();
    let claim = Claim {
        claim_no: text(matches, "claim-no").unwrap_or(number).to_owned(),
        filed,
        bad,
        loss,
        portfolio: amount(context, matches, "portfolio")?,
        enrolled: day(matches, "enrolled")?,
        suit: day(matches, "suit")?,
        judgment: day(matches, "judgment")?,
        decision: day(matches, "decision")?,
        tags,
        filed_by: context.by.clone(),
    };
    let facts = loan_facts(ledger, snapshot, &loan, &account)?;
    let grounds = grounds(&scheme.scheme, &claim, &facts);
    let stage = stage(matches, &scheme.scheme);
    Ok(Asked { loan, scheme, claim, grounds, stage })
}

/// What the ledger knows of a claimed loan on the day its account was replayed to.
fn loan_facts(
    ledger: &Ledger,
    snapshot: Snapshot,
    loan: &LoanCard,
    account: &Account<'_>,
) -> Result<LoanFacts, Failure> {
    let balance = account.balance();
    let mut pledged: Option<Date> = None;
    for pledge in ledger.pledges_of_loan(loan.id, snapshot)? {
        let day = ledger.pledge_by_id(pledge, snapshot)?.pledge.registered;
        pledged = Some(pledged.map_or(day, |first| first.min(day)));
    }
    let size = match loan.borrower {
        Some(party) => ledger.party(party, snapshot)?.party.size,
        None => None,
    };
    Ok(LoanFacts {
        days_overdue: u32::try_from(balance.days_overdue).unwrap_or_default(),
        class: balance.class_stated.map_or(balance.class_least, |(class, _)| class),
        principal: balance.principal,
        written_off: balance.written_off,
        limit: Money::from_fen(loan.terms.limit_fen),
        drawn: account.start(),
        due: balance.due,
        rate: match loan.terms.rate {
            Rate::Fixed(percent) => Some(percent),
            _ => None,
        },
        pledged,
        size: size.map(|size| size.code().to_owned()),
    })
}

/// Judges a filed claim by its scheme once more, on the facts of the day it was filed.
pub fn grounds_of(
    ledger: &Ledger,
    snapshot: Snapshot,
    scheme: &Scheme,
    card: &ClaimCard,
) -> Result<Vec<Ground>, Failure> {
    let loan = ledger.loan(&card.loan_no, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let account = account(&loan, &lpr, card.claim.filed)?;
    Ok(grounds(scheme, &card.claim, &loan_facts(ledger, snapshot, &loan, &account)?))
}

/// Unpaid interest, of a scheme that counts so many days only that of the last days.
fn interest_of(
    loan: &LoanCard,
    lpr: &LprTable,
    scheme: &Scheme,
    filed: Date,
) -> Result<Money, Failure> {
    let now = account(loan, lpr, filed)?.balance().interest;
    let days = scheme.terms.base.interest_days.and_then(|days| i32::try_from(days).ok());
    let Some(before) = days.and_then(|days| filed.add_days(-days)) else { return Ok(now) };
    let then = account(loan, lpr, before)?.balance().interest;
    Ok(now.checked_sub(then).filter(|rest| !rest.is_negative()).unwrap_or_default())
}

/// The version that holds for a loan: by the day it was drawn, or the day of the claim.
fn choose<'c>(
    compensation: &'c Compensation,
    id: Option<&str>,
    drawn: Option<Date>,
    filed: Date,
) -> Result<&'c SchemeCard, Failure> {
    let day_of = |card: &SchemeCard| match card.scheme.terms.selected_by {
        SelectedBy::Drawdown => drawn.unwrap_or(filed),
        SelectedBy::Claim => filed,
    };
    let mut fits: Vec<&SchemeCard> = compensation
        .schemes
        .iter()
        .filter(|card| id.is_none_or(|id| card.scheme.terms.id == id))
        .filter(|card| card.scheme.in_force(day_of(card)))
        .collect();
    // Of one scheme the version that began last holds; they come by name and first day.
    fits.dedup_by(|later, earlier| {
        let same = later.scheme.terms.id == earlier.scheme.terms.id;
        if same {
            *earlier = *later;
        }
        same
    });
    match (fits.pop(), fits.is_empty()) {
        (Some(card), true) => Ok(card),
        (Some(card), false) => {
            fits.push(card);
            let schemes = fits.iter().map(|card| card.scheme.terms.id.clone()).collect();
            Err(ClaimRefusal::SchemeAmbiguous { day: drawn.unwrap_or(filed), schemes }.into())
        }
        (None, _) => {
            let known = |id: &str| compensation.schemes.iter().any(|c| c.scheme.terms.id == id);
            match id {
                Some(id) if !known(id) => {
                    Err(LedgerError::NotFound { noun: "scheme", id: id.to_owned() }.into())
                }
                _ => Err(ClaimRefusal::NoScheme { day: drawn.unwrap_or(filed) }.into()),
            }
        }
    }
}

/// The claim as it would stand once filed.
fn card_of(asked: &Asked) -> ClaimCard {
    ClaimCard {
        id: 0,
        claim: asked.claim.clone(),
        loan: asked.loan.id,
        loan_no: asked.loan.loan_no.clone(),
        bank: asked.loan.bank,
        borrower: asked.loan.borrower,
        scheme: asked.scheme.line,
        documents: Vec::new(),
        events: Vec::new(),
        brought_by: 0,
    }
}

/// What a quote must know on `day`: the loss, and what earlier claims leave.
pub fn case(
    compensation: &Compensation,
    scheme: &Scheme,
    card: &ClaimCard,
    loan: &LoanCard,
    loss: Loss,
    day: Date,
) -> Result<Case, Failure> {
    let asking = Asking {
        claim_no: &card.claim.claim_no,
        bank: card.bank,
        borrower: card.borrower,
        day,
        portfolio: card.claim.portfolio,
    };
    let cash = compensation.cash(scheme.fund(), day)?;
    let mut used = used(scheme, asking, &compensation.taken()?, cash);
    // What this claim was paid already is its own, not somebody else's.
    let standing = compensation.standing(card).ok();
    let own: i64 = standing
        .iter()
        .flat_map(|standing| &standing.positions)
        .filter(|position| position.is_public)
        .map(|position| position.paid.fen() - position.excess_returned.fen())
        .sum();
    used.pool = used.pool.map(|pool| Money::from_fen(pool.fen() + own));
    Ok(Case {
        loss,
        ip_part: loan.ip_part.map(|part| (part, Money::from_fen(loan.terms.limit_fen))),
        tags: card.claim.tags.clone(),
        used,
    })
}
