//! `bundle verify FILE [--public-key HEX] [--identity FILE]`: for the one who was sent it; needs no ledger.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::Value;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::deliver_private;
use crate::exchange::ExchangeError;
use crate::exchange::bundle::{BundleFault, open};
use crate::i18n::say;
use crate::operations::Refusal;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let read = |path: &str| {
        std::fs::read(path).map_err(|error| Failure::from(ExchangeError::reading(path, &error)))
    };
    let bytes = read(text("file").unwrap_or_default())?;
    let identity = text("identity").map(read).transpose()?;
    let identity = identity.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let opened = open(&bytes, identity.as_deref(), text("public-key")).map_err(Refusal::Bundle)?;
    let content: Value = serde_json::from_slice(&opened.content)
        .map_err(|_| Refusal::Bundle(BundleFault::NotABundle))?;
    let count = |key: &str| content[key].as_array().map_or(0, Vec::len);
    let word = |key: &str| content[key].as_str().unwrap_or_default().to_owned();
    if context.json {
        deliver_private(context, context.output.as_deref(), &opened.content)?;
        return Ok(Done::Well);
    }
    if let Some(path) = context.output.as_deref().map(PathBuf::from) {
        deliver_private(context, Some(&path), &opened.content)?;
    }
    context.say(say::bundle_holds(
        context.lang,
        word("office"),
        word("bank"),
        word("as_of"),
        count("loans"),
        count("pledges"),
        count("claims"),
    ))?;
    context.say(say::public_key(context.lang, &opened.public_key))?;
    if text("public-key").is_none() {
        context.warn(say::bundle_key_unchecked(context.lang));
    }
    Ok(Done::Well)
}
