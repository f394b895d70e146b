//! The help speaks both languages, about every command and every flag.

use clap::Command;
use ipledger::cli::command;
use ipledger::i18n::Lang;

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
