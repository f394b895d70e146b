//! Lists of what makes inventions ones of high value: the words of their headers. Sources: offices' lists of families
//! abroad, of awards and of strategic emerging industries.

use super::{field, required, sought};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::evidence::FIELDS`.
pub const EVIDENCE: [FieldSpec; 9] = [
    required(
        "application_no",
        ApplicationNo,
        &["申请号", "专利号", "专利申请号", "申请号/专利号", "国内申请号", "application no."],
    ),
    field(
        "value_class",
        Free,
        &["高价值类别", "类别", "高价值类型", "情形", "高价值情形", "value class"],
    ),
    sought(
        "emerging_industry",
        Free,
        &["战略性新兴产业", "战新产业", "所属战略性新兴产业", "产业类别", "emerging industry"],
    ),
    sought(
        "country",
        Free,
        &["同族国家", "国家/地区", "国家或地区", "国家", "国别", "授权国家", "公开国别", "country"],
    ),
    field(
        "foreign_no",
        Free,
        &["同族专利号", "海外专利号", "境外专利号", "同族公开号", "授权号", "foreign no."],
    ),
    sought("award", Free, &["奖项", "奖项名称", "获奖名称", "获奖情况", "奖励名称", "award"]),
    field("award_year", Free, &["获奖年度", "年度", "获奖年份", "奖励年度", "award year"]),
    field(
        "holds_since",
        Date,
        &["起算日", "授权日", "海外授权日", "授权日期", "获奖日期", "认定日期", "holds since"],
    ),
    field(
        "evidence_document",
        Free,
        &["依据", "依据文件", "文号", "证明材料", "证明文件", "evidence document"],
    ),
];

/// Columns such lists carry and the ledger does not keep: it knows them of the patent.
pub const EVIDENCE_UNUSED: &[&[&str]] = &[&[
    "专利名称",
    "发明名称",
    "名称",
    "专利权人",
    "权利人",
    "申请人",
    "申请日",
    "分类号",
    "等级",
    "奖项等级",
]];
