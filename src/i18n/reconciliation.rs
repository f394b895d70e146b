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
            lang.pick("相邻两位数字颠倒", "two adjacent digits are swapped").to_owned()
        }
        Explanation::DayCountEnd { days } => {
            let n = days.abs();
            let word = super::plural(&n, "day", "days");
            match (zh, *days > 0) {
                (true, true) => format!("银行计息比我方多算{n}天"),
                (true, false) => format!("银行计息比我方少算{n}天"),
                (false, true) => format!("the bank counts {n} more {word} of interest than we do"),
                (false, false) => {
                    format!("the bank counts {n} fewer {word} of interest than we do")
                }
            }
        }
        Explanation::ClassChanged { class } => {
            let class = label(lang, "class", class.code());
            if zh {
                format!("银行已调整为{class}，我方未登记")
            } else {
                format!("the bank has reclassified it as {class}; not recorded here")
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
                format!("the bank did not apply the latest repricing and still charges {rate}")
            }
        }
        Explanation::RepricedOtherDay { rate, later: false } => {
            if zh {
                format!("银行已按另一重定价日改用{rate}")
            } else {
                format!("the bank repriced on a different day and charges {rate}")
            }
        }
        Explanation::PaymentMissingAtBank { day, amount } => {
            let amount = amount.grouped();
            if zh {
                format!("银行未入账{day}还款{amount}元")
            } else {
                format!("the bank has not booked the payment of {amount} yuan made on {day}")
            }
        }
        Explanation::PaymentMissingHere { day, amount } => {
            let amount = amount.grouped();
            if zh {
                format!("如{day}有还款{amount}元而我方未登记，则全部相符")
            } else {
                format!(
                    "everything agrees if a payment of {amount} yuan was made on {day} and not recorded here"
                )
            }
        }
        Explanation::PaymentOnOtherDay { ours, bank, amount, .. } => {
            let amount = amount.grouped();
            if zh {
                format!("还款{amount}元我方记在{ours}，银行记在{bank}")
            } else {
                format!("the payment of {amount} yuan is dated {ours} here and {bank} at the bank")
            }
        }
        Explanation::OtherPledge => lang
            .pick("质押登记号与我方不一致", "the pledge registration number differs from ours")
            .to_owned(),
        Explanation::OtherBorrower { same_code: false } => {
            lang.pick("借款人不是同一家", "the borrower is a different firm").to_owned()
        }
        Explanation::OtherBorrower { same_code: true } => lang
            .pick(
                "信用代码相同而名称不同：可能已更名，我方未登记",
                "same credit code but different name: possibly renamed, not recorded here",
            )
            .to_owned(),
        Explanation::OtherNumber { of: None } => {
            lang.pick("号码与该笔贷款不符", "the number does not belong to this loan").to_owned()
        }
        Explanation::OtherNumber { of: Some(loan) } => {
            if zh {
                format!("号码是另一笔贷款{loan}的")
            } else {
                format!("the number belongs to another loan, {loan}")
            }
        }
        Explanation::Misspelt => lang
            .pick(
                "只差一两个字，可能笔误",
                "differs by a character or two: possibly a typing error",
            )
            .to_owned(),
        Explanation::Noughts { more } => {
            let n = more.unsigned_abs();
            let word = super::plural(&n, "zero", "zeros");
            match (zh, *more > 0) {
                (true, true) => format!("银行多写{n}个零（小数点错位）"),
                (true, false) => format!("银行少写{n}个零（小数点错位）"),
                (false, true) => format!("the bank's figure has {n} {word} too many"),
                (false, false) => format!("the bank's figure has {n} {word} too few"),
            }
        }
        Explanation::NotStated => lang
            .pick(
                "银行未列余额，无从核对",
                "the bank states no balance, so there is nothing to compare",
            )
            .to_owned(),
        Explanation::Unreadable => {
            lang.pick("单元格无法识别", "the cell cannot be read").to_owned()
        }
        Explanation::Unknown => lang.pick("未查明", "cause unknown").to_owned(),
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
                format!("record the class {class} as of {day}")
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
            "loan {loan_no} is already matched to row {row}"
                / "If that is wrong, first run `ipledger reconcile decide {number} {row} {loan_no} --not`, then decide this row."
        ),
        ReconciliationProblem::NumberOfOther { row, loan_no } => words!(
            lang,
            "第{row}行自身的借据号就是贷款{loan_no}"
                / "银行确实写错时，先说明不是（ipledger reconcile decide {number} {row} {loan_no} --not），再指定。",
            "the loan number in row {row} is that of {loan_no}"
                / "If the bank is wrong, first say so with `ipledger reconcile decide {number} {row} {loan_no} --not`, then decide the row."
        ),
        ReconciliationProblem::Unexplained { remainder } => Words {
            message: say::sign_remainder(lang, remainder.grouped()),
            hint: say::sign_remainder_hint(lang, number),
        },
        ReconciliationProblem::BalanceUnknown { rows } => {
            let (n, first) = (rows.len(), rows.first().map_or("", String::as_str));
            let have = super::plural(&n, "row has", "rows have");
            words!(
                lang,
                "{n}行没有可读的余额（首见第{first}行），银行合计不明，不能确认"
                    / "请银行补列余额，再对账一次；余额列未认出时用 --map balance=列名。",
                "{n} {have} no readable balance (first: row {first}), so the bank's total is not known and cannot be signed"
                    / "Ask the bank for the balances and reconcile again; if the column was not recognised, name it with --map balance=HEADER."
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
                "nothing is left to accept; already recorded: {done}"
                    / "See the present result with `ipledger reconcile show {number}`."
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
            "this is not a bundle, or its beginning is damaged"
                / "Ask for it to be sent again; bundles are made with `ipledger export bank`."
        ),
        BundleFault::Tampered => words!(
            lang,
            "内容与签名不符：已被改动" / "不要使用其中的数据，请对方重新发送。",
            "the content does not match the signature: it has been changed"
                / "Do not use any of it; ask for it to be sent again."
        ),
        BundleFault::OtherKey { found } => words!(
            lang,
            "签名者不是给定的公钥，而是{found}" / "向主管部门核对公钥；对不上就不要使用。",
            "it was signed with a different key from the one given: {found}"
                / "Check the key with the office; if it does not match, do not use the bundle."
        ),
        BundleFault::Encrypted => words!(
            lang,
            "数据包已加密" / "用 --identity 给出您的 age 私钥文件。",
            "the bundle is encrypted" / "Give the file of your age identity with --identity."
        ),
        BundleFault::NotForThisKey => words!(
            lang,
            "用这把私钥解不开" / "数据包是加密给别人的，或已损坏。",
            "this key cannot open it" / "The bundle is encrypted for someone else, or is damaged."
        ),
        BundleFault::KeyUnreadable => words!(
            lang,
            "签名密钥文件不可用" / "核对 --key；应为64位十六进制数，一行。",
            "the signing key file cannot be used"
                / "Check --key: the file should be one line of 64 hexadecimal digits."
        ),
        BundleFault::ReaderUnreadable => words!(
            lang,
            "不是 age 的公钥或私钥" / "公钥以 age1 开头，私钥以 AGE-SECRET-KEY-1 开头。",
            "this is not an age key"
                / "A public key begins with age1, a private key with AGE-SECRET-KEY-1."
        ),
        BundleFault::NoRandomness => words!(
            lang,
            "系统没有给出随机数，无法生成密钥" / "稍后再试；仍不行请找管理这台机器的人。",
            "the system provided no random numbers, so no key can be created"
                / "Try again later, or ask the person who looks after this computer."
        ),
    }
}
