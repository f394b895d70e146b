//! Every command and flag, `ipledger <noun> <verb> [ID|FILE] [--flags]`, in the language asked for. `commands.txt` is
//! the page that says what there is and explains its signs; here it becomes the parser's.

use std::ffi::OsString;
use std::sync::LazyLock;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, Error};

use crate::domain::{certificate, evidence, loan, party, patent, pledge, population, program};
use crate::i18n::Lang;
use crate::i18n::help;
use crate::i18n::punctuation::labelled;
use crate::i18n::titles::title;
use crate::operations::fact_noun::FactNoun;

/// Signs that end a name on the page and say more of the argument.
const SIGNS: [char; 8] = ['=', '!', '*', '/', '&', ':', '?', '+'];

/// The nouns whose verbs are the same: each is known by the word a noun stands for on the page.
const FACT: &str = "fact";

static PAGE: LazyLock<Page> = LazyLock::new(|| Page::read(include_str!("commands.txt")));

type Words = Vec<&'static str>;

/// What stands on the page.
struct Page {
    groups: Vec<(&'static str, Words)>,
    commands: Vec<Entry>,
}

/// A noun with its verbs, or a command without any.
pub struct Entry {
    pub name: &'static str,
    pub verbs: Vec<Verb>,
    takes: Words,
}

#[derive(Clone)]
pub struct Verb {
    pub word: &'static str,
    /// Whether the desk has a form for it.
    pub has_form: bool,
    takes: Words,
}

impl Page {
    fn read(text: &'static str) -> Self {
        let (mut groups, mut commands) = (Vec::<(_, Words)>::new(), Vec::<Entry>::new());
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace().peekable();
            let has_form = words.next_if_eq(&"+").is_some();
            let Some(first) = words.next() else { continue };
            let takes: Words = words.collect();
            if let Some(group) = first.strip_prefix('@').filter(|_| takes.first() == Some(&"=")) {
                groups.push((group, takes[1..].to_vec()));
            } else if let Some(entry) = commands.last_mut().filter(|_| line.starts_with(' ')) {
                entry.verbs.push(Verb { word: first, has_form, takes });
            } else {
                commands.push(Entry {
                    name: first.trim_end_matches(':'),
                    verbs: Vec::new(),
                    takes,
                });
            }
        }
        let kind = commands.iter().position(|entry| entry.name == FACT);
        let of_fact = kind.map(|at| commands.remove(at).verbs).unwrap_or_default();
        for entry in commands.iter_mut().filter(|entry| entry.takes == [FACT]) {
            entry.takes.clear();
            let own = std::mem::take(&mut entry.verbs);
            entry.verbs = of_fact.clone();
            for verb in own {
                match entry.verbs.iter_mut().find(|known| known.word == verb.word) {
                    Some(known) => *known = verb,
                    None => entry.verbs.push(verb),
                }
            }
        }
        Self { groups, commands }
    }

    fn group(&self, name: &str) -> Option<&Words> {
        self.groups.iter().find(|(group, _)| *group == name).map(|(_, words)| words)
    }
}

/// Every noun with its verbs, in the order help lists them.
pub fn nouns() -> impl Iterator<Item = &'static Entry> {
    PAGE.commands.iter().filter(|entry| !entry.verbs.is_empty())
}

/// Whether an argument says which file is read, and how.
pub fn is_of_files(id: &str) -> bool {
    let of_import = PAGE.group("import").into_iter().flatten();
    id == "file" || of_import.map(|word| word.trim_start_matches('-')).any(|word| name(word) == id)
}

/// Returns the whole grammar.
pub fn command(lang: Lang) -> Command {
    finish(build(lang, |_| true), lang, "ipledger")
}

/// Reads the arguments of a command line.
///
/// A grammar of those commands only that stand among them is asked first: building all of them takes longer than
/// answering most questions. What it accepts the whole grammar reads in the same way; what it refuses, and any help, is
/// for the whole grammar to answer.
pub fn read(lang: Lang, args: &[OsString]) -> Result<ArgMatches, Error> {
    let stands = |name: &str| {
        let words = help::chinese_words(name);
        args.iter().any(|arg| arg == name || words.iter().any(|word| arg == word))
    };
    let narrow = build(lang, stands).try_get_matches_from(args);
    let matches = narrow.or_else(|_| command(lang).try_get_matches_from(args))?;
    // In front of the noun and behind the verb: the parser would take one of them without a word.
    match doubled(args) {
        None => Ok(matches),
        Some(flag) => {
            let mut error = Error::new(ErrorKind::TooManyValues);
            error.insert(ContextKind::InvalidArg, ContextValue::String(flag));
            Err(error)
        }
    }
}

/// The flag every command takes that is said twice with a value.
fn doubled(args: &[OsString]) -> Option<String> {
    let args = args.iter().filter_map(|arg| arg.to_str()).take_while(|arg| *arg != "--");
    let said: Vec<&str> = args.filter_map(|arg| arg.split('=').next()).collect();
    let words = PAGE.group("globals").into_iter().flatten().copied();
    std::iter::once("").chain(words.clone()).zip(words).find_map(|(before, word)| {
        let flag = name(word);
        let is_it = |said: &&&str| **said == flag || (before.len() == 2 && **said == before);
        (word.contains('=') && said.iter().filter(is_it).count() > 1).then(|| flag.to_owned())
    })
}

fn build(lang: Lang, wanted: impl Fn(&str) -> bool) -> Command {
    let commands = PAGE.commands.iter().filter(|entry| wanted(entry.name)).map(|entry| {
        let reader = Reader { lang, noun: entry.name };
        let command = reader.command(verb(lang, entry.name, entry.name), &entry.takes);
        let verbs = entry.verbs.iter().filter(|verb| wanted(verb.word)).map(|of_noun| {
            let path = format!("{} {}", entry.name, of_noun.word);
            reader.command(verb(lang, of_noun.word, &path), &of_noun.takes)
        });
        match (entry.verbs.is_empty(), entry.takes.is_empty()) {
            (true, _) => command,
            (false, true) => command.arg_required_else_help(true).subcommand_required(true),
            // A statement's file may stand where a verb would: reconciling it is what the noun is for.
            (false, false) => command
                .arg_required_else_help(true)
                .subcommand_negates_reqs(true)
                .args_conflicts_with_subcommands(true),
        }
        .subcommands(verbs)
    });
    verb(lang, "ipledger", "ipledger")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .subcommand_required(false)
        .subcommands(commands)
        .args(globals(lang))
}

/// Flags every command takes.
fn globals(lang: Lang) -> Vec<Arg> {
    let heading = help::heading(lang, "globals");
    let own = |name: &'static str, letter, action| {
        Arg::new(name).long(name).short(letter).action(action).help(help::arg(lang, name))
    };
    let words = PAGE.group("globals").into_iter().flatten().copied();
    let mut args = Reader { lang, noun: "" }.args(words.collect::<Words>().as_slice());
    args.push(own("help", 'h', ArgAction::Help));
    let version = own("version", 'V', ArgAction::Version).help_heading(heading);
    let args = args.into_iter().map(|arg| match arg.get_id() == "lang" {
        true => arg.value_parser(|text: &str| text.parse::<Lang>().map(|_| text.to_owned())),
        false => arg,
    });
    args.map(|arg| arg.global(true).help_heading(heading)).chain([version]).collect()
}

/// The name a word of the page begins with.
fn name(word: &'static str) -> &'static str {
    &word[..word.find(SIGNS).unwrap_or(word.len())]
}

/// A noun's fields, each of which can be said as a flag.
fn fields(noun: &str) -> &'static [&'static str] {
    match noun {
        "party" => &party::FIELDS,
        "patent" => &patent::FIELDS,
        "pledge" => &pledge::record::FIELDS,
        "loan" => &loan::record::FIELDS,
        "program" => &program::FIELDS,
        "certificate" => &certificate::FIELDS,
        "evidence" => &evidence::FIELDS,
        "population" => &population::FIELDS,
        _ => FactNoun::named(noun).map_or(&[], |noun| noun.fields),
    }
}

/// Makes arguments of the page's words for one noun.
#[derive(Clone, Copy)]
struct Reader {
    lang: Lang,
    noun: &'static str,
}

impl Reader {
    fn command(self, command: Command, takes: &[&'static str]) -> Command {
        command.args(self.args(takes))
    }

    fn args(self, takes: &[&'static str]) -> Vec<Arg> {
        let places = takes.iter().filter_map(|word| match *word {
            "@key" => self.keys().next(),
            word => (!word.starts_with(['-', '@'])).then(|| name(word)),
        });
        let places: Words = places.collect();
        let (mut args, mut letter) = (Vec::new(), None);
        for word in takes {
            match word.strip_prefix("--") {
                Some(flag) => args.push(self.flag(flag).short(letter.take())),
                None if word.starts_with('-') => letter = word.chars().nth(1),
                None if word.starts_with('@') => args.extend(self.group(&word[1..], &places)),
                None => args.push(self.place(word)),
            }
        }
        args
    }

    /// What a group stands for; of a noun's fields those that have no place of their own.
    fn group(self, group: &'static str, places: &[&'static str]) -> Vec<Arg> {
        if let Some(words) = PAGE.group(group) {
            return self.args(words);
        }
        match group {
            "key" => self.keys().take(1).map(|key| self.place(key)).collect(),
            "and" => self.keys().skip(1).map(|key| self.valued(key).required(true)).collect(),
            "parties" => {
                let fact = FactNoun::named(self.noun).filter(|fact| !fact.parties().is_empty());
                fact.map(|_| self.flag("party=")).into_iter().collect()
            }
            _ => {
                let mut named = group.split('-');
                let noun = named.next().filter(|noun| *noun != FACT).unwrap_or(self.noun);
                let but: Words = named.chain(places.iter().copied()).collect();
                let fields = fields(noun).iter().filter(|field| !but.contains(field));
                fields.map(|field| self.valued(field).help(title(self.lang, field))).collect()
            }
        }
    }

    /// What a fact that stands in a record alone is known by.
    fn keys(self) -> impl Iterator<Item = &'static str> {
        let fact = FactNoun::named(self.noun);
        fact.into_iter().flat_map(|fact| fact.keys.iter().map(|at| fact.fields[*at]))
    }

    /// An argument in its place.
    fn place(self, word: &'static str) -> Arg {
        let id = name(word);
        let signs = &word[id.len()..];
        let arg = Arg::new(id)
            .value_name(help::placeholder(self.lang, id))
            .help(help::arg(self.lang, id))
            .allow_negative_numbers(true)
            .help_heading(help::heading(self.lang, "arguments"))
            .required(!signs.contains('?'));
        signed(if signs.contains('+') { arg.num_args(1..) } else { arg }, self.lang, signs)
    }

    /// A flag, with a value or without one.
    fn flag(self, word: &'static str) -> Arg {
        let typed = name(word);
        let signs = &word[typed.len()..];
        let named = signs.strip_prefix('=').map(name).filter(|named| is_name(named));
        let id = named.unwrap_or(typed);
        let arg = match signs.starts_with('=') {
            true => self.valued(id),
            false => Arg::new(id)
                .action(ArgAction::SetTrue)
                .help(help::arg(self.lang, id))
                .help_heading(help::heading(self.lang, "options")),
        };
        signed(arg.long(typed.replace('_', "-")), self.lang, signs)
    }

    /// A flag with a value.
    fn valued(self, id: &'static str) -> Arg {
        Arg::new(id)
            .long(id.replace('_', "-"))
            .help(help::arg(self.lang, id))
            .value_name(help::value(self.lang))
            // A negative amount is refused as an amount, with its place, not taken for a flag.
            .allow_negative_numbers(true)
            .num_args(1)
            .help_heading(help::heading(self.lang, "options"))
    }
}

/// Whether what stands behind `=` is a name, not one of several values and not a hyphen.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && !text.contains('|')
}

/// Does to an argument what the signs behind its name say.
fn signed(mut arg: Arg, lang: Lang, signs: &'static str) -> Arg {
    let mut rest = signs;
    while let Some(sign) = rest.chars().next() {
        let word = name(&rest[1..]);
        rest = &rest[1 + word.len()..];
        arg = match sign {
            '!' => arg.required(true),
            '*' => arg.action(ArgAction::Append),
            '/' => arg.conflicts_with(word),
            '&' => arg.requires(word),
            ':' => arg.help(help::arg(lang, word)),
            '=' if word == "-" => arg.allow_hyphen_values(true),
            '=' if word.contains('|') => arg
                .value_parser(PossibleValuesParser::new(word.split('|')))
                .hide_possible_values(true),
            _ => arg,
        };
    }
    arg
}

/// A command by its last word and its path, `patent import`, with its sentence.
fn verb(lang: Lang, word: &'static str, path: &str) -> Command {
    Command::new(word)
        .aliases(help::chinese_words(word))
        .about(help::about(lang, path).into_owned())
        .disable_help_flag(true)
        .disable_help_subcommand(true)
}

/// Gives every command a usage line and headings in its language.
fn finish(command: Command, lang: Lang, path: &str) -> Command {
    let mut usage = path.to_owned();
    for arg in command.get_positionals() {
        let name =
            arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        usage += &if arg.is_required_set() { format!(" <{name}>") } else { format!(" [{name}]") };
    }
    for arg in command.get_opts().filter(|arg| arg.is_required_set()) {
        let long = arg.get_long().unwrap_or_default();
        usage += &format!(" --{long} <{}>", help::value(lang));
    }
    if command.has_subcommands() {
        // Where a file may stand in a verb's place, either is meant.
        usage += if command.get_positionals().next().is_some() { " |" } else { "" };
        usage += &format!(" <{}>", help::placeholder(lang, "command"));
    }
    usage += &format!(" [{}]", help::placeholder(lang, "options"));
    let subcommands: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let template = format!(
        "{{about}}\n\n{}\n\n{{all-args}}{{after-help}}",
        labelled(lang, help::heading(lang, "usage"), "{usage}")
    );
    let mut command = command
        .override_usage(usage)
        .help_template(template)
        .subcommand_help_heading(help::heading(lang, "commands"));
    for name in subcommands {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |sub| finish(sub, lang, &path));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word of the page that means nothing would take an argument away without a word.
    #[test]
    fn every_word_of_the_page_means_something() {
        let verbs = PAGE.commands.iter().flat_map(|entry| {
            let of_noun = entry.verbs.iter().map(|verb| (entry.name, &verb.takes));
            of_noun.chain([(entry.name, &entry.takes)])
        });
        for (noun, word) in
            verbs.flat_map(|(noun, takes)| takes.iter().map(move |word| (noun, *word)))
        {
            let plain =
                |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || "-_".contains(c));
            let Some(group) = word.strip_prefix('@') else {
                assert!(plain(name(word.trim_start_matches('-'))), "{noun}: {word}");
                continue;
            };
            let mut named = group.split('-');
            let first = named.next().unwrap_or_default();
            let is_known =
                ["key", "and", "parties"].contains(&first) || PAGE.group(group).is_some();
            let fields = fields(if first == FACT { noun } else { first });
            assert!(is_known || !fields.is_empty(), "{noun}: {word}");
            assert!(named.all(|field| fields.contains(&field)), "{noun}: {word}");
        }
        assert!(PAGE.group("globals").is_some());
    }
}
