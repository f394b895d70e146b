//! `ipledger scheme ...`: published schemes, each version a file.

use std::collections::BTreeSet;

use clap::ArgMatches;

use super::claim::{payer_name, steps_table};
use super::context::Context;
use super::error::{Done, Failure};
use super::ledger::{day, recorded};
use super::output::{Shown, date, deliver, style};
use crate::domain::scheme::{Bounds, Case, Loss, Scheme, Stage, Used, quote};
use crate::domain::values::{Date, Money};
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, LedgerError, SchemeCard, Snapshot, Verdict};
use crate::report::terminal::render;
use crate::report::{Cell, Record, Table};

/// The loss every new scheme is tried on, in yuan: principal, interest, costs, and the bank's portfolio.
const EXAMPLE: [i64; 4] = [1_000_000, 50_000, 10_000, 20_000_000];

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("add" | "import", args)) => add(context, args),
        Some(("show", args)) => show(context, args),
        Some(("list", _)) => list(context),
        Some(("export", args)) => export(context, args),
        Some(("void", args)) => void(context, args),
        _ => Ok(Done::Well),
    }
}

/// Reads and checks a scheme's file.
fn read(file: &str) -> Result<(Scheme, String), Failure> {
    let unreadable = |error| {
        let path = std::path::PathBuf::from(file);
        Failure::Ledger(LedgerError::Io { path, error })
    };
    let text = std::fs::read_to_string(file).map_err(unreadable)?;
    match Scheme::read(&text) {
        Ok(scheme) => Ok((scheme, text)),
        Err(faults) => Err(Failure::Scheme { file: file.to_owned(), faults }),
    }
}

fn add(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let file = matches.get_one::<String>("file").map_or("", String::as_str);
    let (scheme, text) = read(file)?;
    let ledger = context.open()?;
    let terms = &scheme.terms;
    let ((), receipt) = ledger.write(context.act("scheme.add"), |entry| {
        // A later version takes over from its first day; two cannot begin on one day.
        let same = |card: &&SchemeCard| {
            let other = &card.scheme.terms;
            other.id == terms.id && other.valid_from == terms.valid_from
        };
        if entry.compensation()?.schemes.iter().any(|card| same(&card)) {
            let id = format!("{} {}", terms.id, terms.valid_from);
            return Err(LedgerError::AlreadyThere { noun: "scheme", id });
        }
        entry.add_scheme(&scheme, &text)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    if !context.json {
        context.print(render(&example(context, &scheme)?, &style(context)))?;
    }
    recorded(context, "scheme.add", ledger, receipt)
}

/// What a loss of a round million comes to under the scheme.
fn example(context: &Context, scheme: &Scheme) -> Result<Table, Failure> {
    let [principal, interest, costs, portfolio] =
        EXAMPLE.map(|yuan| Money::from_fen(yuan.saturating_mul(100)));
    let case = Case {
        loss: Loss { principal, interest, costs, recovered: Money::ZERO },
        ip_part: Some((principal, principal)),
        tags: BTreeSet::new(),
        used: Used { portfolio: Some(portfolio), ..Used::default() },
    };
    let quote = quote(scheme, &case, Stage::Final)?;
    let heading =
        say::scheme_example(context.lang, principal.grouped(), interest.grouped(), costs.grouped());
    Ok(steps_table(context.lang, &quote).titled(heading))
}

/// The version in force on `--on`, else the newest.
fn find(
    ledger: &Ledger,
    snapshot: Snapshot,
    id: &str,
    on: Option<Date>,
) -> Result<SchemeCard, Failure> {
    let fits = |card: &SchemeCard| {
        card.scheme.terms.id == id && on.is_none_or(|day| card.scheme.in_force(day))
    };
    let found = ledger.schemes(snapshot)?.into_iter().rfind(fits);
    found.ok_or_else(|| LedgerError::NotFound { noun: "scheme", id: id.to_owned() }.into())
}

fn named(
    context: &Context,
    matches: &ArgMatches,
) -> Result<(&'static mut Ledger, Snapshot, SchemeCard), Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let id = matches.get_one::<String>("scheme").map_or("", String::as_str);
    let card = find(ledger, snapshot, id, day(matches, "on")?)?;
    Ok((ledger, snapshot, card))
}

fn show(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (ledger, snapshot, card) = named(context, matches)?;
    let (lang, scheme) = (context.lang, &card.scheme);
    let terms = &scheme.terms;
    let name = terms.title_en.as_ref().filter(|_| lang.pick(false, true)).unwrap_or(&terms.title);
    let mut record = Record::new(name.clone());
    record
        .field(lang, "scheme", Cell::id(&terms.id))
        .field(lang, "valid_from", date(Some(terms.valid_from)))
        .field(lang, "valid_to", date(terms.valid_to))
        .field(lang, "source", Cell::opt(terms.source.clone(), Cell::text))
        .field(lang, "fund", Cell::text(scheme.fund()))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut shares = Table::of(lang, &["layer", "payer", "role", "share_percent"]);
    let bounds = |bounds: Bounds| match bounds {
        Bounds::Whole => Cell::text(say::whole_base(lang)),
        Bounds::Portfolio { from, to } => {
            let to = to.map(|to| to.to_string()).unwrap_or_default();
            Cell::text(say::of_portfolio(lang, from, to))
        }
        Bounds::Case { from, to } => Cell::text(say::of_case(
            lang,
            from.grouped(),
            to.map(Money::grouped).unwrap_or_default(),
        )),
    };
    for layer in &scheme.layers {
        for share in &layer.shares {
            let role = share.role.code();
            shares.row(vec![
                bounds(layer.bounds),
                Cell::text(payer_name(lang, &share.payer)),
                Cell::code(role, label(lang, "role", role)),
                Cell::Percent(share.percent.points().to_string()),
            ]);
        }
    }
    let mut caps =
        Table::of(lang, &["cap", "payer", "limit", "percent", "tag"]).titled(title(lang, "caps"));
    for cap in &terms.caps {
        let of = cap.of.code();
        let payer = payer_name(lang, cap.payer.as_deref().unwrap_or("public"));
        caps.row(vec![
            Cell::code(of, label(lang, "cap", of)),
            Cell::text(payer),
            Cell::opt(cap.amount, |amount| Cell::Yuan(amount.fen())),
            Cell::opt(cap.percent, |percent| Cell::Percent(percent.points().to_string())),
            Cell::opt(cap.tag.clone(), Cell::text),
        ]);
    }
    let steps = example(context, scheme)?;
    record.table("shares", shares).table("caps", caps).table("example", steps);
    let anchor = ledger.anchor()?;
    Shown { schema: "scheme.show", snapshot, anchor: &anchor, warnings: Vec::new() }
        .record(context, &record)?;
    Ok(Done::Well)
}

fn list(context: &Context) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let lang = context.lang;
    let mut table =
        Table::of(lang, &["scheme", "scheme_title", "valid_from", "valid_to", "shares", "fund"]);
    for card in ledger.schemes(snapshot)? {
        let terms = &card.scheme.terms;
        let shares = card.scheme.layers.iter().map(|layer| {
            let shares = layer
                .shares
                .iter()
                .map(|share| format!("{} {}", payer_name(lang, &share.payer), share.percent));
            shares.collect::<Vec<_>>().join(" ")
        });
        let name =
            terms.title_en.as_ref().filter(|_| lang.pick(false, true)).unwrap_or(&terms.title);
        table.row(vec![
            Cell::id(&terms.id),
            Cell::text(name),
            date(Some(terms.valid_from)),
            date(terms.valid_to),
            Cell::text(shares.collect::<Vec<_>>().join(" | ")),
            Cell::text(card.scheme.fund()),
        ]);
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "scheme.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// The file as it was read, byte for byte.
fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (_, _, card) = named(context, matches)?;
    let file = matches.get_one::<String>("file").map(std::path::PathBuf::from);
    let output = file.as_deref().or(context.output.as_deref());
    deliver(output, card.text.as_bytes())?;
    Ok(Done::Well)
}

fn void(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let (ledger, _, card) = named(context, matches)?;
    let ((), receipt) = ledger.write(context.act("scheme.void"), |entry| {
        entry.void_scheme(card.line)?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "scheme.void", ledger, receipt)
}
