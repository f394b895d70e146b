//! Sentences about recognition programmes and who may apply.

use super::Lang;
use super::codes::label;
use super::words::Words;
use crate::domain::party::Mark;
use crate::domain::pledge::GroundOutcome;
use crate::domain::program::{CaseEvidence, CaseGround, Program, ProgramProblem};

/// What a programme is called; one that is known from marks alone by the mark's word.
pub fn called(lang: Lang, program: &Program) -> String {
    match (lang, &program.title_en) {
        (Lang::En, Some(title)) => title.clone(),
        _ if program.title == program.code => label(lang, "mark", &program.code),
        _ => program.title.clone(),
    }
}

/// Says what is wrong with a programme's file.
pub fn program_fault(lang: Lang, problem: &ProgramProblem) -> Words {
    match problem {
        ProgramProblem::Unreadable(why) => words!(
            lang,
            "认定项目文件读不出：{why}" / "对照 samples/programs/pilot.toml。",
            "the programme's file cannot be read: {why}" / "Compare samples/programs/pilot.toml."
        ),
        ProgramProblem::Blank => {
            words!(lang, "没有写明" / "补上这一项。", "it is blank" / "CaseState it.")
        }
        ProgramProblem::CodeShape => words!(
            lang,
            "代号只能用小写字母、数字、_ 和 -" / "如 pilot、park-pilot。",
            "a code is of lower-case letters, digits, _ and -" / "Such as pilot or park-pilot."
        ),
        ProgramProblem::EndsFirst => words!(
            lang,
            "失效日早于生效日" / "核对两个日期。",
            "it ends before it begins" / "Check both days."
        ),
        ProgramProblem::NotPositive => words!(
            lang,
            "须为1至1200的整数" / "不限的，不写这一项。",
            "it is a whole number from 1 to 1200" / "Where there is no limit, leave it out."
        ),
    }
}

/// Says that no programme answers to a word.
pub fn unknown_program(lang: Lang, said: &str, known: &[String]) -> Words {
    let known = known.join(lang.pick("、", ", "));
    if known.is_empty() {
        return words!(
            lang,
            "账上还没有认定项目“{said}”"
                / "先用 ipledger program add 文件.toml 登记；样本在 samples/programs。",
            "no programme “{said}” is recorded"
                / "Record it first with `ipledger program add FILE.toml`; samples/programs has examples."
        );
    }
    words!(
        lang,
        "没有认定项目“{said}”" / "已登记的有：{known}；新的用 ipledger program add 登记。",
        "there is no programme “{said}”"
            / "Those recorded are {known}; add another with `ipledger program add`."
    )
}

/// Says where a mark is recorded now.
pub fn recorded_elsewhere(lang: Lang, mark: Mark) -> Words {
    let said = label(lang, "mark", mark.code());
    match mark {
        Mark::Gb29490 => words!(
            lang,
            "“{said}”按证书登记"
                / "用 ipledger certificate add 证书编号 --organisation 单位 --issued-on 日期 --expires-on 日期。",
            "“{said}” is recorded as a certificate"
                / "Use `ipledger certificate add NUMBER --organisation PARTY --issued-on DAY --expires-on DAY`."
        ),
        Mark::Pilot
        | Mark::Demonstration
        | Mark::HighTech
        | Mark::LittleGiant
        | Mark::AbnormalFiling => {
            let code = mark.code();
            words!(
                lang,
                "“{said}”按申报案登记"
                    / "申报用 ipledger program apply {code} 主体 --on 日期，之后逐步办理；整份清单用 program import。",
                "“{said}” is recorded as a case"
                    / "Use `ipledger program apply {code} PARTY --on DAY`, then step by step; a whole list with `program import`."
            )
        }
    }
}

/// Says why somebody may not apply.
pub fn not_eligible(lang: Lang, grounds: &[CaseGround]) -> Words {
    let refusing = grounds.iter().filter(|ground| ground.outcome == GroundOutcome::Refuse);
    let said: Vec<String> = refusing.map(|ground| case_ground(lang, ground).message).collect();
    let said = said.join(lang.pick("；", "; "));
    words!(
        lang,
        "不符合申报条件：{said}" / "核对事实；登记有误的先更正。",
        "it may not apply: {said}"
            / "Check the facts; where the record is wrong, correct it first."
    )
}

/// Says one ground with its evidence.
pub fn case_ground(lang: Lang, ground: &CaseGround) -> Words {
    match &ground.evidence {
        CaseEvidence::Valid { from, to: Some(to) } => words!(
            lang,
            "认定项目的有效期为{from}至{to}" / "核对申报日期，或登记新的一版。",
            "the programme is in force from {from} to {to}"
                / "Check the day, or record the version that holds."
        ),
        CaseEvidence::Valid { from, to: None } => words!(
            lang,
            "认定项目自{from}起有效" / "核对申报日期，或登记当时的一版。",
            "the programme is in force from {from} on"
                / "Check the day, or record the version that held."
        ),
        CaseEvidence::Kind(kind) => {
            let kind = label(lang, "party_kind", kind.code());
            words!(
                lang,
                "主体类型为“{kind}”，没有独立法人资格" / "核对主体类型。",
                "it is a {kind} and no legal person" / "Check the kind of party."
            )
        }
        CaseEvidence::InCity { since: Some(since), years_least } => words!(
            lang,
            "自{since}起在本市，申报日不满{years_least}年" / "核对迁入日期。",
            "it sits in the city since {since}, and the rule asks for years: {years_least}"
                / "Check since when it sits there."
        ),
        CaseEvidence::InCity { since: None, years_least } => words!(
            lang,
            "不知自何时起在本市，是否满{years_least}年未查明"
                / "查明后用 ipledger party correct --since 补录。",
            "since when it sits in the city is not known; years asked for: {years_least}"
                / "Find out, and record it with `ipledger party correct --since`."
        ),
        CaseEvidence::Recognised { program, on } => {
            let program = label(lang, "mark", program);
            words!(
                lang,
                "已于{on}认定为“{program}”" / "按办法不再申报。",
                "it was recognised as “{program}” on {on}"
                    / "By the rules it does not apply again."
            )
        }
        CaseEvidence::Abnormal { since } => words!(
            lang,
            "自{since}起有非正常专利申请记录"
                / "已撤销的，先登记撤销：ipledger party certify … abnormal_filing --state revoked。",
            "it is marked for abnormal filings since {since}"
                / "If that was lifted, record it: `ipledger party certify ... abnormal_filing --state revoked`."
        ),
    }
}
