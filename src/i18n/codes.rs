//! The words for stable codes, by group: kinds, statuses, roles, indicators, actions.

use super::Lang;

/// Returns the words for a code; a code of another program's later version stands for itself.
pub fn label(lang: Lang, group: &str, code: &str) -> String {
    if group == "action" {
        return action(lang, code);
    }
    match CODES.iter().find(|(g, c, ..)| *g == group && *c == code) {
        Some((_, _, zh, en)) => lang.pick(*zh, *en).to_owned(),
        None => code.to_owned(),
    }
}

/// `noun.verb` in words.
fn action(lang: Lang, code: &str) -> String {
    match code.split_once('.') {
        None => label(lang, "verb", code),
        Some((noun, verb)) => {
            let (noun, verb) = (label(lang, "noun", noun), label(lang, "verb", verb));
            format!("{noun}{}{verb}", lang.pick("", " "))
        }
    }
}

/// Every code once: `(group, code, zh, en)`.
pub const CODES: &[(&str, &str, &str, &str)] = &[
    ("kind", "invention", "发明", "invention"),
    ("kind", "utility", "实用新型", "utility model"),
    ("kind", "design", "外观设计", "design"),
    ("kind", "pct", "PCT国际申请", "PCT filing"),
    ("status", "pending", "申请中", "pending"),
    ("status", "published", "公开", "published"),
    ("status", "examination", "实质审查", "in examination"),
    ("status", "granted", "授权", "granted"),
    ("status", "in_force", "有效", "in force"),
    ("status", "lapsed", "终止", "lapsed"),
    ("status", "expired", "届满", "expired"),
    ("status", "abandoned", "放弃", "abandoned"),
    ("status", "invalidated", "宣告无效", "invalidated"),
    ("status", "partly_invalidated", "部分无效", "partly invalidated"),
    ("status", "withdrawn", "撤回", "withdrawn"),
    ("status", "deemed_withdrawn", "视为撤回", "deemed withdrawn"),
    ("status", "rejected", "驳回", "rejected"),
    ("status", "transferred", "转移", "transferred"),
    ("party_kind", "firm", "企业", "firm"),
    ("party_kind", "institution", "机构", "institution"),
    ("party_kind", "university", "高校院所", "university or institute"),
    ("party_kind", "person", "个人", "person"),
    ("party_kind", "other", "其他", "other"),
    ("role", "bank", "银行", "bank"),
    ("role", "guarantor", "担保机构", "guarantor"),
    ("role", "insurer", "保险机构", "insurer"),
    ("role", "appraiser", "评估机构", "appraiser"),
    ("role", "agency", "代理机构", "agency"),
    ("role", "fund", "补偿资金池", "compensation fund"),
    ("role", "venture_fund", "创投机构", "venture fund"),
    ("role", "custodian", "托管机构", "custodian"),
    ("size", "large", "大型", "large"),
    ("size", "medium", "中型", "medium"),
    ("size", "small", "小型", "small"),
    ("size", "micro", "微型", "micro"),
    ("mark", "high_tech", "高新技术企业", "high-tech enterprise"),
    ("mark", "pilot", "专利工作试点企业", "pilot enterprise"),
    ("mark", "demonstration", "专利工作示范企业", "demonstration enterprise"),
    ("mark", "gb29490", "知识产权管理规范认证", "GB/T 29490 certificate"),
    ("mark", "little_giant", "科技小巨人", "little giant"),
    ("state", "applied", "申报", "applied for"),
    ("state", "recognised", "认定", "recognised"),
    ("state", "expired", "到期", "expired"),
    ("state", "revoked", "撤销", "revoked"),
    ("event", "publication", "公开", "publication"),
    ("event", "examination", "进入实审", "examination"),
    ("event", "grant", "授权公告", "grant"),
    ("event", "lapse", "终止（未缴年费）", "lapse"),
    ("event", "expiry", "届满", "expiry"),
    ("event", "abandonment", "放弃", "abandonment"),
    ("event", "invalidation", "宣告无效", "invalidation"),
    ("event", "partial_invalidation", "宣告部分无效", "partial invalidation"),
    ("event", "withdrawal", "撤回", "withdrawal"),
    ("event", "deemed_withdrawal", "视为撤回", "deemed withdrawal"),
    ("event", "rejection", "驳回", "rejection"),
    ("event", "transfer", "转移", "transfer"),
    ("event", "license", "许可备案", "licence"),
    ("event", "license_end", "许可终止", "end of licence"),
    ("event", "suspension", "中止", "suspension"),
    ("event", "suspension_end", "中止恢复", "end of suspension"),
    ("event", "preservation", "保全", "preservation"),
    ("event", "preservation_end", "保全解除", "end of preservation"),
    ("event", "restoration", "恢复", "restoration"),
    ("event", "fee_paid", "缴费", "fee paid"),
    ("indicator", "invention_filings", "发明专利申请量", "invention filings"),
    ("indicator", "invention_grants", "发明专利授权量", "invention grants"),
    ("indicator", "utility_filings", "实用新型申请量", "utility model filings"),
    ("indicator", "utility_grants", "实用新型授权量", "utility model grants"),
    ("indicator", "design_filings", "外观设计申请量", "design filings"),
    ("indicator", "design_grants", "外观设计授权量", "design grants"),
    ("indicator", "pct_filings", "PCT国际申请量", "PCT filings"),
    ("indicator", "pilot_applied", "专利工作试点企业申报数", "pilot enterprises applied for"),
    (
        "indicator",
        "demonstration_applied",
        "专利工作示范企业申报数",
        "demonstration enterprises applied for",
    ),
    (
        "indicator",
        "gb29490_certified",
        "知识产权管理规范认证企业数",
        "firms certified to GB/T 29490",
    ),
    ("indicator", "high_tech_total", "高新技术企业总量", "high-tech enterprises"),
    ("indicator", "little_giant_total", "科技小巨人（培育）企业", "little giants"),
    ("indicator", "tech_achievements_new", "新增高新技术成果转化项目", "new high-tech conversions"),
    ("indicator", "rd_deduction_projects", "研发费用加计扣除项目", "R&D deduction projects"),
    ("indicator", "rd_investment", "研发投入资金", "R&D investment"),
    ("indicator", "city_projects_yearly", "每年申报市级科技项目", "city projects a year"),
    ("indicator", "city_projects", "市级科技项目累计", "city projects in all"),
    ("indicator", "industry_cluster_100bn", "千亿元级产业集群", "clusters of 100 billion"),
    ("indicator", "industry_cluster_10bn", "百亿元级产业集群", "clusters of 10 billion"),
    ("indicator", "high_tech_revenue", "高新技术产业总收入", "high-tech revenue"),
    ("indicator", "tech_firms_100m", "总收入超亿元科技企业", "tech firms over 100 million"),
    ("indicator", "tech_firms_1bn", "总收入超10亿元科技企业", "tech firms over 1 billion"),
    ("indicator", "tech_firms_5bn", "总收入超50亿元科技企业", "tech firms over 5 billion"),
    ("indicator", "joint_stock_firms", "股份改制企业", "joint-stock conversions"),
    ("indicator", "listed_firms", "挂牌上市企业", "listed firms"),
    ("indicator", "rd_platforms", "市级研发公共服务平台", "R&D service platforms"),
    ("indicator", "engineering_centres", "市级工程技术研究中心", "engineering centres"),
    ("indicator", "enterprise_tech_centres", "企业技术中心", "enterprise technology centres"),
    ("indicator", "talent_bases", "人才实训基地", "talent training bases"),
    ("indicator", "functional_platforms", "功能性服务平台", "functional platforms"),
    ("basis", "received", "受理口径", "all received"),
    ("basis", "fee_paid", "缴费口径", "filing fee paid"),
    ("basis", "grant_day", "授权公告日口径", "by grant announcement"),
    ("basis", "filing_day", "国际申请日口径", "by international filing date"),
    ("basis", "applied", "申报口径", "applied for"),
    ("basis", "reported", "外部门报送", "reported by others"),
    ("measure", "cumulative", "累计", "cumulative"),
    ("measure", "stock", "总量", "stock"),
    ("row_kind", "blank", "空行", "blank"),
    ("row_kind", "repeated-header", "重复表头", "header again"),
    ("row_kind", "totals", "合计行", "totals"),
    ("row_kind", "note", "注释行", "note"),
    ("noun", "party", "主体", "party"),
    ("noun", "patent", "专利", "patent"),
    ("noun", "pct", "PCT申请", "PCT filing"),
    ("noun", "target", "目标", "target"),
    ("noun", "entry", "条目", "entry"),
    ("noun", "office", "主管机关", "office"),
    ("verb", "init", "建账", "founded"),
    ("verb", "add", "新增", "added"),
    ("verb", "import", "导入", "imported"),
    ("verb", "correct", "更正", "corrected"),
    ("verb", "void", "作废", "voided"),
    ("verb", "event", "事件", "event"),
    ("verb", "set", "设定", "set"),
    ("verb", "report", "报送值", "reported"),
    ("verb", "role", "角色", "role"),
    ("verb", "certify", "资质", "mark"),
    ("noun", "pledge", "质押", "pledge"),
    ("noun", "loan", "贷款", "loan"),
    ("noun", "payment", "还款", "payment"),
    ("verb", "register", "登记", "registered"),
    ("verb", "change", "变更", "changed"),
    ("verb", "consent", "同意", "consent"),
    ("verb", "release", "注销", "released"),
    ("verb", "realize", "实现", "realised"),
    ("verb", "revoke", "撤销", "revoked"),
    ("verb", "open", "开立", "opened"),
    ("verb", "disburse", "放款", "disbursed"),
    ("verb", "repay", "还款", "repaid"),
    ("verb", "extend", "展期", "extended"),
    ("verb", "classify", "分类", "classified"),
    ("verb", "writeoff", "核销", "written off"),
    ("verb", "refund", "退款", "refunded"),
    ("verb", "unpay", "更正还款", "payment corrected"),
    ("verb", "lpr", "补录LPR", "LPR added"),
    ("event", "invalidation_request", "提出无效宣告请求", "request for invalidation"),
    ("event", "invalidation_dismissed", "维持有效", "invalidation dismissed"),
    ("outcome", "pass", "通过", "pass"),
    ("outcome", "refuse", "不予登记", "refuse"),
    ("outcome", "waivable", "可声明放行", "waivable"),
    ("outcome", "flag", "提示", "flag"),
    ("outcome", "unknown", "未知", "unknown"),
    ("pledge_state", "in_force", "有效", "in force"),
    ("pledge_state", "released", "已注销", "released"),
    ("pledge_state", "realised", "已实现", "realised"),
    ("pledge_state", "revoked", "已撤销", "revoked"),
    ("pledge_state", "not_yet", "尚未登记", "not yet"),
    ("pledge_event", "change", "变更", "change"),
    ("pledge_event", "release", "注销", "release"),
    ("pledge_event", "realise", "质权实现", "realisation"),
    ("pledge_event", "revoke", "撤销", "revocation"),
    ("pledge_event", "pledgee_consent", "质权人同意", "pledgee's consent"),
    ("pledge_event", "co_owner_consent", "共有人同意", "co-owner's consent"),
    ("pledge_event", "waiver", "声明放行", "waiver"),
    ("ground", "performed", "债务已履行", "debt performed"),
    ("ground", "paid_early", "提前清偿", "paid early"),
    ("ground", "realised", "质权已实现", "pledge realised"),
    ("ground", "waived_by_pledgee", "质权人放弃", "waived by the pledgee"),
    ("ground", "contract_void", "主合同无效或被撤销", "contract void or rescinded"),
    ("ground", "other_extinction", "其他消灭事由", "other extinction"),
    ("debt_kind", "ordinary", "一般债权", "ordinary"),
    ("debt_kind", "maximum", "最高额", "maximum-amount"),
    ("method", "annuity", "等额本息", "equal instalments"),
    ("method", "equal_principal", "等额本金", "equal principal"),
    ("method", "interest_first", "按期付息到期还本", "interest first, principal at the end"),
    ("method", "bullet", "利随本清", "all at the end"),
    ("pay_period", "monthly", "按月", "monthly"),
    ("pay_period", "quarterly", "按季", "quarterly"),
    ("day_count", "act360", "积数计息", "actual/360"),
    ("day_count", "month", "逐笔计息", "whole months and odd days"),
    ("class", "normal", "正常", "normal"),
    ("class", "special_mention", "关注", "special mention"),
    ("class", "substandard", "次级", "substandard"),
    ("class", "doubtful", "可疑", "doubtful"),
    ("class", "loss", "损失", "loss"),
    ("charge", "interest", "利息", "interest"),
    ("charge", "penalty", "罚息", "penalty"),
    ("charge", "compound", "复利", "compound"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::counting::Basis;
    use crate::domain::numbers::PatentKind;
    use crate::domain::party::{Mark, MarkState, PartyKind, Role, Size};
    use crate::domain::patent::Status;

    #[test]
    fn every_code_of_the_domain_has_words_in_both_languages() {
        let mut codes: Vec<(&str, &str)> = Vec::new();
        codes.extend(PatentKind::ALL.map(|kind| ("kind", kind.code())));
        codes.extend(Status::ALL.map(|status| ("status", status.code())));
        codes.extend(PartyKind::ALL.iter().map(|kind| ("party_kind", kind.code())));
        codes.extend(Role::ALL.iter().map(|role| ("role", role.code())));
        codes.extend(Size::ALL.iter().map(|size| ("size", size.code())));
        codes.extend(Mark::ALL.iter().map(|mark| ("mark", mark.code())));
        codes.extend(MarkState::ALL.iter().map(|state| ("state", state.code())));
        codes.extend(Basis::ALL.map(|basis| ("basis", basis.code())));
        for (group, code) in codes {
            assert!(CODES.iter().any(|(g, c, ..)| *g == group && *c == code), "{group} {code}");
        }
        for (group, code, zh, en) in CODES {
            assert!(zh.chars().any(crate::i18n::is_cjk), "{group} {code}");
            assert!(!en.chars().any(crate::i18n::is_cjk), "{group} {code}");
            let same = CODES.iter().filter(|(g, c, ..)| g == group && c == code).count();
            assert_eq!(same, 1, "{group} {code} stands twice");
        }
    }
}
