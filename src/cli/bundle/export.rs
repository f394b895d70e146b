//! `export bank B FILE [--key FILE] [--to age1...]`

use std::path::PathBuf;

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::deliver_private;
use crate::exchange::bundle::{OfficeKey, encrypt_to};
use crate::i18n::say;
use crate::operations::Refusal;
use crate::operations::bundle::of_bank;
use crate::operations::party::lends_or_holds;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let words = text("bank").unwrap_or_default();
    let bank = context.party(ledger, words, snapshot)?;
    lends_or_holds(ledger, snapshot, bank, words)?;
    let content = of_bank(ledger, bank, snapshot)?;
    let file = text("file").map(PathBuf::from);
    let file = file.as_deref().or(context.output.as_deref());
    // A key that is not there yet would be made.
    if file.is_some_and(|file| !context.may_write(file.display())) {
        return Ok(Done::Well);
    }
    let (key, is_new) = OfficeKey::of_file(&PathBuf::from(text("key").unwrap_or_default()))?;
    let mut bundle = key.seal(format!("{content:#}\n").as_bytes());
    if let Some(reader) = text("reader") {
        bundle = encrypt_to(reader, &bundle).map_err(Refusal::Bundle)?;
    }
    deliver_private(context, file, &bundle)?;
    if file.is_some() {
        context.note_anchor_left();
    }
    if is_new {
        context.tell(say::key_made(lang));
    }
    context.tell(say::public_key(lang, key.public()));
    Ok(Done::Well)
}
