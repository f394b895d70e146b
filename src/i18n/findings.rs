//! What a check of a pledge found, in words: the fact, its day, and the text it rests on.

use super::codes::label;
use super::titles::title;
use super::{Lang, plural};
use crate::domain::pledge::{Evidence, GroundFinding, Regime, Rule};

/// Both languages stand side by side.
macro_rules! both {
    ($lang:expr, $zh:literal, $en:literal) => {
        match $lang {
            Lang::Zh => format!($zh),
            Lang::En => format!($en),
        }
    };
}

/// The name of a rule.
pub fn rule(lang: Lang, rule: Rule) -> &'static str {
    let (zh, en) = match rule {
        Rule::R1 => ("出质人与专利权人", "pledgor and patentee"),
        Rule::R2 => ("专利权终止或无效", "patent ended or invalid"),
        Rule::R3 => ("授权", "grant"),
        Rule::R4 => ("年费", "annual fee"),
        Rule::R5 => ("保全或中止", "preservation or suspension"),
        Rule::R6 => ("债务期限与专利有效期", "debt term and patent term"),
        Rule::R7 => ("合同必备内容", "required contract contents"),
        Rule::R8 => ("共有人同意", "co-owners' consent"),
        Rule::R9 => ("重复质押", "double pledge"),
        Rule::R10 => ("同日申请", "same-day application"),
        Rule::R11 => ("无效宣告程序", "invalidation proceedings"),
        Rule::R12 => ("流质条款", "forfeiture clause"),
        Rule::R13 => ("质押期间处分", "disposal while pledged"),
        Rule::R14 => ("变更登记期限", "time limit for registering a change"),
        Rule::R15 => ("结清未注销", "settled but not released"),
        Rule::R16 => ("先放款后登记", "loan paid out before registration"),
        Rule::R17 => ("审查期限", "examination time limit"),
        Rule::R18 => ("登记号格式", "format of the registration number"),
        Rule::Value => ("担保额与评估值", "secured amount and appraised value"),
        Rule::Other => ("其他情形", "other ground"),
        Rule::Ended => ("质押专利失效", "pledged patent ended"),
        Rule::Fee => ("质押专利欠费", "unpaid fee of a pledged patent"),
        Rule::Term => ("有效期先于债务届满", "patent ends before the debt"),
    };
    lang.pick(zh, en)
}

/// The text in force.
pub fn regime(lang: Lang, regime: Regime) -> &'static str {
    match regime {
        Regime::Measures1996 => lang.pick("1996年暂行办法", "Provisional Measures of 1996"),
        Regime::Measures2010 => {
            lang.pick("2010年登记办法（局令第56号）", "Measures of 2010 (Order No. 56)")
        }
        Regime::Measures2021 => {
            lang.pick("2021年登记办法（公告第461号）", "Measures of 2021 (Announcement No. 461)")
        }
    }
}

/// What a finding rests on.
pub fn evidence(lang: Lang, evidence: &Evidence) -> String {
    let status =
        |status: &crate::domain::patent::StatedStatus| label(lang, "status", status.code());
    let since = |day: &Option<crate::domain::values::Date>| match day {
        Some(day) => both!(lang, "，{day}起", ", since {day}"),
        None => both!(lang, "（来源所述，无日期）", " (as stated by the source, undated)"),
    };
    let fields = |fields: &[&'static str]| {
        fields
            .iter()
            .map(|field| title(lang, field))
            .collect::<Vec<_>>()
            .join(lang.pick("、", ", "))
    };
    match evidence {
        Evidence::PledgorsArePatentees { names } => {
            both!(lang, "专利权人：{names}", "patentee: {names}")
        }
        Evidence::PledgorNotPatentee { pledgors, patentees } => both!(
            lang,
            "出质人{pledgors}与登记的专利权人{patentees}不一致",
            "the pledgor {pledgors} is not the registered patentee {patentees}"
        ),
        Evidence::PatenteesUnknown => {
            both!(lang, "账上没有专利权人", "no patentee is recorded")
        }
        Evidence::StatusStands { status: s } => {
            let status = status(s);
            both!(lang, "法律状态：{status}", "legal status: {status}")
        }
        Evidence::StatusEnded { status: s, since: day } => {
            let (status, since) = (status(s), since(day));
            both!(lang, "专利权已{status}{since}", "the patent is {status}{since}")
        }
        Evidence::EndedByThen { status: s, heard } => {
            let status = status(s);
            both!(
                lang,
                "按来源所述已{status}，日期不详（{heard}起在账）；当日是否仍有效不明",
                "stated to be {status} without a date (on record since {heard}); whether it was in force on that day is unknown"
            )
        }
        Evidence::PartlyInvalidated { since: day } => {
            let since = since(day);
            both!(
                lang,
                "专利权部分无效{since}，须质权人书面知情同意",
                "partly invalidated{since}: the pledgee's written, informed consent is required"
            )
        }
        Evidence::StatusUnknown => {
            both!(
                lang,
                "账上没有该专利的法律状态或事件",
                "no legal status or event of the patent is recorded"
            )
        }
        Evidence::GrantedOn { day } => both!(lang, "{day}授权公告", "granted on {day}"),
        Evidence::PatentNotRecorded => {
            both!(lang, "账上没有这件专利", "the patent is not recorded")
        }
        Evidence::NotGranted => both!(lang, "账上没有授权公告日", "no grant date is recorded"),
        Evidence::GrantDayUnknown { status: s } => {
            let status = status(s);
            both!(
                lang,
                "法律状态为{status}，账上没有授权公告日",
                "the status is {status}, but no grant date is recorded"
            )
        }
        Evidence::GrantedLater { day } => both!(lang, "{day}才授权", "not granted until {day}"),
        Evidence::FeePaidThrough { through } => {
            both!(lang, "年费已缴至{through}", "annual fees paid through {through}")
        }
        Evidence::FeeDue { due, last } => both!(
            lang,
            "年费{due}到期，至{last}仍可按期缴纳",
            "the annual fee is due on {due} and can be paid on time until {last}"
        ),
        Evidence::FeeInGrace { due, until } => both!(
            lang,
            "年费应于{due}缴纳，处于滞纳期（至{until}）",
            "the annual fee was due on {due} and is in the late-payment period (until {until})"
        ),
        Evidence::FeeInArrears { due } => {
            both!(lang, "年费自{due}起未缴", "the annual fee has been unpaid since {due}")
        }
        Evidence::FeeUnknown => {
            both!(lang, "账上没有年费缴至日期", "it is not recorded until when fees are paid")
        }
        Evidence::NothingHeld => {
            both!(lang, "没有保全或中止的登记", "no preservation or suspension is recorded")
        }
        Evidence::Held { event, since } => {
            let event = label(lang, "event", event);
            both!(lang, "{since}起{event}，尚未解除", "{event} since {since}, not lifted")
        }
        Evidence::WithinTerm { debt_to, term_end } => both!(
            lang,
            "债务至{debt_to}，专利权至{term_end}",
            "the debt runs to {debt_to}, the patent to {term_end}"
        ),
        Evidence::PastTerm { debt_to, term_end } => both!(
            lang,
            "债务履行期限{debt_to}超过专利权最后一天{term_end}",
            "the debt runs to {debt_to}, beyond the patent's last day, {term_end}"
        ),
        Evidence::TermEndsSoonAfter { debt_to, term_end } => both!(
            lang,
            "专利权{term_end}届满，距债务到期{debt_to}不足12个月",
            "the patent expires on {term_end}, less than 12 months after the debt is due on {debt_to}"
        ),
        Evidence::DebtTermUnknown => {
            both!(lang, "没有债务履行期限", "no debt term is given")
        }
        Evidence::TermUnknown => both!(
            lang,
            "账上没有申请日，无法计算有效期",
            "no filing date is recorded, so the patent term cannot be calculated"
        ),
        Evidence::ContractComplete { patents } => {
            let noun = plural(patents, "patent", "patents");
            both!(lang, "必备内容齐全，专利{patents}件", "complete, {patents} {noun}")
        }
        Evidence::ContractLacks { fields: lacking } => {
            let fields = fields(lacking);
            both!(lang, "缺少：{fields}", "missing: {fields}")
        }
        Evidence::ContractNotRecorded { fields: lacking } => {
            let fields = fields(lacking);
            both!(lang, "未登记合同中的：{fields}", "not recorded from the contract: {fields}")
        }
        Evidence::PatentsDiffer { stated, linked } => {
            let noun = plural(stated, "patent", "patents");
            both!(
                lang,
                "合同写明{stated}件，清单{linked}件",
                "the contract names {stated} {noun}, the list has {linked}"
            )
        }
        Evidence::SoleOwner => both!(lang, "没有其他共有人", "no other co-owner"),
        Evidence::CoOwnersAgree { names } => {
            both!(lang, "共有人{names}已同意", "consent given by {names}")
        }
        Evidence::CoOwnersByAgreement => {
            both!(
                lang,
                "共有人另有约定，可单独出质",
                "the co-owners have agreed otherwise; each may pledge alone"
            )
        }
        Evidence::CoOwnersSilent { names } => {
            both!(lang, "共有人{names}未同意", "no consent from co-owner {names}")
        }
        Evidence::CoOwnersMustPledge { names } => both!(
            lang,
            "共有人{names}未一同出质（1996年暂行办法第四条）",
            "co-owner {names} has not joined in the pledge (Provisional Measures of 1996, article 4)"
        ),
        Evidence::NotPledged => both!(lang, "没有其他有效质押", "no other pledge in force"),
        Evidence::AlreadyPledged { registration_no, since, pledgee } => both!(
            lang,
            "已质押给{pledgee}，登记号{registration_no}，{since}起",
            "pledged to {pledgee}, registration no. {registration_no}, since {since}"
        ),
        Evidence::NotUtility => both!(lang, "不是实用新型", "not a utility model"),
        Evidence::NoSameDayInvention { filed } => both!(
            lang,
            "账上没有同一申请人{filed}申请的发明",
            "no invention filed by the same applicant on {filed} is recorded"
        ),
        Evidence::SameDayInvention { number } => both!(
            lang,
            "同日申请发明{number}，缺当事人声明",
            "invention {number} was filed on the same day, and the parties' declaration is missing"
        ),
        Evidence::SameDayDeclared { number } => both!(
            lang,
            "同日申请发明{number}，当事人已声明仍要登记",
            "invention {number} was filed on the same day; the parties have declared that they still want the registration"
        ),
        Evidence::FilingDateUnknown => {
            both!(lang, "账上没有申请日", "no filing date is recorded")
        }
        Evidence::NotAGround { regime: r } => {
            let regime = regime(lang, *r);
            both!(lang, "{regime}未列为不予登记情形", "not a ground for refusal under the {regime}")
        }
        Evidence::RuleNotRead { regime: r } => {
            let regime = regime(lang, *r);
            both!(
                lang,
                "{regime}的相应条文未收录，须人工核对",
                "this rule of the {regime} is not in the program and must be checked by hand"
            )
        }
        Evidence::NoInvalidation => {
            both!(lang, "没有无效宣告请求的登记", "no request for invalidation is recorded")
        }
        Evidence::InvalidationPending { since } => {
            both!(
                lang,
                "{since}起处于无效宣告程序",
                "invalidation proceedings pending since {since}"
            )
        }
        Evidence::InvalidationDeclared { since } => both!(
            lang,
            "{since}起处于无效宣告程序，当事人知情仍要登记",
            "invalidation proceedings since {since}; the parties know of them and still want the registration"
        ),
        Evidence::NoForfeiture => {
            both!(lang, "合同没有流质条款", "the contract has no forfeiture clause")
        }
        Evidence::Forfeiture => both!(
            lang,
            "合同约定债务不履行时专利权归质权人",
            "the contract gives the patent to the pledgee on default"
        ),
        Evidence::ForfeitureVoid => both!(
            lang,
            "合同约定债务不履行时专利权归质权人，依民法典该约定不发生效力，质权人只能就专利权优先受偿",
            "the contract gives the patent to the pledgee on default; under the Civil Code this has no \
             effect, and the pledgee only has priority of payment out of the patent"
        ),
        Evidence::ForfeitureNotRecorded => both!(
            lang,
            "未登记合同有无流质条款",
            "it is not recorded whether the contract has a forfeiture clause"
        ),
        Evidence::Waived { by, why } => both!(lang, "{by}决定放行：{why}", "waived by {by}: {why}"),
        Evidence::Unfit { by, why } => {
            both!(lang, "{by}认定不宜登记：{why}", "found unfit by {by}: {why}")
        }
        Evidence::SecuredOverAppraised { secured, appraised } => both!(
            lang,
            "担保{secured}元高于评估值{appraised}元",
            "secured amount {secured} yuan, above the appraised value of {appraised} yuan"
        ),
        Evidence::SecuredWithinAppraised { secured, appraised } => both!(
            lang,
            "担保{secured}元，评估值{appraised}元",
            "secured amount {secured} yuan, appraised value {appraised} yuan"
        ),
        Evidence::DisposedWithoutConsent { event, day } => {
            let event = label(lang, "event", event);
            both!(
                lang,
                "{day}{event}，没有此前的质权人同意",
                "{event} on {day} without prior consent of the pledgee"
            )
        }
        Evidence::DisposedWithConsent { event, day, consent } => {
            let event = label(lang, "event", event);
            both!(
                lang,
                "{day}{event}，质权人{consent}同意",
                "{event} on {day}, with the pledgee's consent of {consent}"
            )
        }
        Evidence::ChangeLate { changed, registered, limit } => {
            let noun = plural(limit, "day", "days");
            both!(
                lang,
                "{changed}变更，{registered}登记，超过{limit}日",
                "changed on {changed}, registered on {registered}: later than the {limit} {noun} allowed"
            )
        }
        Evidence::SettledNotReleased { settled, days } => {
            let noun = plural(days, "day", "days");
            both!(
                lang,
                "贷款{settled}结清，已{days}日，质押未注销",
                "the loans were settled on {settled}, {days} {noun} ago, but the pledge has not been released"
            )
        }
        Evidence::NoLoan => {
            both!(lang, "没有登记所担保的贷款", "no loan secured by it is recorded")
        }
        Evidence::DrawnBefore { drawn, registered, loan } => both!(
            lang,
            "贷款{loan}于{drawn}放款，早于登记日{registered}",
            "loan {loan} was paid out on {drawn}, before the registration on {registered}"
        ),
        Evidence::ExaminationLate { received, decided, last } => both!(
            lang,
            "{received}受理，{decided}登记，审查期限为{last}",
            "received on {received}, registered on {decided}; the time limit was {last}"
        ),
        Evidence::NoCalendar { year } => {
            both!(lang, "没有{year}年的工作日历", "no working-day calendar for {year}")
        }
        Evidence::NumberStrange => {
            both!(lang, "登记号不是Y加13位数字的格式", "not in the form Y plus thirteen digits")
        }
        Evidence::NumberOtherYear { year, registered } => both!(
            lang,
            "登记号年份{year}，登记日在{registered}年",
            "the year in the number is {year}, but the registration was in {registered}"
        ),
    }
}

/// A finding in one sentence: the rule, the patent, what it rests on.
pub fn sentence(lang: Lang, finding: &GroundFinding) -> String {
    let patent = finding.patent.map(|number| format!(" {number}")).unwrap_or_default();
    let colon = lang.pick("：", ": ");
    format!("{}{patent}{colon}{}", finding.rule.code(), evidence(lang, &finding.evidence))
}
