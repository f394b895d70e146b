//! The value axis: round numbers from which heights can be read, and where a value lies between them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Intervals the eye still takes in.
const INTERVALS: i64 = 5;

/// Steps between two ticks, in tenths of a power of ten.
const STEPS: [i64; 5] = [10, 20, 25, 50, 100];

/// Returns round ticks that hold zero, `low` and `high` between the first and the last of them.
///
/// `whole`: nothing but whole numbers is counted, so half a patent is no tick.
pub fn ticks(low: Decimal, high: Decimal, whole: bool) -> Vec<Decimal> {
    let (low, high) = (low.min(Decimal::ZERO), high.max(Decimal::ZERO));
    let span = high - low;
    let span = if span.is_zero() { Decimal::ONE } else { span };
    let step = step(span / Decimal::from(INTERVALS), whole);
    let first = (low / step).floor();
    let last = (high / step).ceil().max(first + Decimal::ONE);
    let count = (last - first).to_i64().unwrap_or(0);
    (0..=count).map(|n| ((first + Decimal::from(n)) * step).normalize()).collect()
}

/// The least round step that is not below `least`.
fn step(least: Decimal, whole: bool) -> Decimal {
    let mut power = Decimal::ONE;
    while power * Decimal::TEN <= least {
        power *= Decimal::TEN;
    }
    while power > least && power.scale() < 8 {
        power /= Decimal::TEN;
    }
    let steps = STEPS.iter().map(|tenths| power * Decimal::new(*tenths, 1));
    let fits = |step: &Decimal| *step >= least && (!whole || step.is_integer());
    steps.into_iter().find(fits).unwrap_or(Decimal::ONE).normalize()
}

/// Maps values to places on the drawing.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// The first tick lies at `from`, the last at `to`.
    pub fn new(ticks: &[Decimal], from: f64, to: f64) -> Self {
        let end = |tick: Option<&Decimal>| tick.map_or(0.0, |tick| place(*tick));
        Self { low: end(ticks.first()), high: end(ticks.last()), from, to }
    }

    pub fn at(&self, value: Decimal) -> f64 {
        let share = (place(value) - self.low) / (self.high - self.low).max(f64::MIN_POSITIVE);
        self.from + share * (self.to - self.from)
    }

    pub fn zero(&self) -> f64 {
        self.at(Decimal::ZERO)
    }
}

/// A value as a place: exact enough to draw, never written.
fn place(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(low: &str, high: &str, whole: bool) -> String {
        let ticks = ticks(low.parse().unwrap(), high.parse().unwrap(), whole);
        ticks.iter().map(Decimal::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ticks_are_round() {
        for (low, high, whole, expected) in [
            ("0", "1234", true, "0 250 500 750 1000 1250"),
            ("0", "1234", false, "0 250 500 750 1000 1250"),
            ("0", "3", true, "0 1 2 3"),
            ("0", "3", false, "0 1 2 3"),
            ("0", "0", true, "0 1"),
            ("0", "1", true, "0 1"),
            ("0", "7", true, "0 2 4 6 8"),
            ("0", "12", true, "0 5 10 15"),
            ("-5", "0", true, "-5 -4 -3 -2 -1 0"),
            ("-35", "62.5", false, "-40 -20 0 20 40 60 80"),
            ("0", "0.07", false, "0 0.02 0.04 0.06 0.08"),
            ("12", "13", true, "0 5 10 15"),
            (
                "0",
                "90000000000000",
                false,
                "0 20000000000000 40000000000000 60000000000000 80000000000000 100000000000000",
            ),
        ] {
            assert_eq!(written(low, high, whole), expected, "{low} to {high}");
        }
    }

    proptest! {
        #[test]
        fn every_value_lies_between_few_ticks(a in -9_000_000_000_000_000_i64..9_000_000_000_000_000, b in any::<i32>(), scale in 0_u32..3) {
            let (a, b) = (Decimal::new(a, scale), Decimal::new(i64::from(b), scale));
            let (low, high) = (a.min(b), a.max(b));
            let ticks = ticks(low, high, false);
            prop_assert!((2..=8).contains(&ticks.len()), "{ticks:?}");
            prop_assert!(ticks.contains(&Decimal::ZERO));
            prop_assert!(ticks[0] <= low && high <= ticks[ticks.len() - 1]);
            let at = Scale::new(&ticks, 300.0, 0.0).at(high);
            prop_assert!((-0.001..=300.001).contains(&at));
        }
    }
}
