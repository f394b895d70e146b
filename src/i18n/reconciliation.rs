//! Why a bank's line differs, what would settle it, and what is wrong with a bundle, in words.

use super::codes::label;
use super::words::Words;
use super::{Lang, say};
use crate::domain::reconciliation::{Accepted, Proposal, ReconciliationProblem};
use crate::exchange::bundle::BundleFault;
use crate::reconcile::{Explanation, Value};

/// Says why fields differ.
pub fn cause(lang: Lang, cause: &Explanation) -> String {
    let zh = lang == Lang::Zh;
    match cause {
        Explanation::Unit => lang
            .pick("一方以元、另一方以万元为单位", "one side is in yuan, the other in 10,000 yuan")
            .to_owned(),
        Explanation::Rounding { to_fen } => {
            let yuan = crate::domain::values::Money::from_fen(*to_fen);
            if zh {
                format!("银行按{yuan}元取整")
            } else {
                format!("the bank rounds to {yuan} yuan")
            }
        }
        Explanation::SwappedDigits => {
            lang.pick("相邻两位数字颠倒", "two neighbouring digits are swapped").to_owned()
        }
        Explanation::DayCountEnd { days } => {
            let n = days.abs();
            match (zh, *days > 0) {
                (true, true) => format!("银行计息比我方多算{n}天"),
                (true, false) => format!("银行计息比我方少算{n}天"),
                (false, true) => format!("the bank counts interest {n} days further than we do"),
                (false, false) => format!("the bank counts interest {n} days less far than we do"),
            }
        }
        Explanation::ClassChanged { class } => {
            let class = label(lang, "class", class.code());
            if zh {
                format!("银行已调整为{class}，我方未登记")
            } else {
                format!("the bank has changed the class to {class}; not recorded here")
            }
        }
        Explanation::ExtensionNotRecorded { to } => {
            if zh {
                format!("已展期至{to}，我方未登记")
            } else {
                format!("extended to {to}; not recorded here")
            }
        }
        Explanation::RepricedOtherDay { rate, later: true } => {
            if zh {
                format!("银行未按最近重定价日调整利率，仍用{rate}")
            } else {
                format!("the bank has not repriced and still charges {rate}")
            }
        }
        Explanation::RepricedOtherDay { rate, later: false } => {
            if zh {
                format!("银行已按另一重定价日改用{rate}")
            } else {
                format!("the bank priced on another day and charges {rate}")
            }
        }
        Explanation::PaymentMissingAtBank { day, amount } => {
            let amount = amount.grouped();
            if zh {
                format!("银行未入账{day}还款{amount}元")
            } else {
                format!("the bank has not booked the payment of {amount} yuan on {day}")
            }
        }
        Explanation::PaymentMissingHere { day, amount } => {
            let amount = amount.grouped();
            if zh {
                format!("如{day}有还款{amount}元而我方未登记，则全部相符")
            } else {
                format!("all agrees if a payment of {amount} yuan on {day} was not recorded here")
            }
        }
        Explanation::PaymentOnOtherDay { ours, bank, amount, .. } => {
            let amount = amount.grouped();
            if zh {
                format!("还款{amount}元我方记在{ours}，银行记在{bank}")
            } else {
                format!(
                    "the payment of {amount} yuan stands on {ours} here and on {bank} at the bank"
                )
            }
        }
        Explanation::OtherPledge => {
            lang.pick("质押登记号与我方不一致", "another pledge is stated").to_owned()
        }
        Explanation::OtherBorrower { same_code: false } => {
            lang.pick("借款人不是同一家", "the borrower is another").to_owned()
        }
        Explanation::OtherBorrower { same_code: true } => lang
            .pick(
                "信用代码相同而名称不同：可能已更名，我方未登记",
                "the code is right and the name another: renamed perhaps, and not recorded here",
            )
            .to_owned(),
        Explanation::OtherNumber { of: None } => {
            lang.pick("号码与该笔贷款不符", "the number is not this loan's").to_owned()
        }
        Explanation::OtherNumber { of: Some(loan) } => {
            if zh {
                format!("号码是另一笔贷款{loan}的")
            } else {
                format!("the number is that of another loan, {loan}")
            }
        }
        Explanation::Misspelt => {
            lang.pick("只差一两个字，可能笔误", "one slip apart: misspelt perhaps").to_owned()
        }
        Explanation::Noughts { more } => {
            let n = more.unsigned_abs();
            match (zh, *more > 0) {
                (true, true) => format!("银行多写{n}个零（小数点错位）"),
                (true, false) => format!("银行少写{n}个零（小数点错位）"),
                (false, true) => format!("the bank's figure has {n} noughts too many"),
                (false, false) => format!("the bank's figure has {n} noughts too few"),
            }
        }
        Explanation::NotStated => lang
            .pick("银行未列余额，无从核对", "the bank states no balance: nothing to compare with")
            .to_owned(),
        Explanation::Unreadable => {
            lang.pick("单元格无法识别", "the cell cannot be read").to_owned()
        }
        Explanation::Unknown => lang.pick("未查明", "no cause was found").to_owned(),
    }
}

/// Says what would settle a difference in our books.
pub fn proposal(lang: Lang, proposal: &Proposal) -> String {
    let zh = lang == Lang::Zh;
    match proposal {
        Proposal::Repay { day, amount } => {
            let amount = amount.grouped();
            if zh {
                format!("登记{day}还款{amount}元")
            } else {
                format!("record a payment of {amount} yuan on {day}")
            }
        }
        Proposal::Extend { to, .. } => {
            if zh {
                format!("登记展期至{to}")
            } else {
                format!("record an extension to {to}")
            }
        }
        Proposal::Classify { class, day } => {
            let class = label(lang, "class", class.code());
            if zh {
                format!("登记{day}分类为{class}")
            } else {
                format!("record the class {class} on {day}")
            }
        }
        Proposal::Move { day, amount, .. } => {
            let amount = amount.grouped();
            if zh {
                format!("将还款{amount}元改记在{day}")
            } else {
                format!("move the payment of {amount} yuan to {day}")
            }
        }
    }
}

/// Why something asked of a reconciliation does not go, and what to do next.
pub fn reconciliation_problem(lang: Lang, number: i64, problem: &ReconciliationProblem) -> Words {
    match problem {
        ReconciliationProblem::TakenByRow { loan_no, row } => words!(
            lang,
            "贷款{loan_no}已对应第{row}行"
                / "确实有误时，先改第{row}行（ipledger reconcile decide {number} {row} {loan_no} --not），再指定这一行。",
            "loan {loan_no} is row {row}'s"
                / "If that is wrong, first `ipledger reconcile decide {number} {row} {loan_no} --not`, then decide this row."
        ),
        ReconciliationProblem::Unexplained { remainder } => Words {
            message: say::sign_remainder(lang, remainder.grouped()),
            hint: say::sign_remainder_hint(lang, number),
        },
        ReconciliationProblem::BalanceUnknown { rows } => {
            let (n, first) = (rows.len(), rows.first().map_or("", String::as_str));
            words!(
                lang,
                "{n}行没有可读的余额（首见第{first}行），银行合计不明，不能确认"
                    / "请银行补列余额，再对账一次；余额列未认出时用 --map balance=列名。",
                "{n} rows state no balance that can be read (the first is row {first}): nobody can agree to the total"
                    / "Ask the bank for the balances and reconcile again; if their column was not known, name it with --map balance=HEADER."
            )
        }
        ReconciliationProblem::AcceptedBefore { done } => {
            let one = |one: &Accepted| {
                say::accepted_before(
                    lang,
                    &one.row,
                    &one.loan_no,
                    proposal(lang, &one.proposal),
                    one.entry,
                )
            };
            let done = done.iter().map(one).collect::<Vec<_>>().join(lang.pick("；", "; "));
            words!(
                lang,
                "没有尚待采纳的建议；此前已登记：{done}"
                    / "现在的结果见 ipledger reconcile show {number}。",
                "nothing is left to accept; recorded before: {done}"
                    / "`ipledger reconcile show {number}` tells how it stands."
            )
        }
    }
}

/// A value on either side as a person reads it: codes in words, thousands grouped.
pub fn shown(lang: Lang, value: &Value) -> String {
    match value {
        Value::Money(money) => money.grouped(),
        Value::Class(class) => label(lang, "class", class.code()).to_owned(),
        Value::Settled(_) => label(lang, "settled", &value.to_string()).to_owned(),
        Value::Nothing => lang.pick("未列", "not stated").to_owned(),
        other => other.to_string(),
    }
}

/// Says why a bundle or a key is not taken.
pub fn bundle_fault(lang: Lang, fault: &BundleFault) -> Words {
    match fault {
        BundleFault::NotABundle => words!(
            lang,
            "这不是数据包，或开头已损坏" / "请对方重新发送；数据包由 ipledger export bank 生成。",
            "this is no bundle, or its head is damaged"
                / "Ask for it again; `ipledger export bank` makes bundles."
        ),
        BundleFault::Tampered => words!(
            lang,
            "内容与签名不符：已被改动" / "不要使用其中的数据，请对方重新发送。",
            "the content is not what was signed: it was changed"
                / "Use nothing of it; ask for it again."
        ),
        BundleFault::OtherKey { found } => words!(
            lang,
            "签名者不是给定的公钥，而是{found}" / "向主管部门核对公钥；对不上就不要使用。",
            "it is signed by another key than the one given: {found}"
                / "Check the key with the office; unless it agrees, use nothing of it."
        ),
        BundleFault::Encrypted => words!(
            lang,
            "数据包已加密" / "用 --identity 给出您的 age 私钥文件。",
            "the bundle is encrypted" / "Give your age identity's file with --identity."
        ),
        BundleFault::NotForThisKey => words!(
            lang,
            "用这把私钥解不开" / "数据包是加密给别人的，或已损坏。",
            "this key does not open it" / "It is encrypted to somebody else, or damaged."
        ),
        BundleFault::KeyUnreadable => words!(
            lang,
            "签名密钥文件不可用" / "核对 --key；应为64位十六进制数，一行。",
            "the file holds no signing key"
                / "Check --key: it should be one line of 64 hex digits."
        ),
        BundleFault::ReaderUnreadable => words!(
            lang,
            "不是 age 的公钥或私钥" / "公钥以 age1 开头，私钥以 AGE-SECRET-KEY-1 开头。",
            "this is no age key"
                / "A reader's key begins with age1, a secret with AGE-SECRET-KEY-1."
        ),
        BundleFault::NoRandomness => words!(
            lang,
            "系统没有给出随机数，无法生成密钥" / "稍后再试；仍不行请找管理这台机器的人。",
            "the system gave no random numbers, so no key can be made"
                / "Try again later, or ask whoever looks after this machine."
        ),
    }
}
