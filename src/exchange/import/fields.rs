//! Under which headers offices, agencies and search services keep the fields we read (domain.md 8).

use crate::exchange::FieldSpec;

const fn field(key: &'static str, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: false, amount: false }
}

const fn required(key: &'static str, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: true, amount: false }
}

const fn amount(key: &'static str, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: false, amount: true }
}

const fn required_amount(key: &'static str, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: true, amount: true }
}

/// In the order of `domain::patent::FIELDS`.
pub const PATENT: [FieldSpec; 21] = [
    required(
        "application_no",
        &[
            "申请号",
            "专利申请号",
            "专利号",
            "申请（专利）号",
            "申请号/专利号",
            "申请编号",
            "application number",
            "application_number",
        ],
    ),
    field("type", &["专利类型", "类型", "专利种类", "申请类型", "种类", "kind", "patent type"]),
    field("title", &["名称", "发明名称", "专利名称", "发明创造名称", "标题", "题名", "title"]),
    field("filing_date", &["申请日", "申请日期", "申请时间", "filed", "filing date"]),
    field("received_date", &["受理日", "收到日", "受理日期", "递交日", "received date"]),
    field("entry_date", &["进入国家日期", "进入国家阶段日", "进入国家阶段日期", "进入日"]),
    field(
        "publication_date",
        &["公开（公告）日", "公开日", "公开日期", "公布日", "publication date"],
    ),
    field(
        "publication_no",
        &["公开（公告）号", "公开号", "公布号", "publication number", "publication_number"],
    ),
    field(
        "grant_date",
        &["授权公告日", "授权日", "授权日期", "授权公告日期", "授权时间", "公告日", "grant date"],
    ),
    field("grant_no", &["授权公告号", "授权号", "公告号", "grant number", "grant_number"]),
    field(
        "applicant_uscc",
        &[
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "申请人统一社会信用代码",
            "申请人代码",
            "uscc",
        ],
    ),
    field(
        "applicant_name",
        &[
            "申请人",
            "申请（专利权）人",
            "专利权人",
            "申请（专利权）人名称",
            "申请人名称",
            "第一申请人",
            "当前权利人",
            "权利人",
            "企业名称",
            "单位名称",
            "applicant",
            "applicants",
            "patentee",
        ],
    ),
    field("address", &["地址", "申请人地址", "第一申请人地址", "联系地址", "address"]),
    field(
        "district",
        &["区", "区县", "所在区", "所属区", "所在区县", "行政区", "行政区划", "district"],
    ),
    field("ipc", &["主分类号", "分类号", "IPC", "IPC分类号", "IPC主分类号", "主分类"]),
    field(
        "status",
        &[
            "法律状态",
            "最新法律状态",
            "当前法律状态",
            "专利权状态",
            "状态",
            "案件状态",
            "专利状态",
            "status",
        ],
    ),
    field("shape", &["申请类别", "申请途径", "分案", "是否分案", "shape"]),
    field("parent_no", &["原申请号", "母案申请号", "分案原申请号", "parent"]),
    field("pct_no", &["国际申请号", "国际申请", "PCT申请号", "PCT号"]),
    field(
        "filing_fee_paid",
        &["申请费缴纳日", "申请费缴纳日期", "申请费缴费日", "缴费日", "申请费缴费时间"],
    ),
    field("fee_paid_through", &["年费缴至", "年费有效期至", "年费缴纳至"]),
];

/// In the order of `domain::party::FIELDS`.
pub const PARTY: [FieldSpec; 20] = [
    field(
        "name",
        &["名称", "企业名称", "单位名称", "机构名称", "公司名称", "主体名称", "企业", "name"],
    ),
    field("uscc", &["统一社会信用代码", "社会信用代码", "信用代码", "代码", "credit code"]),
    field("kind", &["类型", "主体类型", "单位类型", "企业类型", "性质"]),
    field("role", &["角色", "机构角色", "业务角色", "机构类型"]),
    field("district", &["区", "区县", "所在区", "所属区", "注册区", "行政区"]),
    field("address", &["地址", "注册地址", "住所", "联系地址", "经营地址"]),
    field("street", &["街道", "街镇", "所属街道", "所在街道", "街道（镇）"]),
    field("park", &["园区", "所属园区", "所在园区", "科技园区"]),
    field("industry", &["行业", "所属行业", "产业", "产业领域", "技术领域"]),
    field("size", &["规模", "企业规模", "单位规模"]),
    field("since", &["迁入日期", "迁入日", "入区日期", "起始日期", "自"]),
    field("until", &["迁出日期", "迁出日", "终止日期", "至"]),
    field("former_names", &["曾用名", "原名称", "更名前名称"]),
    field("high_tech", &["高新技术企业认定日期", "高新技术企业", "高企认定日期"]),
    field("pilot_applied", &["试点企业申报日期", "试点申报日期", "专利试点申报日期"]),
    field("pilot_recognised", &["试点企业认定日期", "试点认定日期"]),
    field("demonstration_applied", &["示范企业申报日期", "示范申报日期", "专利示范申报日期"]),
    field("demonstration_recognised", &["示范企业认定日期", "示范认定日期"]),
    field("gb29490", &["贯标认证日期", "知识产权贯标日期", "贯标日期", "GB/T 29490认证日期"]),
    field("little_giant", &["科技小巨人认定日期", "小巨人认定日期"]),
];

/// In the order of `domain::pct::FIELDS`.
pub const PCT: [FieldSpec; 10] = [
    required(
        "pct_no",
        &[
            "PCT申请号",
            "国际申请号",
            "申请号",
            "PCT国际申请号",
            "PCT号",
            "pct number",
            "pct_number",
        ],
    ),
    field("filing_date", &["国际申请日", "申请日", "申请日期", "PCT申请日", "filed"]),
    field("title", &["名称", "发明名称", "专利名称", "标题", "title"]),
    field(
        "applicant",
        &["申请人", "申请人名称", "第一申请人", "企业名称", "单位名称", "applicant_name"],
    ),
    field(
        "applicant_uscc",
        &["统一社会信用代码", "社会信用代码", "信用代码", "申请人代码", "uscc"],
    ),
    field("priority_no", &["优先权", "优先权号", "优先权申请号", "在先申请号"]),
    field("priority_date", &["优先权日", "优先权日期"]),
    field("publication_no", &["国际公布号", "国际公布", "公布号", "wo_no", "publication"]),
    field("address", &["地址", "申请人地址", "第一申请人地址"]),
    field("district", &["区", "区县", "所在区", "所属区"]),
];

/// In the order of `domain::pledge::record::FIELDS` (domain.md 7: 专利权质押登记清单).
pub const PLEDGE: [FieldSpec; 23] = [
    required(
        "registration_no",
        &[
            "登记号",
            "质押登记号",
            "质押登记编号",
            "登记编号",
            "registration no",
            "Registration no.",
        ],
    ),
    required(
        "registered_on",
        &[
            "登记日",
            "登记日期",
            "质押登记日",
            "质押登记日期",
            "登记时间",
            "生效日",
            "Registered on",
        ],
    ),
    required("pledgor", &["出质人", "出质人名称", "借款人", "专利权人", "Pledgor"]),
    field(
        "pledgor_uscc",
        &["出质人代码", "出质人统一社会信用代码", "统一社会信用代码", "信用代码", "Pledgor's code"],
    ),
    required("pledgee", &["质权人", "质权人名称", "银行", "贷款银行", "Pledgee"]),
    required(
        "patent_nos",
        &["专利号", "质押专利号", "专利号清单", "质押专利", "专利", "Patents pledged"],
    ),
    field("contract_no", &["质押合同编号", "质押合同号", "合同编号", "合同号", "Contract no."]),
    amount(
        "secured_amount",
        &[
            "质押金额",
            "担保金额",
            "被担保债权数额",
            "债权数额",
            "主债权金额",
            "登记金额",
            "担保债权额",
            "Secured amount",
        ],
    ),
    field("debt_from", &["债务履行期限起", "债务起始日", "债权起始日", "履行期限起", "Debt from"]),
    field(
        "debt_to",
        &["债务履行期限", "债务履行期限止", "债务到期日", "债权到期日", "履行期限止", "Debt to"],
    ),
    field("pledgee_uscc", &["质权人代码", "质权人统一社会信用代码", "Pledgee's code"]),
    field("applied_on", &["申请日", "受理日", "登记申请日", "收件日", "Applied on"]),
    field("contract_date", &["合同签订日", "质押合同签订日", "合同日期", "Contract date"]),
    field("debt_kind", &["债权种类", "担保债权种类", "担保方式", "Kind of debt"]),
    field("scope", &["担保范围", "担保的范围", "Scope of security"]),
    field("patents_stated", &["专利件数", "质押专利件数", "件数", "Patents stated"]),
    field("forfeiture", &["流质条款", "有无流质条款", "Forfeiture clause"]),
    field("appraiser", &["评估机构", "评估单位", "Appraiser"]),
    amount("appraised_value", &["评估值", "评估价值", "评估金额", "Appraised value"]),
    field("appraisal_method", &["评估方法", "Appraisal method"]),
    field("appraisal_date", &["评估日", "评估基准日", "评估日期", "Appraisal date"]),
    field("released_on", &["注销日", "注销日期", "解除日", "Released on"]),
    field("release_ground", &["注销事由", "注销原因", "解除原因", "Ground of release"]),
];

/// In the order of `domain::loan::record::FIELDS` (domain.md 7: 知识产权质押贷款台账).
pub const LOAN: [FieldSpec; 19] = [
    required("loan_no", &["借据号", "借据编号", "贷款编号", "贷款号", "loan no", "Loan no."]),
    field(
        "contract_no",
        &["借款合同编号", "借款合同号", "贷款合同编号", "合同编号", "合同号", "Contract no."],
    ),
    required("bank", &["银行", "贷款银行", "放贷银行", "贷款机构", "经办银行", "Bank"]),
    field("borrower", &["借款人名称", "借款人", "企业名称", "客户名称", "Borrower"]),
    field(
        "borrower_uscc",
        &["统一社会信用代码", "社会信用代码", "信用代码", "借款人代码", "Borrower's code"],
    ),
    required_amount(
        "principal",
        &["发放金额", "贷款金额", "放款金额", "借款金额", "本金", "贷款本金", "Principal"],
    ),
    field(
        "disbursed_on",
        &["放款日期", "放款日", "发放日期", "发放日", "贷款发放日", "起息日", "Disbursed on"],
    ),
    required("due_on", &["到期日期", "到期日", "贷款到期日", "Due on"]),
    required(
        "rate_percent",
        &[
            "执行年利率(%)",
            "年利率(%)",
            "执行年利率",
            "年利率",
            "利率",
            "贷款利率",
            "rate",
            "Rate a year",
        ],
    ),
    field("method", &["还款方式", "Method of repayment"]),
    field("period", &["还款周期", "结息周期", "付息周期", "Period of payment"]),
    field("day_count", &["计息方式", "计息方法", "Day count"]),
    field("registration_no", &["质押登记号", "登记号", "质押登记编号", "Registration no."]),
    amount("ip_part", &["知识产权部分金额", "知识产权质押部分", "知识产权部分", "IP-secured part"]),
    field("pay_day", &["还款日", "结息日", "扣款日", "Pay day"]),
    field("grace_days", &["宽限期", "宽限天数", "Grace days"]),
    field("penalty_percent", &["罚息上浮", "罚息浮动", "罚息上浮比例", "Penalty markup"]),
    field("order", &["还款顺序", "冲销顺序", "Order of application"]),
    field("signed_on", &["合同签订日", "签订日期", "借款合同签订日", "Signed on"]),
];

/// In the order of `domain::loan::record::PAYMENT_FIELDS`.
pub const PAYMENT: [FieldSpec; 4] = [
    required("loan_no", &["借据号", "借据编号", "贷款编号", "贷款号", "Loan no."]),
    required("paid_on", &["还款日期", "还款日", "交易日期", "入账日期", "日期", "Paid on"]),
    required_amount("amount", &["还款金额", "金额", "交易金额", "还款额", "实还金额", "Amount"]),
    field("reference", &["流水号", "交易流水号", "交易号", "凭证号", "Reference"]),
];

/// In the order of `domain::statement::FIELDS`.
pub const STATEMENT: [FieldSpec; 14] = [
    field("loan_no", &["借据号", "借据编号", "贷款编号", "贷款号", "借据", "Loan no."]),
    field(
        "contract_no",
        &["借款合同编号", "借款合同号", "贷款合同编号", "合同编号", "合同号", "Contract no."],
    ),
    field("borrower", &["借款人名称", "借款人", "企业名称", "客户名称", "单位名称", "Borrower"]),
    field(
        "borrower_uscc",
        &["统一社会信用代码", "社会信用代码", "信用代码", "借款人代码", "Borrower's code"],
    ),
    amount(
        "principal",
        &["发放金额", "贷款金额", "放款金额", "借款金额", "本金", "贷款本金", "Principal"],
    ),
    amount(
        "balance",
        &["贷款余额", "余额", "本金余额", "剩余本金", "未还本金", "outstanding", "Balance"],
    ),
    amount("interest", &["欠息", "应收利息", "欠息金额", "应付利息", "利息", "Interest"]),
    field(
        "disbursed_on",
        &["放款日期", "放款日", "发放日期", "发放日", "贷款发放日", "起息日", "Disbursed on"],
    ),
    field("due_on", &["到期日期", "到期日", "贷款到期日", "Due on"]),
    field(
        "rate_percent",
        &["执行年利率(%)", "年利率(%)", "执行年利率", "年利率", "利率", "贷款利率", "rate"],
    ),
    field("class", &["五级分类", "贷款分类", "风险分类", "分类", "Class"]),
    field("days_overdue", &["逾期天数", "逾期日数", "Days overdue"]),
    field("status", &["贷款状态", "状态", "Status"]),
    field("registration_no", &["质押登记号", "登记号", "质押登记编号", "Registration no."]),
];

/// In the order of `domain::target::FIELDS`.
pub const TARGET: [FieldSpec; 9] = [
    field("category", &["目标分类", "分类", "类别"]),
    required("indicator", &["指标", "指标代码", "代码"]),
    field("name", &["目标名称", "名称", "指标名称"]),
    required("goal", &["目标", "目标值", "实现目标"]),
    field("unit", &["单位", "计量单位"]),
    required("period_from", &["起始", "开始", "起始日期", "自"]),
    required("period_to", &["截止", "结束", "截止日期", "至"]),
    field("measure", &["计量方式", "方式", "类型"]),
    field("note", &["备注", "说明"]),
];

/// In the order of `domain::target::REPORTED_FIELDS`.
pub const REPORTED: [FieldSpec; 4] = [
    required("indicator", &["指标", "指标代码", "代码"]),
    required("value", &["数值", "值", "实际值", "完成值"]),
    required("day", &["日期", "截至日期", "截止日期"]),
    required("source", &["来源", "报送单位", "数据来源"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::loan::record as loan;
    use crate::domain::pledge::record as pledge;
    use crate::domain::{party, patent, pct, statement, target};

    #[test]
    fn every_field_has_its_headers_in_the_same_order() {
        let same = |specs: &[FieldSpec], fields: &[&str]| {
            let keys: Vec<&str> = specs.iter().map(|spec| spec.key).collect();
            assert_eq!(keys, fields);
        };
        same(&PATENT, &patent::FIELDS);
        same(&PARTY, &party::FIELDS);
        same(&PCT, &pct::FIELDS);
        same(&TARGET, &target::FIELDS);
        same(&REPORTED, &target::REPORTED_FIELDS);
        same(&PLEDGE, &pledge::FIELDS);
        same(&LOAN, &loan::FIELDS);
        same(&PAYMENT, &loan::PAYMENT_FIELDS);
        same(&STATEMENT, &statement::FIELDS);
    }
}
