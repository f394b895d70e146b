//! `ipledger fund ...`: the money behind a scheme.

mod simulate;

use clap::ArgMatches;

use super::context::Context;
use super::error::{Done, Failure};
use super::ledger::day;
use super::output::{Shown, date, text, written};
use crate::domain::values::{Date, Money};
use crate::i18n::codes::label;
use crate::i18n::{Lang, say, titles::title};
use crate::ledger::LedgerError;
use crate::report::{Cell, Table};
use crate::stats::{FundBalance, StatementLine, funds, oversight, statement};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    match matches.subcommand() {
        Some(("balance" | "list", args)) => show_balance(context, args),
        Some(("statement", args)) => show_statement(context, args),
        Some(("oversight", _)) => show_oversight(context),
        Some(("simulate", args)) => simulate::run(context, args),
        _ => Ok(Done::Well),
    }
}

fn name(matches: &ArgMatches) -> Option<&str> {
    matches.try_get_one::<String>("fund").ok().flatten().map(|name| name.trim())
}

fn show_balance(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let mut found = funds(&ledger.compensation(snapshot)?, snapshot.as_of)?;
    if let Some(name) = name(matches) {
        found.retain(|fund| fund.fund == name);
        if found.is_empty() {
            return Err(LedgerError::NotFound { noun: "fund", id: name.to_owned() }.into());
        }
    }
    let keys = [
        "fund",
        "contributed",
        "fund_interest",
        "compensation_paid",
        "compensation_recovered",
        "fees",
        "fund_balance",
        "committed",
        "available",
    ];
    let mut table = Table::of(context.lang, &keys);
    let yuan = |amount: Money| Cell::Yuan(amount.fen());
    let figures = |fund: &FundBalance| {
        [
            fund.contributed,
            fund.interest,
            fund.paid,
            fund.recovered,
            fund.fees,
            fund.balance,
            fund.committed,
            fund.available,
        ]
    };
    for fund in &found {
        let mut cells = vec![Cell::text(&fund.fund)];
        cells.extend(figures(fund).map(yuan));
        table.row(cells);
    }
    if found.len() > 1 {
        let mut sums = [0; 8];
        for fund in &found {
            for (sum, amount) in sums.iter_mut().zip(figures(fund)) {
                *sum += amount.fen();
            }
        }
        let mut total = vec![Cell::text(title(context.lang, "total"))];
        total.extend(sums.map(Cell::Yuan));
        table.total(total);
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "fund.balance", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

fn show_statement(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let lang = context.lang;
    let fund = name(matches).unwrap_or_default();
    let compensation = ledger.compensation(snapshot)?;
    if !funds(&compensation, snapshot.as_of)?.iter().any(|known| known.fund == fund) {
        return Err(LedgerError::NotFound { noun: "fund", id: fund.to_owned() }.into());
    }
    let from = day(matches, "from")?;
    let to = day(matches, "to")?.unwrap_or(snapshot.as_of).min(snapshot.as_of);
    let (opening, lines) = statement(&compensation, fund, from, to)?;
    let table =
        statement_table(lang, from, opening, &lines).titled(say::fund_statement(lang, fund, to));
    let anchor = ledger.anchor()?;
    Shown { schema: "fund.statement", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// The movements of a fund's cash below what was held before them.
pub fn statement_table(
    lang: Lang,
    from: Option<Date>,
    opening: Money,
    lines: &[StatementLine],
) -> Table {
    let mut table = Table::of(lang, &["on", "event", "about", "amount", "fund_balance", "entry"]);
    table.row(vec![
        date(from),
        text(Some(title(lang, "opening"))),
        Cell::Empty,
        Cell::Empty,
        Cell::Yuan(opening.fen()),
        Cell::Empty,
    ]);
    for line in lines {
        table.row(vec![
            date(Some(line.day)),
            Cell::code(line.kind, label(lang, "verb", line.kind)),
            written(Some(&line.about)),
            Cell::Yuan(line.amount.fen()),
            Cell::Yuan(line.balance.fen()),
            Cell::Ordinal(line.entry),
        ]);
    }
    table
}

fn show_oversight(context: &Context) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let lang = context.lang;
    let keys = [
        "scheme",
        "bank",
        "year",
        "granted",
        "bad",
        "compensated",
        "bad_ratio",
        "breaker",
        "room",
        "leverage",
    ];
    let mut table = Table::of(lang, &keys);
    let compensation = ledger.compensation(snapshot)?;
    let percent = |ratio: Option<crate::domain::values::Percent>| {
        Cell::opt(ratio, |ratio| Cell::Percent(ratio.points().to_string()))
    };
    for line in oversight(ledger, &compensation, snapshot)? {
        let state = line.breaker.code();
        table.row(vec![
            Cell::id(&line.scheme),
            Cell::text(ledger.party_name(line.bank, snapshot)?),
            Cell::Ordinal(i64::from(line.year)),
            Cell::Yuan(line.granted.fen()),
            Cell::Yuan(line.bad.fen()),
            Cell::Yuan(line.compensated.fen()),
            percent(line.ratio),
            Cell::code(state, label(lang, "breaker", state)),
            Cell::opt(line.room, |room| Cell::Yuan(room.fen())),
            percent(line.leverage),
        ]);
    }
    table.note(say::oversight_note(lang));
    let anchor = ledger.anchor()?;
    Shown { schema: "fund.oversight", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
