//! What holds of every loan, whatever happens to it.

use proptest::prelude::*;

use super::interest::Accrued;
use super::*;

/// A loan and what happened to it, in order.
fn story() -> impl Strategy<Value = (Terms, Vec<Event>)> {
    let methods = [
        RepaymentMethod::Annuity,
        RepaymentMethod::EqualPrincipal,
        RepaymentMethod::InterestFirst,
        RepaymentMethod::Bullet,
    ];
    let shape = (
        0..4_usize,
        any::<bool>(),
        any::<bool>(),
        prop::option::of(1..=31_u8),
        0..10_u16,
        60..2000_i32,
        1..2400_i64,
    );
    let happenings = prop::collection::vec((0..700_i32, 0..10_u8, 1..400_000_000_i64), 0..12);
    (shape, happenings).prop_map(
        move |((method, monthly, act, pay_day, grace_days, term, rate), mut drawn)| {
            let start = day("2016-01-31");
            let terms = Terms {
                signed: None,
                limit_fen: 300_000_000,
                due: start.add_days(term).unwrap(),
                rate: Rate::Fixed(
                    Percent::from_points(rust_decimal::Decimal::new(rate, 2)).unwrap(),
                ),
                method: methods[method],
                period: if monthly { Period::Monthly } else { Period::Quarterly },
                day_count: if act { DayCount::Act360 } else { DayCount::Month },
                pay_day,
                due_days: if act { DueDays::NextWorkingDay } else { DueDays::Actual },
                grace_days,
                penalty_markup: terms::usual_penalty_markup(),
                compound: true,
                order: [Bucket::Interest, Bucket::Compound, Bucket::Penalty, Bucket::Principal],
            };
            drawn.sort_unstable();
            let mut events =
                vec![Event { day: start, happening: LoanEventKind::Disburse(yuan("3000000")) }];
            events.extend(drawn.into_iter().map(|(after, kind, fen)| {
                let happening = match kind {
                    0 => LoanEventKind::WriteOff(Money::from_fen(fen / 100 + 1)),
                    1 => LoanEventKind::Extend {
                        new_due: terms.due.add_days((fen % 300) as i32 + 1).unwrap(),
                        rate: None,
                    },
                    _ => LoanEventKind::Repay(Money::from_fen(fen / 7 + 1)),
                };
                Event { day: start.add_days(after).unwrap(), happening }
            }));
            (terms, events)
        },
    )
}

/// Drops the events the loan's rules refuse, one by one.
fn lawful(terms: &Terms, events: &[Event], lpr: &LprTable) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::new();
    for event in events {
        kept.push(event.clone());
        if Account::replay(terms, lpr, &kept, event.day).is_err() {
            kept.pop();
        }
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn principal_repaid_outstanding_and_written_off_make_what_was_disbursed((terms, events) in story(), after in 0..2500_i32) {
        let lpr = LprTable::shipped();
        let events = lawful(&terms, &events, &lpr);
        let as_of = day("2016-01-31").add_days(after).unwrap();
        let balance = Account::replay(&terms, &lpr, &events, as_of).unwrap().balance();
        let parts = [balance.repaid, balance.principal, balance.written_off];
        prop_assert_eq!(Money::checked_sum(parts), Some(balance.disbursed));
        let paid: i64 = events.iter().filter(|e| e.day <= as_of).map(|e| match e.happening {
            LoanEventKind::Repay(amount) => amount.fen(),
            _ => 0,
        }).sum();
        let went = [balance.repaid, balance.interest_paid, balance.penalty_paid, balance.compound_paid, balance.overpaid];
        prop_assert_eq!(went.iter().map(|m| m.fen()).sum::<i64>(), paid);
    }

    #[test]
    fn a_rate_is_the_decimal_one_to_fourteen_places(rate in 0..10_000_000_000_i64, markup in 0..10_000_000_000_i64) {
        let points = |digits| Percent::from_points(rust_decimal::Decimal::new(digits, 8)).unwrap();
        let (rate, markup) = (points(rate), points(markup));
        let half_away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        let percent = |fraction: rust_decimal::Decimal| {
            (fraction.round_dp_with_strategy(14, half_away) * rust_decimal::Decimal::ONE_HUNDRED).normalize()
        };
        prop_assert_eq!(interest::YearlyRate::of(rate).percent(), percent(rate.fraction()));
        let marked_up = rate.fraction() * (rust_decimal::Decimal::ONE + markup.fraction());
        prop_assert_eq!(interest::YearlyRate::marked_up(rate, markup).percent(), percent(marked_up));
    }

    #[test]
    fn a_schedule_closes_to_zero_and_repays_everything((terms, _) in story()) {
        let lpr = LprTable::shipped();
        let start = day("2016-01-31");
        let events = [Event { day: start, happening: LoanEventKind::Disburse(yuan("3000000")) }];
        let plan = Account::replay(&terms, &lpr, &events, start).unwrap().schedule().unwrap();
        let (last, balance) = plan.last().map(|i| (i.due, i.balance)).unwrap();
        prop_assert_eq!(balance, Money::ZERO);
        // Equal instalments with a short first period may be done before a short last one.
        prop_assert!(last == terms.due || (last < terms.due && terms.method == RepaymentMethod::Annuity));
        prop_assert_eq!(Money::checked_sum(plan.iter().map(|i| i.principal)), Some(yuan("3000000")));
        prop_assert!(plan.windows(2).all(|w| w[0].due < w[1].due && w[0].n + 1 == w[1].n));
    }

    #[test]
    fn a_day_asked_about_on_the_way_changes_nothing((terms, events) in story(), after in 0..1500_i32, later in 0..1000_i32) {
        let lpr = LprTable::shipped();
        let events = lawful(&terms, &events, &lpr);
        let first = day("2016-01-31").add_days(after).unwrap();
        let second = first.add_days(later).unwrap();
        let whole = Account::replay(&terms, &lpr, &events, second).unwrap().balance();
        // The same replay, stopped on the way and gone on with.
        let mut halves = Account::replay(&terms, &lpr, &events, first).unwrap();
        for event in events.iter().filter(|e| e.day > first && e.day <= second) {
            halves.take(event).unwrap();
        }
        halves.advance(second).unwrap();
        prop_assert_eq!(halves.balance(), whole);
    }

    #[test]
    fn no_day_bears_interest_twice((terms, events) in story(), after in 1..1500_i32) {
        let lpr = LprTable::shipped();
        let events = lawful(&terms, &events, &lpr);
        let as_of = day("2016-01-31").add_days(after).unwrap();
        let account = Account::explained(&terms, &lpr, &events, as_of).unwrap();
        for offset in 0..after {
            let on = day("2016-01-31").add_days(offset).unwrap();
            // Principal that bears interest or penalty on a day is never more than was outstanding.
            let charged: i64 = account.segments().iter()
                .filter(|s| s.charge != Charge::Compound && s.from <= on && on < s.to)
                .map(|s| s.base.fen()).sum();
            let outstanding = Account::replay(&terms, &lpr, &events, on).unwrap().balance().principal.fen();
            prop_assert!(charged <= outstanding, "{on}: {charged} charged, {outstanding} outstanding");
        }
    }

    #[test]
    fn no_figure_falls_below_nothing((terms, events) in story(), after in 0..2500_i32) {
        let lpr = LprTable::shipped();
        let events = lawful(&terms, &events, &lpr);
        let as_of = day("2016-01-31").add_days(after).unwrap();
        let b = Account::replay(&terms, &lpr, &events, as_of).unwrap().balance();
        let figures = [
            b.principal, b.interest, b.penalty, b.compound, b.overdue_principal, b.overdue_interest,
            b.overpaid, b.written_off, b.repaid, b.interest_paid, b.penalty_paid, b.compound_paid,
        ];
        prop_assert!(figures.iter().all(|figure| !figure.is_negative()), "{b:?}");
        prop_assert!(b.days_overdue >= 0 && b.overdue_principal <= b.principal);
        prop_assert!(b.overdue_interest <= b.interest);
        let late = b.overdue_principal > Money::ZERO || b.overdue_interest > Money::ZERO;
        prop_assert!(!late || b.days_overdue > i32::from(terms.grace_days));
    }

    #[test]
    fn what_is_explained_is_what_is_owed_and_was_paid((terms, events) in story(), after in 0..2500_i32) {
        let lpr = LprTable::shipped();
        let events = lawful(&terms, &events, &lpr);
        let as_of = day("2016-01-31").add_days(after).unwrap();
        let account = Account::explained(&terms, &lpr, &events, as_of).unwrap();
        let balance = account.balance();
        prop_assert_eq!(Account::replay(&terms, &lpr, &events, as_of).unwrap().balance(), balance);
        let dues: Vec<Date> = account.schedule().unwrap().iter().map(|i| i.due).collect();
        // One figure for each charge of each instalment; its days of grace are a figure of their own.
        let mut figures = std::collections::BTreeMap::new();
        for s in account.segments() {
            let in_grace = dues.get(s.n as usize - 1).is_some_and(|due| s.from >= *due);
            let figure = figures.entry((s.charge.code(), s.n, in_grace)).or_insert(Accrued::NONE);
            *figure = figure.plus(s.exact).unwrap();
        }
        let charged = |charge: Charge| -> i64 {
            figures.iter().filter(|((code, ..), _)| *code == charge.code()).map(|(_, f)| f.fen()).sum()
        };
        let rows = [
            (Charge::Interest, balance.interest, balance.interest_paid),
            (Charge::Penalty, balance.penalty, balance.penalty_paid),
            (Charge::Compound, balance.compound, balance.compound_paid),
        ];
        for (charge, owed, paid) in rows {
            prop_assert_eq!(charged(charge), owed.fen() + paid.fen(), "{}", charge.code());
        }
    }

    #[test]
    fn a_payment_in_two_parts_goes_where_the_whole_would((terms, events) in story(), cut in 1..99_i64) {
        let lpr = LprTable::shipped();
        let events = lawful(&terms, &events, &lpr);
        let split = events.iter().flat_map(|event| match event.happening {
            LoanEventKind::Repay(amount) if amount.fen() > 1 => {
                let first = (amount.fen() * cut / 100).max(1);
                [first, amount.fen() - first]
                    .map(|fen| Event { day: event.day, happening: LoanEventKind::Repay(Money::from_fen(fen)) })
                    .to_vec()
            }
            _ => vec![event.clone()],
        });
        let split: Vec<Event> = split.collect();
        let as_of = day("2020-12-31");
        let whole = Account::replay(&terms, &lpr, &events, as_of).unwrap().balance();
        prop_assert_eq!(Account::replay(&terms, &lpr, &split, as_of).unwrap().balance(), whole);
    }
}
