//! Tables of population: the words of their headers. Sources: statistical yearbooks and communiqués.

use super::{field, required};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::population::FIELDS`.
pub const POPULATION: [FieldSpec; 6] = [
    required(
        "region",
        Free,
        &["行政区划", "地区", "区县", "行政区划代码", "区划代码", "区域", "region"],
    ),
    required(
        "counted_on",
        Date,
        &["人口时点", "统计日", "日期", "统计日期", "截止日期", "时点", "counted on"],
    ),
    field("persons", Free, &["人口（人）", "人口数", "人口", "人数", "常住人口数", "persons"]),
    field(
        "persons_wan",
        Free,
        &["人口（万人）", "人口万人", "常住人口（万人）", "人口数（万人）", "persons (10,000)"],
    ),
    field("population_kind", Free, &["人口口径", "口径", "人口类别", "population kind"]),
    field("source", Free, &["来源", "数据来源", "资料来源", "依据"]),
];
