//! `fund simulate FUND`: what the pool may come to over the next years, from the loans it stands behind.

use clap::ArgMatches;
use serde::Deserialize;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::unknown_word;
use crate::cli::reading;
use crate::cli::requests::Typed;
use crate::domain::scheme::{SchemeFault, SchemeProblem};
use crate::domain::values::{Money, Percent};
use crate::domain::{Fault, Problem};
use crate::exchange::read_text;
use crate::i18n::{say, words::Words};
use crate::operations::Refusal;
use crate::operations::simulation::{SimulationQuery, YearToCome};
use crate::report::views::fund;

const YEARS_MOST: usize = 30;
const PATHS_MOST: usize = 200_000;
/// New loans a year at most.
const LOANS_MOST: usize = 100_000;

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
    let name = super::name(matches).unwrap_or_default();
    let query = query(context, matches)?;
    reading::table(context, "fund.simulate", |ledger, snapshot| {
        fund::simulated(context.lang, ledger, snapshot, name, &query)
    })
}

fn query(context: &Context, matches: &ArgMatches) -> Result<SimulationQuery, Failure> {
    let text = |name: &str| matches.get_one::<String>(name);
    let refused = |text: &str, least: &str, most: usize| {
        unknown_word(context.lang, text, &[least, "…", &most.to_string()])
    };
    let count = |name: &str, otherwise: usize, most: usize| match text(name) {
        None => Ok(otherwise),
        Some(text) => match text.parse() {
            Ok(n) if n >= 1 && n <= most => Ok(n),
            _ => Err(refused(text, "1", most)),
        },
    };
    let typed = Typed::new(context, matches);
    let scenario = scenario(matches)?;
    let years = count("years", scenario.years.len().clamp(5, YEARS_MOST), YEARS_MOST)?;
    if scenario.years.len() > years {
        return Err(refused(&scenario.years.len().to_string(), "1", years));
    }
    let new_loans = match text("new-loans") {
        None => 0,
        Some(_) => count("new-loans", 0, LOANS_MOST)?,
    };
    let usual = YearToCome {
        default_ppm: rate(text("default-rate"), "default-rate", 30_000)?,
        recovery_ppm: rate(text("recovery-rate"), "recovery-rate", 0)?,
        interest_ppm: rate(text("interest-rate"), "interest-rate", 0)?,
        contribution: typed.sum("yearly-contribution")?.unwrap_or_default(),
        new_loans,
    };
    let mut to_come = vec![usual; years];
    for (year, changed) in to_come.iter_mut().zip(&scenario.years) {
        year.default_ppm = rate(changed.default_rate.as_ref(), "default_rate", usual.default_ppm)?;
        year.recovery_ppm =
            rate(changed.recovery_rate.as_ref(), "recovery_rate", usual.recovery_ppm)?;
        if let Some(text) = &changed.contribution {
            let refused = |refusal| Failure::field(Fault { field: "contribution", refusal });
            year.contribution = text.parse::<Money>().map_err(refused)?;
        }
        year.new_loans = changed.new_loans.unwrap_or(usual.new_loans);
        if year.new_loans > LOANS_MOST {
            return Err(refused(&year.new_loans.to_string(), "0", LOANS_MOST));
        }
    }
    let term = count("new-term", 1, YEARS_MOST)?;
    let new_loan = typed.sum("new-amount")?.map(|amount| (amount, term));
    if new_loan.is_none() && to_come.iter().any(|year| year.new_loans > 0) {
        let message = say::simulated_amount_missing(context.lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    }
    Ok(SimulationQuery {
        years: to_come,
        new_loan,
        paths: count("paths", 10_000, PATHS_MOST)?,
        seed: count("seed", 1, usize::MAX)? as u64,
    })
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
