//! Usage errors in the user's language: what was meant, what may stand there instead.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Command};
use serde_json::{Value, json};

use super::candidates;
use super::screen::told;
use super::streams::{to_stderr, to_stdout};
use crate::i18n::words::Words;
use crate::i18n::{Lang, help, say};
use crate::ledger::versions;

/// Tells a usage error (exit 2), or prints the help or version that was asked for (exit 0).
pub fn report(error: &clap::Error, lang: Lang, args: &[OsString]) -> ExitCode {
    if error.kind() == ErrorKind::DisplayVersion && args.iter().any(|arg| arg == "--json") {
        let _ = to_stdout(format!("{:#}\n", version()).as_bytes());
        return ExitCode::SUCCESS;
    }
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has seen enough (`| head`) is no failure.
            let _ = to_stdout(error.render().to_string().as_bytes());
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            to_stderr(error.render().to_string().trim_end_matches('\n'));
            return ExitCode::from(2);
        }
        _ => {}
    }
    let args: Vec<String> =
        args.iter().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    let words = words(error, lang, &args);
    if args.iter().any(|arg| arg == "--json") {
        to_stderr(json!({"code": "usage", "message": words.message, "hint": words.hint}));
        return ExitCode::from(2);
    }
    told(&format!("{} [usage]", words.message));
    told(&say::hint(lang, words.hint));
    ExitCode::from(2)
}

/// What this program is: what a report of a fault needs to name. The commit is known to what `packaging/build` makes.
fn version() -> Value {
    let (format, sqlite) = versions();
    let target = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    json!({
        "version": env!("CARGO_PKG_VERSION"), "commit": option_env!("IPLEDGER_COMMIT"),
        "format": format, "sqlite": sqlite, "target": target,
    })
}

pub fn words(error: &clap::Error, lang: Lang, args: &[String]) -> Words {
    let mut grammar = super::command(lang);
    grammar.build();
    let typed = PartialLine::read(&grammar, args);
    let arg = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let help = say::usage_help(lang, typed.line());
    match (error.kind(), arg, value) {
        (ErrorKind::MissingRequiredArgument, Some(arg), _) => {
            let missing = typed.missing(&arg);
            let mut found = missing.into_iter().map(|id| candidates::of(lang, &grammar, args, id));
            let hint = found.find(|found| !found.is_empty()).unwrap_or(help);
            Words { message: say::usage_missing(lang, arg), hint }
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(arg), Some(value)) => {
            let flag = arg.split_whitespace().next().unwrap_or_default().to_owned();
            let known = typed.values_of(&flag);
            let hint =
                if known.is_empty() { help } else { say::usage_known(lang, known.join(" ")) };
            let message = match value.is_empty() {
                true => say::usage_no_value(lang, flag),
                false => say::usage_value(lang, value, flag),
            };
            Words { message, hint }
        }
        (ErrorKind::ArgumentConflict, Some(arg), _) => {
            let prior = text(error, ContextKind::PriorArg).unwrap_or_default();
            let message = match prior == arg {
                true => say::usage_once(lang, arg),
                false => say::usage_conflict(lang, arg, prior),
            };
            Words { message, hint: help }
        }
        // Without an argument it is a word before one: `reconcile run FILE`.
        (
            ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand | ErrorKind::ArgumentConflict,
            arg,
            _,
        ) => {
            let word = text(error, ContextKind::InvalidSubcommand).or(arg);
            let word = word.or_else(|| typed.rest.first().cloned()).unwrap_or_default();
            let hint = match word.strip_prefix("--") {
                Some(flag) => typed.flag_meant(lang, flag),
                None => typed.command_meant(lang, &word),
            };
            Words { message: say::usage_unknown(lang, word), hint: hint.unwrap_or(help) }
        }
        (ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues, Some(arg), _) => {
            Words { message: say::usage_once(lang, arg), hint: help }
        }
        (kind, arg, _) => Words {
            message: say::usage_other(lang, arg.unwrap_or_else(|| kind.to_string())),
            hint: help,
        },
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(" ")),
        _ => None,
    }
}

/// A command line as far as it could be understood.
struct PartialLine<'g> {
    grammar: &'g Command,
    /// The command it came to, by its names.
    path: Vec<&'g str>,
    command: &'g Command,
    /// What stands after the command, without flags.
    rest: Vec<String>,
}

impl<'g> PartialLine<'g> {
    fn read(grammar: &'g Command, args: &[String]) -> Self {
        let mut typed = Self { grammar, path: Vec::new(), command: grammar, rest: Vec::new() };
        let mut args = args.iter();
        while let Some(word) = args.next() {
            if let Some(flag) = word.strip_prefix('-') {
                if takes_a_value(typed.command, flag) && !flag.contains('=') {
                    args.next();
                }
                continue;
            }
            match typed.command.find_subcommand(word).filter(|_| typed.rest.is_empty()) {
                Some(found) => {
                    typed.path.push(found.get_name());
                    typed.command = found;
                }
                None => typed.rest.push(word.clone()),
            }
        }
        typed
    }

    /// The command, as it is typed.
    fn line(&self) -> String {
        [&["ipledger"], &self.path[..]].concat().join(" ")
    }

    /// The names of the arguments that stand among `placeholders`.
    fn missing(&self, placeholders: &str) -> Vec<&'g str> {
        let required = self.command.get_arguments().filter(|arg| arg.is_required_set());
        let shown = required.map(|arg| (arg.get_id().as_str(), arg.to_string()));
        shown.filter(|(_, shown)| placeholders.contains(shown.as_str())).map(|(id, _)| id).collect()
    }

    /// The words a flag takes, where they are few.
    fn values_of(&self, flag: &str) -> Vec<String> {
        let arg = self.command.get_arguments().find(|arg| {
            arg.get_long().is_some_and(|long| flag.trim_start_matches('-') == long)
                || flag == arg.to_string()
        });
        let values = arg.map(clap::Arg::get_possible_values).unwrap_or_default();
        values.iter().map(|value| value.get_name().to_owned()).collect()
    }

    /// The flag that is most like what was typed, or the command's own.
    fn flag_meant(&self, lang: Lang, flag: &str) -> Option<String> {
        let flag = flag.split('=').next().unwrap_or_default();
        let own = self.command.get_arguments().filter(|arg| !arg.is_global_set());
        let own: Vec<&str> = own.filter_map(clap::Arg::get_long).collect();
        let all = self.command.get_arguments().filter_map(clap::Arg::get_long);
        let meant = nearest(flag, all).map(|meant| format!("--{meant}"));
        let known = own.iter().map(|long| format!("--{long}")).collect::<Vec<_>>().join(" ");
        hint(lang, meant, known)
    }

    /// The command that is most like what was typed, and those that may stand there.
    fn command_meant(&self, lang: Lang, word: &str) -> Option<String> {
        let known: Vec<&str> = self.command.get_subcommands().map(Command::get_name).collect();
        let ahead = self.line();
        let meant = match_command(self.command, word).map(|found| {
            // What stands behind a misspelt noun is its verb.
            let verb = self.rest.iter().skip_while(|rest| *rest != word).nth(1);
            let verb = verb.and_then(|verb| match_command(found, verb));
            let verb = verb.map(|verb| format!(" {}", verb.get_name())).unwrap_or_default();
            format!("{ahead} {}{verb}", found.get_name())
        });
        let meant = meant.or_else(|| self.verb_of_another(word));
        hint(lang, meant, known.join(" "))
    }

    /// Where a word is a verb of other nouns: those commands.
    fn verb_of_another(&self, word: &str) -> Option<String> {
        // `list patents`: the noun stands behind.
        let behind = self.rest.iter().skip_while(|rest| *rest != word).nth(1);
        let behind = behind.and_then(|noun| match_command(self.grammar, noun));
        let nouns = self.grammar.get_subcommands();
        let of =
            nouns.filter(|noun| behind.is_none_or(|wanted| wanted.get_name() == noun.get_name()));
        let lines = of.filter_map(|noun| {
            let verb = noun.find_subcommand(word)?;
            Some(format!("ipledger {} {}", noun.get_name(), verb.get_name()))
        });
        let lines: Vec<String> = lines.take(VERBS_NAMED).collect();
        // Behind a noun that is known, what many others do as well is not what was meant.
        let is_told = !lines.is_empty() && (self.path.is_empty() || lines.len() == 1);
        is_told.then(|| lines.join(" | "))
    }
}

/// Commands named when a verb stands alone.
const VERBS_NAMED: usize = 8;

fn hint(lang: Lang, meant: Option<String>, known: String) -> Option<String> {
    let known = Some(known).filter(|known| !known.is_empty());
    match (meant, known) {
        (Some(meant), Some(known)) => Some(say::usage_meant_or(lang, meant, known)),
        (Some(meant), None) => Some(say::usage_suggest(lang, meant)),
        (None, Some(known)) => Some(say::usage_known(lang, known)),
        (None, None) => None,
    }
}

/// The subcommand of this name, or the one that is most like it.
fn match_command<'c>(command: &'c Command, word: &str) -> Option<&'c Command> {
    command.find_subcommand(word).or_else(|| {
        let names = command.get_subcommands().flat_map(|sub| {
            let words = help::chinese_words(sub.get_name()).iter().copied();
            words.chain([sub.get_name()])
        });
        command.find_subcommand(nearest(word, names)?)
    })
}

/// The word most like one that is not known: the same in the plural, a beginning of it, or a few letters off.
fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    let off = |known: &&str| match known.starts_with(&word) && word.chars().count() > 1 {
        true => 0,
        false => strsim::osa_distance(&word, known),
    };
    // Two letters of a long word may be wrong, of a short one none but one.
    let most = if word.chars().count() > 4 { 2 } else { 1 };
    known
        .map(|known| (off(&known), known))
        .filter(|(off, _)| *off <= most)
        .min()
        .map(|(_, known)| known)
}

fn takes_a_value(command: &Command, flag: &str) -> bool {
    let name = flag.trim_start_matches('-');
    let found = command.get_arguments().find(|arg| match flag.starts_with('-') {
        true => arg.get_long() == Some(name),
        false => arg.get_short().is_some_and(|short| name.starts_with(short) && name.len() == 1),
    });
    found.is_some_and(|arg| matches!(arg.get_action(), ArgAction::Set | ArgAction::Append))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint_of(line: &str) -> String {
        let args: Vec<OsString> =
            ["ipledger"].into_iter().chain(line.split(' ')).map(OsString::from).collect();
        let error = super::super::grammar::read(Lang::En, &args).unwrap_err();
        let args: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let Words { message, hint } = words(&error, Lang::En, &args);
        format!("{message} / {hint}")
    }

    #[test]
    fn an_unknown_word_is_answered_with_what_was_meant_and_what_may_stand_there() {
        let cases = [
            ("patents list", "ipledger patent list"),
            ("patent lst", "ipledger patent list"),
            ("patent frobnicate", "add show list import"),
            ("list patents", "ipledger patent list"),
            ("repay JD1 100", "ipledger loan repay"),
            ("patent repay JD1 100", "ipledger loan repay"),
            ("pledge regsiter X", "ipledger pledge register"),
            ("stats trend --yaer 2016", "--from --to"),
            ("stats annual --yaer 2016", "--year"),
            ("patent 列", "ipledger patent list"),
            ("export journal --format gnucash", "hledger beancount"),
            ("completions tcsh", "bash zsh fish"),
            ("stats annual --year 2016 --from 2015", "--year"),
            ("reconcile run a.csv --bank b", "list show decide"),
            ("--as-of 2020-01-01 status --as-of 2021-01-01", "--as-of takes only one value"),
            ("status --lang=zh --lang en", "takes only one value"),
        ];
        for (line, expected) in cases {
            let hint = hint_of(line);
            assert!(hint.contains(expected), "{line}: {hint}");
        }
    }

    #[test]
    fn chinese_words_are_commands() {
        for line in
            ["专利 列表", "质押 登记 Y1", "贷款 还款 JD1 100", "对账 a.xlsx --bank b", "概况"]
        {
            let args = ["ipledger"].into_iter().chain(line.split(' '));
            assert!(super::super::command(Lang::Zh).try_get_matches_from(args).is_ok(), "{line}");
        }
    }
}
