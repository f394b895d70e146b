//! Control totals (合计): what a file states of its own rows, held against what was read of them.

use std::collections::HashSet;

use super::header::FieldSpec;
use super::header_key::narrow;
use super::reading::SheetReading;
use super::row::{Cell, Given, Row, is_space};
use super::rows_kind::{begins_totals, is_totals_label, without_end};
use super::shape::{Shape, is_separator};
use crate::domain::values::{Money, Unit};

/// A total that a file states (控制合计), and whether the rows come to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlTotal {
    pub row: u32,
    /// The words it stands under: 科技二部小计.
    pub label: String,
    /// The column it totals; none where records are counted.
    pub column: Option<usize>,
    pub stated: String,
    pub read: String,
    /// The first row and the last of those it was held against.
    pub rows: (u32, u32),
    pub agrees: bool,
}

/// Totals rows kept as places where a group may begin: nesting is never deeper than a few levels.
const MOST_MARKS: usize = 256;

/// The sums of one amount column: over every row, and, for lists that repeat an amount in every row of one thing, over
/// the first row of each key alone, in all and since the last total.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    every: i128,
    once: i128,
    fresh: i128,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    rows: u64,
    keys: u64,
    /// Numbers listed: a pledge of three patents is three.
    listed: u64,
}

/// What had been read when a totals row came.
#[derive(Debug, Clone)]
struct Mark {
    /// The word of the totals row; none for the top of the sheet.
    word: Option<&'static str>,
    next_row: u32,
    sums: Vec<Sum>,
    count: Count,
}

/// Adds up the rows of a sheet as they are read.
pub(super) struct Totals {
    /// Column and unit of each amount.
    amounts: Vec<(usize, Unit)>,
    keys: Vec<usize>,
    /// Columns in which a totals row may state a count without saying so.
    counted_in: Vec<usize>,
    listed: Option<usize>,
    seen: HashSet<String>,
    /// Those seen since the last total: a page counts once what began on the page before.
    seen_since: HashSet<String>,
    sums: Vec<Sum>,
    count: Count,
    marks: Vec<Mark>,
    last_row: u32,
    /// A totals row that stands above all rows: it is of what follows.
    ahead: Option<(Row, Option<Unit>)>,
}

impl Totals {
    pub fn new(
        reading: &SheetReading,
        specs: &[FieldSpec],
        keys: &[usize],
        first_row: u32,
    ) -> Self {
        let amounts: Vec<(usize, Unit)> = (reading.columns.iter().enumerate())
            .filter(|(_, column)| column.field().is_some_and(|field| specs[field].is_amount()))
            .map(|(at, column)| (at, column.unit.unwrap_or(Unit::Yuan)))
            .collect();
        let used = (0..reading.columns.len()).filter(|at| reading.columns[*at].field().is_some());
        // No sum stands under numbers, names and titles: a bare figure there counts.
        let is_text = |at: &usize| {
            let field = reading.columns[*at].field();
            field.is_some_and(|field| {
                matches!(
                    specs[field].shape,
                    Shape::Reference
                        | Shape::ApplicationNo
                        | Shape::PublicationNo
                        | Shape::CreditCode
                        | Shape::Firm
                        | Shape::Title
                )
            })
        };
        let counted_in =
            if amounts.is_empty() { used.collect() } else { used.filter(is_text).collect() };
        let listed = specs
            .iter()
            .position(|spec| spec.shape == Shape::ApplicationNo && spec.key == "patent_nos");
        let sums = vec![Sum::default(); amounts.len()];
        let mark =
            Mark { word: None, next_row: first_row, sums: sums.clone(), count: Count::default() };
        Self {
            amounts,
            keys: keys.to_vec(),
            counted_in,
            listed: listed.and_then(|field| reading.column_of(field)),
            seen: HashSet::new(),
            seen_since: HashSet::new(),
            sums,
            count: Count::default(),
            marks: vec![mark],
            last_row: first_row,
            ahead: None,
        }
    }

    /// Takes a row of data; `unit` is the one the row states itself. Returns the first amount that a merged cell gives this
    /// row although the row is of another record than those above: that of one cell stands in several records.
    pub fn add(&mut self, row: &Row, unit: Option<Unit>) -> Option<usize> {
        self.last_row = row.number;
        self.count.rows += 1;
        if self.amounts.is_empty() {
            return None;
        }
        let key: String =
            self.keys.iter().map(|key| row.cell(*key).display().into_owned()).collect();
        let is_fresh = self.seen_since.insert(key.clone());
        let is_first = self.seen.insert(key);
        self.count.keys += u64::from(is_first);
        if let Some(column) = self.listed {
            let shown = row.cell(column).display();
            let parts = shown.split(is_separator).filter(|part| !part.trim().is_empty());
            self.count.listed += parts.count() as u64;
        }
        let mut shared = None;
        for ((column, of_column), sum) in self.amounts.iter().zip(&mut self.sums) {
            // What a merged cell gives further rows of one record is counted where it stands.
            match row.given(*column) {
                Some(Given::Above) if is_first => shared = shared.or(Some(*column)),
                Some(Given::Above | Given::Left) => continue,
                None => {}
            }
            if let Some(fen) = fen(row.cell(*column), unit.unwrap_or(*of_column)) {
                sum.every += fen;
                sum.once += if is_first { fen } else { 0 };
                sum.fresh += if is_fresh { fen } else { 0 };
            }
        }
        shared
    }

    /// Takes a totals row: what it states, held against the rows of its group or all above it.
    pub fn check(&mut self, row: &Row, unit: Option<Unit>, found: &mut Vec<ControlTotal>) {
        let label = label_of(row);
        if self.count.rows == 0 && self.ahead.is_none() && totals_word(&label) == WHOLE {
            self.ahead = Some((row.clone(), unit));
            return;
        }
        self.hold(row, unit, label, found);
    }

    /// Holds a totals row against the rows it may be of.
    fn hold(
        &mut self,
        row: &Row,
        unit: Option<Unit>,
        label: String,
        found: &mut Vec<ControlTotal>,
    ) {
        let word = totals_word(&label);
        let before = found.len();
        for (at, (column, of_column)) in self.amounts.iter().enumerate() {
            let cell = row.own(*column);
            let Some(stated) = fen(cell, unit.unwrap_or(*of_column)) else { continue };
            let sum = self.sums[at];
            let since = |mark: &Mark| {
                let then = mark.sums[at];
                [sum.every - then.every, sum.once - then.once, sum.fresh - then.fresh]
            };
            let (mark, agrees) = self.group(word, |mark| since(mark).contains(&stated));
            let total = ControlTotal {
                row: row.number,
                label: label.clone(),
                column: Some(*column),
                stated: yuan(stated),
                read: yuan(if agrees { stated } else { since(mark)[0] }),
                rows: (mark.next_row, self.last_row),
                agrees,
            };
            found.push(total);
        }
        if found.len() == before {
            let texts: Vec<String> =
                row.cells().filter_map(|cell| cell.text().map(str::to_owned)).collect();
            found.extend(self.in_words(row.number, &texts.join(" "), label.clone(), word));
        }
        if let Some(stated) = self.count_in(row) {
            found.push(self.counted(row.number, label, stated, word));
        }
        let mark = Mark {
            word: Some(word),
            next_row: row.number + 1,
            sums: self.sums.clone(),
            count: self.count,
        };
        if self.marks.len() < MOST_MARKS {
            self.marks.push(mark);
        }
        self.seen_since.clear();
    }

    /// Takes the totals row that stood above all rows, once these are read: it is of them all.
    pub fn check_ahead(&mut self, found: &mut Vec<ControlTotal>) {
        if let Some((row, unit)) = self.ahead.take() {
            self.marks.truncate(1);
            self.hold(&row, unit, label_of(&row), found);
        }
    }

    /// Takes a count that a title or a note states of the whole sheet.
    pub fn check_whole(&self, row: u32, text: &str, found: &mut Vec<ControlTotal>) {
        let label = text.trim_matches(is_space).to_owned();
        let count = stated_count(text, true);
        // A sum that nobody says to be of this sheet may be of anything.
        if count.is_some() || totals_word_begins(text) {
            found.extend(self.in_words(row, text, label.clone(), WHOLE));
        }
        if let Some(stated) = count {
            found.push(self.counted(row, label, stated, WHOLE));
        }
    }

    /// Takes a sum that stands among words (合计：2笔，350万元), held against every amount: it is the one that comes to it.
    fn in_words(
        &self,
        row: u32,
        text: &str,
        label: String,
        word: &'static str,
    ) -> Option<ControlTotal> {
        let said = stated_amount(text);
        let bare = figure_alone(&label).filter(|_| said.is_none());
        let since = |at: usize, mark: &Mark| {
            let (now, then) = (self.sums[at], mark.sums[at]);
            [now.every - then.every, now.once - then.once, now.fresh - then.fresh]
        };
        let held = (0..self.amounts.len()).filter_map(|at| {
            // A figure without its unit is in that of the column it is of.
            let of_column = |figure: &String| fen(Cell::Text(figure), self.amounts[at].1);
            let stated = said.or_else(|| bare.as_ref().and_then(of_column))?;
            let (mark, agrees) = self.group(word, |mark| since(at, mark).contains(&stated));
            let read = if agrees { stated } else { since(at, mark)[0] };
            Some((at, mark.next_row, stated, read, agrees))
        });
        let held: Vec<(usize, u32, i128, i128, bool)> = held.collect();
        let agreed = held.iter().find(|(.., agrees)| *agrees);
        let counted = || {
            let count = bare.as_ref()?.parse().ok()?;
            let stated = StatedCount { count, counter: None };
            let counted = self.counted(row, label.clone(), stated, word);
            Some(counted).filter(|counted| counted.agrees || held.is_empty())
        };
        if agreed.is_none()
            && let Some(counted) = counted()
        {
            return Some(counted);
        }
        let (at, first_row, stated, read, agrees) = *agreed.or_else(|| held.first())?;
        Some(ControlTotal {
            row,
            label,
            column: Some(self.amounts[at].0),
            stated: yuan(stated),
            read: yuan(read),
            rows: (first_row, self.last_row),
            agrees,
        })
    }

    /// Returns the count of records that a totals row states: with its counter (12件), or bare in a column of keys, or,
    /// where nothing is added up, in any column that is read.
    fn count_in(&self, row: &Row) -> Option<StatedCount> {
        let with_counter = row.cells().find_map(|cell| stated_count(&cell.display(), false));
        let bare = |column: &usize| {
            let count = row.own(*column).display().trim_matches(is_space).parse().ok()?;
            Some(StatedCount { count, counter: None })
        };
        with_counter.or_else(|| self.counted_in.iter().find_map(bare))
    }

    fn counted(
        &self,
        row: u32,
        label: String,
        stated: StatedCount,
        word: &'static str,
    ) -> ControlTotal {
        // Registrations are counted in 项, loans in 笔, firms in 家; only patents, which one row may list, in 件.
        let lists_count = matches!(stated.counter, None | Some('件' | '个'));
        let since = |mark: &Mark| {
            let (now, then) = (self.count, mark.count);
            let rows = now.rows - then.rows;
            let listed = if lists_count { now.listed - then.listed } else { rows };
            [rows, now.keys - then.keys, listed]
        };
        let (mark, agrees) = self.group(word, |mark| since(mark).contains(&stated.count));
        ControlTotal {
            row,
            label,
            column: None,
            stated: stated.count.to_string(),
            read: if agrees { stated.count } else { since(mark)[0] }.to_string(),
            rows: (mark.next_row, self.last_row),
            agrees,
        }
    }

    /// Finds where the rows begin that a total agrees with; else where those begin that it should count. A total counts
    /// what stands since the last one of its own kind; one of a part also what stands since the last of any kind.
    fn group(&self, word: &'static str, agrees: impl Fn(&Mark) -> bool) -> (&Mark, bool) {
        let last = &self.marks[self.marks.len() - 1];
        let alike = self.marks.iter().rev().find(|mark| mark.word == Some(word));
        let [own, top] = [alike.unwrap_or(&self.marks[0]), &self.marks[0]];
        let candidates = if word == WHOLE { [top, own] } else { [last, own] };
        match candidates.into_iter().find(|mark| agrees(mark)) {
            Some(mark) => (mark, true),
            None => (candidates[0], false),
        }
    }
}

/// Returns the words a totals row stands under.
fn label_of(row: &Row) -> String {
    let cells = || (0..row.len()).map(|i| row.own(i)).filter(|cell| !cell.is_blank());
    let label = cells().find(|cell| cell.text().is_some_and(is_totals_label));
    let label = label.or_else(|| cells().next());
    label.map_or_else(String::new, |cell| cell.display().trim_matches(is_space).to_owned())
}

/// A total of everything.
const WHOLE: &str = "合计";

/// Returns what kind of total a label names: of everything, or of a part by its last word (科技二部小计, 部门合计, 本页小计).
fn totals_word(label: &str) -> &'static str {
    const WHOLES: [&str; 14] = [
        "合计",
        "加总",
        "总金额",
        "总计",
        "共计",
        "累计",
        "汇总",
        "总额",
        "总数",
        "总和",
        "合共",
        "total",
        "grandtotal",
        "sum",
    ];
    const PARTS: [&str; 3] = ["部分合计", "部分总计", "小计"];
    let folded: String = label.chars().filter(|c| !is_space(*c)).map(narrow).collect();
    let folded = folded.trim_start_matches(['(', '[']).to_lowercase();
    if WHOLES.iter().any(|whole| folded.starts_with(whole)) {
        return WHOLE;
    }
    let ends = |word: &str| without_end(&folded).ends_with(word);
    match () {
        () if ends("合计") => PARTS[0],
        () if ends("总计") => PARTS[1],
        () => PARTS[2],
    }
}

fn totals_word_begins(text: &str) -> bool {
    begins_totals(text) || begins_totals(text.trim_start_matches(['以', '上', '本', '表']))
}

/// Returns the figure that stands alone behind a word for a total: 合计：350.
fn figure_alone(text: &str) -> Option<String> {
    let folded: String = text.chars().filter(|c| !is_space(*c)).map(narrow).collect();
    let at = folded.find(|c: char| c.is_ascii_digit())?;
    let (word, figure) = folded.split_at(at);
    let word = word.trim_end_matches([':', '为', '¥', '￥']);
    let is_figure = figure.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    (is_figure && totals_word_begins(word)).then(|| figure.replace(',', ""))
}

/// Returns the sum of money that words state with its unit, in fen: 合计：2笔，350万元; of several the one behind a word for
/// a total. None where it cannot be told.
fn stated_amount(text: &str) -> Option<i128> {
    const WORDS: [&str; 5] = ["合计", "总计", "共计", "总额", "总金额"];
    let folded: String = text
        .chars()
        .filter(|c| !is_space(*c))
        .map(narrow)
        .collect::<String>()
        .replace("人民币", "");
    let amounts = amounts_in(&folded);
    let of = |(_, fen): &(usize, i128)| *fen;
    if let [one] = &amounts[..] {
        return Some(of(one));
    }
    let follows = |(at, _): &&(usize, i128)| {
        let before = folded[..*at].trim_end_matches([':', '为', '(', ')', '¥', '￥']);
        let before = before.trim_end_matches("大写").trim_end_matches(['(', ':']);
        WORDS.iter().any(|word| before.ends_with(word))
    };
    let mut behind = amounts.iter().filter(follows);
    behind.next().filter(|_| behind.next().is_none()).map(of)
}

/// The sums of money in a text that bear their unit, each with its place.
fn amounts_in(folded: &str) -> Vec<(usize, i128)> {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let is_part =
        |c: char| is_figure(c) || CAPITALS.contains(c) || "百千万亿元圆角分整正".contains(c);
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = folded[rest..].find(is_part).map(|at| rest + at) {
        let end = folded[start..].find(|c| !is_part(c)).map_or(folded.len(), |at| start + at);
        let piece = folded[start..end].trim_matches([',', '.']);
        if piece.contains(['元', '圆'])
            && let Ok(read) = Money::read(piece, None)
        {
            found.push((start, i128::from(read.value.fen())));
        }
        rest = end;
    }
    found
}

/// Numerals of documents (大写): 壹 to 玖, 零, 拾, 佰, 仟.
const CAPITALS: &str = "零壹贰叁肆伍陆柒捌玖拾佰仟";

/// Reads a count in Chinese numerals, everyday or capital ones: 十二, 叁, 一百零五.
pub(super) fn chinese_number(text: &str) -> Option<u64> {
    const DIGITS: [&str; 2] = ["零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"];
    const TENS: [(char, u64); 6] =
        [('十', 10), ('拾', 10), ('百', 100), ('佰', 100), ('千', 1_000), ('仟', 1_000)];
    let digit = |c: char| {
        let c = if c == '两' { '二' } else { c };
        DIGITS.iter().find_map(|digits| digits.chars().position(|digit| digit == c))
    };
    let (mut sum, mut last, mut seen) = (0, None, false);
    for c in text.chars() {
        if let Some((_, worth)) = TENS.iter().find(|(ten, _)| *ten == c) {
            sum += last.take().unwrap_or(1) * worth;
        } else {
            last = Some(digit(c)? as u64);
        }
        seen = true;
    }
    seen.then_some(sum + last.unwrap_or(0))
}

fn fen(cell: Cell<'_>, unit: Unit) -> Option<i128> {
    match cell {
        Cell::Empty => None,
        cell => Some(i128::from(Money::read(&cell.display(), Some(unit)).ok()?.value.fen())),
    }
}

fn yuan(fen: i128) -> String {
    let fen = i64::try_from(fen).unwrap_or(if fen < 0 { i64::MIN } else { i64::MAX });
    Money::from_fen(fen).to_string()
}

/// A count that a file states, and its counter (量词): 12件.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StatedCount {
    pub count: u64,
    pub counter: Option<char>,
}

/// Returns the count that a text states: 共12件, 合计 12 笔, 共叁笔, and, unless a whole sheet's is looked for, 12件 alone.
pub(super) fn stated_count(text: &str, with_word: bool) -> Option<StatedCount> {
    const COUNTERS: [char; 8] = ['件', '项', '笔', '家', '户', '个', '条', '行'];
    const LARGEST: usize = 9;
    let folded: String =
        text.chars().filter(|c| !is_space(*c) && *c != ',' && *c != '，').map(narrow).collect();
    let behind_words = || {
        ["共", "合计", "总计"]
            .into_iter()
            .flat_map(|word| folded.match_indices(word).map(|(at, word)| at + word.len()))
    };
    let count_at = |start: usize| {
        let rest = folded[start..].trim_start_matches(['计', '有', ':', '(']);
        let end = rest.find(COUNTERS)?;
        let (figures, counted) = rest.split_at(end);
        let counter = counted.chars().next()?;
        // 12个月 counts nothing here.
        if counted[counter.len_utf8()..].starts_with('月') || figures.is_empty() {
            return None;
        }
        let count = match figures.bytes().all(|b| b.is_ascii_digit()) {
            true if figures.len() <= LARGEST => figures.parse().ok()?,
            true => return None,
            false => chinese_number(figures)?,
        };
        Some(StatedCount { count, counter: Some(counter) })
    };
    let said = behind_words().find_map(count_at);
    if said.is_some() || with_word {
        return said;
    }
    // In numerals only what stands alone counts: 科技一部 counts nothing. Of several counts none is of all.
    let alone = || count_at(0).filter(|_| folded.find(COUNTERS) == folded.rfind(COUNTERS));
    let alone = || alone().filter(|_| folded.ends_with(COUNTERS));
    let is_digit = |at: usize| folded.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..folded.len()).filter(|at| is_digit(*at) && (*at == 0 || !is_digit(at - 1)));
    let mut counts = starts.filter_map(count_at);
    let first = counts.next();
    first.filter(|_| counts.next().is_none()).or_else(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_found_among_words() {
        for (text, with_word, count) in [
            ("共12件", true, Some(12)),
            ("以上共计 1,234 笔，金额500万元", true, Some(1234)),
            ("专利清单（共 12 件）", true, Some(12)),
            ("12件", false, Some(12)),
            ("合计12笔", false, Some(12)),
            ("共叁笔", true, Some(3)),
            ("叁笔", false, Some(3)),
            ("合计十二笔", false, Some(12)),
            ("科技一部小计", false, None),
            ("第一项", false, None),
            ("2020年合计（12笔）", false, Some(12)),
            ("小计：发明1件 外观设计2件", false, None),
            ("12件", true, None),
            ("共500万元", true, None),
            ("期限12个月", false, None),
            ("合计", false, None),
        ] {
            let read = stated_count(text, with_word).map(|counted| counted.count);
            assert_eq!(read, count, "{text}");
        }
    }

    #[test]
    fn sums_are_found_among_words() {
        for (text, yuan) in [
            ("合计：2笔，350万元", Some("3500000.00")),
            ("以上共计2笔，金额合计3,500,000.00元", Some("3500000.00")),
            ("共2笔，合计人民币350万元整。", Some("3500000.00")),
            ("合计（大写）：叁佰伍拾万元整", Some("3500000.00")),
            ("共3笔，其中新增50万元，合计350万元", Some("3500000.00")),
            ("共3笔，其中新增50万元，续贷300万元", None),
            ("合计2笔", None),
            ("单位：万元", None),
            ("共12件", None),
            ("合计：350", None),
        ] {
            let read = stated_amount(text).map(super::yuan);
            assert_eq!(read.as_deref(), yuan, "{text}");
        }
        for (text, number) in [
            ("十二", Some(12)),
            ("叁", Some(3)),
            ("一百零五", Some(105)),
            ("贰拾", Some(20)),
            ("部", None),
            ("", None),
        ] {
            assert_eq!(chinese_number(text), number, "{text}");
        }
    }

    #[test]
    fn a_figure_may_stand_alone_behind_the_word() {
        for (text, figure) in [
            ("合计：350", Some("350")),
            ("合 计 1,350.50", Some("1350.50")),
            ("以上合计为350", Some("350")),
            ("合计2笔", None),
            ("合计", None),
            ("2020", None),
            ("第1页", None),
        ] {
            assert_eq!(figure_alone(text).as_deref(), figure, "{text}");
        }
    }

    #[test]
    fn a_total_is_of_all_or_of_a_part() {
        for (label, word) in [
            ("合计", WHOLE),
            ("总计：", WHOLE),
            ("合 计", WHOLE),
            ("小计", "小计"),
            ("科技二部小计", "小计"),
            ("本页合计", "部分合计"),
            ("subtotal", "小计"),
        ] {
            assert_eq!(totals_word(label), word, "{label}");
        }
    }
}
