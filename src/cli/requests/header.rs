//! `headers --forget N`

use super::Typed;
use crate::cli::error::Failure;
use crate::operations::header::Request;

/// Returns what is to be forgotten; none when nothing is.
pub fn forget(typed: &Typed<'_>) -> Result<Option<Request>, Failure> {
    let Some(_) = typed.text("forget") else { return Ok(None) };
    let number = typed.choice("forget", &["1", "2", "…"], |text| text.parse().ok())?;
    Ok(Some(Request::Forget { number }))
}
