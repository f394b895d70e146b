//! Loan lists of banks and offices: the words of their headers. Sources: domain.md 7 (知识产权质押贷款台账); loan lists of city and rural banks.

use super::{field, required, sought};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::loan::record::FILE_FIELDS` (domain.md 7: 知识产权质押贷款台账).
pub const LOAN: [FieldSpec; 25] = [
    required("loan_no", Reference, LOAN_NO_WORDS),
    field("contract_no", Reference, CONTRACT_NO_WORDS),
    required("bank", Firm, BANK_WORDS),
    sought("borrower", Firm, BORROWER_WORDS),
    field("borrower_uscc", CreditCode, BORROWER_USCC_WORDS),
    required("principal", Amount, PRINCIPAL_WORDS),
    sought("disbursed_on", Date, DISBURSED_ON_WORDS),
    required("due_on", Term, DUE_ON_OR_TERM_WORDS),
    required("rate_percent", Percent, RATE_PERCENT_WORDS),
    field("method", Free, METHOD_WORDS),
    field("period", Free, &["还款周期", "结息周期", "付息周期", "Payment period"]),
    field("day_count", Free, DAY_COUNT_WORDS),
    field("registration_no", Reference, REGISTRATION_NO_WORDS),
    field(
        "ip_part",
        Amount,
        &["知识产权部分金额", "知识产权质押部分", "知识产权部分", "IP-secured part"],
    ),
    field("pay_day", DayOfMonth, &["还款日", "结息日", "扣款日", "Pay day"]),
    field("grace_days", Free, &["宽限期", "宽限天数", "Grace days"]),
    field("penalty_percent", Percent, &["罚息上浮", "罚息浮动", "罚息上浮比例", "Penalty markup"]),
    field("order", Free, &["还款顺序", "冲销顺序", "Allocation order"]),
    field("signed_on", Date, &["合同签订日", "签订日期", "借款合同签订日", "Signed on"]),
    field("due_days", Free, &["到期日遇非工作日", "节假日顺延", "If due on a non-working day"]),
    field("scheme", Free, &["补偿办法", "办法", "备案办法", "入库办法", "Scheme"]),
    field(
        "enrolled_on",
        Date,
        &["备案日期", "备案日", "入库日期", "入库日", "备案时间", "入库时间", "Enrolled on"],
    ),
    field("enrolled_until", Date, &["出库日期", "备案截止日", "备案终止日", "Enrolled until"]),
    sought(
        "district",
        District,
        &[
            "借款人所在区",
            "借款企业所在区",
            "企业所在区",
            "所在区",
            "所属区",
            "所属区县",
            "区县",
            "行政区",
            "地区",
            "注册区",
            "Borrower's district",
        ],
    ),
    field(
        "address",
        Address,
        &[
            "借款人地址",
            "借款企业地址",
            "企业地址",
            "借款人住所",
            "注册地址",
            "注册地",
            "~地址",
            "Borrower's address",
        ],
    ),
];

// Words that a list of loans and a bank's statement share.
pub(super) const LOAN_NO_WORDS: &[&str] =
    &["借据号", "借据编号", "贷款编号", "贷款号", "loan no", "Loan no.", "借据"];
pub(super) const CONTRACT_NO_WORDS: &[&str] =
    &["借款合同编号", "借款合同号", "贷款合同编号", "合同编号", "合同号", "Contract no."];
pub(super) const BORROWER_WORDS: &[&str] = &[
    "借款企业",
    "借款单位",
    "借款企业名称",
    "借款人（企业）",
    "借款人名称",
    "借款人",
    "~企业名称",
    "~客户名称",
    "Borrower",
    "~单位名称",
];
pub(super) const BORROWER_USCC_WORDS: &[&str] =
    &["统一社会信用代码", "社会信用代码", "信用代码", "借款人代码", "Borrower's code"];
pub(super) const PRINCIPAL_WORDS: &[&str] = &[
    "~合同金额",
    "~借款合同金额",
    "贷款发放金额",
    "放款额",
    "发放金额",
    "贷款金额",
    "放款金额",
    "借款金额",
    "本金",
    "贷款本金",
    "借据金额",
    "贷款额",
    "借款额",
    "发放额",
    "放贷金额",
    "发放贷款金额",
    "贷款发放额",
    "实际放款金额",
    "实际发放金额",
    "贷款总额",
    "Principal",
];
pub(super) const DISBURSED_ON_WORDS: &[&str] = &[
    "~借款日期",
    "贷款发放日期",
    "~起始日期",
    "~贷款日期",
    "放款日期",
    "放款日",
    "发放日期",
    "发放日",
    "贷款发放日",
    "实际放款日",
    "实际发放日",
    "贷款起始日",
    "借款起始日",
    "贷款起息日",
    "起贷日",
    "出账日",
    "支用日",
    "提款日",
    "~首次放款日",
    "~起始日",
    "~起息日",
    "Disbursed on",
];
pub(super) const DUE_ON_WORDS: &[&str] =
    &["借款到期日", "合同到期日", "贷款到期日期", "到期日期", "到期日", "贷款到期日", "Due on"];
/// Where a list of loans has no column of due days, the term tells them.
const DUE_ON_OR_TERM_WORDS: &[&str] = &[
    "借款到期日",
    "合同到期日",
    "贷款到期日期",
    "到期日期",
    "到期日",
    "贷款到期日",
    "Due on",
    "~贷款期限",
    "~借款期限",
    "~借款期间",
    "~贷款期间",
    "~贷款起止日期",
    "~借款起止日期",
    "~起止日期",
    "~合同期限",
    "~期限",
    "~Term",
];
pub(super) const RATE_PERCENT_WORDS: &[&str] = &[
    "执行利率",
    "执行利率（%）",
    "执行年化利率",
    "年化利率",
    "执行年利率(%)",
    "年利率(%)",
    "执行年利率",
    "年利率",
    "利率",
    "贷款利率",
    "贷款年利率",
    "年化贷款利率",
    "rate",
    "Annual rate",
];
pub(super) const REGISTRATION_NO_WORDS: &[&str] =
    &["登记证号", "质押登记证号", "质押登记号", "登记号", "质押登记编号", "Registration no."];
pub(super) const BANK_WORDS: &[&str] = &[
    "银行",
    "贷款银行",
    "放贷银行",
    "放款银行",
    "贷款机构",
    "放贷机构",
    "经办银行",
    "银行名称",
    "贷款银行名称",
    "~金融机构",
    "Bank",
];
pub(super) const METHOD_WORDS: &[&str] = &["还款方式", "Repayment method"];
pub(super) const DAY_COUNT_WORDS: &[&str] = &["计息方式", "计息方法", "Day count"];
// What changes with every month: fields of a statement, no matter of the loan itself.
pub(super) const BALANCE_WORDS: &[&str] = &[
    "期末余额",
    "期末贷款余额",
    "贷款本金余额",
    "账面余额",
    "月末余额",
    "当前余额",
    "借据余额",
    "期末本金余额",
    "本期余额",
    "当期余额",
    "本期末余额",
    "本月余额",
    "本月末余额",
    "年末余额",
    "季末余额",
    "时点余额",
    "现余额",
    "现有余额",
    "目前余额",
    "在贷余额",
    "未结清余额",
    "未结清金额",
    "未偿还本金",
    "未偿还余额",
    "未还余额",
    "结欠本金",
    "结欠余额",
    "尚欠本金",
    "所欠本金",
    "剩余金额",
    "剩余贷款",
    "剩余贷款本金",
    "贷款结余",
    "借款余额",
    "本币余额",
    "贷款余额",
    "余额",
    "本金余额",
    "剩余本金",
    "未还本金",
    "outstanding",
    "Balance",
];
pub(super) const INTEREST_WORDS: &[&str] =
    &["欠息", "应收利息", "欠息金额", "应付利息", "利息", "Interest"];
pub(super) const CLASS_WORDS: &[&str] = &["五级分类", "贷款分类", "风险分类", "分类", "Class"];
pub(super) const DAYS_OVERDUE_WORDS: &[&str] = &["逾期天数", "逾期日数", "Days overdue"];
pub(super) const STATUS_WORDS: &[&str] = &["贷款状态", "状态", "Status"];

/// The bank's own columns.
pub(super) const BANK_UNUSED: &[&str] = &[
    "担保方式",
    "贷款用途",
    "贷款投向",
    "贷款品种",
    "业务品种",
    "币种",
    "期限",
    "贷款期限",
    "期限（月）",
    "贷款期限（月）",
    "专利号",
    "专利名称",
    "质押专利号",
    "LPR",
    "基准利率",
    "支行",
    "经办支行",
    "经办机构",
    "部门",
    "机构",
    "机构名称",
    "评估值",
    "评估价值",
    "所属行业",
];

/// What else such lists carry: what changes with every month, and the bank's own columns.
pub const LOAN_UNUSED: &[&[&str]] =
    &[BANK_UNUSED, BALANCE_WORDS, INTEREST_WORDS, CLASS_WORDS, DAYS_OVERDUE_WORDS, STATUS_WORDS];
