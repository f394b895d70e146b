//! Whose a line is, beside whose the loan is: numbers, names and codes that contradict. What is blank or hidden, a
//! former name, a short one, another way of writing the same are no contradiction.

use std::collections::HashMap;
use std::sync::OnceLock;

use compact_str::CompactString;

use super::compare::{Difference, Value};
use super::evidence::{Borrower, Loan};
use super::explain::{Explained, Explanation};
use super::spelling::{
    FirmNames, bare_number, base_number, fits_masked, is_masked, is_near, number_key,
};
use crate::domain::statement::StatementLine;

/// A bank's loans and borrowers, asked whose a number or a name is.
pub(super) struct Whose<'a> {
    loans: &'a [Loan],
    borrowers: &'a [Borrower],
    spelled: &'a FirmNames,
    /// Made when the first contradiction is met: mostly there is none.
    numbers: OnceLock<HashMap<String, usize>>,
    contracts: OnceLock<HashMap<String, usize>>,
    firms: OnceLock<HashMap<String, usize>>,
}

impl<'a> Whose<'a> {
    pub fn new(loans: &'a [Loan], borrowers: &'a [Borrower], spelled: &'a FirmNames) -> Self {
        let (numbers, contracts, firms) = Default::default();
        Self { loans, borrowers, spelled, numbers, contracts, firms }
    }

    fn borrower(&self, loan: &Loan) -> Option<&'a Borrower> {
        loan.borrower.and_then(|at| self.borrowers.get(at as usize))
    }

    /// Returns what of a line contradicts who the loans' borrowers are and what numbers they carry, each with its
    /// cause.
    pub fn contradictions(
        &self,
        line: &StatementLine,
        loans: &[&Loan],
    ) -> Vec<(Difference, Explained)> {
        if let [loan] = loans
            && self.stands_as_written(line, loan)
        {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut differ = |field: &'static str, bank: &str, ledger: String, cause: Explanation| {
            let difference = Difference {
                field,
                bank: Value::Text(bank.to_owned()),
                ledger: Value::Text(ledger),
            };
            found.push((difference, Explained { cause, fields: vec![field], proposal: None }));
        };
        if let Some(number) = &line.loan_no {
            let ours: Vec<&str> = loans.iter().map(|loan| &*loan.loan_no).collect();
            if let Some(cause) = self.number(number, &ours, || self.loan_numbered(number)) {
                differ("loan_no", number, ours.join(";"), cause);
            }
        }
        if let Some(number) = &line.contract_no {
            let ours: Vec<&str> =
                loans.iter().filter_map(|loan| loan.contract_no.as_deref()).collect();
            let whose = || self.loan_of_contract(number);
            if let Some(cause) = self.number(number, &ours, whose) {
                differ("contract_no", number, ours.join(";"), cause);
            }
        }
        let firms: Vec<&Borrower> = loans.iter().filter_map(|loan| self.borrower(loan)).collect();
        let codes: Vec<&str> = firms.iter().filter_map(|firm| firm.uscc.as_deref()).collect();
        let same_code = line.uscc.as_deref().is_some_and(|code| codes.contains(&code));
        if let Some(name) = &line.borrower
            && let Some(cause) = self.name(name, &firms, same_code)
        {
            let ours = firms.iter().filter_map(|firm| firm.name.as_deref()).collect::<Vec<_>>();
            differ("borrower", name, ours.join(";"), cause);
        }
        if let Some(code) = &line.uscc
            && let Some(cause) = code_of(code, &codes)
        {
            differ("borrower_uscc", code, codes.join(";"), cause);
        }
        found
    }

    /// The usual case, decided without normalising anything.
    fn stands_as_written(&self, line: &StatementLine, loan: &Loan) -> bool {
        let borrower = self.borrower(loan);
        let is = |stated: &Option<CompactString>, ours: Option<&CompactString>| {
            stated.is_none() || stated.as_ref() == ours
        };
        is(&line.loan_no, Some(&loan.loan_no))
            && is(&line.contract_no, loan.contract_no.as_ref())
            && is(&line.borrower, borrower.and_then(|firm| firm.name.as_ref()))
            && is(&line.uscc, borrower.and_then(|firm| firm.uscc.as_ref()))
    }

    /// Why a number is none of `ours`.
    fn number(
        &self,
        number: &str,
        ours: &[&str],
        whose: impl FnOnce() -> Option<&'a Loan>,
    ) -> Option<Explanation> {
        if ours.is_empty() || ours.iter().any(|ours| *ours == number || fits_masked(ours, number)) {
            return None;
        }
        let (key, bare) = (number_key(number), bare_number(number));
        let base = base_number(number).map(number_key);
        let is_same = |ours: &&str| {
            let (our_key, our_bare) = (number_key(ours), bare_number(ours));
            let our_base = base_number(ours).map(number_key);
            key == our_key
                || bare == our_bare
                || base.as_ref() == Some(&our_key)
                || our_base.as_ref() == Some(&key)
        };
        // Without a letter or a digit it is not a number.
        if key.is_empty() || ours.iter().any(is_same) {
            return None;
        }
        let whose = whose().map(|loan| loan.loan_no.to_string());
        let slipped = whose.is_none()
            && !is_masked(number)
            && ours.iter().any(|ours| is_near(&bare, &bare_number(ours)));
        Some(if slipped { Explanation::Misspelt } else { Explanation::OtherNumber { of: whose } })
    }

    /// Why a name is none of these firms'.
    fn name(&self, name: &str, firms: &[&Borrower], same_code: bool) -> Option<Explanation> {
        let names = || firms.iter().flat_map(|firm| firm.name.iter().chain(&firm.former_names));
        let is_same = |ours: &CompactString| {
            ours == name || self.spelled.may_be(name, ours) || self.spelled.are_one(name, ours)
        };
        if names().next().is_none() || names().any(is_same) {
            return None;
        }
        let key = self.spelled.key(name);
        let slipped = !is_masked(name)
            && !self.is_borrower(&key)
            && names().any(|ours| is_near(&key, &self.spelled.key(ours)));
        Some(if slipped { Explanation::Misspelt } else { Explanation::OtherBorrower { same_code } })
    }

    /// Whether some borrower of the bank is written so.
    fn is_borrower(&self, key: &str) -> bool {
        let firms = self.firms.get_or_init(|| {
            let names = self.borrowers.iter().enumerate().flat_map(|(at, firm)| {
                let names = firm.name.iter().chain(&firm.former_names);
                names.map(move |name| (self.spelled.key(name), at))
            });
            names.collect()
        });
        firms.contains_key(key)
    }

    fn loan_numbered(&self, number: &str) -> Option<&'a Loan> {
        let numbers = self.numbers.get_or_init(|| {
            let loans = self.loans.iter().enumerate();
            loans.map(|(at, loan)| (number_key(&loan.loan_no), at)).collect()
        });
        numbers.get(&number_key(number)).map(|at| &self.loans[*at])
    }

    /// The loan under a contract.
    pub fn loan_of_contract(&self, number: &str) -> Option<&'a Loan> {
        let contracts = self.contracts.get_or_init(|| {
            let loans = self.loans.iter().enumerate();
            loans
                .filter_map(|(at, loan)| Some((number_key(loan.contract_no.as_deref()?), at)))
                .collect()
        });
        contracts.get(&number_key(number)).map(|at| &self.loans[*at])
    }
}

/// Why a credit code is none of `ours`.
fn code_of(code: &str, ours: &[&str]) -> Option<Explanation> {
    // Of the 18 characters of a credit code the ninth to the seventeenth are the organisation code (组织机构代码); a
    // registration number of 15 digits is another number altogether.
    let is_same = |ours: &&str| {
        *ours == code || code.len() == 9 && ours.get(8..17) == Some(code) || fits_masked(ours, code)
    };
    let bare = bare_number(code);
    let is_other_number = bare.len() == 15 && bare.bytes().all(|byte| byte.is_ascii_digit());
    if ours.is_empty() || is_other_number || ours.iter().any(is_same) {
        return None;
    }
    let bare_is_same = |ours: &&str| bare_number(ours) == bare || ours.get(8..17) == Some(&*bare);
    if ours.iter().any(bare_is_same) {
        return None;
    }
    let slipped = !is_masked(code) && ours.iter().any(|ours| is_near(&bare, ours));
    Some(if slipped {
        Explanation::Misspelt
    } else {
        Explanation::OtherBorrower { same_code: false }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::loan::Class;
    use crate::domain::reconciliation::CauseKind;
    use crate::domain::values::Money;
    use crate::reconcile::Ours;

    const CODE_A: &str = "91310106MA1FY0000X";
    const CODE_B: &str = "91310106MA1FY0001Q";

    fn loan(loan_no: &str, contract_no: &str, borrower: u32) -> Loan {
        Loan {
            id: 0,
            loan_no: loan_no.into(),
            contract_no: (!contract_no.is_empty()).then(|| contract_no.into()),
            borrower: Some(borrower),
            registrations: Vec::new(),
            ours: Ours {
                principal: Money::ZERO,
                balance: Money::ZERO,
                interest: Money::ZERO,
                disbursed: None,
                due: "2017-09-01".parse().unwrap(),
                rate: None,
                class: Class::Normal,
                days_overdue: 0,
                settled: false,
            },
        }
    }

    fn firm(name: &str, former: &str, code: Option<&str>) -> Borrower {
        Borrower {
            uscc: code.map(Into::into),
            name: Some(name.into()),
            former_names: (!former.is_empty()).then(|| former.into()).into_iter().collect(),
        }
    }

    /// What a line says of number, contract, borrower and code, and which fields contradict the loan JD20160001 under
    /// contract 2016-0007 of 上海样例甲科技有限公司, once 上海老牌光电有限公司.
    #[test]
    fn what_contradicts_is_told_and_what_is_written_otherwise_is_not() {
        use CauseKind::{Misspelt, OtherBorrower, OtherNumber};
        let loans = [loan("JD20160001", "2016-0007", 0), loan("JD20160009", "2016-0008", 1)];
        let borrowers = [
            firm("上海样例甲科技有限公司", "上海老牌光电有限公司", Some(CODE_A)),
            firm("上海样例乙科技有限公司", "", Some(CODE_B)),
        ];
        let spelled = FirmNames::of("310106".parse().unwrap());
        let whose = Whose::new(&loans, &borrowers, &spelled);
        let none: &[(&str, CauseKind)] = &[];
        type Line<'a> = [&'a str; 4];
        let cases: &[(Line<'_>, &[(&str, CauseKind)])] = &[
            // All as in the ledger, or blank, or hidden.
            (["JD20160001", "2016-0007", "上海样例甲科技有限公司", CODE_A], none),
            (["", "", "", ""], none),
            (["JD2016****", "2016-****", "上海***有限公司", "91310106********0X"], none),
            (["JD2017****", "", "上海***", ""], &[("loan_no", OtherNumber)]),
            (["", "", "北京***有限公司", ""], &[("borrower", OtherBorrower)]),
            (["", "", "", "91310115********0X"], &[("borrower_uscc", OtherBorrower)]),
            // Written otherwise.
            (["JD-2016-0001", "2016/7", "上海样例甲科技有限责任公司", ""], none),
            (["JD20160001-1", "", "样例甲科技", ""], none),
            (["", "", "上海市样例甲科技股份有限公司", ""], none),
            (["", "", "上海老牌光电有限公司", CODE_A], none),
            (["", "", "老牌光电", ""], none),
            // The organisation code is part of the credit code; a registration number is another number.
            (["", "", "", "MA1FY0000"], none),
            (["", "", "", "310106000123456"], none),
            // Contradictions, alone and together.
            (["JD20160009", "", "", ""], &[("loan_no", OtherNumber)]),
            (["JD20160007", "", "", ""], &[("loan_no", Misspelt)]),
            (["ZX99", "", "", ""], &[("loan_no", OtherNumber)]),
            (["", "2016-0008", "", ""], &[("contract_no", OtherNumber)]),
            (["", "2017-9999", "", ""], &[("contract_no", OtherNumber)]),
            (["", "", "上海样例乙科技有限公司", ""], &[("borrower", OtherBorrower)]),
            (["", "", "上海样例丙科技有限公司", ""], &[("borrower", Misspelt)]),
            (["", "", "上海某某科技有限公司", ""], &[("borrower", OtherBorrower)]),
            (["", "", "北京别家贸易有限公司", ""], &[("borrower", OtherBorrower)]),
            (["", "", "北京别家贸易有限公司", CODE_A], &[("borrower", OtherBorrower)]),
            (["", "", "上海样例甲科技有限公司", CODE_B], &[("borrower_uscc", Misspelt)]),
            (["", "", "", "92440300MA5DA0TT5L"], &[("borrower_uscc", OtherBorrower)]),
            (
                ["JD20160001", "2016-0008", "上海样例乙科技有限公司", ""],
                &[("contract_no", OtherNumber), ("borrower", OtherBorrower)],
            ),
        ];
        for ([number, contract, name, code], expected) in cases {
            let said = |text: &str| (!text.is_empty()).then(|| text.into());
            let line = StatementLine {
                loan_no: said(number),
                contract_no: said(contract),
                borrower: said(name),
                uscc: said(code),
                ..StatementLine::default()
            };
            let found = whose.contradictions(&line, &[&loans[0]]);
            let found: Vec<(&str, CauseKind)> =
                found.iter().map(|(one, why)| (one.field, why.cause.kind())).collect();
            assert_eq!(found, *expected, "{number} {contract} {name} {code}");
        }
    }

    /// Loans the bank lists as one: a line contradicts them when it is none of theirs.
    #[test]
    fn a_line_of_several_loans_is_one_of_theirs() {
        let loans =
            [loan("JD20160001", "A1", 0), loan("JD20160002", "A2", 0), loan("JD3", "B1", 1)];
        let borrowers = [firm("上海甲有限公司", "", None), firm("上海别家有限公司", "", None)];
        let spelled = FirmNames::of("310106".parse().unwrap());
        let whose = Whose::new(&loans, &borrowers, &spelled);
        let line = |contract: &str| StatementLine {
            contract_no: Some(contract.into()),
            ..StatementLine::default()
        };
        let both = [&loans[0], &loans[1]];
        assert!(whose.contradictions(&line("A2"), &both).is_empty());
        let found = whose.contradictions(&line("B1"), &both);
        assert_eq!(found[0].1.cause, Explanation::OtherNumber { of: Some("JD3".to_owned()) });
        assert_eq!(found[0].0.ledger, Value::Text("A1;A2".to_owned()));
    }
}
