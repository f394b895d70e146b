//! Lists of programmes' cases (试点示范): the words of their headers. Sources: district and city lists of applications,
//! recognitions and acceptances.

use super::{ORGANISATION_USCC_WORDS, field, sought};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::program::FIELDS`.
pub const PROGRAM: [FieldSpec; 20] = [
    sought(
        "program",
        Free,
        &["认定项目", "类别", "认定类别", "申报类别", "项目类别", "试点示范类别", "programme"],
    ),
    field("batch", Free, &["批次", "年度", "申报年度", "认定年度"]),
    sought(
        "organisation",
        Firm,
        &["单位", "单位名称", "企业名称", "申报单位", "申报单位名称", "认定单位", "名称", "企业"],
    ),
    field("organisation_uscc", CreditCode, ORGANISATION_USCC_WORDS),
    field("district", District, &["所在区", "所属区", "区县", "区", "推荐区", "所在地区"]),
    field("name_then", Firm, &["申报时名称", "原单位名称", "name when applying"]),
    sought("case_applied", Date, &["申报日期", "申报日", "申报时间", "applied for on"]),
    field("case_verified", Date, &["区核验日期", "核验日期", "verified on"]),
    field("case_recommended", Date, &["区推荐日期", "推荐日期", "推荐时间", "recommended on"]),
    sought("case_recognised", Date, &["认定日期", "认定日", "认定时间", "recognised on"]),
    field("document", Free, &["文件", "文号", "认定文号", "文件号"]),
    field("term", Term, &["建设期起止", "建设期", "培育期", "有效期", "term"]),
    sought("case_accepted", Date, &["验收日期", "验收日", "验收时间", "accepted on"]),
    field("acceptance", Status, &["验收结果", "验收结论", "result of acceptance"]),
    field("case_step", Status, &["申报事项", "办理事项", "步骤", "case step"]),
    field("step_on", Date, &["办理日期", "事项日期"]),
    field("step_until", Date, &["截止日期", "公示止", "延期至", "step until"]),
    field("score", Free, &["评审得分", "得分", "评分"]),
    field("step_by", Free, &["决定人", "办理人"]),
    field("detail", Free, &["详情"]),
];

/// What else such lists carry.
pub const PROGRAM_UNUSED: &[&[&str]] = &[&[
    "注册地址",
    "街道",
    "园区",
    "行业",
    "法定代表人",
    "层级",
    "级别",
    "资助金额",
    "资助金额（万元）",
    "推荐意见",
]];
