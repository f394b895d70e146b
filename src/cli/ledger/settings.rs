//! `headers --forget N`, `localities --add NAME --district DISTRICT`, `localities --forget N`

use crate::cli::error::Failure;
use crate::cli::typed::Typed;
use crate::operations::{Request, header, locality};

/// Returns what is to be added or taken back; none when nothing is.
pub fn request(typed: &Typed<'_>, verb: &str) -> Result<Option<Request>, Failure> {
    let number = || typed.choice("forget", &["1", "2", "…"], |text| text.parse().ok());
    let forgets = typed.text("forget").is_some();
    Ok(match verb {
        "headers" if forgets => {
            Some(Request::Header(header::Request::Forget { number: number()? }))
        }
        "localities" if forgets => {
            Some(Request::Locality(locality::Request::Forget { number: number()? }))
        }
        "localities" => {
            let added = typed.owned("add").zip(typed.owned("district"));
            let add = |(name, district)| locality::Request::Add { name, district };
            added.map(add).map(Request::Locality)
        }
        _ => None,
    })
}
