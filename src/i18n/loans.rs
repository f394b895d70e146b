//! Sentences about loans.

use super::Lang;
use super::words::Words;
use crate::domain::loan::LoanProblem;

/// Says which rule of a loan an event breaks.
pub fn loan_problem(lang: Lang, problem: &LoanProblem) -> Words {
    match problem {
        LoanProblem::BeforeDisbursement { day } => words!(
            lang,
            "{day}时还没有放款" / "先用 ipledger loan disburse 登记放款，或核对日期。",
            "nothing had been disbursed by {day}"
                / "Record the disbursement with `ipledger loan disburse`, or check the date."
        ),
        LoanProblem::BeforeContract { day, signed } => words!(
            lang,
            "{day}早于合同签订日{signed}" / "核对日期。",
            "{day} is before the contract was signed ({signed})" / "Check the date."
        ),
        LoanProblem::DisbursedAfterDue { day, due } => words!(
            lang,
            "放款日{day}不早于到期日{due}" / "核对日期；已展期的先登记展期。",
            "the disbursement on {day} is not before the due date {due}"
                / "Check the date; if the loan was extended, record the extension first."
        ),
        LoanProblem::OverLimit { limit, disbursed } => {
            let (limit, disbursed) = (limit.grouped(), disbursed.grouped());
            words!(
                lang,
                "累计放款{disbursed}元，超过合同金额{limit}元" / "核对金额和单位，或更正合同金额。",
                "total disbursements of {disbursed} yuan exceed the contract amount of {limit} yuan"
                    / "Check the amount and its unit, or correct the contract amount."
            )
        }
        LoanProblem::AmountNotPositive => words!(
            lang,
            "金额必须大于零" / "核对金额。",
            "an amount must be greater than zero" / "Check the amount."
        ),
        LoanProblem::DueNotAfterStart { due, start } => words!(
            lang,
            "到期日{due}不晚于放款日{start}" / "核对日期。",
            "the due date {due} is not after the disbursement on {start}" / "Check the dates."
        ),
        LoanProblem::ExtensionNotLater { due, new_due } => words!(
            lang,
            "展期后的到期日{new_due}不晚于现到期日{due}" / "核对展期后的到期日。",
            "the new due date {new_due} is not after the current due date {due}"
                / "Check the new due date."
        ),
        LoanProblem::ExtensionAfterDue { due, day } => words!(
            lang,
            "展期应在到期日{due}前办理，登记的是{day}" / "贷款通则第12条；核对展期协议的日期。",
            "an extension must be agreed before the due date {due}; this one is dated {day}"
                / "General Rules on Loans, article 12; check the date of the extension agreement."
        ),
        LoanProblem::WriteOffOverOutstanding { outstanding } => {
            let outstanding = outstanding.grouped();
            words!(
                lang,
                "核销金额超过未还本金{outstanding}元" / "核对金额和单位。",
                "the write-off exceeds the outstanding principal of {outstanding} yuan"
                    / "Check the amount and its unit."
            )
        }
        LoanProblem::RefundOverOverpaid { overpaid } => {
            let overpaid = overpaid.grouped();
            words!(
                lang,
                "退款超过多还的{overpaid}元" / "核对金额。",
                "the refund exceeds the {overpaid} yuan overpaid" / "Check the amount."
            )
        }
        LoanProblem::PaymentUnderOtherReference { day, amount, reference } => {
            let amount = amount.grouped();
            words!(
                lang,
                "{day}的还款{amount}元已以流水号{reference}登记，可能就是这一笔"
                    / "确为另一笔的，加 --again（文件用 loan repay --file 文件 --again）；就是这一笔的，无须再登记。",
                "{amount} yuan paid on {day} are recorded under the reference {reference}: this may be that payment"
                    / "If it is a further payment, add --again (a file: loan repay --file FILE --again); if it is that one, nothing is to be done."
            )
        }
        LoanProblem::LprMissing { tenor, day } => {
            let tenor = tenor.code();
            words!(
                lang,
                "没有{day}适用的LPR（{tenor}）" / "用 ipledger loan lpr 补录公布的LPR。",
                "no LPR ({tenor}) is known for {day}"
                    / "Add the published LPR with `ipledger loan lpr`."
            )
        }
        LoanProblem::TooLarge => words!(
            lang,
            "金额或期限超出可计算的范围" / "核对金额、利率和日期。",
            "the amount or the term is too large to calculate"
                / "Check the amount, the rate and the dates."
        ),
    }
}

/// Says which grounds stand against a registration.
pub fn pledge_refused(lang: Lang, grounds: &str) -> Words {
    words!(
        lang,
        "不予登记：{grounds}"
            / "补正后再登记；允许放行的加 --declared，或 --waive 规则 --reason 理由。",
        "registration refused: {grounds}"
            / "Correct this and register again; where it may be waived, add --declared, or --waive RULE --reason WHY."
    )
}
