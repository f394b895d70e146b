//! What is said of each problem: a sentence, and what to do next.

use std::borrow::Cow;

use super::loans::loan_problem;
use super::punctuation::comma_list;
use super::{Lang, say};
use crate::domain::certificate::Standard;
use crate::domain::party::is_mark;
use crate::domain::patent::Change;
use crate::domain::steps::StepProblem;
use crate::domain::{Note, Problem, RowPlace};
use crate::exchange::import::PartyWarning;
use crate::exchange::reading::UnitPlace;
use crate::exchange::{FileFault, Place};
use crate::i18n::codes::{label, word_of};
use crate::i18n::titles::title;
use crate::ledger::{DatabaseFault, LedgerError, UnsafePlace, What, moment_in_china};
use crate::operations::fact_noun::FactNoun;

/// A sentence and what to do next (may be empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub message: String,
    pub hint: String,
}

/// What the system says of a file, in the user's language.
pub fn io_error(lang: Lang, kind: std::io::ErrorKind) -> String {
    use std::io::ErrorKind;
    let (zh, en) = match kind {
        ErrorKind::NotFound => ("找不到文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => ("没有权限", "no permission"),
        ErrorKind::AlreadyExists => ("已经存在", "it already exists"),
        ErrorKind::IsADirectory => ("这是文件夹", "it is a folder"),
        ErrorKind::NotADirectory => {
            ("路径中有一段不是文件夹", "a part of the path is not a folder")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("磁盘已满", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => ("位置是只读的", "the location is read-only"),
        ErrorKind::InvalidFilename => ("文件名不合规定", "not a valid file name"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => ("正被占用", "it is in use"),
        ErrorKind::FileTooLarge => ("文件过大", "the file is too large"),
        ErrorKind::TimedOut => ("等待超时", "it took too long"),
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof => ("内容不完整", "it is incomplete"),
        // The system knows more reasons than there are words, and says them in English only.
        _ => ("系统读写出错", "the system could not read or write it"),
    };
    lang.pick(zh, en).to_owned()
}

/// Says why the value of a field is refused; of a word it does not take, which words it takes.
pub fn fault(lang: Lang, field: &str, of: &Problem) -> Words {
    let words = problem(lang, of);
    match (of, super::codes::words_taken(lang, field)) {
        (Problem::WordUnknown | Problem::KindUnknown, Some(taken)) => {
            Words { hint: super::say::words_taken(lang, taken), ..words }
        }
        _ => words,
    }
}

/// Says why a value is refused.
pub fn problem(lang: Lang, problem: &Problem) -> Words {
    let offer = |suggestion: &Option<String>| match (suggestion, lang) {
        (Some(s), Lang::Zh) => format!("是否应为 {s}？请核对后改正。"),
        (Some(s), Lang::En) => format!("Should it be {s}? Check and correct it."),
        (None, Lang::Zh) => "请按受理通知书或证书核对。".to_owned(),
        (None, Lang::En) => "Check it against the filing receipt or the certificate.".to_owned(),
    };
    match problem {
        Problem::ApplicationNoShape { suggestion } => {
            let hint = offer(suggestion);
            words!(
                lang,
                "不是申请号的格式（应为12位或8位数字、点和校验位）" / "{hint}",
                "not in the form of an application number (12 or 8 digits, a dot, a check character)"
                    / "{hint}"
            )
        }
        Problem::ApplicationNoIsPublicationNo => words!(
            lang,
            "这里应为申请号，填的却是公布号"
                / "填申请号；已在账上的，ipledger patent show 公布号 可以查到。",
            "this is a publication number; an application number is expected here"
                / "Enter the application number; of a recorded patent `ipledger patent show NUMBER` tells it."
        ),
        Problem::ApplicationNoDigitsLost => words!(
            lang,
            "申请号被表格软件改成了科学计数法，末几位已丢失"
                / "把该列设为文本格式，重新填写完整的申请号。",
            "the spreadsheet turned the application number into scientific notation, and digits were lost"
                / "Format the column as text and enter the full number again."
        ),
        Problem::ApplicationNoYear { year } => words!(
            lang,
            "申请号中的年份{year}不可能" / "请按受理通知书或证书核对。",
            "the year {year} in the application number is impossible"
                / "Check it against the filing receipt or the certificate."
        ),
        Problem::ApplicationNoKind { digit } => words!(
            lang,
            "申请号的种类位是{digit}，只能是1、2、3、8、9" / "请按受理通知书或证书核对。",
            "the type digit of the application number is {digit}; it can only be 1, 2, 3, 8 or 9"
                / "Check it against the filing receipt or the certificate."
        ),
        Problem::ApplicationNoCheck { expected } => words!(
            lang,
            "申请号的校验位不符，按这些数字应为{expected}" / "有一位数字或校验位写错了，请核对。",
            "the check character is wrong; these digits give {expected}"
                / "Either a digit or the check character is wrong: check the number."
        ),
        Problem::PublicationNoShape => words!(
            lang,
            "不是公开号或授权公告号的格式" / "应类似 CN105123456A 或 CN105123456B。",
            "not in the form of a publication or grant number"
                / "It should look like CN105123456A or CN105123456B."
        ),
        Problem::PublicationNoKind { digit, letter } => words!(
            lang,
            "公布号首位{digit}与字母{letter}不是同一种专利" / "请核对公布号。",
            "the first digit {digit} and the letter {letter} belong to different types of patent"
                / "Check the number."
        ),
        Problem::PublicationNoIsApplicationNo => words!(
            lang,
            "这里应为公布号，填的却是申请号" / "改填公开号或授权公告号，或留空。",
            "this is an application number; a publication number is expected here"
                / "Enter the publication or grant number, or leave it blank."
        ),
        Problem::PctNoShape => words!(
            lang,
            "不是PCT国际申请号的格式" / "应类似 PCT/CN2019/079096。",
            "not in the form of an international application number"
                / "It should look like PCT/CN2019/079096."
        ),
        Problem::PctNoOffice { code } => words!(
            lang,
            "没有代码为{code}的受理局"
                / "请核对申请号：国内受理的以 PCT/CN 开头，国际局受理的以 PCT/IB 开头。",
            "no office that receives international applications has the code {code}"
                / "Check the number: one received in China begins with PCT/CN, one received by the International Bureau with PCT/IB."
        ),
        Problem::PctNoYear { year } | Problem::WoNoYear { year } => words!(
            lang,
            "年份{year}早于《专利合作条约》生效（1978年）或不可能" / "请核对年份。",
            "the year {year} is impossible: the Patent Cooperation Treaty took effect in 1978"
                / "Check the year."
        ),
        Problem::WoNoShape => words!(
            lang,
            "不是国际公布号的格式" / "应类似 WO2024/124838。",
            "not in the form of an international publication number"
                / "It should look like WO2024/124838."
        ),
        Problem::CreditCodeLength { found } => words!(
            lang,
            "统一社会信用代码应为18位，这里是{found}位" / "请按营业执照核对。",
            "a credit code has 18 characters; this has {found}"
                / "Check it against the business licence."
        ),
        Problem::CreditCodeDigitsLost => words!(
            lang,
            "信用代码被表格软件改成了科学计数法，末几位已丢失" / "把该列设为文本格式，重新填写。",
            "the spreadsheet turned the credit code into scientific notation, and digits were lost"
                / "Format the column as text and enter the code again."
        ),
        Problem::CreditCodeAlphabet { place, found, suggestion } => {
            let hint = match suggestion {
                Some(_) => offer(suggestion),
                None => lang
                    .pick("请按营业执照核对。", "Check it against the business licence.")
                    .to_owned(),
            };
            words!(
                lang,
                "信用代码第{place}位不能是“{found}”" / "{hint}",
                "character {place} of a credit code cannot be '{found}'" / "{hint}"
            )
        }
        Problem::CreditCodeCheck { expected } => words!(
            lang,
            "信用代码的校验位不符，按前17位应为{expected}" / "请按营业执照核对。",
            "the last character of the credit code is wrong; the first 17 give {expected}"
                / "Check it against the business licence."
        ),
        Problem::IpcShape => words!(
            lang,
            "不是IPC分类号或洛迦诺分类号" / "应类似 G06F 17/30 或 14-02。",
            "neither an IPC symbol nor a Locarno class"
                / "It should look like G06F 17/30 or 14-02."
        ),
        Problem::KindUnknown => words!(
            lang,
            "不认识的专利类型" / "填发明、实用新型或外观设计，或留空由申请号确定。",
            "not a type of patent"
                / "Enter invention, utility or design, or leave it blank: the application number tells the type."
        ),
        Problem::RegionShape => words!(
            lang,
            "不是六位行政区划代码" / "填六位数字（GB/T 2260），如 310115。",
            "not a six-digit region code" / "Six digits by GB/T 2260, such as 310115."
        ),
        Problem::DateUnreadable => words!(
            lang,
            "日期无法识别" / "写成 2024-12-30 或 2024年12月30日。",
            "not a readable date" / "Write it as 2024-12-30."
        ),
        Problem::DateIncomplete => words!(
            lang,
            "日期不完整" / "补上日，写成 2024-12-30。",
            "the date is incomplete" / "Add the day: 2024-12-30."
        ),
        Problem::DateImpossible => words!(
            lang,
            "日历上没有这一天" / "请核对月和日。",
            "there is no such day" / "Check month and day."
        ),
        Problem::DateTwoDigitYear => words!(
            lang,
            "年份只有两位，无法确定世纪" / "写全四位年份。",
            "the year has only two digits, so the century is uncertain"
                / "Write the year with four digits."
        ),
        Problem::DateOrderAmbiguous => words!(
            lang,
            "分不清哪个是月、哪个是日" / "写成 2024-12-30。",
            "it is unclear which is the day and which the month" / "Write it as 2024-12-30."
        ),
        Problem::DateOutOfRange => words!(
            lang,
            "日期不在1900年至2199年之间" / "请核对年份。",
            "the date is not between 1900 and 2199" / "Check the year."
        ),
        Problem::NotWholeMonths => words!(
            lang,
            "口径按整月变更" / "起始日写某月1日，截止日写月末，例如自 2021-01-01。",
            "a basis changes by whole months"
                / "Begin on the first day of a month and end on the last day of one, for example from 2021-01-01."
        ),
        Problem::DateInFuture { today } => words!(
            lang,
            "日期晚于今天（{today}），尚未发生的事不能登记"
                / "请核对年份；若电脑日期不对，请先校正。",
            "the date is after today ({today}); what has not happened yet cannot be recorded"
                / "Check the year; if this computer's date is wrong, correct it first."
        ),
        Problem::DateBefore { earlier, than } => {
            let earlier = title(lang, earlier);
            words!(
                lang,
                "早于{earlier}（{than}）" / "两个日期至少有一个写错了，请核对。",
                "earlier than {earlier} ({than})"
                    / "At least one of the two dates is wrong: check both."
            )
        }
        Problem::DateNotExpected => words!(
            lang,
            "这里不应是日期" / "该列可能被设成了日期格式，改为文本后重新填写。",
            "a date is not expected here"
                / "The column may be formatted as dates: format it as text and enter the value again."
        ),
        Problem::PeriodUnreadable => words!(
            lang,
            "期间无法识别" / "写成 2024、2024Q4、2024-11 或 2021..2025。",
            "not a readable period" / "Write 2024, 2024Q4, 2024-11 or 2021..2025."
        ),
        Problem::QuarterUnreadable => words!(
            lang,
            "不是一个季度" / "写成 2024Q4 或 2024年第四季度。",
            "not a quarter" / "Write 2024Q4."
        ),
        Problem::PeriodReversed => words!(
            lang,
            "期间的结束早于开始" / "请对调或核对。",
            "the period ends before it starts" / "Swap the two or check them."
        ),
        Problem::MoneyUnreadable => words!(
            lang,
            "金额无法识别" / "写成 1200.50 或 300万元。",
            "not a readable amount" / "Write it as 1200.50 or 300万元."
        ),
        Problem::MoneyUnitUnknown => words!(
            lang,
            "金额没有单位" / "在表头注明（元）或（万元），或用 --unit 指定。",
            "the amount has no unit" / "State 元 or 万元 in the header, or pass --unit."
        ),
        Problem::MoneyFractionOfFen => words!(
            lang,
            "金额比分还细" / "最多保留两位小数（元）。",
            "the amount is smaller than one fen in its last digits"
                / "Give at most two decimals of a yuan."
        ),
        Problem::MoneyOutOfRange => words!(
            lang,
            "金额超出范围" / "请核对单位。",
            "the amount is out of range" / "Check the unit."
        ),
        Problem::PercentUnreadable | Problem::PercentOutOfRange => words!(
            lang,
            "百分比无法识别" / "写成 4.35%。",
            "not a readable percentage" / "Write it as 4.35%."
        ),
        Problem::AmountNotPositive => words!(
            lang,
            "金额必须大于零" / "核对金额；退款用 ipledger loan refund，更正用 void。",
            "an amount must be greater than zero"
                / "Check it; to return money use `ipledger loan refund`, to take an entry back use `void`."
        ),
        Problem::CurrencyNotCny => words!(
            lang,
            "不是人民币" / "按人民币金额登记；本系统只记人民币。",
            "the currency is not CNY" / "Record the amount in yuan; only CNY amounts are kept."
        ),
        Problem::NotARepayment => words!(
            lang,
            "不是还款"
                / "放款、冲正、计提和尚未归还的不作为还款导入：从文件中删去这一行；确是还款时改正摘要。",
            "this is no repayment"
                / "Loans paid out, reversals, accruals and payments still to come are not imported as payments: delete the row, or correct its words if it is one."
        ),
        Problem::EndWithoutDay => words!(
            lang,
            "已结束，但没有写哪一天" / "补上注销日一列；确实仍然有效时改正状态。",
            "it is over, and no day says since when"
                / "Add a column with the day of release, or correct the state if it is still in force."
        ),
        Problem::PartOverWhole { whole } => {
            let whole = whole.grouped();
            words!(
                lang,
                "部分大于全部（{whole}元）" / "核对两处金额和单位。",
                "the part is larger than the whole ({whole} yuan)"
                    / "Check both amounts and their units."
            )
        }
        Problem::DigitsLost => words!(
            lang,
            "科学计数法，位数已丢失" / "把该列设为文本，从原件重新录入。",
            "scientific notation: digits have been lost"
                / "Format the column as text and enter the number again from the original."
        ),
        Problem::UnknownReference { noun } => {
            let noun = title(lang, noun);
            words!(
                lang,
                "账上没有这个{noun}" / "先登记，再导入本文件；或核对号码。",
                "no such {noun} is recorded"
                    / "Record it first, then import this file again; or check the number."
            )
        }
        Problem::Loan(problem) => loan_problem(lang, problem),
        Problem::Against(finding) => Words {
            message: super::findings::sentence(lang, finding),
            hint: super::say::rule_hint(lang).to_owned(),
        },
        Problem::NotTaken => words!(
            lang,
            "此处不填这一项" / "去掉这一项再登记。",
            "this field does not apply here" / "Leave it out."
        ),
        Problem::NotInForce { noun, on } => {
            let error = LedgerError::Ended { noun, id: String::new(), on: *on };
            ledger_error(lang, &error)
        }
        Problem::NumberUnreadable => words!(
            lang,
            "数值无法识别" / "只填数字，可带小数点。",
            "not a readable number" / "Enter digits, with a decimal point where needed."
        ),
        Problem::FieldMissing => words!(
            lang,
            "必填项为空" / "补填后再登记或导入。",
            "a required field is blank" / "Fill it in, then record or import it again."
        ),
        Problem::WordUnknown => words!(
            lang,
            "不认识的词" / "可用的词见 ipledger template 或帮助。",
            "not a word this field accepts"
                / "See `ipledger template` or the help for the accepted words."
        ),
        Problem::DistrictUnknown => words!(
            lang,
            "没有这个地区" / "写区县名称、六位行政区划代码，或写“外”；不知道的留空。",
            "there is no such district"
                / "Write the district's name or its six-digit code, or 外 if it is outside; leave it blank if unknown."
        ),
        Problem::LocalityName => words!(
            lang,
            "补充的地名至少两个字，且不是行政区划的名称"
                / "写全街道、园区、乡镇或道路的名称，如苏河湾、江场三路。",
            "a locality's name has at least two characters and is not a division's"
                / "Write the name of the street, park, town or road in full."
        ),
        Problem::ShapeUnknown => words!(
            lang,
            "不认识的申请类别" / "填普通、分案或国家阶段，或留空。",
            "not a known type of application"
                / "Enter ordinary, divisional or national_phase, or leave it blank."
        ),
        Problem::IndicatorShape => words!(
            lang,
            "不是指标代码" / "用小写字母、数字和下划线，如 invention_filings。",
            "not an indicator code"
                / "Use lower-case letters, digits and underscores, for example invention_filings."
        ),
        Problem::TargetUnit { money: true } => words!(
            lang,
            "这一指标是金额，单位不是元、万元或亿元" / "把单位写成元、万元或亿元，目标值随之换算。",
            "the indicator is an amount and the unit is not one of money"
                / "Use 元, 万元 or 亿元, and write the goal in it."
        ),
        Problem::TargetUnit { money: false } => words!(
            lang,
            "这一指标不是金额" / "改用件、项、笔、家等单位，或核对指标代码。",
            "the indicator is not an amount" / "Use another unit, or check the indicator's code."
        ),
        Problem::OutsidePlan { from, to } => words!(
            lang,
            "不在规划的年限（{from}–{to}年）内" / "核对目标期，或核对规划代号。",
            "it is not within the plan's years, {from} to {to}"
                / "Check the period, or the plan's code."
        ),
        Problem::KindDisagrees { by_number } => {
            let kind = label(lang, "kind", by_number.code());
            words!(
                lang,
                "与申请号不符，申请号说明这是{kind}" / "核对申请号的种类位和此栏。",
                "disagrees with the application number, which says {kind}"
                    / "Check the number's type digit and this cell."
            )
        }
        Problem::NumberYearDisagrees { number_year, filing_year } => words!(
            lang,
            "号码的年份{number_year}与申请日的年份{filing_year}不一致" / "请核对两者。",
            "the year in the number, {number_year}, differs from the filing year, {filing_year}"
                / "Check both."
        ),
        Problem::TwiceInFile { other, changes } => {
            let (row, list) = (row_place(lang, other), change_list(lang, changes));
            words!(
                lang,
                "与{row}号码相同而内容不同：{list}" / "核对两行，改成一致，或删去错的一行。",
                "same number as {row}, but different content: {list}"
                    / "Check both rows; make them agree, or delete the wrong one."
            )
        }
        Problem::RefusedWithRow { other } => {
            let row = row_place(lang, other);
            words!(
                lang,
                "与{row}是同一笔登记，那一行未被接受" / "改正那一行，两行一起再导入。",
                "belongs to the same registration as {row}, which was refused"
                    / "Correct that row and import both together."
            )
        }
        Problem::KnownOtherwise { changes } => {
            let list = change_list(lang, changes);
            let said = words!(
                lang,
                "账上已有，内容不同：{list}" / "若以文件为准，加 --accept-corrections 再导入。",
                "already recorded with different content: {list}"
                    / "If the file is right, import again with --accept-corrections."
            );
            match changes.iter().any(|change| is_mark(change.field)) {
                true => Words { hint: said.hint + &super::say::a_further_mark(lang), ..said },
                false => said,
            }
        }
        Problem::PartyAmbiguous { candidates } => words!(
            lang,
            "账上有{candidates}个同名主体，无法确定是哪一个" / "补填统一社会信用代码。",
            "{candidates} recorded parties have this name"
                / "Add the credit code to tell them apart."
        ),
        Problem::MoreThanOne { found } => words!(
            lang,
            "这里只能填一个，却有{found}个" / "只填一个；银团贷款填代理行。",
            "the field takes one value, but {found} are given"
                / "Enter only one; for a syndicated loan, the agent bank."
        ),
        Problem::CellError => words!(
            lang,
            "单元格是表格软件的错误值，不是内容"
                / "在表格软件里改正该单元格的公式或引用，另存后再导入。",
            "the cell contains a spreadsheet error, not a value"
                / "Correct the formula or reference in the spreadsheet, save, and import again."
        ),
        Problem::FormulaUncomputed => words!(
            lang,
            "公式的结果没有存在文件里" / "用 Excel 或 WPS 打开并保存一次，结果就会写入文件。",
            "the file does not contain the formula's result"
                / "Open the file in Excel or WPS and save it once: this stores the result."
        ),
        Problem::ControlCharacter { code } => words!(
            lang,
            "文字里有看不见的控制字符（U+{code:04X}）"
                / "重新输入该单元格的文字，或用 CLEAN 函数去掉。",
            "the text contains an invisible control character (U+{code:04X})"
                / "Type the text again, or remove the character with the CLEAN function."
        ),
        Problem::TextTooLong { most } => {
            let noun = super::plural(most, "character", "characters");
            words!(
                lang,
                "名称超过{most}个字" / "请核对：可能把多个单元格的内容并到了一起。",
                "the name is longer than {most} {noun}"
                    / "Check it: the contents of several cells may have been joined."
            )
        }
        Problem::ColumnsDisagree { other, value } => {
            words!(
                lang,
                "与同一内容的另一列“{other}”（{value}）不一致"
                    / "核对后改正其中一列；或用 --ignore 排除不用的一列。",
                "another column for the same field, \"{other}\", says {value}"
                    / "Correct one of them, or leave out one column with --ignore."
            )
        }
        Problem::UnitsDisagree => words!(
            lang,
            "本行写的单位与该列的单位不一致" / "核对金额单位后改正。",
            "the unit in the row differs from the unit of the column"
                / "Check the unit and correct it."
        ),
        Problem::TermWithoutStart => words!(
            lang,
            "只写了期限长短，没有起算日" / "补填起始日，或写明起止日期。",
            "a length of time without a start date" / "Add the start date, or write both dates."
        ),
        Problem::TermUnreadable => words!(
            lang,
            "期限无法识别" / "写成 12个月 或 2024-05-20至2025-05-20，或分两列填写起止日。",
            "not a readable term"
                / "Write 12个月 or 2024-05-20至2025-05-20, or give the two dates in two columns."
        ),
        Problem::TermDisagrees { day } => words!(
            lang,
            "期限与另一列的日期{day}不一致" / "核对合同后改正。",
            "the term does not match the date {day} in another column"
                / "Check the contract and correct it."
        ),
        Problem::CountryUnknown => words!(
            lang,
            "不是境外的国家或地区"
                / "写两位代码或名称，如 US、EP、日本；中国申请和PCT申请不算海外同族。",
            "no country or office abroad"
                / "Write its two-letter code, such as US or EP; a Chinese or a PCT filing is no patent abroad."
        ),
        Problem::PersonsUnreadable => words!(
            lang,
            "人口数无法识别，或少于1000人" / "写人数，或写明万人，如 2418.33万。",
            "no number of people, or fewer than 1,000"
                / "Write the number of people, or say 万, as in 2418.33万."
        ),
        Problem::PeriodDisagrees => words!(
            lang,
            "与还款方式里写的周期不一致" / "核对合同后改正其中一项。",
            "the repayment method says another period"
                / "Check the contract and correct one of the two."
        ),
        Problem::StandardUnknown => {
            let known = comma_list(lang, Standard::known());
            words!(
                lang,
                "不是知识产权管理体系的标准，或没有这一版" / "应为 {known}；其他认证不登记在这里。",
                "no standard of IP management, or no edition of one"
                    / "It should be one of {known}; other certifications are not kept here."
            )
        }
        Problem::HeldByAnother { noun, holder } => {
            let noun = label(lang, "noun", noun);
            words!(
                lang,
                "这个编号的{noun}在账上属于“{holder}”"
                    / "核对编号和单位；账上写错单位的，用 correct 更正。",
                "the {noun} of this number is, by the ledger, that of “{holder}”"
                    / "Check the number and the organisation; where the ledger is wrong, use `correct`."
            )
        }
        Problem::StateWithoutDay => words!(
            lang,
            "写了状态，没有写自哪天起" / "补上状态日期，或删去状态。",
            "a state, and no day it began" / "State since when, or leave the state out."
        ),
        Problem::StateDisagrees { state } => {
            let state = label(lang, "certificate_state", state);
            words!(
                lang,
                "按所登记的日期，今天的状态是“{state}”" / "核对有效期、状态和状态日期。",
                "by the days recorded it is “{state}” today"
                    / "Check the last day, the state and since when."
            )
        }
        Problem::Step(of) => step_problem(lang, of),
        Problem::Applicant(ground) => super::programs::case_ground(lang, ground),
    }
}

/// Says why a step is not taken.
pub fn step_problem(lang: Lang, problem: &StepProblem) -> Words {
    match problem {
        StepProblem::NotInThisState { of, step, state, may_do, .. } => {
            let (steps, states) = of.groups();
            let (step, state) = (label(lang, steps, step), label(lang, states, state));
            let next: Vec<String> = may_do.iter().map(|step| label(lang, steps, step)).collect();
            let next = match next.as_slice() {
                [] => lang.pick("无", "nothing").to_owned(),
                next => next.join(lang.pick("、", ", ")),
            };
            words!(
                lang,
                "现为“{state}”，不能办理“{step}”" / "现在可以：{next}。",
                "it is “{state}”: “{step}” cannot follow" / "What can be done now: {next}."
            )
        }
        StepProblem::BeforeTheLast { day, last, .. } => words!(
            lang,
            "{day}早于上一步的{last}" / "核对日期；上一步登记错了的，用 correct --step 更正。",
            "the day, {day}, is earlier than that of the step before, {last}"
                / "Check the day; where the earlier step is wrong, use `correct --step`."
        ),
        StepProblem::SamePerson { name } => words!(
            lang,
            "“{name}”受理了申报，不能自己决定" / "由另一人以 --by 署名办理。",
            "“{name}” took the application in and cannot decide on it"
                / "Another person does it, signing with --by."
        ),
        StepProblem::NoLonger { until, now } => words!(
            lang,
            "延期至{until}并不晚于现在的期限{now}" / "核对延期后的截止日。",
            "until {until} is no later than the term runs now, {now}" / "Check the new last day."
        ),
    }
}

/// Says what a reader should know of rows that were taken.
pub fn note(lang: Lang, note: Note) -> String {
    let said = |zh: &str, en: &str| lang.pick(zh.to_owned(), en.to_owned());
    match note {
        Note::Repaired(field, repair) => {
            let field = title(lang, field);
            let how = match repair {
                crate::domain::Repair::Respelled => lang.pick("写法已规范", "spelling normalised"),
                crate::domain::Repair::CheckCharacterRestored => lang
                    .pick("缺少的校验位已按规则补出", "missing check character computed"),
                crate::domain::Repair::FromSerial => lang.pick(
                    "表格序列值已换算为日期",
                    "spreadsheet serial number converted to a date",
                ),
                crate::domain::Repair::FromNumerals => {
                    lang.pick("中文数字已换算", "Chinese numerals converted")
                }
                crate::domain::Repair::TimeDropped => {
                    lang.pick("去掉了时间部分", "time of day dropped")
                }
                crate::domain::Repair::LawfulCheckException => lang.pick(
                    "早期试点代码，校验位不符但合法，已记录",
                    "an early pilot code, valid although its check character does not fit; recorded as such",
                ),
                crate::domain::Repair::OrganisationCheckOff => lang.pick(
                    "内含组织机构代码校验不符，整体校验相符，已接受",
                    "the check character of the embedded organisation code is wrong, that of the whole code is right; accepted",
                ),
            };
            lang.pick(format!("{field}：{how}"), format!("{field}: {how}"))
        }
        Note::PresumedDivisional => said(
            "申请号年份晚于申请日年份，推定为分案申请，按号码年份计入、不计入季度",
            "the year in the number is later than the filing year: assumed to be a divisional, counted in the year of the number and in no quarter",
        ),
        Note::FilingDateFixedAnew => said(
            "申请号年份早于申请日年份：视为重新确定的申请日（如补交附图），按申请日计",
            "the year in the number is earlier than the filing year: assumed to be a re-determined filing date (for example late drawings), counted on the filing date",
        ),
        Note::StatusNotUnderstood => {
            said("法律状态未能识别，未记录该栏", "the status was not recognised and was left out")
        }
        Note::GrantDateMissing => said(
            "状态为已授权但没有授权公告日，不计入授权量",
            "status is granted but there is no grant date: not counted as a grant",
        ),
        Note::EntryDateMissing => said(
            "国家阶段申请没有进入日，按申请日计",
            "national-phase application without an entry date: counted by filing date",
        ),
        Note::ApplicantMissing => said(
            "没有申请人，按本区计并标记为推定",
            "no applicant: counted in this district and marked as assumed",
        ),
        Note::FilingDateMissing => said(
            "没有申请日，按号码年份计入、不计入季度",
            "no filing date: counted in the year of the number and in no quarter",
        ),
        Note::PublicationNoLeftOut(field) => {
            let field = title(lang, field);
            lang.pick(
                format!("{field}：填的是申请号，未记录该栏"),
                format!("{field}: an application number was given; left out"),
            )
        }
        Note::IpcNotUnderstood => said(
            "分类号未能识别，未记录该栏",
            "the classification was not recognised and was left out",
        ),
        Note::UsualTaken(field) => {
            let field = title(lang, field);
            lang.pick(
                format!("{field}：空白，按通常做法取默认值"),
                format!("{field}: blank, the usual value was assumed"),
            )
        }
        Note::Overpaid => said(
            "还款多于所欠，多出部分已留存，可退还",
            "more was paid than was owed; the excess is kept and can be refunded",
        ),
        Note::BusinessNumber(field) => {
            let field = title(lang, field);
            said(
                &format!(
                    "{field}处是15位工商注册号，不是统一社会信用代码：按名称登记，号码记为工商注册号"
                ),
                &format!(
                    "{field}: a business number of 15 digits, no credit code; the party goes by its name, the number is kept as its business number"
                ),
            )
        }
        Note::DocumentUnknown => said(
            "公开（公告）日分不清是公开日还是授权公告日，未采用",
            "it is unclear whether this is the publication date or the grant date; left out",
        ),
        Note::RegistrationNoStrange => said(
            "质押登记号格式异常（R18），已照录",
            "unusual form of registration number (R18); recorded as given",
        ),
        Note::YearDiffersFromReceived => said(
            "申请号年份与受理日年份不同",
            "the year in the number differs from the year of receipt",
        ),
    }
}

/// Each field with what it was and is.
fn change_list(lang: Lang, changes: &[Change]) -> String {
    let list = changes.iter().map(|change| {
        let field = title(lang, change.field);
        let [old, new] = [&change.old, &change.new].map(|text| word_of(lang, change.field, text));
        let old = if old.is_empty() { lang.pick("（空）", "(blank)").to_owned() } else { old };
        lang.pick(format!("{field}：{old} → {new}"), format!("{field}: {old} -> {new}"))
    });
    list.collect::<Vec<_>>().join(lang.pick("；", "; "))
}

fn row_place(lang: Lang, place: &RowPlace) -> String {
    let row = super::say::row_no(lang, place.row);
    match &place.sheet {
        Some(sheet) => format!("[{sheet}] {row}"),
        None => row,
    }
}

/// Says what is odd about parties in a file.
pub fn party_warning(lang: Lang, warning: &PartyWarning) -> String {
    match warning {
        PartyWarning::OtherSpelling { code, known, spelled } => lang.pick(
            format!("代码{code}：账上名称“{known}”，文件写作“{spelled}”，已按代码归入，未改名"),
            format!("code {code}: recorded as \"{known}\", here \"{spelled}\"; matched by code, not renamed"),
        ),
        PartyWarning::OtherCode { name, known, code } => lang.pick(
            format!("“{name}”已有代码{known}，文件为{code}，已作为另一主体登记"),
            format!("\"{name}\" is recorded with code {known}, here {code}; recorded as a different party"),
        ),
        PartyWarning::CodeNotRecorded { name, code } => lang.pick(
            format!("“{name}”账上没有代码，文件为{code}；请用 ipledger party correct 补记"),
            format!("\"{name}\" is recorded without a code, here {code}; add it with `ipledger party correct`"),
        ),
    }
}

/// Says what is wrong with a file.
pub fn file_fault(lang: Lang, fault: &FileFault) -> Words {
    match fault {
        FileFault::FileNotFound => words!(
            lang,
            "找不到文件" / "核对路径；文件名有空格时加引号。",
            "file not found" / "Check the path; put a name with spaces in quotes."
        ),
        FileFault::FileIsDirectory => words!(
            lang,
            "这是文件夹" / "请指定其中的一个文件。",
            "this is a folder" / "Give one of the files in it."
        ),
        FileFault::FileEmpty => words!(
            lang,
            "文件是空的" / "请重新导出或另存。",
            "the file is empty" / "Export or save it again."
        ),
        FileFault::FileUnreadable(kind) => {
            let kind = io_error(lang, *kind);
            words!(
                lang,
                "文件无法读取（{kind}）" / "关闭正在使用它的程序，或复制一份再试。",
                "the file cannot be read ({kind})"
                    / "Close the program that is using it, or try a copy."
            )
        }
        FileFault::FileUnwritable(kind) => {
            let kind = io_error(lang, *kind);
            words!(
                lang,
                "文件无法写入（{kind}）" / "换一个位置，或关闭正在使用它的程序。",
                "the file cannot be written ({kind})"
                    / "Choose another location, or close the program that is using it."
            )
        }
        FileFault::FormatUnknown { seen } => words!(
            lang,
            "不是能读的表格（像是{seen}）" / "另存为 .xlsx 或 .csv。",
            "no table that can be read (it looks like {seen})" / "Save it as .xlsx or .csv."
        ),
        FileFault::EncodingUnknown { name } => words!(
            lang,
            "没有名为{name}的编码" / "可用 gb18030、utf-8、utf-16le。",
            "there is no encoding called {name}" / "Try gb18030, utf-8 or utf-16le."
        ),
        FileFault::TextUndecodable { encoding } => words!(
            lang,
            "有字节不是{encoding}字符" / "中文文件多为 GB18030，可加 --encoding gb18030。",
            "some bytes are not valid {encoding}"
                / "Chinese files are often in GB18030: try --encoding gb18030."
        ),
        FileFault::QuoteNeverClosed => words!(
            lang,
            "引号没有闭合，吞掉了后面的行" / "在该行补上或删去引号。",
            "a quotation mark is never closed and swallows the rows below it"
                / "Close or delete the quotation mark in this row."
        ),
        FileFault::RowEndless => words!(
            lang,
            "一行长得不像表格的一行" / "核对该行及分隔符。",
            "the line is too long to be a row of a table" / "Check the line and its separators."
        ),
        FileFault::WorkbookEncrypted => words!(
            lang,
            "工作簿有密码" / "去掉密码另存后再导入。",
            "the workbook is protected by a password"
                / "Save it without the password and import it again."
        ),
        FileFault::FileDamaged => words!(
            lang,
            "文件已损坏，读不出来" / "用 Excel 或 WPS 打开并另存一份，再导入另存的文件。",
            "the file is damaged and cannot be read"
                / "Open it in Excel or WPS, save a copy, and import the copy."
        ),
        FileFault::FileTooLarge { what, most } => {
            let what = label(lang, "bound", what.code());
            words!(
                lang,
                "文件超出可读的范围（{what}，上限{most}）" / "拆成几个文件，或另存为 .csv 再导入。",
                "the file is too large to be read ({what}: at most {most})"
                    / "Split it into several files, or save it as .csv and import that."
            )
        }
        FileFault::SheetNotFound { name, sheets } => {
            let sheets = sheets.join(", ");
            words!(
                lang,
                "没有名为{name}的工作表" / "现有：{sheets}",
                "there is no sheet called {name}" / "Available: {sheets}"
            )
        }
        FileFault::HeaderNotFound { seen } => {
            let seen = seen.iter().take(12).cloned().collect::<Vec<_>>().join(" | ");
            words!(
                lang,
                "前几十行里没有认识的表头"
                    / "用 --map 字段=表头 指明一次，以后会记住。见到的是：{seen}",
                "no recognised header in the first rows"
                    / "Name the columns once with --map field=header; this is remembered. Found: {seen}"
            )
        }
        FileFault::HeaderFieldMissing { fields, headers } => {
            let fields = fields
                .iter()
                .map(|field| format!("{}（{field}）", title(lang, field)))
                .collect::<Vec<_>>()
                .join(lang.pick("、", ", "));
            let fields = lang.pick(fields.clone(), fields.replace('（', " (").replace('）', ")"));
            let headers = headers.join(" | ");
            words!(
                lang,
                "表头缺少必需的列：{fields}"
                    / "用 --map 字段=表头 指明一次。未识别的表头：{headers}",
                "required columns are missing from the header: {fields}"
                    / "Name the column once with --map field=header. Not recognised: {headers}"
            )
        }
        FileFault::HeaderAgainOtherwise { headers } => {
            let seen = headers.join(" | ");
            words!(
                lang,
                "表中又出现一个列不同的表头：{seen}"
                    / "一个工作表只放一张表；把下面的表移到另一个工作表后再导入。",
                "the sheet has a second header with different columns: {seen}"
                    / "Keep one table per sheet: move the lower one to a sheet of its own and import again."
            )
        }
        FileFault::HeaderRowMissing { row } => words!(
            lang,
            "前几十行里没有第{row}行" / "--header 写表头最后一行的行号。",
            "row {row} is not among the first rows"
                / "Give --header the row number of the last line of the header."
        ),
        FileFault::ColumnUnexplained { header, samples, fields } => {
            let samples = samples.join(lang.pick("、", ", "));
            let keys = fields.first().copied().unwrap_or_default();
            let titles: Vec<&str> = fields.iter().map(|field| title(lang, field)).collect();
            let titles = titles.join(lang.pick("、", ", "));
            words!(
                lang,
                "不认识的列“{header}”（{samples}）像是{titles}，文件里没有别的列提供这一项"
                    / "是则加 --map {keys}={header}；不是则加 --ignore {header}，或加 --yes 跳过。",
                "the unknown column \"{header}\" ({samples}) looks like {titles}, which no other column provides"
                    / "If so, add --map {keys}={header}; if not, add --ignore {header}, or --yes to skip it."
            )
        }
        FileFault::UnitContradiction { header, units } => {
            let [(first, at), (second, beside)] = units;
            let (first, second) = (first.symbol(), second.symbol());
            let (at, beside) = (unit_place(lang, *at), unit_place(lang, *beside));
            words!(
                lang,
                "“{header}”的金额单位互相矛盾：{at}写{first}，{beside}写{second}"
                    / "核对后改正，或用 --unit 指明。",
                "two different units are stated for \"{header}\": {first} ({at}), {second} ({beside})"
                    / "Correct one of them, or specify the unit with --unit."
            )
        }
        FileFault::MapUnreadable { piece } => words!(
            lang,
            "--map 里的“{piece}”无法识别" / "写成 字段=表头，逗号分隔，如 application_no=申请号。",
            "\"{piece}\" in --map cannot be understood"
                / "Write field=header, separated by commas, for example application_no=申请号."
        ),
        FileFault::MapUnknownField { name, fields } => {
            let fields = fields.join(", ");
            words!(
                lang,
                "没有名为{name}的字段" / "可用：{fields}",
                "there is no field called {name}" / "Available: {fields}"
            )
        }
        FileFault::MapUnknownHeader { name, headers } => {
            let headers = headers.join(" | ");
            words!(
                lang,
                "文件里没有表头“{name}”" / "现有：{headers}",
                "the file has no header \"{name}\"" / "Available: {headers}"
            )
        }
    }
}

/// Says where a unit of money is stated.
pub fn unit_place(lang: Lang, place: UnitPlace) -> String {
    let in_row = |zh: &str, en: &str, row: u32| {
        lang.pick(format!("第{row}行{zh}"), format!("{en} in row {row}"))
    };
    match place {
        UnitPlace::Header => lang.pick("表头", "header").to_owned(),
        UnitPlace::Above(row) => in_row("标题", "title", row),
        UnitPlace::Below(row) => in_row("表注", "note", row),
        UnitPlace::Said => "--unit".to_owned(),
        UnitPlace::Remembered => lang.pick("按以前的指定", "as specified earlier").to_owned(),
    }
}

/// Says what went wrong with the ledger.
pub fn ledger_error(lang: Lang, error: &LedgerError) -> Words {
    let noun = |noun: &str| label(lang, "noun", noun);
    match error {
        LedgerError::Missing { path } => {
            let path = path.display();
            words!(
                lang,
                "没有账本 {path}"
                    / "先用 ipledger init --office 名称 --region 310115 建账，或用 --db 指定账本。",
                "there is no ledger at {path}"
                    / "Create one with `ipledger init --office NAME --region 310115`, or give its path with --db."
            )
        }
        LedgerError::Exists { path } => {
            let path = path.display();
            words!(
                lang,
                "{path} 已存在，未改动" / "用 --db 另指一个位置。",
                "{path} already exists and was not changed" / "Give another path with --db."
            )
        }
        LedgerError::NotALedger { path } => {
            let path = path.display();
            words!(
                lang,
                "{path} 不是本程序的账本" / "核对 --db。",
                "{path} is not a ledger of this program" / "Check --db."
            )
        }
        LedgerError::TooNew { path, version, known } => {
            let path = path.display();
            words!(
                lang,
                "{path} 由更新的程序写成（版本{version}，本程序识别到{known}）"
                    / "请升级 ipledger。",
                "{path} was written by a newer program (version {version}; this program reads up to {known})"
                    / "Upgrade ipledger."
            )
        }
        LedgerError::Older { path, version, known } => {
            let path = path.display();
            words!(
                lang,
                "{path} 是旧格式（版本{version}，本程序用{known}），目前只能查看"
                    / "先运行 ipledger upgrade；升级前会在同一文件夹保留一份原样副本。",
                "{path} has an older format (version {version}; this program uses {known}) and can only be read"
                    / "Run `ipledger upgrade` first; it keeps a copy of the file beside it."
            )
        }
        LedgerError::UpgradeDiffers { object } => words!(
            lang,
            "账本的结构被其他程序改过（{object}），没有升级，文件未改动"
                / "用写它的旧版程序运行 ipledger verify 查看，或恢复备份。",
            "another program changed the structure of the ledger ({object}); it was not upgraded and is unchanged"
                / "Run `ipledger verify` with the version that wrote it, or restore a backup."
        ),
        LedgerError::Busy { path, holder } => {
            let path = path.display();
            let holder = holder
                .clone()
                .unwrap_or_else(|| lang.pick("另一程序", "another program").to_owned());
            words!(
                lang,
                "账本 {path} 正被占用：{holder}" / "等对方完成后再试；什么也没有写入。",
                "the ledger {path} is in use by {holder}"
                    / "Try again when it has finished; nothing was written."
            )
        }
        LedgerError::NotFound { noun: n, id } => {
            let (list, n) = (list_of(n), noun(n));
            match list {
                Some(list) => words!(
                    lang,
                    "没有{n} {id}" / "用 {list} 查看已有的。",
                    "there is no {n} {id}" / "`{list}` lists those recorded."
                ),
                None => words!(
                    lang,
                    "没有{n} {id}" / "核对号码。",
                    "there is no {n} {id}" / "Check the number."
                ),
            }
        }
        LedgerError::Ambiguous { noun: n, id, candidates } => {
            let (n, list) = (noun(n), candidates.join(lang.pick("；", "; ")));
            words!(
                lang,
                "“{id}”对应不止一个{n}" / "请用编号或信用代码：{list}",
                "\"{id}\" matches more than one {n}" / "Use the number or the credit code: {list}"
            )
        }
        LedgerError::LoanBroken { loan_no, problem } => {
            let Words { message, hint } = loan_problem(lang, problem);
            Words { message: super::say::of_loan(lang, loan_no, message), hint }
        }
        LedgerError::AlreadyThere { noun: n, id } => already_there(lang, n, id),
        LedgerError::Ended { noun: n, id, on } => {
            let n = noun(n);
            match on {
                Some(on) => words!(
                    lang,
                    "{n} {id} 已于{on}结束" / "核对日期；登记有误的先作废那个条目。",
                    "{n} {id} ended on {on}"
                        / "Check the date; if it was ended by mistake, void that entry first."
                ),
                None => words!(
                    lang,
                    "{n} {id} 在该日尚未生效" / "核对日期。",
                    "{n} {id} was not yet in force on that day" / "Check the date."
                ),
            }
        }
        LedgerError::SupersededSince { entry, by } => words!(
            lang,
            "条目{entry}的内容已被条目{by}引用、更正或重新登记" / "先作废条目{by}。",
            "entry {by} refers to, corrects or repeats what entry {entry} recorded"
                / "Void entry {by} first."
        ),
        LedgerError::NothingToVoid { entry } => words!(
            lang,
            "条目{entry}已没有有效内容" / "用 ipledger log 查看。",
            "nothing recorded by entry {entry} is still in force" / "See `ipledger log`."
        ),
        LedgerError::StoodOn { by, is_entry } => {
            const TOLD: usize = 5;
            let said: Vec<String> = by
                .iter()
                .map(|dependent| {
                    let ids = dependent.ids.iter().take(TOLD).cloned().collect::<Vec<_>>();
                    let more =
                        if dependent.ids.len() > TOLD { lang.pick("等", ", …") } else { "" };
                    let (noun, n) = (noun(dependent.noun), dependent.ids.len());
                    format!("{noun} {n} ({}{more})", ids.join(lang.pick("、", ", ")))
                })
                .collect();
            let said = said.join(lang.pick("；", "; "));
            if !is_entry {
                return words!(
                    lang,
                    "还有登记以它为据：{said}" / "先更正或作废那些登记。",
                    "other records depend on it: {said}" / "Correct or void those records first."
                );
            }
            words!(
                lang,
                "此后登记的内容以它为据：{said}"
                    / "先作废那些条目；要连同它们一起作废，加 --with-dependents。",
                "later records depend on it: {said}"
                    / "Void those entries first; to void them together with it, add --with-dependents."
            )
        }
        LedgerError::Founding { entry } => words!(
            lang,
            "条目{entry}是建账条目，不能作废" / "需要重新开始就另建账本。",
            "entry {entry} created the ledger and cannot be voided"
                / "To start again, create another ledger."
        ),
        LedgerError::TooManyRevisions { id } => words!(
            lang,
            "{id} 的更正已达999次" / "请联系维护人员。",
            "{id} has already been corrected 999 times" / "Contact the maintainers."
        ),
        LedgerError::ClaimStandsOnIt { claim } => words!(
            lang,
            "补偿申请{claim}以此为依据，不能作废"
                / "先撤回在它之后登记的（付款、返还），或用 ipledger claim void 作废未付款的申请。",
            "claim {claim} depends on it"
                / "First take back what was recorded after it (payments, returns); a claim on which nothing was paid is voided with `ipledger claim void`."
        ),
        LedgerError::StepsStandOnIt { noun, id } => {
            let noun = label(lang, "noun", noun);
            words!(
                lang,
                "{noun}{id}后来的步骤以此为依据，不能作废" / "先作废后来的步骤。",
                "later steps of {noun} {id} rest on it" / "Void those first."
            )
        }
        LedgerError::FundShort { fund, day, short } => {
            let short = short.grouped();
            words!(
                lang,
                "资金“{fund}”在{day}将不足{short}元，未写入"
                    / "先用 ipledger fund contribute 登记出资，或核对金额和日期。",
                "fund \"{fund}\" would be {short} yuan short on {day}; nothing was written"
                    / "Record a contribution with `ipledger fund contribute`, or check the amount and the date."
            )
        }
        LedgerError::UnsafePlace { path, place } => {
            let path = path.display();
            match place {
                UnsafePlace::Network { kind } => words!(
                    lang,
                    "{path} 在网络文件夹里（{kind}），未写入：几台电脑同时写会损坏账本"
                        / "把账本放在本机硬盘上；只有这一台电脑用它的，加 --any-place 或设 IPLEDGER_ANY_PLACE=1。",
                    "{path} is in a network folder ({kind}) and was not written: several computers writing at once damage a ledger"
                        / "Keep the ledger on this computer's own disk; if no other computer uses it, add --any-place or set IPLEDGER_ANY_PLACE=1."
                ),
                UnsafePlace::Synchronised { by } => words!(
                    lang,
                    "{path} 在{by}的同步文件夹里，未写入：同步程序会在写到一半时复制，或用旧文件换掉新的"
                        / "把账本放在不同步的文件夹，同步文件夹里只放 ipledger backup --to 的备份；一定要在这里写的，加 --any-place 或设 IPLEDGER_ANY_PLACE=1。",
                    "{path} is in a folder synchronised by {by} and was not written: files may be copied half written, or replaced by old ones"
                        / "Keep the ledger in a folder that is not synchronised and put only the backups of `ipledger backup --to` there; to write here all the same, add --any-place or set IPLEDGER_ANY_PLACE=1."
                ),
            }
        }
        LedgerError::LogLeft { path, log } => {
            let (path, log) = (path.display(), log.display());
            words!(
                lang,
                "上次写入中断，{log} 里还有登记，而这个位置不能写入，读不出来"
                    / "把 {path} 和 {log} 一起复制到本机可写的文件夹，再打开那里的账本。",
                "an interrupted program left entries in {log}, and they cannot be read where nothing can be written"
                    / "Copy {path} and {log} together into a folder you can write to, and open the ledger there."
            )
        }
        LedgerError::LosesEntries { path, lost } => {
            let path = path.display();
            let told = lost.iter().rev().take(ENTRIES_TOLD).map(|entry| {
                let when = moment_in_china(entry.recorded_at);
                let action = label(lang, "action", &entry.action);
                say::entry_line(lang, entry.entry, when, &entry.recorded_by, action)
            });
            let more = (lost.len() > ENTRIES_TOLD).then(|| "…".to_owned());
            let told: Vec<String> = told.chain(more).collect();
            let (n, told) = (lost.len(), comma_list(lang, told));
            words!(
                lang,
                "备份 {path} 没有现在账本的{n}个条目，未恢复：{told}"
                    / "要放弃这些条目就加 --force（现在的账本仍另存一份）；否则找更新的备份。",
                "the backup {path} was not restored, it would lose {n} of the ledger's entries: {told}"
                    / "To give them up, add --force (the present ledger is still kept beside it); otherwise look for a newer backup."
            )
        }
        LedgerError::CopyDamaged { path, findings } => {
            let path = path.display();
            words!(
                lang,
                "备份 {path} 核验不符（{findings}处），不能用"
                    / "用 ipledger verify --db 查看它哪里不符；换一份备份，或检查磁盘。",
                "the backup {path} does not verify and was not used (differences: {findings})"
                    / "See what is wrong with it by `ipledger verify --db`; use another backup, or check the disk."
            )
        }
        LedgerError::CommitUnsure { entry, error } => {
            let (_, code) = DatabaseFault::of(error);
            words!(
                lang,
                "写入时磁盘出错（错误码{code}），条目{entry}可能已登记，也可能没有"
                    / "先检查磁盘，再用 ipledger log 查看最后的条目；没有的再登记一次。",
                "the disk failed while writing (error {code}); entry {entry} may be recorded or not"
                    / "Check the disk, then look at the last entry with `ipledger log`; record it again if it is not there."
            )
        }
        LedgerError::NoChange => {
            words!(lang, "没有变化，未写入" / "", "no change; nothing was written" / "")
        }
        LedgerError::ClockBehind { entry, recorded_at, now } => {
            let (then, now) = (moment_in_china(*recorded_at), moment_in_china(*now));
            words!(
                lang,
                "现在的时间 {now} 早于条目{entry}的登记时间 {then}，未写入"
                    / "校准本机时钟后重试；是登记条目{entry}时时钟有误的，加 --clock-was-wrong 照登并注明。",
                "the current time {now} is before entry {entry} was recorded ({then}); nothing was written"
                    / "Correct this computer's clock and try again; if it was wrong when entry {entry} was recorded, add --clock-was-wrong."
            )
        }
        LedgerError::BeforeFirstEntry { text } => words!(
            lang,
            "{text} 之前还没有任何登记" / "用 ipledger log 查看最早的条目。",
            "nothing had been recorded by {text}" / "See `ipledger log` for the first entry."
        ),
        LedgerError::Interrupted => {
            words!(
                lang,
                "已中断，未完成的没有写入" / "",
                "interrupted; nothing unfinished was written" / ""
            )
        }
        LedgerError::Io { path, error } => {
            let (path, error) = (path.display(), io_error(lang, error.kind()));
            words!(
                lang,
                "{path}：{error}" / "核对路径和权限。",
                "{path}: {error}" / "Check the path and the permissions."
            )
        }
        LedgerError::Sqlite(error) => {
            let (fault, code) = DatabaseFault::of(error);
            database_fault(lang, fault, code)
        }
    }
}

/// Entries named in a refusal, before the rest is left out.
const ENTRIES_TOLD: usize = 10;

/// Says what the database met, in words of ours: its own are English, and of the code that called it.
fn database_fault(lang: Lang, fault: DatabaseFault, code: i32) -> Words {
    match fault {
        DatabaseFault::DiskFull => words!(
            lang,
            "磁盘已满，什么也没有写入" / "腾出空间后再试。",
            "the disk is full; nothing was written" / "Free some space and try again."
        ),
        DatabaseFault::ReadWrite => words!(
            lang,
            "账本文件读写出错，什么也没有写入（错误码{code}）"
                / "检查磁盘、磁盘空间和限额；再运行 ipledger verify 核对。",
            "the ledger file could not be read or written; nothing was recorded (error {code})"
                / "Check the disk, its space and your quota, then run `ipledger verify`."
        ),
        DatabaseFault::ReadOnly => words!(
            lang,
            "账本文件或所在的位置是只读的，什么也没有写入"
                / "核对文件和文件夹的权限；要写入的，复制到可写的文件夹。",
            "the ledger or its folder is read-only; nothing was written"
                / "Check the permissions of the file and its folder, or copy it to a folder you can write to."
        ),
        DatabaseFault::CannotOpen => words!(
            lang,
            "账本文件（或它旁边的日志）打不开，什么也没有写入（错误码{code}）"
                / "核对文件和文件夹的权限、磁盘空间。",
            "the ledger, or the log beside it, cannot be opened; nothing was written (error {code})"
                / "Check the permissions of the file and its folder, and the disk's space."
        ),
        DatabaseFault::Damaged => words!(
            lang,
            "账本文件已损坏（错误码{code}）"
                / "保留文件原样；用 ipledger restore 恢复最近一份备份。",
            "the ledger file is damaged (error {code})"
                / "Keep the file as it is, and restore the latest backup with `ipledger restore`."
        ),
        DatabaseFault::NoLocks => words!(
            lang,
            "这个位置不支持文件锁，什么也没有写入" / "把账本放在本机硬盘上。",
            "files cannot be locked in this place; nothing was written"
                / "Keep the ledger on this computer's own disk."
        ),
        DatabaseFault::NoMemory => words!(
            lang,
            "内存不足，什么也没有写入" / "关掉其他程序后再试。",
            "there is not enough memory; nothing was written"
                / "Close other programs and try again."
        ),
        DatabaseFault::Other => words!(
            lang,
            "数据库拒绝（错误码{code}）" / "运行 ipledger verify；请保留账本文件原样。",
            "the database refused (error {code})"
                / "Run `ipledger verify`, and keep the file as it is."
        ),
    }
}

/// That a thing is recorded, and what to do about it.
fn already_there(lang: Lang, code: &str, id: &str) -> Words {
    let noun = label(lang, "noun", code);
    match code {
        "payment" => words!(
            lang,
            "{noun} {id} 已在账上（同日同额）"
                / "确是另一笔就加 --again，或用 --reference 写上流水号；记错的用 ipledger loan unpay 更正。",
            "{noun} {id} is already recorded (same day and amount)"
                / "If this is a separate payment, add --again, or give its number with --reference; correct a wrong one with `ipledger loan unpay`."
        ),
        code if can_be_corrected(code) => words!(
            lang,
            "{noun} {id} 已在账上" / "要改用 ipledger {code} correct。",
            "{noun} {id} is already recorded" / "Change it with `ipledger {code} correct`."
        ),
        "scheme" => words!(
            lang,
            "{noun} {id} 已在账上"
                / "换版本时在文件里写新的生效日；登错的先用 ipledger scheme void 作废。",
            "{noun} {id} is already recorded"
                / "A new version needs a new valid_from in its file; void a wrong one with `ipledger scheme void`."
        ),
        "plan" => words!(
            lang,
            "{noun} {id} 已在账上"
                / "改单个目标用 ipledger target set --plan；登错的先用 ipledger plan void 作废。",
            "{noun} {id} is already recorded"
                / "Change a goal with `ipledger target set --plan`; take a wrong plan back with `ipledger plan void`."
        ),
        "claim" => words!(
            lang,
            "{noun} {id} 已在账上" / "用 ipledger claim show 查看；另一件用 --claim-no 另编号。",
            "{noun} {id} is already recorded"
                / "See it with `ipledger claim show`; give a separate claim its own number with --claim-no."
        ),
        "fund" => words!(
            lang,
            "{noun} {id} 已有同一笔收支"
                / "用 ipledger fund statement 核对；确是另一笔就用 --reference 区分。",
            "{noun} {id} already has this movement"
                / "Check `ipledger fund statement`; distinguish a separate one with --reference."
        ),
        _ => words!(
            lang,
            "{noun} {id} 已在账上" / "用 ipledger log 查看是谁登记的。",
            "{noun} {id} is already recorded" / "`ipledger log` shows who recorded it."
        ),
    }
}

/// Whether `NOUN correct` is a command.
fn can_be_corrected(noun: &str) -> bool {
    ["party", "patent", "pledge", "loan"].contains(&noun) || FactNoun::named(noun).is_some()
}

/// The command that lists what there is of a noun.
fn list_of(noun: &str) -> Option<Cow<'static, str>> {
    let list = match noun {
        "party" => "ipledger party list",
        "patent" => "ipledger patent list",
        "pledge" => "ipledger pledge list",
        "loan" => "ipledger loan list",
        "scheme" => "ipledger scheme list",
        "plan" => "ipledger plan list",
        "fund" => "ipledger fund list",
        "claim" => "ipledger claim list",
        "program_case" => "ipledger program list",
        "certificate" => "ipledger certificate list",
        "evidence" => "ipledger evidence list",
        "population" => "ipledger population list",
        "target" => "ipledger target list",
        "entry" => "ipledger log",
        "reconciliation" => "ipledger reconcile list",
        "reconciliation_row" => "ipledger reconcile show",
        "publication" => "ipledger stats published",
        "header" => "ipledger headers",
        "locality" => "ipledger localities",
        noun => {
            let fact = FactNoun::named(noun)?;
            return Some(format!("ipledger {} list", fact.noun).into());
        }
    };
    Some(list.into())
}

/// Says what `verify` found.
pub fn finding(lang: Lang, what: &What) -> String {
    match what {
        What::EntryMissing => lang.pick("条目编号不连续".into(), "an entry before it is missing".into()),
        What::SealMissing => lang.pick("条目没有封印".into(), "the entry was never sealed".into()),
        What::SealWithoutEntry => lang.pick("有封印而没有条目".into(), "a seal without its entry".into()),
        What::LinesChanged => lang.pick("明细与登记时不同".into(), "its lines differ from what was recorded".into()),
        What::EntryChanged => lang.pick("条目本身与其哈希不符".into(), "the entry does not match its hash".into()),
        What::LinkBroken => lang.pick("与前一条目的链接断开".into(), "the link to the previous entry is broken".into()),
        What::HashVersionUnknown => lang.pick("哈希版本未知".into(), "unknown hash version".into()),
        What::LinesOfNoEntry { table } => lang.pick(format!("表{table}中有不属于任何条目的明细"), format!("table {table} contains lines that belong to no entry")),
        What::TotalChanged { year, month, measure, stored, recounted } => lang.pick(
            format!("{year}年{month}月的汇总（{measure}）为{stored}，重算为{recounted}"),
            format!("the total for {year}-{month:02} ({measure}) is {stored}, but the recount gives {recounted}"),
        ),
        What::LoanUnreadable => {
            lang.pick("贷款明细有无法识别的值".into(), "a loan line contains a value that is not recognised".into())
        }
        What::StandingChanged { loan } => lang.pick(
            format!("第{loan}笔贷款的未还起始日与重算不符"),
            format!("the day since which loan {loan} is unpaid differs from the recalculation"),
        ),
        What::BlocksChanged { blocks } => lang.pick(
            format!("按列存放的专利有{blocks}块与明细不符"),
            format!("blocks of patents by columns that differ from the lines in force: {blocks}"),
        ),
        What::NamesChanged { rows } => lang.pick(
            format!("供搜索的名称有{rows}行与明细不符"),
            format!("rows of names for searching that differ from the lines in force: {rows}"),
        ),
        What::TotalUnknown => lang.pick("汇总表中有无法识别的行".into(), "the totals table contains rows that are not recognised".into()),
        What::SchemaChanged { object } => lang.pick(format!("结构被改动：{object}"), format!("the structure was changed: {object}")),
        What::LookupChanged { table } => lang.pick(format!("对照表{table}被改动"), format!("the lookup table {table} was changed")),
        What::ReferenceBroken { table } => lang.pick(format!("表{table}中有指向不存在对象的引用"), format!("table {table} refers to something that does not exist")),
        What::TailMissing { anchored } => lang.pick(format!("锚点记有{anchored}个条目，账本没有这么多：尾部被删或是旧副本"), format!("the anchor counts more entries ({anchored}) than the ledger has: entries at the end were removed, or this is an older copy")),
        What::NotTheAnchored => lang.pick("该条目的哈希与锚点不同：过去被改写，或不是同一账本".into(), "its hash differs from the anchor: the past was rewritten, or this is a different ledger".into()),
    }
}

/// Place first, as a reader looks for it: file, sheet, row, column, what stands there.
pub fn place_in_file(lang: Lang, place: &Place) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(Some(place.file.clone()).filter(|file| !file.is_empty()));
    parts.extend(place.sheet.as_ref().map(|sheet| format!("[{sheet}]")));
    parts.extend(place.row.map(|row| say::row_no(lang, row)));
    // A field typed at the terminal has a title; a file's column stands for itself.
    parts.extend(place.column.as_ref().map(|column| title(lang, column).to_owned()));
    parts.extend(
        place.value.as_ref().filter(|v| !v.is_empty()).map(|value| format!("“{}”", value.trim())),
    );
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_said_in_both_languages() {
        for sample in Problem::samples() {
            let (zh, en) = (problem(Lang::Zh, &sample), problem(Lang::En, &sample));
            assert!(zh.message.chars().any(crate::i18n::is_cjk), "{}", sample.code());
            assert!(!zh.hint.is_empty() && !en.hint.is_empty(), "{}", sample.code());
            let spoken = en.message.replace(['甲', '乙', '元', '万'], "");
            assert!(!spoken.chars().any(crate::i18n::is_cjk), "{}: {}", sample.code(), en.message);
        }
    }
}
