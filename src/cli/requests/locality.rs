//! `localities --add NAME --district DISTRICT`, `localities --forget N`

use super::Typed;
use crate::cli::error::Failure;
use crate::operations::locality::Request;

/// Returns what is to be added or taken back; none when nothing is.
pub fn request(typed: &Typed<'_>) -> Result<Option<Request>, Failure> {
    if typed.text("forget").is_some() {
        let number = typed.choice("forget", &["1", "2", "…"], |text| text.parse().ok())?;
        return Ok(Some(Request::Forget { number }));
    }
    let added = typed.owned("add").zip(typed.owned("district"));
    Ok(added.map(|(name, district)| Request::Add { name, district }))
}
