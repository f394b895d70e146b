//! Sentences about what there is on a day: patents in force, inventions of high value, people.

use super::Lang;
use super::words::Words;
use crate::domain::stock::MapProblem;

crate::texts! {
    title(district, day) { zh: "{district}有效专利（{day}）", en: "{district}: patents in force on {day}" }
    cases_title(district, day) { zh: "{district}高价值发明专利（{day}）", en: "{district}: high-value inventions on {day}" }
    maps_title { zh: "战略性新兴产业与IPC对照", en: "Strategic emerging industries by IPC symbol" }
    section { zh: "有效量与高价值发明专利", en: "Patents in force and high-value inventions" }
    section_lead { zh: "季末存量。一件专利只计一次；符合几类的，在各类中可重复。", en: "The stock at the quarter's end. A patent counts once; one of several classes counts in each of them." }
    by_group(grouping) { zh: "季末有效量按{grouping}", en: "Stock at the quarter's end by {grouping}" }
    overlap(years) {
        zh: "高价值发明专利按五类认定，一件只计一次，分类可重复；维持年限自申请日起算，须超过{years}年。",
        en: "Inventions are of high value by any of five classes; each counts once, and the classes overlap. Maintained means longer than {years} {year_word} from filing.",
        year_word: years "year" | "years",
    }
    divided(rule, day, kind, persons, source) {
        zh: "每万人口按{rule}计：{day}{kind}{persons}人（{source}）。",
        en: "For each 10,000 people by {rule}: {kind}, {persons} on {day} ({source}).",
    }
    divided_by_district(rule) {
        zh: "每万人口按{rule}计，各区人口见 ipledger population list；没有人口数的区不计。",
        en: "For each 10,000 people by {rule}; ipledger population list has those of each district, and one without has no figure.",
    }
    not_divided(rule, year) {
        zh: "没有{year}年按{rule}可用的人口数，不计每万人口；用 ipledger population add 登记。",
        en: "No population for {year} by {rule}, so no figure for each 10,000 people; record one with ipledger population add.",
    }
    unknown(n) {
        zh: "另有{n}件缺少判断依据，高价值数为“至少”；ipledger stats stock --cases 逐件列出。",
        en: "Of {n} more {invention_word} nobody can tell, so the high-value figure is a least; ipledger stats stock --cases lists them.",
        invention_word: n "invention" | "inventions",
    }
    fees_unknown(n) {
        zh: "{n}件有效发明专利没有年费缴至当日的记录，仍计在内。",
        en: "Of {n} {invention_word} in force nothing says that the annual fees are paid up to the day; counted all the same.",
        invention_word: n "invention" | "inventions",
    }
    assumed(n) {
        zh: "{n}件按来源所述状态或推定的所在区计入。",
        en: "{n} {patent_word} counted by an undated status of the source or an assumed district.",
        patent_word: n "patent is" | "patents are",
    }
    inventions_only { zh: "高价值专利只在发明专利中认定。", en: "Only inventions can be of high value." }
    not_yet(what) { zh: "{what}：当日尚未生效", en: "{what}: not yet on the day" }
    not_granted(what) { zh: "{what}：当地尚未授权", en: "{what}: not granted there" }
    mapped(map, industry) { zh: "按{map}属{industry}", en: "{industry}, by {map}" }
    not_mapped(map) { zh: "主分类号不在{map}中", en: "its symbol is not in {map}" }
    maintained_since(years, day) { zh: "{day}起超过{years}年", en: "longer than {years} {year_word} from {day} on", year_word: years "year" | "years" }
    pledged(number, amount) { zh: "登记号{number}，每件担保{amount}元", en: "{amount} yuan for each patent by registration {number}" }
    lent(number, amount) { zh: "登记号{number}项下放款，每件{amount}元", en: "{amount} yuan lent for each patent on registration {number}" }
    not_pledged { zh: "当日前没有质押登记", en: "not pledged by the day" }
    not_listed { zh: "已登记的名单中没有", en: "not among those recorded" }
    no_map { zh: "没有当日有效的产业与IPC对照：用 ipledger stats map 登记", en: "no table of industries holds on the day; record one with ipledger stats map" }
    no_symbol { zh: "没有IPC分类号", en: "it has no IPC symbol" }
    no_list { zh: "账上没有这一类的名单：用 ipledger evidence import 导入", en: "no list of this class is recorded; bring one in with ipledger evidence import" }
    no_filing_day { zh: "没有申请日", en: "no filing date" }
    no_least { zh: "已质押，但没有定“较高金额”的起点：用 ipledger stats rule --pledge-least 登记", en: "pledged, but the amount that counts as much is not set; set it with ipledger stats rule --pledge-least" }
    no_amount(number) { zh: "登记号{number}没有担保金额", en: "registration {number} states no amount" }
    rule_empty { zh: "没有写要定的口径", en: "no rule is stated" }
    rule_empty_hint {
        zh: "写 --over-years、--pledge-least、--population-rule 或 --decimals 中的一项。",
        en: "State one of --over-years, --pledge-least, --population-rule and --decimals.",
    }
}

/// Says what is wrong with the file of a table of IPC symbols.
pub fn map_fault(lang: Lang, problem: &MapProblem) -> Words {
    match problem {
        MapProblem::Unreadable(why) => words!(
            lang,
            "产业对照文件读不出：{why}" / "对照 samples/maps 下的样例。",
            "the table's file cannot be read: {why}" / "Compare the sample in samples/maps."
        ),
        MapProblem::Blank => words!(
            lang,
            "没有写明" / "写明代号（id）、来源（source）和各产业的名称、IPC。",
            "it is blank"
                / "State the code (id), the source, and each industry's name and symbols."
        ),
        MapProblem::EndsFirst => words!(
            lang,
            "失效日早于生效日" / "核对两个日期。",
            "it ends before it begins" / "Check both days."
        ),
        MapProblem::Symbol(symbol) => words!(
            lang,
            "“{symbol}”不是IPC分类号的开头"
                / "写部、大类、小类、大组或完整分类号，如 H04L、G06F 17/30。",
            "“{symbol}” is not the beginning of an IPC symbol"
                / "Write a section, class, subclass, main group or whole symbol, such as H04L or G06F 17/30."
        ),
    }
}
