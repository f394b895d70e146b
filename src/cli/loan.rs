//! `ipledger loan ...`

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::requests::{Typed, loan_number};
use super::{pages, reading};
use crate::operations::import::{Noun, is_of_another_kind};
use crate::operations::loan::LoanQuery;
use crate::report::views::loan;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let Some((verb, args)) = matches.subcommand() else { return Ok(Done::Well) };
    let number = || loan_number(&Typed::new(context, args));
    match verb {
        "list" => list(context, args),
        "show" => {
            let number = number()?;
            reading::warned(context, "loan.show", |ledger, snapshot| {
                loan::card(lang, ledger, snapshot, &number)
            })
        }
        "schedule" => {
            let number = number()?;
            reading::table(context, "loan.schedule", |ledger, snapshot| {
                loan::schedule(lang, ledger, snapshot, &number)
            })
        }
        "balance" => {
            let (number, explain) = (number()?, args.get_flag("explain"));
            reading::warned(context, "loan.balance", |ledger, snapshot| {
                loan::balance(lang, ledger, snapshot, &number, explain)
            })
        }
        "export" => reading::export(context, args, "loan.export", |ledger, snapshot| {
            loan::export(lang, ledger, snapshot)
        }),
        "import" => import(context, args),
        "repay" => payments(context, args),
        _ => Ok(Done::Well),
    }
}

fn list(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (lang, typed) = (context.lang, Typed::new(context, matches));
    let asked_more =
        ["page", "sort", "bank", "party", "text"].iter().any(|name| typed.text(name).is_some());
    let for_people = !context.json && !context.csv && context.output.is_none();
    let (overdue, open) = (typed.flag("overdue"), typed.flag("open"));
    let limit = pages::limit(context, matches)?;
    let whole = !overdue || !for_people || asked_more;
    reading::table(context, "loan.list", |ledger, snapshot| {
        // The standing kept with each loan answers for today's first page without replaying all of them.
        if !whole && snapshot.is_now {
            return Ok::<_, Failure>(loan::overdue(lang, ledger, snapshot, limit)?);
        }
        let party = |name| typed.parties(name, ledger, snapshot);
        let (bank, party, text) = (party("bank")?, party("party")?, typed.owned("text"));
        let query = LoanQuery { bank, party, text, overdue, open };
        let mut table = loan::list(lang, ledger, snapshot, &query)?;
        pages::sort_and_cut(context, matches, &mut table)?;
        Ok(table)
    })
}

/// A bank sends its loans and its payments in files alike: what the header names decides.
fn import(context: &Context, args: &ArgMatches) -> Result<Done, Failure> {
    let of_another_kind = |failure: &Failure| matches!(failure, Failure::Refused(refusal) if is_of_another_kind(refusal));
    match super::import::run(context, Noun::Loan, args) {
        Err(first) if of_another_kind(&first) => {
            match super::import::run(context, Noun::Payment, args) {
                Err(second) if of_another_kind(&second) => Err(first),
                done => done,
            }
        }
        done => done,
    }
}

/// `loan repay --file FILE`: a bank's file of payments.
fn payments(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let named = ["file", "loan_no"].into_iter().find_map(|name| matches.get_one::<String>(name));
    let file = named.map_or("", String::as_str);
    super::import::of_file(context, Noun::Payment, file, matches)
}
