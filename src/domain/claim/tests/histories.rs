//! Random histories of claims on random schemes: who comes first matters only where a ceiling is shared.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::domain::claim::{Asking, Decided, Happening, Standing, Taken, used};
use crate::domain::scheme::{CapOf, Case, Loss, Scheme, Stage, quote};
use crate::domain::values::{Date, Money};

/// A claim yet to be decided: bank, borrower, principal in fen.
type Filed = (i64, i64, i64);

fn scheme(percent: i64, caps: &[(CapOf, i64)], up_to_balance: bool) -> Scheme {
    let mut text = format!(
        "id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n[pool]\nup_to_balance = {up_to_balance}\n\
         [[share]]\npayer = 'fund'\nrole = 'fund'\npercent = {percent}\n\
         [[share]]\npayer = 'bank'\nrole = 'bank'\npercent = {}\n",
        100 - percent
    );
    for (of, yuan) in caps {
        text += &format!("[[cap]]\nof = '{}'\namount = {yuan}\n", of.code());
    }
    Scheme::read(&text).unwrap_or_else(|faults| panic!("{text}\n{faults:?}"))
}

/// Decides claims one after the other, as `claim approve` does; returns what the fund bears of each.
fn decide(scheme: &Scheme, claims: &[(usize, Filed)], cash: i64) -> Vec<(usize, i64)> {
    let day = Date::from_ymd(2020, 7, 1).expect("a day");
    let mut earlier: Vec<Taken> = Vec::new();
    let mut borne = Vec::new();
    for (name, (bank, borrower, principal)) in claims {
        let claim_no = name.to_string();
        let asking = Asking {
            claim_no: &claim_no,
            bank: *bank,
            borrower: Some(*borrower),
            day,
            portfolio: None,
        };
        let zero = Money::ZERO;
        let case = Case {
            loss: Loss {
                principal: Money::from_fen(*principal),
                interest: zero,
                costs: zero,
                recovered: zero,
            },
            ip_part: None,
            tags: BTreeSet::new(),
            used: used(scheme, asking, &earlier, Money::from_fen(cash)),
        };
        let found = quote(scheme, &case, Stage::Final).expect("a quote");
        borne.push((*name, found.public(scheme).fen()));
        let happening =
            Happening::Approve { stage: Stage::Final, base: found.base, shares: found.shares };
        let decided = Decided { day, by: "乙".to_owned(), happening };
        earlier.push(Taken {
            claim_no,
            loan: 0,
            scheme: "x".to_owned(),
            fund: "x".to_owned(),
            bank: *bank,
            borrower: Some(*borrower),
            day,
            base: found.base,
            standing: Standing::of(scheme, [&decided]),
        });
    }
    borne.sort_unstable();
    borne
}

fn claims() -> impl Strategy<Value = Vec<Filed>> {
    prop::collection::vec((1i64..4, 1i64..4, 1i64..100_000_000), 1..8)
}

fn numbered(claims: &[Filed]) -> Vec<(usize, Filed)> {
    claims.iter().copied().enumerate().collect()
}

proptest! {
    #[test]
    fn without_a_shared_ceiling_the_order_of_claims_does_not_matter(
        claims in claims(),
        percent in 1i64..=99,
        case_cap in prop::option::of(1i64..500_000),
    ) {
        let caps: Vec<(CapOf, i64)> = case_cap.map(|yuan| (CapOf::Case, yuan)).into_iter().collect();
        let scheme = scheme(percent, &caps, true);
        let mut turned = numbered(&claims);
        turned.reverse();
        // Enough for everybody: the pool does not bind either.
        let cash = i64::MAX / 4;
        prop_assert_eq!(decide(&scheme, &numbered(&claims), cash), decide(&scheme, &turned, cash));
    }

    #[test]
    fn a_shared_ceiling_serves_the_first_approved_first(
        claims in claims(),
        percent in 1i64..=99,
        yuan in 1i64..1_500_000,
        kind in 0usize..4,
    ) {
        let kinds = [CapOf::Borrower, CapOf::BankYear, CapOf::Year];
        let caps: Vec<(CapOf, i64)> = kinds.get(kind).map(|of| (*of, yuan)).into_iter().collect();
        let scheme = scheme(percent, &caps, kind == 3);
        let cash = if kind == 3 { yuan * 100 } else { i64::MAX / 4 };
        let all = decide(&scheme, &numbered(&claims), cash);
        // Who comes later takes nothing from who came before.
        for n in 1..=claims.len() {
            prop_assert_eq!(&decide(&scheme, &numbered(&claims[..n]), cash)[..], &all[..n]);
        }
        // Under one ceiling each gets its whole share until what is left is less, then the rest, then nothing.
        let share = |at: usize| {
            let fen = i128::from(claims[at].2) * i128::from(percent) / 100;
            i64::try_from(fen).unwrap_or(i64::MAX)
        };
        let together = |at: usize, other: usize| match kind {
            0 => claims[at].1 == claims[other].1,
            1 => claims[at].0 == claims[other].0,
            _ => true,
        };
        for at in 0..claims.len() {
            let before: i64 = (0..at).filter(|other| together(at, *other)).map(|n| all[n].1).sum();
            prop_assert_eq!(all[at].1, share(at).min((yuan * 100 - before).max(0)));
        }
    }
}
