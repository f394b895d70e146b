//! What the full-screen desk says: titles, the keys at its foot, what it tells.

use super::Lang;
use super::codes::label;
use super::words::Words;
use crate::domain::values::Date;

crate::texts! {
    desk { zh: "工作台", en: "Desk" }
    too_small(columns, lines) { zh: "至少 {columns}×{lines}", en: "At least {columns}x{lines}" }
    /// Right in the head.
    recorder(by, entry) { zh: "经办 {by} · 账本 #{entry}", en: "{by} · entry #{entry}" }
    /// Right in the head, when it is not today as now known.
    as_of(day) { zh: "截至 {day} · 按今日所知", en: "as of {day}, as known today" }
    known_at(entry) { zh: "今日 · 按条目 #{entry} 时所知", en: "today, as known at entry #{entry}" }
    as_of_known_at(day, entry) { zh: "截至 {day} · 按条目 #{entry} 时所知", en: "as of {day}, as known at entry #{entry}" }
    reading { zh: "正在读…", en: "Reading…" }
    rehearsing { zh: "正在演练…", en: "Rehearsing…" }
    recording { zh: "正在登记…", en: "Recording…" }
    stopped { zh: "已停止。", en: "Stopped." }
    nothing_waits { zh: "今天没有待办", en: "Nothing waits to be done today" }
    today { zh: "今天要办", en: "To do today" }
    lists { zh: "账本", en: "The ledger" }
    last_entries { zh: "最近登记", en: "Last entries" }
    drafts { zh: "草稿（Enter 接着填，Del 丢弃）", en: "Drafts (Enter goes on, Del drops one)" }
    yuan(amount) { zh: "{amount}元", en: "{amount} yuan" }
    find { zh: "找：", en: "Find:" }
    find_action { zh: "做什么：", en: "What to do:" }
    rows_in_all(n) { zh: "共 {n} 条", en: "{n} {rows}", rows: n "row" | "rows" }
    rows_of(n, of) { zh: "{n} 条 / 共 {of} 条", en: "{n} of {of}" }
    marked(n) { zh: "已标 {n} 条", en: "{n} marked" }
    counted_by(column) { zh: "按{column}计数", en: "Counted by {column}" }
    nothing_there { zh: "（空）", en: "(empty)" }
    none_fits { zh: "没有符合的。", en: "Nothing fits." }
    nothing_fits { zh: "没有符合的；Del 去掉条件。", en: "Nothing fits; Del drops a condition." }
    command_is(command) { zh: "同样的命令：{command}", en: "The same command: {command}" }
    not_now { zh: "看的是过去：先用 Ctrl-D、Ctrl-K 回到今日所知。", en: "This is the past: go back to now with Ctrl-D and Ctrl-K first." }
    ask_day { zh: "截至哪一天（↑↓ 一天，PgUp PgDn 一月，空为今天）：", en: "As of which day (Up/Down a day, PgUp/PgDn a month, empty: today):" }
    ask_entry { zh: "按哪一条目时所知（↑↓ 一条，空为现在）：", en: "As known at which entry (Up/Down one, empty: now):" }
    time_unread(text) { zh: "读不懂“{text}”：写日期或条目号。", en: "\"{text}\" cannot be read: give a day or the number of an entry." }
    written_elsewhere(entry) { zh: "别处登记了 #{entry}，已重读。", en: "Entry #{entry} was recorded elsewhere; read again." }
    nothing_to_do_here { zh: "这里没有可办理的。", en: "Nothing can be done with this here." }
    no_request { zh: "这些内容不成其为一次登记", en: "this makes nothing to record" }
    redo_title { zh: "重做刚撤销的条目", en: "Redo what was undone last" }
    /// Which entry would be taken back; and that newer ones were before.
    takes_back(entry) { zh: "撤销的是条目 {entry}。", en: "This takes back entry {entry}." }
    undone_before(entries) {
        zh: "比它新的条目 {entries} 已经撤销；要恢复，Esc 后按 Ctrl-Y。",
        en: "Newer than it, undone already: {entries}. To have the last one back: Esc, then Ctrl-Y.",
    }
    undo_title { zh: "撤销最近一条", en: "Undo the newest entry" }
    help_title(screen) { zh: "帮助 · {screen}", en: "Help · {screen}" }
    do_title(id) { zh: "办理 · {id}", en: "Act on {id}" }
    import_title { zh: "导入文件", en: "Import a file" }
    key_import { zh: "导入", en: "import" }
    loan_balance { zh: "看余额，逐段怎样计息", en: "See the balance, with each stretch of interest" }
    loan_schedule { zh: "看还款计划", en: "See the schedule" }
    publish_title(quarter) { zh: "发布 {quarter}：封存这些数字", en: "Publish {quarter}: seal these figures" }
    type_to_seal(quarter) { zh: "输入 {quarter} 后按 F2 封存：", en: "Type {quarter}, then F2 seals:" }
    begin_title { zh: "新建", en: "New" }
    missing(fields) { zh: "还要填：{fields}", en: "Still needed: {fields}" }
    would_do { zh: "演练通过，F2 看汇总后登记：", en: "The rehearsal passes; F2 sums up and records:" }
    more_lines(n) { zh: "… 还有 {n} 行，F2 看全", en: "… {n} more {lines}, F2 shows all", lines: n "line" | "lines" }
    lines_below(n) { zh: "… 下面还有 {n} 行，PgDn", en: "… {n} more {lines} below, PgDn", lines: n "line" | "lines" }
    /// What somebody else changed while a form was open, side by side.
    changed_meanwhile { zh: "打开表单之后账上已改，什么都没有写入：", en: "Changed in the ledger since the form was opened; nothing was written:" }
    column_field { zh: "栏目", en: "Field" }
    column_opened { zh: "打开时", en: "When opened" }
    column_now { zh: "账上现在", en: "Now" }
    column_mine { zh: "我填的", en: "Mine" }
    nothing_to_choose { zh: "这一栏没有可选的，直接填。", en: "Nothing to choose from here: type it." }
    draft_kept { zh: "已留作草稿。", en: "Kept as a draft." }
    draft_restored { zh: "接着上次的草稿；不要可清空或在首页丢弃。", en: "Your draft is back; clear it or drop it on the first screen." }
    amount(grouped, capitals) { zh: "{grouped} 元 {capitals}", en: "{grouped} yuan {capitals}" }
    drafts_lie_in(folder) { zh: "草稿在 {folder}", en: "Drafts lie in {folder}" }
    /// `ipledger desk` where there is no terminal.
    no_terminal { zh: "工作台要在终端里用", en: "the desk needs a terminal" }
    no_terminal_hint {
        zh: "用 ipledger status 看待办，ipledger loan list 等列表，ipledger --help 看全部命令。",
        en: "Use `ipledger status` for what waits, `ipledger loan list` and its like for lists, `ipledger --help` for all commands.",
    }
    crashed(report) {
        zh: "工作台意外退出；已登记的不受影响。报告：{report} 如终端显示不正常，输入 stty sane 回车。",
        en: "The desk stopped unexpectedly; what was recorded is not affected. Report: {report} If the terminal looks wrong, type `stty sane` and Enter.",
    }
    key_open { zh: "打开", en: "open" }
    key_back { zh: "返回", en: "back" }
    key_find { zh: "找", en: "find" }
    key_clear { zh: "清空", en: "clear" }
    key_to_rows { zh: "到结果", en: "to the rows" }
    key_narrow { zh: "按此值筛", en: "only this" }
    key_mark { zh: "标记", en: "mark" }
    key_sort { zh: "排序", en: "sort" }
    key_count { zh: "计数", en: "count" }
    key_export { zh: "导出", en: "export" }
    key_help { zh: "帮助", en: "help" }
    key_new { zh: "新建", en: "new" }
    key_quarter { zh: "季度", en: "quarter" }
    key_history { zh: "历史", en: "history" }
    key_undo { zh: "撤销", en: "undo" }
    key_leave { zh: "离开", en: "leave" }
    key_do { zh: "办理", en: "act" }
    key_turn { zh: "卡片/余额/计划", en: "card/balance/schedule" }
    key_day { zh: "截至", en: "as of" }
    key_entry { zh: "所知", en: "as known" }
    key_command { zh: "看命令", en: "command" }
    key_record { zh: "登记", en: "record" }
    key_summary { zh: "汇总", en: "sum up" }
    key_next { zh: "下一项", en: "next" }
    key_choose { zh: "选择", en: "choose" }
    key_take { zh: "选定", en: "take" }
    key_close { zh: "收起", en: "close" }
    key_draft { zh: "留作草稿返回", en: "keep draft, back" }
    key_by_day { zh: "日", en: "day" }
    key_by_month { zh: "月", en: "month" }
    key_by_due { zh: "到期日", en: "due day" }
    key_repay { zh: "还款试算", en: "try a payment" }
    off(why) { zh: "不可：{why}", en: "off: {why}" }
    month_of(year, month) { zh: "{year}年{month}月", en: "{month}/{year}" }
    grounds(counts) { zh: "登记条件  {counts}   Tab 逐条看依据", en: "Grounds  {counts}   Tab goes through them" }
    fill_in(field) { zh: "Enter 补填 {field}", en: "Enter fills in {field}" }
    key_fill { zh: "补填", en: "fill in" }
    refused_here(open, mended, taken) { zh: "拒收待改 {open}  已改 {mended}  采纳更正 {taken}   Tab 看各列读法", en: "Refused {open}, mended {mended}, corrections taken {taken}; Tab: how it is read" }
    none_refused { zh: "没有拒收的行。", en: "No row is refused." }
    whole_row { zh: "整行被拒收，没有单独的格可改。", en: "The row as a whole is refused; no cell of it can be mended." }
    no_correction { zh: "这一行不是更正：Enter 改值。", en: "This row corrects nothing: Enter mends it." }
    key_part { zh: "拒收/读法", en: "refused/reading" }
    key_mend { zh: "改", en: "mend" }
    key_accept_all { zh: "全部采纳", en: "take all" }
    bank_row(row) { zh: "银行第 {row} 行", en: "Bank, row {row}" }
    not_listed { zh: "银行未列", en: "Not on the bank's list" }
    ours { zh: "账本", en: "Ledger" }
    no_loan { zh: "账本没有相像的贷款", en: "no loan like it" }
    taken_by(loan, row) { zh: "{loan}（第{row}行）", en: "{loan} (row {row})" }
    loses(loan, row) { zh: "{loan} 现属第 {row} 行：第 {row} 行让出？Enter 让出，Esc 不改", en: "{loan} is row {row}'s: take it from there? Enter yes, Esc no" }
    decided_so(list) { zh: "已选：{list}（F2 一并登记，Ctrl-Z 退一步）", en: "Chosen: {list} (F2 records, Ctrl-Z goes back a step)" }
    row_means(row, loan) { zh: "第 {row} 行 → {loan}", en: "row {row} = {loan}" }
    row_means_not(row, loan) { zh: "第 {row} 行 ≠ {loan}", en: "row {row} is not {loan}" }
    row_accepted(row) { zh: "采纳第 {row} 行建议", en: "proposal of row {row}" }
    undecided_leave { zh: "所选尚未登记：F2 登记，再按 Esc 放弃。", en: "What was chosen is not recorded: F2 records, Esc again drops it." }
    nothing_to_take { zh: "这一行没有可采纳的。", en: "Nothing to take in this row." }
    decide_title(number) { zh: "对账 {number}：登记所选", en: "Reconciliation {number}: record what was chosen" }
    accept_title(number) { zh: "对账 {number}：采纳建议", en: "Reconciliation {number}: accept the proposals" }
    key_candidate { zh: "换候选", en: "other loan" }
    key_approve { zh: "同意补偿", en: "approve" }
    approve_title(claim) { zh: "同意补偿申请 {claim}", en: "Approve claim {claim}" }
    key_accept { zh: "采纳", en: "take" }
    key_not { zh: "不是", en: "not this" }
    key_whole { zh: "细看", en: "in full" }
    key_answer { zh: "答复", en: "answer" }
    key_theirs { zh: "以现在为准再改", en: "edit from now" }
}

/// The name of a list, by the command that gives it.
pub fn list_title(lang: Lang, command: &str) -> String {
    let found = LISTS.iter().find(|(known, ..)| *known == command);
    found.map_or_else(|| command.to_owned(), |(_, zh, en)| lang.pick(*zh, *en).to_owned())
}

const LISTS: &[(&str, &str, &str)] = &[
    ("patent list", "专利", "Patents"),
    ("party list", "主体", "Parties"),
    ("party list --assumed", "区县推定的主体", "Parties of assumed district"),
    ("pledge list", "质押登记", "Pledges"),
    ("pledge list --alerts", "质押提醒", "Pledge alerts"),
    ("loan list", "贷款", "Loans"),
    ("loan list --overdue", "逾期贷款", "Overdue loans"),
    ("claim list", "补偿申请", "Claims"),
    ("pct list", "国际申请", "PCT filings"),
    ("program list", "项目申报", "Programme cases"),
    ("program list --programs", "认定项目", "Programmes"),
    ("certificate list", "认证证书", "Certificates"),
    ("evidence list", "高价值发明依据", "Evidence of high value"),
    ("population list", "人口", "Population"),
    ("target status", "规划目标", "Targets"),
    ("fund balance", "补偿资金", "Funds"),
    ("fund oversight", "资金监测", "Fund oversight"),
    ("scheme list", "补偿办法", "Schemes"),
    ("plan list", "规划", "Plans"),
    ("reconcile list", "对账", "Reconciliations"),
    ("stats published", "已发布季度", "Published quarters"),
    ("log", "历史", "History"),
];

/// The title of a card: what kind of thing it is, and its own.
pub fn card_title(lang: Lang, noun: &str, title: impl std::fmt::Display) -> String {
    match noun {
        "log" => title.to_string(),
        noun => format!("{} · {title}", label(lang, "noun", noun)),
    }
}

/// Taking an entry back, alone or with what stands on it.
pub fn void_entry(lang: Lang, entry: &str, with_dependents: bool) -> String {
    match (lang, with_dependents) {
        (Lang::Zh, false) => format!("作废条目 {entry}"),
        (Lang::Zh, true) => format!("作废条目 {entry}，连同以它为据的"),
        (Lang::En, false) => format!("Void entry {entry}"),
        (Lang::En, true) => format!("Void entry {entry} with what stands on it"),
    }
}

/// The day of the week of a day.
pub fn weekday(lang: Lang, day: Date) -> String {
    // 1970-01-01 was a Thursday.
    let at = (day.days() + 3).rem_euclid(7);
    let zh = weekdays(Lang::Zh);
    let en = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let at = usize::try_from(at).unwrap_or_default();
    match lang {
        Lang::Zh => format!("星期{}", zh[at]),
        Lang::En => en[at].to_owned(),
    }
}

/// The days of the week in short, Monday first.
pub fn weekdays(lang: Lang) -> [&'static str; 7] {
    let zh = ["一", "二", "三", "四", "五", "六", "日"];
    lang.pick(zh, ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"])
}

/// Between names in a row.
pub fn between(lang: Lang) -> &'static str {
    lang.pick("、", ", ")
}

/// A worker that failed in a way it should not.
pub fn worker_failed(lang: Lang) -> Words {
    words!(
        lang,
        "程序内部出错，这一问没有答案" / "账本未受影响；请换一种做法，并报告这个问题。",
        "the program failed inside and has no answer to this"
            / "The ledger is not affected; try another way, and report it."
    )
}

/// The keys that mean the same on every screen: key, what it does.
pub fn keys_everywhere(lang: Lang) -> Vec<(&'static str, String)> {
    KEYS.iter().map(|(key, zh, en)| (*key, lang.pick(*zh, *en).to_owned())).collect()
}

const KEYS: &[(&str, &str, &str)] = &[
    (
        "/",
        "在列表里找：号码、名称、单位名、拼音首字母",
        "Find in a list: numbers, titles, names, pinyin initials",
    ),
    ("=", "只留此列与光标处同值的行", "Only rows with this value in this column"),
    ("Del", "去掉最后一个条件", "Drop the last condition"),
    ("← →", "选列", "Choose a column"),
    ("Ctrl-S", "按此列排序：升、降、原序", "Sort by this column: up, down, as it was"),
    ("Ctrl-T", "按此列计数", "Count by this column"),
    ("Space", "标记，状态行给出合计", "Mark; the line below adds up"),
    ("F2", "办理；表单里看汇总，再按登记", "Act; in a form sum up, again records"),
    ("F3", "同样的命令，并复制", "The command that does the same, copied too"),
    ("F5", "新建", "New"),
    ("F6", "导入文件", "Import a file"),
    ("F7", "季度发布：先看刚结束的季度", "Publish: the quarter that ended last is seen first"),
    ("F8", "历史", "History"),
    ("F9", "把看到的导出为工作簿", "Export what is seen to a workbook"),
    ("Ctrl-P", "从清单中选", "Choose from a list"),
    ("Ctrl-D", "看某一天的情形", "As of a day"),
    ("Ctrl-K", "看某条目时所知", "As known at an entry"),
    ("Ctrl-Z", "撤销最近一条，先看影响", "Undo the newest entry, its effect first"),
    ("Ctrl-Y", "重做刚撤销的条目，先看影响", "Redo what was undone last, its effect first"),
    ("Ctrl-L", "重画屏幕", "Draw the screen again"),
    ("Esc", "返回；填过的留作草稿", "Back; what was typed is kept as a draft"),
    ("F10", "离开", "Leave"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_weekday() {
        for (day, zh, en) in
            [("2020-05-21", "星期四", "Thursday"), ("1969-12-28", "星期日", "Sunday")]
        {
            let day: Date = day.parse().unwrap();
            assert_eq!(weekday(Lang::Zh, day), zh);
            assert_eq!(weekday(Lang::En, day), en);
        }
    }
}
