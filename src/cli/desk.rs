//! `ipledger desk`: the full-screen desk, told of the grammar's verbs and given the reader of their words.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::context::Context;
use super::error::{Done, Failure};
use super::grammar::{self, command};
use super::{import, nouns, reconcile};
use crate::desk::{self, Asked, Ended, Glyphs, Reader, Settings, Shape, Slot, Unread, Verb};
use crate::i18n::words::Words;
use crate::i18n::{Lang, desk as say, titles};
use crate::ledger::LedgerError;
use crate::operations::import::Noun;
use crate::operations::remembered;

/// Arguments that mean something else than the column of their name: a day here, a loss there.
const OTHERWISE: [&str; 1] = ["bad"];

/// Arguments that say what becomes of refused rows: the desk has a screen for them.
const OF_REFUSED: [&str; 3] = ["rejects", "mend", "accept-row"];

/// Whether the desk is to be lines that are read aloud.
fn is_plain(matches: &ArgMatches) -> bool {
    let asked = matches.subcommand().is_some_and(|(_, args)| args.get_flag("plain"));
    asked || std::env::var("IPLEDGER_PLAIN").is_ok_and(|value| value == "1")
}

/// Whether somebody sits at a terminal that the desk can use; lines are printed on any.
pub fn has_terminal(context: &Context, matches: &ArgMatches) -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    let is_able = cfg!(windows) || is_plain(matches) || !(term.is_empty() || term == "dumb");
    let is_bare = !context.json && !context.csv && context.output.is_none() && !context.no_input;
    is_able && is_bare && std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Runs the desk.
///
/// Errors: `usage` without a terminal; what opening the ledger refuses.
pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    if !has_terminal(context, matches) {
        return Err(Failure::Usage(Words {
            message: say::no_terminal(lang),
            hint: say::no_terminal_hint(lang),
        }));
    }
    // What is wrong with the ledger is said before the screen is taken.
    let founding = {
        let ledger = context.open()?;
        if let Some(version) = ledger.older() {
            let (path, known) = (ledger.path().to_owned(), ledger.version()?);
            return Err(LedgerError::Older { path, version, known }.into());
        }
        remembered::founding(&ledger)?
    };
    let var = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let clock = context.clone();
    let settings = Settings {
        db: std::path::absolute(context.db())?,
        lang,
        by: context.by.clone(),
        clock: Arc::new(move || clock.moment_now()),
        glyphs: Glyphs::for_terminal(
            var("IPLEDGER_GLYPHS").as_deref(),
            &var("TERM").unwrap_or_default(),
        ),
        has_color: context.color,
        is_plain: is_plain(matches),
        any_place: context.any_place,
        state: remembered::folder().map(|folder| folder.join(founding)),
        folder: std::env::current_dir()?,
        verbs: verbs(lang),
        read: reader(lang),
    };
    match desk::run(settings)? {
        Ended::Left => Ok(Done::Well),
        Ended::Stopped => Err(LedgerError::Interrupted.into()),
    }
}

/// Reads words as the command line would, at the moment they are read.
pub fn reader(lang: Lang) -> Arc<Reader> {
    Arc::new(move |words: &[String], by: &str| {
        let program = ["ipledger", "--no-input", "--by", by].map(OsString::from);
        let args: Vec<OsString> =
            program.into_iter().chain(words.iter().map(OsString::from)).collect();
        let unread = |error: clap::Error| Unread::Words(super::usage::words(&error, lang, words));
        let matches = grammar::read(lang, &args).map_err(unread)?;
        let read = Context::new(&matches, lang).and_then(|context| asked(&context, &matches));
        match read {
            Ok(Some(asked)) => Ok(asked),
            Ok(None) => {
                let message = say::no_request(lang);
                Err(Unread::Words(Words { message, hint: String::new() }))
            }
            Err(Failure::Refused(refusal)) => Err(Unread::Refused(refusal)),
            Err(failure) => Err(Unread::Words(failure.words(lang))),
        }
    })
}

/// What a command line asks to be recorded.
fn asked(context: &Context, matches: &ArgMatches) -> Result<Option<Asked>, Failure> {
    if let Some((noun, of_noun)) = matches.subcommand()
        && let (Some(noun), Some(("import", args))) = (Noun::of_code(noun), of_noun.subcommand())
    {
        let file = args.get_one::<String>("file").cloned().unwrap_or_default();
        let request = Box::new(import::request(context, args)?);
        return Ok(Some(Asked::Import { noun, file, request }));
    }
    if let Some(("reconcile", args)) = matches.subcommand()
        && args.subcommand().is_none()
    {
        let bank = args.get_one::<String>("bank").cloned().unwrap_or_default();
        let request = Box::new(reconcile::of_file(context, args)?);
        return Ok(Some(Asked::Statement { bank, as_of: context.as_of(), request }));
    }
    Ok(nouns::request(context, matches)?.map(Asked::Request))
}

/// The verbs of the grammar that have a form, with their arguments.
pub fn verbs(lang: Lang) -> Vec<Verb> {
    let whole = command(lang);
    let mut verbs = Vec::new();
    for noun in grammar::nouns() {
        let Some(of_noun) = whole.find_subcommand(noun.name) else { continue };
        // A bank's list is held against the ledger by the noun itself.
        if of_noun.get_positionals().next().is_some() {
            verbs.push(of_command(lang, noun.name, of_noun));
        }
        for known in noun.verbs.iter().filter(|verb| verb.has_form) {
            let Some(verb) = of_noun.find_subcommand(known.word) else { continue };
            let mut verb = of_command(lang, &format!("{} {}", noun.name, known.word), verb);
            // Why something is recorded can be said of everything.
            let reason = whole.get_arguments().filter(|arg| arg.get_id() == "reason");
            verb.slots.extend(reason.map(|arg| slot(lang, arg)));
            verbs.push(verb);
        }
    }
    verbs
}

/// A sentence of the help up to where it speaks of flags, which a form has none of.
fn without_flags(about: &str) -> String {
    let clauses = about.split_inclusive(['；', ';', '，', ',']);
    let kept: String = clauses.take_while(|clause| !clause.contains("--")).collect();
    kept.trim_end_matches(['；', ';', '，', ',', ' ']).to_owned()
}

fn of_command(lang: Lang, path: &str, command: &Command) -> Verb {
    let is_import = path.ends_with(" import") || path == "reconcile";
    let own = |arg: &&Arg| {
        let id = arg.get_id().as_str();
        let is_for_all = is_import || !grammar::is_of_files(id);
        !arg.is_global_set() && !OF_REFUSED.contains(&id) && is_for_all
    };
    let (places, flags): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(own).partition(|arg| arg.is_positional());
    Verb {
        path: path.to_owned(),
        about: without_flags(&command.get_about().map(ToString::to_string).unwrap_or_default()),
        slots: places.into_iter().chain(flags).map(|arg| slot(lang, arg)).collect(),
    }
}

fn slot(lang: Lang, arg: &Arg) -> Slot {
    let name = arg.get_id().to_string();
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let label = match titles::is_known(&name) && !OTHERWISE.contains(&name.as_str()) {
        true => titles::title(lang, &name).to_owned(),
        false => help.clone(),
    };
    let long = || arg.get_long().unwrap_or_default().to_owned();
    let shape = match arg.get_action() {
        _ if arg.is_positional() => Shape::Place,
        ArgAction::SetTrue => Shape::Switch(long()),
        _ => Shape::Flag(long()),
    };
    Slot { name, label, help, shape, is_required: arg.is_required_set() }
}
