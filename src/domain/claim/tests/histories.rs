//! Random histories of claims on random schemes: who comes first matters only where a ceiling is shared.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::domain::claim::{Asking, ClaimEventKind, Decided, DecidedClaim, Standing, used};
use crate::domain::scheme::{
    CapOf, Loss, LossCase, LossStage, Return, ReturnRule, Scheme, quote, spread,
};
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
    let mut earlier: Vec<DecidedClaim> = Vec::new();
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
        let case = LossCase {
            loss: Loss {
                principal: Money::from_fen(*principal),
                interest: zero,
                costs: zero,
                recovered: zero,
            },
            interest_most: None,
            ip_part: None,
            tags: BTreeSet::new(),
            used: used(scheme, asking, &earlier, Money::from_fen(cash)),
        };
        let found = quote(scheme, &case, LossStage::Final).expect("a quote");
        borne.push((*name, found.public(scheme).fen()));
        let happening = ClaimEventKind::Approve {
            stage: LossStage::Final,
            base: found.base,
            shares: found.shares,
        };
        let decided = Decided { day, by: "乙".to_owned(), happening };
        earlier.push(DecidedClaim {
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

/// What happens after an advance was settled: the debtor pays, or the bank gives back so many thousandths of what it
/// still owes.
#[derive(Debug, Clone, Copy)]
enum After {
    Debtor(i64),
    Refund(i64),
}

/// Three payers, whose returns go by `order`; percents of the base.
fn advanced(order: &str, fund: i64, insurer: i64) -> Scheme {
    let text = format!(
        "id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n[advance]\nkind = 'pay_ahead'\npercent = 100\nof = 'share'\n\
         [recovery]\norder = '{order}'\n\
         [[share]]\npayer = 'fund'\nrole = 'fund'\npercent = {fund}\n\
         [[share]]\npayer = 'insurer'\nrole = 'insurer'\npercent = {insurer}\n\
         [[share]]\npayer = 'bank'\nrole = 'bank'\npercent = {}\n",
        100 - fund - insurer
    );
    Scheme::read(&text).unwrap_or_else(|faults| panic!("{text}\n{faults:?}"))
}

/// What each payer has in the end, and what it ought to have borne: the advance is paid, the loss settled, then comes
/// what comes, and last of all the bank gives back the rest.
fn in_the_end(scheme: &Scheme, ahead: i64, base: i64, after: &[After]) -> Vec<i64> {
    let money = Money::from_fen;
    let named = |shares: [i64; 3]| -> Vec<(String, Money)> {
        let payers = scheme.payers.iter().map(|(payer, _)| payer.clone());
        payers.zip(shares.map(money)).collect()
    };
    let cut = |at: usize| {
        let percent = scheme.layers[0].shares[at].percent.points();
        let share =
            rust_decimal::Decimal::from(base) * percent / rust_decimal::Decimal::ONE_HUNDRED;
        i64::try_from(share.trunc()).expect("a share")
    };
    let (fund, insurer) = (cut(0), cut(1));
    let mut happened: Vec<Decided> = Vec::new();
    let mut then = |happening| {
        let day = Date::from_ymd(2020, 7, 1).expect("a day");
        happened.push(Decided { day, by: "乙".to_owned(), happening });
        Standing::of(scheme, happened.iter())
    };
    then(ClaimEventKind::Approve {
        stage: LossStage::Advance,
        base: money(base),
        shares: named([ahead, 0, 0]),
    });
    if ahead > 0 {
        then(ClaimEventKind::Pay { payer: "fund".to_owned(), amount: money(ahead) });
    }
    let shares = named([fund, insurer, base - fund - insurer]);
    let mut standing = then(ClaimEventKind::Settle { base: money(base), shares });
    for (payer, due) in
        [("fund", standing.positions[0].due()), ("insurer", standing.positions[1].due())]
    {
        if !due.is_zero() {
            standing = then(ClaimEventKind::Pay { payer: payer.to_owned(), amount: due });
        }
    }
    for after in after.iter().copied().chain([After::Refund(1000)]) {
        let happening = match after {
            After::Debtor(fen) => {
                let returns = spread(scheme, money(fen), Money::ZERO, &standing.borne());
                assert_eq!(returns.iter().map(|part| part.amount.fen()).sum::<i64>(), fen);
                ClaimEventKind::Recover { amount: money(fen), costs: Money::ZERO, returns }
            }
            After::Refund(thousandths) => {
                let amount = money(standing.positions[0].excess().fen() * thousandths / 1000);
                let part = Return { payer: "fund".to_owned(), rule: ReturnRule::Excess, amount };
                ClaimEventKind::Refund { amount, returns: vec![part] }
            }
        };
        standing = then(happening);
    }
    standing.positions.iter().map(|position| position.back().fen()).collect()
}

/// 9,000,000 claimed at 60 to 40, half of the share ahead: 2,700,000. 4,000,000 were lost, and all of it came back.
#[test]
fn an_advance_that_was_too_large_comes_back_whole_whoever_pays_first() {
    use After::{Debtor, Refund};
    let wan = 1_000_000;
    for order in ["bank_first", "public_first", "pro_rata"] {
        let scheme = advanced(order, 60, 1);
        for after in [
            &[Debtor(100 * wan), Debtor(300 * wan)][..],
            &[Refund(1000), Debtor(100 * wan), Debtor(300 * wan)],
            &[Debtor(100 * wan), Refund(500), Debtor(300 * wan)],
            &[Debtor(400 * wan)],
        ] {
            let back = in_the_end(&scheme, 270 * wan, 400 * wan, after);
            // The insurer's 1 % is 40,000; the bank bore 1,560,000, of which it kept 300,000 of the fund's.
            assert_eq!(back, [270 * wan, 4 * wan, 126 * wan], "{order} {after:?}");
        }
    }
}

proptest! {
    /// Whatever the debtor pays, and whenever the bank gives back what was too much: all end with the same.
    #[test]
    fn in_any_order_of_the_debtors_money_and_the_refund_each_ends_with_the_same(
        order in prop::sample::select(vec!["bank_first", "public_first", "pro_rata"]),
        (fund, insurer) in (1i64..60, 1i64..30),
        base in 0i64..500_000_000,
        over in 0i64..100_000_000,
        debtor in prop::collection::vec(1i64..200_000_000, 1..6),
        refunds in prop::collection::vec((0usize..7, 1i64..1000), 0..4),
    ) {
        let scheme = advanced(order, fund, insurer);
        let ahead = base * fund / 100 + over;
        let mut plain: Vec<After> = debtor.iter().copied().map(After::Debtor).collect();
        let last = in_the_end(&scheme, ahead, base, &plain);
        let mut first = vec![After::Refund(1000)];
        first.extend(plain.iter().copied());
        prop_assert_eq!(&in_the_end(&scheme, ahead, base, &first), &last);
        let mut mixed = plain.clone();
        for (at, thousandths) in refunds {
            mixed.insert(at.min(mixed.len()), After::Refund(thousandths));
        }
        prop_assert_eq!(&in_the_end(&scheme, ahead, base, &mixed), &last);
        // The debtor's own payments in another order.
        plain.reverse();
        prop_assert_eq!(&in_the_end(&scheme, ahead, base, &plain), &last);
    }

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
