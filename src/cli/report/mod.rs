//! `ipledger report ...`: documents that leave the house.

mod deliver;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::typed::Typed;
use crate::domain::values::{Date, Period, Quarter};
use crate::ledger::{Ledger, Snapshot};
use crate::operations::party::lends_or_holds;
use crate::operations::patent;
use crate::report::document::Document;
use crate::report::views::documents;
use deliver::deliver;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("quarter", args)) => quarter(context, args),
        Some(("year", args)) => year(context, args),
        Some(("patent", args)) => extract(context, |ledger, at, today| {
            let number =
                patent::named(ledger, at, Typed::new(context, args).word("application_no"))?;
            Ok(documents::patent(lang, ledger, at, today, number)?)
        }),
        Some(("party", args)) => extract(context, |ledger, at, today| {
            let party = context.party(ledger, Typed::new(context, args).word("party"), at)?;
            Ok(documents::party(lang, ledger, at, today, party)?)
        }),
        Some(("bank", args)) => extract(context, |ledger, at, today| {
            let words = Typed::new(context, args).word("bank");
            let bank = context.party(ledger, words, at)?;
            lends_or_holds(ledger, at, bank, words)?;
            Ok(documents::bank(lang, ledger, at, today, bank)?)
        }),
        Some(("fund", args)) => extract(context, |ledger, at, today| {
            let fund = Typed::new(context, args).word("fund").trim();
            Ok(documents::fund(lang, ledger, at, today, fund)?)
        }),
        _ => Ok(Done::Well),
    }
}

/// `report patent party bank fund`: an extract from the register.
fn extract(
    context: &Context,
    document: impl FnOnce(&Ledger, Snapshot, Date) -> Result<Document, Failure>,
) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    deliver(context, &document(ledger, snapshot, context.today())?, snapshot)
}

/// `report quarter QUARTER`
fn quarter(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let quarter = super::stats::quarter(matches)?;
    let ledger = &mut context.open()?;
    let (lang, snapshot) = (context.lang, context.snapshot(ledger)?);
    let (document, at) = documents::quarter(lang, ledger, snapshot, quarter, context.today())?;
    deliver(context, &document, at)
}

/// `report year YEAR`
fn year(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = matches.get_one::<String>("year").map_or("", String::as_str);
    let whole = |period: &Period| Period::year(period.first().year()) == Some(*period);
    let year = text.parse::<Period>().ok().filter(whole).map(|period| period.first().year());
    let first = year.and_then(|year| Quarter::new(year, 1));
    let first = first.ok_or_else(|| Failure::unknown_word(context.lang, text, &["2024"]))?;
    let ledger = &mut context.open()?;
    let (lang, snapshot) = (context.lang, context.snapshot(ledger)?);
    let (document, at) = documents::year(lang, ledger, snapshot, first, context.today())?;
    deliver(context, &document, at)
}
