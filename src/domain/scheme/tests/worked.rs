//! Cases worked by hand over the published schemes: yuan in, yuan out.
//!
//! A line reads: scheme | principal | what else | who bears what. What else: `int most costs back` amounts, `ip` part/whole,
//! `tag`, `used` ceiling:payer:amount, `pool`, `portfolio`, `bad` before, `advance`.

use std::collections::BTreeSet;

use super::sample;
use crate::domain::scheme::{CapOf, Loss, LossCase, LossStage, QuoteProblem, Used, quote};
use crate::domain::values::Money;

const CASES: &str = "
# No ceiling; principal alone is shared, what else is lost stays with the bank.
zhongshan | 1000000 | | fund 540000 bank 260000 insurer 160000 appraiser 40000
zhongshan | 1234567.89 | | fund 666666.66 bank 320987.66 insurer 197530.86 appraiser 49382.71
zhongshan | 1000000 | int=50000 | fund 540000 bank 310000 insurer 160000 appraiser 40000
zhuhai | 1000000 | | fund 400000 bank 600000
zhuhai | 1000000 | costs=10000 | fund 400000 bank 610000
zhuhai | 333333.33 | | fund 133333.33 bank 200000.00
guangzhou-5311 | 1000000 | | fund 500000 insurer 300000 appraiser 100000 bank 100000
guangzhou-5311 | 1234567.89 | | fund 617283.94 insurer 370370.36 appraiser 123456.78 bank 123456.81
anhui-4321 | 1000000 | | guarantor 400000 re_guarantor 300000 bank 200000 local 100000
anhui-4321 | 1234567.89 | | guarantor 493827.15 re_guarantor 370370.36 bank 246913.60 local 123456.78
shenzhen | 1000000 | | fund 500000 bank 500000
# Interest in the base.
wuhan | 1000000 | int=20000 ip=1/1 | fund 612000 bank 408000
# Interest of 90 days on 5,000,000 at 4.35 % is 54,375.00: no more counts, however much is stated; the bank bears the rest.
wuhan | 5000000 | int=217500 most=54375 ip=1/1 | fund 3032625 bank 2184875
wuhan | 5000000 | int=54375.01 most=54375 ip=1/1 | fund 3032625 bank 2021750.01
wuhan | 5000000 | int=40000 most=54375 ip=1/1 | fund 3024000 bank 2016000
# Recovered before: it comes off the base.
zhongshan | 1000000 | back=400000 | fund 324000 bank 156000 insurer 96000 appraiser 24000
# Fractions of a fen: cut off, the rest to the bank.
zhongshan | 0.01 | | fund 0 bank 0.01 insurer 0 appraiser 0
zhongshan | 0.03 | | fund 0.01 bank 0.02 insurer 0 appraiser 0
# Points moved by a tag.
anhui-4321 | 1000000 | tag=first_loan | guarantor 400000 re_guarantor 300000 bank 150000 local 150000
anhui-4321 | 1000000 | tag=green | guarantor 400000 re_guarantor 300000 bank 200000 local 100000
# The ceiling of a case, for one payer; another one for rated banks.
weihai | 1000000 | ip=1/1 | province 400000 city 200000 bank 400000
weihai | 1234567.89 | ip=1/1 | province 493827.15 city 246913.57 bank 493827.17
weihai | 6000000 | ip=1/1 | province 2400000 city 1000000 bank 2600000
weihai | 6000000 | ip=1/1 tag=rated | province 2400000 city 1200000 bank 2400000
weihai | 9000000 | ip=1/1 tag=rated | province 3600000 city 1500000 bank 3900000
shanghai-advance | 6000000 | | fund 3000000 bank 3000000
# The ceiling of a borrower.
shenzhen | 12000000 | | fund 5000000 bank 7000000
shenzhen | 1000000 | used=borrower:fund:4800000 | fund 200000 bank 800000
shenzhen | 1000000 | used=borrower:fund:5000000 | fund 0 bank 1000000
# The ceiling of a bank's year.
haikou | 20000000 | ip=1/1 | fund 6000000 bank 14000000
haikou | 1000000 | ip=1/1 used=bank_year:fund:5900000 | fund 100000 bank 900000
# The ceiling of a year.
wuhan | 1000000 | ip=1/1 used=year:fund:19900000 | fund 100000 bank 900000
wuhan | 50000000 | ip=1/1 | fund 20000000 bank 30000000
# The pool: liable up to what is in it.
zhongshan | 1000000 | pool=500000 | fund 500000 bank 300000 insurer 160000 appraiser 40000
zhongshan | 1000000 | pool=0.01 | fund 0.01 bank 799999.99 insurer 160000 appraiser 40000
zhongshan | 1000000 | pool=0 | fund 0 bank 800000 insurer 160000 appraiser 40000
# Two ceilings at once: the lower one holds.
shenzhen | 12000000 | pool=3000000 | fund 3000000 bank 9000000
shenzhen | 1000000 | used=borrower:fund:4800000 pool=150000 | fund 150000 bank 850000
shenzhen | 1000000 | used=borrower:fund:4800000 pool=450000 | fund 200000 bank 800000
haikou | 1000000 | ip=1/1 used=bank_year:fund:5900000 pool=50000 | fund 50000 bank 950000
# Combination loans: the stated part counts.
weihai | 1000000 | ip=600000/1000000 | province 240000 city 120000 bank 640000
weihai | 1000000 | ip=1/3 | province 133333.33 city 66666.66 bank 800000.01
haikou | 1000000 | ip=500000/1000000 | fund 250000 bank 750000
wuhan | 1000000 | int=20000 ip=600000/1000000 | fund 367200 bank 652800
# The band of 3 to 5 percent of a portfolio of 200 million: 6 to 10 million of bad loans.
shanghai-2012-band | 11000000 | portfolio=200000000 | city 1000000 district 1000000 bank 9000000
shanghai-2012-band | 1000000 | portfolio=200000000 bad=6000000 | city 250000 district 250000 bank 500000
shanghai-2012-band | 1000000 | portfolio=200000000 bad=5500000 | city 125000 district 125000 bank 750000
shanghai-2012-band | 1000000 | portfolio=200000000 bad=9500000 | city 125000 district 125000 bank 750000
shanghai-2012-band | 1000000 | portfolio=200000000 bad=10000000 | city 0 district 0 bank 1000000
# Ahead of the final loss, and the final loss itself.
shanghai-deposit | 1000000 | advance | fund 800000 bank 200000
shanghai-deposit | 1000000 | advance back=100000 | fund 720000 bank 180000
shanghai-deposit | 1000000 | | fund 550000 bank 450000
shanghai-advance | 1000000 | advance | fund 300000 bank 700000
shanghai-advance | 1000000 | | fund 600000 bank 400000
shanghai-advance | 6000000 | advance | fund 1800000 bank 4200000
shanghai-advance | 20000000 | advance | fund 3000000 bank 17000000
";

/// A line's scheme, case and stage.
fn read(line: &str) -> (String, LossCase, LossStage, Vec<(String, Money)>) {
    let money = |text: &str| text.parse::<Money>().unwrap_or_else(|_| panic!("{line}: {text}"));
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let [scheme, principal, with, bears] = parts[..] else { panic!("{line}") };
    let mut case = LossCase {
        loss: Loss {
            principal: money(principal),
            interest: Money::ZERO,
            costs: Money::ZERO,
            recovered: Money::ZERO,
        },
        interest_most: None,
        ip_part: None,
        tags: BTreeSet::new(),
        used: Used::default(),
    };
    let mut stage = LossStage::Final;
    for word in with.split_whitespace() {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        match key {
            "int" => case.loss.interest = money(value),
            "most" => case.interest_most = Some(money(value)),
            "costs" => case.loss.costs = money(value),
            "back" => case.loss.recovered = money(value),
            "tag" => {
                case.tags.insert(value.to_owned());
            }
            "ip" => {
                let (part, whole) = value.split_once('/').expect(line);
                case.ip_part = Some((money(part), money(whole)));
            }
            "used" => {
                let parts: Vec<&str> = value.split(':').collect();
                let of = CapOf::from_code(parts[0]).expect(line);
                case.used.under.push((of, parts[1].to_owned(), money(parts[2])));
            }
            "pool" => case.used.pool = Some(money(value)),
            "portfolio" => case.used.portfolio = Some(money(value)),
            "bad" => case.used.bad_before = money(value),
            "advance" => stage = LossStage::Advance,
            other => panic!("{line}: {other}"),
        }
    }
    let words: Vec<&str> = bears.split_whitespace().collect();
    let bears = words.chunks(2).map(|pair| (pair[0].to_owned(), money(pair[1]))).collect();
    (scheme.to_owned(), case, stage, bears)
}

#[test]
fn cases_come_to_what_was_worked_by_hand() {
    let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut cases = 0;
    for line in lines {
        let (id, case, stage, bears) = read(line);
        let scheme = sample(&id);
        let found = quote(&scheme, &case, stage).unwrap_or_else(|e| panic!("{line}: {e:?}"));
        assert_eq!(found.shares, bears, "{line}");
        // The explanation adds up again, payer by payer, and towards the base.
        for (payer, share) in &found.shares {
            let steps = found.steps.iter().filter(|step| step.payer.as_ref() == Some(payer));
            assert_eq!(steps.map(|step| step.amount.fen()).sum::<i64>(), share.fen(), "{line}");
        }
        let base = found.steps.iter().filter(|step| step.payer.is_none());
        assert_eq!(base.map(|step| step.amount.fen()).sum::<i64>(), found.base.fen(), "{line}");
        cases += 1;
    }
    assert!(cases >= 50, "{cases}");
}

#[test]
fn what_is_missing_or_too_small_gives_no_figure() {
    let problem = |line: &str| {
        let (id, case, stage, _) = read(line);
        quote(&sample(&id), &case, stage).expect_err(line)
    };
    assert_eq!(problem("weihai | 1000000 | |"), QuoteProblem::IpPartUnknown);
    assert!(matches!(
        problem("wuhan | 1000000 | ip=499999.99/1000000 |"),
        QuoteProblem::IpPartTooSmall { .. }
    ));
    assert_eq!(problem("shanghai-2012-band | 1000000 | |"), QuoteProblem::PortfolioUnknown);
    assert_eq!(problem("zhuhai | 1000000 | advance |"), QuoteProblem::NoAdvance);
    assert_eq!(problem("zhuhai | 1000000 | back=1000000 |"), QuoteProblem::NothingLost);
    assert_eq!(problem("zhuhai | 0 | int=5 |"), QuoteProblem::NothingLost);
    assert_eq!(problem("zhuhai | -5 | |"), QuoteProblem::NegativeAmount);
}
