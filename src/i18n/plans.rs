//! Sentences about plans, and what is wrong with a plan's file.

use super::Lang;
use super::words::{Words, problem as value_problem};
use crate::domain::plan::{Plan, PlanProblem};

crate::texts! {
    /// The head of a table of goals: whose, and for which years.
    goals_of(title, years) { zh: "{title}目标完成情况（{years}）", en: "Goals of {title}, {years}" }
    plans_title { zh: "规划一览", en: "Plans" }
    goals { zh: "目标", en: "Goals" }
    plan_over(title, year) {
        zh: "{title}已于{year}年底期满，尚无接续的规划：用 ipledger plan add 登记",
        en: "{title} ended with {year} and no later plan is recorded; record one with ipledger plan add",
    }
    plan_ahead(title, year) {
        zh: "{title}自{year}年起实施",
        en: "{title} begins with {year}",
    }
}

/// What a plan is called.
pub fn plan_name(lang: Lang, plan: &Plan) -> &str {
    lang.pick(&plan.title, plan.title_en.as_ref().unwrap_or(&plan.title))
}

/// Says what is wrong with a plan's file.
pub fn plan_fault(lang: Lang, problem: &PlanProblem) -> Words {
    match problem {
        PlanProblem::Unreadable(why) => words!(
            lang,
            "规划文件无法识别：{why}" / "对照 samples/plans 下的样例；带小数的数写在引号里。",
            "the plan's file cannot be understood: {why}"
                / "Compare the samples in samples/plans; numbers with decimals go in quotation marks."
        ),
        PlanProblem::Blank => words!(
            lang,
            "不能为空" / "写明规划的代号（id）和名称（title）。",
            "it is blank" / "State the plan's code (id) and its name (title)."
        ),
        PlanProblem::YearsReversed => words!(
            lang,
            "截止年早于起始年，或年份不对" / "核对 from 和 to。",
            "the last year is before the first, or no year" / "Check from and to."
        ),
        PlanProblem::NoGoal => words!(
            lang,
            "没有目标值" / "写明期末目标 goal，或分年目标 steps。",
            "it has no goal" / "State the final goal, or goals of single years in steps."
        ),
        PlanProblem::StepOutside(period) => words!(
            lang,
            "{period}不在规划年限内" / "核对分年目标的年份，或规划的起止年。",
            "{period} is not within the plan's years"
                / "Check the year, or the plan's from and to."
        ),
        PlanProblem::Twice(period) => words!(
            lang,
            "同一指标在{period}有两个目标" / "只留一个；年度指标（annual）的 goal 就是末年的目标。",
            "the indicator has two goals for {period}"
                / "Keep one; the goal of an annual indicator is that of the last year."
        ),
        PlanProblem::Value(refusal) => value_problem(lang, &refusal.problem),
    }
}
