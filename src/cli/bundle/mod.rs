//! `export bank B` and `bundle verify`: what one bank may have of the ledger, signed, for its eyes only.

mod export;
mod verify;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use crate::exchange::bundle::KeyError;
use crate::operations::Refusal;

pub use export::run as export;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("verify", args)) => verify::run(context, args),
        _ => Ok(Done::Well),
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::File(error) => Refusal::from(error).into(),
            KeyError::Fault(fault) => Refusal::Bundle(fault).into(),
        }
    }
}
