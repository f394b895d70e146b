//! What is decided of a claim, paid on it and comes back: each act checks the state, and who acts.

use clap::ArgMatches;

use super::quote::case;
use super::{amount, text};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{day_or_today, recorded};
use crate::domain::claim::{Act, ClaimRefusal, Decided, Happening, Standing, same_person};
use crate::domain::scheme::{Loss, Quote, Scheme, Stage, quote, spread};
use crate::domain::values::{Date, Money};
use crate::domain::{Fault, Problem};
use crate::i18n::say;
use crate::ledger::{ClaimCard, Compensation, Decision, Entry, LedgerError, Verdict};

/// A claim about to be acted on.
struct Before<'c> {
    compensation: &'c Compensation,
    card: &'c ClaimCard,
    scheme: &'c Scheme,
    standing: Standing,
    day: Date,
}

/// Checks that the claim allows the act, makes what happens, and records it.
fn happen(
    context: &Context,
    matches: &ArgMatches,
    act: Act,
    make: impl FnOnce(&Entry<'_>, &Before<'_>) -> Result<(Vec<Happening>, Option<Decision>), Failure>,
) -> Result<Done, Failure> {
    let number = text(matches, "claim_no").unwrap_or_default();
    let day = day_or_today(context, matches, "on")?;
    let schema = match act {
        Act::Approve => "claim.approve",
        Act::Reject => "claim.reject",
        Act::Pay => "claim.pay",
        Act::Settle => "claim.settle",
        Act::Recover => "claim.recover",
        Act::Void => "claim.void",
    };
    let ledger = context.open()?;
    let (told, receipt) = ledger.write(context.act(schema), |entry| {
        let compensation = entry.compensation()?;
        let card = compensation.claim(number)?;
        let scheme = &compensation.scheme_of(card)?.scheme;
        let standing = compensation.standing(card)?;
        if !standing.allows(act) {
            return Err(Failure::from(ClaimRefusal::NotAllowed { act, state: standing.state }));
        }
        let last = card.events.last().map_or(card.claim.filed, |event| event.decided.day);
        if day < last {
            return Err(ClaimRefusal::BeforeLast { last }.into());
        }
        let before = Before { compensation: &compensation, card, scheme, standing, day };
        let (happenings, decision) = make(entry, &before)?;
        for happening in happenings {
            let decided = Decided { day, by: context.by.clone(), happening };
            entry.bring_claim_event(card, &decided, decision.as_ref())?;
        }
        entry.keep_compensation_whole()?;
        let after = entry.compensation()?;
        let told = after.claim(number).and_then(|card| after.standing(card)).ok();
        Ok(Verdict::when(!context.dry_run, told, "{}"))
    })?;
    if let Some(standing) = told {
        let state = crate::i18n::codes::label(context.lang, "claim_state", standing.state.code());
        context.tell(say::claim_now(context.lang, number, state));
    }
    recorded(context, schema, ledger, receipt)
}

/// Refuses whoever filed the claim, and whoever was not named for so much public money.
fn second_person(
    context: &Context,
    before: &Before<'_>,
    amount: Option<Money>,
) -> Result<(), ClaimRefusal> {
    let name = context.by.clone();
    if same_person(&before.card.claim.filed_by, &name) {
        return Err(ClaimRefusal::SamePerson { name });
    }
    let approvers = &before.compensation.approvers;
    if approvers.is_empty() {
        return Ok(());
    }
    let Some(approver) = approvers.iter().find(|known| same_person(&known.name, &name)) else {
        return Err(ClaimRefusal::NotApprover { name });
    };
    match approver.limit.zip(amount) {
        Some((limit, amount)) if amount > limit => {
            Err(ClaimRefusal::OverLimit { name, limit, amount })
        }
        _ => Ok(()),
    }
}

/// Quotes a loss as it stands on the day of the decision.
fn decide(
    entry: &Entry<'_>,
    before: &Before<'_>,
    loss: Loss,
    stage: Stage,
) -> Result<(Quote, Decision), Failure> {
    let Before { compensation, card, scheme, day, .. } = before;
    let loan = entry.loan_by_no(&card.loan_no)?;
    let loan =
        loan.ok_or_else(|| LedgerError::NotFound { noun: "loan", id: card.loan_no.clone() })?;
    let case = case(compensation, scheme, card, &loan, loss, *day)?;
    let quote = quote(scheme, &case, stage)?;
    let decision = Decision { stage, case, base: quote.base };
    Ok((quote, decision))
}

pub fn approve(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    happen(context, matches, Act::Approve, |entry, before| {
        let ahead = before.scheme.terms.advance.is_some() && !matches.get_flag("final");
        let stage = if ahead { Stage::Advance } else { Stage::Final };
        let (quote, decision) = decide(entry, before, before.card.claim.loss, stage)?;
        second_person(context, before, Some(quote.public(before.scheme)))?;
        Ok((
            vec![Happening::Approve { stage, base: quote.base, shares: quote.shares }],
            Some(decision),
        ))
    })
}

pub fn reject(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    happen(context, matches, Act::Reject, |_, before| {
        second_person(context, before, None)?;
        Ok((vec![Happening::Reject], None))
    })
}

/// `claim pay NO [AMOUNT] [--payer NAME]`: all that the public payers owe, or a part, or another payer's.
pub fn pay(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    happen(context, matches, Act::Pay, |_, before| {
        let payer = text(matches, "payer");
        if let Some(payer) = payer.filter(|payer| before.scheme.place(payer).is_none()) {
            let fault = Fault::new("payer", payer, Problem::WordUnknown);
            return Err(Failure::Record(vec![fault]));
        }
        let owing: Vec<(String, Money)> = before
            .standing
            .positions
            .iter()
            .filter(|position| match payer {
                Some(payer) => position.payer == payer,
                None => position.is_public,
            })
            .map(|position| (position.payer.clone(), position.due()))
            .collect();
        let due = Money::from_fen(owing.iter().map(|(_, due)| due.fen()).sum());
        let paid = amount(context, matches, "amount")?.unwrap_or(due);
        if paid > due || paid.is_zero() {
            let names: Vec<&str> = owing.iter().map(|(payer, _)| payer.as_str()).collect();
            return Err(ClaimRefusal::OverDue { payer: names.join("+"), due }.into());
        }
        let mut left = paid.fen();
        let mut payments = Vec::new();
        for (payer, due) in owing {
            let amount = Money::from_fen(left.min(due.fen()));
            if !amount.is_zero() {
                left -= amount.fen();
                payments.push(Happening::Pay { payer, amount });
            }
        }
        Ok((payments, None))
    })
}

/// `claim settle NO`: the final loss takes the place of the advance.
pub fn settle(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    happen(context, matches, Act::Settle, |entry, before| {
        let filed = before.card.claim.loss;
        let of = |name| amount(context, matches, name);
        let loss = Loss {
            principal: of("principal")?.unwrap_or(filed.principal),
            interest: of("interest")?.unwrap_or(filed.interest),
            costs: of("costs")?.unwrap_or(filed.costs),
            recovered: of("recovered")?.unwrap_or(filed.recovered),
        };
        let (quote, decision) = decide(entry, before, loss, Stage::Final)?;
        second_person(context, before, Some(quote.public(before.scheme)))?;
        Ok((vec![Happening::Settle { base: quote.base, shares: quote.shares }], Some(decision)))
    })
}

/// `claim recover NO AMOUNT [--costs AMOUNT]`
pub fn recover(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    happen(context, matches, Act::Recover, |_, before| {
        let back = amount(context, matches, "amount")?.unwrap_or_default();
        if back.is_zero() {
            let fault = Fault::new("amount", back.to_string(), Problem::AmountNotPositive);
            return Err(Failure::Record(vec![fault]));
        }
        let costs = amount(context, matches, "costs")?.unwrap_or_default();
        if costs > back {
            return Err(ClaimRefusal::CostsOverAmount { amount: back }.into());
        }
        let returns = spread(before.scheme, back, costs, &before.standing.borne());
        Ok((vec![Happening::Recover { amount: back, costs, returns }], None))
    })
}

/// `claim void NO`: it was filed wrongly, and nothing was paid on it.
pub fn void(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    happen(context, matches, Act::Void, |entry, before| {
        entry.void_claim(before.card)?;
        Ok((Vec::new(), None))
    })
}

/// `claim authorise NAME [--limit AMOUNT]`: names who may decide, up to how much public money.
pub fn authorise(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let name = text(matches, "approver").unwrap_or_default().trim();
    let limit = amount(context, matches, "limit-amount")?;
    if same_person(name, &context.by) {
        return Err(ClaimRefusal::NamesHimself { name: name.to_owned() }.into());
    }
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("claim.authorise"), |entry| {
        let compensation = entry.compensation()?;
        let earlier = compensation.approvers.iter().find(|known| same_person(&known.name, name));
        entry.name_approver(name, limit, earlier.map(|known| known.line))?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "claim.authorise", ledger, receipt)
}
