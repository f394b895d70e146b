//! Lists of international applications: the words of their headers. Sources: WIPO's and CNIPA's headings.

use super::{field, required, sought};
use crate::exchange::FieldSpec;
use crate::exchange::shape::Shape::*;

/// In the order of `domain::pct::FIELDS`.
pub const PCT: [FieldSpec; 10] = [
    required(
        "pct_no",
        PctNo,
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
    sought("filing_date", Date, &["国际申请日", "申请日", "申请日期", "PCT申请日", "filed"]),
    field("title", Title, &["名称", "发明名称", "专利名称", "标题", "title"]),
    sought(
        "applicant",
        Firm,
        &["申请人", "申请人名称", "~第一申请人", "~企业名称", "~单位名称", "applicant_name"],
    ),
    field(
        "applicant_uscc",
        CreditCode,
        &["统一社会信用代码", "社会信用代码", "信用代码", "申请人代码", "uscc"],
    ),
    field("priority_no", Free, &["优先权", "优先权号", "优先权申请号", "在先申请号"]),
    field("priority_date", Date, &["优先权日", "优先权日期"]),
    field(
        "publication_no",
        Free,
        &["国际公布号", "国际公布", "公布号", "公开号", "wo_no", "publication"],
    ),
    field("address", Address, &["地址", "申请人地址", "第一申请人地址"]),
    field(
        "district",
        District,
        &["地区", "区县名称", "所属区县", "行政区", "行政区划", "区", "区县", "所在区", "所属区"],
    ),
];
