//! Headers: what was once said of a file's columns, and is no longer to be remembered.

use super::outcome::EffectKind;
use super::{Refusal, Writing};
use crate::domain::patent::Change;

/// What can be asked of remembered headers; they are remembered by the imports that were told of them.
#[derive(Debug, Clone)]
pub enum Request {
    /// Forgets the one with this number.
    Forget { number: i64 },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Forget { .. } => "headers.forget",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        let Self::Forget { number } = self;
        let remembered = writing.entry.remembered_header(*number)?;
        let header = remembered.ok_or_else(|| Refusal::not_found("header", number.to_string()))?;
        writing.entry.forget_header(header.line)?;
        let change = Change { field: "field", old: header.field, new: String::new() };
        writing.did("header", header.header, EffectKind::Ended, vec![change]);
        Ok(())
    }
}
