//! From the words of a command line to a request: the grammar knows the words, operations decide. A file per noun.

mod claim;
mod header;
mod loan;
mod party;
mod patent;
mod pct;
mod pledge;
mod reconciliation;
mod scheme;
mod target;
mod typed;

use clap::ArgMatches;

pub use claim::new_claim;
pub use loan::number as loan_number;
pub use pledge::{application, number as registration_number};
pub use reconciliation::number as reconciliation_number;
pub use typed::Typed;

use super::context::Context;
use super::error::Failure;
use crate::operations::Request;

/// Returns the request that a command line makes; none when it asks for nothing to be written, or for a file.
pub fn request(context: &Context, matches: &ArgMatches) -> Result<Option<Request>, Failure> {
    let Some((noun, args)) = matches.subcommand() else { return Ok(None) };
    if noun == "headers" {
        return Ok(header::forget(&Typed::new(context, args))?.map(Request::Header));
    }
    let Some((verb, args)) = args.subcommand() else { return Ok(None) };
    let typed = Typed::new(context, args);
    Ok(match noun {
        "party" => party::request(&typed, verb)?.map(Request::Party),
        "patent" => patent::request(&typed, verb)?.map(Request::Patent),
        "pct" => pct::request(&typed, verb)?.map(Request::Pct),
        "pledge" => pledge::request(&typed, verb)?.map(Request::Pledge),
        "loan" => loan::request(&typed, verb)?.map(Request::Loan),
        "scheme" => scheme::request(&typed, verb)?.map(Request::Scheme),
        "fund" => scheme::fund_request(&typed, verb)?.map(Request::Fund),
        "claim" => claim::request(&typed, verb)?.map(Request::Claim),
        "reconcile" => reconciliation::request(&typed, verb)?.map(Request::Reconciliation),
        "target" => target::request(&typed, verb)?.map(Request::Target),
        "stats" | "report" => target::figures_request(&typed, verb)?.map(Request::Figures),
        _ => None,
    })
}
