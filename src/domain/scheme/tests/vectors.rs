//! The published shares on the loss of domain.md 4: 1,234,567.89 yuan, fractions cut off, the bank takes the rest.

use std::collections::BTreeSet;

use crate::domain::scheme::{Case, Loss, Scheme, Stage, Used, quote};
use crate::domain::values::Money;

fn scheme(shares: &[(&str, &str, &str)]) -> Scheme {
    let mut text = "id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n".to_owned();
    for (payer, role, percent) in shares {
        text += &format!("[[share]]\npayer = '{payer}'\nrole = '{role}'\npercent = {percent}\n");
    }
    Scheme::read(&text).expect("a scheme")
}

fn shares_of(scheme: &Scheme, loss: i64) -> Vec<(String, String)> {
    let zero = Money::ZERO;
    let principal = Money::from_fen(loss);
    let case = Case {
        loss: Loss { principal, interest: zero, costs: zero, recovered: zero },
        ip_part: None,
        tags: BTreeSet::new(),
        used: Used::default(),
    };
    let quote = quote(scheme, &case, Stage::Final).expect("a quote");
    quote.shares.into_iter().map(|(payer, amount)| (payer, amount.to_string())).collect()
}

#[test]
fn published_shares_come_to_the_fen() {
    type Row<'a> = (&'a str, &'a [(&'a str, &'a str, &'a str)], &'a [&'a str]);
    let table: [Row<'_>; 5] = [
        (
            "Zhongshan",
            &[
                ("fund", "fund", "54"),
                ("bank", "bank", "26"),
                ("insurer", "insurer", "16"),
                ("appraiser", "appraiser", "4"),
            ],
            &["666666.66", "320987.66", "197530.86", "49382.71"],
        ),
        (
            "Guangzhou 5311",
            &[
                ("fund", "fund", "50"),
                ("insurer", "insurer", "30"),
                ("appraiser", "appraiser", "10"),
                ("bank", "bank", "10"),
            ],
            &["617283.94", "370370.36", "123456.78", "123456.81"],
        ),
        (
            "Qingdao",
            &[
                ("insurer", "insurer", "60"),
                ("guarantor", "guarantor", "20"),
                ("bank", "bank", "20"),
            ],
            &["740740.73", "246913.57", "246913.59"],
        ),
        (
            "Chengdu",
            &[("centre", "fund", "90"), ("bank", "bank", "10")],
            &["1111111.10", "123456.79"],
        ),
        (
            "Weihai",
            &[("province", "province", "40"), ("city", "city", "20"), ("bank", "bank", "40")],
            &["493827.15", "246913.57", "493827.17"],
        ),
    ];
    for (name, shares, amounts) in table {
        let found: Vec<String> =
            shares_of(&scheme(shares), 123_456_789).into_iter().map(|(_, amount)| amount).collect();
        assert_eq!(found, amounts, "{name}");
    }
}
