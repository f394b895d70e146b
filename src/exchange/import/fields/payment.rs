//! Payments as banks list them: the words of their headers. Sources: domain.md 7; account statements of city and rural banks.

use super::loan::LOAN_NO_WORDS;
use super::{field, required};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::loan::record::PAYMENT_FIELDS`.
pub const PAYMENT: [FieldSpec; 4] = [
    required("loan_no", Reference, LOAN_NO_WORDS),
    required("paid_on", Date, &["还款日期", "还款日", "交易日期", "入账日期", "日期", "Paid on"]),
    required("amount", Amount, &["还款金额", "金额", "交易金额", "还款额", "实还金额", "Amount"]),
    field("reference", Reference, &["流水号", "交易流水号", "交易号", "凭证号", "Reference"]),
];

/// What else such lists carry.
pub const PAYMENT_UNUSED: &[&[&str]] = &[&[
    "借款人",
    "借款人名称",
    "企业名称",
    "客户名称",
    "户名",
    "账号",
    "对方账号",
    "对方户名",
    "摘要",
    "交易摘要",
    "币种",
    "余额",
    "贷款余额",
    "剩余本金",
    "合同号",
    "合同编号",
    "借款合同号",
    "交易时间",
    "交易机构",
    "渠道",
    "借贷标志",
    "还款方式",
    "期数",
    "本金",
    "利息",
    "罚息",
    "复利",
    "应还本金",
    "应还利息",
]];
