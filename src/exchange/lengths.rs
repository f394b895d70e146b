//! Terms (期限) as bare figures, whose unit of time the header states: 期限（月） 12.

use crate::domain::values::text::compact;

/// The longest term as a bare figure: more would be a year or a day.
const LONGEST: u32 = 999;

/// Headers state a unit of time in brackets or behind a stroke; a word such as 到期日 ends in one and states none.
const STATED: [(&str, &[&str]); 3] = [
    ("个月", &["(月)", "(个月)", "(月数)", "/月", "/个月", "月数", "(months)"]),
    ("天", &["(天)", "(日)", "(天数)", "/天", "/日", "天数", "(days)"]),
    ("年", &["(年)", "/年", "(years)"]),
];

/// Returns the unit of time that the lines of a header state for bare figures.
pub(super) fn unit_of_time<'t>(lines: impl Iterator<Item = &'t str>) -> Option<&'static str> {
    let header = compact(&lines.collect::<String>()).to_lowercase();
    let stated = STATED.iter().find(|(_, ends)| ends.iter().any(|end| header.ends_with(end)));
    stated.map(|(unit, _)| *unit)
}

/// Returns a bare figure with its unit, as a length of time is written; none for what is no bare figure.
pub(super) fn as_length(text: &str, unit: &str) -> Option<String> {
    let figure: u32 = compact(text).parse().ok()?;
    (1..=LONGEST).contains(&figure).then(|| format!("{figure}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_figure_is_counted_in_the_unit_of_its_header() {
        for (header, value, length) in [
            ("贷款期限（月）", "12", Some("12个月")),
            ("期限(个月)", "１８", Some("18个月")),
            ("期限/天", "365", Some("365天")),
            ("借款期限（年）", "1", Some("1年")),
            ("期限（月）", "12个月", None),
            ("期限（月）", "20210520", None),
            ("期限（月）", "0", None),
            ("期限", "12", None),
            ("到期日", "12", None),
            ("贷款期限（起止日）", "12", None),
        ] {
            let unit = unit_of_time([header].into_iter());
            let read = unit.and_then(|unit| as_length(value, unit));
            assert_eq!(read.as_deref(), length, "{header} {value}");
        }
    }
}
