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
}
