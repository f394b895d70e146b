//! R13-R18 and what the pledgee must hear of: what is told, and what is not.

use super::{Lang, day, findings, patent};
use crate::domain::patent::StatedStatus;
use crate::domain::pledge::alerts::{Disposal, PledgeFacts, SecuredLoan, alerts};
use crate::domain::pledge::{GroundOutcome, RegistrationNo, Rule};

fn pledge() -> PledgeFacts {
    PledgeFacts {
        number: RegistrationNo::read("2016310000012").unwrap().value,
        registered: day("2016-03-01"),
        applied: Some(day("2016-02-24")),
        in_force: true,
        debt_to: Some(day("2017-03-01")),
        changes: Vec::new(),
        loans: vec![SecuredLoan {
            loan_no: "JD1".into(),
            drawn: Some(day("2016-03-03")),
            settled: None,
        }],
        patents: vec![(patent(), Vec::new())],
    }
}

type Later = fn(&mut PledgeFacts);

/// Rule, what is changed in a pledge nothing is to be said of, the outcome (none: nothing), the evidence.
const AFTERWARDS: &[(Rule, Later, Option<GroundOutcome>, &str)] = {
    use GroundOutcome::{Flag, Pass, Refuse, Unknown};
    &[
        (Rule::R13, |_| {}, None, ""),
        (
            Rule::R13,
            |p| {
                p.patents[0].1.push(Disposal {
                    event: "transfer".into(),
                    day: day("2016-08-01"),
                    consent: None,
                })
            },
            Some(Refuse),
            "没有此前的质权人同意",
        ),
        (
            Rule::R13,
            |p| {
                p.patents[0].1.push(Disposal {
                    event: "license".into(),
                    day: day("2016-08-01"),
                    consent: Some(day("2016-07-30")),
                })
            },
            Some(Pass),
            "质权人2016-07-30同意",
        ),
        (Rule::R14, |p| p.changes.push((day("2016-06-01"), day("2016-07-01"))), None, ""),
        (
            Rule::R14,
            |p| p.changes.push((day("2016-06-01"), day("2016-07-02"))),
            Some(Flag),
            "超过30日",
        ),
        (
            Rule::R14,
            |p| {
                (p.registered, p.changes) =
                    (day("2022-01-04"), vec![(day("2022-02-01"), day("2022-06-01"))])
            },
            None,
            "",
        ),
        // Registered under the Measures of 2010, changed under those of 2021, which set no such time.
        (Rule::R14, |p| p.changes.push((day("2021-11-15"), day("2022-06-01"))), None, ""),
        (
            Rule::R15,
            |p| p.loans[0].settled = Some(day("2016-11-01")),
            Some(Flag),
            "2016-11-01结清，已61日",
        ),
        (Rule::R15, |p| p.loans[0].settled = Some(day("2016-12-15")), None, ""),
        (Rule::R16, |p| p.loans.clear(), Some(Flag), "没有登记所担保的贷款"),
        (
            Rule::R16,
            |p| p.loans[0].drawn = Some(day("2016-02-29")),
            Some(Flag),
            "早于登记日2016-03-01",
        ),
        (Rule::R17, |p| p.applied = Some(day("2016-02-18")), Some(Flag), "审查期限为2016-02-29"),
        (
            Rule::R17,
            |p| (p.registered, p.applied) = (day("2022-01-11"), Some(day("2022-01-04"))),
            None,
            "",
        ),
        (
            Rule::R17,
            |p| (p.registered, p.applied) = (day("2022-01-12"), Some(day("2022-01-04"))),
            Some(Flag),
            "审查期限为2022-01-11",
        ),
        (
            Rule::R17,
            |p| (p.registered, p.applied) = (day("2013-06-20"), Some(day("2013-06-03"))),
            Some(Unknown),
            "没有2013年的工作日历",
        ),
        (
            Rule::R17,
            |p| (p.registered, p.applied) = (day("2010-06-20"), Some(day("2010-06-03"))),
            Some(Unknown),
            "须人工核对",
        ),
        (
            Rule::R18,
            |p| p.number = RegistrationNo::read("沪质2016-12").unwrap().value,
            Some(Flag),
            "不是Y加13位数字",
        ),
        (
            Rule::R18,
            |p| p.number = RegistrationNo::read("2015310000012").unwrap().value,
            Some(Flag),
            "登记号年份2015",
        ),
        (
            Rule::R18,
            |p| {
                (p.number, p.registered, p.applied) =
                    (RegistrationNo::read("y2022980003454").unwrap().value, day("2022-01-04"), None)
            },
            None,
            "",
        ),
        (
            Rule::Ended,
            |p| p.patents[0].0.status = Some(StatedStatus::Lapsed),
            Some(Flag),
            "专利权已",
        ),
        (
            Rule::Ended,
            |p| p.patents[0].0.term_end = Some(day("2016-12-31")),
            Some(Flag),
            "届满，2017-01-01起",
        ),
        // 1 January 2017 was a holiday, as was the 2nd: the fee due on it is in time.
        (Rule::Fee, |p| p.patents[0].0.fee_through = Some(day("2016-12-31")), None, ""),
        (
            Rule::Fee,
            |p| p.patents[0].0.fee_through = Some(day("2016-12-20")),
            Some(Flag),
            "年费应于2016-12-21缴纳，处于滞纳期（至2017-06-21）",
        ),
        (
            Rule::Fee,
            |p| p.patents[0].0.fee_through = Some(day("2016-05-03")),
            Some(Flag),
            "年费自2016-05-04起未缴",
        ),
        (
            Rule::Term,
            |p| p.patents[0].0.term_end = Some(day("2017-02-28")),
            Some(Flag),
            "超过专利权最后一天2017-02-28",
        ),
        (
            Rule::Ended,
            |p| (p.in_force, p.patents[0].0.status) = (false, Some(StatedStatus::Lapsed)),
            None,
            "",
        ),
    ]
};

#[test]
fn what_is_worth_knowing_afterwards() {
    for (rule, change, outcome, zh) in AFTERWARDS {
        let mut pledge = pledge();
        change(&mut pledge);
        let found = alerts(&pledge, day("2017-01-01"));
        let finding = found.iter().find(|finding| finding.rule == *rule);
        let said = finding.map(|f| findings::evidence(Lang::Zh, &f.evidence)).unwrap_or_default();
        assert_eq!(finding.map(|f| f.outcome), *outcome, "{}: {said}", rule.code());
        assert!(said.contains(zh), "{}: {said}", rule.code());
        let english =
            finding.map(|f| findings::evidence(Lang::En, &f.evidence)).unwrap_or_default();
        assert_eq!(english.is_empty(), outcome.is_none());
    }
}
