//! Claims on a scheme: drafted, filed, decided by a second person, paid, settled, recovered.

use std::collections::BTreeSet;

use super::outcome::{EffectKind as Done, Notice};
use super::{Effect, Refusal, Writing};
use crate::domain::claim::{
    Asking, Claim, ClaimAction, ClaimEventKind, ClaimRefusal, ClaimState, Decided, Ground,
    LoanFacts, Membership, Standing, grounds, same_person, used,
};
use crate::domain::loan::interest::interest_on;
use crate::domain::loan::{
    Account, Class, Enrolment, LoanEventKind as LoanHappening, LprTable, Rate,
};
use crate::domain::patent::Change;
use crate::domain::pledge::GroundOutcome;
use crate::domain::scheme::{
    Loss, LossCase, LossStage, Quote, Return, ReturnRule, Scheme, SelectedBy, quote, settlement,
    spread,
};
use crate::domain::values::{Date, Money};
use crate::domain::{Fault, Problem};
use crate::ledger::{
    ClaimCard, ClaimDocument, Compensation, Decision, Entry, Ledger, LedgerError, LoanCard,
    SchemeCard, Snapshot,
};

/// A claim about to be filed: what is said of it; the ledger knows the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClaim {
    pub loan_no: String,
    /// None: the loan's number.
    pub claim_no: Option<String>,
    /// None: the only one in force.
    pub scheme: Option<String>,
    pub filed: Date,
    /// Since when the loan is bad; none: as classed, else since something is unpaid.
    pub bad: Option<Date>,
    pub principal: Option<Money>,
    pub interest: Option<Money>,
    pub costs: Option<Money>,
    pub recovered: Option<Money>,
    pub portfolio: Option<Money>,
    pub enrolled: Option<Date>,
    pub suit: Option<Date>,
    pub judgment: Option<Date>,
    pub decision: Option<Date>,
    pub tags: BTreeSet<String>,
    /// The final share at once, where a scheme pays ahead.
    pub is_final: bool,
}

/// What becomes of a filed claim on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `is_final`: the final share at once, where a scheme pays ahead.
    Approve {
        is_final: bool,
    },
    Reject,
    /// None of the amount: all that is due; none of the payer: the public ones.
    Pay {
        payer: Option<String>,
        amount: Option<Money>,
    },
    /// The final loss takes the place of the advance: principal and interest as said, else what the loan owes on the
    /// day; costs and what was recovered as said, else as filed.
    Settle {
        principal: Option<Money>,
        interest: Option<Money>,
        costs: Option<Money>,
        recovered: Option<Money>,
    },
    Recover {
        amount: Money,
        costs: Money,
    },
    /// The bank gives back what was paid ahead too much; none: all of it.
    Refund {
        amount: Option<Money>,
    },
    /// It was filed wrongly, and nothing was paid on it.
    Void,
}

impl Step {
    fn act(&self) -> ClaimAction {
        match self {
            Self::Approve { .. } => ClaimAction::Approve,
            Self::Reject => ClaimAction::Reject,
            Self::Pay { .. } => ClaimAction::Pay,
            Self::Settle { .. } => ClaimAction::Settle,
            Self::Recover { .. } => ClaimAction::Recover,
            Self::Refund { .. } => ClaimAction::Refund,
            Self::Void => ClaimAction::Void,
        }
    }
}

/// What can be asked of a claim.
#[derive(Debug, Clone)]
pub enum Request {
    File {
        claim: Box<NewClaim>,
        documents: Vec<ClaimDocument>,
    },
    Step {
        claim_no: String,
        day: Date,
        step: Step,
    },
    /// Names who may decide, up to how much public money.
    Authorise {
        name: String,
        limit: Option<Money>,
    },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::File { .. } => "claim.file",
            Self::Authorise { .. } => "claim.authorise",
            Self::Step { step, .. } => match step.act() {
                ClaimAction::Approve => "claim.approve",
                ClaimAction::Reject => "claim.reject",
                ClaimAction::Pay => "claim.pay",
                ClaimAction::Settle => "claim.settle",
                ClaimAction::Recover => "claim.recover",
                ClaimAction::Refund => "claim.refund",
                ClaimAction::Void => "claim.void",
            },
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::File { claim, documents } => file(writing, claim, documents),
            Self::Step { claim_no, day, step } => take_step(writing, claim_no, *day, step),
            Self::Authorise { name, limit } => authorise(writing, name, *limit),
        }
    }
}

/// What a draft and a decision read: the ledger at a snapshot, or an entry being written.
pub trait Register {
    fn loan(&self, loan_no: &str) -> Result<LoanCard, LedgerError>;
    fn lpr(&self) -> Result<LprTable, LedgerError>;
    fn compensation(&self) -> Result<Compensation, LedgerError>;
    /// The first day a pledge that secures the loan was registered.
    fn pledged(&self, loan: &LoanCard) -> Result<Option<Date>, LedgerError>;
    /// The code of the borrower's size.
    fn size(&self, loan: &LoanCard) -> Result<Option<String>, LedgerError>;
    /// The schemes a loan is enrolled in, and whether any loan is enrolled in `scheme`.
    fn enrolments(
        &self,
        loan: &LoanCard,
        scheme: &str,
    ) -> Result<(Vec<Enrolment>, bool), LedgerError>;
}

impl Register for (&Ledger, Snapshot) {
    fn loan(&self, loan_no: &str) -> Result<LoanCard, LedgerError> {
        self.0.loan(loan_no, self.1)
    }

    fn lpr(&self) -> Result<LprTable, LedgerError> {
        self.0.loan_prime_rates(self.1)
    }

    fn compensation(&self) -> Result<Compensation, LedgerError> {
        self.0.compensation(self.1)
    }

    fn pledged(&self, loan: &LoanCard) -> Result<Option<Date>, LedgerError> {
        let mut days = Vec::new();
        for pledge in self.0.pledges_of_loan(loan.id, self.1)? {
            days.push(self.0.pledge_by_id(pledge, self.1)?.pledge.registered);
        }
        Ok(days.into_iter().min())
    }

    fn size(&self, loan: &LoanCard) -> Result<Option<String>, LedgerError> {
        let Some(party) = loan.borrower else { return Ok(None) };
        Ok(self.0.party(party, self.1)?.party.size.map(|size| size.code().to_owned()))
    }

    fn enrolments(
        &self,
        loan: &LoanCard,
        scheme: &str,
    ) -> Result<(Vec<Enrolment>, bool), LedgerError> {
        let mut all = self.0.enrolments(self.1)?;
        let any = all.values().flatten().any(|one| one.scheme == scheme);
        Ok((all.remove(&loan.id).unwrap_or_default(), any))
    }
}

impl Register for &Entry<'_> {
    fn loan(&self, loan_no: &str) -> Result<LoanCard, LedgerError> {
        let found = self.loan_by_no(loan_no)?;
        found.ok_or_else(|| LedgerError::NotFound { noun: "loan", id: loan_no.to_owned() })
    }

    fn lpr(&self) -> Result<LprTable, LedgerError> {
        self.lpr_table()
    }

    fn compensation(&self) -> Result<Compensation, LedgerError> {
        Entry::compensation(self)
    }

    fn pledged(&self, loan: &LoanCard) -> Result<Option<Date>, LedgerError> {
        let mut days = Vec::new();
        for pledge in self.pledges_securing(loan.id)? {
            days.extend(self.pledge_by_id(pledge)?.map(|pledge| pledge.pledge.registered));
        }
        Ok(days.into_iter().min())
    }

    fn size(&self, loan: &LoanCard) -> Result<Option<String>, LedgerError> {
        let Some(party) = loan.borrower else { return Ok(None) };
        Ok(self.party_by_id(party)?.size.map(|size| size.code().to_owned()))
    }

    fn enrolments(
        &self,
        loan: &LoanCard,
        scheme: &str,
    ) -> Result<(Vec<Enrolment>, bool), LedgerError> {
        Ok((self.enrolments_of(loan.id)?, self.enrols_in(scheme)?))
    }
}

/// A claim as it would stand once filed: what is said and what the ledger knows.
#[derive(Debug, Clone)]
pub struct Draft {
    pub loan: LoanCard,
    pub scheme: SchemeCard,
    pub claim: Claim,
    pub grounds: Vec<Ground>,
    pub quote: Quote,
}

/// Drafts a claim: which scheme holds, the loss, every ground, what each payer would bear.
///
/// Errors: no scheme or several in force, a loan that cannot be worked out, a loss the scheme gives nothing for.
pub fn draft(register: &impl Register, new: &NewClaim, author: &str) -> Result<Draft, Refusal> {
    let loan = register.loan(&new.loan_no)?;
    let lpr = register.lpr()?;
    let compensation = register.compensation()?;
    let account = replayed(&loan, &lpr, new.filed)?;
    let drawn = account.start();
    let scheme = choose(&compensation, new.scheme.as_deref(), drawn, new.filed)?.clone();
    let balance = account.balance();
    let classed = loan.events.iter().find_map(|recorded| match recorded.event.happening {
        LoanHappening::Classify(class) if class >= Class::Substandard => Some(recorded.event.day),
        _ => None,
    });
    let bad = new.bad.or(classed).or(account.unpaid_from()).unwrap_or(new.filed);
    let owed = balance.principal.checked_add(balance.written_off).unwrap_or(balance.principal);
    let interest = match new.interest {
        Some(interest) => interest,
        None => balance.interest,
    };
    let loss = Loss {
        principal: new.principal.unwrap_or(owed),
        interest,
        costs: new.costs.unwrap_or_default(),
        recovered: new.recovered.unwrap_or_default(),
    };
    let membership = membership(register, &loan, &scheme.scheme.terms.id, new.enrolled)?;
    let enrolled = match &membership {
        Membership::Enrolled(enrolment) => enrolment.since,
        Membership::Not | Membership::Unknown => None,
    };
    let claim = Claim {
        claim_no: new.claim_no.clone().unwrap_or_else(|| new.loan_no.clone()),
        filed: new.filed,
        bad,
        loss,
        portfolio: new.portfolio,
        enrolled,
        suit: new.suit,
        judgment: new.judgment,
        decision: new.decision,
        tags: new.tags.clone(),
        filed_by: author.to_owned(),
    };
    let facts = loan_facts(register, &loan, &account, membership)?;
    let grounds = grounds(&scheme.scheme, &claim, &facts);
    let card = ClaimCard {
        id: 0,
        claim: claim.clone(),
        loan: loan.id,
        loan_no: loan.loan_no.clone(),
        bank: loan.bank,
        borrower: loan.borrower,
        scheme: scheme.line,
        documents: Vec::new(),
        events: Vec::new(),
        brought_by: 0,
    };
    let asked = ClaimedLoss { loan: &loan, lpr: &lpr, loss, day: new.filed };
    let case = case(&compensation, &scheme.scheme, &card, asked)?;
    let quote = quote(&scheme.scheme, &case, stage(&scheme.scheme, new.is_final))?;
    drop(account);
    Ok(Draft { loan, scheme, claim, grounds, quote })
}

/// Quotes a filed claim as it was filed.
pub fn quoted(register: &impl Register, claim_no: &str, is_final: bool) -> Result<Quote, Refusal> {
    let compensation = register.compensation()?;
    let card = compensation.claim(claim_no)?;
    quoted_on(register, &compensation, card, is_final, card.claim.filed)
}

/// Quotes a filed claim as it would be decided on a day.
fn quoted_on(
    register: &impl Register,
    compensation: &Compensation,
    card: &ClaimCard,
    is_final: bool,
    day: Date,
) -> Result<Quote, Refusal> {
    let scheme = &compensation.scheme_of(card)?.scheme;
    let loan = register.loan(&card.loan_no)?;
    let lpr = register.lpr()?;
    let asked = ClaimedLoss { loan: &loan, lpr: &lpr, loss: card.claim.loss, day };
    let case = case(compensation, scheme, card, asked)?;
    Ok(quote(scheme, &case, stage(scheme, is_final))?)
}

/// Judges a filed claim by its scheme once more, on the facts of the day it was filed.
pub fn grounds_of(
    register: &impl Register,
    scheme: &Scheme,
    card: &ClaimCard,
) -> Result<Vec<Ground>, Refusal> {
    Ok(judged(register, scheme, card, card.claim.filed)?.1)
}

/// What the ledger knows of a claimed loan on a day, and every ground judged by it.
fn judged(
    register: &impl Register,
    scheme: &Scheme,
    card: &ClaimCard,
    day: Date,
) -> Result<(LoanFacts, Vec<Ground>), Refusal> {
    let loan = register.loan(&card.loan_no)?;
    let lpr = register.lpr()?;
    let account = replayed(&loan, &lpr, day)?;
    let membership = membership(register, &loan, &scheme.terms.id, None)?;
    let facts = loan_facts(register, &loan, &account, membership)?;
    let grounds = grounds(scheme, &card.claim, &facts);
    Ok((facts, grounds))
}

/// What a claim rests on, on a day.
#[derive(Debug, Clone)]
pub struct ClaimBasis {
    pub day: Date,
    pub loan: LoanFacts,
    /// What the fund holds.
    pub fund: Money,
    pub grounds: Vec<Ground>,
    pub quote: Quote,
}

/// What a filed claim rests on at the close of the snapshot's day.
pub fn basis(ledger: &Ledger, snapshot: Snapshot, claim_no: &str) -> Result<ClaimBasis, Refusal> {
    let (register, day) = ((ledger, snapshot), snapshot.as_of);
    let compensation = register.compensation()?;
    let card = compensation.claim(claim_no)?;
    let scheme = &compensation.scheme_of(card)?.scheme;
    let (loan, grounds) = judged(&register, scheme, card, day)?;
    let quote = quoted_on(&register, &compensation, card, false, day)?;
    Ok(ClaimBasis { day, loan, fund: compensation.cash(scheme.fund(), day)?, grounds, quote })
}

/// Whether a person may decide a filed claim, on the day and for the sum it would come to now.
///
/// Errors: `SamePerson`, `NotApprover`, `OverLimit`; what quoting refuses.
pub fn may_decide(
    ledger: &Ledger,
    snapshot: Snapshot,
    claim_no: &str,
    by: &str,
) -> Result<(), Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    let card = compensation.claim(claim_no)?;
    second_person(&compensation, card, by, None)?;
    let register = (ledger, snapshot);
    let quote = quoted_on(&register, &compensation, card, false, snapshot.as_of)?;
    let public = quote.public(&compensation.scheme_of(card)?.scheme);
    Ok(second_person(&compensation, card, by, Some(public))?)
}

/// What is known of a loan's enrolment in a scheme; `said`: the day a claim states, for a loan of which none is known.
///
/// Errors: a day other than the one on record.
fn membership(
    register: &impl Register,
    loan: &LoanCard,
    scheme: &str,
    said: Option<Date>,
) -> Result<Membership, Refusal> {
    let (mine, others) = register.enrolments(loan, scheme)?;
    let elsewhere = !mine.is_empty();
    match (mine.into_iter().find(|one| one.scheme == scheme), said) {
        (Some(known), Some(said)) if known.since.is_some_and(|since| since != said) => {
            let old = known.since.map(|day| day.to_string()).unwrap_or_default();
            let change = Change { field: "enrolled_on", old, new: said.to_string() };
            let problem = Problem::KnownOtherwise { changes: vec![change] };
            Err(Refusal::field(Fault::new("enrolled", said.to_string(), problem)))
        }
        (Some(known), said) => {
            Ok(Membership::Enrolled(Enrolment { since: known.since.or(said), ..known }))
        }
        (None, Some(_)) => {
            let scheme = scheme.to_owned();
            Ok(Membership::Enrolled(Enrolment { scheme, since: said, until: None }))
        }
        (None, None) if others || elsewhere => Ok(Membership::Not),
        (None, None) => Ok(Membership::Unknown),
    }
}

fn stage(scheme: &Scheme, is_final: bool) -> LossStage {
    if scheme.terms.advance.is_some() && !is_final { LossStage::Advance } else { LossStage::Final }
}

fn replayed<'a>(loan: &'a LoanCard, lpr: &'a LprTable, day: Date) -> Result<Account<'a>, Refusal> {
    let loan_no = || loan.loan_no.clone();
    loan.replay(lpr, day).map_err(|problem| Refusal::Loan { loan_no: loan_no(), problem })
}

/// What the ledger knows of a claimed loan on the day its account was replayed to.
fn loan_facts(
    register: &impl Register,
    loan: &LoanCard,
    account: &Account<'_>,
    membership: Membership,
) -> Result<LoanFacts, Refusal> {
    let balance = account.balance();
    Ok(LoanFacts {
        days_overdue: u32::try_from(balance.days_overdue).unwrap_or_default(),
        class: balance.class_stated.map_or(balance.class_least, |(class, _)| class),
        principal: balance.principal,
        written_off: balance.written_off,
        limit: Money::from_fen(loan.terms.limit_fen),
        drawn: account.start(),
        due: balance.due,
        rate: match loan.terms.rate {
            Rate::Fixed(percent) => Some(percent),
            Rate::Benchmark { .. } | Rate::Lpr { .. } => None,
        },
        pledged: register.pledged(loan)?,
        size: register.size(loan)?,
        membership,
    })
}

/// The most interest a scheme counts: of so many days on the principal, at the loan's rate of the day.
fn interest_most(
    loan: &LoanCard,
    lpr: &LprTable,
    scheme: &Scheme,
    principal: Money,
    day: Date,
) -> Result<Option<Money>, Refusal> {
    let days = scheme.terms.base.interest_days.and_then(|days| i32::try_from(days).ok());
    let Some(days) = days else { return Ok(None) };
    let Some(rate) = replayed(loan, lpr, day)?.rate() else { return Ok(None) };
    let most = interest_on(principal, rate, days);
    let most = most.map_err(|problem| Refusal::Loan { loan_no: loan.loan_no.clone(), problem })?;
    Ok(Some(most))
}

/// The version that holds for a loan: by the day it was drawn, or the day of the claim.
fn choose<'c>(
    compensation: &'c Compensation,
    id: Option<&str>,
    drawn: Option<Date>,
    filed: Date,
) -> Result<&'c SchemeCard, Refusal> {
    let day_of = |card: &SchemeCard| match card.scheme.terms.selected_by {
        SelectedBy::Drawdown => drawn.unwrap_or(filed),
        SelectedBy::Claim => filed,
    };
    let mut fits: Vec<&SchemeCard> = compensation
        .schemes
        .iter()
        .filter(|card| id.is_none_or(|id| card.scheme.terms.id == id))
        .filter(|card| card.scheme.in_force(day_of(card)))
        .collect();
    // Of one scheme the version that began last holds; they come by name and first day.
    fits.dedup_by(|later, earlier| {
        let same = later.scheme.terms.id == earlier.scheme.terms.id;
        if same {
            *earlier = *later;
        }
        same
    });
    match (fits.pop(), fits.is_empty()) {
        (Some(card), true) => Ok(card),
        (Some(card), false) => {
            fits.push(card);
            let schemes = fits.iter().map(|card| card.scheme.terms.id.clone()).collect();
            Err(ClaimRefusal::SchemeAmbiguous { day: drawn.unwrap_or(filed), schemes }.into())
        }
        (None, _) => {
            let known = |id: &str| compensation.schemes.iter().any(|c| c.scheme.terms.id == id);
            match id.filter(|id| !known(id)) {
                Some(id) => Err(Refusal::not_found("scheme", id)),
                None => Err(ClaimRefusal::NoScheme { day: drawn.unwrap_or(filed) }.into()),
            }
        }
    }
}

/// A loss of a loan, as it stands on a day.
struct ClaimedLoss<'l> {
    loan: &'l LoanCard,
    lpr: &'l LprTable,
    loss: Loss,
    day: Date,
}

/// What a quote must know: the loss, and what earlier claims leave.
fn case(
    compensation: &Compensation,
    scheme: &Scheme,
    card: &ClaimCard,
    ClaimedLoss { loan, lpr, loss, day }: ClaimedLoss<'_>,
) -> Result<LossCase, Refusal> {
    let asking = Asking {
        claim_no: &card.claim.claim_no,
        bank: card.bank,
        borrower: card.borrower,
        day,
        portfolio: card.claim.portfolio,
    };
    let cash = compensation.cash(scheme.fund(), day)?;
    let mut used = used(scheme, asking, &compensation.taken()?, cash);
    // What this claim was paid already is its own, not somebody else's.
    let standing = compensation.standing(card).ok();
    let own: i64 = standing
        .iter()
        .flat_map(|standing| &standing.positions)
        .filter(|position| position.is_public)
        .map(|position| position.paid.fen() - position.excess_returned.fen())
        .sum();
    used.pool = used.pool.map(|pool| Money::from_fen(pool.fen() + own));
    let principal = loss.principal.max(card.claim.loss.principal);
    Ok(LossCase {
        loss,
        interest_most: interest_most(loan, lpr, scheme, principal, card.claim.filed)?,
        ip_part: loan.ip_part.map(|part| (part, Money::from_fen(loan.terms.limit_fen))),
        tags: card.claim.tags.clone(),
        used,
    })
}

fn not_in_future(writing: &Writing<'_, '_>, day: Date) -> Result<(), Refusal> {
    match day > writing.today {
        false => Ok(()),
        true => {
            let problem = Problem::DateInFuture { today: writing.today };
            Err(Refusal::field(Fault::new("on", day.to_string(), problem)))
        }
    }
}

/// Puts a claim before a second person. What cannot be quoted cannot be decided either.
fn file(
    writing: &mut Writing<'_, '_>,
    new: &NewClaim,
    documents: &[ClaimDocument],
) -> Result<(), Refusal> {
    not_in_future(writing, new.filed)?;
    let Draft { loan, scheme, claim, grounds, quote } =
        draft(&writing.entry, new, &writing.author.name)?;
    if grounds.iter().any(|ground| ground.outcome == GroundOutcome::Refuse) {
        return Err(ClaimRefusal::Grounds(grounds).into());
    }
    let compensation = writing.entry.compensation()?;
    if compensation.claim(&claim.claim_no).is_ok() {
        return Err(Refusal::already_there("claim", &claim.claim_no));
    }
    for other in compensation.claims.iter().filter(|other| other.loan == loan.id) {
        if compensation.standing(other)?.state != ClaimState::Rejected {
            let claim = other.claim.claim_no.clone();
            return Err(ClaimRefusal::LoanClaimed { claim }.into());
        }
    }
    writing.entry.file_claim(&claim, loan.id, scheme.line, documents)?;
    if new.enrolled.is_some() {
        enrolled_as_claimed(writing, &loan, &scheme.scheme.terms.id, new.enrolled)?;
    }
    writing.entry.keep_compensation_whole()?;
    for ground in grounds.into_iter().filter(|ground| ground.outcome != GroundOutcome::Pass) {
        writing.notice(Notice::Ground(ground));
    }
    let public = quote.public(&scheme.scheme);
    tell(
        writing,
        &claim.claim_no,
        ClaimState::Filed,
        Some(quote),
        Some(public),
        scheme.scheme.fund(),
    )
}

/// A claim that says since when its loan is enrolled is where the ledger learns of it.
fn enrolled_as_claimed(
    writing: &mut Writing<'_, '_>,
    loan: &LoanCard,
    scheme: &str,
    since: Option<Date>,
) -> Result<(), Refusal> {
    let mut enrolments = writing.entry.enrolments_of(loan.id)?;
    match enrolments.iter_mut().find(|known| known.scheme == scheme) {
        Some(known) => known.since = known.since.or(since),
        None => enrolments.push(Enrolment { scheme: scheme.to_owned(), since, until: None }),
    }
    Ok(writing.entry.enrol_loan(loan.id, &enrolments, None)?)
}

fn tell(
    writing: &mut Writing<'_, '_>,
    claim_no: &str,
    state: ClaimState,
    quote: Option<Quote>,
    public: Option<Money>,
    fund: &str,
) -> Result<(), Refusal> {
    let balance = writing.entry.compensation()?.cash(fund, writing.today)?;
    let (claim_no, fund) = (claim_no.to_owned(), fund.to_owned());
    writing.effect(Effect::Claim { claim_no, state, quote, public, fund, balance });
    Ok(())
}

/// A claim about to be acted on.
struct Before<'c> {
    compensation: &'c Compensation,
    card: &'c ClaimCard,
    scheme: &'c Scheme,
    standing: Standing,
    day: Date,
}

impl Before<'_> {
    fn by_second_person(
        &self,
        writing: &Writing<'_, '_>,
        amount: Option<Money>,
    ) -> Result<(), ClaimRefusal> {
        second_person(self.compensation, self.card, &writing.author.name, amount)
    }
}

/// Checks that the claim allows the step, makes what happens, and records it.
fn take_step(
    writing: &mut Writing<'_, '_>,
    claim_no: &str,
    day: Date,
    step: &Step,
) -> Result<(), Refusal> {
    not_in_future(writing, day)?;
    let compensation = writing.entry.compensation()?;
    let card = compensation.claim(claim_no)?;
    let scheme = &compensation.scheme_of(card)?.scheme;
    let standing = compensation.standing(card)?;
    let act = step.act();
    if !standing.allows(act) {
        return Err(ClaimRefusal::NotAllowed { act, state: standing.state }.into());
    }
    let last = card.events.last().map_or(card.claim.filed, |event| event.decided.day);
    if day < last {
        return Err(ClaimRefusal::BeforeLast { last }.into());
    }
    let grounds = match step {
        Step::Approve { .. } | Step::Reject => Some(grounds_of(&writing.entry, scheme, card)?),
        Step::Pay { .. }
        | Step::Settle { .. }
        | Step::Recover { .. }
        | Step::Refund { .. }
        | Step::Void => None,
    };
    let before = Before { compensation: &compensation, card, scheme, standing, day };
    let (mut decision, mut told) = (None, None);
    let happenings = match step {
        Step::Approve { is_final } => {
            let stage = stage(scheme, *is_final);
            still_owed(writing, &before, card.claim.loss)?;
            let (quote, made) = decide(writing, &before, card.claim.loss, stage)?;
            before.by_second_person(writing, Some(quote.public(scheme)))?;
            let (base, shares) = (quote.base, quote.shares.clone());
            (decision, told) = (Some(made), Some(quote));
            vec![ClaimEventKind::Approve { stage, base, shares }]
        }
        Step::Reject => {
            before.by_second_person(writing, None)?;
            vec![ClaimEventKind::Reject]
        }
        Step::Pay { payer, amount } => {
            let decided = card.events.iter().rev().find_map(|event| event.decision.as_ref());
            if let Some(decided) = decided {
                still_owed(writing, &before, decided.case.loss)?;
            }
            payments(&before, payer.as_deref(), *amount)?
        }
        Step::Settle { principal, interest, costs, recovered } => {
            let (filed, owed) = (card.claim.loss, owed(writing, &before)?);
            let loss = Loss {
                principal: principal.unwrap_or(owed.principal),
                interest: interest.unwrap_or(owed.interest),
                costs: costs.unwrap_or(filed.costs),
                recovered: recovered.unwrap_or(filed.recovered),
            };
            still_owed(writing, &before, loss)?;
            let (quote, made) = decide(writing, &before, loss, LossStage::Final)?;
            before.by_second_person(writing, Some(quote.public(scheme)))?;
            let (base, shares) = (quote.base, quote.shares.clone());
            (decision, told) = (Some(made), Some(quote));
            vec![ClaimEventKind::Settle { base, shares }]
        }
        Step::Recover { amount, costs } => vec![recovery(&before, *amount, *costs)?],
        Step::Refund { amount } => vec![refund(&before, *amount)?],
        Step::Void => {
            writing.entry.void_claim(card)?;
            Vec::new()
        }
    };
    for happening in happenings {
        let decided = Decided { day, by: writing.author.name.clone(), happening };
        writing.entry.bring_claim_event(card, &decided, decision.as_ref())?;
    }
    writing.entry.keep_compensation_whole()?;
    let after = writing.entry.compensation()?;
    match after.claim(claim_no) {
        Ok(card) => {
            let state = after.standing(card)?.state;
            let public = told.as_ref().map(|quote| quote.public(scheme));
            tell(writing, claim_no, state, told, public, scheme.fund())?;
            grounds.into_iter().for_each(|grounds| writing.effect(Effect::Grounds(grounds)));
            Ok(())
        }
        Err(_) => {
            writing.did("claim", claim_no, Done::Ended, Vec::new());
            Ok(())
        }
    }
}

/// Refuses whoever filed the claim, and whoever was not named for so much public money.
fn second_person(
    compensation: &Compensation,
    card: &ClaimCard,
    name: &str,
    amount: Option<Money>,
) -> Result<(), ClaimRefusal> {
    let name = name.to_owned();
    if same_person(&card.claim.filed_by, &name) {
        return Err(ClaimRefusal::SamePerson { name });
    }
    let approvers = &compensation.approvers;
    if approvers.is_empty() {
        return Ok(());
    }
    let Some(approver) = approvers.iter().find(|known| same_person(&known.name, &name)) else {
        return Err(ClaimRefusal::NotApprover { name });
    };
    match approver.limit.zip(amount) {
        Some((limit, amount)) if amount > limit => {
            Err(ClaimRefusal::OverLimit { name, limit, amount })
        }
        _ => Ok(()),
    }
}

/// What a claimed loan owes on the day of a step.
struct Owed {
    /// Written off or not.
    principal: Money,
    interest: Money,
    /// Interest with penalty and compound interest.
    charges: Money,
    /// It was repaid something after the claim was filed.
    repaid_since: bool,
}

fn owed(writing: &Writing<'_, '_>, before: &Before<'_>) -> Result<Owed, Refusal> {
    let (loan, lpr) = (writing.entry.loan(&before.card.loan_no)?, writing.lpr()?);
    let balance = replayed(&loan, &lpr, before.day)?.balance();
    let principal = balance.principal.checked_add(balance.written_off);
    let charges = Money::checked_sum([balance.interest, balance.penalty, balance.compound]);
    let since = |brought_by: i64, day: Date| {
        (brought_by > before.card.brought_by || day > before.card.claim.filed) && day <= before.day
    };
    Ok(Owed {
        principal: principal.unwrap_or(balance.principal),
        interest: balance.interest,
        charges: charges.unwrap_or(balance.interest),
        repaid_since: loan.events.iter().any(|recorded| {
            matches!(recorded.event.happening, LoanHappening::Repay(_))
                && since(recorded.brought_by, recorded.event.day)
        }),
    })
}

/// Refuses a loss larger than what the loan owes on the day, with what came back on the claim by then.
fn still_owed(writing: &Writing<'_, '_>, before: &Before<'_>, loss: Loss) -> Result<(), Refusal> {
    let owed = owed(writing, before)?;
    let recovered: i64 = before
        .card
        .events
        .iter()
        .map(|event| match &event.decided.happening {
            ClaimEventKind::Recover { amount, costs, .. } => amount.fen() - costs.fen(),
            ClaimEventKind::Approve { .. }
            | ClaimEventKind::Reject
            | ClaimEventKind::Pay { .. }
            | ClaimEventKind::Settle { .. }
            | ClaimEventKind::Refund { .. } => 0,
        })
        .sum();
    let with_recovered = |owed: Money| Money::from_fen(owed.fen().saturating_add(recovered));
    let (day, state) = (before.day, before.standing.state);
    let owes_less = |part, claimed, owed| {
        Err(ClaimRefusal::OwesLess { part, claimed, owed, day, state }.into())
    };
    if loss.principal > with_recovered(owed.principal) {
        return owes_less("principal", loss.principal, owed.principal);
    }
    if owed.repaid_since && loss.interest > with_recovered(owed.charges) {
        return owes_less("interest", loss.interest, owed.charges);
    }
    Ok(())
}

/// Quotes a loss as it stands on the day of the decision.
fn decide(
    writing: &Writing<'_, '_>,
    before: &Before<'_>,
    loss: Loss,
    stage: LossStage,
) -> Result<(Quote, Decision), Refusal> {
    let Before { compensation, card, scheme, day, .. } = before;
    let (loan, lpr) = (writing.entry.loan(&card.loan_no)?, writing.lpr()?);
    let asked = ClaimedLoss { loan: &loan, lpr: &lpr, loss, day: *day };
    let case = case(compensation, scheme, card, asked)?;
    let quote = match before.standing.state {
        // What was advanced is settled at what it came to, be it nothing.
        ClaimState::Advanced => settlement(scheme, &case)?,
        _ => quote(scheme, &case, stage)?,
    };
    let decision = Decision { stage, case, base: quote.base };
    Ok((quote, decision))
}

/// All that the public payers owe, or a part, or another payer's.
fn payments(
    before: &Before<'_>,
    payer: Option<&str>,
    amount: Option<Money>,
) -> Result<Vec<ClaimEventKind>, Refusal> {
    if let Some(payer) = payer.filter(|payer| before.scheme.place(payer).is_none()) {
        return Err(Refusal::field(Fault::new("payer", payer, Problem::WordUnknown)));
    }
    let owing: Vec<(String, Money)> = before
        .standing
        .positions
        .iter()
        .filter(|position| match payer {
            Some(payer) => position.payer == payer,
            None => position.is_public,
        })
        .map(|position| (position.payer.clone(), position.due()))
        .collect();
    let due = Money::from_fen(owing.iter().map(|(_, due)| due.fen()).sum());
    let paid = amount.unwrap_or(due);
    if paid > due || paid.is_zero() {
        let names: Vec<&str> = owing.iter().map(|(payer, _)| payer.as_str()).collect();
        return Err(ClaimRefusal::OverDue { payer: names.join("+"), due }.into());
    }
    let mut left = paid.fen();
    let mut payments = Vec::new();
    for (payer, due) in owing {
        let amount = Money::from_fen(left.min(due.fen()));
        if !amount.is_zero() {
            left -= amount.fen();
            payments.push(ClaimEventKind::Pay { payer, amount });
        }
    }
    Ok(payments)
}

fn recovery(before: &Before<'_>, amount: Money, costs: Money) -> Result<ClaimEventKind, Refusal> {
    if amount.is_zero() {
        let fault = Fault::new("amount", amount.to_string(), Problem::AmountNotPositive);
        return Err(Refusal::field(fault));
    }
    if costs > amount {
        return Err(ClaimRefusal::CostsOverAmount { amount }.into());
    }
    let returns = spread(before.scheme, amount, costs, &before.standing.borne());
    Ok(ClaimEventKind::Recover { amount, costs, returns })
}

fn refund(before: &Before<'_>, amount: Option<Money>) -> Result<ClaimEventKind, Refusal> {
    let excess: Vec<(String, Money)> = before
        .standing
        .positions
        .iter()
        .map(|position| (position.payer.clone(), position.excess()))
        .filter(|(_, excess)| !excess.is_zero())
        .collect();
    let due = Money::from_fen(excess.iter().map(|(_, excess)| excess.fen()).sum());
    let amount = amount.unwrap_or(due);
    if amount.is_zero() {
        let fault = Fault::new("amount", amount.to_string(), Problem::AmountNotPositive);
        return Err(Refusal::field(fault));
    }
    if amount > due {
        return Err(ClaimRefusal::OverExcess { due }.into());
    }
    let mut left = amount.fen();
    let mut returns = Vec::new();
    for (payer, excess) in excess {
        let fen = left.min(excess.fen());
        left -= fen;
        if fen > 0 {
            let amount = Money::from_fen(fen);
            returns.push(Return { payer, rule: ReturnRule::Excess, amount });
        }
    }
    Ok(ClaimEventKind::Refund { amount, returns })
}

/// What a payment on a loan means for a claim on it that public money was paid on.
pub(super) fn due_back(
    writing: &Writing<'_, '_>,
    loan: &LoanCard,
    amount: Money,
) -> Result<Option<Notice>, Refusal> {
    if !writing.entry.is_claimed(loan.id)? {
        return Ok(None);
    }
    let compensation = writing.entry.compensation()?;
    for card in compensation.claims.iter().filter(|card| card.loan == loan.id) {
        let scheme = &compensation.scheme_of(card)?.scheme;
        let standing = compensation.standing(card)?;
        let claim_no = card.claim.claim_no.clone();
        match standing.state {
            ClaimState::Filed
            | ClaimState::Rejected
            | ClaimState::Approved
            | ClaimState::Closed => {}
            ClaimState::Advanced => return Ok(Some(Notice::ToSettle { claim_no })),
            ClaimState::PartlyPaid
            | ClaimState::PublicPaid
            | ClaimState::Paid
            | ClaimState::RefundDue => {
                let parts = spread(scheme, amount, Money::ZERO, &standing.borne());
                let bank = &scheme.payers[scheme.bank()].0;
                let others = parts.iter().filter(|part| part.payer != *bank);
                let back = Money::from_fen(others.map(|part| part.amount.fen()).sum());
                return Ok(Some(Notice::DueBack { claim_no, amount: back }));
            }
        }
    }
    Ok(None)
}

fn authorise(
    writing: &mut Writing<'_, '_>,
    name: &str,
    limit: Option<Money>,
) -> Result<(), Refusal> {
    if same_person(name, &writing.author.name) {
        return Err(ClaimRefusal::NamesHimself { name: name.to_owned() }.into());
    }
    let compensation = writing.entry.compensation()?;
    let earlier = compensation.approvers.iter().find(|known| same_person(&known.name, name));
    writing.entry.name_approver(name, limit, earlier.map(|known| known.line))?;
    writing.did("approver", name, Done::Added, Vec::new());
    Ok(())
}
