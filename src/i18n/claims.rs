//! Sentences about schemes, claims and funds.

use super::Lang;
use super::codes::label;
use super::numbers::amounts_grouped;
use super::words::Words;
use crate::domain::claim::{ClaimAction, ClaimRefusal, ClaimRule, ClaimState, Ground};
use crate::domain::pledge::GroundOutcome;
use crate::domain::scheme::{QuoteProblem, SchemeProblem, Step, StepRule, Terms};
use crate::domain::values::Money;

/// Says what is wrong with a scheme's file.
pub fn scheme_fault(lang: Lang, problem: &SchemeProblem) -> Words {
    match problem {
        SchemeProblem::Unreadable(why) => words!(
            lang,
            "办法文件无法识别：{why}"
                / "对照 samples/schemes/reference.toml；金额和百分比写在引号里。",
            "the scheme's file cannot be read: {why}"
                / "Compare samples/schemes/reference.toml; amounts and percentages go in quotation marks."
        ),
        SchemeProblem::NoShares => words!(
            lang,
            "没有分担比例" / "写明 [[share]]，或 [[layer]] 及其 [[layer.share]]。",
            "no shares are stated" / "State [[share]], or [[layer]] with its [[layer.share]]."
        ),
        SchemeProblem::SharesAndLayers => words!(
            lang,
            "[[share]] 与 [[layer]] 只能用一种" / "分段分担时，比例写在各段之下。",
            "[[share]] and [[layer]] cannot be used together"
                / "With layers, state the shares under each layer."
        ),
        SchemeProblem::SharesGap(sum) => words!(
            lang,
            "分担比例合计{sum}，不足100%" / "补足比例；余下由银行承担的也要写明。",
            "the shares add up to {sum}, less than 100%"
                / "State who bears the rest, even if it is the bank."
        ),
        SchemeProblem::SharesOver(sum) => words!(
            lang,
            "分担比例合计{sum}，超过100%" / "核对各方比例。",
            "the shares add up to {sum}, more than 100%" / "Check each share."
        ),
        SchemeProblem::ShareNotPositive(payer) => words!(
            lang,
            "“{payer}”的比例不大于零" / "核对比例，或删去该方。",
            "the share of \"{payer}\" is not greater than zero"
                / "Check it, or leave out the payer."
        ),
        SchemeProblem::PayerTwice(payer) => words!(
            lang,
            "“{payer}”在同一组中出现两次" / "合并为一项。",
            "\"{payer}\" appears twice in the same group" / "Combine them into one share."
        ),
        SchemeProblem::PayerUnknown(payer) => words!(
            lang,
            "“{payer}”不在分担各方之中" / "核对名称，须与 payer 一致。",
            "\"{payer}\" is not one of the payers" / "Check the name: it must match `payer`."
        ),
        SchemeProblem::RoleDiffers(payer) => words!(
            lang,
            "“{payer}”前后角色不一" / "各段中同一方的 role 须相同。",
            "\"{payer}\" has different roles" / "Give it the same `role` in every layer."
        ),
        SchemeProblem::NoBank => words!(
            lang,
            "没有银行一方" / "写明 role = \"bank\" 的一方：各方不担的由它承担。",
            "no payer is the bank"
                / "State a payer with role = \"bank\": it bears whatever no one else does."
        ),
        SchemeProblem::SeveralBanks => words!(
            lang,
            "有两个银行方" / "只能有一方 role = \"bank\"。",
            "two payers are the bank" / "Only one may have role = \"bank\"."
        ),
        SchemeProblem::LayerUnreadable(text) => words!(
            lang,
            "分段界限“{text}”无法识别" / "按贷款余额分段写百分比，按单笔分段写元。",
            "the layer bound \"{text}\" cannot be understood"
                / "Write percentages for layers of the portfolio, and yuan for layers of a claim."
        ),
        SchemeProblem::LayerUnreachable => words!(
            lang,
            "该段永远轮不到" / "核对起止，或被前一段完全覆盖。",
            "the layer can never be reached" / "Check its bounds, and the layers before it."
        ),
        SchemeProblem::LayersOverlap => words!(
            lang,
            "与前一段重叠" / "各段首尾相接，不要重叠。",
            "the layer overlaps an earlier one"
                / "Let each layer begin where the previous one ends."
        ),
        SchemeProblem::LayersMixed => words!(
            lang,
            "分段的依据不一" / "各段的 of 须相同。",
            "the layers have different bases" / "Give all layers the same `of`."
        ),
        SchemeProblem::AdjustmentTooLarge(payer) => words!(
            lang,
            "调整后“{payer}”的比例会小于零" / "核对 [[adjust]] 的百分点。",
            "after adjustment the share of \"{payer}\" would be below zero"
                / "Check the percentage points in [[adjust]]."
        ),
        SchemeProblem::CapWithoutLimit => words!(
            lang,
            "上限没有写明数额" / "写 amount；of = \"share\" 时写 percent。",
            "the cap states no limit" / "State `amount`, or `percent` with of = \"share\"."
        ),
        SchemeProblem::CapTwoLimits => words!(
            lang,
            "上限既写了数额又写了比例" / "只留一项，另一项另列一条。",
            "the cap states both an amount and a percentage"
                / "Keep one, and make the other a separate cap."
        ),
        SchemeProblem::CapNotPositive => words!(
            lang,
            "上限不大于零" / "核对数额。",
            "the cap is not greater than zero" / "Check it."
        ),
        SchemeProblem::CapTwice => words!(
            lang,
            "同一上限写了两次" / "删去一条，或用 tag 区分。",
            "the same cap is stated twice" / "Remove one, or distinguish them with `tag`."
        ),
        SchemeProblem::CapContradicts(of, amount) => {
            let (of, amount) = (label(lang, "cap", of.code()), amount.grouped());
            words!(
                lang,
                "{of}上限{amount}元更低，本上限永远达不到" / "核对两个上限。",
                "the cap for the {of} is lower ({amount} yuan), so this one is never reached"
                    / "Check both caps."
            )
        }
        SchemeProblem::CapOnBank => words!(
            lang,
            "银行承担余额，不能设上限" / "把上限设在其他各方。",
            "the bank bears the rest and cannot be capped" / "Put the cap on another payer."
        ),
        SchemeProblem::PercentOutOfRange(percent) => words!(
            lang,
            "{percent}不在0到100%之间" / "核对百分比。",
            "{percent} is not between 0 and 100%" / "Check it."
        ),
        SchemeProblem::VersionEndsFirst => words!(
            lang,
            "失效日早于生效日" / "核对 valid_from 和 valid_to。",
            "the version ends before it begins" / "Check `valid_from` and `valid_to`."
        ),
        SchemeProblem::BreakerWarnsLate => words!(
            lang,
            "预警线高于熔断线" / "warn 不应大于 stop。",
            "the breaker would warn only after it stops" / "`warn` must not exceed `stop`."
        ),
        SchemeProblem::Blank => words!(
            lang,
            "没有写明 id 或 title" / "两者都要写。",
            "`id` or `title` is missing" / "State both."
        ),
    }
}

/// Says why a scheme gives nothing.
pub fn quote_problem(lang: Lang, problem: &QuoteProblem) -> Words {
    match problem {
        QuoteProblem::NothingLost => words!(
            lang,
            "按办法的口径没有损失" / "核对本金、利息、费用和已收回金额。",
            "there is no loss as the scheme defines it"
                / "Check the principal, interest, costs and recoveries."
        ),
        QuoteProblem::NegativeAmount => {
            words!(
                lang,
                "金额不能为负" / "核对金额。",
                "an amount cannot be negative" / "Check the amount."
            )
        }
        QuoteProblem::PortfolioUnknown => words!(
            lang,
            "办法按银行贷款余额分段，而余额未填" / "用 --portfolio 填写银行在该办法下的贷款余额。",
            "the scheme has layers of the bank's portfolio, but the portfolio is not stated"
                / "Give the bank's loan balance under the scheme with --portfolio."
        ),
        QuoteProblem::IpPartUnknown => words!(
            lang,
            "办法只补知识产权质押部分，而贷款未写明该部分"
                / "用 ipledger loan correct --ip-part 补录。",
            "the scheme covers only the part secured by intellectual property, which the loan does not state"
                / "Record it with `ipledger loan correct --ip-part`."
        ),
        QuoteProblem::IpPartTooSmall { part, least } => words!(
            lang,
            "知识产权质押部分占{part}，低于{least}" / "不属补偿范围。",
            "the part secured by intellectual property is {part}, below the required {least}"
                / "The scheme does not cover the loan."
        ),
        QuoteProblem::NoAdvance => words!(
            lang,
            "该办法没有前补偿" / "按最终损失申请。",
            "the scheme has no advance payment" / "Claim the final loss."
        ),
        QuoteProblem::TooLarge => {
            words!(
                lang,
                "金额过大" / "核对金额和单位。",
                "the amount is too large" / "Check the amount and its unit."
            )
        }
    }
}

/// Says which rule of compensation stands against it.
pub fn claim_refusal(lang: Lang, refusal: &ClaimRefusal) -> Words {
    match refusal {
        ClaimRefusal::NotAllowed { act, state } => {
            let (act, now) =
                (label(lang, "verb", act.code()), label(lang, "claim_state", state.code()));
            let next: Vec<&str> = state.allows().iter().map(|act| command(*act)).collect();
            let next = match next.as_slice() {
                [] => lang.pick("无", "nothing").to_owned(),
                acts => acts.join(" / "),
            };
            words!(
                lang,
                "申请现为“{now}”，不能{act}" / "现在可以：{next}。",
                "the claim is \"{now}\" and cannot be {act}" / "Possible now: {next}."
            )
        }
        ClaimRefusal::SamePerson { name } => words!(
            lang,
            "“{name}”是申请的填报人，不能自己审批" / "由另一人以 --by 署名办理。",
            "\"{name}\" filed the claim and cannot decide on it"
                / "Another person must do this, named with --by."
        ),
        ClaimRefusal::NotApprover { name } => words!(
            lang,
            "“{name}”没有审批权限" / "由有权限的人办理；授权用 ipledger claim authorise。",
            "\"{name}\" is not authorised to decide"
                / "An authorised person must do this; authorise people with `ipledger claim authorise`."
        ),
        ClaimRefusal::OverLimit { name, limit, amount } => {
            let (limit, amount) = (limit.grouped(), amount.grouped());
            words!(
                lang,
                "“{name}”的审批限额为{limit}元，本件为{amount}元" / "由限额更高的人办理。",
                "\"{name}\" may decide up to {limit} yuan; this claim is {amount} yuan"
                    / "Someone with a higher limit must do this."
            )
        }
        ClaimRefusal::NamesHimself { name } => words!(
            lang,
            "“{name}”不能给自己授权" / "由另一人办理。",
            "\"{name}\" cannot authorise themselves" / "Another person must do this."
        ),
        ClaimRefusal::OverDue { payer, due } => {
            let (payer, due) = (label(lang, "role", payer), due.grouped());
            words!(
                lang,
                "“{payer}”待付余额为{due}元" / "核对金额和付款方。",
                "\"{payer}\" has only {due} yuan left to pay" / "Check the amount and the payer."
            )
        }
        ClaimRefusal::Grounds(grounds)
            if grounds.iter().all(|ground| {
                ground.outcome != GroundOutcome::Refuse || ground.rule == ClaimRule::Enrolled
            }) =>
        {
            let not = grounds.iter().filter(|ground| ground.outcome == GroundOutcome::Refuse);
            let said: Vec<String> = not.map(|ground| ground_in_words(lang, ground)).collect();
            let said = said.join(lang.pick("；", "; "));
            words!(
                lang,
                "不符合办法：{said}" / "确已备案的，先用 ipledger loan enrol 登记。",
                "the conditions of the scheme are not met: {said}"
                    / "If the loan is enrolled, record that first with `ipledger loan enrol`."
            )
        }
        ClaimRefusal::Grounds(grounds) => {
            let said: Vec<String> = grounds
                .iter()
                .filter(|ground| ground.outcome == GroundOutcome::Refuse)
                .map(|ground| ground_in_words(lang, ground))
                .collect();
            let said = said.join(lang.pick("；", "; "));
            words!(
                lang,
                "不符合办法：{said}" / "核对事实；确属不符的，不予补偿。",
                "the conditions of the scheme are not met: {said}"
                    / "Check the facts; if they are right, no compensation is due."
            )
        }
        ClaimRefusal::NoScheme { day } => words!(
            lang,
            "{day}没有生效的办法" / "用 ipledger scheme add 登记办法，或用 --scheme 指定。",
            "no scheme is in force on {day}"
                / "Record a scheme with `ipledger scheme add`, or name one with --scheme."
        ),
        ClaimRefusal::SchemeAmbiguous { day, schemes } => {
            let schemes = schemes.join(" ");
            words!(
                lang,
                "{day}有多个办法生效：{schemes}" / "用 --scheme 指定。",
                "several schemes are in force on {day}: {schemes}" / "Name one with --scheme."
            )
        }
        ClaimRefusal::LoanClaimed { claim } => words!(
            lang,
            "该贷款已有补偿申请{claim}" / "用 ipledger claim show 查看。",
            "there is already a claim {claim} on this loan" / "See it with `ipledger claim show`."
        ),
        ClaimRefusal::BeforeLast { last } => words!(
            lang,
            "日期早于该申请最近一次办理的{last}" / "核对日期。",
            "the date is before the latest action on the claim, {last}" / "Check the date."
        ),
        ClaimRefusal::CostsOverAmount { amount } => {
            let amount = amount.grouped();
            words!(
                lang,
                "追偿费用超过收回的{amount}元" / "核对金额。",
                "the costs exceed the {amount} yuan recovered" / "Check the amounts."
            )
        }
        ClaimRefusal::OwesLess { part, claimed, owed, day, state } => {
            let part = label(lang, "bucket", part);
            let (claimed, owed) = (claimed.grouped(), owed.grouped());
            let next = match state {
                ClaimState::Filed | ClaimState::Approved => lang.pick(
                    "用 ipledger claim void 作废后，按所欠重新申请。",
                    "Void it with `ipledger claim void`, then file again for what is owed.",
                ),
                ClaimState::Advanced => lang.pick(
                    "不写金额即按所欠清算。",
                    "Leave out the amounts to settle at what is owed.",
                ),
                ClaimState::Rejected
                | ClaimState::PartlyPaid
                | ClaimState::PublicPaid
                | ClaimState::Paid
                | ClaimState::RefundDue
                | ClaimState::Closed => lang.pick(
                    "先用 ipledger claim recover 登记收回的款项。",
                    "First record what was recovered with `ipledger claim recover`.",
                ),
            };
            words!(
                lang,
                "申请{part}{claimed}元，该贷款{day}只欠{owed}元" / "{next}",
                "the claim is for {claimed} yuan of {part}, but on {day} only {owed} yuan is owed"
                    / "{next}"
            )
        }
        ClaimRefusal::OverExcess { due } => {
            let due = due.grouped();
            words!(
                lang,
                "应退回的多付部分为{due}元"
                    / "核对金额；债务人还款用 ipledger claim recover 登记。",
                "the excess to be returned is {due} yuan"
                    / "Check the amount; record payments by the debtor with `ipledger claim recover`."
            )
        }
    }
}

/// The command that does it.
fn command(act: ClaimAction) -> &'static str {
    match act {
        ClaimAction::Approve => "claim approve",
        ClaimAction::Reject => "claim reject",
        ClaimAction::Pay => "claim pay",
        ClaimAction::Settle => "claim settle",
        ClaimAction::Recover => "claim recover",
        ClaimAction::Refund => "claim refund",
        ClaimAction::Void => "claim void",
    }
}

/// What a scheme is called.
pub fn scheme_name(lang: Lang, terms: &Terms) -> &str {
    lang.pick(&terms.title, terms.title_en.as_ref().unwrap_or(&terms.title))
}

/// What was found of a ground, as people read it.
pub fn ground_found(lang: Lang, ground: &Ground) -> Option<String> {
    Some(ground_value(lang, ground.rule, ground.found.as_deref()?))
}

/// What a scheme asks of a claim, as people read it.
pub fn ground_asked(lang: Lang, ground: &Ground) -> String {
    let asked = ground_value(lang, ground.rule, &ground.asked);
    match ground.rule {
        // The scheme is the claim's own: the day is what matters.
        ClaimRule::Enrolled => {
            let day = asked.rsplit(' ').next().unwrap_or_default();
            lang.pick(format!("含{day}"), format!("covers {day}"))
        }
        ClaimRule::DaysOverdue
        | ClaimRule::Class
        | ClaimRule::DaysBad
        | ClaimRule::SuitFiled
        | ClaimRule::Judgment
        | ClaimRule::WrittenOff
        | ClaimRule::FilingDays
        | ClaimRule::ClaimDays
        | ClaimRule::PledgeBeforeBad
        | ClaimRule::Size
        | ClaimRule::LoanMost
        | ClaimRule::TermMost
        | ClaimRule::RateMost
        | ClaimRule::ExcludedTag
        | ClaimRule::RequiredTag
        | ClaimRule::PrincipalOwed => asked,
    }
}

/// Codes in words, amounts grouped.
fn ground_value(lang: Lang, rule: ClaimRule, text: &str) -> String {
    let (group, between) = match rule {
        ClaimRule::Class => ("class", ' '),
        ClaimRule::Size => ("size", '/'),
        ClaimRule::DaysOverdue
        | ClaimRule::DaysBad
        | ClaimRule::SuitFiled
        | ClaimRule::Judgment
        | ClaimRule::WrittenOff
        | ClaimRule::FilingDays
        | ClaimRule::ClaimDays
        | ClaimRule::PledgeBeforeBad
        | ClaimRule::LoanMost
        | ClaimRule::TermMost
        | ClaimRule::RateMost
        | ClaimRule::ExcludedTag
        | ClaimRule::RequiredTag
        | ClaimRule::Enrolled
        | ClaimRule::PrincipalOwed => return amounts_grouped(text),
    };
    let words: Vec<String> = text.split(between).map(|word| label(lang, group, word)).collect();
    words.join(&between.to_string())
}

/// A ground in one line: the rule, what was found, what is asked.
pub fn ground_in_words(lang: Lang, ground: &Ground) -> String {
    let rule = label(lang, "claim_rule", ground.rule.code());
    let asked = ground_asked(lang, ground);
    let found = ground_found(lang, ground)
        .unwrap_or_else(|| lang.pick("账上没有", "not in the ledger").to_owned());
    match lang {
        Lang::Zh => format!("{rule}：{found}（要求{asked}）"),
        Lang::En => format!("{rule}: {found} (required: {asked})"),
    }
}

/// How a step came about: what of what, or which ceiling.
pub fn step_in_words(lang: Lang, step: &Step) -> String {
    let mut said = Vec::new();
    if let Some((of, percent)) = step.of.zip(step.percent) {
        said.push(format!("{} × {percent}", of.grouped()));
    }
    if !step.tags.is_empty() {
        said.push(format!("[{}]", step.tags.join(" ")));
    }
    if let Some((limit, used)) = step.limit {
        said.push(match step.rule {
            StepRule::NotIpPart => of_whole(lang, limit, used),
            _ => under(lang, limit, used),
        });
    }
    said.join(" ")
}

fn under(lang: Lang, limit: Money, used: Money) -> String {
    let (limit, used) = (limit.grouped(), used.grouped());
    match lang {
        Lang::Zh => format!("上限{limit}，已用{used}"),
        Lang::En => format!("limit {limit}, used {used}"),
    }
}

fn of_whole(lang: Lang, part: Money, whole: Money) -> String {
    let (part, whole) = (part.grouped(), whole.grouped());
    match lang {
        Lang::Zh => format!("知识产权部分{part}，贷款{whole}"),
        Lang::En => format!("IP-secured part {part} of a loan of {whole}"),
    }
}
