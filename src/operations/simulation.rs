//! What a fund's pool may come to: the loans it stands behind, and what years to come are taken to bring.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;

use super::Refusal;
use crate::domain::claim::ClaimState;
use crate::domain::scheme::{
    CapOf, Loss, LossCase, LossStage, QuoteProblem, Scheme, SchemeFault, SchemeProblem, Used, quote,
};
use crate::domain::values::{Money, Percent};
use crate::domain::{Fault, Problem};
use crate::ledger::{Compensation, Ledger, LedgerError, Snapshot};
use crate::stats::simulate::{Exposure, Plan, SimulationResult, Year, simulate};
use crate::stats::{LeftOut, funds};

const DAYS_A_YEAR: i32 = 365;

/// Years, futures and new loans a year that are worked out at most.
pub const YEARS_MOST: usize = 30;
pub const PATHS_MOST: usize = 200_000;
pub const LOANS_MOST: usize = 100_000;

/// A scenario's file (TOML): what is different in a year, in the order of years.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    #[serde(default, rename = "year")]
    years: Vec<YearChanged>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct YearChanged {
    default_rate: Option<String>,
    recovery_rate: Option<String>,
    contribution: Option<String>,
    new_loans: Option<usize>,
}

impl Scenario {
    /// Reads a scenario's text; `file` is its name.
    ///
    /// Errors: `scheme-unreadable`.
    pub fn read(file: &str, text: &str) -> Result<Self, Refusal> {
        toml::from_str(text).map_err(|error| {
            let problem = SchemeProblem::Unreadable(error.message().to_owned());
            let faults = vec![SchemeFault { at: String::new(), problem }];
            Refusal::Scheme { file: file.to_owned(), faults }
        })
    }

    /// How many years it says something of.
    pub fn years(&self) -> usize {
        self.years.len()
    }

    /// So many years to come, as usual but for what the scenario says of each.
    ///
    /// Errors: a rate, an amount or a number of loans that cannot be taken.
    pub fn laid_over(&self, usual: YearToCome, years: usize) -> Result<Vec<YearToCome>, Refusal> {
        let mut to_come = vec![usual; years];
        for (year, changed) in to_come.iter_mut().zip(&self.years) {
            if let Some(text) = &changed.default_rate {
                year.default_ppm = rate_ppm("default_rate", text)?;
            }
            if let Some(text) = &changed.recovery_rate {
                year.recovery_ppm = rate_ppm("recovery_rate", text)?;
            }
            if let Some(text) = &changed.contribution {
                let refused = |refusal| Refusal::field(Fault { field: "contribution", refusal });
                year.contribution = text.parse::<Money>().map_err(refused)?;
            }
            if let Some(loans) = changed.new_loans {
                if loans > LOANS_MOST {
                    let (loans, problem) = (loans.to_string(), Problem::NumberUnreadable);
                    return Err(Refusal::field(Fault::new("new_loans", loans, problem)));
                }
                year.new_loans = loans;
            }
        }
        Ok(to_come)
    }
}

/// Reads a rate between 0 and 100 percent as parts per million.
///
/// Errors: `percent-unreadable`, `percent-out-of-range`.
pub fn rate_ppm(field: &'static str, text: &str) -> Result<u32, Refusal> {
    let refused = |problem| Refusal::field(Fault::new(field, text, problem));
    let percent: Percent = text.parse().map_err(|_| refused(Problem::PercentUnreadable))?;
    let ppm = (percent.points() * Decimal::from(10_000)).round().to_u32();
    ppm.filter(|ppm| *ppm <= 1_000_000).ok_or_else(|| refused(Problem::PercentOutOfRange))
}

/// What a year to come is taken to bring; rates in parts per million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearToCome {
    pub default_ppm: u32,
    pub recovery_ppm: u32,
    pub interest_ppm: u32,
    pub contribution: Money,
    /// Loans lent in it under the newest scheme, each as [`SimulationQuery::new_loan`] says.
    pub new_loans: usize,
}

/// What is asked of a simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulationQuery {
    pub years: Vec<YearToCome>,
    /// The amount of a new loan, and over how many years it runs.
    pub new_loan: Option<(Money, usize)>,
    pub paths: usize,
    pub seed: u64,
}

/// A fund's pool in the years to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulated {
    pub opening: Money,
    pub results: Vec<SimulationResult>,
    /// Loans that it stands behind today.
    pub loans: usize,
    /// Drawn while a scheme was in force, and yet outside what it covers.
    pub uncovered: usize,
    /// Loans that cannot be worked out on the snapshot's day.
    pub left_out: LeftOut,
}

/// Draws the futures of a fund.
///
/// Errors: `not-found` for a fund without a scheme; what its newest scheme cannot be asked.
pub fn simulated(
    ledger: &Ledger,
    snapshot: Snapshot,
    fund: &str,
    query: &SimulationQuery,
) -> Result<Simulated, Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    let of_fund = compensation.schemes.iter().map(|card| &card.scheme);
    let schemes: Vec<&Scheme> = of_fund.filter(|scheme| scheme.fund() == fund).collect();
    let Some(newest) = schemes.last() else {
        return Err(LedgerError::NotFound { noun: "fund", id: fund.to_owned() }.into());
    };
    let covered = exposures(ledger, snapshot, &compensation, &schemes, query.years.len())?;
    let (loans, uncovered, left_out) = (covered.loans.len(), covered.uncovered, covered.left_out);
    let mut exposed = covered.loans;
    if let Some((amount, term)) = query.new_loan {
        let payout_fen = payout(newest, amount, Some(amount), amount)?;
        for (first, year) in query.years.iter().enumerate() {
            let lent = Exposure { payout_fen, first, last: first + term - 1 };
            exposed.extend(std::iter::repeat_n(lent, year.new_loans));
        }
    }
    let caps = &newest.terms.caps;
    let yearly =
        caps.iter().find(|cap| cap.of == CapOf::Year && cap.payer.is_none() && cap.tag.is_none());
    let cap_fen = yearly.and_then(|cap| cap.amount).map(Money::fen);
    let years = query.years.iter().map(|year| Year {
        default_ppm: year.default_ppm,
        recovery_ppm: year.recovery_ppm,
        interest_ppm: year.interest_ppm,
        contribution_fen: year.contribution.fen(),
        cap_fen,
    });
    let funds = funds(&compensation, snapshot.as_of)?;
    let opening = funds.iter().find(|known| known.fund == fund);
    let opening = opening.map_or(Money::ZERO, |fund| fund.available);
    let results = simulate(&Plan {
        opening_fen: opening.fen(),
        loans: exposed,
        years: years.collect(),
        up_to_balance: newest.terms.pool.up_to_balance,
        paths: query.paths,
        seed: query.seed,
    });
    Ok(Simulated { opening, results, loans, uncovered, left_out })
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

/// The loans a fund stands behind today.
#[derive(Debug, Default)]
struct Covered {
    loans: Vec<Exposure>,
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
) -> Result<Covered, Refusal> {
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
    let mut covered = Covered::default();
    ledger.each_loan(snapshot, |card| {
        let account = match card.replay(&lpr, snapshot.as_of) {
            Ok(account) => account,
            Err(problem) => {
                covered.left_out.push((card.loan_no, problem));
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
                Ok(payout_fen) => covered.loans.push(Exposure {
                    payout_fen,
                    first: 0,
                    last: usize::try_from(left).unwrap_or_default().min(years),
                }),
                Err(_) => covered.uncovered += 1,
            }
        }
        Ok::<_, Refusal>(())
    })?;
    Ok(covered)
}
