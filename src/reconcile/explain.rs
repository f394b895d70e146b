//! Why a matched line differs: the loan is replayed as it would stand if one thing were otherwise, and the first
//! such thing, cheapest first, that makes every difference go away and makes no new one is the cause.

use super::compare::{Difference, Ours, Tolerance, Value, compare};
use super::spelling::{digits_swapped, noughts, other_unit};
use crate::domain::loan::{Account, Class, Event, LoanEventKind, LprTable, Rate, Terms};
use crate::domain::reconciliation::{CauseKind, Proposal};
use crate::domain::statement::StatementLine;
use crate::domain::values::{Date, Money, Percent};

/// Why fields differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explanation {
    /// One side is in yuan, the other in 10,000 yuan.
    Unit,
    /// Rounded by the bank to a whole unit, in fen.
    Rounding { to_fen: i64 },
    /// Two neighbouring digits swapped.
    SwappedDigits,
    /// The bank counts interest for this many more days than we do (fewer, when negative).
    DayCountEnd { days: i32 },
    /// The bank changed the class, and the change is not recorded here.
    ClassChanged { class: Class },
    /// An extension that is not recorded here.
    ExtensionNotRecorded { to: Date },
    /// The bank charges the rate of an earlier or a later repricing day.
    RepricedOtherDay { rate: Percent, later: bool },
    /// A payment recorded here that the bank has not booked.
    PaymentMissingAtBank { day: Date, amount: Money },
    /// A payment the bank has booked and that is not recorded here; the day is the one that makes the figures agree.
    PaymentMissingHere { day: Date, amount: Money },
    /// A payment the bank has booked on another day.
    PaymentOnOtherDay { line: i64, ours: Date, bank: Date, amount: Money },
    /// The statement names a different pledge.
    OtherPledge,
    /// The statement names a different firm; with the same credit code, possibly under a new name.
    OtherBorrower { same_code: bool },
    /// The number differs; `of` is the loan it belongs to.
    OtherNumber { of: Option<String> },
    /// A number or a name differs by one typing error.
    Misspelt,
    /// The bank's figure has this many more zeros than ours (fewer, when negative).
    Noughts { more: i32 },
    /// The cell cannot be read.
    Unreadable,
    /// The line states no balance.
    NotStated,
    /// None of these.
    Unknown,
}

impl Explanation {
    pub fn kind(&self) -> CauseKind {
        match self {
            Self::Unit => CauseKind::Unit,
            Self::Rounding { .. } => CauseKind::Rounding,
            Self::SwappedDigits => CauseKind::SwappedDigits,
            Self::DayCountEnd { .. } => CauseKind::DayCountEnd,
            Self::ClassChanged { .. } => CauseKind::ClassChanged,
            Self::ExtensionNotRecorded { .. } => CauseKind::ExtensionNotRecorded,
            Self::RepricedOtherDay { later: true, .. } => CauseKind::RepricedLate,
            Self::RepricedOtherDay { later: false, .. } => CauseKind::RepricedEarly,
            Self::PaymentMissingAtBank { .. } => CauseKind::PaymentMissingAtBank,
            Self::PaymentMissingHere { .. } => CauseKind::PaymentMissingHere,
            Self::PaymentOnOtherDay { .. } => CauseKind::PaymentOnOtherDay,
            Self::OtherPledge => CauseKind::OtherPledge,
            Self::OtherBorrower { .. } => CauseKind::OtherBorrower,
            Self::OtherNumber { .. } => CauseKind::OtherNumber,
            Self::Misspelt => CauseKind::Misspelt,
            Self::Noughts { .. } => CauseKind::Noughts,
            Self::Unreadable => CauseKind::Unreadable,
            Self::NotStated => CauseKind::NotStated,
            Self::Unknown => CauseKind::Unknown,
        }
    }

    pub fn code(&self) -> &'static str {
        self.kind().code()
    }
}

/// A cause, the fields it explains, and what would settle them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub cause: Explanation,
    pub fields: Vec<&'static str>,
    pub proposal: Option<Proposal>,
}

/// A loan as it can be replayed: its terms, and what happened with the line of each event.
#[derive(Debug, Clone, Copy)]
pub struct Replayed<'a> {
    pub terms: &'a Terms,
    pub events: &'a [Event],
    /// The lines of the events, in their order.
    pub lines: &'a [i64],
    pub lpr: &'a LprTable,
    pub registrations: &'a [String],
    pub as_of: Date,
}

/// How far a day may be off, and how far back payments are looked at.
const MOST_DAYS_OFF: i32 = 5;
const MOST_DAYS_MOVED: i32 = 15;
const MOST_PAYMENTS: usize = 36;
/// Most iterations in which an amount is adjusted until the balance fits.
const MOST_TRIES: usize = 4;

impl Replayed<'_> {
    /// What the ledger would say on this day with these events; none if the loan cannot be replayed with them.
    fn ours(&self, events: &[Event], as_of: Date) -> Option<Ours> {
        let account = Account::replay(self.terms, self.lpr, events, as_of).ok()?;
        let limit = Money::from_fen(self.terms.limit_fen);
        Some(Ours::of(&account, limit))
    }

    fn with(&self, day: Date, happening: LoanEventKind) -> Vec<Event> {
        let mut events = self.events.to_vec();
        let at = events.partition_point(|event| event.day <= day);
        events.insert(at, Event { day, happening });
        events
    }
}

/// Explains the differences of a line from one loan; every field is in exactly one explanation.
pub fn explain(
    line: &StatementLine,
    differences: &[Difference],
    loan: &Replayed<'_>,
    tolerance: &Tolerance,
) -> Vec<Explained> {
    // Typing errors explain themselves; the remaining differences must have one common cause.
    let mut explained: Vec<Explained> = Vec::new();
    let mut open: Vec<&Difference> = Vec::new();
    let mut slips: Vec<(&Difference, Explanation)> = Vec::new();
    for difference in differences {
        match slip(difference) {
            Some(cause @ (Explanation::Rounding { .. } | Explanation::Noughts { .. })) => {
                slips.push((difference, cause));
            }
            Some(cause) => add(&mut explained, cause, difference.field, None),
            None => open.push(difference),
        }
    }
    // What happened to a loan may move an amount by a fen, or to a tenth, as well: such a slip is a cause by itself
    // only where nothing else is left.
    if !open.is_empty() && !slips.is_empty() {
        let all: Vec<&Difference> =
            open.iter().copied().chain(slips.iter().map(|(difference, _)| *difference)).collect();
        if let Some((cause, proposal)) = otherwise(line, &all, loan, tolerance) {
            for difference in all {
                add(&mut explained, cause.clone(), difference.field, proposal);
            }
            return explained;
        }
    }
    for (difference, cause) in slips {
        add(&mut explained, cause, difference.field, None);
    }
    if open.is_empty() {
        return explained;
    }
    if let Some((cause, proposal)) = otherwise(line, &open, loan, tolerance) {
        for difference in open {
            add(&mut explained, cause.clone(), difference.field, proposal);
        }
        return explained;
    }
    let one_by_one: Vec<(Explanation, Option<Proposal>)> =
        open.iter().map(|difference| alone(difference, loan.as_of)).collect();
    // A payment of exactly the difference explains any lower balance, so it is tried last.
    if one_by_one.iter().any(|(cause, _)| *cause == Explanation::Unknown)
        && let Some((day, amount)) = any_payment(line, &open, loan, tolerance)
    {
        let cause = Explanation::PaymentMissingHere { day, amount };
        for difference in open {
            let proposal = Some(Proposal::Repay { day, amount });
            add(&mut explained, cause.clone(), difference.field, proposal);
        }
        return explained;
    }
    for (difference, (cause, proposal)) in open.iter().zip(one_by_one) {
        add(&mut explained, cause, difference.field, proposal);
    }
    explained
}

fn add(
    explained: &mut Vec<Explained>,
    cause: Explanation,
    field: &'static str,
    proposal: Option<Proposal>,
) {
    match explained.iter_mut().find(|known| known.cause == cause) {
        Some(known) => known.fields.push(field),
        None => explained.push(Explained { cause, fields: vec![field], proposal }),
    }
}

/// Explains differences that each show by themselves what they are; none where one of them does not.
pub(super) fn by_themselves(differences: &[Difference]) -> Option<Vec<Explained>> {
    let mut explained = Vec::new();
    for difference in differences {
        match slip(difference)? {
            Explanation::Rounding { .. } | Explanation::Noughts { .. } if differences.len() > 1 => {
                return None;
            }
            cause => add(&mut explained, cause, difference.field, None),
        }
    }
    Some(explained)
}

/// Errors that a single cell shows: an unreadable cell, a wrong unit, too many zeros, a rounded amount.
fn slip(difference: &Difference) -> Option<Explanation> {
    match (&difference.bank, &difference.ledger) {
        _ if difference.field == "registration_no" => Some(Explanation::OtherPledge),
        (Value::Text(_), _) => Some(Explanation::Unreadable),
        (Value::Nothing, _) if difference.field == "balance" => Some(Explanation::NotStated),
        (Value::Money(bank), Value::Money(ours)) => {
            let (bank, ours) = (bank.fen(), ours.fen());
            if other_unit(bank, ours) {
                return Some(Explanation::Unit);
            }
            if let Some(more) = noughts(bank, ours) {
                return Some(Explanation::Noughts { more });
            }
            // To ten yuan at most: beyond, a rounded amount is another amount. Of 10,000 yuan, two decimals.
            let steps: [i64; 4] = [10, 100, 1_000, 10_000];
            let to_fen = steps.into_iter().find(|step| {
                bank % step == 0
                    && ours % step != 0
                    && bank.abs_diff(ours) <= step.unsigned_abs() / 2
            });
            let wan = |fen: i64| fen % 10_000 == 0;
            let wan = wan(bank) && !wan(ours) && bank.abs_diff(ours) <= 5_000;
            let off_by_one = bank.abs_diff(ours) == 1;
            to_fen
                .or(off_by_one.then_some(1))
                .or(wan.then_some(10_000))
                .map(|to_fen| Explanation::Rounding { to_fen })
        }
        _ => None,
    }
}

/// What one cell shows, when nothing that happened to the loan explains the line.
fn alone(difference: &Difference, as_of: Date) -> (Explanation, Option<Proposal>) {
    let written = |value: &Value| match value {
        Value::Percent(percent) => format!("{percent:.4}"),
        other => other.to_string(),
    };
    let swapped = || digits_swapped(&written(&difference.bank), &written(&difference.ledger));
    match (&difference.bank, &difference.ledger) {
        (Value::Money(_) | Value::Date(_) | Value::Percent(_) | Value::Days(_), _) if swapped() => {
            (Explanation::SwappedDigits, None)
        }
        (Value::Date(bank), Value::Date(ours)) if difference.field == "due_on" && bank > ours => {
            (Explanation::ExtensionNotRecorded { to: *bank }, None)
        }
        (Value::Class(class), _) => {
            let proposal = Proposal::Classify { class: *class, day: as_of };
            (Explanation::ClassChanged { class: *class }, Some(proposal))
        }
        _ => (Explanation::Unknown, None),
    }
}

/// Says whether the line would agree with what the ledger would say. A slip beside it stays a slip: only the open
/// fields, and those that agreed, must agree then.
fn settling<'a>(
    line: &'a StatementLine,
    open: &[&Difference],
    loan: &Replayed<'a>,
    tolerance: &'a Tolerance,
) -> Option<impl Fn(Option<Ours>) -> bool + 'a> {
    let registrations = loan.registrations;
    let now = loan.ours(loan.events, loan.as_of)?;
    let is_open = |field: &str| open.iter().any(|difference| difference.field == field);
    let all = compare(line, &now, registrations, tolerance);
    let slips: Vec<&'static str> =
        all.iter().map(|d| d.field).filter(|field| !is_open(field)).collect();
    Some(move |ours: Option<Ours>| {
        ours.is_some_and(|ours| {
            let left = compare(line, &ours, registrations, tolerance);
            left.iter().all(|left| slips.contains(&left.field))
        })
    })
}

/// Finds the single change to the loan's history that would remove all open differences.
fn otherwise(
    line: &StatementLine,
    open: &[&Difference],
    loan: &Replayed<'_>,
    tolerance: &Tolerance,
) -> Option<(Explanation, Option<Proposal>)> {
    let fields: Vec<&str> = open.iter().map(|difference| difference.field).collect();
    let settles = settling(line, open, loan, tolerance)?;
    let only = |of: &[&str]| fields.iter().all(|field| of.contains(field));
    if only(&["class"]) || fields.iter().any(|field| ["principal", "disbursed_on"].contains(field))
    {
        return None;
    }
    // Days counted to another day: nothing else happened.
    if only(&["interest", "days_overdue", "class"]) {
        let to = (1..=MOST_DAYS_OFF).flat_map(|days| [days, -days]);
        for days in to {
            let end = loan.as_of.add_days(days)?;
            let events: Vec<Event> =
                loan.events.iter().filter(|event| event.day <= loan.as_of).cloned().collect();
            let Some(counted) = loan.ours(&events, end) else { continue };
            // Only what grows by the day is counted to the other day; what was paid stays paid.
            let now = loan.ours(loan.events, loan.as_of)?;
            let days_overdue = counted.days_overdue;
            let fits = [now.days_overdue, days_overdue].into_iter().any(|days_overdue| {
                let ours = Ours { interest: counted.interest, days_overdue, ..now };
                settles(Some(ours))
            });
            if fits {
                return Some((Explanation::DayCountEnd { days }, None));
            }
        }
    }
    if let Some(to) = line.due.filter(|_| fields.contains(&"due_on")) {
        return extended(to, loan, &settles);
    }
    if let Some(rate) = line.rate.filter(|_| fields.contains(&"rate_percent")) {
        return repriced(rate, loan, &settles).map(|cause| (cause, None));
    }
    payments(line, &fields, loan, &settles)
}

/// An extension agreed at some time in the last year; the instalments since then show when.
fn extended(
    to: Date,
    loan: &Replayed<'_>,
    settles: &dyn Fn(Option<Ours>) -> bool,
) -> Option<(Explanation, Option<Proposal>)> {
    const MOST_DAYS_AGO: i32 = 366;
    let due = loan.ours(loan.events, loan.as_of)?.due;
    let last = due.min(loan.as_of);
    let found = (0..MOST_DAYS_AGO).filter_map(|ago| last.add_days(-ago)).find(|day| {
        let extended = loan.with(*day, LoanEventKind::Extend { new_due: to, rate: None });
        settles(loan.ours(&extended, loan.as_of))
    });
    let proposal = Proposal::Extend { day: found?, to };
    (to > due).then_some((Explanation::ExtensionNotRecorded { to }, Some(proposal)))
}

/// The rate of the pricing day before, or of the next one.
fn repriced(
    rate: Percent,
    loan: &Replayed<'_>,
    settles: &dyn Fn(Option<Ours>) -> bool,
) -> Option<Explanation> {
    let Rate::Lpr { reprice, .. } = loan.terms.rate else { return None };
    let start = loan.events.iter().find(|e| matches!(e.happening, LoanEventKind::Disburse(_)))?.day;
    let last = reprice.pricing_day(start, loan.as_of);
    let before = loan.terms.rate.on(last.add_days(-1)?, start, loan.lpr).ok();
    // The bank may as well have priced on the LPR of another day since.
    let today = Rate::Lpr {
        tenor: match loan.terms.rate {
            Rate::Lpr { tenor, .. } => tenor,
            _ => return None,
        },
        basis_points: match loan.terms.rate {
            Rate::Lpr { basis_points, .. } => basis_points,
            _ => return None,
        },
        reprice: crate::domain::loan::Reprice::Never,
    };
    let fresh = today.on(loan.as_of, loan.as_of, loan.lpr).ok();
    let (from, later) = if before == Some(rate) && last > start {
        (last, true)
    } else if fresh == Some(rate) {
        (loan.as_of, false)
    } else {
        return None;
    };
    // Which days bear the other rate shows in the interest, where the bank states it.
    let due = loan.ours(loan.events, loan.as_of)?.due;
    let charged = |day: Date| {
        let happening = LoanEventKind::Extend { new_due: due, rate: Some(Rate::Fixed(rate)) };
        loan.ours(&loan.with(day, happening), loan.as_of)
    };
    let fits = settles(charged(from)) || {
        let kept = Terms { rate: Rate::Fixed(rate), ..loan.terms.clone() };
        let other = Replayed { terms: &kept, ..*loan };
        settles(other.ours(loan.events, loan.as_of))
    };
    let told = Explanation::RepricedOtherDay { rate, later };
    if fits {
        return Some(told);
    }
    // If the line states no interest, only the rate is reported, not the day it changed.
    let mut same_rate = loan.ours(loan.events, loan.as_of)?;
    same_rate.rate = Some(rate);
    settles(Some(same_rate)).then_some(told)
}

/// A payment missing on one side, or booked on different days.
fn payments(
    line: &StatementLine,
    fields: &[&str],
    loan: &Replayed<'_>,
    settles: &dyn Fn(Option<Ours>) -> bool,
) -> Option<(Explanation, Option<Proposal>)> {
    let paid: Vec<(usize, Date, Money)> = loan
        .events
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(at, event)| match event.happening {
            LoanEventKind::Repay(amount) if event.day <= loan.as_of => {
                Some((at, event.day, amount))
            }
            _ => None,
        })
        .take(MOST_PAYMENTS)
        .collect();
    for (at, day, amount) in &paid {
        let mut events = loan.events.to_vec();
        events.remove(*at);
        if settles(loan.ours(&events, loan.as_of)) {
            let (day, amount) = (*day, *amount);
            return Some((Explanation::PaymentMissingAtBank { day, amount }, None));
        }
    }
    if let Some((day, amount)) = missing_here(loan, settles) {
        let proposal = Proposal::Repay { day, amount };
        return Some((Explanation::PaymentMissingHere { day, amount }, Some(proposal)));
    }
    for (at, ours, amount) in paid {
        for days in (1..=MOST_DAYS_MOVED).flat_map(|days| [days, -days]) {
            let Some(bank) = ours.add_days(days).filter(|day| *day <= loan.as_of) else { continue };
            let mut events = loan.events.to_vec();
            let Event { happening, .. } = events.remove(at);
            let to = events.partition_point(|event| event.day <= bank);
            events.insert(to, Event { day: bank, happening });
            if settles(loan.ours(&events, loan.as_of)) {
                let line = loan.lines.get(at).copied()?;
                let cause = Explanation::PaymentOnOtherDay { line, ours, bank, amount };
                return Some((cause, Some(Proposal::Move { line, day: bank, amount })));
            }
        }
    }
    // What is paid early costs no more interest: a balance alone does not tell a payment from a slip.
    if !fields.contains(&"interest") {
        return None;
    }
    let (day, amount) = between_due_days(line, loan, settles)?;
    let proposal = Proposal::Repay { day, amount };
    Some((Explanation::PaymentMissingHere { day, amount }, Some(proposal)))
}

/// A payment of what was due on a due day that would make the line agree.
fn missing_here(
    loan: &Replayed<'_>,
    settles: &dyn Fn(Option<Ours>) -> bool,
) -> Option<(Date, Money)> {
    due_parts(loan)?.into_iter().find(|part| fits(loan, settles, *part))
}

/// An early repayment (提前还款) on whatever day: the amount shows in the balance, the day in the interest.
fn between_due_days(
    line: &StatementLine,
    loan: &Replayed<'_>,
    settles: &dyn Fn(Option<Ours>) -> bool,
) -> Option<(Date, Money)> {
    let (balance, interest) = line.balance.zip(line.interest)?;
    let first = loan.events.iter().find(|e| matches!(e.happening, LoanEventKind::Disburse(_)))?.day;
    let fallen = loan.ours(loan.events, loan.as_of)?.balance.checked_sub(balance)?;
    if fallen <= Money::ZERO {
        return None;
    }
    // What is owed on the day is paid first: as much as does not reach the principal is paid beside.
    let paid_on = |day: Date| {
        let mut amount = fallen;
        for _ in 0..MOST_TRIES {
            let ours = loan.ours(&loan.with(day, LoanEventKind::Repay(amount)), loan.as_of)?;
            let short = ours.balance.checked_sub(balance)?;
            if short.is_zero() {
                return Some((amount, ours));
            }
            amount = amount.checked_add(short).filter(|amount| *amount > Money::ZERO)?;
        }
        None
    };
    let interest_on = |day: i32| Some(paid_on(Date::from_days(day)?)?.1.interest);
    // From one due day to the next the interest moves one way only; on a due day it may leap.
    let due = due_parts(loan).into_iter().flatten().map(|(day, _)| day.days());
    let mut bounds: Vec<i32> = due.chain([first.days() - 1, loan.as_of.days()]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    bounds.retain(|day| (first.days() - 1..=loan.as_of.days()).contains(day));
    bounds.windows(2).rev().find_map(|bounds| {
        let (from, to) = (bounds[0] + 1, bounds[1]);
        let (at_from, at_to) = (interest_on(from)?, interest_on(to)?);
        if interest < at_from.min(at_to) || interest > at_from.max(at_to) {
            return None;
        }
        let (mut early, mut late) = (from, to);
        while early < late {
            let day = early.midpoint(late);
            let is_before = match at_from <= at_to {
                true => interest_on(day)? < interest,
                false => interest_on(day)? > interest,
            };
            if is_before { early = day + 1 } else { late = day }
        }
        // Interest is rounded and does not change every day, so the neighbouring days are tried too.
        let near = [late, late + 1, late - 1, late + 2, late - 2];
        near.into_iter().filter(|day| (from..=to).contains(day)).find_map(|day| {
            let day = Date::from_days(day)?;
            let (amount, ours) = paid_on(day)?;
            settles(Some(ours)).then_some((day, amount))
        })
    })
}

/// The last due days up to the cut-off with what was due, and what falls due next as if paid on the cut-off.
fn due_parts(loan: &Replayed<'_>) -> Option<Vec<(Date, Money)>> {
    const MOST_DUE_DAYS: usize = 12;
    let account = Account::replay(loan.terms, loan.lpr, loan.events, loan.as_of).ok()?;
    let schedule = account.schedule().ok()?;
    let due = schedule.iter().rev().filter(|part| part.due <= loan.as_of).take(MOST_DUE_DAYS);
    let mut parts: Vec<(Date, Money)> = due.map(|part| (part.due, part.payment)).collect();
    let next = schedule.iter().find(|part| part.due > loan.as_of);
    parts.extend(next.map(|part| (loan.as_of, part.payment)));
    Some(parts)
}

fn fits(
    loan: &Replayed<'_>,
    settles: &dyn Fn(Option<Ours>) -> bool,
    (day, amount): (Date, Money),
) -> bool {
    amount > Money::ZERO
        && settles(loan.ours(&loan.with(day, LoanEventKind::Repay(amount)), loan.as_of))
}

/// A payment of the difference itself, with what was owed before it, on the cut-off or a due day.
fn any_payment(
    line: &StatementLine,
    open: &[&Difference],
    loan: &Replayed<'_>,
    tolerance: &Tolerance,
) -> Option<(Date, Money)> {
    let settles = settling(line, open, loan, tolerance)?;
    let ours = loan.ours(loan.events, loan.as_of)?;
    let fallen = line.balance.and_then(|bank| ours.balance.checked_sub(bank));
    let owed_less = line.interest.and_then(|bank| ours.interest.checked_sub(bank));
    let together = fallen.unwrap_or_default().checked_add(owed_less.unwrap_or_default());
    let with_interest = fallen.and_then(|amount| amount.checked_add(ours.interest));
    let mut days = vec![loan.as_of];
    days.extend(due_parts(loan).into_iter().flatten().map(|(day, _)| day));
    let amounts = [fallen, together, with_interest].into_iter().flatten();
    let tried = amounts.flat_map(|amount| days.iter().map(move |day| (*day, amount)));
    tried.into_iter().find(|part| fits(loan, &settles, *part))
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
