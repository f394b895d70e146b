//! `report bank`: a bank's loans, pledges and claims, and nothing of another bank.

use std::collections::BTreeMap;

use super::extract::{count, frame, headline, register, sum};
use crate::domain::loan::Class;
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::reports as words;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::operations::Refusal;
use crate::operations::loan::{LoanQuery, Standing, Standings, standings};
use crate::operations::pledge::PledgeQuery;
use crate::report::document::{Chart, Document, Form, Headline, Section, Series, Style};
use crate::report::views::{claim, loan, party, pledge};
use crate::report::{Cell, Table, shown};

/// What a bank lent, what secures it and what it was paid; nothing of another bank.
pub fn document(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    today: Date,
    bank: PartyId,
) -> Result<Document, Refusal> {
    let record = party::card(lang, ledger, snapshot, &ledger.party(bank, snapshot)?)?;
    let query = LoanQuery { bank: Some(vec![bank]), ..LoanQuery::default() };
    let found = standings(ledger, snapshot, &query)?;
    let query = PledgeQuery { pledgee: Some(bank), ..PledgeQuery::default() };
    let of_bank = pledge::list(lang, ledger, snapshot, &query)?;
    let compensation = ledger.compensation(snapshot)?;
    let claims =
        claim::list(lang, ledger, snapshot, &compensation, claim::Shares::Decided, |card, _| {
            card.bank == bank
        })?;
    let headlines = headlines(lang, &found.worked, &of_bank, &claims);
    let classes = classes(lang, &found.worked);
    let late = found.worked.iter().filter(|standing| standing.balance.days_overdue > 0);
    let late = Standings { worked: late.cloned().collect(), ..Standings::default() };
    let overdue = loan::listed(lang, ledger, snapshot, &late)?;
    let loans = loan::listed(lang, ledger, snapshot, &found)?;
    let mut document = Document {
        schema: "report.bank",
        title: words::bank_title(lang),
        headlines,
        sections: vec![
            register(lang, &record),
            classes,
            Section::new("overdue", words::overdue_list(lang), overdue.without("bank")),
            Section::new("loans", words::loans(lang), loans.without("bank")),
            Section::new("pledges", words::pledges(lang), of_bank.without("pledgee")),
            Section::new("compensation", words::compensation(lang), claims.without("bank")),
        ],
        ..frame(lang, ledger, snapshot, today, ledger.party_name(bank, snapshot)?)?
    };
    document.notes.push(words::bank_only(lang));
    Ok(document)
}

fn headlines(lang: Lang, standings: &[Standing], pledges: &Table, claims: &Table) -> Vec<Headline> {
    let yuan = || label(lang, "counter", "fen");
    let fen = |of: fn(&Standing) -> i64| Cell::Yuan(standings.iter().map(of).sum());
    let open = standings.iter().filter(|standing| !standing.balance.total.is_zero()).count();
    let late = standings.iter().filter(|standing| standing.balance.days_overdue > 0).count();
    let secured = shown(&Cell::Yuan(secured_now(pledges)), lang);
    let loans = label(lang, "counter", "loans");
    let registrations = label(lang, "counter", "registrations");
    vec![
        headline(
            words::open_loans(lang),
            Cell::Count(open as i64),
            loans,
            Some(words::of_loans(lang, standings.len())),
        ),
        headline(words::outstanding(lang), fen(|s| s.balance.principal.fen()), yuan(), None),
        headline(
            words::overdue(lang),
            fen(|s| s.balance.overdue_principal.fen()),
            yuan(),
            Some(words::overdue_loans(lang, late)),
        ),
        headline(
            words::pledges_in_force(lang),
            Cell::Count(count(pledges, "state", "in_force")),
            registrations,
            Some(words::securing(lang, secured)),
        ),
        headline(
            words::compensation_paid(lang),
            Cell::Yuan(sum(claims, "paid")),
            yuan(),
            Some(words::of_claims(lang, claims.rows.len())),
        ),
    ]
}

/// The amount secured by pledges that are in force.
fn secured_now(pledges: &Table) -> i64 {
    let in_force = |row: &&Vec<Cell>| {
        row.iter().any(|cell| matches!(cell, Cell::Code { code, .. } if code == "in_force"))
    };
    let rows = pledges.rows.iter().filter(in_force).cloned().collect();
    sum(&Table { rows, ..pledges.clone() }, "secured_amount")
}

/// Loans with something owed, by the five classes.
fn classes(lang: Lang, standings: &[Standing]) -> Section {
    let mut classes: BTreeMap<Class, (i64, i64)> = BTreeMap::new();
    for standing in standings.iter().filter(|standing| !standing.balance.total.is_zero()) {
        let (loans, fen) = classes.entry(standing.class()).or_default();
        *loans += 1;
        *fen += standing.balance.principal.fen();
    }
    let mut table = Table::of(lang, &["class", "loans_outstanding", "outstanding"]);
    for (class, (loans, fen)) in &classes {
        let name = Cell::code(class.code(), label(lang, "class", class.code()));
        table.row(vec![name, Cell::Count(*loans), Cell::Yuan(*fen)]);
    }
    let (loans, fen) = classes.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let section = |table| Section::new("classes", words::classes(lang), table);
    if table.rows.is_empty() {
        return section(table);
    }
    table.total(vec![Cell::text(title(lang, "total")), Cell::Count(loans), Cell::Yuan(fen)]);
    section(table).drawn(Chart {
        title: words::classes_chart(lang),
        summary: words::classes_summary(lang, loans, shown(&Cell::Yuan(fen), lang)),
        form: Form::Bars,
        category: 0,
        series: vec![Series { column: 2, style: Style::Actual }],
        unit: label(lang, "counter", "fen"),
    })
}
