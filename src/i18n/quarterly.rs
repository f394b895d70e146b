//! The words of the quarter's and the year's report.

crate::texts! {
    quarter_title(district) { zh: "{district}知识产权统计季报", en: "{district}: intellectual property, quarterly report" }
    year_title(district) { zh: "{district}知识产权统计年报", en: "{district}: intellectual property, annual report" }
    draft { zh: "草稿：尚未发布", en: "Draft: not published" }
    published_on(number, day, by) { zh: "第{number}号发布，{day}，{by}", en: "Publication {number}, {day}, {by}" }
    headline_change(value, before, change) { zh: "本季{value}，上年同季{before}（{change}）", en: "{value} this quarter, {before} a year earlier ({change})" }
    headline_quarter(value) { zh: "本季{value}", en: "{value} this quarter" }
    headline_year(value) { zh: "本年{value}", en: "{value} this year" }
    headline_year_change(value, before, change) { zh: "本年{value}，上年{before}（{change}）", en: "{value} this year, {before} last year ({change})" }
    headline_overdue(amount, loans) { zh: "其中逾期{amount}元（{loans}笔）", en: "of which {amount} yuan overdue ({loans} {loan_word})", loan_word: loans "loan" | "loans" }
    headline_secured(amount) { zh: "担保债权{amount}元", en: "securing {amount} yuan" }
    headline_paid(amount) { zh: "本年补偿支出{amount}元", en: "{amount} yuan paid this year" }
    so_far(indicator) { zh: "规划期{indicator}", en: "{indicator}, plan to date" }
    in_year(indicator) { zh: "本年{indicator}", en: "{indicator}, year to date" }
    goal(goal) { zh: "目标 {goal}", en: "goal {goal}" }
    overview { zh: "主要指标", en: "Main figures" }
    targets { zh: "规划目标完成情况", en: "Plan targets" }
    targets_lead(day) { zh: "截至{day}。时序进度按规划期天数折算。", en: "As of {day}. The schedule spreads each goal evenly over the days of the plan." }
    years { zh: "各年度申请与授权", en: "Filings and grants by year" }
    years_chart { zh: "发明专利申请、授权与规划年均", en: "Invention filings and grants against the yearly average of the plan" }
    years_summary(from, to, filings, grants) {
        zh: "{from}年至{to}年逐年列出：末年发明专利申请{filings}件，授权{grants}件；虚线为规划年均。",
        en: "By year from {from} to {to}; in the last year {filings} invention {filing_word} and {grants} {grant_word}. Dashed: the plan's yearly average.",
        filing_word: filings "filing" | "filings",
        grant_word: grants "grant" | "grants",
    }
    quarters { zh: "规划期累计进度", en: "Progress over the plan" }
    quarters_chart(indicator) { zh: "{indicator}累计与时序进度", en: "{indicator}: cumulative total against schedule" }
    quarters_summary(indicator, actual, expected) {
        zh: "{indicator}自规划期初累计{actual}件，时序进度应为{expected}件。",
        en: "{indicator} since the plan began: {actual}; on schedule it would be {expected}.",
    }
    finance { zh: "质押融资（按银行）", en: "Pledge financing by bank" }
    finance_lead {
        zh: "登记、放款为本年累计，余额、逾期为季末数。登记金额是担保债权额，不是放款额。",
        en: "Registrations and lending are for the year to date; outstanding and overdue amounts are as of the quarter's end. The registered amount is the debt secured, not the amount lent.",
    }
    finance_chart { zh: "本年质押登记金额（按银行）", en: "Amount secured this year, by bank" }
    finance_summary(banks, amount) {
        zh: "{banks}家银行，本年登记担保债权合计{amount}元。",
        en: "{banks} {bank_word}; {amount} yuan secured this year in total.",
        bank_word: banks "bank" | "banks",
    }
    outstanding_chart { zh: "季末贷款余额（按银行）", en: "Principal outstanding at the quarter's end, by bank" }
    outstanding_summary(amount) { zh: "季末贷款余额合计{amount}元。", en: "{amount} yuan outstanding at the quarter's end in total." }
    fund { zh: "风险补偿资金", en: "Compensation funds" }
    fund_chart { zh: "资金池季末余额", en: "Fund balance at the end of each quarter" }
    fund_summary(day, amount) { zh: "{day}资金池余额合计{amount}元。", en: "{amount} yuan in the funds on {day}." }
    /// Sections counted at what the publication knew, beside its sealed figures.
    ranked(grouping) { zh: "按{grouping}（名次按发明专利申请）", en: "By {grouping}, ranked by invention filings" }
    ranked_lead { zh: "按第一申请人在计数日的归属；本年累计，同比为与上年同期相比。", en: "By the first applicant on the date of counting; year to date, compared with the same months of the year before." }
    first_applicants(n) { zh: "前{n}位申请人", en: "Leading applicants (first {n})" }
    first_patentees(n) { zh: "前{n}位专利权人", en: "Leading patentees (first {n})" }
    patentees_lead { zh: "季末有效专利，按当日的权利人。", en: "Patents in force at the quarter's end, by who owns them that day." }
    bands { zh: "质押登记按单笔担保金额", en: "Pledges by secured amount" }
    bands_lead { zh: "本年累计登记；1000万元以下为普惠口径。", en: "Registrations of the year to date; up to 10 million yuan counts as inclusive finance." }
    band_up_to(amount) { zh: "{amount}万元以下（含）", en: "up to {amount} ten thousand yuan" }
    band_between(from, to) { zh: "{from}万元至{to}万元（含）", en: "{from} to {to} ten thousand yuan" }
    band_above(amount) { zh: "{amount}万元以上", en: "over {amount} ten thousand yuan" }
    band_none { zh: "未注明金额", en: "no amount stated" }
    days_to_register(days, n) { zh: "{n}项登记注明了受理日，自受理至登记平均{days}天", en: "registrations with a date of acceptance: {n}; average days until registration: {days}" }
    groups(grouping) { zh: "按{grouping}", en: "By {grouping}" }
    groups_chart(grouping) { zh: "本年发明专利申请与授权（按{grouping}）", en: "Invention filings and grants this year, by {grouping}" }
    groups_summary(n, grouping) {
        zh: "{n}个{grouping}的本年发明专利申请与授权。",
        en: "Invention filings and grants this year in {n} {group_word} by {grouping}.",
        group_word: n "group" | "groups",
    }
    band_inclusive(amount, n, secured) {
        zh: "{amount}万元以下（普惠口径）合计{n}项，{secured}元",
        en: "up to {amount} ten thousand yuan (inclusive finance): {n} {word}, {secured} yuan",
        word: n "registration" | "registrations",
    }
    programs_lead(day) { zh: "截至{day}，各级认定项目。验收按最近一次结果。", en: "As of {day}, programmes of every level; acceptance by the latest result." }
    groups_lead {
        zh: "按第一申请人在计数日的归属；本年累计，同比为与上年同期相比；有效量为季末数，按当日的权利人。",
        en: "By where the first applicant belonged on the counting day; year to date, compared with the same months of the year before. In force is as of the quarter's end, by the owner that day.",
    }
    restatements { zh: "数据修订", en: "Revisions" }
    restatements_lead { zh: "此前发布过、现已不同的数字。逐条缘由见 ipledger stats diff。", en: "Figures published earlier that are different now. `ipledger stats diff` lists the reason for each." }
    definitions { zh: "指标口径", en: "Definitions" }
    prepared_by { zh: "填表人", en: "Prepared by" }
    reviewed_by { zh: "审核人", en: "Reviewed by" }
    signed_on { zh: "报出日期", en: "Issued on" }
    table_no { zh: "表号", en: "Table no." }
    issuer { zh: "制定机关", en: "Issuing body" }
    filed_with { zh: "备案机关", en: "Filed with" }
    approval_no { zh: "批准文号", en: "Approval no." }
    valid_until { zh: "有效期至", en: "Valid until" }
    note_assumed {
        zh: "标E的数字含按推定计入的案件：所在区未注明、缴费日未知、未注明进入日或状态未注明日期。",
        en: "Figures marked E include cases counted on an assumption: district not stated, fee date unknown, no entry date, or an undated status.",
    }
    note_registered {
        zh: "质押按登记日计，变更不另计；同一专利一期内重复质押只计一件；未结清贷款与余额为期末数。",
        en: "Pledges count on the day of registration, and changes are not counted again; a patent pledged twice in a period counts once; outstanding figures are as of the end of the period.",
    }
    note_year_only(indicator, n) {
        zh: "{indicator}另有{n}件只知年份（分案或无申请日），计入年度与规划期，不在任何季度。",
        en: "{indicator}: {n} more {are} known by year only (divisionals, or no filing date): counted in the year and the plan, but in no quarter.",
        are: n "is" | "are",
    }
    note_part_of_year(period) { zh: "末行为{period}累计。", en: "The last row covers {period}." }
    note_levels { zh: "有效量为期末存量。", en: "In force is the number at the end of the period." }
    forecast_chart(indicator) { zh: "{indicator}：各季度与预测", en: "{indicator} by quarter, actual and forecast" }
    forecast_summary(indicator, expected, low, high) {
        zh: "{indicator}到规划期末预计{expected}件，八成可能在{low}至{high}件之间。",
        en: "{indicator} at the end of the plan: {expected} expected, with an 80% chance of between {low} and {high}.",
    }
    forecast { zh: "目标预测", en: "Forecast" }
    heading_set(field, value) { zh: "表头“{field}”设为“{value}”。", en: "Heading \"{field}\" set to \"{value}\"." }
    heading_none { zh: "没有要设置的表头；见 --help。", en: "No heading was given; see --help." }
}
