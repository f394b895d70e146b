//! `ipledger scheme ...`: published schemes, each version a file.

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::ledger::day;
use super::output::{Shown, date, deliver};
use crate::domain::scheme::Bounds;
use crate::domain::values::Money;
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, SchemeCard, Snapshot};
use crate::operations::scheme::{example, version};
use crate::report::views::{example_steps, payer_name};
use crate::report::{Cell, Record, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("show", args)) => show(context, args),
        Some(("list", _)) => list(context),
        Some(("export", args)) => export(context, args),
        _ => Ok(Done::Well),
    }
}

fn named(
    context: &Context,
    matches: &ArgMatches,
) -> Result<(&'static mut Ledger, Snapshot, SchemeCard), Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let id = matches.get_one::<String>("scheme").map_or("", String::as_str);
    let card = version(ledger.schemes(snapshot)?, id, day(matches, "on")?)?;
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
    let (loss, quote) = example(scheme)?;
    let steps = example_steps(lang, loss, &quote);
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
