use proptest::prelude::*;

use super::*;

/// The number with its repair, or the problem with its figures.
fn verdict(text: &str) -> String {
    match ApplicationNo::read(text) {
        Ok(Read { value, repair: None }) => value.to_string(),
        Ok(Read { value, repair: Some(repair) }) => format!("{value} {}", repair.code()),
        Err(refusal) => match &refusal.problem {
            Problem::ApplicationNoYear { year } => format!("{} {year}", refusal.problem.code()),
            Problem::ApplicationNoKind { digit } => format!("{} {digit}", refusal.problem.code()),
            Problem::ApplicationNoCheck { expected } => {
                format!("{} {expected}", refusal.problem.code())
            }
            problem => [problem.code()]
                .into_iter()
                .chain(problem.suggestion())
                .collect::<Vec<_>>()
                .join(" "),
        },
    }
}

#[test]
fn printed_numbers_are_their_own_canonical_form() {
    let printed = "201710601862.3 201610590632.7 201610281886.0 201610824209.9 201610757401.0 \
        201620406833.2 201410345054.1 201610421075.6 201610552342.3 201710028415.3 201610255590.1 \
        201510271409.1 201610032112.4 201810294721.6 201610290064.9 201811564288.X 201910603565.1 \
        202110049384.6 201911052956.5 201680019204.7 201621488016.2 201822010481.0 201621455743.9 \
        201621440463.0 201920745289.8 202030097744.6 95115608.X 97101765.4 99117225.6 94192386.X \
        97248479.5 95119389.9 01806616.X 02139508.X 99249798.1 92102458.4 98231113.3 95117811.3 \
        03150996.7 93109045.8 91103346.7 96102992.7 00802685.8 93103566.X 01817895.2 97197460.8 \
        98807435.4 02222944.2 200680002871.0 200320103388.5";
    for number in printed.split_whitespace() {
        assert_eq!(verdict(number), number);
        let read = ApplicationNo::read_bytes(number.as_bytes()).unwrap();
        assert_eq!((read.value.to_string().as_str(), read.repair), (number, None));
    }
}

#[test]
fn spellings() {
    let cases = [
        ("201610281886.0", "201610281886.0"),
        ("2016102818860", "201610281886.0 respelled"),
        ("CN201610281886.0", "201610281886.0 respelled"),
        ("ZL2015208228406", "201520822840.6 respelled"),
        ("ZL 2016 1 0069699.6", "201610069699.6 respelled"),
        ("ZL2013 10033299.6", "201310033299.6 respelled"),
        ("ZL 99 1 14725.1", "99114725.1 respelled"),
        ("zl202310148883x", "202310148883.X respelled"),
        ("ＺＬ２０２３１０１４８８８３．Ｘ", "202310148883.X respelled"),
        ("201610281886·0", "201610281886.0 respelled"),
        ("\u{feff}201610281886.0\t", "201610281886.0 respelled"),
        ("951156 08X", "95115608.X respelled"),
        ("201610281886", "201610281886.0 check-character-restored"),
        ("ZL201610178076", "201610178076.2 check-character-restored"),
        ("CN 200420095088", "200420095088.1 check-character-restored"),
        ("87207506", "87207506.0 check-character-restored"),
        ("CN87206642", "87206642.8 check-character-restored"),
    ];
    for (text, expected) in cases {
        assert_eq!(verdict(text), expected, "{text}");
    }
}

#[test]
fn refusals() {
    let cases = [
        ("", "application-no-shape"),
        ("——", "application-no-shape"),
        ("某项发明", "application-no-shape"),
        ("ZL2001620406833.2", "application-no-shape"),
        ("20161028188.0", "application-no-shape"),
        ("201610281886.", "application-no-shape"),
        ("201610281886.00", "application-no-shape"),
        ("201610281886.A", "application-no-shape"),
        ("2016.10281886.0", "application-no-shape"),
        ("201610000000.4", "application-no-shape"),
        ("2O161O281886.O", "application-no-shape 201610281886.0"),
        ("20l610281886.0", "application-no-shape 201610281886.0"),
        ("2222944.2", "application-no-shape 02222944.2"),
        ("2222944.3", "application-no-shape"),
        ("2016102818860.0", "application-no-shape 201610281886.0"),
        ("2016102818861.0", "application-no-shape"),
        ("2.01610281886E+11", "application-no-digits-lost"),
        ("2.02310148883e11", "application-no-digits-lost"),
        ("200210281886.0", "application-no-year 2002"),
        ("210110281886.0", "application-no-year 2101"),
        ("000002222944.2", "application-no-year 0"),
        ("CN108155160B", "application-no-is-publication-no"),
        ("ZL 205123456 U", "application-no-is-publication-no"),
        ("108155160B", "application-no-is-publication-no"),
        ("84101765.4", "application-no-year 84"),
        ("04101765.4", "application-no-year 4"),
        ("201640281886.0", "application-no-kind 4"),
        ("97001765.4", "application-no-kind 0"),
        ("201610281886.1", "application-no-check 0"),
        ("CN2015105122581", "application-no-check 4"),
        ("CN2016103202590", "application-no-check 3"),
        ("95115608.0", "application-no-check X"),
    ];
    for (text, expected) in cases {
        assert_eq!(verdict(text), expected, "{text}");
        let by_bytes = ApplicationNo::read_bytes(text.as_bytes());
        assert_eq!(by_bytes, ApplicationNo::read(text), "{text}");
    }
    assert!(ApplicationNo::read_bytes(b"\xB2\xBB\xCA\xC7").is_err());
}

#[test]
fn what_a_number_tells() {
    use PatentKind::{Design, Invention, Utility};
    let cases = [
        // number, key, year, kind, national phase
        ("201610281886.0", 201610281886, 2016, Invention, false),
        ("201620406833.2", 201620406833, 2016, Utility, false),
        ("202030097744.6", 202030097744, 2020, Design, false),
        ("201680019204.7", 201680019204, 2016, Invention, true),
        ("201690000001", 201690000001, 2016, Utility, true),
        ("85100001", 85100001, 1985, Invention, false),
        ("99114725.1", 99114725, 1999, Invention, false),
        ("02222944.2", 2222944, 2002, Utility, false),
        ("00802685.8", 802685, 2000, Invention, true),
        ("94192386.X", 94192386, 1994, Invention, true),
        ("97197460.8", 97197460, 1997, Invention, true),
        ("97290001", 97290001, 1997, Utility, true),
        ("97390001", 97390001, 1997, Design, false),
        ("93190001", 93190001, 1993, Invention, false),
        ("98190001", 98190001, 1998, Invention, false),
    ];
    for (text, key, year, kind, national_phase) in cases {
        let number: ApplicationNo = text.parse().unwrap();
        let told = (number.key(), number.year(), number.kind(), number.is_national_phase());
        assert_eq!(told, (key, year, kind, national_phase), "{text}");
        assert_eq!(ApplicationNo::from_key(key), Some(number), "{text}");
    }
    for key in [0, 99_999, 100_000, 4_100_001, 84_100_001, 100_000_000, 200_210_000_001, u64::MAX] {
        assert_eq!(ApplicationNo::from_key(key), None, "{key}");
    }
}

/// Every number that can be: both formats, all types, the check character computed.
fn any_number() -> impl Strategy<Value = ApplicationNo> {
    let types = prop::sample::select(vec![1_u64, 2, 3, 8, 9]);
    let years = prop::sample::select((85..=99).chain(0..=3).collect::<Vec<u64>>());
    let old = (years, types.clone(), 1..100_000_u64)
        .prop_map(|(year, of_type, serial)| year * 1_000_000 + of_type * 100_000 + serial);
    let new = (2003..=2100_u64, types, 1..10_000_000_u64)
        .prop_map(|(year, of_type, serial)| year * 100_000_000 + of_type * 10_000_000 + serial);
    prop_oneof![old, new].prop_map(|key| ApplicationNo::from_key(key).unwrap())
}

/// Exchanges the characters at two indexes.
fn swapped(text: &str, one: usize, other: usize) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    characters.swap(one, other);
    characters.into_iter().collect()
}

proptest! {
    #[test]
    fn comes_back_from_its_text_and_its_key(number in any_number()) {
        let text = number.to_string();
        prop_assert_eq!(ApplicationNo::read(&text).unwrap(), Read::clean(number));
        prop_assert_eq!(ApplicationNo::read_bytes(text.as_bytes()).unwrap(), Read::clean(number));
        prop_assert_eq!(ApplicationNo::from_key(number.key()), Some(number));
        let undotted = text.replace('.', "");
        prop_assert_eq!(undotted.parse::<ApplicationNo>().unwrap(), number);
    }

    /// No single wrong digit or check character passes, with or without the dot.
    #[test]
    fn every_wrong_character_is_refused(number in any_number()) {
        let text = number.to_string();
        for dotted in [true, false] {
            let text = if dotted { text.clone() } else { text.replace('.', "") };
            for (at, right) in text.char_indices().filter(|(_, c)| *c != '.') {
                for wrong in "0123456789X".chars().filter(|wrong| *wrong != right) {
                    let mut slip = text.clone();
                    slip.replace_range(at..=at, &wrong.to_string());
                    prop_assert!(ApplicationNo::read(&slip).is_err(), "{} for {}", slip, text);
                }
            }
        }
    }

    /// A swap of any two unequal characters passes only where the standard is blind: eight places apart.
    #[test]
    fn every_swap_is_refused_but_eight_places_apart(number in any_number()) {
        let text = number.to_string().replace('.', "");
        let check = text.len() - 1;
        for one in 0..check {
            for other in one + 1..=check {
                let slip = swapped(&text, one, other);
                if slip == text || (other != check && other - one == 8) {
                    continue;
                }
                prop_assert!(ApplicationNo::read(&slip).is_err(), "{} for {}", slip, text);
            }
        }
    }

    /// The blind swaps keep the check character, so nothing but year, type or serial can refuse them.
    #[test]
    fn swaps_eight_places_apart_keep_the_check_character(number in any_number(), one in 0..4_usize) {
        let text = number.to_string();
        prop_assume!(text.len() == 14);
        if let Ok(value) = swapped(&text, one, one + 8).parse::<ApplicationNo>() {
            prop_assert_eq!(value.check_char(), number.check_char());
        }
    }

    #[test]
    fn a_digit_lost_or_added_never_makes_another_dotted_number(
        number in any_number(), at in 0..12_usize, digit in 0..10_u8,
    ) {
        let text = number.to_string();
        let at = at.min(text.len() - 3);
        let mut lost = text.clone();
        lost.remove(at);
        prop_assert!(ApplicationNo::read(&lost).is_err(), "{}", lost);
        let mut added = text.clone();
        added.insert(at, char::from(b'0' + digit));
        prop_assert!(ApplicationNo::read(&added).is_err(), "{}", added);
    }

    #[test]
    fn both_ways_of_reading_agree(text in "(ZL|CN)?[0-9]{7,13}[. ]?[0-9Xx]?") {
        prop_assert_eq!(ApplicationNo::read_bytes(text.as_bytes()), ApplicationNo::read(&text));
    }
}
