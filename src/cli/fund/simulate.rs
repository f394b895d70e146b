//! `fund simulate FUND`: what the pool may come to over the next years, from the loans it stands behind.

use std::collections::BTreeSet;

use clap::ArgMatches;
use serde::Deserialize;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::unknown_word;
use crate::cli::output::Shown;
use crate::cli::requests::Typed;
use crate::domain::claim::ClaimState;
use crate::domain::scheme::{
    CapOf, Loss, LossCase, LossStage, QuoteProblem, Scheme, SchemeFault, SchemeProblem, Used, quote,
};
use crate::domain::values::{Money, Percent};
use crate::domain::{Fault, Problem};
use crate::exchange::read_text;
use crate::i18n::loans::loan_problem;
use crate::i18n::{say, words::Words};
use crate::ledger::{Compensation, Ledger, LedgerError, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table, table::BAR};
use crate::stats::simulate::{Exposure, Plan, SimulationResult, Year, simulate};
use crate::stats::{LeftOut, funds};

const YEARS_MOST: usize = 30;
const PATHS_MOST: usize = 200_000;
/// New loans a year at most.
const LOANS_MOST: usize = 100_000;
const DAYS_A_YEAR: i32 = 365;

/// A scenario's file (TOML): what is different in a year, in the order of years.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    #[serde(default, rename = "year")]
    years: Vec<Changed>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Changed {
    default_rate: Option<String>,
    recovery_rate: Option<String>,
    contribution: Option<String>,
    new_loans: Option<usize>,
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let compensation = ledger.compensation(snapshot)?;
    let fund = super::name(matches).unwrap_or_default();
    let schemes: Vec<&Scheme> = compensation
        .schemes
        .iter()
        .map(|card| &card.scheme)
        .filter(|scheme| scheme.fund() == fund)
        .collect();
    let Some(newest) = schemes.last() else {
        return Err(LedgerError::NotFound { noun: "fund", id: fund.to_owned() }.into());
    };
    let (plan, book) = plan(context, matches, ledger, snapshot, &compensation, &schemes, newest)?;
    let outlooks = simulate(&plan);
    let heading = say::simulated(context.lang, fund, plan.paths, book.loans.len(), plan.seed);
    let mut table = table(context, snapshot, &plan, &outlooks).titled(heading);
    if book.uncovered > 0 {
        table.note(say::simulated_without(context.lang, book.uncovered));
    }
    for (loan, problem) in &book.left_out {
        let why = loan_problem(context.lang, problem).message;
        table.note(say::loan_left_out(context.lang, loan, why));
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "fund.simulate", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// Gathers loans, rates and money to come; also returns the loans outstanding today.
fn plan(
    context: &Context,
    matches: &ArgMatches,
    ledger: &Ledger,
    snapshot: Snapshot,
    compensation: &Compensation,
    schemes: &[&Scheme],
    newest: &Scheme,
) -> Result<(Plan, Book), Failure> {
    let count = |name: &str, otherwise: usize, most: usize| match matches.get_one::<String>(name) {
        None => Ok(otherwise),
        Some(text) => match text.parse() {
            Ok(n) if n >= 1 && n <= most => Ok(n),
            _ => Err(unknown_word(context.lang, text, &["1", "…", &most.to_string()])),
        },
    };
    let scenario = scenario(matches)?;
    let years = count("years", scenario.years.len().clamp(5, YEARS_MOST), YEARS_MOST)?;
    let cap = newest
        .terms
        .caps
        .iter()
        .find(|cap| cap.of == CapOf::Year && cap.payer.is_none() && cap.tag.is_none());
    let usual = Year {
        default_ppm: rate(matches.get_one::<String>("default-rate"), "default-rate", 30_000)?,
        recovery_ppm: rate(matches.get_one::<String>("recovery-rate"), "recovery-rate", 0)?,
        interest_ppm: rate(matches.get_one::<String>("interest-rate"), "interest-rate", 0)?,
        contribution_fen: Typed::new(context, matches)
            .sum("yearly-contribution")?
            .unwrap_or_default()
            .fen(),
        cap_fen: cap.and_then(|cap| cap.amount).map(Money::fen),
    };
    let book = exposures(ledger, snapshot, compensation, schemes, years)?;
    let mut loans = book.loans.clone();
    let new_loans = match matches.get_one::<String>("new-loans") {
        None => 0,
        Some(_) => count("new-loans", 0, LOANS_MOST)?,
    };
    let size = Typed::new(context, matches).sum("new-amount")?;
    let term = count("new-term", 1, YEARS_MOST)?;
    let new_payout = size.map(|size| payout(newest, size, Some(size), size)).transpose()?;
    let mut planned = Vec::with_capacity(years);
    for at in 0..years {
        let changed = scenario.years.get(at).cloned().unwrap_or_default();
        let contribution = changed.contribution.as_ref().map(|text| {
            let refused = |refusal| Failure::field(Fault { field: "contribution", refusal });
            text.parse::<Money>().map_err(refused)
        });
        planned.push(Year {
            default_ppm: rate(changed.default_rate.as_ref(), "default_rate", usual.default_ppm)?,
            recovery_ppm: rate(
                changed.recovery_rate.as_ref(),
                "recovery_rate",
                usual.recovery_ppm,
            )?,
            contribution_fen: contribution.transpose()?.map_or(usual.contribution_fen, Money::fen),
            ..usual
        });
        let many = changed.new_loans.unwrap_or(new_loans);
        if many > LOANS_MOST {
            let most = LOANS_MOST.to_string();
            return Err(unknown_word(context.lang, &many.to_string(), &["0", "…", &most]));
        }
        if many > 0 {
            let Some(payout_fen) = new_payout else {
                return Err(Failure::Usage(Words {
                    message: say::simulated_amount_missing(context.lang),
                    hint: String::new(),
                }));
            };
            let lent = Exposure { payout_fen, first: at, last: at + term - 1 };
            loans.extend(std::iter::repeat_n(lent, many));
        }
    }
    if scenario.years.len() > years {
        let told = scenario.years.len().to_string();
        return Err(unknown_word(context.lang, &told, &["1", "…", &years.to_string()]));
    }
    let seed = count("seed", 1, usize::MAX)?;
    let funds = funds(compensation, snapshot.as_of)?;
    let opening = funds.iter().find(|fund| fund.fund == newest.fund());
    let plan = Plan {
        opening_fen: opening.map_or(0, |fund| fund.available.fen()),
        loans,
        years: planned,
        up_to_balance: newest.terms.pool.up_to_balance,
        paths: count("paths", 10_000, PATHS_MOST)?,
        seed: seed as u64,
    };
    Ok((plan, book))
}

/// A rate between 0 and 100 percent, in parts per million.
fn rate(text: Option<&String>, field: &'static str, otherwise: u32) -> Result<u32, Failure> {
    use rust_decimal::prelude::ToPrimitive;
    let Some(text) = text else { return Ok(otherwise) };
    let refused = |problem| Failure::field(Fault::new(field, text.clone(), problem));
    let percent: Percent = text.parse().map_err(|_| refused(Problem::PercentUnreadable))?;
    let ppm = (percent.points() * rust_decimal::Decimal::from(10_000)).round().to_u32();
    ppm.filter(|ppm| *ppm <= 1_000_000).ok_or_else(|| refused(Problem::PercentOutOfRange))
}

fn scenario(matches: &ArgMatches) -> Result<Scenario, Failure> {
    let Some(file) = matches.get_one::<String>("scenario") else { return Ok(Scenario::default()) };
    let text = read_text(file)?;
    toml::from_str(&text).map_err(|error| {
        let problem = SchemeProblem::Unreadable(error.message().to_owned());
        Failure::Refused(Refusal::Scheme {
            file: file.clone(),
            faults: vec![SchemeFault { at: String::new(), problem }],
        })
    })
}

/// What the pool would pay for a loan of which so much is lost.
fn payout(
    scheme: &Scheme,
    lost: Money,
    ip_part: Option<Money>,
    whole: Money,
) -> Result<i64, QuoteProblem> {
    let zero = Money::ZERO;
    let case = LossCase {
        loss: Loss { principal: lost, interest: zero, costs: zero, recovered: zero },
        interest_most: None,
        ip_part: ip_part.map(|part| (part, whole)),
        tags: BTreeSet::new(),
        // A band of the portfolio begins with the first loan lost of it.
        used: Used { portfolio: Some(whole), ..Used::default() },
    };
    Ok(quote(scheme, &case, LossStage::Final)?.public(scheme).fen())
}

/// The loans the fund stands behind today.
#[derive(Debug, Default)]
struct Book {
    loans: Vec<Exposure>,
    /// Drawn while a scheme was in force, and yet outside what it covers.
    uncovered: usize,
    left_out: LeftOut,
}

/// Gathers every loan drawn under one of the fund's schemes on which something is owed and nothing was claimed: what
/// a claim took is in the fund's books already.
fn exposures(
    ledger: &Ledger,
    snapshot: Snapshot,
    compensation: &Compensation,
    schemes: &[&Scheme],
    years: usize,
) -> Result<Book, Failure> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let enrolments = ledger.enrolments(snapshot)?;
    let enrols: BTreeSet<&String> =
        enrolments.values().flatten().map(|enrolment| &enrolment.scheme).collect();
    let mut claimed = BTreeSet::new();
    for card in &compensation.claims {
        if card.claim.filed <= snapshot.as_of
            && compensation.standing(card)?.state != ClaimState::Rejected
        {
            claimed.insert(card.loan);
        }
    }
    let mut book = Book::default();
    ledger.each_loan(snapshot, |card| {
        let account = match card.replay(&lpr, snapshot.as_of) {
            Ok(account) => account,
            Err(problem) => {
                book.left_out.push((card.loan_no, problem));
                return Ok(());
            }
        };
        let balance = account.balance();
        let owed = !balance.principal.is_zero() && !claimed.contains(&card.id);
        let drawn = account.start().filter(|_| owed);
        let mine = enrolments.get(&card.id).map_or(&[][..], Vec::as_slice);
        let stands_behind = |scheme: &&&Scheme, day| {
            let id = &scheme.terms.id;
            // Where nobody says who is enrolled, the day a loan was drawn tells its scheme.
            scheme.in_force(day)
                && (!enrols.contains(id) || mine.iter().any(|one| one.scheme == *id))
        };
        let scheme =
            drawn.and_then(|day| schemes.iter().rev().find(|scheme| stands_behind(scheme, day)));
        if let Some(scheme) = scheme {
            let whole = Money::from_fen(card.terms.limit_fen);
            let left = balance.due.days_since(snapshot.as_of).max(0) / DAYS_A_YEAR;
            match payout(scheme, balance.principal, card.ip_part, whole) {
                Ok(payout_fen) => book.loans.push(Exposure {
                    payout_fen,
                    first: 0,
                    last: usize::try_from(left).unwrap_or_default().min(years),
                }),
                Err(_) => book.uncovered += 1,
            }
        }
        Ok::<_, Failure>(())
    })?;
    Ok(book)
}

fn table(
    context: &Context,
    snapshot: Snapshot,
    plan: &Plan,
    outlooks: &[SimulationResult],
) -> Table {
    let lang = context.lang;
    let keys = [
        "year",
        "pool_mean",
        "p5",
        "p25",
        "p50",
        "p75",
        "p95",
        BAR,
        "payout_mean",
        "short_share",
        "pool_expected",
    ];
    let mut table = Table::of(lang, &keys);
    let most = outlooks.iter().map(|outlook| outlook.percentiles[2]).max();
    let most = most.unwrap_or_default().max(plan.opening_fen).max(1);
    for (at, outlook) in (1..).zip(outlooks) {
        let median = i128::from(outlook.percentiles[2].max(0)) * 1000 / i128::from(most);
        let short = rust_decimal::Decimal::new(i64::from(outlook.short_ppm), 4);
        let mut cells =
            vec![Cell::Ordinal(i64::from(snapshot.as_of.year() + at)), Cell::Yuan(outlook.mean)];
        cells.extend(outlook.percentiles.map(Cell::Yuan));
        cells.extend([
            Cell::Bar(i64::try_from(median).unwrap_or(1000)),
            Cell::Yuan(outlook.mean_payout),
            Cell::Percent(short.round_dp(2).to_string()),
            Cell::Yuan(outlook.expected),
        ]);
        table.row(cells);
    }
    table.note(say::simulated_note(lang));
    table
}
