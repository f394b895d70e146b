//! What is said of publications: of sealing figures, reproducing them, and of what moved them since.

use super::Lang;
use super::words::Words;
use crate::domain::values::{Date, Period, Quarter};

crate::texts! {
    overview_title(district, quarter) { zh: "{district}{quarter}知识产权统计", en: "{district}: intellectual property figures, {quarter}" }
    not_over(quarter, day) { zh: "{quarter}在{day}尚未结束", en: "{quarter} is not over on {day}" }
    not_over_hint { zh: "季度结束之后才有完整的数字。", en: "Its figures are complete only once the quarter has ended." }
    not_published(quarter) { zh: "{quarter}没有有效的发布（未发布或已撤回）", en: "{quarter} has no publication in force: it was never published, or was withdrawn" }
    not_published_hint { zh: "已发布的见 ipledger stats published。", en: "See `ipledger stats published` for the publications." }
    not_at_past { zh: "只能发布账本当前所知，不能与 --known-at 同用", en: "only what is known now can be published; --known-at cannot be used" }
    withdraws(number, quarter, figures) {
        zh: "撤回发布{number}（{quarter}，{figures}个数字）；数字本身不变。",
        en: "This withdraws publication {number} ({quarter}, {figures} {figure_word}); the figures themselves do not change.",
        figure_word: figures "figure" | "figures",
    }
    restated_groups(n) {
        zh: "分组数字另有{n}个变动，逐条见 ipledger stats diff",
        en: "{n} group {figure_word} changed too; `ipledger stats diff` lists each of them",
        figure_word: n "figure" | "figures",
    }
    nothing_to_publish(quarter, number) {
        zh: "{quarter}已发布（发布{number}），各项数字未变，没有再次封存。",
        en: "{quarter} is already published (number {number}) and no figure has changed: nothing was sealed.",
    }
    restated_title(quarter) { zh: "上次发布（{quarter}）以来变动的数字", en: "Figures changed since the last publication ({quarter})" }
    nothing_restated(quarter) { zh: "上次发布（{quarter}）的数字均无变动。", en: "No figure of the last publication ({quarter}) has changed." }
    first_publication { zh: "此前没有发布过更早的季度。", en: "No earlier quarter has been published." }
    new_series(indicator) {
        zh: "“{indicator}”的统计口径已变更，自本次起为新序列，与此前数字不可直接比较",
        en: "the definition of \"{indicator}\" has changed: a new series begins, which cannot be compared with earlier figures",
    }
    ask(figures, quarter) { zh: "封存{quarter}的{figures}个数字？[y/N] ", en: "Seal {figures} {figure_word} of {quarter}? [y/N] ", figure_word: figures "figure" | "figures" }
    ask_explained(quarter, figures) {
        zh: "封存把{quarter}的{figures}个数字原样存入账本，作为一次发布：此后的登记改变不了它，变动由 stats diff 逐条说明；发布有误可用 void 撤回。",
        en: "Sealing stores the {figures} {figure_word} of {quarter} as one publication. Nothing recorded later changes them; `stats diff` explains any difference, and `void` withdraws the publication.",
        figure_word: figures "figure" | "figures",
    }
    not_asked { zh: "封存需要确认，而这次不能询问（--json、--no-input，或没有终端）", en: "sealing needs confirmation, and no one can be asked (--json, --no-input, or no terminal)" }
    not_asked_hint { zh: "确认无误后加 --yes；只看不写用 --dry-run。", en: "Add --yes to seal, or --dry-run to look only." }
    not_sealed { zh: "没有封存，账本未变。", en: "Nothing was sealed; the ledger is unchanged." }
    sealed(quarter, number, figures, entry) {
        zh: "已发布{quarter}（发布{number}）：封存{figures}个数字，登记为条目{entry}。",
        en: "{quarter} published (number {number}): {figures} {figure_word} sealed, recorded as entry {entry}.",
        figure_word: figures "figure" | "figures",
    }
    published_title { zh: "已发布的统计", en: "Publications" }
    triangle_title(indicator) { zh: "{indicator}：各季度历次发布的数字", en: "{indicator}: each quarter as published then and later" }
    triangle_note {
        zh: "列为发布编号；空白表示该次未涉及；*表示自该次起口径变更，为新序列。",
        en: "Columns are publications; blank: the quarter was not covered; *: the definition changed and a new series begins.",
    }
    publication_no(number, quarter) { zh: "发布{number}（{quarter}）", en: "No. {number} ({quarter})" }
    reproduced(figures) {
        zh: "已按封存时的条目逐条重算：{figures}个数字全部相符，文件与链首哈希相符。",
        en: "Recounted from the lines as known then: all {figures} {figure_word} as sealed; files and head hash match too.",
        figure_word: figures "figure is" | "figures are",
    }
    unequal(n) { zh: "{n}个数字与封存时不符", en: "{n} {figure_word} as sealed", figure_word: n "figure is not" | "figures are not" }
    files_differ { zh: "来源文件与封存时不符", en: "the source files differ from those that were sealed" }
    head_differs { zh: "链首哈希与封存时不符", en: "the head hash differs from the one that was sealed" }
    sealed_at(number, day, known, head) { zh: "发布{number}：截至{day}，按条目{known}时所知\n链首 {head}", en: "Number {number}: as of {day}, as known after entry {known}\nhead {head}" }
    diff_title(quarter, number) { zh: "{quarter}（发布{number}）与今日所知的差异", en: "{quarter} (number {number}) compared with what is known today" }
    diff_none(figures) { zh: "{figures}个数字与今日重算全部一致。", en: "All {figures} {figure_word} today.", figure_word: figures "figure is the same" | "figures are the same" }
    diff_lines_title { zh: "引起变动的登记", en: "What changed the figures" }
    diff_more(n) { zh: "另有{n}条，见 --csv、--json 或 -o 文件", en: "{n} more: see --csv, --json or -o FILE" }
    diff_groups(n) { zh: "分组数字另有{n}个变动，见 --csv、--json 或 -o 文件", en: "{n} group {figure_word} changed too: see --csv, --json or -o FILE", figure_word: n "figure" | "figures" }
    diff_remainder(amount) { zh: "未查明的差额：{amount}", en: "Unexplained remainder: {amount}" }
    time_passed { zh: "（无新登记，因截止日推移）", en: "(nothing was recorded; time passed)" }
    moves_title { zh: "涉及的已发布数字：", en: "Published figures affected:" }
    moves_none { zh: "不涉及已发布的数字。", en: "No published figure is affected." }
    moves_line(figure, before, after) { zh: "{figure}：{before} → {after}", en: "{figure}: {before} -> {after}" }
    moves_more(n) { zh: "另有{n}个", en: "{n} more" }
    defined(indicator, basis, from) { zh: "自{from}起，{indicator}按{basis}统计。", en: "From {from} on, {indicator}: {basis}." }
    anchor_only { zh: "只核对了锚点；文件中的数字未逐一核对，已发布的数字用 stats show 核对。", en: "Only the anchor was checked, not the figures in the file; check published figures with `stats show`." }
    flags_note {
        zh: "标志：P 初步（迟到的申请与缴费可能补入）；R 与前次发布不同；B 口径变更；E 部分按推定。",
        en: "Flags: P provisional (late filings and fees may still be added); R differs from an earlier publication; B break in definition; E partly based on assumptions.",
    }
    lines_written(lines, files, folder) {
        zh: "已写出{lines}条明细，{files}个文件，在 {folder}",
        en: "{lines} {line_word} in {files} {file_word} written to {folder}",
        line_word: lines "line" | "lines",
        file_word: files "file" | "files",
    }
    last_published(quarter, number, day) { zh: "最近发布：{quarter}（发布{number}），截至{day}", en: "Last published: {quarter} (number {number}), as of {day}" }
    ledger_moved { zh: "账本在计算期间有新登记，请重新发布", en: "something was recorded while the figures were being counted: publish again" }
}

/// A period as short as it can be said: 2024Q4, 2024, 2024-12-31, 2024-01-01..2024-09-30.
pub fn period(lang: Lang, period: Period) -> String {
    let (first, last) = (period.first(), period.last());
    if first == last {
        return first.to_string();
    }
    let quarter = Quarter::of(first);
    if quarter.period() == period {
        return quarter.to_string();
    }
    if Period::year(first.year()) == Some(period) {
        return first.year().to_string();
    }
    let whole_months = Date::from_ymd(first.year(), first.month(), 1) == Some(first)
        && Period::month(last.year(), last.month()).is_some_and(|month| month.last() == last);
    if !whole_months {
        return format!("{first}..{last}");
    }
    let (year, from, to) = (first.year(), first.month(), last.month());
    match (lang, year == last.year()) {
        (Lang::Zh, true) => format!("{year}年{from}—{to}月"),
        (Lang::Zh, false) => format!("{year}年{from}月—{}年{to}月", last.year()),
        (Lang::En, true) => format!("{year}-{from:02} to {to:02}"),
        (Lang::En, false) => format!("{year}-{from:02} to {}-{to:02}", last.year()),
    }
}

/// A quarter in words for headings: 2024年第四季度, the fourth quarter of 2024.
pub fn quarter(lang: Lang, quarter: Quarter) -> String {
    let at = quarter.number() as usize - 1;
    match lang {
        Lang::Zh => format!("{}年第{}季度", quarter.year(), ["一", "二", "三", "四"][at]),
        Lang::En => format!("Q{} {}", quarter.number(), quarter.year()),
    }
}

/// Says why figures cannot be published or shown.
pub fn quarter_not_over(lang: Lang, of: Quarter, as_of: Date) -> Words {
    Words { message: not_over(lang, quarter(lang, of), as_of), hint: not_over_hint(lang) }
}

/// Says that nobody published a quarter.
pub fn quarter_not_published(lang: Lang, of: Quarter) -> Words {
    Words { message: not_published(lang, quarter(lang, of)), hint: not_published_hint(lang) }
}
