//! What each payer bears of a loss, step by step: the amounts of a payer's steps add up to its share, and the
//! shares to the loss, to the fen.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Scheme;
use super::check::Bounds;
use super::terms::{AdvanceOf, Cap, CapOf, Component, Share};
use crate::domain::values::{Money, Percent};

/// What a bad loan owes and has brought back, on the day it is measured; none of it negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    pub principal: Money,
    pub interest: Money,
    pub costs: Money,
    /// What was recovered before.
    pub recovered: Money,
}

/// What a quote must know beside the scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossCase {
    pub loss: Loss,
    /// Interest of as many days as the scheme counts; none: it counts all.
    pub interest_most: Option<Money>,
    /// The stated part of the loan secured by intellectual property, and the whole of it.
    pub ip_part: Option<(Money, Money)>,
    pub tags: BTreeSet<String>,
    pub used: Used,
}

/// What earlier claims have taken, paid or promised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Used {
    /// What counts under a cap, by payer; nothing of this claim itself.
    pub under: Vec<(CapOf, String, Money)>,
    /// What the fund holds and has not promised; none: not asked.
    pub pool: Option<Money>,
    /// The bank's portfolio under the scheme; none: not stated.
    pub portfolio: Option<Money>,
    /// What of it was claimed as bad before.
    pub bad_before: Money,
}

impl Used {
    fn under(&self, of: CapOf, payers: &[usize], scheme: &Scheme) -> Decimal {
        let counts = |payer: &str| payers.iter().any(|at| scheme.payers[*at].0 == payer);
        let mine = self.under.iter().filter(|(kind, payer, _)| *kind == of && counts(payer));
        mine.map(|(.., amount)| Decimal::from(amount.fen())).sum()
    }
}

/// Whether the loss is final, or public money moves ahead of it (前补偿).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LossStage {
    Advance,
    Final,
}

impl LossStage {
    pub fn code(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Final => "final",
        }
    }
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepRule {
    Principal,
    Interest,
    /// Taken off: interest of more days than the scheme counts.
    InterestDays,
    Costs,
    /// Taken off: recovered before.
    Recovered,
    /// Taken off: not secured by intellectual property.
    NotIpPart,
    /// A payer's percent of a slice, fractions of a fen cut off.
    Share,
    /// A part of it before the loss is final.
    Advance,
    /// The fen that cutting off left over.
    OddFen,
    /// Taken off: a ceiling.
    Cap,
    /// What the others' ceilings, or an advance, leave with the bank.
    LeftOver,
    /// What lies in no layer or is no part of the base.
    Uncovered,
}

impl StepRule {
    pub fn code(self) -> &'static str {
        match self {
            Self::Principal => "principal",
            Self::Interest => "interest",
            Self::InterestDays => "interest_days",
            Self::Costs => "costs",
            Self::Recovered => "recovered",
            Self::NotIpPart => "not_ip_part",
            Self::Share => "share",
            Self::Advance => "advance",
            Self::OddFen => "odd_fen",
            Self::Cap => "cap",
            Self::LeftOver => "left_over",
            Self::Uncovered => "uncovered",
        }
    }
}

/// One line of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// None: a step towards the base.
    pub payer: Option<String>,
    pub rule: StepRule,
    pub amount: Money,
    /// What `percent` is taken of.
    pub of: Option<Money>,
    pub percent: Option<Percent>,
    pub capped_by: Option<CapOf>,
    /// The ceiling, and what had been taken under it.
    pub limit: Option<(Money, Money)>,
    /// Tags that moved the percent.
    pub tags: Vec<String>,
}

impl Step {
    fn of(payer: Option<&str>, rule: StepRule, fen: i64) -> Self {
        Self {
            payer: payer.map(str::to_owned),
            rule,
            amount: Money::from_fen(fen),
            of: None,
            percent: None,
            capped_by: None,
            limit: None,
            tags: Vec::new(),
        }
    }
}

/// What a claim comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub loss: Money,
    pub base: Money,
    pub steps: Vec<Step>,
    /// In the order of the scheme; they add up to the loss.
    pub shares: Vec<(String, Money)>,
}

impl Quote {
    /// What one payer bears.
    pub fn share_of(&self, payer: &str) -> Money {
        let mine = self.shares.iter().filter(|(name, _)| name == payer);
        Money::from_fen(mine.map(|(_, amount)| amount.fen()).sum())
    }

    /// What public payers bear together.
    pub fn public(&self, scheme: &Scheme) -> Money {
        let mine = self.shares.iter().filter(|(payer, _)| scheme.is_public(payer));
        Money::from_fen(mine.map(|(_, amount)| amount.fen()).sum())
    }
}

/// Why there is nothing to quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteProblem {
    /// Nothing is lost under the scheme's base.
    NothingLost,
    NegativeAmount,
    /// A layer is of the bank's portfolio, which nobody stated.
    PortfolioUnknown,
    /// The scheme counts the part secured by intellectual property; the loan does not state it.
    IpPartUnknown,
    /// It is less than the scheme asks.
    IpPartTooSmall {
        part: Percent,
        least: Percent,
    },
    /// The scheme moves nothing ahead of the final loss.
    NoAdvance,
    TooLarge,
}

impl QuoteProblem {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingLost => "claim-nothing-lost",
            Self::NegativeAmount => "claim-negative-amount",
            Self::PortfolioUnknown => "claim-portfolio-unknown",
            Self::IpPartUnknown => "claim-ip-part-unknown",
            Self::IpPartTooSmall { .. } => "claim-ip-part-too-small",
            Self::NoAdvance => "claim-no-advance",
            Self::TooLarge => "claim-too-large",
        }
    }
}

/// `part` of a percent, fractions of a fen cut off.
fn cut(fen: i64, percent: Percent) -> Option<i64> {
    Decimal::from(fen).checked_mul(percent.fraction())?.trunc().to_i64()
}

/// `fen * over / under`, fractions cut off.
pub(super) fn pro_rata(fen: i64, over: i64, under: i64) -> i64 {
    let exact = i128::from(fen) * i128::from(over) / i128::from(under.max(1));
    i64::try_from(exact).unwrap_or(i64::MAX)
}

/// Works out who bears what.
pub fn quote(scheme: &Scheme, case: &LossCase, stage: LossStage) -> Result<Quote, QuoteProblem> {
    let mut working = Working {
        scheme,
        case,
        steps: Vec::new(),
        shares: vec![0; scheme.payers.len()],
        bank: scheme.bank(),
    };
    let loss = working.loss()?;
    let base = working.base(loss)?;
    let covered = working.share(base)?;
    if stage == LossStage::Advance {
        working.advance(base)?;
    }
    working.caps(base)?;
    working.settle_on_bank(loss, covered);
    let names = scheme.payers.iter().map(|(name, _)| name.clone());
    let shares = names.zip(working.shares.iter().map(|fen| Money::from_fen(*fen))).collect();
    let (loss, base) = (Money::from_fen(loss), Money::from_fen(base));
    Ok(Quote { loss, base, steps: working.steps, shares })
}

/// Works out who bears what of a loss that is final, be it nothing: an advance is settled at what it came to.
pub fn settlement(scheme: &Scheme, case: &LossCase) -> Result<Quote, QuoteProblem> {
    match quote(scheme, case, LossStage::Final) {
        Err(QuoteProblem::NothingLost) => Ok(uncovered(scheme, case)),
        other => other,
    }
}

/// Works out again what a decision came to.
pub fn decided(scheme: &Scheme, case: &LossCase, stage: LossStage) -> Result<Quote, QuoteProblem> {
    match stage {
        LossStage::Advance => quote(scheme, case, stage),
        LossStage::Final => settlement(scheme, case),
    }
}

/// Nothing of the loss is the scheme's: what there is of it the bank bears.
fn uncovered(scheme: &Scheme, case: &LossCase) -> Quote {
    let Loss { principal, interest, costs, recovered } = case.loss;
    let gross = Money::checked_sum([principal, interest, costs]).unwrap_or_default();
    let off = if scheme.terms.base.net_of_recovery { recovered.fen() } else { 0 };
    let loss = (gross.fen() - off).max(0);
    let bank = scheme.bank();
    let mut steps = vec![Step::of(None, StepRule::Principal, principal.fen())];
    if loss > 0 {
        steps.push(Step::of(Some(&scheme.payers[bank].0), StepRule::Uncovered, loss));
    }
    let share = |at: usize| Money::from_fen(if at == bank { loss } else { 0 });
    let payers = scheme.payers.iter().enumerate();
    let shares = payers.map(|(at, (payer, _))| (payer.clone(), share(at))).collect();
    Quote { loss: Money::from_fen(loss), base: Money::ZERO, steps, shares }
}

struct Working<'a> {
    scheme: &'a Scheme,
    case: &'a LossCase,
    steps: Vec<Step>,
    /// By payer, in the order of the scheme.
    shares: Vec<i64>,
    bank: usize,
}

impl Working<'_> {
    fn step(&mut self, payer: usize, rule: StepRule, fen: i64) -> &mut Step {
        self.shares[payer] += fen;
        self.steps.push(Step::of(Some(&self.scheme.payers[payer].0), rule, fen));
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    /// All that is lost, whoever bears it.
    fn loss(&self) -> Result<i64, QuoteProblem> {
        let Loss { principal, interest, costs, recovered } = self.case.loss;
        if [principal, interest, costs, recovered].into_iter().any(Money::is_negative) {
            return Err(QuoteProblem::NegativeAmount);
        }
        let gross = Money::checked_sum([principal, interest, costs]);
        let gross = gross.ok_or(QuoteProblem::TooLarge)?.fen();
        let off = if self.scheme.terms.base.net_of_recovery { recovered.fen() } else { 0 };
        if gross <= off {
            return Err(QuoteProblem::NothingLost);
        }
        Ok(gross - off)
    }

    /// What of it the scheme shares.
    fn base(&mut self, loss: i64) -> Result<i64, QuoteProblem> {
        let terms = &self.scheme.terms.base;
        let stated = self.case.loss;
        let mut base = 0;
        for component in &terms.components {
            let (rule, amount) = match component {
                Component::Principal => (StepRule::Principal, stated.principal),
                Component::Interest => (StepRule::Interest, stated.interest),
                Component::Costs => (StepRule::Costs, stated.costs),
            };
            base += amount.fen();
            self.steps.push(Step::of(None, rule, amount.fen()));
            let most = self.case.interest_most.filter(|_| *component == Component::Interest);
            if let Some(most) = most.filter(|most| amount > *most) {
                let off = most.fen() - amount.fen();
                base += off;
                self.steps.push(Step::of(None, StepRule::InterestDays, off));
            }
        }
        if terms.net_of_recovery && !stated.recovered.is_zero() {
            let off = stated.recovered.fen().min(base);
            base -= off;
            self.steps.push(Step::of(None, StepRule::Recovered, -off));
        }
        if terms.ip_part_only || terms.ip_part_least.is_some() {
            let (part, whole) = self.case.ip_part.ok_or(QuoteProblem::IpPartUnknown)?;
            let percent = Percent::ratio(part.fen(), whole.fen());
            let percent = percent.ok_or(QuoteProblem::IpPartUnknown)?;
            if let Some(least) = terms.ip_part_least
                && Decimal::from(part.fen()) < Decimal::from(whole.fen()) * least.fraction()
            {
                return Err(QuoteProblem::IpPartTooSmall { part: percent, least });
            }
            if terms.ip_part_only && part < whole {
                let kept = pro_rata(base, part.fen(), whole.fen());
                let mut step = Step::of(None, StepRule::NotIpPart, kept - base);
                step.limit = Some((part, whole));
                self.steps.push(step);
                base = kept;
            }
        }
        if base <= 0 || loss <= 0 {
            return Err(QuoteProblem::NothingLost);
        }
        Ok(base)
    }

    /// Shares out what lies in a layer; returns how much that is.
    fn share(&mut self, base: i64) -> Result<i64, QuoteProblem> {
        let mut covered = 0;
        let scheme = self.scheme;
        for layer in &scheme.layers {
            let slice = self.slice(layer.bounds, base)?;
            if slice == 0 {
                continue;
            }
            covered += slice;
            let mut given = 0;
            for share in &layer.shares {
                let Some(at) = scheme.place(&share.payer) else { continue };
                let (percent, tags) = self.adjusted(share);
                let fen = cut(slice, percent).ok_or(QuoteProblem::TooLarge)?;
                given += fen;
                let step = self.step(at, StepRule::Share, fen);
                step.of = Some(Money::from_fen(slice));
                step.percent = Some(percent);
                step.tags = tags;
            }
            if slice != given {
                self.step(scheme.odd_fen(), StepRule::OddFen, slice - given);
            }
        }
        Ok(covered)
    }

    /// How much of the base lies between a layer's bounds.
    fn slice(&self, bounds: Bounds, base: i64) -> Result<i64, QuoteProblem> {
        let (from, to, first) = match bounds {
            Bounds::Whole => return Ok(base),
            Bounds::Case { from, to } => (from.fen(), to.map(Money::fen), 0),
            Bounds::Portfolio { from, to } => {
                let portfolio = self.case.used.portfolio.ok_or(QuoteProblem::PortfolioUnknown)?;
                let of = |percent| cut(portfolio.fen(), percent).ok_or(QuoteProblem::TooLarge);
                (of(from)?, to.map(of).transpose()?, self.case.used.bad_before.fen())
            }
        };
        let last = first.checked_add(base).ok_or(QuoteProblem::TooLarge)?;
        Ok((last.min(to.unwrap_or(last)) - first.max(from)).max(0))
    }

    fn adjusted(&self, share: &Share) -> (Percent, Vec<String>) {
        let mut points = share.percent.points();
        let mut tags = Vec::new();
        for adjustment in &self.scheme.terms.adjustments {
            if !self.case.tags.contains(&adjustment.tag) {
                continue;
            }
            let moved = adjustment.percent.points();
            if adjustment.to == share.payer {
                points += moved;
            } else if adjustment.from == share.payer {
                points -= moved;
            } else {
                continue;
            }
            tags.push(adjustment.tag.clone());
        }
        (Percent::from_points(points).unwrap_or(share.percent), tags)
    }

    /// Ahead of the final loss public payers move a part; the rest of everything waits with the bank.
    fn advance(&mut self, base: i64) -> Result<(), QuoteProblem> {
        let scheme = self.scheme;
        let advance = scheme.terms.advance.as_ref().ok_or(QuoteProblem::NoAdvance)?;
        let public = scheme.public();
        let shares: Vec<i64> = public.iter().map(|at| self.shares[*at]).collect();
        let all: i64 = shares.iter().sum();
        let ahead = match advance.of {
            AdvanceOf::Share => all,
            AdvanceOf::Base => base,
        };
        let ahead = cut(ahead, advance.percent).ok_or(QuoteProblem::TooLarge)?;
        // Shares of the final loss say nothing yet: only the advance stands.
        self.steps.retain(|step| step.payer.is_none());
        self.shares.fill(0);
        let mut left = ahead;
        for (n, at) in public.iter().enumerate() {
            let last = n + 1 == public.len();
            let fen = if last { left } else { pro_rata(ahead, shares[n], all) };
            left -= fen;
            let step = self.step(*at, StepRule::Advance, fen);
            step.of = Some(Money::from_fen(match advance.of {
                AdvanceOf::Share => all,
                AdvanceOf::Base => base,
            }));
            step.percent = Some(advance.percent);
        }
        Ok(())
    }

    /// Applies the ceilings in the order of the file, the pool last.
    fn caps(&mut self, base: i64) -> Result<(), QuoteProblem> {
        let scheme = self.scheme;
        let tagged = |cap: &Cap| cap.tag.as_ref().is_none_or(|tag| self.case.tags.contains(tag));
        let replaced = |cap: &Cap| {
            cap.tag.is_none()
                && scheme.terms.caps.iter().any(|other| {
                    other.of == cap.of
                        && other.payer == cap.payer
                        && other.tag.as_ref().is_some_and(|tag| self.case.tags.contains(tag))
                })
        };
        let caps: Vec<&Cap> =
            scheme.terms.caps.iter().filter(|cap| tagged(cap) && !replaced(cap)).collect();
        for cap in caps {
            let payers = match &cap.payer {
                Some(payer) => scheme.place(payer).into_iter().collect(),
                None => scheme.public(),
            };
            let limit = match (cap.of, cap.amount, cap.percent) {
                (CapOf::Share, _, Some(percent)) => {
                    cut(base, percent).ok_or(QuoteProblem::TooLarge)?
                }
                (_, Some(amount), _) => amount.fen(),
                _ => continue,
            };
            let used = self.case.used.under(cap.of, &payers, scheme).to_i64();
            self.cap(cap.of, &payers, limit, used.ok_or(QuoteProblem::TooLarge)?);
        }
        if scheme.terms.pool.up_to_balance
            && let Some(pool) = self.case.used.pool
        {
            self.cap(CapOf::Pool, &scheme.public(), pool.fen().max(0), 0);
        }
        Ok(())
    }

    /// Brings what `payers` bear together down to what is left under a ceiling, each by its part of it.
    fn cap(&mut self, of: CapOf, payers: &[usize], limit: i64, used: i64) {
        let room = (limit - used).max(0);
        let borne: Vec<i64> = payers.iter().map(|at| self.shares[*at]).collect();
        let total: i64 = borne.iter().sum();
        if total <= room {
            return;
        }
        let mut kept: Vec<i64> = borne.iter().map(|fen| pro_rata(room, *fen, total)).collect();
        // What cutting left over goes to the first who can still take a fen, so that the ceiling is met.
        let mut odd = room - kept.iter().sum::<i64>();
        for (kept, borne) in kept.iter_mut().zip(&borne) {
            let more = odd.min(borne - *kept);
            *kept += more;
            odd -= more;
        }
        for ((at, kept), borne) in payers.iter().zip(kept).zip(borne) {
            if kept == borne {
                continue;
            }
            let step = self.step(*at, StepRule::Cap, kept - borne);
            step.capped_by = Some(of);
            step.limit = Some((Money::from_fen(limit), Money::from_fen(used)));
        }
    }

    /// The bank bears whatever nobody else does.
    fn settle_on_bank(&mut self, loss: i64, covered: i64) {
        if loss > covered {
            self.step(self.bank, StepRule::Uncovered, loss - covered);
        }
        let left = loss - self.shares.iter().sum::<i64>();
        if left != 0 {
            self.step(self.bank, StepRule::LeftOver, left);
        }
    }
}
