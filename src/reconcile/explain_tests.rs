use super::*;
use crate::domain::loan::{Bucket, DayCount, DueDays, Period, RepaymentMethod};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

fn terms(method: RepaymentMethod) -> Terms {
    Terms {
        signed: None,
        limit_fen: yuan("1000000").fen(),
        due: day("2017-09-01"),
        rate: Rate::read("4.35%").unwrap(),
        method,
        period: Period::Monthly,
        day_count: DayCount::Act360,
        pay_day: None,
        due_days: DueDays::Actual,
        grace_days: 0,
        penalty_markup: "50%".parse().unwrap(),
        compound: true,
        order: Bucket::USUAL_ORDER,
    }
}

/// A loan of 1,000,000 lent on 2016-09-01, with what was due paid on every due day up to 2016-12-01.
fn served(terms: &Terms) -> Vec<Event> {
    let lpr = LprTable::shipped();
    let mut events =
        vec![Event { day: day("2016-09-01"), happening: LoanEventKind::Disburse(yuan("1000000")) }];
    for on in ["2016-10-01", "2016-11-01", "2016-12-01"] {
        let schedule = Account::replay(terms, &lpr, &events, day(on)).unwrap().schedule().unwrap();
        if let Some(part) = schedule.iter().find(|part| part.due == day(on)) {
            events.push(Event { day: day(on), happening: LoanEventKind::Repay(part.payment) });
        }
    }
    events
}

const CUTOFF: &str = "2016-12-31";

struct Case {
    terms: Terms,
    events: Vec<Event>,
    lpr: LprTable,
}

impl Case {
    fn of(method: RepaymentMethod) -> Self {
        let terms = terms(method);
        let events = served(&terms);
        Self { terms, events, lpr: LprTable::shipped() }
    }

    fn replayed(&self) -> Replayed<'_> {
        Replayed {
            terms: &self.terms,
            events: &self.events,
            lines: &[],
            lpr: &self.lpr,
            registrations: &[],
            as_of: day(CUTOFF),
        }
    }

    fn ours(&self, further: Option<(Date, Money)>) -> Ours {
        let loan = self.replayed();
        let events = further
            .map_or(self.events.clone(), |(day, paid)| loan.with(day, LoanEventKind::Repay(paid)));
        loan.ours(&events, day(CUTOFF)).unwrap()
    }

    fn explain(&self, line: &StatementLine) -> Vec<Explained> {
        let tolerance = Tolerance::default();
        let differences = compare(line, &self.ours(None), &[], &tolerance);
        explain(line, &differences, &self.replayed(), &tolerance)
    }
}

fn stated(ours: &Ours) -> StatementLine {
    StatementLine {
        balance: Some(ours.balance),
        interest: Some(ours.interest),
        ..StatementLine::default()
    }
}

#[test]
fn an_early_repayment_between_due_days_is_found_with_its_day() {
    let methods = [
        RepaymentMethod::Bullet,
        RepaymentMethod::InterestFirst,
        RepaymentMethod::Annuity,
        RepaymentMethod::EqualPrincipal,
    ];
    let days = ["2016-12-02", "2016-12-10", "2016-12-17", "2016-12-30"];
    for method in methods {
        let case = Case::of(method);
        for (on, amount) in days.into_iter().zip(["200000", "350000.55", "1234.56", "600000"]) {
            let bank = case.ours(Some((day(on), yuan(amount))));
            if bank.balance == case.ours(None).balance {
                // All of it went to interest: the principal does not show it.
                continue;
            }
            let explained = case.explain(&stated(&bank));
            let causes: Vec<&Explanation> = explained.iter().map(|one| &one.cause).collect();
            let found = Explanation::PaymentMissingHere { day: day(on), amount: yuan(amount) };
            assert_eq!(causes, [&found], "{method:?} {on} {amount}");
            let proposal = Proposal::Repay { day: day(on), amount: yuan(amount) };
            assert_eq!(explained[0].proposal, Some(proposal));
        }
    }
    // Months before the cut-off, across due days that were met.
    let case = Case::of(RepaymentMethod::Bullet);
    let bank = case.ours(Some((day("2016-10-13"), yuan("300000"))));
    let cause = Explanation::PaymentMissingHere { day: day("2016-10-13"), amount: yuan("300000") };
    assert_eq!(case.explain(&stated(&bank))[0].cause, cause);
}

#[test]
fn a_nought_too_many_or_too_few_is_no_payment() {
    let case = Case::of(RepaymentMethod::InterestFirst);
    let line = |balance: &str| StatementLine {
        balance: Some(yuan(balance)),
        interest: Some(case.ours(None).interest),
        ..StatementLine::default()
    };
    let cases = [
        ("100000", Explanation::Noughts { more: -1 }),
        ("10000000", Explanation::Noughts { more: 1 }),
        ("10000", Explanation::Noughts { more: -2 }),
        ("1000000000", Explanation::Noughts { more: 3 }),
        ("100", Explanation::Unit),
        ("10000000000", Explanation::Unit),
    ];
    for (balance, cause) in cases {
        let explained = case.explain(&line(balance));
        let found: Vec<(&Explanation, Option<Proposal>)> =
            explained.iter().map(|one| (&one.cause, one.proposal)).collect();
        assert_eq!(found, [(&cause, None)], "{balance}");
    }
    // Nine tenths were repaid early, and the interest bears it out: a payment, and no slip.
    let on = day("2016-12-10");
    let owed = case.ours(Some((on, yuan("900000")))).balance.checked_sub(yuan("100000")).unwrap();
    let paid = yuan("900000").checked_add(owed).unwrap();
    let bank = case.ours(Some((on, paid)));
    assert_eq!(bank.balance, yuan("100000"));
    let explained = case.explain(&stated(&bank));
    let causes: Vec<&Explanation> = explained.iter().map(|one| &one.cause).collect();
    assert_eq!(causes, [&Explanation::PaymentMissingHere { day: on, amount: paid }]);
}

#[test]
fn a_line_without_a_balance_has_nothing_to_agree_to() {
    let case = Case::of(RepaymentMethod::Bullet);
    let causes = |line: &StatementLine| -> Vec<CauseKind> {
        case.explain(line).iter().map(|one| one.cause.kind()).collect()
    };
    let bare = StatementLine { loan_no: Some("JD1".into()), ..StatementLine::default() };
    assert_eq!(causes(&bare), [CauseKind::NotStated]);
    // A loan that is settled owes nothing, though the cell is blank.
    let settled = StatementLine { settled: Some(true), ..bare };
    assert!(!causes(&settled).contains(&CauseKind::NotStated));
}
