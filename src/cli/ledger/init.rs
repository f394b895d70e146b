//! `init --office NAME --region CODE`: founds the ledger, its office and its indicator definitions.

use std::path::Path;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::domain::Fault;
use crate::domain::numbers::RegionCode;
use crate::i18n::say;
use crate::ledger::{Ledger, Office};
use crate::operations::book;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str).trim();
    let region = text("region")
        .parse::<RegionCode>()
        .map_err(|refusal| Failure::field(Fault { field: "region", refusal }))?;
    if context.dry_run {
        context.tell(say::rehearsed(context.lang));
        return Ok(Done::Well);
    }
    let ledger = found(context, context.db(), text("office"), region)?;
    if context.json {
        let shown = Shown::of(context, &ledger, "init")?;
        let data = serde_json::json!({"entry": shown.anchor.entries, "dry_run": false});
        shown.data(context, data)?;
        return Ok(Done::Well);
    }
    context.say(say::founded(context.lang, context.db().display()))?;
    context.say(context.anchor_said(&ledger.anchor()?))?;
    context.tell(say::founded_next(context.lang));
    Ok(Done::Well)
}

/// Creates the file and writes entry 1.
pub fn found(
    context: &Context,
    path: &Path,
    name: &str,
    region: RegionCode,
) -> Result<Ledger, Failure> {
    let district = region.name().map_or_else(|| region.to_string(), |name| name.to_string());
    let office = Office { name: name.to_owned(), region, district };
    Ok(book::found(path, &office, context.author(), context.today())?)
}
