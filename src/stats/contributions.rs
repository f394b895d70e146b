//! Each thing's part in a figure: the one place that says which patent, pledge, loan or claim counts when.
//!
//! A figure is the sum of its contributions. Because every contribution names the thing it is of, two states of the ledger
//! can be held against each other thing by thing, and a difference between two figures has no remainder.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::bases::{Bases, MeasureRole as MeasurePart};
use super::high_value::{HighValue, OnDay};
use crate::domain::claim::{BookAccount as FundAccount, ClaimEventKind as Claimed};
use crate::domain::counting::{Belongs, Counted, contributions, pct_contribution};
use crate::domain::indicator::Indicator;
use crate::domain::loan::{Event, LoanEventKind};
use crate::domain::numbers::{PatentKind, PctNo, RegionCode};
use crate::domain::party::{PartyKind, belongs};
use crate::domain::patent::{Patent, TRANSFER};
use crate::domain::pledge::EventKind;
use crate::domain::program::{CaseStep, Figure, state as case_state};
use crate::domain::stock::{Answer, Finding, is_high_value};
use crate::domain::values::Date;
use crate::ledger::{
    CaseCard, CertificateCard, Ledger, LedgerError, LoanId, PartyCard, PartyId, PatentEvent,
    PledgeId, Programs, Snapshot, section_of,
};

/// The thing a contribution is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CountedItem {
    /// By its number without check character.
    Patent(u64),
    Pct(PctNo),
    Pledge(PledgeId),
    Loan(LoanId),
    Claim(i64),
    Fund(String),
    Firm(PartyId),
    /// What another office reported, by indicator.
    Reported(String),
}

/// What a contribution is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountedIn {
    Of(Indicator),
    /// Days from application to registration.
    ApplicationDays,
    /// Days from registration to the first disbursement.
    DisbursementDays,
    /// Of no figure: a loan whose balance of the day cannot be worked out.
    NotWorkedOut,
}

/// A thing's part in a figure.
#[derive(Debug, Clone)]
pub struct Contribution<'a> {
    pub part: CountedIn,
    pub when: Counted,
    pub item: CountedItem,
    pub n: i64,
    /// The first applicant, first pledgor or borrower.
    pub firm: Option<PartyId>,
    pub bank: Option<PartyId>,
    pub fund: Option<&'a str>,
    /// Of a pledged patent, by which pledge.
    pub pledge: Option<PledgeId>,
    /// Of a patent the section of its IPC symbol; empty: it has none. None: it is of no patent.
    pub section: Option<&'static str>,
    /// Whether it rests on an assumption.
    pub assumed: bool,
}

impl Contribution<'_> {
    fn new(part: CountedIn, when: Counted, item: CountedItem, n: i64) -> Self {
        Self {
            part,
            when,
            item,
            n,
            firm: None,
            bank: None,
            fund: None,
            pledge: None,
            section: None,
            assumed: false,
        }
    }

    fn of(mut self, firm: Option<PartyId>, bank: Option<PartyId>) -> Self {
        (self.firm, self.bank) = (firm, bank);
        self
    }
}

/// The parties of a snapshot, and who belongs to the office's own district.
#[derive(Debug)]
pub struct PartyRegister {
    region: RegionCode,
    cards: HashMap<PartyId, PartyCard>,
    /// At the party's number. It is asked for every case, so the usual answer takes a byte.
    seats: Vec<Seat>,
}

/// Whether a party belongs to the district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seat {
    /// The snapshot does not know the party.
    Unknown,
    /// It never moved.
    Settled(Belongs),
    ByDay,
}

impl PartyRegister {
    pub fn read(ledger: &Ledger, snapshot: Snapshot) -> Result<Self, LedgerError> {
        let cards: HashMap<PartyId, PartyCard> =
            ledger.parties(snapshot)?.into_iter().map(|card| (card.id, card)).collect();
        let region = ledger.office(snapshot)?.region;
        let numbers = cards.keys().filter_map(|id| usize::try_from(*id).ok());
        let mut seats = vec![Seat::Unknown; numbers.max().map_or(0, |last| last + 1)];
        for card in cards.values() {
            if let Some(seat) = usize::try_from(card.id).ok().and_then(|at| seats.get_mut(at)) {
                *seat = match &card.places[..] {
                    [] => Seat::Settled(Belongs::No),
                    [only] if only.since.is_none() && only.until.is_none() => {
                        Seat::Settled(belongs(&card.places, region, Date::MIN))
                    }
                    _ => Seat::ByDay,
                };
            }
        }
        Ok(Self { region, cards, seats })
    }

    /// The region of the office whose ledger it is.
    pub fn region(&self) -> RegionCode {
        self.region
    }

    pub fn card(&self, party: Option<PartyId>) -> Option<&PartyCard> {
        party.and_then(|party| self.cards.get(&party))
    }

    /// Whether what is said of a party holds on any day.
    pub fn is_settled(&self, party: PartyId) -> bool {
        matches!(self.seat(party), Seat::Settled(_))
    }

    fn seat(&self, party: PartyId) -> Seat {
        let seat = usize::try_from(party).ok().and_then(|at| self.seats.get(at));
        seat.copied().unwrap_or(Seat::Unknown)
    }

    /// Whether the first applicant of a filing belongs to the district on a day; without one nothing speaks
    /// against it.
    fn belongs(&self, firm: Option<PartyId>, day: Date) -> Belongs {
        let Some(firm) = firm else { return Belongs::Assumed };
        match self.seat(firm) {
            Seat::Unknown => Belongs::No,
            Seat::Settled(always) => always,
            Seat::ByDay => {
                let places = self.cards.get(&firm).map_or(&[][..], |card| &card.places);
                belongs(places, self.region, day)
            }
        }
    }

    /// Whether a party is only taken to sit here, because no address says so.
    fn is_assumed(&self, firm: Option<PartyId>, day: Date) -> bool {
        firm.is_some() && self.belongs(firm, day) == Belongs::Assumed
    }

    /// As [`Register::belongs`], of a pledgor or borrower: one the ledger does not know speaks against nothing.
    pub fn is_here(&self, firm: Option<PartyId>, day: Date) -> bool {
        let known = firm.filter(|firm| self.seat(*firm) != Seat::Unknown);
        self.belongs(known, day) != Belongs::No
    }
}

/// The days on which a stock is counted, and what its inventions are judged by.
#[derive(Debug, Clone, Copy)]
pub struct StockDays<'a> {
    pub days: &'a [Date],
    pub high_value: &'a HighValue,
}

/// Calls `each` with the filings and grants of patents of these numbers, and what is in force at the close of the days of
/// `stock`.
pub fn of_patents(
    ledger: &Ledger,
    snapshot: Snapshot,
    register: &PartyRegister,
    bases: &Bases,
    numbers: Range<i64>,
    stock: StockDays<'_>,
    mut each: impl FnMut(&Contribution<'_>),
) -> Result<(), LedgerError> {
    let events = ledger.all_patent_events(snapshot, &numbers)?;
    let days = stock.days.iter().copied().filter(|day| *day <= snapshot.as_of);
    let levels: Vec<(Date, OnDay<'_>)> = days.map(|day| (day, stock.high_value.on(day))).collect();
    ledger.each_patent_dated(snapshot, numbers, |patent, firm| {
        let item = patent.number.key();
        let section = Some(section_of(patent));
        let of = |indicator, when| {
            let item = CountedItem::Patent(item);
            let contribution = Contribution::new(CountedIn::Of(indicator), when, item, 1);
            Contribution { section, ..contribution.of(firm, None) }
        };
        let mut filed: Option<Contribution<'_>> = None;
        let member = |day| register.belongs(firm, day);
        contributions(patent, snapshot.as_of, member, |when, measure| {
            match bases.part(measure, when) {
                MeasurePart::Counts(indicator) if indicator.is_of_filings() => {
                    filed = Some(of(indicator, when));
                }
                MeasurePart::Counts(indicator) => {
                    let day = when.day_of_membership();
                    let assumed = day.is_some_and(|day| member(day) == Belongs::Assumed);
                    each(&Contribution { assumed, ..of(indicator, when) });
                }
                MeasurePart::Assumes(_) => {
                    filed.iter_mut().for_each(|contribution| contribution.assumed = true);
                }
                MeasurePart::No => {}
            }
        });
        filed.iter().for_each(&mut each);
        let mine = if events.is_empty() { None } else { events.get(&item) };
        let mine = mine.map_or(&[][..], Vec::as_slice);
        for (level, judged) in &levels {
            let Some((owner, assumed)) = held_on(register, patent, firm, mine, *level) else {
                continue;
            };
            let of = |indicator| Contribution {
                assumed,
                ..of(indicator, Counted::On(*level)).of(owner, None)
            };
            each(&of(in_force_of(patent.kind)));
            if patent.kind == PatentKind::Invention {
                of_high_value(&judged.findings(patent), of, &mut each);
            }
        }
        Ok::<_, LedgerError>(())
    })
}

/// Calls `each` with an invention's part in the figures of high value. One of which a class is not known is no part of
/// the figure, and makes it an estimate.
fn of_high_value(
    findings: &[Finding<'_>],
    of: impl Fn(Indicator) -> Contribution<'static>,
    mut each: impl FnMut(&Contribution<'_>),
) {
    let pledge = findings.iter().find_map(|finding| finding.because.pledge());
    let mut counts = |indicator, answer| {
        let contribution = Contribution { pledge, ..of(indicator) };
        match answer {
            Answer::Yes => each(&contribution),
            Answer::Unknown => each(&Contribution { n: 0, assumed: true, ..contribution }),
            Answer::No => {}
        }
    };
    for finding in findings {
        counts(Indicator::of_class(finding.class), finding.answer);
    }
    let answer = is_high_value(findings);
    counts(Indicator::HighValueValid, answer);
    if answer == Answer::Unknown {
        counts(Indicator::HighValueUnknown, Answer::Yes);
    }
}

/// Whose a patent in force is at the close of a day, when it is counted for the district then; and whether that rests on
/// an assumption. What there is moves with its owner; what was filed stays where it was filed.
pub fn held_on(
    register: &PartyRegister,
    patent: &Patent,
    applicant: Option<PartyId>,
    events: &[PatentEvent],
    day: Date,
) -> Option<(Option<PartyId>, bool)> {
    let assumed = in_force(patent, events, day)?;
    let owner = owner_on(applicant, events, day);
    let here = register.belongs(owner, day);
    (here != Belongs::No).then_some((owner, assumed || here == Belongs::Assumed))
}

/// Whose a patent is at the close of a day: whoever it was transferred to last, else its first applicant's.
fn owner_on(applicant: Option<PartyId>, events: &[PatentEvent], day: Date) -> Option<PartyId> {
    let transfers = events.iter().filter(|event| event.event == TRANSFER && event.day <= day);
    let named = transfers.filter(|event| event.party.is_some());
    named.max_by_key(|event| event.day).map_or(applicant, |event| event.party)
}

/// Whether a patent is maintained (有效) at the close of a day; the answer says whether that rests on a status
/// the source states without a date. Source: domain.md 3, 有效量.
fn in_force(patent: &Patent, events: &[PatentEvent], day: Date) -> Option<bool> {
    if patent.grant.is_none_or(|grant| grant > day) {
        return None;
    }
    let legal = patent.status_on(day, events.iter().map(PatentEvent::dated))?;
    legal.status.is_maintained().then_some(events.is_empty() && patent.stated_status.is_some())
}

fn in_force_of(kind: PatentKind) -> Indicator {
    match kind {
        PatentKind::Invention => Indicator::InventionInForce,
        PatentKind::Utility => Indicator::UtilityInForce,
        PatentKind::Design => Indicator::DesignInForce,
    }
}

/// Calls `each` with the PCT filings.
pub fn of_pcts(
    ledger: &Ledger,
    snapshot: Snapshot,
    register: &PartyRegister,
    mut each: impl FnMut(&Contribution<'_>),
) -> Result<(), LedgerError> {
    for card in ledger.pcts(snapshot)? {
        let member = |day| register.belongs(card.applicant, day);
        pct_contribution(&card.pct, snapshot.as_of, member, |when, _| {
            let contribution = Contribution::new(
                CountedIn::Of(Indicator::PctFilings),
                when,
                CountedItem::Pct(card.pct.number),
                1,
            );
            let day = when.day_of_membership();
            let assumed = day.is_some_and(|day| member(day) == Belongs::Assumed);
            each(&Contribution { assumed, ..contribution.of(card.applicant, None) });
        });
    }
    Ok(())
}

/// Calls `each` with registrations of pledges, loans and public money of claims, and what of loans is owed at
/// the close of `levels`.
///
/// Source: domain.md 0 and 3. A registration counts in the period of its day, a change is no new one, a revoked
/// one none; the secured amount is not money lent. A loan counts where it was first drawn. A case belongs to
/// the district where the first pledgor, or the borrower, sat on that day.
pub fn of_finance(
    ledger: &Ledger,
    snapshot: Snapshot,
    register: &PartyRegister,
    levels: &[Date],
    mut each: impl FnMut(&Contribution<'_>),
) -> Result<(), LedgerError> {
    let registered = of_pledges(ledger, snapshot, register, &mut each)?;
    let secured = Secured { registered, pledges: ledger.pledged_loans(snapshot)? };
    of_loans(ledger, snapshot, register, 0..LoanId::MAX, Some(&secured), levels, &mut each)?;
    if ledger.holds_compensation()? {
        of_claims(ledger, snapshot, register, &mut each)?;
    }
    Ok(())
}

/// Which pledges secure each loan, and when they were registered.
pub struct Secured {
    registered: HashMap<PledgeId, Date>,
    pledges: HashMap<LoanId, Vec<PledgeId>>,
}

impl Secured {
    /// The last day on which a pledge of the loan was registered.
    fn since(&self, loan: LoanId) -> Option<Date> {
        let pledges = self.pledges.get(&loan).into_iter().flatten();
        pledges.filter_map(|pledge| self.registered.get(pledge)).max().copied()
    }
}

/// Calls `each` with registrations of pledges; returns the day of each pledge's.
pub fn of_pledges(
    ledger: &Ledger,
    snapshot: Snapshot,
    register: &PartyRegister,
    mut each: impl FnMut(&Contribution<'_>),
) -> Result<HashMap<PledgeId, Date>, LedgerError> {
    let mut registered = HashMap::new();
    for card in ledger.pledges(snapshot)? {
        let day = card.pledge.registered;
        let revoked = card.events.iter().any(|event| event.kind == EventKind::Revoke);
        if day > snapshot.as_of || revoked {
            continue;
        }
        registered.insert(card.id, day);
        let firm = card.pledgors.first().copied();
        if !register.is_here(firm, day) {
            continue;
        }
        let mut contribution = |part, item, n| {
            let contribution =
                Contribution::new(part, Counted::On(day), item, n).of(firm, Some(card.pledgee));
            let assumed = register.is_assumed(firm, day);
            each(&Contribution { pledge: Some(card.id), assumed, ..contribution });
        };
        contribution(
            CountedIn::Of(Indicator::PledgeRegistrations),
            CountedItem::Pledge(card.id),
            1,
        );
        for patent in &card.patents {
            contribution(
                CountedIn::Of(Indicator::PledgedPatents),
                CountedItem::Patent(patent.key()),
                1,
            );
        }
        let secured = card.pledge.secured.map_or(0, |amount| amount.fen());
        contribution(
            CountedIn::Of(Indicator::SecuredAmount),
            CountedItem::Pledge(card.id),
            secured,
        );
        if let Some(applied) = card.pledge.applied {
            let days = i64::from(day.days_since(applied));
            contribution(CountedIn::ApplicationDays, CountedItem::Pledge(card.id), days);
        }
    }
    Ok(registered)
}

/// Calls `each` with loans of these numbers: what was lent and, at the close of `levels`, what is owed; with
/// `secured`, how long it took from a pledge's registration to the money.
pub fn of_loans(
    ledger: &Ledger,
    snapshot: Snapshot,
    register: &PartyRegister,
    numbers: Range<LoanId>,
    secured: Option<&Secured>,
    levels: &[Date],
    mut each: impl FnMut(&Contribution<'_>),
) -> Result<(), LedgerError> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    ledger.each_loan_in_brief(snapshot, None, numbers, |card| {
        let mut contribution = |part, day, n| {
            let contribution =
                Contribution::new(part, Counted::On(day), CountedItem::Loan(card.id), n);
            let assumed = register.is_assumed(card.borrower, day);
            each(&Contribution { assumed, ..contribution.of(card.borrower, Some(card.bank)) });
        };
        let drawn = disbursements(card.events).filter(|(day, _)| *day <= snapshot.as_of);
        for (at, (day, fen)) in drawn.enumerate() {
            if !register.is_here(card.borrower, day) {
                continue;
            }
            contribution(CountedIn::Of(Indicator::LoanAmount), day, fen);
            if at == 0 {
                contribution(CountedIn::Of(Indicator::LoansGranted), day, 1);
                if let Some(pledged) = secured.and_then(|secured| secured.since(card.id)) {
                    contribution(
                        CountedIn::DisbursementDays,
                        day,
                        i64::from(day.days_since(pledged)),
                    );
                }
            }
        }
        for level in levels.iter().copied().filter(|level| *level <= snapshot.as_of) {
            if !register.is_here(card.borrower, level) {
                continue;
            }
            let balance = match card.replay(&lpr, level) {
                Ok(account) => account.balance(),
                Err(_) => {
                    contribution(CountedIn::NotWorkedOut, level, 0);
                    continue;
                }
            };
            let (owed, overdue) = (balance.principal.fen(), balance.days_overdue > 0);
            if owed != 0 {
                contribution(CountedIn::Of(Indicator::LoansOutstanding), level, 1);
                contribution(CountedIn::Of(Indicator::Outstanding), level, owed);
            }
            if overdue && owed != 0 {
                contribution(CountedIn::Of(Indicator::OverdueLoans), level, 1);
                contribution(CountedIn::Of(Indicator::OverduePrincipal), level, owed);
            }
        }
        Ok(())
    })
}

fn disbursements(events: &[Event]) -> impl Iterator<Item = (Date, i64)> + '_ {
    events.iter().filter_map(|event| match event.happening {
        LoanEventKind::Disburse(amount) => Some((event.day, amount.fen())),
        _ => None,
    })
}

/// Public money paid on claims and had back, on the day it moved.
pub fn of_claims(
    ledger: &Ledger,
    snapshot: Snapshot,
    register: &PartyRegister,
    mut each: impl FnMut(&Contribution<'_>),
) -> Result<(), LedgerError> {
    let compensation = ledger.compensation(snapshot)?;
    for card in &compensation.claims {
        let scheme = &compensation.scheme_of(card)?.scheme;
        for decided in card.events.iter().map(|event| &event.decided) {
            let (indicator, fen) = match &decided.happening {
                Claimed::Pay { payer, amount } if scheme.is_public(payer) => {
                    (Indicator::CompensationPaid, amount.fen())
                }
                Claimed::Recover { returns, .. } | Claimed::Refund { returns, .. } => {
                    let public = returns.iter().filter(|part| scheme.is_public(&part.payer));
                    let back = public.map(|part| part.amount.fen()).sum();
                    (Indicator::CompensationRecovered, back)
                }
                Claimed::Pay { .. }
                | Claimed::Approve { .. }
                | Claimed::Settle { .. }
                | Claimed::Reject => continue,
            };
            if decided.day <= snapshot.as_of && register.is_here(card.borrower, decided.day) {
                let when = Counted::On(decided.day);
                let contribution = Contribution::new(
                    CountedIn::Of(indicator),
                    when,
                    CountedItem::Claim(card.id),
                    fen,
                );
                let assumed = register.is_assumed(card.borrower, decided.day);
                each(&Contribution { assumed, ..contribution.of(card.borrower, Some(card.bank)) });
            }
        }
    }
    Ok(())
}

/// Calls `each` with what every fund holds at the close of `levels`.
pub fn of_funds(
    ledger: &Ledger,
    snapshot: Snapshot,
    levels: &[Date],
    mut each: impl FnMut(&Contribution<'_>),
) -> Result<(), LedgerError> {
    if !ledger.holds_compensation()? {
        return Ok(());
    }
    let compensation = ledger.compensation(snapshot)?;
    let journal = compensation.journal()?;
    let of_claim =
        |about: &str| compensation.claim(about).ok().map(|card| CountedItem::Claim(card.id));
    for level in levels.iter().copied().filter(|level| *level <= snapshot.as_of) {
        for entry in journal.iter().filter(|entry| entry.day <= level) {
            for posting in &entry.postings {
                if let FundAccount::Cash { fund } = &posting.account {
                    let item =
                        of_claim(&entry.about).unwrap_or_else(|| CountedItem::Fund(fund.clone()));
                    let part = CountedIn::Of(Indicator::FundBalance);
                    let mut contribution =
                        Contribution::new(part, Counted::On(level), item, posting.amount.fen());
                    contribution.fund = Some(fund);
                    each(&contribution);
                }
            }
        }
    }
    Ok(())
}

/// Cases and certificates, with the programmes cases go by.
#[derive(Debug)]
pub struct Honours {
    pub programs: Programs,
    pub cases: Vec<CaseCard>,
    pub certificates: Vec<CertificateCard>,
}

impl Honours {
    pub fn read(ledger: &Ledger, snapshot: Snapshot) -> Result<Self, LedgerError> {
        Ok(Self {
            programs: ledger.programs(snapshot)?,
            cases: ledger.cases(snapshot)?,
            certificates: ledger.certificates(snapshot)?,
        })
    }
}

/// Why somebody is in no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotCounted {
    /// It did not sit in the district on the day that counts.
    Outside,
    /// The programme counts other kinds of party (P9).
    OtherKind,
}

impl NotCounted {
    pub fn code(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::OtherKind => "other-kind",
        }
    }
}

/// What a case or a certificate comes to on a day.
struct Moment {
    indicator: Indicator,
    day: Date,
    party: PartyId,
    /// The kinds of party that count.
    counts: bool,
    /// It rests on something nobody said.
    assumed: bool,
}

/// The indicators of a figure: applied, recognised, accepted, in term.
fn figures_of(figure: Figure) -> [Indicator; 4] {
    match figure {
        Figure::Pilot => [
            Indicator::PilotApplied,
            Indicator::PilotRecognised,
            Indicator::PilotAccepted,
            Indicator::PilotInTerm,
        ],
        Figure::Demonstration => [
            Indicator::DemonstrationApplied,
            Indicator::DemonstrationRecognised,
            Indicator::DemonstrationAccepted,
            Indicator::DemonstrationInTerm,
        ],
    }
}

/// Calls `each` with what every case and certificate comes to by the snapshot's day, and at the close of `levels`.
fn moments(
    snapshot: Snapshot,
    register: &PartyRegister,
    honours: &Honours,
    levels: &[Date],
    mut each: impl FnMut(Moment),
) {
    let levels = || levels.iter().copied().filter(|level| *level <= snapshot.as_of);
    let kind = |party| register.card(Some(party)).map(|card| card.party.kind);
    for card in &honours.cases {
        let program = honours.programs.of_case(card);
        let Some(figure) = program.figure else { continue };
        let counts = kind(card.party).is_some_and(|kind| program.kinds.contains(&kind));
        let [applied, recognised, accepted, in_term] = figures_of(figure);
        let mut at = |indicator, day| {
            each(Moment { indicator, day, party: card.party, counts, assumed: false });
        };
        let history = card.history();
        if let Some(day) = card.applied().filter(|day| *day <= snapshot.as_of) {
            at(applied, day);
        }
        for event in history.iter().filter(|event| event.day <= snapshot.as_of) {
            match event.step {
                CaseStep::Recognise => at(recognised, event.day),
                CaseStep::Accept => at(accepted, event.day),
                CaseStep::Apply
                | CaseStep::Verify
                | CaseStep::Recommend
                | CaseStep::Return
                | CaseStep::Review
                | CaseStep::Publicise
                | CaseStep::Reject
                | CaseStep::Midterm
                | CaseStep::Fail
                | CaseStep::Extend
                | CaseStep::Recheck
                | CaseStep::Revoke
                | CaseStep::Withdraw => {}
            }
        }
        for level in levels() {
            if case_state(program.rules(), &history, level).is_in_term() {
                at(in_term, level);
            }
        }
    }
    for card in honours.certificates.iter().filter(|card| card.certificate.standard.is_gb29490()) {
        let of = &card.certificate;
        let counts = kind(card.party) == Some(PartyKind::Firm);
        let mut at = |indicator, day, assumed| {
            each(Moment { indicator, day, party: card.party, counts, assumed });
        };
        if let Some(day) = new_on(honours, card).filter(|day| *day <= snapshot.as_of) {
            // A list of firms says the day of certification; a list of certificates has a column for the first issue.
            let assumed = of.first_issued.is_none() && of.number.is_some();
            at(Indicator::Gb29490New, day, assumed);
            at(Indicator::Gb29490Certified, day, false);
        }
        let history = card.history();
        for level in levels() {
            if of.is_valid(&history, level) {
                at(Indicator::Gb29490Valid, level, of.expires.is_none());
            }
        }
    }
}

/// The day a certificate made its holder a certified firm: of its first issue; where nobody said that, of its issue,
/// unless the holder had another before.
fn new_on(honours: &Honours, card: &CertificateCard) -> Option<Date> {
    let of = &card.certificate;
    if of.first_issued.is_some() {
        return of.first_issued;
    }
    let before = |other: &&CertificateCard| {
        other.party == card.party
            && other.certificate.standard.is_gb29490()
            && other.certificate.issued < of.issued
    };
    let is_later = honours.certificates.iter().any(|other| before(&other));
    // What a list of firms names as a day of certification is one.
    (!is_later || of.number.is_none()).then_some(of.issued)
}

/// Calls `each` with every firm that applied, was recognised or accepted, or was certified, and sat in the district on
/// that day, and at the close of `levels` with those in term and those whose certificate counts; and `left` with who is on
/// record and in none of it.
pub fn of_honours(
    snapshot: Snapshot,
    register: &PartyRegister,
    honours: &Honours,
    levels: &[Date],
    mut each: impl FnMut(&Contribution<'_>),
    mut left: impl FnMut(Indicator, Date, PartyId, NotCounted),
) {
    moments(snapshot, register, honours, levels, |moment| {
        let Moment { indicator, day, party, counts, assumed } = moment;
        let firm = Some(party);
        if !register.is_here(firm, day) {
            left(indicator, day, party, NotCounted::Outside);
            return;
        }
        if !counts {
            left(indicator, day, party, NotCounted::OtherKind);
            return;
        }
        let part = CountedIn::Of(indicator);
        let contribution = Contribution::new(part, Counted::On(day), CountedItem::Firm(party), 1);
        let assumed = assumed || register.is_assumed(firm, day);
        each(&Contribution { assumed, ..contribution.of(firm, None) });
    });
}

/// The firms of which an application, a recognition or an acceptance stands at the close of a day: it came by then, and
/// nobody rejected, withdrew or revoked it since. Each with why it is not counted, if it is not: where it sits then.
pub fn standing_on(
    register: &PartyRegister,
    honours: &Honours,
    indicator: Indicator,
    day: Date,
) -> BTreeMap<PartyId, Option<NotCounted>> {
    let mut firms = BTreeMap::new();
    for card in &honours.cases {
        let program = honours.programs.of_case(card);
        let Some(figure) = program.figure else { continue };
        let [applied, recognised, accepted, _] = figures_of(figure);
        let history = card.history();
        let state = case_state(program.rules(), &history, day);
        let came = |step| history.iter().any(|event| event.step == step && event.day <= day);
        let stands = !state.is_over()
            && ((indicator == applied && came(CaseStep::Apply))
                || (indicator == recognised && state.is_recognised())
                || (indicator == accepted && came(CaseStep::Accept)));
        if !stands {
            continue;
        }
        let kind = register.card(Some(card.party)).map(|card| card.party.kind);
        let why = match kind {
            _ if !register.is_here(Some(card.party), day) => Some(NotCounted::Outside),
            Some(kind) if program.kinds.contains(&kind) => None,
            Some(_) | None => Some(NotCounted::OtherKind),
        };
        firms.insert(card.party, why);
    }
    firms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::patent::{self, PatentRecord};
    use crate::domain::record::Form;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// An invention filed on 2016-04-29, granted and with a stated status where they are given.
    fn invention(grant: Option<&str>, stated: Option<&str>) -> Patent {
        let mut form = Form::new(&patent::FIELDS, None)
            .with(patent::APPLICATION_NO, "201610281886.0")
            .with(patent::FILING_DATE, "2016-04-29");
        let said = [(patent::GRANT_DATE, grant), (patent::STATUS, stated)];
        for (field, text) in said.into_iter().filter_map(|(field, text)| Some((field, text?))) {
            form.say(field, text);
        }
        PatentRecord::read(&form.record(), day("2021-03-01")).unwrap().0.patent
    }

    fn happened(event: &str, on: &str) -> PatentEvent {
        let (event, day) = (event.to_owned(), day(on));
        PatentEvent { event, day, party: None, detail: None, document: None, brought_by: 1 }
    }

    /// In force at the close of a day; `true`: by nothing but the word of a source that gives no day.
    #[test]
    fn a_patent_is_in_force_from_its_grant_until_it_ends() {
        let grant = Some("2018-08-21");
        let lapsed = [happened("lapse", "2020-04-29")];
        let restored = [happened("lapse", "2020-04-29"), happened("restoration", "2020-10-08")];
        type Case<'a> = (&'a str, Patent, &'a [PatentEvent], &'a str, Option<bool>);
        let cases: [Case; 11] = [
            ("not granted", invention(None, None), &[], "2020-01-01", None),
            ("the day before its grant", invention(grant, None), &[], "2018-08-20", None),
            ("the day of its grant", invention(grant, None), &[], "2018-08-21", Some(false)),
            ("as a source states", invention(grant, Some("有效")), &[], "2020-01-01", Some(true)),
            ("ended, as a source states", invention(grant, Some("终止")), &[], "2020-01-01", None),
            ("before it lapsed", invention(grant, None), &lapsed, "2020-04-28", Some(false)),
            ("lapsed", invention(grant, None), &lapsed, "2020-04-29", None),
            ("restored", invention(grant, None), &restored, "2020-10-08", Some(false)),
            ("on its last day", invention(grant, None), &[], "2036-04-28", Some(false)),
            ("after twenty years", invention(grant, None), &[], "2036-04-29", None),
            (
                "in part invalid is in force",
                invention(grant, None),
                &[happened("partial_invalidation", "2019-05-05")],
                "2020-01-01",
                Some(false),
            ),
        ];
        for (what, patent, events, on, expected) in cases {
            assert_eq!(in_force(&patent, events, day(on)), expected, "{what}");
        }
    }

    #[test]
    fn what_was_lent_is_what_was_disbursed() {
        let money = |yuan: &str| yuan.parse().unwrap();
        let events = [
            Event { day: day("2018-05-04"), happening: LoanEventKind::Disburse(money("2000000")) },
            Event { day: day("2018-06-04"), happening: LoanEventKind::Repay(money("500000")) },
            Event { day: day("2018-07-02"), happening: LoanEventKind::Disburse(money("1000000")) },
        ];
        let lent: Vec<(Date, i64)> = disbursements(&events).collect();
        let (first, second) = ((day("2018-05-04"), 200_000_000), (day("2018-07-02"), 100_000_000));
        assert_eq!(lent, [first, second]);
    }
}
