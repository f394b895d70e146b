//! Loans: contracts, what happens to them, corrections.
//!
//! Whatever is recorded, the loan is replayed with it: what cannot be worked out is refused, whichever door it came by.

mod standing;

use super::facts::{added, corrected, key, known_otherwise};
use super::outcome::{Effect, EffectKind, Notice, OnKnown, Stated};
use super::{Refusal, Writing, claim};
use crate::domain::loan::enrolment;
use crate::domain::loan::payments::{PaymentMatch, beside};
use crate::domain::loan::record::{
    BANK, BORROWER, BORROWER_ADDRESS, BORROWER_DISTRICT, BORROWER_USCC, DISBURSED_ON, ENROLLED_ON,
    ENROLLED_UNTIL, FIELDS, GROUPS, LOAN_NO, LoanRecord, REGISTRATION_NO, SCHEME, read_no,
};
use crate::domain::loan::{
    Account, Enrolment, Event, LoanEventKind, LoanProblem, LprTable, Payment,
};
use crate::domain::party::StatedPlace;
use crate::domain::patent::{Change, Named};
use crate::domain::pledge::{Evidence, GroundFinding, GroundOutcome, Rule};
use crate::domain::record::{Form, Texts, changes};
use crate::domain::values::{Date, Money, Percent};
use crate::domain::{Fault, Problem, Record};
use crate::ledger::{LoanCard, LoanEvent, PledgeId, Subject};

pub use standing::{
    LoanQuery, Standing, Standings, Unworked, account, explained, longest_overdue, of_loan,
    secured_loans, standings,
};

/// What can be asked of a loan.
#[derive(Debug, Clone)]
pub enum Request {
    /// The contract. With a day of disbursement all of it counts as disbursed that day.
    Open { form: Form },
    /// What is not said stays. `seen`: the entry the edit was made from.
    Correct { loan_no: String, form: Form, seen: Option<i64> },
    /// The loan should never have been recorded.
    Void { loan_no: String },
    /// Something other than a payment that happened on a day.
    Record { loan_no: String, event: Event },
    /// It counts under a scheme from a day on, or to one; what is not said of a known enrolment stays.
    Enrol { loan_no: String, scheme: String, since: Option<Date>, until: Option<Date> },
    /// A payment. `again`: a further one, though one of this day and amount is on the books.
    Repay { loan_no: String, payment: Payment, again: bool },
    /// A payment recorded wrongly is taken back, or another takes its place.
    Replace { loan_no: String, wrong: Payment, right: Option<Payment> },
    /// A publication of the loan prime rate later than those shipped.
    PublishLpr { day: Date, one_year: Percent, five_year: Percent, source: String },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Open { .. } => "loan.open",
            Self::Correct { .. } => "loan.correct",
            Self::Void { .. } => "loan.void",
            Self::Record { event, .. } => match event.happening {
                LoanEventKind::Disburse(_) => "loan.disburse",
                LoanEventKind::Repay(_) => "loan.repay",
                LoanEventKind::Extend { .. } => "loan.extend",
                LoanEventKind::Classify(_) => "loan.classify",
                LoanEventKind::WriteOff(_) => "loan.writeoff",
                LoanEventKind::Refund(_) => "loan.refund",
            },
            Self::Enrol { .. } => "loan.enrol",
            Self::Repay { .. } => "loan.repay",
            Self::Replace { .. } => "loan.unpay",
            Self::PublishLpr { .. } => "loan.lpr",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Open { form } => open(writing, form),
            Self::Correct { loan_no, form, seen } => correct(writing, loan_no, form, *seen),
            Self::Void { loan_no } => void(writing, loan_no),
            Self::Record { loan_no, event } => record(writing, loan_no, event),
            Self::Enrol { loan_no, scheme, since, until } => {
                enrol(writing, loan_no, scheme, *since, *until)
            }
            Self::Repay { loan_no, payment, again } => repay(writing, loan_no, payment, *again),
            Self::Replace { loan_no, wrong, right } => {
                replace(writing, loan_no, wrong, right.as_ref())
            }
            Self::PublishLpr { day, one_year, five_year, source } => {
                Ok(writing.entry.add_lpr(*day, *one_year, *five_year, source)?)
            }
        }
    }
}

fn open(writing: &mut Writing<'_, '_>, form: &Form) -> Result<(), Refusal> {
    let said = form.record();
    added(state(writing, &said, OnKnown::Refuse)?, "loan", || number_of(&said))
}

fn correct(
    writing: &mut Writing<'_, '_>,
    loan_no: &str,
    form: &Form,
    seen: Option<i64>,
) -> Result<(), Refusal> {
    let known = loan(writing, loan_no)?;
    writing.unchanged_since(seen, &Subject::Loan(known.id), "loan", loan_no)?;
    corrected(restate(writing, known, &form.record(), OnKnown::Correct)?)
}

/// Enrols a loan in a scheme, or says how long it is enrolled: a correction of the loan's own fields.
fn enrol(
    writing: &mut Writing<'_, '_>,
    loan_no: &str,
    scheme: &str,
    since: Option<Date>,
    until: Option<Date>,
) -> Result<(), Refusal> {
    let known = loan(writing, loan_no)?;
    let mut enrolments = writing.entry.enrolments_of(known.id)?;
    match enrolments.iter_mut().find(|known| known.scheme == scheme) {
        Some(known) => {
            known.since = since.or(known.since);
            known.until = until.or(known.until);
        }
        None => {
            let since = Some(since.unwrap_or(writing.today));
            enrolments.push(Enrolment { scheme: scheme.to_owned(), since, until });
        }
    }
    let mut form = Form::new(&FIELDS, None);
    let texts = enrolment::texts(&enrolments);
    for (field, text) in [SCHEME, ENROLLED_ON, ENROLLED_UNTIL].into_iter().zip(texts) {
        form.say(field, &text.unwrap_or_default());
    }
    corrected(restate(writing, known, &form.record(), OnKnown::Correct)?)
}

fn void(writing: &mut Writing<'_, '_>, loan_no: &str) -> Result<(), Refusal> {
    let known = loan(writing, loan_no)?;
    writing.entry.void_loan(&known)?;
    writing.did("loan", loan_no, EffectKind::Ended, Vec::new());
    Ok(())
}

/// Returns a loan in force.
fn loan(writing: &Writing<'_, '_>, loan_no: &str) -> Result<LoanCard, Refusal> {
    let found = writing.entry.loan_by_no(loan_no)?;
    found.ok_or_else(|| Refusal::not_found("loan", loan_no))
}

fn number_of(said: &Record<'_>) -> Result<String, Refusal> {
    key(said, LOAN_NO, read_no)
}

/// Takes a loan as a form or a row states it: a new one, the same again, or a correction where one is wanted.
pub(super) fn state(
    writing: &mut Writing<'_, '_>,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    match writing.entry.loan_by_no(&number_of(said)?)? {
        Some(known) => restate(writing, known, said, on_known),
        None => add(writing, said),
    }
}

fn add(writing: &mut Writing<'_, '_>, said: &Record<'_>) -> Result<Stated, Refusal> {
    let (read, notes) = LoanRecord::read(said, writing.today)?;
    let pledges = pledges_named(writing, &read.pledges)?;
    schemes_known(writing, &read.enrolments)?;
    let events: Vec<LoanEvent> = read
        .disbursed
        .map(|day| not_yet_recorded(disbursement(day, read.terms.limit_fen)))
        .into_iter()
        .collect();
    let mut card = LoanCard {
        id: 0,
        loan_no: read.loan_no.clone(),
        contract_no: read.contract_no.clone(),
        bank: 0,
        borrower: None,
        terms: read.terms.clone(),
        ip_part: read.ip_part,
        events,
        brought_by: 0,
        source_row: None,
    };
    let lpr = writing.lpr()?;
    replayed(&card, &lpr)?;
    let bank = writing.slots(std::slice::from_ref(&read.bank), StatedPlace::Nothing, "bank")?;
    let sits = writing.sits(said, BORROWER_DISTRICT, BORROWER_ADDRESS)?;
    let borrower = writing.slots(read.borrower.as_slice(), sits, "borrower")?;
    let row = writing.row;
    card.bank = writing.parties.accept_all(&bank)?[0];
    card.borrower = writing.parties.accept_all(&borrower)?.first().copied();
    card.id = writing.entry.add_loan(&card, &pledges, row)?;
    writing.entry.enrol_loan(card.id, &read.enrolments, row)?;
    for recorded in &card.events {
        writing.entry.bring_loan_event(card.id, &recorded.event, None, row)?;
    }
    writing.entry.stand(&card, &lpr)?;
    writing.notes(notes);
    let nothing = vec![None; FIELDS.len()];
    writing.did(
        "loan",
        &card.loan_no,
        EffectKind::Added,
        changes(&FIELDS, &nothing, &read.texts()),
    );
    Ok(Stated::Added)
}

/// Lays what is said over what is known of a loan, and checks the whole.
fn restate(
    writing: &mut Writing<'_, '_>,
    known: LoanCard,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let secured_by = writing.entry.pledges_securing(known.id)?;
    let enrolled = writing.entry.enrolments_of(known.id)?;
    let before = texts(writing, &known, &secured_by, enrolled.clone())?;
    let whole = said.over(&before, &GROUPS);
    let (read, notes) = LoanRecord::read(&whole, writing.today)?;
    let speaks_of = |fields: &[usize]| fields.iter().any(|field| said.speaks_of(*field));
    let pledges = match speaks_of(&[REGISTRATION_NO]) {
        true => pledges_named(writing, &read.pledges)?,
        false => secured_by.clone(),
    };
    if speaks_of(&[SCHEME]) {
        schemes_known(writing, &read.enrolments)?;
    }
    let bank = match speaks_of(&[BANK]) {
        true => writing.slots(std::slice::from_ref(&read.bank), StatedPlace::Nothing, "bank")?,
        false => vec![writing.parties.slot_of(known.bank)?],
    };
    let sits = writing.sits(said, BORROWER_DISTRICT, BORROWER_ADDRESS)?;
    let borrower = match speaks_of(&[BORROWER, BORROWER_USCC]) {
        true => writing.slots(read.borrower.as_slice(), sits, "borrower")?,
        false => known
            .borrower
            .iter()
            .map(|id| writing.parties.slot_of(*id))
            .collect::<Result<_, _>>()?,
    };
    // What the parties are called in the book, not in the row, tells one from another.
    let mut news = read.clone();
    news.bank = Named { code: None, ..writing.parties.named(bank[0]) };
    news.borrower = borrower.first().map(|slot| writing.parties.named(*slot));
    let differences = changes(&FIELDS, &before, &news.texts());
    if differences.is_empty() {
        return Ok(Stated::Unchanged);
    }
    if on_known == OnKnown::Refuse {
        return Err(known_otherwise(differences, &known.loan_no));
    }
    let enrolments = read.enrolments;
    let mut card = LoanCard {
        contract_no: read.contract_no,
        terms: read.terms,
        ip_part: read.ip_part,
        ..known.clone()
    };
    let moved = match speaks_of(&[DISBURSED_ON]) {
        true => move_disbursement(&mut card, read.disbursed),
        false => None,
    };
    let lpr = writing.lpr()?;
    replayed(&card, &lpr)?;
    let row = writing.row;
    card.bank = writing.parties.accept_all(&bank)?[0];
    card.borrower = writing.parties.accept_all(&borrower)?.first().copied();
    let contract_only = |card: &LoanCard| LoanCard { events: Vec::new(), ..card.clone() };
    if contract_only(&card) != contract_only(&known) {
        writing.entry.correct_loan(&card, row)?;
    }
    if pledges != secured_by {
        writing.entry.secure_loan(card.id, &pledges, row)?;
    }
    if enrolments != enrolled {
        writing.entry.enrol_loan(card.id, &enrolments, row)?;
    }
    if let Some((old, new)) = moved {
        old.map(|line| writing.entry.void_loan_event(line)).transpose()?;
        new.map(|event| writing.entry.bring_loan_event(card.id, &event, None, row)).transpose()?;
    }
    writing.entry.stand(&card, &lpr)?;
    writing.entry.keep_compensation_whole()?;
    writing.notes(notes);
    balance_moved(writing, &known, &card, writing.today, &lpr);
    writing.did("loan", &card.loan_no, EffectKind::Corrected, differences.clone());
    Ok(Stated::Corrected(differences))
}

/// The fields of a recorded loan as an export writes them.
fn texts(
    writing: &mut Writing<'_, '_>,
    card: &LoanCard,
    pledges: &[PledgeId],
    enrolments: Vec<Enrolment>,
) -> Result<Texts, Refusal> {
    let bank = writing.named(card.bank)?;
    let borrower = card.borrower.map(|id| writing.named(id)).transpose()?;
    let mut numbers = Vec::with_capacity(pledges.len());
    for pledge in pledges {
        numbers.extend(writing.entry.pledge_no(*pledge)?);
    }
    Ok(as_stated(card, bank, borrower, numbers, enrolments).texts())
}

/// A recorded loan as a form or a row states it; payments are stated on their own.
pub fn as_stated(
    card: &LoanCard,
    bank: Named,
    borrower: Option<Named>,
    pledges: Vec<String>,
    enrolments: Vec<Enrolment>,
) -> LoanRecord {
    LoanRecord {
        loan_no: card.loan_no.clone(),
        contract_no: card.contract_no.clone(),
        bank,
        borrower,
        terms: card.terms.clone(),
        disbursed: first_disbursement(card).map(|at| card.events[at].event.day),
        pledges,
        ip_part: card.ip_part,
        enrolments,
    }
}

fn pledges_named(writing: &Writing<'_, '_>, numbers: &[String]) -> Result<Vec<PledgeId>, Refusal> {
    let mut pledges = Vec::with_capacity(numbers.len());
    for number in numbers {
        match writing.entry.pledge_by_no(number)? {
            Some(pledge) => pledges.push(pledge.id),
            None => {
                let problem = Problem::UnknownReference { noun: "pledge" };
                let fault = Fault::new(FIELDS[REGISTRATION_NO], number.clone(), problem);
                return Err(Refusal::field(fault));
            }
        }
    }
    Ok(pledges)
}

fn schemes_known(writing: &Writing<'_, '_>, enrolments: &[Enrolment]) -> Result<(), Refusal> {
    for Enrolment { scheme, .. } in enrolments {
        if !writing.entry.knows_scheme(scheme)? {
            let problem = Problem::UnknownReference { noun: "scheme" };
            return Err(Refusal::field(Fault::new(FIELDS[SCHEME], scheme.clone(), problem)));
        }
    }
    Ok(())
}

fn disbursement(day: Date, fen: i64) -> Event {
    Event { day, happening: LoanEventKind::Disburse(Money::from_fen(fen)) }
}

fn not_yet_recorded(event: Event) -> LoanEvent {
    LoanEvent { line: i64::MAX, event, reference: None, brought_by: 0, source_row: None }
}

fn first_disbursement(card: &LoanCard) -> Option<usize> {
    card.events.iter().position(|e| matches!(e.event.happening, LoanEventKind::Disburse(_)))
}

/// Gives the first disbursement another day, adds the one that is missing, or takes the only one away. Returns the line
/// to end and the event to bring; none when nothing is to be done.
fn move_disbursement(
    card: &mut LoanCard,
    day: Option<Date>,
) -> Option<(Option<i64>, Option<Event>)> {
    let old = first_disbursement(card).map(|at| card.events[at].clone());
    if old.as_ref().map(|old| old.event.day) == day {
        return None;
    }
    if let Some(old) = &old {
        card.events.retain(|recorded| recorded.line != old.line);
    }
    let happening = match &old {
        Some(old) => old.event.happening.clone(),
        None => LoanEventKind::Disburse(Money::from_fen(card.terms.limit_fen)),
    };
    let new = day.map(|day| Event { day, happening });
    card.events.extend(new.clone().map(not_yet_recorded));
    *card = card.clone().in_order();
    Some((old.map(|old| old.line), new))
}

/// Replays all that is recorded of a loan.
///
/// Errors: what cannot be worked out.
fn replayed<'a>(card: &'a LoanCard, lpr: &'a LprTable) -> Result<Option<Account<'a>>, Refusal> {
    let Some(last) = card.events.last().map(|recorded| recorded.event.day) else { return Ok(None) };
    let account = card.replay(lpr, last).map_err(|problem| of_loan(card, problem))?;
    Ok(Some(account))
}

/// Tells what the loan owes at the close of `day`, before and after. A day past the last rate published tells nothing.
fn balance_moved(
    writing: &mut Writing<'_, '_>,
    before: &LoanCard,
    after: &LoanCard,
    day: Date,
    lpr: &LprTable,
) {
    let balance =
        |card: &LoanCard| card.replay(lpr, day).ok().map(|account| Box::new(account.balance()));
    if let Some(now) = balance(after) {
        let loan_no = after.loan_no.clone();
        writing.effect(Effect::Balance { loan_no, day, before: balance(before), after: now });
    }
}

/// Records something that happened, and replays the whole: what came later must still be possible.
fn record(writing: &mut Writing<'_, '_>, loan_no: &str, event: &Event) -> Result<(), Refusal> {
    if let LoanEventKind::Repay(amount) = event.happening {
        let payment = Payment { day: event.day, amount, reference: None };
        return repay(writing, loan_no, &payment, false);
    }
    not_in_future(writing, "on", event.day)?;
    let known = loan(writing, loan_no)?;
    let after = with(&known, event.clone(), None);
    let lpr = writing.lpr()?;
    let over_extended = replayed(&after, &lpr)?.is_some_and(|account| account.over_extended());
    if let LoanEventKind::Extend { new_due, .. } = event.happening {
        ends_before(writing, &known, event.day, new_due)?;
        if over_extended {
            writing.notice(Notice::OverExtended { loan_no: loan_no.to_owned() });
        }
    }
    writing.entry.bring_loan_event(known.id, event, None, writing.row)?;
    writing.entry.stand(&after, &lpr)?;
    let due = known.replay(&lpr, event.day).ok().map(|account| account.balance().due);
    writing.did("loan", loan_no, EffectKind::Corrected, said_of(event, due));
    balance_moved(writing, &known, &after, event.day, &lpr);
    Ok(())
}

/// What an event says, field by field; `due`: the last day before it.
fn said_of(event: &Event, due: Option<Date>) -> Vec<Change> {
    let (code, field, value) = match &event.happening {
        LoanEventKind::Disburse(amount) => ("disburse", "amount", amount.to_string()),
        LoanEventKind::Repay(amount) => ("repay", "amount", amount.to_string()),
        LoanEventKind::WriteOff(amount) => ("writeoff", "amount", amount.to_string()),
        LoanEventKind::Refund(amount) => ("refund", "amount", amount.to_string()),
        LoanEventKind::Classify(class) => ("classify", "class", class.code().to_owned()),
        LoanEventKind::Extend { new_due, .. } => ("extend", "extended_to", new_due.to_string()),
    };
    let said = |field, new: String| Change { field, old: String::new(), new };
    let mut last = said(field, value);
    if let (LoanEventKind::Extend { .. }, Some(due)) = (&event.happening, due) {
        last.old = due.to_string();
    }
    vec![said("verb", code.to_owned()), said("on", event.day.to_string()), last]
}

fn with(known: &LoanCard, event: Event, reference: Option<String>) -> LoanCard {
    let mut after = known.clone();
    after.events.push(LoanEvent { reference, ..not_yet_recorded(event) });
    after.in_order()
}

/// Says which pledges end, by their own terms or their patents', before the loan's new last day.
fn ends_before(
    writing: &mut Writing<'_, '_>,
    card: &LoanCard,
    on: Date,
    new_due: Date,
) -> Result<(), Refusal> {
    for pledge in writing.entry.pledges_securing(card.id)? {
        let Some(pledge) = writing.entry.pledge_by_id(pledge)? else { continue };
        let state = pledge.state(on);
        if state.debt_to.is_some_and(|debt_to| debt_to < new_due) {
            let registration_no = pledge.pledge.number.to_string();
            writing.notice(Notice::PledgeEndsBefore { registration_no, debt_to: new_due });
        }
        for patent in state.patents {
            let facts = writing.entry.patent_facts(patent, on)?;
            if let Some(term_end) = facts.term_end.filter(|end| new_due > *end) {
                let evidence = Evidence::PastTerm { debt_to: new_due, term_end };
                let (rule, outcome) = (Rule::R6, GroundOutcome::Flag);
                let finding = GroundFinding { rule, patent: Some(patent), outcome, evidence };
                writing.notice(Notice::Against(finding));
            }
        }
    }
    Ok(())
}

fn not_in_future(writing: &Writing<'_, '_>, field: &'static str, day: Date) -> Result<(), Refusal> {
    let today = writing.today;
    match day > today {
        true => {
            let problem = Problem::DateInFuture { today };
            Err(Refusal::field(Fault::new(field, day.to_string(), problem)))
        }
        false => Ok(()),
    }
}

fn repay(
    writing: &mut Writing<'_, '_>,
    loan_no: &str,
    payment: &Payment,
    again: bool,
) -> Result<(), Refusal> {
    not_in_future(writing, "on", payment.day)?;
    let known = loan(writing, loan_no)?;
    let (places, recorded) = known.payments();
    let met = match again {
        true => PaymentMatch::New,
        false => beside(&recorded, std::slice::from_ref(payment))[0],
    };
    match met {
        PaymentMatch::Known(_) | PaymentMatch::Repeated(_) => {
            Err(Refusal::already_there("payment", format!("{loan_no} {}", payment.day)))
        }
        PaymentMatch::OtherReference(at) => {
            Err(of_loan(&known, under_other_reference(&recorded[at])))
        }
        PaymentMatch::Completes(at) => {
            complete(writing, &known, places[at], payment)?;
            let reference = payment.reference.clone().unwrap_or_default();
            let change = Change { field: "reference", old: String::new(), new: reference };
            writing.did("payment", loan_no, EffectKind::Corrected, vec![change]);
            Ok(())
        }
        PaymentMatch::New => {
            let lpr = writing.lpr()?;
            let event = Event { day: payment.day, happening: LoanEventKind::Repay(payment.amount) };
            let after = with(&known, event.clone(), payment.reference.clone());
            replayed(&after, &lpr)?;
            let reference = payment.reference.as_deref();
            writing.entry.bring_loan_event(known.id, &event, reference, writing.row)?;
            let amount = writing.entry.stand(&after, &lpr)?;
            if !amount.is_zero() {
                writing.notice(Notice::Overpaid { loan_no: loan_no.to_owned(), amount });
            }
            balance_moved(writing, &known, &after, payment.day, &lpr);
            if let Some(notice) = claim::due_back(writing, &known, payment.amount)? {
                writing.notice(notice);
            }
            Ok(())
        }
    }
}

/// Why a payment is not booked beside a like one under another reference: whether it is that one nobody can tell here.
fn under_other_reference(known: &Payment) -> LoanProblem {
    let reference = known.reference.clone().unwrap_or_default();
    LoanProblem::PaymentUnderOtherReference { day: known.day, amount: known.amount, reference }
}

/// Gives a recorded payment the reference it lacks.
fn complete(
    writing: &Writing<'_, '_>,
    card: &LoanCard,
    at: usize,
    payment: &Payment,
) -> Result<(), Refusal> {
    let recorded = &card.events[at];
    writing.entry.void_loan_event(recorded.line)?;
    let reference = payment.reference.as_deref();
    writing.entry.bring_loan_event(card.id, &recorded.event, reference, writing.row)?;
    Ok(())
}

/// Tells which payments of one loan are new, in order; of the others where they stand. What the loan's rules refuse is
/// told apart: all new ones are tried at once, one by one only where they do not go together. What repeats a payment is
/// refused with it. `again`: those that may be known under another reference are further ones.
pub(super) fn settle(
    card: &LoanCard,
    payments: &[Payment],
    again: bool,
    lpr: &LprTable,
) -> Vec<Result<PaymentMatch, LoanProblem>> {
    let (places, recorded) = card.payments();
    let met = beside(&recorded, payments).into_iter().map(|met| match met {
        PaymentMatch::Completes(at) => Ok(PaymentMatch::Completes(places[at])),
        PaymentMatch::Known(at) => Ok(PaymentMatch::Known(places[at])),
        PaymentMatch::OtherReference(_) if again => Ok(PaymentMatch::New),
        PaymentMatch::OtherReference(at) => Err(under_other_reference(&recorded[at])),
        PaymentMatch::New | PaymentMatch::Repeated(_) => Ok(met),
    });
    let met: Vec<Result<PaymentMatch, LoanProblem>> = met.collect();
    let event = |payment: &Payment| Event {
        day: payment.day,
        happening: LoanEventKind::Repay(payment.amount),
    };
    let goes = |card: &LoanCard| -> Result<(), LoanProblem> {
        match card.events.last() {
            Some(last) => card.replay(lpr, last.event.day).map(|_| ()),
            None => Ok(()),
        }
    };
    let is_new = |met: &Result<PaymentMatch, LoanProblem>| matches!(met, Ok(PaymentMatch::New));
    let new = || payments.iter().zip(&met).filter(|(_, met)| is_new(met));
    let mut together = card.clone();
    together.events.extend(new().map(|(payment, _)| not_yet_recorded(event(payment))));
    let all_go = goes(&together.in_order()).is_ok();
    let mut sofar = card.clone();
    let mut tried: Vec<Result<PaymentMatch, LoanProblem>> = Vec::with_capacity(met.len());
    for (payment, met) in payments.iter().zip(met) {
        tried.push(match met {
            Ok(PaymentMatch::New) if !all_go => {
                let next = with(&sofar, event(payment), None);
                goes(&next).map(|()| {
                    sofar = next;
                    PaymentMatch::New
                })
            }
            Ok(PaymentMatch::Repeated(first)) => {
                tried[first].clone().map(|_| PaymentMatch::Repeated(first))
            }
            met => met,
        });
    }
    tried
}

/// Takes back a payment recorded wrongly, or puts another in its place; everything after it is worked out anew.
fn replace(
    writing: &mut Writing<'_, '_>,
    loan_no: &str,
    wrong: &Payment,
    right: Option<&Payment>,
) -> Result<(), Refusal> {
    let known = loan(writing, loan_no)?;
    let (places, recorded) = known.payments();
    let PaymentMatch::Known(at) = beside(&recorded, std::slice::from_ref(wrong))[0] else {
        let id = format!("{loan_no} {} {}", wrong.day, wrong.amount);
        return Err(Refusal::not_found("payment", id));
    };
    let mut after = known.clone();
    let taken = after.events.remove(places[at]);
    let mut reference = None;
    if let Some(right) = right {
        not_in_future(writing, "on-now", right.day)?;
        reference = right.reference.clone().or_else(|| taken.reference.clone());
        let event = Event { day: right.day, happening: LoanEventKind::Repay(right.amount) };
        after = with(&after, event, reference.clone());
    }
    let lpr = writing.lpr()?;
    replayed(&after, &lpr)?;
    writing.entry.void_loan_event(taken.line)?;
    if let Some(right) = right {
        let event = Event { day: right.day, happening: LoanEventKind::Repay(right.amount) };
        writing.entry.bring_loan_event(known.id, &event, reference.as_deref(), writing.row)?;
    }
    writing.entry.stand(&after, &lpr)?;
    balance_moved(writing, &known, &after, writing.today, &lpr);
    Ok(())
}
