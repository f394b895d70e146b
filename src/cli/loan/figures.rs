//! `loan schedule` and `loan balance`, with `--explain`.

use clap::ArgMatches;

use super::{account, number};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, date};
use crate::domain::loan::Account;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::{say, titles::title};
use crate::report::{Cell, Record, Table};

/// The instalments that fell due and those to come, by what is recorded up to `--as-of`.
pub fn schedule(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(context, matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let card = ledger.loan(&number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    // Before anything is disbursed, the plan is that of the whole amount on the first day it can be.
    let plan = account(&card, &lpr, snapshot.as_of)?
        .schedule()
        .map_err(|problem| Failure::loan(&card.loan_no, problem))?;
    let table = instalments(context.lang, &plan).titled(number.clone());
    let anchor = ledger.anchor()?;
    Shown { schema: "loan.schedule", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

pub fn instalments(lang: Lang, plan: &[crate::domain::loan::Instalment]) -> Table {
    let mut table = Table::of(lang, &["n", "due", "principal", "interest", "payment", "balance"]);
    let (mut principal, mut interest) = (0, 0);
    for instalment in plan {
        principal += instalment.principal.fen();
        interest += instalment.interest.fen();
        table.row(vec![
            Cell::Ordinal(i64::from(instalment.n)),
            date(Some(instalment.due)),
            Cell::Yuan(instalment.principal.fen()),
            Cell::Yuan(instalment.interest.fen()),
            Cell::Yuan(instalment.payment.fen()),
            Cell::Yuan(instalment.balance.fen()),
        ]);
    }
    let sum = Cell::text(title(lang, "total"));
    table.total(vec![
        sum,
        Cell::Empty,
        Cell::Yuan(principal),
        Cell::Yuan(interest),
        Cell::Yuan(principal + interest),
        Cell::Empty,
    ]);
    table
}

/// What is owed at the close of `--as-of`.
pub fn balance(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(context, matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let card = ledger.loan(&number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let explain = matches.get_flag("explain");
    let account = if explain {
        Account::explained(&card.terms, &lpr, &card.happenings(), snapshot.as_of)
            .map_err(|problem| Failure::loan(&card.loan_no, problem))?
    } else {
        account(&card, &lpr, snapshot.as_of)?
    };
    let (record, warnings) = balance_record(context.lang, &number, &account, explain);
    for warning in &warnings {
        if !context.json {
            context.warn(warning.clone());
        }
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "loan.balance", snapshot, anchor: &anchor, warnings }
        .record(context, &record)?;
    Ok(Done::Well)
}

/// The balance in words; its class is the bank's, else the least the rules allow.
pub fn balance_record(
    lang: Lang,
    number: &str,
    account: &Account<'_>,
    explain: bool,
) -> (Record, Vec<String>) {
    let balance = account.balance();
    let mut warnings = Vec::new();
    let stated = balance.class_stated.map(|(class, _)| class);
    let class = stated.unwrap_or(balance.class_least);
    let class_cell = |class: crate::domain::loan::Class| {
        Cell::code(class.code(), label(lang, "class", class.code()))
    };
    if let Some(stated) = stated.filter(|stated| *stated < balance.class_least) {
        let words = |class: crate::domain::loan::Class| label(lang, "class", class.code());
        warnings.push(say::class_too_good(
            lang,
            words(stated),
            words(balance.class_least),
            balance.days_overdue,
        ));
    }
    if !balance.overpaid.is_zero() {
        warnings.push(say::overpaid(lang, balance.overpaid));
    }
    let yuan = |money: crate::domain::values::Money| Cell::Yuan(money.fen());
    let mut record = Record::new(format!("{number} {}", balance.as_of));
    record
        .field(lang, "principal", yuan(balance.principal))
        .field(lang, "interest", yuan(balance.interest))
        .field(lang, "penalty", yuan(balance.penalty))
        .field(lang, "compound", yuan(balance.compound))
        .field(lang, "total", yuan(balance.total))
        .field(lang, "overdue_principal", yuan(balance.overdue_principal))
        .field(lang, "overdue_interest", yuan(balance.overdue_interest))
        .field(lang, "days_overdue", Cell::Count(i64::from(balance.days_overdue)))
        .field(lang, "class", class_cell(class))
        .field(lang, "class_least", class_cell(balance.class_least))
        .field(lang, "due_on", date(Some(balance.due)))
        .field(lang, "next_due", date(balance.next_due))
        .field(lang, "disbursed", yuan(balance.disbursed))
        .field(lang, "repaid", yuan(balance.repaid))
        .field(lang, "interest_paid", yuan(balance.interest_paid))
        .field(lang, "written_off", yuan(balance.written_off))
        .field(lang, "overpaid", yuan(balance.overpaid));
    if explain {
        record.table("explain", explained(lang, account));
    }
    (record, warnings)
}

/// Every stretch of days charged: base x rate x days / 360.
fn explained(lang: Lang, account: &Account<'_>) -> Table {
    let mut table =
        Table::of(lang, &["charge", "n", "from", "to", "days", "base", "rate", "unrounded"])
            .titled(title(lang, "explain"));
    for segment in account.segments() {
        table.row(vec![
            Cell::code(segment.charge.code(), label(lang, "charge", segment.charge.code())),
            Cell::Ordinal(i64::from(segment.n)),
            date(Some(segment.from)),
            date(Some(segment.to)),
            Cell::Count(i64::from(segment.days)),
            Cell::Yuan(segment.base.fen()),
            Cell::Percent(segment.rate.percent().to_string()),
            Cell::Decimal(segment.exact.yuan().to_string()),
        ]);
    }
    table.note(say::explain_note(lang));
    table
}
