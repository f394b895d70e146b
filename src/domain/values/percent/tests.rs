use super::*;
use proptest::prelude::*;

#[test]
fn percentages_as_people_write_them() {
    for (text, expected) in [
        ("4.35%", "4.35%"),
        ("4.35", "4.35%"),
        ("４．３５％", "4.35%"),
        ("4.35 %", "4.35%"),
        ("4.3500%", "4.35%"),
        ("4.00", "4%"),
        ("100%", "100%"),
        ("-1.2%", "-1.2%"),
        ("-0%", "0%"),
        ("4.35%%", "percent-unreadable"),
        ("4,35%", "percent-unreadable"),
        ("4.3.5", "percent-unreadable"),
        (".5%", "percent-unreadable"),
        ("5.%", "percent-unreadable"),
        ("4.35-", "percent-unreadable"),
        ("4.35‰", "percent-unreadable"),
        ("4e2", "percent-unreadable"),
        ("%", "percent-unreadable"),
        ("", "percent-unreadable"),
        ("1000001%", "percent-out-of-range"),
        ("0.123456789%", "percent-out-of-range"),
        ("99999999999999999999999999999999%", "percent-out-of-range"),
    ] {
        let told = match Percent::read(text) {
            Ok(read) => read.value.to_string(),
            Err(refusal) => refusal.problem.code().to_owned(),
        };
        assert_eq!(told, expected, "{text:?}");
    }
}

#[test]
fn ratios_round_half_away_from_zero() {
    for (part, whole, expected) in [
        (1, 3, Some("33.33%")),
        (2, 3, Some("66.67%")),
        (1, 800, Some("0.13%")),
        (-1, 800, Some("-0.13%")),
        (1_200, 6_000, Some("20%")),
        (0, 6_000, Some("0%")),
        (5, 0, None),
    ] {
        let ratio = Percent::ratio(part, whole).map(|ratio| ratio.to_string());
        assert_eq!(ratio.as_deref(), expected, "{part}/{whole}");
    }
}

#[test]
fn columns_get_their_decimals() {
    let rate: Percent = "4.355%".parse().expect("a rate");
    assert_eq!(format!("{rate:.2}"), "4.36%");
    assert_eq!(format!("{:.2}", Percent::HUNDRED), "100.00%");
    assert_eq!(rate.fraction().to_string(), "0.04355");
}

proptest! {
    #[test]
    fn plain_percentages_are_read_as_any_are(text in "[0-9]{0,8}[.]?[0-9]{0,9}%?") {
        if let Some(percent) = Percent::plain(&text) {
            prop_assert_eq!(Percent::read_any(&text), Ok(Read::clean(percent)));
        }
    }

    #[test]
    fn what_is_shown_is_read_back(points in -100_000_000_000_000i64..=100_000_000_000_000, scale in 8u32..=8) {
        let percent = Percent::from_points(Decimal::new(points, scale)).unwrap();
        prop_assert_eq!(Percent::read(&percent.to_string()).unwrap(), Read::clean(percent));
    }
}
