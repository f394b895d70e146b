//! Rows of a bank's files: what each cell is taken for, and why one is not.

use super::record::*;
use super::*;
use crate::domain::record::{Raw, Reading, Record};

const ROW: [(usize, &str); 7] = [
    (LOAN_NO, "dk 2016-001"),
    (BANK, "上海银行静安支行"),
    (BORROWER, "上海甲科技有限公司"),
    (PRINCIPAL, "300万元"),
    (DISBURSED_ON, "2016-07-01"),
    (DUE_ON, "2017/7/1"),
    (RATE, "4.35%"),
];

/// A field and what stands in it.
type Cell = (usize, &'static str);

fn read(changes: &[Cell]) -> Reading<LoanRecord> {
    let mut record = Record::new(&FIELDS);
    for (field, text) in ROW.iter().chain(changes) {
        record.set(*field, Raw::text(text));
    }
    LoanRecord::read(&record, day("2021-01-15"))
}

fn faults(changes: &[Cell]) -> Vec<(&'static str, &'static str)> {
    let faults = read(changes).err().unwrap_or_default();
    faults.iter().map(|fault| (fault.field, fault.refusal.problem.code())).collect()
}

#[test]
fn a_row_of_a_banks_ledger_is_read() {
    let changes = [
        (METHOD, "按季付息，到期还本"),
        (PERIOD, "季"),
        (DAY_COUNT, "积数计息"),
        (REGISTRATION_NO, "2016310000021；2016310000022"),
        (PAY_DAY, "20"),
        (GRACE_DAYS, "3"),
        (PENALTY, "30%"),
        (IP_PART, "1,000,000"),
    ];
    let (loan, _) = read(&changes).unwrap();
    assert_eq!((loan.loan_no.as_str(), loan.terms.limit_fen), ("DK2016-001", 300_000_000));
    assert_eq!((loan.disbursed, loan.terms.due), (Some(day("2016-07-01")), day("2017-07-01")));
    assert_eq!(loan.terms.method, RepaymentMethod::InterestFirst);
    assert_eq!((loan.terms.period, loan.terms.day_count), (Period::Quarterly, DayCount::Act360));
    assert_eq!((loan.terms.pay_day, loan.terms.grace_days), (Some(20), 3));
    assert_eq!(loan.terms.penalty_markup, "30%".parse().unwrap());
    assert_eq!(loan.pledges, ["2016310000021", "2016310000022"]);
    assert_eq!(loan.ip_part, Some(yuan("1000000")));
}

#[test]
fn what_a_row_leaves_out_is_the_usual_and_said() {
    let (loan, notes) = read(&[]).unwrap();
    assert_eq!(
        (loan.terms.method, loan.terms.period),
        (RepaymentMethod::InterestFirst, Period::Monthly)
    );
    assert_eq!(loan.terms.day_count, DayCount::Act360);
    assert_eq!(loan.terms.penalty_markup, "50%".parse().unwrap());
    let usual: Vec<&str> = notes.iter().map(|note| note.code()).collect();
    assert!(usual.iter().filter(|code| **code == "usual-taken").count() >= 3, "{usual:?}");
}

#[test]
fn each_cell_that_cannot_be_taken_is_named() {
    let rows: [(&[Cell], (&str, &str)); 14] = [
        (&[(PRINCIPAL, "-3000000")], ("principal", "amount-not-positive")),
        (&[(PRINCIPAL, "0")], ("principal", "amount-not-positive")),
        (&[(PRINCIPAL, "500,000 USD")], ("principal", "currency-not-cny")),
        (&[(DUE_ON, "2016-07-01")], ("due_on", "date-before")),
        (
            &[(DISBURSED_ON, "2021-01-16"), (DUE_ON, "2022-01-01")],
            ("disbursed_on", "date-in-future"),
        ),
        (&[(SIGNED_ON, "2016-07-02")], ("disbursed_on", "date-before")),
        (&[(RATE, "135%")], ("rate_percent", "percent-out-of-range")),
        (&[(RATE, "面议")], ("rate_percent", "percent-unreadable")),
        (&[(METHOD, "随借随还")], ("method", "word-unknown")),
        (&[(PAY_DAY, "32")], ("pay_day", "number-unreadable")),
        (&[(GRACE_DAYS, "-1")], ("grace_days", "number-unreadable")),
        (&[(PENALTY, "-10%")], ("penalty_percent", "percent-out-of-range")),
        (&[(IP_PART, "300.01万元")], ("ip_part", "part-over-whole")),
        (&[(REGISTRATION_NO, "2.01631E+12")], ("registration_no", "digits-lost")),
    ];
    for (changes, expected) in rows {
        assert_eq!(faults(changes), [expected], "{changes:?}");
    }
}

#[test]
fn a_row_of_a_payment_file_is_read() {
    let payment = |on: &'static str, amount: &'static str| {
        let mut record = Record::new(&PAYMENT_FIELDS);
        let cells = [(PAYMENT_LOAN_NO, "DK2016-001"), (PAID_ON, on), (AMOUNT, amount)];
        for (field, text) in cells {
            record.set(field, Raw::text(text));
        }
        PaymentRecord::read(&record, day("2021-01-15"))
    };
    let (read, _) = payment("2016.7.21", "¥7,600.00").unwrap();
    assert_eq!((read.day, read.amount), (day("2016-07-21"), yuan("7600")));
    for (on, amount, code) in [
        ("2021-01-16", "1", "date-in-future"),
        ("2016-07-21", "-1", "amount-not-positive"),
        ("2016-07-21", "0.001", "money-fraction-of-fen"),
        ("", "1", "field-missing"),
    ] {
        let faults = payment(on, amount).unwrap_err();
        assert_eq!(faults[0].refusal.problem.code(), code);
    }
}
