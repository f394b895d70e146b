//! Fields of a statement's line beside what the ledger says.

use std::fmt;

use super::spelling::{fits_masked, number_key};
use crate::domain::loan::{Account, Class};
use crate::domain::statement::{StatementLine, Unread};
use crate::domain::values::{Date, Money, Percent};

/// A value on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Money(Money),
    Date(Date),
    Percent(Percent),
    Class(Class),
    Days(i32),
    Settled(bool),
    Text(String),
    Nothing,
}

/// As files hold it: amounts in yuan, days in ISO form, codes in English.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(money) => money.fmt(f),
            Self::Date(day) => day.fmt(f),
            Self::Percent(percent) => percent.fmt(f),
            Self::Class(class) => f.write_str(class.code()),
            Self::Days(days) => days.fmt(f),
            Self::Settled(settled) => f.write_str(if *settled { "settled" } else { "open" }),
            Self::Text(text) => f.write_str(text),
            Self::Nothing => Ok(()),
        }
    }
}

/// A field that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub field: &'static str,
    pub bank: Value,
    pub ledger: Value,
}

/// How far amounts and days may lie apart and still agree; nothing, unless the office says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tolerance {
    pub balance: Money,
    pub interest: Money,
    pub days_overdue: i32,
}

/// What the ledger says of a loan, or of several taken together, at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ours {
    pub principal: Money,
    pub balance: Money,
    /// With penalty and compound interest.
    pub interest: Money,
    pub disbursed: Option<Date>,
    pub due: Date,
    pub rate: Option<Percent>,
    pub class: Class,
    pub days_overdue: i32,
    pub settled: bool,
}

impl Ours {
    /// What a replayed loan says; `limit` is its contract's amount, which counts until something is disbursed.
    pub fn of(account: &Account<'_>, limit: Money) -> Self {
        let balance = account.balance();
        let owed = [balance.interest, balance.penalty, balance.compound];
        let disbursed = account.start();
        Self {
            principal: if disbursed.is_some() { balance.disbursed } else { limit },
            balance: balance.principal,
            interest: Money::from_fen(owed.iter().map(|part| part.fen()).sum()),
            disbursed,
            due: balance.due,
            rate: account.rate(),
            class: balance.class_stated.map_or(balance.class_least, |(class, _)| class),
            days_overdue: balance.days_overdue,
            settled: disbursed.is_some() && balance.total.is_zero(),
        }
    }

    /// What the ledger says of a statement's field.
    pub(super) fn value_of(&self, field: &str) -> Value {
        match field {
            "principal" => Value::Money(self.principal),
            "balance" => Value::Money(self.balance),
            "interest" => Value::Money(self.interest),
            "disbursed_on" => self.disbursed.map_or(Value::Nothing, Value::Date),
            "due_on" => Value::Date(self.due),
            "rate_percent" => self.rate.map_or(Value::Nothing, Value::Percent),
            "class" => Value::Class(self.class),
            "days_overdue" => Value::Days(self.days_overdue),
            "status" => Value::Settled(self.settled),
            _ => Value::Nothing,
        }
    }

    /// Several loans as one: amounts added; what differs between them is not compared.
    pub fn together(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut all = all.into_iter();
        let mut sum = all.next()?;
        for other in all {
            sum.principal = sum.principal.checked_add(other.principal)?;
            sum.balance = sum.balance.checked_add(other.balance)?;
            sum.interest = sum.interest.checked_add(other.interest)?;
            sum.rate = sum.rate.filter(|rate| other.rate == Some(*rate));
            sum.due = sum.due.max(other.due);
            sum.disbursed = sum.disbursed.filter(|day| other.disbursed == Some(*day));
            sum.class = sum.class.max(other.class);
            sum.days_overdue = sum.days_overdue.max(other.days_overdue);
            sum.settled &= other.settled;
        }
        Some(sum)
    }
}

/// The fields of a split loan's lines as one line; text fields are the first's.
pub fn lines_together(lines: &[&StatementLine]) -> Option<StatementLine> {
    let (first, rest) = lines.split_first()?;
    let mut sum = (*first).clone();
    let add = |a: Option<Money>, b: Option<Money>| a.zip(b).and_then(|(a, b)| a.checked_add(b));
    for line in rest {
        sum.principal = add(sum.principal, line.principal);
        sum.balance = add(sum.balance, line.balance);
        sum.interest = add(sum.interest, line.interest);
        sum.rate = sum.rate.filter(|rate| line.rate == Some(*rate));
        sum.due = sum.due.max(line.due);
        sum.disbursed = sum.disbursed.min(line.disbursed);
        sum.class = sum.class.max(line.class);
        sum.days_overdue = sum.days_overdue.max(line.days_overdue);
        sum.settled = sum.settled.zip(line.settled).map(|(a, b)| a && b);
        sum.unread.extend(line.unread.iter().cloned());
    }
    Some(sum)
}

fn apart(a: Money, b: Money, most: Money) -> bool {
    a.fen().abs_diff(b.fen()) > most.fen().unsigned_abs()
}

/// Returns the fields the line states that the ledger states otherwise, in the order of columns, and the balance where
/// it states none: nobody can agree to what is not said. `registrations` are
/// those of the pledges that secure the loan.
pub fn compare(
    line: &StatementLine,
    ours: &Ours,
    registrations: &[String],
    tolerance: &Tolerance,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differ = |field, bank, ledger| found.push(Difference { field, bank, ledger });
    for Unread { field, value } in &line.unread {
        differ(*field, Value::Text(value.clone()), ours.value_of(field));
    }
    let owed = line.owed();
    if owed.is_none() && line.unread.iter().all(|cell| cell.field != "balance") {
        differ("balance", Value::Nothing, Value::Money(ours.balance));
    }
    let amounts = [
        ("principal", line.principal, ours.principal, Money::ZERO),
        ("balance", owed, ours.balance, tolerance.balance),
        ("interest", line.interest, ours.interest, tolerance.interest),
    ];
    for (field, bank, ledger, most) in amounts {
        if let Some(bank) = bank.filter(|bank| apart(*bank, ledger, most)) {
            differ(field, Value::Money(bank), Value::Money(ledger));
        }
    }
    if let Some((bank, ledger)) = line.disbursed.zip(ours.disbursed).filter(|(a, b)| a != b) {
        differ("disbursed_on", Value::Date(bank), Value::Date(ledger));
    }
    if let Some(bank) = line.due.filter(|day| *day != ours.due) {
        differ("due_on", Value::Date(bank), Value::Date(ours.due));
    }
    if let Some((bank, ledger)) = line.rate.zip(ours.rate).filter(|(a, b)| a != b) {
        differ("rate_percent", Value::Percent(bank), Value::Percent(ledger));
    }
    if let Some(bank) = line.class.filter(|class| *class != ours.class) {
        differ("class", Value::Class(bank), Value::Class(ours.class));
    }
    if let Some(bank) = line.days_overdue
        && (bank - ours.days_overdue).abs() > tolerance.days_overdue
    {
        differ("days_overdue", Value::Days(bank), Value::Days(ours.days_overdue));
    }
    if let Some(bank) = line.settled.filter(|settled| *settled != ours.settled) {
        differ("status", Value::Settled(bank), Value::Settled(ours.settled));
    }
    let key = |number: &String| number_key(number);
    let missing = |of: &[String], from: &[String]| {
        let is_among = |number: &String| {
            from.iter().any(|other| key(other) == key(number) || fits_masked(other, number))
        };
        of.iter().any(|number| !from.contains(number) && !is_among(number))
    };
    if !line.registrations.is_empty()
        && (missing(&line.registrations, registrations)
            || missing(registrations, &line.registrations))
    {
        let joined = |numbers: &[String]| match numbers {
            [] => Value::Nothing,
            numbers => Value::Text(numbers.join(";")),
        };
        differ("registration_no", joined(&line.registrations), joined(registrations));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn yuan(text: &str) -> Money {
        text.parse().unwrap()
    }

    /// 1,000,000 lent on 2016-03-01 until 2017-03-01, 600,000 still owed with 1,200 of interest, two days overdue.
    fn ours() -> Ours {
        Ours {
            principal: yuan("1000000"),
            balance: yuan("600000"),
            interest: yuan("1200"),
            disbursed: Some(day("2016-03-01")),
            due: day("2017-03-01"),
            rate: Some("4.35%".parse().unwrap()),
            class: Class::SpecialMention,
            days_overdue: 2,
            settled: false,
        }
    }

    fn agreeing() -> StatementLine {
        StatementLine {
            principal: Some(yuan("1000000")),
            balance: Some(yuan("600000")),
            interest: Some(yuan("1200")),
            disbursed: Some(day("2016-03-01")),
            due: Some(day("2017-03-01")),
            rate: Some("4.35%".parse().unwrap()),
            class: Some(Class::SpecialMention),
            days_overdue: Some(2),
            settled: Some(false),
            registrations: vec!["2016310000012".into()],
            ..StatementLine::default()
        }
    }

    /// A field with what the bank and the ledger say, as files hold it.
    fn differing(line: &StatementLine, tolerance: &Tolerance) -> Vec<String> {
        let found = compare(line, &ours(), &["2016310000012".to_owned()], tolerance);
        found.iter().map(|one| format!("{} {}|{}", one.field, one.bank, one.ledger)).collect()
    }

    #[test]
    fn each_field_is_compared_with_what_the_ledger_says_of_it() {
        type Case = (fn(&mut StatementLine), &'static [&'static str]);
        let cases: [Case; 13] = [
            (|_| {}, &[]),
            (|line| line.principal = Some(yuan("900000")), &["principal 900000.00|1000000.00"]),
            (|line| line.balance = Some(yuan("600000.01")), &["balance 600000.01|600000.00"]),
            (|line| line.balance = None, &["balance |600000.00"]),
            (|line| line.interest = Some(yuan("1200.50")), &["interest 1200.50|1200.00"]),
            (
                |line| line.disbursed = Some(day("2016-03-02")),
                &["disbursed_on 2016-03-02|2016-03-01"],
            ),
            (|line| line.due = Some(day("2017-09-01")), &["due_on 2017-09-01|2017-03-01"]),
            (|line| line.rate = Some("4.75%".parse().unwrap()), &["rate_percent 4.75%|4.35%"]),
            (|line| line.class = Some(Class::Normal), &["class normal|special_mention"]),
            (|line| line.days_overdue = Some(3), &["days_overdue 3|2"]),
            (|line| line.settled = Some(true), &["status settled|open"]),
            (
                |line| line.registrations = vec!["2016310000013".into()],
                &["registration_no 2016310000013|2016310000012"],
            ),
            // What the bank leaves out is not compared, but for the balance.
            (
                |line| {
                    *line = StatementLine { balance: line.balance, ..StatementLine::default() };
                },
                &[],
            ),
        ];
        for (change, expected) in cases {
            let mut line = agreeing();
            change(&mut line);
            assert_eq!(differing(&line, &Tolerance::default()), expected);
        }
    }

    #[test]
    fn within_the_tolerance_amounts_and_days_agree() {
        let tolerance = Tolerance { balance: yuan("0.05"), interest: yuan("1"), days_overdue: 1 };
        let mut line = agreeing();
        line.balance = Some(yuan("599999.95"));
        line.interest = Some(yuan("1201"));
        line.days_overdue = Some(1);
        assert!(differing(&line, &tolerance).is_empty());
        line.balance = Some(yuan("599999.94"));
        line.days_overdue = Some(0);
        assert_eq!(
            differing(&line, &tolerance),
            ["balance 599999.94|600000.00", "days_overdue 0|2"]
        );
    }

    #[test]
    fn loans_taken_together_add_up_and_keep_what_they_share() {
        let other = Ours {
            principal: yuan("500000"),
            balance: yuan("0"),
            interest: yuan("0.50"),
            due: day("2018-03-01"),
            rate: Some("4.75%".parse().unwrap()),
            class: Class::Normal,
            days_overdue: 0,
            settled: true,
            ..ours()
        };
        let sum = Ours::together([ours(), other]).unwrap();
        assert_eq!(sum.principal, yuan("1500000"));
        assert_eq!(sum.balance, yuan("600000"));
        assert_eq!(sum.interest, yuan("1200.50"));
        assert_eq!((sum.due, sum.rate), (day("2018-03-01"), None));
        assert_eq!((sum.class, sum.days_overdue, sum.settled), (Class::SpecialMention, 2, false));
        assert_eq!(Ours::together([]), None);
    }

    #[test]
    fn the_lines_of_a_split_loan_add_up_as_far_as_all_state_it() {
        let part = |balance: Option<&str>, settled: bool| StatementLine {
            principal: Some(yuan("500000")),
            balance: balance.map(yuan),
            settled: Some(settled),
            ..StatementLine::default()
        };
        let (one, two) = (part(Some("400000"), false), part(Some("200000"), true));
        let sum = lines_together(&[&one, &two]).unwrap();
        assert_eq!(sum.principal, Some(yuan("1000000")));
        assert_eq!((sum.balance, sum.settled), (Some(yuan("600000")), Some(false)));
        let silent = part(None, true);
        assert_eq!(lines_together(&[&one, &silent]).unwrap().balance, None);
        assert_eq!(lines_together(&[]), None);
    }
}
