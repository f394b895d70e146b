//! The offices that receive international applications (受理局), by their codes of WIPO ST.3.
//!
//! Source: the list of PCT Contracting States (158 since Uruguay joined on 2025-01-07), the Applicant's Guide (Annex C:
//! regional offices and the International Bureau), WIPO ST.3 (codes out of use).

/// Contracting states: each is a receiving office, or once was.
#[rustfmt::skip]
const STATES: [&str; 158] = [
    "AE", "AG", "AL", "AM", "AO", "AT", "AU", "AZ", "BA", "BB", "BE", "BF", "BG", "BH", "BJ", "BN", "BR", "BW", "BY", "BZ",
    "CA", "CF", "CG", "CH", "CI", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ",
    "EC", "EE", "EG", "ES", "FI", "FR", "GA", "GB", "GD", "GE", "GH", "GM", "GN", "GQ", "GR", "GT", "GW", "HN", "HR", "HU",
    "ID", "IE", "IL", "IN", "IQ", "IR", "IS", "IT", "JM", "JO", "JP", "KE", "KG", "KH", "KM", "KN", "KP", "KR", "KW", "KZ",
    "LA", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MG", "MK", "ML", "MN", "MR", "MT",
    "MU", "MW", "MX", "MY", "MZ", "NA", "NE", "NG", "NI", "NL", "NO", "NZ", "OM", "PA", "PE", "PG", "PH", "PL", "PT", "QA",
    "RO", "RS", "RU", "RW", "SA", "SC", "SD", "SE", "SG", "SI", "SK", "SL", "SM", "SN", "ST", "SV", "SY", "SZ", "TD", "TG",
    "TH", "TJ", "TM", "TN", "TR", "TT", "TZ", "UA", "UG", "US", "UY", "UZ", "VC", "VN", "WS", "ZA", "ZM", "ZW",
];

/// The African (ARIPO, OAPI), Eurasian and European offices, and the International Bureau.
const REGIONAL: [&str; 5] = ["AP", "EA", "EP", "IB", "OA"];

/// States that are no more: Czechoslovakia (and Serbia and Montenegro), the Soviet Union, Yugoslavia.
const FORMER: [&str; 3] = ["CS", "SU", "YU"];

/// Returns whether two capital letters are the code of a receiving office, of today or of the past.
pub(super) fn receives(code: &str) -> bool {
    STATES.binary_search(&code).is_ok() || REGIONAL.contains(&code) || FORMER.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_states_stand_in_order_and_once() {
        assert!(STATES.is_sorted_by(|a, b| a < b));
    }
}
