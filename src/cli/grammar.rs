//! Every command and flag: `ipledger <noun> <verb> [ID|FILE] [--flags]`, in the language asked for.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

use super::fields::{valued, with_fields};
use crate::domain::loan::record as loan;
use crate::domain::pledge::record as pledge;
use crate::domain::{certificate, evidence, party, patent, population, program};
use crate::i18n::Lang;
use crate::i18n::help;
use crate::i18n::punctuation::labelled;
use crate::operations::fact_noun::FactNoun;

/// A noun's name, its verbs in the order help lists them, and what gives a verb its arguments by its path.
pub type Noun = (&'static str, &'static [&'static str], fn(Command, Lang, &str) -> Command);

pub const NOUNS: &[Noun] = &[
    ("party", PARTY, party_verb),
    ("patent", PATENT, patent_verb),
    ("pct", FACT, pct_verb),
    ("pledge", PLEDGE, pledge_verb),
    ("loan", LOAN, loan_verb),
    ("scheme", SCHEME, scheme_verb),
    ("fund", FUND, fund_verb),
    ("claim", CLAIM, claim_verb),
    ("plan", PLAN, plan_verb),
    ("program", PROGRAM, program_verb),
    ("certificate", CERTIFICATE, certificate_verb),
    ("evidence", FACT, evidence_verb),
    ("population", FACT, population_verb),
    ("target", TARGET, target_verb),
    ("stats", STATS, stats_verb),
    ("report", REPORT, report_verb),
    ("reconcile", RECONCILE, reconcile_verb),
    ("export", EXPORT, export_verb),
    ("bundle", BUNDLE, bundle_verb),
];

/// Returns the whole grammar.
pub fn command(lang: Lang) -> Command {
    finish(build(lang, |_| true), lang, "ipledger")
}

/// Returns a grammar of those commands only that stand among the arguments: building all of them takes
/// longer than answering most questions. What it accepts the whole grammar reads in the same way; what it
/// refuses, and any help, is for the whole grammar to answer.
pub fn command_for(lang: Lang, args: &[OsString]) -> Command {
    let stands = |name: &str| {
        let words = help::chinese_words(name);
        args.iter().any(|arg| arg == name || words.iter().any(|word| arg == word))
    };
    build(lang, stands)
}

fn build(lang: Lang, wanted: impl Fn(&str) -> bool) -> Command {
    let wanted = &wanted;
    let nouns = NOUNS.iter().filter(|(name, ..)| wanted(name)).map(|&(name, verbs, of)| {
        let noun = verb(lang, name, name).arg_required_else_help(true);
        // A statement's file may stand where a verb would: reconciling it is what the noun is for.
        let noun = match name {
            "reconcile" => of(noun, lang, name),
            _ => noun.subcommand_required(true),
        };
        noun.subcommands(verbs.iter().filter(|word| wanted(word)).map(|word| {
            let path = format!("{name} {word}");
            of(verb(lang, word, &path), lang, &path)
        }))
    });
    let top = TOP.iter().filter(|name| wanted(name));
    verb(lang, "ipledger", "ipledger")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .subcommand_required(false)
        .subcommands(nouns)
        .subcommands(top.map(|name| top_verb(verb(lang, name, name), lang, name)))
        .args(globals(lang))
}

/// What verbs take that nouns of facts have alike; `key` is the argument a fact is known by, `and` the fields that tell
/// it from others of that key.
fn recorded(
    command: Command,
    lang: Lang,
    path: &str,
    fields: &'static [&'static str],
    key: &'static str,
    and: &[&'static str],
) -> Command {
    let fields = |command| with_fields(command, lang, fields, &[key]).arg(positional(lang, key));
    match path.rsplit(' ').next() {
        Some("add" | "open") => fields(command),
        Some("correct") => fields(command).arg(option(lang, "seen")),
        Some("show" | "void") => command
            .arg(positional(lang, key))
            .args(and.iter().map(|name| option(lang, name).required(true))),
        Some("import") => importing(lang, command),
        Some("export") => command.arg(optional(lang, "file")),
        _ => command,
    }
}

/// Verbs of `party`, in the order help lists them.
const PARTY: &[&str] =
    &["add", "show", "list", "import", "export", "correct", "void", "role", "certify"];

fn party_verb(command: Command, lang: Lang, path: &str) -> Command {
    let fields = |command, but: &[&str]| with_fields(command, lang, &party::FIELDS, but);
    match path {
        "party add" => fields(command, &["name"]).arg(positional(lang, "name")),
        "party list" => listing(lang, command).args([
            option(lang, "role"),
            option(lang, "district"),
            option(lang, "mark"),
            flag(lang, "assumed"),
        ]),
        "party role" => command
            .args([positional(lang, "party"), positional(lang, "role")])
            .args([option(lang, "since"), option(lang, "until")]),
        "party certify" => command
            .args([positional(lang, "party"), positional(lang, "mark")])
            .args([option(lang, "state"), option(lang, "on"), option(lang, "document")]),
        _ => recorded(command, lang, path, &party::FIELDS, "party", &[]),
    }
}

/// Verbs of `patent`, in the order help lists them.
const PATENT: &[&str] = &[
    "add", "show", "list", "import", "export", "correct", "void", "event", "family", "award",
    "flag",
];

fn patent_verb(command: Command, lang: Lang, path: &str) -> Command {
    let number = || positional(lang, "application_no");
    match path {
        "patent list" => listing(lang, command).args([
            option(lang, "party"),
            option(lang, "year"),
            option(lang, "kind"),
            option(lang, "status"),
        ]),
        "patent event" => command.args([number(), positional(lang, "event")]).args([
            option(lang, "on"),
            option(lang, "to"),
            option(lang, "detail"),
            option(lang, "document"),
        ]),
        "patent family" => command.arg(number()).args([
            option(lang, "country").required(true),
            option(lang, "number"),
            option(lang, "granted-on"),
            option(lang, "document"),
        ]),
        "patent award" => command.arg(number()).args([
            option(lang, "name").required(true),
            option(lang, "award-year").long("year"),
            option(lang, "on").help(help::arg(lang, "awarded-on")),
            option(lang, "document"),
        ]),
        "patent flag" => command.args([number(), positional(lang, "value_class")]).args([
            option(lang, "since").required(true),
            option(lang, "evidence").required(true),
            option(lang, "industry"),
        ]),
        _ => recorded(command, lang, path, &patent::FIELDS, "application_no", &[]),
    }
}

fn pct_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "pct list" => listing(lang, command).args([option(lang, "party"), option(lang, "year")]),
        _ => fact_verb(command, lang, path),
    }
}

/// Verbs of every noun whose facts stand in a record alone.
const FACT: &[&str] = &["add", "show", "list", "import", "export", "correct", "void"];

fn fact_verb(command: Command, lang: Lang, path: &str) -> Command {
    let Some(noun) = path.split(' ').next().and_then(FactNoun::named) else { return command };
    let [key, and @ ..] = noun.keys else { return command };
    if path.ends_with(" list") {
        let parties = !noun.parties().is_empty();
        return listing(lang, command).args(parties.then(|| option(lang, "party")));
    }
    let and: Vec<&str> = and.iter().map(|field| noun.fields[*field]).collect();
    recorded(command, lang, path, noun.fields, noun.fields[*key], &and)
}

/// Verbs of `pledge`, in the order help lists them.
const PLEDGE: &[&str] = &[
    "check", "register", "show", "list", "import", "export", "correct", "void", "change",
    "consent", "release", "realize", "revoke",
];

fn pledge_verb(command: Command, lang: Lang, path: &str) -> Command {
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
    match path {
        "pledge check" => insisting(fields(
            command,
            &["registration_no", "patent_nos", "released_on", "release_ground"],
        ))
        .arg(positional(lang, "patent_nos").num_args(1..))
        .arg(option(lang, "on")),
        "pledge register" => insisting(fields(command, &later)).arg(number()),
        "pledge list" => listing(lang, command).args([
            option(lang, "party"),
            option(lang, "year"),
            flag(lang, "open"),
            flag(lang, "alerts"),
        ]),
        "pledge change" => command.arg(number()).args([
            option(lang, "on"),
            option(lang, "registered_on").long("registered-on"),
            option(lang, "secured_amount").long("secured-amount"),
            option(lang, "debt_to").long("debt-to"),
            option(lang, "pledgee"),
            option(lang, "detail"),
        ]),
        "pledge consent" => command.args([number(), positional(lang, "event")]).args([
            option(lang, "on"),
            option(lang, "patent"),
            option(lang, "detail"),
        ]),
        "pledge release" => command.arg(number()).args([
            option(lang, "ground").required(true),
            option(lang, "on"),
            option(lang, "patent"),
            option(lang, "detail"),
        ]),
        "pledge realize" => command.arg(number()).args([
            option(lang, "on"),
            option(lang, "patent"),
            option(lang, "detail"),
        ]),
        "pledge revoke" => command.arg(number()).args([option(lang, "on"), option(lang, "detail")]),
        _ => recorded(command, lang, path, &pledge::FIELDS, "registration_no", &[]),
    }
}

/// Verbs of `loan`, in the order help lists them.
const LOAN: &[&str] = &[
    "open", "show", "list", "import", "export", "correct", "void", "disburse", "repay", "extend",
    "classify", "writeoff", "enrol", "refund", "unpay", "lpr", "schedule", "balance",
];

fn loan_verb(command: Command, lang: Lang, path: &str) -> Command {
    let number = || positional(lang, "loan_no");
    let moved = |command: Command, first: &'static str| {
        command
            .args([number(), positional(lang, first)])
            .args([option(lang, "on"), option(lang, "reference")])
    };
    match path {
        "loan list" => listing(lang, command).args([
            option(lang, "bank"),
            option(lang, "party"),
            flag(lang, "open"),
            flag(lang, "overdue"),
        ]),
        "loan disburse" => moved(command, "amount"),
        "loan repay" => import_flags(
            lang,
            command
                .args([optional(lang, "loan_no"), optional(lang, "amount")])
                .args([option(lang, "on"), option(lang, "reference"), flag(lang, "again")])
                .arg(option(lang, "file").help(help::arg(lang, "payments"))),
        ),
        "loan extend" => moved(command, "new_due").arg(option(lang, "rate")),
        "loan classify" => moved(command, "class"),
        "loan writeoff" => moved(command, "amount"),
        "loan enrol" => command
            .args([number(), positional(lang, "scheme")])
            .args([option(lang, "on"), option(lang, "until")]),
        "loan refund" => moved(command, "amount"),
        "loan unpay" => {
            moved(command, "amount").args([option(lang, "amount-now"), option(lang, "on-now")])
        }
        "loan lpr" => command.args([
            positional(lang, "published-on"),
            positional(lang, "one-year"),
            positional(lang, "five-year"),
        ]),
        "loan schedule" => command.arg(number()),
        "loan balance" => command.arg(number()).arg(flag(lang, "explain")),
        _ => recorded(command, lang, path, &loan::FIELDS, "loan_no", &[]),
    }
}

/// Verbs of `scheme`, in the order help lists them.
const SCHEME: &[&str] = &["add", "show", "list", "import", "export", "void"];

fn scheme_verb(command: Command, lang: Lang, path: &str) -> Command {
    let version =
        |command: Command| command.arg(positional(lang, "scheme")).arg(option(lang, "on"));
    match path {
        "scheme add" | "scheme import" => command.arg(positional(lang, "file")),
        "scheme show" | "scheme void" => version(command),
        "scheme export" => version(command).arg(optional(lang, "file")),
        _ => command,
    }
}

/// Verbs of `fund`, in the order help lists them.
const FUND: &[&str] = &[
    "contribute",
    "interest",
    "fee",
    "withdraw",
    "balance",
    "statement",
    "oversight",
    "simulate",
    "list",
];

fn fund_verb(command: Command, lang: Lang, path: &str) -> Command {
    let moved = |command: Command| {
        command
            .args([positional(lang, "fund"), positional(lang, "amount")])
            .args([option(lang, "on"), option(lang, "reference")])
    };
    match path {
        "fund contribute" | "fund withdraw" => {
            moved(command).arg(option(lang, "funder").required(true))
        }
        "fund interest" | "fund fee" => moved(command),
        "fund balance" => command.arg(optional(lang, "fund")),
        "fund simulate" => {
            let flags = [
                "years",
                "paths",
                "seed",
                "default-rate",
                "recovery-rate",
                "interest-rate",
                "yearly-contribution",
                "new-loans",
                "new-amount",
                "new-term",
                "scenario",
            ];
            command.arg(positional(lang, "fund")).args(flags.map(|name| option(lang, name)))
        }
        "fund statement" => {
            command.arg(positional(lang, "fund")).args([option(lang, "from"), option(lang, "to")])
        }
        _ => command,
    }
}

/// Verbs of `claim`, in the order help lists them.
const CLAIM: &[&str] = &[
    "quote",
    "file",
    "approve",
    "reject",
    "pay",
    "settle",
    "recover",
    "refund",
    "show",
    "list",
    "void",
    "authorise",
];

fn claim_verb(command: Command, lang: Lang, path: &str) -> Command {
    let number = |command: Command| command.arg(positional(lang, "claim_no"));
    let lost = |command: Command| {
        let amounts = ["principal", "interest", "costs", "recovered"];
        command.args(amounts.map(|name| option(lang, name)))
    };
    let asked = |command: Command| {
        let days = ["on", "bad", "enrolled", "suit", "judgment", "decision"];
        lost(command)
            .args([option(lang, "scheme"), option(lang, "portfolio")])
            .args(days.map(|name| option(lang, name)))
            .arg(option(lang, "tag").action(ArgAction::Append))
            .arg(flag(lang, "final"))
    };
    match path {
        "claim list" => listing(lang, command),
        "claim quote" => asked(command.arg(positional(lang, "loan_or_claim"))),
        "claim file" => {
            asked(command.arg(positional(lang, "loan_no"))).arg(option(lang, "claim-no")).arg(
                option(lang, "document")
                    .action(ArgAction::Append)
                    .help(help::arg(lang, "document-file")),
            )
        }
        "claim approve" => number(command).arg(option(lang, "on")).arg(flag(lang, "final")),
        "claim reject" | "claim void" => number(command).arg(option(lang, "on")),
        "claim pay" => number(command)
            .arg(optional(lang, "amount"))
            .args([option(lang, "payer"), option(lang, "on")]),
        "claim settle" => lost(number(command)).arg(option(lang, "on")),
        "claim recover" => number(command)
            .arg(positional(lang, "amount"))
            .args([option(lang, "costs"), option(lang, "on")]),
        "claim refund" => number(command).arg(optional(lang, "amount")).arg(option(lang, "on")),
        "claim show" => number(command),
        "claim authorise" => {
            command.arg(positional(lang, "approver")).arg(option(lang, "limit-amount"))
        }
        _ => command,
    }
}

/// Verbs of `plan`, in the order help lists them.
const PLAN: &[&str] = &["add", "show", "list", "import", "export", "void"];

fn plan_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "plan add" | "plan import" => command.arg(positional(lang, "file")),
        "plan show" | "plan void" => command.arg(positional(lang, "plan")),
        "plan export" => command.arg(positional(lang, "plan")).arg(optional(lang, "file")),
        _ => command,
    }
}

/// Verbs of `program`, in the order help lists them.
const PROGRAM: &[&str] = &[
    "add",
    "show",
    "list",
    "import",
    "export",
    "correct",
    "void",
    "apply",
    "verify",
    "recommend",
    "return",
    "review",
    "publicise",
    "recognise",
    "reject",
    "midterm",
    "accept",
    "fail",
    "extend",
    "recheck",
    "revoke",
    "withdraw",
];

fn program_verb(command: Command, lang: Lang, path: &str) -> Command {
    let case = |command: Command| command.arg(positional(lang, "case"));
    let step = |command: Command| {
        case(command).args([option(lang, "on"), option(lang, "document"), option(lang, "detail")])
    };
    match path {
        "program add" => command.arg(positional(lang, "file")),
        "program show" => case(command),
        "program list" => listing(lang, command).args([
            option(lang, "program"),
            option(lang, "batch"),
            option(lang, "case-state"),
            option(lang, "party"),
            flag(lang, "programs"),
        ]),
        "program import" => importing(lang, command),
        "program export" => command.arg(optional(lang, "file")),
        "program correct" => with_fields(
            case(command),
            lang,
            &program::FIELDS,
            &["program", "organisation", "organisation_uscc", "district"],
        )
        .args([option(lang, "step"), option(lang, "seen")]),
        "program void" => case(command).args([option(lang, "step"), option(lang, "on")]),
        "program apply" => command
            .args([positional(lang, "program"), positional(lang, "party")])
            .args([option(lang, "on"), option(lang, "batch"), option(lang, "detail")])
            .arg(option(lang, "name_then").long("name-then")),
        "program review" => step(command).arg(option(lang, "score")),
        "program publicise" | "program recognise" => step(command).arg(option(lang, "until")),
        "program extend" => step(command).arg(option(lang, "until").required(true)),
        _ => step(command),
    }
}

/// Verbs of `certificate`, in the order help lists them.
const CERTIFICATE: &[&str] = &[
    "add", "show", "list", "import", "export", "correct", "void", "surveil", "suspend", "resume",
    "withdraw", "reissue",
];

fn certificate_verb(command: Command, lang: Lang, path: &str) -> Command {
    let step = |command: Command| {
        command
            .arg(positional(lang, "certificate_no"))
            .args([option(lang, "on"), option(lang, "document")])
    };
    let recorded =
        |command| recorded(command, lang, path, &certificate::FIELDS, "certificate_no", &[]);
    match path {
        "certificate list" => listing(lang, command).args([
            option(lang, "party"),
            option(lang, "certificate-state"),
            option(lang, "due"),
        ]),
        "certificate correct" | "certificate void" => recorded(command).arg(option(lang, "step")),
        "certificate surveil" => step(command).arg(flag(lang, "failed")),
        "certificate suspend" | "certificate resume" | "certificate withdraw" => step(command),
        "certificate reissue" => step(command)
            .args([option(lang, "expires_on").long("expires-on"), option(lang, "standard")]),
        _ => recorded(command),
    }
}

fn evidence_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "evidence list" => listing(lang, command).arg(option(lang, "value-class")),
        "evidence void" => with_fields(command, lang, &evidence::FIELDS, &["application_no"])
            .arg(positional(lang, "application_no")),
        _ => recorded(command, lang, path, &evidence::FIELDS, "application_no", &[]),
    }
}

fn population_verb(command: Command, lang: Lang, path: &str) -> Command {
    let counted = |command: Command| {
        with_fields(command, lang, &population::FIELDS, &["region", "counted_on"])
            .args([positional(lang, "region"), positional(lang, "counted_on")])
    };
    match path {
        "population list" => listing(lang, command),
        "population add" => counted(command),
        "population correct" => counted(command).arg(option(lang, "seen")),
        "population void" => command
            .args([positional(lang, "region"), positional(lang, "counted_on")])
            .arg(option(lang, "population_kind").long("population-kind")),
        "population show" => {
            command.args([positional(lang, "region"), optional(lang, "counted_on")])
        }
        _ => recorded(command, lang, path, &population::FIELDS, "region", &[]),
    }
}

/// Verbs of `target`, in the order help lists them.
const TARGET: &[&str] = &["set", "status", "list", "import", "report", "export", "void"];

fn target_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "target set" => command
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
                option(lang, "note"),
                option(lang, "plan"),
                option(lang, "baseline"),
                option(lang, "baseline-year"),
                option(lang, "reported-by"),
                option(lang, "paragraph"),
            ]),
        "target status" => command.arg(option(lang, "plan")),
        "target list" => command,
        "target import" => importing(lang, command),
        "target report" => importing(lang, command),
        "target export" => command.arg(optional(lang, "file")),
        "target void" => command.arg(positional(lang, "indicator")).arg(option(lang, "plan")),
        _ => command,
    }
}

/// Verbs of `stats`, in the order help lists them.
const STATS: &[&str] = &[
    "annual",
    "quarterly",
    "trend",
    "finance",
    "publish",
    "published",
    "show",
    "diff",
    "define",
    "forecast",
    "completeness",
    "programs",
    "stock",
    "rule",
    "map",
];

fn stats_verb(command: Command, lang: Lang, path: &str) -> Command {
    let span = |command: Command| command.args([option(lang, "from"), option(lang, "to")]);
    match path {
        "stats annual" => {
            span(command).arg(option(lang, "year").conflicts_with_all(["from", "to"]))
        }
        "stats trend" => span(command),
        "stats finance" => span(command).arg(option(lang, "year")),
        "stats quarterly" => command.arg(option(lang, "year")),
        "stats forecast" => command.arg(flag(lang, "backtest")),
        "stats completeness" => command.arg(option(lang, "kind")),
        "stats publish" | "stats show" | "stats diff" => command.arg(positional(lang, "quarter")),
        "stats stock" => command.args([option(lang, "on"), flag(lang, "cases")]),
        "stats rule" => span(command).args([
            option(lang, "over-years"),
            option(lang, "pledge-least"),
            option(lang, "population-rule"),
            option(lang, "decimals"),
            option(lang, "source").required(true),
        ]),
        "stats map" => command.arg(optional(lang, "map-file")),
        "stats published" => command.arg(option(lang, "indicator")),
        "stats define" => span(command.arg(positional(lang, "indicator")))
            .args([option(lang, "basis").required(true), option(lang, "source").required(true)]),
        _ => command,
    }
}

/// Verbs of `report`, in the order help lists them.
const REPORT: &[&str] = &["quarter", "year", "patent", "party", "bank", "fund", "heading"];

fn report_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "report quarter" => command.arg(positional(lang, "quarter")),
        "report year" => command.arg(positional(lang, "year")),
        "report patent" => command.arg(positional(lang, "application_no")),
        "report party" => command.arg(positional(lang, "party")),
        "report bank" => command.arg(positional(lang, "bank")),
        "report fund" => command.arg(positional(lang, "fund")),
        "report heading" => command.args([
            option(lang, "table-no"),
            option(lang, "issuer"),
            option(lang, "filed-with"),
            option(lang, "approval-no"),
            option(lang, "valid-until"),
            option(lang, "prepared-by"),
            option(lang, "reviewed-by"),
        ]),
        _ => command,
    }
}

/// Verbs of `reconcile`, in the order help lists them.
const RECONCILE: &[&str] = &["list", "show", "decide", "accept", "sign"];

fn reconcile_verb(command: Command, lang: Lang, path: &str) -> Command {
    let number = |command: Command| command.arg(positional(lang, "reconciliation"));
    match path {
        "reconcile" => command
            .subcommand_negates_reqs(true)
            .args_conflicts_with_subcommands(true)
            .arg(positional(lang, "file"))
            .arg(option(lang, "bank").required(true))
            .args([
                option(lang, "map").action(ArgAction::Append),
                option(lang, "ignore").action(ArgAction::Append),
                option(lang, "header"),
                option(lang, "sheet"),
                option(lang, "tolerance"),
                option(lang, "tolerance-interest"),
                option(lang, "tolerance-days"),
            ]),
        "reconcile show" => {
            number(command).args([option(lang, "row").conflicts_with("all"), flag(lang, "all")])
        }
        "reconcile decide" => number(command)
            .args([positional(lang, "row"), positional(lang, "loan_no")])
            .arg(flag(lang, "not")),
        "reconcile accept" => number(command).args([option(lang, "row"), option(lang, "cause")]),
        "reconcile sign" => number(command).args([
            option(lang, "side")
                .required(true)
                .value_parser(["office", "bank"])
                .hide_possible_values(true),
            option(lang, "signer").required(true),
            option(lang, "on"),
        ]),
        _ => command,
    }
}

/// What `export` brings out, in the order help lists it.
const EXPORT: &[&str] = &["journal", "bank", "lines"];

fn export_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "export journal" => command.arg(optional(lang, "file")).arg(
            option(lang, "format")
                .value_parser(["hledger", "beancount"])
                .hide_possible_values(true),
        ),
        "export lines" => command.arg(positional(lang, "folder")),
        "export bank" => command
            .args([positional(lang, "bank"), optional(lang, "file")])
            .args([option(lang, "key").required(true), option(lang, "reader")]),
        _ => command,
    }
}

/// Verbs of `bundle`.
const BUNDLE: &[&str] = &["verify"];

fn bundle_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "bundle verify" => command
            .arg(positional(lang, "file"))
            .args([option(lang, "public-key"), option(lang, "identity")]),
        _ => command,
    }
}

/// Commands without a noun.
const TOP: &[&str] = &[
    "init",
    "status",
    "desk",
    "log",
    "headers",
    "localities",
    "verify",
    "void",
    "undo",
    "backup",
    "restore",
    "upgrade",
    "demo",
    "template",
    "completions",
    "man",
];

fn top_verb(command: Command, lang: Lang, path: &str) -> Command {
    match path {
        "init" => command
            .args([option(lang, "office").required(true), option(lang, "region").required(true)]),
        "status" => command.arg(flag(lang, "all").help(help::arg(lang, "all-targets"))),
        "log" => command.arg(optional(lang, "entry")).arg(option(lang, "limit")),
        "headers" => command.arg(option(lang, "forget")),
        "localities" => command
            .arg(option(lang, "add").requires("district"))
            .arg(option(lang, "district").requires("add"))
            .arg(option(lang, "forget").conflicts_with("add")),
        "verify" => command.arg(option(lang, "against").action(ArgAction::Append)),
        "void" => command.arg(positional(lang, "entry")).arg(flag(lang, "with-dependents")),
        "undo" => command.arg(flag(lang, "with-dependents")),
        "backup" | "restore" => command.arg(positional(lang, "file")),
        "template" => command.args([positional(lang, "noun"), positional(lang, "file")]),
        "completions" => command.arg(
            positional(lang, "shell")
                .value_parser(["bash", "zsh", "fish", "powershell", "elvish"])
                .hide_possible_values(true),
        ),
        "man" => command.arg(optional(lang, "folder")),
        _ => command,
    }
}

/// Flags every command takes.
fn globals(lang: Lang) -> Vec<Arg> {
    let flag = |name| flag(lang, name);
    let heading = help::heading(lang, "globals");
    let args = vec![
        option(lang, "db"),
        option(lang, "as-of"),
        option(lang, "known-at"),
        flag("json"),
        flag("csv"),
        option(lang, "output").short('o'),
        option(lang, "lang")
            .value_parser(|text: &str| text.parse::<Lang>().map(|_| text.to_owned())),
        option(lang, "unit"),
        option(lang, "encoding"),
        flag("dry-run").short('n'),
        flag("yes").short('y'),
        flag("no-input"),
        option(lang, "by"),
        option(lang, "reason"),
        flag("clock-was-wrong"),
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
        option(lang, "ignore").action(ArgAction::Append),
        option(lang, "header"),
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
        .help_heading(help::heading(lang, "options"))
}

/// The flags every list takes.
fn listing(lang: Lang, command: Command) -> Command {
    command.args([
        option(lang, "text"),
        option(lang, "sort").allow_hyphen_values(true),
        option(lang, "limit"),
        option(lang, "page"),
        option(lang, "columns"),
    ])
}

/// A command by its last word and its path, `patent import`, with its sentence.
fn verb(lang: Lang, word: &'static str, path: &str) -> Command {
    Command::new(word)
        .aliases(help::chinese_words(word))
        .about(help::about(lang, path).into_owned())
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
        .help_heading(help::heading(lang, "arguments"))
}

fn option(lang: Lang, name: &'static str) -> Arg {
    valued(lang, Arg::new(name).long(name).help(help::arg(lang, name)))
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
