//! The words over a column or beside a field, by the stable key that CSV and JSON use.
//!
//! Amounts name their unit here, so that a printed number never stands without one. A workbook of
//! records stands under these titles, and they are among the headers an import knows.

use super::Lang;
use crate::exchange::FieldSpec;
use crate::exchange::import::REFUSED_HEADERS;

/// Returns the title for `key`; a key that is not in the table stands for itself.
pub fn title(lang: Lang, key: &str) -> &str {
    match TITLES.iter().find(|(known, _, _)| *known == key) {
        Some((_, zh, en)) => lang.pick(zh, en),
        None => key,
    }
}

/// The header over a field's column of an empty form: in Chinese the first one offices use, in English the key.
pub fn template_header(lang: Lang, spec: &FieldSpec) -> &'static str {
    lang.pick(spec.names.first().copied().unwrap_or(spec.key), spec.key)
}

/// What stands over the remarks beside a refused row; the next import passes these columns over.
pub fn refused_headers(lang: Lang) -> [&'static str; 3] {
    let [zh1, zh2, zh3, en1, en2, en3] = REFUSED_HEADERS;
    lang.pick([zh1, zh2, zh3], [en1, en2, en3])
}

/// Returns whether `key` has a title in both languages.
pub fn is_known(key: &str) -> bool {
    TITLES.iter().any(|(known, _, _)| *known == key)
}

/// Every key once: `(key, zh, en)`.
pub const TITLES: &[(&str, &str, &str)] = &[
    // Reconciliation.
    ("bank_row", "行号", "Statement row"),
    ("result", "对账结果", "Result"),
    ("matched_by", "认定方式", "Matched by"),
    ("differences", "差异", "Differences"),
    ("explanation", "原因", "Explanation"),
    ("proposal", "更正建议", "Proposal"),
    ("points", "依据分", "Points"),
    ("runner_up", "次优贷款", "Runner-up"),
    ("margin", "领先分", "Margin"),
    ("not_loan", "不是贷款", "Not this loan"),
    ("since_reconciliation", "首见对账", "First found in"),
    ("reconciliation", "对账编号", "Reconciliation"),
    ("cutoff", "截止日", "Cut-off"),
    ("statement_lines", "清单行数", "Rows listed"),
    ("agreed_lines", "一致行数", "Rows agreed"),
    ("bank_total", "银行合计（元）", "Bank total (yuan)"),
    ("ledger_total", "账本合计（元）", "Ledger total (yuan)"),
    ("remainder", "未查明（元）", "Unexplained (yuan)"),
    ("signed_by", "已确认", "Signed by"),
    ("bridge", "构成", "Reconciling item"),
    ("loan_status", "贷款状态", "Loan status"),
    // Reports.
    ("filings_pace", "规划年均申请", "Filings, plan average per year"),
    ("grants_pace", "规划年均授权", "Grants, plan average per year"),
    ("filings_so_far", "申请累计", "Filings so far"),
    ("filings_path", "申请时序进度", "Filings on schedule"),
    ("grants_so_far", "授权累计", "Grants so far"),
    ("grants_path", "授权时序进度", "Grants on schedule"),
    ("restated", "修订为", "Revised to"),
    ("fund_given", "出资（元）", "Contributions (yuan)"),
    ("invention_in_force", "有效发明专利", "Inventions in force"),
    ("loans_outstanding", "未结清贷款", "Loans outstanding"),
    // Publications.
    ("publication", "发布编号", "Publication"),
    ("this_year", "本年", "This year"),
    ("this_quarter", "本季", "This quarter"),
    ("year_before", "上年同期", "A year earlier"),
    ("change", "增减", "Change"),
    ("year_to_date", "本年累计", "Year to date"),
    ("plan_to_date", "规划期累计", "Plan to date"),
    ("flags", "标志", "Flags"),
    ("grouping", "分组", "Grouped by"),
    ("member", "组别", "Group"),
    ("series", "序列", "Series"),
    ("as_of", "截至", "As of"),
    ("known_at", "所知条目", "As known after entry"),
    ("files", "来源文件", "Files"),
    ("head", "链首哈希", "Head hash"),
    ("figure_of", "数字", "Figure and period"),
    ("published", "发布时", "Published"),
    ("now", "今日", "Today"),
    ("moved_lines", "涉及明细", "Lines involved"),
    ("moved", "变动明细", "Changes in detail"),
    ("item_kind", "明细类别", "Type of item"),
    ("item", "明细编号", "Item number"),
    // Entries and lines.
    ("entry", "登记条目", "Entry"),
    ("entries", "登记经过", "Recording history"),
    ("recorded_on", "入账日期", "Recorded on"),
    ("recorded_at", "登记时间", "Recorded at"),
    ("recorded_by", "登记人", "Recorded by"),
    ("action", "操作", "Action"),
    ("reason", "事由", "Reason"),
    ("source", "来源", "Source"),
    ("rows", "行数", "Rows"),
    ("lines_brought", "新增明细", "Lines added"),
    ("lines_ended", "终止明细", "Lines ended"),
    ("hash", "哈希值", "Hash"),
    ("voids", "作废条目", "Voids entry"),
    ("time", "时刻", "Time"),
    ("thing", "对象", "Object"),
    ("act", "处理", "What was done"),
    ("side", "确认方", "Side"),
    ("same", "认定为同一笔", "Confirmed as the same"),
    ("was", "原为", "Old value"),
    ("is_now", "现为", "New value"),
    ("source_row", "来源行", "Source row"),
    ("added", "新增（项）", "Added"),
    ("corrected", "变更（项）", "Changed"),
    ("ended", "终止（项）", "Ended"),
    ("format", "文件格式", "Format"),
    ("encoding", "文字编码", "Encoding"),
    ("map", "列的对应", "Column mapping"),
    ("clock_was_wrong", "此前时钟有误", "Clock was wrong"),
    ("accept_corrections", "接受更正", "Corrections accepted"),
    ("header_row", "表头行", "Header row"),
    ("header", "表头", "Header"),
    ("header_field", "字段", "Read as"),
    ("fits", "相符", "Fits"),
    ("samples", "样例", "Samples"),
    ("read_because", "识别依据", "Why"),
    ("line", "序号", "Line"),
    ("used_for", "用于", "Used for"),
    ("record", "编号", "Record"),
    ("what", "内容", "What"),
    ("taken_back", "退回", "Taken back"),
    ("stands_again", "恢复", "Restored"),
    ("rows_accepted", "接受行数", "Rows accepted"),
    ("rows_unchanged", "未变行数", "Rows unchanged"),
    ("rows_corrected", "更正行数", "Rows corrected"),
    ("rows_rejected", "拒收行数", "Rows refused"),
    // What waits to be done.
    ("todo", "待办事项", "To do"),
    ("count", "数量", "Number"),
    ("next", "下一步", "Next step"),
    ("ended_by", "终止于条目", "Ended by entry"),
    ("brought_by", "来自条目", "Added by entry"),
    // Parties.
    ("party", "主体", "Party"),
    ("name", "名称", "Name"),
    ("uscc", "统一社会信用代码", "Credit code"),
    ("role", "角色", "Role"),
    ("district", "所在区", "District"),
    ("street", "街道", "Street"),
    ("park", "园区", "Park"),
    ("industry", "产业", "Industry"),
    ("size", "规模", "Size"),
    ("since", "起始日期", "Since"),
    ("until", "终止日期", "Until"),
    ("kind", "类型", "Kind"),
    ("former_names", "曾用名", "Former names"),
    ("high_tech", "高新技术企业认定日期", "High tech"),
    ("pilot_applied", "试点企业申报日期", "Pilot applied"),
    ("pilot_recognised", "试点企业认定日期", "Pilot recognised"),
    ("demonstration_applied", "示范企业申报日期", "Demonstration applied"),
    ("demonstration_recognised", "示范企业认定日期", "Demonstration recognised"),
    ("gb29490", "贯标认证日期", "GB29490"),
    ("little_giant", "科技小巨人认定日期", "Little giant"),
    ("mark", "资质", "Certification"),
    ("state", "当前状态", "State"),
    ("document", "文件", "Document"),
    ("assumed", "推定", "Assumed"),
    ("note", "备注", "Note"),
    ("region", "行政区划", "Region"),
    ("address", "地址", "Address"),
    // Patents.
    ("application_no", "申请号", "Application no."),
    ("type", "专利类型", "Type"),
    ("title", "发明名称", "Title"),
    ("filing_date", "申请日", "Filing date"),
    ("received_date", "受理日", "Received date"),
    ("entry_date", "进入国家阶段日", "Entry date"),
    ("counting_date", "统计日", "Counting date"),
    ("publication_date", "公开日", "Publication date"),
    ("publication_no", "公开号", "Publication no."),
    ("grant_date", "授权公告日", "Grant date"),
    ("grant_no", "授权公告号", "Grant no."),
    ("applicant", "第一申请人", "Applicant"),
    ("applicants", "申请人", "Applicants"),
    ("owners", "现权利人", "Current owners"),
    ("applicant_uscc", "申请人代码", "Applicant USCC"),
    ("applicant_name", "申请人名称", "Applicant name"),
    ("co_owners", "共有人", "Co-owners"),
    ("ipc", "主分类号", "IPC"),
    ("status", "法律状态", "Status"),
    ("status_basis", "状态依据", "Status basis"),
    ("parent_no", "原申请号", "Parent no."),
    ("pct_no", "PCT申请号", "PCT no."),
    ("filing_fee_paid", "申请费缴纳日", "Filing fee paid"),
    ("fee_paid_through", "年费缴至", "Fee paid through"),
    ("document_date", "公开（公告）日", "Publication or grant date"),
    ("document_no", "公开（公告）号", "Publication or grant no."),
    ("term_end", "期限届满日", "Term expires"),
    ("event", "事件", "Event"),
    ("verb", "办理事项", "Procedure"),
    ("day", "日期", "Day"),
    ("detail", "详情", "Detail"),
    ("shape", "申请类别", "Filing route"),
    ("divisional", "分案申请", "Divisional"),
    ("national_phase", "进入国家阶段", "National phase"),
    // International applications.
    ("priority_no", "优先权号", "Priority no."),
    ("priority_date", "优先权日", "Priority date"),
    ("wo_no", "国际公布号", "WO no."),
    ("national_deadline", "进入国家阶段期限", "National-phase deadline"),
    ("national_deadline_late", "宽限后期限", "Deadline with surcharge"),
    // Counts by period.
    ("year", "年份", "Year"),
    ("quarter", "季度", "Quarter"),
    // Forecasts.
    ("expected", "预计", "Expected"),
    ("low", "区间下限", "Low"),
    ("high", "区间上限", "High"),
    ("level_percent", "区间水平（%）", "Level (%)"),
    ("reaches", "能否达到", "Within reach"),
    ("so_far", "已计（件）", "So far"),
    ("ahead", "预测期", "Horizon"),
    ("forecasts", "次数", "Forecasts"),
    ("mae_ours", "本法误差", "Our error"),
    ("mae_straight_line", "直线误差", "Line error"),
    ("mae_last_year", "上年同期误差", "Last year error"),
    ("mape_ours", "本法%", "Ours %"),
    ("mape_straight_line", "直线%", "Line %"),
    ("mape_last_year", "上年同期%", "Last year %"),
    ("covered", "覆盖率", "Coverage"),
    ("best", "最佳", "Best method"),
    // Completeness of quarters.
    ("filings_known", "现已知（件）", "Known now"),
    ("within_0", "季末", "At quarter end"),
    ("within_30", "30天", "30 days"),
    ("within_60", "60天", "60 days"),
    ("within_90", "90天", "90 days"),
    ("within_180", "180天", "180 days"),
    ("within_365", "365天", "365 days"),
    ("usual_share", "此时通常", "Usual by now"),
    ("estimate", "推算（件）", "Estimate"),
    ("month", "月份", "Month"),
    ("invention_filings", "发明专利申请", "Invention filings"),
    ("invention_grants", "发明专利授权", "Invention grants"),
    ("utility_filings", "实用新型申请", "Utility model filings"),
    ("utility_grants", "实用新型授权", "Utility model grants"),
    ("design_filings", "外观设计申请", "Design filings"),
    ("design_grants", "外观设计授权", "Design grants"),
    ("pct_filings", "PCT申请", "PCT filings"),
    ("pledge_registrations", "质押登记（项）", "Pledge registrations"),
    ("pledged_patents", "质押专利（件）", "Pledged patents"),
    ("secured_amount", "担保债权额（元）", "Secured amount (yuan)"),
    ("loans_granted", "贷款笔数（笔）", "Loans granted"),
    ("loan_amount", "贷款金额（元）", "Loan amount (yuan)"),
    ("compensation_paid", "风险补偿支出（元）", "Compensation paid (yuan)"),
    ("compensation_recovered", "追偿收回（元）", "Compensation recovered (yuan)"),
    // Targets.
    ("indicator", "指标", "Indicator"),
    ("category", "目标分类", "Category"),
    ("goal", "目标值", "Goal"),
    ("unit", "单位", "Unit"),
    ("period_from", "起始", "Period from"),
    ("period_to", "截止", "Period to"),
    ("actual", "实际值", "Actual"),
    ("ratio", "完成率", "Completion"),
    ("expected_by_now", "时序应达", "Expected by now"),
    ("needed_per_year", "年均尚需", "Needed per year"),
    ("progress", "进度", "Progress"),
    ("value", "值", "Value"),
    ("measure", "计量方式", "Measure"),
    ("basis", "统计口径", "Basis"),
    // Files read and values refused.
    ("file", "文件名", "File name"),
    ("sheet", "工作表", "Sheet"),
    ("row", "行", "Row"),
    ("column", "列", "Column"),
    ("cell", "单元格", "Cell"),
    ("code", "代码", "Code"),
    ("message", "说明", "Message"),
    ("hint", "提示", "Hint"),
    ("suggestion", "建议", "Suggestion"),
    // Pledges and loans.
    ("registration_no", "质押登记号", "Registration no."),
    ("registered_on", "质押登记日", "Registered on"),
    ("pledgor", "出质人", "Pledgor"),
    ("pledgor_uscc", "出质人代码", "Pledgor's code"),
    ("pledgee", "质权人", "Pledgee"),
    ("pledgee_uscc", "质权人代码", "Pledgee's code"),
    ("patent_nos", "质押专利号", "Patents pledged"),
    ("contract_no", "合同编号", "Contract no."),
    ("debt_from", "债务起始日", "Debt from"),
    ("debt_to", "债务到期日", "Debt to"),
    ("applied_on", "登记申请日", "Applied on"),
    ("contract_date", "合同签订日", "Contract date"),
    ("debt_kind", "债权种类", "Debt type"),
    ("scope", "担保范围", "Scope of security"),
    ("patents_stated", "专利件数", "Number of patents"),
    ("forfeiture", "流质条款", "Forfeiture clause"),
    ("appraiser", "评估机构", "Appraiser"),
    ("appraised_value", "评估值（元）", "Appraised value (yuan)"),
    ("appraisal_method", "评估方法", "Appraisal method"),
    ("appraisal_date", "评估日", "Appraisal date"),
    ("released_on", "注销日", "Released on"),
    ("release_ground", "注销事由", "Release ground"),
    ("loan_no", "借据号", "Loan no."),
    ("bank", "贷款银行", "Bank"),
    ("borrower", "借款人", "Borrower"),
    ("borrower_uscc", "借款人代码", "Borrower's code"),
    ("principal", "本金（元）", "Principal (yuan)"),
    ("disbursed_on", "放款日", "Disbursed on"),
    ("due_on", "到期日", "Due on"),
    ("extended_to", "展期至", "Extended to"),
    ("rate_percent", "年利率", "Annual rate"),
    ("method", "还款方式", "Repayment method"),
    ("period", "还款周期", "Payment period"),
    ("day_count", "计息方式", "Day count"),
    ("ip_part", "知识产权部分（元）", "IP-secured part (yuan)"),
    ("pay_day", "结息日", "Pay day"),
    ("grace_days", "宽限期", "Grace days"),
    ("penalty_percent", "罚息上浮", "Penalty markup"),
    ("order", "还款顺序", "Allocation order"),
    ("signed_on", "签订日期", "Signed on"),
    ("due_days", "到期日遇非工作日", "If due on a non-working day"),
    ("enrolments", "备案", "Enrolments"),
    ("enrolled_until", "备案截止日", "Enrolled until"),
    ("paid_on", "还款日期", "Paid on"),
    ("amount", "金额（元）", "Amount (yuan)"),
    ("reference", "流水号", "Reference"),
    ("interest", "利息（元）", "Interest (yuan)"),
    ("penalty", "罚息（元）", "Penalty (yuan)"),
    ("compound", "复利（元）", "Compound interest (yuan)"),
    ("payment", "应还合计（元）", "Payment (yuan)"),
    ("balance", "余额（元）", "Balance (yuan)"),
    ("n", "期次", "Instalment"),
    ("due", "应还日", "Due date"),
    ("overdue_principal", "逾期本金（元）", "Overdue principal (yuan)"),
    ("overdue_interest", "逾期利息（元）", "Overdue interest (yuan)"),
    ("days_overdue", "逾期天数", "Days overdue"),
    ("class", "五级分类", "Class"),
    ("class_least", "规则最低分类", "Minimum class by rule"),
    ("next_due", "下一应还日", "Next due date"),
    ("new_due", "展期后到期日", "New due date"),
    ("disbursed", "累计放款（元）", "Disbursed (yuan)"),
    ("repaid", "已还本金（元）", "Principal repaid (yuan)"),
    ("interest_paid", "已付利息（元）", "Interest paid (yuan)"),
    ("written_off", "核销本金（元）", "Written off (yuan)"),
    ("overpaid", "多还（元）", "Overpaid (yuan)"),
    ("contract_amount", "合同金额（元）", "Contract amount (yuan)"),
    ("charge", "费项", "Charge"),
    ("from", "自", "From"),
    ("to", "至", "To"),
    ("days", "天数", "Days"),
    ("base", "计息基数（元）", "Base (yuan)"),
    ("rate", "年化利率", "Annualised rate"),
    ("unrounded", "未取整（元）", "Unrounded (yuan)"),
    ("explain", "计算过程", "Calculation"),
    ("timeline", "经过", "History"),
    ("alerts", "预警", "Alerts"),
    ("patents", "专利（件）", "Patents"),
    ("pledges", "质押登记情况", "Pledges"),
    ("loans", "所担保贷款", "Loans"),
    ("outstanding", "未还本金（元）", "Outstanding (yuan)"),
    ("rule", "规则", "Rule"),
    ("outcome", "结论", "Outcome"),
    ("evidence", "依据", "Evidence"),
    ("eligible", "可予登记", "Eligible"),
    ("regime", "适用办法", "Measures"),
    ("findings", "逐条核对", "Findings"),
    ("ground", "事由类别", "Ground"),
    ("figure", "数额", "Figure"),
    ("before", "办理前（元）", "Before (yuan)"),
    ("after", "办理后（元）", "After (yuan)"),
    ("difference", "差额（元）", "Difference (yuan)"),
    ("patent", "专利号码", "Patent"),
    ("loan", "贷款", "Loan"),
    ("pledge", "质押登记", "Pledge"),
    ("consent", "共有人同意", "Consent"),
    ("on", "发生日", "Date of event"),
    ("repay_file", "还款文件", "Payments file"),
    ("application_days", "申请至登记（天）", "Days from application to registration"),
    ("disbursement_days", "登记至放款（天）", "Days from registration to disbursement"),
    // Compensation.
    ("scheme", "办法", "Scheme"),
    ("scheme_title", "办法名称", "Scheme title"),
    ("valid_from", "生效日", "Valid from"),
    ("valid_to", "失效日", "Valid to"),
    ("fund", "资金", "Fund"),
    ("layer", "分段", "Layer"),
    ("payer", "承担方", "Payer"),
    ("share_percent", "分担比例（%）", "Share (%)"),
    ("shares", "分担", "Shares"),
    ("shares_proposed", "拟分担（待审批）", "Proposed shares, awaiting decision"),
    ("cap", "补偿上限", "Cap"),
    ("caps", "各项上限", "Caps"),
    ("limit", "限额（元）", "Limit (yuan)"),
    ("percent", "比例（%）", "Percent"),
    ("tag", "标签", "Tag"),
    ("tags", "所带标签", "Tags"),
    ("claim_no", "补偿申请号", "Claim no."),
    ("claim_base", "分担基数", "Loss base"),
    ("claim_step", "步骤", "Step"),
    ("because", "算式", "Formula"),
    ("filed_on", "申请日期", "Filed on"),
    ("filed_by", "填报人", "Filed by"),
    ("decided_by", "经办人", "Handled by"),
    ("portfolio", "银行在保余额（元）", "Bank's portfolio (yuan)"),
    ("enrolled_on", "备案日期", "Enrolled on"),
    ("suit_on", "起诉日", "Suit filed on"),
    ("judgment_on", "判决日", "Judgment on"),
    ("decision_on", "上级决定日", "Decided by higher level on"),
    ("funder", "出资人", "Funder"),
    ("lpr_one_year", "一年期LPR", "One-year LPR"),
    ("lpr_five_year", "五年期以上LPR", "Five-year LPR"),
    ("mark_state", "资质状态", "Certification state"),
    ("bad_since", "不良自", "Bad since"),
    ("found", "查得", "Found"),
    ("asked", "要求", "Required"),
    ("refund_by", "返还期限", "Return by"),
    ("costs", "追偿费用（元）", "Costs (yuan)"),
    ("recovered", "已收回（元）", "Recovered (yuan)"),
    ("share", "应承担（元）", "Share (yuan)"),
    ("paid", "已付（元）", "Paid (yuan)"),
    ("due_amount", "待付（元）", "Still to pay (yuan)"),
    ("returned", "已返还（元）", "Returned (yuan)"),
    ("public_share", "财政承担（元）", "Public funds (yuan)"),
    (
        "public_share_proposed",
        "拟由财政承担（元，待审批）",
        "Public funds proposed (yuan), awaiting decision",
    ),
    ("trail", "经办记录", "Handling record"),
    ("documents", "申请材料", "Documents filed"),
    ("sha256", "SHA-256值", "SHA-256"),
    ("contributed", "累计出资（元）", "Contributed (yuan)"),
    ("fund_interest", "账户利息（元）", "Account interest (yuan)"),
    ("fees", "支出费用（元）", "Fees (yuan)"),
    ("fund_balance", "资金余额（元）", "Fund balance (yuan)"),
    ("committed", "已承诺未付（元）", "Committed (yuan)"),
    ("available", "可用（元）", "Available (yuan)"),
    ("about", "关联", "Related to"),
    ("opening", "期初", "Opening"),
    ("granted", "放贷（元）", "Lent (yuan)"),
    ("bad", "不良损失（元）", "Bad-loan loss (yuan)"),
    ("compensated", "补偿（元）", "Compensated (yuan)"),
    ("bad_ratio", "累计不良率（%）", "Cumulative bad-loan ratio (%)"),
    ("breaker", "熔断", "Breaker"),
    ("room", "年度余额度（元）", "Room left this year (yuan)"),
    ("leverage", "放大倍数用量（%）", "Leverage used (%)"),
    ("pool_mean", "平均余额（元）", "Mean balance (yuan)"),
    ("p5", "5%分位（元）", "5th percentile (yuan)"),
    ("p25", "25%分位（元）", "25th percentile (yuan)"),
    ("p50", "中位数（元）", "Median (yuan)"),
    ("p75", "75%分位（元）", "75th percentile (yuan)"),
    ("p95", "95%分位（元）", "95th percentile (yuan)"),
    ("payout_mean", "平均补偿（元）", "Mean payout (yuan)"),
    ("short_share", "曾不足的情形（%）", "Scenarios ever short (%)"),
    ("pool_expected", "公式期望（元）", "Expected by formula (yuan)"),
    // Extracts from the register.
    ("field", "项目", "Field"),
    ("content", "登记内容", "Registered content"),
    ("position", "顺位", "Position"),
    ("owner", "权利人", "Owner"),
    ("capitals", "大写金额", "Amount in capitals"),
    // Whole tables.
    ("total", "合计", "Total"),
    ("growth", "同比增长", "Growth"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::fold_header;
    use crate::exchange::import::fields::{
        LOAN, PARTY, PATENT, PAYMENT, PCT, PLEDGE, REPORTED, TARGET,
    };
    use crate::i18n::is_cjk;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_has_one_title_in_each_language() {
        let mut seen = BTreeSet::new();
        for (key, zh, en) in TITLES {
            assert!(seen.insert(key), "{key} stands twice");
            assert!(zh.chars().any(is_cjk), "{key}: {zh}");
            assert!(!en.is_empty() && !en.chars().any(is_cjk), "{key}: {en}");
            assert!(
                key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
                "{key}"
            );
        }
    }

    #[test]
    fn two_columns_are_never_called_the_same() {
        for titles in [TITLES.iter().map(|t| t.1).collect(), TITLES.iter().map(|t| t.2).collect()] {
            let titles: Vec<&str> = titles;
            let distinct: BTreeSet<_> = titles.iter().collect();
            assert_eq!(distinct.len(), titles.len(), "{titles:?}");
        }
    }

    #[test]
    fn a_key_without_a_title_stands_for_itself() {
        assert_eq!(title(Lang::Zh, "filing_date"), "申请日");
        assert_eq!(title(Lang::En, "filing_date"), "Filing date");
        assert_eq!(title(Lang::Zh, "no_such_key"), "no_such_key");
        assert!(is_known("growth") && !is_known("no_such_key"));
    }

    #[test]
    fn a_list_written_under_its_titles_is_read_by_them_again() {
        let nouns = PARTY.iter().chain(&PATENT).chain(&TARGET).chain(&REPORTED);
        for field in nouns.chain(&PLEDGE).chain(&LOAN).chain(&PAYMENT).chain(&PCT) {
            for lang in [Lang::Zh, Lang::En] {
                let title = fold_header(title(lang, field.key));
                // A name that stands in where no better one is there (`~`) is read as well.
                let names = field.names.iter().chain([&field.key]);
                let mut known = names.map(|name| fold_header(name.trim_start_matches('~')));
                assert!(known.any(|name| name == title), "{}: {title} is not read", field.key);
            }
        }
    }
}
