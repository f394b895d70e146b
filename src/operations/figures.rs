//! Figures published, and what an indicator counts from a day on.

use super::outcome::EffectKind;
use super::{Header, Office, Recorded, Refusal, Writing};
use crate::domain::Fault;
use crate::domain::Problem;
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::patent::Change;
use crate::ledger::{Definition, LedgerError};
use crate::stats::publication::{Edition, PublicationError};

/// What can be asked of figures, beside publishing them.
#[derive(Debug, Clone)]
pub enum Request {
    /// From the first day of a month on, up to the last of one or until further notice.
    Define(Definition),
    /// What the head of official tables carries from now on: field and text.
    Heading(Vec<(&'static str, String)>),
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Define(_) => "stats.define",
            Self::Heading(_) => "report.heading",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        let definition = match self {
            Self::Define(definition) => definition,
            Self::Heading(fields) => return set_heading(writing, fields),
        };
        fits(definition)?;
        if writing.entry.definitions()?.contains(definition) {
            return Err(LedgerError::NoChange.into());
        }
        writing.entry.define_indicator(definition)?;
        writing.did("definition", &definition.indicator, EffectKind::Added, Vec::new());
        Ok(())
    }
}

fn set_heading(
    writing: &mut Writing<'_, '_>,
    fields: &[(&'static str, String)],
) -> Result<(), Refusal> {
    let mut changes = Vec::with_capacity(fields.len());
    for (field, text) in fields {
        writing.entry.set_heading(field, text)?;
        changes.push(Change { field, old: String::new(), new: text.clone() });
    }
    writing.did("heading", String::new(), EffectKind::Corrected, changes);
    Ok(())
}

/// A filing indicator on a basis of filings, for whole months.
fn fits(definition: &Definition) -> Result<(), Refusal> {
    let refused =
        |field, value: String, problem| Err(Refusal::field(Fault::new(field, value, problem)));
    let indicator = Indicator::from_code(&definition.indicator);
    if indicator.is_none_or(|indicator| !Indicator::FILINGS.contains(&indicator)) {
        return refused("indicator", definition.indicator.clone(), Problem::WordUnknown);
    }
    if !matches!(definition.basis, Basis::Received | Basis::FeePaid) {
        return refused("basis", definition.basis.code().to_owned(), Problem::WordUnknown);
    }
    Ok(())
}

impl Office<'_> {
    /// Seals an edition of a quarter's figures; returns its number.
    ///
    /// Errors: `LedgerMoved` when the ledger was written to since the edition was prepared.
    pub fn publish(&mut self, edition: &Edition) -> Result<(i64, Recorded), Refusal> {
        self.entry(Header::of("stats.publish"), |writing| {
            if writing.entry.id() != edition.sealed.known_at + 1 {
                return Err(PublicationError::LedgerMoved.into());
            }
            let number = writing.entry.publish(&edition.sealed, &edition.figures)?;
            Ok((number, Some(format!("{{\"publication\":{number}}}"))))
        })
    }
}
