//! Words for where a case stands at the patent office (案件状态), as its public query of examinations and its portal for
//! electronic filing show them and agencies' lists copy them.
//!
//! Source: the list of 案件状态 that programs reading the public query (中国及多国专利审查信息查询) check against; the stage
//! each belongs to follows the order of the procedure (专利审查指南). A word whose stage is not sure (分案结案) is
//! left out: a row with one is told.

use super::StatedStatus::{self, *};

/// The words, brackets and what is in them aside, and what they mean for the application or the right.
const WORDS: [(&str, StatedStatus); 70] = [
    ("等待申请费", Pending),
    ("待分配", Pending),
    ("等待案件分配", Pending),
    ("新案审查", Pending),
    ("回案审查", Pending),
    ("中间文件审查", Pending),
    ("审查待提取", Pending),
    ("期限费用审查", Pending),
    ("形式审查", Pending),
    ("初审待答复", Pending),
    ("形审补正待答复", Pending),
    ("一通回案形审", Pending),
    ("中通回案形审", Pending),
    ("其他通知书回案形审", Pending),
    ("退件", Pending),
    ("待退件", Pending),
    ("等待提案", Pending),
    ("准备进入外观分类", Pending),
    ("准备进入发明初审", Pending),
    ("准备进入新型初审", Pending),
    // The application is published once 公布完成 is said, not before.
    ("准备等待公布", Pending),
    ("等待公布", Pending),
    ("准备公布", Pending),
    ("公布封卷", Pending),
    ("公布完成", Published),
    ("等待提实审", Pending),
    ("等待实审请求", Pending),
    ("准备进入实审阶段", Pending),
    ("等待实审提案", Examination),
    ("进入实审", Examination),
    ("实审检查", Examination),
    ("待质检抽案", Examination),
    ("等待裁决转案", Examination),
    ("一通出案待答复", Examination),
    ("中通出案待答复", Examination),
    ("其他通知书出案待答复", Examination),
    ("一通回案实审", Examination),
    ("中通回案实审", Examination),
    ("其他通知书回案实审", Examination),
    // The grant is announced last: until then there is none.
    ("待发授权办登通知书", Pending),
    ("等年登印费", Pending),
    ("等待颁证公告", Pending),
    ("准备颁证公告", Pending),
    ("公告封卷", Pending),
    ("待公告", Pending),
    // A refusal under review is not the last word.
    ("复审程序中", Pending),
    ("等待合议组成立", Pending),
    ("合议组审查", Pending),
    ("驳回等复审请求", Rejected),
    ("驳回失效", Rejected),
    ("撤回专利申请", Withdrawn),
    ("国优视撤", DeemedWithdrawn),
    ("逾期视撤失效", DeemedWithdrawn),
    ("逾期视撤等恢复", DeemedWithdrawn),
    ("逾期视撤等恢复补正", DeemedWithdrawn),
    ("无申请费视撤失效", DeemedWithdrawn),
    ("未缴申请费视撤等恢复", DeemedWithdrawn),
    ("未缴申请费视撤等恢复补正", DeemedWithdrawn),
    ("实审请求视撤失效", DeemedWithdrawn),
    ("实审请求视撤等恢复", DeemedWithdrawn),
    ("实审请求视撤等恢复补正", DeemedWithdrawn),
    ("视为放弃失效", Abandoned),
    ("专利权维持", InForce),
    // The annual fee is late and can still be paid with its surcharge.
    ("等年费滞纳金", InForce),
    ("未缴年费终止失效", Lapsed),
    ("未缴年费终止等恢复补正", Lapsed),
    ("届满终止失效", Expired),
    ("届满终止待失效", Expired),
    ("无效宣告失效", Invalidated),
    ("其他失效", Ended),
];

/// A word that leaves open whether anything ended.
const UNSURE: &str = "分案结案";

/// What a word of the office's own means: `Some(None)` where its meaning is not sure, none where it is no such word.
pub(super) fn read(folded: &str) -> Option<Option<StatedStatus>> {
    let bare = folded.split('(').next().unwrap_or_default();
    let bare: String = bare.chars().filter(|c| !matches!(c, ',' | ' ' | '、' | ';')).collect();
    let of = |(word, status): &(&str, StatedStatus)| (*word == bare).then_some(*status);
    match WORDS.iter().find_map(of) {
        Some(status) => Some(Some(status)),
        None => (bare == UNSURE).then_some(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_office_are_read_whatever_their_signs() {
        for (words, status) in [
            ("等年登印费", Some(Pending)),
            ("一通出案待答复", Some(Examination)),
            ("逾期视撤，等恢复", Some(DeemedWithdrawn)),
            ("逾期视撤,等恢复（发明初审）", Some(DeemedWithdrawn)),
            ("退件(审查)", Some(Pending)),
            ("无效宣告失效", Some(Invalidated)),
            ("届满终止，待失效", Some(Expired)),
            ("等年费滞纳金", Some(InForce)),
            ("公布封卷", Some(Pending)),
            ("公布完成", Some(Published)),
            ("放弃专利权（主动放弃）", Some(Abandoned)),
            ("未缴年费专利权终止，等恢复", Some(Lapsed)),
            ("等待颁证公告", Some(Pending)),
            ("其他失效", Some(Ended)),
            ("分案结案", None),
            // Somebody asked for the right to be declared invalid: it stands until that is decided.
            ("无效宣告请求审查中", None),
            ("无效程序中", None),
            ("宣告专利权全部无效", Some(Invalidated)),
            ("待授权", Some(Pending)),
            ("拟授权", Some(Pending)),
            ("不予授权", Some(Rejected)),
            ("未授权", Some(Pending)),
            ("未到期", None),
            ("未失效", None),
            ("未缴年费终止", Some(Lapsed)),
            ("等待实质审查", Some(Pending)),
        ] {
            assert_eq!(StatedStatus::read(words), status, "{words}");
        }
    }
}
