//! Keys under which numbers and firms' names meet, and when two of them are nearly the same.

use crate::domain::numbers::RegionCode;
use crate::domain::values::text::name_key;

/// A number's letters and digits alone, in capitals: how it reads without punctuation.
pub fn bare_number(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// A number without punctuation and without leading zeros in its runs of digits: JD-0012/3 is JD12.3 without the
/// stop. Never empty unless the number has neither letter nor digit.
pub fn number_key(number: &str) -> String {
    let mut key = String::with_capacity(number.len());
    // A run of digits ends where punctuation stands: 1-23 and 12-3 stay two numbers.
    let mut in_digits = false;
    let mut waiting_zeros = 0;
    let mut between = false;
    for c in number.chars() {
        match c {
            '0' if !in_digits => waiting_zeros += 1,
            '0'..='9' => {
                if between && key.ends_with(|c: char| c.is_ascii_digit()) {
                    key.push('.');
                }
                in_digits = true;
                waiting_zeros = 0;
                key.push(c);
                between = false;
            }
            c if c.is_alphanumeric() => {
                if waiting_zeros > 0 && !in_digits {
                    key.push('0');
                }
                (in_digits, waiting_zeros, between) = (false, 0, false);
                key.extend(c.to_uppercase());
            }
            _ => {
                if waiting_zeros > 0 && !in_digits {
                    key.push('0');
                }
                (in_digits, waiting_zeros, between) = (false, 0, true);
            }
        }
    }
    if waiting_zeros > 0 && !in_digits {
        key.push('0');
    }
    key
}

/// The number without the suffix of a tranche: JD001-1, JD001/02 and JD001(2) are of JD001. None without one.
pub fn base_number(number: &str) -> Option<&str> {
    let bare = number.trim_end_matches([')', '）']);
    let digits = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let suffix = bare.len() - digits.len();
    let base = digits.strip_suffix(['-', '/', '_', '(', '（', '#', '.'])?;
    ((1..=2).contains(&suffix) && base.chars().count() >= 4).then_some(base)
}

/// Legal forms, longest first: what offices leave out or abbreviate of a firm's name.
const FORMS: [&str; 9] = [
    "股份有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "(集团)",
    "股份公司",
    "公司",
    "集团",
];

/// How firms of an office's region are spelled: with the names of its places in front, or without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirmNames {
    /// Longest first.
    places: Vec<String>,
}

impl FirmNames {
    pub fn of(region: RegionCode) -> Self {
        Self { places: region.names_in_front() }
    }

    /// What tells a firm from others: its name without legal form, place and brackets. Never empty: a name that is
    /// nothing else stays whole.
    pub fn key(&self, name: &str) -> String {
        let whole = name_key(name);
        let mut rest = whole.as_str();
        while let Some(shorter) = FORMS.iter().find_map(|form| rest.strip_suffix(form)) {
            rest = shorter;
        }
        let in_front = self.places.iter().find_map(|place| rest.strip_prefix(&**place));
        rest = in_front.unwrap_or(rest);
        let in_brackets = |rest: &str, place: &String| rest.replace(&format!("({place})"), "");
        let rest =
            self.places.iter().fold(rest.to_owned(), |rest, place| in_brackets(&rest, place));
        let bare: String = rest.chars().filter(|c| !"().·-".contains(*c)).collect();
        if bare.is_empty() { whole } else { bare }
    }

    /// Whether two names, of which at least one is masked, may be one: with the name of a place in front or without.
    pub fn may_be(&self, a: &str, b: &str) -> bool {
        let without_place = |name: &str| {
            let rest = self.places.iter().find_map(|place| name.strip_prefix(&**place));
            rest.unwrap_or(name).to_owned()
        };
        fits_masked(a, b) || fits_masked(&without_place(a), &without_place(b))
    }

    /// Whether two names are of one firm as far as they show: written otherwise, or one of them short for the other.
    pub fn are_one(&self, a: &str, b: &str) -> bool {
        are_one((a, &self.key(a)), (b, &self.key(b)))
    }
}

/// Whether two names, each with its key, are of one firm as far as they show.
pub fn are_one((a, key_a): (&str, &str), (b, key_b): (&str, &str)) -> bool {
    key_a == key_b
        || without_ranks(key_a) == without_ranks(key_b)
        || is_short_for(a, key_a, key_b)
        || is_short_for(b, key_b, key_a)
}

/// What stands in place of what is hidden. 某某 hides nothing: papers made up bear such names.
const HIDING: [char; 9] = ['*', '＊', '×', '●', '■', '□', '○', '▲', '？'];
const HIDING_RUNS: [&str; 5] = ["XXX", "xxx", "ＸＸＸ", "###", "???"];

/// Whether part of a text is hidden from the reader: 上海***公司, 91110105********1X.
pub fn is_masked(text: &str) -> bool {
    text.contains(HIDING) || HIDING_RUNS.iter().any(|run| text.contains(run))
}

/// Whether two texts, of which at least one is masked, show nothing that contradicts: what stands before the first
/// hidden part and behind the last one is the same as far as both show it.
pub fn fits_masked(a: &str, b: &str) -> bool {
    if !is_masked(a) && !is_masked(b) {
        return false;
    }
    let ([begins_a, ends_a], [begins_b, ends_b]) = (shown_ends(a), shown_ends(b));
    let begins = begins_a.starts_with(&*begins_b) || begins_b.starts_with(&*begins_a);
    begins && (ends_a.ends_with(&*ends_b) || ends_b.ends_with(&*ends_a))
}

/// What a text shows from its beginning, and up to its end: the whole twice where nothing is hidden.
fn shown_ends(text: &str) -> [String; 2] {
    let mut shown = text.replace(HIDING, "*");
    for run in HIDING_RUNS {
        shown = shown.replace(run, "*");
    }
    let begins = shown.split('*').next().unwrap_or_default();
    let ends = shown.rsplit('*').next().unwrap_or_default();
    [name_key(begins), name_key(ends)]
}

/// 杭州市甲 is 杭州甲.
fn without_ranks(key: &str) -> String {
    key.chars().filter(|c| !"省市区县".contains(*c)).collect()
}

/// Whether a name without a legal form is made of the other's characters, in order: 听澜科技 for 示例听澜智能科技.
fn is_short_for(name: &str, short: &str, full: &str) -> bool {
    let whole = name_key(name);
    if FORMS.iter().any(|form| whole.ends_with(form)) || short.chars().nth(1).is_none() {
        return false;
    }
    let mut rest = full.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

/// Whether two texts are one slip apart, or two when they are long: a character wrong, missing, too much, or two
/// neighbours swapped.
pub fn is_near(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return are_near(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    are_near(&a, &b)
}

fn are_near<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    within(a, b, most_slips(a.len().min(b.len())))
}

fn most_slips(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=9 => 1,
        _ => 2,
    }
}

/// Whether so many slips at most make one text of the other.
fn within<T: PartialEq>(a: &[T], b: &[T], most: usize) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    match (&a[same..], &b[same..]) {
        ([], left) | (left, []) => left.len() <= most,
        (a, b) if most == 0 || a.len().abs_diff(b.len()) > most => false,
        (a, b) => {
            let swapped = a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0];
            within(&a[1..], &b[1..], most - 1)
                || within(&a[1..], b, most - 1)
                || within(a, &b[1..], most - 1)
                || swapped && within(&a[2..], &b[2..], most - 1)
        }
    }
}

/// What stands before and behind each character of a text: two texts one slip apart share one of these rests, or
/// one is a rest of the other.
pub fn with_one_dropped(text: &str) -> impl Iterator<Item = [&str; 2]> {
    text.char_indices().map(|(at, c)| [&text[..at], &text[at + c.len_utf8()..]])
}

/// Whether one amount is the other in 10,000 yuan, as far as its two decimals show, in fen.
pub fn other_unit(a: i64, b: i64) -> bool {
    let (small, big) = if a.unsigned_abs() <= b.unsigned_abs() { (a, b) } else { (b, a) };
    // Of a figure in 10,000 yuan, half a fen is 50 yuan.
    let most = 5_000;
    small != 0 && small.checked_mul(10_000).is_some_and(|all| all.abs_diff(big) <= most)
}

/// How many noughts the first amount, in fen, has more than the second (fewer, when negative), where they differ in
/// nothing else: one to three.
pub fn noughts(a: i64, b: i64) -> Option<i32> {
    let (small, big) = if a.unsigned_abs() <= b.unsigned_abs() { (a, b) } else { (b, a) };
    let found = [(1, 10), (2, 100), (3, 1_000)].into_iter().find(|(_, factor)| {
        // The smaller one may have been rounded to the fen.
        let all = small.checked_mul(*factor);
        small != 0 && all.is_some_and(|all| all.abs_diff(big) <= factor.unsigned_abs() / 2)
    });
    found.map(|(noughts, _)| if small == a { -noughts } else { noughts })
}

/// Whether one figure is the other with two neighbouring digits swapped.
pub fn digits_swapped(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let off: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    let [first, second] = off[..] else { return false };
    let only_stop_between = a[first + 1..second].iter().all(|byte| !byte.is_ascii_digit());
    only_stop_between
        && a[first] == b[second]
        && a[second] == b[first]
        && a[first].is_ascii_digit()
        && a[second].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours.
    fn slips(a: &[char], b: &[char]) -> usize {
        let mut before: Vec<usize> = Vec::new();
        let mut last: Vec<usize> = (0..=b.len()).collect();
        for i in 1..=a.len() {
            let mut row = vec![i; b.len() + 1];
            for j in 1..=b.len() {
                let same = usize::from(a[i - 1] != b[j - 1]);
                row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    row[j] = row[j].min(before[j - 2] + 1);
                }
            }
            before = std::mem::replace(&mut last, row);
        }
        last[b.len()]
    }

    proptest! {
        #[test]
        fn what_is_near_is_so_by_the_distance(a in "[01甲]{0,13}", b in "[01甲]{0,13}") {
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let most = most_slips(x.len().min(y.len()));
            prop_assert_eq!(is_near(&a, &b), slips(&x, &y) <= most);
        }

        #[test]
        fn swapped_digits_leave_the_same_rest_of_nine(a in 0..200_000_000_i64, b in 0..200_000_000_i64) {
            if digits_swapped(&a.to_string(), &b.to_string()) {
                prop_assert_eq!((a - b) % 9, 0);
            }
        }
    }

    #[test]
    fn numbers_meet_under_their_key() {
        for (a, b) in [
            ("JD-2016-0012", "JD2016/12"),
            ("jd 001", "JD1"),
            ("000123", "123"),
            ("沪静贷（2016）第007号", "沪静贷2016第7号"),
        ] {
            assert_eq!(number_key(a), number_key(b), "{a} {b}");
        }
        for (a, b) in [("1-23", "12-3"), ("JD10", "JD1"), ("A0", "A"), ("00", "")] {
            assert_ne!(number_key(a), number_key(b), "{a} {b}");
        }
    }

    #[test]
    fn a_tranche_has_a_base() {
        assert_eq!(base_number("JD001-1"), Some("JD001"));
        assert_eq!(base_number("JD001(02)"), Some("JD001"));
        assert_eq!(base_number("JD001"), None);
        assert_eq!(base_number("J-1"), None);
        assert_eq!(base_number("JD-2016"), None);
    }

    #[test]
    fn firms_meet_without_form_and_place_and_a_key_is_never_empty() {
        for (a, b) in [
            ("上海申芯微电子有限公司", "上海申芯微电子有限责任公司"),
            ("上海市申芯微电子股份有限公司", "申芯微电子"),
            ("申芯微电子(上海)有限公司", "申芯微电子（上海）有限公司"),
        ] {
            assert_eq!(names("310106").key(a), names("310106").key(b), "{a} {b}");
        }
        for name in ["有限公司", "上海有限公司", "上海", "·"] {
            assert!(!names("310106").key(name).is_empty(), "{name}");
        }
    }

    fn names(region: &str) -> FirmNames {
        FirmNames::of(region.parse().unwrap())
    }

    #[test]
    fn the_places_in_front_of_a_name_are_those_of_the_office() {
        for (region, name, key) in [
            ("310106", "上海市静安区云峰科技有限公司", "云峰科技"),
            ("310106", "上海云峰科技有限公司", "云峰科技"),
            ("310106", "杭州云峰科技有限公司", "杭州云峰科技"),
            ("310115", "上海市浦东新区云峰科技有限公司", "云峰科技"),
            ("310115", "云峰科技（上海）有限公司", "云峰科技"),
            ("310100", "上海市云峰科技有限公司", "云峰科技"),
            ("330122", "桐庐县云峰科技有限公司", "云峰科技"),
            ("330122", "杭州市桐庐县云峰科技有限公司", "云峰科技"),
            ("330122", "杭州云峰科技有限公司", "云峰科技"),
            ("330122", "浙江云峰科技（杭州）有限公司", "云峰科技"),
            ("330122", "上海云峰科技有限公司", "上海云峰科技"),
        ] {
            assert_eq!(names(region).key(name), key, "{region} {name}");
        }
    }

    #[test]
    fn names_of_one_firm_are_told_from_names_of_two() {
        let cases = [
            ("上海示例听澜智能科技有限公司", "听澜科技", true),
            ("上海示例听澜智能科技有限公司", "示例听澜智能", true),
            ("杭州市云峰科技有限公司", "杭州云峰科技有限责任公司", true),
            ("上海样例甲科技有限公司", "上海样例乙科技有限公司", false),
            ("上海云峰科技有限公司", "上海云峰科技发展有限公司", false),
            ("上海云峰科技有限公司", "北京云峰科技有限公司", false),
            ("上海云峰科技有限公司", "海川", false),
            ("上海云峰科技有限公司", "云", false),
        ];
        for (a, b, same) in cases {
            assert_eq!(names("310106").are_one(a, b), same, "{a} {b}");
            assert_eq!(names("310106").are_one(b, a), same, "{b} {a}");
        }
    }

    #[test]
    fn what_is_hidden_says_nothing() {
        for masked in ["上海***有限公司", "91310106****1234XX", "JD2016XXX01"] {
            assert!(is_masked(masked), "{masked}");
        }
        for plain in ["某甲公司", "上海某某科技有限公司", "91310106MA1FY0000X", "JD2016XX01"]
        {
            assert!(!is_masked(plain), "{plain}");
        }
    }

    #[test]
    fn what_is_shown_beside_the_hidden_must_fit() {
        for (a, b, fits) in [
            ("上海***有限公司", "上海样例甲科技有限公司", true),
            ("上海样例**科技有限公司", "上海样例甲乙科技有限公司", true),
            ("***科技有限公司", "上海样例甲科技有限公司", true),
            ("JD2016****", "JD20160001", true),
            ("91310106********0X", "91310106MA1FY0000X", true),
            ("上海样例甲●●有限公司", "上海***（集团）有限公司", true),
            ("北京***有限公司", "上海样例甲科技有限公司", false),
            ("上海***贸易有限公司", "上海样例甲科技有限公司", false),
            ("JD2017****", "JD20160001", false),
            ("91310115********0X", "91310106MA1FY0000X", false),
            ("上海样例甲科技有限公司", "上海样例甲科技有限公司", false),
            ("***", "上海样例甲科技有限公司", true),
        ] {
            assert_eq!(fits_masked(a, b), fits, "{a} {b}");
            assert_eq!(fits_masked(b, a), fits, "{b} {a}");
        }
    }

    #[test]
    fn noughts_too_many_and_too_few_are_counted() {
        let cases = [
            (10_000_000, 100_000_000, Some(-1)),
            (1_000_000_000, 100_000_000, Some(1)),
            (100_000, 100_000_000, Some(-3)),
            (12_345_679, 123_456_789, Some(-1)),
            (12_345_000, 123_456_789, None),
            (100_000_000, 100_000_000, None),
            (0, 0, None),
            (i64::MAX, i64::MIN, None),
        ];
        for (a, b, found) in cases {
            assert_eq!(noughts(a, b), found, "{a} {b}");
        }
    }

    #[test]
    fn a_slip_is_near_and_shares_a_shortened_form() {
        for (a, b) in [("JD2016001", "JD2061001"), ("JD2016001", "JD201601"), ("JD2016", "JD2015")]
        {
            assert!(is_near(a, b), "{a} {b}");
            let forms = |text: &str| -> Vec<String> {
                let rests = with_one_dropped(text).map(|parts| parts.concat());
                rests.chain([text.to_owned()]).collect()
            };
            assert!(forms(b).iter().any(|form| forms(a).contains(form)), "{a} {b}");
        }
        assert!(!is_near("JD1", "JD2") && !is_near("JD2016", "JD2045"));
    }

    #[test]
    fn swapped_digits_are_seen() {
        assert!(digits_swapped("1200000.00", "2100000.00"));
        assert!(digits_swapped("10.23", "12.03"));
        assert!(!digits_swapped("1200", "1300") && !digits_swapped("120", "1200"));
        assert!(!digits_swapped("1203", "3201"));
    }

    #[test]
    fn amounts_in_another_unit_are_seen_at_any_size() {
        assert!(other_unit(24_382, 243_819_400) && other_unit(-3_000_000, -300));
        assert!(!other_unit(i64::MIN, i64::MAX) && !other_unit(0, 0));
    }
}
