//! A table per rule: under each regime it has, what passes, what is refused (or flagged), what is unknown,
//! and the evidence in both languages.

mod afterwards;
mod records;

use super::*;
use crate::domain::patent::StatedStatus;
use crate::domain::values::{Date, Money};
use crate::i18n::{Lang, findings};

fn day(text: &str) -> Date {
    Date::parse_iso_bytes(text.as_bytes()).unwrap()
}

fn who(id: i64, name: &str) -> PartyRef {
    PartyRef { id: Some(id), name: name.to_owned() }
}

fn yuan(text: &str) -> Option<Money> {
    Some(text.parse().unwrap())
}

/// An invention in force, all of whose facts are recorded.
fn patent() -> PatentFacts {
    let number = "201210281886.4".parse().ok().or_else(|| "201610281886.0".parse().ok()).unwrap();
    PatentFacts {
        number,
        kind: crate::domain::numbers::PatentKind::Invention,
        is_recorded: true,
        patentees: vec![who(1, "甲公司")],
        filing: Some(day("2009-05-04")),
        grant: Some(day("2010-03-01")),
        term_end: Some(day("2029-05-03")),
        fee_through: Some(day("2030-01-01")),
        status: Some(StatedStatus::InForce),
        status_undated: false,
        status_heard: None,
        status_day: None,
        held: None,
        invalidation_since: None,
        open_pledges: Vec::new(),
        same_day_invention: None,
        consents: Vec::new(),
    }
}

/// A case nothing speaks against, on a day.
fn case(on: &str) -> ProposedPledge {
    let on = day(on);
    ProposedPledge {
        day: on,
        pledgors: vec![who(1, "甲公司")],
        pledgee: Some(who(9, "某某银行")),
        contract_no: Some("HT1".into()),
        debt_kind: DebtKind::Ordinary,
        secured: yuan("3000000"),
        debt_from: Some(on),
        debt_to: on.add_years(1),
        scope: Some("本金和利息".into()),
        patents_stated: Some(1),
        forfeiture: Some(false),
        appraised: None,
        co_owner_agreement: false,
        declared: false,
        waivers: Vec::new(),
        unfit: None,
        patents: vec![patent()],
    }
}

const DAYS: [(&str, &str); 3] =
    [("1996", "2010-09-30"), ("2010", "2010-10-01"), ("2021", "2021-11-15")];

type Change = fn(&mut ProposedPledge);

/// Rule, what is changed in a case nothing speaks against, the outcome under the Measures of 1996, 2010
/// and 2021, and a piece of the evidence in Chinese and English.
const TABLE: &[(Rule, Change, [GroundOutcome; 3], &str, &str)] = {
    use GroundOutcome::{Flag, Pass, Refuse, Unknown, Waivable};
    &[
        (Rule::R1, |_| {}, [Pass; 3], "专利权人：甲公司", "patentee: 甲公司"),
        (
            Rule::R1,
            |c| c.pledgors = vec![who(2, "乙公司")],
            [Refuse; 3],
            "出质人乙公司与登记的专利权人甲公司不一致",
            "not the registered patentee",
        ),
        (
            Rule::R1,
            |c| c.patents[0].patentees.clear(),
            [Unknown; 3],
            "没有专利权人",
            "no patentee is recorded",
        ),
        (Rule::R2, |_| {}, [Pass; 3], "法律状态：有效", "legal status: in force"),
        (
            Rule::R2,
            |c| {
                (c.patents[0].status, c.patents[0].status_day) =
                    (Some(StatedStatus::Lapsed), Some(day("2010-01-02")))
            },
            [Refuse; 3],
            "2010-01-02起",
            "since 2010-01-02",
        ),
        // Stated without a day: whether it had ended on a day before it was heard of nobody knows.
        (
            Rule::R2,
            |c| {
                c.patents[0].status = Some(StatedStatus::Lapsed);
                c.patents[0].status_heard = Some(day("2022-03-01"));
            },
            [Unknown; 3],
            "2022-03-01起在账",
            "on record since 2022-03-01",
        ),
        (
            Rule::R2,
            |c| {
                c.patents[0].status = Some(StatedStatus::Lapsed);
                c.patents[0].status_heard = Some(day("2000-03-01"));
            },
            [Refuse; 3],
            "专利权已终止",
            "the patent is lapsed",
        ),
        (
            Rule::R2,
            |c| c.patents[0].status = Some(StatedStatus::Invalidated),
            [Refuse; 3],
            "无日期",
            "undated",
        ),
        (
            Rule::R2,
            |c| c.patents[0].status = Some(StatedStatus::PartlyInvalidated),
            [Flag; 3],
            "须质权人书面知情同意",
            "pledgee's written, informed consent",
        ),
        // A grant on record, and no event for the end: the term alone says it.
        (
            Rule::R2,
            |c| c.patents[0].term_end = Some(day("2010-09-29")),
            [Refuse; 3],
            "届满，2010-09-30起",
            "expired, since 2010-09-30",
        ),
        (
            Rule::R2,
            |c| c.patents[0].status = None,
            [Unknown; 3],
            "没有该专利的法律状态",
            "no legal status",
        ),
        (Rule::R3, |_| {}, [Pass; 3], "2010-03-01授权公告", "granted on 2010-03-01"),
        (
            Rule::R3,
            |c| c.patents[0].grant = Some(day("2030-01-01")),
            [Refuse; 3],
            "2030-01-01才授权",
            "not granted until",
        ),
        (
            Rule::R3,
            |c| (c.patents[0].grant, c.patents[0].status) = (None, Some(StatedStatus::Published)),
            [Refuse; 3],
            "没有授权公告日",
            "no grant",
        ),
        (
            Rule::R3,
            |c| c.patents[0].grant = None,
            [Unknown; 3],
            "法律状态为有效，账上没有授权公告日",
            "no grant date is recorded",
        ),
        (Rule::R4, |_| {}, [Pass; 3], "年费已缴至2030-01-01", "paid through 2030-01-01"),
        (
            Rule::R4,
            |c| c.patents[0].fee_through = c.day.add_days(-1),
            [Pass; 3],
            "按期缴纳",
            "can be paid on time until",
        ),
        (
            Rule::R4,
            |c| c.patents[0].fee_through = c.day.add_days(-30),
            [Refuse; 3],
            "处于滞纳期",
            "late-payment period (until",
        ),
        (
            Rule::R4,
            |c| c.patents[0].fee_through = Some(day("2009-05-03")),
            [Refuse; 3],
            "年费自2009-05-04起未缴",
            "unpaid since 2009-05-04",
        ),
        // Three days late, where a holiday may have moved the last day: 2010 has no calendar, 2021 has.
        (
            Rule::R4,
            |c| c.patents[0].fee_through = c.day.add_days(-4),
            [Unknown, Unknown, Refuse],
            "",
            "",
        ),
        (
            Rule::R4,
            |c| c.patents[0].fee_through = None,
            [Unknown; 3],
            "没有年费缴至日期",
            "not recorded until when fees",
        ),
        (Rule::R5, |_| {}, [Pass; 3], "没有保全或中止", "no preservation"),
        (
            Rule::R5,
            |c| c.patents[0].held = Some(("preservation", day("2010-04-01"))),
            [Refuse; 3],
            "2010-04-01起保全",
            "preservation since 2010-04-01",
        ),
        (
            Rule::R5,
            |c| c.patents[0].status = None,
            [Unknown; 3],
            "没有该专利的法律状态",
            "no legal status",
        ),
        (Rule::R6, |_| {}, [Pass; 3], "专利权至2029-05-03", "the patent to 2029-05-03"),
        (
            Rule::R6,
            |c| c.debt_to = Some(day("2029-05-04")),
            [Refuse; 3],
            "超过专利权最后一天2029-05-03",
            "beyond the patent's last day",
        ),
        (
            Rule::R6,
            |c| c.debt_to = Some(day("2029-05-03")),
            [Flag; 3],
            "不足12个月",
            "less than 12 months",
        ),
        (Rule::R6, |c| c.debt_to = None, [Unknown; 3], "没有债务履行期限", "no debt term is given"),
        (
            Rule::R6,
            |c| c.patents[0].term_end = None,
            [Unknown; 3],
            "无法计算有效期",
            "cannot be calculated",
        ),
        (Rule::R7, |_| {}, [Pass; 3], "专利1件", "1 patent"),
        (
            Rule::R7,
            |c| c.secured = None,
            [Refuse; 3],
            "缺少：担保债权额",
            "missing: Secured amount",
        ),
        (
            Rule::R7,
            |c| c.patents_stated = Some(2),
            [Refuse; 3],
            "合同写明2件，清单1件",
            "names 2 patents",
        ),
        (Rule::R7, |c| c.scope = None, [Unknown; 3], "担保范围", "Scope of security"),
        (Rule::R8, |_| {}, [Pass; 3], "没有其他共有人", "no other co-owner"),
        (
            Rule::R8,
            |c| c.patents[0].patentees.push(who(2, "乙所")),
            [Refuse; 3],
            "共有人乙所未",
            "co-owner 乙所",
        ),
        (
            Rule::R8,
            |c| {
                c.patents[0].patentees.push(who(2, "乙所"));
                c.patents[0].consents.push(Consent { by: who(2, "乙所"), day: c.day });
            },
            [Refuse, Pass, Pass],
            "乙所",
            "乙所",
        ),
        (
            Rule::R1,
            |c| {
                c.patents[0].patentees.push(who(2, "乙所"));
                c.patents[0].consents.push(Consent { by: who(2, "乙所"), day: c.day });
            },
            [Refuse, Pass, Pass],
            "甲公司、乙所",
            "甲公司、乙所",
        ),
        (
            Rule::R8,
            |c| {
                c.patents[0].patentees.push(who(2, "乙所"));
                let tomorrow = c.day.add_days(1).unwrap();
                c.patents[0].consents.push(Consent { by: who(2, "乙所"), day: tomorrow });
            },
            [Refuse; 3],
            "共有人乙所未",
            "co-owner 乙所",
        ),
        (
            Rule::R8,
            |c| {
                c.patents[0].patentees.push(who(2, "乙所"));
                c.pledgors.push(PartyRef { id: None, name: "乙所".into() });
            },
            [Pass; 3],
            "没有其他共有人",
            "no other co-owner",
        ),
        (
            Rule::R8,
            |c| {
                c.patents[0].patentees.push(who(2, "乙所"));
                c.co_owner_agreement = true;
            },
            [Refuse, Pass, Pass],
            "",
            "",
        ),
        (
            Rule::R8,
            |c| c.patents[0].patentees.clear(),
            [Unknown; 3],
            "没有专利权人",
            "no patentee is recorded",
        ),
        (Rule::R9, |_| {}, [Pass; 3], "没有其他有效质押", "no other pledge in force"),
        (
            Rule::R9,
            |c| {
                let open = OpenPledge {
                    registration_no: "2010310000001".into(),
                    since: day("2010-04-02"),
                    pledgee: "另一银行".into(),
                };
                c.patents[0].open_pledges.push(open);
            },
            [Refuse; 3],
            "已质押给另一银行，登记号2010310000001，2010-04-02起",
            "pledged to 另一银行, registration no. 2010310000001, since 2010-04-02",
        ),
        (Rule::R10, |_| {}, [Pass; 3], "不是实用新型", "not a utility model"),
        (
            Rule::R10,
            |c| {
                c.patents[0].kind = crate::domain::numbers::PatentKind::Utility;
                c.patents[0].same_day_invention = Some(c.patents[0].number);
            },
            [Unknown, Pass, Waivable],
            "",
            "",
        ),
        (
            Rule::R10,
            |c| {
                c.patents[0].kind = crate::domain::numbers::PatentKind::Utility;
                c.patents[0].same_day_invention = Some(c.patents[0].number);
                c.declared = true;
            },
            [Unknown, Pass, Pass],
            "",
            "",
        ),
        (
            Rule::R10,
            |c| {
                c.patents[0].kind = crate::domain::numbers::PatentKind::Utility;
                c.patents[0].filing = None;
            },
            [Unknown, Pass, Unknown],
            "",
            "",
        ),
        (Rule::R11, |_| {}, [Pass; 3], "没有无效宣告请求", "no request for invalidation"),
        (
            Rule::R11,
            |c| c.patents[0].invalidation_since = Some(day("2010-06-01")),
            [Refuse, Refuse, Waivable],
            "2010-06-01起处于无效宣告程序",
            "invalidation proceedings pending since 2010-06-01",
        ),
        (
            Rule::R11,
            |c| {
                c.patents[0].invalidation_since = Some(day("2010-06-01"));
                c.declared = true;
            },
            [Refuse, Refuse, Pass],
            "",
            "",
        ),
        (
            Rule::R11,
            |c| {
                c.patents[0].invalidation_since = Some(day("2010-06-01"));
                c.waivers.push(Waiver {
                    rule: "R11".into(),
                    by: "王芳".into(),
                    why: "双方坚持".into(),
                });
            },
            [Refuse, Refuse, Pass],
            "",
            "",
        ),
        (
            Rule::R11,
            |c| c.patents[0].status = None,
            [Unknown; 3],
            "没有该专利的法律状态",
            "no legal status",
        ),
        (Rule::R12, |_| {}, [Pass; 3], "没有流质条款", "no forfeiture clause"),
        (
            Rule::R12,
            |c| c.forfeiture = Some(true),
            [Refuse, Refuse, Flag],
            "债务不履行时专利权归质权人",
            "gives the patent to the pledgee on default",
        ),
        (
            Rule::R12,
            |c| c.forfeiture = None,
            [Unknown; 3],
            "未登记合同有无流质条款",
            "is not recorded",
        ),
        (
            Rule::Value,
            |c| c.appraised = yuan("2000000"),
            [Flag; 3],
            "高于评估值2000000.00元",
            "above the appraised",
        ),
        (
            Rule::Value,
            |c| c.appraised = yuan("5000000"),
            [Pass; 3],
            "评估值5000000.00元",
            "appraised value 5000000.00",
        ),
        (
            Rule::Other,
            |c| c.unfit = Some(("王芳".into(), "权属有争议".into())),
            [Refuse; 3],
            "王芳认定不宜登记：权属有争议",
            "found unfit by 王芳",
        ),
    ]
};

#[test]
fn every_ground_under_every_regime() {
    for (rule, change, outcomes, zh, en) in TABLE {
        for ((regime, on), outcome) in DAYS.iter().zip(outcomes) {
            let mut case = case(on);
            change(&mut case);
            let found = check(&case);
            assert_eq!(found.regime.code(), *regime);
            let finding = found.findings.iter().find(|finding| finding.rule == *rule).unwrap();
            let said = findings::evidence(Lang::Zh, &finding.evidence);
            assert_eq!(finding.outcome, *outcome, "{} under {regime}: {said}", rule.code());
            assert!(said.contains(zh), "{} under {regime}: {said}", rule.code());
            let said = findings::evidence(Lang::En, &finding.evidence);
            assert!(said.contains(en), "{} under {regime}: {said}", rule.code());
            let against = matches!(outcome, GroundOutcome::Refuse | GroundOutcome::Waivable);
            assert!(!(against && found.eligible()), "{} under {regime}", rule.code());
        }
    }
    assert!(DAYS.iter().all(|(_, on)| check(&case(on)).eligible()));
}

#[test]
fn every_rule_has_a_name_in_both_languages() {
    for rule in Rule::ALL {
        assert_ne!(findings::rule(Lang::Zh, rule), findings::rule(Lang::En, rule));
    }
}

#[test]
fn a_clause_of_forfeiture_is_told_with_what_the_civil_code_makes_of_it() {
    let mut case = case("2021-11-15");
    case.forfeiture = Some(true);
    let found = check(&case);
    let finding = found.findings.iter().find(|finding| finding.rule == Rule::R12).unwrap();
    assert!(findings::evidence(Lang::Zh, &finding.evidence).contains("依民法典该约定不发生效力"));
    let english = findings::evidence(Lang::En, &finding.evidence);
    assert!(english.contains("under the Civil Code this has no effect"), "{english}");
    assert!(found.eligible());
}
