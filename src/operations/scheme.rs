//! Schemes (补偿办法): each version a file.

use std::collections::BTreeSet;

use super::facts::none_stands_on_it;
use super::outcome::{Effect, EffectKind};
use super::{Refusal, Writing};
use crate::domain::scheme::{Loss, LossCase, LossStage, Quote, Scheme, Used, quote};
use crate::domain::values::{Date, Money};
use crate::exchange::read_text;
use crate::ledger::{Dependent, SchemeCard};

/// What can be asked of a scheme.
#[derive(Debug, Clone)]
pub enum Request {
    /// A version as its file has it, whole and checked.
    Add { scheme: Box<Scheme>, text: String },
    /// The version in force on a day, else the newest, should never have been recorded.
    Void { id: String, on: Option<Date> },
}

impl Request {
    /// What a scheme's file asks for, read and checked.
    ///
    /// Errors: the file cannot be read; `Scheme` with everything that is wrong with it.
    pub fn of_file(file: &str) -> Result<Self, Refusal> {
        let faults = |faults| Refusal::Scheme { file: file.to_owned(), faults };
        let text = read_text(file)?;
        Ok(Self::Add { scheme: Box::new(Scheme::read(&text).map_err(faults)?), text })
    }

    pub fn action(&self) -> &'static str {
        match self {
            Self::Add { .. } => "scheme.add",
            Self::Void { .. } => "scheme.void",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        let schemes = writing.entry.compensation()?.schemes;
        match self {
            Self::Add { scheme, text } => {
                let terms = &scheme.terms;
                // A later version takes over from its first day; two cannot begin on one day.
                let same = |card: &SchemeCard| {
                    let other = &card.scheme.terms;
                    other.id == terms.id && other.valid_from == terms.valid_from
                };
                let id = format!("{} {}", terms.id, terms.valid_from);
                if schemes.iter().any(same) {
                    return Err(Refusal::already_there("scheme", id));
                }
                let (loss, quote) = example(scheme)?;
                writing.entry.add_scheme(scheme, text)?;
                writing.did("scheme", id, EffectKind::Added, Vec::new());
                writing.effect(Effect::Example { loss, quote });
                Ok(())
            }
            Self::Void { id, on } => {
                let others = schemes.iter().filter(|card| card.scheme.terms.id == *id).count();
                let card = version(schemes, id, *on)?;
                let enrolled = writing.entry.loans_enrolled_in(id)?;
                if others == 1 && !enrolled.is_empty() {
                    none_stands_on_it(vec![Dependent { noun: "enrolment", ids: enrolled }])?;
                }
                writing.entry.void_scheme(card.line)?;
                writing.did("scheme", id, EffectKind::Ended, Vec::new());
                Ok(())
            }
        }
    }
}

/// The loss every new scheme is tried on, in yuan: principal, interest, costs, and the bank's portfolio.
const EXAMPLE: [i64; 4] = [1_000_000, 50_000, 10_000, 20_000_000];

/// What a loss of a round million comes to under a scheme.
pub fn example(scheme: &Scheme) -> Result<(Loss, Quote), Refusal> {
    let [principal, interest, costs, portfolio] =
        EXAMPLE.map(|yuan| Money::from_fen(yuan.saturating_mul(100)));
    let case = LossCase {
        loss: Loss { principal, interest, costs, recovered: Money::ZERO },
        interest_most: None,
        ip_part: Some((principal, principal)),
        tags: BTreeSet::new(),
        used: Used { portfolio: Some(portfolio), ..Used::default() },
    };
    Ok((case.loss, quote(scheme, &case, LossStage::Final)?))
}

/// Returns the version of a scheme in force on a day, else the newest; `schemes` come by name and first day.
pub fn version(
    schemes: Vec<SchemeCard>,
    id: &str,
    on: Option<Date>,
) -> Result<SchemeCard, Refusal> {
    let fits = |card: &SchemeCard| {
        card.scheme.terms.id == id && on.is_none_or(|day| card.scheme.in_force(day))
    };
    schemes.into_iter().rfind(fits).ok_or_else(|| Refusal::not_found("scheme", id))
}
