//! Lists of certificates of IP management (贯标): the words of their headers. Sources: district and city lists of certified
//! firms, certification bodies' lists.

use super::{ORGANISATION_USCC_WORDS, field, sought};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::certificate::FIELDS`.
pub const CERTIFICATE: [FieldSpec; 16] = [
    sought(
        "certificate_no",
        Reference,
        &["证书编号", "证书号", "证书号码", "认证证书编号", "贯标证书编号", "certificate no"],
    ),
    field(
        "standard",
        Free,
        &["认证标准", "标准版本", "标准", "依据标准", "认证依据", "标准号", "贯标标准", "版本"],
    ),
    sought(
        "organisation",
        Firm,
        &[
            "单位",
            "单位名称",
            "企业名称",
            "获证组织",
            "获证单位",
            "获证企业",
            "获证组织名称",
            "组织名称",
            "企业",
            "名称",
        ],
    ),
    field("organisation_uscc", CreditCode, ORGANISATION_USCC_WORDS),
    field("certified_by", Firm, &["认证机构", "发证机构", "认证机构名称", "certified by"]),
    field("certified_scope", Free, &["认证范围", "证书范围", "覆盖范围", "certified scope"]),
    field(
        "certified_district",
        District,
        &["认证地址所在区", "认证地址", "所属区", "所在区", "区县", "区", "district certified"],
    ),
    field("first_issued_on", Date, &["首次发证日", "首次发证日期", "初次发证日期", "首次获证日期"]),
    sought(
        "issued_on",
        Date,
        &["发证日", "发证日期", "颁证日期", "证书发证日期", "本次发证日期", "获证日期"],
    ),
    sought(
        "expires_on",
        Term,
        &[
            "有效期至",
            "证书有效期至",
            "有效期截止日",
            "到期日",
            "证书到期日期",
            "有效期",
            "证书有效期",
            "截止日期",
            "证书截止日期",
            "有效期限",
        ],
    ),
    field(
        "surveilled_on",
        Date,
        &["监督审核日", "监督审核日期", "最近监督审核日期", "监督审核通过日期"],
    ),
    field("certificate_status", Status, &["证书状态", "状态", "当前状态"]),
    field(
        "status_since",
        Date,
        &["状态日期", "状态变更日期", "暂停日期", "撤销日期", "暂停/撤销日期"],
    ),
    field("certificate_step", Status, &["证书事项", "事项"]),
    field("step_on", Date, &["办理日期", "事项日期"]),
    field("document", Free, &["文件", "文号", "通知书编号"]),
];

/// What else such lists carry.
pub const CERTIFICATE_UNUSED: &[&[&str]] =
    &[&["注册地", "注册地址", "街道", "园区", "行业", "法定代表人", "咨询机构", "辅导机构"]];
