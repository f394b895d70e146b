//! What comes back, and to whom, worked by hand.
//!
//! A line reads: scheme | payer borne[-returned][+paid above the share] .. | came back [costs] | who gets what for what.

use super::sample;
use crate::domain::scheme::{Borne, spread};
use crate::domain::values::Money;

const CASES: &str = "
# By what each bore: in part, in full, and more than was lost.
zhuhai | fund 400000 bank 600000 | 100000 | fund borne 40000 bank borne 60000
zhuhai | fund 400000 bank 600000 | 1000000 | fund borne 400000 bank borne 600000
zhuhai | fund 400000 bank 600000 | 1100000 | fund borne 400000 bank borne 600000 bank surplus 100000
zhuhai | fund 400000 bank 600000 | 0.01 | bank borne 0.01
zhongshan | fund 540000 bank 260000 insurer 160000 appraiser 40000 | 100000 | fund borne 54000 bank borne 26000 insurer borne 16000 appraiser borne 4000
# The bank's costs come off first; costs may take all of it.
zhuhai | fund 400000 bank 600000 | 100000 10000 | bank costs 10000 fund borne 36000 bank borne 54000
zhuhai | fund 400000 bank 600000 | 10000 10000 | bank costs 10000
# What came back before is not given back again.
zhuhai | fund 400000-390000 bank 600000-585000 | 50000 | fund borne 10000 bank borne 15000 bank surplus 25000
# Who paid nothing gets nothing.
zhongshan | fund 540000 bank 260000 insurer 0 appraiser 0 | 80000 | fund borne 54000 bank borne 26000
# Public money first, and the bank first.
haikou | fund 500000 bank 500000 | 300000 | fund borne 300000
haikou | fund 500000 bank 500000 | 700000 | fund borne 500000 bank borne 200000
shanghai-advance | fund 600000 bank 400000 | 300000 | bank borne 300000
shanghai-advance | fund 600000 bank 400000 | 500000 | fund borne 100000 bank borne 400000
# Out of its own part the bank makes good an advance that was too large: 135,000 of 300,000 were the bank's.
shanghai-deposit | fund 800000+250000 bank 450000 | 300000 | fund excess 135000 fund borne 165000
shanghai-deposit | fund 800000+250000 bank 450000 | 200000 5000 | fund excess 87750 bank costs 5000 fund borne 107250
# 9,000,000 claimed, 2,700,000 ahead, 4,000,000 lost: 2,400,000 the fund's. The bank comes first, and owes 300,000.
shanghai-advance | fund 2700000+300000 bank 1600000 | 1000000 | fund excess 300000 bank borne 700000
shanghai-advance | fund 2400000 bank 1600000-1000000 | 3000000 | fund borne 2400000 bank borne 600000
# The bank bears nothing any more: what it still owes comes out of the surplus.
zhuhai | fund 400000+100000 bank 600000-600000 | 350000 | fund excess 50000 fund borne 300000
";

#[test]
fn returns_come_to_what_was_worked_by_hand() {
    let money = |text: &str| text.parse::<Money>().expect(text);
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let words: Vec<&str> = parts[1].split_whitespace().collect();
        let borne: Vec<Borne> = words
            .chunks(2)
            .map(|pair| {
                let (rest, excess) = pair[1].split_once('+').unwrap_or((pair[1], "0"));
                let (amount, returned) = rest.split_once('-').unwrap_or((rest, "0"));
                Borne {
                    payer: pair[0].to_owned(),
                    amount: money(amount),
                    returned: money(returned),
                    excess: money(excess),
                }
            })
            .collect();
        let came: Vec<Money> = parts[2].split_whitespace().map(money).collect();
        let costs = came.get(1).copied().unwrap_or_default();
        let found: Vec<String> = spread(&sample(parts[0]), came[0], costs, &borne)
            .into_iter()
            .map(|part| format!("{} {} {}", part.payer, part.rule.code(), part.amount))
            .collect();
        let words: Vec<&str> = parts[3].split_whitespace().collect();
        let expected: Vec<String> = words
            .chunks(3)
            .map(|part| format!("{} {} {}", part[0], part[1], money(part[2])))
            .collect();
        assert_eq!(found, expected, "{line}");
    }
}
