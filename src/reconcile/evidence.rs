//! Evidence for and against a line meaning a loan. Points are whole numbers; a field that is blank on either side
//! counts for nothing.

use compact_str::CompactString;

use super::compare::Ours;
use super::spelling::{
    FirmNames, are_one, bare_number, base_number, digits_swapped, is_masked, is_near, number_key,
    other_unit,
};
use crate::domain::statement::StatementLine;
use crate::domain::values::{Date, Money};
use crate::ledger::LoanId;

/// A borrower as the ledger knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Borrower {
    pub uscc: Option<CompactString>,
    /// Today's name.
    pub name: Option<CompactString>,
    pub former_names: Vec<CompactString>,
}

/// A loan of the bank at the cut-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loan {
    pub id: LoanId,
    pub loan_no: CompactString,
    pub contract_no: Option<CompactString>,
    /// Which of the borrowers.
    pub borrower: Option<u32>,
    /// Numbers of the pledges that secure it.
    pub registrations: Vec<String>,
    pub ours: Ours,
}

impl Loan {
    /// Disbursed and not settled: the bank should list it.
    pub fn is_expected(&self) -> bool {
        self.ours.disbursed.is_some() && !self.ours.settled
    }
}

/// How two values of a field stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Like {
    Blank,
    Same,
    Near,
    Other,
}

impl Like {
    fn points(self, same: i64, near: i64, other: i64) -> i64 {
        match self {
            Self::Blank => 0,
            Self::Same => same,
            Self::Near => near,
            Self::Other => other,
        }
    }
}

/// How the numbers of a loan stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Blank,
    Same,
    /// The same but for punctuation, width, leading zeros.
    SameKey,
    /// A tranche's number on either side.
    Base,
    Near,
    Other,
}

/// Fields of a line, folded for comparing; made once a line. What is hidden is blank.
#[derive(Debug, Clone, Default)]
pub(super) struct LineKeys {
    /// Letters and digits alone, and without zeros in front of a run of digits.
    pub bare: Option<String>,
    pub loan_no: Option<String>,
    pub base: Option<String>,
    pub contract_no: Option<String>,
    /// The contract is one of the bank's loans', as it stands: it is no slip for another.
    pub contract_stands: bool,
    pub uscc: Option<CompactString>,
    pub firm: Option<String>,
}

impl LineKeys {
    pub fn of(line: &StatementLine, names: &FirmNames) -> Self {
        fn shown(text: &Option<CompactString>) -> Option<&str> {
            text.as_deref().filter(|text| !is_masked(text))
        }
        let loan_no = shown(&line.loan_no);
        Self {
            bare: loan_no.map(bare_number),
            loan_no: loan_no.map(number_key),
            base: loan_no.and_then(base_number).map(number_key),
            contract_no: shown(&line.contract_no).map(number_key),
            contract_stands: false,
            uscc: shown(&line.uscc).map(Into::into),
            firm: shown(&line.borrower).map(|name| names.key(name)),
        }
    }
}

/// Fields of a loan, folded for comparing.
#[derive(Debug, Clone, Default)]
pub(super) struct LoanKeys {
    pub bare: String,
    pub loan_no: String,
    pub base: Option<String>,
    pub contract_no: Option<String>,
}

impl LoanKeys {
    pub fn of(loan: &Loan) -> Self {
        Self {
            bare: bare_number(&loan.loan_no),
            loan_no: number_key(&loan.loan_no),
            base: base_number(&loan.loan_no).map(number_key),
            contract_no: loan.contract_no.as_deref().map(number_key),
        }
    }
}

/// Names of a borrower, folded: the first is today's.
#[derive(Debug, Clone, Default)]
pub(super) struct BorrowerKeys {
    pub firms: Vec<String>,
}

impl BorrowerKeys {
    pub fn of(borrower: &Borrower, spelled: &FirmNames) -> Self {
        let names = borrower.name.iter().chain(&borrower.former_names);
        Self { firms: names.map(|name| spelled.key(name)).collect() }
    }
}

/// All that is known of one line and one loan together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MatchEvidence {
    pub number: Number,
    pub contract: Like,
    pub registration: Like,
    pub borrower: Like,
    pub principal: Like,
    pub balance: Like,
    pub disbursed: Like,
    pub due: Like,
}

fn amounts(bank: Option<Money>, ours: Money) -> Like {
    let Some(bank) = bank else { return Like::Blank };
    let (a, b) = (bank.fen(), ours.fen());
    if a == b {
        Like::Same
    } else if other_unit(a, b)
        || may_be_swapped(a, b) && digits_swapped(&bank.to_string(), &ours.to_string())
    {
        Like::Near
    } else {
        Like::Other
    }
}

fn days(bank: Option<Date>, ours: Option<Date>) -> Like {
    let (Some(bank), Some(ours)) = (bank, ours) else { return Like::Blank };
    if bank == ours {
        Like::Same
    } else if bank.days_since(ours).abs() <= 5
        || may_be_swapped(figure(bank), figure(ours))
            && digits_swapped(&bank.to_string(), &ours.to_string())
    {
        Like::Near
    } else {
        Like::Other
    }
}

/// Swapping digits keeps their sum and so the remainder by nine: a quick test without formatting the figures.
fn may_be_swapped(a: i64, b: i64) -> bool {
    (i128::from(a) - i128::from(b)) % 9 == 0
}

/// A day as the number its digits form: 20241231.
fn figure(day: Date) -> i64 {
    let (year, month, day) = day.ymd();
    i64::from(year) * 10_000 + i64::from(month * 100 + day)
}

fn borrowers(
    line: &StatementLine,
    of_line: &LineKeys,
    ours: Option<(&Borrower, &BorrowerKeys)>,
) -> Like {
    let Some((borrower, keys)) = ours else { return Like::Blank };
    let code = match (&of_line.uscc, &borrower.uscc) {
        (Some(bank), Some(ours)) if bank == ours => Like::Same,
        (Some(bank), Some(ours)) if is_near(bank, ours) => Like::Near,
        (Some(_), Some(_)) => Like::Other,
        _ => Like::Blank,
    };
    // A short name counts for the firm, but less than the full name.
    let is_short = |key: &str| {
        let names = borrower.name.iter().chain(&borrower.former_names).zip(&keys.firms);
        let stated = line.borrower.as_deref().unwrap_or_default();
        names.into_iter().any(|(name, of_name)| are_one((name, of_name), (stated, key)))
    };
    let name = match of_line.firm.as_deref() {
        None => Like::Blank,
        Some(_) if keys.firms.is_empty() => Like::Blank,
        Some(firm) if keys.firms.iter().any(|name| name == firm) => Like::Same,
        Some(firm) if keys.firms.iter().any(|name| is_near(name, firm)) => Like::Near,
        Some(firm) if is_short(firm) => Like::Near,
        Some(_) => Like::Other,
    };
    match (code, name) {
        (Like::Blank, name) => name,
        (Like::Same, _) => Like::Same,
        // A mistyped code beside the right name, or the other way round, is one slip.
        (Like::Near, Like::Same | Like::Near | Like::Blank) => Like::Near,
        (Like::Near, Like::Other) | (Like::Other, Like::Same) => Like::Near,
        (Like::Other, _) => Like::Other,
    }
}

impl MatchEvidence {
    pub fn of(
        (line, line_keys): (&StatementLine, &LineKeys),
        (loan, loan_keys): (&Loan, &LoanKeys),
        borrower: Option<(&Borrower, &BorrowerKeys)>,
    ) -> Self {
        let number = match (&line.loan_no, &line_keys.loan_no) {
            (None, _) | (_, None) => Number::Blank,
            (Some(number), _) if **number == *loan.loan_no => Number::Same,
            (_, Some(key))
                if *key == loan_keys.loan_no
                    || line_keys.bare.as_ref() == Some(&loan_keys.bare) =>
            {
                Number::SameKey
            }
            (_, Some(key))
                if line_keys.base.as_ref() == Some(&loan_keys.loan_no)
                    || loan_keys.base.as_ref() == Some(key) =>
            {
                Number::Base
            }
            _ if line_keys.bare.as_ref().is_some_and(|bare| is_near(bare, &loan_keys.bare)) => {
                Number::Near
            }
            _ => Number::Other,
        };
        let contract = match (&line_keys.contract_no, &loan_keys.contract_no) {
            (Some(bank), Some(ours)) if bank == ours => Like::Same,
            (Some(bank), Some(ours)) if !line_keys.contract_stands && is_near(bank, ours) => {
                Like::Near
            }
            (Some(_), Some(_)) => Like::Other,
            _ => Like::Blank,
        };
        let registration = match (&line.registrations[..], &loan.registrations[..]) {
            ([], _) | (_, []) => Like::Blank,
            (bank, ours) if bank.iter().any(|number| ours.contains(number)) => Like::Same,
            _ => Like::Other,
        };
        Self {
            number,
            contract,
            registration,
            borrower: borrowers(line, line_keys, borrower),
            principal: amounts(line.principal, loan.ours.principal),
            balance: amounts(line.balance, loan.ours.balance),
            disbursed: days(line.disbursed, loan.ours.disbursed),
            due: days(line.due, Some(loan.ours.due)),
        }
    }

    /// What speaks for a line meaning a loan of one of these borrowers.
    pub fn between(
        line: &StatementLine,
        loan: &Loan,
        borrowers: &[Borrower],
        spelled: &FirmNames,
    ) -> Self {
        let borrower = loan.borrower.and_then(|at| borrowers.get(at as usize));
        let keys = borrower.map(|borrower| BorrowerKeys::of(borrower, spelled));
        Self::of(
            (line, &LineKeys::of(line, spelled)),
            (loan, &LoanKeys::of(loan)),
            borrower.zip(keys.as_ref()),
        )
    }

    /// How much speaks for the pair: points for, less points against.
    pub fn points(&self) -> i64 {
        let number = match self.number {
            Number::Blank => 0,
            Number::Same => 40,
            Number::SameKey => 36,
            Number::Base => 22,
            Number::Near => 18,
            Number::Other => -8,
        };
        number
            + self.contract.points(16, 9, -4)
            + self.registration.points(10, 0, -3)
            + self.borrower.points(18, 13, -24)
            + self.principal.points(12, 7, -8)
            + self.balance.points(5, 2, 0)
            + self.disbursed.points(8, 4, -5)
            + self.due.points(7, 3, -2)
    }

    /// Whether it is enough to be taken without a person, given that no other pair comes near.
    pub fn convinces(&self) -> bool {
        use Like::{Blank, Near, Other, Same};
        let amount_fits = match self.principal {
            Same | Near => true,
            Blank => self.balance == Same,
            Other => false,
        };
        let a_day_fits = self.disbursed == Same || self.due == Same;
        let days_fit = a_day_fits && self.disbursed != Other;
        match self.number {
            Number::Same | Number::SameKey => {
                self.borrower != Other
                    && (matches!(self.borrower, Same | Near)
                        || self.principal != Other && self.disbursed != Other)
            }
            Number::Base | Number::Near => {
                amount_fits && self.borrower != Other && (self.borrower != Blank || a_day_fits)
            }
            Number::Blank if self.names_nobody() => {
                let terms = [self.principal, self.disbursed, self.due];
                terms.iter().all(|term| *term == Same) && matches!(self.balance, Same | Blank)
            }
            Number::Blank => {
                let named = match self.borrower {
                    Same => days_fit || self.contract == Same || self.registration == Same,
                    Near => days_fit && (self.contract == Same || self.disbursed == self.due),
                    Blank => self.contract == Same && self.disbursed != Other,
                    Other => false,
                };
                // Without a loan number, a contract number of another loan is the strongest evidence against the pair.
                named && amount_fits && self.contract != Other
            }
            // A completely different number: left to a person.
            Number::Other => {
                self.contract == Same && self.borrower == Same && self.principal == Same && days_fit
            }
        }
    }

    /// Whether nothing tells whose the line is, as far as both sides say.
    pub fn names_nobody(&self) -> bool {
        self.number == Number::Blank
            && [self.contract, self.registration, self.borrower]
                .iter()
                .all(|one| *one == Like::Blank)
    }

    /// Whether the amount lent is the same, or what a slip makes of it.
    pub fn amount_fits(&self) -> bool {
        matches!(self.principal, Like::Same | Like::Near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::loan::Class;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn yuan(text: &str) -> Money {
        text.parse().unwrap()
    }

    /// JD20160001 under contract HT-7: 1,000,000 lent to 上海样例甲科技有限公司 on 2016-03-01 until 2017-03-01.
    fn loan() -> Loan {
        Loan {
            id: 1,
            loan_no: "JD20160001".into(),
            contract_no: Some("HT-7".into()),
            borrower: Some(0),
            registrations: Vec::new(),
            ours: Ours {
                principal: yuan("1000000"),
                balance: yuan("1000000"),
                interest: Money::ZERO,
                disbursed: Some(day("2016-03-01")),
                due: day("2017-03-01"),
                rate: None,
                class: Class::Normal,
                days_overdue: 0,
                settled: false,
            },
        }
    }

    fn line() -> StatementLine {
        StatementLine {
            loan_no: Some("JD20160001".into()),
            borrower: Some("上海样例甲科技有限公司".into()),
            principal: Some(yuan("1000000")),
            disbursed: Some(day("2016-03-01")),
            due: Some(day("2017-03-01")),
            ..StatementLine::default()
        }
    }

    fn evidence(line: &StatementLine) -> MatchEvidence {
        let (loan, name) = (loan(), Some("上海样例甲科技有限公司".into()));
        let borrower = Borrower {
            uscc: Some("91310106082833558G".into()),
            name,
            former_names: vec!["上海老牌光电有限公司".into()],
        };
        let spelled = FirmNames::of("310106".parse().unwrap());
        let keys = BorrowerKeys::of(&borrower, &spelled);
        MatchEvidence::of(
            (line, &LineKeys::of(line, &spelled)),
            (&loan, &LoanKeys::of(&loan)),
            Some((&borrower, &keys)),
        )
    }

    /// Points of a line that says all, with one thing changed, and whether it is taken without a person.
    #[test]
    fn points_add_up_field_by_field() {
        type Case = (&'static str, fn(&mut StatementLine), i64, bool);
        let cases: [Case; 12] = [
            ("40 + 18 + 12 + 8 + 7", |_| {}, 85, true),
            ("written otherwise: 36", |line| line.loan_no = Some("jd-20160001".into()), 81, true),
            ("one digit off: 18", |line| line.loan_no = Some("JD20160007".into()), 63, true),
            ("another number: -8", |line| line.loan_no = Some("XD9900".into()), 37, false),
            ("no number: 0", |line| line.loan_no = None, 45, true),
            (
                "a former name is the firm's",
                |line| line.borrower = Some("上海老牌光电有限公司".into()),
                85,
                true,
            ),
            (
                "another firm: -24",
                |line| line.borrower = Some("北京另一家有限公司".into()),
                43,
                false,
            ),
            (
                "its code says it: 18",
                |line| line.uscc = Some("91310106082833558G".into()),
                85,
                true,
            ),
            ("in 10,000 yuan: 7", |line| line.principal = Some(yuan("100")), 80, true),
            ("another amount: -8", |line| line.principal = Some(yuan("340000")), 65, true),
            ("two days later: 4", |line| line.disbursed = Some(day("2016-03-03")), 81, true),
            ("its contract: +16", |line| line.contract_no = Some("HT7".into()), 101, true),
        ];
        for (what, change, points, convinces) in cases {
            let mut line = line();
            change(&mut line);
            let found = evidence(&line);
            assert_eq!(
                (found.points(), found.convinces()),
                (points, convinces),
                "{what}: {found:?}"
            );
        }
    }

    #[test]
    fn a_line_without_name_and_number_goes_by_all_its_terms() {
        let silent = |line: &mut StatementLine| (line.loan_no, line.borrower) = (None, None);
        let mut line = line();
        silent(&mut line);
        assert!(evidence(&line).names_nobody() && evidence(&line).convinces());
        line.due = Some(day("2017-03-02"));
        assert!(!evidence(&line).convinces());
    }

    #[test]
    fn swapped_digits_leave_the_rest_of_nine() {
        assert_eq!(amounts(Some(yuan("1234.56")), yuan("1243.56")), Like::Near);
        assert_eq!(amounts(Some(yuan("1234.56")), yuan("1235.56")), Like::Other);
        assert_eq!(amounts(None, yuan("1")), Like::Blank);
        assert_eq!(days(Some(day("2016-12-01")), Some(day("2016-12-10"))), Like::Near);
        assert_eq!(days(Some(day("2016-12-01")), Some(day("2016-12-09"))), Like::Other);
        assert_eq!(figure(day("2016-12-31")), 20_161_231);
    }
}
