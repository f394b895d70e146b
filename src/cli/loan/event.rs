//! What happens to a loan: `loan disburse repay extend classify writeoff refund unpay`.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::{day_or_today, recorded, unknown_word};
use crate::cli::output::style;
use crate::domain::loan::record::positive_amount;
use crate::domain::loan::{Account, Class, Event, Happening, Rate};
use crate::domain::values::{Date, Money, Unit};
use crate::domain::{Fault, Problem};
use crate::exchange::import::Noun;
use crate::i18n::{findings, say};
use crate::ledger::{Entry, Ledger, LedgerError, LoanCard, LoanEvent, Verdict};
use crate::report::terminal::render;
use crate::report::{Cell, Table};

fn amount(context: &Context, matches: &ArgMatches) -> Result<Money, Failure> {
    let text = matches.get_one::<String>("amount").map_or("", String::as_str);
    let read = positive_amount(text, context.unit.unwrap_or(Unit::Yuan));
    Ok(read.map_err(|refusal| Failure::Record(vec![Fault { field: "amount", refusal }]))?.value)
}

/// Adds one happening, replays the whole, and tells what it changed.
fn happen(
    context: &Context,
    matches: &ArgMatches,
    schema: &'static str,
    make: impl FnOnce(&Entry<'_>, &LoanCard) -> Result<Happening, Failure>,
) -> Result<Done, Failure> {
    happen_in(context, context.open()?, matches, schema, make)
}

/// As [`happen`], in a ledger that is open already: a command opens it once.
fn happen_in(
    context: &Context,
    ledger: &mut Ledger,
    matches: &ArgMatches,
    schema: &'static str,
    make: impl FnOnce(&Entry<'_>, &LoanCard) -> Result<Happening, Failure>,
) -> Result<Done, Failure> {
    let number = number(matches)?;
    let on = day_or_today(context, matches, "on")?;
    let reference = matches.try_get_one::<String>("reference").ok().flatten().cloned();
    let (warning, receipt) = ledger.write(context.act(schema), |entry| {
        let card = loan(entry, &number)?;
        let event = Event { day: on, happening: make(entry, &card)? };
        let again = card.events.iter().any(|e| {
            e.event == event
                && e.reference == reference
                && matches!(event.happening, Happening::Repay(_))
        });
        if again {
            return Err(Failure::from(LedgerError::AlreadyThere {
                noun: "payment",
                id: format!("{number} {on}"),
            }));
        }
        let lpr = entry.lpr_table()?;
        let mut after = card.clone();
        after.events.push(LoanEvent {
            line: i64::MAX,
            event: event.clone(),
            reference: reference.clone(),
            brought_by: entry.id(),
            source_row: None,
        });
        let after = after.in_order();
        // Whatever came later must still be possible.
        let last = after.events.last().map_or(on, |e| e.event.day);
        let account = Account::replay(&after.terms, &lpr, &after.happenings(), last)
            .map_err(Failure::Loan)?;
        let over = account.balance().overpaid;
        let warning = match &event.happening {
            Happening::Repay(_) if !over.is_zero() => Some(say::overpaid(context.lang, over)),
            Happening::Extend { .. } if account.over_extended() => {
                Some(say::over_extended(context.lang).to_owned())
            }
            _ => None,
        };
        entry.bring_loan_event(card.id, &event, reference.as_deref(), None)?;
        entry.stand(&after, &lpr)?;
        Ok::<_, Failure>(Verdict::when(!context.dry_run, warning, "{}"))
    })?;
    if let Some(warning) = warning {
        context.warn(warning);
    }
    recorded(context, schema, ledger, receipt)
}

fn loan(entry: &Entry<'_>, number: &str) -> Result<LoanCard, Failure> {
    let found = entry.loan_by_no(number)?;
    found.ok_or_else(|| LedgerError::NotFound { noun: "loan", id: number.to_owned() }.into())
}

pub fn disburse(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let amount = amount(context, matches)?;
    happen(context, matches, "loan.disburse", |_, _| Ok(Happening::Disburse(amount)))
}

/// `loan repay NO AMOUNT --on DAY`, or `loan repay --file FILE` for a bank's file of payments; a file
/// named where the number belongs is meant as one.
pub fn repay(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let first = matches.get_one::<String>("loan_no").filter(|_| !matches.contains_id("amount"));
    let named = first.filter(|first| std::path::Path::new(first).is_file());
    if let Some(file) = matches.get_one::<String>("file").or(named) {
        return crate::cli::import::of_file(context, Noun::Payment, file, matches);
    }
    for name in ["loan_no", "amount"] {
        if matches.get_one::<String>(name).is_none() {
            return Err(Failure::Record(vec![Fault::new(name, "", Problem::FieldMissing)]));
        }
    }
    let amount = amount(context, matches)?;
    happen(context, matches, "loan.repay", |_, _| Ok(Happening::Repay(amount)))
}

/// `loan extend NO NEW-DUE --on DAY [--rate ..]`: the pledge's own term is checked again (R6).
pub fn extend(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = matches.get_one::<String>("new_due").map_or("", String::as_str);
    let new_due: Date = text
        .parse()
        .map_err(|refusal| Failure::Record(vec![Fault { field: "new_due", refusal }]))?;
    let rate = match matches.get_one::<String>("rate") {
        None => None,
        Some(text) => Some(Rate::read(text).ok_or_else(|| {
            Failure::Record(vec![Fault::new(
                "rate_percent",
                text.clone(),
                Problem::PercentUnreadable,
            )])
        })?),
    };
    let on = day_or_today(context, matches, "on")?;
    let ledger = context.open()?;
    warn_of_pledges(context, ledger, matches, on, new_due)?;
    happen_in(context, ledger, matches, "loan.extend", |_, _| {
        Ok(Happening::Extend { new_due, rate })
    })
}

/// Says which pledges end, by their own terms or their patents', before the loan's new last day.
fn warn_of_pledges(
    context: &Context,
    ledger: &Ledger,
    matches: &ArgMatches,
    on: Date,
    new_due: Date,
) -> Result<(), Failure> {
    let snapshot = context.snapshot(ledger)?;
    let card = ledger.loan(&number(matches)?, snapshot)?;
    for pledge in ledger.pledges_of_loan(card.id, snapshot)? {
        let pledge = ledger.pledge_by_id(pledge, snapshot)?;
        let state = pledge.state(on);
        if state.debt_to.is_some_and(|debt_to| debt_to < new_due) {
            context.warn(say::pledge_needs_change(
                context.lang,
                pledge.pledge.number.as_str(),
                new_due,
            ));
        }
        for patent in state.patents {
            let facts = ledger.patent_facts(patent, on, snapshot)?;
            if let Some(term_end) = facts.term_end.filter(|end| new_due > *end) {
                let evidence =
                    crate::domain::pledge::Evidence::PastTerm { debt_to: new_due, term_end };
                context
                    .warn(format!("R6 {patent} {}", findings::evidence(context.lang, &evidence)));
            }
        }
    }
    Ok(())
}

pub fn classify(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let word = matches.get_one::<String>("class").map_or("", String::as_str);
    let class = Class::read(word)
        .ok_or_else(|| unknown_word(context.lang, word, &Class::ALL.map(Class::code)))?;
    happen(context, matches, "loan.classify", |_, _| Ok(Happening::Classify(class)))
}

pub fn write_off(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let amount = amount(context, matches)?;
    happen(context, matches, "loan.writeoff", |_, _| Ok(Happening::WriteOff(amount)))
}

pub fn refund(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let amount = amount(context, matches)?;
    happen(context, matches, "loan.refund", |_, _| Ok(Happening::Refund(amount)))
}

/// `loan unpay NO AMOUNT --on DAY [--amount-now ..] [--on-now ..]`: a payment recorded wrongly is taken
/// back, or replaced; everything after it is worked out anew, and what changed is shown.
pub fn unpay(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let wrong = amount(context, matches)?;
    let on = day_or_today(context, matches, "on")?;
    let unit = context.unit.unwrap_or(Unit::Yuan);
    let right =
        matches.get_one::<String>("amount-now").map(|text| positive_amount(text, unit)).transpose();
    let right =
        right.map_err(|refusal| Failure::Record(vec![Fault { field: "amount", refusal }]))?;
    let moved = crate::cli::ledger::day(matches, "on-now")?;
    let ledger = context.open()?;
    let (changed, receipt) = ledger.write(context.act("loan.unpay"), |entry| {
        let card = loan(entry, &number)?;
        let event = Event { day: on, happening: Happening::Repay(wrong) };
        let Some(at) = card.events.iter().position(|recorded| recorded.event == event) else {
            return Err(Failure::from(LedgerError::NotFound {
                noun: "payment",
                id: format!("{number} {on} {wrong}"),
            }));
        };
        let lpr = entry.lpr_table()?;
        let mut after = card.clone();
        let taken = after.events.remove(at);
        entry.void_loan_event(card.id, taken.line)?;
        if right.is_some() || moved.is_some() {
            let amount = right.map_or(wrong, |read| read.value);
            let event = Event { day: moved.unwrap_or(on), happening: Happening::Repay(amount) };
            entry.bring_loan_event(card.id, &event, taken.reference.as_deref(), None)?;
            after.events.push(LoanEvent { event, line: i64::MAX, ..taken });
        }
        let after = after.in_order();
        let until = context.today();
        let old =
            Account::replay(&card.terms, &lpr, &card.happenings(), until).map_err(Failure::Loan)?;
        let new = Account::replay(&after.terms, &lpr, &after.happenings(), until)
            .map_err(Failure::Loan)?;
        entry.stand(&after, &lpr)?;
        Ok(Verdict::when(!context.dry_run, changes(context, &old, &new), "{}"))
    })?;
    if !context.json && !context.quiet {
        context.print(render(&changed, &style(context)).trim_end())?;
    }
    recorded(context, "loan.unpay", ledger, receipt)
}

/// The figures of the balance that differ.
fn changes(context: &Context, old: &Account<'_>, new: &Account<'_>) -> Table {
    let (old, new) = (old.balance(), new.balance());
    let mut table = Table::of(context.lang, &["figure", "before", "after", "difference"]);
    let pairs = [
        ("principal", old.principal, new.principal),
        ("interest", old.interest, new.interest),
        ("penalty", old.penalty, new.penalty),
        ("compound", old.compound, new.compound),
        ("total", old.total, new.total),
        ("overpaid", old.overpaid, new.overpaid),
        ("interest_paid", old.interest_paid, new.interest_paid),
    ];
    for (key, old, new) in pairs.into_iter().filter(|(_, old, new)| old != new) {
        let title = crate::i18n::titles::title(context.lang, key);
        let cells = [old.fen(), new.fen(), new.fen() - old.fen()].map(Cell::Yuan);
        table.row([Cell::code(key, title)].into_iter().chain(cells).collect());
    }
    table
}
