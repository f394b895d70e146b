//! `backup FILE` and `restore FILE`.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::exchange::unused_name;
use crate::i18n::say;
use crate::ledger::{Ledger, LedgerError, interrupt};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    context.gives_no_table()?;
    let file = PathBuf::from(matches.get_one::<String>("file").map_or("", String::as_str));
    let ledger = &mut context.open()?;
    if !context.may_write(file.display()) {
        return Ok(Done::Well);
    }
    ledger.copy_to(&file)?;
    context.say(say::backed_up(context.lang, file.display(), ledger.anchor()?))?;
    Ok(Done::Well)
}

/// Puts a copy of the backup in the ledger's place; what stood there is kept beside it.
pub fn restore(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    context.gives_no_table()?;
    let file = Path::new(matches.get_one::<String>("file").map_or("", String::as_str));
    let backup = Ledger::open(file)?;
    if !context.may_write(context.db().display()) {
        return Ok(Done::Well);
    }
    let io = |path: &Path, error| LedgerError::Io { path: path.to_owned(), error };
    let _hold = interrupt::hold();
    let kept = unused_name(&context.db().with_extension("before-restore.db"));
    if context.db().exists() {
        Ledger::settle(context.db())?;
        std::fs::rename(context.db(), &kept).map_err(|error| io(context.db(), error))?;
    }
    if let Err(error) = backup.copy_to(context.db()) {
        if kept.exists() {
            std::fs::rename(&kept, context.db()).map_err(|error| io(&kept, error))?;
        }
        return Err(error.into());
    }
    context.say(say::restored(context.lang, context.db().display(), kept.display()))?;
    Ok(Done::Well)
}
