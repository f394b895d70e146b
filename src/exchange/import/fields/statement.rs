//! A bank's statement of its loans: the words of their headers. Sources: domain.md 7; loan lists of city and rural banks.

use super::loan::{
    BORROWER_USCC_WORDS, BORROWER_WORDS, CONTRACT_NO_WORDS, DISBURSED_ON_WORDS, DUE_ON_WORDS,
    LOAN_NO_WORDS, PRINCIPAL_WORDS, RATE_PERCENT_WORDS, REGISTRATION_NO_WORDS,
};
use super::{field, sought};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::statement::FIELDS`.
pub const STATEMENT: [FieldSpec; 14] = [
    field("loan_no", Reference, LOAN_NO_WORDS),
    field("contract_no", Reference, CONTRACT_NO_WORDS),
    sought("borrower", Firm, BORROWER_WORDS),
    field("borrower_uscc", CreditCode, BORROWER_USCC_WORDS),
    field("principal", Amount, PRINCIPAL_WORDS),
    sought(
        "balance",
        Amount,
        &[
            "期末余额",
            "期末贷款余额",
            "贷款本金余额",
            "账面余额",
            "月末余额",
            "当前余额",
            "借据余额",
            "期末本金余额",
            "贷款余额",
            "余额",
            "本金余额",
            "剩余本金",
            "未还本金",
            "outstanding",
            "Balance",
        ],
    ),
    field("interest", Amount, &["欠息", "应收利息", "欠息金额", "应付利息", "利息", "Interest"]),
    field("disbursed_on", Date, DISBURSED_ON_WORDS),
    sought("due_on", Date, DUE_ON_WORDS),
    field("rate_percent", Percent, RATE_PERCENT_WORDS),
    field("class", Free, &["五级分类", "贷款分类", "风险分类", "分类", "Class"]),
    field("days_overdue", Free, &["逾期天数", "逾期日数", "Days overdue"]),
    field("status", Free, &["贷款状态", "状态", "Status"]),
    field("registration_no", Reference, REGISTRATION_NO_WORDS),
];

/// What else such lists carry.
pub const STATEMENT_UNUSED: &[&str] = &[
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
    "还款方式",
    "计息方式",
    "LPR",
    "基准利率",
    "支行",
    "经办支行",
    "经办机构",
    "部门",
    "机构",
    "机构名称",
    "银行",
    "贷款银行",
    "专利号",
    "专利名称",
    "质押专利号",
    "评估值",
    "所属行业",
    "欠本",
    "欠本金额",
    "逾期本金",
];
