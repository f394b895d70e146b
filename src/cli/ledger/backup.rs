//! `backup FILE`, `backup --to FOLDER [--keep 7d,5w,12m]` and `restore FILE`.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::domain::keep::Keep;
use crate::exchange::unused_name;
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::ledger::{Ledger, LedgerError};
use crate::operations::{Refusal, remembered};
use crate::report::views::doctor;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    context.gives_no_table()?;
    match matches.get_one::<String>("to") {
        Some(folder) => into_folder(context, Path::new(folder), matches),
        None => to_file(context, matches),
    }
}

fn to_file(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let Some(file) = matches.get_one::<String>("file").map(PathBuf::from) else {
        let (message, hint) =
            (say::backup_where(context.lang), say::backup_where_hint(context.lang));
        return Err(Failure::Usage(Words { message, hint }));
    };
    let ledger = &mut context.open()?;
    if !context.may_write(file.display()) {
        return Ok(Done::Well);
    }
    ledger.copy_to(&file)?;
    context.say(say::backed_up(context.lang, file.display(), ledger.anchor()?))?;
    Ok(Done::Well)
}

fn into_folder(context: &Context, folder: &Path, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let keep = matches.get_one::<String>("keep").map(|text| {
        let unreadable = || {
            let message = say::keep_unreadable(lang, text);
            Failure::Usage(Words { message, hint: say::keep_hint(lang) })
        };
        text.parse::<Keep>().map_err(|()| unreadable())
    });
    let keep = keep.transpose()?;
    let ledger = &mut context.open()?;
    if !context.may_write(folder.display()) {
        return Ok(Done::Well);
    }
    let backup = ledger.back_up(folder, context.today())?;
    let text = format!("{} {}", backup.anchor.entries, backup.path.display());
    remembered::note(ledger, "backup", context.moment_now(), &text);
    // Only now that there is a new one may older ones go.
    let thinned = keep.map(|keep| ledger.thin_backups(folder, &keep, &backup.path)).transpose()?;
    if context.json {
        let data = doctor::backup_json(&backup, thinned.as_ref());
        Shown { anchor: backup.anchor, ..Shown::of(context, ledger, "backup")? }
            .data(context, data)?;
        return Ok(Done::Well);
    }
    context.say(say::backup_proved(lang, backup.path.display(), &backup.anchor))?;
    if backup.was_there {
        context.say(say::backup_was_there(lang))?;
    }
    if let Some(thinned) = thinned {
        for path in &thinned.strangers {
            context.warn(say::backup_stranger(lang, path.display()));
        }
        context.say(say::backups_thinned(lang, thinned.kept, thinned.removed.len()))?;
    }
    Ok(Done::Well)
}

/// Puts a copy of the backup in the ledger's place; what stood there is kept beside it.
pub fn restore(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    context.gives_no_table()?;
    let file = Path::new(matches.get_one::<String>("file").map_or("", String::as_str));
    let kept = unused_name(&context.db().with_extension("before-restore.db"));
    if context.dry_run {
        Ledger::open(file)?;
        context.may_write(context.db().display());
        return Ok(Done::Well);
    }
    let restore = |give_up| Ledger::restore(context.db(), file, &kept, give_up, context.any_place);
    let there = context.db().exists();
    let restored = match restore(context.forces()) {
        Err(LedgerError::LosesEntries { path, lost }) if context.someone_decides() => {
            let n = lost.len();
            let refusal = LedgerError::LosesEntries { path, lost };
            let words = crate::i18n::operations::refusal(context.lang, &Refusal::Ledger(refusal));
            context.tell(words.message);
            let question = say::ask_restore(context.lang, n, kept.display());
            if !context.asks(&question, &say::ask_restore_explained(context.lang))? {
                context.print(say::not_recorded(context.lang))?;
                return Ok(Done::Well);
            }
            restore(true)
        }
        restored => restored,
    };
    drop(restored?);
    context.say(match there {
        true => say::restored(context.lang, context.db().display(), kept.display()),
        false => say::restored_alone(context.lang, context.db().display()),
    })?;
    Ok(Done::Well)
}
