//! Under which headers offices, agencies and search services keep the fields we read (domain.md 8).

use crate::exchange::FieldSpec;

const fn field(key: &'static str, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: false, amount: false }
}

const fn required(key: &'static str, names: &'static [&'static str]) -> FieldSpec {
    FieldSpec { key, names, required: true, amount: false }
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
    use crate::domain::{party, patent, pct, target};

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
    }
}
