//! What a scheme's file may not say: each fault with its place and code.

use crate::domain::scheme::Scheme;

const HEAD: &str = "id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n";
const SHARES: &str = "[[share]]\npayer = 'fund'\nrole = 'fund'\npercent = 40\n\
                      [[share]]\npayer = 'bank'\nrole = 'bank'\npercent = 60\n";

fn share(payer: &str, role: &str, percent: &str) -> String {
    format!("[[share]]\npayer = '{payer}'\nrole = '{role}'\npercent = {percent}\n")
}

fn layer(of: &str, from: &str, to: &str) -> String {
    let shares = SHARES.replace("[[share]]", "[[layer.share]]");
    format!("[[layer]]\nof = '{of}'\nfrom = '{from}'\nto = '{to}'\n{shares}")
}

#[test]
fn a_file_whose_terms_do_not_fit_is_refused_with_place_and_code() {
    let with = |rest: &str| format!("{HEAD}{rest}{SHARES}");
    let bank = || share("bank", "bank", "60");
    let table: Vec<(String, &str, &str)> = vec![
        ("id = 'x".to_owned(), "1", "scheme-unreadable"),
        (with("colour = 'red'\n"), "4", "scheme-unreadable"),
        (with("[pool]\nleverage = 'ten'\n"), "5", "scheme-unreadable"),
        (format!("{HEAD}{}", share("fund", "fund", "40.5")), "7", "scheme-unreadable"),
        (HEAD.to_owned(), "share", "scheme-no-shares"),
        (
            format!("{HEAD}{}{SHARES}", layer("case", "0", "100")),
            "layer",
            "scheme-shares-and-layers",
        ),
        (format!("{HEAD}{}{}", share("fund", "fund", "39"), bank()), "share", "scheme-shares-gap"),
        (format!("{HEAD}{}{}", share("fund", "fund", "41"), bank()), "share", "scheme-shares-over"),
        (
            format!(
                "{HEAD}{}{}{}",
                share("fund", "fund", "0"),
                bank(),
                share("i", "insurer", "40")
            ),
            "share",
            "scheme-share-not-positive",
        ),
        (
            format!(
                "{HEAD}{}{}{}",
                share("fund", "fund", "20"),
                share("fund", "fund", "20"),
                bank()
            ),
            "share",
            "scheme-payer-twice",
        ),
        (
            format!("{HEAD}{}{}", share("a", "fund", "40"), share("b", "insurer", "60")),
            "share",
            "scheme-no-bank",
        ),
        (
            format!("{HEAD}{}{}", share("a", "bank", "40"), share("b", "bank", "60")),
            "share",
            "scheme-several-banks",
        ),
        (
            format!(
                "{HEAD}{}{}",
                layer("case", "0", "100"),
                layer("case", "100", "200").replace("role = 'fund'", "role = 'city'")
            ),
            "share",
            "scheme-role-differs",
        ),
        (format!("{HEAD}{}", layer("case", "some", "100")), "layer[1]", "scheme-layer-unreadable"),
        (format!("{HEAD}{}", layer("portfolio", "5", "3")), "layer[1]", "scheme-layer-unreachable"),
        (
            format!("{HEAD}{}", layer("portfolio", "3", "101")),
            "layer[1]",
            "scheme-layer-unreachable",
        ),
        (
            format!("{HEAD}{}{}", layer("case", "0", "100"), layer("case", "10", "90")),
            "layer[2]",
            "scheme-layer-unreachable",
        ),
        (
            format!("{HEAD}{}{}", layer("case", "0", "100"), layer("case", "90", "200")),
            "layer[2]",
            "scheme-layers-overlap",
        ),
        (
            format!("{HEAD}{}{}", layer("case", "0", "100"), layer("portfolio", "3", "5")),
            "layer[2]",
            "scheme-layers-mixed",
        ),
        (
            with("[[adjust]]\ntag = 'a'\npercent = 61\nfrom = 'bank'\nto = 'fund'\n"),
            "adjust",
            "scheme-adjustment-too-large",
        ),
        (
            with("[[adjust]]\ntag = 'a'\npercent = 1\nfrom = 'banks'\nto = 'fund'\n"),
            "adjust[1]",
            "scheme-payer-unknown",
        ),
        (with("[[cap]]\nof = 'case'\n"), "cap[1]", "scheme-cap-without-limit"),
        (
            with("[[cap]]\nof = 'case'\namount = 5\npercent = 5\n"),
            "cap[1]",
            "scheme-cap-two-limits",
        ),
        (with("[[cap]]\nof = 'case'\namount = '0'\n"), "cap[1]", "scheme-cap-not-positive"),
        (
            with("[[cap]]\nof = 'case'\namount = 5\n[[cap]]\nof = 'case'\namount = 6\n"),
            "cap[2]",
            "scheme-cap-twice",
        ),
        (
            with("[[cap]]\nof = 'case'\namount = 9\n[[cap]]\nof = 'year'\namount = 8\n"),
            "cap[1]",
            "scheme-cap-contradicts",
        ),
        (
            with("[[cap]]\nof = 'case'\npayer = 'bank'\namount = 9\n"),
            "cap[1]",
            "scheme-cap-on-bank",
        ),
        (
            with("[[cap]]\nof = 'share'\npercent = 101\n"),
            "cap[1].percent",
            "scheme-percent-out-of-range",
        ),
        (with("valid_to = 2015-12-31\n"), "valid_to", "scheme-version-ends-first"),
        (
            with("[[breaker]]\nmetric = 'paid_to_pool'\nscope = 'bank'\nwarn = 6\nstop = 5\n"),
            "breaker[1]",
            "scheme-breaker-warns-late",
        ),
        (with("").replace("title = 'x'", "title = ' '"), "id", "scheme-blank"),
        (with("odd_fen = 'nobody'\n"), "odd_fen", "scheme-payer-unknown"),
    ];
    for (text, at, code) in table {
        let faults = Scheme::read(&text).expect_err(&text);
        let found: Vec<(&str, &str)> =
            faults.iter().map(|fault| (fault.at.as_str(), fault.problem.code())).collect();
        assert!(found.contains(&(at, code)), "{text}\n{found:?}");
    }
    assert!(Scheme::read(&with("")).is_ok());
}
