//! What the commands say of figures still to come: how complete a quarter is, how far a target will be.

crate::texts! {
    completeness_title(district, kind) { zh: "{district}各季度{kind}申请的登记完整度", en: "How complete quarters are: {kind} filings, {district}" }
    /// A quarter too young to be all there.
    so_far(quarter, known, share, quarters) {
        zh: "{quarter}：目前{known}件，按{quarters}个季度的经验，此时通常已登记{share}%",
        en: "{quarter}: {known} so far, usually {share}% by now (as in {quarters} quarters)",
    }
    completeness_silent(day) {
        zh: "专利自{day}起登入账本，此前结束的季度随首批导入而来，不能说明登记早晚",
        en: "Patents first came in on {day}; quarters that had ended before came with them and say nothing of lateness",
    }
    completeness_none { zh: "尚无专利登入账本", en: "No patent has come in yet" }
    too_few_speak(n) {
        zh: "满一年的季度只有{n}个，至少4个才能推断通常的完整度",
        en: "Only {n} quarters are a year old; the usual share needs 4",
    }
    completeness_note {
        zh: "完整度＝当时已首次登记的件数÷现在已知的件数；通常值取满一年各季度的合计",
        en: "A share is what had first been recorded by then of what is known now; the usual one pools the quarters a year old",
    }
    usual_line { zh: "通常", en: "Usual" }
    forecast_title(district) { zh: "{district}规划目标预测", en: "Where the targets will be, {district}" }
    path_title(indicator) { zh: "{indicator}：各季度", en: "{indicator}, quarter by quarter" }
    interval_note(level) {
        zh: "区间为{level}%：按过去各季度的起伏，100种情形中有{level}种落在其间；政策、费用变动的影响不在其内",
        en: "The interval holds {level} of 100 futures by how quarters scattered so far; it knows of no new law, fee or subsidy",
    }
    lag_note(indicator, observed, months, share, median) {
        zh: "{indicator}：授权时滞依据{observed}件已授权案件，申请后{months}个月内授权{share}%，其中半数在{median}个月内",
        en: "{indicator}: the lag rests on {observed} grants; {share}% are granted within {months} months of filing, half of these within {median}",
    }
    incomplete_note(indicator) {
        zh: "{indicator}：近期季度尚未登记齐全，已按通常的完整度补足（见 stats completeness）",
        en: "{indicator}: recent quarters are not all recorded yet and were scaled by what is usual (see stats completeness)",
    }
    data_end_note(quarter) {
        zh: "{quarter}之后的季度没有任何案件登记，按尚未报来处理，不视为零",
        en: "Nothing is recorded of the quarters after {quarter}: they are foretold, not taken for nothing",
    }
    too_few_quarters(indicator, found, needed) {
        zh: "{indicator}：完整季度只有{found}个，少于{needed}个，不作预测",
        en: "{indicator}: only {found} whole quarters of filings, {needed} are needed: no forecast",
    }
    too_few_grants(indicator, found, needed) {
        zh: "{indicator}：观察到的授权只有{found}件，少于{needed}件，无法估计授权时滞，不作预测",
        en: "{indicator}: only {found} grants were observed, {needed} are needed to know the lag: no forecast",
    }
    too_far_ahead(indicator) {
        zh: "{indicator}：规划期末在七年以后，不作预测",
        en: "{indicator}: the plan ends more than seven years ahead: no forecast",
    }
    no_countable_target {
        zh: "没有可由账本统计的目标（申请、授权、PCT），先用 target set 登记",
        en: "There is no target the ledger can count (filings, grants, PCT); record one with target set",
    }
    backtest_title(indicator) { zh: "{indicator}：回测误差", en: "{indicator}: how far past forecasts were off" }
    backtest_best(indicator, ours, line, last_year) {
        zh: "{indicator}：今后四个季度平均误差{ours}件，直线外推{line}件，上年同期{last_year}件：本法误差最小",
        en: "{indicator}: over the next four quarters off by {ours} on average, a straight line by {line}, the same quarter a year ago by {last_year}: ours is best",
    }
    backtest_not_best(indicator, ours, line, last_year, best) {
        zh: "{indicator}：今后四个季度平均误差{ours}件，直线外推{line}件，上年同期{last_year}件：“{best}”误差更小，本法未能胜出",
        en: "{indicator}: over the next four quarters off by {ours} on average, a straight line by {line}, the same quarter a year ago by {last_year}: ours is not best, \"{best}\" is",
    }
    backtest_origins(indicator, origins, by_events) {
        zh: "{indicator}：在{origins}个季度末各预测一次，其中{by_events}次在建账之前，只按案件日期截取，不知当时登记了什么",
        en: "{indicator}: told at the end of {origins} quarters; {by_events} of them lie before the ledger was kept and are cut by the cases' own dates",
    }
    backtest_none(indicator) { zh: "{indicator}：此前的数据太少，无法回测", en: "{indicator}: too little came before any quarter to test it" }
    backtest_note(level) {
        zh: "平均误差为件数；百分比只计有案件的季度；覆盖率为实际值落入{level}%区间的比例",
        en: "Errors are in cases; percentages leave out quarters without a case; covered is how often the {level}% interval held what came",
    }
}
