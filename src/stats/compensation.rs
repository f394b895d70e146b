//! What a fund holds, and how each bank fares under each scheme, year by year.

use std::collections::BTreeMap;

use super::LeftOut;
use crate::domain::claim::{
    BookAccount, BreakerState, ClaimEventKind as Claimed, DecidedClaim, JournalEntry, Volume,
    available, balance, breaker, contributed,
};
use crate::domain::loan::{Applied, LoanEventKind};
use crate::domain::scheme::{CapOf, Scheme};
use crate::domain::values::{Date, Money, Percent};
use crate::ledger::{Compensation, Ledger, LedgerError, LoanId, PartyId, Snapshot};

/// A fund's money by where it came from and went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FundBalance {
    pub fund: String,
    pub contributed: Money,
    pub interest: Money,
    pub paid: Money,
    pub recovered: Money,
    pub fees: Money,
    pub balance: Money,
    /// Promised to claims and not paid yet.
    pub committed: Money,
    pub available: Money,
}

impl FundBalance {
    /// Less than a fifth of what was contributed is left to promise.
    pub fn is_low(&self) -> bool {
        self.contributed > Money::ZERO
            && self.available.fen().saturating_mul(5) < self.contributed.fen()
    }
}

/// Returns the balance of every fund at the close of the snapshot's day, by name.
pub fn funds(compensation: &Compensation, as_of: Date) -> Result<Vec<FundBalance>, LedgerError> {
    let journal = compensation.journal()?;
    let held = balance(journal.iter().filter(|entry| entry.day <= as_of));
    let taken = taken_by(compensation, as_of)?;
    let mut funds: BTreeMap<String, FundBalance> = BTreeMap::new();
    let known = compensation.schemes.iter().map(|card| card.scheme.fund().to_owned());
    for fund in known.chain(compensation.fund.iter().map(|line| line.event.fund.clone())) {
        funds.entry(fund.clone()).or_insert_with(|| FundBalance { fund, ..Default::default() });
    }
    for (account, amount) in &held {
        let fund = match account {
            BookAccount::Cash { fund }
            | BookAccount::Contribution { fund, .. }
            | BookAccount::Interest { fund }
            | BookAccount::Fee { fund }
            | BookAccount::Compensation { fund, .. }
            | BookAccount::Recovery { fund, .. } => fund,
            BookAccount::Loans { .. } | BookAccount::LoansContra => continue,
        };
        let Some(row) = funds.get_mut(fund) else { continue };
        let (sum, sign) = match account {
            BookAccount::Cash { .. } => (&mut row.balance, 1),
            BookAccount::Interest { .. } => (&mut row.interest, -1),
            BookAccount::Fee { .. } => (&mut row.fees, 1),
            BookAccount::Compensation { .. } => (&mut row.paid, 1),
            BookAccount::Recovery { .. } => (&mut row.recovered, -1),
            _ => continue,
        };
        *sum = Money::from_fen(sum.fen() + sign * amount.fen());
    }
    for (fund, row) in &mut funds {
        row.contributed = contributed(fund, &held);
        row.available = available(fund, "", &taken, row.balance);
        row.committed = Money::from_fen(row.balance.fen() - row.available.fen());
    }
    Ok(funds.into_values().collect())
}

/// Claims decided by a day; what was paid later is still promised then.
fn taken_by(compensation: &Compensation, as_of: Date) -> Result<Vec<DecidedClaim>, LedgerError> {
    let mut then = compensation.clone();
    for card in &mut then.claims {
        card.events.retain(|event| event.decided.day <= as_of);
    }
    then.claims.retain(|card| card.claim.filed <= as_of);
    then.taken()
}

/// How one bank fares under one scheme in one year; of loans those enrolled in the scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oversight {
    pub scheme: String,
    pub bank: PartyId,
    pub year: i32,
    pub granted: Money,
    /// The base of claims decided in the year.
    pub bad: Money,
    /// Public money paid on claims in the year, enrolled or not.
    pub compensated: Money,
    /// Bad of granted, from the scheme's start to the year's end.
    pub ratio: Option<Percent>,
    pub breaker: BreakerState,
    /// What is left under the ceiling of the bank's year.
    pub room: Option<Money>,
    /// Lent by all banks, of what the fund's leverage undertakes.
    pub leverage: Option<Percent>,
}

/// A decided claim on a loan that is not enrolled in the claim's scheme: it is no part of any ratio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEnrolled {
    pub scheme: String,
    pub claim_no: String,
    pub base: Money,
}

/// Returns a line for every scheme, bank and year in which something was granted, claimed or paid, and the claims
/// that no line counts.
pub fn oversight(
    ledger: &Ledger,
    compensation: &Compensation,
    snapshot: Snapshot,
) -> Result<(Vec<Oversight>, Vec<NotEnrolled>), LedgerError> {
    let (lent, enrolments) = (ledger.disbursements(snapshot)?, ledger.enrolments(snapshot)?);
    let taken = taken_by(compensation, snapshot.as_of)?;
    let funds = funds(compensation, snapshot.as_of)?;
    let mut newest: BTreeMap<&str, &Scheme> = BTreeMap::new();
    for card in &compensation.schemes {
        newest.insert(&card.scheme.terms.id, &card.scheme);
    }
    let (mut lines, mut left_out) = (Vec::new(), Vec::new());
    for (id, scheme) in newest {
        let enrolled = |loan: LoanId| {
            let mine = enrolments.get(&loan).into_iter().flatten();
            mine.filter(|one| one.scheme == id).find(|one| one.begun_by(snapshot.as_of))
        };
        let (mine, outside): (Vec<&DecidedClaim>, Vec<&DecidedClaim>) = taken
            .iter()
            .filter(|taken| taken.scheme == id)
            .partition(|taken| enrolled(taken.loan).is_some());
        let granted: Vec<(PartyId, i32, Money)> = lent
            .iter()
            .filter(|(loan, _, day, _)| {
                enrolled(*loan).is_some_and(|one| one.until.is_none_or(|until| *day <= until))
            })
            .map(|(_, bank, day, amount)| (*bank, day.year(), *amount))
            .collect();
        let paid = paid_under(compensation, id, snapshot.as_of)?;
        let mut keys: Vec<(PartyId, i32)> = granted
            .iter()
            .chain(&paid)
            .map(|(bank, year, _)| (*bank, *year))
            .chain(mine.iter().chain(&outside).map(|taken| (taken.bank, taken.day.year())))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let fund = funds.iter().find(|fund| fund.fund == scheme.fund());
        for (bank, year) in keys {
            let volume = |of_bank: bool, fits: &dyn Fn(i32) -> bool| Volume {
                granted: sum(granted.iter().filter_map(|(lender, lent_in, amount)| {
                    ((!of_bank || *lender == bank) && fits(*lent_in)).then_some(*amount)
                })),
                bad: sum(mine.iter().filter_map(|taken| {
                    ((!of_bank || taken.bank == bank) && fits(taken.day.year()))
                        .then_some(taken.base)
                })),
            };
            let (in_year, so_far) = (|y: i32| y == year, |y: i32| y <= year);
            let (now, to_date, all) =
                (volume(true, &in_year), volume(true, &so_far), volume(false, &so_far));
            let of_year = |taken: &&&DecidedClaim| taken.bank == bank && taken.day.year() == year;
            let promised = mine.iter().chain(&outside).filter(of_year).flat_map(|taken| {
                taken.standing.positions.iter().filter(|p| p.is_public).map(|p| p.share)
            });
            let cap =
                scheme.terms.caps.iter().find(|cap| {
                    cap.of == CapOf::BankYear && cap.payer.is_none() && cap.tag.is_none()
                });
            let room =
                cap.and_then(|cap| cap.amount).map(|limit| limit.fen() - sum(promised).fen());
            let from_fund = fund.map(|fund| fund.paid).unwrap_or_default();
            let given = fund.map(|fund| fund.contributed).unwrap_or_default();
            let undertaken =
                scheme.terms.pool.leverage.map(|k| given.fen().saturating_mul(i64::from(k)));
            let cannot_tell =
                outside.iter().any(|taken| taken.bank == bank && taken.day.year() <= year);
            let breaker = match breaker(scheme, to_date, all, from_fund, given) {
                BreakerState::Clear if cannot_tell => BreakerState::Unknown,
                state => state,
            };
            lines.push(Oversight {
                scheme: id.to_owned(),
                bank,
                year,
                granted: now.granted,
                bad: now.bad,
                compensated: sum(paid.iter().filter_map(|(to, in_year, amount)| {
                    (*to == bank && *in_year == year).then_some(*amount)
                })),
                ratio: Percent::ratio(to_date.bad.fen(), to_date.granted.fen()),
                breaker,
                room: room.map(|fen| Money::from_fen(fen.max(0))),
                leverage: undertaken.and_then(|most| Percent::ratio(all.granted.fen(), most)),
            });
        }
        left_out.extend(outside.into_iter().map(|taken| NotEnrolled {
            scheme: id.to_owned(),
            claim_no: taken.claim_no.clone(),
            base: taken.base,
        }));
    }
    Ok((lines, left_out))
}

/// Public money paid on a scheme's claims by a day: to which bank, in which year, how much.
fn paid_under(
    compensation: &Compensation,
    id: &str,
    as_of: Date,
) -> Result<Vec<(PartyId, i32, Money)>, LedgerError> {
    let mut paid = Vec::new();
    for card in &compensation.claims {
        let scheme = &compensation.scheme_of(card)?.scheme;
        if scheme.terms.id != id {
            continue;
        }
        for decided in card.events.iter().map(|event| &event.decided) {
            if let Claimed::Pay { payer, amount } = &decided.happening
                && scheme.is_public(payer)
                && decided.day <= as_of
            {
                paid.push((card.bank, decided.day.year(), *amount));
            }
        }
    }
    Ok(paid)
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::from_fen(amounts.map(Money::fen).sum())
}

/// A line of a fund's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    pub day: Date,
    pub entry: i64,
    pub kind: &'static str,
    pub about: String,
    pub amount: Money,
    pub balance: Money,
}

/// Returns what was held before `from`, and every movement of the fund's cash from then to `to`.
pub fn statement(
    compensation: &Compensation,
    fund: &str,
    from: Option<Date>,
    to: Date,
) -> Result<(Money, Vec<StatementLine>), LedgerError> {
    let cash = BookAccount::Cash { fund: fund.to_owned() };
    let (mut opening, mut held, mut lines) = (0, 0, Vec::new());
    for entry in compensation.journal()?.into_iter().filter(|entry| entry.day <= to) {
        for posting in entry.postings.iter().filter(|posting| posting.account == cash) {
            held += posting.amount.fen();
            if from.is_some_and(|from| entry.day < from) {
                opening = held;
                continue;
            }
            lines.push(StatementLine {
                day: entry.day,
                entry: entry.entry,
                kind: entry.kind,
                about: entry.about.clone(),
                amount: posting.amount,
                balance: Money::from_fen(held),
            });
        }
    }
    Ok((Money::from_fen(opening), lines))
}

/// Returns the journal up to the snapshot's day: every fund's money, and every bank's loans for the record
/// (备查): what was disbursed, what principal was repaid and what was written off; with it the loans that cannot be
/// worked out and are no part of it.
pub fn journal(
    ledger: &Ledger,
    compensation: &Compensation,
    snapshot: Snapshot,
) -> Result<(Vec<JournalEntry>, LeftOut), LedgerError> {
    let (mut entries, mut left_out) = (compensation.journal()?, Vec::new());
    let lpr = ledger.loan_prime_rates(snapshot)?;
    ledger.each_loan(snapshot, |card| {
        let account = match card.replay(&lpr, snapshot.as_of) {
            Ok(account) => account,
            Err(problem) => {
                left_out.push((card.loan_no, problem));
                return Ok(());
            }
        };
        let mut applied = account.applied().iter();
        for recorded in card.events.iter().filter(|e| e.event.day <= snapshot.as_of) {
            let (kind, fen) = match &recorded.event.happening {
                LoanEventKind::Disburse(amount) => ("disburse", amount.fen()),
                LoanEventKind::Repay(_) => {
                    let principal = |went: &Applied| went.recovered.fen() - went.principal.fen();
                    ("repay", applied.next().map_or(0, principal))
                }
                LoanEventKind::WriteOff(amount) => ("writeoff", -amount.fen()),
                LoanEventKind::Refund(_)
                | LoanEventKind::Extend { .. }
                | LoanEventKind::Classify(_) => {
                    continue;
                }
            };
            if fen != 0 {
                entries.push(JournalEntry::between(
                    (recorded.event.day, recorded.brought_by),
                    kind,
                    &card.loan_no,
                    Money::from_fen(fen),
                    BookAccount::Loans { bank: card.bank.to_string() },
                    BookAccount::LoansContra,
                ));
            }
        }
        Ok::<_, LedgerError>(())
    })?;
    entries.retain(|entry| entry.day <= snapshot.as_of);
    entries.sort_by_key(|entry| (entry.day, entry.entry));
    Ok((entries, left_out))
}
