use super::*;
use proptest::prelude::*;

#[test]
fn white_space_of_every_kind_is_squeezed() {
    for space in (char::MIN..=char::MAX).filter(|c| c.is_whitespace()) {
        let text = format!("{space}一种{space}{space}锂电池{space}");
        assert_eq!(squeeze(&text), "一种 锂电池", "U+{:04X}", u32::from(space));
    }
    for kept in ["一种锂电池", "LED 灯", "“引号”、顿号", "Å"] {
        assert_eq!(squeeze(kept), kept);
    }
}

#[test]
fn widths_fold_and_chinese_stays() {
    for (text, folded) in [
        ("201610281886.0", "201610281886.0"),
        ("２０１６１０２８１８８６．０", "201610281886.0"),
        ("上海甲（集团）有限公司", "上海甲(集团)有限公司"),
        ("\u{FEFF}序号", "序号"),
        ("申请\u{200B}号", "申请号"),
        ("201610281886.0\t\t", "201610281886.0"),
        ("201610281886.0\t\u{200B}", "201610281886.0"),
        ("甲　乙", "甲 乙"),
        ("￥３００", "¥300"),
        ("甲、乙。《丙》", "甲、乙。《丙》"),
        ("脑－机接口", "脑-机接口"),
        ("", ""),
    ] {
        assert_eq!(fold_width(text), folded, "{text:?}");
    }
    assert!(matches!(fold_width("上海甲有限公司\t"), Cow::Borrowed(_)));
}

#[test]
fn blanks_are_squeezed() {
    for (text, squeezed) in
        [("甲 乙", "甲 乙"), ("  甲 \t\n 乙  ", "甲 乙"), ("甲\n乙", "甲 乙"), ("   ", "")]
    {
        assert_eq!(squeeze(text), squeezed, "{text:?}");
    }
    assert!(matches!(squeeze("  甲 乙 "), Cow::Borrowed(_)));
}

#[test]
fn spellings_of_one_firm_meet_and_two_firms_do_not() {
    for (one, other, same) in [
        ("上海甲（集团）有限公司", "上海甲(集团)有限公司", true),
        ("上海甲【集团】有限公司", "上海甲 (集团) 有限公司", true),
        ("ABC科技（上海）有限公司", "ａｂｃ科技(上海) 有限公司", true),
        ("上海甲有限公司", "上海甲股份有限公司", false),
        ("上海甲有限公司", "上海乙有限公司", false),
    ] {
        assert_eq!(name_key(one) == name_key(other), same, "{one} / {other}");
    }
}

proptest! {
    #[test]
    fn a_name_has_a_key_and_keeps_it(name in "\\PC{1,12}") {
        let key = name_key(&name);
        prop_assert_eq!(key.is_empty(), name.trim().is_empty());
        prop_assert_eq!(name_key(&key), key);
    }

    #[test]
    fn folding_and_squeezing_twice_changes_nothing(text in "[ \\t\\n　Ａa，（甲\u{200B}\u{FEFF}]{0,12}") {
        let once = fold_width(&text).into_owned();
        prop_assert_eq!(fold_width(&once).into_owned(), once.clone());
        let once = squeeze(&text).into_owned();
        prop_assert_eq!(squeeze(&once).into_owned(), once.clone());
    }
}

#[test]
fn radicals_meet_the_characters_they_look_like() {
    assert_eq!(name_key("上海⼀⽅科技有限公司"), name_key("上海一方科技有限公司"));
    assert_eq!(name_key("⻢⻓⻔公司"), name_key("马长门公司"));
    assert_eq!(name_key("上海\u{200b}一方\u{feff}"), name_key("上海一方"));
    assert_ne!(name_key("上海一方"), name_key("上海二方"));
}

#[test]
fn a_number_with_an_exponent_is_whole_or_has_lost_digits() {
    assert_eq!(without_exponent("2.016102818011E+12").as_deref(), Some("2016102818011"));
    assert_eq!(without_exponent("2.01610E+12"), None);
    assert_eq!(without_exponent("2016102818011"), None);
    assert_eq!(without_exponent("E+12"), None);
}
