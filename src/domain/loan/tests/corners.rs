//! Corners of the arithmetic, each with figures a clerk can check by hand.

use super::*;

fn three_million(method: RepaymentMethod, due: &str) -> Terms {
    terms(method, Period::Monthly, DayCount::Act360, due, "3.6%")
}

fn repay(on: &str, amount: &str) -> Event {
    event(on, LoanEventKind::Repay(yuan(amount)))
}

#[test]
fn interest_paid_within_grace_counts_towards_the_penalty_once_the_rest_is_late() {
    let mut terms = three_million(RepaymentMethod::Bullet, "2017-07-01");
    terms.grace_days = 5;
    // 365 days, 109 500; two days of grace, 600; one million of principal.
    let events = [disbursed("2016-07-01"), repay("2017-07-03", "1110100.00")];
    let in_grace = balance(&terms, &events, "2017-07-06");
    assert_eq!((in_grace.interest, in_grace.interest_paid), (yuan("600.00"), yuan("110100.00")));
    // Two million late from 1 July: six days at 5.4 %, 1 800. Ordinary interest stays on the million
    // paid on the 3rd: two days, 200. Of the 600 paid for both, 400 went to the penalty.
    let late = balance(&terms, &events, "2017-07-07");
    assert_eq!((late.interest, late.penalty), (Money::ZERO, yuan("1400.00")));
    assert_eq!((late.interest_paid, late.penalty_paid), (yuan("109700.00"), yuan("400.00")));
    let lpr = LprTable::shipped();
    let account = Account::explained(&terms, &lpr, &events, day("2017-07-07")).unwrap();
    let grace: Vec<String> = account
        .segments()
        .iter()
        .filter(|s| s.from >= day("2017-07-01"))
        .map(|s| format!("{} {} {} {}", s.charge.code(), s.days, s.base, s.exact.yuan()))
        .collect();
    assert_eq!(grace, ["interest 2 1000000.00 200.000000", "penalty 6 2000000.00 1800.000000"]);
}

#[test]
fn an_early_repayment_leaves_equal_instalments() {
    let terms =
        terms(RepaymentMethod::Annuity, Period::Monthly, DayCount::Month, "2017-07-01", "3.6%");
    // The day before the first instalment: 30 days' interest, and all principal but 110 000.
    let events = [disbursed("2016-07-01"), repay("2016-07-31", "2899000.00")];
    let lpr = LprTable::shipped();
    let account = Account::replay(&terms, &lpr, &events, day("2016-07-31")).unwrap();
    assert_eq!(account.balance().principal, yuan("110000.00"));
    let plan = account.schedule().unwrap();
    assert_eq!((plan.len(), plan[1].payment), (12, plan[10].payment));
    // 110 000 in twelve instalments at 0.3 %; the first has no interest left to bear.
    assert_eq!((plan[0].principal, plan[1].payment), (yuan("9346.40"), yuan("9346.40")));
    let last = plan[11].payment;
    assert!(last < plan[1].payment && last > yuan("9000"), "{last}");
}

#[test]
fn an_instalment_due_on_the_day_of_a_new_rate_is_still_the_old_one() {
    let mut lpr = LprTable::shipped();
    lpr.add(day("2020-06-22"), "8%".parse().unwrap(), "8%".parse().unwrap());
    let rate = "LPR1Y reprice=anniversary";
    let terms =
        terms(RepaymentMethod::Annuity, Period::Monthly, DayCount::Month, "2021-07-01", rate);
    let start = event("2019-08-20", LoanEventKind::Disburse(yuan("3000000")));
    let terms = Terms { due: day("2021-08-20"), ..terms };
    lpr.add(day("2020-08-20"), "8%".parse().unwrap(), "8%".parse().unwrap());
    let account = Account::replay(&terms, &lpr, &[start], day("2020-08-20")).unwrap();
    let plan = account.schedule().unwrap();
    assert_eq!(plan[11].due, day("2020-08-20"));
    assert_eq!((plan[10].payment, plan[12].payment), (plan[11].payment, plan[13].payment));
    assert!(plan[12].payment > plan[11].payment);
}

#[test]
fn an_extension_as_long_as_the_loan_is_within_the_limit_in_leap_years_too() {
    let over = |start: &str, due: &str, new_due: &str| {
        let terms = three_million(RepaymentMethod::Bullet, due);
        let extend = LoanEventKind::Extend { new_due: day(new_due), rate: None };
        let events = [disbursed(start), event(start, extend)];
        Account::replay(&terms, &LprTable::shipped(), &events, day(start)).unwrap().over_extended()
    };
    let rows = [
        ("2018-07-01", "2019-07-01", "2020-07-01", false), // one year, 366 days
        ("2018-07-01", "2019-07-01", "2020-07-02", true),
        ("2016-02-29", "2017-02-28", "2018-02-28", false),
        ("2016-07-01", "2018-07-01", "2019-07-01", false), // two years: half of them
        ("2016-07-01", "2018-07-01", "2019-07-02", true),
        ("2016-07-01", "2019-07-01", "2021-01-01", false), // three years: eighteen months
        ("2016-07-01", "2019-07-01", "2021-01-02", true),
        ("2016-07-01", "2022-07-01", "2025-07-01", false), // longer: three years
        ("2016-07-01", "2022-07-01", "2025-07-02", true),
    ];
    for (start, due, new_due, expected) in rows {
        assert_eq!(over(start, due, new_due), expected, "{start} {due} {new_due}");
    }
}

#[test]
fn what_was_written_off_is_still_unpaid() {
    let terms = three_million(RepaymentMethod::Bullet, "2017-07-01");
    let write_off = event("2018-07-01", LoanEventKind::WriteOff(yuan("3000000")));
    let mut events = vec![disbursed("2016-07-01"), repay("2017-07-01", "109500.00"), write_off];
    let written = balance(&terms, &events, "2018-07-11");
    assert_eq!((written.principal, written.written_off), (Money::ZERO, yuan("3000000.00")));
    // No penalty after the write-off: 365 days at 5.4 %.
    assert_eq!((written.penalty, written.days_overdue), (yuan("164250.00"), 375));
    assert_eq!(written.class_least, Class::Substandard);
    events.push(repay("2018-07-12", "3164250.00"));
    let recovered = balance(&terms, &events, "2018-07-12");
    assert_eq!((recovered.total, recovered.written_off), (Money::ZERO, Money::ZERO));
    assert_eq!((recovered.days_overdue, recovered.repaid), (0, yuan("3000000.00")));
}

#[test]
fn a_payment_goes_by_the_contracts_order_oldest_instalment_first() {
    // Interest of 31, 31 and 30 days: 9 300, 9 300, 9 000; nothing paid until 11 October.
    let mut terms = three_million(RepaymentMethod::InterestFirst, "2017-07-01");
    let went = |terms: &Terms, amount: &str| {
        let events = [disbursed("2016-07-01"), repay("2016-10-11", amount)];
        let lpr = LprTable::shipped();
        let account = Account::replay(terms, &lpr, &events, day("2016-10-11")).unwrap();
        let applied = account.applied()[0];
        [applied.interest, applied.compound, applied.principal, applied.over].map(|m| m.to_string())
    };
    // Compound on the first: 71 days at 5.4 %, 99.05; the second 40 days, 55.80; the third 10, 13.50.
    assert_eq!(went(&terms, "9399.05"), ["9300.00", "99.05", "0.00", "0.00"]);
    assert_eq!(went(&terms, "9399.06"), ["9300.01", "99.05", "0.00", "0.00"]);
    // All that is due, ten days' interest of October, and a million early.
    assert_eq!(went(&terms, "1030768.35"), ["30600.00", "168.35", "1000000.00", "0.00"]);
    assert_eq!(went(&terms, "3030768.36"), ["30600.00", "168.35", "3000000.00", "0.01"]);
    terms.order = [Bucket::Compound, Bucket::Interest, Bucket::Penalty, Bucket::Principal];
    assert_eq!(went(&terms, "99.00"), ["0.00", "99.00", "0.00", "0.00"]);
    terms.compound = false;
    assert_eq!(went(&terms, "9399.05"), ["9399.05", "0.00", "0.00", "0.00"]);
}

#[test]
fn a_second_disbursement_is_spread_over_what_is_left() {
    let terms = terms(
        RepaymentMethod::EqualPrincipal,
        Period::Monthly,
        DayCount::Month,
        "2017-07-01",
        "3.6%",
    );
    let part = |on: &str, amount: &str| event(on, LoanEventKind::Disburse(yuan(amount)));
    let events = [part("2016-07-01", "1200000"), part("2016-09-01", "1000000")];
    let lpr = LprTable::shipped();
    let plan =
        Account::replay(&terms, &lpr, &events, day("2016-09-01")).unwrap().schedule().unwrap();
    // A tenth of one million more from October on.
    let principals = [plan[0].principal, plan[1].principal, plan[2].principal, plan[11].principal];
    assert_eq!(principals, ["100000", "100000", "200000", "200000"].map(yuan));
    assert_eq!(plan[2].interest, yuan("6000.00"));
}

#[test]
fn the_text_of_a_rate_reads_back() {
    let rows = [
        ("4.35%", "4.35%"),
        ("4.350", "4.35%"),
        ("4.35% x 1.1", "4.35% x 1.1"),
        ("４．３５％×1.30", "4.35% x 1.3"),
        ("LPR1Y+50bp reprice=yearly", "LPR1Y+50bp yearly"),
        ("lpr 5y - 10 bp anniversary", "LPR5Y-10bp anniversary"),
        ("LPR1Y", "LPR1Y+0bp never"),
    ];
    for (text, canonical) in rows {
        let rate = Rate::read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(rate.to_string(), canonical);
        assert_eq!(Rate::read(canonical), Some(rate));
    }
    for wrong in ["", "LPR", "LPR2Y", "LPR1Y+50", "LPR1Y+50bp weekly", "4.35% x 0", "-1%", "101%"] {
        assert_eq!(Rate::read(wrong), None, "{wrong}");
    }
}

#[test]
fn a_publication_of_the_lpr_holds_forty_days_at_most() {
    let lpr = LprTable::shipped();
    let (last, one_year, _) = lpr.publications().last().unwrap();
    assert_eq!(lpr.on(Tenor::OneYear, last.add_days(40).unwrap()), Ok(one_year));
    let missing = lpr.on(Tenor::OneYear, last.add_days(41).unwrap());
    assert_eq!(missing.unwrap_err().code(), "lpr-missing");
    // Every month from August 2019 on, on the 20th or in the days after it.
    let days: Vec<Date> = lpr.publications().map(|(day, ..)| day).collect();
    assert!(days.iter().all(|day| (20..=24).contains(&day.day())));
    let month = |day: &Date| day.year() * 12 + day.month() as i32;
    assert!(days.windows(2).all(|pair| month(&pair[0]) + 1 == month(&pair[1])));
}

#[test]
fn nothing_runs_over_however_large() {
    let mut terms = three_million(RepaymentMethod::Bullet, "2199-12-31");
    terms.limit_fen = 9_000_000_000_000_000;
    terms.rate = Rate::Fixed(Percent::HUNDRED);
    let most = LoanEventKind::Disburse(Money::from_fen(terms.limit_fen));
    let mut events = vec![event("1900-01-01", most)];
    let lpr = LprTable::shipped();
    let account = Account::explained(&terms, &lpr, &events, day("2199-12-31")).unwrap();
    assert!(account.segments().iter().all(|s| s.exact.yuan() > rust_decimal::Decimal::ZERO));
    let payment = LoanEventKind::Repay(Money::from_fen(9_000_000_000_000_000));
    events.extend((0..1100).map(|_| event("1900-01-01", payment.clone())));
    let refused = Account::replay(&terms, &lpr, &events, day("1900-01-02"));
    assert_eq!(refused.err().map(|problem| problem.code()), Some("loan-too-large"));
}
