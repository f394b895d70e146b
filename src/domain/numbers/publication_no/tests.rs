use super::*;

/// The canonical number with its kind and stage, or the problem.
fn verdict(text: &str) -> String {
    match PublicationNo::read(text) {
        Ok(Read { value, .. }) => format!("{value} {} {:?}", value.kind(), value.stage()),
        Err(refusal) => refusal.problem.code().to_owned(),
    }
}

#[test]
fn numbers_and_what_they_tell() {
    let cases = [
        ("CN1340998A", "CN1340998A invention Published"),
        ("CN1317624C", "CN1317624C invention Granted"),
        ("CN2777030Y", "CN2777030Y utility Granted"),
        ("CN3212345D", "CN3212345D design Granted"),
        ("CN100353390C", "CN100353390C invention Granted"),
        ("CN101108535A", "CN101108535A invention Published"),
        ("CN201108535Y", "CN201108535Y utility Granted"),
        ("CN301108535D", "CN301108535D design Granted"),
        ("CN105123456A", "CN105123456A invention Published"),
        ("CN105123456B", "CN105123456B invention Granted"),
        ("CN205123456U", "CN205123456U utility Granted"),
        ("CN306123456S", "CN306123456S design Granted"),
        // Corrected documents, and what partial invalidation leaves.
        ("CN105123456A8", "CN105123456A8 invention Published"),
        ("CN105123456B9", "CN105123456B9 invention Granted"),
        ("CN105123456C1", "CN105123456C1 invention PartlyInvalidated"),
        ("CN205123456Y2", "CN205123456Y2 utility PartlyInvalidated"),
        ("CN306123456S7", "CN306123456S7 design PartlyInvalidated"),
        ("CN306123456S8", "CN306123456S8 design Granted"),
        // Before 1993.
        ("CN85100001A", "CN85100001A invention Published"),
        ("CN85100001B", "CN85100001B invention Announced"),
        ("CN87207506U", "CN87207506U utility Announced"),
        ("CN1003001B", "CN1003001B invention Announced"),
        ("CN2030001U", "CN2030001U utility Announced"),
        // A service that drops the letter.
        ("CN101091984", "CN101091984 invention Unstated"),
        // Spellings.
        ("ZL105123456B", "CN105123456B invention Granted"),
        ("105123456B", "CN105123456B invention Granted"),
        (" CN 105123456 B ", "CN105123456B invention Granted"),
        ("cn105123456b", "CN105123456B invention Granted"),
        ("ＣＮ１０５１２３４５６Ｂ", "CN105123456B invention Granted"),
    ];
    for (text, expected) in cases {
        assert_eq!(verdict(text), expected, "{text}");
        let (canonical, _) = expected.split_once(' ').unwrap();
        let value: PublicationNo = text.parse().unwrap();
        assert_eq!(PublicationNo::read(canonical), Ok(Read::clean(value)), "{text}");
    }
}

#[test]
fn refusals() {
    let cases = [
        ("", "publication-no-shape"),
        ("CN", "publication-no-shape"),
        ("CNB", "publication-no-shape"),
        ("CN10512345B", "publication-no-shape"),
        ("CN1051234567B", "publication-no-shape"),
        ("CN405123456B", "publication-no-shape"),
        ("CN105123456E", "publication-no-shape"),
        ("CN105123456B1", "publication-no-shape"),
        ("CN105123456A7", "publication-no-shape"),
        ("CN105123456C10", "publication-no-shape"),
        ("CN105123456C01", "publication-no-shape"),
        ("105123456", "publication-no-shape"),
        ("US105123456B", "publication-no-shape"),
        ("CN84100001A", "publication-no-shape"),
        ("CN105123456U", "publication-no-kind"),
        ("CN205123456B", "publication-no-kind"),
        ("CN306123456Y", "publication-no-kind"),
        ("CN202311020199.X", "publication-no-is-application-no"),
        ("201610281886.0", "publication-no-is-application-no"),
        ("CN201610281886", "publication-no-is-application-no"),
        ("CN87207506", "publication-no-is-application-no"),
    ];
    for (text, expected) in cases {
        assert_eq!(verdict(text), expected, "{text}");
    }
}

#[test]
fn a_publication_stands_beside_its_grant() {
    let mut numbers = ["CN105123456B", "CN105123457A", "CN105123456A", "CN1340998A"]
        .map(|text| text.parse::<PublicationNo>().unwrap());
    numbers.sort();
    let sorted = numbers.map(|number| number.to_string());
    assert_eq!(sorted, ["CN1340998A", "CN105123456A", "CN105123456B", "CN105123457A"]);
}
