//! A due day that is no working day, and a rate nobody publishes any more; figures a clerk can check by hand.

use super::*;

/// 3,000,000 at 4.35 %, all at the end: interest of 364 days is 131,950.00.
fn bullet(due: &str, due_days: DueDays, grace_days: u16) -> Terms {
    let terms = terms(RepaymentMethod::Bullet, Period::Monthly, DayCount::Act360, due, "4.35%");
    Terms { due_days, grace_days, ..terms }
}

#[test]
fn a_due_day_that_is_no_working_day_is_met_on_the_next_one_without_penalty() {
    use DueDays::{Actual, NextWorkingDay};
    // Due, how it is agreed, grace, the day asked; days overdue, penalty (3,000,000 x 6.525 % a day is 543.75).
    let table = [
        // Saturday 30 June 2018; Monday is a working day.
        ("2018-06-30", NextWorkingDay, 0, "2018-07-01", 0, "0.00"),
        ("2018-06-30", NextWorkingDay, 0, "2018-07-02", 0, "0.00"),
        ("2018-06-30", NextWorkingDay, 0, "2018-07-03", 3, "1631.25"),
        ("2018-06-30", Actual, 0, "2018-07-02", 2, "1087.50"),
        // Friday: nothing gives way.
        ("2018-06-29", NextWorkingDay, 0, "2018-06-30", 1, "543.75"),
        // Saturday 24 February 2018 was worked for Spring Festival.
        ("2018-02-24", NextWorkingDay, 0, "2018-02-25", 1, "543.75"),
        // Spring Festival 2019: 4 to 10 February off, the 11th worked.
        ("2019-02-04", NextWorkingDay, 0, "2019-02-11", 0, "0.00"),
        ("2019-02-04", NextWorkingDay, 0, "2019-02-12", 8, "4350.00"),
        // One day of grace after Friday ends on Saturday, and gives way to Monday.
        ("2018-06-29", NextWorkingDay, 1, "2018-07-02", 0, "0.00"),
        ("2018-06-29", NextWorkingDay, 1, "2018-07-03", 4, "2175.00"),
        // Sunday 31 December 2028: the holidays of 2029 are not known, and nothing is guessed.
        ("2028-12-31", NextWorkingDay, 0, "2029-01-02", 2, "1087.50"),
    ];
    for (due, due_days, grace, asked, overdue, penalty) in table {
        let terms = bullet(due, due_days, grace);
        let start = terms.due.add_days(-364).unwrap().to_string();
        let owed = balance(&terms, &[disbursed(&start)], asked);
        let said = format!("{due} {} {grace} on {asked}", due_days.code());
        assert_eq!((owed.days_overdue, owed.penalty), (overdue, yuan(penalty)), "{said}");
    }
}

#[test]
fn paid_on_the_working_day_after_it_costs_ordinary_interest_of_the_days_between() {
    let terms = bullet("2018-06-30", DueDays::NextWorkingDay, 0);
    // 131,950.00 and two days at 362.50.
    let owed = balance(&terms, &[disbursed("2017-07-01")], "2018-07-02");
    assert_eq!((owed.interest, owed.total), (yuan("132675.00"), yuan("3132675.00")));
    let paid =
        [disbursed("2017-07-01"), event("2018-07-02", LoanEventKind::Repay(yuan("3132675")))];
    let settled = balance(&terms, &paid, "2018-07-31");
    assert_eq!((settled.total, settled.overpaid), (Money::ZERO, Money::ZERO));
    assert_eq!((settled.interest_paid, settled.penalty_paid), (yuan("132675.00"), Money::ZERO));
}

#[test]
fn what_a_contract_says_of_its_due_days_is_read() {
    for (text, read) in [
        ("actual", Some(DueDays::Actual)),
        ("不顺延", Some(DueDays::Actual)),
        ("顺延至下一工作日", Some(DueDays::NextWorkingDay)),
        ("遇节假日顺延", Some(DueDays::NextWorkingDay)),
        ("next-working-day", Some(DueDays::NextWorkingDay)),
        ("随便", None),
    ] {
        assert_eq!(DueDays::read(text), read, "{text}");
    }
}

#[test]
fn after_maturity_a_floating_loan_keeps_its_last_rate_unless_a_later_one_is_known() {
    let rate = "LPR1Y+50bp yearly";
    let floating =
        |due: &str| terms(RepaymentMethod::Bullet, Period::Monthly, DayCount::Act360, due, rate);
    let run = |terms: &Terms, lpr: &LprTable, as_of: &str| {
        let account = Account::replay(terms, lpr, &[disbursed("2021-03-01")], day(as_of))?;
        Ok::<_, LoanProblem>((account.rate().unwrap().to_string(), account.rate_kept()))
    };
    let shipped = LprTable::shipped();
    let past = floating("2022-03-01");
    // 1 January 2025 priced it at the LPR of 20 December 2024, 3.10 %.
    assert_eq!(run(&past, &shipped, "2025-12-31"), Ok(("3.6%".to_owned(), None)));
    let kept = Some(day("2026-01-01"));
    assert_eq!(run(&past, &shipped, "2026-06-01"), Ok(("3.6%".to_owned(), kept)));
    // The office tells what was published: the loan follows it.
    let mut told = LprTable::shipped();
    told.add(day("2025-12-22"), "3%".parse().unwrap(), "3.5%".parse().unwrap());
    assert_eq!(run(&past, &told, "2026-06-01"), Ok(("3.5%".to_owned(), None)));
    // Before maturity the contract asks for a rate, and none is guessed.
    let running = floating("2027-03-01");
    let missing = LoanProblem::LprMissing { tenor: Tenor::OneYear, day: day("2026-01-01") };
    assert_eq!(run(&running, &shipped, "2026-06-01"), Err(missing));
}
