//! Targets and the figures that others report: the words of their headers. Sources: the plan's tables (domain.md 5).

use super::{field, required};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::target::FIELDS`.
pub const TARGET: [FieldSpec; 14] = [
    field("category", Free, &["目标分类", "分类", "类别"]),
    required("indicator", Free, &["指标", "指标代码", "代码"]),
    field("name", Title, &["目标名称", "名称", "指标名称"]),
    required("goal", Free, &["目标", "目标值", "实现目标"]),
    field("unit", Free, &["单位", "计量单位"]),
    required("period_from", Free, &["起始", "开始", "起始日期", "自"]),
    required("period_to", Free, &["截止", "结束", "截止日期", "至"]),
    field("measure", Free, &["计量方式", "方式", "类型"]),
    field("note", Free, &["备注", "说明"]),
    field("plan", Free, &["规划", "规划代号", "所属规划"]),
    field("baseline", Free, &["基期值", "基数", "基期数", "现状值"]),
    field("baseline_year", Free, &["基期年", "基期年份", "基期"]),
    field("reported_by", Free, &["责任单位", "责任部门", "报送部门", "牵头单位"]),
    field("paragraph", Free, &["条款", "出处", "依据条款"]),
];

/// In the order of the fields of `domain::target::Reported`.
pub const REPORTED: [FieldSpec; 4] = [
    required("indicator", Free, &["指标", "指标代码", "代码"]),
    required("value", Free, &["数值", "值", "实际值", "完成值"]),
    required("day", Date, &["日期", "截至日期", "截止日期"]),
    required("source", Free, &["来源", "报送单位", "数据来源"]),
];
