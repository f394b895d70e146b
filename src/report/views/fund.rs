//! Funds: what each holds, how that came about, and how the schemes behind them stand.

use super::cells::{coded, date, money, text, written, yuan};
use crate::domain::values::{Date, Money, Percent};
use crate::i18n::loans::loan_problem;
use crate::i18n::{Lang, say, titles::title};
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::simulation::{self, SimulationQuery};
use crate::report::table::BAR;
use crate::report::{Cell, Table};
use crate::stats::{FundBalance, StatementLine, funds, oversight, statement};

/// What each fund holds and has promised, or the one of this name.
///
/// Errors: `NotFound` for a name nobody has.
pub fn balances(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    name: Option<&str>,
) -> Result<Table, Refusal> {
    let mut found = funds(&ledger.compensation(snapshot)?, snapshot.as_of)?;
    if let Some(name) = name {
        found.retain(|fund| fund.fund == name);
        if found.is_empty() {
            return Err(Refusal::not_found("fund", name));
        }
    }
    let keys = [
        "fund",
        "contributed",
        "fund_interest",
        "compensation_paid",
        "compensation_recovered",
        "fees",
        "fund_balance",
        "committed",
        "available",
    ];
    let spare = &["fees", "fund_interest", "compensation_recovered", "contributed", "committed"];
    let mut table = Table::of(lang, &keys).sparing(spare);
    let figures = |fund: &FundBalance| {
        [
            fund.contributed,
            fund.interest,
            fund.paid,
            fund.recovered,
            fund.fees,
            fund.balance,
            fund.committed,
            fund.available,
        ]
    };
    for fund in &found {
        let mut cells = vec![Cell::text(&fund.fund)];
        cells.extend(figures(fund).map(yuan));
        table.row(cells);
    }
    if found.len() > 1 {
        let mut sums = [0; 8];
        for fund in &found {
            for (sum, amount) in sums.iter_mut().zip(figures(fund)) {
                *sum += amount.fen();
            }
        }
        let mut total = vec![Cell::text(title(lang, "total"))];
        total.extend(sums.map(Cell::Yuan));
        table.total(total);
    }
    Ok(table)
}

/// The movements of a fund's cash from one day to another, both included.
///
/// Errors: `NotFound` for a name nobody has.
pub fn movements(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    fund: &str,
    (from, to): (Option<Date>, Option<Date>),
) -> Result<Table, Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    if !funds(&compensation, snapshot.as_of)?.iter().any(|known| known.fund == fund) {
        return Err(Refusal::not_found("fund", fund));
    }
    let to = to.unwrap_or(snapshot.as_of).min(snapshot.as_of);
    let (opening, lines) = statement(&compensation, fund, from, to)?;
    Ok(statement_table(lang, from, opening, &lines).titled(say::fund_statement(lang, fund, to)))
}

/// The movements of a fund's cash below what was held before them.
pub fn statement_table(
    lang: Lang,
    from: Option<Date>,
    opening: Money,
    lines: &[StatementLine],
) -> Table {
    let mut table = Table::of(lang, &["on", "event", "about", "amount", "fund_balance", "entry"]);
    table.row(vec![
        date(from),
        text(Some(title(lang, "opening"))),
        Cell::Empty,
        Cell::Empty,
        yuan(opening),
        Cell::Empty,
    ]);
    for line in lines {
        table.row(vec![
            date(Some(line.day)),
            coded(lang, "verb", line.kind),
            written(Some(&line.about)),
            yuan(line.amount),
            yuan(line.balance),
            Cell::Ordinal(line.entry),
        ]);
    }
    table
}

/// Each scheme's loans, losses and room, bank by bank and year by year.
pub fn by_scheme(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let keys = [
        "scheme",
        "bank",
        "year",
        "granted",
        "bad",
        "compensated",
        "bad_ratio",
        "breaker",
        "room",
        "leverage",
    ];
    let spare = &["leverage", "room", "compensated", "granted"];
    let mut table = Table::of(lang, &keys).sparing(spare);
    let compensation = ledger.compensation(snapshot)?;
    let percent = |ratio: Option<Percent>| {
        Cell::opt(ratio, |ratio| Cell::Percent(ratio.points().to_string()))
    };
    let (lines, left_out) = oversight(ledger, &compensation, snapshot)?;
    for line in lines {
        table.row(vec![
            Cell::id(&line.scheme),
            Cell::text(ledger.party_name(line.bank, snapshot)?),
            Cell::Ordinal(i64::from(line.year)),
            yuan(line.granted),
            yuan(line.bad),
            yuan(line.compensated),
            percent(line.ratio),
            coded(lang, "breaker", line.breaker.code()),
            money(line.room),
            percent(line.leverage),
        ]);
    }
    table.note(say::oversight_note(lang));
    for claim in left_out {
        let base = claim.base.grouped();
        table.note(say::claim_not_enrolled(lang, claim.claim_no, claim.scheme, base));
    }
    Ok(table)
}

/// What a fund's pool may come to in the years to come, from the loans it stands behind.
pub fn simulated(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    fund: &str,
    query: &SimulationQuery,
) -> Result<Table, Refusal> {
    let simulated = simulation::simulated(ledger, snapshot, fund, query)?;
    let keys = [
        "year",
        "pool_mean",
        "p5",
        "p25",
        "p50",
        "p75",
        "p95",
        BAR,
        "payout_mean",
        "short_share",
        "pool_expected",
    ];
    let heading = say::simulated(lang, fund, query.paths, simulated.loans, query.seed);
    let mut table = Table::of(lang, &keys).titled(heading);
    let most = simulated.results.iter().map(|outlook| outlook.percentiles[2]).max();
    let most = most.unwrap_or_default().max(simulated.opening.fen()).max(1);
    for (at, outlook) in (1..).zip(&simulated.results) {
        let median = i128::from(outlook.percentiles[2].max(0)) * 1000 / i128::from(most);
        let short = rust_decimal::Decimal::new(i64::from(outlook.short_ppm), 4);
        let mut cells =
            vec![Cell::Ordinal(i64::from(snapshot.as_of.year() + at)), Cell::Yuan(outlook.mean)];
        cells.extend(outlook.percentiles.map(Cell::Yuan));
        cells.extend([
            Cell::Bar(i64::try_from(median).unwrap_or(1000)),
            Cell::Yuan(outlook.mean_payout),
            Cell::Percent(short.round_dp(2).to_string()),
            Cell::Yuan(outlook.expected),
        ]);
        table.row(cells);
    }
    table.note(say::simulated_note(lang));
    if simulated.uncovered > 0 {
        table.note(say::simulated_without(lang, simulated.uncovered));
    }
    for (loan, problem) in &simulated.left_out {
        let why = loan_problem(lang, problem).message;
        table.note(say::loan_left_out(lang, loan, why));
    }
    Ok(table)
}
