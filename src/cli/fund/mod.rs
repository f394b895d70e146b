//! `ipledger fund ...`: the money behind a scheme.

mod simulate;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::reading;
use super::typed::Typed;
use crate::domain::claim::{FundEvent, FundMove};
use crate::operations::fund::Request;
use crate::report::views::fund;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    match matches.subcommand() {
        Some(("balance", args)) => reading::table(context, "fund.balance", |ledger, snapshot| {
            fund::balances(lang, ledger, snapshot, name(args))
        }),
        Some(("list", args)) => {
            reading::searched(context, args, "fund.balance", "fund", |ledger, snapshot| {
                fund::balances(lang, ledger, snapshot, None)
            })
        }
        Some(("statement", args)) => {
            let typed = Typed::new(context, args);
            let days = (typed.day("from")?, typed.day("to")?);
            let name = name(args).unwrap_or_default();
            reading::table(context, "fund.statement", |ledger, snapshot| {
                fund::movements(lang, ledger, snapshot, name, days)
            })
        }
        Some(("oversight", _)) => reading::table(context, "fund.oversight", |ledger, snapshot| {
            fund::by_scheme(lang, ledger, snapshot)
        }),
        Some(("simulate", args)) => simulate::run(context, args),
        _ => Ok(Done::Well),
    }
}

fn name(matches: &ArgMatches) -> Option<&str> {
    matches.try_get_one::<String>("fund").ok().flatten().map(|name| name.trim())
}

pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let kind = match verb {
        "contribute" => FundMove::Contribute,
        "interest" => FundMove::Interest,
        "fee" => FundMove::Fee,
        "withdraw" => FundMove::Withdraw,
        _ => return Ok(None),
    };
    Ok(Some(Request::Move(FundEvent {
        fund: typed.word("fund").trim().to_owned(),
        kind,
        day: typed.day_or_today("on")?,
        amount: typed.amount("amount", "amount")?,
        funder: typed.owned("funder"),
        reference: typed.owned("reference"),
    })))
}
