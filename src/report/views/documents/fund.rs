//! `report fund`: what a fund holds, how that came about, and what it paid, in capitals too.

use super::extract::{frame, headline};
use crate::domain::values::{Date, Money};
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::reports as words;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, LedgerError, Snapshot};
use crate::operations::Refusal;
use crate::report::document::{Chart, Document, Form, Headline, Section, Series, Style};
use crate::report::views::cells::{date, written};
use crate::report::views::claim;
use crate::report::views::fund::statement_table;
use crate::report::{Cell, Table, shown};
use crate::stats::{FundBalance, StatementLine, funds, statement};

/// What a fund holds, how that came about, and what it paid.
pub fn document(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    today: Date,
    name: &str,
) -> Result<Document, Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    let found = funds(&compensation, snapshot.as_of)?.into_iter().find(|fund| fund.fund == name);
    let fund = found.ok_or_else(|| LedgerError::NotFound { noun: "fund", id: name.to_owned() })?;
    let (_, lines) = statement(&compensation, name, None, snapshot.as_of)?;
    let claims =
        claim::list(lang, ledger, snapshot, &compensation, claim::Shares::Decided, |_, scheme| {
            scheme.fund() == name
        })?;
    Ok(Document {
        schema: "report.fund",
        title: words::fund_title(lang),
        headlines: headlines(lang, &fund),
        sections: vec![
            make_up(lang, &fund),
            movements(lang, &lines, &fund),
            payouts(lang, &lines),
            Section::new("claims", words::claims(lang), claims),
        ],
        ..frame(lang, ledger, snapshot, today, name.to_owned())?
    })
}

fn headlines(lang: Lang, fund: &FundBalance) -> Vec<Headline> {
    let capitals = |amount: Money| Some(words::in_capitals(lang, amount.capitals()));
    let figure = |label: String, amount: Money, note| {
        let unit = crate::i18n::codes::label(lang, "counter", "fen");
        headline(label, Cell::Yuan(amount.fen()), unit, note)
    };
    let committed = words::committed(lang, fund.committed.grouped());
    vec![
        figure(words::balance(lang), fund.balance, capitals(fund.balance)),
        figure(words::available(lang), fund.available, Some(committed)),
        figure(words::compensation_paid(lang), fund.paid, capitals(fund.paid)),
    ]
}

/// What came in, what went out, what is left.
fn make_up(lang: Lang, fund: &FundBalance) -> Section {
    let less = |amount: Money| Money::from_fen(-amount.fen());
    let mut table = Table::of(lang, &["field", "amount"]);
    let parts = [
        ("contributed", fund.contributed),
        ("fund_interest", fund.interest),
        ("compensation_recovered", fund.recovered),
        ("compensation_paid", less(fund.paid)),
        ("fees", less(fund.fees)),
    ];
    for (key, amount) in parts {
        table.row(vec![Cell::code(key, title(lang, key)), Cell::Yuan(amount.fen())]);
    }
    let balance = Cell::code("fund_balance", title(lang, "fund_balance"));
    table.total(vec![balance, Cell::Yuan(fund.balance.fen())]);
    table.note(words::in_capitals(lang, fund.balance.capitals()));
    Section::new("make_up", words::make_up(lang), table)
}

fn movements(lang: Lang, lines: &[StatementLine], fund: &FundBalance) -> Section {
    let mut table = statement_table(lang, None, Money::ZERO, lines);
    // From the first day on nothing was held before.
    table.rows.remove(0);
    let section = |table| Section::new("statement", words::statement(lang), table);
    if lines.len() < 2 {
        return section(table);
    }
    let balance = shown(&Cell::Yuan(fund.balance.fen()), lang);
    section(table).drawn(Chart {
        title: words::statement_chart(lang),
        summary: words::statement_summary(lang, lines.len(), balance),
        form: Form::Lines,
        category: 0,
        series: vec![Series { column: 4, style: Style::Actual }],
        unit: label(lang, "counter", "fen"),
    })
}

/// Payments out of the fund, each in figures and in capitals, as a payment order carries it.
fn payouts(lang: Lang, lines: &[StatementLine]) -> Section {
    let mut table = Table::of(lang, &["on", "about", "amount", "capitals"]);
    let mut paid = 0;
    for line in lines.iter().filter(|line| line.kind == "pay") {
        // What leaves the account is negative in the statement; an order names what is paid.
        let amount = Money::from_fen(-line.amount.fen());
        paid += amount.fen();
        table.row(vec![
            date(Some(line.day)),
            written(Some(&line.about)),
            Cell::Yuan(amount.fen()),
            Cell::text(amount.capitals()),
        ]);
    }
    if !table.rows.is_empty() {
        let capitals = Cell::text(Money::from_fen(paid).capitals());
        let total = Cell::text(title(lang, "total"));
        table.total(vec![total, Cell::Empty, Cell::Yuan(paid), capitals]);
    }
    Section::new("payouts", words::payouts(lang), table)
}
