//! Usage errors in the user's language.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::i18n::{Lang, say};

/// Tells a usage error (exit 2), or prints the help or version that was asked for (exit 0).
pub fn report(error: &clap::Error, lang: Lang) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has seen enough (`| head`) is no failure.
            let _ = super::output::deliver(None, error.render().to_string().as_bytes());
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            eprint!("{}", error.render());
            return ExitCode::from(2);
        }
        _ => {}
    }
    eprintln!("{} [usage]", message(error, lang));
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    match suggested.into_iter().find_map(|kind| text(error, kind)) {
        Some(suggestion) => eprintln!("{}", say::usage_suggest(lang, suggestion)),
        None => eprintln!("{}", say::usage_help(lang)),
    }
    ExitCode::from(2)
}

fn message(error: &clap::Error, lang: Lang) -> String {
    let arg = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let command = text(error, ContextKind::InvalidSubcommand);
    match (error.kind(), arg, value, command) {
        (ErrorKind::MissingRequiredArgument, Some(arg), ..) => say::usage_missing(lang, arg),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(arg), Some(value), _) => {
            say::usage_value(lang, value, arg)
        }
        (ErrorKind::UnknownArgument, Some(arg), ..) => say::usage_unknown(lang, arg),
        (ErrorKind::InvalidSubcommand, _, _, Some(command)) => say::usage_unknown(lang, command),
        (kind, arg, ..) => say::usage_other(lang, arg.unwrap_or_else(|| kind.to_string())),
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(" ")),
        _ => None,
    }
}
