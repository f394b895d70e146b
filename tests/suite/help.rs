//! The help speaks both languages, about every command and every flag.

use std::collections::BTreeSet;

use clap::Command;
use ipledger::cli::command;
use ipledger::i18n::Lang;

use crate::support::{Desk, repository};

#[test]
fn every_command_and_flag_is_explained_in_both_languages() {
    let mut walked = 0;
    for lang in [Lang::Zh, Lang::En] {
        let mut grammar = command(lang);
        grammar.build();
        walk(&grammar, lang, "ipledger", &mut walked);
    }
    assert!(walked > 300, "{walked} flags and commands walked");
}

fn walk(command: &Command, lang: Lang, path: &str, walked: &mut usize) {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let check = |text: String, of: &str| {
        assert!(!text.is_empty(), "{path}: {of} is not explained");
        assert_eq!(chinese(&text), lang == Lang::Zh, "{path}: {of}: {text}");
    };
    *walked += 1;
    check(command.get_about().map(ToString::to_string).unwrap_or_default(), "the command");
    for arg in command.get_arguments() {
        *walked += 1;
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        if matches!(arg.get_id().as_str(), "ipc" | "gb29490") && !help.is_empty() {
            continue;
        }
        check(help, arg.get_id().as_str());
    }
    for sub in command.get_subcommands() {
        walk(sub, lang, &format!("{path} {}", sub.get_name()), walked);
    }
}

/// What a hint tells people to type exists: every command and every flag named in a sentence of `i18n`.
#[test]
fn what_hints_tell_people_to_type_exists() {
    let mut grammar = command(Lang::En);
    grammar.build();
    let nouns: Vec<&str> = grammar.get_subcommands().map(Command::get_name).collect();
    let mut flags = BTreeSet::new();
    every_flag(&grammar, &mut flags);
    let (mut commands, mut named) = (0, 0);
    let folder = repository("src/i18n");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for text in literals(source) {
            let at = || format!("{}: {text}", path.display());
            for (noun, verb) in typed(&text, &nouns) {
                let found = grammar.find_subcommand(&noun);
                assert!(found.is_some(), "{} is no command, in {}", noun, at());
                let verbs = found.filter(|found| found.get_positionals().next().is_none());
                if let Some((verb, found)) = verb.zip(verbs.filter(|found| found.has_subcommands()))
                {
                    let is_there = found.find_subcommand(&verb).is_some();
                    assert!(is_there, "{noun} {verb} is no command, in {}", at());
                }
                commands += 1;
            }
            for flag in text.split(|c: char| !(c.is_ascii_lowercase() || c == '-')) {
                let Some(flag) = flag.strip_prefix("--").filter(|flag| flag.len() > 1) else {
                    continue;
                };
                assert!(flags.contains(flag), "--{flag} is no flag, in {}", at());
                named += 1;
            }
        }
    }
    assert!(commands > 60 && named > 60, "{commands} commands and {named} flags named");
}

fn every_flag(command: &Command, into: &mut BTreeSet<String>) {
    into.extend(command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned)));
    command.get_subcommands().for_each(|sub| every_flag(sub, into));
}

/// The commands a text tells to type: after `ipledger`, in backticks, or, in Chinese, a noun's name with a word behind.
fn typed(text: &str, nouns: &[&str]) -> Vec<(String, Option<String>)> {
    let is_chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let bare = |word: &str| word.trim_matches(|c| "`.,;".contains(c)).to_owned();
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let mut found = Vec::new();
    // What stands between Chinese characters and marks is one saying.
    for saying in text.split(|c: char| !c.is_ascii()) {
        let words: Vec<&str> = saying.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let first = is_chinese && at == 0 && words.len() > 1;
            let noun = match bare(word).as_str() {
                "ipledger" => words.get(at + 1).map(|word| (at + 1, bare(word))),
                noun if nouns.contains(&noun) && (first || word.starts_with('`')) => {
                    Some((at, noun.to_owned()))
                }
                _ => None,
            };
            // `ipledger {noun} correct` stands for several; `ipledger --help` for none.
            let Some((at, noun)) = noun.filter(|(_, noun)| is_word(noun)) else { continue };
            let behind = words.get(at + 1).filter(|_| !words[at].ends_with(['`', ',', '.', ';']));
            let verb = behind.map(|word| bare(word)).filter(|verb| is_word(verb));
            found.push((noun, verb));
        }
    }
    found
}

/// The texts between quotation marks of a source.
fn literals(source: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let line = line.replace("\\\"", "”");
        texts.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    texts
}

/// A verb the grammar knows and nothing carries out would end well without a word.
#[test]
fn every_verb_of_a_noun_answers() {
    let desk = Desk::with_ledger();
    let mut grammar = command(Lang::Zh);
    grammar.build();
    let mut asked = 0;
    for noun in grammar.get_subcommands() {
        for verb in noun.get_subcommands() {
            let mut words = vec![noun.get_name(), verb.get_name()];
            for arg in verb.get_arguments().filter(|arg| arg.is_required_set()) {
                let flag = arg.get_long().map(|long| format!("--{long}"));
                words.extend(flag.map(String::leak).map(|flag| &*flag));
                words.push("x");
            }
            let output = desk.run(&words);
            let is_silent = output.stdout.is_empty() && output.stderr.is_empty();
            assert!(!is_silent, "{words:?}: nothing was said");
            asked += 1;
        }
    }
    assert!(asked > 80, "{asked} verbs asked");
}
