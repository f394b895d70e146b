//! `ipledger report ...`: documents that leave the house.

mod bank;
mod deliver;
mod fund;
mod party;
mod patent;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::ledger::unknown_word;
use crate::domain::values::{Period, Quarter};
use crate::report::views::documents;
use deliver::deliver;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("quarter", args)) => quarter(context, args),
        Some(("year", args)) => year(context, args),
        Some(("patent", args)) => patent::run(context, args),
        Some(("party", args)) => party::run(context, args),
        Some(("bank", args)) => bank::run(context, args),
        Some(("fund", args)) => fund::run(context, args),
        _ => Ok(Done::Well),
    }
}

/// `report quarter 2016Q4`
fn quarter(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let quarter = super::stats::quarter(matches)?;
    let ledger = context.open()?;
    let (lang, snapshot) = (context.lang, context.snapshot(ledger)?);
    let (document, at) = documents::quarter(lang, ledger, snapshot, quarter, context.today())?;
    deliver(context, &document, at)
}

/// `report year 2016`
fn year(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = matches.get_one::<String>("year").map_or("", String::as_str);
    let whole = |period: &Period| Period::year(period.first().year()) == Some(*period);
    let year = text.parse::<Period>().ok().filter(whole).map(|period| period.first().year());
    let first = year.and_then(|year| Quarter::new(year, 1));
    let first = first.ok_or_else(|| unknown_word(context.lang, text, &["2016"]))?;
    let ledger = context.open()?;
    let (lang, snapshot) = (context.lang, context.snapshot(ledger)?);
    let (document, at) = documents::year(lang, ledger, snapshot, first, context.today())?;
    deliver(context, &document, at)
}
