//! What the commands say of figures still to come: how complete a quarter is, how far a target will be.

crate::texts! {
    completeness_title(district, kind) { zh: "{district}各季度{kind}申请的登记完整度", en: "{district}: completeness of filings by quarter ({kind})" }
    /// A quarter too young to be all there.
    so_far(quarter, known, share, quarters) {
        zh: "{quarter}：目前{known}件，按{quarters}个季度的经验，此时通常已登记{share}%",
        en: "{quarter}: {known} so far; usually {share}% is recorded by now (based on {quarters} {quarter_word})",
        quarter_word: quarters "quarter" | "quarters",
    }
    completeness_silent(day) {
        zh: "专利自{day}起登入账本，此前结束的季度随首批导入而来，不能说明登记早晚",
        en: "Patents were first recorded on {day}; quarters that had already ended came in with that first import and show nothing about delay",
    }
    completeness_none { zh: "尚无专利登入账本", en: "No patent has been recorded yet" }
    too_few_speak(n) {
        zh: "满一年的季度只有{n}个，至少4个才能推断通常的完整度",
        en: "Only {n} {quarters} at least a year old; 4 are needed to know the usual share",
        quarters: n "quarter is" | "quarters are",
    }
    completeness_note {
        zh: "完整度＝当时已首次登记的件数÷现在已知的件数；通常值取满一年各季度的合计",
        en: "Completeness is the number first recorded by then divided by the number known now; the usual share pools all quarters at least a year old",
    }
    usual_line { zh: "通常", en: "Usual" }
    forecast_title(district) { zh: "{district}规划目标预测", en: "{district}: forecast of plan targets" }
    path_title(indicator) { zh: "{indicator}：各季度", en: "{indicator}, by quarter" }
    interval_note(level) {
        zh: "区间为{level}%：按过去各季度的起伏，100种情形中有{level}种落在其间；政策、费用变动的影响不在其内",
        en: "The interval is {level}%: given how past quarters varied, {level} of 100 outcomes fall within it; new policies, fees or subsidies are not taken into account",
    }
    lag_note(indicator, observed, months, share, median) {
        zh: "{indicator}：授权时滞依据{observed}件已授权案件，申请后{months}个月内授权{share}%，其中半数在{median}个月内",
        en: "{indicator}: the time to grant is based on {observed} {grants}; {share}% are granted within {months} {month_word} of filing, half of these within {median} {median_word}",
        month_word: months "month" | "months",
        median_word: median "month" | "months",
        grants: observed "grant" | "grants",
    }
    incomplete_note(indicator) {
        zh: "{indicator}：近期季度尚未登记齐全，已按通常的完整度补足（见 stats completeness）",
        en: "{indicator}: recent quarters are not fully recorded yet and were scaled up by the usual completeness (see stats completeness)",
    }
    data_end_note(quarter) { zh: "{quarter}之后的季度没有任何案件登记，按尚未报来处理，不视为零", en: "Nothing is recorded for quarters after {quarter}: they are treated as not yet reported, not as zero" }
    too_few_quarters(indicator, found, needed) {
        zh: "{indicator}：完整季度只有{found}个，少于{needed}个，不作预测",
        en: "{indicator}: only {found} complete {quarters}, at least {needed} needed: no forecast",
        quarters: found "quarter" | "quarters",
    }
    too_few_grants(indicator, found, needed) {
        zh: "{indicator}：观察到的授权只有{found}件，少于{needed}件，无法估计授权时滞，不作预测",
        en: "{indicator}: only {found} {grants} observed, at least {needed} needed to estimate the time to grant: no forecast",
        grants: found "grant" | "grants",
    }
    too_far_ahead(indicator) { zh: "{indicator}：规划期末在七年以后，不作预测", en: "{indicator}: the plan ends more than seven years from now: no forecast" }
    no_countable_target {
        zh: "没有可由账本统计的目标（申请、授权、PCT），先用 target set 登记",
        en: "There is no target that the ledger itself can count (filings, grants, PCT); record one with target set",
    }
    backtest_title(indicator) { zh: "{indicator}：回测误差", en: "{indicator}: errors of past forecasts" }
    backtest_best(indicator, ours, line, last_year) {
        zh: "{indicator}：今后四个季度平均误差{ours}件，直线外推{line}件，上年同期{last_year}件：本法误差最小",
        en: "{indicator}: mean error over the next four quarters {ours}; straight line {line}, same quarter last year {last_year}: our method is the most accurate",
    }
    backtest_not_best(indicator, ours, line, last_year, best) {
        zh: "{indicator}：今后四个季度平均误差{ours}件，直线外推{line}件，上年同期{last_year}件：“{best}”误差更小，本法未能胜出",
        en: "{indicator}: mean error over the next four quarters {ours}; straight line {line}, same quarter last year {last_year}: \"{best}\" is more accurate than our method",
    }
    backtest_origins(indicator, origins, by_events) {
        zh: "{indicator}：在{origins}个季度末各预测一次，其中{by_events}次在建账之前，只按案件日期截取，不知当时登记了什么",
        en: "{indicator}: forecast at the end of {origins} {quarters}; {by_events} of them precede the ledger and use the dates of the cases only, not what was recorded at the time",
        quarters: origins "quarter" | "quarters",
    }
    backtest_none(indicator) { zh: "{indicator}：此前的数据太少，无法回测", en: "{indicator}: there is too little earlier data to test the forecast" }
    backtest_note(level) {
        zh: "平均误差为件数；百分比只计有案件的季度；覆盖率为实际值落入{level}%区间的比例",
        en: "Mean errors are in cases; percentages leave out quarters without cases; coverage is how often the actual value fell within the {level}% interval",
    }
}
