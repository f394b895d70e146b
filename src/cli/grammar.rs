//! Every command and flag: `ipledger <noun> <verb> [ID|FILE] [--flags]`, in the language asked for.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

use super::fields::with_fields;
use crate::domain::loan::record as loan;
use crate::domain::pledge::record as pledge;
use crate::domain::{party, patent, pct};
use crate::i18n::Lang;
use crate::i18n::help;

/// A noun's name and what builds its verbs.
type Noun = (&'static str, fn(Lang) -> Command);

const NOUNS: [Noun; 7] = [
    ("party", party_noun),
    ("patent", patent_noun),
    ("pct", pct_noun),
    ("pledge", pledge_noun),
    ("loan", loan_noun),
    ("target", target_noun),
    ("stats", stats_noun),
];

/// Returns the whole grammar.
pub fn command(lang: Lang) -> Command {
    build(lang, |_| true)
}

/// Returns the grammar with the verbs of those nouns only that stand among the arguments: building
/// all of them takes longer than answering most questions.
pub fn command_for(lang: Lang, args: &[OsString]) -> Command {
    build(lang, |noun| args.iter().any(|arg| arg == noun))
}

fn build(lang: Lang, whole: impl Fn(&str) -> bool) -> Command {
    let nouns = NOUNS.map(|(name, of)| if whole(name) { of(lang) } else { verb(lang, name) });
    let top = verb(lang, "ipledger")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .subcommand_required(false)
        .subcommands(nouns)
        .subcommands(tops(lang))
        .args(globals(lang));
    finish(top, lang, "ipledger")
}

fn party_noun(lang: Lang) -> Command {
    let fields = |command, but: &[&str]| with_fields(command, lang, &party::FIELDS, but);
    noun(lang, "party").subcommands([
        fields(verb(lang, "party add"), &["name"]).arg(positional(lang, "name")),
        verb(lang, "party show").arg(positional(lang, "party")),
        listing(lang, verb(lang, "party list")).args([
            option(lang, "role"),
            option(lang, "district"),
            option(lang, "mark"),
        ]),
        importing(lang, verb(lang, "party import")),
        verb(lang, "party export").arg(optional(lang, "file")),
        fields(verb(lang, "party correct"), &[]).arg(positional(lang, "party")),
        verb(lang, "party void").arg(positional(lang, "party")),
        verb(lang, "party role")
            .args([positional(lang, "party"), positional(lang, "role")])
            .args([option(lang, "since"), option(lang, "until")]),
        verb(lang, "party certify")
            .args([positional(lang, "party"), positional(lang, "mark")])
            .args([option(lang, "state"), option(lang, "on"), option(lang, "document")]),
    ])
}

fn patent_noun(lang: Lang) -> Command {
    let fields = |command, but: &[&str]| with_fields(command, lang, &patent::FIELDS, but);
    let number = || positional(lang, "application_no");
    noun(lang, "patent").subcommands([
        fields(verb(lang, "patent add"), &["application_no"]).arg(number()),
        verb(lang, "patent show").arg(number()),
        listing(lang, verb(lang, "patent list")).args([
            option(lang, "party"),
            option(lang, "year"),
            option(lang, "kind"),
            option(lang, "status"),
        ]),
        importing(lang, verb(lang, "patent import")),
        verb(lang, "patent export").arg(optional(lang, "file")),
        fields(verb(lang, "patent correct"), &["application_no"]).arg(number()),
        verb(lang, "patent void").arg(number()),
        verb(lang, "patent event").args([number(), positional(lang, "event")]).args([
            option(lang, "on"),
            option(lang, "to"),
            option(lang, "detail"),
            option(lang, "document"),
        ]),
    ])
}

fn pct_noun(lang: Lang) -> Command {
    let fields = |command, but: &[&str]| with_fields(command, lang, &pct::FIELDS, but);
    let number = || positional(lang, "pct_no");
    noun(lang, "pct").subcommands([
        fields(verb(lang, "pct add"), &["pct_no"]).arg(number()),
        verb(lang, "pct show").arg(number()),
        listing(lang, verb(lang, "pct list")).args([option(lang, "party"), option(lang, "year")]),
        importing(lang, verb(lang, "pct import")),
        verb(lang, "pct export").arg(optional(lang, "file")),
        fields(verb(lang, "pct correct"), &["pct_no"]).arg(number()),
        verb(lang, "pct void").arg(number()),
    ])
}

fn pledge_noun(lang: Lang) -> Command {
    let fields = |command, but: &[&str]| with_fields(command, lang, &pledge::FIELDS, but);
    let number = || positional(lang, "registration_no");
    let insisting = |command: Command| {
        command.args([
            option(lang, "consent").action(ArgAction::Append),
            flag(lang, "co-owner-agreement"),
            flag(lang, "declared"),
            option(lang, "waive").action(ArgAction::Append),
            option(lang, "unfit"),
        ])
    };
    let later = ["registration_no", "released_on", "release_ground"];
    noun(lang, "pledge").subcommands([
        insisting(fields(
            verb(lang, "pledge check"),
            &["registration_no", "patent_nos", "released_on", "release_ground"],
        ))
        .arg(positional(lang, "patent_nos").num_args(1..))
        .arg(option(lang, "on")),
        insisting(fields(verb(lang, "pledge register"), &later)).arg(number()),
        verb(lang, "pledge show").arg(number()),
        listing(lang, verb(lang, "pledge list")).args([
            option(lang, "party"),
            option(lang, "year"),
            flag(lang, "open"),
            flag(lang, "alerts"),
        ]),
        importing(lang, verb(lang, "pledge import")),
        verb(lang, "pledge export").arg(optional(lang, "file")),
        fields(
            verb(lang, "pledge correct"),
            &[
                "registration_no",
                "pledgor",
                "pledgor_uscc",
                "pledgee",
                "pledgee_uscc",
                "patent_nos",
                "released_on",
                "release_ground",
            ],
        )
        .arg(number()),
        verb(lang, "pledge void").arg(number()),
        verb(lang, "pledge change").arg(number()).args([
            option(lang, "on"),
            option(lang, "registered_on").long("registered-on"),
            option(lang, "secured_amount").long("secured-amount"),
            option(lang, "debt_to").long("debt-to"),
            option(lang, "pledgee"),
            option(lang, "detail"),
        ]),
        verb(lang, "pledge consent").args([number(), positional(lang, "event")]).args([
            option(lang, "on"),
            option(lang, "patent"),
            option(lang, "detail"),
        ]),
        verb(lang, "pledge release").arg(number()).args([
            option(lang, "ground").required(true),
            option(lang, "on"),
            option(lang, "patent"),
            option(lang, "detail"),
        ]),
        verb(lang, "pledge realize").arg(number()).args([
            option(lang, "on"),
            option(lang, "patent"),
            option(lang, "detail"),
        ]),
        verb(lang, "pledge revoke")
            .arg(number())
            .args([option(lang, "on"), option(lang, "detail")]),
    ])
}

fn loan_noun(lang: Lang) -> Command {
    let fields = |command, but: &[&str]| with_fields(command, lang, &loan::FIELDS, but);
    let number = || positional(lang, "loan_no");
    let moved = |path: &'static str, first: &'static str| {
        verb(lang, path)
            .args([number(), positional(lang, first)])
            .args([option(lang, "on"), option(lang, "reference")])
    };
    let repaying = verb(lang, "loan repay")
        .args([optional(lang, "loan_no"), optional(lang, "amount")])
        .args([option(lang, "on"), option(lang, "reference")])
        .arg(option(lang, "file").help(help::arg(lang, "payments")));
    noun(lang, "loan").subcommands([
        fields(verb(lang, "loan open"), &["loan_no"]).arg(number()),
        verb(lang, "loan show").arg(number()),
        listing(lang, verb(lang, "loan list")).args([
            option(lang, "bank"),
            option(lang, "party"),
            flag(lang, "open"),
            flag(lang, "overdue"),
        ]),
        importing(lang, verb(lang, "loan import")),
        verb(lang, "loan export").arg(optional(lang, "file")),
        fields(verb(lang, "loan correct"), &["loan_no", "disbursed_on", "registration_no"])
            .arg(number()),
        verb(lang, "loan void").arg(number()),
        moved("loan disburse", "amount"),
        import_flags(lang, repaying),
        moved("loan extend", "new_due").arg(option(lang, "rate")),
        moved("loan classify", "class"),
        moved("loan writeoff", "amount"),
        moved("loan refund", "amount"),
        moved("loan unpay", "amount").args([option(lang, "amount-now"), option(lang, "on-now")]),
        verb(lang, "loan lpr").args([
            positional(lang, "published-on"),
            positional(lang, "one-year"),
            positional(lang, "five-year"),
        ]),
        verb(lang, "loan schedule").arg(number()),
        verb(lang, "loan balance").arg(number()).arg(flag(lang, "explain")),
    ])
}

fn target_noun(lang: Lang) -> Command {
    noun(lang, "target").subcommands([
        verb(lang, "target set")
            .arg(positional(lang, "indicator"))
            .args([
                option(lang, "goal").required(true),
                option(lang, "from").required(true),
                option(lang, "to").required(true),
            ])
            .args([
                option(lang, "unit-of"),
                option(lang, "title"),
                option(lang, "category"),
                option(lang, "measure"),
            ]),
        verb(lang, "target status"),
        verb(lang, "target list"),
        importing(lang, verb(lang, "target import")),
        importing(lang, verb(lang, "target report")),
        verb(lang, "target export").arg(optional(lang, "file")),
        verb(lang, "target void").arg(positional(lang, "indicator")),
    ])
}

fn stats_noun(lang: Lang) -> Command {
    let span = |command: Command| command.args([option(lang, "from"), option(lang, "to")]);
    noun(lang, "stats").subcommands([
        span(verb(lang, "stats annual")),
        verb(lang, "stats quarterly").arg(option(lang, "year")),
        span(verb(lang, "stats trend")),
        span(verb(lang, "stats finance")).arg(option(lang, "year")),
    ])
}

fn tops(lang: Lang) -> Vec<Command> {
    vec![
        verb(lang, "init")
            .args([option(lang, "office").required(true), option(lang, "region").required(true)]),
        verb(lang, "status"),
        verb(lang, "log").arg(optional(lang, "entry")).arg(option(lang, "limit")),
        verb(lang, "verify").arg(option(lang, "against").action(ArgAction::Append)),
        verb(lang, "void").arg(positional(lang, "entry")),
        verb(lang, "undo"),
        verb(lang, "backup").arg(positional(lang, "file")),
        verb(lang, "restore").arg(positional(lang, "file")),
        verb(lang, "demo"),
        verb(lang, "template").args([positional(lang, "noun"), positional(lang, "file")]),
        verb(lang, "completions").arg(
            positional(lang, "shell")
                .value_parser(["bash", "zsh", "fish", "powershell", "elvish"])
                .hide_possible_values(true),
        ),
        verb(lang, "man").arg(optional(lang, "folder")),
    ]
}

/// Flags every command takes.
fn globals(lang: Lang) -> Vec<Arg> {
    let flag = |name| flag(lang, name);
    let heading = lang.pick("通用选项", "Global options");
    let args = vec![
        option(lang, "db"),
        option(lang, "as-of"),
        option(lang, "known-at"),
        flag("json"),
        flag("csv"),
        option(lang, "output").short('o'),
        option(lang, "lang"),
        option(lang, "unit"),
        option(lang, "encoding"),
        flag("dry-run").short('n'),
        flag("yes").short('y'),
        flag("no-input"),
        option(lang, "by"),
        option(lang, "reason"),
        flag("quiet").short('q'),
        flag("verbose").short('v'),
        option(lang, "color").value_parser(["auto", "always", "never"]).hide_possible_values(true),
        Arg::new("help")
            .long("help")
            .short('h')
            .action(ArgAction::Help)
            .help(help::arg(lang, "help")),
    ];
    let mut args: Vec<Arg> =
        args.into_iter().map(|arg| arg.global(true).help_heading(heading)).collect();
    args.push(
        Arg::new("version")
            .long("version")
            .short('V')
            .action(ArgAction::Version)
            .help(help::arg(lang, "version"))
            .help_heading(heading),
    );
    args
}

/// The file and the flags every import takes.
fn importing(lang: Lang, command: Command) -> Command {
    import_flags(lang, command.arg(positional(lang, "file")))
}

fn import_flags(lang: Lang, command: Command) -> Command {
    command.args([
        option(lang, "map").action(ArgAction::Append),
        option(lang, "sheet"),
        option(lang, "rejects"),
        flag(lang, "accept-corrections"),
        flag(lang, "all-or-nothing"),
    ])
}

/// A flag without a value.
fn flag(lang: Lang, name: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help::arg(lang, name))
        .help_heading(lang.pick("选项", "Options"))
}

/// The flags every list takes.
fn listing(lang: Lang, command: Command) -> Command {
    command.args([
        option(lang, "text"),
        option(lang, "sort"),
        option(lang, "limit"),
        option(lang, "page"),
    ])
}

fn noun(lang: Lang, name: &'static str) -> Command {
    verb(lang, name).subcommand_required(true).arg_required_else_help(true)
}

/// A command by its path, `patent import`, with its sentence.
fn verb(lang: Lang, path: &'static str) -> Command {
    let name = path.rsplit(' ').next().unwrap_or(path);
    Command::new(name)
        .about(help::about(lang, path))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
}

fn positional(lang: Lang, name: &'static str) -> Arg {
    optional(lang, name).required(true)
}

fn optional(lang: Lang, name: &'static str) -> Arg {
    Arg::new(name)
        .value_name(help::placeholder(lang, name))
        .help(help::arg(lang, name))
        .allow_negative_numbers(true)
        .help_heading(lang.pick("参数", "Arguments"))
}

fn option(lang: Lang, name: &'static str) -> Arg {
    valued(lang, Arg::new(name).long(name).help(help::arg(lang, name)))
}

/// A flag with a value.
pub fn valued(lang: Lang, arg: Arg) -> Arg {
    let name = lang.pick("值", "VALUE");
    // A negative amount is refused as an amount, with its place, not taken for a flag.
    let arg = arg.value_name(name).allow_negative_numbers(true).num_args(1);
    arg.help_heading(lang.pick("选项", "Options"))
}

/// Gives every command a usage line and headings in its language.
fn finish(command: Command, lang: Lang, path: &str) -> Command {
    let mut usage = path.to_owned();
    for arg in command.get_positionals() {
        let name =
            arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        usage += &if arg.is_required_set() { format!(" <{name}>") } else { format!(" [{name}]") };
    }
    if command.has_subcommands() {
        usage += lang.pick(" <命令>", " <COMMAND>");
    }
    usage += lang.pick(" [选项]", " [OPTIONS]");
    let subcommands: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let template = lang.pick(
        "{about}\n\n用法：{usage}\n\n{all-args}{after-help}",
        "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}",
    );
    let mut command = command
        .override_usage(usage)
        .help_template(template)
        .subcommand_help_heading(lang.pick("命令", "Commands"));
    for name in subcommands {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |sub| finish(sub, lang, &path));
    }
    command
}
