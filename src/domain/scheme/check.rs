//! Whether the terms of a scheme fit together: nothing in a file is taken that could not be paid by.

use rust_decimal::Decimal;

use super::terms::{Cap, CapOf, Layer, Role, Share, Slice, Terms};
use crate::domain::values::{Money, Percent};

/// What is wrong with a scheme's file. The words are in `i18n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeFault {
    /// Where in the file: `layer[2].share`, `cap[1]`.
    pub at: String,
    pub problem: SchemeProblem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeProblem {
    /// Not TOML, or a key or value the format does not have; the reader's own words.
    Unreadable(String),
    NoShares,
    SharesAndLayers,
    /// The shares come to less than the whole.
    SharesGap(Percent),
    /// The shares come to more than the whole.
    SharesOver(Percent),
    ShareNotPositive(String),
    PayerTwice(String),
    PayerUnknown(String),
    /// One payer is a bank here and something else there.
    RoleDiffers(String),
    NoBank,
    SeveralBanks,
    LayerUnreadable(String),
    /// It ends before it begins, or lies wholly under an earlier one.
    LayerUnreachable,
    LayersOverlap,
    /// Of the portfolio here and of the case there.
    LayersMixed,
    AdjustmentTooLarge(String),
    CapWithoutLimit,
    CapTwoLimits,
    CapNotPositive,
    CapTwice,
    /// The wider ceiling is lower than the narrower one, which could never be reached.
    CapContradicts(CapOf, Money),
    /// A bank bears the residue; a ceiling on it would leave some of the loss with nobody.
    CapOnBank,
    PercentOutOfRange(Percent),
    VersionEndsFirst,
    BreakerWarnsLate,
    Blank,
}

impl SchemeProblem {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "scheme-unreadable",
            Self::NoShares => "scheme-no-shares",
            Self::SharesAndLayers => "scheme-shares-and-layers",
            Self::SharesGap(_) => "scheme-shares-gap",
            Self::SharesOver(_) => "scheme-shares-over",
            Self::ShareNotPositive(_) => "scheme-share-not-positive",
            Self::PayerTwice(_) => "scheme-payer-twice",
            Self::PayerUnknown(_) => "scheme-payer-unknown",
            Self::RoleDiffers(_) => "scheme-role-differs",
            Self::NoBank => "scheme-no-bank",
            Self::SeveralBanks => "scheme-several-banks",
            Self::LayerUnreadable(_) => "scheme-layer-unreadable",
            Self::LayerUnreachable => "scheme-layer-unreachable",
            Self::LayersOverlap => "scheme-layers-overlap",
            Self::LayersMixed => "scheme-layers-mixed",
            Self::AdjustmentTooLarge(_) => "scheme-adjustment-too-large",
            Self::CapWithoutLimit => "scheme-cap-without-limit",
            Self::CapTwoLimits => "scheme-cap-two-limits",
            Self::CapNotPositive => "scheme-cap-not-positive",
            Self::CapTwice => "scheme-cap-twice",
            Self::CapContradicts(..) => "scheme-cap-contradicts",
            Self::CapOnBank => "scheme-cap-on-bank",
            Self::PercentOutOfRange(_) => "scheme-percent-out-of-range",
            Self::VersionEndsFirst => "scheme-version-ends-first",
            Self::BreakerWarnsLate => "scheme-breaker-warns-late",
            Self::Blank => "scheme-blank",
        }
    }
}

/// Payers and what they are, in the order of the file.
pub type Payers = Vec<(String, Role)>;

/// A layer with its bounds read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounded {
    pub bounds: Bounds,
    pub shares: Vec<Share>,
}

/// Where a layer lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    Whole,
    Portfolio { from: Percent, to: Option<Percent> },
    Case { from: Money, to: Option<Money> },
}

/// Checks terms; returns the layers in order, read, with the payers in the order of the file.
pub fn check(terms: &Terms) -> Result<(Vec<Bounded>, Payers), Vec<SchemeFault>> {
    let mut faults = Faults(Vec::new());
    if terms.id.trim().is_empty() || terms.title.trim().is_empty() {
        faults.add("id", SchemeProblem::Blank);
    }
    if terms.valid_to.is_some_and(|to| to < terms.valid_from) {
        faults.add("valid_to", SchemeProblem::VersionEndsFirst);
    }
    let layers = layers(terms, &mut faults);
    let payers = payers(&layers, &mut faults);
    adjustments(terms, &layers, &payers, &mut faults);
    caps(terms, &payers, &mut faults);
    rest(terms, &payers, &mut faults);
    if faults.0.is_empty() { Ok((layers, payers)) } else { Err(faults.0) }
}

struct Faults(Vec<SchemeFault>);

impl Faults {
    fn add(&mut self, at: impl Into<String>, problem: SchemeProblem) {
        self.0.push(SchemeFault { at: at.into(), problem });
    }

    /// More than nothing, at most all.
    fn within(&mut self, at: String, percent: Percent) {
        if percent <= Percent::ZERO || percent > Percent::HUNDRED {
            self.add(at, SchemeProblem::PercentOutOfRange(percent));
        }
    }
}

fn layers(terms: &Terms, faults: &mut Faults) -> Vec<Bounded> {
    match (terms.shares.is_empty(), terms.layers.is_empty()) {
        (true, true) => faults.add("share", SchemeProblem::NoShares),
        (false, false) => faults.add("layer", SchemeProblem::SharesAndLayers),
        (false, true) => {
            whole("share", &terms.shares, faults);
            return vec![Bounded { bounds: Bounds::Whole, shares: terms.shares.clone() }];
        }
        (true, false) => {}
    }
    let mut found: Vec<Bounded> = Vec::new();
    for (n, layer) in (1..).zip(&terms.layers) {
        let at = format!("layer[{n}]");
        whole(&format!("{at}.share"), &layer.shares, faults);
        if layer.of != terms.layers[0].of {
            faults.add(&at, SchemeProblem::LayersMixed);
            continue;
        }
        let bounds = match bounds(layer) {
            Ok(bounds) => bounds,
            Err(text) => {
                faults.add(&at, SchemeProblem::LayerUnreadable(text));
                continue;
            }
        };
        let (from, to) = span(bounds);
        let top = (layer.of == Slice::Portfolio).then_some(Decimal::ONE_HUNDRED);
        if from < Decimal::ZERO
            || to.is_some_and(|to| to <= from)
            || top.is_some_and(|top| from >= top || to.is_some_and(|to| to > top))
        {
            faults.add(&at, SchemeProblem::LayerUnreachable);
        }
        for earlier in &found {
            let (first, last) = span(earlier.bounds);
            let begins_inside = from >= first && last.is_none_or(|last| from < last);
            let ends_inside = last.is_none_or(|last| to.is_some_and(|to| to <= last));
            if begins_inside && ends_inside {
                faults.add(&at, SchemeProblem::LayerUnreachable);
            } else if begins_inside || (from < first && to.is_none_or(|to| to > first)) {
                faults.add(&at, SchemeProblem::LayersOverlap);
            }
        }
        found.push(Bounded { bounds, shares: layer.shares.clone() });
    }
    found
}

fn bounds(layer: &Layer) -> Result<Bounds, String> {
    fn read<T: std::str::FromStr>(text: &str) -> Result<T, String> {
        text.parse().map_err(|_| text.to_owned())
    }
    let (from, to) = (layer.from.as_str(), layer.to.as_deref());
    Ok(match layer.of {
        Slice::Portfolio => Bounds::Portfolio { from: read(from)?, to: to.map(read).transpose()? },
        Slice::Case => Bounds::Case { from: read(from)?, to: to.map(read).transpose()? },
    })
}

fn span(bounds: Bounds) -> (Decimal, Option<Decimal>) {
    match bounds {
        Bounds::Whole => (Decimal::ZERO, None),
        Bounds::Portfolio { from, to } => (from.points(), to.map(Percent::points)),
        Bounds::Case { from, to } => (from.yuan(), to.map(Money::yuan)),
    }
}

/// The shares of a layer come to the whole, no payer twice.
fn whole(at: &str, shares: &[Share], faults: &mut Faults) {
    let mut sum = Decimal::ZERO;
    for (n, share) in shares.iter().enumerate() {
        if shares[..n].iter().any(|earlier| earlier.payer == share.payer) {
            faults.add(at, SchemeProblem::PayerTwice(share.payer.clone()));
        }
        if share.percent <= Percent::ZERO {
            faults.add(at, SchemeProblem::ShareNotPositive(share.payer.clone()));
        }
        sum += share.percent.points();
    }
    let Some(sum) = Percent::from_points(sum) else {
        return faults.add(at, SchemeProblem::SharesOver(Percent::HUNDRED));
    };
    if sum < Percent::HUNDRED {
        faults.add(at, SchemeProblem::SharesGap(sum));
    } else if sum > Percent::HUNDRED {
        faults.add(at, SchemeProblem::SharesOver(sum));
    }
}

fn payers(layers: &[Bounded], faults: &mut Faults) -> Payers {
    let mut payers = Payers::new();
    for share in layers.iter().flat_map(|layer| &layer.shares) {
        match payers.iter().find(|(name, _)| *name == share.payer) {
            None => payers.push((share.payer.clone(), share.role)),
            Some((_, role)) if *role != share.role => {
                faults.add("share", SchemeProblem::RoleDiffers(share.payer.clone()));
            }
            Some(_) => {}
        }
    }
    match payers.iter().filter(|(_, role)| *role == Role::Bank).count() {
        0 => faults.add("share", SchemeProblem::NoBank),
        1 => {}
        _ => faults.add("share", SchemeProblem::SeveralBanks),
    }
    payers
}

fn adjustments(terms: &Terms, layers: &[Bounded], payers: &[(String, Role)], faults: &mut Faults) {
    for (n, adjustment) in (1..).zip(&terms.adjustments) {
        let at = format!("adjust[{n}]");
        for payer in [&adjustment.from, &adjustment.to] {
            if !payers.iter().any(|(name, _)| name == payer) {
                faults.add(&at, SchemeProblem::PayerUnknown(payer.clone()));
            }
        }
    }
    // With every tag at once a share must still not fall below nothing.
    for share in layers.iter().flat_map(|layer| &layer.shares) {
        let taken: Decimal = terms
            .adjustments
            .iter()
            .filter(|adjustment| adjustment.from == share.payer)
            .map(|adjustment| adjustment.percent.points())
            .sum();
        if taken > share.percent.points() {
            faults.add("adjust", SchemeProblem::AdjustmentTooLarge(share.payer.clone()));
        }
    }
}

fn caps(terms: &Terms, payers: &[(String, Role)], faults: &mut Faults) {
    for (n, cap) in terms.caps.iter().enumerate() {
        let at = format!("cap[{}]", n + 1);
        match cap.payer.as_ref().map(|payer| payers.iter().find(|(name, _)| name == payer)) {
            Some(None) => {
                let name = cap.payer.clone().unwrap_or_default();
                faults.add(&at, SchemeProblem::PayerUnknown(name));
            }
            Some(Some((_, Role::Bank))) => faults.add(&at, SchemeProblem::CapOnBank),
            Some(Some(_)) | None => {}
        }
        match (cap.amount, cap.percent, cap.of) {
            (Some(_), Some(_), _) => faults.add(&at, SchemeProblem::CapTwoLimits),
            (None, None, CapOf::Pool) | (None, Some(_), CapOf::Share) => {}
            (Some(_), None, CapOf::Share) | (None, _, _) => {
                faults.add(&at, SchemeProblem::CapWithoutLimit);
            }
            (Some(_), None, _) => {}
        }
        if cap.amount.is_some_and(|amount| amount <= Money::ZERO)
            || cap.percent.is_some_and(|percent| percent <= Percent::ZERO)
        {
            faults.add(&at, SchemeProblem::CapNotPositive);
        }
        let same =
            |other: &Cap| other.of == cap.of && other.payer == cap.payer && other.tag == cap.tag;
        if terms.caps[..n].iter().any(same) {
            faults.add(&at, SchemeProblem::CapTwice);
        }
        // A case is within its borrower, a borrower's claims of a year within the year's.
        let wider: &[CapOf] = match cap.of {
            CapOf::Case => &[CapOf::Borrower, CapOf::BankYear, CapOf::Year],
            CapOf::BankYear => &[CapOf::Year],
            _ => &[],
        };
        let lower = terms.caps.iter().find(|other| {
            wider.contains(&other.of)
                && other.payer == cap.payer
                && other.tag == cap.tag
                && other.amount.zip(cap.amount).is_some_and(|(theirs, ours)| theirs < ours)
        });
        if let Some(amount) = lower.and_then(|lower| lower.amount) {
            let of = lower.map_or(cap.of, |lower| lower.of);
            faults.add(&at, SchemeProblem::CapContradicts(of, amount));
        }
    }
}

fn rest(terms: &Terms, payers: &[(String, Role)], faults: &mut Faults) {
    if let Some(payer) = &terms.odd_fen
        && !payers.iter().any(|(name, _)| name == payer)
    {
        faults.add("odd_fen", SchemeProblem::PayerUnknown(payer.clone()));
    }
    if let Some(advance) = &terms.advance {
        faults.within("advance.percent".to_owned(), advance.percent);
    }
    if let Some(least) = terms.base.ip_part_least {
        faults.within("base.ip_part_least".to_owned(), least);
    }
    for (n, cap) in (1..).zip(&terms.caps) {
        if let Some(percent) = cap.percent {
            faults.within(format!("cap[{n}].percent"), percent);
        }
    }
    for (n, breaker) in (1..).zip(&terms.breakers) {
        let at = format!("breaker[{n}]");
        faults.within(format!("{at}.stop"), breaker.stop);
        if breaker.warn.is_some_and(|warn| warn > breaker.stop) {
            faults.add(at, SchemeProblem::BreakerWarnsLate);
        }
    }
}
