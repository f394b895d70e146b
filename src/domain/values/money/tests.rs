use super::*;
use crate::domain::Repair;
use proptest::prelude::*;

fn told(text: &str, default: Option<Unit>) -> String {
    match Money::read(text, default) {
        Ok(read) => read.value.to_string(),
        Err(refusal) => refusal.problem.code().to_owned(),
    }
}

#[test]
fn amounts_in_a_column_without_a_unit() {
    for (text, expected) in [
        ("300万元", "3000000.00"),
        ("300 万元", "3000000.00"),
        ("300万", "3000000.00"),
        ("1,200.50万元", "12005000.00"),
        ("３００万元", "3000000.00"),
        ("3百万", "3000000.00"),
        ("3百万元", "3000000.00"),
        ("2千万元", "20000000.00"),
        ("5十万元", "500000.00"),
        ("0.03亿", "3000000.00"),
        ("1.5亿元", "150000000.00"),
        ("¥3,000,000.00", "3000000.00"),
        ("￥３００", "300.00"),
        ("¥300万", "3000000.00"),
        ("人民币300万元", "3000000.00"),
        ("RMB 300", "300.00"),
        ("300元", "300.00"),
        ("300元整", "300.00"),
        ("0元", "0.00"),
        ("-300.05元", "-300.05"),
        ("叁佰万元整", "3000000.00"),
        ("人民币叁佰万元整", "3000000.00"),
        ("叁佰万", "3000000.00"),
        ("三百万元", "3000000.00"),
        ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", "123456.78"),
        ("壹万零伍拾元叁角整", "10050.30"),
        ("拾万元整", "100000.00"),
        ("壹亿贰仟万元整", "120000000.00"),
        ("壹亿零伍元整", "100000005.00"),
        ("伍佰元零捌分", "500.08"),
        ("柒角捌分", "0.78"),
        ("负伍佰元零捌分", "-500.08"),
        ("叁佰伍拾万元（350万元）", "3500000.00"),
        ("350万元（大写：叁佰万元）", "money-unreadable"),
        ("叁佰伍拾万元（305万元）", "money-unreadable"),
        ("350万元（含展期）", "money-unreadable"),
        ("叁叁佰元", "money-unreadable"),
        ("叁佰叁仟元", "money-unreadable"),
        ("叁佰元捌", "money-unreadable"),
        ("零佰元", "money-unreadable"),
        ("叁佰", "money-unreadable"),
        ("300", "money-unit-unknown"),
        ("3,000,000.00", "money-unit-unknown"),
        ("300万美元", "money-unreadable"),
        ("300k", "money-unreadable"),
        ("", "money-unreadable"),
        ("--", "money-unreadable"),
        ("万元", "money-unreadable"),
        ("元", "money-unreadable"),
    ] {
        assert_eq!(told(text, None), expected, "{text:?}");
    }
}

#[test]
fn amounts_in_a_column_of_yuan() {
    for (text, expected) in [
        ("300", "300.00"),
        ("300.5", "300.50"),
        ("300.00", "300.00"),
        ("300.000", "300.00"),
        ("1,200.50", "1200.50"),
        ("1，200.50", "1200.50"),
        ("3,000,000", "3000000.00"),
        ("0.05", "0.05"),
        ("-0.05", "-0.05"),
        ("-0", "0.00"),
        ("300万元", "3000000.00"),
        ("90000000000000", "90000000000000.00"),
        ("90000000000000.01", "money-out-of-range"),
        ("99999999999999999999999999999999", "money-out-of-range"),
        ("0.005", "money-fraction-of-fen"),
        ("0.0000001万元", "money-fraction-of-fen"),
        ("1.234.56", "money-unreadable"),
        ("-0.0.66962", "money-unreadable"),
        ("-0.0.6", "money-unreadable"),
        ("300-", "money-unreadable"),
        ("--300", "money-unreadable"),
        ("+300", "money-unreadable"),
        ("(300)", "money-unreadable"),
        ("3e5", "money-unreadable"),
        ("3E+05", "money-unreadable"),
        ("12,00", "money-unreadable"),
        ("1,2345", "money-unreadable"),
        ("1,200,5", "money-unreadable"),
        (",200", "money-unreadable"),
        ("0,300", "money-unreadable"),
        ("1.200,50", "money-unreadable"),
        ("1 200", "money-unreadable"),
        ("300.", "money-unreadable"),
        (".5", "money-unreadable"),
        ("$300", "money-unreadable"),
        ("约300", "money-unreadable"),
    ] {
        assert_eq!(told(text, Some(Unit::Yuan)), expected, "{text:?}");
    }
}

#[test]
fn amounts_in_a_column_of_ten_thousands() {
    for (text, expected) in [
        ("300", "3000000.00"),
        ("300.123456", "3001234.56"),
        ("¥300", "3000000.00"),
        ("300元", "300.00"),
        ("0.03亿", "3000000.00"),
        ("300.1234567", "money-fraction-of-fen"),
    ] {
        assert_eq!(told(text, Some(Unit::WanYuan)), expected, "{text:?}");
    }
}

#[test]
fn what_was_mended_is_said() {
    for (text, repair) in [
        ("300.00", None),
        ("300万元", None),
        ("３００", Some(Repair::Respelled)),
        (" 300 ", Some(Repair::Respelled)),
        ("叁佰元整", Some(Repair::FromNumerals)),
    ] {
        let read = Money::read(text, Some(Unit::Yuan)).expect(text);
        assert_eq!(read.repair, repair, "{text:?}");
    }
}

#[test]
fn people_see_groups_of_three() {
    for (fen, grouped) in [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (99_999, "999.99"),
        (100_000, "1,000.00"),
        (300_000_000, "3,000,000.00"),
        (-123_456_789, "-1,234,567.89"),
        (i64::MAX, "92,233,720,368,547,758.07"),
    ] {
        assert_eq!(Money::from_fen(fen).grouped(), grouped);
        assert_eq!(Money::from_fen(fen).to_string(), grouped.replace(',', ""));
    }
}

#[test]
fn what_does_not_fit_is_none() {
    let (one, most, least) =
        (Money::from_fen(1), Money::from_fen(i64::MAX), Money::from_fen(i64::MIN));
    assert_eq!(most.checked_add(one), None);
    assert_eq!(least.checked_sub(one), None);
    assert_eq!(least.checked_neg(), None);
    assert_eq!(Money::checked_sum([most, one]), None);
    assert_eq!(Money::checked_sum([one, one]), Some(Money::from_fen(2)));
    assert_eq!(Money::from_yuan(Decimal::new(5, 3)), None);
    assert_eq!(Money::from_yuan(Decimal::MAX), None);
}

proptest! {
    #[test]
    fn fen_in_fen_out(fen in any::<i64>()) {
        prop_assert_eq!(Money::from_fen(fen).fen(), fen);
    }

    #[test]
    fn what_is_shown_is_read_back(fen in -9_000_000_000_000_000i64..=9_000_000_000_000_000) {
        let money = Money::from_fen(fen);
        let read = Money::read(&money.to_string(), Some(Unit::Yuan)).unwrap();
        prop_assert_eq!(read, Read::clean(money));
        prop_assert_eq!(money.grouped().parse::<Money>().unwrap(), money);
    }

    #[test]
    fn plain_figures_are_read_as_any_are(text in "[0-9]{0,17}[.]?[0-9]{0,3}") {
        for unit in [Unit::Yuan, Unit::ThousandYuan, Unit::WanYuan, Unit::YiYuan] {
            if let Some(money) = read::plain(&text, unit) {
                prop_assert_eq!(read::read(&text, Some(unit)), Ok(Read::clean(money)));
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9.,万元亿百角分零叁佰仟拾整¥ -]{0,10}") {
        for unit in [None, Some(Unit::Yuan), Some(Unit::WanYuan)] {
            let _ = Money::read(&text, unit);
        }
    }
}
