//! `fund simulate FUND`: what the pool may come to over the next years, from the loans it stands behind.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::reading;
use crate::cli::typed::Typed;
use crate::exchange::read_text;
use crate::i18n::{say, words::Words};
use crate::operations::simulation::{
    LOANS_MOST, PATHS_MOST, Scenario, SimulationQuery, YEARS_MOST, YearToCome, rate_ppm,
};
use crate::report::views::fund;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let name = super::name(matches).unwrap_or_default();
    let query = query(context, matches)?;
    reading::table(context, "fund.simulate", |ledger, snapshot| {
        fund::simulated(context.lang, ledger, snapshot, name, &query)
    })
}

fn query(context: &Context, matches: &ArgMatches) -> Result<SimulationQuery, Failure> {
    let typed = Typed::new(context, matches);
    let refused = |text: &str, most: usize| {
        Failure::unknown_word(context.lang, text, &["1", "…", &most.to_string()])
    };
    let count = |name: &str, otherwise: usize, most: usize| match typed.text(name) {
        None => Ok(otherwise),
        Some(text) => match text.parse() {
            Ok(n) if n >= 1 && n <= most => Ok(n),
            _ => Err(refused(text, most)),
        },
    };
    let rate = |name: &'static str, otherwise: u32| {
        typed.text(name).map_or(Ok(otherwise), |text| rate_ppm(name, text))
    };
    let scenario = match typed.text("scenario") {
        None => Scenario::default(),
        Some(file) => Scenario::read(file, &read_text(file)?)?,
    };
    let years = count("years", scenario.years().clamp(5, YEARS_MOST), YEARS_MOST)?;
    if scenario.years() > years {
        return Err(refused(&scenario.years().to_string(), years));
    }
    let usual = YearToCome {
        default_ppm: rate("default-rate", 30_000)?,
        recovery_ppm: rate("recovery-rate", 0)?,
        interest_ppm: rate("interest-rate", 0)?,
        contribution: typed.sum("yearly-contribution")?.unwrap_or_default(),
        new_loans: count("new-loans", 0, LOANS_MOST)?,
    };
    let years = scenario.laid_over(usual, years)?;
    let term = count("new-term", 1, YEARS_MOST)?;
    let new_loan = typed.sum("new-amount")?.map(|amount| (amount, term));
    if new_loan.is_none() && years.iter().any(|year| year.new_loans > 0) {
        let message = say::simulated_amount_missing(context.lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    }
    let (paths, seed) = (count("paths", 10_000, PATHS_MOST)?, count("seed", 1, usize::MAX)? as u64);
    Ok(SimulationQuery { years, new_loan, paths, seed })
}
