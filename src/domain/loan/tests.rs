mod corners;
mod due_days;
mod enrolments;
mod properties;
mod records;

use super::*;
use crate::domain::values::{Date, Money, Percent};

fn day(text: &str) -> Date {
    Date::parse_iso_bytes(text.as_bytes()).unwrap()
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

fn terms(
    method: RepaymentMethod,
    period: Period,
    day_count: DayCount,
    due: &str,
    rate: &str,
) -> Terms {
    Terms {
        signed: None,
        limit_fen: yuan("3000000").fen(),
        due: day(due),
        rate: Rate::read(rate).unwrap(),
        method,
        period,
        day_count,
        pay_day: None,
        due_days: DueDays::Actual,
        grace_days: 0,
        penalty_markup: terms::usual_penalty_markup(),
        compound: true,
        order: Bucket::USUAL_ORDER,
    }
}

fn event(on: &str, happening: LoanEventKind) -> Event {
    Event { day: day(on), happening }
}

fn disbursed(on: &str) -> Event {
    event(on, LoanEventKind::Disburse(yuan("3000000")))
}

fn balance(terms: &Terms, events: &[Event], as_of: &str) -> Balance {
    Account::replay(terms, &LprTable::shipped(), events, day(as_of)).unwrap().balance()
}

fn schedule(terms: &Terms, on: &str) -> Vec<Instalment> {
    let lpr = LprTable::shipped();
    Account::replay(terms, &lpr, &[disbursed(on)], day(on)).unwrap().schedule().unwrap()
}

#[test]
fn three_million_for_a_year_as_domain_md_has_it() {
    let annuity =
        terms(RepaymentMethod::Annuity, Period::Monthly, DayCount::Month, "2017-07-01", "4.35%");
    let plan = schedule(&annuity, "2016-07-01");
    assert_eq!(
        (plan.len(), plan[0].payment, plan[5].payment),
        (12, yuan("255929.70"), yuan("255929.70"))
    );
    assert_eq!(plan[11].balance, Money::ZERO);

    let equal = Terms { method: RepaymentMethod::EqualPrincipal, ..annuity.clone() };
    let plan = schedule(&equal, "2016-07-01");
    assert_eq!((plan[0].payment, plan[11].payment), (yuan("260875.00"), yuan("250906.25")));

    let bullet =
        terms(RepaymentMethod::Bullet, Period::Monthly, DayCount::Act360, "2017-07-01", "4.35%");
    assert_eq!(
        balance(&bullet, &[disbursed("2016-07-01")], "2017-06-30").interest,
        yuan("131950.00")
    );
}

#[test]
fn thirty_days_overdue_cost_the_penalty_rate_and_no_interest_beside_it() {
    let terms =
        terms(RepaymentMethod::Bullet, Period::Monthly, DayCount::Act360, "2017-07-01", "4.35%");
    let paid = event("2017-07-01", LoanEventKind::Repay(yuan("132312.50")));
    let on_time = balance(&terms, &[disbursed("2016-07-01"), paid.clone()], "2017-07-01");
    assert_eq!((on_time.interest, on_time.days_overdue), (Money::ZERO, 0));
    let late = balance(&terms, &[disbursed("2016-07-01"), paid], "2017-07-31");
    assert_eq!(
        (late.penalty, late.compound, late.days_overdue),
        (yuan("16312.50"), Money::ZERO, 30)
    );
    assert_eq!(late.principal, yuan("3000000"));
    // Interest left unpaid bears the penalty rate too.
    let unpaid = balance(&terms, &[disbursed("2016-07-01")], "2017-07-31");
    assert_eq!(unpaid.interest, yuan("132312.50"));
    assert_eq!(unpaid.compound, yuan("719.45")); // 132312.50 x 6.525 % x 30 / 360
}

#[test]
fn a_payment_within_grace_is_not_late_and_one_after_it_is_late_from_the_due_day() {
    let mut terms =
        terms(RepaymentMethod::Bullet, Period::Monthly, DayCount::Act360, "2017-07-01", "4.35%");
    terms.grace_days = 5;
    let in_grace = balance(&terms, &[disbursed("2016-07-01")], "2017-07-06");
    assert_eq!((in_grace.days_overdue, in_grace.penalty), (0, Money::ZERO));
    assert_eq!(in_grace.interest, yuan("134125.00")); // 365 + 5 days at 4.35 %
    let after = balance(&terms, &[disbursed("2016-07-01")], "2017-07-07");
    assert_eq!((after.days_overdue, after.interest), (6, yuan("132312.50")));
    assert_eq!(after.penalty, yuan("3262.50")); // six days at 6.525 %
}

#[test]
fn a_pay_day_makes_a_short_first_period_and_quarters_of_the_calendar() {
    let mut terms = terms(
        RepaymentMethod::InterestFirst,
        Period::Quarterly,
        DayCount::Act360,
        "2017-07-01",
        "4.8%",
    );
    terms.pay_day = Some(20);
    let dues: Vec<String> =
        schedule(&terms, "2016-07-01").iter().map(|i| i.due.to_string()).collect();
    assert_eq!(dues, ["2016-09-20", "2016-12-20", "2017-03-20", "2017-06-20", "2017-07-01"]);
    terms.period = Period::Monthly;
    assert_eq!(schedule(&terms, "2016-07-01")[0].interest, yuan("7600.00")); // 19 days
}

#[test]
fn months_from_the_31st_stay_whole_months() {
    let terms = terms(
        RepaymentMethod::InterestFirst,
        Period::Monthly,
        DayCount::Month,
        "2017-01-31",
        "4.8%",
    );
    let plan = schedule(&terms, "2016-01-31");
    let dues: Vec<String> = plan.iter().take(3).map(|i| i.due.to_string()).collect();
    assert_eq!(dues, ["2016-02-29", "2016-03-31", "2016-04-30"]);
    assert!(plan.iter().all(|instalment| instalment.interest == yuan("12000.00")));
}

#[test]
fn early_repayment_extension_write_off_and_overpayment() {
    let terms = terms(
        RepaymentMethod::InterestFirst,
        Period::Monthly,
        DayCount::Act360,
        "2017-07-01",
        "3.6%",
    );
    let mut events = vec![disbursed("2016-07-01")];
    events.push(event("2016-07-11", LoanEventKind::Repay(yuan("1003000.00"))));
    let early = balance(&terms, &events, "2016-07-11");
    assert_eq!(
        (early.principal, early.interest, early.interest_paid),
        (yuan("2000000.00"), Money::ZERO, yuan("3000.00"))
    );

    events.push(event(
        "2017-06-01",
        LoanEventKind::Extend { new_due: day("2017-12-31"), rate: Rate::read("7.2%") },
    ));
    let lpr = LprTable::shipped();
    let account = Account::replay(&terms, &lpr, &events, day("2017-06-01")).unwrap();
    let plan = account.schedule().unwrap();
    let last = plan.last().unwrap();
    assert_eq!(
        (last.due, last.principal, last.balance),
        (day("2017-12-31"), yuan("2000000.00"), Money::ZERO)
    );
    // July 2017, 31 days at the new rate from the former last day on.
    let july = plan.iter().find(|i| i.due == day("2017-08-01")).unwrap();
    assert_eq!(july.interest, yuan("12400.00"));

    events.push(event("2018-03-01", LoanEventKind::WriteOff(yuan("2000000.00"))));
    let written = balance(&terms, &events, "2018-03-01");
    assert_eq!((written.principal, written.written_off), (Money::ZERO, yuan("2000000.00")));
    let owed = written.total;
    let too_much = owed.checked_add(yuan("2000100.00")).unwrap();
    events.push(event("2018-03-01", LoanEventKind::Repay(too_much)));
    let end = balance(&terms, &events, "2018-03-02");
    assert_eq!(
        (end.written_off, end.total, end.overpaid),
        (Money::ZERO, Money::ZERO, yuan("100.00"))
    );
}

#[test]
fn what_cannot_have_happened_is_refused() {
    let terms =
        terms(RepaymentMethod::Bullet, Period::Monthly, DayCount::Act360, "2017-07-01", "4.35%");
    let repay = |on: &str, amount: &str| event(on, LoanEventKind::Repay(yuan(amount)));
    let extend =
        |on: &str, to: &str| event(on, LoanEventKind::Extend { new_due: day(to), rate: None });
    let cases: [(Vec<Event>, &str); 8] = [
        (vec![repay("2016-07-01", "1")], "loan-before-disbursement"),
        (vec![disbursed("2016-07-01"), repay("2016-08-01", "0")], "loan-amount-not-positive"),
        (vec![disbursed("2017-07-01")], "loan-disbursed-after-due"),
        (vec![disbursed("2016-07-01"), disbursed("2016-08-01")], "loan-over-limit"),
        (
            vec![disbursed("2016-07-01"), extend("2017-07-02", "2018-01-01")],
            "loan-extension-after-due",
        ),
        (
            vec![disbursed("2016-07-01"), extend("2017-06-02", "2017-07-01")],
            "loan-extension-not-later",
        ),
        (
            vec![
                disbursed("2016-07-01"),
                event("2016-08-01", LoanEventKind::WriteOff(yuan("3000000.01"))),
            ],
            "loan-write-off-over-outstanding",
        ),
        (
            vec![disbursed("2016-07-01"), event("2016-08-01", LoanEventKind::Refund(yuan("1")))],
            "loan-refund-over-overpaid",
        ),
    ];
    let lpr = LprTable::shipped();
    for (events, code) in cases {
        let refused = Account::replay(&terms, &lpr, &events, day("2019-01-01"));
        assert_eq!(refused.err().map(|problem| problem.code()), Some(code));
    }
    let early = Terms { signed: Some(day("2016-07-02")), ..terms };
    let refused = Account::replay(&early, &lpr, &[disbursed("2016-07-01")], day("2019-01-01"));
    assert_eq!(refused.err().map(|problem| problem.code()), Some("loan-before-contract"));
}

#[test]
fn a_floating_rate_follows_the_published_lpr_and_says_what_is_missing() {
    let lpr = LprTable::shipped();
    let rate = Rate::read("LPR1Y+65bp yearly").unwrap();
    let start = day("2019-12-02");
    let on = |on: &str| rate.on(day(on), start, &lpr).map(Percent::points);
    assert_eq!(on("2019-12-31").unwrap().to_string(), "4.8"); // 4.15 + 0.65
    assert_eq!(on("2020-06-01").unwrap().to_string(), "4.8");
    assert_eq!(on("2021-06-01").unwrap().to_string(), "4.5"); // 3.85 + 0.65
    assert_eq!(on("2030-06-01").unwrap_err().code(), "lpr-missing");
    let early = Rate::read("LPR5Y").unwrap().on(day("2019-08-19"), day("2019-08-19"), &lpr);
    assert_eq!(early.unwrap_err().code(), "lpr-missing");
    assert_eq!(
        rate.to_string().parse::<String>().ok().and_then(|text| Rate::read(&text)),
        Some(rate)
    );
}

#[test]
fn classes_by_days_overdue_under_both_rules() {
    let least = |days, granted: &str, on: &str| Class::least(days, day(granted), day(on)).code();
    let rows = [
        (0, "2016-07-01", "2018-01-01", "normal"),
        (1, "2016-07-01", "2018-01-01", "special_mention"),
        (90, "2016-07-01", "2018-01-01", "special_mention"),
        (91, "2016-07-01", "2018-01-01", "substandard"),
        (1, "2023-07-01", "2024-01-01", "special_mention"),
        (90, "2023-07-01", "2024-01-01", "special_mention"),
        (91, "2023-07-01", "2024-01-01", "substandard"),
        (271, "2023-07-01", "2025-01-01", "doubtful"),
        (361, "2023-07-01", "2025-01-01", "loss"),
        (361, "2020-07-01", "2025-12-31", "substandard"),
        (361, "2020-07-01", "2026-01-01", "loss"),
    ];
    for (days, granted, on, class) in rows {
        assert_eq!(least(days, granted, on), class, "{days} days, granted {granted}, on {on}");
    }
}
