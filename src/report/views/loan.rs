//! Loans: lists with their sums, a loan's card, its instalments and its balance.

use std::collections::HashMap;

use super::cells::{
    cards, coded, date, entries, exported, money, note_search, text, written, yuan,
};
use super::claim::scheme_cell;
use crate::domain::loan::record::FIELDS;
use crate::domain::loan::{
    Account, Applied, Bucket, Class, Enrolment, Instalment, LoanEventKind, Rate,
};
use crate::domain::values::{Date, Money};
use crate::i18n::codes::label;
use crate::i18n::loans::loan_problem;
use crate::i18n::punctuation::{clauses, comma_list};
use crate::i18n::titles::title;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, LoanCard, PartyId, Snapshot};
use crate::operations::Refusal;
use crate::operations::loan::{
    LoanQuery, Standing, Standings, Unworked, account, as_stated, explained, longest_overdue,
    of_loan, standings,
};
use crate::operations::party::named;
use crate::report::{Cell, Details, Table};

const COLUMNS: [&str; 9] = [
    "loan_no",
    "bank",
    "borrower",
    "disbursed_on",
    "due_on",
    "outstanding",
    "interest",
    "days_overdue",
    "class",
];

/// What a narrow screen can do without, the first to go first.
const SPARE: [&str; 5] = ["disbursed_on", "interest", "class", "bank", "due_on"];

/// The loans that are wanted, with their sums.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &LoanQuery,
) -> Result<Table, Refusal> {
    let found = standings(ledger, snapshot, query)?;
    let mut table = listed(lang, ledger, snapshot, &found)?;
    let searched = ["loan_no", "contract_no", "bank", "borrower"];
    note_search(lang, &mut table, query.text.as_ref(), "loan", found.of, &searched);
    Ok(table)
}

/// The loans longest overdue as now known, at most `limit`; sums only under all of them.
pub fn overdue(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    limit: usize,
) -> Result<Table, Refusal> {
    let (found, more) = longest_overdue(ledger, snapshot, limit)?;
    let mut table = listed(lang, ledger, snapshot, &found)?;
    if more {
        table.total = None;
        table.note(say::longest_first(lang, limit));
    }
    Ok(table)
}

/// A row for each loan; one that cannot be worked out is marked, with a note why, and counts in no sum.
pub fn listed(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    found: &Standings,
) -> Result<Table, Refusal> {
    let mut names: HashMap<PartyId, String> = HashMap::new();
    let mut name = |party: PartyId| -> Result<Cell, Refusal> {
        if let Some(name) = names.get(&party) {
            return Ok(Cell::text(name.clone()));
        }
        let name = ledger.party_name(party, snapshot)?;
        names.insert(party, name.clone());
        Ok(Cell::text(name))
    };
    let mut table = Table::of(lang, &COLUMNS).sparing(&SPARE);
    let (mut principal, mut interest) = (0, 0);
    for standing in &found.worked {
        let Standing { loan_no, bank, borrower, start, balance, .. } = standing;
        principal += balance.principal.fen();
        interest += balance.interest.fen();
        table.row(vec![
            Cell::id(loan_no),
            name(*bank)?,
            borrower.map_or(Ok(Cell::Empty), &mut name)?,
            date(*start),
            date(Some(balance.due)),
            yuan(balance.principal),
            yuan(balance.interest),
            Cell::Count(i64::from(balance.days_overdue)),
            coded(lang, "class", standing.class().code()),
        ]);
    }
    for standing in &found.worked {
        if let Some((day, rate)) = standing.rate_kept {
            table.note(say::rate_kept(lang, &standing.loan_no, day, rate));
        }
    }
    for Unworked { loan_no, bank, borrower, due, problem } in &found.unworked {
        let mut cells = vec![
            Cell::id(loan_no),
            name(*bank)?,
            borrower.map_or(Ok(Cell::Empty), &mut name)?,
            Cell::Empty,
            date(Some(*due)),
        ];
        cells.resize(COLUMNS.len() - 1, Cell::Empty);
        cells.push(coded(lang, "class", "not_worked_out"));
        table.row(cells);
        table.note(say::loan_left_out(lang, loan_no, loan_problem(lang, problem).message));
    }
    if !table.rows.is_empty() {
        let mut total = vec![Cell::text(title(lang, "total"))];
        total.resize(5, Cell::Empty);
        total.extend([Cell::Yuan(principal), Cell::Yuan(interest), Cell::Empty, Cell::Empty]);
        table.total(total);
    }
    Ok(table)
}

/// A loan's card with what is worth warning of: the contract, what secures it, what happened and where each payment
/// went. Of a loan that cannot be worked out all but the balance.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
) -> Result<(Details, Vec<String>), Refusal> {
    let card = ledger.loan(number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let terms = &card.terms;
    let borrower = card.borrower.map(|party| ledger.party_name(party, snapshot)).transpose()?;
    let account = card.replay(&lpr, snapshot.as_of);
    let due = account.as_ref().map_or(terms.due, |account| account.balance().due);
    let order = terms.order.map(|bucket| label(lang, "bucket", bucket.code()));
    let order = Cell::code(Bucket::order_text(terms.order), comma_list(lang, &order));
    let mut record = Details::new(number.to_owned());
    record
        .field(lang, "loan_no", Cell::id(number))
        .field(lang, "contract_no", written(card.contract_no.clone()))
        .field(lang, "bank", Cell::text(ledger.party_name(card.bank, snapshot)?))
        .field(lang, "borrower", text(borrower))
        .field(lang, "contract_amount", Cell::Yuan(terms.limit_fen))
        .field(lang, "ip_part", money(card.ip_part))
        .field(lang, "signed_on", date(terms.signed))
        .field(lang, "due_on", date(Some(terms.due)))
        .field(lang, "extended_to", date(Some(due).filter(|due| *due != terms.due)))
        .field(lang, "rate_percent", rate_cell(lang, terms.rate))
        .field(lang, "method", coded(lang, "method", terms.method.code()))
        .field(lang, "period", coded(lang, "pay_period", terms.period.code()))
        .field(lang, "day_count", coded(lang, "day_count", terms.day_count.code()))
        .field(lang, "pay_day", Cell::opt(terms.pay_day, |day| Cell::Ordinal(i64::from(day))))
        .field(lang, "due_days", coded(lang, "due_days", terms.due_days.code()))
        .field(lang, "grace_days", Cell::Ordinal(i64::from(terms.grace_days)))
        .field(lang, "penalty_percent", Cell::text(terms.penalty_markup.to_string()))
        .field(lang, "order", order)
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut warnings = Vec::new();
    record.section(title(lang, "balance"));
    match &account {
        Ok(account) => {
            let (owed, worth_knowing) = balance_record(lang, number, account, false);
            for (column, cell) in owed.sections.iter().flat_map(|section| &section.fields) {
                if column.key != "due_on" {
                    record.named(column.key, column.title.clone(), cell.clone());
                }
            }
            warnings = worth_knowing;
        }
        Err(problem) => {
            record.field(lang, "class", coded(lang, "class", "not_worked_out"));
            let why = loan_problem(lang, problem).message;
            warnings.push(say::loan_not_worked_out(lang, why));
        }
    }
    let mut pledges = Table::of(lang, &["registration_no", "registered_on", "secured_amount"])
        .titled(title(lang, "pledges"));
    for pledge in ledger.pledges_of_loan(card.id, snapshot)? {
        let pledge = ledger.pledge_by_id(pledge, snapshot)?;
        pledges.row(vec![
            Cell::id(&pledge.pledge.number),
            date(Some(pledge.pledge.registered)),
            money(pledge.state(snapshot.as_of).secured),
        ]);
    }
    let mut enrolments = Table::of(lang, &["scheme", "enrolled_on", "enrolled_until"])
        .titled(title(lang, "enrolments"));
    let schemes = ledger.schemes(snapshot)?;
    for enrolment in ledger.enrolments(snapshot)?.remove(&card.id).unwrap_or_default() {
        let Enrolment { scheme, since, until } = enrolment;
        let named = schemes.iter().find(|card| card.scheme.terms.id == scheme);
        let named = named.map_or(Cell::id(&scheme), |card| scheme_cell(lang, &card.scheme));
        enrolments.row(vec![named, date(since), date(until)]);
    }
    let applied = account.as_ref().map_or(&[][..], Account::applied);
    let timeline = timeline(lang, snapshot, &card, applied);
    let lines = card.events.iter().filter(|recorded| recorded.event.day <= snapshot.as_of);
    let brought_by = lines.map(|recorded| recorded.brought_by).chain([card.brought_by]);
    let entries = entries(lang, ledger, brought_by)?;
    record
        .table("pledges", pledges)
        .table("enrolments", enrolments)
        .table("timeline", timeline)
        .table("entries", entries);
    Ok((record, warnings))
}

/// A rate as it is written, and in words when it is set anew.
fn rate_cell(lang: Lang, rate: Rate) -> Cell {
    let written = rate.to_string();
    let Rate::Lpr { reprice, .. } = rate else { return Cell::text(written) };
    let priced = label(lang, "reprice", reprice.code());
    let base = written.trim_end_matches(reprice.code()).trim_end();
    let said = clauses(lang, [base, &priced]);
    Cell::code(written, said)
}

/// What happened to a loan, and where each payment went.
fn timeline(lang: Lang, snapshot: Snapshot, card: &LoanCard, applied: &[Applied]) -> Table {
    let keys = [
        "on",
        "event",
        "amount",
        "interest",
        "penalty",
        "compound",
        "principal",
        "detail",
        "entry",
    ];
    let mut table = Table::of(lang, &keys).titled(title(lang, "timeline"));
    let mut applied = applied.iter();
    for recorded in card.events.iter().filter(|recorded| recorded.event.day <= snapshot.as_of) {
        let (code, amount, detail) = match &recorded.event.happening {
            LoanEventKind::Disburse(amount) => ("disburse", Some(*amount), None),
            LoanEventKind::Repay(amount) => ("repay", Some(*amount), recorded.reference.clone()),
            LoanEventKind::WriteOff(amount) => ("writeoff", Some(*amount), None),
            LoanEventKind::Refund(amount) => ("refund", Some(*amount), None),
            LoanEventKind::Extend { new_due, rate } => {
                let rate = rate.map(|rate| format!(" {rate}")).unwrap_or_default();
                ("extend", None, Some(format!("{new_due}{rate}")))
            }
            LoanEventKind::Classify(class) => {
                ("classify", None, Some(label(lang, "class", class.code())))
            }
        };
        let went = (code == "repay").then(|| applied.next()).flatten();
        let part = |of: fn(&Applied) -> Money| Cell::opt(went, |went| yuan(of(went)));
        table.row(vec![
            date(Some(recorded.event.day)),
            coded(lang, "verb", code),
            money(amount),
            part(|went| went.interest),
            part(|went| went.penalty),
            part(|went| went.compound),
            part(|went| went.principal),
            text(detail),
            Cell::Ordinal(recorded.brought_by),
        ]);
    }
    table
}

/// The instalments that fell due and those to come, by what is recorded up to the snapshot's day.
pub fn schedule(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
) -> Result<Table, Refusal> {
    let card = ledger.loan(number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    // Before anything is disbursed, the plan is that of the whole amount on the first day it can be.
    let plan = account(&card, &lpr, snapshot.as_of)?.schedule();
    let plan = plan.map_err(|problem| of_loan(&card, problem))?;
    Ok(instalments(lang, &plan).titled(number))
}

/// The days on which instalments of a loan fall due, in order.
pub fn due_days(ledger: &Ledger, snapshot: Snapshot, number: &str) -> Result<Vec<Date>, Refusal> {
    let card = ledger.loan(number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let plan = account(&card, &lpr, snapshot.as_of)?.schedule();
    let plan = plan.map_err(|problem| of_loan(&card, problem))?;
    Ok(plan.into_iter().map(|instalment| instalment.due).collect())
}

fn instalments(lang: Lang, plan: &[Instalment]) -> Table {
    let mut table = Table::of(lang, &["n", "due", "principal", "interest", "payment", "balance"]);
    let (mut principal, mut interest) = (0, 0);
    for instalment in plan {
        principal += instalment.principal.fen();
        interest += instalment.interest.fen();
        table.row(vec![
            Cell::Ordinal(i64::from(instalment.n)),
            date(Some(instalment.due)),
            yuan(instalment.principal),
            yuan(instalment.interest),
            yuan(instalment.payment),
            yuan(instalment.balance),
        ]);
    }
    let mut total = vec![Cell::text(title(lang, "total")), Cell::Empty];
    total.extend([principal, interest, principal + interest].map(Cell::Yuan));
    table.total(total);
    table
}

/// What is owed at the close of the snapshot's day, with what is worth warning of; `explain`: with every stretch of
/// days charged.
pub fn balance(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
    explain: bool,
) -> Result<(Details, Vec<String>), Refusal> {
    let card = ledger.loan(number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let account = match explain {
        true => explained(&card, &lpr, snapshot.as_of)?,
        false => account(&card, &lpr, snapshot.as_of)?,
    };
    Ok(balance_record(lang, number, &account, explain))
}

/// The balance in words; its class is the bank's, else the least the rules allow.
fn balance_record(
    lang: Lang,
    number: &str,
    account: &Account<'_>,
    explain: bool,
) -> (Details, Vec<String>) {
    let balance = account.balance();
    let mut warnings = Vec::new();
    let stated = balance.class_stated.map(|(class, _)| class);
    let words = |class: Class| label(lang, "class", class.code());
    let class_cell = |class: Class| coded(lang, "class", class.code());
    if let Some(stated) = stated.filter(|stated| *stated < balance.class_least) {
        let (stated, least) = (words(stated), words(balance.class_least));
        warnings.push(say::class_too_good(lang, stated, least, balance.days_overdue));
    }
    if let Some((day, rate)) = account.rate_kept().zip(account.rate()) {
        warnings.push(say::rate_kept(lang, number, day, rate));
    }
    if !balance.overpaid.is_zero() {
        warnings.push(say::overpaid(lang, balance.overpaid.grouped()));
    }
    let mut record = Details::new(format!("{number} {}", balance.as_of));
    record
        .field(lang, "principal", yuan(balance.principal))
        .field(lang, "interest", yuan(balance.interest))
        .field(lang, "penalty", yuan(balance.penalty))
        .field(lang, "compound", yuan(balance.compound))
        .field(lang, "total", yuan(balance.total))
        .field(lang, "overdue_principal", yuan(balance.overdue_principal))
        .field(lang, "overdue_interest", yuan(balance.overdue_interest))
        .field(lang, "days_overdue", Cell::Count(i64::from(balance.days_overdue)))
        .field(lang, "class", class_cell(stated.unwrap_or(balance.class_least)))
        .field(lang, "class_least", class_cell(balance.class_least))
        .field(lang, "due_on", date(Some(balance.due)))
        .field(lang, "next_due", date(balance.next_due))
        .field(lang, "disbursed", yuan(balance.disbursed))
        .field(lang, "repaid", yuan(balance.repaid))
        .field(lang, "interest_paid", yuan(balance.interest_paid))
        .field(lang, "written_off", yuan(balance.written_off))
        .field(lang, "overpaid", yuan(balance.overpaid));
    if explain {
        record.table("explain", stretches(lang, account));
    }
    (record, warnings)
}

/// Every stretch of days charged: base x rate x days / 360.
fn stretches(lang: Lang, account: &Account<'_>) -> Table {
    let keys = ["charge", "n", "from", "to", "days", "base", "rate", "unrounded"];
    let mut table = Table::of(lang, &keys).titled(title(lang, "explain"));
    for segment in account.segments() {
        table.row(vec![
            coded(lang, "charge", segment.charge.code()),
            Cell::Ordinal(i64::from(segment.n)),
            date(Some(segment.from)),
            date(Some(segment.to)),
            Cell::Count(i64::from(segment.days)),
            yuan(segment.base),
            Cell::Percent(segment.rate.percent().to_string()),
            Cell::Decimal(segment.exact.yuan().to_string()),
        ]);
    }
    table.note(say::explain_note(lang));
    table
}

/// Every contract as a file can bring it in again; payments are not among them.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let (secured, enrolled) = (ledger.pledged_loans(snapshot)?, ledger.enrolments(snapshot)?);
    let numbers = ledger.pledges(snapshot)?.into_iter();
    let numbers: HashMap<i64, String> =
        numbers.map(|card| (card.id, card.pledge.number.to_string())).collect();
    let parties = cards(ledger, snapshot)?;
    let mut rows = Vec::new();
    ledger.each_loan(snapshot, |card| {
        let named = |party: PartyId| named(parties.get(&party));
        let pledges = secured.get(&card.id).into_iter().flatten();
        let pledges = pledges.filter_map(|id| numbers.get(id)).cloned().collect();
        let (bank, borrower) = (named(card.bank), card.borrower.map(named));
        let enrolments = enrolled.get(&card.id).cloned().unwrap_or_default();
        rows.push(as_stated(&card, bank, borrower, pledges, enrolments).texts());
        Ok::<_, Refusal>(())
    })?;
    Ok(exported(lang, &FIELDS, rows))
}
