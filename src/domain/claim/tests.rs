//! Claims: what each state allows, true-up both ways, the books, and grounds.

mod histories;

use super::*;
use crate::domain::loan::{Class, Enrolment};
use crate::domain::pledge::GroundOutcome;
use crate::domain::scheme::{CapOf, LossStage, Return, ReturnRule, Scheme};
use crate::domain::values::Percent;

fn yuan(text: &str) -> Money {
    text.parse().expect(text)
}

fn day(text: &str) -> Date {
    text.parse().expect(text)
}

/// Fund 40, insurer 10, bank 50; half of the public share ahead.
fn scheme(rest: &str) -> Scheme {
    let shares = [("fund", 40), ("insurer", 10), ("bank", 50)].map(|(payer, percent)| {
        format!("[[share]]\npayer = '{payer}'\nrole = '{payer}'\npercent = {percent}\n")
    });
    let text = format!("id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n{rest}{}", shares.concat());
    Scheme::read(&text).expect("a scheme")
}

fn shares(fund: &str, insurer: &str, bank: &str) -> Vec<(String, Money)> {
    [("fund", fund), ("insurer", insurer), ("bank", bank)]
        .map(|(payer, amount)| (payer.to_owned(), yuan(amount)))
        .to_vec()
}

fn happened(happenings: Vec<ClaimEventKind>) -> Vec<Decided> {
    let decided = |happening| Decided { day: day("2020-01-02"), by: "乙".to_owned(), happening };
    happenings.into_iter().map(decided).collect()
}

fn pay(payer: &str, amount: &str) -> ClaimEventKind {
    ClaimEventKind::Pay { payer: payer.to_owned(), amount: yuan(amount) }
}

#[test]
fn every_state_is_reached_and_says_what_may_be_done_next() {
    let approve = |stage| ClaimEventKind::Approve {
        stage,
        base: yuan("1000"),
        shares: shares("400", "100", "500"),
    };
    let ahead = || ClaimEventKind::Approve {
        stage: LossStage::Advance,
        base: yuan("1000"),
        shares: shares("400", "0", "600"),
    };
    let settle = |fund: &str| ClaimEventKind::Settle {
        base: yuan("1000"),
        shares: shares(fund, "100", "500"),
    };
    let nothing = || ClaimEventKind::Settle { base: Money::ZERO, shares: shares("0", "0", "0") };
    let refund = |amount: &str| {
        let (payer, rule, amount) = ("fund".to_owned(), ReturnRule::Excess, yuan(amount));
        ClaimEventKind::Refund { amount, returns: vec![Return { payer, rule, amount }] }
    };
    let table = [
        (vec![], ClaimState::Filed),
        (vec![ClaimEventKind::Reject], ClaimState::Rejected),
        (vec![approve(LossStage::Final)], ClaimState::Approved),
        (vec![approve(LossStage::Final), pay("fund", "399.99")], ClaimState::PartlyPaid),
        // The insurer still owes its 100, and is said to.
        (vec![approve(LossStage::Final), pay("fund", "400")], ClaimState::PublicPaid),
        (
            vec![approve(LossStage::Final), pay("fund", "400"), pay("insurer", "100")],
            ClaimState::Paid,
        ),
        (vec![ahead()], ClaimState::Approved),
        (vec![ahead(), pay("fund", "400")], ClaimState::Advanced),
        (vec![ahead(), pay("fund", "400"), settle("400")], ClaimState::PublicPaid),
        // True-up: more is due, and less was due.
        (vec![ahead(), pay("fund", "400"), settle("450")], ClaimState::PartlyPaid),
        (
            vec![ahead(), pay("fund", "400"), settle("450"), pay("fund", "50")],
            ClaimState::PublicPaid,
        ),
        (vec![ahead(), pay("fund", "400"), settle("300")], ClaimState::RefundDue),
        (vec![ahead(), pay("fund", "400"), settle("300"), refund("99.99")], ClaimState::RefundDue),
        (vec![ahead(), pay("fund", "400"), settle("300"), refund("100")], ClaimState::PublicPaid),
        // Nothing was lost in the end: all of the advance comes back.
        (vec![ahead(), pay("fund", "400"), nothing()], ClaimState::RefundDue),
        (vec![ahead(), pay("fund", "400"), nothing(), refund("400")], ClaimState::Closed),
    ];
    for (happenings, state) in table {
        let said = format!("{happenings:?}");
        let standing = Standing::of(&scheme(""), &happened(happenings));
        assert_eq!(standing.state, state, "{said}");
        for act in ClaimAction::ALL {
            assert_eq!(standing.allows(act), state.allows().contains(&act));
        }
    }
    // Nothing paid can be voided away, and nothing decided is decided again.
    for state in ClaimState::ALL {
        let acts = state.allows();
        assert_eq!(acts.contains(&ClaimAction::Approve), state == ClaimState::Filed);
        let unpaid =
            matches!(state, ClaimState::Filed | ClaimState::Rejected | ClaimState::Approved);
        assert_eq!(acts.contains(&ClaimAction::Void), unpaid, "{state:?}");
    }
}

#[test]
fn a_refund_settles_what_was_paid_ahead_too_much() {
    let part = |rule, amount: &str| Return { payer: "fund".to_owned(), rule, amount: yuan(amount) };
    let happenings = vec![
        ClaimEventKind::Approve {
            stage: LossStage::Advance,
            base: yuan("1000"),
            shares: shares("400", "0", "600"),
        },
        pay("fund", "400"),
        ClaimEventKind::Settle { base: yuan("1000"), shares: shares("300", "100", "650") },
        ClaimEventKind::Recover {
            amount: yuan("130"),
            costs: Money::ZERO,
            returns: vec![part(ReturnRule::Excess, "100"), part(ReturnRule::Borne, "30")],
        },
    ];
    let standing = Standing::of(&scheme(""), &happened(happenings));
    let fund = &standing.positions[0];
    assert_eq!(standing.state, ClaimState::PublicPaid);
    assert_eq!((fund.excess(), fund.due(), fund.returned), (Money::ZERO, Money::ZERO, yuan("30")));
    // Of the bank's 650 only 600 are of the base: the others' shares come first.
    assert_eq!(standing.borne()[2].amount, yuan("600"));
    let borne = &standing.borne()[0];
    assert_eq!((borne.amount, borne.returned), (yuan("300"), yuan("30")));
}

#[test]
fn people_are_told_apart_by_more_than_blanks_and_width() {
    for (one, other, same) in [
        ("王芳", "王 芳", true),
        ("WangFang", "ｗａｎｇ　ｆａｎｇ", true),
        ("王芳", "王方", false),
        ("甲", "", false),
    ] {
        assert_eq!(same_person(one, other), same, "{one} {other}");
    }
}

fn taken(number: &str, bank: i64, year: &str, fund: &str, paid: &str) -> DecidedClaim {
    let happenings = vec![
        ClaimEventKind::Approve {
            stage: LossStage::Final,
            base: yuan("1000"),
            shares: shares(fund, "0", "0"),
        },
        pay("fund", paid),
    ];
    DecidedClaim {
        loan: 0,
        claim_no: number.to_owned(),
        scheme: "x".to_owned(),
        fund: "x".to_owned(),
        bank,
        borrower: Some(7),
        day: day(year),
        base: yuan("1000"),
        standing: Standing::of(&scheme(""), &happened(happenings)),
    }
}

#[test]
fn ceilings_count_earlier_claims_and_the_pool_what_is_promised() {
    let earlier = [
        taken("A", 1, "2019-12-31", "400", "400"),
        taken("B", 1, "2020-01-01", "300", "100"),
        taken("C", 2, "2020-06-01", "50", "50"),
    ];
    let asking = Asking {
        claim_no: "D",
        bank: 1,
        borrower: Some(7),
        day: day("2020-07-01"),
        portfolio: None,
    };
    let found = used(&scheme(""), asking, &earlier, yuan("1000"));
    let under = |of: CapOf| {
        let mine = found.under.iter().find(|(kind, payer, _)| *kind == of && payer == "fund");
        mine.map(|(.., amount)| *amount)
    };
    assert_eq!(under(CapOf::Borrower), Some(yuan("750")));
    assert_eq!(under(CapOf::BankYear), Some(yuan("300")));
    assert_eq!(under(CapOf::Year), Some(yuan("350")));
    assert_eq!(found.bad_before, yuan("2000"));
    // 200 of B is promised and not paid.
    assert_eq!(found.pool, Some(yuan("800")));
    // Its own promise does not stand in a claim's way.
    let asking = Asking { claim_no: "B", ..asking };
    assert_eq!(used(&scheme(""), asking, &earlier, yuan("1000")).pool, Some(yuan("1000")));
}

#[test]
fn every_movement_of_a_fund_has_its_other_side() {
    for kind in FundMove::ALL {
        let event = FundEvent {
            fund: "x".to_owned(),
            kind,
            day: day("2020-01-02"),
            amount: yuan("12.34"),
            funder: Some("区财政局".to_owned()),
            reference: None,
        };
        let entry = journal(&event, 3);
        assert_eq!(entry.postings.iter().map(|posting| posting.amount.fen()).sum::<i64>(), 0);
        let held = balance([&entry]);
        let cash = held[&BookAccount::Cash { fund: "x".to_owned() }];
        let comes_in = matches!(kind, FundMove::Contribute | FundMove::Interest);
        assert_eq!(cash, yuan(if comes_in { "12.34" } else { "-12.34" }), "{kind:?}");
        let given = match kind {
            FundMove::Contribute => "12.34",
            FundMove::Withdraw => "-12.34",
            FundMove::Interest | FundMove::Fee => "0",
        };
        assert_eq!(contributed("x", &held), yuan(given));
    }
}

#[test]
fn breakers_warn_and_stop_at_their_lines() {
    let scheme = scheme(
        "[[breaker]]\nmetric = 'bad_to_granted'\nscope = 'bank'\nwarn = 3\nstop = 5\n\
         [[breaker]]\nmetric = 'paid_to_pool'\nscope = 'scheme'\nstop = 50\n",
    );
    let volume = |bad: &str| Volume { granted: yuan("1000"), bad: yuan(bad) };
    for (bad, paid, state) in [
        ("29.99", "0", BreakerState::Clear),
        ("30", "0", BreakerState::Warned),
        ("49.99", "0", BreakerState::Warned),
        ("50", "0", BreakerState::Stopped),
        ("0", "499.99", BreakerState::Clear),
        ("0", "500", BreakerState::Stopped),
    ] {
        let found = breaker(&scheme, volume(bad), volume("0"), yuan(paid), yuan("1000"));
        assert_eq!(found, state, "{bad} {paid}");
    }
}

fn claim() -> Claim {
    Claim {
        claim_no: "B1".to_owned(),
        filed: day("2020-10-09"),
        bad: day("2020-09-25"),
        loss: Loss {
            principal: yuan("1000"),
            interest: Money::ZERO,
            costs: Money::ZERO,
            recovered: Money::ZERO,
        },
        portfolio: None,
        enrolled: Some(day("2019-03-31")),
        suit: Some(day("2020-10-01")),
        judgment: None,
        decision: None,
        tags: ["green".to_owned()].into(),
        filed_by: "甲".to_owned(),
    }
}

fn loan() -> LoanFacts {
    LoanFacts {
        days_overdue: 90,
        class: Class::Substandard,
        principal: yuan("900"),
        written_off: yuan("100"),
        limit: yuan("1000"),
        drawn: Some(day("2019-01-01")),
        due: day("2020-01-01"),
        rate: "4.35".parse::<Percent>().ok(),
        pledged: Some(day("2019-01-01")),
        size: Some("small".to_owned()),
        membership: Membership::Unknown,
    }
}

fn enrolled(since: &str, until: Option<&str>) -> Membership {
    let (scheme, since) = ("s".to_owned(), Some(day(since)));
    Membership::Enrolled(Enrolment { scheme, since, until: until.map(day) })
}

#[test]
fn each_ground_passes_refuses_or_is_not_known() {
    use GroundOutcome::{Pass, Refuse, Unknown};
    type Change = fn(&mut Claim, &mut LoanFacts);
    let same: Change = |_, _| {};
    let table: &[(&str, &str, Change, GroundOutcome)] = &[
        ("[trigger]\ndays_overdue = 90", "days_overdue", same, Pass),
        ("[trigger]\ndays_overdue = 91", "days_overdue", same, Refuse),
        ("[trigger]\nclass = 'substandard'", "class", same, Pass),
        ("[trigger]\nclass = 'doubtful'", "class", same, Refuse),
        ("[trigger]\ndays_bad = 14", "days_bad", same, Pass),
        ("[trigger]\ndays_bad = 15", "days_bad", same, Refuse),
        ("[trigger]\nsuit_filed = true", "suit_filed", same, Pass),
        ("[trigger]\nsuit_filed = true", "suit_filed", |c, _| c.suit = None, Unknown),
        ("[trigger]\njudgment = true", "judgment", same, Unknown),
        ("[trigger]\nwritten_off = true", "written_off", same, Pass),
        (
            "[trigger]\nwritten_off = true",
            "written_off",
            |_, l| l.written_off = Money::ZERO,
            Refuse,
        ),
        ("[deadline]\nfiling_days = 89", "filing_days", same, Pass),
        ("[deadline]\nfiling_days = 88", "filing_days", same, Refuse),
        ("[deadline]\nfiling_days = 89", "filing_days", |c, _| c.enrolled = None, Unknown),
        // 2020-09-25 to 2020-10-09: 28 to 30 September, 27 September worked, 9 October; the holidays do not count.
        ("[deadline]\nclaim_working_days = 5", "claim_days", same, Pass),
        ("[deadline]\nclaim_working_days = 4", "claim_days", same, Refuse),
        (
            "[deadline]\nclaim_working_days = 5\nclaim_from = 'decision'",
            "claim_days",
            same,
            Unknown,
        ),
        (
            "[deadline]\nclaim_working_days = 99",
            "claim_days",
            |c, _| c.filed = day("2031-01-06"),
            Unknown,
        ),
        ("[deadline]\npledge_before_bad = true", "pledge_before_bad", same, Pass),
        (
            "[deadline]\npledge_before_bad = true",
            "pledge_before_bad",
            |_, l| l.pledged = Some(day("2020-09-26")),
            Refuse,
        ),
        (
            "[deadline]\npledge_before_bad = true",
            "pledge_before_bad",
            |_, l| l.pledged = None,
            Unknown,
        ),
        ("[eligibility]\nsizes = ['small', 'micro']", "size", same, Pass),
        ("[eligibility]\nsizes = ['micro']", "size", same, Refuse),
        ("[eligibility]\nsizes = ['micro']", "size", |_, l| l.size = None, Unknown),
        ("[eligibility]\nloan_most = 1000", "loan_most", same, Pass),
        ("[eligibility]\nloan_most = '999.99'", "loan_most", same, Refuse),
        ("[eligibility]\nterm_months_most = 12", "term_most", same, Pass),
        ("[eligibility]\nterm_months_most = 11", "term_most", same, Refuse),
        ("[eligibility]\nterm_months_most = 12", "term_most", |_, l| l.drawn = None, Unknown),
        ("[eligibility]\nrate_most = '4.35'", "rate_most", same, Pass),
        ("[eligibility]\nrate_most = '4.34'", "rate_most", same, Refuse),
        ("[eligibility]\nrate_most = '4.35'", "rate_most", |_, l| l.rate = None, Unknown),
        ("[eligibility]\nexcluded_tags = ['green']", "excluded_tag", same, Refuse),
        ("[eligibility]\nrequired_tags = ['green']", "required_tag", same, Pass),
        ("[eligibility]\nrequired_tags = ['park_list']", "required_tag", same, Refuse),
        ("", "enrolled", same, Unknown),
        ("", "enrolled", |_, l| l.membership = Membership::Not, Refuse),
        ("", "enrolled", |_, l| l.membership = enrolled("2019-01-01", None), Pass),
        // Enrolled the day after it went bad, and out of the scheme the day before.
        ("", "enrolled", |_, l| l.membership = enrolled("2020-09-26", None), Refuse),
        ("", "enrolled", |_, l| l.membership = enrolled("2019-01-01", Some("2020-09-24")), Refuse),
        ("", "principal_owed", same, Pass),
        ("", "principal_owed", |c, _| c.loss.principal = yuan("1000.01"), Refuse),
    ];
    for (terms, rule, change, outcome) in table {
        let (mut claim, mut loan) = (claim(), loan());
        change(&mut claim, &mut loan);
        let found = grounds(&scheme(&format!("{terms}\n")), &claim, &loan);
        let ground = found.iter().find(|ground| ground.rule.code() == *rule).expect(rule);
        assert_eq!(ground.outcome, *outcome, "{terms}: {ground:?}");
        assert_eq!(ground.found.is_none(), *outcome == Unknown, "{terms}");
    }
    for rule in ClaimRule::ALL {
        assert!(table.iter().any(|(_, code, ..)| *code == rule.code()), "{rule:?} has no case");
    }
}

#[test]
fn any_one_trigger_is_enough_where_a_scheme_says_so() {
    let scheme = scheme("[trigger]\nany = true\ndays_overdue = 999\nclass = 'substandard'\n");
    let outcomes: Vec<GroundOutcome> =
        grounds(&scheme, &claim(), &loan()).iter().map(|ground| ground.outcome).collect();
    assert_eq!(
        outcomes,
        [GroundOutcome::Flag, GroundOutcome::Pass, GroundOutcome::Unknown, GroundOutcome::Pass]
    );
    let mut normal = loan();
    normal.class = Class::Normal;
    assert!(
        grounds(&scheme, &claim(), &normal)[..2].iter().all(|g| g.outcome == GroundOutcome::Refuse)
    );
}
