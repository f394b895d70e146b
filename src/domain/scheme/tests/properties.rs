//! Over random schemes and losses: nothing is lost or made between the payers, and no ceiling is passed.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::domain::scheme::{
    Borne, CapOf, Loss, LossCase, LossStage, ReturnRule, Scheme, Used, quote, spread,
};
use crate::domain::values::Money;

const ROLES: [&str; 4] = ["fund", "city", "insurer", "guarantor"];

prop_compose! {
    /// A valid scheme: up to four payers beside the bank, ceilings of every kind, any order of recovery.
    fn schemes()(
        points in prop::collection::vec(1i64..25, 1..=4),
        caps in prop::collection::vec((0usize..5, 1i64..3_000_000), 0..4),
        order in 0usize..3,
        costs_first in any::<bool>(),
        odd_to_fund in any::<bool>(),
        in_base in 0usize..3,
        ahead in prop::option::of(1i64..=100),
    ) -> Scheme {
        let mut text = "id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n".to_owned();
        if odd_to_fund {
            text += "odd_fen = 'fund'\n";
        }
        let base = ["['principal']", "['principal', 'interest']", "['principal', 'interest', 'costs']"];
        text += &format!("[base]\ncomponents = {}\n", base[in_base]);
        text += "[pool]\nup_to_balance = true\n";
        let orders = ["pro_rata", "public_first", "bank_first"];
        text += &format!("[recovery]\norder = '{}'\ncosts_first = {costs_first}\n", orders[order]);
        if let Some(percent) = ahead {
            text += &format!("[advance]\nkind = 'pay_ahead'\nof = 'share'\npercent = {percent}\n");
        }
        for (role, points) in ROLES.iter().zip(&points) {
            text += &format!("[[share]]\npayer = '{role}'\nrole = '{role}'\npercent = {points}\n");
        }
        let rest = 100 - points.iter().sum::<i64>();
        text += &format!("[[share]]\npayer = 'bank'\nrole = 'bank'\npercent = {rest}\n");
        let mut seen = BTreeSet::new();
        let kinds = ["case", "borrower", "bank_year", "year"];
        for (kind, amount) in caps {
            if kind < 4 && seen.insert(kind) {
                // Wider ceilings are never lower, or the file would be refused.
                let amount = amount + 3_000_000 * kind as i64;
                text += &format!("[[cap]]\nof = '{}'\namount = {amount}\n", kinds[kind]);
            }
        }
        Scheme::read(&text).unwrap_or_else(|faults| panic!("{text}\n{faults:?}"))
    }
}

prop_compose! {
    fn cases()(
        principal in 1i64..2_000_000_000,
        interest in 0i64..100_000_000,
        costs in 0i64..10_000_000,
        back in 0i64..1_000_000,
        used in prop::collection::vec((0usize..6, 0usize..2, 0i64..900_000_000), 0..5),
        pool in prop::option::of(0i64..1_000_000_000),
    ) -> LossCase {
        let money = Money::from_fen;
        let under = used.into_iter().map(|(of, payer, fen)| {
            (CapOf::ALL[of], ROLES[payer].to_owned(), money(fen))
        });
        LossCase {
            loss: Loss {
                principal: money(principal),
                interest: money(interest),
                costs: money(costs),
                recovered: money(back),
            },
            interest_most: None,
            ip_part: None,
            tags: BTreeSet::new(),
            used: Used { under: under.collect(), pool: pool.map(money), ..Used::default() },
        }
    }
}

proptest! {
    #[test]
    fn shares_and_steps_add_up_and_no_ceiling_is_passed(scheme in schemes(), case in cases(), ahead in any::<bool>()) {
        let stage =
            if ahead && scheme.terms.advance.is_some() { LossStage::Advance } else { LossStage::Final };
        let Ok(found) = quote(&scheme, &case, stage) else { return Ok(()) };
        let sum: i64 = found.shares.iter().map(|(_, amount)| amount.fen()).sum();
        prop_assert_eq!(sum, found.loss.fen());
        prop_assert!(found.shares.iter().all(|(_, amount)| !amount.is_negative()));
        for (payer, share) in &found.shares {
            let steps = found.steps.iter().filter(|step| step.payer.as_ref() == Some(payer));
            prop_assert_eq!(steps.map(|step| step.amount.fen()).sum::<i64>(), share.fen());
        }
        let public = found.public(&scheme).fen();
        for cap in &scheme.terms.caps {
            let used: i64 = case.used.under.iter()
                .filter(|(of, payer, _)| *of == cap.of && scheme.is_public(payer))
                .map(|(.., amount)| amount.fen())
                .sum();
            let room = (cap.amount.map_or(0, Money::fen) - used).max(0);
            prop_assert!(public <= room, "{:?}: {public} > {room}", cap.of);
        }
        if let Some(pool) = case.used.pool {
            prop_assert!(public <= pool.fen());
        }
    }

    #[test]
    fn what_comes_back_adds_up_and_nobody_gets_more_than_he_bore(
        scheme in schemes(),
        amount in 1i64..3_000_000_000,
        costs in 0i64..1_000_000,
        borne in prop::collection::vec((0i64..1_000_000_000, 0i64..1000, 0i64..1000), 5),
    ) {
        let money = Money::from_fen;
        let borne: Vec<Borne> = scheme.payers.iter().zip(borne).map(|((payer, role), (fen, back, over))| {
            let excess = if role.is_public() { fen * over / 1000 } else { 0 };
            let returned = (fen - excess) * back / 1000;
            Borne { payer: payer.clone(), amount: money(fen), returned: money(returned), excess: money(excess) }
        }).collect();
        let parts = spread(&scheme, money(amount), money(costs), &borne);
        prop_assert_eq!(parts.iter().map(|part| part.amount.fen()).sum::<i64>(), amount);
        for payer in &borne {
            let of = |rule: ReturnRule| -> i64 {
                let mine = parts.iter().filter(|part| part.payer == payer.payer && part.rule == rule);
                mine.map(|part| part.amount.fen()).sum()
            };
            prop_assert!(of(ReturnRule::Excess) <= payer.excess.fen());
            let open = payer.amount.fen() - payer.excess.fen() - payer.returned.fen();
            prop_assert!(of(ReturnRule::Borne) <= open);
            // A surplus means that everybody has been made whole.
            let surplus = parts.iter().any(|part| part.rule == ReturnRule::Surplus);
            let is_bank = payer.payer == scheme.payers[scheme.bank()].0;
            let excess: i64 = parts.iter()
                .filter(|part| is_bank && part.rule == ReturnRule::Excess)
                .map(|part| part.amount.fen())
                .sum();
            prop_assert!(!surplus || of(ReturnRule::Borne) + excess >= open);
        }
    }
}
